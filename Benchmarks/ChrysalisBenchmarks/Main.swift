import Foundation

/// Prints what the program's main work takes on this machine: release builds only, each figure the best of several repetitions.
///
///     make bench BENCH_ARGUMENTS="--repetitions 5"
@main
enum ChrysalisBenchmarks {
    static func main() {
        #if DEBUG
            print("warning: a debug build; these figures say nothing")
        #endif
        let arguments = CommandLine.arguments
        let repetitions =
            arguments.firstIndex(of: "--repetitions").flatMap { arguments.indices.contains($0 + 1) ? Int(arguments[$0 + 1]) : nil } ?? 3
        KernelBenchmark.run(repetitions: repetitions)
        ComparisonBenchmark.run(repetitions: repetitions)
    }

    /// Seconds of the fastest of several repetitions: noise only ever adds.
    static func best(of repetitions: Int, _ body: () -> Void) -> Double {
        (0..<max(1, repetitions)).map { _ in
            let start = DispatchTime.now().uptimeNanoseconds
            body()
            return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }.min() ?? 0
    }

    /// Resident memory of this process at its largest, in megabytes.
    static var peakMegabytes: Double {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1024
    }

    /// One line of the output.
    static func report(_ name: String, _ value: Double, _ unit: String, decimals: Int = 1) {
        print("\(name.padding(toLength: 64, withPad: " ", startingAt: 0)) \(String(format: "%.\(decimals)f", value)) \(unit)")
    }
}
