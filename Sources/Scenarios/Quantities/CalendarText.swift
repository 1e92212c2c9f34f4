/// Reads dates and times of day from text.
enum CalendarText {
    /// How a stamp without a zone is to be understood.
    enum Zone: Equatable {
        /// A stamp must carry its zone.
        case required
        /// A stamp without a zone is so many seconds ahead of UTC.
        case assumed(secondsAhead: Int)
    }

    /// An instant such as `2009-06-09T05:00Z`, `2009-06-09 05:00:00` or `2009-06-09T07:00+02:00`; a date alone is its first second.
    static func instant(_ text: String, zone: Zone = .required) throws(TextProblem) -> CalendarInstant {
        var scanner = TextScanner(text)
        // Made only when it is needed: a series has many stamps.
        func malformed() -> TextProblem {
            TextProblem("wrong-type", "\(quoted(text)) is not an instant", hint: "write it like `2009-06-09T05:00Z`")
        }
        guard let year = digits(&scanner, 4), scanner.take("-"), let month = digits(&scanner, 2), scanner.take("-"),
            let day = digits(&scanner, 2)
        else { throw malformed() }
        var (hour, minute, second) = (0, 0, 0)
        if scanner.take("T") || scanner.take("t") || scanner.take(" ") {
            guard let hours = digits(&scanner, 2), scanner.take(":"), let minutes = digits(&scanner, 2) else { throw malformed() }
            (hour, minute) = (hours, minutes)
            if scanner.take(":") {
                guard let seconds = digits(&scanner, 2) else { throw malformed() }
                second = seconds
                if scanner.take(".") {
                    guard !scanner.take(while: { $0 == "0" }).isEmpty else {
                        throw TextProblem("inexact-value", "\(quoted(text)) has fractions of a second, instants are whole seconds")
                    }
                }
            }
        }
        scanner.skipSpaces()
        var ahead = 0
        if scanner.take("Z") || scanner.take("z") {
            ahead = 0
        } else if !scanner.isAtEnd {
            guard let offset = zoneOffset(&scanner) else { throw malformed() }
            ahead = offset
        } else if case .assumed(let seconds) = zone {
            ahead = seconds
        } else {
            throw TextProblem("missing-zone", "\(quoted(text)) does not say in which zone", hint: "write `\(text)Z` for UTC")
        }
        guard scanner.isAtEnd else { throw malformed() }
        guard let local = CalendarInstant(year: year, month: month, day: day, hour: hour, minute: minute, second: second) else {
            throw TextProblem("no-such-date", "there is no \(quoted(text)) in the calendar")
        }
        return CalendarInstant(secondsSince1970: local.secondsSince1970 - Int64(ahead))
    }

    /// An offset from UTC such as `+02:00`, `-0500` or `Z`, in seconds ahead.
    static func zone(_ text: String) throws(TextProblem) -> Int {
        var scanner = TextScanner(text)
        if text == "Z" || text == "UTC" { return 0 }
        guard let offset = zoneOffset(&scanner), scanner.isAtEnd else {
            throw TextProblem("wrong-type", "\(quoted(text)) is not an offset from UTC", hint: "write it like `+02:00`, or `UTC`")
        }
        return offset
    }

    /// A time of day such as `05:00`, in seconds since midnight; `24:00` is the end of the day.
    static func timeOfDay(_ text: String) throws(TextProblem) -> Int {
        var scanner = TextScanner(text)
        func malformed() -> TextProblem {
            TextProblem("wrong-type", "\(quoted(text)) is not a time of day", hint: "write it like `05:00`")
        }
        guard let hour = digits(&scanner, 2), scanner.take(":"), let minute = digits(&scanner, 2) else { throw malformed() }
        var second = 0
        if scanner.take(":") {
            guard let seconds = digits(&scanner, 2) else { throw malformed() }
            second = seconds
        }
        let total = hour * 3_600 + minute * 60 + second
        guard scanner.isAtEnd, minute < 60, second < 60, total <= 86_400 else { throw malformed() }
        return total
    }

    /// A day of the week.
    static func weekday(_ text: String) throws(TextProblem) -> Weekday {
        guard let day = Weekday(text: text) else {
            let names = Weekday.allCases.map(\.rawValue)
            throw TextProblem(
                "unknown-choice", "\(quoted(text)) is not a day of the week",
                hint: NearestWord.hint(for: text, in: names, called: "accepted are"))
        }
        return day
    }

    private static func zoneOffset(_ scanner: inout TextScanner) -> Int? {
        let sign: Int
        if scanner.take("+") { sign = 1 } else if scanner.take("-") { sign = -1 } else { return nil }
        guard let hours = digits(&scanner, 2) else { return nil }
        _ = scanner.take(":")
        let minutes = scanner.isAtEnd ? 0 : digits(&scanner, 2)
        guard let minutes, hours <= 14, minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    private static func digits(_ scanner: inout TextScanner, _ count: Int) -> Int? {
        let start = scanner.position
        for _ in 0..<count {
            guard let scalar = scanner.next, TextScanner.isDigit(scalar) else { return nil }
            scanner.position += 1
        }
        return Int(scanner.text(start..<scanner.position))
    }
}
