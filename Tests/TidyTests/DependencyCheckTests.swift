import Testing

@Suite("Package.swift is held against the imports") struct DependencyCheckTests {
    /// A manifest with a kernel, a cluster on top of it, a program, its tests and a system library.
    private func manifest(cluster: String = "\"Kernel\"", program: String = "\"Cluster\"") -> SourceFile {
        SourceFile(
            path: "Package.swift",
            text: """
                let package = Package(
                    name: "example",  // targets: ["Nothing"]
                    products: [.library(name: "Model", targets: ["Kernel"])],
                    targets: [
                        .systemLibrary(name: "CThing", pkgConfig: "thing", providers: [.apt(["libthing-dev"])]),
                        .target(name: "Kernel"),
                        .target(name: "Cluster", dependencies: [\(cluster)]),
                        .executableTarget(
                            name: "program",
                            dependencies: [\(program), .product(name: "Parser", package: "a-parser"), .target(name: "CThing")]),
                        .testTarget(name: "ClusterTests", dependencies: ["Cluster", "program"], path: "Tests/OfCluster"),
                    ]
                )
                """)
    }

    private let files = [
        SourceFile(path: "Sources/Kernel/A.swift", text: "import Synchronization"),
        SourceFile(path: "Sources/Cluster/A.swift", text: "public import Kernel"),
        SourceFile(path: "Sources/Cluster/B/B.swift", text: "import Kernel"),
        SourceFile(path: "Sources/program/A.swift", text: "import Cluster\nimport Foundation\nimport Parser\nimport CThing"),
        SourceFile(path: "Tests/OfCluster/A.swift", text: "@testable import Cluster\nimport Testing"),
    ]

    private func violations(_ manifest: SourceFile, _ files: [SourceFile]) -> [String] {
        DependencyCheck.violations(of: manifest, and: files).map(\.description)
    }

    @Test("a manifest is read with its kinds, folders, dependencies and lines")
    func reading() {
        let targets = Manifest(manifest()).targets
        #expect(targets.map(\.name) == ["CThing", "Kernel", "Cluster", "program", "ClusterTests"])
        #expect(targets.map(\.kind) == ["systemLibrary", "target", "target", "executableTarget", "testTarget"])
        #expect(targets.map(\.folder) == ["Sources/CThing", "Sources/Kernel", "Sources/Cluster", "Sources/program", "Tests/OfCluster"])
        #expect(targets.map(\.dependencies) == [[], [], ["Kernel"], ["Cluster", "Parser", "CThing"], ["Cluster", "program"]])
        #expect(targets.map(\.line) == [5, 6, 7, 8, 11])
    }

    @Test("where both agree there is nothing to say, a program that tests run included")
    func agreement() { #expect(violations(manifest(), files) == []) }

    @Test("an import that is not declared")
    func undeclared() {
        #expect(
            violations(manifest(cluster: ""), files) == [
                "Sources/Cluster/A.swift:1: Cluster imports Kernel, which Package.swift doesn't list among its dependencies"
            ])
        let indirect = files + [SourceFile(path: "Sources/program/B.swift", text: "\nimport Kernel")]
        #expect(
            violations(manifest(), indirect) == [
                "Sources/program/B.swift:2: program imports Kernel, which Package.swift doesn't list among its dependencies"
            ])
    }

    @Test("a dependency that is never imported")
    func unused() {
        #expect(
            violations(manifest(program: "\"Cluster\", \"Kernel\""), files) == [
                "Package.swift:8: program declares the dependency Kernel and never imports it"
            ])
    }

    @Test("a target without sources, sources without a target, and a manifest that cannot be read")
    func orphans() {
        #expect(violations(manifest(), Array(files.dropFirst())) == ["Package.swift:6: Kernel has no source in Sources/Kernel"])
        let more = files + ["A", "B"].map { SourceFile(path: "Sources/Other/\($0).swift", text: "") }
        #expect(violations(manifest(), more) == ["Sources/Other/A.swift:1: belongs to no target of Package.swift"])
        #expect(
            violations(SourceFile(path: "Package.swift", text: "let a = 1"), files) == [
                "Package.swift:1: no list of targets was found in it"
            ])
    }
}
