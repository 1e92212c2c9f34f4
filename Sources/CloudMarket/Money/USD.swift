import Requirements

/// An amount of United States dollars in whole micro-dollars.
///
/// Sums are exact. `+` and `-` trap on overflow, which takes 10^32 dollars and is a bug of ours; ``adding(_:)`` reports it where an amount may
/// come straight from input.
public struct USD: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The amount in units of 1e-6 USD.
    public let microdollars: Int128

    /// Nothing.
    public static let zero = USD(microdollars: 0)

    /// Creates an amount from units of 1e-6 USD.
    public init(microdollars: Int128) { self.microdollars = microdollars }

    /// Reads an amount such as `910` or `0.085`, rounded half-even to 1e-6 USD.
    public init(parsing text: some StringProtocol) throws(AmountError) {
        let scaled = try DecimalText.parse(text)
        guard let rounded = WideArithmetic.product(scaled.magnitude, 1_000_000, dividedHalfEvenBy: UInt128(DecimalText.scale)) else {
            throw .overflow(operation: "`\(text)`")
        }
        microdollars = Int128(rounded)
    }

    /// The sum, or an error when it does not fit.
    public func adding(_ other: USD) throws(AmountError) -> USD {
        let (sum, overflows) = microdollars.addingReportingOverflow(other.microdollars)
        guard !overflows else { throw .overflow(operation: "the sum of \(self) and \(other)") }
        return USD(microdollars: sum)
    }

    /// The amount with a fixed number of decimals (0 to 12), rounded half-even, such as `1,234.50`.
    public func formatted(decimals: Int = 2, separator: String = ",") -> String {
        DecimalText.format(microdollars, over: 1_000_000, decimals: decimals, separator: separator)
    }

    /// The amount with all its six decimals and the currency.
    public var description: String { formatted(decimals: 6, separator: "") + " USD" }

    /// The nearest binary number, for statistics over replications; a bill never uses it.
    public var approximateDollars: Double { Double(microdollars) / 1_000_000 }

    /// Orders by amount.
    public static func < (left: USD, right: USD) -> Bool { left.microdollars < right.microdollars }

    /// The sum of two amounts.
    public static func + (left: USD, right: USD) -> USD {
        let (sum, overflows) = left.microdollars.addingReportingOverflow(right.microdollars)
        require(!overflows, "the sum of \(left) and \(right) does not fit into 128 bits")
        return USD(microdollars: sum)
    }

    /// The difference of two amounts.
    public static func - (left: USD, right: USD) -> USD {
        let (difference, overflows) = left.microdollars.subtractingReportingOverflow(right.microdollars)
        require(!overflows, "the difference of \(left) and \(right) does not fit into 128 bits")
        return USD(microdollars: difference)
    }

    /// Adds an amount.
    public static func += (left: inout USD, right: USD) { left = left + right }
}
