import ClusterModel
import DataConversion
import RandomStreams
import Requirements
import ResourceSharing
import SimulationKernel

/// The pipeline of a conversion: what a byte uses on its way from the disk that it is read from to the replicas of the server it is written to.
extension Operations {
    /// A conversion of one shard that has not begun.
    ///
    /// - Parameter phase: The part of the plan that it belongs to.
    /// - Parameter followers: Replicas that apply what the target writes, each with its one thread: with each chunk, or afterwards if the
    ///   dataset has a throttle for their lag.
    func conversion(
        _ phase: String, shard: Int, tables: [Int], source: Int, target: Int, followers: [Int], tracked: Bool
    ) -> RunningConversion {
        guard let dataset = rehearsal.dataset else { requirementFailure("a conversion needs a dataset") }
        let description = rehearsal.system.tiers[dataset.tier]
        let share = description.shards[shard].shareOfData
        let converter = dataset.pipeline.site == .source ? source : target
        let hardware = cluster.nodes[converter].hardware
        guard let route = run.activities.resources.route(from: source, to: target) else {
            requirementFailure("a conversion from node \(source) to node \(target), whose sites no links join")
        }
        let streamLimit = dataset.streamLimit(over: route)
        let slowness = conversionSlowness(dataset, shard: shard)
        var (uses, limits, sent): ([[ResourceUse]], [Double], [Double]) = ([], [], [])
        let isCoupled = dataset.pipeline.lagThrottle == nil
        for table in tables.map({ dataset.tables[$0] }) {
            let coreSeconds = table.coreSecondsPerByte * slowness
            sent.append(dataset.pipeline.site == .source ? table.growth : 1)
            var use = stages(table, coreSeconds: coreSeconds, from: source, to: target, converter: converter, route: route.links)
            if isCoupled { use += followers.flatMap { applying(table, coreSeconds: coreSeconds, on: $0) } }
            uses.append(use)
            limits.append(Double(min(dataset.threads, hardware.cores)) * hardware.coreSpeed / coreSeconds)
        }
        // What one byte in the old form sends counts against the windows of the streams.
        let windows = sent.map { streamLimit / $0 }
        let ownLimits = zip(limits, windows).map { $1 < $0 ? WorkLimit.window : .threads }
        limits = zip(limits, windows).map { min($0, $1) }
        let logs = isCoupled ? [] : followers.map { followerLog($0, tables.map { dataset.tables[$0] }, slowness: slowness) }
        let job = ConversionJob(
            dataset: dataset, tables: tables, share: share, uses: uses, limits: limits, sentPerByte: sent, followers: logs,
            failures: chunkFailures(dataset, target: target), tracked: tracked, engine: run.activities, simulation: simulation)
        job.ownLimits = ownLimits
        job.meter = LimitMeter(
            run.activities.limits, phases: [phase, "convert changed rows again", "convert the last changed rows"], isConversion: true,
            source: source, target: target, ownLimit: ownLimits.first ?? .threads)
        changesSchema(on: target)
        let running = RunningConversion(
            job, shard: shard, nodes: [source, target] + followers, isTracked: tracked, logMeters: logs.compactMap(\.meter))
        run.jobs.append(running)
        if let history = run.history {
            let name = "convert \(description.name) \(description.shards[shard].name) "
            let place = source == target ? "on node \(target)" : "from node \(source) to node \(target)"
            let bytes = tables.reduce(0) { $0 + dataset.tables[$1].rows * dataset.tables[$1].bytesPerRow } * share
            history.name(
                job,
                .init(
                    label: name + place, kind: .conversion, source: source, target: target, bytes: bytes,
                    ownLimit: Self.name(ofLimits: ownLimits)))
            for log in logs {
                let label = "apply converted rows on node \(log.node)"
                history.name(
                    log,
                    .init(
                        label: label, kind: .transfer, source: target, target: log.node, bytes: bytes,
                        ownLimit: "the thread that applies the log"))
            }
            job.onLagSeen = { [run] in run.recordLag() }
            job.onWaited = { history.waited("wait for replicas of \(description.name) \(description.shards[shard].name)", from: $0) }
        }
        if tracked { running.writesChanged(run.service, dataset: dataset) }
        return running
    }

