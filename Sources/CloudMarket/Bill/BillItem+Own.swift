extension BillItem {
    /// Use of own nodes at what an hour of one is worth to the operator.
    public static func ownHardware(name: String, nodeHours: Quantity, perNodeHour price: UnitPrice) throws(AmountError) -> BillItem {
        try BillItem(section: .ownHardware, name: name, unit: "node-hour", quantity: nodeHours, price: price)
    }

    /// Work of operators.
    public static func operators(name: String = "operators", hours: Quantity, perHour price: UnitPrice) throws(AmountError) -> BillItem {
        try BillItem(section: .operators, name: name, unit: "hour", quantity: hours, price: price)
    }

    /// Revenue lost with requests that were not served.
    public static func lostRevenue(name: String, requests: Int128, perRequest price: UnitPrice) throws(AmountError) -> BillItem {
        try BillItem(section: .lostRevenue, name: name, unit: "request", quantity: Quantity(requests), price: price)
    }
}
