import ClusterModel

/// How breakages spread.
///
/// ## The rule
///
/// An instance of a component is in a state (``Severity``). A broken instance does nothing: it fails everything. Along an edge whose effect shows, a
/// dependent is in a state that is at least
///
///     state(dependent) >= passed(state(dependency), effect)
///
/// where a fraction of the dependency's instances that is broken counts as that fraction of the requests: from a node to the same node as it is; from
/// the nodes of a tier to another tier, or to something that there is one of, as the mean over these nodes; from a shard to the servers of the shard
/// as it is, and to others by the shard's share of the requests; what is wrong with a shard is met on servers that hold its data in the new form. The
/// states are the least ones that fulfil this, found by repeating it until nothing changes. Effects are at most 1, so what goes round in a circle comes
/// back no worse than it was, and as many rounds as there are components are enough; only in a circle that passes from a tier's nodes to something else
/// and back to the same nodes do the states creep up to their limit. Everything is monotone, so that another edge, or another broken instance, never
/// makes any service better.
extension DependencyGraph {
    /// Enough for a creeping circle to come within a rounding error of its limit over some hundred nodes.
    private static let mostRounds = 10_000

    /// The state of all instances of one component.
    struct State: Equatable {
        /// Of every instance.
        var base = Severity.none
        /// Of single nodes or shards, where it is worse.
        var parts: [Int: Severity] = [:]

        func of(_ part: Int) -> Severity { parts[part].map { $0.worse(base) } ?? base }
    }

    /// What first made an instance of a component worse, and in which universe: by way of what is shared it may be the other.
    private struct Origin {
        var edge: Int
        var universe: Int
    }

    /// What services suffer from breakages, universe by universe and tier by tier; those that suffer nothing are left out.
    public func consequences(
        of breakages: [Breakage], shown: ShownEdges, layout: some SystemLayout
    ) -> [ServiceConsequence] {
        var found: [ServiceConsequence] = []
        var states = Universe.allCases.map { _ in [State](repeating: State(), count: components.count) }
        var origins = Universe.allCases.map { _ in [Origin?](repeating: nil, count: components.count) }
        for breakage in breakages {
            for universe in Universe.allCases where universe == breakage.universe || components[breakage.component].place == .shared {
                breakdown(breakage, universe, &states[Int(universe.rawValue)], layout)
            }
        }
        for _ in 0..<Self.mostRounds {
            var changed = false
            for universe in Universe.allCases {
                let index = Int(universe.rawValue)
                if spread(universe, &states[index], &origins[index], shown, layout) { changed = true }
            }
            // What is shared is the same in both: it may have been broken in one.
            for component in components.indices where components[component].place == .shared {
                let worse = states[0][component].base.worse(states[1][component].base)
                for index in states.indices where states[index][component].base != worse {
                    states[index][component].base = worse
                    if origins[index][component] == nil { origins[index][component] = origins[1 - index][component] }
                    changed = true
                }
            }
            if !changed { break }
        }
        for universe in Universe.allCases {
            let index = Int(universe.rawValue)
            for tier in 0..<tierCount where states[index][tier] != State() {
                let state = states[index][tier]
                found.append(
                    ServiceConsequence(
                        tier: tier, universe: universe, base: state.base, perNode: state.parts,
                        chain: chain(to: tier, index, origins)))
            }
        }
        return found
    }

    private func breakdown(_ breakage: Breakage, _ universe: Universe, _ states: inout [State], _ layout: some SystemLayout) {
        let broken: [Int]
        switch (breakage.part, components[breakage.component].place) {
        case (.whole, _), (_, .universe), (_, .shared):
            states[breakage.component].base = .total
            return
        case (.nodes(let nodes), .nodes): broken = nodes.sorted()
        case (.shards(let shards), .shards): broken = shards.sorted()
        case (.nodes(let nodes), .shards): broken = nodes.sorted().map { layout.shard(of: $0) }
        case (.shards(let shards), .nodes(let tier)):
            broken = layout.nodes(of: tier, in: universe).filter { shards.contains(layout.shard(of: $0)) }
        }
        for part in broken { states[breakage.component].parts[part] = .total }
    }

