/// Reads distributions from text.
enum DistributionText {
    /// One argument as written: `mean 97 s`.
    struct Argument {
        let name: String?
        let text: String
        /// Where the argument stands, its name included.
        let offset: Int
        let length: Int
        /// Where its value stands.
        let valueOffset: Int
    }

    /// A distribution, or the first thing that is wrong with the text.
    static func parse(_ text: String, _ dimension: StatedDistribution.Dimension) throws(TextProblem) -> StatedDistribution {
        var scanner = TextScanner(text)
        guard let first = scanner.next, TextScanner.isLetter(first) else {
            let argument = Argument(name: "value", text: text, offset: 0, length: scanner.scalars.count, valueOffset: 0)
            return try make(.constant, [argument], dimension, familyLength: 0)
        }
        let word = scanner.take { TextScanner.isLetter($0) || $0 == "-" }
        let familyName = scanner.text(word)
        scanner.skipSpaces()
        guard scanner.take("(") else {
            if ["nan", "inf", "infinity"].contains(familyName.lowercased()) {
                throw QuantityText.notANumber(text, "a distribution", nil)
            }
            throw TextProblem("wrong-type", "\(quoted(text)) is not a distribution", hint: "write it like `\(example(dimension))`")
        }
        let family = try family(named: familyName, dimension)
        return try make(family, try arguments(&scanner, text), dimension, familyLength: word.count)
    }

    /// What stands between the parentheses, the first of which has been read, up to the end of the text.
    static func arguments(_ scanner: inout TextScanner, _ text: String) throws(TextProblem) -> [Argument] {
        var arguments: [Argument] = []
        repeat {
            scanner.skipSpaces()
            let range = scanner.take { $0 != "," && $0 != ")" }
            arguments.append(argument(in: range, scanner))
            guard arguments.count <= 4 else { break }
        } while scanner.take(",")
        guard scanner.take(")") else {
            throw TextProblem("wrong-type", "\(quoted(text)) is not a distribution: a `)` is missing", offset: scanner.position, length: 1)
        }
        try QuantityText.end(scanner, text, "a distribution")
        return arguments
    }

    static func family(named name: String, _ dimension: StatedDistribution.Dimension) throws(TextProblem) -> StatedDistribution.Family {
        if let family = StatedDistribution.Family(rawValue: name) { return family }
        let names = StatedDistribution.Family.allCases.map(\.rawValue)
        throw TextProblem(
            "unknown-choice", "there is no distribution \(quoted(name))",
            hint: NearestWord.hint(for: name, in: names, called: "accepted are"), length: name.unicodeScalars.count)
    }

    static func example(_ dimension: StatedDistribution.Dimension) -> String {
        dimension == .duration ? "97 s` or `lognormal(mean 97 s, cv 0.3)" : "0.5` or `uniform(0.2, 0.8)"
    }

    /// The sets of parameters that each family may be given by; those marked true have the dimension of the values.
    static func forms(of family: StatedDistribution.Family) -> [[(name: String, isScale: Bool)]] {
        switch family {
        case .constant: [[("value", true)]]
        case .exponential: [[("mean", true)]]
        case .lognormal: [[("mean", true), ("cv", false)], [("median", true), ("sigma", false)]]
        case .weibull: [[("shape", false), ("scale", true)]]
        case .gamma: [[("shape", false), ("scale", true)], [("mean", true), ("cv", false)]]
        case .uniform: [[("from", true), ("to", true)]]
        }
    }

    /// Checks the arguments of a family and puts them in order.
    static func make(
        _ family: StatedDistribution.Family, _ arguments: [Argument], _ dimension: StatedDistribution.Dimension, familyLength: Int
    ) throws(TextProblem) -> StatedDistribution {
        let matched = try match(
            arguments, to: forms(of: family), of: family.rawValue, sample: sample(family, dimension), nameLength: familyLength)
        var parameters: [StatedDistribution.Parameter] = []
        for entry in matched {
            parameters.append(try parameter(entry.name, entry.argument, isScale: entry.isScale, dimension))
        }
        if family == .uniform, parameters[0].value >= parameters[1].value {
            let argument = arguments[1]
            throw TextProblem(
                "out-of-range", "the upper bound \(quoted(argument.text)) is not above the lower bound",
                hint: "write the lower bound first, or a constant where both are equal", offset: argument.offset, length: argument.length)
        }
        return StatedDistribution(family: family, dimension: dimension, parameters: parameters)
    }

