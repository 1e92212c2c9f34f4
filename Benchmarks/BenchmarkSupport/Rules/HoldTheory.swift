/// Delays between a pending event and the next of the hold model, each with mean 1 s.
public enum Increments: String, CaseIterable, Codable, Sendable {
    /// With mean 1 s.
    case exponential
    /// From 0 to 2 s.
    case uniform
    /// (0.95238 u + (one in ten: 9.5238)) / 1.42857, after Rönngren and Ayani (1997, doi:10.1145/249204.249205): short, and at times long.
    case bimodal
    /// 1 s; the first instants are spread over 0 to 1 s.
    case constant

    /// Mean of the square, in s^2: the variance, and 1.
    public var secondMoment: Double {
        switch self {
        case .exponential: 2
        case .uniform: 4.0 / 3
        // ((0.95238^2 / 12) + 9.5238^2 * 0.1 * 0.9) / 1.42857^2 + 1.
        case .bimodal: 5.037
        case .constant: 1
        }
    }
}

/// What the clock must show after a hold run, by renewal theory.
///
/// Each of N pending events is a renewal process with mean 1 s. By Lorden's inequality (1970, doi:10.1214/aoms/1177697092) the expected
/// number of renewals up to T lies within T - 1 ... T - 1 + E X^2 for an ordinary process, whatever T is. After M events of all processes
/// together the clock therefore lies within M/N + 1 - E X^2 ... M/N + 1 s, but for chance.
public enum HoldTheory {
    /// The earliest and the latest plausible clock, in seconds; the chance to be outside is below 1e-9 if all is right.
    ///
    /// Exponential delays make a Poisson process of N events a second, whose clock is M/N but for chance.
    public static func clockRange(_ increments: Increments, pending: Int, operations: Int) -> ClosedRange<Double> {
        let general = clockRange(secondMoment: increments.secondMoment, pending: pending, operations: operations)
        guard increments == .exponential else { return general }
        let turns = Double(operations) / Double(pending)
        let slack = general.upperBound - 1 - turns
        return max(0, turns - slack)...(turns + slack)
    }

    /// The same for any delays with mean 1 s and a mean square, in s^2.
    public static func clockRange(secondMoment: Double, pending: Int, operations: Int) -> ClosedRange<Double> {
        let turns = Double(operations) / Double(pending)
        // The number of renewals of all processes has a variance of about M var(X); seven of its deviations, and one event.
        let slack = 7 * (Double(operations) * max(1, secondMoment)).squareRoot() / Double(pending) + 1 / Double(pending)
        return max(0, turns + 1 - secondMoment - slack)...(turns + 1 + slack)
    }
}
