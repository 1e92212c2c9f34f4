public import Experiments
import Scenarios
import Statistics

/// A comparison as CSV (RFC 4180): a line for each strategy and measure, and for each phase of the plan and what limited it.
public enum ComparisonCSV {
    /// The text. Cells without a value are empty; numbers are the shortest texts that read back as the same `Double`.
    public static func text(_ comparison: Comparison) -> String {
        var lines = [
            "scenario,seed,replications,confidence,fingerprint,strategy,measure,unit,"
                + ["mean", "median", "p95", "to_control", "to_first"].map { "\($0),\($0)_low,\($0)_high" }.joined(separator: ",")
        ]
        let lead = [
            comparison.scenario.name, "\(comparison.seed)", "\(comparison.replications)",
            JSONValue.shortest(comparison.scenario.objectives.confidence), comparison.fingerprint,
        ]
        for strategy in comparison.strategies {
            for (measure, summary) in zip(comparison.catalogue.measures, strategy.summaries) {
                lines.append(line(lead, strategy.strategy, measure.name, measure.unit, summary))
            }
            // Seconds of jobs, which add up to those of the phase.
            for phase in strategy.limits {
                lines.append(line(lead, strategy.strategy, "job-time.\(phase.phase)", .seconds, phase.jobTime))
                for (limit, time) in phase.limits {
                    lines.append(line(lead, strategy.strategy, "job-time.\(phase.phase).\(limit)", .seconds, time))
                }
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func line(_ lead: [String], _ strategy: String, _ name: String, _ unit: MeasureUnit, _ summary: Summary) -> String {
        let estimates = [summary.mean, summary.median, summary.p95, summary.toControl, summary.toFirst]
        return (lead + [strategy, name, unit.rawValue] + estimates.flatMap(numbers)).map(cell).joined(separator: ",")
    }

    private static func numbers(_ estimate: Estimate?) -> [String] {
        [estimate?.value, estimate?.low, estimate?.high].map { number in
            guard let number, number.isFinite else { return "" }
            return JSONValue.shortest(number)
        }
    }

    private static func cell(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
