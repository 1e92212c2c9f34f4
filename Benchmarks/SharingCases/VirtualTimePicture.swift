import BenchmarkSupport
import SimulationKernel

/// The level of one bottleneck and its virtual time, the level's integral, against time; every flow ends when virtual time has come to its end.
enum VirtualTimePicture {
    private static let (left, right) = (64.0, 560.0)

    static func image(_ run: SharingRun) -> VectorImage {
        var image = VectorImage(width: 780, height: 660)
        SharingPicture.head(&image, run.plan)
        let levels = levels(run)
        let last = run.moments.last?.second ?? 1
        let highest = levels.map(\.level).max() ?? 1
        let top = PlotPanel(left: left, right: right, top: 92, bottom: 252, horizontal: 0...last * 1.02, vertical: 0...highest * 1.1)
        top.axes(&image, title: "level, MB/s for a weight of 1")
        top.line(&image, levels.flatMap { [($0.start, $0.level), ($0.end, $0.level)] }, "edge-line")
        for step in levels {
            let place = top.place((step.start + step.end) / 2, step.level)
            image.text(SharingPicture.number(step.level), place.x, place.y - 8, "strong halo", anchor: .middle)
        }
        let curve = curve(levels)
        let most = curve.last?.y ?? 1
        let bottom = PlotPanel(left: left, right: right, top: 322, bottom: 602, horizontal: 0...last * 1.02, vertical: 0...most * 1.08)
        bottom.axes(&image, title: "virtual time, MB for a weight of 1", below: "seconds")
        bottom.line(&image, curve, "edge-line")
        for index in run.plan.flows.indices { end(&image, run, index, curve, bottom) }
        return image
    }

    /// The rate of any flow, divided by its weight, from one instant to the next.
    private static func levels(_ run: SharingRun) -> [(start: Double, end: Double, level: Double)] {
        zip(run.moments, run.moments.dropFirst()).compactMap { moment, next in
            guard let index = moment.rates.firstIndex(where: { $0 != nil }), let rate = moment.rates[index] else { return nil }
            return (moment.second, next.second, rate / run.plan.flows[index].weight)
        }
    }

    private static func curve(_ levels: [(start: Double, end: Double, level: Double)]) -> [(x: Double, y: Double)] {
        levels.reduce(into: [(x: 0, y: 0)]) { points, step in
            points.append((step.end, points[points.count - 1].y + step.level * (step.end - step.start)))
        }
    }

    private static func end(
        _ image: inout VectorImage, _ run: SharingRun, _ index: Int, _ curve: [(x: Double, y: Double)], _ panel: PlotPanel
    ) {
        let flow = run.plan.flows[index]
        guard let second = run.ends[index]?.seconds, let end = curve.first(where: { $0.x == second }),
            let start = curve.first(where: { $0.x == flow.start })
        else { return }
        let style = SharingPicture.style(flow.colour)
        panel.line(&image, [(flow.start, end.y), (end.x, end.y), (end.x, 0)], "\(style)-line thin dashed")
        panel.dot(&image, end.x, end.y, style)
        if start.y > 0 { panel.dot(&image, start.x, start.y, style) }
        let place = panel.place(end.x, end.y)
        let number = SharingPicture.number
        let divided = flow.weight == 1 ? number(flow.work) : "\(number(flow.work))/\(number(flow.weight))"
        image.text("\(flow.name): \(number(start.y)) + \(divided) = \(number(end.y))", right + 12, place.y + 4, "strong \(style)")
        image.text("at \(number(second)) s", right + 12, place.y + 20, "muted")
    }
}
