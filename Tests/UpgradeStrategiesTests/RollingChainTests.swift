import ClusterModel
import RandomStreams
import SimulationKernel
import Statistics
import TestSupport
import Testing
import UpgradeStrategies

/// A rolling upgrade under node crashes and nothing else against the Markov chain of the same process, solved numerically.
@Suite struct RollingChainTests {
    static let required = 3
    private static let (nodes, replications) = (5, 2000)
    /// Seconds in the mean.
    private static let (timeToFailure, timeToRepair, installation) = (5000.0, 1500.0, 600.0)

    private static func rehearsal() throws -> Rehearsal {
        var software = SoftwareTimes(drain: .zero, install: .seconds(roundingUp: installation), restart: .zero, warmUp: .zero)
        software.spread = .exponential
        return Rehearsal(
            system: Systems.oneTier(nodes: nodes, utilisation: 0.1, software: software),
            hardwareFaults: HardwareFaults(
                timeToFailure: try .exponential(mean: timeToFailure), timeToRepair: try .exponential(mean: timeToRepair)),
            horizon: .seconds(50_000))
    }

    /// The chain lets as many be broken at the end as the operator accepts: the mean number and a standard deviation, rounded down.
    private static func chain(required: Int = 0) -> RollingChain {
        let mean = Double(nodes) * timeToRepair / (timeToFailure + timeToRepair)
        return RollingChain(
            nodes: nodes, crash: 1 / timeToFailure, repair: 1 / timeToRepair, installation: 1 / installation,
            allowed: Int((mean + mean.squareRoot()).rounded(.down)), required: required, jumps: 700)
    }

    /// When there were too few nodes in service for the first time.
    private final class Shortage: RunRecorder {
        private(set) var first: SimulationTime?
        func stateChanged(_ run: UpgradeRun) {
            guard first == nil, run.cluster.nodes.count(where: { $0.state == .inService }) < RollingChainTests.required else { return }
            first = run.simulation.now
        }
    }

    private static let runs: Result<[(seconds: Double, isShort: Bool)], any Error> = Result {
        let tried = try rehearsal()
        return (0..<UInt64(replications)).map { replication in
            let run = UpgradeRun(tried, strategy: RollingUpgrade(), seed: 20, replication: replication)
            let shortage = Shortage()
            run.recorder = shortage
            let result = run.run()
            let seconds = result.outcome.isFinished ? result.duration.seconds : .infinity
            return (seconds, shortage.first.map { ($0 - .zero).seconds < seconds } ?? false)
        }
    }

    @Test("the chain without crashes: a sum of exponential times")
    func chainItself() {
        let calm = RollingChain(nodes: 3, crash: 0, repair: 1, installation: 0.5, allowed: 0, jumps: 2000)
        // Erlang with three stages: 1 - exp(-x) (1 + x + x^2 / 2) at x = t / 2.
        for time in [0.5, 2, 6, 15.0] {
            let x = time / 2
            #expect(abs(calm.finished(within: time) - (1 - DeterministicMath.exp(-x) * (1 + x + x * x / 2))) < 1e-12)
        }
    }

    /// The probability of a false alarm is 1e-4.
    @Test("the time until the upgrade is finished has the chain's distribution")
    func completion() throws {
        let runs = try Self.runs.get()
        let chain = Self.chain()
        #expect(runs.allSatisfy { $0.seconds.isFinite })
        let test = KolmogorovSmirnov(runs.map(\.seconds)) { chain.finished(within: $0) }
        #expect(test.pValue > 1e-4, "statistic \(test.statistic), p \(test.pValue)")
        #expect(chain.finished.last.map { $0 > 1 - 1e-9 } == true)
    }

    /// Four and a half standard errors: the probability of a false alarm is 7e-6.
    @Test("the probability of too few nodes in service before the end is the chain's")
    func capacity() throws {
        let runs = try Self.runs.get()
        let expected = try #require(Self.chain(required: Self.required).short.last)
        let seen = Double(runs.count { $0.isShort }) / Double(runs.count)
        #expect(expected > 0.05 && expected < 0.95, "a probability that says something: \(expected)")
        let error = (expected * (1 - expected) / Double(runs.count)).squareRoot()
        #expect(abs(seen - expected) < 4.5 * error, "seen \(seen), expected \(expected)")
    }
}
