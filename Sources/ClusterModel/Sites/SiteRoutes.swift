public import SimulationKernel

/// Which links lead from each site to each other one.
///
/// Of all chains of links that join two sites the route is the one with the least delay; of those with the same delay the one with the fewest
/// links; of those the one whose first link stands first in the scenario, then whose second link does, and so on, as seen from the site that
/// stands first. A route belongs to the pair: the way back takes the same links.
///
/// Links end at backbones. So a route passes the backbone of every site on its way, and its delay is the sum over its links and over the
/// backbones of its sites, both ends included. A site that allows no transit is only ever the end of a route.
///
/// All routes are found once, by Dijkstra's method from each site (A note on two problems in connexion with graphs, Numerische Mathematik 1,
/// 1959, doi:10.1007/BF01386390). Labels are compared by (delay, links). A link may take no time, but it counts as one, so the label of a
/// site exceeds that of the site before it, and both rules of thrift hold for every beginning of a route; so does the third, because two
/// beginnings of the same label that lead to the same site are equally long.
///
/// - Complexity: n sites and m links take O(n m log m) once and 12 n^2 bytes; a route of k links is read in O(k).
public struct SiteRoutes: Sendable {
    /// One link of a route.
    public struct Step: Hashable, Sendable {
        /// Index of the link.
        public let link: Int
        /// Whether it is crossed from its first site to its second.
        public let isForward: Bool
        /// Index of the site that it leads to.
        public let site: Int
    }

    private let links: [WideAreaLink]
    private let siteCount: Int
    /// For each site the last link on the way to each other one, -1 if there is no way.
    private var lastLinks: [Int32]
    /// For each site the delay on the way to each other one, nanoseconds.
    private var delays: [Int64]

    /// Finds all routes.
    public init(sites: [SiteDescription], links: [WideAreaLink]) {
        self.links = links
        siteCount = sites.count
        // Where nothing is joined nothing has to be kept.
        let entries = links.isEmpty ? 0 : siteCount * siteCount
        lastLinks = [Int32](repeating: -1, count: entries)
        delays = [Int64](repeating: 0, count: entries)
        guard entries > 0 else { return }
        var linksOfSite = [[Int]](repeating: [], count: siteCount)
        for (index, link) in links.enumerated() where link.first != link.second {
            linksOfSite[link.first].append(index)
            linksOfSite[link.second].append(index)
        }
        for site in sites.indices where !linksOfSite[site].isEmpty { findRoutes(from: site, sites, linksOfSite) }
    }

    /// The links from one site to another, in order; none within a site, nil if no chain of links joins the two.
    public func route(from source: Int, to target: Int) -> [Step]? {
        guard source != target else { return [] }
        guard !lastLinks.isEmpty else { return nil }
        let start = min(source, target)
        var site = max(source, target)
        var steps: [Step] = []
        while site != start {
            let link = Int(lastLinks[start * siteCount + site])
            guard link >= 0 else { return nil }
            let before = otherEnd(of: link, from: site)
            // The walk goes from the later site to the earlier one.
            steps.append(
                source == start
                    ? Step(link: link, isForward: links[link].first == before, site: site)
                    : Step(link: link, isForward: links[link].first == site, site: before))
            site = before
        }
        return source == start ? steps.reversed() : steps
    }

    /// One-way delay from one site to another, with the backbones of both; nil within a site, and if no chain of links joins the two.
    public func delay(from source: Int, to target: Int) -> SimulationDuration? {
        let index = min(source, target) * siteCount + max(source, target)
        guard !lastLinks.isEmpty, lastLinks[index] >= 0 else { return nil }
        return .nanoseconds(delays[index])
    }

    private func otherEnd(of link: Int, from site: Int) -> Int { links[link].first == site ? links[link].second : links[link].first }

    private mutating func findRoutes(from source: Int, _ sites: [SiteDescription], _ linksOfSite: [[Int]]) {
        let row = source * siteCount
        var counts = [Int](repeating: Int.max, count: siteCount)
        var isFinal = [Bool](repeating: false, count: siteCount)
        var waiting = LabelHeap()
        delays[row + source] = sites[source].latency.nanoseconds
        counts[source] = 0
        waiting.insert(RouteLabel(delay: delays[row + source], links: 0, site: source))
        while let label = waiting.removeFirst() {
            let site = label.site
            if isFinal[site] { continue }
            isFinal[site] = true
            if site != source, !sites[site].allowsTransit { continue }
            for link in linksOfSite[site] {
                let next = otherEnd(of: link, from: site)
                if isFinal[next] { continue }
                let delay = label.delay + links[link].latency.nanoseconds + sites[next].latency.nanoseconds
                let known = (counts[next] == Int.max ? Int64.max : delays[row + next], counts[next])
                guard (delay, label.links + 1) <= known else { continue }
                if (delay, label.links + 1) == known {
                    let candidate = chain(from: source, to: site) + [Int32(link)]
                    guard candidate.lexicographicallyPrecedes(chain(from: source, to: next)) else { continue }
                }
                (delays[row + next], counts[next], lastLinks[row + next]) = (delay, label.links + 1, Int32(link))
                waiting.insert(RouteLabel(delay: delay, links: label.links + 1, site: next))
            }
        }
    }

    /// The links from a site to one that has a label, in order.
    private func chain(from source: Int, to target: Int) -> [Int32] {
        var site = target
        var result: [Int32] = []
        while site != source {
            let link = lastLinks[source * siteCount + site]
            result.append(link)
            site = otherEnd(of: Int(link), from: site)
        }
        return result.reversed()
    }
}

/// How far it is to a site at most.
private struct RouteLabel: Comparable {
    let delay: Int64
    let links: Int
    let site: Int

    static func < (left: RouteLabel, right: RouteLabel) -> Bool {
        (left.delay, left.links, left.site) < (right.delay, right.links, right.site)
    }
}

/// A binary heap, least label first.
private struct LabelHeap {
    private var labels: [RouteLabel] = []

    mutating func insert(_ label: RouteLabel) {
        labels.append(label)
        var index = labels.count - 1
        while index > 0, labels[index] < labels[(index - 1) / 2] {
            labels.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() -> RouteLabel? {
        guard let first = labels.first, let last = labels.popLast() else { return nil }
        guard !labels.isEmpty else { return first }
        labels[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < labels.count && labels[child] < labels[least] { least = child }
            guard least != index else { return first }
            labels.swapAt(index, least)
            index = least
        }
    }
}
