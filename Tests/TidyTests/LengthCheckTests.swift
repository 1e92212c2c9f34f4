import Testing

@Suite("long files and functions are found") struct LengthCheckTests {
    /// A declaration whose body has so many lines, those of the braces included.
    private func body(_ header: String, lines: Int) -> String {
        header + " {\n" + String(repeating: "    count += 1\n", count: lines - 2) + "}\n"
    }

    private func messages(_ text: String) -> [String] { LengthCheck.violations(in: planted(text, in: "Reports")).map(\.message) }

    @Test("a file of 401 lines is too long, one of 400 is not, with or without a line break at its end")
    func files() {
        let line = "let a = 1\n"
        #expect(messages(String(repeating: line, count: 400)) == [])
        #expect(messages(String(repeating: line, count: 400) + "let b = 2") == ["401 lines; a file has at most 400"])
        #expect(messages(String(repeating: line, count: 401)) == ["401 lines; a file has at most 400"])
    }

    @Test(
        "whatever has a body of 71 lines is too long, with 70 it is not",
        arguments: [
            ("func f(_ a: Int, b: (Int) -> Int = { $0 }) throws -> [Int]", "`func f`"),
            ("@inlinable public static func + (a: A, b: A) -> A", "`func +`"), ("convenience init?<T>(_ a: T) where T: P", "`init`"),
            ("deinit", "`deinit`"), ("subscript(index: Int) -> Int", "`subscript`"), ("class var count: Int", "`var count`"),
            ("private static let table: [Int] =", "`let table`"), ("func struct_(class: Int) -> any Actor", "`func struct_`"),
        ])
    func bodies(header: String, name: String) {
        let before = "/// Holds a `func`.\npublic struct S: Hashable {\n    let a = A.init(1)\n    enum E { case c }\n"
        #expect(messages(before + body(header, lines: 70) + "}\n") == [])
        #expect(messages(before + body(header, lines: 71) + "}\n") == ["\(name) has 71 lines; a function has at most 70"])
    }

    @Test("a signature of several lines counts")
    func signatures() {
        #expect(messages(body("func f(\n    a: Int\n)", lines: 69)) == ["`func f` has 71 lines; a function has at most 70"])
    }

    @Test(
        "a type may be longer than a function, whatever stands before it",
        arguments: [
            "struct S", "public final class C: @unchecked Sendable", "extension A.B where C == D", "indirect enum E", "actor A",
            "protocol P: Q",
        ])
    func types(header: String) {
        let members = String(repeating: "    func f() { count += 1 }\n", count: 80)
        #expect(messages("let a = f()\nvar b: Int { 1 }\n\(header) {\n\(members)}\n") == [])
    }

    @Test("braces in strings and comments do not count")
    func bracesInLiterals() {
        let text = "func f() {\n    a = \"}\" // }\n    /* } */\n" + String(repeating: "    b()\n", count: 70) + "}\n"
        #expect(messages(text) == ["`func f` has 74 lines; a function has at most 70"])
    }

    @Test("the lines of a violation are those of the declaration")
    func lines() {
        let file = planted("struct S {\n    let a = 1\n" + body("    func f()", lines: 71) + "}\n", in: "Reports")
        #expect(LengthCheck.violations(in: file).map(\.line) == [3])
    }

    @Test("a file in which the checks lose their way is reported and not passed over")
    func unbalanced() { #expect(messages("func f() {\n").count == 1) }
}
