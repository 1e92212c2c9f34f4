import Requirements
import TestTools
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
        let folder = try TemporaryFolder()
        let (main, program) = (folder["main.swift"], folder["program"])
        try folder.write("\(function)(CommandLine.arguments.count == 7, \"\\(CommandLine.arguments.count) arguments\")\n", to: "main.swift")
        let compiled = try runProgram(["swiftc", "-O", main, Project.path("Sources/Requirements/Requirement.swift"), "-o", program])
        try #require(compiled.status == 0, "\(compiled.errors)")
        let broken = try runProgram([program])
        #expect(broken.status != 0)
        #expect(broken.errors.contains("1 arguments") == (function == "require"), "\(broken.errors)")
        #expect(try runProgram([program, "2", "3", "4", "5", "6", "7"]).status == 0)
    }
}
