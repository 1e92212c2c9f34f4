/// Measured load: a rate for each of a run of equal intervals.
public struct LoadSeries: Sendable {
    /// A run of intervals without a value that can be trusted, which were interpolated.
    public struct Gap: Hashable, Sendable {
        /// The beginning of the first interval.
        public let start: CalendarInstant
        /// How many intervals.
        public let count: Int
    }

    /// The beginning of the first interval.
    public let start: CalendarInstant
    /// The length of an interval in seconds.
    public let stepSeconds: Int
    /// Requests per second in each interval.
    public let rates: [Double]
    /// The runs that were interpolated.
    public let gaps: [Gap]

    /// The end of the last interval.
    public var end: CalendarInstant { CalendarInstant(secondsSince1970: start.secondsSince1970 + Int64(rates.count * stepSeconds)) }
    /// How many intervals were interpolated.
    public var interpolatedCount: Int { gaps.reduce(0) { $0 + $1.count } }
    /// The mean rate over all intervals.
    public var mean: Double { rates.isEmpty ? 0 : rates.reduce(0, +) / Double(rates.count) }

    /// The series continued by repetition to a number of intervals, and the first interval that is a repetition, if any.
    ///
    /// What lies beyond the end repeats the last whole week, so that hours of the day and days of the week fall where they belong.
    /// nil if the series is shorter than a week or its step does not divide a week.
    public func repeatedWeekly(to count: Int) -> (rates: [Double], firstRepeated: Int?)? {
        if count <= rates.count { return (Array(rates.prefix(count)), nil) }
        guard 604_800 % stepSeconds == 0 else { return nil }
        let week = 604_800 / stepSeconds
        guard rates.count >= week else { return nil }
        var extended = rates
        extended.reserveCapacity(count)
        while extended.count < count { extended.append(extended[extended.count - week]) }
        return (extended, rates.count)
    }
}
