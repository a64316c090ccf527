# SPDX-License-Identifier: Apache-2.0
"""Values of any class of the package, drawn from the annotations of its fields.

:func:`values` is a strategy for a class; :func:`full` gives one fixed value in which every optional field is present
and every list has an item. Only invariants have a line of their own here: a new class or field needs no change.
Nothing here judges.
"""

from __future__ import annotations

import datetime as dt
import enum
import importlib
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any

import attrs
from hypothesis import strategies as st

from invented import EDITION, SMALL
from isomodel.applicability import StatementOfApplicability, StatementVersion, freeze
from isomodel.assessment import Certificate, Conformity, EffectivenessReview, Finding, FindingGrade, FindingType
from isomodel.catalogue import LicensedText, Overlay, PackManifest
from isomodel.correspondence import CorrespondenceTable, SetRelation, Unmatched
from isomodel.evidence import NATURE, Evidence, Period
from isomodel.graph import Edge, GraphDocument, Node, NodeKind, Relation
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.lifecycle import Definition, definition, definitions
from isomodel.migration import LINKED, LinkChange, MigrationLog
from isomodel.model import (
    Clause,
    ClauseContent,
    Control,
    DocumentedInformation,
    Extensions,
    Requirement,
    StandardEdition,
)
from isomodel.planning import ActivityTable, Calendar, Effort, Person, Plan, Resources, Weekday
from isomodel.policy import Policy
from isomodel.readiness import Put, ReadinessImpact
from isomodel.register import DELIMITERS, ColumnMapping, ColumnRule, Field, StatusWord, UnitName

__all__ = ["HOMES", "full", "nouns", "values"]

HOMES = ("model", "evidence", "assessment", "policy", "applicability", "readiness", "planning")
"""The modules whose public classes are all nouns of documents; of the register only the mapping and its parts are."""

_NEVER_WRITTEN = (Put, ReadinessImpact)
"""A change that holds an item of any list, which files name by its list; and an answer that holds a graph."""

STANDARDS = [
    StandardRef.parse(text)
    for text in (
        "ISO 99001:2030",
        "ISO/IEC 27001:2022",
        "ISO/IEC 27001:2022/Amd 1:2024",
        "ISO 9001",
        "BS EN ISO 9001:2015",
        "DIN EN ISO 9001:2015-11",
        "NEN-EN-ISO 14001:2015",
        "ISO/IEC TS 27006-2:2021",
        "ISO/DIS 9001",
        "IAF MD 5:2023",
    )
]

CORE = StandardRef.parse("ISO 99000:2029")
"""A core that requirements specialise: none of the others."""

# Anything a text may hold but halves of surrogate pairs, which are no text.
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_WHOLE = st.integers(min_value=1, max_value=10**18 - 1)
_CLAUSES = st.builds(
    ClauseNumber,
    st.sampled_from(("", "A", "B")),
    st.lists(st.integers(min_value=1, max_value=9999), min_size=1, max_size=4).map(tuple),
)
_ITEMS = st.from_regex(r"[a-z](\.[1-9][0-9]?)?(-[2-9])?|[1-9][0-9]{0,3}", fullmatch=True)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_LEAVES: dict[object, st.SearchStrategy[Any]] = {
    str: _TEXT,
    int: _WHOLE,
    bool: st.booleans(),
    dt.date: st.dates(),
    StandardRef: st.sampled_from(STANDARDS),
    ClauseNumber: _CLAUSES,
    RequirementRef: st.builds(RequirementRef, st.sampled_from(STANDARDS), _CLAUSES, st.none() | _ITEMS),
    Extensions: st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9-]{0,5}(\.[A-Za-z0-9_]{1,6}){1,2}", fullmatch=True), _JSON, max_size=2
    ).map(Extensions),
}
_FILES = st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,9}-[0-9]\.json", fullmatch=True), max_size=2).map(tuple)
_FIELDS: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (ColumnMapping, "delimiter"): st.none() | st.sampled_from(DELIMITERS),
    (ColumnMapping, "implemented_means"): st.sampled_from((Conformity.CONFORMING, Conformity.NOT_ASSESSED)),
    (Control, "ref"): st.builds(RequirementRef, st.sampled_from(STANDARDS), _CLAUSES),
    (Control, "statement"): st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=240),
    (EffectivenessReview, "effective"): st.sampled_from(("effective", "not-effective")),
    (Evidence, "digest"): st.none() | st.from_regex(r"sha256:[0-9a-f]{64}", fullmatch=True),
    (Requirement, "ref"): st.builds(RequirementRef, st.sampled_from(STANDARDS), _CLAUSES, _ITEMS),
    (Requirement, "statement"): st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=240),
    (Requirement, "specialises"): st.none() | st.builds(RequirementRef, st.just(CORE), _CLAUSES, _ITEMS),
    (LinkChange, "field"): st.just("supports"),
    (LinkChange, "records"): st.sampled_from(tuple(LINKED)),
    (LicensedText, "language"): st.none() | st.from_regex(r"[a-z]{2}", fullmatch=True),
    (MigrationLog, "edition_added"): st.sampled_from(("added", "there-already")),
    (PackManifest, "editions"): _FILES,
    (Person, "capacity"): st.integers(min_value=1, max_value=1440),
    (PackManifest, "correspondences"): _FILES,
    (PackManifest, "overlays"): _FILES,
    (StatusWord, "column"): st.none() | st.just(Field.STATUS),
    (StatusWord, "word"): st.from_regex(r"[a-z]{1,9}( [a-z]{1,9})?", fullmatch=True),
    (StandardEdition, "discipline"): st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True),
}


