// Close to what the machine allows without a framework: a 4-ary heap of 128-bit keys whose top is replaced in place.
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <vector>

#include "Common/Dispatch.hpp"

using namespace rivals;

namespace {

// Time in ns (64 bits), sequence (40), slot of the record (24): one comparison of integers orders events completely.
using Key = unsigned __int128;
constexpr int slotBits = 24;
constexpr std::uint64_t slotLimit = std::uint64_t{1} << slotBits;
constexpr std::uint64_t sequenceLimit = std::uint64_t{1} << (64 - slotBits);

Key makeKey(std::int64_t time, std::uint64_t sequence, std::uint64_t slot) {
    return static_cast<Key>(time) << 64 | (sequence << slotBits | slot);
}
std::int64_t timeOf(Key key) { return static_cast<std::int64_t>(key >> 64); }
std::uint64_t slotOf(Key key) { return static_cast<std::uint64_t>(key) & (slotLimit - 1); }

// What an event carries, apart from the heap, which moves keys only.
struct alignas(32) Record {
    std::uint64_t kind;
    std::uint64_t entity;
    std::uint64_t data[2];
};

// Of one size throughout. Four children are 64 bytes and begin on a multiple of 64, so a level costs one cache line.
class FourHeap {
public:
    explicit FourHeap(std::size_t size) : size(size) {
        // Child 1 begins a line, so the root is the last of the line before; the end is padded with keys that are never least.
        const std::size_t padded = 3 + size + 4;
        storage.reset(static_cast<Key*>(std::aligned_alloc(64, (padded * sizeof(Key) + 63) / 64 * 64)));
        if (!storage) throw std::bad_alloc();
        keys = storage.get() + 3;
        for (std::size_t index = 0; index < size + 4; ++index) keys[index] = ~Key{0};
    }

    Key& operator[](std::size_t index) { return keys[index]; }
    Key top() const { return keys[0]; }

    // Floyd's construction, of the keys set through the subscript.
    void build() {
        for (std::size_t index = size / 4 + 1; index-- > 0;) sift(index, keys[index]);
    }

    void replaceTop(Key key) { sift(0, key); }

private:
    void sift(std::size_t hole, Key key) {
        for (;;) {
            const std::size_t first = 4 * hole + 1;
            if (first >= size) break;
            // The next level is a miss in a large heap: its four lines are asked for while this one is compared.
#pragma GCC unroll 4
            for (std::size_t child = 0; child < 4; ++child) __builtin_prefetch(keys + 4 * (first + child) + 1);
            // A tournament whose outcomes are added and masked: no predictor knows them, and with `?:` the compiler may still branch.
            const std::size_t left = first + (keys[first + 1] < keys[first]);
            const std::size_t right = first + 2 + (keys[first + 3] < keys[first + 2]);
            const std::size_t least = left ^ ((left ^ right) & -static_cast<std::size_t>(keys[right] < keys[left]));
            if (key <= keys[least]) break;
            keys[hole] = keys[least];
            hole = least;
        }
        keys[hole] = key;
    }

    struct Free {
        void operator()(Key* memory) const { std::free(memory); }
    };

    std::size_t size;
    std::unique_ptr<Key[], Free> storage;
    Key* keys;
};

void requireSlots(std::uint64_t pending, std::uint64_t operations) {
    if (pending > slotLimit) throw Skipped("a slot has 24 bits");
    if (pending + operations > sequenceLimit) throw Skipped("a sequence number has 40 bits");
}

Result hold(std::uint64_t pending, std::uint64_t operations, Increments increments) {
    requireSlots(pending, operations);
    FourHeap heap(pending);
    std::vector<Record> records(pending);
    std::uint64_t sequence = 0;
    for (std::uint64_t slot = 0; slot < pending; ++slot) {
        records[slot] = {1, slot, {}};
        heap[slot] = makeKey(nanoseconds(increments.drawFirst()), sequence++, slot);
    }
    heap.build();

    std::int64_t now = 0;
    const double start = cpuSeconds();
    for (std::uint64_t operation = 0; operation < operations; ++operation) {
        const Key key = heap.top();
        now = timeOf(key);
        // An event is handled by what its record says, so the record has to be fetched here too; it counts its occurrences.
        Record& record = records[slotOf(key)];
        record.data[0] += record.kind;
        heap.replaceTop(makeKey(now + nanoseconds(increments.draw()), sequence++, slotOf(key)));
    }
    return {cpuSeconds() - start, static_cast<double>(now) / nanosecondsPerSecond};
}

Result phold(std::uint64_t entities, std::uint64_t operations, Phold draws) {
    requireSlots(entities, operations);
    struct Entity {
        std::uint64_t received = 0;
        std::int64_t last = 0;
    };
    std::vector<Entity> states(entities);
    FourHeap heap(entities);
    std::vector<Record> records(entities);
    std::uint64_t sequence = 0;
    for (std::uint64_t slot = 0; slot < entities; ++slot) {
        records[slot] = {1, slot, {}};
        heap[slot] = makeKey(nanoseconds(draws.drawIncrement()), sequence++, slot);
    }
    heap.build();

    std::int64_t now = 0;
    const double start = cpuSeconds();
    for (std::uint64_t operation = 0; operation < operations; ++operation) {
        const Key key = heap.top();
        now = timeOf(key);
        Record& record = records[slotOf(key)];
        Entity& state = states[record.entity];
        state.received += 1;
        state.last = now;
        record.entity = draws.drawTarget(record.entity);
        heap.replaceTop(makeKey(now + nanoseconds(draws.drawIncrement()), sequence++, slotOf(key)));
    }
    return {cpuSeconds() - start, static_cast<double>(now) / nanosecondsPerSecond};
}

// A first-in-first-out queue of arrival times in a ring that doubles when it is full.
class Ring {
public:
    bool isEmpty() const { return head == tail; }

    void append(std::int64_t time) {
        if (tail - head == times.size()) grow();
        times[tail++ & (times.size() - 1)] = time;
    }

    std::int64_t removeFirst() { return times[head++ & (times.size() - 1)]; }

private:
    void grow() {
        std::vector<std::int64_t> larger(2 * times.size());
        for (std::uint64_t index = head; index < tail; ++index)
            larger[index & (larger.size() - 1)] = times[index & (times.size() - 1)];
        times = std::move(larger);
    }

    std::vector<std::int64_t> times = std::vector<std::int64_t>(1024);
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
};

// There are never more than two events: two variables are the pending event set.
Result mm1(std::uint64_t customers, double load, Generator generator) {
    constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    Ring arrivals;
    std::uint64_t left = 0;
    std::int64_t total = 0;

    const double start = cpuSeconds();
    std::int64_t arrival = nanoseconds(generator.exponential(1 / load));
    std::int64_t departure = never;
    while (left < customers) {
        if (arrival <= departure) {
            arrivals.append(arrival);
            if (departure == never) departure = arrival + nanoseconds(generator.exponential(1));
            arrival += nanoseconds(generator.exponential(1 / load));
        } else {
            total += departure - arrivals.removeFirst();
            left += 1;
            departure = arrivals.isEmpty() ? never : departure + nanoseconds(generator.exponential(1));
        }
    }
    return {cpuSeconds() - start, static_cast<double>(total) / static_cast<double>(left) / nanosecondsPerSecond};
}

}  // namespace

int main(int count, char** words) { return runRival(count, words, "hand-written", Benchmarks{hold, mm1, phold}); }
