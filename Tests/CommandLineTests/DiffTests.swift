import Foundation
import TestTools
import Testing

@Suite("What differs between two results")
struct DiffTests {
    /// A folder with results of fast reboots of the shop: `a b.json`, `same.json`, and `slow.json` with a longer restart.
    private func results(_ more: [String] = ["--values"], replications: Int = 5) throws -> TemporaryFolder {
        let folder = try ShopScenario.folder()
        for (name, change) in [("a b.json", []), ("same.json", []), ("slow.json", ["--set", "tiers.database.software.restart=3 min"])] {
            let result = try CommandRunner.run(
                [
                    "compare", "shop.yaml", "--seed", "1", "--replications", "\(replications)", "--ledger-runs", "0", "--format", "json",
                    "--set",
                    "strategies=[fast-reboot]",
                ] + change + more, in: folder.path)
            #expect(result.status == 0, "\(result.errors)")
            try folder.write(result.output, to: name)
        }
        return folder
    }

    private func diff(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandResult {
        try CommandRunner.run(["diff"] + arguments, in: folder.path)
    }

    @Test("equal results are equal at once")
    func same() throws {
        let result = try diff(["a b.json", "same.json", "--exact", "--fail-over", "0%"], in: try results())
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(2) == ["A: a b.json", "B: same.json"])
        #expect(lines.dropLast().last?.hasPrefix("same results: fingerprint ") == true)
        #expect(result.errors == "nothing has moved by more than `0%` allows\nthe results are the same, to the last digit\n")
    }

