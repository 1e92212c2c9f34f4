import Requirements

/// The procedures of a run and what they wait for.
///
/// A suspended procedure holds a *ticket*: a slot with its continuation. Whoever ends the wait (an event, a signal, a cancellation, the
/// end of the run) redeems the ticket; a generation number makes a second redemption harmless.
///
/// How a wait learns that its task is cancelled is the dearest part of it: a handler that is installed and removed takes the runtime's lock on the
/// task twice, two fifths of a suspension. A procedure's own task therefore has one handler for its whole life, and the table knows which task is whose.
/// Only the child tasks of task groups, which begin unseen, install one for each wait.
///
/// Unchecked: confined to the thread of the run that owns it.
@usableFromInline final class ProcedureTable: @unchecked Sendable {
    struct Ticket: BitwiseCopyable {
        var continuation: UnsafeContinuation<Void, any Error>?
        var generation: UInt64 = 0
        var isCancelled = false
        var isOpen = false

        /// Slot and generation.
        typealias Number = (slot: UInt32, generation: UInt64)
    }

    let executor = ProcedureExecutor()
    /// In raw memory, as each wait goes through it several times.
    private var tickets: UnsafeMutablePointer<Ticket>
    private var free: UnsafeMutablePointer<UInt32>
    private var freeCount = 0
    private var ticketCount = 0
    private var capacity = 64
    private var nextGeneration: UInt64 = 1
    private(set) var hasEnded = false
    private let stepLimit: Int
    private var refusals = 0
    /// The procedures that have not ended, in places that are taken again.
    private var alive: [Procedure?] = []
    private var freePlaces: [Int] = []
    private var nextNumber: UInt64 = 0
    private var ownTasks = OwnTasks()

    var liveCount: Int { alive.count - freePlaces.count }

    /// Number of procedures that can go on.
    @usableFromInline let readyJobs: UnsafeMutablePointer<Int>

    /// Makes a table whose procedures may go on so many times between two events, and be refused so many waits after the end.
    init(stepLimit: Int) {
        self.stepLimit = stepLimit
        readyJobs = executor.readyJobs
        tickets = .allocate(capacity: capacity)
        free = .allocate(capacity: capacity)
    }

    deinit {
        tickets.deallocate()
        free.deallocate()
    }

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

    /// Some of their names, the first that were launched.
    private var aliveNames: String {
        alive.compactMap(\.self).sorted { $0.number < $1.number }.prefix(8).map(\.name).joined(separator: ", ")
    }

    /// Keeps a procedure until it ends.
    func begin(_ procedure: Procedure) {
        nextNumber += 1
        procedure.number = nextNumber
        if let place = freePlaces.popLast() {
            procedure.place = place
            alive[place] = procedure
        } else {
            procedure.place = alive.count
            alive.append(procedure)
        }
    }

    func finish(_ procedure: Procedure) {
        alive[procedure.place] = nil
        freePlaces.append(procedure.place)
    }

    /// Notes that the calling task is a procedure's own; its address, for ``resign(_:)``.
    func enlist(_ procedure: Procedure) -> UInt {
        let task = Self.currentTask
        ownTasks.insert(procedure, task)
        return task
    }

    /// Forgets a task before it ends.
    func resign(_ task: UInt) { ownTasks.remove(task) }

    /// The procedure whose own task calls, nil for a child task.
    private var caller: Procedure? { ownTasks[Self.currentTask] }

    private static var currentTask: UInt { withUnsafeCurrentTask { $0.map { unsafeBitCast($0, to: UInt.self) } ?? 0 } }

    /// A ticket for a wait that is about to begin, and the procedure whose own task waits.
    ///
    /// - Throws: ``SimulationEnded`` once the run is over, `CancellationError` when the task is cancelled.
    func beginWait() throws -> (ticket: Ticket.Number, owner: Procedure?) {
        try checkRunning()
        let owner = caller
        if let owner {
            if owner.isCancelled { throw CancellationError() }
        } else {
            try Task.checkCancellation()
        }
        let ticket = open()
        owner?.ticket = ticket
        return (ticket, owner)
    }

    /// A new ticket.
    func open() -> Ticket.Number {
        let slot: UInt32
        if freeCount > 0 {
            freeCount -= 1
            slot = free[freeCount]
        } else {
            if ticketCount == capacity { grow() }
            slot = UInt32(ticketCount)
            (tickets + ticketCount).initialize(to: Ticket())
            ticketCount += 1
        }
        let generation = nextGeneration
        nextGeneration += 1
        tickets[Int(slot)] = Ticket(generation: generation, isOpen: true)
        return (slot, generation)
    }

    /// Whether its wait has not ended.
    func isOpen(_ ticket: Ticket.Number) -> Bool {
        tickets[Int(ticket.slot)].isOpen && tickets[Int(ticket.slot)].generation == ticket.generation
    }

    /// Suspends a child task until the ticket is redeemed or the task cancelled.
    func suspendChild(_ ticket: Ticket.Number) async throws {
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { park($0, ticket.slot) }
        } onCancel: { [self] in
            cancel(ticket)
        }
    }

    /// Keeps what a suspended task goes on by.
    func park(_ continuation: UnsafeContinuation<Void, any Error>, _ slot: UInt32) {
        if tickets[Int(slot)].isCancelled {
            close(slot)
            continuation.resume(throwing: CancellationError())
        } else {
            tickets[Int(slot)].continuation = continuation
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

    /// Ends a wait, begun or about to begin, because its task is cancelled.
    func cancel(_ ticket: Ticket.Number) {
        guard isOpen(ticket) else { return }
        if tickets[Int(ticket.slot)].continuation == nil {
            tickets[Int(ticket.slot)].isCancelled = true
        } else {
            redeem(ticket.slot, ticket.generation, throwing: CancellationError())
        }
    }

    private func close(_ slot: UInt32) {
        tickets[Int(slot)] = Ticket()
        free[freeCount] = slot
        freeCount += 1
    }

    private func grow() {
        let (oldTickets, oldFree) = (tickets, free)
        capacity *= 2
        tickets = .allocate(capacity: capacity)
        tickets.moveInitialize(from: oldTickets, count: ticketCount)
        free = .allocate(capacity: capacity)
        free.moveInitialize(from: oldFree, count: freeCount)
        oldTickets.deallocate()
        oldFree.deallocate()
    }

    /// Tells every waiting procedure that the run is over, until none is alive.
    ///
    /// - Precondition: Procedures end once their waits throw; one that begins new work for ever is a bug.
    @usableFromInline func endAll() {
        hasEnded = true
        var rounds = 0
        repeat {
            finishJobs()
            for slot in 0..<ticketCount where tickets[slot].continuation != nil {
                redeem(UInt32(slot), tickets[slot].generation, throwing: SimulationEnded())
            }
            finishJobs()
            rounds += 1
        } while liveCount > 0 && rounds < 1000
        require(liveCount == 0, "procedures are still alive after the run has ended: \(aliveNames)")
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
