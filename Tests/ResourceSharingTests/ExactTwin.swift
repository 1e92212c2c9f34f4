import ResourceSharing

/// A fraction of 128-bit integers that says when it leaves their range.
struct Fraction: Comparable {
    var over: Int128
    var under: Int128

    struct OutOfRange: Error {}

    init(_ over: Int128, _ under: Int128 = 1) {
        var (left, right) = (over < 0 ? -over : over, under)
        while right != 0 { (left, right) = (right, left % right) }
        self.over = over / left
        self.under = under / left
    }

    /// An exact multiple of one half.
    init(halves value: Double) {
        self.init(Int128(value * 2), 2)
    }

    var double: Double { Double(over) / Double(under) }

    static func < (left: Fraction, right: Fraction) -> Bool {
        left.over * right.under < right.over * left.under
    }

    func plus(_ other: Fraction, times factor: Fraction) throws(OutOfRange) -> Fraction {
        let term = try Fraction.product(other, factor)
        let parts = (
            over.multipliedReportingOverflow(by: term.under), term.over.multipliedReportingOverflow(by: under),
            under.multipliedReportingOverflow(by: term.under)
        )
        let limit = Int128(1) << 60
        guard !parts.0.overflow, !parts.1.overflow, !parts.2.overflow else { throw OutOfRange() }
        let sum = Fraction(parts.0.partialValue + parts.1.partialValue, parts.2.partialValue)
        guard sum.under < limit, sum.over < limit, sum.over > -limit else { throw OutOfRange() }
        return sum
    }

    static func product(_ left: Fraction, _ right: Fraction) throws(OutOfRange) -> Fraction {
        let (over, first) = left.over.multipliedReportingOverflow(by: right.over)
        let (under, second) = left.under.multipliedReportingOverflow(by: right.under)
        guard !first, !second else { throw OutOfRange() }
        return Fraction(over, under)
    }

    static func quotient(_ left: Fraction, _ right: Fraction) throws(OutOfRange) -> Fraction {
        try product(left, Fraction(right.under, right.over))
    }
}

/// Progressive filling as it stands in textbooks, in exact fractions: every sum anew in every round.
func exactRates(of plan: SystemPlan) throws(Fraction.OutOfRange) -> [Fraction] {
    var rates = [Fraction](repeating: Fraction(0), count: plan.activities.count)
    var stopped = [Bool](repeating: false, count: plan.activities.count)
    for priority in [Priority.foreground, .background] {
        while true {
            let growing = plan.activities.indices.filter { !stopped[$0] && plan.activities[$0].priority == priority }
            if growing.isEmpty { break }
            var least: Fraction?
            var levels = [Fraction?](repeating: nil, count: plan.capacities.count)
            for resource in plan.capacities.indices {
                var left = Fraction(halves: plan.capacities[resource])
                var slope = Fraction(0)
                for (index, activity) in plan.activities.enumerated() {
                    for use in activity.uses where use.resource == resource {
                        let amount = Fraction(halves: use.amount)
                        if stopped[index] {
                            left = try left.plus(amount, times: Fraction(-rates[index].over, rates[index].under))
                        } else if activity.priority == priority {
                            slope = try slope.plus(amount, times: Fraction(halves: activity.weight))
                        }
                    }
                }
                guard slope > Fraction(0) else { continue }
                let level = try Fraction.quotient(left, slope)
                levels[resource] = level
                least = least.map { min($0, level) } ?? level
            }
            for index in growing where plan.activities[index].limit.isFinite {
                let activity = plan.activities[index]
                let level = try Fraction.quotient(Fraction(halves: activity.limit), Fraction(halves: activity.weight))
                least = least.map { min($0, level) } ?? level
            }
            guard let level = least else { break }
            for index in growing {
                let activity = plan.activities[index]
                let rate = try Fraction.product(level, Fraction(halves: activity.weight))
                let meetsLimit = activity.limit.isFinite && !(rate < Fraction(halves: activity.limit))
                if meetsLimit || activity.uses.contains(where: { levels[$0.resource] == level }) {
                    stopped[index] = true
                    rates[index] = rate
                }
            }
        }
    }
    return rates
}
