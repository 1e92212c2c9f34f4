import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeFaults

/// How faults are noticed.
extension RunFaults {
    /// Requests have been solved anew: looks who meets faults now.
    func look() {
        guard !active.isEmpty || !defects.isEmpty else { return }
        meetDefects()
        for fault in active where !fault.hasEnded {
            // Which nodes serve, and which of them hold the new form, may have changed.
            if fault.dependsOnWhoServes { apply(fault) }
            if !fault.hasShown, isMet(fault) {
                fault.hasShown = true
                update(fault.number) { $0.shown = simulation.now }
            }
            scheduleHealthCheck(fault)
            hearUsers(fault)
        }
    }

    /// Whether requests can meet it.
    private func isMet(_ fault: ActiveFault) -> Bool { run.service.isMet(fault.cause) }

    // MARK: Health checks

    /// Nodes that fail their health checks, which read, and can be spared from rotation.
    ///
    /// A balancer takes no node out if it had to take all: then there would be nobody left to answer. Nor does it touch primaries, which are no
    /// balancer's business.
    private func unhealthyNodes(_ fault: ActiveFault) -> [Int] {
        guard rules.detection.healthPeriod > 0, fault.mayBeUnhealthy else { return [] }
        var found: [Int] = []
        for impairment in suffering(fault) {
            let serving = cluster.nodes(of: impairment.tier, in: impairment.universe).filter { cluster.nodes[$0].state == .inService }
            let unhealthy = serving.filter { !cluster.nodes[$0].isPrimary && isUnhealthy($0, fault) }
            if unhealthy.count < serving.count { found += unhealthy }
        }
        return found
    }

    private func isUnhealthy(_ node: Int, _ fault: ActiveFault) -> Bool {
        cluster.severity(of: node, from: fault.cause).failedReads >= rules.detection.healthThreshold
    }

    /// The services of the active universe that suffer from a fault.
    private func suffering(_ fault: ActiveFault) -> [(tier: Int, universe: Universe)] {
        if let defective = fault.defective { return [(defective.tier, cluster.activeUniverse)] }
        return fault.consequences.filter { $0.universe == cluster.activeUniverse }.map { ($0.tier, $0.universe) }
    }

    private func scheduleHealthCheck(_ fault: ActiveFault) {
        guard fault.healthCheck == nil, !unhealthyNodes(fault).isEmpty else { return }
        // Checks go on all the time: the next one comes after any part of the period.
        let seconds = rules.detection.healthPeriod * fault.stream.uniform()
        fault.healthCheck = simulation.schedule(
            Event(kind: RunEvent.fault, entity: UInt32(fault.number), a: FaultEvent.healthCheck.rawValue),
            at: simulation.now + .seconds(roundingUp: seconds))
    }

    /// The balancers take out what fails its checks.
    func checkHealth(_ fault: ActiveFault) {
        fault.healthCheck = nil
        let nodes = unhealthyNodes(fault)
        guard !nodes.isEmpty else { return }
        run.settle(to: simulation.now)
        fault.barred.formUnion(nodes)
        cluster.takeOut(nodes, for: fault.cause, state: .stopped)
        notice(fault, by: .healthCheck)
    }

    /// The next time that health checks are wrong about some node of the original system: a Poisson process over all of them.
    func scheduleFalseAlarm() {
        let perSecond = rules.detection.falseAlarmsPerYear * Double(run.rehearsal.system.nodeCount) / (365 * 86_400)
        guard rules.isDrawn, rules.detection.healthPeriod > 0, perSecond > 0 else { return }
        var stream = alarms ?? run.stream("health checks", "false alarms")
        let time = simulation.now.advanced(by: .seconds(saturating: stream.exponential(mean: 1 / perSecond)))
        alarms = stream
        guard time < .zero + run.rehearsal.horizon else { return }
        simulation.schedule(Event(kind: RunEvent.fault, entity: 0, a: FaultEvent.falseAlarm.rawValue), at: time)
    }

    /// Some node is taken out for nothing, until its next check.
    func alarmFalsely() {
        defer { scheduleFalseAlarm() }
        guard var stream = alarms else { return }
        let node = Int(stream.integer(below: UInt64(run.rehearsal.system.nodeCount)))
        alarms = stream
        guard cluster.nodes[node].state == .inService, !cluster.nodes[node].isPrimary, cluster.nodes[node].plannedCause == nil else {
            return
        }
        run.settle(to: simulation.now)
        cluster.takeOut([node], for: cluster.cause("false alarms", .unplanned), state: .stopped)
        simulation.schedule(
            Event(kind: RunEvent.fault, entity: UInt32(node), a: FaultEvent.alarmOver.rawValue),
            at: simulation.now + .seconds(roundingUp: rules.detection.healthPeriod))
    }

