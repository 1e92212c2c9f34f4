import SimulationKernel
import Testing

@Suite struct SignalTests {
    @Test func firesInTheOrderOfWaiting() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let signal = Signal(simulation)
        for (name, second) in [("a", 3), ("b", 1), ("c", 2), ("d", 9)] {
            simulation.launch(name) {
                try await simulation.hold(for: .seconds(second))
                await journal.noteFailure(of: name) { try await signal.wait() }
                // Waiting again waits for the next time.
                if name == "b" { await journal.noteFailure(of: "b again") { try await signal.wait() } }
            }
        }
        simulation.launch("firing") {
            for _ in 0..<2 {
                try await simulation.hold(for: .seconds(5))
                signal.fire()
            }
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["5 b done", "5 c done", "5 a done", "10 b again done", "10 d done"])
    }

    @Test func cancelledWaiterLeavesTheOthers() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let signal = Signal(simulation)
        let waiters = (0..<4).map { index in
            simulation.launch("\(index)") { await journal.noteFailure(of: "\(index)") { try await signal.wait() } }
        }
        simulation.launch("driver") {
            try await simulation.hold(for: .seconds(1))
            waiters[1].cancel()
            try await simulation.hold(for: .seconds(1))
            signal.fire()
            // Fired already: too late.
            waiters[2].cancel()
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["1 1 CancellationError()", "2 0 done", "2 2 done", "2 3 done"])
    }

    /// Waiters come and are cancelled a thousand times while one stays: it is still there, and it is woken once.
    @Test func manyCancelledWaiters() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let signal = Signal(simulation)
        simulation.launch("patient") { await journal.noteFailure(of: "patient") { try await signal.wait() } }
        simulation.launch("driver") {
            for _ in 0..<1_000 {
                let impatient = simulation.launch("impatient") { try await signal.wait() }
                try await simulation.hold(for: .seconds(1))
                impatient.cancel()
            }
            simulation.launch("last") { await journal.noteFailure(of: "last") { try await signal.wait() } }
            try await simulation.hold(for: .seconds(1))
            signal.fire()
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["1001 patient done", "1001 last done"])
    }
}

@Suite struct GateTests {
    @Test func letsPassWhileOpen() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let gate = Gate(simulation, isOpen: true)
        for second in 0..<6 {
            simulation.launch("\(second)") {
                try await simulation.hold(for: .milliseconds(1_000 * second + 500))
                await journal.noteFailure(of: "\(second)") { try await gate.pass() }
            }
        }
        simulation.launch("keeper") {
            try await simulation.hold(for: .seconds(2))
            gate.close()
            try await simulation.hold(for: .seconds(2))
            gate.open()
            #expect(gate.isOpen)
        }
        _ = simulation.run(Handler())
        #expect(
            journal.lines == [
                "0+500000000ns 0 done", "1+500000000ns 1 done", "4 2 done", "4 3 done", "4+500000000ns 4 done", "5+500000000ns 5 done",
            ])
    }

    /// Whoever waited when it opened passes; whoever comes after it has closed again waits.
    @Test func closingKeepsOnlyThoseWhoComeLater() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let gate = Gate(simulation, isOpen: false)
        simulation.launch("early") { await journal.noteFailure(of: "early") { try await gate.pass() } }
        simulation.launch("keeper") {
            try await simulation.hold(for: .seconds(1))
            gate.open()
            gate.close()
            simulation.launch("late") { await journal.noteFailure(of: "late") { try await gate.pass() } }
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["1 early done", "1 late SimulationEnded()"])
        #expect(!gate.isOpen)
    }
}

@Suite struct SemaphoreTests {
    /// Uses the semaphore for some seconds, and gives the thing back whatever happens.
    private func use(_ semaphore: Semaphore, seconds: Int, as name: String, _ journal: Journal, _ simulation: Simulation) async throws {
        try await semaphore.acquire()
        journal.note("\(name) has it")
        defer { semaphore.release() }
        try await simulation.hold(for: .seconds(seconds))
    }

