import RandomStreams
import Testing

/// Every bit of the deterministic functions, the same on every machine and in every build: single values, and a hash over many.
@Suite struct MathematicsGoldenTests {
    /// FNV-1a over the bytes of the results.
    private func hash(_ purpose: String, _ function: (inout RandomStream) -> Double) -> UInt64 {
        var stream = testStream(purpose)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for _ in 0..<100_000 {
            var bits = function(&stream).bitPattern
            for _ in 0..<8 {
                hash = (hash ^ (bits & 255)) &* 0x100_0000_01b3
                bits >>= 8
            }
        }
        return hash
    }

    @Test func hashesOfAHundredThousandResults() {
        let everyBit = Double.infinity.bitPattern
        #expect(hash("golden log") { DeterministicMath.log(Double(bitPattern: $0.next() % everyBit)) } == 0x50bd_1681_f86d_7729)
        #expect(hash("golden exp") { DeterministicMath.exp(1500 * ($0.uniform() - 0.5)) } == 0xabba_e0a5_21e6_a1e3)
        #expect(hash("golden log1p") { DeterministicMath.log1p(4 * $0.uniform() - 1) } == 0x9372_698e_7349_470e)
        #expect(hash("golden expm1") { DeterministicMath.expm1(8 * ($0.uniform() - 0.5)) } == 0x2383_2951_98d4_7471)
        #expect(hash("golden pow") { DeterministicMath.pow(100 * $0.uniform(), 100 * ($0.uniform() - 0.5)) } == 0x6b4a_1936_90e8_5269)
        #expect(hash("golden normal") { DeterministicMath.normalQuantile($0.uniform()) } == 0x4c76_43a8_0831_b49f)
        #expect(hash("golden gamma") { DeterministicMath.gamma(170 * $0.uniform()) } == 0x61f8_c2ba_c149_9fd0)
    }

    @Test func hashesOfAHundredThousandDraws() throws {
        let lognormal = try LognormalDistribution(mean: 96.9, coefficientOfVariation: 0.3)
        #expect(hash("golden lognormal") { lognormal.sample(&$0) } == 0x311a_b393_585a_7551)
        let weibull = try WeibullDistribution(shape: 0.7, scale: 3)
        #expect(hash("golden weibull") { weibull.sample(&$0) } == 0xe724_4975_920a_65cb)
        let gamma = try GammaDistribution(shape: 0.8, scale: 3)
        #expect(hash("golden gamma draws") { gamma.sample(&$0) } == 0x3bea_9af3_28cd_80d1)
        #expect(hash("golden exponential") { $0.exponential(mean: 4) } == 0xb2d6_3e18_1f3a_99eb)
    }

    /// Expected are the true values, rounded correctly, from arithmetic with 200 bits; the quantile of the normal distribution is one step
    /// below.
    @Test func singleValues() {
        #expect(DeterministicMath.log(10).bitPattern == 0x4002_6bb1_bbb5_5516)
        #expect(DeterministicMath.exp(1).bitPattern == 0x4005_bf0a_8b14_5769)
        #expect(DeterministicMath.pow(1.1, 7.5).bitPattern == 0x4000_59c4_7429_9cf0)
        #expect(DeterministicMath.log1p(0.3).bitPattern == 0x3fd0_ca93_7be1_b9dc)
        #expect(DeterministicMath.expm1(0.003).bitPattern == 0x3f68_9ce7_12a5_6381)
        #expect(DeterministicMath.normalQuantile(0.975).bitPattern == 0x3fff_5c03_31ee_ff82)
        #expect(DeterministicMath.gamma(4.5).bitPattern == 0x4027_4371_e786_6c65)
    }
}
