# SPDX-License-Identifier: Apache-2.0
"""Reading and schemas agree: a schema refuses a document exactly where reading tells a code that a schema can say.

Documents are invented from the annotations of the classes alone, and then spoilt in up to three places; documents that
come along with the project are spoilt as well. Exceptions, each with its reason:

* ``1.0`` is an integer to JSON Schema. Reading text never gets so far: numbers with a fraction are refused *before*.
* The year 0 is one to RFC 3339, and so to ``format: date`` of many validators; the calendar of Python begins with 1.
  Our own validation says what reading says.
* Whole numbers beyond 2 to the 53rd are rounded by validators written in JavaScript; the limit of 18 digits is then
  off by one. Engines used here compare exactly.
"""

from __future__ import annotations

import copy
import datetime as dt
import enum
import json
import os
import random
import re
import sys
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from isomodel import schema
from isomodel.documents import FORMATS, LOGS, head, loads
from isomodel.errors import DocumentError
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import Extensions
from isomodel.serialization import parse, structure

ROOT = Path(__file__).parent.parent
ROOTS = {**FORMATS, **LOGS}
KINDS = tuple(ROOTS)
EXAMPLES = int(os.environ.get("ISOMODEL_EXAMPLES", "2000"))
"""How many documents are tried; the optional session asks for more."""

PAGE = (ROOT / "docs" / "reference" / "issues.md").read_text(encoding="utf-8")
SAID = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| (yes|no|before) \|$", PAGE, re.MULTILINE))
"""What the reference says of each code of reading: whether a schema can say it."""

Tree = dict[str, Any]
Path_ = tuple[str | int, ...]

TEXTS = ("", "a", "Ünïcode", "x" * 12, "two\nlines")
REFERENCES = {
    StandardRef: ("ISO 9001:2015", "ISO/IEC 27001:2022/Amd 1:2024", "ISO 99001:2030"),
    ClauseNumber: ("4", "8.5.1", "A.5.7"),
    RequirementRef: ("ISO 9001:2015, 8.5.1#c", "ISO/IEC 27001:2022, A.5.7"),
}
NUMBERS = (1, 2, 7, 10**18 - 1)


def invent(kind: Any, draw: random.Random, depth: int, field: attrs.Attribute[Any] | None = None) -> Any:  # noqa: ANN401, C901, PLR0911 - a case for each kind of annotation.
    """Make up what an annotation can stand for; limits of a field are kept by trying until its validator agrees."""
    arguments = typing.get_args(kind)
    if type(None) in arguments:
        return invent(arguments[0] if arguments[1] is type(None) else arguments[1], draw, depth, field)
    if typing.get_origin(kind) is tuple:
        return [invent(arguments[0], draw, depth - 1) for _ in range(draw.choice((0, 1, 1, 2)) if depth > 0 else 0)]
    if typing.get_origin(kind) is typing.Literal:
        return arguments[0]
    if kind in REFERENCES:
        return draw.choice(REFERENCES[kind])
    if kind is dt.date:
        return draw.choice(("2026-11-23", "2028-02-29", "0001-01-01", "9999-12-31"))
    if kind is Extensions:
        return {"org.example.a": [None, {"x": True}], "io.b_C": 1} if draw.random() < 0.5 else {}
    if kind is bool:
        return draw.random() < 0.5
    if issubclass(kind, enum.Enum):
        return draw.choice([member.value for member in kind])
    if kind is str or kind is int:
        pool: list[Any] = list(TEXTS if kind is str else NUMBERS)
        pool += [*FITTING] if kind is str else []
        draw.shuffle(pool)
        return next(value for value in pool if fits(field, value))
    made = {}
    for one in attrs.fields(attrs.resolve_types(kind)):
        if one.default is attrs.NOTHING or (depth > 0 and draw.random() < 0.5):
            made[one.name] = invent(one.type, draw, depth, one)
    return made


FITTING = (
    "kebab-case",
    "sha256:" + "0" * 64,
    "0" * 64,
    "effective",
    ";",
    "en",
    "added",
    "house.json",
    "evidence",
    "supports",
)
"""Texts of the kinds that validators ask for: at least one fits each."""


def fits(field: attrs.Attribute[Any] | None, value: object) -> bool:
    """Ask the validator of a field for a value, by making nothing."""
    if field is None or field.validator is None:
        return True
    try:
        field.validator(object(), field, value)
    except ValueError:
        return False
    return True


def places(tree: Any, above: Path_ = ()) -> Iterator[Path_]:  # noqa: ANN401 - JSON.
    """Go through every place of a document, the document itself included."""
    yield above
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, one in inner:
        yield from places(one, (*above, step))


OTHER: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1,
    10**18 - 1,
    "",
    "x",
    "2026-02-30",
    "2026-1-1",
    "ISO 9001 : 2015",
    "a\n",
    [],
    {},
    [1],
    {"a": 1},
)


