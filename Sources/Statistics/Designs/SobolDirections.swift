import Requirements

// The direction numbers v_j of a dimension follow from a primitive polynomial over the field of two elements,
//
//     x^s + a_1 x^(s-1) + ... + a_(s-1) x + 1,
//
// and from odd numbers m_1, ..., m_s with m_j < 2^j by v_j = m_j / 2^j for j <= s, and for j > s
//
//     v_j = a_1 v_(j-1) xor ... xor a_(s-1) v_(j-s+1) xor v_(j-s) xor (v_(j-s) >> s).

/// The direction numbers of Sobol's sequence in up to 40 dimensions.
///
/// Polynomials and first numbers are those of Bratley and Fox (1988, doi:10.1145/42288.214372), which the library GSL has too; a test holds the
/// sequence against the library's.
enum SobolDirections {
    /// The number of binary digits of a coordinate, and of direction numbers of a dimension.
    static let bits = 32
    /// The number of dimensions.
    static let dimensions = rows.count + 1

    /// The direction numbers of a dimension, counted from zero, as numerators over 2^32.
    static func directions(of dimension: Int) -> [UInt32] {
        require(dimension >= 0 && dimension < dimensions, "direction numbers of dimension \(dimension)")
        // The first dimension has no polynomial: its digits are those of the index, mirrored at the point.
        if dimension == 0 { return (1...bits).map { 1 << UInt32(bits - $0) } }
        let row = rows[dimension - 1]
        let degree = row.initial.count
        var numerators = row.initial.enumerated().map { $1 << UInt32(bits - 1 - $0) }
        for j in degree..<bits {
            var numerator = numerators[j - degree] ^ numerators[j - degree] >> UInt32(degree)
            for k in 1..<degree where row.polynomial >> UInt32(degree - k) & 1 == 1 { numerator ^= numerators[j - k] }
            numerators.append(numerator)
        }
        return numerators
    }

    private struct Row: Sendable {
        /// The coefficients of the polynomial, that of the highest power first.
        let polynomial: UInt32
        /// The numbers m, as many as the polynomial's degree.
        let initial: [UInt32]

        init(_ polynomial: UInt32, _ initial: [UInt32]) {
            self.polynomial = polynomial
            self.initial = initial
        }
    }

    /// Of each dimension after the first.
    private static let rows: [Row] = [
        Row(0b11, [1]),
        Row(0b111, [1, 1]),
        Row(0b1011, [1, 3, 7]),
        Row(0b1101, [1, 1, 5]),
        Row(0b10011, [1, 3, 1, 1]),
        Row(0b11001, [1, 1, 3, 7]),
        Row(0b100101, [1, 3, 3, 9, 9]),
        Row(0b111011, [1, 3, 7, 13, 3]),
        Row(0b101111, [1, 1, 5, 11, 27]),
        Row(0b111101, [1, 3, 5, 1, 15]),
        Row(0b110111, [1, 1, 7, 3, 29]),
        Row(0b101001, [1, 3, 7, 7, 21]),
        Row(0b1000011, [1, 1, 1, 9, 23, 37]),
        Row(0b1100001, [1, 3, 3, 5, 19, 33]),
        Row(0b1011011, [1, 1, 3, 13, 11, 7]),
        Row(0b1101101, [1, 1, 7, 13, 25, 5]),
        Row(0b1100111, [1, 3, 5, 11, 7, 11]),
        Row(0b1110011, [1, 1, 1, 3, 13, 39]),
        Row(0b10000011, [1, 3, 1, 15, 17, 63, 13]),
        Row(0b11000001, [1, 1, 5, 5, 1, 27, 33]),
        Row(0b10001001, [1, 3, 3, 3, 25, 17, 115]),
        Row(0b10010001, [1, 1, 3, 15, 29, 15, 41]),
        Row(0b10001111, [1, 3, 1, 7, 3, 23, 79]),
        Row(0b11110001, [1, 3, 7, 9, 31, 29, 17]),
        Row(0b10011101, [1, 1, 5, 13, 11, 3, 29]),
        Row(0b10111001, [1, 3, 1, 9, 5, 21, 119]),
        Row(0b10100111, [1, 1, 3, 1, 23, 13, 75]),
        Row(0b11100101, [1, 3, 3, 11, 27, 31, 73]),
        Row(0b10101011, [1, 1, 7, 7, 19, 25, 105]),
        Row(0b11010101, [1, 3, 5, 5, 21, 9, 7]),
        Row(0b10111111, [1, 1, 1, 15, 5, 49, 59]),
        Row(0b11111101, [1, 1, 1, 1, 1, 33, 65]),
        Row(0b11001011, [1, 3, 5, 15, 17, 19, 21]),
        Row(0b11010011, [1, 1, 7, 11, 13, 29, 3]),
        Row(0b11101111, [1, 3, 7, 5, 7, 11, 113]),
        Row(0b11110111, [1, 1, 5, 3, 15, 19, 61]),
        Row(0b100011101, [1, 3, 1, 1, 9, 27, 89, 7]),
        Row(0b101110001, [1, 1, 3, 7, 31, 15, 45, 23]),
        Row(0b100101011, [1, 3, 3, 9, 9, 25, 107, 39]),
    ]
}
