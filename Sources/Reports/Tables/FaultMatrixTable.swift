import ClusterModel
public import Experiments
public import Scenarios
import SimulationKernel
import UpgradeFaults
import UpgradeStrategies

/// What a campaign found: for each strategy and each kind of fault, how many operations come to what; and the worst case of each strategy.
public struct FaultMatrixTable {
    let campaign: FaultCampaign
    let scenario: Scenario
    let width: Int

    /// Makes the table.
    public init(_ campaign: FaultCampaign, _ scenario: Scenario, width: Int = 120) {
        self.campaign = campaign
        self.scenario = scenario
        self.width = min(160, max(80, width))
    }

    /// The order of the columns: from nothing to the worst.
    private static let columns: [(consequence: FaultConsequence, heading: String)] = [
        (.masked, "masked"), (.aborted, "aborted"), (.latent, "latent"), (.degraded, "degraded"), (.delayedOutage, "delayed"),
        (.partialOutage, "partial"), (.fullOutage, "full"),
    ]

    /// The table and the worst cases, each line ended.
    public var text: String {
        let cases = campaign.entries.count
        var lines = [
            "\(scenario.name), seed \(campaign.seed): every fault at every operation, once each, \(FixedDecimal.text(cases)) runs", "",
        ]
        lines += table.lines(width: width)
        for strategy in campaign.strategies {
            guard let worst = campaign.worst(strategy), worst.lost > 1 else { continue }
            lines += [""] + TextTable.wrapped(sentence(strategy, worst), width: width)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var table: TextTable {
        var table = TextTable(columns: Self.columns.map(\.heading) + ["operations"])
        for strategy in campaign.strategies {
            table.rows.append(.heading(strategy))
            for type in UpgradeFaultType.allCases {
                add(to: &table, strategy, "  type \(type.rawValue), \(type.words)") {
                    if case .component(_, let other) = $0.injection.subject { other == type } else { false }
                }
            }
            add(to: &table, strategy, "  bad version") { if case .defect = $0.injection.subject { true } else { false } }
            table.rows.append(.gap)
        }
        if case .gap = table.rows.last { table.rows.removeLast() }
        return table
    }

    private func add(to table: inout TextTable, _ strategy: String, _ label: String, where isMeant: (FaultCampaign.Case) -> Bool) {
        let counts = campaign.counts(strategy, where: isMeant)
        let total = counts.values.reduce(0, +)
        let cells = Self.columns.map { column in counts[column.consequence].map { FixedDecimal.text($0) } ?? "-" }
        table.rows.append(.values(label: label, cells: cells + [FixedDecimal.text(total)]))
    }

    private func sentence(_ strategy: String, _ worst: FaultCampaign.Entry) -> String {
        guard let record = worst.record else { return "" }
        var parts = record.chain
        if parts.isEmpty { parts = [record.label] }
        if let noticed = record.noticed, let way = record.noticedBy {
            parts.append("noticed by \(way.rawValue) after \(Readable.duration((noticed - record.struck).seconds))")
        } else {
            parts.append("not noticed by the horizon")
        }
        if let ending = record.ending, let ended = record.ended {
            parts.append("\(ending.rawValue) after \(Readable.duration((ended - record.struck).seconds))")
        }
        let lost = UnitScale.suiting(worst.lost, .requests).text(worst.lost)
        return "worst for \(strategy): \(record.label) -> " + parts.joined(separator: " -> ")
            + " -> \(lost) requests lost (\(worst.outcome))"
    }
}
