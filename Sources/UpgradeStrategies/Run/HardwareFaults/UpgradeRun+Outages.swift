import ClusterModel
import RandomStreams
import SimulationKernel

/// Racks without power, uplinks and links between sites that are down, and when anything but a node fails.
///
/// To whoever works on it a node behind a dead uplink is a broken one: nobody can reach it, whatever it does. But it loses nothing: its cache is
/// as warm as before, and what its shard's primary had not sent yet is thrown away only if another server takes over meanwhile.
extension UpgradeRun {
    /// Draws the first failures of disks, racks, uplinks and links; nothing where the rehearsal names none.
    func scheduleHardwareFaults() {
        let faults = rehearsal.hardwareFaults
        scheduleHardwareFaults(of: cluster.nodes.indices)
        if faults.links != nil { for link in rehearsal.system.wideAreaLinks.indices { scheduleFailure(of: link, .link) } }
        if faults.disks != nil { noteBackup() }
    }

    /// The same for nodes that are new, and their racks.
    func scheduleHardwareFaults(of nodes: some Sequence<Int>) {
        let faults = rehearsal.hardwareFaults
        if faults.disks != nil {
            for node in nodes where !hardware.hasPendingDisks.contains(node) { scheduleFailure(of: node, .disks) }
        }
        guard faults.racks != nil || faults.uplinks != nil else { return }
        for rack in hardware.watch(nodes, of: cluster) {
            scheduleFailure(of: rack, .rack)
            scheduleFailure(of: rack, .uplink)
        }
    }

    private func law(_ kind: HardwareKind) -> Outages? {
        let faults = rehearsal.hardwareFaults
        return switch kind {
        case .disks: faults.disks.map { Outages(timeToFailure: $0.timeToFailure, timeToRepair: $0.replacement) }
        case .rack: faults.racks
        case .uplink: faults.uplinks
        case .link: faults.links
        }
    }

    func scheduleFailure(of entity: Int, _ kind: HardwareKind) {
        guard let law = law(kind)?.timeToFailure else { return }
        let latest = rehearsal.horizon.seconds
        let seconds = hardware.draw(
            law, kind, entity, isRepair: false, make: { stream(of: entity, kind, "failure") },
            keeps: { simulation.now.seconds + $0 < latest })
        guard simulation.now.seconds + seconds < latest else { return }
        if kind == .disks { hardware.hasPendingDisks.insert(entity) }
        simulation.schedule(
            Event(kind: RunEvent.hardwareFails, entity: UInt32(entity), a: kind.rawValue),
            at: simulation.now + .seconds(roundingUp: seconds))
    }

    func scheduleReturn(of entity: Int, _ kind: HardwareKind) {
        guard let law = law(kind)?.timeToRepair else { return }
        let seconds = hardware.draw(law, kind, entity, isRepair: true, make: { stream(of: entity, kind, "repair") }, keeps: { _ in true })
        simulation.schedule(
            Event(kind: RunEvent.hardwareReturns, entity: UInt32(entity), a: kind.rawValue),
            at: simulation.now.advanced(by: .seconds(saturating: max(1, seconds))))
    }

    private func stream(of entity: Int, _ kind: HardwareKind, _ what: String) -> RandomStream {
        let purpose = "\(kind.words) \(what)"
        switch kind {
        case .disks, .link: return stream(entity, purpose)
        case .rack, .uplink: return stream(name(ofRack: entity), purpose)
        }
    }

    func name(ofRack number: Int) -> String {
        let place = hardware.racks[number]
        return "rack \(place.rack) in \(rehearsal.system.sites[place.site].name)"
    }

    /// Something fails, or is back.
    func handleHardware(_ event: Event) {
        let entity = Int(event.entity)
        switch (event.kind, HardwareKind(rawValue: event.a)) {
        case (RunEvent.backup, _): noteBackup()
        case (RunEvent.hardwareFails, .disks): disksFail(entity)
        case (RunEvent.hardwareReturns, .disks): disksAreReplaced(entity)
        case (RunEvent.hardwareFails, .link): linkFails(entity)
        case (RunEvent.hardwareReturns, .link): linkReturns(entity)
        case (RunEvent.hardwareFails, let kind?): rackFails(entity, kind)
        case (RunEvent.hardwareReturns, let kind?): rackReturns(entity, kind)
        default: break
        }
    }

