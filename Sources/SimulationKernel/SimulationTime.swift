public import Requirements

/// An instant on the run's clock: whole nanoseconds since the scenario's start.
///
/// A clock of integers adds without rounding, so that the order of events never depends on how their times were computed. Times lie in
/// 0 ..< 2^56 (834 days), because they share one 128-bit key with priority, sequence and slot.
public struct SimulationTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Nanoseconds since the start.
    public var nanoseconds: Int64

    /// Makes an instant.
    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The start.
    @inlinable public static var zero: SimulationTime { SimulationTime(nanoseconds: 0) }
    /// The last instant that the clock can show.
    @inlinable public static var distantFuture: SimulationTime { SimulationTime(nanoseconds: (1 << 56) - 1) }

    /// Whether the clock can show an instant; one comparison, as a negative number is a large one without its sign.
    @inlinable @inline(__always) static func isOnClock(_ nanoseconds: Int64) -> Bool { UInt64(bitPattern: nanoseconds) < 1 << 56 }

    /// An instant in whole seconds.
    public static func seconds(_ seconds: Int) -> SimulationTime { SimulationTime(nanoseconds: Int64(seconds) * 1_000_000_000) }

    /// Seconds since the start.
    @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// The later instant; traps on overflow.
    @inlinable public static func + (time: SimulationTime, duration: SimulationDuration) -> SimulationTime {
        SimulationTime(nanoseconds: time.nanoseconds + duration.nanoseconds)
    }

    /// The later instant, or the last that the clock can show if it lies beyond.
    @inlinable public func advanced(by duration: SimulationDuration) -> SimulationTime {
        let (sum, overflows) = nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return overflows || sum > Self.distantFuture.nanoseconds ? .distantFuture : SimulationTime(nanoseconds: sum)
    }

    /// How long after `right` the instant `left` is.
    @inlinable public static func - (left: SimulationTime, right: SimulationTime) -> SimulationDuration {
        SimulationDuration(nanoseconds: left.nanoseconds - right.nanoseconds)
    }

    /// Earlier comes first.
    @inlinable public static func < (left: SimulationTime, right: SimulationTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// As a duration since the start, such as `2 h 3 min 4.5 s`.
    public var description: String { (self - .zero).description }
}

/// A length of time in whole nanoseconds.
public struct SimulationDuration: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Length in nanoseconds; may be negative in differences.
    public var nanoseconds: Int64

    /// Makes a duration.
    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// No time.
    @inlinable public static var zero: SimulationDuration { SimulationDuration(nanoseconds: 0) }

    /// Whole nanoseconds.
    public static func nanoseconds(_ count: Int64) -> SimulationDuration { SimulationDuration(nanoseconds: count) }
    /// Whole microseconds.
    public static func microseconds(_ count: Int) -> SimulationDuration { SimulationDuration(nanoseconds: Int64(count) * 1_000) }
    /// Whole milliseconds.
    public static func milliseconds(_ count: Int) -> SimulationDuration { SimulationDuration(nanoseconds: Int64(count) * 1_000_000) }
    /// Whole seconds.
    public static func seconds(_ count: Int) -> SimulationDuration { SimulationDuration(nanoseconds: Int64(count) * 1_000_000_000) }
    /// Whole minutes.
    public static func minutes(_ count: Int) -> SimulationDuration { .seconds(count * 60) }
    /// Whole hours.
    public static func hours(_ count: Int) -> SimulationDuration { .seconds(count * 3600) }

    /// The shortest duration of whole nanoseconds that is not shorter than this many seconds.
    ///
    /// - Precondition: `seconds` is finite, not negative and under 2^56 ns.
    @inlinable @inline(__always) public static func seconds(roundingUp seconds: Double) -> SimulationDuration {
        require(seconds >= 0 && seconds * 1e9 < 72_057_594_037_927_936, "a duration of \(seconds) s is outside the clock's range")
        // Not `rounded(.up)`, which is a call where the processor's first generation had no instruction for it.
        let whole = Int64(seconds * 1e9)
        return SimulationDuration(nanoseconds: Double(whole) < seconds * 1e9 ? whole + 1 : whole)
    }

    /// As ``seconds(roundingUp:)``, or the whole range of the clock for any number that exceeds it: what is drawn from a distribution may.
    @inlinable public static func seconds(saturating seconds: Double) -> SimulationDuration {
        seconds * 1e9 < Double(SimulationTime.distantFuture.nanoseconds)
            ? .seconds(roundingUp: max(0, seconds)) : SimulationTime.distantFuture - .zero
    }

    /// Length in seconds.
    @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// Whether it is no time at all.
    @inlinable public var isZero: Bool { nanoseconds == 0 }

    /// The sum.
    @inlinable public static func + (left: SimulationDuration, right: SimulationDuration) -> SimulationDuration {
        SimulationDuration(nanoseconds: left.nanoseconds + right.nanoseconds)
    }

    /// The difference.
    @inlinable public static func - (left: SimulationDuration, right: SimulationDuration) -> SimulationDuration {
        SimulationDuration(nanoseconds: left.nanoseconds - right.nanoseconds)
    }

    /// So many times as long.
    @inlinable public static func * (duration: SimulationDuration, factor: Int) -> SimulationDuration {
        SimulationDuration(nanoseconds: duration.nanoseconds * Int64(factor))
    }

    /// The part, rounded toward zero.
    @inlinable public static func / (duration: SimulationDuration, divisor: Int) -> SimulationDuration {
        SimulationDuration(nanoseconds: duration.nanoseconds / Int64(divisor))
    }

    /// Shorter comes first.
    @inlinable public static func < (left: SimulationDuration, right: SimulationDuration) -> Bool { left.nanoseconds < right.nanoseconds }

    /// In days, hours, minutes and seconds, such as `2 h 3 min 4.5 s`; exact.
    public var description: String {
        var parts: [String] = []
        var rest = nanoseconds.magnitude
        for (unit, size) in [("d", UInt64(86_400_000_000_000)), ("h", 3_600_000_000_000), ("min", 60_000_000_000)] where rest >= size {
            parts.append("\(rest / size) \(unit)")
            rest %= size
        }
        if rest > 0 || parts.isEmpty {
            let fraction = rest % 1_000_000_000
            var digits = String(fraction)
            digits = String(repeating: "0", count: 9 - digits.count) + digits
            while digits.last == "0" { digits.removeLast() }
            parts.append("\(rest / 1_000_000_000)\(digits.isEmpty ? "" : "." + digits) s")
        }
        return (nanoseconds < 0 ? "-" : "") + parts.joined(separator: " ")
    }
}