    /// The arguments in the order of the form that they fit.
    ///
    /// - Parameters:
    ///   - forms: Parameters that the family may be given by; those marked true have the dimension of the values.
    ///   - sample: The family as it can be written.
    static func match(
        _ arguments: [Argument], to forms: [[(name: String, isScale: Bool)]], of family: String, sample: String, nameLength: Int
    ) throws(TextProblem) -> [(name: String, isScale: Bool, argument: Argument)] {
        let wanted = forms.map { "`" + $0.map(\.name).joined(separator: "`, `") + "`" }.joined(separator: " or ")
        let known = forms.flatMap { $0.map(\.name) }
        for (index, argument) in arguments.enumerated() {
            guard let name = argument.name else { continue }
            guard known.contains(name) else {
                throw TextProblem(
                    "unknown-key", "`\(family)` has no parameter `\(visible(name))`; it takes \(wanted)",
                    hint: NearestWord.nearest(to: name, in: known).map { "did you mean `\($0)`?" }, offset: argument.offset,
                    length: name.unicodeScalars.count)
            }
            guard !arguments[..<index].contains(where: { $0.name == name }) else {
                throw TextProblem("duplicate-key", "`\(name)` is given twice", offset: argument.offset, length: argument.length)
            }
        }
        guard let form = forms.first(where: { matches($0, arguments) }) else {
            throw TextProblem(
                "missing-key", "`\(family)` takes \(wanted)", hint: "write it like `\(sample)`", length: nameLength)
        }
        return form.enumerated().map { index, entry in
            (entry.name, entry.isScale, arguments.first { $0.name == entry.name } ?? arguments[index])
        }
    }

    private static func matches(_ form: [(name: String, isScale: Bool)], _ arguments: [Argument]) -> Bool {
        guard form.count == arguments.count else { return false }
        // Without names only where no doubt is possible: one argument, bounds, or a mean and a deviation in the same unit.
        if arguments.allSatisfy({ $0.name == nil }) { return form.count == 1 || form[0].name == "from" || form[1].name == "sd" }
        return form.allSatisfy { entry in arguments.contains { $0.name == entry.name } }
    }

    private static func parameter(
        _ name: String, _ argument: Argument, isScale: Bool, _ dimension: StatedDistribution.Dimension
    ) throws(TextProblem) -> StatedDistribution.Parameter {
        let value: Double
        do {
            if isScale && dimension == .duration {
                value = Double(try QuantityText.duration(argument.text)) / 1e9
            } else {
                value = try QuantityText.number(argument.text).double
            }
        } catch {
            let length = error.length == 0 ? max(1, argument.text.unicodeScalars.count - error.offset) : error.length
            throw TextProblem(error.code, error.message, hint: error.hint, offset: argument.valueOffset + error.offset, length: length)
        }
        // The limits are far outside what has a meaning: a shape of 0.01 spreads over 200 decades.
        let mayBeZero = ["value", "from", "to", "cv", "sigma"].contains(name)
        let upper = isScale ? (dimension == .duration ? 1_000 * 31_536_000.0 : 1e15) : 1_000
        guard value >= 0, mayBeZero || value > 0, value <= upper, name != "shape" || value >= 0.01 else {
            let lower = name == "shape" ? "0.01" : mayBeZero ? "0" : "more than 0"
            let upperText = isScale ? (dimension == .duration ? "1000 y" : "1e15") : "1000"
            throw TextProblem(
                "out-of-range", "`\(name)` is \(quoted(argument.text)), it must lie in \(lower) ... \(upperText)",
                hint: value > upper
                    ? "the most is `\(upperText)`" : lower == "more than 0" ? "write it greater than 0" : "the least is `\(lower)`",
                offset: argument.offset,
                length: argument.length)
        }
        return StatedDistribution.Parameter(name: name, value: value, text: argument.text, isScale: isScale)
    }

    /// Splits `mean 97 s` or `mean: 97 s` or `mean = 97 s` into name and value.
    private static func argument(in range: Range<Int>, _ scanner: TextScanner) -> Argument {
        var end = range.upperBound
        while end > range.lowerBound, scanner.scalars[end - 1] == " " { end -= 1 }
        var inner = scanner
        inner.position = range.lowerBound
        let word = inner.take { TextScanner.isLetter($0) }
        inner.skipSpaces()
        if !word.isEmpty {
            if !inner.take(":") { _ = inner.take("=") }
            inner.skipSpaces()
        }
        let start = min(word.isEmpty ? range.lowerBound : inner.position, end)
        return Argument(
            name: word.isEmpty ? nil : scanner.text(word), text: scanner.text(start..<end), offset: range.lowerBound,
            length: max(1, end - range.lowerBound), valueOffset: start)
    }

    private static func sample(_ family: StatedDistribution.Family, _ dimension: StatedDistribution.Dimension) -> String {
        let unit = dimension == .duration ? " s" : ""
        switch family {
        case .constant: return "97\(unit)"
        case .exponential: return "exponential(mean 90\(unit))"
        case .lognormal: return "lognormal(mean 97\(unit), cv 0.3)"
        case .weibull: return "weibull(shape 0.7, scale 90\(unit))"
        case .gamma: return "gamma(shape 2, scale 3\(unit))"
        case .uniform: return "uniform(1\(unit), 5\(unit))"
        }
    }
}
