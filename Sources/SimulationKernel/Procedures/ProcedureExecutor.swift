/// Runs the jobs of procedures on the thread of the run, first in, first out.
///
/// Unchecked: a job is enqueued by the thread of the run only, which the queue relies on; it has no lock.
final class ProcedureExecutor: TaskExecutor, @unchecked Sendable {
    /// A ring of a power of two places, in raw memory as it is used at each step of each procedure.
    private var ring: UnsafeMutablePointer<UnownedJob>
    private var mask = 63
    private var head = 0

    /// Number of jobs that wait. The run loop reads it before each event.
    let readyJobs: UnsafeMutablePointer<Int>

    init() {
        ring = .allocate(capacity: mask + 1)
        readyJobs = .allocate(capacity: 1)
        readyJobs.initialize(to: 0)
    }

    deinit {
        ring.deallocate()
        readyJobs.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        if readyJobs.pointee > mask { grow() }
        (ring + ((head &+ readyJobs.pointee) & mask)).initialize(to: UnownedJob(job))
        readyJobs.pointee &+= 1
    }

    /// Runs jobs until none is left, those included that they enqueue.
    ///
    /// - Returns: Whether none is left; false if procedures kept one another going for so many jobs.
    func drain(atMost limit: Int) -> Bool {
        let executor = asUnownedTaskExecutor()
        var rest = limit
        while readyJobs.pointee > 0 {
            if rest == 0 { return false }
            rest -= 1
            let job = ring[head]
            head = (head &+ 1) & mask
            readyJobs.pointee &-= 1
            job.runSynchronously(on: executor)
        }
        return true
    }

    private func grow() {
        let (count, size) = (readyJobs.pointee, (mask + 1) * 2)
        let larger = UnsafeMutablePointer<UnownedJob>.allocate(capacity: size)
        for place in 0..<count { (larger + place).initialize(to: ring[(head + place) & mask]) }
        ring.deallocate()
        (ring, mask, head) = (larger, size - 1, 0)
    }
}
