import BenchmarkSupport
import Foundation
import Testing

@Suite("plots are drawn") struct PlotTests {
    @Test("an axis widens to 1, 2 and 5, and shows its powers of ten")
    func axis() {
        #expect(LogarithmicScale.domain(around: [23, 870]) == 20...1_000)
        #expect(LogarithmicScale.domain(around: [10, 10]) == 10...100)
        #expect(LogarithmicScale.domain(around: []) == 1...10)
        let scale = LogarithmicScale(10...1_000, from: 0, to: 200)
        #expect(abs(scale.position(100) - 100) < 1e-9)
        #expect(scale.position(1) == 0)
        #expect(scale.ticks().map { $0.rounded() } == [10, 100, 1_000])
        #expect(LogarithmicScale(20...500, from: 0, to: 1).ticks([1, 2, 5]).map { $0.rounded() } == [20, 50, 100, 200, 500])
        #expect(LogarithmicScale.label(10_000_000) == "10 M")
    }

    @Test("the cost plot needs two sizes, and is well-formed whatever the machine is called")
    func cost() throws {
        #expect(CostPlot.image(result([row([10])])) == nil)
        let image = try #require(CostPlot.image(result([row([10]), row([300], pending: 1_000_000)])))
        let parser = XMLCheck(image.document)
        #expect(parser.isWellFormed)
        #expect(image.document.contains("an &lt;abacus&gt; &amp; beads"))
        #expect(image.document == CostPlot.image(result([row([10]), row([300], pending: 1_000_000)]))?.document)
    }

    @Test("the plot of rivals has a bar for each of them")
    func rivals() throws {
        #expect(RivalPlot.image(result([row([10])])) == nil)
        let image = try #require(RivalPlot.image(result([row([50], program: "chrysalis"), row([200], program: "ns-3")])))
        #expect(XMLCheck(image.document).isWellFormed)
        #expect(image.document.components(separatedBy: "rx=\"2\"").count == 3)
        #expect(image.document.contains("4.00 x as long"))
    }
}

/// Whether tags are closed in the order in which they were opened.
struct XMLCheck {
    var isWellFormed = false

    init(_ text: String) {
        var open: [Substring] = []
        for part in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = part.firstIndex(of: ">") else { return }
            let tag = part[..<end]
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return }
            } else if !tag.hasSuffix("/") {
                open.append(tag.prefix { $0 != " " })
            }
        }
        isWellFormed = open.isEmpty
    }
}
