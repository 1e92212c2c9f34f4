import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Pipelines of every kind in whole upgrades, with crashes, closed windows and changes of mind.
@Suite struct PipelineFaultTests {
    /// The shop converts on its primaries, whose replicas follow with at most two seconds of lag; a repair takes 400 s.
    private func shop(isThrottled: Bool = true) throws -> ThreeTier {
        var shop = ThreeTier()
        shop.options.convertOn = .primary
        shop.chunkBytes = 1e5
        shop.pipeline.lagThrottle = isThrottled ? LagThrottle(limit: .seconds(2)) : nil
        shop.hardwareFaults = HardwareFaults(
            timeToFailure: nil, timeToRepair: try .constant(400), detection: .seconds(20), replicationDelay: .seconds(2))
        return shop
    }

    private func complaints(_ run: UpgradeRun, _ result: RunResult, version: Version) -> [String] {
        let behind = run.cluster.nodes.indices.filter { run.cluster.nodes[$0].conversionLagSeconds != 0 }
        return Complaints.aboutEnd(run, result, version: version) + Complaints.aboutSums(run, result)
            + behind.map { "node \($0) is behind with chunks" }
    }

    /// Where the conversion begins and ends, seconds.
    private func conversion(_ result: RunResult) throws -> (start: Double, end: Double) {
        let step = try #require(result.steps.first { $0.label == "convert in place on the primaries" })
        return (step.start.seconds, step.end.seconds)
    }

    /// Node 9 is the primary of shard 0, 10 and 11 are its replicas.
    @Test("a crash during the conversion loses at most one chunk, all is converted and applied", arguments: [9, 10, 11], [false, true])
    func crash(_ node: Int, _ isThrottled: Bool) throws {
        let shop = try shop(isThrottled: isThrottled)
        let free = shop.run(RollingUpgrade()).result
        let (start, end) = try conversion(free)
        for part in stride(from: 0.013, to: 0.83, by: 0.049) {
            let time = start + part * (end - 120 - start)
            let (run, result) = shop.run(RollingUpgrade()) { $0.crash(node, atSeconds: time) }
            let comment: Comment = "crash at \(time) s"
            #expect(result.outcome == .finished(retries: 0), comment)
            #expect(complaints(run, result, version: .new) == [], comment)
            let fault = try #require(result.steps.first { $0.isFault })
            // None if the job waits for its replicas just then.
            #expect(fault.chunksLost == (isThrottled ? min(1, fault.chunksLost) : 1), comment)
            #expect(result.chunksLost == fault.chunksLost, comment)
            #expect(result.rowsConverted == free.rowsConverted, comment)
            // The repair, what is lost of a chunk on either side, and a check.
            #expect(try conversion(result).end <= end + 400 + 4, comment)
        }
    }

    @Test("given up in the middle: what replicas have not applied they never will", arguments: [0.1, 0.3, 0.5, 0.65])
    func rollBack(_ part: Double) throws {
        let shop = try shop()
        let (start, end) = try conversion(shop.run(RollingUpgrade()).result)
        let time = SimulationTime.zero + .seconds(roundingUp: start + part * (end - start))
        let (run, result) = shop.run(RollingUpgrade()) { $0.intervention = Intervention(time: time, change: .rollBack) }
        guard result.intervention == .done else { return }
        #expect(complaints(run, result, version: .old) == [])
    }

    @Test("windows close in the middle of it", arguments: [7, 13, 20])
    func windows(_ minutes: Int) throws {
        var shop = try shop()
        shop.horizon = .hours(72)
        shop.loadCycle = .hours(2)
        shop.calendar = Calendar(windows: (0..<12).map { ChangeWindow(from: .hours(2 * $0), to: .hours(2 * $0) + .minutes(minutes)) })
        let (run, result) = shop.run(RollingUpgrade())
        #expect(result.outcome == .finished(retries: 0))
        #expect(complaints(run, result, version: .new) == [])
    }

    static let pipelines = [
        PipelineDescription(site: .source), PipelineDescription(nodeBytesPerSecond: 4e5), PipelineDescription(tierBytesPerSecond: 1.5e6),
        PipelineDescription(chunkFailureProbability: 0.1), PipelineDescription(lagThrottle: LagThrottle(limit: .milliseconds(300))),
        PipelineDescription(
            site: .source, nodeBytesPerSecond: 6e5, tierBytesPerSecond: 2e6, chunkFailureProbability: 0.05, lagThrottle: LagThrottle()),
    ]

    @Test("every pipeline under every strategy: complete at the end", arguments: StrategyCatalogue.all.map(\.name), pipelines)
    func everyPipeline(_ name: String, _ pipeline: PipelineDescription) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        for place in ConversionPlace.allCases {
            var shop = try shop()
            shop.options.convertOn = place
            shop.horizon = .hours(24)
            let free = { () -> RunResult in
                var plain = shop
                plain.pipeline = PipelineDescription()
                return plain.run(strategy).result
            }()
            shop.pipeline = pipeline
            let (run, result) = shop.run(strategy)
            #expect(result.outcome == .finished(retries: 0))
            #expect(complaints(run, result, version: .new) == [])
            // Limits, failures and waits make nothing faster, and no row is converted that would not be without them.
            #expect(result.duration >= free.duration - .seconds(60))
            if name != "parallel-universe" { #expect(agrees(result.rowsConverted, free.rowsConverted)) }
            #expect(pipeline.chunkFailureProbability > 0 || result.chunksLost == 0)
        }
    }
}
