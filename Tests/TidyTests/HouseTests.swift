import Testing

/// The rules of the house, held against the repository itself.
@Suite("the house is tidy") struct HouseTests {
    /// Records each violation as an issue of its own.
    private func expectNone(_ violations: [Violation], _ location: SourceLocation = #_sourceLocation) {
        for violation in violations { Issue.record("\(violation)", sourceLocation: location) }
    }

    @Test("the files were found: a check that reads nothing finds nothing")
    func theRepositoryIsThere() {
        #expect(Repository.sources.count > 100)
        #expect(Repository.file("Sources/SimulationKernel/Simulation.swift") != nil)
        #expect(Repository.file(".ci/run") != nil)
    }

    @Test("a target imports only what is below it, and each library has one importer")
    func layers() { expectNone(Repository.sources.flatMap(LayerTable.violations)) }

    @Test("Package.swift declares what is imported, and nothing else")
    func dependencies() throws {
        let manifest = try #require(Repository.file("Package.swift"))
        expectNone(DependencyCheck.violations(of: manifest, and: Repository.swiftFiles))
    }

    @Test("files and functions are short")
    func lengths() { expectNone(Repository.swiftFiles.flatMap(LengthCheck.violations)) }

    @Test("nothing is called that breaks determinism, prints, exits or gives up")
    func bannedCalls() { expectNone(Repository.sources.flatMap(BannedCall.violations)) }

    @Test("no loop of the model goes in the order of hashes")
    func hashOrder() { expectNone(Repository.sources.flatMap(HashOrderCheck.violations)) }

    @Test("no comment puts something off")
    func markers() { expectNone(Repository.swiftFiles.flatMap(MarkerCheck.violations)) }

    @Test("no path of one machine is left in a file, and git ignores what a machine makes for itself")
    func machine() throws {
        expectNone(Repository.files.flatMap(MachineCheck.violations(in:)))
        expectNone(MachineCheck.violations(ofIgnored: try #require(Repository.file(".gitignore"))))
    }
}
