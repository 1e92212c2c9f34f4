import SimulationKernel
import Testing

@Suite struct SimulationTimeTests {
    @Test func arithmetic() {
        let start = SimulationTime.seconds(100)
        #expect(start + .milliseconds(1_500) == SimulationTime(nanoseconds: 101_500_000_000))
        #expect(start - .seconds(103) == .seconds(-3))
        #expect(SimulationDuration.hours(1) == .minutes(60))
        #expect(SimulationDuration.minutes(1) == .seconds(60))
        #expect(SimulationDuration.milliseconds(1) == .microseconds(1_000))
        #expect(SimulationDuration.microseconds(1) == .nanoseconds(1_000))
        #expect(SimulationDuration.seconds(7) + .seconds(5) - .seconds(2) == .seconds(10))
        #expect(SimulationDuration.seconds(7) * 3 == .seconds(21))
        #expect(SimulationDuration.nanoseconds(7) / 2 == .nanoseconds(3))
        #expect(SimulationDuration.nanoseconds(-7) / 2 == .nanoseconds(-3))
        #expect(SimulationDuration.milliseconds(2_500).seconds == 2.5)
        #expect(SimulationTime(nanoseconds: 250_000_000).seconds == 0.25)
        #expect(SimulationDuration.zero.isZero)
        #expect(!SimulationDuration.nanoseconds(1).isZero)
        #expect(SimulationTime.zero < .distantFuture)
        #expect(SimulationDuration.nanoseconds(-1) < .zero)
        #expect(SimulationTime.distantFuture.nanoseconds == 72_057_594_037_927_935)
    }

    @Test(
        arguments: [
            (0, "0 s"), (1, "0.000000001 s"), (1_000_000_000, "1 s"), (1_500_000_000, "1.5 s"), (59_999_999_999, "59.999999999 s"),
            (60_000_000_000, "1 min"), (3_600_000_000_000, "1 h"), (86_400_000_000_000, "1 d"),
            (90_061_000_000_010, "1 d 1 h 1 min 1.00000001 s"),
            (7_384_500_000_000, "2 h 3 min 4.5 s"), (-1_500_000_000, "-1.5 s"), (-3_600_000_000_000, "-1 h"),
            (72_057_594_037_927_935, "833 d 23 h 59 min 54.037927935 s"), (Int64.min, "-106751 d 23 h 47 min 16.854775808 s"),
        ] as [(Int64, String)])
    func descriptions(nanoseconds: Int64, text: String) {
        #expect(SimulationDuration(nanoseconds: nanoseconds).description == text)
        if nanoseconds >= 0 { #expect(SimulationTime(nanoseconds: nanoseconds).description == text) }
    }

    @Test(
        arguments: [
            (0.0, 0), (-0.0, 0), (1.0, 1_000_000_000), (1e-9, 1), (1.5e-9, 2), (1e-10, 1), (Double.leastNonzeroMagnitude, 1),
            (0.1, 100_000_000),
            (0.3, 300_000_000), (2.5, 2_500_000_000), (1 + 0x1p-52, 1_000_000_001), (1e6, 1_000_000_000_000_000),
            (72_057_594.031_25, 72_057_594_031_250_000),
        ] as [(Double, Int64)])
    func secondsAreRoundedUp(seconds: Double, nanoseconds: Int64) {
        #expect(SimulationDuration.seconds(roundingUp: seconds) == .nanoseconds(nanoseconds))
    }

    /// The largest numbers of seconds that are in the clock's range, one after another up to its end.
    @Test func roundingUpStaysWithinTheClock() {
        var seconds = 72_057_594.037_927_936
        while seconds * 1e9 >= 0x1p56 { seconds = seconds.nextDown }
        for _ in 0..<1_000 {
            let duration = SimulationDuration.seconds(roundingUp: seconds)
            #expect(SimulationTime.zero + duration <= .distantFuture)
            #expect(Double(duration.nanoseconds) >= seconds * 1e9)
            seconds = seconds.nextDown
        }
    }

    /// Whole numbers of nanoseconds of ordinary size survive the way through seconds.
    @Test func wholeNanosecondsComeBack() {
        for nanoseconds in stride(from: Int64(1), to: 1_000_000_000_000, by: 9_999_991) {
            let duration = SimulationDuration.nanoseconds(nanoseconds)
            let back = SimulationDuration.seconds(roundingUp: duration.seconds)
            #expect(back == duration || back == .nanoseconds(nanoseconds + 1))
        }
    }
}
