import ClusterModel
import DataConversion
import SimulationKernel

/// What can only be said of the whole: parts that do not fit together.
extension ScenarioDecoder {
    /// A change of data needs software that brings it, readers that know it, and servers that answer.
    func checkData(_ dataset: DatasetDescription, of system: SystemDescription, _ reader: MappingReader) {
        if dataset.hasChange, !system.tiers[dataset.tier].isUpgraded {
            reader.error(
                "not-upgraded", "the data on `\(system.tiers[dataset.tier].name)` changes, but the tier is not upgraded", at: "data",
                hint: "set `upgraded: true`; steps that it does not need may take `0 s`")
        }
        guard dataset.hasIncompatibleChange else { return }
        guard let readerTier = system.readerTier else {
            notes.append("no `data-reader` is named: old and new software are taken to read both forms of the data")
            return
        }
        if !system.tiers[readerTier].isUpgraded {
            reader.error(
                "not-upgraded", "`\(system.tiers[readerTier].name)` reads data that changes incompatibly, but is not upgraded",
                at: "data-reader", hint: "set `upgraded: true` for the tier, or make the change `additive`")
        }
    }

    /// Windows limit where there is a delay, and streams are counted where there are windows.
    func checkStreams(_ dataset: DatasetDescription, of system: SystemDescription) {
        if dataset.windowBytes == nil, dataset.streams > 1 {
            notes.append("`data.streams` has no effect: without a `data.window` one stream carries as much as several")
        }
        let hasDelay = system.sites.contains { !$0.latency.isZero } || system.wideAreaLinks.contains { !$0.latency.isZero }
        if dataset.windowBytes != nil, !hasDelay {
            notes.append("`data.window` has no effect: no site and no link has a `latency`")
        }
    }

    /// Reads that no server ever answers, and tiers that nobody asks.
    func checkUse(of system: SystemDescription, _ reader: MappingReader) {
        for (index, tier) in system.tiers.enumerated() {
            let steps = system.classes.flatMap(\.path).filter { $0.tier == index }
            if steps.isEmpty { notes.append("no request visits tier `\(tier.name)`") }
            guard steps.contains(where: { !$0.isWrite }), tier.primaryReads == .never || tier.primaryReads == .whileReadOnly else {
                continue
            }
            for shard in tier.shards where shard.nodes == 1 && shard.shareOfLoad > 0 {
                reader.error(
                    "no-reader", "shard `\(shard.name)` of `\(tier.name)` has one server, and a primary answers no reads", at: "tiers",
                    hint: "give it another server, or set `primary-reads: when-needed`")
            }
        }
    }
}
