"""One case: what is in its file, and the draws it is made with."""

import math
import random

MB, GB = 1e6, 1e9


class Case:
    """One platform with its flows, and what its families draw from."""

    def __init__(self, name, about, latency=False):
        self.name, self.about, self.has_latency = name, about, latency
        self.resources, self.latencies, self.changes, self.flows, self.coefficients = [], [], [], [], []
        # Only `random()` of it is used, which is the same in every version of Python; `randrange` and `shuffle` are not promised to be.
        self.generator = random.Random(name)

    def uniform(self, low, high):
        return low + (high - low) * self.generator.random()

    def whole(self, low, high):
        return low + int((high - low + 1) * self.generator.random())

    def chance(self, probability):
        return self.generator.random() < probability

    def log_uniform(self, low, high):
        return low * (high / low) ** self.generator.random()

    def distinct(self, count, among):
        """So many different ones of 0 ..< `among`, in the order drawn."""
        left = list(range(among))
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(count)]

    def pieces(self, low=1, high=1, smallest=5 * MB, largest=500 * MB):
        """Sizes over two decades, in whole bytes."""
        return [float(round(self.log_uniform(smallest, largest))) for _ in range(self.whole(low, high))]

    def resource(self, name, capacity, latency=None):
        self.resources.append({"name": name, "capacity": float(round(capacity))})
        # From 0.1 to 30 ms: a rack to a continent.
        drawn = round(self.log_uniform(1e-4, 3e-2), 6) if latency is None else latency
        self.latencies.append(drawn if self.has_latency else 0.0)
        return len(self.resources) - 1

    def change(self, time, resource, part):
        """The capacity becomes a part of what it was at first; with 1 it recovers."""
        capacity = self.resources[resource]["capacity"]
        self.changes.append({"time": float(time), "resource": resource, "capacity": float(round(part * capacity))})

    def flow(self, route, pieces, start=0.0, coefficients=None):
        latency = math.fsum(self.latencies[resource] for resource in route)
        weight = 1 / latency if latency > 0 else 1.0
        self.flows.append({"start": round(float(start), 6), "route": route, "latency": latency, "weight": weight, "pieces": pieces})
        if coefficients is not None:
            self.coefficients.append(coefficients)

    def finished(self):
        self.changes.sort(key=lambda change: change["time"])
        return self

    def plain(self):
        plain = {"name": self.name, "about": self.about, "resources": self.resources, "changes": self.changes, "flows": self.flows}
        return {**plain, "coefficients": self.coefficients} if self.coefficients else plain
