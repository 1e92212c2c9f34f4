"""The files of cases and expectations: comparing with what is there, and writing."""

import json
import math
import textwrap

from .program import ROOT

FOLDER = ROOT / "Tests/ResourceSharingTests/SimGrid"

# What another build of SimGrid may differ by from the one that was stored.
STORED_TOLERANCE = 1e-9


def numbers_of(finish):
    return [number for part in finish for number in (part if isinstance(part, list) else [part])]


def largest_difference(finish, other):
    """Relative to the instants themselves; infinite where one has other pieces than the other."""
    if [len(part) if isinstance(part, list) else 0 for part in finish] != [len(part) if isinstance(part, list) else 0 for part in other]:
        return math.inf
    pairs = zip(numbers_of(finish), numbers_of(other))
    return max((abs(one - two) / max(abs(one), abs(two)) for one, two in pairs if one != two), default=0.0)


def number_text(number):
    """17 digits tell all doubles apart; whole numbers, such as indices and counts of bytes, stay as they are."""
    if isinstance(number, int):
        return str(number)
    return f"{number:.17g}" if not number.is_integer() or abs(number) >= 2**53 else f"{number:.1f}"


def value_text(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {value_text(each)}' for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(value_text, value)) + "]"
    return json.dumps(value) if isinstance(value, str) else number_text(value)


def document_text(document):
    """JSON with one part of a list a line, in lines of at most 140 columns."""
    fields = []
    for key, value in document.items():
        if not isinstance(value, list) or not value:
            fields.append(f'  "{key}": {value_text(value)}')
            continue
        if isinstance(value[0], (dict, list)):
            parts = [textwrap.fill(value_text(each), 139, initial_indent="    ", subsequent_indent="      ") for each in value]
            fields.append(f'  "{key}": [\n' + ",\n".join(parts) + "\n  ]")
        else:
            fields.append(textwrap.fill(f'"{key}": {value_text(value)}', 139, initial_indent="  ", subsequent_indent="    "))
    return "{\n" + ",\n".join(fields) + "\n}\n"


def read(path):
    return json.loads(path.read_text()) if path.exists() else None


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document_text(document))


def store_case(case):
    """Writes it and tells whether it was another before."""
    path = FOLDER / "cases" / f"{case['name']}.json"
    before = read(path)
    if before == json.loads(document_text(case)):
        return False
    print(f"case {case['name']}: {'new' if before is None else 'not what is stored'}")
    write(path, case)
    return before is not None


def describe_difference(name, before, after):
    difference = largest_difference(after["finish"], before["finish"])
    for key in ("flows", "makespan"):
        if before.get(key) != after.get(key):
            print(f"expectation {name}: `{key}` was {before.get(key)} and is {after.get(key)}")
    print(f"expectation {name}: differs by up to {difference:.2g} from what is stored, of SimGrid {before.get('simgrid')}")


def store_expectation(name, document):
    """Keeps what is stored where it is the same but for rounding; otherwise says what differs, and writes."""
    path = FOLDER / "expected" / f"{name}.json"
    before = read(path)
    if before is None:
        print(f"expectation {name}: new")
    elif largest_difference(document["finish"], before["finish"]) <= STORED_TOLERANCE and before.get("flows") == document.get("flows"):
        return False
    else:
        describe_difference(name, before, document)
    write(path, document)
    return before is not None


def report_strays(names):
    """Files that no case has written, which a test would go on reading."""
    strays = [path for folder in ("cases", "expected") for path in sorted((FOLDER / folder).glob("*.json")) if path.stem not in names]
    for path in strays:
        print(f"{path.relative_to(ROOT)}: of no case any more; to be removed")
    return bool(strays)
