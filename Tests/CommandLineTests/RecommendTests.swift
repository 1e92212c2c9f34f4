import Foundation
import TestTools
import Testing

@Suite("recommend")
struct RecommendTests {
    private func recommend(_ arguments: [String], in folder: String = Project.path(".")) throws -> CommandResult {
        try CommandRunner.run(["recommend", "scenarios/three-tier.yaml", "--seed", "1", "--ledger-runs", "0"] + arguments, in: folder)
    }

    @Test("the answer, the runner-up and what excludes cheaper plans are printed; threads change nothing")
    func answer() throws {
        let arguments = [
            "--vary", "tiers.application.software.batch=1,3", "--limit", "outage.order.p95 <= 3 min", "--strategy", "rolling", "--strategy",
            "parallel-universe",
        ]
        let one = try recommend(arguments + ["--jobs", "1"])
        #expect(one.status == 0 && one.errors == "", "\(one.errors)")
        let lines = one.output.components(separatedBy: "\n")
        #expect(lines[0] == "three-tier, seed 1: of 4 plans, the one with the least `cost` that keeps")
        #expect(lines.contains("recommended: parallel-universe, batch=1"))
        #expect(lines.contains("as good: parallel-universe, batch=3"))
        #expect(lines.contains { $0.hasPrefix("  if (2) allowed ") && $0.contains(": rolling, batch=3, with `cost` 0.00 USD") })
        #expect(try recommend(arguments + ["--jobs", "2"]).output == one.output)
    }

    @Test("JSON and CSV say the same")
    func formats() throws {
        let arguments = ["--strategy", "rolling", "--strategy", "fast-reboot", "--objective", "duration"]
        let json = try recommend(arguments + ["--format", "json"])
        #expect(json.status == 0)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["status"] as? String == "selected" && object["recommended"] as? Int == 1 && object["runner_up"] as? Int == 0)
        #expect((object["plans"] as? [Any])?.count == 2)
        let csv = try recommend(arguments + ["--format", "csv"])
        let lines = csv.output.components(separatedBy: "\r\n")
        #expect(lines.count == 4 && lines[0].hasPrefix("plan,strategy,standing,front,replications,objective,"))
        #expect(lines[2].hasPrefix("1,fast-reboot,in play,"))
    }

    @Test("no plan: exit code 1, and how far the limit is off")
    func none() throws {
        let result = try recommend(["--strategy", "rolling", "--limit", "duration.p95 <= 10 s"])
        #expect(result.status == 1 && result.output.contains("no plan keeps the limits"))
        #expect(result.output.contains("  if (2) allowed "))
    }

    @Test("a scenario that is not there is an error of input; too many plans are refused before any is run")
    func refusals() throws {
        let missing = try CommandRunner.run(["recommend", "no such file.yaml"])
        #expect(missing.status == 74 && missing.errors.contains("no such file.yaml"), "\(missing.errors)")
        let many = try recommend(["--vary", "workload.scale=0.5..2/1000"])
        #expect(many.status == 64 && many.errors.contains("4000 plans are too many"), "\(many.errors)")
    }

    @Test("an end that comes too early is named with the one that would do")
    func deadline() throws {
        let result = try recommend(
            [
                "--strategy", "fast-reboot", "--strategy", "rolling", "--objective", "lost-service.browse", "--limit",
                "finish before 2024-03-05T23:15Z",
            ])
        #expect(result.status == 0 && result.output.contains("recommended: fast-reboot"), "\(result.output)\(result.errors)")
        #expect(result.output.contains("if (1) allowed an end before 2024-03-06T00:"), "\(result.output)")
    }

    @Test("hours begin at the first time after the scenario's start")
    func hours() throws {
        let result = try recommend(["--strategy", "rolling", "--start-hours", "21,22,23", "--full"])
        #expect(result.status == 0, "\(result.errors)")
        // The scenario begins at 2024-03-05T22:00Z.
        for text in ["start=2024-03-05T22:00Z", "start=2024-03-05T23:00Z", "start=2024-03-06T21:00Z"] {
            #expect(result.output.contains("rolling, \(text)"))
        }
    }

    @Test("hours after the deadline are left out, and that is said")
    func hoursAfterTheDeadline() throws {
        let deadline = ["--set", "calendar.deadline=2024-03-06T04:00Z", "--strategy", "rolling"]
        let result = try recommend(deadline + ["--start-hours", "22,6"])
        #expect(result.status == 0 && result.errors.hasPrefix("note: 2024-03-06T06:00Z is left out: the deadline"), "\(result.errors)")
        #expect(result.output.contains("of 1 plan,") && result.output.contains("recommended: rolling, start=2024-03-05T22:00Z"))
        let none = try recommend(deadline + ["--start-hours", "6,7"])
        #expect(none.status == 64 && none.errors.contains("cannot begin at any of the hours"), "\(none.errors)")
    }

    @Test(
        "what is wrong with a question is said, and what to do",
        arguments: [
            (["--limit", "outage.ordr <= 1 h"], "outage.order"), (["--limit", "outage.order > 1 h"], "demands what nobody wants"),
            (["--limit", "downtime.order.p95 <= 60 s"], "lost-service.order.p95"),
            (["--objective", "costs"], "did you mean `cost`"), (["--vary", "tiers.app.nodes=1"], "there is no `tiers.app`"),
            (["--strategy", "none"], "upgrades nothing"), (["--strategy", "roling"], "rolling"), (["--start-hours", "24"], "0..23"),
            (["--start-hours", "5..2"], "0..23"), (["--finished", "100 %"], "99 %"), (["--probability", "2"], "between 50 % and 100 %"),
            (["--indifference", "5 s"], "--indifference 5 s"), (["--at-most", "5"], "20 ... 1000000"),
            (["--probability", "30 %"], "between 50 % and 100 %"),
        ])
    func complaints(_ arguments: [String], _ complaint: String) throws {
        let result = try recommend(arguments)
        #expect(result.status == 64 && result.output == "", "\(result.output)")
        #expect(result.errors.contains(complaint), "\(result.errors)")
    }
}
