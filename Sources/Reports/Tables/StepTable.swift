import Experiments
import SimulationKernel
public import UpgradeStrategies

/// What the operator did in one run and what went wrong, in order of time.
public struct StepTable {
    let result: RunResult
    let limit: Int

    /// Makes a table of the steps of a run.
    ///
    /// - Parameter limit: longer procedures show this many steps, half of them from their beginning and half from their end.
    public init(_ result: RunResult, limit: Int = 40) {
        self.result = result
        self.limit = max(2, limit)
    }

    /// The table, each line ended.
    public var text: String {
        guard !result.steps.isEmpty else { return "no steps are recorded\n" }
        var table = TextTable(columns: ["to", "takes", "step"], corner: "from", leftColumns: [2])
        let count = result.steps.count
        for (index, step) in result.steps.enumerated() {
            if count > limit, index == limit / 2 { table.rows.append(.heading("... \(count - limit) more ...")) }
            if count > limit, index >= limit / 2, index < count - (limit - limit / 2) { continue }
            table.rows.append(
                .values(
                    label: Readable.clock(seconds: step.start.seconds),
                    cells: [
                        Readable.clock(seconds: step.end.seconds), Readable.duration((step.end - step.start).seconds),
                        description(of: step),
                    ]))
        }
        return table.lines(width: 1000).joined(separator: "\n") + "\n"
    }

    private func description(of step: StepRecord) -> String {
        let fault = step.isFault ? "fault: " : ""
        let alone = step.isFault || step.isAttended || step.end == step.start ? "" : " (runs by itself)"
        return fault + step.label + alone
    }
}
