/// Runs the jobs of procedures on the thread of the run, first in, first out.
///
/// Unchecked: a job is enqueued by the thread of the run only, which the queue relies on; it has no lock.
final class ProcedureExecutor: TaskExecutor, @unchecked Sendable {
    private var jobs: [UnownedJob] = []
    private var next = 0

    func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }

    var hasJobs: Bool { next < jobs.count }

    /// Runs jobs until none is left, those included that they enqueue.
    func drain() {
        let executor = asUnownedTaskExecutor()
        while next < jobs.count {
            let job = jobs[next]
            next += 1
            if next == jobs.count || next == 4096 {
                jobs.removeSubrange(0..<next)
                next = 0
            }
            job.runSynchronously(on: executor)
        }
    }
}
