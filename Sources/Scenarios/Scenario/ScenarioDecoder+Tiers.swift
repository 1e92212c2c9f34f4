import ClusterModel
import SimulationKernel

/// Tiers, shards and machines.
extension ScenarioDecoder {
    func decodeInventory(_ reader: MappingReader) -> HostInventory? {
        reader.optionalSection("inventory", doc: "a CSV file with the number of hosts per tier") { section in
            let file = section.fileName("file", doc: "the CSV file, relative to the scenario")
            var columns = HostInventory.Columns()
            columns.site = section.optional {
                $0.text("site-column", doc: "column of sites, of which a tier counts its own; if absent, the file is about one site")
            }
            columns.tier = section.text("tier-column", default: "tier", doc: "column of tiers")
            columns.count = section.text("count-column", default: "hosts", doc: "column of host counts")
            guard !section.isSchema else { return nil }
            note(file)
            isInventoryNamed = true
            hasInventorySites = columns.site != nil
            return HostInventory.read(path: resolve(file), columns: columns, origin: section.place(of: "file"), sink: sink)
        } ?? nil
    }

    func decodeTiers(_ reader: MappingReader) -> [TierDescription] {
        var result: [TierDescription] = []
        let tiers = reader.mapping("tiers", count: 1...1000, doc: "groups of like nodes that serve one purpose") { name, tier in
            decodeTier(name, tier)
        }
        result = tiers.map(\.value)
        tierNames = tiers.map(\.name)
        return result
    }

    private func decodeTier(_ name: String, _ reader: MappingReader) -> TierDescription {
        let site = siteReference("site", reader, default: siteNames.first ?? "NAME", doc: "where its nodes stand")
        var shards: [ShardDescription] = []
        let nodes = reader.exactlyOne(of: ["nodes", "shards", "inventory"], doc: "how many nodes") { key -> Int in
            switch key {
            case "shards":
                shards = decodeShards(reader)
                // Shards that cannot be read have been reported.
                return shards.isEmpty ? 1 : shards.reduce(0) { $0 + $1.nodes }
            case "inventory":
                let row = reader.text("inventory", doc: "name of its rows in the inventory")
                guard !reader.isSchema else { return 1 }
                guard let inventory else {
                    // One that cannot be read has been reported.
                    if !isInventoryNamed {
                        reader.error(
                            "no-inventory", "the scenario names no inventory", at: "inventory", hint: "add `inventory:` with a `file:`")
                    }
                    return 1
                }
                // A site that does not exist has been reported too.
                let isPlaced = hasInventorySites && siteNames.contains(site)
                return inventory.count(
                    tier: row, site: isPlaced ? site : nil, origin: reader.place(of: "inventory"), sink: sink) ?? 1
            default: return reader.count("nodes", in: 1...1_000_000, doc: "nodes of the tier")
            }
        }
        let hardware = decodeMachine(reader)
        let software = reader.section("software", doc: "steps of a software upgrade of one node", decodeSoftware)
        return TierDescription(
            name: name, site: siteNames.firstIndex(of: site) ?? 0, nodes: nodes ?? 1, hardware: hardware, software: software,
            isUpgraded: reader.flag("upgraded", default: true, doc: "whether the new version brings new software to this tier"),
            queueLimit: reader.duration("queue", default: "2 s", doc: "requests queue for this long, then they are refused"),
            cacheSurvivesRestart: reader.flag("cache-survives-restart", default: true, doc: "whether what nodes cache survives a restart"),
            cacheWarmUp: reader.duration(
                "cache-warm-up", default: "0 s", doc: "until the cache of a cold node that serves is as good as before"),
            discipline: reader.choice(
                "discipline", ["processor-sharing", "first-come-first-served"], default: "processor-sharing", doc: "order of service")
                == "processor-sharing" ? .processorSharing : .firstComeFirstServed,
            shards: shards, primaryReads: primaryReads(reader),
            lagLimit: reader.duration("lag-limit", default: "30 s", doc: "replicas further behind answer no reads"),
            applyCoreSecondsPerRow: reader.duration(
                "apply-row", default: "0 s", doc: "time of the one thread that applies a row of the log on a replica"
            ).seconds)
    }

    private func decodeMachine(_ reader: MappingReader) -> HardwareDescription {
        HardwareDescription(
            cores: reader.count("cores", default: 1, in: 1...4096, doc: "processor cores of a node"),
            coreSpeed: reader.number("core-speed", default: "1", in: 0.001...1000, doc: "speed of a core relative to the reference core"),
            diskReadBytesPerSecond: reader.bytesPerSecond("disk-read", default: "100 MB/s", doc: "sequential read rate"),
            diskWriteBytesPerSecond: reader.bytesPerSecond("disk-write", default: "100 MB/s", doc: "sequential write rate"),
            diskStreamPenalty: reader.ratio("disk-stream-penalty", default: "0 %", in: Self.streamPenalties, doc: Self.streamPenaltyDoc),
            portBytesPerSecond: reader.bytesPerSecond("port", default: "1 Gbit/s", doc: "network port, each direction"),
            wanPortBytesPerSecond: reader.optional {
                $0.bytesPerSecond("wan-port", doc: "what of the port traffic with other sites can use, each direction; all if absent")
            })
    }

