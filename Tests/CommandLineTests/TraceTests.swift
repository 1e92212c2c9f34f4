import Foundation
import TestTools
import Testing

/// Traces of all runs of a comparison of the shop, made once.
private struct TracedShop: Sendable {
    let folder: TemporaryFolder
    let comparison: ComparisonOutput
    let errors: String

    static let shared = Result { try TracedShop() }
    static let strategies = ["rolling", "big-flip", "parallel-universe", "fast-reboot", "none"]

    init() throws {
        folder = try ShopScenario.folder([("node-crash: exponential(mean 60 d)", "node-crash: exponential(mean 40 h)")])
        let result = try CommandRunner.run(
            ["compare", "shop.yaml", "--seed", "1", "--format", "json", "--trace", "traces", "--trace-replications", "all"], in: folder.path
        )
        #expect(result.status == 0)
        comparison = try ComparisonOutput(result.output)
        errors = result.errors
    }

    func trace(_ strategy: String, _ replication: Int) -> String { folder["traces/shop-\(strategy)-\(replication).h5"] }

    /// A table of a trace as rows of fields by column.
    func table(_ name: String, _ strategy: String, _ replication: Int) throws -> [[String: String]] {
        let result = try CommandRunner.run(["export", trace(strategy, replication), "--table", name, "--format", "csv"])
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }
}

@Suite("Traces of a comparison")
struct TraceTests {
    @Test("one file for each run, all named on standard error")
    func files() throws {
        let shop = try TracedShop.shared.get()
        var expected = ["shop.log.json"]
        for strategy in TracedShop.strategies { expected += (0..<3).map { "shop-\(strategy)-\($0).h5" } }
        #expect(try FileManager.default.contentsOfDirectory(atPath: shop.folder["traces"]).sorted() == expected.sorted())
        for name in expected where name.hasSuffix(".h5") { #expect(shop.errors.contains("wrote traces/\(name)\n")) }
        let log = try #require(FileManager.default.contents(atPath: shop.folder["traces/shop.log.json"]))
        let entries = try #require(JSONSerialization.jsonObject(with: log) as? [String: String])
        #expect(entries["jobs"] != nil && entries["host"] != nil && entries["build_mode"] != nil)
        #expect(
            entries["command_line"]?.hasSuffix("compare shop.yaml --seed 1 --format json --trace traces --trace-replications all") == true)
    }

