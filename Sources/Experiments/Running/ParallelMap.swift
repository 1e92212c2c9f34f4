import Foundation
import SimulationKernel
import Synchronization

/// Does like things on several threads; results lie in the order of their numbers, whichever thread found them.
enum ParallelMap {
    /// Calls `body` with 0 ..< count; nil stands for what an interruption kept from beginning, or for a nil of the body.
    ///
    /// - Parameter progress: told after each call how many are done, from one thread at a time.
    static func map<Value: Sendable>(
        count: Int, jobs: Int, interruption: InterruptFlag? = nil, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
        _ body: @escaping @Sendable (Int) -> Value?
    ) -> [Value?] {
        let shared = Mutex((next: 0, done: 0, results: [Value?](repeating: nil, count: count)))
        let work: @Sendable () -> Void = {
            while let index = shared.withLock({ state -> Int? in
                guard state.next < count, !(interruption?.isSet ?? false) else { return nil }
                state.next += 1
                return state.next - 1
            }) {
                let value = body(index)
                shared.withLock { state in
                    state.results[index] = value
                    state.done += 1
                    progress?(state.done, count)
                }
            }
        }
        let threads = min(jobs, count)
        if threads > 1 { onThreads(threads, work) } else { work() }
        return shared.withLock { $0.results }
    }

    /// Does the same on several threads and waits for all of them.
    static func onThreads(_ count: Int, _ work: @escaping @Sendable () -> Void) {
        let finished = DispatchGroup()
        for _ in 0..<count {
            finished.enter()
            let thread = Thread {
                work()
                finished.leave()
            }
            thread.stackSize = 16 << 20
            thread.start()
        }
        finished.wait()
    }
}
