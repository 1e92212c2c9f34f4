/// How many hosts serve each purpose at each site, from a CSV file.
public struct HostInventory: Sendable {
    /// One row.
    public struct Entry: Sendable {
        /// The data centre.
        public let site: String
        /// What the hosts are for.
        public let tier: String
        /// How many there are.
        public let count: Int
        /// Where the file says so.
        public let place: SourcePlace
    }

    /// The names of the columns.
    public struct Columns: Sendable {
        /// The data centre; nil if the file is about one site.
        public var site: String?
        /// What the hosts are for.
        public var tier: String
        /// How many there are.
        public var count: String

        /// Columns with these names.
        public init(site: String? = "datacentre", tier: String = "tier", count: String = "active_hosts") {
            self.site = site
            self.tier = tier
            self.count = count
        }
    }

    /// The rows in the order of the file.
    public let entries: [Entry]

    /// Reads a file; nil after a report.
    ///
    /// - Parameter origin: where a document names the file.
    public static func read(
        path: String, columns: Columns = Columns(), origin: SourcePlace? = nil, sink: DiagnosticSink
    ) -> HostInventory? {
        guard let table = CSVReader(sink: sink).read(path: path, what: "host inventory", origin: origin) else { return nil }
        return read(table, columns: columns, sink: sink)
    }

    /// Reads a table; nil after a report.
    public static func read(_ table: CSVTable, columns: Columns = Columns(), sink: DiagnosticSink) -> HostInventory? {
        let before = sink.errorCount
        let siteColumn = columns.site.flatMap { table.column($0, sink: sink) }
        guard let tierColumn = table.column(columns.tier, sink: sink), let countColumn = table.column(columns.count, sink: sink),
            sink.errorCount == before
        else { return nil }
        var entries: [Entry] = []
        var seen: [[String]: Int] = [:]
        for row in table.rows.indices {
            let site = siteColumn.map { table.text(row, $0, sink: sink) } ?? ""
            let tier = table.text(row, tierColumn, sink: sink)
            let count = table.count(row, countColumn, in: 0...1_000_000, sink: sink)
            guard let site, let tier, let count else { continue }
            let place = table.place(table.rows[row][tierColumn.index])
            if let first = seen[[site, tier]] {
                let shown = site.isEmpty ? quoted(tier) : "\(quoted(tier)) at \(quoted(site))"
                sink.error(
                    "duplicate-row", "\(shown) stands twice", at: place,
                    notes: [(message: "the first is here", place: entries[first].place)])
                continue
            }
            seen[[site, tier]] = entries.count
            entries.append(Entry(site: site, tier: tier, count: count, place: place))
        }
        return sink.errorCount == before ? HostInventory(entries: entries) : nil
    }

    /// How many hosts a tier has at a site, or at all sites together; nil after a report if the file does not know the tier or has no host of it.
    ///
    /// - Parameter origin: where a document asks.
    public func count(tier: String, site: String? = nil, origin: SourcePlace? = nil, sink: DiagnosticSink) -> Int? {
        let everywhere = entries.filter { $0.tier == tier }
        guard !everywhere.isEmpty else {
            sink.error(
                "unknown-name", "the host inventory has no tier \(quoted(tier))", at: origin,
                hint: NearestWord.hint(for: tier, in: Self.distinct(entries.map(\.tier)), called: "it has"))
            return nil
        }
        let matching = everywhere.filter { site == nil || $0.site == site }
        guard !matching.isEmpty else {
            let sites = everywhere.map(\.site)
            sink.error(
                "unknown-name", "the host inventory has no tier \(quoted(tier))\(site.map { " at \(quoted($0))" } ?? "")", at: origin,
                hint: "the sites that have it are " + sites.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
                    + (sites.count > 12 ? " and \(sites.count - 12) more" : ""))
            return nil
        }
        let count = matching.reduce(0) { $0 + $1.count }
        guard count > 0 else {
            sink.error(
                "no-hosts", "tier \(quoted(tier)) has 0 hosts", at: matching[0].place,
                hint: "give it at least one, or take the tier out of the scenario",
                notes: origin.map { [(message: "the scenario uses it here", place: $0)] } ?? [])
            return nil
        }
        return count
    }

    private static func distinct(_ names: [String]) -> [String] {
        var result: [String] = []
        for name in names where !result.contains(name) { result.append(name) }
        return result
    }
}
