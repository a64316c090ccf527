# SPDX-License-Identifier: Apache-2.0
"""A table read against an edition: columns first, then rows, then what several rows say of one requirement.

The order matters. Which column is which is decided once, from the headers alone; each row is then read by itself, and either
gives a statement or says why not; only at the end are rows about the same requirement compared, because two rows that disagree
are both in doubt.
"""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs

from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Assessment,
    Conformity,
    InclusionReason,
    Judgement,
    Organization,
    Role,
    WorkStatus,
    may_be_excluded,
)
from isomodel.errors import InvariantError, Issue, Severity, nearest
from isomodel.identifiers import (
    ClauseNumber,
    ClauseReference,
    IdentifierError,
    RequirementRef,
    StandardRef,
    parse_clause_references,
)
from isomodel.model import Clause, Extensions, StandardEdition
from isomodel.register._table import (
    DEFAULT_TABLE_LIMITS,
    DELIMITERS,
    Record,
    RegisterTooLargeError,
    TableLimits,
    decoded,
    encoding_named,
    records,
)
from isomodel.register._words import (
    AMBIGUOUS_HEADERS,
    AMBIGUOUS_WORDS,
    CROSSES,
    HEADERS_BY_WORD,
    KNOWN_WORDS,
    NO_WORDS,
    PLACEHOLDERS,
    REASON_FIELDS,
    REASON_WORDS,
    RIVALS,
    SINGLE,
    STATEMENTS,
    TEXT_PLACEHOLDERS,
    TICKS,
    YES_WORDS,
    BareNumbers,
    BlankReference,
    ColumnMapping,
    DateOrder,
    Field,
    HeaderWord,
    StatusWord,
    fold,
    fold_header,
    signs,
    words_by_column,
)
from isomodel.text import printable, shortened

__all__ = [
    "EXTENSION",
    "CellReading",
    "ColumnReading",
    "NamedEvidence",
    "Outcome",
    "RegisterImport",
    "RegisterRow",
    "read_register",
]

EXTENSION: Final = "isomodel.register"
"""The extension key under which a judgement or decision carries what a register says beside it: file, rows, owner, evidence,
risks, days and columns that have no field, all as text."""


class Outcome(enum.Enum):
    """What became of a row."""

    IMPORTED = "imported"
    """It gave a judgement, a decision, or both."""
    REPEATED = "repeated"
    """It says the same as an earlier row; its texts were added there."""
    SILENT = "silent"
    """It names a requirement and says nothing about it."""
    ABOVE = "above-header"
    """It stands above the header: a title, a version, a legend."""
    HEADER = "header"
    """It is the header, a second line of it, or a repetition of it."""
    HEADING = "heading"
    """It is a heading or a remark: one text, and nothing stated."""
    BLANK = "blank"
    """Nothing stands in it."""
    OTHER_STANDARD = "other-standard"
    """It is about a standard this import is not about."""
    REFUSED = "refused"
    """It could not be read without guessing; the issues say why."""


@attrs.frozen(kw_only=True)
class ColumnReading:
    """What a column was taken for.

    Attributes:
        position: Its place, from 1.
        header: Its header; a letter as in a spreadsheet where it has none.
        field: What it holds.
        reason: Why.
    """

    position: int
    header: str
    field: Field
    reason: str


@attrs.frozen(kw_only=True)
class CellReading:
    """What was read in one cell.

    Attributes:
        column: The header of its column.
        field: What the column holds.
        text: What stands in the cell.
        read: What it was understood as; absent where it was not.
    """

    column: str
    field: Field
    text: str
    read: str | None


@attrs.frozen(kw_only=True)
class RegisterRow:
    """One row of the file, accounted for.

    Attributes:
        number: The row as a spreadsheet counts it, from 1.
        line: The line of the file it begins on, from 1.
        outcome: What became of it.
        targets: The requirements, controls or clauses it names.
        cells: What was read, cell by cell; empty cells are left out.
        issues: What is wrong with it.
    """

    number: int
    line: int
    outcome: Outcome
    targets: tuple[RequirementRef, ...] = ()
    cells: tuple[CellReading, ...] = ()
    issues: tuple[Issue, ...] = ()


@attrs.frozen(kw_only=True)
class NamedEvidence:
    """Evidence that a register names, and for what.

    A name is no evidence yet: kind, period and day of receipt are not in a cell. It becomes a link when the import is merged
    into an assessment that has evidence of this very id.

    Attributes:
        text: The name or link, as it stands in the cell.
        targets: What it is named for, in the order of the rows.
        rows: The rows that name it.
    """

    text: str
    targets: tuple[RequirementRef, ...]
    rows: tuple[int, ...]


