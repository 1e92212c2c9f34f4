import Foundation
import TestTools
import Testing

@Suite("factors that have a distribution")
struct DrawnFactorTests {
    private func plan(_ files: TemporaryFolder, _ design: String, _ path: String, _ distribution: String) throws -> CommandResult {
        try files.write(
            """
            scenario: shop.yaml
            replications: 1
            seed: 5
            set: [horizon=1 h]
            strategies: [none]
            measures: [cost]
            design: \(design)
            factors:
              - path: \(path)
                distribution: \(distribution)
            """, to: "e.yaml")
        return try CommandRunner.run(["sweep", "plan", files["e.yaml"], "-o", files["s"]])
    }

    /// Values of the factor, and failures.
    private func run(_ files: TemporaryFolder) throws -> [(value: String, failure: String)] {
        let result = try CommandRunner.run(["sweep", "run", files["s"]])
        #expect(result.status == 0, "\(result.errors)")
        _ = try CommandRunner.run(["sweep", "merge", files["s"], "-o", files["r.csv"]])
        let lines = try String(contentsOfFile: files["r.csv"], encoding: .utf8).components(separatedBy: "\r\n").dropFirst().dropLast()
        return lines.map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return (fields[1], fields[5])
        }
    }

    /// Quantiles of 1/2, 3/4 and 1/4, the first elements of Sobol's sequence, as another program computes them.
    @Test(
        "values are quantiles, written in the unit of the factor",
        arguments: [
            ("tiers.web.software.install", "triangular(2 min, 3 min, 6 min)", ["213030615433 ns", "256076951546 ns", "3 min"]),
            ("data.copy-rate", "normal(50 MB/s, 5 MB/s)", ["50 MB/s", "53.3724487509804 MB/s", "46.6275512490196 MB/s"]),
            ("workload.rate", "exponential(mean 20/s)", ["13.862943611198906/s", "27.725887222397812/s", "5.753641449035618/s"]),
            ("workload.classes.save.ratio", "uniform(0.03125, 0.09375)", ["0.0625", "0.078125", "0.046875"]),
            ("tiers.web.nodes", "log-uniform(2, 32)", ["8", "16", "4"]),
            (
                "hardware-faults.node-crash", "weibull(shape 1, scale 30 d)",
                ["exponential(mean 1796637492011378 ns)", "exponential(mean 3593274984022756 ns)", "exponential(mean 745671931795016 ns)"]
            ),
            ("upgrade-faults.type-1", "uniform(from 0 %, to 50 %)", ["0.25", "0.375", "0.125"]),
        ])
    func values(_ path: String, _ distribution: String, _ expected: [String]) throws {
        let files = try ShopScenario.folder()
        let planned = try plan(files, "sobol\npoints: 3", path, distribution)
        #expect(planned.status == 0 && planned.output.contains("  \(path): \(distribution)\n"), "\(planned)")
        #expect(try run(files).map(\.value) == expected)
    }

    @Test("the other designs that draw values take them, too", arguments: [("latin-hypercube\npoints: 8", 8), ("saltelli\nrows: 2", 6)])
    func designs(_ design: String, _ points: Int) throws {
        let files = try ShopScenario.folder()
        #expect(try plan(files, design, "workload.scale", "uniform(0.5, 1.5)").status == 0)
        let values = try run(files).map { Double($0.value) ?? 0 }
        #expect(values.count == points && values.allSatisfy { 0.5 < $0 && $0 < 1.5 })
        if points == 8 { #expect(values.map { Int(($0 - 0.5) * 8) }.sorted() == Array(0..<8)) }
    }

    /// A value below zero is at 3.095 deviations, beyond the quantile that is tried: one of 1050 strata of probability has it.
    @Test("a value beyond what is tried fails alone")
    func refusedPoint() throws {
        let files = try ShopScenario.folder()
        let planned = try plan(files, "latin-hypercube\npoints: 1050", "tiers.web.software.install", "normal(309.5 s, 100 s)")
        #expect(planned.status == 0, "\(planned.errors)")
        let failed = try run(files).filter { !$0.failure.isEmpty }
        #expect(failed.count == 1 && failed.allSatisfy { $0.value.hasPrefix("-") && $0.failure.contains("out-of-range") }, "\(failed)")
    }

    @Test(
        "what cannot be is said",
        arguments: [
            (
                "sobol", "tiers.web.software.install", "normal(3 min, 2 min)",
                "the distribution `normal(3 min, 2 min)` of `tiers.web.software.install` has the quantile `-190827876740 ns` at 0.001, which"
            ),
            ("sobol", "tiers.web.software.install", "normal(3, 2)", "`3` has no unit of time"),
            ("sobol", "tiers.web.software.install", "norml(3 s, 1 s)", "there is no distribution `norml`\nhint: did you mean `normal`?"),
            ("sobol", "tiers.web.software.install", "gamma(shape 2, scale 1 s)", "a factor cannot have a gamma distribution"),
            ("sobol", "tiers.web.software.install", "weibull(3 s, 1 s)", "hint: write it like `weibull(shape 2, scale 10 s)`"),
            ("sobol", "tiers.web.software.install", "uniform(3 s, 1 s)", "the upper bound must be above the lower one"),
            ("sobol", "tiers.web.software.install", "3 s", "`3 s` is not a distribution\nhint: write it like `normal(10 s, 1 s)`"),
            ("sobol", "tiers.web.software.instal", "uniform(1 s, 3 s)", "did you mean `tiers.web.software.install`?"),
            ("sobol", "closed-writes", "uniform(1, 3)", "closed-writes"),
            ("grid", "workload.scale", "uniform(1, 3)", "the design `grid` takes stated values, and a distribution of `workload.scale`"),
            ("morris", "workload.scale", "uniform(1, 3)", "the design `morris` goes to both ends of a range"),
            ("sobol", "workload.scale", "uniform(1, 3)\n    from: 1", "the factor `workload.scale` needs one of `values`, `from` and `to`"),
            ("sobol", "workload.scale", "uniform(1, 3)\n    scale: log", "`scale` belongs to a range\n"),
            ("sobol", "strategy", "uniform(1, 3)", "strategies form no range"),
            ("sobol", "workload.scale", "normal(1", "a `)` is missing\n"),
            ("sobol", "workload.scale", "normal(1", "hint: in braces a text with commas needs quotes"),
        ])
    func refused(_ design: String, _ path: String, _ distribution: String, _ complaint: String) throws {
        let files = try ShopScenario.folder()
        let result = try plan(files, design, path, distribution)
        #expect(result.status == 64 && result.errors.contains(complaint), "\(result.errors)")
        #expect(!files.contents.contains("s"))
    }
}
