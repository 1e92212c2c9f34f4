import ClusterModel
import RandomStreams
import Scenarios
import Testing
import UpgradeFaults
import UpgradeStrategies

/// What a scenario says of dependencies and of faults of the upgrade, and what becomes of it.
@Suite struct FaultKeysTests {
    static let text = """
        name: faults
        horizon: 3 h
        sites:
          home: {}
        tiers:
          web: {nodes: 2}
          app: {nodes: 3}
          database: {shards: {a: {nodes: 2, load: 40 %, data: 50 %}, b: {nodes: 2, load: 60 %, data: 50 %}}}
        workload:
          rate: 1/s
          classes: {read: {path: [{tier: web, demand: 1 ms}, {tier: app, demand: 1 ms}, {tier: database, demand: 1 ms}]}}
        dependencies:
          components:
            port 11211: {kind: port, on: app}
            form: {kind: schema, shards-of: database}
            names: {kind: location, one-for: each-universe, edited-with: app}
            desk: {kind: switch, one-for: both-universes}
          needs:
            - {of: app, needs: port 11211, shows: at-restart, hidden: true}
            - {of: database, needs: form, effect: {reads: 50 %, slowdown: 200 %, corrupt: 1 %}}
            - {of: app, needs: names, effect: {writes: 25 %, misses: 0.125}, shows: later, after: 10 min}
            - {of: web, needs: desk, shows: never}
          share: [names]
        upgrade-faults:
          type-1: 20 %
        """

    static let preset = text.replacing(
        text.split(separator: "dependencies:\n")[1].split(separator: "upgrade-faults:")[0],
        with: "  preset: three-tier-web\n  roles: {application: app}\n")

    static func reading(_ text: String, _ overrides: [String] = []) -> (scenario: Scenario?, complaints: String) {
        let sink = DiagnosticSink()
        let scenario = ScenarioReader.read(text: text, name: "faults.yaml", folder: "", overrides: overrides, sink: sink)
        return (scenario, sink.rendered())
    }

    private func read(_ text: String, _ overrides: [String] = []) throws -> Scenario {
        let (scenario, complaints) = Self.reading(text, overrides)
        #expect(complaints == "")
        return try #require(scenario)
    }

    @Test("components and where they are")
    func components() throws {
        let graph = try #require(try read(Self.text).rehearsal.dependencies)
        #expect(graph.tierCount == 3)
        #expect(graph.components.map(\.name) == ["web", "app", "database", "port 11211", "form", "names", "desk"])
        #expect(graph.components.map(\.kind) == [.service, .service, .service, .port, .schema, .location, .trafficSwitch])
        // `share` has made the names common.
        #expect(graph.components.dropFirst(3).map(\.place) == [.nodes(tier: 1), .shards(tier: 2), .shared, .shared])
        #expect(graph.components.dropFirst(3).map(\.tier) == [1, 2, 1, nil])
        let apart = try read(Self.text.replacing("  share: [names]\n", with: "")).rehearsal.dependencies
        #expect(apart?.components[5].place == .universe)
    }

