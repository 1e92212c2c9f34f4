import RandomStreams
import Statistics
import Testing

@Suite("many tests at once") struct HolmAdjustmentTests {
    /// In rising order 0.005 x 4, 0.01 x 3, 0.03 x 2, and 0.04, which must not be smaller than the one before.
    @Test func workedByHand() {
        let found = HolmAdjustment.adjusted([0.01, 0.04, 0.03, 0.005])
        for (value, expected) in zip(found, [0.03, 0.06, 0.06, 0.02]) { #expect((value - expected).magnitude < 1e-12) }
        #expect(HolmAdjustment.adjusted([]) == [] && HolmAdjustment.adjusted([0.9, 0.8]) == [1, 1])
    }

    /// Forty measures of two results that differ in nothing, the measures alike in part. At most 5 % of experiments find any difference; more than 7.4 % of 2,000 would take luck of under one in a million. With a real difference in one measure that one is found nearly always.
    @Test(arguments: [true, false]) func familyWiseFalseAlarms(arePaired: Bool) {
        var stream = testStream("family-wise false alarms", entity: arePaired ? 1 : 0)
        let (experiments, measures, replications) = (2_000, 40, 10)
        var (alarms, found) = (0, 0)
        for _ in 0..<experiments {
            let shared = (0..<(2 * replications)).map { _ in stream.normal() }
            let pValues = (0..<measures).map { measure in
                let a = (0..<replications).map { shared[$0] + stream.normal() }
                let b = (0..<replications).map { shared[replications + $0] + stream.normal() + (measure == 0 ? 6 : 0) }
                if arePaired {
                    return SampleStatistics.testPairedDifference(b, minus: a, areIndicators: false, confidence: 0.95).pValue ?? 1
                }
                return SampleStatistics.independentDifference(
                    SampleStatistics.meanInterval(b, confidence: 0.95), minus: SampleStatistics.meanInterval(a, confidence: 0.95),
                    confidence: 0.95
                ).pValue ?? 1
            }
            let adjusted = HolmAdjustment.adjusted(pValues)
            if adjusted[1...].contains(where: { $0 <= 0.05 }) { alarms += 1 }
            if adjusted[0] <= 0.05 { found += 1 }
        }
        #expect(alarms > 0 && Double(alarms) / Double(experiments) < 0.074, "\(alarms) of \(experiments)")
        #expect(Double(found) / Double(experiments) > 0.8, "\(found) of \(experiments)")
    }
}
