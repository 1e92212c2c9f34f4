/// The gamma distribution; with a whole shape, the sum of that many exponential times.
///
/// Method of Marsaglia and Tsang (2000, doi:10.1145/358407.358414): a cube of a normal number, accepted in at least 95 % of the trials. With
/// d = shape - 1/3, c = 1 / sqrt(9 d), z normal, u uniform and v = (1 + c z)^3, d v is accepted where v > 0 and
/// log u < z^2 / 2 + d - d v + d log v. A shape under one is drawn with the shape plus one and multiplied by u^(1 / shape).
///
/// It is the one distribution here that takes a varying number of numbers from its stream, at least two. Under antithetic streams its
/// values need not be negatively correlated.
public struct GammaDistribution: Sendable, Hashable, CustomStringConvertible {
    /// The shape.
    public let shape: Double
    /// The scale.
    public let scale: Double
    private let d: Double
    private let c: Double

    /// Creates the distribution; both parameters must be above zero.
    public init(shape: Double, scale: Double) throws(DistributionError) {
        try ParameterLimits.check(shape, "shape", in: ParameterLimits.shape)
        try ParameterLimits.checkPositive(scale, "scale")
        self.shape = shape
        self.scale = scale
        d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
        c = 1 / (9 * d).squareRoot()
    }

    /// The mean.
    public var mean: Double { shape * scale }

    /// The distribution in words.
    public var description: String { "gamma with shape \(shape) and scale \(scale)" }

    /// Draws a value, by about two numbers of the stream, or three with a shape under one.
    public func sample(_ stream: inout RandomStream) -> Double {
        let value = scale * d * acceptedCube(&stream)
        if shape >= 1 { return value }
        return value * DeterministicMath.pow(stream.uniform(), 1 / shape)
    }

    private func acceptedCube(_ stream: inout RandomStream) -> Double {
        while true {
            let z = stream.normal()
            let root = 1 + c * z
            let u = stream.uniform()
            if root <= 0 { continue }
            let cube = root * root * root
            let square = z * z
            // A bound under the exact condition, which spares nearly all logarithms.
            if u < 1 - 0.0331 * square * square { return cube }
            let logs = DeterministicMath.log(u) - d * DeterministicMath.log(cube)
            if logs < 0.5 * square + d - d * cube { return cube }
        }
    }
}
