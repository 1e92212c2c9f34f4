import BenchmarkSupport
import RandomStreams
import SimulationKernel
import Statistics

/// M/M/1, event by event: Poisson arrivals, one server, first come first served; an operation is a customer.
///
/// The mean time in system is 1 / (1 - load) services. It must lie in the interval of 99.99 % by 20 batch means of the run; the one of 95 %
/// is shown.
enum QueueBenchmark {
    private static let batches = 20

    private final class Queue: EventHandler {
        static let arrival: UInt16 = 16
        static let departure: UInt16 = 17

        var arrivals = BenchmarkDraws.stream("arrivals")
        var services = BenchmarkDraws.stream("services")
        let meanGap: Double
        let customers: Int
        let batchSize: Int
        /// Instants of arrival of those who wait, in a ring of a power of two places.
        var waiting: UnsafeMutablePointer<Int64>
        var mask = (1 << 16) - 1
        var first = 0
        var count = 0
        var isBusy = false
        var arrived = 0
        var left = 0
        var leftInBatch = 0
        var batchTotal = 0.0
        var means: [Double] = []

        init(load: Double, customers: Int) {
            meanGap = 1 / load
            self.customers = customers
            batchSize = max(1, customers / batches)
            waiting = .allocate(capacity: mask + 1)
        }

        deinit { waiting.deallocate() }

        func arriveLater(_ simulation: Simulation) {
            let gap = SimulationDuration.seconds(roundingUp: meanGap * BenchmarkDraws.exponential(&arrivals))
            simulation.schedule(Event(kind: Self.arrival, entity: 0), after: gap)
        }

        @inline(__always) func serve(_ instant: Int64, _ simulation: Simulation) {
            let service = SimulationDuration.seconds(roundingUp: BenchmarkDraws.exponential(&services))
            simulation.schedule(Event(kind: Self.departure, entity: 0, a: instant), after: service)
        }

        func handle(_ event: Event, in simulation: Simulation) {
            let now = simulation.now.nanoseconds
            if event.kind == Self.arrival {
                arrived += 1
                if arrived < customers { arriveLater(simulation) }
                if isBusy {
                    if count > mask { grow() }
                    waiting[(first &+ count) & mask] = now
                    count += 1
                } else {
                    isBusy = true
                    serve(now, simulation)
                }
            } else {
                depart(after: now - event.a)
                if count == 0 {
                    isBusy = false
                } else {
                    let instant = waiting[first]
                    first = (first &+ 1) & mask
                    count -= 1
                    serve(instant, simulation)
                }
            }
        }

        private func depart(after nanoseconds: Int64) {
            left += 1
            leftInBatch += 1
            batchTotal += Double(nanoseconds)
            if leftInBatch == batchSize {
                means.append(batchTotal / Double(batchSize) / 1e9)
                (leftInBatch, batchTotal) = (0, 0)
            }
        }

        private func grow() {
            let larger = UnsafeMutablePointer<Int64>.allocate(capacity: 2 * (mask + 1))
            for place in 0..<count { larger[place] = waiting[(first &+ place) & mask] }
            waiting.deallocate()
            (waiting, mask, first) = (larger, 2 * mask + 1, 0)
        }
    }

    /// Runs it.
    static func run(load: Double, customers: Int) throws -> Sample {
        let simulation = Simulation()
        let queue = Queue(load: load, customers: customers)
        queue.arriveLater(simulation)
        let seconds = Clock.thread.measure { _ = simulation.run(queue) }
        try WrongAnswer.unless(queue.left == customers, "\(queue.left) of \(customers) customers have left")
        let wide = SampleStatistics.meanInterval(queue.means, confidence: 0.9999)
        let usual = SampleStatistics.meanInterval(queue.means, confidence: 0.95)
        let expected = 1 / (1 - load)
        guard let low = wide.low, let high = wide.high, low...high ~= expected else {
            throw WrongAnswer(description: "the mean time in system is \(wide.value) s, expected \(expected) s")
        }
        let half = Figures.decimals((usual.high ?? .nan) - usual.value, 3)
        return Sample(
            seconds: seconds, operations: customers, answer: usual.value,
            answerText: "mean time in system \(Figures.decimals(usual.value, 3)) ±\(half) s, in theory \(Figures.decimals(expected, 3)) s")
    }

    /// Half busy and nearly saturated.
    static var groups: [BenchmarkGroup] {
        [
            BenchmarkGroup(
                benchmarks: [0.5, 0.9].map { load in
                    Benchmark(name: "mm1", parameters: ["load": String(load)]) { try run(load: load, customers: 2_000_000) }
                })
        ]
    }
}
