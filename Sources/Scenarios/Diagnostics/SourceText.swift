/// A text that diagnostics point into: a scenario file, a CSV file or the text of one `--set`.
///
/// Lines end where YAML says they do: at a line feed, a carriage return, both together, or one of the Unicode separators
/// U+0085, U+2028 and U+2029. Lines and columns count from 1; a column is one Unicode scalar, as the YAML parser counts it.
public final class SourceText: Sendable {
    /// What the user calls it: the path of a file as given, or `--set`.
    public let name: String
    /// The whole text, lines ended by line feeds.
    public let text: String
    /// The lines without their ends.
    let lines: [[Unicode.Scalar]]

    /// Splits a text into lines.
    public init(name: String, text: String) {
        self.name = name
        var lines: [[Unicode.Scalar]] = []
        var line: [Unicode.Scalar] = []
        var previousWasReturn = false
        for scalar in text.unicodeScalars {
            let endsLine = SourceText.isLineEnd(scalar)
            if endsLine {
                if !(previousWasReturn && scalar == "\n") {
                    lines.append(line)
                    line.removeAll(keepingCapacity: true)
                }
            } else {
                line.append(scalar)
            }
            previousWasReturn = scalar == "\r"
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        self.lines = lines
        var whole = ""
        for line in lines {
            whole.unicodeScalars.append(contentsOf: line)
            whole.unicodeScalars.append("\n")
        }
        self.text = whole
    }

    /// Whether YAML ends a line at this scalar.
    static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    /// The scalars of a line counted from 1, or nil if there is no such line.
    func line(_ number: Int) -> [Unicode.Scalar]? {
        number >= 1 && number <= lines.count ? lines[number - 1] : nil
    }
}

/// A run of characters in a source text.
public struct SourcePlace: Sendable {
    /// The text.
    public let source: SourceText
    /// The line, from 1; 0 stands for the file as a whole.
    public let line: Int
    /// The column of the first character, from 1.
    public let column: Int
    /// How many characters.
    public let length: Int

    /// A run of `length` characters at `line` and `column`.
    public init(source: SourceText, line: Int, column: Int, length: Int = 1) {
        self.source = source
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    /// The part of this place that starts `offset` characters later.
    func part(offset: Int, length: Int) -> SourcePlace {
        SourcePlace(source: source, line: line, column: column + max(0, offset), length: length)
    }
}

extension SourcePlace: CustomStringConvertible {
    /// `file:line:column`, or the file alone.
    public var description: String {
        line == 0 ? source.name : "\(source.name):\(line):\(column)"
    }
}
