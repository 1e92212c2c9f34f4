import SimulationKernel
import Testing

@Suite struct TimedLifeTests {
    /// 2,000 random systems in time, some 100,000 systems of rates: every rate as the twin's to 1e-12, every completion at the twin's tick, and
    /// everything ends.
    @Test(arguments: 0..<40)
    func randomLives(block: Int) throws {
        var (completions, steps) = (0, 0)
        for seed in block * 50..<(block + 1) * 50 {
            let life = TimedLife.random(seed: seed)
            let left = life.run()
            try #require(life.problems.isEmpty, "seed \(seed): \(life.problems.prefix(3))")
            try #require(left == 0, "seed \(seed): \(left) activities never end")
            completions += life.completions
            steps += life.solvedInSteps
        }
        #expect(completions > 3_000)
        #expect(steps > 500)
    }

    /// No work is done at once, even at no rate; work at no rate waits until there is one.
    @Test func noWorkAndNoRate() {
        let flows = [
            TimedLife.Flow(start: 5, activity: .init(uses: [(0, 1)], limit: 0), pieces: [0, 0]),
            TimedLife.Flow(start: 5, activity: .init(uses: [(1, 1)]), pieces: [0]),
            TimedLife.Flow(start: 5, activity: .init(uses: [(1, 1)]), pieces: [20]),
        ]
        let life = TimedLife(capacities: [10, 0], flows: flows, changes: [(2_000_000_000, .capacity(1, 10))])
        #expect(life.run() == 0)
        #expect(life.problems.isEmpty)
        #expect(life.finished.map(\.time.nanoseconds) == [5, 5, 5, 4_000_000_000])
    }

    /// Two years on one link whose capacity doubles every other day: piece after piece of 1e12 bytes beside others ten times as large. Virtual
    /// time begins again every ten hours, so that the last piece ends at its tick as the first one did.
    @Test func clocksDoNotWearOut() {
        let day: Int64 = 86_400
        let pieces = 5_000
        // Whole numbers would need no rounding.
        let unit = 1 + 0x1p-20
        let flows = [
            TimedLife.Flow(start: 0, activity: .init(uses: [(0, 1)]), pieces: [Double](repeating: 1e12 * unit, count: pieces)),
            TimedLife.Flow(start: 0, activity: .init(uses: [(0, 1)]), pieces: [Double](repeating: 1e13 * unit, count: pieces / 10)),
        ]
        let changes = (1..<800).map {
            (time: Int64($0) * day * 1_000_000_000, change: TimedLife.Change.capacity(0, $0 % 2 == 0 ? 1e8 * unit : 2e8 * unit))
        }
        let life = TimedLife(capacities: [1e8 * unit], flows: flows, changes: changes)
        #expect(life.run() == 0)
        #expect(life.problems.isEmpty, "\(life.problems.prefix(3))")
        // In units of 5e7 bytes (times the unit): one a second on even days, two on odd ones.
        for (index, end) in life.finished.filter({ $0.flow == 0 }).enumerated() {
            var (left, begin, number) = (Int64(index + 1) * 20_000, Int64(0), Int64(0))
            while left > day * (number % 2 + 1) {
                left -= day * (number % 2 + 1)
                begin += day
                number += 1
            }
            let expected = begin * 1_000_000_000 + left * 1_000_000_000 / (number % 2 + 1)
            #expect(abs(end.time.nanoseconds - expected) <= 1, "piece \(index)")
        }
    }
}
