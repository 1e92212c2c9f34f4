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
}