    /// A node that was taken out for nothing comes back, if nothing else has become of it.
    func endAlarm(of node: Int) {
        let cause = cluster.cause("false alarms", .unplanned)
        guard cluster.nodes[node].plannedCause == cause else { return }
        run.settle(to: simulation.now)
        Operations(run).returnToService([node], cause: cause)
    }

    // MARK: Users

    /// Users bear so many seconds of whole failure before they are heard; a fault that fails a fraction of the requests takes as much longer, and
    /// one that is hardly felt is heard of at last, or never.
    private func hearUsers(_ fault: ActiveFault) {
        guard !fault.isNoticed else { return }
        let now = simulation.now
        fault.borne += fault.bearing * (now - fault.bearingSince).seconds
        fault.bearing = fractionFelt(fault)
        fault.bearingSince = now
        guard fault.bearing >= rules.detection.noticeable else {
            if let report = fault.report { _ = simulation.cancel(report) }
            fault.report = nil
            return
        }
        let rest = min(max(0, fault.patience - fault.borne) / fault.bearing, rules.detection.slowestReport)
        let time = now.advanced(by: .seconds(saturating: rest))
        if let report = fault.report, let moved = simulation.reschedule(report, at: time) {
            fault.report = moved
        } else {
            fault.report = simulation.schedule(
                Event(kind: RunEvent.fault, entity: UInt32(fault.number), a: FaultEvent.userReport.rawValue), at: time)
        }
    }

    /// The fraction of a class's requests that fail because of a fault, or are slow while it slows them, of the class that suffers most: each has
    /// users of its own. Wrong data is as good as failed for whoever finds it.
    private func fractionFelt(_ fault: ActiveFault) -> Double {
        if run.service.damages(fault.cause) { return 1 }
        let isSlowing = run.service.slows(fault.cause)
        var most = 0.0
        for (index, flow) in run.service.flows.enumerated() where flow.offered > 0 {
            var felt = flow.lostByCause.indices.contains(fault.cause.index) ? flow.lostByCause[fault.cause.index] : 0
            if isSlowing, flow.responseSeconds > run.rehearsal.system.classes[index].objective.seconds { felt += max(0, flow.served) }
            most = max(most, felt / flow.offered)
        }
        return min(1, most)
    }

    // MARK: Verification and comparison

    /// The operator checks nodes: what shows on them, and what is known to depend on what broke.
    func verify(_ nodes: [Int]) {
        guard let first = nodes.first else { return }
        let (tier, universe) = (cluster.nodes[first].tier, cluster.nodes[first].universe)
        for fault in active where !fault.hasEnded && !fault.isNoticed {
            guard isSeen(fault, on: nodes, tier: tier, universe: universe) else { continue }
            if fault.stream.bernoulli(fault.verification(rules.detection)) { notice(fault, by: .verification) }
        }
    }

    private func isSeen(_ fault: ActiveFault, on nodes: [Int], tier: Int, universe: Universe) -> Bool {
        if let defective = fault.defective { return defective.tier == tier && nodes.contains { cluster.nodes[$0].version == .new } }
        // Hidden dependencies are in nobody's checklist: only what they have done already is seen.
        var looked = fault.shown
        for (index, edge) in graph.dependencies.enumerated() where !edge.isHidden { looked.isShown[index] = true }
        let found = graph.consequences(of: fault.breakages, shown: looked, layout: cluster)
        return found.contains { consequence in
            consequence.tier == tier && consequence.universe == universe
                && (!consequence.base.isNone || nodes.contains { consequence.perNode[$0] != nil })
        }
    }

    /// So many requests of each class have been replayed to a universe and their answers compared: what differs is noticed.
    ///
    /// - Returns: Whether anything was.
    func compare(replayed: [Double], in universe: Universe) -> Bool {
        var isFound = false
        for fault in active where !fault.hasEnded && !fault.isNoticed {
            let meeting = replayed.indices.reduce(0.0) { $0 + replayed[$1] * fractionMeeting(fault, requestClass: $1, in: universe) }
            let seen = 1 - SurvivalProbability.power(1 - fault.comparison(rules.detection), meeting)
            guard fault.stream.bernoulli(seen) else { continue }
            isFound = true
            notice(fault, by: .comparison)
        }
        return isFound
    }

