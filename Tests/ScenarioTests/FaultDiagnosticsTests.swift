import Scenarios
import Testing

/// What is said of dependencies and faults that cannot be.
@Suite struct FaultDiagnosticsTests {
    struct Spoilt: Sendable, CustomTestStringConvertible {
        var change: (String, String)
        var isPreset = false
        /// Code, message, place and hint.
        var complaint: [String]
        var testDescription: String { change.1 }
    }

    static let all = [
        Spoilt(
            change: ("type-1: 20 %", "type-1: 120 %"),
            complaint: ["error[out-of-range]: `upgrade-faults.type-1`: `120 %` is outside 0 ... 1", "25:11", "the most is `1`"]),
        Spoilt(
            change: ("type-1: 20 %", "type-5: 20 %"),
            complaint: ["error[unknown-key]: unknown key `type-5` in `upgrade-faults`", "25:3", "did you mean `type-1`?"]),
        Spoilt(
            change: ("on: app}", "on: ap}"),
            complaint: [
                "error[unknown-name]: `dependencies.components.\"port 11211\".on`: there is no tier `ap`", "14:34", "did you mean `app`?",
            ]),
        Spoilt(
            change: ("shards-of: database", "shards-of: web"),
            complaint: ["error[not-sharded]: tier `web` has no shards", "15:37", "say `on: web`"]),
        Spoilt(
            change: ("port 11211: {kind: port, on: app}", "port 11211: {kind: port, on: app, edited-with: web}"),
            complaint: [
                "error[conflict]: `port 11211` belongs to tier `app`, whose operations touch it", "14:52",
                "leave out `edited-with`, or say `one-for` instead of a tier",
            ]),
        Spoilt(
            change: ("kind: schema", "kind: shema"),
            complaint: [
                "error[unknown-choice]: `dependencies.components.form.kind`: `shema` is not one of `library`, `port`, `configuration`, `privilege`, "
                    + "`location`, `schema`, `data`, `cache`, `switch`", "15:18", "did you mean `schema`?",
            ]),
        Spoilt(
            change: ("needs: desk,", "needs: dusk,"),
            complaint: [
                "error[unknown-name]: `dependencies.needs[3].needs`: there is no component `dusk`", "22:24", "did you mean `desk`?",
            ]),
        Spoilt(
            change: ("share: [names]", "share: [app]"),
            complaint: [
                "error[unknown-name]: `dependencies.share[0]`: there is no component `app`", "23:11",
                "declared are: `port 11211`, `form`, `names`, `desk`",
            ]),
        Spoilt(
            change: ("{of: web, needs: desk, shows: never}", "{of: desk, needs: desk}"),
            complaint: ["error[circle]: `desk` needs itself", "22:25", "leave this out"]),
        Spoilt(
            change: ("    - {of: web, needs: desk, shows: never}", "    - {of: names, needs: desk}\n    - {of: desk, needs: app}"),
            complaint: ["error[circle]: `desk` needs itself, by way of `app`, `names`", "23:25", "leave out one of these edges"]),
        Spoilt(
            change: ("desk: {kind", "web: {kind"),
            complaint: [
                "error[duplicate]: there is a component `web` already, of the preset or the service of a tier", "17:5",
                "call it something else",
            ]),
        Spoilt(
            change: ("shows: later, after: 10 min", "shows: later"),
            complaint: [
                "error[missing-key]: key `after` is missing in `dependencies.needs[2]`", "21:7",
                "`after` is a distribution: expiry of something kept, first use of a rare path",
            ]),
        Spoilt(
            change: ("shows: never", "shows: never, after: 1 s"),
            complaint: ["error[unknown-key]: unknown key `after` in `dependencies.needs[3]`", "22:44", ""]),
        Spoilt(
            change: ("type-1: 20 %", "version: {defects: {outage: 0, mixed: 0, corruption: 0, slow: 0, misses: 0, errors: 0}}"),
            complaint: ["error[wrong-sum]: all weights are zero", "25:13", "give one defect a positive weight"]),
        Spoilt(
            change: ("type-1: 20 %", "version: {tiers: [application]}"),
            complaint: [
                "error[unknown-name]: `upgrade-faults.version.tiers[0]`: there is no tier `application`", "25:21",
                "declared are: `web`, `app`, `database`",
            ]),
        Spoilt(
            change: ("  roles: {application: app}", ""), isPreset: true,
            complaint: [
                "error[unknown-name]: `dependencies.roles.application`: there is no tier `application`, which is the default", "12:1",
                "declared are: `web`, `app`, `database`, `none`",
            ]),
        Spoilt(
            change: ("{application: app}", "{application: web}"), isPreset: true,
            complaint: [
                "error[duplicate]: tier `web` has the role `web` already, and cannot be `application` too", "14:24",
                "give each role a tier of its own, or `none`",
            ]),
        Spoilt(
            change: ("{application: app}", "{application: database, database: app, search: none}"), isPreset: true,
            complaint: [
                "error[not-sharded]: tier `app`, the preset's database, has no shards", "14:44",
                "give it `shards:`, one if it is not divided",
            ]),
        Spoilt(
            change: ("preset: three-tier-web", "preset: three-tier"), isPreset: true,
            complaint: [
                "error[unknown-choice]: `dependencies.preset`: `three-tier` is not one of `three-tier-web`, `wikipedia`", "13:11", "",
            ]),
        Spoilt(
            change: ("  preset: three-tier-web\n", ""), isPreset: true,
            complaint: [
                "error[no-preset]: a role is one of a preset, and none is named", "13:24",
                "add `preset:` with one of `three-tier-web`, `wikipedia`",
            ]),
    ]

    @Test("with code, place and hint", arguments: all)
    func spoilt(_ spoilt: Spoilt) throws {
        let text = spoilt.isPreset ? FaultKeysTests.preset : FaultKeysTests.text
        #expect(text.ranges(of: spoilt.change.0).count == 1)
        let (scenario, said) = FaultKeysTests.reading(text.replacing(spoilt.change.0, with: spoilt.change.1))
        #expect(scenario == nil)
        let lines = said.split(separator: "\n").map(String.init)
        #expect(lines.first == spoilt.complaint[0])
        #expect(lines.contains { $0.hasSuffix("--> faults.yaml:" + spoilt.complaint[1]) }, "\(said)")
        if !spoilt.complaint[2].isEmpty { #expect(lines.contains("hint: " + spoilt.complaint[2]), "\(said)") }
    }

    @Test(
        "one error and no other that follows from it",
        arguments: all.filter {
            !$0.change.1.contains("search") && !$0.change.1.contains("- {of: names") && !$0.change.1.contains("web: {kind")
        })
    func single(_ spoilt: Spoilt) {
        let text = spoilt.isPreset ? FaultKeysTests.preset : FaultKeysTests.text
        let said = FaultKeysTests.reading(text.replacing(spoilt.change.0, with: spoilt.change.1)).complaints
        #expect(said.hasSuffix("\n1 error"), "\(said)")
    }
}
