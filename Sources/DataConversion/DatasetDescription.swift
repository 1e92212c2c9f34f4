public import ClusterModel
import RandomStreams
public import SimulationKernel

/// What the new version does to a table.
public enum SchemaChange: Sendable, Hashable, CaseIterable {
    /// Nothing: it is only copied when a whole server is built anew.
    case none
    /// Old and new software work with both forms; rows are rewritten when the change is applied.
    case additive
    /// Neither version reads or writes the other's form: every row is converted.
    case incompatible
}

/// Rows that one request of a class adds to a table and overwrites in it.
public struct TableWrites: Sendable, Hashable {
    /// Index of the class of requests.
    public var requestClass: Int
    /// Rows appended per request.
    public var appended: Double
    /// Rows overwritten per request.
    public var overwritten: Double

    /// Makes the writes of a class.
    public init(requestClass: Int, appended: Double, overwritten: Double) {
        self.requestClass = requestClass
        self.appended = appended
        self.overwritten = overwritten
    }
}

/// A table of a dataset, all shards together.
public struct TableDescription: Sendable, Hashable {
    /// Name, as in the scenario.
    public var name: String
    /// Rows when the upgrade begins.
    public var rows: Double
    /// Bytes per row in the old form.
    public var bytesPerRow: Double
    /// What the new version does to it.
    public var change: SchemaChange
    /// Reference core-seconds to convert (or, unless it is converted, to copy) one row.
    public var coreSecondsPerRow: Double
    /// Size of a row in the new form relative to the old.
    public var growth: Double
    /// Bytes that reach the disk per byte of new row: indexes, log, double write.
    public var writeAmplification: Double
    /// Who writes to it.
    public var writes: [TableWrites]
    /// Exponent of a Zipf law of overwrites over rows; 0 is uniform.
    public var zipfExponent: Double

    /// Makes a table.
    public init(
        name: String, rows: Double, bytesPerRow: Double, change: SchemaChange, coreSecondsPerRow: Double, growth: Double = 1,
        writeAmplification: Double = 1, writes: [TableWrites] = [], zipfExponent: Double = 0
    ) {
        self.name = name
        self.rows = rows
        self.bytesPerRow = bytesPerRow
        self.change = change
        self.coreSecondsPerRow = coreSecondsPerRow
        self.growth = growth
        self.writeAmplification = writeAmplification
        self.writes = writes
        self.zipfExponent = zipfExponent
    }

    /// How overwrites spread over the rows of a shard that has this share of them.
    func popularity(share: Double) -> Popularity {
        guard zipfExponent > 0, rows * share >= 1,
            let bins = try? ZipfBins(items: UInt64((rows * share).rounded(.up)), exponent: zipfExponent, bins: 32)
        else { return .uniform }
        return Popularity(bins)
    }

    /// Core-seconds per byte in the old form.
    public var coreSecondsPerByte: Double { coreSecondsPerRow / bytesPerRow }
    /// Size in the new form, bytes.
    public var newBytes: Double { rows * bytesPerRow * growth }
}

/// Files that are copied and never converted, such as compressed texts or media.
public struct FileStoreDescription: Sendable, Hashable {
    /// Name, as in the scenario.
    public var name: String
    /// Index of the tier whose nodes hold them.
    public var tier: Int
    /// Bytes when the upgrade begins.
    public var bytes: Double
    /// Groups of nodes that hold one part each; one copy runs per group.
    public var clusters: Int
    /// What one such copy may take, bytes per second.
    public var bytesPerSecond: Double

    /// Makes a file store.
    public init(name: String, tier: Int, bytes: Double, clusters: Int, bytesPerSecond: Double) {
        self.name = name
        self.tier = tier
        self.bytes = bytes
        self.clusters = clusters
        self.bytesPerSecond = bytesPerSecond
    }
}

/// The data that an upgrade changes, and how it is converted.
public struct DatasetDescription: Sendable, Hashable {
    /// Index of the sharded tier that holds the tables.
    public var tier: Int
    /// The tables, in the order in which they are converted.
    public var tables: [TableDescription]
    /// Files outside the database.
    public var files: [FileStoreDescription]
    /// Coefficient of variation of the cost of a row from replication to replication and shard to shard (lognormal): how little is known of it.
    public var costVariation: Double
    /// Source bytes in one chunk, at most.
    public var chunkBytes: Double
    /// Threads that one conversion can use.
    public var threads: Int
    /// Rate of a plain copy from server to server, at most, bytes per second.
    public var copyBytesPerSecond: Double
    /// Bytes that one stream has under way at most; nil if its window never limits it.
    public var windowBytes: Double?
    /// Streams that one copy or conversion sends side by side.
    public var streams: Int
    /// How writes are remembered.
    public var tracker: ConversionMode
    /// A conversion has caught up when no more is left than changes within this time.
    public var trackerDelay: SimulationDuration
    /// Once it has caught up, changed rows are converted in batches, this long apart.
    public var batchInterval: SimulationDuration
    /// What the operator allows the last stale rows to take in the quiescence.
    public var allowedQuiescence: SimulationDuration
    /// The period of the load, over which a conversion must get nearer to its end.
    public var loadCycle: SimulationDuration
    /// How chunks are moved, converted and replicated.
    public var pipeline: PipelineDescription

    /// Makes a dataset.
    public init(
        tier: Int, tables: [TableDescription], files: [FileStoreDescription] = [], costVariation: Double = 0,
        chunkBytes: Double = 64e6, threads: Int = 1, copyBytesPerSecond: Double, windowBytes: Double? = nil, streams: Int = 1,
        tracker: ConversionMode = .set, trackerDelay: SimulationDuration = .seconds(10), batchInterval: SimulationDuration = .minutes(10),
        allowedQuiescence: SimulationDuration = .seconds(60), loadCycle: SimulationDuration = .hours(24),
        pipeline: PipelineDescription = PipelineDescription()
    ) {
        self.tier = tier
        self.tables = tables
        self.files = files
        self.costVariation = costVariation
        self.chunkBytes = chunkBytes
        self.threads = threads
        self.copyBytesPerSecond = copyBytesPerSecond
        self.windowBytes = windowBytes
        self.streams = streams
        self.tracker = tracker
        self.trackerDelay = trackerDelay
        self.batchInterval = batchInterval
        self.allowedQuiescence = allowedQuiescence
        self.loadCycle = loadCycle
        self.pipeline = pipeline
    }

    /// Whether any table changes so that old and new software cannot share it.
    public var hasIncompatibleChange: Bool { tables.contains { $0.change == .incompatible } }
    /// Whether any table changes at all.
    public var hasChange: Bool { tables.contains { $0.change != .none } }

    /// What the windows of its streams let one copy or conversion send over a route, bytes per second.
    public func streamLimit(over route: Route) -> Double { route.rateLimit(window: windowBytes, streams: streams) }

    /// Rows that one request of each class writes in all tables together.
    public func rowsPerRequest(classes: Int) -> [Double] {
        var result = [Double](repeating: 0, count: classes)
        for table in tables { for writes in table.writes { result[writes.requestClass] += writes.appended + writes.overwritten } }
        return result
    }
}
