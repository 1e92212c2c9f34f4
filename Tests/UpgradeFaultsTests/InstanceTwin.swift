import ClusterModel
import UpgradeFaults

/// The propagation once more, slowly: one vertex for each instance of each component, and the rule applied to all of them at once until nothing changes.
struct InstanceTwin {
    struct Vertex: Hashable {
        var component: Int
        /// -1 for what both universes have in common.
        var universe: Int
        /// Node or shard; -1 where there is one instance.
        var part: Int
    }

    let plan: RandomBreakage
    let graph: DependencyGraph

    init(_ plan: RandomBreakage) {
        self.plan = plan
        graph = plan.graph()
    }

    func severities() -> [Severity] {
        var state: [Vertex: Severity] = [:]
        for breakage in plan.breakages {
            for vertex in instances(breakage.component, breakage.universe) where isBroken(vertex, by: breakage.part) {
                state[vertex] = .total
            }
        }
        var isSettled = false
        for _ in 0..<100_000 where !isSettled {
            var next = state
            for universe in Universe.allCases {
                for (index, edge) in graph.dependencies.enumerated() {
                    for vertex in instances(edge.dependent, universe) where shows(index, at: vertex) {
                        let met = met(edge.dependency, from: vertex, universe, state)
                        let suffered = passed(met, edge.effect)
                        next[vertex] = (next[vertex] ?? .none).worse(suffered)
                    }
                }
            }
            isSettled = next.filter { !$0.value.isNone } == state.filter { !$0.value.isNone }
            state = next
        }
        return Universe.allCases.flatMap { universe in
            plan.layout.nodes.indices.flatMap { tier in instances(tier, universe).map { state[$0] ?? .none } }
        }
    }

    private func instances(_ component: Int, _ universe: Universe) -> [Vertex] {
        let parts: [Int]
        switch graph.components[component].place {
        case .nodes(let tier): parts = plan.layout.nodes(of: tier, in: universe)
        case .shards(let tier): parts = Array(plan.layout.shares[tier].indices)
        case .universe: parts = [-1]
        case .shared: return [Vertex(component: component, universe: -1, part: -1)]
        }
        return parts.map { Vertex(component: component, universe: Int(universe.rawValue), part: $0) }
    }

    private func isBroken(_ vertex: Vertex, by part: BrokenPart) -> Bool {
        switch part {
        case .whole: true
        case .nodes(let parts), .shards(let parts): parts.contains(vertex.part)
        }
    }

    private func shows(_ edge: Int, at vertex: Vertex) -> Bool {
        if plan.isShown[edge] { return true }
        guard case .atRestart = graph.dependencies[edge].shows, case .nodes = graph.components[vertex.component].place else { return false }
        return plan.restarted.contains(vertex.part)
    }

    /// What an instance meets that asks a dependency.
    private func met(_ dependency: Int, from vertex: Vertex, _ universe: Universe, _ state: [Vertex: Severity]) -> Severity {
        let asked = instances(dependency, universe)
        let place = graph.components[dependency].place
        let sameTier = place.tier != nil && place.tier == graph.components[vertex.component].place.tier
        switch (place, graph.components[vertex.component].place) {
        case (.nodes, .nodes) where sameTier, (.shards, .shards) where sameTier:
            return asked.first { $0.part == vertex.part }.flatMap { state[$0] } ?? .none
        case (.shards, .nodes) where sameTier:
            return asked.first { $0.part == plan.layout.shard(of: vertex.part) }.flatMap { state[$0] } ?? .none
        default:
            let shares = if case .shards(let tier) = place { plan.layout.shares[tier] } else { asked.map { _ in 1 / Double(asked.count) } }
            var sum = Severity.none
            for (one, share) in zip(asked, shares) {
                let severity = state[one] ?? .none
                sum.failedReads += severity.failedReads * share
                sum.failedWrites += severity.failedWrites * share
                sum.slowdown += severity.slowdown * share
                sum.corruption += severity.corruption * share
                sum.missedHits += severity.missedHits * share
            }
            return sum
        }
    }

    /// The rule of one edge, written down a second time.
    private func passed(_ met: Severity, _ effect: Severity) -> Severity {
        let failing = met.failedReads > met.failedWrites ? met.failedReads : met.failedWrites
        let needed = effect.failedReads > effect.failedWrites ? effect.failedReads : effect.failedWrites
        let writing = effect.corruption > effect.failedWrites ? effect.corruption : effect.failedWrites
        return Severity(failedReads: failing * effect.failedReads, failedWrites: failing * effect.failedWrites)
            .worse(
                Severity(
                    slowdown: failing * effect.slowdown, corruption: failing * effect.corruption, missedHits: failing * effect.missedHits)
            )
            .worse(Severity(slowdown: needed * met.slowdown, corruption: writing * met.corruption))
    }
}
