import SimulationKernel
import Testing

@testable import Scenarios

@Suite struct OverrideTests {
    private func report(_ sets: String...) -> String {
        let (reading, text) = ExampleConfiguration.read(ExampleConfiguration.yaml, set: sets)
        #expect((reading == nil) == text.contains("error["))
        return text
    }

    @Test func valuesAreReplacedAndAdded() throws {
        let (reading, text) = ExampleConfiguration.read(
            ExampleConfiguration.yaml,
            set: [
                "tiers.application.nodes=20", "tiers.application.path[1].hit=0.5", "market.storage=5 TB", "hot=true", "not-on=[Mon]",
                "tiers.database.software.drain=10 s", "boot={family: uniform, from: 1 s, to: 2 s}", "tiers.application.nodes=21",
            ])
        #expect(text.isEmpty)
        let value = try #require(reading).value
        #expect(value.tiers[0].value.nodes == 21 && value.tiers[0].value.hits == [0.85, 0.5] && value.isHot)
        #expect(value.tiers[1].value.drain == .seconds(10) && value.daysOff == [.monday])
        #expect(reading?.effective.yaml.contains("\n  storage: 5 TB\n") == true)
        #expect(reading?.effective.yaml.contains("\nboot: uniform(1 s, 2 s)\n") == true)
        #expect(reading?.parameters.first { $0.path == "tiers.application.nodes" }?.isAssumption == false)
    }

