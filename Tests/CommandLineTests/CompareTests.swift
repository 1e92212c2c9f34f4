import Foundation
import TestTools
import Testing

@Suite("Equal input gives equal bytes")
struct DeterminismTests {
    private func compare(
        _ scenario: String, _ arguments: [String], environment: [String: String] = [:], in folder: TemporaryFolder
    ) throws -> String {
        let result = try CommandRunner.run(
            ["compare", scenario, "--seed", "1", "--format", "json", "--ledger-runs", "8"] + arguments, environment: environment,
            in: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test("with 1 and 2 jobs, on repetition, and with traces on and off")
    func jobsAndTraces() throws {
        let folder = try ShopScenario.folder()
        let first = try compare("shop.yaml", ["--jobs", "1"], in: folder)
        #expect(try ComparisonOutput(first).replications == 3)
        #expect(try ComparisonOutput(first).seed == "1")
        let variants = [
            ["--jobs", "1"], ["--jobs", "2"], ["--jobs", "2", "--trace", "traces"],
            ["--jobs", "1", "--trace", "all traces", "--trace-replications", "all"],
        ]
        for variant in variants { #expect(try compare("shop.yaml", variant, in: folder) == first, "\(variant)") }
        #expect(try compare("shop.yaml", [], environment: ["SLURM_CPUS_PER_TASK": "2"], in: folder) == first)
        let traces = try FileManager.default.contentsOfDirectory(atPath: folder["traces"]).sorted()
        let names = ["big-flip", "fast-reboot", "none", "parallel-universe", "rolling"]
        #expect(traces == names.map { "shop-\($0).h5" } + ["shop.log.json"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder["all traces"]).count == 16)
    }

    @Test("equal traces are equal byte for byte, whatever the number of jobs")
    func traceBytes() throws {
        let folder = try ShopScenario.folder()
        _ = try compare("shop.yaml", ["--jobs", "1", "--trace", "one"], in: folder)
        _ = try compare("shop.yaml", ["--jobs", "2", "--trace", "two"], in: folder)
        for name in ["big-flip", "fast-reboot", "none", "parallel-universe", "rolling"] {
            let one = FileManager.default.contents(atPath: folder["one/shop-\(name).h5"])
            #expect(one != nil && one == FileManager.default.contents(atPath: folder["two/shop-\(name).h5"]), "\(name)")
        }
    }

    @Test("without the processor's fused multiply-add")
    func withoutFusedMultiplyAdd() throws {
        let folder = try TemporaryFolder()
        let tunables = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable,-AVX2,-FMA"]
        for (name, replications) in [("three-tier", "3"), ("wikipedia-2010", "1")] {
            let arguments = ["--replications", replications, "--jobs", "2", "--set", "strategies=[rolling, parallel-universe]"]
            let plain = try compare(Project.scenario(name), arguments, in: folder)
            #expect(try compare(Project.scenario(name), arguments, environment: tunables, in: folder) == plain, "\(name)")
        }
    }

    @Test("another seed gives another result; a seed that is drawn is stated and repeats the run")
    func seeds() throws {
        let folder = try ShopScenario.folder()
        let arguments = ["compare", "shop.yaml", "--format", "json", "--replications", "1"]
        let first = try ComparisonOutput(CommandRunner.run(arguments, in: folder.path).output)
        let again = try ComparisonOutput(CommandRunner.run(arguments + ["--seed", first.seed], in: folder.path).output)
        #expect(again.fingerprint == first.fingerprint)
        #expect(try ComparisonOutput(CommandRunner.run(arguments, in: folder.path).output).seed != first.seed)
    }

    @Test("replication k is the same whatever else runs: the same crashes under every strategy")
    func commonRandomNumbers() throws {
        let folder = try ShopScenario.folder()
        let all = try ComparisonOutput(compare("shop.yaml", ["--set", "hardware-faults.node-crash=exponential(mean 10 h)"], in: folder))
        #expect(all.mean("crashes", "none") > 1)
        let alone = try ComparisonOutput(
            compare(
                "shop.yaml", ["--set", "hardware-faults.node-crash=exponential(mean 10 h)", "--set", "strategies=[big-flip]"], in: folder))
        for measure in ["duration", "events", "lost.read", "crashes"] {
            #expect(all.mean(measure, "big-flip") == alone.mean(measure, "big-flip"), "\(measure)")
            #expect(all.mean(measure, "none") == alone.mean(measure, "none"), "\(measure)")
        }
    }
}

@Suite("Layout of the comparison's text")
struct LayoutTests {
    @Test("without a ledger there is no gap where it would stand")
    func withoutLedger() throws {
        let folder = try ShopScenario.folder()
        let result = try CommandRunner.run(
            ["compare", "shop.yaml", "--seed", "1", "--replications", "1", "--ledger-runs", "0"], in: folder.path)
        #expect(result.status == 0)
        #expect(result.output.contains("\n\nheadroom: ") && !result.output.contains("\n\n\n"))
    }
}
