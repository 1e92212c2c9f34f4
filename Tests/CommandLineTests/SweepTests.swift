import Foundation
import TestTools
import Testing

@Suite("sweeps: plans, trouble, and what is said of it")
struct SweepTests {
    private func plan(_ files: TemporaryFolder, _ arguments: [String]) throws -> CommandResult {
        try CommandRunner.run(["sweep", "plan", files["shop.yaml"], "-o", files["s"], "--seed", "1"] + arguments)
    }

    @Test("a plan says what will be run, and the same plan again changes nothing")
    func planned() throws {
        let sweep = try ShopSweep()
        let again = try sweep.plan()
        #expect(again.status == 0)
        #expect(
            again.output == """
                shop: 36 points, 12 configurations x 3 strategies, 2 replications each, seed 7
                  workload.scale: 0.5, 1, 1.5, 2
                  tiers.web.software.batch: 1, 2, 4
                  strategy: rolling, big-flip, fast-reboot

                """)
        let other = try sweep.plan(replications: 3)
        #expect(other.status == 64 && other.errors.contains("holds another sweep\nhint: give this one a folder of its own"))
    }

    @Test(
        "designs have the points that they should have",
        arguments: [
            ("design: list\nfactors:\n  - {path: workload.scale, values: [1, 2]}\n  - {path: data.threads, values: [2, 3]}\n", 2),
            (
                "design: one-at-a-time\nfactors:\n  - {path: workload.scale, values: [1, 2, 3]}\n  - {path: data.threads, values: [2, 3]}\n",
                4
            ),
            ("design: latin-hypercube\npoints: 9\nfactors:\n  - {path: workload.scale, from: 1, to: 2}\n", 9),
            (
                "design: sobol\npoints: 8\nfactors:\n  - {path: workload.scale, from: 1, to: 2}\n  - {path: data.copy-rate, from: 10 MB/s, to: 1 GB/s, scale: log}\n",
                8
            ),
            (
                "design: morris\ntrajectories: 3\nfactors:\n  - {path: workload.scale, from: 1, to: 2}\n  - {path: data.threads, values: [1, 2, 3]}\n",
                9
            ),
            (
                "design: saltelli\nrows: 4\nfactors:\n  - {path: workload.scale, from: 1, to: 2}\n  - {path: data.threads, values: [1, 2]}\n",
                16
            ),
            ("factors:\n  - {path: workload.scale, from: 1, to: 2, steps: 5}\n  - {path: strategy, values: [rolling]}\n", 5),
        ])
    func designs(_ text: String, _ points: Int) throws {
        let files = try ShopScenario.folder()
        try files.write(
            "scenario: shop.yaml\nstrategies: [rolling]\nreplications: 1\nseed: 5\n".replacing(
                text.contains("path: strategy") ? "strategies: [rolling]\n" : "-", with: "") + text, to: "an experiment.yaml")
        let planned = try CommandRunner.run(["sweep", "plan", files["an experiment.yaml"], "-o", files["s"]])
        #expect(planned.status == 0 && planned.output.hasPrefix("an experiment: \(points) points, "), "\(planned.errors)\(planned.output)")
        let result = try CommandRunner.run(["sweep", "run", files["s"]])
        #expect(result.status == 0 && result.output == "\(points) points done, 0 known already, 0 failed, 0 left\n", "\(result.errors)")
    }

    @Test("replications go on until the mean is known well enough, or to the cap")
    func sequential() throws {
        let files = try ShopScenario.folder()
        try files.write(
            """
            scenario: shop.yaml
            replications: 30
            seed: 5
            strategies: [rolling]
            measures: [duration]
            until: {measure: duration, relative: 3 %, at-most: 60}
            factors:
              - {path: tiers.web.software.variation, values: [0, 1.5]}
            """, to: "e.yaml")
        _ = try CommandRunner.run(["sweep", "plan", files["e.yaml"], "-o", files["s"]])
        #expect(try CommandRunner.run(["sweep", "run", files["s"]]).status == 0)
        _ = try CommandRunner.run(["sweep", "merge", files["s"], "-o", files["r.csv"]])
        let lines = try String(contentsOfFile: files["r.csv"], encoding: .utf8).components(separatedBy: "\r\n")
        let replications = lines[1...2].map { $0.split(separator: ",", omittingEmptySubsequences: false)[3] }
        #expect(["30", "45"].contains(replications[0]) && replications[1] == "60")
    }

    @Test(
        "what is wrong with a plan is said, and what to do",
        arguments: [
            (["--vary", "workload.scal=1,2"], "did you mean `workload.scale`?"), (["--vary", "workload.scale"], "this is not PATH=VALUES"),
            (["--vary", "workload.scale=1,,2"], "one of the values of `workload.scale` is empty"),
            (["--vary", "workload.scale=1,1"], "has the value `1` twice"),
            (["--vary", "workload.scale=2..1/3"], "ends where it begins, or before: `2` to `1`"),
            (["--vary", "workload.scale=0..1/3/log"], "equal ratios need a value above zero"),
            (["--vary", "workload.scale=-1,1"], "the scenario does not take the value `-1`"),
            (["--vary", "start=a..b/3"], "the scenario does not take the value `a`"),
            (["--vary", "closed-writes=1..2/3"], "hint:"), (["--vary", "workload.scale=1..2/1"], "a range has 2 to 1000000 steps"),
            (["--vary", "tiers.web.nodes=1..2/20"], "has fewer than 20 values that differ"),
            (["--vary", "strategy=rolling,big-flop"], "there is no strategy `big-flop`\nhint: did you mean `big-flip`?"),
            (["--strategy", "roling"], "did you mean `rolling`?"), (["--measure", "downtime"], "there is no measure `downtime`"),
            (["--vary", "workload.scale=1", "--vary", "workload.scale=2"], "the factor `workload.scale` is given twice"),
            (["--replications", "0"], "outside 1 ... 10000000"), (["--set", "tiers.web.nods=4"], "did you mean `tiers.web.nodes`?"),
        ])
    func complaints(_ arguments: [String], _ complaint: String) throws {
        let files = try ShopScenario.folder()
        let result = try plan(files, arguments)
        #expect(result.status == 64 && result.output == "", "\(result.output)")
        #expect(result.errors.contains(complaint), "\(result.errors)")
        #expect(files.contents.sorted() == ["prices.csv", "shop.yaml"])
    }

    /// Only the first hundred values of a list are tried when the sweep is planned.
    @Test("a point that the scenario refuses fails with its reason, and the others have results")
    func failedPoints() throws {
        let files = try ShopScenario.folder()
        let values = ((1...100).map(String.init) + ["-5"]).joined(separator: ",")
        let planned = try plan(files, ["--strategy", "none", "--replications", "1", "--vary", "data.threads=\(values)"])
        #expect(planned.status == 0, "\(planned.errors)")
        let result = try CommandRunner.run(["sweep", "run", files["s"]])
        #expect(result.status == 0 && result.output == "101 points done, 0 known already, 1 failed, 0 left\n", "\(result)")
        #expect(result.errors.contains("failed: point 100 (data.threads=-5, strategy=none): error["), "\(result.errors)")
        #expect(try CommandRunner.run(["sweep", "merge", files["s"], "-o", files["r.csv"]]).status == 0)
        let lines = try String(contentsOfFile: files["r.csv"], encoding: .utf8).components(separatedBy: "\r\n")
        #expect(lines.count == 103 && lines[101].contains("error[") && !lines[100].contains("error["))
    }

    @Test("missing points are listed; what there is can be merged all the same")
    func missing() throws {
        let sweep = try ShopSweep()
        #expect(try sweep.run(["--shard", "2/3"]).output == "shard 2 of 3: 12 points done, 0 known already, 0 failed, 0 left\n")
        let status = try CommandRunner.run(["sweep", "status", sweep.folder])
        #expect(status.output == "shop: 12 of 36 points done; missing: 0-2, 6-11, 15-20, 24-29, 33-35\n")
        let refused = try CommandRunner.run(["sweep", "merge", sweep.folder, "-o", sweep.files["r.csv"]])
        #expect(refused.status == 75 && refused.errors.contains("24 of 36 points are missing: 0-2, 6-11"))
        #expect(!sweep.files.contents.contains("r.csv"))
        let part = try CommandRunner.run(["sweep", "merge", sweep.folder, "--partial", "-o", sweep.files["r.csv"]])
        #expect(part.status == 0 && part.output.hasPrefix("12 points in "))
    }

    @Test("Ctrl-C and a batch system's request end it cleanly, with the code for it", arguments: [SIGINT, SIGTERM])
    func interrupted(_ signal: Int32) throws {
        let sweep = try ShopSweep(replications: 400)
        let command = try CommandRunner.start(["sweep", "run", sweep.folder, "--jobs", "1"])
        usleep(700_000)
        command.send(signal)
        let result = command.wait()
        #expect(result.status == 75 && result.errors.contains("interrupted; run it again to go on"), "\(result)")
    }

    @Test("two processes at one shard: one works, the other says who holds it")
    func held() throws {
        let sweep = try ShopSweep(replications: 400)
        let first = try CommandRunner.start(["sweep", "run", sweep.folder, "--jobs", "1"])
        defer {
            first.send(SIGKILL)
            _ = first.wait()
        }
        var second = CommandResult(status: 0, output: "", errors: "")
        for _ in 0..<100 where !FileManager.default.fileExists(atPath: sweep.folder + "/shards/1-of-1.points.holder") { usleep(20_000) }
        second = try sweep.run()
        #expect(second.status == 74)
        #expect(second.errors.contains("1-of-1.points` is being written by process \(first.process) on "), "\(second.errors)")
    }

    @Test("a file that ends within a point keeps its whole ones")
    func cutShort() throws {
        let sweep = try ShopSweep()
        _ = try sweep.run(["--jobs", "1"])
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: sweep.shards[0]))
        try file.truncate(atOffset: file.seekToEnd() - 20)
        try file.close()
        let result = try sweep.run()
        #expect(result.status == 0 && result.errors.contains("ends within a point: its 35 whole ones count"), "\(result.errors)")
        #expect(result.output == "1 points done, 35 known already, 0 failed, 0 left\n")
        #expect(try sweep.merged() == ShopSweep.whole.get())
    }

    @Test("a damaged file is named and put aside, and its points are computed anew")
    func damaged() throws {
        let sweep = try ShopSweep()
        for number in 1...2 { _ = try sweep.run(["--shard", "\(number)/2"]) }
        var bytes = Array(try #require(FileManager.default.contents(atPath: sweep.shards[1])))
        bytes[bytes.count / 2] ^= 0x10
        try Data(bytes).write(to: URL(fileURLWithPath: sweep.shards[1]))
        let result = try sweep.run(["--shard", "2/2"])
        #expect(result.status == 0 && result.errors.contains("2-of-2.points` is damaged"), "\(result.errors)")
        #expect(FileManager.default.fileExists(atPath: sweep.folder + "/quarantine/2-of-2.points.1"))
        #expect(result.output == "shard 2 of 2: 18 points done, 0 known already, 0 failed, 0 left\n")
        #expect(try sweep.merged() == ShopSweep.whole.get())
    }

    @Test("files that disagree about a point are an error")
    func conflicting() throws {
        let one = try ShopSweep()
        _ = try one.run()
        // Points of a system with one core more, under the name of this plan.
        let foreign = try ShopSweep(["--set", "tiers.web.cores=5"])
        _ = try foreign.run()
        var bytes = Array(try #require(FileManager.default.contents(atPath: foreign.shards[0])))
        let header = try #require(FileManager.default.contents(atPath: one.shards[0])).prefix { $0 != 10 }
        bytes.replaceSubrange(0..<header.count, with: header)
        try Data(bytes).write(to: URL(fileURLWithPath: one.folder + "/shards/9-of-9.points"))
        let result = try CommandRunner.run(["sweep", "merge", one.folder, "-o", one.files["r.csv"]])
        #expect(result.status == 65 && result.errors.contains("disagree about point 0"), "\(result.errors)")
    }

    @Test("a plan of another version, or of a scenario that has changed since, is refused")
    func changed() throws {
        let sweep = try ShopSweep()
        let path = sweep.folder + "/manifest.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"program\" : \"", with: "\"program\" : \"9").write(toFile: path, atomically: true, encoding: .utf8)
        let version = try sweep.run()
        #expect(
            version.status == 64 && version.errors.contains("hint: plan the sweep anew in another folder, or use the version that made it"))
        try String(text.prefix(300)).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try sweep.run().status == 65)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try sweep.files.write(ShopScenario.text([("install: 3 min", "install: 4 min")]), to: "shop.yaml")
        let scenario = try sweep.run()
        #expect(scenario.status == 64 && scenario.errors.contains("is not what it was when the sweep was planned"))
        try sweep.files.write(ShopScenario.text, to: "shop.yaml")
        try sweep.files.write(ShopScenario.prices.replacing("0.80", with: "0.90"), to: "prices.csv")
        let prices = try sweep.run()
        #expect(prices.status == 64 && prices.errors.contains("`prices.csv`, which the scenario reads, is not what it was"))
    }

    @Test("the task of an array job is found in its variables, and said")
    func automatic() throws {
        let sweep = try ShopSweep()
        let slurm = ["SLURM_ARRAY_TASK_ID": "11", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_COUNT": "12"]
        let result = try sweep.run(["--shard", "auto"], environment: slurm)
        #expect(result.status == 0 && result.errors == "shard 2 of 12, by Slurm, SLURM_ARRAY_TASK_ID=11\n")
        #expect(result.output == "shard 2 of 12: 3 points done, 0 known already, 0 failed, 0 left\n")
        let nothing = try sweep.run(["--shard", "auto"])
        #expect(nothing.status == 64 && nothing.errors.contains("finds no variable of an array job"))
        #expect(try sweep.run(["--shard", "3/2"]).status == 64)
        #expect(try sweep.run(["--shards", "3"]).status == 64)
    }

    /// How long a rolling upgrade of the shop takes depends on batches and threads, and on the load not at all.
    @Test(
        "effects: what matters comes first, what does not is nothing, with the numbers that the design allows",
        arguments: [
            ("design: grid", ["span", "share of variance"]), ("design: one-at-a-time", ["largest change", "smallest change"]),
            ("design: morris\ntrajectories: 4", ["mu*", "mu", "sigma"]), ("design: saltelli\nrows: 8", ["total", "first order"]),
        ])
    func effects(_ design: String, _ columns: [String]) throws {
        let files = try ShopScenario.folder()
        try files.write(
            """
            scenario: shop.yaml
            replications: 1
            seed: 5
            strategies: [rolling]
            measures: [duration]
            \(design)
            factors:
              - {path: workload.scale, values: [0.5, 1]}
              - {path: tiers.web.software.batch, values: [1, 2]}
              - {path: data.threads, values: [1, 2]}
            """, to: "e.yaml")
        _ = try CommandRunner.run(["sweep", "plan", files["e.yaml"], "-o", files["s"]])
        _ = try CommandRunner.run(["sweep", "run", files["s"]])
        let result = try CommandRunner.run(["sweep", "effects", files["s"], "--measure", "duration"])
        #expect(result.status == 0 && result.errors == "", "\(result.errors)")
        let lines = result.output.components(separatedBy: "\n")
        let heading = try #require(lines.first { $0.hasPrefix("rolling") })
        #expect(columns.allSatisfy(heading.contains))
        let factors = lines.filter { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(factors.count == 3 && factors.last == "workload.scale", "\(result.output)")
        let unimportant = try #require(lines.first { $0.hasPrefix("  workload.scale") })
        #expect(unimportant.split(separator: " ")[1] == "0" || unimportant.split(separator: " ")[1].hasPrefix("0.0"), "\(unimportant)")
        let unknown = try CommandRunner.run(["sweep", "effects", files["s"], "--measure", "cost"])
        #expect(unknown.status == 64 && unknown.errors.contains("the sweep has no measure `cost`\nhint: kept are `duration`"))
    }

    @Test("scripts for Slurm say what each task does, and both are submitted")
    func slurm() throws {
        let sweep = try ShopSweep()
        try sweep.files.write("#!/bin/sh\necho \"$@\" >>\"${0%/*}/asked\"\necho 42\n", to: "sbatch")
        chmod(sweep.files["sbatch"], 0o755)
        let path = sweep.files.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let result = try CommandRunner.run(
            ["sweep", "slurm", sweep.folder, "--tasks", "3", "--submit", "-o", sweep.files["r.csv"], "--sbatch=--time=1:00:00"],
            environment: ["PATH": path])
        #expect(result.status == 0 && result.output.hasSuffix("submitted: array 42, merge 42\n"), "\(result)")
        let asked = try String(contentsOfFile: sweep.files["asked"], encoding: .utf8)
        let scripts = sweep.folder + "/slurm"
        #expect(asked == "--parsable \(scripts)/array.sbatch\n--parsable --dependency=afterany:42 \(scripts)/merge.sbatch\n")
        let array = try String(contentsOfFile: sweep.folder + "/slurm/array.sbatch", encoding: .utf8)
        #expect(array.contains("#SBATCH --array=1-3\n") && array.contains("#SBATCH --time=1:00:00\n"))
        // The scripts do what they say, also where a folder has an apostrophe and spaces.
        for task in 1...3 {
            let run = try runProgram(["bash", scripts + "/array.sbatch"], environment: ["SLURM_ARRAY_TASK_ID": "\(task)"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "shard \(task) of 3: 12 points done, 0 known already, 0 failed, 0 left\n")
        }
        #expect(try runProgram(["bash", sweep.folder + "/slurm/merge.sbatch"]).status == 0)
        #expect(try FileManager.default.contents(atPath: sweep.files["r.csv"]) == ShopSweep.whole.get()[1])
    }

    @Test("without a number of tasks a few points are tried, and kept")
    func slurmTasks() throws {
        let sweep = try ShopSweep()
        let result = try CommandRunner.run(["sweep", "slurm", sweep.folder])
        #expect(result.status == 0 && result.output.hasPrefix("1 task in "), "\(result)")
        #expect(try !CommandRunner.run(["sweep", "status", sweep.folder]).output.contains(": 0 of 36"))
        let refused = try CommandRunner.run(["sweep", "slurm", sweep.folder, "--tasks", "0"])
        #expect(refused.status == 64)
    }

    @Test("a full disk is named; when there is room again nothing has been lost", .enabled(if: SmallDisk.isPossible, "no right to mount"))
    func fullDisk() throws {
        let disk = try SmallDisk(kilobytes: 96)
        let sweep = try ShopSweep()
        try FileManager.default.moveItem(atPath: sweep.folder, toPath: disk.folder["sweep"])
        try disk.folder.write([UInt8](repeating: 0, count: 40_000), to: "in the way")
        let full = try CommandRunner.run(["sweep", "run", disk.folder["sweep"]])
        #expect(full.status == 74 && full.errors.contains("cannot write `"), "\(full)")
        #expect(full.errors.contains("No space left on device\nhint: make room, then run it again"), "\(full.errors)")
        try FileManager.default.removeItem(atPath: disk.folder["in the way"])
        #expect(try CommandRunner.run(["sweep", "status", disk.folder["sweep"]]).output.hasPrefix("shop: "))
        try FileManager.default.moveItem(atPath: disk.folder["sweep"], toPath: sweep.folder)
        #expect(try sweep.run().status == 0)
        #expect(try sweep.merged() == ShopSweep.whole.get())
    }
}
