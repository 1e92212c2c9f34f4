import SimulationKernel
import Testing
import UpgradeStrategies

/// Days, hours and change windows.
@Suite struct CalendarTests {
    private func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> SimulationTime { .seconds(((day * 24 + hour) * 60 + minute) * 60) }

    @Test("position counts days from the start's weekday and hour")
    func position() {
        let calendar = Calendar(startOfDayOffset: .hours(22), startWeekday: 6)
        #expect(calendar.position(at: .zero) == (.hours(22), 6))
        #expect(calendar.position(at: .seconds(7199)) == (.seconds(86_399), 6))
        // Sunday is followed by Monday.
        #expect(calendar.position(at: .seconds(7200)) == (.zero, 0))
        #expect(calendar.position(at: at(7, 0)) == (.hours(22), 6))
    }

    @Test("next is the first time of day not before an instant")
    func next() {
        let calendar = Calendar(startOfDayOffset: .hours(5), startWeekday: 1)
        #expect(calendar.next(.hours(5), notBefore: .zero) == .zero)
        #expect(calendar.next(.hours(5), notBefore: .zero + .nanoseconds(1)) == at(1, 0))
        #expect(calendar.next(.hours(4), notBefore: .zero) == at(0, 23))
        #expect(calendar.next(.zero, notBefore: .zero) == at(0, 19))
        #expect(calendar.next(.hours(6), notBefore: at(3, 0)) == at(3, 1))
    }

    @Test("a window is open from its first instant and closed from its last")
    func edges() {
        let calendar = Calendar(windows: [ChangeWindow(from: .hours(2), to: .hours(6))])
        #expect(!calendar.isOpen(at: at(0, 1, 59)))
        #expect(calendar.isOpen(at: at(0, 2)))
        #expect(calendar.isOpen(at: at(0, 5, 59)))
        #expect(!calendar.isOpen(at: at(0, 6)))
        #expect(calendar.nextChange(after: .zero) == at(0, 2))
        #expect(calendar.nextChange(after: at(0, 2)) == at(0, 6))
        #expect(calendar.nextChange(after: at(0, 6)) == at(1, 2))
    }

    @Test("a window past midnight belongs to the day on which it begins")
    func pastMidnight() {
        // Mondays from 22:00 to 04:00 on Tuesday; the run starts on Monday at midnight.
        let monday = [true] + [Bool](repeating: false, count: 6)
        let calendar = Calendar(windows: [ChangeWindow(from: .hours(22), to: .hours(4), weekdays: monday)])
        #expect(!calendar.isOpen(at: at(0, 3)))
        #expect(calendar.isOpen(at: at(0, 23)))
        #expect(calendar.isOpen(at: at(1, 3, 59)))
        #expect(!calendar.isOpen(at: at(1, 4)))
        #expect(!calendar.isOpen(at: at(1, 23)))
        #expect(calendar.nextChange(after: .zero) == at(0, 22))
        #expect(calendar.nextChange(after: at(0, 22)) == at(1, 4))
        #expect(calendar.nextChange(after: at(1, 4)) == at(7, 22))
    }

    @Test("not on Fridays: the day is skipped")
    func notOnFridays() {
        var days = [Bool](repeating: true, count: 7)
        days[4] = false
        let calendar = Calendar(windows: [ChangeWindow(from: .hours(2), to: .hours(6), weekdays: days)])
        #expect(calendar.nextChange(after: at(3, 6)) == at(5, 2))
        #expect(!calendar.isOpen(at: at(4, 3)))
    }

    @Test("adjoining windows are one; windows over the whole day never change; no window means always")
    func joined() {
        let calendar = Calendar(windows: [ChangeWindow(from: .hours(2), to: .hours(4)), ChangeWindow(from: .hours(4), to: .hours(6))])
        #expect(calendar.nextChange(after: at(0, 2)) == at(0, 6))
        let always = Calendar(windows: [ChangeWindow(from: .zero, to: .hours(24))])
        #expect(always.isOpen(at: at(2, 23, 59)))
        #expect(always.nextChange(after: .zero) == nil)
        #expect(Calendar().isOpen(at: at(2, 5)))
        #expect(Calendar().nextChange(after: .zero) == nil)
    }

    /// Minute by minute over two weeks: what ``Calendar/nextChange(after:)`` says is the next minute at which ``Calendar/isOpen(at:)`` differs.
    @Test("next change agrees with a walk minute by minute", arguments: 0..<6)
    func slowTwin(_ index: Int) {
        let odd = (0..<7).map { ($0 * 5 + index) % 3 != 0 }
        let calendar = Calendar(
            startOfDayOffset: .minutes(317 * (index + 1) % 1440), startWeekday: index,
            windows: [
                ChangeWindow(from: .minutes(100 + index), to: .minutes(400), weekdays: odd),
                ChangeWindow(from: .minutes(1300), to: .minutes(90 + 40 * index), weekdays: odd.reversed()),
            ])
        var expected: SimulationTime?
        for minute in stride(from: 14 * 1440, through: 0, by: -1) {
            let (now, before) = (SimulationTime.seconds(minute * 60), SimulationTime.seconds(minute * 60) + .nanoseconds(-1))
            if minute < 7 * 1440, let expected { #expect(calendar.nextChange(after: now) == expected) }
            if minute > 0, calendar.isOpen(at: now) != calendar.isOpen(at: before) { expected = now }
        }
    }
}
