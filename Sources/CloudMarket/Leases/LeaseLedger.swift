import Requirements
public import SimulationKernel

/// The book of all leases of a run: what state each is in, and what it will be billed for.
///
/// A lease moves requested, launched, in service, released; it may fail on the way. A failed launch ends it unbilled. A node that fails after its
/// launch goes on being billed until it is released: the provider charges for what is leased and not for what is useful.
///
/// Calls come in the order of simulated time. A step that the state does not allow is a bug of the caller and traps.
public struct LeaseLedger: Sendable {
    /// All leases by number.
    public private(set) var leases: [Lease] = []

    /// Leases that count against the quota: not yet given back.
    public private(set) var openCount = 0

    /// Leases that are being billed.
    public private(set) var billedCount = 0

    /// The most leases billed at one time.
    public private(set) var peakBilledCount = 0

    private var now: SimulationTime = .zero

    /// Creates an empty book.
    public init() {}

    /// The leases not yet given back, by number.
    public var openLeases: [Lease] { leases.filter(\.state.isOpen) }

    /// Enters a lease whose launch is accepted at `acceptedAt`, and returns its number.
    public mutating func request(typeIndex: Int, at time: SimulationTime, acceptedAt: SimulationTime) -> Int {
        advance(to: time, lease: leases.count)
        require(acceptedAt >= time, "lease \(leases.count) is accepted at \(acceptedAt.nanoseconds) ns, before its request")
        leases.append(
            Lease(id: leases.count, typeIndex: typeIndex, state: .requested, requestedAt: time, acceptedAt: acceptedAt))
        openCount += 1
        return leases.count - 1
    }

    /// The node starts to boot, and billing begins.
    public mutating func launch(_ lease: Int, at time: SimulationTime) {
        move(lease, to: .launched, from: [.requested], at: time)
        require(
            time >= leases[lease].acceptedAt,
            "lease \(lease) launches at \(time.nanoseconds) ns, before it is accepted at \(leases[lease].acceptedAt.nanoseconds) ns")
        leases[lease].launchedAt = time
    }

    /// The node has booted and is installed: it serves.
    public mutating func enterService(_ lease: Int, at time: SimulationTime) {
        move(lease, to: .inService, from: [.launched], at: time)
        leases[lease].inServiceAt = time
    }

    /// The launch fails (not billed, over), or the launched node breaks (billed until its release).
    public mutating func fail(_ lease: Int, at time: SimulationTime) {
        if leases[lease].state == .requested {
            move(lease, to: .neverLaunched, from: [.requested], at: time)
            leases[lease].endedAt = time
        } else {
            move(lease, to: .failed, from: [.launched, .inService], at: time)
        }
        leases[lease].failedAt = time
    }

    /// The node is given back; a lease that was not yet launched is cancelled and costs nothing.
    public mutating func release(_ lease: Int, at time: SimulationTime) {
        if leases[lease].state == .requested {
            move(lease, to: .neverLaunched, from: [.requested], at: time)
        } else {
            move(lease, to: .released, from: [.launched, .inService, .failed], at: time)
        }
        leases[lease].endedAt = time
    }

    private mutating func move(_ lease: Int, to state: Lease.State, from allowed: [Lease.State], at time: SimulationTime) {
        advance(to: time, lease: lease)
        let old = leases[lease].state
        require(allowed.contains(old), "lease \(lease) cannot become \(state) at \(time.nanoseconds) ns: it is \(old)")
        leases[lease].state = state
        openCount += (state.isOpen ? 1 : 0) - (old.isOpen ? 1 : 0)
        billedCount += (state.isBilled ? 1 : 0) - (old.isBilled ? 1 : 0)
        peakBilledCount = max(peakBilledCount, billedCount)
    }

    private mutating func advance(to time: SimulationTime, lease: Int) {
        require(time >= now, "lease \(lease) changes at \(time.nanoseconds) ns, but the book has reached \(now.nanoseconds) ns")
        now = time
    }
}
