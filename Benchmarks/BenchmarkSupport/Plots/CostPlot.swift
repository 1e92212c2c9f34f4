/// What an event costs against how many are pending, both axes logarithmic: this kernel and the textbook heap, or the two structures of the
/// pending event set.
public enum CostPlot {
    private static let (left, right, top, bottom) = (72.0, 150.0, 74.0, 64.0)

    private struct Curve {
        var label: String
        var style: String
        var points: [(pending: Double, row: ResultRow)]
    }

    /// This kernel and the textbook heap; nil without at least two sizes of the hold model with exponential delays.
    public static func image(_ result: BenchmarkResult) -> VectorImage? {
        let curves = [("Chrysalis", "own", "hold"), ("textbook heap", "rival", "rival-heap")].map { label, style, name in
            Curve(label: label, style: style, points: points(name, ["increments": "exponential"], result))
        }
        return image(
            curves, "What an event costs, by how many are pending",
            "hold model, exponential delays: take the earliest, draw a delay, schedule one more", result)
    }

    /// The structures of the pending event set, each alone and both as they are used; nil without them.
    public static func crossover(_ result: BenchmarkResult) -> VectorImage? {
        let curves = [("both, as used", "own", "both"), ("heap alone", "rival", "heap"), ("buckets alone", "third", "buckets")].map {
            label, style, structure in
            Curve(label: label, style: style, points: points("pending-set", ["structure": structure], result))
        }
        return image(
            curves, "Heap and buckets, by how many events are pending",
            "the pending event set alone, exponential delays: take the earliest, draw a delay, insert one more", result)
    }

    private static func image(_ curves: [Curve], _ title: String, _ subtitle: String, _ result: BenchmarkResult) -> VectorImage? {
        guard curves[0].points.count > 1 else { return nil }
        let all = curves.flatMap(\.points)
        var image = VectorImage(width: 780, height: 470)
        let horizontal = LogarithmicScale(
            LogarithmicScale.domain(around: all.map(\.pending)), from: left, to: image.width - right)
        let vertical = LogarithmicScale(
            LogarithmicScale.domain(around: all.flatMap { [$0.row.lowerQuartile, $0.row.upperQuartile] }), from: image.height - bottom,
            to: top)
        image.text(title, 20, 30, "title")
        image.text("\(subtitle). \(result.machine.processor), \(result.date.prefix(10))", 20, 50, "muted")
        axes(&image, horizontal, vertical)
        for curve in curves where !curve.points.isEmpty { draw(curve, &image, horizontal, vertical) }
        labels(curves, &image, vertical)
        return image
    }

    private static func points(
        _ name: String, _ parameters: [String: String], _ result: BenchmarkResult
    ) -> [(pending: Double, row: ResultRow)] {
        result.rows(name, parameters).filter { $0.parameters["program"] == nil }.compactMap { row in
            row.parameters["pending"].flatMap { Double($0) }.map { ($0, row) }
        }.sorted { $0.0 < $1.0 }
    }

    private static func axes(_ image: inout VectorImage, _ horizontal: LogarithmicScale, _ vertical: LogarithmicScale) {
        for tick in vertical.ticks([1, 2, 5]) {
            let y = vertical.position(tick)
            image.line([(horizontal.start, y), (horizontal.end, y)], "grid")
            image.text(
                Figures.decimals(tick >= 1000 ? tick / 1000 : tick, 0) + (tick >= 1000 ? " us" : " ns"), left - 10, y + 4, "muted",
                anchor: .end)
        }
        for tick in horizontal.ticks() {
            let x = horizontal.position(tick)
            image.line([(x, vertical.start), (x, vertical.end)], "grid")
            image.text(LogarithmicScale.label(tick), x, vertical.start + 20, "muted", anchor: .middle)
        }
        image.text("events pending", (horizontal.start + horizontal.end) / 2, image.height - 18, anchor: .middle)
        image.text("processor time of an event", 20, (vertical.start + vertical.end) / 2, anchor: .middle, rotated: true)
    }

    private static func draw(_ curve: Curve, _ image: inout VectorImage, _ horizontal: LogarithmicScale, _ vertical: LogarithmicScale) {
        image.line(curve.points.map { (horizontal.position($0.pending), vertical.position($0.row.median)) }, curve.style + "-line")
        for (pending, row) in curve.points {
            let x = horizontal.position(pending)
            image.line([(x, vertical.position(row.lowerQuartile)), (x, vertical.position(row.upperQuartile))], curve.style + "-line")
            image.dot(x, vertical.position(row.median), curve.style)
        }
    }

    /// Names and last values to the right of the curves, moved apart where they would overlap.
    private static func labels(_ curves: [Curve], _ image: inout VectorImage, _ vertical: LogarithmicScale) {
        let ends = curves.compactMap { curve in curve.points.last.map { (curve, $0.row.median, vertical.position($0.row.median)) } }
            .sorted { $0.2 < $1.2 }
        var lowest = -Double.infinity
        for (curve, value, y) in ends {
            let place = max(y, lowest + 38)
            image.text(curve.label, image.width - right + 14, place, "strong " + curve.style)
            image.text(Figures.value(value, "ns"), image.width - right + 14, place + 16, "muted")
            lowest = place
        }
    }
}
