import SimulationKernel
import Synchronization

/// Bodies that were entered and left, over all runs and threads.
final class Census: Sendable {
    private let entered = Atomic<Int>(0)
    private let left = Atomic<Int>(0)

    func enter() { entered.add(1, ordering: .relaxed) }
    func leave() { left.add(1, ordering: .relaxed) }
    var counts: (entered: Int, left: Int) { (entered.load(ordering: .acquiring), left.load(ordering: .acquiring)) }
}

/// A random tree of procedures: they hold, wait, form groups, shield, launch, cancel and fail.
///
/// Unchecked: confined to the thread of its run.
final class RandomProcedures: @unchecked Sendable {
    let simulation: Simulation
    private let random: SharedStream
    private let census: Census
    private let signal: Signal
    private let gate: Gate
    private let semaphore: Semaphore
    private var launched: [Procedure] = []
    /// Bounds the run: bodies that may still be entered.
    private var rest = 200

    init(seed: UInt64, limits: Limits, census: Census) {
        simulation = Simulation(limits: limits)
        random = SharedStream(seed: seed, purpose: "procedures")
        self.census = census
        signal = Signal(simulation)
        gate = Gate(simulation, isOpen: false)
        semaphore = Semaphore(simulation, count: 2)
    }

    func run() -> StopReason {
        for second in 1...20 { simulation.schedule(Event(kind: 16, entity: 0), at: .seconds(second * 5)) }
        for _ in 0..<3 { launch(depth: 3) }
        return simulation.run(Handler { [self] event, _ in disturb() })
    }

    /// From outside, every five seconds: fires, opens, closes, cancels.
    private func disturb() {
        signal.fire()
        if random.integer(below: 2) == 0 { gate.open() } else { gate.close() }
        if !launched.isEmpty, random.integer(below: 4) == 0 { launched[random.integer(below: launched.count)].cancel() }
    }

    private func launch(depth: Int) {
        guard !simulation.hasEnded else { return }
        launched.append(simulation.launch("tree") { [self] in try await body(depth) })
    }

    private func body(_ depth: Int) async throws {
        census.enter()
        defer { census.leave() }
        rest -= 1
        do {
            for _ in 0..<1 + random.integer(below: 4) { try await step(depth) }
        } catch {
            // Half of the bodies roll back first; what they throw then hides the cause, as it would in a model.
            if random.integer(below: 2) == 0 { try await simulation.shielded { [self] in try await rollBack(depth) } }
            if error is Fault, random.integer(below: 2) == 0 { return }
            throw error
        }
    }

    private func rollBack(_ depth: Int) async throws {
        census.enter()
        defer { census.leave() }
        try await hold()
        if depth > 0, rest > 0 { try await simulation.shielded { [self] in try await body(0) } }
    }

    private func hold() async throws { try await simulation.hold(for: .milliseconds(random.integer(below: 8) * 1_000)) }

    private func step(_ depth: Int) async throws {
        let isLeaf = depth == 0 || rest <= 0
        switch random.integer(below: isLeaf ? 7 : 11) {
        case 0, 1: try await hold()
        case 2: try await signal.wait()
        case 3: signal.fire()
        case 4:
            try await semaphore.acquire()
            defer { semaphore.release() }
            try await hold()
        case 5: if random.integer(below: 3) == 0 { throw Fault() } else { try await hold() }
        case 6: try await gate.pass()
        case 7, 8: try await group(depth)
        case 9: try await simulation.shielded { [self] in try await body(depth - 1) }
        default:
            launch(depth: depth - 1)
            if random.integer(below: 2) == 0 { try await launched.last?.wait() }
        }
    }

    private func group(_ depth: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<1 + random.integer(below: 3) { group.addTask { [self] in try await body(depth - 1) } }
            for try await _ in group {}
        }
    }
}
