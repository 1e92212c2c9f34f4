// ns-3: `Simulator::Schedule` with a function and its arguments, which is how its models schedule.
//
// Not <ns3/core-module.h>: some of what that includes is not C++20 (ns-3.37 is written in C++17).
#include <ns3/global-value.h>
#include <ns3/nstime.h>
#include <ns3/simulator.h>
#include <ns3/string.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "Common/CommandLine.hpp"
#include "Common/Workload.hpp"

using namespace rivals;

namespace {

constexpr std::array schedulers = {"Calendar", "Heap", "List", "Map", "PriorityQueue"};

// The fastest, or within the noise of it, for every N and every kind of increments that was tried. ns a hold on a busy machine, the
// least of three; for N = 1e6, and List for N = 1e3, one run:
//
//                       PriorityQueue   Map  Calendar   Heap   List
//   exponential   1e3             145   228       190    361  2,000
//                 1e5             395 1,793     5,729  1,157
//                 1e6             897 3,511         -  1,636
//   uniform       1e5             415 1,658     6,700    873
//   bimodal       1e3             212   221       194    333
//   constant      1e3             135   125       250    330
//                 1e5             371   554       430    933
//   M/M/1, a customer             225   277       480    284    369
constexpr const char* bestScheduler = "PriorityQueue";

void useScheduler(const std::string& name) {
    if (std::find(schedulers.begin(), schedulers.end(), name) == schedulers.end())
        throw UsageError("`--scheduler` is one of Calendar, Heap, List, Map, PriorityQueue");
    ns3::GlobalValue::Bind("SchedulerType", ns3::StringValue("ns3::" + name + "Scheduler"));
}

// A step of ns-3's clock is a nanosecond unless set otherwise; converting steps is cheaper than converting units.
ns3::Time toTime(double seconds) { return ns3::TimeStep(nanoseconds(seconds)); }
std::int64_t now() { return ns3::Simulator::Now().GetTimeStep(); }

// What is still scheduled is left to the end of the process, as in the other rivals.
double measureRun() {
    const double start = cpuSeconds();
    ns3::Simulator::Run();
    return cpuSeconds() - start;
}

class Hold {
public:
    Hold(std::uint64_t pending, std::uint64_t operations, Increments increments) : remaining(operations), increments(increments) {
        for (std::uint64_t event = 0; event < pending; ++event)
            ns3::Simulator::Schedule(toTime(this->increments.drawFirst()), &Hold::occur, this);
    }

private:
    void occur() {
        ns3::Simulator::Schedule(toTime(increments.draw()), &Hold::occur, this);
        if (--remaining == 0) ns3::Simulator::Stop();
    }

    std::uint64_t remaining;
    Increments increments;
};

class PholdModel {
public:
    PholdModel(std::uint64_t entities, std::uint64_t operations, Phold draws) : remaining(operations), draws(draws), states(entities) {
        for (std::uint64_t entity = 0; entity < entities; ++entity)
            ns3::Simulator::Schedule(toTime(this->draws.drawIncrement()), &PholdModel::receive, this, entity);
    }

private:
    struct Entity {
        std::uint64_t received = 0;
        std::int64_t last = 0;
    };

    void receive(std::uint64_t entity) {
        states[entity].received += 1;
        states[entity].last = now();
        const std::uint64_t target = draws.drawTarget(entity);
        ns3::Simulator::Schedule(toTime(draws.drawIncrement()), &PholdModel::receive, this, target);
        if (--remaining == 0) ns3::Simulator::Stop();
    }

    std::uint64_t remaining;
    Phold draws;
    std::vector<Entity> states;
};

class Mm1 {
public:
    Mm1(std::uint64_t customers, double load, Generator generator) : customers(customers), interarrival(1 / load), generator(generator) {
        ns3::Simulator::Schedule(toTime(this->generator.exponential(interarrival)), &Mm1::arrive, this);
    }

    double meanTimeInSystem() const { return total / static_cast<double>(left) / nanosecondsPerSecond; }

private:
    void arrive() {
        if (arrivals.empty()) serve();
        arrivals.push_back(now());
        ns3::Simulator::Schedule(toTime(generator.exponential(interarrival)), &Mm1::arrive, this);
    }

    void serve() { ns3::Simulator::Schedule(toTime(generator.exponential(1)), &Mm1::leave, this); }

    void leave() {
        total += static_cast<double>(now() - arrivals.front());
        arrivals.pop_front();
        if (++left == customers) ns3::Simulator::Stop();
        if (!arrivals.empty()) serve();
    }

    std::uint64_t customers;
    double interarrival;
    Generator generator;
    std::deque<std::int64_t> arrivals;
    std::uint64_t left = 0;
    double total = 0;
};

void run(const Arguments& arguments) {
    const std::string& scheduler = arguments.text("scheduler");
    const std::uint64_t seed = arguments.seed();
    useScheduler(scheduler);
    Result result{};
    if (arguments.benchmark == "hold") {
        Hold model(arguments.positive("pending"), arguments.positive("operations"), Increments(arguments.text("increments"), seed));
        result.seconds = measureRun();
        result.answer = static_cast<double>(now()) / nanosecondsPerSecond;
    } else if (arguments.benchmark == "mm1") {
        Mm1 model(arguments.positive("customers"), arguments.fraction("load"), Generator(seed));
        result.seconds = measureRun();
        result.answer = model.meanTimeInSystem();
    } else {
        const std::uint64_t entities = arguments.positive("entities");
        PholdModel model(entities, arguments.positive("operations"),
                         Phold(entities, arguments.fraction("remote"), arguments.fraction("lookahead"), seed));
        result.seconds = measureRun();
        result.answer = static_cast<double>(now()) / nanosecondsPerSecond;
    }
    printResult(arguments, "ns-3", RIVAL_VERSION, "\"scheduler\":\"" + scheduler + "\",", result);
}

}  // namespace

int main(int count, char** words) { return runRival(count, words, "ns-3", run, {{"scheduler", bestScheduler}}); }
