/// Ends the process with a message unless a condition holds.
///
/// `precondition` is silent in release builds: it stops, but does not say why. Mistakes in the use of the kernel name time, entity and
/// values in every build. The message is built only if it is needed.
@inlinable @inline(__always)
func require(_ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line) {
    if _slowPath(!condition) { fatalError(message(), file: file, line: line) }
}
