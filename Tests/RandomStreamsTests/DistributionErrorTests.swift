import RandomStreams
import Testing

/// Parameters that no distribution can have are refused with the parameter's name, its value and what is allowed.
@Suite struct DistributionErrorTests {
    struct Refusal: Sendable {
        let parameter: String
        let create: @Sendable () throws -> Distribution
    }

    static let refusals = [
        Refusal(parameter: "value") { try .constant(.nan) },
        Refusal(parameter: "value") { try .constant(.infinity) },
        Refusal(parameter: "high") { try .uniform(low: 2, high: 1) },
        Refusal(parameter: "low") { try .uniform(low: -.infinity, high: 1) },
        Refusal(parameter: "mean") { try .exponential(mean: 0) },
        Refusal(parameter: "mean") { try .exponential(mean: -1) },
        Refusal(parameter: "mean") { try .exponential(mean: .nan) },
        Refusal(parameter: "mean") { try .exponential(mean: 1e19) },
        Refusal(parameter: "standardDeviation") { try .normal(mean: 0, standardDeviation: -1) },
        Refusal(parameter: "mean") { try .normal(mean: .nan, standardDeviation: 1) },
        Refusal(parameter: "mean") { try .lognormal(mean: 0, coefficientOfVariation: 1) },
        Refusal(parameter: "coefficientOfVariation") { try .lognormal(mean: 1, coefficientOfVariation: -0.1) },
        Refusal(parameter: "coefficientOfVariation") { try .lognormal(mean: 1, coefficientOfVariation: 101) },
        Refusal(parameter: "mu") { try .lognormal(mu: 50, sigma: 1) },
        Refusal(parameter: "sigma") { try .lognormal(mu: 1, sigma: .nan) },
        Refusal(parameter: "shape") { try .weibull(shape: 0, scale: 1) },
        Refusal(parameter: "scale") { try .weibull(shape: 1, scale: -1) },
        Refusal(parameter: "shape") { try .gamma(shape: -2, scale: 1) },
        Refusal(parameter: "scale") { try .gamma(shape: 2, scale: .infinity) },
        Refusal(parameter: "probability") { try .bernoulli(probability: 1.01) },
        Refusal(parameter: "probability") { try .bernoulli(probability: -0.01) },
        Refusal(parameter: "weights") { try .discrete(weights: []) },
        Refusal(parameter: "weights") { try .discrete(weights: [0, 0]) },
        Refusal(parameter: "weights") { try .discrete(weights: [1, -1]) },
        Refusal(parameter: "weights") { try .discrete(values: [1, 2], weights: [1]) },
        Refusal(parameter: "values") { try .discrete(values: [.nan], weights: [1]) },
        Refusal(parameter: "values") { try .empirical([], interpolated: true) },
        Refusal(parameter: "values") { try .empirical([1, .infinity], interpolated: false) },
    ]

    @Test(arguments: refusals) func refusesWithTheName(_ refusal: Refusal) {
        let error = #expect(throws: DistributionError.self) { try refusal.create() }
        #expect(error?.parameter == refusal.parameter)
    }

    @Test func saysWhatIsAllowed() {
        let error = #expect(throws: DistributionError.self) { try Distribution.exponential(mean: -3) }
        #expect(error?.description == "`mean` must be above zero and at most 1e+18, not -3.0")
        let other = #expect(throws: DistributionError.self) { try Distribution.bernoulli(probability: 1.5) }
        #expect(other?.description == "`probability` must be from 0.0 to 1.0, not 1.5")
    }

    @Test func limitsThemselvesAreAllowed() throws {
        var stream = testStream("limits")
        let allowed: [Distribution] = [
            try .lognormal(mean: 1e18, coefficientOfVariation: 100), try .lognormal(mean: 1, coefficientOfVariation: 0),
            try .weibull(shape: 0.05, scale: 1e18), try .gamma(shape: 0.05, scale: 1), try .gamma(shape: 1e6, scale: 1e12),
            try .uniform(low: 3, high: 3), try .normal(mean: -1, standardDeviation: 0), try .exponential(mean: .leastNormalMagnitude),
        ]
        for distribution in allowed {
            #expect(distribution.mean.isFinite)
            for _ in 0..<10_000 { #expect(distribution.sample(&stream).isFinite) }
        }
        #expect(try Distribution.lognormal(mean: 20, coefficientOfVariation: 0).sample(&stream) / 20 - 1 < 1e-14)
    }

    @Test func describesItself() throws {
        #expect(try Distribution.exponential(mean: 3).description == "exponential with mean 3.0")
        #expect(try Distribution.weibull(shape: 0.5, scale: 2).description == "Weibull with shape 0.5 and scale 2.0")
        let empirical = try Distribution.empirical([1, 3], interpolated: true)
        #expect(empirical.description == "empirical from 2 values, interpolated, with mean 2.0")
    }
}
