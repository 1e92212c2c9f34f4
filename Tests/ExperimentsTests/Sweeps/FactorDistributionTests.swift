import Foundation
import Scenarios
import Statistics
import TestSupport
import Testing

@testable import Experiments

/// Quantiles of factors against the library of statistics, which must not make points itself: its last bits differ between machines.
@Suite struct FactorDistributionTests {
    private static let parameter: NumericParameter? = Fixtures.scenario(Fixtures.plain).parameters.first {
        $0.path == "tiers.web.software.install"
    }

    private func distribution(_ text: String) throws -> FactorDistribution {
        try FactorDistribution(text, of: #require(Self.parameter))
    }

    private static let probabilities = [1e-9, 1e-4, 0.001, 0.02, 0.25, 0.5, 0.6, 0.9, 0.975, 0.999, 0.999999]

    @Test("a share u lies below the quantile of u, to 1e-9", arguments: probabilities)
    func shares(_ u: Double) throws {
        func isNear(_ share: Double, _ text: String) { #expect((share - u).magnitude <= 1e-9 * u + 1e-15, "\(text) at \(u): \(share)") }
        func quantile(_ text: String) throws -> Double { try distribution(text).quantile(u) }
        let normal = try quantile("normal(60 s, 4 s)")
        isNear(ReferenceDistributions.normal(upTo: (normal - 60) / 4), "normal")
        let z = ReferenceDistributions.normalQuantile(u)
        #expect((normal - (60 + 4 * z)).magnitude <= 1e-9 * normal.magnitude)
        let byMedian = try quantile("lognormal(median 60 s, sigma 0.5)") / (60 * Foundation.exp(0.5 * z))
        #expect((byMedian - 1).magnitude < 1e-9)
        // cv 1: the logarithm has variance log 2 and the median is the mean over the root of 2.
        let deviation = Foundation.log(2.0).squareRoot()
        let byMean = try quantile("lognormal(mean 60 s, cv 1)") / (60 / 2.0.squareRoot() * Foundation.exp(deviation * z))
        #expect((byMean - 1).magnitude < 1e-9)
        isNear(ReferenceDistributions.exponential(upTo: try quantile("exponential(mean 60 s)") / 60), "exponential")
        let ratio = try quantile("weibull(shape 2, scale 60 s)") / 60
        isNear(ReferenceDistributions.exponential(upTo: ratio * ratio), "weibull")
        isNear((try quantile("uniform(20 s, 60 s)") - 20) / 40, "uniform")
        isNear(Foundation.log(try quantile("log-uniform(20 s, 60 s)") / 20) / Foundation.log(3.0), "log-uniform")
        let corner = try quantile("triangular(20 s, 30 s, 60 s)")
        isNear(corner < 30 ? (corner - 20) * (corner - 20) / 400 : 1 - (60 - corner) * (60 - corner) / 1200, "triangular")
    }

    @Test(
        "ends are finite, and quantiles rise",
        arguments: [
            "normal(60 s, 4 s)", "lognormal(mean 60 s, cv 100)", "exponential(60 s)", "weibull(shape 0.05, scale 1 s)",
            "triangular(0 s, 0 s, 1 s)", "triangular(0 s, 1 s, 1 s)", "log-uniform(1 ns, 100 d)", "uniform(from 0 s, to 1 s)",
        ])
    func ends(_ text: String) throws {
        let distribution = try distribution(text)
        let values = ([0] + Self.probabilities + [1]).map(distribution.quantile)
        #expect(values.allSatisfy { $0.isFinite })
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "\(values)")
    }

    /// The same bits on every machine and in every build.
    @Test func bits() throws {
        let texts = ["normal(60 s, 4 s)", "lognormal(mean 60 s, cv 0.3)", "weibull(shape 1.5, scale 60 s)", "triangular(1 s, 3 s, 9 s)"]
        let found = try texts.map { try distribution($0).quantile(0.123456789).bitPattern }
        #expect(
            found == [4_632_989_238_901_730_429, 4_630_954_237_679_311_431, 4_624_936_041_082_343_189, 4_612_599_025_819_741_974],
            "\(found)")
    }
}
