import ClusterModel
import RandomStreams
import SimulationKernel
import TestSupport
import Testing
import UpgradeFaults
import UpgradeStrategies

/// Whoever sends users elsewhere watches whether they are answered, and undoes what is wrong.
@Suite struct SwitchFaultTests {
    /// A switch that loses every request, so that it is seen for certain.
    private func shop(_ point: Injection.Point = .anywhere, mistake: Double = 0) throws -> ThreeTier {
        var shop = try ThreeTier.faulty().injecting("switch", .configuration, at: point)
        shop.faults.response = ResponseRules(
            identification: try .constant(600), fix: try .constant(1200), rollbackMistake: mistake)
        return shop
    }

    private func labels(_ result: RunResult) -> [String] { result.steps.map(\.label) }

    @Test(
        "a switch that goes wrong is undone and made again; nobody writes meanwhile", arguments: [StrategyNameOfSwitch.bigFlip, .universe])
    func undone(_ name: StrategyNameOfSwitch) throws {
        let (run, result) = try shop().run(name.strategy)
        let sound = try ThreeTier.faulty().run(name.strategy).result
        let fault = try #require(result.faults.first { !$0.isEscaped })
        #expect(result.outcome == .finished(retries: 0) && result.attempts == 1)
        #expect(fault.noticedBy == .verification && fault.ending == .rolledBack)
        // Users bear the redirection and its undoing, not the ten minutes in which the reason is found.
        let redirect = run.rehearsal.procedure.redirect.seconds
        let life = try #require(fault.ended) - fault.struck
        #expect(abs(life.seconds - 2 * redirect) < 1e-6)
        #expect(result.measures.classes[0].outageSeconds - sound.measures.classes[0].outageSeconds <= 2 * redirect + 1e-6)
        // Edits wait for the reason too.
        let longer = result.measures.classes[1].outageSeconds - sound.measures.classes[1].outageSeconds
        #expect(longer >= 600 && longer <= 600 + 3 * redirect + 60)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [] && Complaints.aboutSums(run, result) == [])
    }

    @Test("users who are sent home in vain stay on the leased system until the next try")
    func home() throws {
        let (run, result) = try shop(.step("switch back")).run(ParallelUniverse())
        let fault = try #require(result.faults.first { !$0.isEscaped })
        #expect(fault.noticedBy == .verification && fault.ending == .rolledBack)
        #expect(labels(result).count { $0 == "switch back" } == 2)
        // There, home, there again, home.
        #expect(result.switchovers.count == 4)
        #expect(result.outcome == .finished(retries: 0))
        #expect(Complaints.aboutEnd(run, result, version: .new) == [] && Complaints.aboutSums(run, result) == [])
    }

    @Test("if the undoing leaves it in place somebody has to repair it")
    func mistake() throws {
        let (run, result) = try shop(mistake: 1).run(ParallelUniverse())
        let fault = try #require(result.faults.first { !$0.isEscaped })
        #expect(fault.noticedBy == .verification && fault.ending == .repaired)
        let life = try #require(fault.ended) - fault.struck
        #expect(life.seconds >= 1800)
        #expect(result.outcome.isFinished)
        #expect(Complaints.aboutEnd(run, result, version: .new) == [] && Complaints.aboutSums(run, result) == [])
    }
}

/// Strategies that send all users elsewhere at one instant.
enum StrategyNameOfSwitch: String, CustomTestStringConvertible {
    case bigFlip, universe

    var strategy: any Strategy { self == .bigFlip ? BigFlip() : ParallelUniverse() }
    var testDescription: String { rawValue }
}
