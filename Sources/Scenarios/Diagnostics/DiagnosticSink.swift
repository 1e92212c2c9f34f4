import Requirements

/// Collects everything that is wrong with an input, so that the user sees all of it at once.
///
/// At most `limit` findings are kept; of the others only the number is known. Errors take precedence: a warning gives way to an
/// error once the limit is reached.
public final class DiagnosticSink {
    /// How many findings are kept.
    public let limit: Int
    /// The findings kept, in the order in which they were reported.
    public private(set) var diagnostics: [Diagnostic] = []
    /// How many errors were reported, kept or not.
    public private(set) var errorCount = 0
    /// How many warnings were reported, kept or not.
    public private(set) var warningCount = 0

    /// An empty collection.
    public init(limit: Int = 50) {
        require(limit > 0, "a diagnostic sink keeps at least one finding, not \(limit)")
        self.limit = limit
    }

    /// Whether the input cannot be used.
    public var hasErrors: Bool { errorCount > 0 }

    /// Whether another error would only be counted, so that it needs no hint: looking for the nearest word takes time.
    var isFull: Bool { diagnostics.count >= limit && !diagnostics.contains { $0.severity == .warning } }

    /// Adds a finding.
    public func report(_ diagnostic: Diagnostic) {
        switch diagnostic.severity {
        case .error: errorCount += 1
        case .warning: warningCount += 1
        }
        if diagnostics.count < limit {
            diagnostics.append(diagnostic)
        } else if diagnostic.severity == .error, let index = diagnostics.lastIndex(where: { $0.severity == .warning }) {
            diagnostics.remove(at: index)
            diagnostics.append(diagnostic)
        }
    }

    /// Adds an error.
    public func error(
        _ code: String, _ message: String, at place: SourcePlace? = nil, hint: String? = nil,
        notes: [(message: String, place: SourcePlace)] = []
    ) {
        report(Diagnostic(.error, code: code, message, at: place, hint: hint, notes: notes))
    }

    /// Adds a warning.
    public func warning(_ code: String, _ message: String, at place: SourcePlace? = nil, hint: String? = nil) {
        report(Diagnostic(.warning, code: code, message, at: place, hint: hint))
    }

    /// The findings kept, file by file in order of appearance and by line and column within each.
    public var sorted: [Diagnostic] {
        var order: [ObjectIdentifier: Int] = [:]
        for diagnostic in diagnostics {
            guard let place = diagnostic.place else { continue }
            let source = ObjectIdentifier(place.source)
            if order[source] == nil { order[source] = order.count }
        }
        func key(_ diagnostic: Diagnostic) -> (Int, Int, Int) {
            guard let place = diagnostic.place else { return (-1, 0, 0) }
            return (order[ObjectIdentifier(place.source)] ?? 0, place.line, place.column)
        }
        return diagnostics.enumerated().sorted { left, right in
            let (first, second) = (key(left.element), key(right.element))
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    /// Every finding as a person reads it, an empty line between two, and a last line that counts them.
    ///
    /// - Parameter colours: whether to use ANSI colours.
    public func rendered(colours: Bool = false) -> String {
        guard !diagnostics.isEmpty else { return "" }
        var parts = sorted.map { $0.rendered(colours: colours) }
        var summary: [String] = []
        if errorCount > 0 { summary.append(DiagnosticSink.counted(errorCount, "error")) }
        if warningCount > 0 { summary.append(DiagnosticSink.counted(warningCount, "warning")) }
        let omitted = errorCount + warningCount - diagnostics.count
        parts.append(summary.joined(separator: ", ") + (omitted > 0 ? " (\(omitted) more not shown)" : ""))
        return parts.joined(separator: "\n\n")
    }

    private static func counted(_ count: Int, _ word: String) -> String {
        count == 1 ? "1 \(word)" : "\(count) \(word)s"
    }

    /// Throws all findings if one of them is an error.
    public func throwIfErrors() throws(InvalidInput) {
        if hasErrors { throw InvalidInput(diagnostics: sorted, description: rendered()) }
    }
}

/// An input that cannot be used, with everything that is wrong with it.
public struct InvalidInput: Error, CustomStringConvertible {
    /// The findings, in the order of their places.
    public let diagnostics: [Diagnostic]
    /// The findings as a person reads them.
    public let description: String
}
