import Experiments
import Foundation
import Reports
import Statistics
import TestSupport
import Testing

@Suite("what limited the phases, in tables and files") struct LimitSectionTests {
    static let title = "limits of transfers and conversions; times of jobs side by side add up"

    private static func section(_ comparison: Comparison, full: Bool = false) -> [String] {
        let lines = ComparisonTable(comparison, full: full, width: 120).text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { $0 != title }.dropFirst().prefix { $0 != "" }.map(String.init)
    }

    @Test("the time of the jobs of each phase, and for what part of it what limited them")
    func table() {
        let expected = [
            "  transfer scans                            12.0 h         -",
            "    the link from here to there            100.0 %         -",
            "  transfer and convert database             16.0 h         -",
            "    the link from here to there             75.0 %         -",
            "    disks of the source                     25.0 %         -",
        ]
        #expect(Self.section(Fixtures.comparison(Fixtures.moving)) == expected)
        #expect(Self.section(Fixtures.comparison(Fixtures.moving), full: true) != [])
    }

    @Test("a phase with one limit has one row where there is room for it")
    func oneRow() {
        // 331.2 GB at 100 MB/s.
        let comparison = Fixtures.comparison(
            Fixtures.moving, ["strategies=[fast-reboot]", "tiers.database.disk-read=1 GB/s", "tiers.database.disk-write=100 MB/s"])
        #expect(Self.section(comparison) == ["  convert database: disk writes          55.2 min         -"])
        #expect(Self.section(comparison, full: true).count == 2)
    }

    @Test("without transfers and conversions there is no section")
    func none() {
        #expect(!ComparisonTable(Fixtures.comparison(Fixtures.plain)).text.contains(Self.title))
        #expect(Explanation(Fixtures.comparison(Fixtures.plain)).sentences.allSatisfy { !$0.contains("limited") })
    }

    @Test("in words")
    func words() {
        #expect(
            Explanation(Fixtures.comparison(Fixtures.moving)).sentences.last
                == "Its conversion is limited by the link from here to there for 75 % of the time, by disks of the source for 25 %.")
    }

    @Test("in JSON: the shares of a phase, and the seconds that they are of")
    func json() throws {
        let text = ComparisonJSON.text(Fixtures.comparison(Fixtures.moving))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let strategies = try #require(root["strategies"] as? [[String: Any]])
        let phases = try #require(strategies[0]["limits"] as? [[String: Any]])
        #expect(phases.map { $0["phase"] as? String } == ["transfer scans", "transfer and convert database"])
        #expect(phases.map { $0["is_conversion"] as? Bool } == [false, true])
        let seconds = phases.map { ($0["job_time_s"] as? [String: Any])?["value"] as? Double ?? .nan }
        #expect(abs(seconds[0] - 43_200) < 1e-3 && abs(seconds[1] - 57_600) < 1e-3)
        let limits = try #require(phases[1]["limited_by"] as? [[String: Any]])
        #expect(limits.map { $0["limit"] as? String } == ["the link from here to there", "disks of the source"])
        let shares = limits.map { $0["share"] as? Double ?? .nan }
        #expect(abs(shares[0] - 0.75) < 1e-6 && abs(shares[1] - 0.25) < 1e-6 && abs(shares[0] + shares[1] - 1) < 1e-12)
        #expect((strategies[1]["limits"] as? [Any])?.isEmpty == true)
    }

    @Test("in CSV: a line for each phase and limit, below the measures")
    func csv() {
        let lines = ComparisonCSV.text(Fixtures.comparison(Fixtures.moving)).split(separator: "\r\n")
        let names = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false)[6] }.filter { $0.hasPrefix("job-time.") }
        #expect(
            names == [
                "job-time.transfer scans", "job-time.transfer scans.the link from here to there",
                "job-time.transfer and convert database", "job-time.transfer and convert database.the link from here to there",
                "job-time.transfer and convert database.disks of the source",
            ])
        #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 23 })
    }
}
