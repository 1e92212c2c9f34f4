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
        let before = sink.errorCount
        let mode = reader.choice(
            "mode", ["synchronous", "throttled"], default: "synchronous",
            doc: "replicas apply each chunk with the primary (`synchronous`) or after it, and it waits for those behind (`throttled`)")
        let limit = reader.duration(
            "lag-limit", default: "1.5 s", in: .milliseconds(100) ... .hours(24 * 30),
            doc: "`throttled`: the conversion waits between chunks while a replica is further behind")
        let interval = reader.duration(
            "check-interval", default: "1 s", in: .milliseconds(100) ... .hours(1), doc: "`throttled`: how often it looks while it waits")
        guard mode == "throttled" else {
            // A mistyped mode is complained of already.
            for key in ["lag-limit", "check-interval"] where reader.contains(key) && !reader.isSchema && sink.errorCount == before {
                reader.warning(
                    "no-effect", "`\(key)` has no effect while replicas apply each chunk with the primary", at: key,
                    hint: "set `mode: throttled`")
            }
            return nil
        }
        return LagThrottle(limit: limit, checkInterval: interval)
    }

    /// Choices that change nothing, and chunks that a throttle cannot work with.
    func checkPipeline(_ dataset: DatasetDescription, _ options: StrategyOptions, hasSecondSystem: Bool) {
        if dataset.pipeline.site == .source, !hasSecondSystem {
            notes.append("`convert-at: source` changes nothing: without `parallel-universe` every server converts what it has itself")
        }
        guard let throttle = dataset.pipeline.lagThrottle, tiers.indices.contains(dataset.tier) else { return }
        guard options.convertOn == .primary else {
            return notes.append(
                "`replication: {mode: throttled}` changes nothing: replicas follow a conversion only with `rolling: {convert-on: primary}`")
        }
        let speed = tiers[dataset.tier].hardware.coreSpeed
        for table in dataset.tables where table.change == .incompatible {
            let rows = min(table.rows, max(1, (dataset.chunkBytes / table.bytesPerRow).rounded(.down)))
            let seconds = rows * table.coreSecondsPerRow / speed
            guard seconds > throttle.limit.seconds else { continue }
            notes.append(
                "a chunk of `\(table.name)` takes a replica \(SimulationDuration.seconds(roundingUp: seconds)) to apply, more than the "
                    + "lag limit of \(throttle.limit): the primary stands still meanwhile; a smaller `chunk` lets both work at once")
        }
    }
}
