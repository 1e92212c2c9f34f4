import ClusterModel
import UpgradeFaults

/// From what broke to what users feel, in words.
extension RunFaults {
    /// The longest of the chains to services that suffer, part by part.
    func chain(of fault: ActiveFault) -> [String] {
        guard let first = fault.breakages.first else { return [] }
        var words = [start(fault, graph.components[first.component].name)]
        let longest = fault.consequences.max { $0.chain.count < $1.chain.count }
        for edge in longest?.chain ?? [] { words.append(self.words(graph.dependencies[edge], fault)) }
        return words
    }

    private func start(_ fault: ActiveFault, _ name: String) -> String {
        var (nodes, shards, isWhole) = (0, Set<Int>(), false)
        for breakage in fault.breakages {
            switch breakage.part {
            case .whole: isWhole = true
            case .nodes(let some): nodes += some.count
            case .shards(let some): shards.formUnion(some)
            }
        }
        if isWhole { return "\(name) broken" }
        if nodes > 0 { return "\(name) broken on \(nodes) \(nodes == 1 ? "node" : "nodes")" }
        return "\(name) broken on \(shards.count) \(shards.count == 1 ? "shard" : "shards")"
    }

    private func words(_ edge: Dependency, _ fault: ActiveFault) -> String {
        let dependent = graph.components[edge.dependent]
        var suffers: [String] = []
        if edge.effect.failed >= 1 {
            suffers.append(edge.effect.failedReads >= 1 ? "fails" : "fails to write")
        } else if edge.effect.failed > 0 {
            suffers.append("fails some requests")
        }
        if edge.effect.slowdown > 0 { suffers.append("slows down") }
        if edge.effect.corruption > 0 { suffers.append("writes wrong rows") }
        let when =
            switch edge.shows {
            case .atOnce: ""
            case .atRestart: " at the next restart"
            case .later: " later"
            case .never: " unseen"
            }
        return "\(dependent.name) \(suffers.joined(separator: " and "))\(when)"
    }
}
