import Foundation

/// A folder for one test, with spaces in its name, which is gone afterwards.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let path: String

    /// Makes an empty one.
    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("a planner's folder \(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    public subscript(name: String) -> String { path + "/" + name }

    /// The names in it.
    public var contents: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

    /// Writes a text.
    public func write(_ text: String, to name: String) throws { try write(text.utf8, to: name) }

    /// Writes bytes and gives the path of the file.
    @discardableResult
    public func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: self[name]))
        return self[name]
    }
}
