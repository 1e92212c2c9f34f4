import ResourceSharing
import SimulationKernel
import TestTools
import Testing

/// A random system in time: activities come, do piece after piece of work and go, capacities and limits change.
///
/// Beside it runs a twin that solves everything anew by ``ratesByFilling(of:)`` after every change and takes off each activity what it has done
/// since the last event. Each completion must come at the tick at which the twin has nothing left.
final class TimedLife: EventHandler {
    struct Flow {
        var start: Int64
        var activity: SystemPlan.Activity
        var pieces: [Double]
    }

    /// What happens besides.
    enum Change {
        case capacity(Int, Double)
        case limit(Int, Double)
        case uses(Int, [(resource: Int, amount: Double)])
        case stop(Int)
    }

    private struct Twin {
        var remaining: Double
        var rate: Double
        var piece: Double
    }

    enum Kind {
        static let completion: UInt16 = 16
        static let start: UInt16 = 17
        static let change: UInt16 = 18
        static let solve: UInt16 = 19
    }

    private let simulation = Simulation()
    let clock: ActivityClock
    private let resources: [ResourceID]
    private var capacities: [Double]
    private var flows: [Flow]
    private let changes: [(time: Int64, change: Change)]
    private var identifiers: [ActivityID?]
    private var flowOfSlot: [Int] = []
    private var twins: [Int: Twin] = [:]
    private var twinTime = SimulationTime.zero
    private var solveIsPending = false
    private(set) var completions = 0
    private(set) var problems: [String] = []
    /// Completions by flow, with their times.
    private(set) var finished: [(flow: Int, time: SimulationTime)] = []
    /// Most activities that were filled anew in one solve, and the number of solves without any.
    private(set) var solvedInSteps = 0

    init(capacities: [Double], flows: [Flow], changes: [(time: Int64, change: Change)]) {
        clock = ActivityClock(simulation: simulation, completionKind: Kind.completion)
        resources = capacities.map { [clock] in clock.sharing.addResource(capacity: $0) }
        self.capacities = capacities
        self.flows = flows
        self.changes = changes
        identifiers = [ActivityID?](repeating: nil, count: flows.count)
        for (index, flow) in flows.enumerated() {
            simulation.schedule(
                Event(kind: Kind.start, entity: UInt32(index), a: 0, b: 0), at: SimulationTime(nanoseconds: flow.start))
        }
        for (index, change) in changes.enumerated() {
            simulation.schedule(
                Event(kind: Kind.change, entity: UInt32(index), a: 0, b: 0), at: SimulationTime(nanoseconds: change.time))
        }
    }

    /// Runs until nothing more happens; returns how many activities are left.
    func run() -> Int {
        _ = simulation.run(self)
        return twins.count
    }

    func handle(_ event: Event, in simulation: Simulation) {
        advanceTwin()
        switch event.kind {
        case Kind.start: start(Int(event.entity))
        case Kind.completion: complete(clock.completed(event))
        case Kind.change: make(changes[Int(event.entity)].change)
        default: solve()
        }
    }

    private func start(_ index: Int) {
        let flow = flows[index]
        let identifier = clock.start(
            uses: written(flow.activity.uses), work: flow.pieces[0], weight: flow.activity.weight, limit: flow.activity.limit,
            priority: flow.activity.priority)
        while flowOfSlot.count <= Int(identifier.index) { flowOfSlot.append(-1) }
        flowOfSlot[Int(identifier.index)] = index
        identifiers[index] = identifier
        twins[index] = Twin(remaining: flow.pieces[0], rate: 0, piece: flow.pieces[0])
        requestSolve()
    }

    private func complete(_ identifier: ActivityID) {
        let index = flowOfSlot[Int(identifier.index)]
        guard let twin = twins[index], identifiers[index] == identifier else {
            return problems.append("\(simulation.now): flow \(index) is done although it is not there")
        }
        completions += 1
        finished.append((index, simulation.now))
        let rounding = 1e-12 * twin.piece
        if twin.remaining > rounding || twin.remaining < -twin.rate * 1e-9 * (1 + 1e-6) - rounding {
            problems.append("\(simulation.now): flow \(index) is done with \(twin.remaining) of \(twin.piece) left at rate \(twin.rate)")
        }
        flows[index].pieces.removeFirst()
        if let next = flows[index].pieces.first {
            clock.proceed(identifier, work: next)
            twins[index]?.remaining = next
            twins[index]?.piece = next
        } else {
            end(index)
        }
    }

    private func end(_ index: Int) {
        guard let identifier = identifiers[index] else { return }
        let rest = clock.end(identifier)
        if let twin = twins[index], twin.remaining > 0, abs(rest - twin.remaining) > 1e-12 * twin.piece + twin.rate * 2e-9 {
            problems.append("\(simulation.now): flow \(index) ends with \(rest) left, not \(twin.remaining)")
        }
        identifiers[index] = nil
        twins[index] = nil
        requestSolve()
    }