    /// One round over all edges; whether anything got worse.
    private func spread(
        _ universe: Universe, _ states: inout [State], _ origins: inout [Origin?], _ shown: ShownEdges, _ layout: some SystemLayout
    ) -> Bool {
        var changed = false
        for (index, edge) in dependencies.enumerated() where states[edge.dependency] != State() {
            let isAtRestart = if case .atRestart = edge.shows { true } else { false }
            guard shown.isShown[index] || (isAtRestart && !shown.restarted.isEmpty) else { continue }
            let arriving = state(of: edge.dependency, as: components[edge.dependent].place, states[edge.dependency], universe, layout)
            let only = isAtRestart && !shown.isShown[index] ? shown.restarted : nil
            if take(arriving, by: edge, only: only, universe, &states[edge.dependent], layout) {
                changed = true
                if origins[edge.dependent] == nil { origins[edge.dependent] = Origin(edge: index, universe: Int(universe.rawValue)) }
            }
        }
        return changed
    }

    /// A dependency's state as instances at another place meet it.
    private func state(
        of component: Int, as place: ComponentPlace, _ state: State, _ universe: Universe, _ layout: some SystemLayout
    ) -> State {
        switch (components[component].place, place) {
        case (.universe, _), (.shared, _): return State(base: state.base)
        case (.nodes(let from), .nodes(let to)) where from == to: return state
        case (.shards(let from), .shards(let to)) where from == to: return state
        case (.shards(let from), .nodes(let to)) where from == to:
            var result = State(base: state.base)
            for node in layout.nodes(of: to, in: universe) {
                guard layout.isConverted(node), let severity = state.parts[layout.shard(of: node)] else { continue }
                result.parts[node] = severity
            }
            return result
        case (.nodes(let tier), _):
            let nodes = layout.servingNodes(of: tier, in: universe)
            guard !nodes.isEmpty else { return State(base: state.base) }
            return State(base: mean(nodes.map { (state.of($0), 1 / Double(nodes.count)) }))
        case (.shards(let tier), _):
            return State(
                base: mean(
                    layout.sharesOfLoad(of: tier).enumerated().map { shard, share in
                        (state.of(shard), share * convertedShare(of: tier, shard, universe, layout))
                    }))
        }
    }

    /// Fraction of a shard's servers in service that hold the new form.
    private func convertedShare(of tier: Int, _ shard: Int, _ universe: Universe, _ layout: some SystemLayout) -> Double {
        let servers = layout.servingNodes(of: tier, in: universe).filter { layout.shard(of: $0) == shard }
        guard !servers.isEmpty else { return 0 }
        return Double(servers.count { layout.isConverted($0) }) / Double(servers.count)
    }

    private func mean(_ states: [(severity: Severity, share: Double)]) -> Severity {
        states.reduce(Severity.none) { sum, state in
            let part = state.severity.scaled(by: state.share)
            return Severity(
                failedReads: min(1, sum.failedReads + part.failedReads), failedWrites: min(1, sum.failedWrites + part.failedWrites),
                slowdown: sum.slowdown + part.slowdown, corruption: min(1, sum.corruption + part.corruption),
                missedHits: min(1, sum.missedHits + part.missedHits))
        }
    }

    private func take(
        _ arriving: State, by edge: Dependency, only restarted: Set<Int>?, _ universe: Universe, _ state: inout State,
        _ layout: some SystemLayout
    ) -> Bool {
        var result = state
        if let restarted {
            // Who has not been started again still runs on what it had.
            guard case .nodes(let tier) = components[edge.dependent].place else { return false }
            for node in layout.nodes(of: tier, in: universe) where restarted.contains(node) {
                result.parts[node] = arriving.of(node).passed(on: edge.effect).worse(result.of(node))
            }
        } else {
            result.base = result.base.worse(arriving.base.passed(on: edge.effect))
            for (part, severity) in arriving.parts.sorted(by: { $0.key < $1.key }) {
                result.parts[part] = severity.worse(arriving.base).passed(on: edge.effect).worse(result.of(part))
            }
        }
        result.parts = result.parts.filter { $0.value.worse(result.base) != result.base }
        guard result != state else { return false }
        state = result
        return true
    }

    private func chain(to component: Int, _ universe: Int, _ origins: [[Origin?]]) -> [Int] {
        var (chain, seen) = ([Int](), Set<Int>())
        var (place, universe) = (component, universe)
        while let origin = origins[universe][place], seen.insert(origin.edge).inserted {
            chain.append(origin.edge)
            (place, universe) = (dependencies[origin.edge].dependency, origin.universe)
        }
        return chain.reversed()
    }
}