@attrs.frozen(kw_only=True)
class RegisterImport:
    """What a register gave, and what became of each of its rows.

    Attributes:
        name: What the register is called, usually its file name.
        edition: The edition it was read against.
        columns: What the columns were taken for.
        rows: Every row of the file, in order.
        judgements: What it says about work and conformity.
        applicability: What it says about applicability.
        evidence: The evidence it names.
        issues: Everything that is wrong, in the order of the rows; what concerns the whole table comes first.
    """

    name: str
    edition: StandardRef
    columns: tuple[ColumnReading, ...] = ()
    rows: tuple[RegisterRow, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    applicability: tuple[ApplicabilityDecision, ...] = ()
    evidence: tuple[NamedEvidence, ...] = ()
    issues: tuple[Issue, ...] = ()

    def __repr__(self) -> str:
        """Name the register and count what it gave."""
        return f"<RegisterImport {self.name!r}: {self.summary()}>"

    def counts(self) -> dict[Outcome, int]:
        """Count the rows by outcome, every outcome named; the counts add up to the rows of the file."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome}

    def summary(self) -> str:
        """Say in one sentence what was read and what was not."""
        counts = ", ".join(f"{count} {outcome.value}" for outcome, count in self.counts().items() if count)
        weights = Counter(issue.severity for issue in self.issues)
        problems = ", ".join(f"{weights[severity]} {severity.value}" for severity in Severity if weights[severity])
        total = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"
        given = f"{len(self.judgements)} judgements and {len(self.applicability)} applicability decisions"
        return f"{total} ({counts or 'none readable'}); {given}; issues: {problems or 'none'}"

    def report(self, *, width: int = 120) -> str:
        """Tell row by row what was read and why a row stays out, as plain text that is safe to show.

        Args:
            width: Characters of a line; longer text is cut with an ellipsis, except in the reasons of refusal.
        """
        lines = [shortened(f"{self.name}, read against {self.edition}", width), "", "columns"]
        for column in self.columns:
            lines.append(shortened(f"  {column.header} = {column.field.value} ({column.reason})", width))
        table = [issue for issue in self.issues if issue.row is None]
        lines += [f"  {_told(issue)}" for issue in table]
        lines += ["", f"{'row':>6}  {'outcome':<14}  {'reference':<16}  what was read"]
        for row in self.rows:
            names = ", ".join(target.local for target in row.targets)
            shown = _TEXT_FIELDS | {Field.REFERENCE}
            read = "; ".join(
                f"{cell.field.value}: {cell.read}"
                for cell in row.cells
                if cell.read is not None and cell.field not in shown
            )
            if not read and row.cells:
                read = " | ".join(cell.text for cell in row.cells)
            head = f"{row.number:>6}  {row.outcome.value:<14}  {shortened(names, 16):<16}  "
            lines.append((head + shortened(read, max(width - len(head), 1))).rstrip())
            lines += [f"{'':>6}  {_told(issue)}" for issue in row.issues]
        return "\n".join([*lines, "", printable(self.summary()), ""])

    def to_assessment(self, *, id: str, organization: Organization | str) -> Assessment:  # noqa: A002 - the field's name.
        """Return an assessment of nothing but what the register says.

        Args:
            id: The identifier of the assessment.
            organization: Whose it is, or its name.
        """
        whose = Organization(name=organization) if isinstance(organization, str) else organization
        return self.merged_into(Assessment(id=id, organization=whose, editions=(self.edition,)))

    def merged_into(self, assessment: Assessment) -> Assessment:
        """Return the assessment with what the register says added to its history.

        Evidence and risks that the register names by the very id they have in the assessment are linked. What is there already
        is not added again, so that importing a register twice is importing it once. Whether old and new contradict each
        other is for :func:`isomodel.assessment.issues` to say.
        """
        evidence = {item.id for item in assessment.evidence}
        risks = {risk.id for risk in assessment.risks}
        judgements = [
            attrs.evolve(item, evidence=tuple(name for name in _said(item.extensions, "evidence") if name in evidence))
            for item in self.judgements
        ]
        decisions = [
            attrs.evolve(item, risks=tuple(name for name in _said(item.extensions, "risks") if name in risks))
            for item in self.applicability
        ]
        added = () if self.edition in assessment.editions else (self.edition,)
        return attrs.evolve(
            assessment,
            editions=(*assessment.editions, *added),
            judgements=(*assessment.judgements, *(item for item in judgements if item not in assessment.judgements)),
            applicability=(
                *assessment.applicability,
                *(item for item in decisions if item not in assessment.applicability),
            ),
        )


def read_register(
    data: bytes,
    *,
    name: str,
    edition: StandardEdition,
    mapping: ColumnMapping | None = None,
    judged_by: str,
    judged_on: dt.date,
    role: Role = Role.OWNER,
    encoding: str | None = None,
    limits: TableLimits = DEFAULT_TABLE_LIMITS,
) -> RegisterImport:
    """Read a register: delimited text with a header, one row for each clause or control.

    Problems of the content are issues; a row that has one of severity error stays out.

    Args:
        data: The file as it is.
        name: What to call it in messages, usually its file name.
        edition: The edition it is read against.
        mapping: What its headers and words mean, beyond the tables of this module.
        judged_by: Who stands behind the register; a column that names the assessor of a row goes before.
        judged_on: The day the register speaks of; a column with the day of a row goes before, and may not be later.
        role: In which capacity they judged.
        encoding: How the text is encoded where it is neither UTF-8 nor marked.
        limits: How much is read.

    Raises:
        RegisterTooLargeError: The table is larger than the limits.
        UnknownNameError: The encoding is none that is read.
        InvariantError: ``judged_by`` names nobody.
    """
    if not judged_by.strip():
        raise InvariantError("read_register", "judged_by", repr(judged_by), "who stands behind the register")
    known = None if encoding is None else encoding_named(encoding)
    if len(data) > limits.size:
        raise RegisterTooLargeError(name, "bytes", len(data), limits.size)
    text, issues = decoded(data, name, known)
    if text is None:
        return RegisterImport(name=name, edition=edition.ref, issues=tuple(issues))
    rules = mapping or ColumnMapping()
    table = _Table(text, name, edition, rules, limits)
    issues += table.issues
    if table.unreadable:
        rows = tuple(
            RegisterRow(
                number=record.number, line=record.line, outcome=Outcome.BLANK if record.is_blank else Outcome.REFUSED
            )
            for record in table.records
        )
        return RegisterImport(name=name, edition=edition.ref, columns=table.shown, rows=rows, issues=tuple(issues))
    reader = _Reader(table, edition, rules, judged_by.strip(), judged_on, role, limits)
    return reader.result(issues)


def _said(extensions: Extensions, key: str) -> list[str]:
    kept = extensions.get(EXTENSION)
    found = kept.get(key, []) if isinstance(kept, dict) else []
    return [str(text) for text in found]


def _told(issue: Issue) -> str:
    hint = f"; did you mean {issue.nearest!r}?" if issue.nearest is not None else ""
    place = f"column {issue.column_name!r}: " if issue.column_name is not None else ""
    expected = f"; expected {issue.expected}" if issue.expected is not None else ""
    return printable(f"{issue.severity.value}: {place}{issue.message}{expected}{hint} [{issue.code}]")


# Columns.


@attrs.frozen(kw_only=True)
class _Column:
    index: int
    header: str
    field: Field
    reason: str
    numbers: BareNumbers | None = None
    last: bool = False


_HEADER_WITHIN: Final = 60
_NAMED_STANDARD: Final = re.compile(
    r"(?:\b(?:ISO|IEC|EN|BS|DIN|NF)\b[ /_-]*)*\b(?:ISO|IEC)?[ /_-]*(?P<number>\d{4,5})(?:-\d{1,3})?(?: ?[:-] ?(?P<year>(?:19|20)\d\d))?(?!\d)",
    re.IGNORECASE,
)


class _Table:
    """The records of a register and what its columns hold."""

    def __init__(
        self, text: str, name: str, edition: StandardEdition, mapping: ColumnMapping, limits: TableLimits
    ) -> None:
        self.name = name
        self.edition = edition
        self.mapping = mapping
        self.issues: list[Issue] = []
        self.columns: tuple[_Column, ...] = ()
        self.heads: frozenset[int] = frozenset()
        self.header: tuple[str, ...] = ()
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
        return tuple(
            ColumnReading(position=column.index + 1, header=column.header, field=column.field, reason=column.reason)
            for column in self.columns
        )

    def of(self, field: Field) -> tuple[_Column, ...]:
        return tuple(column for column in self.columns if column.field is field)

    def _found(self, text: str, limits: TableLimits) -> tuple[str, int | None]:
        """Find delimiter and header: the first row of known headers, one of them a reference, under any delimiter."""
        wanted = self.mapping.header_row
        best: tuple[int, str, int] | None = None
        for delimiter in DELIMITERS if self.mapping.delimiter is None else (self.mapping.delimiter,):
            most = max(_HEADER_WITHIN, wanted or 0)
            found, _ = records(text, delimiter, self.name, limits, most=most)
            for record in found:
                known = self._known(record.cells)
                if wanted is None:
                    fits = known > 1 and self._has_reference(record.cells)
                else:
                    fits = record.number == wanted
                if fits and (best is None or known > best[0]):
                    best = (known, delimiter, record.number)
                if fits:
                    break
        if best is None:
            return self.mapping.delimiter or ",", None
        return best[1], best[2]

    def _known(self, cells: Sequence[str]) -> int:
        return sum(self._row_of(cell) is not None or fold(cell) in self._rules for cell in cells if cell)

    def _has_reference(self, cells: Sequence[str]) -> bool:
        for cell in cells:
            row = self._row_of(cell) if cell else None
            if self._rules.get(fold(cell)) is Field.REFERENCE or (row is not None and row.field is Field.REFERENCE):
                return True
        return False

    def _row_of(self, header: str) -> HeaderWord | None:
        """Look a header up, the name of the edition taken off; a header that names another edition is not known."""
        text = header[:200]
        match = _NAMED_STANDARD.search(text)
        if match is not None:
            mine = self.edition.ref
            if match["number"] != mine.number or match["year"] not in {None, mine.year}:
                return _OTHER_EDITION
            text = f"{text[: match.start()]} {text[match.end() :]}"
            if not fold(text):
                return _THE_EDITION
        return next((HEADERS_BY_WORD[form] for form in fold_header(text) if form in HEADERS_BY_WORD), None)

    def _no_header(self) -> None:
        first = next((record for record in self.records if not record.is_blank), None)
        cells = () if first is None else first.cells
        close = next(
            (near for cell in cells if (near := nearest(cell, ("Control ID", "Clause", "Reference", "Control")))), None
        )
        wanted = self.mapping.header_row
        message = "no row of the table reads as a header: none names a column for the clause or control and one more"
        if wanted is not None:
            message = f"the table has no row {wanted}, where the mapping says the header is"
        self.issues.append(
            Issue(
                code="no-header",
                message=message,
                sheet=self.name,
                found=_cut(" | ".join(cells)) or "an empty table",
                expected="a header such as 'Control ID' or 'Clause' beside 'Status' or 'Applicable', or a mapping",
                nearest=close,
            )
        )

    def _assign(self, row: int) -> None:
        upper = self.records[row - 1].cells
        heads = {row}
        lower = self.records[row].cells if row < len(self.records) else ()
        if self._is_second_line(upper, lower):
            heads.add(row + 1)
            width = max(len(upper), len(lower))
            pairs = zip(_padded(lower, width), _padded(upper, width), strict=True)
            self.header = tuple(below or above for below, above in pairs)
        else:
            self.header = upper
        used = {index for record in self.records[max(heads) :] for index, cell in enumerate(record.cells) if cell}
        names = {index: header for index, header in enumerate(self.header) if header}
        names |= {
            index: f"column {_letters(index)}" for index in used if index not in names and index < len(self.header)
        }
        self._resolve(names)
        self.heads = frozenset(heads)

    def _is_second_line(self, upper: Sequence[str], lower: Sequence[str]) -> bool:
        """Say whether the row below the header names columns that the header leaves open under a common heading."""
        named = [(index, cell) for index, cell in enumerate(lower) if cell]
        if not named:
            return False
        open_above = all(index >= len(upper) or self._row_of(upper[index]) is None for index, _ in named)
        return open_above and all(self._row_of(cell) is not None for _, cell in named)

    def _resolve(self, names: dict[int, str]) -> None:
        chosen: dict[int, _Column] = {}
        doubtful: dict[int, HeaderWord] = {}
        for index, header in names.items():
            rule = self._rules.get(fold(header))
            row = self._row_of(header)
            if rule is not None:
                numbers = row.numbers if row is not None and row.field is rule else None
                chosen[index] = _Column(
                    index=index, header=header, field=rule, reason="the mapping says so", numbers=numbers
                )
            elif row is None:
                chosen[index] = _Column(index=index, header=header, field=Field.OTHER, reason="not known, kept as text")
                self._unknown(header)
            elif row.otherwise is None:
                chosen[index] = _column(index, header, row.field, row)
            else:
                doubtful[index] = row
        for last in (False, True):
            self._settle(names, chosen, {index: row for index, row in doubtful.items() if row.last is last})
        self.columns = tuple(chosen[index] for index in sorted(chosen))
        self._check(names)

    def _settle(self, names: dict[int, str], chosen: dict[int, _Column], open_rows: dict[int, HeaderWord]) -> None:
        """Give headers with two meanings the one that is left; where several could be the same, say so."""
        pending = dict(open_rows)
        progress = True
        while pending and progress:
            progress = False
            for index, row in list(pending.items()):
                field = self._left(row, {column.field for column in chosen.values()})
                if field is not None:
                    chosen[index] = _column(index, names[index], field, row)
                    del pending[index]
                    progress = True
        claims = Counter(row.field for row in pending.values())
        for index, row in pending.items():
            if claims[row.field] == 1 or (row.last and index == min(place for place, other in pending.items() if other.field is row.field)):
                chosen[index] = _column(index, names[index], row.field, row)
            else:
                header = names[index]
                chosen[index] = _Column(index=index, header=header, field=Field.OTHER, reason="could be two things")
                others = ", ".join(repr(names[place]) for place in pending if place != index)
                self._refuse(
                    "ambiguous-header",
                    f"{header!r} could be the {row.field.value} column or hold something else, and so could {others}",
                    header,
                    f"a mapping that says which column is the {row.field.value}",
                )

    @staticmethod
    def _left(row: HeaderWord, taken: set[Field]) -> Field | None:
        """Return the second meaning of a header if the first is taken, the first if only it can be; None while open."""
        rivals = RIVALS.get(row.field, frozenset({row.field}))
        if taken & rivals:
            return row.otherwise
        if row.otherwise in SINGLE | {Field.TITLE} and row.otherwise in taken:
            return row.field
        return None

    def _unknown(self, header: str) -> None:
        why = next((reason for word, reason in AMBIGUOUS_HEADERS.items() if fold(word) in fold_header(header)), None)
        if why is not None:
            message = f"the header {header!r} is not read: {why}"
            self._note(
                "ambiguous-header", message, header, "a mapping that says what the column holds", Severity.WARNING
            )
            return
        message = f"the header {header!r} is not known; its cells are kept as text"
        close = nearest(header, [word for row in HEADERS_BY_WORD.values() for word in row.words])
        self._note("unknown-header", message, header, "a known header, or a mapping", Severity.INFORMATION, close)

    def _check(self, names: dict[int, str]) -> None:
        fields = Counter(column.field for column in self.columns)
        for field in SINGLE:
            if fields[field] > 1:
                listed = [column.header for column in self.of(field)]
                message = f"{' and '.join(map(repr, listed))} are both columns for {field.value}"
                self._refuse("two-columns-for-one-field", message, listed[-1], "one of them, by a mapping")
        if not fields[Field.REFERENCE]:
            message = "no column holds the number of the clause or control"
            self._refuse(
                "no-reference-column", message, None, "a header such as 'Control ID' or 'Clause', or a mapping"
            )
        elif not any(fields[field] for field in (*STATEMENTS, *REASON_FIELDS)):
            message = "no column states anything: whether it applies, how far it is implemented, what was found"
            self._note("no-statement-column", message, None, "a header such as 'Applicable' or 'Status', or a mapping")
        present = {fold(header) for header in names.values()}
        for rule in self.mapping.columns:
            if fold(rule.header) not in present:
                message = f"the mapping names the header {rule.header!r}, which the register does not have"
                close = nearest(rule.header, names.values())
                self._note("mapping-unused", message, rule.header, "a header of the register", near=close)

    def _refuse(self, code: str, message: str, header: str | None, expected: str) -> None:
        self.unreadable = True
        self.issues.append(
            Issue(code=code, message=message, sheet=self.name, column_name=header, found=header, expected=expected)
        )

    def _note(  # noqa: PLR0913 - the fields of an issue.
        self,
        code: str,
        message: str,
        header: str | None,
        expected: str,
        severity: Severity = Severity.WARNING,
        near: str | None = None,
    ) -> None:
        self.issues.append(
            Issue(
                code=code,
                message=message,
                severity=severity,
                sheet=self.name,
                column_name=header,
                found=header,
                expected=expected,
                nearest=near,
            )
        )


_OTHER_EDITION: Final = HeaderWord(
    words=(), field=Field.OTHER, reason="it names another standard or edition; kept as text"
)
_THE_EDITION: Final = HeaderWord(words=(), field=Field.REFERENCE, reason="numbers of the edition it names")


def _column(index: int, header: str, field: Field, row: HeaderWord) -> _Column:
    return _Column(index=index, header=header, field=field, reason=row.reason, numbers=row.numbers, last=row.last)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *([""] * (width - len(cells))))


def _letters(index: int) -> str:
    """Name a column as a spreadsheet does: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _cut(text: str) -> str:
    return shortened(text, 80)


# Rows.

_TEXT_FIELDS: Final = frozenset(
    {
        Field.TITLE, Field.JUSTIFICATION, Field.INCLUSION, Field.EXCLUSION, Field.OWNER, Field.RISKS, Field.EVIDENCE,
        Field.COMMENT, Field.DUE, Field.OTHER, Field.IGNORED,
    }
)  # fmt: skip
_STATED: Final = (*STATEMENTS, *REASON_FIELDS, Field.REASONS)
_GUARDED: Final = frozenset(Field) - _TEXT_FIELDS
"""Columns in which a formula is refused: it says something else when it is computed anew."""
_MARKED_TEXT: Final = re.compile(r"'(?='*\s*[\"']*[=+\-@\t\r\n]|\d)")
_FORMULA: Final = re.compile(r"[=+@]")
_LISTED: Final = re.compile(r";|\n|\r|<br ?/?>|•")
_MOST_TARGETS: Final = 200
_LONGEST_REFERENCE: Final = 400


@attrs.define(kw_only=True)
class _Statement:
    """What one row says, before it is compared with the others."""

    number: int
    line: int
    targets: tuple[RequirementRef, ...]
    units: tuple[str, ...] = ()
    applicability: Applicability | None = None
    conformity: Conformity | None = None
    work_status: WorkStatus | None = None
    judged_on: dt.date
    judged_by: str
    review_on: dt.date | None = None
    justification: tuple[str, ...] = ()
    reasons: tuple[InclusionReason, ...] = ()
    comment: tuple[str, ...] = ()
    kept: dict[str, list[str]] = attrs.field(factory=dict)
    other: dict[str, list[str]] = attrs.field(factory=dict)

    @property
    def says(self) -> tuple[object, ...]:
        return (self.applicability, self.conformity, self.work_status, self.judged_on, self.judged_by, self.review_on)

    @property
    def states(self) -> bool:
        return self.applicability is not None or self.work_status is not None

    @property
    def texts(self) -> bool:
        return bool(self.comment or self.justification or self.kept or self.other)

    def absorb(self, other: _Statement) -> None:
        """Take over the texts of a row that says the same."""
        self.justification = _united(self.justification, other.justification)
        self.reasons = _united(self.reasons, other.reasons)
        self.comment = _united(self.comment, other.comment)
        for mine, theirs in ((self.kept, other.kept), (self.other, other.other)):
            for key, texts in theirs.items():
                mine[key] = list(_united(mine.get(key, []), texts))


def _united(first: Iterable[Any], second: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys([*first, *second]))


class _RefusedError(Exception):
    """A cell that cannot be read; carries the issue, and what becomes of the row."""

    def __init__(self, issue: Issue, outcome: Outcome = Outcome.REFUSED) -> None:
        super().__init__(issue.code)
        self.issue = issue
        self.outcome = outcome


class _Reader:
    """One run over the rows of one register."""

    def __init__(  # noqa: PLR0913, PLR0917 - made in one place.
        self,
        table: _Table,
        edition: StandardEdition,
        mapping: ColumnMapping,
        judged_by: str,
        judged_on: dt.date,
        role: Role,
        limits: TableLimits,
    ) -> None:
        self.table = table
        self.edition = edition
        self.mapping = mapping
        self.judged_by = judged_by
        self.judged_on = judged_on
        self.role = role
        self.limits = limits
        self.references = _References(table, edition, mapping)
        self.own_words = words_by_column(mapping.status_words)
        self.unit_names = {fold(row.name): row.unit for row in mapping.unit_names}
        self.column_at = {column.index: column for column in table.columns}
        self.rows: dict[int, RegisterRow] = {}
        self.statements: list[_Statement] = []
        self.above: str = ""
        # What the issue being made is about.
        self.row = 0

    # Issues of the row at hand.

    def issue(  # noqa: PLR0913 - the fields of an issue.
        self,
        code: str,
        message: str,
        column: _Column | None,
        found: str | None = None,
        expected: str | None = None,
        near: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Issue:
        return Issue(
            code=code,
            message=message,
            severity=severity,
            found=None if found is None else _cut(found),
            expected=expected,
            nearest=near,
            sheet=self.table.name,
            row=self.row,
            column_name=None if column is None else column.header,
        )

    # The whole.

    def result(self, issues: list[Issue]) -> RegisterImport:
        first = min(self.table.heads)
        for record in self.table.records:
            self.row = record.number
            if record.number < first:
                self._account(record, Outcome.BLANK if record.is_blank else Outcome.ABOVE)
            elif record.number in self.table.heads or _same(record.cells, self.table.header):
                self._account(record, Outcome.HEADER)
            elif record.is_blank:
                self._account(record, Outcome.BLANK)
            else:
                self._read(record)
        self._lost_zeros()
        groups = self._compared()
        judgements, decisions = self._made(groups)
        whole = [*issues, *self._wholesale(groups)]
        rows = tuple(self.rows[number] for number in sorted(self.rows))
        return RegisterImport(
            name=self.table.name,
            edition=self.edition.ref,
            columns=self.table.shown,
            rows=rows,
            judgements=tuple(judgements),
            applicability=tuple(decisions),
            evidence=_named(groups),
            issues=(*whole, *(issue for row in rows for issue in row.issues)),
        )

    def _account(self, record: Record, outcome: Outcome) -> None:
        cells = tuple(
            CellReading(column=self._name(index), field=self._field(index), text=cell, read=None)
            for index, cell in enumerate(record.cells)
            if cell
        )
        self.rows[record.number] = RegisterRow(number=record.number, line=record.line, outcome=outcome, cells=cells)

    def _name(self, index: int) -> str:
        column = self.column_at.get(index)
        return f"column {_letters(index)}" if column is None else column.header

    def _field(self, index: int) -> Field:
        column = self.column_at.get(index)
        return Field.OTHER if column is None else column.field

    def _close(self, number: int, outcome: Outcome, *issues: Issue) -> None:
        row = self.rows[number]
        self.rows[number] = attrs.evolve(row, outcome=outcome, issues=(*row.issues, *issues))

    # One row.

    def _read(self, record: Record) -> None:
        self._account(record, Outcome.REFUSED)
        cells: list[CellReading] = []
        issues: list[Issue] = []
        try:
            self._fits(record)
            statement = self._statement(record, cells, issues)
        except _RefusedError as refusal:
            outcome = refusal.outcome
            issues.append(refusal.issue)
            if outcome is Outcome.HEADING:
                issues.clear()
            targets: tuple[RequirementRef, ...] = ()
        else:
            targets = statement.targets
            outcome = self._judged(record, statement, issues)
            if outcome is Outcome.IMPORTED:
                self.statements.append(statement)
        shown = {(cell.column, cell.text): cell for cell in cells}
        row = self.rows[record.number]
        self.rows[record.number] = attrs.evolve(
            row,
            outcome=outcome,
            targets=targets,
            cells=tuple(shown.get((cell.column, cell.text), cell) for cell in row.cells),
            issues=tuple(issues),
        )

    def _fits(self, record: Record) -> None:
        for index, cell in enumerate(record.cells):
            column = self.column_at.get(index)
            if len(cell) > self.limits.cell:
                found, expected = f"{len(cell)} characters", f"at most {self.limits.cell}"
                raise _RefusedError(self.issue("cell-too-long", "the cell is too long", column, found, expected))
            if cell and index >= len(self.table.header):
                message = "the row has more cells than the header: a delimiter inside a text without quotation marks moves all that follow"
                found, expected = f"{len(record.cells)} cells", f"{len(self.table.header)} cells"
                raise _RefusedError(self.issue("too-many-cells", message, None, found, expected))
            if cell and column is not None and column.field in _GUARDED and _is_formula(cell):
                message = "a formula is not read here: what it gives depends on where it is computed"
                raise _RefusedError(self.issue("formula", message, column, cell, "the text itself"))

    def _texts(self, record: Record, field: Field) -> list[tuple[_Column, str]]:
        found = []
        for column in self.table.of(field):
            cell = record.cells[column.index] if column.index < len(record.cells) else ""
            cell = _MARKED_TEXT.sub("", cell, count=1) if _MARKED_TEXT.match(cell) else cell
            if cell:
                found.append((column, cell))
        return found

    def _statement(self, record: Record, cells: list[CellReading], issues: list[Issue]) -> _Statement:
        read = _Notes(cells)
        self._check_standard(record, read)
        column, text, titles = self._reference_text(record, read)
        targets, title = self.references.read(text, column, titles, self.issue)
        read.add(column, text, ", ".join(target.local for target in targets))
        statement = _Statement(
            number=record.number, line=record.line, targets=targets, judged_on=self.judged_on, judged_by=self.judged_by
        )
        self._stated(record, statement, read)
        self._dated(record, statement, read, issues)
        self._unit(record, statement, read)
        self._explained(record, statement, read, issues)
        self.references.note_title(record.number, targets, [*titles, *([title] if title else [])])
        return statement

    def _check_standard(self, record: Record, read: _Notes) -> None:
        for column, text in self._texts(record, Field.STANDARD):
            names = [part.strip() for part in re.split(r"[,;&+\n]| and | und | et ", text) if part.strip()]
            verdicts = [self.references.is_edition(part) for part in names]
            if True in verdicts:
                read.add(column, text, str(self.edition.ref))
                continue
            if None in verdicts:
                message = f"{_cut(text)!r} is not a standard that can be told from {self.edition.ref}"
                expected = f"{self.edition.ref}, or a name the mapping gives it"
                raise _RefusedError(self.issue("unknown-standard", message, column, text, expected))
            self._another(column, text)

    def _another(self, column: _Column, text: str) -> None:
        if self.references.is_same_standard(text):
            message = (
                f"{_cut(text)!r} is another edition or an adoption of {self.edition.ref} and does not stand in for it"
            )
            expected = f"{self.edition.ref}, or a name the mapping gives it"
            raise _RefusedError(self.issue("other-edition", message, column, text, expected))
        message = f"the row is about {_cut(text)}"
        issue = self.issue(
            "other-standard", message, column, text, str(self.edition.ref), severity=Severity.INFORMATION
        )
        raise _RefusedError(issue, Outcome.OTHER_STANDARD)

    def _reference_text(self, record: Record, read: _Notes) -> tuple[_Column, str, list[str]]:
        """Return what stands for the number of the row, and its titles; raises where there is no number."""
        titles = [text for _, text in self._texts(record, Field.TITLE)]
        for column, text in self._texts(record, Field.TITLE):
            read.add(column, text, "title")
        column = self.table.of(Field.REFERENCE)[0]
        found = [text for _, text in self._texts(record, Field.REFERENCE) if text not in PLACEHOLDERS]
        texts = {cell for cell in record.cells if cell not in PLACEHOLDERS}
        stated = any(self._texts(record, field) for field in _STATED)
        if found:
            lone = len(texts) == 1 and not self.references.holds_number(found[0])
            if not lone:
                self.above = found[0]
                return column, found[0], titles
        if len(texts) <= 1 and not (
            stated and not found and len(self._stated_texts(record)) > 0 and not _is_sentence(texts)
        ):
            raise _RefusedError(self.issue("heading", "a heading", None), Outcome.HEADING)
        if self.mapping.blank_reference is BlankReference.AS_ABOVE and self.above:
            return column, self.above, titles
        message = "the row says something and has no number; merged cells lose theirs when a sheet is saved as CSV"
        expected = "the number in each row, or a mapping that takes it from above"
        raise _RefusedError(self.issue("no-reference", message, column, "an empty cell", expected))

    def _stated_texts(self, record: Record) -> list[str]:
        return [text for field in _STATED for _, text in self._texts(record, field)]

    # What the row states.

    def _stated(self, record: Record, statement: _Statement, read: _Notes) -> None:
        said: list[tuple[_Column, str, StatusWord]] = []
        for field in STATEMENTS:
            for column, text in self._texts(record, field):
                word = self._word(column, text)
                if word is None:
                    read.add(column, text, "left out")
                else:
                    said.append((column, text, word))
                    read.add(column, text, _meaning(word))
        self._combine(said, statement)
        self._reasons(record, statement, read)
        if statement.applicability is None and statement.work_status is not None:
            statement.applicability = self.mapping.unsaid_applicability

    def _word(self, column: _Column, text: str) -> StatusWord | None:
        if text in PLACEHOLDERS:
            return None
        found, rest = signs(text)
        key = fold(rest)
        yes, no = key in YES_WORDS, key in NO_WORDS
        if (yes and found & CROSSES) or (no and found & TICKS):
            message = f"the sign and the word of {_cut(text)!r} say opposite things"
            raise _RefusedError(self.issue("ambiguous-status", message, column, text, "one of the two"))
        tables = (self.own_words, KNOWN_WORDS)
        word = next(
            (table[place, key] for table in tables for place in (column.field, None) if (place, key) in table), None
        )
        own = word is not None and word.reason == StatusWord(word="-").reason
        if word is not None and (own or column.field is not Field.APPLICABLE or _may_stand_as_applicability(word)):
            return word
        raise _RefusedError(self._no_word(column, text, key, word))

    def _no_word(self, column: _Column, text: str, key: str, word: StatusWord | None) -> Issue:
        if key in YES_WORDS | NO_WORDS:
            message = f"{_cut(text)!r} answers a question, and the header {column.header!r} does not say which"
            expected = "a mapping that makes the column applicable, implemented or conformity"
            return self.issue("ambiguous-status", message, column, text, expected)
        if word is not None:
            message = f"{_cut(text)!r} does not say whether it applies: a control applies or it does not; units are named apart"
            return self.issue("ambiguous-status", message, column, text, "applicable or not applicable")
        why = next((reason for known, reason in AMBIGUOUS_WORDS.items() if fold(known) == key), None)
        if why is not None:
            message = f"{_cut(text)!r} means two things: {why}"
            return self.issue(
                "ambiguous-status", message, column, text, "a word of one meaning, or a mapping that gives it one"
            )
        words = [row.word for (place, _), row in KNOWN_WORDS.items() if place in {column.field, None}]
        own = [row.word for row in self.mapping.status_words]
        near = nearest(text, [*own, *words])
        expected = "a known word, or a mapping that says what it means"
        return self.issue("unknown-status", f"{_cut(text)!r} is not a known status", column, text, expected, near)

    def _combine(self, said: list[tuple[_Column, str, StatusWord]], statement: _Statement) -> None:
        axes: tuple[tuple[str, list[tuple[_Column, str, StatusWord]]], ...] = (
            ("applicability", [part for part in said if part[2].applicability is not None]),
            ("conformity", [part for part in said if part[2].conformity is not None]),
            ("work_status", [part for part in said if part[2].work_status is not None and part[2].conformity is None]),
        )
        for axis, parts in axes:
            meanings = {getattr(word, axis) for _, _, word in parts}
            if len(meanings) > 1:
                self._contradiction([(column, text) for column, text, _ in parts])
            if meanings:
                setattr(statement, axis, meanings.pop())
        if statement.conformity is not None and statement.work_status is None:
            statement.work_status = next(word.work_status for _, _, word in said if word.conformity is not None)
        excluded = statement.applicability is Applicability.NOT_APPLICABLE
        claimed = statement.conformity is not None or statement.work_status not in {None, WorkStatus.NOT_STARTED}
        early = statement.work_status in {WorkStatus.NOT_STARTED, WorkStatus.PLANNED}
        if (excluded and claimed) or (statement.conformity is Conformity.CONFORMING and early):
            self._contradiction([(column, text) for column, text, _ in said])
        if excluded:
            # That nothing is done about what does not apply is no judgement.
            statement.work_status = None

    def _contradiction(self, parts: Sequence[tuple[_Column, str]]) -> None:
        told = " and ".join(f"{column.header!r} says {_cut(text)!r}" for column, text in parts)
        raise _RefusedError(
            self.issue(
                "contradicting-cells",
                f"{told}: they contradict each other",
                parts[-1][0],
                parts[-1][1],
                "cells that agree",
            )
        )

    def _reasons(self, record: Record, statement: _Statement, read: _Notes) -> None:
        found: list[InclusionReason] = []
        ticked: list[tuple[_Column, str]] = []
        for field, reason in REASON_FIELDS.items():
            for column, text in self._texts(record, field):
                key = fold(signs(text)[1])
                if text in PLACEHOLDERS or key in NO_WORDS or text.casefold() in TEXT_PLACEHOLDERS:
                    read.add(column, text, "not ticked")
                    continue
                if key not in YES_WORDS and key != "x":
                    if not any(character.isalpha() for character in text):
                        message = f"{_cut(text)!r} is neither a tick nor a reason"
                        raise _RefusedError(
                            self.issue("unknown-tick", message, column, text, "x, a tick, or the reason")
                        )
                    statement.justification = (*statement.justification, f"{column.header}: {text}")
                read.add(column, text, reason.value)
                found.append(reason)
                ticked.append((column, text))
        if found and statement.applicability is Applicability.NOT_APPLICABLE:
            self._contradiction([*ticked, *((part[0], part[1]) for part in self._applicability_cells(record))])
        if found and statement.applicability is None:
            statement.applicability = Applicability.APPLICABLE
        statement.reasons = _united((), found)

    def _applicability_cells(self, record: Record) -> list[tuple[_Column, str]]:
        return [part for field in (Field.STATUS, Field.APPLICABLE) for part in self._texts(record, field)]

    # Days, units and texts.

    def _dated(self, record: Record, statement: _Statement, read: _Notes, issues: list[Issue]) -> None:
        for column, text in self._texts(record, Field.JUDGED_ON):
            if text.casefold() in TEXT_PLACEHOLDERS:
                read.add(column, text, "left out")
                continue
            day, why = _day(text, self.mapping.date_order)
            if day is None:
                raise _RefusedError(
                    self.issue("bad-date", f"{_cut(text)!r} is {why}", column, text, "a day such as 2026-11-23")
                )
            if day > self.judged_on:
                message = f"the row was looked at on {day}, after the day the register speaks of"
                expected = f"{self.judged_on} or earlier"
                raise _RefusedError(self.issue("later-than-the-register", message, column, text, expected))
            statement.judged_on = day
            read.add(column, text, day.isoformat())
        for column, text in self._texts(record, Field.REVIEW_ON):
            day, why = _day(text, self.mapping.date_order)
            if day is not None:
                statement.review_on = day
                read.add(column, text, day.isoformat())
            elif text.casefold() not in TEXT_PLACEHOLDERS:
                statement.other.setdefault(column.header, []).append(text)
                message = f"{_cut(text)!r} is {why}; it is kept as text"
                issues.append(
                    self.issue(
                        "unread-date", message, column, text, "a day such as 2026-11-23", severity=Severity.WARNING
                    )
                )
        for column, text in self._texts(record, Field.JUDGED_BY):
            if text.casefold() not in TEXT_PLACEHOLDERS:
                statement.judged_by = text
                read.add(column, text, text)

    def _unit(self, record: Record, statement: _Statement, read: _Notes) -> None:
        for column, text in self._texts(record, Field.UNIT):
            if text in PLACEHOLDERS:
                continue
            units: list[str] = []
            for part in _parts(text):
                if fold(part) not in self.unit_names:
                    message = (
                        f"{_cut(part)!r} is no unit the mapping names; a judgement on one unit does not hold for all"
                    )
                    near = nearest(part, [row.name for row in self.mapping.unit_names])
                    expected = "a unit of the organization, named in the mapping"
                    raise _RefusedError(self.issue("unknown-unit", message, column, part, expected, near))
                unit = self.unit_names[fold(part)]
                units += [unit] if unit is not None else []
            if units and statement.applicability is Applicability.NOT_APPLICABLE:
                message = "a decision on applicability holds for the whole system, and this row is about one unit"
                raise _RefusedError(self.issue("exclusion-of-one-unit", message, column, text, "a row without a unit"))
            statement.units = tuple(dict.fromkeys(units))
            read.add(column, text, ", ".join(units) or "all units")

    def _explained(self, record: Record, statement: _Statement, read: _Notes, issues: list[Issue]) -> None:
        excluded = statement.applicability is Applicability.NOT_APPLICABLE
        decided = statement.applicability is not None
        wrong = Field.INCLUSION if excluded else Field.EXCLUSION
        for field in (Field.JUSTIFICATION, Field.INCLUSION, Field.EXCLUSION):
            for column, text in self._real_texts(record, field, read):
                read.add(column, text, "text")
                if decided and field is not wrong:
                    statement.justification = (*statement.justification, text)
                    continue
                statement.other.setdefault(column.header, []).append(text)
                if decided:
                    message = f"the row says the opposite of what {column.header!r} explains; it is kept as text"
                    issues.append(
                        self.issue("reason-for-the-opposite", message, column, text, severity=Severity.WARNING)
                    )
        for column, text in self._real_texts(record, Field.REASONS, read):
            for part in re.split(r"[,;/\n+&]", text):
                reason = REASON_WORDS.get(fold(part))
                if reason is not None and not excluded:
                    statement.reasons = _united(statement.reasons, [reason])
                elif part.strip():
                    statement.other.setdefault(column.header, []).append(part.strip())
                    message = f"{_cut(part.strip())!r} is no kind of reason for this decision; it is kept as text"
                    near = nearest(part.strip(), REASON_WORDS)
                    issues.append(
                        self.issue(
                            "unknown-reason",
                            message,
                            column,
                            part,
                            "risk, legal, contract or practice",
                            near,
                            Severity.WARNING,
                        )
                    )
            read.add(column, text, ", ".join(reason.value for reason in statement.reasons) or "text")
        for field, key in ((Field.OWNER, "owner"), (Field.DUE, "due")):
            for column, text in self._real_texts(record, field, read):
                statement.kept.setdefault(key, []).append(text)
                read.add(column, text, "text")
        for field, key in ((Field.EVIDENCE, "evidence"), (Field.RISKS, "risks")):
            for column, text in self._real_texts(record, field, read):
                parts = (
                    _parts(text)
                    if field is Field.EVIDENCE
                    else [part for each in _parts(text) for part in _words(each)]
                )
                statement.kept[key] = list(_united(statement.kept.get(key, []), parts))
                read.add(column, text, "; ".join(parts))
        for column, text in self._real_texts(record, Field.COMMENT, read):
            statement.comment = _united(statement.comment, [text])
            read.add(column, text, "text")
        for column, text in self._real_texts(record, Field.OTHER, read):
            statement.other.setdefault(column.header, []).append(text)
            read.add(column, text, "text")

    def _real_texts(self, record: Record, field: Field, read: _Notes) -> list[tuple[_Column, str]]:
        found = []
        for column, text in self._texts(record, field):
            if text.casefold() in TEXT_PLACEHOLDERS:
                read.add(column, text, "left out")
            else:
                found.append((column, text))
        return found

    # What becomes of the row.

    def _judged(self, record: Record, statement: _Statement, issues: list[Issue]) -> Outcome:
        column = self.table.of(Field.REFERENCE)[0]
        if statement.applicability is Applicability.NOT_APPLICABLE:
            for target in statement.targets:
                if not may_be_excluded(self.edition[target]):
                    message = f"{target.local} cannot be determined not applicable while conformity is claimed"
                    expected = "a reference control, or a requirement that the standard lets be set aside"
                    issues.append(self.issue("not-excludable", message, column, target.local, expected))
                    return Outcome.REFUSED
            if not statement.justification:
                message = f"{statement.targets[0].local} is set aside without a reason"
                issues.append(
                    self.issue(
                        "exclusion-without-reason", message, None, None, "a justification", severity=Severity.WARNING
                    )
                )
        if statement.states:
            return Outcome.IMPORTED
        parent = all(_holds_others(self.edition[target]) for target in statement.targets)
        if parent and not statement.texts and not self._stated_texts(record):
            return Outcome.HEADING
        if statement.texts:
            message = "nothing is stated about the requirement, so that its texts have no place in an assessment"
            issues.append(self.issue("texts-not-carried", message, None, None, "a status", severity=Severity.WARNING))
        return Outcome.SILENT

    # Rows together.

    def _lost_zeros(self) -> None:
        """Refuse the numbers that stand where a spreadsheet made 5.1 of 5.10: between the ninth and the eleventh."""
        single = [part for part in self.statements if len(part.targets) == 1]
        by_row = [(part.number, part.targets[0].clause, part) for part in single]
        lost = []
        for before, here, after in zip(by_row, by_row[1:], by_row[2:], strict=False):
            ends = before[1].numbers, here[1].numbers, after[1].numbers
            same = before[1].parent == here[1].parent == after[1].parent and before[1].parent is not None
            if not same or not all(ends):
                continue
            tens, rest = divmod(here[1].numbers[-1] * 10, 10)
            wanted = tens * 10
            if rest == 0 and (ends[0][-1], ends[2][-1]) == (wanted - 1, wanted + 1):
                meant = ClauseNumber(here[1].annex, (*here[1].numbers[:-1], wanted))
                if RequirementRef(self.edition.ref, meant) in self.edition:
                    lost.append((here[2], meant))
        column = self.table.of(Field.REFERENCE)[0]
        for part, meant in lost:
            self.statements.remove(part)
            self.row = part.number
            found = str(part.targets[0].clause)
            message = f"{found} stands between the ninth and the eleventh: a spreadsheet made it of {meant}"
            issue = self.issue("lost-zero", message, column, found, "the number as text", str(meant))
            self._close(part.number, Outcome.REFUSED, issue)

    def _compared(self) -> list[_Statement]:
        """Bring together the rows that say the same of one requirement, and put out those that disagree."""
        about: dict[tuple[RequirementRef, tuple[str, ...]], list[_Statement]] = {}
        for part in self.statements:
            for target in part.targets:
                about.setdefault((target, part.units), []).append(part)
        disputed: dict[int, list[int]] = {}
        for (target, _), parts in about.items():
            if len({part.says for part in parts}) > 1:
                for part in parts:
                    disputed.setdefault(part.number, []).extend(other.number for other in parts if other is not part)
        column = self.table.of(Field.REFERENCE)[0]
        for number, others in disputed.items():
            self.row = number
            rows = ", ".join(str(other) for other in dict.fromkeys(others))
            found = ", ".join(target.local for target in self.rows[number].targets)
            message = f"row {rows} says something else about the same requirement"
            issue = self.issue("rows-disagree", message, column, found, "rows that agree, or one row")
            self._close(number, Outcome.REFUSED, issue)
        kept = [part for part in self.statements if part.number not in disputed]
        return self._united(kept, {key: parts for key, parts in about.items() if len(parts) > 1})

    def _united(
        self, kept: list[_Statement], repeated: dict[tuple[RequirementRef, tuple[str, ...]], list[_Statement]]
    ) -> list[_Statement]:
        """Make one statement of each requirement, whichever rows it came from."""
        found: dict[tuple[RequirementRef, tuple[str, ...]], _Statement] = {}
        fresh: Counter[int] = Counter()
        for part in kept:
            for target in part.targets:
                first = found.get((target, part.units))
                if first is None:
                    fresh[part.number] += 1
                    found[target, part.units] = attrs.evolve(
                        part,
                        targets=(target,),
                        kept={key: list(texts) for key, texts in part.kept.items()},
                        other={key: list(texts) for key, texts in part.other.items()},
                    )
                    found[target, part.units].kept["rows"] = [str(part.number)]
                else:
                    first.absorb(part)
                    first.kept["rows"].append(str(part.number))
        for part in kept:
            if not fresh[part.number]:
                self._close(part.number, Outcome.REPEATED)
        column = self.table.of(Field.REFERENCE)[0]
        for (target, _), parts in repeated.items():
            last = target.clause.numbers[-1] if target.clause.numbers else 0
            meant = ClauseNumber(target.clause.annex, (*target.clause.numbers[:-1], last * 10)) if last else None
            if (
                meant is None
                or not 1 <= last <= _LAST_DIGIT
                or RequirementRef(self.edition.ref, meant) not in self.edition
            ):
                continue
            if not any(key[0].clause == meant for key in found):
                self.row = parts[-1].number
                message = f"{target.clause} stands in the register more than once and {meant} never: a spreadsheet may have taken its zero"
                warning = self.issue(
                    "lost-zero", message, column, str(target.clause), "each number once", str(meant), Severity.WARNING
                )
                row = self.rows[self.row]
                self.rows[self.row] = attrs.evolve(row, issues=(*row.issues, warning))
        return list(found.values())

    def _made(self, parts: Sequence[_Statement]) -> tuple[list[Judgement], list[ApplicabilityDecision]]:
        judgements: list[Judgement] = []
        decisions: dict[RequirementRef, ApplicabilityDecision] = {}
        for part in parts:
            target = part.targets[0]
            judged = part.work_status is not None
            if part.work_status is not None:
                judgements.append(
                    Judgement(
                        target=target,
                        units=part.units,
                        conformity=part.conformity or self._implied(part.work_status),
                        work_status=part.work_status,
                        judged_by=part.judged_by,
                        judged_on=part.judged_on,
                        role=self.role,
                        catalogue_revision=self.edition.catalogue_revision,
                        note="\n".join(part.comment) or None,
                        extensions=self._kept(part, judged=True, with_risks=part.applicability is None),
                    )
                )
            if part.applicability is not None and target not in decisions:
                decisions[target] = ApplicabilityDecision(
                    target=target,
                    decision=part.applicability,
                    justification="\n".join(part.justification) or None,
                    reasons=part.reasons,
                    decided_by=part.judged_by,
                    decided_on=part.judged_on,
                    review_on=part.review_on,
                    extensions=self._kept(part, judged=False, with_risks=True, alone=not judged),
                )
        return judgements, list(decisions.values())

    def _implied(self, work_status: WorkStatus) -> Conformity:
        done = work_status is WorkStatus.IMPLEMENTED
        return self.mapping.implemented_means if done else Conformity.NOT_ASSESSED

    def _kept(self, part: _Statement, *, judged: bool, with_risks: bool, alone: bool = False) -> Extensions:
        """Pack what has no field: with the judgement where there is one, else with the decision."""
        content: dict[str, object] = {"source": self.table.name, "rows": [int(row) for row in part.kept["rows"]]}
        if judged or alone:
            content |= {key: part.kept[key] for key in ("owner", "due", "evidence") if key in part.kept}
            if part.other:
                content["other"] = part.other
        if with_risks and "risks" in part.kept:
            content["risks"] = part.kept["risks"]
        if alone and part.comment:
            content["comment"] = list(part.comment)
        return Extensions({EXTENSION: content})

    def _wholesale(self, parts: Sequence[_Statement]) -> Iterator[Issue]:
        """Say what concerns the table as a whole, once."""
        done = sum(part.conformity is None and part.work_status is WorkStatus.IMPLEMENTED for part in parts)
        if done and self.mapping.implemented_means is Conformity.NOT_ASSESSED:
            yield self._remark(
                "implemented-is-not-conforming",
                f"{done} requirements or controls are called implemented, which says nothing about conformity: they stay not assessed",
                "a mapping with implemented_means 'conforming', where the register claims that too",
            )
        words = Counter(part.applicability for part in parts)
        if words[Applicability.NOT_APPLICABLE] and words[None] and self.table.of(Field.APPLICABLE) == ():
            yield self._remark(
                "applicability-unsaid",
                f"{words[None]} requirements or controls have a status and no word on applicability, while others are set aside",
                "a mapping with unsaid_applicability 'applicable', where the register means that",
            )
        failed = sum(part.conformity is Conformity.NONCONFORMING for part in parts)
        if failed:
            yield self._remark(
                "findings-not-made",
                f"{failed} requirements or controls are judged nonconforming; no findings are made of them, because a finding "
                "states what was found, by whom and when",
                "findings, recorded apart",
            )
        yield from self.references.wholesale(self.issue)

    def _remark(self, code: str, message: str, expected: str) -> Issue:
        return Issue(
            code=code, message=message, severity=Severity.INFORMATION, sheet=self.table.name, expected=expected
        )


_LAST_DIGIT: Final = 9


class _Notes:
    """What was understood in the cells of one row."""

    def __init__(self, cells: list[CellReading]) -> None:
        self._cells = cells

    def add(self, column: _Column, text: str, read: str) -> None:
        self._cells.append(CellReading(column=column.header, field=column.field, text=text, read=read))


def _same(cells: Sequence[str], header: Sequence[str]) -> bool:
    width = max(len(cells), len(header))
    return _padded(cells, width) == _padded(header, width)


def _is_formula(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and len(cell) > 1


def _is_sentence(texts: set[str]) -> bool:
    return any(" " in text for text in texts)


def _holds_others(entry: object) -> bool:
    return isinstance(entry, Clause) and bool(entry.clauses or entry.controls)


def _may_stand_as_applicability(word: StatusWord) -> bool:
    return word.applicability is not None or (word.conformity is None and word.work_status is None)


def _meaning(word: StatusWord) -> str:
    said = [part.value for part in (word.applicability, word.conformity, word.work_status) if part is not None]
    return ", ".join(said) or "not assessed"


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in _LISTED.split(text) if part.strip()))


def _words(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,/]", text) if part.strip()]


def _named(parts: Sequence[_Statement]) -> tuple[NamedEvidence, ...]:
    targets: dict[str, list[RequirementRef]] = {}
    rows: dict[str, list[int]] = {}
    for part in parts:
        for text in part.kept.get("evidence", []):
            targets.setdefault(text, []).extend(part.targets)
            rows.setdefault(text, []).extend(int(row) for row in part.kept["rows"])
    return tuple(
        NamedEvidence(text=text, targets=_united((), targets[text]), rows=tuple(sorted(set(rows[text]))))
        for text in targets
    )


# Days.

_MONTH_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janvier janv", "feb february februar février févr fév", "mar march märz mär mrz mars",
            "apr april avril avr", "may mai", "jun june juni juin", "jul july juli juillet juil", "aug august août",
            "sep sept september septembre", "oct october okt oktober octobre", "nov november novembre",
            "dec december dez dezember décembre déc",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_ISO_DAY: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]0?0:00(?::00)?)?")
