# SPDX-License-Identifier: Apache-2.0
"""What reading a register gives: every row accounted for, and what it says."""

from __future__ import annotations

import enum
from collections import Counter
from typing import Final

import attrs

from isomodel.assessment import ApplicabilityDecision, Assessment, Judgement, Organization
from isomodel.errors import Issue, Severity
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Extensions
from isomodel.register._words import Field
from isomodel.text import printable, shortened

__all__ = [
    "EXTENSION",
    "TEXT_FIELDS",
    "CellReading",
    "ColumnReading",
    "NamedEvidence",
    "Outcome",
    "RegisterImport",
    "RegisterRow",
]

EXTENSION: Final = "isomodel.register"
"""The extension key under which a judgement or decision carries what a register says beside it, as text.

Its value is an object with ``source`` and ``rows``, and where the register has them ``owner``, ``due``, ``evidence``,
``risks``, ``comment`` (of a decision that comes without a judgement) and ``other``, the cells of further columns by
header.
"""

TEXT_FIELDS: Final = frozenset(
    {
        Field.TITLE,
        Field.JUSTIFICATION,
        Field.INCLUSION,
        Field.EXCLUSION,
        Field.OWNER,
        Field.RISKS,
        Field.EVIDENCE,
        Field.COMMENT,
        Field.DUE,
        Field.OTHER,
        Field.IGNORED,
    }
)
"""Fields whose cells are taken as they are."""


class Outcome(enum.Enum):
    """What became of a row."""

    IMPORTED = "imported"
    """It gave a judgement, a decision, or both."""
    REPEATED = "repeated"
    """It says the same as earlier rows; its texts were added there."""
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
    read: str | None = None


@attrs.frozen(kw_only=True)
class RegisterRow:
    """One row of the file, accounted for.

    Attributes:
        number: The row as a spreadsheet counts it, from 1.
        line: The line of the file it begins on, from 1.
        outcome: What became of it.
        targets: The requirements, controls or clauses it names, as far as they could be read.
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

    A name is no evidence yet: kind, period and day of receipt are not in a cell. It becomes a link when the import is
    merged into an assessment that has evidence of this very id.

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
        issues: Everything that is wrong; what concerns the whole table comes first, then the rows in order.
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
        given = f"judgements: {len(self.judgements)}; applicability decisions: {len(self.applicability)}"
        return f"rows: {len(self.rows)} ({counts or 'none readable'}); {given}; issues: {problems or 'none'}"

    def report(self, *, width: int = 120) -> str:
        """Tell row by row what was read and why a row stays out, as plain text that is safe to show.

        Args:
            width: Characters of a line; longer text is cut with an ellipsis, except in the issues.
        """
        lines = [shortened(f"{self.name}, read against {self.edition}", width), "", "columns"]
        lines += [
            shortened(f"  {column.header} = {column.field.value} ({column.reason})", width) for column in self.columns
        ]
        lines += [f"  {_told(issue)}" for issue in self.issues if issue.row is None]
        lines += ["", f"{'row':>6}  {'outcome':<14}  {'reference':<16}  what was read"]
        for row in self.rows:
            names = ", ".join(target.local for target in row.targets)
            head = f"{row.number:>6}  {row.outcome.value:<14}  {shortened(names, 16):<16}  "
            lines.append((head + shortened(_read(row), max(width - len(head), 1))).rstrip())
            lines += [f"{'':>6}  {_told(issue)}" for issue in row.issues]
        return "\n".join([*lines, "", printable(self.summary()), ""])

    def to_assessment(self, *, id: str, organization: Organization | str) -> Assessment:  # noqa: A002 - a field's name.
        """Return an assessment of nothing but what the register says.

        Args:
            id: The identifier of the assessment.
            organization: Whose it is, or its name.
        """
        whose = Organization(name=organization) if isinstance(organization, str) else organization
        return self.merged_into(Assessment(id=id, organization=whose, editions=(self.edition,)))

    def merged_into(self, assessment: Assessment) -> Assessment:
        """Return the assessment with what the register says added to its history.

        Evidence and risks that the register names by the very id they have in the assessment are linked. What is there
        already is not added again, so that importing a register twice is importing it once. Whether old and new
        contradict each other is for :func:`isomodel.assessment.issues` to say.
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
        judged, decided = set(assessment.judgements), set(assessment.applicability)
        added = () if self.edition in assessment.editions else (self.edition,)
        return attrs.evolve(
            assessment,
            editions=(*assessment.editions, *added),
            judgements=(*assessment.judgements, *(item for item in judgements if item not in judged)),
            applicability=(*assessment.applicability, *(item for item in decisions if item not in decided)),
        )


def _said(extensions: Extensions, key: str) -> list[str]:
    kept = extensions.get(EXTENSION)
    found = kept.get(key, []) if isinstance(kept, dict) else []
    return [str(text) for text in found]


def _read(row: RegisterRow) -> str:
    """Return what was understood in a row, or its cells as they stand where nothing was."""
    shown = [cell for cell in row.cells if cell.field not in TEXT_FIELDS and cell.field is not Field.REFERENCE]
    read = "; ".join(f"{cell.field.value}: {cell.read}" for cell in shown if cell.read is not None)
    return read or " | ".join(cell.text for cell in row.cells)


def _told(issue: Issue) -> str:
    place = f"column {issue.column_name!r}: " if issue.column_name is not None else ""
    expected = f"; expected {issue.expected}" if issue.expected is not None else ""
    hint = f"; did you mean {issue.nearest!r}?" if issue.nearest is not None else ""
    return printable(f"{issue.severity.value}: {place}{issue.message}{expected}{hint} [{issue.code}]")
