/// A value that a column can hold: `Int64`, `Int32`, `Double`, and `UInt8` for codes.
public protocol TraceScalar: BitwiseCopyable, Sendable {
    /// Whether columns of a kind hold values of this type.
    static func fits(_ kind: ColumnKind) -> Bool
}

extension Int64: TraceScalar {
    /// Fits columns of 64-bit integers.
    public static func fits(_ kind: ColumnKind) -> Bool { kind == .int64 }
}

extension Int32: TraceScalar {
    /// Fits columns of 32-bit integers.
    public static func fits(_ kind: ColumnKind) -> Bool { kind == .int32 }
}

extension Double: TraceScalar {
    /// Fits columns of binary fractions.
    public static func fits(_ kind: ColumnKind) -> Bool { kind == .double }
}

extension UInt8: TraceScalar {
    /// Fits columns of codes.
    public static func fits(_ kind: ColumnKind) -> Bool {
        if case .code = kind { return true }
        return false
    }
}
