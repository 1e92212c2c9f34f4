import Foundation
import TestTools
import Testing

/// Traces of one replication of the shop.
private struct ExplainedShop: Sendable {
    let folder: TemporaryFolder

    /// So that the parallel universe is home before the horizon.
    static let changes = [("  testing: 1 h\n", "  testing: 1 h\n  keep-old: 1 h\n")]
    static let shared = Result { try ExplainedShop() }

    init() throws {
        folder = try ShopScenario.folder(ExplainedShop.changes)
        let result = try CommandRunner.run(
            ["compare", "shop.yaml", "--seed", "1", "--replications", "1", "--ledger-runs", "0", "--trace", "traces"], in: folder.path)
        #expect(result.status == 0, "\(result.errors)")
    }

    func explain(_ arguments: [String]) throws -> CommandResult { try CommandRunner.run(["explain"] + arguments, in: folder.path) }

    /// The chain of a JSON explanation.
    static func path(_ text: String) throws -> [(what: String, takes: Double, slack: Double)] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return try #require(object["path"] as? [[String: Any]]).map { part in
            let (start, end) = (part["start_s"] as? Double ?? .nan, part["end_s"] as? Double ?? .nan)
            return (part["what"] as? String ?? "", end - start, part["slack_s"] as? Double ?? .nan)
        }
    }
}

@Suite("explain")
struct ExplainTests {
    @Test("why it ended: the chain from the start to the end, then what was beside it", arguments: [[], ["--end"]])
    func end(_ arguments: [String]) throws {
        let shop = try ExplainedShop.shared.get()
        let result = try shop.explain(["traces/shop-fast-reboot.h5"] + arguments)
        #expect(result.status == 0)
        #expect(result.errors == "")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first?.hasPrefix("shop, fast-reboot, replication 0: finished at 0:") == true)
        #expect(lines.contains { $0.contains("everything down: install and convert") })
        #expect(lines.contains { $0.hasSuffix("  install and restart database") })
        #expect(lines.contains { $0.contains("  convert database main on node ") })
        #expect(lines.contains("not on the path"))
        #expect(lines.contains { $0.hasSuffix("  drain web") })
    }

    @Test("JSON: the parts of the chain add up to the end", arguments: ["rolling", "big-flip", "parallel-universe", "fast-reboot"])
    func json(_ strategy: String) throws {
        let shop = try ExplainedShop.shared.get()
        let trace = "traces/shop-\(strategy).h5"
        let text = try shop.explain([trace, "--format", "json"]).output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let time = try #require(object["time_s"] as? Double)
        #expect(object["is_end"] as? Bool == true)
        let path = try ExplainedShop.path(text)
        #expect(abs(path.reduce(0) { $0 + $1.takes } - time) < 1e-6)
        #expect(path.allSatisfy { $0.slack >= 0 })
        #expect(path.last?.slack == 0)
    }

    @Test("a longer step moves the end by exactly what the path says")
    func perturbation() throws {
        let shop = try ExplainedShop.shared.get()
        func end(_ overrides: [String]) throws -> Double {
            let arguments = ["run", "shop.yaml", "--strategy", "fast-reboot", "--replication", "0", "--seed", "1", "--format", "json"]
            let output = try CommandRunner.run(arguments + overrides.flatMap { ["--set", $0] }, in: shop.folder.path).output
            return try ComparisonOutput(output).mean("duration", "fast-reboot")
        }
        let text = try shop.explain(["traces/shop-fast-reboot.h5", "--format", "json"]).output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let asides = try #require(object["beside"] as? [[String: Any]])
        let slack = try #require(asides.first { $0["what"] as? String == "drain web" }?["slack_s"] as? Double)
        let plain = try end([])
        #expect(abs(plain - (object["time_s"] as? Double ?? .nan)) < 1e-6)
        // On the path: the database's drain, of 30 s.
        #expect(abs(try end(["tiers.database.software.drain=47 s"]) - plain - 17) < 1e-6)
        // Beside it: the web tier's, up to its slack and beyond.
        #expect(slack > 60)
        let whole = slack.rounded(.down)
        #expect(abs(try end(["tiers.web.software.drain=\(30 + Int(whole)) s"]) - plain) < 1e-6)
        #expect(abs(try end(["tiers.web.software.drain=\(30 + Int(whole) + 10) s"]) - plain - (whole + 10 - slack)) < 1e-6)
    }

