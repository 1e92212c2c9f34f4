/// What a stopping rule, a feasibility check or a selection cannot work with: a parameter, or an observation that it was fed.
public struct StatisticsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is at fault, by its name in the code.
    public let parameter: String
    /// What is wrong with it and what to do.
    public let reason: String

    /// The parameter and the reason in one line.
    public var description: String { "`\(parameter)` \(reason)" }

    static func check(_ condition: Bool, _ parameter: String, _ reason: @autoclosure () -> String) throws(StatisticsError) {
        if !condition { throw StatisticsError(parameter: parameter, reason: reason()) }
    }

    static func checkConfidence(_ value: Double, _ parameter: String) throws(StatisticsError) {
        try check(value > 0 && value < 1, parameter, "must lie between 0 and 1, both excluded, not \(value)")
    }
}
