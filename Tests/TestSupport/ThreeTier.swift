import CloudMarket
public import ClusterModel
public import DataConversion
import RandomStreams
public import SimulationKernel
public import UpgradeFaults
public import UpgradeStrategies

/// A small shop: web, application and a database of two shards with three servers each, upgraded with an incompatible change of a table.
///
/// Times are round, so that runs can be followed by hand. One node's upgrade takes u = 120 s (web), 150 s and 15 s of verification
/// (application, in batches of two), 300 s (database). Converting in place takes shard 0 360 s and shard 1 240 s on two cores: 0.6 and 0.4 of
/// 2 million pages at 0.5 ms and of 1 million log rows at 0.2 ms. Cloning a server of shard 0 takes 210 s.
public struct ThreeTier: Sendable {
    /// Views per second; edits are a tenth of them.
    public var viewsPerSecond = 100.0
    /// Nodes of the web and the application tier.
    public var nodes = [4, 5]
    /// Servers of each shard.
    public var servers = [3, 3]
    /// When primaries answer reads.
    public var primaryReads = PrimaryReads.always
    /// Whether there is a fourth tier that gets no new software.
    public var hasSearch = false
    /// What becomes of the page table.
    public var change = SchemaChange.incompatible
    /// What is done with writes while a shard takes none.
    public var closedWrites = ClosedWrites.refuse
    /// How writes are tracked.
    public var tracker = ConversionMode.set
    /// How chunks are moved, converted and replicated, and their size.
    public var pipeline = PipelineDescription()
    /// Source bytes in a chunk.
    public var chunkBytes = 1e6
    /// Pages overwritten by an edit.
    public var overwritten = 2.0
    /// Over this the conversion must get nearer to its end; no shorter than the change windows take to come again.
    public var loadCycle = SimulationDuration.hours(1)
    /// Choices within the strategies.
    public var options = StrategyOptions(testing: .minutes(10), keepOld: .hours(1), releaseAfter: .minutes(5), bootstrap: .minutes(10))
    /// Rules of the procedure.
    public var procedure = ProcedureRules(verifyData: .minutes(2))
    /// Nodes in a rack.
    public var rackSize = 1000
    /// Capacity of the link to another site, where the second system then stands, bytes per second; nil for one site.
    public var linkBytesPerSecond: Double?
    /// What hardware does wrong.
    public var hardwareFaults = HardwareFaults.none
    /// The calendar.
    public var calendar = Calendar()
    /// The observed time.
    public var horizon = SimulationDuration.hours(6)
    /// Whether the second system is leased; otherwise it is our own.
    public var isLeased = false
    /// Machines that may be leased, and from when on more.
    public var quota = (initial: 100, later: 0, after: SimulationDuration.zero)
    /// Probability that a launch fails.
    public var launchFailureProbability = 0.0

    /// What depends on what, what goes wrong by itself, and what is made to go wrong.
    public var dependencies: DependencyGraph?
    /// See ``dependencies``.
    public var faults = FaultRules.none
    /// See ``dependencies``.
    public var injections: [Injection] = []

    /// The shop as described.
    public init() {}

    /// Index of a tier.
    public static let web = 0, application = 1, database = 2

    /// Everything that is equal for all strategies.
    public var rehearsal: Rehearsal {
        var rehearsal = Rehearsal(
            system: system, dataset: dataset, parallel: parallel, hardwareFaults: hardwareFaults, procedure: procedure, options: options,
            horizon: horizon, calendar: calendar)
        rehearsal.dependencies = dependencies
        rehearsal.faults = faults
        rehearsal.injections = injections
        return rehearsal
    }

    private var system: SystemDescription {
        let machine = Systems.machine(cores: 2, diskRead: 100e6, diskWrite: 100e6, port: 125e6)
        let shares = [0.6, 0.4]
        let shards = servers.enumerated().map {
            ShardDescription(name: "shard \($0)", nodes: $1, shareOfLoad: shares[$0], shareOfData: shares[$0])
        }
        var tiers = [
            TierDescription(
                name: "web", nodes: nodes[0], hardware: machine, software: Systems.software(drain: 30, install: 60, restart: 10, warmUp: 20)
            ),
            TierDescription(
                name: "application", nodes: nodes[1], hardware: machine,
                software: Systems.software(drain: 30, install: 60, restart: 10, warmUp: 50, verify: 15, batch: 2)),
            TierDescription(
                name: "database", nodes: servers.reduce(0, +), hardware: machine,
                software: Systems.software(drain: 60, install: 120, restart: 60, warmUp: 60), shards: shards, primaryReads: primaryReads,
                applyCoreSecondsPerRow: 1e-4),
        ]
        if hasSearch {
            tiers.append(TierDescription(name: "search", nodes: 2, hardware: machine, software: Systems.software(), isUpgraded: false))
        }
        let read = PathStep(tier: Self.database, demandCoreSeconds: 0.01)
        let write = PathStep(tier: Self.database, demandCoreSeconds: 0.02, isWrite: true)
        let web = PathStep(tier: Self.web, demandCoreSeconds: 0.01)
        var view = [web, PathStep(tier: Self.application, demandCoreSeconds: 0.02), read]
        if hasSearch { view.append(PathStep(tier: 3, demandCoreSeconds: 0.001)) }
        let classes = [
            RequestClass(name: "view", ratio: 1, objective: .seconds(2), path: view),
            RequestClass(
                name: "edit", ratio: 0.1, writes: true, objective: .seconds(5),
                path: [web, PathStep(tier: Self.application, demandCoreSeconds: 0.05), write]),
        ]
        var home = Systems.wideSite
        home.rackSize = rackSize
        var sites = [home]
        if linkBytesPerSecond != nil {
            sites.append(home)
            sites[1].name = "there"
        }
        let links = linkBytesPerSecond.map { [WideAreaLink(first: 0, second: 1, bytesPerSecond: $0, latency: .zero)] } ?? []
        return SystemDescription(
            sites: sites, wideAreaLinks: links, tiers: tiers, classes: classes, load: .constant(viewsPerSecond),
            readerTier: Self.application,
            closedWrites: closedWrites)
    }

