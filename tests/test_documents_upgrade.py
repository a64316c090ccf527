# SPDX-License-Identifier: Apache-2.0
"""Older versions of documents: brought up to date only when asked for, and every change is told.

No version before 1.0 was ever published; the steps here are invented, and handed over where real ones will stand.
"""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isomodel import documents
from isomodel.documents import UPGRADES, UpgradeStep, dumps, loads, upgrade
from isomodel.errors import DocumentError, InvariantError
from isomodel.policy import Parameter, Policy

Tree = dict[str, Any]


def name_titles(tree: Tree) -> Tree:
    """Call the label of a policy its title."""
    return {"title" if key == "label" else key: value for key, value in tree.items()}


def count_days(tree: Tree) -> Tree:
    """Write numbers as numbers, give every parameter a unit, and drop drafts; spoils what it is given, too."""
    kept = [one for one in tree["parameters"] if not one.pop("draft", False)]
    for one in kept:
        one["value"] = int(one["value"])
        one.setdefault("unit", "days")
    tree["parameters"].clear()
    return {**tree, "parameters": kept}


STEPS = (
    UpgradeStep(kind="policy", before=(0, 9), after=(1, 0), text="Numbers are numbers.", change=count_days),
    UpgradeStep(kind="policy", before=(0, 7), after=(0, 8), text="A label is a title.", change=name_titles),
    UpgradeStep(kind="graph", before=(0, 8), after=(1, 0), text="Of another kind.", change=lambda _: {}),
)
OLD: Tree = {
    "$schema": "urn:isomodel:schema:policy:0.7",
    "format": "isomodel/policy/0.7",
    "id": "p",
    "version": "1",
    "label": "Ours",
    "parameters": [
        {"name": "a/b~c", "value": "30", "source": "s"},
        {"name": "gone", "value": "1", "unit": "days", "source": "s", "draft": True},
        {"name": "kept", "value": "2", "unit": "weeks", "source": "s"},
    ],
}
NEW = Policy(
    id="p",
    version="1",
    title="Ours",
    parameters=(
        Parameter(name="a/b~c", value=30, unit="days", source="s"),
        Parameter(name="kept", value=2, unit="weeks", source="s"),
    ),
)


def told(tree: object, steps: tuple[UpgradeStep, ...] = STEPS) -> list[tuple[str, str]]:
    """Return code and place of what keeps a document from being brought up to date."""
    with pytest.raises(DocumentError) as caught:
        upgrade(json.dumps(tree), name="x.json", steps=steps)
    return [(issue.code, issue.path) for issue in caught.value.issues]


def test_steps_follow_each_other_and_every_change_is_told() -> None:
    """A document goes from step to step to this version; what each changed is told with place, values and reason.

    The last step spoils what it is given; that it was given a copy shows in what is told.
    """
    found = upgrade(json.dumps(OLD), steps=STEPS)
    assert found.value == NEW
    assert (found.found, found.becomes) == ("isomodel/policy/0.7", "isomodel/policy/1.0")
    gone = json.dumps(OLD["parameters"][2])
    assert [(one.version, one.path, one.found, one.becomes) for one in found.changes] == [
        ("0.8", "/label", '"Ours"', None),
        ("0.8", "/title", None, '"Ours"'),
        ("1.0", "/parameters/0/value", '"30"', "30"),
        ("1.0", "/parameters/0/unit", None, '"days"'),
        ("1.0", "/parameters/1/name", '"gone"', '"kept"'),
        ("1.0", "/parameters/1/value", '"1"', "2"),
        ("1.0", "/parameters/1/unit", '"days"', '"weeks"'),
        ("1.0", "/parameters/1/draft", "true", None),
        ("1.0", "/parameters/2", gone, None),
    ]
    assert {one.reason for one in found.changes} == {"A label is a title.", "Numbers are numbers."}
    assert str(found).splitlines()[:2] == [
        "isomodel/policy/0.7 → isomodel/policy/1.0",
        '  /label: "Ours" → nothing (0.8: A label is a title.)',
    ]
    assert repr(found) == "<Upgrade isomodel/policy/0.7 to isomodel/policy/1.0: 9 changes>"
    assert found.rows()[0] == {
        "path": "/label",
        "found": '"Ours"',
        "becomes": "",
        "version": "0.8",
        "reason": "A label is a title.",
    }


