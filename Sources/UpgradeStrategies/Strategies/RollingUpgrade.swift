import ClusterModel
import SimulationKernel

/// Batch after batch: drain, upgrade, verify, return to service; two versions serve side by side (Brewer's *rolling upgrade*).
///
/// A change of data that both versions understand is made replica by replica while writes go on. An incompatible one forces a window:
///
/// 1. The tiers that do not touch the data are rolled.
/// 2. Writes stop. Half of each shard's replicas convert; the others keep the old format and serve reads.
/// 3. The tier that reads the data is rolled, each group of its nodes reading its own format.
/// 4. A converted replica of each shard is promoted, and writes reopen: the point of no return.
/// 5. The other servers are built anew from the converted ones.
///
/// With `rolling: convert-on: primary`, as Wikipedia did in 2005, the new software reads both forms and is rolled first; then writes stop, each
/// primary converts in place while its replicas follow, and a shard's writes reopen when it is done.
public struct RollingUpgrade: Strategy {
    /// Makes the strategy.
    public init() {}
    /// `rolling`.
    public var name: String { "rolling" }

    /// Does the upgrade.
    public func perform(_ operations: Operations) async throws {
        let reader = operations.rehearsal.system.readerTier
        for tier in operations.upgradedTiers where tier != reader && !operations.isSharded(tier) { try await operations.rollTier(tier) }
        for tier in operations.upgradedTiers where operations.isSharded(tier) {
            if operations.changesIncompatibly(tier), operations.rehearsal.options.convertOn == .replicas {
                try await convertReadOnly(tier, operations)
            } else {
                try await operations.rollReplicas(of: tier)
            }
        }
        if let reader, operations.upgradedTiers.contains(reader) { try await operations.rollTier(reader) }
        for tier in operations.upgradedTiers
        where operations.changesIncompatibly(tier) && operations.rehearsal.options.convertOn == .primary {
            try await convertOnPrimaries(tier, operations)
        }
        operations.passPointOfNoReturn()
    }

    private func convertOnPrimaries(_ tier: Int, _ operations: Operations) async throws {
        let window = operations.planned("read-only while data is converted")
        try await operations.waitForWindow()
        operations.closeWrites(tier: tier, cause: window)
        try await operations.step("convert in place on the primaries", tier: tier, attended: false) {
            try await operations.together(operations.shards(of: tier)) { shard in
                try await operations.convertOnPrimary(tier: tier, shard: shard)
                try await operations.verifyData()
                operations.openWrites(tier: tier, shards: [shard], cause: window)
                operations.passPointOfNoReturn()
            }
        }
    }

    private func convertReadOnly(_ tier: Int, _ operations: Operations) async throws {
        let window = operations.planned("read-only while data is converted")
        let conversion = operations.planned("servers out for conversion")
        try await operations.waitForWindow()
        operations.closeWrites(tier: tier, cause: window)
        let first = operations.halfOfReplicas(of: tier)
        try await operations.step("convert half of the replicas", tier: tier, attended: false) {
            let there = try await operations.installSoftware(on: first, cause: conversion)
            let ready = try await operations.convertInPlace(tier: tier, servers: there)
            try await operations.whileWarmingUp(ready, cause: conversion) { try await operations.verifyData() }
            try await operations.completeGroups(of: first)
        }
        // Nothing is written meanwhile: the converted servers are level.
        try await operations.together(first.filter { operations.isReady($0) }) { try await operations.catchUp($0) }
        operations.separateFormats(conversion)
        operations.returnToService(first.filter { operations.wasUpgraded($0) }, cause: conversion)
        if let reader = operations.rehearsal.system.readerTier {
            // Writes are closed: whoever is broken is seen to afterwards, if somebody is there.
            try await operations.rollTier(reader, waitsForBroken: false)
            try await operations.completeGroups(of: operations.nodes(of: reader))
        }
        try await operations.waitForWindow()
        try await operations.step("promote a converted replica of each shard", tier: tier) {
            try await operations.promote(tier: tier, cause: window) { operations.leader(of: tier, shard: $0, among: first) }
        }
        operations.openWrites(tier: tier, cause: window)
        operations.passPointOfNoReturn()
        let rest = operations.nodes(of: tier).filter { !first.contains($0) }
        try await operations.waitForWindow()
        try await operations.step("build the other servers anew", tier: tier, attended: false) {
            try await operations.rebuild(rest, from: first, tier: tier, cause: conversion)
            try await operations.upgradeStragglers()
        }
        operations.separateFormats(nil)
    }

    /// Back to the old version, batch after batch.
    public func rollBack(_ operations: Operations) async throws { try await operations.restoreOldVersion() }
}
