# SPDX-License-Identifier: Apache-2.0
"""What a change of a schema means: planted changes of every kind, and a law that no break goes unnoticed."""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from isomodel import schema
from isomodel.documents import FORMATS, LOGS
from isomodel.errors import DocumentError
from isomodel.schema import ChangeKind, Effect, Step, _evolution
from test_schema_classes import PLANT, SPOILT, WHOLE

Tree = dict[str, Any]
Edit = Callable[[Tree], object]
NONE, WIDENING, BREAKING = Effect.NONE, Effect.WIDENING, Effect.BREAKING

BASE: Tree = {
    "title": "Site",
    "type": "object",
    "properties": {
        "kind": {"description": "What it is", "allOf": [{"$ref": "#/$defs/Kind"}]},
        "name": {"type": "string", "minLength": 1, "maxLength": 40},
        "code": {"type": "string", "pattern": "^[A-Z]+$"},
        "built_on": {"type": "string", "format": "date"},
        "persons": {"type": "integer", "minimum": 0, "maximum": 100},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 9},
        "inside": {"type": "array", "items": {"$ref": "#/$defs/Site"}},
        "machine": {"oneOf": [{"$ref": "#/$defs/Boiler"}, {"$ref": "#/$defs/Pump"}]},
        "data": {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}, "additionalProperties": True},
        "prices": {"type": "object", "additionalProperties": {"type": "integer"}},
        "mode": {"enum": [1, 0]},
        "paint": {
            "anyOf": [{"$ref": "#/$defs/Colour"}, {"type": "null"}],
            "not": {"$ref": "#/$defs/Shade"},
            "if": {"$ref": "#anchored"},
        },
        "part": {
            "oneOf": [
                {"properties": {"v": {"const": 1}, "is": {"const": one}}, "required": ["v", "is"]}
                for one in ("bolt", "nut")
            ],
        },
        "guarded": {"allOf": [{"properties": {"a": True}}, {}], "unevaluatedProperties": False},
        "loose": {"patternProperties": {"^c": {}}, "additionalProperties": False},
    },
    "required": ["name", "kind"],
    "additionalProperties": False,
    "$defs": {
        "Kind": {"title": "Kind", "type": "string", "enum": ["office", "plant", "store"]},
        "Colour": {"type": "string", "enum": ["red", "green", "dark"]},
        "Shade": {"type": "string", "enum": ["dark", "light"]},
        "Anchored": {"$anchor": "anchored", "type": "string"},
        "Boiler": {"type": "object", "properties": {"is": {"const": "boiler"}}, "required": ["is"]},
        "Pump": {"type": "object", "properties": {"is": {"const": "pump"}}, "required": ["is"]},
        "Site": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "inside": {"type": "array", "items": {"$ref": "#/$defs/Site"}}},
            "required": ["name"],
            "additionalProperties": False,
        },
    },
}  # fmt: skip


def at(*steps: str) -> Callable[[Tree], Any]:
    """Return what finds a place below the properties of a schema."""

    def find(tree: Tree) -> Any:  # noqa: ANN401 - JSON.
        place: Any = tree if steps[:1] == ("$defs",) else tree["properties"]
        for step in steps:
            place = place[step]
        return place

    return find


