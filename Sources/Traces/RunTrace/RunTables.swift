import CloudMarket
import ClusterModel
import Scenarios
import SimulationKernel
import UpgradeStrategies

/// The small tables of a trace: what was done, leased, paid and lost.
enum RunTables {
    static func write(_ result: RunResult, scenario: Scenario, to writer: borrowing TraceWriter) throws(TraceError) {
        try writeOutcome(result, to: writer)
        try writeSteps(result.steps.filter { !$0.isFault }, table: "steps", scenario, to: writer)
        try writeSteps(result.steps.filter(\.isFault), table: "faults", scenario, to: writer)
        try FaultTables.write(result, scenario: scenario, to: writer)
        try writeLeases(result.leases, to: writer)
        try CausalTables.write(result, to: writer)
        try writeBill(result.bill, to: writer)
        try writeLosses(result, scenario, to: writer)
        try writeLimits(result.limits, to: writer)
        try writeTotals(result, scenario, to: writer)
    }

    private static func writeOutcome(_ result: RunResult, to writer: borrowing TraceWriter) throws(TraceError) {
        try writer.metadata("fingerprint", text: result.fingerprint, longName: "fingerprint", description: "hash over all events")
        try writer.metadata("outcome", text: result.outcome.label, longName: "outcome", description: "how the run ended")
        try writer.metadata(
            "duration", number: result.duration.seconds, units: "s", longName: "duration", description: "until the upgrade had finished")
    }

    private static func writeSteps(
        _ steps: [StepRecord], table: String, _ scenario: Scenario, to writer: borrowing TraceWriter
    ) throws(TraceError) {
        let tiers = scenario.rehearsal.system.tiers.map(\.name)
        try writer.write(
            table: table,
            columns: [
                seconds("start", steps.map(\.start), "when it began"), seconds("end", steps.map(\.end), "when it ended"),
                .lookup("label", steps.map(\.label), longName: "label", description: "what was done or went wrong"),
                .lookup("tier", steps.map { $0.tier.map { tiers[$0] } ?? "-" }, longName: "tier", description: "of one tier, or `-`"),
                StoredColumn(
                    "attended", .integers(steps.map { $0.isAttended ? 1 : 0 }), units: "1", longName: "attended",
                    description: "1 if an operator was busy with it"),
                StoredColumn(
                    "chunks_lost", .integers(steps.map { Int64($0.chunksLost) }), units: "1", longName: "chunks lost",
                    description: "that were under way and are done again: one for each transfer or conversion that it stopped"),
                CausalTables.event("start_event", steps.map(\.startEvent), "at which it began"),
                CausalTables.event("end_event", steps.map(\.endEvent), "at which it ended; -1 if it was under way at the horizon"),
            ])
    }

    private static func writeLeases(_ leases: [LeaseRecord], to writer: borrowing TraceWriter) throws(TraceError) {
        func optional(_ time: SimulationTime?) -> Double { time?.seconds ?? .nan }
        try writer.write(
            table: "leases",
            columns: [
                seconds("requested", leases.map(\.requested), "when it was asked for"),
                StoredColumn(
                    "launched", .doubles(leases.map { optional($0.launched) }), units: "s", longName: "launched",
                    description: "when billing began; not a number if it never did"),
                StoredColumn(
                    "released", .doubles(leases.map { optional($0.released) }), units: "s", longName: "released",
                    description: "when it was given back; not a number if it was held at the horizon"),
                .lookup("type", leases.map(\.instanceType), longName: "instance type", description: "in the price list"),
                .lookup("purpose", leases.map(\.purpose), longName: "purpose", description: "tier or helper"),
                StoredColumn(
                    "failed", .integers(leases.map { $0.failed ? 1 : 0 }), units: "1", longName: "failed",
                    description: "1 if the launch failed"),
                CausalTables.event("request_event", leases.map(\.events.requested), "at which it was asked for"),
                CausalTables.event("launch_event", leases.map(\.events.launched), "at which billing began; -1 if it never did"),
                CausalTables.event("ready_event", leases.map(\.events.ready), "at which it was fit to use; -1 if it never was"),
                CausalTables.event("release_event", leases.map(\.events.released), "at which it was given back; -1 if it was held"),
            ])
    }

