import CloudMarket
import ClusterModel
import Experiments
import Scenarios
import TestTools
import Testing
import UpgradeStrategies

@Suite("What holds in every run of every scenario and strategy")
struct ConservationTests {
    @Test("every lost request has one cause; offered = served + lost + waiting", arguments: Project.scenarioNames)
    func requests(_ name: String) throws {
        let run = try ShippedRun.named(name)
        for result in run.results {
            for (index, measures) in result.measures.classes.enumerated() {
                let place = "\(result.strategy) \(result.replication), \(run.scenario.rehearsal.system.classes[index].name)"
                #expect(measures.offered > 0, "\(place)")
                let causes = measures.lostByCause.reduce(0, +)
                #expect(abs(causes - measures.lost) <= 1e-9 * measures.offered, "\(place): causes \(causes), lost \(measures.lost)")
                let sum = measures.served + measures.lost + result.waiting[index]
                #expect(abs(sum - measures.offered) <= 1e-9 * measures.offered, "\(place): \(sum) of \(measures.offered)")
                #expect(measures.lostByCause.allSatisfy { $0 >= 0 }, "\(place)")
                #expect(measures.lostByCause.count <= result.causes.count, "\(place)")
            }
        }
    }

    @Test("all strategies are offered the same requests, to the last one", arguments: Project.scenarioNames)
    func sameOffer(_ name: String) throws {
        let run = try ShippedRun.named(name)
        let control = try #require(run.results.last)
        for result in run.results {
            for (measures, other) in zip(result.measures.classes, control.measures.classes) {
                #expect(abs(measures.offered - other.offered) <= 1e-9 * other.offered, "\(result.strategy) \(result.replication)")
            }
        }
    }

    @Test("the control upgrades nothing, moves nothing and pays for nothing", arguments: Project.scenarioNames)
    func control(_ name: String) throws {
        let run = try ShippedRun.named(name)
        for result in run.results where result.strategy == "none" {
            #expect(result.chunks == 0)
            #expect(result.rowsConverted == 0)
            #expect(result.bill.total.microdollars == 0)
            #expect(result.measures.mixedVersionSeconds == 0)
            #expect(result.measures.readOnlySeconds == 0)
        }
    }

    @Test("every instant of a job has one limit: the times of a phase add up to that of its jobs", arguments: Project.scenarioNames)
    func limits(_ name: String) throws {
        let run = try ShippedRun.named(name)
        for result in run.results {
            #expect(result.limits.isEmpty == (result.chunks == 0), "\(result.strategy)")
            for phase in result.limits {
                let sum = phase.limits.reduce(0) { $0 + $1.nanoseconds }
                #expect(sum == phase.jobNanoseconds && sum > 0, "\(result.strategy) \(result.replication), \(phase.phase)")
            }
        }
        for strategy in run.comparison.strategies {
            for phase in strategy.limits {
                let shares = phase.limits.reduce(0) { $0 + phase.share($1.time) }
                #expect(abs(shares - 1) <= 1e-9, "\(strategy.strategy), \(phase.phase): \(shares)")
            }
        }
    }

    @Test("a bill is the sum of its items; nothing is on lease at the end", arguments: Project.scenarioNames)
    func bills(_ name: String) throws {
        let run = try ShippedRun.named(name)
        for result in run.results {
            #expect(result.bill.items.reduce(0) { $0 + $1.cost.microdollars } == result.bill.total.microdollars)
            for lease in result.leases where lease.launched != nil { #expect(lease.released != nil, "\(result.strategy): \(lease)") }
        }
    }
}
