/// An axis with equal steps: values to positions in the picture.
public struct LinearScale: Hashable, Sendable {
    /// The values at both ends.
    public let domain: ClosedRange<Double>
    /// The position of the lower end.
    public let start: Double
    /// The position of the upper end.
    public let end: Double

    /// Makes an axis.
    ///
    /// - Precondition: the values differ.
    public init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
        precondition(domain.upperBound > domain.lowerBound)
        (self.domain, self.start, self.end) = (domain, start, end)
    }

    /// Where a value lies.
    public func position(_ value: Double) -> Double {
        start + (end - start) * (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    }

    /// Multiples of 1, 2 or 5 times a power of ten within the axis, at most so many steps.
    public func ticks(atMost count: Int) -> [Double] {
        let least = (domain.upperBound - domain.lowerBound) / Double(max(1, count))
        var power = 1.0
        while power > least { power /= 10 }
        while power * 10 <= least { power *= 10 }
        // A hair more, as quotients are not exact.
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999_999 } ?? 10 * power
        let first = (domain.lowerBound / step - 1e-6).rounded(.up)
        let last = (domain.upperBound / step + 1e-6).rounded(.down)
        return first > last ? [] : (Int(first)...Int(last)).map { Double($0) * step }
    }
}
