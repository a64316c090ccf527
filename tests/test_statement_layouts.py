# SPDX-License-Identifier: Apache-2.0
"""Statements of Applicability as people keep them: each layout comes in whole, and every planted defect is found.

A statement of an invented company is written in each layout, read by the register import, and built and looked at like
any other. A defect is planted into the lines, or into the record beside them, one at a time; what is found beyond what
the clean statement has is the defect and nothing else.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterable

import attrs
import pytest

from isomodel import applicability
from isomodel.applicability import CertificateCitation, Implementation, Necessity, StatementOfApplicability
from isomodel.assessment import (
    Assessment,
    ComplianceObligation,
    InclusionReason,
    ManagementSystemScope,
    ObligationKind,
    ObligationStatus,
    RecordList,
    Risk,
    RiskTreatment,
    TreatmentOption,
    WorkStatus,
)
from isomodel.errors import Issue, Severity
from isomodel.identifiers import RequirementRef
from isomodel.register import Outcome, RegisterImport, read_register
from statement_layouts import EDITION, LAYOUTS, MAPPINGS, ON, Line, clean

Change = Callable[[list[Line]], list[Line]]
Told = Counter[tuple[str, str]]
"""How often which code was found about which control; nothing where it is about the whole."""

LACKING: dict[str, Counter[str]] = {
    "workbook": Counter(),
    # "Review date" may be the last or the next one, so that it is kept as text.
    "toolkit": Counter({"review-not-set": 3}),
    "ticks": Counter({"review-not-set": 3}),
    "citation": Counter(),
    "form": Counter({"review-not-set": 3, "risk-not-stated": 1}),
    "remarks": Counter(),
}
"""What is told of the clean statement because a layout has no column for it: warnings, and never an error."""


def control(local: str) -> RequirementRef:
    """Return a control of the edition."""
    return RequirementRef.parse(f"{EDITION.ref}, {local}")


def read(name: str, lines: Iterable[Line]) -> RegisterImport:
    """Read the statement in a layout."""
    data = LAYOUTS[name](lines)
    return read_register(
        data,
        name=f"{name}.csv",
        edition=EDITION,
        mapping=MAPPINGS.get(name),
        judged_by="Information security",
        judged_on=ON,
    )


def risk(approved_by: str | None = "Head of IT", *also: str) -> Risk:
    """Return the risk that the control still to come treats, with its plan."""
    treatment = RiskTreatment(
        option=TreatmentOption.MODIFY,
        controls=(control("A.8.12"), *map(control, also)),
        plan="Buy and tune the filter.",
        due_on=dt.date(2027, 6, 30),
        approved_by=approved_by,
        approved_on=None if approved_by is None else dt.date(2026, 10, 1),
    )
    return Risk(id="R-1", description="Customer lists leave by mail.", owner="Head of IT", treatment=treatment)


def recorded(found: RegisterImport, **changes: object) -> Assessment:
    """Return the assessment of a register, with scope and register of risks beside it, changed as named."""
    whole = found.to_assessment(id="harbour", organization="Harbour Cold Stores")
    beside: dict[str, object] = {
        "scope": ManagementSystemScope(statement="Cold storage at the harbour."),
        "risks": (risk(),),
        "complete": (RecordList.RISKS,),
    }
    return attrs.evolve(whole, **(beside | changes))  # type: ignore[arg-type]  # lists of the record by their names.


def found_in(name: str, lines: list[Line], **changes: object) -> tuple[RegisterImport, Told]:
    """Return what the import and the look at the statement find, by code and control."""
    came = read(name, lines)
    soa = applicability.statement(recorded(came, **changes), EDITION, on=ON)
    told: Told = Counter()
    for issue in came.issues:
        if issue.severity is not Severity.INFORMATION:
            told[issue.code, ""] += 1
    for issue in applicability.issues(soa, EDITION, on=ON):
        told[issue.code, _about(issue, soa)] += 1
    return came, told


def _about(issue: Issue, soa: StatementOfApplicability) -> str:
    steps = issue.path.split("/")
    return soa.entries[int(steps[2])].control.local if steps[1:2] == ["entries"] and len(steps) > 2 else ""


@functools.cache
def usual(name: str) -> Told:
    """Return what is told of the clean statement in a layout."""
    return found_in(name, clean())[1]


# The clean statement.


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_comes_in_whole(name: str) -> None:
    """All 93 controls have what their lines say; nothing is refused, and no error is told of a statement in order."""
    came, told = found_in(name, clean())
    outcomes = Counter(row.outcome for row in came.rows)
    assert outcomes[Outcome.IMPORTED] == 93
    assert not {Outcome.REFUSED, Outcome.SILENT} & set(outcomes)
    codes: Counter[str] = Counter()
    for (code, _), count in told.items():
        codes[code] += count
    assert codes == LACKING[name]
    soa = applicability.statement(recorded(came), EDITION, on=ON)
    columns = {column.field.value for column in came.columns}
    for line in clean():
        entry = soa[line.control]
        assert entry.necessity is (Necessity.NECESSARY if line.applicable else Necessity.EXCLUDED)
        assert entry.owner == line.owner
        if {"justification", "inclusion"} & columns or not line.applicable:
            assert entry.justification == line.why
        if line.applicable:
            done = Implementation.IMPLEMENTED if line.implemented == "yes" else Implementation.NOT_IMPLEMENTED
            assert (entry.implementation, entry.named_evidence) == (done, (line.evidence,))
        if {"reasons", "legal"} & columns:
            kinds = {"LR": InclusionReason.LEGAL, "RA": InclusionReason.RISK}
            assert {basis.kind for basis in entry.reasons} == {kinds[one] for one in line.reasons}
        if "review-on" in columns:
            assert str(entry.review_on) == line.review
    assert soa["A.8.12"].work_status is WorkStatus.PARTIAL
    assert soa.counts()[Necessity.NECESSARY] == 90


def test_what_a_layout_lacks_is_only_warned_of() -> None:
    """No code that the clean statement is told about is that of an error."""
    for codes in LACKING.values():
        for code in codes:
            assert applicability.rule(code).severity is Severity.WARNING


# Defects.


@attrs.frozen(kw_only=True)
class Defect:
    """Something wrong, where it is planted, and what is to be found.

    Attributes:
        lines: What becomes of the lines.
        beside: What becomes of the record beside them.
        found: What is told beyond the usual, by code and control.
        without: Layouts that have no column for it.
        otherwise: What is told instead in layouts that can say it in another way only.
    """

    lines: Change = list
    beside: dict[str, object] = attrs.Factory(dict)
    found: tuple[tuple[str, str], ...]
    without: tuple[str, ...] = ()
    otherwise: dict[str, tuple[tuple[str, str], ...]] = attrs.Factory(dict)


def changed(local: str, **facts: object) -> Change:
    """Return a change of one line."""

    def change(lines: list[Line]) -> list[Line]:
        return [attrs.evolve(one, **facts) if one.control == local else one for one in lines]  # type: ignore[arg-type]  # as named.

    return change


def without(local: str) -> Change:
    """Return a change that leaves a line out."""
    return lambda lines: [one for one in lines if one.control != local]


def added(line: Line) -> Change:
    """Return a change that puts one more line at the end."""
    return lambda lines: [*lines, line]


NOBODY = Line(control="A.5.99", title="Something else", why="Why not.")
EARLIER = Line(control="A.9.2.1", title="User registration and de-registration", why="From the last version.")
CLAUSE = Line(
    control="Clause 7.2",
    title="Competence",
    applicable=False,
    why="Everybody is competent.",
    implemented="",
    reasons=(),
)
AGAIN = Line(control="A.5.7", title="Threat intelligence", why="From the last version.")

DEFECTS = {
    "a control is missing": Defect(lines=without("A.5.7"), found=(("undecided-control", "A.5.7"),)),
    "a whole theme is missing": Defect(
        lines=lambda lines: [one for one in lines if one.number[0] != 6],
        found=tuple(("undecided-control", f"A.6.{number}") for number in range(1, 9)),
    ),
    "a control is there twice": Defect(
        lines=lambda lines: [*lines, *(one for one in lines if one.control == "A.5.7")], found=(("listed-twice", ""),)
    ),
    "a control is there twice and decided both ways": Defect(
        lines=added(attrs.evolve(AGAIN, applicable=False, why="We hear enough.", implemented="", reasons=())),
        found=(("rows-disagree", ""), ("rows-disagree", ""), ("undecided-control", "A.5.7")),
    ),
    "a control is excluded without a reason": Defect(
        lines=changed("A.7.9", why=""),
        found=(("exclusion-without-reason", ""), ("not-applicable-without-reason", "A.7.9")),
    ),
    "the reason for an exclusion gives none": Defect(
        lines=changed("A.7.9", why="Not relevant"), found=(("exclusion-says-nothing", "A.7.9"),)
    ),
    "a control is excluded that treats a risk": Defect(
        beside={"risks": (risk("Head of IT", "A.7.9"),)}, found=(("excluded-treatment", "A.7.9"),)
    ),
    "a control is excluded that a law asks for": Defect(
        beside={
            "obligations": (
                ComplianceObligation(
                    id="CO-1",
                    title="Harbour law",
                    source="State",
                    kind=ObligationKind.LEGAL,
                    controls=(control("A.7.9"),),
                    status=ObligationStatus.FULFILLED,
                ),
            )
        },
        found=(("excluded-obligation", "A.7.9"),),
    ),
    "a control is to come and nobody plans it": Defect(
        lines=changed("A.8.16", implemented="no"), found=(("no-plan", "A.8.16"),)
    ),
    "the plan is approved by somebody else": Defect(
        beside={"risks": (risk("Managing director"),)}, found=(("not-the-risk-owner", "A.8.12"),)
    ),
    "the plan is approved by nobody": Defect(beside={"risks": (risk(None),)}, found=(("plan-not-approved", "A.8.12"),)),
    "a risk is named that the register does not have": Defect(
        lines=changed("A.5.1", risks=("R-9",)), found=(("unknown-risk", "A.5.1"),), without=("form",)
    ),
    "a control has a number that is none": Defect(lines=added(NOBODY), found=(("unknown-reference", ""),)),
    "a control has the number of 2013": Defect(lines=added(EARLIER), found=(("unknown-reference", ""),)),
    "a clause of the body is excluded": Defect(lines=added(CLAUSE), found=(("not-excludable", ""),)),
    "nobody says whether a control is implemented": Defect(
        lines=changed("A.8.16", implemented=""), found=(("implementation-unknown", "A.8.16"),)
    ),
    "nobody answers for a control": Defect(
        lines=changed("A.8.16", owner=""), found=(("control-without-owner", "A.8.16"),)
    ),
    "somebody meant to say who answers for a control": Defect(
        lines=changed("A.8.16", owner="TBD"), found=(("control-without-owner", "A.8.16"),)
    ),
    "somebody meant to say what shows a control": Defect(
        lines=changed("A.8.16", evidence="to be added"), found=(("implemented-without-evidence", "A.8.16"),)
    ),
    "somebody meant to give the reason for an exclusion": Defect(
        lines=changed("A.7.9", why="TODO"), found=(("exclusion-says-nothing", "A.7.9"),)
    ),
    "nothing shows that a control is implemented": Defect(
        lines=changed("A.8.16", evidence=""), found=(("implemented-without-evidence", "A.8.16"),)
    ),
    "a decision was to be looked at again": Defect(
        lines=changed("A.7.9", review="2026-06-30"),
        found=(("review-overdue", "A.7.9"),),
        without=("toolkit", "ticks", "form"),
    ),
    "nothing says why a control is necessary": Defect(
        lines=changed("A.8.16", why="", reasons=()), found=(("control-without-reason", "A.8.16"),)
    ),
    "an excluded control is said to be implemented": Defect(
        lines=changed("A.7.9", implemented="yes"),
        found=(("contradicting-cells", ""), ("undecided-control", "A.7.9")),
        # Where no column says what applies, it applies, and the reason against it is told.
        otherwise={
            "remarks": (
                ("control-without-reason", "A.7.9"),
                ("implemented-without-evidence", "A.7.9"),
                ("reason-for-the-opposite", ""),
            )
        },
    ),
    "the title is that of another control": Defect(
        lines=changed("A.8.16", title="Cabling security"),
        found=(("title-of-another", ""), ("undecided-control", "A.8.16")),
    ),
}
PLANTED = [
    pytest.param(name, defect, id=f"{name}: {defect}")
    for defect, one in DEFECTS.items()
    for name in LAYOUTS
    if name not in one.without
]


@pytest.mark.parametrize(("name", "defect"), PLANTED)
def test_a_planted_defect_is_found_and_nothing_else(name: str, defect: str) -> None:
    """What is told beyond the usual is the defect, by its code and its control."""
    one = DEFECTS[defect]
    _, told = found_in(name, one.lines(clean()), **one.beside)
    assert told - usual(name) == Counter(one.otherwise.get(name, one.found))
    # What is wrong with an entry can take the place of something else about it, and of nothing anywhere else.
    assert {about for _, about in usual(name) - told} <= {about for _, about in one.found}


def test_every_layout_has_every_weighty_defect() -> None:
    """Only a named risk and a day of review may be without a column; everything else is planted in each layout."""
    assert {defect for defect, one in DEFECTS.items() if one.without} == {
        "a risk is named that the register does not have",
        "a decision was to be looked at again",
    }
    assert len(LAYOUTS) >= 4


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_reason_that_stands_everywhere_is_no_reason(name: str) -> None:
    """The same words for every control are told once, in layouts that have words for inclusion."""
    lines = [attrs.evolve(one, why="Needed for security.", risks=()) if one.applicable else one for one in clean()]
    _, told = found_in(name, lines)
    assert (("bulk-justification", "") in told) is (name not in {"ticks", "remarks"})


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_certificate_that_cites_another_version_is_told(name: str) -> None:
    """The statement signed as version 2 is cited as such, and a certificate that cites version 1 is not in order."""
    soa = applicability.statement(recorded(read(name, clean())), EDITION, on=ON)
    version = applicability.freeze(soa, number="2", on=ON, signed_by="Managing director")
    cited = CertificateCitation(certificate="C-1", standard=EDITION.ref, issued_on=dt.date(2026, 12, 20), version="2")
    later = dt.date(2027, 1, 5)
    assert applicability.certificate_issues(cited, [version], on=later) == ()
    for number, code in (("1", "certificate-version-unknown"), (None, "certificate-without-version")):
        wrong = attrs.evolve(cited, version=number)
        assert [one.code for one in applicability.certificate_issues(wrong, [version], on=later)] == [code]


def test_reasons_in_brackets_are_kinds() -> None:
    """A header that lists kinds of reasons in brackets holds kinds; other brackets say nothing of the sort."""
    for header, field in (
        ("Reason (LR/CO/BR/RA)", "reasons"),
        ("Justification (LR, CO, BP, RRA)", "reasons"),
        ("Reason (LR)", "justification"),
        ("Reason (for LR/CO)", "justification"),
        ("Owner (LR/CO)", "owner"),
    ):
        data = f'Control,Applicable,"{header}"\nA.5.1,Yes,LR\n'.encode()
        found = read_register(data, name="r.csv", edition=EDITION, judged_by="x", judged_on=ON)
        assert found.columns[2].field.value == field, header


def test_a_row_of_groups_above_the_header_is_no_header() -> None:
    """Of two rows that could be the header the lower one is, where it names more; otherwise the upper one stays."""
    groups = b"Annex A control,,Implementation,\nControl ID,Applicable,Implemented,Owner\nA.5.1,Yes,Yes,Ann\n"
    found = read_register(groups, name="r.csv", edition=EDITION, judged_by="x", judged_on=ON)
    assert [row.outcome for row in found.rows] == [Outcome.ABOVE, Outcome.HEADER, Outcome.IMPORTED]
    equal = b"Control ID,Applicable\nControl,Applicable\nA.5.1,Yes\n"
    found = read_register(equal, name="r.csv", edition=EDITION, judged_by="x", judged_on=ON)
    assert found.rows[0].outcome is Outcome.HEADER