BREAKS: dict[str, tuple[Edit, ChangeKind, str, Effect]] = {
    "a new key that has to be there": (
        lambda t: (t["properties"].update(owner={"type": "string"}), t["required"].append("owner")),
        ChangeKind.REQUIRED_ADDED,
        "/owner",
        NONE,
    ),
    "a key that has to be there now": (
        lambda t: t["required"].append("code"),
        ChangeKind.REQUIRED_ADDED,
        "/code",
        NONE,
    ),
    "a value of an enum gone": (
        lambda t: at("$defs", "Kind")(t)["enum"].remove("store"),
        ChangeKind.VALUES_REMOVED,
        "/kind",
        NONE,
    ),
    "an enum where any text was": (
        lambda t: at("code")(t).update(enum=["A"]),
        ChangeKind.VALUES_REMOVED,
        "/code",
        NONE,
    ),
    "another constant": (
        lambda t: at("$defs", "Pump", "properties", "is")(t).update(const="pumps"),
        ChangeKind.BRANCH_REMOVED,
        "/machine",
        NONE,
    ),
    "a pattern where none was": (
        lambda t: at("name")(t).update(pattern="^x$"),
        ChangeKind.PATTERN_CHANGED,
        "/name",
        NONE,
    ),
    "another pattern": (
        lambda t: at("code")(t).update(pattern="^[A-Z]$"),
        ChangeKind.PATTERN_CHANGED,
        "/code",
        WIDENING,
    ),
    "another pattern for keys": (
        lambda t: at("data", "propertyNames")(t).update(pattern="^[a-f]+$"),
        ChangeKind.PATTERN_CHANGED,
        "/data/*",
        WIDENING,
    ),
    "another type": (lambda t: at("persons")(t).update(type="string"), ChangeKind.TYPE_CHANGED, "/persons", BREAKING),
    "a type less": (
        lambda t: at("tags", "items")(t).update(type="integer"),
        ChangeKind.TYPE_CHANGED,
        "/tags/*",
        BREAKING,
    ),
    "another type for values": (
        lambda t: at("prices", "additionalProperties")(t).update(type="string"),
        ChangeKind.TYPE_CHANGED,
        "/prices/*",
        BREAKING,
    ),
    "a key gone": (lambda t: t["properties"].pop("code"), ChangeKind.PROPERTY_REMOVED, "/code", NONE),
    "a key gone that had to be there": (
        lambda t: (t["properties"].pop("name"), t["required"].remove("name")),
        ChangeKind.PROPERTY_REMOVED,
        "/name",
        BREAKING,
    ),
    "a key gone in what is inside itself": (
        lambda t: (at("$defs", "Site", "properties")(t).pop("name"), at("$defs", "Site")(t).update(required=[])),
        ChangeKind.PROPERTY_REMOVED,
        "/inside/*/name",
        BREAKING,
    ),
    "closed": (
        lambda t: at("$defs", "Pump")(t).update(additionalProperties=False),
        ChangeKind.CLOSED,
        "/machine",
        NONE,
    ),
    "free values no more": (
        lambda t: at("data")(t).update(additionalProperties=False),
        ChangeKind.CLOSED,
        "/data",
        NONE,
    ),
    "free values of one type": (
        lambda t: at("data")(t).update(additionalProperties={"type": "string"}),
        ChangeKind.TYPE_CHANGED,
        "/data/*",
        NONE,
    ),
    "a least that is more": (
        lambda t: at("persons")(t).update(minimum=1),
        ChangeKind.LIMIT_TIGHTENED,
        "/persons",
        NONE,
    ),
    "a most that is less": (lambda t: at("name")(t).update(maxLength=39), ChangeKind.LIMIT_TIGHTENED, "/name", NONE),
    "a least where none was": (lambda t: at("tags")(t).update(minItems=1), ChangeKind.LIMIT_TIGHTENED, "/tags", NONE),
    "a format where none was": (
        lambda t: at("name")(t).update(format="date"),
        ChangeKind.FORMAT_CHANGED,
        "/name",
        NONE,
    ),
    "another format": (
        lambda t: at("built_on")(t).update(format="time"),
        ChangeKind.FORMAT_CHANGED,
        "/built_on",
        WIDENING,
    ),
    "a record of a union gone": (
        lambda t: at("machine", "oneOf")(t).pop(),
        ChangeKind.BRANCH_REMOVED,
        "/machine",
        NONE,
    ),
    "a union where anything was": (
        lambda t: at("prices")(t).update(oneOf=[{"$ref": "#/$defs/Pump"}]),
        ChangeKind.BRANCH_REMOVED,
        "/prices",
        NONE,
    ),
    "a key more in an open object": (
        lambda t: at("$defs", "Pump", "properties")(t).update(a={"type": "integer"}),
        ChangeKind.PROPERTY_ADDED,
        "/machine/a",
        WIDENING,
    ),
    "a word nobody judges": (lambda t: at("tags")(t).update(uniqueItems=True), ChangeKind.OTHER, "/tags", BREAKING),
    "two schemas at once": (
        lambda t: at("tags")(t).update(allOf=[{"minItems": 1}, {"maxItems": 3}]),
        ChangeKind.OTHER,
        "/tags",
        BREAKING,
    ),
    "a union nothing tells apart": (
        lambda t: at("machine")(t).update(oneOf=[{"type": "object"}, True]),
        ChangeKind.OTHER,
        "/machine",
        BREAKING,
    ),
    "a reference out of the schema": (
        lambda t: at("machine")(t).update({"$ref": "https://example.invalid/a.json"}),
        ChangeKind.OTHER,
        "/machine",
        BREAKING,
    ),
    "a reference to nowhere": (
        lambda t: at("code")(t).update({"$ref": "#/$defs/Nowhere/type"}),
        ChangeKind.OTHER,
        "/code",
        BREAKING,
    ),
    "nothing any more": (lambda t: t["properties"].update(data=False), ChangeKind.TYPE_CHANGED, "/data", NONE),
    "true where one was": (
        lambda t: at("mode")(t).update(enum=[True, 0]),
        ChangeKind.VALUES_REMOVED,
        "/mode",
        NONE,
    ),
    "a limit beside a reference": (
        lambda t: at("kind")(t).update(allOf=[{"$ref": "#/$defs/Kind", "maxLength": 5}]),
        ChangeKind.OTHER,
        "/kind",
        BREAKING,
    ),
    "two more schemas beside a reference": (
        lambda t: at("inside", "items")(t).update(allOf=[{"minProperties": 1}, {"maxProperties": 2}]),
        ChangeKind.OTHER,
        "/inside/*",
        BREAKING,
    ),
    "a second reference": (
        lambda t: at("inside", "items")(t).update(allOf=[{"$ref": "#/$defs/Pump"}]),
        ChangeKind.OTHER,
        "/inside/*",
        BREAKING,
    ),
    "a value less where any of several will do": (
        lambda t: at("$defs", "Colour")(t)["enum"].remove("red"),
        ChangeKind.VALUES_REMOVED,
        "/paint",
        NONE,
    ),
    "a definition behind a word nobody judges": (
        lambda t: at("$defs", "Shade")(t)["enum"].remove("dark"),
        ChangeKind.OTHER,
        "/paint",
        BREAKING,
    ),
    "a definition behind an anchor": (
        lambda t: at("$defs", "Anchored")(t).update(maxLength=1),
        ChangeKind.OTHER,
        "/paint",
        BREAKING,
    ),
    "one of several less": (
        lambda t: at("paint", "anyOf")(t).pop(),
        ChangeKind.OTHER,
        "/paint",
        BREAKING,
    ),
    "a record less where another key is the same in all": (
        lambda t: at("part", "oneOf")(t).pop(0),
        ChangeKind.BRANCH_REMOVED,
        "/part",
        NONE,
    ),
    "a key less that a word beside it guards": (
        lambda t: at("guarded", "allOf")(t)[0]["properties"].pop("a"),
        ChangeKind.OTHER,
        "/guarded",
        BREAKING,
    ),
    "a key that a pattern let be anything": (
        lambda t: at("loose")(t).update(properties={"code": {"type": "integer"}}),
        ChangeKind.PROPERTY_ADDED,
        "/loose/code",
        WIDENING,
    ),
    "a limit of another dialect": (
        lambda t: at("persons")(t).update(exclusiveMaximum=True),
        ChangeKind.OTHER,
        "/persons",
        BREAKING,
    ),
    "items one by one": (
        lambda t: at("tags")(t).update(items=[{"type": "string"}, {"type": "integer"}]),
        ChangeKind.OTHER,
        "/tags/*",
        BREAKING,
    ),
    "a tag that need not be there": (
        lambda t: at("$defs", "Pump")(t).update(required=[]),
        ChangeKind.OTHER,
        "/machine",
        BREAKING,
    ),
}
"""Changes after which documents of old are refused: what is found, where, and what it means for readers."""

