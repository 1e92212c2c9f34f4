import SimulationKernel
import Testing

@Suite struct QueueTests {
    /// Number and time in the system lie within a 99.9 % interval by batch means, 30 batches of at least 80 relaxation times each,
    /// which are 1 / (c (1 - sqrt(utilisation))^2) seconds.
    ///
    /// False alarms: 1 in 1,000 for each of the two intervals of a case, 1 in 125 for all four cases, were the seeds drawn anew; they are
    /// fixed. The intervals are narrower than a tenth of the mean, so an error of a fifth cannot hide.
    @Test(arguments: [(1, 0.5, 1_500.0), (1, 0.8, 8_000), (1, 0.9, 32_000), (4, 0.8, 2_000)])
    func agreesWithErlang(servers: Int, utilisation: Double, batchSeconds: Double) {
        let model = QueueModel(servers: servers, utilisation: utilisation, batchSeconds: batchSeconds, seed: 2_006)
        let theory = QueueTheory(servers: servers, utilisation: utilisation)
        let simulation = Simulation()
        model.begin(in: simulation)
        #expect(simulation.run(model) == .stopped)
        #expect(abs(model.numbers.mean - theory.meanNumber) < model.numbers.halfWidth)
        #expect(abs(model.times.mean - theory.meanTime) < model.times.halfWidth)
        #expect(model.numbers.halfWidth < 0.1 * theory.meanNumber)
        #expect(model.times.halfWidth < 0.1 * theory.meanTime)
    }

    /// The formulae that the simulation is held to, against published values.
    @Test func formulae() {
        let single = QueueTheory(servers: 1, utilisation: 0.9)
        #expect(abs(single.meanNumber - 9) < 1e-12)
        #expect(abs(single.meanTime - 10) < 1e-12)
        // Two servers: L = 2 r / (1 - r^2).
        #expect(abs(QueueTheory(servers: 2, utilisation: 0.75).meanNumber - 1.5 / (1 - 0.5625)) < 1e-12)
        // Four servers at load 3: the probability to wait is 0.50943396..., 27/53.
        #expect(abs(QueueTheory(servers: 4, utilisation: 0.75).meanNumber - (3 + 27.0 / 53 * 3)) < 1e-12)
    }

    /// Little's law holds on every path, to the nanosecond: the customers' time is the time of those who left and of those still here.
    @Test func littlesLawIsExact() {
        let model = QueueModel(servers: 1, utilisation: 0.9, batchSeconds: 100, seed: 1)
        let simulation = Simulation()
        let present = Present()
        simulation.observer = present
        model.begin(in: simulation)
        #expect(simulation.run(model) == .stopped)
        let unfinished = present.arrivals.reduce(0) { $0 + simulation.now.nanoseconds - $1 }
        #expect(present.arrivals.count == model.inSystem)
        #expect(model.customerTime == model.timeOfLeavers + unfinished)
    }
}

/// Who is in the system, as seen from outside.
private final class Present: EventObserver {
    private(set) var arrivals: [Int64] = []

    func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) {
        if event.kind == QueueModel.arrival {
            arrivals.append(time.nanoseconds)
        } else if let index = arrivals.firstIndex(of: event.a) {
            arrivals.remove(at: index)
        }
    }
}
