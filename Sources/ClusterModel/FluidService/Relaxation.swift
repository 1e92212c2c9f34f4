/// One unknown of an iteration x = g(x), brought to its fixed point by the secant rule.
///
/// Plain iteration oscillates where a path visits an overloaded tier three times: what passes is C / L, and L grows with powers of what passes.
/// Two rounds show the slope s of g, and for a straight g the step (g(x) - x) / (1 - s) ends at the fixed point. As the other unknowns move too,
/// the slope is confined to what the equation allows: a falling g never steps past its target.
struct Relaxation {
    /// The present value.
    var value: Double
    private var last: (value: Double, target: Double)?

    init(_ value: Double) { self.value = value }

    /// Moves toward g of the present value.
    ///
    /// - Returns: Whether it was not there yet.
    mutating func move(toward target: Double, slopes: ClosedRange<Double>) -> Bool {
        let step = target - value
        guard abs(step) > 1e-12 * max(abs(target), abs(value)) else {
            value = target
            return false
        }
        var slope = 0.0
        if let last, last.value != value { slope = (target - last.target) / (value - last.value) }
        last = (value, target)
        value += step / (1 - min(slopes.upperBound, max(slopes.lowerBound, slope)))
        return true
    }
}
