import TestTools
import Testing

@testable import ResourceSharing

/// Changes to a living system: what is solved again, what is reported, and that shortcuts change nothing.
@Suite struct ChangeTests {
    /// A random life: after each few changes the partial solve must leave the same bits as solving everything again, report exactly the
    /// rates that moved, and agree with a system built afresh from the same plan.
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
        for step in 0..<300 {
            var before: [ActivityID: UInt64] = [:]
            for activity in living { before[activity] = system.rate(of: activity).bitPattern }
            for _ in 0..<draws.whole(1...3) {
                change(system, resources, &living, &plan, &draws)
            }
            system.solve()
            let rates = living.map { system.rate(of: $0) }
            let moved = living.filter { system.rate(of: $0).bitPattern != before[$0] ?? 0 }.sorted()
            try #require(Array(system.changed) == moved, "seed \(seed), step \(step)")
            system.markEverything()
            system.solve()
            try #require(
                living.map { system.rate(of: $0) } == rates, "seed \(seed), step \(step): a part solved again differs from the whole")
            try #require(system.changed.isEmpty)
            try #require(system.visitedActivityCount == living.count)
            for (index, rate) in plan.rates().enumerated() {
                try #require(
                    abs(rate - rates[index]) <= 1e-12 * max(rate, plan.reach(index)), "seed \(seed), step \(step), activity \(index)")
            }
        }
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

    @Test func onlyTouchedComponentsAreVisited() {
        let system = SharingSystem()
        let links = (0..<10).map { _ in system.addResource(capacity: 6) }
        let flows = links.map { link in (0..<3).map { _ in system.add(uses: [ResourceUse(link)]) } }
        system.solve()
        #expect(system.visitedActivityCount == 30)
        system.solve()
        #expect(system.visitedActivityCount == 0)
        #expect(system.changed.isEmpty)
        system.setCapacity(9, of: links[4])
        #expect(system.needsSolving)
        #expect(system.rate(of: flows[4][0]) == 2, "a change shows after the solve only")
        system.solve()
        #expect(!system.needsSolving)
        #expect(system.visitedActivityCount == 3)
        #expect(Array(system.changed) == flows[4])
        #expect(system.rate(of: flows[4][0]) == 3)
        // A flow over two links joins their components; its removal parts them again, and both are solved.
        let bridge = system.add(uses: [ResourceUse(links[0]), ResourceUse(links[1])])
        system.solve()
        #expect(system.visitedActivityCount == 7)
        system.remove(bridge)
        system.solve()
        #expect(system.visitedActivityCount == 6)
        system.setCapacity(12, of: links[0])
        system.solve()
        #expect(system.visitedActivityCount == 3)
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
