import Foundation
import TestTools
import Testing
import Traces

@Suite("Reading: what is no trace says so")
struct ReaderErrorTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func error(_ path: String) -> TraceError? {
        do throws(TraceError) {
            _ = try TraceReader(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test("a missing file")
    func missing() {
        let error = error(folder["none.h5"])
        #expect(error?.reason == .missing)
        #expect(error?.description == "cannot open the trace in `\(folder["none.h5"])`: no such file or folder")
    }

    @Test("a folder")
    func isFolder() { #expect(error(folder.path)?.reason == .isFolder) }

    @Test("a file of another format, an empty file")
    func otherFormat() throws {
        try "instance_type,usd_per_hour\n".write(toFile: folder["a.csv"], atomically: true, encoding: .utf8)
        try "".write(toFile: folder["empty.h5"], atomically: true, encoding: .utf8)
        #expect(error(folder["a.csv"])?.reason == .notHDF5)
        #expect(error(folder["empty.h5"])?.reason == .notHDF5)
    }

    @Test("a truncated file")
    func truncated() throws {
        try SampleTrace.write(to: folder["a.h5"], events: 1_000)
        let data = try Data(contentsOf: URL(fileURLWithPath: folder["a.h5"]))
        try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: folder["half.h5"]))
        let error = error(folder["half.h5"])
        #expect(error?.reason == .truncated)
        #expect(error?.description.contains(folder["half.h5"]) == true)
    }

    @Test("a damaged chunk is an error of that column alone")
    func damaged() throws {
        try SampleTrace.write(to: folder["a.h5"], events: 16_384)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder["a.h5"]))
        var failures: Set<[String]> = []
        // Behind the configuration's text the only large thing is the noisy column `work`, so some of the places hit its chunk.
        for place in stride(from: SampleTrace.longText.utf8.count, to: whole.count - 64, by: 8_000) {
            var data = whole
            data.replaceSubrange(place..<place + 64, with: Data(repeating: 0x55, count: 64))
            try data.write(to: URL(fileURLWithPath: folder["b.h5"]))
            // Where the place is part of an index the trace does not open, which is an error too.
            guard let reader = try? TraceReader(path: folder["b.h5"]) else { continue }
            failures.insert(reader.groups.flatMap(\.columns).map(\.path).filter { (try? reader.values($0)) == nil })
        }
        #expect(failures.contains(["/events/work"]), "\(failures)")
        #expect(failures.allSatisfy { $0.count <= 1 }, "\(failures)")
    }

    @Test("a file that may not be read", .enabled(if: geteuid() != 0, "root may read everything"))
    func notPermitted() throws {
        try SampleTrace.write(to: folder["a.h5"], events: 1)
        chmod(folder["a.h5"], 0)
        #expect(error(folder["a.h5"])?.reason == .notPermitted)
    }

    @Test("a column that is not there, or holds something else")
    func wrongColumn() throws {
        try SampleTrace.write(to: folder["a.h5"], events: 1)
        let reader = try TraceReader(path: folder["a.h5"])
        #expect(throws: TraceError.self) { try reader.doubles("/events/speed") }
        do throws(TraceError) {
            _ = try reader.doubles("/bill/item")
        } catch {
            #expect(error.reason == .wrongKind)
        }
        #expect(throws: TraceError.self) { try reader.integers("/events/work") }
        #expect(throws: TraceError.self) { try reader.strings("/events/work") }
    }
}
