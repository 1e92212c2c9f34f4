import Testing

@Suite("banned calls are found") struct BannedCallTests {
    private func violations(_ text: String, in target: String, file: String = "Planted.swift") -> [Violation] {
        BannedCall.violations(in: planted(text, in: target, file: file))
    }

    @Test(
        "in every target",
        arguments: ["SimulationKernel", "UpgradeStrategies", "Experiments", "chrysalis"],
        [
            "Task.detached { }", "try await Task.sleep(for: .seconds(1))", "let task = Task { }", "Task(priority: .high) { }",
            "Task\n    .detached { }", "fatalError(\"no\")", "let a = try! f()", "let a = \"\\(try! f())\"",
        ])
    func everywhere(target: String, text: String) { #expect(violations(text, in: target).count == 1) }

    @Test(
        "in every target but the command line",
        arguments: [
            "let a = Int.random(in: 0..<3)", "flag = Bool.random()", "names.randomElement()", "names.shuffled()",
            "var generator = SystemRandomNumberGenerator()", "let now = Date()", "let now = Date.now", "let clock = ContinuousClock()",
            "print(a)", "debugPrint(a)", "fputs(a, stderr)", "FileHandle.standardError.write(a)", "exit(1)", "Foundation.exit(1)",
            "abort()", "getenv(\"HOME\")", "ProcessInfo.processInfo.environment",
        ])
    func outsideOfTheCommandLine(text: String) {
        #expect(violations(text, in: "Experiments").count == 1)
        #expect(violations(text, in: "SimulationKernel").count == 1)
        #expect(violations(text, in: "chrysalis") == [])
    }

    @Test(
        "mathematics of the platform, in the model",
        arguments: [
            "let a = exp(1)", "let a = -log(x)", "let a = pow(x, y)", "let a = Foundation.exp(x)", "let a = [sin(x)]", "f(cos (x))",
        ])
    func mathematics(text: String) {
        #expect(violations(text, in: "ClusterModel").count == 1)
        #expect(violations(text, in: "Statistics") == [])
        #expect(violations(text, in: "Reports") == [])
        #expect(violations(text, in: "RandomStreams", file: "Mathematics/A.swift") == [])
        #expect(violations(text, in: "RandomStreams", file: "Distributions/A.swift").count == 1)
    }

    @Test(
        "what only looks alike is allowed",
        arguments: [
            "let a = DeterministicMath.exp(x)", "func log(_ x: Double) -> Double { x }", "group.addTask { }",
            "let task: Task<Void, Never>?", "try Task.checkCancellation()", "try? f()", "try !isEmpty()", "// print(a) and Task.sleep",
            "let a = \"exit(1)\"", "table.print()", "func exit(_ door: Int) { }", "Date(timeIntervalSince1970: 0)",
            "stream.shuffled(using: source)", "fingerprint(a)", "let exponent = 1",
        ])
    func lookAlikes(text: String) { #expect(violations(text, in: "ClusterModel") == []) }

    @Test("tasks are begun where the kernel keeps its procedures, and only there")
    func procedures() {
        #expect(violations("task = Task(executorPreference: e) { }", in: "SimulationKernel", file: "Procedures/A.swift") == [])
        #expect(violations("task = Task(executorPreference: e) { }", in: "SimulationKernel").count == 1)
    }

    @Test("there is one file that ends the program with a message, and what ends it without one is banned")
    func requirement() {
        #expect(violations("fatalError(a)", in: "Requirements", file: "Requirement.swift") == [])
        #expect(violations("fatalError(a)", in: "SimulationKernel", file: "Requirement.swift").count == 1)
        for text in ["precondition(a, b)", "Swift.precondition(a)", "guard a else { preconditionFailure(b) }"] {
            #expect(violations(text, in: "SimulationKernel").count == 1, "\(text)")
            #expect(violations(text, in: "chrysalis").count == 1, "\(text)")
        }
        #expect(violations("require(a, b)\nguard a else { requirementFailure(b) }", in: "SimulationKernel") == [])
    }

    @Test("a run's streams are made in one place")
    func streams() {
        #expect(violations("let a = RandomStream(name)", in: "UpgradeStrategies").count == 1)
        #expect(violations("let a = RandomStream(name)", in: "UpgradeStrategies", file: "Run/UpgradeRun+Streams.swift") == [])
        #expect(violations("let a = RandomStream(name)", in: "Statistics") == [])
    }

    @Test("a violation has its line and says what to do")
    func messages() {
        #expect(
            violations("let a = 1\nlet b = try! f()", in: "Reports").map(\.description) == [
                "Sources/Reports/Planted.swift:2: `try!`: let it throw, or explain to `requirementFailure` why it cannot"
            ])
    }
}
