/// Programs beside each other: a row for each program, a pair of columns for each piece of work.
public enum RivalComparison {
    /// The program that the others are compared with.
    public static let own = "chrysalis"

    /// What kinds of simulators do: programs of one kind have nothing to say about the other.
    public enum Kind: CaseIterable, Sendable {
        /// Events and customers.
        case events
        /// Bandwidth that is shared.
        case flows
    }

    /// Work of a kind in the order of the rows: name and parameters without the program.
    public static func works(_ result: BenchmarkResult, _ kind: Kind) -> [String] {
        var seen: Set<String> = []
        return rows(result, kind).map(work).filter { seen.insert($0).inserted }
    }

    private static func rows(_ result: BenchmarkResult, _ kind: Kind) -> [ResultRow] {
        result.rows.filter { $0.parameters["program"] != nil && ($0.name == "flows") == (kind == .flows) }
    }

    /// The work that a row is of, in few words.
    public static func work(_ row: ResultRow) -> String {
        if let pending = row.parameters["pending"] { return "\(row.name) \(power(pending))" }
        if let entities = row.parameters["entities"] { return "\(row.name) \(power(entities))" }
        if let sources = row.parameters["sources"], let uplinks = row.parameters["uplinks"] {
            let platform = uplinks == "0" ? "" : " over \(uplinks) uplinks"
            return "\(row.name) \(sources)\(platform)" + (row.parameters["selective update"] == "off" ? ", updates in full" : "")
        }
        return row.name
    }

    /// A table of times and of how many times as long the others take.
    public static func table(_ result: BenchmarkResult, _ kind: Kind) -> TextTable {
        let works = works(result, kind)
        let ofKind = rows(result, kind)
        let rows = Dictionary(
            ofKind.compactMap { row in row.parameters["program"].map { ([work(row), $0], row) } },
            uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        let programs = ofKind.compactMap { $0.parameters["program"] }.filter { seen.insert($0).inserted }
        var table = TextTable(["program"] + works.flatMap { [$0, "times"] })
        for program in programs {
            let version = result.versions[program].map { " \($0)" } ?? ""
            var cells = [program + version]
            for work in works {
                guard let row = rows[[work, program]], let own = rows[[work, Self.own]] else {
                    cells += ["-", "-"]
                    continue
                }
                cells += [Figures.value(row.median, row.unit), program == Self.own ? "1" : Figures.short(row.median / own.median)]
            }
            table.append(cells)
        }
        return table
    }

    /// `1000` as `1e3`; anything that is no power of ten as it is.
    static func power(_ text: String) -> String {
        let zeros = text.dropFirst()
        return text.first == "1" && zeros.count > 2 && zeros.allSatisfy { $0 == "0" } ? "1e\(zeros.count)" : text
    }
}
