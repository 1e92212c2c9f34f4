import Foundation
import Requirements
import Testing

@Suite("A mistake of ours says in every build what it was")
struct RequirementTests {
    @Test("a condition that does not hold ends the process with its message and place")
    func broken() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            require(Int("-1")! >= 0, "a semaphore of \(Int("-1")!) things")
        }
        let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
        #expect(message.hasPrefix("RequirementsTests/RequirementTests.swift:"), "\(message)")
        #expect(message.contains(": Fatal error: a semaphore of -1 things\n"), "\(message)")
    }

    @Test("what cannot be says what it is")
    func failure() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            requirementFailure("there is no strategy `x`")
        }
        let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
        #expect(message.contains("Fatal error: there is no strategy `x`"), "\(message)")
    }

    @Test("a condition that holds builds no message")
    func kept() {
        var built = 0
        func message() -> String {
            built += 1
            return "never"
        }
        require(built == 0, message())
        #expect(built == 0)
    }

    /// The tests are a debug build, in which `precondition` says why as well: only an optimised program tells them apart.
    @Test("an optimised program says it too, where a precondition is silent", arguments: ["require", "precondition"])
    func optimised(function: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("requirement-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let main = folder.appendingPathComponent("main.swift")
        try Data("\(function)(CommandLine.arguments.count == 7, \"\\(CommandLine.arguments.count) arguments\")\n".utf8).write(to: main)
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Requirements/Requirement.swift")
        let program = folder.appendingPathComponent("program")
        let compiled = try run(["/usr/bin/env", "swiftc", "-O", main.path, source.path, "-o", program.path])
        try #require(compiled.status == 0, "\(compiled.errors)")
        let broken = try run([program.path])
        #expect(broken.status != 0)
        #expect(broken.errors.contains("1 arguments") == (function == "require"), "\(broken.errors)")
        #expect(try run([program.path, "2", "3", "4", "5", "6", "7"]).status == 0)
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let data = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
