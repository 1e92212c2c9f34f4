import TestTools
import Testing

@testable import Scenarios

@Suite struct DocumentReaderTests {
    /// What is reported for a text.
    private func report(_ text: String, limits: DocumentLimits = DocumentLimits()) -> String {
        let sink = DiagnosticSink()
        let document = DocumentReader(limits: limits, sink: sink).read(text: text, name: "s.yaml")
        #expect((document == nil) == sink.hasErrors)
        return sink.rendered()
    }

    private func root(_ text: String) throws -> DocumentNode {
        let sink = DiagnosticSink()
        let document = DocumentReader(sink: sink).read(text: text, name: "s.yaml")
        #expect(sink.rendered().isEmpty)
        return try #require(document).root
    }

    /// A tree as one line of text.
    private func flat(_ node: DocumentNode) -> String {
        switch node.content {
        case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
        case .list(let items): "[" + items.map(flat).joined(separator: ",") + "]"
        case .mapping(let entries): "{" + entries.map { "\($0.key):\(flat($0.value))" }.joined(separator: ",") + "}"
        }
    }

    @Test(arguments: [
        ("a: 1\nb: [x, 'y z']\nc:\n  d: \"e\\n\"", "{a:1,b:[x,'y z'],c:{d:'e\n'}}"),
        ("a: &x {p: 1}\nb: *x", "{a:{p:1},b:{p:1}}"),
        ("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3", "{a:{p:1,q:2},b:{q:3,p:1}}"),
        ("a: 2 * 3\nb: '*'\nc: \"**\" # *\nd: |\n  *x\n", "{a:2 * 3,b:'*',c:'**',d:'*x\n'}"),
        ("- &n 5\n- *n\n- {k: *n}", "[5,5,{k:5}]"),
        ("\u{FEFF}a: 1\r\nb: 2\r\n", "{a:1,b:2}"),
        ("? a\n: b\n&k c: d\n*k : e", "{a:b,c:d,e:}"),
    ])
    func trees(text: String, expected: String) throws {
        // The last case names one key twice through its alias.
        guard !text.hasPrefix("?") else {
            #expect(report(text).hasPrefix("error[duplicate-key]: `c` stands twice in this mapping\n --> s.yaml:4:1"))
            return
        }
        #expect(flat(try root(text)) == expected)
    }

    @Test func placesAreExact() throws {
        guard case .mapping(let entries) = try root("k: &anchor 'it''s'  # A\nlist:\n  - plain text # S\n  - \"q\"\nz: *anchor\n").content
        else {
            Issue.record("not a mapping")
            return
        }
        #expect(entries[0].value.place.description == "s.yaml:1:12" && entries[0].value.place.length == 7)
        #expect(entries[0].value.figureTag == .assumption)
        guard case .list(let items) = entries[1].value.content else { return }
        #expect(items[0].place.description == "s.yaml:3:5" && items[0].place.length == 10 && items[0].figureTag == .source)
        #expect(items[1].place.length == 3)
        #expect(entries[2].value.place.description == "s.yaml:5:4" && entries[2].value.place.length == 7)
        #expect(entries[2].value.figureTag == .assumption)
    }

    @Test func filesAreFoundRelativeToTheDocument() throws {
        let sink = DiagnosticSink()
        let inFolder = try #require(DocumentReader(sink: sink).read(text: "a: 1", name: "scenarios/s.yaml"))
        let here = try #require(DocumentReader(sink: sink).read(text: "a: 1", name: "s.yaml"))
        #expect(inFolder.path(of: "data/x.csv") == "scenarios/data/x.csv" && inFolder.path(of: "/x.csv") == "/x.csv")
        #expect(here.path(of: "data/x.csv") == "data/x.csv")
    }

