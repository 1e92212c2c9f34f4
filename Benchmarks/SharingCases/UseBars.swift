import BenchmarkSupport

/// What flows use of each resource at one instant: a bar as long as the capacity, with a part for each flow that uses it,
/// pale where something else holds the flow back.
struct UseBars {
    static let rowHeight = 34.0

    var left: Double
    var width: Double
    /// Units for the whole width; nil if each bar is as long as the others.
    var scale: Double?

    /// Draws the bars from `y` down; returns where they end.
    func draw(_ image: inout VectorImage, _ run: SharingRun, _ moment: SharingRun.Moment, y: Double) -> Double {
        var y = y
        for (index, resource) in run.plan.resources.enumerated() {
            let capacity = moment.capacities[index]
            let pixels = width / (scale ?? capacity)
            image.text(resource.name, left - 10, y + 17, anchor: .end)
            image.box(left, y, width: capacity * pixels, height: 24, "room")
            var x = left
            for (flow, use) in uses(of: index, run.plan) {
                guard let rate = moment.rates[flow] else { continue }
                let part = use * rate * pixels
                let isHeldBack = moment.bottlenecks[flow] == index
                // A gap between neighbours of one colour.
                let style = SharingPicture.style(run.plan.flows[flow].colour) + (isHeldBack ? "" : " pale")
                image.box(x, y, width: part - 1, height: 24, style)
                let amount = SharingPicture.number(use * rate)
                let text = ["\(run.plan.flows[flow].name) \(amount)", amount].first { SharingPicture.fits($0, part) } ?? ""
                SharingPicture.label(&image, text, x, y, width: part, height: 24, style: isHeldBack ? "on" : "strong")
                x += part
            }
            let used = "\(SharingPicture.number(moment.used[index])) of \(SharingPicture.number(capacity)) \(resource.unit)"
            image.text(used, left + capacity * pixels + 10, y + 17, moment.used[index] >= capacity * 0.999_999 ? "strong" : "muted")
            y += Self.rowHeight
        }
        return y
    }

    private func uses(of resource: Int, _ plan: SharingCase) -> [(flow: Int, amount: Double)] {
        plan.flows.enumerated().flatMap { flow, plan in
            plan.uses.filter { $0.resource == resource }.map { (flow, $0.amount) }
        }
    }
}
