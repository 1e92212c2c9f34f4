import Requirements

/// The price of moving data, in tiers that fill one after the other: the first 10 TB at one price, the next 40 TB at another, the rest at a third.
///
/// One GB is 10^9 bytes. Tiers count from the start of the run: a run is one billing period.
public struct TransferTariff: Hashable, Sendable {
    /// One step of the tariff.
    public struct Tier: Hashable, Sendable {
        /// How many bytes this tier takes before the next begins; nil for the last, which takes the rest.
        public let bytes: Int128?

        /// USD per decimal GB.
        public let perGigabyte: UnitPrice

        /// Creates a tier.
        public init(bytes: Int128?, perGigabyte: UnitPrice) {
            self.bytes = bytes
            self.perGigabyte = perGigabyte
        }
    }

    /// What is moved, such as `transfer out`.
    public let name: String

    /// The tiers in the order in which they fill; the last takes the rest.
    public let tiers: [Tier]

    /// Creates a tariff with one price for every byte.
    public init(name: String, perGigabyte: UnitPrice) {
        self.name = name
        tiers = [Tier(bytes: nil, perGigabyte: perGigabyte)]
    }

    /// Creates a tariff in tiers.
    public init(name: String, tiers: [Tier]) throws(TariffError) {
        guard let last = tiers.last else { throw .noTier(tariff: name) }
        guard last.bytes == nil else { throw .lastTierIsBounded(tariff: name) }
        for (index, tier) in tiers.dropLast().enumerated() {
            guard let bytes = tier.bytes else { throw .innerTierIsUnbounded(tariff: name, tier: index + 1) }
            guard bytes > 0 else { throw .emptyTier(tariff: name, tier: index + 1) }
        }
        self.name = name
        self.tiers = tiers
    }

    /// One line for each tier that `bytes` reach; one line of zero GB when nothing was moved.
    public func items(bytes total: Int128) throws(AmountError) -> [BillItem] {
        require(total >= 0, "\(total) bytes of \(name) are negative")
        var items: [BillItem] = []
        var rest = total
        for (index, tier) in tiers.enumerated() where rest > 0 || index == 0 {
            let share = tier.bytes.map { min($0, rest) } ?? rest
            items.append(
                try BillItem(
                    section: .transfer, name: label(index), unit: "GB", quantity: .gigabytes(bytes: share), price: tier.perGigabyte))
            rest -= share
        }
        return items
    }

    private func label(_ index: Int) -> String {
        guard tiers.count > 1 else { return name }
        guard let bytes = tiers[index].bytes else { return "\(name) (the rest)" }
        return "\(name) (\(index == 0 ? "first" : "next") \(Self.size(bytes)))"
    }

    /// In TB where that is a whole number: a thousand of the bill's GB are one.
    private static func size(_ bytes: Int128) -> String {
        let terabyte: Int128 = 1_000_000_000_000
        return bytes % terabyte == 0 ? "\(bytes / terabyte) TB" : "\(Quantity.gigabytes(bytes: bytes)) GB"
    }
}
