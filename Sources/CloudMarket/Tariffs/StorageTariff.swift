/// The price of keeping data and of requests to it.
public struct StorageTariff: Hashable, Sendable {
    /// What is sold, such as `EBS`.
    public let name: String

    /// USD per decimal GB and month of 730 hours.
    public let perGigabyteMonth: UnitPrice

    /// USD per million requests, nil where requests are free.
    public let perMillionRequests: UnitPrice?

    /// Creates a tariff.
    public init(name: String, perGigabyteMonth: UnitPrice, perMillionRequests: UnitPrice? = nil) {
        self.name = name
        self.perGigabyteMonth = perGigabyteMonth
        self.perMillionRequests = perMillionRequests
    }

    /// The lines for what was kept, and for requests where they have a price.
    public func items(byteNanoseconds: Int128, requests: Int128 = 0) throws(AmountError) -> [BillItem] {
        var items = [
            try BillItem(
                section: .storage, name: name, unit: "GB-month", quantity: .gigabyteMonths(byteNanoseconds: byteNanoseconds),
                price: perGigabyteMonth)
        ]
        if let perMillionRequests {
            items.append(
                try BillItem(
                    section: .requests, name: "\(name) requests", unit: "million requests", quantity: .millions(requests),
                    price: perMillionRequests))
        }
        return items
    }
}
