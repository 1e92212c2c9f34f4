import ClusterModel
import DataConversion
import Scenarios
import SimulationKernel
import Testing
import UpgradeStrategies

/// What a scenario says of sites, links and machines, and what becomes of it.
@Suite struct PlatformKeysTests {
    static let text = """
        name: three sites
        horizon: 3 h
        sites:
          home: {rack-size: 20, oversubscription: 4, latency: 200 us}
          exchange: {backbone: 5 Gbit/s, rack-uplink: 1 Gbit/s}
          cloud: {transit: false}
        links:
          - {from: home, to: exchange, capacity: 10 Gbit/s, latency: 5 ms}
          - {from: exchange, to: cloud, capacity: 1 Gbit/s, usable: 80 %, latency: 20 ms}
        tiers:
          web: {nodes: 4, port: 10 Gbit/s, wan-port: 2 Gbit/s, disk-stream-penalty: 30 %}
          database: {shards: {main: {nodes: 2, load: 100 %, data: 100 %}}, wan-port: none}
        workload:
          rate: 1/s
          classes: {read: {path: [{tier: web, demand: 1 ms}, {tier: database, demand: 1 ms}]}}
        data:
          tier: database
          window: 64 KiB
          streams: 4
          tables: {t: {rows: 1 k, row: 100 B, change: additive}}
        parallel-universe:
          site: cloud
          tiers:
            web: {port: 5 Gbit/s}
            database: {wan-port: 500 Mbit/s, disk-stream-penalty: 0.05}
        """

    private func read(_ text: String, _ overrides: [String] = [], complaints: String = "") throws -> Scenario {
        let sink = DiagnosticSink()
        let scenario = ScenarioReader.read(text: text, name: "sites.yaml", folder: "", overrides: overrides, sink: sink)
        #expect(sink.rendered() == complaints)
        return try #require(scenario)
    }

    @Test("sites, uplinks and delays")
    func sites() throws {
        let system = try read(Self.text).rehearsal.system
        #expect(system.sites.map(\.uplink) == [.oversubscription(4), .bytesPerSecond(125e6), .bytesPerSecond(1.25e9)])
        #expect(system.sites.map(\.latency) == [.microseconds(200), .zero, .zero])
        #expect(system.sites.map(\.allowsTransit) == [true, true, false])
        #expect(system.sites.map(\.rackSize) == [20, 40, 40])
        #expect(system.routes.route(from: 2, to: 0)?.map(\.link) == [1, 0])
        // 20 + 5 ms on the links and 0.2 on the backbone at home.
        #expect(system.routes.delay(from: 0, to: 2) == .microseconds(25_200))
        let changed = try read(Self.text, ["sites.exchange.latency=1 ms", "links[1].latency=40 ms"]).rehearsal.system
        #expect(changed.routes.delay(from: 0, to: 2) == .microseconds(46_200))
    }

    @Test("limits of a machine; the second system's are the original's where nothing is said")
    func machines() throws {
        let rehearsal = try read(Self.text).rehearsal
        let own = rehearsal.system.tiers.map(\.hardware)
        #expect(own.map(\.portBytesPerSecond) == [1.25e9, 125e6])
        #expect(own.map(\.wanPortBytesPerSecond) == [250e6, nil])
        #expect(own.map(\.diskStreamPenalty) == [0.3, 0])
        let leased = try #require(rehearsal.parallel).tiers.map(\.tier.hardware)
        #expect(leased.map(\.portBytesPerSecond) == [625e6, 125e6])
        #expect(leased.map(\.wanPortBytesPerSecond) == [250e6, 62.5e6])
        #expect(leased.map(\.diskStreamPenalty) == [0.3, 0.05])
    }

    @Test("windows and streams")
    func streams() throws {
        let scenario = try read(Self.text)
        #expect(scenario.notes == [])
        #expect(scenario.rehearsal.dataset?.windowBytes == 65_536)
        #expect(scenario.rehearsal.dataset?.streams == 4)
        let plain = try read(Self.text.replacing("  window: 64 KiB\n", with: ""))
        #expect(plain.rehearsal.dataset?.windowBytes == nil)
        #expect(plain.notes == ["`data.streams` has no effect: without a `data.window` one stream carries as much as several"])
        let near = try read(Self.text, ["sites.home.latency=0 s", "links[0].latency=0 s", "links[1].latency=0 s"])
        #expect(near.notes == ["`data.window` has no effect: no site and no link has a `latency`"])
    }

