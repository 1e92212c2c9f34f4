import ClusterModel
import SimulationKernel

/// Sites and the links between them.
extension ScenarioDecoder {
    /// A minute of delay is more than any link has: to the Moon it is 1.3 s.
    private static let latencies: ClosedRange<SimulationDuration> = .zero ... .seconds(60)

    func decodeSites(_ reader: MappingReader) -> [SiteDescription] {
        let sites = reader.mapping("sites", count: 1...1000, doc: "data centres and cloud regions") { name, site in
            SiteDescription(
                name: name,
                backboneBytesPerSecond: site.bytesPerSecond(
                    "backbone", default: "100 Gbit/s", doc: "joins the racks and the links to other sites"),
                rackSize: site.count("rack-size", default: 40, in: 1...100_000, doc: "nodes in a rack"),
                uplink: decodeUplink(site),
                latency: site.duration(
                    "latency", default: "0 s", in: Self.latencies, doc: "one-way delay across the backbone, from rack to rack or to a link"),
                allowsTransit: site.flag("transit", default: true, doc: "whether traffic between other sites may pass through"))
        }
        siteNames = sites.map(\.name)
        return sites.map(\.value)
    }

    private func decodeUplink(_ reader: MappingReader) -> RackUplink {
        reader.atMostOne(of: ["rack-uplink", "oversubscription"]) { key -> RackUplink in
            switch key {
            case "oversubscription":
                .oversubscription(
                    reader.number("oversubscription", in: 0.01...1000, doc: "the ports of a full rack over its link to the backbone"))
            default:
                .bytesPerSecond(reader.bytesPerSecond("rack-uplink", default: "10 Gbit/s", doc: "a rack's link to the backbone"))
            }
        } ?? .oversubscription(1)
    }

    func decodeLinks(_ reader: MappingReader) -> [WideAreaLink] {
        reader.list("links", count: 0...10_000, doc: "links between sites") { link in
            let before = sink.errorCount
            let from = siteReference("from", link, doc: "one site")
            let to = siteReference("to", link, doc: "the other site")
            if from == to, !link.isSchema, !siteNames.isEmpty, sink.errorCount == before {
                link.error("bad-link", "a link joins `\(from)` with itself", at: "to", hint: "name two sites")
            }
            let capacity = link.bytesPerSecond("capacity", doc: "nominal capacity in each direction")
            let usable = link.ratio("usable", default: "100 %", in: 0.001...1, doc: "what of it transfers can use")
            return WideAreaLink(
                first: siteNames.firstIndex(of: from) ?? 0, second: siteNames.firstIndex(of: to) ?? 0, bytesPerSecond: capacity * usable,
                latency: link.duration("latency", default: "0 s", in: Self.latencies, doc: "one-way delay"))
        }
    }

    /// The name of a site. Where no site could be read that has been reported, and is no fault of those who name one.
    func siteReference(_ key: String, _ reader: MappingReader, default defaultText: String? = nil, doc: String) -> String {
        if siteNames.isEmpty, !reader.isSchema { return reader.text(key, default: defaultText, doc: doc) }
        return reader.reference(key, to: siteNames, called: "site", default: defaultText, doc: doc)
    }

    /// The data has to reach the second system.
    func checkRoute(to name: String, of tiers: [ParallelTier], _ reader: MappingReader) {
        guard !reader.isSchema, areLinksKnown, let site = siteNames.firstIndex(of: name) else { return }
        for tier in tiers where dataTiers.contains(tier.tier) {
            let home = self.tiers[tier.tier].site
            guard routes.route(from: home, to: site) == nil else { continue }
            return reader.error(
                "no-route", "no links lead from `\(siteNames[home])`, where the data is, to `\(name)`", at: "site",
                hint: "add one to `links:`, such as `{from: \(siteNames[home]), to: \(name), capacity: 1 Gbit/s}`")
        }
    }
}
