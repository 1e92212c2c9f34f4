import ClusterModel
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing

/// Where source and target stand decides which capacities a byte uses.
@Suite struct PlacementTests {
    /// Three sites in a row, joined by two links; each has two racks of two nodes: 0-3 in A, 4-7 in B, 8-11 in C.
    private static let names = ["A", "B", "C"]

    private func sites(backbone: Double = 1e9) -> [SiteDescription] {
        Self.names.enumerated().map {
            SiteDescription(
                name: $1, backboneBytesPerSecond: backbone, rackSize: 2, uplink: .bytesPerSecond(1e9), latency: .milliseconds(1 << $0))
        }
    }

    private let wide = [
        WideAreaLink(first: 0, second: 1, bytesPerSecond: 1e9, latency: .milliseconds(10)),
        WideAreaLink(first: 2, second: 1, bytesPerSecond: 1e9, latency: .milliseconds(20)),
    ]

    private func bench(backbone: Double = 1e9, machine: HardwareDescription = Systems.machine(port: 1e9)) -> ActivityBench {
        ActivityBench(Systems.fleet(sites(backbone: backbone), nodes: [4, 4, 4], machine: machine, wide: wide))
    }

    private func names(_ bench: ActivityBench, _ source: Int, _ target: Int) -> [String]? {
        let resources = bench.engine.resources
        return resources.route(from: source, to: target)?.links.map { resources.name(of: $0) }
    }

    private func uplink(_ direction: String, _ node: Int) -> String {
        "the uplink, \(direction), of rack \(node % 4 / 2) in \(Self.names[node / 4])"
    }

    /// What lies between the racks, by the sites of source and target.
    private static let between = [
        "AA": ["the backbone of A"],
        "AB": ["the backbone of A", "the link from A to B", "the backbone of B"],
        "BA": ["the backbone of B", "the link from B to A", "the backbone of A"],
        "BC": ["the backbone of B", "the link from B to C", "the backbone of C"],
        "AC": ["the backbone of A", "the link from A to B", "the backbone of B", "the link from B to C", "the backbone of C"],
        "CA": ["the backbone of C", "the link from C to B", "the backbone of B", "the link from B to A", "the backbone of A"],
    ]

