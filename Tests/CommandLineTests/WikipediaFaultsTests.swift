import Foundation
import TestTools
import Testing

/// One case of a campaign, as `inject --format json` tells it.
private struct InjectedCase: Decodable {
    var strategy: String
    var fault: String
    var type: Int?
    var operations: Int
    var consequence: String
    var lost: Double
    var lostBeyondPilot: Double
    var struck: Double?

    enum CodingKeys: String, CodingKey {
        case strategy, fault, type, operations, consequence
        case lost = "lost_requests"
        case lostBeyondPilot = "lost_requests_beyond_pilot"
        case struck = "struck_s"
    }

    var isPrivate: Bool { fault.hasSuffix(" of the new universe") }
    /// What broke, without the type and the place.
    var component: String {
        let name = fault.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? fault
        return name.replacing(" of the new universe", with: "").replacing(" on a node", with: "")
    }
    /// Whether somebody pays for it: users at once, those who lose to another attempt, or whoever finds wrong data later.
    var costsSomething: Bool { lost > 0 || lostBeyondPilot > 1 || consequence == "latent error" }
}

private struct Campaign: Decodable { var cases: [InjectedCase] }

/// What a second system protects from, in the campaign on wikipedia-2010.
///
/// None of it is written anywhere: strategies know no faults, and who suffers follows from the graph of the scenario.
@Suite(
    "faults of Wikipedia 2010", .serialized,
    .enabled(if: Project.release != nil, "`make test` makes a release build first; a debug build takes minutes"))
struct WikipediaFaultsTests {
    /// The hour of the first switchover, seconds after the start.
    private static let switchover = 48.0 * 3600

    private func campaign(_ arguments: [String]) throws -> [InjectedCase] {
        let program = try #require(Project.release)
        let command = [program, "inject", Project.scenario("wikipedia-2010"), "--seed", "1", "--format", "json"] + arguments
        let result = try runProgram(command)
        #expect(result.status == 0)
        return try JSONDecoder().decode(Campaign.self, from: Data(result.output.utf8)).cases
    }

    private func beforeSwitchover(_ cases: [InjectedCase]) -> [InjectedCase] {
        cases.filter { $0.strategy == "parallel-universe" && ($0.struck ?? .infinity) < Self.switchover && $0.type != nil }
    }

    @Test("what goes wrong in the new universe before the switchover costs no request, and elsewhere it does")
    func isolation() throws {
        let all = try campaign([])
        let early = beforeSwitchover(all)
        let inside = early.filter { $0.isPrivate && $0.type != 2 }
        #expect(Set(inside.compactMap(\.type)) == [1, 3, 4] && inside.count > 50)
        for one in inside { #expect(one.lost == 0 && one.consequence == "masked", "\(one.fault)") }
        // What both universes share is no safer than before.
        let shared = early.filter { !$0.isPrivate }
        #expect(!shared.isEmpty)
        for one in shared { #expect(one.lost > 0, "\(one.fault)") }

        // The same things, broken by the same types of fault where users are, cost requests.
        for strategy in ["rolling", "big-flip"] {
            let here = all.filter { $0.strategy == strategy && $0.type != nil }
            var harmless: [String] = []
            for one in inside {
                let (type, component) = (one.type, one.component)
                let same = here.filter { $0.type == type && $0.component == component }
                if !same.contains(where: \.costsSomething) { harmless.append("\(component), type \(type ?? 0)") }
            }
            #expect(harmless.sorted() == [], "\(strategy)")
        }

        // Semantic errors pass the test, whose answers look right, and show under real load: most of them, which the guide says.
        let semantic = early.filter { $0.type == 2 }
        let (passed, done) = (semantic.filter { $0.lost > 0 }.operations, semantic.operations)
        #expect(done == 242 && passed > done / 2)
    }

    @Test("a component that is moved from private to shared is as dangerous as at home")
    func moved() throws {
        let component = "front-cache addresses"
        let moved = beforeSwitchover(try campaign(["--strategy", "parallel-universe", "--set", "dependencies.share=[\(component)]"]))
        let cases = moved.filter { $0.component == component }
        #expect(!cases.isEmpty)
        for one in cases {
            #expect(!one.isPrivate && one.consequence == "full outage" && one.lost > 1e6, "\(one.fault)")
        }
    }
}

extension [InjectedCase] {
    /// Operations of all of them.
    fileprivate var operations: Int { reduce(0) { $0 + $1.operations } }
}
