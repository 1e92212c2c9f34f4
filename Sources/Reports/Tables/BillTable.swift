public import CloudMarket

/// A bill in the manner of cost tools: name, quantity, unit, price and cost of each item under its heading, and the total.
public struct BillTable {
    let bill: Bill
    let width: Int

    /// Makes a table of a bill.
    public init(_ bill: Bill, width: Int = 120) {
        self.bill = bill
        self.width = width
    }

    /// The table, each line ended; one line for an empty bill.
    public var text: String {
        guard !bill.items.isEmpty else { return "nothing is billed\n" }
        var table = TextTable(columns: ["quantity", "unit", "price", "cost USD"], corner: "item", leftColumns: [1])
        var section: BillSection?
        for item in bill.items {
            if item.section != section {
                section = item.section
                table.rows.append(.heading(item.section.title))
            }
            table.rows.append(
                .values(
                    label: "  " + item.name,
                    cells: [Self.quantity(item.quantity), item.unit, item.price.description, item.cost.formatted(decimals: 2)]))
        }
        table.rows.append(.rule)
        table.rows.append(.values(label: "total", cells: ["", "", "", bill.total.formatted(decimals: 2)]))
        return table.lines(width: max(80, width)).joined(separator: "\n") + "\n"
    }

    private static func quantity(_ quantity: Quantity) -> String {
        quantity.formatted(decimals: quantity.denominator == 1 ? 0 : quantity < Quantity(10) ? 4 : 1)
    }
}
