import ArgumentParser
import Experiments
import Foundation
import Reports
import Scenarios

/// `sweep effects`.
struct SweepEffectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "effects", abstract: "Say how much each factor of a sweep does to a measure.",
        discussion: """
            For each strategy, largest first, with intervals: in a design `morris` the elementary effects (mu* large: the factor matters; sigma large: it \
            does so differently in different places), in `saltelli` Sobol's indices, in `one-at-a-time` the changes from the first point, else the span of the means at its values and its share of the \
            variance.
            """)

    @Argument(help: "The folder of the sweep.", completion: .directory)
    var folder: String

    @Option(help: "The measure.")
    var measure: String

    func run() throws {
        let merged = try Sweep.perform { sink throws(SweepProblem) in
            try MergedSweep(folder: folder, program: ProgramVersion.text, sink: sink)
        }
        for note in merged.notes { Console.note("note: \(note)") }
        if !merged.missing.isEmpty {
            Console.note(
                "warning: \(merged.manifest.points - merged.finished) of \(merged.manifest.points) points are missing\nhint: `chrysalis sweep run \(folder)` does them"
            )
        }
        do {
            let effects = try SweepEffects.all(merged, measure: measure)
            guard let found = merged.plan.measures.first(where: { $0.name == measure }) else { return }
            let heading = "\(merged.manifest.experiment.name), \(merged.manifest.experiment.design.name): what factors do to \(found.title)"
            let interval = "value [\(Int((merged.plan.scenario.objectives.confidence * 100).rounded())) % interval]"
            try Console.output("\(heading); \(interval)\n\n" + EffectsTable(effects, found, width: Console.width).text)
        } catch let problem as SweepProblem {
            throw Sweep.failure(problem)
        }
    }
}