    @Test("what a longer restart changes, replication by replication; limits decide on the exit code")
    func longer() throws {
        let folder = try results()
        let result = try diff(["a b.json", "slow.json"], in: folder)
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output.contains("\nB - A [95 % interval], replication by replication"))
        let row = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("  duration ") })
        #expect(row.hasSuffix("  differs"))
        #expect(try diff(["a b.json", "slow.json", "--fail-over", "duration=10 min"], in: folder).status == 0)
        let failed = try diff(["a b.json", "slow.json", "--fail-over", "duration=1 min"], in: folder)
        #expect(failed.status == 1 && failed.output == result.output)
        #expect(
            failed.errors.hasPrefix("`duration` of `fast-reboot` has moved by +")
                && failed.errors.hasSuffix("more than `duration=1 min` allows\n"))
        let better = try diff(["slow.json", "a b.json", "--fail-over", "duration=1 min", "--worse-only"], in: folder)
        #expect(better.status == 0 && better.errors == "nothing has moved by more than `duration=1 min` allows\n")
        #expect(try diff(["a b.json", "slow.json", "--exact"], in: folder).status == 1)
        let closed = try CommandRunner.shell(
            "\"$@\" | head -1; exit ${PIPESTATUS[0]}", ["diff", "a b.json", "slow.json", "--fail-over", "1%"], in: folder.path)
        #expect(closed.status == 1 && closed.output == "A: a b.json\n")
    }

    @Test("one replication decides nothing")
    func oneReplication() throws {
        let result = try diff(["a b.json", "slow.json", "--fail-over", "duration=1 min"], in: try results(replications: 1))
        #expect(result.status == 64)
        #expect(result.errors.hasSuffix("but replications are too few to tell that from chance\n"))
    }

    @Test("without values the result has the bytes that it always had, and the two are taken as independent")
    func independent() throws {
        let folder = try results([])
        let text = String(decoding: try #require(FileManager.default.contents(atPath: folder["a b.json"])), as: UTF8.self)
        #expect(!text.contains("\"values\""))
        #expect(try diff(["a b.json", "slow.json"], in: folder).output.contains("taken as independent, which is cautious at equal seeds"))
    }

    @Test("JSON and CSV of what differs")
    func formats() throws {
        let folder = try results()
        let json = try diff(["a b.json", "slow.json", "--format", "json"], in: folder)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(root["is_identical"] as? Bool == false && (root["a"] as? [String: Any])?["seed"] as? String == "1")
        let rows = try #require(root["measures"] as? [[String: Any]])
        #expect(rows.contains { $0["measure"] as? String == "duration" && $0["verdict"] as? String == "differs" })
        let csv = try diff(["a b.json", "slow.json", "--format", "csv"], in: folder).output.split(separator: "\r\n")
        #expect(csv.count == rows.count + 1)
        #expect(
            csv[0]
                == "strategy,measure,unit,a,a_low,a_high,b,b_low,b_high,difference,difference_low,difference_high,relative,p_value,adjusted_p_value,verdict"
        )
        #expect(csv.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 16 })
    }

    @Test("sweeps are joined on their factors")
    func sweeps() throws {
        let folder = try ShopScenario.folder()
        for (name, batches) in [("a", "1,2"), ("b", "2,1,3")] {
            let commands = [
                [
                    "plan", "shop.yaml", "-o", name, "--vary", "tiers.web.software.batch=\(batches)", "--strategy", "rolling",
                    "--replications", "3", "--seed", "1",
                ],
                ["run", name], ["merge", name, "-o", name + ".csv", "-o", name + ".h5"],
            ]
            for command in commands { #expect(try CommandRunner.run(["sweep"] + command, in: folder.path).status == 0) }
        }
        let result = try diff(["a.csv", "b.csv"], in: folder)
        #expect(result.status == 0)
        #expect(result.output.contains("\nsame: replications 3, confidence 0.95\n"))
        #expect(result.output.contains("\nonly in B: `tiers.web.software.batch=3, strategy=rolling`\n"))
        #expect(result.output.contains(" are the same; `--full` shows all\n") && !result.output.contains("differs"))
        let binary = try diff(["a.csv", "b.h5"], in: folder)
        #expect(binary.status == 65 && binary.errors.contains("of a sweep give the CSV"))
    }

    @Test(
        "what cannot be compared, and why",
        arguments: [
            (["none.json", "same.json"], 74, "error[missing-file]: the result `none.json` does not exist"),
            (["prices.csv", "same.json"], 65, "`prices.csv` is no result"),
            (["shop.yaml", "same.json"], 65, "`shop.yaml` is no result"), (["cut.json", "same.json"], 65, "error[malformed-json]"),
            (["empty.json", "same.json"], 65, "`empty.json` is empty"),
            (["sweep.csv", "same.json"], 65, "`sweep.csv` is a sweep and `same.json` is a comparison"),
            (["big.csv", "sweep.csv"], 65, "the sweeps vary different things: `big.csv` `b`; `sweep.csv` `a`"),
            (["wrong.csv", "sweep.csv"], 65, "column `cost`: `x` is no number"),
            (["a b.json", "same.json", "--fail-over", "cots=1%"], 64, "hint: did you mean `cost`?"),
            (["a b.json", "same.json", "--fail-over", "outage.raed=1%"], 64, "hint: did you mean `outage.read`?"),
            (["a b.json", "same.json", "--worse-only"], 64, "`--worse-only` needs `--fail-over`"),
            (["a b.json", "same.json", "--seed", "1"], 64, "`--seed` needs `--scenario FILE`"),
            (["a b.json", "same.json", "--scenario", "shop.yaml"], 64, "`a b.json` is no program"),
            (["nobody", "same.json", "--scenario", "shop.yaml"], 74, "there is no program `nobody`"),
        ])
    func errors(_ arguments: [String], status: Int32, message: String) throws {
        let folder = try results()
        let whole = try #require(FileManager.default.contents(atPath: folder["same.json"]))
        try folder.write(whole.prefix(2000), to: "cut.json")
        try folder.write("", to: "empty.json")
        try folder.write("point,a,replications,fingerprint,failure,cost,cost_low,cost_high\n0,1,3,f0,,1,1,1\n", to: "sweep.csv")
        try folder.write("point,b,replications,fingerprint,failure,cost,cost_low,cost_high\n0,1,3,f0,,1,1,1\n", to: "big.csv")
        try folder.write("point,a,replications,fingerprint,failure,cost,cost_low,cost_high\n0,1,3,f0,,x,1,1\n", to: "wrong.csv")
        let result = try diff(arguments, in: folder)
        #expect(result.status == status && result.output == "" && result.errors.contains(message), "\(result.status) \(result.errors)")
    }

    @Test("two programs run the scenario with one seed, drawn by the first")
    func programs() throws {
        let folder = try ShopScenario.folder()
        let arguments = ["--scenario", "shop.yaml", "--set", "strategies=[fast-reboot]", "--replications", "20"]
        let same = try diff([Project.program, Project.program] + arguments + ["--exact"], in: folder)
        #expect(same.status == 0 && same.output.contains("\nsame results: fingerprint "), "\(same.errors)")
        // A program of another time: it knows no `--values`, and its reboots take longer.
        try folder.write(
            "#!/bin/bash\n[ \"$2\" = --help ] && exit\nexec '\(Project.program)' \"$@\" --set 'tiers.database.software.restart=3 min'\n",
            to: "old build")
        chmod(folder["old build"], 0o700)
        let other = try diff(["old build", Project.program] + arguments + ["--fail-over", "duration=1 min"], in: folder)
        #expect(
            other.status == 1 && other.output.contains("A: old build\n") && other.output.contains("taken as independent"), "\(other.errors)"
        )
    }

    @Test("a program that fails is reported with what it said")
    func failingProgram() throws {
        let folder = try ShopScenario.folder()
        let broken = try diff([Project.program, Project.program, "--scenario", "shop.yaml", "--set", "strategies=[no]"], in: folder)
        #expect(broken.status == 64 && broken.errors.contains("ended with exit code 64 and said\n  error[") && broken.output == "")
        try folder.write("#!/bin/bash\necho '{}'\n", to: "odd")
        try folder.write("#!/bin/bash\nkill -SEGV $$\n", to: "crash")
        for name in ["odd", "crash"] { chmod(folder[name], 0o700) }
        let odd = try diff(["odd", "odd", "--scenario", "shop.yaml"], in: folder)
        #expect(odd.status == 65 && odd.errors.contains("`odd` is JSON but no result of `compare` or `run`: it has no `strategies`"))
        let crash = try diff(["crash", "crash", "--scenario", "shop.yaml"], in: folder)
        #expect(crash.status == 70 && crash.errors == "error: `crash` was ended by the signal 11\n")
    }

    @Test("Ctrl-C ends what is running, and nothing is printed")
    func interrupted() throws {
        let folder = try ShopScenario.folder()
        try folder.write("#!/bin/bash\n[ \"$2\" = --help ] && exit\ntouch started\nexec sleep 100\n", to: "slow")
        chmod(folder["slow"], 0o700)
        let command = try CommandRunner.start(["diff", "slow", "slow", "--scenario", "shop.yaml"], in: folder.path)
        let end = Date().addingTimeInterval(60)
        while !folder.contents.contains("started"), Date() < end { usleep(5000) }
        command.send(SIGTERM)
        let result = command.wait(limit: 30)
        #expect(result.status == 130 && result.output == "" && result.errors.contains("interrupted; "), "\(result)")
    }
}
