public import Experiments
import Scenarios

/// The points of a sweep as CSV (RFC 4180): a line for each point, with its factors, and of each measure what `SweepValue` says. Cells without a
/// value are empty; numbers are the shortest texts that read back as the same `Double`.
public enum SweepCSV {
    /// The first line.
    public static func header(_ plan: SweepPlan) -> String {
        let measures = plan.measures.flatMap { measure in SweepValue.columns.map { measure.name + $0.suffix } }
        return line(["point"] + plan.factorNames + ["replications", "fingerprint", "failure"] + measures)
    }

    /// The line of a point.
    public static func line(_ point: SweepPlan.Point, _ record: SweepRecord) -> String {
        let numbers = record.values.flatMap(\.numbers)
        let digits = String(record.fingerprint, radix: 16)
        let fingerprint = String(repeating: "0", count: 16 - digits.count) + digits
        return line(
            ["\(point.index)"] + point.values + ["\(record.replications)", fingerprint, record.failure]
                + numbers.map { $0.isFinite ? JSONValue.shortest($0) : "" })
    }

    /// A line of cells, ended.
    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    private static func cell(_ text: String) -> String {
        guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
