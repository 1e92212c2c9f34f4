// What every rival in C++ does around its work: arguments, processor time, one line of JSON.
#pragma once

#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>

namespace rivals {

// Arguments are wrong: message to standard error, exit code 64.
struct UsageError : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

// The rival cannot do this size or benchmark; an answer, not an error.
struct Skipped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Processor time of this process, user and system.
inline double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

struct Result {
    double seconds;
    double answer;
};

// Names without `--`, and values; the empty ones have no default.
using Options = std::map<std::string, std::string>;

// Benchmarks that only one rival has, with their options.
using OwnBenchmarks = std::map<std::string, Options>;

// `hold --pending 1000 ...`, with defaults where a benchmark has them.
class Arguments {
public:
    Arguments(int count, char** words, const Options& more, const OwnBenchmarks& own) {
        if (count < 2) throw UsageError("expected hold, mm1 or phold");
        benchmark = words[1];
        if (benchmark == "hold") {
            values = {{"pending", ""}, {"operations", ""}, {"increments", "exponential"}};
        } else if (benchmark == "mm1") {
            values = {{"customers", ""}, {"load", "0.9"}};
        } else if (benchmark == "phold") {
            values = {{"entities", ""}, {"operations", ""}, {"remote", "0.1"}, {"lookahead", "0.1"}};
        } else if (const auto found = own.find(benchmark); found != own.end()) {
            values = found->second;
        } else {
            std::string names = "hold, mm1, phold";
            for (const auto& [name, options] : own) names += ", " + name;
            throw UsageError("`" + benchmark + "` is none of " + names);
        }
        values["seed"] = "1";
        values.insert(more.begin(), more.end());
        for (int index = 2; index < count; index += 2) {
            const std::string word = words[index];
            const auto found = word.starts_with("--") ? values.find(word.substr(2)) : values.end();
            if (found == values.end()) throw UsageError("`" + word + "` is no option of " + benchmark);
            if (index + 1 == count) throw UsageError("`" + word + "` has no value");
            found->second = words[index + 1];
        }
    }

    const std::string& text(const std::string& name) const { return values.at(name); }

    std::uint64_t positive(const std::string& name) const {
        const auto& word = values.at(name);
        const bool digits = !word.empty() && word.size() <= 18 && word.find_first_not_of("0123456789") == std::string::npos;
        const std::uint64_t number = digits ? std::stoull(word) : 0;
        if (number == 0) throw UsageError("`--" + name + "` needs a positive integer");
        return number;
    }

    std::uint64_t seed() const { return positive("seed"); }

    // Strictly between 0 and 1.
    double fraction(const std::string& name) const {
        char* end = nullptr;
        const double number = std::strtod(values.at(name).c_str(), &end);
        if (*end != '\0' || !(number > 0 && number < 1)) throw UsageError("`--" + name + "` needs a number between 0 and 1");
        return number;
    }

    std::string benchmark;

private:
    Options values;
};

// `extra` is JSON put behind the version, ending in a comma, or empty.
inline void printResult(
    const Arguments& arguments, const char* rival, const std::string& version, const std::string& extra, Result result) {
    const auto& benchmark = arguments.benchmark;
    std::string sizes;
    if (benchmark == "mm1") {
        sizes = "\"customers\":" + arguments.text("customers");
    } else {
        const std::string size = benchmark == "hold" ? "pending" : "entities";
        sizes = "\"" + size + "\":" + arguments.text(size) + ",\"operations\":" + arguments.text("operations");
    }
    std::printf("{\"rival\":\"%s\",\"version\":\"%s\",%s\"benchmark\":\"%s\",%s,\"seconds\":%.6f,\"answer\":%.6f}\n", rival,
                version.c_str(), extra.c_str(), benchmark.c_str(), sizes.c_str(), result.seconds, result.answer);
    std::fflush(stdout);
}

// `run` does the benchmark that the arguments ask for, and prints its result. `more` are options and `own` benchmarks that only this
// rival has.
inline int runRival(int count, char** words, const char* rival, const std::function<void(const Arguments&)>& run,
                    const Options& more = {}, const OwnBenchmarks& own = {}) {
    try {
        const Arguments arguments(count, words, more, own);
        try {
            run(arguments);
        } catch (const Skipped& reason) {
            std::printf("{\"rival\":\"%s\",\"benchmark\":\"%s\",\"skipped\":\"%s\"}\n", rival, arguments.benchmark.c_str(), reason.what());
        }
        return 0;
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "%s: %s\n", rival, error.what());
        return 64;
    }
}

}  // namespace rivals
