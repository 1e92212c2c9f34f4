import Traces

/// A small trace with one object of each kind, the same for equal arguments.
enum SampleTrace {
    static let epoch = "2009-06-09T05:00:00Z"

    static let eventColumns = [
        ColumnSpecification(
            "kind", .code(["arrival", "departure", "crash"]), units: "1", longName: "event kind", description: "what happened"),
        ColumnSpecification("entity", .int32, units: "1", longName: "entity", description: "position in entity_name"),
        ColumnSpecification("version", .int64, units: "1", longName: "version", description: "version that the entity carried"),
        ColumnSpecification("work", .double, units: "MB", longName: "work", description: "amount of work"),
    ]

    static let utilisation = ColumnSpecification(
        "utilisation", .double, units: "1", longName: "utilisation", description: "share of the capacity in use")

    static let stale = ColumnSpecification(
        "stale", .int64, units: "rows", longName: "stale rows", description: "rows to be converted again")

    /// Writes the trace and closes it.
    static func write(to path: String, events count: Int, checkpointEvery step: Int = .max, seed: UInt64 = 1) throws {
        let writer = try TraceWriter(path: path, epoch: epoch)
        try writer.metadata("strategy", text: "rolling \u{2192} done", longName: "strategy", description: "strategy of the run")
        try writer.metadata("configuration", text: longText, longName: "configuration", description: "effective configuration")
        try writer.metadata("note", text: "", longName: "note", description: "what the planner noted")
        try writer.metadata("seed", integer: Int64(seed), longName: "seed", description: "root seed")
        try writer.metadata("horizon", number: 1.5, units: "h", longName: "horizon", description: "end of the observation")
        let events = try writer.table(
            "events", time: .nanoseconds, columns: eventColumns,
            lookups: [.lookup("entity_name", ["db1", "Zürich"], longName: "entities", description: "names of the entities")])
        let series = try writer.series(
            "tiers", entities: .lookup("tier", ["squid", "apache", "db"], longName: "tier", description: "names of the tiers"),
            columns: [utilisation], totals: [stale])
        _ = try writer.table("faults", time: .seconds, columns: [stale], rowsPerChunk: 64)
        let numbered = try writer.table("chunks", time: .none, columns: [stale], rowsPerChunk: 64)
        try append(count, to: events, series, numbered, seed: seed) { index in
            if (index + 1) % step == 0 { try writer.checkpoint() }
        }
        try writer.write(
            table: "bill",
            columns: [
                StoredColumn("item", .strings(["m1.large", "EBS"]), units: "1", longName: "item", description: "what was used"),
                StoredColumn("quantity", .integers([700, 3]), units: "1", longName: "quantity", description: "how much"),
                StoredColumn("cost", .doubles([238, 0.5]), units: "USD", longName: "cost", description: "cost of the item"),
            ])
        try writer.write(
            table: "losses",
            columns: [StoredColumn("lost", .doubles([]), units: "requests", longName: "lost", description: "lost requests")])
        try writer.close()
    }

    static let longText = String(repeating: "tier: { nodes: 200 }\n", count: 10_000)

    static func value(_ index: Int, seed: UInt64) -> Double {
        var state = (UInt64(index) &+ 1) &* 0x9E37_79B9_7F4A_7C15 &+ seed
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return Double((state ^ (state >> 27)) >> 40)
    }

    private static func append(
        _ count: Int, to events: TraceTable, _ series: TraceTable, _ numbered: TraceTable, seed: UInt64, then: (Int) throws -> Void
    ) throws {
        let (time, kind) = (events.column("time", as: Int64.self), events.column("kind", as: UInt8.self))
        let (entity, version) = (events.column("entity", as: Int32.self), events.column("version", as: Int64.self))
        let work = events.column("work", as: Double.self)
        let (instant, share) = (series.column("time", as: Double.self), series.column("utilisation", as: Double.self))
        let (rows, numberedRows) = (series.column("stale", as: Int64.self), numbered.column("stale", as: Int64.self))
        for index in 0..<count {
            time.append(Int64(index) * 500_000_000)
            kind.append(UInt8(index % 3))
            entity.append(Int32(index % 2))
            version.append(Int64(index) << 33)
            work.append(value(index, seed: seed))
            events.endRow()
            if index % 100 == 0 {
                instant.append(Double(index) / 2)
                share.append(contentsOf: [0.25, 0.5, Double(index % 7) / 8])
                rows.append(Int64(-index))
                series.endRow()
                numberedRows.append(Int64(index))
                numbered.endRow()
            }
            try then(index)
        }
    }
}