    /// The second system's machine: what is not stated is as in the original.
    func decodeMachine(_ reader: MappingReader, like own: HardwareDescription) -> HardwareDescription {
        let cores = reader.optional { $0.count("cores", in: 1...4096, doc: "cores of a machine; as in the original if absent") }
        let speed = reader.optional { $0.number("core-speed", in: 0.001...1000, doc: "speed of a core; as in the original if absent") }
        let read = reader.optional { $0.bytesPerSecond("disk-read", doc: "read rate; as in the original if absent") }
        let write = reader.optional { $0.bytesPerSecond("disk-write", doc: "write rate; as in the original if absent") }
        let penalty = reader.optional {
            $0.ratio("disk-stream-penalty", in: Self.streamPenalties, doc: Self.streamPenaltyDoc + "; as in the original if absent")
        }
        let port = reader.optional { $0.bytesPerSecond("port", doc: "network port; as in the original if absent") }
        let wan = reader.optional {
            $0.bytesPerSecond(
                "wan-port", doc: "what of the port traffic with other sites can use, each direction; as in the original if absent")
        }
        return HardwareDescription(
            cores: cores ?? own.cores, coreSpeed: speed ?? own.coreSpeed, diskReadBytesPerSecond: read ?? own.diskReadBytesPerSecond,
            diskWriteBytesPerSecond: write ?? own.diskWriteBytesPerSecond, diskStreamPenalty: penalty ?? own.diskStreamPenalty,
            portBytesPerSecond: port ?? own.portBytesPerSecond, wanPortBytesPerSecond: wan ?? own.wanPortBytesPerSecond)
    }

    private static let streamPenalties = 0.0...10
    private static let streamPenaltyDoc = "p: of the rate of a disk k streams at once get 1 / (1 + p (k - 1)) in sum"

    private func primaryReads(_ reader: MappingReader) -> PrimaryReads {
        let choice = reader.choice(
            "primary-reads", ["never", "read-only", "when-needed", "always"], default: "when-needed",
            doc: "when primaries answer reads: `when-needed` is read-only, or while no replica of the shard can")
        return switch choice {
        case "never": .never
        case "always": .always
        case "read-only": .whileReadOnly
        default: .whenNeeded
        }
    }

    private func decodeShards(_ reader: MappingReader) -> [ShardDescription] {
        let before = sink.errorCount
        let shards = reader.mapping("shards", count: 1...10_000, doc: "the shards of a database tier") { name, shard in
            ShardDescription(
                name: name, nodes: shard.count("nodes", in: 1...10_000, doc: "servers, the primary included"),
                shareOfLoad: shard.ratio("load", doc: "share of reads and writes"),
                shareOfData: shard.ratio("data", doc: "share of rows"))
        }.map(\.value)
        guard !reader.isSchema, sink.errorCount == before else { return shards }
        for (what, sum) in [("load", shards.reduce(0) { $0 + $1.shareOfLoad }), ("data", shards.reduce(0) { $0 + $1.shareOfData })]
        where abs(sum - 1) > 1e-6 {
            reader.error(
                "wrong-sum", "the shares of \(what) of all shards add up to \(rounded(sum * 100)) %", at: "shards",
                hint: "make them add up to 100 %")
        }
        return shards
    }

    private func decodeSoftware(_ reader: MappingReader) -> SoftwareTimes {
        var times = SoftwareTimes(
            drain: reader.duration("drain", default: "0 s", doc: "until requests in flight have ended"),
            install: reader.duration("install", default: "0 s", doc: "to put the new software in place"),
            restart: reader.duration("restart", default: "0 s", doc: "to stop the old and start the new"),
            warmUp: reader.duration("warm-up", default: "0 s", doc: "out of rotation after the restart"),
            verify: reader.duration("verify", default: "0 s", doc: "to check a batch before the next one"),
            batch: reader.count("batch", default: 1, in: 1...1_000_000, doc: "nodes that leave together in a rolling upgrade"),
            variation: reader.number(
                "variation", default: "0", in: 0...5, doc: "coefficient of variation of install and restart (lognormal)"))
        let spread = reader.optional {
            $0.choice(
                "spread", InstallationSpread.allCases.map(\.rawValue),
                doc:
                    "by which law install and restart vary: `lognormal` from node to node, by `variation`, if absent; `exponential` each time"
            )
        }
        times.spread = spread.flatMap(InstallationSpread.init(rawValue:)) ?? .lognormal
        if times.spread == .exponential, times.variation > 0, !reader.isSchema {
            reader.error(
                "conflict", "`variation` has no meaning where times are exponential", at: "variation", hint: "leave it out")
        }
        return times
    }
}
