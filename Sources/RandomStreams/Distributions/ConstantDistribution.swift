/// Always the same value. It draws nothing from its stream.
public struct ConstantDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The value.
    public let value: Double

    /// Creates the distribution; the value must be finite.
    public init(_ value: Double) throws(DistributionError) {
        try ParameterLimits.checkFinite(value, "value")
        self.value = value
    }

    /// The value.
    public var mean: Double { value }

    /// The distribution in words.
    public var description: String { "constant \(value)" }

    /// Returns the value.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double { value }
}
