# SPDX-License-Identifier: Apache-2.0
"""Reading is strict and complete, writing is canonical: the promises of ``isomodel.serialization``."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import json
import pickle
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import full, nouns, values
from isomodel.assessment import Assessment, Finding, Judgement, ManagementSystemScope, Organization, Unit
from isomodel.errors import DocumentError, Issue
from isomodel.evidence import Evidence, Period
from isomodel.model import Clause, Extensions, Milestone, Requirement
from isomodel.policy import Parameter, Policy
from isomodel.readiness import Explanation
from isomodel.register import ColumnMapping
from isomodel.serialization import DEFAULT_LIMITS, Limits, Source, canonical, parse, structure, unstructure

T = TypeVar("T")
CORPUS = Path(__file__).parent / "corpus"
NOUNS = list(nouns())
ids = [cls.__name__ for cls in NOUNS]


def issues_of(data: bytes | str, **limits: int) -> tuple[Issue, ...]:
    """Return the problems of a text that cannot be parsed."""
    with pytest.raises(DocumentError) as caught:
        parse(data, limits=attrs.evolve(DEFAULT_LIMITS, **limits))
    return caught.value.issues


def unfit(tree: object, cls: type[Any]) -> tuple[Issue, ...]:
    """Return the problems of a tree that is no value of the class."""
    with pytest.raises(DocumentError) as caught:
        structure(Source(name="tree", tree=tree), cls)
    return caught.value.issues


def attempted(read: Callable[[], T]) -> tuple[T | None, tuple[Issue, ...]]:
    """Return what was read, or the problems; every other exception escapes and fails the test."""
    try:
        return read(), ()
    except DocumentError as error:
        return None, error.issues


def only(issues: tuple[Issue, ...]) -> Issue:
    """Return the single problem there has to be."""
    assert len(issues) == 1, issues
    return issues[0]


def facts(issues: tuple[Issue, ...]) -> list[tuple[str, str, int | None, int | None]]:
    """Return what a test compares of each problem."""
    return [(issue.code, issue.path, issue.line, issue.column) for issue in issues]


def below(pointer: str, step: object) -> str:
    """Add a step to a JSON Pointer."""
    return pointer + "/" + str(step).replace("~", "~0").replace("/", "~1")


def nodes(tree: object, pointer: str = "") -> Iterator[tuple[str, object]]:
    """Go through every value of a tree with its pointer."""
    yield pointer, tree
    if isinstance(tree, dict):
        for key, item in tree.items():
            yield from nodes(item, below(pointer, key))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from nodes(item, below(pointer, index))


def replaced(tree: Any, pointer: str, value: object) -> Any:  # noqa: ANN401 - JSON.
    """Return the tree with another value at a pointer."""
    if not pointer:
        return value
    whole = copy.deepcopy(tree)
    *above, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    inside = whole
    for step in above:
        inside = inside[int(step)] if isinstance(inside, list) else inside[step]
    inside[int(last) if isinstance(inside, list) else last] = value
    return whole


# Round trip.


@pytest.mark.parametrize("cls", NOUNS, ids=ids)
@settings(max_examples=20)
@given(data=st.data())
def test_round_trip_is_the_identity(cls: type[Any], data: st.DataObject) -> None:
    """What is written of a value reads as an equal value, which is written in the same bytes."""
    value = data.draw(values(cls))
    text = canonical(unstructure(value))
    again = structure(parse(text.encode()), cls)
    assert again == value
    assert type(again) is cls
    assert canonical(unstructure(again)).encode() == text.encode()


@pytest.mark.parametrize("cls", NOUNS, ids=ids)
@settings(max_examples=8)
@given(data=st.data())
def test_values_hash_compare_pickle_and_copy(cls: type[Any], data: st.DataObject) -> None:
    """Every noun is a value: equal ones hash alike, and a pickled or copied one is equal to the original."""
    value = data.draw(values(cls))
    read = structure(parse(canonical(unstructure(value))), cls)
    copies = [read, copy.copy(value), copy.deepcopy(value)]
    copies += [pickle.loads(pickle.dumps(value, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]  # noqa: S301 - our own bytes.
    for each in copies:
        assert each == value
        assert hash(each) == hash(value)
        assert not each != value  # noqa: SIM202 - both operators are promised.


def test_every_noun_takes_part() -> None:
    """The laws above run over the nouns of the design; a list that lost its nouns proves nothing."""
    assert {
        "ApplicabilityDecision", "Assessment", "Audit", "Clause", "Control", "Evidence", "EvidenceRegister", "Finding",
        "GateRules", "Judgement", "ManagementReview", "Policy", "Readiness", "Requirement", "Risk", "StandardEdition",
        "TruthTable",
    } <= set(ids)  # fmt: skip


def test_keys_stand_in_declared_order() -> None:
    """Keys are written in the order of the class, whichever of them have defaults."""
    judgement = full(Judgement)
    assert list(unstructure(judgement)) == [
        "target", "units", "conformity", "work_status", "evidence", "judged_by", "judged_on", "role", "sample",
        "effort_left", "catalogue_revision", "note", "extensions",
    ]  # fmt: skip


def test_absent_rather_than_null() -> None:
    """What says nothing is not written: no null, empty list or empty extensions; a default that says something is."""
    scope = ManagementSystemScope(statement="All of it.")
    assert canonical(unstructure(scope)) == '{\n  "statement": "All of it."\n}\n'
    written = unstructure(structure(Source(name="x", tree={"number": "4", "source_confidence": 2}), Clause))
    assert written == {"number": "4", "kind": "clause", "source_confidence": 2}


def test_canonical_text() -> None:
    """Canonical text has two spaces a level, letters as they are, and one final newline."""
    period = Period(first=dt.date(2031, 1, 2), last=dt.date(2031, 3, 4))
    assert canonical(unstructure(period)) == '{\n  "first": "2031-01-02",\n  "last": "2031-03-04"\n}\n'
    assert canonical({"ä": ["\u2028\x00😀"]}) == '{\n  "ä": [\n    "\u2028\\u0000😀"\n  ]\n}\n'


def test_canonical_text_has_no_floats_that_json_does_not_know() -> None:
    """Writing refuses NaN instead of producing what no JSON reader takes."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})


