import Testing

@testable import Scenarios

@Suite struct QuantityFormatTests {
    @Test(
        "lengths of time in few digits, which read back as the same",
        arguments: [
            (1_260_000, "1.26 ms"), (86_400_000_000_000, "1 d"), (30_000_000_000, "30 s"), (5_400_000_000_000, "90 min"),
            (250_000, "250 us"),
            (1_500_000_000, "1.5 s"), (1_234_567, "1234567 ns"), (3_661_000_000_000, "1 h 1 min 1 s"), (0, "0 s"), (1, "1 ns"),
            (129_600_000_000_000, "36 h"),
        ] as [(Int64, String)])
    func durations(nanoseconds: Int64, text: String) throws {
        #expect(QuantityFormat.duration(nanoseconds) == text)
        #expect(try QuantityText.duration(text) == nanoseconds)
    }

    @Test(
        "counts with a suffix, or with their digits in groups",
        arguments: [
            (0, "0"), (20, "20"), (1_500, "1.5 k"), (20_000, "20 k"), (60_000_000, "60 M"), (1_307_000_000, "1307 M"),
            (1_307_123_456, "1_307_123_456"), (1_234, "1234"), (12_345, "12_345"), (1_234_567, "1_234_567"), (1_000, "1 k"),
        ] as [(Int64, String)])
    func counts(count: Int64, text: String) throws {
        #expect(QuantityFormat.count(count) == text)
        #expect(try QuantityText.count(text) == count)
    }

    @Test("data rates", arguments: [(5e7, "50 MB/s"), (1.25e8, "125 MB/s"), (999, "999 B/s"), (1.5e9, "1.5 GB/s")] as [(Double, String)])
    func rates(rate: Double, text: String) { #expect(QuantityFormat.bytesPerSecond(rate) == text) }
}
