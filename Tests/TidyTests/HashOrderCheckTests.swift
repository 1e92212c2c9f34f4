import Testing

@Suite("loops in the order of hashes are found") struct HashOrderCheckTests {
    private func count(_ text: String, in target: String = "ClusterModel") -> Int {
        HashOrderCheck.violations(in: planted(text, in: target)).count
    }

    @Test(
        "over what the file declares as a dictionary or a set",
        arguments: [
            "var a: [Int: String]\nfor (key, value) in a { }", "let a: Set<Int>\nfor x in a where x > 1 { }",
            "var a = [Int: [String]]()\nfor x in a.keys { }", "let a = [\"b\": 1]\nfor x in self.a.values { }",
            "let a = Set(b)\nfor x in c.a { }", "func f(a: [Int: Int]) {\n    for x in a { }\n}",
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
            "var a: [(key: Int, value: Int)]\nfor x in a { }", "var a: [[Int: Int]]\nfor x in a { }",
            "let a: [Int: [Int]]\nfor x in a[1] { }", "let a = [flag ? 1 : 2]\nfor x in a { }", "let b: Set<Int>\nfor x in 0..<b.count { }",
            "let b: Set<Int>\nif b.contains(1) { }", "let a: [Int: Int]\nf(for: a)\nfor x in b { }",
        ])
    func allowed(text: String) { #expect(count(text) == 0) }
}
