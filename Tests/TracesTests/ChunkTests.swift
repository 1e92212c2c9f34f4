import CHDF5
import Foundation
import TestTools
import Testing

@testable import Traces

@Suite("Chunks: what HDF5's own filters would have written, whatever the number of rows")
struct ChunkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let counts = [0, 1, 63, 64, 65, 128, 500]

    @Test("rows across the borders of chunks, with and without checkpoints", arguments: counts, [Int.max, 1, 10, 64])
    func borders(count: Int, step: Int) throws {
        let path = folder["a.h5"]
        try NumberTrace.write((0..<count).map { Int64($0) << 20 }, to: path, checkpointEvery: step)
        let reader = try TraceReader(path: path)
        #expect(try reader.integers("/events/stale") == (0..<count).map { Int64($0) << 20 })
        #expect(try reader.integers("/events/row") == (0..<count).map { Int64($0) })
    }

    @Test("h5py reads the same, and sees shuffle and gzip in every chunk", .enabled(if: Python.path != nil, "there is no Python with h5py"))
    func python() throws {
        let script = """
            import h5py, sys
            for path in sys.argv[1:]:
                column = h5py.File(path)["events/stale"]
                masks = {column.id.get_chunk_info(i).filter_mask for i in range(column.id.get_num_chunks())}
                print(column.shape[0], all(column[...] == range(column.shape[0])), column.chunks, column.compression,
                      column.compression_opts, column.shuffle, *masks)
            """
        for count in Self.counts { try NumberTrace.write((0..<count).map { Int64($0) }, to: folder["\(count).h5"], checkpointEvery: 50) }
        let result = try runProgram([#require(Python.path), "-c", script] + Self.counts.map { folder["\($0).h5"] })
        let expected = Self.counts.map { "\($0) True (64,) gzip 1 True" + ($0 == 0 ? "\n" : " 0\n") }.joined()
        #expect(result.output == expected, "\(result.errors)")
    }

    @Test("every column's chunks have the bytes that the library's filters make", arguments: [1, 4])
    func sameBytes(gzipLevel: Int) throws {
        let writer = try TraceWriter(path: folder["a.h5"], epoch: SampleTrace.epoch, gzipLevel: gzipLevel)
        let rows = 1_000
        let table = try writer.table("events", time: .nanoseconds, columns: SampleTrace.eventColumns, rowsPerChunk: rows)
        let times = (0..<rows).map { Int64($0) * 500_000_000 }
        let kinds = (0..<rows).map { UInt8($0 % 3) }
        let entities = (0..<rows).map { Int32($0 * 7) }
        let versions = (0..<rows).map { Int64($0) << 33 }
        // Noise becomes larger by compression.
        let work = (0..<rows).map { Double(bitPattern: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
        table.column("time", as: Int64.self).append(contentsOf: times)
        table.column("kind", as: UInt8.self).append(contentsOf: kinds)
        table.column("entity", as: Int32.self).append(contentsOf: entities)
        table.column("version", as: Int64.self).append(contentsOf: versions)
        table.column("work", as: Double.self).append(contentsOf: work)
        for _ in 0..<rows { table.endRow() }
        try writer.close()
        try HDF5Library.perform {
            let file = H5Fopen(folder["a.h5"], chdf5_read_only(), chdf5_default())
            let copy = H5Fcreate(folder["b.h5"], chdf5_truncate(), chdf5_default(), chdf5_default())
            defer { for id in [file, copy] { H5Fclose(id) } }
            try expectSame("/events/time", file, copy, times, chdf5_native_int64())
            try expectSame("/events/kind", file, copy, kinds, chdf5_native_uint8())
            try expectSame("/events/entity", file, copy, entities, chdf5_native_int32())
            try expectSame("/events/version", file, copy, versions, chdf5_native_int64())
            try expectSame("/events/work", file, copy, work, chdf5_native_double())
        }
    }

    /// Writes the values by the library's way into a dataset of the same properties, and compares its only chunk.
    private func expectSame<Value: BitwiseCopyable>(_ name: String, _ file: hid_t, _ copy: hid_t, _ values: [Value], _ memoryType: hid_t)
        throws
    {
        let original = H5Dopen2(file, name, chdf5_default())
        let (type, space, creation) = (H5Dget_type(original), H5Dget_space(original), H5Dget_create_plist(original))
        let again = H5Dcreate2(copy, String(name.split(separator: "/")[1]), type, space, chdf5_default(), creation, chdf5_default())
        defer {
            for id in [original, again] { H5Dclose(id) }
            H5Tclose(type)
            H5Sclose(space)
            H5Pclose(creation)
        }
        #expect(H5Dwrite(again, memoryType, chdf5_all(), chdf5_all(), chdf5_default(), values) >= 0)
        #expect(H5Dflush(again) >= 0)
        let (first, second) = (try chunk(original), try chunk(again))
        #expect(first.mask == 0 && second.mask == 0)
        #expect(first.bytes == second.bytes, "\(name)")
    }

    private func chunk(_ dataset: hid_t) throws -> (mask: UInt32, bytes: [UInt8]) {
        let offset: [hsize_t] = [0]
        var size: hsize_t = 0
        try #require(H5Dget_chunk_storage_size(dataset, offset, &size) >= 0)
        var mask: UInt32 = 0
        var bytes = [UInt8](repeating: 0, count: Int(size))
        try #require(H5Dread_chunk(dataset, chdf5_default(), offset, &mask, &bytes) >= 0)
        return (mask, bytes)
    }
}
