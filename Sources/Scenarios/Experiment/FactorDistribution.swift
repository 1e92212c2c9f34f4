/// How the values of a factor are distributed, in the notation in which scenarios write distributions, and in the unit of the factor.
///
///     uniform(50 us, 200 us)
///     log-uniform(50 us, 200 us)             equal ratios are equally likely
///     triangular(50 us, 100 us, 200 us)      from, mode, to
///     normal(100 us, 10 us)                  or normal(mean 100 us, sd 10 us)
///     lognormal(mean 100 us, cv 0.3)         or lognormal(median 100 us, sigma 0.3)
///     exponential(mean 100 us)
///     weibull(shape 2, scale 100 us)
///
/// These have quantiles that can be computed to the same bits on every machine; gamma distributions don't.
public struct FactorDistribution: Sendable, Hashable {
    /// The shape of a distribution, with its parameters in the unit of ``NumericParameter/value``.
    public enum Shape: Sendable, Hashable {
        /// Equally likely between two bounds.
        case uniform(low: Double, high: Double)
        /// The logarithm is.
        case logUniform(low: Double, high: Double)
        /// A density that rises to the mode and falls from there.
        case triangular(low: Double, mode: Double, high: Double)
        /// Gauss's.
        case normal(mean: Double, deviation: Double)
        /// The logarithm is, with the median of the values and the standard deviation of the logarithm.
        case lognormal(median: Double, sigma: Double)
        /// The same, with mean and standard deviation over mean of the values.
        case lognormalByMean(mean: Double, variation: Double)
        /// Without memory.
        case exponential(mean: Double)
        /// Weibull's.
        case weibull(shape: Double, scale: Double)
    }

    /// As it was written.
    public let text: String
    /// What it means.
    public let shape: Shape

    /// Reads a distribution of a parameter's values.
    public init(_ text: String, of parameter: NumericParameter) throws(StatedQuantity.Problem) {
        do {
            self.text = text
            shape = try Self.parse(text, parameter)
        } catch {
            throw StatedQuantity.Problem(message: error.message, hint: error.hint)
        }
    }

    /// The values that stand in a text, as they are written.
    public static func arguments(_ text: String) -> [String] {
        var scanner = TextScanner(text)
        _ = scanner.take { $0 != "(" }
        guard scanner.take("("), let arguments = try? DistributionText.arguments(&scanner, text) else { return [] }
        return arguments.map(\.text)
    }

    /// Families with their parameters, those marked true in the unit of the values, and an example with `@` for that unit.
    private static let forms: [(family: String, forms: [[(name: String, isScale: Bool)]], sample: String)] = [
        ("uniform", [[("from", true), ("to", true)]], "uniform(1@, 5@)"),
        ("log-uniform", [[("from", true), ("to", true)]], "log-uniform(1@, 5@)"),
        ("triangular", [[("from", true), ("mode", true), ("to", true)]], "triangular(1@, 3@, 5@)"),
        ("normal", [[("mean", true), ("sd", true)]], "normal(10@, 1@)"),
        (
            "lognormal", [[("mean", true), ("cv", false)], [("median", true), ("sigma", false)]], "lognormal(mean 10@, cv 0.3)"
        ),
        ("exponential", [[("mean", true)]], "exponential(mean 10@)"),
        ("weibull", [[("shape", false), ("scale", true)]], "weibull(shape 2, scale 10@)"),
    ]

