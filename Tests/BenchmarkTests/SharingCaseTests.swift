import BenchmarkSupport
import Foundation
import SharingCases
import SimulationKernel
import TestTools
import Testing

/// What `docs/sharing.md` works out by hand is what the simulator does, and what its pictures show.
@Suite("hand-worked cases of sharing") struct SharingCaseTests {
    /// What holds from one instant on, by hand; nil for a flow that is not there.
    private struct Expected {
        var second: Double
        var rates: [Double?]
        /// The resource that holds each flow back; nil for its own limit.
        var bottlenecks: [Int?]
        var remaining: [Double?]?
    }

    private func run(_ name: String) throws -> SharingRun {
        SharingRun(try #require(SharingCase.all.first { $0.name == name }))
    }

    private func expect(_ run: SharingRun, _ expected: [Expected], ends: [Double?]? = nil) throws {
        try #require(run.moments.count == expected.count)
        for (moment, expected) in zip(run.moments, expected) {
            let place: Comment = "\(run.plan.name) at \(expected.second) s"
            #expect(abs(moment.second - expected.second) < 1.5e-9, place)
            try expect(moment.rates, expected.rates, within: 1e-12, place)
            #expect(moment.bottlenecks == expected.bottlenecks, place)
            if let remaining = expected.remaining { try expect(moment.remaining, remaining, within: 1e-9, place) }
            for (used, capacity) in zip(moment.used, moment.capacities) { #expect(used <= capacity * (1 + 1e-12), place) }
        }
        for (end, expected) in zip(run.ends, ends ?? run.plan.flows.map { _ in nil }) {
            let ticks = expected.map { Int64(($0 * 1e9).rounded()) }
            #expect((end == nil) == (ticks == nil))
            if let end, let ticks { #expect(abs(end.nanoseconds - ticks) <= 1, "\(run.plan.name) ends at \(end)") }
        }
    }

    private func expect(_ found: [Double?], _ expected: [Double?], within part: Double, _ place: Comment) throws {
        try #require(found.count == expected.count, place)
        for (found, expected) in zip(found, expected) {
            #expect((found == nil) == (expected == nil), place)
            if let found, let expected { #expect(found == expected || abs(found - expected) <= part * expected, place) }
        }
    }

    @Test("two links: 40 for two are 20 each, and the rest of the other link is 80")
    func twoLinks() throws {
        try expect(run("sharing-two-links"), [Expected(second: 0, rates: [20, 80, 20], bottlenecks: [1, 0, 1])])
    }

    @Test("the parking lot: 60 for four, then 45 for two and for one")
    func parkingLot() throws {
        let run = try run("sharing-parking-lot")
        let rates: [Double] = [15, 45, 22.5, 22.5, 15, 15, 15]
        try expect(run, [Expected(second: 0, rates: rates, bottlenecks: [2, 0, 1, 1, 2, 2, 2])])
        #expect(abs(rates.reduce(0, +) - 150) < 1e-12)
    }

    @Test("the slowest resource decides, and with a copy beside it is another")
    func conversion() throws {
        try expect(
            run("sharing-conversion"),
            [
                Expected(second: 0, rates: [149.5 / 1.3, nil], bottlenecks: [3, nil]),
                Expected(second: 10, rates: [62.5, 62.5], bottlenecks: [2, 2]),
                Expected(second: 20, rates: [109.5 / 1.3, 40], bottlenecks: [3, nil]),
            ])
        let last = try #require(run("sharing-conversion").moments.last)
        #expect(abs(last.used[2] - (109.5 / 1.3 + 40)) < 1e-10 && last.used[2] < 125)
    }

    @Test("weights share what limits leave; who comes to his limit leaves the group")
    func weights() throws {
        try expect(
            run("sharing-weights"),
            [
                Expected(second: 0, rates: [20, 40, 60, 10, 20], bottlenecks: [0, 0, 0, nil, 0]),
                Expected(second: 10, rates: [36, 72, nil, 10, 32], bottlenecks: [0, 0, nil, nil, nil]),
            ])
    }

    @Test("copies get what requests leave, down to nothing")
    func foreground() throws {
        try expect(
            run("sharing-foreground"),
            [
                Expected(second: 0, rates: [60, 20, 20], bottlenecks: [nil, 0, 0], remaining: [.infinity, 1_200, 800]),
                Expected(second: 20, rates: [90, 5, 5], bottlenecks: [nil, 0, 0], remaining: [.infinity, 800, 400]),
                Expected(second: 30, rates: [100, 0, 0], bottlenecks: [0, 0, 0], remaining: [.infinity, 750, 350]),
                Expected(second: 40, rates: [nil, 50, 50], bottlenecks: [nil, 0, 0], remaining: [nil, 750, 350]),
                Expected(second: 47, rates: [nil, 100, nil], bottlenecks: [nil, 0, nil], remaining: [nil, 400, nil]),
                Expected(second: 51, rates: [nil, nil, nil], bottlenecks: [nil, nil, nil]),
            ],
            ends: [nil, 51, 47])
    }

    @Test("a capacity changes three times under three flows")
    func capacity() throws {
        try expect(
            run("sharing-capacity"),
            [
                Expected(second: 0, rates: [45, 45, nil], bottlenecks: [0, 0, nil], remaining: [620, 500, nil]),
                Expected(second: 5, rates: [30, 30, 30], bottlenecks: [0, 0, 0], remaining: [395, 275, 740]),
                Expected(second: 10, rates: [10, 10, 10], bottlenecks: [0, 0, 0], remaining: [245, 125, 590]),
                Expected(second: 20, rates: [0, 0, 0], bottlenecks: [0, 0, 0], remaining: [145, 25, 490]),
                Expected(second: 25, rates: [40, 40, 40], bottlenecks: [0, 0, 0], remaining: [145, 25, 490]),
                Expected(second: 25.625, rates: [60, nil, 60], bottlenecks: [0, nil, 0], remaining: [120, nil, 465]),
                Expected(second: 27.625, rates: [nil, nil, 120], bottlenecks: [nil, nil, 0], remaining: [nil, nil, 345]),
                Expected(second: 30.5, rates: [nil, nil, nil], bottlenecks: [nil, nil, nil]),
            ],
            ends: [27.625, 25.625, 30.5])
    }

    @Test("in virtual time an end does not move when the level does")
    func virtualTime() throws {
        let weights: [Double] = [1, 1, 2, 1, 1]
        let levels: [(second: Double, level: Double, present: ClosedRange<Int>)] = [
            (0, 12, 0...3), (2.5, 10, 0...4), (5.5, 12, 1...4), (10.5, 15, 2...4), (14.5, 30, 3...4), (16.5, 60, 4...4),
        ]
        let steps = levels.map { step in
            Expected(
                second: step.second, rates: weights.indices.map { step.present.contains($0) ? step.level * weights[$0] : nil },
                bottlenecks: weights.indices.map { step.present.contains($0) ? 0 : nil })
        }
        let end = Expected(second: 17.5, rates: [nil, nil, nil, nil, nil], bottlenecks: [nil, nil, nil, nil, nil])
        try expect(run("sharing-virtual-time"), steps + [end], ends: [5.5, 10.5, 14.5, 16.5, 17.5])
    }

    @Test("the stored pictures are what is drawn today, and the guide shows each", arguments: SharingCase.all.map(\.name))
    func pictures(name: String) throws {
        let stored = try String(contentsOfFile: Project.path("docs/plots/\(name).svg"), encoding: .utf8)
        let isToday = try stored == SharingPicture.image(run(name)).document
        #expect(isToday, "`chrysalis-benchmarks sharing-cases --output docs/plots` draws it anew")
        #expect(XMLCheck(stored).isWellFormed)
        #expect(try String(contentsOfFile: Project.path("docs/sharing.md"), encoding: .utf8).contains("(plots/\(name).svg)"))
    }

    @Test("an axis with equal steps has round numbers")
    func axis() {
        #expect(LinearScale(0...17.85, from: 0, to: 100).ticks(atMost: 10) == [0, 2, 4, 6, 8, 10, 12, 14, 16])
        #expect(LinearScale(0...100, from: 0, to: 50).ticks(atMost: 5) == [0, 20, 40, 60, 80, 100])
        #expect(LinearScale(-1...1, from: 0, to: 50).position(0) == 25)
        #expect(PlotPanel.number(22.5) == "22.5" && PlotPanel.number(40) == "40" && PlotPanel.number(84.230_77) == "84.231")
    }
}
