import ClusterModel
import Foundation
import Scenarios
import UpgradeStrategies

/// Wikipedia of 2010 so many times as large: nodes, shards, data, load, links, batches and the cloud's quota; what each shard and each server has to
/// do stays the same.
enum LargerScenario {
    private static let path = "scenarios/wikipedia-2010.yaml"

    /// The scenario as it is shipped.
    static func original() throws -> Scenario { try ScenarioBenchmark.read(path) }

    /// The scenario so many times as large.
    static func read(times: Int) throws -> Scenario {
        let scenario = try original()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let file = NSTemporaryDirectory() + "chrysalis-larger-\(times)-\(getpid()).yaml"
        try expanded(text, times: times).write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let larger = try ScenarioBenchmark.read(file, overrides: overrides(scenario, times: times))
        let (nodes, wanted) = (larger.rehearsal.system.nodeCount, times * scenario.rehearsal.system.nodeCount)
        try WrongAnswer.unless(nodes == wanted, "the larger system has \(nodes) nodes instead of \(wanted)")
        return larger
    }

    /// The text with so many shards in place of each, and input files by their whole paths.
    private static func expanded(_ text: String, times: Int) -> String {
        let folder = FileManager.default.currentDirectoryPath + "/scenarios/data/"
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            guard let shard = line.wholeMatch(of: #/      (\w+): \{nodes: (\d+), load: ([\d.]+) %, data: ([\d.]+) %\}.*/#),
                let load = Double(shard.3), let data = Double(shard.4)
            else { return [String(line)] }
            return (1...times).map { number in
                let shares = [load, data].map { String(format: "%.10f", $0 / Double(times)) }
                return "      \(shard.1)-\(number): {nodes: \(shard.2), load: \(shares[0]) %, data: \(shares[1]) %}"
            }
        }
        return lines.joined(separator: "\n").replacingOccurrences(of: ": data/", with: ": \(folder)")
    }

    private static func overrides(_ scenario: Scenario, times: Int) -> [String] {
        var overrides = [
            "workload.scale=\(times)", "data.scale=\(times)", "data.files.text-blobs.parts=\(4 * times)",
            "links[0].capacity=\(times) Gbit/s", "sites.tampa.backbone=\(20 * times) Gbit/s", "sites.ec2.backbone=\(100 * times) Gbit/s",
            "market.quota=\(20 * times)", "market.quota-increase.to=\(260 * times)", "market.launches-per-second=\(2 * times)",
            "parallel-universe.tiers.application.nodes=\(92 * times)",
            "parallel-universe.helpers.driver-and-interceptors.nodes=\(8 * times)",
        ]
        for tier in scenario.rehearsal.system.tiers where !tier.isSharded {
            overrides.append("tiers.\(tier.name).nodes=\(tier.nodes * times)")
            overrides.append("tiers.\(tier.name).software.batch=\(tier.software.batch * times)")
        }
        return overrides
    }
}