MISSED_ELSEWHERE = (
    "a pattern where none was",
    "another pattern",
    "another pattern for keys",
    "a format where none was",
    "another format",
)
"""Those of them that jsoncompat 0.3.1 calls compatible, asked as one who reads by the new schema (November 2026)."""

WIDENS: dict[str, tuple[Edit, ChangeKind, str, Effect]] = {
    "a key more": (
        lambda t: t["properties"].update(owner={"type": "string"}),
        ChangeKind.PROPERTY_ADDED,
        "/owner",
        WIDENING,
    ),
    "a key that can be absent": (
        lambda t: t["required"].remove("name"),
        ChangeKind.REQUIRED_REMOVED,
        "/name",
        BREAKING,
    ),
    "a value of an enum more": (
        lambda t: at("$defs", "Kind")(t)["enum"].append("lab"),
        ChangeKind.VALUES_ADDED,
        "/kind",
        BREAKING,
    ),
    "no enum any more": (lambda t: at("$defs", "Kind")(t).pop("enum"), ChangeKind.VALUES_ADDED, "/kind", BREAKING),
    "a type more": (
        lambda t: at("name")(t).update(type=["string", "null"]),
        ChangeKind.TYPE_CHANGED,
        "/name",
        BREAKING,
    ),
    "every number for whole ones": (
        lambda t: at("persons")(t).update(type="number"),
        ChangeKind.TYPE_CHANGED,
        "/persons",
        BREAKING,
    ),
    "a least that is less": (
        lambda t: at("persons")(t).update(minimum=-1),
        ChangeKind.LIMIT_LOOSENED,
        "/persons",
        WIDENING,
    ),
    "no most any more": (lambda t: at("name")(t).pop("maxLength"), ChangeKind.LIMIT_LOOSENED, "/name", WIDENING),
    "no pattern any more": (lambda t: at("code")(t).pop("pattern"), ChangeKind.PATTERN_REMOVED, "/code", WIDENING),
    "no format any more": (lambda t: at("built_on")(t).pop("format"), ChangeKind.FORMAT_REMOVED, "/built_on", WIDENING),
    "open": (lambda t: t.update(additionalProperties=True), ChangeKind.OPENED, "", WIDENING),
    "a record of a union more": (
        lambda t: (
            t["$defs"].update(Fan={"type": "object", "properties": {"is": {"const": "fan"}}, "required": ["is"]}),
            at("machine", "oneOf")(t).append({"$ref": "#/$defs/Fan"}),
        ),
        ChangeKind.BRANCH_ADDED,
        "/machine",
        BREAKING,
    ),
    "no union any more": (lambda t: at("machine")(t).pop("oneOf"), ChangeKind.BRANCH_ADDED, "/machine", BREAKING),
    "anything": (lambda t: t["properties"].update(data=True), ChangeKind.TYPE_CHANGED, "/data", WIDENING),
    "any item": (lambda t: at("tags")(t).pop("items"), ChangeKind.TYPE_CHANGED, "/tags/*", WIDENING),
}
"""Changes after which every document of old is still one."""

