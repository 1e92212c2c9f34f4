public import ClusterModel
import Requirements
public import ResourceSharing
public import SimulationKernel

/// The converted chunks that one replica has still to apply, and the thread that applies them one after the other.
///
/// ## What is computed
///
/// Chunk i of b_i bytes arrives when the primary has finished it; it takes b_i c_i / v seconds of the thread, with c_i core-seconds a byte of
/// its table and a core of speed v. The backlog B(t), in seconds of the thread, grows by that at each arrival and falls by u(t) a second, where
/// u <= 1 is what the sharing system allots: 1 unless live writes, the replica's disk or a limit hold the thread back. The lag is backlog over
/// rate, B / u; while u = 0, as live writes take the whole thread, it is B, and theirs grows.
///
/// The thread is one activity of the sharing system whose pieces are the chunks. Between the ends of pieces what is left of the piece under
/// way follows from the present rate; at its end it is exact.
///
/// A replica that breaks down loses what it had applied of the chunk under way, and applies it from the start when it is back.
///
/// Unchecked: confined to the thread of the run that owns it.
public final class FollowerLog: ActivityOwner, @unchecked Sendable {
    /// The replica.
    public let node: Int
    /// Bytes applied, in bytes of the old form as the primary read them.
    public private(set) var bytesApplied = 0.0
    /// Furthest behind, seconds.
    public private(set) var peakLagSeconds = 0.0
    /// Called when it has applied everything.
    public var onApplied: (() -> Void)?
    /// Called before its lag is looked at, to bring what it has to apply of live writes up to date.
    public var onLook: (() -> Void)?
    /// Told what holds it back while it has something to apply.
    public var meter: LimitMeter?

    private let uses: [[ResourceUse]]
    private let secondsPerByte: [Double]
    private let engine: ActivityEngine
    private let cluster: Cluster
    private let simulation: Simulation
    private var pieces: ContiguousArray<Piece> = []
    private var head = 0
    /// Seconds of the thread for all pieces behind the one under way.
    private var waitingSeconds = 0.0
    /// What is left of the piece under way, as last seen.
    private var rest = 0.0
    private var seenAt = SimulationTime.zero
    private var activity: ActivityHandle?
    private var isDown = false

    private struct Piece {
        var table: Int
        var bytes: Double
    }

    /// Makes a log without chunks.
    ///
    /// - Parameter uses: What a byte of each table uses when it is applied.
    /// - Parameter secondsPerByte: Time of the thread for a byte of each table, if nothing holds it back.
    public init(
        node: Int, uses: [[ResourceUse]], secondsPerByte: [Double], engine: ActivityEngine, cluster: Cluster, simulation: Simulation
    ) {
        require(secondsPerByte.allSatisfy { $0 > 0 }, "a replica that applies bytes in no time: \(secondsPerByte)")
        self.node = node
        self.uses = uses
        self.secondsPerByte = secondsPerByte
        self.engine = engine
        self.cluster = cluster
        self.simulation = simulation
    }

    /// Whether it has applied everything.
    public var isEmpty: Bool { head == pieces.count }

    /// Bytes per second that it applies of a table, if nothing holds it back.
    public func nominalRate(ofTable table: Int) -> Double { 1 / secondsPerByte[table] }

    /// A chunk has been finished on the primary.
    func append(table: Int, bytes: Double) {
        look()
        let startsNow = isEmpty
        if !startsNow { waitingSeconds += bytes * secondsPerByte[table] }
        pieces.append(Piece(table: table, bytes: bytes))
        if startsNow {
            rest = bytes
            start()
        }
        peakLagSeconds = max(peakLagSeconds, totalLagSeconds())
    }

    /// How far it is behind with converted chunks, seconds.
    public var lagSeconds: Double {
        guard !isEmpty else { return 0 }
        let table = pieces[head].table
        let rate = activity.map { engine.rate(of: $0) } ?? 0
        // Before the first rates are known, and while it is down, the thread's own pace.
        let pace = rate > 0 ? rate * secondsPerByte[table] : 1
        return (rest * secondsPerByte[table] + waitingSeconds) / pace
    }

    /// How far it is behind with everything, live writes included, seconds; readers are told.
    func totalLagSeconds() -> Double {
        onLook?()
        look()
        return cluster.lagSeconds(of: node)
    }

    /// A chunk has been applied; goes on with the next one.
    public func pieceDone(_ handle: ActivityHandle) -> Double? {
        let done = pieces[head]
        bytesApplied += done.bytes
        head += 1
        guard !isEmpty else {
            activity = nil
            clear()
            onApplied?()
            return nil
        }
        if head >= 1024 {
            pieces.removeFirst(head)
            head = 0
        }
        takeHead()
        look()
        let next = pieces[head]
        if next.table != done.table { engine.replaceUses(of: handle, with: uses[next.table], limit: .infinity) }
        return next.bytes
    }

    /// The replica breaks down, or comes back.
    func setDown(_ down: Bool) {
        guard isDown != down else { return }
        isDown = down
        guard !isEmpty else { return }
        if down {
            if let activity { engine.stop(activity) }
            activity = nil
            meter?.change(to: .brokenNode)
            rest = pieces[head].bytes
        } else {
            start()
        }
        look()
    }

    /// Forgets what it has not applied.
    func discard() {
        if let activity { engine.stop(activity) }
        activity = nil
        clear()
    }

    private func clear() {
        pieces.removeAll(keepingCapacity: true)
        head = 0
        waitingSeconds = 0
        rest = 0
        meter?.rest()
        look()
    }

    private func takeHead() {
        rest = pieces[head].bytes
        // Exactly zero when nothing waits; the rest of a long sum never shows.
        waitingSeconds = head + 1 == pieces.count ? 0 : max(0, waitingSeconds - rest * secondsPerByte[pieces[head].table])
        seenAt = simulation.now
    }

    private func start() {
        if isDown { meter?.change(to: .brokenNode) }
        guard !isDown, activity == nil else { return }
        seenAt = simulation.now
        activity = engine.start(uses: uses[pieces[head].table], amount: pieces[head].bytes, owner: self)
    }

    /// Brings what is left up to date, and tells the cluster, as readers avoid a replica that is too far behind.
    private func look() {
        if let activity { rest = max(0, rest - engine.rate(of: activity) * (simulation.now - seenAt).seconds) }
        seenAt = simulation.now
        cluster.setConversionLag(lagSeconds, of: node)
    }
}
