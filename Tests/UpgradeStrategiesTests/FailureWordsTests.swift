import Testing
import UpgradeStrategies

@Suite("What is said of a failed attempt") struct FailureWordsTests {
    @Test("the monitor's sentence begins with the words already, and they are not said twice")
    func neverConverges() {
        let sentence = "never converges: a load cycle brought no new minimum"
        #expect(UpgradeFailure.neverConverges(sentence).description == sentence)
    }
}
