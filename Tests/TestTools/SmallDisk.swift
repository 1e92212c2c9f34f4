/// A file system in memory with a fixed size. Mounting one takes root; without that right its tests are skipped.
public final class SmallDisk: Sendable {
    /// Where it is mounted.
    public let folder: TemporaryFolder

    /// Mounts one.
    public init(kilobytes: Int) throws {
        folder = try TemporaryFolder()
        let result = try runProgram(["mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path])
        guard result.status == 0 else { throw MountError(description: result.errors) }
    }

    deinit { _ = try? runProgram(["umount", "--lazy", folder.path]) }

    /// Whether one can be mounted here.
    public static let isPossible = (try? SmallDisk(kilobytes: 64)) != nil
}

/// Why a file system was not mounted.
struct MountError: Error, CustomStringConvertible {
    var description: String
}
