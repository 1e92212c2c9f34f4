import Foundation
import TestTools
import Testing

@Suite("What goes wrong while the program runs")
struct FailureTests {
    private static let longRun = ["compare", Project.scenario("wikipedia-2010"), "--seed", "1", "--format", "json"]

    /// Waits until a folder holds something.
    private func wait(for folder: String, toHold ending: String) throws -> Bool {
        for _ in 0..<60_000 {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            if names.contains(where: { $0.hasSuffix(ending) }) { return true }
            usleep(2000)
        }
        return false
    }

    @Test("killed during a traced run: its file stays partial, and there is no broken one under the final name")
    func killed() throws {
        let folder = try TemporaryFolder()
        let arguments = ["--replications", "1", "--jobs", "1", "--trace", "traces", "--set", "strategies=[parallel-universe]"]
        let command = try CommandRunner.start(Self.longRun + arguments, in: folder.path)
        #expect(try wait(for: folder["traces"], toHold: ".partial"))
        command.send(SIGKILL)
        let result = command.wait()
        #expect(result.status == 128 + SIGKILL)
        #expect(result.output == "")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder["traces"]) == ["wikipedia-2010-parallel-universe.h5.partial"])
    }

    @Test("interrupted: no half result, a message, exit code 130, and no file under a final name that is not complete")
    func interrupted() throws {
        let folder = try ShopScenario.folder()
        let command = try CommandRunner.start(
            ["compare", "shop.yaml", "--seed", "1", "--replications", "100000", "--trace", "traces", "--trace-replications", "all"],
            in: folder.path)
        #expect(try wait(for: folder["traces"], toHold: ".h5"))
        command.send(SIGINT)
        let result = command.wait()
        #expect(result.status == 130)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("interrupted after "))
        #expect(result.errors.hasSuffix(" of 500000 runs; a comparison needs all of them, so none is printed\n"))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder["traces"]).sorted().prefix(20) where name.hasSuffix(".h5") {
            let inspected = try CommandRunner.run(["inspect", folder["traces/" + name]])
            #expect(inspected.status == 0 && inspected.output.contains("\n  outcome: "), "\(name): \(inspected.errors)")
        }
    }

    @Test(
        "the disk of the traces is full: the result is printed, the error names the file",
        .enabled(if: SmallDisk.isPossible, "no right to mount"))
    func fullDisk() throws {
        let disk = try SmallDisk(kilobytes: 300)
        let arguments = Self.longRun + ["--replications", "1", "--set", "strategies=[parallel-universe]"]
        let expected = try CommandRunner.run(arguments)
        let result = try CommandRunner.run(arguments + ["--trace", disk.folder.path])
        #expect(result.status == 74)
        #expect(result.output == expected.output)
        #expect(try ComparisonOutput(result.output).strategies == ["parallel-universe", "none"])
        #expect(result.errors.contains("\(disk.folder.path)/wikipedia-2010-"))
        #expect(result.errors.contains("`: no space left on the device\nhint: free some space or write the traces to another disk; "))
        #expect(!result.errors.contains("HDF5-DIAG"))
        let names = disk.folder.contents
        #expect(names.contains { $0.hasSuffix(".h5.partial") }, "\(names)")
        for name in names where name.hasSuffix(".h5") {
            #expect(try CommandRunner.run(["inspect", disk.folder[name]]).status == 0, "\(name)")
        }
    }

    @Test(
        "the disk is full for the log alone: an error, and no empty file under its name",
        .enabled(if: SmallDisk.isPossible, "no right to mount"))
    func fullDiskLog() throws {
        let disk = try SmallDisk(kilobytes: 64)
        try String(repeating: "x", count: 64 << 10).write(toFile: disk.folder["filler"], atomically: false, encoding: .utf8)
        let folder = try ShopScenario.folder()
        let result = try CommandRunner.run(
            ["compare", "shop.yaml", "--seed", "1", "--format", "json", "--trace", disk.folder.path, "--trace-replications", "0"],
            in: folder.path)
        #expect(result.status == 74)
        #expect(try ComparisonOutput(result.output).replications == 3)
        #expect(
            result.errors.contains(
                "error: cannot write `\(disk.folder.path)/shop.log.json`: No space left on device\nhint: free some space"))
        #expect(disk.folder.contents == ["filler"])
    }

    @Test(
        "standard output is full",
        arguments: [["schema"], ["validate", "shop.yaml"], ["compare", "shop.yaml", "--seed", "1", "--format", "json"]])
    func fullOutput(_ arguments: [String]) throws {
        let folder = try ShopScenario.folder()
        let result = try CommandRunner.run(arguments, in: folder.path, output: "/dev/full")
        #expect(result.status == 74)
        #expect(result.errors == "error: standard output: No space left on device\n")
    }

    @Test(
        "whoever read standard output has gone: a quiet end",
        arguments: [["schema"], ["compare", "shop.yaml", "--seed", "1", "--format", "json"]])
    func closedOutput(_ arguments: [String]) throws {
        let folder = try ShopScenario.folder()
        let result = try CommandRunner.shell("{ sleep 0.3; \"$@\"; } | :; exit ${PIPESTATUS[0]}", arguments, in: folder.path)
        #expect(result.status == 0)
        #expect(result.errors == "")
        let first = try CommandRunner.shell("\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", ["schema"])
        #expect(first.status == 0)
        #expect(first.output == "{\n")
        #expect(first.errors == "")
    }

    @Test("standard error is full: what can be said otherwise is said")
    func fullErrors() throws {
        let folder = try ShopScenario.folder()
        let wrong = try CommandRunner.shell("\"$@\" 2>/dev/full", ["validate", "missing.yaml"], in: folder.path)
        #expect(wrong.status == 74)
        let right = try CommandRunner.shell("\"$@\" 2>/dev/full", ["compare", "shop.yaml", "--format", "json"], in: folder.path)
        #expect(right.status == 0)
        #expect(try ComparisonOutput(right.output).replications == 3)
    }

    @Test("a trace folder that cannot be made or is a file", arguments: ["/proc/traces", "shop.yaml/traces", "shop.yaml"])
    func unwritableFolder(_ traces: String) throws {
        let folder = try ShopScenario.folder()
        let result = try CommandRunner.run(["compare", "shop.yaml", "--seed", "1", "--trace", traces], in: folder.path)
        let reason = traces == "shop.yaml" ? "File exists" : traces.hasPrefix("/") ? "No such file or directory" : "Not a directory"
        #expect(result.status == 74)
        #expect(result.output == "")
        #expect(
            result.errors == """
                error: the trace folder `\(traces)` cannot be made: \(reason)
                hint: name a folder that you may write to

                """)
        #expect(folder.contents == ["prices.csv", "shop.yaml"])
    }
}
