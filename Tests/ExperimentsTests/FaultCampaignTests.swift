import ClusterModel
import Experiments
import SimulationKernel
import TestSupport
import Testing
import UpgradeFaults
import UpgradeStrategies

/// Every fault at every opportunity: what is counted, and that it follows from who has what for itself.
@Suite struct FaultCampaignTests {
    private static let strategies = StrategyCatalogue.all.map(\.name)

    private func campaign(_ shop: ThreeTier, jobs: Int = 2, strategies: [String] = strategies) throws -> FaultCampaign {
        try #require(FaultCampaign(shop.rehearsal, strategies: strategies, seed: 1, jobs: jobs))
    }

    /// Seconds after the start at which users reach the new universe.
    private func switchover(_ shop: ThreeTier) throws -> SimulationTime {
        try #require(shop.run(ParallelUniverse()).result.switchovers.first)
    }

    private func inNewUniverse(_ campaign: FaultCampaign, before switchover: SimulationTime) -> [FaultCampaign.Entry] {
        campaign.entries.filter {
            guard $0.case.strategy == "parallel-universe", let operation = $0.case.opportunity else { return false }
            return operation.opportunity.universe == .parallel && operation.time < switchover
        }
    }

    private func type(_ entry: FaultCampaign.Entry) -> UpgradeFaultType? {
        if case .component(_, let type) = entry.case.injection.subject { type } else { nil }
    }

    @Test("every operation that can break something is there once, and the counts sum to them")
    func complete() throws {
        let shop = try ThreeTier.faulty()
        let campaign = try campaign(shop)
        let graph = try #require(shop.dependencies)
        for strategy in StrategyCatalogue.all {
            let pilot = shop.run(strategy).run
            let expected = pilot.opportunities.reduce(0) { sum, timed in
                sum
                    + UpgradeFaultType.allCases.filter { $0.operations.contains(timed.opportunity.operation) }
                    .reduce(0) { $0 + graph.breakable(by: $1, at: timed.opportunity).count }
            }
            let counted = campaign.entries.filter { $0.case.strategy == strategy.name && type($0) != nil }.reduce(0) { $0 + $1.case.count }
            #expect(counted == expected && expected > 20, "\(strategy.name)")
            #expect(campaign.counts(strategy.name) { _ in true }.values.reduce(0, +) == counted + 3 * VersionDefect.allCases.count)
            #expect(campaign.entries.allSatisfy { type($0) == nil || $0.record != nil }, "a case that did not strike")
        }
    }

    @Test(
        "no fault of types 1, 3, 4 inside the new universe before the switchover costs a request; those of type 2 and of what is shared do")
    func isolation() throws {
        var shop = try ThreeTier.faulty()
        shop.faults.detection.verification[.semantic] = 0
        let (campaign, switchover) = (try campaign(shop, strategies: ["parallel-universe"]), try switchover(shop))
        let graph = try #require(shop.dependencies)
        var (isolated, semantic, shared) = (0, 0, 0)
        for entry in inNewUniverse(campaign, before: switchover) {
            guard case .component(let component, let type) = entry.case.injection.subject else { continue }
            if graph.components[component].place == .shared {
                shared += 1
                #expect(entry.lost > 0, "\(entry.record?.label ?? "")")
            } else if type == .semantic {
                semantic += entry.lost > 0 ? 1 : 0
            } else {
                isolated += 1
                #expect(entry.lost == 0, "\(entry.record?.label ?? "")")
            }
        }
        #expect(isolated > 4 && semantic > 0 && shared > 0, "\(isolated), \(semantic), \(shared)")
        // The same, with one component moved: the outcome is the graph's and not the strategy's.
        let moved = try ThreeTier.faulty { $0 != "library" }
        let library = try #require(moved.dependencies?.position(of: "library"))
        let losing = inNewUniverse(try self.campaign(moved, strategies: ["parallel-universe"]), before: switchover).filter {
            if case .component(library, .environment) = $0.case.injection.subject { $0.lost > 0 } else { false }
        }
        #expect(!losing.isEmpty)
    }

    @Test("without edges every fault of the procedure is masked or latent, whatever the strategy")
    func emptyGraph() throws {
        var shop = try ThreeTier.faulty()
        var bare = DependencyGraph(tiers: ["web", "application", "database"])
        for component in shop.dependencies?.components.dropFirst(3) ?? [] { bare.add(component) }
        shop.dependencies = bare
        for entry in try campaign(shop).entries where type(entry) != nil {
            #expect(entry.lost == 0 && !entry.isAborted && [.masked, .latent].contains(entry.consequence))
        }
    }

    @Test("any number of threads finds the same, and an interruption nothing")
    func threads() throws {
        let shop = try ThreeTier.faulty()
        let (one, three) = (try campaign(shop, jobs: 1), try campaign(shop, jobs: 3))
        #expect(one.entries.map(\.case) == three.entries.map(\.case))
        #expect(
            one.entries.map(\.record) == three.entries.map(\.record) && one.entries.map(\.consequence) == three.entries.map(\.consequence))
        let flag = InterruptFlag()
        flag.set()
        #expect(FaultCampaign(shop.rehearsal, strategies: Self.strategies, seed: 1, jobs: 1, interruption: flag) == nil)
    }
}
