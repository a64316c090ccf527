# SPDX-License-Identifier: Apache-2.0
"""Schemas of an application's own classes: unions, constants, tables, codecs, limits; and what is refused."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import importlib
import re
import sys
import typing
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NewType, Optional, TypeVar, Union

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from isomodel import schema
from isomodel.documents import FORMATS
from isomodel.errors import DocumentError, Issue
from isomodel.model import Extensions
from isomodel.schema import Dialect, UndescribableError, _descriptions, _validation
from isomodel.serialization import CODECS, DEFAULT_LIMITS, Codec, Source, structure, types_of, unstructure

v = attrs.validators


class Fuel(enum.Enum):
    """What a boiler burns."""

    GAS = "gas"
    """Natural gas."""
    OIL = "oil"


class Grade(enum.StrEnum):
    """How good it is; its members are text themselves."""

    GOOD = "good"
    POOR = "poor"


@attrs.frozen(kw_only=True)
class Boiler:
    """A boiler.

    Attributes:
        kind: Tells it apart.
        fuel: What it burns.
        stages: How many stages it has.
    """

    kind: Literal["boiler"] = "boiler"
    fuel: Fuel
    stages: int = attrs.field(default=1, validator=[v.instance_of(int), v.gt(0), v.lt(10)])


@attrs.frozen(kw_only=True)
class Pump:
    """A pump.

    Attributes:
        kind: Tells it apart.
        head_m: Head in metres,
            of water.
        successor: The pump that replaces it.
        grade: How good it is.
    """

    kind: Literal["pump"]
    head_m: int = attrs.field(validator=v.and_(v.ge(0), v.le(500)))
    successor: Pump | None = None
    grade: Grade | None = None


def _amount(text: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{2}", text, re.ASCII):
        raise ValueError(f"{text!r} is no amount")
    return Decimal(text)


AMOUNT = Codec(
    cls=Decimal,
    form={"type": "string", "pattern": r"^[0-9]{1,9}\.[0-9]{2}$"},
    read=_amount,
    write=str,
    expected="an amount such as 12.50",
)
OURS = (*CODECS, AMOUNT)


@attrs.frozen(kw_only=True)
class Plant:
    """A plant room.

    It is an ``object`` of a :class:`~app.models.Site`.

    Attributes:
        name: Its name.
        code: Its code.
        machines: What stands in it.
        first: The machine that runs first.
        prices: What things cost, by name.
        tags: Marks of it.
        side: Where it lies.
        built_on: The day it was built.
        open: Whether it is open.
        extensions: Data of other programs.
    """

    name: str = attrs.field(validator=[v.min_len(1), v.max_len(40)])
    code: str | None = attrs.field(
        default=None,
        validator=v.optional(v.matches_re(r"[A-Z]{2}|[0-9]{3}")),
        metadata={"deprecated": "since 1.3: name"},
    )
    machines: tuple[Boiler | Pump, ...] = attrs.field(default=(), validator=v.max_len(3))
    first: Boiler | Pump | None = None
    prices: Mapping[str, Decimal] = attrs.field(factory=dict, metadata={"description": "What things cost, by name."})
    tags: tuple[str, ...] = attrs.field(default=(), validator=v.deep_iterable(v.max_len(5), v.min_len(1)), metadata={})
    side: str = attrs.field(default="north", validator=v.in_(("north", "south")))
    built_on: dt.date | None = None
    open: bool = True
    extensions: Extensions = attrs.field(factory=Extensions)


PLANT = schema.of(Plant, id="urn:example:plant:1", codecs=OURS)
WHOLE: dict[str, Any] = {
    "name": "East",
    "code": "AB",
    "machines": [
        {"kind": "boiler", "fuel": "gas", "stages": 9},
        {"kind": "pump", "head_m": 0, "successor": {"kind": "pump", "head_m": 500, "grade": "good"}},
    ],
    "first": {"kind": "pump", "head_m": 7},
    "prices": {"valve": "12.50"},
    "tags": ["a"],
    "side": "south",
    "built_on": "2026-11-23",
    "open": False,
    "extensions": {"org.example.x": [1]},
}
SPOILT: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "a key missing": (lambda t: t.pop("name"), "missing-key", ""),
    "a key too many": (lambda t: t.update(nam="x"), "unknown-key", "/nam"),
    "another kind": (lambda t: t.update(name=1), "wrong-type", "/name"),
    "null": (lambda t: t.update(code=None), "wrong-type", "/code"),
    "a number for yes or no": (lambda t: t.update(open=0), "wrong-type", "/open"),
    "yes or no for a number": (lambda t: t["machines"][0].update(stages=True), "wrong-type", "/machines/0/stages"),
    "text for an object": (lambda t: t.update(first="pump"), "wrong-type", "/first"),
    "text for an array": (lambda t: t.update(machines="pump"), "wrong-type", "/machines"),
    "text for a table": (lambda t: t.update(prices="12.50"), "wrong-type", "/prices"),
    "text too short": (lambda t: t.update(name=""), "bad-value", "/name"),
    "text too long": (lambda t: t.update(name="x" * 41), "bad-value", "/name"),
    "text of another form": (lambda t: t.update(code="AB1"), "bad-value", "/code"),
    "a line feed behind": (lambda t: t.update(code="AB\n"), "bad-value", "/code"),
    "too small": (lambda t: t["machines"][0].update(stages=0), "bad-value", "/machines/0/stages"),
    "too large": (lambda t: t["machines"][0].update(stages=10), "bad-value", "/machines/0/stages"),
    "too few": (lambda t: t.update(tags=[]), "bad-value", "/tags"),
    "too many": (lambda t: t.update(machines=[WHOLE["first"]] * 4), "bad-value", "/machines"),
    "none of the texts": (lambda t: t.update(side="up"), "bad-value", "/side"),
    "none of the values": (lambda t: t["machines"][0].update(fuel="gass"), "unknown-value", "/machines/0/fuel"),
    "none of the texts of an enum": (
        lambda t: t["machines"][1]["successor"].update(grade="god"),
        "unknown-value",
        "/machines/1/successor/grade",
    ),
    "no day": (lambda t: t.update(built_on="2026-02-30"), "bad-date", "/built_on"),
    "no amount": (lambda t: t["prices"].update({"a/b~c": "12.5"}), "bad-value", "/prices/a~1b~0c"),
    "a key nobody owns": (lambda t: t["extensions"].update(x=1), "bad-extension", "/extensions/x"),
    "no tag": (lambda t: t["machines"][0].pop("kind"), "missing-key", "/machines/0"),
    "a tag of another kind": (lambda t: t["machines"][0].update(kind=7), "wrong-type", "/machines/0/kind"),
    "an unknown tag": (lambda t: t["machines"][0].update(kind="boilr"), "unknown-value", "/machines/0/kind"),
    "no object in a union": (lambda t: t.update(machines=[7]), "wrong-type", "/machines/0"),
    "the wrong constant": (
        lambda t: t["machines"][1]["successor"].update(kind="boiler"),
        "unknown-value",
        "/machines/1/successor/kind",
    ),
    "no constant": (lambda t: t["machines"][1]["successor"].pop("kind"), "missing-key", "/machines/1/successor"),
    "a constant of another kind": (
        lambda t: t["machines"][1]["successor"].update(kind=None),
        "wrong-type",
        "/machines/1/successor/kind",
    ),
}


def read(tree: object) -> tuple[Issue, ...]:
    """Say what reading finds wrong."""
    try:
        structure(Source(name="plant", tree=tree), Plant, codecs=OURS)
    except DocumentError as error:
        return error.issues
    return ()


def spoilt(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return the whole document with a change."""
    import copy  # noqa: PLC0415 - for this alone.

    tree = copy.deepcopy(WHOLE)
    change(tree)
    return tree


