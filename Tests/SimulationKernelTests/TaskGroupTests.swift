import SimulationKernel
import Testing

@Suite struct TaskGroupTests {
    @Test func groupEndsWithItsLongestTask() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        simulation.launch("parallel") {
            await withTaskGroup(of: Int.self) { group in
                for seconds in [3, 1, 2] {
                    group.addTask {
                        try? await simulation.hold(for: .seconds(seconds))
                        return seconds
                    }
                }
                for await seconds in group { journal.note("task \(seconds)") }
            }
            journal.note("all")
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["1 task 1", "2 task 2", "3 task 3", "3 all"])
    }

    /// The first error ends the group: siblings are cancelled at that instant, unwind one after the other, and only then does it go on.
    @Test func errorUnwindsSiblings() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let never = Signal(simulation)
        simulation.launch("parallel") {
            await journal.noteFailure(of: "group") {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        defer { journal.note("sibling left") }
                        await journal.noteFailure(of: "hold") { try await simulation.hold(for: .seconds(50)) }
                        try Task.checkCancellation()
                    }
                    group.addTask { await journal.noteFailure(of: "signal") { try await never.wait() } }
                    group.addTask {
                        try await simulation.hold(for: .seconds(2))
                        throw Fault()
                    }
                    group.addTask {
                        try await simulation.hold(for: .seconds(1))
                        journal.note("early")
                    }
                    for try await _ in group {}
                }
            }
            journal.note("pending \(simulation.pendingCount)")
        }
        #expect(simulation.run(Handler()) == .finished)
        #expect(
            journal.lines == [
                "1 early", "2 hold CancellationError()", "2 sibling left", "2 signal CancellationError()", "2 group Fault()", "2 pending 0",
            ])
        #expect(simulation.now == .seconds(2))
    }

    @Test func cancellationReachesNestedGroups() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        @Sendable func tree(_ depth: Int, _ name: String) async throws {
            defer { journal.note("\(name) left") }
            guard depth > 0 else { return try await simulation.hold(for: .seconds(100)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for child in 0..<2 { group.addTask { try await tree(depth - 1, "\(name)\(child)") } }
                for try await _ in group {}
            }
        }
        let procedure = simulation.launch("root") { try await tree(2, "t") }
        simulation.launch("canceller") {
            try await simulation.hold(for: .seconds(7))
            procedure.cancel()
        }
        _ = simulation.run(Handler())
        #expect(journal.lines.count == 7)
        #expect(journal.lines.allSatisfy { $0.hasPrefix("7 t") })
        #expect(journal.lines.last == "7 t left")
        #expect(procedure.error is CancellationError)
        #expect(simulation.now == .seconds(7))
    }

    @Test func endOfTheRunUnwindsGroups() {
        let simulation = Simulation(limits: Limits(maximumTime: .seconds(4)))
        let journal = Journal(simulation)
        let procedure = simulation.launch("root") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for child in 0..<3 {
                    group.addTask { await journal.noteFailure(of: "\(child)") { try await simulation.hold(for: .seconds(10 + child)) } }
                }
                // Begins only when the run is over: refused at once.
                group.addTask {
                    _ = try? await simulation.hold(for: .seconds(20))
                    await journal.noteFailure(of: "late") { try await simulation.hold(for: .zero) }
                    throw Fault()
                }
                for try await _ in group {}
            }
        }
        #expect(simulation.run(Handler()) == .timeLimit)
        #expect(
            Set(journal.lines) == ["4 0 SimulationEnded()", "4 1 SimulationEnded()", "4 2 SimulationEnded()", "4 late SimulationEnded()"])
        #expect(procedure.error is Fault)
        #expect(simulation.liveProcedureCount == 0)
    }
}
