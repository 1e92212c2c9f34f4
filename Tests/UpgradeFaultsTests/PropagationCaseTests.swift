import ClusterModel
import RandomStreams
import Testing
import UpgradeFaults

/// Consequences that can be worked out by hand.
///
/// A system of 20 application nodes, 40 cache nodes and a database of two shards with 40 % and 60 % of the load and two servers each.
@Suite struct PropagationCaseTests {
    private var layout = SmallLayout(nodeCounts: [20, 40, 4], shares: [[], [], [0.4, 0.6]])
    private let application = 0
    private let cache = 1
    private let database = 2
    private var graph = DependencyGraph(tiers: ["application", "cache", "database"])

    private func suffered(
        _ graph: DependencyGraph, _ breakages: [Breakage], _ change: (inout ShownEdges) -> Void = { _ in }
    ) -> [ServiceConsequence] {
        var shown = ShownEdges(graph)
        change(&shown)
        return graph.consequences(of: breakages, shown: shown, layout: layout)
    }

    @Test("a port taken on the cache nodes shows where they are restarted, and the application misses as many of its answers")
    func portAtRestart() {
        var graph = graph
        let port = graph.add(Component(name: "port 11211", kind: .port, place: .nodes(tier: cache)))
        graph.add(Dependency(cache, needs: port, shows: .atRestart))
        graph.add(Dependency(application, needs: cache, effect: Severity(slowdown: 0.5)))
        let nodes = Set(layout.nodes[cache])
        let broken = [Breakage(component: port, universe: .original, part: .nodes(nodes))]
        #expect(suffered(graph, broken).isEmpty, "nobody was restarted")
        // 10 of 40 were: these fail everything, and the application is slower by a quarter of a half.
        let restarted = Set(layout.nodes[cache].prefix(10))
        let found = suffered(graph, broken) { $0.restarted = restarted }
        #expect(found.count == 2)
        #expect(found[0].tier == application && found[0].base.agrees(with: Severity(slowdown: 0.125)) && found[0].perNode.isEmpty)
        #expect(found[0].chain == [0, 1])
        #expect(found[1].tier == cache && found[1].base.isNone && found[1].universe == .original)
        #expect(found[1].perNode == Dictionary(uniqueKeysWithValues: restarted.map { ($0, Severity.total) }))
        // Only the broken of those that were restarted.
        let two = suffered(graph, [Breakage(component: port, universe: .original, part: .nodes([20, 21, 59]))]) { $0.restarted = restarted }
        #expect(two.last?.perNode == [20: .total, 21: .total])
        #expect(two.first?.base.agrees(with: Severity(slowdown: 0.5 * 2 / 40)) == true)
    }

    @Test("the schema of a shard with 40 % of the load: its servers fail, and 40 % of what others ask")
    func schemaOfShard() {
        var graph = graph
        let schema = graph.add(Component(name: "schema", kind: .schema, place: .shards(tier: database)))
        graph.add(Dependency(database, needs: schema, effect: Severity(failedReads: 0.5, failedWrites: 1)))
        graph.add(Dependency(application, needs: schema, effect: Severity(failedReads: 0.25, corruption: 0.1)))
        let found = suffered(graph, [Breakage(component: schema, universe: .parallel, part: .shards([0]))])
        #expect(found.count == 2 && found.allSatisfy { $0.universe == .parallel })
        #expect(found[0].base.agrees(with: Severity(failedReads: 0.1, corruption: 0.04)))
        // Nodes 60 and 62 are the first shard's.
        #expect(found[1].perNode == [1060: Severity(failedReads: 0.5, failedWrites: 1), 1062: Severity(failedReads: 0.5, failedWrites: 1)])
        #expect(found[1].base.isNone)
    }

    @Test("a schema is met on servers that hold the new form, and by others as far as these serve; nodes that rest count for nothing")
    func convertedServers() {
        var test = self
        let schema = test.graph.add(Component(name: "schema", kind: .schema, place: .shards(tier: database)))
        test.graph.add(Dependency(database, needs: schema))
        test.graph.add(Dependency(application, needs: schema))
        test.graph.add(Dependency(application, needs: cache, effect: Severity(slowdown: 1)))
        let broken = [Breakage(component: schema, universe: .original, part: .shards([0]))]
        // Nodes 60 and 62 are the first shard's.
        test.layout.unconverted = [62]
        let half = test.suffered(test.graph, broken)
        #expect(half[0].base.agrees(with: Severity(failedReads: 0.2, failedWrites: 0.2)))
        #expect(half[1].perNode == [60: .total])
        test.layout.resting = [60]
        #expect(test.suffered(test.graph, broken).map(\.tier) == [database])
        // Of 40 caches 20 serve, and 5 of these are broken.
        test.layout.resting = Set(layout.nodes[cache].prefix(20))
        let caches = [Breakage(component: cache, universe: .original, part: .nodes(Set(layout.nodes[cache][15..<25])))]
        #expect(test.suffered(test.graph, caches).first?.base.agrees(with: Severity(slowdown: 0.25)) == true)
    }

