# SPDX-License-Identifier: Apache-2.0
"""One Statement of Applicability of an invented company, written in the layouts people keep theirs in.

The columns are those that public templates have; what stands in the cells is invented. A statement is a list of lines,
so that a defect can be planted in it once and written in every layout.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from isomodel import catalogue
from isomodel.assessment import Applicability
from isomodel.model import StandardEdition
from isomodel.register import ColumnMapping, ColumnRule, Field

EDITION: StandardEdition = catalogue.load("ISO/IEC 27001:2022")
ON = dt.date(2026, 11, 26)
THEMES = {5: "Organizational controls", 6: "People controls", 7: "Physical controls", 8: "Technological controls"}


@attrs.frozen(kw_only=True)
class Line:
    """What the statement says of a control; a layout writes as much of it as it has columns for.

    Attributes:
        control: Its number, such as ``A.5.1``.
        title: Its title.
        applicable: Whether it is necessary.
        why: Why it is, or why it is not.
        reasons: Kinds of reasons for including it: ``LR`` law, ``CO`` contract, ``BR`` business, ``RA`` risks.
        risks: Ids of risks it treats.
        implemented: ``yes``, ``partly`` or ``no``; nothing where it is excluded.
        owner: Who answers for it.
        evidence: What shows it.
        review: The day the decision is looked at again.
    """

    control: str
    title: str
    applicable: bool = True
    why: str = ""
    reasons: tuple[str, ...] = ("RA",)
    risks: tuple[str, ...] = ()
    implemented: str = "yes"
    owner: str = "Information security manager"
    evidence: str = ""
    review: str = "2027-09-30"

    @property
    def number(self) -> tuple[int, int]:
        """The two numbers of it; zeros where it is no control."""
        if not self.control.startswith("A."):
            return 0, 0
        theme, place = self.control.removeprefix("A.").split(".")[:2]
        return int(theme), int(place)


_EXCLUDED = {
    "A.7.9": "Nothing of ours leaves the building; everybody works on site and takes no device home.",
    "A.8.25": "No software is developed here; we run what we buy, and change nothing in it.",
    "A.8.30": "No development is handed to others, since none takes place.",
}
_OWNERS = {5: "Information security manager", 6: "Head of personnel", 7: "Site manager", 8: "Head of IT"}


def clean() -> list[Line]:
    """Return a statement an auditor has nothing to object to: 93 controls, three excluded, one still to come."""
    lines = []
    for control in EDITION.controls():
        local = control.ref.local
        theme = int(local.split(".")[1])
        line = Line(
            control=local,
            title=control.title,
            why=f"Treats a risk of theme {theme} that the assessment of 2026 found ({local}).",
            owner=_OWNERS[theme],
            evidence=f"IS-{theme:02}-{local.rpartition('.')[2]}",
        )
        if local in _EXCLUDED:
            line = attrs.evolve(line, applicable=False, why=_EXCLUDED[local], reasons=(), implemented="", evidence="")
        if local in {"A.5.31", "A.5.34"}:
            line = attrs.evolve(line, reasons=("LR", "RA"))
        if local == "A.8.12":
            line = attrs.evolve(line, implemented="partly", risks=("R-1",))
        lines.append(line)
    return lines


def _written(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _by_theme(lines: Iterable[Line], heading: Callable[[int], Sequence[str]]) -> Iterator[Line | Sequence[str]]:
    """Put a merged row above the first line of each theme, as templates do."""
    begun: set[int] = set()
    for line in lines:
        theme = line.number[0]
        if theme in THEMES and theme not in begun:
            begun.add(theme)
            yield heading(theme)
        yield line


def _yes(flag: bool) -> str:  # noqa: FBT001 - a word for a fact.
    return "Y" if flag else "N"


def _none(line: Line, word: str) -> str:
    """Return what stands in place of a status: a word where nothing is to be done, nothing where nobody knows."""
    return "" if line.applicable else word


def workbook(lines: Iterable[Line]) -> bytes:
    """Write the layout of a consultant's workbook: a title page on top, everything in a column of its own."""
    rows: list[Sequence[str]] = [
        ["Statement of Applicability", *[""] * 11],
        ["Harbour Cold Stores (invented)", *[""] * 11],
        [""] * 12,
        [
            "Control", "Title", "Applicable (Y/N)", "Justification for inclusion", "Justification for exclusion",
            "Reason (LR/CO/BR/RA)", "Implemented", "Owner", "Evidence", "Risk IDs", "Next review", "Comments",
        ],
    ]  # fmt: skip
    for line in _by_theme(lines, lambda theme: [f"A.{theme} {THEMES[theme]}", *[""] * 11]):
        if not isinstance(line, Line):
            rows.append(line)
            continue
        rows.append(
            [
                line.control,
                line.title,
                _yes(line.applicable),
                line.why if line.applicable else "",
                "" if line.applicable else line.why,
                ", ".join(line.reasons),
                {"yes": "Yes", "partly": "Partially", "no": "No"}.get(line.implemented, _none(line, "N/A")),
                line.owner,
                line.evidence,
                "; ".join(line.risks),
                line.review,
                "",
            ]
        )
    return _written(rows)


