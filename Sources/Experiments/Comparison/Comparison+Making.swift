import ClusterModel
import Requirements
public import Scenarios
import SimulationKernel
import Statistics
public import UpgradeStrategies

/// From runs to summaries.
extension Comparison {
    /// The runs that a comparison needs: strategy after strategy, the control last.
    public static func requests(_ scenario: Scenario, replications: Int) -> [RunRequest] {
        (scenario.strategies + [StrategyCatalogue.control.name]).flatMap { name in
            (0..<replications).map { RunRequest(strategy: name, replication: $0) }
        }
    }

    /// Summarises complete runs, in the order of ``requests(_:replications:)``.
    ///
    /// - Precondition: There are as many results as requests, and none is of a ``BrokenRun``.
    public init(_ scenario: Scenario, seed: UInt64, replications: Int, results: [RunResult]) {
        let names = scenario.strategies + [StrategyCatalogue.control.name]
        require(results.count == names.count * replications, "\(results.count) results for \(names.count) x \(replications) runs")
        for result in results {
            if let broken = BrokenRun(result, seed: seed) { requirementFailure("no result of \(broken)") }
        }
        let catalogue = MeasureCatalogue(scenario)
        let groups = names.indices.map { Array(results[($0 * replications)..<(($0 + 1) * replications)]) }
        let values = groups.map { group in catalogue.measures.map { measure in group.map { measure.value($0) } } }
        let confidence = scenario.objectives.confidence
        var strategies: [StrategySummary] = []
        for (position, name) in names.enumerated() {
            let summaries = catalogue.measures.indices.map { index in
                Self.summarise(
                    values[position][index], isIndicator: catalogue.measures[index].isIndicator,
                    control: position == names.count - 1 || !catalogue.measures[index].hasControl ? nil : values[names.count - 1][index],
                    first: position == 0 || position == names.count - 1 ? nil : values[0][index], confidence: confidence)
            }
            strategies.append(
                StrategySummary(
                    strategy: name, summaries: summaries, outcomes: Self.outcomes(groups[position]),
                    trouble: Self.trouble(groups[position]),
                    losses: Self.losses(groups[position], classes: scenario.rehearsal.system.classes.count),
                    limits: PhaseSummary.summaries(groups[position], confidence: confidence), example: groups[position][0]))
        }
        var fingerprint = Fingerprint()
        for result in results { fingerprint.mix(Int64(bitPattern: UInt64(result.fingerprint, radix: 16) ?? 0)) }
        self.init(
            scenario: scenario, seed: seed, replications: replications, catalogue: catalogue, strategies: strategies,
            fingerprint: fingerprint.description)
    }

    static func summarise(
        _ values: [Double], isIndicator: Bool, control: [Double]?, first: [Double]?, confidence: Double
    ) -> Summary {
        let present = values.filter { !$0.isNaN }
        let known = present.isEmpty ? [Double.nan] : present
        let mean: Estimate
        if present.isEmpty {
            mean = Estimate(value: .nan, low: nil, high: nil, confidence: confidence, method: .meanByStudentT, count: 0)
        } else if isIndicator {
            mean = SampleStatistics.wilsonInterval(successes: Int(present.reduce(0, +)), count: present.count, confidence: confidence)
        } else {
            mean = SampleStatistics.meanInterval(present, confidence: confidence)
        }
        func paired(_ other: [Double]?) -> Estimate? {
            guard let other, !values.contains(where: \.isNaN), !other.contains(where: \.isNaN) else { return nil }
            return SampleStatistics.pairedDifference(values, other, confidence: confidence)
        }
        let noInterval = Estimate(value: .nan, low: nil, high: nil, confidence: confidence, method: .quantileByOrderStatistics, count: 0)
        return Summary(
            mean: mean,
            median: present.isEmpty ? noInterval : SampleStatistics.quantileInterval(known, probability: 0.5, confidence: confidence),
            p95: present.isEmpty ? noInterval : SampleStatistics.quantileInterval(known, probability: 0.95, confidence: confidence),
            toControl: paired(control), toFirst: paired(first), values: values)
    }

    static func outcomes(_ results: [RunResult]) -> [(outcome: String, count: Int)] {
        var counts: [(outcome: String, count: Int)] = []
        for result in results {
            if let index = counts.firstIndex(where: { $0.outcome == result.outcome.label }) {
                counts[index].count += 1
            } else {
                counts.append((result.outcome.label, 1))
            }
        }
        return counts.sorted { $0.count > $1.count }
    }

    static func trouble(_ results: [RunResult]) -> String? {
        for result in results {
            switch result.outcome {
            case .gaveUp(let why), .neverConverges(let why): return why
            case .finished, .horizonReached: continue
            }
        }
        return nil
    }

    static func losses(_ results: [RunResult], classes: Int) -> [[(cause: String, kind: String, requests: Double)]] {
        (0..<classes).map { index in
            var sums: [(cause: String, kind: String, requests: Double)] = []
            for result in results {
                for (cause, lost) in result.measures.classes[index].lostByCause.enumerated() where lost > 0 {
                    let (label, kind) = (result.causes[cause].label, "\(result.causes[cause].kind)")
                    if let known = sums.firstIndex(where: { $0.cause == label && $0.kind == kind }) {
                        sums[known].requests += lost
                    } else {
                        sums.append((label, kind, lost))
                    }
                }
            }
            return sums.map { ($0.cause, $0.kind, $0.requests / Double(results.count)) }.sorted { $0.requests > $1.requests }
        }
    }
}
