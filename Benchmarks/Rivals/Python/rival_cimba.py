"""Cimba for Python: models whose methods numba compiles, on the engine in C. Its own generator and distributions."""

import ctypes

import cimba as cb

from workload import INCREMENTS, Skipped, run_rival

# Processor time of the process; called from compiled code, so that neither compilation nor set-up is between two readings.
clock = ctypes.CDLL(None).clock
clock.argtypes = []
clock.restype = ctypes.c_long
CLOCKS_PER_SECOND = 1_000_000

EXPONENTIAL, UNIFORM, BIMODAL, CONSTANT = range(len(INCREMENTS))


class Benchmark(cb.Model):
    started: int = 0
    clocks: cb.Output[int]
    answer: cb.Output[float]

    @cb.function
    def finish(self, answer: float) -> None:
        self.clocks = clock() - self.started
        self.answer = answer
        cb.end_trial()


class Hold(Benchmark):
    """Of events; a process needs a stack, and so many do not fit."""

    pending: cb.Param[int]
    operations: cb.Param[int]
    increments: cb.Param[int]
    taken: int = 0

    @cb.function
    def draw(self) -> float:
        if self.increments == EXPONENTIAL:
            return cb.random.exponential(1.0)
        if self.increments == UNIFORM:
            return cb.random.uniform(0.0, 2.0)
        if self.increments == BIMODAL:
            near = 0.95238 * cb.random.uniform(0.0, 1.0)
            return (near + (9.5238 if cb.random.uniform(0.0, 1.0) < 0.1 else 0.0)) / 1.42857
        return 1.0

    @cb.on_start
    def begin(self):
        for _ in range(self.pending):
            cb.schedule(self.occur, cb.random.uniform(0.0, 1.0) if self.increments == CONSTANT else self.draw())
        self.started = clock()

    @cb.event
    def occur(self):
        cb.schedule(self.occur, self.draw())
        self.taken += 1
        if self.taken == self.operations:
            self.finish(cb.now())


def hold(given):
    model = Hold()
    model.pending = given.pending
    model.operations = given.operations
    model.increments = INCREMENTS.index(given.increments)
    return measure(model, given.seed)


class Mm1Processes(Benchmark):
    """Source and server are processes, with a store between them."""

    customers: cb.Param[int]
    interarrival: cb.Param[float]
    # What is in the queue is when the customer arrived.
    queue: cb.Store[float]

    @cb.process
    def source(self):
        self.started = clock()
        while True:
            cb.hold(cb.random.exponential(self.interarrival))
            self.queue.put(cb.now())

    @cb.process
    def server(self):
        total = 0.0
        for _ in range(self.customers):
            arrival = self.queue.get()
            cb.hold(cb.random.exponential(1.0))
            total += cb.now() - arrival
        self.finish(total / self.customers)


# A power of two. At a load of 0.99 the queue is longer than this once in 10^286 customers.
RING = 65_536


class Mm1Events(Benchmark):
    """Arrivals and departures are events, and the queue is a ring of the model's own."""

    customers: cb.Param[int]
    interarrival: cb.Param[float]
    arrivals: cb.Array[float] = cb.Array(RING)
    head: int = 0
    tail: int = 0
    total: float = 0.0

    @cb.on_start
    def begin(self):
        self.started = clock()
        cb.schedule(self.arrive, cb.random.exponential(self.interarrival))

    @cb.event
    def arrive(self):
        if self.head == self.tail:
            cb.schedule(self.leave, cb.random.exponential(1.0))
        elif self.tail - self.head == RING:
            self.finish(-1.0)
        self.arrivals[self.tail & (RING - 1)] = cb.now()
        self.tail += 1
        cb.schedule(self.arrive, cb.random.exponential(self.interarrival))

    @cb.event
    def leave(self):
        self.total += cb.now() - self.arrivals[self.head & (RING - 1)]
        self.head += 1
        if self.head == self.customers:
            self.finish(self.total / self.customers)
        elif self.head != self.tail:
            cb.schedule(self.leave, cb.random.exponential(1.0))


def mm1(given):
    model = Mm1Processes() if given.style == "processes" else Mm1Events()
    model.customers = given.customers
    model.interarrival = 1 / given.load
    seconds, answer = measure(model, given.seed)
    if answer < 0:
        raise Skipped("the queue grew beyond 65,536 customers")
    return seconds, answer


class Entity(cb.Model):
    """An event belongs to a model, so every entity is one."""

    system: cb.Ref["Phold"]
    received: int = 0
    last: float = 0.0

    @cb.event
    def receive(self):
        self.received += 1
        self.last = cb.now()
        system = self.system
        increment = system.draw()
        if cb.random.uniform(0.0, 1.0) < system.remote:
            entities = system.entities
            cb.schedule(entities[int(cb.random.uniform(0.0, float(len(entities))))].receive, increment)
        else:
            cb.schedule(self.receive, increment)
        system.taken += 1
        if system.taken == system.operations:
            system.finish(cb.now())


class Phold(Benchmark):
    entities: list[Entity]
    operations: cb.Param[int]
    remote: cb.Param[float]
    lookahead: cb.Param[float]
    taken: int = 0

    @cb.function
    def draw(self) -> float:
        return self.lookahead + cb.random.exponential(1.0 - self.lookahead)

    @cb.on_start
    def begin(self):
        for index in range(len(self.entities)):
            cb.schedule(self.entities[index].receive, self.draw())
        self.started = clock()


# A model takes 0.15 ms to set up.
ENTITY_LIMIT = 200_000


def phold(given):
    if given.entities > ENTITY_LIMIT:
        raise Skipped("more than 200,000 models, one for each entity")
    system = Phold()
    system.operations = given.operations
    system.remote = given.remote
    system.lookahead = given.lookahead
    entities = [Entity() for _ in range(given.entities)]
    for entity in entities:
        entity.system = system
    system.entities = entities
    return measure(system, given.seed)


def measure(model, seed):
    results = cb.Experiment(model, seed=seed).run(workers=1, on_failure="raise")[model]
    return float(results.clocks.values[0, 0]) / CLOCKS_PER_SECOND, float(results.answer.values[0, 0])


if __name__ == "__main__":
    style = {"--style": {"choices": ("processes", "events"), "default": "processes"}}
    run_rival("cimba", cb.__version__, {"hold": hold, "mm1": mm1, "phold": phold}, {"mm1": style})