# What does not fit.


WRONG: tuple[object, ...] = (None, True, 7, 1.5, "text", [], {})
KINDS = {
    dict: "an object",
    list: "an array",
    str: "text",
    int: "an integer",
    bool: "true or false",
    float: "a number with a fraction",
    type(None): "null",
}


def wrongs(tree: object) -> Iterator[tuple[str, object, object]]:
    """Go through every node of a tree and every value of another type that might stand there instead."""
    for pointer, right in nodes(tree):
        if "/extensions/" in pointer:
            continue
        for wrong in WRONG:
            if type(wrong) is not type(right):
                yield pointer, right, wrong


def test_every_single_type_mutation_of_an_assessment_is_refused() -> None:
    """A value of another JSON type in any place of an assessment is one problem, at that very place."""
    tree = unstructure(full(Assessment))
    count = 0
    for pointer, right, wrong in wrongs(tree):
        issue = only(unfit(replaced(tree, pointer, wrong), Assessment))
        assert (issue.code, issue.path) == ("wrong-type", pointer)
        assert issue.message.endswith(f"found {KINDS[type(wrong)]}")
        assert issue.expected is not None
        if not isinstance(right, str):
            assert issue.expected == KINDS[type(right)]
        count += 1
    assert count > 1000


@pytest.mark.parametrize("cls", NOUNS, ids=ids)
def test_single_type_mutations_of_every_class_are_refused(cls: type[Any]) -> None:
    """A value of another JSON type in any field, or in any list of a field, is one problem at that very place."""
    tree = unstructure(full(cls))
    for pointer, _, wrong in wrongs(tree):
        if pointer.count("/") <= 2:
            issue = only(unfit(replaced(tree, pointer, wrong), cls))
            assert (issue.code, issue.path) == ("wrong-type", pointer)


@pytest.mark.parametrize("cls", NOUNS, ids=ids)
def test_unknown_keys_are_refused_with_the_nearest(cls: type[Any]) -> None:
    """A misspelt key is a problem at that key, and the key that was meant is named."""
    tree = unstructure(full(cls))
    for name in tree:
        misspelt = {(f"{key}x" if key == name else key): item for key, item in tree.items()}
        issue = next(issue for issue in unfit(misspelt, cls) if issue.code == "unknown-key")
        assert (issue.path, issue.found, issue.nearest) == (f"/{name}x", f"{name}x", name)
        assert issue.expected == "one of " + ", ".join(attrs.fields_dict(cls))


@pytest.mark.parametrize("cls", NOUNS, ids=ids)
def test_missing_keys_are_refused(cls: type[Any]) -> None:
    """Each key without a default has to be there; what lacks it is named, and the key."""
    tree = unstructure(full(cls))
    for field in attrs.fields(cls):
        lacking = {key: item for key, item in tree.items() if key != field.name}
        if field.default is attrs.NOTHING:
            issue = only(unfit(lacking, cls))
            assert (issue.code, issue.path, issue.expected) == ("missing-key", "", field.name)
            assert repr(field.name) in issue.message


def test_null_is_no_way_to_say_nothing() -> None:
    """A key that says nothing is absent: null in its place is refused."""
    issue = only(unfit({"statement": "All.", "approved_by": None}, ManagementSystemScope))
    assert (issue.code, issue.path, issue.found) == ("wrong-type", "/approved_by", "null")


