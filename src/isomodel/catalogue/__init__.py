# SPDX-License-Identifier: Apache-2.0
"""Which editions exist, and the content of one.

An edition is one JSON file; loading one reads no other. The files of this package are in ``data/``, the tables of
clause numbers and titles they are held to are in ``structure/``. A file of one's own is loaded by its path and works
like a bundled one. The register names what is here; it decides nothing else.
"""

from __future__ import annotations

import csv
import functools
import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import attrs

from isomodel.assessment import Assessment
from isomodel.errors import DocumentError, IsomodelError, Issue, Severity, nearest
from isomodel.identifiers import IdentifierError, StandardRef
from isomodel.model import Clause, Control, DependencyKind, Requirement, StandardEdition
from isomodel.serialization import DEFAULT_LIMITS, Source, parse, structure

__all__ = ["Match", "UnknownEditionError", "check", "editions", "load", "load_for", "resolve", "search"]


@attrs.define(eq=False)
class UnknownEditionError(IsomodelError, LookupError):
    """No edition answers to the name, or several do.

    ``wanted`` is the text asked for, ``candidates`` are the editions it could mean, ``nearest`` is the closest one
    that exists.
    """

    wanted: str
    candidates: tuple[str, ...]
    nearest: str | None
    reason: str

    def __str__(self) -> str:
        """Say why nothing was loaded and what could be."""
        hint = f" Did you mean {self.nearest}?" if self.nearest is not None and not self.candidates else ""
        listed = f" It could be {' or '.join(self.candidates)}." if self.candidates else ""
        return f"{self.wanted!r} {self.reason}.{listed}{hint}"


@attrs.frozen(kw_only=True)
class _Registered:
    """One line of the register."""

    ref: StandardRef
    file: str


@attrs.frozen(kw_only=True)
class _Register:
    """What the package brings along."""

    licence: str
    editions: tuple[_Registered, ...]


@attrs.frozen(kw_only=True)
class Match:
    """Something a search found.

    Attributes:
        edition: The edition.
        entry: The clause, requirement or control.
        text: The words it was found in: a title or a statement.
    """

    edition: StandardRef
    entry: Clause | Requirement | Control
    text: str


def editions() -> tuple[StandardRef, ...]:
    """List the editions this package brings along, in the order of their numbers."""
    return tuple(sorted(entry.ref for entry in _register().editions))


def resolve(name: str | StandardRef) -> StandardRef:
    """Return the edition a name means, where the register leaves no doubt.

    Any spelling that parses will do, as will a number without publisher or year, or with a co-publisher missing, as
    long as one edition only answers to it. An adoption such as ``BS EN ISO 9001`` is never taken for the ISO text.

    Raises:
        UnknownEditionError: No edition answers to the name, or several do.

    >>> str(resolve("27001"))
    'ISO/IEC 27001:2022'
    """
    known = editions()
    if isinstance(name, StandardRef) and name in known:
        return name
    text = str(name).strip()
    named = [str(ref) for ref in known]
    bare = _BARE.fullmatch(text) is not None
    try:
        wanted = name if isinstance(name, StandardRef) else StandardRef.parse(f"ISO {text}" if bare else text)
    except IdentifierError as error:
        raise UnknownEditionError(text, (), nearest(text, named), f"is no reference to a standard ({error})") from error
    if wanted.adoption:
        adopted = [str(ref) for ref in known if (ref.number, ref.part) == (wanted.number, wanted.part)]
        close = adopted[0] if len(adopted) == 1 else None
        raise UnknownEditionError(text, (), close, "is a national or regional adoption, not the ISO text")
    answering = [ref for ref in known if _answers(ref, wanted)]
    if len(answering) == 1:
        return answering[0]
    listed = tuple(str(ref) for ref in answering)
    reason = "means several editions" if answering else "is not in the catalogue"
    raise UnknownEditionError(text, listed, nearest(str(wanted), named), reason)


_BARE = re.compile(r"[0-9]+(?::[0-9]{4})?", re.ASCII)


def _answers(ref: StandardRef, wanted: StandardRef) -> bool:
    # A language or a reaffirmation leaves the edition as it is; an edition counted instead of dated is not looked up.
    other = wanted.supplements or wanted.stage_or_type or wanted.variant or (wanted.edition and wanted.year is None)
    same = (ref.number, ref.part) == (wanted.number, wanted.part) and not other
    return same and wanted.year in (None, ref.year) and set(wanted.publishers) <= set(ref.publishers)


def load(name: str | os.PathLike[str] | StandardRef) -> StandardEdition:
    """Return the content of one edition.

    Args:
        name: A reference in any spelling (see :func:`resolve`), or the path of a file of one's own: a path object, or
            text
            that ends in ``.json``.

    Raises:
        UnknownEditionError: No edition answers to the name, or several do.
        DocumentError: The file cannot be read; every problem is in ``issues``.
        OSError: The file cannot be opened.

    >>> load("ISO 9001")["8.5.1"].title
    'Control of production and service provision'
    """
    if isinstance(name, os.PathLike) or (isinstance(name, str) and name.endswith(".json")):
        with Path(name).open("rb") as file:
            return _edition(file.read(DEFAULT_LIMITS.size + 1), os.fspath(name))
    return _bundled(resolve(name))


