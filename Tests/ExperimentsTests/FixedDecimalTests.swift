import Experiments
import Foundation
import Testing

@Suite("fixed decimals") struct FixedDecimalTests {
    @Test(
        "hand-worked",
        arguments: [
            (0.0, 2, "0.00"), (-0.0, 2, "0.00"), (-0.004, 2, "0.00"), (-0.006, 2, "-0.01"), (0.125, 2, "0.12"), (0.375, 2, "0.38"),
            (2.5, 0, "2"), (3.5, 0, "4"), (999.5, 0, "1,000"), (1234567.891, 1, "1,234,567.9"), (-1234.0, 0, "-1,234"),
            (0.1, 12, "0.100000000000"),
            (.leastNonzeroMagnitude, 3, "0.000"), (1e15, 2, "1,000,000,000,000,000.00"), (.nan, 2, "-"), (.infinity, 1, "infinite"),
            (-.infinity, 1, "-infinite"),
            (1e300, 2, "1e+300"),
        ] as [(Double, Int, String)])
    func literal(value: Double, decimals: Int, expected: String) { #expect(FixedDecimal.text(value, decimals: decimals) == expected) }

    /// The C library rounds the exact binary value half to even as well; it shares no code with ours.
    @Test("as the C library, on 20,000 drawn values")
    func twin() {
        var state: UInt64 = 20_240_101
        var wrong: [Double] = []
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let decimals = Int(state >> 33) % 10
            // Exponents from 2^-70 to 2^69, and sums of few powers of two, which sit on edges of rounding.
            let exponent = Int(state >> 40) % 140 - 70
            let significand = state & 1 == 0 ? Double(state >> 11) * 0x1p-53 + 1 : 1 + Double(state >> 59) / 32
            let value = (state & 2 == 0 ? -1.0 : 1.0) * Double(sign: .plus, exponent: exponent, significand: min(significand, 1.999))
            var expected = String(format: "%.\(decimals)f", value)
            if expected.hasPrefix("-"), !expected.contains(where: { ("1"..."9").contains($0) }) { expected.removeFirst() }
            if FixedDecimal.text(value, decimals: decimals, separator: "") != expected { wrong.append(value) }
        }
        #expect(wrong == [])
    }

    @Test func readable() {
        #expect(Readable.duration(93_240) == "25.9 h")
        #expect(Readable.duration(85.1) == "85.1 s")
        #expect(Readable.duration(2880) == "48.0 min")
        #expect(Readable.duration(0.25) == "250 ms")
        #expect(Readable.duration(0) == "0 s")
        #expect(Readable.count(383_133) == "383,133")
        #expect(Readable.count(441_000_000) == "441.0 M")
        #expect(Readable.count(1.25) == "1.2")
        #expect(Readable.count(12) == "12")
        #expect(Readable.bytes(64e6) == "64.0 MB")
        #expect(Readable.dollars(1234.5) == "1,234.50 USD")
        #expect(Readable.percent(1) == "100.00 %")
        #expect(Readable.percent(0.99996) == "99.996 %")
        #expect(Readable.percent(0.999_999_99) == "> 99.9999 %")
        #expect(Readable.percent(1e-9) == "< 0.0001 %")
        #expect(Readable.clock(seconds: 97_925) == "27:12:05")
    }
}
