import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Overload that queues, then refuses, by hand.
@Suite struct QueueTests {
    private func system(
        _ path: [[PathStep]], rates: [Double], stepSeconds: Int, cores: [Int], queueSeconds: [Int], retry: Double = 0
    ) -> SystemDescription {
        let tiers = cores.enumerated().map {
            TierDescription(
                name: "tier \($0)", nodes: 1, hardware: Systems.machine(cores: $1), software: Systems.software(),
                queueLimit: .seconds(queueSeconds[$0]))
        }
        let classes = path.enumerated().map { RequestClass(name: "class \($0)", ratio: 1, objective: .seconds(1), path: $1) }
        return SystemDescription(
            sites: [Systems.wideSite], tiers: tiers, classes: classes,
            load: LoadProfile(step: .seconds(stepSeconds), ratesPerSecond: rates), retryProbability: retry)
    }

    /// Ten cores serve 100 a second; the queue holds ten seconds' work, 1,000 requests. 150 a second for 60 s fill it in 20 s, and 50 a second are
    /// refused for 40 s; then 50 a second let it drain in 20 s.
    @Test("a queue fills, refuses and drains at the instants that follow from the rates")
    func fillRefuseDrain() {
        let step = PathStep(tier: 0, demandCoreSeconds: 0.1)
        let log = RunLog()
        let result = runScript(
            system([[step]], rates: [150, 50, 50], stepSeconds: 60, cores: [10], queueSeconds: [10]), seconds: 180, log: log)
        let measured = result.measures.classes[0]
        #expect(agrees(measured.offered, 15_000, within: 1e-12))
        #expect(agrees(measured.refused, 2000, within: 1e-8))
        #expect(agrees(measured.served, 13_000, within: 1e-8))
        #expect(result.waiting[0] < 1e-6)
        let served = log.stretches(until: .seconds(180)) { ($0.flows[0].served * 1e6).rounded() / 1e6 }
        #expect(served.map(\.value) == [100, 50])
        #expect(agrees(served[0].seconds, 80, within: 1e-8))
        let lost = log.stretches(until: .seconds(180)) { ($0.flows[0].lost * 1e6).rounded() / 1e6 }
        #expect(lost.map(\.value) == [0, 50, 0])
        #expect(agrees(lost[0].seconds, 20, within: 1e-8) && agrees(lost[1].seconds, 40, within: 1e-8))
        // The baseline owns ordinary overload.
        #expect(agrees(measured.lostByCause[0], 2000, within: 1e-8))
        #expect(measured.lostToPlan == 0)
    }

    /// Class 0 brings 6 cores' work, class 1 nine: 15 of 10. Afterwards 2 and 3 cores' work arrive, and 5 are free to drain.
    @Test("a station with a queue does no more work than it can, however many classes wait")
    func workConservation() {
        let demands = [0.05, 0.2]
        var classes = system(
            [[PathStep(tier: 0, demandCoreSeconds: 0.05)], [PathStep(tier: 0, demandCoreSeconds: 0.2)]], rates: [1, 1.0 / 3, 1.0 / 3],
            stepSeconds: 60, cores: [10], queueSeconds: [20])
        classes.classes[0].ratio = 120
        classes.classes[1].ratio = 45
        let log = RunLog()
        let result = runScript(classes, seconds: 180, log: log)
        // 200 core-seconds fit; 300 are too many: 100 are refused from 40 s on. Then 200 drain at 5 a second.
        let work = log.stretches(until: .seconds(180)) { entry in
            let busy = zip(entry.flows, demands).reduce(0.0) { $0 + $1.0.served * $1.1 }
            return (busy * 1e6).rounded() / 1e6
        }
        #expect(work.map(\.value) == [10, 5])
        #expect(agrees(work[0].seconds, 60 + 40, within: 1e-8))
        let lostWork = zip(result.measures.classes, demands).reduce(0.0) { $0 + $1.0.lost * $1.1 }
        #expect(agrees(lostWork, 100, within: 1e-8))
        #expect(result.waiting.allSatisfy { $0 < 1e-6 })
    }

