import Foundation

/// What became of a program that has ended.
public struct ProgramResult: Sendable {
    /// Exit status, or the number of the signal that ended it.
    public var status: Int32
    /// Standard output.
    public var output: String
    /// Standard error.
    public var errors: String
}

/// Runs a program, found like a shell finds it, and waits for its end.
///
/// - Parameters:
///   - more: Variables beside those of the tests.
///   - folder: Where it runs.
public func runProgram(_ command: [String], environment more: [String: String] = [:], in folder: String? = nil) throws -> ProgramResult {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(more) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let files = try TemporaryFolder()
    try files.write("", to: "errors")
    let output = Pipe()
    process.standardOutput = output
    // A file, because two pipes read one after the other can block the program.
    process.standardError = FileHandle(forWritingAtPath: files["errors"])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let errors = FileManager.default.contents(atPath: files["errors"]) ?? Data()
    return ProgramResult(
        status: process.terminationStatus, output: String(decoding: data, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self))
}
