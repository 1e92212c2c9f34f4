import ClusterModel
import DataConversion
import ResourceSharing
import SimulationKernel
import TestSupport
import Testing

/// Replicas that apply chunks after the primary, and a conversion that waits for them; worked by hand.
@Suite struct ReplicaLagTests {
    /// The end of each chunk is rounded up to a nanosecond, and there are some thousands of them.
    private func isAt(_ seconds: Double, _ expected: Double) -> Bool { abs(seconds - expected) < 1e-5 }

    /// Chunks of 500 rows: 0.25 s to convert, 0.5 s to apply. The lag after chunk k, at k/4 s, is (k + 1)/4 s: 10.25 s at t = 10 s, more than
    /// L = 10.1 s, with 20,000 rows converted. The wait takes 1 s; then four chunks bring the lag from 9.25 s to 10.25 s again. So 2,000 rows
    /// follow every 2 s: 490 waits for 980,000 rows, the last chunk at 990 s. The replica never rests after its first chunk has come.
    @Test("a replica at half the rate: the lag rises to the limit, then the conversion goes on at the replica's rate")
    func slowReplica() throws {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e6, lagLimit: 10.1), rowSeconds: [1e-3])
        bench.bench.at(9.9) { #expect(bench.job.lagWaitSeconds == 0 && bench.job.rowsConverted == 19_500) }
        bench.bench.at(10.5) { #expect(bench.job.rowsConverted == 20_000 && isAt(bench.job.lagSeconds, 9.75)) }
        bench.bench.at(990.1) { #expect(bench.job.rowsConverted == 1e6 && !bench.job.isFinished) }
        bench.run()
        #expect(isAt(try #require(bench.finishedAt), 1000 + 0.25))
        #expect(isAt(bench.job.lagWaitSeconds, 490))
        #expect(isAt(bench.job.peakLagSeconds, 10.25))
        #expect(bench.followers[0].bytesApplied == 1e8)
        #expect(bench.job.lagSeconds == 0)
    }

    @Test("a replica that keeps up: no wait at all, and the end one chunk later")
    func fastReplica() throws {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e6, lagLimit: 1.5), rowSeconds: [0.25e-3])
        bench.run()
        #expect(isAt(try #require(bench.finishedAt), 500 + 0.125))
        #expect(bench.job.lagWaitSeconds == 0)
        #expect(isAt(bench.job.peakLagSeconds, 0.125))
    }

    /// 20,000 rows take 10 s to convert and 20 s to apply. The lag of 20 s is looked at every second and is under 1.5 s after 19 s; the replica
    /// has nothing to do for 9 s of the 10 s that the next chunk takes. Five chunks: 4 x 29 + 10 + 20 s.
    @Test("chunks that take longer than the limit: primary and replica take turns")
    func largeChunks() throws {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e5, chunkRows: 20_000, lagLimit: 1.5), rowSeconds: [1e-3])
        bench.run()
        #expect(isAt(try #require(bench.finishedAt), 4 * 29 + 10 + 20))
        #expect(isAt(bench.job.lagWaitSeconds, 4 * 19))
    }

    @Test("the slowest of several replicas counts", arguments: [[1e-3, 0.4e-3, 2e-3], [2e-3, 1e-3, 0.4e-3]])
    func severalReplicas(_ rowSeconds: [Double]) throws {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e5, lagLimit: 5), rowSeconds: rowSeconds)
        bench.run()
        #expect(isAt(try #require(bench.finishedAt), 200 + 0.25))
        #expect(bench.followers.allSatisfy { $0.bytesApplied == 1e7 })
    }

    /// The disk writes 150 kB/s. Another flow takes half of it for 30 MB, 400 s: the replica applies 750 rows a second, then 1,000. The lag is
    /// backlog over that rate, so the limit holds fewer rows meanwhile.
    @Test("a replica whose disk is shared applies at the rate that it is allotted, and its lag is backlog over that rate")
    func sharedDisk() throws {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e6, lagLimit: 20), rowSeconds: [1e-3], diskWrite: 150_000)
        let disk = bench.bench.engine.resources.resource(.diskWrite, of: 1)
        let other = Flow.reading(bench.bench, bytes: 30e6, disk)
        bench.bench.at(0.25) { other.start() }
        bench.bench.at(300) {
            let lag = bench.job.lagSeconds
            let behind = bench.job.rowsConverted - bench.followers[0].bytesApplied / 100
            // All but the part of a chunk that is applied.
            #expect(behind / 750 >= lag - 1e-6 && behind / 750 - lag <= 500 / 750.0, "\(behind) rows, \(lag) s")
            #expect(lag > 18 && lag < 20.7)
        }
        bench.run()
        #expect(isAt(try #require(other.end), 0.25 + 400))
        // 300,000 rows in the first 400 s.
        #expect(isAt(try #require(bench.finishedAt), 0.25 + 400 + 700))
    }

    @Test("a pause in a wait loses no chunk, and the replica goes on")
    func pauseInWait() throws {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e5, lagLimit: 10.1), rowSeconds: [1e-3])
        bench.bench.at(10.5) { bench.job.halt() }
        // Everything that had come is applied by 20.25 s; then 80,000 rows are left.
        bench.bench.at(30) { #expect(bench.job.lagSeconds == 0 && bench.followers[0].bytesApplied == 2e6) }
        bench.bench.at(50) { bench.job.resume() }
        bench.run()
        #expect(bench.job.losses == ChunkLosses())
        #expect(isAt(try #require(bench.finishedAt), 50 + 0.25 + 80))
    }

    /// The replica breaks down at 5.6 s: of its chunks 10 are applied, and 0.35 s of the eleventh are lost. The conversion, in its 23rd chunk,
    /// stands still. From 100 s on 12 chunks are waiting, then 178 more come.
    @Test("a replica that breaks down applies its chunk from the start when it is back, the conversion loses one")
    func brokenReplica() throws {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e5, lagLimit: 10.1), rowSeconds: [1e-3])
        bench.bench.at(5.6) {
            bench.job.updateFollowers { $0 == 1 }
            bench.job.halt()
            #expect(bench.job.losses.chunks == 1 && bench.job.losses.rows == 500)
            #expect(bench.job.rowsConverted == 11_000 && bench.followers[0].bytesApplied == 500_000)
        }
        bench.bench.at(99) { #expect(bench.followers[0].bytesApplied == 500_000 && isAt(bench.job.lagSeconds, 6)) }
        bench.bench.at(100) {
            bench.job.updateFollowers { _ in false }
            bench.job.resume()
        }
        bench.run()
        #expect(isAt(try #require(bench.finishedAt), 100 + 190 * 0.5))
        #expect(bench.job.rowsConverted == 1e5 && bench.followers[0].bytesApplied == 1e7)
        #expect(bench.job.losses.chunks == 1)
    }

    @Test("a job that is given up leaves nothing to apply")
    func givenUp() {
        let bench = ReplicaBench(ReplicaBench.dataset(rows: 1e5, lagLimit: 10.1), rowSeconds: [1e-3])
        bench.bench.at(12) {
            bench.job.giveUp()
            #expect(bench.job.lagSeconds == 0 && bench.followers[0].isEmpty)
            bench.bench.simulation.stop()
        }
        bench.run()
        #expect(bench.finishedAt == nil)
    }
}
