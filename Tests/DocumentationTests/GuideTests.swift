import Foundation
import Testing

/// Every command that a guide shows is run, in a folder that holds nothing but the shipped scenarios, and prints what the guide says.
@Suite(.serialized)
struct GuideTests {
    @Test(
        .enabled(if: Programs.release != nil, "`make test` makes a release build first; a debug build takes minutes"),
        arguments: ["README.md", "docs/tutorial.md", "docs/scenarios.md"])
    func commandsPrintWhatTheGuideSays(guide: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guide \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("scenarios"), withDestinationURL: ConsoleExamples.root.appendingPathComponent("scenarios"))
        let examples = try ConsoleExamples.read(guide)
        #expect(!examples.isEmpty, "\(guide) shows no command")
        // One after the other: a guide may use what an earlier command of it has written. `make` is what runs these tests.
        for example in examples where !example.command.hasPrefix("make ") {
            let output = try run(example.command, in: folder)
            #expect(example.matches(output), "\(example) prints\n\(output.joined(separator: "\n"))")
        }
    }

    @Test func aWrongOutputIsFoundOut() {
        let example = ConsoleExample(place: "here:1", command: "x", expected: ["a", "...", "c"])
        #expect(example.matches(["a", "c"]))
        #expect(example.matches(["a", "b", "b", "c"]))
        #expect(!example.matches(["a", "b"]))
        #expect(!example.matches(["b", "c"]))
        #expect(!example.matches(["a", "c", "d"]))
    }

    /// Lines of standard output; a guide that shows errors says `2>&1`.
    private func run(_ command: String, in folder: URL) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        let programs = URL(fileURLWithPath: try #require(Programs.release)).deletingLastPathComponent().path
        environment["PATH"] = programs + ":" + (environment["PATH"] ?? "")
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var lines = String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
