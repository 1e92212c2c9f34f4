import BenchmarkSupport

/// Rates against the water level, and below what is used of each resource, before and after each change.
///
/// A flow that runs at rate x with weight w has stopped at level x / w: that is where its line bends.
enum FillingPicture {
    private static let (left, right, top, panelHeight) = (64.0, 560.0, 100.0, 230.0)

    static func image(_ run: SharingRun, _ captions: [String]) -> VectorImage {
        let block = 30 + UseBars.rowHeight * Double(run.plan.resources.count)
        var image = VectorImage(width: 780, height: top + panelHeight + 66 + block * Double(captions.count))
        SharingPicture.head(&image, run.plan)
        lines(&image, run)
        var y = top + panelHeight + 62
        let most = run.moments.flatMap(\.capacities).max() ?? 1
        for (moment, caption) in zip(run.moments, captions) {
            image.text(caption, 20, y + 12, "strong")
            y = UseBars(left: left + 10, width: 560, scale: most).draw(&image, run, moment, y: y + 24) + 6
        }
        return image
    }

    private static func lines(_ image: inout VectorImage, _ run: SharingRun) {
        guard let moment = run.moments.first else { return }
        let stops = run.plan.flows.enumerated().compactMap { index, flow in
            moment.rates[index].map { (flow: index, rate: $0, level: $0 / flow.weight) }
        }
        let highest = stops.map(\.level).max() ?? 1
        let fastest = stops.map(\.rate).max() ?? 1
        let panel = PlotPanel(
            left: left, right: right, top: top, bottom: top + panelHeight, horizontal: 0...highest * 1.12, vertical: 0...fastest * 1.1)
        panel.axes(&image, title: "rate, MB/s", below: "water level")
        // Those that stop last go under those that stop first, which would else be hidden on the way up; of two that rise alike the second is
        // striped, so that both are seen.
        var drawn: [(rate: Double, level: Double, colour: Int)] = []
        for stop in stops.sorted(by: { ($0.level, $1.flow) > ($1.level, $0.flow) }) {
            let colour = run.plan.flows[stop.flow].colour
            let alike = drawn.filter { $0.rate == stop.rate && $0.level == stop.level }
            guard !alike.contains(where: { $0.colour == colour }) else { continue }
            drawn.append((stop.rate, stop.level, colour))
            let style = SharingPicture.style(colour)
            panel.line(
                &image, [(0, 0), (stop.level, stop.rate), (highest * 1.12, stop.rate)], style + "-line" + (alike.isEmpty ? "" : " striped"))
            panel.dot(&image, stop.level, stop.rate, style)
        }
        labels(&image, run, moment, panel)
    }

    /// The names of flows beside their ends; those with equal rates share a line.
    private static func labels(_ image: inout VectorImage, _ run: SharingRun, _ moment: SharingRun.Moment, _ panel: PlotPanel) {
        var lowest = Double.infinity
        let rates = Set(moment.rates.compactMap { $0 }).sorted()
        for rate in rates {
            var names: [String] = []
            var colour = 0
            for (index, flow) in run.plan.flows.enumerated() where moment.rates[index] == rate {
                if !names.contains(flow.name) { names.append(flow.name) }
                colour = flow.colour
            }
            let y = min(panel.vertical.position(rate) + 4, lowest - 18)
            let style = names.count == 1 ? "strong \(SharingPicture.style(colour))" : "strong"
            image.text("\(names.joined(separator: ", ")): \(SharingPicture.number(rate))", panel.horizontal.end + 12, y, style)
            lowest = y
        }
    }
}
