/// Runs the jobs of procedures on the thread of the run, first in, first out.
///
/// Unchecked: a job is enqueued by the thread of the run only, which the queue relies on; it has no lock.
final class ProcedureExecutor: TaskExecutor, @unchecked Sendable {
    private var jobs: [UnownedJob] = []
    private var next = 0

    func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }

    var hasJobs: Bool { next < jobs.count }

    /// Runs jobs until none is left, those included that they enqueue.
    ///
    /// - Returns: Whether none is left; false if procedures kept one another going for so many jobs.
    func drain(atMost limit: Int) -> Bool {
        let executor = asUnownedTaskExecutor()
        var rest = limit
        while next < jobs.count {
            if rest == 0 { return false }
            rest -= 1
            let job = jobs[next]
            next += 1
            if next == jobs.count || (next >= 4096 && next * 2 >= jobs.count) {
                jobs.removeSubrange(0..<next)
                next = 0
            }
            job.runSynchronously(on: executor)
        }
        return true
    }
}
