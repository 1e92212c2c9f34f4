// SimGrid's sharing of bandwidth beside ours: a platform case of Tests/ResourceSharingTests/SimGrid (`case`), whose finishing times are
// stored as expectations, and 3 TB from N sources to N sinks over one backbone (`flows`), which is the benchmark.
//
// SimGrid shares by weighted max-min fairness as we do (its solver `maxmin`), but its network models are made for TCP and put
// corrections around it. What is left of them here, so that both solve the same problem:
//
//   network/model:CM02            the plain one: the default, LV08, takes 97 % of each bandwidth and 13.01 times each latency
//   network/bandwidth-factor:1    CM02's own values; stated, since a configuration on the command line would win over them silently
//   network/latency-factor:1
//   network/weight-S:0            the weight of a flow is 1 / (latency of its route + S * sum of 1/bandwidth); without S it is 1 / latency,
//                                 and 1 for a route without any
//   network/crosstraffic:0        otherwise 5 % of each flow goes back on the route in the other direction
//   network/TCP-gamma:0           otherwise a flow is bounded by window / (2 * latency)
//
// (4.1 has all of them under one name, network/model:raw; 3.32 does not know it.)
//
// One peculiarity is left, which configuration does not reach. A flow is also bounded by the smallest bandwidth that a link of its route
// has at the instant when the flow starts, for as long as it lives; of a link that recovers meanwhile it gets nothing back. So the
// capacity that changes is not the link's bandwidth, which remains at its largest value, but comes from a function of the link's
// (SharingPolicy::NONLINEAR), asked whenever the system is solved. `--changes bandwidth` does it in the plain way, to see what differs:
// instants by up to 74 %. (3.32 forgets the bound for flows with a latency when TCP-gamma is 0, 4.1 does not.)
#include <simgrid/s4u.hpp>
#include <simgrid/version.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <random>
#include <vector>

#include "Common/CommandLine.hpp"

namespace s4u = simgrid::s4u;
using namespace rivals;

namespace {

const std::string version = std::to_string(SIMGRID_VERSION_MAJOR) + "." + std::to_string(SIMGRID_VERSION_MINOR);

// More than any link has, so that what has it never is a bottleneck.
constexpr double unlimited = 1e15;
constexpr double hostSpeed = 1e9;

// The settings of the head of this file, and how exactly SimGrid computes.
class Configuration {
public:
    explicit Configuration(bool isExact) {
        // Small stacks without a guard page each, as in SimGrid.cpp. Messages of the library would be for nobody.
        words = {"simgrid-flows", "--log=root.thresh:error", "--cfg=contexts/stack-size:64", "--cfg=contexts/guard-size:0"};
        if (!isExact) return;
        // Two events so near in time (seconds) are one. 1e-12 is what double tells apart at 4096 s; the library's value is 1e-9.
        set("surf/precision:1e-12");
        // What is left of a capacity below this part of it, or of the weights on a link below this, is nothing. The library's value, 1e-5,
        // lets a link go as saturated when 1e-5 of it are left. The product of both is the work, in bytes, that counts as finished. It has
        // to be above the rounding of sums of weights, here up to 1e-12, lest the solver look for flows on links where none is left. The
        // cases have the same answers with everything from 1e-9 to 1e-12, and with 1e-14 s.
        set("maxmin/precision:1e-9");
    }

    void setCm02() {
        for (const char* setting : {"network/model:CM02", "network/bandwidth-factor:1", "network/latency-factor:1", "network/weight-S:0",
                                    "network/crosstraffic:0", "network/TCP-gamma:0"})
            set(setting);
    }

    // Lazy, the library's own choice, solves anew and updates only what a change reaches. Its manual advises against that where all flows
    // share a backbone, so that everything is reached anyway; then Full.
    void setOptimization(const std::string& name) { set("network/optim:" + name); }

