import ClusterModel
import SimulationKernel

/// Half of the nodes leave and are upgraded, users flip to them at one instant, then the other half follows (Brewer's *big flip*).
///
/// One version serves at a time. An incompatible change of data makes the flip wait for the conversion on half of each shard's servers:
///
/// 1. Half of each shard's servers (never the primary) leave and convert; writes stop, or go on and are tracked.
/// 2. Half of the other tiers leaves: when the conversion is nearly done (`halve: late`) or at once (`early`).
/// 3. The flip: a converted server leads each shard, users go to the new half, writes reopen. The point of no return.
/// 4. The old half is installed anew, its databases built from the converted ones.
public struct BigFlip: Strategy {
    /// Makes the strategy.
    public init() {}
    /// `big-flip`.
    public var name: String { "big-flip" }

    /// Does the upgrade.
    public func perform(_ operations: Operations) async throws {
        let tiers = operations.upgradedTiers
        let databases = tiers.filter { operations.isSharded($0) }
        let others = tiers.filter { !operations.isSharded($0) }
        let converting = databases.contains { operations.convertsData(of: $0) }
        let tracked = operations.rehearsal.options.conversionWrites == .tracked
        let window = operations.planned("read-only until the flip")
        let out = operations.planned("half out")
        var firstHalf: [Int: [Int]] = [:]
        try await operations.waitForWindow()
        for tier in others { firstHalf[tier] = operations.half(of: tier) }
        for tier in databases { firstHalf[tier] = operations.halfOfServers(of: tier) }
        let halves = firstHalf
        let converters = databases.flatMap { halves[$0] ?? [] }
        if converting, !tracked { for tier in databases { operations.closeWrites(tier: tier, cause: window) } }
        try await operations.step("first half: install and convert", attended: !converting) {
            try await operations.together(tiers) { tier in
                let nodes = halves[tier] ?? []
                if operations.isSharded(tier) {
                    let there = try await operations.installSoftware(on: nodes, cause: out)
                    let ready = try await operations.convertForFlip(tier: tier, servers: there, tracked: tracked)
                    try await operations.whileWarmingUp(ready, cause: out) { if converting { try await operations.verifyData() } }
                } else {
                    if converting, operations.rehearsal.options.halve == .late {
                        try await operations.waitUntilConversionNearlyDone(on: converters)
                    }
                    try await operations.upgradeSoftware(of: nodes, cause: out)
                }
            }
        }
        try await operations.completeGroups(of: halves.values.flatMap { $0 }.sorted())
        try await operations.verifyCode(of: others)

        try await operations.waitForWindow()
        if tracked { try await operations.freshen() }
        try await operations.step("flip") {
            for tier in databases { operations.closeWrites(tier: tier, cause: window) }
            if tracked { try await operations.convertTheRest() }
            try await operations.redirect()
            for tier in databases { try await operations.makeLeaders(of: tier, among: halves[tier] ?? []) }
            for tier in tiers {
                operations.takeOut(operations.nodes(of: tier, except: halves[tier] ?? []), for: out)
                operations.returnToService((halves[tier] ?? []).filter { operations.wasUpgraded($0) }, cause: out)
            }
            for tier in databases { operations.openWrites(tier: tier, cause: window) }
            operations.passPointOfNoReturn()
        }

        try await operations.waitForWindow()
        try await operations.step("second half: install and build anew", attended: !converting) {
            try await operations.together(tiers) { tier in
                let first = halves[tier] ?? []
                let rest = operations.nodes(of: tier, except: first)
                if operations.isSharded(tier) {
                    try await operations.rebuild(rest, from: first, tier: tier, cause: out)
                } else {
                    let ready = try await operations.upgradeSoftware(of: rest, cause: out)
                    operations.returnToService(ready, cause: out)
                }
            }
            try await operations.upgradeStragglers()
        }
        try await operations.verifyCode(of: others)
    }

    /// Before the flip the first half goes back to the old version; users have seen nothing of the new one.
    public func rollBack(_ operations: Operations) async throws { try await operations.restoreOldVersion() }
}
