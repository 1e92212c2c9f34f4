import Scenarios
import SimulationKernel
import UpgradeFaults
import UpgradeStrategies

/// The faults of the procedure and the version, with what became of them.
enum FaultTables {
    static func write(_ result: RunResult, scenario: Scenario, to writer: borrowing TraceWriter) throws(TraceError) {
        let faults = result.faults
        try writer.write(
            table: "upgrade_faults",
            columns: [
                StoredColumn(
                    "struck", .doubles(faults.map(\.struck.seconds)), units: "s", longName: "struck",
                    description: "when it occurred, from the start of the run"),
                times("shown", faults.map(\.shown), "the first request could meet it"),
                times("noticed", faults.map(\.noticed), "somebody knew"),
                times("ended", faults.map(\.ended), "it was over"),
                StoredColumn(
                    "requests_lost", .doubles(faults.map { $0.requestsLost.reduce(0, +) }), units: "count", longName: "lost requests",
                    description: "of all classes that it is charged with"),
                StoredColumn(
                    "requests_exposed", .doubles(faults.map(\.requestsExposed)), units: "count", longName: "exposed requests",
                    description: "that met a node which suffered from it, before it was noticed"),
                StoredColumn(
                    "rows_damaged", .doubles(faults.map(\.rowsDamaged)), units: "count", longName: "damaged rows",
                    description: "written wrongly because of it"),
                StoredColumn(
                    "rows_restored", .doubles(faults.map(\.rowsRestored)), units: "count", longName: "restored rows",
                    description: "of these, brought back from a backup"),
                StoredColumn(
                    "attempt", .integers(faults.map { Int64($0.attempt) }), units: "1", longName: "attempt",
                    description: "in which it occurred, from 1"),
                StoredColumn(
                    "type", .integers(faults.map { Int64($0.type?.rawValue ?? 0) }), units: "1", longName: "type",
                    description: "of a fault of the procedure, 1 to 4; 0 for a defect of the version"),
                .lookup("label", faults.map(\.label), longName: "label", description: "what it is"),
                .lookup("noticed_by", faults.map { $0.noticedBy?.rawValue ?? "-" }, longName: "noticed by", description: "or `-`"),
                .lookup(
                    "ending", faults.map { $0.isEscaped ? "escaped" : $0.ending?.rawValue ?? "-" }, longName: "ending",
                    description: "how it came to its end; `escaped` if the strategy has no such operation, `-` if it is still there"),
                .lookup(
                    "chain", faults.map { $0.chain.joined(separator: " -> ") }, longName: "causal chain",
                    description: "from what broke to what users feel"),
                CausalTables.event("struck_event", faults.map(\.struckEvent), "at which it occurred"),
            ])
    }

    private static func times(_ name: String, _ times: [SimulationTime?], _ what: String) -> StoredColumn {
        StoredColumn(
            name, .doubles(times.map { $0?.seconds ?? .nan }), units: "s", longName: name,
            description: "when \(what), from the start of the run; not a number if that never was")
    }
}
