/// Many sources that each send their part of the data to a sink of their own, in chunks, over ports, maybe the uplinks of racks, and a backbone.
///
/// The workload on which simulators are compared: Benchmarks/Rivals/SimGridFlows.cpp draws the same one.
public struct BulkTransfer {
    /// Bytes a second of a port, in each direction.
    public static let port = 1.25e9
    /// Bytes in a chunk, of which each has 20 % more or less.
    public static let chunk = 64e6

    /// Sources, and sinks.
    public let sources: Int
    /// When each source begins, seconds.
    public let starts: [Double]
    /// Uplinks that the sources share, in turn.
    public let racks: Int
    private var left: [Double]
    private var draws: [MersenneTwister]

    /// Draws a workload.
    ///
    /// - Parameter bytes: What all sources send together.
    public init(sources: Int, bytes: Double, racks: Int = 0, seed: UInt64 = 1) {
        self.sources = sources
        self.racks = racks
        var seeds = MersenneTwister(seed: seed)
        var starts: [Double] = []
        draws = []
        for _ in 0..<sources {
            starts.append(seeds.uniform(0..<1))
            draws.append(MersenneTwister(seed: seeds.word()))
        }
        self.starts = starts
        left = [Double](repeating: bytes / Double(sources), count: sources)
    }

    /// The bytes of the next chunk of a source, whole ones; nil if it has sent everything.
    public mutating func nextChunk(of source: Int) -> Double? {
        guard left[source] > 0 else { return nil }
        let bytes = min(left[source], Self.chunk * draws[source].uniform(0.8..<1.2))
        left[source] -= bytes
        return bytes.rounded(.down)
    }
}
