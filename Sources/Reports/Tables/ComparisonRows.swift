import ClusterModel
import Experiments
import Scenarios
import Statistics
import UpgradeStrategies

/// The rows of a comparison's table, in groups.
struct ComparisonRows {
    /// A label with a cell for each strategy.
    struct Row {
        var label: String
        var cells: [String]
        /// The measure whose means the cells show; nil where they show something else.
        var measure: String?

        func labelled(_ label: String) -> Row { Row(label: label, cells: cells, measure: measure) }
    }

    /// Rows under a common title.
    struct Group {
        var title: String?
        var rows: [Row]
    }

    let comparison: Comparison
    let isFull: Bool

    init(_ comparison: Comparison, full: Bool) {
        self.comparison = comparison
        isFull = full
    }

    var groups: [Group] {
        let others =
            [Group(title: nil, rows: outcome)] + comparison.scenario.rehearsal.system.classes.map { ofClass($0.name) }
            + [
                Group(title: "service", rows: service), Group(title: "faults of procedure and version", rows: faults),
                Group(title: "procedure", rows: procedure),
            ]
        let last = Group(title: "simulated", rows: simulated)
        let width = (others + [last]).flatMap(\.rows).map(\.label.count).max() ?? 0
        return others + [Group(title: LimitRows.title, rows: LimitRows(comparison, full: isFull, width: width).rows), last]
    }

    private var budget: String { Readable.duration(comparison.scenario.objectives.errorBudgetSeconds) }
    private var control: String { StrategyCatalogue.control.name }

    /// How it ended, for strategies that upgrade.
    private var outcome: [Row] {
        var rows = [row("finished", "P(finished)", exceptControl: true, keepsZero: true)].compactMap { $0 }
        let names = comparison.upgrading
        if names.contains(where: { comparison.finishedCount($0) < comparison.replications || comparison.count(of: "finished", $0) == 0 }) {
            var labels: [String] = []
            for entry in comparison.strategies where entry.strategy != control {
                for outcome in entry.outcomes where !labels.contains(outcome.outcome) { labels.append(outcome.outcome) }
            }
            rows += labels.map { label in
                Row(
                    label: "  " + label,
                    cells: comparison.strategies.map {
                        $0.strategy == control ? "-" : FixedDecimal.text(comparison.count(of: label, $0.strategy))
                    })
            }
        }
        if let duration = row("duration", "duration", exceptControl: true) { rows.append(duration) }
        return rows
    }

    private func ofClass(_ name: String) -> Group {
        var rows = split("outage", "outage", name) + split("lost-service", "lost service", name)
        rows += [
            difference("lost-service.\(name)", "difference to \(comparison.strategies[0].strategy)", of: \.toFirst),
            controlDifference(name),
            row("lost.\(name)", "lost requests"), row("slow.\(name)", "slow requests"), row("yield.\(name)", "yield", keepsZero: true),
            row("error-budget-share.\(name)", "error budget used, of \(budget)"),
        ].compactMap { $0 }
        return Group(title: name, rows: rows)
    }

    /// What a class loses more than without an upgrade. Where nothing is lost without one that is the loss itself, which stands above.
    private func controlDifference(_ name: String) -> Row? {
        let measure = "lost-service.\(name)"
        guard let without = comparison.summary(measure, of: control), isFull || without.values.contains(where: { $0 != 0 }) else {
            return nil
        }
        return difference(measure, "difference to \(control)", of: \.toControl)
    }

    /// A measure with its planned and unplanned parts, as far as they differ from the whole.
    private func split(_ measure: String, _ title: String, _ name: String) -> [Row] {
        guard let whole = row("\(measure).\(name)", title) else { return [] }
        let planned = row("planned-\(measure).\(name)", "  planned")
        let unplanned = row("unplanned-\(measure).\(name)", "  unplanned")
        if !isFull {
            // A whole that is all of one kind says so in its own line.
            if unplanned == nil, planned?.cells == whole.cells { return [whole.labelled(title + ", all planned")] }
            if planned == nil, unplanned?.cells == whole.cells { return [whole.labelled(title + ", all unplanned")] }
        }
        return [whole, planned, unplanned].compactMap { $0 }
    }

    private var service: [Row] {
        let system = comparison.scenario.rehearsal.system
        var rows = [row("full-outage", "full outage"), row("read-only", "read-only, whole system"), longestShard]
        rows += [row("degraded", "some class degraded"), row("mixed-version", "two versions serve, any tier")]
        if let reader = system.readerTier {
            rows.append(row("mixed-version.\(system.tiers[reader].name)", "two versions serve, \(system.tiers[reader].name)"))
        }
        return rows.compactMap { $0 }
    }

