import Requirements
public import SimulationKernel

/// Days and hours of the run's clock, in UTC.
public struct Calendar: Sendable, Hashable {
    /// Time of day at the start of the run.
    public var startOfDayOffset: SimulationDuration
    /// Day of the week at the start, 0 (Monday) ... 6.
    public var startWeekday: Int
    /// Work may be done only within these; empty means always.
    public var windows: [ChangeWindow]
    /// Nothing new is begun after this instant.
    public var deadline: SimulationTime?

    /// Makes a calendar; the start is a Monday at midnight unless told otherwise.
    public init(
        startOfDayOffset: SimulationDuration = .zero, startWeekday: Int = 0, windows: [ChangeWindow] = [], deadline: SimulationTime? = nil
    ) {
        require(
            startOfDayOffset >= .zero && startOfDayOffset < .hours(24) && (0..<7).contains(startWeekday),
            "a start \(startOfDayOffset) into weekday \(startWeekday)")
        self.startOfDayOffset = startOfDayOffset
        self.startWeekday = startWeekday
        self.windows = windows
        self.deadline = deadline
    }

    private static let day = SimulationDuration.hours(24).nanoseconds

    /// Time of day and day of the week at an instant.
    public func position(at time: SimulationTime) -> (timeOfDay: SimulationDuration, weekday: Int) {
        let total = time.nanoseconds + startOfDayOffset.nanoseconds
        return (.nanoseconds(total % Self.day), (startWeekday + Int(total / Self.day)) % 7)
    }

    /// The first instant not before `time` at which the clock shows `timeOfDay`.
    public func next(_ timeOfDay: SimulationDuration, notBefore time: SimulationTime) -> SimulationTime {
        let now = position(at: time).timeOfDay
        let wait = timeOfDay >= now ? timeOfDay - now : timeOfDay + .hours(24) - now
        return time + wait
    }

    /// Whether work may be done.
    public func isOpen(at time: SimulationTime) -> Bool {
        guard !windows.isEmpty else { return true }
        let (timeOfDay, weekday) = position(at: time)
        return windows.contains { $0.contains(timeOfDay, weekday) }
    }

    /// After this time the windows come again; zero where there are none.
    public var period: SimulationDuration {
        guard !windows.isEmpty else { return .zero }
        return windows.allSatisfy { $0.weekdays.allSatisfy(\.self) } ? .hours(24) : .hours(24 * 7)
    }

    /// The first instant after `time` at which work may begin or must stop, or nil if that never changes.
    public func nextChange(after time: SimulationTime) -> SimulationTime? {
        guard !windows.isEmpty else { return nil }
        let open = isOpen(at: time)
        let edges = windows.flatMap { [$0.from, $0.to] } + [.zero]
        var candidate = time
        for _ in 0..<(edges.count * 8) {
            let after = candidate + .nanoseconds(1)
            candidate = edges.map { next($0 >= .hours(24) ? $0 - .hours(24) : $0, notBefore: after) }.min() ?? after
            if isOpen(at: candidate) != open { return candidate }
        }
        return nil
    }
}

/// A daily interval in which work may be done, on some days of the week.
public struct ChangeWindow: Sendable, Hashable {
    /// From this time of day on.
    public var from: SimulationDuration
    /// Until this time of day; not after `from` means past midnight, and the day is that on which it begins.
    public var to: SimulationDuration
    /// Whether it is open on Monday ... Sunday.
    public var weekdays: [Bool]

    /// Makes a window.
    public init(from: SimulationDuration, to: SimulationDuration, weekdays: [Bool] = [Bool](repeating: true, count: 7)) {
        require(weekdays.count == 7, "a week has seven days")
        self.from = from
        self.to = to
        self.weekdays = weekdays
    }

    func contains(_ timeOfDay: SimulationDuration, _ weekday: Int) -> Bool {
        if from < to { return weekdays[weekday] && timeOfDay >= from && timeOfDay < to }
        if timeOfDay >= from { return weekdays[weekday] }
        return timeOfDay < to && weekdays[(weekday + 6) % 7]
    }
}
