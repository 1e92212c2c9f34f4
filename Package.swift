// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    // Debug builds, in which all tests run, check at run time that no two accesses to a class's properties overlap; that is a third of a
    // release build's time.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

let package = Package(
    name: "chrysalis",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // System libraries: module map and shims, nothing else.
        .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // What ends the process with a message, in release builds too.
        .target(name: "Requirements"),
        // Clock, pending events, procedures; knows no upgrades.
        .target(name: "SimulationKernel", dependencies: ["Requirements"]),
        // Named streams, distributions, deterministic mathematics.
        .target(name: "RandomStreams", dependencies: ["Requirements"]),
        // Estimators and intervals; when replications are enough, which candidate is best; designs of experiments, sensitivity.
        .target(name: "Statistics", dependencies: ["CGSL", "Requirements", "RandomStreams"]),
        // Weighted max-min fairness.
        .target(name: "ResourceSharing", dependencies: ["Requirements", "SimulationKernel"]),
        // Nodes, tiers, requests, transfers.
        .target(name: "ClusterModel", dependencies: ["Requirements", "SimulationKernel", "ResourceSharing"]),
        // Tables on their way to a new form.
        .target(
            name: "DataConversion", dependencies: ["Requirements", "SimulationKernel", "RandomStreams", "ResourceSharing", "ClusterModel"]),
        // Price lists, leases, bills.
        .target(name: "CloudMarket", dependencies: ["Requirements", "SimulationKernel"]),
        // What depends on what, what goes wrong in an upgrade, and how it is noticed.
        .target(name: "UpgradeFaults", dependencies: ["Requirements", "RandomStreams", "ClusterModel"]),
        // What an operator can do, and one file per strategy.
        .target(
            name: "UpgradeStrategies",
            dependencies: [
                "Requirements", "SimulationKernel", "RandomStreams", "ResourceSharing", "ClusterModel", "DataConversion", "CloudMarket",
                "UpgradeFaults",
            ]),
        // YAML to validated values, with diagnostics.
        .target(
            name: "Scenarios",
            dependencies: [
                "Requirements", "SimulationKernel", "RandomStreams", "ClusterModel", "DataConversion", "CloudMarket", "UpgradeFaults",
                "UpgradeStrategies", .product(name: "Yams", package: "Yams"),
            ]),
        // Replications, comparisons, what decides them.
        .target(
            name: "Experiments",
            dependencies: [
                "Requirements", "SimulationKernel", "RandomStreams", "Statistics", "ClusterModel", "DataConversion", "CloudMarket",
                "UpgradeFaults", "UpgradeStrategies", "Scenarios",
            ]),
        // Traces in HDF5: write and read.
        .target(
            name: "Traces",
            dependencies: [
                "CHDF5", "CZlib", "Requirements", "SimulationKernel", "ClusterModel", "CloudMarket", "UpgradeFaults", "UpgradeStrategies",
                "Scenarios", "Experiments",
            ]),
        // Tables, JSON, CSV.
        .target(
            name: "Reports",
            dependencies: [
                "Requirements", "SimulationKernel", "Statistics", "ClusterModel", "CloudMarket", "UpgradeFaults", "UpgradeStrategies",
                "Scenarios", "Experiments",
            ]),
        // The command line.
        .executableTarget(
            name: "chrysalis",
            dependencies: [
                "SimulationKernel", "ClusterModel", "CloudMarket", "UpgradeFaults", "UpgradeStrategies", "Scenarios", "Experiments",
                "Traces", "Reports",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // What the allocator has given out.
        .systemLibrary(name: "CAllocator", path: "Benchmarks/CAllocator"),
        // Measurements without a kernel: spread, comparison, gate, tables, plots.
        .target(name: "BenchmarkSupport", path: "Benchmarks/BenchmarkSupport"),
        // Hand-worked cases of sharing, run and drawn.
        .target(
            name: "SharingCases", dependencies: ["BenchmarkSupport", "SimulationKernel", "ResourceSharing"],
            path: "Benchmarks/SharingCases"),
        // Measurements: what events, runs and comparisons take, beside other simulators too.
        .executableTarget(
            name: "chrysalis-benchmarks",
            dependencies: [
                "CAllocator", "BenchmarkSupport", "SharingCases", "SimulationKernel", "RandomStreams", "Statistics", "ResourceSharing",
                "ClusterModel", "UpgradeFaults", "UpgradeStrategies", "Scenarios", "Experiments", "Traces",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/ChrysalisBenchmarks"),
        // Tiny systems and scenarios for the tests.
        .target(
            name: "TestSupport",
            dependencies: [
                "SimulationKernel", "RandomStreams", "ResourceSharing", "ClusterModel", "DataConversion", "CloudMarket",
                "UpgradeFaults", "UpgradeStrategies", "Scenarios", "Experiments",
            ],
            path: "Tests/TestSupport"),
        // Folders, programs and seeded draws for the tests; knows no module.
        .target(name: "TestTools", path: "Tests/TestTools"),
        // Tests, one target for each above.
        .testTarget(name: "RequirementsTests", dependencies: ["Requirements", "TestTools"]),
        .testTarget(name: "RandomStreamsTests", dependencies: ["RandomStreams", "Statistics", "CGSL"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "RandomStreams", "CGSL"]),
        .testTarget(
            name: "ResourceSharingTests", dependencies: ["ResourceSharing", "SimulationKernel", "BenchmarkSupport", "TestTools"],
            exclude: ["SimGrid"]),
        .testTarget(
            name: "DataConversionTests",
            dependencies: [
                "SimulationKernel", "RandomStreams", "ResourceSharing", "ClusterModel", "DataConversion", "UpgradeStrategies",
                "TestSupport", "TestTools",
            ]),
        .testTarget(name: "SimulationKernelTests", dependencies: ["SimulationKernel", "RandomStreams"]),
        .testTarget(
            name: "ClusterModelTests",
            dependencies: ["SimulationKernel", "RandomStreams", "ResourceSharing", "ClusterModel", "UpgradeStrategies", "TestSupport"]),
        .testTarget(
            name: "UpgradeStrategiesTests",
            dependencies: [
                "SimulationKernel", "RandomStreams", "Statistics", "ClusterModel", "DataConversion", "CloudMarket", "UpgradeFaults",
                "UpgradeStrategies", "TestSupport",
            ]),
        .testTarget(
            name: "UpgradeFaultsTests", dependencies: ["RandomStreams", "Statistics", "ClusterModel", "UpgradeFaults", "TestTools"]),
        .testTarget(name: "CloudMarketTests", dependencies: ["CloudMarket", "SimulationKernel"]),
        .testTarget(name: "ScenariosTests", dependencies: ["Scenarios", "CloudMarket", "SimulationKernel", "TestTools"]),
        .testTarget(
            name: "BenchmarkTests", dependencies: ["BenchmarkSupport", "SharingCases", "SimulationKernel", "TestTools"]),
        .testTarget(name: "TracesTests", dependencies: ["Experiments", "Traces", "CHDF5", "TestTools"]),
        // The program as it was built, and whole comparisons.
        .testTarget(name: "CommandLineTests", dependencies: ["chrysalis", "TestTools"]),
        .testTarget(
            name: "ScenarioTests",
            dependencies: [
                "Experiments", "Scenarios", "UpgradeStrategies", "UpgradeFaults", "CloudMarket", "DataConversion", "ClusterModel",
                "Statistics", "RandomStreams", "SimulationKernel", "TestTools",
            ]),
        .testTarget(
            name: "ExperimentsTests",
            dependencies: [
                "SimulationKernel", "RandomStreams", "Statistics", "ClusterModel", "UpgradeFaults", "UpgradeStrategies", "Scenarios",
                "Experiments", "TestSupport",
            ]),
        .testTarget(
            name: "ReportsTests", dependencies: ["Statistics", "CloudMarket", "Scenarios", "Experiments", "Reports", "TestSupport"]),
        // Every command that a guide shows.
        .testTarget(name: "DocumentationTests", dependencies: ["chrysalis", "TestTools"]),
        // The rules of the house, held against the sources.
        .testTarget(name: "TidyTests"),
    ]
)

for target in package.targets where target.type != .system { target.swiftSettings = settings }

// Slow twins are compared with in many thousand random systems: optimised, what they take is a few seconds in debug builds too.
for target in package.targets where ["ResourceSharingTests", "UpgradeFaultsTests"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}

// The kernel builds and passes its tests alone, and so does the sharing of resources on top of it; `make sanitize` has no use for the rest.
if let part = Context.environment["CHRYSALIS_ONLY"], ["kernel", "sharing"].contains(part) {
    var kept: Set = ["Requirements", "SimulationKernel", "RandomStreams", "SimulationKernelTests"]
    if part == "sharing" {
        kept = ["Requirements", "SimulationKernel", "ResourceSharing", "BenchmarkSupport", "TestTools", "ResourceSharingTests"]
    }
    package.targets.removeAll { !kept.contains($0.name) }
    package.dependencies = []
}
