import Requirements

/// Procedures wait for it; when it fires all of them go on, first come first.
///
/// Unchecked: confined to the thread of its run.
public final class Signal: @unchecked Sendable {
    private let procedures: ProcedureTable
    private var waiting = WaitingLine()

    /// Makes a signal of a run.
    public init(_ simulation: Simulation) { procedures = simulation.procedures }

    /// Suspends until the next ``fire()``.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, ``SimulationEnded`` when the run is over.
    public func wait() async throws { try await wait(isShielded: false) }

    func wait(isShielded: Bool) async throws {
        if isShielded {
            try procedures.checkRunning()
            let ticket = procedures.open()
            waiting.append(ticket, in: procedures)
            return try await withUnsafeThrowingContinuation { procedures.park($0, ticket.slot) }
        }
        let (ticket, owner) = try procedures.beginWait()
        waiting.append(ticket, in: procedures)
        if owner == nil { return try await procedures.suspendChild(ticket) }
        try await withUnsafeThrowingContinuation { procedures.park($0, ticket.slot) }
    }

    /// Lets everyone who waits go on.
    public func fire() {
        for ticket in waiting.takeAll() { procedures.redeem(ticket.slot, ticket.generation) }
    }

    /// Lets the first who waits go on; whether there was one.
    @discardableResult func fireOne() -> Bool {
        while let ticket = waiting.takeFirst() {
            if procedures.redeem(ticket.slot, ticket.generation) { return true }
        }
        return false
    }
}

/// Lets procedures pass while it is open.
///
/// Unchecked: confined to the thread of its run.
public final class Gate: @unchecked Sendable {
    /// Whether it is open.
    public private(set) var isOpen: Bool
    private let opened: Signal

    /// Makes a gate.
    public init(_ simulation: Simulation, isOpen: Bool) {
        self.isOpen = isOpen
        opened = Signal(simulation)
    }

    /// Waits until it is opened; whoever waits then passes, even if it is closed within the same instant.
    public func pass() async throws { if !isOpen { try await opened.wait() } }

    /// Opens it.
    public func open() {
        isOpen = true
        opened.fire()
    }

    /// Closes it for those who come later.
    public func close() { isOpen = false }
}

/// A number of things that procedures use one at a time each, first come first served.
///
/// Unchecked: confined to the thread of its run.
public final class Semaphore: @unchecked Sendable {
    private var free: Int
    private let freed: Signal

    /// Makes a semaphore with so many things.
    public init(_ simulation: Simulation, count: Int) {
        require(count >= 0, "a semaphore of \(count) things")
        free = count
        freed = Signal(simulation)
    }

    /// Takes one, waiting for it if need be.
    public func acquire() async throws {
        if free > 0 { free -= 1 } else { try await freed.wait() }
    }

    /// Gives one back; whoever has waited longest has it.
    public func release() { if !freed.fireOne() { free += 1 } }
}