    /// What keeps a conversion from going faster where no resource does.
    private static func name(ofLimits limits: [WorkLimit]) -> String {
        let windowed = limits.count { $0 == .window }
        return windowed == 0 ? "its threads" : windowed == limits.count ? "its window" : "its threads or its window"
    }

    /// What a byte in the old form uses from the source to the target.
    private func stages(
        _ table: TableDescription, coreSeconds: Double, from source: Int, to target: Int, converter: Int, route: [ResourceID]
    ) -> [ResourceUse] {
        let resources = run.activities.resources
        let sent = converter == target ? 1 : table.growth
        let written = table.growth * table.writeAmplification
        var uses = [ResourceUse(resources.resource(.diskRead, of: source), amountPerUnit: 1)]
        uses += route.map { ResourceUse($0, amountPerUnit: sent) }
        uses.append(ResourceUse(resources.resource(.processor, of: converter), amountPerUnit: coreSeconds))
        uses.append(ResourceUse(resources.resource(.diskWrite, of: target), amountPerUnit: written))
        return uses + run.throttles.uses(of: source, bytesPerUnit: 1) + run.throttles.uses(of: target, bytesPerUnit: written)
    }

    /// What a byte in the old form uses of a replica that applies it with its one thread.
    private func applying(_ table: TableDescription, coreSeconds: Double, on follower: Int) -> [ResourceUse] {
        let resources = run.activities.resources
        let written = table.growth * table.writeAmplification
        return [
            ResourceUse(resources.resource(.logThread, of: follower), amountPerUnit: coreSeconds),
            ResourceUse(resources.resource(.diskWrite, of: follower), amountPerUnit: written),
        ] + run.throttles.uses(of: follower, bytesPerUnit: written)
    }

    /// The log of a replica that applies chunks after the primary.
    private func followerLog(_ follower: Int, _ tables: [TableDescription], slowness: Double) -> FollowerLog {
        let speed = cluster.nodes[follower].hardware.coreSpeed
        let log = FollowerLog(
            node: follower, uses: tables.map { applying($0, coreSeconds: $0.coreSecondsPerByte * slowness, on: follower) },
            secondsPerByte: tables.map { $0.coreSecondsPerByte * slowness / speed }, engine: run.activities, cluster: cluster,
            simulation: simulation)
        log.meter = LimitMeter(
            run.activities.limits, phases: ["apply converted rows on replicas"], isConversion: false,
            ownLimit: .machines(.logThread, .replica))
        log.onLook = { [run] in run.settle(to: run.simulation.now) }
        return log
    }

    /// How much dearer the rows of a shard are than stated, drawn once per shard and replication.
    private func conversionSlowness(_ dataset: DatasetDescription, shard: Int) -> Double {
        guard dataset.costVariation > 0, let law = try? Distribution.lognormal(mean: 1, coefficientOfVariation: dataset.costVariation)
        else {
            return 1
        }
        var stream = run.stream("shard \(shard)", "cost of a row")
        return law.sample(&stream)
    }

    /// Which chunks fail by themselves: a stream for each conversion that a node has in the run.
    private func chunkFailures(_ dataset: DatasetDescription, target: Int) -> ChunkFailures? {
        guard dataset.pipeline.chunkFailureProbability > 0 else { return nil }
        let number = run.conversionsOfNode[target, default: 0] + 1
        run.conversionsOfNode[target] = number
        return ChunkFailures(
            probability: dataset.pipeline.chunkFailureProbability,
            stream: run.stream("node \(target), conversion \(number)", "chunk failure"))
    }
}
