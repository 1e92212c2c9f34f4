/// What an experiment varies and how: what an experiment file or `--vary` says, before it is held against the scenario.
public struct ExperimentDescription: Sendable, Hashable, Codable {
    /// Name, for files and tables.
    public var name: String
    /// The scenario's file, as it can be opened from here.
    public var scenario: String
    /// What all points have in common, `PATH=VALUE` each.
    public var settings: [String]
    /// Strategies of each point; the scenario's if empty. A factor `strategy` takes their place.
    public var strategies: [String]
    /// Replications of each point; the scenario's if nil.
    public var replications: Int?
    /// Whether replications 2k and 2k + 1 are antithetic pairs.
    public var isAntithetic: Bool
    /// When replications are enough; a fixed number if nil.
    public var until: PrecisionGoal?
    /// Root seed; the scenario's, or drawn, if nil.
    public var seed: UInt64?
    /// Which combinations are points.
    public var design: DesignDescription
    /// Measures that are kept; all if empty.
    public var measures: [String]
    /// What is varied.
    public var factors: [FactorDescription]

    /// Makes a description.
    public init(
        name: String, scenario: String, settings: [String] = [], strategies: [String] = [], replications: Int? = nil,
        isAntithetic: Bool = false, until: PrecisionGoal? = nil, seed: UInt64? = nil, design: DesignDescription = .grid,
        measures: [String] = [],
        factors: [FactorDescription]
    ) {
        self.name = name
        self.scenario = scenario
        self.settings = settings
        self.strategies = strategies
        self.replications = replications
        self.isAntithetic = isAntithetic
        self.until = until
        self.seed = seed
        self.design = design
        self.measures = measures
        self.factors = factors
    }
}

/// Which combinations of the factors' values are points.
public enum DesignDescription: Sendable, Hashable, Codable {
    /// Every combination.
    case grid
    /// The first values of all factors, the second values, and so on.
    case list
    /// The first value of every factor, then each other value alone.
    case oneAtATime
    /// So many points, each factor's range in as many strata.
    case latinHypercube(points: Int)
    /// So many points of Sobol's sequence.
    case sobol(points: Int)
    /// Trajectories of Morris's screening, on a grid of so many levels.
    case morris(trajectories: Int, levels: Int)
    /// Saltelli's matrices of so many rows, for Sobol's indices.
    case saltelli(rows: Int)

    /// Whether points lie anywhere in the factors' ranges, and not at stated values.
    public var isInCube: Bool {
        switch self {
        case .grid, .list, .oneAtATime: false
        case .latinHypercube, .sobol, .morris, .saltelli: true
        }
    }

    /// Whether coordinates stand for probabilities, so that a factor may have a distribution.
    public var drawsValues: Bool {
        switch self {
        case .latinHypercube, .sobol, .saltelli: true
        case .grid, .list, .oneAtATime, .morris: false
        }
    }

    /// Its name in an experiment file.
    public var name: String {
        switch self {
        case .grid: "grid"
        case .list: "list"
        case .oneAtATime: "one-at-a-time"
        case .latinHypercube: "latin-hypercube"
        case .sobol: "sobol"
        case .morris: "morris"
        case .saltelli: "saltelli"
        }
    }
}

/// One thing that is varied.
public struct FactorDescription: Sendable, Hashable, Codable {
    /// Where its values come from.
    public enum Values: Sendable, Hashable, Codable {
        /// These, as the scenario would say them.
        case listed([String])
        /// From one value to another, evenly or by equal ratios; `steps` values where the design wants stated ones.
        case range(from: String, to: String, steps: Int?, isLogarithmic: Bool)
        /// Drawn from a distribution, as ``FactorDistribution`` reads it.
        case distribution(String)
    }

    /// A path of the scenario, as `--set` takes it, or `strategy`.
    public var path: String
    /// Its values.
    public var values: Values

    /// Makes a factor.
    public init(path: String, values: Values) {
        self.path = path
        self.values = values
    }

    /// The path that stands for the strategy.
    public static let strategy = "strategy"
    /// The path of the instant at which the upgrade begins.
    public static let start = "start"
}