def spoil(tree: Tree, draw: random.Random) -> None:
    """Make one mistake somewhere: most of what is done is wrong, some is not."""
    kind = draw.choice((object, object, object, int, str, list, dict))
    every = [steps for steps in places(tree) if steps]
    if not every:
        # Everything is gone already.
        return
    steps = draw.choice([steps for steps in every if isinstance(value_at(tree, steps), kind)] or every)
    at, value, last = value_at(tree, steps[:-1]), value_at(tree, steps), steps[-1]
    if kind is int and type(value) is int:
        at[last] = draw.choice((0, -1, -value, 10**18 - 1, -(10**18) + 1, str(value), True))
    elif kind is str and isinstance(value, str):
        day = ("2026-02-30", "2026-1-1", "20261123", "2027-02-29") if DAY.match(value) else ("", value + "x" * 300)
        at[last] = draw.choice((value[:-1], value + " ", value + "\n", value.upper(), *day))
    elif kind is list and isinstance(value, list):
        again = copy.deepcopy(value)
        at[last] = draw.choice((value + again, [value], value[:1], {str(i): one for i, one in enumerate(value)}))
    elif kind is dict and isinstance(value, dict):
        key = draw.choice(("", "unknown", "nam", "x.Y", "org.example.b", "$schema", "a/b~c", "format"))
        value[key] = copy.deepcopy(draw.choice(OTHER))
    elif draw.random() < 0.1 and isinstance(tree.get("format"), str):
        named = tree["format"]
        tree["format"] = draw.choice((f"{named[:-1]}1", named[:-1], "isomodel/policy/1.0", named, 1))
    elif draw.random() < 0.4:
        del at[last]
    else:
        at[last] = copy.deepcopy(draw.choice(OTHER))


def value_at(tree: Any, steps: Path_) -> Any:  # noqa: ANN401 - JSON.
    """Return what stands at a place."""
    for step in steps:
        tree = tree[step]
    return tree


DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


SMALL = [
    json.loads(path.read_bytes())
    for home in ("src", "examples")
    for path in sorted((ROOT / home).rglob("*.json"))
    if path.stat().st_size < 40_000
    and b'"format": "isomodel/' in path.read_bytes()[:200]
    and "broken" not in path.parts
]


def document(kind: str, seed: int) -> Tree:
    """Make up a document of a kind, and spoil it in up to three places."""
    draw = random.Random(f"{kind} {seed}")  # noqa: S311 - documents that can be made again, no secret.
    if draw.random() < 0.05:
        # Somebody took one document for another.
        kind = draw.choice(KINDS)
    along: list[Tree] = [tree for tree in SMALL if tree["format"] == head(kind)["format"]]
    if along and draw.random() < 0.2:
        tree: Tree = copy.deepcopy(draw.choice(along))
    else:
        made = invent(ROOTS[kind], draw, draw.choice((0, 1, 2, 3)))
        tree = made if kind in LOGS else {**head(kind), **made}
    for _ in range(draw.choice((0, 1, 1, 1, 2, 3))):
        spoil(tree, draw)
    return tree


Judge = Callable[[object], bool]


def judges(change: Callable[[Tree], object] = lambda _: None) -> dict[str, Judge]:
    """Make a validator of each schema, changed as told."""
    made: dict[str, Judge] = {}
    for kind in KINDS:
        tree = schema.document(kind).tree()
        change(tree)
        made[kind] = jsonschema_rs.validator_for(tree, validate_formats=True).is_valid
    return made


OTHERS = {kind: {head(other)["format"] for other in KINDS if other != kind} for kind in KINDS}
"""By kind, the formats of all the others."""


def read(text: str, kind: str) -> set[tuple[str, str]]:
    """Say what reading tells of a document that has to be of a kind: codes and places."""
    found: set[tuple[str, str]] = set()
    try:
        structure(parse(text), LOGS[kind]) if kind in LOGS else loads(text)
    except DocumentError as error:
        found = {(issue.code, issue.path) for issue in error.issues}
    # Reading asks for the kind last, and a schema first.
    named = json.loads(text).get("format")
    return found | {("other-format", "/format")} if isinstance(named, str) and named in OTHERS[kind] else found


def agree(kind: str, seed: int, accepts: dict[str, Judge], seen: Counter[str]) -> None:
    """Hold the agreement on one document."""
    tree = document(kind, seed)
    text = json.dumps(tree)
    told = read(text, kind)
    can = {(code, path) for code, path in told if SAID[code] == "yes"}
    assert "before" not in {SAID[code] for code, _ in told}
    refused = not accepts[kind](tree)
    seen.update({code for code, _ in told} or {"nothing"})
    seen[f"of {kind}"] += 1
    seen["refused" if refused else "contradiction only" if told else "accepted"] += 1
    assert refused == bool(can), (kind, seed, sorted(told))
    if accepts is JUDGES and ("other-format", "/format") not in told:
        # Not only whether: by our own validation the same codes at the same places.
        held = schema.document(kind) if kind in LOGS else None
        own = {(issue.code, issue.path) for issue in schema.validate(text, held)}
        assert own == can, (kind, seed, sorted(told), sorted(own))