WORDS: dict[str, Edit] = {
    "another description": lambda t: at("kind")(t).update(description="What kind of place it is"),
    "a description where none was": lambda t: at("name")(t).update(description="Its name"),
    "on its way out": lambda t: at("name")(t).update(deprecated=True),
    "another title of a definition": lambda t: at("$defs", "Kind")(t).update(title="SiteKind"),
}


def changed(edit: Edit, base: Tree = BASE) -> Tree:
    """Return a schema with a change."""
    tree = copy.deepcopy(base)
    edit(tree)
    return tree


@pytest.mark.parametrize("name", BREAKS)
def test_breaking_changes_are_called_breaking(name: str) -> None:
    """Each planted change that refuses documents of old asks for a new major version, and is told with its place."""
    edit, kind, path, readers = BREAKS[name]
    found = schema.diff(BASE, changed(edit))
    assert found.step is Step.MAJOR
    assert (kind, path, readers) in {(one.kind, one.path, one.readers) for one in found.breaking}
    assert len(found.changes) <= 3


def test_breaks_are_of_a_dozen_kinds_and_those_that_others_miss_are_among_them() -> None:
    """The planted changes are of every kind that can break, and what another comparison misses is called breaking."""
    kinds = {kind for _, kind, _, _ in BREAKS.values()}
    effects = {one for edit, *_ in BREAKS.values() for one in (schema.diff(BASE, changed(edit)).breaking)}
    assert {one.kind for one in effects} == kinds
    assert len({(one.kind, one.found is None, one.becomes is None) for one in effects}) >= 12
    assert all(schema.diff(BASE, changed(BREAKS[name][0])).breaking for name in MISSED_ELSEWHERE)


