import ClusterModel

extension PresetBuilder {
    /// Wikipedia about 2010: what servers, databases and shared parts have (``addServer(_:port:isPortHidden:)``, ``addDatabase()``,
    /// ``addShared(entry:all:)``), and where each tier finds the next. All assumed, but for the hit ratios (FACTS: text 85 %, parser cache 7 of 15 points).
    ///
    /// The port of the object cache, 11211, is the one that a new agent takes without anybody's knowing.
    ///
    /// | Component | Kind, edited with | When it is broken | Shows | Hidden |
    /// |---|---|---|---|---|
    /// | FRONT-CACHE addresses | location, load balancer | the balancer fails everything | at once | no |
    /// | APPLICATION addresses | location, front cache | what is not in the cache fails: 15 % of reads, all writes | at once | no |
    /// | MEDIA addresses | location, front cache | 2 % of reads fail (the media cache hits 98 %) | when what is kept has expired | no |
    /// | DATABASE addresses | location, application | the application fails everything | at once: read with every request | no |
    /// | OBJECT-CACHE addresses | location, application | nothing is found in the cache: all is made anew | at once | yes |
    /// | TEXT-STORE addresses | location, application | 10 % of reads fail | on first use of a rare path | yes |
    /// | SEARCH addresses | location, application | 2 % of reads fail | on first use of a rare path | no |
    /// | TEXT-STORE rights | privilege, node of the text store | it refuses everything | at once | yes |
    /// | purges | cache, the traffic of the whole; one in each universe | front caches answer with old pages | never: somebody has to look | yes |
    mutating func addWikipedia() {
        addServer(.loadBalancer, port: 80)
        addServer(.frontCache, port: 3128)
        addServer(.application, port: 80)
        addServer(.objectCache, port: 11211, isPortHidden: true)
        addServer(.database, port: 3306)
        addServer(.textStore, port: 3306)
        addServer(.search, port: 8123, isPortHidden: true)
        addServer(.media, port: 80)
        addDatabase()
        address(of: .frontCache, knownTo: .loadBalancer)
        address(of: .application, knownTo: .frontCache, Severity(failedReads: 0.15, failedWrites: 1))
        address(of: .media, knownTo: .frontCache, Severity(failedReads: 0.02), .later(times.expiry))
        address(of: .database, knownTo: .application)
        address(of: .objectCache, knownTo: .application, Severity(missedHits: 1), isHidden: true)
        address(of: .textStore, knownTo: .application, Severity(failedReads: 0.1), .later(times.rareUse), isHidden: true)
        address(of: .search, knownTo: .application, Severity(failedReads: 0.02), .later(times.rareUse))
        onNodes(of: .textStore, "rights", .privilege, .total, .atOnce, isHidden: true)
        common("purges", .cache, at: .universe, neededBy: [.frontCache], Severity(failedReads: 0.01), .never, isHidden: true)
        addShared(entry: .loadBalancer, all: DependencyPreset.wikipedia.roles)
    }
}
