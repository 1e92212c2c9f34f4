public import ClusterModel

/// One operation of an upgrade at which something can go wrong.
public struct Opportunity: Sendable, Hashable {
    /// What is done.
    public var operation: OperationClass
    /// The tier that it is done to; nil for the whole.
    public var tier: Int?
    /// The universe.
    public var universe: Universe
    /// The node, if it is done to one.
    public var node: Int?
    /// The shard, if it is done to one.
    public var shard: Int?

    /// Makes an opportunity.
    public init(_ operation: OperationClass, tier: Int?, universe: Universe, node: Int? = nil, shard: Int? = nil) {
        self.operation = operation
        self.tier = tier
        self.universe = universe
        self.node = node
        self.shard = shard
    }

    /// Whether two opportunities are the same step of a script, done to different nodes or shards.
    public func isSameStep(as other: Opportunity) -> Bool {
        operation == other.operation && tier == other.tier && universe == other.universe
    }
}

extension DependencyGraph {
    /// What a fault of a type can break in an operation, and which part of it, in the order of the components.
    public func breakable(by type: UpgradeFaultType, at opportunity: Opportunity) -> [Breakage] {
        let kinds = type.breaks(in: opportunity.operation)
        return components.indices.compactMap { index in
            let component = components[index]
            guard kinds.contains(component.kind), let part = part(of: component, at: opportunity) else { return nil }
            return Breakage(component: index, universe: opportunity.universe, part: part)
        }
    }

    /// The part of a component that an operation touches; nil if it touches none.
    private func part(of component: Component, at opportunity: Opportunity) -> BrokenPart? {
        switch component.place {
        case .nodes(let tier):
            guard tier == opportunity.tier else { return nil }
            return opportunity.node.map { .nodes([$0]) }
        case .shards(let tier):
            guard tier == opportunity.tier else { return nil }
            return opportunity.shard.map { .shards([$0]) }
        case .universe, .shared:
            return component.editedWith == opportunity.tier ? .whole : nil
        }
    }
}
