/// A sum of numbers in the order given, with the rounding errors carried along (Neumaier's form of Kahan's method).
struct CompensatedSum {
    private var sum = 0.0
    private var lost = 0.0

    mutating func add(_ value: Double) {
        let (total, error) = DeterministicMath.sum(sum, value)
        sum = total
        lost += error
    }

    var value: Double { sum + lost }

    static func of(_ values: some Sequence<Double>) -> Double {
        var sum = CompensatedSum()
        for value in values { sum.add(value) }
        return sum.value
    }
}
