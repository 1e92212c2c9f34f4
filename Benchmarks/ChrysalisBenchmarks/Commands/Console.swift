import ArgumentParser
import BenchmarkSupport
import Foundation

/// Something that ends the program, for people.
struct BenchmarkFailure: Error {
    /// Exit code, after sysexits.h.
    var status: Int32 = 64
    /// What is wrong.
    var message: String
    /// What to do.
    var hint: String
}

/// Where text goes, and files.
enum Console {
    /// Writes to standard output.
    static func output(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw BenchmarkFailure(status: 74, message: "standard output: \(error)", hint: "is the disk full?")
        }
    }

    /// Writes a line to standard error.
    static func note(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }

    /// Ends the program.
    static func fail(_ failure: BenchmarkFailure) -> Never {
        note("error: \(failure.message)")
        note("hint: \(failure.hint)")
        exit(failure.status)
    }

    /// Reads a result.
    static func result(_ path: String) throws -> BenchmarkResult {
        do {
            return try BenchmarkResult(json: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            let reason =
                (error as? BenchmarkResult.UnknownFormat)?.description
                ?? (FileManager.default.fileExists(atPath: path)
                    ? "it is no result of `chrysalis-benchmarks --json`" : "there is no such file")
            throw BenchmarkFailure(
                status: 65, message: "`\(path)` cannot be read: \(reason)", hint: "`chrysalis-benchmarks --json > \(path)` makes one")
        }
    }

    /// Writes a file.
    static func write(_ data: Data, to path: String) throws {
        do {
            let location = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(at: location.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: location, options: .atomic)
        } catch {
            throw BenchmarkFailure(status: 74, message: "`\(path)` cannot be written: \(error)", hint: "may you write to its folder?")
        }
    }
}
