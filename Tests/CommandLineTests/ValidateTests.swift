import Foundation
import TestTools
import Testing

@Suite("validate, schema and init")
struct ValidateTests {
    @Test("every shipped scenario is valid, without a word on standard error")
    func shipped() throws {
        let expected = [
            "three-tier: valid; 12 nodes in 3 tiers, 2 classes of requests, ",
            "wikipedia-2005-mediawiki-1.5: valid; 83 nodes in 4 tiers, 3 classes of requests, ",
            "wikipedia-2010: valid; 350 nodes in 8 tiers, 4 classes of requests, ",
        ]
        for (name, start) in zip(Project.scenarioNames, expected) {
            let result = try CommandRunner.run(["validate", Project.scenario(name)])
            #expect(result.status == 0)
            #expect(result.errors == "")
            #expect(result.output.hasPrefix(start), "\(result.output)")
        }
    }

    @Test("the effective text shows every default, and read again it is the same", arguments: Project.scenarioNames)
    func effective(_ name: String) throws {
        let first = try CommandRunner.run(["validate", "--effective", Project.scenario(name)])
        #expect(first.status == 0)
        let mark = "  # default"
        let defaults = first.output.split(separator: "\n").filter { $0.hasSuffix(mark) }
        #expect(defaults.count > 30)
        #expect(defaults.contains("outage-yield: 50 %  # default"))
        #expect(
            defaults.contains { $0.hasSuffix("detection: 60 s" + mark) } || name.hasPrefix("wikipedia-2010") || name.hasPrefix("mediawiki"))

