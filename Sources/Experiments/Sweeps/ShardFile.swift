import Glibc
import Synchronization

/// A file of finished points that grows by one record after the other.
///
/// A point that has been written outlives the process; what the machine might lose is at most what was written in the last second, when the file
/// was last brought to the disk. The file is locked while it is open for writing.
///
/// Unchecked: the descriptor and the time are guarded by the mutex.
final class ShardFile: @unchecked Sendable {
    private static let magic = "chrysalis-points 1 "

    let path: String
    /// Seconds of a clock that only goes forward; it decides when to bring the file to the disk and nothing else.
    private let clock: @Sendable () -> Int64
    private let state: Mutex<(descriptor: Int32, lastSync: Int64)>

    /// The first line of a file: who else reads it sees what it is and of which plan.
    static func header(_ hash: String) -> [UInt8] { Array((magic + hash + "\n").utf8) }

    /// Opens a file to add records at its end, after what is whole of it; makes it if there is none.
    ///
    /// - Parameters:
    ///   - size: Bytes that are whole; what follows is cut off.
    ///   - hash: Of the plan.
    init(
        path: String, whole size: (Int32) throws(SweepProblem) -> Int, hash: String, clock: @escaping @Sendable () -> Int64
    ) throws(SweepProblem) {
        self.path = path
        self.clock = clock
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.problem("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(path)
            close(descriptor)
            throw SweepProblem(
                .inputOutput, "`\(path)` is being written by \(holder)",
                hint: "wait for it, or give this one a shard of its own with `--shard K/N`")
        }
        do throws(SweepProblem) {
            let whole = try size(descriptor)
            guard ftruncate(descriptor, off_t(whole)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw Self.problem("cut", path) }
            state = Mutex((descriptor, 0))
            if whole == 0 { try append(Self.header(hash)) }
            Self.noteHolder(path)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        state.withLock { state in
            unlink(path + ".holder")
            close(state.descriptor)
        }
    }

    /// Adds a record.
    func append(_ bytes: [UInt8]) throws(SweepProblem) {
        let failure = state.withLock { state -> SweepProblem? in
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes { write(state.descriptor, $0.baseAddress! + written, bytes.count - written) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    let problem = Self.problem("write", path)
                    // Half a record would be taken for damage.
                    let end = lseek(state.descriptor, 0, SEEK_END)
                    if written > 0 { ftruncate(state.descriptor, end - off_t(written)) }
                    return problem
                }
                written += count
            }
            let now = clock()
            if now > state.lastSync {
                state.lastSync = now
                guard fdatasync(state.descriptor) == 0 || errno == EINVAL else { return Self.problem("write", path) }
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Brings everything to the disk.
    func sync() throws(SweepProblem) {
        guard state.withLock({ fsync($0.descriptor) == 0 || errno == EINVAL }) else { throw Self.problem("write", path) }
    }

    private static func noteHolder(_ path: String) {
        guard let file = fopen(path + ".holder", "w") else { return }
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, 255)
        fputs("process \(getpid()) on \(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))", file)
        fclose(file)
    }

    private static func holder(_ path: String) -> String {
        guard let file = fopen(path + ".holder", "r") else { return "another process" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 400)
        guard fgets(&line, 399, file) != nil else { return "another process" }
        return String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func problem(_ what: String, _ path: String) -> SweepProblem {
        let reason = String(cString: strerror(errno))
        return SweepProblem(
            .inputOutput, "cannot \(what) `\(path)`: \(reason)", hint: errno == ENOSPC ? "make room, then run it again" : nil)
    }
}