    // Parallel tasks; networks and processors are then in one system, with a solver of its own.
    void setL07(const std::string& solver) {
        set("host/model:ptask_L07");
        set("host/solver:" + solver);
        // This solver compares rates and sums of them in bytes per second with the precision, where rounding is 1e-7; with 1e-9 it finds no
        // allocation and aborts.
        if (solver == "bmf") set("maxmin/precision:1e-5");
    }

    s4u::Engine makeEngine() {
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        int count = static_cast<int>(words.size());
        return s4u::Engine(&count, pointers.data());
    }

private:
    void set(const std::string& setting) { words.push_back("--cfg=" + setting); }

    std::vector<std::string> words;
    std::vector<char*> pointers;
};

bool isExact(const Arguments& arguments) {
    const std::string& precision = arguments.text("precision");
    if (precision != "library" && precision != "exact") throw UsageError("`--precision` is library or exact");
    return precision == "exact";
}

struct Change {
    double time;
    std::size_t resource;
    double capacity;
};

struct Flow {
    double start;
    double latency;
    std::vector<std::size_t> route;
    // What the flow takes from each resource of the route for each byte.
    std::vector<double> coefficients;
    std::vector<std::uint64_t> pieces;
};

// A case as scripts/simgrid-cases writes it for this program: words apart by blanks, each list behind its length.
struct Case {
    std::vector<double> capacities;
    std::vector<Change> changes;
    std::vector<Flow> flows;

    explicit Case(std::istream& input) : input(input) {
        capacities.resize(next<std::size_t>());
        for (double& capacity : capacities) capacity = next<double>();
        changes.resize(next<std::size_t>());
        for (Change& change : changes) {
            change.time = next<double>();
            change.resource = nextResource();
            change.capacity = next<double>();
        }
        flows.resize(next<std::size_t>());
        for (Flow& flow : flows) {
            flow.start = next<double>();
            flow.latency = next<double>();
            const auto resources = next<std::size_t>();
            for (std::size_t index = 0; index < resources; ++index) {
                flow.route.push_back(nextResource());
                flow.coefficients.push_back(next<double>());
            }
            flow.pieces.resize(next<std::size_t>());
            for (std::uint64_t& piece : flow.pieces) piece = next<std::uint64_t>();
        }
    }

    // The largest capacity that each resource ever has.
    std::vector<double> largestCapacities() const {
        std::vector<double> largest = capacities;
        for (const Change& change : changes) largest[change.resource] = std::max(largest[change.resource], change.capacity);
        return largest;
    }

    bool hasChanges(std::size_t resource) const {
        return std::any_of(changes.begin(), changes.end(), [&](const Change& change) { return change.resource == resource; });
    }

private:
    template <class Value> Value next() {
        Value value{};
        if (!(input >> value)) throw UsageError("the case ends early or has a word that is no number");
        return value;
    }

    std::size_t nextResource() {
        const auto resource = next<std::size_t>();
        if (resource >= capacities.size()) throw UsageError("the case names a resource that it does not have");
        return resource;
    }

    std::istream& input;
};

// When each piece of each flow was finished.
using Finish = std::vector<std::vector<double>>;

// One line a flow. 17 digits tell all doubles apart.
void print(const Finish& finish) {
    for (const auto& flow : finish) {
        for (std::size_t piece = 0; piece < flow.size(); ++piece) std::printf("%s%.17g", piece == 0 ? "" : " ", flow[piece]);
        std::printf("\n");
    }
}

// A zone in which every route is told. Since 4.0 there is a root already, which has the models.
s4u::NetZone* makeZone() {
#if SIMGRID_VERSION_MAJOR >= 4
    return s4u::Engine::get_instance()->get_netzone_root()->add_netzone_full("zone");
#else
    return s4u::create_full_zone("zone");
#endif
}

void addRoute(s4u::NetZone* zone, const s4u::Host* from, const s4u::Host* to, const std::vector<const s4u::Link*>& links) {
    std::vector<s4u::LinkInRoute> route;
    for (const s4u::Link* link : links) route.emplace_back(link);
    zone->add_route(from->get_netpoint(), to->get_netpoint(), nullptr, nullptr, route, false);
}

// The platform of a case: a link for each resource, a pair of hosts for each flow.
class CasePlatform {
public:
    CasePlatform(const Case& given, bool changesBandwidth)
        : given(given), changesBandwidth(changesBandwidth), capacities(given.capacities) {
        zone = makeZone();
        const std::vector<double> largest = given.largestCapacities();
        for (std::size_t resource = 0; resource < capacities.size(); ++resource) {
            const bool isFunction = !changesBandwidth && given.hasChanges(resource);
            s4u::Link* link = zone->create_link("r" + std::to_string(resource), isFunction ? largest[resource] : capacities[resource]);
            const auto capacity = [this, resource](double, int) { return capacities[resource]; };
            if (isFunction) link->set_sharing_policy(s4u::Link::SharingPolicy::NONLINEAR, capacity);
            links.push_back(link->seal());
        }
    }

