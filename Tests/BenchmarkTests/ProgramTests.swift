import BenchmarkSupport
import Foundation
import TestTools
import Testing

/// The program as it was built: what planners and pipelines see of it.
@Suite("the benchmark program") struct ProgramTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) throws -> ProgramResult { try run(arguments) }

    private func run(_ arguments: [String]) throws -> ProgramResult {
        let program = URL(fileURLWithPath: Project.program).deletingLastPathComponent().appendingPathComponent("chrysalis-benchmarks").path
        return try runProgram([program] + arguments, in: Project.root.path)
    }

    private func write(_ values: [Double], to name: String) throws -> String {
        try folder.write(result([row(values), row(values, pending: 100_000)]).json(), to: name)
    }

    @Test("comparing ends with 1 where something got slower, and with 0 where nothing did")
    func comparing() throws {
        let (fast, slow) = (try write([100, 101, 102], to: "fast.json"), try write([200, 201, 202], to: "slow.json"))
        let same = try run("compare", fast, fast)
        #expect(same.status == 0)
        #expect(same.output.hasSuffix("0 of 2 worse by more than 5%, beyond the noise\n"))
        let worse = try run("compare", fast, slow, "--threshold", "10%")
        #expect(worse.status == 1)
        #expect(worse.output.contains("+99.0 %"))
        #expect(try run("compare", slow, fast).status == 0)
        #expect(try run("compare", fast, slow, "--threshold", "100%").status == 0)
    }

    @Test("files that are no results end with 65")
    func badFiles() throws {
        let (good, bad) = (try write([1], to: "good.json"), try folder.write("{}".utf8, to: "bad.json"))
        for arguments in [["compare", good, bad], ["compare", folder["none.json"], good], ["plot", bad, "--output", folder.path]] {
            let ended = try run(arguments)
            #expect(ended.status == 65, "\(arguments)")
            #expect(ended.errors.contains("error: `") && ended.errors.contains("\nhint: "), "\(ended.errors)")
            #expect(ended.output.isEmpty)
        }
    }

    @Test(
        "bad arguments end with 64 and a hint",
        arguments: [
            ["--filter", "no such benchmark"], ["--repetitions", "0"], ["--repetitions", "x"], ["--no-such-option"], ["once", "nothing"],
            ["--rivals", "no-such-folder"], ["compare", "only-one"],
        ])
    func badArguments(arguments: [String]) throws {
        let ended = try run(arguments)
        #expect(ended.status == 64)
        #expect(ended.errors.contains("error: ") && ended.errors.contains("\nhint: "), "\(ended.errors)")
        #expect(ended.output.isEmpty)
    }

    @Test("work is listed, and runs with its answer checked")
    func running() throws {
        let list = try run("--list").output
        for name in ["hold increments=bimodal pending=10000000", "reschedule moved=4 pending=350", "scenario file=three-tier"] {
            #expect(list.contains(name))
        }
        for name in ["hold-1000", "reschedule-350-4", "cancel-350", "present-instant", "phold-1000", "suspension", "draw-normal"] {
            #expect(try run("once", name, "--operations", "20000").status == 0, "\(name)")
        }
    }

    @Test("plots and tables go where they are wanted")
    func documents() throws {
        let measured = try write([100, 110], to: "result.json")
        #expect(try run("plot", measured, "--output", folder["plots"]).status == 0)
        #expect(FileManager.default.fileExists(atPath: folder["plots/cost.svg"]))
        #expect(try run("sharing-cases", "--output", folder["plots"]).output.contains("plots/sharing-two-links.svg\n"))
        #expect(FileManager.default.fileExists(atPath: folder["plots/sharing-two-links.svg"]))
        let race = try folder.write(result([row([50], program: "chrysalis"), row([200], program: "ns-3")]).json(), to: "race.json")
        try folder.write("# Guide\n<!-- figures of rivals -->\n<!-- end of figures of rivals -->\n", to: "guide.md")
        #expect(try run("tables", race, "--document", folder["guide.md"]).status == 0)
        #expect(try String(contentsOfFile: folder["guide.md"], encoding: .utf8).contains("| ns-3 | 200 ns | 4.00 |"))
        try folder.write("# Guide\n", to: "guide.md")
        #expect(try run("tables", race, "--document", folder["guide.md"]).status == 65)
    }
}
