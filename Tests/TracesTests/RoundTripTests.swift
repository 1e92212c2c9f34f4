import Foundation
import TestTools
import Testing
import Traces

@Suite("Round trip: what is written is read back, and equal traces are equal files")
struct RoundTripTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("every kind of column, over several chunks and with checkpoints between", arguments: [0, 1, 16_384, 40_000])
    func columns(count: Int) throws {
        let path = folder["a.h5"]
        try SampleTrace.write(to: path, events: count, checkpointEvery: 7_000)
        #expect(folder.contents == ["a.h5"])
        let reader = try TraceReader(path: path)
        #expect(reader.groups.map(\.path) == ["/meta", "/events", "/series/tiers", "/faults", "/chunks", "/bill", "/losses"])
        #expect(try reader.integers("/events/time") == (0..<count).map { Int64($0) * 500_000_000 })
        #expect(try reader.integers("/events/kind") == (0..<count).map { Int64($0 % 3) })
        #expect(try reader.integers("/events/entity") == (0..<count).map { Int64($0 % 2) })
        #expect(try reader.integers("/events/version") == (0..<count).map { Int64($0) << 33 })
        #expect(try reader.doubles("/events/work") == (0..<count).map { SampleTrace.value($0, seed: 1) })
        let sampled = Array(stride(from: 0, to: count, by: 100))
        #expect(try reader.doubles("/series/tiers/time") == sampled.map { Double($0) / 2 })
        #expect(try reader.doubles("/series/tiers/utilisation") == sampled.flatMap { [0.25, 0.5, Double($0 % 7) / 8] })
        #expect(try reader.values("/series/tiers/stale") == .integers(sampled.map { Int64(-$0) }))
        #expect(try reader.integers("/chunks/row") == sampled.indices.map { Int64($0) })
        #expect(try reader.integers("/chunks/stale") == sampled.map { Int64($0) })
        #expect(try reader.doubles("/faults/time") == [])
        #expect(try reader.strings("/bill/item") == ["m1.large", "EBS"])
        #expect(try reader.integers("/bill/quantity") == [700, 3])
        #expect(try reader.doubles("/bill/cost") == [238, 0.5])
        #expect(try reader.values("/losses/lost") == .doubles([]))
    }

    @Test("texts and numbers about the run, however long or empty")
    func metadata() throws {
        let path = folder["a.h5"]
        try SampleTrace.write(to: path, events: 1)
        let reader = try TraceReader(path: path)
        #expect(try reader.strings("/meta/strategy") == ["rolling \u{2192} done"])
        #expect(try reader.strings("/meta/configuration") == [SampleTrace.longText])
        #expect(try reader.strings("/meta/note") == [""])
        #expect(try reader.integers("/meta/seed") == [1])
        #expect(try reader.doubles("/meta/horizon") == [1.5])
        #expect(try reader.strings("/events/entity_name") == ["db1", "Zürich"])
        #expect(try reader.strings("/series/tiers/tier") == ["squid", "apache", "db"])
    }

    /// Row counts of 1 to 4 beside three tiers and two names of entities: how many rows there are says nothing about what a column is.
    @Test("the columns of a table are those over its rows, however many rows there are", arguments: [1, 2, 101, 201, 301])
    func tables(count: Int) throws {
        let path = folder["a.h5"]
        try SampleTrace.write(to: path, events: count)
        let reader = try TraceReader(path: path)
        let group = try #require(reader.groups.first { $0.path == "/series/tiers" })
        #expect(group.table.map(\.name) == ["time", "utilisation", "stale"])
        #expect(group.entities(of: try #require(group["utilisation"]))?.name == "tier")
        #expect(group.entities(of: try #require(group["stale"])) == nil)
        let events = try #require(reader.groups.first { $0.path == "/events" })
        #expect(events.table.map(\.name) == ["time", "kind", "entity", "version", "work"])
        let bill = try #require(reader.groups.first { $0.path == "/bill" })
        #expect(bill.table.map(\.name) == ["row", "item", "quantity", "cost"])
    }

    @Test("columns are described")
    func descriptions() throws {
        let path = folder["a.h5"]
        try SampleTrace.write(to: path, events: 250)
        let reader = try TraceReader(path: path)
        let kind = try reader.column("/events/kind")
        #expect(kind.meanings == ["arrival", "departure", "crash"])
        #expect(kind.kind == .integers)
        #expect(kind.longName == "event kind")
        #expect(kind.description == "what happened")
        #expect(try reader.column("/events/work").units == "MB")
        #expect(try reader.column("/events/time").units == "nanoseconds since 2009-06-09T05:00:00Z")
        #expect(try reader.column("/faults/time").units == "seconds since 2009-06-09T05:00:00Z")
        let utilisation = try reader.column("/series/tiers/utilisation")
        #expect(utilisation.shape == [3, 3])
        #expect(utilisation.rowCount == 3)
        #expect(utilisation.valuesPerRow == 3)
        #expect(reader.groups[1]["kind"] == kind)
    }

    @Test("a range of rows is read alone, and cut to what there is")
    func rows() throws {
        let path = folder["a.h5"]
        try SampleTrace.write(to: path, events: 20_000)
        let reader = try TraceReader(path: path)
        #expect(try reader.integers("/events/version", rows: 16_380..<16_390) == (16_380..<16_390).map { Int64($0) << 33 })
        #expect(try reader.doubles("/series/tiers/utilisation", rows: 1..<3) == [0.25, 0.5, 0.25, 0.25, 0.5, 0.5])
        #expect(try reader.integers("/events/kind", rows: 19_999..<30_000) == [Int64(19_999 % 3)])
        #expect(try reader.integers("/events/kind", rows: 50_000..<60_000) == [])
    }

    @Test("equal content gives equal bytes, other content other bytes")
    func bytes() throws {
        func bytes(_ name: String, seed: UInt64) throws -> Data {
            try SampleTrace.write(to: folder[name], events: 40_000, checkpointEvery: 9_000, seed: seed)
            return try Data(contentsOf: URL(fileURLWithPath: folder[name]))
        }
        let first = try bytes("a.h5", seed: 1)
        // Times in seconds would differ by then, if the file held any.
        Thread.sleep(forTimeInterval: 1.1)
        #expect(try bytes("b.h5", seed: 1) == first)
        #expect(try bytes("c.h5", seed: 2) != first)
    }

    @Test("writers in several threads do not disturb each other")
    func threads() async throws {
        let folder = folder
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<6 {
                group.addTask {
                    try SampleTrace.write(to: folder["\(index).h5"], events: 20_000, checkpointEvery: 3_000, seed: UInt64(index % 2))
                }
            }
            try await group.waitForAll()
        }
        let files = try (0..<6).map { try Data(contentsOf: URL(fileURLWithPath: folder["\($0).h5"])) }
        for index in 2..<6 { #expect(files[index] == files[index % 2], "file \(index)") }
    }

    @Test("an abandoned trace stays partial, a dropped one too, and a new run replaces it")
    func abandoned() throws {
        let writer = try TraceWriter(path: folder["a.h5"], epoch: SampleTrace.epoch)
        let table = try writer.table("events", time: .none, columns: [SampleTrace.stale])
        let stale = table.column("stale", as: Int64.self)
        for value in 0..<5 {
            stale.append(Int64(value))
            table.endRow()
        }
        #expect(table.rowCount == 5)
        try writer.checkpoint()
        writer.abandon()
        #expect(folder.contents == ["a.h5.partial"])
        #expect(try TraceReader(path: folder["a.h5.partial"]).integers("/events/stale") == [0, 1, 2, 3, 4])
        do { _ = try TraceWriter(path: folder["b.h5"], epoch: SampleTrace.epoch) }
        #expect(folder.contents == ["a.h5.partial", "b.h5.partial"])
        try SampleTrace.write(to: folder["a.h5"], events: 1)
        #expect(folder.contents == ["a.h5", "b.h5.partial"])
    }
}