    @Test func servesFirstComeFirst() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let semaphore = Semaphore(simulation, count: 2)
        for (name, seconds) in [("a", 5), ("b", 3), ("c", 1), ("d", 9), ("e", 1)] {
            simulation.launch(name) { try await use(semaphore, seconds: seconds, as: name, journal, simulation) }
        }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["0 a has it", "0 b has it", "3 c has it", "4 d has it", "5 e has it"])
        #expect(simulation.now == .seconds(13))
    }

    /// A thing that is given back goes to who waits, and not to one who asks at the same instant.
    @Test func newcomerDoesNotOvertake() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let semaphore = Semaphore(simulation, count: 1)
        simulation.launch("holder") {
            try await use(semaphore, seconds: 2, as: "holder", journal, simulation)
            try await use(semaphore, seconds: 1, as: "holder again", journal, simulation)
        }
        simulation.launch("waiter") { try await use(semaphore, seconds: 3, as: "waiter", journal, simulation) }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["0 holder has it", "2 waiter has it", "5 holder again has it"])
    }

    @Test func cancelledWaiterIsPassedOver() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let semaphore = Semaphore(simulation, count: 1)
        simulation.launch("a") { try await use(semaphore, seconds: 5, as: "a", journal, simulation) }
        let waiters = ["b", "c", "d"].map { name in
            simulation.launch(name) {
                await journal.noteFailure(of: name) { try await use(semaphore, seconds: 5, as: name, journal, simulation) }
            }
        }
        simulation.launch("driver") {
            try await simulation.hold(for: .seconds(2))
            waiters[0].cancel()
            waiters[2].cancel()
        }
        _ = simulation.run(Handler())
        #expect(
            journal.lines == [
                "0 a has it", "2 b CancellationError()", "2 d CancellationError()", "5 c has it", "10 c done",
            ])
    }

    /// The thing is handed to a waiter that is cancelled before it goes on: the waiter has it, unwinds and gives it back.
    @Test func thingHandedToCancelledWaiterIsNotLost() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let semaphore = Semaphore(simulation, count: 1)
        let box = ProcedureBox()
        simulation.launch("a") {
            try await semaphore.acquire()
            try await simulation.hold(for: .seconds(5))
            semaphore.release()
            box.procedure?.cancel()
        }
        box.procedure = simulation.launch("b") {
            await journal.noteFailure(of: "b") { try await use(semaphore, seconds: 5, as: "b", journal, simulation) }
        }
        simulation.launch("c") { await journal.noteFailure(of: "c") { try await use(semaphore, seconds: 5, as: "c", journal, simulation) } }
        _ = simulation.run(Handler())
        #expect(journal.lines == ["5 b has it", "5 b CancellationError()", "5 c has it", "10 c done"])
    }

    /// A line of hundreds from which every third leaves again: whoever stays is served in the order of arrival.
    @Test func longLineKeepsItsOrder() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let semaphore = Semaphore(simulation, count: 1)
        for index in 0..<600 {
            let user = simulation.launch("user") {
                try await simulation.hold(for: .seconds(index))
                try await use(semaphore, seconds: 2, as: "\(index)", journal, simulation)
            }
            guard index % 3 == 1 else { continue }
            simulation.launch("canceller") {
                // Half a second after it came: it waits, as the line is longer than that from the second on.
                try await simulation.hold(for: .milliseconds(index * 1_000 + 500))
                user.cancel()
            }
        }
        _ = simulation.run(Handler())
        let expected = (0..<600).filter { $0 % 3 != 1 }
        #expect(journal.lines == expected.enumerated().map { "\($0.offset * 2) \($0.element) has it" })
    }

    /// 500 random runs of 12 users of 3 things, some cancelled at random: never more than three at once, and all three come back.
    @Test func nothingIsLostOrInvented() {
        for seed in 0..<500 as Range<UInt64> {
            let simulation = Simulation()
            let semaphore = Semaphore(simulation, count: 3)
            let random = SharedStream(seed: seed, purpose: "semaphore")
            let users = Users()
            for index in 0..<12 {
                let user = simulation.launch("user") {
                    for _ in 0..<4 {
                        try await simulation.hold(for: .seconds(random.integer(below: 4)))
                        try await semaphore.acquire()
                        users.enter()
                        defer {
                            users.leave()
                            semaphore.release()
                        }
                        try await simulation.hold(for: .seconds(random.integer(below: 4)))
                    }
                }
                guard index.isMultiple(of: 2) else { continue }
                simulation.launch("canceller") {
                    try await simulation.hold(for: .seconds(random.integer(below: 20)))
                    user.cancel()
                }
            }
            simulation.launch("audit") {
                try await simulation.hold(for: .seconds(1_000))
                for _ in 0..<3 { try await semaphore.acquire() }
                users.isComplete = true
            }
            _ = simulation.run(Handler())
            #expect(users.isComplete, "seed \(seed): a thing was lost")
            #expect(users.most == 3, "seed \(seed): \(users.most) users at once")
            #expect(users.present == 0)
        }
    }
}

/// Unchecked: confined to the thread of its run.
private final class ProcedureBox: @unchecked Sendable {
    var procedure: Procedure?
}

/// Unchecked: confined to the thread of its run.
private final class Users: @unchecked Sendable {
    private(set) var present = 0
    private(set) var most = 0
    var isComplete = false

    func enter() {
        present += 1
        most = max(most, present)
    }

    func leave() { present -= 1 }
}
