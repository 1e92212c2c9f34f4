import ClusterModel
import DataConversion
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Disks, racks, uplinks and links that fail at instants chosen by hand; whatever fails is back after 400 s unless a test says otherwise.
///
/// Nodes 0-3 are the web, 4-8 the application, 9-11 and 12-14 the servers of the two shards, of which 9 and 12 lead. Shard 0 has 210 MB, which
/// are copied and restored at 1 MB/s; six edits a second write three rows each there.
@Suite struct HardwareFaultTests {
    static func shop(repair: Double = 400) throws -> ThreeTier {
        let never = Outages(timeToFailure: try .constant(1e8), timeToRepair: try .constant(repair))
        var shop = ThreeTier()
        shop.rackSize = 5
        shop.hardwareFaults = HardwareFaults(
            timeToFailure: nil, timeToRepair: try .constant(400), detection: .seconds(20), replicationDelay: .seconds(2),
            disks: DiskFaults(
                timeToFailure: never.timeToFailure, replacement: never.timeToRepair, backupInterval: .hours(1), restoreBytesPerSecond: 1e6),
            racks: never, uplinks: never, links: never)
        return shop
    }

    static func lost(_ result: RunResult, _ requestClass: Int, _ label: String) -> Double {
        var sum = 0.0
        for (cause, requests) in result.measures.classes[requestClass].lostByCause.enumerated() where result.causes[cause].label == label {
            sum += requests
        }
        return sum
    }

    private func step(_ result: RunResult, _ label: String) throws -> StepRecord {
        try #require(result.steps.first { $0.label == label }, "\(result.steps.map(\.label))")
    }

    /// Runs the control with a log, and checks what is so of all of them.
    private func idle(_ shop: ThreeTier, _ prepare: (UpgradeRun) -> Void) -> (result: RunResult, log: RunLog) {
        let log = RunLog()
        let (run, result) = shop.run(StrategyCatalogue.control) {
            $0.recorder = log
            prepare($0)
        }
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(Complaints.aboutSums(run, result) == [])
        return (result, log)
    }

    private func inService(_ shop: ThreeTier, _ log: RunLog, _ tier: Int) -> [(seconds: Double, value: Int)] {
        log.stretches(until: .zero + shop.horizon) { $0.inService[tier] }
    }

    // MARK: Disks

    @Test("the disks of a replica: replaced after 400 s, filled from the other replica in 210 s, then it catches up")
    func replicaDisks() throws {
        let shop = try Self.shop()
        let (result, log) = idle(shop) { $0.fail(.disks, 10, atSeconds: 1000) }
        let out = inService(shop, log, ThreeTier.database)
        #expect(out.map(\.value) == [6, 5, 6])
        // 210 s of writes are 3,780 rows, which take 0.4 s.
        #expect(out[1].seconds >= 610 && out[1].seconds <= 612, "\(out)")
        let rebuild = try step(result, "rebuild database node 10 from node 11")
        #expect(abs(rebuild.start.seconds - 1400) < 1e-6 && abs(rebuild.end.seconds - 1610) < 1e-6)
        #expect(agrees(result.bytesMoved, 210e6))
        #expect(result.rowsLost == 0 && result.hardware.diskFailures == 1 && result.hardware.rebuilds == 1)
    }

