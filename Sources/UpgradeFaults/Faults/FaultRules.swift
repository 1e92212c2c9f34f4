public import RandomStreams

/// How often what goes wrong in the procedure, and what is done about it. Everything is equal for all strategies.
public struct FaultRules: Sendable {
    /// Whether faults of the procedure and of the version are drawn; those that are injected occur in any case.
    public var isDrawn: Bool
    /// What occurs in the first attempt, if that is settled and not drawn: for runs of one stratum.
    public var condition: FaultCondition?
    /// Probability of each type in an attempt.
    public var probabilities: [UpgradeFaultType: Double]
    /// Probability that a fault of an attempt occurs again in the next one, in the same place.
    public var persistence: Double
    /// Tiers whose steps are scripted: a wrong step is then wrong on each of their nodes. Elsewhere it is wrong on one.
    public var scriptedTiers: Set<Int>
    /// The new version.
    public var version: VersionRules
    /// How faults are noticed.
    public var detection: DetectionRules
    /// What is done about them.
    public var response: ResponseRules

    /// Makes the rules.
    public init(
        isDrawn: Bool = false, probabilities: [UpgradeFaultType: Double] = [:], persistence: Double = 0, scriptedTiers: Set<Int> = [],
        version: VersionRules = VersionRules(), detection: DetectionRules = .standard, response: ResponseRules = .standard
    ) {
        self.isDrawn = isDrawn
        self.probabilities = probabilities
        self.persistence = persistence
        self.scriptedTiers = scriptedTiers
        self.version = version
        self.detection = detection
        self.response = response
    }

    /// Nothing goes wrong by itself.
    public static let none = FaultRules()
}

/// Which faults occur in the first attempt, and whether the version is bad.
public struct FaultCondition: Sendable, Hashable {
    /// The types that occur.
    public var types: Set<UpgradeFaultType>
    /// Whether the new version is bad.
    public var isBadVersion: Bool

    /// Makes a condition.
    public init(types: Set<UpgradeFaultType>, isBadVersion: Bool) {
        self.types = types
        self.isBadVersion = isBadVersion
    }
}

extension FaultRules {
    /// All conditions that can be, with their probabilities, which sum to 1.
    public var conditions: [(condition: FaultCondition, probability: Double)] {
        var conditions = [(condition: FaultCondition(types: [], isBadVersion: false), probability: 1.0)]
        for type in UpgradeFaultType.allCases {
            let chance = probabilities[type] ?? 0
            conditions = conditions.flatMap { one in
                var other = one
                other.condition.types.insert(type)
                return [(one.condition, one.probability * (1 - chance)), (other.condition, one.probability * chance)]
            }
        }
        conditions = conditions.flatMap { one in
            var other = one
            other.condition.isBadVersion = true
            return [(one.condition, one.probability * (1 - version.probability)), (other.condition, one.probability * version.probability)]
        }
        return conditions.filter { $0.probability > 0 }
    }
}

/// What a bad version does.
public enum VersionDefect: String, Sendable, Hashable, CaseIterable {
    /// Everything on the new version fails.
    case outage
    /// The new version takes more work for each request.
    case slow
    /// The new version does not find what the old one has left in caches, so that more requests have to be worked out.
    case misses
    /// Old and new do not understand each other: both fail while both run.
    case mixed
    /// The new version writes wrong data.
    case corruption
    /// The new version fails some requests.
    case errors

    /// In words.
    public var words: String {
        switch self {
        case .outage: "nothing on the new version works"
        case .slow: "the new version is slow"
        case .misses: "the new version misses what is in caches"
        case .mixed: "old and new do not understand each other"
        case .corruption: "the new version writes wrong data"
        case .errors: "the new version fails some requests"
        }
    }
}

/// How likely the new version is bad, and in what way.
///
/// The defaults of the shares follow the severities of 123 upgrade failures in eight systems (SOSP 2021): in 28 % the whole cluster was down, in 13 % it was
/// severely degraded while it was rolled, in 16 % data was lost or spoiled; the rest is taken as requests that fail. They are deterministic in 89 % of
/// cases, so that there is one draw for the pair of versions and not one for each node.
public struct VersionRules: Sendable {
    /// Probability that the version is bad.
    public var probability: Double
    /// Which defect a bad version has; shares that sum to 1.
    public var shares: [(defect: VersionDefect, share: Double)]
    /// Tiers in which the defect may be; one of them is drawn. Empty stands for all that are upgraded.
    public var tiers: [Int]
    /// Fraction of the requests that `errors` fails.
    public var failedRequests: Double
    /// Fraction of the work that `slow` adds.
    public var slowdown: Double
    /// Fraction of the hits that `misses` misses.
    public var missedHits: Double
    /// Fraction of the rows that `corruption` spoils.
    public var corruptedRows: Double
    /// Fraction of the requests that fail in `mixed`.
    public var failedWhileMixed: Double
    /// From the first request that meets a node of the new version until the defect shows, seconds: the traffic that triggers it has to come.
    public var trigger: Distribution?

    /// Makes the rules.
    public init(
        probability: Double = 0, shares: [(defect: VersionDefect, share: Double)] = VersionRules.publishedShares, tiers: [Int] = [],
        failedRequests: Double = 0.05, slowdown: Double = 1, missedHits: Double = 0.5, corruptedRows: Double = 0.01,
        failedWhileMixed: Double = 0.25,
        trigger: Distribution? = nil
    ) {
        self.probability = probability
        self.shares = shares
        self.tiers = tiers
        self.failedRequests = failedRequests
        self.slowdown = slowdown
        self.missedHits = missedHits
        self.corruptedRows = corruptedRows
        self.failedWhileMixed = failedWhileMixed
        self.trigger = trigger
    }

    /// After SOSP 2021; how the rest divides is an assumption.
    public static let publishedShares: [(defect: VersionDefect, share: Double)] = [
        (.outage, 0.28), (.mixed, 0.13), (.corruption, 0.16), (.slow, 0.1), (.misses, 0.05), (.errors, 0.28),
    ]
}
