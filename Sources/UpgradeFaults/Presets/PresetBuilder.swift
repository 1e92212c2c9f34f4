import ClusterModel

/// Adds what presets have in common. Components are called after their tier: `application libraries`.
struct PresetBuilder {
    private(set) var graph: DependencyGraph
    private let tiers: [TierRole: Int]
    let times: DependencyPreset.Times

    init(graph: DependencyGraph, tiers: [TierRole: Int], times: DependencyPreset.Times) {
        self.graph = graph
        self.tiers = tiers
        self.times = times
    }

    /// Something that every node of a tier has, and that the tier's service needs.
    mutating func onNodes(
        of role: TierRole, _ what: String, _ kind: ComponentKind, _ effect: Severity = .total, _ shows: Manifestation,
        isHidden: Bool = false
    ) {
        guard let tier = tiers[role] else { return }
        add(what, kind, at: .nodes(tier: tier), of: tier, effect, shows, isHidden)
    }

    /// Something that every shard of a tier has, and that the tier's service needs.
    mutating func onShards(
        of role: TierRole, _ what: String, _ kind: ComponentKind, _ effect: Severity = .total, _ shows: Manifestation,
        isHidden: Bool = false
    ) {
        guard let tier = tiers[role] else { return }
        add(what, kind, at: .shards(tier: tier), of: tier, effect, shows, isHidden)
    }

    /// Where a tier is found by another one, which has it in its configuration.
    mutating func address(
        of role: TierRole, knownTo holder: TierRole, _ effect: Severity = .total, _ shows: Manifestation = .atOnce, isHidden: Bool = false
    ) {
        guard let tier = tiers[role], let holder = tiers[holder] else { return }
        let name = unique("\(graph.components[tier].name) addresses")
        let position = graph.add(Component(name: name, kind: .location, place: .universe, editedWith: holder))
        graph.add(Dependency(holder, needs: position, effect: effect, shows: shows, isHidden: isHidden))
    }

    /// Something that there is one of, in each universe or for both, needed by the services of some tiers.
    @discardableResult
    mutating func common(
        _ name: String, _ kind: ComponentKind, at place: ComponentPlace, editedWith role: TierRole? = nil, neededBy roles: [TierRole],
        _ effect: Severity = .total, _ shows: Manifestation = .atOnce, isHidden: Bool = false
    ) -> Int {
        let position = graph.add(Component(name: unique(name), kind: kind, place: place, editedWith: role.flatMap { tiers[$0] }))
        for tier in roles.compactMap({ tiers[$0] }) {
            graph.add(Dependency(tier, needs: position, effect: effect, shows: shows, isHidden: isHidden))
        }
        return position
    }

    /// An edge between components that are there.
    mutating func add(_ dependency: Dependency) { graph.add(dependency) }

    /// A tier may have the name of something in the preset.
    private func unique(_ name: String) -> String { graph.position(of: name) == nil ? name : unique(name + " of the preset") }

    private mutating func add(
        _ what: String, _ kind: ComponentKind, at place: ComponentPlace, of tier: Int, _ effect: Severity, _ shows: Manifestation,
        _ isHidden: Bool
    ) {
        let position = graph.add(Component(name: unique("\(graph.components[tier].name) \(what)"), kind: kind, place: place))
        graph.add(Dependency(tier, needs: position, effect: effect, shows: shows, isHidden: isHidden))
    }
}

