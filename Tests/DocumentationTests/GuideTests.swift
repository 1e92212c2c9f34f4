import Foundation
import TestTools
import Testing

/// Every command that a guide shows is run, in a folder that holds nothing but the shipped scenarios, and prints what the guide says.
@Suite(.serialized)
struct GuideTests {
    @Test(
        .enabled(if: Project.release != nil, "`make test` makes a release build first; a debug build takes minutes"),
        arguments: [
            "README.md", "docs/tutorial.md", "docs/scenarios.md", "docs/explain.md", "docs/faults.md", "docs/sweeps.md",
            "docs/recommend.md", "docs/diff.md",
        ])
    func commandsPrintWhatTheGuideSays(guide: String) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(atPath: folder["scenarios"], withDestinationPath: Project.path("scenarios"))
        let examples = try ConsoleExamples.read(guide)
        #expect(!examples.isEmpty, "\(guide) shows no command")
        // One after the other: a guide may use what an earlier command of it has written. `make` is what runs these tests.
        for example in examples where !example.command.hasPrefix("make ") {
            let output = try run(example.command, in: folder.path)
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
    private func run(_ command: String, in folder: String) throws -> [String] {
        let programs = URL(fileURLWithPath: try #require(Project.release)).deletingLastPathComponent().path
        let path = programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let output = try runProgram(["/bin/bash", "-c", command], environment: ["PATH": path], in: folder).output
        var lines = output.components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
