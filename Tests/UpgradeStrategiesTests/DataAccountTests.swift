import ClusterModel
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeFaults

@testable import DataConversion
@testable import UpgradeStrategies

/// Where the rows are when a run has ended, whatever went wrong in it.
@Suite("data is accounted for") struct DataAccountTests {
    /// Crashes, procedural faults and bad versions, all at once.
    private func troubled() throws -> ThreeTier {
        var shop = try ThreeTier.faulty()
        shop.horizon = .hours(72)
        shop.hardwareFaults = HardwareFaults(timeToFailure: try .exponential(mean: 8 * 3600), timeToRepair: try .exponential(mean: 900))
        shop.faults.isDrawn = true
        for type in UpgradeFaultType.allCases { shop.faults.probabilities[type] = 0.5 }
        shop.faults.version.probability = 0.5
        shop.faults.version.trigger = try .exponential(mean: 600)
        shop.options.conversionWrites = .tracked
        return shop
    }

    /// Every table of every conversion: converted, stale, in flight, and not converted yet. In mode `log` overwrites are entries beside the rows.
    private func checkConversions(_ run: UpgradeRun, _ comment: Comment) -> Int {
        let conversions = (run.jobs + run.finishedJobs).compactMap { $0 as? RunningConversion }
        for conversion in conversions {
            for tracker in conversion.job.trackers {
                let isLog = tracker.mode == .log
                var parts = [tracker.converted, tracker.unconvertedRows, tracker.inFlight]
                parts.append(isLog ? tracker.waitingAppends : tracker.stale)
                #expect(parts.allSatisfy { $0 >= -1e-6 }, comment)
                // What is in flight may be rows or entries of overwrites.
                let entries = isLog ? tracker.inFlight : 0
                #expect(parts.reduce(0, +) - tracker.rows <= 1e-9 * tracker.rows + entries, comment)
                #expect(parts.reduce(0, +) - tracker.rows >= -1e-9 * tracker.rows, comment)
            }
            if conversion.job.isFinished, !conversion.job.isGivenUp { #expect(conversion.job.backlogRows < 1, comment) }
        }
        return conversions.count
    }

    /// Rows that requests have written: counted by the measures of the classes, by the shards, and by what became of them.
    private func checkWrites(_ run: UpgradeRun, _ result: RunResult, _ comment: Comment) -> (damaged: Double, lost: Double) {
        let accepted = zip(result.measures.classes, run.service.rowsPerRequest).reduce(0.0) { $0 + $1.0.served * $1.1 }
        let written = run.cluster.writtenRows.joined().reduce(0, +)
        // Requests in flight on a node that breaks down have written, and get no answer.
        #expect(written > 0 && written >= accepted * (1 - 1e-9) && written <= accepted * (1 + 1e-5), comment)
        let damaged = result.faults.reduce(0.0) { $0 + $1.rowsDamaged }
        let byCause = run.service.damage.values.reduce(0.0) { $0 + $1.rows }
        #expect(abs(damaged - byCause) <= 1e-9 * max(1, byCause), comment)
        // Sound, damaged and lost rows are all that were written, and what was restored had been damaged.
        let sound = written - damaged - result.rowsLost
        #expect(sound >= 0 && damaged >= 0 && result.rowsLost >= 0, comment)
        for fault in result.faults { #expect(fault.rowsRestored <= fault.rowsDamaged * (1 + 1e-12), comment) }
        return (damaged, result.rowsLost)
    }

    @Test("converted, stale, unconverted, damaged and lost rows are all rows", arguments: [ConversionMode.set, .log])
    func rows(_ mode: ConversionMode) throws {
        var shop = try troubled()
        shop.tracker = mode
        var (conversions, damaged, lost) = (0, 0.0, 0.0)
        for seed in UInt64(1)...4 {
            shop.injections = seed % 2 == 0 ? [] : [Injection(.defect(.corruption, tier: ThreeTier.application))]
            for strategy in StrategyCatalogue.all {
                let (run, result) = shop.run(strategy, seed: seed)
                let comment: Comment = "\(mode), seed \(seed), \(strategy.name)"
                conversions += checkConversions(run, comment)
                let writes = checkWrites(run, result, comment)
                damaged += writes.damaged
                lost += writes.lost
            }
        }
        // None of the accounts was empty.
        #expect(conversions > 20 && damaged > 0 && lost > 0)
    }
}
