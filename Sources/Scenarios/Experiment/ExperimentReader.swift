import Foundation

/// Reads experiment files.
///
/// ```yaml
/// scenario: three-tier.yaml
/// design: grid
/// factors:
///   - {path: tiers.application.software.batch, values: [1, 2, 4]}
///   - {path: data.row-time, from: 100 us, to: 400 us, steps: 3, scale: log}
///   - {path: strategy, values: [rolling, big-flip]}
/// ```
public enum ExperimentReader {
    /// Reads a file; nil after a report to the sink. The scenario's name is relative to the file's folder.
    public static func read(path: String, sink: DiagnosticSink) -> ExperimentDescription? {
        guard let document = DocumentReader(sink: sink).read(path: path) else { return nil }
        let folder = (path as NSString).deletingLastPathComponent
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let reading = ConfigurationReader.read(document, sink: sink) { decode($0, name: name, folder: folder) }
        return reading?.value
    }

    /// Whether a file looks like an experiment rather than a scenario: it says what is varied.
    public static func isExperiment(path: String) -> Bool {
        guard let document = DocumentReader(sink: DiagnosticSink()).read(path: path), case .mapping(let entries) = document.root.content
        else {
            return false
        }
        return entries.contains { $0.key == "factors" }
            || (entries.contains { $0.key == "scenario" } && !entries.contains { $0.key == "tiers" })
    }

    /// JSON Schema (draft 2020-12) of an experiment file.
    public static func schema() -> JSONSchema {
        ConfigurationReader.schema(title: "Chrysalis experiment") { decode($0, name: "", folder: "") }
    }

    private static func decode(_ reader: MappingReader, name: String, folder: String) -> ExperimentDescription {
        let ownName = reader.optional { $0.text("name", limit: 200, doc: "name of the experiment; the file's if absent") }
        let file = reader.fileName("scenario", doc: "the scenario's file, relative to this one")
        let settings = reader.values("set", count: 0...1000, doc: "what all points have in common, PATH=VALUE each") {
            $0.text(MappingReader.item, doc: "PATH=VALUE")
        }
        let strategies = reader.values("strategies", count: 0...100, doc: "strategies of each point; the scenario's if absent") {
            $0.text(MappingReader.item, limit: 100, doc: "a strategy")
        }
        let replications = reader.optional { $0.count("replications", in: 1...10_000_000, doc: "of each point; the scenario's if absent") }
        let isAntithetic = reader.flag(
            "antithetic", default: false,
            doc: "whether replications 2k and 2k + 1 are a pair, of which the second mirrors the first's random numbers")
        let seed = reader.optional { $0.count("seed", in: 0...Int.max, doc: "root seed; the scenario's, or drawn, if absent") }
        let until = reader.optionalSection("until", doc: "replications go on until something is known this well") { decodeGoal($0) }
        let design = decodeDesign(reader)
        let measures = reader.values("measures", count: 0...1000, doc: "measures that are kept; all if absent") {
            $0.text(MappingReader.item, limit: 200, doc: "a measure")
        }
        let factors = reader.list("factors", count: 1...1000, doc: "what is varied") { decodeFactor($0, design) }
        let scenario = file.hasPrefix("/") || folder.isEmpty ? file : folder + "/" + file
        return ExperimentDescription(
            name: ownName ?? name, scenario: scenario, settings: settings, strategies: strategies, replications: replications,
            isAntithetic: isAntithetic, until: until, seed: seed.map { UInt64($0) }, design: design, measures: measures, factors: factors)
    }

    private static func decodeGoal(_ reader: MappingReader) -> PrecisionGoal {
        let measure = reader.text("measure", limit: 200, doc: "the measure that is judged")
        let statistic = reader.text(
            "statistic", default: "mean", limit: 20,
            doc: "what of its values: mean, median, p1 ... p99, or probability, that of a value above zero")
        let isRelative = reader.contains("relative") || reader.isSchema
        let relative = isRelative ? reader.ratio("relative", default: "5 %", doc: "half-width as a fraction of the estimate") : 0
        let absolute = reader.optional {
            $0.anyValue("absolute", doc: "half-width as a quantity such as `5 s`, or a number in the measure's unit")
        }
        let confidence = reader.optional {
            $0.ratio("confidence", in: 0.5...0.9999, doc: "confidence of the interval; the scenario's if absent")
        }
        let cap = reader.count("at-most", default: 1000, in: 2...10_000_000, doc: "replications at most")
        if !reader.isSchema, reader.contains("relative") == reader.contains("absolute") {
            reader.error("needs-one", "`until` needs one of `relative` and `absolute`", hint: "write `relative: 5 %`")
        }
        return PrecisionGoal(
            measure: measure, statistic: statistic, halfWidth: absolute.map { .absolute($0) } ?? .relative(relative),
            confidence: confidence, cap: cap)
    }

