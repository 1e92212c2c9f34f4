import Testing

@Suite("code, comments and literals are told apart") struct SourceMasksTests {
    private func code(_ text: String) -> [String] { SourceFile(path: "A.swift", text: text).tokens.map(\.text) }

    @Test(
        "literals and comments leave no words in the code",
        arguments: [
            ("a // b", ["a"]),
            ("a /* b /* c */ d */ e", ["a", "e"]),
            (#"a = "b { c""#, ["a", "=", "\"", "\""]),
            (#"a = "b \" c" + d"#, ["a", "=", "\"", "\"", "+", "d"]),
            (#"a = "// b" + c"#, ["a", "=", "\"", "\"", "+", "c"]),
            (##"a = #"b " \(c) "# + d"##, ["a", "=", "#", "\"", "\"", "#", "+", "d"]),
            ("a = \"\"\"\n  b \" c {\n  \"\"\" + d", ["a", "=", "\"", "\"", "\"", "\"", "\"", "\"", "+", "d"]),
            ("a = #/b \" { c/# + d", ["a", "=", "+", "d"]),
        ])
    func literals(text: String, expected: [String]) {
        #expect(code(text) == expected)
        #expect(SourceMasks(of: text).isBalanced)
    }

    @Test("an interpolation is code, with the literals inside of it told apart again")
    func interpolations() {
        #expect(
            code(#""a \(b("c \(d) e", f)) g" + h"#) == ["\"", "(", "b", "(", "\"", "(", "d", ")", "\"", ",", "f", ")", ")", "\"", "+", "h"])
        #expect(code(##"#"a \(b) \#(c)"#"##) == ["#", "\"", "(", "c", ")", "\"", "#"])
    }

    @Test(
        "what is not closed, or closed twice, is noticed",
        arguments: ["{", "}", "f(]", "/* a", "\"a", "a = \"b\nc\"", "#/a"])
    func unbalanced(text: String) { #expect(!SourceMasks(of: text).isBalanced) }

    @Test("tokens know their line and what they are attached to")
    func tokens() {
        let tokens = SourceFile(path: "A.swift", text: "try! a /* \n */\n  try !b").tokens
        #expect(tokens.map(\.text) == ["try", "!", "a", "try", "!", "b"])
        #expect(tokens.map(\.line) == [1, 1, 1, 3, 3, 3])
        #expect(tokens.map(\.isAttached) == [false, true, false, false, false, true])
    }
}
