# SPDX-License-Identifier: Apache-2.0
"""Schemas: what is described is what is read, what is published is what is made, and nothing is left without a word."""

from __future__ import annotations

import datetime as dt
import enum
import importlib
import json
import math
import re
import runpy
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

from isomodel import lifecycle, schema
from isomodel.documents import FORMATS, LOGS, dumps, loads
from isomodel.errors import DocumentError, UnknownNameError
from isomodel.policy import Policy
from isomodel.schema import Dialect
from isomodel.serialization import CODECS, DEFAULT_LIMITS, parse, structure

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "schemas"
ROOTS = {**FORMATS, **LOGS}
KINDS = tuple(ROOTS)
SAFE = {
    "$schema", "$id", "$ref", "$defs", "$comment", "title", "description", "deprecated", "type", "const", "enum",
    "format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "properties",
    "required", "additionalProperties", "propertyNames", "items", "allOf", "oneOf",
}  # fmt: skip
"""The words that were tried with every program; see docs/explanation/schemas.md."""
POLICY = Policy(id="p", version="1", title="t", parameters=())


def walk(tree: object) -> Iterator[dict[str, Any]]:
    """Go through every schema inside a schema, itself included; the keys of ``properties`` are no schemas."""
    if isinstance(tree, dict):
        yield tree
        for word, inner in tree.items():
            if word in {"properties", "$defs", "schemas"}:
                for one in inner.values():
                    yield from walk(one)
            elif word not in {"const", "enum", "examples"}:
                yield from walk(inner)
    elif isinstance(tree, list):
        for one in tree:
            yield from walk(one)


# What is published.


def test_published_files_are_what_the_classes_give() -> None:
    """Every byte below ``schemas/`` is what ``make schemas`` writes now, and there is no other file of this version."""
    written = schema.files()
    versions = {name.partition("/")[0] for name in written}
    there = {
        str(path.relative_to(PUBLISHED)): path.read_text(encoding="utf-8")
        for version in versions
        for path in (PUBLISHED / version).rglob("*")
        if path.is_file()
    }
    assert sorted(there) == sorted(written), "run: make schemas"
    assert [name for name in written if there[name] != written[name]] == [], "run: make schemas"


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_schemas(kind: str) -> None:
    """Both dialects of every schema are valid against their own metaschema."""
    jsonschema.Draft202012Validator.check_schema(schema.document(kind).tree())
    jsonschema.Draft7Validator.check_schema(schema.document(kind).tree(Dialect.DRAFT_07))


@pytest.mark.parametrize("kind", KINDS)
def test_everything_in_a_document_says_what_it_is(kind: str) -> None:
    """No class, attribute or value of an enum that a document can hold is without a description."""
    assert schema.document(kind).undescribed() == ()
    for tree in walk(schema.document(kind).tree()):
        for name, inner in tree.get("properties", {}).items():
            assert inner.get("description"), (tree["title"], name)


@pytest.mark.parametrize("kind", KINDS)
def test_only_safe_words_are_used(kind: str) -> None:
    """Schemas use the words that validators, editors and generators agree on, and refer to nothing but themselves."""
    for dialect in Dialect:
        tree = schema.document(kind).tree(dialect)
        for inner in walk(tree):
            assert set(inner) <= SAFE
            assert inner.get("$ref", "#/$defs/").startswith("#/$defs/")
            assert len(inner.get("allOf", [{}])) == 1
            if inner.get("type") == "object" and "propertyNames" not in inner:
                assert inner["additionalProperties"] is False
            if "pattern" in inner:
                assert inner["pattern"][0] + inner["pattern"][-1] == "^$"
                assert re.fullmatch(r"[\x20-\x7e]+", inner["pattern"])
        assert all(name == inner["title"] for name, inner in tree.get("$defs", {}).items())
        assert not any("$id" in inner for inner in tree.get("$defs", {}).values())


@pytest.mark.parametrize("kind", KINDS)
def test_the_twin_says_the_same(kind: str) -> None:
    """The draft-07 twin differs from the schema in its dialect and its name, and in nothing else."""
    one, other = schema.document(kind).tree(), schema.document(kind).tree(Dialect.DRAFT_07)
    assert other == {**one, "$schema": Dialect.DRAFT_07.value, "$id": one["$id"] + ":draft-07"}


def test_documents_name_their_schema() -> None:
    """What a document writes under ``$schema`` is the ``$id`` of the schema of its kind."""
    policy = Policy(id="p", version="1", title="t", parameters=())
    assert json.loads(dumps(policy))["$schema"] == schema.document("policy").tree()["$id"]


