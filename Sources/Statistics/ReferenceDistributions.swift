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

    /// The probability of at most so many successes in independent trials.
    public static func binomial(upTo successes: Int, count: Int, probability: Double) -> Double {
        require(successes >= 0 && successes <= count, "\(successes) successes in \(count) trials")
        // The library's functions count in 32 bits; trials beyond are none that anybody runs.
        require(count <= Int(UInt32.max), "\(count) trials are too many")
        prepared
        return checked(gsl_cdf_binomial_P(UInt32(successes), probability, UInt32(count)), "binomial distribution function")
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