def toolkit(lines: Iterable[Line]) -> bytes:
    """Write the layout of a bought toolkit: semicolons, bare numbers, one column for both kinds of reasons."""
    rows: list[Sequence[str]] = [
        [
            "ISO 27001:2022 Control No.", "Control Name", "Applicable?", "Justification for inclusion/exclusion",
            "Implementation Status", "Control Owner", "Reference documents", "Related risks", "Review date",
        ]
    ]  # fmt: skip
    for line in _by_theme(lines, lambda theme: [THEMES[theme], *[""] * 8]):
        if not isinstance(line, Line):
            rows.append(line)
            continue
        status = {"yes": "Implemented", "partly": "Partially implemented", "no": "Not implemented"}
        rows.append(
            [
                line.control.removeprefix("A."),
                line.title,
                "Yes" if line.applicable else "No",
                line.why,
                status.get(line.implemented, _none(line, "Not applicable")),
                line.owner,
                line.evidence,
                ", ".join(line.risks),
                line.review,
            ]
        )
    return _written(rows, ";")


def ticks(lines: Iterable[Line]) -> bytes:
    """Write the layout of two header lines, a column to tick for each kind of reason, and numbers like ``A5.1``."""
    rows: list[Sequence[str]] = [
        ["Annex A control", "", "Selection", "", "Reasons for selection", "", "", "", "Implementation", "", "", ""],
        [
            "Control ID", "Control title", "Applicable", "Reason for exclusion", "LR", "CO", "BR/BP", "RRA",
            "Implemented (Y/N)", "Responsible", "Evidence", "Risk ID",
        ],
    ]  # fmt: skip
    for line in _by_theme(lines, lambda theme: [f"{theme}. {THEMES[theme]}", *[""] * 11]):
        if not isinstance(line, Line):
            rows.append(line)
            continue
        rows.append(
            [
                line.control.replace("A.", "A", 1),
                line.title,
                "Yes" if line.applicable else "No",
                "" if line.applicable else line.why,
                *("x" if kind in line.reasons else "" for kind in ("LR", "CO", "BR", "RA")),
                {"yes": "Y", "partly": "Partial", "no": "N"}.get(line.implemented, ""),
                line.owner,
                line.evidence,
                ", ".join(line.risks),
            ]
        )
    return _written(rows)


def citation(lines: Iterable[Line]) -> bytes:
    """Write the layout of an export: tabs, whole citations with the title behind, words instead of yes and no."""
    rows: list[Sequence[str]] = [
        [
            "Reference",
            "Applicability",
            "Justification",
            "Status",
            "Control owner",
            "Evidence",
            "Risks",
            "Next review date",
        ]
    ]
    status = {"yes": "Implemented", "partly": "In progress", "no": "Not started"}
    rows.extend(
        [
            f"ISO 27001:2022 {line.control} {line.title}",
            "Applicable" if line.applicable else "Not applicable",
            line.why,
            status.get(line.implemented, ""),
            line.owner,
            line.evidence,
            "; ".join(line.risks),
            line.review,
        ]
        for line in lines
    )
    return _written(rows, "\t")


def form(lines: Iterable[Line]) -> bytes:
    """Write the layout of a printed form: the theme in a column that is filled once, included and excluded."""
    rows: list[Sequence[str]] = [
        ["Section", "Control", "Control title", "Included / Excluded", "Reason for inclusion or exclusion",
         "Current control status", "Owner", "Records"],
    ]  # fmt: skip
    last = 0
    status = {"yes": "Fully implemented", "partly": "Partially implemented", "no": "Not implemented"}
    for line in lines:
        theme = line.number[0]
        rows.append(
            [
                THEMES.get(theme, "") if theme != last else "",
                line.control,
                line.title,
                "Included" if line.applicable else "Excluded",
                line.why,
                status.get(line.implemented, _none(line, "-")),
                line.owner,
                line.evidence,
            ]
        )
        last = theme
    return _written(rows)


def remarks(lines: Iterable[Line]) -> bytes:
    """Write the layout of a free template: no column says what applies, and a control that does not is *N/A*.

    The row of groups stands above the header, and what is excluded is argued for in a column of remarks.
    """
    rows: list[Sequence[str]] = [
        ["Statement of Applicability", *[""] * 11],
        ["ISO/IEC 27001:2022 Annex A controls", "", "", "", "Selected controls and reasons for selection", "", "", "",
         "", "", "", ""],
        ["No.", "Control title", "Current controls", "Remarks (with justification for exclusions)", "LR", "CO", "BR/BP",
         "RRA", "Control owner", "Documents", "Risk ref", "Next review"],
    ]  # fmt: skip
    status = {"yes": "Implemented", "partly": "Partially implemented", "no": "Not implemented"}
    for line in _by_theme(lines, lambda theme: [f"A.{theme}", THEMES[theme], *[""] * 10]):
        if not isinstance(line, Line):
            rows.append(line)
            continue
        rows.append(
            [
                line.control,
                line.title,
                status.get(line.implemented, _none(line, "N/A")),
                "" if line.applicable else line.why,
                *("x" if kind in line.reasons else "" for kind in ("LR", "CO", "BR", "RA")),
                line.owner,
                line.evidence,
                ", ".join(line.risks),
                line.review,
            ]
        )
    return _written(rows)


MAPPINGS = {
    "remarks": ColumnMapping(
        columns=(
            ColumnRule(header="Current controls", field=Field.IMPLEMENTED),
            ColumnRule(header="Remarks (with justification for exclusions)", field=Field.EXCLUSION),
        ),
        unsaid_applicability=Applicability.APPLICABLE,
    ),
}
"""What a layout leaves open; the others need none."""

LAYOUTS: dict[str, Callable[[Iterable[Line]], bytes]] = {
    "workbook": workbook,
    "toolkit": toolkit,
    "ticks": ticks,
    "citation": citation,
    "form": form,
    "remarks": remarks,
}
