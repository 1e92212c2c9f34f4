import CGSL
import Requirements

/// Distribution functions and quantiles that intervals are built from.
///
/// The library behind them may differ in the last bits between machines: results are for tables and decisions, printed rounded, and never
/// steer a simulation.
public enum ReferenceDistributions {
    /// Switches off the library's error handler, which would abort the program; runs once, before the first call.
    private static let prepared: Void = { _ = gsl_set_error_handler_off() }()

    /// The quantile of the normal distribution with mean zero and variance one.
    public static func normalQuantile(_ probability: Double) -> Double {
        checkProbability(probability)
        prepared
        return checked(gsl_cdf_ugaussian_Pinv(probability), "normal quantile")
    }

    /// The quantile of Student's t with degrees of freedom, which need not be whole.
    public static func studentTQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
        checkProbability(probability)
        require(degreesOfFreedom > 0, "degrees of freedom must be above zero, not \(degreesOfFreedom)")
        prepared
        return checked(gsl_cdf_tdist_Pinv(probability, degreesOfFreedom), "quantile of Student's t")
    }

    /// The probability that Student's t lies above a value.
    public static func studentTUpperTail(_ value: Double, degreesOfFreedom: Double) -> Double {
        require(degreesOfFreedom > 0, "degrees of freedom must be above zero, not \(degreesOfFreedom)")
        prepared
        return checked(gsl_cdf_tdist_Q(value, degreesOfFreedom), "distribution function of Student's t")
    }

    /// The probability of at least so many successes in independent trials.
    static func binomialAtLeast(_ successes: Int, trials: Int, probability: Double) -> Double {
        if successes <= 0 { return 1 }
        if successes > trials { return 0 }
        prepared
        // The ends decide whether a sample supports a bound at all, and are exact for any number of trials.
        if successes == trials { return gsl_pow_uint(probability, UInt32(trials)) }
        if trials > largestIncompleteBeta {
            return binomialSum(trials: trials, probability: probability) { $0 >= successes }
        }
        return checked(gsl_cdf_binomial_Q(UInt32(successes - 1), probability, UInt32(trials)), "binomial distribution function")
    }

    /// The probability of fewer than so many successes in independent trials.
    static func binomialFewer(than successes: Int, trials: Int, probability: Double) -> Double {
        if successes <= 0 { return 0 }
        if successes > trials { return 1 }
        prepared
        if successes == 1 { return gsl_pow_uint(1 - probability, UInt32(trials)) }
        if trials > largestIncompleteBeta {
            return binomialSum(trials: trials, probability: probability) { $0 < successes }
        }
        return checked(gsl_cdf_binomial_P(UInt32(successes - 1), probability, UInt32(trials)), "binomial distribution function")
    }

    /// With many more trials the library's continued fraction, whose length grows with their root, runs out of its 512 terms.
    private static let largestIncompleteBeta = 20_000

    /// The probability of the numbers of successes that fulfil a condition.
    ///
    /// Terms relative to the most probable number follow from each other outward and end where they no longer count.
    ///
    /// - Complexity: O(root of the number of trials).
    private static func binomialSum(trials: Int, probability p: Double, where condition: (Int) -> Bool) -> Double {
        let mode = min(trials, Int(Double(trials + 1) * p))
        let odds = p / (1 - p)
        var all = 0.0
        var chosen = 0.0
        func count(_ successes: Int, _ term: Double) {
            all += term
            if condition(successes) { chosen += term }
        }
        count(mode, 1)
        var term = 1.0
        var successes = mode
        while successes < trials && term > 1e-22 {
            term *= Double(trials - successes) / Double(successes + 1) * odds
            successes += 1
            count(successes, term)
        }
        term = 1
        successes = mode
        while successes > 0 && term > 1e-22 {
            term *= Double(successes) / Double(trials - successes + 1) / odds
            successes -= 1
            count(successes, term)
        }
        return chosen / all
    }

    /// The probability that an exponential number with mean one is at most a value.
    public static func exponential(upTo value: Double) -> Double {
        prepared
        return checked(gsl_cdf_exponential_P(value, 1), "exponential distribution function")
    }

    /// The same beyond the value, exact where it is tiny.
    public static func exponential(beyond value: Double) -> Double {
        prepared
        return checked(gsl_cdf_exponential_Q(value, 1), "exponential distribution function")
    }

    /// The probability that a normal number with mean zero and variance one is at most a value.
    public static func normal(upTo value: Double) -> Double {
        prepared
        return checked(gsl_cdf_ugaussian_P(value), "normal distribution function")
    }

    /// The same beyond the value, exact where it is tiny.
    public static func normal(beyond value: Double) -> Double {
        prepared
        return checked(gsl_cdf_ugaussian_Q(value), "normal distribution function")
    }

    private static func checkProbability(_ probability: Double) {
        require(probability > 0 && probability < 1, "a quantile needs a probability between 0 and 1, not \(probability)")
    }

    /// These functions of the library have no status; without a handler they report a failure as not-a-number.
    private static func checked(_ value: Double, _ function: StaticString) -> Double {
        require(!value.isNaN, "the \(function) did not converge")
        return value
    }
}
