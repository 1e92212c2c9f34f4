import Requirements

/// What an operator does: structured concurrency in simulated time.
extension Simulation {
    /// Begins a procedure; it first runs before the next event.
    ///
    /// Everything that it awaits must be the run's: ``hold(for:)``, ``Signal``, ``Gate``, ``Semaphore``, task groups of such. Child tasks
    /// run on the run's thread too. A failure is kept in the procedure and thrown by ``Procedure/wait()``.
    @discardableResult
    public func launch(_ name: String, _ body: @escaping @Sendable () async throws -> Void) -> Procedure {
        require(!procedures.hasEnded, "procedure `\(name)` is launched after the run has ended")
        let identity = procedures.begin(name)
        let procedure = Procedure(name: name, simulation: self)
        procedure.task = Task(executorPreference: procedures.executor) { [procedures] in
            let task = procedures.enlist(procedure)
            do {
                try await withTaskCancellationHandler {
                    try await body()
                } onCancel: {
                    procedure.isCancelled = true
                    if let ticket = procedure.ticket { procedures.cancel(ticket) }
                }
                procedure.finish(nil)
            } catch {
                procedure.finish(error)
            }
            procedures.resign(task)
            procedures.finish(identity)
        }
        return procedure
    }

    /// Suspends the calling procedure for a length of simulated time; one beyond the clock's range never ends.
    ///
    /// - Throws: `CancellationError` at once when its task is cancelled, ``SimulationEnded`` when the run is over.
    public func hold(for duration: SimulationDuration) async throws { try await hold(until: now.advanced(by: duration)) }

    /// Suspends the calling procedure until an instant, which must not be past.
    public func hold(until time: SimulationTime) async throws {
        let (ticket, owner) = try procedures.beginWait()
        let event = schedule(
            Event(kind: KernelEvent.wake, entity: ticket.slot, a: Int64(bitPattern: ticket.generation)), at: time)
        do {
            if owner == nil {
                try await procedures.suspendChild(ticket)
            } else {
                try await withUnsafeThrowingContinuation { procedures.park($0, ticket.slot) }
            }
        } catch {
            cancel(event)
            throw error
        }
    }

    /// Does something to its end although the calling task may be cancelled: a rollback, the release of leases.
    ///
    /// The body runs as a procedure of its own. When the run is over its waits throw all the same.
    public func shielded(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try procedures.checkRunning()
        try await launch("shielded", body).wait(isShielded: true)
    }

    /// Number of procedures that have not ended.
    public var liveProcedureCount: Int { procedures.liveCount }
}

/// A procedure that was launched.
///
/// Unchecked: confined to the thread of its run.
public final class Procedure: @unchecked Sendable {
    /// What it was launched as.
    public let name: String
    /// Whether it has ended.
    public private(set) var isFinished = false
    /// What it threw, if it failed.
    public private(set) var error: (any Error)?
    var task: Task<Void, Never>?
    /// Whether its own task is cancelled.
    var isCancelled = false
    /// What its own task waits for, or waited for last.
    var ticket: ProcedureTable.Ticket.Number?
    private let finished: Signal

    init(name: String, simulation: Simulation) {
        self.name = name
        finished = Signal(simulation)
    }

    /// Cancels its task: what it waits for throws at once.
    public func cancel() { task?.cancel() }

    /// Waits for its end, and throws what it threw.
    public func wait() async throws { try await wait(isShielded: false) }

    func wait(isShielded: Bool) async throws {
        if !isFinished { try await finished.wait(isShielded: isShielded) }
        if let error { throw error }
    }

    func finish(_ error: (any Error)?) {
        self.error = error
        isFinished = true
        task = nil
        finished.fire()
    }
}
