import Statistics
import UpgradeStrategies

/// What held the transfers and conversions of one phase of the plan back, over all replications.
///
/// Times are of jobs, in seconds: shards side by side add up.
public struct PhaseSummary: Sendable {
    /// The phase, such as `convert database`.
    public var phase: String
    /// Whether rows are brought into a new form.
    public var isConversion: Bool
    /// What its jobs have taken.
    public var jobTime: Summary
    /// The parts of it by what held them back, in words; longest first.
    public var limits: [(limit: String, time: Summary)]

    /// The part of the time of its jobs for which something held them back, over all replications together.
    public func share(_ time: Summary) -> Double { jobTime.mean.value > 0 ? time.mean.value / jobTime.mean.value : 0 }

    /// Whatever held the phases of some runs back, in the order in which it first did.
    static func summaries(_ results: [RunResult], confidence: Double) -> [PhaseSummary] {
        func summary(_ values: [Double]) -> Summary {
            Comparison.summarise(values, isIndicator: false, control: nil, first: nil, confidence: confidence)
        }
        var phases: [PhaseLimits] = []
        for phase in results.flatMap(\.limits) where !phases.contains(where: { $0.phase == phase.phase }) { phases.append(phase) }
        return phases.map { known in
            let runs = results.map { result in result.limits.first { $0.phase == known.phase } }
            var names: [String] = []
            for entry in runs.compactMap(\.self).flatMap(\.limits) where !names.contains(entry.limit) { names.append(entry.limit) }
            let limits = names.map { name in
                let seconds = runs.map { run in run?.limits.first { $0.limit == name }?.seconds ?? 0 }
                return (limit: name, time: summary(seconds))
            }
            return PhaseSummary(
                phase: known.phase, isConversion: known.isConversion, jobTime: summary(runs.map { $0?.jobSeconds ?? 0 }),
                limits: limits.enumerated().sorted {
                    let (a, b) = ($0.element.time.mean.value, $1.element.time.mean.value)
                    return a != b ? a > b : $0.offset < $1.offset
                }.map(\.element))
        }
    }
}
