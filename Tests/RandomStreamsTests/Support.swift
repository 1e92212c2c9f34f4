import RandomStreams

/// A stream of its own for each test, from a fixed seed.
func testStream(_ purpose: String, seed: UInt64 = 20_260_101, replication: UInt64 = 0, entity: UInt64 = 0) -> RandomStream {
    RandomStream(rootSeed: seed, replication: replication, entity: entity, purpose: purpose)
}

/// The correlation of two series times the square root of their length: standard normal if they are independent.
func correlationScore(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let meanA = a.reduce(0, +) / n
    let meanB = b.reduce(0, +) / n
    var ab = 0.0
    var aa = 0.0
    var bb = 0.0
    for (x, y) in zip(a, b) {
        ab += (x - meanA) * (y - meanB)
        aa += (x - meanA) * (x - meanA)
        bb += (y - meanB) * (y - meanB)
    }
    return ab / (aa * bb).squareRoot() * n.squareRoot()
}

/// The chi-squared statistic of counts against equal or given probabilities.
func chiSquared(_ counts: [Int], probabilities: [Double]) -> Double {
    let total = Double(counts.reduce(0, +))
    var sum = 0.0
    for (count, probability) in zip(counts, probabilities) where probability > 0 {
        let expected = total * probability
        sum += (Double(count) - expected) * (Double(count) - expected) / expected
    }
    return sum
}

/// How many representable numbers lie between two numbers; zero and minus zero are the same.
func stepsBetween(_ a: Double, _ b: Double) -> UInt64 {
    if a.isNaN && b.isNaN || a == b { return 0 }
    if a.isNaN || b.isNaN { return .max }
    func position(_ x: Double) -> Int64 {
        let bits = Int64(bitPattern: x.magnitude.bitPattern)
        return x.sign == .minus ? -bits : bits
    }
    return (position(a) - position(b)).magnitude
}
