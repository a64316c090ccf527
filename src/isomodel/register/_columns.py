# SPDX-License-Identifier: Apache-2.0
"""Which row of a table is its header, and what its columns hold.

Both are decided from the words of the header alone, never from what stands below. A header with two meanings takes the
one that is left when the others have theirs; where two headers could be the same column, the table is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs

from isomodel.errors import Issue, Severity, nearest
from isomodel.model import StandardEdition
from isomodel.register._results import TEXT_FIELDS, ColumnReading, Outcome
from isomodel.register._table import DELIMITERS, Record, TableLimits, records
from isomodel.register._words import (
    AMBIGUOUS_HEADERS,
    HEADERS_BY_WORD,
    REASON_FIELDS,
    REASON_WORDS,
    RIVALS,
    SINGLE,
    STATEMENTS,
    BareNumbers,
    ColumnMapping,
    Field,
    HeaderWord,
    fold,
    fold_header,
)
from isomodel.text import shortened

__all__ = ["Column", "Place", "RefusedError", "Table", "cut", "letters"]

_HEADER_WITHIN: Final = 60
"""How many rows are searched for the header."""
_MOST_HINTS: Final = 50
"""How often the nearest known word is looked for in one table; after that the issues go without."""


@attrs.frozen(kw_only=True)
class Column:
    """A column and what it holds."""

    index: int
    header: str
    field: Field
    reason: str
    numbers: BareNumbers | None = None


def cut(text: str) -> str:
    """Shorten text of a cell for a message."""
    return shortened(text, 80)


class Hints:
    """A budget for looking up what is nearest: a hostile table must not make every cell cost a search."""

    def __init__(self) -> None:
        """Begin with the whole budget."""
        self._left = _MOST_HINTS
        self._found: dict[tuple[str, str], str | None] = {}

    def near(self, kind: str, text: str, look: Callable[[], str | None]) -> str | None:
        """Return what is nearest of a kind, looked up once; None when there is none or the budget is spent."""
        key = (kind, text)
        if key not in self._found:
            if self._left == 0:
                return None
            self._left -= 1
            self._found[key] = look()
        return self._found[key]

    def near_word(self, kind: str, text: str, valid: Iterable[str]) -> str | None:
        """Return the nearest of some words, looked up once a kind."""
        return self.near(kind, text, lambda: nearest(text, valid))


@attrs.frozen(kw_only=True)
class Place:
    """A row of a table, or the table as a whole: where an issue is."""

    sheet: str
    row: int | None = None

    def issue(  # noqa: PLR0913 - the fields of an issue.
        self,
        code: str,
        message: str,
        column: Column | None = None,
        *,
        found: str | None = None,
        expected: str | None = None,
        near: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Issue:
        """Make an issue of this place."""
        return Issue(
            code=code,
            message=message,
            severity=severity,
            found=None if found is None else cut(found),
            expected=expected,
            nearest=near,
            sheet=self.sheet,
            row=self.row,
            column_name=None if column is None else column.header,
        )


class RefusedError(Exception):
    """A cell that cannot be read; carries the issue, and what becomes of the row."""

    def __init__(self, issue: Issue | None, outcome: Outcome = Outcome.REFUSED) -> None:
        """Take the issue that ends the reading of the row; a heading has none."""
        super().__init__(outcome)
        self.issue = issue
        self.outcome = outcome


_NAMED_STANDARD: Final = re.compile(
    r"(?:\b(?:ISO|IEC|EN|BS|DIN|NF)[ /_-]{0,3}){0,4}\b(?:ISO|IEC)?[ /_-]{0,3}"
    r"(?P<number>\d{4,5})(?:-\d{1,3})?(?: ?[:-] ?(?P<year>(?:19|20)\d\d))?(?!\d)",
    re.IGNORECASE,
)
_LONGEST_HEADER: Final = 200
_OTHER_EDITION: Final = HeaderWord(
    words=(), field=Field.OTHER, reason="it names another standard or edition; kept as text"
)
_REASON_CODES: Final = HeaderWord(
    words=(), field=Field.REASONS, reason="kinds of reasons for a control; the header lists them"
)
_THE_EDITION: Final = HeaderWord(words=(), field=Field.REFERENCE, reason="numbers of the edition it names")


class Table:
    """The records of a register, its header, and what its columns hold.

    ``unreadable`` tables have an issue of severity error that says why; their rows are not looked at.
    """

    def __init__(
        self, text: str, name: str, edition: StandardEdition, mapping: ColumnMapping, limits: TableLimits
    ) -> None:
        """Find the header and assign the columns; raises RegisterTooLargeError beyond the limits."""
        self.place = Place(sheet=name)
        self.hints = Hints()
        self.issues: list[Issue] = []
        self.columns: tuple[Column, ...] = ()
        self.heads: frozenset[int] = frozenset()
        self.header: tuple[str, ...] = ()
        self._by_field: dict[Field, tuple[Column, ...]] = {}
        self._edition = edition
        self._mapping = mapping
        self._rules = {fold(rule.header): rule.field for rule in mapping.columns}
        delimiter, row = self._found(text, limits)
        self.records, broken = records(text, delimiter, name, limits)
        self.issues += broken
        self.unreadable = bool(broken) or row is None
        if row is None:
            self._no_header()
        else:
            self._assign(row)

    @property
    def shown(self) -> tuple[ColumnReading, ...]:
        """What the columns were taken for."""
        return tuple(
            ColumnReading(position=column.index + 1, header=column.header, field=column.field, reason=column.reason)
            for column in self.columns
        )

    @property
    def reference(self) -> Column:
        """The column of the numbers; only readable tables have one."""
        return self.of(Field.REFERENCE)[0]

    def of(self, field: Field) -> tuple[Column, ...]:
        """List the columns that hold a field."""
        return self._by_field.get(field, ())

    def _found(self, text: str, limits: TableLimits) -> tuple[str, int | None]:
        """Find delimiter and header: the row with most known headers, a reference among them, the first of equals.

        Of two such rows below each other the upper one heads groups of columns where the lower one names more.
        """
        wanted = self._mapping.header_row
        best: tuple[int, str, int] | None = None
        for delimiter in DELIMITERS if self._mapping.delimiter is None else (self._mapping.delimiter,):
            found, _ = records(text, delimiter, self.place.sheet, limits, most=max(_HEADER_WITHIN, wanted or 0))
            for place, record in enumerate(found):
                known = self._known(record)
                fits = known > 1 and self._has_reference(record) if wanted is None else record.number == wanted
                if not fits:
                    continue
                below = found[place + 1] if wanted is None and place + 1 < len(found) else None
                if below is not None and self._known(below) > known and self._has_reference(below):
                    record, known = below, self._known(below)  # noqa: PLW2901 - the header is the lower one.
                if best is None or known > best[0]:
                    best = (known, delimiter, record.number)
                break
        return (self._mapping.delimiter or ",", None) if best is None else best[1:]

    def _known(self, record: Record) -> int:
        return sum(self._row_of(cell) is not None or fold(cell) in self._rules for cell in record.cells if cell)

    def _has_reference(self, record: Record) -> bool:
        for cell in record.cells:
            row = self._row_of(cell) if cell else None
            if self._rules.get(fold(cell)) is Field.REFERENCE or (row is not None and row.field is Field.REFERENCE):
                return True
        return False

    def _row_of(self, header: str) -> HeaderWord | None:
        """Look a header up, the name of the edition taken off; one that names another edition is of that edition."""
        text = header[:_LONGEST_HEADER]
        match = _NAMED_STANDARD.search(text)
        if match is not None:
            mine = self._edition.ref
            if match["number"] != mine.number or match["year"] not in {None, mine.year}:
                return _OTHER_EDITION
            text = f"{text[: match.start()]} {text[match.end() :]}"
            if not re.search(r"\w", text):
                return _THE_EDITION
        if _lists_reasons(text):
            return _REASON_CODES
        known = next((HEADERS_BY_WORD[form] for form in fold_header(text) if form in HEADERS_BY_WORD), None)
        return _of_parts(text) if known is None else known

    def _no_header(self) -> None:
        first = next((record for record in self.records if not record.is_blank), None)
        cells = () if first is None else first.cells
        known = ("Control ID", "Clause", "Reference", "Control")
        close = next(
            (near for cell in cells if (near := self.hints.near_word("header", cell, known)) is not None), None
        )
        message = "no row of the table reads as a header: none names a column for the clause or control and one more"
        if self._mapping.header_row is not None:
            message = f"the table has no row {self._mapping.header_row}, where the mapping says the header is"
        found = " | ".join(cells) or "an empty table"
        expected = "a header such as 'Control ID' or 'Clause' beside 'Status' or 'Applicable', or a mapping"
        self.issues.append(self.place.issue("no-header", message, found=found, expected=expected, near=close))

    def _assign(self, row: int) -> None:
        upper = self.records[row - 1].cells
        lower = self.records[row].cells if row < len(self.records) else ()
        self.heads = frozenset({row})
        self.header = upper
        if self._is_second_line(upper, lower):
            self.heads = frozenset({row, row + 1})
            width = max(len(upper), len(lower))
            pairs = zip(padded(lower, width), padded(upper, width), strict=True)
            self.header = tuple(below or above for below, above in pairs)
        used = {index for record in self.records[max(self.heads) :] for index, cell in enumerate(record.cells) if cell}
        names = {index: header for index, header in enumerate(self.header) if header}
        names |= {
            index: f"column {letters(index)}"
            for index in sorted(used)
            if index not in names and index < len(self.header)
        }
        self._resolve(names)

    def _is_second_line(self, upper: Sequence[str], lower: Sequence[str]) -> bool:
        """Say whether the row below the header names columns that the header leaves open under a common heading."""
        named = [(index, cell) for index, cell in enumerate(lower) if cell]
        open_above = all(index >= len(upper) or self._row_of(upper[index]) is None for index, _ in named)
        return bool(named) and open_above and all(self._row_of(cell) is not None for _, cell in named)

    def _resolve(self, names: dict[int, str]) -> None:
        chosen: dict[int, Column] = {}
        doubtful: dict[int, HeaderWord] = {}
        for index, header in names.items():
            rule = self._rules.get(fold(header))
            row = self._row_of(header)
            if rule is not None:
                numbers = row.numbers if row is not None and row.field is rule else None
                reason = "the mapping says so"
                chosen[index] = Column(index=index, header=header, field=rule, reason=reason, numbers=numbers)
            elif row is None:
                chosen[index] = Column(index=index, header=header, field=Field.OTHER, reason="not known, kept as text")
                self._unknown(chosen[index])
            elif row.otherwise is None:
                chosen[index] = _column(index, header, row.field, row)
            else:
                doubtful[index] = row
        for last in (False, True):
            self._settle(names, chosen, {index: row for index, row in doubtful.items() if row.last is last})
        self.columns = tuple(chosen[index] for index in sorted(chosen))
        for column in self.columns:
            self._by_field[column.field] = (*self._by_field.get(column.field, ()), column)
        self._check(names)

    def _settle(self, names: dict[int, str], chosen: dict[int, Column], pending: dict[int, HeaderWord]) -> None:
        """Give headers with two meanings the one that is left; where several could be the same, say so."""
        progress = True
        while pending and progress:
            progress = False
            for index, row in list(pending.items()):
                field = _left(row, {column.field for column in chosen.values()})
                if field is not None:
                    chosen[index] = _column(index, names[index], field, row)
                    del pending[index]
                    progress = True
        claims = Counter(row.field for row in pending.values())
        for index, row in pending.items():
            # Of several columns that are considered last the first has the numbers: the others count rows.
            first = row.last and index == min(pending)
            if claims[row.field] == 1 or first:
                chosen[index] = _column(index, names[index], row.field, row)
                continue
            reason = "could be two things" if not row.last else row.reason
            chosen[index] = Column(index=index, header=names[index], field=Field.OTHER, reason=reason)
            if not row.last:
                others = ", ".join(repr(names[place]) for place in pending if place != index)
                message = (
                    f"{names[index]!r} could be the column for {row.field.value} or hold something else, and so could "
                    f"{others}"
                )
                expected = f"a mapping that says which column is the {row.field.value}"
                self._refuse("ambiguous-header", message, chosen[index], expected)

    def _unknown(self, column: Column) -> None:
        if not self.header[column.index]:
            message = f"{column.header} has no header; its cells are kept as text"
            self._note("column-without-header", message, column, "a header")
            return
        forms = fold_header(column.header)
        why = next((reason for word, reason in AMBIGUOUS_HEADERS.items() if fold(word) in forms), None)
        if why is not None:
            message = f"the header {column.header!r} is not read: {why}"
            expected = "a mapping that says what the column holds"
            self._note("ambiguous-header", message, column, expected, severity=Severity.WARNING)
            return
        message = f"the header {column.header!r} is not known; its cells are kept as text"
        close = self.hints.near_word("header", column.header, HEADERS_BY_WORD)
        self._note("unknown-header", message, column, "a known header, or a mapping", near=close)

    def _check(self, names: dict[int, str]) -> None:
        fields = Counter(column.field for column in self.columns)
        for field in sorted(SINGLE, key=list(Field).index):
            if fields[field] > 1:
                columns = self.of(field)
                told = " and ".join(repr(column.header) for column in columns)
                message = f"{told} are both columns for {field.value}"
                self._refuse("two-columns-for-one-field", message, columns[-1], "one of them, by a mapping")
        if not fields[Field.REFERENCE] and not self.unreadable:
            message = "no column holds the number of the clause or control"
            self._refuse(
                "no-reference-column", message, None, "a header such as 'Control ID' or 'Clause', or a mapping"
            )
        elif not any(fields[field] for field in (*STATEMENTS, *REASON_FIELDS)):
            message = "no column states anything: whether it applies, how far it is implemented, what was found"
            expected = "a header such as 'Applicable' or 'Status', or a mapping"
            self._note("no-statement-column", message, None, expected, severity=Severity.WARNING)
        present = {fold(header) for header in names.values()}
        for rule in self._mapping.columns:
            if fold(rule.header) not in present:
                message = f"the mapping names the header {rule.header!r}, which the register does not have"
                close = self.hints.near_word("own header", rule.header, names.values())
                expected = "a header of the register"
                self._note("mapping-unused", message, None, expected, near=close, severity=Severity.WARNING)

    def _refuse(self, code: str, message: str, column: Column | None, expected: str) -> None:
        self.unreadable = True
        found = None if column is None else column.header
        self.issues.append(self.place.issue(code, message, column, found=found, expected=expected))

    def _note(  # noqa: PLR0913 - the fields of an issue.
        self,
        code: str,
        message: str,
        column: Column | None,
        expected: str,
        *,
        near: str | None = None,
        severity: Severity = Severity.INFORMATION,
    ) -> None:
        found = None if column is None else column.header
        self.issues.append(
            self.place.issue(code, message, column, found=found, expected=expected, near=near, severity=severity)
        )


def _of_parts(header: str) -> HeaderWord | None:
    """Look up a header of several parts, "Evidence / Source": the one field of texts that its known parts agree on."""
    found = [
        HEADERS_BY_WORD[form] for part in header.split("/") for form in fold_header(part) if form in HEADERS_BY_WORD
    ]
    fields = {row.field for row in found}
    return found[0] if len(fields) == 1 and fields <= _PART_FIELDS and found[0].otherwise is None else None


def _lists_reasons(header: str) -> bool:
    """Say whether a header about reasons lists in brackets what kinds there are, "Reason (LR/CO/BR/RA)"."""
    match = _IN_BRACKETS.search(header)
    if match is None:
        return False
    kinds = [fold(kind) for kind in re.split(r"[/,;|]", match[1])]
    about = HEADERS_BY_WORD.get(fold(header[: match.start()]))
    return (
        len(kinds) > 1
        and all(kind in REASON_WORDS for kind in kinds)
        and about is not None
        and about.field in {Field.JUSTIFICATION, Field.INCLUSION, Field.REASONS}
    )


_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_PART_FIELDS: Final = TEXT_FIELDS - {Field.TITLE, Field.OTHER}


def _left(row: HeaderWord, taken: set[Field]) -> Field | None:
    """Return the second meaning of a header if the first is taken, the first if only it can be; None while open."""
    if taken & RIVALS.get(row.field, frozenset({row.field})):
        return row.otherwise
    other_taken = row.otherwise in taken and (row.otherwise in SINGLE or row.otherwise is Field.TITLE)
    return row.field if other_taken else None


def _column(index: int, header: str, field: Field, row: HeaderWord) -> Column:
    return Column(index=index, header=header, field=field, reason=row.reason, numbers=row.numbers)


def padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Fill a row up with empty cells."""
    return (*cells, *([""] * (width - len(cells))))


def letters(index: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
