import ClusterModel
import SimulationKernel
import UpgradeStrategies

/// `/events`: every event of the run.
struct EventColumns {
    private let table: TraceTable
    private let time: TraceColumn<Int64>
    private let sequence: TraceColumn<Int64>
    private let kind: TraceColumn<UInt8>
    private let entity: TraceColumn<Int64>
    private let first: TraceColumn<Int64>
    private let second: TraceColumn<Int64>
    private let cause: TraceColumn<Int64>

    /// The code of each kind of event, by its number.
    private let codes: [UInt8]

    /// The code of a kind without a meaning of its own.
    private static let other = UInt8(kinds.count)

    /// Codes of the kinds of events, in the order of their meanings in the file.
    private static let kinds: [(number: UInt16, meaning: String)] = [
        (KernelEvent.wake, "procedure_wakes"), (ClusterEvent.loadChange, "load_changes"), (ClusterEvent.resolve, "rates_solved"),
        (ClusterEvent.pieceDone, "chunk_done"), (ClusterEvent.queueChange, "queue_full_or_empty"), (RunEvent.crash, "node_crashes"),
        (RunEvent.repair, "node_repaired"), (RunEvent.intervention, "intervention"), (RunEvent.launch, "machine_launch"),
        (RunEvent.hardwareFails, "hardware_fails"), (RunEvent.hardwareReturns, "hardware_returns"), (RunEvent.backup, "backup"),
    ]

    init(_ writer: borrowing TraceWriter) throws(TraceError) {
        table = try writer.table(
            "events", time: .nanoseconds,
            columns: [
                ColumnSpecification(
                    "kind", .code(Self.kinds.map(\.meaning) + ["other"]), units: "1", longName: "event kind", description: "what happened"),
                ColumnSpecification(
                    "sequence", .int64, units: "1", longName: "sequence number", description: "order in which it was scheduled"),
                ColumnSpecification("entity", .int64, units: "1", longName: "entity", description: "node, activity or ticket, by kind"),
                ColumnSpecification("first", .int64, units: "1", longName: "first operand", description: "by kind"),
                ColumnSpecification("second", .int64, units: "1", longName: "second operand", description: "by kind"),
                ColumnSpecification("cause", .int64, units: "1", longName: "causing event", description: "its sequence number, 0 for none"),
            ])
        time = table.column("time", as: Int64.self)
        sequence = table.column("sequence", as: Int64.self)
        kind = table.column("kind", as: UInt8.self)
        entity = table.column("entity", as: Int64.self)
        first = table.column("first", as: Int64.self)
        second = table.column("second", as: Int64.self)
        cause = table.column("cause", as: Int64.self)
        var codes = [UInt8](repeating: Self.other, count: 1 + Int(Self.kinds.map(\.number).max() ?? 0))
        for (code, kind) in Self.kinds.enumerated() { codes[Int(kind.number)] = UInt8(code) }
        self.codes = codes
    }

    @inline(__always) func append(_ event: Event, sequence number: UInt64, at instant: SimulationTime) {
        time.append(instant.nanoseconds)
        sequence.append(Int64(bitPattern: number))
        kind.append(Int(event.kind) < codes.count ? codes[Int(event.kind)] : Self.other)
        entity.append(Int64(event.entity))
        first.append(event.a)
        second.append(event.b)
        cause.append(Int64(bitPattern: event.cause))
        table.endRow()
    }
}

/// `/series/classes`: rates and totals of each class of requests.
struct ClassColumns {
    private let table: TraceTable
    private let time: TraceColumn<Double>
    private let columns: [TraceColumn<Double>]

    private static let specifications: [(name: String, units: String, long: String, description: String)] = [
        ("yield", "1", "yield", "fraction of the offered requests that is not lost, from this instant on"),
        ("offered_rate", "s-1", "offered", "requests that arrive per second, from this instant on"),
        ("served_rate", "s-1", "served", "requests that are answered per second, from this instant on"),
        ("lost_rate", "s-1", "lost", "requests that are refused per second, from this instant on"),
        ("response", "s", "mean response time", "of requests answered at this instant; it changes evenly until the next"),
        ("offered", "count", "offered so far", "requests that have arrived up to this instant"),
        ("served", "count", "served so far", "requests that have been answered up to this instant"),
        ("lost", "count", "lost so far", "requests that have been refused or have failed up to this instant"),
        ("slow", "count", "slow so far", "requests answered later than the objective up to this instant"),
    ]

