import RandomStreams
import Testing

/// The numbers of a stream are part of every golden result. The expected values come from a second implementation in another language,
/// whose hash reproduces the published test vector of SipHash.
@Suite struct StreamGoldenTests {
    struct Golden: Sendable {
        let name: StreamName
        let first: [UInt64]
        let thousandth: UInt64
    }

    static let cases = [
        Golden(
            name: StreamName(rootSeed: 0, replication: 0, entity: .number(0), purpose: ""),
            first: [0xf095_a851_9d3a_2ed0, 0xba66_96d6_f65d_c0ce, 0x655d_bfec_2b61_93e4, 0xccb2_234c_c058_672d],
            thousandth: 0x4622_9baf_1b82_c867),
        Golden(
            name: StreamName(rootSeed: 42, replication: 7, entity: .number(12), purpose: "crash"),
            first: [0x3a31_c6ca_797d_1820, 0x09df_63af_b433_547e, 0x00c9_bdb5_27e8_c72a, 0x9336_63b0_91f1_005a],
            thousandth: 0x4353_1366_7adc_7981),
        Golden(
            name: StreamName(rootSeed: 42, replication: 7, entity: .name("revision"), purpose: "conversion"),
            first: [0x039e_72b1_019d_2a67, 0xf87f_2450_ded3_2c8a, 0x1ca5_c7a0_c380_1fb4, 0x0e7c_0f6a_482a_8219],
            thousandth: 0x35ea_9375_b5d4_7f04),
        Golden(
            name: StreamName(
                rootSeed: .max, replication: .max, entity: .number(.max), purpose: "a purpose of more than sixteen bytes", ordinal: 3),
            first: [0x97c8_e0ed_752c_121a, 0xa4ab_469f_10af_2658, 0xe7be_e4cd_0c97_860e, 0x0e1b_4097_a88f_8cd9],
            thousandth: 0xabc5_c8d0_7e61_ecb6),
        Golden(
            name: StreamName(rootSeed: 42, replication: 7, entity: .name("tâche"), purpose: "écriture"),
            first: [0x7f5f_b93f_07b0_a4c8, 0xf9d3_6e04_ee2e_60d8, 0x5608_cc38_ba08_8727, 0x9f51_a2ca_bc6b_8479],
            thousandth: 0x1fd4_04ba_5df5_390a),
    ]

    @Test(arguments: cases) func deliversTheNumbersOfTheSecondImplementation(_ golden: Golden) {
        var stream = RandomStream(golden.name)
        var numbers: [UInt64] = []
        for _ in 0..<1000 { numbers.append(stream.next()) }
        #expect(Array(numbers.prefix(4)) == golden.first)
        #expect(numbers[999] == golden.thousandth)
    }

    @Test func shortInitialisersGiveTheSameStreams() {
        var number = RandomStream(rootSeed: 42, replication: 7, entity: 12, purpose: "crash")
        #expect(number.next() == Self.cases[1].first[0])
        var name = RandomStream(rootSeed: 42, replication: 7, entity: "revision", purpose: "conversion")
        #expect(name.next() == Self.cases[2].first[0])
    }
}
