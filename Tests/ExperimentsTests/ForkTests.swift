import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

@testable import Experiments

/// Futures of one run share its past.
@Suite struct ForkTests {
    private static let futures = [
        Fork.Future(name: "go on", change: nil), Fork.Future(name: "roll-back", change: .rollBack),
        Fork.Future(name: "retry", change: .retry),
    ]

    private func fork(_ name: String, seconds: Int, jobs: Int = 1) throws -> Fork {
        var shop = ThreeTier()
        shop.procedure.pauseBetweenAttempts = .minutes(10)
        return try #require(
            Fork(
                shop.rehearsal, strategy: name, seed: 3, replication: 2, time: .seconds(seconds), futures: Self.futures, jobs: jobs))
    }

    @Test("the prefix is shared, and to go on is the run itself", arguments: StrategyCatalogue.all.map(\.name), [0, 1, 90, 400, 620])
    func prefix(_ name: String, _ seconds: Int) throws {
        let fork = try fork(name, seconds: seconds)
        #expect(Set(fork.branches.map(\.prefix)).count == 1)
        var shop = ThreeTier()
        shop.procedure.pauseBetweenAttempts = .minutes(10)
        let plain = shop.run(try #require(StrategyCatalogue.strategy(named: name)), seed: 3, replication: 2).result
        #expect(fork.branches[0].result.fingerprint == plain.fingerprint)
        #expect(fork.prefix.events <= plain.events)
        #expect((fork.prefix.events == 0) == (seconds == 0))
        #expect(fork.branches[1].result.outcome == .gaveUp("the operator gave it up"))
        #expect(fork.branches[1].result.fingerprint != plain.fingerprint)
    }

    @Test("every event before the instant is the same, one by one")
    func everyEvent() throws {
        func events(_ change: Intervention.Change?) -> [Event] {
            let run = UpgradeRun(ThreeTier().rehearsal, strategy: RollingUpgrade(), seed: 1, replication: 0)
            let log = EventsBefore(.seconds(500))
            run.simulation.observer = log
            run.intervention = change.map { Intervention(time: .seconds(500), change: $0) }
            _ = run.run()
            return log.events
        }
        let plain = events(nil)
        #expect(plain.count > 10)
        #expect(events(.rollBack) == plain)
        #expect(events(.retry) == plain)
    }

    @Test("the number of threads changes nothing")
    func jobs() throws {
        let (one, three) = (try fork("big-flip", seconds: 200), try fork("big-flip", seconds: 200, jobs: 3))
        #expect(one.branches.map(\.result.fingerprint) == three.branches.map(\.result.fingerprint))
        #expect(one.prefix == three.prefix)
    }
}

/// Keeps what happens before an instant, without the causes, whose numbers count the intervention too.
private final class EventsBefore: EventObserver {
    private(set) var events: [Event] = []
    private let time: SimulationTime

    init(_ time: SimulationTime) { self.time = time }

    func observe(_ event: Event, sequence: UInt64, at now: SimulationTime) {
        guard now < time else { return }
        var event = event
        event.cause = 0
        events.append(event)
    }
}
