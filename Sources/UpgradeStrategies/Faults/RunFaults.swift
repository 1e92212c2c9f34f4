import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeFaults

/// What goes wrong in one run with the procedure and the version, how it is noticed, and what is done about it.
///
/// Strategies know nothing of faults. Operations say what they do (``done(_:)``); a fault that was drawn for one of them breaks a component, and what
/// services suffer follows from the dependency graph (``DependencyGraph/consequences(of:shown:layout:)``). The service model then fails, slows or spoils
/// requests. Whoever notices (`RunFaults+Detection.swift`) calls the operator, who rolls the attempt back or repairs (`RunFaults+Response.swift`).
///
/// Where along a strategy's operations a fault strikes is a fraction of their number, which a *pilot* tells: the same run without faults of the
/// procedure, made when an attempt is about to begin for which any fault was drawn.
///
/// Unchecked: confined to the thread of its run.
final class RunFaults: @unchecked Sendable {
    unowned let run: UpgradeRun
    let graph: DependencyGraph
    let rules: FaultRules
    let operators: Semaphore
    /// The operations of the first attempt, in order, and when they were done.
    private(set) var opportunities: [TimedOpportunity] = []
    /// How many operations of each class the first attempt has, and which; nil until a pilot has told.
    var known: [TimedOpportunity]?
    private(set) var records: [FaultRecord] = []
    var active: [ActiveFault] = []
    /// Faults of this attempt that have not struck.
    private var pending: [PendingFault] = []
    private var counts: [OperationClass: Int] = [:]
    /// Fires when a fault has come to its end.
    let ended: Signal
    /// What is wrong with the version, until users meet it.
    var defects: [Defect] = []
    private var isBegun = false
    /// When health checks are wrong, and about whom.
    var alarms: RandomStream?

    var simulation: Simulation { run.simulation }
    var cluster: Cluster { run.cluster }

    /// A defect of the new version that no user has met yet.
    struct Defect {
        let defect: VersionDefect
        let tier: Int
        let salt: UInt64
    }

    private struct PendingFault {
        let subject: Injection.Subject?
        let drawn: DrawnFault?
        let point: Injection.Point
        /// The step that is wrong wherever it is done.
        let script: Opportunity?
        let salt: UInt64
    }

    init?(_ run: UpgradeRun) {
        let rehearsal = run.rehearsal
        guard rehearsal.dependencies != nil || rehearsal.faults.isDrawn || !rehearsal.injections.isEmpty else { return nil }
        self.run = run
        graph = rehearsal.dependencies ?? DependencyGraph(tiers: rehearsal.system.tiers.map(\.name))
        rules = rehearsal.faults
        operators = Semaphore(run.simulation, count: max(1, rehearsal.faults.response.operators))
        ended = Signal(run.simulation)
    }

    /// Draws what is to be known before the run.
    func prepare() {
        if let drawn = rules.defect(run.stream) {
            let system = run.rehearsal.system
            let tiers = rules.version.tiers.isEmpty ? system.tiers.indices.filter { system.tiers[$0].isUpgraded } : rules.version.tiers
            if !tiers.isEmpty {
                let tier = tiers[min(tiers.count - 1, Int(drawn.position * Double(tiers.count)))]
                defects.append(Defect(defect: drawn.defect, tier: tier, salt: drawn.salt))
            }
        }
        scheduleFalseAlarm()
    }

