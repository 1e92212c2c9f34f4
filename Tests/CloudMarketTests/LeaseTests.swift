import SimulationKernel
import Testing

@testable import CloudMarket

@Suite("Leases: quota, launch rate, states, billing")
struct LeaseTests {
    private static let second: Int64 = 1_000_000_000

    private func market(
        quota: Quota = Quota(initial: 1_000), launchLimit: LaunchRateLimit = .none, billing: BillingRule
    ) throws -> LeaseMarket {
        let catalogue = PriceCatalogue(types: [
            InstanceType(name: "m1.small", pricePerHour: try UnitPrice(parsing: "0.085")),
            InstanceType(name: "m1.large", pricePerHour: try UnitPrice(parsing: "0.34")),
            InstanceType(name: "not.sold", pricePerHour: nil),
        ])
        return LeaseMarket(catalogue: catalogue, quota: quota, launchLimit: launchLimit, billing: billing)
    }

    @Test(
        "started hours and started seconds",
        arguments: [
            // seconds used (in nanoseconds), hours billed, seconds billed
            (0, 1, 60), (1, 1, 60), (60 * second, 1, 60), (60 * second + 1, 1, 61), (3_600 * second, 1, 3_600),
            (3_600 * second + 1, 2, 3_601), (3_660 * second, 2, 3_660),
        ] as [(Int64, Int, Int)])
    func billing(used: Int64, hours: Int, seconds: Int) {
        let start = SimulationTime.seconds(17)
        #expect(BillingRule.startedHour.billed(from: start, to: start + .nanoseconds(used)) == .hours(hours))
        #expect(BillingRule.perSecond.billed(from: start, to: start + .nanoseconds(used)) == .seconds(seconds))
    }

    @Test(
        "350 nodes for 61 minutes: 700 node-hours by the hour, 355.8 by the second",
        arguments: [(.startedHour, "700.0", 238_000_000), (.perSecond, "355.8", 120_983_333)] as [(BillingRule, String, Int128)])
    func sixtyOneMinutes(rule: BillingRule, nodeHours: String, microdollars: Int128) throws {
        let market = try market(billing: rule)
        guard case .accepted(let leases) = market.request("m1.large", count: 350, at: .zero) else {
            return #expect(Bool(false), "refused")
        }
        for lease in leases { market.ledger.launch(lease, at: .seconds(100)) }
        for lease in leases { market.ledger.release(lease, at: .seconds(100 + 61 * 60)) }
        let horizon = SimulationTime.seconds(100_000)
        #expect(market.ledger.billedNodeHours(rule: rule, horizon: horizon).formatted(decimals: 1) == nodeHours)
        #expect(market.ledger.usedNodeHours(horizon: horizon) == Quantity(21_350, over: 60))
        let items = try market.items(horizon: horizon)
        #expect(items.map(\.name) == ["m1.large"])
        // 21350/60 h x 0.34 = 120.98333...
        #expect(items[0].cost.microdollars == microdollars)
        #expect(market.ledger.peakBilledCount == 350)
        #expect(market.ledger.openCount == 0)
    }

