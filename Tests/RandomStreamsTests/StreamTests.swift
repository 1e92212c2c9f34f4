import CGSL
import RandomStreams
import Statistics
import Testing

/// Streams follow from their names, and unlike names give unrelated streams. Each test of chance uses a fixed seed; a false alarm has a
/// probability under one in a million for each score, which is what 4.9 standard deviations or a p-value of 1e-6 mean.
@Suite struct StreamTests {
    @Test func doesNotDependOnTheOrderOfCreationOrUse() {
        var alone: [UInt64: [UInt64]] = [:]
        for entity in UInt64(0)..<50 {
            var stream = testStream("order", entity: entity)
            alone[entity] = (0..<20).map { _ in stream.next() }
        }
        var streams = (UInt64(0)..<50).reversed().map { (entity: $0, stream: testStream("order", entity: $0)) }
        var together: [UInt64: [UInt64]] = [:]
        for _ in 0..<20 {
            for index in streams.indices {
                together[streams[index].entity, default: []].append(streams[index].stream.next())
            }
        }
        #expect(together == alone)
    }

    @Test func everyPartOfTheNameMatters() {
        let base = StreamName(rootSeed: 1, replication: 2, entity: .number(3), purpose: "p")
        var names = [base]
        for change in [
            { (name: inout StreamName) in name.rootSeed = 2 },
            { $0.replication = 1 },
            { $0.entity = .number(2) },
            { $0.entity = .name("3") },
            { $0.entity = .name("") },
            { $0.purpose = "q" },
            { $0.purpose = "p\0" },
            { $0.purpose = "" },
            { $0.ordinal = 1 },
            { name in (name.rootSeed, name.replication) = (name.replication, name.rootSeed) },
        ] {
            var name = base
            change(&name)
            names.append(name)
        }
        // Parts that meet differently must not give the same sequence of bytes.
        names.append(StreamName(rootSeed: 1, replication: 2, entity: .name("ab"), purpose: "c"))
        names.append(StreamName(rootSeed: 1, replication: 2, entity: .name("a"), purpose: "bc"))
        let first = Set(
            names.map { name in
                var stream = RandomStream(name)
                return stream.next()
            })
        #expect(first.count == names.count)
    }

    @Test func antitheticStreamMirrorsExactly() {
        let name = StreamName(rootSeed: 5, replication: 0, entity: .number(9), purpose: "mirror")
        var plain = RandomStream(name)
        var mirrored = RandomStream(name, antithetic: true)
        #expect(!plain.isAntithetic && mirrored.isAntithetic)
        for _ in 0..<10_000 {
            let u = plain.uniform()
            #expect(mirrored.uniform() == 1 - u)
        }
    }

    @Test func uniformStaysInsideTheOpenIntervalAtItsEnds() {
        // What the formula gives for the smallest and the largest 64 bits.
        #expect((Double(UInt64.min >> 12) + 0.5) * 0x1p-52 == 0x1p-53)
        #expect((Double(UInt64.max >> 12) + 0.5) * 0x1p-52 == 1 - 0x1p-53)
        var stream = testStream("range")
        for _ in 0..<100_000 {
            let u = stream.uniform()
            #expect(u > 0 && u < 1)
        }
    }

    @Test func uniformNumbersAreUniformWithinOneStream() {
        var stream = testStream("uniform")
        let values = (0..<200_000).map { _ in stream.uniform() }
        #expect(KolmogorovSmirnov(values) { $0 }.pValue > 1e-6)
        for lag in 1...5 {
            #expect(correlationScore(Array(values.dropLast(lag)), Array(values.dropFirst(lag))).magnitude < 4.9)
        }
    }

    /// The n-th numbers of many neighbouring streams are themselves uniform, for entities, replications, seeds and ordinals.
    @Test(arguments: 0..<4, [0, 1, 7]) func uniformAcrossStreams(part: Int, skipped: Int) {
        let values = (UInt64(0)..<50_000).map { index in
            var name = StreamName(rootSeed: 8, replication: 8, entity: .number(8), purpose: "across")
            switch part {
            case 0: name.rootSeed = index
            case 1: name.replication = index
            case 2: name.entity = .number(index)
            default: name.ordinal = index
            }
            var stream = RandomStream(name)
            for _ in 0..<skipped { _ = stream.next() }
            return stream.uniform()
        }
        #expect(KolmogorovSmirnov(values) { $0 }.pValue > 1e-6)
        #expect(correlationScore(Array(values.dropLast()), Array(values.dropFirst())).magnitude < 4.9)
    }

