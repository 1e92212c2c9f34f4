import CloudMarket
import ClusterModel
import RandomStreams
import SimulationKernel
import UpgradeStrategies

/// Price lists, leases and the second system.
extension ScenarioDecoder {
    func decodeMarket(_ reader: MappingReader) -> MarketDescription? {
        let catalogue = decodePrices(reader)
        let billing = reader.choice("billing", ["started-hour", "per-second"], default: "started-hour", doc: "unit of the bill")
        let minimum = reader.duration("billing-minimum", default: "60 s", doc: "least that is billed, where billing is per second")
        let quota = decodeQuota(reader)
        let boot = reader.distribution("boot-time", default: "97 s", doc: "from the request to a machine that runs")
        let failure = reader.ratio("launch-failure", default: "0 %", doc: "probability that a launch fails")
        let attempts = reader.count("launch-attempts", default: 3, in: 1...1000, doc: "launches tried for one machine")
        let perSecond = reader.number("launches-per-second", default: "10", in: 0.001...1e6, doc: "requests that the interface takes")
        let storage = decodeStorage(reader)
        let transferIn = decodeTransfer("transfer-in", "data transfer into the market", reader)
        let transferOut = decodeTransfer("transfer-out", "data transfer out of the market", reader)
        guard let bootTime = model(boot, reader, "boot-time"), let catalogue else { return nil }
        return MarketDescription(
            catalogue: catalogue, quota: quota, billing: billing == "started-hour" ? .startedHour : .perSecond(minimum: minimum),
            bootTime: bootTime, launchFailureProbability: failure, launchAttempts: attempts,
            launchLimit: LaunchRateLimit(interval: .seconds(roundingUp: 1 / perSecond)), storage: storage.tariff,
            storagePerByte: storage.perByte, storageRequestsPerSecond: storage.requests, transferIn: transferIn, transferOut: transferOut)
    }

    private func decodePrices(_ reader: MappingReader) -> PriceCatalogue? {
        let file = reader.fileName("prices", doc: "CSV file with `instance_type` and `usd_per_hour`, relative to the scenario")
        guard !reader.isSchema else { return nil }
        note(file)
        let path = resolve(file)
        return (cache ?? InputCache()).prices(path, reportingTo: sink) {
            PriceListReader(sink: sink).read(path: path, origin: reader.place(of: "prices"))
        }
    }

    private func decodeQuota(_ reader: MappingReader) -> Quota {
        let initial = reader.count("quota", default: 20, in: 0...10_000_000, doc: "machines that may be leased without asking")
        let increase = reader.optionalSection("quota-increase", doc: "a higher quota that was asked for") { section in
            Quota.Increase(
                to: section.count("to", in: 0...10_000_000, doc: "machines asked for"),
                leadTime: section.duration("asked-ahead", doc: "how long before the start it was asked for"),
                grantDelay: section.duration("granted-after", doc: "how long the provider takes"))
        }
        return Quota(initial: initial, increases: increase.map { [$0] } ?? [])
    }

    private func decodeStorage(_ reader: MappingReader) -> (tariff: StorageTariff?, perByte: Double, requests: Double) {
        reader.optionalSection("storage", doc: "volumes for the second system's data") { section in
            let name = section.text("name", default: "storage", doc: "name on the bill")
            let price = section.price("price", per: ["GB-month"], doc: "a GB for a month of 730 h")
            let requests = section.optional { $0.price("request-price", per: ["M"], doc: "a million requests") }
            let perByte = section.number("per-byte", default: "1", in: 0...1000, doc: "bytes stored per byte of every copy of the data")
            let rate = section.perSecond("requests", default: "0/s", doc: "requests per database server")
            let month = unitPrice(price, section, "price") ?? .free
            let million = requests.flatMap { unitPrice($0, section, "request-price") }
            return (StorageTariff(name: name, perGigabyteMonth: month, perMillionRequests: million), perByte, rate)
        } ?? (nil, 1, 0)
    }