    @Test("a shared name service reaches both universes, a private one its own; moving it is what decides")
    func nameService() {
        var graph = graph
        let names = graph.add(Component(name: "name service", kind: .location, place: .universe, editedWith: application))
        let entries = graph.add(Component(name: "cached entries", kind: .cache, place: .nodes(tier: application)))
        graph.add(Dependency(entries, needs: names, effect: Severity(failedReads: 0.2, failedWrites: 0.2)))
        graph.add(Dependency(application, needs: entries))
        let broken = [Breakage(component: names, universe: .parallel, part: .whole)]
        let fifth = Severity(failedReads: 0.2, failedWrites: 0.2)
        let apart = suffered(graph, broken)
        #expect(apart.map(\.universe) == [.parallel] && apart[0].base.agrees(with: fifth))
        graph.setPlace(.shared, of: names)
        let together = suffered(graph, broken)
        #expect(together.map(\.universe) == [.original, .parallel])
        #expect(together.allSatisfy { $0.tier == application && $0.base.agrees(with: fifth) && $0.chain == [0, 1] })
        // It is still edited with the application, and operations on others do not touch it.
        #expect(graph.breakable(by: .configuration, at: Opportunity(.editConfiguration, tier: application, universe: .parallel)).count == 1)
        #expect(graph.breakable(by: .configuration, at: Opportunity(.editConfiguration, tier: cache, universe: .parallel)).isEmpty)
        graph.setPlace(.universe, of: names)
        #expect(suffered(graph, broken).map(\.universe) == [.parallel])
    }

    @Test("the chain of what is shared leads back into the universe where it began")
    func chainAcross() {
        var graph = graph
        let library = graph.add(Component(name: "library", kind: .library, place: .nodes(tier: cache)))
        let names = graph.add(Component(name: "name service", kind: .location, place: .shared))
        graph.add(Dependency(application, needs: names))
        graph.add(Dependency(names, needs: cache))
        graph.add(Dependency(cache, needs: library))
        let found = suffered(graph, [Breakage(component: library, universe: .parallel, part: .whole)])
        #expect(found.map(\.tier) == [application, application, cache])
        #expect(found.map(\.universe) == [.original, .parallel, .parallel])
        #expect(found.map(\.chain) == [[2, 1, 0], [2, 1, 0], [2]])
    }

    @Test("two that need each other: what comes back is no worse, and by way of a mean it creeps up to its limit")
    func circles() {
        var graph = graph
        let (first, second) = (
            graph.add(Component(name: "first", kind: .library, place: .nodes(tier: application))),
            graph.add(Component(name: "second", kind: .library, place: .nodes(tier: application)))
        )
        let effect = Severity(failedReads: 1, failedWrites: 1, slowdown: 0.5, corruption: 0.25)
        graph.add(Dependency(first, needs: second, effect: effect))
        graph.add(Dependency(second, needs: first, effect: effect))
        graph.add(Dependency(application, needs: second, effect: Severity(failedReads: 0.5)))
        let found = suffered(graph, [Breakage(component: first, universe: .original, part: .nodes([3]))])
        #expect(found.map(\.perNode) == [[3: Severity(failedReads: 0.5, slowdown: 0.25)]])
        // One of 20 nodes fails, all need the register, and the register needs the nodes: x = (1 + 19 x / 2) / 20.
        let register = graph.add(Component(name: "register", kind: .location, place: .universe))
        graph.add(Dependency(register, needs: application))
        graph.add(Dependency(application, needs: register, effect: Severity(failedReads: 0.5)))
        let creeping = suffered(graph, [Breakage(component: application, universe: .original, part: .nodes([3]))])
        #expect(creeping[0].base.agrees(with: Severity(failedReads: 0.5 / 10.5)))
    }

    @Test("a part of something that there is one of is the whole, a node stands for its shard and a shard for its servers")
    func parts() {
        var graph = graph
        let location = graph.add(Component(name: "location", kind: .location, place: .universe))
        let schema = graph.add(Component(name: "schema", kind: .schema, place: .shards(tier: database)))
        let right = graph.add(Component(name: "right", kind: .privilege, place: .nodes(tier: database)))
        for needed in [location, schema, right] { graph.add(Dependency(database, needs: needed)) }
        #expect(suffered(graph, [Breakage(component: location, universe: .original, part: .nodes([61]))]).map(\.base) == [.total])
        #expect(
            suffered(graph, [Breakage(component: schema, universe: .original, part: .nodes([61]))]).map(\.perNode)
                == [[61: .total, 63: .total]])
        #expect(
            suffered(graph, [Breakage(component: right, universe: .original, part: .shards([0]))]).map(\.perNode)
                == [[60: .total, 62: .total]])
    }

    @Test("what shows later or never is not felt at once; everything but a restart is in the end")
    func shows() throws {
        var graph = graph
        let location = graph.add(Component(name: "location", kind: .location, place: .universe))
        graph.add(Dependency(application, needs: location, shows: .later(try .constant(300))))
        graph.add(Dependency(cache, needs: location, shows: .never))
        graph.add(Dependency(database, needs: location, shows: .atRestart))
        let broken = [Breakage(component: location, universe: .original, part: .whole)]
        #expect(suffered(graph, broken).isEmpty)
        #expect(suffered(graph, broken) { $0 = ShownEdges(everythingIn: graph, latentToo: false) }.map(\.tier) == [application])
        #expect(suffered(graph, broken) { $0 = ShownEdges(everythingIn: graph, latentToo: true) }.map(\.tier) == [application, cache])
    }
}
