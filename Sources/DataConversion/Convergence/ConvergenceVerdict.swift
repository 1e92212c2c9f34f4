/// Whether a conversion will come to an end.
public enum ConvergenceVerdict: Hashable, Sendable {
    /// Nothing speaks against it so far.
    case converging
    /// It never ends by itself, for the reason given.
    case diverging(Divergence)
}
