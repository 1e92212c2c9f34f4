public import ResourceSharing
public import SimulationKernel

/// The way of bytes from one node to another.
public struct Route: Sendable {
    /// The links that they cross, in order; none from a node to itself.
    public let links: [ResourceID]
    /// Delay there and back.
    public let roundTrip: SimulationDuration

    init(links: [ResourceID], delay: SimulationDuration) {
        self.links = links
        roundTrip = delay * 2
    }

    /// Bytes per second that some streams carry together at most.
    ///
    /// A stream has no more than its window W under way and waits a round trip T for the acknowledgement of each byte, so that n streams carry
    /// n W / T (RFC 7323, section 1.1). What they lose to packet loss and at their start is left out.
    ///
    /// - Parameter window: Bytes; nil if it never limits.
    public func rateLimit(window: Double?, streams: Int) -> Double {
        guard let window, roundTrip > .zero else { return .infinity }
        return Double(streams) * window / roundTrip.seconds
    }
}
