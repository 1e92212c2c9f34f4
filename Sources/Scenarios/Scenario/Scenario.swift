public import SimulationKernel
public import UpgradeStrategies

/// A scenario that has been read and checked: what is rehearsed, how often, and how results are judged.
public struct Scenario: Sendable {
    /// Name, for files and tables.
    public var name: String
    /// One line that says what it is about.
    public var title: String
    /// Everything that a run needs.
    public var rehearsal: Rehearsal
    /// Strategies to compare, by name, in the order of the table.
    public var strategies: [String]
    /// Replications of each.
    public var replications: Int
    /// Root seed, if the scenario fixes it.
    public var seed: UInt64?
    /// The start as an instant of the calendar.
    public var start: CalendarInstant
    /// How results are judged.
    public var objectives: Objectives
    /// Every number in effect, those first that the scenario marks as assumptions.
    public var parameters: [NumericParameter]
    /// What a reader of the results should know, such as a series that repeats.
    public var notes: [String]
    /// Those notes that a warning has said already, with their place: whoever prints warnings need not repeat them.
    public var warnedNotes: [String]
    /// The scenario's text.
    public var text: String
    /// The effective configuration, every default visible.
    public var effectiveYAML: String
    /// The same as JSON.
    public var effectiveJSON: String
    /// Files that were read, with a hash of their contents, in order.
    public var inputs: [InputFile]
}

/// A file that a scenario reads.
public struct InputFile: Sendable, Hashable {
    /// Name as the scenario gives it.
    public var name: String
    /// Hash of its bytes.
    public var hash: String

    /// A hash that tells one text from another (FNV-1a, 64 bits), as sixteen hexadecimal digits; it is no cryptographic one.
    public static func hash(of bytes: some Sequence<UInt8>) -> String {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// How results are judged.
public struct Objectives: Sendable, Hashable {
    /// Confidence of all intervals.
    public var confidence: Double
    /// A strategy qualifies for a recommendation from this probability of finishing on.
    public var requiredProbability: Double
    /// Promised availability of each class, of which the rest is the error budget.
    public var availability: Double
    /// The period over which the error budget counts.
    public var availabilityPeriod: SimulationDuration

    /// Makes objectives.
    public init(
        confidence: Double = 0.95, requiredProbability: Double = 0.95, availability: Double = 0.999,
        availabilityPeriod: SimulationDuration = .hours(24 * 30)
    ) {
        self.confidence = confidence
        self.requiredProbability = requiredProbability
        self.availability = availability
        self.availabilityPeriod = availabilityPeriod
    }

    /// Lost-service seconds that the promise allows in a period.
    public var errorBudgetSeconds: Double { (1 - availability) * availabilityPeriod.seconds }
}