def _period(facts: dict[str, Any]) -> dict[str, Any]:
    first, last = sorted((facts["first"], facts["last"]))
    return {"first": first, "last": last}


def _evidence(facts: dict[str, Any]) -> dict[str, Any]:
    day, period = facts["effective_on"], facts["period"]
    if NATURE[facts["kind"]] is DocumentedInformation.RECORD:
        period = period or Period(first=facts["received_on"], last=facts["received_on"])
        begins, facts = period.last, {**facts, "effective_on": None, "period": period}
    else:
        begins = day or facts["received_on"]
        facts = {**facts, "effective_on": begins, "period": None}
    until = facts["valid_until"]
    return {**facts, "valid_until": None if until is None else max(until, begins)}


def _finding(facts: dict[str, Any]) -> dict[str, Any]:
    graded = facts["type"] is FindingType.NONCONFORMITY
    closed = facts["closed_on"]
    return {
        **facts,
        "grade": (facts["grade"] or FindingGrade.UNGRADED) if graded else None,
        "closed_on": None if closed is None else max(closed, facts["raised_on"]),
    }


def _certificate(facts: dict[str, Any]) -> dict[str, Any]:
    suspended, restored = facts["suspended_on"], facts["restored_on"]
    lifted = None if suspended is None or restored is None else max(suspended, restored)
    return {**facts, "expires_on": max(facts["effective_on"], facts["expires_on"]), "restored_on": lifted}


def _clause(facts: dict[str, Any]) -> dict[str, Any]:
    silent = (ClauseContent.HEADING, ClauseContent.NONE, ClauseContent.NOT_KNOWN)
    return {**facts, "content": None} if facts["requirements"] and facts["content"] in silent else facts


def _of(standard: StandardRef, ref: RequirementRef) -> RequirementRef:
    return attrs.evolve(ref, standard=standard)


def _overlay(facts: dict[str, Any]) -> dict[str, Any]:
    texts = [attrs.evolve(one, ref=_of(facts["edition"], one.ref)) for one in facts["texts"]]
    return {**facts, "texts": tuple({(one.ref, one.language): one for one in texts}.values())}


def _correspondence(facts: dict[str, Any]) -> dict[str, Any]:
    source, target = facts["source"], facts["target"]
    moved = [attrs.evolve(row, source=_of(source, row.source), target=_of(target, row.target)) for row in facts["rows"]]
    rows = {(row.source, row.target): row for row in moved}
    related = [row for row in rows.values() if row.relation is not SetRelation.NONE]
    sides = {"withdrawn": (source, {row.source for row in related}), "added": (target, {row.target for row in related})}
    for name, (edition, matched) in sides.items():
        alone = {one.ref: one for one in (attrs.evolve(one, ref=_of(edition, one.ref)) for one in facts[name])}
        facts = {**facts, name: tuple(one for ref, one in alone.items() if ref not in matched)}
    return {**facts, "rows": tuple(rows.values())}


def _mapping(facts: dict[str, Any]) -> dict[str, Any]:
    # One of each is enough: which of two names are one after folding is a matter of the register.
    return {**facts, **{name: facts[name][:1] for name in ("columns", "status_words", "unit_names")}}


