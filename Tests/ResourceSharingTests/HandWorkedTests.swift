import ResourceSharing
import Testing

@Suite struct HandWorkedTests {
    private func close(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= 1e-12 * abs(right)
    }

    @Test(arguments: [1, 2, 3, 7, 10, 1000, 4096])
    func equalFlowsOnALinkGetEqualParts(count: Int) {
        let system = SharingSystem()
        let link = system.addResource(capacity: 125e6)
        let flows = (0..<count).map { _ in system.add(uses: [ResourceUse(link)]) }
        system.solve()
        #expect(flows.allSatisfy { system.rate(of: $0) == 125e6 / Double(count) })
        #expect(flows.allSatisfy { system.bottleneck(of: $0) == .resource(link) })
        #expect(close(system.used(of: link), 125e6))
    }

    /// 3 TB over 1 Gbit/s of which 80 % may be used take 30,000 s.
    @Test func threeTerabytes() {
        let system = SharingSystem()
        let link = system.addResource(capacity: 1e9 / 8 * 0.8)
        let copy = system.add(uses: [ResourceUse(link)])
        system.solve()
        #expect(3e12 / system.rate(of: copy) == 30_000)
    }

    /// One long flow over two links of 10 and 4 and one short flow on each: the narrow link gives 2 and 2, the wide one its rest of 8.
    @Test func twoLinkLine() {
        let system = SharingSystem()
        let wide = system.addResource(capacity: 10)
        let narrow = system.addResource(capacity: 4)
        let long = system.add(uses: [ResourceUse(wide), ResourceUse(narrow)])
        let onWide = system.add(uses: [ResourceUse(wide)])
        let onNarrow = system.add(uses: [ResourceUse(narrow)])
        system.solve()
        #expect([long, onWide, onNarrow].map { system.rate(of: $0) } == [2, 8, 2])
        #expect(system.bottleneck(of: long) == .resource(narrow))
        #expect(system.bottleneck(of: onWide) == .resource(wide))
    }

    /// The parking lot: K links of capacity 1 in a row, one flow over all, and k flows that enter at link k and leave after it. The last
    /// link holds the long flow to 1/(K + 1); the others share what it leaves.
    @Test func parkingLot() {
        let system = SharingSystem()
        let links = (1...5).map { _ in system.addResource(capacity: 1) }
        let long = system.add(uses: links.map { ResourceUse($0) })
        let entering = (1...5).map { place in (0..<place).map { _ in system.add(uses: [ResourceUse(links[place - 1])]) } }
        system.solve()
        #expect(close(system.rate(of: long), 1.0 / 6))
        #expect(system.bottleneck(of: long) == .resource(links[4]))
        for (place, flows) in entering.enumerated() {
            #expect(flows.allSatisfy { close(system.rate(of: $0), (5.0 / 6) / Double(place + 1)) })
        }
    }

    /// On one resource of 12 the coefficients 1, 2 and 3 give equal rates of 2, not equal parts of the resource.
    @Test func differentCoefficientsOnOneResource() {
        let system = SharingSystem()
        let disk = system.addResource(capacity: 12)
        let activities = (1...3).map { system.add(uses: [ResourceUse(disk, amountPerUnit: Double($0))]) }
        system.solve()
        #expect(activities.map { system.rate(of: $0) } == [2, 2, 2])
    }

    /// A conversion reads 1, computes 0.02 core-seconds and writes 1.5 for each unit; the writing disk of 90 is what holds it to 60.
    @Test func severalResourcesAtOnce() {
        let system = SharingSystem()
        let source = system.addResource(capacity: 100)
        let cores = system.addResource(capacity: 4)
        let target = system.addResource(capacity: 90)
        let conversion = system.add(uses: [
            ResourceUse(source), ResourceUse(cores, amountPerUnit: 0.02), ResourceUse(target, amountPerUnit: 1.5),
        ])
        let scan = system.add(uses: [ResourceUse(source)])
        system.solve()
        // The source comes first: 100 for two activities is 50 for each, and 50 needs 75 of the target.
        #expect(system.rate(of: conversion) == 50)
        #expect(system.rate(of: scan) == 50)
        system.remove(scan)
        system.solve()
        #expect(system.rate(of: conversion) == 60)
        #expect(system.bottleneck(of: conversion) == .resource(target))
        #expect(system.used(of: source) == 60)
        #expect(close(system.used(of: cores), 1.2))
    }

