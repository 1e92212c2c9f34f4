import TestTools
import Testing

@Suite("Limits, placement and replication of a conversion that are wrong")
struct BadPipelineTests {
    private static let place = "copy-rate: 50 MB/s"

    private func check(_ line: String, _ errors: String) throws {
        let folder = try ShopScenario.folder([(Self.place, line)])
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 64)
        #expect(result.errors == errors)
    }

    @Test("a mistyped key")
    func key() throws {
        try check(
            "node-limt: 20 MB/s",
            """
            error[unknown-key]: unknown key `node-limt` in `data`
              --> shop.yaml:36:3
               |
            36 |   node-limt: 20 MB/s
               |   ^^^^^^^^^
            hint: did you mean `node-limit`?

            1 error

            """)
    }

    @Test("a limit of nothing, and less than that", arguments: ["0 MB/s", "-5 MB/s"])
    func limit(_ value: String) throws {
        try check(
            "tier-limit: \(value)",
            """
            error[out-of-range]: `data.tier-limit`: `\(value)` is outside 1 B/s ... 10000 GB/s
              --> shop.yaml:36:15
               |
            36 |   tier-limit: \(value)
               |               \(String(repeating: "^", count: value.count))
            hint: the least is `1 B/s`

            1 error

            """)
    }

    @Test("a place that is none")
    func place() throws {
        try check(
            "convert-at: sourc",
            """
            error[unknown-choice]: `data.convert-at`: `sourc` is not one of `source`, `target`
              --> shop.yaml:36:15
               |
            36 |   convert-at: sourc
               |               ^^^^^
            hint: did you mean `source`?

            1 error

            """)
    }

    @Test("chunks that nearly always fail")
    func failure() throws {
        try check(
            "chunk-failure: 80 %",
            """
            error[out-of-range]: `data.chunk-failure`: `80 %` is outside 0 ... 0.5
              --> shop.yaml:36:18
               |
            36 |   chunk-failure: 80 %
               |                  ^^^^
            hint: the most is `0.5`

            1 error

            """)
    }

    @Test("no lag at all")
    func lag() throws {
        try check(
            "replication: {lag-limit: 0 s}",
            """
            error[out-of-range]: `data.replication.lag-limit`: `0 s` is outside 100 ms ... 30 d
              --> shop.yaml:36:28
               |
            36 |   replication: {lag-limit: 0 s}
               |                            ^^^
            hint: the least is `100 ms`

            1 error

            """)
    }

    @Test("a throttle that no strategy uses, and one whose chunks are too large for it: notes")
    func notes() throws {
        let throttle = (Self.place, "replication: {lag-limit: 1.5 s}")
        let folder = try ShopScenario.folder([throttle])
        let unused = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(unused.status == 0)
        #expect(
            unused.errors
                == "note: `replication: {lag-limit: 1.5 s}` changes nothing: replicas follow a conversion only with "
                + "`rolling: {convert-on: primary}`\n")
        try folder.write(
            ShopScenario.text([throttle, ("data-reader: web", "data-reader: web\nrolling: {convert-on: primary}")]), to: "shop.yaml")
        let coarse = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(coarse.status == 0)
        #expect(
            coarse.errors
                == "note: a chunk of `records` takes a replica 32 s to apply, more than the lag limit of 1.5 s: the primary stands still "
                + "meanwhile; a smaller `chunk` lets both work at once\n")
        try folder.write(
            ShopScenario.text([
                (Self.place, "convert-at: source"),
                ("parallel-universe:\n  site: cloud\n  testing: 1 h\n  tiers:\n    web: {type: small}\n    database: {type: large}\n", ""),
            ]), to: "shop.yaml")
        let alone = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(
            alone.errors
                == "note: `convert-at: source` changes nothing: without `parallel-universe` every server converts what it has itself\n")
    }

    @Test("a throttle without what it is for: notes")
    func idle() throws {
        let folder = try ShopScenario.folder([(Self.place, "replication: {check-interval: 5 s}")])
        let interval = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(interval.status == 0)
        #expect(
            interval.errors
                == "note: `replication: {check-interval: 5 s}` changes nothing: without a `lag-limit` no primary waits for replicas\n")
        let changes = ["shards.main.nodes=1", "primary-reads=always"].flatMap { ["--set", "tiers.database.\($0)"] }
        let alone = ["--set", "data.replication.lag-limit=1.5 s", "--set", "rolling={convert-on: primary}"]
        let single = try CommandRunner.run(["validate", "shop.yaml"] + changes + alone, in: folder.path)
        #expect(single.status == 0)
        let note = "note: `replication: {lag-limit: 1.5 s}` changes nothing: no shard has a replica\n"
        #expect(single.errors.hasPrefix(note), "\(single.errors)")
    }

    /// 2 M rows of 200 us in two shards: 280 s and 120 s, but only the second shard has a replica.
    @Test("a chunk holds no more than a shard that has replicas")
    func shards() throws {
        let folder = try ShopScenario.folder([
            (Self.place, "replication: {lag-limit: 1.5 s}\n  chunk: 1 TB"),
            (
                "main: {nodes: 3, load: 100 %, data: 100 %}",
                "one: {nodes: 1, load: 70 %, data: 70 %}\n      two: {nodes: 2, load: 30 %, data: 30 %}"
            ),
            ("data-reader: web", "data-reader: web\nrolling: {convert-on: primary}"),
        ])
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 0)
        #expect(result.errors.hasPrefix("note: a chunk of `records` takes a replica 2 min to apply, more than"), "\(result.errors)")
    }
}
