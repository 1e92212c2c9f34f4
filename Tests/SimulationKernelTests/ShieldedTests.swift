import SimulationKernel
import Testing

@Suite struct ShieldedTests {
    /// A rollback takes its time although the task that needs it is cancelled.
    @Test func rollbackHoldsInCancelledTask() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let upgrade = simulation.launch("upgrade") {
            do {
                try await simulation.hold(for: .seconds(100))
            } catch {
                journal.note("\(error)")
                await journal.noteFailure(of: "plain") { try await simulation.hold(for: .seconds(1)) }
                try await simulation.shielded {
                    journal.note("rollback, cancelled: \(Task.isCancelled)")
                    try await simulation.hold(for: .seconds(5))
                    journal.note("rolled back")
                }
                journal.note("cancelled: \(Task.isCancelled)")
                throw error
            }
        }
        simulation.launch("deadline") {
            try await simulation.hold(for: .seconds(10))
            upgrade.cancel()
        }
        _ = simulation.run(Handler())
        #expect(
            journal.lines == [
                "10 CancellationError()", "10 plain CancellationError()", "10 rollback, cancelled: false", "15 rolled back",
                "15 cancelled: true",
            ])
        #expect(upgrade.error is CancellationError)
    }

    @Test func cancellationDuringShieldWaitsForItsEnd() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let procedure = simulation.launch("procedure") {
            await journal.noteFailure(of: "shield") { try await simulation.shielded { try await simulation.hold(for: .seconds(8)) } }
            await journal.noteFailure(of: "hold") { try await simulation.hold(for: .seconds(8)) }
        }
        simulation.launch("canceller") {
            for _ in 0..<3 {
                try await simulation.hold(for: .seconds(2))
                procedure.cancel()
            }
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["8 shield done", "8 hold CancellationError()"])
    }

    @Test func nestedShields() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let procedure = simulation.launch("procedure") {
            await journal.noteFailure(of: "outer") {
                try await simulation.shielded {
                    try await simulation.hold(for: .seconds(1))
                    await journal.noteFailure(of: "inner") {
                        try await simulation.shielded {
                            try await withThrowingTaskGroup(of: Void.self) { group in
                                group.addTask { try await simulation.hold(for: .seconds(3)) }
                                group.addTask { await journal.noteFailure(of: "sibling") { try await simulation.hold(for: .seconds(9)) } }
                                group.addTask {
                                    try await simulation.hold(for: .seconds(4))
                                    throw Fault()
                                }
                                for try await _ in group {}
                            }
                        }
                    }
                    try await simulation.hold(for: .seconds(1))
                    throw Fault()
                }
            }
        }
        procedure.cancel()
        _ = simulation.run(Handler())
        #expect(journal.lines == ["5 sibling CancellationError()", "5 inner Fault()", "6 outer Fault()"])
    }

    /// A group whose siblings roll back under a shield ends when the longest rollback does.
    @Test func groupWaitsForShieldedRollbacks() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        simulation.launch("upgrade") {
            await journal.noteFailure(of: "group") {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for node in 1...3 {
                        group.addTask {
                            do {
                                try await simulation.hold(for: .seconds(100))
                            } catch {
                                try await simulation.shielded { try await simulation.hold(for: .seconds(node * 10)) }
                                journal.note("node \(node) rolled back")
                                throw error
                            }
                        }
                    }
                    group.addTask {
                        try await simulation.hold(for: .seconds(2))
                        throw Fault()
                    }
                    for try await _ in group {}
                }
            }
        }
        _ = simulation.run(Handler())
        #expect(
            journal.lines == ["12 node 1 rolled back", "22 node 2 rolled back", "32 node 3 rolled back", "32 group Fault()"])
    }

    @Test func endOfTheRunEndsShieldsToo() {
        let simulation = Simulation(limits: Limits(maximumTime: .seconds(3)))
        let journal = Journal(simulation)
        simulation.launch("procedure") {
            await journal.noteFailure(of: "shield") {
                try await simulation.shielded {
                    await journal.noteFailure(of: "hold") { try await simulation.hold(for: .seconds(8)) }
                    try await simulation.hold(for: .seconds(8))
                }
            }
        }
        #expect(simulation.run(Handler()) == .timeLimit)
        // The shield's body and the one that waits for it are told at the same instant, in an order that does not matter.
        #expect(Set(journal.lines) == ["3 hold SimulationEnded()", "3 shield SimulationEnded()"])
        #expect(simulation.liveProcedureCount == 0)
    }
}
