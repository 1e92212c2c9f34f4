import Foundation
import RandomStreams
import SimulationKernel

/// Handles events with a closure.
struct Handler: EventHandler {
    let body: (Event, Simulation) -> Void

    init(_ body: @escaping (Event, Simulation) -> Void = { _, _ in }) { self.body = body }

    func handle(_ event: Event, in simulation: Simulation) { body(event, simulation) }
}

/// What happened in a run, in order.
///
/// Unchecked: confined to the thread of its run.
final class Journal: @unchecked Sendable {
    private(set) var lines: [String] = []
    private let simulation: Simulation

    init(_ simulation: Simulation) { self.simulation = simulation }

    /// Adds a line with the present second in front.
    func note(_ text: String) {
        let now = simulation.now.nanoseconds
        lines.append("\(now / 1_000_000_000)\(now % 1_000_000_000 == 0 ? "" : "+\(now % 1_000_000_000)ns") \(text)")
    }

    /// Does something and notes its error, if it throws one.
    func noteFailure(of name: String, _ body: () async throws -> Void) async {
        do {
            try await body()
            note("\(name) done")
        } catch {
            note("\(name) \(error)")
        }
    }
}

/// Keeps every event that it sees.
final class Recorder: EventObserver {
    struct Sight: Hashable {
        var event: Event
        var sequence: UInt64
        var time: SimulationTime
    }

    private(set) var sights: [Sight] = []

    func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) {
        sights.append(Sight(event: event, sequence: sequence, time: time))
    }
}

/// A random stream that the procedures of one run share.
///
/// Unchecked: confined to the thread of its run.
final class SharedStream: @unchecked Sendable {
    var stream: RandomStream

    init(seed: UInt64, purpose: String) { stream = RandomStream(rootSeed: seed, replication: 0, entity: 0, purpose: purpose) }

    func integer(below bound: Int) -> Int { Int(stream.integer(below: UInt64(bound))) }
}

struct Fault: Error, Hashable {}

/// Results by index, from several threads.
///
/// Unchecked: guarded by its lock.
private final class Slots<Result: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Int: Result] = [:]

    func set(_ index: Int, _ result: Result) { lock.withLock { results[index] = result } }

    func get() -> [Result] { lock.withLock { results.sorted { $0.key < $1.key }.map(\.value) } }
}

/// Does something once on each of several threads at the same time.
func onThreads<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
    let slots = Slots<Result>()
    let done = DispatchSemaphore(value: 0)
    for index in 0..<count {
        let thread = Thread {
            slots.set(index, body(index))
            done.signal()
        }
        thread.start()
    }
    for _ in 0..<count { done.wait() }
    return slots.get()
}
