import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Brewer's identities (Lessons from giant-scale services, 2001) are laws for a system without faults, queues and caches.
///
/// The system is one tier of n nodes under constant load. One node's upgrade keeps it out for u = 300 s: 60 s drain, 120 s install, 30 s
/// restart, 90 s warm-up. Verification, redirection and requests in flight are set to no time, as Brewer's model has none.
@Suite struct BrewerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let nodes: Int
        let batch: Int
        let utilisation: Double
        var testDescription: String { "n = \(nodes), b = \(batch), utilisation \(utilisation)" }
    }

    static let cases = [7, 9, 12].flatMap { nodes in
        [1, 3, 5].flatMap { batch in [0.3, 0.6, 0.9, 1.2].map { Case(nodes: nodes, batch: batch, utilisation: $0) } }
    }
    static let u = 300.0

    private func rehearse(_ strategy: any Strategy, _ test: Case) -> (result: RunResult, log: RunLog, rate: Double) {
        let system = Systems.oneTier(nodes: test.nodes, utilisation: test.utilisation, software: Systems.software(batch: test.batch))
        let rehearsal = Rehearsal(system: system, procedure: ProcedureRules(inFlight: .zero, redirect: .zero), horizon: .hours(2))
        let run = UpgradeRun(rehearsal, strategy: strategy, seed: 1, replication: 0)
        let log = RunLog()
        run.recorder = log
        return (run.run(), log, system.load.mean)
    }

    /// Holds a run against the phases that Brewer's model predicts: seconds and nodes out in each.
    private func expect(_ test: Case, _ run: (result: RunResult, log: RunLog, rate: Double), phases: [(seconds: Double, out: Int)]) {
        let (result, n) = (run.result, Double(test.nodes))
        #expect(result.outcome == .finished(retries: 0))
        // All three strategies lose n u node-seconds, exactly.
        #expect(result.measures.plannedNodeSecondsLost[0] == n * Self.u)
        #expect(result.duration.seconds == phases.reduce(0) { $0 + $1.seconds })
        // The nodes in service follow the phases, then all are back.
        let predicted = phases.map { test.nodes - $0.out } + [test.nodes]
        var joined: [Int] = []
        for count in predicted where joined.last != count { joined.append(count) }
        #expect(run.log.stretches(until: .zero + .hours(2)) { $0.inService[0] }.map(\.value) == joined)
        // Yield under constant load is min(1, capacity left / utilisation), in every phase and so in the sum.
        var (lost, lostService) = (0.0, 0.0)
        let rest = 7200 - result.duration.seconds
        for (seconds, out) in phases + [(rest, 0)] {
            let yield = min(1, Double(test.nodes - out) / n / test.utilisation)
            lost += run.rate * (1 - yield) * seconds
            lostService += (1 - yield) * seconds
        }
        #expect(agrees(result.measures.classes[0].lost, lost, within: 1e-12))
        #expect(agrees(result.measures.classes[0].lostServiceSeconds, lostService, within: 1e-12))
        for entry in run.log.entries {
            let yield = min(1, Double(entry.inService[0]) / n / test.utilisation)
            #expect(agrees(entry.flows[0].yield, yield, within: 1e-12) || abs(entry.flows[0].yield - yield) < 1e-15)
        }
    }

    @Test("fast reboot: everything out for u", arguments: cases)
    func fastReboot(_ test: Case) {
        let run = rehearse(FastReboot(), test)
        expect(test, run, phases: [(Self.u, test.nodes)])
        #expect(run.result.measures.mixedVersionSeconds == 0)
        #expect(run.result.measures.fullOutageSeconds == Self.u)
    }

    @Test("rolling: b nodes out at a time, u times the batches", arguments: cases)
    func rolling(_ test: Case) {
        let run = rehearse(RollingUpgrade(), test)
        let batches = (test.nodes + test.batch - 1) / test.batch
        let sizes = (0..<batches).map { min(test.batch, test.nodes - $0 * test.batch) }
        expect(test, run, phases: sizes.map { (Self.u, $0) })
        // Two versions serve from the return of the first batch until the last old nodes leave.
        #expect(run.result.measures.mixedVersionSeconds == Self.u * Double(max(0, batches - 2)))
        // The least capacity is (n - b) / n.
        #expect(run.log.entries.map { $0.inService[0] }.min() == test.nodes - min(test.nodes, test.batch))
    }

    @Test("big flip: half out, rounded down, then the other half", arguments: cases)
    func bigFlip(_ test: Case) {
        let run = rehearse(BigFlip(), test)
        let half = test.nodes / 2
        expect(test, run, phases: [(Self.u, half), (Self.u, test.nodes - half)])
        #expect(run.result.measures.mixedVersionSeconds == 0)
        // For odd n the worst is floor(n/2) / n.
        #expect(run.log.entries.map { $0.inService[0] }.min() == half)
    }

    @Test("all three lose the same node-seconds, whatever the batch; the control loses none")
    func sameIdealCost() {
        for strategy in [RollingUpgrade(), BigFlip(), FastReboot()] as [any Strategy] {
            let lost = rehearse(strategy, Case(nodes: 11, batch: 4, utilisation: 0.5)).result.measures.plannedNodeSecondsLost
            #expect(lost == [11 * Self.u])
        }
        let control = rehearse(StrategyCatalogue.control, Case(nodes: 11, batch: 4, utilisation: 0.5)).result
        #expect(control.measures.plannedNodeSecondsLost == [0])
        #expect(control.measures.classes[0].lost == 0)
    }
}
