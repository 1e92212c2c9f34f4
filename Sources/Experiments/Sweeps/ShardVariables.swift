/// Which shard a task is, as the system that started it says.
///
/// Looked for in this order; the first that is there decides. Numbers begin at 0 or 1, or where the user lets them begin:
///
/// | System | Task | First | Number of tasks |
/// |---|---|---|---|
/// | Slurm | `SLURM_ARRAY_TASK_ID` | `SLURM_ARRAY_TASK_MIN` | `SLURM_ARRAY_TASK_COUNT` |
/// | AWS Batch | `AWS_BATCH_JOB_ARRAY_INDEX` | 0 | `AWS_BATCH_JOB_ARRAY_SIZE`, or told |
/// | Kubernetes indexed job | `JOB_COMPLETION_INDEX` | 0 | told |
/// | LSF | `LSB_JOBINDEX` | 1 | `LSB_JOBINDEX_END` |
/// | PBS Professional | `PBS_ARRAY_INDEX` | 1, or told | told |
/// | Torque | `PBS_ARRAYID` | 1, or told | told |
/// | SGE | `SGE_TASK_ID` | `SGE_TASK_FIRST` | from `SGE_TASK_LAST` and `SGE_TASK_STEPSIZE` |
/// | GNU parallel | `PARALLEL_SEQ` | 1 | told |
///
/// LSF and SGE set their variables to 0 or `undefined` in tasks that belong to no array; such a variable is not there.
public struct ShardVariables: Sendable, Hashable {
    /// What was found.
    public let shard: ShardSelection
    /// Where, in words.
    public let origin: String

    private struct System: Sendable {
        var name: String
        var task: String
        var first: @Sendable (_ environment: [String: String]) -> Int
        var count: @Sendable (_ environment: [String: String]) -> Int?
        var step: @Sendable (_ environment: [String: String]) -> Int = { _ in 1 }
    }

    private static func number(_ environment: [String: String], _ name: String) -> Int? { environment[name].flatMap { Int($0) } }

    private static let systems: [System] = [
        System(
            name: "Slurm", task: "SLURM_ARRAY_TASK_ID", first: { number($0, "SLURM_ARRAY_TASK_MIN") ?? 0 },
            count: { number($0, "SLURM_ARRAY_TASK_COUNT") }, step: { max(1, number($0, "SLURM_ARRAY_TASK_STEP") ?? 1) }),
        System(
            name: "AWS Batch", task: "AWS_BATCH_JOB_ARRAY_INDEX", first: { _ in 0 }, count: { number($0, "AWS_BATCH_JOB_ARRAY_SIZE") }),
        System(name: "Kubernetes", task: "JOB_COMPLETION_INDEX", first: { _ in 0 }, count: { _ in nil }),
        System(name: "LSF", task: "LSB_JOBINDEX", first: { _ in 1 }, count: { number($0, "LSB_JOBINDEX_END") }),
        System(name: "PBS", task: "PBS_ARRAY_INDEX", first: { _ in 1 }, count: { _ in nil }),
        System(name: "Torque", task: "PBS_ARRAYID", first: { _ in 1 }, count: { _ in nil }),
        System(
            name: "SGE", task: "SGE_TASK_ID", first: { number($0, "SGE_TASK_FIRST") ?? 1 },
            count: { environment in
                guard let last = number(environment, "SGE_TASK_LAST") else { return nil }
                let step = max(1, number(environment, "SGE_TASK_STEPSIZE") ?? 1)
                return (last - (number(environment, "SGE_TASK_FIRST") ?? 1)) / step + 1
            }, step: { max(1, number($0, "SGE_TASK_STEPSIZE") ?? 1) }),
        System(name: "GNU parallel", task: "PARALLEL_SEQ", first: { _ in 1 }, count: { _ in nil }),
    ]

    /// Looks at the variables of a process.
    ///
    /// - Parameters:
    ///   - count: The number of tasks as the user tells it, which systems that know it need not be told.
    ///   - first: The number of the first task as the user tells it, where the system leaves it to the user.
    public init(_ environment: [String: String], count: Int? = nil, first: Int? = nil) throws(SweepProblem) {
        for system in Self.systems {
            guard let text = environment[system.task], text != "undefined", !(system.name == "LSF" && text == "0") else { continue }
            guard let task = Int(text) else { throw SweepProblem(.usage, "`\(system.task)` is `\(text)`, which is no number") }
            guard let count = count ?? system.count(environment) else {
                throw SweepProblem(
                    .usage, "\(system.name) says which task this is (`\(system.task)=\(text)`), but not of how many",
                    hint: "say it: `--shard auto --shards N`")
            }
            let begin = first ?? system.first(environment)
            let number = (task - begin) / system.step(environment) + 1
            guard let shard = ShardSelection(number: number, of: count) else {
                throw SweepProblem(
                    .usage, "`\(system.task)=\(text)` would be shard \(number) of \(count)",
                    hint: "number tasks from \(begin), or say where they begin: `--first-task \(task)`")
            }
            self.shard = shard
            origin = "\(system.name), \(system.task)=\(text)"
            return
        }
        throw SweepProblem(
            .usage, "`--shard auto` finds no variable of an array job",
            hint: "looked for: " + Self.systems.map { "`\($0.task)`" }.joined(separator: ", ") + "; or say `--shard K/N`")
    }
}
