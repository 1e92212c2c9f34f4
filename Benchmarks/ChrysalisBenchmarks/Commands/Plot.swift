import ArgumentParser
import BenchmarkSupport
import Foundation

/// Draws the plots of the documentation.
struct Plot: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw results: cost against the number of pending events, and speed against rivals.",
        discussion:
            "Results of `--json` and of `--rivals --json` may be given together; each plot is drawn from the first that has its rows.")

    @Argument(help: ArgumentHelp("Results.", valueName: "result"))
    var results: [String]
    @Option(help: ArgumentHelp("Folder for `cost.svg`, `crossover.svg` and `rivals.svg`.", valueName: "folder"))
    var output: String

    func run() throws {
        let read = try results.map(Console.result)
        let plots = [
            ("cost.svg", read.lazy.compactMap { CostPlot.image($0) }.first),
            ("crossover.svg", read.lazy.compactMap(CostPlot.crossover).first),
            ("rivals.svg", read.lazy.compactMap(RivalPlot.image).first),
        ]
        guard plots.contains(where: { $0.1 != nil }) else {
            throw BenchmarkFailure(
                status: 65, message: "there is nothing to draw in it", hint: "plots need rows of `hold`, or a result of `--rivals --json`")
        }
        for (name, image) in plots {
            guard let image else { continue }
            try Console.write(Data(image.document.utf8), to: "\(output)/\(name)")
            try Console.output("\(output)/\(name)\n")
        }
    }
}
