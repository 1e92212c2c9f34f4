import ClusterModel
import RandomStreams
import TestTools
import UpgradeFaults

/// A graph, what is broken in it, and what shows, drawn by one seed.
struct RandomBreakage {
    var layout: SmallLayout
    var components: [Component]
    var edges: [Dependency]
    var breakages: [Breakage]
    var isShown: [Bool]
    var restarted: Set<Int>

    init(_ draws: inout DrawSource) {
        layout = SmallLayout.random(&draws)
        let tiers = layout.nodes.count
        components = []
        for index in 0..<draws.whole(1...4) {
            let tier = draws.whole(0...tiers - 1)
            let places: [ComponentPlace] = [
                .nodes(tier: tier), .universe, .shared, layout.shares[tier].isEmpty ? .universe : .shards(tier: tier),
            ]
            components.append(Component(name: "c\(index)", kind: .configuration, place: places[draws.whole(0...3)]))
        }
        let count = tiers + components.count
        (edges, isShown, breakages, restarted) = ([], [], [], [])
        for _ in 0..<draws.whole(1...7) { addEdge(&draws) }
        for _ in 0..<draws.whole(1...2) {
            let component = draws.whole(0...count - 1)
            breakages.append(
                Breakage(
                    component: component, universe: draws.chance(0.5) ? .original : .parallel,
                    part: part(of: component < tiers ? .nodes(tier: component) : components[component - tiers].place, &draws)))
        }
        for node in layout.nodes.flatMap(\.self) where draws.chance(0.3) { restarted.insert(draws.chance(0.5) ? node : node + 1000) }
    }

    private func part(of place: ComponentPlace, _ draws: inout DrawSource) -> BrokenPart {
        guard draws.chance(0.7) else { return .whole }
        switch place {
        case .nodes(let tier):
            let node = layout.nodes[tier][draws.whole(0...layout.nodes[tier].count - 1)]
            return .nodes([node, node + 1000])
        case .shards(let tier): return .shards([draws.whole(0...layout.shares[tier].count - 1)])
        case .universe, .shared: return .whole
        }
    }

    mutating func addEdge(_ draws: inout DrawSource) {
        let last = layout.nodes.count + components.count - 1
        func fraction() -> Double { draws.chance(0.3) ? 0 : draws.chance(0.4) ? 1 : draws.unit() }
        let effect = Severity(
            failedReads: fraction(), failedWrites: fraction(), slowdown: 2 * fraction(), corruption: fraction(), missedHits: fraction())
        edges.append(
            Dependency(
                draws.whole(0...last), needs: draws.whole(0...last), effect: effect, shows: draws.chance(0.3) ? .atRestart : .atOnce))
        isShown.append(draws.chance(0.8))
    }

    /// The graph with its edges in some order.
    func graph(order: [Int]? = nil) -> DependencyGraph {
        var graph = DependencyGraph(tiers: layout.nodes.indices.map { "t\($0)" })
        for component in components { graph.add(component) }
        for index in order ?? Array(edges.indices) { graph.add(edges[index]) }
        return graph
    }

    /// What every node of every tier suffers, tier by tier and universe by universe.
    func severities(order: [Int]? = nil) -> [Severity] {
        let graph = graph(order: order)
        var shown = ShownEdges(graph)
        shown.isShown = (order ?? Array(edges.indices)).map { isShown[$0] }
        shown.restarted = restarted
        let found = graph.consequences(of: breakages, shown: shown, layout: layout)
        return Universe.allCases.flatMap { universe in
            layout.nodes.indices.flatMap { tier -> [Severity] in
                let consequence = found.first { $0.tier == tier && $0.universe == universe }
                return layout.nodes(of: tier, in: universe).map { node in
                    guard let consequence else { return .none }
                    return consequence.perNode[node].map { $0.worse(consequence.base) } ?? consequence.base
                }
            }
        }
    }
}

extension Severity {
    var parts: [Double] { [failedReads, failedWrites, slowdown, corruption, missedHits] }

    func isAtLeast(_ other: Severity) -> Bool { zip(parts, other.parts).allSatisfy { $0 >= $1 - 1e-12 } }

    func agrees(with other: Severity) -> Bool { isAtLeast(other) && other.isAtLeast(self) }
}
