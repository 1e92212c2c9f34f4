import ClusterModel
import Foundation
import Scenarios
import SimulationKernel
import Testing
import UpgradeStrategies

/// A start within an hour of the series, or within a part of the day.
@Suite struct LoadOffsetTests {
    private func load(_ workload: String, start: String, horizon: String = "3 h", folder: String = "") throws -> LoadProfile {
        let sink = DiagnosticSink()
        let text = """
            name: tiny
            start: \(start)
            horizon: \(horizon)
            sites: {home: {}}
            tiers: {web: {nodes: 1}}
            workload:
              \(workload)
              classes: {read: {path: [{tier: web, demand: 1 ms}]}}
            """
        let scenario = ScenarioReader.read(text: text, name: "tiny.yaml", folder: folder, sink: sink)
        #expect(sink.rendered() == "")
        return try #require(scenario).rehearsal.system.load
    }

    private func rates(_ load: LoadProfile, atMinutes minutes: [Int]) -> [Double] {
        minutes.map { load.rate(at: .zero + .minutes($0)) }
    }

    /// Twelve parts of two hours with factors 1 to 12, mean 6.5. A start at 03:30 has half an hour of the second part left.
    @Test("daily: a start within a part of the day")
    func daily() throws {
        let shape = "daily: {mean: 6.5/s, shape: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}"
        let load = try load(shape, start: "2026-01-06T03:30Z")
        #expect(load.offset == .minutes(90))
        #expect(rates(load, atMinutes: [0, 29, 30, 149, 150, 20 * 60 + 29, 20 * 60 + 30, 24 * 60]) == [2, 2, 3, 3, 4, 12, 1, 2])
        #expect(try self.load("daily: {mean: 6.5/s, shape: [1]}", start: "2026-01-06T03:30Z").mean == 6.5)
    }

    @Test("series: a start within an hour, up to a horizon within another")
    func series() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("chrysalis-offset-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Hour n after the first midnight has n requests a second; ten days of them.
        let epoch: Int64 = 1_767_571_200  // 2026-01-05T00:00Z
        let rows = (0..<240).map { "\(CalendarInstant(secondsSince1970: epoch + Int64($0) * 3600).text),\($0 * 3600)" }
        try ("time,requests\n" + rows.joined(separator: "\n") + "\n")
            .write(to: folder.appendingPathComponent("load.csv"), atomically: true, encoding: .utf8)
        let workload = "series: {file: load.csv}"
        let load = try load(workload, start: "2026-01-05T05:45Z", folder: folder.path)
        #expect(load.offset == .minutes(45))
        #expect(rates(load, atMinutes: [0, 14, 15, 74, 75, 135, 179]) == [5, 5, 6, 6, 7, 8, 8])
        // Beyond the tenth day the week before it comes again, hour for hour.
        let long = try self.load(workload, start: "2026-01-05T05:45Z", horizon: "12 d", folder: folder.path)
        let end = (240 - 6) * 60 + 15
        #expect(rates(long, atMinutes: [end - 1, end, end + 59, end + 60]) == [239, 72, 72, 73])
        #expect(rates(long, atMinutes: [12 * 1440 - 1]) == [125])
    }
}
