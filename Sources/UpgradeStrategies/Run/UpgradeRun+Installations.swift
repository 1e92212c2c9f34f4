import RandomStreams

/// Installations whose time is drawn anew each time.
extension UpgradeRun {
    /// How long the next installation on a node takes, seconds; each has a stream of its own, by its number on the node.
    func exponentialTime(ofInstallationOn node: Int, mean: Double) -> Double {
        let number = installationsOfNode[node, default: 0] + 1
        installationsOfNode[node] = number
        var stream = RandomStream(
            StreamName(
                rootSeed: seed, replication: replication, entity: .number(UInt64(node)), purpose: "installation", ordinal: UInt64(number)))
        return stream.exponential(mean: mean)
    }
}
