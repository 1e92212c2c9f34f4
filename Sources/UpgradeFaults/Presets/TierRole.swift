/// What a tier is for; presets say what a tier of a role depends on.
public enum TierRole: String, Sendable, Hashable, CaseIterable {
    /// Passes requests on to front caches.
    case loadBalancer = "load-balancer"
    /// Answers from what it keeps, and passes the rest on.
    case frontCache = "front-cache"
    /// Takes requests from users and passes them on to the application.
    case web
    /// Makes answers.
    case application
    /// Keeps parts of answers in memory.
    case objectCache = "object-cache"
    /// Holds tables on shards.
    case database
    /// Holds texts that never change.
    case textStore = "text-store"
    /// Finds pages.
    case search
    /// Holds pictures.
    case media
}
