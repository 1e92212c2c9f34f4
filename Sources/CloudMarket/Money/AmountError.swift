/// Why an amount of money or a quantity could not be read or computed.
public enum AmountError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text holds no number.
    case empty
    /// The text is not a plain decimal number; `offset` counts characters from 0 to the first that does not fit.
    case malformed(text: String, offset: Int)
    /// The text has more decimals than are kept exactly.
    case tooManyDecimals(text: String, kept: Int)
    /// The text is a negative number where only zero and more makes sense.
    case negative(text: String)
    /// The text is a number beyond the stated bound.
    case tooLarge(text: String, bound: String)
    /// An exact result does not fit into 128 bits.
    case overflow(operation: String)

    /// What is wrong.
    public var description: String {
        switch self {
        case .empty: "no number given"
        case .malformed(let text, _): "`\(text)` is not a decimal number"
        case .tooManyDecimals(let text, let kept): "`\(text)` has more than \(kept) decimals"
        case .negative(let text): "`\(text)` is negative"
        case .tooLarge(let text, let bound): "`\(text)` is not below \(bound)"
        case .overflow(let operation): "\(operation) does not fit into 128 bits"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .empty, .malformed:
            "write digits with at most one point, such as `0.34`: no currency sign, no thousands separators, no exponent"
        case .tooManyDecimals(_, let kept): "round the number to \(kept) decimals"
        case .negative: "write zero or a positive number"
        case .tooLarge: "check the unit of the number"
        case .overflow: "check the units of the quantity and of the price"
        }
    }
}