    /// Three visits one after the other of 0.05 core-seconds each to a tier of ten cores, 100 requests a second, no queue: what passes each time is p
    /// with 5 (p + p² + p³) = 10.
    @Test("a path that visits an overloaded tier three times: each visit passes the same part")
    func repeatedVisits() {
        let step = PathStep(tier: 0, demandCoreSeconds: 0.05)
        let result = runScript(
            system([[step, step, step]], rates: [100], stepSeconds: 60, cores: [10], queueSeconds: [0]), seconds: 100)
        var (low, high) = (0.0, 1.0)
        for _ in 0..<100 {
            let p = (low + high) / 2
            if p + p * p + p * p * p > 2 { high = p } else { low = p }
        }
        #expect(agrees(result.measures.classes[0].served, 10_000 * low * low * low, within: 1e-9))
    }

    /// As before with a queue that never fills: 15 cores' work arrives for 60 s, then 3 cores' work. What is not done is 300 core-seconds, later visits
    /// of those that wait included, and 7 cores are free for it.
    @Test("a queue in front of repeated visits drains by the work that is left, not by the work that is queued")
    func repeatedVisitsWithQueue() {
        let step = PathStep(tier: 0, demandCoreSeconds: 0.05)
        let log = RunLog()
        let result = runScript(
            system([[step, step, step]], rates: [100, 20, 20, 20], stepSeconds: 60, cores: [10], queueSeconds: [1000]), seconds: 240,
            log: log)
        #expect(result.measures.classes[0].lost == 0)
        #expect(agrees(result.measures.classes[0].served, 6000 + 3600, within: 1e-9))
        let last = log.entries.last { $0.time.seconds > 60 && $0.time.seconds < 119 }
        #expect(agrees(last?.time.seconds ?? 0, 60 + 300.0 / 7, within: 1e-6))
    }

    @Test("two overloaded tiers in a row: the first passes its capacity on, both queues drain")
    func tandem() {
        // 100 a second; 80 pass the first tier, 50 the second.
        let path = [PathStep(tier: 0, demandCoreSeconds: 0.1), PathStep(tier: 1, demandCoreSeconds: 0.1)]
        let result = runScript(
            system([path], rates: [100, 0, 0, 0, 0, 0, 0, 0, 0, 0], stepSeconds: 60, cores: [8, 5], queueSeconds: [1000, 1000]),
            seconds: 600,
            script: { run in
                try await run.wait(60)
                run.settleNow()
                // 20 and 30 a second have been left behind.
                #expect(agrees(run.service.waitingRequests(of: 0), 50 * 60, within: 1e-9))
                // The first tier passes 80 a second for another 15 s; the second serves 50 a second throughout.
                try await run.wait(15)
                run.settleNow()
                #expect(agrees(run.service.waitingRequests(of: 0), 3000 - 50 * 15, within: 1e-6))
            })
        #expect(agrees(result.measures.classes[0].served, 6000, within: 1e-9))
        #expect(result.waiting[0] < 1e-6)
    }

    @Test("capacity that is lost takes its part of a full queue with it, charged to the cause")
    func shrinkingQueue() {
        var two = system([[PathStep(tier: 0, demandCoreSeconds: 0.1)]], rates: [150], stepSeconds: 60, cores: [5], queueSeconds: [10])
        two.tiers[0].nodes = 2
        let result = runScript(
            two, seconds: 40,
            script: { run in
                try await run.wait(30)
                run.cluster.takeOut([0], for: run.cluster.cause("step", .planned))
            })
        // Full at 20 s with 1,000 requests, of which 500 fit at half the capacity. 500 refused by the baseline from 20 to 30 s; then 100 a second
        // are refused, 50 of them for the baseline and 50 for the step.
        let measured = result.measures.classes[0]
        let step = result.causes.firstIndex { $0.label == "step" } ?? 0
        #expect(agrees(measured.lostByCause[0], 50 * 10 + 50 * 10, within: 1e-7))
        #expect(agrees(measured.lostByCause[step], 500 + 50 * 10, within: 1e-7))
        #expect(agrees(result.waiting[0], 500, within: 1e-9))
    }
}
