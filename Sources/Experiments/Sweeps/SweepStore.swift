import Foundation
import Glibc

/// The files of finished points in a sweep's folder.
struct SweepStore: Sendable {
    let folder: String
    let manifest: SweepManifest
    let measures: Int

    /// A file and what it holds.
    struct Entry {
        var path: String
        var scan: ShardScan
    }

    /// Files of finished points, in the order of their names.
    private func paths() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: SweepFolder.shards(folder))) ?? []
        return names.filter { $0.hasSuffix(".points") }.sorted().map { SweepFolder.shards(folder) + "/" + $0 }
    }

    /// All files, what is wrong with them in words, and those that are damaged out of the way unless somebody writes them.
    func entries(except own: String? = nil) throws(SweepProblem) -> (entries: [Entry], notes: [String]) {
        var (entries, notes) = ([Entry](), [String]())
        for path in paths() where path != own {
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw ShardFile.problem("open", path) }
            defer { close(descriptor) }
            let scan = try ShardScan(descriptor: descriptor, path: path, manifest: manifest, measures: measures)
            // Whoever writes it may be in the middle of a record.
            let isFree = flock(descriptor, LOCK_SH | LOCK_NB) == 0
            if let note = try note(scan, path, isFree: isFree) { notes.append(note) }
            if scan.trouble == nil || scan.trouble == .cutShort { entries.append(Entry(path: path, scan: scan)) }
        }
        return (entries, notes)
    }

    private func note(_ scan: ShardScan, _ path: String, isFree: Bool) throws(SweepProblem) -> String? {
        switch scan.trouble {
        case nil: return nil
        case .otherPlan where !isFree: return "`\(path)` is of another plan, and somebody writes it"
        case .damaged where !isFree: return "`\(path)` is damaged, and somebody writes it"
        case .cutShort:
            return isFree ? "`\(path)` ends within a point: its \(scan.records.count) whole ones count, the rest is computed anew" : nil
        case .otherPlan:
            try quarantine(path)
            return "`\(path)` is of another plan: it is in `\(SweepFolder.quarantine(folder))` now"
        case .damaged:
            try quarantine(path)
            return
                "`\(path)` is damaged behind its \(scan.records.count). point: it is in `\(SweepFolder.quarantine(folder))` now, and its points are computed anew"
        }
    }

    private func quarantine(_ path: String) throws(SweepProblem) {
        let target = SweepFolder.quarantine(folder)
        do {
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
            let name = (path as NSString).lastPathComponent
            var number = 1
            while FileManager.default.fileExists(atPath: "\(target)/\(name).\(number)") { number += 1 }
            try FileManager.default.moveItem(atPath: path, toPath: "\(target)/\(name).\(number)")
        } catch {
            throw SweepProblem(.inputOutput, "cannot move `\(path)` to `\(target)`: \(error.localizedDescription)")
        }
    }

    /// What is known when a shard is opened for writing.
    struct Opened {
        var file: ShardFile
        /// Points that some file has a result of.
        var hasResult: [Bool]
        /// How often each of the others has failed.
        var failures: [Int: Int]
        var notes: [String]
    }

    /// Opens the file of a shard for writing.
    func open(_ shard: ShardSelection, clock: @escaping @Sendable () -> Int64) throws(SweepProblem) -> Opened {
        do {
            try FileManager.default.createDirectory(atPath: SweepFolder.shards(folder), withIntermediateDirectories: true)
        } catch {
            throw SweepProblem(.inputOutput, "cannot make `\(SweepFolder.shards(folder))`: \(error.localizedDescription)")
        }
        let path = SweepFolder.shard(folder, shard)
        var hasResult = [Bool](repeating: false, count: manifest.points)
        var failures: [Int: Int] = [:]
        var notes: [String] = []
        var isReplaced = false
        func take(_ scan: ShardScan) {
            for record in scan.records {
                guard let attempt = record.failedAttempt else {
                    hasResult[record.index] = true
                    continue
                }
                failures[record.index] = max(failures[record.index] ?? 0, attempt + 1)
            }
        }
        func openOwn() throws(SweepProblem) -> ShardFile {
            try ShardFile(
                path: path,
                whole: { descriptor throws(SweepProblem) in
                    let scan = try ShardScan(descriptor: descriptor, path: path, manifest: manifest, measures: measures)
                    isReplaced = false
                    if let note = try note(scan, path, isFree: true) { notes.append(note) }
                    if scan.trouble == .damaged || scan.trouble == .otherPlan { isReplaced = true }
                    guard !isReplaced else { return scan.wholeBytes }
                    take(scan)
                    return scan.wholeBytes
                }, hash: manifest.hash, clock: clock)
        }
        var file = try openOwn()
        // What was locked lies in quarantine: a new file takes its place.
        if isReplaced { file = try openOwn() }
        let others = try entries(except: path)
        for entry in others.entries { take(entry.scan) }
        return Opened(file: file, hasResult: hasResult, failures: failures, notes: notes + others.notes)
    }
}
