/// Where a selection stands.
public enum SelectionDecision: Sendable, Hashable {
    /// More replications are needed of the candidates that are wanted.
    case undecided
    /// A candidate is selected. Tied ones had equal sums of values, or did not differ in any replication of the first stage.
    case selected(Int, tied: [Int])
    /// The cap is reached: these candidates, of which the first has the smallest mean, cannot be told apart.
    case capped([Int])
    /// No candidate keeps all constraints, as far as that could be told.
    case noneFeasible
}
