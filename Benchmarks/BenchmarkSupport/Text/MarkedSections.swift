/// Parts of a document that a program writes, between `<!-- NAME -->` and `<!-- end of NAME -->`.
public enum MarkedSections {
    /// What is wrong with a document.
    public struct MissingMarker: Error, CustomStringConvertible {
        /// The marker.
        public var marker: String

        /// In words.
        public var description: String { "there is no line `\(marker)`" }
    }

    /// The document with another text between the markers of a name.
    public static func replace(_ name: String, in document: String, with text: String) throws(MissingMarker) -> String {
        let (begin, end) = ("<!-- \(name) -->", "<!-- end of \(name) -->")
        var lines = document.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(of: begin[...]) else { throw MissingMarker(marker: begin) }
        guard let last = lines[first...].firstIndex(of: end[...]) else { throw MissingMarker(marker: end) }
        var body = text[...]
        while body.last == "\n" { body = body.dropLast() }
        lines.replaceSubrange(first + 1..<last, with: [""] + body.split(separator: "\n", omittingEmptySubsequences: false) + [""])
        return lines.joined(separator: "\n")
    }
}
