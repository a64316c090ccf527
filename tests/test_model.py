# SPDX-License-Identifier: Apache-2.0
"""What an edition of a standard is made of, shown on an invented one."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isomodel.documents import dump
from isomodel.errors import InvariantError
from isomodel.identifiers import ClauseNumber, IdentifierError, RequirementRef, StandardRef
from isomodel.model import (
    Amendment,
    Clause,
    ClauseKind,
    Control,
    Dependency,
    DependencyBasis,
    DependencyKind,
    Extensions,
    ItemGroup,
    Milestone,
    MilestoneKind,
    MilestoneStatus,
    Provenance,
    PublicationStage,
    Requirement,
    StandardEdition,
    Topic,
    UnknownClauseError,
)

STANDARD = StandardRef.parse("ISO 99003:2031")
AMENDMENT = StandardRef.parse("ISO 99003:2031/Amd 1:2032")
OTHER = StandardRef.parse("ISO 99004:2031")


def ref(local: str, standard: StandardRef = STANDARD) -> RequirementRef:
    """Return a reference into the invented standard."""
    return RequirementRef.parse(f"{standard}, {local}")


def requirement(local: str, **changes: Any) -> Requirement:  # noqa: ANN401 - whatever the class takes.
    """Return an invented requirement."""
    return Requirement(ref=ref(local), statement=f"Something invented for {local}.", consulted="recalled", **changes)


def control(number: str, **changes: Any) -> Control:  # noqa: ANN401 - whatever the class takes.
    """Return an invented control."""
    facts = {"ref": ref(number), "title": number, "statement": "Something invented.", "theme": "things"}
    return Control(**{**facts, "source_confidence": 0, "consulted": "recalled", **changes})


def clause(number: str, *below: Any, **changes: Any) -> Clause:  # noqa: ANN401 - whatever the class takes.
    """Return an invented clause with what it holds."""
    return Clause(
        number=ClauseNumber.parse(number),
        source_confidence=0,
        requirements=tuple(item for item in below if isinstance(item, Requirement)),
        controls=tuple(item for item in below if isinstance(item, Control)),
        clauses=tuple(item for item in below if isinstance(item, Clause)),
        **changes,
    )


def link(source: str, target: str) -> Dependency:
    """Return an invented dependency."""
    kind, basis = DependencyKind.REQUIRES, DependencyBasis.JUDGEMENT
    return Dependency(source=ref(source), target=ref(target), kind=kind, basis=basis, reason="Invented.")


def edition(*clauses: Clause, **changes: Any) -> StandardEdition:  # noqa: ANN401 - whatever the class takes.
    """Return an edition of the invented standard."""
    amendment = Amendment(ref=AMENDMENT, title="More", published_on=dt.date(2032, 5, 1), source="invented")
    facts: dict[str, Any] = {
        "ref": STANDARD,
        "title": "Inventions",
        "discipline": "invention",
        "publication_stage": PublicationStage.PUBLISHED,
        "amendments": (amendment,),
        "catalogue_revision": 1,
        "provenance": Provenance(compiled_on=dt.date(2031, 1, 1), method="invented", licence="CC-BY-4.0"),
        "clauses": clauses,
    }
    return StandardEdition(**{**facts, **changes})


WHOLE = edition(
    clause("4", clause("4.1", requirement("4.1#1"), requirement("4.1#2", topic=Topic.SCOPE), topic=Topic.CONTEXT)),
    clause(
        "9",
        clause(
            "9.3",
            requirement("9.3#a"),
            requirement("9.3#b.1", aliases=("c",)),
            requirement("9.3#b.2"),
            requirement("9.3#d", since=AMENDMENT),
            requirement("9.3#e", until=AMENDMENT),
        ),
    ),
    clause("Annex A", clause("A.5", control("A.5.1"), control("A.5.2"), kind=ClauseKind.ANNEX), kind=ClauseKind.ANNEX),
    dependencies=(link("9.3#d", "4.1#1"), link("9.3", "4.1"), link("A.5.1", "9.3#a")),
    milestones=(
        Milestone(
            kind=MilestoneKind.PUBLISHED, on=dt.date(2031, 2, 1), status=MilestoneStatus.CONFIRMED, source="invented"
        ),
    ),
)


# Finding things.


def test_everything_is_found_by_its_name() -> None:
    """Clauses, items, groups of items, aliases and controls answer to text, number and reference."""
    assert WHOLE["4.1"] is WHOLE.clauses[0].clauses[0]
    assert WHOLE[ClauseNumber.parse("4.1")] is WHOLE["4.1"]
    assert WHOLE["4.1#1"] == requirement("4.1#1")
    assert WHOLE[ref("4.1#1")] is WHOLE["4.1#1"]
    assert WHOLE["ISO 99003:2031, 4.1#1"] is WHOLE["4.1#1"]
    assert WHOLE["A.5.2"] == control("A.5.2")
    assert WHOLE["9.3#c"] is WHOLE["9.3#b.1"]
    assert WHOLE["9.3#b"] == ItemGroup(ref=ref("9.3#b"), requirements=(WHOLE["9.3#b.1"], WHOLE["9.3#b.2"]))  # type: ignore[arg-type]  # both are requirements.


@pytest.mark.parametrize(
    ("key", "nearest"), [("4.1#7", "4.1#2"), ("9.9", "9.3"), ("A.5.9", "A.5.2"), ("77.77.77", None)]
)
def test_what_an_edition_does_not_have_is_refused_with_the_nearest(key: str, nearest: str | None) -> None:
    """A name that nothing answers to is refused, and the nearest is named where one is near."""
    with pytest.raises(UnknownClauseError) as caught:
        WHOLE[key]
    assert (caught.value.standard, caught.value.wanted, caught.value.nearest) == ("ISO 99003:2031", key, nearest)
    hint = "" if nearest is None else f"; the nearest is {nearest}"
    assert str(caught.value) == f"ISO 99003:2031 has no {key}{hint}"


def test_references_to_other_editions_are_not_answered() -> None:
    """A reference to another edition finds nothing, though the number exists here."""
    with pytest.raises(UnknownClauseError, match=r"ISO 99004:2031, 4\.1#1"):
        WHOLE[ref("4.1#1", OTHER)]
    assert ref("4.1#1", OTHER) not in WHOLE
    with pytest.raises(IdentifierError):
        WHOLE["nothing at all"]


def test_containment() -> None:
    """An edition contains the references it can answer, and nothing that is no reference."""
    assert ref("9.3#b") in WHOLE
    assert ref("A.5.1") in WHOLE
    assert ref("9.3#z") not in WHOLE
    assert "4.1" not in WHOLE
    assert WHOLE["4.1"] not in WHOLE


def test_walking_keeps_the_order_of_the_standard() -> None:
    """Clauses come before what they hold, in the order of the standard; requirements and controls are kept apart."""
    assert [str(each.number) for each in WHOLE.walk()] == ["4", "4.1", "9", "9.3", "Annex A", "A.5"]
    assert [str(each.number) for each in WHOLE.clauses[1].walk()] == ["9", "9.3"]
    found = [each.ref.local for each in WHOLE.requirements()]
    assert found == ["4.1#1", "4.1#2", "9.3#a", "9.3#b.1", "9.3#b.2", "9.3#d", "9.3#e"]
    assert [each.ref.local for each in WHOLE.controls()] == ["A.5.1", "A.5.2"]
    assert repr(WHOLE) == "<StandardEdition ISO 99003:2031: 7 requirements, 2 controls>"


def test_homes_and_topics() -> None:
    """Each entry has its clause; a requirement has its own topic or that of its clause."""
    assert WHOLE.clause_of(ref("9.3#b.2")) is WHOLE["9.3"]
    assert WHOLE.clause_of(ref("A.5.2")) is WHOLE["A.5"]
    topics = [WHOLE.topic_of(each) for each in WHOLE.requirements()[:3]]
    assert topics == [Topic.CONTEXT, Topic.SCOPE, None]
    with pytest.raises(UnknownClauseError) as caught:
        WHOLE.clause_of(ref("9.3#z"))
    assert caught.value.nearest is not None


def test_milestones() -> None:
    """A date that is not recorded is not there, and not guessed."""
    assert WHOLE.published_on() == dt.date(2031, 2, 1)
    assert WHOLE.milestone(MilestoneKind.TRANSITION_END) is None


# A day decides.


def test_an_edition_on_a_day() -> None:
    """What an amendment brought counts from its publication, what it removed until then; dependencies follow."""
    before, after = WHOLE.as_of(dt.date(2032, 4, 30)), WHOLE.as_of(dt.date(2032, 5, 1))
    assert [each.ref.local for each in before.requirements()][-2:] == ["9.3#b.2", "9.3#e"]
    assert [each.ref.local for each in after.requirements()][-2:] == ["9.3#b.2", "9.3#d"]
    assert [each.source.local for each in before.dependencies] == ["9.3", "A.5.1"]
    assert [each.source.local for each in after.dependencies] == ["9.3#d", "9.3", "A.5.1"]
    assert before.controls() == WHOLE.controls()
    assert before.as_of(dt.date(2032, 4, 30)) == before


def test_a_dependency_on_a_group_of_items_stays_while_one_of_them_does() -> None:
    """What leans on the items of a letter still does on a day on which one is there; where none is, nothing leans."""
    first, gone = requirement("4#b.1"), requirement("4#c.1", since=AMENDMENT)
    whole = edition(clause("4", requirement("4#a"), first, gone))
    made = attrs.evolve(whole, dependencies=(link("4#a", "4#b"), link("4#a", "4#c")))
    assert [each.target.local for each in made.as_of(dt.date(2032, 4, 30)).dependencies] == ["4#b"]
    assert [each.target.local for each in made.as_of(dt.date(2032, 5, 1)).dependencies] == ["4#b", "4#c"]


def test_an_edition_without_amended_items_is_itself_on_every_day() -> None:
    """Where nothing changes with time the very same edition comes back."""
    plain = edition(clause("4", requirement("4#1")))
    assert plain.as_of(dt.date.min) is plain
    brought = edition(clause("4", requirement("4#1", since=AMENDMENT)))
    assert brought.as_of(dt.date.max) is brought


# What contradicts itself is not made.


@pytest.mark.parametrize(
    ("clauses", "changes", "found"),
    [
        ((clause("4"), clause("4")), {}, "4 twice"),
        ((clause("4", clause("5.1")),), {}, "5.1 inside 4"),
        ((clause("4", clause("4.1.1")),), {}, "4.1.1 inside 4"),
        ((clause("4", requirement("5#1")),), {}, "ISO 99003:2031, 5#1"),
        ((clause("4", requirement("4#a"), requirement("4#a")),), {}, "4#a twice"),
        ((clause("4", requirement("4#a"), requirement("4#b", aliases=("a",))),), {}, "4#a twice"),
        ((clause("4", requirement("4#a", aliases=("a",))),), {}, "4#a twice"),
        ((clause("A.5", control("A.6.1")),), {}, "ISO 99003:2031, A.6.1 inside A.5"),
        ((clause("A.5", control("A.5.1"), control("A.5.1")),), {}, "ISO 99003:2031, A.5.1 twice"),
        ((clause("A.5", clause("A.5.1"), control("A.5.1")),), {}, "A.5.1 twice"),
        ((clause("4", requirement("4#a", since=OTHER)),), {}, "ISO 99004:2031 for ISO 99003:2031, 4#a"),
        ((clause("4", requirement("4#a", until=AMENDMENT)),), {"amendments": ()}, "ISO 99003:2031/Amd 1:2032 for"),
        ((clause("4"),), {"dependencies": (link("4", "5"),)}, "ISO 99003:2031, 5"),
        ((clause("4"),), {"dependencies": (link("4#1", "4"),)}, "ISO 99003:2031, 4#1"),
        ((clause("4"),), {"ref": OTHER, "dependencies": (link("4", "4"),)}, "ISO 99003:2031, 4"),
        ((clause("4", requirement("4#1")),), {"ref": OTHER}, "ISO 99003:2031, 4#1"),
        ((clause("A.5", control("A.5.1")),), {"ref": OTHER}, "ISO 99003:2031, A.5.1"),
    ],
)
def test_an_edition_that_contradicts_itself_is_refused(
    clauses: tuple[Clause, ...], changes: dict[str, Any], found: str
) -> None:
    """Numbers and items stand once and in their place, and every reference has a target."""
    with pytest.raises(InvariantError) as caught:
        edition(*clauses, **changes)
    assert caught.value.noun == "StandardEdition"
    assert caught.value.found.startswith(found)
    assert "{" not in str(caught.value)


def test_what_an_edition_expected_names_the_edition() -> None:
    """The sentence of a contradiction says whose requirement, control or target was expected."""
    for whole, expected in (
        (clause("4", requirement("5#1")), "a requirement of ISO 99003:2031, 4"),
        (clause("A.5", attrs.evolve(control("A.5.1"), ref=ref("A.5.1", OTHER))), "a control of ISO 99003:2031"),
    ):
        with pytest.raises(InvariantError) as caught:
            edition(whole)
        assert caught.value.expected == expected
    with pytest.raises(InvariantError) as caught:
        edition(clause("4"), dependencies=(link("4", "5"),))
    assert caught.value.expected == "something ISO 99003:2031 has"


@pytest.mark.parametrize("length", [0, 241, 1000])
def test_statements_are_short(length: int) -> None:
    """A statement has one to 240 characters, of a requirement as of a control."""
    for make in (requirement("4#1"), control("A.5.1")):
        with pytest.raises(InvariantError) as caught:
            attrs.evolve(make, statement="x" * length)
        assert (caught.value.noun, caught.value.field) == (type(make).__name__, "statement")
        assert (caught.value.found, caught.value.expected) == (f"{length} characters", "1 to 240 characters")
        assert attrs.evolve(make, statement="x" * 240).statement == "x" * 240


def test_a_requirement_has_an_item_and_a_control_has_none() -> None:
    """A requirement is addressed by an item below a clause, a control by its number alone."""
    with pytest.raises(InvariantError, match="a reference with an item"):
        attrs.evolve(requirement("4#1"), ref=ref("4"))
    with pytest.raises(InvariantError, match="a reference without an item"):
        control("A.5.1", ref=ref("A.5.1#1"))


@pytest.mark.parametrize("discipline", ["", "Quality", "information security", "-x", "x-", "x--y", "qualität"])
def test_disciplines_are_kebab_case(discipline: str) -> None:
    """A discipline is one kebab-case word or several."""
    with pytest.raises(ValueError, match="discipline"):
        edition(discipline=discipline)


# Values.


def test_an_edition_is_a_value_whatever_it_was_asked_before() -> None:
    """What an edition has looked up for itself shows neither in comparing nor in hashing, copying and pickling."""
    asked, fresh = copy.deepcopy(WHOLE), copy.deepcopy(WHOLE)
    assert isinstance(asked["9.3#b"], ItemGroup)
    assert asked.clause_of(ref("4.1#1")) == asked["4.1"]
    assert asked == fresh
    assert hash(asked) == hash(fresh)
    for again in (pickle.loads(pickle.dumps(asked)), copy.copy(asked), copy.deepcopy(asked)):  # noqa: S301 - our own.
        assert again == fresh
        assert again["9.3#b"] == fresh["9.3#b"]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        asked.title = "Another"  # type: ignore[misc]  # the assignment is refused, which is the promise.
    with pytest.raises(AttributeError):
        asked.anything = 1  # type: ignore[attr-defined]  # as above.


HASHED = """
import pickle, sys
from isomodel import load
whole = load(sys.argv[1])
pickled = pickle.load(open(sys.argv[2], "rb"))
assert pickled == whole
assert hash(pickled) == hash(whole)
assert {whole.ref: 1}[pickled.ref] == 1
assert pickled.requirements()[0].ref in whole
"""


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_pickles_are_read_in_processes_with_other_hashes(tmp_path: Path, seed: str) -> None:
    """A pickled value can be looked up in another process, whose hashes of text are others."""
    assert hash(WHOLE)
    dump(WHOLE, tmp_path / "edition.json")
    (tmp_path / "edition.pickle").write_bytes(pickle.dumps(WHOLE))
    command = [sys.executable, "-c", HASHED, str(tmp_path / "edition.json"), str(tmp_path / "edition.pickle")]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed})


# Extensions.


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(value=JSON)
def test_extensions_give_back_what_they_were_given(value: object) -> None:
    """Any JSON value is kept, compared, hashed, copied and pickled by its content."""
    kept = Extensions({"org.example.x": value})
    assert kept["org.example.x"] == value
    for again in (copy.deepcopy(kept), copy.copy(kept), pickle.loads(pickle.dumps(kept))):  # noqa: S301 - our own.
        assert again == kept
        assert hash(again) == hash(kept)
    assert kept != Extensions({"org.example.x": [value]})


def test_extensions_are_a_mapping_that_cannot_be_changed() -> None:
    """Keys come in order; what is read is a copy; nothing can be set."""
    given_values = {"org.b": [1], "org.a": {"k": 1}}
    kept = Extensions(given_values)
    assert list(kept) == ["org.a", "org.b"]
    assert dict(kept) == given_values
    assert len(kept) == 2
    assert repr(kept) == "Extensions({'org.a': {'k': 1}, 'org.b': [1]})"
    inside = kept["org.b"]
    assert isinstance(inside, list)
    inside.append(2)
    given_values["org.b"].append(3)  # type: ignore[attr-defined]  # a list.
    assert kept["org.b"] == [1]
    with pytest.raises(KeyError):
        kept["org.c"]
    with pytest.raises(AttributeError):
        kept.anything = 1
    with pytest.raises(AttributeError):
        kept._items = ()
    assert kept != dict(kept)
    assert Extensions() == Extensions({})
    assert not Extensions()


@pytest.mark.parametrize(
    "key", ["", "plain", "Org.example", "org.", ".org", "org..x", "org.ex ample", "org.x\n", "örg.x"]
)
def test_extension_keys_are_reverse_domains(key: str) -> None:
    """A key that no domain can own is refused."""
    with pytest.raises(InvariantError) as caught:
        Extensions({key: 1})
    assert (caught.value.noun, caught.value.found) == ("Extensions", repr(key))


@pytest.mark.parametrize(
    "value", [1.5, [1.0], {"a": (0.1,)}, float("nan"), {1, 2}, b"x", object(), dt.date(2031, 1, 1)]
)
def test_extension_values_are_json_without_floats(value: object) -> None:
    """A value that JSON does not have, or that is a float anywhere, is refused by its key."""
    with pytest.raises(InvariantError) as caught:
        Extensions({"org.example.x": value})
    assert caught.value.field == "org.example.x"


def test_extension_keys_are_text() -> None:
    """A key that is no text is refused."""
    with pytest.raises(InvariantError, match="reverse-domain"):
        Extensions({1: 1})  # type: ignore[dict-item]  # refused, which is the promise.
