import Requirements

/// Words, names, dates and switches.
extension MappingReader {
    /// `true` or `false`.
    public func flag(_ key: String, default value: Bool? = nil, doc: String) -> Bool {
        self.value(key, .flag, default: value.map { $0 ? "true" : "false" }, doc: doc, placeholder: false) { text throws(TextProblem) in
            switch text {
            case "true": return true
            case "false": return false
            default:
                let likely = ["yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"][text.lowercased()]
                throw TextProblem(
                    "wrong-type", "\(quoted(text)) is neither `true` nor `false`",
                    hint: (likely ?? NearestWord.nearest(to: text, in: ["true", "false"])).map { "did you mean `\($0)`?" })
            }
        }
    }

    /// A text of at most `limit` characters, which is not empty.
    public func text(_ key: String, default defaultText: String? = nil, limit: Int = 10_000, doc: String) -> String {
        value(key, .text, default: defaultText, doc: doc, placeholder: "") { text throws(TextProblem) in
            guard text.count <= limit else {
                throw TextProblem("out-of-range", "the text has more than \(limit) characters", hint: "shorten it by \(text.count - limit)")
            }
            return text
        }
    }

    /// Any single value as it is written, a number as well as a text.
    public func anyValue(_ key: String, doc: String) -> String {
        value(key, .anyValue, default: nil, doc: doc, placeholder: "") { text throws(TextProblem) in
            guard text.count <= 10_000 else { throw TextProblem("out-of-range", "the value has more than 10000 characters") }
            return text
        }
    }

    /// The path of a file as written; whoever opens it finds it relative to the scenario.
    public func fileName(_ key: String, default defaultText: String? = nil, doc: String) -> String {
        value(key, .fileName, default: defaultText, doc: doc, placeholder: "") { text throws(TextProblem) in
            guard !text.unicodeScalars.contains("\0"), text.utf8.count <= 4_096 else {
                throw TextProblem("wrong-type", "\(quoted(text)) cannot be the name of a file")
            }
            return text
        }
    }

    /// One of several words.
    public func choice(_ key: String, _ words: [String], default defaultText: String? = nil, doc: String) -> String {
        require(!words.isEmpty, "the key \(key) of \(path) has no words to choose from")
        return value(key, .choice(words), default: defaultText, doc: doc, placeholder: defaultText ?? words[0]) {
            text throws(TextProblem) in
            guard words.contains(text) else {
                throw TextProblem(
                    "unknown-choice", "\(quoted(text)) is not one of \(words.map { "`\($0)`" }.joined(separator: ", "))",
                    hint: NearestWord.nearest(to: text, in: words).map { "did you mean `\($0)`?" })
            }
            return text
        }
    }

    /// One case of an enumeration whose raw values are the words of the scenario.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of type: Choice.Type, default choice: Choice? = nil, doc: String
    ) -> Choice where Choice.RawValue == String {
        let word = self.choice(key, type.allCases.map(\.rawValue), default: choice?.rawValue, doc: doc)
        guard let found = Choice(rawValue: word) else { requirementFailure("\(word) is not a case of \(type)") }
        return found
    }

    /// The name of something that is declared elsewhere.
    ///
    /// - Parameters:
    ///   - names: the names that are declared; a schema takes any.
    ///   - kind: what is named, in one word: `site`.
    public func reference(
        _ key: String, to names: [String], called kind: String? = nil, default defaultText: String? = nil, doc: String
    ) -> String {
        let kind = kind ?? key
        return value(key, .reference(called: kind), default: defaultText, doc: doc, placeholder: defaultText ?? names.first ?? "") {
            text throws(TextProblem) in
            guard isSchema || names.contains(text) else {
                throw TextProblem(
                    "unknown-name", "there is no \(kind) \(quoted(text))",
                    hint: NearestWord.hint(for: text, in: names, called: "declared are") ?? "none is declared")
            }
            return text
        }
    }

    /// A second of calendar time such as `2009-06-09T05:00Z`, between 1990 and 2100.
    public func instant(_ key: String, default defaultText: String? = nil, doc: String) -> CalendarInstant {
        let first = CalendarInstant(secondsSince1970: 631_152_000)
        return value(key, .instant, default: defaultText, doc: doc, placeholder: first) { text throws(TextProblem) in
            let instant = try CalendarText.instant(text)
            guard (1990..<2100).contains(instant.civilDate.year) else {
                throw TextProblem("out-of-range", "\(quoted(text)) is outside the years 1990 ... 2099", hint: "check the year")
            }
            return instant
        }
    }

    /// A time of day such as `05:00`, in seconds since midnight UTC.
    public func timeOfDay(_ key: String, default defaultText: String? = nil, doc: String) -> Int {
        value(key, .timeOfDay, default: defaultText, doc: doc, placeholder: 0) { text throws(TextProblem) in
            try CalendarText.timeOfDay(text)
        }
    }

    /// A day of the week such as `Friday` or `Fri`.
    public func weekday(_ key: String, default defaultText: String? = nil, doc: String) -> Weekday {
        value(key, .weekday, default: defaultText, doc: doc, placeholder: .monday) { text throws(TextProblem) in
            try CalendarText.weekday(text)
        }
    }
}