@pytest.mark.parametrize(
    "text",
    [
        "2026-2-3", "20260203", "2026-02-30", "2026-02-03T00:00:00", "2026-02-03Z", "٢٠٢٦-٠٢-٠٣",
        "\uff12\uff10\uff12\uff16-\uff10\uff12-\uff10\uff13", "2026-W06-2", "26-02-03", "0000-01-01", "2026-13-01",
        "2026-00-10", "03.02.2026", "2026/02/03", "", " 2026-02-03",
        "2026-02-03 ", "2026-02-03\n", "2026-034", "today", "10000-01-01", "-2026-02-03", "2025-02-29",
    ],
)  # fmt: skip
def test_days_have_one_form(text: str) -> None:
    """A day is written YYYY-MM-DD with plain digits and exists in the calendar; everything else is refused."""
    issue = only(unfit({"first": text, "last": "9999-12-31"}, Period))
    assert (issue.code, issue.path, issue.found) == ("bad-date", "/first", text)
    assert issue.expected == "a day such as 2026-11-23"


@pytest.mark.parametrize("text", ["2024-02-29", "0001-01-01", "9999-12-31"])
def test_days_of_the_calendar_are_read(text: str) -> None:
    """The first, the last and a leap day are days."""
    period = structure(Source(name="x", tree={"first": text, "last": text}), Period)
    assert period.first.isoformat() == text


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("sites", "site"),
        ("Site", "site"),
        ("outsourced process", "outsourced-process"),
        ("warehouse", None),
        ("", None),
    ],
)
def test_values_of_an_enumeration_are_exact(text: str, nearest: str | None) -> None:
    """A value that is none of the enumeration is refused with all that are, and the nearest where one is near."""
    issue = only(unfit({"id": "u", "name": "n", "kind": text}, Unit))
    assert (issue.code, issue.path, issue.found, issue.nearest) == ("unknown-value", "/kind", text, nearest)
    assert issue.expected == "one of site, process, outsourced-process"
    assert issue.message == f"there is no unit kind {text!r}"


def test_every_member_of_an_enumeration_is_read() -> None:
    """Each member is read by its value and by nothing else, its name included."""
    for cls in NOUNS:
        for field in attrs.fields(cls):
            if not (isinstance(field.type, type) and issubclass(field.type, enum.Enum)):
                continue
            tree = unstructure(full(cls))
            for member in field.type:
                if (cls, field.name) not in {
                    (Evidence, "kind"),
                    (Finding, "type"),
                    (ColumnMapping, "implemented_means"),
                }:
                    read = structure(Source(name="x", tree={**tree, field.name: member.value}), cls)
                    assert getattr(read, field.name) is member
                issue = next(iter(unfit({**tree, field.name: member.name}, cls)))
                assert (issue.code, issue.path, issue.nearest) == ("unknown-value", f"/{field.name}", member.value)


@pytest.mark.parametrize(
    ("text", "code", "nearest"),
    [
        ("iso 99001:2030, 8.5.1#c", "not-canonical", "ISO 99001:2030, 8.5.1#c"),
        ("ISO 99001:2030, 8.5.1 c)", "not-canonical", "ISO 99001:2030, 8.5.1#c"),
        ("ISO 99001:2030,8.5.1#c", "not-canonical", "ISO 99001:2030, 8.5.1#c"),
        ("ISO 99001:2030, 8.5.1#c ", "not-canonical", "ISO 99001:2030, 8.5.1#c"),
        ("ISO 99001:2030", "bad-reference", None),
        ("8.5.1#c", "bad-reference", None),
        ("", "bad-reference", None),
        ("ISO 99001:2030, eight", "bad-reference", None),
    ],
)
def test_references_have_one_form(text: str, code: str, nearest: str | None) -> None:
    """A reference is written in its canonical form; another spelling is refused with that form, junk with a reason."""
    tree = {**unstructure(full(Requirement)), "ref": text}
    issue = only(unfit(tree, Requirement))
    assert (issue.code, issue.path, issue.found, issue.nearest) == (code, "/ref", text, nearest)


def test_contradictions_stand_at_the_field_that_makes_them() -> None:
    """A value whose parts fit one by one and contradict each other is a problem at the part that its class names."""
    issue = only(unfit({"first": "2031-02-01", "last": "2031-01-31"}, Period))
    assert (issue.code, issue.path) == ("contradiction", "/last")
    assert (issue.found, issue.expected) == ("2031-01-31", "2031-02-01 or later")
    issue = only(unfit({"id": "u", "name": "n", "kind": "site", "persons": -1}, Unit))
    assert (issue.code, issue.path) == ("bad-value", "/persons")
    assert "-1" in issue.message