    private func decodeTransfer(_ key: String, _ name: String, _ reader: MappingReader) -> TransferTariff? {
        let tiers = reader.list(key, count: 0...100, doc: "tariff of \(name): one price, or prices of successive amounts") { item in
            let size = item.optional {
                $0.bytes("first", in: 1...1_000_000_000_000_000_000, doc: "amount at this price; the last has none")
            }
            let price = item.price("price", per: ["GB"], doc: "a GB")
            return TransferTariff.Tier(bytes: size.map { Int128($0) }, perGigabyte: unitPrice(price, item, "price") ?? .free)
        }
        guard !reader.isSchema, !tiers.isEmpty else { return nil }
        do {
            return try TransferTariff(name: name, tiers: tiers)
        } catch {
            reader.error("wrong-tariff", "\(error)", at: key, hint: error.hint)
            return nil
        }
    }

    func decodeParallel(_ reader: MappingReader, _ options: inout StrategyOptions, _ market: MarketDescription??) -> ParallelPlan? {
        decodePhases(reader, &options)
        let site = siteReference("site", reader, default: siteNames.first ?? "NAME", doc: "where the second system stands")
        let leased = reader.mapping("tiers", count: 0...1000, doc: "its tiers; a tier that is not named is shared by both") { name, item in
            decodeLeasedTier(name, item, site: siteNames.firstIndex(of: site) ?? 0, market ?? nil)
        }
        let helpers = reader.mapping("helpers", count: 0...1000, doc: "further machines, such as those that replay requests") {
            name, item in
            LeasedHelper(
                name: name, nodes: item.count("nodes", in: 1...1_000_000, doc: "how many"),
                instanceType: instanceType(item, market ?? nil))
        }
        checkRoute(to: site, of: leased.compactMap(\.value?.tier), reader)
        let plan = ParallelPlan(tiers: leased.compactMap(\.value), helpers: helpers.map(\.value), market: market ?? nil)
        if !reader.isSchema { checkQuota(plan) }
        return plan
    }

    /// A quota that is never enough refuses every attempt, which is better known before the first run.
    private func checkQuota(_ plan: ParallelPlan) {
        guard let quota = plan.market?.quota else { return }
        let limit: String
        if let granted = quota.firstInstant(allowing: plan.nodeCount) {
            guard granted >= .zero + horizon else { return }
            limit = "is raised that far only after the horizon"
        } else {
            let largest = quota.increases.map(\.instances).max() ?? 0
            limit = largest > quota.initial ? "is raised to \(largest) at most" : "is \(quota.initial)"
        }
        notes.append(
            "the second system needs \(plan.nodeCount) leased machines, but the quota \(limit): `parallel-universe` gets none; "
                + "set `market.quota` or `market.quota-increase` to \(plan.nodeCount)")
    }

    private func decodePhases(_ reader: MappingReader, _ options: inout StrategyOptions) {
        options.bootstrap = reader.duration("bootstrap", default: "1 h", doc: "to install the second system once its machines run")
        options.testing = reader.duration("testing", default: "1 h", doc: "how long it is tested with live requests")
        let hour = reader.optional { $0.timeOfDay("switch-at", doc: "time of day of switchovers, UTC; as soon as possible if absent") }
        options.switchAt = hour.map { .seconds($0) }
        options.finalChecks = reader.duration("final-checks", default: "60 s", doc: "checks between the last converted row and the switch")
        options.finalLag = reader.duration("final-lag", default: "5 s", doc: "replica lag that the last rows cause")
        options.afterSwitchover =
            reader.choice("after-switchover", ["return", "stay"], default: "return", doc: "what becomes of it") == "stay" ? .stay : .return
        options.keepOld = reader.duration("keep-old", default: "24 h", doc: "how long the old side is kept before users go home")
        options.returnTesting = reader.duration(
            "return-testing", default: "1 h", doc: "how long the way home is tested with live requests, if `testing` is not 0")
        options.returnSwitch = reader.duration("return-switch", default: "30 s", doc: "read-only time of the second switchover")
        options.releaseAfter = reader.duration(
            "release-after", default: "30 min", doc: "from the second switchover to the end of the leases")
        let before = sink.errorCount
        let replayed = reader.values("replay", count: 0...1000, doc: "classes of requests that are replayed in the test; all if absent") {
            $0.reference(MappingReader.item, to: classNames, doc: "a class of requests")
        }
        if !replayed.isEmpty, sink.errorCount == before { options.replayedClasses = replayed.compactMap { classNames.firstIndex(of: $0) } }
        options.replayBytesPerRequest = Double(reader.bytes("replay-bytes", default: "1 kB", doc: "a replayed request on the link"))
        options.responseBytesPerRequest = Double(reader.bytes("response-bytes", default: "10 kB", doc: "an answer sent to users"))
    }

