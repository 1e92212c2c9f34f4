import SimulationKernel
import Testing

@Suite struct TimedLifeTests {
    /// Random systems in time: every rate as the twin's to 1e-12, every completion at the twin's tick, and everything ends.
    @Test(arguments: 0..<8)
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
}
