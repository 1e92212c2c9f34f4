import RandomStreams
import SimulationKernel
import Testing

/// A model of 64 entities that schedule, cancel and move one another's events at random, ties and priorities included.
private final class RandomModel: EventHandler {
    private var stream: RandomStream
    private var handles: [EventHandle] = []

    init(seed: UInt64) { stream = RandomStream(rootSeed: seed, replication: 0, entity: 0, purpose: "model") }

    func begin(in simulation: Simulation) {
        for entity in 0..<64 as Range<UInt32> {
            handles.append(simulation.schedule(Event(kind: 16, entity: entity), at: .zero))
        }
    }

    func handle(_ event: Event, in simulation: Simulation) {
        let entity = UInt32(stream.integer(below: 64))
        let delay = SimulationDuration.nanoseconds(Int64(stream.integer(below: 4)))
        switch stream.integer(below: 8) {
        case 0: simulation.cancel(handles[Int(entity)])
        case 1: if let moved = simulation.reschedule(handles[Int(entity)], at: simulation.now + delay) { handles[Int(entity)] = moved }
        default: break
        }
        let next = Event(
            kind: UInt16(16 + stream.integer(below: 3)), entity: event.entity, a: event.a &+ 1, b: Int64(truncatingIfNeeded: stream.next()))
        let priority = EventPriority(rank: UInt8(stream.integer(below: 64)))
        handles[Int(event.entity)] = simulation.schedule(next, after: delay, priority: priority)
        // Two more in place of those that are cancelled, from time to time.
        if stream.bernoulli(0.15) { simulation.schedule(Event(kind: 16, entity: entity, a: -1), after: delay) }
    }
}

private func fingerprint(seed: UInt64, events: UInt64 = 20_000, observer: (any EventObserver)? = nil) -> Fingerprint {
    let simulation = Simulation(limits: Limits(maximumEvents: events))
    let model = RandomModel(seed: seed)
    simulation.observer = observer
    model.begin(in: simulation)
    _ = simulation.run(model)
    return simulation.fingerprint
}

/// The fingerprint of events that are scheduled beforehand, at the seconds given.
private func fingerprint(of events: [(second: Int, event: Event)]) -> Fingerprint {
    let simulation = Simulation()
    for (second, event) in events { simulation.schedule(event, at: .seconds(second)) }
    _ = simulation.run(Handler())
    return simulation.fingerprint
}

@Suite struct FingerprintTests {
    /// Every build, every machine and every number of threads is held to these values.
    @Test(arguments: [(UInt64(1), "0d0e4e629c43233d"), (2, "8247f7e1b25c5433"), (3, "4d0a46cd0f6bfdb7")])
    func golden(seed: UInt64, expected: String) {
        #expect(fingerprint(seed: seed).description == expected)
    }

    @Test func repeats() {
        #expect(fingerprint(seed: 7) == fingerprint(seed: 7))
        #expect(fingerprint(seed: 7) != fingerprint(seed: 8))
    }

    @Test func observerChangesNothing() {
        let recorder = Recorder()
        #expect(fingerprint(seed: 7, observer: recorder) == fingerprint(seed: 7))
        #expect(recorder.sights.count == 20_000)
    }

    @Test func sameOnSeveralThreadsAtOnce() {
        let alone = (0..<6).map { fingerprint(seed: UInt64($0) % 3) }
        #expect(onThreads(6) { fingerprint(seed: UInt64($0) % 3) } == alone)
        #expect(Set(alone).count == 3)
    }

    /// Each single change of kind, entity, operand or time of any of twenty events shows, and so does each exchange of two neighbours.
    @Test func everyDifferenceShows() {
        let base = (0..<20).map { (second: $0 / 2, event: Event(kind: 16, entity: UInt32($0), a: Int64($0), b: -Int64($0))) }
        var seen: Set<Fingerprint> = [fingerprint(of: base)]
        var variants = 1
        func expectNew(_ events: [(second: Int, event: Event)]) {
            variants += 1
            seen.insert(fingerprint(of: events))
        }
        for index in base.indices {
            for bit in 0..<16 {
                var changed = base
                changed[index].event.kind ^= bit < 4 ? 0 : 1 << bit
                changed[index].event.entity ^= bit < 4 ? 1 << (8 * bit + 7) : 0
                expectNew(changed)
            }
            for bit in 0..<64 {
                var first = base
                first[index].event.a ^= 1 << bit
                expectNew(first)
                var second = base
                second[index].event.b ^= 1 << bit
                expectNew(second)
            }
            var later = base
            later[index].second += 1_000
            expectNew(later)
            if index.isMultiple(of: 2) {
                var exchanged = base
                exchanged.swapAt(index, index + 1)
                expectNew(exchanged)
            }
            var shorter = base
            shorter.remove(at: index)
            expectNew(shorter)
        }
        #expect(seen.count == variants)
    }

    @Test func integersOfTheModelCount() {
        let (plain, mixed, other) = (Simulation(), Simulation(), Simulation())
        mixed.mixIntoFingerprint(5)
        other.mixIntoFingerprint(6)
        #expect(Set([plain, mixed, other].map(\.fingerprint)).count == 3)
        #expect(Fingerprint() == plain.fingerprint)
    }

    @Test func descriptionHasSixteenDigits() {
        var fingerprint = Fingerprint()
        for value in 0..<2_000 as Range<Int64> {
            fingerprint.mix(value)
            let text = fingerprint.description
            guard text.count == 16, UInt64(text, radix: 16) != nil else {
                Issue.record("`\(text)` is no fingerprint")
                return
            }
        }
    }
}
