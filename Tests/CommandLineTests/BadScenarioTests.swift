import TestTools
import Testing

/// A change that spoils the shop's scenario, and every word that the program then says.
struct SpoiltScenario: Sendable, CustomTestStringConvertible {
    let name: String
    let changes: [(String, String)]
    var arguments: [String] = []
    var status: Int32 = 64
    let errors: String

    var testDescription: String { name }

    static let all = spelling + ranges + references + documents + platforms

    static let spelling = [
        SpoiltScenario(
            name: "unknown key", changes: [("drain: 30 s, install: 5 min", "drian: 30 s, install: 5 min")],
            errors: """
                error[unknown-key]: unknown key `drian` in `tiers.database.software`
                  --> shop.yaml:19:16
                   |
                19 |     software: {drian: 30 s, install: 5 min, restart: 1 min, variation: 0.2}
                   |                ^^^^^
                hint: did you mean `drain`?

                1 error

                """),
        SpoiltScenario(
            name: "wrong unit", changes: [("horizon: 12 h", "horizon: 12 kg")],
            errors: """
                error[wrong-unit]: `horizon`: `kg` is not a unit of time; accepted are `ns`, `us`, `ms`, `s`, `min`, `h`, `d`, `y`
                 --> shop.yaml:3:13
                  |
                3 | horizon: 12 kg
                  |             ^^
                hint: write it like `30 s`

                1 error

                """),
        SpoiltScenario(
            name: "no unit", changes: [("testing: 1 h", "testing: 60")],
            errors: """
                error[missing-unit]: `parallel-universe.testing`: `60` has no unit of time; accepted are `ns`, `us`, `ms`, `s`, `min`, `h`, `d`, `y`
                  --> shop.yaml:46:12
                   |
                46 |   testing: 60
                   |            ^^
                hint: write for example `60 s`

                1 error

                """),
        SpoiltScenario(
            name: "a key stands twice", changes: [("horizon: 12 h", "horizon: 12 h\nhorizon: 24 h")],
            errors: """
                error[duplicate-key]: `horizon` stands twice in this mapping
                 --> shop.yaml:4:1
                  |
                4 | horizon: 24 h
                  | ^^^^^^^
                note: the first is here
                 --> shop.yaml:3:1
                  |
                3 | horizon: 12 h
                  | ^^^^^^^
                hint: remove one of them

                1 error

                """),
        SpoiltScenario(
            name: "a key is missing", changes: [("horizon: 12 h\n", "")],
            errors: """
                error[missing-key]: key `horizon` is missing
                 --> shop.yaml:1:1
                  |
                1 | name: shop
                  | ^
                hint: `horizon` is a length of time in 1 s ... 400 d: all strategies are observed for this long, so that they compare

                1 error

                """),
    ]

    static let ranges = [
        SpoiltScenario(
            name: "negative", changes: [("nodes: 4", "nodes: -4")],
            errors: """
                error[out-of-range]: `tiers.web.nodes`: `-4` is outside 1 ... 1000000
                  --> shop.yaml:12:12
                   |
                12 |     nodes: -4
                   |            ^^
                hint: the least is `1`

                1 error

                """),
        SpoiltScenario(
            name: "no node at all", changes: [("nodes: 4", "nodes: 0")],
            errors: """
                error[out-of-range]: `tiers.web.nodes`: `0` is outside 1 ... 1000000
                  --> shop.yaml:12:12
                   |
                12 |     nodes: 0
                   |            ^
                hint: the least is `1`

                1 error

                """),
        SpoiltScenario(
            name: "absurdly long", changes: [("horizon: 12 h", "horizon: 12 y")],
            errors: """
                error[out-of-range]: `horizon`: `12 y` is outside 1 s ... 400 d
                 --> shop.yaml:3:10
                  |
                3 | horizon: 12 y
                  |          ^^^^
                hint: the most is `400 d`

                1 error

                """),
        SpoiltScenario(
            name: "shares that do not add up", changes: [("load: 100 %", "load: 90 %")],
            errors: """
                error[wrong-sum]: the shares of load of all shards add up to 90 %
                  --> shop.yaml:17:7
                   |
                17 |       main: {nodes: 3, load: 90 %, data: 100 %}
                   |       ^
                hint: make them add up to 100 %

                1 error

                """),
        SpoiltScenario(
            name: "a share over one is one error and not two", changes: [("load: 100 %", "load: 130 %")],
            errors: """
                error[out-of-range]: `tiers.database.shards.main.load`: `130 %` is outside 0 ... 1
                  --> shop.yaml:17:30
                   |
                17 |       main: {nodes: 3, load: 130 %, data: 100 %}
                   |                              ^^^^^
                hint: the most is `1`

                1 error

                """),
    ]

