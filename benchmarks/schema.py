# SPDX-License-Identifier: Apache-2.0
"""How long making all schemas takes beside pydantic, and reading a document beside json and jsonschema.

Pydantic is given equivalent classes: written from the descriptions of ours, with the same names, attributes, texts,
types and limits, and annotations that are text as ours are. That they say the same is checked by comparing what comes
out. Two ways are judged, each the median of what fresh processes take once they did it before: from classes (pydantic
takes dataclasses apart each time, as we do), and from what is known of the classes already (pydantic takes models apart
when they are defined). The first time in a process is shown as well: it evaluates annotations, and we read docstrings
and the sources of enums then, while pydantic is handed its texts and gives the values of enums none.

Reading and validating the sample assessment is compared with ``json.loads`` and a validator of jsonschema that was made
before and asserts formats. Candidates take turns; of each only its own processor time counts, so that other programs on
the machine do not. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from isomodel import documents, schema
from isomodel.documents import FORMATS
from isomodel.schema import _descriptions as described

PROCESSES = 7
REPEATED = 5
ROUNDS = 25
MAKING = 0.1
"""The most that making all schemas may cost, as a share of what pydantic takes."""
READING = 0.06
"""The most that reading and validating may cost, as a share of what json and jsonschema take."""

Tree = dict[str, Any]
WORDS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minimum": "ge",
    "maximum": "le",
    "pattern": "pattern",
}
"""What pydantic calls a limit."""


# Equivalent classes.


def annotation(node: described.Node, limits: Iterable[tuple[str, Any]] = (), text: str | None = None) -> str:
    """Write what stands for a node, as an annotation that pydantic reads."""
    held: Mapping[str, Any] = dict(limits)
    match node:
        case described.Leaf():
            base, held = leaf({**dict(node.form), **held})
        case described.Constant(value):
            base = f"t.Literal[{value!r}]"
        case described.Named(name):
            base = name
        case described.Items(of, each):
            base = f"tuple[{annotation(of, each)}, ...]"
        case described.Table(of):
            base = f"dict[str, {annotation(of)}]"
        case described.Choice(tag, branches):
            union = " | ".join(branch.name for _, branch in branches)
            base = f"t.Annotated[{union}, p.Field(discriminator={tag!r})]"
    words = [f"{WORDS[word]}={value!r}" for word, value in held.items()]
    words += [] if text is None else [f"description={text!r}"]
    return f"t.Annotated[{base}, p.Field({', '.join(words)})]" if words else base


def leaf(form: Tree) -> tuple[str, Tree]:
    """Return the type of one value, and the limits that are left to say."""
    kind = form.pop("type")
    if kind == "object":
        return f"dict[t.Annotated[str, p.Field(pattern={form['propertyNames']['pattern']!r})], t.Any]", {}
    if "enum" in form:
        return f"t.Literal[{', '.join(map(repr, form['enum']))}]", {}
    if form.pop("format", None) == "date":
        return "dt.date", form
    return {"string": "str", "integer": "int", "boolean": "bool"}[kind], form


def module(definitions: Iterable[described.Definition], *, models: bool) -> str:
    """Write the classes: dataclasses of the standard library, or models of pydantic."""
    lines = ["from __future__ import annotations", "import dataclasses, datetime as dt, enum, typing as t"]
    lines += ["import pydantic as p"]
    for one in definitions:
        if isinstance(one, described.Members):
            members = [f"    m{number} = {value!r}" for number, (value, _) in enumerate(one.members)]
            lines += [f"class {one.name}(enum.Enum):", f"    {one.text!r}", *members]
        else:
            keys = [
                f"    {key.name}: {annotation(key.node, key.limits, key.text)}"
                + ("" if key.required else " | None = None")
                for key in one.attributes
            ]
            closed = "p.ConfigDict(extra='forbid', frozen=True, defer_build=True)"
            as_model = [f"class {one.name}(p.BaseModel):", f"    {one.text!r}", f"    model_config = {closed}"]
            as_data = ["@dataclasses.dataclass(frozen=True, kw_only=True)", f"class {one.name}:", f"    {one.text!r}"]
            as_data += [f"    __pydantic_config__ = {closed}"]
            head = as_model if models else as_data
            lines += [*head, *keys]
    if models:
        lines += ["for _one in p.BaseModel.__subclasses__():", "    _one.model_rebuild()"]
    return "\n".join(lines)


def definitions() -> tuple[described.Definition, ...]:
    """Describe every class of every document."""
    describer = described.Describer()
    for cls in FORMATS.values():
        describer.node(cls)
    return describer.definitions


# Candidates: each gets ready, and returns what is measured.


def ours() -> Callable[[], list[Tree]]:
    """Make every schema from classes."""
    schema.of(int).tree()  # As below.
    return lambda: [schema.of(cls).tree() for cls in FORMATS.values()]


def ours_known() -> Callable[[], list[Tree]]:
    """Make every schema from what is known of the classes."""
    known = [schema.of(cls) for cls in FORMATS.values()]
    return lambda: [each.tree() for each in known]


def theirs(name: str) -> Callable[[], list[Tree]]:
    """Let pydantic make every schema."""
    pydantic = importlib.import_module("pydantic")
    pydantic.TypeAdapter(int).json_schema()  # Loads what is loaded late.
    classes = [getattr(importlib.import_module(name), cls.__name__) for cls in FORMATS.values()]
    return lambda: [pydantic.TypeAdapter(cls).json_schema() for cls in classes]


CANDIDATES: dict[str, Callable[[], Callable[[], list[Tree]]]] = {
    "isomodel, from classes": ours,
    "pydantic, from dataclasses": lambda: theirs("equivalent_dataclasses"),
    "isomodel, from descriptions": ours_known,
    "pydantic, from models": lambda: theirs("equivalent_models"),
}


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measured(name: str, folder: str) -> tuple[float, float]:
    """Return the seconds that a candidate takes in a process of its own, the first time and later."""
    done = subprocess.run([sys.executable, __file__, name, folder], check=True, capture_output=True, text=True)
    first, later = map(float, done.stdout.split())
    return first, later


def contents(tree: Tree) -> list[list[str]]:
    """List the keys of every object of a schema and the values of every enum.

    Without names: all classes stand in one module here, and of two of one name the second has another.
    """
    return sorted(list(one.get("properties", one.get("enum", ()))) for one in (tree, *tree.get("$defs", {}).values()))


def making(folder: str) -> bool:
    """Measure how long schemas take to make, tell, and say whether the bars are met."""
    for file, models in (("equivalent_dataclasses", False), ("equivalent_models", True)):
        Path(folder, f"{file}.py").write_text(module(definitions(), models=models), encoding="utf-8")
    sys.path.insert(0, folder)
    every = {name: [contents(tree) for tree in ready()()] for name, ready in CANDIDATES.items()}
    assert all(made == every["isomodel, from classes"] for made in every.values())
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in CANDIDATES}
    for _ in range(PROCESSES):
        for name in CANDIDATES:
            taken[name].append(measured(name, folder))
    first, later = (
        {name: statistics.median(times[which] for times in every) for name, every in taken.items()} for which in (0, 1)
    )
    print(f"all {len(FORMATS)} schemas, milliseconds of processor time, median of {PROCESSES} processes each")
    for name in CANDIDATES:
        print(f"  {name:<28} {later[name] * 1000:8.2f}   the first time {first[name] * 1000:8.2f}")
    fine = True
    for one, other in (
        ("isomodel, from classes", "pydantic, from dataclasses"),
        ("isomodel, from descriptions", "pydantic, from models"),
    ):
        ratio, begun = later[one] / later[other], first[one] / first[other]
        fine &= ratio <= MAKING
        print(f"{one} / {other} = {ratio:.3f}, bar {MAKING:.2f}; the first time {begun:.3f}")
    mixed = later["isomodel, from classes"] / later["pydantic, from models"]
    print(
        f"isomodel, from classes / pydantic, from models = {mixed:.3f}, shown only: one begins earlier than the other"
    )
    return fine


def read() -> list[float]:
    """Return the seconds of the typed loader, of json and jsonschema, and of json alone: median, and the first time."""
    jsonschema = importlib.import_module("jsonschema")
    data = resources.files("isomodel.cli").joinpath("demo-assessment.json").read_bytes()
    validator = jsonschema.Draft202012Validator(
        schema.document("assessment").tree(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    candidates: tuple[Callable[[], object], ...] = (
        lambda: documents.loads(data),
        lambda: validator.validate(json.loads(data)),
        lambda: json.loads(data),
    )
    first = [seconds(work) for work in candidates]
    taken = [[seconds(work) for work in candidates] for _ in range(ROUNDS)]
    return [*map(statistics.median, zip(*taken, strict=True)), *first]


def reading() -> bool:
    """Measure how long reading and validating takes, tell, and say whether the bar is met."""
    runs = []
    for _ in range(PROCESSES):
        done = subprocess.run([sys.executable, __file__, "reading"], check=True, capture_output=True, text=True)
        runs.append(list(map(float, done.stdout.split())))
    times = [statistics.median(each) for each in zip(*runs, strict=True)]
    print(
        f"the sample assessment, milliseconds of processor time, median of {PROCESSES} processes, {ROUNDS} times each"
    )
    for name, later, first in zip(
        ("typed loader", "json and jsonschema", "json alone"), times, times[3:], strict=False
    ):
        print(f"  {name:<28} {later * 1000:8.2f}   the first time {first * 1000:8.2f}")
    ratio = statistics.median(run[0] / run[1] for run in runs)
    print(
        f"typed loader / json and jsonschema = {ratio:.4f}, bar {READING:.2f}; the first time {times[3] / times[4]:.3f}"
    )
    return ratio <= READING


def main(arguments: list[str]) -> int:
    """Measure, print the tables, and say whether the bars are met."""
    if arguments == ["reading"]:
        print(*read())
        return 0
    if arguments:
        name, folder = arguments
        sys.path.insert(0, folder)
        work = CANDIDATES[name]()
        gc.collect()  # What getting ready left behind is none of the candidate's business.
        print(seconds(work), statistics.median(seconds(work) for _ in range(REPEATED)))
        return 0
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("pydantic", "jsonschema"))
    print(f"Python {sys.version.split()[0]}, {versions}")
    with tempfile.TemporaryDirectory() as folder:
        fine = making(folder)
    fine &= reading()
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
