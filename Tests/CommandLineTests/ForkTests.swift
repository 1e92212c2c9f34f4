import Foundation
import TestTools
import Testing

@Suite("run one replication, and what else could become of it")
struct ForkTests {
    private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandResult {
        try CommandRunner.run(["run", "shop.yaml", "--seed", "1"] + arguments, in: folder.path)
    }

    private func fingerprint(of trace: String, in folder: TemporaryFolder) throws -> String {
        let lines = try CommandRunner.run(["inspect", trace], in: folder.path).output.split(separator: "\n")
        return String(try #require(lines.first { $0.hasPrefix("  fingerprint: ") }).dropFirst("  fingerprint: ".count))
    }

    @Test("a run that is replayed alone is the same as in the comparison", arguments: ["rolling", "parallel-universe", "none"])
    func replay(_ strategy: String) throws {
        let folder = try ShopScenario.folder()
        let all = try CommandRunner.run(
            [
                "compare", "shop.yaml", "--seed", "1", "--ledger-runs", "0", "--trace", "all", "--trace-replications", "all",
            ], in: folder.path)
        #expect(all.status == 0)
        let alone = try run(["--strategy", strategy, "--replication", "2", "--trace", "alone"], in: folder)
        #expect(alone.status == 0, "\(alone.errors)")
        let expected = try fingerprint(of: "all/shop-\(strategy)-2.h5", in: folder)
        #expect(alone.output.hasSuffix("\nfingerprint \(expected)\n"))
        #expect(alone.output.contains("Steps of replication 2: ") && alone.output.contains("Bill of replication 2\n"))
        let traces = ["all/shop-\(strategy)-2.h5", "alone/shop-\(strategy)-2.h5"].map { FileManager.default.contents(atPath: folder[$0]) }
        #expect(traces[0] != nil && traces[0] == traces[1])
    }

    @Test("futures side by side, with their common past")
    func fork() throws {
        let folder = try ShopScenario.folder()
        let arguments = [
            "--strategy", "rolling", "--replication", "1", "--until", "10 min", "--then", "roll-back", "--then",
            "tiers.web.software.batch=2",
        ]
        let result = try run(arguments + ["--trace", "t"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "shop, rolling, replication 1, seed 1: what becomes of it from 0:10:00 on")
        let past = try #require(lines[1].firstMatch(of: #/^until then all are the same run: (\d+) events, fingerprint ([0-9a-f]{16})$/#))
        #expect(Int(past.1) ?? 0 > 3)
        #expect(lines[2].contains("go on") && lines[2].contains("roll-back") && lines[2].contains("tiers.web.software.batch=2"))
        #expect(lines.contains { $0.hasPrefix("outcome") && $0.contains("gave up") && $0.contains("finished") })
        // To go on is the run itself.
        let plain = try run(["--strategy", "rolling", "--replication", "1", "--trace", "plain"], in: folder)
        let own = try #require(plain.output.split(separator: "\n").last)
        let prints = try #require(lines.last).split(separator: " ")
        #expect(own.split(separator: " ").last == prints.dropFirst().first)
        #expect(prints.count == 4 && Set(prints).count == 4)
        let traces = ["plain/shop-rolling-1.h5", "t/shop-rolling-1.h5"].map { FileManager.default.contents(atPath: folder[$0]) }
        #expect(traces[0] != nil && traces[0] == traces[1])
        // The change is in the trace, and explains the end.
        let why = try CommandRunner.run(["explain", "t/shop-rolling-1-then-1.h5"], in: folder.path)
        #expect(why.output.hasPrefix("shop, rolling, replication 1: gave up at "))
        #expect(why.output.contains("\nit goes back to what nothing in the run has caused: an intervention, at 0:10:00\n"))
        #expect(why.output.contains("roll back"))
        let kinds = try CommandRunner.run(["export", "t/shop-rolling-1-then-2.h5", "--table", "/events"], in: folder.path)
        #expect(kinds.output.contains(",intervention,"))
        // Equal bytes on repetition and with more threads.
        #expect(try run(arguments + ["--jobs", "3"], in: folder).output == result.output)
    }

    @Test("an instant of the calendar names the same moment as a time since the start, and JSON holds the same figures")
    func instant() throws {
        let folder = try ShopScenario.folder()
        let arguments = ["--strategy", "big-flip", "--then", "roll-back"]
        let since = try run(arguments + ["--until", "10 min"], in: folder)
        let clock = try run(arguments + ["--until", "2024-03-05T22:10Z"], in: folder)
        #expect(since.status == 0)
        #expect(since.output == clock.output)
        let json = try run(arguments + ["--until", "10 min", "--format", "json"], in: folder)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["until_s"] as? Double == 600)
        let futures = try #require(object["futures"] as? [[String: Any]])
        #expect(futures.map { $0["then"] as? String } == ["go on", "roll-back"])
        #expect(futures.map { $0["outcome"] as? String } == ["finished", "gave up"])
    }

    @Test("after the point of no return a roll-back is refused with the reason")
    func refused() throws {
        let folder = try ShopScenario.folder()
        // The flip is made after the conversion of 50 s and the installations; the second half still follows.
        let until = try #require(try pointOfNoReturn(in: folder))
        let result = try run(["--strategy", "big-flip", "--until", "\(until + 60) s", "--then", "roll-back"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("refused"))
        #expect(result.output.contains("`roll-back` is refused: the point of no return was passed after "))
    }

    private func pointOfNoReturn(in folder: TemporaryFolder) throws -> Int? {
        let json = try run(["--strategy", "big-flip", "--until", "1 s", "--then", "go-on", "--format", "json"], in: folder).output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let measures = (object["futures"] as? [[String: Any]])?.first?["measures"] as? [String: Any]
        return (measures?["point-of-no-return"] as? Double).map { Int($0) }
    }

    static let wrongArguments: [WrongArguments] = [
        WrongArguments(
            arguments: ["--replication", "-1"], errors: "Error: `--replication -1` is outside 0 ... 999999\n"),
        WrongArguments(
            arguments: ["--replication", "1", "--replications", "3"],
            errors: "Error: `--replication` and `--replications` exclude each other\n"
        ),
        WrongArguments(arguments: ["--then", "roll-back"], errors: "Error: `--then roll-back` needs `--until T` to say when\n"),
        WrongArguments(
            arguments: ["--until", "1 h"],
            errors: "Error: `--until 1 h` needs `--then CHANGE` to say what is done, such as `--then roll-back`\n"),
        WrongArguments(
            arguments: ["--until", "-1 h", "--then", "roll-back"],
            errors:
                "error: `--until`: `-1 h` is before the start of the run, 2024-03-05T22:00Z\nhint: name a time since the start, such as `5 h`\n"
        ),
        WrongArguments(
            arguments: ["--until", "2024-03-05T20:00Z", "--then", "roll-back"],
            errors: "error: `--until`: `2024-03-05T20:00Z` is before the start of the run, 2024-03-05T22:00Z\n"),
        WrongArguments(
            arguments: ["--until", "12 h", "--then", "roll-back"],
            errors: "error: `--until`: `12 h` is not before the end of the run, which is observed for 12 h\nhint: name an earlier instant\n"
        ),
        WrongArguments(
            arguments: ["--until", "11 h", "--then", "roll-back"],
            errors: "error: at 11 h nothing is left to decide: the run had finished after "),
        WrongArguments(
            arguments: ["--until", "soon", "--then", "roll-back"], errors: "error: `--until`: `soon` is no instant of the run: "),
        WrongArguments(
            arguments: ["--until", "1 min", "--then", "rollback"],
            errors: "error: `--then rollback` is no change\nhint: did you mean `roll-back`?\n"),
        WrongArguments(
            arguments: ["--until", "1 min", "--then", "tiers.web.nodes=7"],
            errors: "error: `--then tiers.web.nodes=7`: that value cannot be changed in mid-run\nhint: these can: tiers.*.software.drain, "),
        WrongArguments(
            arguments: ["--until", "1 min", "--then", "tiers.web.software.bach=7"],
            errors: "error[unknown-path]: there is no `tiers.web.software.bach` to set\n"),
        WrongArguments(
            arguments: ["--until", "1 min", "--then", "roll-back", "--format", "csv"],
            errors: "Error: futures are printed as `table` or `json`, not as `csv`\n"),
        WrongArguments(
            arguments: ["--until", "1 min", "--then", "roll-back", "--fail-if", "cost > 1 USD"],
            errors: "Error: `--fail-if` judges all replications, and `--until` is about one run\n"),
    ]

    @Test("what is wrong: exit code 64 and a message, nothing on standard output", arguments: wrongArguments)
    func wrong(_ wrong: WrongArguments) throws {
        let folder = try ShopScenario.folder()
        let result = try run(["--strategy", "rolling"] + wrong.arguments, in: folder)
        #expect(result.status == 64)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix(wrong.errors), "\(result.errors)")
    }

    @Test("the control has no futures, and is not run by itself but as a replay")
    func control() throws {
        let folder = try ShopScenario.folder()
        let fork = try run(["--strategy", "none", "--until", "1 h", "--then", "roll-back"], in: folder)
        #expect(fork.status == 64)
        #expect(
            fork.errors.hasPrefix("error: `none` upgrades nothing, so there is nothing to roll back or to change\nhint: strategies are "))
        let plain = try run(["--strategy", "none"], in: folder)
        #expect(plain.status == 64)
        #expect(plain.errors.hasPrefix("error: there is no strategy `none`\n"))
    }
}
