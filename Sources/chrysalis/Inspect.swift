import ArgumentParser
import Foundation
import Traces

/// Opens a trace, or says why it cannot be.
func openTrace(_ path: String) throws -> TraceReader {
    do {
        return try TraceReader(path: path)
    } catch {
        Console.note("error: \(error)\nhint: \(error.hint)")
        throw ExitStatus.inputOutput
    }
}

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say in words what is in a trace.")

    @Argument(help: "The trace (HDF5).", completion: .file(extensions: ["h5", "partial"]))
    var trace: String

    func run() throws {
        let reader = try openTrace(trace)
        var text = "\(trace)\n"
        for name in ["scenario", "strategy", "seed", "outcome", "fingerprint", "program_version"] {
            if let value = try? reader.strings("/meta/\(name)").first {
                text += "  \(name.replacingOccurrences(of: "_", with: " ")): \(value)\n"
            }
        }
        if (try? reader.strings("/meta/outcome")) == nil {
            text += "  incomplete: the run was cut short; rows up to its last flush are here\n"
        }
        for group in reader.groups where group.path != "/meta" {
            let rows = group.columns.first.map(\.rowCount) ?? 0
            text += "\(group.path), \(rows) \(rows == 1 ? "row" : "rows")\n"
            for column in group.columns {
                let shape = column.shape.count > 1 ? " x \(column.valuesPerRow)" : ""
                text += "  \(column.name)\(shape) [\(column.units)]: \(column.description)\n"
            }
        }
        try Console.output(text)
    }
}

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a table of a trace as CSV.")

    @Argument(help: "The trace (HDF5).", completion: .file(extensions: ["h5", "partial"]))
    var trace: String

    @Option(help: "The table, such as /events, /series/classes or /losses; without it the tables are listed.")
    var table: String?

    @Option(help: "The format: csv.")
    var format = "csv"

    func run() throws {
        guard format == "csv" else {
            Console.note("error: `--format \(format)` is not known\nhint: csv is")
            throw ExitStatus.usage
        }
        let reader = try openTrace(trace)
        let names = reader.groups.map(\.path)
        guard let table else { return try Console.output(names.joined(separator: "\n") + "\n") }
        let path = table.hasPrefix("/") ? table : "/" + table
        guard let group = reader.groups.first(where: { $0.path == path }) else {
            Console.note("error: there is no table `\(table)` in `\(trace)`\nhint: tables are \(names.joined(separator: ", "))")
            throw ExitStatus.usage
        }
        try write(group, reader)
    }

    /// Rows in blocks, so that a long table needs little memory and a reader that goes away ends it at once.
    private func write(_ group: TraceGroup, _ reader: TraceReader) throws {
        let columns = group.table
        let rows = columns.map(\.rowCount).max() ?? 0
        do {
            var header: [String] = []
            for column in columns {
                let names = try group.entities(of: column).map { try reader.strings($0.path) } ?? []
                header +=
                    column.shape.count > 1
                    ? (0..<column.valuesPerRow).map { "\(column.name).\(names.isEmpty ? "\($0)" : names[$0])" } : [column.name]
            }
            try Console.output(header.map(quoted).joined(separator: ",") + "\n")
            let block = 8192
            for start in stride(from: 0, to: rows, by: block) {
                let range = start..<min(rows, start + block)
                let values = try columns.map { try texts($0, reader, range) }
                var text = ""
                for row in 0..<range.count {
                    var fields: [String] = []
                    for (index, column) in columns.enumerated() {
                        let width = column.valuesPerRow
                        fields += values[index][(row * width)..<((row + 1) * width)]
                    }
                    text += fields.map(quoted).joined(separator: ",") + "\n"
                }
                try Console.output(text)
            }
        } catch let error as TraceError {
            Console.note("error: \(error)\nhint: \(error.hint)")
            throw ExitStatus.inputOutput
        }
    }

    private func texts(_ column: TraceColumnDescription, _ reader: TraceReader, _ rows: Range<Int>) throws(TraceError) -> [String] {
        switch try reader.values(column.path, rows: rows) {
        case .integers(let values): column.meanings.isEmpty ? values.map { String($0) } : values.map { column.meanings[Int($0)] }
        case .doubles(let values): values.map { $0.isNaN ? "" : String($0) }
        case .strings(let values): values
        }
    }

    private func quoted(_ field: String) -> String {
        field.contains { ",\"\n\r".contains($0) } ? "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : field
    }
}
