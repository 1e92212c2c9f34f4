import Scenarios

extension SweepFactor {
    /// Probabilities of a distribution that are tried in the scenario before the first run.
    private static let triedQuantiles = [0.001, 0.999]

    /// Holds a factor against the scenario, in which its values, or the ends of what they may be, are tried.
    ///
    /// - Parameter isTried: Whether that has been done for the same scenario.
    init(
        _ factor: FactorDescription, _ design: DesignDescription, _ source: ScenarioSource, _ scenario: Scenario, isTried: Bool,
        _ sink: DiagnosticSink
    ) throws(SweepProblem) {
        guard let path = Override(text: factor.path + "=0", sink: sink)?.path.description else {
            throw SweepProblem(.usage, "`\(factor.path)` is no path of a scenario")
        }
        func read(_ value: String) throws(SweepProblem) -> Scenario {
            guard let read = source.scenario(["\(factor.path)=\(value)"], isDescribed: false, sink: sink) else {
                throw SweepProblem(.usage, "the scenario does not take the value `\(value)` of the factor `\(factor.path)`")
            }
            return read
        }
        self.path = factor.path
        switch factor.values {
        case .listed(let values):
            var seen: Set<String> = []
            for value in values {
                guard seen.insert(value).inserted || design == .list else {
                    throw SweepProblem(.usage, "the factor `\(factor.path)` has the value `\(value)` twice")
                }
                // Where each value stands for a point anyhow, a sample of them says as much as all.
                if seen.count <= 100, !isTried { _ = try read(value) }
            }
            self.values = .listed(values)
        case .range(let from, let to, let steps, let isLogarithmic):
            let ends = [try read(from), try read(to)].map { scenario in scenario.parameters.first { $0.path == path } }
            guard let low = ends[0], let high = ends[1] else { throw Self.noNumber(factor.path) }
            guard high.value > low.value else {
                throw SweepProblem(.usage, "the range of `\(factor.path)` ends where it begins, or before: `\(from)` to `\(to)`")
            }
            if isLogarithmic, low.value <= 0 {
                throw SweepProblem(.usage, "the range of `\(factor.path)` begins at `\(from)`, and equal ratios need a value above zero")
            }
            guard let steps, !design.isInCube else {
                self.values = .range(low: low.value, high: high.value, isLogarithmic: isLogarithmic, low)
                return
            }
            let texts = (0..<steps).map { step in
                low.text(for: SweepFactor.between(low.value, high.value, Double(step) / Double(steps - 1), isLogarithmic))
            }
            guard Set(texts).count == steps else {
                throw SweepProblem(
                    .usage, "the range of `\(factor.path)` has fewer than \(steps) values that differ", hint: "take fewer steps")
            }
            self.values = .listed(texts)
        case .distribution(let text):
            let parameter = try Self.parameter(factor.path, path, text, source, scenario, sink)
            let distribution = try Self.distribution(text, of: parameter)
            for probability in isTried ? [] : Self.triedQuantiles {
                let value = parameter.text(for: distribution.quantile(probability))
                guard source.scenario(["\(factor.path)=\(value)"], isDescribed: false, sink: sink) != nil else {
                    throw SweepProblem(
                        .usage,
                        "the distribution `\(text)` of `\(factor.path)` has the quantile `\(value)` at \(probability), which the scenario does not take",
                        hint: "take one whose values it takes; those tried are the quantiles at 0.001 and 0.999")
                }
            }
            self.values = .drawn(distribution, parameter)
        }
    }

    private static func noNumber(_ path: String) -> SweepProblem {
        SweepProblem(.usage, "`\(path)` is no number, so that it has no range", hint: "list its values")
    }

    private static func distribution(_ text: String, of parameter: NumericParameter) throws(SweepProblem) -> FactorDistribution {
        do {
            return try FactorDistribution(text, of: parameter)
        } catch {
            throw SweepProblem(.usage, "the distribution of `\(parameter.path)`: \(error.message)", hint: error.hint)
        }
    }

    /// What the scenario has at the path; where it has nothing as it stands, with one of the numbers in the distribution.
    private static func parameter(
        _ given: String, _ path: String, _ text: String, _ source: ScenarioSource, _ scenario: Scenario, _ sink: DiagnosticSink
    ) throws(SweepProblem) -> NumericParameter {
        if let parameter = scenario.parameters.first(where: { $0.path == path }) { return parameter }
        for value in FactorDistribution.arguments(text) {
            let read = source.scenario(["\(given)=\(value)"], isDescribed: false, sink: DiagnosticSink())
            if let parameter = read?.parameters.first(where: { $0.path == path }) { return parameter }
        }
        // Says what is wrong with the path, if that is it.
        let value = FactorDistribution.arguments(text).first ?? "0"
        guard source.scenario(["\(given)=\(value)"], isDescribed: false, sink: sink) != nil else {
            throw SweepProblem(.usage, "the scenario does not take the value `\(value)` of the factor `\(given)`")
        }
        throw noNumber(given)
    }
}
