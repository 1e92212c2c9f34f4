public import ClusterModel
public import RandomStreams
import SimulationKernel

/// Whole small systems drawn from a seed: tiers, shards, paths with caches, queues, retries and a load that exceeds the capacity at times.
public struct RandomSystem {
    /// Where the draws come from.
    public var stream: RandomStream

    /// Begins with a seed.
    public init(seed: Int) {
        stream = RandomStream(rootSeed: UInt64(seed), replication: 0, entity: "system", purpose: "random system")
    }

    /// An integer in a range.
    public mutating func integer(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(stream.integer(below: UInt64(range.count)))
    }

    /// A number between two others.
    public mutating func number(_ low: Double, _ high: Double) -> Double { low + (high - low) * stream.uniform() }

    /// True with a probability.
    public mutating func chance(_ probability: Double) -> Bool { stream.bernoulli(probability) }

    /// One of several.
    public mutating func choice<Element>(_ elements: [Element]) -> Element { elements[integer(0...(elements.count - 1))] }

    /// Draws a system that is observed for `minutes` minutes.
    public mutating func system(minutes: Int) -> SystemDescription {
        let isSharded = chance(0.7)
        var tiers: [TierDescription] = []
        for index in 0..<integer(1...4) { tiers.append(tier("tier \(index)", shards: [])) }
        if isSharded { tiers.append(tier("database", shards: shards())) }
        let classes = (0..<integer(1...3)).map { requestClass("class \($0)", tiers: tiers, database: isSharded ? tiers.count - 1 : nil) }
        let rates = (0..<minutes).map { _ in chance(0.1) ? 0 : number(20, 250) }
        return SystemDescription(
            sites: [Systems.wideSite], tiers: tiers, classes: classes, load: LoadProfile(step: .minutes(1), ratesPerSecond: rates),
            readerTier: chance(0.5) ? 0 : nil, retryProbability: choice([0, 0, 0.3, 0.9]))
    }

    private mutating func shards() -> [ShardDescription] {
        let parts = (0..<integer(1...3)).map { _ in number(0.2, 1) }
        let sum = parts.reduce(0, +)
        return parts.enumerated().map { index, part in
            ShardDescription(name: "shard \(index)", nodes: integer(1...3), shareOfLoad: part / sum, shareOfData: part / sum)
        }
    }

    private mutating func tier(_ name: String, shards: [ShardDescription]) -> TierDescription {
        let count = shards.isEmpty ? integer(1...5) : shards.reduce(0) { $0 + $1.nodes }
        return TierDescription(
            name: name, nodes: count, hardware: Systems.machine(cores: integer(1...4), speed: choice([0.5, 1, 2])),
            software: Systems.software(),
            queueLimit: choice([.zero, .milliseconds(300), .seconds(5), .seconds(100)]),
            discipline: choice([.processorSharing, .firstComeFirstServed]), shards: shards,
            primaryReads: choice([.never, .whileReadOnly, .always]))
    }

    /// Steps take between a tenth and nine tenths of their tier at 100 requests a second.
    private mutating func requestClass(_ name: String, tiers: [TierDescription], database: Int?) -> RequestClass {
        let writes = database != nil && chance(0.5)
        var path: [PathStep] = []
        for _ in 0..<integer(1...4) {
            let tier = integer(0...(tiers.count - 1))
            path.append(step(tier, tiers, hit: chance(0.5) ? number(0, 0.95) : 0, isWrite: false))
        }
        if writes, let database { path.append(step(database, tiers, hit: 0, isWrite: true)) }
        return RequestClass(name: name, ratio: number(0.2, 1), writes: writes, objective: .seconds(1), path: path)
    }

    private mutating func step(_ tier: Int, _ tiers: [TierDescription], hit: Double, isWrite: Bool) -> PathStep {
        let visits = choice([1.0, 1.0, 0.5, 3.0])
        let capacity = tiers[tier].hardware.capacity * Double(isWrite ? 1 : tiers[tier].nodes)
        return PathStep(
            tier: tier, visits: visits, demandCoreSeconds: number(0.1, 0.9) * capacity / 100 / visits, hit: hit,
            cacheTier: chance(0.3) ? integer(0...(tiers.count - 1)) : nil, isWrite: isWrite)
    }
}
