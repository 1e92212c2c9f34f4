public import Foundation

/// The folder of the project, and what tests need from it.
public enum Project {
    /// Its root, three folders above this file.
    public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A file of it.
    public static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    /// The scenarios that it ships.
    public static let scenarioNames = ["three-tier", "wikipedia-2005-mediawiki-1.5", "wikipedia-2010", "mediawiki-1.17-2011"]

    /// The file of a scenario that it ships.
    public static func scenario(_ name: String) -> String { path("scenarios/\(name).yaml") }

    /// The program's debug build: the package manager puts it beside the bundle of the tests.
    public static let program: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("chrysalis").path
    }()

    /// The program's release build, which `make test` makes, if it is there.
    public static let release: String? = ProcessInfo.processInfo.environment["CHRYSALIS_RELEASE"].flatMap {
        FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil
    }
}
