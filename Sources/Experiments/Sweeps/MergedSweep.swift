import Foundation
import Glibc
public import Scenarios

/// All points of a sweep that any shard has finished, in their order, whoever found them and however often it was interrupted.
public struct MergedSweep: Sendable {
    /// What was planned.
    public let manifest: SweepManifest
    /// The points.
    public let plan: SweepPlan
    /// Points that nobody has finished, as ranges of their numbers.
    public let missing: [Range<Int>]
    /// Points of which two files say different things, with these files.
    public let conflicts: [(point: Int, files: [String])]
    /// Points that have failed as often as they were tried, likewise.
    public let failed: [Range<Int>]
    /// What became of files that were not as they should be.
    public let notes: [String]
    /// The files, and how many points each holds.
    public let sources: [(path: String, points: Int)]
    private let files: [String]
    private let places: [Place]

    /// Where a record lies; 16 bytes a point.
    private struct Place: Sendable {
        var offset: Int64
        var length: Int32
        /// Position among the files; -1 if there is none.
        var file: Int32
    }

    /// Looks through the files of a folder.
    public init(folder: String, program: String, sink: DiagnosticSink) throws(SweepProblem) {
        let manifest = try SweepManifest(folder: folder, program: program)
        let plan = try manifest.plan(sink: sink)
        let found = try SweepStore(folder: folder, manifest: manifest, measures: manifest.measures.count).entries()
        var places = [Place](repeating: Place(offset: 0, length: 0, file: -1), count: manifest.points)
        var twice: [(point: Int, place: Place)] = []
        for (number, entry) in found.entries.enumerated() {
            for record in entry.scan.records {
                let place = Place(offset: Int64(record.offset), length: Int32(record.length), file: Int32(number))
                if places[record.index].file < 0 { places[record.index] = place } else { twice.append((record.index, place)) }
            }
        }
        self.manifest = manifest
        self.plan = plan
        files = found.entries.map(\.path)
        notes = found.notes
        sources = found.entries.map { ($0.path, Set($0.scan.records.map(\.index)).count) }
        missing = Self.ranges(places.indices.filter { places[$0].file < 0 })
        var reader = Reader(files)
        var conflicts: [(point: Int, files: [String])] = []
        let width = manifest.measures.count
        for (point, place) in twice {
            let (first, second) = (try reader.bytes(places[point]), try reader.bytes(place))
            guard first != second, let old = SweepRecord(first[...], measures: width), let new = SweepRecord(second[...], measures: width)
            else { continue }
            if new.replaces(old) {
                places[point] = place
            } else if old.failure.isEmpty, new.failure.isEmpty {
                conflicts.append((point, [files[Int(places[point].file)], files[Int(place.file)]]))
            }
        }
        self.places = places
        self.conflicts = conflicts
        let suspects = Set(found.entries.flatMap { entry in entry.scan.records.filter { $0.failedAttempt != nil }.map(\.index) }).sorted()
        var hasFailed: [Int] = []
        for index in suspects {
            let bytes = try reader.bytes(places[index])
            if SweepRecord(bytes[...], measures: width)?.failure.isEmpty == false { hasFailed.append(index) }
        }
        failed = Self.ranges(hasFailed)
    }

    /// Rising numbers as ranges.
    private static func ranges(_ numbers: [Int]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for number in numbers {
            if ranges.last?.upperBound == number {
                ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<number + 1
            } else {
                ranges.append(number..<number + 1)
            }
        }
        return ranges
    }

    /// Points that have been finished.
    public var finished: Int { manifest.points - missing.reduce(0) { $0 + $1.count } }

    /// Hands out all finished points in order.
    public func forEach(_ body: (SweepPlan.Point, SweepRecord) throws -> Void) throws {
        var reader = Reader(files)
        for index in places.indices where places[index].file >= 0 {
            let bytes = try reader.bytes(places[index])
            guard let record = SweepRecord(bytes[...], measures: manifest.measures.count) else {
                throw SweepProblem(
                    .badData, "point \(index) in `\(files[Int(places[index].file)])` has changed since it was looked at",
                    hint: "merge again")
            }
            try body(plan.point(at: index), record)
        }
    }

    /// What is known of a point; nil if nothing is.
    public func record(at index: Int) throws(SweepProblem) -> SweepRecord? {
        guard places[index].file >= 0 else { return nil }
        var reader = Reader(files)
        return SweepRecord(try reader.bytes(places[index])[...], measures: manifest.measures.count)
    }

    /// Keeps files open while records are read from them.
    private struct Reader: ~Copyable {
        let files: [String]
        var descriptors: [Int32]

        init(_ files: [String]) {
            self.files = files
            descriptors = files.map { _ in -1 }
        }

        deinit { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }

        mutating func bytes(_ place: Place) throws(SweepProblem) -> [UInt8] {
            let file = Int(place.file)
            if descriptors[file] < 0 { descriptors[file] = open(files[file], O_RDONLY | O_CLOEXEC) }
            guard descriptors[file] >= 0 else { throw ShardFile.problem("open", files[file]) }
            return try ShardScan.read(descriptors[file], files[file], offset: off_t(place.offset), count: Int(place.length))
        }
    }
}