    @Test("losses by cause and totals of all traces are those of the table", arguments: TracedShop.strategies)
    func sums(_ strategy: String) throws {
        let shop = try TracedShop.shared.get()
        var losses: [String: Double] = [:]
        var totals: [String: [String: Double]] = [:]
        for replication in 0..<3 {
            for row in try shop.table("/losses", strategy, replication) {
                let (cause, kind) = (try #require(row["cause"]), try #require(row["kind"]))
                losses["\(row["class"] ?? ""): \(cause), \(kind)", default: 0] += try #require(row["requests"].flatMap(Double.init)) / 3
            }
            for row in try shop.table("totals", strategy, replication) {
                for (column, text) in row where column != "class" {
                    totals[row["class"] ?? "", default: [:]][column, default: 0] += try #require(Double(text)) / 3
                }
            }
        }
        for name in ["read", "save"] {
            let printed = shop.comparison.losses(name, strategy)
            #expect(printed.count == losses.keys.count { $0.hasPrefix(name + ":") })
            for loss in printed { #expect(isNear(losses["\(name): \(loss.cause), \(loss.kind)"], loss.requests), "\(name): \(loss)") }
            let total = try #require(totals[name])
            let columns = [
                ("offered", "offered"), ("slow", "slow"), ("outage", "outage"), ("lost_service", "lost-service"),
                ("planned_lost_service", "planned-lost-service"),
            ]
            for (column, measure) in columns {
                #expect(isNear(total[column], shop.comparison.mean("\(measure).\(name)", strategy)), "\(column) of \(name)")
            }
            let lost = (total["refused"] ?? .nan) + (total["failed"] ?? .nan)
            #expect(isNear(lost, shop.comparison.mean("lost.\(name)", strategy)))
            #expect(isNear(lost, printed.reduce(0) { $0 + $1.requests }))
            // 20/s for 12 h, and one in twenty of these.
            #expect(isNear(total["offered"], name == "read" ? 864_000 : 43_200))
        }
    }

    @Test("the series end at the horizon, where what was counted so far is the total", arguments: TracedShop.strategies)
    func series(_ strategy: String) throws {
        let shop = try TracedShop.shared.get()
        let rows = try shop.table("/series/classes", strategy, 0)
        let last = try #require(rows.last)
        #expect(last["time"].flatMap(Double.init) == 43_200)
        let times = rows.compactMap { $0["time"].flatMap(Double.init) }
        #expect(times.count == rows.count && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        for row in try shop.table("/totals", strategy, 0) {
            let name = try #require(row["class"])
            for column in ["offered", "served", "slow"] { #expect(last["\(column).\(name)"] == row[column], "\(column) of \(name)") }
        }
    }

    @Test("chunks lost: the faults account for all of them, and the series end with their number", arguments: TracedShop.strategies)
    func chunksLost(_ strategy: String) throws {
        let shop = try TracedShop.shared.get()
        var (ofFaults, ofSeries) = (0, 0.0)
        for replication in 0..<3 {
            for row in try shop.table("/faults", strategy, replication) {
                ofFaults += try #require(row["chunks_lost"].flatMap { Int($0) })
            }
            let last = try #require(shop.table("/series/conversion", strategy, replication).last)
            ofSeries += try #require(last["chunks_lost"].flatMap(Double.init))
            #expect(last["lag_wait"].flatMap(Double.init) == 0)
        }
        #expect(Double(ofFaults) == ofSeries)
        #expect(isNear(ofSeries / 3, shop.comparison.mean("chunks-lost", strategy)))
    }

    @Test("times of jobs by limit of all traces are those of the table", arguments: TracedShop.strategies)
    func limits(_ strategy: String) throws {
        let shop = try TracedShop.shared.get()
        var seconds: [String: Double] = [:]
        for replication in 0..<3 {
            for row in try shop.table("/limits", strategy, replication) {
                seconds["\(row["phase"] ?? ""): \(row["limit"] ?? "")", default: 0] += try #require(row["seconds"].flatMap(Double.init)) / 3
            }
        }
        let printed = shop.comparison.limits(strategy)
        #expect(printed.count == seconds.count && printed.isEmpty == (strategy == "none"))
        for entry in printed { #expect(isNear(seconds["\(entry.phase): \(entry.limit)"], entry.seconds), "\(entry)") }
    }

    @Test("the bill of the trace is the bill of the table")
    func bill() throws {
        let shop = try TracedShop.shared.get()
        var sum = 0.0
        for replication in 0..<3 {
            for row in try shop.table("/bill", "parallel-universe", replication) {
                sum += Double(try #require(row["cost_microdollars"].flatMap(Int.init))) / 1e6
            }
        }
        #expect(sum > 0)
        #expect(isNear(sum / 3, shop.comparison.mean("cost", "parallel-universe")))
    }

    private func isNear(_ left: Double?, _ right: Double) -> Bool {
        guard let left else { return false }
        return abs(left - right) <= 1e-9 * max(1, abs(right))
    }
}

@Suite("Traces open without our software", .enabled(if: Python.path != nil, "there is no Python with h5py and xarray"))
struct TracePythonTests {
    @Test("in h5py and xarray: units on every dataset, times decoded, equal sums", arguments: ["big-flip", "parallel-universe"])
    func opens(_ strategy: String) throws {
        let shop = try TracedShop.shared.get()
        let result = try runProgram([try #require(Python.path), Python.checkScript, shop.trace(strategy, 0)])
        #expect(result.status == 0, "\(result.errors)")
        let findings = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let times = try #require(findings["times"] as? [String: [String]])
        for series in ["/series/classes", "/series/tiers", "/series/conversion"] {
            #expect(times[series] == ["2024-03-05T22:00:00.000000000", "2024-03-06T10:00:00.000000000"], "\(series)")
        }
        #expect(times["/events"]?.first?.hasPrefix("2024-03-0") == true)
        let columns = try #require(findings["columns"] as? [String: [String: Any]])
        #expect(abs((columns["/totals/offered"]?["sum"] as? Double ?? .nan) - 907_200) < 1e-3)
        let lost = try shop.table("/losses", strategy, 0).reduce(0) { $0 + (Double($1["requests"] ?? "") ?? .nan) }
        #expect(abs((columns["/losses/requests"]?["sum"] as? Double ?? .nan) - lost) <= 1e-9 * max(1, lost))
        #expect((findings["plot"] as? String)?.hasPrefix("/series/") == true)
    }
}

@Suite("inspect and export")
struct InspectTests {
    @Test("inspect says what is in a trace")
    func inspect() throws {
        let shop = try TracedShop.shared.get()
        let result = try CommandRunner.run(["inspect", "traces/shop-rolling-1.h5"], in: shop.folder.path)
        #expect(result.status == 0)
        #expect(result.errors == "")
        let lines = result.output.split(separator: "\n")
        #expect(
            lines.prefix(5) == ["traces/shop-rolling-1.h5", "  scenario: shop", "  strategy: rolling", "  seed: 1", "  outcome: finished"])
        #expect(lines.contains("/totals, 2 rows"))
        #expect(lines.contains("  offered [count]: over the whole run"))
        #expect(lines.contains("  requests [count]: of the class by the cause"))
        #expect(lines.contains("  yield x 2 [1]: fraction of the offered requests that is not lost, from this instant on"))
    }

    @Test("export lists the tables, and prints one of them")
    func export() throws {
        let shop = try TracedShop.shared.get()
        let list = try CommandRunner.run(["export", "traces/shop-none-0.h5"], in: shop.folder.path)
        #expect(list.status == 0)
        #expect(
            list.output.split(separator: "\n").sorted() == [
                "/activities", "/bill", "/events", "/faults", "/inputs", "/joins", "/leases", "/limits", "/losses", "/meta",
                "/series/classes",
                "/series/conversion",
                "/series/shards", "/series/tiers", "/steps", "/totals", "/upgrade_faults",
            ])
        let totals = try CommandRunner.run(
            ["export", "traces/shop-none-0.h5", "--table", "/totals", "--format", "csv"], in: shop.folder.path)
        let lines = totals.output.split(separator: "\n")
        #expect(lines.first == "row,offered,served,refused,failed,slow,outage,lost_service,planned_lost_service,class")
        #expect(lines.count == 3)
        #expect(lines.last?.hasSuffix(",save") == true)
        let inputs = try CommandRunner.run(["export", "traces/shop-none-0.h5", "--table", "/inputs"], in: shop.folder.path)
        #expect(inputs.output.hasPrefix("row,name,hash\n0,prices.csv,"))
    }

    @Test("a table that is not there, a format that is not known")
    func wrongArguments() throws {
        let shop = try TracedShop.shared.get()
        let trace = "traces/shop-none-0.h5"
        let table = try CommandRunner.run(["export", trace, "--table", "/lossses"], in: shop.folder.path)
        #expect(table.status == 64)
        #expect(table.output == "")
        #expect(table.errors.hasPrefix("error: there is no table `/lossses` in `traces/shop-none-0.h5`\nhint: tables are /"))
        let format = try CommandRunner.run(["export", trace, "--table", "/losses", "--format", "xml"], in: shop.folder.path)
        #expect(format.status == 64)
        #expect(format.errors == "error: `--format xml` is not known\nhint: csv is\n")
    }

    @Test("what is no trace", arguments: ["inspect", "export"])
    func notATrace(_ command: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("a,b\n1,2\n", to: "table.csv")
        let wrong = try CommandRunner.run([command, "table.csv"], in: folder.path)
        #expect(wrong.status == 74)
        #expect(
            wrong.errors == """
                error: cannot open the trace in `table.csv`: it is not an HDF5 file
                hint: name a trace, a file that ends in `.h5` or `.h5.partial`

                """)
        let missing = try CommandRunner.run([command, "missing.h5"], in: folder.path)
        #expect(missing.status == 74)
        #expect(
            missing.errors == "error: cannot open the trace in `missing.h5`: no such file or folder\nhint: check the spelling of the path\n"
        )
        let directory = try CommandRunner.run([command, "."], in: folder.path)
        #expect(directory.status == 74)
        #expect(directory.errors == "error: cannot open the trace in `.`: it is a folder\nhint: name a file inside the folder\n")
    }
}
