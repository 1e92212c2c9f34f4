import ClusterModel
import DataConversion
import ResourceSharing
import SimulationKernel

/// Nodes with new disks are given their data again.
extension UpgradeRun {
    /// Where a node's data comes from.
    private enum Origin {
        /// It needs none, or a job that is under way brings it.
        case nowhere
        /// From a server that has it but is broken, or not done yet.
        case later
        /// From another server.
        case server(Int)
        /// From the last backup.
        case backup
    }

    /// What a node's disks hold.
    private struct Contents {
        var bytes: Double
        var bytesPerSecond: Double
        /// Other nodes of its universe with the same, and nodes of the other universe.
        var peers: [Int]
        var others: [Int]
    }

    func beginRebuilding(_ index: Int) {
        let failures = hardware.diskFailures[index]
        _ = simulation.launch("rebuild") { [self] in
            while hardware.diskFailures[index] == failures, hardware.kinds(of: index, cluster.nodes[index]).contains(.disks) {
                let origin = origin(ofDataOf: index)
                switch origin {
                case .later: try await returned.wait()
                case .nowhere:
                    if !hardware.needsData.contains(index) { hardware.emptied.remove(index) }
                    endRebuilding(index)
                case .server, .backup:
                    guard try await fill(index, from: origin) else { continue }
                    hardware.counts.rebuilds += 1
                    noteFilled(index)
                    endRebuilding(index)
                }
            }
        }
    }

    private func endRebuilding(_ index: Int) {
        settle(to: simulation.now)
        cluster.setRebuilding(false, index)
        if endFault(.disks, of: index) { comeBack([index], from: .disks) }
    }

    private func origin(ofDataOf index: Int) -> Origin {
        guard hardware.needsData.contains(index) else { return .nowhere }
        let node = cluster.nodes[index]
        // A copy to it, or a conversion of another server's data, goes on when it is back.
        let isTarget = jobs.contains { !$0.isFinished && $0.nodes.count > 1 && $0.nodes[1] == index && $0.nodes[0] != index }
        let keepsResult = node.universe == .parallel && contents(of: index).peers.contains { hasCopy($0) && isComplete($0) }
        if isTarget, !keepsResult { return .nowhere }
        let contents = contents(of: index)
        let candidates = contents.peers.filter { hasCopy($0) }
        let isInPlace = jobs.contains { isUnfinishedInPlace($0, on: index) }
        let wanted = isInPlace && !candidates.contains { isFollower($0, of: index) } ? Version.old : node.format
        let usable = candidates.filter { cluster.nodes[$0].state != .failed && (isComplete($0) || isFollower(index, of: $0)) }
        let ranked = usable.min { rank($0, wanted) < rank($1, wanted) }
        if let ranked { return .server(ranked) }
        if !candidates.isEmpty { return .later }
        guard node.shard >= 0, !cluster.isReachable(node) else { return .backup }
        // Users are in the other universe: what is lost here is there, in one form or the other.
        let there = contents.others.filter { hasCopy($0) && cluster.nodes[$0].format == node.format }
        if let source = there.first(where: { cluster.nodes[$0].state == .inService }) { return .server(source) }
        let isConverted = contents.peers.contains { peer in jobs.contains { !$0.isFinished && $0.nodes.count > 1 && $0.nodes[1] == peer } }
        return !there.isEmpty || isConverted ? .later : .nowhere
    }

    private func isUnfinishedInPlace(_ job: any BackgroundJob, on index: Int) -> Bool {
        guard let conversion = job as? RunningConversion else { return false }
        return conversion.nodes[0] == index && conversion.nodes[1] == index && !conversion.job.hasCaughtUp
    }

    /// Whether a server applies what a conversion on another one writes.
    private func isFollower(_ index: Int, of primary: Int) -> Bool {
        jobs.contains { $0 is RunningConversion && !$0.isFinished && $0.nodes[1] == primary && $0.nodes.dropFirst(2).contains(index) }
    }

    /// The right form first, then who serves, replicas before primaries, as a copy takes from what requests have.
    private func rank(_ index: Int, _ wanted: Version) -> Int {
        let node = cluster.nodes[index]
        return (node.format == wanted ? 0 : 4) + (node.state == .inService ? 0 : 2) + (node.isPrimary ? 1 : 0)
    }

    private func contents(of index: Int) -> Contents {
        let node = cluster.nodes[index]
        let other: Universe = node.universe == .original ? .parallel : .original
        if node.shard >= 0 {
            let isCounted = rehearsal.dataset?.tier == node.tier
            let bytes = rehearsal.dataset.map { Operations(self).shardBytes($0, shard: node.shard, format: node.format) } ?? 0
            return Contents(
                bytes: isCounted ? bytes : 0, bytesPerSecond: rehearsal.dataset?.copyBytesPerSecond ?? .infinity,
                peers: cluster.nodes(of: node.tier, shard: node.shard, in: node.universe).filter { $0 != index },
                others: cluster.nodes(of: node.tier, shard: node.shard, in: other))
        }
        let stores = (rehearsal.dataset?.files ?? []).filter { $0.tier == node.tier }
        var contents = Contents(bytes: 0, bytesPerSecond: .infinity, peers: [], others: [])
        guard let store = stores.first else { return contents }
        let all = cluster.nodes(of: node.tier, in: node.universe)
        func part(_ position: Int) -> Int { ((position + 1) * store.clusters - 1) / max(1, all.count) }
        let own = all.firstIndex(of: index).map(part)
        contents.bytes = stores.reduce(0) { $0 + $1.bytes / Double($1.clusters) }
        contents.bytesPerSecond = stores.reduce(.infinity) { min($0, $1.bytesPerSecond) }
        contents.peers = all.indices.filter { all[$0] != index && part($0) == own }.map { all[$0] }
        return contents
    }

