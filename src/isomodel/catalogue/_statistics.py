# SPDX-License-Identifier: Apache-2.0
"""What an edition file consists of, in numbers, so that its quality can be seen and not only claimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import attrs

from isomodel.catalogue._check import check
from isomodel.errors import Severity
from isomodel.identifiers import ClauseNumber, StandardRef
from isomodel.model import ClauseContent, DependencyKind, StandardEdition, Verification
from isomodel.text import printable

__all__ = ["Statistics", "statistics", "statistics_page"]

CONFIRMED = 2
"""How many independent sources confirm a number and title."""


@attrs.frozen(kw_only=True)
class Statistics:
    """An edition file in numbers. Clauses include annexes and their groups; requirements and controls are apart.

    Attributes:
        edition: The edition.
        verification: How far its numbers and titles are confirmed, on the whole.
        clauses: Its clauses and annexes.
        requirements: Its requirements.
        controls: Its reference controls.
        specialising: Requirements that only specialise one of the common core.
        confirmed: Clauses and controls whose number and title two or more sources agree on.
        one_source: Those that rest on one source.
        no_source: Those that rest on general knowledge.
        not_known: Clauses of which only number and title are known.
        partly_stated: Clauses that are stated in part.
        shortest: Characters of the shortest statement; 0 where there is none.
        median: Characters of the middle one, the lower of two.
        longest: Characters of the longest.
        dependencies: How many dependencies there are of each kind, those that occur.
        unlinked: Clauses with requirements that no dependency touches, neither they nor what is above or below them.
        errors: What :func:`check` reports as wrong.
        near_duplicates: Statements that nearly repeat another.
        warnings: What else it reports for somebody to look at.
    """

    edition: StandardRef
    verification: Verification
    clauses: int
    requirements: int
    controls: int
    specialising: int
    confirmed: int
    one_source: int
    no_source: int
    not_known: int
    partly_stated: int
    shortest: int
    median: int
    longest: int
    dependencies: tuple[tuple[DependencyKind, int], ...]
    unlinked: tuple[ClauseNumber, ...]
    errors: int
    near_duplicates: int
    warnings: int

    def row(self) -> dict[str, object]:
        """Give the numbers as one flat dict, for any data frame."""
        told: dict[str, object] = {}
        for field in attrs.fields(Statistics):
            value = getattr(self, field.name)
            if field.name == "dependencies":
                told.update({f"dependencies_{kind.value}": 0 for kind in DependencyKind})
                told.update({f"dependencies_{kind.value}": count for kind, count in value})
            elif field.name == "unlinked":
                told["unlinked"] = " ".join(map(str, value))
            else:
                told[field.name] = value if isinstance(value, int) else _text(value)
        return told


def _text(value: object) -> str:
    return value.value if isinstance(value, Verification) else str(value)


def statistics(edition: StandardEdition, *, cores: Iterable[StandardEdition] = ()) -> Statistics:
    """Count what is in an edition, and what its checks report.

    Args:
        edition: The edition.
        cores: The common cores whose requirements it may specialise, as for :func:`check`.
    """
    clauses = tuple(edition.walk())
    controls = edition.controls()
    statements = [*(one.statement for one in edition.requirements()), *(one.statement for one in controls)]
    lengths = sorted(map(len, statements))
    sources = [*(one.source_confidence for one in clauses), *(one.source_confidence for one in controls)]
    kinds = Counter(link.kind for link in edition.dependencies)
    issues = check(edition, cores=cores)
    return Statistics(
        edition=edition.ref,
        verification=edition.verification,
        clauses=len(clauses),
        requirements=len(edition.requirements()),
        controls=len(controls),
        specialising=sum(1 for one in edition.requirements() if one.specialises is not None),
        confirmed=sum(1 for count in sources if count >= CONFIRMED),
        one_source=sources.count(1),
        no_source=sources.count(0),
        not_known=sum(1 for one in clauses if one.content is ClauseContent.NOT_KNOWN),
        partly_stated=sum(1 for one in clauses if one.content is ClauseContent.PARTLY_STATED),
        shortest=min(lengths, default=0),
        median=lengths[(len(lengths) - 1) // 2] if lengths else 0,
        longest=max(lengths, default=0),
        dependencies=tuple((kind, kinds[kind]) for kind in DependencyKind if kinds[kind]),
        unlinked=_unlinked(edition),
        errors=sum(1 for one in issues if one.severity is Severity.ERROR),
        near_duplicates=sum(1 for one in issues if one.code == "near-duplicate"),
        warnings=sum(1 for one in issues if one.severity is Severity.WARNING and one.code != "near-duplicate"),
    )


_COLUMNS: dict[str, Callable[[Statistics], object]] = {
    "edition": lambda one: one.edition,
    "level": lambda one: one.verification.value,
    "clauses": lambda one: one.clauses,
    "requirements": lambda one: one.requirements,
    "controls": lambda one: one.controls,
    "2+ sources": lambda one: one.confirmed,
    "1": lambda one: one.one_source,
    "0": lambda one: one.no_source,
    "not known": lambda one: one.not_known,
    "in part": lambda one: one.partly_stated,
    "core": lambda one: one.specialising,
    "characters": lambda one: f"{one.shortest}–{one.median}–{one.longest}",
    "alike": lambda one: one.near_duplicates,
    "requires": lambda one: dict(one.dependencies).get(DependencyKind.REQUIRES, 0),
    "feeds": lambda one: dict(one.dependencies).get(DependencyKind.FEEDS, 0),
    "verifies": lambda one: dict(one.dependencies).get(DependencyKind.VERIFIES, 0),
    "cites": lambda one: dict(one.dependencies).get(DependencyKind.CITES, 0),
    "unlinked": lambda one: len(one.unlinked),
}

_LEGEND = """\
Clauses and controls by how many independent sources agree on number and title; clauses of which only number and title
are known, and those that are stated in part; requirements that only specialise one of the common core; characters of
the shortest, the middle and the longest statement; statements nearly alike; dependencies by kind; clauses with
requirements that no dependency touches. Wrong anywhere: {errors}."""


def statistics_page(editions: Iterable[StandardEdition]) -> str:
    """Write what is in editions, and what their checks report, as a Markdown page: a table, then their warnings."""
    held = tuple(editions)
    # What one specialises is looked up in the others.
    found = [statistics(edition, cores=held) for edition in held]
    lines = [
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        "<!-- Written by `make pages`. -->",
        "# Editions in numbers",
        "",
        _LEGEND.format(errors=sum(one.errors for one in found)),
        "",
        f"| {' | '.join(_COLUMNS)} |",
        f"|{' --- |' * len(_COLUMNS)}",
        *(f"| {' | '.join(str(column(one)) for column in _COLUMNS.values())} |" for one in found),
        "",
        "## What to be careful about",
        "",
    ]
    for edition in held:
        lines.extend(f"- **{edition.ref}**: {printable(warning)}" for warning in edition.warnings)
    return "\n".join(lines) + "\n"


def _unlinked(edition: StandardEdition) -> tuple[ClauseNumber, ...]:
    touched = {end.clause for link in edition.dependencies for end in (link.source, link.target)}
    around = touched | {above for number in touched for above in number.ancestors}
    return tuple(
        clause.number
        for clause in edition.walk()
        if clause.requirements and clause.number not in around and not _any(clause.number.ancestors, touched)
    )


def _any(numbers: Iterable[ClauseNumber], among: set[ClauseNumber]) -> bool:
    return any(number in among for number in numbers)
