/// How chunks go through the pipeline of a conversion: read, send, convert, write, apply on the replicas.
///
/// All stages of a chunk are one activity, so the slowest paces the others. With B bytes of the old form a second, growth g, write
/// amplification m and c core-seconds a byte, a conversion uses
///
/// | Resource | ``ConversionSite/target`` | ``ConversionSite/source`` |
/// |---|---|---|
/// | disk of the source, reading | B | B |
/// | processor of the source | | c B |
/// | each link of the route | B | g B |
/// | processor of the target | c B | |
/// | disk of the target, writing | g m B | g m B |
///
/// and B is the largest at which none is used beyond what is left of it.
public struct PipelineDescription: Sendable, Hashable {
    /// Whose processor converts.
    public var site: ConversionSite
    /// What all conversions and copies together may read from and write to the disks of one node, bytes per second.
    public var nodeBytesPerSecond: Double
    /// The same for all nodes of a tier together.
    public var tierBytesPerSecond: Double
    /// Probability that a chunk fails at its end, by itself, and has to be done again.
    public var chunkFailureProbability: Double
    /// When a conversion waits for replicas that apply its chunks afterwards; nil if they apply each chunk with it.
    public var lagThrottle: LagThrottle?

    /// Makes a description; without arguments one without limits, in which nothing fails by itself and replicas never lag.
    public init(
        site: ConversionSite = .target, nodeBytesPerSecond: Double = .infinity, tierBytesPerSecond: Double = .infinity,
        chunkFailureProbability: Double = 0, lagThrottle: LagThrottle? = nil
    ) {
        self.site = site
        self.nodeBytesPerSecond = nodeBytesPerSecond
        self.tierBytesPerSecond = tierBytesPerSecond
        self.chunkFailureProbability = chunkFailureProbability
        self.lagThrottle = lagThrottle
    }
}
