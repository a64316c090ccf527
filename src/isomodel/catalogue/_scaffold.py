# SPDX-License-Identifier: Apache-2.0
"""From a table of numbers and titles to an edition, so that a new one begins with what is known and nothing else.

A second table may hold requirements and controls, one a row, as people keep them in a spreadsheet. Every problem of
both tables is told at once, with its row and column.
"""

from __future__ import annotations

import csv
import datetime as dt
import enum
import io
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import attrs

from isomodel.errors import DocumentError, InvariantError, Issue, nearest
from isomodel.identifiers import ClauseNumber, IdentifierError, RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    ClauseContent,
    ClauseKind,
    Control,
    DocumentedInformation,
    NonApplicability,
    Phase,
    Provenance,
    PublicationStage,
    Requirement,
    StandardEdition,
    Strength,
    Topic,
    Verification,
)
from isomodel.serialization import DEFAULT_LIMITS

__all__ = ["scaffold"]

NUMBERS = ("id", "title", "kind", "parent", "sources_agreeing", "note", "topic", "content")
ENTRIES = (
    "clause",
    "item",
    "statement",
    "title",
    "strength",
    "documented_information",
    "non_applicability",
    "topic",
    "specialises",
    "typical_evidence",
    "consulted",
    "note",
)
_NEEDED = {NUMBERS: ("id",), ENTRIES: ("clause", "statement")}

_PHASES = {**dict.fromkeys((4, 5, 6, 7), Phase.PLAN), 8: Phase.DO, 9: Phase.CHECK, 10: Phase.ACT}
_CONTROL = "control"

E = TypeVar("E", bound=enum.Enum)
T = TypeVar("T")


def scaffold(  # noqa: PLR0913 - the facts about an edition that no table has.
    numbers: str,
    *,
    ref: StandardRef,
    title: str,
    discipline: str,
    compiled_on: dt.date,
    licence: str,
    entries: str = "",
    name: str = "numbers.csv",
    entries_name: str = "entries.csv",
) -> StandardEdition:
    r"""Make an edition from a table of numbers and titles, and one of requirements and controls where there is one.

    The first has the columns ``id`` and, as far as known, ``title``, ``kind`` (``clause``, ``annex`` or ``control``),
    ``parent``, ``sources_agreeing``, ``topic``, ``content`` and ``note``; a missing parent is the number above, where
    the table has it. The second has ``clause`` and ``statement`` and, as far as known, ``item`` (empty for a control,
    which takes its title from the first table) and the attributes of a requirement; examples of evidence are separated
    by semicolons. Clauses 4 to 10 get their phase. A clause without requirements and subclauses says ``not-known``
    until its ``content`` is given: nothing is invented.

    Args:
        numbers: The text of the first table, as comma-separated values with a header; semicolons and tabs will do.
        ref: The edition; one of one's own is cited with a leading ``X-``, as in ``X-ACME 12:2026``.
        title: Its title.
        discipline: Its subject in one kebab-case word or two.
        compiled_on: The day the tables were compiled.
        licence: Under which terms the content may be used; an SPDX identifier where there is one.
        entries: The text of the second table.
        name: What to call the first table in messages.
        entries_name: What to call the second.

    Raises:
        DocumentError: The tables cannot be read as an edition; every problem is in ``issues``, with row and column.

    >>> import datetime as dt
    >>> edition = scaffold(
    ...     "id,title\n1,Scope\n4,Access\n4.1,Visitors\n",
    ...     ref=StandardRef.parse("X-ACME 12:2026"),
    ...     title="Rules of the house",
    ...     discipline="site-security",
    ...     compiled_on=dt.date(2026, 11, 26),
    ...     licence="LicenseRef-ACME",
    ...     entries="clause,item,statement\n4.1,1,Visitors are met at the gate and signed in.\n",
    ... )
    >>> edition["4.1#1"].statement, edition["1"].content.value
    ('Visitors are met at the gate and signed in.', 'not-known')
    """
    parts = _Table(numbers, NUMBERS, name)
    stated = _Table(entries, ENTRIES, entries_name) if entries else None
    builder = _Builder(ref)
    for row in parts.rows:
        builder.part(row)
    builder.place()
    for row in stated.rows if stated is not None else ():
        builder.entry(row)
    clauses = builder.clauses() if not builder.failed(parts, stated) else ()
    problems = [*parts.issues, *(stated.issues if stated is not None else ())]
    if problems:
        raise DocumentError(name, tuple(problems))
    try:
        return StandardEdition(
            ref=ref,
            title=title,
            discipline=discipline,
            publication_stage=PublicationStage.PUBLISHED,
            catalogue_revision=1,
            provenance=Provenance(
                compiled_on=compiled_on,
                method="From a table of numbers and titles, and one of requirements where there was one.",
                licence=licence,
            ),
            verification=Verification.UNVERIFIED,
            clauses=clauses,
        )
    except InvariantError as error:
        raise DocumentError(name, (Issue(code="contradiction", message=str(error)),)) from error
    except ValueError as error:
        # The validator of attrs that holds the discipline to its form.
        raise DocumentError(name, (Issue(code="bad-value", message=str(error.args[0]), found=discipline),)) from error


