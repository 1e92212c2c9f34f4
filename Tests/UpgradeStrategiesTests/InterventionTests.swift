import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Changes of mind in the middle of a run.
@Suite struct InterventionTests {
    struct Moment: Sendable, CustomTestStringConvertible {
        let strategy: String
        let part: Double
        var testDescription: String { "\(strategy) at \(part) of the way to its point of no return" }
    }

    static let moments = StrategyCatalogue.all.flatMap { strategy in
        [0, 0.05, 0.23, 0.46, 0.69, 0.92, 0.99].map { Moment(strategy: strategy.name, part: $0) }
    }

    private func run(
        _ shop: ThreeTier, _ name: String, at time: SimulationTime, _ change: Intervention.Change
    ) throws -> (run: UpgradeRun, result: RunResult) {
        shop.run(try #require(StrategyCatalogue.strategy(named: name))) { $0.intervention = Intervention(time: time, change: change) }
    }

    @Test("rolled back before the point of no return: everything is as before", arguments: moments)
    func rollBack(_ moment: Moment) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: moment.strategy))
        var shop = ThreeTier()
        shop.isLeased = true
        shop.procedure.attempts = 3
        let free = try #require(shop.run(strategy).result.pointOfNoReturn).seconds
        let time = SimulationTime.zero + .seconds(roundingUp: free * moment.part)
        let (run, result) = try run(shop, moment.strategy, at: time, .rollBack)
        #expect(result.intervention == .done)
        #expect(result.outcome == .gaveUp("the operator gave it up"))
        #expect(result.attempts == 1)
        #expect(result.pointOfNoReturn == nil)
        #expect(result.duration >= time - .zero)
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(Complaints.aboutSums(run, result) == [])
        #expect(result.leases.allSatisfy { $0.released != nil })
    }

    @Test("the same where a deadline makes an attempt a procedure of its own", arguments: StrategyCatalogue.all.map(\.name))
    func rollBackUnderDeadline(_ name: String) throws {
        var shop = ThreeTier()
        shop.calendar.deadline = .zero + .hours(5)
        let (run, result) = try run(shop, name, at: .seconds(300), .rollBack)
        #expect(result.outcome == .gaveUp("the operator gave it up"))
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
    }

    @Test("after the point of no return it is refused, and the run goes on as it would have", arguments: StrategyCatalogue.all.map(\.name))
    func tooLate(_ name: String) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        let shop = ThreeTier()
        let plain = shop.run(strategy).result
        let passed = try #require(plain.pointOfNoReturn)
        // An intervention comes before everything else of its instant, the passing included.
        let (_, result) = try run(shop, name, at: passed + .nanoseconds(1), .rollBack)
        guard plain.duration > passed - .zero + .nanoseconds(1) else { return }
        let seconds = SimulationDuration.seconds(Int(passed.seconds))
        let reason = "the point of no return was passed after \(seconds), and the old version lacks what has been written since"
        #expect(result.intervention == .refused(reason))
        #expect(result.outcome == plain.outcome)
        #expect(result.duration == plain.duration)
        #expect(result.measures.classes.map(\.lost) == plain.measures.classes.map(\.lost))
        #expect(result.steps.contains { $0.label == "intervention: refused, \(reason)" })
    }

    @Test("a retry rolls back, pauses and begins anew", arguments: StrategyCatalogue.all.map(\.name), [nil, 300] as [Int?])
    func retry(_ name: String, _ deadlineMinutes: Int?) throws {
        var shop = ThreeTier()
        shop.procedure.pauseBetweenAttempts = .minutes(30)
        shop.calendar.deadline = deadlineMinutes.map { .zero + .minutes($0) }
        let (run, result) = try run(shop, name, at: .seconds(300), .retry)
        #expect(result.intervention == .done)
        #expect(result.outcome == .finished(retries: 1))
        #expect(result.attempts == 2)
        #expect(result.duration > .minutes(35))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
    }

    @Test("between two attempts: a roll-back makes the pause the end, a retry is refused, and kept leases go back")
    func betweenAttempts() throws {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.launchFailureProbability = 1
        shop.procedure.attempts = 2
        shop.procedure.keep = .leases
        shop.procedure.pauseBetweenAttempts = .hours(1)
        // The first attempt fails after three boots of 90 s.
        let (run, result) = try run(shop, "parallel-universe", at: .seconds(1000), .rollBack)
        #expect(result.outcome == .gaveUp("the operator gave it up"))
        #expect(result.duration == .seconds(1000))
        #expect(result.attempts == 1)
        #expect(result.leases.allSatisfy { $0.released != nil })
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        let again = try self.run(shop, "parallel-universe", at: .seconds(1000), .retry).result
        #expect(again.intervention == .refused("no attempt is under way, the next one is to come"))
        #expect(again.attempts == 2)
    }

    @Test("a control, a run that has ended, and an attempt that is being rolled back are left alone")
    func refused() throws {
        let shop = ThreeTier()
        let control = try run(shop, "none", at: .seconds(100), .rollBack).result
        #expect(control.intervention == .refused("nothing is upgraded"))
        let ended = try run(shop, "fast-reboot", at: .seconds(5000), .rollBack).result
        #expect(ended.intervention == .refused("the upgrade had ended after 12 min 35 s"))
        #expect(ended.outcome == .finished(retries: 0))
    }

    @Test("a batch size that is changed holds from the next batch on")
    func batchSize() throws {
        let shop = ThreeTier()
        var changed = shop.rehearsal
        changed.system.tiers[ThreeTier.web].software.batch = 3
        // The four web nodes are rolled one after the other in 120 s each.
        let result = try run(shop, "rolling", at: .seconds(130), .set(changed)).result
        let labels = result.steps.map(\.label).filter { $0.hasPrefix("roll web") }
        #expect(labels == ["roll web, batch 1 of 4", "roll web, batch 2 of 4", "roll web, batch 3 of 3"])
        #expect(result.outcome == .finished(retries: 0))
        // At the start itself the first batch has left already.
        let all = try run(shop, "rolling", at: .zero, .set(changed)).result
        #expect(all.steps.map(\.label).filter { $0.hasPrefix("roll web") } == ["roll web, batch 1 of 4", "roll web, batch 2 of 2"])
    }

    @Test("a ceiling that is changed holds at once")
    func ceiling() throws {
        var shop = ThreeTier()
        shop.options.testing = .zero
        var changed = shop.rehearsal
        changed.utilisationCeiling = 0.01
        let plain = try run(shop, "parallel-universe", at: .seconds(700), .set(shop.rehearsal)).result
        let slow = try run(shop, "parallel-universe", at: .seconds(700), .set(changed)).result
        #expect(plain.outcome == .finished(retries: 0))
        #expect(slow.duration > plain.duration || slow.outcome == .horizonReached)
    }
}
