"""Families of platforms. Each fills a case; what it returns are the resources whose capacities a case of its may change."""

from .case import GB, MB


def parking_lot(case, length, mediums=0, even=True, pieces=(1, 2), window=0.0, shorts=(1, 1)):
    """A row of links: one flow over all, short ones over one each, and some over a part of the row."""
    links = [case.resource(f"link{index}", GB if even else case.log_uniform(0.3 * GB, 3 * GB)) for index in range(length)]
    case.flow(links, case.pieces(*pieces))
    for link in links:
        for _ in range(case.whole(*shorts)):
            case.flow([link], case.pieces(*pieces), case.uniform(0, window))
    for _ in range(mediums):
        first, last = sorted(case.distinct(2, length))
        case.flow(links[first : last + 1], case.pieces(*pieces), case.uniform(0, window))
    return links


def two_way_row(case, length, flows):
    """A row of links that both directions share, as on a bus."""
    links = [case.resource(f"bus{index}", case.log_uniform(0.5 * GB, 2 * GB)) for index in range(length)]
    for index in range(flows):
        first, last = sorted(case.distinct(2, length))
        route = links[first : last + 1]
        case.flow(route if index % 2 == 0 else route[::-1], case.pieces(1, 3), case.uniform(0, 1))
    return links


def racks(case, count, hosts, oversubscription, flows, backbone=None, window=1.0, hot=0.0, pieces=(1, 3)):
    """Racks with ports, uplinks and downlinks narrower than their ports together, and a backbone between racks.

    Returns the indices of (uplinks, downlinks, backbone).
    """
    port = 1.25 * GB
    wide = port * hosts / oversubscription
    up = [case.resource(f"up{rack}", wide) for rack in range(count)]
    down = [case.resource(f"down{rack}", wide) for rack in range(count)]
    core = case.resource("backbone", backbone or wide * count / 2)
    out = [case.resource(f"out{host}", port) for host in range(count * hosts)]
    into = [case.resource(f"in{host}", port) for host in range(count * hosts)]
    for _ in range(flows):
        source, sink = case.distinct(2, count * hosts)
        if case.chance(hot):
            # To the first rack.
            sink = (source + 1) % hosts
        route = [out[source], into[sink]]
        if source // hosts != sink // hosts:
            route = [out[source], up[source // hosts], core, down[sink // hosts], into[sink]]
        case.flow(route, case.pieces(*pieces), case.uniform(0, window))
    return up, down, core


def sites(case, hosts, flows, wan, shared, window=1.0, pieces=(1, 3)):
    """Two sites with a switch each and a WAN between them, one for each direction or one for both. Returns the WAN's indices."""
    ports = [case.resource(f"port{index}", case.log_uniform(0.3 * GB, 1.25 * GB)) for index in range(2 * hosts)]
    switches = [case.resource(f"switch{site}", 0.4 * GB * hosts) for site in range(2)]
    lines = [case.resource("wan", wan)] if shared else [case.resource("wan-there", wan), case.resource("wan-back", 0.7 * wan)]
    for _ in range(flows):
        source, sink = case.distinct(2, 2 * hosts)
        here, there = source // hosts, sink // hosts
        route = [ports[source], switches[here], ports[sink]]
        if here != there:
            route = [ports[source], switches[here], lines[0 if shared else here], switches[there], ports[sink]]
        case.flow(route, case.pieces(*pieces), case.uniform(0, window))
    return lines


def fan_in(case, sources, sinks, window, equal=True, hot=1.0, pieces=(1, 2)):
    """Many sources to few sinks; sink k gets flows in proportion to hot^k. Returns the sinks' ports."""
    out = [case.resource(f"out{index}", GB if equal else case.log_uniform(0.02 * GB, 2 * GB)) for index in range(sources)]
    into = [case.resource(f"in{index}", 1.5 * GB) for index in range(sinks)]
    shares = [hot**sink for sink in range(sinks)]
    for source in out:
        drawn, sink = case.uniform(0, sum(shares)), 0
        while sink < sinks - 1 and drawn > shares[sink]:
            drawn, sink = drawn - shares[sink], sink + 1
        case.flow([source, into[sink]], case.pieces(*pieces), case.uniform(0, window))
    return into


def fan_out(case, sinks, window):
    """One source whose port is shared by flows to sinks of very unequal ports."""
    source = case.resource("source", 2 * GB)
    for sink in range(sinks):
        port = case.resource(f"sink{sink}", case.log_uniform(0.01 * GB, GB))
        case.flow([source, port], case.pieces(1, 3), case.uniform(0, window))
    return source


def random_routes(case, links, flows, window=0.0, longest=6, pieces=(1, 2)):
    """Routes over links drawn at random, of capacities over a decade."""
    for link in range(links):
        case.resource(f"link{link}", case.log_uniform(0.2 * GB, 2 * GB))
    for _ in range(flows):
        route = case.distinct(case.whole(1, min(longest, links)), links)
        case.flow(route, case.pieces(*pieces), case.uniform(0, window))


def cascade(case, length, factor, each):
    """Flow k uses links k and k+1, and each link is wider than the one before it, so that a rate that rises lowers the next one's.

    Whenever a piece ends, the bottlenecks down the row change from one link to its neighbour.
    """
    links = [case.resource(f"step{index}", 0.1 * GB * factor**index) for index in range(length)]
    for index in range(length - 1):
        for _ in range(each):
            case.flow(links[index : index + 2], case.pieces(2, 4), case.uniform(0, 0.5))
    return links


def equal_flows(case, groups, each):
    """Equal flows in groups, so that whole groups end at one instant and many links are full at one level."""
    core = case.resource("core", GB)
    for group in range(groups):
        link = case.resource(f"group{group}", GB / groups)
        for _ in range(each):
            case.flow([link, core], [64 * MB, 32 * MB * (1 + group)])
