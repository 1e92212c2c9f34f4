import Requirements

/// Who depends on what.
///
/// The first components are the services of the tiers, in the order of the system's tiers; their consequences are what requests feel.
public struct DependencyGraph: Sendable {
    /// The components, the services of the tiers first.
    public private(set) var components: [Component]
    /// The edges.
    public private(set) var dependencies: [Dependency] = []
    /// Number of tiers, and so of services.
    public let tierCount: Int
    /// Edges by the component that is needed.
    private(set) var dependents: [[Int]]

    /// A graph in which no service depends on anything.
    public init(tiers: [String]) {
        components = tiers.enumerated().map { Component(name: $1, kind: .service, place: .nodes(tier: $0)) }
        tierCount = tiers.count
        dependents = tiers.map { _ in [] }
    }

    /// Whether nothing depends on anything.
    public var isEmpty: Bool { dependencies.isEmpty }

    /// The position of a component.
    public func position(of name: String) -> Int? { components.firstIndex { $0.name == name } }

    /// The edges to those that need a component.
    public func edges(needing component: Int) -> [Int] { dependents[component] }

    /// Whether anything shows only when a node is started again.
    public var hasRestartEdges: Bool { dependencies.contains { if case .atRestart = $0.shows { true } else { false } } }

    /// Adds a component; its position.
    @discardableResult
    public mutating func add(_ component: Component) -> Int {
        require(position(of: component.name) == nil, "two components are called `\(component.name)`")
        components.append(component)
        dependents.append([])
        return components.count - 1
    }

    /// Adds an edge.
    public mutating func add(_ dependency: Dependency) {
        require(
            components.indices.contains(dependency.dependent) && components.indices.contains(dependency.dependency),
            "an edge between components that are not there")
        dependents[dependency.dependency].append(dependencies.count)
        dependencies.append(dependency)
    }

    /// Makes a component common to both universes, or private to each.
    public mutating func setPlace(_ place: ComponentPlace, of component: Int) {
        require(component >= tierCount, "a service stays on its tier")
        components[component].editedWith = components[component].tier
        components[component].place = place
    }
}
