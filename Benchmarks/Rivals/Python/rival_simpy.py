"""SimPy: one process an event, which waits for a timeout; for M/M/1 a source and a server."""

import gc
from collections import deque
from itertools import repeat
from random import Random
from time import process_time

import simpy

from workload import Skipped, increments, run_rival

# A million processes take 1 GB and more than 10 s to set up; with ten millions nobody would wait for the result.
PENDING_LIMIT = 2_000_000


def hold(given):
    if given.pending > PENDING_LIMIT:
        raise Skipped("more than 2,000,000 processes")
    draw_first, draw = increments(given.increments, given.seed)
    # Set-up makes no garbage, and what it makes stays: the collector need not look at it, which makes set-up half and hold 6 % faster.
    gc.disable()
    environment = simpy.Environment()
    timeout = environment.timeout

    def event():
        yield timeout(draw_first())
        while True:
            yield timeout(draw())

    for _ in range(given.pending):
        environment.process(event())
    step = environment.step
    # A process begins with an event of its own; these belong to the set-up.
    for _ in range(given.pending):
        step()

    gc.freeze()
    gc.enable()

    # What `environment.run` does, but for a number of events.
    start = process_time()
    for _ in repeat(None, given.operations):
        step()
    return process_time() - start, environment.now


def mm1(given):
    """With a store between source and server, or (`--style wake`) with a deque and an event that wakes an idle server."""
    environment = simpy.Environment()
    timeout = environment.timeout
    expovariate = Random(given.seed).expovariate
    total = 0.0

    # What is in the queue is when the customer arrived.
    store = simpy.Store(environment)

    def store_source():
        while True:
            yield timeout(expovariate(given.load))
            # A put into an unlimited store need not be waited for.
            store.put(environment.now)

    def store_server():
        nonlocal total
        for _ in range(given.customers):
            arrival = yield store.get()
            yield timeout(expovariate(1.0))
            total += environment.now - arrival

    arrivals = deque()
    wake = None

    def wake_source():
        nonlocal wake
        while True:
            yield timeout(expovariate(given.load))
            arrivals.append(environment.now)
            if wake is not None:
                wake.succeed()
                wake = None

    def wake_server():
        nonlocal total, wake
        for _ in range(given.customers):
            if not arrivals:
                wake = environment.event()
                yield wake
            yield timeout(expovariate(1.0))
            total += environment.now - arrivals.popleft()

    source, server = (store_source, store_server) if given.style == "store" else (wake_source, wake_server)
    environment.process(source())
    served = environment.process(server())
    start = process_time()
    environment.run(until=served)
    return process_time() - start, total / given.customers


def phold(given):
    """Of events with a callback, as an event goes from one entity to another, and a process cannot."""
    if given.entities > PENDING_LIMIT:
        raise Skipped("more than 2,000,000 events")
    generator = Random(given.seed)
    uniform, expovariate, randrange = generator.random, generator.expovariate, generator.randrange
    rate = 1 / (1 - given.lookahead)
    environment = simpy.Environment()
    received = [0] * given.entities
    last = [0.0] * given.entities

    def schedule(entity):
        event = environment.timeout(given.lookahead + expovariate(rate), entity)
        event.callbacks.append(receive)

    def receive(event):
        entity = event.value
        received[entity] += 1
        last[entity] = environment.now
        schedule(randrange(given.entities) if uniform() < given.remote else entity)

    for entity in range(given.entities):
        schedule(entity)
    step = environment.step
    start = process_time()
    for _ in repeat(None, given.operations):
        step()
    return process_time() - start, environment.now


BENCHMARKS = {"hold": hold, "mm1": mm1, "phold": phold}

if __name__ == "__main__":
    run_rival("simpy", simpy.__version__, BENCHMARKS, {"mm1": {"--style": {"choices": ("store", "wake"), "default": "store"}}})
