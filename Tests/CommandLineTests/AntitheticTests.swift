import Foundation
import TestTools
import Testing

@Suite("sweeps of antithetic pairs")
struct AntitheticTests {
    private func point(_ files: TemporaryFolder, _ more: [String]) throws -> [String: Double] {
        let name = "s\(more.count)"
        let planned = try CommandRunner.run(
            [
                "sweep", "plan", Project.scenario("three-tier"), "-o", files[name], "--vary", "workload.scale=1", "--strategy", "rolling",
                "--measure", "duration", "--measure", "mixed-version", "--replications", "60", "--seed", "1",
            ] + more)
        #expect(planned.status == 0, "\(planned.errors)")
        #expect(planned.output.contains("60 replications each\(more.isEmpty ? "" : " in antithetic pairs"), seed 1"))
        #expect(try CommandRunner.run(["sweep", "run", files[name]]).status == 0)
        _ = try CommandRunner.run(["sweep", "merge", files[name], "-o", files["r.csv"]])
        let lines = try String(contentsOfFile: files["r.csv"], encoding: .utf8).components(separatedBy: "\r\n")
        let fields = lines.prefix(2).map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        return Dictionary(zip(fields[0], fields[1].map { Double($0) ?? .nan })) { first, _ in first }
    }

    /// The guide says these ratios.
    @Test("three-tier's rolling upgrade: as many replications, narrower intervals")
    func narrower() throws {
        let files = try TemporaryFolder()
        let (plain, paired) = (try point(files, []), try point(files, ["--antithetic"]))
        func ratio(_ measure: String) throws -> Double {
            func width(_ point: [String: Double]) throws -> Double {
                try #require(point[measure + "_high"]) - #require(point[measure + "_low"])
            }
            return try width(paired) / width(plain)
        }
        let (duration, mixed) = (try ratio("duration"), try ratio("mixed-version"))
        #expect((0.55..<0.575).contains(duration), "\(duration)")
        #expect((0.2..<0.22).contains(mixed), "\(mixed)")
        #expect(paired["replications"] == 60)
    }

    @Test("one run of a pair is replayed alone: the first is as ever, the second another one")
    func replayed() throws {
        let files = try ShopScenario.folder()
        func fingerprint(_ replication: Int, _ more: [String]) throws -> String {
            let run = ["run", files["shop.yaml"], "--strategy", "rolling", "--seed", "7", "--replication", "\(replication)"]
            let result = try CommandRunner.run(run + more)
            #expect(result.status == 0, "\(result.errors)")
            return String(result.output.split(separator: "\n").last ?? "")
        }
        #expect(try fingerprint(2, []) == fingerprint(2, ["--antithetic"]))
        #expect(try fingerprint(3, []) != fingerprint(3, ["--antithetic"]))
        let traced = try CommandRunner.run([
            "run", files["shop.yaml"], "--strategy", "rolling", "--seed", "7", "--replication", "3", "--antithetic", "--trace", files["t"],
        ])
        #expect(traced.status == 0)
        let table = try CommandRunner.run(["export", files["t/shop-rolling-3.h5"], "--table", "/meta", "--format", "csv"])
        #expect(table.output.contains("mirrors 2"), "\(table)")
    }

    @Test(
        "what pairs cannot be is said",
        arguments: [
            ("replications: 3", "antithetic pairs need an even number of replications, not 3\nhint: write `replications: 4`"),
            (
                "replications: 60\nuntil: {measure: duration, relative: 5 %, at-most: 101}",
                "antithetic pairs need an even `at-most`, not 101\nhint: write `at-most: 102`"
            ),
            (
                "until: {measure: finished, relative: 5 %}\nreplications: 60",
                "`until` cannot judge a probability of `finished` from antithetic pairs"
            ),
            (
                "until: {measure: duration, statistic: p95, relative: 5 %}\nreplications: 60",
                "`until` cannot judge a quantile of `duration` from antithetic pairs"
            ),
        ])
    func refused(_ keys: String, _ complaint: String) throws {
        let files = try ShopScenario.folder()
        try files.write(
            "scenario: shop.yaml\nantithetic: true\n\(keys)\nfactors:\n  - {path: workload.scale, values: [1]}\n", to: "e.yaml")
        let result = try CommandRunner.run(["sweep", "plan", files["e.yaml"], "-o", files["s"]])
        #expect(result.status == 64 && result.errors.contains(complaint), "\(result.errors)")
    }

    @Test("a precision is looked at after numbers of pairs, and a measure without a value ends a point")
    func sequential() throws {
        let files = try ShopScenario.folder()
        func replications(_ measure: String, _ strategy: String, _ pairs: Bool) throws -> [String] {
            let name = measure + "\(pairs)"
            try files.write(
                """
                scenario: shop.yaml
                antithetic: \(pairs)
                seed: 5
                strategies: [\(strategy)]
                measures: [duration]
                until: {measure: \(measure), relative: 0.1 %, at-most: 90}
                factors:
                  - {path: tiers.web.software.variation, values: [0.2, 1.5]}
                """, to: "\(name).yaml")
            let planned = try CommandRunner.run(["sweep", "plan", files["\(name).yaml"], "-o", files[name]])
            #expect(planned.status == (pairs ? 64 : 0), "the shop's three replications make no pairs")
            if pairs {
                let again = try CommandRunner.run(["sweep", "plan", files["\(name).yaml"], "-o", files[name], "--replications", "60"])
                #expect(again.status == 0, "\(again.errors)")
            }
            #expect(try CommandRunner.run(["sweep", "run", files[name]]).status == 0)
            _ = try CommandRunner.run(["sweep", "merge", files[name], "-o", files["r.csv"]])
            let lines = try String(contentsOfFile: files["r.csv"], encoding: .utf8).components(separatedBy: "\r\n")
            return lines[1...2].map { String($0.split(separator: ",", omittingEmptySubsequences: false)[3]) }
        }
        // 30 and 45 pairs.
        #expect(try replications("duration", "rolling", true) == ["90", "90"])
        // Always nothing: 30 pairs that agree are enough.
        #expect(try replications("cost", "rolling", true) == ["60", "60"])
        #expect(try replications("point-of-no-return", "none", false) == ["30", "30"])
        #expect(try replications("point-of-no-return", "none", true) == ["60", "60"])
    }
}
