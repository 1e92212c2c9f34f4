import ClusterModel
import RandomStreams
import Testing
import UpgradeFaults

/// What can go wrong in systems that a preset describes.
@Suite struct PresetTests {
    private func graph(_ preset: DependencyPreset) throws -> (graph: DependencyGraph, tiers: [TierRole: Int]) {
        var graph = DependencyGraph(tiers: preset.roles.map(\.rawValue))
        let tiers = Dictionary(uniqueKeysWithValues: preset.roles.enumerated().map { ($1, $0) })
        preset.add(to: &graph, tiers: tiers, times: DependencyPreset.Times(expiry: try .constant(10), rareUse: try .constant(100)))
        return (graph, tiers)
    }

    /// The operations of an upgrade: on a node of each tier, on a server of a shard, on the whole.
    private func opportunities(_ operation: OperationClass, _ tiers: [TierRole: Int]) -> [Opportunity] {
        let database = tiers[.database]!
        switch operation {
        case .editConfiguration, .installPackage:
            return tiers.values.sorted().map {
                Opportunity(operation, tier: $0, universe: .parallel, node: 7, shard: $0 == database ? 0 : nil)
            }
        case .changeSchema, .grantAccess:
            return [Opportunity(operation, tier: database, universe: .parallel, node: 7, shard: 0)]
        case .switchTraffic:
            return [
                Opportunity(operation, tier: nil, universe: .parallel),
                Opportunity(operation, tier: database, universe: .parallel, shard: 0),
            ]
        }
    }

    @Test("every type can break something in each of its operations, on every tier", arguments: DependencyPreset.allCases)
    func everyOperation(_ preset: DependencyPreset) throws {
        let (graph, tiers) = try graph(preset)
        for type in UpgradeFaultType.allCases {
            for operation in type.operations {
                for opportunity in opportunities(operation, tiers) {
                    let breakable = graph.breakable(by: type, at: opportunity)
                    #expect(!breakable.isEmpty, "\(type.words), \(operation.words), tier \(opportunity.tier ?? -1)")
                    let kinds = breakable.map { graph.components[$0.component].kind }
                    #expect(kinds.allSatisfy(type.breaks(in: operation).contains))
                }
            }
        }
    }

    @Test("whatever breaks reaches a service sooner or later", arguments: DependencyPreset.allCases)
    func everyComponentMatters(_ preset: DependencyPreset) throws {
        let (graph, tiers) = try graph(preset)
        let layout = SmallLayout(
            nodeCounts: graph.components.prefix(graph.tierCount).map { _ in 2 },
            shares: (0..<graph.tierCount).map { $0 == tiers[.database] ? [0.5, 0.5] : [] })
        var shown = ShownEdges(everythingIn: graph, latentToo: true)
        shown.restarted = Set(layout.nodes.flatMap { $0 + $0.map { $0 + 1000 } })
        for component in graph.tierCount..<graph.components.count {
            let place = graph.components[component].place
            let broken = [Breakage(component: component, universe: .parallel, part: .whole)]
            let found = graph.consequences(of: broken, shown: shown, layout: layout)
            #expect(!found.isEmpty, "\(graph.components[component].name)")
            // Only what is shared gets out of the universe in which it was broken.
            #expect(found.contains { $0.universe == .original } == (place == .shared), "\(graph.components[component].name)")
        }
    }

    @Test("what both universes share is the switch, the name service, its entries and the tools", arguments: DependencyPreset.allCases)
    func shared(_ preset: DependencyPreset) throws {
        let (graph, tiers) = try graph(preset)
        let shared = graph.components.filter { $0.place == .shared }
        #expect(shared.map(\.name) == ["traffic switch", "name service", "cached name entries", "operator tools"])
        #expect(shared.map(\.editedWith) == [nil, nil, nil, tiers[.application]])
    }

    @Test("some edges are hidden and some are known; each way of showing occurs")
    func edges() throws {
        let edges = try graph(.wikipedia).graph.dependencies
        #expect(Set(edges.map(\.isHidden)) == [true, false])
        #expect(Set(edges.map { String("\($0.shows)".prefix { $0 != "(" }) }) == ["atOnce", "atRestart", "later", "never"])
        #expect(edges.contains { $0.effect.slowdown > 0 } && edges.contains { $0.effect.corruption > 0 })
        for edge in edges { #expect(edge.effect.failed <= 1 && edge.effect.corruption <= 1 && !edge.effect.isNone) }
    }

    @Test("roles that no tier has are left out, and a tier may have the name of something in the preset")
    func someRoles() throws {
        var graph = DependencyGraph(tiers: ["sessions", "store"])
        let times = DependencyPreset.Times(expiry: try .constant(10), rareUse: try .constant(100))
        DependencyPreset.threeTierWeb.add(to: &graph, tiers: [.application: 0, .database: 1], times: times)
        #expect(graph.position(of: "store schema") != nil && graph.position(of: "sessions addresses") == nil)
        #expect(graph.components.filter { $0.name.hasPrefix("sessions of") }.map(\.kind) == [.cache])
        #expect(graph.components.allSatisfy { $0.tier ?? 0 < 2 })
    }

    @Test("one need leads to another")
    func ways() {
        var graph = DependencyGraph(tiers: ["a", "b", "c", "d"])
        graph.add(Dependency(0, needs: 1))
        graph.add(Dependency(1, needs: 2))
        graph.add(Dependency(0, needs: 2))
        graph.add(Dependency(2, needs: 3))
        #expect(graph.way(from: 0, to: 3) == [0, 2, 3])
        #expect(graph.way(from: 3, to: 0) == nil)
        #expect(graph.way(from: 1, to: 1) == [1])
    }
}