JUDGES = judges()


def run(
    examples: int,
    accepts: dict[str, Judge],
    seen: Counter[str],
    phases: tuple[Phase, ...] = tuple(Phase),
    kinds: tuple[str, ...] = KINDS,
) -> None:
    """Hold the agreement on so many documents of some kinds."""

    @settings(
        max_examples=examples,
        database=None,
        derandomize=phases != tuple(Phase),
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(kinds), st.integers(0, 2**32))
    def law(kind: str, seed: int) -> None:
        once: Counter[str] = Counter()
        agree(kind, seed, accepts, once)
        for name in once:
            event(name)
        seen.update(once)

    law()


def test_schemas_refuse_what_reading_refuses() -> None:
    """A schema refuses a document exactly where reading tells a code that a schema can say, at the very places."""
    seen: Counter[str] = Counter()
    expected = {code for code, said in SAID.items() if said == "yes"} | {"nothing", "refused", "accepted"}
    expected |= {"bad-reference", "not-canonical", "contradiction", *(f"of {kind}" for kind in KINDS)}
    for _ in range(3):
        run(EXAMPLES, JUDGES, seen)
        if all(seen[name] for name in expected):
            break
    sys.stdout.write(
        "met, in documents:\n" + "".join(f"  {count:>6}  {name}\n" for name, count in sorted(seen.items()))
    )
    assert [name for name in sorted(expected) if seen[name] == 0] == []


def test_the_year_nought_is_an_exception() -> None:
    """A day of the year 0 is one to a validator by RFC 3339, and none to reading and to our own validation."""
    tree = register_with("0000-01-01")
    assert JUDGES["evidence-register"](tree)
    told = {("bad-date", "/evidence/0/received_on")}
    assert (
        {(issue.code, issue.path) for issue in schema.validate(tree)}
        == told
        == read(json.dumps(tree), "evidence-register")
    )


def register_with(day: str) -> Tree:
    """Make a register with one item, received on a day."""
    item = {"id": "e", "kind": "policy", "title": "t", "effective_on": "2026-01-01", "received_on": day, "owner": "o"}
    return {**head("evidence-register"), "id": "r", "organization": "o", "evidence": [item]}


def everywhere(word: str, change: Callable[[Tree], object]) -> Callable[[Tree], None]:
    """Return a change of every schema inside a schema that has a word."""

    def apply(tree: Any) -> None:  # noqa: ANN401 - JSON.
        if isinstance(tree, dict):
            if word in tree and not isinstance(tree[word], dict):
                change(tree)
            for one in tree.values():
                apply(one)
        elif isinstance(tree, list):
            for one in tree:
                apply(one)

    return apply


BUGS: dict[str, Callable[[Tree], None]] = {
    "objects are open": everywhere("additionalProperties", lambda t: t.pop("additionalProperties")),
    "nothing is required": everywhere("required", lambda t: t.pop("required")),
    "one thing less is required": everywhere("required", lambda t: t["required"].pop()),
    "an enum lacks a value": everywhere("enum", lambda t: t["enum"].pop()),
    "enums are texts": everywhere("enum", lambda t: t.pop("enum")),
    "days are texts": everywhere("format", lambda t: t.pop("format", None)),
    "numbers have no least": everywhere("minimum", lambda t: t.pop("minimum")),
    "texts have no most": everywhere("maxLength", lambda t: t.pop("maxLength")),
    "texts have no pattern": everywhere("pattern", lambda t: t.pop("pattern")),
    "null is allowed": everywhere("type", lambda t: t.update(type=[t["type"], "null"])),
    "the format is not looked at": lambda t: t["properties"]["format"].pop("const"),
}
"""Bugs of a generator: each has to be noticed."""


@pytest.mark.parametrize("name", BUGS)
def test_the_agreement_notices_bugs(name: str) -> None:
    """A schema that says a little too much or too little does not agree with reading."""
    touched = tuple(kind for kind in KINDS if _changed(kind, BUGS[name]))
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(20_000, judges(BUGS[name]), Counter(), (Phase.generate,), touched)


def _changed(kind: str, bug: Callable[[Tree], None]) -> bool:
    tree = schema.document(kind).tree()
    bug(tree)
    return tree != schema.document(kind).tree()


def test_every_code_of_reading_says_whether_a_schema_can() -> None:
    """Each code on the page about reading has its word on schemas, and the words are not all the same."""
    part = PAGE.partition("## Reading a document")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", part, re.MULTILINE)) == set(SAID)
    assert set(SAID.values()) == {"yes", "no", "before"}
