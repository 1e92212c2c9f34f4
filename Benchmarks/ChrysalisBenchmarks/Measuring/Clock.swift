import Foundation

/// What a time is read from.
enum Clock: String {
    /// Processor time of the calling thread: what others do on the machine costs it cache misses only.
    case thread
    /// Processor time of all threads.
    case process
    /// The clock on the wall.
    case wall

    /// Seconds since some instant.
    var seconds: Double {
        var time = timespec()
        switch self {
        case .thread: clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        case .process: clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        case .wall: clock_gettime(CLOCK_MONOTONIC, &time)
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds that something takes.
    func measure(_ body: () throws -> Void) rethrows -> Double {
        let start = seconds
        try body()
        return seconds - start
    }
}
