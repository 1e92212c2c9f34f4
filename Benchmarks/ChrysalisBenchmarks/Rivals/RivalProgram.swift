import BenchmarkSupport
import Foundation

/// A program that does the same work by another simulator.
struct RivalProgram {
    /// Where it is.
    var path: String

    /// Its file's name.
    var name: String { URL(fileURLWithPath: path).lastPathComponent }

    /// Programs that share bandwidth do nothing else, and no other does it.
    func takesPart(in work: RivalCase) -> Bool { name.hasSuffix("-flows") == (work.benchmark == "flows") }

    /// Seconds after which a call is given up.
    static let patience = 300.0

    /// The programs of a folder, in the order of their names.
    static func all(in folder: String) throws -> [RivalProgram] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let programs = names.sorted().map { RivalProgram(path: folder + "/" + $0) }.filter {
            FileManager.default.isExecutableFile(atPath: $0.path)
        }
        guard !programs.isEmpty else {
            throw BenchmarkFailure(message: "there is no program in `\(folder)`", hint: "`make bench-rivals` installs them")
        }
        return programs
    }

    /// What a call came to.
    enum Outcome {
        /// It did the work.
        case report(RivalReport)
        /// It did not, and why.
        case skipped(String)
    }

    /// Calls it.
    func run(_ work: RivalCase, operations: Int, seed: Int) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        // Work of a size of its own has an answer that is known, for the first seed.
        let count = work.countOption.map { [$0, String(operations)] }
        process.arguments = [work.benchmark] + work.options + (count ?? []) + ["--seed", String(count == nil ? 1 : seed)]
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let watch = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: watch)
        // Warnings would fill the pipe, and the program would wait for a reader.
        DispatchQueue.global().async { _ = errors.fileHandleForReading.readDataToEndOfFile() }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        watch.cancel()
        guard process.terminationReason == .exit else { return .skipped("given up after \(Int(Self.patience)) s") }
        guard let report = RivalReport(output: text) else {
            return .skipped("ended with \(process.terminationStatus) and without a report")
        }
        if let reason = report.skipped { return .skipped(reason) }
        guard report.seconds != nil, report.answer != nil else { return .skipped("its report lacks `seconds` or `answer`") }
        return .report(report)
    }
}
