public import Scenarios
import Statistics

/// Two results held against each other, measure by measure.
///
/// Many measures are compared, so that some would differ by chance alone. Their p-values are therefore adjusted (``HolmAdjustment``) over all whose
/// difference has chance in it: that any of two results differs significantly which in truth are alike has at most the probability of error of one
/// interval.
public struct ResultDifference: Sendable {
    /// Something that only one of the two has.
    public struct OneSided: Sendable, Hashable {
        /// The strategy, or the point.
        public var entry: String
        /// The measure; nil if all of the entry is missing.
        public var measure: String?
        /// Whether the first result has it, and the second has not.
        public var isInFirst: Bool
        /// Why the other has no value, if it says so.
        public var reason = ""
    }

    /// A circumstance that is not the same; nil where a result does not have it.
    public struct Change: Sendable, Hashable {
        /// What it is.
        public var name: String
        /// In the first result.
        public var a: String?
        /// In the second result.
        public var b: String?
    }

    /// The first result.
    public let a: RecordedResult
    /// The second result.
    public let b: RecordedResult
    /// Confidence of intervals and judgements: the larger of the two results'.
    public let confidence: Double
    /// All measures that both have, in the order of the first.
    public let measures: [MeasureDifference]
    /// What only one has.
    public let oneSided: [OneSided]
    /// How many measures were tested: those whose difference has chance in it.
    public let tested: Int

    /// Compares two results; nil after a report if they have nothing to do with each other.
    public init?(_ a: RecordedResult, _ b: RecordedResult, sink: DiagnosticSink) {
        (self.a, self.b, confidence) = (a, b, max(a.confidence, b.confidence))
        if let problem = Self.mismatch(a, b) {
            sink.error("different-kinds", problem.message, hint: problem.hint)
            return nil
        }
        let canBePaired = ["seed", "replications"].allSatisfy {
            a[circumstance: $0] != nil && a[circumstance: $0] == b[circumstance: $0]
        }
        var found: [MeasureDifference] = []
        var oneSided: [OneSided] = []
        let others = Dictionary(b.entries.map { ($0.name, $0) }) { first, _ in first }
        for entry in a.entries {
            guard let other = others[entry.name] else {
                oneSided.append(OneSided(entry: entry.name, isInFirst: true))
                continue
            }
            if entry.failure != other.failure, entry.failure.isEmpty || other.failure.isEmpty {
                oneSided.append(
                    OneSided(entry: entry.name, isInFirst: entry.failure.isEmpty, reason: entry.failure + other.failure))
                continue
            }
            Self.compare(entry, other, canBePaired, confidence, &found, &oneSided)
        }
        let names = Set(a.entries.map(\.name))
        oneSided += b.entries.filter { !names.contains($0.name) }.map { OneSided(entry: $0.name, isInFirst: false) }
        if found.isEmpty {
            sink.error(
                "nothing-in-common",
                "`\(a.source)` and `\(b.source)` have no \(a.kind == .comparison ? "measure of a strategy" : "point") in common",
                hint: "the first has `\(a.entries.first?.name ?? "none")`, the second `\(b.entries.first?.name ?? "none")`")
            return nil
        }
        let testable = found.indices.filter { found[$0].test.pValue != nil && !found[$0].isEqual }
        let adjusted = HolmAdjustment.adjusted(testable.compactMap { found[$0].test.pValue })
        for (index, pValue) in zip(testable, adjusted) { found[index].adjustedPValue = pValue }
        (measures, self.oneSided, tested) = (found, oneSided, testable.count)
    }

    private static func mismatch(_ a: RecordedResult, _ b: RecordedResult) -> (message: String, hint: String)? {
        if a.kind != b.kind {
            return (
                "`\(a.source)` is \(a.kindInWords) and `\(b.source)` is \(b.kindInWords)", "two results of one kind can be compared"
            )
        }
        if a.factors != b.factors {
            let lists = [a, b].map { $0.factors.map { "`\($0)`" }.joined(separator: ", ") }
            return (
                "the sweeps vary different things: `\(a.source)` \(lists[0]); `\(b.source)` \(lists[1])",
                "points belong together by their factors, which must be the same, in the same order"
            )
        }
        return nil
    }

    private static func compare(
        _ a: RecordedResult.Entry, _ b: RecordedResult.Entry, _ canBePaired: Bool, _ confidence: Double, _ found: inout [MeasureDifference],
        _ oneSided: inout [OneSided]
    ) {
        let others = Dictionary(b.measures.map { ($0.name, $0) }) { first, _ in first }
        for measure in a.measures {
            guard let other = others[measure.name] else {
                oneSided.append(OneSided(entry: a.name, measure: measure.name, isInFirst: true))
                continue
            }
            if let unit = measure.unit, let otherUnit = other.unit, unit != otherUnit {
                for isInFirst in [true, false] {
                    let reason = "in \(isInFirst ? unit.rawValue : otherUnit.rawValue)"
                    oneSided.append(OneSided(entry: a.name, measure: measure.name, isInFirst: isInFirst, reason: reason))
                }
                continue
            }
            switch (measure.mean.value.isNaN, other.mean.value.isNaN) {
            case (true, true): continue
            case (false, false):
                found.append(MeasureDifference(entry: a.name, measure, other, canBePaired: canBePaired, confidence: confidence))
            case (let isMissing, _):
                oneSided.append(
                    OneSided(entry: a.name, measure: measure.name, isInFirst: !isMissing, reason: "no replication has a value there"))
            }
        }
        let names = Set(a.measures.map(\.name))
        for measure in b.measures where !names.contains(measure.name) {
            oneSided.append(OneSided(entry: a.name, measure: measure.name, isInFirst: false))
        }
    }
}
