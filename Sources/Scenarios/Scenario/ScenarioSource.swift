import Foundation

/// A scenario's text, parsed once and decoded as often as its values are to be changed.
public struct ScenarioSource: Sendable {
    private let document: Document
    private let folder: String
    private let settings: [String]
    private let cache = InputCache()

    /// Reads a file; nil after a report to the sink.
    ///
    /// - Parameter settings: Overrides that come before those of each reading.
    public init?(path: String, settings: [String] = [], sink: DiagnosticSink) {
        guard let document = DocumentReader(sink: sink).read(path: path) else { return nil }
        self.init(document, folder: (path as NSString).deletingLastPathComponent, settings)
    }

    /// Reads a text; files that it names are looked for in `folder`.
    public init?(text: String, name: String, folder: String, settings: [String] = [], sink: DiagnosticSink) {
        guard let document = DocumentReader(sink: sink).read(text: text, name: name) else { return nil }
        self.init(document, folder: folder, settings)
    }

    private init(_ document: Document, folder: String, _ settings: [String]) {
        self.document = document
        self.folder = folder
        self.settings = settings
    }

    /// The scenario with overrides, `PATH=VALUE` each; nil after a report to the sink. May be called from several threads.
    ///
    /// - Parameter isDescribed: Whether the effective configuration is written out, which takes as long as a short run.
    public func scenario(_ overrides: [String] = [], isDescribed: Bool = true, sink: DiagnosticSink) -> Scenario? {
        ScenarioReader.read(
            document, folder: folder, overrides: settings + overrides, sink: sink, cache: cache, isDescribed: isDescribed)
    }

    /// Hash of the text.
    public var hash: String { InputFile.hash(of: document.source.text.utf8) }
}
