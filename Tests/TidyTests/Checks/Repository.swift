import Foundation

/// The files of the repository, as far as git would track them.
enum Repository {
    /// Its root, three folders above this file's.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every file, read once, in the order of the names.
    static let files: [SourceFile] = {
        var found: [SourceFile] = []
        collect("", into: &found)
        return found
    }()

    /// The Swift files of `Sources`, `Tests` and `Benchmarks`.
    static let swiftFiles = files.filter { file in
        file.path.hasSuffix(".swift") && ["Sources", "Tests", "Benchmarks"].contains { file.isInside($0) }
    }

    /// The Swift files of `Sources`.
    static let sources = swiftFiles.filter { $0.isInside("Sources") }

    /// A file by its path from the root.
    static func file(_ path: String) -> SourceFile? { files.first { $0.path == path } }

    private static let hiddenFiles: Set<String> = [".ci", ".gitignore", ".swift-format"]
    private static let ignoredNames: Set<String> = ["Package.resolved", "__pycache__", "results"]
    private static let ignoredEndings = [".h5", ".h5.partial", ".pyc"]

    private static func collect(_ folder: String, into found: inout [SourceFile]) {
        let manager = FileManager.default
        let names = (try? manager.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        for name in names.sorted() {
            if name.hasPrefix("."), !hiddenFiles.contains(name) { continue }
            if ignoredNames.contains(name) || ignoredEndings.contains(where: name.hasSuffix) { continue }
            let path = folder.isEmpty ? name : folder + "/" + name
            let location = root.appending(path: path).path
            guard let type = try? manager.attributesOfItem(atPath: location)[.type] as? FileAttributeType else { continue }
            if type == .typeDirectory { collect(path, into: &found) }
            if type == .typeRegular, let data = manager.contents(atPath: location) {
                found.append(SourceFile(path: path, text: String(decoding: data, as: UTF8.self)))
            }
        }
    }
}
