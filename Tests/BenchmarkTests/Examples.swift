import BenchmarkSupport

/// A row of a benchmark called `hold`.
func row(_ values: [Double], pending: Int = 1_000, better: ResultRow.Direction = .less, program: String? = nil) -> ResultRow {
    var parameters = ["pending": String(pending), "increments": "exponential"]
    parameters["program"] = program
    return ResultRow(
        name: "hold", parameters: parameters, unit: better == .less ? "ns" : "x", clock: "thread", better: better, operations: 100,
        values: values)
}

/// A result of some rows.
func result(_ rows: [ResultRow], versions: [String: String] = [:]) -> BenchmarkResult {
    BenchmarkResult(
        date: "2026-01-02T03:04:05Z",
        machine: Machine(processor: "an <abacus> & beads", cores: 2, memoryGigabytes: 8, system: "Linux", load: 0.1), versions: versions,
        build: "release", rows: rows, skipped: [])
}