    /// Delays of the backbones are 1, 2 and 4 ms, those of the links 10 and 20.
    @Test(
        "other rack, other site, two sites away, there and back",
        arguments: [
            (0, 2, 2), (3, 1, 2), (0, 5, 26), (5, 0, 26), (6, 9, 52), (1, 10, 74), (10, 1, 74),
        ])
    func acrossRacks(_ source: Int, _ target: Int, _ roundTrip: Int) throws {
        let bench = bench()
        let between = try #require(Self.between[Self.names[source / 4] + Self.names[target / 4]])
        #expect(
            names(bench, source, target)
                == ["the port, sending, of node \(source)", uplink("sending", source)] + between
                + [uplink("receiving", target), "the port, receiving, of node \(target)"])
        #expect(bench.engine.resources.route(from: source, to: target)?.roundTrip == .milliseconds(roundTrip))
    }

    @Test("within a rack there are two ports, within a node nothing, and no delay")
    func within() {
        let bench = bench()
        #expect(names(bench, 0, 1) == ["the port, sending, of node 0", "the port, receiving, of node 1"])
        #expect(names(bench, 9, 8) == ["the port, sending, of node 9", "the port, receiving, of node 8"])
        #expect(names(bench, 5, 5) == [])
        for (source, target) in [(0, 1), (5, 5)] {
            #expect(bench.engine.resources.route(from: source, to: target)?.roundTrip == .zero)
        }
    }

    @Test("there and back share no capacity but the backbones'")
    func directions() throws {
        let bench = bench()
        let there = try #require(bench.engine.resources.route(from: 1, to: 10)).links
        let back = try #require(bench.engine.resources.route(from: 10, to: 1)).links
        let common = Set(there).intersection(back).map { bench.engine.resources.name(of: $0) }.sorted()
        #expect(common == Self.names.map { "the backbone of \($0)" })
        // The same way again makes no new resource.
        #expect(bench.engine.resources.route(from: 1, to: 10)?.links == there)
    }

    @Test("what passes through a site takes its share of the backbone there")
    func transit() {
        let bench = bench(backbone: 300e6)
        let through = bench.flow(1e9, from: 0, to: 8).start()
        let local = (0..<2).map { bench.flow(1e9, from: 4 + $0, to: 6 + $0).start() }
        bench.at(1) { for flow in [through] + local { #expect(flow.rate == 100e6) } }
        bench.run()
    }

    @Test("a limit to other sites holds for all of a node's traffic with them, and for nothing within the site")
    func wanPort() {
        var machine = Systems.machine(port: 1e9)
        machine.wanPortBytesPerSecond = 100e6
        let bench = bench(backbone: 1e10, machine: machine)
        #expect(
            names(bench, 0, 5)?.prefix(2) == ["the port, sending, of node 0", "the limit to other sites, sending, of node 0"])
        #expect(
            names(bench, 0, 5)?.suffix(2) == ["the limit to other sites, receiving, of node 5", "the port, receiving, of node 5"])
        let abroad = [5, 9].map { bench.flow(1e9, from: 0, to: $0).start() }
        let home = bench.flow(1e9, from: 0, to: 2).start()
        let back = bench.flow(1e9, from: 9, to: 1).start()
        bench.at(0.5) {
            for flow in abroad { #expect(flow.rate == 50e6) }
            #expect(home.rate == 900e6)
            #expect(back.rate == 100e6)
        }
        bench.run()
    }

    @Test("an uplink that is oversubscribed 4 times carries a quarter of a full rack's ports, also of one that is not full")
    func oversubscription() {
        let site = SiteDescription(name: "racks", backboneBytesPerSecond: 1e15, rackSize: 8, uplink: .oversubscription(4))
        // Eight ports of 125 MB/s are 1 GB/s, so the uplink has 250; the second rack has four nodes only.
        let bench = ActivityBench(Systems.fleet([site], nodes: [12], machine: Systems.machine(port: 125e6)))
        let flows = (0..<4).map { bench.flow(1e9, from: $0, to: 8 + $0).start() }
        bench.at(1) { for flow in flows { #expect(flow.rate == 62.5e6) } }
        bench.run()
    }

    @Test("of a rack with different machines each port counts")
    func mixedRack() {
        let site = SiteDescription(name: "racks", backboneBytesPerSecond: 1e15, rackSize: 4, uplink: .oversubscription(2))
        let tiers = [100e6, 300e6, 1e9].map { port in
            TierDescription(
                name: "tier \(port)", nodes: port < 1e9 ? 2 : 4, hardware: Systems.machine(port: port), software: Systems.software())
        }
        let system = SystemDescription(sites: [site], tiers: tiers, classes: [], load: .constant(0))
        let bench = ActivityBench(system)
        // Two of 100 and two of 300 MB/s are 800; half of it is 400, which two flows of 300 cannot have.
        let flows = [2, 3].map { bench.flow(1e9, from: $0, to: 2 + $0).start() }
        bench.at(1) { for flow in flows { #expect(flow.rate == 200e6) } }
        bench.run()
    }

    @Test("a second system at the same site stands in racks of its own")
    func secondSystem() {
        let cluster = Cluster(Systems.fleet([sites()[0]], nodes: [3], machine: Systems.machine()))
        let new = cluster.addParallelUniverse([ParallelTier(tier: 0, site: 0, nodes: 3, hardware: Systems.machine())])
        #expect(cluster.nodes(of: 0).map { cluster.nodes[$0].rack } == [0, 0, 1])
        #expect(new.map { cluster.nodes[$0].rack } == [2, 2, 3])
    }

    @Test("a window of 64 KiB and 25 ms each way carry 1.31 MB/s a stream; without a delay or a window nothing limits")
    func window() throws {
        let plain = (0..<2).map {
            SiteDescription(name: "site \($0)", backboneBytesPerSecond: 1e9, rackSize: 2, uplink: .bytesPerSecond(1e9))
        }
        let link = WideAreaLink(first: 0, second: 1, bytesPerSecond: 1e9, latency: .milliseconds(25))
        let bench = ActivityBench(Systems.fleet(plain, nodes: [4, 4], machine: Systems.machine(), wide: [link]))
        let far = try #require(bench.engine.resources.route(from: 0, to: 4))
        #expect(far.rateLimit(window: 65_536, streams: 1) == 1_310_720)
        #expect(far.rateLimit(window: 65_536, streams: 8) == 10_485_760)
        #expect(far.rateLimit(window: nil, streams: 1) == .infinity)
        let near = try #require(bench.engine.resources.route(from: 0, to: 2))
        #expect(near.rateLimit(window: 65_536, streams: 1) == .infinity)
    }
}