    /// The fraction of the requests of a class which, replayed to a universe, would fail, be slow or write wrong data because of a fault.
    private func fractionMeeting(_ fault: ActiveFault, requestClass: Int, in universe: Universe) -> Double {
        var sound = 1.0
        let description = run.rehearsal.system.classes[requestClass]
        for step in description.path {
            guard let severity = severity(of: fault, tier: step.tier, in: universe) else { continue }
            let isSharded = run.rehearsal.system.tiers[step.tier].isSharded
            let failed = (isSharded ? step.isWrite : description.writes) ? severity.failedWrites : severity.failedReads
            // Answers that take visibly longer differ as well.
            sound *= (1 - failed) * (step.isWrite ? 1 - severity.corruption : 1) * (1 - min(1, severity.slowdown))
        }
        return 1 - sound
    }

    private func severity(of fault: ActiveFault, tier: Int, in universe: Universe) -> Severity? {
        if let defective = fault.defective { return defective.tier == tier ? defective.severity : nil }
        guard let consequence = fault.consequences.first(where: { $0.tier == tier && $0.universe == universe }) else { return nil }
        let nodes = cluster.nodes(of: tier, in: universe)
        guard !nodes.isEmpty else { return nil }
        return nodes.reduce(Severity.none) { sum, node in
            let part = (consequence.perNode[node] ?? consequence.base).scaled(by: 1 / Double(nodes.count))
            return Severity(
                failedReads: sum.failedReads + part.failedReads, failedWrites: sum.failedWrites + part.failedWrites,
                slowdown: sum.slowdown + part.slowdown, corruption: sum.corruption + part.corruption,
                missedHits: sum.missedHits + part.missedHits)
        }
    }

    /// Users have just been sent elsewhere, and whoever did it watches whether they are answered: a switch that loses every request is seen for
    /// certain, one that loses few as likely as by any other verification.
    ///
    /// - Returns: How long it will take to find out why, if anything was seen to be wrong: it is for the caller to undo the switch before.
    func watchSwitch() -> SimulationDuration? {
        var longest: Double?
        for fault in active where !fault.hasEnded && !fault.isNoticed && isOfSwitch(fault) {
            let classes = run.rehearsal.system.classes.indices
            let failing = classes.map { fractionMeeting(fault, requestClass: $0, in: cluster.activeUniverse) }.max() ?? 0
            let overlooked = (1 - fault.verification(rules.detection)) * (1 - failing)
            guard fault.stream.bernoulli(1 - overlooked) else { continue }
            takeDown(fault, by: .verification)
            longest = max(longest ?? 0, rules.response.identification.sample(&fault.stream))
        }
        return longest.map { .seconds(saturating: max(1, $0)) }
    }

    private func isOfSwitch(_ fault: ActiveFault) -> Bool {
        // What nobody depends on shows to nobody.
        guard let opportunity = records[fault.number].opportunity, !suffering(fault).isEmpty else { return false }
        return opportunity.operation == .switchTraffic && opportunity.tier == nil
    }

    /// Somebody knows now, and something is done about it.
    func notice(_ fault: ActiveFault, by way: DetectionWay) {
        guard !fault.isNoticed, !fault.hasEnded else { return }
        takeDown(fault, by: way)
        answer(fault)
    }

    private func takeDown(_ fault: ActiveFault, by way: DetectionWay) {
        fault.isNoticed = true
        if let report = fault.report { _ = simulation.cancel(report) }
        fault.report = nil
        run.settle(to: simulation.now)
        let exposed = run.service.damage[fault.cause]?.requests ?? 0
        update(fault.number) { record in
            record.noticed = simulation.now
            record.noticedBy = way
            record.requestsExposed = exposed
        }
        run.record("noticed by \(way.rawValue): \(records[fault.number].label)")
    }
}

/// Powers of probabilities, from operations that are the same on every machine.
enum SurvivalProbability {
    /// `base` to the power of a number of trials that need not be whole, for a base in 0 ... 1.
    static func power(_ base: Double, _ trials: Double) -> Double {
        guard trials > 0 else { return 1 }
        guard base > 0 else { return 0 }
        var (result, square, rest) = (1.0, base, trials.rounded(.down))
        while rest > 0, result > 0 {
            if rest.truncatingRemainder(dividingBy: 2) == 1 { result *= square }
            square *= square
            rest = (rest / 2).rounded(.down)
        }
        // Between two whole numbers of trials in a straight line.
        let part = trials - trials.rounded(.down)
        return result * (1 - part + part * base)
    }
}