    @Test func anUnknownPathNamesTheNearest() {
        #expect(
            report("tiers.application.node=3") == """
                error[unknown-path]: there is no `tiers.application.node` to set
                 --> --set:1:19
                  |
                1 | tiers.application.node=3
                  |                   ^^^^
                hint: did you mean `tiers.application.nodes`?

                1 error
                """)
        #expect(
            report("tiers.aplication.nodes=3") == """
                error[unknown-path]: there is no `tiers.aplication` to set
                 --> --set:1:7
                  |
                1 | tiers.aplication.nodes=3
                  |       ^^^^^^^^^^
                hint: did you mean `tiers.application`?

                1 error
                """)
        #expect(report("markte.storage=3 TB").contains("hint: did you mean `market`?"))
        #expect(report("market.storaeg=3 TB").contains("hint: did you mean `market.storage`?"))
        #expect(report("market.STORAGE=3 TB").contains("hint: did you mean `market.storage`?"))
    }

    /// All paths of one mapping resemble each other, however little their last names do.
    @Test func aPathThatIsNearOnlyByItsBeginningIsNotSuggested() {
        let text = report("tiers.application.latency=3 s")
        #expect(text.contains("there is no `tiers.application.latency` to set") && !text.contains("did you mean"), "\(text)")
    }

    @Test func aWrongValuePointsIntoTheOverride() {
        #expect(
            report("market.storage=3 Tb").hasSuffix(
                """
                 --> --set:1:18
                  |
                1 | market.storage=3 Tb
                  |                  ^^
                hint: did you mean `3 TB`?

                1 error
                """))
        #expect(report("tiers.application.nodes=").contains("error[empty-value]: `tiers.application.nodes` has no value"))
        #expect(
            report("not-on=[Mon").hasPrefix(
                """
                error[syntax]: while parsing a flow sequence: did not find expected ',' or ']'
                """))
    }

    @Test(arguments: [
        (
            "tiers.application.path[2].hit=0.8",
            "error[unknown-path]: `tiers.application.path` has 2 items, there is no item 2\n --> --set:1:23\n  |\n1 | tiers.application.path[2].hit=0.8\n  |                       ^^^\nhint: items are counted from 0 to 1\n\n1 error"
        ),
        (
            "tiers.application.path.hit=0.8",
            "error[unknown-path]: `tiers.application.path` is a list, its items have numbers\n --> --set:1:24\n  |\n1 | tiers.application.path.hit=0.8\n  |                        ^^^\nhint: write `tiers.application.path[0].hit` for the first item\n\n1 error"
        ),
        (
            "tiers.application.path.1.hit=0.8",
            "error[unknown-path]: `tiers.application.path` is a list, its items have numbers\n --> --set:1:24\n  |\n1 | tiers.application.path.1.hit=0.8\n  |                        ^\nhint: write `tiers.application.path[1]`\n\n1 error"
        ),
        (
            "rate[0]=1/s",
            "error[unknown-path]: `rate` is a single value, not a list\n --> --set:1:5\n  |\n1 | rate[0]=1/s\n  |     ^^^\n\n1 error"
        ),
        (
            "rate.x=1/s",
            "error[unknown-path]: `rate` is a single value, there is nothing inside it\n --> --set:1:6\n  |\n1 | rate.x=1/s\n  |      ^\nhint: set `rate` as a whole\n\n1 error"
        ),
        (
            "market.x[0]=1",
            "error[unknown-path]: `market.x` is not in the document, so it has no items to set\n --> --set:1:9\n  |\n1 | market.x[0]=1\n  |         ^^^\n\n1 error"
        ),
        (
            "nodes",
            "error[malformed-override]: this is not PATH=VALUE: there is no `=`\n --> --set:1:6\n  |\n1 | nodes\n  |      ^\nhint: write it like `tiers.application.nodes=20`\n\n1 error"
        ),
        (
            "a=1\nb=2",
            "error[malformed-override]: this is not PATH=VALUE: it must be a single line\n --> --set:1:4\n  |\n1 | a=1\n  |    ^\nhint: write it like `tiers.application.nodes=20`\n\n1 error"
        ),
        (
            "a..b=1",
            "error[malformed-override]: this is not PATH=VALUE: a name is missing here\n --> --set:1:3\n  |\n1 | a..b=1\n  |   ^\nhint: write it like `tiers.application.nodes=20`\n\n1 error"
        ),
        (
            "a[x]=1",
            "error[malformed-override]: this is not PATH=VALUE: between `[` and `]` stands the number of an item\n --> --set:1:2\n  |\n1 | a[x]=1\n  |  ^\nhint: write it like `tiers.application.nodes=20`\n\n1 error"
        ),
        (
            "\"a.b=1",
            "error[malformed-override]: this is not PATH=VALUE: a quote is not closed\n --> --set:1:1\n  |\n1 | \"a.b=1\n  | ^\nhint: write it like `tiers.application.nodes=20`\n\n1 error"
        ),
    ])
    func wrongPaths(set: String, expected: String) {
        #expect(report(set).hasSuffix(expected))
    }

    @Test func namesWithDotsAreQuoted() throws {
        let sink = DiagnosticSink()
        let override = try #require(Override(text: "tiers.\"web.eu\".'a b'[3]=x=y", sink: sink))
        #expect(override.path.steps == [.key("tiers"), .key("web.eu"), .key("a b"), .index(3)])
        #expect(override.path.description == "tiers.\"web.eu\".\"a b\"[3]")
        guard case .scalar("x=y", true) = override.value.content else {
            Issue.record("the value is \(override.value.content)")
            return
        }
        let yaml = ExampleConfiguration.yaml.replacing("  database:", with: "  data.base:")
        let (reading, _) = ExampleConfiguration.read(yaml, set: ["tiers.\"data.base\".nodes=7"])
        #expect(reading?.value.tiers[1].value.nodes == 7)
    }

    @Test func anAliasedMappingChangesInOnePlaceOnly() throws {
        let yaml = ExampleConfiguration.yaml.replacing("    software:\n", with: "    software: &soft\n")
            .replacing("    site: cloud\n", with: "    site: cloud\n    software: *soft\n")
        let (reading, text) = ExampleConfiguration.read(yaml, set: ["tiers.database.software.drain=7 s"])
        #expect(text.isEmpty)
        #expect(reading?.value.tiers.map(\.value.drain) == [.seconds(90), .seconds(7)])
    }
}