def _policy(facts: dict[str, Any]) -> dict[str, Any]:
    named = {parameter.name: parameter for parameter in facts["parameters"]}
    return {**facts, "parameters": tuple(named.values())}


def _manifest(facts: dict[str, Any]) -> dict[str, Any]:
    seen: set[str] = set()
    for name in ("editions", "correspondences", "overlays"):
        facts = {**facts, name: tuple(file for file in dict.fromkeys(facts[name]) if file not in seen)}
        seen.update(facts[name])
    return facts


def _link(facts: dict[str, Any]) -> dict[str, Any]:
    fields = LINKED[facts["records"]]
    return {**facts, "field": fields[len(facts["id"]) % len(fields)]}


def _named_once(field: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda facts: {**facts, field: tuple({one.id: one for one in facts[field]}.values())}


def _effort(facts: dict[str, Any]) -> dict[str, Any]:
    names = ("optimistic", "likely", "pessimistic")
    return dict(zip(names, sorted(facts[name] % 100_001 for name in names), strict=True))


def _calendar(facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "working_days": facts["working_days"] or (Weekday.MONDAY,)}


def _plan(facts: dict[str, Any]) -> dict[str, Any]:
    people = {one.id: one for one in (*facts["people"], *((_PERSON,) if facts["steps"] else ()))}
    steps: list[Any] = []
    for step in {one.id: one for one in facts["steps"]}.values():
        waits = tuple(attrs.evolve(wait, step=before.id) for wait, before in zip(step.after, steps, strict=False))
        steps.append(attrs.evolve(step, after=waits, person=next(iter(people))))
    agreed = {"people": tuple(people.values()), "steps": tuple(steps), "least_ends_on": facts["ends_on"]}
    return {**facts, **agreed}


_PERSON = Person(id="anyone", name="anyone")


def _edition(facts: dict[str, Any]) -> dict[str, Any]:
    # Clauses, amendments and dependencies that agree with each other are those of the invented standards.
    whole = SMALL if len(facts["title"]) % 2 else EDITION
    kept = ("ref", "clauses", "amendments", "dependencies")
    return {**facts, **{name: getattr(whole, name) for name in kept}}


def _node(facts: dict[str, Any]) -> dict[str, Any]:
    kind = facts["kind"]
    if kind in (NodeKind.EVIDENCE, NodeKind.FINDING):
        return {**facts, "id": f"{kind.value}:{facts['id']}", "ref": None}
    ref = facts["ref"] or _FULL[RequirementRef]
    return {**facts, "id": str(ref), "ref": ref}


def _edge(facts: dict[str, Any]) -> dict[str, Any]:
    compared = (facts["comparison"] or SetRelation.EQUAL) if facts["relation"] is Relation.CORRESPONDS else None
    return {**facts, "comparison": compared, "reason": facts["reason"] or None}


def _graph(facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "directed": True, "multigraph": True}


def _version(facts: dict[str, Any]) -> dict[str, Any]:
    statement: StatementOfApplicability = facts["statement"]
    signed = {name: facts[name].strip() or "text" for name in ("number", "signed_by")}
    on = max(facts["dated_on"], statement.as_of)
    return {**facts, **signed, "dated_on": on, "digest": freeze(statement, number="1", on=on, signed_by="1").digest}


_AGREED: dict[type, Callable[[dict[str, Any]], dict[str, Any]]] = {
    ActivityTable: _named_once("activities"),
    Calendar: _calendar,
    Certificate: _certificate,
    Clause: _clause,
    ColumnMapping: _mapping,
    CorrespondenceTable: _correspondence,
    Edge: _edge,
    Effort: _effort,
    Evidence: _evidence,
    Finding: _finding,
    GraphDocument: _graph,
    LinkChange: _link,
    Node: _node,
    Overlay: _overlay,
    PackManifest: _manifest,
    Period: _period,
    Plan: _plan,
    Policy: _policy,
    Resources: _named_once("people"),
    StandardEdition: _edition,
    StatementVersion: _version,
}


def nouns() -> Iterator[type[Any]]:
    """Go through the public classes of the nouns that are written and read, module by module."""
    for home in HOMES:
        module = importlib.import_module(f"isomodel.{home}")
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, type) and attrs.has(thing) and not issubclass(thing, (Exception, *_NEVER_WRITTEN)):
                yield thing
    yield from (ColumnMapping, ColumnRule, StatusWord, UnitName)


