import Foundation
import RandomStreams

/// A way to draw from a distribution, as a type, so that nothing stands between the loop and the draw.
///
/// The distribution functions come from the C library (`exp`, `erfc`), which shares no code with the draws.
protocol DrawMethod {
    /// What it is called, such as `exponential-inversion`.
    static var name: String { get }
    /// A draw.
    static func draw(_ stream: inout RandomStream) -> Double
    /// Probability of a draw up to a value.
    static func cumulative(_ value: Double) -> Double
    /// Probability of a draw beyond a value, exact where it is tiny.
    static func upperTail(_ value: Double) -> Double
    /// Values whose tails are counted.
    static var tails: [Double] { get }
}

/// Uniform between 0 and 1.
enum UniformDraw: DrawMethod {
    static let name = "uniform"
    @inline(__always) static func draw(_ stream: inout RandomStream) -> Double { stream.uniform() }
    static func cumulative(_ value: Double) -> Double { min(1, max(0, value)) }
    static func upperTail(_ value: Double) -> Double { 1 - cumulative(value) }
    static let tails = [0.999, 0.999_99]
}

/// What exponential draws have in common.
protocol ExponentialDraw: DrawMethod {}

extension ExponentialDraw {
    static func cumulative(_ value: Double) -> Double { value <= 0 ? 0 : -expm1(-value) }
    static func upperTail(_ value: Double) -> Double { value <= 0 ? 1 : exp(-value) }
    // One in a thousand, in a hundred thousand, in a million.
    static var tails: [Double] { [6.907_755, 11.512_925, 13.815_511] }
}

/// What normal draws have in common.
protocol NormalDraw: DrawMethod {}

extension NormalDraw {
    static func cumulative(_ value: Double) -> Double { 0.5 * erfc(-value / 2.squareRoot()) }
    static func upperTail(_ value: Double) -> Double { 0.5 * erfc(value / 2.squareRoot()) }
    // One in a thousand, in a hundred thousand, in a million.
    static var tails: [Double] { [3.090_232, 4.264_891, 4.753_424] }
}

/// Exponential with mean 1 by the logarithm of a uniform number.
enum ExponentialInversion: ExponentialDraw {
    static let name = "exponential-inversion"
    @inline(__always) static func draw(_ stream: inout RandomStream) -> Double { stream.exponential(mean: 1) }
}

/// Normal by the quantile function of a uniform number.
enum NormalInversion: NormalDraw {
    static let name = "normal-inversion"
    @inline(__always) static func draw(_ stream: inout RandomStream) -> Double { stream.normal() }
}
