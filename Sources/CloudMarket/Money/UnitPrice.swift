/// A price per unit (a node-hour, a GB-month, a million requests), exact to 1e-12 USD.
///
/// Prices are read from text and never pass through a binary fraction: 0.085 USD has no exact `Double`. Twelve decimals hold every published
/// tariff, those per request and per byte included.
public struct UnitPrice: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The price in units of 1e-12 USD, never negative.
    public let picodollars: Int128

    /// Free of charge.
    public static let free = UnitPrice(unchecked: 0)

    private init(unchecked picodollars: Int128) { self.picodollars = picodollars }

    /// Reads a price such as `0.085`, exactly.
    public init(parsing text: some StringProtocol) throws(AmountError) {
        self.init(unchecked: try DecimalText.parse(text))
    }

    /// The price with a fixed number of decimals (0 to 12), rounded half-even.
    public func formatted(decimals: Int, separator: String = ",") -> String {
        DecimalText.format(picodollars, over: DecimalText.scale, decimals: decimals, separator: separator)
    }

    /// The exact price with as many decimals as it needs, and at least two.
    public var description: String {
        var decimals = 2
        while decimals < DecimalText.keptDecimals, picodollars % DecimalText.powerOfTen(DecimalText.keptDecimals - decimals) != 0 {
            decimals += 1
        }
        return formatted(decimals: decimals, separator: "")
    }

    /// Orders by price.
    public static func < (left: UnitPrice, right: UnitPrice) -> Bool { left.picodollars < right.picodollars }
}
