import Experiments
import Statistics

/// What held transfers and conversions back: a row for each phase of the plan with the time of its jobs, below it what limited them and for
/// what part of this time.
struct LimitRows {
    /// What is said above the rows.
    static let title = "limits of transfers and conversions; times of jobs side by side add up"

    private let comparison: Comparison
    private let isFull: Bool
    private let width: Int

    /// Makes the rows.
    ///
    /// - Parameter width: A phase with one limit has one row unless its label would be wider.
    init(_ comparison: Comparison, full: Bool, width: Int) {
        self.comparison = comparison
        isFull = full
        self.width = width
    }

    var rows: [ComparisonRows.Row] {
        var names: [String] = []
        for phase in comparison.strategies.flatMap(\.limits) where !names.contains(phase.phase) { names.append(phase.phase) }
        return names.flatMap(rows)
    }

    private func rows(of name: String) -> [ComparisonRows.Row] {
        let phases = comparison.strategies.map { entry in entry.limits.first { $0.phase == name } }
        guard isFull || phases.contains(where: { ($0?.jobTime.mean.value ?? 0) >= 1 }) else { return [] }
        let times = phases.map { EstimateCell.text($0?.jobTime.mean, .seconds) }
        let limits = limits(of: phases)
        if limits.count == 1, !isFull {
            let label = "\(name): \(limits[0])"
            if label.count <= width { return [.init(label: label, cells: times)] }
        }
        return [.init(label: name, cells: times)]
            + limits.map { limit in .init(label: "  " + limit, cells: phases.map { Self.cell(Self.share(of: limit, $0)) }) }
    }

    /// What limits a phase under any strategy, the most important first.
    private func limits(of phases: [PhaseSummary?]) -> [String] {
        var found: [(limit: String, share: Double)] = []
        for phase in phases.compactMap(\.self) {
            for (limit, time) in phase.limits where !found.contains(where: { $0.limit == limit }) {
                let most = phases.reduce(0) { max($0, Self.share(of: limit, $1) ?? 0) }
                if time.mean.value > 0, isFull || most >= Comparison.leastNamedShare { found.append((limit, most)) }
            }
        }
        return found.enumerated().sorted {
            $0.element.share != $1.element.share ? $0.element.share > $1.element.share : $0.offset < $1.offset
        }.map(\.element.limit)
    }

    private static func share(of limit: String, _ phase: PhaseSummary?) -> Double? {
        phase.flatMap { phase in phase.limits.first { $0.limit == limit }.map { phase.share($0.time) } }
    }

    private static func cell(_ share: Double?) -> String { share.map { FixedDecimal.text($0 * 100, decimals: 1) + " %" } ?? "-" }
}
