# SPDX-License-Identifier: Apache-2.0
"""Which editions exist, the content of one, and how editions correspond.

An edition is one JSON file; loading one reads no other. The files of this package are in ``data/``, the tables of
clause numbers and titles they are held to in ``structure/``, the correspondences between editions in
``correspondence/``, translated titles in ``titles/``. The register says which editions there are and what may be done
with each on a day. Content of one's own, a file, a pack or an overlay of purchased text, is named by whoever calls
and works like what comes along; nothing is looked for, and nothing is remembered between calls but files of this
package.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import os
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import TypeVar, overload

import attrs

from isomodel.assessment import Assessment
from isomodel.catalogue._check import check
from isomodel.catalogue._own import (
    LicensedText,
    OverlaidEdition,
    Overlay,
    Pack,
    PackError,
    PackManifest,
    lay_over,
    open_pack,
    verbatim_runs,
)
from isomodel.catalogue._register import (
    EditionStanding,
    EditionStatus,
    Possibility,
    Purpose,
    RegisteredEdition,
    UnknownEditionError,
    bundled,
    registered,
    resolve,
    standings,
)
from isomodel.catalogue._scaffold import scaffold
from isomodel.catalogue._statistics import Statistics, statistics, statistics_page
from isomodel.correspondence import CorrespondenceTable, invert, through_core
from isomodel.errors import DocumentError, IsomodelError, Issue
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import Clause, Control, Requirement, StandardEdition
from isomodel.serialization import DEFAULT_LIMITS, Source, parse, structure

__all__ = [
    "EditionStanding",
    "EditionStatus",
    "LicensedText",
    "Match",
    "NoCorrespondenceError",
    "OverlaidEdition",
    "Overlay",
    "Pack",
    "PackError",
    "PackManifest",
    "Possibility",
    "Purpose",
    "RegisteredEdition",
    "Shared",
    "Statistics",
    "TranslatedTitle",
    "UnknownEditionError",
    "check",
    "core",
    "correspondence",
    "correspondences",
    "editions",
    "languages",
    "lay_over",
    "load",
    "load_for",
    "open_pack",
    "registered",
    "resolve",
    "scaffold",
    "search",
    "shared",
    "statistics",
    "statistics_page",
    "titles",
    "verbatim_runs",
]


@overload
def editions() -> tuple[StandardRef, ...]: ...
@overload
def editions(*, on: dt.date) -> tuple[EditionStanding, ...]: ...
def editions(*, on: dt.date | None = None) -> tuple[StandardRef, ...] | tuple[EditionStanding, ...]:
    """List the editions whose content comes along; with a day, every known edition and where it stands on it.

    With a day the answer is about the whole register, content or not: which editions are current, to which an initial
    audit may still begin, and until when a certificate to an old one can be valid.

    >>> import datetime as dt
    >>> for standing in editions(on=dt.date(2026, 11, 26)):
    ...     if standing.ref.number == "14001":
    ...         print(standing.ref, standing.status.value, standing.initial_audits.value, standing.valid_until)
    ISO 14001:2015 being-replaced yes 2029-04-30
    ISO 14001:2026 current yes None
    """
    return bundled() if on is None else standings(on)


def load(name: str | os.PathLike[str] | StandardRef, *, on: dt.date | None = None) -> StandardEdition:
    """Return the content of one edition.

    What a reader must know before relying on it is in ``warnings``; a clause that is not known says so in ``content``.

    Args:
        name: A reference in any spelling (see :func:`resolve`), or the path of a file of one's own: a path object, or
            text that ends in ``.json``.
        on: The day that decides between editions where the reference has no year.

    Raises:
        UnknownEditionError: No edition answers to the name, or several do.
        DocumentError: The file cannot be read; every problem is in ``issues``.
        OSError: The file cannot be opened.

    >>> load("ISO 9001:2015")["8.5.1"].title
    'Control of production and service provision'
    """
    if isinstance(name, os.PathLike) or (isinstance(name, str) and name.endswith(".json")):
        with Path(name).open("rb") as file:
            return _document(file.read(DEFAULT_LIMITS.size + 1), os.fspath(name), StandardEdition)
    return _bundled(resolve(name, on=on))


def load_for(assessment: Assessment) -> tuple[StandardEdition, ...]:
    """Return the content of every edition an assessment is against.

    Raises:
        UnknownEditionError: One of them is not in the catalogue; give its content to the function you call instead.
    """
    return tuple(load(ref) for ref in assessment.editions)


def core() -> StandardEdition:
    """Return the common core that standards of management systems are built on: the harmonized structure of 2021."""
    return load("Harmonized Structure 2021")


@functools.cache
def _bundled(ref: StandardRef) -> StandardEdition:
    file = registered(ref).file
    assert file is not None  # noqa: S101 - `resolve` gives only editions whose content comes along.
    return _document(resources.files(__name__).joinpath("data", file).read_bytes(), file, StandardEdition)


_T = TypeVar("_T", StandardEdition, CorrespondenceTable)
_KINDS: dict[type, tuple[str, str]] = {
    StandardEdition: ("isomodel/standard-edition/1.0", "a standard edition"),
    CorrespondenceTable: ("isomodel/correspondence/1.0", "a table of correspondences"),
}


def _document(data: bytes, name: str, cls: type[_T]) -> _T:
    source = parse(data, name=name)
    tree = source.tree
    wanted, noun = _KINDS[cls]
    if not isinstance(tree, dict):
        wrong = Issue(code="wrong-type", message=f"{noun} is an object", expected="an object")
        raise DocumentError(name, source.located([wrong]))
    if tree.get("format") != wanted:
        there = "format" in tree
        wrong = Issue(
            code="unknown-format" if there else "missing-key",
            message=f"this is not the file of {noun}",
            path="/format" if there else "",
            found=str(tree["format"])[:80] if there else None,
            expected=wanted,
            nearest=wanted,
        )
        raise DocumentError(name, source.located([wrong]))
    content = {key: value for key, value in tree.items() if key not in ("$schema", "format")}
    return structure(Source(name=name, tree=content, text=source.text), cls)


# Searching.


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


def search(words: str, *, within: Iterable[StandardEdition] = ()) -> tuple[Match, ...]:
    """Find clauses, requirements and controls whose title or statement holds every word.

    Case does not count; the order is that of the editions and their clauses.

    Args:
        words: The words, separated by spaces.
        within: The editions to look in; every one that comes along where none is given.
    """
    wanted = words.casefold().split()
    if not wanted:
        return ()
    found: list[Match] = []
    for edition in tuple(within) or tuple(load(ref) for ref in bundled()):
        for clause in edition.walk():
            told: list[tuple[Clause | Requirement | Control, str]] = [(clause, clause.title or "")]
            told.extend((item, item.statement) for item in clause.requirements)
            told.extend((control, f"{control.title}: {control.statement}") for control in clause.controls)
            found.extend(
                Match(edition=edition.ref, entry=entry, text=text)
                for entry, text in told
                if all(word in text.casefold() for word in wanted)
            )
    return tuple(found)


# Correspondences between editions.


@attrs.define(eq=False)
class NoCorrespondenceError(IsomodelError, LookupError):
    """Two editions between which no table comes along, and no common core gives one.

    ``source`` and ``target`` are the editions, ``known`` the editions a table leads to from the source.
    """

    source: str
    target: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        """Name the pair and what there is from the source."""
        listed = f" From {self.source} there are tables to {', '.join(self.known)}." if self.known else ""
        return f"no correspondence from {self.source} to {self.target} comes along.{listed}"


def correspondences() -> tuple[tuple[StandardRef, StandardRef], ...]:
    """List the pairs of editions between which a table comes along, in the direction it was written, in order."""
    return tuple(sorted(_tables()))


@functools.cache
def _tables() -> dict[tuple[StandardRef, StandardRef], str]:
    slugs = {ref.slug: ref for ref in bundled()}
    folder = resources.files(__name__).joinpath("correspondence")
    names = sorted(one.name.removesuffix(".json") for one in folder.iterdir() if one.name.endswith(".json"))
    pairs = [name.split("--") for name in names]
    return {(slugs[first], slugs[second]): f"{first}--{second}.json" for first, second in pairs}


def correspondence(source: str | StandardRef, target: str | StandardRef) -> CorrespondenceTable:
    """Return how two editions correspond.

    That is the table that comes along, read from the other side where it was written that way round. From the common
    core to an edition built on it, it is worked out from what the edition's requirements specialise.

    Raises:
        UnknownEditionError: An edition is not in the catalogue.
        NoCorrespondenceError: Nothing relates the two; ``correspondence.compose_tables`` goes through a third.

    >>> table = correspondence("27001:2013", "27001:2022")
    >>> [str(row.target.clause) for row in table.of(RequirementRef.parse("ISO/IEC 27001:2013, A.18.2.3"))]
    ['A.5.36', 'A.8.8']
    """
    first, second = resolve(source), resolve(target)
    if (first, second) in _tables():
        return _table(_tables()[first, second])
    if (second, first) in _tables():
        return invert(_table(_tables()[second, first]))
    cores = {ref for ref in bundled() if registered(ref).purpose is Purpose.STRUCTURE}
    for base, built, turned in ((first, second, False), (second, first, True)):
        if base in cores:
            table = through_core(load(base), load(built))
            if table.rows:
                return invert(table) if turned else table
    known = {one for one, other in _tables() if other == first} | {other for one, other in _tables() if one == first}
    raise NoCorrespondenceError(str(first), str(second), tuple(map(str, sorted(known))))


@functools.cache
def _table(file: str) -> CorrespondenceTable:
    data = resources.files(__name__).joinpath("correspondence", file).read_bytes()
    return _document(data, file, CorrespondenceTable)


@attrs.frozen(kw_only=True)
class Shared:
    """A requirement of the common core, and the requirements of several editions that only specialise it.

    Attributes:
        core: The requirement of the core.
        requirements: The requirements that ask for the same, each of its own discipline, in the order given.
    """

    core: RequirementRef
    requirements: tuple[RequirementRef, ...]


def shared(editions: Iterable[StandardEdition]) -> tuple[Shared, ...]:
    """List what an integrated system does once for several standards: what at least two of the editions share.

    Only requirements that specialise the same requirement of a core are shared; that two clauses have the same number
    or title shares nothing. The order is that of the core.

    >>> both = [load(name) for name in ("ISO 9001:2015", "ISO 14001:2015")]
    >>> one = next(one for one in shared(both) if one.core.local == "7.2#b")
    >>> [str(ref) for ref in one.requirements]
    ['ISO 9001:2015, 7.2#b', 'ISO 14001:2015, 7.2#b']
    """
    found: dict[RequirementRef, dict[StandardRef, list[RequirementRef]]] = {}
    for edition in editions:
        for one in edition.requirements():
            if one.specialises is not None:
                found.setdefault(one.specialises, {}).setdefault(edition.ref, []).append(one.ref)
    return tuple(
        Shared(core=ref, requirements=tuple(one for refs in held.values() for one in refs))
        for ref, held in sorted(found.items())
        if len(held) > 1
    )


# Translated titles.


@attrs.frozen(kw_only=True)
class TranslatedTitle:
    """A title in another language, with what it rests on.

    Attributes:
        number: The clause or control.
        title: Its title in that language.
        source_confidence: How many independent sources agree on it; 0 is general knowledge only.
    """

    number: ClauseNumber
    title: str
    source_confidence: int


def languages(name: str | StandardRef) -> tuple[str, ...]:
    """List the languages an edition's titles are translated into, as ISO 639-1 codes, in order."""
    slug = resolve(name).slug
    held = (one.name for one in resources.files(__name__).joinpath("titles").iterdir())
    return tuple(sorted(one.split(".")[1] for one in held if one.startswith(f"{slug}.") and one.endswith(".csv")))


def titles(name: str | StandardRef, language: str) -> tuple[TranslatedTitle, ...]:
    """List the titles of an edition in another language, in the order of the standard.

    Args:
        name: The edition, in any spelling.
        language: An ISO 639-1 code, such as ``fr``.

    Raises:
        UnknownEditionError: The edition is not in the catalogue, or its titles are not there in that language.

    >>> next(one.title for one in titles("ISO 9001:2015", "fr") if str(one.number) == "9.3")
    'Revue de direction'
    """
    ref = resolve(name)
    held = languages(ref)
    if language not in held:
        listed = f"; there are {', '.join(held)}" if held else ""
        raise UnknownEditionError(str(ref), (), None, f"has no titles in {language!r}{listed}")
    text = resources.files(__name__).joinpath("titles", f"{ref.slug}.{language}.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    return tuple(
        TranslatedTitle(
            number=ClauseNumber.parse(row["id"]), title=row["title"], source_confidence=int(row["sources_agreeing"])
        )
        for row in csv.DictReader(lines)
    )
