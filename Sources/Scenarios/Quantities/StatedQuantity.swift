/// Reads single quantities outside of a scenario, such as the bound in `--fail-if "outage.edit.p95 > 60 s"`, in a scenario's spelling.
public enum StatedQuantity {
    /// Why a text is not the quantity that was asked for.
    public struct Problem: Error, Hashable, Sendable {
        /// One sentence.
        public let message: String
        /// What to write instead.
        public let hint: String?
    }

    /// Seconds: `30 s`, `1.5 h`, `21 h 20 min`.
    public static func seconds(_ text: String) throws(Problem) -> Double {
        try read(text) { text throws(TextProblem) in Double(try QuantityText.duration(text)) / 1e9 }
    }

    /// Bytes: `3 TB`.
    public static func bytes(_ text: String) throws(Problem) -> Double {
        try read(text) { text throws(TextProblem) in Double(try QuantityText.bytes(text)) }
    }

    /// A share: `5 %`, `0.05`, `1/20`.
    public static func share(_ text: String) throws(Problem) -> Double {
        try read(text) { text throws(TextProblem) in try QuantityText.ratio(text).double }
    }

    /// A plain number, whole ones also with a suffix: `0.5`, `20 k`, `1e6`.
    public static func number(_ text: String) throws(Problem) -> Double {
        if let count = try? QuantityText.count(text) { return Double(count) }
        return try read(text) { text throws(TextProblem) in try QuantityText.number(text).double }
    }

    /// An instant of the calendar: `2009-06-09T05:00Z`.
    public static func instant(_ text: String) throws(Problem) -> CalendarInstant {
        try read(text) { text throws(TextProblem) in try CalendarText.instant(text) }
    }

    private static func read<Value>(_ text: String, _ parse: (String) throws(TextProblem) -> Value) throws(Problem) -> Value {
        do {
            return try parse(text)
        } catch {
            throw Problem(message: error.message, hint: error.hint)
        }
    }
}
