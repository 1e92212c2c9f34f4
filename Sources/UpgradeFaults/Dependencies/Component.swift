/// What kind of thing a component is; a fault of a type can break some kinds and not others.
public enum ComponentKind: String, Sendable, Hashable, CaseIterable {
    /// A program that answers requests on the nodes of a tier. There is one for each tier, with its name.
    case service
    /// A shared library or package of a node.
    case library
    /// A port that a program listens on.
    case port
    /// A value of a configuration.
    case configuration
    /// A right to use something.
    case privilege
    /// Where something is found: an address, a name, a path.
    case location
    /// The form of the data in a database.
    case schema
    /// The data itself.
    case data
    /// Data that is kept for a while, such as entries of a name service.
    case cache
    /// What sends users to one version or the other.
    case trafficSwitch = "switch"
}

/// How many instances of a component there are, and who has them.
public enum ComponentPlace: Sendable, Hashable {
    /// One on each node of a tier; each universe has its own nodes.
    case nodes(tier: Int)
    /// One for each shard of a tier, in each universe.
    case shards(tier: Int)
    /// One in each universe.
    case universe
    /// One for both universes: what is not isolated.
    case shared

    /// The tier that it belongs to, if it is one tier's.
    public var tier: Int? {
        switch self {
        case .nodes(let tier), .shards(let tier): tier
        case .universe, .shared: nil
        }
    }
}

/// Something that others depend on, or that depends on others.
public struct Component: Sendable, Hashable {
    /// Unique in its graph; a service is called like its tier.
    public var name: String
    /// What it is.
    public var kind: ComponentKind
    /// Where its instances are.
    public var place: ComponentPlace
    /// The tier whose operations touch it, where its place does not say: those on the location of a service that is registered while
    /// the service's tier is installed, for example. Nil for what no tier's operations touch.
    public var editedWith: Int?

    /// Makes a component.
    public init(name: String, kind: ComponentKind, place: ComponentPlace, editedWith: Int? = nil) {
        self.name = name
        self.kind = kind
        self.place = place
        self.editedWith = editedWith
    }

    /// The tier whose operations touch it.
    public var tier: Int? { place.tier ?? editedWith }
}
