extension Fixtures {
    /// A database and its files move to another site over a link of 10 MB/s; everything can be worked out by hand.
    ///
    /// 216 GB of files and 331.2 GB of rows begin at 08:00 and share the link, 5 MB/s each, until the files are there at 20:00, when 216 GB of
    /// rows are. From then on the database's disk limits it to 8 MB/s: 115.2 GB take four hours. So the link limits the conversion for 12 of 16
    /// hours, by day, and the disk for the rest, by night.
    public static let moving = """
        name: moving
        start: 2024-01-01T08:00Z
        horizon: 48 h
        sites:
          here: {backbone: 100 Gbit/s, rack-uplink: 100 Gbit/s}
          there: {backbone: 100 Gbit/s, rack-uplink: 100 Gbit/s}
        links:
          - {from: here, to: there, capacity: 80 Mbit/s, usable: 100 %, latency: 1 ms}
        tiers:
          store:
            nodes: 1
            cores: 1
            software: {drain: 1 s, install: 1 s, restart: 1 s, variation: 0}
          database:
            shards:
              main: {nodes: 1, load: 100 %, data: 100 %}
            cores: 8
            disk-read: 8 MB/s
            software: {drain: 1 s, install: 1 s, restart: 1 s, variation: 0}
        data-reader: store
        workload:
          rate: 1/s
          classes:
            read: {objective: 5 s, path: [{tier: store, demand: 1 us}, {tier: database, demand: 1 us}]}
        data:
          tier: database
          threads: 8
          chunk: 80 MB
          tables:
            rows: {rows: 828 M, row: 400 B, change: incompatible, row-time: 1 us}
          files:
            scans: {tier: store, size: 216 GB, parts: 1, copy-rate: 1 GB/s}
        throttle:
          utilisation-ceiling: 100 %
        parallel-universe:
          site: there
          bootstrap: 1 s
          testing: 0 s
          after-switchover: stay
          tiers:
            store: {}
            database: {}
        strategies: [parallel-universe]
        """
}