    @Test("each number is a parameter that an analysis may move, in its own unit")
    func parameters() throws {
        let scenario = try read(Self.text)
        func value(_ path: String) -> Double? { scenario.parameters.first { $0.path == path }?.value }
        #expect(value("sites.home.oversubscription") == 4)
        #expect(value("sites.home.rack-uplink") == nil)
        #expect(value("sites.home.latency") == 200e-6)
        #expect(value("sites.cloud.rack-uplink") == 1.25e9)
        #expect(value("tiers.web.wan-port") == 250e6)
        #expect(value("tiers.web.disk-stream-penalty") == 0.3)
        #expect(value("parallel-universe.tiers.database.wan-port") == 62.5e6)
        #expect(value("data.window") == 65_536)
        #expect(value("data.streams") == 4)
        let window = try #require(scenario.parameters.first { $0.path == "data.window" })
        #expect(try read(Self.text, ["data.window=\(window.text(for: 131_072))"]).rehearsal.dataset?.windowBytes == 131_072)
    }

    @Test("the effective text says all of it, and means the same when read again")
    func effective() throws {
        let text = try read(Self.text).effectiveYAML
        for line in [
            "    oversubscription: 4\n", "    rack-uplink: 10 Gbit/s  # default\n", "    latency: 200 us\n", "    wan-port: 2 Gbit/s\n",
            "    disk-stream-penalty: 0 %  # default\n", "  window: 64 KiB\n", "  streams: 4\n",
        ] {
            #expect(text.contains(line), "\(line)")
        }
        // Of what excludes each other only one is there.
        #expect(text.ranges(of: "rack-uplink").count == 2)
        #expect(try read(text).effectiveYAML == text.replacing("  # default", with: ""))
    }

    /// Four streams of 64 KiB in 50.4 ms are 5.2 MB/s, less than any disk or port; the replica is then copied within the cloud at 100 MB/s.
    @Test("200 MB to the cloud take as long as the streams need, and 2 s for the replica", arguments: [4, 8])
    func transfer(_ streams: Int) throws {
        let scenario = try read(Self.text, ["data.tables.t.rows=2 M", "horizon=48 h", "data.streams=\(streams)"])
        let result = UpgradeRun(scenario.rehearsal, strategy: ParallelUniverse(), seed: 1, replication: 0).run()
        #expect(result.outcome == .finished(retries: 0))
        let step = try #require(result.steps.first { $0.label == "transfer and convert" })
        let expected = 200e6 / (Double(streams) * 65_536 / 0.0504) + 2
        #expect(abs((step.end - step.start).seconds - expected) < 1e-6)
    }

    @Test("what can be changed in the middle of a run: windows and streams, as copies begin with them; not what is built")
    func inRun() throws {
        for (text, isAllowed) in [
            ("data.window=1 MiB", true), ("data.streams=8", true), ("links[0].latency=1 ms", false), ("tiers.web.wan-port=1 Gbit/s", false),
            ("sites.home.oversubscription=2", false),
        ] {
            let path = try #require(Override(text: text, sink: DiagnosticSink())?.path)
            #expect(ChangeInRun.allows(path) == isAllowed, "\(text)")
        }
    }

    @Test("files have to reach the second system as well, and nothing that stays at home has to")
    func files() throws {
        let island = Self.text.replacing("  cloud: {transit: false}\n", with: "  cloud: {transit: false}\n  island: {}\n")
        #expect(try read(island).rehearsal.system.sites.count == 4)
        let store =
            island
            .replacing("tiers:\n  web: {nodes", with: "tiers:\n  store: {nodes: 2, site: island}\n  web: {nodes")
            .replacing("  tables: {t", with: "  files: {blobs: {tier: store, size: 1 GB}}\n  tables: {t")
            .replacing("    web: {port: 5 Gbit/s}\n", with: "    web: {port: 5 Gbit/s}\n    store: {}\n")
        let sink = DiagnosticSink()
        #expect(ScenarioReader.read(text: store, name: "sites.yaml", folder: "", sink: sink) == nil)
        #expect(sink.rendered().hasPrefix("error[no-route]: no links lead from `island`, where the data is, to `cloud`\n"))
        let shared = store.replacing("    store: {}\n", with: "")
        #expect(try read(shared).rehearsal.system.tiers[0].site == 3)
    }

    @Test("a second system two sites away is within reach; without the second link it is not")
    func reach() throws {
        let broken = Self.text.replacing("  - {from: exchange, to: cloud, capacity: 1 Gbit/s, usable: 80 %, latency: 20 ms}\n", with: "")
        let sink = DiagnosticSink()
        #expect(ScenarioReader.read(text: broken, name: "sites.yaml", folder: "", sink: sink) == nil)
        #expect(sink.rendered().hasPrefix("error[no-route]: no links lead from `home`, where the data is, to `cloud`\n"))
    }
}
