import BenchmarkSupport
import SimulationKernel

/// What flows use of the first resource against time, one above the other up to the capacity, and what is left of their work.
enum TimePicture {
    private static let (left, right) = (64.0, 640.0)

    static func image(_ run: SharingRun) -> VectorImage {
        var image = VectorImage(width: 780, height: 610)
        SharingPicture.head(&image, run.plan)
        let last = run.moments.last?.second ?? 1
        let most = run.moments.map { $0.capacities[0] }.max() ?? 1
        let use = PlotPanel(left: left, right: right, top: 104, bottom: 324, horizontal: 0...last * 1.02, vertical: 0...most * 1.08)
        use.axes(&image, title: "use of the \(run.plan.resources[0].name), MB/s")
        areas(&image, run, use)
        let work = run.plan.flows.map(\.work).filter { $0 < .infinity }.max() ?? 1
        let rest = PlotPanel(left: left, right: right, top: 394, bottom: 554, horizontal: 0...last * 1.02, vertical: 0...work * 1.08)
        rest.axes(&image, title: "work left, MB", below: "seconds")
        for index in run.plan.flows.indices where run.plan.flows[index].work < .infinity { remaining(&image, run, index, rest) }
        ends(&image, run, rest)
        legend(&image, run)
        return image
    }

    private static func areas(_ image: inout VectorImage, _ run: SharingRun, _ panel: PlotPanel) {
        var edge: [(x: Double, y: Double)] = []
        for (moment, next) in zip(run.moments, run.moments.dropFirst()) {
            let (start, end) = (panel.horizontal.position(moment.second), panel.horizontal.position(next.second))
            var below = 0.0
            for (index, flow) in run.plan.flows.enumerated() {
                guard let rate = moment.rates[index], rate > 0 else { continue }
                let use = rate * (flow.uses.first?.amount ?? 1)
                let (bottom, top) = (panel.vertical.position(below), panel.vertical.position(below + use))
                image.box(start, top, width: end - start - 0.6, height: bottom - top - 0.6, SharingPicture.style(flow.colour))
                SharingPicture.label(&image, SharingPicture.number(rate), start, top, width: end - start, height: bottom - top)
                below += use
            }
            edge += [(moment.second, moment.capacities[0]), (next.second, moment.capacities[0])]
        }
        panel.line(&image, edge, "edge-line dashed")
    }

    private static func remaining(_ image: inout VectorImage, _ run: SharingRun, _ index: Int, _ panel: PlotPanel) {
        var points = run.moments.compactMap { moment in moment.remaining[index].map { (x: moment.second, y: $0) } }
        let style = SharingPicture.style(run.plan.flows[index].colour)
        if let end = run.ends[index]?.seconds { points.append((end, 0)) }
        panel.line(&image, points, style + "-line")
        guard let end = run.ends[index]?.seconds else { return }
        panel.dot(&image, end, 0, style)
    }

    /// When flows end, beside the panel: the first at the bottom.
    private static func ends(_ image: inout VectorImage, _ run: SharingRun, _ panel: PlotPanel) {
        let ends = run.ends.enumerated().compactMap { index, end in end.map { (flow: run.plan.flows[index], second: $0.seconds) } }
        for (row, end) in ends.sorted(by: { $0.second < $1.second }).enumerated() {
            image.text(
                "\(end.flow.name): \(SharingPicture.number(end.second)) s", right + 14, panel.vertical.start + 4 - 20 * Double(row),
                "strong \(SharingPicture.style(end.flow.colour))")
        }
    }

    private static func legend(_ image: inout VectorImage, _ run: SharingRun) {
        var x = right
        for flow in run.plan.flows.reversed() {
            x -= 7 * Double(flow.name.count)
            image.text(flow.name, x, 92)
            image.box(x - 18, 81, width: 12, height: 12, SharingPicture.style(flow.colour))
            x -= 36
        }
        x -= 56
        image.text("capacity", x, 92)
        image.line([(x - 28, 88), (x - 6, 88)], "edge-line dashed")
    }
}