@pytest.mark.parametrize("name", WIDENS)
def test_widening_changes_are_not(name: str) -> None:
    """Each planted change that only allows more asks for a minor version, and says what it means for readers."""
    edit, kind, path, readers = WIDENS[name]
    [one] = schema.diff(BASE, changed(edit)).changes
    assert (one.kind, one.path, one.writers, one.readers) == (kind, path, NONE, readers)
    assert one.step is Step.MINOR


@pytest.mark.parametrize("name", WORDS)
def test_words_are_only_words(name: str) -> None:
    """A change of words asks for the last number only."""
    found = schema.diff(BASE, changed(WORDS[name]))
    assert {one.kind for one in found.changes} == {ChangeKind.ANNOTATION}
    assert found.step is Step.PATCH


ODD: dict[str, Tree] = {
    "properties that are none": {"properties": ["a"]},
    "a list of keys that is none": {"required": "a"},
    "a key that is no text": {"required": [1]},
    "a type that is none": {"type": {"a": 1}},
    "types that are none": {"type": [1, None]},
    "a choice that is none": {"enum": "a"},
    "a limit that is none": {"minimum": "1", "maxLength": None},
    "a limit beyond all numbers": {"maximum": float("inf")},
    "a union that is none": {"oneOf": {"a": 1}, "anyOf": 1, "allOf": "x"},
    "branches that are none": {"oneOf": [1, "a"], "anyOf": [None], "allOf": [[]]},
    "a branch with odd keys": {"oneOf": [{"properties": 1, "required": 2}]},
    "a schema that is none": {"properties": {"a": 5}, "items": "x", "additionalProperties": 1, "propertyNames": []},
    "a reference that is none": {"$ref": 5},
    "a reference to itself": {"$ref": "#"},
    "references in a circle": {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}}},
    "a pattern that is none": {"pattern": 5, "format": []},
}
"""What stands in files that are no schemas."""


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_schema_is_compared_as_text(name: str) -> None:
    """Whatever stands where a schema belongs, equal ones do not differ, and others are breaking."""
    odd = ODD[name]
    assert schema.diff(odd, copy.deepcopy(odd)).changes == ()
    for old, new in ((BASE, {**BASE, **odd}), (odd, {"type": "string"})):
        assert schema.diff(old, new).step is Step.MAJOR
    assert schema.diff({**BASE, **odd}, BASE).step is not Step.NONE
    for other in ODD.values():
        schema.diff(odd, other)


