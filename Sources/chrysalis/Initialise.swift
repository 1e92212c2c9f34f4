import ArgumentParser
import Foundation

struct Initialise: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Write a commented scenario to start from.")

    @Argument(help: "Name of the scenario; the file is NAME.yaml in the present folder.")
    var name: String

    @Flag(help: "Overwrite a file of that name.")
    var force = false

    func run() throws {
        let path = name.hasSuffix(".yaml") ? name : name + ".yaml"
        let manager = FileManager.default
        if manager.fileExists(atPath: path), !force {
            Console.note("error: `\(path)` exists\nhint: choose another name, or overwrite it with `--force`")
            throw ExitStatus.usage
        }
        let short = (path as NSString).lastPathComponent.replacingOccurrences(of: ".yaml", with: "")
        let text = ScenarioTemplate.text.replacingOccurrences(of: "NAME", with: short)
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            Console.note("error: `\(path)` cannot be written: \(error.localizedDescription)\nhint: choose a folder that you may write to")
            throw ExitStatus.inputOutput
        }
        Console.note("wrote \(path); try `chrysalis compare \(path.contains(" ") ? "'\(path)'" : path)`")
    }
}
