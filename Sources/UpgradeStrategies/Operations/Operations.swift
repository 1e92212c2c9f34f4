public import ClusterModel
public import SimulationKernel

/// What an operator can do; strategies are written in these terms.
///
/// Each operation takes its time on the run's clock and changes the cluster; what that means for requests, transfers and costs is left to the
/// models. A crash during an operation is handled the way an operator would: the nodes that are there go on, the broken one is seen to when it
/// has been repaired.
///
/// Unchecked: confined to the thread of its run.
public final class Operations: @unchecked Sendable {
    let run: UpgradeRun
    var simulation: Simulation { run.simulation }
    var cluster: Cluster { run.cluster }
    /// What is rehearsed.
    public var rehearsal: Rehearsal { run.rehearsal }
    /// Nodes that were broken when it was their turn.
    var stragglers: [Int] = []
    /// Servers whose conversion was given up half-way: they have neither the old data nor the new.
    var halfConverted: Set<Int> = []
    /// Whether machines on lease are kept for another attempt.
    var keepsLeases = false
    private var windowOpens: Signal
    /// Where work began within the change window that is open, if the run is recorded.
    private var begunInWindow: [UInt64] = []

    init(_ run: UpgradeRun) {
        self.run = run
        windowOpens = Signal(run.simulation)
    }

    /// The present instant.
    public var now: SimulationTime { simulation.now }

    /// Sequence number of the event at which the caller goes on.
    public var currentEvent: UInt64 { simulation.currentSequence }

    /// Names a step of the plan as a cause of loss.
    public func planned(_ label: String) -> CauseID { cluster.cause(label, .planned) }

    /// Does something as a named step, which the trace shows and operators' hours count.
    ///
    /// - Parameter attended: Whether an operator is busy with it all the time.
    public func step(_ label: String, tier: Int? = nil, attended: Bool = true, _ body: () async throws -> Void) async throws {
        let index = run.steps.count
        run.steps.append(
            StepRecord(
                label: label, tier: tier, start: now, end: .distantFuture, isAttended: attended, isFault: false,
                startEvent: simulation.currentSequence))
        if attended { beginAttending() }
        noteRollback()
        defer {
            run.steps[index].end = now
            run.steps[index].endEvent = simulation.currentSequence
            if attended { endAttending() }
            noteRollback()
        }
        try await body()
    }

    private func beginAttending() {
        if run.attendedSteps == 0 { run.attendedSince = now }
        run.attendedSteps += 1
    }

    private func endAttending() {
        run.attendedSteps -= 1
        if run.attendedSteps == 0 { run.operatorSeconds += (now - run.attendedSince).seconds }
    }

    /// Waits within an attended step for something that needs nobody.
    func unattended(_ body: () async throws -> Void) async throws {
        guard run.attendedSteps == 1 else { return try await body() }
        endAttending()
        defer { beginAttending() }
        try await body()
    }

    /// Waits until work may be done.
    public func waitForWindow() async throws {
        guard !run.isRollingBack else { return }
        while !run.windowIsOpen { try await wait(for: windowOpens) }
        if run.history != nil, !rehearsal.calendar.windows.isEmpty { begunInWindow.append(simulation.currentSequence) }
        if let deadline = rehearsal.calendar.deadline, now >= deadline, run.pointOfNoReturn == nil { throw UpgradeFailure.deadlinePassed }
    }

    /// Follows the change windows: background work pauses while they are closed.
    func watchWindows() {
        let calendar = rehearsal.calendar
        guard !calendar.windows.isEmpty else { return }
        run.windowIsOpen = calendar.isOpen(at: now)
        _ = simulation.launch("change windows") { [self] in
            while let change = calendar.nextChange(after: now) {
                try await simulation.hold(until: change)
                run.history?.join(.instead, from: 0)
                run.windowIsOpen = calendar.isOpen(at: now)
                noteMissedWindow()
                for job in run.jobs { run.update(job) }
                if run.windowIsOpen { windowOpens.fire() }
            }
        }
    }

    /// What began in the window that closes now would have missed it had it been later; and so would a job that ended, as jobs pause now.
    private func noteMissedWindow() {
        guard let history = run.history else { return }
        let events = history.takeJobEnds() + begunInWindow
        // A window that opens ends nothing.
        if !run.windowIsOpen { for event in events { history.join(.appointment, from: event) } }
        begunInWindow = []
    }

    /// Does several things at once, in the order given where it matters; the first failure ends the others.
    public func together<Element: Sendable>(_ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> Void) async throws
    {
        let finishes = run.history.map { _ in Finishes() }
        try await together(elements[...]) { [simulation] element in
            try await body(element)
            finishes?.events.append(simulation.currentSequence)
        }
        for event in finishes?.events ?? [] { run.history?.join(.together, from: event) }
    }

    /// A task group finds a child that has ended by going through all of them: many children are groups of groups.
    private func together<Element: Sendable>(
        _ elements: ArraySlice<Element>, _ body: @escaping @Sendable (Element) async throws -> Void
    ) async throws {
        let mostChildren = 128
        let part = elements.count <= mostChildren ? 1 : (elements.count + mostChildren - 1) / mostChildren
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in stride(from: elements.startIndex, to: elements.endIndex, by: part) {
                group.addTask { [self] in
                    if part == 1 {
                        try await body(elements[start])
                    } else {
                        try await together(elements[start..<min(start + part, elements.endIndex)], body)
                    }
                }
            }
            for try await _ in group {}
        }
    }

    /// Nodes of a tier in the original universe.
    public func nodes(of tier: Int) -> [Int] { cluster.nodes(of: tier) }

    /// Nodes of a tier in the original universe but for some of them.
    func nodes(of tier: Int, except others: [Int]) -> [Int] {
        let others = Set(others)
        return nodes(of: tier).filter { !others.contains($0) }
    }

    /// Waits until a node has been repaired.
    func waitForRepair(of node: Int) async throws {
        guard cluster.nodes[node].state == .failed else { return }
        try await unattended { while cluster.nodes[node].state == .failed { try await wait(for: run.returned) } }
    }

    private func noteRollback() {
        guard run.pointOfNoReturn == nil, cluster.activeUniverse == .original else { return }
        run.longestRollback = max(run.longestRollback, estimatedRollback())
    }

    /// From now on the old version lacks writes that the new one has taken.
    public func passPointOfNoReturn() {
        if run.pointOfNoReturn == nil { run.pointOfNoReturn = now }
    }
}

/// The events at which parts ended that go on side by side.
///
/// Unchecked: confined to the thread of its run.
private final class Finishes: @unchecked Sendable {
    var events: [UInt64] = []
}
