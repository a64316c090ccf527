# SPDX-License-Identifier: Apache-2.0
"""Errors and issues carry their facts as fields and derive their sentence from them."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
import pickle
import pkgutil
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import isomodel
from isomodel import lifecycle
from isomodel.errors import (
    DocumentError,
    InvariantError,
    IsomodelError,
    Issue,
    MissingExtraError,
    Severity,
    UnknownNameError,
    nearest,
)
from isomodel.graph import Edge, EdgeBasis, Relation, Step

EDGE = Edge(source="a", target="b", relation=Relation.REQUIRES, basis=EdgeBasis.JUDGEMENT)
ISSUE = Issue(code="bad-date", message="this is not a day of the calendar", path="/scope/approved_on")


def error_classes() -> Iterator[Any]:
    """Go through every exception class of the package, wherever it lives; the command line, an extra, is left out."""
    for info in pkgutil.walk_packages(isomodel.__path__, "isomodel."):
        if not info.name.startswith(("isomodel.cli", "isomodel.__main__")):
            for thing in vars(importlib.import_module(info.name)).values():
                if isinstance(thing, type) and issubclass(thing, IsomodelError) and thing.__module__ == info.name:
                    yield thing


ERRORS = sorted(set(error_classes()) - {IsomodelError}, key=lambda cls: cls.__name__)


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_every_error_is_a_fitting_builtin_and_survives_the_way(cls: Any) -> None:  # noqa: ANN401 - an error class.
    """Every error is also a builtin of its kind, keeps its fields through pickling and copying, and has a sentence."""
    assert cls.__name__.endswith(("Error", "Refusal"))
    assert issubclass(cls, ValueError | LookupError | TypeError | OSError | ImportError)
    facts = {field.name: _some(str(field.type)) for field in attrs.fields(cls)}
    error = cls(**facts)
    assert {name: getattr(error, name) for name in facts} == facts
    assert str(error)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301 - our own.
        assert type(again) is cls
        assert str(again) == str(error)
        assert {name: getattr(again, name) for name in facts} == facts


def _some(kind: str) -> object:
    if "tuple[tuple[str, Issue]" in kind:
        return (("house.json", ISSUE),)
    if "tuple[Issue" in kind:
        return (ISSUE,)
    if "tuple[Step" in kind:
        return (Step(source="a", target="b", edge=EDGE),)
    if kind in _SOME:
        return _SOME[kind]
    return ("a", "b") if "tuple" in kind else 3 if kind == "int" else "something"


_SOME: dict[str, object] = {
    "Case": lifecycle.start(lifecycle.definition("evidence"), on=dt.date(2031, 6, 15)),
    "Facts": {"owner": ("Olga",)},
    "dt.date": dt.date(2031, 6, 15),
}
"""Values of the fields that are neither text, numbers nor lists."""


def test_the_errors_that_are_promised_exist() -> None:
    """The walk above meets the errors of every module that has some."""
    assert {
        "DocumentError", "EditionMismatchError", "FileExistsRefusal", "IdentifierError", "InvariantError",
        "MissingExtraError", "NotADayError", "UnknownClauseError", "UnknownEditionError", "UnknownNameError",
        "UrnError",
    } <= {cls.__name__ for cls in ERRORS}  # fmt: skip


# Sentences.


def test_an_issue_says_what_and_where() -> None:
    """An issue prints in one line: place, message, hint and code."""
    assert str(ISSUE) == "/scope/approved_on: this is not a day of the calendar [bad-date]"
    placed = attrs.evolve(ISSUE, line=3, column=7, nearest="2031-01-01")
    assert str(placed) == (
        "line 3, column 7 (/scope/approved_on): this is not a day of the calendar; did you mean '2031-01-01'?"
        " [bad-date]"
    )
    assert Issue(code="not-json", message="m").place == "the document"
    assert Issue(code="not-json", message="m", line=1, column=2).place == "line 1, column 2 (the document)"


def test_an_issue_in_a_table_says_row_and_column() -> None:
    """A problem in a table is told in the words of a table."""
    issue = Issue(code="x", message="m", row=5)
    assert issue.place == "row 5"
    assert attrs.evolve(issue, column_name="Status").place == "row 5, column 'Status'"
    assert attrs.evolve(issue, column_name="Status", sheet="SoA").place == "sheet 'SoA', row 5, column 'Status'"


def test_an_issue_is_an_error_unless_it_says_otherwise() -> None:
    """Issues weigh as errors by default, and are values."""
    assert ISSUE.severity is Severity.ERROR
    assert attrs.evolve(ISSUE) == ISSUE
    assert hash(ISSUE) == hash(attrs.evolve(ISSUE))
    assert pickle.loads(pickle.dumps(ISSUE)) == ISSUE  # noqa: S301 - our own bytes.
    assert [severity.value for severity in Severity] == ["error", "warning", "information"]


@settings(max_examples=100)
@given(key=st.text(max_size=300))
def test_a_place_can_neither_forge_lines_nor_command_a_terminal(key: str) -> None:
    """Whatever a key of a document holds, the place of an issue is one short line that can be seen."""
    place = Issue(code="x", message="m", path="/" + key).place
    assert place.isprintable()
    assert len(place) <= 200 * 10


def test_a_place_shows_letters_as_they_are() -> None:
    """Only what cannot be seen is written out, and only what is long is cut."""
    assert Issue(code="x", message="m", path="/Größe/日本/a b").place == "/Größe/日本/a b"
    assert Issue(code="x", message="m", path="/a\x1b[2J\n\u202e").place == "/a\\x1b[2J\\n\\u202e"
    cut = Issue(code="x", message="m", path="/" + "k" * 500)
    assert cut.place == "/" + "k" * 198 + "…"
    assert cut.path == "/" + "k" * 500
    assert Issue(code="x", message="m", path="/" + "k" * 199).place == "/" + "k" * 199


def test_a_document_error_lists_twenty_and_counts_all() -> None:
    """The sentence of a document error always has the number of problems and never more than twenty of them."""
    assert str(DocumentError("a.json", (ISSUE,))) == (
        "a.json cannot be read: 1 problem\n  /scope/approved_on: this is not a day of the calendar [bad-date]"
    )
    twenty = str(DocumentError("a.json", (ISSUE,) * 20)).split("\n")
    assert (twenty[0], len(twenty)) == ("a.json cannot be read: 20 problems", 21)
    many = str(DocumentError("a.json", (ISSUE,) * 23)).split("\n")
    assert (many[0], len(many), many[-1]) == ("a.json cannot be read: 23 problems", 22, "  … and 3 more")


def test_sentences_of_the_plain_errors() -> None:
    """Each error says what was found, what was expected and what to do."""
    invariant = InvariantError("Period", "last", "2030-01-01", "2031-01-01 or later")
    assert str(invariant) == "Period.last: found 2030-01-01, expected 2031-01-01 or later"
    assert str(UnknownNameError("rule", "x", None)) == "No rule is called 'x'."
    assert str(UnknownNameError("rule", "auditt", "audit")) == "No rule is called 'auditt'. The nearest is 'audit'."
    extra = MissingExtraError("cli", "The command line")
    assert str(extra) == 'The command line needs an optional dependency: pip install "isomodel[cli]"'


# The nearest valid value.


@pytest.mark.parametrize(
    ("found", "valid", "expected"),
    [
        ("conformng", ["nonconforming", "conforming"], "conforming"),
        ("Conforming ", ["conforming", "nonconforming"], "conforming"),
        ("NOT_ASSESSED", ["not-assessed"], "not-assessed"),
        ("not assessed", ["not-assessed"], "not-assessed"),
        ("-not-assessed-", ["not-assessed"], "not-assessed"),
        ("xyz", ["conforming"], None),
        ("", ["conforming"], None),
        ("anything", [], None),
        ("a-b", ["A B", "a_b"], "A B"),
    ],
)
def test_nearest(found: str, valid: list[str], expected: str | None) -> None:
    """Case, spaces, hyphens and underscores are no differences, the first of equals wins, and far is not near."""
    assert nearest(found, valid) == expected


def test_nearest_takes_bounded_time() -> None:
    """A long text is compared by its beginning only."""
    assert nearest("conforming" + "x" * 10**6, ["conforming"]) is None
    assert nearest("c" * 10**6, ["c" * 200]) == "c" * 200


@settings(max_examples=100)
@given(found=st.text(max_size=30), valid=st.lists(st.text(max_size=10), max_size=6))
def test_nearest_is_one_of_the_valid_values(found: str, valid: list[str]) -> None:
    """The nearest value is always one that was offered, and an offered one is nearest to itself up to spelling."""
    answer = nearest(found, valid)
    assert answer is None or answer in valid
    if found in valid:
        assert answer is not None or not found.strip(" -_")
