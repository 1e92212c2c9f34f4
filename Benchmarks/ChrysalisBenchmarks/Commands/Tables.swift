import ArgumentParser
import BenchmarkSupport
import Foundation

/// Puts figures into a guide.
struct Tables: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put the tables of results into a document, between its markers.",
        discussion:
            "A section begins with a line `<!-- NAME -->` and ends with a line `<!-- end of NAME -->`; what stands between is replaced.")

    @Argument(help: ArgumentHelp("Results.", valueName: "result"))
    var results: [String]
    @Option(help: ArgumentHelp("The document.", valueName: "file"))
    var document: String

    func run() throws {
        let sections = try results.map(Console.result).flatMap(FigureSections.sections)
        guard var text = try? String(contentsOfFile: document, encoding: .utf8) else {
            throw BenchmarkFailure(status: 65, message: "`\(document)` cannot be read", hint: "such as docs/performance.md")
        }
        do {
            for (name, body) in sections { text = try MarkedSections.replace(name, in: text, with: body) }
        } catch {
            throw BenchmarkFailure(status: 65, message: "`\(document)`: \(error)", hint: "see `tables --help`")
        }
        try Console.write(Data(text.utf8), to: document)
        try Console.output("\(document): \(sections.map(\.name).joined(separator: ", "))\n")
    }
}
