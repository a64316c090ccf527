# SPDX-License-Identifier: Apache-2.0
"""A table read against an edition: each row by itself, then what several rows say of one requirement.

A row either gives a statement or says why not. Only at the end are rows about the same requirement compared, because
two rows that disagree are both in doubt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

import attrs

from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Conformity,
    InclusionReason,
    Judgement,
    Role,
    WorkStatus,
    may_be_excluded,
)
from isomodel.errors import InvariantError, Issue, Severity
from isomodel.identifiers import ClauseNumber, RequirementRef
from isomodel.model import Clause, Extensions, StandardEdition
from isomodel.register._columns import Column, RefusedError, Table, cut, letters, padded
from isomodel.register._days import read_day
from isomodel.register._references import Cell, References
from isomodel.register._results import (
    EXTENSION,
    TEXT_FIELDS,
    CellReading,
    NamedEvidence,
    Outcome,
    RegisterImport,
    RegisterRow,
)
from isomodel.register._table import (
    DEFAULT_TABLE_LIMITS,
    Record,
    RegisterTooLargeError,
    TableLimits,
    decoded,
    encoding_named,
)
from isomodel.register._words import (
    AMBIGUOUS_WORDS,
    CROSSES,
    KNOWN_WORDS,
    NO_WORDS,
    REASON_FIELDS,
    REASON_WORDS,
    STATEMENTS,
    TICKS,
    YES_WORDS,
    BlankReference,
    ColumnMapping,
    Field,
    StatusWord,
    fold,
    is_left_out,
    is_no_text,
    signs,
    words_by_column,
)

__all__ = ["read_register"]

FORMULA_START: Final = re.compile(r"'*+ *+(?:[\t\r\n]|\s*+[\"']*+[=+\-@])")
"""How text begins that a spreadsheet could take for a formula, apostrophes in front included."""

_STATED: Final = (*STATEMENTS, *REASON_FIELDS, Field.REASONS)
_GUARDED: Final = frozenset(Field) - TEXT_FIELDS
"""Columns in which a formula is refused: what it says depends on where it is computed."""
_NUMBERED: Final = _GUARDED - {Field.JUDGED_BY, Field.UNIT, Field.STANDARD}
"""Columns in which an apostrophe in front is the mark by which spreadsheets keep a number as text."""
_LISTED: Final = re.compile(r";|\n|\r|<br ?/?>|•")
_SHOWN_ROWS: Final = 5
_LAST_DIGIT: Final = 9

_Cells: TypeAlias = list[tuple[Column, str]]
_Key: TypeAlias = tuple[RequirementRef, tuple[str, ...]]


def read_register(  # noqa: PLR0913 - each is a fact the file does not hold.
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
    table = Table(text, name, edition, rules, limits)
    issues += table.issues
    if table.unreadable:
        rows = tuple(
            _accounted(record, Outcome.BLANK if record.is_blank else Outcome.REFUSED, table) for record in table.records
        )
        return RegisterImport(name=name, edition=edition.ref, columns=table.shown, rows=rows, issues=tuple(issues))
    given = _Given(judged_by=judged_by.strip(), judged_on=judged_on, role=role, limits=limits)
    reader = _Rows(table, edition, rules, given)
    return _Whole(table, edition, rules, given, reader).result(issues)


@attrs.frozen(kw_only=True)
class _Given:
    """What the caller says of the register."""

    judged_by: str
    judged_on: dt.date
    role: Role
    limits: TableLimits


@attrs.define(kw_only=True)
class _Statement:
    """What one row says, or what rows that agree say of one requirement.

    Texts are kept as the keys of mappings: in order, each once.
    """

    rows: list[int]
    targets: tuple[RequirementRef, ...]
    judged_on: dt.date
    judged_by: str
    units: tuple[str, ...] = ()
    applicability: Applicability | None = None
    conformity: Conformity | None = None
    work_status: WorkStatus | None = None
    review_on: dt.date | None = None
    reasons: dict[InclusionReason, None] = attrs.field(factory=dict)
    texts: dict[str, dict[str, None]] = attrs.field(factory=dict)
    other: dict[str, dict[str, None]] = attrs.field(factory=dict)

    @property
    def says(self) -> tuple[object, ...]:
        """What must be the same in every row about a requirement."""
        return (
            self.applicability,
            self.conformity,
            self.work_status,
            self.judged_on,
            self.judged_by,
            self.review_on,
        )

    @property
    def states(self) -> bool:
        """Whether it says anything about the requirement."""
        return self.applicability is not None or self.work_status is not None

    def add(self, key: str, *texts: str) -> None:
        """Keep texts of a kind."""
        self.texts.setdefault(key, {}).update(dict.fromkeys(texts))

    def keep(self, header: str, *texts: str) -> None:
        """Keep texts of a column that has no kind."""
        self.other.setdefault(header, {}).update(dict.fromkeys(texts))

    def all(self, key: str) -> list[str]:
        """List the texts of a kind."""
        return list(self.texts.get(key, ()))

    def copy_for(self, target: RequirementRef) -> _Statement:
        """Make a statement on one requirement that can take in others without touching this one."""
        return attrs.evolve(
            self,
            targets=(target,),
            rows=list(self.rows),
            reasons=dict(self.reasons),
            texts={key: dict(texts) for key, texts in self.texts.items()},
            other={key: dict(texts) for key, texts in self.other.items()},
        )

    def absorb(self, other: _Statement) -> None:
        """Take over the texts of a row that says the same."""
        self.rows += other.rows
        self.reasons |= other.reasons
        for key, texts in other.texts.items():
            self.add(key, *texts)
        for header, texts in other.other.items():
            self.keep(header, *texts)


def _accounted(record: Record, outcome: Outcome, table: Table) -> RegisterRow:
    columns = {column.index: column for column in table.columns}
    cells = []
    for index, cell in enumerate(record.cells):
        if cell:
            column = columns.get(index)
            header = f"column {letters(index)}" if column is None else column.header
            cells.append(CellReading(column=header, field=Field.OTHER if column is None else column.field, text=cell))
    return RegisterRow(number=record.number, line=record.line, outcome=outcome, cells=tuple(cells))


class _Rows:
    """The reading of single rows."""

    def __init__(self, table: Table, edition: StandardEdition, mapping: ColumnMapping, given: _Given) -> None:
        self.references = References(table, edition, mapping)
        self._table = table
        self._edition = edition
        self._mapping = mapping
        self._given = given
        self._own_words = words_by_column(mapping.status_words)
        self._units = {fold(row.name): row.unit for row in mapping.unit_names}
        self._above = ""
        self._column_at = {column.index: column for column in table.columns}

    def read(self, record: Record) -> tuple[RegisterRow, _Statement | None]:
        """Read one row: what became of it, and its statement if it gives one."""
        row = _Row(record, self._table)
        statement: _Statement | None = None
        try:
            self._check_cells(row)
            statement = self._statement(row)
            outcome = self._outcome(row, statement)
        except RefusedError as refusal:
            outcome = refusal.outcome
            row.issues += [] if refusal.issue is None else [refusal.issue]
        accounted = _accounted(record, outcome, self._table)
        read = {(cell.column, cell.text): cell for cell in row.cells}
        accounted = attrs.evolve(
            accounted,
            targets=row.targets,
            cells=tuple(read.get((cell.column, cell.text), cell) for cell in accounted.cells),
            issues=tuple(row.issues),
        )
        return accounted, statement if outcome is Outcome.IMPORTED else None

    def _check_cells(self, row: _Row) -> None:
        for index, cell in enumerate(row.record.cells):
            column = self._column_at.get(index)
            limit = self._given.limits.cell
            if len(cell) > limit:
                found = f"{len(cell)} characters"
                raise row.refused("cell-too-long", "the cell is too long", column, found, f"at most {limit}")
            if cell and index >= len(self._table.header):
                message = (
                    "the row has more cells than the header: a delimiter inside a text without quotation marks moves "
                    "all that follow"
                )
                expected = f"{len(self._table.header)} cells"
                raise row.refused("too-many-cells", message, None, f"{len(row.record.cells)} cells", expected)
            if column is not None and column.field in _GUARDED and len(cell) > 1 and cell[0] in "=+@":
                message = "a formula is not read here: what it says depends on where it is computed"
                raise row.refused("formula", message, column, cell, "the text itself")

    def _statement(self, row: _Row) -> _Statement:
        self._check_standards(row)
        titles = tuple(text for _, text in row.take(Field.TITLE))
        for column, text in row.take(Field.TITLE):
            row.read(column, text, "title")
        for column, text in row.take(Field.IGNORED):
            row.read(column, text, "ignored")
        text = self._number(row)
        cell = Cell(row.place, self._table.reference, text, titles)
        row.targets, title = self.references.read(cell)
        row.read(self._table.reference, text, ", ".join(target.local for target in row.targets))
        self._check_heading(row, text)
        statement = _Statement(
            rows=[row.record.number],
            targets=row.targets,
            judged_on=self._given.judged_on,
            judged_by=self._given.judged_by,
        )
        self._state(row, statement)
        self._tick(row, statement)
        if statement.applicability is None and statement.work_status is not None:
            statement.applicability = self._mapping.unsaid_applicability
        self._date(row, statement)
        self._unit(row, statement)
        self._explain(row, statement)
        self._keep(row, statement)
        self.references.note_titles(row.record.number, row.targets, (*titles, title) if title else titles)
        return statement

    # Which requirement.

    def _check_standards(self, row: _Row) -> None:
        for column, text in row.take(Field.STANDARD):
            cell = Cell(row.place, column, text)
            refusals = []
            for name in re.split(r"[,;&+\n]| and | und | et ", text):
                try:
                    known = not name.strip() or self.references.check_standard(name.strip(), cell)
                except RefusedError as refusal:
                    refusals.append(refusal)
                    continue
                if name.strip() and known:
                    row.read(column, text, str(self._edition.ref))
                    return
                if not known:
                    message = f"{cut(name.strip())!r} is not a standard that can be told from {self._edition.ref}"
                    expected = f"{self._edition.ref}, or a name the mapping gives it"
                    raise row.refused("unknown-standard", message, column, text, expected)
            if refusals:
                raise refusals[0]

    def _number(self, row: _Row) -> str:
        """Return what stands for the number of the row; raises where nothing does."""
        found = next((text for _, text in row.take(Field.REFERENCE) if not is_left_out(text)), "")
        texts = {cell for cell in row.record.cells if not is_left_out(cell)}
        if found and (len(texts) > 1 or self.references.holds_number(found)):
            self._above = found
            return found
        states = any(self._knows(row, column, text) for field in STATEMENTS for column, text in row.take(field))
        if self._mapping.blank_reference is BlankReference.AS_ABOVE and self._above and not found and texts:
            return self._above
        if len(texts) <= 1 and not states:
            raise RefusedError(None, Outcome.HEADING)
        message = "the row says something and has no number; merged cells lose theirs when a sheet is saved as CSV"
        expected = "the number in each row, or a mapping that takes it from above"
        raise row.refused("no-reference", message, self._table.reference, "an empty cell", expected)

    def _check_heading(self, row: _Row, number: str) -> None:
        """Take a row for a heading that names what others are below, and repeats at most one text besides."""
        if not all(_holds_others(self._edition[target]) for target in row.targets):
            return
        texts = {cell for cell in row.record.cells if not is_left_out(cell)} - {number}
        states = any(self._knows(row, column, text) for field in STATEMENTS for column, text in row.take(field))
        titled = {text for _, text in row.take(Field.TITLE)}
        titled |= {text for column, text in row.take(Field.OTHER) if not self._table.header[column.index]}
        repeated = len(texts) == 1 and any(cell in texts for cell in row.stated())
        if not states and (texts <= titled or repeated):
            raise RefusedError(None, Outcome.HEADING)

    # What it says.

    def _state(self, row: _Row, statement: _Statement) -> None:
        said: list[tuple[Column, str, StatusWord]] = []
        for field in STATEMENTS:
            for column, text in row.take(field):
                word = self._word(row, column, text)
                row.read(column, text, "left out" if word is None else _meaning(word))
                if word is not None:
                    said.append((column, text, word))
        work = [part for part in said if part[2].work_status is not None and part[2].conformity is None]
        for axis, parts in (("applicability", said), ("conformity", said), ("work_status", work)):
            speaking = [part for part in parts if getattr(part[2], axis) is not None]
            meanings = {getattr(word, axis) for _, _, word in speaking}
            if len(meanings) > 1:
                raise row.contradicted([(column, text) for column, text, _ in speaking])
            setattr(statement, axis, meanings.pop() if meanings else None)
        if statement.work_status is None:
            implied = (word.work_status for _, _, word in said if word.conformity is not None)
            statement.work_status = next(implied, None)
        excluded = statement.applicability is Applicability.NOT_APPLICABLE
        claimed = statement.conformity is not None or statement.work_status not in {None, WorkStatus.NOT_STARTED}
        early = statement.work_status in {WorkStatus.NOT_STARTED, WorkStatus.PLANNED}
        if (excluded and claimed) or (statement.conformity is Conformity.CONFORMING and early):
            raise row.contradicted([(column, text) for column, text, _ in said])
        if excluded:
            # That nothing is done about what does not apply is no judgement.
            statement.work_status = None

    def _word(self, row: _Row, column: Column, text: str) -> StatusWord | None:
        if is_left_out(text):
            return None
        found, rest = signs(text)
        key = fold(rest)
        if (key in YES_WORDS and found & CROSSES) or (key in NO_WORDS and found & TICKS):
            message = f"the sign and the word of {cut(text)!r} say opposite things"
            raise row.refused("ambiguous-status", message, column, text, "one of the two")
        for place in (column.field, None):
            if (place, key) in self._own_words:
                return self._own_words[place, key]
        word = KNOWN_WORDS.get((column.field, key), KNOWN_WORDS.get((None, key)))
        if word is not None and (column.field is not Field.APPLICABLE or _may_stand_as_applicability(word)):
            return word
        raise self._no_word(row, column, text, key, word)

    def _no_word(self, row: _Row, column: Column, text: str, key: str, word: StatusWord | None) -> RefusedError:
        why = next((reason for known, reason in AMBIGUOUS_WORDS.items() if fold(known) == key), None)
        if key in YES_WORDS | NO_WORDS:
            message = f"{cut(text)!r} answers a question, and the header {column.header!r} does not say which"
            expected = "a mapping that makes the column applicable, implemented or conformity"
        elif word is not None:
            message = (
                f"{cut(text)!r} does not say whether it applies; what applies to some units is said of those units"
            )
            expected = "applicable or not applicable"
        elif why is not None:
            message = f"{cut(text)!r} means two things: {why}"
            expected = "a word of one meaning, or a mapping that gives it one"
        else:
            known = [status.word for (place, _), status in KNOWN_WORDS.items() if place in {column.field, None}]
            near = self._table.hints.near_word(
                column.header, text, [*(status.word for status in self._mapping.status_words), *known]
            )
            message = f"{cut(text)!r} is not a known status"
            expected = "a known word, or a mapping that says what it means"
            return row.refused("unknown-status", message, column, text, expected, near)
        return row.refused("ambiguous-status", message, column, text, expected)

    def _knows(self, row: _Row, column: Column, text: str) -> bool:
        try:
            return self._word(row, column, text) is not None
        except RefusedError:
            return False

    def _tick(self, row: _Row, statement: _Statement) -> None:
        """Read the columns to be ticked: a control that is necessary for a reason is necessary."""
        ticked: _Cells = []
        for field, reason in REASON_FIELDS.items():
            for column, text in row.take(field):
                key = fold(signs(text)[1])
                if key in NO_WORDS or is_no_text(text):
                    row.read(column, text, "not ticked")
                    continue
                if key not in YES_WORDS and key != "x":
                    if not any(character.isalpha() for character in text):
                        message = f"{cut(text)!r} is neither a tick nor a reason"
                        raise row.refused("unknown-tick", message, column, text, "x, a tick, or the reason")
                    statement.add("justification", f"{column.header}: {text}")
                row.read(column, text, reason.value)
                statement.reasons[reason] = None
                ticked.append((column, text))
        if ticked and statement.applicability is Applicability.NOT_APPLICABLE:
            raise row.contradicted([*row.take(Field.STATUS), *row.take(Field.APPLICABLE), *ticked])
        if ticked and statement.applicability is None:
            statement.applicability = Applicability.APPLICABLE

    def _date(self, row: _Row, statement: _Statement) -> None:
        order = self._mapping.date_order
        for column, text in row.texts(Field.JUDGED_ON):
            day, why = read_day(text, order)
            if day is None:
                raise row.refused("bad-date", f"{cut(text)!r} is {why}", column, text, "a day such as 2026-11-23")
            if day > self._given.judged_on:
                message = f"the row was looked at on {day}, after the day the register speaks of"
                expected = f"{self._given.judged_on} or earlier"
                raise row.refused("later-than-the-register", message, column, text, expected)
            statement.judged_on = day
            row.read(column, text, day.isoformat())
        for column, text in row.texts(Field.REVIEW_ON):
            day, why = read_day(text, order)
            if day is None:
                statement.keep(column.header, text)
                message = f"{cut(text)!r} is {why}; it is kept as text"
                row.warn("unread-date", message, column, text, "a day such as 2026-11-23")
            statement.review_on = day
            row.read(column, text, "text" if day is None else day.isoformat())
        for column, text in row.texts(Field.JUDGED_BY):
            statement.judged_by = text
            row.read(column, text, text)

    def _unit(self, row: _Row, statement: _Statement) -> None:
        for column, text in row.take(Field.UNIT):
            if is_left_out(text):
                continue
            units: dict[str, None] = {}
            for part in _parts(text):
                if fold(part) not in self._units:
                    message = f"{cut(part)!r} is no unit the mapping names; what is judged of one does not hold for all"
                    near = self._table.hints.near_word("unit", part, [unit.name for unit in self._mapping.unit_names])
                    expected = "a unit of the organization, named in the mapping"
                    raise row.refused("unknown-unit", message, column, part, expected, near)
                unit = self._units[fold(part)]
                units |= {} if unit is None else {unit: None}
            if units and statement.applicability is Applicability.NOT_APPLICABLE:
                message = "a decision on applicability holds for the whole system, and this row is about one unit"
                raise row.refused("exclusion-of-one-unit", message, column, text, "a row without a unit")
            statement.units = tuple(units)
            row.read(column, text, ", ".join(units) or "all units")

    def _explain(self, row: _Row, statement: _Statement) -> None:
        """Give the decision its reasons; what explains the opposite, or no decision at all, is kept as text."""
        decided = statement.applicability is not None
        excluded = statement.applicability is Applicability.NOT_APPLICABLE
        wrong = Field.INCLUSION if excluded else Field.EXCLUSION
        for field in (Field.JUSTIFICATION, Field.INCLUSION, Field.EXCLUSION):
            for column, text in row.texts(field):
                row.read(column, text, "text")
                if decided and field is not wrong:
                    statement.add("justification", text)
                    continue
                statement.keep(column.header, text)
                if decided:
                    message = f"{column.header!r} explains the opposite of what the row says; it is kept as text"
                    row.warn("reason-for-the-opposite", message, column, text, None)
        for column, text in row.texts(Field.REASONS):
            for part in filter(None, map(str.strip, re.split(r"[,;/\n+&]", text))):
                reason = REASON_WORDS.get(fold(part))
                if reason is not None and decided and not excluded:
                    statement.reasons[reason] = None
                else:
                    statement.keep(column.header, part)
                    message = f"{cut(part)!r} is no kind of reason for what the row says; it is kept as text"
                    row.warn("unknown-reason", message, column, part, "risk, legal, contract or practice")
            row.read(column, text, ", ".join(reason.value for reason in statement.reasons) or "text")

    @staticmethod
    def _keep(row: _Row, statement: _Statement) -> None:
        for field, key in ((Field.OWNER, "owner"), (Field.DUE, "due"), (Field.COMMENT, "comment")):
            for column, text in row.texts(field):
                statement.add(key, text)
                row.read(column, text, "text")
        for field, key in ((Field.EVIDENCE, "evidence"), (Field.RISKS, "risks")):
            for column, text in row.texts(field):
                parts = _parts(text)
                if field is Field.RISKS:
                    parts = [name.strip() for part in parts for name in re.split(r"[,/]", part) if name.strip()]
                statement.add(key, *parts)
                row.read(column, text, "; ".join(parts))
        for column, text in row.texts(Field.OTHER):
            statement.keep(column.header, text)
            row.read(column, text, "text")

    # What becomes of it.

    def _outcome(self, row: _Row, statement: _Statement) -> Outcome:
        if statement.applicability is Applicability.NOT_APPLICABLE:
            for target in statement.targets:
                if not may_be_excluded(self._edition[target]):
                    message = f"{target.local} cannot be determined not applicable while conformity is claimed"
                    expected = "a reference control, or a requirement that the standard lets be set aside"
                    raise row.refused("not-excludable", message, self._table.reference, target.local, expected)
            if not statement.all("justification"):
                message = f"{statement.targets[0].local} is set aside without a reason"
                row.warn("exclusion-without-reason", message, None, None, "a justification")
        if statement.states:
            return Outcome.IMPORTED
        if statement.texts or statement.other:
            message = "nothing is stated about the requirement, so that its texts have no place in an assessment"
            row.warn("texts-not-carried", message, None, None, "a status")
        return Outcome.SILENT


class _Row:
    """One row while it is read."""

    def __init__(self, record: Record, table: Table) -> None:
        self.record = record
        self.place = attrs.evolve(table.place, row=record.number)
        self.targets: tuple[RequirementRef, ...] = ()
        self.cells: list[CellReading] = []
        self.issues: list[Issue] = []
        self._table = table

    def take(self, field: Field) -> _Cells:
        """List the cells of a field that hold anything, the mark off that makes text of a number or formula."""
        found = []
        for column in self._table.of(field):
            cell = self.record.cells[column.index] if column.index < len(self.record.cells) else ""
            marked = cell.startswith("'") and (
                FORMULA_START.match(cell, 1) is not None or (field in _NUMBERED and cell[1:2].isalnum())
            )
            if cell:
                found.append((column, cell[1:] if marked else cell))
        return found

    def texts(self, field: Field) -> _Cells:
        """List the cells of a field that say something."""
        found = []
        for column, text in self.take(field):
            if is_no_text(text):
                self.read(column, text, "left out")
            else:
                found.append((column, text))
        return found

    def stated(self) -> list[str]:
        """List what stands in the columns that state something."""
        return [text for field in _STATED for _, text in self.take(field)]

    def read(self, column: Column, text: str, read: str) -> None:
        """Note what a cell was understood as."""
        self.cells.append(CellReading(column=column.header, field=column.field, text=text, read=read))

    def refused(  # noqa: PLR0913, PLR0917 - the fields of an issue.
        self,
        code: str,
        message: str,
        column: Column | None,
        found: str | None,
        expected: str,
        near: str | None = None,
    ) -> RefusedError:
        """Make the refusal of the row."""
        return RefusedError(self.place.issue(code, message, column, found=found, expected=expected, near=near))

    def contradicted(self, parts: _Cells) -> RefusedError:
        """Make the refusal of a row whose cells contradict each other."""
        told = " and ".join(f"{column.header!r} says {cut(text)!r}" for column, text in parts)
        return self.refused(
            "contradicting-cells", f"{told}: they contradict each other", *parts[-1], "cells that agree"
        )

    def warn(self, code: str, message: str, column: Column | None, found: str | None, expected: str | None) -> None:
        """Note something that does not keep the row out."""
        self.issues.append(
            self.place.issue(code, message, column, found=found, expected=expected, severity=Severity.WARNING)
        )


class _Whole:
    """The rows of a register together."""

    def __init__(
        self, table: Table, edition: StandardEdition, mapping: ColumnMapping, given: _Given, reader: _Rows
    ) -> None:
        self._table = table
        self._edition = edition
        self._mapping = mapping
        self._given = given
        self._reader = reader
        self._rows: dict[int, RegisterRow] = {}

    def result(self, issues: list[Issue]) -> RegisterImport:
        """Read every row, compare them, and make judgements and decisions of what is left."""
        first = min(self._table.heads)
        statements: list[_Statement] = []
        for record in self._table.records:
            if record.is_blank or record.number < first or self._is_header(record):
                above = Outcome.ABOVE if record.number < first else Outcome.HEADER
                self._rows[record.number] = _accounted(record, Outcome.BLANK if record.is_blank else above, self._table)
                continue
            self._rows[record.number], statement = self._reader.read(record)
            if statement is not None:
                statements.append(statement)
        parts = self._joined(self._agreeing(self._with_zeros(statements)))
        judgements = tuple(self._judgement(part) for part in parts if part.work_status is not None)
        whole = [*issues, *self._remarks(parts)]
        strange = list(self._reader.references.differing(self._table.place))
        for issue in strange:
            if issue.row is None:
                whole.append(issue)
            else:
                self._note(issue.row, issue)
        rows = tuple(self._rows[number] for number in sorted(self._rows))
        return RegisterImport(
            name=self._table.place.sheet,
            edition=self._edition.ref,
            columns=self._table.shown,
            rows=rows,
            judgements=judgements,
            applicability=tuple(self._decisions(parts)),
            evidence=_named(parts),
            issues=(*whole, *(issue for row in rows for issue in row.issues)),
        )

    def _is_header(self, record: Record) -> bool:
        if record.number in self._table.heads:
            return True
        width = max(len(record.cells), len(self._table.header))
        return padded(record.cells, width) == padded(self._table.header, width)

    def _note(self, number: int, issue: Issue, outcome: Outcome | None = None) -> None:
        row = self._rows[number]
        self._rows[number] = attrs.evolve(row, outcome=outcome or row.outcome, issues=(*row.issues, issue))

    # Numbers that lost a zero.

    def _with_zeros(self, statements: list[_Statement]) -> list[_Statement]:
        """Put out the numbers that stand where a spreadsheet made 5.1 of 5.10: between the ninth and the eleventh."""
        named = [row for row in self._rows.values() if len(row.targets) == 1]
        lost: set[int] = set()
        for before, here, after in zip(named, named[1:], named[2:], strict=False):
            clause = here.targets[0].clause
            meant = self._tenfold(clause)
            if meant is None or here.outcome is not Outcome.IMPORTED:
                continue
            last = meant.numbers[-1]
            neighbours = [(*meant.numbers[:-1], last - 1), (*meant.numbers[:-1], last + 1)]
            around = [row.targets[0].clause for row in (before, after)]
            if around == [ClauseNumber(clause.annex, numbers) for numbers in neighbours]:
                message = f"{clause} stands between {around[0]} and {around[1]}: a spreadsheet took its zero"
                expected = "the number as text"
                place = attrs.evolve(self._table.place, row=here.number)
                column = self._table.reference
                issue = place.issue("lost-zero", message, column, found=str(clause), expected=expected, near=str(meant))
                self._note(here.number, issue, Outcome.REFUSED)
                lost.add(here.number)
        return [part for part in statements if part.rows[0] not in lost]

    def _tenfold(self, clause: ClauseNumber) -> ClauseNumber | None:
        """Return the number that loses its zero to this one, if the edition has it."""
        if not clause.numbers or clause.parent is None or clause.numbers[-1] > _LAST_DIGIT:
            return None
        meant = ClauseNumber(clause.annex, (*clause.numbers[:-1], clause.numbers[-1] * 10))
        return meant if RequirementRef(self._edition.ref, meant) in self._edition else None

    # Rows about the same requirement.

    def _agreeing(self, statements: list[_Statement]) -> list[_Statement]:
        """Put out the rows that say different things of one requirement."""
        about: dict[_Key, list[_Statement]] = {}
        for part in statements:
            for target in part.targets:
                about.setdefault((target, part.units), []).append(part)
        disputed: dict[int, dict[int, None]] = {}
        for parts in about.values():
            if len({part.says for part in parts}) > 1:
                numbers = [part.rows[0] for part in parts]
                for number in numbers:
                    disputed.setdefault(number, {}).update(dict.fromkeys(numbers[: _SHOWN_ROWS + 1]))
        for number, others in disputed.items():
            listed = ", ".join(str(other) for other in others if other != number)
            found = ", ".join(target.local for target in self._rows[number].targets)
            message = f"another row says something else about the same requirement: {listed}"
            place = attrs.evolve(self._table.place, row=number)
            column = self._table.reference
            issue = place.issue("rows-disagree", message, column, found=found, expected="rows that agree, or one row")
            self._note(number, issue, Outcome.REFUSED)
        return [part for part in statements if part.rows[0] not in disputed]

    def _listed_twice(self, row: RegisterRow, first: int) -> None:
        """Say that something was decided in an earlier row already: of decisions a register has one each."""
        listed = ", ".join(target.local for target in row.targets)
        message = f"{listed} was decided on in row {first} already, in the same way"
        place = attrs.evolve(self._table.place, row=row.number)
        issue = place.issue(
            "listed-twice",
            message,
            self._table.reference,
            found=listed,
            expected="one row for each",
            severity=Severity.WARNING,
        )
        self._note(row.number, issue)

    def _joined(self, statements: list[_Statement]) -> list[_Statement]:
        """Make one statement of each requirement, whichever rows it came from."""
        found: dict[_Key, _Statement] = {}
        for part in statements:
            fresh = False
            for target in part.targets:
                if (target, part.units) in found:
                    found[target, part.units].absorb(part)
                else:
                    found[target, part.units] = part.copy_for(target)
                    fresh = True
            if not fresh:
                row = self._rows[part.rows[0]]
                self._rows[row.number] = attrs.evolve(row, outcome=Outcome.REPEATED)
                if part.applicability is not None:
                    self._listed_twice(row, found[part.targets[0], part.units].rows[0])
        present = {row.targets[0].clause for row in self._rows.values() if len(row.targets) == 1}
        for part in found.values():
            clause = part.targets[0].clause
            meant = self._tenfold(clause)
            if len(part.rows) > 1 and meant is not None and meant not in present:
                place = attrs.evolve(self._table.place, row=part.rows[-1])
                message = (
                    f"{clause} stands in the register more than once and {meant} never: "
                    "a spreadsheet may have taken a zero"
                )
                issue = place.issue(
                    "lost-zero",
                    message,
                    self._table.reference,
                    found=str(clause),
                    expected="each number once",
                    near=str(meant),
                    severity=Severity.WARNING,
                )
                self._note(part.rows[-1], issue)
        return list(found.values())

    # What they give.

    def _judgement(self, part: _Statement) -> Judgement:
        work_status = part.work_status or WorkStatus.NOT_STARTED
        done = work_status is WorkStatus.IMPLEMENTED
        implied = self._mapping.implemented_means if done else Conformity.NOT_ASSESSED
        return Judgement(
            target=part.targets[0],
            units=part.units,
            conformity=part.conformity or implied,
            work_status=work_status,
            judged_by=part.judged_by,
            judged_on=part.judged_on,
            role=self._given.role,
            catalogue_revision=self._edition.catalogue_revision,
            note="\n".join(part.all("comment")) or None,
            extensions=self._kept(
                part, ["owner", "due", "evidence", *(["risks"] if part.applicability is None else [])]
            ),
        )

    def _decisions(self, parts: Iterable[_Statement]) -> Iterator[ApplicabilityDecision]:
        decided: set[RequirementRef] = set()
        for part in parts:
            if part.applicability is None or part.targets[0] in decided:
                continue
            decided.add(part.targets[0])
            alone = part.work_status is None
            yield ApplicabilityDecision(
                target=part.targets[0],
                decision=part.applicability,
                justification="\n".join(part.all("justification")) or None,
                reasons=tuple(part.reasons),
                decided_by=part.judged_by,
                decided_on=part.judged_on,
                review_on=part.review_on,
                extensions=self._kept(part, ["owner", "due", "evidence", "risks", "comment"] if alone else ["risks"]),
            )

    def _kept(self, part: _Statement, keys: Sequence[str]) -> Extensions:
        """Pack what has no field: columns without a kind go where the evidence goes."""
        content: dict[str, object] = {"source": self._table.place.sheet, "rows": part.rows}
        content |= {key: part.all(key) for key in keys if part.all(key)}
        if "evidence" in keys and part.other:
            content["other"] = {header: list(texts) for header, texts in part.other.items()}
        return Extensions({EXTENSION: content})

    def _remarks(self, parts: Sequence[_Statement]) -> Iterator[Issue]:
        """Say what concerns the register as a whole, once."""
        done = sum(part.conformity is None and part.work_status is WorkStatus.IMPLEMENTED for part in parts)
        if done and self._mapping.implemented_means is Conformity.NOT_ASSESSED:
            message = f"implemented says nothing about conformity: not assessed stay {done} of {len(parts)}"
            expected = "a mapping with implemented_means 'conforming', where the register claims that too"
            yield self._remark("implemented-is-not-conforming", message, expected)
        words = Counter(part.applicability for part in parts)
        if words[Applicability.NOT_APPLICABLE] and words[None]:
            message = f"some are set aside, and no word on applicability have {words[None]} of {len(parts)}"
            expected = "a mapping with unsaid_applicability 'applicable', where the register means that"
            yield self._remark("applicability-unsaid", message, expected)
        failed = sum(part.conformity is Conformity.NONCONFORMING for part in parts)
        if failed:
            message = f"no findings are made of nonconforming rows, which are {failed}: a finding states what was found"
            yield self._remark("findings-not-made", message, "findings, recorded apart")

    def _remark(self, code: str, message: str, expected: str) -> Issue:
        return self._table.place.issue(code, message, expected=expected, severity=Severity.INFORMATION)


def _holds_others(entry: object) -> bool:
    return isinstance(entry, Clause) and bool(entry.clauses or entry.controls)


def _may_stand_as_applicability(word: StatusWord) -> bool:
    return word.applicability is not None or (word.conformity is None and word.work_status is None)


def _meaning(word: StatusWord) -> str:
    said = [part.value for part in (word.applicability, word.conformity, word.work_status) if part is not None]
    return ", ".join(said) or "not assessed"


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in _LISTED.split(text) if part.strip()))


def _named(parts: Sequence[_Statement]) -> tuple[NamedEvidence, ...]:
    targets: dict[str, dict[RequirementRef, None]] = {}
    rows: dict[str, dict[int, None]] = {}
    for part in parts:
        for text in part.all("evidence"):
            targets.setdefault(text, {}).update(dict.fromkeys(part.targets))
            rows.setdefault(text, {}).update(dict.fromkeys(part.rows))
    return tuple(
        NamedEvidence(text=text, targets=tuple(found), rows=tuple(sorted(rows[text])))
        for text, found in targets.items()
    )
