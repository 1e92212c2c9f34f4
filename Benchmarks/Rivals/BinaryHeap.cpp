// The textbook: a binary heap of event records from the standard library, and a loop around it.
#include <cstdint>
#include <deque>
#include <queue>
#include <vector>

#include "Common/Dispatch.hpp"

using namespace rivals;

namespace {

// As large as the record of an event in Chrysalis, so that the heap moves as much memory.
struct Payload {
    std::uint64_t kind;
    std::uint64_t entity;
    std::uint64_t data[2];
};

struct Event {
    std::int64_t time;
    std::uint64_t sequence;
    Payload payload;
};

// `std::priority_queue` has the largest on top, so "less" is "later"; events of one instant come in the order of their scheduling.
struct Later {
    bool operator()(const Event& left, const Event& right) const {
        return left.time != right.time ? left.time > right.time : left.sequence > right.sequence;
    }
};

class EventQueue {
public:
    explicit EventQueue(std::size_t capacity) {
        std::vector<Event> storage;
        storage.reserve(capacity);
        heap = Heap(Later{}, std::move(storage));
    }

    void schedule(std::int64_t time, Payload payload) { heap.push({time, nextSequence++, payload}); }

    Event take() {
        const Event event = heap.top();
        heap.pop();
        return event;
    }

private:
    using Heap = std::priority_queue<Event, std::vector<Event>, Later>;

    Heap heap;
    std::uint64_t nextSequence = 0;
};

Result hold(std::uint64_t pending, std::uint64_t operations, Increments increments) {
    EventQueue queue(pending);
    for (std::uint64_t entity = 0; entity < pending; ++entity) queue.schedule(nanoseconds(increments.drawFirst()), {0, entity, {}});

    std::int64_t now = 0;
    const double start = cpuSeconds();
    for (std::uint64_t operation = 0; operation < operations; ++operation) {
        const Event event = queue.take();
        now = event.time;
        queue.schedule(now + nanoseconds(increments.draw()), event.payload);
    }
    return {cpuSeconds() - start, static_cast<double>(now) / nanosecondsPerSecond};
}

Result phold(std::uint64_t entities, std::uint64_t operations, Phold draws) {
    struct Entity {
        std::uint64_t received = 0;
        std::int64_t last = 0;
    };
    std::vector<Entity> states(entities);
    EventQueue queue(entities);
    for (std::uint64_t entity = 0; entity < entities; ++entity) queue.schedule(nanoseconds(draws.drawIncrement()), {0, entity, {}});

    std::int64_t now = 0;
    const double start = cpuSeconds();
    for (std::uint64_t operation = 0; operation < operations; ++operation) {
        Event event = queue.take();
        now = event.time;
        Entity& state = states[event.payload.entity];
        state.received += 1;
        state.last = now;
        event.payload.entity = draws.drawTarget(event.payload.entity);
        queue.schedule(now + nanoseconds(draws.drawIncrement()), event.payload);
    }
    return {cpuSeconds() - start, static_cast<double>(now) / nanosecondsPerSecond};
}

Result mm1(std::uint64_t customers, double load, Generator generator) {
    enum Kind : std::uint64_t { arrival, departure };
    EventQueue queue(2);
    std::deque<std::int64_t> arrivals;
    std::uint64_t left = 0;
    double total = 0;

    const double start = cpuSeconds();
    queue.schedule(nanoseconds(generator.exponential(1 / load)), {arrival, 0, {}});
    while (left < customers) {
        const Event event = queue.take();
        if (event.payload.kind == arrival) {
            if (arrivals.empty()) queue.schedule(event.time + nanoseconds(generator.exponential(1)), {departure, 0, {}});
            arrivals.push_back(event.time);
            queue.schedule(event.time + nanoseconds(generator.exponential(1 / load)), {arrival, 0, {}});
        } else {
            total += static_cast<double>(event.time - arrivals.front());
            arrivals.pop_front();
            left += 1;
            if (!arrivals.empty()) queue.schedule(event.time + nanoseconds(generator.exponential(1)), {departure, 0, {}});
        }
    }
    return {cpuSeconds() - start, total / static_cast<double>(left) / nanosecondsPerSecond};
}

}  // namespace

int main(int count, char** words) { return runRival(count, words, "binary-heap", Benchmarks{hold, mm1, phold}); }
