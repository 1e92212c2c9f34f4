import Requirements

// With T of Student's distribution with n degrees of freedom and the angle a = arctan(t / sqrt(n)), P(|T| < t) is a finite sum (Abramowitz and
// Stegun 1964, 26.7.3 and 26.7.4), with s = sin a and c = cos a:
//
//     n even:   s (1 + 1/2 c^2 + (1 3)/(2 4) c^4 + ... up to c^(n-2)),
//     n odd:    2/pi (a + s c (1 + 2/3 c^2 + (2 4)/(3 5) c^4 + ... up to c^(n-3))),     n = 1: 2/pi a.

/// Probabilities of Student's t from additions, multiplications, divisions and square roots only: the same on every machine, for what
/// decides how many replications run.
enum StudentTProbability {
    /// The probability that Student's t is smaller in magnitude than a value.
    ///
    /// - Complexity: O(degrees of freedom), less for values far from zero.
    static func within(_ value: Double, degreesOfFreedom: Int) -> Double {
        require(value >= 0 && degreesOfFreedom >= 1, "Student's t within \(value) with \(degreesOfFreedom) degrees of freedom")
        // Beyond, the square may be infinite, and what is left in the tails of even one degree of freedom is under 1e-15.
        if value > 1e15 { return 1 }
        let n = Double(degreesOfFreedom)
        let length = (n + value * value).squareRoot()
        let (sine, cosine) = (value / length, n.squareRoot() / length)
        let isOdd = degreesOfFreedom % 2 == 1
        var term = 1.0
        var sum = 0.0
        var index = isOdd ? 3 : 2
        while index <= degreesOfFreedom && term > 1e-18 * sum {
            sum += term
            term *= Double(index - 1) / Double(index) * cosine * cosine
            index += 2
        }
        if !isOdd { return sine * sum }
        return 2 / Double.pi * (arctangent(value / n.squareRoot()) + sine * cosine * sum)
    }

    /// The angle of a tangent, which is not negative: halved four times it is under pi/32, where eight terms of the series are exact to 1e-17.
    private static func arctangent(_ tangent: Double) -> Double {
        var x = tangent
        for _ in 0..<4 { x /= 1 + (1 + x * x).squareRoot() }
        let square = x * x
        var series = 0.0
        for odd in stride(from: 15.0, through: 1, by: -2) { series = 1 / odd - square * series }
        return 16 * x * series
    }
}
