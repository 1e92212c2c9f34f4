import ClusterModel
import RandomStreams
import Scenarios
import SimulationKernel
import Testing
import UpgradeStrategies

/// What a scenario says of faults of hardware, and what becomes of it.
@Suite struct HardwareKeysTests {
    private func read(_ overrides: [String], _ sink: DiagnosticSink = DiagnosticSink()) -> Scenario? {
        ScenarioReader.read(text: PlatformKeysTests.text, name: "sites.yaml", folder: "", overrides: overrides, sink: sink)
    }

    private func faults(_ overrides: [String]) throws -> HardwareFaults {
        let sink = DiagnosticSink()
        let scenario = read(overrides.map { "hardware-faults." + $0 }, sink)
        #expect(sink.rendered() == "")
        return try #require(scenario).rehearsal.hardwareFaults
    }

    @Test("nothing fails unless it is said")
    func absent() throws {
        let faults = try faults([])
        #expect(faults.timeToFailure == nil && faults.disks == nil && faults.racks == nil && faults.uplinks == nil && faults.links == nil)
    }

    @Test("each kind with its times, and what holds where nothing is said")
    func kinds() throws {
        let some = try faults([
            "node-crash=weibull(shape 0.7, scale 3 y)", "disk-failure=exponential(mean 10 y)", "rack-failure=5 y", "uplink-failure=2 y",
            "link-failure=exponential(mean 30 d)",
        ])
        #expect(some.timeToFailure == (try Distribution.weibull(shape: 0.7, scale: 3 * 365 * 86_400)))
        #expect(some.disks?.timeToFailure == (try Distribution.exponential(mean: 10 * 365 * 86_400)))
        #expect(some.disks?.replacement.mean == 14_400)
        #expect(some.disks?.backupInterval == .hours(24) && some.disks?.restoreBytesPerSecond == 50e6)
        #expect(some.racks?.timeToRepair.mean == 7200 && some.uplinks?.timeToRepair.mean == 3600 && some.links?.timeToRepair.mean == 3600)
        let all = try faults([
            "disk-failure=10 y", "disk-replacement=uniform(1 h, 3 h)", "backup-interval=6 h", "restore-rate=20 MB/s", "rack-failure=5 y",
            "rack-repair=weibull(shape 1, scale 30 min)", "uplink-failure=2 y", "uplink-repair=10 min", "link-failure=30 d",
            "link-repair=lognormal(mean 20 min, cv 2)",
        ])
        #expect(all.disks?.replacement.mean == 7200 && all.disks?.backupInterval == .hours(6))
        #expect(all.disks?.restoreBytesPerSecond == 20e6)
        #expect(all.racks?.timeToRepair == (try Distribution.weibull(shape: 1, scale: 1800)))
        #expect(all.uplinks?.timeToRepair.mean == 600)
        #expect(all.links?.timeToRepair == (try Distribution.lognormal(mean: 1200, coefficientOfVariation: 2)))
    }

    @Test(
        "keys without effect are named",
        arguments: [
            ("disk-replacement=1 h", "disk-replacement", "disk-failure"), ("backup-interval=1 h", "backup-interval", "disk-failure"),
            ("restore-rate=1 MB/s", "restore-rate", "disk-failure"), ("rack-repair=1 h", "rack-repair", "rack-failure"),
            ("uplink-repair=1 h", "uplink-repair", "uplink-failure"), ("link-repair=1 h", "link-repair", "link-failure"),
        ])
    func noEffect(_ override: String, _ key: String, _ missing: String) throws {
        let scenario = try #require(read(["hardware-faults." + override]))
        #expect(scenario.notes == ["`hardware-faults.\(key)` has no effect: no `\(missing)` is named"])
    }

    @Test("links that are not there cannot fail")
    func noLinks() throws {
        let text = PlatformKeysTests.text.components(before: "data:\n")
            .replacing("  - {from: home, to: exchange, capacity: 10 Gbit/s, latency: 5 ms}\n", with: "")
            .replacing("  - {from: exchange, to: cloud, capacity: 1 Gbit/s, usable: 80 %, latency: 20 ms}\n", with: "")
            .replacing("links:\n", with: "links: []\n")
        let sink = DiagnosticSink()
        let scenario = ScenarioReader.read(
            text: text, name: "sites.yaml", folder: "", overrides: ["hardware-faults.link-failure=30 d"], sink: sink)
        #expect(sink.rendered() == "")
        #expect(
            scenario?.notes.contains("`hardware-faults.link-failure` has no effect: there are no `links` between sites") == true,
            "\(scenario?.notes ?? [])")
    }

    @Test("what fails all the time, and times that contradict each other, are refused")
    func refused() {
        for (override, code) in [
            ("hardware-faults.rack-failure=10 ms", "out-of-range"), ("hardware-faults.disk-failure=10 ms", "out-of-range"),
            ("hardware-faults.rack-failure=often", "wrong-type"), ("hardware-faults.rack-failures=5 y", "unknown"),
        ] {
            let sink = DiagnosticSink()
            _ = read([override], sink)
            #expect(sink.rendered().contains("error[\(code)"), "\(override): \(sink.rendered())")
        }
        let sink = DiagnosticSink()
        _ = read(["tiers.web.software.spread=exponential", "tiers.web.software.variation=0.3"], sink)
        #expect(sink.rendered().contains("`variation` has no meaning where times are exponential"), "\(sink.rendered())")
    }

    @Test("exponential installation times")
    func spread() throws {
        let plain = try #require(read([])).rehearsal.system.tiers[0].software
        #expect(plain.spread == .lognormal)
        let scenario = try #require(read(["tiers.web.software.spread=exponential"]))
        #expect(scenario.rehearsal.system.tiers[0].software.spread == .exponential)
    }
}

extension String {
    /// What stands before the first occurrence of a text.
    fileprivate func components(before text: String) -> String {
        firstRange(of: text).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