    /// A new attempt: its faults are drawn anew, but for those that persist.
    func beginAttempt(_ attempt: Int) {
        counts = [:]
        // The control does nothing that could be done wrongly.
        let drawn = run.strategy.isControl ? [] : rules.faults(inAttempt: attempt, run.stream)
        if !drawn.isEmpty, known == nil { known = run.pilot().faults?.opportunities }
        pending = drawn.compactMap { place($0) }
        guard !isBegun else { return }
        isBegun = true
        for (number, injection) in run.rehearsal.injections.enumerated() {
            let salt = run.stream("injection \(number)", "life \(injection.salt)").first
            switch (injection.subject, injection.point) {
            case (.defect(let defect, let tier), _): defects.append(Defect(defect: defect, tier: tier, salt: salt))
            case (_, .instant(let seconds)):
                simulation.schedule(
                    Event(kind: RunEvent.fault, entity: UInt32(number), a: FaultEvent.injection.rawValue),
                    at: max(simulation.now, .zero + .seconds(saturating: seconds)))
            case (_, let point):
                pending.append(PendingFault(subject: injection.subject, drawn: nil, point: point, script: nil, salt: salt))
            }
        }
    }

    /// Where a drawn fault strikes under this strategy; nil if it has no operation of the class.
    private func place(_ fault: DrawnFault) -> PendingFault? {
        let ofClass = (known ?? []).map(\.opportunity).filter { $0.operation == fault.operation }
        guard let index = fault.index(among: ofClass.count) else {
            let label = "type \(fault.type.rawValue), \(fault.type.words) in \(fault.operation.words): escaped"
            var record = makeRecord(label, type: fault.type, defect: nil, opportunity: nil)
            record.isEscaped = true
            records.append(record)
            return nil
        }
        let target = ofClass[index]
        let isScripted = target.tier.map { rules.scriptedTiers.contains($0) } ?? false
        return PendingFault(
            subject: nil, drawn: fault, point: .operation(fault.operation, index: index), script: isScripted ? target : nil,
            salt: fault.salt)
    }

    func makeRecord(_ label: String, type: UpgradeFaultType?, defect: VersionDefect?, opportunity: Opportunity?) -> FaultRecord {
        FaultRecord(
            label: label, type: type, defect: defect, attempt: run.attempts, opportunity: opportunity, struck: simulation.now,
            struckEvent: simulation.currentSequence, cause: cluster.cause(label, .unplanned))
    }

    /// The operator has done these things; what was drawn for them strikes.
    func done(_ operations: [Opportunity]) {
        for operation in operations {
            let index = counts[operation.operation, default: 0]
            if run.attempts == 1 {
                opportunities.append(
                    TimedOpportunity(opportunity: operation, index: index, time: simulation.now, step: run.steps.count - 1))
            }
            counts[operation.operation] = index + 1
            for fault in active where fault.script?.isSameStep(as: operation) == true && !fault.hasEnded { extend(fault, operation) }
            guard !pending.isEmpty else { continue }
            for (place, fault) in pending.enumerated().reversed() where strikes(fault, operation, index) {
                pending.remove(at: place)
                strike(fault, operation)
            }
        }
    }

    private func strikes(_ fault: PendingFault, _ operation: Opportunity, _ index: Int) -> Bool {
        if let script = fault.script { return script.isSameStep(as: operation) }
        switch fault.point {
        case .operation(let operationClass, let wanted): return operation.operation == operationClass && index == wanted
        case .instant: return false
        case .node(let node): return operation.node == node && touches(fault, operation)
        case .shard(let shard): return operation.shard == shard && touches(fault, operation)
        case .step(let label): return run.steps.last?.label.contains(label) == true && touches(fault, operation)
        case .anywhere: return touches(fault, operation)
        }
    }

    private func touches(_ fault: PendingFault, _ operation: Opportunity) -> Bool { breakage(fault, operation) != nil }

    private func breakage(_ fault: PendingFault, _ operation: Opportunity) -> Breakage? {
        switch fault.subject {
        case .component(let component, let type): return graph.breakable(by: type, at: operation).first { $0.component == component }
        case .defect: return nil
        case nil:
            guard let drawn = fault.drawn else { return nil }
            let all = graph.breakable(by: drawn.type, at: operation)
            return all.isEmpty ? nil : all[min(all.count - 1, Int(drawn.choice * Double(all.count)))]
        }
    }

