import CloudMarket
import ClusterModel
public import Experiments
import Scenarios
import SimulationKernel
import Statistics
import UpgradeStrategies

/// A comparison as JSON, equal byte for byte for equal scenario, seed and replications.
///
/// Neither wall clock nor machine nor number of threads is in it. Numbers are the shortest texts that read back as the same `Double`; amounts
/// of money are exact decimals in texts. What is not known is `null`.
public enum ComparisonJSON {
    /// Version of the layout; it rises when a key changes its meaning or goes.
    public static let schemaVersion = 1

    /// The text.
    ///
    /// - Parameters:
    ///   - programVersion: version of the program, if it is to be in the text.
    ///   - ledger: the assumptions that decide, if they were looked for.
    ///   - values: whether each measure has its values, replication by replication.
    public static func text(
        _ comparison: Comparison, programVersion: String? = nil, ledger: AssumptionLedger? = nil, values: Bool = false
    ) -> String {
        let scenario = comparison.scenario
        var entries: [(key: String, value: JSONValue)] = [
            ("schema_version", .integer(schemaVersion)),
            ("program", .text("chrysalis" + (programVersion.map { " " + $0 } ?? ""))),
            ("scenario", .text(scenario.name)),
            ("title", .text(scenario.title)),
            ("start", .text(scenario.start.text)),
            ("horizon_s", .number(scenario.rehearsal.horizon.seconds)),
            // A text, because readers of JSON keep 53 bits of a number.
            ("seed", .text("\(comparison.seed)")),
            ("replications", .integer(comparison.replications)),
            ("confidence", .number(scenario.objectives.confidence)),
            ("fingerprint", .text(comparison.fingerprint)),
            ("configuration_hash", .text(InputFile.hash(of: scenario.effectiveJSON.utf8))),
            (
                "inputs",
                .list(scenario.inputs.map { .object([("name", .text($0.name)), ("fnv1a64", .text($0.hash))]) })
            ),
            ("notes", .list(scenario.notes.map { .text($0) })),
            ("ranking", .list(comparison.ranking.map { .text($0) })),
            ("explanation", .list(Explanation(comparison).sentences.map { .text($0) })),
            ("headroom", headroom(Headroom(scenario.rehearsal.system, horizon: scenario.rehearsal.horizon))),
            ("ledger", ledger.map(self.ledger) ?? .null),
        ]
        entries.append(("strategies", .list(comparison.strategies.map { strategy($0, comparison, values: values) })))
        return JSONValue.object(entries).serialized(objectsOnOneLine: 8) + "\n"
    }

    private static func strategy(_ summary: StrategySummary, _ comparison: Comparison, values: Bool) -> JSONValue {
        let measures = zip(comparison.catalogue.measures, summary.summaries).map { measure, summary in
            (key: measure.name, value: self.measure(measure, summary, values: values))
        }
        let isControl = summary.strategy == StrategyCatalogue.control.name
        return .object([
            ("name", .text(summary.strategy)),
            ("is_control", .flag(isControl)),
            ("qualifies", isControl ? .null : .flag(comparison.qualifies(summary.strategy))),
            ("outcomes", .list(summary.outcomes.map { .object([("outcome", .text($0.outcome)), ("count", .integer($0.count))]) })),
            ("trouble", summary.trouble.map { .text($0) } ?? .null),
            ("measures", .object(measures)),
            ("losses", losses(summary, comparison)),
            ("limits", .list(summary.limits.map(phase))),
            ("bill_of_replication_0", bill(summary.example.bill)),
            ("fingerprint_of_replication_0", .text(summary.example.fingerprint)),
        ])
    }

    private static func measure(_ measure: Measure, _ summary: Summary, values: Bool) -> JSONValue {
        let entries: [(key: String, value: JSONValue)] = [
            ("unit", .text(measure.unit.rawValue)),
            ("mean", estimate(summary.mean)),
            ("median", estimate(summary.median)),
            ("p95", estimate(summary.p95)),
            ("to_control", summary.toControl.map(estimate) ?? .null),
            ("to_first", summary.toFirst.map(estimate) ?? .null),
        ]
        return .object(values ? entries + [("values", .list(summary.values.map { .number($0) }))] : entries)
    }

    private static func estimate(_ estimate: Estimate) -> JSONValue {
        .object([
            ("value", .number(estimate.value)), ("low", .number(estimate.low)), ("high", .number(estimate.high)),
            ("method", .text(estimate.method.rawValue)),
        ])
    }

    /// Times of jobs, in seconds: jobs side by side add up.
    private static func phase(_ phase: PhaseSummary) -> JSONValue {
        .object([
            ("phase", .text(phase.phase)), ("is_conversion", .flag(phase.isConversion)), ("job_time_s", estimate(phase.jobTime.mean)),
            (
                "limited_by",
                .list(
                    phase.limits.map { limit, time in
                        .object([
                            ("limit", .text(limit)), ("share", .number(phase.share(time))), ("time_s", estimate(time.mean)),
                        ])
                    })
            ),
        ])
    }

    private static func losses(_ summary: StrategySummary, _ comparison: Comparison) -> JSONValue {
        let classes = comparison.scenario.rehearsal.system.classes
        return .object(
            zip(classes, summary.losses).map { requestClass, losses in
                let items = losses.map { loss in
                    JSONValue.object([("cause", .text(loss.cause)), ("kind", .text(loss.kind)), ("requests", .number(loss.requests))])
                }
                return (key: requestClass.name, value: .list(items))
            })
    }

    private static func bill(_ bill: Bill) -> JSONValue {
        let items = bill.items.map { item in
            JSONValue.object([
                ("section", .text(item.section.title)), ("name", .text(item.name)), ("unit", .text(item.unit)),
                ("quantity", .text(item.quantity.description)),
                // An hour divides no power of ten: the decimals are rounded, the fraction is not.
                ("quantity_fraction", .text("\(item.quantity.numerator)/\(item.quantity.denominator)")),
                ("price_usd", .text(item.price.description)), ("cost_usd", .text(item.cost.formatted(decimals: 6, separator: ""))),
            ])
        }
        return .object([("total_usd", .text(bill.total.formatted(decimals: 6, separator: ""))), ("items", .list(items))])
    }
}
