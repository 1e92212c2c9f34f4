import Testing

@testable import Scenarios

@Suite struct DistributionTests {
    @Test(
        arguments: [
            ("97 s", "constant", ["value": 97]), ("lognormal(mean 97 s, cv 0.3)", "lognormal", ["mean": 97, "cv": 0.3]),
            ("lognormal( cv = 0.3 , mean: 97 s )", "lognormal", ["mean": 97, "cv": 0.3]),
            ("lognormal(median 33 min, sigma 1.22)", "lognormal", ["median": 1_980, "sigma": 1.22]),
            ("exponential(mean 90 d)", "exponential", ["mean": 7_776_000]), ("exponential(90 d)", "exponential", ["mean": 7_776_000]),
            ("weibull(shape 0.7, scale 3 y)", "weibull", ["shape": 0.7, "scale": 94_608_000]),
            ("gamma(shape 2, scale 3 s)", "gamma", ["shape": 2, "scale": 3]), ("gamma(mean 6 s, cv 0.7)", "gamma", ["mean": 6, "cv": 0.7]),
            ("uniform(1 s, 5 s)", "uniform", ["from": 1, "to": 5]), ("constant(5 s)", "constant", ["value": 5]),
        ] as [(String, String, [String: Double])])
    func texts(text: String, family: String, parameters: [String: Double]) throws {
        let distribution = try DistributionText.parse(text, .duration)
        #expect(distribution.family.rawValue == family)
        #expect(distribution.parameters.count == parameters.count)
        for (name, value) in parameters { #expect(distribution.parameter(name) == value) }
        let again = try DistributionText.parse(distribution.text, .duration)
        #expect(again.parameters == distribution.parameters && again.text == distribution.text)
    }

    @Test(arguments: [
        ("lognorml(mean 97 s, cv 0.3)", "unknown-choice: there is no distribution `lognorml` | did you mean `lognormal`?"),
        (
            "lognormal(97 s, 0.3)",
            "missing-key: `lognormal` takes `mean`, `cv` or `median`, `sigma` | write it like `lognormal(mean 97 s, cv 0.3)`"
        ),
        ("weibull(shape 0.7)", "missing-key: `weibull` takes `shape`, `scale` | write it like `weibull(shape 0.7, scale 90 s)`"),
        (
            "weibull(shpae 0.7, scale 3 s)",
            "unknown-key: `weibull` has no parameter `shpae`; it takes `shape`, `scale` | did you mean `shape`?"
        ),
        ("weibull(shape 0, scale 3 s)", "out-of-range: `shape` is `0`, it must lie in 0.01 ... 1000 | the least is `0.01`"),
        ("exponential(mean -1 s)", "out-of-range: `mean` is `-1 s`, it must lie in more than 0 ... 1000 y | write it greater than 0"),
        (
            "uniform(5 s, 1 s)",
            "out-of-range: the upper bound `1 s` is not above the lower bound | write the lower bound first, or a constant where both are equal"
        ),
        ("exponential(mean 90", "wrong-type: `exponential(mean 90` is not a distribution: a `)` is missing"),
        ("gamma(shape 1, shape 2)", "duplicate-key: `shape` is given twice"),
        ("often", "wrong-type: `often` is not a distribution | write it like `97 s` or `lognormal(mean 97 s, cv 0.3)`"),
        ("nan", "not-finite: `nan` is not a finite number"),
        ("exponential(mean 1 s) x", "wrong-type: `exponential(mean 1 s) x` is not a distribution: `x` follows it"),
        ("uniform(,,,,,,,,)", "wrong-type: `uniform(,,,,,,,,)` is not a distribution: a `)` is missing"),
    ])
    func wrongTexts(text: String, expected: String) {
        #expect(problem { () throws(TextProblem) in try DistributionText.parse(text, .duration) } == expected)
    }

    @Test func theCaretFindsTheWrongArgument() {
        do throws(TextProblem) {
            _ = try DistributionText.parse("lognormal(mean 97 sek, cv 0.3)", .duration)
            Issue.record("no error")
        } catch {
            #expect(error.offset == 18 && error.length == 3)
            #expect(error.hint == nil || error.code == "wrong-unit")
        }
    }

    @Test func plainNumbersHaveNoUnit() throws {
        #expect(try DistributionText.parse("uniform(0.2, 0.8)", .number).parameter("to") == 0.8)
        #expect(problem { () throws(TextProblem) in try DistributionText.parse("uniform(1 s, 2 s)", .number) }.hasPrefix("wrong-type"))
    }
}
