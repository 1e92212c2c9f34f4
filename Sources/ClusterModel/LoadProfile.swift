import Requirements
public import SimulationKernel

/// The base rate over time, constant within each step; past its end it repeats.
public struct LoadProfile: Sendable, Hashable {
    /// Length of a step.
    public var step: SimulationDuration
    /// Rate in each step, per second; the scenario's start lies in the first.
    public var ratesPerSecond: [Double]
    /// How far into the first step the scenario's start lies: measured hours do not begin when a run does.
    public var offset: SimulationDuration

    /// Makes a profile.
    ///
    /// - Precondition: There is at least one rate, none is negative or not a number, the step is positive, and the offset lies in it.
    public init(step: SimulationDuration, ratesPerSecond: [Double], offset: SimulationDuration = .zero) {
        require(!ratesPerSecond.isEmpty && step > .zero, "a load profile needs at least one rate and a positive step")
        require(offset >= .zero && offset < step, "the offset \(offset) of a load profile is outside its first step of \(step)")
        require(ratesPerSecond.allSatisfy { $0 >= 0 && $0.isFinite }, "the rates of a load profile are finite and not negative")
        self.step = step
        self.ratesPerSecond = ratesPerSecond
        self.offset = offset
    }

    /// A rate that never changes.
    public static func constant(_ ratePerSecond: Double) -> LoadProfile {
        LoadProfile(step: .hours(1), ratesPerSecond: [ratePerSecond])
    }

    /// After this the profile repeats.
    public var period: SimulationDuration { step * ratesPerSecond.count }

    /// The rate at an instant, per second.
    public func rate(at time: SimulationTime) -> Double {
        ratesPerSecond[Int(number(at: time) % Int64(ratesPerSecond.count))]
    }

    /// The next instant after `time` at which the rate changes, or nil if it never does.
    public func nextChange(after time: SimulationTime) -> SimulationTime? {
        let count = Int64(ratesPerSecond.count)
        let current = number(at: time)
        for ahead in 1...count where ratesPerSecond[Int((current + ahead) % count)] != ratesPerSecond[Int(current % count)] {
            return SimulationTime(nanoseconds: (current + ahead) * step.nanoseconds - offset.nanoseconds)
        }
        return nil
    }

    /// Which step an instant lies in, counted from the first and through repetitions.
    private func number(at time: SimulationTime) -> Int64 { (time.nanoseconds + offset.nanoseconds) / step.nanoseconds }

    /// Largest rate, per second.
    public var peak: Double { ratesPerSecond.max() ?? 0 }

    /// Mean rate over one period, per second.
    public var mean: Double { ratesPerSecond.reduce(0, +) / Double(ratesPerSecond.count) }
}