    static let references = [
        SpoiltScenario(
            name: "a tier that is not declared", changes: [("{tier: database, visits: 4", "{tier: databse, visits: 4")],
            errors: """
                error[unknown-name]: `workload.classes.read.path[1].tier`: there is no tier `databse`
                  --> shop.yaml:27:18
                   |
                27 |         - {tier: databse, visits: 4, demand: 5 ms}
                   |                  ^^^^^^^
                hint: did you mean `database`?

                1 error

                """),
        SpoiltScenario(
            name: "a link to nowhere", changes: [("to: cloud", "to: clowd")],
            errors: """
                error[unknown-name]: `links[0].to`: there is no site `clowd`
                 --> shop.yaml:9:22
                  |
                9 |   - {from: home, to: clowd, capacity: 1 Gbit/s}
                  |                      ^^^^^
                hint: did you mean `cloud`?

                1 error

                """),
        SpoiltScenario(
            name: "no route to the second system", changes: [("links:\n  - {from: home, to: cloud, capacity: 1 Gbit/s}\n", "")],
            errors: """
                error[no-route]: no links lead from `home`, where the data is, to `cloud`
                  --> shop.yaml:43:9
                   |
                43 |   site: cloud
                   |         ^^^^^
                hint: add one to `links:`, such as `{from: home, to: cloud, capacity: 1 Gbit/s}`

                1 error

                """),
        SpoiltScenario(
            name: "an instance type that is not sold", changes: [("type: small", "type: smal")],
            errors: """
                error[unknown-name]: instance type `smal` is not in the price list
                  --> shop.yaml:48:17
                   |
                48 |     web: {type: smal}
                   |                 ^^^^
                hint: did you mean `small`?

                1 error

                """),
        SpoiltScenario(
            name: "a path that nothing has", changes: [], arguments: ["--set", "tiers.web.softwear.drain=1 s"],
            errors: """
                error[unknown-path]: there is no `tiers.web.softwear` to set
                 --> --set:1:11
                  |
                1 | tiers.web.softwear.drain=1 s
                  |           ^^^^^^^^
                hint: did you mean `tiers.web.software`?

                1 error

                """),
    ]

    static let documents = [
        SpoiltScenario(
            name: "a bracket that stays open", changes: [("sites:", "sites: [")],
            errors: """
                error[syntax]: while parsing a flow sequence: did not find expected ',' or ']'
                 --> shop.yaml:7:3
                  |
                7 |   cloud: {}
                  |   ^
                note: it began here
                 --> shop.yaml:5:8
                  |
                5 | sites: [
                  |        ^
                hint: a comma or a closing bracket is missing

                1 error

                """),
        SpoiltScenario(
            name: "all errors at once, in the order of the file",
            changes: [
                ("horizon: 12 h", "horizon: -12 h"), ("cores: 4", "cores: four"), ("rate: 20/s", "rate: 20"), ("type: large", "type: larg"),
            ],
            errors: """
                error[out-of-range]: `horizon`: `-12 h` is outside 1 s ... 400 d
                 --> shop.yaml:3:10
                  |
                3 | horizon: -12 h
                  |          ^^^^^
                hint: the least is `1 s`

                error[wrong-type]: `tiers.web.cores`: `four` is not a whole number
                  --> shop.yaml:13:12
                   |
                13 |     cores: four
                   |            ^^^^
                hint: write it like `20`, `1_000` or `60 M`

                error[missing-unit]: `workload.rate`: `20` has no unit of a rate; accepted are `/s`, `/min`, `/h`, `/d`, `/month`, `/y`, \
                `/second`, `/minute`, `/hour`, `/day`, `/year`
                  --> shop.yaml:22:9
                   |
                22 |   rate: 20
                   |         ^^
                hint: write for example `20/s`

                error[unknown-name]: instance type `larg` is not in the price list
                  --> shop.yaml:49:22
                   |
                49 |     database: {type: larg}
                   |                      ^^^^
                hint: did you mean `large`?

                4 errors

                """),
    ]
}

