/// How fast programs do the same work: a bar for each, longer is faster, on a logarithmic axis.
public enum RivalPlot {
    private static let (left, right, rowHeight, headerHeight, gap) = (170.0, 170.0, 24.0, 50.0, 18.0)
    /// Programs that are a loop and a heap, and no simulator.
    private static let bare: Set<String> = ["hand-written", "binary-heap", "textbook heap"]

    private struct Panel {
        var title: String
        var rows: [ResultRow]
    }

    /// The picture; nil without a row of a rival.
    public static func image(_ result: BenchmarkResult) -> VectorImage? {
        let panels = RivalComparison.works(result, .events).map { work in
            Panel(
                title: title(work),
                rows: result.rows.filter { $0.parameters["program"] != nil && RivalComparison.work($0) == work }.sorted {
                    $0.median < $1.median
                })
        }
        let rates = panels.flatMap(\.rows).compactMap(\.operationsPerSecond)
        guard let slowest = rates.min(), let fastest = rates.max() else { return nil }
        let height = panels.reduce(92.0) { $0 + headerHeight + gap + rowHeight * Double($1.rows.count) }
        var image = VectorImage(width: 780, height: height)
        // A bar needs some length: the axis begins below the slowest.
        let domain = LogarithmicScale.domain(around: [slowest / 3, fastest])
        let scale = LogarithmicScale(domain, from: left, to: image.width - right)
        image.text("How fast simulators do the same work", 20, 30, "title")
        image.text(
            "operations in a second of processor time, logarithmic: longer is faster. \(result.machine.processor), \(result.date.prefix(10))",
            20, 50, "muted")
        image.text("faint bars: a loop and a heap by hand, without a simulator", 20, 67, "muted")
        var y = 82.0
        for panel in panels { draw(panel, &image, scale, result, &y) }
        return image
    }

    private static func title(_ work: String) -> String {
        let parts = work.split(separator: " ")
        switch parts.first {
        case "hold": return "hold model, \(parts.last.map(size) ?? "") events pending"
        case "phold": return "PHOLD, \(parts.last.map(size) ?? "") entities"
        case "mm1": return "M/M/1, 90 % busy; customers"
        default: return work
        }
    }

    private static func size(_ text: Substring) -> String { Double(text).map { Figures.grouped($0) } ?? String(text) }

    private static func draw(
        _ panel: Panel, _ image: inout VectorImage, _ scale: LogarithmicScale, _ result: BenchmarkResult, _ y: inout Double
    ) {
        let height = rowHeight * Double(panel.rows.count)
        image.text(panel.title, 20, y + 16, "strong")
        y += headerHeight
        for tick in scale.ticks() {
            let x = scale.position(tick)
            image.line([(x, y - 2), (x, y + height + 2)], "grid")
            image.text(LogarithmicScale.label(tick) + "/s", x, y - 8, "muted", anchor: .middle)
        }
        let own = panel.rows.first { $0.parameters["program"] == RivalComparison.own }
        for row in panel.rows {
            let program = row.parameters["program"] ?? ""
            let isOwn = program == RivalComparison.own
            let end = scale.position(row.operationsPerSecond ?? 0)
            image.bar(left, y + 4, width: end - left, height: rowHeight - 8, isOwn ? "own" : bare.contains(program) ? "bar bare" : "bar")
            let version = result.versions[program].map { " \($0)" } ?? ""
            image.text(program + version, left - 10, y + 17, isOwn ? "strong" : "", anchor: .end)
            var note = Figures.rate(row.operationsPerSecond)
            if let own, !isOwn { note += ", \(Figures.short(row.median / own.median)) x as long" }
            image.text(note, end + 8, y + 17, isOwn ? "strong halo" : "muted halo")
            y += rowHeight
        }
        y += gap
    }
}
