public import Requirements

extension RandomStream {
    /// Draws a uniform number between zero and one, both excluded.
    ///
    /// The numbers are (k + 1/2) 2^-52 for k from 0 up to 2^52 - 1: symmetric about one half, so that an antithetic stream mirrors
    /// exactly, and never zero or one, so that every quantile function can be applied to them.
    @inlinable
    public mutating func uniform() -> Double {
        (Double(next() >> 12) + 0.5) * 0x1p-52
    }

    /// Draws an integer from zero up to a bound, the bound excluded, each with the same probability.
    ///
    /// Uses Lemire's multiplication (2019, doi:10.1145/3230636), which rarely draws more than once.
    @inlinable
    public mutating func integer(below bound: UInt64) -> UInt64 {
        require(bound > 0, "a random integer needs a bound above zero")
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let excess = (0 &- bound) % bound
            while product.low < excess { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    /// Draws true with a probability: never at 0, always at 1.
    @inlinable
    public mutating func bernoulli(_ probability: Double) -> Bool {
        uniform() < probability
    }

    /// Draws from the exponential distribution by inversion, one number of the stream for each draw.
    @inlinable
    public mutating func exponential(mean: Double) -> Double {
        -mean * DeterministicMath.log(uniform())
    }

    /// Draws from the normal distribution with mean zero and variance one by inversion, one number of the stream for each draw.
    @inlinable
    public mutating func normal() -> Double {
        DeterministicMath.normalQuantile(uniform())
    }

    /// Puts the elements into random order, every order being equally probable.
    ///
    /// - Complexity: O(n).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        var last = elements.count - 1
        while last > 0 {
            elements.swapAt(last, Int(integer(below: UInt64(last + 1))))
            last -= 1
        }
    }
}
