import Experiments
import Testing

/// Bases differ: the first task is 0, 1, or whatever the user wants.
@Suite struct ShardVariablesTests {
    struct Example: CustomTestStringConvertible {
        var environment: [String: String]
        var count: Int?
        var first: Int?
        var shard: (Int, Int)
        var testDescription: String { environment.keys.sorted().joined(separator: " ") }

        init(_ environment: [String: String], count: Int? = nil, first: Int? = nil, is shard: (Int, Int)) {
            self.environment = environment
            self.count = count
            self.first = first
            self.shard = shard
        }
    }

    static let examples = [
        Example(["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_COUNT": "4"], is: (1, 4)),
        Example(
            ["SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_STEP": "2", "SLURM_ARRAY_TASK_COUNT": "4"],
            is: (4, 4)),
        Example(["AWS_BATCH_JOB_ARRAY_INDEX": "0", "AWS_BATCH_JOB_ARRAY_SIZE": "3"], is: (1, 3)),
        Example(["JOB_COMPLETION_INDEX": "2"], count: 3, is: (3, 3)),
        Example(["LSB_JOBINDEX": "1", "LSB_JOBINDEX_END": "5"], is: (1, 5)),
        Example(["PBS_ARRAY_INDEX": "5"], count: 5, is: (5, 5)),
        Example(["PBS_ARRAY_INDEX": "0"], count: 5, first: 0, is: (1, 5)),
        Example(["PBS_ARRAYID": "2"], count: 5, is: (2, 5)),
        Example(["SGE_TASK_ID": "9", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "10", "SGE_TASK_STEPSIZE": "4"], is: (3, 3)),
        Example(["PARALLEL_SEQ": "2"], count: 2, is: (2, 2)),
        // Slurm comes first, and what belongs to no array is not there.
        Example(["PARALLEL_SEQ": "2", "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "1"], is: (1, 1)),
        Example(["SGE_TASK_ID": "undefined", "LSB_JOBINDEX": "0", "PARALLEL_SEQ": "1"], count: 2, is: (1, 2)),
    ]

    @Test("which shard a task is", arguments: examples)
    func found(_ example: Example) throws {
        let found = try ShardVariables(example.environment, count: example.count, first: example.first)
        #expect((found.shard.number, found.shard.count) == example.shard)
    }

    @Test(
        "what cannot be is refused, and it is said what to do",
        arguments: [
            [:], ["JOB_COMPLETION_INDEX": "2"], ["SLURM_ARRAY_TASK_ID": "x", "SLURM_ARRAY_TASK_COUNT": "2"],
            ["SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "4"],
            ["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "4"],
        ])
    func refused(_ environment: [String: String]) {
        #expect(throws: SweepProblem.self) { try ShardVariables(environment) }
    }
}
