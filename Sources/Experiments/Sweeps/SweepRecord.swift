import SimulationKernel

/// What became of one point: the same bytes whoever found it, and whenever.
///
/// ## Layout
///
/// Little-endian: length of what follows (4 bytes), number of the point (8), replications (4), length of the message (4), fingerprint (8; of a
/// failure the number of the attempt), the numbers of each measure (``SweepValue``), the message in UTF-8, and a check over all of it but the
/// length (8).
public struct SweepRecord: Sendable, Hashable {
    /// The point.
    public var index: Int
    /// Replications made.
    public var replications: Int
    /// Hash over the fingerprints of its runs.
    public var fingerprint: UInt64
    /// By measure.
    public var values: [SweepValue]
    /// Why there is no result; empty if there is.
    public var failure: String
    /// How often the point had failed before this failure, as far as was known.
    public var attempt: Int

    /// Makes a record.
    public init(index: Int, replications: Int, fingerprint: UInt64, values: [SweepValue], failure: String = "", attempt: Int = 0) {
        self.index = index
        self.replications = replications
        self.fingerprint = fingerprint
        self.values = values
        self.failure = failure
        self.attempt = attempt
    }

    /// Whether it replaces another record of the same point: a result replaces a failure, and a later failure an earlier one.
    ///
    /// Of failures side by side, as of two shards at once, it is the text that decides, so that the order of files does not.
    func replaces(_ other: SweepRecord) -> Bool {
        guard !failure.isEmpty else { return !other.failure.isEmpty }
        return !other.failure.isEmpty && (attempt, failure) > (other.attempt, other.failure)
    }

    static let overhead = 8 + 4 + 4 + 8 + 8
    /// Longer ones are no records of ours.
    static let largest = 1 << 24

    /// Its bytes, the length in front.
    var bytes: [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(Self.overhead + 8 * SweepValue.width * values.count + failure.utf8.count + 4)
        body.append(integer: UInt64(index))
        body.append(integer: UInt32(replications))
        body.append(integer: UInt32(failure.utf8.count))
        body.append(integer: failure.isEmpty ? fingerprint : UInt64(attempt))
        for value in values {
            // One pattern for every NaN.
            for number in value.numbers {
                body.append(integer: number.isNaN ? Double.nan.bitPattern : number.bitPattern)
            }
        }
        body += failure.utf8
        body.append(integer: Self.check(body[...]))
        var all: [UInt8] = []
        all.reserveCapacity(body.count + 4)
        all.append(integer: UInt32(body.count))
        return all + body
    }

    /// A record from what follows its length; nil if the check does not hold.
    init?(_ body: ArraySlice<UInt8>, measures: Int) {
        guard body.count >= Self.overhead + 8 * SweepValue.width * measures else { return nil }
        guard Self.check(body.dropLast(8)) == body.suffix(8).integer(UInt64.self, at: 0) else { return nil }
        let length = Int(body.integer(UInt32.self, at: 12))
        guard body.count == Self.overhead + 8 * SweepValue.width * measures + length else { return nil }
        index = Int(truncatingIfNeeded: body.integer(UInt64.self, at: 0))
        replications = Int(body.integer(UInt32.self, at: 8))
        let hashOrAttempt = body.integer(UInt64.self, at: 16)
        fingerprint = length == 0 ? hashOrAttempt : 0
        attempt = length == 0 ? 0 : Int(truncatingIfNeeded: hashOrAttempt)
        func number(_ position: Int) -> Double { Double(bitPattern: body.integer(UInt64.self, at: 24 + 8 * position)) }
        values = (0..<measures).map { measure in
            let first = measure * SweepValue.width
            return SweepValue(numbers: (0..<SweepValue.width).map { number(first + $0) })
        }
        failure = String(decoding: body.dropLast(8).suffix(length), as: UTF8.self)
    }

    private static func check(_ body: ArraySlice<UInt8>) -> UInt64 {
        var fingerprint = Fingerprint()
        var position = body.startIndex
        while position < body.endIndex {
            var word: UInt64 = 0
            let end = min(position + 8, body.endIndex)
            for (shift, byte) in body[position..<end].enumerated() { word |= UInt64(byte) << UInt64(8 * shift) }
            fingerprint.mix(word, UInt64(end - position))
            position = end
        }
        return fingerprint.bits
    }
}

extension [UInt8] {
    mutating func append<Number: FixedWidthInteger>(integer: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) { append(UInt8(truncatingIfNeeded: integer >> Number(shift))) }
    }
}

extension ArraySlice<UInt8> {
    func integer<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number {
        var number: Number = 0
        for byte in 0..<(Number.bitWidth / 8) { number |= Number(truncatingIfNeeded: self[startIndex + offset + byte]) << Number(8 * byte) }
        return number
    }
}
