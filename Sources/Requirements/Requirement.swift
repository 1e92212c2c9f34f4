/// Ends the process with a message unless a condition holds.
///
/// `precondition` is silent in release builds: it stops, but does not say why. What is our own mistake names time, entity and values in every
/// build. The message is built only if it is needed, and a condition that holds costs a test and a branch that is not taken.
///
/// ```swift
/// require(count > 0, "a semaphore of \(count) things")
/// ```
@inlinable @inline(__always)
public func require(_ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line) {
    if _slowPath(!condition) { requirementFailure(message(), file: file, line: line) }
}

/// Ends the process with a message: for what can happen only by a mistake of our own.
@inline(never)
public func requirementFailure(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
    fatalError(message, file: file, line: line)
}
