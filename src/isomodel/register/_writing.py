# SPDX-License-Identifier: Apache-2.0
"""An assessment as a register: CSV that a spreadsheet shows and :func:`read_register` reads back.

A table holds less than an assessment: the latest judgement and decision on each requirement or control, for the whole
organization. No cell can start a formula.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, TypeVar

from isomodel.assessment import Applicability, ApplicabilityDecision, Assessment, Conformity, Judgement
from isomodel.identifiers import ClauseNumber, RequirementRef
from isomodel.model import Clause, Control, StandardEdition
from isomodel.register._reading import FORMULA_START

__all__ = ["COLUMNS", "neutralized", "write_register"]

COLUMNS: Final = (
    "Reference",
    "Title",
    "Applicable",
    "Justification",
    "Reason codes",
    "Implementation status",
    "Conformity",
    "Assessed on",
    "Assessed by",
    "Next review",
    "Comments",
)
"""The columns of a written register; each header is one that is known when it is read."""

_Dated = TypeVar("_Dated", Judgement, ApplicabilityDecision)
_NEEDS_QUOTES: Final = re.compile(r'[",\r\n]|^\s|\s$')


def neutralized(text: str) -> str:
    r"""Return text that no spreadsheet takes for a formula: an apostrophe is put in front where one could begin.

    What could begin one is ``=``, ``+``, ``-``, ``@``, a tab or a line break, also behind spaces, quotation marks and
    apostrophes.

    >>> neutralized("=1+1"), neutralized("plain"), neutralized(' "@cmd')
    ("'=1+1", 'plain', '\' "@cmd')
    """
    return f"'{text}" if FORMULA_START.match(text) else text


def write_register(assessment: Assessment, edition: StandardEdition) -> str:
    """Write the latest judgement and decision on each requirement and control of an edition as CSV.

    Every reference control has a row, whether decided or not, as a Statement of Applicability must; clauses and
    requirements have one where something is recorded. Judgements on single units, evidence, risks and history are not
    in the table; nor is what was judged of something that is excluded. Where judgement and decision are of different
    days or persons, the row names those of the judgement.
    """
    judgements = _latest([item for item in assessment.judgements if not item.units], edition)
    decisions = _latest(assessment.applicability, edition)
    places = [control.ref for control in edition.controls()]
    listed = dict.fromkeys([*places, *judgements, *decisions])
    order = {number: place for place, number in enumerate(_numbers(edition))}
    refs = sorted(listed, key=lambda ref: (order[ref.clause], ref))
    rows = [COLUMNS, *(_row(ref, judgements.get(ref), decisions.get(ref), edition) for ref in refs)]
    return "".join(",".join(map(_cell, row)) + "\r\n" for row in rows)


def _latest(items: tuple[_Dated, ...] | list[_Dated], edition: StandardEdition) -> dict[RequirementRef, _Dated]:
    found: dict[RequirementRef, _Dated] = {}
    for item in items:
        if item.target in edition and (item.target not in found or _day_of(item) >= _day_of(found[item.target])):
            found[item.target] = item
    return found


def _day_of(item: Judgement | ApplicabilityDecision) -> dt.date:
    return item.judged_on if isinstance(item, Judgement) else item.decided_on


def _numbers(edition: StandardEdition) -> list[ClauseNumber]:
    found: list[ClauseNumber] = []
    for clause in edition.walk():
        found.append(clause.number)
        found.extend(control.ref.clause for control in clause.controls)
    return found


def _row(
    ref: RequirementRef, judgement: Judgement | None, decision: ApplicabilityDecision | None, edition: StandardEdition
) -> tuple[str, ...]:
    entry = edition[ref]
    excluded = decision is not None and decision.decision is Applicability.NOT_APPLICABLE
    if excluded:
        # What is judged of something that does not apply would contradict it in the same row.
        judgement = None
    # Where an annex has numbers of its own, a number without a letter needs the word to be a clause.
    name = ref.local if ref.clause.is_annex or not edition.controls() else f"Clause {ref.local}"
    title = entry.title if isinstance(entry, Control | Clause) else None
    applies = {None: "", Applicability.APPLICABLE: "yes", Applicability.NOT_APPLICABLE: "no"}
    on, by = (judgement.judged_on, judgement.judged_by) if judgement is not None else (None, "")
    if judgement is None and decision is not None:
        on, by = decision.decided_on, decision.decided_by
    conformity = None if judgement is None else judgement.conformity
    return (
        name,
        title or "",
        applies[None if decision is None else decision.decision],
        (decision.justification if decision is not None else None) or "",
        ", ".join(reason.value for reason in decision.reasons) if decision is not None else "",
        "" if judgement is None else judgement.work_status.value,
        "" if conformity is None or conformity is Conformity.NOT_ASSESSED else conformity.value,
        "" if on is None else on.isoformat(),
        by,
        decision.review_on.isoformat() if decision is not None and decision.review_on is not None else "",
        (judgement.note if judgement is not None else None) or "",
    )


def _cell(text: str) -> str:
    safe = neutralized(text)
    return '"' + safe.replace('"', '""') + '"' if _NEEDS_QUOTES.search(safe) else safe
