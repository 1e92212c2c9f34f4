import Statistics

/// What goes beyond stated limits between two results.
public struct DifferenceJudgement: Sendable {
    /// A measure that has moved further than it may.
    public struct Excess: Sendable {
        /// The measure.
        public var difference: MeasureDifference
        /// What it goes beyond.
        public var limit: DifferenceLimit
    }

    /// Differences beyond a limit that are no chance.
    public let excesses: [Excess]
    /// Differences beyond a limit that too few replications leave undecided.
    public let undecided: [Excess]
    /// Limits about a measure that the two results do not have in common.
    public let withoutMeasure: [DifferenceLimit]

    /// Judges a difference. A measure with limits of its own is held against these, any other against those for all.
    ///
    /// - Parameter onlyWorse: Whether a measure may get better as far as it likes; one of which neither direction is better counts if it is named.
    public init(_ difference: ResultDifference, limits: [DifferenceLimit], onlyWorse: Bool) {
        var (excesses, undecided) = ([Excess](), [Excess]())
        for measure in difference.measures where measure.verdict == .differs || measure.verdict == .undecided {
            let own = limits.filter { $0.measure == measure.measure }
            let applicable = own.isEmpty ? limits.filter { $0.measure == nil } : own
            guard let limit = applicable.first(where: { $0.isExceeded(by: measure) }) else { continue }
            if onlyWorse, !Self.isWorse(measure, isNamed: !own.isEmpty) { continue }
            let excess = Excess(difference: measure, limit: limit)
            if measure.verdict == .differs { excesses.append(excess) } else { undecided.append(excess) }
        }
        (self.excesses, self.undecided) = (excesses, undecided)
        let names = Set(difference.measures.map(\.measure))
        withoutMeasure = limits.filter { limit in limit.measure.map { !names.contains($0) } ?? false }
    }

    private static func isWorse(_ difference: MeasureDifference, isNamed: Bool) -> Bool {
        guard let lessIsBetter = MeasureCatalogue.known(difference.measure)?.lessIsBetter else { return isNamed }
        return (difference.test.estimate.value > 0) == lessIsBetter
    }
}
