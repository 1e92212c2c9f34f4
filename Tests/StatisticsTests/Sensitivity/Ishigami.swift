import Foundation

/// The function of Ishigami and Homma (1990), y = sin x_1 + a sin^2 x_2 + b x_3^4 sin x_1 with factors uniform from -pi to pi, whose indices
/// are known.
///
/// With E sin^2 = 1/2, Var sin^2 = 1/8, E x^4 = pi^4/5 and E x^8 = pi^8/9, parts of the variance are
///
///     V_1  = Var((1 + b x_3^4) averaged over x_3, times sin x_1) = (1 + b pi^4/5)^2 / 2,
///     V_2  = a^2 / 8,
///     V_13 = b^2 Var(x_3^4) / 2 = b^2 pi^8 (1/9 - 1/25) / 2,
///
/// and there are no others.
struct Ishigami {
    let a = 7.0
    let b = 0.1

    /// The value at a point of the unit cube.
    func callAsFunction(_ u: [Double]) -> Double {
        let x = u.map { Double.pi * (2 * $0 - 1) }
        return sin(x[0]) * (1 + b * x[2] * x[2] * x[2] * x[2]) + a * sin(x[1]) * sin(x[1])
    }

    private var parts: (first: Double, second: Double, firstAndThird: Double) {
        let fourth = Double.pi * Double.pi * Double.pi * Double.pi
        let first = (1 + b * fourth / 5) * (1 + b * fourth / 5) / 2
        return (first, a * a / 8, b * b * fourth * fourth * (1.0 / 9 - 1.0 / 25) / 2)
    }

    /// First-order indices.
    var first: [Double] {
        let variance = parts.first + parts.second + parts.firstAndThird
        return [parts.first / variance, parts.second / variance, 0]
    }

    /// Total indices.
    var total: [Double] {
        let variance = parts.first + parts.second + parts.firstAndThird
        return [(parts.first + parts.firstAndThird) / variance, parts.second / variance, parts.firstAndThird / variance]
    }
}
