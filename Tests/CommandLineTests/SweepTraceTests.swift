import Foundation
import TestTools
import Testing

@Suite("sweeps: traces of chosen points, and what lies beside results")
struct SweepTraceTests {
    private func trace(_ sweep: ShopSweep, _ arguments: [String]) throws -> CommandResult {
        try CommandRunner.run(["sweep", "trace", sweep.folder, "-o", sweep.files["t"]] + arguments)
    }

    /// Point 15: scale 1, batch 4, rolling.
    @Test("a trace is the same file as that of `chrysalis run` with these values, and the fingerprint is the recorded one")
    func bytes() throws {
        let sweep = try ShopSweep()
        _ = try sweep.run()
        let result = try trace(sweep, ["--point", "15"])
        #expect(result.status == 0, "\(result.errors)")
        let values = "workload.scale=1, tiers.web.software.batch=4, strategy=rolling"
        #expect(result.output.hasPrefix("point 15 (\(values)): 1 of 2 replications traced; fingerprint "))
        #expect(result.output.hasSuffix(" as recorded\n"))
        let alone = try CommandRunner.run([
            "run", sweep.files["shop.yaml"], "--set", "workload.scale=1", "--set", "tiers.web.software.batch=4", "--strategy", "rolling",
            "--seed", "7", "--replication", "0", "--trace", sweep.files["alone"],
        ])
        #expect(alone.status == 0, "\(alone.errors)")
        let traced = try #require(FileManager.default.contents(atPath: sweep.files["t/shop-point-15-rolling.h5"]))
        #expect(traced == FileManager.default.contents(atPath: sweep.files["alone/shop-rolling-0.h5"]))
        #expect(FileManager.default.fileExists(atPath: sweep.files["t/shop.log.json"]))
    }

