import ClusterModel
public import Scenarios
import Statistics
import UpgradeStrategies

extension SweepPlan {
    /// Holds what an experiment says against its scenario.
    ///
    /// Each listed value, and both ends of each range, are tried in the scenario, so that a slip shows before the first run.
    ///
    /// - Parameters:
    ///   - seed: The root seed.
    ///   - isTried: Whether values have been tried in the same scenario, as when a plan is made again from its manifest.
    ///   - sink: Told what is wrong with a value, as the scenario's reader sees it.
    public init(_ description: ExperimentDescription, _ source: ScenarioSource, seed: UInt64, isTried: Bool = false, sink: DiagnosticSink)
        throws(SweepProblem)
    {
        guard let scenario = source.scenario(sink: sink) else { throw SweepProblem(.usage, "the scenario cannot be used as it is") }
        let catalogue = MeasureCatalogue(scenario)
        var factors: [SweepFactor] = []
        var strategies = description.strategies.isEmpty ? scenario.strategies : description.strategies
        var seen: Set<String> = []
        for factor in description.factors {
            guard seen.insert(factor.path).inserted else { throw SweepProblem(.usage, "the factor `\(factor.path)` is given twice") }
            if factor.path == FactorDescription.strategy {
                guard case .listed(let names) = factor.values else {
                    throw SweepProblem(.usage, "strategies form no range", hint: "list them: `values: [rolling, big-flip]`")
                }
                guard description.strategies.isEmpty else {
                    throw SweepProblem(.usage, "`strategies` and a factor `strategy` say the same", hint: "leave one of them out")
                }
                strategies = names
            } else {
                factors.append(try SweepFactor(factor, description.design, source, scenario, isTried: isTried, sink))
            }
        }
        try Self.check(strategies)
        self.description = description
        self.factors = factors
        self.strategies = strategies
        self.seed = seed
        self.scenario = scenario
        self.source = source
        replications = description.replications ?? scenario.replications
        measures = try Self.measures(description.measures, catalogue)
        if description.isAntithetic, replications % 2 == 1 {
            throw SweepProblem(
                .usage, "antithetic pairs need an even number of replications, not \(replications)",
                hint: "write `replications: \(replications + 1)`, or `--replications \(replications + 1)`")
        }
        precision = try PrecisionRule(description, catalogue, confidence: scenario.objectives.confidence)
        design = try Self.design(description.design, factors, seed)
        guard !configurationsOverflow else {
            throw SweepProblem(.usage, "the design has more points than can be counted", hint: "leave factors or values out")
        }
    }

    private var configurationsOverflow: Bool { configurations.multipliedReportingOverflow(by: strategies.count).overflow }

    private static func check(_ strategies: [String]) throws(SweepProblem) {
        let known = StrategyCatalogue.all.map(\.name) + [StrategyCatalogue.control.name]
        var seen: Set<String> = []
        for name in strategies {
            guard known.contains(name) else {
                throw SweepProblem(
                    .usage, "there is no strategy `\(name)`", hint: NearestWord.hint(for: name, in: known, called: "known are"))
            }
            guard seen.insert(name).inserted else { throw SweepProblem(.usage, "the strategy `\(name)` is given twice") }
        }
        if strategies.isEmpty { throw SweepProblem(.usage, "there is no strategy to run") }
    }

    private static func measures(_ names: [String], _ catalogue: MeasureCatalogue) throws(SweepProblem) -> [Measure] {
        guard !names.isEmpty else { return catalogue.measures }
        var found: [Measure] = []
        for name in names {
            guard let measure = catalogue[name] else {
                throw SweepProblem(
                    .usage, "there is no measure `\(name)`",
                    hint: NearestWord.hint(for: name, in: catalogue.measures.map(\.name), called: "known are"))
            }
            found.append(measure)
        }
        return found
    }

    private static func design(_ design: DesignDescription, _ factors: [SweepFactor], _ seed: UInt64) throws(SweepProblem) -> Design {
        let levels = factors.map { $0.levels?.count ?? 0 }
        do {
            switch design {
            case .grid: return .levels(try FullGrid(levels: levels))
            case .oneAtATime: return .levels(try OneAtATime(levels: levels, base: levels.map { _ in 0 }))
            case .list:
                guard Set(levels).count <= 1 else {
                    throw SweepProblem(
                        .usage,
                        "the design `list` takes as many values of each factor, and there are \(levels.map(String.init).joined(separator: ", "))",
                        hint: "use `design: grid` for every combination")
                }
                return .rows(levels.first ?? 1)
            case .latinHypercube(let points): return .cube(try LatinHypercube(points: points, dimensions: factors.count, seed: seed))
            case .sobol(let points): return .cube(try SobolSequence(points: points, dimensions: factors.count, skip: 1))
            case .morris(let trajectories, let levels):
                return .cube(try MorrisDesign(trajectories: trajectories, dimensions: factors.count, levels: levels, seed: seed))
            case .saltelli(let rows): return .cube(try SaltelliDesign(base: rows, dimensions: factors.count, seed: seed))
            }
        } catch let problem as SweepProblem {
            throw problem
        } catch {
            throw SweepProblem(.usage, "the design `\(design.name)` cannot be made: \(error)")
        }
    }
}
