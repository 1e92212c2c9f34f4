import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeStrategies

/// Faults of machines, racks and networks.
extension ScenarioDecoder {
    func decodeHardwareFaults(_ reader: MappingReader) -> HardwareFaults {
        let failure = reader.optional { $0.distribution("node-crash", doc: "time from a node's repair to its next crash; none if absent") }
        let repair = reader.distribution("node-repair", default: "4 h", doc: "time from a crash until the node is back")
        var faults = HardwareFaults(
            timeToFailure: failure.flatMap { model($0, reader, "node-crash") },
            timeToRepair: model(repair, reader, "node-repair") ?? HardwareFaults.none.timeToRepair,
            detection: reader.duration("detection", default: "60 s", doc: "until the crash of a primary is noticed"),
            replicationDelay: reader.duration("replication-delay", default: "1 s", doc: "writes not yet replicated when a primary crashes"))
        faults.disks = decodeDisks(reader)
        faults.racks = outages(
            reader, "rack-failure", "time from a rack's repair to its next power failure; none if absent", "rack-repair",
            "until the rack has power again; 2 h if absent", hours: 2)
        faults.uplinks = outages(
            reader, "uplink-failure", "time from the repair of a rack's uplink to its next failure; none if absent", "uplink-repair",
            "until the uplink is back; 1 h if absent", hours: 1)
        faults.links = outages(
            reader, "link-failure", "time from the repair of a link between sites to its next failure; none if absent", "link-repair",
            "until the link is back; 1 h if absent", hours: 1)
        return faults
    }

    private func decodeDisks(_ reader: MappingReader) -> DiskFaults? {
        let disks = outages(
            reader, "disk-failure", "time from a replacement of a node's disks to their next failure; none if absent", "disk-replacement",
            "until the node is back with empty disks; 4 h if absent", hours: 4)
        let interval = reader.optional {
            $0.duration(
                "backup-interval", in: .seconds(1)...MappingReader.longestDuration,
                doc: "from one backup of all shards to the next, the first at the start; 24 h if absent")
        }
        let rate = reader.optional {
            $0.bytesPerSecond("restore-rate", doc: "what is restored from a backup at most; 50 MB/s if absent")
        }
        guard let disks else {
            if interval != nil { noteNoEffect("backup-interval", "disk-failure", reader) }
            if rate != nil { noteNoEffect("restore-rate", "disk-failure", reader) }
            return nil
        }
        return DiskFaults(
            timeToFailure: disks.timeToFailure, replacement: disks.timeToRepair, backupInterval: interval ?? .hours(24),
            restoreBytesPerSecond: rate ?? 50e6)
    }

    /// Two keys that go together: when something fails, and for how long.
    private func outages(
        _ reader: MappingReader, _ failureKey: String, _ failureDoc: String, _ repairKey: String, _ repairDoc: String, hours: Int
    ) -> Outages? {
        let failure = reader.optional { $0.distribution(failureKey, doc: failureDoc) }
        let repair = reader.optional { $0.distribution(repairKey, doc: repairDoc) }
        guard let failure else {
            if repair != nil { noteNoEffect(repairKey, failureKey, reader) }
            return nil
        }
        let repairLaw = repair.flatMap { model($0, reader, repairKey) }
        guard let law = model(failure, reader, failureKey), let usual = try? Distribution.constant(Double(hours) * 3600) else { return nil }
        if law.mean < 1, !reader.isSchema {
            reader.error(
                "out-of-range", "`\(failureKey)`: something that fails within a second on average never works", at: failureKey,
                hint: "write a time such as `exponential(mean 5 y)`; leave the key out for what never fails")
        }
        return Outages(timeToFailure: law, timeToRepair: repairLaw ?? usual)
    }

    private func noteNoEffect(_ key: String, _ missing: String, _ reader: MappingReader) {
        guard !reader.isSchema else { return }
        notes.append("`hardware-faults.\(key)` has no effect: no `\(missing)` is named")
    }

    /// Links that can fail have to exist.
    func checkHardware(_ faults: HardwareFaults, of system: SystemDescription) {
        if faults.links != nil, system.wideAreaLinks.isEmpty {
            notes.append("`hardware-faults.link-failure` has no effect: there are no `links` between sites")
        }
    }
}
