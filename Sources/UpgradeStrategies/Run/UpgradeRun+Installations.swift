import RandomStreams

/// Installations whose time is drawn anew each time.
extension UpgradeRun {
    /// How long the next installation on a node takes, seconds; each has a stream of its own, by its number on the node.
    func exponentialTime(ofInstallationOn node: Int, mean: Double) -> Double {
        let number = installationsOfNode[node, default: 0] + 1
        installationsOfNode[node] = number
        var stream = self.stream(.number(UInt64(node)), "installation", ordinal: UInt64(number))
        return stream.exponential(mean: mean)
    }
}
