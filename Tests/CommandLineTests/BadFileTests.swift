import Foundation
import TestTools
import Testing

@Suite("A scenario file that is none")
struct BadFileTests {
    private func validate(_ name: String, in folder: TemporaryFolder) throws -> CommandResult {
        let result = try CommandRunner.run(["validate", name], in: folder.path)
        #expect(result.output == "")
        return result
    }

    @Test("missing, with the nearest name")
    func missing() throws {
        let result = try validate("shpo.yaml", in: ShopScenario.folder())
        #expect(result.status == 74)
        #expect(
            result.errors == """
                error[missing-file]: the scenario `shpo.yaml` does not exist
                 --> shpo.yaml
                hint: did you mean `shop.yaml`?

                1 error

                """)
    }

    @Test("a folder")
    func directory() throws {
        let result = try validate(".", in: TemporaryFolder())
        #expect(result.status == 74)
        #expect(result.errors == "error[is-directory]: the scenario `.` is a directory\n --> .\nhint: name a file in it\n\n1 error\n")
    }

    @Test("empty")
    func empty() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "empty.yaml")
        let result = try validate("empty.yaml", in: folder)
        #expect(result.status == 64)
        #expect(
            result.errors == """
                error[empty-file]: `empty.yaml` says nothing
                 --> empty.yaml
                hint: `chrysalis init` writes a scenario to start from

                1 error

                """)
    }

    @Test("not UTF-8")
    func encoding() throws {
        let folder = try TemporaryFolder()
        try Data([0x6E, 0x61, 0x6D, 0x65, 0x3A, 0x20, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: folder["latin.yaml"]))
        let result = try validate("latin.yaml", in: folder)
        #expect(result.status == 64)
        #expect(
            result.errors == """
                error[not-utf8]: the scenario `latin.yaml` is not UTF-8 text: line 1 has a byte that is none
                 --> latin.yaml
                hint: save it as UTF-8

                1 error

                """)
    }

    @Test("a YAML bomb is refused before it goes off")
    func bomb() throws {
        let folder = try TemporaryFolder()
        var lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
        for (previous, name) in zip("abcdefghijkl", "bcdefghijklm") {
            lines.append("\(name): &\(name) [" + [String](repeating: "*\(previous)", count: 9).joined(separator: ", ") + "]")
        }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "bomb.yaml")
        let result = try validate("bomb.yaml", in: folder)
        #expect(result.status == 64)
        #expect(
            result.errors == """
                error[alias-bomb]: with its aliases followed, this document has more than 200000 values
                 --> bomb.yaml:6:4
                  |
                6 | f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
                  |    ^
                hint: write out what the aliases of aliases stand for, or use fewer

                1 error

                """)
    }
}
