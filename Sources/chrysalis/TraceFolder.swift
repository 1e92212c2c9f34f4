import ArgumentParser
import Experiments
import Foundation
import Scenarios
import SimulationKernel
import Synchronization
import Traces
import UpgradeStrategies

/// Where the traces of a command go, and what became of them.
final class TraceFolder: Sendable {
    private let folder: String
    private let scenario: Scenario
    private let seed: UInt64
    private let traced: Int
    private let failures = Mutex<[TraceError]>([])
    private let written = Mutex<[String]>([])
    private let logFailure = Mutex<String?>(nil)

    /// Makes the folder if it is not there.
    init(_ folder: String, scenario: Scenario, seed: UInt64, traced: Int) throws {
        self.folder = folder
        self.scenario = scenario
        self.seed = seed
        self.traced = traced
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            // Foundation has no words for some errors; the system's call fails likewise and has.
            let reason = mkdir(folder, 0o777) == 0 ? error.localizedDescription : String(cString: strerror(errno))
            Console.note("error: the trace folder `\(folder)` cannot be made: \(reason)\nhint: name a folder that you may write to")
            throw ExitStatus.inputOutput
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            Console.note("error: the trace folder `\(folder)` cannot be written to\nhint: name a folder that you may write to")
            throw ExitStatus.inputOutput
        }
    }

    /// Begins the trace of a run; what it returns completes it.
    func begin(_ request: RunRequest, _ run: UpgradeRun) -> (@Sendable (RunResult) -> Void)? {
        guard request.replication < traced else { return nil }
        return begin(request, run, name: request.strategy + (traced > 1 ? "-\(request.replication)" : ""))
    }

    /// The same for a run that is traced whatever its number is.
    ///
    /// - Parameters:
    ///   - ending: What tells its file from others of the scenario.
    ///   - changed: The scenario with what it has been changed to for this run, if it has.
    ///   - intervention: What is done in the middle of it.
    func begin(
        _ request: RunRequest, _ run: UpgradeRun, name ending: String, of changed: Scenario? = nil, intervention: String? = nil
    ) -> (@Sendable (RunResult) -> Void)? {
        let scenario = changed ?? scenario
        let name = "\(scenario.name)-\(ending).h5"
        let path = (folder as NSString).appendingPathComponent(name)
        do throws(TraceError) {
            let recorder = try RunTraceRecorder(
                path: path, scenario: scenario, strategy: request.strategy, seed: seed, replication: request.replication,
                isMirrored: run.isMirrored, intervention: intervention, programVersion: ProgramVersion.text)
            run.recorder = recorder
            run.simulation.observer = recorder
            return { [self] result in
                if result.stopReason == .interrupted || BrokenRun(result, seed: seed) != nil { return recorder.abandon() }
                do throws(TraceError) {
                    try recorder.finish(result)
                    written.withLock { $0.append(path) }
                } catch {
                    failures.withLock { $0.append(error) }
                }
            }
        } catch {
            failures.withLock { $0.append(error) }
            return nil
        }
    }

    /// Says what was written, in order, and throws if anything failed.
    func report() throws {
        for path in written.withLock({ $0 }).sorted() { Console.note("wrote \(path)") }
        let failed = failures.withLock { $0 }.sorted { $0.path < $1.path }
        for error in failed { Console.note("error: \(error)\nhint: \(error.hint)") }
        let logFailure = logFailure.withLock { $0 }
        if let logFailure {
            Console.note(
                "error: \(logFailure)\nhint: free some space or write the traces to another disk; the traces named above are complete")
        }
        if !failed.isEmpty || logFailure != nil { throw ExitStatus.inputOutput }
    }

    /// Writes the circumstances of the command beside the traces.
    func writeLog(seconds: Double, jobs: Int) {
        let path = (folder as NSString).appendingPathComponent("\(scenario.name).log.json")
        if let reason = CommandLog.write(to: path, seconds: seconds, ["jobs": String(jobs)]) { logFailure.withLock { $0 = reason } }
    }

    /// Whether some trace could not be written.
    var hasFailed: Bool { failures.withLock { !$0.isEmpty } }
}
