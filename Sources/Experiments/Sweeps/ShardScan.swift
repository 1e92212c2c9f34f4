import Glibc

/// What a file of finished points holds.
struct ShardScan {
    /// What is wrong with a file.
    enum Trouble: Sendable, Hashable {
        /// It ends within a record, as when a process was killed while it wrote.
        case cutShort
        /// A record's check does not hold, or there is something else than a record.
        case damaged
        /// It is of another plan.
        case otherPlan
    }

    /// A whole record.
    struct Found {
        /// The point.
        var index: Int
        /// Where it begins, behind its length.
        var offset: Int
        var length: Int
        /// The number of the attempt, if it is a failure.
        var failedAttempt: Int?
    }

    var records: [Found] = []
    /// Bytes up to the end of the last whole record.
    var wholeBytes = 0
    var trouble: Trouble?

    /// Reads a file from an open descriptor; 64 kB at a time, so that its size does not matter.
    init(descriptor: Int32, path: String, manifest: SweepManifest, measures: Int) throws(SweepProblem) {
        let header = ShardFile.header(manifest.hash)
        var reader = BufferedFile(descriptor: descriptor, path: path)
        let first = try reader.bytes(header.count)
        if first.isEmpty { return }
        guard first == header[...] else {
            trouble = first.count < header.count && header.starts(with: first) ? .cutShort : .otherPlan
            return
        }
        wholeBytes = header.count
        while true {
            let prefix = try reader.bytes(4)
            if prefix.isEmpty { return }
            guard prefix.count == 4 else {
                trouble = .cutShort
                return
            }
            let length = Int(prefix.integer(UInt32.self, at: 0))
            guard length <= SweepRecord.largest else {
                trouble = .damaged
                return
            }
            let body = try reader.bytes(length)
            guard body.count == length else {
                trouble = .cutShort
                return
            }
            guard let record = SweepRecord(body, measures: measures), (0..<manifest.points).contains(record.index) else {
                trouble = .damaged
                return
            }
            records.append(
                Found(
                    index: record.index, offset: wholeBytes + 4, length: length,
                    failedAttempt: record.failure.isEmpty ? nil : record.attempt))
            wholeBytes += 4 + length
        }
    }
}

/// Reads a file from its beginning.
private struct BufferedFile {
    let descriptor: Int32
    let path: String
    private var buffer: [UInt8] = []
    private var position = 0
    private var offset: off_t = 0

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// The next bytes; fewer only at the end.
    mutating func bytes(_ count: Int) throws(SweepProblem) -> ArraySlice<UInt8> {
        while buffer.count - position < count {
            if position > 0 {
                buffer.removeFirst(position)
                position = 0
            }
            let more = try ShardScan.read(descriptor, path, offset: offset, count: max(65_536, count))
            if more.isEmpty { break }
            offset += off_t(more.count)
            buffer += more
        }
        let end = min(buffer.count, position + count)
        defer { position = end }
        return buffer[position..<end]
    }
}

extension ShardScan {
    /// Bytes at a place of a file; fewer only at its end.
    static func read(_ descriptor: Int32, _ path: String, offset: off_t, count: Int) throws(SweepProblem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, offset) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw ShardFile.problem("read", path) }
            bytes.removeLast(count - got)
            return bytes
        }
    }
}
