import ClusterModel
import RandomStreams
import SimulationKernel
public import UpgradeFaults
import UpgradeStrategies

extension ThreeTier {
    /// The shop with something of each kind that can break, private to each universe but for the names and the switch, and a person who finds out in 10
    /// minutes what is wrong and repairs it in 20.
    ///
    /// - Parameter isolated: Components that are common to both universes when it says no.
    public static func faulty(isolated: (String) -> Bool = { _ in true }) throws -> ThreeTier {
        var graph = DependencyGraph(tiers: ["web", "application", "database"])
        let library = graph.add(Component(name: "library", kind: .library, place: .nodes(tier: web)))
        let configuration = graph.add(Component(name: "configuration", kind: .configuration, place: .nodes(tier: application)))
        let schema = graph.add(Component(name: "schema", kind: .schema, place: .shards(tier: database)))
        let privilege = graph.add(Component(name: "privilege", kind: .privilege, place: .nodes(tier: database)))
        let names = graph.add(Component(name: "names", kind: .location, place: .shared, editedWith: application))
        let trafficSwitch = graph.add(Component(name: "switch", kind: .trafficSwitch, place: .shared))
        graph.add(Dependency(web, needs: library))
        graph.add(Dependency(application, needs: configuration))
        graph.add(Dependency(database, needs: schema, effect: Severity(failedWrites: 1)))
        graph.add(Dependency(database, needs: privilege))
        graph.add(Dependency(application, needs: names, effect: Severity(failedReads: 0.5, failedWrites: 0.5)))
        graph.add(Dependency(web, needs: trafficSwitch))
        for component in [library, configuration, schema, privilege] where !isolated(graph.components[component].name) {
            graph.setPlace(.shared, of: component)
        }
        var shop = ThreeTier()
        shop.procedure.attempts = 3
        shop.procedure.pauseBetweenAttempts = .minutes(10)
        shop.horizon = .hours(48)
        shop.faults.response = ResponseRules(identification: try .constant(600), fix: try .constant(1200), rollbackMistake: 0)
        shop.dependencies = graph
        return shop
    }

    /// The shop in which a component breaks at the first operation that touches it, or where told.
    public func injecting(_ component: String, _ type: UpgradeFaultType, at point: Injection.Point = .anywhere) -> ThreeTier {
        var shop = self
        guard let position = dependencies?.position(of: component) else { preconditionFailure("no component \(component)") }
        shop.injections.append(Injection(.component(position, type), at: point))
        return shop
    }
}