    @Test("the disks of a primary: failover as after a crash; rows not replicated are lost, and nothing else")
    func primaryDisks() throws {
        let (result, _) = idle(try Self.shop()) { $0.fail(.disks, 9, atSeconds: 1000) }
        #expect(agrees(result.rowsLost, 36))
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][0] - 50) < 1e-5)
        let edits = Self.lost(result, 1, "disk failure: database")
        #expect(edits >= 300 && edits < 301)
        _ = try step(result, "rebuild database node 9 from node 11")
    }

    /// One server a shard: nodes 9 and 10. The backup of 3,600 s lacks 1,400 s of writes.
    @Test("the last copy of a shard: nothing works until it is restored, and what was written since the backup is lost")
    func lastCopy() throws {
        var shop = try Self.shop()
        shop.servers = [1, 1]
        let (result, _) = idle(shop) { $0.fail(.disks, 9, atSeconds: 5000) }
        #expect(agrees(result.rowsLost, 1400 * 18, within: 1e-6))
        #expect(agrees(result.hardware.rowsNotBackedUp, 1400 * 18, within: 1e-6))
        _ = try step(result, "last copy of database shard 0 lost: 25200 rows since the last backup")
        let restore = try step(result, "restore database node 9 from the backup")
        #expect(abs(restore.start.seconds - 5400) < 1e-6 && abs(restore.end.seconds - 5610) < 1e-6)
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][0] - 610) < 1e-5)
        let views = Self.lost(result, 0, "disk failure: database")
        #expect(views >= 60 * 610 && views < 60 * 610 + 10)
    }

    @Test("a copy on a server that is down is a copy: it is waited for, and no backup is needed")
    func copyOnBrokenServer() throws {
        var shop = try Self.shop()
        shop.servers = [2, 2]
        // Node 10 is down until 5,700 s: new disks of node 9 wait from 5,400 s on.
        let (result, _) = idle(shop) {
            $0.fail(.disks, 9, atSeconds: 5000)
            $0.crash(10, atSeconds: 5300)
        }
        #expect(result.hardware.lastCopiesLost == 0)
        #expect(agrees(result.rowsLost, 36 + 36))
        let rebuild = try step(result, "rebuild database node 9 from node 10")
        #expect(abs(rebuild.start.seconds - 5700) < 1e-6)
    }

    @Test("two servers one after the other: the last to fail takes the shard with it, both are restored, one is promoted")
    func bothCopies() throws {
        var shop = try Self.shop()
        shop.servers = [2, 2]
        let (result, _) = idle(shop) {
            $0.fail(.disks, 10, atSeconds: 5000)
            $0.fail(.disks, 9, atSeconds: 5100)
        }
        #expect(result.hardware.lastCopiesLost == 1 && result.hardware.rebuilds == 2)
        #expect(agrees(result.rowsLost, 1500 * 18, within: 1e-6))
        // Node 10 is back at 5,610 s, and leads after the promotion.
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][0] - 540) < 1e-5)
    }

    @Test("disks that fail while they are filled are replaced and filled once more")
    func disksWhileFilled() throws {
        let shop = try Self.shop()
        let (result, log) = idle(shop) {
            $0.fail(.disks, 10, atSeconds: 1000)
            $0.fail(.disks, 10, atSeconds: 1500)
        }
        let out = inService(shop, log, ThreeTier.database)
        #expect(out.map(\.value) == [6, 5, 6])
        // 400 s from 1,500 s on, and 210 s.
        #expect(out[1].seconds >= 1110 && out[1].seconds <= 1112, "\(out)")
        #expect(result.hardware.rebuilds == 1)
    }

    @Test("the source loses its disks: the copy begins again from another server")
    func sourceWhileFilled() throws {
        let (result, _) = idle(try Self.shop()) {
            $0.fail(.disks, 10, atSeconds: 1000)
            $0.fail(.disks, 11, atSeconds: 1500)
        }
        let second = try step(result, "rebuild database node 10 from node 9")
        #expect(abs(second.start.seconds - 1500) < 1e-6 && abs(second.end.seconds - 1710) < 1e-6)
        #expect(result.rowsLost == 0 && result.hardware.rebuilds == 2)
    }

    @Test("a web server has no data to lose: it is back with its new disks")
    func webDisks() throws {
        let shop = try Self.shop()
        let (result, log) = idle(shop) { $0.fail(.disks, 1, atSeconds: 1000) }
        let out = inService(shop, log, ThreeTier.web)
        #expect(out.map(\.value) == [4, 3, 4] && abs(out[1].seconds - 400) < 1e-6)
        #expect(result.hardware.rebuilds == 0)
    }

    /// Node 10 converts from 720 s to 1,080 s, in chunks of 2.5 s; at 801.3 s 32 are done. New disks 400 s, a copy of the old data 210 s, and the
    /// whole conversion again.
    @Test("a half-converted copy is lost with its disks")
    func convertingDisks() throws {
        let shop = try Self.shop()
        let free = shop.run(RollingUpgrade()).result
        let (run, result) = shop.run(RollingUpgrade()) { $0.fail(.disks, 10, atSeconds: 801.3) }
        #expect(Complaints.aboutEnd(run, result, version: .new) == [])
        #expect(agrees(result.rowsConverted - free.rowsConverted, 320_000, within: 1e-6))
        let convert = try #require(result.steps.first { $0.label.hasPrefix("convert half of the replicas") })
        #expect(abs(convert.end.seconds - (1200 + 801.3 - 720 + 400 + 210)) < 1e-4)
    }

    // MARK: Racks

    @Test("a rack without power: all its nodes go down at one instant and come back together")
    func rack() throws {
        let shop = try Self.shop()
        // Nodes 5-9: four of the application, and the primary of shard 0.
        let (result, log) = idle(shop) { $0.fail(.rack, 1, atSeconds: 1000) }
        #expect(inService(shop, log, ThreeTier.application).map(\.value) == [5, 1, 5])
        #expect(abs(inService(shop, log, ThreeTier.application)[1].seconds - 400) < 1e-6)
        #expect(inService(shop, log, ThreeTier.database).map(\.value) == [6, 5, 6])
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][0] - 50) < 1e-5)
        #expect(agrees(result.rowsLost, 36))
        let step = try step(result, "power failure of rack 1 in here: 5 nodes down")
        #expect(step.isFault && abs(step.start.seconds - 1000) < 1e-6)
        // 100 views and 10 edits a second are 2.5 cores of work for the application, and two cores are there.
        let views = Self.lost(result, 0, "rack failure")
        #expect(views >= 8000 && views < 8010, "\(views)")
        #expect(result.measures.classes[0].lost - views < 1e-6)
    }

    struct Nesting: Sendable, CustomTestStringConvertible {
        let crash: Double
        let outage: Double
        let expected: [Int]
        let seconds: [Double]
        var testDescription: String { "crash at \(crash) s, outage of \(outage) s" }
    }

    /// The rack of nodes 0-4 fails at 1,000 s; node 1, of the web, crashes for 400 s.
    static let nestings = [
        Nesting(crash: 700, outage: 400, expected: [4, 3, 0, 4], seconds: [700, 300, 400]),
        Nesting(crash: 900, outage: 100, expected: [4, 3, 0, 3, 4], seconds: [900, 100, 100, 200]),
        Nesting(crash: 900, outage: 400, expected: [4, 3, 0, 4], seconds: [900, 100, 400]),
        Nesting(crash: 1100, outage: 400, expected: [4, 0, 3, 4], seconds: [1000, 400, 100]),
        Nesting(crash: 1100, outage: 600, expected: [4, 0, 4], seconds: [1000, 600]),
        Nesting(crash: 1000, outage: 400, expected: [4, 0, 4], seconds: [1000, 400]),
    ]

    @Test("a node that has crashed itself stays down until its own repair, in whatever order", arguments: nestings)
    func nested(_ test: Nesting) throws {
        let shop = try Self.shop(repair: test.outage)
        let (result, log) = idle(shop) {
            $0.fail(.rack, 0, atSeconds: 1000)
            $0.crash(1, atSeconds: test.crash)
        }
        let out = inService(shop, log, ThreeTier.web)
        #expect(out.map(\.value) == test.expected)
        for (stretch, seconds) in zip(out, test.seconds) { #expect(abs(stretch.seconds - seconds) < 1e-6) }
        #expect(result.crashes == 1 && result.hardware.rackFailures == 1)
    }

    @Test("an outage of the rack while disks are filled: the copy waits, and one chunk is lost")
    func rackWhileFilled() throws {
        let shop = try Self.shop(repair: 300)
        // Replaced at 1,300 s; the rack of nodes 10-14 is down from 1,400.5 s to 1,700.5 s.
        let (result, _) = idle(shop) {
            $0.fail(.disks, 10, atSeconds: 1000)
            $0.fail(.rack, 2, atSeconds: 1400.5)
        }
        let rebuild = try #require(result.steps.first { $0.label.hasPrefix("rebuild database node 10") })
        #expect(abs(rebuild.end.seconds - (1300 + 210 + 300 + 0.5)) < 1e-5)
        #expect(rebuild.chunksLost == 1 && result.chunksLost == 1)
    }

    // MARK: Uplinks

    @Test("an uplink that is back before anybody notices: no failover, and no rows lost")
    func shortUplinkFailure() throws {
        let shop = try Self.shop(repair: 10)
        let (result, log) = idle(shop) { $0.fail(.uplink, 1, atSeconds: 1000) }
        #expect(inService(shop, log, ThreeTier.application).map(\.value) == [5, 1, 5])
        #expect(result.rowsLost == 0)
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][0] - 20) < 1e-5)
        #expect(Self.lost(result, 1, "uplink failure") > 0)
    }

    @Test("an uplink that stays down: another server leads, what was not sent is thrown away, the old primary comes back as a replica")
    func longUplinkFailure() throws {
        let (result, _) = idle(try Self.shop()) { $0.fail(.uplink, 1, atSeconds: 1000) }
        #expect(agrees(result.rowsLost, 36))
        #expect(abs(result.measures.shardReadOnlySeconds[ThreeTier.database][0] - 50) < 1e-5)
        _ = try step(result, "failure of the uplink of rack 1 in here: 5 nodes down")
    }

    @Test("power and uplink of one rack: its nodes are back when both are", arguments: [1200.0, 1400])
    func bothOfRack(_ second: Double) throws {
        let shop = try Self.shop()
        let (_, log) = idle(shop) {
            $0.fail(.rack, 0, atSeconds: 1000)
            $0.fail(.uplink, 0, atSeconds: second)
        }
        let out = inService(shop, log, ThreeTier.web)
        #expect(out.map(\.value) == [4, 0, 4])
        #expect(abs(out[1].seconds - (second - 1000 + 400)) < 1e-6)
    }
}
