# SPDX-License-Identifier: Apache-2.0
"""Whether the dependencies of the shipped editions are those that an auditor would name.

Expected edges are in ``data/expected/dependencies``: written from experience before the data was looked at, and read by
nothing in the package. A table asks for the least: an edge may join finer parts than its row does, never coarser ones,
and there may be more edges than rows.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from isomodel import catalogue, graph
from isomodel.correspondence import SetRelation
from isomodel.graph import CircleKind
from isomodel.identifiers import RequirementRef
from isomodel.model import Clause, Dependency, DependencyKind, StandardEdition

EXPECTED = {
    one.stem: one for one in sorted((Path(__file__).parent / "data" / "expected" / "dependencies").glob("*.csv"))
}
DEEP = (
    "ISO 9001:2015",
    "ISO 14001:2015",
    "ISO 22301:2019",
    "ISO 45001:2018",
    "ISO 50001:2018",
    "ISO/IEC 27001:2022",
    "ISO/IEC 42001:2023",
)
"""The editions whose dependencies were thought through requirement by requirement."""
LINKED = tuple(str(ref) for ref in catalogue.editions() if catalogue.load(ref).dependencies)
deep_editions = pytest.mark.parametrize("name", DEEP)
linked_editions = pytest.mark.parametrize("name", LINKED)
FORMULA = re.compile(
    r"names \S+ by (its|their) number|\bgives goes into\b|^\S+ (cites|feeds|requires|verifies|needs) \S+\.$"
)
NUMBER = re.compile(r"\b(?:[A-Z]\.)?\d+(?:\.\d+)*(?:#\S+)?|\bclause \d+|\bAnnex [A-Z]\b")


def slug_of(name: str) -> str:
    """Return the file name of an edition without its ending."""
    return name.replace("/", " ").replace(":", " ").lower().replace(" ", "-")


def inside(edition: StandardEdition) -> dict[str, frozenset[str]]:
    """Say for each part of an edition which parts it is inside of, itself among them."""
    found: dict[str, frozenset[str]] = {}

    def down(clause: Clause, above: frozenset[str]) -> None:
        found[str(clause.number)] = here = above | {str(clause.number)}
        for ref in (*(one.ref for one in clause.requirements), *(one.ref for one in clause.controls)):
            local, own = ref.local, here
            for place in (at for at, mark in enumerate(local) if mark == "." and "#" in local[:at]):
                own |= {local[:place]}
                found[local[:place]] = own
            found[local] = own | {local}
        for one in clause.clauses:
            down(one, here)

    for clause in edition.clauses:
        down(clause, frozenset())
    return found


def told(link: Dependency) -> str:
    """Write a dependency as its row in a table."""
    return f"{link.source.local},{link.target.local},{link.kind.value},{link.reason}"


# What an auditor expects.


def test_every_edition_thought_through_is_held_to_a_table() -> None:
    """What was thought through has a table of expected edges, and no table is left that nothing reads."""
    assert set(EXPECTED) == {slug_of(name) for name in DEEP}


@pytest.mark.parametrize("slug", EXPECTED)
def test_expected_edges_are_there(slug: str) -> None:
    """Each expected edge is there in its direction and kind, between the parts named or parts of them."""
    name = next(one for one in LINKED if slug_of(one) == slug)
    edition = catalogue.load(name)
    above = inside(edition)
    edges = [(above[one.source.local], above[one.target.local], one.kind.value) for one in edition.dependencies]
    with EXPECTED[slug].open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["source"].startswith("#")]
    assert len(rows) >= 25
    assert len({(row["source"], row["target"], row["kind"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["source"] in above, row
        assert row["target"] in above, row
        assert row["kind"] in {one.value for one in DependencyKind}, row
        assert row["why"].strip(), row
    missing = [
        row
        for row in rows
        if not any(
            row["source"] in source and row["target"] in target and row["kind"] == kind
            for source, target, kind in edges
        )
    ]
    assert not missing


@deep_editions
def test_depth(name: str) -> None:
    """Most edges start at single requirements or controls, and all four kinds occur."""
    edition = catalogue.load(name)
    entries = {*(one.ref for one in edition.requirements()), *(one.ref for one in edition.controls())}
    fine = [one for one in edition.dependencies if one.source in entries]
    assert 2 * len(fine) > len(edition.dependencies)
    assert {one.kind for one in edition.dependencies} == set(DependencyKind)


CARRIED = (("ISO 9001:2015", "ISO 9001:2026", 150), ("ISO 14001:2015", "ISO 14001:2026", 120))
"""Editions that were thought through, those that replace them, and how many edges have equals at least."""


@pytest.mark.parametrize(("old", "new", "least"), CARRIED)
def test_a_new_edition_leans_where_the_old_did_as_far_as_it_asks_the_same(old: str, new: str, least: int) -> None:
    """An edge between two requirements of which each has one equal, and is the only one to lead to it, is carried."""
    rows = [row for row in catalogue.correspondence(old, new).rows if row.relation is not SetRelation.NONE]
    leaving, arriving = Counter(row.source for row in rows), Counter(row.target for row in rows)
    equal = {
        row.source: row.target
        for row in rows
        if row.relation is SetRelation.EQUAL and leaving[row.source] == arriving[row.target] == 1
    }
    edition = catalogue.load(new)
    above = inside(edition)
    edges = {(one.source.local, one.target.local, one.kind) for one in edition.dependencies}
    found = 0
    for link in catalogue.load(old).dependencies:
        if link.source not in equal or link.target not in equal or link.kind is DependencyKind.CITES:
            continue
        found += 1
        ends = (equal[link.source].local, equal[link.target].local)
        coarse = ((one, other) for one in above[ends[0]] for other in above[ends[1]])
        # Where a reason speaks of a number, another one may say it of the clause.
        assert (*ends, link.kind) in edges or any((*pair, link.kind) in edges for pair in coarse), told(link)
    assert found >= least


@pytest.mark.parametrize(("old", "new", "least"), CARRIED)
def test_a_new_edition_is_linked_throughout(old: str, new: str, least: int) -> None:
    """No clause with requirements stands alone, and most edges start at single requirements."""
    edition = catalogue.load(new)
    assert catalogue.statistics(edition).unlinked == ()
    fine = [one for one in edition.dependencies if one.source.item is not None]
    assert len(fine) >= least
    assert len(edition.dependencies) >= len(catalogue.load(old).dependencies) * 3 // 4


BUILT = tuple(
    name for name in LINKED if name not in {*DEEP, *(new for _, new, _ in CARRIED), str(catalogue.core().ref)}
)


def in_the_core() -> dict[tuple[str, str, DependencyKind], Dependency]:
    """Return what leans on what between single requirements of the common core."""
    return {
        (link.source.local, link.target.local, link.kind): link
        for link in catalogue.core().dependencies
        if link.source.item is not None and link.target.item is not None and link.kind is not DependencyKind.CITES
    }


def through_the_core(name: str) -> dict[str, list[RequirementRef]]:
    """Return the requirements of an edition that only specialise one of the core, under its name there."""
    found: dict[str, list[RequirementRef]] = {}
    for one in catalogue.load(name).requirements():
        if one.specialises is not None:
            found.setdefault(one.specialises.local, []).append(one.ref)
    return found


def test_the_core_leans_as_the_editions_thought_through_do() -> None:
    """Most of what leans on what in the core is there in three of the seven editions that were thought through."""
    held: Counter[tuple[str, str, DependencyKind]] = Counter()
    for name in DEEP:
        core = {ref: local for local, refs in through_the_core(name).items() for ref in refs}
        held.update(
            {
                (core[link.source], core[link.target], link.kind)
                for link in catalogue.load(name).dependencies
                if link.source in core and link.target in core
            }
        )
    agreed = {key for key, count in held.items() if count >= 3 and key[2] is not DependencyKind.CITES}
    assert len(agreed & set(in_the_core())) >= 55
    assert len(agreed - set(in_the_core())) <= 2


@pytest.mark.parametrize("name", BUILT)
def test_what_only_specialises_the_core_leans_as_the_core_does(name: str) -> None:
    """Where an edition specialises both ends of an edge of the core, it has the edge, and no circle comes of it."""
    local = through_the_core(name)
    edges = {(one.source, one.target, one.kind) for one in catalogue.load(name).dependencies}
    wanted = {
        (one, other, kind)
        for source, target, kind in in_the_core()
        for one in local.get(source, ())
        for other in local.get(target, ())
        if one != other
    }
    assert wanted <= edges
    assert len(wanted) >= 30 or name in {"ISO 13485:2016", "ISO/IEC 27701:2019"}


# What every edition holds.


@linked_editions
def test_nothing_requires_itself(name: str) -> None:
    """What requires what runs in no circle, also where a clause stands for the requirements below it."""
    circles = graph.build([catalogue.load(name)]).cycles()
    assert [str(one) for one in circles if one.kind is CircleKind.CONTRADICTION] == []


@linked_editions
def test_ends_are_two_parts_of_the_edition(name: str) -> None:
    """Both ends are in the edition, and neither is the other or inside it."""
    edition = catalogue.load(name)
    above = inside(edition)
    for link in edition.dependencies:
        assert link.source.standard == link.target.standard == edition.ref, told(link)
        assert link.source.local in above, told(link)
        assert link.target.local in above, told(link)
        assert link.source.local not in above[link.target.local], told(link)
        assert link.target.local not in above[link.source.local], told(link)


@linked_editions
def test_edges_are_told_once(name: str) -> None:
    """Two parts are joined once by each kind at most."""
    seen: set[tuple[str, str, DependencyKind]] = set()
    for link in catalogue.load(name).dependencies:
        key = (link.source.local, link.target.local, link.kind)
        assert key not in seen, told(link)
        seen.add(key)


@linked_editions
def test_reasons_are_one_short_sentence(name: str) -> None:
    """A reason is one line that begins with a capital or a number, is short, and ends with a full stop."""
    for link in catalogue.load(name).dependencies:
        reason = link.reason
        assert 10 <= len(reason) <= 160, told(link)
        assert reason == " ".join(reason.split()), told(link)
        assert reason[0].isupper() or reason[0].isdigit(), told(link)
        assert reason.endswith("."), told(link)
        assert "shall" not in re.findall(r"[a-z]+", reason.casefold()), told(link)


@deep_editions
def test_reasons_are_their_own(name: str) -> None:
    """No two reasons of an edition are alike, not even but for the numbers in them, and none is a formula."""
    seen: dict[str, str] = {}
    for link in catalogue.load(name).dependencies:
        assert not FORMULA.search(link.reason), told(link)
        bare = NUMBER.sub("N", link.reason).casefold()
        assert seen.setdefault(bare, told(link)) == told(link)
