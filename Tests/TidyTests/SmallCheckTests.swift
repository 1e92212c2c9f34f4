import Testing

@Suite("loops in the order of hashes are found") struct HashOrderCheckTests {
    private func count(_ text: String, in target: String = "ClusterModel") -> Int { HashOrderCheck.violations(in: planted(text, in: target)).count }

    @Test(
        "over what the file declares as a dictionary or a set",
        arguments: [
            "var a: [Int: String]\nfor (key, value) in a { }", "let a: Set<Int>\nfor x in a where x > 1 { }", "var a = [Int: [String]]()\nfor x in a.keys { }",
            "let a = [\"b\": 1]\nfor x in self.a.values { }", "let a = Set(b)\nfor x in c.a { }", "func f(a: [Int: Int]) {\n    for x in a { }\n}",
            "let a: [Int?: Int]\nfor case (let x?, let y) in a { }", "let a = Dictionary(grouping: b) { $0 }\nfor x in a { }",
            "var a: [Int: Int]?\nfor x in a! { }", "let a: [Int: Int] = [:]\nfor x in a.lazy { }",
        ])
    func found(text: String) {
        #expect(count(text) == 1)
        #expect(count(text, in: "Reports") == 0)
    }

    @Test(
        "and not over arrays, sorted keys and single values",
        arguments: [
            "var a: [Int: String]\nfor key in a.keys.sorted() { }", "var a: [Int: String]\nfor (k, v) in a.sorted { $0.key < $1.key } { }",
            "var a: [(key: Int, value: Int)]\nfor x in a { }", "var a: [[Int: Int]]\nfor x in a { }", "let a: [Int: [Int]]\nfor x in a[1] { }",
            "let a = [flag ? 1 : 2]\nfor x in a { }", "let b: Set<Int>\nfor x in 0..<b.count { }", "let b: Set<Int>\nif b.contains(1) { }",
            "let a: [Int: Int]\nf(for: a)\nfor x in b { }",
        ])
    func allowed(text: String) { #expect(count(text) == 0) }
}

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
        #expect(MachineCheck.violations(ofIgnored: SourceFile(path: ".gitignore", text: text)).map(\.message) == ["git should ignore `.venv/`"])
        #expect(MachineCheck.violations(ofIgnored: SourceFile(path: ".gitignore", text: text + ".venv/\n")) == [])
    }
}
