import TestTools
import Testing

@testable import ResourceSharing

/// Changes to a living system: what is solved again, what is reported, and that shortcuts change nothing.
@Suite struct ChangeTests {
    /// A random life: after each few changes, most of which are solved in steps, the rates are those of solving everything again, and of a
    /// system built afresh from the same plan.
    @Test(arguments: 0..<60)
    func randomLife(seed: Int) throws {
        var draws = DrawSource(seed: seed)
        let system = SharingSystem()
        var plan = SystemPlan()
        let resources = (0..<draws.whole(3...25)).map { _ in
            plan.capacities.append(draws.wide(6))
            return system.addResource(capacity: plan.capacities.last ?? 0)
        }
        var living: [ActivityID] = []
        var solvedInPart = 0
        for step in 0..<300 {
            for _ in 0..<draws.whole(1...3) {
                change(system, resources, &living, &plan, &draws)
            }
            system.solve()
            let rates = living.map { system.rate(of: $0) }
            if system.refilledActivityCount < living.count { solvedInPart += 1 }
            system.markEverything()
            system.solve()
            try #require(system.refilledActivityCount == living.filter { !system.uses(of: $0).isEmpty }.count)
            for (index, rate) in plan.rates().enumerated() {
                let tolerance = 1e-12 * max(rate, plan.reach(index))
                try #require(abs(rate - rates[index]) <= tolerance, "seed \(seed), step \(step), activity \(index)")
                try #require(
                    abs(rate - system.rate(of: living[index])) <= tolerance,
                    "seed \(seed), step \(step), activity \(index), everything again")
            }
        }
        #expect(solvedInPart > 40)
        #expect(system.activityCount == living.count)
    }

    private func change(
        _ system: SharingSystem, _ resources: [ResourceID], _ living: inout [ActivityID], _ plan: inout SystemPlan,
        _ draws: inout DrawSource
    ) {
        func someUses() -> [(resource: Int, amount: Double)] {
            (0..<draws.whole(1...3)).map { _ in (draws.whole(0...resources.count - 1), draws.wide(2)) }
        }
        func written(_ uses: [(resource: Int, amount: Double)]) -> [ResourceUse] {
            uses.map { ResourceUse(resources[$0.resource], amountPerUnit: $0.amount) }
        }
        let kind = draws.whole(0...9)
        if living.isEmpty || (kind < 3 && living.count < 40) {
            let activity = SystemPlan.Activity(
                uses: someUses(), weight: draws.wide(2), limit: draws.chance(0.5) ? draws.wide(6) : .infinity,
                priority: draws.chance(0.3) ? .background : .foreground)
            plan.activities.append(activity)
            living.append(
                system.add(uses: written(activity.uses), weight: activity.weight, limit: activity.limit, priority: activity.priority))
            return
        }
        let index = draws.whole(0...living.count - 1)
        switch kind {
        case 0...4:
            system.remove(living.remove(at: index))
            plan.activities.remove(at: index)
        case 5:
            plan.activities[index].limit = draws.chance(0.3) ? .infinity : draws.chance(0.1) ? 0 : draws.wide(6)
            system.setLimit(plan.activities[index].limit, of: living[index])
        case 6:
            plan.activities[index].weight = draws.wide(2)
            system.setWeight(plan.activities[index].weight, of: living[index])
        case 7:
            plan.activities[index].uses = someUses()
            system.replaceUses(of: living[index], with: written(plan.activities[index].uses))
        default:
            let resource = draws.whole(0...resources.count - 1)
            plan.capacities[resource] = draws.chance(0.1) ? 0 : draws.wide(6)
            system.setCapacity(plan.capacities[resource], of: resources[resource])
        }
    }

    /// What changes levels only fills nothing anew, whatever the number of activities.
    @Test func onlyLevelsMove() {
        let system = SharingSystem()
        let backbone = system.addResource(capacity: 100)
        let ports = (0..<50).map { _ in system.addResource(capacity: 10) }
        let flows = ports.map { system.add(uses: [ResourceUse($0), ResourceUse(backbone)]) }
        system.solve()
        #expect(system.refilledActivityCount == 50)
        #expect(system.groupCount == 1)
        let guest = system.add(uses: [ResourceUse(ports[7]), ResourceUse(backbone)])
        system.solve()
        #expect(system.refilledActivityCount == 0)
        #expect(flows.allSatisfy { system.rate(of: $0) == 100.0 / 51 })
        system.setCapacity(60, of: backbone)
        system.remove(flows[3])
        system.solve()
        #expect(system.refilledActivityCount == 0)
        #expect(system.rate(of: guest) == 60.0 / 50)
        #expect(abs(system.used(of: backbone) - 60) < 1e-12)
        #expect(abs(system.used(of: ports[7]) - 2.4) < 1e-12)
        // With 12 flows on 100 the ports, 10 each, hold nobody back but for the one that two share: then another region is filled.
        system.setCapacity(100, of: backbone)
        for flow in flows[10...] where flow != flows[3] { system.remove(flow) }
        system.solve()
        #expect(system.rate(of: guest) == 5)
        #expect(system.rate(of: flows[7]) == 5)
        #expect(system.rate(of: flows[0]) == 10)
    }

    /// A rack's uplink concerns nobody in other racks, although all share a backbone with room to spare.
    @Test func regionsEndWhereThereIsRoom() {
        let system = SharingSystem()
        let backbone = system.addResource(capacity: 1_000)
        let racks = (0..<20).map { _ in system.addResource(capacity: 40) }
        let ports = (0..<200).map { _ in system.addResource(capacity: 8) }
        let flows = ports.indices.map {
            system.add(uses: [ResourceUse(ports[$0]), ResourceUse(racks[$0 / 10]), ResourceUse(backbone)])
        }
        system.solve()
        #expect(system.refilledActivityCount == 200)
        #expect(system.groupCount == 20)
        // Six of ten leave one rack: the others come to 8 each, at their ports.
        for flow in flows[0..<6] { system.remove(flow) }
        system.solve()
        #expect(system.refilledActivityCount == 4)
        #expect(system.rate(of: flows[6]) == 8)
        #expect(system.bottleneck(of: flows[6]) == .resource(ports[6]))
        #expect(system.rate(of: flows[10]) == 4)
        #expect(system.used(of: backbone) == 19 * 40 + 4 * 8)
    }

    /// A group may be visited after each of 300 that use its resource and whose level was its own: then its region is filled anew.
    @Test func manyTies() {
        let system = SharingSystem()
        let links = (0..<300).map { _ in system.addResource(capacity: 10) }
        let backbone = system.addResource(capacity: 1_505)
        let own = system.add(uses: [ResourceUse(backbone)])
        let through = links.map { system.add(uses: [ResourceUse($0), ResourceUse(backbone)]) }
        let beside = links.map { system.add(uses: [ResourceUse($0)]) }
        system.solve()
        #expect(system.rate(of: own) == 5)
        system.setCapacity(1_504, of: backbone)
        for link in links { system.setCapacity(10.002, of: link) }
        system.solve()
        #expect(abs(system.rate(of: own) - 1_504.0 / 301) < 1e-12)
        #expect(through.allSatisfy { abs(system.rate(of: $0) - 1_504.0 / 301) < 1e-12 })
        #expect(beside.allSatisfy { abs(system.rate(of: $0) - (10.002 - 1_504.0 / 301)) < 1e-12 })
    }

    /// Each further stream slows a disk down.
    @Test func streamsAreAPenalty() {
        let system = SharingSystem()
        let disk = system.addResource(capacity: 120, streamPenalty: 0.1)
        let first = system.add(uses: [ResourceUse(disk)])
        system.solve()
        #expect(system.rate(of: first) == 120)
        let others = (0..<4).map { _ in system.add(uses: [ResourceUse(disk)]) }
        system.solve()
        #expect(system.rate(of: first) == 120 / 1.4 / 5)
        system.setCapacity(60, of: disk)
        for other in others { system.remove(other) }
        system.solve()
        #expect(system.rate(of: first) == 60)
        #expect(system.capacity(of: disk) == 60)
    }

    @Test func changesThatMoveNothingAreFree() {
        let system = SharingSystem()
        let wide = system.addResource(capacity: 100)
        let narrow = system.addResource(capacity: 10)
        let flow = system.add(uses: [ResourceUse(wide), ResourceUse(narrow)])
        system.solve()
        system.setCapacity(50, of: wide)
        system.setCapacity(10.5, of: wide)
        system.setLimit(11, of: flow)
        system.setCapacity(10, of: narrow)
        system.setWeight(1, of: flow)
        #expect(!system.needsSolving)
        system.setCapacity(9, of: wide)
        #expect(system.needsSolving)
        system.solve()
        #expect(system.rate(of: flow) == 9)
        #expect(system.bottleneck(of: flow) == .resource(wide))
        #expect(system.capacity(of: wide) == 9)
        #expect(system.limit(of: flow) == 11)
        system.setLimit(4, of: flow)
        system.solve()
        #expect(system.rate(of: flow) == 4)
    }

    @Test func aFreedSlotKnowsItsOldTenant() {
        let system = SharingSystem()
        let link = system.addResource(capacity: 10)
        let first = system.add(uses: [ResourceUse(link)])
        system.solve()
        system.remove(first)
        let second = system.add(uses: [ResourceUse(link)], limit: 3)
        #expect(second.index == first.index)
        #expect(!system.contains(first))
        #expect(system.contains(second))
        #expect(system.rate(of: second) == 0)
        system.solve()
        #expect(system.rate(of: second) == 3)
        system.remove(second)
        system.solve()
        #expect(system.used(of: link) == 0)
    }

    @Test func usesCanBeReadBack() {
        let system = SharingSystem()
        let resources = (0..<3).map { _ in system.addResource(capacity: 1) }
        let written = [
            ResourceUse(resources[2], amountPerUnit: 0.5), ResourceUse(resources[0]), ResourceUse(resources[1], amountPerUnit: 4),
        ]
        let activity = system.add(uses: written, weight: 2)
        #expect(system.uses(of: activity) == written)
        system.replaceUses(of: activity, with: [written[1]])
        #expect(system.uses(of: activity) == [written[1]])
        #expect(system.weight(of: activity) == 2)
        #expect(system.resourceCount == 3)
    }
}