    // Between two hosts of its own. A latency is that of a link of its own as well, so that it may differ from flow to flow.
    std::pair<s4u::Host*, s4u::Host*> addFlow(std::size_t index) {
        const Flow& flow = given.flows[index];
        std::vector<const s4u::Link*> route;
        for (const std::size_t resource : flow.route) route.push_back(links[resource]);
        if (flow.latency > 0) {
            s4u::Link* link = zone->create_link("latency" + std::to_string(index), unlimited)->set_latency(flow.latency);
            route.push_back(link->set_sharing_policy(s4u::Link::SharingPolicy::FATPIPE)->seal());
        }
        const auto hosts = addHosts(std::to_string(index));
        addRoute(zone, hosts.first, hosts.second, route);
        return hosts;
    }

    // A pair of hosts with nothing but the resource between them.
    std::pair<s4u::Host*, s4u::Host*> addHosts(const std::string& name, std::size_t resource) {
        const auto hosts = addHosts(name);
        addRoute(zone, hosts.first, hosts.second, {links[resource]});
        return hosts;
    }

    // Lets the capacities change in the course of the simulation, and ends the platform.
    void seal() {
        if (!given.changes.empty()) {
            s4u::Host* host = zone->create_host("changes", hostSpeed);
            s4u::Actor::create("changes", host, [this] {
                for (const Change& change : given.changes) {
                    s4u::this_actor::sleep_until(change.time);
                    capacities[change.resource] = change.capacity;
                    s4u::Link* link = links[change.resource];
                    // Setting what it is tells the solver to look at the link anew.
                    link->set_bandwidth(changesBandwidth ? change.capacity : link->get_bandwidth());
                }
            });
        }
        zone->seal();
    }

private:
    std::pair<s4u::Host*, s4u::Host*> addHosts(const std::string& name) {
        return {zone->create_host("s" + name, hostSpeed)->seal(), zone->create_host("d" + name, hostSpeed)->seal()};
    }

