import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Records a run, with the time of each event.
///
/// Unchecked: confined to the thread of its run.
private final class EventTimes: RunRecorder, EventObserver, @unchecked Sendable {
    private var times: [UInt64: SimulationTime] = [0: .zero]

    init(_ run: UpgradeRun) {
        run.recorder = self
        run.simulation.observer = self
    }

    func stateChanged(_ run: UpgradeRun) {}

    func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) { times[sequence] = time }

    /// Nanoseconds of conversions and of transfers that ran, by the events at which they began and ended.
    func ofActivities(_ activities: [ActivityRecord], end: SimulationDuration) -> [Bool: Int128] {
        var result: [Bool: Int128] = [true: 0, false: 0]
        for activity in activities where activity.kind != .hold {
            let stop = activity.endEvent.flatMap { times[$0] } ?? .zero + end
            result[activity.kind == .conversion, default: 0] += Int128((stop - (times[activity.startEvent] ?? .zero)).nanoseconds)
        }
        return result
    }
}

/// What holds of the times of jobs in whole upgrades, with crashes, change windows, a daily load and replicas that are waited for.
@Suite struct LimitConservationTests {
    /// Disturbances that a shop may have.
    enum Trouble: CaseIterable, CustomTestStringConvertible {
        case none, crashes, windows, dailyLoad, lag, all

        var testDescription: String { "\(self)" }

        func shop(convertsOnPrimary: Bool) throws -> ThreeTier {
            var shop = ThreeTier()
            shop.horizon = .hours(48)
            shop.chunkBytes = 1e5
            shop.loadCycle = .hours(2)
            shop.options.convertOn = convertsOnPrimary ? .primary : .replicas
            shop.options.conversionWrites = convertsOnPrimary ? .readOnly : .tracked
            if self == .crashes || self == .all {
                shop.hardwareFaults.timeToFailure = try .exponential(mean: 40_000)
                shop.hardwareFaults.timeToRepair = try .constant(900)
            }
            if self == .windows || self == .all {
                shop.calendar = Calendar(windows: (0..<12).map { ChangeWindow(from: .hours(2 * $0), to: .hours(2 * $0) + .minutes(31)) })
            }
            if self == .lag || self == .all { shop.pipeline.lagThrottle = LagThrottle(limit: .seconds(2)) }
            return shop
        }

        func rehearsal(convertsOnPrimary: Bool) throws -> Rehearsal {
            var rehearsal = try shop(convertsOnPrimary: convertsOnPrimary).rehearsal
            if self == .dailyLoad || self == .all {
                // The second rate is more than the servers can do beside conversions, for part of the time more than they can do at all.
                rehearsal.system.load = LoadProfile(step: .minutes(11), ratesPerSecond: [50, 250, 600])
                rehearsal.utilisationCeiling = 0.8
            }
            return rehearsal
        }
    }

    /// What does not run while it counts.
    private static let standstills = ["replicas that are behind", "a closed change window", "a broken node"]

    @Test(
        "the times of a phase add up to that of its jobs; those that ran, to the activities of the trace",
        arguments: StrategyCatalogue.all.map(\.name), Trouble.allCases)
    func conservation(_ name: String, _ trouble: Trouble) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        for (convertsOnPrimary, seed) in [(false, 1), (true, 2), (false, 3)] as [(Bool, UInt64)] {
            let rehearsal = try trouble.rehearsal(convertsOnPrimary: convertsOnPrimary)
            let run = UpgradeRun(rehearsal, strategy: strategy, seed: seed, replication: 0)
            let times = EventTimes(run)
            let result = run.run()
            var (sum, standing, waited) = ([true: 0, false: 0] as [Bool: Int128], [true: 0, false: 0] as [Bool: Int128], Int128(0))
            for phase in result.limits {
                let parts = phase.limits.reduce(0) { $0 + $1.nanoseconds }
                #expect(parts == phase.jobNanoseconds && parts > 0, "\(phase)")
                #expect(phase.limits.allSatisfy { $0.nanoseconds > 0 })
                sum[phase.isConversion, default: 0] += parts
                for entry in phase.limits where Self.standstills.contains(entry.limit) {
                    standing[phase.isConversion, default: 0] += entry.nanoseconds
                    if phase.isConversion, entry.limit == Self.standstills[0] { waited += entry.nanoseconds }
                }
            }
            let ran = times.ofActivities(result.activities, end: rehearsal.horizon)
            for isConversion in [true, false] {
                #expect(
                    (sum[isConversion] ?? 0) - (standing[isConversion] ?? 0) == ran[isConversion],
                    "conversions: \(isConversion), \(result.limits)")
            }
            // At the end of a conversion replicas are waited for too, which is no throttle's doing.
            #expect(Double(waited) / 1e9 >= result.lagWait - 1e-6)

            // Nor does it matter whether anybody looks.
            let unseen = UpgradeRun(rehearsal, strategy: strategy, seed: seed, replication: 0).run()
            #expect(unseen.limits == result.limits)
            #expect(unseen.fingerprint == result.fingerprint)
        }
    }
}
