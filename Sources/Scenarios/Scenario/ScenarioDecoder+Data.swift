import ClusterModel
import DataConversion
import SimulationKernel

/// Tables, files and how they are converted.
extension ScenarioDecoder {
    func decodeDataset(_ reader: MappingReader) -> DatasetDescription {
        let tierName = reader.reference("tier", to: tierNames, doc: "the sharded tier that holds the tables")
        let tier = tierNames.firstIndex(of: tierName) ?? 0
        if !reader.isSchema, tiers.indices.contains(tier), !tiers[tier].isSharded {
            reader.error("not-sharded", "tier `\(tierName)` has no shards", at: "tier", hint: "give it `shards:`, one if it is not divided")
        }
        let chunk = reader.bytes("chunk", default: "64 MB", in: 1...1_000_000_000_000, doc: "source bytes in one chunk, at most")
        let threads = reader.count("threads", default: 1, in: 1...4096, doc: "threads that one conversion can use")
        let rate = reader.bytesPerSecond("copy-rate", default: "100 MB/s", doc: "rate of a plain copy between servers, at most")
        let window = reader.optional {
            $0.bytes(
                "window", in: 1...1_000_000_000_000,
                doc: "TCP window of a stream, which carries no more than that in a round trip; if absent, windows never limit")
        }
        let streams = reader.count("streams", default: 1, in: 1...4096, doc: "TCP streams that one copy or conversion sends side by side")
        let tracker = reader.choice("tracker", ["set", "log"], default: "set", doc: "how writes during a conversion are remembered")
        let delay = reader.duration("tracker-delay", default: "10 s", doc: "caught up when no more is left than changes within this time")
        let interval = reader.duration(
            "batch-interval", default: "10 min", in: .seconds(1) ... .hours(24 * 30), doc: "changed rows are converted again this often")
        let quiescence = reader.duration(
            "allowed-quiescence", default: "60 s", doc: "what the last stale rows may take while writes stand still")
        let cycle = reader.duration(
            "load-cycle", default: "24 h", in: .seconds(60) ... .hours(24 * 60),
            doc: "period of the load over which a conversion must get nearer to its end; at least that of the change windows counts")
        let variation = reader.number(
            "row-time-variation", default: "0", in: 0...5,
            doc: "coefficient of variation of the time of a row, shard by shard and replication by replication (lognormal)")
        let pipeline = decodePipeline(reader)
        let scale = reader.number("scale", default: "1", in: 0...1e6, doc: "factor on the rows of all tables and the size of all files")
        var tables = reader.mapping("tables", count: 0...10_000, doc: "the tables, in the order of their conversion") {
            decodeTable($0, $1)
        }
        for index in tables.indices { tables[index].value.rows *= scale }
        var files = reader.mapping("files", count: 0...1000, doc: "files that are copied and never converted") { decodeFiles($0, $1) }
        for index in files.indices { files[index].value.bytes *= scale }
        return DatasetDescription(
            tier: tier, tables: tables.map(\.value), files: files.map(\.value), costVariation: variation, chunkBytes: Double(chunk),
            threads: threads,
            copyBytesPerSecond: rate, windowBytes: window.map { Double($0) }, streams: streams,
            tracker: tracker == "set" ? .set : .log, trackerDelay: delay, batchInterval: interval, allowedQuiescence: quiescence,
            loadCycle: cycle, pipeline: pipeline)
    }

    private func decodeTable(_ name: String, _ reader: MappingReader) -> TableDescription {
        let rows = reader.count("rows", in: 0...1_000_000_000_000_000, doc: "rows at the start, all shards together")
        let rowBytes = reader.bytes("row", in: 1...1_000_000_000, doc: "size of a row in the old form")
        let change = reader.choice(
            "change", ["none", "additive", "incompatible"], default: "none", doc: "what the new version does to it")
        let cpu = reader.duration(
            "row-time", default: "0 s", in: .zero ... .hours(1), doc: "processor time to convert (or copy) a row")
        let growth = reader.number("growth", default: "1", in: 0.001...1000, doc: "size of a row in the new form, relative to the old")
        let amplification = reader.number(
            "write-amplification", default: "1", in: 0.001...10_000, doc: "bytes written per byte of new row: indexes, log")
        let zipf = reader.number("zipf", default: "0", in: 0...5, doc: "exponent of a Zipf law of overwrites over rows; 0 is uniform")
        var writes: [TableWrites] = []
        reader.section("writes", doc: "rows written per request, by class") { section in
            for (index, className) in classNames.enumerated() where section.isSchema || section.contains(className) {
                let pair = section.section(className, doc: "rows written per request of class \(className)") { item in
                    (
                        item.number("appended", default: "0", in: 0...1e9, doc: "rows appended"),
                        item.number("overwritten", default: "0", in: 0...1e9, doc: "rows overwritten")
                    )
                }
                writes.append(TableWrites(requestClass: index, appended: pair.0, overwritten: pair.1))
            }
        }
        let kind: SchemaChange = change == "incompatible" ? .incompatible : change == "additive" ? .additive : .none
        // A row that costs nothing would be converted at an infinite rate; a nanosecond of processor is as good as nothing.
        return TableDescription(
            name: name, rows: Double(rows), bytesPerRow: Double(rowBytes), change: kind, coreSecondsPerRow: max(cpu.seconds, 1e-9),
            growth: growth, writeAmplification: amplification, writes: writes, zipfExponent: zipf)
    }

    private func decodeFiles(_ name: String, _ reader: MappingReader) -> FileStoreDescription {
        let tier = reader.reference("tier", to: tierNames, doc: "tier whose nodes hold them")
        return FileStoreDescription(
            name: name, tier: tierNames.firstIndex(of: tier) ?? 0,
            bytes: Double(reader.bytes("size", doc: "bytes in all")),
            clusters: reader.count("parts", default: 1, in: 1...100_000, doc: "groups of nodes that hold one part each"),
            bytesPerSecond: reader.bytesPerSecond("copy-rate", default: "100 MB/s", doc: "what the copy of one part may take"))
    }
}
