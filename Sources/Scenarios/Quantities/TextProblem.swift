/// Why a text is not the quantity that was asked for. The reader adds where it stands.
struct TextProblem: Error, Equatable {
    /// A stable word such as `wrong-unit`.
    let code: String
    /// One sentence without the path.
    let message: String
    /// What to write instead.
    let hint: String?
    /// Where in the text the trouble begins, in Unicode scalars.
    let offset: Int
    /// How many scalars it covers; 0 means to the end.
    let length: Int

    init(_ code: String, _ message: String, hint: String? = nil, offset: Int = 0, length: Int = 0) {
        self.code = code
        self.message = message
        self.hint = hint
        self.offset = offset
        self.length = length
    }
}
