import Testing

@testable import Scenarios

@Suite struct ConfigurationDiagnosticsTests {
    /// The example with one line replaced.
    private func diagnostics(replacing line: String, with replacement: String) -> String {
        #expect(ExampleConfiguration.yaml.contains(line))
        let (reading, text) = ExampleConfiguration.read(ExampleConfiguration.yaml.replacing(line, with: replacement))
        #expect(reading == nil)
        return text
    }

    @Test func anUnknownKeyNamesTheNearest() {
        #expect(
            diagnostics(replacing: "drain: 1.5 min", with: "drian: 1.5 min") == """
                error[unknown-key]: unknown key `drian` in `tiers.application.software`
                  --> example.yaml:11:7
                   |
                11 |       drian: 1.5 min    # D (arithmetic)
                   |       ^^^^^
                hint: did you mean `drain`?

                1 error
                """)
    }

    @Test func aWrongUnitHasItsCaretAtTheUnit() {
        #expect(
            diagnostics(replacing: "drain: 1.5 min", with: "drain: 'Q'") == """
                error[wrong-type]: `tiers.application.software.drain`: `Q` is not a length of time
                  --> example.yaml:11:14
                   |
                11 |       drain: 'Q'    # D (arithmetic)
                   |              ^^^
                hint: write it like `30 s`

                1 error
                """)
        #expect(
            diagnostics(replacing: "drain: 1.5 min", with: "drain: \"1.5 minutes\"") == """
                error[wrong-unit]: `tiers.application.software.drain`: `minutes` is not a unit of time; accepted are `ns`, `us`, `ms`, `s`, `min`, `h`, `d`, `y`
                  --> example.yaml:11:19
                   |
                11 |       drain: "1.5 minutes"    # D (arithmetic)
                   |                   ^^^^^^^
                hint: did you mean `1.5 min`?

                1 error
                """)
    }

    @Test func valuesOutsideTheirRangeSayTheRange() {
        #expect(
            diagnostics(replacing: "drain: 1.5 min", with: "drain: -5 s   ").hasPrefix(
                """
                error[out-of-range]: `tiers.application.software.drain`: `-5 s` is outside 0 s ... 1 d
                  --> example.yaml:11:14
                   |
                11 |       drain: -5 s       # D (arithmetic)
                   |              ^^^^
                hint: the least is `0 s`

                """))
        #expect(
            diagnostics(replacing: "nodes: 184", with: "nodes: 0").contains(
                "error[out-of-range]: `tiers.application.nodes`: `0` is outside 1 ... 100000"))
        #expect(diagnostics(replacing: "hit: 0.85", with: "hit: .nan").contains("error[not-finite]: `tiers.application.path[0].hit`"))
    }

    @Test func aMissingKeyNamesItsMapping() {
        #expect(
            diagnostics(replacing: "    nodes: 1_000\n", with: "") == """
                error[missing-key]: key `nodes` is missing in `tiers.database`
                  --> example.yaml:15:3
                   |
                15 |   database:
                   |   ^^^^^^^^
                hint: `nodes` is a whole number in 1 ... 100000: how many nodes

                1 error
                """)
    }

    @Test func aReferenceNamesTheNearestDeclaration() {
        #expect(
            diagnostics(replacing: "site: cloud", with: "site: clouds") == """
                error[unknown-name]: `tiers.database.site`: there is no site `clouds`
                  --> example.yaml:16:11
                   |
                16 |     site: clouds
                   |           ^^^^^^
                hint: did you mean `cloud`?

                1 error
                """)
        #expect(diagnostics(replacing: "site: cloud", with: "site: mars").contains("hint: declared are: `tampa`, `cloud`"))
    }

    @Test func exactlyOneKeyOfSeveral() {
        #expect(
            diagnostics(replacing: "rate: 3.9/s", with: "rate: 3.9/s\nseries: {file: a.csv}") == """
                error[conflict]: only one of `rate`, `series` may be given
                  --> example.yaml:21:1
                   |
                21 | series: {file: a.csv}
                   | ^^^^^^
                note: another is here
                  --> example.yaml:20:1
                   |
                20 | rate: 3.9/s
                   | ^^^^

                1 error
                """)
        #expect(
            diagnostics(replacing: "rate: 3.9/s", with: "").hasPrefix(
                """
                error[missing-key]: key `rate` is missing
                 --> example.yaml:1:1
                  |
                1 | start: 2009-06-09T05:00Z  # S: week 24
                  | ^
                hint: `rate` is one of `rate`, `series`: the load
                """))
    }

    @Test func structuresOfTheWrongKind() {
        #expect(
            diagnostics(replacing: "not-on: [Friday, Sat]", with: "not-on: Friday").contains(
                "error[wrong-type]: `not-on` must be a list, not a single value\n  --> example.yaml:18:9"))
        #expect(
            diagnostics(replacing: "nodes: 184", with: "nodes: [1]").contains(
                "error[wrong-type]: `tiers.application.nodes` must be a whole number, not a list"))
        #expect(
            diagnostics(replacing: "nodes: 184", with: "nodes:").contains(
                "error[empty-value]: `tiers.application.nodes` has no value"))
        #expect(
            diagnostics(replacing: "    software:\n      drain: 1.5 min", with: "    software: 5\n").contains(
                "error[wrong-type]: `tiers.application.software` must be a mapping, not a single value"))
        #expect(
            diagnostics(replacing: "shape: 0.7", with: "shape: 0").contains(
                "19 | boot: {family: weibull, shape: 0, scale: 3 min}  # A, not measured\n   |                                ^"))
        #expect(
            diagnostics(replacing: "shape: 0.7", with: "shpae: 0.7").contains(
                "   |                         ^^^^^\nhint: did you mean `shape`?"))
        #expect(diagnostics(replacing: "family: weibull", with: "family: weibul").contains("hint: did you mean `weibull`?"))
        #expect(diagnostics(replacing: "family: weibull, ", with: "").contains("error[missing-key]: key `family` is missing in `boot`"))
        #expect(ExampleConfiguration.read("- 1").1.hasPrefix("error[wrong-type]: the document is a list, not a mapping"))
    }

    @Test func allErrorsComeAtOnceInTheOrderOfTheText() {
        let yaml = ExampleConfiguration.yaml.replacing("05:00Z", with: "05:61Z").replacing("10 Gbit/s", with: "10 Gbps")
            .replacing("184", with: "1,840").replacing("Friday", with: "Firday").replacing("3.9/s", with: "3.9")
        let (_, text) = ExampleConfiguration.read(yaml)
        let heads = text.split(separator: "\n").filter { $0.hasPrefix("error[") }.map { $0.prefix { $0 != ":" } }
        #expect(
            heads == ["error[no-such-date]", "error[wrong-unit]", "error[wrong-type]", "error[unknown-choice]", "error[missing-unit]"])
        #expect(text.hasSuffix("5 errors"))
    }
}
