import Experiments
import SimulationKernel
public import UpgradeStrategies

/// The faults of one run, each with its life and with the way from what broke to what users felt.
public struct FaultLines {
    let result: RunResult
    let width: Int

    /// Makes the lines.
    public init(_ result: RunResult, width: Int) {
        self.result = result
        self.width = width
    }

    /// Whether there is anything to say.
    public var isEmpty: Bool { result.faults.isEmpty }

    /// The lines, each ended.
    public var text: String {
        result.faults.flatMap { TextTable.wrapped(sentence($0), width: width) }.joined(separator: "\n") + "\n"
    }

    private func sentence(_ fault: FaultRecord) -> String {
        var parts = ["\(Readable.clock(seconds: fault.struck.seconds)) \(fault.label)"]
        if fault.isEscaped { return parts[0] }
        if fault.chain.count > 1 { parts.append(fault.chain.joined(separator: " -> ")) }
        if let shown = fault.shown { parts.append("met by requests from \(Readable.clock(seconds: shown.seconds)) on") }
        if let noticed = fault.noticed, let way = fault.noticedBy {
            parts.append("noticed by \(way.rawValue) at \(Readable.clock(seconds: noticed.seconds))")
        } else {
            parts.append("not noticed")
        }
        if let ended = fault.ended, let ending = fault.ending {
            parts.append("\(ending.rawValue) at \(Readable.clock(seconds: ended.seconds))")
        }
        let lost = fault.requestsLost.reduce(0, +)
        if lost > 0 { parts.append("\(UnitScale.suiting(lost, .requests).text(lost)) requests lost") }
        if fault.rowsDamaged > 0 {
            parts.append("\(UnitScale.suiting(fault.rowsDamaged, .rows).text(fault.rowsDamaged)) rows written wrongly")
        }
        return parts.joined(separator: "; ")
    }
}
