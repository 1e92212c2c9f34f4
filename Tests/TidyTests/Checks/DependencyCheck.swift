/// Package.swift declares what is imported, and nothing else.
///
/// The package manager accepts the import of a dependency's dependency, and one that is declared and not used.
enum DependencyCheck {
    /// Modules that come with the toolchain.
    static let toolchain: Set<String> = [
        "Swift", "Synchronization", "Testing", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch", "RegexBuilder",
        "PackageDescription",
    ]

    /// Complains about targets whose dependencies and imports differ, and about folders that belong to no target.
    static func violations(of manifestFile: SourceFile, and files: [SourceFile]) -> [Violation] {
        let targets = Manifest(manifestFile).targets
        if targets.isEmpty { return [manifestFile.violation(1, "no list of targets was found in it")] }
        let executables = Set(targets.lazy.filter { $0.kind == "executableTarget" }.map(\.name))
        var found: [Violation] = []
        for target in targets where target.kind != "systemLibrary" {
            let own = files.filter { $0.isInside(target.folder) && $0.path.hasSuffix(".swift") }
            if own.isEmpty { found.append(manifestFile.violation(target.line, "\(target.name) has no source in \(target.folder)")) }
            var imported: Set<String> = []
            for file in own {
                for item in Import.all(in: file) where !toolchain.contains(item.module) {
                    guard imported.insert(item.module).inserted, !target.dependencies.contains(item.module) else { continue }
                    found.append(
                        file.violation(
                            item.line, "\(target.name) imports \(item.module), which Package.swift doesn't list among its dependencies"))
                }
            }
            for dependency in target.dependencies where !imported.contains(dependency) {
                // Tests and benchmarks run a program by its path and name it to have it built.
                if target.folder != "Sources/\(target.name)", executables.contains(dependency) { continue }
                found.append(
                    manifestFile.violation(target.line, "\(target.name) declares the dependency \(dependency) and never imports it"))
            }
        }
        return found + orphans(among: files, of: targets)
    }

    /// Swift files that no target builds; one complaint for each folder that should be a target's.
    private static func orphans(among files: [SourceFile], of targets: [Manifest.Target]) -> [Violation] {
        var folders: Set<[Substring]> = []
        return files.compactMap { file in
            guard file.path.hasSuffix(".swift"), !targets.contains(where: { file.isInside($0.folder) }) else { return nil }
            let folder = Array(file.path.split(separator: "/").dropLast().prefix(2))
            return folders.insert(folder).inserted ? file.violation(1, "belongs to no target of Package.swift") : nil
        }
    }
}
