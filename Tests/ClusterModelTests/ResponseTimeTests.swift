import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Mean response times of the fluid model against simulations of single requests on our own kernel.
///
/// Each comparison asks that the fluid's mean lies in the simulation's 99 % interval. Of sixteen such comparisons with fresh seeds one would fail in
/// 1 - 0.99^16 = 15 % of the cases though all is right; the seeds are fixed. That the interval is narrow enough to tell a wrong formula is asked
/// as well: at 0.95 it is a quarter of the mean at most, elsewhere an eighth.
@Suite struct ResponseTimeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let cores: Int
        let utilisation: Double
        var law = DemandLaw.exponential
        var testDescription: String { "\(cores) cores, utilisation \(utilisation), \(law) demand" }
        /// Requests that a simulation follows.
        var requests: Int {
            let many = utilisation > 0.9 ? 400_000 : utilisation > 0.7 ? 320_000 : 60_000
            return law == .deterministic ? many / 2 : many
        }
    }

    private static let demand = 0.1

    private func fluidMean(_ test: Case, _ discipline: QueueingDiscipline, nodes: Int = 1, speed: Double = 1) -> Double {
        let system = Systems.oneTier(
            nodes: nodes, cores: test.cores, speed: speed, demand: Self.demand, utilisation: test.utilisation, queueLimit: .hours(1),
            discipline: discipline)
        let measured = runScript(system, seconds: 100).measures.classes[0]
        return measured.responseSum / measured.served
    }

    private func expect(_ fluid: Double, in interval: BatchMeans, _ test: Case) {
        #expect(abs(fluid - interval.mean) <= interval.halfWidth, "fluid \(fluid), simulated \(interval.mean) ± \(interval.halfWidth)")
        #expect(interval.halfWidth <= (test.utilisation > 0.9 ? 0.25 : 0.125) * interval.mean)
    }

    @Test(
        "first come, first served: M/M/c",
        arguments: [Case(cores: 1, utilisation: 0.5), Case(cores: 1, utilisation: 0.95)]
            + [0.5, 0.7, 0.9, 0.95].map { Case(cores: 4, utilisation: $0) })
    func multiServer(_ test: Case) {
        let rate = test.utilisation * Double(test.cores) / Self.demand
        let queue = MultiServerQueue(
            load: .constant(rate), servers: test.cores, meanService: Self.demand, seconds: Double(test.requests) / rate, seed: 1)
        queue.run()
        expect(fluidMean(test, .firstComeFirstServed), in: BatchMeans(queue.responses), test)
    }

    @Test(
        "processor sharing: M/G/1, whatever the law of demand",
        arguments: [DemandLaw.deterministic, .hyperexponential].flatMap { law in
            [0.5, 0.7, 0.9, 0.95].map { Case(cores: 1, utilisation: $0, law: law) }
        })
    func processorSharing(_ test: Case) {
        let processor = SharedProcessor(
            rate: test.utilisation / Self.demand, cores: 1, meanDemand: Self.demand, law: test.law, requests: test.requests, seed: 2)
        processor.run()
        expect(fluidMean(test, .processorSharing), in: BatchMeans(processor.responses), test)
    }

    @Test("processor sharing on four cores", arguments: [0.7, 0.9])
    func sharedCores(_ utilisation: Double) {
        let test = Case(cores: 4, utilisation: utilisation, law: .deterministic)
        let processor = SharedProcessor(
            rate: utilisation * 4 / Self.demand, cores: 4, meanDemand: Self.demand, law: test.law, requests: test.requests, seed: 3)
        processor.run()
        expect(fluidMean(test, .processorSharing), in: BatchMeans(processor.responses), test)
    }

    @Test("by hand: M/M/1, M/D/1-PS and M/M/2; a tier of many nodes is many such queues; twice the speed halves all times")
    func byHand() {
        let one = Case(cores: 1, utilisation: 0.8)
        // d / (1 - ρ), for one core in either order.
        #expect(agrees(fluidMean(one, .firstComeFirstServed), 0.5))
        #expect(agrees(fluidMean(one, .processorSharing), 0.5))
        // d / (1 - ρ²) for two cores.
        #expect(agrees(fluidMean(Case(cores: 2, utilisation: 0.8), .firstComeFirstServed), 0.1 / 0.36))
        #expect(agrees(fluidMean(one, .processorSharing, nodes: 7), 0.5))
        #expect(agrees(fluidMean(one, .processorSharing, speed: 2), 0.25))
        #expect(agrees(fluidMean(one, .firstComeFirstServed, speed: 2), 0.25))
    }

    @Test("first come, first served: a wait is never longer than the queue limit, nor does it jump where the load meets the capacity")
    func limitedWait() {
        var last = 0.0
        for utilisation in [0.9, 0.99, 0.999, 0.999_999, 1, 1.000_001, 1.5] {
            let system = Systems.oneTier(
                nodes: 1, demand: 0.1, utilisation: utilisation, queueLimit: .seconds(5), discipline: .firstComeFirstServed)
            let measured = runScript(system, seconds: 36_000).measures.classes[0]
            let mean = measured.responseSum / measured.served
            #expect(mean <= 5.1 + 1e-9, "at \(utilisation): \(mean) s")
            #expect(mean >= last - 0.15, "at \(utilisation): \(mean) s")
            last = mean
        }
    }
}
