internal import Yams

/// One text on its way through the YAML parser.
struct YAMLComposition {
    let source: SourceText
    let limits: DocumentLimits
    let sink: DiagnosticSink
    /// How many columns of the source stand before the text's first.
    let columnOffset: Int
    private let scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    init(text: String, source: SourceText, columnOffset: Int = 0, limits: DocumentLimits, sink: DiagnosticSink) {
        self.source = source
        self.limits = limits
        self.sink = sink
        self.columnOffset = columnOffset
        scalars = Array(text.unicodeScalars)
        var starts = [0]
        for (index, scalar) in scalars.enumerated() where SourceText.isLineEnd(scalar) {
            if scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
            starts.append(index + 1)
        }
        lineStarts = starts
    }

    /// The text's only document; nil after a report.
    func compose() -> DocumentNode? {
        let spares = sparePrivateCharacters(limits.duplicates + 1)
        guard spares.count == limits.duplicates + 1 else {
            sink.error("syntax", "the text uses all private-use characters", at: SourcePlace(source: source, line: 0, column: 0))
            return nil
        }
        var restore: [Unicode.Scalar: Unicode.Scalar] = [spares[0]: "*"]
        var working = scalars.map { $0 == "*" ? spares[0] : $0 }
        // The parser names only the first of two equal keys. Renaming that one and parsing again brings up the next pair; both stand
        // in the tree then, and the conversion, which knows the true names, reports the two places.
        let rounds = scalars.count > 200_000 ? min(2, limits.duplicates) : limits.duplicates
        for round in 0...rounds {
            do {
                let parser = try Parser(yaml: String(String.UnicodeScalarView(working)), resolver: .basic, encoding: .utf8)
                guard let root = try parser.singleRoot() else {
                    return DocumentNode(.scalar(text: "", isPlain: true), place: place(line: 1, column: 1))
                }
                // Nodes hold their anchors weakly; the parser keeps them.
                return withExtendedLifetime(parser) {
                    var conversion = NodeConversion(composition: self, alias: spares[0], restore: restore)
                    return conversion.document(root)
                }
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let index = renamableIndex(line: context.mark.line, column: context.mark.column)
                guard round < rounds, let index, !restore.keys.contains(working[index]) else {
                    let names = keys.map { quoted(restored($0, restore)) }.joined(separator: ", ")
                    sink.error(
                        "duplicate-key", "\(names) stands twice in this mapping",
                        at: place(line: context.mark.line, column: context.mark.column))
                    return nil
                }
                restore[spares[round + 1]] = working[index]
                working[index] = spares[round + 1]
            } catch {
                report(error)
                return nil
            }
        }
        return nil
    }

    /// The place of a position that the parser gave.
    func place(line: Int, column: Int, length: Int = 1) -> SourcePlace {
        // At the end of the text the parser points to the line after the last.
        guard line <= source.lines.count else {
            let last = source.lines.count
            return SourcePlace(source: source, line: last, column: max(1, source.lines[last - 1].count), length: 1)
        }
        return SourcePlace(source: source, line: max(1, line), column: max(1, column) + columnOffset, length: length)
    }

    func restored(_ text: String, _ restore: [Unicode.Scalar: Unicode.Scalar]) -> String {
        guard text.unicodeScalars.contains(where: { restore[$0] != nil }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { restore[$0] ?? $0 }))
    }

    /// Private-use characters that the text does not use.
    private func sparePrivateCharacters(_ count: Int) -> [Unicode.Scalar] {
        let used = Set(scalars.lazy.map(\.value).filter { (0xE000...0xF8FF).contains($0) })
        return (0xE000...0xF8FF as ClosedRange<UInt32>).lazy.filter { !used.contains($0) }.prefix(count).compactMap(Unicode.Scalar.init)
    }

    /// The position of a character of a key that can be changed without changing the structure of the text.
    private func renamableIndex(line: Int, column: Int) -> Int? {
        guard line >= 1, line <= lineStarts.count else { return nil }
        let index = lineStarts[line - 1] + column - 1
        guard index >= 0, index + 1 < scalars.count else { return nil }
        let first = scalars[index]
        switch first {
        case "&", "!", "*", "?", "|", ">", "[", "{", "-", ":": return nil
        case "\"", "'":
            let inner = scalars[index + 1]
            return inner == first || inner == "\\" || SourceText.isLineEnd(inner) ? nil : index + 1
        default: return SourceText.isLineEnd(first) ? nil : index
        }
    }
}

