import ResourceSharing
import Testing

@Suite struct MisuseTests {
    @Test func aRemovedActivityTraps() async {
        await #expect(processExitsWith: .failure) {
            let system = SharingSystem()
            let link = system.addResource(capacity: 1)
            let activity = system.add(uses: [ResourceUse(link)])
            system.remove(activity)
            _ = system.add(uses: [ResourceUse(link)])
            _ = system.rate(of: activity)
        }
    }

    @Test func aNegativeCapacityTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = SharingSystem().addResource(capacity: -1)
        }
    }

    @Test func anUnboundedActivityTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = SharingSystem().add(uses: [])
        }
    }

    @Test func losingTheOnlyLimitTraps() async {
        await #expect(processExitsWith: .failure) {
            let system = SharingSystem()
            let activity = system.add(uses: [], limit: 1)
            system.setLimit(.infinity, of: activity)
        }
    }

    @Test func aForeignResourceTraps() async {
        await #expect(processExitsWith: .failure) {
            let other = SharingSystem()
            _ = other.addResource(capacity: 1)
            let foreign = other.addResource(capacity: 1)
            let system = SharingSystem()
            _ = system.addResource(capacity: 1)
            _ = system.add(uses: [ResourceUse(foreign)])
        }
    }

    @Test func aWeightOfZeroTraps() async {
        await #expect(processExitsWith: .failure) {
            let system = SharingSystem()
            let link = system.addResource(capacity: 1)
            _ = system.add(uses: [ResourceUse(link)], weight: 0)
        }
    }
}
