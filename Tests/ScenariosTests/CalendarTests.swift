import Testing

@testable import Scenarios

@Suite struct CalendarTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00Z", 0), ("2009-06-09T05:00Z", 1_244_523_600), ("2009-06-09T05:00:00Z", 1_244_523_600),
            ("2009-06-09 05:00Z", 1_244_523_600), ("2009-06-09T07:00+02:00", 1_244_523_600), ("2009-06-09T00:00-0500", 1_244_523_600),
            ("2000-02-29T00:00Z", 951_782_400), ("2038-01-19T03:14:08Z", 2_147_483_648), ("2009-06-09Z", 1_244_505_600),
            ("2008-12-31T24:00Z", 1_230_768_000), ("0001-01-01T00:00Z", -62_135_596_800), ("2009-06-09T05:00:00.000Z", 1_244_523_600),
        ] as [(String, Int64)])
    func instants(text: String, seconds: Int64) throws {
        #expect(try CalendarText.instant(text).secondsSince1970 == seconds)
    }

    @Test(arguments: [
        ("2009-06-31T05:00Z", "no-such-date"), ("2009-02-29T05:00Z", "no-such-date"), ("1900-02-29T00:00Z", "no-such-date"),
        ("2009-06-09T25:00Z", "no-such-date"), ("2009-06-09T05:00", "missing-zone"), ("2009-6-9T05:00Z", "wrong-type"),
        ("yesterday", "wrong-type"), ("", "wrong-type"), ("2009-06-09T05:00:00.5Z", "inexact-value"), ("2009-06-09T05:00Zx", "wrong-type"),
        ("2009-06-09T05:00+99:00", "wrong-type"),
    ])
    func wrongInstants(text: String, code: String) {
        #expect(problem { () throws(TextProblem) in try CalendarText.instant(text) }.hasPrefix(code + ":"))
    }

    /// Counts days one by one, as a slow twin of the arithmetic with eras.
    @Test func everyDayOfFourCenturiesAgreesWithCounting() {
        var (year, month, day, weekday) = (1800, 1, 1, 2)  // A Wednesday.
        var seconds = CalendarInstant(year: year, month: month, day: day)?.secondsSince1970 ?? 0
        while year < 2200 {
            let instant = CalendarInstant(secondsSince1970: seconds)
            let date = instant.civilDate
            guard date.year == year, date.month == month, date.day == day, instant.weekday == Weekday.allCases[weekday],
                CalendarInstant(year: year, month: month, day: day) == instant
            else {
                Issue.record("\(year)-\(month)-\(day) came out as \(instant.text), \(instant.weekday)")
                return
            }
            seconds += 86_400
            weekday = (weekday + 1) % 7
            day += 1
            let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if day > lengths[month - 1] { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect(CalendarInstant(year: 2200, month: 1, day: 1)?.secondsSince1970 == seconds)
    }

    @Test func textReadsBack() throws {
        for seconds: Int64 in [0, -1, 1_244_523_600, 1_244_523_601, -62_135_596_800] {
            let instant = CalendarInstant(secondsSince1970: seconds)
            #expect(try CalendarText.instant(instant.text) == instant)
        }
        #expect(CalendarInstant(secondsSince1970: 1_244_523_600).text == "2009-06-09T05:00Z")
        #expect(CalendarInstant(secondsSince1970: 1_244_523_600).weekday == .tuesday)
        #expect(CalendarInstant(secondsSince1970: -1).text == "1969-12-31T23:59:59Z")
    }

    @Test func timesOfDayAndWeekdays() throws {
        #expect(try CalendarText.timeOfDay("05:00") == 18_000)
        #expect(try CalendarText.timeOfDay("24:00") == 86_400)
        for wrong in ["5:00", "25:00", "05:60", "05:00 pm", "0500"] {
            #expect(
                problem { () throws(TextProblem) in try CalendarText.timeOfDay(wrong) }.hasPrefix(
                    "wrong-type: `\(wrong)` is not a time of day"))
        }
        #expect(try CalendarText.weekday("Fri") == .friday)
        let slip = problem { () throws(TextProblem) in try CalendarText.weekday("friday") }
        #expect(slip == "unknown-choice: `friday` is not a day of the week | did you mean `Friday`?")
        #expect(try CalendarText.zone("+05:30") == 19_800)
        #expect(try CalendarText.zone("UTC") == 0)
    }
}
