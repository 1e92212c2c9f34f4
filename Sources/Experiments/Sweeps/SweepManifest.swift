import Foundation
public import Scenarios

/// What a plan freezes: enough to find every point again, and to notice that something has changed meanwhile.
public struct SweepManifest: Codable, Sendable, Equatable {
    /// Version of this layout.
    public static let currentFormat = 3

    /// Version of the layout.
    public var format: Int
    /// Version of the program that made it.
    public var program: String
    /// What the experiment says; its scenario's file with its whole path.
    public var experiment: ExperimentDescription
    /// Hash of the scenario's text.
    public var scenarioHash: String
    /// Hash of every file that the scenario reads, by name.
    public var inputs: [String: String]
    /// Root seed.
    public var seed: UInt64
    /// How many points there are.
    public var points: Int
    /// Names of the measures that each point has.
    public var measures: [String]

    /// The manifest of a plan.
    public init(_ plan: SweepPlan, _ source: ScenarioSource, program: String) {
        format = Self.currentFormat
        self.program = program
        experiment = plan.description
        scenarioHash = source.hash
        inputs = Dictionary(plan.scenario.inputs.map { ($0.name, $0.hash) }) { first, _ in first }
        seed = plan.seed
        points = plan.count
        measures = plan.measures.map(\.name)
    }

    /// Reads the manifest of a folder.
    ///
    /// - Parameter program: The version that reads; another's manifest is refused.
    public init(folder: String, program: String) throws(SweepProblem) {
        let path = SweepFolder.manifest(folder)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SweepProblem(.usage, "there is no `\(path)`", hint: "`chrysalis sweep plan EXPERIMENT -o \(folder)` makes it")
        }
        do {
            let header = try JSONDecoder().decode(Header.self, from: data)
            guard header.program == program, header.format == Self.currentFormat else {
                let isOther = header.program != program
                throw SweepProblem(
                    .usage,
                    isOther
                        ? "`\(path)` was made by \(header.program), and this is \(program): its points may come out differently"
                        : "`\(path)` is of format \(header.format), and this program reads format \(Self.currentFormat)",
                    hint: "plan the sweep anew in another folder, or use the version that made it")
            }
            self = try JSONDecoder().decode(SweepManifest.self, from: data)
        } catch let problem as SweepProblem {
            throw problem
        } catch {
            throw SweepProblem(.badData, "`\(path)` is no manifest of a sweep: \(Self.words(error))", hint: "plan the sweep anew")
        }
    }

    private struct Header: Codable {
        var format: Int
        var program: String
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it cannot be read" }
        switch error {
        case .keyNotFound(let key, _): return "it has no `\(key.stringValue)`"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "`\(context.codingPath.map(\.stringValue).joined(separator: "."))` is of another kind"
        default: return "it is not JSON, or cut short"
        }
    }

    /// Its text: the same bytes for the same plan.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return ((try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "") + "\n"
    }

    /// A hash over all of it but the folder in which the scenario lies, which is no part of it; results carry it.
    public var hash: String {
        var movable = self
        movable.experiment.scenario = (experiment.scenario as NSString).lastPathComponent
        return InputFile.hash(of: movable.text.utf8)
    }

    /// The plan again, if the scenario and its data are as they were.
    public func plan(sink: DiagnosticSink) throws(SweepProblem) -> SweepPlan {
        guard let source = ScenarioSource(path: experiment.scenario, settings: experiment.settings, sink: sink) else {
            throw SweepProblem(.usage, "the scenario `\(experiment.scenario)` of the plan cannot be read")
        }
        let hint = "plan the sweep anew in another folder, or put back what was there"
        guard source.hash == scenarioHash else {
            throw SweepProblem(.usage, "the scenario `\(experiment.scenario)` is not what it was when the sweep was planned", hint: hint)
        }
        let plan = try SweepPlan(experiment, source, seed: seed, isTried: true, sink: sink)
        for input in plan.scenario.inputs where inputs[input.name] != input.hash {
            throw SweepProblem(
                .usage, "`\(input.name)`, which the scenario reads, is not what it was when the sweep was planned", hint: hint)
        }
        return plan
    }
}
