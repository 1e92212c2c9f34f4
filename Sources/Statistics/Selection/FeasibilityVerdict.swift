/// What a feasibility check says about a candidate.
public enum FeasibilityVerdict: Sendable, Hashable {
    /// More replications are needed; if there will be none, the candidate cannot be told from one at the limit.
    case undecided
    /// It keeps all constraints.
    case feasible
    /// It breaks the constraint of this number, and possibly others.
    case infeasible(constraint: Int)
}
