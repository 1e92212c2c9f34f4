import ArgumentParser
import BenchmarkSupport
import Foundation

/// Runs the benchmarks.
struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the benchmarks (this is what happens without a subcommand).",
        discussion: """
            Times are of the processor, of the thread that works; where several threads work, of the process or by the wall, as the column \
            `clock` says. Repetitions of what belongs together take turns.
            """)

    @Option(help: "Run only what has this in its name or parameters, such as `hold` or `pending=1000`.")
    var filter: String?
    @Flag(help: "Print JSON instead of a table.")
    var json = false
    @Option(help: "Repetitions of each (default: 5, with `--quick` 2, with `--rivals` 3).")
    var repetitions: Int?
    @Flag(help: "Leave out what takes long; under a minute in all.")
    var quick = false
    @Flag(help: "List what there is, and run nothing.")
    var list = false
    @Option(
        defaultAsFlag: ".rivals/bin",
        help: ArgumentHelp("Run beside other simulators, the programs in a folder.", valueName: "folder"))
    var rivals: String?

    func validate() throws {
        if let repetitions, repetitions < 1 {
            Console.fail(BenchmarkFailure(message: "`--repetitions \(repetitions)`: at least one", hint: "5 is usual"))
        }
    }

    func run() throws {
        #if DEBUG
            Console.note("warning: a debug build; these figures say nothing")
            Console.note("hint: swift run -c release chrysalis-benchmarks")
        #endif
        if let rivals { return try race(rivals) }
        let groups = try BenchmarkSuite.groups(isQuick: quick)
        let runner = BenchmarkRunner(repetitions: repetitions ?? (quick ? 2 : 5), filter: filter, isQuick: quick)
        let chosen = groups.flatMap(\.benchmarks).filter(runner.isChosen)
        if list { return try Console.output(chosen.map { $0.identity + "\n" }.joined()) }
        guard !chosen.isEmpty else {
            throw BenchmarkFailure(message: "no benchmark has `\(filter ?? "")` in its name", hint: "`--list` shows all")
        }
        let report = RowPrinter(isSilent: json)
        try report.begin(repetitions: runner.repetitions)
        let machine = MachineDescription.current
        let rows = try runner.run(groups) { try report.print($0) }
        let result = BenchmarkResult(
            date: MachineDescription.date, machine: machine, versions: MachineDescription.versions, build: MachineDescription.build,
            rows: rows, skipped: [])
        if json { return try Console.output(String(decoding: result.json(), as: UTF8.self)) }
        try report.end(result)
    }

    private func race(_ folder: String) throws {
        let race = RivalRace(folder: folder, repetitions: repetitions ?? 3, filter: filter, isQuick: quick)
        if list { return try Console.output(try race.cases().map { $0.identity + "\n" }.joined()) }
        let result = try race.run()
        try Console.output(json ? String(decoding: result.json(), as: UTF8.self) : RivalTable.text(result))
    }
}
