import ArgumentParser
import Experiments
import Reports
import Traces

/// How an explanation is printed.
enum ExplanationFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why a run ended when it did: the chain of causes, and the slack of what was not on it.")

    @Argument(help: "The trace (HDF5).", completion: .file(extensions: ["h5"]))
    var trace: String

    @Option(parsing: .unconditional, help: "Explain the event of this sequence number.")
    var event: Int64?

    @Flag(help: "Explain the instant at which the upgrade had finished or was given up; so without `--event`.")
    var end = false

    @Option(help: "Format of the result: text or json.")
    var format = ExplanationFormat.text

    @Flag(help: "Show every step of the chain and everything beside it.")
    var full = false

    func validate() throws {
        if end, event != nil { throw ValidationError("`--event` and `--end` exclude each other") }
    }

    func run() throws {
        let reader = try openTrace(trace)
        do {
            let run = try RecordedRun(reader)
            let path = try explain(run)
            switch format {
            case .text: try Console.output(CriticalPathTable(path, full: full).text)
            case .json: try Console.output(CriticalPathJSON.text(path, programVersion: ProgramVersion.text))
            }
        } catch let error as ExplanationError {
            Console.note("error: \(error)\nhint: \(error.hint)")
            if case .unreadable = error { throw ExitStatus.inputOutput }
            throw ExitStatus.data
        }
    }

    private func explain(_ run: RecordedRun) throws -> CriticalPath {
        guard let target = event ?? run.endEvent else {
            let last = run.sequences.last ?? 0
            let why =
                run.strategy == StrategyNames.control ? "the control upgrades nothing" : "the horizon came before the end of the upgrade"
            Console.note("error: `\(trace)` has no end to explain: \(why)\nhint: name an event, such as the last one: `--event \(last)`")
            throw ExitStatus.usage
        }
        guard run.sequences.contains(target) || target == 0 && event == nil else {
            let near = CriticalPath.nearest(to: target, in: run).map(String.init)
            let nearest = (near.count == 1 ? "the nearest is " : "the nearest are ") + near.joined(separator: " and ")
            Console.note(
                "error: `\(trace)` has no event \(target)\nhint: \(nearest); `chrysalis export --table /events` lists them")
            throw ExitStatus.usage
        }
        do {
            return try CriticalPath(run, event: target)
        } catch {
            throw ExplanationError.inconsistent(path: trace, detail: error.description)
        }
    }
}
