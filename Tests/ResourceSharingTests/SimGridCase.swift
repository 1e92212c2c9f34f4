import Foundation
import ResourceSharing
import SimulationKernel
import TestTools

/// A platform with flows, as written by `scripts/simgrid-cases`, and the answers of SimGrid.
struct SimGridCase: Decodable {
    struct Resource: Decodable {
        var capacity: Double
    }

    struct Change: Decodable {
        var time: Double
        var resource: Int
        var capacity: Double
    }

    struct Flow: Decodable {
        var start: Double
        var route: [Int]
        /// What each piece waits before it begins to move.
        var latency: Double
        var weight: Double
        var pieces: [Double]
    }

    struct Answer: Decodable {
        var finish: [[Double]]
    }

    struct TableAnswer: Decodable {
        var flows: Int
        var makespan: Double
        var finish: [Double]
    }

    var name: String
    var resources: [Resource]
    var changes: [Change]
    var flows: [Flow]
    /// What a flow takes of each resource of its route for a byte; 1 if there are none.
    var coefficients: [[Double]]?

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "SimGrid")

    /// The names of all cases, in order.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "cases").path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    static func read<Value: Decodable>(_ type: Value.Type, _ part: String, _ name: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "\(part)/\(name).json")))
    }
}

/// Flows over a platform, each with one piece after another; the instants at which pieces end.
final class FlowRun: EventHandler {
    private enum Kind {
        static let completion: UInt16 = 16
        static let start: UInt16 = 17
        static let change: UInt16 = 18
        static let solve: UInt16 = 19
    }

    private let simulation = Simulation()
    private let clock: ActivityClock
    private let plan: SimGridCase
    private let resources: [ResourceID]
    private var flowOfSlot: [Int] = []
    private var solveIsPending = false
    /// Seconds at which the pieces of each flow ended.
    private(set) var finish: [[Double]]

    init(_ plan: SimGridCase) {
        self.plan = plan
        clock = ActivityClock(simulation: simulation, completionKind: Kind.completion)
        resources = plan.resources.map { [clock] in clock.sharing.addResource(capacity: $0.capacity) }
        finish = [[Double]](repeating: [], count: plan.flows.count)
        for (index, flow) in plan.flows.enumerated() { schedule(Kind.start, index, after: flow.start + flow.latency) }
        for (index, change) in plan.changes.enumerated() { schedule(Kind.change, index, after: change.time) }
        _ = simulation.run(self)
    }

    private func schedule(_ kind: UInt16, _ entity: Int, after seconds: Double) {
        let event = Event(kind: kind, entity: UInt32(entity), a: 0, b: 0)
        simulation.schedule(event, at: simulation.now + .seconds(roundingUp: seconds))
    }

    func handle(_ event: Event, in simulation: Simulation) {
        let index = Int(event.entity)
        switch event.kind {
        case Kind.start:
            let flow = plan.flows[index]
            let coefficients = plan.coefficients?[index] ?? flow.route.map { _ in 1 }
            let activity = clock.start(
                uses: zip(flow.route, coefficients).map { ResourceUse(resources[$0], amountPerUnit: $1) },
                work: flow.pieces[finish[index].count], weight: flow.weight)
            while flowOfSlot.count <= Int(activity.index) { flowOfSlot.append(-1) }
            flowOfSlot[Int(activity.index)] = index
        case Kind.completion: return complete(clock.completed(event))
        case Kind.change: clock.setCapacity(plan.changes[index].capacity, of: resources[plan.changes[index].resource])
        default:
            solveIsPending = false
            return clock.solve()
        }
        requestSolve()
    }

    private func complete(_ activity: ActivityID) {
        let index = flowOfSlot[Int(activity.index)]
        let flow = plan.flows[index]
        finish[index].append(simulation.now.seconds)
        let done = finish[index].count
        if done < flow.pieces.count, flow.latency == 0 { return clock.proceed(activity, work: flow.pieces[done]) }
        clock.end(activity)
        if done < flow.pieces.count { schedule(Kind.start, index, after: flow.latency) }
        requestSolve()
    }

    private func requestSolve() {
        guard !solveIsPending else { return }
        solveIsPending = true
        simulation.schedule(Event(kind: Kind.solve, entity: 0, a: 0, b: 0), at: simulation.now, priority: .last)
    }
}