def test_schemas_that_are_nested_too_deeply_are_refused() -> None:
    """A schema that no comparison gets to the end of is an error with a code, however deep it is."""
    deep: Tree = {"type": "string"}
    for _ in range(2000):
        deep = {"properties": {"a": deep}}
    with pytest.raises(DocumentError) as caught:
        schema.diff(deep, {**deep, "type": "object"})
    assert [issue.code for issue in caught.value.issues] == ["too-deep"]


def test_optionals_of_other_generators_are_compared() -> None:
    """A key that holds a definition or null tells what happened to the definition, no more."""
    wider = changed(lambda t: at("$defs", "Colour")(t)["enum"].append("blue"))
    [one] = schema.diff(BASE, wider).changes
    assert (one.kind, one.path, one.step) == (ChangeKind.VALUES_ADDED, "/paint", Step.MINOR)
    words = changed(lambda t: at("$defs", "Shade")(t).update(description="How dark"))
    assert schema.diff(BASE, words).step in {Step.NONE, Step.PATCH}


def test_moving_definitions_is_no_change() -> None:
    """A definition written where it is used, or under another name, is the same schema."""
    inlined = changed(lambda t: t["properties"].update(kind={"description": "What it is", **BASE["$defs"]["Kind"]}))
    assert schema.diff(BASE, inlined).step is Step.NONE
    renamed = json.loads(json.dumps(BASE).replace("#/$defs/Kind", "#/$defs/Sort").replace('"Kind": {', '"Sort": {'))
    assert schema.diff(BASE, renamed).changes == ()
    assert str(schema.diff(BASE, BASE)) == "step: none"


def test_rows_and_sentences_tell_the_same() -> None:
    """A difference is flat dicts for a data frame and lines for people, the weightiest step on top."""
    both = changed(lambda t: (t["required"].append("code"), at("name")(t).update(description="Its name")))
    found = schema.diff(BASE, both)
    assert [row["step"] for row in found.rows()] == ["patch", "major"]
    assert str(found).splitlines()[0] == "step: major"
    assert "major: /code: required-added: nothing → required (writers breaking, readers none)" in str(found)
    assert "patch: /name: annotation" in str(found)


def test_definitions_used_twice_are_told_once() -> None:
    """What changed in a definition is told where it is met first, however often it is used."""
    twice = changed(lambda t: t["properties"].update(other={"allOf": [{"$ref": "#/$defs/Kind"}], "description": "d"}))
    narrowed = changed(lambda t: t["$defs"]["Kind"]["enum"].remove("store"), twice)
    assert len(schema.diff(twice, narrowed).changes) == 1


@pytest.mark.parametrize("kind", [*FORMATS, *LOGS])
def test_documents_do_not_differ_from_themselves(kind: str) -> None:
    """The schema of a document compared with itself, or with its parsed text, has no change."""
    made = schema.document(kind)
    assert schema.diff(made, json.loads(made.text())).changes == ()


# The law: whatever a change refuses, or newly allows, is told.

DOCUMENTS: list[Any] = [WHOLE]
for _change, *_ in SPOILT.values():
    DOCUMENTS.append(copy.deepcopy(WHOLE))
    _change(DOCUMENTS[-1])
DOCUMENTS += [{key: value for key, value in WHOLE.items() if key != left_out} for left_out in WHOLE]
PLANT_TREE = PLANT.tree()