    @Test("a lease is billed until its release or the horizon, whatever became of the node")
    func whateverBecame() throws {
        let market = try market(billing: .startedHour)
        guard case .accepted(let leases) = market.request("m1.small", count: 6, at: .zero) else {
            return #expect(Bool(false), "refused")
        }
        #expect(leases == 0..<6)
        for lease in 0..<4 { market.ledger.launch(lease, at: .seconds(60)) }
        market.ledger.fail(4, at: .seconds(60))  // the launch failed: nothing is billed
        market.ledger.enterService(0, at: .seconds(160))
        market.ledger.enterService(1, at: .seconds(160))
        market.ledger.fail(1, at: .seconds(200))  // broken in service, released two hours later
        market.ledger.fail(2, at: .seconds(200))  // broken while booting, forgotten
        market.ledger.release(5, at: .seconds(300))  // cancelled before it was launched
        #expect(market.ledger.openLeases.map(\.id) == [0, 1, 2, 3])
        #expect(market.available(at: .seconds(300)) == 996)
        market.ledger.release(1, at: .seconds(60 + 7_200))
        market.ledger.release(0, at: .seconds(60 + 7_201))
        let horizon = SimulationTime.seconds(60 + 4 * 3_600)
        let billed = market.ledger.leases.map { market.ledger.billed($0, rule: .startedHour, horizon: horizon) }
        #expect(billed == [.hours(3), .hours(2), .hours(4), .hours(4), .zero, .zero])
        #expect(market.ledger.billedNodeHours(rule: .startedHour, horizon: horizon) == Quantity(13))
        #expect(market.ledger.billedNodeHours(rule: .startedHour, horizon: horizon, typeIndex: 1) == .zero)
        #expect(try market.items(horizon: horizon).map(\.cost.microdollars) == [1_105_000])
        #expect(market.ledger.peakBilledCount == 4)
        #expect(market.ledger.leases[1].failedAt == .seconds(200))
    }

    @Test("nothing is billed that is launched at the horizon")
    func atHorizon() throws {
        let market = try market(billing: .startedHour)
        _ = market.request("m1.small", count: 1, at: .zero)
        market.ledger.launch(0, at: .seconds(10))
        #expect(market.ledger.billedNodeHours(rule: .startedHour, horizon: .seconds(10)) == .zero)
        #expect(market.ledger.billedNodeHours(rule: .startedHour, horizon: .seconds(11)) == Quantity(1))
    }

