import SimulationKernel
import TestTools
import Testing

@testable import Scenarios

@Suite struct LoadSeriesTests {
    private func read(
        _ text: String, window: Range<CalendarInstant>? = nil, _ change: (inout LoadSeriesFormat) -> Void = { _ in }
    ) -> (series: LoadSeries?, report: String) {
        let sink = DiagnosticSink()
        var format = LoadSeriesFormat()
        change(&format)
        guard let table = CSVReader(sink: sink).read(text: text, name: "load.csv") else { return (nil, sink.rendered()) }
        return (LoadSeriesReader(format: format, sink: sink).read(table, window: window), sink.rendered())
    }

    private func instant(_ text: String) throws -> CalendarInstant { try CalendarText.instant(text) }

    @Test func requestsPerIntervalBecomeRates() throws {
        let (series, report) = read("time,requests\n2009-01-01T00:00Z,3600\n2009-01-01T01:00Z,7200\n2009-01-01T02:00Z,1800\n")
        #expect(report.isEmpty)
        #expect(try #require(series).rates == [1, 2, 0.5])
        #expect(series?.stepSeconds == 3_600 && series?.start.text == "2009-01-01T00:00Z" && series?.end.text == "2009-01-01T03:00Z")
    }

    @Test func stampsAtTheEndZonesAndUnits() throws {
        let text = "when,rate\n2009-01-01 02:00,5\n2009-01-01 02:15,6\n"
        let (series, report) = read(text) { format in
            format.timeColumn = "when"
            format.valueColumn = "rate"
            format.stamp = .end
            format.unit = .perSecond
            format.secondsAhead = 3_600
        }
        #expect(report.isEmpty)
        #expect(try #require(series).rates == [5, 6])
        #expect(series?.start.text == "2009-01-01T00:45Z" && series?.stepSeconds == 900)
        #expect(
            read(text) { ($0.timeColumn, $0.valueColumn) = ("when", "rate") }.report.contains(
                "error[missing-zone]: column `when`: `2009-01-01 02:00`"))
    }

    @Test func stampsWithoutZonesAreOneErrorInAll() {
        #expect(
            read("time,requests\n2009-01-01T00:00,1\n2009-01-01T01:00,1\n2009-01-01T02:00,1\n").report == """
                error[missing-zone]: column `time`: `2009-01-01T00:00` does not say in which zone
                 --> load.csv:2:1
                  |
                2 | 2009-01-01T00:00,1
                  | ^^^^^^^^^^^^^^^^
                hint: state the offset of all such stamps in the scenario: `zone: UTC`, or `zone: "+02:00"`

                1 error
                """)
    }

    @Test func shortGapsAreInterpolatedAndListed() throws {
        let text = """
            time,requests,quality
            2009-01-01T00:00Z,3600,ok
            2009-01-01T01:00Z,,partial
            2009-01-01T03:00Z,14400,ok
            2009-01-01T04:00Z,18000,
            """
        let (series, report) = read(text) { ($0.qualityColumn, $0.largestMissingShare) = ("quality", 0.5) }
        #expect(try #require(series).rates == [1, 2, 3, 4, 5])
        #expect(series?.gaps == [LoadSeries.Gap(start: try instant("2009-01-01T01:00Z"), count: 2)])
        #expect(
            report == """
                warning[hours-missing]: 2 intervals from 2009-01-01T01:00Z to 2009-01-01T03:00Z are missing or not trusted and interpolated
                 --> load.csv

                1 warning
                """)
        #expect(
            read(text) { ($0.qualityColumn, $0.longestGap) = ("quality", 1) }.report == """
                error[hours-missing]: 2 intervals from 2009-01-01T01:00Z to 2009-01-01T03:00Z are missing or not trusted, more than the 1 in a row that may be interpolated
                 --> load.csv
                hint: choose a part of the series without the gap, or raise `longest-gap`

                1 error
                """)
        #expect(
            read(text) { $0.qualityColumn = "quality" }.report == """
                error[hours-missing]: 2 of 5 intervals are missing or not trusted, more than the 5 % allowed
                 --> load.csv
                hint: choose a more complete part of the series, or raise `largest-missing-share`

                1 error
                """)
    }

    @Test func stampsMustRiseByWholeSteps() {
        let text = """
            time,requests
            2009-01-01T00:00Z,1
            2009-01-01T01:00Z,1
            2009-01-01T01:00Z,1
            2009-01-01T02:30Z,1
            2009-01-01T00:30Z,1
            2009-01-01T01:30Z,1
            2009-01-01T02:30Z,-1
            """
        #expect(
            read(text).report.hasPrefix(
                "error[out-of-range]: column `requests`: `-1` is outside 0 ... 1000000000000000\n --> load.csv:8:19"))
        let report = read(text.replacing(",-1", with: ",1")).report
        #expect(
            report.hasPrefix(
                """
                error[duplicate-stamp]: `2009-01-01T01:00Z` stands twice
                 --> load.csv:4:1
                  |
                4 | 2009-01-01T01:00Z,1
                  | ^^^^^^^^^^^^^^^^^
                note: the row before is here
                 --> load.csv:3:1
                  |
                3 | 2009-01-01T01:00Z,1
                  | ^^^^^^^^^^^^^^^^^
                hint: remove one of them; an hour that a local clock goes through twice needs stamps with their offset, or in UTC

                error[off-step]: `2009-01-01T02:30Z` is not a whole number of steps of 1 h after the row before it
                 --> load.csv:5:1
                """))
        #expect(
            report.contains(
                """
                error[out-of-order]: `2009-01-01T00:30Z` is earlier than the row before it
                 --> load.csv:6:1
                """))
        #expect(report.hasSuffix("3 errors"))
        #expect(read("time,requests\n2009-01-01T00:00Z,1\n").report.contains("error[unknown-step]"))
    }

    @Test func rowsInReverseOrderAreSeenAsSuch() {
        let text = "time,requests\n2009-01-01T02:00Z,1\n2009-01-01T01:00Z,1\n2009-01-01T00:00Z,1\n"
        #expect(
            read(text).report == """
                error[out-of-order]: `2009-01-01T01:00Z` is earlier than the row before it
                 --> load.csv:3:1
                  |
                3 | 2009-01-01T01:00Z,1
                  | ^^^^^^^^^^^^^^^^^
                note: the row before is here
                 --> load.csv:2:1
                  |
                2 | 2009-01-01T02:00Z,1
                  | ^^^^^^^^^^^^^^^^^
                hint: sort the rows by time

                1 error
                """)
        #expect(read("time,requests\n2009-01-01T02:00Z,1\n2009-01-01T02:00Z,1\n").report.hasPrefix("error[duplicate-stamp]"))
    }

    /// Half hours around 02:00, at which the clock goes back to 01:00 or forward to 03:00.
    @Test func changesOfALocalClockAreHinted() {
        func local(_ times: [String]) -> String { "time,requests\n" + times.map { "2009-03-29T\($0),1\n" }.joined() }
        let back = read(local(["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"])) { $0.secondsAhead = 0 }
        #expect(
            back.report.contains("hint: sort the rows by time; where a local clock is put back, give stamps with their offset, or in UTC\n")
        )
        let forward = read(local(["00:30", "01:00", "01:30", "03:00", "03:30"])) { ($0.secondsAhead, $0.largestMissingShare) = (0, 0.5) }
        #expect(forward.series != nil)
        #expect(
            forward.report.contains("hint: if a local clock was put forward there, the hours after it are one off: give stamps in UTC\n"))
    }

    @Test func aStepMayBeDeclared() throws {
        let one = "time,requests\n2009-01-01T00:00Z,60\n"
        #expect(try #require(read(one) { $0.step = .minutes(1) }.series).rates == [1])
        #expect(
            read(one) { $0.step = .nanoseconds(5) }.report.contains("error[out-of-range]: a step of 5 ns is not a whole number of seconds"))
    }

    @Test func missingColumnsNameTheNearest() {
        #expect(
            read("tiem,requests\n2009-01-01T00:00Z,1\n").report == """
                error[missing-column]: `load.csv` has no column `time`
                 --> load.csv:1:1
                  |
                1 | tiem,requests
                  | ^^^^^^^^^^^^^
                hint: did you mean `tiem`?

                1 error
                """)
    }

    @Test func aSparseSeriesIsRefusedWithoutFillingMemory() {
        let text = "time,requests\n0001-01-01T00:00:00Z,1\n0001-01-01T00:00:01Z,1\n9999-01-01T00:00:00Z,1\n"
        #expect(read(text).report.contains("error[too-large]: the series has 315506361601 intervals, most of them missing"))
    }

    @Test func repetitionKeepsHoursAndDays() throws {
        let rates = (0..<200).map(Double.init)
        let series = LoadSeries(start: try instant("2009-06-08T00:00Z"), stepSeconds: 3_600, rates: rates, gaps: [])
        let extended = try #require(series.repeatedWeekly(to: 600))
        #expect(extended.firstRepeated == 200 && extended.rates.count == 600)
        for index in 200..<600 { #expect(extended.rates[index] == extended.rates[index - 168]) }
        #expect(series.repeatedWeekly(to: 100)?.firstRepeated == nil)
        let short = LoadSeries(start: series.start, stepSeconds: 3_600, rates: [1, 2], gaps: [])
        #expect(short.repeatedWeekly(to: 3) == nil)
    }

    /// The figures are those that the parameterisation of the Wikipedia scenario states for the week from 8 June 2009.
    @Test func theShippedSeries() throws {
        let path = Project.path("scenarios/data/wikipedia-requests-hourly-2008-10-to-2009-12.csv")
        var format = LoadSeriesFormat()
        format.timeColumn = "file_hour_utc"
        format.qualityColumn = "quality"
        format.stamp = .end
        let sink = DiagnosticSink()
        let reader = LoadSeriesReader(format: format, sink: sink)
        let week = try #require(reader.read(path: path, window: try instant("2009-06-08T00:00Z")..<instant("2009-06-15T00:00Z")))
        #expect(!sink.hasErrors && sink.warningCount == 0)
        #expect(week.rates.count == 168 && week.start.text == "2009-06-08T00:00Z" && week.end.text == "2009-06-15T00:00Z")
        #expect(Int(week.mean.rounded()) == 4_445)
        #expect(Int((week.rates.max() ?? 0).rounded()) == 6_196 && week.rates.firstIndex(of: week.rates.max() ?? 0) == 14)
        #expect(Int((week.rates.min() ?? 0).rounded()) == 2_980 && week.rates.firstIndex(of: week.rates.min() ?? 0) == 5 * 24 + 5)
        #expect(Int(week.rates[24 + 5].rounded()) == 3_466)

        // As a whole it has gaps that are too long: 23 h with a partial hour after them, 27, 9 and 24 h.
        #expect(reader.read(path: path) == nil)
        let lengths = sink.diagnostics.map { $0.message.prefix { $0 != " " } }
        #expect(lengths == ["24", "27", "9", "24"])
        #expect(
            sink.diagnostics[0].message.hasPrefix("24 intervals from 2008-10-21T12:00Z to 2008-10-22T12:00Z are missing or not trusted"))
        let gap = try #require(reader.read(path: path, window: try instant("2009-01-10T00:00Z")..<instant("2009-01-17T00:00Z")))
        #expect(gap.gaps == [LoadSeries.Gap(start: try instant("2009-01-14T06:00Z"), count: 1)])
        #expect(abs(gap.rates[4 * 24 + 6] - (gap.rates[4 * 24 + 5] + gap.rates[4 * 24 + 7]) / 2) < 1e-9)

        #expect(reader.read(path: path, window: try instant("2010-06-08T00:00Z")..<instant("2010-06-15T00:00Z")) == nil)
        #expect(
            sink.diagnostics.last?.message
                == "2010-06-08T00:00Z is outside the series, which runs from 2008-09-30T23:00Z to 2009-12-17T12:00Z")
    }

    @Test func theFormatIsReadFromAScenario() throws {
        let sink = DiagnosticSink()
        let yaml = "file: load.csv\ntime-column: when\nzone: +02:00\nstamp: end\nunit: per-second\nstep: 15 min\nlongest-gap: 5\n"
        let document = try #require(DocumentReader(sink: sink).read(text: yaml, name: "s.yaml"))
        let (file, format) = try #require(ConfigurationReader.read(document, sink: sink, decode: LoadSeriesFormat.decode)).value
        #expect(file == "load.csv" && format.timeColumn == "when" && format.valueColumn == "requests" && format.qualityColumn == nil)
        #expect(format.secondsAhead == 7_200 && format.stamp == .end && format.unit == .perSecond && format.step == .minutes(15))
        #expect(format.longestGap == 5 && format.largestMissingShare == 0.05)
        let wrong = try #require(DocumentReader(sink: sink).read(text: yaml.replacing("+02:00", with: "CEST"), name: "s.yaml"))
        #expect(ConfigurationReader.read(wrong, sink: sink, decode: LoadSeriesFormat.decode) == nil)
        #expect(
            sink.rendered() == """
                error[wrong-type]: `zone`: `CEST` is not an offset from UTC
                 --> s.yaml:3:7
                  |
                3 | zone: CEST
                  |       ^^^^
                hint: write it like `+02:00`, or `UTC`

                1 error
                """)
        #expect(ConfigurationReader.schema(title: "Series", decode: LoadSeriesFormat.decode).text.contains("\"required\": [\"file\"]"))
    }
}
