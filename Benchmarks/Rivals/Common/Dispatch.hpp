// Which benchmark a rival runs, for those that are three functions and have no options of their own.
#pragma once

#include "CommandLine.hpp"
#include "Workload.hpp"

namespace rivals {

struct Benchmarks {
    Result (*hold)(std::uint64_t pending, std::uint64_t operations, Increments increments);
    Result (*mm1)(std::uint64_t customers, double load, Generator generator);
    Result (*phold)(std::uint64_t entities, std::uint64_t operations, Phold draws);

    Result run(const Arguments& arguments) const {
        const std::uint64_t seed = arguments.seed();
        if (arguments.benchmark == "hold")
            return hold(arguments.positive("pending"), arguments.positive("operations"), Increments(arguments.text("increments"), seed));
        if (arguments.benchmark == "mm1")
            return mm1(arguments.positive("customers"), arguments.fraction("load"), Generator(seed));
        const std::uint64_t entities = arguments.positive("entities");
        return phold(entities, arguments.positive("operations"),
                     Phold(entities, arguments.fraction("remote"), arguments.fraction("lookahead"), seed));
    }
};

inline int runRival(int count, char** words, const char* rival, const Benchmarks& benchmarks) {
    return runRival(count, words, rival, [&](const Arguments& arguments) {
        printResult(arguments, rival, "g++ " __VERSION__, "", benchmarks.run(arguments));
    });
}

}  // namespace rivals