def test_reading_never_upgrades() -> None:
    """Reading refuses an older document, says that it is older, and names the way; a newer one is told to be newer."""
    for version, word in (("0.7", "documents.upgrade"), ("1.1", "newer release"), ("2.0", "newer release")):
        with pytest.raises(DocumentError) as caught:
            loads(json.dumps({**OLD, "format": f"isomodel/policy/{version}"}))
        [issue] = [each for each in caught.value.issues if each.path == "/format"]
        assert (issue.code, issue.nearest) == ("unknown-version", "isomodel/policy/1.0")
        assert word in issue.message


def test_documents_of_this_version_are_only_read() -> None:
    """What is up to date stays as it is and nothing is told; what is wrong with it is told as reading tells it."""
    found = upgrade(dumps(NEW), steps=STEPS)
    assert (found.value, found.changes, found.found) == (NEW, (), found.becomes)
    text = '{\n"format": "isomodel/policy/1.0", "id": 7, "version": "1", "title": "t", "parameters": []}'
    with pytest.raises(DocumentError) as caught:
        upgrade(text)
    assert [(issue.code, issue.path, issue.line) for issue in caught.value.issues] == [("wrong-type", "/id", 2)]


def test_versions_without_a_way_are_refused() -> None:
    """A version that no step leads from, a newer one, and what is no document at all are refused with a place."""
    for version in ("0.10", "1.1", "2.0"):
        assert told({**OLD, "format": f"isomodel/policy/{version}"}) == [("unknown-version", "/format")]
    assert told({**OLD, "format": "isomodel/policy/0.7"}, ()) == [("unknown-version", "/format")]
    assert told({**OLD, "format": "isomodel/graph/0.9"}) == [("unknown-version", "/format")]
    assert told({**OLD, "format": "isomodel/polici/0.7"}) == [("unknown-format", "/format")]
    assert told({**OLD, "format": 7}) == [("wrong-type", "/format")]
    assert told({"id": "p"}) == [("missing-key", "")]
    assert told([OLD]) == [("wrong-type", "")]
    with pytest.raises(DocumentError) as caught:
        upgrade(json.dumps({**OLD, "format": "isomodel/policy/0.10"}), steps=STEPS)
    assert caught.value.issues[0].expected == "version 1.0 to 1.0, or one of 0.7, 0.9"


def test_a_version_between_steps_takes_the_next() -> None:
    """Within a major version a minor one only adds keys, so a document of one in between goes on at the next step."""
    between = {**name_titles(OLD), "format": "isomodel/policy/0.8"}
    assert upgrade(json.dumps(between), steps=STEPS).value == NEW
    assert {one.version for one in upgrade(json.dumps(between), steps=STEPS).changes} == {"1.0"}


def test_content_that_a_step_does_not_expect_is_an_issue() -> None:
    """Nobody checked an old document: what a step stumbles over becomes an issue, and so does what comes out wrong."""
    assert told({**OLD, "parameters": 7}) == [("not-upgradable", "/format")]
    assert told({**OLD, "parameters": [{"value": "many"}]}) == [("not-upgradable", "/format")]
    assert told({**OLD, "parameters": [], "label": 7}) == [("wrong-type", "/title")]
    assert told({**OLD, "parameters": [], "$schema": 7}) == [("wrong-type", "/$schema")]


def test_steps_lead_on_and_one_from_each_version() -> None:
    """A step back, a step on the spot and two steps from one version are refused: none would be a way."""
    for after in ((0, 9), (0, 8)):
        with pytest.raises(InvariantError):
            UpgradeStep(kind="policy", before=(0, 9), after=after, text="t", change=dict)
    other = UpgradeStep(kind="policy", before=(0, 9), after=(2, 0), text="t", change=dict)
    with pytest.raises(InvariantError):
        upgrade(json.dumps(OLD), steps=(*STEPS, other))
    assert told({**OLD, "format": "isomodel/policy/0.9"}, (other,)) == [("unknown-version", "/format")]


