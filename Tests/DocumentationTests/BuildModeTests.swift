import Foundation
import TestTools
import Testing

/// Same scenario and seed, same bytes, in debug and release builds and without fused multiply-add.
struct BuildModeTests {
    @Test(
        .enabled(if: Project.release != nil, "`make test` makes a release build first"),
        arguments: [
            ["scenarios/three-tier.yaml", "--replications", "5"], ["scenarios/wikipedia-2005-mediawiki-1.5.yaml", "--replications", "1"],
            ["scenarios/wikipedia-2010.yaml", "--replications", "1"],
        ])
    func debugAndReleasePrintTheSame(arguments: [String]) throws {
        let release = try #require(Project.release)
        let withoutFusion = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable,-AVX2,-FMA"]
        let expected = try output(of: release, arguments, [:])
        #expect(expected.contains("fingerprint"))
        #expect(try output(of: release, arguments, withoutFusion) == expected)
        #expect(try output(of: Project.program, arguments, [:]) == expected)
    }

    private func output(of program: String, _ arguments: [String], _ more: [String: String]) throws -> String {
        let command = [program, "compare"] + arguments + ["--seed", "1", "--format", "json", "--jobs", "2", "--ledger-runs", "8"]
        return try runProgram(command, environment: more, in: Project.root.path).output
    }
}
