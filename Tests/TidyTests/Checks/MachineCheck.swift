/// Nothing of the machine that it was written on is left in the repository.
enum MachineCheck {
    /// Folders of one machine; put together here, so that this file is not found itself.
    static let folders = ["work", "root"].map { "/\($0)/" }

    /// Complains about absolute paths into them.
    ///
    /// A path begins after a space, a quotation mark and the like; the same words within a longer path or an address are something else.
    static func violations(in file: SourceFile) -> [Violation] {
        let text = Array(file.text.utf8)
        var found: [Violation] = []
        var line = 1
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "/"), index == 0 || "\n\t \"'`([{<>=:,;/".utf8.contains(text[index - 1]) else { continue }
            for folder in folders where text[index...].starts(with: folder.utf8) {
                found.append(file.violation(line, "a path of one machine, `\(folder)`: find it from #filePath or take it as an argument"))
            }
        }
        return found
    }

    /// What git has to ignore: builds, and what a machine resolves or installs for itself.
    static let ignored = [".build*/", "Package.resolved", ".venv/", "*.h5", "*.h5.partial"]

    /// Complains about what the list of ignored files lacks.
    static func violations(ofIgnored file: SourceFile) -> [Violation] {
        let lines = file.text.split(separator: "\n")
        return ignored.filter { !lines.contains(Substring($0)) }.map { file.violation(1, "git should ignore `\($0)`") }
    }
}