extension YAMLComposition {
    /// Turns an error of the parser into a diagnostic.
    fileprivate func report(_ error: any Error) {
        guard let error = error as? YamlError else {
            sink.error("syntax", "the text is not YAML", at: SourcePlace(source: source, line: 0, column: 0))
            return
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            report(problem, at: mark, context: context)
        case .reader(let problem, _, let value, _):
            let index = scalars.firstIndex { Int32(bitPattern: $0.value) == value }
            let line = index.map { found in (lineStarts.lastIndex { $0 <= found } ?? 0) + 1 } ?? 0
            let column = index.map { $0 - lineStarts[line - 1] + 1 } ?? 0
            let code = value >= 0 ? " U+" + String(value, radix: 16, uppercase: true) : ""
            sink.error(
                "syntax", "the text has a character\(code) that YAML does not allow (\(problem))",
                at: line == 0 ? SourcePlace(source: source, line: 0, column: 0) : place(line: line, column: column))
        default:
            sink.error("syntax", "the text is not YAML", at: SourcePlace(source: source, line: 0, column: 0))
        }
    }

    private func report(_ problem: String, at mark: Mark, context: YamlError.Context?) {
        let position = place(line: mark.line, column: mark.column)
        if let tab = tabPlace(nearLine: mark.line, column: mark.column) {
            sink.error("tab", "YAML does not allow a tab here", at: tab, hint: "indent with spaces")
            return
        }
        if problem.contains("nesting level") {
            sink.error("too-deep", "lists and mappings are nested deeper than \(limits.depth) levels", at: position)
            return
        }
        if problem.contains("another document") {
            sink.error("syntax", "a second document begins here; a scenario is one document", at: position, hint: "remove the `---`")
            return
        }
        var notes: [(message: String, place: SourcePlace)] = []
        var message = problem
        if let context {
            message = "\(context.text): \(problem)"
            if context.mark.line != mark.line, context.mark.line >= 1 {
                notes.append((message: "it began here", place: place(line: context.mark.line, column: context.mark.column)))
            }
        }
        sink.error("syntax", message, at: position, hint: YAMLComposition.hint(for: problem), notes: notes)
    }

    /// A tab at the place or in the indentation before it.
    private func tabPlace(nearLine line: Int, column: Int) -> SourcePlace? {
        guard let text = source.line(line) else { return nil }
        let start = min(max(0, column - 1 + columnOffset), text.count)
        if start < text.count, text[start] == "\t" { return place(line: line, column: column) }
        let indentation = text.prefix { $0 == " " || $0 == "\t" }
        return indentation.firstIndex(of: "\t").map { SourcePlace(source: source, line: line, column: $0 + 1) }
    }

    private static func hint(for problem: String) -> String? {
        if problem.contains("mapping values are not allowed") {
            return "check the indentation; a value that contains `: ` needs quotes"
        }
        if problem.contains("could not find expected ':'") { return "a key is followed by `: ` and its value" }
        if problem.contains("did not find expected key") || problem.contains("block end") || problem.contains("expected '-'") {
            return "check the indentation: entries of one mapping or list begin in the same column"
        }
        if problem.contains("end of stream") { return "a quote or bracket is not closed" }
        if problem.contains("',' or ']'") || problem.contains("',' or '}'") { return "a comma or a closing bracket is missing" }
        if problem.contains("cannot start any token") { return "put the value in quotes" }
        return nil
    }
}