def test_published_steps_lead_to_this_version() -> None:
    """Every step that comes along is of a kind there is, and the only one from its version."""
    assert {step.kind for step in UPGRADES} <= set(documents.FORMATS)
    assert len({(step.kind, step.before) for step in UPGRADES}) == len(UPGRADES)


# The law: whatever a step does, what is told turns the old document into the new one.

JSON = st.recursive(
    st.sampled_from((None, True, False, 0, 1, "", "a", "1")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("a", "b", "a/b", "~1")), inner, max_size=3)
    ),
    max_leaves=8,
)
Difference = tuple[str, str | None, str | None]
Compare = Callable[[object, object], list[Difference]]


def applied(tree: object, differences: list[Difference]) -> object:
    """Make the changes that are told, by nothing but what is told: removals of an array from its end."""
    holder = {"": copy.deepcopy(tree)}
    ordered = [one for one in differences if one[2] is not None]
    ordered += [one for one in reversed(differences) if one[2] is None]
    for path, _, becomes in ordered:
        at: Any = holder
        *steps, last = ["", *(step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:])]
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if becomes is None:
            del at[int(last) if isinstance(at, list) else last]
        elif isinstance(at, list) and int(last) == len(at):
            at.append(json.loads(becomes))
        else:
            at[int(last) if isinstance(at, list) else last] = json.loads(becomes)
    return holder[""]


def compare(old: object, new: object) -> list[Difference]:
    """Ask the library."""
    return list(documents._differences(old, new))


def judge(old: object, new: object, ask: Compare, seen: Counter[str]) -> None:
    """Hold the law on one document."""
    differences = ask(old, new)
    assert json.dumps(applied(old, differences), sort_keys=True) == json.dumps(new, sort_keys=True)
    same = json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)
    assert same == (not differences)
    for _, was, now in differences:
        assert was != now
        seen["added" if was is None else "removed" if now is None else "changed"] += 1
    seen.update({"same": same, "deep": any(path.count("/") > 1 for path, _, _ in differences)})


WITNESSES: tuple[tuple[object, object], ...] = (
    ({"a": 1}, {"a": True}),
    ({"a": [1, 2, 3]}, {"a": [1]}),
    ({"a": [1]}, {"a": [1, {"b": 2}]}),
    ({"a/b": {"~1": "a"}}, {"a/b": {"~1": "b"}}),
    ([], {}),
    ({"a": None}, {}),
    ({"a": 1}, {"a": 1}),
)


def hold(ask: Compare, seen: Counter[str], examples: int) -> None:
    """Hold the law on the witnesses and on drawn pairs."""

    @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    @given(JSON, JSON)
    def law(old: object, new: object) -> None:
        judge(old, new, ask, seen)

    for old, new in WITNESSES:
        judge(old, new, ask, seen)
    law()


def test_what_is_told_makes_the_new_document_of_the_old() -> None:
    """The changes that are told, made one by one, turn any content into any other; equal content has none."""
    seen: Counter[str] = Counter()
    hold(compare, seen, 300)
    sys.stdout.write(f"met: {dict(seen)}\n")
    assert min(seen[name] for name in ("added", "removed", "changed", "same", "deep")) > 0


BUGS: dict[str, Compare] = {
    "one and true are the same": lambda old, new: [] if old == new else compare(old, new),
    "what is gone is not told": lambda old, new: [one for one in compare(old, new) if one[2] is not None],
    "what is new is not told": lambda old, new: [one for one in compare(old, new) if one[1] is not None],
    "places are not escaped": lambda old, new: [(p.replace("~1", "/"), a, b) for p, a, b in compare(old, new)],
}


@pytest.mark.parametrize("name", BUGS)
def test_the_law_notices_bugs(name: str) -> None:
    """A comparison that leaves something out, or tells another place, fails the law."""
    with pytest.raises((AssertionError, LookupError, TypeError, ValueError)):
        hold(BUGS[name], Counter(), 1)


def test_a_change_is_told_on_one_line_without_what_a_terminal_obeys() -> None:
    """Keys and values of documents are written out where a change is told, as everywhere."""
    change = documents.DocumentChange(path="/a\x1b[2J", found='"b\u202ec"', becomes='"\x9b"', version="2.0", reason="r")
    assert str(change) == '/a\\x1b[2J: "b\\u202ec" → "\\x9b" (2.0: r)'
