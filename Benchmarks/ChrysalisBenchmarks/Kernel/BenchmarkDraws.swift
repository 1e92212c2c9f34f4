import RandomStreams

/// The draws that the benchmarks of the kernel make.
enum BenchmarkDraws {
    /// Exponential with mean 1: by the fastest method there is.
    @inline(__always)
    static func exponential(_ stream: inout RandomStream) -> Double { stream.exponential(mean: 1) }

    /// A stream of a benchmark.
    static func stream(_ purpose: String, entity: Int = 0) -> RandomStream {
        RandomStream(rootSeed: 1, replication: 0, entity: UInt64(entity), purpose: purpose)
    }
}
