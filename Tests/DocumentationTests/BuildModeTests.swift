import Foundation
import Testing

/// The builds of the program that a test can start.
enum Programs {
    /// The debug build, which the package manager puts beside the bundle of the tests.
    static let debug: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("chrysalis").path
    }()

    /// The release build that `make test` makes, if it is there.
    static let release: String? = ProcessInfo.processInfo.environment["CHRYSALIS_RELEASE"].flatMap {
        FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil
    }
}

/// Same scenario and seed, same bytes, in debug and release builds and without fused multiply-add.
struct BuildModeTests {
    @Test(
        .enabled(if: Programs.release != nil, "`make test` makes a release build first"),
        arguments: [
            ["scenarios/three-tier.yaml", "--replications", "5"], ["scenarios/wikipedia-2005-mediawiki-1.5.yaml", "--replications", "1"],
            ["scenarios/wikipedia-2010.yaml", "--replications", "1"],
        ])
    func debugAndReleasePrintTheSame(arguments: [String]) throws {
        let release = try #require(Programs.release)
        let withoutFusion = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable,-AVX2,-FMA"]
        let expected = try output(of: release, arguments, [:])
        #expect(expected.contains("fingerprint"))
        #expect(try output(of: release, arguments, withoutFusion) == expected)
        #expect(try output(of: Programs.debug, arguments, [:]) == expected)
    }

    private func output(of program: String, _ arguments: [String], _ more: [String: String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["compare"] + arguments + ["--seed", "1", "--format", "json", "--jobs", "2"]
        process.currentDirectoryURL = ConsoleExamples.root
        process.environment = ProcessInfo.processInfo.environment.merging(more) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
