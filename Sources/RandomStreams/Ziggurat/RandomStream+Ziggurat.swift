// A ziggurat cuts a falling density, f(0) = 1, into 256 layers of equal area v (Marsaglia and Tsang 2000, doi:10.18637/jss.v005.i08). Layer i
// from 1 to 255 is the rectangle from 0 to x(i) between the heights f(x(i)) and f(x(i + 1)); layer 0 is what lies below f(r), r = x(1),
// the tail beyond r included, and x(0) is the length of a rectangle of its height and area. All follow from r by
//
//     x(i + 1) = f⁻¹(f(x(i)) + v / x(i)),    x(256) = 0,
//
// which r alone fulfils. A layer is drawn, and a place in its rectangle, from bits that have nothing in common (as Doornik 2005 asks for). Left
// of x(i + 1) the place lies under the curve for certain; the rest is decided by a comparison with f, or drawn from the tail.
//
// Inversion takes one number for each draw and is monotone in it, which common random numbers and antithetic streams need: the
// distributions of a scenario use it. A ziggurat takes a varying number and is several times as fast, for what is drawn millions of times.

extension RandomStream {
    /// Draws from the exponential distribution with mean one by a ziggurat: one number of the stream in 98.9 % of the draws.
    ///
    /// An antithetic stream gives other draws, but not mirrored ones.
    public mutating func zigguratExponential() -> Double {
        let bits = next()
        let row = Int(truncatingIfNeeded: bits & 255) &* 4
        let place = Self.place(bits)
        let x = place * ExponentialLayers.rows[row]
        return place < ExponentialLayers.rows[row &+ 1] ? x : exponential(near: x, row)
    }

    /// Draws from the normal distribution with mean zero and variance one by a ziggurat: one number of the stream in 99.3 % of the draws.
    ///
    /// An antithetic stream gives other draws, but not mirrored ones.
    public mutating func zigguratNormal() -> Double {
        let bits = next()
        let row = Int(truncatingIfNeeded: bits & 255) &* 4
        let place = Self.place(bits)
        let x = place * NormalLayers.rows[row]
        // Bit 8 is in neither the layer nor the place.
        let sign = bits << 55 & 1 << 63
        let magnitude = place < NormalLayers.rows[row &+ 1] ? x : normal(near: x, row)
        return Double(bitPattern: magnitude.bitPattern | sign)
    }

    /// An odd number of 53 bits, so never zero, from the upper bits.
    @inline(__always) private static func place(_ bits: UInt64) -> Double { Double(Int64(bitPattern: bits >> 11 | 1)) }

    @inline(never) private mutating func exponential(near x: Double, _ row: Int) -> Double {
        // Beyond r the distribution begins anew.
        if row == 0 { return ExponentialLayers.tail + zigguratExponential() }
        let (lower, upper) = (ExponentialLayers.rows[row + 2], ExponentialLayers.rows[row + 3])
        return lower + uniform() * (upper - lower) < DeterministicMath.exp(-x) ? x : zigguratExponential()
    }

    @inline(never) private mutating func normal(near x: Double, _ row: Int) -> Double {
        if row == 0 { return normalTail() }
        let (lower, upper) = (NormalLayers.rows[row + 2], NormalLayers.rows[row + 3])
        return lower + uniform() * (upper - lower) < DeterministicMath.exp(-0.5 * x * x) ? x : zigguratNormal().magnitude
    }

    /// Draws from the normal distribution beyond r (Marsaglia 1964).
    private mutating func normalTail() -> Double {
        while true {
            let x = -DeterministicMath.log(uniform()) / NormalLayers.tail
            if -2 * DeterministicMath.log(uniform()) > x * x { return NormalLayers.tail + x }
        }
    }
}
