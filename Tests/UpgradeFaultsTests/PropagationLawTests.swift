import ClusterModel
import TestTools
import Testing
import UpgradeFaults

/// Laws of the propagation, in ten thousand random graphs each.
@Suite struct PropagationLawTests {
    private static let seeds = 0..<10_000

    /// Runs a body for every seed, and stops at the first that fails.
    private func withEverySeed(_ body: (inout DrawSource) -> Bool) {
        for seed in Self.seeds {
            var draws = DrawSource(seed: seed)
            guard body(&draws) else {
                Issue.record("seed \(seed)")
                return
            }
        }
    }

    private func isNowhereBetter(_ worse: [Severity], than before: [Severity]) -> Bool {
        zip(worse, before).allSatisfy { $0.isAtLeast($1) }
    }

    @Test("the slow twin, instance by instance, says the same")
    func slowTwin() {
        var harmed = 0
        withEverySeed { draws in
            let plan = RandomBreakage(&draws)
            let (fast, slow) = (plan.severities(), InstanceTwin(plan).severities())
            if fast.contains(where: { !$0.isNone }) { harmed += 1 }
            return zip(fast, slow).allSatisfy { $0.agrees(with: $1) }
        }
        #expect(harmed > Self.seeds.count / 3, "breakages that nobody feels show little")
    }

    @Test("another edge makes nothing better")
    func anotherEdge() {
        var worse = 0
        withEverySeed { draws in
            var plan = RandomBreakage(&draws)
            let before = plan.severities()
            plan.addEdge(&draws)
            let after = plan.severities()
            if !isNowhereBetter(before, than: after) { worse += 1 }
            return isNowhereBetter(after, than: before)
        }
        #expect(worse > Self.seeds.count / 20)
    }

    @Test("a larger broken part, an edge that shows and a node that was restarted make nothing better")
    func largerPart() {
        var worse = [0, 0, 0]
        withEverySeed { draws in
            let plan = RandomBreakage(&draws)
            let before = plan.severities()
            var larger = [plan, plan, plan]
            larger[0].breakages[0].part = .whole
            larger[1].isShown = plan.isShown.map { _ in true }
            larger[2].restarted.formUnion(plan.layout.nodes.flatMap { $0 + $0.map { $0 + 1000 } })
            for (index, plan) in larger.enumerated() {
                let after = plan.severities()
                if !isNowhereBetter(before, than: after) { worse[index] += 1 }
                guard isNowhereBetter(after, than: before) else { return false }
            }
            return true
        }
        #expect(worse.allSatisfy { $0 > Self.seeds.count / 50 }, "\(worse)")
    }

    @Test("the order of the edges has no influence")
    func order() {
        withEverySeed { draws in
            let plan = RandomBreakage(&draws)
            var order = Array(plan.edges.indices)
            for index in order.indices.dropLast() { order.swapAt(index, draws.whole(index...order.count - 1)) }
            return zip(plan.severities(), plan.severities(order: order)).allSatisfy { $0.agrees(with: $1) }
        }
    }

    @Test("without a breakage nobody suffers")
    func nothingBroken() {
        withEverySeed { draws in
            var plan = RandomBreakage(&draws)
            plan.breakages = []
            let graph = plan.graph()
            let shown = ShownEdges(everythingIn: graph, latentToo: true)
            return graph.consequences(of: [], shown: shown, layout: plan.layout).isEmpty
        }
    }
}
