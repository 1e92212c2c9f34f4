/// One with a probability, otherwise zero.
public struct BernoulliDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The probability of one.
    public let probability: Double

    /// Creates the distribution; the probability must be from zero to one.
    public init(probability: Double) throws(DistributionError) {
        try ParameterLimits.check(probability, "probability", in: 0...1)
        self.probability = probability
    }

    /// The probability.
    public var mean: Double { probability }

    /// The distribution in words.
    public var description: String { "one with probability \(probability), otherwise zero" }

    /// Draws zero or one, by one number of the stream.
    @inlinable
    public func sample(_ stream: inout RandomStream) -> Double { occurs(&stream) ? 1 : 0 }

    /// Draws whether the event occurs: never with probability zero, always with probability one.
    @inlinable
    public func occurs(_ stream: inout RandomStream) -> Bool { stream.bernoulli(probability) }
}