    @Test("an increase counts from the start if raised early enough, and from its grant if late")
    func quotaIncrease() throws {
        let early = Quota.Increase(to: 350, leadTime: .hours(72), grantDelay: .hours(48))
        let late = Quota.Increase(to: 350, leadTime: .hours(24), grantDelay: .hours(48))
        #expect(Quota(initial: 20, increases: [early]).limit(at: .zero) == 350)
        let quota = Quota(initial: 20, increases: [late])
        #expect(quota.limit(at: .zero) == 20)
        #expect(quota.limit(at: .zero + (.hours(24) - .nanoseconds(1))) == 20)
        #expect(quota.limit(at: .zero + .hours(24)) == 350)
        #expect(quota.firstInstant(allowing: 21) == .zero + .hours(24))
        #expect(quota.firstInstant(allowing: 20) == .zero)
        #expect(quota.firstInstant(allowing: 351) == nil)

        let market = try market(quota: quota, billing: .startedHour)
        #expect(market.request("m1.small", count: 20, at: .zero) == .accepted(0..<20))
        #expect(
            market.request("m1.small", count: 1, at: .zero)
                == .refused(.overQuota(limit: 20, open: 20, requested: 1, needed: 21, allowedFrom: .zero + .hours(24))))
        #expect(
            market.request("m1.small", count: 331, at: .zero)
                == .refused(.overQuota(limit: 20, open: 20, requested: 331, needed: 351, allowedFrom: nil)))
        #expect(market.request("m1.small", count: 330, at: .zero + .hours(24)) == .accepted(20..<350))
        #expect(market.available(at: .zero + .hours(24)) == 0)
    }

    @Test("the advice is what the whole plan needs, and instants are hours")
    func advice() throws {
        func refusal(_ quota: Quota) throws -> LeaseDecision.Refusal {
            let market = try market(quota: quota, billing: .startedHour)
            #expect(market.request("m1.small", count: 30, at: .zero, planned: 40) == .accepted(0..<30))
            guard case .refused(let refusal) = market.request("m1.small", count: 1, at: .zero, planned: 40) else {
                throw TestFailure.accepted
            }
            return refusal
        }
        #expect(try refusal(Quota(initial: 30)).hint == "raise the quota from 30 to 40 ahead of the upgrade")
        // An increase that lets this request pass and not the plan is no help.
        let small = Quota.Increase(to: 35, leadTime: .zero, grantDelay: .hours(24))
        #expect(try refusal(Quota(initial: 30, increases: [small])).hint == "raise the quota from 30 to 40 ahead of the upgrade")
        let enough = Quota.Increase(to: 40, leadTime: .zero, grantDelay: .minutes(2190))
        #expect(
            try refusal(Quota(initial: 30, increases: [enough])).hint == "an increase of the quota is granted 36 h 30 min after the start")
    }

    private enum TestFailure: Error { case accepted }

    @Test("an increase below what is there takes nothing away")
    func uselessIncrease() {
        let quota = Quota(initial: 20, increases: [.init(to: 10, leadTime: .hours(1), grantDelay: .zero)])
        #expect(quota.limit(at: .zero) == 20)
    }

    @Test("what is not sold and what is not listed is refused with a hint")
    func refusals() throws {
        let market = try market(billing: .startedHour)
        #expect(market.request("not.sold", count: 1, at: .zero) == .refused(.notSold(name: "not.sold")))
        #expect(market.request("m1.lrge", count: 1, at: .zero) == .refused(.unknownType(name: "m1.lrge")))
        #expect(market.ledger.leases.isEmpty)
    }

    @Test("launches are accepted at the provider's rate")
    func launchRate() throws {
        let market = try market(launchLimit: LaunchRateLimit(launchesPerSecond: 2), billing: .startedHour)
        _ = market.request("m1.small", count: 4, at: .seconds(10))
        _ = market.request("m1.small", count: 1, at: .seconds(11))
        _ = market.request("m1.small", count: 1, at: .seconds(60))
        #expect(market.ledger.leases.map { $0.acceptedAt.nanoseconds / 100_000_000 } == [100, 105, 110, 115, 120, 600])
    }

    @Test("a burst is accepted at once, and refills with time")
    func launchBurst() {
        var limit = LaunchRateLimit(interval: .seconds(1), burst: 3)
        let asked = [0, 0, 0, 0, 0, 10, 10, 10, 10, 12]
        #expect(asked.map { limit.accept(at: .seconds($0)).nanoseconds / Self.second } == [0, 0, 0, 1, 2, 10, 10, 10, 11, 12])
        var none = LaunchRateLimit.none
        #expect((0..<5).map { _ in none.accept(at: .seconds(3)) } == [SimulationTime](repeating: .seconds(3), count: 5))
    }

    @Test("an interval that is no whole number of nanoseconds is rounded up, never launching too fast")
    func launchThird() {
        var limit = LaunchRateLimit(launchesPerSecond: 3)
        #expect((0..<4).map { _ in limit.accept(at: .zero).nanoseconds } == [0, 333_333_334, 666_666_668, 1_000_000_002])
    }

    @Test("a step that the state does not allow traps")
    func wrongSteps() async {
        await #expect(processExitsWith: .failure) {
            var ledger = LeaseLedger()
            let lease = ledger.request(typeIndex: 0, at: .zero, acceptedAt: .zero)
            ledger.enterService(lease, at: .zero)
        }
        await #expect(processExitsWith: .failure) {
            var ledger = LeaseLedger()
            let lease = ledger.request(typeIndex: 0, at: .zero, acceptedAt: .zero)
            ledger.launch(lease, at: .zero)
            ledger.release(lease, at: .seconds(1))
            ledger.release(lease, at: .seconds(2))
        }
        await #expect(processExitsWith: .failure) {
            var ledger = LeaseLedger()
            let lease = ledger.request(typeIndex: 0, at: .seconds(5), acceptedAt: .seconds(5))
            ledger.launch(lease, at: .seconds(4))
        }
        await #expect(processExitsWith: .failure) {
            var ledger = LeaseLedger()
            let lease = ledger.request(typeIndex: 0, at: .zero, acceptedAt: .seconds(2))
            ledger.launch(lease, at: .seconds(1))
        }
    }
}
