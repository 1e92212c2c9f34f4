import Scenarios
import SimulationKernel

/// A small configuration that uses every kind of reading.
struct ExampleConfiguration {
    var start = CalendarInstant(secondsSince1970: 0)
    var deadline: CalendarInstant?
    var sites: [String] = []
    var tiers: [(name: String, value: Tier)] = []
    var daysOff: [Weekday] = []
    var boot: StatedDistribution?
    var isHot = false

    struct Tier {
        var site = ""
        var nodes = 0
        var drain = SimulationDuration.zero
        var restart = SimulationDuration.zero
        var hits: [Double] = []
    }

    /// The decode function.
    static func decode(_ reader: MappingReader) -> ExampleConfiguration {
        var result = ExampleConfiguration()
        result.start = reader.instant("start", doc: "when it begins")
        result.deadline = reader.optional { $0.instant("deadline", doc: "when it must be over") }
        let sites = reader.mapping("sites", doc: "data centres") { _, site in
            site.bytesPerSecond("backbone", default: "20 Gbit/s", doc: "capacity inside the site")
        }
        result.sites = sites.map(\.name)
        result.tiers = reader.mapping("tiers", doc: "nodes with one purpose") { _, tier in
            tierValue(tier, sites: result.sites)
        }
        result.daysOff = reader.values("not-on", count: 0...7, doc: "days without work") { $0.weekday(MappingReader.item, doc: "a day") }
        result.boot = reader.distribution("boot", default: "lognormal(mean 97 s, cv 0.3)", doc: "time to boot")
        result.isHot = reader.flag("hot", default: false, doc: "whether caches are warm")
        reader.section("market", doc: "what capacity costs") { market in
            _ = market.price("node", default: "0.34 USD/h", per: ["h"], doc: "price of a node")
            _ = market.choice("billing", ["started-hour", "second"], default: "started-hour", doc: "billing rule")
            _ = market.bytes("storage", default: "3 TB", doc: "leased storage")
            _ = market.perSecond("failures", default: "2/year", doc: "failures of a node")
            _ = market.number("weight", default: "0.5", in: 0...10, doc: "share of attention")
            _ = market.text("note", default: "as in 2010: by the hour", doc: "free text")
            _ = market.timeOfDay("cheap-from", default: "22:00", doc: "when prices fall")
        }
        _ = reader.exactlyOne(of: ["rate", "series"], doc: "the load") { key in
            if key == "rate" {
                _ = reader.perSecond("rate", doc: "requests per second")
            } else {
                reader.section("series", doc: "hourly load") { _ = $0.fileName("file", doc: "a CSV file") }
            }
        }
        return result
    }

    private static func tierValue(_ tier: MappingReader, sites: [String]) -> Tier {
        var value = Tier()
        value.site = tier.reference("site", to: sites, doc: "where the nodes are")
        value.nodes = tier.count("nodes", in: 1...100_000, doc: "how many nodes")
        tier.section("software", doc: "how a node is upgraded") { software in
            value.drain = software.duration(
                "drain", default: "0 s", in: .zero ... .hours(24), doc: "time until requests in flight have ended")
            value.restart = software.duration("restart", default: "30 s", doc: "time to restart")
        }
        value.hits = tier.list("path", count: 0...20, doc: "what a request visits") { step in
            step.ratio("hit", default: "85 %", doc: "share answered from the cache")
        }
        return value
    }

    static let yaml = """
        start: 2009-06-09T05:00Z  # S: week 24
        sites:
          tampa: {}
          cloud:
            backbone: 10 Gbit/s  # A
        tiers:
          application:
            site: tampa
            nodes: 184          # A: rounded
            software:
              drain: 1.5 min    # D (arithmetic)
            path:
              - hit: 0.85
              - hit: 1/1151
          database:
            site: cloud
            nodes: 1_000
        not-on: [Friday, Sat]
        boot: {family: weibull, shape: 0.7, scale: 3 min}  # A, not measured
        rate: 3.9/s
        """

    /// Reads a text; the second element is what was reported.
    static func read(_ yaml: String, set: [String] = []) -> (ConfigurationReader.Reading<ExampleConfiguration>?, String) {
        let sink = DiagnosticSink()
        let overrides = set.compactMap { Override(text: $0, sink: sink) }
        guard let document = DocumentReader(sink: sink).read(text: yaml, name: "example.yaml") else { return (nil, sink.rendered()) }
        let reading = ConfigurationReader.read(document, overrides: overrides, sink: sink, decode: decode)
        return (reading, sink.rendered())
    }
}
