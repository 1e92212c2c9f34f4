public import Scenarios
import Statistics
import UpgradeStrategies

/// Which points a sweep has.
///
/// A point is one *configuration* of the scenario, which the design picks, under one strategy; the strategies of a configuration follow each other. No
/// list of points exists: each is found from its number alone, so that a million of them take no memory and every shard finds its own.
public struct SweepPlan: Sendable {
    /// One point.
    public struct Point: Sendable, Hashable {
        /// Its number, from 0.
        public let index: Int
        /// The value of each factor, as the scenario would say it, the strategy last.
        public let values: [String]
        /// `PATH=VALUE` for each factor that is not the strategy.
        public let overrides: [String]
        /// The strategy.
        public let strategy: String
    }

    enum Design: Sendable {
        case levels(any LevelDesign)
        case rows(Int)
        case cube(any UnitCubeDesign)
    }

    /// What the experiment says.
    public let description: ExperimentDescription
    /// What varies, without the strategy.
    public let factors: [SweepFactor]
    /// Strategies of each configuration.
    public let strategies: [String]
    /// Root seed.
    public let seed: UInt64
    /// Replications of each point, where they are a fixed number.
    public let replications: Int
    /// The scenario as it stands, with what all points have in common.
    public let scenario: Scenario
    /// The scenario before the values of points are set.
    let source: ScenarioSource
    /// Measures that are kept.
    public let measures: [Measure]
    let design: Design
    /// When replications are enough; nil if they are a fixed number.
    let precision: PrecisionRule?

    /// Names of the factors, the strategy last.
    public var factorNames: [String] { factors.map(\.path) + [FactorDescription.strategy] }

    /// How many configurations there are.
    public var configurations: Int {
        switch design {
        case .levels(let design): design.count
        case .rows(let count): count
        case .cube(let design): design.count
        }
    }

    /// How many points there are.
    public var count: Int { configurations * strategies.count }

    /// Where the design is a grid: the values of each factor, the strategy last. Points are then in row-major order.
    public var axes: [(name: String, values: [String])]? {
        guard case .grid = description.design else { return nil }
        let varied = factors.compactMap { factor in factor.levels.map { (name: factor.path, values: $0) } }
        return varied + [(name: FactorDescription.strategy, values: strategies)]
    }

    /// The overrides of a configuration.
    public func overrides(ofConfiguration index: Int) -> [String] {
        zip(factors, values(ofConfiguration: index)).map { "\($0.path)=\($1)" }
    }

    /// The scenario of a configuration, or why it has none.
    ///
    /// - Parameter isDescribed: Whether the effective configuration is written out.
    public func scenario(ofConfiguration index: Int, isDescribed: Bool = false) -> (scenario: Scenario?, complaint: String) {
        let overrides = overrides(ofConfiguration: index)
        guard !overrides.isEmpty else { return (scenario, "") }
        let sink = DiagnosticSink()
        let scenario = source.scenario(overrides, isDescribed: isDescribed, sink: sink)
        let first = sink.diagnostics.first { $0.severity == .error }
        return (scenario, first.map { "error[\($0.code)]: \($0.message)" } ?? "the scenario cannot be read with these values")
    }

    /// A point.
    public func point(at index: Int) -> Point {
        let (configuration, strategy) = index.quotientAndRemainder(dividingBy: strategies.count)
        let values = values(ofConfiguration: configuration)
        return Point(
            index: index, values: values + [strategies[strategy]], overrides: zip(factors, values).map { "\($0.path)=\($1)" },
            strategy: strategies[strategy])
    }

    private func values(ofConfiguration index: Int) -> [String] {
        switch design {
        case .levels(let design): zip(factors, design.levelIndexes(at: index)).map { $0.levels?[$1] ?? "" }
        case .rows: factors.map { $0.levels?[index] ?? "" }
        case .cube(let design): zip(factors, design.coordinates(at: index)).map { $0.text(at: $1) }
        }
    }
}