    @Test("any event can be explained")
    func event() throws {
        let shop = try ExplainedShop.shared.get()
        let trace = "traces/shop-rolling.h5"
        let events = try CommandRunner.run(["export", trace, "--table", "/events"], in: shop.folder.path).output.split(separator: "\n")
        let header = try #require(events.first).split(separator: ",")
        let (kind, sequence) = (try #require(header.firstIndex(of: "kind")), try #require(header.firstIndex(of: "sequence")))
        for wanted in ["chunk_done", "procedure_wakes", "load_changes", "rates_solved"] {
            guard let row = events.first(where: { $0.split(separator: ",")[kind] == wanted }) else { continue }
            let number = String(row.split(separator: ",")[sequence])
            let result = try shop.explain([trace, "--event", number])
            #expect(result.status == 0, "\(wanted): \(result.errors)")
            #expect(result.output.hasPrefix("shop, rolling, replication 0: event \(number) at "), "\(result.output)")
        }
    }

    @Test("an event that is not there, a run without an end, both options at once")
    func wrongEvents() throws {
        let shop = try ExplainedShop.shared.get()
        let unknown = try shop.explain(["traces/shop-rolling.h5", "--event", "99999999"])
        #expect(unknown.status == 64)
        #expect(unknown.output == "")
        #expect(unknown.errors.hasPrefix("error: `traces/shop-rolling.h5` has no event 99999999\nhint: the nearest is "))
        let negative = try shop.explain(["traces/shop-rolling.h5", "--event", "-3"])
        #expect(negative.status == 64)
        #expect(negative.errors.hasPrefix("error: `traces/shop-rolling.h5` has no event -3\nhint: the nearest is "))
        let control = try shop.explain(["traces/shop-none.h5"])
        #expect(control.status == 64)
        #expect(
            control.errors.hasPrefix(
                "error: `traces/shop-none.h5` has no end to explain: the control upgrades nothing\nhint: name an event, such as the last one: "
            ))
        let both = try shop.explain(["traces/shop-rolling.h5", "--event", "3", "--end"])
        #expect(both.status == 64)
        #expect(both.errors.hasPrefix("Error: `--event` and `--end` exclude each other\n"))
    }

    @Test("what is no trace, and a partial one")
    func notATrace() throws {
        let folder = try TemporaryFolder()
        try folder.write("a,b\n1,2\n", to: "table.csv")
        let wrong = try CommandRunner.run(["explain", "table.csv"], in: folder.path)
        #expect(wrong.status == 74)
        #expect(
            wrong.errors == """
                error: cannot open the trace in `table.csv`: it is not an HDF5 file
                hint: name a trace, a file that ends in `.h5` or `.h5.partial`

                """)
        let missing = try CommandRunner.run(["explain", "missing.h5"], in: folder.path)
        #expect(missing.status == 74)
        #expect(
            missing.errors == "error: cannot open the trace in `missing.h5`: no such file or folder\nhint: check the spelling of the path\n"
        )
    }

    @Test("equal traces have equal explanations, whatever the number of jobs")
    func determinism() throws {
        let folder = try ShopScenario.folder(ExplainedShop.changes)
        var texts: [[String]] = []
        for jobs in ["1", "2"] {
            let result = try CommandRunner.run(
                [
                    "compare", "shop.yaml", "--seed", "5", "--replications", "2", "--ledger-runs", "0", "--trace", "t\(jobs)", "--jobs",
                    jobs,
                ], in: folder.path)
            #expect(result.status == 0)
            texts.append(
                try ["rolling", "big-flip", "parallel-universe", "fast-reboot"].map {
                    try CommandRunner.run(["explain", "t\(jobs)/shop-\($0).h5", "--full"], in: folder.path).output
                })
        }
        #expect(texts[0] == texts[1])
        #expect(texts[0].allSatisfy { !$0.isEmpty })
    }
}
