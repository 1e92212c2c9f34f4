public import ClusterModel
public import ResourceSharing
public import SimulationKernel

/// An activity engine on a simulation of its own, without requests and upgrades.
///
/// Unchecked: confined to the thread of its test.
public final class ActivityBench: EventHandler, @unchecked Sendable {
    /// The clock.
    public let simulation: Simulation
    /// The machines.
    public let cluster: Cluster
    /// The engine under test.
    public let engine: ActivityEngine
    private var resolveIsPending = false

    /// Makes a bench for the machines of a system.
    public init(_ system: SystemDescription) {
        simulation = Simulation()
        cluster = Cluster(system)
        engine = ActivityEngine(cluster: cluster, simulation: simulation)
        engine.onChange = { [unowned self] in resolve() }
    }

    /// Asks for one solution at the end of this instant.
    public func resolve() {
        guard !resolveIsPending else { return }
        resolveIsPending = true
        simulation.schedule(Event(kind: ClusterEvent.resolve, entity: 0), at: simulation.now, priority: .last)
    }

    /// Hands events to the engine.
    public func handle(_ event: Event, in simulation: Simulation) {
        switch event.kind {
        case ClusterEvent.pieceDone: engine.handleCompletion(event)
        case ClusterEvent.resolve:
            resolveIsPending = false
            engine.solve()
        default: preconditionFailure("an event of kind \(event.kind)")
        }
    }

    /// Does something at an instant.
    public func at(_ seconds: Double, _ body: @escaping @Sendable () -> Void) {
        let simulation = simulation
        simulation.launch("at \(seconds) s") {
            try await simulation.hold(until: .zero + .seconds(roundingUp: seconds))
            body()
        }
    }

    /// Runs until nothing is left to do.
    @discardableResult public func run() -> StopReason { simulation.run(self) }

    /// What a byte uses on its way from node to node: each link once.
    public func links(from source: Int, to target: Int) -> [ResourceUse] {
        (engine.resources.route(from: source, to: target)?.links ?? []).map { ResourceUse($0) }
    }

    /// A flow of bytes from node to node that has not begun.
    public func flow(_ bytes: Double, from source: Int, to target: Int, pieces: Int = 1, limit: Double = .infinity) -> Flow {
        Flow(self, uses: links(from: source, to: target), pieces: [Double](repeating: bytes / Double(pieces), count: pieces), limit: limit)
    }
}

/// An activity that notes when its pieces are done.
///
/// Unchecked: confined to the thread of its test.
public final class Flow: ActivityOwner, @unchecked Sendable {
    /// When each piece was done, seconds.
    public private(set) var done: [Double] = []
    /// Units done in finished pieces.
    public private(set) var amountDone = 0.0
    private let bench: ActivityBench
    private let uses: [ResourceUse]
    private let limit: Double
    private var pieces: [Double]
    private var present = 0.0
    private var handle: ActivityHandle?

    init(_ bench: ActivityBench, uses: [ResourceUse], pieces: [Double], limit: Double) {
        self.bench = bench
        self.uses = uses
        self.pieces = pieces
        self.limit = limit
    }

    /// Begins with the next piece.
    @discardableResult public func start() -> Flow {
        present = pieces.removeFirst()
        handle = bench.engine.start(uses: uses, amount: present, limit: limit, owner: self)
        return self
    }

    /// Stops it; what of the present piece was not done.
    @discardableResult public func stop() -> Double { handle.map { bench.engine.stop($0) } ?? 0 }

    /// Units per second at present.
    public var rate: Double { handle.map { bench.engine.rate(of: $0) } ?? 0 }

    /// When the last piece was done, seconds.
    public var end: Double? { done.last }

    /// Notes the time and goes on.
    public func pieceDone(_ activity: ActivityHandle) -> Double? {
        done.append(bench.simulation.now.seconds)
        amountDone += present
        guard !pieces.isEmpty else { return nil }
        present = pieces.removeFirst()
        return present
    }
}

extension Flow {
    /// An activity that reads from one resource only.
    public static func reading(_ bench: ActivityBench, bytes: Double, _ resource: ResourceID) -> Flow {
        Flow(bench, uses: [ResourceUse(resource)], pieces: [bytes], limit: .infinity)
    }
}
