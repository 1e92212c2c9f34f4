import Testing

@testable import Scenarios

/// Mutates a valid document at random: whatever comes out, reading it ends, traps nowhere, and either gives a configuration or
/// says what is wrong with a place inside the text.
@Suite struct FuzzTests {
    /// A linear congruential generator (Knuth's MMIX constants), upper bits.
    struct Generator {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }

    private static let fragments = [
        "&a ", "*a", "<<: ", "{", "}", "[", "]", ": ", "- ", "? ", "'", "\"", "# A", "|\n", ">-\n", "!!str ", "\t", "\r\n", "\n", "\u{0}",
        "\u{85}", "\u{FEFF}", "\u{E000}", "é", "\u{1F600}", "---\n", "...\n", "%YAML 1.1\n", "null", "~", "nan", "-", "1e400",
        "9999999999999999999",
        "1/0", "lognormal(", ")", ",", "/", "%", " h 5 min", "0x1F", "\u{202E}", "__", "..", "none", "\\x", "2009-02-30T00:00Z",
    ]

    private static let alphabet = Array("abz 0159.:-_#'\"[]{}&*!|>%@`,?\\/\n\t".unicodeScalars)

    private static func mutated(_ text: [Unicode.Scalar], _ random: inout Generator) -> [Unicode.Scalar] {
        var text = text
        // Mostly one or two changes, so that a good part of the texts is still accepted.
        for _ in 0...random.next(below: 1 + random.next(below: 4)) {
            let position = random.next(below: text.count + 1)
            switch random.next(below: 5) {
            case 0:
                text.insert(contentsOf: fragments[random.next(below: fragments.count)].unicodeScalars, at: position)
            case 1:
                let end = min(text.count, position + 1 + random.next(below: 12))
                text.removeSubrange(position..<end)
            case 2:
                let end = min(text.count, position + random.next(below: 60))
                let piece = Array(text[position..<end])
                text.insert(contentsOf: piece, at: random.next(below: text.count + 1))
            case 3 where position < text.count:
                text[position] = alphabet[random.next(below: alphabet.count)]
            default:
                text.insert(alphabet[random.next(below: alphabet.count)], at: position)
            }
        }
        return text
    }

    private static func check(_ diagnostics: [Diagnostic], seed: Int) {
        for diagnostic in diagnostics {
            guard let place = diagnostic.place, place.line > 0 else { continue }
            let lines = place.source.lines
            guard place.line <= lines.count, place.column >= 1, place.column <= lines[place.line - 1].count + 1 else {
                Issue.record("seed \(seed): \(diagnostic.message) is at \(place), which is not in the text")
                return
            }
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: 0..<8) func mutatedDocumentsEndWithoutATrap(block: Int) {
        let original = Array(ExampleConfiguration.yaml.unicodeScalars)
        var (accepted, refused) = (0, 0)
        for seed in block * 250..<(block + 1) * 250 {
            var random = Generator(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
            let text = String(String.UnicodeScalarView(FuzzTests.mutated(original, &random)))
            let sink = DiagnosticSink()
            guard let document = DocumentReader(sink: sink).read(text: text, name: "fuzz.yaml") else {
                #expect(sink.hasErrors, "seed \(seed)")
                FuzzTests.check(sink.diagnostics, seed: seed)
                #expect(!sink.rendered().isEmpty)
                refused += 1
                continue
            }
            let reading = ConfigurationReader.read(document, sink: sink, decode: ExampleConfiguration.decode)
            #expect((reading == nil) == sink.hasErrors, "seed \(seed)")
            FuzzTests.check(sink.diagnostics, seed: seed)
            guard let reading else {
                #expect(!sink.rendered().isEmpty)
                refused += 1
                continue
            }
            accepted += 1
            // What is in effect reads as itself.
            let again = ExampleConfiguration.read(reading.effective.yaml)
            #expect(again.1.isEmpty, "seed \(seed)")
            #expect(again.0?.effective.json == reading.effective.json, "seed \(seed)")
        }
        // Both sides are exercised.
        #expect(accepted > 10 && refused > 50, "\(accepted) accepted, \(refused) refused")
    }

    @Test(.timeLimit(.minutes(5))) func mutatedOverridesEndWithoutATrap() {
        let originals = [
            "tiers.application.path[1].hit=0.5", "boot={family: uniform, from: 1 s, to: 2 s}", "tiers.\"application\".nodes=20",
        ]
        for seed in 0..<600 {
            var random = Generator(state: UInt64(seed) &* 0xD134_2543_DE82_EF95)
            let original = Array(originals[seed % originals.count].unicodeScalars)
            let text = String(String.UnicodeScalarView(FuzzTests.mutated(original, &random)))
            let sink = DiagnosticSink()
            if let override = Override(text: text, sink: sink),
                let document = DocumentReader(sink: sink).read(text: ExampleConfiguration.yaml, name: "e.yaml")
            {
                let reading = ConfigurationReader.read(document, overrides: [override], sink: sink, decode: ExampleConfiguration.decode)
                #expect((reading == nil) == sink.hasErrors, "seed \(seed)")
            } else {
                #expect(sink.hasErrors, "seed \(seed)")
            }
            FuzzTests.check(sink.diagnostics, seed: seed)
        }
    }

    @Test(.timeLimit(.minutes(5))) func mutatedTablesEndWithoutATrap() {
        let rows = (0..<20).map { "2009-01-01T\($0 < 10 ? "0" : "")\($0):00Z,\($0 * 100),ok" }
        let original = Array((["time,requests,quality"] + rows).joined(separator: "\r\n").unicodeScalars)
        var accepted = 0
        for seed in 0..<2_000 {
            var random = Generator(state: UInt64(seed) &* 0xA076_1D64_78BD_642F)
            let text = String(String.UnicodeScalarView(FuzzTests.mutated(original, &random)))
            let sink = DiagnosticSink()
            var format = LoadSeriesFormat()
            format.qualityColumn = "quality"
            format.largestMissingShare = 1
            if let table = CSVReader(sink: sink).read(text: text, name: "fuzz.csv") {
                let series = LoadSeriesReader(format: format, sink: sink).read(table)
                #expect((series == nil) == sink.hasErrors, "seed \(seed)")
                if series != nil { accepted += 1 }
            } else {
                #expect(sink.hasErrors, "seed \(seed)")
            }
            FuzzTests.check(sink.diagnostics, seed: seed)
        }
        #expect(accepted > 100, "\(accepted) accepted")
    }
}
