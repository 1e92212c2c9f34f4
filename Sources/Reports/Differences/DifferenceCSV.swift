public import Experiments
import Scenarios
import Statistics

/// What differs between two results as CSV (RFC 4180): a line for each measure that both have. Cells without a value are empty.
public enum DifferenceCSV {
    /// The text.
    public static func text(_ difference: ResultDifference) -> String {
        let columns =
            [DifferenceJSON.entryName(difference.a.kind), "measure", "unit"]
            + ["a", "b", "difference"].flatMap { [$0, $0 + "_low", $0 + "_high"] } + ["relative", "p_value", "adjusted_p_value", "verdict"]
        let lines = difference.measures.map { row in
            let numbers = [row.a, row.b, row.test.estimate].flatMap { [$0.value, $0.low, $0.high] }
            return [row.entry, row.measure, row.unit?.rawValue ?? ""]
                + (numbers + [row.relative, row.test.pValue, row.adjustedPValue]).map(number) + [row.verdict.rawValue]
        }
        return ([columns] + lines).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "" }
        return JSONValue.shortest(value)
    }

    private static func cell(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
