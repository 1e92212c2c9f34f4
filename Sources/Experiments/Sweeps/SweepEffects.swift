import Scenarios
public import Statistics

/// How much each factor of a sweep does to a measure under one strategy, largest first.
///
/// What is told depends on the design: Morris's elementary effects, Sobol's indices, the changes of one factor at a time, or main effects, for
/// which designs within the cube are divided into bins. See ``MorrisEffects``, ``SobolIndices`` and ``MainEffects`` for what each number means and how its interval is found.
public struct SweepEffects: Sendable {
    /// What a column holds.
    public struct Column: Sendable, Hashable {
        /// Its heading.
        public var name: String
        /// Whether its values are in the measure's unit; otherwise they are fractions of one.
        public var isInUnits: Bool
    }

    /// One factor.
    public struct Row: Sendable {
        /// Its path.
        public var factor: String
        /// By column; nil where it cannot be given.
        public var values: [Estimate?]
        /// What a reader should know, such as a factor that goes with another one.
        public var note: String?
    }

    /// The strategy.
    public let strategy: String
    /// The columns.
    public let columns: [Column]
    /// The factors, by the first column.
    public let rows: [Row]
    /// Points without a value.
    public let missing: Int
    /// Points with one.
    public let count: Int

    /// The effects on a measure's means, a table for each strategy.
    ///
    /// - Throws: ``SweepProblem`` where there is no such measure or nothing is varied.
    public static func all(_ merged: MergedSweep, measure name: String) throws -> [SweepEffects] {
        let plan = merged.plan
        guard let measure = plan.measures.firstIndex(where: { $0.name == name }) else {
            let known = plan.measures.map(\.name)
            throw SweepProblem(.usage, "the sweep has no measure `\(name)`", hint: hint(name, known))
        }
        guard !plan.factors.isEmpty else {
            throw SweepProblem(
                .usage, "nothing but the strategy is varied, so that no factor has an effect",
                hint: "`chrysalis compare` compares strategies")
        }
        var values = plan.strategies.map { _ in [Double](repeating: .nan, count: plan.configurations) }
        try merged.forEach { point, record in
            let (configuration, strategy) = point.index.quotientAndRemainder(dividingBy: plan.strategies.count)
            values[strategy][configuration] = record.values[measure].mean.value
        }
        return zip(plan.strategies, values).map { SweepEffects(plan, strategy: $0, values: $1) }
    }

    private static func hint(_ name: String, _ known: [String]) -> String {
        "kept are " + known.prefix(12).map { "`\($0)`" }.joined(separator: ", ") + (known.count > 12 ? " and \(known.count - 12) more" : "")
    }

    private init(_ plan: SweepPlan, strategy: String, values: [Double]) {
        self.strategy = strategy
        missing = values.count { !$0.isFinite }
        count = values.count - missing
        let confidence = plan.scenario.objectives.confidence
        let names = plan.factors.map(\.path)
        var rows: [(row: Row, rank: Int?)] = []
        switch plan.design {
        case .cube(let design as MorrisDesign):
            columns = [Column(name: "mu*", isInUnits: true), Column(name: "mu", isInUnits: true), Column(name: "sigma", isInUnits: true)]
            for factor in MorrisEffects(design, values: values, confidence: confidence).factors {
                let sigma = factor.sigma.map {
                    Estimate(value: $0, low: nil, high: nil, confidence: confidence, method: .meanByStudentT, count: design.trajectories)
                }
                rows.append((Row(factor: names[factor.factor], values: [factor.muStar, factor.mu, sigma]), factor.rank))
            }
        case .cube(let design as SaltelliDesign):
            columns = [Column(name: "total", isInUnits: false), Column(name: "first order", isInUnits: false)]
            let factors = SobolIndices(design, values: values, confidence: confidence, seed: plan.seed).factors
            let order = factors.sorted { ($0.total?.value ?? -1) > ($1.total?.value ?? -1) }.map(\.factor)
            for factor in factors {
                rows.append((Row(factor: names[factor.factor], values: [factor.total, factor.first]), order.firstIndex(of: factor.factor)))
            }
        case .levels(let design as OneAtATime):
            // Means at levels would mix a factor's changes with those of the others: what counts is the change from the base.
            columns = [Column(name: "largest change", isInUnits: true), Column(name: "smallest change", isInUnits: true)]
            let changes = Self.changes(design, values)
            let order = changes.indices.sorted { (changes[$0].first?.magnitude ?? -1, $1) > (changes[$1].first?.magnitude ?? -1, $0) }
            for (factor, changes) in changes.enumerated() {
                let ends = [changes.first, changes.last].map { change in
                    change.map { Estimate(value: $0, low: nil, high: nil, confidence: confidence, method: .meanByStudentT, count: 1) }
                }
                rows.append((Row(factor: names[factor], values: ends), order.firstIndex(of: factor)))
            }
        default:
            columns = [Column(name: "span", isInUnits: true), Column(name: "share of variance", isInUnits: false)]
            for effect in Self.mainEffects(plan, values, confidence) {
                rows.append(
                    (
                        Row(factor: names[effect.factor], values: [effect.span, effect.shareOfVariance], note: Self.note(effect, names)),
                        effect.rank
                    ))
            }
        }
        self.rows = rows.enumerated().sorted { ($0.element.rank ?? .max, $0.offset) < ($1.element.rank ?? .max, $1.offset) }.map(
            \.element.row)
    }

    /// By factor: how much each of its changes alone moves the measure, the largest first.
    private static func changes(_ design: OneAtATime, _ values: [Double]) -> [[Double]] {
        var changes = [[Double]](repeating: [], count: design.dimensions)
        for index in values.indices {
            guard let change = design.change(at: index), (values[index] - values[0]).isFinite else { continue }
            changes[change.factor].append(values[index] - values[0])
        }
        return changes.map { $0.sorted { $0.magnitude > $1.magnitude } }
    }

    private static func mainEffects(_ plan: SweepPlan, _ values: [Double], _ confidence: Double) -> [MainEffect] {
        switch plan.design {
        case .levels(let design): return MainEffects(design, values: values, confidence: confidence, seed: plan.seed).factors
        case .rows(let count):
            return MainEffects(Rows(count: count, dimensions: plan.factors.count), values: values, confidence: confidence, seed: plan.seed)
                .factors
        case .cube(let design): return binned(design, values, confidence, plan.seed)
        }
    }

    private static func binned(_ design: some UnitCubeDesign, _ values: [Double], _ confidence: Double, _ seed: UInt64) -> [MainEffect] {
        guard let bins = try? BinnedDesign(design) else { return [] }
        return MainEffects(bins, values: values, confidence: confidence, seed: seed).factors
    }

    /// Half of another factor's levels go with this one's.
    private static func note(_ effect: MainEffect, _ names: [String]) -> String? {
        guard let confounding = effect.confounding, confounding > 0.5, let other = effect.confoundedWith else { return nil }
        return "goes with `\(names[other])`, and part of the effect may be that one's"
    }

    /// A list of points: each factor has as many levels as there are rows.
    private struct Rows: LevelDesign {
        let count: Int
        let dimensions: Int
        var levelCounts: [Int] { Array(repeating: count, count: dimensions) }
        func levelIndexes(at index: Int) -> [Int] { Array(repeating: index, count: dimensions) }
    }
}
