/// Nothing of the machine that it was written on is left in the repository.
enum MachineCheck {
    /// Folders of one machine; put together here, so that this file is not found itself.
    static let folders = ["work", "root"].map { "/\($0)/" }

    /// Complains about absolute paths into them.
    ///
    /// A path begins after a space, a quotation mark and the like; the same words within a longer path or an address are something else.
    static func violations(in file: SourceFile) -> [Violation] {
        file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
            folders.filter { containsPath($0, in: Array(line.utf8)) }.map {
                file.violation(number + 1, "a path of one machine, `\($0)`: find it from #filePath or take it as an argument")
            }
        }
    }

    private static func containsPath(_ folder: String, in line: [UInt8]) -> Bool {
        let folder = Array(folder.utf8)
        guard line.count >= folder.count else { return false }
        return (0...line.count - folder.count).contains { start in
            line[start] == folder[0] && line[start...].starts(with: folder) && (start == 0 || "\t \"'`([{<>=:,;/".utf8.contains(line[start - 1]))
        }
    }

    /// What git has to ignore: builds, and what a machine resolves or installs for itself.
    static let ignored = [".build*/", "Package.resolved", ".venv/", "*.h5", "*.h5.partial"]

    /// Complains about what the list of ignored files lacks.
    static func violations(ofIgnored file: SourceFile) -> [Violation] {
        let lines = file.text.split(separator: "\n")
        return ignored.filter { !lines.contains(Substring($0)) }.map { file.violation(1, "git should ignore `\($0)`") }
    }
}
