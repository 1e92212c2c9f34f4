import Testing

@testable import CloudMarket

@Suite("Money: exact decimals, rounded once, half to even")
struct MoneyTests {
    @Test(
        "prices are read exactly",
        arguments: [
            ("0.085", 85_000_000_000), (".085", 85_000_000_000), ("2", 2_000_000_000_000), ("2.", 2_000_000_000_000),
            ("0.000000000001", 1), ("0.0000000000010000", 1), ("10.18368", 10_183_680_000_000), ("-0", 0),
            ("000000000000000000001.5", 1_500_000_000_000),
        ] as [(String, Int128)])
    func parsing(text: String, picodollars: Int128) throws {
        #expect(try UnitPrice(parsing: text).picodollars == picodollars)
    }

    @Test(
        "what is no price says why",
        arguments: [
            ("", .empty), ("$0.34", .malformed(text: "$0.34", offset: 0)), ("1,234.5", .malformed(text: "1,234.5", offset: 1)),
            ("1e-3", .malformed(text: "1e-3", offset: 1)), ("1.2.3", .malformed(text: "1.2.3", offset: 3)),
            (".", .malformed(text: ".", offset: 1)), ("-", .malformed(text: "-", offset: 1)), ("0,34", .malformed(text: "0,34", offset: 1)),
            ("٣", .malformed(text: "٣", offset: 0)),
            ("0.0000000000001", .tooManyDecimals(text: "0.0000000000001", kept: 12)), ("-1", .negative(text: "-1")),
            ("1000000000000000", .tooLarge(text: "1000000000000000", bound: "10^15")),
        ] as [(String, AmountError)])
    func malformed(text: String, error: AmountError) {
        #expect(throws: error) { try UnitPrice(parsing: text) }
    }

    @Test(
        "an item is rounded once, half to even, at 1e-6 USD",
        arguments: [
            // price, numerator, denominator, micro-dollars
            ("0.0000005", 1, 1, 0),  // 0.5 goes to 0
            ("0.0000015", 1, 1, 2),  // 1.5 goes to 2
            ("0.0000025", 1, 1, 2),  // 2.5 goes to 2
            ("0.000002500001", 1, 1, 3),
            ("0.000002499999", 1, 1, 2),
            ("0.0000005", 3, 1, 2),
            ("0.085", 1, 3600, 24),  // 23.6 micro-dollars for a second of m1.small
            ("0.34", 700, 1, 238_000_000),
            ("1", 1, 3, 333_333),
            ("1", 2, 3, 666_667),
            ("0.000001", 1, 2, 0),
            ("0.000001", 3, 2, 2),
            ("0.000001", -3, 2, -2),
            ("0.000001", -1, 2, 0),
        ] as [(String, Int128, Int128, Int128)])
    func rounding(price: String, numerator: Int128, denominator: Int128, microdollars: Int128) throws {
        let quantity = Quantity(numerator, over: denominator)
        #expect(try quantity.cost(at: UnitPrice(parsing: price)) == USD(microdollars: microdollars))
    }

    @Test("huge amounts are exact as long as they fit, and an error when they don't")
    func hugeAmounts() throws {
        // 10^25 units at 10^6 USD are 10^37 micro-dollars; the product on the way there has 43 digits before it is divided.
        let million = try UnitPrice(parsing: "1000000")
        let units = DecimalText.powerOfTen(25)
        #expect(try Quantity(units).cost(at: million).microdollars == DecimalText.powerOfTen(37))
        #expect(try Quantity(units * 3, over: 7).cost(at: million).microdollars == (DecimalText.powerOfTen(37) * 3 + 3) / 7)
        #expect(throws: AmountError.self) { try Quantity(units * 100).cost(at: million) }
        #expect(throws: AmountError.self) { try USD(microdollars: .max).adding(USD(microdollars: 1)) }
        #expect(throws: AmountError.self) { try Quantity(.max).adding(Quantity(1)) }
        #expect(throws: AmountError.self) { try Quantity(1, over: .max).cost(at: million) }
    }

