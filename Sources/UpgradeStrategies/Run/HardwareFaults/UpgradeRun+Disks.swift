import ClusterModel
import DataConversion
import SimulationKernel

/// Disks that fail.
///
/// A node whose disks fail is down until they have been replaced (with the software that it ran) and hold its data again: a server of a shard
/// copies it from another server of its shard. If no other has it, the shard is restored from the last backup, and what was written since
/// is lost. What a conversion or a copy had brought to the disks is lost with them and is done anew.
extension UpgradeRun {
    func disksFail(_ index: Int) {
        hardware.hasPendingDisks.remove(index)
        let node = cluster.nodes[index]
        guard isThere(node) else { return }
        hardware.counts.diskFailures += 1
        hardware.diskFailures[index, default: 0] += 1
        // While the disks were being filled they fail again.
        let leaders = hardware.kinds(of: index, node).contains(.disks) ? [] : takeDown([index], .disks)
        if keepsData(node) {
            if node.holdsData { hardware.needsData.insert(index) }
            hardware.emptied.insert(index)
            cluster.setHoldsData(false, index)
        }
        abortRebuilds { $0.target == index || $0.source == index }
        let chunksLost = updateJobs(of: [index])
        beginAnew(jobsTo: index)
        record("disk failure of \(rehearsal.system.tiers[node.tier].name) node \(index)", tier: node.tier, chunksLost: chunksLost)
        let wasLast = noteLastCopy(index)
        hardware.hasPendingDisks.insert(index)
        scheduleReturn(of: index, .disks)
        beginFailovers(from: leaders, rows: wasLast ? .counted : .lostAtOnce)
    }

    private func keepsData(_ node: Node) -> Bool {
        node.shard >= 0 || rehearsal.dataset?.files.contains { $0.tier == node.tier } == true
    }

    func disksAreReplaced(_ index: Int) {
        hardware.hasPendingDisks.remove(index)
        let node = cluster.nodes[index]
        guard isThere(node) else { return }
        scheduleFailure(of: index, .disks)
        guard hardware.kinds(of: index, node).contains(.disks) else { return }
        beginRebuilding(index)
    }

    /// The shard's rows written so far are safe; the first backup is made at the start.
    func noteBackup() {
        guard let disks = rehearsal.hardwareFaults.disks, rehearsal.system.tiers.contains(where: \.isSharded) else { return }
        settle(to: simulation.now)
        hardware.backup = cluster.writtenRows
        let next = simulation.now.advanced(by: max(.seconds(1), disks.backupInterval))
        guard next < .zero + rehearsal.horizon else { return }
        simulation.schedule(Event(kind: RunEvent.backup, entity: 0), at: next)
    }

    /// Whether a server had the last copy of its shard; then the rows that no backup has are lost.
    private func noteLastCopy(_ index: Int) -> Bool {
        let node = cluster.nodes[index]
        guard node.shard >= 0, cluster.isReachable(node), hardware.needsData.contains(index) else { return false }
        let universe: Universe = cluster.isShared[node.tier] ? .original : node.universe
        guard !cluster.nodes(of: node.tier, shard: node.shard, in: universe).contains(where: { hasCopy($0) }) else { return false }
        let written = cluster.writtenRows[node.tier][node.shard]
        let rows = written - hardware.backup[node.tier][node.shard]
        // Nothing more is written until the shard is back; a second server that fails meanwhile loses nothing more.
        hardware.backup[node.tier][node.shard] = written
        hardware.lostAt[ShardPlace(tier: node.tier, shard: node.shard)] = written
        hardware.counts.lastCopiesLost += 1
        hardware.counts.rowsNotBackedUp += rows
        rowsLost += rows
        let tier = rehearsal.system.tiers[node.tier]
        record(
            "last copy of \(tier.name) \(tier.shards[node.shard].name) lost: \(Int64(min(9e15, rows.rounded()))) rows since the last backup",
            tier: node.tier)
        return true
    }

    /// Whether a server's disks hold its shard's data, be the server up or down.
    func hasCopy(_ index: Int) -> Bool { cluster.nodes[index].holdsData && isThere(cluster.nodes[index]) }

    /// What goes to machines that were given back is not wanted any more.
    func forgetReleasedMachines() {
        guard !hardware.emptied.isEmpty else { return }
        for index in hardware.emptied.sorted() where cluster.nodes[index].state == .released {
            hardware.emptied.remove(index)
            hardware.needsData.remove(index)
            hardware.diskFailures[index, default: 0] += 1
        }
        abortRebuilds { cluster.nodes[$0.target].state == .released }
    }

    func abortRebuilds(where isMeant: (RunningRebuild) -> Bool) {
        for case let rebuild as RunningRebuild in hardware.allRebuilds where isMeant(rebuild) { rebuild.abort() }
    }

    /// What conversions and copies had brought to a node is lost with its disks, unless others have it from there.
    private func beginAnew(jobsTo index: Int) {
        for job in jobs where !job.isFinished && job.nodes.count > 1 && job.nodes[1] == index {
            switch job {
            case let transfer as RunningTransfer where transfer.nodes[0] != index:
                transfer.job.halt()
                transfer.job.restart()
            case let conversion as RunningConversion where !hasResult(of: conversion, except: index):
                conversion.job.halt()
                conversion.job.restart()
                if conversion.nodes[0] != index { noteWhenConverted(conversion.job, on: index) }
            default: break
            }
        }
    }

    /// Whether another server has what a conversion has written: a replica that applies it, or one that was built from it or converted too.
    private func hasResult(of conversion: RunningConversion, except index: Int) -> Bool {
        let node = cluster.nodes[index]
        return cluster.nodes(of: node.tier, shard: node.shard, in: node.universe).contains { other in
            guard other != index, hasCopy(other), cluster.nodes[other].format == node.format else { return false }
            return conversion.nodes.dropFirst(2).contains(other) || isComplete(other)
        }
    }

    /// Whether a server is not in the middle of being converted or of being given its data.
    func isComplete(_ index: Int) -> Bool {
        if mainOperations?.halfConverted.contains(index) == true { return false }
        return !jobs.contains { job in
            guard !job.isFinished, job.nodes.count > 1, job.nodes[1] == index else { return false }
            if let conversion = job as? RunningConversion { return !conversion.job.hasCaughtUp }
            return job.nodes[0] != index
        }
    }

    /// A server of the second system has its data again when the conversion has caught up once more.
    private func noteWhenConverted(_ job: ConversionJob, on index: Int) {
        let failures = hardware.diskFailures[index]
        _ = simulation.launch("convert again") { [self] in
            while !job.hasCaughtUp, !job.isFinished { try await job.progressed.wait() }
            guard hardware.diskFailures[index] == failures else { return }
            noteFilled(index)
        }
    }

    /// A node's disks hold its data.
    func noteFilled(_ index: Int) {
        cluster.setHoldsData(true, index)
        guard hardware.emptied.remove(index) != nil else { return }
        hardware.needsData.remove(index)
        updateJobs(of: [index])
        returned.fire()
    }

    /// The job that was to fill a node's disks has been given up: they are filled otherwise.
    func fillOtherwise(_ job: any BackgroundJob) {
        guard !hardware.emptied.isEmpty, !job.isFinished, job.nodes.count > 1 else { return }
        let index = job.nodes[1]
        let node = cluster.nodes[index]
        guard hardware.emptied.contains(index), hardware.needsData.contains(index), isThere(node), node.universe == .original,
            !hardware.kinds(of: index, node).contains(.disks)
        else { return }
        _ = takeDown([index], .disks)
        _ = simulation.launch("rebuild") { [self] in beginRebuilding(index) }
    }
}