    const Case& given;
    const bool changesBandwidth;
    std::vector<double> capacities;
    s4u::NetZone* zone;
    std::vector<s4u::Link*> links;
};

// An actor that moves the pieces of a flow one after the other, each by a call of `move`.
template <class Move> void createMover(s4u::Host* host, const Flow& flow, std::vector<double>& finish, Move move) {
    s4u::Actor::create("flow", host, [&flow, &finish, move] {
        s4u::this_actor::sleep_until(flow.start);
        for (const std::uint64_t piece : flow.pieces) {
            move(piece);
            finish.push_back(s4u::Engine::get_clock());
        }
    });
}

void runCase(const Arguments& arguments) {
    const std::string& model = arguments.text("model");
    const std::string& changes = arguments.text("changes");
    const std::string& path = arguments.text("file");
    if (model != "CM02" && model != "L07") throw UsageError("`--model` is CM02 or L07");
    if (changes != "function" && changes != "bandwidth") throw UsageError("`--changes` is function or bandwidth");
    std::ifstream file(path);
    if (!file) throw UsageError("`--file` cannot be opened: " + path);
    const Case given(file);

    Configuration configuration(isExact(arguments));
    if (model == "CM02") {
        configuration.setCm02();
    } else {
        configuration.setL07(arguments.text("solver"));
    }
    s4u::Engine engine = configuration.makeEngine();
    // L07 does not bound a task by the bandwidths at its start, and one of its solvers asks no function for a capacity.
    CasePlatform platform(given, changes == "bandwidth" || model == "L07");
    Finish finish(given.flows.size());
    for (std::size_t index = 0; index < given.flows.size(); ++index) {
        const Flow& flow = given.flows[index];
        if (model == "CM02") {
            const bool isPlain = std::all_of(flow.coefficients.begin(), flow.coefficients.end(), [](double each) { return each == 1; });
            if (!isPlain) throw UsageError("CM02 has coefficients of 1 only");
            const auto [from, to] = platform.addFlow(index);
            createMover(from, flow, finish[index], [from = from, to = to](std::uint64_t piece) { s4u::Comm::sendto(from, to, piece); });
            continue;
        }
        if (flow.latency > 0) throw UsageError("L07 is for cases without latency");
        // A parallel task has a matrix of bytes between its hosts. A pair of them for each resource makes any coefficients possible.
        std::vector<s4u::Host*> hosts;
        for (const std::size_t resource : flow.route) {
            const auto [from, to] = platform.addHosts(std::to_string(index) + "." + std::to_string(hosts.size()), resource);
            hosts.push_back(from);
            hosts.push_back(to);
        }
        createMover(hosts.front(), flow, finish[index], [hosts, &flow](std::uint64_t piece) {
            const std::size_t count = hosts.size();
            std::vector<double> bytes(count * count, 0.0);
            for (std::size_t use = 0; use < flow.route.size(); ++use)
                bytes[2 * use * count + 2 * use + 1] = static_cast<double>(piece) * flow.coefficients[use];
            s4u::this_actor::parallel_execute(hosts, std::vector<double>(count, 0.0), bytes);
        });
    }
    platform.seal();
    engine.run();
    print(finish);
}

// 3 TB from N sources to N sinks: each source sends its part in chunks of 64 MB, 20 % more or less, beginning in the first second.
// Every draw is in this order, from generators and distributions of the standard library, so that others can do the same.
class Table {
public:
    Table(std::size_t sources, std::size_t racks, double uplink, std::uint64_t seed) {
        auto* zone = makeZone();
        const s4u::Link* backbone = zone->create_link("backbone", backboneBandwidth)->seal();
        std::vector<const s4u::Link*> uplinks;
        for (std::size_t rack = 0; rack < racks; ++rack) uplinks.push_back(zone->create_link("up" + std::to_string(rack), uplink)->seal());
        std::mt19937_64 generator(seed);
        std::uniform_real_distribution<double> starts(0, 1);
        finish.resize(sources);
        for (std::size_t index = 0; index < sources; ++index) {
            const std::string name = std::to_string(index);
            auto* from = zone->create_host("s" + name, hostSpeed)->seal();
            auto* to = zone->create_host("d" + name, hostSpeed)->seal();
            std::vector<const s4u::Link*> route{zone->create_link("sn" + name, portBandwidth)->seal()};
            if (racks > 0) route.push_back(uplinks[index % racks]);
            route.push_back(backbone);
            route.push_back(zone->create_link("dn" + name, portBandwidth)->seal());
            addRoute(zone, from, to, route);
            const double start = starts(generator);
            const std::uint64_t chunkSeed = generator();
            const double part = totalBytes / static_cast<double>(sources);
            s4u::Actor::create("source", from, [=, this] { send(from, to, index, start, chunkSeed, part); });
        }
        zone->seal();
    }

    std::uint64_t flows = 0;
    // When each source had sent its last chunk.
    std::vector<double> finish;

private:
    static constexpr double portBandwidth = 1.25e9, backboneBandwidth = 12.5e9, totalBytes = 3e12, chunkBytes = 64e6;