        let folder = try TemporaryFolder()
        try folder.write(first.output, to: "effective.yaml")
        try FileManager.default.createSymbolicLink(atPath: folder["data"], withDestinationPath: Project.path("scenarios/data"))
        let second = try CommandRunner.run(["validate", "--effective", "effective.yaml"], in: folder.path)
        #expect(second.status == 0)
        #expect(second.errors == first.errors)
        // What was a default the first time is stated the second time: the mark goes, the value stays.
        #expect(second.output == first.output.replacing(mark, with: ""))
    }

    @Test("the effective text behaves as the scenario does")
    func effectiveBehaves() throws {
        let folder = try ShopScenario.folder()
        let effective = try CommandRunner.run(["validate", "--effective", "shop.yaml"], in: folder.path)
        try folder.write(effective.output, to: "effective.yaml")
        let arguments = ["--seed", "5", "--replications", "1", "--format", "json"]
        let original = try ComparisonOutput(CommandRunner.run(["compare", "shop.yaml"] + arguments, in: folder.path).output)
        let again = try ComparisonOutput(CommandRunner.run(["compare", "effective.yaml"] + arguments, in: folder.path).output)
        #expect(original.fingerprint == again.fingerprint)
    }

    @Test("the schema is valid JSON and knows the top-level keys")
    func schema() throws {
        let result = try CommandRunner.run(["schema"])
        #expect(result.status == 0)
        #expect(result.errors == "")
        let root = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        let properties = try #require(root["properties"] as? [String: Any])
        #expect(
            properties.keys.sorted() == [
                "big-flip", "calendar", "data", "data-reader", "dependencies", "hardware-faults", "horizon", "inventory", "links", "market",
                "name", "objectives", "outage-yield", "own-costs", "parallel-universe", "procedure", "replications", "rolling", "seed",
                "sites", "start", "strategies", "throttle", "tiers", "title", "upgrade-faults", "workload",
            ])
    }

    @Test("a quota that is never enough for the second system is noted before anything runs")
    func quota() throws {
        let folder = try ShopScenario.folder([("  billing: per-second\n", "  billing: per-second\n  quota: 3\n")])
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 0)
        #expect(
            result.errors == """
                note: the second system needs 7 leased machines, but the quota is 3: `parallel-universe` gets none; \
                set `market.quota` or `market.quota-increase` to 7

                """)
        let raised = try CommandRunner.run(
            ["validate", "shop.yaml", "--set", "market.quota-increase={to: 7, asked-ahead: 0 s, granted-after: 1 h}"], in: folder.path)
        #expect(raised.status == 0)
        #expect(raised.errors == "")
        let late = try CommandRunner.run(
            ["validate", "shop.yaml", "--set", "market.quota-increase={to: 7, asked-ahead: 0 s, granted-after: 12 h}"], in: folder.path)
        #expect(late.errors.contains("but the quota is raised that far only after the horizon: "))
    }

    @Test("init writes a scenario that validates and compares, and overwrites nothing", arguments: ["shop", "my next upgrade"])
    func initialise(_ name: String) throws {
        let folder = try TemporaryFolder()
        let file = name + ".yaml"
        let shown = name.contains(" ") ? "'\(file)'" : file
        let made = try CommandRunner.run(["init", name], in: folder.path)
        #expect(made.status == 0)
        #expect(made.errors == "wrote \(file); try `chrysalis compare \(shown)`\n")
        #expect(folder.contents == [file])

        let valid = try CommandRunner.run(["validate", file], in: folder.path)
        #expect(valid.status == 0)
        #expect(valid.errors == "")
        #expect(valid.output.hasPrefix("\(name): valid; 11 nodes in 2 tiers, "))

        let compared = try CommandRunner.run(
            ["compare", file, "--replications", "2", "--seed", "1", "--format", "json", "--ledger-runs", "8"], in: folder.path)
        #expect(compared.status == 0, "\(compared.errors)")
        let comparison = try ComparisonOutput(compared.output)
        #expect(comparison.strategies == ["rolling", "big-flip", "parallel-universe", "fast-reboot", "none"])
        for strategy in comparison.strategies.dropLast() { #expect(comparison.mean("finished", strategy) == 1, "\(strategy)") }

        let before = try String(contentsOfFile: folder[file], encoding: .utf8)
        let again = try CommandRunner.run(["init", name], in: folder.path)
        #expect(again.status == 64)
        #expect(again.errors == "error: `\(file)` exists\nhint: choose another name, or overwrite it with `--force`\n")
        #expect(try String(contentsOfFile: folder[file], encoding: .utf8) == before)
        #expect(try CommandRunner.run(["init", name, "--force"], in: folder.path).status == 0)
        #expect(folder.contents == [file])
    }

    @Test(
        "init takes any name that a file can have, quoted where YAML or a shell would misread it",
        arguments: [
            ("a: b", "'a: b.yaml'"), ("[a", "'[a.yaml'"), ("#x", "'#x.yaml'"), ("*a", "'*a.yaml'"), ("my:shop #1", "'my:shop #1.yaml'"),
            ("say \"hi\"", "'say \"hi\".yaml'"), ("it's", "'it'\\''s.yaml'"), ("null", "null.yaml"), ("1e3", "1e3.yaml"),
            ("a\\n", "'a\\n.yaml'"),
            ("caf\u{E9}", "'caf\u{E9}.yaml'"), ("NAME", "NAME.yaml"),
        ])
    func initialiseQuoted(_ name: String, _ shown: String) throws {
        let folder = try TemporaryFolder()
        let made = try CommandRunner.run(["init", name], in: folder.path)
        #expect(made.status == 0)
        #expect(made.errors == "wrote \(name).yaml; try `chrysalis compare \(shown)`\n")
        let valid = try CommandRunner.run(["validate", name + ".yaml"], in: folder.path)
        #expect(valid.errors == "")
        #expect(valid.output.hasPrefix("\(name): valid; 11 nodes in 2 tiers, "))
    }

    @Test(
        "init with a name that no file has",
        arguments: [
            ("", "the name of a scenario is empty"), (".yaml", "the name of a scenario is empty"),
            ("missing/shop", "`missing/shop` has a `/`, which no file name has"),
            ("a\nb", "the name of a scenario has a line end or another control character"),
            (".shop", "`.shop` begins with a dot, so that its files would be hidden"),
            (String(repeating: "x", count: 61), "the name of a scenario has more than 60 characters"),
        ])
    func initialiseNowhere(_ name: String, _ problem: String) throws {
        let folder = try TemporaryFolder()
        let result = try CommandRunner.run(["init", name], in: folder.path)
        #expect(result.status == 64)
        #expect(result.errors == "error: \(problem)\nhint: name it like `my-upgrade`; to write it elsewhere, go there first\n")
        #expect(folder.contents == [])
    }

    @Test("a scenario's name that would lead its traces elsewhere", arguments: [("../shop", "has a `/`"), (".shop", "begins with a dot")])
    func name(_ name: String, _ problem: String) throws {
        let folder = try ShopScenario.folder([("name: shop", "name: \(name)")])
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 64)
        #expect(
            result.errors.hasPrefix(
                "error[bad-name]: `name`: `\(name)` \(problem), and traces are files of that name\n --> shop.yaml:1:7\n"))
    }

    @Test("the schema of an experiment file knows its keys")
    func experimentSchema() throws {
        let result = try CommandRunner.run(["schema", "--experiment"])
        let root = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(result.status == 0 && root["title"] as? String == "Chrysalis experiment")
        let properties = try #require(root["properties"] as? [String: [String: Any]])
        #expect(
            Set(properties.keys) == [
                "antithetic", "design", "factors", "levels", "measures", "name", "points", "replications", "rows", "scenario", "seed",
                "set",
                "strategies", "trajectories", "until",
            ])
        let until = try #require((properties["until"]?["anyOf"] as? [[String: Any]])?[0]["properties"] as? [String: [String: Any]])
        #expect(Set(until.keys) == ["absolute", "at-most", "confidence", "measure", "relative", "statistic"])
        // Values may be numbers as well as texts.
        let factor = try #require((properties["factors"]?["items"] as? [String: Any])?["properties"] as? [String: [String: Any]])
        let value = try #require(factor["values"]?["items"] as? [String: Any])
        #expect(value["type"] as? [String] == ["string", "number", "boolean"])
        #expect(try CommandRunner.run(["schema"]).output.contains("\"title\": \"Chrysalis scenario\""))
    }
}
