import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeFaults
import UpgradeStrategies

/// How often what goes wrong in the procedure and with the version, how it is noticed, and what is done about it.
extension ScenarioDecoder {
    func decodeUpgradeFaults(_ reader: MappingReader) -> FaultRules {
        var rules = FaultRules()
        rules.isDrawn = reader.flag(
            "drawn", default: true, doc: "whether faults occur by themselves; those that are injected do in any case")
        let types = UpgradeFaultType.allCases.map { type in
            // What was published for types 1 and 4; of the others no rate is known, and 5 % is an assumption.
            let probability = reader.ratio(
                type.key, default: type.publishedProbability.map { QuantityFormat.number(($0 * 1000).rounded() / 10) + " %" } ?? "5 %",
                doc: "probability in an attempt: \(type.words)")
            return (type, probability)
        }
        rules.probabilities = Dictionary(uniqueKeysWithValues: types)
        rules.persistence = reader.ratio(
            "persistence", default: "0 %", doc: "probability that a fault of an attempt occurs again in the next one, in the same place")
        rules.scriptedTiers = decodeScripted(reader)
        rules.version = reader.section("version", doc: "the new version itself", decodeVersion)
        rules.detection = reader.section("detection", doc: "how faults are noticed", decodeDetection)
        rules.response = reader.section("response", doc: "what is done about them", decodeResponse)
        return rules
    }

    private func decodeScripted(_ reader: MappingReader) -> Set<Int> {
        let all = Set(tiers.indices)
        return reader.variant(
            "scripted", ["all", "none", "unsharded", "listed"], default: "unsharded",
            doc: "tiers whose steps are scripted, so that a wrong one is wrong on each of their nodes; by hand it is wrong on one"
        ) { word in
            switch word {
            case "all": return all
            case "none": return []
            case "listed":
                let names = reader.values("scripted-tiers", count: 1...1000, doc: "which tiers") {
                    $0.reference(MappingReader.item, to: tierNames, called: "tier", doc: "a tier")
                }
                return Set(names.compactMap { tierNames.firstIndex(of: $0) })
            default: return all.filter { !tiers[$0].isSharded }
            }
        }
    }

    private func decodeVersion(_ reader: MappingReader) -> VersionRules {
        var rules = VersionRules()
        rules.probability = reader.ratio(
            "probability", default: "0 %", doc: "probability that the new version is bad: one draw for all attempts")
        rules.shares = reader.section("defects", doc: "which defect a bad version has: weights of any sum") { section in
            let shares = VersionRules.publishedShares.map { item in
                let weight = section.number(
                    item.defect.rawValue, default: "\(item.share)", in: 0...1e6, doc: "weight of the defect: \(item.defect.words)")
                return (defect: item.defect, share: weight)
            }
            if !section.isSchema, shares.allSatisfy({ $0.share == 0 }) {
                section.error("wrong-sum", "all weights are zero", hint: "give one defect a positive weight")
            }
            return shares
        }
        let names = reader.values("tiers", count: 0...1000, doc: "tiers that the defect may be in; all that are upgraded if there are none")
        {
            $0.reference(MappingReader.item, to: tierNames, called: "tier", doc: "a tier")
        }
        rules.tiers = names.compactMap { tierNames.firstIndex(of: $0) }
        for (name, tier) in zip(names, rules.tiers) where !reader.isSchema && tiers.indices.contains(tier) && !tiers[tier].isUpgraded {
            reader.error("not-upgraded", "tier `\(name)` gets no new version", at: "tiers", hint: "leave it out")
        }
        rules.failedRequests = reader.ratio("failed-requests", default: "5 %", doc: "requests that `errors` fails")
        rules.slowdown = reader.ratio("slowdown", default: "100 %", in: 0...1000, doc: "work that `slow` adds, as a fraction")
        rules.missedHits = reader.ratio("missed-hits", default: "50 %", doc: "hits of caches that `misses` misses")
        rules.corruptedRows = reader.ratio("corrupted-rows", default: "1 %", doc: "rows that `corruption` spoils")
        rules.failedWhileMixed = reader.ratio(
            "failed-while-mixed", default: "25 %", doc: "requests that fail in `mixed` while both versions run")
        let trigger = reader.optional {
            $0.distribution("trigger", doc: "until requests come that show the defect; at once if absent")
        }
        rules.trigger = trigger.flatMap { model($0, reader, "trigger") }
        return rules
    }

