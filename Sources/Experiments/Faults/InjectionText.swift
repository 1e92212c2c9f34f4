import ClusterModel
public import Scenarios
import SimulationKernel
public import UpgradeFaults
import UpgradeStrategies

/// Why a text names no fault that can be injected.
public struct InjectionError: Error, Hashable, Sendable {
    /// What is wrong.
    public var message: String
    /// What to do about it.
    public var hint: String?
}

extension Injection {
    /// Reads what a planner writes: `COMPONENT`, `COMPONENT@PLACE` or `bad-version:DEFECT@TIER`, with `type-K:` in front of a component where several
    /// types can break it.
    ///
    /// A place is `node N`, `shard NAME`, `step TEXT` (part of a step's label) or a time since the start such as `2 h`. Without one the first
    /// operation is meant that touches the component.
    public static func parse(_ text: String, _ scenario: Scenario) throws(InjectionError) -> Injection {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
        let place = parts.count > 1 ? parts[1] : nil
        if parts[0].hasPrefix("bad-version:") {
            return try defect(String(parts[0].dropFirst("bad-version:".count)).trimmed, place, scenario)
        }
        var (name, stated) = (parts[0], UpgradeFaultType?.none)
        if name.hasPrefix("type-"), let colon = name.firstIndex(of: ":") {
            let number = name[name.index(name.startIndex, offsetBy: 5)..<colon]
            guard let type = Int(number).flatMap(UpgradeFaultType.init(rawValue:)) else {
                throw InjectionError(message: "there is no type `type-\(number)`", hint: "types are type-1, type-2, type-3, type-4")
            }
            stated = type
            name = String(name[name.index(after: colon)...]).trimmed
        }
        guard let graph = scenario.rehearsal.dependencies else {
            throw InjectionError(
                message: "the scenario has no `dependencies`, so that nothing depends on `\(name)`",
                hint: "add `dependencies: {preset: three-tier-web}`, or a graph of your own")
        }
        let breakable = graph.components.filter { $0.kind != .service }
        guard let component = graph.components.firstIndex(where: { $0.name == name && $0.kind != .service }) else {
            let nearest = NearestWord.nearest(to: name, in: breakable.map(\.name))
            throw InjectionError(
                message: "there is no component `\(name)`",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "components are " + breakable.map(\.name).joined(separator: ", "))
        }
        let kind = graph.components[component].kind
        let types = UpgradeFaultType.allCases.filter { type in type.operations.contains { type.breaks(in: $0).contains(kind) } }
        if let stated, !types.contains(stated) {
            throw InjectionError(
                message: "a fault of type \(stated.rawValue) does not break `\(name)`, which is a \(kind.rawValue)",
                hint: "what breaks it is " + types.map { "type-\($0.rawValue)" }.joined(separator: " or "))
        }
        guard let type = stated ?? types.first else {
            throw InjectionError(message: "no fault breaks `\(name)`, which is a \(kind.rawValue)", hint: nil)
        }
        return Injection(.component(component, type), at: try point(place, graph.components[component], scenario))
    }

    private static func defect(_ name: String, _ place: String?, _ scenario: Scenario) throws(InjectionError) -> Injection {
        let names = VersionDefect.allCases.map(\.rawValue)
        guard let defect = VersionDefect(rawValue: name) else {
            let nearest = NearestWord.nearest(to: name, in: names)
            throw InjectionError(
                message: "there is no defect `\(name)` of a version",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "defects are " + names.joined(separator: ", "))
        }
        let tiers = scenario.rehearsal.system.tiers
        guard let place, let tier = tiers.firstIndex(where: { $0.name == place }) else {
            throw InjectionError(
                message: place.map { "there is no tier `\($0)`" } ?? "`bad-version:\(name)` needs `@TIER` to say where",
                hint: "tiers are " + tiers.map(\.name).joined(separator: ", "))
        }
        return Injection(.defect(defect, tier: tier))
    }

    private static func point(_ place: String?, _ component: Component, _ scenario: Scenario) throws(InjectionError) -> Point {
        guard let place else { return .anywhere }
        let words = place.split(separator: " ", maxSplits: 1).map(String.init)
        if words.first == "step", words.count == 2 { return .step(words[1]) }
        if words.first == "node", words.count == 2 {
            guard let node = Int(words[1]), node >= 0 else {
                throw InjectionError(message: "`\(words[1])` is no number of a node", hint: "nodes are counted from 0, tier by tier")
            }
            return .node(node)
        }
        if words.first == "shard", words.count == 2 {
            let shards = component.place.tier.map { scenario.rehearsal.system.tiers[$0].shards.map(\.name) } ?? []
            guard let shard = shards.firstIndex(of: words[1]) else {
                throw InjectionError(
                    message: "`\(component.name)` has no shard `\(words[1])`",
                    hint: shards.isEmpty ? "it does not belong to a tier with shards" : "shards are " + shards.joined(separator: ", "))
            }
            return .shard(shard)
        }
        if let seconds = try? StatedQuantity.seconds(place), seconds >= 0 { return .instant(seconds) }
        throw InjectionError(
            message: "`\(place)` is no place",
            hint: "a place is `node N`, `shard NAME`, `step TEXT` or a time since the start such as `2 h`")
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
