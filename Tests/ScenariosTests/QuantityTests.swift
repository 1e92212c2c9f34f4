import Testing

@testable import Scenarios

/// What is wrong with a text, as code, message and hint.
func problem<Value>(_ parse: () throws(TextProblem) -> Value) -> String {
    do throws(TextProblem) {
        _ = try parse()
        return "no problem"
    } catch {
        return "\(error.code): \(error.message)" + (error.hint.map { " | \($0)" } ?? "")
    }
}

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("30 s", 30_000_000_000), ("250 us", 250_000), ("1.5 h", 5_400_000_000_000), ("2 d", 172_800_000_000_000),
            ("3 min", 180_000_000_000), ("21 h 20 min", 76_800_000_000_000), ("21h20min", 76_800_000_000_000), ("0 s", 0),
            ("1 d 2 h 3 min 4 s 5 ms 6 us 7 ns", 93_784_005_006_007), ("1_000 ms", 1_000_000_000), ("1e3 s", 1_000_000_000_000),
            ("0.000000001 s", 1), ("3 y", 94_608_000_000_000_000), ("-5 s", -5_000_000_000),
        ] as [(String, Int64)])
    func durations(text: String, nanoseconds: Int64) throws {
        #expect(try QuantityText.duration(text) == nanoseconds)
    }

    @Test(arguments: [
        (
            "30",
            "missing-unit: `30` has no unit of time; accepted are `ns`, `us`, `ms`, `s`, `min`, `h`, `d`, `y` | write for example `30 s`"
        ),
        (
            "30 sec",
            "wrong-unit: `sec` is not a unit of time; accepted are `ns`, `us`, `ms`, `s`, `min`, `h`, `d`, `y` | did you mean `30 s`?"
        ),
        ("5 m", "wrong-unit: `m` is not a unit of time; accepted are `ns`, `us`, `ms`, `s`, `min`, `h`, `d`, `y` | did you mean `5 min`?"),
        (
            "30 GB",
            "wrong-unit: `GB` is not a unit of time; accepted are `ns`, `us`, `ms`, `s`, `min`, `h`, `d`, `y` | write it like `30 s`"
        ),
        ("20 min 21 h", "wrong-sum: the parts of a sum of times go from the largest unit to the smallest | write it like `21 h 20 min`"),
        ("1 h -5 min", "wrong-sum: the parts of a sum of times go from the largest unit to the smallest | write it like `21 h 20 min`"),
        ("0.3 ns", "inexact-value: `0.3 ns` is not a whole number of nanoseconds | the nearest below is `0 ns`"),
        ("nan", "not-finite: `nan` is not a finite number"), ("-.inf", "not-finite: `-.inf` is not a finite number"),
        ("", "empty-value: a length of time is missing | write for example `30 s`"),
        ("soon", "wrong-type: `soon` is not a length of time | write it like `30 s`"),
        ("300 y", "out-of-range: `300 y` is too large to be meant | check the number and its unit"),
        ("1e99 s", "out-of-range: `1e99` is too large or too small to be meant | check its exponent"),
        ("9999999999999999999999999999999 s", "out-of-range: a number has at most 30 digits | write fewer, or a larger unit"),
    ])
    func wrongDurations(text: String, expected: String) {
        #expect(problem { () throws(TextProblem) in try QuantityText.duration(text) } == expected)
    }

    @Test(
        arguments: [
            ("3 TB", 3_000_000_000_000), ("64 MB", 64_000_000), ("64 MiB", 67_108_864), ("0.5 kB", 500), ("2 PiB", 2_251_799_813_685_248),
        ] as [(String, Int64)])
    func bytes(text: String, count: Int64) throws {
        #expect(try QuantityText.bytes(text) == count)
    }

    @Test(
        arguments: [
            ("1 Gbit/s", 125_000_000), ("100 MB/s", 100_000_000), ("1 KiB/s", 1_024), ("1 bit/s", 0.125), ("0.1 GB/s", 100_000_000),
        ] as [(String, Double)])
    func dataRates(text: String, rate: Double) throws {
        #expect(try QuantityText.bytesPerSecond(text) == rate)
    }

    @Test func wrongData() {
        let bytes = { (text: String) in problem { () throws(TextProblem) in try QuantityText.bytes(text) } }
        let accepted = "accepted are `B`, `kB`, `MB`, `GB`, `TB`, `PB`, `KiB`, `MiB`, `GiB`, `TiB`, `PiB`"
        #expect(bytes("3 Tb") == "wrong-unit: `Tb` is not a unit of data; \(accepted) | did you mean `3 TB`?")
        #expect(bytes("3 KB") == "wrong-unit: `KB` is not a unit of data; \(accepted) | did you mean `3 kB`?")
        #expect(bytes("0.5 B") == "inexact-value: `0.5 B` is not a whole number of bytes")
        #expect(bytes("1 TB 5") == "wrong-type: `1 TB 5` is not a number of bytes: `5` follows it")
        let rate = problem { () throws(TextProblem) in try QuantityText.bytesPerSecond("1 Gbps") }
        #expect(rate.hasSuffix(" | did you mean `1 Gbit/s`?"))
        #expect(rate.hasPrefix("wrong-unit: `Gbps` is not a unit of data per time; accepted are `B/s`, `kB/s`"))
    }

    @Test(
        arguments: [("3.9/s", 3.9), ("2/year", 2 / 31_536_000), ("7200/h", 2), ("5 /min", 5 / 60.0), ("86_400/day", 1)]
            as [(String, Double)])
    func rates(text: String, rate: Double) throws {
        #expect(try QuantityText.perSecond(text) == rate)
    }

    @Test(
        arguments: [("85 %", 0.85), ("85%", 0.85), ("0.85", 0.85), ("1/1151", 1 / 1151.0), ("1 / 4", 0.25), ("0", 0), ("-1 %", -0.01)]
            as [(String, Double)])
    func ratios(text: String, value: Double) throws {
        #expect(try QuantityText.ratio(text).double == value)
    }

    @Test func wrongRatios() {
        let ratio = { (text: String) in problem { () throws(TextProblem) in try QuantityText.ratio(text) } }
        #expect(ratio("1/0") == "wrong-type: `1/0` is not a ratio: the divisor is not a positive number")
        #expect(ratio("85 percent") == "wrong-type: `85 percent` is not a ratio: `percent` follows it")
        #expect(ratio(".5") == "wrong-type: `.5` is not a ratio | write it like `0.85`, `85 %` or `1/1151`")
    }

    @Test(
        arguments: [("20", 20), ("1_000", 1_000), ("60 M", 60_000_000), ("2.1 G", 2_100_000_000), ("20k", 20_000), ("1e6", 1_000_000)]
            as [(String, Int64)])
    func counts(text: String, count: Int64) throws {
        #expect(try QuantityText.count(text) == count)
    }

    @Test func wrongCounts() {
        let count = { (text: String) in problem { () throws(TextProblem) in try QuantityText.count(text) } }
        #expect(count("1,000") == "wrong-type: `1,000` is not a whole number: a comma does not group digits | write `1_000`")
        #expect(count("2.5") == "inexact-value: `2.5` is not a whole number")
        #expect(count("5 m") == "wrong-unit: `m` is not a suffix of a number; accepted are `k`, `M`, `G`, `T` | did you mean `5 M`?")
        #expect(count("5 k nodes") == "wrong-type: `5 k nodes` is not a whole number: `nodes` follows it")
        #expect(count("1__0").hasPrefix("wrong-unit"))
        #expect(count("99999999 T") == "out-of-range: `99999999 T` is too large to be meant | check the number and its unit")
    }

    @Test func pricesKeepTheirDigits() throws {
        let price = try Price(text: "0.340 USD/h", per: ["h"])
        #expect(price.amountText == "0.340" && price.per == "h" && price.text == "0.340 USD/h")
        #expect(price.amount == ExactNumber(17, over: 50))
        #expect(try Price(text: "0.10 USD / GB-month", per: nil).per == "GB-month")
        #expect(try Price(text: "910 USD", per: ["", "h"]).text == "910 USD")
        let wrong = { (text: String) in problem { () throws(TextProblem) in try Price(text: text, per: ["h"]) } }
        #expect(
            wrong("0.34 EUR/h")
                == "wrong-unit: `EUR` is not a currency that is accepted; write prices in `USD` | write it like `0.34 USD/h`")
        #expect(wrong("$0.34/h") == "wrong-unit: `$0.34/h` is not a price | write it like `0.34 USD/h`")
        #expect(wrong("0.34") == "missing-unit: `0.34` has no currency; accepted is `USD` | write it like `0.34 USD/h`")
        #expect(
            wrong("0.34 USD/hr") == "wrong-unit: `USD/hr` is not a unit of this price; accepted are `USD/h` | did you mean `0.34 USD/h`?")
        #expect(wrong("0.34 USD") == "missing-unit: `USD` is not a unit of this price; accepted are `USD/h` | did you mean `0.34 USD/h`?")
    }

    @Test func formatsReadBack() throws {
        for nanoseconds: Int64 in [0, 1, 999, 30_000_000_000, 86_400_000_000_000, 5_400_000_000_000, -1_500_000_000] {
            #expect(try QuantityText.duration(QuantityFormat.duration(nanoseconds)) == nanoseconds)
        }
        #expect(QuantityFormat.duration(5_400_000_000_000) == "90 min")
        #expect(QuantityFormat.duration(86_400_000_000_000) == "1 d")
        #expect(QuantityFormat.bytes(64_000_000) == "64 MB" && QuantityFormat.bytes(67_108_864) == "67108864 B")
        #expect(QuantityFormat.bytesPerSecond(125_000_000) == "125 MB/s")
        #expect(QuantityFormat.number(3) == "3" && QuantityFormat.number(0.1) == "0.1")
    }

    @Test func exactArithmeticNeitherRoundsNorTraps() throws {
        let third = try #require(ExactNumber(1, over: 3))
        #expect(third.plus(third)?.plus(third) == ExactNumber(1))
        #expect(third.times(ExactNumber(3)!) == ExactNumber(1))
        let huge = try #require(ExactNumber(.max))
        #expect(huge.times(huge) == nil && huge.plus(huge) == nil && huge > third)
        #expect(ExactNumber(1, over: 0) == nil && ExactNumber(.min) == nil)
    }
}
