/// What an upgrade costs: lines under headings, in the manner of cost tools.
///
/// The total is the sum of the rounded lines, so that whoever adds up a printed bill arrives at the printed total.
///
/// ```swift
/// var bill = Bill()
/// try bill.add(BillItem(section: .leases, name: "m1.large", unit: "node-hour", quantity: Quantity(700), price: UnitPrice(parsing: "0.34")))
/// bill.total.formatted() // "238.00"
/// ```
public struct Bill: Hashable, Sendable {
    /// The lines, by section and within one in the order of their arrival.
    public private(set) var items: [BillItem] = []

    /// The sum of all lines.
    public private(set) var total: USD = .zero

    /// Creates an empty bill.
    public init() {}

    /// Adds one line after those of its section.
    /// - Complexity: O(n) for n lines.
    public mutating func add(_ item: BillItem) throws(AmountError) {
        total = try total.adding(item.cost)
        let position = items.firstIndex { $0.section > item.section } ?? items.endIndex
        items.insert(item, at: position)
    }

    /// Adds several lines in order.
    public mutating func add(contentsOf newItems: [BillItem]) throws(AmountError) {
        for item in newItems { try add(item) }
    }

    /// The sum of the lines of one section.
    public func subtotal(_ section: BillSection) -> USD {
        items.reduce(into: .zero) { sum, item in
            if item.section == section { sum += item.cost }
        }
    }
}