def classes_below(cls: Any, found: set[Any]) -> set[Any]:  # noqa: ANN401 - a type expression.
    """List the classes and enums that a class is made of, by a walk of its own over annotations."""
    if isinstance(cls, type) and cls not in found:
        if issubclass(cls, enum.Enum):
            found.add(cls)
        elif attrs.has(cls) and cls not in {codec.cls for codec in CODECS}:
            found.add(cls)
            for field in attrs.fields(attrs.resolve_types(cls)):
                classes_below(field.type, found)
    for part in getattr(cls, "__args__", ()):
        classes_below(part, found)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_classes_and_schemas_are_complete_both_ways(kind: str) -> None:
    """Every class a document is made of is in its schema with exactly its attributes, every enum with its values."""
    tree = schema.document(kind).tree()
    root = ROOTS[kind]
    expected = classes_below(root, set())
    defined = {**tree.get("$defs", {}), root.__name__: tree}
    assert set(defined) == {cls.__name__ for cls in expected}
    for cls in expected:
        told = defined[cls.__name__]
        if issubclass(cls, enum.Enum):
            assert told["enum"] == [member.value for member in cls], cls
        else:
            head = ["$schema", "format"] if cls is root and kind in FORMATS else []
            fields = attrs.fields(cls)
            assert list(told["properties"]) == [*head, *(field.name for field in fields)], cls
            required = [field.name for field in fields if field.default is attrs.NOTHING]
            assert told.get("required", []) == [*head[1:], *required], cls


def test_components_and_types_hold_every_document() -> None:
    """The OpenAPI components and the TypeScript declarations hold each document and all its parts, each name once."""
    written = schema.files()
    [version] = {name.partition("/")[0] for name in written}
    openapi = json.loads(written[f"{version}/openapi.json"])
    types = written[f"{version}/isomodel.d.ts"]
    index = json.loads(written[f"{version}/index.json"])
    schemas = openapi["components"]["schemas"]
    assert [one["kind"] for one in index["documents"]] == list(KINDS)
    assert [one["kind"] for one in index["documents"] if one.get("lines")] == list(LOGS)
    for one in index["documents"]:
        name = one["openapi"].rpartition("/")[2]
        assert schemas[name]["properties"]["format"]["const"] == one["format"]
        assert f"export interface {one['typescript']} extends " in types
        assert {one["schema"], one["draft-07"]} <= set(index["sha256"])
    assert all(name == one["title"] for name, one in schemas.items())
    refs = {one["$ref"].removeprefix("#/components/schemas/") for one in walk(openapi["components"]) if "$ref" in one}
    assert refs <= set(schemas)
    assert not any("$id" in one or "$defs" in one for one in walk(openapi["components"]))
    names = re.findall(r"^export (?:type|interface) (\w+)", types, re.MULTILINE)
    assert len(set(names)) == len(names)
    assert set(schemas) <= set(names)


# What validation tells.


def test_documents_are_checked_by_what_they_say_they_are() -> None:
    """The format of a document decides which schema it is checked by; what is no document is told as reading does."""
    policy = Policy(id="p", version="1", title="t", parameters=())
    assert schema.validate(dumps(policy)) == ()
    for tree, code, path in (
        ({"format": "isomodel/polici/1.0"}, "unknown-format", "/format"),
        ({"format": "isomodel/policy/1.1"}, "unknown-version", "/format"),
        ({"format": 1}, "wrong-type", "/format"),
        ({}, "missing-key", ""),
        ([], "wrong-type", ""),
    ):
        [issue] = schema.validate(tree)
        assert (issue.code, issue.path) == (code, path)
    tree = {**json.loads(dumps(policy)), "$schema": 1}
    assert [(issue.code, issue.path) for issue in schema.validate(tree)] == [("wrong-type", "/$schema")]
    other = schema.validate(dumps(policy), schema.document("readiness"))
    assert ("unknown-value", "/format") in {(issue.code, issue.path) for issue in other}


ENGINES = ("jsonschema", "jsonschema-rs")


