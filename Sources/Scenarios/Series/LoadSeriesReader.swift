internal import SimulationKernel

/// Reads measured load from a CSV file.
///
/// Stamps must rise by whole steps. Intervals without a row, and rows whose quality is not `ok`, are missing: short runs between
/// trusted values are interpolated linearly and listed, long runs and large shares are refused.
public struct LoadSeriesReader {
    /// How the file is to be read.
    public let format: LoadSeriesFormat
    /// Where findings go.
    public let sink: DiagnosticSink

    /// A reader that reports to `sink`.
    public init(format: LoadSeriesFormat, sink: DiagnosticSink) {
        self.format = format
        self.sink = sink
    }

    /// Reads a file; nil after a report.
    ///
    /// - Parameters:
    ///   - window: the part that is wanted; nothing outside it needs to be complete. It must begin within the file; where the file
    ///     ends before the window does, the series ends with the file.
    ///   - origin: where a document names the file.
    public func read(path: String, window: Range<CalendarInstant>? = nil, origin: SourcePlace? = nil) -> LoadSeries? {
        guard let table = CSVReader(sink: sink).read(path: path, what: "load series", origin: origin) else { return nil }
        return read(table, window: window, origin: origin)
    }

    /// Reads a table; nil after a report.
    public func read(_ table: CSVTable, window: Range<CalendarInstant>? = nil, origin: SourcePlace? = nil) -> LoadSeries? {
        let before = sink.errorCount
        guard let samples = samples(table), sink.errorCount == before else { return nil }
        guard let step = step(samples, table) else { return nil }
        checkOrder(samples, step, table)
        guard sink.errorCount == before else { return nil }
        return series(samples, step, window, table, origin)
    }

    /// A row: its stamp, its value, and whether it can be trusted.
    private struct Sample {
        let row: Int
        let stamp: Int64
        let value: Double
        let isTrusted: Bool
    }

    private func samples(_ table: CSVTable) -> [Sample]? {
        guard let time = table.column(format.timeColumn, sink: sink), let values = table.column(format.valueColumn, sink: sink) else {
            return nil
        }
        var quality: CSVTable.Column?
        if let name = format.qualityColumn {
            guard let column = table.column(name, sink: sink) else { return nil }
            quality = column
        }
        var samples: [Sample] = []
        samples.reserveCapacity(table.rows.count)
        for row in table.rows.indices {
            // One stamp without a zone stands for all.
            if format.secondsAhead == nil, reportMissingZone(table, row, time) { return nil }
            guard let stamp = table.instant(row, time, secondsAhead: format.secondsAhead, sink: sink) else { continue }
            let mark = quality.map { table.rows[row][$0.index].text } ?? "ok"
            let isTrusted = mark == "ok" || mark.isEmpty
            // An untrusted row may have no value at all.
            if !isTrusted && table.rows[row][values.index].text.isEmpty {
                samples.append(Sample(row: row, stamp: stamp.secondsSince1970, value: 0, isTrusted: false))
            } else if let value = table.number(row, values, in: 0...1e15, sink: sink) {
                samples.append(Sample(row: row, stamp: stamp.secondsSince1970, value: value, isTrusted: isTrusted))
            }
        }
        return samples
    }

    /// Reports a stamp without a zone with what to state in the scenario.
    private func reportMissingZone(_ table: CSVTable, _ row: Int, _ time: CSVTable.Column) -> Bool {
        let field = table.rows[row][time.index]
        do {
            _ = try CalendarText.instant(field.text, zone: .required)
        } catch {
            guard error.code == "missing-zone" else { return false }
            sink.error(
                error.code, "column `\(time.name)`: \(error.message)", at: table.place(field),
                hint: "state the offset of all such stamps in the scenario: `zone: UTC`, or `zone: \"+02:00\"`")
            return true
        }
        return false
    }

    /// The declared step, or the distance most common between neighbouring rows.
    private func step(_ samples: [Sample], _ table: CSVTable) -> Int64? {
        if let declared = format.step {
            guard declared.nanoseconds > 0, declared.nanoseconds % 1_000_000_000 == 0 else {
                sink.error(
                    "out-of-range", "a step of \(QuantityFormat.duration(declared.nanoseconds)) is not a whole number of seconds above 0",
                    at: SourcePlace(source: table.source, line: 0, column: 0), hint: "the least is `1 s`")
                return nil
            }
            return declared.nanoseconds / 1_000_000_000
        }
        var counts: [Int64: Int] = [:]
        for (earlier, later) in zip(samples, samples.dropFirst()) where later.stamp > earlier.stamp {
            counts[later.stamp - earlier.stamp, default: 0] += 1
        }
        // Of equally common distances the shortest, so that the order of the dictionary has no say.
        guard let best = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else {
            // Rows of which none comes after the one before it: what is wrong is their order, and the first pair shows it.
            if samples.count > 1 {
                checkOrder(Array(samples.prefix(2)), 1, table)
                return nil
            }
            sink.error(
                "unknown-step", "the length of an interval cannot be seen in \(quoted(table.source.name, limit: 200))",
                at: SourcePlace(source: table.source, line: 0, column: 0), hint: "state it as `step: 1 h`")
            return nil
        }
        return best.key
    }

