import Testing

@testable import Scenarios

@Suite struct DiagnosticTests {
    private let source = SourceText(name: "fleet.yaml", text: "one\ntwo: \t\u{1B}[31m\n日本: x\nlast")

    @Test func aFindingShowsItsLineWithCaretsAndAHint() {
        let place = SourcePlace(source: source, line: 1, column: 2, length: 2)
        let text = Diagnostic(code: "unknown-key", "unknown key `ne`", at: place, hint: "did you mean `on`?").rendered()
        #expect(
            text == """
                error[unknown-key]: unknown key `ne`
                 --> fleet.yaml:1:2
                  |
                1 | one
                  |  ^^
                hint: did you mean `on`?
                """)
    }

    @Test func theMarginGrowsWithTheLineNumberAndNotesFollow() {
        let long = SourceText(name: "f", text: String(repeating: "\n", count: 99) + "a: 1\n")
        let diagnostic = Diagnostic(
            .warning, code: "w", "odd", at: SourcePlace(source: long, line: 100, column: 1),
            notes: [(message: "compare this", place: SourcePlace(source: source, line: 4, column: 1, length: 4))])
        #expect(
            diagnostic.rendered() == """
                warning[w]: odd
                   --> f:100:1
                    |
                100 | a: 1
                    | ^
                note: compare this
                 --> fleet.yaml:4:1
                  |
                4 | last
                  | ^^^^
                """)
    }

    @Test func controlCharactersCannotReachTheTerminal() {
        let place = SourcePlace(source: source, line: 2, column: 7, length: 1)
        let text = Diagnostic(code: "c", "bad \u{1B}[31m", at: place).rendered()
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(
            text == """
                error[c]: bad \u{FFFD}[31m
                 --> fleet.yaml:2:7
                  |
                2 | two:  \u{FFFD}[31m
                  |       ^
                """)
    }

    @Test func wideCharactersTakeTwoCells() {
        let text = Diagnostic(code: "c", "m", at: SourcePlace(source: source, line: 3, column: 2, length: 3)).rendered()
        #expect(text.hasSuffix("3 | 日本: x\n  |   ^^^^"))
    }

    @Test func aLongLineIsCutAroundThePlace() {
        let long = SourceText(name: "f", text: String(repeating: "x", count: 500) + "Y" + String(repeating: "z", count: 500))
        let lines = Diagnostic(code: "c", "m", at: SourcePlace(source: long, line: 1, column: 501)).rendered().split(separator: "\n")
        #expect(lines[3] == "1 | ..." + String(repeating: "x", count: 40) + "Y" + String(repeating: "z", count: 79) + "...")
        #expect(lines[4] == "  |    " + String(repeating: " ", count: 40) + "^")
    }

    @Test func coloursOnlyWhenAsked() {
        let diagnostic = Diagnostic(code: "c", "m", hint: "h")
        #expect(diagnostic.rendered() == "error[c]: m\nhint: h")
        #expect(diagnostic.rendered(colours: true) == "\u{1B}[1;31merror[c]\u{1B}[0m\u{1B}[1m: m\u{1B}[0m\n\u{1B}[1;36mhint\u{1B}[0m: h")
    }

    @Test func aPlaceWithoutLineNamesTheFileOnly() {
        let diagnostic = Diagnostic(code: "missing-file", "gone", at: SourcePlace(source: source, line: 0, column: 0))
        #expect(diagnostic.rendered() == "error[missing-file]: gone\n --> fleet.yaml")
        #expect(diagnostic.line == 0 && diagnostic.column == 0 && diagnostic.file == "fleet.yaml")
    }

    @Test func theSinkIsBoundedAndSaysHowManyMore() {
        let sink = DiagnosticSink(limit: 3)
        sink.warning("w", "doubt")
        for index in 0..<5 { sink.error("e", "error \(index)") }
        #expect(sink.diagnostics.map(\.message) == ["error 0", "error 1", "error 2"])
        #expect(sink.rendered().hasSuffix("\n\n5 errors, 1 warning (3 more not shown)"))
        #expect(throws: InvalidInput.self) { try sink.throwIfErrors() }
    }

    @Test func findingsAreSortedByPlace() {
        let sink = DiagnosticSink()
        for (line, column) in [(3, 1), (1, 4), (1, 2)] {
            sink.error("e", "\(line):\(column)", at: SourcePlace(source: source, line: line, column: column))
        }
        #expect(sink.sorted.map(\.message) == ["1:2", "1:4", "3:1"])
        #expect(DiagnosticSink().rendered().isEmpty)
    }

    @Test(arguments: [
        ("ca", "abc", 2), ("", "abc", 3), ("drian", "drain", 1), ("kitten", "sitting", 3), ("a cat", "an act", 2), ("x", "x", 0),
    ])
    func distances(first: String, second: String, expected: Int) {
        #expect(NearestWord.distance(Array(first), Array(second)) == expected)
        #expect(NearestWord.distance(Array(second), Array(first)) == expected)
    }

    @Test func theNearestWordIsNearOrNone() {
        let words = ["drain", "install", "restart", "warm-up"]
        #expect(NearestWord.nearest(to: "drian", in: words) == "drain")
        #expect(NearestWord.nearest(to: "warmup", in: words) == "warm-up")
        #expect(NearestWord.nearest(to: "WARM_UP", in: words) == "warm-up")
        #expect(NearestWord.nearest(to: "banana", in: words) == nil)
        #expect(NearestWord.nearest(to: "a", in: ["b"]) == nil)
        #expect(NearestWord.nearest(to: "", in: words) == nil)
        #expect(NearestWord.hint(for: "banana", in: words, called: "known") == "known: `drain`, `install`, `restart`, `warm-up`")
    }

    @Test func linesEndWhereYAMLEndsThem() {
        let text = SourceText(name: "f", text: "a\r\nb\rc\nd\u{85}e\u{2028}f\n\ng")
        #expect(text.lines.map { String(String.UnicodeScalarView($0)) } == ["a", "b", "c", "d", "e", "f", "", "g"])
    }
}
