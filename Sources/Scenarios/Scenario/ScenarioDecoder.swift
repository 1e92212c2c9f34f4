import CloudMarket
import ClusterModel
import DataConversion
import SimulationKernel
import UpgradeFaults
import UpgradeStrategies

/// Decodes a scenario: the top level and what does not belong to one of its parts.
///
/// Each part has a file of its own (`ScenarioDecoder+Tiers.swift`, ...). Names that a part declares are known to those read after it.
final class ScenarioDecoder {
    let folder: String
    let sink: DiagnosticSink
    var siteNames: [String] = []
    var routes = SiteRoutes(sites: [], links: [])
    /// Whether every link could be read, so that what is not joined is meant so.
    var areLinksKnown = false
    /// Tiers that hold tables or files.
    var dataTiers: [Int] = []
    var tierNames: [String] = []
    var classNames: [String] = []
    var tiers: [TierDescription] = []
    var notes: [String] = []
    var warnedNotes: [String] = []
    var inputs: [InputFile] = []
    var inventory: HostInventory?
    var isInventoryNamed = false
    /// Whether the inventory says where hosts stand.
    var hasInventorySites = false
    /// Of many readings of one scenario.
    let cache: InputCache?
    var start = CalendarInstant(secondsSince1970: 0)
    var horizon = SimulationDuration.hours(1)

    init(folder: String, sink: DiagnosticSink, cache: InputCache? = nil) {
        self.folder = folder
        self.cache = cache
        self.sink = sink
    }

    func decode(_ reader: MappingReader) -> Scenario? {
        let name = decodeName(reader)
        let title = reader.text("title", default: "", limit: 300, doc: "one line that says what it is about")
        start = reader.instant("start", default: "2010-01-04T00:00Z", doc: "when the upgrade and the observation begin, UTC")
        horizon = reader.duration(
            "horizon", in: .seconds(1) ... .hours(24 * 400), doc: "all strategies are observed for this long, so that they compare")
        let replications = reader.count("replications", default: 30, in: 1...1_000_000, doc: "runs of each strategy")
        let seed = reader.optional { $0.count("seed", in: 0...Int.max, doc: "root of all randomness; drawn and printed if absent") }
        let strategies = decodeStrategies(reader)
        let objectives = reader.section("objectives", doc: "how results are judged", decodeObjectives)
        let outageYield = reader.ratio("outage-yield", default: "50 %", doc: "a class is in outage while its yield is under this")
        let sites = decodeSites(reader)
        let before = sink.errorCount
        let links = decodeLinks(reader)
        areLinksKnown = sink.errorCount == before
        routes = SiteRoutes(sites: sites, links: links)
        inventory = decodeInventory(reader)
        tiers = decodeTiers(reader)
        let readerTier = reader.optional {
            $0.reference("data-reader", to: tierNames, doc: "tier whose version decides which data format it reads and writes")
        }
        let workload = reader.section("workload", doc: "what users ask for", decodeWorkload)
        let dataset = reader.optionalSection("data", doc: "the data that the upgrade changes", decodeDataset)
        dataTiers = dataset.map { [$0.tier] + $0.files.map(\.tier) } ?? []
        let faults = reader.section(
            "hardware-faults", doc: "what machines, racks and networks do wrong by themselves", decodeHardwareFaults)
        let whatBreaks = decodeWhatBreaks(reader)
        let procedure = reader.section("procedure", doc: "times and rules that are equal for all strategies", decodeProcedure)
        let calendar = reader.section("calendar", doc: "when work may be done", decodeCalendar)
        let throttle = reader.section("throttle", doc: "what background work may take", decodeThrottle)
        var options = reader.section("rolling", doc: "choices within this strategy", decodeRolling)
        reader.section("big-flip", doc: "choices within this strategy") { decodeBigFlip($0, &options) }
        let catalogue = reader.optionalSection("market", doc: "machines on lease", decodeMarket)
        let plan = reader.optionalSection("parallel-universe", doc: "the second system") { decodeParallel($0, &options, catalogue) }
        let costs = reader.section("own-costs", doc: "what own resources and losses cost; absent items are left out", decodeOwnCosts)

        let system = SystemDescription(
            sites: sites, wideAreaLinks: links, tiers: tiers, classes: workload.classes, load: workload.load,
            readerTier: readerTier.flatMap { tierNames.firstIndex(of: $0) } ?? nil, closedWrites: workload.closedWrites,
            retryProbability: workload.retryProbability)
        if !reader.isSchema {
            checkUse(of: system, reader)
            checkHardware(faults, of: system)
            if let dataset {
                checkData(dataset, of: system, reader)
                checkPipeline(dataset, options, hasSecondSystem: plan != nil)
                checkStreams(dataset, of: system)
            }
        }
        var rehearsal = Rehearsal(
            system: system, dataset: dataset, parallel: plan ?? nil, hardwareFaults: faults, procedure: procedure, options: options,
            ownCosts: costs, horizon: horizon, calendar: calendar, outageYield: outageYield, utilisationCeiling: throttle.ceiling,
            interference: throttle.interference)
        (rehearsal.dependencies, rehearsal.faults) = whatBreaks
        return Scenario(
            name: name, title: title, rehearsal: rehearsal, strategies: strategies, replications: replications,
            seed: seed.map { UInt64($0) }, start: start, objectives: objectives, parameters: [], notes: notes, warnedNotes: warnedNotes,
            text: "", effectiveYAML: "", effectiveJSON: "", inputs: inputs)
    }

