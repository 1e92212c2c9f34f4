import TestTools
import Testing

extension SpoiltScenario {
    /// What can be wrong with sites, links and machines.
    static let platforms = [
        SpoiltScenario(
            name: "an oversubscription that is misspelt", changes: [("cloud: {}", "cloud: {oversubscripton: 4}")],
            errors: """
                error[unknown-key]: unknown key `oversubscripton` in `sites.cloud`
                 --> shop.yaml:7:11
                  |
                7 |   cloud: {oversubscripton: 4}
                  |           ^^^^^^^^^^^^^^^
                hint: did you mean `oversubscription`?

                1 error

                """),
        SpoiltScenario(
            name: "an uplink that carries nothing", changes: [("cloud: {}", "cloud: {oversubscription: 0}")],
            errors: """
                error[out-of-range]: `sites.cloud.oversubscription`: `0` is outside 0.01 ... 1000
                 --> shop.yaml:7:29
                  |
                7 |   cloud: {oversubscription: 0}
                  |                             ^
                hint: the least is `0.01`

                1 error

                """),
        SpoiltScenario(
            name: "an uplink that is stated twice", changes: [("cloud: {}", "cloud: {rack-uplink: 40 Gbit/s, oversubscription: 3}")],
            errors: """
                error[conflict]: only one of `rack-uplink`, `oversubscription` may be given in `sites.cloud`
                 --> shop.yaml:7:35
                  |
                7 |   cloud: {rack-uplink: 40 Gbit/s, oversubscription: 3}
                  |                                   ^^^^^^^^^^^^^^^^
                note: another is here
                 --> shop.yaml:7:11
                  |
                7 |   cloud: {rack-uplink: 40 Gbit/s, oversubscription: 3}
                  |           ^^^^^^^^^^^

                1 error

                """),
        SpoiltScenario(
            name: "a delay before its time", changes: [("cloud: {}", "cloud: {latency: -1 ms}")],
            errors: """
                error[out-of-range]: `sites.cloud.latency`: `-1 ms` is outside 0 s ... 1 min
                 --> shop.yaml:7:20
                  |
                7 |   cloud: {latency: -1 ms}
                  |                    ^^^^^
                hint: the least is `0 s`

                1 error

                """),
        SpoiltScenario(
            name: "a window that lets nothing through", changes: [("copy-rate: 50 MB/s", "window: 0 B")],
            errors: """
                error[out-of-range]: `data.window`: `0 B` is outside 1 B ... 1 TB
                  --> shop.yaml:36:11
                   |
                36 |   window: 0 B
                   |           ^^^
                hint: the least is `1 B`

                1 error

                """),
        SpoiltScenario(
            name: "no stream at all", changes: [("copy-rate: 50 MB/s", "streams: 0")],
            errors: """
                error[out-of-range]: `data.streams`: `0` is outside 1 ... 4096
                  --> shop.yaml:36:12
                   |
                36 |   streams: 0
                   |            ^
                hint: the least is `1`

                1 error

                """),
        SpoiltScenario(
            name: "a reward for more streams", changes: [("cores: 4", "disk-stream-penalty: -5 %")],
            errors: """
                error[out-of-range]: `tiers.web.disk-stream-penalty`: `-5 %` is outside 0 ... 10
                  --> shop.yaml:13:26
                   |
                13 |     disk-stream-penalty: -5 %
                   |                          ^^^^
                hint: the least is `0`

                1 error

                """),
        SpoiltScenario(
            name: "an instance that sends nothing", changes: [("type: large", "type: large, wan-port: 0 Gbit/s")],
            errors: """
                error[out-of-range]: `parallel-universe.tiers.database.wan-port`: `0 Gbit/s` is outside 1 B/s ... 10000 GB/s
                  --> shop.yaml:49:39
                   |
                49 |     database: {type: large, wan-port: 0 Gbit/s}
                   |                                       ^^^^^^^^
                hint: the least is `1 B/s`

                1 error

                """),
        SpoiltScenario(
            name: "a chain of links that ends before the second system",
            changes: [("cloud: {}", "exchange: {}\n  cloud: {}"), ("to: cloud", "to: exchange")],
            errors: """
                error[no-route]: no links lead from `home`, where the data is, to `cloud`
                  --> shop.yaml:46:9
                   |
                46 |   site: cloud
                   |         ^^^^^
                hint: add one to `links:`, such as `{from: home, to: cloud, capacity: 1 Gbit/s}`

                1 error

                """),
        SpoiltScenario(
            name: "a misspelt end of a link is one error and not two",
            changes: [("cloud: {}", "exchange: {}\n  cloud: {}"), ("to: cloud", "to: exchagne")],
            errors: """
                error[unknown-name]: `links[0].to`: there is no site `exchagne`
                  --> shop.yaml:10:22
                   |
                10 |   - {from: home, to: exchagne, capacity: 1 Gbit/s}
                   |                      ^^^^^^^^
                hint: did you mean `exchange`?

                1 error

                """),
    ]
}
