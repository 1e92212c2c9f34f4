import BenchmarkSupport
import Foundation

/// Runs the same work by this program, the textbook heap and every rival, in turns.
struct RivalRace {
    /// Where the rivals are.
    var folder: String
    /// Turns.
    var repetitions: Int
    /// Part of the names of the work that is done.
    var filter: String?
    /// Whether each takes a few seconds only.
    var isQuick: Bool

    /// Seconds that a repetition of the slowest may take.
    private var longest: Double { isQuick ? 2 : 60 }

    /// One that takes part in a case.
    private struct Runner {
        var name: String
        var version: String?
        var operations: Int
        var values: [Double] = []
        var answer = ""
        var run: (_ operations: Int, _ turn: Int) throws -> (seconds: Double, answer: Double)
    }

    /// What is run.
    func cases() throws -> [RivalCase] {
        let all =
            [1_000, 100_000, 1_000_000].map(RivalCase.hold) + [.queue(0.9), .phold(1_000)]
            + [(0, "Lazy"), (0, "Full"), (10, "Full")].map(RivalCase.flows)
        let chosen = all.filter { work in filter.map { work.identity.contains($0) } ?? true }
        guard !chosen.isEmpty else {
            throw BenchmarkFailure(message: "no work for rivals has `\(filter ?? "")` in its name", hint: "`--rivals --list` shows all")
        }
        return chosen
    }

    /// Runs it all.
    func run() throws -> BenchmarkResult {
        let programs = try RivalProgram.all(in: folder)
        var result = BenchmarkResult(
            date: MachineDescription.date, machine: MachineDescription.current, versions: MachineDescription.versions,
            build: MachineDescription.build, rows: [], skipped: [])
        for work in try cases() {
            Console.note("\(work.identity), \(repetitions) turns")
            var runners = [own("chrysalis", work, work.own)]
            if let heap = work.heap { runners.append(own("textbook heap", work, heap)) }
            for program in programs where program.takesPart(in: work) {
                switch try prepare(program, work) {
                case .success(let runner):
                    runners.append(runner)
                    result.versions[runner.name] = runner.version
                case .failure(let reason):
                    result.skipped.append("\(work.identity) program=\(program.name): \(reason.text)")
                    Console.note("  without \(program.name): \(reason.text)")
                }
            }
            for turn in 0..<repetitions {
                for index in runners.indices { try take(turn, work, &runners[index]) }
            }
            result.rows += runners.map { row(work, $0) }
        }
        return result
    }

    private func own(_ name: String, _ work: RivalCase, _ body: @escaping (Int) throws -> Sample) -> Runner {
        Runner(name: name, operations: work.operations) { operations, _ in
            let sample = try body(operations)
            let answer = (sample.answer ?? .nan) * work.answerScale
            return (sample.value * Double(operations) / 1e9, answer)
        }
    }

    private struct Reason: Error {
        var text: String
    }

    /// A short trial tells whether a program takes part, and how many operations it can do in time.
    private func prepare(_ program: RivalProgram, _ work: RivalCase) throws -> Result<Runner, Reason> {
        let trial = max(1_000, work.operations / 50)
        switch try program.run(work, operations: trial, seed: 1) {
        case .skipped(let reason): return .failure(Reason(text: reason))
        case .report(let report):
            let operations =
                work.countOption == nil
                ? work.operations
                : RivalReport.operations(full: work.operations, trial: trial, seconds: report.seconds ?? 0, limit: longest)
            return .success(
                Runner(name: report.rival, version: report.version, operations: operations) { operations, turn in
                    guard case .report(let report) = try program.run(work, operations: operations, seed: turn + 1) else {
                        throw Reason(text: "a later run failed")
                    }
                    return (report.seconds ?? .nan, report.answer ?? .nan)
                })
        }
    }

    private func take(_ turn: Int, _ work: RivalCase, _ runner: inout Runner) throws {
        do {
            let (seconds, answer) = try runner.run(runner.operations, turn)
            let range = work.answerRange(runner.operations)
            try WrongAnswer.unless(
                range.contains(answer), "\(runner.name), \(work.identity): the answer is \(answer), which must lie in \(range)")
            runner.values.append(seconds * 1e9 / Double(runner.operations))
            runner.answer = "\(Figures.short(answer)), within \(Figures.short(range.lowerBound)) to \(Figures.short(range.upperBound))"
        } catch let reason as Reason {
            throw BenchmarkFailure(status: 70, message: "\(runner.name), \(work.identity): \(reason.text)", hint: "call it by hand")
        }
    }

    private func row(_ work: RivalCase, _ runner: Runner) -> ResultRow {
        ResultRow(
            name: work.benchmark, parameters: work.parameters.merging(["program": runner.name]) { first, _ in first }, unit: "ns",
            clock: "process", operations: runner.operations, values: runner.values, version: runner.version, answer: runner.answer)
    }
}
