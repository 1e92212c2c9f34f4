import Foundation

/// The line that a rival program prints.
public struct RivalReport: Codable, Hashable, Sendable {
    /// Name of the simulator.
    public var rival: String
    /// Its version.
    public var version: String?
    /// What it ran: `hold`, `mm1`, `phold`.
    public var benchmark: String
    /// Events pending, for `hold`.
    public var pending: Int?
    /// Events or customers.
    public var operations: Int?
    /// Processor seconds of the measured part.
    public var seconds: Double?
    /// The clock at the end in mean increments, or the mean time in system.
    public var answer: Double?
    /// Why it ran nothing.
    public var skipped: String?

    /// Reads the last line of an output that is an object in JSON; nil if there is none.
    public init?(output: String) {
        guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix("{") }),
            let report = try? JSONDecoder().decode(Self.self, from: Data(line.utf8))
        else { return nil }
        self = report
    }

    /// Operations that take at most so many seconds, given that a trial of some took this long.
    ///
    /// - Returns: The full number where that is short enough.
    public static func operations(full: Int, trial: Int, seconds: Double, limit: Double) -> Int {
        let estimated = seconds * Double(full) / Double(trial)
        guard estimated > limit else { return full }
        return max(trial, Int(Double(full) * limit / estimated))
    }
}
