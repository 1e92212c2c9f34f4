/// Why a sweep cannot be planned, run or merged, and what to do about it.
public struct SweepProblem: Error, Sendable, Hashable {
    /// What kind of trouble it is.
    public enum Kind: Sendable, Hashable {
        /// What was asked for cannot be.
        case usage
        /// A file says what it should not.
        case badData
        /// A file cannot be read or written.
        case inputOutput
    }

    /// What kind of trouble it is.
    public var kind: Kind
    /// In words.
    public var message: String
    /// What to do.
    public var hint: String?

    /// Makes a problem.
    public init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }
}
