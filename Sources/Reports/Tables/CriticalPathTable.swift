public import Experiments

/// An explanation as text: the chain step by step, then what was not on it.
public struct CriticalPathTable {
    let path: CriticalPath
    let isFull: Bool

    /// Steps that take less than this share of the whole are drawn together where several follow each other.
    private static let shortShare = 0.01
    /// Parts of a step that take less than this share are left out, as they would show as zero.
    private static let invisibleShare = 0.0005
    /// The most things beside the path that are shown.
    private static let asideLimit = 12

    /// Makes the table.
    ///
    /// - Parameter full: Whether every step of the chain and everything beside it is shown.
    public init(_ path: CriticalPath, full: Bool = false) {
        self.path = path
        isFull = full
    }

    /// The text, each line ended.
    public var text: String {
        var sections = [heading]
        if !path.parts.isEmpty { sections.append(chain.lines(width: .max).joined(separator: "\n") + "\n") }
        if !path.asides.isEmpty { sections.append("not on the path\n\n" + beside.lines(width: .max).joined(separator: "\n") + "\n" + rest) }
        return sections.joined(separator: "\n")
    }

    private var heading: String {
        let run = path.run
        let time = Self.clock(path.time)
        var text = "\(run.scenario), \(run.strategy), replication \(run.replication): "
        if path.event == run.endEvent {
            text += "\(run.outcome) at \(time), event \(path.event)\n"
        } else {
            text += "event \(path.event) at \(time), \(path.words)\n"
        }
        if let root = path.root {
            text += "it goes back to what nothing in the run has caused: \(root.words), at \(Self.clock(root.time))\n"
        }
        return text
    }

    /// Parts of the chain that follow each other in the same step.
    private struct Stage {
        var step: Int?
        var parts: [CriticalPath.Part]
        var start: Int64 { parts[0].start }
        var end: Int64 { parts[parts.count - 1].end }
    }

    private var stages: [Stage] {
        var stages: [Stage] = []
        for part in path.parts {
            if let last = stages.indices.last, stages[last].step == part.step, part.step != nil {
                stages[last].parts.append(part)
            } else {
                stages.append(Stage(step: part.step, parts: [part]))
            }
        }
        return stages
    }

    private var chain: TextTable {
        var table = TextTable(columns: ["to", "takes", "share", "slack", "on the path"], corner: "from", leftColumns: [4])
        var short: [Stage] = []
        func flush() {
            if short.count > 2 {
                let (first, last) = (short[0], short[short.count - 1])
                let label = "\(short.count) short steps, from `\(name(first))` to `\(name(last))`"
                table.rows.append(row(first.start, last.end, last.end - first.start, last.parts[last.parts.count - 1].slack, label))
            } else {
                for stage in short { append(stage, to: &table) }
            }
            short = []
        }
        for stage in stages {
            if !isFull, share(stage.end - stage.start) < Self.shortShare {
                short.append(stage)
            } else {
                flush()
                append(stage, to: &table)
            }
        }
        flush()
        return table
    }

    private func name(_ stage: Stage) -> String { stage.step.map { path.run.steps[$0].label } ?? stage.parts[0].label }

    private func append(_ stage: Stage, to table: inout TextTable) {
        guard let step = stage.step else {
            for part in stage.parts { table.rows.append(row(part.start, part.end, part.end - part.start, part.slack, label(part))) }
            return
        }
        let slack = stage.parts[stage.parts.count - 1].slack
        table.rows.append(row(stage.start, stage.end, stage.end - stage.start, slack, path.run.steps[step].label))
        let parts = joined(stage.parts)
        // A step that is nothing but a wait says what it is for.
        if parts.count == 1, parts[0].kind == .hold || parts[0].kind == .wait { return }
        for part in parts {
            if !isFull, share(part.end - part.start) < Self.invisibleShare { continue }
            table.rows.append(
                .values(
                    label: "", cells: ["", Self.duration(part.end - part.start), percent(part.end - part.start), "", "  " + label(part)]))
        }
    }

    private func label(_ part: CriticalPath.Part) -> String { part.label + (part.limit.map { ", limited by \($0)" } ?? "") }

    /// Parts of the same name that follow each other as one.
    private func joined(_ parts: [CriticalPath.Part]) -> [CriticalPath.Part] {
        var joined: [CriticalPath.Part] = []
        for part in parts {
            if let last = joined.last, last.label == part.label { joined[joined.count - 1].end = part.end } else { joined.append(part) }
        }
        return joined
    }

    private func row(_ start: Int64, _ end: Int64, _ time: Int64, _ slack: Int64, _ label: String) -> TextTable.Row {
        .values(
            label: Self.clock(start), cells: [Self.clock(end), Self.duration(time), percent(time), Self.duration(slack), label])
    }

    private var beside: TextTable {
        var table = TextTable(columns: ["to", "takes", "slack", "what"], corner: "from", leftColumns: [3])
        for aside in path.asides.prefix(isFull ? .max : Self.asideLimit) {
            let times = aside.count > 1 ? ", the closest of \(FixedDecimal.text(aside.count))" : ""
            let unneeded = aside.isNeeded ? "" : " (nothing on the path waited for it)"
            table.rows.append(
                .values(
                    label: Self.clock(aside.start),
                    cells: [
                        Self.clock(aside.end), Self.duration(aside.end - aside.start), Self.duration(aside.slack),
                        aside.label + times + unneeded,
                    ]))
        }
        return table
    }

    private var rest: String {
        let hidden = path.asides.count - Self.asideLimit
        return isFull || hidden <= 0 ? "" : "... \(FixedDecimal.text(hidden)) more with `--full` ...\n"
    }

    private func share(_ time: Int64) -> Double { path.time > 0 ? Double(time) / Double(path.time) : 0 }

    private func percent(_ time: Int64) -> String { FixedDecimal.text(share(time) * 100, decimals: 1) + " %" }

    private static func clock(_ time: Int64) -> String { Readable.clock(seconds: Double(time) / 1e9) }

    private static func duration(_ time: Int64) -> String { Readable.duration(Double(time) / 1e9) }
}