    @Test func equalKeysAreReportedWithBothPlaces() {
        #expect(
            report("a: 1\nbb: 2\na: 3\nin:\n  'bb': 1\n  bb: 2\n") == """
                error[duplicate-key]: `a` stands twice in this mapping
                 --> s.yaml:3:1
                  |
                3 | a: 3
                  | ^
                note: the first is here
                 --> s.yaml:1:1
                  |
                1 | a: 1
                  | ^
                hint: remove one of them

                error[duplicate-key]: `bb` stands twice in this mapping
                 --> s.yaml:6:3
                  |
                6 |   bb: 2
                  |   ^^
                note: the first is here
                 --> s.yaml:5:3
                  |
                5 |   'bb': 1
                  |   ^^^^
                hint: remove one of them

                2 errors
                """)
        // Keys that cannot be renamed are reported by their first place.
        #expect(report("'': 1\n'': 2").hasPrefix("error[duplicate-key]: `` stands twice in this mapping\n --> s.yaml:1:1"))
        #expect(report("[a]: 1\n[a]: 2").hasPrefix("error[duplicate-key]"))
        let many = (0..<60).map { "k\($0): 1\nk\($0): 2\n" }.joined()
        #expect(report(many).hasPrefix("error[duplicate-key]"))
    }

    /// Nine levels of nine aliases: 387 million values from 500 bytes.
    private let bomb =
        "a: &a0 [x,x,x,x,x,x,x,x,x]\n"
        + (1...8).map { level in "k\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n" }
        .joined()

    @Test(.timeLimit(.minutes(1))) func aBombIsRefusedAtOnce() {
        #expect(
            report(bomb).hasPrefix(
                """
                error[alias-bomb]: with its aliases followed, this document has more than 200000 values
                 --> s.yaml:6:5
                """))
        // In a key it would keep the parser itself busy.
        #expect(report(bomb + "? *a8\n: 1\n").contains("error[alias-bomb]"))
        #expect(report(bomb + "? *a8\n: 1\n? *a8\n: 2\n").hasPrefix("error[duplicate-key]: `*a8` stands twice in this mapping"))
        #expect(report(bomb + "? [*a8, *a8]\n: 1\n").contains("error[alias-bomb]"))
        #expect(report("a: &a [*a]").hasPrefix("error[unknown-alias]: `*a` refers to nothing that was named before it\n --> s.yaml:1:8"))
    }

    @Test func limitsAreReported() {
        var limits = DocumentLimits()
        limits.values = 10
        #expect(report("[1,2,3,4,5,6,7,8,9,10]", limits: limits).hasPrefix("error[too-large]: this document has more than 10 values"))
        limits.bytes = 3
        #expect(report("a: 1", limits: limits) == "error[too-large]: the text is larger than 3 bytes\n --> s.yaml\n\n1 error")
        for count in [65, 900, 5_000] {
            #expect(report(String(repeating: "[", count: count) + String(repeating: "]", count: count)).hasPrefix("error[too-deep]"))
            #expect(report(String(repeating: "- ", count: count) + "x").hasPrefix("error[too-deep]"))
        }
        #expect(report(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).isEmpty)
    }

    @Test(arguments: [
        (
            "a:\n\tb: 1",
            "error[tab]: YAML does not allow a tab here\n --> s.yaml:2:1\n  |\n2 |  b: 1\n  | ^\nhint: indent with spaces\n\n1 error"
        ),
        (
            "a: [1, 2\nb: 3",
            """
            error[syntax]: while parsing a flow sequence: did not find expected ',' or ']'
             --> s.yaml:2:2
              |
            2 | b: 3
              |  ^
            note: it began here
             --> s.yaml:1:4
              |
            1 | a: [1, 2
              |    ^
            hint: a comma or a closing bracket is missing

            1 error
            """
        ),
        (
            "a: b: c",
            """
            error[syntax]: mapping values are not allowed in this context
             --> s.yaml:1:5
              |
            1 | a: b: c
              |     ^
            hint: check the indentation; a value that contains `: ` needs quotes

            1 error
            """
        ),
        (
            "a: 1\n---\nb: 2",
            """
            error[syntax]: a second document begins here; a scenario is one document
             --> s.yaml:2:1
              |
            2 | ---
              | ^
            hint: remove the `---`

            1 error
            """
        ),
        (
            "ok: 1\na: x\u{7}y",
            """
            error[syntax]: the text has a character U+7 that YAML does not allow (control characters are not allowed)
             --> s.yaml:2:5
              |
            2 | a: x\u{FFFD}y
              |     ^

            1 error
            """
        ),
        (
            "a: !!binary aGk=",
            """
            error[unsupported-tag]: the tag `tag:yaml.org,2002:binary` has no meaning here
             --> s.yaml:1:4
              |
            1 | a: !!binary aGk=
              |    ^
            hint: remove it

            1 error
            """
        ),
        ("", "error[empty-file]: `s.yaml` says nothing\n --> s.yaml\nhint: `chrysalis init` writes a scenario to start from\n\n1 error"),
        (
            "# only a comment\n",
            "error[empty-file]: `s.yaml` says nothing\n --> s.yaml\nhint: `chrysalis init` writes a scenario to start from\n\n1 error"
        ),
    ])
    func syntaxErrorsHaveAPlace(text: String, expected: String) {
        #expect(report(text) == expected)
    }

    @Test func everyKindOfBadFileIsExplained() throws {
        let folder = try TemporaryFolder()
        func report(_ path: String) -> String {
            let sink = DiagnosticSink()
            #expect(DocumentReader(sink: sink).read(path: path) == nil)
            return sink.rendered().replacing(folder.path, with: "F")
        }
        try folder.write("a: 1".utf8, to: "three-tier.yaml")
        #expect(
            report(folder.path + "/three-teir.yaml")
                == "error[missing-file]: the scenario `F/three-teir.yaml` does not exist\n --> F/three-teir.yaml\nhint: did you mean `three-tier.yaml`?\n\n1 error"
        )
        #expect(report(folder.path) == "error[is-directory]: the scenario `F` is a directory\n --> F\nhint: name a file in it\n\n1 error")
        #expect(report(folder.path + "/no/x").contains("hint: the folder `F/no` does not exist either"))
        #expect(report("").hasPrefix("error[missing-file]: the scenario `` does not exist"))
        #expect(report("/dev/zero").hasPrefix("error[not-a-file]: the scenario `/dev/zero` is not a regular file"))
        #expect(
            report(try folder.write(Array("ok: 1\na: ".utf8) + [0xE9], to: "latin.yaml"))
                == "error[not-utf8]: the scenario `F/latin.yaml` is not UTF-8 text: line 2 has a byte that is none\n --> F/latin.yaml\nhint: save it as UTF-8\n\n1 error"
        )
        let wide = try folder.write([0xFF, 0xFE, 0x61, 0x00], to: "wide.yaml")
        #expect(report(wide).contains("hint: it seems to be UTF-16, save it as UTF-8"))
        #expect(report(try folder.write([], to: "empty.yaml")).hasPrefix("error[empty-file]: `F/empty.yaml` says nothing"))
        #expect(report(try folder.write([UInt8](repeating: 32, count: (4 << 20) + 1), to: "big.yaml")).contains("error[too-large]"))
        let sink = DiagnosticSink()
        let marked = try folder.write([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8), to: "bom.yaml")
        #expect(DocumentReader(sink: sink).read(path: marked) != nil && !sink.hasErrors)
    }
}
