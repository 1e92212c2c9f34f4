import ClusterModel
import SimulationKernel

/// Everything goes down at once and comes back as soon as the slowest part is done (Brewer's *fast reboot*).
///
/// 1. All nodes leave.
/// 2. Software is installed everywhere in parallel; meanwhile every database server converts its own copy.
/// 3. The data is checked while everything warms up, and everything comes back in the same instant.
public struct FastReboot: Strategy {
    /// Makes the strategy.
    public init() {}
    /// `fast-reboot`.
    public var name: String { "fast-reboot" }

    /// Does the upgrade.
    public func perform(_ operations: Operations) async throws {
        let tiers = operations.upgradedTiers
        let cause = operations.planned("reboot")
        try await operations.waitForWindow()
        for tier in tiers where operations.isSharded(tier) { operations.closeWrites(tier: tier, cause: cause) }
        let converting = tiers.contains { operations.convertsData(of: $0) }
        try await operations.step("everything down: install and convert", attended: !converting) {
            try await operations.together(tiers) { tier in
                let nodes = operations.nodes(of: tier)
                var ready = try await operations.installSoftware(on: nodes, cause: cause)
                if operations.convertsData(of: tier) {
                    ready = try await operations.convertInPlace(tier: tier, servers: ready)
                    try await operations.whileWarmingUp(ready, cause: cause) { try await operations.verifyData() }
                } else {
                    try await operations.warmUp(ready, cause: cause)
                }
            }
        }
        try await operations.verifyCode(of: tiers)
        try await operations.step("bring everything back") {
            try await operations.redirect()
            for tier in tiers where operations.isSharded(tier) {
                try await operations.makeLeaders(of: tier, among: operations.nodes(of: tier).filter { operations.isReady($0) })
            }
            operations.bringBack(cause: cause)
            for tier in tiers where operations.isSharded(tier) { operations.openWrites(tier: tier, cause: cause) }
            operations.passPointOfNoReturn()
        }
        try await operations.upgradeStragglers()
    }

    /// Everything goes back to the old version.
    public func rollBack(_ operations: Operations) async throws { try await operations.restoreOldVersion() }
}