    /// What depends on what, and what goes wrong in the procedure.
    private func decodeWhatBreaks(_ reader: MappingReader) -> (dependencies: DependencyGraph?, faults: FaultRules) {
        let dependencies = reader.optionalSection(
            "dependencies", doc: "what depends on what; without it no fault of the procedure has consequences", decodeDependencies)
        let faults = reader.optionalSection(
            "upgrade-faults", doc: "what goes wrong in the procedure and with the version; nothing without it", decodeUpgradeFaults)
        if !reader.isSchema, faults?.isDrawn == true, dependencies == nil {
            notes.append("no `dependencies` say what `upgrade-faults` could break: only defects of the version have consequences")
        }
        return (dependencies, faults ?? .none)
    }

    /// Traces are files of this name, so it must not lead elsewhere.
    private func decodeName(_ reader: MappingReader) -> String {
        let name = reader.text("name", limit: 60, doc: "short name, for files and tables")
        let isControl = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        if !reader.isSchema, name.contains("/") || name.hasPrefix(".") || isControl {
            let problem = name.contains("/") ? "has a `/`" : isControl ? "has a control character" : "begins with a dot"
            reader.error(
                "bad-name", "`name`: \(quoted(name)) \(problem), and traces are files of that name", at: "name",
                hint: "name it like `my-upgrade`; what it is about is the `title`")
        }
        return name
    }

    private func decodeStrategies(_ reader: MappingReader) -> [String] {
        let known = StrategyCatalogue.all.map(\.name)
        let before = sink.errorCount
        let stated = reader.values("strategies", count: 0...known.count, doc: "strategies to compare; all if absent") {
            $0.choice(MappingReader.item, known, doc: "a strategy")
        }
        for (index, name) in stated.enumerated() where stated.prefix(index).contains(name) && sink.errorCount == before && !reader.isSchema
        {
            reader.error("duplicate", "strategy `\(name)` is named twice", at: "strategies", hint: "name each strategy once")
        }
        return stated.isEmpty ? known : stated
    }

    private func decodeObjectives(_ reader: MappingReader) -> Objectives {
        Objectives(
            confidence: reader.ratio("confidence", default: "95 %", in: 0.5...0.9999, doc: "confidence of all intervals"),
            requiredProbability: reader.ratio(
                "finish-probability", default: "95 %", doc: "a strategy is recommended only if it finishes with this probability"),
            availability: reader.ratio("availability", default: "99.9 %", doc: "promised availability; the rest is the error budget"),
            availabilityPeriod: reader.duration(
                "availability-period", default: "30 d", in: .hours(1) ... .hours(24 * 366), doc: "period of the error budget"))
    }

    private func decodeThrottle(_ reader: MappingReader) -> (ceiling: Double, interference: Double) {
        (
            reader.ratio(
                "utilisation-ceiling", default: "70 %", doc: "background work uses a serving node up to this utilisation, requests included"
            ),
            reader.ratio(
                "interference", default: "0 %", doc: "how much of the background's utilisation requests feel as if it were their own")
        )
    }

    private func decodeOwnCosts(_ reader: MappingReader) -> OwnCosts {
        let node = reader.optional { $0.price("node", per: ["h"], doc: "an own node") }
        let person = reader.optional { $0.price("operator", per: ["h"], doc: "an operator at work") }
        var lost = [UnitPrice?](repeating: nil, count: classNames.count)
        reader.section("lost-request", doc: "what a lost request costs, by class") { section in
            for (index, name) in classNames.enumerated() {
                let price = section.optional { $0.price(name, per: ["request"], doc: "a lost request of class \(name)") }
                lost[index] = price.flatMap { unitPrice($0, section, name) }
            }
        }
        return OwnCosts(
            perNodeHour: node.flatMap { unitPrice($0, reader, "node") },
            perOperatorHour: person.flatMap { unitPrice($0, reader, "operator") },
            perLostRequest: lost)
    }

    /// A price as the bill computes with it.
    func unitPrice(_ price: Price, _ reader: MappingReader, _ key: String) -> UnitPrice? {
        do {
            return try UnitPrice(parsing: price.amountText)
        } catch {
            reader.error("wrong-price", "`\(key)`: \(error)", at: key, hint: error.hint)
            return nil
        }
    }

    /// A tier that no class visits and that is not upgraded is most likely a slip.

}
