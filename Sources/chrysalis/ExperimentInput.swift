import Experiments
import Foundation
import Scenarios

/// What commands take that vary things: an experiment file, or a scenario and `--vary`.
enum ExperimentInput {
    /// Reads it, or reports what is wrong with it.
    static func read(_ input: String, vary: [String], settings: [String], strategies: [String]) throws -> ExperimentDescription {
        var description: ExperimentDescription
        if ExperimentReader.isExperiment(path: input) {
            let sink = DiagnosticSink()
            guard let read = ExperimentReader.read(path: input, sink: sink) else {
                Console.note(sink.rendered())
                throw ExitStatus.usage
            }
            description = read
        } else {
            let name = ((input as NSString).lastPathComponent as NSString).deletingPathExtension
            description = ExperimentDescription(name: name, scenario: input, factors: [])
        }
        for text in vary {
            do throws(VariedText.Problem) {
                description.factors.append(try VariedText.factor(text))
            } catch {
                Console.note("error: `--vary \(text)`: \(error.message)\nhint: \(error.hint)")
                throw ExitStatus.usage
            }
        }
        description.scenario = URL(fileURLWithPath: description.scenario).standardizedFileURL.path
        description.settings += settings
        if !strategies.isEmpty { description.strategies = strategies }
        return description
    }
}