def values(cls: Any, *, depth: int = 2) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a class.
    """Draw values of a class; classes that hold themselves do so at most ``depth`` times."""
    if cls is Definition:
        # A process is refused unless everything in it fits together: the shipped ones do.
        return st.sampled_from([definition(name) for name in definitions()])
    if (cls, depth) not in _DRAWN:
        agree = _AGREED.get(cls, dict)
        _DRAWN[cls, depth] = st.fixed_dictionaries(_strategies(cls, depth)).map(lambda facts: cls(**agree(facts)))
    return _DRAWN[cls, depth]


_DRAWN: dict[tuple[Any, int], st.SearchStrategy[Any]] = {}


def _strategies(cls: Any, depth: int) -> dict[str, st.SearchStrategy[Any]]:  # noqa: ANN401 - a class.
    attrs.resolve_types(cls)
    return {
        field.name: _FIELDS[cls, field.name] if (cls, field.name) in _FIELDS else _strategy(field.type, cls, depth)
        for field in attrs.fields(cls)
    }


def _strategy(kind: Any, owner: type[Any], depth: int) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type expression.
    if kind in _LEAVES:
        return _LEAVES[kind]
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return st.none() | st.one_of(*(_strategy(each, owner, depth) for each in arguments if each is not type(None)))
    if typing.get_origin(kind) is tuple:
        if arguments[0] is owner and depth == 0:
            return st.just(())
        return st.lists(_strategy(arguments[0], owner, depth), max_size=2).map(tuple)
    if issubclass(kind, enum.Enum):
        return st.sampled_from(kind)
    return values(kind, depth=depth - 1 if kind is owner else 2)


_CALENDAR = dt.date(2031, 6, 15)
_FULL: dict[object, Any] = {
    str: "text",
    int: 7,
    bool: True,
    dt.date: _CALENDAR,
    StandardRef: STANDARDS[0],
    ClauseNumber: ClauseNumber("", (8, 5, 1)),
    RequirementRef: RequirementRef(STANDARDS[0], ClauseNumber("", (8, 5, 1)), "c"),
    Extensions: Extensions({"org.example.ticket": {"open": [1, None, "a"]}}),
}
_FULL_FIELDS: dict[tuple[type, str], Any] = {
    (ColumnMapping, "delimiter"): DELIMITERS[0],
    (StatusWord, "column"): Field.STATUS,
    (Control, "ref"): RequirementRef(STANDARDS[0], ClauseNumber("A", (5, 7))),
    (EffectivenessReview, "effective"): "effective",
    (Evidence, "digest"): "sha256:" + "0" * 64,
    (LicensedText, "language"): "en",
    (LinkChange, "field"): "supports",
    (LinkChange, "records"): "evidence",
    (MigrationLog, "edition_added"): "added",
    (PackManifest, "editions"): ("edition.json",),
    (PackManifest, "correspondences"): ("table.json",),
    (PackManifest, "overlays"): ("overlay.json",),
    (Requirement, "specialises"): RequirementRef(CORE, ClauseNumber("", (8, 5, 1)), "c"),
    (StandardEdition, "discipline"): "invention",
    (Unmatched, "ref"): RequirementRef(STANDARDS[0], ClauseNumber("", (9, 9)), "c"),
}


def full(cls: type[Any], *, depth: int = 1) -> Any:  # noqa: ANN401 - a value of the class.
    """Return a value of a class in which every optional field is present and every list has an item."""
    if cls is Definition:
        return definition("certificate")
    attrs.resolve_types(cls)
    facts = {
        field.name: _FULL_FIELDS.get((cls, field.name)) or _filled(field.type, cls, depth)
        for field in attrs.fields(cls)
    }
    return cls(**_AGREED.get(cls, dict)(facts))


def _filled(kind: Any, owner: type[Any], depth: int) -> Any:  # noqa: ANN401 - a type expression in, a value out.
    if kind in _FULL:
        return _FULL[kind]
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return _filled(next(each for each in arguments if each is not type(None)), owner, depth)
    if typing.get_origin(kind) is tuple:
        return () if arguments[0] is owner and depth == 0 else (_filled(arguments[0], owner, depth),)
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    return full(kind, depth=depth - 1 if kind is owner else 1)