    private static func decodeDesign(_ reader: MappingReader) -> DesignDescription {
        let names = ["grid", "list", "one-at-a-time", "latin-hypercube", "sobol", "morris", "saltelli"]
        let name = reader.choice("design", names, default: "grid", doc: "which combinations are points")
        func count(_ key: String, _ range: ClosedRange<Int>, _ fallback: String, _ doc: String, for designs: [String]) -> Int {
            guard reader.isSchema || designs.contains(name) else {
                if reader.contains(key) {
                    reader.error(
                        "not-of-this-design", "`\(key)` means nothing to the design `\(name)`", at: key,
                        hint: "it belongs to `\(designs.joined(separator: "` and `"))`")
                    _ = reader.count(key, default: fallback, in: range, doc: doc)
                }
                return 0
            }
            return reader.count(key, default: fallback, in: range, doc: doc)
        }
        let points = count("points", 1...1_000_000_000, "100", "points of the design", for: ["latin-hypercube", "sobol"])
        let trajectories = count("trajectories", 1...10_000_000, "10", "trajectories of the screening", for: ["morris"])
        let levels = count("levels", 2...1000, "4", "levels of each factor in the screening, an even number", for: ["morris"])
        let rows = count("rows", 1...10_000_000, "128", "rows of each matrix", for: ["saltelli"])
        switch name {
        case "list": return .list
        case "one-at-a-time": return .oneAtATime
        case "latin-hypercube": return .latinHypercube(points: points)
        case "sobol": return .sobol(points: points)
        case "morris":
            if levels % 2 == 1 { reader.error("odd-levels", "Morris's design needs an even number of levels, not \(levels)", at: "levels") }
            return .morris(trajectories: trajectories, levels: levels)
        case "saltelli": return .saltelli(rows: rows)
        default: return .grid
        }
    }

    private static func decodeFactor(_ reader: MappingReader, _ design: DesignDescription) -> FactorDescription {
        let path = reader.text("path", limit: 1000, doc: "a path of the scenario as `--set` takes it, or `strategy`")
        let values = reader.values("values", count: 0...1_000_000, doc: "its values, as the scenario would say them") {
            $0.anyValue(MappingReader.item, doc: "a value")
        }
        let from = reader.optional { $0.anyValue("from", doc: "lowest value of a range") }
        let to = reader.optional { $0.anyValue("to", doc: "highest value of a range") }
        let steps = reader.optional { $0.count("steps", in: 2...1_000_000, doc: "values of the range, in designs of stated values") }
        let scale = reader.choice(
            "scale", ["linear", "log"], default: "linear", doc: "whether values of a range differ by like amounts or ratios")
        let distribution = reader.optional {
            $0.text(
                "distribution", limit: 1000, doc: "distribution of its values, in designs that draw them: `normal(mean 10 ms, sd 1 ms)`")
        }
        guard !reader.isSchema else { return FactorDescription(path: path, values: .listed([])) }
        if distribution != nil || !values.isEmpty {
            for key in ["steps", "scale"] where reader.contains(key) {
                reader.error("no-range", "`\(key)` belongs to a range", at: key, hint: "leave it out")
            }
        }
        switch (values.isEmpty, from, to, distribution) {
        case (false, nil, nil, nil): return FactorDescription(path: path, values: .listed(values))
        case (true, nil, nil, let distribution?):
            checkDrawing(reader, path, distribution, design)
            return FactorDescription(path: path, values: .distribution(distribution))
        case (true, let from?, let to?, nil):
            if steps == nil, !design.isInCube {
                reader.error(
                    "no-steps", "the design `\(design.name)` needs stated values of `\(path)`", at: "from",
                    hint: "add `steps: 5`, or list `values`")
            }
            return FactorDescription(path: path, values: .range(from: from, to: to, steps: steps, isLogarithmic: scale == "log"))
        default:
            reader.error(
                "no-values", "the factor `\(path)` needs one of `values`, `from` and `to`, and `distribution`",
                hint: "write `values: [1, 2, 4]` or `from: 1, to: 4, steps: 4`")
            return FactorDescription(path: path, values: .listed([]))
        }
    }

    /// Complains of a distribution in a design that draws nothing, or goes to the ends of ranges that a distribution may not have.
    private static func checkDrawing(_ reader: MappingReader, _ path: String, _ text: String, _ design: DesignDescription) {
        if text.contains("("), !text.contains(")") {
            reader.error(
                "wrong-type", "`\(text)` is not a distribution: a `)` is missing", at: "distribution",
                hint: "in braces a text with commas needs quotes: `distribution: \"normal(10 s, 1 s)\"`")
        }
        guard !design.drawsValues else { return }
        let why = design.isInCube ? "goes to both ends of a range" : "takes stated values"
        reader.error(
            "not-of-this-design", "the design `\(design.name)` \(why), and a distribution of `\(path)` has none", at: "distribution",
            hint: "take `design: latin-hypercube`, `sobol` or `saltelli`, or give `from` and `to`")
    }
}
