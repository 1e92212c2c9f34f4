/// Two results held against each other, row by row.
///
/// A row is *worse* when its median is worse by more than the threshold **and** the two interquartile ranges do not overlap: the first keeps
/// small changes quiet, the second noise. *Better* is the mirror image.
public struct ResultComparison: Hashable, Sendable {
    /// What became of a row.
    public enum Verdict: String, Hashable, Sendable {
        /// Beyond threshold and noise.
        case worse
        /// Beyond threshold and noise.
        case better
        /// Beyond the threshold, but within the noise.
        case noise
        /// Within the threshold.
        case same
        /// Only in the first result.
        case gone
        /// Only in the second result.
        case new
    }

    /// A row of either result.
    public struct Line: Hashable, Sendable {
        /// Name and parameters.
        public var identity: String
        /// Unit of both.
        public var unit: String
        /// Before.
        public var before: ResultRow?
        /// After.
        public var after: ResultRow?
        /// Change of the median, as a fraction of the earlier one.
        public var change: Double?
        /// What became of it.
        public var verdict: Verdict
    }

    /// Every row of either result, in the order of the first, then of the second.
    public let lines: [Line]

    /// Whether any row got worse.
    public var hasRegression: Bool { lines.contains { $0.verdict == .worse } }

    /// Compares.
    ///
    /// - Parameter threshold: as a fraction, 0.05 for 5 %.
    public init(_ before: BenchmarkResult, _ after: BenchmarkResult, threshold: Double) {
        let later = Dictionary(after.rows.map { ($0.identity, $0) }) { first, _ in first }
        let known = Set(before.rows.map(\.identity))
        lines =
            before.rows.map { old in
                guard let new = later[old.identity], new.unit == old.unit else {
                    return Line(identity: old.identity, unit: old.unit, before: old, verdict: .gone)
                }
                return Line(
                    identity: old.identity, unit: old.unit, before: old, after: new, change: new.median / old.median - 1,
                    verdict: Self.verdict(old, new, threshold))
            }
            + after.rows.filter { !known.contains($0.identity) }.map {
                Line(identity: $0.identity, unit: $0.unit, after: $0, verdict: .new)
            }
    }

    static func verdict(_ before: ResultRow, _ after: ResultRow, _ threshold: Double) -> Verdict {
        // As a cost in both cases: more is worse.
        let isCost = before.better == .less
        let change = isCost ? after.median / before.median - 1 : before.median / after.median - 1
        guard change.magnitude > threshold else { return .same }
        let isApart = after.lowerQuartile > before.upperQuartile || after.upperQuartile < before.lowerQuartile
        guard isApart else { return .noise }
        return change > 0 ? .worse : .better
    }

    /// Reads `5%`, `5 %` or `0.05`; nil for anything else.
    public static func threshold(_ text: String) -> Double? {
        var digits = text[...]
        let isPercent = digits.hasSuffix("%")
        if isPercent { digits = digits.dropLast() }
        while digits.last == " " { digits = digits.dropLast() }
        guard let value = Double(digits), value.isFinite, value >= 0 else { return nil }
        return isPercent ? value / 100 : value
    }
}
