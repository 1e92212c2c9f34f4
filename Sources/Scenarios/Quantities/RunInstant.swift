public import SimulationKernel

/// Reads an instant of a run: a time since the start such as `5 h`, or an instant of the calendar such as `2009-06-09T10:00Z`.
public enum RunInstant {
    /// Why a text is no instant of a run.
    public struct Problem: Error, Hashable, Sendable {
        /// What is wrong.
        public let message: String
        /// What to write instead.
        public let hint: String?
    }

    /// The instant that a text names, in a run that begins at `start` and is observed for `horizon`.
    public static func read(_ text: String, start: CalendarInstant, horizon: SimulationDuration) throws(Problem) -> SimulationTime {
        let nanoseconds = try sinceStart(text, start)
        guard nanoseconds >= 0 else {
            throw Problem(
                message: "`\(text)` is before the start of the run, \(start.text)", hint: "name a time since the start, such as `5 h`")
        }
        guard nanoseconds < horizon.nanoseconds else {
            throw Problem(
                message: "`\(text)` is not before the end of the run, which is observed for \(horizon)", hint: "name an earlier instant")
        }
        return SimulationTime(nanoseconds: nanoseconds)
    }

    private static func sinceStart(_ text: String, _ start: CalendarInstant) throws(Problem) -> Int64 {
        let digits = text.prefix { $0.isNumber }
        do throws(TextProblem) {
            if digits.count == 4, text.dropFirst(4).first == "-" {
                let seconds = try CalendarText.instant(text).secondsSince1970.subtractingReportingOverflow(start.secondsSince1970)
                    .partialValue
                // 2^33 seconds are beyond every horizon.
                return max(-1 << 33, min(1 << 33, seconds)) * 1_000_000_000
            }
            return try QuantityText.duration(text)
        } catch {
            throw Problem(
                message: "`\(text)` is no instant of the run: \(error.message)",
                hint: error.hint ?? "write a time since the start like `5 h`, or an instant like `\(start.text)`")
        }
    }
}
