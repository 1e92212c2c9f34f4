/// What a stopping rule says to the values so far.
public enum StoppingDecision: Sendable, Hashable {
    /// The first values, so many, give an interval as narrow as wanted; later ones are not to be used.
    case enough(count: Int)
    /// The first values, so many, are all equal. Their interval has no width, which is no evidence that other values do not occur.
    case allEqual(count: Int)
    /// The next look is when there are so many values in total.
    case more(total: Int)
    /// The cap is reached and the interval is still wider than wanted.
    case capped(count: Int)

    /// The number of values that the result rests on; nil while more are to come.
    public var finalCount: Int? {
        switch self {
        case .enough(let count), .allEqual(let count), .capped(let count): count
        case .more: nil
        }
    }
}
