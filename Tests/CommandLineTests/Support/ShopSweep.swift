import Foundation
import TestTools
import Testing

/// A sweep of the shop in a folder of its own: twelve configurations, three strategies.
struct ShopSweep {
    let files: TemporaryFolder
    var folder: String { files["sweep"] }

    /// Plans it.
    init(_ more: [String] = [], replications: Int = 2) throws {
        files = try ShopScenario.folder()
        let result = try plan(more, replications: replications)
        #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    }

    @discardableResult
    func plan(_ more: [String] = [], replications: Int = 2) throws -> CommandResult {
        try CommandRunner.run(
            [
                "sweep", "plan", files["shop.yaml"], "-o", folder, "--seed", "7", "--replications", "\(replications)", "--vary",
                "workload.scale=0.5,1,1.5,2", "--vary", "tiers.web.software.batch=1,2,4", "--strategy", "rolling", "--strategy", "big-flip",
                "--strategy", "fast-reboot",
            ] + more)
    }

    /// Runs points.
    func run(_ more: [String] = [], environment: [String: String] = [:]) throws -> CommandResult {
        try CommandRunner.run(["sweep", "run", folder] + more, environment: environment)
    }

    /// The merged files, HDF5 and CSV.
    func merged(_ more: [String] = []) throws -> [Data] {
        let names = [files["result.h5"], files["result.csv"]]
        let result = try CommandRunner.run(["sweep", "merge", folder, "-o", names[0], "-o", names[1]] + more)
        #expect(result.status == 0, "\(result.errors)")
        return try names.map { try #require(FileManager.default.contents(atPath: $0)) }
    }

    /// The files of points.
    var shards: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/shards")) ?? []).filter { $0.hasSuffix(".points") }.sorted()
            .map { folder + "/shards/" + $0 }
    }

    /// The merged files of a sweep that was run at once.
    static let whole = Result { () throws -> [Data] in
        let sweep = try ShopSweep()
        let result = try sweep.run(["--jobs", "1"])
        #expect(result.status == 0 && result.output == "36 points done, 0 known already, 0 failed, 0 left\n")
        return try sweep.merged()
    }
}
