import Testing

@Suite("markers and paths of one machine are found") struct TextCheckTests {
    @Test(arguments: ["// TODO: later", "/* FIXME */", "/// a XXX b", "let a = 1 // HACK"])
    func markers(text: String) { #expect(MarkerCheck.violations(in: planted(text, in: "Reports")).count == 1) }

    @Test(arguments: ["let a = \"TODO\"", "// TODOs are issues", "let todo = 1"])
    func words(text: String) { #expect(MarkerCheck.violations(in: planted(text, in: "Reports")) == []) }

    @Test("a path begins at a word's start", arguments: ["work", "root"])
    func paths(folder: String) {
        for text in ["/\(folder)/a", "a: \"/\(folder)/b\"", "a\n  cd /\(folder)/", "file:///\(folder)/a"] {
            #expect(MachineCheck.violations(in: SourceFile(path: "a.yaml", text: text)).count == 1, "\(text)")
        }
        for text in ["https://example.org/\(folder)/a", "net\(folder)/a", "/\(folder)s/a", "a/\(folder)/b"] {
            #expect(MachineCheck.violations(in: SourceFile(path: "a.yaml", text: text)) == [], "\(text)")
        }
    }

    @Test("a list of ignored files lacks something")
    func ignored() {
        let text = ".build*/\nPackage.resolved\n*.h5\n*.h5.partial\n"
        #expect(
            MachineCheck.violations(ofIgnored: SourceFile(path: ".gitignore", text: text)).map(\.message) == ["git should ignore `.venv/`"])
        #expect(MachineCheck.violations(ofIgnored: SourceFile(path: ".gitignore", text: text + ".venv/\n")) == [])
    }
}
