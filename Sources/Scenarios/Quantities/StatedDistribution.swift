/// A probability distribution as a scenario states it, for example `lognormal(mean 97 s, cv 0.3)`.
///
/// The families and what they need:
///
///     97 s                              always the same
///     exponential(mean 90 d)
///     lognormal(mean 97 s, cv 0.3)      or lognormal(median 33 min, sigma 1.22)
///     weibull(shape 0.7, scale 3 y)
///     gamma(shape 2, scale 3 s)         or gamma(mean 6 s, cv 0.7)
///     uniform(1 s, 5 s)
///
/// Lengths of time are held in seconds.
public struct StatedDistribution: Hashable, Sendable {
    /// The shape of a distribution.
    public enum Family: String, CaseIterable, Hashable, Sendable {
        /// Always the same value.
        case constant
        /// Without memory.
        case exponential
        /// The logarithm is normal.
        case lognormal
        /// Weibull's.
        case weibull
        /// Gamma, Erlang for whole shapes.
        case gamma
        /// Equally likely between two bounds.
        case uniform
    }

    /// What the values are.
    public enum Dimension: String, Hashable, Sendable {
        /// Lengths of time.
        case duration
        /// Plain numbers.
        case number
    }

    /// One number that the family needs.
    public struct Parameter: Hashable, Sendable {
        /// Its name: `mean`, `cv`, `median`, `sigma`, `shape`, `scale`, `from`, `to` or `value`.
        public let name: String
        /// Its value, in seconds where it is a length of time.
        public let value: Double
        /// As written.
        public let text: String
        /// Whether it has the dimension of the values; the others are pure numbers.
        public let isScale: Bool
    }

    /// The shape.
    public let family: Family
    /// What the values are.
    public let dimension: Dimension
    /// The parameters in the order of the list above.
    public let parameters: [Parameter]

    /// The value of a parameter, or nil if this distribution was not given by it.
    public func parameter(_ name: String) -> Double? { parameters.first { $0.name == name }?.value }

    /// The distribution as text that reads as itself.
    public var text: String {
        switch family {
        case .constant: parameters[0].text
        case .uniform: "uniform(\(parameters[0].text), \(parameters[1].text))"
        default: "\(family.rawValue)(\(parameters.map { "\($0.name) \($0.text)" }.joined(separator: ", ")))"
        }
    }

    /// The parameter that sets the size of the values: the mean, median, scale, or upper bound.
    public var size: Parameter { parameters.last { $0.isScale } ?? parameters[0] }

    /// A distribution that always gives one value, held in seconds where it is a length of time.
    static func constant(_ value: Double, text: String, _ dimension: Dimension) -> StatedDistribution {
        StatedDistribution(
            family: .constant, dimension: dimension, parameters: [Parameter(name: "value", value: value, text: text, isScale: true)])
    }
}
