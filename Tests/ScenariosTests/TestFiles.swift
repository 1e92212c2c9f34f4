import Foundation
import Testing

/// A folder for one test, which is gone afterwards.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("chrysalis-scenarios-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its path.
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// The path of a data file that the project ships, found in a folder above this file.
func shippedData(_ name: String) throws -> String {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/" {
        for candidate in ["scenarios/data/\(name)", "shared/data/\(name)"] {
            let path = folder.appendingPathComponent(candidate).path
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        folder.deleteLastPathComponent()
    }
    Issue.record("\(name) is in no folder scenarios/data or shared/data above the tests")
    throw CocoaError(.fileNoSuchFile)
}
