public import RandomStreams
import Requirements

/// How faults come to be noticed. Each way is open to every strategy that has it.
public struct DetectionRules: Sendable {
    /// Seconds between two health checks of a node; zero without health checks.
    public var healthPeriod: Double
    /// A node that fails at least this fraction of its requests fails its health checks, and gets no more of them.
    public var healthThreshold: Double
    /// False alarms of a node in a year; a node that is alarmed about is out until its next check.
    public var falseAlarmsPerYear: Double
    /// Probability that the verification after a batch, or of converted data, sees a fault of a type that shows on what it looks at.
    public var verification: [UpgradeFaultType: Double]
    /// Probability that one replayed request which meets a fault of a type in the parallel universe has an answer that differs visibly.
    public var comparison: [UpgradeFaultType: Double]
    /// The same for a defect of the version, in verification and comparison.
    public var versionVerification: Double
    /// See ``versionVerification``.
    public var versionComparison: Double
    /// From the first request that fails until somebody of the staff has heard of it, seconds, where every request fails; a fault that touches a
    /// fraction f of the requests of the class that suffers most takes 1 / f times as long, at most ``slowestReport``.
    public var userReports: Distribution
    /// From the first row that is written wrongly until somebody has found one and told, seconds.
    public var corruptionReports: Distribution
    /// Most seconds that a report takes whatever fraction of the requests fails.
    public var slowestReport: Double
    /// Fraction of the requests that must fail, or be slow, for anybody to report it.
    public var noticeable: Double

    /// Makes the rules.
    public init(
        healthPeriod: Double = 10, healthThreshold: Double = 0.5, falseAlarmsPerYear: Double = 0,
        verification: [UpgradeFaultType: Double] = DetectionRules.assumedVerification,
        comparison: [UpgradeFaultType: Double] = DetectionRules.assumedComparison, versionVerification: Double = 0.3,
        versionComparison: Double = 1e-3, userReports: Distribution, corruptionReports: Distribution,
        slowestReport: Double = 86_400, noticeable: Double = 1e-4
    ) {
        self.healthPeriod = healthPeriod
        self.healthThreshold = healthThreshold
        self.falseAlarmsPerYear = falseAlarmsPerYear
        self.verification = verification
        self.comparison = comparison
        self.versionVerification = versionVerification
        self.versionComparison = versionComparison
        self.userReports = userReports
        self.corruptionReports = corruptionReports
        self.slowestReport = slowestReport
        self.noticeable = noticeable
    }

    /// A validation environment caught 66 % of operators' mistakes (Nagaraja et al., OSDI 2004); semantic errors show under real load only.
    public static let assumedVerification: [UpgradeFaultType: Double] = [
        .configuration: 0.66, .semantic: 0.1, .environment: 0.66, .dataAccess: 0.66,
    ]

    /// Per request; with thousands of replayed requests all but semantic errors are seen.
    public static let assumedComparison: [UpgradeFaultType: Double] = [
        .configuration: 0.5, .semantic: 0, .environment: 0.5, .dataAccess: 0.5,
    ]

    /// Detection times of 138 public cloud incidents during a change: minutes, lognormal with mu 1.94 and sigma 1.20.
    /// That wrong data is found after about a day is an assumption.
    public static let standard = DetectionRules(
        userReports: ResponseRules.minutes(mu: 1.94, sigma: 1.20), corruptionReports: ResponseRules.minutes(mu: 7.27, sigma: 1))
}

/// What is done about a fault that has been noticed.
public struct ResponseRules: Sendable {
    /// From noticing that something is wrong until it is known what, seconds.
    public var identification: Distribution
    /// From knowing what is wrong until it is right, seconds.
    public var fix: Distribution
    /// People who repair; each repairs one thing at a time.
    public var operators: Int
    /// Whether an attempt that has met a fault before the point of no return is rolled back; otherwise it is repaired in place.
    public var rollsBack: Bool
    /// Probability that a rollback leaves the fault in place, which then has to be repaired.
    public var rollbackMistake: Double
    /// Bytes a second at which a shard is restored from its backup, for rows that were written wrongly; zero leaves them wrong.
    public var restoreBytesPerSecond: Double

    /// Makes the rules.
    public init(
        identification: Distribution, fix: Distribution, operators: Int = 1, rollsBack: Bool = true, rollbackMistake: Double = 0.05,
        restoreBytesPerSecond: Double = 0
    ) {
        self.identification = identification
        self.fix = fix
        self.operators = operators
        self.rollsBack = rollsBack
        self.rollbackMistake = rollbackMistake
        self.restoreBytesPerSecond = restoreBytesPerSecond
    }

    /// Identification and fix of the same 138 incidents: minutes, lognormal with (3.52, 1.22) and (4.46, 1.34).
    public static let standard = ResponseRules(identification: minutes(mu: 3.52, sigma: 1.22), fix: minutes(mu: 4.46, sigma: 1.34))

    static func minutes(mu: Double, sigma: Double) -> Distribution {
        do { return try .lognormal(mu: mu + 4.0943445622221006, sigma: sigma) } catch {
            requirementFailure("a lognormal law with \(mu) and \(sigma): \(error)")
        }
    }
}
