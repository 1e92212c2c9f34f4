import Foundation
import TestTools
import Testing

/// What a sweep says of a point is what `compare` says of the same runs.
@Suite("statistics of points")
struct SweepStatisticsTests {
    /// The cells of a merged CSV by column, a dictionary for each point.
    private func points(_ files: TemporaryFolder, _ folder: String) throws -> [[String: String]] {
        let merged = try CommandRunner.run(["sweep", "merge", files[folder], "-o", files["r.csv"]])
        #expect(merged.status == 0, "\(merged.errors)")
        let text = String(decoding: try #require(FileManager.default.contents(atPath: files["r.csv"])), as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ",") }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    private func plan(_ files: TemporaryFolder, _ folder: String, _ more: [String], replications: Int = 80) throws {
        let planned = try CommandRunner.run(
            [
                "sweep", "plan", files["shop.yaml"], "-o", files[folder], "--seed", "7", "--replications", "\(replications)", "--set",
                "tiers.web.software.variation=0.3", "--measure", "duration", "--measure", "finished", "--strategy", "rolling", "--strategy",
                "big-flip",
            ] + more)
        #expect(planned.status == 0, "\(planned.errors)")
    }

    @Test("means, quantiles and paired differences, with their intervals")
    func asCompare() throws {
        let files = try ShopScenario.folder()
        try plan(files, "s", [])
        #expect(try CommandRunner.run(["sweep", "run", files["s"]]).status == 0)
        let points = try points(files, "s")
        let compared = try CommandRunner.run(
            [
                "compare", files["shop.yaml"], "--seed", "7", "--replications", "80", "--set", "tiers.web.software.variation=0.3", "--set",
                "strategies=[rolling,big-flip]", "--ledger-runs", "0", "--format", "json",
            ])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(compared.output.utf8)) as? [String: Any])
        let strategies = try #require(object["strategies"] as? [[String: Any]])
        for (index, point) in points.enumerated() {
            let measures = try #require(strategies[index]["measures"] as? [String: [String: Any]])
            for (column, key) in [("", "mean"), ("_median", "median"), ("_p95", "p95"), ("_difference", "to_first")] {
                let expected = measures["duration"]?[key] as? [String: Any]
                for (end, bound) in [("", "value"), ("_low", "low"), ("_high", "high")] {
                    let cell = point["duration" + column + end].flatMap { Double($0) }
                    // One of the two readers of numbers is off by a last bit at times.
                    let isEqual = zip([cell].compactMap(\.self), [expected?[bound] as? Double].compactMap(\.self)).allSatisfy {
                        abs($0 - $1) < 1e-9
                    }
                    #expect(isEqual && (cell == nil) == (expected?[bound] as? Double == nil), "duration\(column)\(end) of point \(index)")
                    // Only the first strategy has no difference.
                    #expect((cell == nil) == (column == "_difference" && index == 0))
                }
            }
        }
    }

    /// The second strategy's record is found by a run that did not make the first one's.
    @Test("a run that goes on finds what a point was compared with again")
    func resumed() throws {
        let files = try ShopScenario.folder()
        try plan(files, "whole", ["--vary", "workload.scale=1,1.5"], replications: 4)
        #expect(try CommandRunner.run(["sweep", "run", files["whole"]]).status == 0)
        let shards = files["whole"] + "/shards/"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: shards).first { !$0.hasSuffix(".holder") })
        let expected = try points(files, "whole")
        // Cut within the last point, the second strategy of the second configuration.
        let bytes = try #require(FileManager.default.contents(atPath: shards + name))
        try bytes.dropLast(20).write(to: URL(fileURLWithPath: shards + name))
        let again = try CommandRunner.run(["sweep", "run", files["whole"]])
        #expect(again.status == 0 && again.output.hasPrefix("1 points done, 3 known already"), "\(again.output)")
        #expect(try points(files, "whole") == expected)
        #expect(expected[3]["duration_difference"].flatMap { Double($0) } != nil)
    }

    @Test("quantiles of antithetic pairs have no interval, means and differences have")
    func antithetic() throws {
        let files = try ShopScenario.folder()
        try plan(files, "a", ["--antithetic"])
        #expect(try CommandRunner.run(["sweep", "run", files["a"]]).status == 0)
        let second = try points(files, "a")[1]
        for column in ["duration_low", "duration_median", "duration_difference_low"] { #expect(second[column] != "", "\(column)") }
        for column in ["duration_median_low", "duration_p95_high"] { #expect(second[column] == "", "\(column)") }
    }

    @Test("threads share the replications of few points, to the same bytes")
    func shared() throws {
        let files = try ShopScenario.folder()
        try plan(files, "one", [])
        try plan(files, "two", [])
        #expect(try CommandRunner.run(["sweep", "run", files["one"], "--jobs", "1"]).status == 0)
        #expect(try CommandRunner.run(["sweep", "run", files["two"], "--jobs", "2"]).status == 0)
        #expect(try points(files, "one") == points(files, "two"))
    }
}
