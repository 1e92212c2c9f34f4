// The random part of the work, the same in every rival written in C++: a fast generator and the increments of hold.
#pragma once

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace rivals {

// xoshiro256++ of Blackman and Vigna (DOI 10.1145/3460772), its state filled by splitmix64 as they advise.
class Generator {
public:
    explicit Generator(std::uint64_t seed) {
        for (auto& word : state) {
            seed += 0x9E3779B97F4A7C15;
            std::uint64_t mixed = seed;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            word = mixed ^ (mixed >> 31);
        }
    }

    std::uint64_t next() {
        const std::uint64_t result = rotate(state[0] + state[3], 23) + state[0];
        const std::uint64_t shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = rotate(state[3], 45);
        return result;
    }

    // In (0, 1], so that its logarithm is finite.
    double uniform() { return static_cast<double>((next() >> 11) + 1) * 0x1p-53; }

    double exponential(double mean) { return -mean * std::log(uniform()); }

    // One of `count` integers from 0, by the high half of a product; the bias of count / 2^64 does not matter here.
    std::uint64_t below(std::uint64_t count) {
        return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * count) >> 64);
    }

private:
    static std::uint64_t rotate(std::uint64_t word, int by) { return (word << by) | (word >> (64 - by)); }

    std::uint64_t state[4];
};

// Time between two occurrences of an event in hold: mean 1 second whatever the distribution.
class Increments {
public:
    Increments(const std::string& name, std::uint64_t seed) : generator(seed), kind(kindNamed(name)) {}

    double draw() {
        switch (kind) {
        case Kind::exponential: return generator.exponential(1);
        case Kind::uniform: return 2 * generator.uniform();
        case Kind::bimodal: {
            // Roenngren and Ayani (DOI 10.1145/249204.249205), divided by its mean, 0.95238 / 2 + 0.1 * 9.5238.
            const double near = 0.95238 * generator.uniform();
            return (generator.uniform() <= 0.1 ? near + 9.5238 : near) / 1.42857;
        }
        case Kind::constant: break;
        }
        return 1;
    }

    // When an event occurs first. Constant increments would have all of them at one instant; they are spread over the first second.
    double drawFirst() { return kind == Kind::constant ? generator.uniform() : draw(); }

private:
    enum class Kind { exponential, uniform, bimodal, constant };

    static Kind kindNamed(const std::string& name) {
        if (name == "exponential") return Kind::exponential;
        if (name == "uniform") return Kind::uniform;
        if (name == "bimodal") return Kind::bimodal;
        if (name == "constant") return Kind::constant;
        throw std::invalid_argument("`" + name + "` is none of exponential, uniform, bimodal, constant");
    }

    Generator generator;
    Kind kind;
};

// What PHOLD draws: every increment is `lookahead` and an exponential rest, 1 second in the mean; some events go elsewhere.
class Phold {
public:
    Phold(std::uint64_t entities, double remote, double lookahead, std::uint64_t seed)
        : generator(seed), entities(entities), remote(remote), lookahead(lookahead) {}

    double drawIncrement() { return lookahead + generator.exponential(1 - lookahead); }

    // Where an event of entity `from` goes: with probability `remote` to any of all entities, else to the same.
    std::uint64_t drawTarget(std::uint64_t from) {
        return generator.uniform() <= remote ? generator.below(entities) : from;
    }

private:
    Generator generator;
    std::uint64_t entities;
    double remote;
    double lookahead;
};

// Time as the kernels with an integer clock have it.
constexpr double nanosecondsPerSecond = 1e9;
inline std::int64_t nanoseconds(double seconds) { return static_cast<std::int64_t>(seconds * nanosecondsPerSecond); }

}  // namespace rivals
