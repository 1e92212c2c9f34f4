import Foundation
import TestTools
import Testing

@Suite("risk")
struct RiskTests {
    private func risk(_ arguments: [String]) throws -> CommandResult {
        try CommandRunner.run(["risk", "scenarios/three-tier.yaml", "--seed", "1"] + arguments, in: Project.path("."))
    }

    /// The estimate and its bounds, in percent, of the line `rolling  1.20 %, between 0.50 % and 2.10 %`.
    private func numbers(_ output: String, _ strategy: String) throws -> [Double] {
        let line = try #require(output.components(separatedBy: "\n").first { $0.hasPrefix(strategy + " ") })
        return line.split { $0 == " " || $0 == "," }.compactMap { Double($0) }
    }

    @Test("what is certain and what cannot be have intervals too, and the same whatever the threads")
    func certain() throws {
        let arguments = ["--strategy", "rolling", "--runs", "64"]
        let never = try risk(arguments + ["--of", "rows-damaged > 1000000000000"])
        #expect(never.status == 0)
        #expect(
            never.output.hasPrefix(
                "three-tier, seed 1: probability of `rows-damaged > 1000000000000`, in 64 runs of each strategy by strata\n\n"))
        let low = try numbers(never.output, "rolling")
        #expect(low.count == 3 && low[0] == 0 && low[1] == 0 && low[2] > 0 && low[2] < 10)
        let always = try risk(arguments + ["--of", "duration > 1 s", "--jobs", "1"])
        let high = try numbers(always.output, "rolling")
        #expect(high.count == 3 && high[0] == 100 && high[1] > 90 && high[1] < 100 && high[2] == 100)
        #expect(try risk(arguments + ["--of", "duration > 1 s", "--jobs", "2"]).output == always.output)
    }

    @Test("all strategies of the scenario have a line, in its order")
    func all() throws {
        let result = try risk(["--runs", "32", "--of", "outage.order > 1 h"])
        #expect(result.status == 0)
        let names = result.output.components(separatedBy: "\n").dropFirst(2).compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names == ["rolling", "big-flip", "parallel-universe", "fast-reboot"])
    }

    @Test(
        "what is wrong with a question is said, and what to do",
        arguments: [
            (["--of", "outage.ordr > 1 h"], "outage.order"),
            (["--of", "outage.order.p95 > 1 h"], "an outcome is of one run and has no statistic"),
            (["--of", "outage.order"], "--of outage.order"), (["--of", "outage.order > 1 TB"], "--of outage.order > 1 TB"),
            (["--of", "outage.order > 1 h", "--strategy", "roling"], "rolling"),
            (["--of", "outage.order > 1 h", "--runs", "31"], "32 ... 10000000"),
            (["--of", "outage.order > 1 h", "--jobs", "0"], "1 ... 4096"), ([], "--of"),
        ])
    func complaints(_ arguments: [String], _ complaint: String) throws {
        let result = try risk(arguments)
        #expect(result.status == 64 && result.output == "")
        #expect(result.errors.contains(complaint), "\(result.errors)")
    }
}
