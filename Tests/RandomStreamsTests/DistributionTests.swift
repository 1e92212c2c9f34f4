import CGSL
import RandomStreams
import Statistics
import Testing

/// Each distribution against the distribution function and the moments of an independent library.
///
/// Seeds are fixed. A p-value under 1e-6 or a score beyond 4.9 standard deviations would be a false alarm with a probability of one in a
/// million each.
@Suite struct DistributionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let distribution: Distribution
        let mean: Double
        let variance: Double
        let cumulative: @Sendable (Double) -> Double

        var testDescription: String { distribution.description }

        init(
            _ distribution: @autoclosure () throws -> Distribution, mean: Double, variance: Double,
            cumulative: @escaping @Sendable (Double) -> Double
        ) {
            do {
                self.distribution = try distribution()
            } catch {
                fatalError("\(error)")
            }
            self.mean = mean
            self.variance = variance
            self.cumulative = cumulative
        }
    }

    init() { gsl_set_error_handler_off() }

    static func weibullMoment(_ order: Double, shape: Double, scale: Double) -> Double {
        DeterministicMath.pow(scale, order) * gsl_sf_gamma(1 + order / shape)
    }

    static func weibull(shape: Double, scale: Double) -> Case {
        let mean = weibullMoment(1, shape: shape, scale: scale)
        let variance = weibullMoment(2, shape: shape, scale: scale) - mean * mean
        return Case(try .weibull(shape: shape, scale: scale), mean: mean, variance: variance) { gsl_cdf_weibull_P($0, scale, shape) }
    }

    static func gamma(shape: Double, scale: Double) -> Case {
        Case(try .gamma(shape: shape, scale: scale), mean: shape * scale, variance: shape * scale * scale) {
            gsl_cdf_gamma_P($0, shape, scale)
        }
    }

    static func lognormal(mean: Double, coefficientOfVariation c: Double) -> Case {
        let variance = DeterministicMath.log1p(c * c)
        let mu = DeterministicMath.log(mean) - variance / 2
        return Case(
            try .lognormal(mean: mean, coefficientOfVariation: c), mean: mean, variance: mean * mean * c * c
        ) { gsl_cdf_lognormal_P($0, mu, variance.squareRoot()) }
    }

    static let cases: [Case] = [
        Case(try .uniform(low: -2, high: 5), mean: 1.5, variance: 49.0 / 12) { gsl_cdf_flat_P($0, -2, 5) },
        Case(try .exponential(mean: 96.9), mean: 96.9, variance: 96.9 * 96.9) { gsl_cdf_exponential_P($0, 96.9) },
        Case(try .exponential(mean: 1e-9), mean: 1e-9, variance: 1e-18) { gsl_cdf_exponential_P($0, 1e-9) },
        Case(try .normal(mean: 3, standardDeviation: 0.5), mean: 3, variance: 0.25) { gsl_cdf_gaussian_P($0 - 3, 0.5) },
        lognormal(mean: 96.9, coefficientOfVariation: 0.3),
        lognormal(mean: 0.01, coefficientOfVariation: 1.5),
        Case(
            try .lognormal(mu: 1.94, sigma: 1.2), mean: DeterministicMath.exp(1.94 + 0.72),
            variance: DeterministicMath.expm1(1.44) * DeterministicMath.exp(2 * 1.94 + 1.44)
        ) { gsl_cdf_lognormal_P($0, 1.94, 1.2) },
        weibull(shape: 0.5, scale: 10), weibull(shape: 1, scale: 2), weibull(shape: 3.4, scale: 0.2), weibull(shape: 50, scale: 1e6),
        gamma(shape: 0.06, scale: 2), gamma(shape: 0.5, scale: 2), gamma(shape: 1, scale: 3), gamma(shape: 2.5, scale: 0.1),
        gamma(shape: 300, scale: 1e-4),
        Case(try .empirical([9, 1, 4, 0], interpolated: true), mean: 19.0 / 6, variance: 259.0 / 36) { x in
            let knots: [Double] = [0, 1, 4, 9]
            for index in 0..<3 where x <= knots[index + 1] {
                return (Double(index) + (x - knots[index]) / (knots[index + 1] - knots[index])) / 3
            }
            return 1
        },
    ]

    @Test(arguments: cases, [0, 1, 2] as [UInt64]) func followsItsDistributionFunction(_ item: Case, replication: UInt64) {
        var stream = testStream("distribution", replication: replication)
        let draws = (0..<20_000).map { _ in item.distribution.sample(&stream) }
        #expect(KolmogorovSmirnov(draws, cumulative: item.cumulative).pValue > 1e-6)
    }

    @Test(arguments: cases) func hasItsMeanAndVariance(_ item: Case) {
        #expect((item.distribution.mean / item.mean - 1).magnitude < 1e-12)
        var stream = testStream("moments")
        let n = 200_000.0
        let draws = (0..<Int(n)).map { _ in item.distribution.sample(&stream) }
        let mean = SampleStatistics.mean(draws)
        #expect(((mean - item.mean) / (item.variance / n).squareRoot()).magnitude < 4.9)
        // Squares of long-tailed draws are too skew for a score; there the test above has to do.
        guard item.variance.squareRoot() < 1.01 * item.mean else { return }
        let squares = draws.map { ($0 - item.mean) * ($0 - item.mean) }
        let spread = (SampleStatistics.variance(squares) / n).squareRoot()
        #expect(((SampleStatistics.mean(squares) - item.variance) / spread).magnitude < 4.9)
    }

    /// The tests above have teeth: a distribution that is off by three percent is found out.
    @Test func aWrongDistributionIsFoundOut() throws {
        var stream = testStream("wrong")
        let draws = (0..<20_000).map { _ in stream.exponential(mean: 1.08) }
        #expect(KolmogorovSmirnov(draws) { gsl_cdf_exponential_P($0, 1) }.pValue < 1e-6)
    }

    @Test func normalQuantileAgreesWithTheLibrary() {
        var stream = testStream("quantile")
        var worst = 0.0
        for _ in 0..<50_000 {
            let u = stream.uniform()
            for p in [u, DeterministicMath.exp(-36 * u), 0.5 + (u - 0.5) * 1e-6] {
                // The library's inverse is exact to some 1e-15 only in the tails, its distribution function everywhere.
                let z = DeterministicMath.normalQuantile(p)
                let slope = DeterministicMath.exp(-0.5 * z * z) * 0.3989422804014327
                worst = max(worst, ((gsl_cdf_ugaussian_P(z) - p) / slope).magnitude)
            }
        }
        #expect(worst < 1e-14)
        #expect(DeterministicMath.normalQuantile(0.5) == 0)
        #expect(DeterministicMath.normalQuantile(0) == -.infinity)
        #expect(DeterministicMath.normalQuantile(1) == .infinity)
        #expect(DeterministicMath.normalQuantile(-0.1).isNaN && DeterministicMath.normalQuantile(1.1).isNaN)
    }

    @Test func inversionTakesOneNumberAndMirrors() throws {
        let inverted: [Distribution] = [
            try .uniform(low: 1, high: 2), try .exponential(mean: 1), try .normal(mean: 0, standardDeviation: 1),
            try .lognormal(mean: 3, coefficientOfVariation: 0.5), try .weibull(shape: 2, scale: 1), try .bernoulli(probability: 0.3),
            try .discrete(weights: [1, 2, 3]), try .empirical([1, 2, 5], interpolated: true),
            try .empirical([1, 2, 5], interpolated: false),
        ]
        for distribution in inverted {
            let name = StreamName(rootSeed: 1, replication: 1, entity: .number(1), purpose: "one")
            var numbers = RandomStream(name)
            var stream = RandomStream(name)
            var mirrored = RandomStream(name, antithetic: true)
            var draws: [(u: Double, plain: Double, mirrored: Double)] = []
            for _ in 0..<500 {
                draws.append((numbers.uniform(), distribution.sample(&stream), distribution.sample(&mirrored)))
            }
            #expect(stream.next() == numbers.next())
            draws.sort { $0.u < $1.u }
            let plain = draws.map(\.plain)
            let opposite = Array(draws.map(\.mirrored).reversed())
            // The exponential distribution takes the logarithm of u and not of 1 - u: it falls.
            let rise = plain == plain.sorted() && opposite == opposite.sorted()
            let fall = plain == plain.sorted(by: >) && opposite == opposite.sorted(by: >)
            #expect(rise || fall, "\(distribution)")
            #expect(plain != opposite)
        }
    }
}
