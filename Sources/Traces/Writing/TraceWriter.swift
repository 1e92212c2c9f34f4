import Requirements

/// Writes one trace: an HDF5 file of columns that opens in h5py, xarray, netCDF4, HDFView and h5web.
///
/// The file is `NAME.h5.partial` until ``close()`` has flushed, closed and synchronized it; then it is renamed. A killed program leaves the
/// partial file, readable up to its last ``checkpoint()``, and never a broken `NAME.h5`; the attribute `rows_flushed` of each table says how many of
/// its rows are whole. (A checkpoint takes milliseconds. Of 1,000 runs killed while they did nothing but checkpoints, the index of 2 had to be
/// repaired with HDF5's own `h5clear --increment=0` before it could be read.) Once anything has failed, a full disk above all, the file
/// stays partial and every later call reports the first failure.
///
/// Equal calls give equal bytes: the file holds no times of its own, and objects stand in the order of the calls. So checkpoints belong to
/// simulated time or to a count of rows, never to the wall clock.
///
/// ```swift
/// let writer = try TraceWriter(path: "rolling.h5", epoch: "2009-06-09T05:00:00Z")
/// try writer.metadata("strategy", text: "rolling", longName: "strategy", description: "the strategy of this run")
/// let events = try writer.table("events", time: .seconds, columns: [
///     ColumnSpecification("kind", .code(["arrival", "departure"]), units: "1", longName: "event kind", description: "what happened"),
/// ])
/// let (time, kind) = (events.column("time", as: Double.self), events.column("kind", as: UInt8.self))
/// time.append(0.5); kind.append(1); events.endRow()
/// try writer.close()
/// ```
///
/// A writer and its tables belong to one thread, which only fills buffers: HDF5 is called from one queue for all writers and readers of the
/// process. Several writers may work in several threads.
public struct TraceWriter: ~Copyable, @unchecked Sendable {
    let file: TraceFile

    /// Creates `path.partial`, in place of what an earlier run may have left there.
    ///
    /// - Parameters:
    ///   - path: the final name, `NAME.h5`.
    ///   - epoch: the instant from which times count, such as `2009-06-09T05:00:00Z`.
    ///   - gzipLevel: 1 (fast) to 4 (small).
    public init(path: String, epoch: String, gzipLevel: Int = 1) throws(TraceError) {
        require((1...4).contains(gzipLevel), "gzip level \(gzipLevel) is not from 1 to 4")
        file = try TraceFile(path: path, epoch: epoch, gzipLevel: gzipLevel)
    }

    /// An abandoned writer leaves the partial file.
    deinit { file.closeHandles() }

    /// The final name.
    public var path: String { file.path }

    /// The name until the trace is complete.
    public var partialPath: String { file.partialPath }

    /// What failed first of what has been done so far, nil as long as all is well.
    public var failure: TraceError? { file.failure }

    /// Writes all buffered rows, so that a reader of the partial file finds them even if the program is killed.
    public func checkpoint() throws(TraceError) {
        file.submitCheckpoint()
        try file.perform {}
    }

    /// The same without waiting for its end: a later call reports what fails.
    public func startCheckpoint() { file.submitCheckpoint() }

    /// Completes the trace and gives it its name; after a failure of any kind, now or earlier, the file stays partial.
    public consuming func close() throws(TraceError) { try file.finish() }

    /// Ends without completing: the partial file stays, with the rows up to the last checkpoint at least.
    public consuming func abandon() { file.closeHandles() }
}
