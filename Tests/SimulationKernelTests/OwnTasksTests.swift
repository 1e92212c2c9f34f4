import RandomStreams
import Testing

@testable import SimulationKernel

@Suite struct OwnTasksTests {
    /// 200,000 random operations on a table of up to a few hundred addresses, against a dictionary.
    @Test func agreesWithADictionary() {
        var stream = RandomStream(rootSeed: 1, replication: 0, entity: 0, purpose: "own tasks")
        let simulation = Simulation()
        let procedures = (0..<64).map { Procedure(name: "\($0)", simulation: simulation) }
        var table = OwnTasks()
        var twin: [UInt: Procedure] = [:]
        var differences = 0
        for step in 0..<200_000 {
            // Addresses of a heap: multiples of 16 close together, some of which share a place.
            let address = UInt(1 + stream.integer(below: 400)) * 16 << (stream.integer(below: 2) * 20)
            switch stream.integer(below: step % 20_000 < 10_000 ? 4 : 3) {
            case 0, 3:
                if twin[address] == nil {
                    let procedure = procedures[Int(stream.integer(below: 64))]
                    table.insert(procedure, address)
                    twin[address] = procedure
                }
            case 1:
                table.remove(address)
                twin[address] = nil
            default: if table[address] !== twin[address] { differences += 1 }
            }
        }
        for (address, procedure) in twin where table[address] !== procedure { differences += 1 }
        #expect(differences == 0)
        #expect(twin.count > 50)
    }

    /// A procedure's own task and its child tasks are cancelled alike, while they wait and before.
    @Test func cancellationReachesOwnAndChildTasks() {
        let simulation = Simulation()
        let journal = Journal(simulation)
        let own = simulation.launch("own") {
            await journal.noteFailure(of: "own") { try await simulation.hold(for: .seconds(100)) }
            // A task that is cancelled waits no more.
            await journal.noteFailure(of: "own again") { try await simulation.hold(for: .seconds(100)) }
        }
        let group = simulation.launch("group") {
            await withTaskGroup(of: Void.self) { group in
                for child in 0..<2 {
                    group.addTask {
                        await journal.noteFailure(of: "child \(child)") { try await simulation.hold(for: .seconds(100)) }
                    }
                }
            }
        }
        simulation.launch("canceller") {
            try await simulation.hold(for: .seconds(5))
            own.cancel()
            group.cancel()
        }
        let early = simulation.launch("early") { try await simulation.hold(for: .seconds(1)) }
        early.cancel()
        #expect(simulation.run(Handler()) == .finished)
        #expect(
            journal.lines == [
                "5 own CancellationError()", "5 own again CancellationError()", "5 child 0 CancellationError()",
                "5 child 1 CancellationError()",
            ])
        #expect(early.error is CancellationError)
        #expect(simulation.now == .seconds(5))
    }
}
