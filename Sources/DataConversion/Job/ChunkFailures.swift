public import RandomStreams

/// Chunks that fail by themselves, as of a lock that they wait for in vain: each with the same probability, found out at its end.
///
/// A chunk is tried until it succeeds, so a chunk takes 1 / (1 - p) times as long on average.
public struct ChunkFailures: Sendable {
    /// Probability that a chunk fails.
    public let probability: Double
    private var stream: RandomStream

    /// Makes failures that draw one number of a stream a chunk.
    public init(probability: Double, stream: RandomStream) {
        self.probability = probability
        self.stream = stream
    }

    /// Draws whether the next chunk fails.
    mutating func strike() -> Bool { stream.bernoulli(probability) }
}
