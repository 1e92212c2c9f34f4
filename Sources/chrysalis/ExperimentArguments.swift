import ArgumentParser
import Experiments
import Foundation
import Scenarios
import SimulationKernel

/// What commands take that run replications.
struct ExperimentArguments: ParsableArguments {
    // Numbers are taken whatever they begin with: a negative one is out of range and no option.
    @Option(parsing: .unconditional, help: "Replications of each strategy; the scenario's number if absent.")
    var replications: Int?

    @Option(parsing: .unconditional, help: "Root seed; the scenario's, or drawn and printed, if absent.")
    var seed: UInt64?

    @Option(parsing: .unconditional, help: "Threads; all cores (or what Slurm grants) if absent.")
    var jobs: Int?

    @Option(name: .customLong("trace"), help: "Write HDF5 traces into this folder.", completion: .directory)
    var traceFolder: String?

    @Option(parsing: .unconditional, help: "Traced replications of each strategy: a number, or `all`; 1 if absent.")
    var traceReplications: String?

    func validate() throws {
        if let replications, !(1...1_000_000).contains(replications) {
            throw ValidationError("`--replications \(replications)` is outside 1 ... 1000000")
        }
        if let jobs, !(1...4096).contains(jobs) { throw ValidationError("`--jobs \(jobs)` is outside 1 ... 4096") }
        if let traceReplications {
            if traceReplications != "all", Int(traceReplications).map({ $0 >= 0 }) != true {
                throw ValidationError("`--trace-replications \(traceReplications)` is neither a number nor `all`")
            }
            if traceFolder == nil {
                throw ValidationError("`--trace-replications \(traceReplications)` needs `--trace FOLDER` to say where traces go")
            }
        }
    }

    /// Threads to use.
    var threadCount: Int {
        if let jobs { return jobs }
        if let granted = ProcessInfo.processInfo.environment["SLURM_CPUS_PER_TASK"].flatMap(Int.init), granted > 0 { return granted }
        return max(1, ProcessInfo.processInfo.activeProcessorCount)
    }

    /// The seed to use; one that is drawn fits into a signed integer, so that every tool can read it.
    func seed(of scenario: Scenario) -> UInt64 { seed ?? scenario.seed ?? UInt64.random(in: 0..<(1 << 53)) }

    /// Replications that are traced.
    func tracedReplications(of total: Int) -> Int {
        traceFolder == nil ? 0 : traceReplications == "all" ? total : min(total, traceReplications.flatMap { Int($0) } ?? 1)
    }
}

/// Ends runs on the first Ctrl-C; the second ends the program.
final class Interruption {
    let flag = InterruptFlag()
    private let sources: [any DispatchSourceSignal]

    init() {
        let flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                flag.set()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }
}

/// A line on a terminal that says how far long work is, at most five times a second.
///
/// Unchecked: called by one thread at a time.
final class ProgressLine: @unchecked Sendable {
    private let start = Date()
    private var lastShown = Date.distantPast
    private let isShown = Console.errorIsTerminal
    private let label: String

    init(_ label: String) { self.label = label }

    func show(_ done: Int, _ total: Int) {
        guard isShown, done == total || Date().timeIntervalSince(lastShown) > 0.2 else { return }
        lastShown = Date()
        let elapsed = Date().timeIntervalSince(start)
        let rest = done > 0 ? elapsed / Double(done) * Double(total - done) : 0
        let text = "\r\(label): \(done) of \(total) runs, about \(Int(rest.rounded(.up))) s left\u{1B}[K"
        FileHandle.standardError.write(Data((done == total ? "\r\u{1B}[K" : text).utf8))
    }
}