    private var dataset: DatasetDescription {
        let writes = [TableWrites(requestClass: 1, appended: 1, overwritten: overwritten)]
        return DatasetDescription(
            tier: Self.database,
            tables: [
                TableDescription(name: "page", rows: 2e6, bytesPerRow: 100, change: change, coreSecondsPerRow: 0.5e-3, writes: writes),
                TableDescription(name: "log", rows: 1e6, bytesPerRow: 50, change: .additive, coreSecondsPerRow: 0.2e-3),
                TableDescription(name: "other", rows: 1e6, bytesPerRow: 100, change: .none, coreSecondsPerRow: 0.1e-3),
            ], chunkBytes: chunkBytes, threads: 2, copyBytesPerSecond: 1e6, tracker: tracker, trackerDelay: .seconds(1),
            loadCycle: loadCycle,
            pipeline: pipeline)
    }

    private var parallel: ParallelPlan {
        let machine = Systems.machine(cores: 2, diskRead: 100e6, diskWrite: 100e6, port: 125e6)
        let counts = nodes + [servers.reduce(0, +)]
        let tiers = counts.enumerated().map {
            LeasedTier(
                tier: ParallelTier(tier: $0, site: linkBytesPerSecond == nil ? 0 : 1, nodes: $1, hardware: machine), instanceType: "large")
        }
        guard isLeased else { return ParallelPlan(tiers: tiers, market: nil) }
        do {
            let increase = Quota.Increase(to: quota.later, leadTime: .zero, grantDelay: quota.after)
            let market = MarketDescription(
                catalogue: PriceCatalogue(types: [InstanceType(name: "large", pricePerHour: try UnitPrice(parsing: "0.34"))]),
                quota: Quota(initial: quota.initial, increases: quota.later > 0 ? [increase] : []), billing: .startedHour,
                bootTime: try .constant(90), launchFailureProbability: launchFailureProbability)
            return ParallelPlan(tiers: tiers, helpers: [LeasedHelper(name: "driver", nodes: 1, instanceType: "large")], market: market)
        } catch {
            preconditionFailure("a price list of one type: \(error)")
        }
    }

    /// Runs one strategy; `prepare` may schedule crashes and attach a recorder.
    public func run(
        _ strategy: any Strategy, seed: UInt64 = 1, replication: UInt64 = 0, prepare: (UpgradeRun) -> Void = { _ in }
    ) -> (run: UpgradeRun, result: RunResult) {
        let run = UpgradeRun(rehearsal, strategy: strategy, seed: seed, replication: replication)
        prepare(run)
        return (run, run.run())
    }
}

extension UpgradeRun {
    /// Lets a node crash at an instant; it is repaired after the time that the rehearsal's faults say.
    public func crash(_ node: Int, atSeconds seconds: Double) {
        simulation.schedule(Event(kind: RunEvent.crash, entity: UInt32(node)), at: .zero + .seconds(roundingUp: seconds))
    }

    /// Lets the disks of a node, a rack, an uplink or a link between sites fail at an instant; the rehearsal's faults say for how long.
    public func fail(_ kind: HardwareKind, _ number: Int, atSeconds seconds: Double) {
        simulation.schedule(
            Event(kind: RunEvent.hardwareFails, entity: UInt32(number), a: kind.rawValue), at: .zero + .seconds(roundingUp: seconds))
    }
}

extension ThreeTier {
    /// The shop with a second system on lease, in which nodes crash and launches fail.
    public static func unsteady() throws -> ThreeTier {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.launchFailureProbability = 0.1
        shop.hardwareFaults = HardwareFaults(timeToFailure: try .exponential(mean: 6 * 3600), timeToRepair: try .exponential(mean: 900))
        return shop
    }
}
