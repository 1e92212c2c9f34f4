"""What the rivals in Python share: arguments, increments, one line of JSON."""

import argparse
import json
import random
import sys


class Skipped(Exception):
    """The rival cannot do this size or benchmark; an answer, not an error."""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(64, f"{self.prog}: {message}\n")


def positive(text):
    number = int(text)
    if number <= 0:
        raise ValueError
    return number


def fraction(text):
    number = float(text)
    if not 0 < number < 1:
        raise ValueError
    return number


# Mean increment 1 whatever the distribution; `bimodal` is that of Roenngren and Ayani (DOI 10.1145/249204.249205) divided by its mean.
INCREMENTS = ("exponential", "uniform", "bimodal", "constant")


def increments(name, seed):
    """Two functions: when an event occurs first, and the time between two occurrences of it."""
    generator = random.Random(seed)
    uniform = generator.random
    if name == "exponential":
        expovariate = generator.expovariate
        # Python before 3.12 has no default for the rate.
        draw = lambda: expovariate(1.0)
    elif name == "uniform":
        draw = lambda: 2 * uniform()
    elif name == "bimodal":
        draw = lambda: (0.95238 * uniform() + (9.5238 if uniform() < 0.1 else 0)) / 1.42857
    else:
        return uniform, lambda: 1
    return draw, draw


def arguments(rival, more):
    parser = Parser(prog=rival, allow_abbrev=False)
    benchmarks = parser.add_subparsers(dest="benchmark", required=True, parser_class=Parser)
    hold = benchmarks.add_parser("hold", prog=rival, allow_abbrev=False)
    hold.add_argument("--pending", type=positive, required=True)
    hold.add_argument("--operations", type=positive, required=True)
    hold.add_argument("--increments", choices=INCREMENTS, default="exponential")
    mm1 = benchmarks.add_parser("mm1", prog=rival, allow_abbrev=False)
    mm1.add_argument("--customers", type=positive, required=True)
    mm1.add_argument("--load", type=fraction, default=0.9)
    phold = benchmarks.add_parser("phold", prog=rival, allow_abbrev=False)
    phold.add_argument("--entities", type=positive, required=True)
    phold.add_argument("--operations", type=positive, required=True)
    phold.add_argument("--remote", type=fraction, default=0.1)
    phold.add_argument("--lookahead", type=fraction, default=0.1)
    for name, benchmark in benchmarks.choices.items():
        benchmark.add_argument("--seed", type=positive, default=1)
        for option, settings in more.get(name, {}).items():
            benchmark.add_argument(option, **settings)
    return parser.parse_args()


def run_rival(rival, version, benchmarks, more={}):
    """Prints what the benchmark, given the arguments, returns: processor time in seconds, and the answer.

    `more` has, by benchmark and option, what only this rival accepts.
    """
    given = arguments(rival, more)
    result = {"rival": rival, "version": version, "benchmark": given.benchmark}
    try:
        seconds, answer = benchmarks[given.benchmark](given)
    except Skipped as reason:
        result = {"rival": rival, "benchmark": given.benchmark, "skipped": str(reason)}
    else:
        for name in ("style", "pending", "customers", "entities", "operations"):
            if hasattr(given, name):
                result[name] = getattr(given, name)
        result.update(seconds=round(seconds, 6), answer=round(answer, 6))
    print(json.dumps(result, separators=(",", ":")))
    sys.stdout.flush()
