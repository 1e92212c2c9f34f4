import RandomStreams
import Requirements

// For each candidate and each constraint, a sequential test of "at most limit - tolerance" against "at least limit + tolerance". With k candidates,
// s constraints and a probability P that all answers are right, each test may err with a probability of b = (1 - P) / (k s), by Bonferroni,
// however candidates and constraints depend on each other.
//
// Means: the procedure F_B of Batur and Kim (2010, ACM Transactions on Modeling and Computer Simulation 20(3)), which is the feasibility check
// of Andradottir and Kim (2010, doi:10.1002/nav.20408) for several constraints: the sum of (value - limit) leaves a triangle, see
// TriangularRegion.
//
// Proportions: Wald's sequential probability ratio test (1945, doi:10.1214/aoms/1177731118) between p = limit - tolerance and
// q = limit + tolerance. It needs no normal values: the ratio of likelihoods ever exceeds 1/b with a probability of at most b where the true
// proportion is p or less, and falls under b with such a probability where it is q or more.
//
// A selection among those found feasible, on the same replications, with P for the check and P* for the selection and the number of all
// candidates as its `field`, is right with a probability of at least P + P* - 1.

/// Tells candidates that keep constraints from those that do not.
///
/// ```swift
/// var check = try FeasibilityCheck(candidates: 8, constraints: [.init(.proportion, atMost: 0.05, tolerance: 0.01)], probability: 0.975, cap: 5_000)
/// while !check.pending.isEmpty && check.replications < check.cap {
///     try check.add(check.pending.map { [failed(of: $0, replication: check.replications) ? 1 : 0] })
/// }
/// ```
public struct FeasibilityCheck: Sendable {
    /// What is demanded.
    public let constraints: [FeasibilityConstraint]
    /// The largest number of replications.
    public let cap: Int
    /// The number of replications so far.
    public private(set) var replications = 0
    /// What is known of each candidate.
    public private(set) var verdicts: [FeasibilityVerdict]
    /// The tests of each candidate, one for each constraint.
    private var tests: [[ConstraintTest]]

    /// Prepares a check.
    ///
    /// - Parameters:
    ///   - candidates: How many there are.
    ///   - constraints: What is demanded of each.
    ///   - probability: The probability that all verdicts are right, but for candidates within the tolerance of a limit.
    ///   - firstStage: The replications from which variances are estimated; proportions need none.
    ///   - cap: The largest number of replications.
    /// - Throws: for a parameter out of range.
    public init(
        candidates: Int, constraints: [FeasibilityConstraint], probability: Double, firstStage: Int = 20, cap: Int
    ) throws(StatisticsError) {
        try StatisticsError.check(candidates >= 1, "candidates", "must be at least 1, not \(candidates)")
        try StatisticsError.check(!constraints.isEmpty, "constraints", "must not be empty: without any, all candidates are feasible")
        try StatisticsError.checkConfidence(probability, "probability")
        let error = (1 - probability) / Double(candidates * constraints.count)
        try StatisticsError.check(error < 0.5, "probability", "must be above 0.5 for one candidate and one constraint, not \(probability)")
        try StatisticsError.check(firstStage >= 2, "firstStage", "must be at least 2, not \(firstStage)")
        try StatisticsError.check(
            cap >= firstStage, "cap", "must be at least the \(firstStage) replications of the first stage, not \(cap)")
        self.constraints = constraints
        self.cap = cap
        verdicts = Array(repeating: .undecided, count: candidates)
        let fresh = constraints.map { ConstraintTest($0, error: error, firstStage: firstStage) }
        tests = Array(repeating: fresh, count: candidates)
    }

    /// The candidates without a verdict, rising.
    public var pending: [Int] { verdicts.indices.filter { verdicts[$0] == .undecided } }

    /// The candidates found feasible, rising.
    public var feasible: [Int] { verdicts.indices.filter { verdicts[$0] == .feasible } }

    /// Takes one replication of all candidates without a verdict: by candidate in the order of `pending`, and by constraint.
    ///
    /// - Throws: for a value that is not finite; nothing has then changed.
    public mutating func add(_ values: [[Double]]) throws(StatisticsError) {
        let pending = pending
        require(replications < cap, "a replication beyond the cap of \(cap)")
        require(values.count == pending.count, "\(values.count) replications for \(pending.count) candidates")
        for (candidate, row) in zip(pending, values) {
            require(row.count == constraints.count, "\(row.count) values for \(constraints.count) constraints")
            try StatisticsError.check(
                row.allSatisfy(\.isFinite), "values",
                "must be finite, not \(row) as for candidate \(candidate) in replication \(replications): limit a proportion instead")
        }
        replications += 1
        for (candidate, row) in zip(pending, values) {
            for (number, value) in row.enumerated() { tests[candidate][number].add(value) }
            let answers = tests[candidate].map(\.answer)
            if let broken = answers.firstIndex(of: .broken) {
                verdicts[candidate] = .infeasible(constraint: broken)
            } else if answers.allSatisfy({ $0 == .kept }) {
                verdicts[candidate] = .feasible
            }
        }
    }
}