@Suite("A scenario that is wrong: place, hint and exit code, and nothing half-written")
struct BadScenarioTests {
    @Test("each kind of error", arguments: SpoiltScenario.all)
    func spoilt(_ scenario: SpoiltScenario) throws {
        let folder = try ShopScenario.folder(scenario.changes)
        let result = try CommandRunner.run(["validate", "shop.yaml"] + scenario.arguments, in: folder.path)
        #expect(result.status == scenario.status)
        #expect(result.errors == scenario.errors)
        #expect(result.output == "")
    }

    @Test("a comparison says the same and leaves no trace")
    func nothingHalfWritten() throws {
        let folder = try ShopScenario.folder([("nodes: 4", "nodes: 0")])
        let result = try CommandRunner.run(["compare", "shop.yaml", "--trace", "traces"], in: folder.path)
        #expect(result.status == 64)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("error[out-of-range]: `tiers.web.nodes`: `0` is outside 1 ... 1000000\n"))
        #expect(folder.contents == ["prices.csv", "shop.yaml"])
    }

    @Test("a tier that nobody visits is used all the same, with a note")
    func idleTier() throws {
        let folder = try ShopScenario.folder([("tiers:\n  web:\n    nodes", "tiers:\n  idle: {nodes: 1}\n  web:\n    nodes")])
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 0)
        #expect(result.errors == "note: no request visits tier `idle`\n")
        #expect(result.output.hasPrefix("shop: valid; 8 nodes in 3 tiers, "))
    }

    private static let notUpgraded = "error[not-upgraded]: the data on `database` changes, but the tier is not upgraded\n"
    private static let staleReader = "error[not-upgraded]: `application` reads data that changes incompatibly, but is not upgraded\n"
    private static let nobodyReads = "error[no-reader]: shard `orders` of `database` has one server, and a primary answers no reads\n"

    @Test(
        "parts that do not fit together",
        arguments: [
            (["tiers.database.upgraded=false"], notUpgraded), (["tiers.application.upgraded=false"], staleReader),
            (
                ["tiers.database.shards={orders: {nodes: 1, load: 100 %, data: 100 %}}", "tiers.database.primary-reads=read-only"],
                nobodyReads
            ),
        ])
    func misfits(_ overrides: [String], _ error: String) throws {
        let arguments = overrides.flatMap { ["--set", $0] }
        let folder = try TemporaryFolder()
        let result = try CommandRunner.run(["validate", Project.scenario("three-tier")] + arguments, in: folder.path)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix(error))
        #expect(result.errors.contains("\nhint: "))
    }

    @Test("an incompatible change that no tier reads is possible, with a note")
    func noReader() throws {
        let folder = try TemporaryFolder()
        let result = try CommandRunner.run(["validate", Project.scenario("three-tier"), "--set", "data-reader=none"], in: folder.path)
        #expect(result.status == 0)
        #expect(result.errors == "note: no `data-reader` is named: old and new software are taken to read both forms of the data\n")
    }

    @Test("colours are for terminals, and here is none")
    func noColours() throws {
        let folder = try ShopScenario.folder([("nodes: 4", "nodes: 0")])
        let result = try CommandRunner.run(["validate", "shop.yaml"], environment: ["TERM": "xterm-256color"], in: folder.path)
        #expect(!result.errors.contains("\u{1B}"))
    }
}
