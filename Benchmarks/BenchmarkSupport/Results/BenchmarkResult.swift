public import Foundation

/// The machine that a result was measured on.
public struct Machine: Codable, Hashable, Sendable {
    /// Model of the processor.
    public var processor: String
    /// Processors that the program may use.
    public var cores: Int
    /// Memory in gigabytes (10^9 bytes).
    public var memoryGigabytes: Double
    /// Operating system and kernel.
    public var system: String
    /// Load when the measurement began, averaged over a minute: what others were doing.
    public var load: Double?

    /// Makes a description.
    public init(processor: String, cores: Int, memoryGigabytes: Double, system: String, load: Double?) {
        (self.processor, self.cores, self.memoryGigabytes, self.system, self.load) = (processor, cores, memoryGigabytes, system, load)
    }

    /// In one line.
    public var text: String { "\(processor), \(cores) cores, \(Int(memoryGigabytes.rounded())) GB, \(system)" }
}

/// Everything that one call of the benchmarks found out.
public struct BenchmarkResult: Codable, Hashable, Sendable {
    /// Version of the layout of the JSON.
    public static let currentFormat = 1

    /// Version of the layout of the JSON.
    public var format = currentFormat
    /// When it was measured, in ISO 8601.
    public var date: String
    /// On what.
    public var machine: Machine
    /// Versions of the compiler, of libraries and of rivals, by name.
    public var versions: [String: String]
    /// `release` or `debug`.
    public var build: String
    /// What was measured.
    public var rows: [ResultRow]
    /// What could not be measured, and why.
    public var skipped: [String]

    /// Makes a result.
    public init(date: String, machine: Machine, versions: [String: String], build: String, rows: [ResultRow], skipped: [String]) {
        (self.date, self.machine, self.versions, self.build) = (date, machine, versions, build)
        (self.rows, self.skipped) = (rows, skipped)
    }

    /// As JSON with sorted keys, a line break at the end.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Reads JSON.
    public init(json: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: json)
        guard format == Self.currentFormat else { throw UnknownFormat(format: format) }
    }

    /// A result was written by another version of the program.
    public struct UnknownFormat: Error, CustomStringConvertible {
        /// The layout found.
        public var format: Int

        /// What is wrong.
        public var description: String { "layout \(format) is unknown, expected \(BenchmarkResult.currentFormat)" }
    }

    /// The rows of a name whose parameters include the given ones.
    public func rows(_ name: String, _ parameters: [String: String] = [:]) -> [ResultRow] {
        rows.filter { row in row.name == name && parameters.allSatisfy { row.parameters[$0.key] == $0.value } }
    }
}