def test_contradictions_about_what_is_absent_stand_at_the_object() -> None:
    """What is wrong because a key is not there has its place at the object that lacks it."""
    tree = unstructure(full(Evidence))
    lacking = {key: item for key, item in tree.items() if key not in ("effective_on", "period")}
    issue = only(unfit(lacking, Evidence))
    assert (issue.code, issue.path) == ("contradiction", "")


@pytest.mark.parametrize("key", ["plain", "Upper.case", ".x", "x.", "org.exämple", "org example.x", ""])
def test_keys_of_extensions_are_reverse_domains(key: str) -> None:
    """A key of extensions that no domain can own is a problem at that key; its good neighbours are none."""
    tree = {**unstructure(full(Policy)), "extensions": {"org.example.good": 1, key: 2}}
    issue = only(unfit(tree, Policy))
    assert (issue.code, issue.path) == ("bad-extension", f"/extensions/{key}")


def test_floats_in_extensions_are_refused() -> None:
    """Documents hold no floats, however deep in somebody else's data."""
    tree = {**unstructure(full(Policy)), "extensions": {"org.example.good": 1, "org.example.bad": [{"a": 1.5}]}}
    issue = only(unfit(tree, Policy))
    assert (issue.code, issue.path) == ("bad-extension", "/extensions/org.example.bad")


def test_everything_wrong_is_told_at_once_and_in_order() -> None:
    """Every problem of a document is reported by one reading, in the order of the document, each in its line."""
    text = """{
  "id": 7,
  "organisation": {"name": "Invented Ltd"},
  "editions": ["ISO 99001:2030", "iso 99002:2030"],
  "scope": {"statement": "All.", "approved_on": "2031-02-30", "units": [1, "a", null]},
  "complete": ["finding", "audits"],
  "evidence": [{}],
  "audits": {}
}"""
    with pytest.raises(DocumentError) as caught:
        structure(parse(text, name="x.json"), Assessment)
    assert facts(caught.value.issues) == [
        ("missing-key", "", 1, 1),
        ("wrong-type", "/id", 2, 9),
        ("unknown-key", "/organisation", 3, 3),
        ("not-canonical", "/editions/1", 4, 34),
        ("bad-date", "/scope/approved_on", 5, 49),
        ("wrong-type", "/scope/units/0", 5, 73),
        ("wrong-type", "/scope/units/2", 5, 81),
        ("unknown-value", "/complete/0", 6, 16),
        *[("missing-key", "/evidence/0", 7, 16)] * 5,
        ("wrong-type", "/audits", 8, 13),
    ]
    assert caught.value.issues[2].nearest == "organization"
    assert caught.value.issues[7].nearest == "findings"
    assert str(caught.value).startswith("x.json cannot be read: 14 problems\n  line 1, column 1 (the document): ")


def test_unfit_parts_do_not_hide_contradictions_elsewhere() -> None:
    """A contradiction in one item is told beside a wrong type in another."""
    unit = {"id": "a", "name": "b", "kind": "site", "persons": -1}
    issues = unfit({"name": "n", "units": [{**unit, "id": 1}, unit]}, Organization)
    assert [(issue.code, issue.path) for issue in issues] == [
        ("wrong-type", "/units/0/id"),
        ("bad-value", "/units/0/persons"),
        ("bad-value", "/units/1/persons"),
    ]


@settings(max_examples=150)
@given(data=st.data())
def test_nothing_is_dropped_or_changed_in_silence(data: st.DataObject) -> None:
    """Whatever is put into a document is refused, or stands in what is written of the value that was read."""
    tree = unstructure(full(Assessment))
    pointers = [pointer for pointer, _ in nodes(tree)]
    junk = st.recursive(
        st.sampled_from([None, True, False, 0, 7, -1, 1.5, "", "text", "site", "2031-01-01", "ISO 99001:2030", "4.1"]),
        lambda inner: (
            st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "on", "x"]), inner, max_size=2)
        ),
        max_leaves=3,
    )
    for _ in range(data.draw(st.integers(1, 3))):
        tree = replaced(tree, data.draw(st.sampled_from(pointers)), data.draw(junk))
        pointers = [pointer for pointer, _ in nodes(tree)]
    value, issues = attempted(lambda: structure(Source(name="x", tree=tree), Assessment))
    if value is None:
        assert issues
        assert {issue.path for issue in issues} <= set(pointers)
        return
    written = dict(nodes(unstructure(value)))
    for pointer, item in nodes(tree):
        if item not in ([], {}):
            assert type(written[pointer]) is type(item)
            assert isinstance(item, dict | list) or written[pointer] == item


# Text that no two readers may understand differently.


EXPECTED: dict[str, list[list[Any]]] = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_hostile_files_are_refused_at_their_place(name: str) -> None:
    """Each file of the corpus is refused with the codes, pointers, lines and columns written beside it."""
    found = [list(fact) for fact in facts(issues_of((CORPUS / name).read_bytes()))]
    assert found == EXPECTED[name]


