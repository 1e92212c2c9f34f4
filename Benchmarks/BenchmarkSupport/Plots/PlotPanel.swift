/// A part of a picture with two linear axes.
public struct PlotPanel: Sendable {
    /// Left to right.
    public let horizontal: LinearScale
    /// Bottom to top.
    public let vertical: LinearScale

    /// Makes a panel from its edges and what it shows.
    public init(
        left: Double, right: Double, top: Double, bottom: Double, horizontal: ClosedRange<Double>, vertical: ClosedRange<Double>
    ) {
        self.horizontal = LinearScale(horizontal, from: left, to: right)
        self.vertical = LinearScale(vertical, from: bottom, to: top)
    }

    /// Where a point lies.
    public func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (horizontal.position(x), vertical.position(y)) }

    /// Draws the grid with its numbers, the name of what is above it, and that of the horizontal axis, if it has one, below.
    public func axes(_ image: inout VectorImage, title: String, below: String? = nil) {
        let (left, right, top, bottom) = (horizontal.start, horizontal.end, vertical.end, vertical.start)
        image.text(title, left, top - 12, "strong")
        for tick in vertical.ticks(atMost: 5) {
            let y = vertical.position(tick)
            image.line([(left, y), (right, y)], "grid")
            image.text(Self.number(tick), left - 10, y + 4, "muted", anchor: .end)
        }
        for tick in horizontal.ticks(atMost: 10) {
            let x = horizontal.position(tick)
            image.line([(x, bottom), (x, top)], "grid")
            image.text(Self.number(tick), x, bottom + 18, "muted", anchor: .middle)
        }
        if let below { image.text(below, (left + right) / 2, bottom + 38, "muted", anchor: .middle) }
    }

    /// A line through points of the panel.
    public func line(_ image: inout VectorImage, _ points: [(x: Double, y: Double)], _ style: String) {
        image.line(points.map { place($0.x, $0.y) }, style)
    }

    /// A dot.
    public func dot(_ image: inout VectorImage, _ x: Double, _ y: Double, _ style: String) {
        let (x, y) = place(x, y)
        image.dot(x, y, style)
    }

    /// A number with the digits behind the point that it has, three at most.
    public static func number(_ value: Double) -> String {
        var text = Figures.decimals(value, 3)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
