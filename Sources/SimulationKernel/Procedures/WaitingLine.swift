/// Tickets in the order in which they began to wait.
///
/// Tickets whose wait is over, taken or cancelled, stay in the storage until it is swept, which happens each time it has doubled: it never
/// holds more than twice the tickets that waited at the last sweep, or 32.
///
/// - Complexity: appending and taking the first are O(1) on average.
struct WaitingLine {
    typealias Ticket = ProcedureTable.Ticket.Number

    private var tickets: [Ticket] = []
    private var first = 0
    private var sweepAt = 32

    mutating func append(_ ticket: Ticket, in table: ProcedureTable) {
        if tickets.count == sweepAt {
            tickets.removeAll { !table.isOpen($0) }
            first = 0
            sweepAt = max(32, tickets.count * 2)
        }
        tickets.append(ticket)
    }

    mutating func takeFirst() -> Ticket? {
        guard first < tickets.count else {
            tickets.removeAll(keepingCapacity: true)
            first = 0
            return nil
        }
        first += 1
        return tickets[first - 1]
    }

    mutating func takeAll() -> ArraySlice<Ticket> {
        defer { self = WaitingLine() }
        return tickets[first...]
    }
}