    private static func parse(_ text: String, _ parameter: NumericParameter) throws(TextProblem) -> Shape {
        var scanner = TextScanner(text)
        scanner.skipSpaces()
        let word = scanner.take { TextScanner.isLetter($0) || $0 == "-" }
        let name = scanner.text(word)
        func written(_ sample: String) -> String { sample.replacing("@", with: parameter.exampleUnit) }
        guard let form = forms.first(where: { $0.family == name }) else {
            if name == "gamma" {
                throw TextProblem(
                    "unknown-choice", "a factor cannot have a gamma distribution: its quantiles have no closed form",
                    hint: "a lognormal or Weibull one of the same mean and variation is much like it")
            }
            throw TextProblem(
                "unknown-choice", name.isEmpty ? "\(quoted(text)) is not a distribution" : "there is no distribution \(quoted(name))",
                hint: name.isEmpty
                    ? "write it like `\(written(forms[3].sample))`"
                    : NearestWord.hint(for: name, in: forms.map(\.family), called: "known are")
            )
        }
        scanner.skipSpaces()
        guard scanner.take("(") else {
            throw TextProblem("wrong-type", "\(quoted(text)) is not a distribution", hint: "write it like `\(written(form.sample))`")
        }
        let arguments = try DistributionText.arguments(&scanner, text)
        let matched = try DistributionText.match(
            arguments, to: form.forms, of: name, sample: written(form.sample), nameLength: name.unicodeScalars.count)
        var values: [Double] = []
        for entry in matched {
            values.append(try entry.isScale ? parameter.number(entry.argument.text) : QuantityText.number(entry.argument.text).double)
        }
        return try make(name, matched.map(\.name), values)
    }

    private static func make(_ family: String, _ names: [String], _ values: [Double]) throws(TextProblem) -> Shape {
        func check(_ condition: Bool, _ words: String) throws(TextProblem) {
            guard condition, values.allSatisfy(\.isFinite) else { throw TextProblem("out-of-range", "of `\(family)`, \(words)") }
        }
        switch family {
        case "uniform":
            try check(values[0] < values[1], "the upper bound must be above the lower one")
            return .uniform(low: values[0], high: values[1])
        case "log-uniform":
            try check(0 < values[0] && values[0] < values[1], "the lower bound must be above zero, and the upper one above that")
            return .logUniform(low: values[0], high: values[1])
        case "triangular":
            try check(
                values[0] <= values[1] && values[1] <= values[2] && values[0] < values[2], "the mode must lie between the two bounds")
            return .triangular(low: values[0], mode: values[1], high: values[2])
        case "normal":
            try check(values[1] > 0, "`sd` must be above zero")
            return .normal(mean: values[0], deviation: values[1])
        case "exponential":
            try check(values[0] > 0, "`mean` must be above zero")
            return .exponential(mean: values[0])
        case "weibull":
            try check(values[0] >= 0.05 && values[1] > 0, "`shape` must be at least 0.05, and `scale` above zero")
            return .weibull(shape: values[0], scale: values[1])
        default:
            let isByMean = names[0] == "mean"
            try check(
                values[0] > 0 && values[1] > 0 && values[1] <= (isByMean ? 100 : 3.1),
                isByMean
                    ? "`mean` must be above zero, and `cv` in 0 ... 100" : "`median` must be above zero, and `sigma` in 0 ... 3.1")
            return isByMean ? .lognormalByMean(mean: values[0], variation: values[1]) : .lognormal(median: values[0], sigma: values[1])
        }
    }
}

extension NumericParameter {
    /// A number of this parameter's kind from text, in the unit of ``value``; the kind's limits are not looked at.
    fileprivate func number(_ text: String) throws(TextProblem) -> Double {
        switch kind {
        case .duration, .distribution(.duration): return Double(try QuantityText.duration(text)) / 1e9
        case .bytes: return Double(try QuantityText.bytes(text))
        case .bytesPerSecond: return try QuantityText.bytesPerSecond(text)
        case .perSecond: return try QuantityText.perSecond(text)
        case .ratio: return try QuantityText.ratio(text).double
        case .price: return try Price(text: text, per: price.map { [$0.per] }).amount.double
        default:
            if let count = try? QuantityText.count(text) { return Double(count) }
            return try QuantityText.number(text).double
        }
    }

    /// A unit for examples in messages, with the space before it.
    fileprivate var exampleUnit: String {
        switch kind {
        case .duration, .distribution(.duration): " s"
        case .bytes: " MB"
        case .bytesPerSecond: " MB/s"
        case .perSecond: "/s"
        case .ratio: " %"
        case .price: price.map { $0.per.isEmpty ? " USD" : " USD/" + $0.per } ?? " USD"
        default: ""
        }
    }
}