    init(_ writer: borrowing TraceWriter, names: [String]) throws(TraceError) {
        table = try writer.series(
            "classes", entities: .lookup("class", names, longName: "class of requests", description: "as in the scenario"),
            columns: Self.specifications.map {
                ColumnSpecification($0.name, .double, units: $0.units, longName: $0.long, description: $0.description)
            })
        time = table.column("time", as: Double.self)
        columns = Self.specifications.map { [table] in table.column($0.name, as: Double.self) }
    }

    func append(_ now: SimulationTime, flows: [ClassFlow], measures: [ClassMeasures]) {
        time.append(now.seconds)
        for (index, flow) in flows.enumerated() {
            let total = measures[index]
            let values = [
                flow.yield, flow.offered, flow.served, flow.lost, flow.responseSeconds, total.offered, total.served, total.lost, total.slow,
            ]
            for (column, value) in zip(columns, values) { column.append(value) }
        }
        table.endRow()
    }
}

/// `/series/tiers`: nodes and utilisation of each tier of the universe that users reach.
struct TierColumns {
    private let table: TraceTable
    private let time: TraceColumn<Double>
    private let inService: TraceColumn<Double>
    private let onNew: TraceColumn<Double>
    private let utilisation: TraceColumn<Double>

    init(_ writer: borrowing TraceWriter, names: [String]) throws(TraceError) {
        table = try writer.series(
            "tiers", entities: .lookup("tier", names, longName: "tier", description: "as in the scenario"),
            columns: [
                ColumnSpecification("in_service", .double, units: "count", longName: "nodes in service", description: "that answer users"),
                ColumnSpecification(
                    "on_new", .double, units: "count", longName: "nodes on the new version", description: "of those in service"),
                ColumnSpecification(
                    "utilisation", .double, units: "1", longName: "utilisation", description: "mean over the nodes in service, by requests"),
            ])
        time = table.column("time", as: Double.self)
        inService = table.column("in_service", as: Double.self)
        onNew = table.column("on_new", as: Double.self)
        utilisation = table.column("utilisation", as: Double.self)
    }

    func append(_ now: SimulationTime, _ run: UpgradeRun) {
        time.append(now.seconds)
        for tier in run.rehearsal.system.tiers.indices {
            var (nodes, new, used) = (0.0, 0.0, 0.0)
            for index in run.cluster.nodes(of: tier, in: run.cluster.activeUniverse) where run.cluster.nodes[index].state == .inService {
                nodes += 1
                if run.cluster.nodes[index].version == .new { new += 1 }
                used += run.service.utilisation(of: index)
            }
            inService.append(nodes)
            onNew.append(new)
            utilisation.append(nodes > 0 ? used / nodes : 0)
        }
        table.endRow()
    }
}

/// `/series/conversion`: rows that wait to be converted, all shards together, and leased machines.
struct WholeColumns {
    private let table: TraceTable
    private let time: TraceColumn<Double>
    private let backlog: TraceColumn<Double>
    private let stale: TraceColumn<Double>
    private let converted: TraceColumn<Double>
    private let leased: TraceColumn<Double>
    private let lost: TraceColumn<Double>
    private let waited: TraceColumn<Double>

    init(_ writer: borrowing TraceWriter) throws(TraceError) {
        table = try writer.series(
            "conversion",
            totals: [
                ColumnSpecification(
                    "backlog", .double, units: "count", longName: "rows to convert", description: "unconverted and stale rows"),
                ColumnSpecification(
                    "stale", .double, units: "count", longName: "stale rows", description: "converted and overwritten since"),
                ColumnSpecification(
                    "converted", .double, units: "count", longName: "rows converted so far", description: "again and again included"),
                ColumnSpecification("leased", .double, units: "count", longName: "leased machines", description: "that are billed"),
                ColumnSpecification(
                    "chunks_lost", .double, units: "count", longName: "chunks lost so far", description: "and done again, copies included"),
                ColumnSpecification(
                    "lag_wait", .double, units: "s", longName: "waited for replicas so far", description: "all conversions together"),
            ])
        time = table.column("time", as: Double.self)
        backlog = table.column("backlog", as: Double.self)
        stale = table.column("stale", as: Double.self)
        converted = table.column("converted", as: Double.self)
        leased = table.column("leased", as: Double.self)
        lost = table.column("chunks_lost", as: Double.self)
        waited = table.column("lag_wait", as: Double.self)
    }

    func append(_ now: SimulationTime, _ run: UpgradeRun) {
        let progress = run.progress
        time.append(now.seconds)
        backlog.append(progress.backlogRows)
        stale.append(progress.staleRows)
        converted.append(progress.rowsConverted)
        leased.append(Double(progress.leasedMachines))
        lost.append(Double(progress.chunksLost))
        waited.append(progress.lagWait)
        table.endRow()
    }
}