    // MARK: Racks

    private func rackFails(_ number: Int, _ kind: HardwareKind) {
        let struck = hardware.members[number].filter {
            isThere(cluster.nodes[$0]) && !hardware.kinds(of: $0, cluster.nodes[$0]).contains(kind.faultOfNodes)
        }
        if kind == .rack { hardware.counts.rackFailures += 1 } else { hardware.counts.uplinkFailures += 1 }
        let leaders = takeDown(struck, kind.faultOfNodes)
        let chunksLost = updateJobs(of: struck)
        let words = kind == .rack ? "power failure of" : "failure of the uplink of"
        record("\(words) \(name(ofRack: number)): \(struck.count) node\(struck.count == 1 ? "" : "s") down", chunksLost: chunksLost)
        scheduleReturn(of: number, kind)
        beginFailovers(from: leaders, rows: kind == .rack ? .lostAtOnce : .lostIfReplaced)
    }

    private func rackReturns(_ number: Int, _ kind: HardwareKind) {
        let fault = kind.faultOfNodes
        let struck = hardware.members[number].filter {
            isThere(cluster.nodes[$0]) && hardware.kinds(of: $0, cluster.nodes[$0]).contains(fault)
        }
        comeBack(struck.filter { endFault(fault, of: $0) }, from: fault)
        scheduleFailure(of: number, kind)
    }

    // MARK: Links between sites

    private func linkFails(_ number: Int) {
        hardware.counts.linkFailures += 1
        settle(to: simulation.now)
        activities.setLink(number, isUp: false)
        let chunksLost = updateJobs(where: crossesSites)
        record("failure of the link \(name(ofLink: number))", chunksLost: chunksLost)
        noteCuts()
        scheduleReturn(of: number, .link)
    }

    private func linkReturns(_ number: Int) {
        settle(to: simulation.now)
        activities.setLink(number, isUp: true)
        updateJobs(where: crossesSites)
        noteCuts()
        returned.fire()
        scheduleFailure(of: number, .link)
    }

    private func crossesSites(_ job: any BackgroundJob) -> Bool {
        job.nodes.count > 1 && cluster.nodes[job.nodes[0]].site != cluster.nodes[job.nodes[1]].site
    }

    private func name(ofLink number: Int) -> String {
        let (link, sites) = (rehearsal.system.wideAreaLinks[number], rehearsal.system.sites)
        return "between \(sites[link.first].name) and \(sites[link.second].name)"
    }

    /// Looks up again who cannot reach whom: requests on their way from site to site, and servers that follow those of the other universe.
    func noteCuts() {
        guard rehearsal.hardwareFaults.links != nil else { return }
        settle(to: simulation.now)
        service.setCuts { [self] source, target in
            activities.deadLink(from: source, to: target).map { cluster.cause("link failure \(name(ofLink: $0))", .unplanned) }
        }
        for tier in rehearsal.system.tiers.indices where rehearsal.system.tiers[tier].isSharded && !cluster.isShared[tier] {
            let idle: Universe = cluster.activeUniverse == .original ? .parallel : .original
            for node in cluster.nodes(of: tier, in: idle) where cluster.nodes[node].isFollowing && isCutOff(node) {
                cluster.setFollowing(false, node)
            }
        }
    }

    /// Whether a link is down between a server of the universe that users do not reach and the servers that they do.
    func isCutOff(_ index: Int) -> Bool {
        let node = cluster.nodes[index]
        guard !cluster.isReachable(node), let other = cluster.nodes(of: node.tier, in: cluster.activeUniverse).first else { return false }
        return activities.isCut(from: cluster.nodes[other].site, to: node.site)
    }
}