@attrs.define
class _Row:
    """A row of a table; what is wrong with it goes to the table's issues."""

    number: int
    cells: Mapping[str, str]
    table: _Table

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def wrong(
        self, code: str, message: str, column: str, *, expected: str | None = None, valid: Iterable[str] = ()
    ) -> None:
        found = self[column]
        near = bool(found) and len(self.table.issues) < _OFFERED
        self.table.issues.append(
            Issue(
                code=code,
                message=message,
                found=found[:80] or None,
                expected=expected,
                nearest=nearest(found, valid) if near else None,
                row=self.number,
                column_name=column,
                sheet=self.table.name,
            )
        )

    def member(self, column: str, kind: type[E], default: E | None) -> E | None:
        """Read a cell as a member of an enumeration; an empty cell is the default."""
        text = self[column]
        if not text:
            return default
        valid = [one.value for one in kind]
        if text in valid:
            return kind(text)
        self.wrong("unknown-value", f"{text!r} is none of these", column, expected=", ".join(valid), valid=valid)
        return default

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """Read a cell by a function that raises IdentifierError; an empty cell is None."""
        try:
            return reader(self[column]) if self[column] else None
        except IdentifierError as error:
            self.wrong("bad-reference", str(error), column)
            return None


class _Table:
    """A table with a header whose columns are known."""

    def __init__(self, text: str, columns: tuple[str, ...], name: str) -> None:
        self.name = name
        self.issues: list[Issue] = []
        self.rows: list[_Row] = []
        if len(text) > DEFAULT_LIMITS.size:
            self._whole("too-large", f"more than {DEFAULT_LIMITS.size} characters")
            return
        lines = list(enumerate(io.StringIO(text.removeprefix("\ufeff"), newline=""), start=1))
        told = [(number, line) for number, line in lines if not line.startswith("#")]
        reader = csv.reader((line for _, line in told), delimiter=_delimiter(told[0][1] if told else ""), strict=True)

        def row() -> int:
            # The reader counts what it was given; people see every line.
            return told[reader.line_num - 1][0] if told else 1

        try:
            header = [cell.strip() for cell in next(reader, [])]
            self._header(header, columns)
            for cells in () if self.issues else reader:
                if len(cells) > len(header) and any(cells[len(header) :]):
                    self._whole("too-many-cells", "the row has more cells than the header", row())
                if any(cell.strip() for cell in cells):
                    held = dict(zip(header, (cell.strip() for cell in cells), strict=False))
                    self.rows.append(_Row(row(), held, self))
        except csv.Error as error:
            self._whole("bad-table", f"not comma-separated values: {error}", row())

    def _header(self, header: list[str], columns: tuple[str, ...]) -> None:
        for column in header:
            if column not in columns:
                close = nearest(column, columns)
                message = f"the column {column!r} is not known"
                issue = Issue(code="unknown-column", message=message, found=column[:80], nearest=close, row=1)
                self.issues.append(
                    attrs.evolve(issue, sheet=self.name, column_name=column, expected=", ".join(columns))
                )
        for column in _NEEDED[columns]:
            if column not in header:
                self._whole("missing-column", f"the column {column!r} is missing", 1)
        if len(set(header)) != len(header):
            self._whole("duplicate-column", "a column is named twice", 1)

    def _whole(self, code: str, message: str, row: int | None = None) -> None:
        self.issues.append(Issue(code=code, message=message, row=row, sheet=self.name))


