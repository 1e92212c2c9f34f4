/// An SVG in the making: readable on light and on dark pages, with a background of its own.
public struct VectorImage: Sendable {
    /// Width in pixels.
    public let width: Double
    /// Height in pixels.
    public let height: Double
    private var elements: [String] = []

    /// Where a text stands relative to its position.
    public enum Anchor: String, Sendable {
        /// It begins there.
        case start
        /// It is centred there.
        case middle
        /// It ends there.
        case end
    }

    /// Colours by the class of an element: on light and on dark pages.
    private static let style = """
        text { font: 13px system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif; fill: #1f2328 }
        .background { fill: #ffffff }
        .title { font-size: 16px; font-weight: 600 }
        .strong { font-weight: 600 }
        .muted { fill: #59636e; font-size: 12px }
        .halo { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round }
        .grid { stroke: #d8dee4; stroke-width: 1 }
        .own { fill: #0b62c4 } .own-line { stroke: #0b62c4; stroke-width: 2.5; fill: none }
        .rival { fill: #b45309 } .rival-line { stroke: #b45309; stroke-width: 2.5; fill: none }
        .third { fill: #1a7f37 } .third-line { stroke: #1a7f37; stroke-width: 2.5; fill: none }
        .fourth { fill: #8250df } .fourth-line { stroke: #8250df; stroke-width: 2.5; fill: none }
        .fifth { fill: #bf3989 } .fifth-line { stroke: #bf3989; stroke-width: 2.5; fill: none }
        .edge-line { stroke: #59636e; stroke-width: 2.5; fill: none }
        .bar { fill: #6e7781 } .bare { fill: #c3cad1 } .room { fill: #e6eaef }
        .on { fill: #ffffff; font-weight: 600 }
        .pale { fill-opacity: 0.4 }
        .thin { stroke-width: 1.2 } .dashed { stroke-dasharray: 5 4 } .striped { stroke-dasharray: 10 10 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .background { fill: #0d1117 }
        .muted { fill: #9198a1 }
        .halo { stroke: #0d1117 }
        .grid { stroke: #30363d }
        .own { fill: #58a6ff } .own-line { stroke: #58a6ff }
        .rival { fill: #f0a95b } .rival-line { stroke: #f0a95b }
        .third { fill: #3fb950 } .third-line { stroke: #3fb950 }
        .fourth { fill: #bc8cff } .fourth-line { stroke: #bc8cff }
        .fifth { fill: #f778ba } .fifth-line { stroke: #f778ba }
        .edge-line { stroke: #9198a1 }
        .bar { fill: #8b949e } .bare { fill: #484f58 } .room { fill: #262c34 }
        .on { fill: #0d1117 }
        }
        """

    /// Makes an empty picture.
    public init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

    /// Adds a text.
    public mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ style: String = "", anchor: Anchor = .start, rotated: Bool = false
    ) {
        let turn = rotated ? " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" : ""
        let name = style.isEmpty ? "" : " class=\"\(style)\""
        elements.append(
            "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor.rawValue)\"\(name)\(turn)>\(Self.escaped(text))</text>"
        )
    }

    /// Adds a line through points.
    public mutating func line(_ points: [(x: Double, y: Double)], _ style: String) {
        let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        elements.append("<polyline points=\"\(list)\" class=\"\(style)\"/>")
    }

    /// Adds a dot.
    public mutating func dot(_ x: Double, _ y: Double, _ style: String) {
        elements.append("<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"4\" class=\"\(style)\"/>")
    }

    /// Adds a filled area without corners.
    public mutating func box(_ x: Double, _ y: Double, width: Double, height: Double, _ style: String) {
        elements.append(
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" "
                + "height=\"\(Self.number(max(0, height)))\" class=\"\(style)\"/>")
    }

    /// Adds a bar with slightly rounded corners.
    public mutating func bar(_ x: Double, _ y: Double, width: Double, height: Double, _ style: String) {
        elements.append(
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" "
                + "height=\"\(Self.number(height))\" rx=\"2\" class=\"\(style)\"/>")
    }

    /// The file.
    public var document: String {
        let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
        return """
            <svg xmlns="http://www.w3.org/2000/svg" \(size) viewBox="0 0 \(Self.number(width)) \(Self.number(height))" role="img">
            <style>
            \(Self.style)
            </style>
            <rect \(size) class="background"/>
            \(elements.joined(separator: "\n"))
            </svg>

            """
    }

    private static func number(_ value: Double) -> String {
        var text = Figures.decimals(value, 1)
        if text.hasSuffix(".0") { text.removeLast(2) }
        return text
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