def test_every_hostile_file_is_expected() -> None:
    """No file of the corpus is left out, and none is only talked about."""
    assert {path.name for path in CORPUS.iterdir()} - {"expected.json"} == set(EXPECTED)


@pytest.mark.parametrize("exponent", range(1, 7))
@pytest.mark.parametrize("unit", ["[", '{"a":'])
def test_deep_nesting_is_one_typed_error(exponent: int, unit: str) -> None:
    """Nesting of any depth gives the same problem at the first level too many, however deep it goes."""
    depth = 10**exponent
    if depth <= DEFAULT_LIMITS.depth:
        assert parse("[" * depth + "]" * depth).tree
        return
    issue = issues_of(unit * depth)[0]
    step = "/0" if unit == "[" else "/a"
    assert (issue.code, issue.path) == ("too-deep", step * 64)
    assert (issue.line, issue.column) == (1, 64 * len(unit) + 1)
    assert (issue.found, issue.expected) == ("65 levels", "at most 64 levels")


def test_depth_is_counted_in_containers() -> None:
    """Sixty-four containers inside each other are read, sixty-five are not, whatever they are and hold."""
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        whole = opening * 64 + "1" + closing * 64
        assert parse(whole).tree is not None
        issue = only(issues_of(opening * 65 + "1" + closing * 65))
        assert (issue.code, issue.path.count("/")) == ("too-deep", 64)
    assert only(issues_of("[[]]", depth=1)).path == "/0"


def test_trees_deeper_than_the_interpreter_goes_are_refused() -> None:
    """A tree that was never parsed may be deeper than anything; structuring it is a typed error all the same."""
    tree: dict[str, object] = {"sentence": "the end"}
    for _ in range(5000):
        tree = {"sentence": "because", "because": [tree]}
    issue = only(unfit(tree, Explanation))
    assert (issue.code, issue.path) == ("too-deep", "")


def test_faults_of_a_class_itself_are_not_taken_for_the_document_s() -> None:
    """An error that is no problem of the content escapes as what it is."""
    failures = iter([RuntimeError("a bug"), None])

    @attrs.frozen(kw_only=True)
    class Flaky:
        name: str

        def __attrs_post_init__(self) -> None:
            if (failure := next(failures)) is not None:
                raise failure

    with pytest.raises(RuntimeError, match="a bug"):
        structure(Source(name="x", tree={"name": "n"}), Flaky)


def test_wide_is_not_deep() -> None:
    """Many containers beside each other, or brackets in text, are no depth."""
    assert len(parse(json.dumps([[[]]] * 1000 + ["[" * 100])).tree) == 1001  # type: ignore[arg-type]  # a list.


@pytest.mark.parametrize("text", ["9" * 18, "-" + "9" * 18, "0", "-0"])
def test_integers_of_eighteen_digits_are_read(text: str) -> None:
    """Integers are read up to eighteen digits, the sign apart."""
    assert parse(text).tree == int(text)


@pytest.mark.parametrize("text", ["9" * 19, "-" + "9" * 19, "1" + "0" * 5000, "9" * 100_000])
def test_huge_integers_are_refused(text: str) -> None:
    """An integer of more digits is a typed error, also where the interpreter itself would give up."""
    issue = only(issues_of(f"[1, {text}]"))
    assert (issue.code, issue.path, issue.line, issue.column) == ("huge-number", "/1", 1, 5)
    assert issue.expected == "at most 18 digits"
    assert issue.found is not None
    assert len(issue.found) <= 80


def test_size_is_limited_in_bytes() -> None:
    """A document of more bytes than allowed is refused unread; letters of several bytes count as such."""
    assert parse('"éé"', limits=Limits(size=6)).tree == "éé"
    for data in ('"éé"', '"éé"'.encode()):
        issue = only(issues_of(data, size=5))
        assert (issue.code, issue.expected, issue.line) == ("too-large", "at most 5 bytes", None)
        assert issue.found == "6 bytes or more"


@pytest.mark.parametrize("text", ['"\\ud83d\\ude00"', '"😀"', '"\\\\ud800"', '"\\\\\\\\udfff"', '["\\u00e9"]'])
def test_whole_pairs_and_escaped_backslashes_are_text(text: str) -> None:
    """A whole surrogate pair, and a backslash that only looks like the beginning of half of one, are read."""
    assert parse(text).tree == json.loads(text)


@pytest.mark.parametrize(
    "half", ["\\ud800", "\\uDFFF", "\\ude00\\ud83d", chr(0xD800), chr(0xDFFF), chr(0xD83D) + "\\ude00"]
)
def test_halves_of_pairs_are_refused(half: str) -> None:
    """Half of a surrogate pair is no text, raw or escaped, in a value or in a key."""
    issue = only(issues_of(f'{{"a": "x", "b": ["{half}"]}}'))
    assert (issue.code, issue.path, issue.line, issue.column) == ("lone-surrogate", "/b/0", 1, 18)
    issue = only(issues_of(f'[{{"{half}": 1}}]'))
    assert (issue.code, issue.path, issue.line, issue.column) == ("lone-surrogate", "/0", 1, 3)