    private func decodeLeasedTier(_ name: String, _ reader: MappingReader, site: Int, _ market: MarketDescription?) -> LeasedTier? {
        guard let index = tierNames.firstIndex(of: name) ?? (reader.isSchema ? 0 : nil) else {
            reader.error(
                "unknown-name", "there is no tier `\(name)`", hint: NearestWord.hint(for: name, in: tierNames, called: "tiers are"))
            return nil
        }
        let own = tiers.indices.contains(index) ? tiers[index] : nil
        let nodes = reader.optional { $0.count("nodes", in: 1...1_000_000, doc: "machines; as many as in the original if absent") }
        let hardware = own.map { decodeMachine(reader, like: $0.hardware) }
        let type = market == nil && !reader.isSchema && !reader.contains("type") ? skipType(reader) : instanceType(reader, market)
        guard let own, let hardware else { return nil }
        if own.isSharded, let nodes, nodes != own.nodes, !reader.isSchema {
            reader.error(
                "wrong-count", "tier `\(name)` has shards: its second system needs \(own.nodes) machines, not \(nodes)", at: "nodes",
                hint: "leave `nodes` out")
        }
        return LeasedTier(
            tier: ParallelTier(tier: index, site: site, nodes: nodes ?? own.nodes, hardware: hardware), instanceType: type)
    }

    private func skipType(_ reader: MappingReader) -> String { reader.text("type", default: "own", doc: "instance type") }

    private func instanceType(_ reader: MappingReader, _ market: MarketDescription?) -> String {
        let type = reader.text("type", doc: "instance type in the price list")
        guard !reader.isSchema, let market, !type.isEmpty else { return type }
        if let known = market.catalogue[type] {
            if known.pricePerHour == nil {
                reader.error("not-sold", "instance type `\(type)` is listed, but not sold", at: "type", hint: "choose a type with a price")
            }
        } else {
            let nearest = NearestWord.nearest(to: type, in: market.catalogue.types.lazy.map(\.name))
            reader.error(
                "unknown-name", "instance type `\(type)` is not in the price list", at: "type",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "name a type of the price list")
        }
        return type
    }

    /// A distribution as the model draws from it.
    func model(_ stated: StatedDistribution, _ reader: MappingReader, _ key: String) -> RandomStreams.Distribution? {
        func get(_ name: String) -> Double { stated.parameter(name) ?? 0 }
        do {
            switch stated.family {
            case .constant: return try .constant(get("value"))
            case .exponential: return try .exponential(mean: get("mean"))
            case .uniform: return try .uniform(low: get("from"), high: get("to"))
            case .weibull: return try .weibull(shape: get("shape"), scale: get("scale"))
            case .lognormal:
                if let median = stated.parameter("median") {
                    return try .lognormal(mu: DeterministicMath.log(median), sigma: get("sigma"))
                }
                return try .lognormal(mean: get("mean"), coefficientOfVariation: get("cv"))
            case .gamma:
                if let mean = stated.parameter("mean") {
                    let shape = 1 / (get("cv") * get("cv"))
                    return try .gamma(shape: shape, scale: mean / shape)
                }
                return try .gamma(shape: get("shape"), scale: get("scale"))
            }
        } catch {
            reader.error("wrong-distribution", "`\(key)`: \(error)", at: key, hint: "change its parameters")
            return nil
        }
    }
}