def test_whole_documents_are_fine_and_come_back() -> None:
    """A document with everything in it is read, is as its schema wants it, and is written as it was."""
    assert schema.validate(WHOLE, PLANT) == ()
    value = structure(Source(name="plant", tree=WHOLE), Plant, codecs=OURS)
    assert value.machines[1] == Pump(kind="pump", head_m=0, successor=Pump(kind="pump", head_m=500, grade=Grade.GOOD))
    assert type(value.machines[1].successor.grade) is Grade  # type: ignore[union-attr]  # it was just compared.
    assert value.prices == {"valve": Decimal("12.50")}
    assert unstructure(value, codecs=OURS) == WHOLE


def test_what_says_nothing_is_left_out() -> None:
    """The least document is fine; a constant is written although it is a default."""
    assert schema.validate({"name": "x", "tags": ["y"]}, PLANT) == ()
    assert unstructure(Boiler(fuel=Fuel.GAS)) == {"kind": "boiler", "fuel": "gas", "stages": 1}


@pytest.mark.parametrize("engine", ["jsonschema", "jsonschema-rs"])
@pytest.mark.parametrize("name", SPOILT)
def test_mistakes_are_told_where_they_are(name: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mistake is one issue, of the code and at the place that reading tells, whichever engine looks."""
    if engine == "jsonschema":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    change, code, path = SPOILT[name]
    tree = spoilt(change)
    [issue] = schema.validate(tree, attrs.evolve(PLANT))
    assert (issue.code, issue.path) == (code, path)
    assert [(each.code, each.path) for each in read(tree)] == [(code, path)]
    assert issue.expected


@pytest.mark.parametrize("name", ["an unknown tag", "none of the values", "a key too many"])
def test_the_nearest_is_offered(name: str) -> None:
    """Beside a misspelt key or value stands the one that was probably meant."""
    nearest = {"an unknown tag": "boiler", "none of the values": "gas", "a key too many": "name"}
    change, _, _ = SPOILT[name]
    [issue] = schema.validate(spoilt(change), PLANT)
    assert issue.nearest == nearest[name]


@pytest.mark.parametrize("engine", ["jsonschema", "jsonschema-rs"])
def test_what_is_no_object_is_told_once(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an object belongs and none is, that alone is told, and not what it lacks."""
    if engine == "jsonschema":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    for tree, path in ((7, ""), ([], ""), (spoilt(lambda t: t.update(extensions=1)), "/extensions")):
        [issue] = schema.validate(tree, attrs.evolve(PLANT))
        assert (issue.code, issue.path, issue.expected) == ("wrong-type", path, "an object")


def test_issues_come_in_the_order_of_the_document() -> None:
    """Several mistakes come in the order in which they stand, with line and column where there is text."""
    text = '{"side": "up",\n "extensions": {"x": 1},\n "name": "",\n "tags": [1, "ok", 2]}'
    issues = schema.validate(text, PLANT)
    assert [(issue.path, issue.line) for issue in issues] == [
        ("/side", 1), ("/extensions/x", 2), ("/name", 3), ("/tags/0", 4), ("/tags/2", 4),
    ]  # fmt: skip
    assert [issue.code for issue in schema.validate(b"{", PLANT)] == ["not-json"]
    assert [issue.path for issue in schema.validate({"side": "up", "name": ""}, PLANT)] == ["/side", "/name"]


def test_whole_numbers_with_a_fraction_of_nothing_are_the_one_exception() -> None:
    """``1.0`` in plain values is an integer to JSON Schema; text with it is refused before any schema is asked."""
    tree = spoilt(lambda t: t["machines"][0].update(stages=1.0))
    assert schema.validate(tree, PLANT) == ()
    assert [issue.code for issue in read(tree)] == ["wrong-type"]
    text = '{"name": "x", "tags": ["y"], "open": 1.0}'
    assert [issue.code for issue in schema.validate(text, PLANT)] == ["float-number"]
    [issue] = schema.validate(spoilt(lambda t: t["machines"][0].update(stages=1.5)), PLANT)
    assert (issue.code, issue.found) == ("wrong-type", "1.5")


def test_what_classes_say_is_in_the_schema() -> None:
    """Words and limits come from docstrings, metadata and validators, out of the marks only Python's tools read."""
    tree = PLANT.tree()
    told = tree["properties"]
    assert (tree["$id"], tree["title"]) == ("urn:example:plant:1", "Plant")
    assert tree["description"] == "A plant room.\n\nIt is an `object` of a `Site`."
    assert told["name"] == {"description": "Its name", "type": "string", "minLength": 1, "maxLength": 40}
    assert told["code"]["pattern"] == "^(?:[A-Z]{2}|[0-9]{3})$"
    assert told["code"]["deprecated"] is True
    assert told["code"]["description"] == "Its code. Deprecated since 1.3: name"
    assert told["prices"]["additionalProperties"] == AMOUNT.form
    assert told["tags"] == {
        "description": "Marks of it",
        "type": "array",
        "items": {"type": "string", "maxLength": 5},
        "minItems": 1,
    }
    assert told["side"]["enum"] == ["north", "south"]
    assert told["machines"]["items"] == {"oneOf": [{"$ref": "#/$defs/Boiler"}, {"$ref": "#/$defs/Pump"}]}
    assert tree["$defs"]["Boiler"]["required"] == ["kind", "fuel"]
    stages = tree["$defs"]["Boiler"]["properties"]["stages"]
    assert (stages["minimum"], stages["maximum"]) == (1, 9)
    assert tree["$defs"]["Pump"]["properties"]["head_m"]["description"] == "Head in metres, of water"
    assert tree["$defs"]["Fuel"]["description"] == "What a boiler burns.\n\n* `gas`: Natural gas."
    assert PLANT.undescribed() == ()


def test_types_for_typescript() -> None:
    """TypeScript declarations name what Python names, and say which keys may be absent."""
    text = PLANT.typescript()
    assert "export type Decimal = string;" in text
    assert '  kind: "pump";' in text
    assert "  machines?: (Boiler | Pump)[];" in text
    assert "  prices?: { [key: string]: Decimal };" in text
    assert '  side?: "north" | "south";' in text
    assert "@deprecated since 1.3: name" in text
    assert "  tags?: string[];" in text
    assert "  built_on?: string;" in text


def test_unions_have_schemas_of_their_own() -> None:
    """A union of classes that a constant tells apart has a schema, and is read."""
    union: Any = Boiler | Pump
    made = schema.of(union)
    assert made.name == "Boiler | Pump"
    assert repr(made) == "<Schema Boiler | Pump: 4 definitions>"
    assert made.tree()["oneOf"] == [{"$ref": "#/$defs/Boiler"}, {"$ref": "#/$defs/Pump"}]
    assert schema.validate({"kind": "boiler", "fuel": "oil"}, made) == ()
    assert structure(Source(name="x", tree={"kind": "boiler", "fuel": "oil"}), union) == Boiler(fuel=Fuel.OIL)
    assert schema.of(Fuel).tree()["$ref"] == "#/$defs/Fuel"


def test_classes_made_of_themselves() -> None:
    """A class that holds its like refers to the root of its schema."""
    tree = schema.of(Pump).tree(Dialect.DRAFT_07)
    assert tree["properties"]["successor"]["allOf"] == [{"$ref": "#"}]
    assert set(tree["$defs"]) == {"Grade"}
    deep = {"kind": "pump", "head_m": 1, "successor": {"kind": "pump", "head_m": -1}}
    assert [issue.path for issue in schema.validate(deep, schema.of(Pump))] == ["/successor/head_m"]


@pytest.mark.parametrize("engine", ["jsonschema", "jsonschema-rs"])
def test_what_no_validator_gets_to_the_end_of_is_too_deep(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever allows more depth than there is room for is told so, and no traceback."""
    if engine == "jsonschema":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    tree: dict[str, object] = {"kind": "pump", "head_m": -1}
    for _ in range(3000):
        tree = {"kind": "pump", "head_m": 1, "successor": tree}
    patient = attrs.evolve(DEFAULT_LIMITS, depth=10_000)
    found = schema.validate(tree, attrs.evolve(schema.of(Pump)), limits=patient)
    assert [issue.code for issue in found] == ["too-deep"]


def test_schemas_are_values() -> None:
    """The same class gives an equal schema with an equal hash; codecs given once are known nowhere else."""
    assert schema.of(Pump) == schema.of(Pump)
    assert hash(schema.of(Pump)) == hash(schema.of(Pump))
    spoiling = PLANT.tree()
    spoiling["properties"]["extensions"]["propertyNames"].clear()
    spoiling["properties"]["side"]["enum"].clear()
    assert spoiling != PLANT.tree() == schema.of(Plant, id="urn:example:plant:1", codecs=OURS).tree()
    with pytest.raises(UndescribableError, match=r"Plant.prices has no schema: found Decimal"):
        schema.of(Plant)


def one(annotation: Any, **options: Any) -> type:  # noqa: ANN401 - whatever is tried.
    """Make a class with one attribute."""
    return attrs.make_class("One", {"a": attrs.field(type=annotation, **options)}, frozen=True)


OPTIONAL: Any = str | None


class Hardly(enum.Enum):
    """An enum of one value."""

    ONLY = "only"


class Numbers(enum.Enum):
    """An enum of numbers."""

    ONE = 1


@attrs.frozen
class Unresolved:
    """A class that names what is not there."""

    a: NotThere  # type: ignore[name-defined]  # noqa: F821 - that is the point.


@attrs.frozen
class Tagless:
    """A class without a constant."""

    a: int


Name = NewType("Name", str)
Held = TypeVar("Held")


@attrs.frozen
class Crate(Generic[Held]):
    """A class with a parameter."""

    a: Held


@attrs.frozen(kw_only=True)
class BigBoiler(Boiler):
    """A class whose constant is that of another."""


class Never(enum.Enum):
    """An enum without values."""


REFUSED: dict[str, tuple[Any, str]] = {
    "a number with a fraction": (one(float), "found float"),
    "anything": (one(object), "found object"),
    "a pair": (one(tuple[int, str]), "found tuple"),
    "keys that are no text": (one(dict[int, str]), "found dict"),
    "a union nothing tells apart": (one(Tagless | Boiler), "found"),
    "a union of leaves": (one(int | str), "found int | str"),
    "constants": (one(Literal["a", "b"]), "found"),
    "an enum of numbers": (one(Numbers), "Numbers.ONE has no schema: found 1, expected text"),
    "a name that is not there": (Unresolved, "an annotation of NotThere"),
    "a converter": (one(int, converter=int), "found a converter"),
    "another name": (one(int, alias="b"), "found the other name b"),
    "an attribute that is not given": (one(int, init=False), "an attribute that is not given"),
    "a function as validator": (one(int, validator=lambda *_: None), "under 'schema' of metadata"),
    "a bound with a fraction": (one(int, validator=v.ge(0.5)), "found the bound 0.5"),
    "two of a kind": (one(int, validator=[v.ge(0), v.ge(1)]), "found minimum twice"),
    "a pattern for a part": (one(str, validator=v.matches_re("a", func=re.search)), "matched in part"),
    "a class of letters": (one(str, validator=v.matches_re(r"\w")), "read alike"),
    "looking around": (one(str, validator=v.matches_re(r"(?=a)")), "read alike"),
    "letters beyond ASCII": (one(str, validator=v.matches_re("ä")), "read alike"),
    "flags": (one(str, validator=v.matches_re("a", flags=re.IGNORECASE)), "read alike"),
    "a choice of numbers": (one(int, validator=v.in_((1, 2))), "an enum of its own"),
    "no class at all": (int | str, "int | str has no schema"),
    "a list": (one(list[int]), "found list[int], expected tuple[int, ...]"),
    "a list of anything": (one(list), "expected tuple[X, ...]"),
    "a set": (one(frozenset[str]), "expected tuple[str, ...]"),
    "a moment": (one(dt.datetime), "a codec of yours"),
    "another name of a type": (one(Name), "expected str, or a class with a codec"),
    "a type with a note": (one(Annotated[int, "a note"]), "expected int, its limits as validators"),
    "a class with a parameter": (one(Crate[int]), "expected a class without parameters"),
    "a parameter": (Crate, "expected a class without parameters"),
    "classes of one constant": (one(Boiler | BigBoiler), "a constant of its own"),
    "an enum without values": (one(Never), "found an enum without values"),
    "items that may be absent": (one(tuple[int | None, ...]), "only a key can be absent"),
    "values that may be absent": (one(Mapping[str, Pump | None]), "only a key can be absent"),
    "a least length of a table": (one(dict[str, int], validator=v.min_len(1)), "the limit 'minLength' of object"),
    "a length of a number": (one(int, validator=v.max_len(1)), "the limit 'maxLength' of integer"),
    "a least text": (one(str, validator=v.ge(1)), "the limit 'minimum' of string"),
    "a least record": (one(Pump, metadata={"schema": {"minProperties": 1}}), "the limit 'minProperties' of record"),
    "a limit of a constant": (
        one(Literal["a"], metadata={"schema": {"minLength": 1}}),
        "of constant, expected no limit",
    ),
    "a word that nobody knows": (one(str, metadata={"schema": {"minLenght": 1}}), "found the limit 'minLenght'"),
    "a word nobody looks at": (one(int, metadata={"schema": {"multipleOf": 5}}), "expected one of minimum, maximum"),
    "a pattern of Python alone": (one(str, metadata={"schema": {"pattern": r"\w"}}), "read alike"),
    "no words of JSON Schema": (one(int, metadata={"schema": "minimum"}), "such as {'minLength': 1}"),
    "a description that is no text": (one(int, metadata={"description": 5}), "found description 5 in the metadata"),
    "a deprecation that is no text": (one(int, metadata={"deprecated": True}), "found deprecated True"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_schema_can_say_is_refused(name: str) -> None:
    """A class that a schema would accept more of than the reader does is refused by name, with what would do."""
    cls, told = REFUSED[name]
    with pytest.raises(UndescribableError) as caught:
        schema.of(cls)
    assert told in str(caught.value)
    assert caught.value.expected


def test_classes_of_one_name_keep_theirs_apart() -> None:
    """Of two classes of one name the second carries where it comes from; a third is refused."""
    made = [attrs.make_class("Twin", {"a": attrs.field(type=kind)}, frozen=True) for kind in (int, str, bool)]
    for cls, home in zip(made, ("app.first", "app.second_part", "other.second_part"), strict=True):
        cls.__module__ = home
    two = attrs.make_class("Two", {"a": attrs.field(type=made[0]), "b": attrs.field(type=made[1])})
    assert set(schema.of(two).tree()["$defs"]) == {"Twin", "SecondPartTwin"}
    three = attrs.make_class("Three", {name: attrs.field(type=cls) for name, cls in zip("abc", made, strict=True)})
    with pytest.raises(UndescribableError, match="third class of that name"):
        schema.of(three)


MODULE = '''
from __future__ import annotations
import enum, typing
import attrs
from typing import Literal

class Mode(enum.Enum):
    """How it is written."""

    PLAIN = "plain"
    """Next to it."""

    SPACED = "spaced"

    # A remark between.
    """After a remark."""
    LONG = (
        "long"
    )
    """Of more than one line.
    This is the other."""
    SINGLE = 'single'
    'In single quotes.'
    MARKED = "marked"  # "a remark"
    r"""With \\w marks."""
    LEFT = "left"
    """Further
left."""
    NONE = "none"

class Terse(enum.Enum):
    A = "a"
    """The \'first\'."""
    B = "b"
    """The second."""

@attrs.frozen
class Base:
    before: Mode
    inside: tuple["Base", ...] = ()
    said: "Mode | None" = None

@attrs.frozen
class Odd(Base):
    on: typing.Optional["Terse"] = None
    kind: Literal["odd"] = "odd"
    noted: int = 0
    nothing: None = None
    Mode: str = ""
    mode: typing.Mapping[str, tuple[Mode, ...]] = attrs.field(factory=dict)
'''


def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Any:  # noqa: ANN401 - a module.
    """Import a module with a text."""
    (tmp_path / "written_here.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "written_here", raising=False)
    return importlib.import_module("written_here")


def test_values_of_enums_have_the_words_below_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands below a value is its text, in whichever way the class is written."""
    module = written(tmp_path, monkeypatch, MODULE)
    assert schema.of(module.Mode).tree()["$defs"]["Mode"]["description"].splitlines()[2:] == [
        "* `plain`: Next to it.",
        "* `spaced`: After a remark.",
        "* `long`: Of more than one line. This is the other.",
        "* `single`: In single quotes.",
        "* `marked`: With \\w marks.",
        "* `left`: Further left.",
    ]
    assert "* `a`: The 'first'.\n* `b`: The second." in schema.of(module.Terse).tree()["$defs"]["Terse"]["description"]


def test_annotations_are_evaluated_as_attrs_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However an annotation is written, it stands for what attrs says; so do those of every class of a document."""
    module = written(tmp_path, monkeypatch, MODULE)
    pending: list[Any] = [module.Base, module.Odd, Crate, Plant, Sometimes, one(int), one(list[str]), *FORMATS.values()]
    seen: set[Any] = set()
    while pending:
        cls = pending.pop()
        if isinstance(cls, type) and attrs.has(cls) and cls not in seen:
            seen.add(cls)
            found = types_of(cls)
            assert found == {field.name: field.type for field in attrs.fields(attrs.resolve_types(cls))}, cls
            pending.extend(found.values())
        pending.extend(typing.get_args(cls))
    assert len(seen) > 100
    assert typing.get_args(types_of(module.Odd)["inside"]) == (module.Base, ...)
    with pytest.raises(NameError):
        types_of(Unresolved)


def test_classes_without_words_say_so() -> None:
    """What a class does not say is told by name, and is no obstacle."""
    made = schema.of(one(int))
    assert made.undescribed() == ("One", "One.a")
    assert schema.validate({"a": 1}, made) == ()
    assert "  a: number;" in made.typescript()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference out of a schema is an error, and no connection is tried for it."""
    from isomodel.schema._validation import Checker  # noqa: PLC0415 - it is private.

    def connect(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("socket.socket.connect", connect)
    for address in ("https://example.invalid/a.json", "urn:isomodel:schema:policy:1.0"):
        for engine in (True, False):
            if not engine:
                monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
            with pytest.raises(Exception, match=r"(?i)unresolv|resolve|retriev|resource"):
                Checker({"$ref": address}).issues({})


def test_examples_of_any_class_are_what_they_say() -> None:
    """Examples made for a class of an application are right, or make the one mistake they are named for."""
    from isomodel.schema._descriptions import Describer  # noqa: PLC0415 - it is private.
    from isomodel.schema._examples import examples  # noqa: PLC0415 - the same.

    hard = attrs.make_class(
        "Hard",
        {
            "a": attrs.field(type=OPTIONAL, default=None, validator=v.matches_re("[a-z]{3}[0-9]{9}")),
            "b": attrs.field(type=tuple[Decimal, ...], default=(), validator=v.max_len(3)),
            "c": attrs.field(type=dict[str, Hardly], factory=dict),
            "d": attrs.field(type=int, default=-5, validator=v.lt(0)),
        },
        frozen=True,
        kw_only=True,
    )
    shy = Codec(cls=Decimal, form={"type": "string", "pattern": "^never$"}, read=Decimal, write=str)
    nothing = attrs.make_class("Nothing", {})
    found: dict[str, set[str | None]] = {}
    for cls, codecs in ((Plant, OURS), (Boiler, CODECS), (hard, (*CODECS, shy)), (nothing, CODECS)):
        made = schema.of(cls, codecs=codecs)
        describer = Describer(codecs)
        describer.node(cls)
        record = next(one for one in describer.definitions if one.name == cls.__name__)
        for example in examples(record, (), describer.definitions, lambda _: ()):  # type: ignore[arg-type]  # it is a record.
            expected = [] if example.code is None else [(example.code, example.path)]
            assert [(issue.code, issue.path) for issue in schema.validate(example.document, made)] == expected
            found.setdefault(cls.__name__, set()).add(example.code)
    assert found == {
        "Plant": {None, "missing-key", "unknown-key", "wrong-type", "bad-value", "bad-date", "bad-extension"},
        "Boiler": {None, "missing-key", "unknown-key", "wrong-type", "unknown-value", "bad-value"},
        "Hard": {None, "unknown-key", "wrong-type"},
        "Nothing": {None, "unknown-key"},
    }  # fmt: skip


def test_enums_without_source_have_values_and_no_words() -> None:
    """An enum whose source is not at hand is described by its values alone."""
    Made: Any = enum.Enum("Made", {"A": "a"})  # noqa: N806 - it is a class.
    for module in (__name__, "nowhere"):
        Made.__module__ = module
        assert schema.of(one(Made)).tree()["$defs"]["Made"]["enum"] == ["a"]


# How an application's own classes are read.


@attrs.frozen
class Sometimes:
    """A class with a constant that may be absent.

    Attributes:
        kind: Its kind.
        name: Its name.
    """

    kind: Literal["sometimes"] | None = None
    name: str = ""


def test_a_constant_that_may_be_absent_is_not_required() -> None:
    """Where a constant is an optional the schema does not ask for it, as reading does not."""
    made = schema.of(Sometimes)
    assert "required" not in made.tree()
    assert "  kind?:" in made.typescript()
    for tree, told in (({}, []), ({"kind": "sometimes"}, []), ({"kind": "never"}, [("unknown-value", "/kind")])):
        assert [(issue.code, issue.path) for issue in schema.validate(tree, made)] == told
        assert [(issue.code, issue.path) for issue in read_as(tree, Sometimes, CODECS)] == told


def read_as(tree: object, cls: Any, codecs: tuple[Codec, ...]) -> tuple[Issue, ...]:  # noqa: ANN401 - a type expression.
    """Say what reading a class finds wrong."""
    try:
        structure(Source(name="tree", tree=tree), cls, codecs=codecs)
    except DocumentError as error:
        return error.issues
    return ()


UUIDS = Codec(cls=uuid.UUID, form={"type": "string", "format": "uuid"}, read=uuid.UUID, write=str)
MOMENTS = Codec(
    cls=dt.datetime,
    form={"type": "string", "format": "date-time"},
    read=dt.datetime.fromisoformat,
    write=dt.datetime.isoformat,
)
CARELESS = Codec(cls=Decimal, form={"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}, read=Decimal, write=str)
LEVELS = Codec(cls=float, form={"type": "integer", "minimum": 0, "maximum": 100}, read=lambda level: level / 100)
PAIRS = Codec(cls=complex, form={"type": "array", "minItems": 2, "maxItems": 2}, read=lambda pair: complex(*pair))
CODES = Codec(cls=bytes, form={"type": "string", "minLength": 2, "maxLength": 4}, read=str.encode, write=bytes.decode)
LETTERS = Codec(cls=bytearray, form={"type": "string", "enum": ["a", "b"]}, read=lambda text: bytearray(text, "ascii"))
DAYS = Codec(cls=range, form={"type": "string", "format": "date"}, read=lambda text: range(int(text[:4])))

FORMS: dict[str, tuple[Codec, list[object], list[object]]] = {
    "uuid": (
        UUIDS,
        ["12345678-1234-5678-1234-56781234567F"],
        ["12345678123456781234567812345678", "{12345678-1234-5678-1234-567812345678}", "x", 7],
    ),
    "moment": (
        MOMENTS,
        ["2026-11-23T10:00:00Z", "2026-11-23T10:00:00.5+01:00"],
        ["2026-11-23", "2026-11-23T10:00:00", "2026-13-23T10:00:00Z", "2026-11-23T10:00:00Z\n"],
    ),
    "decimal": (CARELESS, ["1", "-0.5"], ["abc", "1e5", "NaN", " 1", "1\n", ""]),
    "level": (LEVELS, [0, 100], [-1, 101, "1", True]),
    "pair": (PAIRS, [[1, 2]], [[], [1], [1, 2, 3], {}]),
    "code": (CODES, ["ab", "abcd"], ["a", "abcde"]),
    "letter": (LETTERS, ["a"], ["c", ""]),
    "day": (DAYS, ["2026-02-28"], ["2026-02-30", "2026-2-3"]),
}
"""Codecs of an application, with what their form accepts and what it does not; none of them checks anything itself."""


@pytest.mark.parametrize("engine", ["jsonschema", "jsonschema-rs"])
@pytest.mark.parametrize("name", FORMS)
def test_reading_holds_a_codec_to_its_form(name: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the form of a codec does not accept is refused by reading as by the schema, whatever the codec reads."""
    if engine == "jsonschema":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    codec, right, wrong = FORMS[name]
    codecs = (*CODECS, codec)
    cls = one(codec.cls)
    made = schema.of(cls, codecs=codecs)
    for value in right:
        assert schema.validate({"a": value}, made) == ()
        assert read_as({"a": value}, cls, codecs) == ()
    for value in wrong:
        [issue] = schema.validate({"a": value}, made)
        [told] = read_as({"a": value}, cls, codecs)
        assert (issue.code, issue.path) == (told.code, told.path)
        assert (issue.path, bool(issue.expected), bool(told.expected)) == ("/a", True, True)


def test_a_codec_may_fail_as_decimals_do() -> None:
    """What a codec raises for a value is an issue at its place, a mistake in arithmetic as well."""
    lenient = Codec(cls=Decimal, form={"type": "string"}, read=Decimal, write=str, expected="a number")
    [issue] = read_as({"a": "abc"}, one(Decimal), (*CODECS, lenient))
    assert (issue.code, issue.path, issue.expected) == ("bad-value", "/a", "a number")


CARELESS_FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "no type": ({}, "found no type"),
    "a type with fractions": ({"type": "number"}, "found the type 'number'"),
    "several types": ({"type": ["string", "null"]}, "found the type"),
    "a word of another type": ({"type": "string", "minimum": 1}, "found 'minimum'"),
    "a word that nobody looks at": ({"type": "string", "contentEncoding": "base64"}, "found 'contentEncoding'"),
    "a format that nobody asserts": ({"type": "string", "format": "email"}, "found the format 'email'"),
    "no pattern": ({"type": "string", "pattern": "("}, "found the pattern '('"),
    "a pattern of Python": ({"type": "string", "pattern": r"^\w$"}, "read alike"),
    "a limit with a fraction": ({"type": "integer", "minimum": 0.5}, "found minimum 0.5"),
    "a choice of numbers": ({"type": "string", "enum": [1]}, "found enum [1]"),
    "keys of a length": ({"type": "object", "propertyNames": {"maxLength": 3}}, "found propertyNames"),
}


@pytest.mark.parametrize("name", CARELESS_FORMS)
def test_forms_that_cannot_be_held_are_refused(name: str) -> None:
    """The form of a codec can only say what reading and every validator hold to."""
    form, told = CARELESS_FORMS[name]
    with pytest.raises(UndescribableError) as caught:
        schema.of(one(Decimal), codecs=(*CODECS, Codec(cls=Decimal, form=form)))
    assert (caught.value.noun, caught.value.field) == ("Decimal", "form")
    assert told in str(caught.value)


def test_names_of_schemas_are_those_of_classes() -> None:
    """A schema has the name of what it describes, however the annotation was written."""
    union, optional = Union[Boiler, Pump], Optional[Pump]  # noqa: UP007, UP045 - older spellings, on purpose.
    found = [schema.of(each).name for each in (union, optional, Pump, Fuel, tuple[str, ...], Literal["a"])]
    assert found == ["Boiler | Pump", "Pump", "Pump", "Fuel", "tuple", "Literal"]


# The law: whatever a class is made of, its schema says what reading says.

LEAVES: tuple[tuple[Any, dict[str, Any]], ...] = (
    (str, {}),
    (str, {"validator": v.min_len(2)}),
    (str, {"validator": v.matches_re("[a-z]{2}")}),
    (int, {"validator": [v.ge(0), v.lt(3)]}),
    (bool, {}),
    (dt.date, {}),
    (Fuel, {}),
    (Literal["a"], {}),
    (Literal["ab"], {}),
    (Decimal, {}),
    (uuid.UUID, {}),
    (Pump, {}),
    (Boiler | Pump, {}),
    (tuple[int, ...], {"validator": v.max_len(1)}),
    (tuple[str, ...], {"validator": v.deep_iterable(v.max_len(2))}),
    (Extensions, {}),
)
WIDE = (*CODECS, CARELESS, UUIDS)
MANY: Any = tuple
NAMED: Any = Mapping
JSON: tuple[Any, ...] = (
    None, True, 0, 2, 3, -1, "", "a", "ab", "abc", "gas", "2026-11-23", "2026-02-30", "1.5", "1e5",
    "12345678-1234-5678-1234-567812345678", [], [1], [1, 2], ["ab"], ["abc", 1], [["ab"]], [[1]], {}, {"a": 1},
    {"a": "ab"}, {"a": {"b": 2}}, {"org.example.a": 1}, {"kind": "pump", "head_m": 1}, {"kind": "pump"}, {"kind": "x"},
    {"kind": "boiler", "fuel": "gas"}, [{"kind": "pump", "head_m": 1}], {"a": {"kind": "pump", "head_m": -1}},
)  # fmt: skip


@st.composite
def classes(draw: st.DrawFn, title: str = "Drawn") -> Any:  # noqa: ANN401 - a class.
    """Draw a class of up to four attributes, with other such classes inside."""
    made: dict[str, Any] = {}
    for name in "abcd"[: draw(st.integers(1, 4))]:
        kind, options = draw(st.sampled_from(LEAVES))
        shaped = draw(st.sampled_from(("as it is", "as it is", "items", "table", "class")))
        if shaped == "class" and len(title) < len("Drawnxx"):
            kind, options = draw(classes(title + name)), {}
        elif shaped == "items":
            kind, options = MANY[kind, ...], {}
        elif shaped == "table":
            kind, options = NAMED[str, kind], {}
        if draw(st.booleans()):
            checks = {"validator": v.optional(options["validator"])} if options else {}
            kind, options = kind | None if shaped != "class" else Optional[kind], {**checks, "default": None}  # noqa: UP045 - it is drawn.
        made[name] = attrs.field(type=kind, **options)
    return attrs.make_class(title, made, frozen=True, kw_only=True)


@st.composite
def trees(draw: st.DrawFn, cls: Any) -> Any:  # noqa: ANN401 - a class, and JSON.
    """Draw what may stand for a class, or nearly so."""
    tree: dict[str, Any] = {}
    for name, kind in types_of(cls).items():
        inner = next(
            (one for one in (kind, *typing.get_args(kind)) if getattr(one, "__name__", "").startswith("Drawn")), None
        )
        if draw(st.integers(0, 3)):
            tree[name] = (
                draw(trees(inner)) if inner is not None and draw(st.integers(0, 4)) else draw(right_or_not(kind))
            )
    if not draw(st.integers(0, 9)):
        tree["e"] = 1
    return tree


@functools.lru_cache(maxsize=1024)
def right_or_not(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type expression.
    """Draw any JSON, mostly what reading takes where something does."""
    cls = one(kind)
    fitting = [value for value in JSON if not read_as({"a": value}, cls, WIDE)]
    every = st.sampled_from(JSON)
    return st.one_of(st.sampled_from(fitting), st.sampled_from(fitting), every) if fitting else every


def run_law(seen: Counter[str], examples: int = 200, *, derandomize: bool = False) -> None:
    """Hold the agreement on drawn classes, with three trees each."""

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=derandomize, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def law(data: st.DataObject) -> None:
        cls = data.draw(classes())
        made = schema.of(cls, codecs=WIDE)
        for _ in range(3):
            tree = data.draw(trees(cls))
            told = {(issue.code, issue.path) for issue in read_as(tree, cls, WIDE)}
            own = {(issue.code, issue.path) for issue in schema.validate(tree, made)}
            assert told <= own
            for code, path in own - told:
                assert code == "bad-value"
                assert any(place.startswith(f"{path}/") for _, place in told)
            seen.update({code for code, _ in told} or {"nothing"})

    law()


def test_schemas_of_drawn_classes_agree_with_reading() -> None:
    """Of any class, reading and validating tell the same codes at the same places.

    But for one: reading counts the items of an array only where each of them is right.
    """
    seen: Counter[str] = Counter()
    # Days and extensions are among them too, but not always; each has a case of its own above.
    expected = {"nothing", "missing-key", "unknown-key", "wrong-type", "unknown-value", "bad-value"}
    for _ in range(3):
        run_law(seen)
        if expected <= seen.keys():
            break
    assert expected <= seen.keys()


BUGS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "constants are always required": (_descriptions, "constant_of", lambda _: "a"),
    "no key is unknown": (_validation, "_closed", lambda *_: iter(())),
}
"""Bugs of describing and of validating: each has to be noticed."""


@pytest.mark.parametrize("name", BUGS)
def test_the_law_of_drawn_classes_notices_bugs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What says more or less on one side than on the other fails the law."""
    home, function, instead = BUGS[name]
    monkeypatch.setattr(home, function, instead)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_law(Counter(), 2000, derandomize=True)


# What an application keeps under extensions.


@attrs.frozen(kw_only=True)
class Ticket:
    """A ticket of another program.

    Attributes:
        number: Its number.
        opened_on: The day it was opened.
        about: What it is about.
        extensions: Data of other programs.
    """

    number: int = attrs.field(validator=v.ge(1))
    opened_on: dt.date
    about: Fuel | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


KEYS: Mapping[str, Any] = {"org.example.ticket": Ticket, "org.example.tags": tuple[str, ...]}
RIGHT: dict[str, Any] = {
    "org.example.ticket": {"number": 7, "opened_on": "2026-11-23", "about": "gas"},
    "org.example.tags": ["a"],
    "com.example.other": [None, 1],
}
WRONG_TICKETS: dict[str, tuple[object, str, str]] = {
    "no number": ({"opened_on": "2026-11-23"}, "missing-key", ""),
    "no day": ({"number": 1, "opened_on": "2026-02-30"}, "bad-date", "/opened_on"),
    "nought": ({"number": 0, "opened_on": "2026-11-23"}, "bad-value", "/number"),
    "a key nobody knows": ({"number": 1, "opened_on": "2026-11-23", "nummer": 1}, "unknown-key", "/nummer"),
    "a value nobody knows": ({"number": 1, "opened_on": "2026-11-23", "about": "gass"}, "unknown-value", "/about"),
    "text": ("7", "wrong-type", ""),
    "inside itself": (
        {"number": 1, "opened_on": "2026-11-23", "extensions": {"org.example.ticket": {"number": 1}}},
        "missing-key",
        "/extensions/org.example.ticket",
    ),
}
"""What stands under the key, and the one issue that has."""


def kept(extensions: dict[str, Any]) -> dict[str, Any]:
    """Make a document that keeps something of an application."""
    head = {"format": "isomodel/evidence-register/1.0", "id": "r", "organization": "o", "evidence": []}
    return {**head, "extensions": extensions}


def test_keys_of_an_application_are_held_to_its_classes() -> None:
    """What stands under a known key has to be of its class; other keys hold anything, and none has to be there."""
    ours = schema.document("evidence-register", extensions=KEYS, id="urn:example:register:1")
    assert (ours.id, ours.undescribed()) == ("urn:example:register:1", ())
    for right in ({}, RIGHT, {"com.example.other": {"number": "x"}}):
        assert schema.validate(kept(right), ours) == ()
    assert [(one.code, one.path) for one in schema.validate(kept({"Ticket": 1}), ours)] == [
        ("bad-extension", "/extensions/Ticket")
    ]
    assert schema.validate(kept({"org.example.tags": "a"}), ours)[0].path == "/extensions/org.example.tags"
    # The published schema knows nothing of it.
    assert schema.validate(kept({"org.example.ticket": 7})) == ()
    assert schema.document("evidence-register").id != ours.id


@pytest.mark.parametrize("name", WRONG_TICKETS)
def test_keys_of_an_application_are_refused_as_reading_them_refuses(name: str) -> None:
    """What the schema says of a key is what reading its class says, at the same place."""
    value, code, path = WRONG_TICKETS[name]
    ours = schema.document("evidence-register", extensions=KEYS)
    found = [(one.code, one.path) for one in schema.validate(kept({"org.example.ticket": value}), ours)]
    assert found == [(code, f"/extensions/org.example.ticket{path}")]
    if "extensions" not in path:
        with pytest.raises(DocumentError) as caught:
            structure(Source(name="t", tree=value), Ticket)
        assert [(one.code, one.path) for one in caught.value.issues] == [(code, path)]


def test_keys_of_an_application_are_in_every_form() -> None:
    """Both dialects and the declarations hold the class of a key; a class of one's own can have such keys as well."""
    ours = schema.of(Ticket, extensions={"org.example.next": Ticket})
    tree = ours.tree()
    assert tree["properties"]["extensions"]["properties"] == {"org.example.next": {"$ref": "#"}}
    assert '"org.example.next"?: Ticket; [key: string]: unknown' in ours.typescript()
    held = schema.document("evidence-register", extensions=KEYS)
    for dialect in Dialect:
        assert held.tree(dialect)["$defs"]["Ticket"]["required"] == ["number", "opened_on"]


def test_keys_of_an_application_are_reverse_domain_names() -> None:
    """A key that no document may have is refused by name."""
    with pytest.raises(UndescribableError) as caught:
        schema.document("evidence-register", extensions={"ticket": Ticket})
    assert caught.value.field == "ticket"