    @Test("edges, their effects and when they show")
    func edges() throws {
        let edges = try #require(try read(Self.text).rehearsal.dependencies).dependencies
        #expect(edges.map(\.dependent) == [1, 2, 1, 0])
        #expect(edges.map(\.dependency) == [3, 4, 5, 6])
        #expect(
            edges.map(\.effect) == [
                .total, Severity(failedReads: 0.5, slowdown: 2, corruption: 0.01), Severity(failedWrites: 0.25, missedHits: 0.125), .total,
            ])
        #expect(edges.map(\.isHidden) == [true, false, false, false])
        #expect(edges.map { "\($0.shows)".prefix { $0 != "(" } } == ["atRestart", "atOnce", "later", "never"])
        guard case .later(let after) = edges[2].shows else { return }
        #expect(after.mean == 600)
    }

    @Test("figures can be set, and are in the ledger's list")
    func figures() throws {
        let overrides = [
            "dependencies.needs[1].effect.reads=0.75", "dependencies.needs[2].after=20 min", "upgrade-faults.type-4=30 %",
            "upgrade-faults.detection.verification.type-2=40 %", "upgrade-faults.version.defects.slow=3",
        ]
        let scenario = try read(Self.text, overrides)
        let graph = try #require(scenario.rehearsal.dependencies)
        #expect(graph.dependencies[1].effect.failedReads == 0.75)
        guard case .later(let after) = graph.dependencies[2].shows else { return }
        #expect(after.mean == 1200)
        #expect(scenario.rehearsal.faults.probabilities == [.configuration: 0.2, .semantic: 0.05, .environment: 0.05, .dataAccess: 0.3])
        #expect(scenario.rehearsal.faults.detection.verification[.semantic] == 0.4)
        #expect(scenario.rehearsal.faults.version.shares.first { $0.defect == .slow }?.share == 3)
        let paths = scenario.parameters.map(\.path)
        for override in overrides { #expect(paths.contains(String(override.split(separator: "=")[0]))) }
        let tagged = try read(Self.text.replacing("type-1: 20 %", with: "type-1: 20 %  # A"))
        #expect(tagged.parameters.filter(\.isAssumption).map(\.path) == ["upgrade-faults.type-1"])
    }

    @Test("without the sections there is nothing; with empty ones the rules are the standard ones")
    func absent() throws {
        let bare = String(Self.text.split(separator: "dependencies:")[0])
        let none = try read(bare).rehearsal
        #expect(none.dependencies == nil && !none.faults.isDrawn && none.faults.probabilities.isEmpty)
        let scenario = try read(bare + "upgrade-faults: {}\n")
        let faults = scenario.rehearsal.faults
        #expect(
            scenario.notes == ["no `dependencies` say what `upgrade-faults` could break: only defects of the version have consequences"])
        #expect(faults.isDrawn && faults.persistence == 0 && faults.scriptedTiers == [0, 1])
        #expect(faults.probabilities == [.configuration: 0.152, .semantic: 0.05, .environment: 0.05, .dataAccess: 0.168])
        let (detection, standard) = (faults.detection, DetectionRules.standard)
        #expect(detection.healthPeriod == standard.healthPeriod && detection.healthThreshold == standard.healthThreshold)
        #expect(detection.verification == standard.verification && detection.comparison == standard.comparison)
        #expect(detection.versionVerification == standard.versionVerification && detection.versionComparison == standard.versionComparison)
        #expect(detection.slowestReport == standard.slowestReport && detection.noticeable == standard.noticeable)
        #expect(detection.falseAlarmsPerYear == standard.falseAlarmsPerYear)
        let response = faults.response
        #expect(response.operators == 1 && response.rollsBack && response.rollbackMistake == 0.05 && response.restoreBytesPerSecond == 0)
        // The medians are the published ones in three figures.
        for (stated, published) in [
            (detection.userReports, standard.userReports), (detection.corruptionReports, standard.corruptionReports),
            (response.identification, ResponseRules.standard.identification), (response.fix, ResponseRules.standard.fix),
        ] { #expect(abs(stated.mean / published.mean - 1) < 0.005) }
        let version = faults.version
        #expect(version.probability == 0 && version.trigger == nil && version.tiers.isEmpty)
        for (stated, published) in zip(version.shares, VersionRules.publishedShares) { #expect(stated == published) }
    }

    @Test("which tiers are scripted")
    func scripted() throws {
        func tiers(_ words: String) throws -> Set<Int> {
            try read(Self.text.replacing("type-1: 20 %", with: words)).rehearsal.faults.scriptedTiers
        }
        #expect(try tiers("scripted: all") == [0, 1, 2])
        #expect(try tiers("scripted: none") == [])
        #expect(try tiers("{scripted: unsharded}") == [0, 1])
        #expect(try tiers("{scripted: listed, scripted-tiers: [app, database]}") == [1, 2])
    }

    @Test("everything else of the faults, said otherwise")
    func otherwise() throws {
        let said = """
            {drawn: false, persistence: 30 %,
            version: {probability: 5 %, tiers: [app], failed-requests: 10 %, slowdown: 3, missed-hits: 0.25, corrupted-rows: 2 %, failed-while-mixed: 1, trigger: 5 min},
            detection: {health-check-period: 0 s, health-check-threshold: 0.9, false-alarms-per-year: 2, version-verification: 0.5,
            version-comparison: 0.2, user-reports: 7 min, corruption-reports: 2 d, slowest-report: 3 h, noticeable: 1 %, comparison: {type-3: 0.25}},
            response: {identification: 1 min, fix: 2 min, operators: 3, before-no-return: repair, rollback-mistake: 0, restore-rate: 20 MB/s}}
            """
        let faults = try read(Self.text.replacing("  type-1: 20 %", with: "  " + said)).rehearsal.faults
        #expect(!faults.isDrawn && faults.persistence == 0.3)
        let version = faults.version
        #expect(version.probability == 0.05 && version.tiers == [1] && version.failedRequests == 0.1 && version.slowdown == 3)
        #expect(
            version.corruptedRows == 0.02 && version.missedHits == 0.25 && version.failedWhileMixed == 1 && version.trigger?.mean == 300)
        let detection = faults.detection
        #expect(detection.healthPeriod == 0 && detection.healthThreshold == 0.9 && detection.falseAlarmsPerYear == 2)
        #expect(detection.versionVerification == 0.5 && detection.versionComparison == 0.2 && detection.comparison[.environment] == 0.25)
        #expect(detection.userReports.mean == 420 && detection.corruptionReports.mean == 172_800)
        #expect(detection.slowestReport == 10_800 && detection.noticeable == 0.01)
        let response = faults.response
        #expect(response.identification.mean == 60 && response.fix.mean == 120 && response.operators == 3)
        #expect(!response.rollsBack && response.rollbackMistake == 0 && response.restoreBytesPerSecond == 20e6)
    }

    @Test("the effective configuration reads as the same graph and the same rules", arguments: [text, preset])
    func effective(_ text: String) throws {
        let first = try read(text)
        let again = try read(first.effectiveYAML)
        let (graph, copy) = (try #require(first.rehearsal.dependencies), try #require(again.rehearsal.dependencies))
        #expect(graph.components == copy.components)
        #expect(graph.dependencies.map { "\($0)" } == copy.dependencies.map { "\($0)" })
        #expect("\(first.rehearsal.faults.version)" == "\(again.rehearsal.faults.version)")
        #expect(first.rehearsal.faults.scriptedTiers == again.rehearsal.faults.scriptedTiers)
        #expect(again.effectiveYAML.replacing("  # default", with: "") == first.effectiveYAML.replacing("  # default", with: ""))
    }

    @Test("a preset with its roles, and a graph of one's own beside it")
    func presetAndOwn() throws {
        let graph = try #require(try read(Self.preset).rehearsal.dependencies)
        #expect(graph.position(of: "app libraries") != nil && graph.position(of: "database schema") != nil)
        #expect(graph.components[graph.position(of: "traffic switch")!].place == .shared)
        let both = try #require(
            try read(
                Self.preset.replacing(
                    "roles: {application: app}",
                    with: "roles: {application: app}\n  components: {cron: {kind: configuration, on: web}}\n"
                        + "  needs: [{of: app addresses, needs: cron}]\n  share: [sessions]\n  expiry: 7 s")
            ).rehearsal.dependencies)
        #expect(both.components.count == graph.components.count + 1 && both.dependencies.count == graph.dependencies.count + 1)
        #expect(both.components[both.position(of: "sessions")!].place == .shared)
        let names = both.position(of: "name service")!
        guard case .later(let expiry) = both.dependencies.first(where: { $0.dependency == names })!.shows else {
            Issue.record("entries of the name service expire")
            return
        }
        #expect(expiry.mean == 7)
        let without = try #require(
            try read(Self.preset.replacing("{application: app}", with: "{application: app, web: none}")).rehearsal.dependencies)
        #expect(without.position(of: "web libraries") == nil && without.position(of: "app libraries") != nil)
    }
}
