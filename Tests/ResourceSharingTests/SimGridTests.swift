import BenchmarkSupport
import Testing

/// Against SimGrid, whose answers are stored: `make simgrid-expectations` asks it again.
@Suite struct SimGridTests {
    /// Parking lots, racks, wide-area links, hot spots, random routes, changing capacities, latencies: every piece of every flow ends when it
    /// does in SimGrid, to 1e-6.
    @Test(arguments: SimGridCase.names)
    func cases(name: String) throws {
        let plan = try SimGridCase.read(SimGridCase.self, "cases", name)
        let expected = try SimGridCase.read(SimGridCase.Answer.self, "expected", name).finish
        let found = FlowRun(plan).finish
        try #require(found.map(\.count) == expected.map(\.count))
        for (flow, times) in found.enumerated() {
            for (piece, time) in times.enumerated() {
                let wanted = expected[flow][piece]
                try #require(abs(time - wanted) <= 1e-6 * wanted, "flow \(flow), piece \(piece) ends at \(time) s, not \(wanted) s")
            }
        }
    }

    @Test func enoughCases() {
        #expect(SimGridCase.names.count >= 40)
        #expect(SimGridCase.names.filter { $0.hasPrefix("latency") }.count >= 6)
        #expect(SimGridCase.names.filter { $0.hasPrefix("l07") }.count >= 6)
        #expect(SimGridCase.names.filter { $0.contains("change") }.count >= 6)
    }

    /// 350 sources send 3 TB in 47,051 chunks; also over ten racks whose uplinks are in nobody's way, and over ten that are.
    @Test(arguments: [("table-350", 0, 0.0), ("table-350-racks-wide", 10, 2.5e9), ("table-350-racks-narrow", 10, 1e9)])
    func table(name: String, racks: Int, uplink: Double) throws {
        let expected = try SimGridCase.read(SimGridCase.TableAnswer.self, "expected", name)
        var transfer = BulkTransfer(sources: 350, bytes: 3e12)
        var plan = SimGridCase(name: name, resources: [.init(capacity: BulkTransfer.backbone)], changes: [], flows: [])
        plan.resources += (0..<racks).map { _ in .init(capacity: uplink) }
        for source in 0..<transfer.sources {
            let first = plan.resources.count
            plan.resources += [.init(capacity: BulkTransfer.port), .init(capacity: BulkTransfer.port)]
            var pieces: [Double] = []
            while let bytes = transfer.nextChunk(of: source) { pieces.append(bytes) }
            let route = [first] + (racks > 0 ? [1 + source % racks] : []) + [0, first + 1]
            plan.flows.append(.init(start: transfer.starts[source], route: route, latency: 0, weight: 1, pieces: pieces))
        }
        let finish = FlowRun(plan).finish
        #expect(finish.reduce(0) { $0 + $1.count } == expected.flows)
        try #require(finish.count == expected.finish.count)
        for (source, times) in finish.enumerated() {
            let last = try #require(times.last)
            try #require(abs(last - expected.finish[source]) <= 1e-6 * last, "source \(source)")
        }
        let makespan = finish.compactMap(\.last).max() ?? 0
        #expect(abs(makespan - expected.makespan) <= 1e-9 * makespan)
    }
}
