"""All cases by name. A case that is changed gives other expectations; a new one is better under a name of its own."""

from .case import GB
from .changes import failing, make, random_changes, rolling
from .families import cascade, equal_flows, fan_in, fan_out, parking_lot, racks, random_routes, sites, two_way_row
from .parallel_tasks import l07_cases


def plain_cases():
    """No latency and equal weights."""
    yield make(parking_lot, "parking-lot-3", "One flow over three links in a row, one flow over each", 3)
    yield make(
        parking_lot, "parking-lot-8", "One flow over eight links in a row, one flow over each, of one to three pieces", 8, pieces=(1, 3))
    yield make(
        parking_lot, "parking-lot-20", "One flow over twenty links in a row, one or two over each", 20, shorts=(1, 2), window=1)
    yield make(
        parking_lot, "parking-lot-uneven-12", "Twelve unequal links in a row, flows over all, one and parts of the row", 12, mediums=20,
        even=False, window=2)
    yield make(two_way_row, "row-both-ways", "Nine links in a row that both directions share, traffic both ways", 9, 40)
    yield make(racks, "racks-even", "Four racks of six at threefold oversubscription behind one backbone", 4, 6, 3, 60)
    yield make(
        racks, "racks-oversubscribed", "Five racks of eight at eightfold oversubscription, starts over three seconds", 5, 8, 8, 110,
        window=3)
    yield make(racks, "racks-hot", "Six racks of five, half of all traffic into the first rack", 6, 5, 2, 90, hot=0.5)
    yield make(sites, "sites-two-lines", "Two sites with a WAN line for each direction", 10, 60, 1.2 * GB, False)
    yield make(
        sites, "sites-one-line", "Two sites with one WAN line for both directions, far narrower than the ports", 12, 80, 0.6 * GB, True)
    yield make(fan_in, "fan-in-40", "Forty equal sources to one sink", 40, 1, 1)
    yield make(fan_in, "fan-in-unequal", "Sixty sources with ports over two decades to two sinks", 60, 2, 2, equal=False)
    yield make(
        fan_in, "fan-in-hot-spots", "Eighty sources to eight sinks, each half as popular as the one before", 80, 8, 1, equal=False,
        hot=0.5)
    yield make(fan_out, "fan-out-30", "One source to thirty sinks with ports over two decades", 30, 0.5)
    for links, flows in ((5, 20), (8, 40), (12, 60), (20, 80), (30, 120), (40, 150)):
        about = f"{flows} flows on random routes over {links} links, all at once"
        yield make(random_routes, f"random-{links}-{flows}", about, links, flows)
    yield make(
        random_routes, "random-staggered-25-100", "A hundred flows on random routes over 25 links, starts over five seconds", 25, 100, 5)
    yield make(
        random_routes, "random-pieces-15-40", "Forty flows of four to eight pieces on random routes over 15 links", 15, 40, 2,
        pieces=(4, 8))
    yield make(
        cascade, "cascade-10", "Each link 1.3 times as wide as the one before, flows over neighbours: bottlenecks move along", 10, 1.3, 1)
    yield make(
        cascade, "cascade-16-three", "Sixteen links, each 1.15 times as wide as the one before, three flows over each two neighbours", 16,
        1.15, 3)
    yield make(equal_flows, "equal-groups", "Groups of equal flows that end at one instant, five links full at one level", 5, 8)
    yield make(
        parking_lot, "change-row-fails", "A row of six links of which the third almost fails and recovers", 6, mediums=6, pieces=(2, 3),
        window=1, then=failing(lambda made: made[2], (0.4, 0.01), (2.4, 1)))
    yield make(
        racks, "change-backbone", "Racks whose backbone degrades, degrades again and recovers", 4, 6, 3, 60, window=2,
        then=failing(lambda made: made[2], (0.5, 0.5), (1.5, 0.05), (3, 1)))
    yield make(
        racks, "change-uplinks", "Racks whose uplinks degrade one after the other, overlapping", 5, 6, 4, 80, window=2, then=rolling)
    yield make(
        sites, "change-wan", "Two sites whose WAN line fails to a hundredth twice and recovers", 8, 50, 1.5 * GB, True, window=3,
        then=failing(lambda made: made[0], (1, 0.01), (2, 1), (3, 0.01), (3.5, 0.6), (5, 1)))
    yield make(
        fan_in, "change-sink", "A hot sink whose port narrows and widens beyond what it was", 40, 2, 2, hot=0.3,
        then=failing(lambda made: made[0], (0.7, 0.3), (2, 1.5), (3.2, 1)))
    yield make(
        random_routes, "change-random-20-90", "Ninety flows on random routes over 20 links, fifteen times one degrades for a while", 20, 90,
        4, then=lambda case, made: random_changes(case, 15, 6))


def latency_cases():
    """SimGrid's CM02: a flow waits for its latency and shares with weight 1/latency."""
    yield make(
        parking_lot, "latency-parking-lot-6", "Six links in a row with latencies: the long flow waits longest and weighs least", 6,
        pieces=(1, 3), latency=True)
    yield make(
        parking_lot, "latency-parking-lot-15", "Fifteen unequal links in a row with latencies, flows over parts of it", 15, mediums=25,
        even=False, window=1, latency=True)
    yield make(racks, "latency-racks", "Four racks of six with latencies everywhere", 4, 6, 4, 70, latency=True)
    yield make(sites, "latency-sites", "Two sites with latencies, one WAN line", 10, 60, 0.8 * GB, True, latency=True)
    yield make(fan_in, "latency-fan-in", "Fifty sources of unequal latency to two sinks", 50, 2, 1, latency=True)
    yield make(
        random_routes, "latency-random-20-60", "Sixty flows with latencies on random routes over 20 links", 20, 60, 1, latency=True)
    yield make(
        random_routes, "latency-random-40-120", "A hundred and twenty flows with latencies on random routes over 40 links", 40, 120, 2,
        latency=True)
    yield make(
        cascade, "latency-cascade", "A cascade of ten links with latencies, two flows over each two neighbours", 10, 1.3, 2, latency=True)
    yield make(
        random_routes, "latency-change-15-60", "Sixty flows with latencies over 15 links, ten times one degrades for a while", 15, 60, 3,
        latency=True, then=lambda case, made: random_changes(case, 10, 4))


def cases():
    return [*plain_cases(), *latency_cases(), *l07_cases()]