    private func strike(_ fault: PendingFault, _ operation: Opportunity) {
        let type: UpgradeFaultType? = if case .component(_, let type) = fault.subject { type } else { fault.drawn?.type }
        guard let type else { return }
        guard let breakage = breakage(fault, operation) else {
            let label = "type \(type.rawValue), \(type.words) in \(operation.operation.words): nothing depends on it"
            records.append(makeRecord(label, type: type, defect: nil, opportunity: operation))
            return
        }
        // What is injected into a script is wrong from here on.
        let isScripted = fault.drawn == nil && operation.tier.map { rules.scriptedTiers.contains($0) } ?? false
        begin(breakage, type: type, operation: operation, script: fault.script ?? (isScripted ? operation : nil), salt: fault.salt)
    }

    /// A component breaks.
    private func begin(_ breakage: Breakage, type: UpgradeFaultType, operation: Opportunity?, script: Opportunity?, salt: UInt64) {
        let label = "type \(type.rawValue), \(type.words): \(words(breakage))"
        records.append(makeRecord(label, type: type, defect: nil, opportunity: operation))
        let fault = ActiveFault(
            number: records.count - 1, cause: records[records.count - 1].cause, type: type, defect: nil, script: script,
            breakages: [breakage], graph: graph, stream: run.stream(ofDrawn: salt, "fault", "life"), detection: rules.detection)
        active.append(fault)
        run.record("fault: \(label)", tier: operation?.tier)
        fault.dependsOnWhoServes = dependsOnWhoServes(breakage)
        scheduleLaterEdges(of: fault)
        apply(fault)
        records[fault.number].chain = chain(of: fault)
    }

    /// Whether what breaks is met on servers that hold the new form only, or by others as the mean over the nodes that serve.
    private func dependsOnWhoServes(_ breakage: Breakage) -> Bool {
        var (reached, line) = (Set([breakage.component]), [breakage.component])
        while let component = line.popLast() {
            let place = graph.components[component].place
            if case .shards = place { return true }
            for edge in graph.edges(needing: component) {
                let dependent = graph.dependencies[edge].dependent
                if case .nodes = place, graph.components[dependent].place != place { return true }
                if reached.insert(dependent).inserted { line.append(dependent) }
            }
        }
        return false
    }

    /// The same wrong step on another node or shard.
    private func extend(_ fault: ActiveFault, _ operation: Opportunity) {
        guard let type = fault.type, let first = fault.breakages.first,
            let more = graph.breakable(by: type, at: operation).first(where: { $0.component == first.component }),
            !fault.breakages.contains(more)
        else { return }
        fault.breakages.append(more)
        apply(fault)
    }

    private func words(_ breakage: Breakage) -> String {
        let component = graph.components[breakage.component]
        let universe = breakage.universe == .parallel && component.place != .shared ? " of the new universe" : ""
        let place: String =
            switch breakage.part {
            case .whole: ""
            case .nodes(let nodes): nodes.count == 1 ? " on a node" : " on \(nodes.count) nodes"
            case .shards(let shards):
                " of "
                    + shards.sorted().map { shard in
                        component.place.tier.map { run.rehearsal.system.tiers[$0].shards[shard].name } ?? "shard \(shard)"
                    }.joined(separator: ", ")
            }
        return "\(component.name)\(place)\(universe)"
    }

    /// Effects that come later come when their time has been drawn.
    private func scheduleLaterEdges(of fault: ActiveFault) {
        var reached = Set(fault.breakages.map(\.component))
        var line = Array(reached).sorted()
        while let component = line.popLast() {
            for edge in graph.edges(needing: component) {
                if case .later(let law) = graph.dependencies[edge].shows, !fault.shown.isShown[edge] {
                    let delay = max(0, law.sample(&fault.stream))
                    simulation.schedule(
                        Event(
                            kind: RunEvent.fault, entity: UInt32(fault.number), a: FaultEvent.edgeShows.rawValue, b: Int64(edge)),
                        at: simulation.now.advanced(by: .seconds(saturating: delay)))
                }
                if reached.insert(graph.dependencies[edge].dependent).inserted { line.append(graph.dependencies[edge].dependent) }
            }
        }
    }

