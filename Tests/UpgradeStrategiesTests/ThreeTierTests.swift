import ClusterModel
import DataConversion
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// Every strategy on the small shop, with times that can be followed by hand.
@Suite struct ThreeTierTests {
    private func seconds(_ result: RunResult, _ label: String) -> [(start: Double, end: Double)] {
        result.steps.filter { $0.label.hasPrefix(label) }.map { (microseconds($0.start.seconds), microseconds($0.end.seconds)) }
    }

    /// A time to the microsecond: each chunk may end a nanosecond later than by hand.
    private func microseconds(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }

    private func lost(_ result: RunResult, _ requestClass: Int) -> [String: Double] {
        var byLabel: [String: Double] = [:]
        for (cause, requests) in result.measures.classes[requestClass].lostByCause.enumerated() where requests > 0 {
            byLabel[result.causes[cause].label] = requests
        }
        return byLabel
    }

    @Test("every strategy finishes: all nodes new and in service, all data converted, nothing left open", arguments: [false, true], 0..<4)
    func finishes(_ isLeased: Bool, _ index: Int) {
        var shop = ThreeTier()
        shop.isLeased = isLeased
        let strategy = StrategyCatalogue.all[index]
        let (run, result) = shop.run(strategy)
        #expect(result.outcome == .finished(retries: 0), "\(strategy.name)")
        #expect(result.attempts == 1)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [], "\(strategy.name)")
        #expect(Complaints.aboutSums(run, result) == [], "\(strategy.name)")
        // Nothing is unplanned without faults.
        for measured in result.measures.classes { #expect(agrees(measured.lostToPlan, measured.lost)) }
    }

    @Test("the control changes nothing and loses nothing")
    func control() {
        let (run, result) = ThreeTier().run(StrategyCatalogue.control)
        #expect(Complaints.aboutEnd(run, result, version: .old) == [])
        #expect(result.measures.classes.allSatisfy { $0.lost == 0 })
        #expect(result.duration == .hours(6))
        #expect(result.measures.classes[0].offered == 100 * 6 * 3600)
    }

    /// By hand: web 4 x 120 s. Then writes stop, and one replica of each shard is drained and installed (240 s), converts (360 s on the larger
    /// shard), warms up while its data is verified (120 s); the application is rolled in three batches of 165 s; the promotion takes 30 s, as
    /// nothing was written meanwhile. The window is 720 + 495 + 30 = 1,245 s. Then two servers of each shard are installed (240 s), cloned in a
    /// chain (210 s), warmed up (60 s), and catch up: 1 s each, the least slice, one after the other.
    @Test("rolling: window, promotion and rebuild by hand, in order, without a read outage")
    func rolling() {
        let (_, result) = ThreeTier().run(RollingUpgrade())
        #expect(result.measures.shardReadOnlySeconds[ThreeTier.database].map(microseconds) == [1245, 1245])
        #expect(microseconds(result.measures.readOnlySeconds) == 1245)
        #expect(result.measures.classes[0].lost == 0)
        #expect(result.measures.classes[0].outageSeconds == 0)
        // Edits are lost in the window only: 10 a second.
        #expect(lost(result, 1).keys.sorted() == ["read-only while data is converted"])
        #expect(agrees(result.measures.classes[1].lost, 12_450, within: 1e-8))
        let convert = seconds(result, "convert half of the replicas")
        let promote = seconds(result, "promote a converted replica")
        let rebuild = seconds(result, "build the other servers anew")
        #expect(convert.map(\.start) == [480] && convert.map(\.end) == [1200])
        #expect(seconds(result, "roll web").map(\.start) == [0, 120, 240, 360])
        #expect(seconds(result, "roll application").map(\.start) == [1200, 1365, 1530])
        #expect(promote.map(\.start) == [1695] && promote.map(\.end) == [1725])
        #expect(result.pointOfNoReturn.map { microseconds($0.seconds) } == 1725)
        #expect(rebuild.map(\.start) == [1725] && rebuild.map(\.end) == [1725 + 240 + 210 + 60 + 1])
        #expect(microseconds(result.duration.seconds) == 2236)
        // Two versions answer side by side from the return of the first batch until the last old node leaves.
        #expect(result.measures.mixedVersionSecondsByTier[ThreeTier.web] == 240)
        #expect(microseconds(result.measures.mixedVersionSecondsByTier[ThreeTier.application]) == 165 + 15)
    }

    /// By hand: the servers are installed in 240 s, convert for 360 s and warm up under verification for 120 s; then the new software is
    /// verified (15 s) and users are sent back (20 s).
    @Test("fast reboot: a full outage of 755 s and nothing else")
    func fastReboot() {
        let (_, result) = ThreeTier().run(FastReboot())
        #expect(microseconds(result.duration.seconds) == 755)
        #expect(microseconds(result.measures.fullOutageSeconds) == 755)
        #expect(result.measures.readOnlySeconds == 0)
        #expect(result.measures.mixedVersionSeconds == 0)
        #expect(agrees(result.measures.classes[0].lost, 75_500, within: 1e-8))
        #expect(agrees(result.measures.classes[1].lost, 7_550, within: 1e-8))
        #expect(lost(result, 0).keys.sorted() == ["reboot"])
    }

    @Test("big flip: one version at a time; early halving keeps half out for longer than late", arguments: ConversionWrites.allCases)
    func bigFlip(_ writes: ConversionWrites) {
        var halfOut: [HalvingTime: Double] = [:]
        for halve in HalvingTime.allCases {
            var shop = ThreeTier()
            shop.options.halve = halve
            shop.options.conversionWrites = writes
            let log = RunLog()
            let (run, result) = shop.run(BigFlip()) { $0.recorder = log }
            #expect(Complaints.aboutEnd(run, result, version: .new) == [], "\(halve)")
            #expect(Complaints.aboutSums(run, result) == [], "\(halve)")
            #expect(result.measures.mixedVersionSeconds == 0)
            #expect(result.measures.classes[0].outageSeconds == 0)
            let application = log.stretches(until: .zero + .hours(6)) { $0.inService[ThreeTier.application] }
            halfOut[halve] = application.reduce(0) { $0 + ($1.value < 5 ? $1.seconds : 0) }
            // Five nodes: two leave first, at once or later, then the other three.
            #expect(application.map(\.value) == (halve == .early ? [3, 2, 5] : [5, 3, 2, 5]))
            let window = result.measures.shardReadOnlySeconds[ThreeTier.database]
            if writes == .readOnly {
                // At least installation, conversion and verification of the larger shard.
                #expect(window.allSatisfy { $0 >= 720 && $0 < 1000 }, "\(window)")
            } else {
                // Only the flip: 20 s of redirection and what is converted last.
                #expect(window.allSatisfy { $0 >= 20 && $0 < 30 }, "\(window)")
            }
            #expect(lost(result, 1).keys.sorted() == ["read-only until the flip"])
            #expect(agrees(result.measures.classes[1].lost, 6 * window[0] + 4 * window[1], within: 1e-6))
        }
        #expect((halfOut[.early] ?? 0) > (halfOut[.late] ?? 0) + 200)
    }

    @Test(
        "parallel universe: users see the windows of the two switchovers and nothing else", arguments: [false, true],
        AfterSwitchover.allCases)
    func parallelUniverse(_ isLeased: Bool, _ after: AfterSwitchover) {
        var shop = ThreeTier()
        shop.isLeased = isLeased
        shop.options.afterSwitchover = after
        let (run, result) = shop.run(ParallelUniverse())
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutSums(run, result) == [])
        #expect(result.measures.classes[0].lost == 0)
        #expect(result.measures.mixedVersionSeconds == 0)
        #expect(result.peakNodes == 30 + (isLeased ? 1 : 0))
        let labels = lost(result, 1).keys.sorted()
        let window = result.measures.shardReadOnlySeconds[ThreeTier.database]
        #expect(window[0] == window[1])
        #expect(agrees(result.measures.classes[1].lost, 10 * window[0], within: 1e-9))
        switch after {
        case .return:
            #expect(Complaints.aboutEnd(run, result, version: .new) == [])
            #expect(labels == ["return home", "switchover"])
            #expect(result.switchovers.count == 2)
        case .stay:
            #expect(Complaints.aboutEnd(run, result, version: .new, universe: .parallel) == [])
            #expect(labels == ["switchover"])
            #expect(result.switchovers.count == 1)
            // In flight 10 s, final lag 5 s, final checks 60 s, redirection 10 s, and the last changed rows.
            #expect(window[0] >= 85 && window[0] < 95)
            #expect(result.leases.count { $0.released == nil } == (isLeased ? 16 : 0))
        }
    }

    @Test("an additive change needs no window but the promotion's", arguments: 0..<3)
    func additive(_ index: Int) {
        var shop = ThreeTier()
        shop.change = .additive
        let strategy = StrategyCatalogue.all[index]
        let (run, result) = shop.run(strategy)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [], "\(strategy.name)")
        #expect(Complaints.aboutSums(run, result) == [], "\(strategy.name)")
        #expect(result.measures.classes[0].outageSeconds == 0)
        if strategy.name == "rolling" {
            // One promotion of 30 s for all shards; the heir has followed all along.
            #expect(result.measures.shardReadOnlySeconds[ThreeTier.database] == [30, 30])
        }
    }
}
