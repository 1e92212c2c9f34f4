public import ClusterModel

/// Which instances of a component are broken.
public enum BrokenPart: Sendable, Hashable {
    /// All that there are.
    case whole
    /// Those on these nodes.
    case nodes(Set<Int>)
    /// Those of these shards.
    case shards(Set<Int>)
}

/// A component that a fault has broken.
public struct Breakage: Sendable, Hashable {
    /// Position in the graph.
    public var component: Int
    /// The universe whose instances are broken; of a shared component there is one for both.
    public var universe: Universe
    /// Which of them.
    public var part: BrokenPart

    /// Makes a breakage.
    public init(component: Int, universe: Universe, part: BrokenPart) {
        self.component = component
        self.universe = universe
        self.part = part
    }
}

/// Which edges pass something on at present.
public struct ShownEdges: Sendable {
    /// By edge: whether what it passes on shows by now; an edge that shows at a restart does so for nodes that have been restarted.
    public var isShown: [Bool]
    /// Nodes that were started after the breakage.
    public var restarted: Set<Int> = []

    /// What shows at once.
    public init(_ graph: DependencyGraph) {
        isShown = graph.dependencies.map { if case .atOnce = $0.shows { true } else { false } }
    }

    /// Everything that will ever show by itself, or also what has to be looked for.
    public init(everythingIn graph: DependencyGraph, latentToo: Bool) {
        isShown = graph.dependencies.map { edge in
            switch edge.shows {
            case .atOnce, .later: true
            case .atRestart: false
            case .never: latentToo
            }
        }
    }
}

/// What a service suffers in one universe.
public struct ServiceConsequence: Sendable, Hashable {
    /// The tier.
    public var tier: Int
    /// The universe.
    public var universe: Universe
    /// What every node suffers.
    public var base: Severity
    /// What single nodes suffer, if it is worse.
    public var perNode: [Int: Severity]
    /// How the breakage got there, from the component that broke to the service: positions of edges.
    public var chain: [Int]
}