    void send(s4u::Host* from, s4u::Host* to, std::size_t index, double start, std::uint64_t seed, double left) {
        std::mt19937_64 generator(seed);
        std::uniform_real_distribution<double> factors(0.8, 1.2);
        s4u::this_actor::sleep_for(start);
        while (left > 0) {
            const double bytes = std::min(left, chunkBytes * factors(generator));
            left -= bytes;
            s4u::Comm::sendto(from, to, static_cast<std::uint64_t>(bytes));
            ++flows;
        }
        finish[index] = s4u::Engine::get_clock();
    }
};

void runTable(const Arguments& arguments) {
    const std::uint64_t sources = arguments.positive("sources");
    const std::uint64_t racks = arguments.text("racks") == "0" ? 0 : arguments.positive("racks");
    const std::uint64_t uplink = arguments.positive("uplink");
    const std::string& prints = arguments.text("print");
    const std::string& optimization = arguments.text("optimization");
    if (prints != "report" && prints != "finish") throw UsageError("`--print` is report or finish");
    if (optimization != "Lazy" && optimization != "Full") throw UsageError("`--optimization` is Lazy or Full");
    // SimGrid has a table of all pairs of hosts.
    if (sources > 5'000) throw Skipped("more than 5,000 sources: the table of routes does not fit");

    Configuration configuration(isExact(arguments));
    configuration.setCm02();
    configuration.setOptimization(optimization);
    s4u::Engine engine = configuration.makeEngine();
    Table table(sources, racks, static_cast<double>(uplink), arguments.seed());
    const double start = cpuSeconds();
    engine.run();
    const double seconds = cpuSeconds() - start;
    if (prints == "finish") {
        std::printf("%llu %.17g\n", static_cast<unsigned long long>(table.flows), s4u::Engine::get_clock());
        for (const double time : table.finish) std::printf("%.17g\n", time);
        return;
    }
    std::string sizes = "\"sources\":" + std::to_string(sources) + ",\"racks\":" + std::to_string(racks);
    if (racks > 0) sizes += ",\"uplink\":" + std::to_string(uplink);
    const std::string settings = "\"precision\":\"" + arguments.text("precision") + "\",\"optimization\":\"" + optimization + "\"";
    std::printf("{\"rival\":\"simgrid-flows\",\"version\":\"%s\",%s,\"benchmark\":\"flows\",%s,\"flows\":%llu,\"seconds\":%.6f,"
                "\"answer\":%.6f}\n",
                version.c_str(), settings.c_str(), sizes.c_str(), static_cast<unsigned long long>(table.flows), seconds,
                s4u::Engine::get_clock());
}

// Arguments of the kernel's benchmarks are looked at like in the other rivals, although nothing is done with them.
[[noreturn]] void skip(const Arguments& arguments) {
    if (arguments.benchmark == "mm1") {
        arguments.positive("customers");
        arguments.fraction("load");
    } else {
        arguments.positive(arguments.benchmark == "hold" ? "pending" : "entities");
        arguments.positive("operations");
    }
    throw Skipped("this program is about flows");
}

void run(const Arguments& arguments) {
    if (arguments.benchmark == "version") {
        std::printf("%s\n", version.c_str());
    } else if (arguments.benchmark == "case") {
        runCase(arguments);
    } else if (arguments.benchmark == "flows") {
        runTable(arguments);
    } else {
        skip(arguments);
    }
}

}  // namespace

int main(int count, char** words) {
    const Options caseOptions{
        {"file", ""}, {"model", "CM02"}, {"solver", "fairbottleneck"}, {"changes", "function"}, {"precision", "exact"}};
    const Options flowOptions{{"sources", "350"},  {"racks", "0"},           {"uplink", "2500000000"},
                              {"print", "report"}, {"precision", "library"}, {"optimization", "Lazy"}};
    return runRival(count, words, "simgrid-flows", run, {}, {{"case", caseOptions}, {"flows", flowOptions}, {"version", {}}});
}