    @Test("points are chosen by values, however these are written; all their replications, where asked for")
    func chosen() throws {
        let sweep = try ShopSweep()
        let result = try trace(
            sweep, ["--where", "workload.scale=1.50", "--where", "strategy=fast-reboot", "--replications", "2", "--jobs", "1"])
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.map { $0.prefix { $0 != "(" } } == ["point 20 ", "point 23 ", "point 26 "])
        #expect(lines.allSatisfy { $0.hasSuffix("not run by the sweep yet, so that there is nothing to compare") })
        let names = try FileManager.default.contentsOfDirectory(atPath: sweep.files["t"]).sorted()
        #expect(
            names
                == [20, 23, 26].flatMap { point in [0, 1].map { "shop-point-\(point)-fast-reboot-\($0).h5" } } + ["shop.log.json"])
        // A reader that goes away keeps no trace from being written.
        let cut = try CommandRunner.shell(
            "\"$@\" | head -n 0; exit ${PIPESTATUS[0]}",
            ["sweep", "trace", sweep.folder, "-o", sweep.files["cut"], "--where", "strategy=rolling"])
        #expect(cut.status == 0 && cut.errors.components(separatedBy: "wrote ").count == 13, "\(cut)")
        // What the point has is what can be traced.
        _ = try sweep.run(["--shard", "1/12"])
        let more = try trace(sweep, ["--point", "0", "--replications", "9"])
        #expect(more.status == 0 && more.errors.contains("note: point 0 has 2 replications, and all are traced"))
        #expect(more.output.contains("2 of 2 replications traced") && more.output.contains("as recorded"))
    }

    @Test("the second of an antithetic pair is traced as the sweep ran it")
    func antithetic() throws {
        let sweep = try ShopSweep(["--antithetic"])
        _ = try sweep.run()
        let result = try trace(sweep, ["--point", "0", "--replications", "2"])
        #expect(result.status == 0 && result.output.contains("as recorded"), "\(result)")
        let table = try CommandRunner.run([
            "export", sweep.files["t/shop-point-0-rolling-1.h5"], "--table", "/meta", "--format", "csv",
        ])
        #expect(table.output.contains("mirrors 0"))
    }

    @Test("runs that are not what the sweep recorded are an error")
    func differing() throws {
        let sweep = try ShopSweep()
        let foreign = try ShopSweep(["--set", "tiers.web.software.variation=0.3"])
        _ = try foreign.run()
        var bytes = Array(try #require(FileManager.default.contents(atPath: foreign.shards[0])))
        _ = try sweep.run(["--shard", "1/12"])
        let header = try #require(FileManager.default.contents(atPath: sweep.shards[0])).prefix { $0 != 10 }
        bytes.replaceSubrange(0..<header.count, with: header)
        try FileManager.default.removeItem(atPath: sweep.shards[0])
        try Data(bytes).write(to: URL(fileURLWithPath: sweep.folder + "/shards/9-of-9.points"))
        let result = try trace(sweep, ["--point", "3"])
        #expect(result.status == 65 && result.errors.contains("strategy=rolling): its runs have the fingerprint "), "\(result)")
        #expect(result.errors.contains("hint: the sweep was run by another build of this program"))
    }

    @Test(
        "what cannot be chosen is said",
        arguments: [
            (["--point", "36"], "there is no point 36\nhint: points are 0 to 35"), (["--point", "-1"], "there is no point -1"),
            (["--where", "workload.scael=1"], "the sweep has no factor `workload.scael`\nhint: did you mean `workload.scale`?"),
            (["--where", "workload.scale=3"], "no point has `workload.scale=3`\nhint: the values are: `0.5`, `1`, `1.5`, `2`"),
            (["--where", "strategy=roling"], "no point has `strategy=roling`\nhint: did you mean `rolling`?"),
            (["--where", "strategy"], "`strategy` is not PATH=VALUE"), ([], "say which points"),
            (["--point", "1", "--where", "strategy=rolling"], "exclude each other"),
            (["--point", "1", "--replications", "0"], "outside 1"),
        ])
    func refused(_ arguments: [String], _ complaint: String) throws {
        let sweep = try ShopSweep()
        let result = try trace(sweep, arguments)
        #expect(result.status == 64 && result.output == "" && result.errors.contains(complaint), "\(result.errors)")
        #expect(!sweep.files.contents.contains("t"))
    }

    @Test("a point that failed is named, the others are traced; more than a hundred only if told so")
    func failed() throws {
        let files = try ShopScenario.folder()
        let values = ((1...100).map(String.init) + ["-5"]).joined(separator: ",")
        _ = try CommandRunner.run([
            "sweep", "plan", files["shop.yaml"], "-o", files["s"], "--strategy", "none", "--replications", "1", "--seed", "1", "--set",
            "horizon=1 h", "--vary", "data.threads=\(values)",
        ])
        _ = try CommandRunner.run(["sweep", "run", files["s"]])
        let again = try CommandRunner.run(["sweep", "run", files["s"]])
        #expect(again.errors == "note: 1 point failed before, and is left alone\nhint: `--retry-failed` tries again\n")
        let retried = try CommandRunner.run(["sweep", "run", files["s"], "--retry-failed"])
        #expect(retried.output == "1 points done, 100 known already, 1 failed, 0 left\n")
        let result = try CommandRunner.run(["sweep", "trace", files["s"], "-o", files["t"], "--point", "100", "--point", "4"])
        #expect(result.status == 65 && result.output.hasPrefix("point 4 ("), "\(result)")
        #expect(result.errors.contains("error: point 100 (data.threads=-5, strategy=none) has failed: error[out-of-range]"))
        let many = try CommandRunner.run(["sweep", "trace", files["s"], "-o", files["t"], "--where", "strategy=none"])
        #expect(many.status == 64 && many.errors.contains("101 points are chosen, and no more than 100 are traced unasked"))
        #expect(try CommandRunner.run(["sweep", "status", files["s"]]).output == "shop: 101 of 101 points done; failed: 100\n")
        let merge = try CommandRunner.run(["sweep", "merge", files["s"], "-o", files["r.csv"]])
        #expect(merge.status == 0 && merge.errors.contains("warning: of these points have no result: 100; their `failure` says why"))
    }

    @Test("circumstances lie beside results, once for each name, and change nothing in them")
    func logs() throws {
        let sweep = try ShopSweep()
        for number in 1...2 { _ = try sweep.run(["--shard", "\(number)/2"]) }
        #expect(try sweep.merged(["-o", sweep.files["other.csv"]]) == ShopSweep.whole.get())
        #expect(sweep.files.contents.filter { $0.hasSuffix(".log.json") }.sorted() == ["other.log.json", "result.log.json"])
        let data = try #require(FileManager.default.contents(atPath: sweep.files["result.log.json"]))
        let log = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let files = try #require(log["files"] as? [[String: Any]])
        #expect(files.map { $0["points"] as? Int } == [18, 18])
        #expect((files[0]["file"] as? String)?.hasSuffix("/shards/1-of-2.points") == true)
        #expect(log["points"] as? Int == 36 && log["missing"] as? Int == 0 && (log["notes"] as? [String]) == [])
        #expect((log["command_line"] as? String)?.contains("sweep merge") == true)
        for key in ["program_version", "build_mode", "host", "wall_seconds", "finished"] { #expect(log[key] is String, "\(key)") }
    }

    @Test("a log that cannot be written is an error, and the results are there")
    func unwritableLog() throws {
        let sweep = try ShopSweep()
        _ = try sweep.run()
        try FileManager.default.createDirectory(atPath: sweep.files["r.log.json/full"], withIntermediateDirectories: true)
        let result = try CommandRunner.run(["sweep", "merge", sweep.folder, "-o", sweep.files["r.csv"]])
        #expect(result.status == 74 && result.errors.contains("r.log.json`: Is a directory\nhint: the results are whole"), "\(result)")
        #expect(try FileManager.default.contents(atPath: sweep.files["r.csv"]) == ShopSweep.whole.get()[1])
    }
}
