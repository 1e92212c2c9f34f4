"""Small cases for SimGrid's model of parallel tasks, L07."""

from .case import MB
from .changes import make


def even_tasks(case, links, flows, coefficient=1.0):
    """Flows given as (route, pieces), or (route, pieces, start), all with one coefficient; capacities in MB/s."""
    for index, capacity in enumerate(links):
        case.resource(f"link{index}", capacity * MB)
    for route, pieces, *start in flows:
        case.flow(route, [piece * MB for piece in pieces], *start, coefficients=[coefficient] * len(route))


def narrowed(case, made):
    """The first link at a quarter for half a second."""
    case.change(0.25, 0, 0.25)
    case.change(0.75, 0, 1)


def l07_cases():
    """Parallel tasks of equal coefficients, of those in which SimGrid's solver for them, fairbottleneck, is max-min fair.

    In general it is not, even with equal coefficients: with unequal ones it shares each resource equally, and not the tasks' progress.
    """
    yield make(even_tasks, "l07-one-link", "Three tasks on one link", [300], [([0], [30, 10]), ([0], [60]), ([0], [120, 30])])
    yield make(
        even_tasks, "l07-apart", "Tasks on links of their own and one on both", [100, 400], [([0], [50]), ([1], [300]), ([0, 1], [100])])
    yield make(
        even_tasks, "l07-row", "A task over three equal links, one on each", [200, 200, 200],
        [([0, 1, 2], [60]), ([0], [40, 20]), ([1], [80]), ([2], [120])])
    yield make(
        even_tasks, "l07-uneven-row", "A task over three unequal links, bounded by the narrowest, one or two on each", [100, 250, 600],
        [([0, 1, 2], [60]), ([0], [90]), ([1], [100, 40]), ([2], [500])])
    yield make(
        even_tasks, "l07-fan-in", "Four tasks with ports of their own into one", [500, 500, 500, 500, 400],
        [([0, 4], [20]), ([1, 4], [50]), ([2, 4], [80]), ([3, 4], [110])])
    yield make(
        even_tasks, "l07-staggered", "Tasks on one backbone that start one after the other", [800, 200],
        [([0, 1], [100]), ([0, 1], [50], 0.25), ([0, 1], [75, 25], 0.5), ([1], [40], 0.75)])
    yield make(
        even_tasks, "l07-coefficient-2.5", "Every coefficient is 2.5: as if all capacities were 0.4 of what they are", [300, 500],
        [([0], [30, 10]), ([0, 1], [60]), ([1], [120])], coefficient=2.5)
    yield make(
        even_tasks, "l07-change", "Three tasks on one link that is at a quarter for half a second, one also on a wider one", [300, 900],
        [([0], [60, 20]), ([0, 1], [45]), ([0], [90])], then=narrowed)