def test_repeated_keys_name_both_places() -> None:
    """A key that stands again is a problem at the second place, and the sentence names the first."""
    text = '{\n  "a": 1,\n  "b": {"a": 2, "\\u0061": 3},\n  "a": 4,\n  "a": 5\n}'
    issues = issues_of(text)
    assert facts(issues) == [
        ("duplicate-key", "/b/a", 3, 17),
        ("duplicate-key", "/a", 4, 3),
        ("duplicate-key", "/a", 5, 3),
    ]
    assert "first in line 3, column 9" in issues[0].message
    assert "first in line 2, column 3" in issues[1].message
    assert "first in line 2, column 3" in issues[2].message


def test_problems_before_a_syntax_error_are_told_with_it() -> None:
    """A syntax error ends the reading, and what was wrong before it is told all the same."""
    issues = issues_of('[1.5, {"a": 1, "a": NaN},\n  x]')
    assert facts(issues) == [
        ("float-number", "/0", 1, 2),
        ("duplicate-key", "/1/a", 1, 16),
        ("not-a-number", "/1/a", 1, 21),
        ("not-json", "", 2, 3),
    ]


@pytest.mark.parametrize("text", ['[1.5, "\\x"]', '{"a": 1.5, "\\x": 1}', '["\\ud800\\x"]', '[1.5, {"\x00": 1}]'])
def test_junk_behind_a_refused_number_does_not_escape(text: str) -> None:
    """What follows a problem may be no JSON at all: the error stays a typed one."""
    assert issues_of(text)[-1].code == "not-json"


SMALL = '{"a": [1, {"b": "é\\n😀"}, true, null], "\\u00e9": -12}'


def test_every_truncation_is_a_typed_error() -> None:
    """A document cut off anywhere, also inside a letter, is a typed error in one of its lines."""
    data = SMALL.encode()
    assert parse(data).tree == json.loads(SMALL)
    for end in range(len(data)):
        issue = issues_of(data[:end])[-1]
        assert issue.code in ("not-json", "not-utf-8")
        assert issue.line == 1
        assert issue.column is not None
        assert 1 <= issue.column <= len(data[:end].decode(errors="ignore")) + 1


def test_garbage_behind_the_document_is_refused() -> None:
    """Nothing may follow the document but white space."""
    assert parse(SMALL + " \n\r\t").tree
    for garbage in ("x", "{}", ",", "\x00", "\ufeff", "}"):
        issue = only(issues_of(SMALL + garbage))
        assert (issue.code, issue.line, issue.column) == ("not-json", 1, len(SMALL) + 1)


def test_bytes_that_are_no_text_have_a_place() -> None:
    """The first byte that is not UTF-8 is named with line and column, letters of several bytes counting once."""
    issue = only(issues_of('{"é": 1,\n "é": "'.encode() + b'\xff"}'))
    assert (issue.code, issue.line, issue.column) == ("not-utf-8", 2, 8)
    assert issue.message == "byte 18 is not UTF-8"


# Places, against a printer that knows where it put everything.


SCALARS = [
    ("1", None), ("-7", None), ("true", None), ("null", None), ('"[{\\"}]:,"', None), ('"é😀"', None), ('"\\\\"', None),
    ("1.5", "float-number"), ("1e400", "float-number"), ("-0.0", "float-number"), ("NaN", "not-a-number"),
    ("-Infinity", "not-a-number"), ("9" * 19, "huge-number"), ('"\\ud800"', "lone-surrogate"),
]  # fmt: skip
KEYS = ["a", "b", "", "/", "~", "~1", "é😀", "a b", '"', "\\"]
NODES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=4).map(lambda x: (x,))
    ),
    max_leaves=12,
)


class Printer:
    """Writes JSON with any white space and notes where each problem has to be found."""

    def __init__(self, chance: random.Random) -> None:
        """Take the source of white space."""
        self.text = ""
        self.expected: list[tuple[str, str, int | None, int | None]] = []
        self.chance = chance

    def gap(self) -> None:
        """Write white space or none."""
        self.text += self.chance.choice(["", "", " ", "\n", "\r\n", "\t", "\n   ", "\n" * 50, " " * 5000])

    def note(self, code: str, pointer: str) -> None:
        """Expect a problem here."""
        lines = self.text.split("\n")
        self.expected.append((code, pointer, len(lines), len(lines[-1]) + 1))

    def write(self, node: Any, pointer: str = "") -> None:  # noqa: ANN401 - a node of any kind.
        """Write a node with white space around it."""
        self.gap()
        if isinstance(node, list):
            self.text += "["
            for index, item in enumerate(node):
                self.text += "," if index else ""
                self.write(item, f"{pointer}/{index}")
        elif len(node) == 1:
            self.text += "{"
            seen = set()
            for index, (key, item) in enumerate(node[0]):
                self.text += "," if index else ""
                self.gap()
                if key in seen:
                    self.note("duplicate-key", below(pointer, key))
                seen.add(key)
                self.text += json.dumps(key, ensure_ascii=self.chance.random() < 0.5)
                self.gap()
                self.text += ":"
                self.write(item, below(pointer, key))
        else:
            if node[1] is not None:
                self.note(node[1], pointer)
            self.text += node[0]
        self.gap()
        self.text += "]" if isinstance(node, list) else "}" if len(node) == 1 else ""