    /// A copy within one disk reads and writes it: half the disk's rate, however the uses are written.
    @Test func oneResourceNamedTwice() {
        let system = SharingSystem()
        let disk = system.addResource(capacity: 100)
        let copy = system.add(uses: [ResourceUse(disk), ResourceUse(disk)])
        let scan = system.add(uses: [ResourceUse(disk)])
        system.solve()
        #expect(close(system.rate(of: copy), 100.0 / 3))
        #expect(close(system.rate(of: scan), 100.0 / 3))
    }

    @Test func limitsLeaveRoomForOthers() {
        let system = SharingSystem()
        let link = system.addResource(capacity: 12)
        let slow = system.add(uses: [ResourceUse(link)], limit: 2)
        let others = (0..<2).map { _ in system.add(uses: [ResourceUse(link)]) }
        let idle = system.add(uses: [ResourceUse(link)], limit: 0)
        system.solve()
        #expect(system.rate(of: slow) == 2)
        #expect(system.bottleneck(of: slow) == .ownLimit)
        #expect(others.map { system.rate(of: $0) } == [5, 5])
        #expect(system.rate(of: idle) == 0)
        #expect(system.bottleneck(of: idle) == .ownLimit)
    }

    @Test func weightsDivideABottleneck() {
        let system = SharingSystem()
        let link = system.addResource(capacity: 12)
        let activities = [1.0, 2, 3].map { system.add(uses: [ResourceUse(link)], weight: $0) }
        system.solve()
        #expect(activities.map { system.rate(of: $0) } == [2, 4, 6])
        system.setWeight(9, of: activities[2])
        system.solve()
        #expect(activities.map { system.rate(of: $0) } == [1, 2, 9])
    }

    @Test func zeroCapacityStopsItsUsersOnly() {
        let system = SharingSystem()
        let dead = system.addResource(capacity: 0)
        let alive = system.addResource(capacity: 8)
        let both = system.add(uses: [ResourceUse(dead), ResourceUse(alive)])
        let one = system.add(uses: [ResourceUse(alive)])
        system.solve()
        #expect(system.rate(of: both) == 0)
        #expect(system.bottleneck(of: both) == .resource(dead))
        #expect(system.rate(of: one) == 8)
        system.setCapacity(3, of: dead)
        system.solve()
        #expect([both, one].map { system.rate(of: $0) } == [3, 5])
    }

    @Test func withoutUsesTheLimitIsTheRate() {
        let system = SharingSystem()
        let link = system.addResource(capacity: 1)
        let sleeper = system.add(uses: [], limit: 7)
        let unused = system.add(uses: [ResourceUse(link, amountPerUnit: 0)], limit: 9)
        #expect(system.bottleneck(of: sleeper) == nil)
        system.solve()
        #expect([sleeper, unused].map { system.rate(of: $0) } == [7, 9])
        #expect(system.used(of: link) == 0)
    }

    /// Foreground flows limited to 0.1, 0.2 and 0.7 of a link of 1 leave nothing, although the sum of these doubles is not one.
    @Test func backgroundGetsTheResidueAndNoRounding() {
        let system = SharingSystem()
        let link = system.addResource(capacity: 1)
        let serving = [0.1, 0.2, 0.7].map { system.add(uses: [ResourceUse(link)], limit: $0) }
        let copies = (0..<2).map { _ in system.add(uses: [ResourceUse(link)], priority: .background) }
        system.solve()
        #expect(copies.map { system.rate(of: $0) } == [0, 0])
        system.setLimit(0.2, of: serving[2])
        system.solve()
        #expect(copies.allSatisfy { close(system.rate(of: $0), 0.25) })
        #expect(serving.map { system.rate(of: $0) } == [0.1, 0.2, 0.2])
    }

    /// The example of the documentation.
    @Test func documentedExample() {
        let system = SharingSystem()
        let disk = system.addResource(capacity: 100e6)
        let link = system.addResource(capacity: 125e6)
        let copy = system.add(uses: [ResourceUse(disk), ResourceUse(link)])
        let scan = system.add(uses: [ResourceUse(disk)], weight: 3)
        system.solve()
        #expect(system.rate(of: copy) == 25e6)
        #expect(system.rate(of: scan) == 75e6)
        #expect([copy, scan].allSatisfy { system.bottleneck(of: $0) == .resource(disk) })
    }
}
