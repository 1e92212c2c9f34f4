import SimulationKernel
import Testing

@testable import CloudMarket

@Suite("Tariffs: storage over time, transfer in tiers, bills that add up")
struct TariffTests {
    @Test("3 TB kept for ten hours at 0.10 USD per GB-month: 3000 x 10/730 x 0.10 = 4.109589 USD")
    func storage() throws {
        var meter = StorageMeter()
        meter.set(bytes: 3_000_000_000_000, at: .zero)
        let dime = try UnitPrice(parsing: "0.10")
        let tariff = StorageTariff(name: "EBS", perGigabyteMonth: dime, perMillionRequests: dime)
        let items = try tariff.items(byteNanoseconds: meter.byteNanoseconds(until: .seconds(36_000)), requests: 2_500_000)
        #expect(items.map(\.cost.microdollars) == [4_109_589, 250_000])
        #expect(items[0].quantity == Quantity(3000, over: 73))
    }

    @Test("the meter integrates steps up and down: 1 GB for 730 h, then 3 GB for 365 h, then nothing, is 2.5 GB-months")
    func meterSteps() {
        var meter = StorageMeter()
        meter.add(bytes: 1_000_000_000, at: .zero)
        meter.add(bytes: 2_000_000_000, at: .zero + .hours(730))
        meter.set(bytes: 0, at: .zero + .hours(730 + 365))
        #expect(Quantity.gigabyteMonths(byteNanoseconds: meter.byteNanoseconds(until: .zero + .hours(10_000))) == Quantity(5, over: 2))
        #expect(meter.peakBytes == 3_000_000_000)
    }

    @Test("a meter that is read before its last change traps")
    func meterBackwards() async {
        await #expect(processExitsWith: .failure) {
            var meter = StorageMeter()
            meter.set(bytes: 1, at: .seconds(2))
            meter.set(bytes: 1, at: .seconds(1))
        }
    }

    private func internet() throws -> TransferTariff {
        let terabyte: Int128 = 1_000_000_000_000
        return try TransferTariff(
            name: "transfer out",
            tiers: [
                .init(bytes: 10 * terabyte, perGigabyte: UnitPrice(parsing: "0.09")),
                .init(bytes: 40 * terabyte, perGigabyte: UnitPrice(parsing: "0.085")),
                .init(bytes: 100 * terabyte, perGigabyte: UnitPrice(parsing: "0.07")),
                .init(bytes: nil, perGigabyte: UnitPrice(parsing: "0.05")),
            ])
    }

    @Test(
        "tiers fill one after the other",
        arguments: [
            (0, [0]),
            (1, [0]),  // 9e-11 USD
            (3_000_000_000_000, [270_000_000]),
            (10_000_000_000_000, [900_000_000]),  // exactly full: the next tier is not opened
            (10_000_000_000_001, [900_000_000, 0]),
            (10_001_000_000_000, [900_000_000, 85_000]),
            (50_000_000_000_000, [900_000_000, 3_400_000_000]),
            (150_000_000_000_000, [900_000_000, 3_400_000_000, 7_000_000_000]),
            (151_000_000_000_000, [900_000_000, 3_400_000_000, 7_000_000_000, 50_000_000]),
        ] as [(Int128, [Int128])])
    func tiers(bytes: Int128, microdollars: [Int128]) throws {
        let items = try internet().items(bytes: bytes)
        #expect(items.map(\.cost.microdollars) == microdollars)
        #expect(try items.reduce(Quantity.zero) { try $0.adding($1.quantity) } == .gigabytes(bytes: bytes))
    }

    @Test("tiers have names that a reader understands")
    func tierNames() throws {
        #expect(
            try internet().items(bytes: 200_000_000_000_000).map(\.name) == [
                "transfer out (first 10 TB)", "transfer out (next 40 TB)", "transfer out (next 100 TB)",
                "transfer out (the rest)",
            ])
        let flat = try TransferTariff(name: "transfer in", perGigabyte: UnitPrice(parsing: "0.10"))
        #expect(try flat.items(bytes: 1).map(\.name) == ["transfer in"])
    }

    @Test("tiers that leave data without a price are refused")
    func wrongTiers() {
        let price = UnitPrice.free
        #expect(throws: TariffError.noTier(tariff: "t")) { try TransferTariff(name: "t", tiers: []) }
        #expect(throws: TariffError.lastTierIsBounded(tariff: "t")) {
            try TransferTariff(name: "t", tiers: [.init(bytes: 1, perGigabyte: price)])
        }
        #expect(throws: TariffError.innerTierIsUnbounded(tariff: "t", tier: 1)) {
            try TransferTariff(name: "t", tiers: [.init(bytes: nil, perGigabyte: price), .init(bytes: nil, perGigabyte: price)])
        }
        #expect(throws: TariffError.emptyTier(tariff: "t", tier: 1)) {
            try TransferTariff(name: "t", tiers: [.init(bytes: 0, perGigabyte: price), .init(bytes: nil, perGigabyte: price)])
        }
    }

    @Test("a bill groups its lines, and its total is the sum of the rounded lines")
    func bill() throws {
        let third = try UnitPrice(parsing: "0.000001")
        var bill = Bill()
        try bill.add(.lostRevenue(name: "edit", requests: 1_000, perRequest: UnitPrice(parsing: "0.02")))
        try bill.add(.operators(hours: Quantity(5, over: 2), perHour: UnitPrice(parsing: "80")))
        for name in ["a", "b", "c"] {
            // Each line is 0.4 micro-dollars and rounds to nothing; the exact sum would be 1.2 and round to one.
            try bill.add(BillItem(section: .leases, name: name, unit: "node-hour", quantity: Quantity(2, over: 5), price: third))
        }
        try bill.add(.ownHardware(name: "db", nodeHours: Quantity(10), perNodeHour: UnitPrice(parsing: "0.25")))
        #expect(bill.items.map(\.name) == ["a", "b", "c", "db", "operators", "edit"])
        #expect(bill.total == USD(microdollars: 222_500_000))
        #expect(bill.subtotal(.leases) == .zero)
        #expect(bill.subtotal(.operators).formatted() == "200.00")
        #expect(BillSection.allCases.reduce(.zero) { $0 + bill.subtotal($1) } == bill.total)
    }
}
