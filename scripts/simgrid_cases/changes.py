"""How a case is made from a family, and what its capacities do in the course of it."""

from .case import Case


def random_changes(case, count, until, lowest=0.02):
    """Links degrade, some almost fail, and recover."""
    for _ in range(count):
        resource, begin = case.whole(0, len(case.resources) - 1), round(case.uniform(0.1, until), 3)
        case.change(begin, resource, case.log_uniform(lowest, 0.8))
        case.change(begin + round(case.uniform(0.2, until / 2), 3), resource, 1)


def make(family, name, about, *arguments, latency=False, then=None, **options):
    case = Case(name, about, latency)
    made = family(case, *arguments, **options)
    if then is not None:
        then(case, made)
    return case.finished()


def failing(pick, *steps):
    """Changes of one of what a family returned: (time, part) in turn."""

    def apply(case, made):
        for time, part in steps:
            case.change(time, pick(made), part)

    return apply


def rolling(case, made):
    """One uplink after the other at a fifth, each for 0.6 s, overlapping with the next."""
    for order, link in enumerate(made[0]):
        case.change(0.3 + 0.4 * order, link, 0.2)
        case.change(0.9 + 0.4 * order, link, 1)
