import ClusterModel
import RandomStreams
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing

/// Transfers whose rates change while they run.
@Suite struct FlowChangeTests {
    private func bench(_ nodes: Int, disk: Double = 1e12, port: Double = 100e6) -> ActivityBench {
        ActivityBench(Systems.fleet([Systems.wideSite], nodes: [nodes], machine: Systems.machine(diskRead: disk, port: port)))
    }

    @Test("a second flow halves the rate from the instant at which it begins, and gives it back when it ends")
    func laterFlow() {
        let bench = bench(3)
        let first = bench.flow(1000e6, from: 0, to: 2).start()
        let second = bench.flow(300e6, from: 1, to: 2)
        bench.at(4) { second.start() }
        bench.run()
        // 400 MB alone; 300 MB each in 6 s at 50 MB/s; the last 300 MB alone.
        #expect(second.end == 10)
        #expect(first.end == 13)
    }

    @Test("the capacity of a disk follows the node: halted while it has failed, then on where it stopped")
    func capacityInMidTransfer() {
        let bench = bench(2, disk: 50e6)
        let service = FluidService(bench.cluster)
        let disk = bench.engine.resources.resource(.diskRead, of: 0)
        let flow = Flow.reading(bench, bytes: 1000e6, disk)
        flow.start()
        let broken = bench.cluster.cause("crash", .unplanned)
        bench.at(5) {
            bench.cluster.fail(0, cause: broken)
            bench.engine.adaptToLoad(service)
            bench.resolve()
        }
        bench.at(6) { #expect(flow.rate == 0) }
        bench.at(105) {
            bench.cluster.repair(0)
            bench.engine.adaptToLoad(service)
            bench.resolve()
        }
        bench.run()
        #expect(flow.end == 120)
    }

    @Test("a stopped piece returns what was not done, to a relative 1e-12")
    func stoppedPiece() {
        let bench = bench(3)
        let (stopped, other) = (bench.flow(1000e6, from: 0, to: 2).start(), bench.flow(1000e6, from: 1, to: 2).start())
        bench.at(7) {
            #expect(agrees(stopped.stop(), 650e6, within: 1e-12))
            // A second stop finds nothing.
            #expect(stopped.stop() == 0)
            #expect(stopped.rate == 0)
        }
        bench.run()
        // 350 MB at 50, then 650 MB at 100.
        #expect(stopped.end == nil)
        #expect(other.end == 13.5)
    }

    @Test("stopping at the instant of the start returns the whole piece")
    func stoppedAtOnce() {
        let bench = bench(2)
        let flow = bench.flow(1000e6, from: 0, to: 1)
        bench.at(3) {
            flow.start()
            #expect(flow.stop() == 1000e6)
        }
        #expect(bench.run() == .finished)
        #expect(bench.engine.piecesDone == 0)
    }

    @Test("a handle that is over answers nothing although its place has been taken again")
    func staleHandle() {
        let bench = bench(3)
        let old = bench.flow(100e6, from: 0, to: 2).start()
        let new = bench.flow(1000e6, from: 1, to: 2)
        bench.at(2) { new.start() }
        bench.at(3) {
            #expect(old.rate == 0)
            #expect(old.stop() == 0)
            #expect(new.rate == 100e6)
        }
        bench.run()
        #expect(old.end == 1)
        #expect(new.end == 12)
    }

    @Test("a piece follows a piece at the same rate: the times are those of one long piece")
    func pieces() {
        let bench = bench(3)
        // 10 MB at 50 MB/s are 0.2 s: whole nanoseconds.
        let chunked = bench.flow(500e6, from: 0, to: 2, pieces: 50).start()
        let whole = bench.flow(500e6, from: 1, to: 2).start()
        bench.run()
        #expect(chunked.done.count == 50)
        #expect(chunked.end == 10)
        #expect(whole.end == 10)
        for (index, time) in chunked.done.enumerated() { #expect(agrees(time, 0.2 * Double(index + 1), within: 1e-14)) }
    }

    /// Random flows between random nodes begin and are stopped at random: what arrived and what was given back add up to what was sent, and no
    /// port carries more than its capacity allows for the time it took.
    @Test("bytes are conserved under random starts and stops", arguments: 0..<40)
    func conservation(_ seed: Int) {
        var stream = RandomStream(rootSeed: UInt64(seed), replication: 0, entity: "flows", purpose: "conservation")
        let nodes = 3 + Int(stream.integer(below: 6))
        let site = SiteDescription(name: "racks", backboneBytesPerSecond: 150e6, rackSize: 3, uplink: .bytesPerSecond(120e6))
        let bench = ActivityBench(Systems.fleet([site], nodes: [nodes], machine: Systems.machine(port: 100e6)))
        struct Sent {
            let flow: Flow
            let bytes: Double
            let target: Int
            let stop: Double?
        }
        final class Tally: @unchecked Sendable { var rest: [Int: Double] = [:] }
        let tally = Tally()
        var sent: [Sent] = []
        for index in 0..<(4 + Int(stream.integer(below: 12))) {
            let source = Int(stream.integer(below: UInt64(nodes)))
            let target = (source + 1 + Int(stream.integer(below: UInt64(nodes - 1)))) % nodes
            let bytes = 1e6 + stream.uniform() * 2e9
            let pieces = 1 + Int(stream.integer(below: 5))
            let begin = stream.uniform() * 30
            let stop = stream.bernoulli(0.4) ? begin + stream.uniform() * 20 : nil
            let flow = bench.flow(bytes, from: source, to: target, pieces: pieces)
            bench.at(begin) { flow.start() }
            if let stop { bench.at(stop) { tally.rest[index] = flow.stop() } }
            sent.append(Sent(flow: flow, bytes: bytes, target: target, stop: stop))
        }
        bench.run()
        let end = bench.simulation.now.seconds
        var into = [Double](repeating: 0, count: nodes)
        for (index, one) in sent.enumerated() {
            if one.stop == nil {
                #expect(agrees(one.flow.amountDone, one.bytes, within: 1e-12))
            } else {
                #expect(one.flow.amountDone + (tally.rest[index] ?? 0) <= one.bytes * (1 + 1e-12))
            }
            into[one.target] += one.flow.amountDone
        }
        for bytes in into { #expect(bytes <= 100e6 * end * (1 + 1e-9)) }
    }
}
