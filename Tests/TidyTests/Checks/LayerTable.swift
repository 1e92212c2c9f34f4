/// Which module may import which.
enum LayerTable {
    /// The targets of `Sources`, bottom to top: a target imports only what stands before it.
    static let layers = [
        "CGSL", "CHDF5", "CZlib", "Requirements", "SimulationKernel", "RandomStreams", "Statistics", "ResourceSharing", "ClusterModel",
        "DataConversion", "CloudMarket", "UpgradeFaults", "UpgradeStrategies", "Scenarios", "Experiments", "Traces", "Reports", "chrysalis",
    ]

    /// The model: what runs in simulated time and has the same fingerprint on every machine.
    static let model: Set<String> = [
        "Requirements", "SimulationKernel", "RandomStreams", "ResourceSharing", "ClusterModel", "DataConversion", "CloudMarket",
        "UpgradeFaults", "UpgradeStrategies",
    ]

    /// Modules that only some targets may import, whatever their layer: each library has one target that knows it.
    static let reserved: [String: Set<String>] = [
        "CGSL": ["Statistics"],
        "CHDF5": ["Traces"],
        "CZlib": ["Traces"],
        "Yams": ["Scenarios"],
        "ArgumentParser": ["chrysalis"],
        // The model has no use for files, dates and locales.
        "Foundation": ["Scenarios", "Experiments", "Traces", "Reports", "chrysalis"],
        "FoundationEssentials": ["Scenarios", "Experiments", "Traces", "Reports", "chrysalis"],
        // Processes and threads, files that are synced to disk, the terminal; large pages for the pending events.
        "Glibc": ["SimulationKernel", "Experiments", "Traces", "chrysalis"],
        "Musl": ["Experiments", "Traces", "chrysalis"],
        "Darwin": ["Experiments", "Traces", "chrysalis"],
    ]

    /// Parts of the standard library that every target may import.
    static let standard: Set<String> = ["Swift", "Synchronization"]

    /// Complains about the imports of a file of `Sources`.
    static func violations(in file: SourceFile) -> [Violation] {
        guard let target = file.sourceTarget else { return [] }
        guard let layer = layers.firstIndex(of: target) else {
            return [file.violation(1, "the target \(target) is not in the layer table")]
        }
        return Import.all(in: file).compactMap { item in
            if standard.contains(item.module) { return nil }
            if let importers = reserved[item.module] {
                if importers.contains(target) { return nil }
                return file.violation(
                    item.line, "\(target) imports \(item.module), which only \(importers.sorted().joined(separator: ", ")) may")
            }
            guard let other = layers.firstIndex(of: item.module) else {
                return file.violation(item.line, "\(target) imports \(item.module), which is not in the layer table")
            }
            if other < layer { return nil }
            return file.violation(item.line, "\(target) imports \(item.module), which is not below it: \(layers.joined(separator: " < "))")
        }
    }
}
