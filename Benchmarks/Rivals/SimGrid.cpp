// SimGrid: one actor an event, which sleeps, as its users write it; for M/M/1 a source and a server. `--style timers` does hold with the
// timers inside its kernel instead, which are no part of its interface, but its nearest to an event.
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>
#include <simgrid/version.h>

#include <unistd.h>

#include <cstdint>
#include <deque>

#include "Common/CommandLine.hpp"
#include "Common/Workload.hpp"

namespace s4u = simgrid::s4u;
using namespace rivals;

namespace {

const std::string version = std::to_string(SIMGRID_VERSION_MAJOR) + "." + std::to_string(SIMGRID_VERSION_MINOR);

// Beyond this many actors, a stack and some more for each, memory and patience end.
constexpr std::uint64_t actorLimit = 200'000;

// A platform of one host, on which nothing is ever computed.
s4u::Host* makeHost() {
    auto* zone = s4u::create_full_zone("zone");
    auto* host = zone->create_host("host", 1e9);
    zone->seal();
    return host;
}

// An actor cannot end the simulation while others sleep except by ending the process, without any tear-down.
[[noreturn]] void finish(const Arguments& arguments, Result result) {
    printResult(arguments, "simgrid", version, "\"style\":\"" + arguments.text("style") + "\",", result);
    _exit(0);
}

[[noreturn]] void holdActors(s4u::Engine& engine, const Arguments& arguments) {
    const std::uint64_t pending = arguments.positive("pending");
    const std::uint64_t operations = arguments.positive("operations");
    Increments increments(arguments.text("increments"), arguments.seed());
    if (pending > actorLimit) throw Skipped("more than 200,000 actors, a stack each");

    s4u::Host* host = makeHost();
    std::uint64_t taken = 0;
    double start = 0;
    const auto body = [&] {
        s4u::this_actor::sleep_for(increments.drawFirst());
        // All actors sleep when the first one wakes: set-up ends here.
        if (taken == 0) start = cpuSeconds();
        for (;;) {
            if (++taken == operations) finish(arguments, {cpuSeconds() - start, s4u::Engine::get_clock()});
            s4u::this_actor::sleep_for(increments.draw());
        }
    };
    for (std::uint64_t actor = 0; actor < pending; ++actor) s4u::Actor::create("a", host, body);
    engine.run();
    std::abort();
}

[[noreturn]] void holdTimers(s4u::Engine& engine, const Arguments& arguments) {
    using simgrid::kernel::timer::Timer;
    const std::uint64_t pending = arguments.positive("pending");
    const std::uint64_t operations = arguments.positive("operations");
    Increments increments(arguments.text("increments"), arguments.seed());

    std::uint64_t taken = 0;
    double start = 0;
    // Of one pointer, which fits into the task that a timer is set with.
    std::function<void()> occur = [&] {
        if (taken == 0) start = cpuSeconds();
        if (++taken == operations) finish(arguments, {cpuSeconds() - start, s4u::Engine::get_clock()});
        Timer::set(s4u::Engine::get_clock() + increments.draw(), [&occur] { occur(); });
    };
    // Without an actor that waits, the simulation would end at once.
    s4u::Actor::create("waiting", makeHost(), [] { s4u::this_actor::suspend(); });
    for (std::uint64_t timer = 0; timer < pending; ++timer) Timer::set(increments.drawFirst(), [&occur] { occur(); });
    engine.run();
    std::abort();
}

[[noreturn]] void mm1(s4u::Engine& engine, const Arguments& arguments) {
    const std::uint64_t customers = arguments.positive("customers");
    const double interarrival = 1 / arguments.fraction("load");
    Generator generator(arguments.seed());

    s4u::Host* host = makeHost();
    // Actors run one at a time, so they may share variables. Waking the server only when it is idle takes fewer calls to the kernel than
    // a semaphore or a mailbox, which take one or two a customer.
    std::deque<double> arrivals;
    bool isIdle = false;
    double start = 0;
    s4u::ActorPtr server = s4u::Actor::create("server", host, [&] {
        double total = 0;
        for (std::uint64_t left = 0; left < customers; ++left) {
            while (arrivals.empty()) {
                isIdle = true;
                s4u::this_actor::suspend();
            }
            s4u::this_actor::sleep_for(generator.exponential(1));
            total += s4u::Engine::get_clock() - arrivals.front();
            arrivals.pop_front();
        }
        finish(arguments, {cpuSeconds() - start, total / static_cast<double>(customers)});
    });
    s4u::Actor::create("source", host, [&] {
        start = cpuSeconds();
        for (;;) {
            s4u::this_actor::sleep_for(generator.exponential(interarrival));
            arrivals.push_back(s4u::Engine::get_clock());
            if (isIdle) {
                isIdle = false;
                server->resume();
            }
        }
    });
    engine.run();
    std::abort();
}

void run(const Arguments& arguments) {
    if (arguments.benchmark == "phold") throw Skipped("an event of another entity would be a message and not one event");
    const std::string& style = arguments.text("style");
    if (style != "actors" && style != "timers") throw UsageError("`--style` is actors or timers");
    if (style == "timers" && arguments.benchmark != "hold") throw UsageError("`--style timers` is for hold only");
    // Small stacks, without a guard page each: a process may have 65,530 mappings only. Times that differ by a nanosecond are different,
    // as in the others; by default it takes 10 us for equal. Messages of the library would be for nobody.
    char name[] = "simgrid", stacks[] = "--cfg=contexts/stack-size:16", guards[] = "--cfg=contexts/guard-size:0",
         precision[] = "--cfg=surf/precision:1e-9", messages[] = "--log=root.thresh:error";
    char* words[] = {name, messages, stacks, guards, precision, nullptr};
    int count = 5;
    s4u::Engine engine(&count, words);
    if (arguments.benchmark == "mm1") mm1(engine, arguments);
    if (style == "timers") holdTimers(engine, arguments);
    holdActors(engine, arguments);
}

}  // namespace

int main(int count, char** words) { return runRival(count, words, "simgrid", run, {{"style", "actors"}}); }
