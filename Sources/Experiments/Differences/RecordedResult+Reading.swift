import Foundation
public import Scenarios

/// From a file to a result, by what stands in the file.
extension RecordedResult {
    /// Reads what `compare` or `run` printed with `--format json` or `csv`, or what `sweep merge` wrote as CSV; nil after a report.
    public static func read(path: String, sink: DiagnosticSink) -> RecordedResult? {
        let place = SourcePlace(source: SourceText(name: path, text: ""), line: 0, column: 0)
        // A pipe would wait for somebody who writes; the readers below say that it is no file.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = (try? FileManager.default.attributesOfItem(atPath: target))?[.type] as? FileAttributeType
        let handle = type == .typeRegular ? FileHandle(forReadingAtPath: path) : nil
        defer { try? handle?.close() }
        let start = try? handle?.read(upToCount: 4096)
        let bytes = Array(start ?? Data())
        if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) {
            sink.error(
                "not-a-result", "`\(path)` is an HDF5 file, which is not compared", at: place,
                hint: "of a sweep give the CSV (`chrysalis sweep merge FOLDER -o NAME.csv`), of a comparison what `--format json` prints")
            return nil
        }
        if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) || bytes.starts(with: Array("#!".utf8)) {
            sink.error(
                "not-a-result", "`\(path)` is a program and no result", at: place,
                hint: "two programs are compared with `chrysalis diff OLD NEW --scenario FILE`")
            return nil
        }
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            guard let value = JSONReader(sink: sink).read(path: path, what: "result") else { return nil }
            return read(value, source: path, sink: sink)
        }
        // A text that is no CSV of ours would only make a long list of errors.
        let text = String(decoding: bytes, as: UTF8.self).drop { $0 == "\u{FEFF}" }
        if first != nil, !["scenario,seed,", "point,"].contains(where: { text.hasPrefix($0) }) {
            sink.error(
                "not-a-result", "`\(path)` is no result: it begins neither like JSON nor like the CSV of a comparison or a sweep",
                at: place,
                hint: "`chrysalis compare --format json` (or `csv`) and `chrysalis sweep merge -o NAME.csv` write results")
            return nil
        }
        var limits = CSVLimits()
        (limits.bytes, limits.columns) = (JSONReader.mostBytes, 100_000)
        guard let table = CSVReader(limits: limits, sink: sink).read(path: path, what: "result") else { return nil }
        return read(table, sink: sink)
    }

    /// Reads what a program printed with `--format json`; nil after a report.
    public static func read(text: String, source: String, sink: DiagnosticSink) -> RecordedResult? {
        guard let value = JSONReader(sink: sink).read(text: text, name: source) else { return nil }
        return read(value, source: source, sink: sink)
    }
}
