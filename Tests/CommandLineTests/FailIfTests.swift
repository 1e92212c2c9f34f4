import TestTools
import Testing

@Suite("Conditions under which a comparison fails")
struct FailIfTests {
    /// Compares big flips of the shop.
    private func compare(_ conditions: [String], replications: Int = 3) throws -> CommandResult {
        let folder = try ShopScenario.folder()
        return try CommandRunner.run(
            [
                "compare", "shop.yaml", "--seed", "1", "--format", "json", "--set", "strategies=[big-flip]", "--replications",
                "\(replications)",
            ]
                + conditions.flatMap { ["--fail-if", $0] }, in: folder.path)
    }

    /// The sentence about a condition.
    private func sentence(_ condition: String, _ result: CommandResult) -> Substring {
        result.errors.split(separator: "\n").first { $0.hasPrefix("`\(condition)`") } ?? ""
    }

    @Test("one that holds: exit code 1, and the result is printed all the same")
    func holds() throws {
        let condition = "duration.max > 1 s"
        let result = try compare([condition])
        #expect(result.status == 1)
        #expect(try ComparisonOutput(result.output).strategies == ["big-flip", "none"])
        #expect(
            sentence(condition, result).hasPrefix(
                "`duration.max > 1 s` (of `big-flip`, which ranks first) holds, so the objective is not met: the value is "))
        #expect(sentence(condition, result).hasSuffix(" in 3 replications, of those that were run"))
    }

    @Test("one that does not hold: success", arguments: ["duration.max > 100 h", "duration.min @ big-flip < 1 min", "cost.max > 1 USD"])
    func doesNotHold(_ condition: String) throws {
        let result = try compare([condition])
        #expect(result.status == 0)
        #expect(sentence(condition, result).contains(" does not hold, so the objective is met: "))
    }

    @Test("one that so few replications cannot decide: exit code 64, and how many would")
    func undecidable() throws {
        let condition = "outage.save.p95 > 20 h"
        let few = try compare([condition], replications: 58)
        #expect(few.status == 64)
        #expect(sentence(condition, few).contains(" cannot be decided with 58 replications: "))
        #expect(sentence(condition, few).hasSuffix("; about 59 replications are needed"))
        #expect(try ComparisonOutput(few.output).replications == 58)
        let enough = try compare([condition], replications: 59)
        #expect(enough.status == 0)
        #expect(sentence(condition, enough).contains(" does not hold, so the objective is met: "))
    }

    @Test("of several, a missed objective comes first")
    func several() throws {
        let result = try compare(["outage.save.p95 > 20 h", "duration.max > 1 s", "duration.max > 100 h"])
        #expect(result.status == 1)
        #expect(result.errors.split(separator: "\n").count { $0.hasPrefix("`") } == 3)
    }

    @Test(
        "one that cannot be read: exit code 64 before anything is run",
        arguments: [
            ("outge.save.p95 > 60 s", "there is no measure `outge.save`\nhint: did you mean `outage.save`?\n"),
            ("outage.save.p95 > 60 kg", "the value of `outage.save`: "),
            (
                "outage.save.p95",
                "`outage.save.p95` has no relation; known are `>`, `>=`, `<` and `<=`\nhint: write it like `outage.edit.p95 > 60 s`\n"
            ),
            ("outage.save.p100 > 60 s", "`p100` is not a statistic of `outage.save`\nhint: "),
            ("outage.save @ bigflip > 60 s", "there is no strategy `bigflip`\nhint: did you mean `big-flip`?\n"),
        ])
    func unreadable(_ condition: String, _ message: String) throws {
        let result = try compare([condition])
        #expect(result.status == 64)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("error: `--fail-if \(condition)`: \(message)"), "\(result.errors)")
    }
}
