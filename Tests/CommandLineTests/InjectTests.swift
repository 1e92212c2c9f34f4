import Foundation
import TestTools
import Testing

@Suite("inject, and --inject")
struct InjectTests {
    private func chrysalis(_ arguments: [String]) throws -> CommandResult {
        try CommandRunner.run(arguments, in: Project.path("."))
    }

    @Test("the matrix as a table and as JSON say the same")
    func matrix() throws {
        let arguments = ["inject", "scenarios/three-tier.yaml", "--seed", "1", "--strategy", "rolling"]
        let table = try chrysalis(arguments)
        #expect(table.status == 0 && table.errors == "")
        let lines = table.output.components(separatedBy: "\n")
        #expect(lines.first?.hasPrefix("three-tier, seed 1: every fault at every operation, once each, ") == true)
        #expect(table.output.contains("worst for rolling: ") && table.output.contains(" -> "))
        let json = try chrysalis(arguments + ["--format", "json"])
        #expect(json.status == 0 && json.errors == "seed 1\n")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let cases = try #require(object["cases"] as? [[String: Any]])
        let types = Dictionary(grouping: cases) { $0["type"] as? Int }.mapValues { cases in
            cases.reduce(0) { $0 + ($1["operations"] as? Int ?? 0) }
        }
        for (type, words) in [
            (1, "configuration error"), (2, "semantic configuration error"), (3, "broken environment"), (4, "data-access error"),
        ] {
            let line = try #require(lines.last { $0.hasPrefix("  type \(type), \(words)") })
            #expect(line.split(separator: " ").last.map(String.init) == types[type].map { "\($0)" })
        }
    }

    @Test("one fault, injected, is told with its life and its chain")
    func one() throws {
        let result = try chrysalis([
            "run", "scenarios/three-tier.yaml", "--strategy", "big-flip", "--replication", "0", "--seed", "1", "--inject",
            "database schema@shard main",
        ])
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output.contains("Faults of replication 0"))
        #expect(result.output.contains("type 4, data-access error: database schema of main"))
        #expect(result.output.contains("database schema broken on 1 shard -> "))
    }

    @Test(
        "what is wrong with an injection is said, and what to do",
        arguments: [
            ("database scheme", "there is no component `database scheme`\nhint: did you mean `database schema`?"),
            ("type-9:database schema", "there is no type `type-9`"),
            (
                "type-1:database schema",
                "a fault of type 1 does not break `database schema`, which is a schema\nhint: what breaks it is type-4"
            ),
            ("database schema@shard other", "`database schema` has no shard `other`\nhint: shards are main"),
            ("database schema@somewhere", "`somewhere` is no place"), ("balancer libraries@node x", "`x` is no number of a node"),
            ("bad-version:slw@application", "there is no defect `slw` of a version\nhint: did you mean `slow`?"),
            ("bad-version:slow", "`bad-version:slow` needs `@TIER` to say where"),
            ("bad-version:slow@apps", "there is no tier `apps`"),
        ])
    func complaints(_ text: String, _ complaint: String) throws {
        let result = try chrysalis(["run", "scenarios/three-tier.yaml", "--strategy", "rolling", "--seed", "1", "--inject", text])
        #expect(result.status == 64 && result.output == "")
        #expect(result.errors.contains("error: `--inject \(text)`: \(complaint)"), "\(result.errors)")
    }

    @Test("arguments that cannot be are refused", arguments: [["--strategy", "roling"], ["--format", "csv"], ["--jobs", "0"]])
    func arguments(_ arguments: [String]) throws {
        let result = try chrysalis(["inject", "scenarios/three-tier.yaml", "--seed", "1"] + arguments)
        #expect(result.status == 64 && result.output == "" && !result.errors.isEmpty)
    }
}