    private func make(_ change: Change) {
        switch change {
        case .capacity(let resource, let capacity):
            capacities[resource] = capacity
            clock.setCapacity(capacity, of: resources[resource])
        case .limit(let index, let limit):
            flows[index].activity.limit = limit
            if let identifier = identifiers[index] { clock.setLimit(limit, of: identifier) }
        case .uses(let index, let uses):
            flows[index].activity.uses = uses
            if let identifier = identifiers[index] {
                clock.replaceUses(of: identifier, with: written(uses), limit: flows[index].activity.limit)
            }
        case .stop(let index): end(index)
        }
        requestSolve()
    }

    private func requestSolve() {
        guard !solveIsPending else { return }
        solveIsPending = true
        simulation.schedule(Event(kind: Kind.solve, entity: 0, a: 0, b: 0), at: simulation.now, priority: .last)
    }

    private func solve() {
        solveIsPending = false
        clock.solve()
        if clock.sharing.refilledActivityCount == 0 { solvedInSteps += 1 }
        let present = twins.keys.sorted()
        let plan = SystemPlan(capacities: capacities, activities: present.map { flows[$0].activity })
        for (position, rate) in ratesByFilling(of: plan).enumerated() {
            let index = present[position]
            twins[index]?.rate = rate
            guard let identifier = identifiers[index] else { continue }
            let shared = clock.sharing.rate(of: identifier)
            if abs(shared - rate) > 1e-12 * max(rate, plan.reach(position)) {
                problems.append("\(simulation.now): flow \(index) runs at \(shared), not \(rate)")
            }
        }
    }

    private func advanceTwin() {
        let seconds = (simulation.now - twinTime).seconds
        twinTime = simulation.now
        guard seconds > 0 else { return }
        for index in twins.keys.sorted() {
            guard let twin = twins[index] else { continue }
            let remaining = twin.remaining - twin.rate * seconds
            twins[index]?.remaining = remaining
            if remaining < -twin.rate * 1e-9 * (1 + 1e-6) - 1e-12 * twin.piece {
                problems.append("\(simulation.now): flow \(index) should have been done, \(remaining) left")
                twins[index]?.remaining = 0
            }
        }
    }

    private func written(_ uses: [(resource: Int, amount: Double)]) -> [ResourceUse] {
        uses.map { ResourceUse(resources[$0.resource], amountPerUnit: $0.amount) }
    }
}

extension TimedLife {
    /// A life drawn from a seed: 2 to 14 resources, 4 to 60 flows with up to 4 pieces of very different size within ten seconds, and changes.
    ///
    /// Some flows start at the same instant, some resources are shared by all, some systems have nobody at a limit.
    static func random(seed: Int) -> TimedLife {
        var draws = DrawSource(seed: seed)
        let capacities = (0..<draws.whole(2...14)).map { _ in Double(draws.whole(20...400)) }
        let common = draws.chance(0.5) ? 0 : -1
        let hasLimits = draws.chance(0.6)
        let hasBackground = draws.chance(0.4)
        let hasWeights = draws.chance(0.5)
        let second: Int64 = 1_000_000_000
        func someUses() -> [(resource: Int, amount: Double)] {
            var uses = (0..<draws.whole(1...3)).map { _ in
                (resource: draws.whole(0...capacities.count - 1), amount: draws.chance(0.6) ? 1 : Double(draws.whole(1...12)) / 4)
            }
            if common == 0 { uses.append((0, 1)) }
            return uses
        }
        let flows = (0..<draws.whole(4...60)).map { _ in
            let instant = draws.chance(0.3) ? Int64(draws.whole(0...9)) * second : Int64(draws.word() % UInt64(10 * second))
            return Flow(
                start: instant,
                activity: SystemPlan.Activity(
                    uses: someUses(), weight: hasWeights ? Double(draws.whole(1...8)) / 2 : 1,
                    limit: hasLimits && draws.chance(0.5) ? Double(draws.whole(1...60)) : .infinity,
                    priority: hasBackground && draws.chance(0.4) ? .background : .foreground),
                pieces: (0..<draws.whole(1...4)).map { _ in draws.chance(0.03) ? 0 : (0.1 + draws.unit()) * draws.wide(5) })
        }
        var changes: [(time: Int64, change: Change)] = []
        for _ in 0..<draws.whole(0...20) {
            let time = draws.chance(0.2) ? Int64(draws.whole(0...12)) * second : Int64(draws.word() % UInt64(12 * second))
            let flow = draws.whole(0...flows.count - 1)
            let resource = draws.whole(0...capacities.count - 1)
            switch draws.whole(0...9) {
            case 0...4:
                // A failed link comes back.
                if draws.chance(0.3) {
                    changes.append((time, .capacity(resource, 0)))
                    changes.append((time + second, .capacity(resource, Double(draws.whole(20...400)))))
                } else {
                    changes.append((time, .capacity(resource, Double(draws.whole(20...400)))))
                }
            case 5, 6: changes.append((time, .limit(flow, draws.chance(0.3) ? .infinity : Double(draws.whole(1...60)))))
            case 7, 8: changes.append((time, .uses(flow, someUses())))
            default: changes.append((time, .stop(flow)))
            }
        }
        return TimedLife(capacities: capacities, flows: flows, changes: changes)
    }
}
