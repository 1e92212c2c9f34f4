import BenchmarkSupport
import RandomStreams
import SimulationKernel

/// Delays of the hold model, as a type, so that no switch stands between an event and its draw.
protocol IncrementSource {
    /// Which they are.
    static var increments: Increments { get }
    /// A delay in seconds, with mean 1.
    static func draw(_ stream: inout RandomStream) -> Double
    /// The first instant of an event, in seconds.
    static func drawFirst(_ stream: inout RandomStream) -> Double
}

extension IncrementSource {
    @inline(__always) static func drawFirst(_ stream: inout RandomStream) -> Double { draw(&stream) }
}

/// With mean 1 s.
enum ExponentialIncrements: IncrementSource {
    static let increments = Increments.exponential
    @inline(__always) static func draw(_ stream: inout RandomStream) -> Double { BenchmarkDraws.exponential(&stream) }
}

/// From 0 to 2 s.
enum UniformIncrements: IncrementSource {
    static let increments = Increments.uniform
    @inline(__always) static func draw(_ stream: inout RandomStream) -> Double { 2 * stream.uniform() }
}

/// Nine of ten up to 0.67 s, one of ten 6.67 s longer.
enum BimodalIncrements: IncrementSource {
    static let increments = Increments.bimodal
    @inline(__always) static func draw(_ stream: inout RandomStream) -> Double {
        (0.95238 * stream.uniform() + (stream.uniform() < 0.1 ? 9.5238 : 0)) / 1.42857
    }
}

/// 1 s each; the first instants lie apart.
enum ConstantIncrements: IncrementSource {
    static let increments = Increments.constant
    @inline(__always) static func draw(_ stream: inout RandomStream) -> Double { 1 }
    @inline(__always) static func drawFirst(_ stream: inout RandomStream) -> Double { stream.uniform() }
}