_DOTTED_DAY: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHED_DAY: Final = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_WORDED_DAY: Final = re.compile(r"(\d{1,2})\.?(?:st|nd|rd|th|er)?[ -]+([^\W\d_]+)\.?,?[ -]+(\d{4})")
_MONTH_LED_DAY: Final = re.compile(r"([^\W\d_]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_SERIAL_DAY: Final = re.compile(r"[34]\d{4}(?:\.0)?")
_MONTHS_OF_A_YEAR: Final = 12


def _day(text: str, order: DateOrder) -> tuple[dt.date | None, str]:
    """Read a day, or say what it is instead; a day with two readings is none."""
    plain = " ".join(text.split())
    if _SERIAL_DAY.fullmatch(plain):
        return None, "a number by which a spreadsheet counts days"
    if match := _ISO_DAY.fullmatch(plain):
        return _made_day(match[1], match[3], match[4])
    if match := _DOTTED_DAY.fullmatch(plain):
        return _made_day(match[3], match[2], match[1])
    if match := _WORDED_DAY.fullmatch(plain):
        return _made_day(match[3], _MONTH_WORDS.get(match[2].casefold(), 0), match[1])
    if match := _MONTH_LED_DAY.fullmatch(plain):
        return _made_day(match[3], _MONTH_WORDS.get(match[1].casefold(), 0), match[2])
    if match := _SLASHED_DAY.fullmatch(plain):
        first, second = int(match[1]), int(match[3])
        if order is DateOrder.DAY_FIRST or (order is DateOrder.UNAMBIGUOUS and first > _MONTHS_OF_A_YEAR):
            return _made_day(match[4], second, first)
        if order is DateOrder.MONTH_FIRST or second > _MONTHS_OF_A_YEAR or first == second:
            return _made_day(match[4], first, second)
        return None, "a day with two readings, unless the mapping says whether day or month comes first"
    return None, "not a day that can be read"


def _made_day(year: str, month: str | int, day: str | int) -> tuple[dt.date | None, str]:
    try:
        return dt.date(int(year), int(month), int(day)), ""
    except ValueError:
        return None, "not a day of the calendar"


# References.

_PREFIXES: Final = frozenset(
    fold(word)
    for word in (
        "", "clause", "cl", "clauses", "control", "controls", "annex", "annex a", "annex control", "requirement", "section", "sec",
        "subclause", "§", "§§", "abschnitt", "abschn", "kapitel", "kap", "klausel", "anhang", "anhang a", "maßnahme", "chapitre",
        "chap", "article", "art", "paragraphe", "annexe", "annexe a", "mesure", "contrôle", "ref", "no", "nr",
    )
)  # fmt: skip
_WRAPPED: Final = re.compile(r"^[\s*_`\"“”„'‘’\[(]+|[\s*_`\"“”„'‘’\])]+$")
_GLUED: Final = re.compile(r"(?<![^\W_])([A-Za-z])[ -]?(?=\d{1,2}\.\d)")
_PADDED: Final = re.compile(r"(?<=\.)0+(?=\d)")
_COMMA_NUMBER: Final = re.compile(r"(\d{1,2}),(\d{1,2})")
_MAIN: Final = re.compile(r"(?P<prefix>[^\W\d]*\.?\s*)(?P<number>[1-9]\d?)(?P<rest>(?:[\s.:)–—-].*)?)", re.DOTALL)
_TITLE_AFTER: Final = re.compile(r"[\s\-–—:.;,|)*_]+(?=[^\W\d_]{2})|[\s\-–—:.;,|)*_]*$")
_MORE_NUMBERS: Final = re.compile(r"\d\.\d|(?<![^\W_])[A-Z]\.\d")
_STANDARD_FIRST: Final = re.compile(
    r"(?P<name>(?:[A-Z]{2,7}[ /_-]{0,3}){0,4}\d{4,5}(?:-\d{1,3})?(?: ?: ?\d{4})?)(?P<gap>[\s:,_/|§–-]+)(?=[A-Z§\d])",
    re.IGNORECASE,
)
_MONTH_PART: Final = "|".join(sorted(map(re.escape, _MONTH_WORDS), key=len, reverse=True))
_DAY_OF_MONTH: Final = re.compile(rf"(\d{{1,2}})[. /-]*({_MONTH_PART})\.?(?:[. /-]*\d{{2,4}})?", re.IGNORECASE)
_MONTH_OF_DAY: Final = re.compile(rf"({_MONTH_PART})[. /-]*(\d{{1,4}})", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[\s,;/&+|]*(?:(?:and|und|et|y|e|to|bis|à)\b[\s]*)?[\s,;/&+|]*", re.IGNORECASE)
_SIMILAR: Final = 0.6


class _References:
    """Numbers of clauses and controls, and the titles beside them, read against an edition."""

    def __init__(self, table: _Table, edition: StandardEdition, mapping: ColumnMapping) -> None:
        self.edition = edition
        self.mapping = mapping
        self.names = {fold(name) for name in mapping.standard_names}
        self.annexes = tuple(dict.fromkeys(control.ref.clause.annex for control in edition.controls()))
        self.title_of: dict[ClauseNumber, str] = {}
        for clause in edition.walk():
            if clause.title is not None:
                self.title_of[clause.number] = fold(clause.title)
        for control in edition.controls():
            self.title_of[control.ref.clause] = fold(control.title)
        self.titled: dict[str, set[ClauseNumber]] = {}
        for number, title in self.title_of.items():
            self.titled.setdefault(title, set()).add(number)
        self.rule = self._rule(table)
        self.different: list[tuple[int, str, str]] = []
        self.compared = 0

    def _rule(self, table: _Table) -> BareNumbers | None:
        """Say what a number without a letter is: by the mapping, else by the headers of number and title."""
        if self.mapping.bare_numbers is not BareNumbers.AS_HEADER:
            return self.mapping.bare_numbers
        if not self.annexes:
            return BareNumbers.BODY
        said = [column.numbers for column in (*table.of(Field.REFERENCE), *table.of(Field.TITLE))]
        return next((numbers for numbers in said if numbers is not None), None)

    # Standards.

    def is_edition(self, text: str) -> bool | None:
        """Say whether a name of a standard means the edition; None where it names no standard at all."""
        if fold(text) in self.names:
            return True
        ref = self._standard(text)
        if ref is None:
            return None
        mine = self.edition.ref
        same = not ref.adoption and set(ref.publishers) <= set(mine.publishers)
        same = same and (ref.number, ref.part, ref.supplements) == (mine.number, mine.part, ())
        return same and ref.year in {None, mine.year}

    def is_same_standard(self, text: str) -> bool:
        """Say whether a name means the same standard in another edition or adoption."""
        ref = self._standard(text)
        return ref is not None and (ref.number, ref.part) == (self.edition.ref.number, self.edition.ref.part)

    def _standard(self, text: str) -> StandardRef | None:
        plain = text.strip()
        bare = re.fullmatch(r"(\d{4,5})((?:-\d{1,3})?)((?: ?: ?\d{4})?)", plain)
        if bare is not None:
            # A number alone names a publisher only where it is the edition's own; else which one is left open.
            plain = (
                f"{'/'.join(self.edition.ref.publishers)} {plain}"
                if bare[1] == self.edition.ref.number
                else f"ISO {plain}"
            )
        try:
            return StandardRef.parse(plain)
        except IdentifierError:
            return None

    # Numbers.

    def holds_number(self, text: str) -> bool:
        """Say whether a cell has a clause or control in it, rather than a heading."""
        plain = self._plain(text)
        if len(plain) > _LONGEST_REFERENCE:
            return False
        return bool(_found_references(plain)) or self._main(plain) is not None or _mangled(plain) is not None or _COMMA_NUMBER.fullmatch(plain) is not None  # fmt: skip

    def _plain(self, text: str) -> str:
        plain = text
        while (stripped := _WRAPPED.sub("", plain)) != plain:
            plain = stripped
        # A bracket that belongs to an item, 8.5.1 c), is not markup.
        if re.search(r"\b[a-z]$", plain) and text.rstrip().endswith(")"):
            plain += ")"
        plain = _PADDED.sub("", plain.replace("\u00a0", " "))
        return _GLUED.sub(lambda match: f"{match[1].upper()}." if match[1].upper() in self.annexes else match[0], plain)

    def read(
        self,
        text: str,
        column: _Column,
        titles: Sequence[str],
        issue: Any,  # noqa: ANN401 - the maker of issues.
    ) -> tuple[tuple[RequirementRef, ...], str]:
        """Return what a cell names, and the title behind it; raises _RefusedError for what cannot be read."""
        expected = "a clause or control such as 8.5.1 or A.5.7, as text"
        plain = self._plain(text)
        if len(plain) > _LONGEST_REFERENCE:
            raise _RefusedError(issue("no-reference", "the cell is too long to be a reference", column, text, expected))
        if (day := _mangled(plain)) is not None:
            near = self._from_day(day)
            message = f"{_cut(text)!r} is a day: a spreadsheet made it of a number that was not kept as text"
            raise _RefusedError(issue("date-as-reference", message, column, text, expected, near))
        if (comma := _COMMA_NUMBER.fullmatch(plain)) is not None:
            message = (
                f"{_cut(text)!r} is a number with a decimal comma; whether it was {comma[1]}.{comma[2]} cannot be known"
            )
            near = f"{comma[1]}.{comma[2]}"
            raise _RefusedError(issue("number-as-reference", message, column, text, expected, near))
        plain = self._without_standard(plain, text, column, issue)
        found = _found_references(plain)
        if not found:
            return self._read_main(plain, text, column, titles, issue)
        title = self._between(plain, found, text, column, issue)
        targets: list[RequirementRef] = []
        for ref in found:
            for clause in self._expanded(ref, text, column, issue):
                targets.append(self._resolved(clause, ref.item, [*titles, title], column, text, issue))
        targets = list(dict.fromkeys(targets))
        if len(targets) > _MOST_TARGETS:
            message = f"the cell names {len(targets)} clauses"
            raise _RefusedError(issue("too-many-references", message, column, text, f"at most {_MOST_TARGETS}"))
        self._check_title(targets, [*titles, title], column, issue)
        return tuple(targets), title

    def _without_standard(self, plain: str, text: str, column: _Column, issue: Any) -> str:  # noqa: ANN401
        match = _STANDARD_FIRST.match(plain)
        if match is None:
            return plain
        name = match["name"].replace("_", " ").strip()
        verdict = self.is_edition(name)
        if verdict:
            return plain[match.end() :].lstrip("§ ")
        if verdict is None:
            return plain
        if self.is_same_standard(name):
            message = f"{name!r} is another edition or an adoption of {self.edition.ref} and does not stand in for it"
            expected = f"{self.edition.ref}, or a name the mapping gives it"
            raise _RefusedError(issue("other-edition", message, column, text, expected))
        other = issue(
            "other-standard",
            f"the row is about {name}",
            column,
            text,
            str(self.edition.ref),
            None,
            Severity.INFORMATION,
        )
        raise _RefusedError(other, Outcome.OTHER_STANDARD)

    def _between(
        self,
        plain: str,
        found: Sequence[ClauseReference],
        text: str,
        column: _Column,
        issue: Any,  # noqa: ANN401
    ) -> str:
        """Check that nothing of the cell was overlooked, and return the title behind the last number."""
        expected = "the number alone, or in front of the title"
        before = plain[: found[0].start]
        gaps = [plain[left.end : right.start] for left, right in zip(found, found[1:], strict=False)]
        after = plain[found[-1].end :]
        for part in found:
            if part.standard is not None and self.is_edition(str(part.standard)) is not True:
                message = f"{part.standard} is not {self.edition.ref}"
                raise _RefusedError(issue("other-edition", message, column, text, str(self.edition.ref)))
            if part.standard is not None:
                before = ""
        readable = fold(before) in _PREFIXES or not fold(before).strip("§ ")
        listed = all(part.standard is not None for part in found[1:]) or all(
            _SEPARATORS.fullmatch(gap) or fold(gap) in _PREFIXES for gap in gaps
        )
        if not readable or not listed or _TITLE_AFTER.match(after) is None or _MORE_NUMBERS.search(after):
            message = f"not all of {_cut(text)!r} can be read as clauses and a title"
            raise _RefusedError(issue("unread-reference", message, column, text, expected))
        return after.strip(" \t\r\n-–—:.;,|)*_")

    def _expanded(
        self,
        ref: ClauseReference,
        text: str,
        column: _Column,
        issue: Any,  # noqa: ANN401
    ) -> tuple[ClauseNumber, ...]:
        try:
            return ref.expand()
        except IdentifierError:
            message = f"what lies between {ref.clause} and {ref.through} cannot be said"
            raise _RefusedError(
                issue("bad-range", message, column, text, "a range inside one clause, or a list")
            ) from None

    def _main(self, plain: str) -> re.Match[str] | None:
        match = _MAIN.fullmatch(plain)
        if match is None or fold(match["prefix"]) not in _PREFIXES:
            return None
        return match if _TITLE_AFTER.match(match["rest"]) or not match["rest"] else None

    def _read_main(
        self,
        plain: str,
        text: str,
        column: _Column,
        titles: Sequence[str],
        issue: Any,  # noqa: ANN401
    ) -> tuple[tuple[RequirementRef, ...], str]:
        """Read a main clause or a group of controls: one number without a dot, which may also be a running number."""
        match = self._main(plain)
        if match is None:
            message = f"{_cut(text)!r} names no clause or control"
            raise _RefusedError(issue("no-reference", message, column, text, "a number such as 8.5.1 or A.5.7"))
        title = match["rest"].strip(" \t\r\n-–—:.;,|)*_")
        clause = ClauseNumber("", (int(match["number"]),))
        said = (
            bool(match["prefix"].strip())
            or self.mapping.bare_numbers is not BareNumbers.AS_HEADER
            or column.numbers is not None
        )
        numbers = [clause, *(ClauseNumber(annex, clause.numbers) for annex in self.annexes)]
        named = {fold(name) for name in (*titles, title) if name}
        if not said and not any(self.title_of.get(number) in named for number in numbers):
            message = f"{_cut(text)!r} may be a clause or a running number"
            expected = "a header such as 'Clause', the word clause in front, or the title of the clause"
            raise _RefusedError(issue("ambiguous-reference", message, column, text, expected))
        target = self._resolved(clause, None, [*titles, title], column, text, issue)
        self._check_title([target], [*titles, title], column, issue)
        return (target,), title

    def _resolved(  # noqa: PLR0913, PLR0917 - what a message needs.
        self,
        clause: ClauseNumber,
        item: str | None,
        titles: Sequence[str],
        column: _Column,
        text: str,
        issue: Any,  # noqa: ANN401
    ) -> RequirementRef:
        mine = self.edition.ref
        body = RequirementRef(mine, clause, item)
        controls = [RequirementRef(mine, ClauseNumber(annex, clause.numbers), item) for annex in self.annexes]
        if clause.is_annex or self.rule is BareNumbers.BODY:
            readings = [body]
        elif self.rule is BareNumbers.ANNEX:
            readings = controls or [body]
        else:
            readings = [body, *controls]
        known = [ref for ref in readings if ref in self.edition]
        if len(known) > 1:
            named = {fold(title) for title in titles if title}
            titled = [ref for ref in known if ref.item is None and self.title_of.get(ref.clause) in named]
            known = titled if len(titled) == 1 else known
        if len(known) == 1:
            return known[0]
        if known:
            listed = " or ".join(ref.local for ref in known)
            message = f"{clause} may be {listed}"
            expected = "the letter of the annex, a header such as 'Control' or 'Clause', or a mapping with bare_numbers"
            raise _RefusedError(issue("ambiguous-reference", message, column, text, expected))
        raise _RefusedError(self._unknown(readings, [body, *controls], column, text, issue))

    def _unknown(
        self,
        readings: Sequence[RequirementRef],
        others: Sequence[RequirementRef],
        column: _Column,
        text: str,
        issue: Any,  # noqa: ANN401
    ) -> Issue:
        wanted = readings[0].local
        there = next((ref.local for ref in others if ref in self.edition), None)
        if there is not None:
            message = f"{self.edition.ref} has no {wanted}, as the header {column.header!r} makes it, and has {there}"
            return issue(
                "unknown-reference",
                message,
                column,
                text,
                "a number that fits the header, or a mapping with bare_numbers",
                there,
            )  # type: ignore[no-any-return]  # the maker of issues.
        return issue(  # type: ignore[no-any-return]  # the maker of issues.
            "unknown-reference",
            f"{self.edition.ref} has no {wanted}",
            column,
            text,
            f"a clause or control of {self.edition.ref}",
            self.edition.nearest(wanted),
        )

    def _from_day(self, day: tuple[int, int]) -> str | None:
        """Return the number a mangled day was made of, where only one of the possible ones exists."""
        pairs = dict.fromkeys([day, (day[1], day[0])])
        found = []
        for pair in pairs:
            if 0 in pair:
                continue
            for annex in ("", *self.annexes):
                ref = RequirementRef(self.edition.ref, ClauseNumber(annex, pair))
                if ref in self.edition:
                    found.append(ref.local)
        return found[0] if len(found) == 1 else None

    # Titles.

    def _check_title(
        self,
        targets: Sequence[RequirementRef],
        titles: Sequence[str],
        column: _Column,
        issue: Any,  # noqa: ANN401
    ) -> None:
        """Refuse a number whose title is that of another: one of the two is wrong, and nobody can say which."""
        if len(targets) != 1 or targets[0].item is not None:
            return
        mine = targets[0].clause
        for title in titles:
            others = self.titled.get(fold(title), set()) if title else set()
            if others and mine not in others:
                close = min(others)
                message = f"{mine} is entitled {title!r} here, which is the title of {close}"
                expected = "a number and a title that belong together"
                raise _RefusedError(issue("title-of-another", _cut(message), column, str(mine), expected, str(close)))

    def note_title(self, number: int, targets: Sequence[RequirementRef], titles: Sequence[str]) -> None:
        """Remember how far a title is from the edition's."""
        if len(targets) != 1 or not titles or targets[0].item is not None:
            return
        mine = self.title_of.get(targets[0].clause)
        if mine is None:
            return
        self.compared += 1
        best = max(difflib.SequenceMatcher(None, mine, fold(title)[:200]).ratio() for title in titles)
        if best < _SIMILAR:
            self.different.append((number, targets[0].local, titles[0]))

    def wholesale(self, issue: Any) -> Iterator[Issue]:  # noqa: ANN401
        """Say that the titles are strange: each for itself, or all of them at once where most are."""
        if len(self.different) * 2 > self.compared > 1:
            message = (
                f"{len(self.different)} of {self.compared} titles differ from those of {self.edition.ref}: "
                "they are in another language, or the register is of another edition"
            )
            yield attrs.evolve(
                issue(
                    "titles-differ", message, None, None, f"a register of {self.edition.ref}", None, Severity.WARNING
                ),
                row=None,
            )
            return
        for number, local, title in self.different:
            message = f"the title differs from that of {local} in {self.edition.ref}"
            yield attrs.evolve(issue("title-differs", message, None, title, None, None, Severity.WARNING), row=number)


def _found_references(plain: str) -> tuple[ClauseReference, ...]:
    return parse_clause_references(plain)


def _mangled(plain: str) -> tuple[int, int] | None:
    """Return the two numbers of a day that stands where a clause should, or None."""
    if match := _DAY_OF_MONTH.fullmatch(plain):
        return int(match[1]), _MONTH_WORDS[match[2].casefold()]
    if match := _MONTH_OF_DAY.fullmatch(plain):
        return _MONTH_WORDS[match[1].casefold()], int(match[2]) % 2000
    if match := _ISO_DAY.fullmatch(plain):
        return int(match[3]), int(match[4])
    if match := _SLASHED_DAY.fullmatch(plain) or _DOTTED_DAY.fullmatch(plain):
        numbers = [int(group) for group in match.groups() if group.isdigit()]
        return numbers[0], numbers[1]
    return (0, 0) if _SERIAL_DAY.fullmatch(plain) else None
