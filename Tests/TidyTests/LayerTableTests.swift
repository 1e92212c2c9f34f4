import Testing

@Suite("imports against the layers are found") struct LayerTableTests {
    private func messages(_ text: String, in target: String) -> [String] {
        LayerTable.violations(in: planted(text, in: target)).map(\.message)
    }

    @Test(
        "imports that go down are allowed",
        arguments: [
            ("ClusterModel", "public import SimulationKernel"), ("Statistics", "import CGSL"), ("Statistics", "import RandomStreams"),
            ("Traces", "internal import CHDF5"), ("Scenarios", "import Yams"), ("chrysalis", "import ArgumentParser"),
            ("SimulationKernel", "import Synchronization"), ("SimulationKernel", "import Requirements"), ("Reports", "import Foundation"),
            ("Experiments", "import Glibc"), ("ClusterModel", "// import Foundation"),
            ("ClusterModel", "let a = \"\"\"\n    import Foundation\n    \"\"\""),
        ])
    func allowed(target: String, text: String) { #expect(messages(text, in: target) == []) }

    @Test(
        "imports that go up, sideways or to another's library are not",
        arguments: [
            ("SimulationKernel", "import RandomStreams"), ("ClusterModel", "public import UpgradeStrategies"),
            ("ClusterModel", "import ClusterModel"), ("Scenarios", "@testable import Experiments"), ("RandomStreams", "import CGSL"),
            ("Experiments", "import CGSL"), ("Reports", "import CHDF5"), ("Experiments", "import Yams"),
            ("Scenarios", "import ArgumentParser"), ("CloudMarket", "import Foundation"), ("CloudMarket", "import struct Foundation.Date"),
            ("Statistics", "import Foundation"), ("UpgradeStrategies", "import FoundationEssentials"),
            ("Scenarios", "#if canImport(Glibc)\nimport Glibc\n#endif"), ("Reports", "import NIOCore"),
            ("Extras", "import SimulationKernel"),
        ])
    func banned(target: String, text: String) { #expect(messages(text, in: target).count == 1) }

    @Test("the message says who may import what")
    func messages() {
        #expect(messages("import CGSL", in: "Reports") == ["Reports imports CGSL, which only Statistics may"])
        #expect(
            messages("import Reports", in: "Traces").first?.hasPrefix("Traces imports Reports, which is not below it: CGSL < CHDF5") == true
        )
    }

    @Test("tests and benchmarks are in no layer")
    func others() { #expect(LayerTable.violations(in: SourceFile(path: "Tests/ATests/A.swift", text: "import CGSL")) == []) }
}
