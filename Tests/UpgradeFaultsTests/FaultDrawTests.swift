import RandomStreams
import Statistics
import Testing
import UpgradeFaults

/// Which faults are drawn, and how often.
///
/// Each comparison with a stated probability is against Wilson's interval of confidence 99.99 %: of all of them in this file one would fail in half a
/// percent of the cases with fresh seeds though all is right; the seeds are fixed.
@Suite struct FaultDrawTests {
    private static let replications = 20_000
    private let rules = FaultRules(
        isDrawn: true, probabilities: [.configuration: 0.152, .semantic: 0.05, .environment: 0.3, .dataAccess: 0.168], persistence: 0.4)

    private func faults(_ rules: FaultRules, _ replication: Int, attempt: Int = 1, seed: UInt64 = 5) -> [DrawnFault] {
        rules.faults(inAttempt: attempt) { RandomStream(rootSeed: seed, replication: UInt64(replication), entity: $0, purpose: $1) }
    }

    private func expect(_ successes: Int, of count: Int, at probability: Double, _ what: String) {
        let interval = SampleStatistics.wilsonInterval(successes: successes, count: count, confidence: 0.9999)
        #expect(interval.low! <= probability && probability <= interval.high!, "\(what): \(successes) of \(count), not \(probability)")
    }

    @Test("each type occurs with its probability, anywhere, in each of its operations alike")
    func incidence() {
        let all = (0..<Self.replications).map { faults(rules, $0) }
        for type in UpgradeFaultType.allCases {
            let found = all.compactMap { $0.first { $0.type == type } }
            expect(found.count, of: all.count, at: rules.probabilities[type]!, type.words)
            for operation in type.operations {
                expect(
                    found.count { $0.operation == operation }, of: found.count, at: 1 / Double(type.operations.count), operation.words)
            }
            for values in [found.map(\.position), found.map(\.choice)] {
                #expect(KolmogorovSmirnov(values) { $0 }.pValue > 1e-4)
            }
            #expect(found.allSatisfy { type.operations.contains($0.operation) && !type.breaks(in: $0.operation).isEmpty })
            #expect(Set(found.map(\.salt)).count == found.count)
        }
        // One type says nothing about another.
        let both = all.count { faults in [.environment, .dataAccess].allSatisfy { type in faults.contains { $0.type == type } } }
        expect(both, of: all.count, at: 0.3 * 0.168, "two types at once")
    }

    @Test("a draw depends on the seed, the replication, the attempt and the type, and on no other type's probability")
    func independence() {
        var others = rules
        others.probabilities = [.environment: 0.3, .configuration: 1]
        for replication in 0..<500 {
            let drawn = faults(rules, replication)
            #expect(drawn == faults(rules, replication))
            #expect(drawn.filter { $0.type == .environment } == faults(others, replication).filter { $0.type == .environment })
            // What occurs at 15 % occurs at 100 %, and in the same place.
            #expect(drawn.filter { $0.type == .configuration }.allSatisfy(faults(others, replication).contains))
        }
        let one = (0..<500).map { faults(rules, $0) }
        #expect(one != (0..<500).map { faults(rules, $0, seed: 6) })
        #expect(one != (0..<500).map { faults(rules, $0, attempt: 2) })
        var silent = rules
        silent.isDrawn = false
        #expect((0..<500).allSatisfy { faults(silent, $0).isEmpty })
    }

    @Test("a fault comes again in the next attempt with the stated probability, as it was; the others are redrawn")
    func persistence() {
        var (had, again, hadNot, fresh) = (0, 0, 0, 0)
        for replication in 0..<Self.replications {
            let (first, second) = (faults(rules, replication), faults(rules, replication, attempt: 2))
            for type in UpgradeFaultType.allCases {
                guard let before = first.first(where: { $0.type == type }) else {
                    guard type == .environment else { continue }
                    hadNot += 1
                    fresh += second.contains { $0.type == type } ? 1 : 0
                    continue
                }
                had += 1
                again += second.contains(before) ? 1 : 0
            }
        }
        expect(again, of: had, at: 0.4, "the same again")
        expect(fresh, of: hadNot, at: 0.3, "a fresh one")
        var (always, never) = (rules, rules)
        (always.persistence, never.persistence) = (1, 0)
        for replication in 0..<200 {
            let first = faults(rules, replication)
            #expect(first.allSatisfy(faults(always, replication, attempt: 4).contains))
            #expect(!first.contains(where: faults(never, replication, attempt: 2).contains))
        }
    }

    @Test("a bad version is one draw for the pair of versions, and its defects have their shares")
    func versions() {
        var rules = rules
        rules.version = VersionRules(probability: 0.6)
        var found: [DrawnDefect] = []
        for replication in 0..<Self.replications {
            let drawn = rules.defect { RandomStream(rootSeed: 5, replication: UInt64(replication), entity: $0, purpose: $1) }
            if let drawn { found.append(drawn) }
        }
        expect(found.count, of: Self.replications, at: 0.6, "bad versions")
        for (defect, share) in VersionRules.publishedShares {
            expect(found.count { $0.defect == defect }, of: found.count, at: share, defect.rawValue)
        }
        #expect(abs(VersionRules.publishedShares.reduce(0) { $0 + $1.share } - 1) < 1e-12)
        #expect(KolmogorovSmirnov(found.map(\.position)) { $0 }.pValue > 1e-4)
        rules.version.shares = [(.slow, 3), (.outage, 0), (.mixed, 1)]
        let others = (0..<4000).compactMap { replication in
            rules.defect { RandomStream(rootSeed: 6, replication: UInt64(replication), entity: $0, purpose: $1) }
        }
        expect(others.count { $0.defect == .slow }, of: others.count, at: 0.75, "shares that sum to 4")
        #expect(!others.contains { $0.defect == .outage })
        rules.isDrawn = false
        #expect(rules.defect { RandomStream(rootSeed: 5, replication: 0, entity: $0, purpose: $1) } == nil)
    }

    @Test("positions fall on operations evenly, and on none where there is none")
    func positions() {
        func fault(_ position: Double) -> DrawnFault {
            DrawnFault(type: .semantic, operation: .editConfiguration, position: position, choice: 0, salt: 0)
        }
        #expect(fault(0.3).index(among: 0) == nil)
        #expect([0, 0.249, 0.25, 0.5, 0.999_999].map { fault($0).index(among: 4) } == [0, 0, 1, 2, 3])
        #expect(fault(0.999_999_999_999_999_9).index(among: 7) == 6)
        let hits = (0..<Self.replications).compactMap { faults(rules, $0).first { $0.type == .environment }?.index(among: 5) }
        for index in 0..<5 { expect(hits.count { $0 == index }, of: hits.count, at: 0.2, "operation \(index)") }
    }
}
