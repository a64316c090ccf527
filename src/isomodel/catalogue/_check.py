# SPDX-License-Identifier: Apache-2.0
"""Whether an edition says what is known about it: compared with its table of numbers and titles, and with itself."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import resources

import attrs

from isomodel.errors import Issue, Severity, nearest
from isomodel.model import ClauseContent, Control, DependencyKind, Requirement, StandardEdition, Verification

__all__ = ["check", "stated"]


def check(edition: StandardEdition, *, cores: Iterable[StandardEdition] = ()) -> tuple[Issue, ...]:
    """Compare an edition with its table of clause numbers and titles, and with itself; return what does not agree.

    Every row of the table has to be in the edition with the same number, title, kind, parent and source confidence,
    and the edition may hold nothing more. Controls are compared with their attribute table. Statements that are
    nearly alike and circles of what requires what are reported too, and so is what an edition does not say about
    itself: how much of a clause is stated, and what a reader must be warned of. An edition without a table gets a
    warning that says so.

    Args:
        edition: The edition.
        cores: The common cores whose requirements it may specialise; what it names in another edition is not looked at.
    """
    return (
        *_against_table(edition),
        *_attributes(edition),
        *_told(edition),
        *_specialised(edition, cores),
        *_alike(edition),
        *_circles(edition),
    )


def _table(name: str) -> list[dict[str, str]] | None:
    path = resources.files("isomodel.catalogue").joinpath("structure", f"{name}.csv")
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@attrs.frozen
class _Part:
    """A numbered part of an edition: what a structure table has of it, and where it stands in the document."""

    title: str
    kind: str
    parent: str
    source_confidence: str
    pointer: str


_COLUMNS = {"title": "title", "kind": "kind", "parent": "parent", "source_confidence": "sources_agreeing"}
"""Which column of a structure table says what."""


def _parts(edition: StandardEdition) -> Iterator[tuple[str, _Part]]:
    """Go through clauses and controls in the order of the standard, each under its number."""
    pending = [(f"/clauses/{index}", "", clause) for index, clause in enumerate(edition.clauses)][::-1]
    while pending:
        pointer, parent, clause = pending.pop()
        number = str(clause.number)
        confidence = str(clause.source_confidence)
        yield number, _Part(clause.title or "", clause.kind.value, parent, confidence, pointer)
        for index, control in enumerate(clause.controls):
            confidence, place = str(control.source_confidence), f"{pointer}/controls/{index}"
            yield control.ref.local, _Part(control.title, "control", number, confidence, place)
        below = [(f"{pointer}/clauses/{index}", number, one) for index, one in enumerate(clause.clauses)]
        pending.extend(reversed(below))


def _against_table(edition: StandardEdition) -> Iterator[Issue]:
    table = _table(edition.ref.slug)
    if table is None:
        message = f"there is no structure table for {edition.ref}: numbers and titles were not compared"
        yield Issue(code="no-structure-table", severity=Severity.WARNING, message=message)
        return
    have = dict(_parts(edition))
    known = {row["id"]: row for row in table}
    for number, row in known.items():
        part = have.get(number)
        if part is None:
            home = have.get(row["parent"])
            name = f"{number} {row['title']}".strip()
            yield Issue(
                code="missing-clause",
                path=home.pointer if home is not None else "/clauses",
                message=f"{name} is missing",
                expected=name,
            )
            continue
        for field, column in _COLUMNS.items():
            found = getattr(part, field)
            if found != row[column]:
                written = field in ("title", "source_confidence") and found
                yield Issue(
                    code=f"wrong-{field.replace('_', '-')}",
                    path=f"{part.pointer}/{field}" if written else part.pointer,
                    message=f"{number}: the structure table has another {field.replace('_', ' ')}",
                    found=found,
                    expected=row[column],
                    nearest=row[column] or None,
                )
    for number, part in have.items():
        if number not in known:
            message = f"{number} is not in the structure table"
            close = nearest(number, (one for one in known if one not in have))
            yield Issue(code="unknown-clause", path=part.pointer, message=message, found=number, nearest=close)
    order = [number for number in have if number in known]
    for number, expected in zip(order, (number for number in known if number in have), strict=True):
        if number != expected:
            message = f"{number} stands where the structure table has {expected}"
            path = have[number].pointer
            yield Issue(code="wrong-order", path=path, message=message, found=number, expected=expected)
            break


_FAMILIES = (
    "control_type",
    "information_security_properties",
    "cybersecurity_concepts",
    "operational_capabilities",
    "security_domains",
)
_ATTRIBUTE_TABLES = {"iso-iec-27001-2022": "iso-iec-27002-2022-attributes"}


def _attributes(edition: StandardEdition) -> Iterator[Issue]:
    name = _ATTRIBUTE_TABLES.get(edition.ref.slug)
    table = {f"A.{row['id']}": row for row in (_table(name) or ())} if name is not None else {}
    for pointer, control in _pointed_controls(edition):
        row = table.get(control.ref.local)
        if row is None:
            continue  # There is no such table, or the number is unknown and reported against the structure table.
        expected: dict[str, tuple[str, ...]] = {"theme": (_kebab(row["theme"]),)}
        expected.update({_kebab(family): tuple(_kebab(one) for one in row[family].split(";")) for family in _FAMILIES})
        found: dict[str, tuple[str, ...]] = {"theme": (control.theme,)}
        found.update({one.family: one.values for one in control.attributes})
        places = {"theme": f"{pointer}/theme"}
        places.update({one.family: f"{pointer}/attributes/{at}" for at, one in enumerate(control.attributes)})
        for family in dict.fromkeys((*expected, *found)):
            if found.get(family) != expected.get(family):
                yield Issue(
                    code="wrong-attribute",
                    path=places.get(family, pointer),
                    message=f"{control.ref.local}: the attribute table has another {family}",
                    found=", ".join(found.get(family, ())),
                    expected=", ".join(expected.get(family, ())),
                )


def _pointed_controls(edition: StandardEdition) -> Iterator[tuple[str, Control]]:
    pointers = {number: part.pointer for number, part in _parts(edition)}
    return ((pointers[control.ref.local], control) for control in edition.controls())


_DOUBTFUL = (Verification.PARTLY, Verification.WEAK)
_WITH_REQUIREMENTS = (ClauseContent.STATED, ClauseContent.PARTLY_STATED)


def _told(edition: StandardEdition) -> Iterator[Issue]:
    """Report clauses that do not say what is missing from them, and an edition that does not say what is doubtful."""
    if edition.verification in _DOUBTFUL and not edition.warnings:
        message = f"{edition.verification.value} verified, and nothing warns the reader"
        expected = "at least one warning that says what to be careful about"
        yield Issue(code="missing-warning", path="/verification", message=message, expected=expected)
    pointers = {number: part.pointer for number, part in _parts(edition)}
    for clause in edition.walk():
        pointer = pointers[str(clause.number)]
        bare = not (clause.requirements or clause.controls or clause.clauses)
        if clause.content in _WITH_REQUIREMENTS and not clause.requirements:
            found = clause.content.value
            message = f"{clause.number} is said to be {found} and has no requirement of its own"
            expected = "heading, none, guidance or not-known in a clause without requirements"
            path = f"{pointer}/content"
            yield Issue(code="nothing-stated", path=path, message=message, found=found, expected=expected)
        elif bare and clause.content in {None, ClauseContent.HEADING}:
            message = f"{clause.number} holds nothing and does not say why"
            expected = "none, guidance or not-known"
            severity = Severity.WARNING
            yield Issue(code="silent-clause", severity=severity, path=pointer, message=message, expected=expected)


def _specialised(edition: StandardEdition, cores: Iterable[StandardEdition]) -> Iterator[Issue]:
    """Report requirements that specialise something a core does not have."""
    known = {core.ref: core for core in cores}
    pointers = {number: part.pointer for number, part in _parts(edition)}
    for clause in edition.walk():
        for index, requirement in enumerate(clause.requirements):
            wanted = requirement.specialises
            if wanted is None or wanted.standard not in known or wanted in known[wanted.standard]:
                continue
            close = known[wanted.standard].nearest(wanted.local)
            yield Issue(
                code="unknown-core",
                path=f"{pointers[str(clause.number)]}/requirements/{index}/specialises",
                message=f"{wanted.standard} has no {wanted.local}",
                found=str(wanted),
                nearest=f"{wanted.standard}, {close}" if close is not None else None,
            )


def _kebab(value: str) -> str:
    return value.strip().lower().replace("_", "-").replace(" ", "-")


def stated(edition: StandardEdition) -> Iterator[tuple[str, Requirement | Control]]:
    """Go through requirements, then controls, each with the pointer to where it stands in the document."""
    homes = {number: part.pointer for number, part in _parts(edition)}
    for clause in edition.walk():
        for index, requirement in enumerate(clause.requirements):
            yield f"{homes[str(clause.number)]}/requirements/{index}", requirement
    yield from _pointed_controls(edition)


def _alike(edition: StandardEdition) -> Iterator[Issue]:
    """Report each statement that says nearly the words of an earlier one: one of them is not about its own item."""
    entries = [(pointer, entry, _words(entry.statement)) for pointer, entry in stated(edition)]
    common = Counter(word for _, _, words in entries for word in words)
    earlier: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for pointer, entry, words in entries:
        # Sets that share more than four fifths of what is in either share one of the rarest fifth of each, so that not
        # every pair of thousands has to be compared.
        rarest = sorted(words, key=lambda word: (common[word], word))[: len(words) - 4 * len(words) // 5]
        for other, known in (pair for word in rarest for pair in earlier.get(word, ())):
            if 5 * len(words & known) > 4 * len(words | known):
                yield Issue(
                    code="near-duplicate",
                    severity=Severity.WARNING,
                    path=f"{pointer}/statement",
                    message=f"{entry.ref.local} and {other} are stated in nearly the same words",
                    found=entry.statement,
                )
                break
        for word in rarest:
            earlier.setdefault(word, []).append((entry.ref.local, words))


def _words(statement: str) -> frozenset[str]:
    return frozenset(statement.casefold().replace(",", " ").replace(".", " ").split())


def _circles(edition: StandardEdition) -> Iterator[Issue]:
    """Report a circle among what requires what; every other kind of dependency may run in circles."""
    leans: dict[str, list[tuple[str, int]]] = {}
    for index, link in enumerate(edition.dependencies):
        if link.kind is DependencyKind.REQUIRES:
            leans.setdefault(link.source.local, []).append((link.target.local, index))
    done: set[str] = set()
    for start, first in leans.items():
        # The way to here, in order; a dict also tells at once what is on it.
        path = {start: iter(first)} if start not in done else {}
        while path:
            node = next(reversed(path))
            target, index = next(path[node], (None, 0))
            if target is None:
                del path[node]
                done.add(node)
            elif target in path:
                way = list(path)
                circle = " → ".join((*way[way.index(target) :], target))
                place = f"/dependencies/{index}"
                yield Issue(code="circular-requires", path=place, message=f"{circle} is a circle", found=circle)
            elif target not in done:
                path[target] = iter(leans.get(target, ()))
