import ArgumentParser
import Experiments
import Reports
import Scenarios

/// Two results held against each other.
struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what differs between two results, or between what two programs make of a scenario, and whether it is significant.",
        discussion: """
            A and B are files that `compare` or `run` printed with `--format json` or `csv`, or two that `sweep merge` wrote as CSV. With `--scenario` \
            they are programs, an old build and a new one, and both run it with the same seed. With `--fail-over` or `--exact` the exit code is 1 \
            where they differ by more than they may; without either it is 0 whatever differs.
            """)

    @Argument(help: "The first result, or the old program.", completion: .file())
    var a: String

    @Argument(help: "The second result, or the new program.", completion: .file())
    var b: String

    @Option(help: "Format of the result: table, json or csv.")
    var format = OutputFormat.table

    @Flag(help: "Show measures too that are the same, or differ by what may be chance.")
    var full = false

    @Option(
        name: .customLong("fail-over"), parsing: .singleValue,
        help:
            "Fail with exit code 1 if a mean differs significantly by more than this: `5%` of A's for every measure, or `cost=2%`, `outage.edit=30s` for one; may be repeated."
    )
    var limits: [String] = []

    @Flag(help: "With `--fail-over`: only changes for the worse count.")
    var worseOnly = false

    @Flag(help: "Fail with exit code 1 unless every run and every measure is the same, to the last digit.")
    var exact = false

    @OptionGroup(title: "Two programs") var programs: ProgramArguments

    func validate() throws {
        if worseOnly, limits.isEmpty { throw ValidationError("`--worse-only` needs `--fail-over` to say how much worse") }
    }

    func run() throws {
        // A slip in a limit shows before minutes of runs.
        let limits = try limits.map(Self.limit)
        let sink = DiagnosticSink()
        let (first, second) = try results(sink)
        guard let first, let second, let difference = ResultDifference(first, second, sink: sink) else { throw Self.failure(sink) }
        let judgement = DifferenceJudgement(difference, limits: limits, onlyWorse: worseOnly)
        if let missing = judgement.withoutMeasure.first, let name = missing.measure {
            let hint = NearestWord.hint(for: name, in: Self.names(difference), called: "compared are")
            Console.note(
                "error: `--fail-over \(missing.text)`: no measure `\(name)` is in both results" + (hint.map { "\nhint: \($0)" } ?? ""))
            throw ExitStatus.usage
        }
        // A reader that has gone away must not hide what has changed.
        let printed = Result { try print(difference) }
        if !limits.isEmpty { for line in DifferenceVerdict(judgement, limits: limits).lines { Console.note(line) } }
        if exact { Console.note(difference.isIdentical ? "the results are the same, to the last digit" : "the results are not the same") }
        if exact && !difference.isIdentical || !judgement.excesses.isEmpty { throw ExitStatus.objectiveMissed }
        if !judgement.undecided.isEmpty { throw ExitStatus.usage }
        try printed.get()
    }

    private func results(_ sink: DiagnosticSink) throws -> (RecordedResult?, RecordedResult?) {
        guard let scenario = programs.scenario else {
            return (RecordedResult.read(path: a, sink: sink), RecordedResult.read(path: b, sink: sink))
        }
        let texts = try ProgramPair(old: a, new: b, scenario: scenario, arguments: programs).run()
        return (
            RecordedResult.read(text: texts.old, source: a, sink: sink), RecordedResult.read(text: texts.new, source: b, sink: sink)
        )
    }

    private func print(_ difference: ResultDifference) throws {
        switch format {
        case .table: try Console.output(DifferenceTable(difference, full: full, width: Console.width).text)
        case .json: try Console.output(DifferenceJSON.text(difference, programVersion: ProgramVersion.text))
        case .csv: try Console.output(DifferenceCSV.text(difference))
        }
    }

    private static func limit(_ text: String) throws -> DifferenceLimit {
        do throws(FailConditionError) {
            return try DifferenceLimit(parsing: text)
        } catch {
            Console.note("error: `--fail-over \(text)`: \(error.message)" + (error.hint.map { "\nhint: \($0)" } ?? ""))
            throw ExitStatus.usage
        }
    }

    /// Names of the measures compared, each once.
    private static func names(_ difference: ResultDifference) -> [String] {
        var seen: Set<String> = []
        return difference.measures.map(\.measure).filter { seen.insert($0).inserted }
    }

    /// A file that cannot be read is an input error, anything else bad data.
    private static func failure(_ sink: DiagnosticSink) -> ExitCode {
        Console.note(sink.rendered(colours: Console.wantsColours))
        return ScenarioArguments.lacksFile(sink) ? ExitStatus.inputOutput : ExitStatus.data
    }
}

/// What two programs are to run.
struct ProgramArguments: ParsableArguments {
    @Option(help: "Run this scenario with both programs.", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String?

    @Option(name: .customLong("set"), parsing: .singleValue, help: "Change a value of the scenario, PATH=VALUE; may be repeated.")
    var overrides: [String] = []

    @Option(parsing: .unconditional, help: "Replications of each strategy; the scenario's number if absent.")
    var replications: Int?

    @Option(parsing: .unconditional, help: "Root seed of both; what the old program uses if absent.")
    var seed: UInt64?

    @Option(parsing: .unconditional, help: "Threads of each; all cores (or what Slurm grants) if absent.")
    var jobs: Int?

    func validate() throws {
        guard scenario == nil else { return }
        let given = [
            overrides.isEmpty ? nil : "--set", replications.map { _ in "--replications" }, seed.map { _ in "--seed" },
            jobs.map { _ in "--jobs" },
        ]
        if let first = given.compactMap({ $0 }).first {
            throw ValidationError("`\(first)` needs `--scenario FILE`, which has two programs run it; files are as they are")
        }
    }
}