    private func checkOrder(_ samples: [Sample], _ step: Int64, _ table: CSVTable) {
        guard let time = table.columns.first(where: { $0.name == format.timeColumn }) else { return }
        for (earlier, later) in zip(samples, samples.dropFirst()) {
            let field = table.rows[later.row][time.index]
            let earlierField = table.rows[earlier.row][time.index]
            let notes = [(message: "the row before is here", place: table.place(earlierField))]
            let stepText = QuantityFormat.duration(step * 1_000_000_000)
            if later.stamp == earlier.stamp {
                sink.error(
                    "duplicate-stamp", "\(quoted(field.text)) stands twice", at: table.place(field),
                    hint: "remove one of them; an hour that a local clock goes through twice needs stamps with their offset, or in UTC",
                    notes: notes)
            } else if later.stamp < earlier.stamp {
                sink.error(
                    "out-of-order", "\(quoted(field.text)) is earlier than the row before it", at: table.place(field),
                    hint: earlier.stamp - later.stamp < 3600 && format.secondsAhead != nil
                        ? "sort the rows by time; where a local clock is put back, give stamps with their offset, or in UTC"
                        : "sort the rows by time", notes: notes)
            } else if (later.stamp - earlier.stamp) % step != 0 {
                sink.error(
                    "off-step", "\(quoted(field.text)) is not a whole number of steps of \(stepText) after the row before it",
                    at: table.place(field), hint: format.step == nil ? "if \(stepText) is not the step, state it as `step:`" : nil,
                    notes: notes)
            }
        }
    }

    private func series(
        _ samples: [Sample], _ step: Int64, _ window: Range<CalendarInstant>?, _ table: CSVTable, _ origin: SourcePlace?
    ) -> LoadSeries? {
        guard let first = samples.first, let last = samples.last else { return nil }
        let shift = format.stamp == .end ? -step : 0
        let fileStart = first.stamp + shift
        let fileEnd = last.stamp + shift + step
        let place = origin ?? SourcePlace(source: table.source, line: 0, column: 0)
        // The intervals of the file that touch the window.
        var range = 0..<((fileEnd - fileStart) / step)
        if let window {
            let lower = window.lowerBound.secondsSince1970
            guard lower >= fileStart, lower < fileEnd else {
                sink.error(
                    "outside-series",
                    "\(window.lowerBound.text) is outside the series, which runs from \(text(fileStart)) to \(text(fileEnd))",
                    at: place, hint: "let `start` lie within the series")
                return nil
            }
            let upper = min(fileEnd, max(lower + 1, window.upperBound.secondsSince1970))
            range = (lower - fileStart) / step..<(upper - fileStart + step - 1) / step
        }
        guard range.count <= 10_000_000 else {
            sink.error("too-large", "the series has \(range.count) intervals, most of them missing", at: place)
            return nil
        }
        var values = [Double?](repeating: nil, count: range.count)
        for sample in samples where sample.isTrusted {
            let index = (sample.stamp - first.stamp) / step
            if range.contains(index) { values[Int(index - range.lowerBound)] = sample.value }
        }
        let start = fileStart + range.lowerBound * step
        guard let gaps = interpolate(&values, start: start, step: step, place: place) else { return nil }
        let divisor = format.unit == .perInterval ? Double(step) : 1
        return LoadSeries(
            start: CalendarInstant(secondsSince1970: start), stepSeconds: Int(step), rates: values.map { ($0 ?? 0) / divisor }, gaps: gaps)
    }

    /// Fills short gaps; nil after a report if a gap is too long or too much is missing.
    private func interpolate(_ values: inout [Double?], start: Int64, step: Int64, place: SourcePlace) -> [LoadSeries.Gap]? {
        var gaps: [LoadSeries.Gap] = []
        var isRefused = false
        var index = 0
        while index < values.count {
            guard values[index] == nil else {
                index += 1
                continue
            }
            let end = values[index...].firstIndex { $0 != nil } ?? values.count
            let gap = LoadSeries.Gap(start: CalendarInstant(secondsSince1970: start + Int64(index) * step), count: end - index)
            gaps.append(gap)
            let before = index > 0 ? values[index - 1] : nil
            let after = end < values.count ? values[end] : nil
            if gap.count <= format.longestGap, let left = before ?? after, let right = after ?? before {
                for position in index..<end {
                    values[position] = left + (right - left) * (Double(position - index + 1) / Double(gap.count + 1))
                }
            } else {
                isRefused = true
                sink.error(
                    "hours-missing",
                    "\(listed(gap, step)) missing or not trusted, more than the \(format.longestGap) in a row that may be interpolated",
                    at: place, hint: "choose a part of the series without the gap, or raise `longest-gap`")
            }
            index = end
        }
        let missing = gaps.reduce(0) { $0 + $1.count }
        if !isRefused && Double(missing) > format.largestMissingShare * Double(values.count) {
            isRefused = true
            let share = QuantityFormat.number(format.largestMissingShare * 100)
            sink.error(
                "hours-missing", "\(missing) of \(values.count) intervals are missing or not trusted, more than the \(share) % allowed",
                at: place,
                hint: "choose a more complete part of the series, or raise `largest-missing-share`")
        }
        if isRefused { return nil }
        for gap in gaps {
            // What an hour without rows means only stamps of a local clock leave open.
            let isHour = format.secondsAhead != nil && Int64(gap.count) * step == 3600
            sink.warning(
                "hours-missing", "\(listed(gap, step)) missing or not trusted and interpolated", at: place,
                hint: isHour ? "if a local clock was put forward there, the hours after it are one off: give stamps in UTC" : nil)
        }
        return gaps
    }

    private func listed(_ gap: LoadSeries.Gap, _ step: Int64) -> String {
        let end = gap.start.secondsSince1970 + Int64(gap.count) * step
        let span = "from \(gap.start.text) to \(text(end))"
        return gap.count == 1 ? "1 interval \(span) is" : "\(gap.count) intervals \(span) are"
    }

    private func text(_ seconds: Int64) -> String { CalendarInstant(secondsSince1970: seconds).text }
}
