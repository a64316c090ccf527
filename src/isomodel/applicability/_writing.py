# SPDX-License-Identifier: Apache-2.0
"""Statements for spreadsheets and for people: whatever comes from a record is made harmless on the way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from isomodel.applicability._nouns import (
    ControlEntry,
    ControlOrigin,
    Implementation,
    Necessity,
    StatedBy,
    StatementOfApplicability,
    StatementVersion,
    count_lines,
    flat_row,
    signature,
)
from isomodel.applicability._rules import MEANING
from isomodel.register import neutralized
from isomodel.text import printable

__all__ = ["COLUMNS", "to_csv", "to_markdown"]

COLUMNS: Final = (
    "Control ID",
    "Control title",
    "Standard",
    "Applicable",
    "Justification",
    "Reason codes",
    "Risk IDs",
    "Obligations",
    "Implementation status",
    "Owner",
    "Evidence",
    "Assessed on",
    "Assessed by",
    "Next review",
)
"""The columns of the table; each header is one that :func:`isomodel.register.read_register` knows."""

_ANSWERS: Final = {
    Necessity.NECESSARY: "yes",
    Necessity.EXCLUDED: "no",
    Necessity.UNDECIDED: "",
    Necessity.CONTRADICTED: "",
}
_MARKS: Final = {
    Implementation.IMPLEMENTED: "yes",
    Implementation.NOT_IMPLEMENTED: "no",
    Implementation.UNKNOWN: "not known",
    Implementation.NOT_REQUIRED: "–",
}


def to_csv(statement: StatementOfApplicability) -> str:
    """Write a table that a spreadsheet opens and :func:`isomodel.register.read_register` reads back.

    Text that a spreadsheet could take for a formula gets an apostrophe in front, invisible characters are written out.
    Reading gives the same decisions, except that risks which only the register of risks ties to a control come back as
    named by the decision too. What is decided both ways has no place in a table of yes and no: it comes back undecided.
    The document keeps everything as it is.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in statement.entries:
        writer.writerow(neutralized(_plain(cell)) for cell in _cells(entry))
    return out.getvalue()


def to_markdown(statement: StatementOfApplicability | StatementVersion) -> str:
    """Write it as a page to be read and signed, a version with its number, day, signature and digest.

    Whatever comes from the record is escaped: it is shown as it is, and makes neither markup nor links nor cells.
    """
    if isinstance(statement, StatementVersion):
        return _page(statement.statement, signature(statement))
    return _page(statement, ())


def _cells(entry: ControlEntry) -> Iterator[str]:
    row = flat_row(entry)
    known = entry.implementation in (Implementation.IMPLEMENTED, Implementation.NOT_IMPLEMENTED)
    # Under this header a number is a control of the annex; the word in front makes it what it is.
    yield entry.control.local if entry.control.clause.is_annex else f"Clause {entry.control.local}"
    yield entry.title
    yield str(entry.control.standard)
    yield _ANSWERS[entry.necessity]
    yield entry.justification or ""
    yield ", ".join(basis.kind.value for basis in entry.reasons if basis.stated_by is not StatedBy.REGISTER)
    yield row["risks"]
    yield row["obligations"]
    yield entry.work_status.value if known and entry.work_status is not None else ""
    yield row["owner"]
    yield "; ".join((*entry.evidence, *entry.named_evidence))
    decided = entry.necessity in (Necessity.NECESSARY, Necessity.EXCLUDED)
    yield row["decided_on"] if decided else ""
    yield row["decided_by"] if decided else ""
    yield row["review_on"]


def _plain(text: str) -> str:
    """Write out what a reader cannot see, line by line; a tab becomes a space."""
    return "\n".join(printable(line.replace("\t", " ")) for line in re.split(r"\r\n|\r|\n", text))


_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>|~$#!&]")


def _escaped(text: str) -> str:
    """Return text that Markdown shows as it is, in one cell of a table."""
    lines = (_MARKUP.sub(_as_entity, printable(line)) for line in re.split(r"\r\n|\r|\n", text.strip()))
    return "<br>".join(lines)


def _as_entity(match: re.Match[str]) -> str:
    # A backslash in front of a bar would do in a table and not outside one; a number does everywhere.
    return f"&#{ord(match[0])};"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    lines.extend(f"| {' | '.join(map(_escaped, row))} |" for row in rows)
    return "\n".join(lines)


def _page(statement: StatementOfApplicability, signature: Sequence[str]) -> str:
    blocks = [
        f"# Statement of Applicability: {_escaped(statement.organization)}",
        f"{statement.standard}, as of {statement.as_of}",
        *map(_escaped, signature),
    ]
    if statement.scope is not None:
        blocks.append(f"Scope: {_escaped(statement.scope)}")
    blocks.append("\n".join(f"* {line}" for line in count_lines(statement)))
    listed = [entry for entry in statement.entries if entry.necessity is not Necessity.EXCLUDED]
    excluded = [entry for entry in statement.entries if entry.necessity is Necessity.EXCLUDED]
    if listed:
        head = ("control", "title", "necessary", "reasons", "justification", "implemented", "owner", "evidence")
        blocks += ["## Controls", _table(head, map(_page_row, listed))]
    if excluded:
        fields = ("title", "justification", "decided_by", "decided_on", "review_on")
        names = ("control", "title", "reason for exclusion", "approved by", "on", "to be looked at again")
        blocks += ["## Excluded controls", _table(names, (_named_row(entry, fields) for entry in excluded))]
    if statement.set_aside:
        clauses = (
            (one.target.local, MEANING[one.ground].sentence, one.justification or "", one.decided_by)
            for one in statement.set_aside
        )
        blocks += ["## Clauses set aside", _table(("clause", "what that means", "reason", "decided by"), clauses)]
    return "\n\n".join(blocks) + "\n"


def _named_row(entry: ControlEntry, fields: Sequence[str]) -> tuple[str, ...]:
    row = flat_row(entry)
    return (_own_name(entry), *(row[field] for field in fields))


def _own_name(entry: ControlEntry) -> str:
    return str(entry.control) if entry.origin is ControlOrigin.CUSTOM else entry.control.local


def _page_row(entry: ControlEntry) -> tuple[str, ...]:
    row = flat_row(entry)
    necessary = _ANSWERS[entry.necessity] or entry.necessity.value
    far = entry.work_status
    implemented = _MARKS[entry.implementation]
    return (
        _own_name(entry),
        entry.title,
        necessary,
        row["reasons"],
        row["justification"],
        f"{implemented} ({far.value})" if implemented == "no" and far is not None else implemented,
        row["owner"],
        "; ".join((*entry.evidence, *entry.named_evidence)),
    )
