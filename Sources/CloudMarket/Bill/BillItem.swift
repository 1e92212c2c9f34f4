/// One line of a bill: what, how much of it, at which price, and the cost of the line.
public struct BillItem: Hashable, Sendable {
    /// The heading that the line belongs under.
    public let section: BillSection

    /// What was used, such as `m1.large`.
    public let name: String

    /// The unit of the quantity, such as `node-hour`.
    public let unit: String

    /// How much was used, exactly.
    public let quantity: Quantity

    /// The price of one unit.
    public let price: UnitPrice

    /// Quantity times price, rounded half-even once to 1e-6 USD.
    public let cost: USD

    /// Creates a line and computes its cost.
    public init(section: BillSection, name: String, unit: String, quantity: Quantity, price: UnitPrice) throws(AmountError) {
        self.section = section
        self.name = name
        self.unit = unit
        self.quantity = quantity
        self.price = price
        cost = try quantity.cost(at: price)
    }
}
