# SPDX-License-Identifier: Apache-2.0
"""Graphs of the small invented standard, drawn by hypothesis, and what follows from them worked out one by one.

The reference here knows requirements only: one leans on another where an edge runs from the one, or anything it is
inside of, to the other, or anything that is inside of. Nothing here walks as the library does.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from hypothesis import strategies as st

from invented import SMALL, day, empty, entries_of, evidence, finding, judgement, ref
from isomodel.assessment import Assessment, FindingGrade, FindingType, places
from isomodel.graph import Effect, RequirementGraph, build
from isomodel.identifiers import RequirementRef
from isomodel.model import Dependency, DependencyBasis, DependencyKind, StandardEdition
from laws import Brief

ENTRIES = tuple(entries_of(SMALL))
CLAUSES = tuple(RequirementRef(SMALL.ref, clause.number) for clause in SMALL.walk())
ENDS = (*ENTRIES, *CLAUSES, ref("8.1#b", SMALL))
EVIDENCE = ("EV-1", "EV-2", "EV-3")
FINDINGS = ("F-1", "F-2")
LEANING = (DependencyKind.REQUIRES,)
INPUTS = (DependencyKind.FEEDS, DependencyKind.VERIFIES)


@attrs.frozen(repr=False)
class Case(Brief):
    """An edition with dependencies, a record, and a number for choices that need not be shrunk."""

    edition: StandardEdition
    record: Assessment
    seed: int = 0

    def __repr__(self) -> str:
        """Tell what is not as it always is: a whole edition fills pages."""
        links = [f"{one.source.local} {one.kind.value} {one.target.local}" for one in self.edition.dependencies]
        items = [f"{one.id} for {[ref.local for ref in one.supports]}" for one in self.record.evidence]
        judged = [f"{one.target.local} on {one.evidence}" for one in self.record.judgements]
        raised = [f"{one.id} {one.type.value} {[ref.local for ref in one.criteria]}" for one in self.record.findings]
        return "\n".join([*links, *items, *judged, *raised])

    @property
    def graph(self) -> RequirementGraph:
        """The graph of both."""
        return build([self.edition], assessment=self.record)

    def linked(self, kinds: Iterable[DependencyKind]) -> list[tuple[RequirementRef, RequirementRef]]:
        """List the ends of the dependencies of these kinds that are handed down."""
        wanted = set(kinds)
        return [
            (link.source, link.target)
            for link in self.edition.dependencies
            if link.kind in wanted and link.source not in places(link.target) and link.target not in places(link.source)
        ]

    def leaning(self, kinds: Iterable[DependencyKind]) -> dict[RequirementRef, set[RequirementRef]]:
        """Say of each requirement and control on which others it leans directly."""
        links = self.linked(kinds)
        return {
            one: {other for other in ENTRIES if any(a in places(one) and b in places(other) for a, b in links)}
            for one in ENTRIES
        }


def dependency(source: str, kind: str, target: str, edition: StandardEdition = SMALL, **changes: str) -> Dependency:
    """Return a dependency with a reason."""
    return Dependency(
        source=ref(source, edition),
        target=ref(target, edition),
        kind=DependencyKind(kind),
        basis=DependencyBasis.JUDGEMENT,
        reason=changes.get("reason", f"{source} {kind} {target}."),
    )


def linked(*rows: tuple[str, str, str], edition: StandardEdition = SMALL) -> StandardEdition:
    """Return an invented edition with these dependencies."""
    return attrs.evolve(edition, dependencies=tuple(dependency(*row, edition) for row in rows))


def closed(leaning: dict[RequirementRef, set[RequirementRef]]) -> dict[RequirementRef, set[RequirementRef]]:
    """Add what is leaned on through others, until nothing is added."""
    whole = {one: set(others) for one, others in leaning.items()}
    grown = True
    while grown:
        grown = False
        for others in whole.values():
            more = set().union(*(whole[other] for other in others)) - others
            if more:
                others.update(more)
                grown = True
    return whole


def _named(case: Case) -> dict[str, set[RequirementRef]]:
    """Say of each item of evidence that is there what it is for."""
    support: dict[str, set[RequirementRef]] = {item.id: set(item.supports) for item in case.record.evidence}
    for judged in case.record.judgements:
        for name in judged.evidence:
            if name in support:
                support[name].add(judged.target)
    return support


def _direct(case: Case, gone: set[str | RequirementRef], one: RequirementRef) -> set[Effect]:
    """Say what becomes of one requirement or control by itself."""
    told: set[Effect] = set()
    above = set(places(one))
    held = {name for name, refs in _named(case).items() if refs & above}
    if held & gone:
        told.add(Effect.UNSUPPORTED if held <= gone else Effect.WEAKENED)
    for raised in case.record.findings:
        if raised.id in gone and above & set(raised.criteria):
            told.add(Effect.RAISED_AGAINST if raised.type is FindingType.NONCONFORMITY else Effect.NOTED)
    if gone & above:
        told.add(Effect.BELOW)
    return told


FALLS = {Effect.UNSUPPORTED, Effect.RAISED_AGAINST, Effect.BELOW}


def effects(case: Case, causes: Iterable[str | RequirementRef]) -> dict[RequirementRef, Effect]:
    """Say what becomes of each requirement and control, by looking at each by itself."""
    gone = set(causes)
    found = {one: _direct(case, gone, one) for one in ENTRIES}
    fallen = {one for one, told in found.items() if told & FALLS}
    whole, taking = closed(case.leaning(LEANING)), case.leaning(INPUTS)
    undermined = {one for one in ENTRIES if whole[one] & fallen}
    for one, told in found.items():
        if one in undermined:
            told.add(Effect.UNDERMINED)
        if taking[one] & (fallen | undermined):
            told.add(Effect.INPUT)
    order = list(Effect)
    return {one: min(told, key=order.index) for one, told in found.items() if told and one not in gone}


@st.composite
def cases(draw: st.DrawFn, kinds: tuple[DependencyKind, ...] = tuple(DependencyKind), most: int = 9) -> Case:
    """Draw an edition with a few dependencies, and a record with evidence, judgements and findings."""
    links = draw(
        st.lists(
            st.builds(
                lambda source, target, kind: Dependency(
                    source=source, target=target, kind=kind, basis=DependencyBasis.JUDGEMENT, reason="Invented."
                ),
                st.sampled_from(ENDS),
                st.sampled_from(ENDS),
                st.sampled_from(kinds),
            ),
            max_size=most,
        )
    )
    some = st.lists(st.sampled_from(ENDS), max_size=3)
    items = tuple(
        evidence(name, supports=tuple(draw(some)), contradicts=tuple(draw(some)))
        for name in draw(st.lists(st.sampled_from(EVIDENCE), unique=True))
    )
    judged = tuple(
        judgement(target, evidence=(name,), judged_on=day(-age))
        for target, name, age in draw(
            st.lists(st.tuples(st.sampled_from(ENDS), st.sampled_from(EVIDENCE), st.sampled_from((1, 9))), max_size=2)
        )
    )
    types = st.sampled_from(
        (FindingType.NONCONFORMITY, FindingType.NONCONFORMITY, FindingType.OBSERVATION, FindingType.AREA_OF_CONCERN)
    )
    found = []
    for name in draw(st.lists(st.sampled_from(FINDINGS), unique=True)):
        kind = draw(types)
        grade = FindingGrade.MINOR if kind is FindingType.NONCONFORMITY else None
        found.append(finding(name, *draw(some), type=kind, grade=grade))
    record = attrs.evolve(empty(SMALL), evidence=items, judgements=judged, findings=tuple(found))
    return Case(attrs.evolve(SMALL, dependencies=tuple(links)), record, draw(st.integers(0, 2**32)))
