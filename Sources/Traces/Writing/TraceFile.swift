import CHDF5
import Foundation
import Requirements
import Synchronization

/// The open file behind a writer and its tables.
///
/// The first failure stays: from then on nothing is written, and the file is never given its final name.
///
/// What is done to the file is done in the order of the calls, because the library's queue is one for all: whether a call waits for its end or
/// not, and however the threads run, equal calls give equal bytes.
///
/// Unchecked: what is not constant belongs to the thread of the writer, but for the failure, which has a lock. While ``perform(_:)`` runs its
/// closure that thread waits for it.
final class TraceFile: @unchecked Sendable {
    let path: String
    let partialPath: String
    let epoch: String
    let filters: ChunkFilters

    private let firstFailure = Mutex<TraceError?>(nil)
    private var file: HDF5Handle?

    /// The file's id, because a class lends an optional owner only by taking it out.
    let id: hid_t

    private(set) var tables: [TraceTable] = []

    /// Groups that a viewer shows first: of the series, else the first table.
    private var firstSeries: String?
    private var firstTable: String?

    var hasSeriesGroup: Bool { firstSeries != nil }
    var hasMetadataGroup = false

    init(path: String, epoch: String, gzipLevel: Int) throws(TraceError) {
        self.path = path
        self.epoch = epoch
        filters = ChunkFilters(gzipLevel: gzipLevel)
        partialPath = path + ".partial"
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
            throw TraceError(path: path, operation: "write a trace", reason: .isFolder, detail: "")
        }
        let partialPath = partialPath
        let file = try HDF5Library.perform { () throws(TraceError) in try Self.create(partialPath) }
        id = file.id
        self.file = consume file
    }

    private static func create(_ path: String) throws(TraceError) -> HDF5Handle {
        let creation = try HDF5Handle(H5Pcreate(chdf5_file_create_class()), .propertyList, "create", path: path)
        try HDF5Library.check(H5Pset_obj_track_times(creation.id, false), "create", path: path)
        try HDF5Library.check(H5Pset_link_creation_order(creation.id, chdf5_creation_order()), "create", path: path)
        try neverReuseSpace(creation.id, path)
        let access = try HDF5Handle(H5Pcreate(chdf5_file_access_class()), .propertyList, "create", path: path)
        // Where the file system has no locks (some of the network's), the user switches them off by HDF5_USE_FILE_LOCKING.
        try HDF5Library.check(H5Pset_file_locking(access.id, true, true), "create", path: path)
        try keepMetadataUntilFlush(access.id, path)
        let file = try HDF5Handle(H5Fcreate(path, chdf5_truncate(), creation.id, access.id), .file, "create the file", path: path)
        HDF5FileLock.closeInChildren(file.id)
        let attributes = HDF5Attributes(object: file.id, path: path)
        try attributes.set("Conventions", "CF-1.10")
        try attributes.set("NX_class", "NXroot")
        // So that a run killed before its first checkpoint leaves an empty trace, and not a file without an end.
        try HDF5Library.check(H5Fflush(file.id, H5F_SCOPE_GLOBAL), "flush", path: path)
        return file
    }

    /// Leaves the space of replaced chunks unused. A checkpoint writes a chunk that is not full yet, and a later flush replaces it by a larger one.
    /// If another chunk then took its place, the index on the disk would lead to that until the flush is complete; of runs killed while they
    /// flushed in a tight loop three quarters left an unreadable file. The price is one hole for each column and checkpoint.
    private static func neverReuseSpace(_ creation: hid_t, _ path: String) throws(TraceError) {
        let status = H5Pset_file_space_strategy(creation, H5F_FSPACE_STRATEGY_NONE, false, 1)
        try HDF5Library.check(status, "create", path: path)
    }

    /// Keeps changed metadata in memory from one flush to the next. Otherwise the library writes some of it whenever its cache is full, and a
    /// run killed at that moment would leave an index that fits neither the old nor the new data.
    private static func keepMetadataUntilFlush(_ access: hid_t, _ path: String) throws(TraceError) {
        var configuration = H5AC_cache_config_t()
        configuration.version = H5AC__CURR_CACHE_CONFIG_VERSION
        try HDF5Library.check(H5Pget_mdc_config(access, &configuration), "create", path: path)
        configuration.evictions_enabled = false
        configuration.incr_mode = H5C_incr__off
        configuration.flash_incr_mode = H5C_flash_incr__off
        configuration.decr_mode = H5C_decr__off
        try HDF5Library.check(H5Pset_mdc_config(access, &configuration), "create", path: path)
    }

    /// What failed first, nil as long as nothing has.
    var failure: TraceError? { firstFailure.withLock { $0 } }

    /// Runs `body` with the library, after all that was submitted before, unless the file has failed; reports the failure, old or new.
    func perform(_ body: () throws(TraceError) -> Void) throws(TraceError) {
        HDF5Library.perform { unlessFailed(body) }
        if let failure { throw failure }
    }

    /// Has a chunk compressed, if it is not yet, and written. Does not wait.
    func submit(_ chunk: ChunkBuffer, to datasets: TableDatasets, returnTo pool: ChunkPool) {
        HDF5Library.submit { [self] in
            unlessFailed { () throws(TraceError) in
                chunk.compress(filters)
                try datasets.write(chunk, path: partialPath)
            }
            pool.give(chunk)
        }
    }

    /// Has all buffered rows written, and everything that the library holds back. Does not wait.
    func submitCheckpoint() {
        for table in tables { table.handOverRows() }
        let datasets = tables.map(\.datasets)
        HDF5Library.submit { [self] in
            unlessFailed { () throws(TraceError) in
                try HDF5Library.check(H5Fflush(id, H5F_SCOPE_GLOBAL), "flush", path: partialPath)
                // A flush killed half-way may leave columns longer than their data. So only after it the tables say how many rows are whole.
                for table in datasets { try table.recordFlushedRows(path: partialPath) }
                try HDF5Library.check(H5Fflush(id, H5F_SCOPE_GLOBAL), "flush", path: partialPath)
            }
        }
    }

    func add(_ table: TraceTable) { tables.append(table) }

    func noteFirst(series name: String) { firstSeries = firstSeries ?? name }

    func noteFirst(table name: String) { firstTable = firstTable ?? name }

    /// Flushes and closes; gives the file its final name if nothing ever failed.
    func finish() throws(TraceError) {
        HDF5Library.perform {
            unlessFailed { () throws(TraceError) in
                guard let name = firstSeries.map({ _ in "series" }) ?? firstTable else { return }
                try HDF5Attributes(object: id, path: partialPath).set("default", name)
            }
        }
        submitCheckpoint()
        closeHandles()
        if let failure { throw failure }
        try FileSystem.synchronize(partialPath)
        try FileSystem.rename(partialPath, to: path)
        try FileSystem.synchronizeFolder(of: path)
    }

    /// Closes all handles, whether or not the file has failed, when all that was submitted is done. What fails here marks the file, too.
    func closeHandles() {
        for table in tables { table.end() }
        HDF5Library.perform {
            for table in tables {
                do throws(TraceError) { try table.datasets.close(path: partialPath) } catch { fail(error) }
            }
            // A table holds the file and the file its tables: this ends it.
            tables.removeAll()
            guard let file = file.take() else { return }
            let open = H5Fget_obj_count(file.id, chdf5_all_objects())
            require(failure != nil || open == 1, "\(open - 1) objects are left open in `\(partialPath)`")
            do throws(TraceError) { try HDF5FileLock.close(file, "close the file", path: partialPath) } catch { fail(error) }
        }
    }

    private func unlessFailed(_ body: () throws(TraceError) -> Void) {
        guard failure == nil else { return }
        do throws(TraceError) { try body() } catch { fail(error) }
    }

    private func fail(_ error: TraceError) { firstFailure.withLock { $0 = $0 ?? error } }
}
