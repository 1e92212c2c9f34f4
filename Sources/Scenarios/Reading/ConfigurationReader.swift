/// Runs a decode function over a document or for its schema.
///
/// One function says what a configuration is; reading it yields the values, all diagnostics and the effective configuration, and
/// running it without a document yields the schema:
///
///     func decode(_ reader: MappingReader) -> Fleet {
///         Fleet(nodes: reader.count("nodes", in: 1...100_000, doc: "how many there are"),
///               drain: reader.duration("drain", default: "0 s", doc: "time until requests in flight have ended"))
///     }
///     let reading = ConfigurationReader.read(document, sink: sink, decode: decode)
///     let schema = ConfigurationReader.schema(title: "Fleet", decode: decode)
///
/// A decode function runs to its end whatever the document says: where a value is wrong it gets the default or the least value
/// allowed, and the result is thrown away.
public enum ConfigurationReader {
    /// What reading a document gave.
    public struct Reading<Value> {
        /// What the decode function made of it.
        public let value: Value
        /// Every value in effect, defaults included.
        public let effective: EffectiveConfiguration
        /// Every number in effect.
        public let parameters: [NumericParameter]
    }

    /// Reads a document with `--set` overrides; nil if the sink has errors afterwards.
    public static func read<Value>(
        _ document: Document, overrides: [Override] = [], sink: DiagnosticSink, decode: (MappingReader) -> Value
    ) -> Reading<Value>? {
        let root = Override.apply(overrides, to: document.root, sink: sink)
        let session = ReadingSession(mode: .document, sink: sink)
        let record = ConfigurationNode(name: "", path: ConfigurationPath(), doc: "", content: .section)
        var entries: [DocumentNode.Entry] = []
        if case .mapping(let found) = root.content {
            entries = found
        } else {
            sink.error(
                "wrong-type", "the document is \(root.kindName), not a mapping", at: root.place, hint: "begin with `key: value` lines")
            return nil
        }
        let reader = MappingReader(session: session, record: record, entries: entries, place: root.place, isMuted: false)
        let value = decode(reader)
        reader.finish()
        session.reportUnknownOverrides(root: record)
        guard !sink.hasErrors else { return nil }
        return Reading(value: value, effective: EffectiveConfiguration(root: record), parameters: session.parameters)
    }

    /// The schema of what a decode function reads.
    public static func schema<Value>(title: String, decode: (MappingReader) -> Value) -> JSONSchema {
        let session = ReadingSession(mode: .schema, sink: DiagnosticSink())
        let record = ConfigurationNode(name: "", path: ConfigurationPath(), doc: "", content: .section)
        let reader = MappingReader(session: session, record: record, entries: [], place: nil, isMuted: true)
        _ = decode(reader)
        reader.finish()
        return JSONSchema(title: title, root: record)
    }
}
