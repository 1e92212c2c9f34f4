import Experiments
import Foundation
import Reports
import Statistics
import TestSupport
import Testing

@Suite("files of results") struct FileTests {
    static let overrides = ["tiers.web.software.variation=0.3", "strategies=[rolling,fast-reboot]"]

    @Test("the number of threads does not show")
    func threads() {
        let (one, two) = (1, 2)
        let first = Fixtures.comparison(Fixtures.plain, Self.overrides, replications: 8, jobs: one)
        let second = Fixtures.comparison(Fixtures.plain, Self.overrides, replications: 8, jobs: two)
        #expect(ComparisonJSON.text(first) == ComparisonJSON.text(second))
        #expect(ComparisonCSV.text(first) == ComparisonCSV.text(second))
        #expect(ComparisonTable(first).text == ComparisonTable(second).text)
    }

    @Test("what another reader of JSON finds in it")
    func json() throws {
        let comparison = Fixtures.comparison(Fixtures.plain, Self.overrides)
        let text = ComparisonJSON.text(comparison, programVersion: "1.2")
        #expect(text.hasPrefix("{\n  \"schema_version\": 1,\n  \"program\": \"chrysalis 1.2\",\n  \"scenario\": \"plain\",\n"))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["seed"] as? String == "7")
        #expect(root["fingerprint"] as? String == comparison.fingerprint)
        #expect(root["ranking"] as? [String] == comparison.ranking)
        let strategies = try #require(root["strategies"] as? [[String: Any]])
        #expect(strategies.map { $0["name"] as? String } == ["rolling", "fast-reboot", "none"])
        let measures = try #require(strategies[1]["measures"] as? [String: [String: Any]])
        #expect(Set(measures.keys) == Set(comparison.catalogue.measures.map(\.name)))
        let mean = try #require(measures["lost.read"]?["mean"] as? [String: Any])
        #expect(mean["value"] as? Double == comparison.mean("lost.read", "fast-reboot"))
        #expect(mean["low"] as? Double == comparison.summary("lost.read", of: "fast-reboot")?.mean.low)
        // Three replications bound no 95th percentile from above.
        #expect((measures["lost.read"]?["p95"] as? [String: Any])?["high"] is NSNull)
        let bill = try #require(strategies[0]["bill_of_replication_0"] as? [String: Any])
        #expect(bill["total_usd"] as? String == "0.000000")
    }

    @Test("the reasons are in it, in a fixed order")
    func reasons() throws {
        let comparison = Fixtures.comparison(Fixtures.plain, Self.overrides)
        let ledger = AssumptionLedger(comparison, budget: 8) { Fixtures.scenario(Fixtures.plain, Self.overrides + $0) }
        let text = ComparisonJSON.text(comparison, ledger: ledger)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["explanation"] as? [String] == Explanation(comparison).sentences)
        let headroom = try #require(root["headroom"] as? [String: Any])
        #expect(headroom["peak_rate_per_s"] as? Double == 50 && headroom["binding_tier"] as? String == "web")
        let tier = try #require((headroom["tiers"] as? [[String: Any]])?.first)
        #expect(tier["largest_batch_nodes"] as? Int == 5 && tier["smallest_fleet_nodes"] as? Int == 5)
        let found = try #require(root["ledger"] as? [String: Any])
        #expect(found["winner"] as? String == ledger.winner && found["assumptions"] as? Int == ledger.assumptions)
        #expect(found["text"] as? [String] == ledger.lines && (found["rows"] as? [[String: Any]])?.count == ledger.rows.count)
        let keys = ["\"ranking\"", "\"explanation\"", "\"headroom\"", "\"ledger\"", "\"strategies\""].map {
            text.firstRange(of: $0)?.lowerBound
        }
        #expect(keys.allSatisfy { $0 != nil } && keys.compactMap { $0 } == keys.compactMap { $0 }.sorted())
        // Without a ledger it is null; the control has no duration to differ from.
        let plain = try #require(try JSONSerialization.jsonObject(with: Data(ComparisonJSON.text(comparison).utf8)) as? [String: Any])
        #expect(plain["ledger"] is NSNull)
        let measures = (plain["strategies"] as? [[String: Any]])?.first?["measures"] as? [String: [String: Any]]
        #expect(measures?["duration"]?["to_control"] is NSNull)
        #expect(measures?["lost.read"]?["to_control"] is [String: Any])
    }

    @Test("a line for each strategy and measure, all with as many cells")
    func csv() {
        let comparison = Fixtures.comparison(Fixtures.plain, Self.overrides)
        let lines = ComparisonCSV.text(comparison).split(separator: "\r\n")
        #expect(lines.count == 1 + 3 * comparison.catalogue.measures.count)
        #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 23 })
        #expect(lines.contains { $0.hasPrefix("plain,7,3,0.95,\(comparison.fingerprint),rolling,lost.read,requests,0,0,0,") })
    }
}