    @Test func neighbouringStreamsAreUncorrelated() {
        for entity in UInt64(0)..<40 {
            var first = testStream("neighbours", entity: entity)
            var second = testStream("neighbours", entity: entity + 1)
            let a = (0..<5_000).map { _ in first.uniform() }
            let b = (0..<5_000).map { _ in second.uniform() }
            for lag in 0...2 {
                #expect(correlationScore(Array(a.dropFirst(lag)), Array(b.dropLast(lag))).magnitude < 4.9)
            }
        }
    }

    /// Changing one bit of a name changes each bit of the stream's first number with probability one half.
    @Test func oneBitOfTheNameChangesHalfOfTheBits() {
        var flips = [Int](repeating: 0, count: 64)
        var trials = 0
        for entity in UInt64(0)..<500 {
            var plain = testStream("avalanche", entity: entity)
            let reference = plain.next()
            for bit in 0..<64 {
                var changed = testStream("avalanche", entity: entity ^ (1 << UInt64(bit)))
                let difference = changed.next() ^ reference
                for position in 0..<64 where difference >> UInt64(position) & 1 == 1 { flips[position] += 1 }
                trials += 1
            }
        }
        for count in flips {
            // A pair of entities that differ in a bit both below 500 is counted twice, hence the factor two on the variance.
            let score = (Double(count) - 0.5 * Double(trials)) / (0.5 * Double(trials)).squareRoot()
            #expect(score.magnitude < 4.9)
        }
    }

    @Test(arguments: [1, 2, 3, 10, 1000] as [UInt64]) func integersBelowABoundAreEquallyProbable(bound: UInt64) {
        var stream = testStream("integer", entity: bound)
        var counts = [Int](repeating: 0, count: Int(bound))
        for _ in 0..<200_000 { counts[Int(stream.integer(below: bound))] += 1 }
        #expect(counts.reduce(0, +) == 200_000)
        if bound > 1 {
            let statistic = chiSquared(counts, probabilities: counts.map { _ in 1 / Double(bound) })
            #expect(gsl_cdf_chisq_Q(statistic, Double(bound - 1)) > 1e-6)
        }
    }

    /// With a bound of three quarters of the range, taking the high word without rejection would favour two values in three by half.
    @Test func integersBelowAHugeBoundAreNotBiased() {
        let bound: UInt64 = 3 << 62
        var stream = testStream("huge")
        var counts = [0, 0, 0]
        for _ in 0..<100_000 { counts[Int(stream.integer(below: bound) % 3)] += 1 }
        #expect(gsl_cdf_chisq_Q(chiSquared(counts, probabilities: [1.0 / 3, 1.0 / 3, 1.0 / 3]), 2) > 1e-6)
    }

    @Test func shufflesToEveryOrderEqually() {
        var counts: [[Int]: Int] = [:]
        var stream = testStream("shuffle")
        for _ in 0..<48_000 {
            var elements = [0, 1, 2, 3]
            stream.shuffle(&elements)
            counts[elements, default: 0] += 1
        }
        #expect(counts.count == 24)
        let statistic = chiSquared(Array(counts.values), probabilities: Array(repeating: 1.0 / 24, count: 24))
        #expect(gsl_cdf_chisq_Q(statistic, 23) > 1e-6)
    }

    @Test func describesItselfForMessages() {
        let name = StreamName(rootSeed: 1, replication: 2, entity: .name("revision"), purpose: "crash", ordinal: 4)
        #expect(name.description == "stream `crash` (4) of entity `revision`, replication 2, seed 1")
    }

    @Test func refusesABoundOfZero() async {
        await #expect(processExitsWith: .failure) {
            var stream = RandomStream(rootSeed: 0, replication: 0, entity: 0, purpose: "")
            _ = stream.integer(below: 0)
        }
    }
}
