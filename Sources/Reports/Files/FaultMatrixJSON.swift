import ClusterModel
public import Experiments
public import Scenarios
import SimulationKernel
import UpgradeFaults
import UpgradeStrategies

/// A campaign as JSON, case by case.
public enum FaultMatrixJSON {
    /// Version of the layout; it rises when a key changes its meaning or goes.
    public static let schemaVersion = 1

    /// The text.
    public static func text(_ campaign: FaultCampaign, _ scenario: Scenario, programVersion: String) -> String {
        JSONValue.object([
            ("schema_version", .integer(schemaVersion)), ("program", .text("chrysalis " + programVersion)),
            ("scenario", .text(scenario.name)), ("seed", .text("\(campaign.seed)")),
            ("cases", .list(campaign.entries.map { entry($0, scenario) })),
        ]).serialized(objectsOnOneLine: 2) + "\n"
    }

    private static func entry(_ entry: FaultCampaign.Entry, _ scenario: Scenario) -> JSONValue {
        let tiers = scenario.rehearsal.system.tiers
        let opportunity = entry.case.opportunity?.opportunity
        let record = entry.record
        var values: [(key: String, value: JSONValue)] = [
            ("strategy", .text(entry.case.strategy)), ("fault", .text(record?.label ?? "did not strike")),
            ("type", record?.type.map { .integer($0.rawValue) } ?? .null),
            ("defect", record?.defect.map { .text($0.rawValue) } ?? .null),
        ]
        values += [
            ("operation", opportunity.map { .text($0.operation.rawValue) } ?? .null),
            ("tier", opportunity?.tier.map { .text(tiers[$0].name) } ?? .null),
            ("shard", opportunity?.shard.map { .integer($0) } ?? .null), ("node", opportunity?.node.map { .integer($0) } ?? .null),
            ("operations", .integer(entry.case.count)), ("consequence", .text(entry.consequence.rawValue)),
        ]
        values += [
            ("aborted", .flag(entry.isAborted)), ("outcome", .text(entry.outcome)), ("lost_requests", .number(entry.lost)),
            ("lost_requests_beyond_pilot", .number(entry.lostBeyondPilot)), ("outage_s", .number(entry.outageSeconds)),
            ("struck_s", seconds(record?.struck)), ("shown_s", seconds(record?.shown)),
        ]
        values += [
            ("noticed_s", seconds(record?.noticed)), ("noticed_by", record?.noticedBy.map { .text($0.rawValue) } ?? .null),
            ("ended_s", seconds(record?.ended)), ("ending", record?.ending.map { .text($0.rawValue) } ?? .null),
        ]
        values += [
            ("requests_exposed", .number(record?.requestsExposed ?? 0)), ("rows_damaged", .number(record?.rowsDamaged ?? 0)),
            ("chain", .list((record?.chain ?? []).map { .text($0) })),
        ]
        return .object(values)
    }

    private static func seconds(_ time: SimulationTime?) -> JSONValue { time.map { .number($0.seconds) } ?? .null }
}