    private static func writeBill(_ bill: Bill, to writer: borrowing TraceWriter) throws(TraceError) {
        try writer.write(
            table: "bill",
            columns: [
                StoredColumn(
                    "cost", .doubles(bill.items.map(\.cost.approximateDollars)), units: "USD", longName: "cost", description: "of the item"),
                StoredColumn(
                    "cost_microdollars", .integers(bill.items.map { Int64(clamping: $0.cost.microdollars) }), units: "1e-6 USD",
                    longName: "cost", description: "of the item, exact"),
                StoredColumn(
                    "quantity", .doubles(bill.items.map(\.quantity.approximateValue)), units: "1", longName: "quantity",
                    description: "in the item's unit"),
                .lookup("name", bill.items.map(\.name), longName: "item", description: "what is paid for"),
                .lookup("unit", bill.items.map(\.unit), longName: "unit", description: "of the quantity"),
                .lookup("price", bill.items.map { "\($0.price)" }, longName: "price", description: "per unit"),
            ])
    }

    private static func writeLosses(_ result: RunResult, _ scenario: Scenario, to writer: borrowing TraceWriter) throws(TraceError) {
        var (classes, causes, kinds, requests): ([String], [String], [String], [Double]) = ([], [], [], [])
        for (index, requestClass) in scenario.rehearsal.system.classes.enumerated() {
            for (cause, lost) in result.measures.classes[index].lostByCause.enumerated() where lost > 0 {
                classes.append(requestClass.name)
                causes.append(result.causes[cause].label)
                kinds.append("\(result.causes[cause].kind)")
                requests.append(lost)
            }
        }
        try writer.write(
            table: "losses",
            columns: [
                StoredColumn(
                    "requests", .doubles(requests), units: "count", longName: "lost requests", description: "of the class by the cause"),
                .lookup("class", classes, longName: "class", description: "of requests"),
                .lookup("cause", causes, longName: "cause", description: "step of the plan or kind of fault"),
                .lookup("kind", kinds, longName: "kind", description: "baseline, planned or unplanned"),
            ])
    }

    private static func writeLimits(_ phases: [PhaseLimits], to writer: borrowing TraceWriter) throws(TraceError) {
        let rows = phases.flatMap { phase in phase.limits.map { (phase: phase.phase, entry: $0) } }
        try writer.write(
            table: "limits",
            columns: [
                StoredColumn(
                    "seconds", .doubles(rows.map(\.entry.seconds)), units: "s", longName: "time of jobs",
                    description: "for which the limit held jobs of the phase back; jobs side by side add up"),
                .lookup(
                    "phase", rows.map(\.phase), longName: "phase", description: "of the plan, which a transfer or conversion is a part of"),
                .lookup(
                    "limit", rows.map(\.entry.limit), longName: "limit",
                    description: "what kept transfers and conversions from being faster"),
            ])
    }

    private static func writeTotals(_ result: RunResult, _ scenario: Scenario, to writer: borrowing TraceWriter) throws(TraceError) {
        let all = result.measures.classes
        func column(_ name: String, _ units: String, _ long: String, _ value: (ClassMeasures) -> Double) -> StoredColumn {
            StoredColumn(name, .doubles(all.map(value)), units: units, longName: long, description: "over the whole run")
        }
        try writer.write(
            table: "totals",
            columns: [
                column("offered", "count", "offered requests", \.offered), column("served", "count", "served requests", \.served),
                column("refused", "count", "refused requests", \.refused), column("failed", "count", "failed requests", \.failed),
                column("slow", "count", "slow requests", \.slow), column("outage", "s", "outage", \.outageSeconds),
                column("lost_service", "s", "lost service", \.lostServiceSeconds),
                column("planned_lost_service", "s", "lost service, planned", \.plannedLostServiceSeconds),
                .lookup("class", scenario.rehearsal.system.classes.map(\.name), longName: "class", description: "of requests"),
            ])
    }

    private static func seconds(_ name: String, _ times: [SimulationTime], _ description: String) -> StoredColumn {
        StoredColumn(
            name, .doubles(times.map(\.seconds)), units: "s", longName: name, description: description + ", from the start of the run")
    }
}