@settings(max_examples=150)
@given(node=NODES, seed=st.integers(0, 10**6))
def test_lexical_problems_are_found_where_they_stand(node: Any, seed: int) -> None:  # noqa: ANN401 - a node of any kind.
    """Every lexical problem is found, with its pointer, line and column, in any layout, and nothing else is."""
    printer = Printer(random.Random(seed))  # noqa: S311 - white space.
    printer.write(node)
    if printer.expected:
        assert facts(issues_of(printer.text)) == printer.expected
        assert facts(issues_of(printer.text.encode())) == printer.expected
    else:
        assert parse(printer.text).tree == json.loads(printer.text)


@settings(max_examples=60)
@given(data=st.data())
def test_problems_of_content_are_found_where_they_stand(data: st.DataObject) -> None:
    """Every problem of content has the line and column of its value, in any layout, in the order of the text."""
    node = data.draw(NODES)
    printer = Printer(random.Random(data.draw(st.integers(0, 10**6))))  # noqa: S311 - white space.
    offsets: dict[str, tuple[int, int]] = {}

    def noted(node: Any, pointer: str) -> Any:  # noqa: ANN401 - a node of any kind.
        if isinstance(node, list):
            return [noted(item, f"{pointer}/{index}") for index, item in enumerate(node)]
        if len(node) == 1:
            pairs = dict(node[0])
            return ([(key, noted(item, below(pointer, key))) for key, item in pairs.items()],)
        return (node[0], f"place {pointer}") if node[1] is None else ("0", f"place {pointer}")

    printer.write(noted(node, ""))
    offsets = {code.removeprefix("place "): (line or 0, column or 0) for code, _, line, column in printer.expected}
    chosen = data.draw(st.lists(st.sampled_from(sorted(offsets)), unique=True)) if offsets else []
    source = Source(name="x", tree=None, text=printer.text)
    located = source.located([Issue(code="wrong-type", message="", path=pointer) for pointer in chosen])
    assert {issue.path: (issue.line, issue.column) for issue in located} == {one: offsets[one] for one in chosen}
    assert [(issue.line, issue.column) for issue in located] == sorted(offsets[one] for one in chosen)


def test_a_place_that_is_not_in_the_text_is_the_value_around_it() -> None:
    """A problem about something absent is shown at the innermost value that is there."""
    source = Source(name="x", tree=None, text='{\n "a": [\n  {}]}')
    located = source.located([Issue(code="x", message="", path=path) for path in ("/a/0/b/c", "/a/7", "/z", "")])
    assert facts(located) == [("x", "/z", 1, 1), ("x", "", 1, 1), ("x", "/a/7", 2, 7), ("x", "/a/0/b/c", 3, 3)]


def test_a_text_that_is_cut_off_still_gives_places() -> None:
    """Places in a text that is no whole document are those in the part that is there."""
    source = Source(name="x", tree=None, text='{"a": [[1, 2')
    located = source.located([Issue(code="x", message="", path=path) for path in ("/a", "/b", "/a/0/1", "/a/1")])
    assert facts(located) == [("x", "/b", 1, 1), ("x", "/a", 1, 7), ("x", "/a/1", 1, 7), ("x", "/a/0/1", 1, 12)]
    assert facts(Source(name="x", tree=None, text="[[1").located([Issue(code="x", message="", path="/1")])) == [
        ("x", "/1", 1, 1)
    ]


def test_content_that_never_was_text_has_no_lines() -> None:
    """Problems of a tree without text are told by pointer alone."""
    issue = only(unfit({"first": 1, "last": "2031-01-01"}, Period))
    assert (issue.path, issue.line, issue.column) == ("/first", None, None)


# Hostile amounts.


