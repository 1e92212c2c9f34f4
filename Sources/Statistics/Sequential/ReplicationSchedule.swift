import Requirements

/// The counts of replications at which a stopping rule is looked at.
///
/// They are fixed before the first replication runs, so that a result depends neither on threads nor on how replications are batched. They
/// grow by a factor: each look is one more chance to stop because the spread happened to come out small, and few looks keep the final
/// interval's coverage near its confidence.
///
/// ```swift
/// try ReplicationSchedule(cap: 200).counts   // 30, 45, 68, 102, 153, 200
/// ```
public struct ReplicationSchedule: Sendable, Hashable {
    /// The first count.
    public let minimum: Int
    /// The last count, where replications end whatever the rule says.
    public let cap: Int
    /// The factor from one count to the next.
    public let growth: Double

    /// Makes a schedule.
    ///
    /// A first look at 30 and half as many again each time were chosen by measurement: see the coverage in `StoppingRule`.
    ///
    /// - Throws: for a minimum under 2, a cap below the minimum or above a billion, and a growth outside 1.1 ... 10.
    public init(minimum: Int = 30, cap: Int, growth: Double = 1.5) throws(StatisticsError) {
        try StatisticsError.check(minimum >= 2, "minimum", "must be at least 2, as one observation has no spread, not \(minimum)")
        try StatisticsError.check(cap >= minimum, "cap", "must be at least the minimum of \(minimum), not \(cap)")
        try StatisticsError.check(cap <= Self.largestCap, "cap", "must be at most \(Self.largestCap), not \(cap)")
        try StatisticsError.check(growth >= 1.1 && growth <= 10, "growth", "must be from 1.1 to 10, not \(growth)")
        self.minimum = minimum
        self.cap = cap
        self.growth = growth
    }

    static let largestCap = 1_000_000_000

    /// All counts, rising.
    public var counts: [Int] {
        var counts = [minimum]
        var last = minimum
        while last < cap {
            // Rounding up makes progress from 2 on with every growth above one.
            last = min(cap, Int((Double(last) * growth).rounded(.up)))
            counts.append(last)
        }
        return counts
    }

    /// The same schedule with a later start, for what a smaller sample cannot say at all.
    func starting(atLeast count: Int) throws(StatisticsError) -> ReplicationSchedule {
        try ReplicationSchedule(minimum: max(minimum, count), cap: cap, growth: growth)
    }
}
