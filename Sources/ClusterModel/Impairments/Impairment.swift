/// What a fault does to the service of one tier in one universe, while it lasts.
public struct Impairment: Sendable, Hashable {
    /// Which nodes suffer it.
    public enum Extent: Sendable, Hashable {
        /// Those named, each in its way, and all others as stated.
        case nodes([Int: Severity], others: Severity)
        /// Those that run the new version.
        case newVersion(Severity)
        /// Those that run the new version, or the old one, while both serve.
        case bothVersions(Severity)
    }

    /// What is charged with the loss.
    public var cause: CauseID
    /// The tier.
    public var tier: Int
    /// The universe.
    public var universe: Universe
    /// Who suffers it.
    public var extent: Extent
    /// The only class of requests that it can be met by; nil for all.
    public var requestClass: Int?

    /// Makes an impairment.
    public init(cause: CauseID, tier: Int, universe: Universe, extent: Extent, requestClass: Int? = nil) {
        self.cause = cause
        self.tier = tier
        self.universe = universe
        self.extent = extent
        self.requestClass = requestClass
    }

    /// What a node suffers.
    func severity(of index: Int, _ node: Node, isMixed: Bool) -> Severity {
        switch extent {
        case .nodes(let perNode, let others): perNode[index] ?? others
        case .newVersion(let severity): node.version == .new ? severity : .none
        case .bothVersions(let severity): isMixed ? severity : .none
        }
    }
}

extension Cluster {
    /// Says what a cause does to the service of a tier; what it did before is replaced.
    public func impair(_ impairment: Impairment) {
        let place = storage(impairment.tier, impairment.universe)
        if let position = impairments[place][impairment.tier].firstIndex(where: { $0.cause == impairment.cause }) {
            guard impairments[place][impairment.tier][position] != impairment else { return }
            impairments[place][impairment.tier][position] = impairment
        } else {
            impairments[place][impairment.tier].append(impairment)
            causes.use(impairment.cause)
        }
        touchService(impairment.tier, impairment.universe)
    }

    /// Ends what a cause does to a tier's service.
    public func heal(_ cause: CauseID, tier: Int, universe: Universe) {
        let place = storage(tier, universe)
        guard let position = impairments[place][tier].firstIndex(where: { $0.cause == cause }) else { return }
        impairments[place][tier].remove(at: position)
        causes.release(cause)
        touchService(tier, universe)
    }

    /// What is wrong with the service of a tier in a universe.
    public func impairments(of tier: Int, in universe: Universe) -> [Impairment] { impairments[storage(tier, universe)][tier] }

    /// What a node suffers from a cause.
    public func severity(of index: Int, from cause: CauseID) -> Severity {
        let node = nodes[index]
        let found = impairments[Int(node.universe.rawValue)][node.tier].first { $0.cause == cause }
        return found?.severity(of: index, node, isMixed: isMixed(tier: node.tier)) ?? .none
    }

    /// A tier that both universes use is one.
    private func storage(_ tier: Int, _ universe: Universe) -> Int { isShared[tier] ? 0 : Int(universe.rawValue) }

    private func touchService(_ tier: Int, _ universe: Universe) {
        for other in Universe.allCases where other == universe || isShared[tier] { touch(tier: tier, universe: other) }
    }
}
