import CloudMarket
import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Attempts that fail: what is rolled back, what is tried again, and what the outcome says.
@Suite struct AttemptTests {
    struct Deadline: Sendable, CustomTestStringConvertible {
        let strategy: String
        let part: Double
        var testDescription: String { "\(strategy) at \(part) of the way to its point of no return" }
    }

    static let deadlines = StrategyCatalogue.all.flatMap { strategy in
        [0.02, 0.11, 0.23, 0.35, 0.46, 0.58, 0.69, 0.8, 0.92, 0.99].map { Deadline(strategy: strategy.name, part: $0) }
    }

    @Test("a deadline before the point of no return: everything goes back to the old version", arguments: deadlines)
    func deadline(_ test: Deadline) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: test.strategy))
        var shop = ThreeTier()
        shop.isLeased = true
        let free = try #require(shop.run(strategy).result.pointOfNoReturn).seconds
        shop.calendar.deadline = .zero + .seconds(roundingUp: free * test.part)
        let (run, result) = shop.run(strategy)
        #expect(result.outcome == .gaveUp("the deadline passed before the work was done"))
        #expect(result.pointOfNoReturn == nil)
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(Complaints.aboutSums(run, result) == [])
    }

    @Test("a deadline after the point of no return is too late to turn back", arguments: StrategyCatalogue.all.map(\.name))
    func lateDeadline(_ name: String) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        var shop = ThreeTier()
        let free = try #require(shop.run(strategy).result.pointOfNoReturn).seconds
        shop.calendar.deadline = .zero + .seconds(roundingUp: free + 1)
        let (run, result) = shop.run(strategy)
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("a quota that never suffices: gives up, nothing leased, nothing billed", arguments: [1, 3])
    func quotaRefused(_ attempts: Int) {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.quota = (initial: 10, later: 0, after: .zero)
        shop.procedure.attempts = attempts
        shop.procedure.pauseBetweenAttempts = .hours(1)
        let (run, result) = shop.run(ParallelUniverse())
        #expect(result.outcome.label == "gave up")
        #expect(result.attempts == attempts)
        // Refused at once; only the pauses take time.
        #expect(result.duration == .hours(attempts - 1))
        #expect(result.leases.allSatisfy { $0.launched == nil && $0.released != nil })
        #expect(result.leasedNodeHours == 0)
        #expect(result.bill.total == .zero)
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(result.measures.classes.allSatisfy { $0.lost == 0 })
    }

    @Test("a quota that is raised in time is waited for, one that comes between two attempts is used by the second")
    func quotaLater() {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.quota = (initial: 10, later: 16, after: .minutes(50))
        let (run, result) = shop.run(ParallelUniverse())
        #expect(result.outcome == .finished(retries: 0))
        #expect(result.steps.contains { $0.label == "wait for the higher quota" && $0.end.seconds == 3000 })
        #expect(result.leases.allSatisfy { $0.requested.seconds >= 3000 })
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("launches that always fail: three tries, then everything is given back; the next attempt asks again")
    func launchesFail() {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.launchFailureProbability = 1
        shop.procedure.attempts = 2
        shop.procedure.pauseBetweenAttempts = .hours(1)
        let (run, result) = shop.run(ParallelUniverse())
        #expect(result.outcome.label == "gave up")
        #expect(result.attempts == 2)
        #expect(result.leases.contains { $0.failed })
        #expect(result.leases.allSatisfy { $0.released != nil })
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        // Two attempts of three boots of 90 s and a pause.
        #expect(result.duration.seconds == 2 * 270 + 3600)
    }

    @Test("launches that fail at times are tried again and billed until they are given back", arguments: UInt64(0)..<10)
    func launchesFailAtTimes(_ replication: UInt64) {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.launchFailureProbability = 0.2
        let (run, result) = shop.run(ParallelUniverse(), replication: replication)
        let failed = result.leases.count { $0.failed }
        if result.outcome.isFinished {
            #expect(result.leases.count == 16 + failed)
            #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        } else {
            // One machine had three failures; with 16 machines the probability is 1 - (1 - 0.008)^16 = 12 %.
            #expect(failed >= 3)
            #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        }
        #expect(Complaints.aboutSums(run, result) == [])
    }

    /// Six edits a second write 1 + 1,200 pages each on the larger shard: 7,206 rows a second. A replica applies 10,000, but two cores at 0.5 ms
    /// convert 4,000.
    @Test(
        "a log that grows faster than it is applied ends as never converges, with the numbers",
        arguments: ["big-flip", "parallel-universe"])
    func neverConverges(_ name: String) throws {
        var shop = ThreeTier()
        shop.tracker = .log
        shop.overwritten = 1200
        shop.options.conversionWrites = .tracked
        shop.isLeased = true
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        let (run, result) = shop.run(strategy)
        guard case .neverConverges(let text) = result.outcome else {
            Issue.record("\(result.outcome) after \(result.duration)")
            return
        }
        #expect(text.contains("rows/s against") && text.contains("against 7206.0 updates/s"), "\(text)")
        // After one load cycle (an hour), not at the horizon.
        #expect(result.duration.seconds < 2 * 3600)
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(Complaints.aboutSums(run, result) == [])
    }

    @Test("the horizon ends a run under way without a trace of live procedures", arguments: StrategyCatalogue.all.map(\.name))
    func horizon(_ name: String) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        for seconds in stride(from: 50, to: 2300, by: 150) {
            var shop = ThreeTier()
            shop.horizon = .seconds(seconds)
            let (run, result) = shop.run(strategy)
            #expect(Complaints.aboutSums(run, result) == [])
            #expect(result.steps.allSatisfy { $0.end <= .zero + shop.horizon })
            #expect(result.duration <= shop.horizon)
            if !result.outcome.isFinished { #expect(result.outcome == .horizonReached) }
        }
    }
}
