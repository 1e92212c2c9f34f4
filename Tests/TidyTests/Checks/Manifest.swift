/// What Package.swift says of its targets, read from its text: asking the package manager would wait for the build that runs the tests.
struct Manifest: Sendable {
    /// A target.
    struct Target: Hashable, Sendable {
        let name: String
        /// What declares it: `target`, `testTarget`, `executableTarget`, `systemLibrary`.
        let kind: String
        /// Where its sources lie, from the root of the repository.
        let folder: String
        /// The targets and products that it depends on.
        let dependencies: [String]
        let line: Int
    }

    /// The targets, in their order.
    let targets: [Target]

    /// Reads the list `targets: [...]` of the package; without one there are no targets.
    init(_ file: SourceFile) {
        let text = ManifestText(file)
        targets = text.targetList.map { text.elements(of: $0).compactMap(text.target) } ?? []
    }
}
