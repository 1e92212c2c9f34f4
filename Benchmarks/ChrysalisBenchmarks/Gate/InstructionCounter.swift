import BenchmarkSupport
import Foundation

/// Counts the instructions of an operation: this program, run by callgrind at two sizes, the difference divided by the difference in size.
///
/// What comes before and after the operations is the same in both runs and cancels. The environment is empty but for what makes hashes
/// repeatable, so counts do not depend on it; valgrind loads programs at fixed addresses.
struct InstructionCounter {
    /// What is counted, at the smaller of its two sizes; the other is twice that.
    struct Work {
        var name: String
        var operations: Int
    }

    /// Small kernel benchmarks that together take a few minutes under callgrind.
    static let works = [
        Work(name: "hold-1000", operations: 50_000), Work(name: "hold-100000", operations: 50_000),
        Work(name: "hold-constant-1000", operations: 50_000), Work(name: "reschedule-350-4", operations: 20_000),
        Work(name: "cancel-350", operations: 50_000), Work(name: "present-instant", operations: 80_000),
        Work(name: "mm1", operations: 50_000), Work(name: "phold-1000", operations: 50_000), Work(name: "suspension", operations: 10_000),
        Work(name: "procedure", operations: 5_000), Work(name: "draw-uniform", operations: 200_000),
        Work(name: "draw-exponential", operations: 200_000), Work(name: "draw-normal", operations: 100_000),
        // A chunk among so many sources.
        Work(name: "transfer-50", operations: 5_000), Work(name: "transfer-350", operations: 20_000),
        Work(name: "transfer-3500", operations: 50_000), Work(name: "transfer-35000", operations: 200_000),
        // Whole chunks of the file: 16,384 rows each.
        Work(name: "trace-row", operations: 16_384),
    ]

    private let valgrind: String
    /// A copy of this program without debugging information: that of new compilers makes older versions of valgrind give up.
    private let program: String
    private let folder: String

    /// Finds the tools and copies the program.
    init() throws {
        guard let valgrind = Self.find("valgrind"), let strip = Self.find("strip") ?? Self.find("llvm-strip") else {
            throw BenchmarkFailure(message: "`valgrind` and `strip` are needed, one is not in PATH", hint: "scripts/setup --bench")
        }
        self.valgrind = valgrind
        folder = NSTemporaryDirectory() + "chrysalis-check-\(getpid())"
        program = folder + "/chrysalis-benchmarks"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = try Process.run(URL(fileURLWithPath: strip), arguments: ["--strip-debug", "-o", program, own])
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkFailure(status: 74, message: "`\(strip)` could not copy \(own)", hint: "is there room in \(folder)?")
        }
    }

    /// Removes the copy.
    func end() { try? FileManager.default.removeItem(atPath: folder) }

    private static func find(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// Instructions per operation.
    func count(_ work: Work) throws -> Double {
        let small = try total(work.name, work.operations)
        let large = try total(work.name, 2 * work.operations)
        return Double(large - small) / Double(work.operations)
    }

    /// Two at a time where there are two processors; results in the order given.
    func count(_ works: [Work]) throws -> [String: Double] {
        let outcomes = OutcomeList(works.count)
        let workers = min(4, max(1, ProcessInfo.processInfo.activeProcessorCount))
        let finished = DispatchGroup()
        for worker in 0..<workers {
            finished.enter()
            Thread.detachNewThread {
                for index in stride(from: worker, to: works.count, by: workers) {
                    outcomes.set(index, Result { try count(works[index]) })
                }
                finished.leave()
            }
        }
        finished.wait()
        var counts: [String: Double] = [:]
        for (work, outcome) in zip(works, outcomes.all) { counts[work.name] = try outcome?.get() }
        return counts
    }

    private func total(_ name: String, _ operations: Int) throws -> Int {
        let path = "\(folder)/\(name)-\(operations).out"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: valgrind)
        process.arguments = [
            "--tool=callgrind", "--callgrind-out-file=\(path)", "--quiet", program, "once", name, "--operations", String(operations),
        ]
        process.environment = ["SWIFT_DETERMINISTIC_HASHING": "1", "LC_ALL": "C", "TMPDIR": NSTemporaryDirectory()]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let output = try? String(contentsOfFile: path, encoding: .utf8),
            let total = CallgrindOutput.total(output)
        else {
            throw BenchmarkFailure(
                status: 70, message: "`\(name)` under callgrind ended with \(process.terminationStatus):\n\(text)",
                hint: "does `\(valgrind) --tool=callgrind PROGRAM once \(name)` work?")
        }
        return total
    }
}

/// Results that several threads put in place.
private final class OutcomeList: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Result<Double, any Error>?]

    init(_ count: Int) { values = .init(repeating: nil, count: count) }

    func set(_ index: Int, _ value: Result<Double, any Error>) { lock.withLock { values[index] = value } }

    var all: [Result<Double, any Error>?] { lock.withLock { values } }
}
