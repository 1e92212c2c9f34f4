import ClusterModel
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing

/// What an operator lets transfers and conversions move, node by node and tier by tier.
@Suite struct ThrottleResourcesTests {
    /// Work without an end.
    private final class Endless: ActivityOwner {
        func pieceDone(_ activity: ActivityHandle) -> Double? { nil }
    }

    /// Two tiers of three nodes each, whose disks and links never limit.
    private let bench = ActivityBench(
        Systems.fleet([Systems.wideSite, Systems.wideSite], nodes: [3, 3], machine: Systems.machine()))
    private let owner = Endless()

    private func start(_ uses: [ResourceUse]) -> ActivityHandle { bench.engine.start(uses: uses, amount: 1e12, limit: 1e9, owner: owner) }

    private func copy(_ limits: ThrottleResources, from source: Int, to target: Int) -> ActivityHandle {
        start(limits.uses(of: source, bytesPerUnit: 1) + limits.uses(of: target, bytesPerUnit: 1))
    }

    @Test("no limit, no resource")
    func none() {
        let limits = ThrottleResources(bench.engine)
        #expect(limits.uses(of: 0, bytesPerUnit: 1).isEmpty)
    }

    @Test("a node's limit is shared by all that read from it or write to it")
    func node() {
        let limits = ThrottleResources(bench.engine, nodeBytesPerSecond: 30e6)
        let (first, second, other) = (copy(limits, from: 0, to: 1), copy(limits, from: 2, to: 0), copy(limits, from: 3, to: 4))
        bench.engine.solve()
        #expect(agrees(bench.engine.rate(of: first), 15e6) && agrees(bench.engine.rate(of: second), 15e6))
        #expect(agrees(bench.engine.rate(of: other), 30e6))
    }

    /// One byte read and 2 written for each: 30 / 3.
    @Test("what is read and written on the same node counts together")
    func inPlace() {
        let limits = ThrottleResources(bench.engine, nodeBytesPerSecond: 30e6)
        let conversion = start(limits.uses(of: 0, bytesPerUnit: 1) + limits.uses(of: 0, bytesPerUnit: 2))
        bench.engine.solve()
        #expect(agrees(bench.engine.rate(of: conversion), 10e6))
    }

    /// Within the first tier a copy counts twice: 2 x + y = 40 and y <= 40 in the second tier, so x = y = 40/3.
    @Test("a tier's limit is shared by all its nodes")
    func tier() {
        let limits = ThrottleResources(bench.engine, tierBytesPerSecond: 40e6)
        let (within, across) = (copy(limits, from: 0, to: 1), copy(limits, from: 2, to: 3))
        bench.engine.solve()
        #expect(agrees(bench.engine.rate(of: within), 40e6 / 3) && agrees(bench.engine.rate(of: across), 40e6 / 3))
        bench.engine.stop(within)
        bench.engine.solve()
        #expect(agrees(bench.engine.rate(of: across), 40e6))
    }

    @Test("the tiers of two systems have a limit each, a tier that both use has one")
    func universes() {
        let machine = Systems.machine()
        bench.cluster.addParallelUniverse([ParallelTier(tier: 0, site: 0, nodes: 3, hardware: machine)])
        let limits = ThrottleResources(bench.engine, tierBytesPerSecond: 40e6)
        // Nodes 6, 7, 8 are the first tier's in the second system.
        let (old, new) = (copy(limits, from: 0, to: 1), copy(limits, from: 6, to: 7))
        let shared = copy(limits, from: 3, to: 4)
        bench.engine.solve()
        for activity in [old, new, shared] { #expect(agrees(bench.engine.rate(of: activity), 20e6)) }
    }

    @Test("names")
    func names() {
        bench.cluster.addParallelUniverse([ParallelTier(tier: 0, site: 0, nodes: 3, hardware: Systems.machine())])
        let limits = ThrottleResources(bench.engine, nodeBytesPerSecond: 30e6, tierBytesPerSecond: 40e6)
        func names(_ node: Int) -> [String?] { limits.uses(of: node, bytesPerUnit: 1).map { bench.engine.resources.name(of: $0.resource) } }
        #expect(names(2) == ["the limit of node 2", "the limit of the tier `tier 0`"])
        #expect(names(6) == ["the limit of node 6", "the limit of the tier `tier 0` in the second system"])
    }
}
