import Experiments
import Scenarios
import Traces

/// The merged points as HDF5.
enum SweepResults {
    /// Doubles that columns in preparation may hold together: 64 MB.
    private static let budget = 8 << 20

    static func write(_ merged: MergedSweep, _ path: String) throws {
        let plan = merged.plan
        let count = merged.manifest.points
        let axes =
            plan.axes.map { $0.map { ResultFile.Axis($0.name, $0.values) } } ?? [ResultFile.Axis("point", (0..<count).map(String.init))]
        let statistics = SweepValue.columns
        let group = max(1, min(plan.measures.count, budget / max(1, statistics.count * count)))
        var next = 0
        var coordinates: [StoredColumn] = []
        if plan.axes == nil { coordinates = try factorColumns(plan, count) }
        var isFirst = true
        try ResultFile.write(path: path, attributes: attributes(merged), axes: axes, coordinates: coordinates) {
            if isFirst {
                isFirst = false
                return try circumstances(merged, count)
            }
            guard next < plan.measures.count else { return nil }
            let chosen = next..<min(plan.measures.count, next + group)
            next = chosen.upperBound
            var values = chosen.map { _ in statistics.map { _ in [Double](repeating: .nan, count: count) } }
            try merged.forEach { point, record in
                for (position, measure) in chosen.enumerated() {
                    for (which, number) in record.values[measure].numbers.enumerated() {
                        values[position][which][point.index] = number
                    }
                }
            }
            return zip(chosen, values).flatMap { measure, columns in
                zip(statistics, columns).map { statistic, numbers in column(plan.measures[measure], statistic, numbers) }
            }
        }
    }

    private static func column(_ measure: Measure, _ statistic: (suffix: String, words: String), _ numbers: [Double]) -> StoredColumn {
        return StoredColumn(
            measure.name + statistic.suffix, .doubles(numbers), units: measure.unit.udunits, longName: measure.title,
            description: statistic.words)
    }

    private static func factorColumns(_ plan: SweepPlan, _ count: Int) throws -> [StoredColumn] {
        plan.factorNames.indices.map { factor in
            let texts = (0..<count).map { plan.point(at: $0).values[factor] }
            let numbers = texts.compactMap { Double($0) }
            return StoredColumn(
                plan.factorNames[factor], numbers.count == texts.count ? .doubles(numbers) : .strings(texts), units: "1",
                longName: plan.factorNames[factor], description: "value of the factor, as the scenario would say it")
        }
    }

    private static func circumstances(_ merged: MergedSweep, _ count: Int) throws -> [StoredColumn] {
        var replications = [Int64](repeating: 0, count: count)
        var fingerprints = [Int64](repeating: 0, count: count)
        var failures = [String](repeating: "", count: count)
        for range in merged.missing { for point in range { failures[point] = "missing" } }
        try merged.forEach { point, record in
            replications[point.index] = Int64(record.replications)
            fingerprints[point.index] = Int64(bitPattern: record.fingerprint)
            failures[point.index] = record.failure
        }
        return [
            StoredColumn("replications", .integers(replications), units: "1", longName: "replications", description: "replications made"),
            StoredColumn(
                "fingerprint", .integers(fingerprints), units: "1", longName: "fingerprint",
                description: "hash over the fingerprints of the point's runs, as a signed number of 64 bits"),
            StoredColumn(
                "failure", .strings(failures), units: "1", longName: "failure", description: "why there is no result; empty if there is"),
        ]
    }

    private static func attributes(_ merged: MergedSweep) -> [(name: String, text: String)] {
        let manifest = merged.manifest
        return [
            ("title", manifest.experiment.name), ("program", "chrysalis \(manifest.program)"), ("seed", "\(manifest.seed)"),
            ("plan", manifest.hash), ("scenario_hash", manifest.scenarioHash), ("design", manifest.experiment.design.name),
            ("scenario_text", merged.plan.scenario.text), ("configuration", merged.plan.scenario.effectiveJSON),
        ]
    }
}

extension MeasureUnit {
    /// In the words of UDUNITS, `1` for what has none.
    fileprivate var udunits: String {
        switch self {
        case .seconds: "s"
        case .hours: "h"
        case .minutes: "min"
        case .bytes: "byte"
        default: "1"
        }
    }
}
