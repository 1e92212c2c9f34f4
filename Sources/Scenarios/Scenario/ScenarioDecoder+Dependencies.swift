import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeFaults
import UpgradeStrategies

/// What depends on what: a preset, a graph of one's own, or both.
extension ScenarioDecoder {
    func decodeDependencies(_ reader: MappingReader) -> DependencyGraph {
        var graph = DependencyGraph(tiers: reader.isSchema ? [] : tierNames)
        decodePreset(reader, &graph)
        decodeComponents(reader, &graph)
        decodeNeeds(reader, &graph)
        let own = graph.components.dropFirst(graph.tierCount).map(\.name)
        let shared = reader.values("share", count: 0...5_000, doc: "components that are made common to both universes") { item in
            item.reference(MappingReader.item, to: own, called: "component", doc: "a component that is no tier's service")
        }
        for position in shared.compactMap(graph.position) where position >= graph.tierCount { graph.setPlace(.shared, of: position) }
        return graph
    }

    private func decodePreset(_ reader: MappingReader, _ graph: inout DependencyGraph) {
        let before = sink.errorCount
        let preset = reader.optional {
            $0.choice("preset", of: DependencyPreset.self, doc: "what tiers of known roles depend on; nothing if absent")
        }
        // Whatever roles are given to one that is misspelt, they have to wait until it is known.
        let isKnown = sink.errorCount == before && !reader.isSchema
        let roles = reader.section("roles", doc: "the tier of each role of the preset; `none` leaves out what belongs to it") { section in
            if isKnown, let preset { return decodeRoles(of: preset, section) }
            for role in TierRole.allCases where section.isSchema || section.contains(role.rawValue) {
                _ = decodeRole(role, section)
                guard isKnown else { continue }
                section.error(
                    "no-preset", "a role is one of a preset, and none is named", at: role.rawValue,
                    hint: "add `preset:` with one of " + DependencyPreset.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))
            }
            return [TierRole: Int]()
        }
        let times = decodePresetTimes(reader)
        if isKnown, let preset { preset.add(to: &graph, tiers: roles, times: times) }
    }

    private func decodeRole(_ role: TierRole, _ section: MappingReader) -> String {
        section.reference(
            role.rawValue, to: tierNames + ["none"], called: "tier", default: role.rawValue, doc: "the tier of this role, or `none`")
    }

    private func decodeRoles(of preset: DependencyPreset, _ section: MappingReader) -> [TierRole: Int] {
        var result: [TierRole: Int] = [:]
        var taken: [Int: TierRole] = [:]
        for role in preset.roles {
            // A tier that does not exist has been reported, and no tier is called `none`.
            guard let tier = tierNames.firstIndex(of: decodeRole(role, section)) else { continue }
            if let other = taken[tier] {
                section.error(
                    "duplicate", "tier `\(tierNames[tier])` has the role `\(other.rawValue)` already, and cannot be `\(role.rawValue)` too",
                    at: role.rawValue, hint: "give each role a tier of its own, or `none`")
                continue
            }
            if role == .database, !tiers[tier].isSharded {
                section.error(
                    "not-sharded", "tier `\(tierNames[tier])`, the preset's database, has no shards", at: role.rawValue,
                    hint: "give it `shards:`, one if it is not divided")
            }
            taken[tier] = role
            result[role] = tier
        }
        return result
    }

    private func decodePresetTimes(_ reader: MappingReader) -> DependencyPreset.Times {
        let expiry = reader.distribution(
            "expiry", default: "uniform(0 s, 5 min)", doc: "preset: until what is kept, such as entries of a name service, has expired")
        let rareUse = reader.distribution(
            "rare-use", default: "exponential(mean 2 h)", doc: "preset: until somebody comes by a path that is rarely used")
        return DependencyPreset.Times(
            expiry: model(expiry, reader, "expiry") ?? HardwareFaults.none.timeToRepair,
            rareUse: model(rareUse, reader, "rare-use") ?? HardwareFaults.none.timeToRepair)
    }

    private func decodeComponents(_ reader: MappingReader, _ graph: inout DependencyGraph) {
        let kinds = ComponentKind.allCases.filter { $0 != .service }.map(\.rawValue)
        let before = graph
        var added: [Component] = []
        _ = reader.mapping("components", count: 0...5_000, doc: "things that services depend on; each tier's service is one already") {
            name, item in
            let kind = item.choice("kind", kinds, doc: "what it is; faults of a type break some kinds and not others")
            let place = decodePlace(item)
            let editor = item.optional {
                $0.reference(
                    "edited-with", to: tierNames, called: "tier",
                    doc: "the tier whose operations touch it; if absent, only those on the whole, such as switching its traffic")
            }
            guard !item.isSchema, let kind = ComponentKind(rawValue: kind) else { return }
            if before.position(of: name) != nil {
                item.error(
                    "duplicate", "there is a component `\(name)` already, of the preset or the service of a tier",
                    hint: "call it something else")
                return
            }
            if let tier = place?.tier, editor != nil, tierNames.indices.contains(tier) {
                item.error(
                    "conflict", "`\(name)` belongs to tier `\(tierNames[tier])`, whose operations touch it", at: "edited-with",
                    hint: "leave out `edited-with`, or say `one-for` instead of a tier")
            }
            guard let place else { return }
            added.append(
                Component(name: name, kind: kind, place: place, editedWith: editor.flatMap { tierNames.firstIndex(of: $0) }))
        }
        // Names of a mapping are unique: the document would not have been read otherwise.
        for component in added where graph.position(of: component.name) == nil { graph.add(component) }
    }

    private func decodePlace(_ reader: MappingReader) -> ComponentPlace? {
        reader.exactlyOne(of: ["on", "shards-of", "one-for"], doc: "how many of it there are") { key -> ComponentPlace in
            switch key {
            case "on":
                let name = reader.reference("on", to: tierNames, called: "tier", doc: "one on each node of this tier")
                return .nodes(tier: tierNames.firstIndex(of: name) ?? 0)
            case "shards-of":
                let name = reader.reference("shards-of", to: tierNames, called: "tier", doc: "one for each shard of this tier")
                let tier = tierNames.firstIndex(of: name) ?? 0
                if !reader.isSchema, tierNames.contains(name), tiers.indices.contains(tier), !tiers[tier].isSharded {
                    reader.error("not-sharded", "tier `\(name)` has no shards", at: "shards-of", hint: "say `on: \(name)`")
                }
                return .shards(tier: tier)
            default:
                let word = reader.choice(
                    "one-for", ["each-universe", "both-universes"],
                    doc: "one in each universe, or one for the original and the parallel one together")
                return word == "both-universes" ? .shared : .universe
            }
        }
    }

    private func decodeNeeds(_ reader: MappingReader, _ graph: inout DependencyGraph) {
        let names = graph.components.map(\.name)
        var result = graph
        _ = reader.list("needs", count: 0...5_000, doc: "who depends on what") { item in
            let errors = sink.errorCount
            let dependent = item.reference("of", to: names, called: "component", doc: "who needs something: a tier or a component")
            let needed = item.reference("needs", to: names, called: "component", doc: "what is needed")
            let effect = item.section("effect", doc: "what happens when it does nothing at all; if absent, everything fails", decodeEffect)
            let shows = decodeManifestation(item)
            let isHidden = item.flag("hidden", default: false, doc: "whether nobody knows of it: planned checks do not look for it")
            // What was not found has been reported, and another name stands for it.
            guard !item.isSchema, sink.errorCount == errors, let from = result.position(of: dependent), let to = result.position(of: needed)
            else { return }
            if let circle = result.way(from: to, to: from) {
                let way = circle.dropLast().map { "`\(result.components[$0].name)`" }.joined(separator: ", ")
                item.error(
                    "circle", "`\(dependent)` needs itself" + (way.isEmpty ? "" : ", by way of \(way)"), at: "needs",
                    hint: from == to ? "leave this out" : "leave out one of these edges")
                return
            }
            result.add(Dependency(from, needs: to, effect: effect, shows: shows, isHidden: isHidden))
        }
        graph = result
    }

    private func decodeEffect(_ reader: MappingReader) -> Severity {
        let keys = ["reads", "writes", "slowdown", "corrupt", "misses"]
        let standard = keys.contains(where: reader.contains) ? "0 %" : "100 %"
        let doc = "; everything if no effect is stated"
        return Severity(
            failedReads: reader.ratio("reads", default: standard, doc: "fraction of the reading requests that fail" + doc),
            failedWrites: reader.ratio("writes", default: standard, doc: "fraction of the writing requests that fail" + doc),
            slowdown: reader.ratio("slowdown", default: "0 %", in: 0...1000, doc: "work beyond what a request takes, as a fraction of it"),
            corruption: reader.ratio("corrupt", default: "0 %", doc: "fraction of the rows written that are wrong"),
            missedHits: reader.ratio("misses", default: "0 %", doc: "fraction of the hits of caches that are missed"))
    }

    private func decodeManifestation(_ reader: MappingReader) -> Manifestation {
        reader.variant(
            "shows", ["at-once", "at-restart", "later", "never"], default: "at-once",
            doc: "when it shows: at once, at the next start of who needs it, after some time, or never by itself"
        ) { word in
            switch word {
            case "at-restart": return .atRestart
            case "never": return .never
            case "later":
                let after = reader.distribution("after", doc: "expiry of something kept, first use of a rare path")
                return model(after, reader, "after").map { .later($0) } ?? .never
            default: return .atOnce
            }
        }
    }
}
