/// A parameter that a distribution cannot have.
public struct DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The parameter at fault, by its name in the code.
    public let parameter: String
    /// What is wrong with it and what is allowed.
    public let reason: String

    /// The parameter and the reason in one line.
    public var description: String { "`\(parameter)` \(reason)" }
}

/// Limits of parameters. What lies beyond is a mistake, a wrong unit for instance, and no model.
enum ParameterLimits {
    /// Largest magnitude of a value or mean. In whatever unit, it exceeds every quantity that a simulation handles.
    static let magnitude = 1e18
    /// Largest coefficient of variation: with more, a mean over any practical number of draws says nothing.
    static let coefficientOfVariation = 100.0
    /// Shapes of Weibull and gamma distributions. Below, nearly all draws are zero; above, nearly all are equal.
    static let shape = 0.05...1e6
    /// Number of weights or values in a table.
    static let count = 10_000_000

    static func checkFinite(_ value: Double, _ parameter: String) throws(DistributionError) {
        guard value.magnitude <= magnitude else {
            throw DistributionError(parameter: parameter, reason: "must be finite and at most \(magnitude) in magnitude, not \(value)")
        }
    }

    static func checkPositive(_ value: Double, _ parameter: String) throws(DistributionError) {
        guard value > 0 && value <= magnitude else {
            throw DistributionError(parameter: parameter, reason: "must be above zero and at most \(magnitude), not \(value)")
        }
    }

    static func check(_ value: Double, _ parameter: String, in range: ClosedRange<Double>) throws(DistributionError) {
        guard range.contains(value) else {
            let reason = "must be from \(range.lowerBound) to \(range.upperBound), not \(value)"
            throw DistributionError(parameter: parameter, reason: reason)
        }
    }

    static func checkCount(_ values: [Double], _ parameter: String) throws(DistributionError) {
        guard (1...count).contains(values.count) else {
            throw DistributionError(parameter: parameter, reason: "must hold from 1 to \(count) numbers, not \(values.count)")
        }
    }
}
