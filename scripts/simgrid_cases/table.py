"""The benchmark's case, with the draws of the program in C++ made a second time."""

from .case import GB, MB, Case


class MersenneTwister64:
    """std::mt19937_64 (Nishimura, DOI 10.1145/369534.369540), and a real number of it as libstdc++ takes it."""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = [seed]
        for index in range(1, 312):
            last = self.state[-1]
            self.state.append((6364136223846793005 * (last ^ (last >> 62)) + index) & self.MASK)
        self.position = 312

    def next(self):
        if self.position == 312:
            self.twist()
        word = self.state[self.position]
        self.position += 1
        word ^= (word >> 29) & 0x5555555555555555
        word ^= (word << 17) & 0x71D67FFFEDA60000
        word ^= (word << 37) & 0xFFF7EEE000000000
        return word ^ (word >> 43)

    def twist(self):
        for index in range(312):
            joined = (self.state[index] & 0xFFFFFFFF80000000) | (self.state[(index + 1) % 312] & 0x7FFFFFFF)
            self.state[index] = self.state[(index + 156) % 312] ^ (joined >> 1) ^ (0xB5026F5AA96619E9 if joined & 1 else 0)
        self.position = 0

    def uniform(self, low, high):
        return (self.next() / 2**64) * (high - low) + low


class Table:
    """3 TB in chunks of 64 MB, 20 % more or less, from so many sources over one backbone, as Benchmarks/Rivals/SimGridFlows.cpp has it."""

    def __init__(self, name, sources, racks=0, uplink=0):
        self.name, self.sources, self.racks, self.uplink = name, sources, racks, uplink

    def arguments(self):
        options = ["flows", "--sources", str(self.sources), "--racks", str(self.racks), "--precision", "exact", "--print", "finish"]
        return options + (["--uplink", str(self.uplink)] if self.racks else [])

    def plain(self):
        """The same as a case."""
        case = Case(self.name, "")
        backbone = case.resource("backbone", 12.5 * GB)
        uplinks = [case.resource(f"up{rack}", self.uplink) for rack in range(self.racks)]
        generator = MersenneTwister64(1)
        for index in range(self.sources):
            out, into = (case.resource(f"{side}{index}", 1.25 * GB) for side in ("out", "in"))
            uplink = [uplinks[index % self.racks]] if self.racks else []
            start = generator.uniform(0, 1)
            chunks, left, pieces = MersenneTwister64(generator.next()), 3e12 / self.sources, []
            while left > 0:
                size = min(left, 64 * MB * chunks.uniform(0.8, 1.2))
                left -= size
                pieces.append(float(int(size)))
            case.flow([out, *uplink, backbone, into], pieces)
            # Not in whole microseconds.
            case.flows[-1]["start"] = start
        return case.plain()


TABLES = (
    Table("table-350", 350),
    Table("table-350-racks-wide", 350, racks=10, uplink=2_500_000_000),
    Table("table-350-racks-narrow", 350, racks=10, uplink=1_000_000_000),
)