    /// What goes wrong by itself, and how likely it hurts.
    private var faults: [Row] {
        let names = comparison.scenario.rehearsal.system.classes.map(\.name)
        guard
            isFull
                || comparison.strategies.contains(where: {
                    (comparison.summary("faults", of: $0.strategy)?.values ?? []).contains { $0 > 0 }
                })
        else { return [] }
        let long = names.flatMap { name in
            ["1min", "10min", "1h"].map { row("outage-over-\($0).\(name)", "P(unplanned outage of \(name) over \($0))") }
        }
        return
            ([
                row("failed-attempt", "P(an attempt fails)", exceptControl: true, keepsZero: true), row("faults", "faults"),
                row("latent", "P(one that nobody has noticed)"), row("exposed", "requests that met one unnoticed"),
                row("lost-to-faults", "requests lost to them"), row("rows-damaged", "rows written wrongly"),
            ] + long).compactMap { $0 }
    }

    /// The longest read-only time of a shard, in each replication.
    private var longestShard: Row? {
        let positions = comparison.catalogue.measures.indices.filter { comparison.catalogue.measures[$0].name.hasPrefix("read-only.") }
        guard !positions.isEmpty else { return nil }
        let longest = comparison.strategies.map { entry in
            (0..<comparison.replications).map { index in positions.map { entry.summaries[$0].values[index] }.max() ?? 0 }
        }
        guard isFull || longest.contains(where: { $0.contains { $0 != 0 } }) else { return nil }
        let confidence = comparison.scenario.objectives.confidence
        return Row(
            label: "read-only, longest shard",
            cells: longest.map { EstimateCell.text(SampleStatistics.meanInterval($0, confidence: confidence), .seconds) })
    }

    private var procedure: [Row] {
        [
            row("switchovers", "switchovers", exceptControl: true),
            row("point-of-no-return", "point of no return after", exceptControl: true),
            row("rollback", "longest rollback before it", exceptControl: true), row("peak-nodes", "peak nodes"),
            row("leased-node-hours", "leased node-hours", as: .count), row("operator-hours", "operators' hours", exceptControl: true),
            row("replica-lag", "longest replica lag"), row("rows-lost", "rows lost in failovers"), row("crashes", "node crashes"),
            row("cost", "cost"),
            difference("cost", "  more than \(control)", of: \.toControl),
        ].compactMap { $0 }
    }

    private var simulated: [Row] {
        [
            row("bytes-moved", "bytes moved"), row("rows-converted", "rows converted"), row("chunks", "chunks"),
            row("chunks-lost", "  lost and done again"), row("conversion-lag", "longest lag behind a conversion"),
            row("lag-wait", "conversions waited for replicas"), row("events", "events"),
        ].compactMap { $0 }
    }

    /// The row of a measure; nil if it is not known or zero under every strategy.
    private func row(
        _ measure: String, _ label: String, exceptControl: Bool = false, keepsZero: Bool = false, as unit: MeasureUnit? = nil
    ) -> Row? {
        guard let unit = unit ?? comparison.catalogue[measure]?.unit else { return nil }
        let summaries = comparison.strategies.map { entry in
            exceptControl && entry.strategy == control ? nil : comparison.summary(measure, of: entry.strategy)
        }
        let isZero = summaries.allSatisfy { summary in summary.map { $0.values.allSatisfy { $0 == 0 || $0.isNaN } } ?? true }
        if isZero, !keepsZero, !isFull { return nil }
        return Row(label: label, cells: summaries.map { EstimateCell.text($0?.mean, unit) }, measure: measure)
    }

    /// The row of a paired difference; nil if it is zero, or not defined, under every strategy.
    private func difference(_ measure: String, _ label: String, of path: KeyPath<Summary, Estimate?>) -> Row? {
        guard let unit = comparison.catalogue[measure]?.unit else { return nil }
        let estimates = comparison.strategies.map { comparison.summary(measure, of: $0.strategy)?[keyPath: path] }
        // One strategy by itself differs from nothing.
        guard estimates.contains(where: { $0 != nil }) else { return nil }
        let isZero = estimates.allSatisfy { estimate in
            guard let estimate else { return true }
            return estimate.value == 0 && EstimateCell.halfWidth(estimate) == nil
        }
        if isZero, !isFull { return nil }
        return Row(label: label, cells: estimates.map { EstimateCell.text($0, unit, signed: true) })
    }
}
