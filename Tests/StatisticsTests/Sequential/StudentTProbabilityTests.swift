import Testing

@testable import Statistics

/// Student's t without a library, against one.
@Suite struct StudentTProbabilityTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 9, 10, 29, 30, 101, 1_000, 9_999, 100_000], [0.5, 0.9, 0.95, 0.99, 0.9999])
    func quantilesOfTheLibrary(degreesOfFreedom: Int, confidence: Double) {
        let t = ReferenceDistributions.studentTQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: Double(degreesOfFreedom))
        #expect((StudentTProbability.within(t, degreesOfFreedom: degreesOfFreedom) - confidence).magnitude < 1e-11)
    }

    @Test func ends() {
        for degreesOfFreedom in [1, 2, 7, 40] {
            #expect(StudentTProbability.within(0, degreesOfFreedom: degreesOfFreedom) == 0)
            #expect(StudentTProbability.within(.infinity, degreesOfFreedom: degreesOfFreedom) == 1)
            #expect(StudentTProbability.within(1e14, degreesOfFreedom: degreesOfFreedom) > 1 - 1e-13)
        }
    }
}