    private func decodeDetection(_ reader: MappingReader) -> DetectionRules {
        var rules = DetectionRules.standard
        rules.healthPeriod =
            reader.duration(
                "health-check-period", default: "10 s", doc: "between two health checks of a node; `0 s` for none"
            ).seconds
        rules.healthThreshold = reader.ratio(
            "health-check-threshold", default: "50 %", doc: "a node that fails this fraction of its requests fails its health checks")
        rules.falseAlarmsPerYear = reader.number(
            "false-alarms-per-year", default: "0", in: 0...1e6, doc: "false alarms of a node in a year")
        rules.verification = byType(
            reader, "verification", DetectionRules.assumedVerification,
            doc: "probability that the check of a batch or of converted data sees a fault that shows on it, by type")
        rules.comparison = byType(
            reader, "comparison", DetectionRules.assumedComparison,
            doc: "probability that the answer to one replayed request that meets a fault differs visibly, by type")
        rules.versionVerification = reader.ratio(
            "version-verification", default: "30 %", doc: "the same for a defect of the version: in the check of a batch")
        rules.versionComparison = reader.ratio(
            "version-comparison", default: "0.1 %", doc: "the same for a defect of the version: in the answer to one replayed request")
        let users = reader.distribution(
            "user-reports", default: "lognormal(median 6.96 min, sigma 1.2)",
            doc:
                "from the first failing request until the staff has heard of it, where all fail; where a fraction f does, 1/f times as long"
        )
        let corruption = reader.distribution(
            "corruption-reports", default: "lognormal(median 24 h, sigma 1)",
            doc: "from the first wrong row until somebody has found one and told")
        rules.userReports = model(users, reader, "user-reports") ?? rules.userReports
        rules.corruptionReports = model(corruption, reader, "corruption-reports") ?? rules.corruptionReports
        rules.slowestReport = reader.duration("slowest-report", default: "24 h", doc: "a report takes no longer than that").seconds
        rules.noticeable = reader.ratio(
            "noticeable", default: "0.01 %", doc: "requests that must fail or be slow for anybody to report it")
        return rules
    }

    private func byType(
        _ reader: MappingReader, _ key: String, _ standard: [UpgradeFaultType: Double], doc: String
    ) -> [UpgradeFaultType: Double] {
        reader.section(key, doc: doc) { section in
            let values = UpgradeFaultType.allCases.map { type in
                (type, section.ratio(type.key, default: QuantityFormat.number((standard[type] ?? 0) * 100) + " %", doc: type.words))
            }
            return Dictionary(uniqueKeysWithValues: values)
        }
    }

    private func decodeResponse(_ reader: MappingReader) -> ResponseRules {
        var rules = ResponseRules.standard
        // Medians of 138 incidents during a change: e^3.52 and e^4.46 minutes.
        let identification = reader.distribution(
            "identification", default: "lognormal(median 33.8 min, sigma 1.22)",
            doc: "from noticing a fault until it is known what is wrong")
        let fix = reader.distribution(
            "fix", default: "lognormal(median 86.5 min, sigma 1.34)", doc: "from knowing what is wrong until it is right")
        rules.identification = model(identification, reader, "identification") ?? rules.identification
        rules.fix = model(fix, reader, "fix") ?? rules.fix
        rules.operators = reader.count("operators", default: 1, in: 1...1000, doc: "people who repair, each one thing at a time")
        let way = reader.choice(
            "before-no-return", ["roll-back", "repair"], default: "roll-back",
            doc: "what an attempt does that has met a fault before the point of no return")
        rules.rollsBack = way == "roll-back"
        rules.rollbackMistake = reader.ratio(
            "rollback-mistake", default: "5 %", doc: "probability that a rollback leaves the fault in place, which then has to be repaired")
        let rate = reader.optional {
            $0.bytesPerSecond("restore-rate", doc: "restoring a shard with wrong rows from its backup; they stay wrong if absent")
        }
        rules.restoreBytesPerSecond = rate ?? 0
        return rules
    }
}

extension UpgradeFaultType {
    /// The key of its figures.
    fileprivate var key: String { "type-\(rawValue)" }
}
