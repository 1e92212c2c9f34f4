import CloudMarket
import ClusterModel
import DataConversion
import Requirements
import SimulationKernel

/// What a run has measured.
extension UpgradeRun {
    func makeResult(stopped reason: StopReason) -> RunResult {
        let horizon = SimulationTime.zero + rehearsal.horizon
        let end = min(simulation.now, horizon)
        var totals = JobTotals()
        for job in jobs { totals.add(job) }
        // Nothing more comes: what is under way has taken its time up to now.
        for meter in jobs.flatMap(\.meters) { meter.rest() }
        for job in finishedJobs { totals.add(job) }
        for index in steps.indices where steps[index].end > end { steps[index].end = end }
        let used = leases.market.map { $0.ledger.usedNodeHours(horizon: horizon).approximateValue } ?? 0
        return RunResult(
            strategy: strategy.name, replication: replication, outcome: outcome, duration: (finishedAt ?? end) - .zero,
            measures: service.measures, causes: cluster.causes.entries,
            waiting: rehearsal.system.classes.indices.map { service.waitingRequests(of: $0) }, switchovers: switchovers,
            pointOfNoReturn: pointOfNoReturn, longestRollback: longestRollback, attempts: attempts, peakNodes: peakNodes,
            operatorHours: operatorSeconds / 3600, crashes: crashes, hardware: hardware.counts, longestLag: cluster.longestLagSeconds,
            rowsLost: rowsLost,
            rowsConverted: totals.rows,
            bytesMoved: totals.bytes, chunks: totals.chunks, chunksLost: totals.losses.chunks, rowsInLostChunks: totals.losses.rows,
            bytesLost: totals.losses.bytes, longestConversionLag: totals.longestLag, lagWait: totals.lagWait,
            peakStaleRows: totals.peakStale.reduce(0, +), leasedNodeHours: used,
            bill: makeBill(horizon: horizon), limits: phaseLimits, steps: steps, leases: leases.records(horizon: horizon),
            intervention: interventionOutcome, faults: faults?.records ?? [],
            endEvent: endEvent, joins: history?.joins ?? [],
            activities: history?.activities ?? [],
            events: simulation.eventCount, fingerprint: simulation.fingerprint.description, stopReason: reason)
    }

    private var phaseLimits: [PhaseLimits] {
        activities.limits.phases.map { phase in
            PhaseLimits(
                phase: phase.name, isConversion: phase.isConversion, jobNanoseconds: phase.jobNanoseconds,
                limits: phase.times.map { .init(limit: activities.resources.words($0.limit), nanoseconds: $0.nanoseconds) })
        }
    }

    /// How far conversions and leases are now.
    public var progress: RunProgress {
        var progress = RunProgress()
        for case let conversion as RunningConversion in jobs {
            progress.backlogRows += conversion.job.backlogRows
            progress.staleRows += conversion.job.staleRows
            progress.rowsConverted += conversion.job.rowsConverted
        }
        for job in jobs + finishedJobs {
            progress.chunksLost += job.losses.chunks
            if let conversion = job as? RunningConversion { progress.lagWait += conversion.job.lagWaitSeconds }
        }
        for case let conversion as RunningConversion in finishedJobs { progress.rowsConverted += conversion.job.rowsConverted }
        progress.leasedMachines = leases.market?.ledger.billedCount ?? leases.borrowed
        return progress
    }

    /// Most nodes at once, own and leased.
    func notePeak() {
        let leased = leases.market?.ledger.billedCount ?? leases.borrowed
        peakNodes = max(peakNodes, rehearsal.system.nodeCount + leased)
    }

    private func makeBill(horizon: SimulationTime) -> Bill {
        do {
            var bill = Bill()
            if let market = leases.market, let description = rehearsal.parallel?.market {
                try bill.add(contentsOf: market.items(horizon: horizon))
                try addStorage(to: &bill, description, horizon: horizon)
                if let tariff = description.transferIn {
                    try bill.add(
                        contentsOf: tariff.items(bytes: Int128((bytesMoved(from: .original, to: .parallel) + bytesReplayed[1]).rounded())))
                }
                if let tariff = description.transferOut {
                    try bill.add(
                        contentsOf: tariff.items(
                            bytes: Int128((bytesMoved(from: .parallel, to: .original) + bytesReplayed[0] + bytesServedFromLease).rounded()))
                    )
                }
            }
            try addOwnCosts(to: &bill)
            return bill
        } catch {
            requirementFailure("the bill of \(strategy.name), replication \(replication), exceeds 128 bits: \(error)")
        }
    }

    private func addStorage(to bill: inout Bill, _ market: MarketDescription, horizon: SimulationTime) throws(AmountError) {
        guard let tariff = market.storage, let dataset = rehearsal.dataset else { return }
        let held = leases.storage.byteNanoseconds(until: max(horizon, simulation.now))
        guard held > 0 else { return }
        let servers = cluster.nodes(of: dataset.tier, in: .parallel).count
        let hours = leases.storageHeldSeconds(until: horizon)
        let requests = market.storageRequestsPerSecond * Double(servers) * hours
        try bill.add(contentsOf: tariff.items(byteNanoseconds: held, requests: Int128(requests.rounded())))
    }

    private func addOwnCosts(to bill: inout Bill) throws(AmountError) {
        if let price = rehearsal.ownCosts.perNodeHour {
            let nodeNanoseconds = Int128(rehearsal.system.nodeCount) * Int128(rehearsal.horizon.nanoseconds)
            try bill.add(.ownHardware(name: "own nodes", nodeHours: .hours(nanoseconds: nodeNanoseconds), perNodeHour: price))
        }
        if let price = rehearsal.ownCosts.perOperatorHour {
            let hours = Quantity.hours(nanoseconds: Int128((operatorSeconds * 1e9).rounded()))
            try bill.add(.operators(hours: hours, perHour: price))
        }
        for (index, price) in rehearsal.ownCosts.perLostRequest.enumerated() {
            guard let price else { continue }
            let lost = Int128(service.measures.classes[index].lost.rounded())
            let name = "lost requests: \(rehearsal.system.classes[index].name)"
            try bill.add(.lostRevenue(name: name, requests: lost, perRequest: price))
        }
    }
}

/// Sums over transfers and conversions.
private struct JobTotals {
    var rows = 0.0
    var bytes = 0.0
    var chunks = 0
    var losses = ChunkLosses()
    var longestLag = 0.0
    var lagWait = 0.0
    /// Most stale rows at once by shard, over all attempts.
    var peakStale: [Double] = []

    mutating func add(_ job: any BackgroundJob) {
        bytes += job.bytesTaken
        losses += job.losses
        switch job {
        case let transfer as RunningTransfer:
            chunks += transfer.job.chunksDone
        case let conversion as RunningConversion:
            rows += conversion.job.rowsConverted
            while peakStale.count <= conversion.shard { peakStale.append(0) }
            peakStale[conversion.shard] = max(peakStale[conversion.shard], conversion.job.peakStaleRows)
            chunks += conversion.job.chunksDone
            longestLag = max(longestLag, conversion.job.peakLagSeconds)
            lagWait += conversion.job.lagWaitSeconds
        default: break
        }
    }
}