def load_for(assessment: Assessment) -> tuple[StandardEdition, ...]:
    """Return the content of every edition an assessment is against.

    Raises:
        UnknownEditionError: One of them is not in the catalogue; give its content to the function you call instead.
    """
    return tuple(load(ref) for ref in assessment.editions)


@functools.cache
def _bundled(ref: StandardRef) -> StandardEdition:
    file = next(entry.file for entry in _register().editions if entry.ref == ref)
    return _edition(resources.files(__name__).joinpath("data", file).read_bytes(), file)


@functools.cache
def _register() -> _Register:
    data = resources.files(__name__).joinpath("data", "register.json").read_bytes()
    return structure(parse(data, name="register.json"), _Register)


_FORMAT = "isomodel/standard-edition/1.0"


def _edition(data: bytes, name: str) -> StandardEdition:
    source = parse(data, name=name)
    tree = source.tree
    if not isinstance(tree, dict):
        wrong = Issue(code="wrong-type", message="a standard edition is an object", expected="an object")
        raise DocumentError(name, source.located([wrong]))
    if tree.get("format") != _FORMAT:
        there = "format" in tree
        wrong = Issue(
            code="unknown-format" if there else "missing-key",
            message="this is not the file of a standard edition",
            path="/format" if there else "",
            found=str(tree["format"])[:80] if there else None,
            expected=_FORMAT,
            nearest=_FORMAT,
        )
        raise DocumentError(name, source.located([wrong]))
    content = {key: value for key, value in tree.items() if key not in ("$schema", "format")}
    return structure(Source(name=name, tree=content, text=source.text), StandardEdition)


def search(words: str) -> tuple[Match, ...]:
    """Find clauses, requirements and controls whose title or statement holds every word, in every bundled edition.

    Case does not count; the order is that of the editions and their clauses.
    """
    wanted = words.casefold().split()
    if not wanted:
        return ()
    found: list[Match] = []
    for ref in editions():
        edition = load(ref)
        for clause in edition.walk():
            told: list[tuple[Clause | Requirement | Control, str]] = [(clause, clause.title or "")]
            told.extend((item, item.statement) for item in clause.requirements)
            told.extend((control, f"{control.title}: {control.statement}") for control in clause.controls)
            found.extend(
                Match(edition=ref, entry=entry, text=text)
                for entry, text in told
                if all(word in text.casefold() for word in wanted)
            )
    return tuple(found)


# Checking an edition against what is known about it.


def check(edition: StandardEdition) -> tuple[Issue, ...]:
    """Compare an edition with its table of clause numbers and titles, and with itself; return what does not agree.

    Every row of the table has to be in the edition with the same number, title, kind, parent and source confidence,
    and the edition may hold nothing more. Controls are compared with their attribute table. Statements that are
    nearly alike and circles of what requires what are reported too. An edition without a table gets a warning that
    says so.
    """
    return (*_against_table(edition), *_attributes(edition), *_alike(edition), *_circles(edition))


def _table(name: str) -> list[dict[str, str]] | None:
    path = resources.files(__name__).joinpath("structure", f"{name}.csv")
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


def _kebab(value: str) -> str:
    return value.strip().lower().replace("_", "-").replace(" ", "-")


def _alike(edition: StandardEdition) -> Iterator[Issue]:
    """Report statements that say nearly the same words: one of them is not about its own item."""
    seen: list[tuple[str, frozenset[str]]] = []
    homes = {number: part.pointer for number, part in _parts(edition)}
    stated: list[tuple[str, Requirement | Control]] = [
        (f"{homes[str(clause.number)]}/requirements/{index}", requirement)
        for clause in edition.walk()
        for index, requirement in enumerate(clause.requirements)
    ]
    for pointer, entry in (*stated, *_pointed_controls(edition)):
        words = frozenset(entry.statement.casefold().replace(",", " ").replace(".", " ").split())
        for other, known in seen:
            if 10 * len(words & known) > 8 * len(words | known):
                yield Issue(
                    code="near-duplicate",
                    severity=Severity.WARNING,
                    path=f"{pointer}/statement",
                    message=f"{entry.ref.local} and {other} are stated in nearly the same words",
                    found=entry.statement,
                )
        seen.append((entry.ref.local, words))


def _circles(edition: StandardEdition) -> Iterator[Issue]:
    """Report a circle among what requires what; every other kind of dependency may run in circles."""
    leans: dict[str, list[tuple[str, int]]] = {}
    for index, link in enumerate(edition.dependencies):
        if link.kind is DependencyKind.REQUIRES:
            leans.setdefault(link.source.local, []).append((link.target.local, index))
    done: set[str] = set()
    for start, first in leans.items():
        path: list[str] = []
        pending = [(start, iter(first))] if start not in done else []
        while pending:
            node, targets = pending[-1]
            if node not in path:
                path.append(node)
            target, index = next(targets, (None, 0))
            if target is None:
                pending.pop()
                done.add(path.pop())
            elif target in path:
                circle = " → ".join((*path[path.index(target) :], target))
                place = f"/dependencies/{index}"
                yield Issue(code="circular-requires", path=place, message=f"{circle} is a circle", found=circle)
            elif target not in done:
                pending.append((target, iter(leans.get(target, ()))))
