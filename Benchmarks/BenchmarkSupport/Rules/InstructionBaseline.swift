public import Foundation

/// What the regression gate compares with: instructions per operation, and times relative to a textbook heap in the same run.
///
/// Counts do not depend on what else the machine does, so their tolerance is small. Ratios are times; their bounds are generous.
public struct InstructionBaseline: Codable, Hashable, Sendable {
    /// The compiler that the counts belong to.
    public var compiler: String
    /// Architecture of the processor.
    public var architecture: String
    /// Instructions per operation, by the name of the measurement.
    public var instructions: [String: Double]
    /// Time relative to the rival heap, by the name of the measurement.
    public var ratios: [String: Double]

    /// More instructions than this fraction above the baseline fail the gate; fewer than it below are worth recording.
    public static let tolerance = 0.02
    /// A ratio may be so many times the recorded one.
    public static let ratioFactor = 1.5

    /// Makes a baseline.
    public init(compiler: String, architecture: String, instructions: [String: Double], ratios: [String: Double]) {
        (self.compiler, self.architecture) = (compiler, architecture)
        (self.instructions, self.ratios) = (instructions, ratios)
    }

    /// As JSON with sorted keys.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Reads JSON.
    public init(json: Data) throws { self = try JSONDecoder().decode(Self.self, from: json) }
}

/// What the gate says of one measurement.
public struct GateLine: Hashable, Sendable {
    /// Pass or not.
    public enum Verdict: String, Hashable, Sendable {
        /// Within the tolerance.
        case pass
        /// Fewer than before by more than the tolerance.
        case improved
        /// Beyond the tolerance.
        case failed
        /// Not in the baseline.
        case unknown
        /// In the baseline and not measured.
        case missing
    }

    /// Name of the measurement.
    public var name: String
    /// What the baseline says.
    public var expected: Double?
    /// What was measured.
    public var measured: Double?
    /// What may be measured at most.
    public var bound: Double?
    /// Pass or not.
    public var verdict: Verdict

    /// Whether it fails the gate.
    public var isFailure: Bool { verdict == .failed || verdict == .missing }
}

extension InstructionBaseline {
    /// Holds instructions per operation against the baseline.
    public func check(instructions measured: [String: Double]) -> [GateLine] {
        Self.lines(instructions, measured) { expected in (expected * (1 - Self.tolerance), expected * (1 + Self.tolerance)) }
    }

    /// Holds ratios against the baseline; a better one is nothing to report, as it is a time.
    public func check(ratios measured: [String: Double]) -> [GateLine] {
        Self.lines(ratios, measured) { expected in (0, expected * Self.ratioFactor) }
    }

    private static func lines(
        _ expected: [String: Double], _ measured: [String: Double], _ limits: (Double) -> (low: Double, high: Double)
    ) -> [GateLine] {
        Set(expected.keys).union(measured.keys).sorted().map { name in
            guard let before = expected[name] else { return GateLine(name: name, measured: measured[name], verdict: .unknown) }
            let (low, high) = limits(before)
            guard let now = measured[name] else { return GateLine(name: name, expected: before, bound: high, verdict: .missing) }
            // Not-a-number is within no bound.
            let verdict: GateLine.Verdict = !(now <= high) ? .failed : now < low ? .improved : .pass
            return GateLine(name: name, expected: before, measured: now, bound: high, verdict: verdict)
        }
    }
}
