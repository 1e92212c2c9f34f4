import ClusterModel
public import Scenarios
public import SimulationKernel
public import UpgradeStrategies

/// Writes the trace of one run while it goes on: every event, the rates whenever they change, and at the end steps, leases, bill and losses.
///
/// Trouble with the file does not disturb the run; ``finish(_:)`` reports it.
///
/// Unchecked: confined to the thread of its run.
public final class RunTraceRecorder: RunRecorder, EventObserver, @unchecked Sendable {
    /// Version of the layout of a trace.
    public static let formatVersion = "2"
    /// Rows of the series between two flushes to the disk.
    private static let rowsPerCheckpoint = 256

    private var writer: TraceWriter?
    private let scenario: Scenario
    private let events: EventColumns
    private let classes: ClassColumns
    private let tiers: TierColumns
    private let shards: ShardColumns?
    private let whole: WholeColumns
    private var rows = 0

    /// Creates the file, `PATH.partial` until ``finish(_:)``.
    ///
    /// - Parameters:
    ///   - isMirrored: Whether the run mirrors the random numbers of the replication before it.
    ///   - intervention: What is done in the middle of the run, in words, if anything is.
    ///   - programVersion: Version of the program that writes it.
    public init(
        path: String, scenario: Scenario, strategy: String, seed: UInt64, replication: Int, isMirrored: Bool = false,
        intervention: String? = nil, programVersion: String
    ) throws(TraceError) {
        self.scenario = scenario
        let system = scenario.rehearsal.system
        let writer = try TraceWriter(path: path, epoch: scenario.start.text)
        try Self.writeMetadata(
            to: writer, scenario: scenario, strategy: strategy, seed: seed, replication: replication, programVersion: programVersion)
        if isMirrored {
            try writer.metadata(
                "antithetic", text: "mirrors \(replication - 1)", longName: "antithetic",
                description: "the replication whose random numbers u this run has as 1 - u")
        }
        if let intervention {
            try writer.metadata(
                "intervention", text: intervention, longName: "intervention", description: "what was done in mid-run, and when")
        }
        classes = try ClassColumns(writer, names: system.classes.map(\.name))
        tiers = try TierColumns(writer, names: system.tiers.map(\.name))
        shards = try ShardColumns(writer, system)
        whole = try WholeColumns(writer)
        events = try EventColumns(writer)
        self.writer = consume writer
    }

    /// An event is about to be handled.
    public func observe(_ event: Event, sequence: UInt64, at time: SimulationTime) { events.append(event, sequence: sequence, at: time) }

    /// Rates have changed: one row in each series.
    public func stateChanged(_ run: UpgradeRun) {
        let now = run.simulation.now
        let measures = run.service.measures.classes
        classes.append(now, flows: run.service.flows, measures: measures)
        tiers.append(now, run)
        shards?.append(now, run)
        whole.append(now, run)
        rows += 1
        // Simulated time decides when to flush, so that equal runs give equal bytes.
        if rows % Self.rowsPerCheckpoint == 0 { writer?.startCheckpoint() }
    }

    /// Waits until the file has everything that has been recorded.
    ///
    /// - Throws: What went wrong first; then the run may go on, but its trace stays partial.
    public func checkpoint() throws(TraceError) { try writer?.checkpoint() }

    /// Writes what is known at the end and gives the file its name.
    ///
    /// - Throws: What went wrong first; then the file stays partial.
    public func finish(_ result: RunResult) throws(TraceError) {
        guard let writer = takeWriter() else { return }
        try RunTables.write(result, scenario: scenario, to: writer)
        try writer.close()
    }

    /// Ends without completing: the partial file stays.
    public func abandon() { takeWriter()?.abandon() }

    private func takeWriter() -> TraceWriter? {
        let taken = writer.take()
        return taken
    }

    private static func writeMetadata(
        to writer: borrowing TraceWriter, scenario: Scenario, strategy: String, seed: UInt64, replication: Int, programVersion: String
    ) throws(TraceError) {
        func text(_ name: String, _ value: String, _ long: String, _ description: String) throws(TraceError) {
            try writer.metadata(name, text: value, longName: long, description: description)
        }
        try text("format_version", formatVersion, "format version", "layout of this file")
        try text("program_version", programVersion, "program version", "version of chrysalis that wrote this file")
        try text("scenario", scenario.name, "scenario", "name of the scenario")
        try text("strategy", strategy, "strategy", "the strategy of this run")
        try text("seed", String(seed), "seed", "root seed of all randomness, as text: it may exceed a signed integer")
        try writer.metadata(
            "replication", integer: Int64(replication), longName: "replication", description: "number of the replication, from 0")
        try text("scenario_text", scenario.text, "scenario text", "the scenario as it was read, without overrides")
        try text("effective_configuration", scenario.effectiveJSON, "effective configuration", "every value in effect, as JSON")
        let names = scenario.inputs.map(\.name)
        if !names.isEmpty {
            try writer.write(
                table: "inputs",
                columns: [
                    .lookup("name", names, longName: "file", description: "file that the scenario reads"),
                    .lookup("hash", scenario.inputs.map(\.hash), longName: "hash", description: "FNV-1a of its bytes, 64 bits"),
                ])
        }
    }
}
