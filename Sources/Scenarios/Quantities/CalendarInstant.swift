/// A second of calendar time in UTC, in the proleptic Gregorian calendar without leap seconds.
public struct CalendarInstant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00Z.
    public var secondsSince1970: Int64

    /// An instant so many seconds after the beginning of 1970.
    public init(secondsSince1970: Int64) { self.secondsSince1970 = secondsSince1970 }

    /// An instant of a civil date, or nil if there is no such date or time.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= CalendarInstant.days(inMonth: month, of: year),
            (0...23).contains(hour) || (hour == 24 && minute == 0 && second == 0), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let days = CalendarInstant.daysSince1970(year: year, month: month, day: day)
        secondsSince1970 = Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// Orders instants.
    public static func < (left: CalendarInstant, right: CalendarInstant) -> Bool { left.secondsSince1970 < right.secondsSince1970 }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let days = CalendarInstant.flooredQuotient(secondsSince1970, 86_400)
        return Weekday.allCases[Int(((days + 3) % 7 + 7) % 7)]
    }

    /// The seconds since midnight.
    public var secondOfDay: Int { Int(secondsSince1970 - CalendarInstant.flooredQuotient(secondsSince1970, 86_400) * 86_400) }

    /// The date and time as `2009-06-09T05:00Z`, with seconds only where they are not zero.
    public var text: String {
        let date = civilDate
        let second = secondOfDay
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let digits = String(date.year)
        let year = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let seconds = second % 60 == 0 ? "" : ":\(two(second % 60))"
        return "\(year)-\(two(date.month))-\(two(date.day))T\(two(second / 3_600)):\(two(second / 60 % 60))\(seconds)Z"
    }

    /// Year, month and day.
    public var civilDate: (year: Int, month: Int, day: Int) {
        // Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin on 1 March, so that the leap
        // day is the last of its year.
        let days = Int(CalendarInstant.flooredQuotient(secondsSince1970, 86_400)) + 719_468
        let era = Int(CalendarInstant.flooredQuotient(Int64(days), 146_097))
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = Int(flooredQuotient(Int64(shifted), 400))
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func flooredQuotient(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        let quotient = dividend / divisor
        return dividend % divisor < 0 ? quotient - 1 : quotient
    }
}

/// A day of the week, Monday first.
public enum Weekday: String, CaseIterable, Hashable, Sendable {
    /// The first day.
    case monday = "Monday"
    /// The second day.
    case tuesday = "Tuesday"
    /// The third day.
    case wednesday = "Wednesday"
    /// The fourth day.
    case thursday = "Thursday"
    /// The fifth day.
    case friday = "Friday"
    /// The sixth day.
    case saturday = "Saturday"
    /// The seventh day.
    case sunday = "Sunday"

    /// Reads `Friday` or `Fri`.
    init?(text: String) {
        guard let day = Weekday.allCases.first(where: { $0.rawValue == text || $0.rawValue.prefix(3) == text }) else { return nil }
        self = day
    }
}
