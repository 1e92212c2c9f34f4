import RandomStreams
import SimulationKernel
import Testing

@testable import ClusterModel

/// Routes between sites, by hand and against every chain of links there is.
@Suite struct SiteRoutesTests {
    private func sites(_ latencies: [Int]) -> [SiteDescription] {
        latencies.enumerated().map {
            SiteDescription(
                name: "site \($0)", backboneBytesPerSecond: 1, rackSize: 1, uplink: .bytesPerSecond(1), latency: .milliseconds($1))
        }
    }

    private func links(_ ends: [(Int, Int, milliseconds: Int)]) -> [WideAreaLink] {
        ends.map { WideAreaLink(first: $0.0, second: $0.1, bytesPerSecond: 1, latency: .milliseconds($0.milliseconds)) }
    }

    private func route(_ routes: SiteRoutes, _ source: Int, _ target: Int) -> [Int]? { routes.route(from: source, to: target)?.map(\.link) }

    @Test("sites in a row: two links each way, crossed against the direction in which they are written where need be")
    func row() {
        let routes = SiteRoutes(sites: sites([1, 2, 4]), links: links([(1, 0, 10), (1, 2, 20)]))
        #expect(
            routes.route(from: 0, to: 2) == [
                SiteRoutes.Step(link: 0, isForward: false, site: 1), SiteRoutes.Step(link: 1, isForward: true, site: 2),
            ])
        #expect(
            routes.route(from: 2, to: 0) == [
                SiteRoutes.Step(link: 1, isForward: false, site: 1), SiteRoutes.Step(link: 0, isForward: true, site: 0),
            ])
        // Backbones 1, 2 and 4, links 10 and 20.
        #expect(routes.delay(from: 0, to: 2) == .milliseconds(37))
        #expect(routes.delay(from: 2, to: 0) == .milliseconds(37))
        #expect(routes.delay(from: 1, to: 0) == .milliseconds(13))
        #expect(routes.route(from: 1, to: 1) == [])
    }

    @Test("the least delay goes first, then fewer links, then the link that stands first")
    func preferences() {
        // By way of 1 it takes 20 ms, directly 30.
        #expect(route(SiteRoutes(sites: sites([0, 0, 0]), links: links([(0, 2, 30), (0, 1, 10), (1, 2, 10)])), 0, 2) == [1, 2])
        // Both take 20 ms.
        #expect(route(SiteRoutes(sites: sites([0, 0, 0]), links: links([(0, 1, 10), (1, 2, 10), (0, 2, 20)])), 0, 2) == [2])
        // The backbone of 1 makes the difference.
        #expect(route(SiteRoutes(sites: sites([0, 9, 0]), links: links([(0, 2, 25), (0, 1, 10), (1, 2, 10)])), 0, 2) == [0])
        // A diamond: by way of 1 or of 2, either first link may stand first.
        let diamond = sites([0, 0, 0, 0])
        #expect(route(SiteRoutes(sites: diamond, links: links([(0, 2, 5), (0, 1, 5), (1, 3, 5), (2, 3, 5)])), 0, 3) == [0, 3])
        #expect(route(SiteRoutes(sites: diamond, links: links([(1, 3, 5), (0, 1, 5), (0, 2, 5), (2, 3, 5)])), 3, 0) == [0, 1])
        // Two links between the same sites: the quicker one, the first of equals.
        #expect(route(SiteRoutes(sites: sites([0, 0]), links: links([(0, 1, 20), (1, 0, 10)])), 0, 1) == [1])
        #expect(route(SiteRoutes(sites: sites([0, 0]), links: links([(0, 1, 10), (1, 0, 10)])), 1, 0) == [0])
    }

    @Test("sites that no chain of links joins have no route")
    func unreachable() {
        let routes = SiteRoutes(sites: sites([0, 0, 0, 0]), links: links([(0, 1, 1), (2, 3, 1)]))
        #expect(routes.route(from: 0, to: 2) == nil)
        #expect(routes.route(from: 3, to: 1) == nil)
        #expect(routes.delay(from: 0, to: 3) == nil)
        #expect(route(routes, 3, 2) == [1])
        let unjoined = SiteRoutes(sites: sites([0, 0]), links: [])
        #expect(unjoined.route(from: 0, to: 1) == nil)
        #expect(unjoined.delay(from: 0, to: 1) == nil)
        #expect(unjoined.route(from: 1, to: 1) == [])
    }

    @Test("a site without transit can be reached, but not passed")
    func transit() {
        var places = sites([0, 0, 0])
        places[1].allowsTransit = false
        let routes = SiteRoutes(sites: places, links: links([(0, 1, 1), (1, 2, 1)]))
        #expect(route(routes, 0, 1) == [0])
        #expect(route(routes, 1, 2) == [1])
        #expect(route(routes, 0, 2) == nil)
        // The way round is taken though it is longer.
        #expect(route(SiteRoutes(sites: places, links: links([(0, 1, 1), (1, 2, 1), (2, 0, 50)])), 2, 0) == [2])
    }

    @Test("a system whose links change has other routes")
    func changes() {
        var system = SystemDescription(sites: sites([0, 0]), tiers: [], classes: [], load: .constant(0))
        #expect(system.routes.route(from: 0, to: 1) == nil)
        system.wideAreaLinks = links([(0, 1, 5)])
        #expect(system.routes.delay(from: 0, to: 1) == .milliseconds(5))
        system.sites[1].latency = .milliseconds(3)
        #expect(system.routes.delay(from: 0, to: 1) == .milliseconds(8))
    }

    /// Few different delays, zero among them, so that most pairs have several shortest chains.
    @Test("random systems: the route is the least of all chains that pass no site twice", arguments: 0..<300)
    func everyChain(_ seed: UInt64) {
        var stream = RandomStream(rootSeed: seed, replication: 0, entity: "sites", purpose: "links")
        let count = 2 + Int(stream.integer(below: 5))
        var places = sites((0..<count).map { _ in Int(stream.integer(below: 2)) })
        for index in places.indices { places[index].allowsTransit = stream.integer(below: 4) > 0 }
        let ends = (0..<stream.integer(below: 9)).map { _ in
            let first = Int(stream.integer(below: UInt64(count)))
            let other = (first + 1 + Int(stream.integer(below: UInt64(count - 1)))) % count
            return (first, other, milliseconds: Int(stream.integer(below: 3)))
        }
        let wide = links(ends)
        let routes = SiteRoutes(sites: places, links: wide)
        for source in 0..<count {
            for target in 0..<count where source != target {
                let best = leastChain(min(source, target), max(source, target), places, wide)
                let expected = source < target ? best?.links : best?.links.reversed()
                #expect(route(routes, source, target) == expected)
                #expect(routes.delay(from: source, to: target)?.nanoseconds == best?.delay)
                #expect(routes.route(from: source, to: target)?.last.map { $0.site == target } ?? (expected == nil))
            }
        }
    }

    private struct Chain {
        var delay: Int64
        var links: [Int]

        func precedes(_ other: Chain) -> Bool {
            if (delay, links.count) != (other.delay, other.links.count) { return (delay, links.count) < (other.delay, other.links.count) }
            return links.lexicographicallyPrecedes(other.links)
        }
    }

    private func leastChain(_ source: Int, _ target: Int, _ sites: [SiteDescription], _ links: [WideAreaLink]) -> Chain? {
        var best: Chain?
        func extend(_ chain: Chain, at site: Int, visited: Set<Int>) {
            if site == target {
                if best.map({ chain.precedes($0) }) ?? true { best = chain }
                return
            }
            guard chain.links.isEmpty || sites[site].allowsTransit else { return }
            for (index, link) in links.enumerated() where link.first == site || link.second == site {
                let next = link.first == site ? link.second : link.first
                guard !visited.contains(next) else { continue }
                let delay = chain.delay + link.latency.nanoseconds + sites[next].latency.nanoseconds
                extend(Chain(delay: delay, links: chain.links + [index]), at: next, visited: visited.union([next]))
            }
        }
        extend(Chain(delay: sites[source].latency.nanoseconds, links: []), at: source, visited: [source])
        return best
    }
}
