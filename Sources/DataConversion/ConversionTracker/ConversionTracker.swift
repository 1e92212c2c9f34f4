import Requirements

/// What is converted of one table on one shard while the live workload goes on writing to it.
///
/// ## Mode `set`
///
/// Set by the caller: the overwrites w and the appended rows a each second, constant over each step, and the chunks that are converted.
/// Computed: how many rows, in the mean, are *unconverted* (U), *fresh* (converted, not overwritten since), *stale* (overwritten since),
/// and in flight.
///
///     rows N = U + fresh + stale + in flight
///
/// A row of popularity class b is overwritten k_b w / N times each second, k_b being its rate relative to the mean row. A fresh row stays
/// fresh over a step of t seconds with the probability exp(-k_b E), where
///
///     E = integral of w / N dt = w t / N          without growth
///                              = (w / a) ln(1 + a t / N)    with N growing at rate a
///
/// is the *exposure*, the writes to a mean row. It is the same number for all classes, so a step costs O(1): exposures add up, and classes
/// are brought up to date only where their contents are needed. Steps of any size give the same result up to rounding.
///
/// Overwriting an unconverted row changes nothing: the row will be read in its newest form. A chunk is read when it is taken; rows of it
/// that are overwritten in flight are stale when it is finished. Never converted rows come first, in an order that has nothing to do with
/// popularity; stale rows follow, each with the same chance (the converter knows which rows are stale and not how popular they are).
/// Appended rows are unconverted, and join the classes in proportion.
///
/// ## Mode `log`
///
/// Every append and every overwrite since the start is an entry; popularity does not matter. Entries are applied before further rows are
/// copied, as log-based tools do. An appended row counts as converted when its entry is applied.
///
/// ## Numbers of rows
///
/// All numbers are means and may be fractions. Under writes the backlog never stays at zero: each chunk, however small, leaves rows that
/// became stale meanwhile. So ``nextChunk(maximumRows:minimumRows:)`` hands out no chunk under one row unless it is asked to, which is
/// right when writes are stopped; otherwise ever smaller chunks would follow each other in ever shorter times.
///
/// ```swift
/// var tracker = ConversionTracker(rows: 320e6, mode: .set, popularity: .uniform)
/// while let chunk = tracker.nextChunk(maximumRows: 50_000) {
///     tracker.advance(by: chunk.rows / 5_400, appendedPerSecond: 5, overwrittenPerSecond: 40)
///     tracker.finishChunk(chunk)
/// }
/// ```
public struct ConversionTracker: Sendable {
    /// How writes are tracked.
    public let mode: ConversionMode
    /// All rows of the table.
    public internal(set) var rows: Double
    /// Work that was finished: rows and log entries.
    public internal(set) var finishedWork = 0.0
    /// Appends and overwrites that arrived.
    public internal(set) var arrivedWrites = 0.0

    /// Rows that were never converted and are not in flight.
    var unconverted: Double
    /// Mode `set`: the classes, valid at `settledExposure`. Empty in mode `log`.
    var bins: ContiguousArray<BinState>
    /// Sum of the classes' fresh rows; in mode `log` the rows of the new store.
    var freshTotal = 0.0
    /// Sum of the classes' stale rows.
    var staleTotal = 0.0
    var exposure = 0.0
    var settledExposure = 0.0
    /// Entries of the log that wait.
    var waitingAppends = 0.0
    var waitingOverwrites = 0.0
    var flights = Flights()

    /// One popularity class in mode `set`.
    struct BinState: Sendable {
        let rowFraction: Double
        let relativeRate: Double
        var fresh = 0.0
        var stale = 0.0
    }

    /// A table of which nothing is converted yet, at the moment when the tracking of writes starts.
    public init(rows: Double, mode: ConversionMode, popularity: Popularity = .uniform) {
        require(rows >= 0 && rows.isFinite, "a table cannot have \(rows) rows")
        self.rows = rows
        self.mode = mode
        unconverted = rows
        bins =
            mode == .set
            ? ContiguousArray(popularity.bins.map { BinState(rowFraction: $0.rowFraction, relativeRate: $0.relativeRate) }) : []
    }

    /// What is left to do: rows that are unconverted, stale or in flight, or the rows and log entries that are.
    public var backlog: Double {
        unconverted + stale + waitingAppends + flights.work
    }

    /// Rows that were never converted, those in flight not counted; in mode `log` without the appended ones, which are entries.
    public var unconvertedRows: Double { unconverted }

    /// Rows that were overwritten after their conversion; in mode `log` the overwrites that wait in the log.
    ///
    /// - Complexity: O(bins).
    public var stale: Double {
        mode == .log ? waitingOverwrites : staleTotal + newlyStale
    }

    /// Rows whose newest content is in the new store; in mode `log` rows that are in the new store, in whatever state.
    ///
    /// - Complexity: O(bins).
    public var converted: Double {
        mode == .log ? freshTotal : freshTotal - newlyStale
    }

    /// Rows and log entries that are being converted.
    public var inFlight: Double { flights.work }

    /// How many chunks are being converted.
    public var chunksInFlight: Int { flights.count }

    /// Throws the new store away: every row is unconverted again, the log is empty, and chunks in flight are void.
    ///
    /// The totals ``finishedWork`` and ``arrivedWrites`` go on.
    public mutating func restart() {
        unconverted = rows
        for index in bins.indices {
            bins[index].fresh = 0
            bins[index].stale = 0
        }
        freshTotal = 0
        staleTotal = 0
        settledExposure = exposure
        waitingAppends = 0
        waitingOverwrites = 0
        flights.voidAll()
    }

    /// Every row is in exactly one state.
    func checkConservation() {
        let sum = unconverted + freshTotal + staleTotal + waitingAppends + flights.rows
        require(abs(sum - rows) <= 1e-9 * rows + 1e-6, "\(sum) rows in all states together, but the table has \(rows)")
        require(
            unconverted >= 0 && freshTotal >= 0 && staleTotal >= 0 && waitingAppends >= 0 && waitingOverwrites >= 0,
            "a negative number of rows: \(unconverted) unconverted, \(freshTotal) fresh, \(staleTotal) stale, "
                + "\(waitingAppends) and \(waitingOverwrites) entries")
    }
}
