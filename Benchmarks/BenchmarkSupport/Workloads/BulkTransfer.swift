/// Many sources that each send their part of the data to a sink of their own, in chunks, over ports, maybe the uplinks of racks, and a backbone.
///
/// The workload on which simulators are compared: Benchmarks/Rivals/SimGridFlows.cpp draws the same one.
public struct BulkTransfer {
    /// Where sizes of chunks come from.
    public enum Draws {
        /// A generator for each source, 2.5 kB, as in the rival's program.
        case asRival
        /// A hash of the source and what it has left: no memory, so that many sources do not measure the caches.
        case hashed
    }

    /// Bytes a second of a port, in each direction.
    public static let port = 1.25e9
    /// Bytes a second of the backbone for 350 sources.
    public static let backbone = 12.5e9
    /// Bytes in a chunk, of which each has up to 20 % more or less.
    public static let chunk = 64e6

    /// Sources, and sinks.
    public let sources: Int
    /// When each source begins, seconds.
    public let starts: [Double]
    private var left: [Double]
    private var generators: [MersenneTwister] = []

    /// Draws a workload.
    ///
    /// - Parameter bytes: What all sources send together.
    public init(sources: Int, bytes: Double, draws: Draws = .asRival, seed: UInt64 = 1) {
        self.sources = sources
        var seeds = MersenneTwister(seed: seed)
        var starts: [Double] = []
        for _ in 0..<sources {
            starts.append(seeds.uniform(0..<1))
            if draws == .asRival { generators.append(MersenneTwister(seed: seeds.word())) }
        }
        self.starts = starts
        left = [Double](repeating: bytes / Double(sources), count: sources)
    }

    /// The bytes of the next chunk of a source, whole ones; nil if it has sent everything.
    public mutating func nextChunk(of source: Int) -> Double? {
        let rest = left[source]
        guard rest > 0 else { return nil }
        let range = 0.8..<1.2
        let factor = generators.isEmpty ? Self.hash(source, rest) * (1.2 - 0.8) + 0.8 : generators[source].uniform(range)
        let bytes = min(rest, Self.chunk * factor)
        left[source] = rest - bytes
        return bytes.rounded(.down)
    }

    /// A number of the unit interval (the last steps of SplitMix64).
    private static func hash(_ source: Int, _ rest: Double) -> Double {
        var mixed = UInt64(source) &* 0x9E37_79B9_7F4A_7C15 ^ rest.bitPattern
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }
}
