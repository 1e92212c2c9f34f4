import Requirements

// The best of k candidates among those that keep s constraints: the procedure KN of Kim and Nelson (2001, doi:10.1145/502109.502111) between pairs, a
// sequential test of each constraint of each candidate (see ConstraintTest), and dormancy (Healey, Andradottir and Kim 2013,
// doi:10.1016/j.ejor.2012.08.011) so that neither waits for the other:
//
//     a candidate that is beaten by one that is feasible is out;
//     one that is beaten by one of which that is not known yet waits, and takes no replications;
//     one that breaks a constraint is out, and those that wait behind it are in play again.
//
// For values X under common random numbers or independent ones, i is beaten by j after r >= n common replications if
//
//     sum over the r replications of (X_i - X_j)  >  max(0, h^2 s^2 / (2 d) - d r / 2),      h^2 = (n - 1) ((2 b)^(-2 / (n - 1)) - 1),
//
// d the difference that matters, s^2 the variance of the n first differences, b the probability of error of a comparison. With P = 1 - a that of
// a correct selection, a / 2 is shared by the k - 1 comparisons of the best and a / 2 by the k s tests (by Bonferroni, however candidates and
// constraints depend on each other); without constraints, all of a by the comparisons. If the best feasible mean is at least d below the others
// and no candidate lies within the tolerance of a limit, it is selected with a probability of at least P.
//
// Objectives come in an order, as "cost, then lost service": a pair is compared by the first of them in which any of its first replications differ.
// Plans that lease nothing all cost nothing, to the bit, and it takes no replications to see it.
//
// All that decides is made of exactly rounded operations and RandomStreams' logarithm, and so the same on every machine.

/// Selects the candidate with the smallest mean among those that keep constraints.
///
/// ```swift
/// let limit = try FeasibilityConstraint(.proportion, atMost: 0.05, tolerance: 0.025)
/// var selection = try ConstrainedSelection(candidates: 8, differences: [5], constraints: [limit], probability: 0.95, cap: 1_000)
/// while selection.decision == .undecided {
///     try selection.add(selection.wanted.map { candidate in
///         let run = replicate(candidate, selection.replications(of: candidate))
///         return .init(objectives: [run.cost], constraints: [run.hasFailed ? 1 : 0])
///     })
/// }
/// ```
///
/// Objectives should be near normal. Where most replications give the same value and few a very different one, the first stage may not contain any
/// of these: see `SampleStatistics.diagnoseMeanInterval`. A pair whose difference was the same in every first replication is decided at once.
public struct ConstrainedSelection: Sendable {
    /// What one replication of a candidate gave.
    public struct Observation: Sendable, Hashable {
        /// The objectives, in their order; less is better.
        public var objectives: [Double]
        /// The constrained values, in the order of the constraints.
        public var constraints: [Double]

        /// Makes an observation.
        public init(objectives: [Double], constraints: [Double] = []) {
            self.objectives = objectives
            self.constraints = constraints
        }
    }

    /// Where a candidate stands.
    public enum Standing: Sendable, Hashable {
        /// It may be the one.
        case inPlay
        /// This one beats it, and may yet turn out to break a constraint.
        case waiting(behind: Int)
        /// This one beats it and keeps all constraints.
        case beaten(by: Int)
        /// It breaks the constraint of this number, and possibly others.
        case infeasible(constraint: Int)
        /// At the cap, it could not be told from a candidate at the limit of a constraint.
        case unresolved
    }

    /// Candidates at most, as all pairs are compared.
    public static let mostCandidates = 3_000

    /// The number of candidates; they are numbered from zero.
    public let candidates: Int
    /// The differences of means that matter, in the units of the objectives.
    public let differences: [Double]
    /// What is demanded.
    public let constraints: [FeasibilityConstraint]
    /// The number of replications from which variances are estimated.
    public let firstStage: Int
    /// The largest number of replications of a candidate.
    public let cap: Int
    /// Where the candidates stand.
    public internal(set) var standings: [Standing]
    /// Where the selection stands.
    public internal(set) var decision = SelectionDecision.undecided
    /// The candidates of which the next replication is wanted, rising; none when the selection has ended.
    public internal(set) var wanted: [Int]

    /// h^2, by which regions grow.
    let scale: Double
    /// By candidate and objective: the values of the first stage.
    var firstValues: [[[Double]]]
    /// By candidate and objective: the sums of the first one, two, ... values.
    var sums: [[[Double]]]
    /// The pairs, the one with the smaller number first; see `pair`.
    var pairs: [CandidatePair]
    /// The tests of each candidate, one for each constraint.
    var tests: [[ConstraintTest]]

