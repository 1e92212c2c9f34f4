public import RandomStreams

/// A dependency graph for a kind of system, as far as its tiers' roles say what they depend on.
///
/// That upgrades break wrong service locations, database schemas and shared libraries, and that these dependencies are hidden, is published (T. Dumitraș
/// and P. Narasimhan, Middleware 2009). Which of them a system has, whether a plan knows of them, what breaks with them and when it shows is an
/// assumption throughout, except where a source is named.
public enum DependencyPreset: String, Sendable, Hashable, CaseIterable {
    /// Web servers or balancers, an application, a database.
    case threeTierWeb = "three-tier-web"
    /// Load balancers, front caches, application, object caches, database, text store, search, media.
    case wikipedia

    /// The roles that it knows, in the order of a request's path.
    public var roles: [TierRole] {
        switch self {
        case .threeTierWeb: [.web, .application, .database]
        case .wikipedia: [.loadBalancer, .frontCache, .application, .objectCache, .database, .textStore, .search, .media]
        }
    }

    /// Times of a preset.
    public struct Times: Sendable {
        /// Until what is kept of something that has changed has expired, seconds.
        public var expiry: Distribution
        /// Until somebody comes by a path that is rarely used, seconds.
        public var rareUse: Distribution

        /// Makes the times.
        public init(expiry: Distribution, rareUse: Distribution) {
            self.expiry = expiry
            self.rareUse = rareUse
        }
    }

    /// Adds its components and edges to a graph; what belongs to a role that no tier has is left out.
    public func add(to graph: inout DependencyGraph, tiers: [TierRole: Int], times: Times) {
        var builder = PresetBuilder(graph: graph, tiers: tiers, times: times)
        switch self {
        case .threeTierWeb: builder.addThreeTierWeb()
        case .wikipedia: builder.addWikipedia()
        }
        graph = builder.graph
    }
}