def test_reports_have_an_end() -> None:
    """Beyond the limit of problems a report says that there is more, instead of growing with the document."""
    issues = issues_of("[" + ",".join(["1.5"] * 20) + "]", problems=5)
    assert [issue.code for issue in issues] == ["float-number"] * 5 + ["too-many-problems"]
    assert [issue.path for issue in issues[-2:]] == ["/4", "/4"]
    with pytest.raises(DocumentError) as caught:
        structure(Source(name="x", tree={"name": "n", "units": [1] * 20}), Organization, limits=Limits(problems=5))
    assert [issue.code for issue in caught.value.issues] == ["wrong-type"] * 5 + ["too-many-problems"]
    assert DEFAULT_LIMITS.problems == 10_000


def quick(text: str, cls: type[Any], *, count: int) -> None:
    """Read a hostile document: a typed error of so many problems within seconds of work."""
    begun = time.process_time()
    with pytest.raises(DocumentError) as caught:
        structure(parse(text), cls)
    assert len(str(caught.value)) < 20_000
    assert time.process_time() - begun < 8
    assert len(caught.value.issues) == count


MANY = 100_000


@pytest.mark.parametrize(
    ("text", "cls", "count"),
    [
        ('{"a":[\n' + "1.5,\n" * MANY + "0]}", Unit, 10_001),
        ('{"evidence":[' + "{}," * MANY + "{}]}", Assessment, 10_001),
        ("{" + ",".join(f'"evidence{index}":1' for index in range(MANY)) + "}", Assessment, 10_001),
        ("{" + '"id":1,' * MANY + '"id":1}', Assessment, 10_001),
        ('{"complete":[' + ",".join(f'"finding{index}"' for index in range(MANY)) + "]}", Assessment, 10_001),
        ('{"extensions":{' + ",".join(f'"K{index}":1' for index in range(MANY)) + "}}", Policy, 10_001),
        ("[" + "1," * (5 * MANY) + "NaN]", Unit, 1),
        ('{"' + "k" * 2_000_000 + '":[' + "1.5," * MANY + "0]}", Unit, 10),
        ('{"' + "k" * 2_000_000 + '":[' + "1," * MANY + "0]}", Period, 3),
        ("\n" * 5_000_000 + "[1.5]", Unit, 1),
        ('["' + "\\n" * 2_000_000 + '", 1.5]', Unit, 1),
        ('"' + "\\" * 1_999_999, Unit, 1),
        ('{"first":"' + "2" * 2_000_000 + '","last":"ISO"}', Period, 2),
    ],
    ids=[
        "floats", "objects", "keys", "repeated keys", "values", "extensions", "late", "long key", "long unknown key",
        "lines", "long text", "backslashes", "long day",
    ],
)  # fmt: skip
def test_hostile_amounts_are_refused_within_seconds(text: str, cls: type[Any], count: int) -> None:
    """Size times problems never multiplies: megabytes of problems are a short report within seconds."""
    quick(text, cls, count=count)


# Anything at all.


@settings(max_examples=300)
@given(data=st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_any_bytes_are_json_or_a_typed_error(data: bytes) -> None:
    """Whatever bytes are read: they are what the standard library reads too, or a typed error."""
    source, issues = attempted(lambda: parse(data))
    assert source is None or source.tree == json.loads(data)
    assert (source is None) == bool(issues)


@settings(max_examples=300)
@given(text=st.text(st.sampled_from('{}[]:,"\\u0123456789dDeE+-.tfn \n\ud800\udc00xNI'), max_size=40))
def test_any_text_near_json_is_json_or_a_typed_error(text: str) -> None:
    """Texts of JSON's own characters in any order are read as the standard library reads them, or are a typed error."""
    source, issues = attempted(lambda: parse(text))
    assert source is None or source.tree == json.loads(text)
    assert (source is None) == bool(issues)


def test_parameters_keep_their_type() -> None:
    """True is no integer and an integer is no text, although Python would let both pass."""
    tree = {"name": "n", "value": True, "unit": "days", "source": "practice"}
    assert only(unfit(tree, Parameter)).path == "/value"
    assert only(unfit({**tree, "value": 1, "unit": 1}, Parameter)).path == "/unit"


def test_extensions_survive_as_they_are() -> None:
    """Data of other programs is read, kept and written with every value in place."""
    inner = {"b": [1, None, True, {"ä": "x"}], "a": {}}
    tree = {"id": "p", "version": "1", "title": "t", "parameters": [], "extensions": {"org.example.data": inner}}
    policy = structure(Source(name="x", tree=tree), Policy)
    assert policy.extensions == Extensions({"org.example.data": inner})
    assert unstructure(policy)["extensions"] == {"org.example.data": inner}


def test_milestones_read_their_own_days() -> None:
    """Fields of every kind are read from one small document by hand."""
    tree = {"kind": "transition-end", "on": "2031-05-31", "status": "expected", "source": "invented"}
    milestone = structure(Source(name="x", tree=tree), Milestone)
    assert milestone.on == dt.date(2031, 5, 31)
    assert (milestone.kind.value, milestone.status.value) == ("transition-end", "expected")