extension PresetBuilder {
    /// What every server has, whatever it is for. All assumed.
    ///
    /// | Component | Kind | Its service, when it is broken | Shows | Hidden |
    /// |---|---|---|---|---|
    /// | TIER paths | location | does not start: a file or a program is not where the configuration says | at the next restart | no |
    /// | TIER settings | configuration | valid and wrong (pools, time-outs): 5 % fail, half as much work again | at once | yes |
    /// | TIER libraries | library | does not start | at the next restart | yes |
    /// | TIER port NUMBER | port | does not start: another program listens there | at the next restart | as said |
    mutating func addServer(_ role: TierRole, port: Int, isPortHidden: Bool = false) {
        let slower = Severity(failedReads: 0.05, failedWrites: 0.05, slowdown: 0.5)
        // Semantic errors are valid, so that what they break starts; only typos keep a server from it.
        onNodes(of: role, "paths", .location, .total, .atRestart)
        onNodes(of: role, "settings", .configuration, slower, .atOnce, isHidden: true)
        onNodes(of: role, "libraries", .library, .total, .atRestart, isHidden: true)
        onNodes(of: role, "port \(port)", .port, .total, .atRestart, isHidden: isPortHidden)
    }

    /// What a database has beside. All assumed.
    ///
    /// | Component | Kind, place | Its service, when it is broken | Shows | Hidden |
    /// |---|---|---|---|---|
    /// | TIER rights | privilege, node | refuses everything | at once | no |
    /// | TIER rights of jobs | privilege, node | refuses 2 % of the writes | on first use of a rare path | yes |
    /// | TIER schema | schema, shard | fails half of the reads and all writes | at once | no |
    /// | TIER indexes | schema, shard | takes three times as much work again | at once | yes |
    /// | TIER rows | data, shard | writes wrong rows, one in a hundred, and nothing fails | at once | yes |
    /// | TIER primaries | location, universe; edited with the database, at promotions too | takes no writes: they go elsewhere | at once | no |
    /// | TIER replicas | location, likewise | fails a quarter of the reads | when what is kept has expired | yes |
    mutating func addDatabase() {
        onNodes(of: .database, "rights", .privilege, .total, .atOnce)
        onNodes(of: .database, "rights of jobs", .privilege, Severity(failedWrites: 0.02), .later(times.rareUse), isHidden: true)
        onShards(of: .database, "schema", .schema, Severity(failedReads: 0.5, failedWrites: 1), .atOnce)
        onShards(of: .database, "indexes", .schema, Severity(slowdown: 3), .atOnce, isHidden: true)
        onShards(of: .database, "rows", .data, Severity(corruption: 0.01), .atOnce, isHidden: true)
        guard let tier = tiers[.database] else { return }
        let name = graph.components[tier].name
        common("\(name) primaries", .location, at: .universe, editedWith: .database, neededBy: [.database], Severity(failedWrites: 1))
        common(
            "\(name) replicas", .location, at: .universe, editedWith: .database, neededBy: [.database],
            Severity(failedReads: 0.25), .later(times.expiry), isHidden: true)
    }

    /// What both universes share: who is broken here is broken there too. All assumed, but that these are shared is the model's (DESIGN).
    ///
    /// | Component | Kind, edited with | When it is broken | Shows | Hidden |
    /// |---|---|---|---|---|
    /// | traffic switch | switch, the traffic of the whole | the entry fails everything | at once | no |
    /// | name service | location, the traffic of the whole | cached name entries go wrong | when those kept have expired | no |
    /// | cached name entries | cache, the traffic of the whole | the entry fails 30 %: users who are sent to the wrong place | at once | yes |
    /// | operator tools | library, the application | run wild on all nodes: 5 % of everything fails | at once | yes |
    mutating func addShared(entry: TierRole, all roles: [TierRole]) {
        common("traffic switch", .trafficSwitch, at: .shared, neededBy: [entry])
        let names = common("name service", .location, at: .shared, neededBy: [])
        let entries = common(
            "cached name entries", .cache, at: .shared, neededBy: [entry], Severity(failedReads: 0.3, failedWrites: 0.3), isHidden: true)
        add(Dependency(entries, needs: names, shows: .later(times.expiry)))
        common(
            "operator tools", .library, at: .shared, editedWith: .application, neededBy: roles,
            Severity(failedReads: 0.05, failedWrites: 0.05), isHidden: true)
    }
}
