"""The slow twin: shares of bandwidth by progressive filling, computed anew at every event. It has nothing from SimGrid."""


def fair_rates(capacities, flows):
    """Progressive filling: raises the level of all flows at once until a resource is full, fixes the flows on it, and goes on.

    `flows` are (weight, uses), uses being pairs of resource and coefficient.
    """
    left, demand, users = {}, {}, {}
    for index, (weight, uses) in enumerate(flows):
        for resource, coefficient in uses:
            left[resource] = capacities[resource]
            demand[resource] = demand.get(resource, 0.0) + coefficient * weight
            users.setdefault(resource, []).append(index)
    rates = [None] * len(flows)
    while demand:
        level = min(left[resource] / demand[resource] for resource in demand)
        # Resources full at the same level differ by rounding; they are taken together.
        full = [resource for resource in demand if left[resource] <= level * (1 + 1e-13) * demand[resource]]
        for index in (index for resource in full for index in users[resource]):
            if rates[index] is not None:
                continue
            weight, uses = flows[index]
            rates[index] = weight * level
            for resource, coefficient in uses:
                left[resource] = max(0.0, left[resource] - coefficient * rates[index])
        for resource in list(demand):
            rising = [index for index in users[resource] if rates[index] is None]
            if len(rising) == len(users[resource]):
                continue
            users[resource] = rising
            if rising:
                # Summed up anew, as differences would leave a residue where nobody is left.
                demand[resource] = sum(
                    flows[index][0] * coefficient for index in rising for used, coefficient in flows[index][1] if used == resource)
            else:
                del demand[resource]
    return rates


def twin_finish(case):
    """When each piece of each flow ends: rates anew at each event, and everything advanced to the next one."""
    flows = case["flows"]
    capacities = [resource["capacity"] for resource in case["resources"]]
    coefficients = case.get("coefficients") or [[1.0] * len(flow["route"]) for flow in flows]
    shares = [(flow["weight"], list(zip(flow["route"], parts))) for flow, parts in zip(flows, coefficients)]
    changes = list(case["changes"])
    finish = [[] for _ in flows]
    # Instants at which the latency of the next piece is over; bytes left of the pieces that move.
    waiting = {index: flow["start"] + flow["latency"] for index, flow in enumerate(flows)}
    moving = {}
    now = 0.0
    while waiting or moving:
        order = sorted(moving)
        rates = dict(zip(order, fair_rates(capacities, [shares[index] for index in order])))
        ends = {index: now + moving[index] / rates[index] for index in order}
        then = min([*ends.values(), *waiting.values(), *(change["time"] for change in changes[:1])])
        for index in order:
            moving[index] -= rates[index] * (then - now)
        now = then
        while changes and changes[0]["time"] <= now:
            change = changes.pop(0)
            capacities[change["resource"]] = change["capacity"]
        for index in order:
            if ends[index] <= now:
                del moving[index]
                finish[index].append(now)
                if len(finish[index]) < len(flows[index]["pieces"]):
                    waiting[index] = now + flows[index]["latency"]
        for index in [index for index, instant in waiting.items() if instant <= now]:
            del waiting[index]
            moving[index] = flows[index]["pieces"][len(finish[index])]
    return finish