    /// Prepares a selection.
    ///
    /// - Parameters:
    ///   - candidates: How many there are.
    ///   - differences: For each objective the difference of means that matters.
    ///   - constraints: What is demanded of each candidate.
    ///   - probability: The probability of a correct selection.
    ///   - firstStage: The replications of all candidates from which variances are estimated. With more, h^2 is smaller; from about 20 on that
    ///     saves less than what candidates cost that are beaten later (see `TriangularRegion`).
    ///   - cap: The largest number of replications of a candidate.
    /// - Throws: for a parameter out of range.
    public init(
        candidates: Int, differences: [Double], constraints: [FeasibilityConstraint] = [], probability: Double, firstStage: Int = 20,
        cap: Int
    ) throws(StatisticsError) {
        try StatisticsError.check(candidates >= 1, "candidates", "must be at least 1, not \(candidates)")
        try StatisticsError.check(
            candidates <= Self.mostCandidates, "candidates",
            "must be at most \(Self.mostCandidates), as all pairs are compared, not \(candidates)")
        try StatisticsError.check(!differences.isEmpty, "differences", "must not be empty: without any, there is nothing to select by")
        for difference in differences {
            try StatisticsError.check(
                difference > 0 && difference.isFinite, "differences", "must be finite and above zero, not \(difference)")
        }
        try StatisticsError.checkConfidence(probability, "probability")
        try StatisticsError.check(firstStage >= 2, "firstStage", "must be at least 2, not \(firstStage)")
        try StatisticsError.check(
            cap >= firstStage, "cap", "must be at least the \(firstStage) replications of the first stage, not \(cap)")
        let share = constraints.isEmpty || candidates == 1 ? 1 - probability : (1 - probability) / 2
        // A guess is right once in as many times as there are candidates; the procedure needs an error under one half in each pair.
        let comparisonError = share / Double(max(1, candidates - 1))
        let testError = share / Double(candidates * max(1, constraints.count))
        try StatisticsError.check(
            max(comparisonError, testError) < 0.5, "probability", "must be above 0.5 for so few candidates, not \(probability)")
        self.candidates = candidates
        self.differences = differences
        self.constraints = constraints
        self.firstStage = firstStage
        self.cap = cap
        standings = Array(repeating: .inPlay, count: candidates)
        wanted = Array(0..<candidates)
        scale = TriangularRegion.scale(error: comparisonError, firstStage: firstStage)
        let empty = [[Double]](repeating: [], count: differences.count)
        firstValues = Array(repeating: empty, count: candidates)
        sums = firstValues
        pairs = Array(repeating: CandidatePair(), count: candidates * (candidates - 1) / 2)
        let fresh = constraints.map { ConstraintTest($0, error: testError, firstStage: firstStage) }
        tests = Array(repeating: fresh, count: candidates)
    }

    /// Replications that a candidate has had.
    public func replications(of candidate: Int) -> Int { sums[candidate][0].count }

    /// What the tests say about a candidate, wherever it stands.
    public func verdict(of candidate: Int) -> FeasibilityVerdict {
        let answers = tests[candidate].map(\.answer)
        if let broken = answers.firstIndex(of: .broken) { return .infeasible(constraint: broken) }
        return answers.allSatisfy { $0 == .kept } ? .feasible : .undecided
    }

    /// Takes one replication of each candidate that is wanted, in their order.
    ///
    /// - Throws: for a value that is not finite; nothing has then changed.
    /// - Complexity: O(square of the number of candidates in play).
    public mutating func add(_ observations: [Observation]) throws(StatisticsError) {
        require(decision == .undecided, "a replication for a selection that has ended")
        require(observations.count == wanted.count, "\(observations.count) observations for \(wanted.count) candidates")
        for (candidate, observation) in zip(wanted, observations) { try check(observation, of: candidate) }
        for (candidate, observation) in zip(wanted, observations) { keep(observation, of: candidate) }
        judge(wanted)
        compare(after: wanted)
        settle()
    }

    /// Takes one more replication of a candidate that is out of play, for a verdict on its constraints; the selection stays as it is.
    ///
    /// - Throws: for a value that is not finite; nothing has then changed.
    public mutating func addAside(_ observation: Observation, of candidate: Int) throws(StatisticsError) {
        try check(observation, of: candidate)
        keep(observation, of: candidate)
    }

    private func check(_ observation: Observation, of candidate: Int) throws(StatisticsError) {
        require(
            observation.objectives.count == differences.count && observation.constraints.count == constraints.count,
            "\(observation) for \(differences.count) objectives and \(constraints.count) constraints")
        let values = observation.objectives + observation.constraints
        try StatisticsError.check(
            values.allSatisfy(\.isFinite), "observations",
            "must be finite, not \(values) as for candidate \(candidate) in replication \(replications(of: candidate)): limit a proportion instead"
        )
    }

    private mutating func keep(_ observation: Observation, of candidate: Int) {
        for (level, value) in observation.objectives.enumerated() {
            if sums[candidate][level].count < firstStage { firstValues[candidate][level].append(value) }
            sums[candidate][level].append((sums[candidate][level].last ?? 0) + value)
        }
        for (number, value) in observation.constraints.enumerated() { tests[candidate][number].add(value) }
        if replications(of: candidate) == firstStage { estimateVariances(of: candidate) }
    }
}
