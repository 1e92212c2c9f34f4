import Requirements

/// The procedures of a run and what they wait for.
///
/// A suspended procedure holds a *ticket*: a slot with its continuation. Whoever ends the wait (an event, a signal, a cancellation, the
/// end of the run) redeems the ticket; a generation number makes a second redemption harmless.
///
/// Unchecked: confined to the thread of the run that owns it.
@usableFromInline final class ProcedureTable: @unchecked Sendable {
    struct Ticket {
        var continuation: UnsafeContinuation<Void, any Error>?
        var generation: UInt64 = 0
        var isCancelled = false
        var isOpen = false
    }

    let executor = ProcedureExecutor()
    private(set) var tickets: [Ticket] = []
    private var free: [UInt32] = []
    private var nextGeneration: UInt64 = 1
    private(set) var hasEnded = false
    private let stepLimit: Int
    private var refusals = 0
    /// Names of the procedures that are alive, by identity number.
    private var alive: [UInt64: String] = [:]
    private var nextIdentity: UInt64 = 0

    var liveCount: Int { alive.count }

    @usableFromInline var hasReady: Bool { executor.hasJobs }

    /// Makes a table whose procedures may go on so many times between two events, and be refused so many waits after the end.
    init(stepLimit: Int) { self.stepLimit = stepLimit }

    /// Lets procedures go on until all of them wait; false if they do not come to wait.
    @usableFromInline func drain() -> Bool { executor.drain(atMost: stepLimit) }

    /// Refuses to wait once the run is over.
    ///
    /// - Precondition: A procedure that is refused ends; one that ignores it and tries again for ever is a bug.
    func checkRunning() throws {
        guard hasEnded else { return }
        refusals += 1
        require(refusals < stepLimit, "procedures go on waiting after the run has ended: \(aliveNames)")
        throw SimulationEnded()
    }

    private var aliveNames: String { alive.sorted { $0.key < $1.key }.prefix(8).map(\.value).joined(separator: ", ") }

    func begin(_ name: String) -> UInt64 {
        nextIdentity += 1
        alive[nextIdentity] = name
        return nextIdentity
    }

    func finish(_ identity: UInt64) { alive[identity] = nil }

    /// A new ticket.
    func open() -> (slot: UInt32, generation: UInt64) {
        let slot: UInt32
        if let reused = free.popLast() {
            slot = reused
        } else {
            slot = UInt32(tickets.count)
            tickets.append(Ticket())
        }
        let generation = nextGeneration
        nextGeneration += 1
        tickets[Int(slot)] = Ticket(generation: generation, isOpen: true)
        return (slot, generation)
    }

    /// Whether its wait has not ended.
    func isOpen(_ ticket: (slot: UInt32, generation: UInt64)) -> Bool {
        tickets[Int(ticket.slot)].isOpen && tickets[Int(ticket.slot)].generation == ticket.generation
    }

    /// Suspends the calling task until the ticket is redeemed.
    ///
    /// - Parameter isShielded: Whether cancellation of the task leaves it suspended.
    func suspend(_ slot: UInt32, _ generation: UInt64, isShielded: Bool = false) async throws {
        if isShielded { return try await park(slot) }
        try await withTaskCancellationHandler {
            try await park(slot)
        } onCancel: { [self] in
            cancel(slot, generation)
        }
    }

    private func park(_ slot: UInt32) async throws {
        try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Void, any Error>) in
            if tickets[Int(slot)].isCancelled {
                close(slot)
                continuation.resume(throwing: CancellationError())
            } else {
                tickets[Int(slot)].continuation = continuation
            }
        }
    }

    /// Ends the wait of a ticket; whether there was one.
    @discardableResult func redeem(_ slot: UInt32, _ generation: UInt64, throwing error: (any Error)? = nil) -> Bool {
        let ticket = tickets[Int(slot)]
        guard ticket.isOpen, ticket.generation == generation, let continuation = ticket.continuation else { return false }
        close(slot)
        if let error { continuation.resume(throwing: error) } else { continuation.resume() }
        return true
    }

    @usableFromInline func wake(_ slot: UInt32, sequence generation: UInt64) { redeem(slot, generation) }

    private func cancel(_ slot: UInt32, _ generation: UInt64) {
        guard tickets[Int(slot)].isOpen, tickets[Int(slot)].generation == generation else { return }
        if tickets[Int(slot)].continuation == nil {
            tickets[Int(slot)].isCancelled = true
        } else {
            redeem(slot, generation, throwing: CancellationError())
        }
    }

    private func close(_ slot: UInt32) {
        tickets[Int(slot)] = Ticket()
        free.append(slot)
    }

    /// Tells every waiting procedure that the run is over, until none is alive.
    ///
    /// - Precondition: Procedures end once their waits throw; one that begins new work for ever is a bug.
    @usableFromInline func endAll() {
        hasEnded = true
        var rounds = 0
        repeat {
            finishJobs()
            for slot in tickets.indices where tickets[slot].continuation != nil {
                redeem(UInt32(slot), tickets[slot].generation, throwing: SimulationEnded())
            }
            finishJobs()
            rounds += 1
        } while !alive.isEmpty && rounds < 1000
        require(alive.isEmpty, "procedures are still alive after the run has ended: \(aliveNames)")
    }

    private func finishJobs() {
        let isDone = drain()
        require(isDone, "procedures go on without end after the run has ended: \(aliveNames)")
    }
}

/// The run is over; thrown by every wait of a procedure that is still alive then.
public struct SimulationEnded: Error, Hashable, Sendable {
    /// Makes the error.
    public init() {}
}
