import ClusterModel
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing

/// Transfers on shared links, each case by hand. Times are exact to the nanosecond by which a completion is rounded up.
@Suite struct FlowLawTests {
    private static let tick = 1.5e-9

    private func isAt(_ time: Double?, _ expected: Double) -> Bool {
        guard let time else { return false }
        // Rounded up, never down: not early but for the last bits of the division.
        return time >= expected * (1 - 1e-14) && time <= expected * (1 + 1e-14) + Self.tick
    }

    private func hub(_ nodes: Int, port: Double = 100e6) -> ActivityBench {
        ActivityBench(Systems.fleet([Systems.wideSite], nodes: [nodes], machine: Systems.machine(port: port)))
    }

    @Test("N equal flows into one port get C/N each and end together", arguments: [1, 2, 3, 7, 40])
    func equalShares(_ count: Int) {
        let bench = hub(count + 1)
        let flows = (1...count).map { bench.flow(1e9, from: $0, to: 0).start() }
        bench.at(0.5) { for flow in flows { #expect(agrees(flow.rate, 100e6 / Double(count), within: 1e-15)) } }
        bench.run()
        for flow in flows { #expect(isAt(flow.end, 10 * Double(count))) }
    }

    @Test("3 TB over 1 Gbit/s at 80 % take 30,000 s, in one piece or in 46,875 chunks of 64 MB", arguments: [1, 46_875])
    func wikipediaTransfer(_ pieces: Int) {
        let bench = hub(2, port: 125e6 * 0.8)
        let flow = bench.flow(3e12, from: 0, to: 1, pieces: pieces).start()
        bench.run()
        // A chunk of 64 MB takes 0.64 s, which is whole nanoseconds: nothing is rounded.
        #expect(flow.end == 30_000)
        #expect(flow.amountDone == 3e12)
        #expect(bench.engine.piecesDone == pieces)
    }

    @Test("two links: the flow over both gets the share of the narrow one, the rest of the wide one is not left idle")
    func twoLinks() {
        // Node 0 sends to 1 and 2; node 2 can take 30 MB/s only, as node 3 sends to it as well at a limit of 70 MB/s.
        let bench = hub(4)
        let narrow = bench.flow(300e6, from: 0, to: 2).start()
        let wide = bench.flow(1400e6, from: 0, to: 1).start()
        let other = bench.flow(10_000e6, from: 3, to: 2, limit: 70e6).start()
        bench.at(1) {
            // Into 2: both would get 50; out of 0: 50 and 50. So 2 and 0 saturate together at 50, and the limit of 70 is not met.
            #expect(narrow.rate == 50e6)
            #expect(wide.rate == 50e6)
            #expect(other.rate == 50e6)
        }
        bench.run()
        // narrow: 300 MB at 50. From 6 s on wide has 1100 MB left at 100, other 9700 MB at its limit of 70.
        #expect(isAt(narrow.end, 6))
        #expect(isAt(wide.end, 17))
        #expect(isAt(other.end, 6 + 9700 / 70.0))
    }

    @Test("parking lot: one flow over two links against one on each gets half; when one of those ends it gains nothing from the free link")
    func parkingLot() {
        // Racks of two: the uplinks are the lot. 0 -> 4 crosses the uplink of rack 0 and the downlink of rack 2.
        let site = SiteDescription(name: "lot", backboneBytesPerSecond: 1e15, rackSize: 2, uplink: .bytesPerSecond(100e6))
        let bench = ActivityBench(Systems.fleet([site], nodes: [6], machine: Systems.machine()))
        let long = bench.flow(1000e6, from: 0, to: 4).start()
        let first = bench.flow(200e6, from: 1, to: 2).start()
        let second = bench.flow(1000e6, from: 3, to: 5).start()
        bench.at(1) {
            for flow in [long, first, second] { #expect(flow.rate == 50e6) }
        }
        bench.at(5) {
            #expect(long.rate == 50e6)
            #expect(second.rate == 50e6)
        }
        bench.run()
        #expect(isAt(first.end, 4))
        #expect(isAt(long.end, 20))
        #expect(isAt(second.end, 20))
    }

    @Test("three on one link and one on the next: max-min, not equal use")
    func unequalLots() {
        let site = SiteDescription(name: "lot", backboneBytesPerSecond: 1e15, rackSize: 4, uplink: .bytesPerSecond(90e6))
        let bench = ActivityBench(Systems.fleet([site], nodes: [16], machine: Systems.machine()))
        // Rack 0's uplink: three flows, 30 each. Rack 2's downlink: one of them and one other, which takes the remaining 60.
        let crossing = bench.flow(1e9, from: 0, to: 8).start()
        let a = bench.flow(1e9, from: 1, to: 4).start()
        let b = bench.flow(1e9, from: 2, to: 5).start()
        let other = bench.flow(1e9, from: 12, to: 9).start()
        bench.at(1) {
            for flow in [crossing, a, b] { #expect(flow.rate == 30e6) }
            #expect(other.rate == 60e6)
            bench.simulation.stop()
        }
        bench.run()
    }

    @Test("rack uplink: within a rack ports decide, out of it the oversubscribed uplink does", arguments: [1, 2, 4, 8])
    func oversubscription(_ senders: Int) {
        let site = SiteDescription(name: "racks", backboneBytesPerSecond: 1e15, rackSize: 8, uplink: .bytesPerSecond(250e6))
        let bench = ActivityBench(Systems.fleet([site], nodes: [16], machine: Systems.machine(port: 125e6)))
        let out = (0..<senders).map { bench.flow(1e9, from: $0, to: 8 + $0).start() }
        let within = bench.flow(1e9, from: 14, to: 15).start()
        bench.at(0.1) {
            let share = min(125e6, 250e6 / Double(senders))
            for flow in out { #expect(agrees(flow.rate, share, within: 1e-15)) }
            // A flow inside the rack of the receivers crosses no uplink; at eight senders it shares a port with one of them.
            #expect(agrees(within.rate, senders < 8 ? 125e6 : 125e6 - share, within: 1e-15))
            bench.simulation.stop()
        }
        bench.run()
    }

    @Test("between sites the WAN is shared in each direction for itself; sites without a link have no route")
    func wideArea() {
        let sites = (0..<3).map {
            SiteDescription(name: "site \($0)", backboneBytesPerSecond: 1e9, rackSize: 40, uplink: .bytesPerSecond(1e9))
        }
        let link = WideAreaLink(first: 0, second: 1, bytesPerSecond: 100e6, latency: .milliseconds(25))
        let bench = ActivityBench(Systems.fleet(sites, nodes: [4, 4, 4], machine: Systems.machine(port: 125e6), wide: [link]))
        let there = (0..<2).map { bench.flow(1e9, from: $0, to: 4 + $0).start() }
        let back = bench.flow(1e9, from: 6, to: 2).start()
        bench.at(1) {
            for flow in there { #expect(flow.rate == 50e6) }
            #expect(back.rate == 100e6)
        }
        bench.run()
        for flow in there { #expect(isAt(flow.end, 20)) }
        #expect(isAt(back.end, 10))
        #expect(bench.engine.resources.route(from: 0, to: 8) == nil)
        #expect(bench.engine.resources.route(from: 3, to: 3)?.links.isEmpty == true)
    }

    @Test("a narrow backbone is shared by every pair of racks")
    func backbone() {
        let site = SiteDescription(name: "racks", backboneBytesPerSecond: 300e6, rackSize: 2, uplink: .bytesPerSecond(1e9))
        let bench = ActivityBench(Systems.fleet([site], nodes: [12], machine: Systems.machine(port: 1e9)))
        let flows = [(0, 2), (4, 6), (8, 10)].map { bench.flow(1e9, from: $0.0, to: $0.1).start() }
        bench.run()
        for flow in flows { #expect(isAt(flow.end, 10)) }
    }
}
