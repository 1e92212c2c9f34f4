/// Who is served first.
///
/// The foreground shares the capacities as if there were no background; the background then shares what is left. No amount of background
/// ever slows a foreground activity.
public enum Priority: Hashable, Sendable {
    /// Shares the full capacities.
    case foreground
    /// Shares the residue of the foreground.
    case background
}
