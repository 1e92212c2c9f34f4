import CGSL
import Statistics
import Testing

@testable import RandomStreams

/// The ziggurats against their construction and against the distribution functions of an independent library. The benchmark executable repeats
/// the comparison with ten million draws.
///
/// Seeds are fixed. Each p-value under 1e-6 and each score beyond 4.9 would be a false alarm with a probability of one in a million.
@Suite struct ZigguratTests {
    init() { gsl_set_error_handler_off() }

    enum Shape: CaseIterable {
        case exponential, normal

        var rows: [Double] { self == .exponential ? ExponentialLayers.rows : NormalLayers.rows }
        var tail: Double { self == .exponential ? ExponentialLayers.tail : NormalLayers.tail }

        func density(_ x: Double) -> Double { DeterministicMath.exp(self == .exponential ? -x : -0.5 * x * x) }
        func inverse(_ y: Double) -> Double {
            let logarithm = -DeterministicMath.log(y)
            return self == .exponential ? logarithm : (2 * logarithm).squareRoot()
        }
        /// What lies beyond, where the density is 1 at 0.
        func areaBeyond(_ x: Double) -> Double {
            self == .exponential ? gsl_cdf_exponential_Q(x, 1) : gsl_cdf_ugaussian_Q(x) * (2 * Double.pi).squareRoot()
        }
        func cumulative(_ x: Double) -> Double { self == .exponential ? gsl_cdf_exponential_P(x, 1) : gsl_cdf_ugaussian_P(x) }
        func complement(_ x: Double) -> Double { self == .exponential ? gsl_cdf_exponential_Q(x, 1) : gsl_cdf_ugaussian_Q(x) }
        func draw(_ stream: inout RandomStream) -> Double {
            self == .exponential ? stream.zigguratExponential() : stream.zigguratNormal()
        }
    }

    /// Every entry follows from r, and r is such that the last layer ends at zero: no rectangle is left out or counted twice.
    @Test(arguments: Shape.allCases) func layersFollowFromTheTail(_ shape: Shape) {
        #expect(shape.rows.count == 4 * 256)
        func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool { (a - b).magnitude <= tolerance * max(1, b.magnitude) }
        let area = shape.tail * shape.density(shape.tail) + shape.areaBeyond(shape.tail)
        var (x, height) = (area / shape.density(shape.tail), 0.0)
        for layer in 0..<256 {
            let row = Array(shape.rows[4 * layer..<4 * layer + 4])
            let above = layer == 0 ? shape.density(shape.tail) : height + area / x
            let next = layer == 0 ? shape.tail : layer == 255 ? 0 : shape.inverse(above)
            #expect(close(row[0] * 0x1p53, x) && close(row[2], height) && close(row[3], above), "layer \(layer)")
            // A place is certain where it is left of the next layer; near 1 the tolerance is that of x.
            #expect(close(row[1] * 0x1p-53, next / x, 1e-11), "layer \(layer)")
            #expect(row[1] == row[1].rounded() && row[1] < 0x1p53)
            (x, height) = (next, above)
        }
        #expect(close(height, 1))
    }

    @Test(arguments: Shape.allCases) func followsTheDistribution(_ shape: Shape) {
        var stream = testStream("ziggurat")
        let draws = (0..<400_000).map { _ in shape.draw(&stream) }
        #expect(KolmogorovSmirnov(draws, cumulative: shape.cumulative).pValue > 1e-6)
        let mean = SampleStatistics.mean(draws)
        let n = Double(draws.count)
        #expect(((mean - (shape == .exponential ? 1 : 0)) * n.squareRoot()).magnitude < 4.9)
        // The fourth moments are 9 and 3 times the square of the variance.
        let spread = (shape == .exponential ? 8.0 : 2.0).squareRoot() / n.squareRoot()
        #expect(((SampleStatistics.variance(draws) - 1) / spread).magnitude < 4.9)
    }

    /// As many draws beyond a bound as there should be: within the layers, at the last layer's end, and in the tail.
    @Test(arguments: Shape.allCases) func hasTheRightTail(_ shape: Shape) {
        var stream = testStream("ziggurat tail")
        let bounds = [0.5, 0.9, 1, 1.02, 1.1, 1.3].map { $0 * shape.tail }
        var beyond = [Int](repeating: 0, count: bounds.count)
        let n = 2_000_000
        for _ in 0..<n {
            let x = shape.draw(&stream).magnitude
            for (index, bound) in bounds.enumerated() where x > bound { beyond[index] += 1 }
        }
        for (bound, count) in zip(bounds, beyond) {
            let expected = Double(n) * shape.complement(bound) * (shape == .normal ? 2 : 1)
            // Poisson's distribution bounded by a normal one three times as wide where few are expected.
            #expect((Double(count) - expected).magnitude < 4.9 * expected.squareRoot() + 10, "beyond \(bound): \(count), not \(expected)")
        }
    }

    /// Within the tail the shape is right as well, which the counts above do not see.
    @Test(arguments: Shape.allCases) func followsTheDistributionBeyondTheLastLayer(_ shape: Shape) {
        var stream = testStream("ziggurat far tail")
        var draws: [Double] = []
        for _ in 0..<4_000_000 {
            let x = shape.draw(&stream).magnitude
            if x > shape.tail { draws.append(x) }
        }
        #expect(draws.count > 500)
        let beyond = shape.complement(shape.tail)
        #expect(KolmogorovSmirnov(draws) { 1 - shape.complement($0) / beyond }.pValue > 1e-6)
    }

    @Test func normalDrawsAreSymmetric() {
        var stream = testStream("ziggurat sign")
        var positive = 0
        for _ in 0..<1_000_000 where stream.zigguratNormal() > 0 { positive += 1 }
        #expect((Double(positive) - 500_000).magnitude < 4.9 * 500)
    }

    /// Part of every result that uses them; recorded, and the same on every machine and in every build.
    @Test func deliversTheSameNumbersEverywhere() {
        var stream = RandomStream(StreamName(rootSeed: 42, replication: 7, entity: .number(12), purpose: "ziggurat"))
        var (exponential, normal): (UInt64, UInt64) = (0, 0)
        for _ in 0..<100_000 {
            exponential = (exponential << 7 | exponential >> 57) ^ stream.zigguratExponential().bitPattern
            normal = (normal << 7 | normal >> 57) ^ stream.zigguratNormal().bitPattern
        }
        #expect(exponential == 18_358_784_401_431_384_850)
        #expect(normal == 17_411_993_442_408_454_557)
    }

    @Test func neverDrawsZeroOrInfinity() {
        var stream = testStream("ziggurat ends")
        var (least, largest) = (Double.infinity, 0.0)
        for _ in 0..<1_000_000 {
            for x in [stream.zigguratExponential(), stream.zigguratNormal().magnitude] {
                (least, largest) = (min(least, x), max(largest, x))
            }
        }
        #expect(least > 0 && largest < 40)
    }
}
