/// One thing that is wrong, or worth a warning, in what the user gave us: where it is, what it is and what to do.
///
/// Messages are lower case without a full stop, with literals in backticks. `code` is a short word that stays the same when the
/// wording changes, so that scripts and the documentation can name it.
public struct Diagnostic: Error, Sendable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// The input cannot be used.
        case error
        /// The input can be used, but perhaps does not say what was meant.
        case warning
    }

    /// A second place that explains the first.
    public struct Note: Sendable {
        /// What is to be seen there.
        public let message: String
        /// Where.
        public let place: SourcePlace
    }

    /// How bad it is.
    public let severity: Severity
    /// A stable word such as `unknown-key`.
    public let code: String
    /// One sentence.
    public let message: String
    /// Where it is, if it is anywhere.
    public let place: SourcePlace?
    /// What to do about it.
    public let hint: String?
    /// Further places, for example the first of two equal keys.
    public let notes: [Note]

    /// Describes one finding; control characters in the texts are made visible.
    public init(
        _ severity: Severity = .error, code: String, _ message: String, at place: SourcePlace? = nil, hint: String? = nil,
        notes: [(message: String, place: SourcePlace)] = []
    ) {
        self.severity = severity
        self.code = code
        self.message = visible(message)
        self.place = place
        self.hint = hint.map(visible)
        self.notes = notes.map { Note(message: visible($0.message), place: $0.place) }
    }

    /// The name of the file, or `--set`.
    public var file: String? { place?.source.name }
    /// The line from 1; 0 where the finding concerns the file as a whole.
    public var line: Int { place?.line ?? 0 }
    /// The column from 1; 0 where the finding concerns the file as a whole.
    public var column: Int { place.map { $0.line == 0 ? 0 : $0.column } ?? 0 }
    /// How many characters it covers.
    public var length: Int { place?.length ?? 0 }
}

/// A text that is safe to print on a terminal: control characters, which could move the cursor, become U+FFFD.
func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isControl(scalar) && scalar != "\n" ? "\u{FFFD}" : scalar) }
    return String(result)
}

/// A text from the input, shortened and safe to quote in a message.
func quoted(_ text: String, limit: Int = 60) -> String {
    let flat = String(String.UnicodeScalarView(text.unicodeScalars.map { SourceText.isLineEnd($0) || $0 == "\t" ? " " : $0 }))
    let shortened = flat.count > limit ? String(flat.prefix(limit)) + "..." : flat
    return "`" + shortened + "`"
}

/// Whether a scalar is a C0 or C1 control, a bidirectional override or a zero-width mark.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
