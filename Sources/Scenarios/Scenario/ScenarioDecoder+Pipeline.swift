import ClusterModel
import DataConversion
import SimulationKernel
import UpgradeStrategies

/// How chunks are moved, converted and replicated.
extension ScenarioDecoder {
    func decodePipeline(_ reader: MappingReader) -> PipelineDescription {
        let site = reader.choice(
            "convert-at", of: ConversionSite.self, default: .target,
            doc: "between two servers, whose processor converts: at the `source` the new form crosses the network, at the `target` the old")
        let node = reader.optional {
            $0.bytesPerSecond("node-limit", doc: "what all conversions and copies together read from and write to one node; none if absent")
        }
        let tier = reader.optional {
            $0.bytesPerSecond("tier-limit", doc: "the same for all nodes of a tier together; none if absent")
        }
        let failure = reader.ratio(
            "chunk-failure", default: "0 %", in: 0...0.5, doc: "probability that a chunk of a conversion fails at its end and is done again"
        )
        let throttle = reader.section(
            "replication", doc: "how replicas get what their primary converts, where it converts in place", decodeReplication)
        return PipelineDescription(
            site: site, nodeBytesPerSecond: node ?? .infinity, tierBytesPerSecond: tier ?? .infinity, chunkFailureProbability: failure,
            lagThrottle: throttle)
    }

    private func decodeReplication(_ reader: MappingReader) -> LagThrottle? {
        let limit = reader.optional {
            $0.duration(
                "lag-limit", in: .milliseconds(100) ... .hours(24 * 30),
                doc: "replicas apply chunks after the primary, which waits between chunks while one is further behind; with it if absent")
        }
        let interval = reader.duration(
            "check-interval", default: "1 s", in: .milliseconds(100) ... .hours(1),
            doc: "how often the primary looks while it waits for replicas")
        if limit == nil, interval != LagThrottle().checkInterval, !reader.isSchema {
            notes.append(
                "`replication: {check-interval: \(interval)}` changes nothing: without a `lag-limit` no primary waits for replicas")
        }
        return limit.map { LagThrottle(limit: $0, checkInterval: interval) }
    }

    /// Choices that change nothing, and chunks that a throttle cannot work with.
    func checkPipeline(_ dataset: DatasetDescription, _ options: StrategyOptions, hasSecondSystem: Bool) {
        if dataset.pipeline.site == .source, !hasSecondSystem {
            notes.append("`convert-at: source` changes nothing: without `parallel-universe` every server converts what it has itself")
        }
        guard let throttle = dataset.pipeline.lagThrottle, tiers.indices.contains(dataset.tier) else { return }
        guard options.convertOn == .primary else {
            return notes.append(
                "`replication: {lag-limit: \(throttle.limit)}` changes nothing: replicas follow a conversion only with "
                    + "`rolling: {convert-on: primary}`")
        }
        // A chunk holds rows of one shard.
        guard let largestShare = tiers[dataset.tier].shards.filter({ $0.nodes > 1 }).map(\.shareOfData).max() else {
            return notes.append("`replication: {lag-limit: \(throttle.limit)}` changes nothing: no shard has a replica")
        }
        let speed = tiers[dataset.tier].hardware.coreSpeed
        for table in dataset.tables where table.change == .incompatible {
            let rows = min(table.rows * largestShare, max(1, (dataset.chunkBytes / table.bytesPerRow).rounded(.down)))
            let seconds = rows * table.coreSecondsPerRow / speed
            guard seconds > throttle.limit.seconds else { continue }
            notes.append(
                "a chunk of `\(table.name)` takes a replica \(SimulationDuration.seconds(roundingUp: seconds)) to apply, more than the "
                    + "lag limit of \(throttle.limit): the primary stands still meanwhile; a smaller `chunk` lets both work at once")
        }
    }
}