def asked(engine: str, monkeypatch: pytest.MonkeyPatch, kind: str = "policy") -> schema.Schema:
    """Return the schema of a kind, looked at by one engine for the first time."""
    if engine == "jsonschema":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    return attrs.evolve(schema.document(kind))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_more_problems_are_listed_than_reading_lists(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a document full of mistakes as many are listed as the limits say, and that there are more; so does reading."""
    held = asked(engine, monkeypatch)
    tree = {**json.loads(dumps(POLICY)), "parameters": [0] * 30}
    few = attrs.evolve(DEFAULT_LIMITS, problems=7)
    found = schema.validate(json.dumps(tree), held, limits=few)
    assert [issue.code for issue in found] == ["wrong-type"] * 7 + ["too-many-problems"]
    assert [issue.path for issue in found] == [*(f"/parameters/{n}" for n in range(7)), "/parameters/6"]
    with pytest.raises(DocumentError) as caught:
        loads(json.dumps(tree), limits=few)
    assert [(one.code, one.path, one.message) for one in caught.value.issues] == [
        (one.code, one.path, one.message) for one in found
    ]
    assert len(schema.validate(tree, held)) == 30


@pytest.mark.parametrize("engine", ENGINES)
def test_an_object_of_nothing_but_mistakes_is_gone_through_once(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems come in the order of the document also where each is another key of one object."""
    keys = [f"k{number}" for number in range(2000, 0, -1)]
    found = schema.validate({**json.loads(dumps(POLICY)), **dict.fromkeys(keys, 1)}, asked(engine, monkeypatch))
    assert [issue.path for issue in found] == [f"/{key}" for key in keys]


STRANGE: dict[str, object] = {
    "a day": dt.date(2026, 11, 23),
    "bytes": b"x",
    "a pair": (1, 2),
    "a set": {1},
    "an object of Python": object(),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_json_is_told_where_it_is(name: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain values of another reader can hold what JSON does not have: that is an issue like any other."""
    [issue] = schema.validate({**json.loads(dumps(POLICY)), "title": STRANGE[name]}, asked(engine, monkeypatch))
    assert (issue.code, issue.path, issue.expected) == ("wrong-type", "/title", "text")
    assert issue.found == type(STRANGE[name]).__name__
    assert "which is no JSON" in issue.message


@pytest.mark.parametrize("engine", ENGINES)
def test_keys_and_numbers_of_no_json_are_told_as_well(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is no text, and a number of thousands of digits, are issues and nothing else."""
    held, tree = asked(engine, monkeypatch), json.loads(dumps(POLICY))
    told = [(one.code, one.path) for one in schema.validate({**tree, 5: 1, "extensions": {7: 1}}, held)]
    assert told == [("unknown-key", "/5"), ("bad-extension", "/extensions/7")]
    [issue] = schema.validate({**tree, "title": 10**5000}, held)
    assert (issue.code, issue.path, issue.found) == ("wrong-type", "/title", "an integer of more than 80 digits")
    for number, shown in ((math.nan, "NaN"), (math.inf, "Infinity"), (0.5, "0.5")):
        [issue] = schema.validate({**tree, "title": number}, held)
        assert (issue.code, issue.found) == ("wrong-type", shown)


def nested(levels: int, *, inside: object = 1) -> object:
    """Put arrays and objects into each other."""
    for level in range(levels):
        inside = [inside] if level % 2 else {"a": inside}
    return inside


@pytest.mark.parametrize("engine", ENGINES)
def test_plain_values_are_nested_no_deeper_than_text(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would end the process of a validator is refused before one is asked, at the depth at which text is."""
    held, tree = asked(engine, monkeypatch), json.loads(dumps(POLICY))
    for levels, codes in ((62, []), (63, ["too-deep"]), (200_000, ["too-deep"])):
        deep = {**tree, "extensions": {"org.example.a": nested(levels)}}
        assert [issue.code for issue in schema.validate(deep, held)] == codes
        if levels < 100:
            assert [issue.code for issue in schema.validate(json.dumps(deep), held)] == codes
    again: list[object] = []
    again.append(again)
    assert [issue.code for issue in schema.validate(again, held)] == ["too-deep"]


def test_unknown_kinds_are_refused_with_the_nearest() -> None:
    """Asking for the schema of a kind that is none names the nearest there is."""
    with pytest.raises(UnknownNameError) as caught:
        schema.document("asessment")
    assert caught.value.nearest == "assessment"


def documents_of_the_project() -> list[Path]:
    """List the files of the project that say they are a document of this library."""
    homes = ("src", "examples", "tests/data")
    found = [path for home in homes for path in sorted((ROOT / home).rglob("*.json"))]
    return [path for path in found if b'"format": "isomodel/' in path.read_bytes()[:300]]


@pytest.mark.parametrize("path", documents_of_the_project(), ids=lambda path: path.name)
def test_every_document_of_the_project_is_as_its_schema_wants_it(path: Path) -> None:
    """A document that comes along is fine by its schema where reading finds it fine, else wrong in the same places."""
    text = path.read_bytes()
    try:
        loads(text)
    except DocumentError as error:
        told = [(issue.code, issue.path) for issue in error.issues]
        assert [(issue.code, issue.path) for issue in schema.validate(text)] == told
    else:
        assert schema.validate(text) == ()


def test_documents_of_every_origin_are_among_them() -> None:
    """Editions, processes, rules and records were looked at: the test above is not empty."""
    kinds = {
        json.loads(path.read_bytes())["format"].split("/")[1]
        for path in documents_of_the_project()
        if "duplicate" not in path.name
    }
    assert {"standard-edition", "assessment", "lifecycle-definition"} <= kinds


def test_examples_are_what_they_say() -> None:
    """Each published example is right, or has the one issue that the index tells, at the place that the index tells."""
    written = schema.files()
    index = json.loads(next(text for name, text in written.items() if name.endswith("/index.json")))
    for one in index["documents"]:
        assert one["examples"], one["kind"]
        codes = set()
        for example in one["examples"]:
            text = (PUBLISHED / index["version"] / example["file"]).read_bytes()
            expected = [(example["code"], example["path"])] if "code" in example else []
            codes.add(example.get("code", "right"))
            held = schema.document(one["kind"]) if one["kind"] in LOGS else None
            assert [(issue.code, issue.path) for issue in schema.validate(text, held)] == expected, example
            try:
                loads(text) if held is None else structure(parse(text), LOGS[one["kind"]])
            except DocumentError as error:
                told = {issue.code for issue in error.issues}
                assert {code for code, _ in expected} <= told
                assert expected or example["reading"] in told
            else:
                assert not expected
                assert "reading" not in example
        assert {"right", "unknown-key", "wrong-type"} <= codes


# Logs.


def log() -> str:
    """Return a log of two lines."""
    return lifecycle.write_log(lifecycle.start(lifecycle.definition("evidence"), on=dt.date(2026, 3, 2)), name="ev-1")


def test_a_log_is_as_its_schema_wants_it_line_by_line() -> None:
    """What writes a log writes lines of the schema, and a line alone is one as well."""
    text = log()
    assert text.count("\n") == 2
    assert schema.validate(text) == schema.validate(text.encode()) == ()
    held = schema.document("lifecycle-record")
    assert [schema.validate(line, held) for line in text.splitlines()] == [(), ()]
    assert [schema.validate(json.loads(line), held) for line in text.splitlines()] == [(), ()]
    assert schema.validate(json.loads(text.splitlines()[0])) == ()


def test_what_is_wrong_with_a_log_is_told_with_its_line() -> None:
    """Each line is looked at by itself, its text as well; that lines belong together is for verifying to say."""
    first, second = log().splitlines()
    spoilt = "\n".join([first, second.replace('"seq":1', '"seq":"1"'), "{", second.replace('"on":', '"onn":'), ""])
    found = [(one.code, one.path, one.line) for one in schema.validate(spoilt)]
    assert found == [
        ("wrong-type", "/seq", 2),
        ("not-json", "", 3),
        ("missing-key", "/occurrence", 4),
        ("unknown-key", "/occurrence/onn", 4),
    ]
    few = attrs.evolve(DEFAULT_LIMITS, problems=5)
    many = schema.validate(first + "\n" + "{\n" * 30, limits=few)
    assert [one.code for one in many] == ["not-json"] * 5 + ["too-many-problems"]
    assert [one.code for one in schema.validate(log(), limits=attrs.evolve(DEFAULT_LIMITS, size=50))] == ["too-large"]
    assert [one.code for one in schema.validate(log().replace("record/1.0", "record/1.1"))] == ["unknown-value"]
    assert lifecycle.verify(f"{first}\n{second}\n{second}\n") != ()


def test_a_line_of_a_log_is_no_document() -> None:
    """Reading a line as a document says what does read it."""
    with pytest.raises(DocumentError) as caught:
        loads(log().splitlines()[0])
    [issue] = caught.value.issues
    assert (issue.code, issue.path) == ("other-format", "/format")
    assert "read_log" in issue.message


def test_writing_removes_what_is_published_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``python -m isomodel.schema`` writes every file, and takes away what this version does not have any more."""
    [version] = {name.partition("/")[0] for name in schema.files()}
    for old in (tmp_path / version / "old" / "file.json", tmp_path / "0.9" / "kept.json"):
        old.parent.mkdir(parents=True)
        old.write_text("{}")
    monkeypatch.setattr(sys, "argv", ["schema", str(tmp_path)])
    with warnings.catch_warnings():
        # It was imported above, and is run here as a program.
        warnings.simplefilter("ignore", RuntimeWarning)
        importlib.import_module("isomodel.schema.__main__")
        runpy.run_module("isomodel.schema", run_name="__main__")
    there = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert there == {*schema.files(), "0.9/kept.json"}
