import ClusterModel
import DataConversion
import ResourceSharing
import SimulationKernel
import TestSupport
import UpgradeStrategies

/// A plan's conversions and its copy, simulated.
///
/// Unchecked: confined to the thread of its test.
final class SharedConversionRun: @unchecked Sendable {
    /// What is seen of a shard at an instant.
    struct Sample {
        let converted: Double
        /// Rows that are stale, those in flight included once there are no others.
        let stale: Double
        let backlog: Double
    }

    let plan: SharedConversionPlan
    /// One row an hour, from the first hour's end, one sample a shard.
    private(set) var hours: [[Sample]] = []
    private(set) var caughtUpAt: [Double?]
    private(set) var divergences: [(at: Double, text: String)?]
    private(set) var copyEndedAt: Double?
    private var jobs: [ConversionJob] = []

    /// Runs for so many hours.
    init(_ plan: SharedConversionPlan, hours: Int) {
        self.plan = plan
        caughtUpAt = plan.shards.map { _ in nil }
        divergences = plan.shards.map { _ in nil }
        _ = runScript(
            system, seconds: Double(hours) * 3600 + 2, eventBudget: 20_000_000,
            configure: { $0.activities.utilisationCeiling = plan.ceiling },
            script: { [self] run in try await observe(run, hours: hours) })
    }

    private var system: SystemDescription {
        let hardware = HardwareDescription(
            cores: Int(plan.cores), diskReadBytesPerSecond: plan.diskRead, diskWriteBytesPerSecond: plan.diskWrite,
            diskStreamPenalty: plan.diskStreamPenalty, portBytesPerSecond: plan.port)
        let site = { [plan] name in
            SiteDescription(
                name: name, backboneBytesPerSecond: plan.backbone, rackSize: 40, uplink: .bytesPerSecond(plan.uplink))
        }
        let shards = plan.shards.enumerated().map {
            ShardDescription(name: "\($0)", nodes: 1, shareOfLoad: $1.shareOfLoad, shareOfData: $1.rows / totalRows)
        }
        let count = plan.shards.count
        let requests = { (name, path) in RequestClass(name: name, ratio: 1, objective: .seconds(60), path: [path]) }
        return SystemDescription(
            sites: [site("home"), site("away")],
            wideAreaLinks: [WideAreaLink(first: 0, second: 1, bytesPerSecond: plan.link, latency: .zero)],
            tiers: [
                TierDescription(name: "database", nodes: count, hardware: hardware, software: Systems.software(), shards: shards),
                TierDescription(name: "targets", site: 1, nodes: count, hardware: hardware, software: Systems.software()),
                TierDescription(name: "archive", site: 1, nodes: 1, hardware: hardware, software: Systems.software()),
            ],
            classes: [
                requests("save", PathStep(tier: 0, demandCoreSeconds: plan.sourceDemand, isWrite: true)),
                requests("report", PathStep(tier: 1, demandCoreSeconds: plan.targetDemand)),
            ], load: LoadProfile(step: .hours(1), ratesPerSecond: plan.rates))
    }

    private var totalRows: Double { plan.shards.reduce(0) { $0 + $1.rows } }

    private func observe(_ run: UpgradeRun, hours: Int) async throws {
        jobs = plan.shards.indices.map { conversion($0, in: run) }
        let copy = copy(in: run)
        // The load is known after the first instant.
        try await run.wait(1)
        setWrites(hour: 0)
        for (index, job) in jobs.enumerated() {
            _ = run.simulation.launch("watch") { [self] in
                while caughtUpAt[index] == nil, divergences[index] == nil {
                    try await job.progressed.wait()
                    if let text = job.divergence { divergences[index] = (run.simulation.now.seconds, text) }
                    guard job.hasCaughtUp else { continue }
                    caughtUpAt[index] = run.simulation.now.seconds
                    job.pause()
                }
            }
        }
        _ = run.simulation.launch("watch the copy") { [self] in
            try await copy.finished.wait()
            copyEndedAt = run.simulation.now.seconds
        }
        for job in jobs { job.resume() }
        copy.resume()
        for hour in 1...hours {
            try await run.simulation.hold(until: .zero + .hours(hour))
            setWrites(hour: hour)
            self.hours.append(jobs.map(sample))
        }
    }

    private func setWrites(hour: Int) {
        for (job, shard) in zip(jobs, plan.shards) {
            job.setWrites { _ in (0, plan.load(atHour: hour) * shard.rowsOverwrittenPerRequest) }
        }
    }

    private func sample(_ job: ConversionJob) -> Sample {
        let tracker = job.trackers[0]
        return Sample(
            converted: job.rowsConverted, stale: job.staleRows + (tracker.unconvertedRows > 0 ? 0 : tracker.inFlight),
            backlog: job.backlogRows)
    }

    private func conversion(_ index: Int, in run: UpgradeRun) -> ConversionJob {
        let (source, target, resources) = (index, plan.shards.count + index, run.activities.resources)
        let isAtSource = plan.shards[index].convertsAtSource
        let table = TableDescription(
            name: "table", rows: totalRows, bytesPerRow: plan.bytesPerRow, change: .incompatible, coreSecondsPerRow: plan.coreSecondsPerRow,
            growth: plan.growth, writeAmplification: plan.writeAmplification)
        let dataset = DatasetDescription(
            tier: 0, tables: [table], chunkBytes: 10e6, threads: Int(plan.threads), copyBytesPerSecond: .infinity, tracker: .set,
            trackerDelay: .seconds(roundingUp: plan.trackerDelay))
        var uses = [ResourceUse(resources.resource(.diskRead, of: source))]
        let links = resources.route(from: source, to: target)?.links ?? []
        uses += links.map { ResourceUse($0, amountPerUnit: isAtSource ? plan.growth : 1) }
        let processor = resources.resource(.processor, of: isAtSource ? source : target)
        uses.append(ResourceUse(processor, amountPerUnit: plan.coreSecondsPerByte))
        uses.append(
            ResourceUse(resources.resource(.diskWrite, of: target), amountPerUnit: plan.growth * plan.writeAmplification))
        return ConversionJob(
            dataset: dataset, tables: [0], share: plan.shards[index].rows / totalRows, uses: [uses], limits: [plan.threadLimit],
            tracked: true, engine: run.activities, simulation: run.simulation)
    }

    private func copy(in run: UpgradeRun) -> TransferJob {
        let (resources, target) = (run.activities.resources, 2 * plan.shards.count)
        var uses = [ResourceUse(resources.resource(.diskRead, of: plan.copySource))]
        uses += (resources.route(from: plan.copySource, to: target)?.links ?? []).map { ResourceUse($0) }
        uses.append(ResourceUse(resources.resource(.diskWrite, of: target)))
        return TransferJob(
            bytes: plan.copyBytes, chunkBytes: 64e6, uses: uses, limit: .infinity, engine: run.activities, simulation: run.simulation)
    }
}
