extension Diagnostic {
    /// The finding as a person reads it on a terminal.
    ///
    ///     error[unknown-key]: unknown key `drian` in `tiers.application.software`
    ///       --> wikipedia.yaml:12:7
    ///        |
    ///     12 |       drian: 30 s
    ///        |       ^^^^^
    ///     hint: did you mean `drain`?
    ///
    /// - Parameter colours: whether to use ANSI colours.
    public func rendered(colours: Bool = false) -> String {
        let paint = Paint(colours: colours)
        var lines = [
            paint.severity("\(severity.rawValue)[\(code)]", severity) + paint.bold(": \(message)")
        ]
        if let place { lines += excerpt(of: place, paint: paint) }
        for note in notes {
            lines.append(paint.frame("note") + ": \(note.message)")
            lines += excerpt(of: note.place, paint: paint)
        }
        if let hint { lines.append(paint.hint("hint") + ": \(hint)") }
        return lines.joined(separator: "\n")
    }

    private func excerpt(of place: SourcePlace, paint: Paint) -> [String] {
        let number = String(place.line)
        let margin = String(repeating: " ", count: place.line == 0 ? 1 : number.count)
        var lines = [paint.frame("\(margin)--> ") + visible(place.description)]
        guard let text = place.source.line(place.line) else { return lines }
        let window = LineWindow(text, column: place.column, length: place.length)
        lines.append(paint.frame("\(margin) |"))
        lines.append(trimmedAtEnd(paint.frame("\(number) |") + " " + window.text))
        lines.append(paint.frame("\(margin) |") + " " + window.indent + paint.severity(window.carets, severity))
        return lines
    }

    private func trimmedAtEnd(_ line: String) -> String {
        var line = Substring(line)
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}

/// ANSI colours, or none.
private struct Paint {
    let colours: Bool

    func severity(_ text: String, _ severity: Diagnostic.Severity) -> String { wrap(text, severity == .error ? "1;31" : "1;33") }
    func bold(_ text: String) -> String { wrap(text, "1") }
    func frame(_ text: String) -> String { wrap(text, "1;34") }
    func hint(_ text: String) -> String { wrap(text, "1;36") }
    private func wrap(_ text: String, _ code: String) -> String { colours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

/// The part of a source line around a place, with the carets that go under it.
///
/// A long line is cut to `width` columns; tabs and control characters become one visible character each, so that the carets stay
/// under what they point at; wide characters count twice and combining marks not at all.
private struct LineWindow {
    static let width = 120

    var text = ""
    var indent = ""
    var carets = ""

    init(_ line: [Unicode.Scalar], column: Int, length: Int) {
        let start = min(max(0, column - 1), line.count)
        let first = start > LineWindow.width - 40 ? start - 40 : 0
        let end = min(line.count, first + LineWindow.width)
        if first > 0 {
            text += "..."
            indent += "   "
        }
        for index in first..<end {
            let scalar = line[index]
            text.unicodeScalars.append(scalar == "\t" ? " " : isControl(scalar) ? "\u{FFFD}" : scalar)
            let cells = LineWindow.cells(of: scalar)
            if index < start {
                indent += String(repeating: " ", count: cells)
            } else if index < start + length {
                carets += String(repeating: "^", count: cells)
            }
        }
        if end < line.count { text += "..." }
        if carets.isEmpty { carets = "^" }
    }

    /// How many terminal cells a scalar takes.
    private static func cells(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
