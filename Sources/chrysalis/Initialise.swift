import ArgumentParser
import Foundation

struct Initialise: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Write a commented scenario to start from.")

    @Argument(help: "Name of the scenario; the file is NAME.yaml in the present folder.")
    var name: String

    @Flag(help: "Overwrite a file of that name.")
    var force = false

    /// The longest name of a scenario.
    private static let longestName = 60

    func run() throws {
        let short = name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
        try check(short)
        let path = short + ".yaml"
        let manager = FileManager.default
        if manager.fileExists(atPath: path), !force {
            Console.note("error: `\(path)` exists\nhint: choose another name, or overwrite it with `--force`")
            throw ExitStatus.usage
        }
        let text = ScenarioTemplate.text(name: short, file: ShellText.quoted(path))
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            Console.note("error: `\(path)` cannot be written: \(error.localizedDescription)\nhint: choose a folder that you may write to")
            throw ExitStatus.inputOutput
        }
        Console.note("wrote \(path); try `chrysalis compare \(ShellText.quoted(path))`")
    }

    /// The name becomes that of a file here and of traces later.
    private func check(_ short: String) throws {
        let problem: String
        if short.isEmpty {
            problem = "the name of a scenario is empty"
        } else if short.contains("/") {
            problem = "`\(short)` has a `/`, which no file name has"
        } else if short.hasPrefix(".") {
            problem = "`\(short)` begins with a dot, so that its files would be hidden"
        } else if short.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            problem = "the name of a scenario has a line end or another control character"
        } else if short.count > Self.longestName {
            problem = "the name of a scenario has more than \(Self.longestName) characters"
        } else {
            return
        }
        Console.note("error: \(problem)\nhint: name it like `my-upgrade`; to write it elsewhere, go there first")
        throw ExitStatus.usage
    }
}

/// Text for a command line.
enum ShellText {
    /// The text as one word of a shell.
    static func quoted(_ text: String) -> String {
        // A word that begins with a dash would be an option.
        let word = text.hasPrefix("-") ? "./" + text : text
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "._-+/".utf8.contains(byte)
            }
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
