import TestTools
import Testing

/// A small scenario of the tests' own, whose lines don't move when a shipped one is edited.
enum ShopScenario {
    static let text = """
        name: shop
        start: 2024-03-05T22:00Z
        horizon: 12 h
        replications: 3
        sites:
          home: {backbone: 10 Gbit/s}
          cloud: {}
        links:
          - {from: home, to: cloud, capacity: 1 Gbit/s}
        tiers:
          web:
            nodes: 4
            cores: 4
            software: {drain: 30 s, install: 3 min, restart: 30 s, variation: 0.2}
          database:
            shards:
              main: {nodes: 3, load: 100 %, data: 100 %}
            cores: 8
            software: {drain: 30 s, install: 5 min, restart: 1 min, variation: 0.2}
        data-reader: web
        workload:
          rate: 20/s
          classes:
            read:
              path:
                - {tier: web, demand: 100 ms}
                - {tier: database, visits: 4, demand: 5 ms}
            save:
              ratio: 0.05
              writes: true
              path:
                - {tier: web, demand: 150 ms}
                - {tier: database, demand: 10 ms, write: true}
        data:
          tier: database
          copy-rate: 50 MB/s
          tables:
            records: {rows: 2 M, row: 400 B, change: incompatible, row-time: 200 us, growth: 1.1, writes: {save: {appended: 1}}}
        hardware-faults:
          node-crash: exponential(mean 60 d)
        market:
          prices: prices.csv
          billing: per-second
        parallel-universe:
          site: cloud
          testing: 1 h
          tiers:
            web: {type: small}
            database: {type: large}

        """

    static let prices = "instance_type,usd_per_hour\nsmall,0.10\nlarge,0.80\n"

    /// The text with parts of it exchanged; each must occur in it once.
    static func text(_ changes: [(String, String)], _ location: SourceLocation = #_sourceLocation) -> String {
        var text = text
        for (old, new) in changes {
            #expect(text.ranges(of: old).count == 1, "`\(old)` stands once in the scenario", sourceLocation: location)
            text = text.replacing(old, with: new)
        }
        return text
    }

    /// A folder with `shop.yaml` and its price list.
    static func folder(_ changes: [(String, String)] = [], prices: String = prices) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(text(changes), to: "shop.yaml")
        try folder.write(prices, to: "prices.csv")
        return folder
    }
}