VALUES: dict[str, list[Any]] = {
    "type": ["string", "integer", "object", "array", ["string", "integer"], "number"],
    "pattern": ["^[A-Z]+$", "^.*$", "^(?:[A-Z]{2}|[0-9]{3})$"],
    "format": ["date"],
    "minimum": [0, 1, 9], "maximum": [0, 9, 500],
    "minLength": [0, 1, 3], "maxLength": [2, 40, 41],
    "minItems": [0, 1, 2], "maxItems": [1, 2, 4],
    "enum": [["north"], ["south", "north"], ["north", "south", "up"], ["gas"], ["gas", "oil", "gass"]],
    "const": ["pump", "boiler", "boilr"],
    "additionalProperties": [True, False, {"type": "string"}],
    "propertyNames": [True, {"pattern": "^[a-z.]+$"}],
    "items": [True, {"type": "string"}, {"type": "integer"}],
    "required": [[], ["name"], ["name", "tags"], ["kind"], ["kind", "fuel", "stages"]],
}  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> Tree:
    """Draw a schema with one or two words put in, replaced or taken out somewhere."""
    tree = copy.deepcopy(PLANT_TREE)
    for _ in range(draw(st.integers(1, 2))):
        places: list[Tree] = [tree, *tree["$defs"].values()]
        for one in [*places]:
            inner = list(one.get("properties", {}).values())
            places += inner
            places += [
                part[word]
                for part in inner
                for word in ("items", "additionalProperties")
                if type(part.get(word)) is dict
            ]
        place = draw(st.sampled_from(places))
        words = sorted(set(place) & set(VALUES)) * 3 + sorted(VALUES)
        word = draw(st.sampled_from(words))
        if word in place and draw(st.booleans()):
            del place[word]
        else:
            place[word] = draw(st.sampled_from(VALUES[word]))
        keys = place.get("properties")
        if keys and draw(st.integers(0, 2)) == 0:
            keys.pop(draw(st.sampled_from(sorted(keys))))
        branches = place.get("oneOf")
        if branches and len(branches) > 1 and draw(st.booleans()):
            branches.pop()
    return tree


def accepts(tree: Tree) -> list[bool]:
    """Say of each document whether a schema accepts it."""
    validator = jsonschema_rs.validator_for(tree, validate_formats=True)
    return [validator.is_valid(document) for document in DOCUMENTS]


def judged(tree: Tree, seen: Counter[str]) -> None:
    """Hold the law on one change, both ways."""
    for old, new in ((PLANT_TREE, tree), (tree, PLANT_TREE)):
        found = schema.diff(old, new)
        before, after = accepts(old), accepts(new)
        refused = any(was and not now for was, now in zip(before, after, strict=True))
        allowed = any(now and not was for was, now in zip(before, after, strict=True))
        seen.update({"refused": refused, "allowed": allowed, "both": refused and allowed, "nothing": before == after})
        if refused:
            assert found.step is Step.MAJOR
        if allowed:
            assert any(one.readers is not NONE for one in found.changes)


def run_law(examples: int, seen: Counter[str], *, derandomize: bool = False) -> None:
    """Hold the law on so many changes."""

    @settings(max_examples=examples, database=None, derandomize=derandomize, suppress_health_check=list(HealthCheck))
    @given(edits())
    def law(tree: Tree) -> None:
        once: Counter[str] = Counter()
        judged(tree, once)
        for name in +once:
            event(name)
        seen.update(once)

    law()


def test_no_break_goes_unnoticed() -> None:
    """Where a document of old is refused now the step is major; where one is allowed now readers are told."""
    seen: Counter[str] = Counter()
    run_law(300, seen)
    sys.stdout.write(f"met: {dict(seen)}\n")
    assert min(seen[name] for name in ("refused", "allowed", "both", "nothing")) > 0


BUGS: dict[str, tuple[str, Callable[..., Any]]] = {
    "limits are not compared": ("_limits", lambda *_: iter(())),
    "choices are not compared": ("_values", lambda *_: iter(())),
    "types are not compared": ("_types", lambda *_: iter(())),
    "patterns and formats are not compared": ("_texts", lambda *_: iter(())),
    "references are not followed": ("_whole", lambda tree, _: tree),
}


@pytest.mark.parametrize("name", BUGS)
def test_the_law_notices_bugs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison that overlooks one kind of change fails the law."""
    function, instead = BUGS[name]
    monkeypatch.setattr(_evolution, function, instead)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_law(400, Counter(), derandomize=True)
