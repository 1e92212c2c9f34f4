import SimulationKernel
import Testing

@Suite struct TruncatedRunTests {
    /// What a run came to.
    private struct Outcome: Hashable, Sendable {
        var fingerprint: Fingerprint
        var reason: StopReason
        var events: UInt64
        var live: Int
        var isReleased: Bool
    }

    /// Cuts at a random time, after a random number of events, or not at all.
    private static func outcome(seed: UInt64, census: Census) -> Outcome {
        weak var released: Simulation?
        let random = SharedStream(seed: seed, purpose: "cut")
        var limits = Limits()
        switch random.integer(below: 4) {
        case 0: limits.maximumEvents = UInt64(random.integer(below: 60))
        case 1: break
        default: limits.maximumTime = SimulationTime(nanoseconds: Int64(random.integer(below: 60_000)) * 1_000_000)
        }
        func run() -> Outcome {
            let procedures = RandomProcedures(seed: seed, limits: limits, census: census)
            released = procedures.simulation
            let reason = procedures.run()
            let simulation = procedures.simulation
            return Outcome(
                fingerprint: simulation.fingerprint, reason: reason, events: simulation.eventCount, live: simulation.liveProcedureCount,
                isReleased: false)
        }
        var outcome = run()
        outcome.isReleased = released == nil
        return outcome
    }

    /// 10,000 runs on two threads; no task outlives its run, and every body that was entered was left.
    @Test func noTaskOutlivesItsRun() {
        let census = Census()
        let halves = onThreads(2) { half in
            (0..<5_000 as Range<UInt64>).map { Self.outcome(seed: $0 * 2 + UInt64(half), census: census) }
        }
        let outcomes = halves.flatMap { $0 }
        #expect(outcomes.count == 10_000)
        #expect(outcomes.allSatisfy { $0.live == 0 })
        #expect(outcomes.allSatisfy { $0.isReleased })
        let counts = census.counts
        #expect(counts.entered == counts.left)
        // The runs are not trivial: on average more than ten bodies, and each way of ending occurs a thousand times.
        #expect(counts.entered > 100_000)
        for reason in [StopReason.finished, .timeLimit, .eventLimit] {
            #expect(outcomes.count { $0.reason == reason } > 1_000)
        }
    }

    @Test func sameOverRepeatsAndThreads() {
        let census = Census()
        let alone = (0..<100 as Range<UInt64>).map { Self.outcome(seed: $0, census: census) }
        #expect(Set(alone.map(\.fingerprint)).count > 50)
        for outcomes in onThreads(4, { _ in (0..<100 as Range<UInt64>).map { Self.outcome(seed: $0, census: census) } }) {
            #expect(outcomes == alone)
        }
    }

    /// The order in which procedures go on is held to this value in every build and on every machine.
    @Test func golden() {
        var all = Fingerprint()
        for seed in 0..<200 as Range<UInt64> {
            let outcome = Self.outcome(seed: seed, census: Census())
            all.mix(Int64(bitPattern: UInt64(outcome.fingerprint.description, radix: 16) ?? 0))
        }
        #expect(all.description == "267ec27a677f7d93")
    }
}
