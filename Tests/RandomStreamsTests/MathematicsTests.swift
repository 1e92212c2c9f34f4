import Foundation
import RandomStreams
import Testing

/// The deterministic functions against the C library's, whose own errors are under one unit in the last place.
@Suite struct MathematicsTests {
    /// Positive numbers of every size, subnormal ones included.
    private func anyPositive(_ stream: inout RandomStream) -> Double {
        Double(bitPattern: stream.next() % Double.infinity.bitPattern)
    }

    /// The most representable numbers that lie between our function and the library's, over many draws.
    ///
    /// - Parameter arguments: What to call both with, from a uniform number and the stream that it was drawn from.
    private func mostSteps(
        _ name: String, _ ours: (Double) -> Double, _ theirs: (Double) -> Double,
        over arguments: (_ u: Double, _ stream: inout RandomStream) -> [Double]
    ) -> UInt64 {
        var stream = testStream(name)
        var most: UInt64 = 0
        for _ in 0..<200_000 {
            let u = stream.uniform()
            for x in arguments(u, &stream) { most = max(most, stepsBetween(ours(x), theirs(x))) }
        }
        return most
    }

    @Test func logarithmIsWithinOneStepOverTheWholeRange() {
        let most = mostSteps("log", DeterministicMath.log, Foundation.log) { u, stream in
            [anyPositive(&stream), u, 0.9 + 0.2 * u, 1 + (u - 0.5) * 0x1p-20, 1000 * u, u * 0x1p-1022]
        }
        #expect(most <= 1)
    }

    @Test func exponentialIsWithinOneStepOverTheWholeRange() {
        let most = mostSteps("exp", DeterministicMath.exp, Foundation.exp) { u, stream in
            [(u - 0.5) * 1500, u - 0.5, 40 * (u - 0.5), (u - 0.5) * 0x1p-20, -745.2 + 40 * u, anyPositive(&stream)]
        }
        #expect(most <= 1)
    }

    @Test func logarithmOfOnePlusIsWithinTwoSteps() {
        let most = mostSteps("log1p", DeterministicMath.log1p, Foundation.log1p) { u, stream in
            [u - 0.5, (u - 0.5) * 0.04, (u - 0.5) * Foundation.exp(-40 * stream.uniform()), 1e3 * u, u - 1, anyPositive(&stream)]
        }
        #expect(most <= 2)
    }

    @Test func exponentialMinusOneIsWithinTwoSteps() {
        let most = mostSteps("expm1", DeterministicMath.expm1, Foundation.expm1) { u, stream in
            [u - 0.5, (u - 0.5) * 0.02, (u - 0.5) * Foundation.exp(-40 * stream.uniform()), 100 * (u - 0.5), 720 * u]
        }
        #expect(most <= 2)
    }

    @Test func powerIsWithinOneStepOverTheWholeRange() {
        var stream = testStream("pow")
        var worst: UInt64 = 0
        for _ in 0..<200_000 {
            let u = stream.uniform() - 0.5
            let base = Foundation.exp(20 * (stream.uniform() - 0.5))
            let nearOne = 1 + 0.01 * (stream.uniform() - 0.5)
            let any = anyPositive(&stream)
            let pairs = [
                (base, 4 * u), (base, 1480 * u / Foundation.log(base)), (nearOne, 1480 * u / Foundation.log(nearOne)),
                (any, 2 * u), (any, 1), (-base, 3), (base, (40 * u).rounded()), (any * 0x1p-1000, -0.9),
            ]
            for (x, y) in pairs { worst = max(worst, stepsBetween(DeterministicMath.pow(x, y), Foundation.pow(x, y))) }
        }
        #expect(worst <= 1)
    }

    @Test func powersOfWholeNumbersAreExact() {
        for base in 1...15 {
            var expected = 1.0
            for exponent in 0...13 {
                #expect(DeterministicMath.pow(Double(base), Double(exponent)) == expected)
                expected *= Double(base)
            }
        }
        var power = Double.leastNonzeroMagnitude
        for exponent in -1074...1023 {
            #expect(DeterministicMath.pow(2, Double(exponent)) == power)
            power *= 2
        }
    }

    static let special: [Double] = [
        0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1e300, -1e300, 1e-300, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
        -.leastNonzeroMagnitude, 0x1p53 + 2, -0x1p53,
        0x1p53 - 1, 1 - 0x1p-53, 1 + 0x1p-52, 709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -745.2, 710,
        .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNormalMagnitude, 0x1p64, 0x1p65, 0x1p-71, 1e19, 1023, 1024, -1074, -1075,
    ]

    @Test(arguments: special) func specialArgumentsAreTreatedAsInC(x: Double) {
        func agree(_ ours: Double, _ theirs: Double) -> Bool {
            stepsBetween(ours, theirs) <= 1 && (ours.isNaN || ours.sign == theirs.sign)
        }
        #expect(agree(DeterministicMath.log(x), Foundation.log(x)))
        #expect(agree(DeterministicMath.exp(x), Foundation.exp(x)))
        #expect(agree(DeterministicMath.log1p(x), Foundation.log1p(x)))
        #expect(agree(DeterministicMath.expm1(x), Foundation.expm1(x)))
        for y in Self.special {
            #expect(agree(DeterministicMath.pow(x, y), Foundation.pow(x, y)), "pow(\(x), \(y))")
        }
    }

    @Test func theLogarithmOfOneIsZero() {
        #expect(DeterministicMath.log(1) == 0 && DeterministicMath.log(1).sign == .plus)
        #expect(DeterministicMath.exp(0) == 1)
        #expect(DeterministicMath.sqrt(2) == 2.0.squareRoot())
    }

    /// Inversion needs monotone functions: a larger uniform number must never give a smaller value.
    @Test func isMonotoneAcrossTheSeamsOfTheTables() {
        for seam in 0..<128 {
            let edge = Double(bitPattern: 0x3fe6_0000_0000_0000 + UInt64(seam) << 45)
            let power = (Double(seam) + 0.5) * 0.6931471805599453 / 128
            var last = (-Double.infinity, -Double.infinity)
            for step in -300...300 {
                let x = Double(bitPattern: UInt64(Int64(bitPattern: edge.bitPattern) + Int64(step)))
                let y = Double(bitPattern: UInt64(Int64(bitPattern: power.bitPattern) + Int64(step)))
                let next = (DeterministicMath.log(x), DeterministicMath.exp(y))
                #expect(next.0 >= last.0 && next.1 >= last.1)
                last = next
            }
        }
    }

    @Test func gammaFunctionAgreesWithTheLibrary() {
        var worst = 0.0
        for step in 1...3400 {
            let x = Double(step) * 0.05
            worst = max(worst, (DeterministicMath.gamma(x) / Foundation.tgamma(x) - 1).magnitude)
        }
        #expect(worst < 1e-14)
        #expect((DeterministicMath.gamma(171) / 7.257415615307994e306 - 1).magnitude < 1e-14)
        #expect(DeterministicMath.gamma(172.5) == .infinity)
    }
}
