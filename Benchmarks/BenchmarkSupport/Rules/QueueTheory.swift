/// M/M/1 in numbers, with a mean service of 1.
public enum QueueTheory {
    /// Mean time in system.
    public static func meanTimeInSystem(load: Double) -> Double { 1 / (1 - load) }

    /// Where the mean over so many customers lies, the chance to be outside being about one in a million.
    ///
    /// The mean of n successive waits has the variance load (2 + 5 load - 4 load^2 + load^3) / (1 - load)^4 / n for large n (Daley, 1968,
    /// doi:10.1017/S1446788700006509); that of services adds 1 / n, and a start with an empty system a bias of the order of 1 / n.
    public static func meanRange(load: Double, customers: Int) -> ClosedRange<Double> {
        let polynomial = load * (2 + 5 * load - 4 * load * load + load * load * load)
        let rest = 1 - load
        let count = Double(customers)
        let deviation = ((polynomial / (rest * rest * rest * rest) + 1) / count).squareRoot()
        let bias = 1 / (rest * rest * rest) / count
        let mean = meanTimeInSystem(load: load)
        return max(0, mean - 5 * deviation - bias)...(mean + 5 * deviation)
    }
}
