internal import Foundation

/// Reads input files, with a diagnostic for everything that a path can be instead of a readable text.
enum FileLoading {
    /// The text of a file in UTF-8 without its byte order mark, or nil after a report.
    ///
    /// - Parameters:
    ///   - what: what the file should be, for messages: `scenario`, `load series`.
    ///   - origin: the place that names the file, if one does.
    static func text(path: String, what: String, limit: Int, origin: SourcePlace?, sink: DiagnosticSink) -> String? {
        let place = origin ?? SourcePlace(source: SourceText(name: path, text: ""), line: 0, column: 0)
        let manager = FileManager.default
        var isDirectory: ObjCBool = false
        guard !path.isEmpty, manager.fileExists(atPath: path, isDirectory: &isDirectory) else {
            sink.error("missing-file", "the \(what) \(quoted(path, limit: 200)) does not exist", at: place, hint: nearby(path))
            return nil
        }
        if isDirectory.boolValue {
            sink.error(
                "is-directory", "the \(what) \(quoted(path, limit: 200)) is a directory", at: place, hint: "name a file in it")
            return nil
        }
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = (try? manager.attributesOfItem(atPath: resolved))?[.type] as? FileAttributeType
        guard type == .typeRegular else {
            sink.error("not-a-file", "the \(what) \(quoted(path, limit: 200)) is not a regular file", at: place)
            return nil
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            sink.error(
                "unreadable-file", "the \(what) \(quoted(path, limit: 200)) cannot be opened", at: place, hint: "check its permissions")
            return nil
        }
        defer { try? handle.close() }
        let data: Data
        do {
            data = try handle.read(upToCount: limit + 1) ?? Data()
        } catch {
            sink.error("unreadable-file", "reading the \(what) \(quoted(path, limit: 200)) failed", at: place)
            return nil
        }
        guard data.count <= limit else {
            sink.error("too-large", "the \(what) \(quoted(path, limit: 200)) is larger than \(limit) bytes", at: place)
            return nil
        }
        return decoded(data, path: path, what: what, place: place, sink: sink)
    }

    private static func decoded(_ data: Data, path: String, what: String, place: SourcePlace, sink: DiagnosticSink) -> String? {
        var bytes = Array(data)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let start = validPrefix(bytes)
            let line = bytes[..<start].count { $0 == 10 } + 1
            sink.error(
                "not-utf8", "the \(what) \(quoted(path, limit: 200)) is not UTF-8 text: line \(line) has a byte that is none", at: place,
                hint: bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
                    ? "it seems to be UTF-16, save it as UTF-8" : "save it as UTF-8")
            return nil
        }
        return text
    }

    /// The length of the longest prefix that is UTF-8, by bisection over line ends.
    private static func validPrefix(_ bytes: [UInt8]) -> Int {
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 10 {
            guard String(validating: bytes[start...index], as: UTF8.self) != nil else { return start }
            start = index + 1
        }
        return start
    }

    /// The nearest name in the folder.
    private static func nearby(_ path: String) -> String? {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            return path.isEmpty ? nil : "the folder `\(folder.path)` does not exist either"
        }
        return NearestWord.nearest(to: url.lastPathComponent, in: names.sorted().prefix(10_000)).map { "did you mean `\($0)`?" }
    }
}
