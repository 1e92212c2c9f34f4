public import ClusterModel
public import DataConversion
import ResourceSharing
import SimulationKernel

/// Converting, copying and checking data.
extension Operations {
    /// Converts the tables on servers that are out of service, each for itself.
    ///
    /// A server that breaks down is given up, and is seen to later, if others of its shard go on; the last one is waited for, and goes on where
    /// it was but for one chunk.
    ///
    /// - Returns: The servers that have been converted.
    @discardableResult
    public func convertInPlace(
        tier: Int, servers: [Int], changes: [SchemaChange] = [.additive, .incompatible]
    ) async throws -> [Int] {
        guard let dataset = rehearsal.dataset else { return servers }
        let tables = dataset.tables.indices.filter { changes.contains(dataset.tables[$0].change) }
        // From the first row on a server no longer has the old data.
        if changes.contains(.incompatible) || !dataset.hasIncompatibleChange { cluster.setFormat(.new, of: servers) }
        try await together(servers) { [self] server in
            let job = conversion(
                "convert \(rehearsal.system.tiers[tier].name)", shard: cluster.nodes[server].shard, tables: tables, source: server,
                target: server, followers: [], tracked: false)
            try await finish(job) { [self] in hasPeer(server, among: servers) }
        }
        return servers.filter { wasUpgraded($0) }
    }

    /// Whether another server of the same shard is there to go on with.
    func hasPeer(_ server: Int, among servers: [Int]) -> Bool {
        servers.contains { $0 != server && cluster.nodes[$0].shard == cluster.nodes[server].shard && isReady($0) }
    }

    /// Lets a conversion go on to its end (or, if writes are tracked, until it has caught up).
    ///
    /// - Parameter isDispensable: Whether it may be given up when its target breaks down; the target is a straggler then.
    func finish(_ running: RunningConversion, isDispensable: () -> Bool = { false }) async throws {
        run.update(running)
        try throwIfDiverging(running)
        while !running.job.hasCaughtUp {
            let target = running.nodes[1]
            if cluster.nodes[target].state == .failed, isDispensable() {
                run.retire(running)
                leaveBehind(target)
                halfConverted.insert(target)
                return
            }
            try await running.job.progressed.wait()
            try throwIfDiverging(running)
        }
    }

    private func throwIfDiverging(_ running: RunningConversion) throws {
        if let reason = running.job.divergence { throw UpgradeFailure.neverConverges(reason) }
    }

    /// Waits until an instant, unless a conversion is found before that it will never converge.
    func holdWhileConverging(until time: SimulationTime, counted origin: HoldOrigin = .now, as purpose: @autoclosure () -> String)
        async throws
    {
        let event = simulation.currentSequence
        while now < time {
            try await simulation.hold(until: min(time, now + .minutes(30)))
            for case let conversion as RunningConversion in run.jobs { try throwIfDiverging(conversion) }
        }
        noteWait(purpose(), from: event, counted: origin)
    }

    /// Builds servers anew from others of their shard, one copy after the other started at once, as a chain: each passes on what it gets.
    ///
    /// - Parameter phase: The part of the plan that it belongs to; cloning, unless told otherwise.
    /// - Parameter chains: For each chain the server that has the data and those that shall get it, in order.
    public func clone(
        tier: Int, chains: [(source: Int, targets: [Int])], format: Version, as phase: String? = nil
    ) async throws {
        guard let dataset = rehearsal.dataset else { return }
        var links: [CloneLink] = []
        for chain in chains {
            let shard = cluster.nodes[chain.source].shard
            let bytes = shardBytes(dataset, shard: shard, format: format)
            var source = chain.source
            for target in chain.targets {
                links.append(CloneLink(source: source, target: target, bytes: bytes))
                source = target
            }
        }
        try await together(links) { [self] link in
            // What is copied is the state at the start of the copy; what was written since is applied from the log.
            run.settle(to: now)
            cluster.setFollowing(false, link.target)
            cluster.markUpToDate(link.target, butFor: cluster.lagRows(of: link.source))
            let description = rehearsal.system.tiers[tier]
            try await copy(
                link.bytes, as: phase ?? "clone \(description.name)",
                of: "\(description.name) \(description.shards[cluster.nodes[link.source].shard].name)", from: link.source,
                to: link.target, limit: dataset.copyBytesPerSecond, chunk: dataset.chunkBytes)
            cluster.setFormat(format, of: [link.target])
            halfConverted.remove(link.target)
            run.noteFilled(link.target)
        }
    }

    struct CloneLink: Sendable {
        let source: Int
        let target: Int
        let bytes: Double
    }

    /// Bytes of a shard in a format.
    func shardBytes(_ dataset: DatasetDescription, shard: Int, format: Version) -> Double {
        let share = rehearsal.system.tiers[dataset.tier].shards[shard].shareOfData
        return dataset.tables.reduce(0) { $0 + (format == .new ? $1.newBytes : $1.rows * $1.bytesPerRow) } * share
    }

    /// Copies bytes from node to node.
    ///
    /// - Parameter phase: The part of the plan that it belongs to.
    /// - Parameter content: What they are.
    func copy(
        _ bytes: Double, as phase: String, of content: String, from source: Int, to target: Int, limit: Double, chunk: Double
    ) async throws {
        let resources = run.activities.resources
        guard let route = resources.route(from: source, to: target) else {
            throw UpgradeFailure.impossible("no links join the sites of node \(source) and node \(target)")
        }
        let streamLimit = rehearsal.dataset?.streamLimit(over: route) ?? .infinity
        var uses = [ResourceUse(resources.resource(.diskRead, of: source), amountPerUnit: 1)]
        uses += route.links.map { ResourceUse($0, amountPerUnit: 1) }
        uses.append(ResourceUse(resources.resource(.diskWrite, of: target), amountPerUnit: 1))
        uses += run.throttles.uses(of: source, bytesPerUnit: 1) + run.throttles.uses(of: target, bytesPerUnit: 1)
        let job = TransferJob(
            bytes: bytes, chunkBytes: chunk, uses: uses, limit: min(limit, streamLimit), engine: run.activities, simulation: simulation)
        job.meter = LimitMeter(
            run.activities.limits, phases: [phase], isConversion: false, source: source, target: target,
            ownLimit: streamLimit < limit ? .window : .copyRate)
        let running = RunningTransfer(job, nodes: [source, target])
        run.jobs.append(running)
        let label = "copy \(content) " + (source == target ? "on node \(target)" : "from node \(source) to node \(target)")
        run.history?.name(
            job,
            .init(
                label: label, kind: .transfer, source: source, target: target, bytes: bytes,
                ownLimit: streamLimit < limit ? "its window" : "its copy rate"))
        run.update(running)
        while !job.isFinished { try await job.finished.wait() }
    }

    /// Checks converted data before it serves.
    public func verifyData() async throws {
        guard rehearsal.procedure.verifyData > .zero else { return }
        try await step("verify converted data") { try await hold(for: rehearsal.procedure.verifyData, as: "verify") }
        if let tier = rehearsal.dataset?.tier { run.faults?.verify(nodes(of: tier).filter { cluster.nodes[$0].format == .new }) }
    }
}
