# SPDX-License-Identifier: Apache-2.0
"""What is kept of every version of the formats for ever: schemas that do not change, and documents that stay readable.

``tests/released/`` has documents of every kind for each version, and for one that is released the digests of all its
files. Until a version is released its schemas may change, and its documents are written anew by ``make corpus``.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from isomodel import lifecycle, schema
from isomodel.documents import FORMATS, LOGS, VERSION, loads, upgrade

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "schemas"
RELEASED = Path(__file__).parent / "released"
NOW = f"{VERSION[0]}.{VERSION[1]}"
DOCUMENTS = sorted(path for path in RELEASED.glob("*/*.json") if path.name != "digests.json")
RECORDS = sorted(RELEASED.glob("*/*.jsonl"))
Tree = dict[str, Any]


def number(path: Path) -> tuple[int, int]:
    """Return the version that a folder is named after."""
    major, minor = path.name.split(".")
    return int(major), int(minor)


def versions(home: Path = PUBLISHED) -> list[Path]:
    """List the folders of versions, the oldest first."""
    return sorted((path for path in home.iterdir() if path.is_dir()), key=number)


# Documents stay readable.


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_documents_of_every_version_stay_valid(path: Path) -> None:
    """A document is valid by the schema of its own version for ever; this library reads it, or brings it up to date."""
    text = path.read_text(encoding="utf-8")
    kind = json.loads(text)["format"].split("/")[1]
    own = json.loads((PUBLISHED / path.parent.name / f"{kind}.schema.json").read_bytes())
    assert jsonschema_rs.validator_for(own, validate_formats=True).is_valid(json.loads(text))
    if number(path.parent)[0] == VERSION[0]:
        assert type(loads(text)) is FORMATS[kind]
        assert schema.validate(text) == ()
    else:
        assert type(upgrade(text).value) in FORMATS.values()


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_logs_of_every_version_stay_valid(path: Path) -> None:
    """Each line of a log is valid by the schema of its version for ever, and the log holds and is read."""
    text = path.read_text(encoding="utf-8")
    lines = text.removesuffix("\n").split("\n")
    kind = json.loads(lines[0])["format"].split("/")[1]
    own = json.loads((PUBLISHED / path.parent.name / f"{kind}.schema.json").read_bytes())
    is_valid = jsonschema_rs.validator_for(own, validate_formats=True).is_valid
    assert len(lines) > 2
    assert all(is_valid(json.loads(line)) for line in lines)
    assert (schema.validate(text), lifecycle.verify(text)) == ((), ())
    header, history = lifecycle.read_log(text)
    assert len(history) == len(lines) - 1
    assert (
        lifecycle.write_log(lifecycle.replay(lifecycle.definition(header.process), history), name=header.case) == text
    )


def test_every_kind_of_this_version_has_documents() -> None:
    """There is a document of every kind, and one in which everything that can be there is there; and a log."""
    here = {path.name for path in DOCUMENTS if path.parent.name == NOW}
    logs = {path.name for path in RECORDS if path.parent.name == NOW}
    assert [kind for kind in LOGS if f"{kind}-full.jsonl" not in logs] == [], "run: make corpus"
    assert [kind for kind in FORMATS if f"{kind}-full.json" not in here] == [], "run: make corpus"
    assert {path.parent.name for path in DOCUMENTS} == {path.name for path in versions()}


# Schemas that are released do not change.


def changed(digests: Path, root: Path = ROOT) -> list[str]:
    """Name every file of a released version that is another, is gone, or came afterwards."""
    held: dict[str, str] = json.loads(digests.read_bytes())
    homes = (root / "schemas" / digests.parent.name, digests.parent)
    there = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for home in homes
        for path in home.rglob("*")
        if path.is_file() and path != digests
    }
    return sorted(name for name in held.keys() | there.keys() if held.get(name) != there.get(name))


def test_what_is_released_does_not_change() -> None:
    """No file of a released version changes, and every version but the present one is released."""
    for home in versions(RELEASED):
        if (home / "digests.json").exists():
            assert changed(home / "digests.json") == [], "raise VERSION in isomodel/documents.py"
        else:
            assert home.name == NOW, "run: make freeze, at the commit that was released"


def test_changes_of_what_is_released_are_seen(tmp_path: Path) -> None:
    """A schema that changed, one that is gone and one that came afterwards are each named."""
    names = ("schemas/1.0/a.schema.json", "schemas/1.0/examples/b.json", "tests/released/1.0/c.json")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    digests = tmp_path / "tests/released/1.0/digests.json"
    digests.write_text(json.dumps({name: hashlib.sha256(name.encode()).hexdigest() for name in names}))
    assert changed(digests, tmp_path) == []
    (tmp_path / names[0]).write_text("another")
    (tmp_path / names[2]).unlink()
    (tmp_path / "schemas/1.0/new.schema.json").write_text("new")
    assert changed(digests, tmp_path) == [names[0], "schemas/1.0/new.schema.json", names[2]]


# A later set of the same major version breaks nobody who writes.


def broken(old: Path, new: Path) -> list[str]:
    """Say what of the documents of an old set a new one refuses; nothing where the major version is another."""
    if number(old)[0] != number(new)[0]:
        return []
    found = []
    for path in sorted(old.glob("*.schema.json")):
        if not (new / path.name).exists():
            found.append(f"{path.name}: gone")
            continue
        changes = schema.diff(*(json.loads((home / path.name).read_bytes()) for home in (old, new)))
        found += [f"{path.name}: {one}" for one in changes.breaking]
    return found


def test_nothing_released_is_broken_in_its_major_version() -> None:
    """Of the sets that are published, none refuses documents of an earlier one of its major version."""
    for old, new in itertools.pairwise(versions()):
        assert broken(old, new) == []


LATER: dict[str, tuple[Callable[[Tree], object], str, bool]] = {
    "a key more": (lambda tree: tree["properties"].update(colour={"type": "string"}), "1.1", False),
    "a value more": (lambda tree: tree["$defs"]["Conformity"]["enum"].append("nearly"), "1.1", False),
    "other words": (lambda tree: tree.update(description="Another text"), "1.1", False),
    "a key that has to be there": (lambda tree: tree["required"].append("risks"), "1.1", True),
    "a key less": (lambda tree: tree["properties"].pop("risks"), "1.1", True),
    "a value less": (lambda tree: tree["$defs"]["Conformity"]["enum"].pop(), "1.1", True),
    "a key less in another major version": (lambda tree: tree["properties"].pop("risks"), "2.0", False),
}
"""What happens to a schema in a later set, which set that is, and whether it breaks something."""


@pytest.mark.parametrize("name", LATER)
def test_the_gate_lets_widening_through_and_nothing_else(name: str, tmp_path: Path) -> None:
    """A later set may hold more; what refuses documents of an earlier one is named, but for a new major version."""
    edit, later, refused = LATER[name]
    tree = json.loads((PUBLISHED / NOW / "assessment.schema.json").read_bytes())
    edited = copy.deepcopy(tree)
    edit(edited)
    for version, trees in (("1.0", {"assessment": tree}), (later, {"assessment": edited, "novelty": tree})):
        (tmp_path / version).mkdir()
        for kind, one in trees.items():
            (tmp_path / version / f"{kind}.schema.json").write_text(json.dumps(one))
    found = broken(tmp_path / "1.0", tmp_path / later)
    assert bool(found) == refused
    assert all(one.startswith("assessment.schema.json: major: ") for one in found)


def test_the_gate_misses_no_kind_that_is_gone(tmp_path: Path) -> None:
    """A kind of document that a later set of the same major version does not have any more is named."""
    for version in ("1.0", "1.1"):
        (tmp_path / version).mkdir()
    (tmp_path / "1.0" / "plan.schema.json").write_text("{}")
    assert broken(tmp_path / "1.0", tmp_path / "1.1") == ["plan.schema.json: gone"]


def test_a_further_minor_version_is_read_by_the_later_schema() -> None:
    """Where the minor version rises, ``format`` gains a value and loses none, so that it breaks nobody who writes."""
    tree = schema.document("policy").tree()
    later = copy.deepcopy(tree)
    later["properties"]["format"] = {"type": "string", "enum": ["isomodel/policy/1.0", "isomodel/policy/1.1"]}
    assert schema.diff(tree, later).breaking == ()
