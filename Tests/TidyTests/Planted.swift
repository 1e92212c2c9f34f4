/// A Swift file of a target, made up for a test.
func planted(_ text: String, in target: String, file: String = "Planted.swift") -> SourceFile {
    SourceFile(path: "Sources/\(target)/\(file)", text: text)
}