    @Test("the sum of two amounts beyond 128 bits traps")
    func overflowTraps() async {
        await #expect(processExitsWith: .failure) { _ = USD(microdollars: .max) + USD(microdollars: 1) }
    }

    @Test("wide division agrees with its definition", arguments: 0..<2_000 as Range<UInt64>)
    func wideDivision(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(bits: Int) -> UInt128 {
            var value: UInt128 = 0
            for _ in 0..<4 {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                value = value << 32 | UInt128(state >> 32)
            }
            return value >> UInt128(128 - bits)
        }
        let bits = Int(seed % 127) + 1
        let (left, right, divisor) = (next(bits: bits), next(bits: 128 - bits), next(bits: Int(seed % 90) + 1) + 1)
        // left * right fits into 128 bits here, so the ordinary operators are the slow twin.
        let exact = left * right
        var expected = exact / divisor
        let rest = exact % divisor
        if rest * 2 > divisor || (rest * 2 == divisor && expected % 2 == 1) { expected += 1 }
        let result = WideArithmetic.product(left, right, dividedHalfEvenBy: divisor)
        #expect(result == (expected <= Int128.max.magnitude ? expected : nil), "seed \(seed)")

        // And where the product needs 256 bits: (a * b) / b is a.
        let (a, b) = (next(bits: 127), next(bits: 128) | 1)
        #expect(WideArithmetic.product(a, b, dividedHalfEvenBy: b) == a, "seed \(seed)")
    }

    @Test("formatting is by integers, with separators and half-even rounding")
    func formatting() throws {
        func text(_ microdollars: Int128, _ decimals: Int) -> String { USD(microdollars: microdollars).formatted(decimals: decimals) }
        #expect(text(0, 2) == "0.00")
        #expect(text(5_000, 2) == "0.00")
        #expect(text(15_000, 2) == "0.02")
        #expect(text(25_000, 2) == "0.02")
        #expect(text(-5_000, 2) == "0.00")
        #expect(text(-1_234_567_890_000, 2) == "-1,234,567.89")
        #expect(text(999_995_000, 2) == "1,000.00")
        #expect(text(1_000_000_000, 0) == "1,000")
        #expect(text(100_000_000, 0) == "100")
        #expect(text(1_234_567, 12) == "1.234567000000")
        #expect(USD(microdollars: 1_234_500_000).formatted(decimals: 2, separator: "") == "1234.50")
        #expect(USD(microdollars: 238_000_001).description == "238.000001 USD")
        #expect(Quantity(3558, over: 10).formatted(decimals: 1) == "355.8")
        #expect(Quantity(1, over: 3).description == "0.333333")
        #expect(Quantity(10_000).description == "10000")
        #expect(try UnitPrice(parsing: "0.0255").description == "0.0255")
        #expect(try UnitPrice(parsing: "0.5").description == "0.50")
        #expect(USD(microdollars: .max).formatted(decimals: 12).count > 30)
    }

    @Test("quantities are exact fractions and compare as such")
    func quantities() throws {
        #expect(Quantity(6, over: 4) == Quantity(3, over: 2))
        #expect(Quantity(1, over: 3) < Quantity(334, over: 1000))
        #expect(!(Quantity(1, over: 3) < Quantity(1, over: 3)))
        #expect(Quantity(-1, over: 3) < Quantity(0))
        #expect(try Quantity(1, over: 3).adding(Quantity(1, over: 6)) == Quantity(1, over: 2))
        #expect(try Quantity(parsing: "0.1").adding(Quantity(parsing: "0.2")) == Quantity(parsing: "0.3"))
        #expect(Quantity.hours(nanoseconds: 5_400_000_000_000) == Quantity(3, over: 2))
        #expect(Quantity.gigabytes(bytes: 3_000_000_000_000) == Quantity(3000))
        #expect(Quantity.millions(1) == Quantity(1, over: 1_000_000))
    }
}
