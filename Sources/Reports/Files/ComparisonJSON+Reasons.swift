import Experiments
import Scenarios

/// What stands below the table: spare capacity and the assumptions that decide.
extension ComparisonJSON {
    static func headroom(_ headroom: Headroom) -> JSONValue {
        .object([
            ("text", .text(headroom.line)),
            ("peak_rate_per_s", .number(headroom.peakRate)),
            ("binding_tier", headroom.binding.map { .text($0.name) } ?? .null),
            (
                "tiers",
                .list(
                    headroom.tiers.map { tier in
                        .object([
                            ("name", .text(tier.name)), ("shard", tier.shard.map { .text($0) } ?? .null), ("nodes", .integer(tier.nodes)),
                            ("fleet_nodes", .integer(tier.fleet)), ("peak_utilisation", .number(tier.peakUtilisation)),
                            ("largest_batch_nodes", .integer(tier.largestBatch)), ("smallest_fleet_nodes", .integer(tier.smallestFleet)),
                            ("batch_nodes", .integer(tier.batch)), ("is_upgraded", .flag(tier.isUpgraded)),
                            ("is_write_bound", .flag(tier.isWriteBound)),
                        ])
                    })
            ),
        ])
    }

    static func ledger(_ ledger: AssumptionLedger) -> JSONValue {
        .object([
            ("text", .list(ledger.lines.map { .text($0) })),
            ("winner", ledger.winner.isEmpty ? .null : .text(ledger.winner)),
            ("second", ledger.second.isEmpty ? .null : .text(ledger.second)),
            ("assumptions", .integer(ledger.assumptions)),
            ("screened", .integer(ledger.screened)),
            ("left_out", .integer(ledger.notScreened)),
            ("immovable", .integer(ledger.immovable)),
            ("runs", .integer(ledger.runs)),
            ("is_interrupted", .flag(ledger.isInterrupted)),
            ("rows", .list(ledger.rows.map(row))),
        ])
    }

    private static func row(_ row: AssumptionLedger.Row) -> JSONValue {
        .object([
            ("path", .text(row.path)),
            // Values are texts with their units, as `--set` takes them.
            ("value", .text(row.value)),
            ("doc", .text(row.doc)),
            // Null where one of the best two does not finish at half or twice the value.
            ("change_s", row.change.isFinite ? .number(row.change) : .null),
            ("tried", .list(row.tried.map { .text($0) })),
            (
                "crossing",
                row.crossing.map { crossing in
                    .object([
                        ("direction", .text(crossing.isUpwards ? "up" : "down")), ("value", .text(crossing.value)),
                        ("factor", .number(crossing.factor)), ("winner", .text(crossing.winner)),
                    ])
                } ?? .null
            ),
        ])
    }
}
