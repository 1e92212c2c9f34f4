import RandomStreams
import Statistics
import Testing

/// How often the interval at which a rule stops contains the truth.
@Suite struct StoppingCoverageTests {
    /// Values of standard deviation one.
    enum Shape: Sendable {
        case normal
        /// Gamma of shape four, skewness 1.
        case moderatelySkew
        /// Exponential, skewness 2.
        case skew

        var mean: Double {
            switch self {
            case .normal: 0
            case .moderatelySkew: 2
            case .skew: 1
            }
        }

        func draw(_ stream: inout RandomStream) -> Double {
            switch self {
            case .normal: stream.normal()
            case .moderatelySkew: -0.5 * DeterministicMath.log((0..<4).reduce(1) { product, _ in product * stream.uniform() })
            case .skew: stream.exponential(mean: 1)
            }
        }
    }

    /// The values at which a rule stops; they come in batches that have nothing to do with its schedule.
    private func finalValues(_ rule: StoppingRule, draw: () -> Double) -> [Double] {
        var values: [Double] = []
        while true {
            if let count = rule.decision(after: values).finalCount { return Array(values.prefix(count)) }
            values += (0..<70).map { _ in draw() }
        }
    }

    /// At the widths that are worst for a shape, which end near 60, 120 and 190 values on average.
    ///
    /// Coverage is near 94.6, 94.2 and 93.3 %, by 10,000 samples each. Of 1,500 samples at least 93 % have to cover, and 92 % of skew ones: false
    /// alarms under 3 %, with the seeds given none.
    @Test(arguments: [(Shape.normal, 0.27, 0.93), (.moderatelySkew, 0.2, 0.93), (.skew, 0.16, 0.92)])
    func means(shape: Shape, halfWidth: Double, least: Double) throws {
        let rule = try StoppingRule(.mean, within: .absolute(halfWidth), schedule: ReplicationSchedule(cap: 800))
        var stream = testStream("sequential mean")
        let trials = 1_500
        var (hits, total) = (0, 0)
        for _ in 0..<trials {
            let values = finalValues(rule) { shape.draw(&stream) }
            total += values.count
            if contains(rule.estimate(values), shape.mean) { hits += 1 }
        }
        let coverage = Double(hits) / Double(trials)
        #expect(coverage >= least, "covered \(coverage) with \(Double(total) / Double(trials)) values")
        #expect(coverage < 0.965)
    }

    /// The exact coverage of a proportion: outcomes that have not stopped are carried from look to look, each with its probability.
    private func exactCoverage(_ rule: StoppingRule, probability: Double) -> Double {
        var open = [1.0]
        var (seen, coverage) = (0, 0.0)
        for count in rule.schedule.counts {
            let step = binomialProbabilities(trials: count - seen, probability: probability)
            var next = Array(repeating: 0.0, count: count + 1)
            for (before, weight) in open.enumerated() where weight > 0 {
                for (more, share) in step.enumerated() { next[before + more] += weight * share }
            }
            for successes in 0...count {
                let estimate = SampleStatistics.wilsonInterval(successes: successes, count: count, confidence: rule.confidence)
                guard case .absolute(let wanted) = rule.precision else { return .nan }
                guard (estimate.high! - estimate.low!) / 2 <= wanted || count == rule.schedule.cap else { continue }
                if contains(estimate, probability) { coverage += next[successes] }
                next[successes] = 0
            }
            (open, seen) = (next, count)
        }
        return coverage
    }

    @Test func proportionsOnAverage() throws {
        let rule = try StoppingRule(.proportion, within: .absolute(0.06), schedule: ReplicationSchedule(cap: 350))
        let all = (1..<50).map { exactCoverage(rule, probability: Double($0) / 100) }
        #expect((SampleStatistics.mean(all) - 0.95).magnitude < 0.01)
        #expect(all.min()! > 0.92 && all.max()! < 0.99)
    }

    /// Simulated against exact, within three standard errors: false alarm 0.3 %.
    @Test(arguments: [0.04, 0.2]) func proportions(probability: Double) throws {
        let rule = try StoppingRule(.proportion, within: .absolute(0.06), schedule: ReplicationSchedule(cap: 350))
        var stream = testStream("sequential proportion")
        let trials = 3_000
        var hits = 0
        for _ in 0..<trials {
            let values = finalValues(rule) { stream.bernoulli(probability) ? 1 : 0 }
            if contains(rule.estimate(values), probability) { hits += 1 }
        }
        #expect(agreesWithinThree(hits: hits, trials: trials, probability: exactCoverage(rule, probability: probability)))
    }

    /// Quantiles of exponential values: the distance of order statistics varies more than a standard deviation does, and coverage is near 94 %,
    /// by 10,000 samples each. Of 700 samples at least 92 % have to cover: false alarm under 5 %, with the seeds given none.
    @Test(arguments: [(0.5, 0.17), (0.9, 0.5), (0.95, 0.8)]) func quantiles(probability: Double, halfWidth: Double) throws {
        let rule = try StoppingRule(.quantile(probability), within: .absolute(halfWidth), schedule: ReplicationSchedule(cap: 1_000))
        let truth = -DeterministicMath.log(1 - probability)
        var stream = testStream("sequential quantile", entity: UInt64(1_000 * probability))
        let trials = 700
        var hits = 0
        for _ in 0..<trials {
            let values = finalValues(rule) { stream.exponential(mean: 1) }
            if contains(rule.estimate(values), truth) { hits += 1 }
        }
        #expect(Double(hits) / Double(trials) > 0.92, "\(Double(hits) / Double(trials))")
    }
}
