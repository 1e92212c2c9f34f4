import RandomStreams
import Requirements

// A sum of independent normal observations with mean m and variance v is a Brownian motion looked at in whole steps. Whether m <= -d or m >= d is
// decided when the sum leaves the region between -R(r) and R(r) after r observations,
//
//     R(r) = max(0, h^2 s^2 / (2 d) - d r / 2),
//
// s^2 the variance of the first n observations, a triangle that closes at r = h^2 s^2 / d^2. With
//
//     h^2 = (n - 1) ((2 b)^(-2 / (n - 1)) - 1)
//
// it leaves on the wrong side with a probability of at most b (Fabian 1974, Annals of Statistics 2(1), with the constant c = 1, which Kim and
// Nelson 2001 recommend where little is known of the means).

/// The region in which a sum of observations does not yet tell whether their mean is above or below zero.
struct TriangularRegion: Sendable, Hashable {
    /// h^2 s^2 / (2 d), the height before the first observation.
    private let height: Double
    /// The difference d that matters.
    private let difference: Double

    /// Makes the region for a variance, the difference that matters, and h^2.
    init(variance: Double, difference: Double, scale: Double) {
        height = scale * variance / (2 * difference)
        self.difference = difference
    }

    /// Half of the region's width after so many observations; zero once it has closed.
    func halfWidth(after count: Int) -> Double { max(0, height - difference * Double(count) / 2) }

    /// The fewest observations after which it has closed.
    var closingCount: Double { (2 * height / difference).rounded(.up) }

    /// h^2 for a probability of error under one half and a number of first observations.
    ///
    /// It falls with the number of first observations: at an error of 0.01 it is 12.5 with 10, 9.7 with 20, 9.0 with 30 and 7.8 in the limit.
    static func scale(error: Double, firstStage: Int) -> Double {
        require(error > 0 && error < 0.5 && firstStage >= 2, "no region for an error of \(error) with \(firstStage) first observations")
        let degreesOfFreedom = Double(firstStage - 1)
        return degreesOfFreedom * (DeterministicMath.pow(2 * error, -2 / degreesOfFreedom) - 1)
    }
}
