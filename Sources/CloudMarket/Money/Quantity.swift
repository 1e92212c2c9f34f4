import Requirements
public import SimulationKernel

/// An exact amount of something that has a price: node-hours, GB, GB-months, millions of requests.
///
/// A reduced fraction of 128-bit integers, because an hour divides no power of ten: one second is 1/3600 node-hour, exactly.
public struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The fraction's upper part.
    public let numerator: Int128

    /// The fraction's lower part, at least 1 and without a common divisor with ``numerator``.
    public let denominator: Int128

    /// Nothing.
    public static let zero = Quantity(0)

    /// A month of a tariff, the usual 730 hours, in nanoseconds.
    public static let nanosecondsPerMonth: Int128 = 730 * nanosecondsPerHour

    /// An hour in nanoseconds.
    public static let nanosecondsPerHour: Int128 = 3_600_000_000_000

    /// Creates a whole number of units.
    public init(_ count: Int128) {
        numerator = count
        denominator = 1
    }

    /// Creates `numerator / denominator`; the denominator must be positive.
    public init(_ numerator: Int128, over denominator: Int128) {
        require(denominator > 0, "a quantity's denominator is \(denominator), it must be positive")
        let divisor = Int128(WideArithmetic.greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// Reads a quantity such as `2.5`, exactly to 12 decimals.
    public init(parsing text: some StringProtocol) throws(AmountError) {
        self.init(try DecimalText.parse(text), over: DecimalText.scale)
    }

    /// Node-hours of one or more nodes that were billed for `nodeNanoseconds` in all.
    public static func hours(nanoseconds nodeNanoseconds: Int128) -> Quantity { Quantity(nodeNanoseconds, over: nanosecondsPerHour) }

    /// The hours of a length of time.
    public static func hours(_ duration: SimulationDuration) -> Quantity { hours(nanoseconds: Int128(duration.nanoseconds)) }

    /// Decimal gigabytes (10^9 bytes).
    public static func gigabytes(bytes: Int128) -> Quantity { Quantity(bytes, over: 1_000_000_000) }

    /// Decimal gigabytes kept for a month of 730 hours, from the integral of bytes over nanoseconds.
    public static func gigabyteMonths(byteNanoseconds: Int128) -> Quantity {
        Quantity(byteNanoseconds, over: 1_000_000_000 * nanosecondsPerMonth)
    }

    /// Millions of requests.
    public static func millions(_ count: Int128) -> Quantity { Quantity(count, over: 1_000_000) }

    /// The cost at a price: the exact product, rounded half-even once to 1e-6 USD.
    public func cost(at price: UnitPrice) throws(AmountError) -> USD {
        // (numerator / denominator) * (picodollars / 10^12) in units of 10^-6.
        let picodollarsPerMicrodollar: UInt128 = 1_000_000
        let (divisor, overflows) = denominator.magnitude.multipliedReportingOverflow(by: picodollarsPerMicrodollar)
        guard !overflows,
            let magnitude = WideArithmetic.product(numerator.magnitude, price.picodollars.magnitude, dividedHalfEvenBy: divisor)
        else { throw .overflow(operation: "the cost of \(self) units at \(price) USD") }
        return USD(microdollars: numerator < 0 ? -Int128(magnitude) : Int128(magnitude))
    }

    /// The sum, or an error when it does not fit.
    public func adding(_ other: Quantity) throws(AmountError) -> Quantity {
        let common = Int128(WideArithmetic.greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
        let (left, leftOverflows) = numerator.multipliedReportingOverflow(by: other.denominator / common)
        let (right, rightOverflows) = other.numerator.multipliedReportingOverflow(by: denominator / common)
        let (sum, sumOverflows) = left.addingReportingOverflow(right)
        let (lower, lowerOverflows) = denominator.multipliedReportingOverflow(by: other.denominator / common)
        guard !leftOverflows, !rightOverflows, !sumOverflows, !lowerOverflows else {
            throw .overflow(operation: "the sum of \(self) and \(other)")
        }
        return Quantity(sum, over: lower)
    }

    /// The quantity with a fixed number of decimals (0 to 12), rounded half-even.
    public func formatted(decimals: Int, separator: String = ",") -> String {
        DecimalText.format(numerator, over: denominator, decimals: decimals, separator: separator)
    }

    /// The quantity to at most six decimals, without trailing zeros.
    public var description: String {
        var text = formatted(decimals: 6, separator: "")
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// The nearest binary number, for statistics over replications; a bill never uses it.
    public var approximateValue: Double { Double(numerator) / Double(denominator) }

    /// Orders by value.
    public static func < (left: Quantity, right: Quantity) -> Bool {
        // Cross products in 256 bits, because both fractions may be near the bound.
        let (leftHigh, leftLow) = left.numerator.multipliedFullWidth(by: right.denominator)
        let (rightHigh, rightLow) = right.numerator.multipliedFullWidth(by: left.denominator)
        return leftHigh == rightHigh ? leftLow < rightLow : leftHigh < rightHigh
    }
}
