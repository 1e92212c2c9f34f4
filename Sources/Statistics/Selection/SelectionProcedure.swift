import Requirements

// The procedure KN of Kim and Nelson (2001, doi:10.1145/502109.502111), for the smallest mean. Of k candidates, with values X under common
// random numbers or independent ones,
//
//     set        the difference d that matters, the probability P* of a correct selection, the number n of first replications;
//     compute    b = (1 - P*) / (k - 1), and h^2 = (n - 1) ((2 b)^(-2 / (n - 1)) - 1);
//                for each pair, the variance s^2 of its n first differences;
//     after r >= n replications, eliminate candidate i if for some j that is left
//
//         sum over the r replications of (X_i - X_j)  >  max(0, h^2 s^2 / (2 d) - d r / 2).
//
// If values are normal and the best mean is at least d below all others, the best is selected with a probability of at least P*; if some are
// within d of the best, the one selected is the best or one of them with that probability. What candidates have in common under common random
// numbers cancels in the differences, so that s^2 is small and decisions come early.
//
// All that decides is made of exactly rounded operations, and so the same on every machine.

/// Selects the candidate with the smallest mean, eliminating others as soon as they are clearly worse.
///
/// ```swift
/// var selection = try SelectionProcedure(candidates: 8, difference: 5, probability: 0.95, cap: 1_000)
/// while selection.decision == .undecided {
///     try selection.add(selection.survivors.map { downtime(of: $0, replication: selection.replications) })
/// }
/// ```
///
/// Values should be near normal. Where most replications give the same value and few a very different one, the first stage may not contain any of
/// these: see `SampleStatistics.diagnoseMeanInterval`. A pair without any difference in the first stage is never decided between its two; a
/// pair whose difference was the same in every first replication is decided at once.
public struct SelectionProcedure: Sendable {
    /// A candidate that was eliminated.
    public struct Elimination: Sendable, Hashable {
        /// The candidate.
        public let candidate: Int
        /// The number of replications after which it was.
        public let replications: Int

        /// Makes an elimination.
        public init(candidate: Int, replications: Int) {
            self.candidate = candidate
            self.replications = replications
        }
    }

    /// The number of candidates at the start; they are numbered from zero.
    public let candidates: Int
    /// The difference of means that matters, in the unit of the values.
    public let difference: Double
    /// The number of replications from which variances are estimated.
    public let firstStage: Int
    /// The number of replications after which the procedure gives up.
    public let cap: Int
    /// The candidates that are left, rising.
    public internal(set) var survivors: [Int]
    /// The candidates that were eliminated, in that order.
    public internal(set) var eliminations: [Elimination] = []
    /// The number of replications so far.
    public internal(set) var replications = 0
    /// Where the selection stands.
    public internal(set) var decision = SelectionDecision.undecided

    /// h^2, by which regions grow.
    let scale: Double
    /// The values of the first stage by candidate; empty afterwards.
    var firstValues: [[Double]]
    /// The pairs of candidates, the one with the smaller number first; see `pair`.
    var pairs: [CandidatePair]

    /// Prepares a selection.
    ///
    /// - Parameters:
    ///   - candidates: How many there are.
    ///   - difference: The difference of means that matters.
    ///   - probability: The probability of a correct selection, P*.
    ///   - firstStage: The replications of all candidates from which variances are estimated. With more, h^2 is smaller; from about 20 on that
    ///     saves less than what candidates cost that are eliminated later (see `TriangularRegion`).
    ///   - cap: The largest number of replications.
    ///   - field: How many candidates there were before others were excluded by looking at the same replications, as by a `FeasibilityCheck`.
    ///     The probability of error is then shared by all of these.
    /// - Throws: for a parameter out of range.
    public init(
        candidates: Int, difference: Double, probability: Double, firstStage: Int = 20, cap: Int, field: Int? = nil
    ) throws(StatisticsError) {
        let field = field ?? candidates
        try StatisticsError.check(candidates >= 1, "candidates", "must be at least 1, not \(candidates)")
        try StatisticsError.check(candidates <= 10_000, "candidates", "must be at most 10000, as all pairs are compared, not \(candidates)")
        try StatisticsError.check(field >= candidates, "field", "must be at least the \(candidates) candidates, not \(field)")
        try StatisticsError.check(difference > 0 && difference.isFinite, "difference", "must be finite and above zero, not \(difference)")
        try StatisticsError.checkConfidence(probability, "probability")
        // A guess is right once in as many times as there are candidates; the procedure needs an error under one half in each pair.
        let error = (1 - probability) / Double(max(1, field - 1))
        try StatisticsError.check(error < 0.5, "probability", "must be above 0.5 for two candidates, not \(probability)")
        try StatisticsError.check(firstStage >= 2, "firstStage", "must be at least 2, not \(firstStage)")
        try StatisticsError.check(
            cap >= firstStage, "cap", "must be at least the \(firstStage) replications of the first stage, not \(cap)")
        self.candidates = candidates
        self.difference = difference
        self.firstStage = firstStage
        self.cap = cap
        survivors = Array(0..<candidates)
        scale = TriangularRegion.scale(error: error, firstStage: firstStage)
        firstValues = Array(repeating: [], count: candidates)
        pairs = Array(repeating: CandidatePair(), count: candidates * (candidates - 1) / 2)
        if candidates == 1 { decision = .selected(0, tied: []) }
    }

    /// Takes one replication of all candidates that are left, their values in the order of `survivors`, and says which are eliminated by it.
    ///
    /// - Throws: for a value that is not finite; nothing has then changed.
    /// - Complexity: O(square of the number of candidates left).
    @discardableResult
    public mutating func add(_ values: [Double]) throws(StatisticsError) -> [Int] {
        require(decision == .undecided, "a replication for a selection that has ended")
        require(values.count == survivors.count, "\(values.count) values for \(survivors.count) candidates")
        for (candidate, value) in zip(survivors, values) {
            try StatisticsError.check(
                value.isFinite, "values",
                "must be finite, not \(value) as for candidate \(candidate) in replication \(replications): exclude it by a constraint first"
            )
        }
        replications += 1
        for (place, first) in survivors.enumerated() {
            for other in place + 1..<survivors.count { pairs[pair(first, survivors[other])].sum += values[place] - values[other] }
        }
        if replications < firstStage {
            keep(values)
            return []
        }
        if replications == firstStage {
            keep(values)
            estimateVariances()
        }
        let eliminated = eliminate()
        decide()
        return eliminated
    }

    /// The number of replications after which a decision is certain if it does not come sooner; nil before the first stage has ended.
    public var certainCount: Int? {
        guard replications >= firstStage else { return nil }
        return Int(min(1e15, survivingPairs.reduce(1) { max($0, $1.region?.closingCount ?? 1) }))
    }

    private mutating func keep(_ values: [Double]) {
        for (candidate, value) in zip(survivors, values) { firstValues[candidate].append(value) }
    }
}
