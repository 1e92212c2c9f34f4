"""SimGrid, through Benchmarks/Rivals/SimGridFlows.cpp."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / ".rivals/bin/simgrid-flows"


def fail(message, hint):
    print(f"simgrid-cases: {message}\nhint: {hint}", file=sys.stderr)
    sys.exit(1)


def run_program(*arguments):
    if not PROGRAM.exists():
        fail(f"there is no `{PROGRAM.relative_to(ROOT)}`", "`make simgrid-expectations` builds it, or says why it cannot")
    run = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
    if run.returncode != 0:
        fail(f"`{' '.join(map(str, arguments))}` ended with {run.returncode}", run.stderr.strip()[-2000:] or "without a message")
    return run.stdout


def lines_of(case):
    """A case as SimGridFlows.cpp reads it: words apart by blanks, each list behind its length. `repr` loses no bit."""
    yield len(case["resources"])
    yield from (resource["capacity"] for resource in case["resources"])
    yield len(case["changes"])
    yield from (f"{change['time']!r} {change['resource']} {change['capacity']!r}" for change in case["changes"])
    yield len(case["flows"])
    coefficients = case.get("coefficients") or [[1.0] * len(flow["route"]) for flow in case["flows"]]
    for flow, parts in zip(case["flows"], coefficients):
        uses = " ".join(f"{resource} {part!r}" for resource, part in zip(flow["route"], parts))
        pieces = " ".join(str(int(piece)) for piece in flow["pieces"])
        yield f"{flow['start']!r} {flow['latency']!r} {len(parts)} {uses} {len(flow['pieces'])} {pieces}"


def simgrid_finish(case, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".case") as file:
        file.write("".join(f"{line}\n" for line in lines_of(case)))
        file.flush()
        model = ["--model", "L07"] if case.get("coefficients") else []
        output = run_program("case", "--file", file.name, *model, *options)
    return [[float(word) for word in line.split()] for line in output.splitlines()]


def simgrid_table(table):
    first, *rest = run_program(*table.arguments()).splitlines()
    flows, makespan = first.split()
    return {"flows": int(flows), "makespan": float(makespan), "finish": [float(line) for line in rest]}
