import ClusterModel
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

@testable import Experiments

/// Explanations of runs of the small shop, whose times are round.
@Suite struct CriticalPathTests {
    private func record(
        _ rehearsal: Rehearsal, _ strategy: any Strategy, prepare: (UpgradeRun) -> Void = { _ in }
    ) -> (record: RecordedRun, result: RunResult) {
        let run = UpgradeRun(rehearsal, strategy: strategy, seed: 1, replication: 0)
        let recording = RunRecording(run)
        prepare(run)
        let result = run.run()
        return (recording.record(result), result)
    }

    private func explain(_ record: RecordedRun) throws -> CriticalPath {
        let end = record.endEvent
        return try CriticalPath(record, event: try #require(end))
    }

    private func seconds(_ time: Int64) -> Double { Double(time) / 1e9 }

    /// Drain 60 s, install and restart 180 s, convert the larger shard 360 s, verify its data 120 s, verify the software 15 s, redirect 20 s.
    @Test("fast reboot, by arithmetic: the larger shard is on the path, the smaller has two minutes")
    func fastReboot() throws {
        let (record, result) = record(ThreeTier().rehearsal, FastReboot())
        let path = try explain(record)
        // Each chunk of the conversion ends at a whole nanosecond.
        #expect(result.duration.seconds.rounded() == 755)
        #expect(seconds(path.time) == result.duration.seconds)
        #expect(path.root == nil)
        let labels = path.parts.map { $0.label.replacing(#/ on node \d+/#, with: "") }
        #expect(
            labels == [
                "drain database", "install and restart database", "convert database shard 0", "verify", "verify",
                "end requests in flight", "redirect users",
            ])
        #expect(path.parts.map { seconds($0.end - $0.start) }.map { $0.rounded() } == [60, 180, 360, 120, 15, 10, 10])
        #expect(path.parts.map(\.limit) == [nil, nil, "its threads", nil, nil, nil, nil])
        #expect(path.parts.allSatisfy { $0.slack == 0 })
        #expect(path.parts.map { $0.step.map { record.steps[$0].label } ?? "-" }.first == "everything down: install and convert")
        func slack(_ label: String) -> Double? { path.asides.first { $0.label.hasPrefix(label) }.map { seconds($0.slack).rounded() } }
        #expect(slack("convert database shard 1") == 120)
        #expect(slack("warm up database") == 60)
        #expect(slack("warm up application") == 570)
        #expect(slack("drain web") == 600)
    }

    @Test("the parts of a path follow each other from the start to the end", arguments: StrategyCatalogue.all.map(\.name), [true, false])
    func contiguous(_ name: String, _ isLeased: Bool) throws {
        var shop = ThreeTier()
        shop.isLeased = isLeased
        shop.options.switchAt = .minutes(40)
        shop.horizon = .hours(30)
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        let (record, _) = record(shop.rehearsal, strategy) { $0.crash(6, atSeconds: 200) }
        let path = try explain(record)
        #expect(path.parts.last?.end == path.time)
        #expect(path.root != nil || path.parts.first?.start == 0)
        for (earlier, later) in zip(path.parts, path.parts.dropFirst()) { #expect(earlier.end == later.start) }
        #expect(path.parts.allSatisfy { $0.slack >= 0 })
        // Slack falls along the path: what can be late can be so because of something later.
        for (earlier, later) in zip(path.parts, path.parts.dropFirst()) where later.slack == 0 && earlier.kind != .wait {
            #expect(earlier.slack == 0 || later.kind == .wait)
        }
    }

    /// Moves one duration of the scenario and compares the end with what the path foretells.
    @Test(
        "a longer wait moves the end by what exceeds its slack", arguments: StrategyCatalogue.all.map(\.name),
        ["web", "application", "database"])
    func longer(_ name: String, _ tierName: String) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        var shop = ThreeTier()
        // Otherwise the flip's other tiers leave earlier if they need longer.
        shop.options.halve = .early
        let rehearsal = shop.rehearsal
        let tier = try #require(rehearsal.system.tiers.firstIndex { $0.name == tierName })
        let (record, result) = record(rehearsal, strategy)
        let graph = try RunGraph(record)
        let last = record.endEvent
        let end = try graph.row(try #require(last))
        for extra in [5, 200, 1000] {
            var longer = rehearsal
            longer.system.tiers[tier].software.drain = longer.system.tiers[tier].software.drain + .seconds(extra)
            let moved = self.record(longer, strategy).result
            var delays: [Int: Int64] = [:]
            for activity in record.activities where activity.label == "drain \(tierName)" {
                delays[try graph.row(activity.endEvent ?? 0)] = Int64(extra) * 1_000_000_000
            }
            let foretold = ForwardSolution(graph.graph, delays: delays).times[end]
            // What a server that was out must catch up with depends on how long it was.
            let difference = abs(seconds(foretold) - moved.duration.seconds)
            #expect(
                difference <= (name == "fast-reboot" ? 1e-6 : 3),
                "\(name), \(tierName) +\(extra) s: \(moved.duration) against \(result.duration)")
        }
    }

    @Test("one drain that is not on the path: nothing moves by less than its slack, and by more the end does by the rest")
    func oneDrain() throws {
        let strategy = FastReboot()
        let rehearsal = ThreeTier().rehearsal
        for (extra, shift) in [(599, 0), (600, 0), (601, 1), (700, 100)] {
            var longer = rehearsal
            longer.system.tiers[ThreeTier.web].software.drain = longer.system.tiers[ThreeTier.web].software.drain + .seconds(extra)
            #expect(record(longer, strategy).result.duration.seconds.rounded() == Double(755 + shift))
        }
    }

    @Test("change windows: the path goes through the wait for them, with slack before")
    func windows() throws {
        var shop = ThreeTier()
        shop.calendar = Calendar(windows: [ChangeWindow(from: .hours(1), to: .hours(24), weekdays: [Bool](repeating: true, count: 7))])
        let (record, result) = record(shop.rehearsal, FastReboot())
        let path = try explain(record)
        #expect(result.duration.seconds.rounded() == 3600 + 755)
        #expect(path.parts.first?.label == "wait for the change window")
        #expect(path.parts.first?.kind == .wait)
        #expect(path.parts.dropFirst().first?.label == "drain database")
    }

    /// Windows of half an hour every day from the start on. The last step of the first day begins at 1725 s and would miss its window if it were later
    /// by 75 s; so would everything before it.
    @Test("what begins in a change window has slack up to its end at most")
    func windowEnds() throws {
        var shop = ThreeTier()
        shop.horizon = .hours(100)
        let open = [Bool](repeating: true, count: 7)
        shop.calendar = Calendar(windows: [ChangeWindow(from: .zero, to: .minutes(30), weekdays: open)])
        let (record, result) = record(shop.rehearsal, RollingUpgrade())
        #expect(result.outcome.isFinished)
        #expect(result.duration > .hours(24))
        let path = try explain(record)
        #expect(path.parts.first?.start == 0)
        let before = path.parts.filter { seconds($0.end).rounded() <= 1725 }
        #expect(before.last.map { seconds($0.end).rounded() } == 1725)
        for part in before { #expect(seconds(part.slack).rounded() == 75, "\(part)") }
        #expect(path.parts.contains { $0.label == "wait for the change window" && $0.kind == .wait })
        for (earlier, later) in zip(path.parts, path.parts.dropFirst()) { #expect(earlier.end == later.start) }
    }

    @Test("a node that crashes while it is upgraded is waited for, and the path says so")
    func crash() throws {
        var shop = ThreeTier()
        shop.hardwareFaults = HardwareFaults(timeToFailure: nil, timeToRepair: try .constant(1800))
        // The first web node is being installed.
        let (record, _) = record(shop.rehearsal, FastReboot()) { $0.crash(0, atSeconds: 60) }
        let path = try explain(record)
        #expect(path.parts.contains { $0.label == "wait for node 0, which had crashed" && $0.kind == .wait })
        #expect(path.root == nil)
        let before = try #require(path.parts.first)
        #expect(before.slack > 0)
    }

    @Test("a job that windows interrupt is one part of the path, from its beginning to its end")
    func interrupted() throws {
        var shop = ThreeTier()
        shop.horizon = .hours(50)
        let open = [Bool](repeating: true, count: 7)
        // Drained and installed by 0:04, the conversion needs until 0:10.
        shop.calendar = Calendar(windows: [ChangeWindow(from: .zero, to: .minutes(6), weekdays: open)])
        let (record, result) = record(shop.rehearsal, FastReboot())
        #expect(result.outcome.isFinished)
        let path = try explain(record)
        let conversions = path.parts.filter { $0.kind == .conversion }
        #expect(conversions.count == 1)
        #expect(seconds(conversions.first?.start ?? 0) == 240)
        #expect(seconds(conversions.first?.end ?? 0) > 24 * 3600)
        for (earlier, later) in zip(path.parts, path.parts.dropFirst()) { #expect(earlier.end == later.start) }
    }

    @Test("any event of a run can be explained", arguments: StrategyCatalogue.all.map(\.name))
    func everyEvent(_ name: String) throws {
        var shop = ThreeTier()
        shop.isLeased = true
        shop.hardwareFaults = HardwareFaults(timeToFailure: try .exponential(mean: 20_000), timeToRepair: try .constant(600))
        let (record, _) = record(shop.rehearsal, try #require(StrategyCatalogue.strategy(named: name)))
        for index in stride(from: 0, to: record.sequences.count, by: max(1, record.sequences.count / 40)) {
            let path = try CriticalPath(record, event: record.sequences[index])
            #expect(path.time == record.times[index])
            for (earlier, later) in zip(path.parts, path.parts.dropFirst()) { #expect(earlier.end == later.start) }
            #expect(path.parts.last.map { $0.end == path.time } ?? true)
        }
    }

    @Test("recording a run does not change it", arguments: StrategyCatalogue.all.map(\.name))
    func fingerprint(_ name: String) throws {
        let strategy = try #require(StrategyCatalogue.strategy(named: name))
        var shop = ThreeTier()
        shop.isLeased = true
        let plain = shop.run(strategy).result
        let recorded = record(shop.rehearsal, strategy).result
        #expect(recorded.fingerprint == plain.fingerprint)
        #expect(plain.joins.isEmpty && plain.activities.isEmpty)
        #expect(!recorded.activities.isEmpty)
    }

    @Test("a record that does not fit together is refused with a reason")
    func damaged() throws {
        let (record, _) = record(ThreeTier().rehearsal, FastReboot())
        var twice = record
        twice.sequences[1] = twice.sequences[0]
        #expect(throws: RecordError.self) { try CriticalPath(twice, event: record.sequences[5]) }
        var missing = record
        missing.causes[4] = 999_999
        #expect(throws: RecordError.self) { try CriticalPath(missing, event: record.sequences[5]) }
        var early = record
        early.times[3] = early.times[2] - 1
        #expect(throws: RecordError.self) { try CriticalPath(early, event: record.sequences[5]) }
        #expect(CriticalPath.nearest(to: 0, in: record) == [record.sequences.min()].compactMap(\.self))
    }
}