    /// An event of a fault's life.
    func handle(_ event: Event) {
        guard let kind = FaultEvent(rawValue: event.a) else { return }
        switch kind {
        case .injection: return strikeNow(Int(event.entity))
        case .falseAlarm: return alarmFalsely()
        case .alarmOver: return endAlarm(of: Int(event.entity))
        default: break
        }
        guard let fault = active.first(where: { $0.number == Int(event.entity) }), !fault.hasEnded else { return }
        switch kind {
        case .edgeShows:
            fault.shown.isShown[Int(event.b)] = true
            apply(fault)
        case .healthCheck: checkHealth(fault)
        case .userReport:
            fault.report = nil
            notice(fault, by: .users)
        case .trigger: trigger(fault)
        case .injection, .falseAlarm, .alarmOver: break
        }
    }

    /// An injection whose instant has come.
    private func strikeNow(_ number: Int) {
        guard run.rehearsal.injections.indices.contains(number) else { return }
        let injection = run.rehearsal.injections[number]
        let salt = run.stream("injection \(number)", "life \(injection.salt)").first
        switch injection.subject {
        case .component(let component, let type):
            begin(
                Breakage(component: component, universe: cluster.activeUniverse, part: .whole), type: type, operation: nil, script: nil,
                salt: salt)
        case .defect: break
        }
    }

    /// Nodes have been started: what shows at a restart does so.
    func restarted(_ nodes: [Int]) {
        for fault in active where !fault.hasEnded && graph.hasRestartEdges {
            fault.shown.restarted.formUnion(nodes)
            apply(fault)
        }
    }

    /// Computes what services suffer, and lets them.
    func apply(_ fault: ActiveFault) {
        guard !fault.hasEnded else { return }
        if fault.defective != nil { return }
        let old = fault.consequences
        let new = graph.consequences(of: fault.breakages, shown: fault.shown, layout: cluster)
        guard new != old else { return }
        fault.consequences = new
        for consequence in old where !new.contains(where: { $0.tier == consequence.tier && $0.universe == consequence.universe }) {
            cluster.heal(fault.cause, tier: consequence.tier, universe: consequence.universe)
        }
        for consequence in new {
            cluster.impair(
                Impairment(
                    cause: fault.cause, tier: consequence.tier, universe: consequence.universe,
                    extent: .nodes(consequence.perNode, others: consequence.base)))
        }
        let threshold = rules.detection.healthThreshold
        fault.mayBeUnhealthy = new.contains { consequence in
            consequence.base.failedReads >= threshold || consequence.perNode.values.contains { $0.failedReads >= threshold }
        }
        records[fault.number].chain = chain(of: fault)
    }

    /// Takes down a defect of the version.
    func addRecord(_ label: String, defect: VersionDefect) -> Int {
        records.append(makeRecord(label, type: nil, defect: defect, opportunity: nil))
        return records.count - 1
    }

    func update(_ number: Int, _ body: (inout FaultRecord) -> Void) { body(&records[number]) }
}

/// What an event of a fault is about: its first operand.
enum FaultEvent: Int64 {
    /// The effect along an edge shows; the second operand is the edge.
    case edgeShows
    /// Nodes that suffer from it fail their health checks.
    case healthCheck
    /// Users are heard.
    case userReport
    /// The traffic that triggers a defect has come.
    case trigger
    /// An injection's instant has come; the entity is its number.
    case injection
    /// Health checks are wrong about some node.
    case falseAlarm
    /// They are right again; the entity is the node.
    case alarmOver
}

extension RandomStream {
    /// The first number of a stream.
    fileprivate var first: UInt64 {
        var stream = self
        return stream.next()
    }
}
