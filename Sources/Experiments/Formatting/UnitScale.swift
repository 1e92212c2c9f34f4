/// A unit of display: what a value is divided by, the decimals it is shown with, and the unit's name.
public struct UnitScale: Sendable, Hashable {
    /// Values are divided by this.
    public let divisor: Double
    /// Decimals of the quotient.
    public let decimals: Int
    /// Name of the unit, empty for plain numbers.
    public let unit: String

    init(_ divisor: Double, _ decimals: Int, _ unit: String) {
        self.divisor = divisor
        self.decimals = decimals
        self.unit = unit
    }

    /// US dollars with cents.
    public static let dollars = UnitScale(1, 2, "USD")

    /// Milliseconds, seconds, minutes or hours, for lengths of time about this many seconds long.
    public static func duration(_ seconds: Double) -> UnitScale {
        switch seconds.magnitude {
        case 0: UnitScale(1, 0, "s")
        case ..<0.001: UnitScale(1e-3, 3, "ms")
        case ..<1: UnitScale(1e-3, 0, "ms")
        case ..<120: UnitScale(1, 1, "s")
        case ..<7200: UnitScale(60, 1, "min")
        default: UnitScale(3600, 1, "h")
        }
    }

    /// Plain numbers, millions, thousands of millions, for counts of about this size.
    public static func count(_ value: Double) -> UnitScale {
        switch value.magnitude {
        case ..<100: UnitScale(1, value == value.rounded() ? 0 : 1, "")
        case ..<1e6: UnitScale(1, 0, "")
        case ..<1e9: UnitScale(1e6, 1, "M")
        case ..<1e12: UnitScale(1e9, 1, "G")
        default: UnitScale(1e12, 1, "T")
        }
    }

    /// Decimal multiples of a byte.
    public static func bytes(_ value: Double) -> UnitScale {
        switch value.magnitude {
        case ..<1e3: UnitScale(1, 0, "B")
        case ..<1e6: UnitScale(1e3, 1, "kB")
        case ..<1e9: UnitScale(1e6, 1, "MB")
        case ..<1e12: UnitScale(1e9, 1, "GB")
        default: UnitScale(1e12, 2, "TB")
        }
    }

    /// The unit that suits a value of a measure.
    public static func suiting(_ value: Double, _ unit: MeasureUnit) -> UnitScale {
        switch unit {
        case .seconds: duration(value)
        case .minutes: duration(value * 60).dividing(by: 60)
        case .hours: duration(value * 3600).dividing(by: 3600)
        case .bytes: bytes(value)
        case .dollars: dollars
        case .fraction: UnitScale(0.01, 2, "%")
        case .requests, .rows, .count: count(value)
        }
    }

    /// The same unit for values that are given in a unit `factor` times as large as before.
    private func dividing(by factor: Double) -> UnitScale { UnitScale(divisor / factor, decimals, unit) }

    /// The number alone, in this unit.
    public func number(_ value: Double) -> String { FixedDecimal.text(value / divisor, decimals: decimals) }

    /// The number with its unit; not-a-number has none.
    public func text(_ value: Double) -> String {
        value.isNaN || !value.isFinite || unit.isEmpty ? number(value) : number(value) + " " + unit
    }

    /// Whether a value shows as zero in this unit.
    public func showsZero(_ value: Double) -> Bool { number(value) == FixedDecimal.text(0, decimals: decimals) }

    /// This unit with one decimal more if it takes that to show a value as other than zero; nil if that is not enough.
    public func showing(_ value: Double) -> UnitScale? {
        if !showsZero(value) { return self }
        let finer = UnitScale(divisor, decimals + 1, unit)
        return finer.unit == "USD" || finer.showsZero(value) ? nil : finer
    }
}
