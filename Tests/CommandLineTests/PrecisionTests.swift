import Foundation
import TestTools
import Testing

@Suite("replications until something is known well enough")
struct PrecisionTests {
    private func plan(_ until: String, _ files: TemporaryFolder) throws -> CommandResult {
        try files.write(
            """
            scenario: shop.yaml
            replications: 30
            seed: 5
            strategies: [rolling]
            measures: [duration]
            until: {\(until)}
            factors:
              - {path: tiers.web.software.variation, values: [0.2]}
            """, to: "e.yaml")
        return try CommandRunner.run(["sweep", "plan", files["e.yaml"], "-o", files["s"]])
    }

    /// Replications that one point takes; looks are at 30, 45, 68, 102, 120, for a 95th percentile at 95 % at 72, 108, 120.
    @Test(
        "of a mean, a quantile or a probability, in the measure's unit, at a confidence of its own",
        arguments: [
            // The first 30 are too skewed for any interval of their mean to be believed.
            ("measure: duration, absolute: 1 d", 45), ("measure: duration, absolute: 86400", 45), ("measure: duration, absolute: 1 s", 120),
            ("measure: duration, statistic: median, absolute: 1 h", 30), ("measure: duration, statistic: p95, absolute: 1 d", 72),
            ("measure: duration, statistic: p95, confidence: 80 %, absolute: 1 d", 45),
            ("measure: duration, statistic: p95, relative: 0.01 %", 120),
            // All finish: Wilson's interval of 45 of 45 has a half-width of 3.9 %, that of 30 of 30 one of 5.7 %.
            ("measure: finished, absolute: 4 %", 45), ("measure: finished, absolute: 0.04", 45),
            ("measure: finished, statistic: probability, confidence: 80 %, absolute: 4 %", 30),
            ("measure: duration, statistic: probability, absolute: 4 %", 45), ("measure: cost, absolute: 10 USD", 30),
        ])
    func counts(_ until: String, _ replications: Int) throws {
        let files = try ShopScenario.folder()
        let planned = try plan(until + ", at-most: 120", files)
        #expect(planned.status == 0, "\(planned.errors)")
        #expect(planned.output.contains("at least 30 replications each"))
        #expect(try CommandRunner.run(["sweep", "run", files["s"]]).status == 0)
        _ = try CommandRunner.run(["sweep", "merge", files["s"], "-o", files["r.csv"]])
        let lines = try String(contentsOfFile: files["r.csv"], encoding: .utf8).components(separatedBy: "\r\n")
        #expect(lines[1].split(separator: ",", omittingEmptySubsequences: false)[3] == "\(replications)", "\(lines[1])")
    }

    @Test(
        "what cannot be judged is said when the sweep is planned",
        arguments: [
            ("measure: duration, absolute: 1 parsec", "the half-width of `duration`: `parsec` is not a unit of time"),
            ("measure: cost, absolute: 3 min", "the half-width of `cost`: `3 min` is not a number"),
            ("measure: duration, absolute: 0 s", "must be finite and above zero"),
            ("measure: duration, statistic: max, absolute: 1 s", "`until` has no statistic `max`\nhint: known are `mean`, `median`"),
            ("measure: duration, statistic: p100, absolute: 1 s", "`until` has no statistic `p100`"),
            ("measure: duration, statistic: p95, at-most: 60, relative: 5 %", "`until`: `at-most` must be at least 72"),
            ("measure: duraton, relative: 5 %", "there is no measure `duraton`\nhint: did you mean `duration`?"),
            ("measure: duration, relative: 5 %, absolute: 1 s", "`until` needs one of `relative` and `absolute`"),
            ("measure: duration, relative: 5 %, confidence: 101 %", "the most is `0.9999`"),
        ])
    func refused(_ until: String, _ complaint: String) throws {
        let files = try ShopScenario.folder()
        let result = try plan(until, files)
        #expect(result.status == 64 && result.output == "" && result.errors.contains(complaint), "\(result.errors)")
        #expect(!files.contents.contains("s"))
    }
}
