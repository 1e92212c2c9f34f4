import Foundation

/// A logarithmic axis: values to positions in the picture.
public struct LogarithmicScale: Hashable, Sendable {
    /// The values at both ends.
    public let domain: ClosedRange<Double>
    /// The position of the lower end.
    public let start: Double
    /// The position of the upper end.
    public let end: Double

    /// Makes an axis.
    ///
    /// - Precondition: both values are above zero and differ.
    public init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
        precondition(domain.lowerBound > 0 && domain.upperBound > domain.lowerBound)
        (self.domain, self.start, self.end) = (domain, start, end)
    }

    /// Where a value lies; values beyond an end lie at it.
    public func position(_ value: Double) -> Double {
        let bounded = min(max(value, domain.lowerBound), domain.upperBound)
        return start + (end - start) * log10(bounded / domain.lowerBound) / log10(domain.upperBound / domain.lowerBound)
    }

    /// Powers of ten within the axis, times the given factors.
    public func ticks(_ factors: [Double] = [1]) -> [Double] {
        let first = Int(log10(domain.lowerBound).rounded(.down))
        let last = Int(log10(domain.upperBound).rounded(.up))
        return (first...last).flatMap { power in factors.map { $0 * pow(10, Double(power)) } }.filter {
            // A hair more, as powers are not exact.
            $0 >= domain.lowerBound * 0.999_999 && $0 <= domain.upperBound * 1.000_001
        }
    }

    /// The range of values, widened to the nearest of 1, 2 and 5 times a power of ten.
    public static func domain(around values: [Double]) -> ClosedRange<Double> {
        let sound = values.filter { $0 > 0 && $0.isFinite }
        guard let least = sound.min(), let most = sound.max() else { return 1...10 }
        func neighbour(_ value: Double, _ up: Bool) -> Double {
            let base = pow(10, log10(value).rounded(.down))
            let steps = [1, 2, 5, 10].map { $0 * base }
            return up ? steps.first { $0 >= value * 0.999_999 } ?? 10 * base : steps.last { $0 <= value * 1.000_001 } ?? base
        }
        let (low, high) = (neighbour(least, false), neighbour(most, true))
        return low...(high > low ? high : 10 * low)
    }

    /// A number for an axis: 10, 1 k, 10 M.
    public static func label(_ value: Double) -> String {
        for (name, size) in [("G", 1e9), ("M", 1e6), ("k", 1e3)] where value >= size * 0.999_999 {
            return "\(Figures.decimals(value / size, 0)) \(name)"
        }
        return Figures.decimals(value, value < 0.95 ? 1 : 0)
    }
}