    /// Copies a node's data to it.
    ///
    /// - Returns: Whether it is there; otherwise one of the two has lost its data meanwhile.
    private func fill(_ index: Int, from origin: Origin) async throws -> Bool {
        settle(to: simulation.now)
        let (node, tier) = (cluster.nodes[index], rehearsal.system.tiers[cluster.nodes[index].tier])
        var contents = contents(of: index)
        var (source, format) = (Int?.none, node.format)
        let isConverted = jobs.contains { isUnfinishedInPlace($0, on: index) }
        if case .server(let server) = origin {
            (source, format) = (server, cluster.nodes[server].format)
            // What is copied is the state at the start of the copy; what is written from then on is applied from the log.
            cluster.markUpToDate(index, butFor: cluster.lagRows(of: server))
        } else if node.shard >= 0 {
            if isConverted { format = .old }
            cluster.markApplied(rows: hardware.lostAt[ShardPlace(tier: node.tier, shard: node.shard)] ?? 0, index)
        }
        if node.shard >= 0, contents.bytes > 0, let dataset = rehearsal.dataset {
            contents.bytes = Operations(self).shardBytes(dataset, shard: node.shard, format: format)
        }
        let words =
            source.map { "rebuild \(tier.name) node \(index) from node \($0)" } ?? "restore \(tier.name) node \(index) from the backup"
        let rebuild = try makeRebuild(index, contents, from: source)
        hardware.rebuilds[index] = rebuild
        let step = steps.count
        steps.append(
            StepRecord(
                label: words, tier: node.tier, start: simulation.now, end: .distantFuture, isAttended: false, isFault: true,
                startEvent: simulation.currentSequence))
        update(rebuild)
        while !rebuild.isFinished, !rebuild.isAborted { try await rebuild.job.finished.wait() }
        steps[step].end = simulation.now
        steps[step].endEvent = simulation.currentSequence
        steps[step].chunksLost = rebuild.losses.chunks
        if hardware.rebuilds[index] === rebuild { hardware.rebuilds[index] = nil }
        finishedJobs.append(rebuild)
        guard rebuild.isFinished else { return false }
        // A conversion that goes on is of the new form from its first row.
        if node.shard >= 0, !isConverted { cluster.setFormat(format, of: [index]) }
        mainOperations?.halfConverted.remove(index)
        return true
    }

    private func makeRebuild(_ index: Int, _ contents: Contents, from source: Int?) throws -> RunningRebuild {
        let resources = activities.resources
        var uses = [ResourceUse(resources.resource(.diskWrite, of: index), amountPerUnit: 1)] + throttles.uses(of: index, bytesPerUnit: 1)
        var limit = contents.bytesPerSecond
        if let source {
            guard let route = resources.route(from: source, to: index) else {
                throw UpgradeFailure.impossible("no links join the sites of node \(source) and node \(index)")
            }
            uses.append(ResourceUse(resources.resource(.diskRead, of: source), amountPerUnit: 1))
            uses += route.links.map { ResourceUse($0, amountPerUnit: 1) }
            uses += throttles.uses(of: source, bytesPerUnit: 1)
            limit = min(limit, rehearsal.dataset?.streamLimit(over: route) ?? .infinity)
        } else {
            // The backup stands behind the node's port.
            uses.append(ResourceUse(resources.resource(.portDown, of: index), amountPerUnit: 1))
            limit = rehearsal.hardwareFaults.disks?.restoreBytesPerSecond ?? .infinity
        }
        let job = TransferJob(
            bytes: contents.bytes, chunkBytes: rehearsal.dataset?.chunkBytes ?? 64e6, uses: uses, limit: limit, engine: activities,
            simulation: simulation)
        let name = rehearsal.system.tiers[cluster.nodes[index].tier].name
        job.meter = LimitMeter(
            activities.limits, phases: ["rebuild \(name)"], isConversion: false, source: source, target: index, ownLimit: .copyRate)
        history?.name(
            job,
            .init(
                label: source.map { "rebuild node \(index) from node \($0)" } ?? "restore node \(index) from the backup", kind: .transfer,
                source: source ?? index, target: index, bytes: contents.bytes, ownLimit: "its copy rate"))
        return RunningRebuild(job, from: source, to: index)
    }

    /// Lets a copy to a node with new disks go on unless something else is broken.
    func update(_ rebuild: RunningRebuild) {
        guard !rebuild.isFinished, !rebuild.isAborted else { return }
        let target = rebuild.target
        let hasOtherFault = hardware.kinds(of: target, cluster.nodes[target]) != .disks
        let lacksSource = rebuild.source.map { cluster.nodes[$0].state == .failed } ?? false
        cluster.setRebuilding(!hasOtherFault, target)
        if hasOtherFault || lacksSource || isBlocked(rebuild) { rebuild.halt() } else { rebuild.resume() }
    }

    /// Copies that are under way count with the others.
    func retireRebuilds() {
        finishedJobs += hardware.allRebuilds
        for rebuild in hardware.allRebuilds { for meter in rebuild.meters { meter.rest() } }
        hardware.rebuilds = [:]
    }
}