@attrs.define
class _Part:
    """A numbered part while the edition is put together."""

    row: _Row
    number: ClauseNumber
    parent: ClauseNumber | None = None
    control: Control | None = None
    requirements: list[Requirement] = attrs.field(factory=list)
    below: list[_Part] = attrs.field(factory=list)

    @property
    def is_control(self) -> bool:
        return self.row["kind"] == _CONTROL

    @property
    def confidence(self) -> int:
        """How many sources agree; 0 where the cell is empty, or wrong and reported."""
        text = self.row["sources_agreeing"]
        return int(text) if _counts(text) else 0


class _Builder:
    """Puts the rows of both tables together."""

    def __init__(self, ref: StandardRef) -> None:
        self.ref = ref
        self.parts: dict[ClauseNumber, _Part] = {}
        self.items: set[RequirementRef] = set()

    @staticmethod
    def failed(parts: _Table, stated: _Table | None) -> bool:
        return bool(parts.issues or (stated is not None and stated.issues))

    def part(self, row: _Row) -> None:
        """Take a numbered part."""
        if not row["id"]:
            row.wrong("missing-value", "a part has a number", "id")
            return
        number = row.read("id", ClauseNumber.parse)
        if number is None:
            return
        if number in self.parts:
            row.wrong("duplicate-number", f"{number} stands in row {self.parts[number].row.number} too", "id")
            return
        self.parts[number] = _Part(row, number)

    def place(self) -> None:
        """Find the part above each, and hold kinds and numbers to what they can be."""
        for number, part in self.parts.items():
            row = part.row
            if not part.is_control:
                row.member("kind", ClauseKind, ClauseKind.CLAUSE)
            if row["sources_agreeing"] and not _counts(row["sources_agreeing"]):
                row.wrong("bad-number", "how many sources agree is a whole number", "sources_agreeing")
            above = row.read("parent", ClauseNumber.parse) if row["parent"] else number.parent
            if above is not None and above not in self.parts:
                if row["parent"]:
                    row.wrong("unknown-parent", f"there is no {above}", "parent", valid=map(str, self.parts))
                    continue
                above = None
            if above is not None and above != number.parent:
                row.wrong("wrong-parent", f"{number} cannot be inside {above}", "parent", expected=str(number.parent))
                continue
            if above is not None and self.parts[above].is_control:
                expected = "a group of an annex or a clause"
                row.wrong("wrong-parent", f"{number} cannot be inside the control {above}", "id", expected=expected)
                continue
            part.parent = above
            if above is not None:
                self.parts[above].below.append(part)
            if part.is_control and above is None:
                row.wrong("missing-parent", "a control belongs to a group of an annex", "parent")

    def entry(self, row: _Row) -> None:
        """Take a requirement, or a control where the number is one."""
        if not row["clause"]:
            row.wrong("missing-value", "a requirement has a clause", "clause")
            return
        number = row.read("clause", ClauseNumber.parse)
        if number is None:
            return
        part = self.parts.get(number)
        if part is None:
            row.wrong("unknown-clause", f"the first table has no {number}", "clause", valid=map(str, self.parts))
            return
        try:
            if part.is_control:
                self._control(row, part)
            else:
                self._requirement(row, part)
        except InvariantError as error:
            row.wrong("bad-value", f"found {error.found}, expected {error.expected}", error.field)

    def _control(self, row: _Row, part: _Part) -> None:
        if row["item"]:
            row.wrong("unexpected-value", "a control is addressed by its number alone", "item")
        elif part.control is not None:
            row.wrong("duplicate-item", f"{part.number} is stated twice", "clause")
        elif part.parent is not None:
            title = row["title"] or part.row["title"]
            part.control = Control(
                ref=RequirementRef(standard=self.ref, clause=part.number),
                title=title,
                statement=row["statement"],
                theme=_kebab(self.parts[part.parent].row["title"]),
                typical_evidence=_listed(row["typical_evidence"]),
                source_confidence=part.confidence,
                consulted=row["consulted"] or _SAID,
                note=row["note"] or None,
            )

    def _requirement(self, row: _Row, part: _Part) -> None:
        if not row["item"]:
            row.wrong("missing-value", "a requirement has an item: the letter of the standard, or a number", "item")
            return
        ref = RequirementRef(standard=self.ref, clause=part.number, item=row["item"])
        if ref in self.items:
            row.wrong("duplicate-item", f"{ref.local} is stated twice", "item")
            return
        self.items.add(ref)
        requirement = Requirement(
            ref=ref,
            statement=row["statement"],
            strength=row.member("strength", Strength, None) or Strength.SHALL,
            documented_information=row.member("documented_information", DocumentedInformation, None)
            or DocumentedInformation.NONE,
            non_applicability=row.member("non_applicability", NonApplicability, None) or NonApplicability.NEVER,
            topic=row.member("topic", Topic, None),
            specialises=row.read("specialises", RequirementRef.parse),
            typical_evidence=_listed(row["typical_evidence"]),
            consulted=row["consulted"] or _SAID,
            note=row["note"] or None,
        )
        part.requirements.append(requirement)

    def clauses(self) -> tuple[Clause, ...]:
        """Return the clauses of the first level, with everything below them."""
        for part in self.parts.values():
            if part.is_control and part.control is None:
                expected = "a row of the second table with its number"
                part.row.wrong(
                    "missing-statement", f"the control {part.number} has no statement", "id", expected=expected
                )
        return tuple(self._clause(part) for part in self.parts.values() if part.parent is None and not part.is_control)

    def _clause(self, part: _Part) -> Clause:
        row = part.row
        controls = tuple(one.control for one in part.below if one.control is not None)
        clauses = tuple(self._clause(one) for one in part.below if not one.is_control)
        usual = ClauseContent.STATED if part.requirements else ClauseContent.HEADING
        if not (part.requirements or part.below):
            usual = ClauseContent.NOT_KNOWN
        first = part.number.numbers[0] if not part.number.is_annex and part.number.numbers else 0
        try:
            return Clause(
                number=part.number,
                title=row["title"] or None,
                kind=row.member("kind", ClauseKind, None) or ClauseKind.CLAUSE,
                topic=row.member("topic", Topic, None),
                phase=_PHASES.get(first) if part.parent is not None else None,
                content=row.member("content", ClauseContent, usual),
                source_confidence=part.confidence,
                note=row["note"] or None,
                requirements=tuple(part.requirements),
                controls=controls,
                clauses=clauses,
            )
        except InvariantError as error:
            row.wrong("bad-value", f"found {error.found}, expected {error.expected}", error.field)
            return Clause(number=part.number, source_confidence=0)


_DIGITS = 4
_OFFERED = 50
"""Of how many wrong values of a table the nearest valid one is looked for; every look goes through all of them."""
_SAID = "the table it was made from"


def _delimiter(header: str) -> str:
    """Return what separates the cells: spreadsheets of many countries write semicolons."""
    return next((one for one in ";\t" if one in header and "," not in header), ",")


def _counts(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < _DIGITS


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(";") if one.strip())


def _kebab(text: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
