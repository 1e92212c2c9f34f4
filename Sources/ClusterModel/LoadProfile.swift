import Requirements
public import SimulationKernel

/// The base rate over time, constant within each step; past its end it repeats.
public struct LoadProfile: Sendable, Hashable {
    /// Length of a step.
    public var step: SimulationDuration
    /// Rate in each step, per second, from the scenario's start on.
    public var ratesPerSecond: [Double]

    /// Makes a profile.
    ///
    /// - Precondition: There is at least one rate, none is negative or not a number, and the step is positive.
    public init(step: SimulationDuration, ratesPerSecond: [Double]) {
        require(!ratesPerSecond.isEmpty && step > .zero, "a load profile needs at least one rate and a positive step")
        require(ratesPerSecond.allSatisfy { $0 >= 0 && $0.isFinite }, "the rates of a load profile are finite and not negative")
        self.step = step
        self.ratesPerSecond = ratesPerSecond
    }

    /// A rate that never changes.
    public static func constant(_ ratePerSecond: Double) -> LoadProfile {
        LoadProfile(step: .hours(1), ratesPerSecond: [ratePerSecond])
    }

    /// After this the profile repeats.
    public var period: SimulationDuration { step * ratesPerSecond.count }

    /// The rate at an instant, per second.
    public func rate(at time: SimulationTime) -> Double {
        ratesPerSecond[Int(time.nanoseconds / step.nanoseconds) % ratesPerSecond.count]
    }

    /// The next instant after `time` at which the rate changes, or nil if it never does.
    public func nextChange(after time: SimulationTime) -> SimulationTime? {
        let count = ratesPerSecond.count
        let current = time.nanoseconds / step.nanoseconds
        for ahead in 1...Int64(count) where ratesPerSecond[Int((current + ahead) % Int64(count))] != ratesPerSecond[Int(current) % count] {
            return SimulationTime(nanoseconds: (current + ahead) * step.nanoseconds)
        }
        return nil
    }

    /// Largest rate, per second.
    public var peak: Double { ratesPerSecond.max() ?? 0 }

    /// Mean rate over one period, per second.
    public var mean: Double { ratesPerSecond.reduce(0, +) / Double(ratesPerSecond.count) }
}
