# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the content of an assessment, what stands of its judgements, and what counts on a day."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import pickle
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from invented import (
    EDITION,
    NEAR,
    ON,
    SMALL,
    assessments,
    day,
    decision,
    empty,
    evidence,
    finding,
    judgement,
    perfect,
    ref,
)
from isomodel import assessment as module
from isomodel import catalogue, readiness
from isomodel.assessment import (
    Applicability,
    Assessment,
    Audit,
    AuditType,
    Certificate,
    Complaint,
    ComplianceObligation,
    Conformity,
    CorrectiveAction,
    EditionMismatchError,
    EffectivenessReview,
    Finding,
    FindingGrade,
    FindingType,
    Independence,
    Judgement,
    Judgements,
    ManagementReview,
    ManagementSystemScope,
    MarkUse,
    NotifiableChange,
    Objective,
    ObjectiveProgress,
    ObligationStatus,
    RecordList,
    ReportContent,
    Risk,
    RiskTreatment,
    Role,
    Significance,
    TreatmentOption,
    Unit,
    UnitKind,
    WorkStatus,
    as_of,
    current_names,
    edition_for,
    issues,
    may_be_excluded,
    places,
)
from isomodel.errors import InvariantError, IsomodelError, Severity
from isomodel.evidence import EvidenceKind, EvidenceReview, Period, ReviewOutcome
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import StandardEdition

PERFECT = perfect()
ERROR, WARNING, INFORMATION = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
OTHER = RequirementRef.parse("ISO 99002:2030, 4.1#1")
BOTH = attrs.evolve(PERFECT, editions=(EDITION.ref, SMALL.ref))


def put(name: str, index: int, record: Assessment = PERFECT, **changes: Any) -> Assessment:  # noqa: ANN401 - any field.
    """Return the record with one item of one of its lists changed."""
    items = list(getattr(record, name))
    items[index] = attrs.evolve(items[index], **changes)
    lists: dict[str, Any] = {name: tuple(items)}
    return attrs.evolve(record, **lists)


def add(name: str, *items: object, record: Assessment = PERFECT) -> Assessment:
    """Return the record with more items at the end of one of its lists."""
    lists: dict[str, Any] = {name: (*getattr(record, name), *items)}
    return attrs.evolve(record, **lists)


def negative(target: RequirementRef, **changes: Any) -> Judgement:  # noqa: ANN401 - any field.
    """Return a negative judgement."""
    return judgement(target, conformity=Conformity.NONCONFORMING, **changes)


def excluded(target: RequirementRef, **changes: Any) -> module.ApplicabilityDecision:  # noqa: ANN401 - any field.
    """Return a reasoned decision that something does not apply."""
    changes = {"reasons": (), "justification": "Nothing of the kind is done."} | changes
    return decision(target, decision=Applicability.NOT_APPLICABLE, **changes)


def audit(identifier: str, **changes: Any) -> Audit:  # noqa: ANN401 - any field.
    """Return an internal audit that took place."""
    base = Audit(id=identifier, type=AuditType.INTERNAL, standards=(EDITION.ref,), performed_on=day(-20))
    return attrs.evolve(base, **changes)


def review(identifier: str, **changes: Any) -> ManagementReview:  # noqa: ANN401 - any field.
    """Return a management review that took place."""
    return attrs.evolve(ManagementReview(id=identifier, standards=(EDITION.ref,), performed_on=day(-20)), **changes)


def risk(identifier: str, **changes: Any) -> Risk:  # noqa: ANN401 - any field.
    """Return a risk nobody has treated yet."""
    return attrs.evolve(Risk(id=identifier, description="Something breaks.", owner="Olga"), **changes)


def obligation(identifier: str, **changes: Any) -> ComplianceObligation:  # noqa: ANN401 - any field.
    """Return a fulfilled obligation."""
    base = ComplianceObligation(
        id=identifier, title="Law", source="Law", status=ObligationStatus.FULFILLED, evaluated_on=day(-9)
    )
    return attrs.evolve(base, **changes)


TREATMENT = RiskTreatment(option=TreatmentOption.MODIFY, controls=(ref("A.5.1"),), plan="Mend it.")
UNAPPROVED = ManagementSystemScope(statement="All of it.")
APPROVED = attrs.evolve(UNAPPROVED, approved_by="Mona", approved_on=day(-9))
LAPSED = Period(first=day(-800), last=day(-700))

# Issues. The invented record has none; it holds 59 judgements and items of evidence, 12 decisions, an audit, a review,
# a risk, an aspect, a hazard, an obligation and an objective. Each case: the record, then all that is said about it as
# code, place, severity, found and nearest.
Said = tuple[str, str, Severity, str | None, str | None]
CASES: dict[str, tuple[Assessment, list[Said]]] = {
    "unit twice": (
        perfect(units=(Unit(id="HQ", name="A", kind=UnitKind.SITE), Unit(id="HQ", name="B", kind=UnitKind.PROCESS))),
        [("duplicate-id", "/organization/units/1/id", ERROR, "HQ", None)],
    ),
    "evidence twice": (
        add("evidence", PERFECT.evidence[3]),
        [("duplicate-id", "/evidence/59/id", ERROR, "EV-4.2#b", None)],
    ),
    "finding twice": (
        add("findings", finding("F", ref("4.1#1")), finding("G", ref("4.1#1")), finding("F", ref("5.3"))),
        [("duplicate-id", "/findings/2/id", ERROR, "F", None)],
    ),
    "audit twice": (add("audits", audit("IA-1")), [("duplicate-id", "/audits/5/id", ERROR, "IA-1", None)]),
    "certificate twice": (
        add("certificates", PERFECT.certificates[0]),
        [("duplicate-id", "/certificates/2/id", ERROR, "C-0", None)],
    ),
    "complaint twice": (
        add("complaints", PERFECT.complaints[0]),
        [("duplicate-id", "/complaints/1/id", ERROR, "KL-1", None)],
    ),
    "change twice": (add("changes", PERFECT.changes[0]), [("duplicate-id", "/changes/1/id", ERROR, "CH-1", None)]),
    "complaint about another standard": (
        put("complaints", 0, standards=(SMALL.ref,)),
        [("undeclared-edition", "/complaints/0/standards/0", ERROR, "ISO 99002:2030", "ISO 99001:2030")],
    ),
    "change for another standard": (
        put("changes", 0, standards=(SMALL.ref,)),
        [("undeclared-edition", "/changes/0/standards/0", ERROR, "ISO 99002:2030", "ISO 99001:2030")],
    ),
    "review twice": (
        add("management_reviews", review("MR-1")),
        [("duplicate-id", "/management_reviews/1/id", ERROR, "MR-1", None)],
    ),
    "risk three times": (
        add("risks", risk("R-1"), risk("R-1")),
        [
            ("duplicate-id", "/risks/1/id", ERROR, "R-1", None),
            ("duplicate-id", "/risks/2/id", ERROR, "R-1", None),
        ],
    ),
    "aspect twice": (
        add("aspects", PERFECT.aspects[0]),
        [("duplicate-id", "/aspects/1/id", ERROR, "AS-1", None)],
    ),
    "hazard twice": (
        add("hazards", PERFECT.hazards[0]),
        [("duplicate-id", "/hazards/1/id", ERROR, "HZ-1", None)],
    ),
    "hazard for another standard": (
        put("hazards", 0, standards=(SMALL.ref,)),
        [("undeclared-edition", "/hazards/0/standards/0", ERROR, "ISO 99002:2030", "ISO 99001:2030")],
    ),
    "obligation twice": (
        add("obligations", obligation("CO-1")),
        [("duplicate-id", "/obligations/1/id", ERROR, "CO-1", None)],
    ),
    "objective twice": (
        add("objectives", PERFECT.objectives[0]),
        [("duplicate-id", "/objectives/1/id", ERROR, "OB-1", None)],
    ),
    "unit of a scope": (
        attrs.evolve(PERFECT, scope=attrs.evolve(APPROVED, units=("HQ", "PAK"))),
        [("unknown-unit", "/scope/units/1", ERROR, "PAK", "PACK")],
    ),
    "unit of a judgement": (
        put("judgements", 0, units=("HQ", "hq2", "XYZ")),
        [
            ("unknown-unit", "/judgements/0/units/1", ERROR, "hq2", "HQ"),
            ("unknown-unit", "/judgements/0/units/2", ERROR, "XYZ", None),
        ],
    ),
    "unit of evidence": (
        put("evidence", 5, units=("PACKS",)),
        [("unknown-unit", "/evidence/5/units/0", ERROR, "PACKS", "PACK")],
    ),
    "unit of a finding": (
        add("findings", finding("F", ref("4.1#1"), units=("PACKS",))),
        [("unknown-unit", "/findings/0/units/0", ERROR, "PACKS", "PACK")],
    ),
    "unit of an audit": (
        put("audits", 0, units=("PACKS",)),
        [("unknown-unit", "/audits/0/units/0", ERROR, "PACKS", "PACK")],
    ),
    "unit of an aspect": (
        put("aspects", 0, units=("PACKS",)),
        [("unknown-unit", "/aspects/0/units/0", ERROR, "PACKS", "PACK")],
    ),
    "unit of a hazard": (
        put("hazards", 0, units=("PACKS",)),
        [("unknown-unit", "/hazards/0/units/0", ERROR, "PACKS", "PACK")],
    ),
    "evidence of a judgement": (
        put("judgements", 0, evidence=("EV-4.1#1", "EV-41")),
        [("unknown-evidence", "/judgements/0/evidence/1", ERROR, "EV-41", "EV-4.1#1")],
    ),
    "evidence superseded": (
        put("evidence", 0, supersedes=("XYZ",)),
        [("unknown-evidence", "/evidence/0/supersedes/0", ERROR, "XYZ", None)],
    ),
    "evidence that is a report": (
        put("audits", 0, report="EV-9.2"),
        [("unknown-evidence", "/audits/0/report", ERROR, "EV-9.2", "EV-9.2#1")],
    ),
    "evidence that is the minutes": (
        put("management_reviews", 0, minutes="EV-9.3"),
        [("unknown-evidence", "/management_reviews/0/minutes", ERROR, "EV-9.3", "EV-9.3#1")],
    ),
    "risk of a decision": (
        put("applicability", 0, risks=("R-1", "R-2")),
        [("unknown-risk", "/applicability/0/risks/1", ERROR, "R-2", "R-1")],
    ),
    "audit of a finding": (
        add("findings", finding("F", ref("4.1#1"), audit="IA-2")),
        [("unknown-audit", "/findings/0/audit", ERROR, "IA-2", "IA-1")],
    ),
    "other edition judged": (
        add("judgements", judgement(OTHER, evidence=("EV-4.1#1",))),
        [("undeclared-edition", "/judgements/59/target", ERROR, "ISO 99002:2030, 4.1#1", "ISO 99001:2030")],
    ),
    "other edition supported": (
        put("evidence", 0, supports=(ref("4.1#1"), OTHER)),
        [("undeclared-edition", "/evidence/0/supports/1", ERROR, "ISO 99002:2030, 4.1#1", "ISO 99001:2030")],
    ),
    "other edition contradicted": (
        put("evidence", 0, contradicts=(OTHER,)),
        [("undeclared-edition", "/evidence/0/contradicts/0", ERROR, "ISO 99002:2030, 4.1#1", "ISO 99001:2030")],
    ),
    "other edition audited": (
        put("audits", 0, standards=(EDITION.ref, SMALL.ref)),
        [("undeclared-edition", "/audits/0/standards/1", ERROR, "ISO 99002:2030", "ISO 99001:2030")],
    ),
    "other edition reviewed": (
        put("management_reviews", 0, standards=(SMALL.ref,)),
        [("undeclared-edition", "/management_reviews/0/standards/0", ERROR, "ISO 99002:2030", "ISO 99001:2030")],
    ),
    "other edition aimed at": (
        put("objectives", 0, standards=(StandardRef.parse("IEC 1:1999"),)),
        [("undeclared-edition", "/objectives/0/standards/0", ERROR, "IEC 1:1999", None)],
    ),
    "clause judged": (
        add("judgements", negative(ref("8.1#c"))),
        [("unknown-clause", "/judgements/59/target", ERROR, "ISO 99001:2030, 8.1#c", "ISO 99001:2030, 8.1#b")],
    ),
    "clause decided": (
        add("applicability", decision(ref("A.5.9"))),
        [("unknown-clause", "/applicability/12/target", ERROR, "ISO 99001:2030, A.5.9", "ISO 99001:2030, A.5.8")],
    ),
    "clause supported": (
        put("evidence", 0, supports=(ref("4.1#9"),)),
        [("unknown-clause", "/evidence/0/supports/0", ERROR, "ISO 99001:2030, 4.1#9", "ISO 99001:2030, 4.1#2")],
    ),
    "clause in a finding": (
        add("findings", finding("F", ref("4.1#1"), ref("4.1#9"))),
        [("unknown-clause", "/findings/0/criteria/1", ERROR, "ISO 99001:2030, 4.1#9", "ISO 99001:2030, 4.1#2")],
    ),
    "clause audited": (
        put("audits", 0, covers=(ref("4"), ref("4.1#9"))),
        [("unknown-clause", "/audits/0/covers/1", ERROR, "ISO 99001:2030, 4.1#9", "ISO 99001:2030, 4.1#2")],
    ),
    "clause as input": (
        put("management_reviews", 0, inputs=(ref("4.1#9"),)),
        [
            (
                "unknown-clause",
                "/management_reviews/0/inputs/0",
                ERROR,
                "ISO 99001:2030, 4.1#9",
                "ISO 99001:2030, 4.1#2",
            )
        ],
    ),
    "control of a treatment": (
        put("risks", 0, treatment=attrs.evolve(TREATMENT, controls=(ref("A.5.1"), ref("A.6.9")))),
        [
            (
                "unknown-clause",
                "/risks/0/treatment/controls/1",
                ERROR,
                "ISO 99001:2030, A.6.9",
                "ISO 99001:2030, A.6.4",
            )
        ],
    ),
    "nothing alike": (
        add("judgements", negative(RequirementRef.parse("ISO 99001:2030, Annex Z"))),
        [("unknown-clause", "/judgements/59/target", ERROR, "ISO 99001:2030, Annex Z", "ISO 99001:2030, Annex A")],
    ),
    "scope without approval": (
        attrs.evolve(PERFECT, scope=UNAPPROVED),
        [("scope-not-approved", "/scope", WARNING, None, None)],
    ),
    "edition not given": (BOTH, [("edition-not-given", "/editions/1", ERROR, "ISO 99002:2030", "ISO 99001:2030")]),
    "conforming before work": (
        put("judgements", 2, work_status=WorkStatus.PLANNED),
        [("conforming-before-work", "/judgements/2/work_status", ERROR, "planned", None)],
    ),
    "conforming before anything": (
        put("judgements", 2, work_status=WorkStatus.NOT_STARTED),
        [("conforming-before-work", "/judgements/2/work_status", ERROR, "not-started", None)],
    ),
    "conforming without evidence": (
        put("evidence", 2, put("judgements", 2, evidence=()), supports=()),
        [("conforming-without-evidence", "/judgements/2", WARNING, None, None)],
    ),
    "clause conforming without evidence": (
        add("judgements", judgement(ref("4.2"))),
        [("conforming-without-evidence", "/judgements/59", WARNING, None, None)],
    ),
    "evidence lapsed": (
        put("evidence", 0, period=LAPSED),
        [
            ("evidence-not-current", "/judgements/0/evidence/0", WARNING, "lapsed", None),
            ("evidence-lapsed", "/evidence/0", WARNING, "EV-4.1#1", None),
        ],
    ),
    "evidence refused": (
        put("evidence", 0, review=EvidenceReview(outcome=ReviewOutcome.REJECTED, by="Rita", on=day(-1))),
        [("evidence-not-current", "/judgements/0/evidence/0", WARNING, "rejected", None)],
    ),
    "evidence withdrawn": (
        put("evidence", 0, withdrawn_on=ON),
        [("evidence-not-current", "/judgements/0/evidence/0", WARNING, "withdrawn", None)],
    ),
    "evidence not received": (
        put("evidence", 0, received_on=day(1), review=None),
        [("evidence-not-current", "/judgements/0/evidence/0", WARNING, "not-received", None)],
    ),
    "evidence replaced": (
        add("evidence", evidence("NEW", supersedes=("EV-4.1#1",))),
        [("evidence-not-current", "/judgements/0/evidence/0", WARNING, "superseded", None)],
    ),
    "judged tomorrow": (
        put("judgements", 0, judged_on=day(1)),
        [("not-yet", "/judgements/0/judged_on", INFORMATION, None, None)],
    ),
    "revision to come": (
        put("judgements", 0, catalogue_revision=4),
        [("unknown-revision", "/judgements/0/catalogue_revision", ERROR, "4", None)],
    ),
    "contradiction on one day": (
        add("judgements", negative(ref("4.1#1"))),
        [("conflicting-judgements", "/judgements/0", ERROR, None, None)],
    ),
    "contradiction in one unit": (
        add("judgements", negative(ref("4.1#1"), units=("PACK",))),
        [("conflicting-judgements", "/judgements/0", ERROR, None, None)],
    ),
    "contradiction behind one to come": (
        add(
            "judgements",
            negative(ref("4.1#1")),
            record=attrs.evolve(
                PERFECT, judgements=(attrs.evolve(PERFECT.judgements[0], judged_on=day(9)), *PERFECT.judgements)
            ),
        ),
        [
            ("not-yet", "/judgements/0/judged_on", INFORMATION, None, None),
            ("conflicting-judgements", "/judgements/1", ERROR, None, None),
        ],
    ),
    "set aside without a reason": (
        add("applicability", excluded(ref("7.1#1"), justification=" ")),
        [("not-applicable-without-reason", "/applicability/12", ERROR, None, None)],
    ),
    "control without a reason": (
        put("applicability", 3, justification=None, reasons=()),
        [("control-without-reason", "/applicability/3", WARNING, None, None)],
    ),
    "set aside what binds": (
        add("applicability", excluded(ref("4.1#1"))),
        [("not-excludable", "/applicability/12/target", ERROR, "ISO 99001:2030, 4.1#1", None)],
    ),
    "set aside a clause that holds what binds": (
        add("applicability", excluded(ref("7"))),
        [("not-excludable", "/applicability/12/target", ERROR, "ISO 99001:2030, 7", None)],
    ),
    "excluded and chosen": (
        add("applicability", excluded(ref("A.5.1"))),
        [("excluded-treatment", "/applicability/12", ERROR, "R-1", None)],
    ),
    "decision to be looked at": (
        put("applicability", 1, review_on=day(-1)),
        [("review-overdue", "/applicability/1/review_on", WARNING, "2031-06-14", None)],
    ),
    "evidence that supersedes itself": (
        add("evidence", evidence("X", supersedes=("X",))),
        [("supersession-cycle", "/evidence/59/supersedes", ERROR, None, None)],
    ),
    "evidence that supersedes itself by way of others": (
        add(
            "evidence",
            evidence("X", supersedes=("EV-4.1#2", "Y")),
            evidence("Y", supersedes=("Z",), period=Period(first=day(-9), last=day(-8)), received_on=day(-7)),
            evidence("Z", supersedes=("X",), period=Period(first=day(-9), last=day(-7)), received_on=day(-7)),
            record=put("judgements", 1, evidence=()),
        ),
        [
            ("supersession-cycle", "/evidence/59/supersedes", ERROR, None, None),
            ("supersession-cycle", "/evidence/60/supersedes", ERROR, None, None),
            ("supersession-cycle", "/evidence/61/supersedes", ERROR, None, None),
        ],
    ),
    "received too early": (
        put("evidence", 0, received_on=day(-61)),
        [("received-before-the-end", "/evidence/0/received_on", WARNING, "2031-04-15", None)],
    ),
    "supports and contradicts": (
        put("evidence", 0, contradicts=(ref("4.1#1"), ref("5.3"))),
        [("supports-and-contradicts", "/evidence/0", ERROR, "ISO 99001:2030, 4.1#1", None)],
    ),
    "accepted by its owner": (
        put("evidence", 0, owner="Rita"),
        [("self-accepted", "/evidence/0/review/by", WARNING, "Rita", None)],
    ),
    "finding about nothing": (
        add("findings", finding("F")),
        [("finding-without-criterion", "/findings/0/criteria", ERROR, None, None)],
    ),
    "control as criterion": (
        add("findings", finding("F", ref("4.1#1"), ref("A.5.2"))),
        [("control-as-criterion", "/findings/0/criteria/1", WARNING, "ISO 99001:2030, A.5.2", None)],
    ),
    "nobody graded": (
        add("findings", finding("F", ref("4.1#1"), grade=FindingGrade.UNGRADED)),
        [("ungraded", "/findings/0/grade", WARNING, "ungraded", None)],
    ),
    "closed without a look": (
        add("findings", finding("F", ref("4.1#1"), closed_on=day(-1))),
        [("closed-without-effectiveness", "/findings/0", WARNING, None, None)],
    ),
    "closed and not effective": (
        add(
            "findings",
            finding(
                "F",
                ref("4.1#1"),
                closed_on=day(-1),
                effectiveness=EffectivenessReview(effective="not-effective", by="Rita", on=day(-2)),
            ),
        ),
        [("closed-not-effective", "/findings/0", ERROR, "not-effective", None)],
    ),
    "auditors of their own work": (
        put("audits", 0, independence=Independence.NOT_INDEPENDENT),
        [("auditor-not-independent", "/audits/0/independence", WARNING, "not-independent", None)],
    ),
    "audit that did not take place": (
        add("audits", audit("IA-2", performed_on=None, planned_on=day(-1))),
        [("audit-overdue", "/audits/5/planned_on", WARNING, "2031-06-14", None)],
    ),
    "auditors who decide": (
        put("audits", 2, deciders=("Dora", "Eve", "Emil")),
        [
            ("decider-in-audit-team", "/audits/2/deciders", ERROR, "Emil", None),
            ("decider-in-audit-team", "/audits/2/deciders", ERROR, "Eve", None),
        ],
    ),
    "review that did not take place": (
        add("management_reviews", review("MR-2", performed_on=None, planned_on=day(-1))),
        [("management-review-overdue", "/management_reviews/1/planned_on", WARNING, "2031-06-14", None)],
    ),
    "plan approved by somebody else": (
        put("risks", 0, treatment=attrs.evolve(TREATMENT, approved_by="Mona", approved_on=day(-9))),
        [("not-the-risk-owner", "/risks/0/treatment/approved_by", ERROR, "Mona", None)],
    ),
    "rest accepted by somebody else": (
        put("risks", 0, residual_accepted_by="Mona"),
        [("not-the-risk-owner", "/risks/0/residual_accepted_by", ERROR, "Mona", None)],
    ),
    "controls of an obligation that are none": (
        put("obligations", 0, controls=(ref("A.5.1"), ref("A.5.99"))),
        [("unknown-clause", "/obligations/0/controls/1", ERROR, f"{EDITION.ref}, A.5.99", f"{EDITION.ref}, A.5.8")],
    ),
    "breach and nothing done": (
        add("obligations", obligation("CO-2", status=ObligationStatus.BREACHED, action=" ")),
        [("breach-without-action", "/obligations/1", WARNING, None, None)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_about_a_record(case: str) -> None:
    """A record with one thing wrong gets exactly what is to be said about it, at its place."""
    record, expected = CASES[case]
    found = issues(record, (EDITION,), on=ON)
    assert [(one.code, one.path, one.severity, one.found, one.nearest) for one in found] == expected
    assert all(one.message for one in found)


def test_a_taken_id_is_traced_to_who_took_it_first() -> None:
    """However often an id is used again, the message names the first place that has it."""
    found = issues(CASES["risk three times"][0], (EDITION,), on=ON)
    assert [one.message for one in found] == ["the id 'R-1' is taken by /risks/0"] * 2


def test_a_record_in_order_has_no_issues() -> None:
    """Nothing is said about records with nothing wrong in them, and little about one that says nothing."""
    assert issues(PERFECT, (EDITION,), on=ON) == ()
    assert issues(empty(), (EDITION,), on=ON) == ()
    assert issues(BOTH, iter((EDITION, SMALL)), on=ON) == ()


# For each code a record that comes close to it.
NEAR_MISSES: dict[str, list[Assessment]] = {
    "duplicate-id": [
        add("risks", risk("AS-1")),
        add("findings", finding("IA-1", ref("4.1#1"))),
        add("evidence", evidence("ev-4.2#b")),
    ],
    "unknown-unit": [put("judgements", 0, units=("PACK", "HQ"))],
    "unknown-evidence": [put("audits", 0, report="EV-9.2#1")],
    "unknown-risk": [put("applicability", 0, risks=("R-1",))],
    "unknown-audit": [add("findings", finding("F", ref("4.1#1"), audit="IA-1"))],
    "undeclared-edition": [add("judgements", judgement(OTHER, evidence=("EV-4.1#1",)), record=BOTH)],
    "unknown-clause": [
        add("judgements", judgement(ref("8.1#b"), evidence=("EV-4.1#1",))),
        add("judgements", judgement(RequirementRef.parse("ISO 99002:2030, 99"), evidence=("EV-4.1#1",)), record=BOTH),
    ],
    "scope-not-approved": [attrs.evolve(PERFECT, scope=None)],
    "edition-not-given": [PERFECT],
    "conforming-before-work": [
        put("judgements", 2, work_status=WorkStatus.PARTIAL),
        put("judgements", 2, work_status=WorkStatus.PLANNED, conformity=Conformity.NONCONFORMING),
        put("judgements", 2, work_status=WorkStatus.NOT_STARTED, conformity=Conformity.NOT_ASSESSED),
    ],
    "conforming-without-evidence": [
        put("judgements", 2, evidence=()),
        put("evidence", 2, put("judgements", 2, evidence=()), supports=(ref("4.2"),)),
        put("evidence", 2, put("judgements", 2, evidence=()), supports=(ref("4"),)),
        put("evidence", 2, put("judgements", 2, evidence=(), conformity=Conformity.NONCONFORMING), supports=()),
    ],
    "evidence-not-current": [
        put("evidence", 0, review=None),
        put("evidence", 0, put("judgements", 0, conformity=Conformity.NONCONFORMING), period=LAPSED),
    ],
    "not-yet": [put("judgements", 0, judged_on=ON)],
    "unknown-revision": [
        put("judgements", 0, catalogue_revision=3),
        add("judgements", judgement(OTHER, evidence=("EV-4.1#1",), catalogue_revision=99), record=BOTH),
    ],
    "conflicting-judgements": [
        add("judgements", negative(ref("4.1#1"), judged_on=day(-29))),
        add("judgements", negative(ref("4.1#1"), judged_on=day(-31))),
        add("judgements", negative(ref("4.1#1"), judged_on=day(1))),
        add("judgements", negative(ref("4.1#1"), role=Role.INTERNAL_AUDITOR)),
        add("judgements", negative(ref("4.1#1"), units=("HQ",)), record=put("judgements", 0, units=("PACK",))),
    ],
    "not-applicable-without-reason": [
        add("applicability", excluded(ref("7.1#1"))),
        add("applicability", decision(ref("7.1#1"), justification=None)),
    ],
    "control-without-reason": [
        put("applicability", 3, justification=None),
        put("applicability", 3, reasons=()),
        add("applicability", decision(ref("7.1#1"), justification=None, reasons=())),
    ],
    "not-excludable": [
        add("applicability", excluded(ref("7.1#1"))),
        add("applicability", excluded(ref("8.3"))),
        put("applicability", 3, decision=Applicability.NOT_APPLICABLE),
        add("applicability", excluded(ref("99"))),
    ],
    "excluded-treatment": [
        add("applicability", excluded(ref("A.5.3"))),
        add("applicability", excluded(ref("A.5.1"), decided_on=day(-151))),
        add("applicability", excluded(ref("A.5.1"), decided_on=day(1))),
        add("applicability", excluded(ref("A.5.3")), record=put("risks", 0, treatment=None)),
    ],
    "review-overdue": [put("applicability", 1, review_on=ON)],
    "supersession-cycle": [
        add("evidence", evidence("X", supersedes=("Y", "Z")), evidence("Y", supersedes=("Z",)), evidence("Z")),
        add("evidence", evidence("X", supersedes=("nobody",))),
    ],
    "evidence-lapsed": [put("evidence", 0, period=LAPSED, supports=())],
    "received-before-the-end": [
        put("evidence", 0, received_on=day(-60)),
        add("evidence", evidence("X", EvidenceKind.POLICY, effective_on=day(30))),
    ],
    "supports-and-contradicts": [put("evidence", 0, contradicts=(ref("4.1#2"),))],
    "self-accepted": [
        put("evidence", 0, owner="Rita", review=EvidenceReview(outcome=ReviewOutcome.REJECTED, by="Rita", on=ON)),
        put("evidence", 0, owner="Rita", review=None),
    ],
    "finding-without-criterion": [add("findings", finding("F", ref("4")))],
    "control-as-criterion": [
        add("findings", finding("F", ref("A.5"))),
        add("findings", finding("F", ref("A.5.99"))),
    ],
    "ungraded": [
        add("findings", finding("F", ref("4"), grade=FindingGrade.UNGRADED, closed_on=day(-1), verified_on=day(-1))),
        add("findings", finding("F", ref("4"), grade=None, type=FindingType.OBSERVATION)),
        add("findings", finding("F", ref("4"), grade=FindingGrade.UNGRADED, raised_on=day(1))),
    ],
    "closed-without-effectiveness": [
        add("findings", finding("F", ref("4"), closed_on=day(-1), verified_on=day(-2))),
        add(
            "findings",
            finding(
                "F",
                ref("4"),
                closed_on=day(-1),
                effectiveness=EffectivenessReview(effective="effective", by="Rita", on=day(-2)),
            ),
        ),
        add("findings", finding("F", ref("4"), type=FindingType.OBSERVATION, grade=None, closed_on=day(-1))),
        add("findings", finding("F", ref("4"))),
    ],
    "closed-not-effective": [
        add(
            "findings",
            finding("F", ref("4"), effectiveness=EffectivenessReview(effective="not-effective", by="Rita", on=day(-2))),
        ),
    ],
    "auditor-not-independent": [put("audits", 0, independence=Independence.UNKNOWN)],
    "decider-in-audit-team": [put("audits", 2, deciders=("Ines",)), put("audits", 1, deciders=("Emil",))],
    "audit-overdue": [
        add("audits", audit("IA-2", performed_on=None, planned_on=ON)),
        add("audits", audit("IA-2", performed_on=None)),
        add("audits", audit("IA-2", planned_on=day(-99))),
    ],
    "management-review-overdue": [
        add("management_reviews", review("MR-2", performed_on=None, planned_on=ON)),
        add("management_reviews", review("MR-2", performed_on=None)),
        add("management_reviews", review("MR-2", planned_on=day(-99))),
    ],
    "not-the-risk-owner": [
        put("risks", 0, treatment=TREATMENT, residual_accepted_by=None),
        put("risks", 0, treatment=None),
    ],
    "breach-without-action": [
        add("obligations", obligation("CO-2", status=ObligationStatus.BREACHED, action="Stop it.")),
        add("obligations", obligation("CO-2", status=ObligationStatus.NOT_EVALUATED)),
    ],
}


@pytest.mark.parametrize("code", NEAR_MISSES)
def test_what_comes_close_is_not_reported(code: str) -> None:
    """What comes close to an issue and is in order is not reported as that issue."""
    for record in NEAR_MISSES[code]:
        assert code not in {one.code for one in issues(record, (EDITION,), on=ON)}


def codes_in_source() -> Iterator[str]:
    """Find every code that the module can report, in its own text."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "Issue":
            yield from (
                one.value.value
                for one in node.keywords
                if one.arg == "code" and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str)
            )
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        place = {"_warning": 0, "_known": 1, "_one": 1}.get(name)
        if place is not None and isinstance(node.args[place], ast.Constant):
            kind = str(node.args[place].value)  # type: ignore[attr-defined]  # asked for the line before.
            yield kind if name == "_warning" else f"unknown-{kind}"


def test_every_code_has_an_example_and_a_near_miss() -> None:
    """Each code that can be reported is shown by an example and by something that comes close."""
    codes = set(codes_in_source())
    shown = {code for _, said in CASES.values() for code, *_ in said}
    assert len(codes) == 36
    assert shown == codes
    assert set(NEAR_MISSES) == codes


def test_a_finding_about_which_nothing_is_to_come_is_not_made_anew() -> None:
    """Of many findings on many days most stand as they are recorded, and are handed on as they are."""
    closed = finding("NC-1", ref("8.1#a"), grade=FindingGrade.MINOR, closed_on=ON)
    record = attrs.evolve(perfect(), findings=(closed,))
    assert as_of(record, ON).findings[0] is closed
    assert as_of(record, day(-1)).findings[0].closed_on is None


@pytest.mark.parametrize(("months", "count"), [(23, 2), (24, 0), (25, 0)])
def test_how_long_a_record_shows_operation_is_a_parameter(months: int, count: int) -> None:
    """Evidence lapses after as many months as asked for."""
    two_years_ago = Period(first=dt.date(2029, 6, 1), last=dt.date(2029, 6, 15))
    record = put("evidence", 0, period=two_years_ago)
    assert len(issues(record, (EDITION,), on=ON, record_currency_months=months)) == count


@pytest.mark.parametrize(("months", "count"), [(23, 2), (24, 0), (25, 0)])
def test_how_long_a_kind_of_evidence_counts_is_a_parameter(months: int, count: int) -> None:
    """What a policy says of a kind takes the place of what holds for records."""
    two_years_ago = Period(first=dt.date(2029, 6, 1), last=dt.date(2029, 6, 15))
    record = put("evidence", 0, period=two_years_ago)
    kind = record.evidence[0].kind
    assert len(issues(record, (EDITION,), on=ON, validity_months={kind: months})) == count


def test_without_editions_only_the_record_itself_is_checked() -> None:
    """Where no content is given, that is said, and nothing that refers to it is doubted."""
    record = add("judgements", negative(ref("99#z")))
    (issue,) = issues(record, (), on=ON)
    assert (issue.code, issue.path, issue.expected) == (
        "edition-not-given",
        "/editions/0",
        "the content of the edition",
    )
    assert issue.nearest is None


def test_issues_are_in_document_order() -> None:
    """Issues come in the order in which the lists stand in the document."""
    record = put(
        "evidence", 0, put("judgements", 7, put("risks", 0, residual_accepted_by="M"), units=("?",)), owner="Rita"
    )
    record = add("findings", finding("F"), record=attrs.evolve(record, scope=UNAPPROVED))
    assert [one.path for one in issues(record, (EDITION,), on=ON)] == [
        "/scope",
        "/judgements/7/units/0",
        "/evidence/0/review/by",
        "/findings/0/criteria",
        "/risks/0/residual_accepted_by",
    ]


@given(assessments(), NEAR)
def test_any_record_can_be_checked(record: Assessment, on: dt.date) -> None:
    """Whatever is in a record, checking it twice says the same, without changing it."""
    before = repr(record), pickle.dumps(record)
    found = issues(record, (EDITION, SMALL), on=on)
    assert issues(record, (EDITION, SMALL), on=on) == found
    assert (repr(record), pickle.dumps(record)) == before
    event(f"{min(len(found), 5)} issues or more")


# What stands of what was judged.

TARGET = ref("8.1#b.1")
ABOVE = (TARGET, ref("8.1#b"), ref("8.1"), ref("8"))
ELSEWHERE = (ref("8.1#b.2"), ref("8.1#a"), ref("8.3"), ref("9"), RequirementRef.parse("ISO 99002:2030, 8.1#b.1"))
YES, NO, OPEN = Conformity.CONFORMING, Conformity.NONCONFORMING, Conformity.NOT_ASSESSED
OWNER, REVIEWER, INTERNAL, EXTERNAL = Role.OWNER, Role.REVIEWER, Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR


def test_places_are_listed_finest_first() -> None:
    """What is said about an item, its list, its clause and every clause above reaches it, and nothing else does."""
    assert places(TARGET) == ABOVE
    assert places(ref("A.5.7")) == (ref("A.5.7"), ref("A.5"), ref("Annex A"))
    assert places(ref("7.2#b-2")) == (ref("7.2#b-2"), ref("7.2"), ref("7"))
    assert places(ref("4")) == (ref("4"),)


# What was judged as (conformity, days from the day asked about, role, how far above); what stands; which decides.
Voice = tuple[Conformity, int, Role, int]
STANDING: dict[str, tuple[list[Voice], Conformity | None, int | None, bool]] = {
    "nobody judged": ([], OPEN, None, False),
    "one judged": ([(YES, -9, OWNER, 0)], YES, 0, False),
    "one judged the clause": ([(YES, -9, OWNER, 2)], YES, 0, True),
    "one judged the list": ([(NO, -9, OWNER, 1)], NO, 0, True),
    "nobody established either": ([(OPEN, -9, EXTERNAL, 0)], OPEN, 0, False),
    "finer wins though earlier": ([(YES, -9, OWNER, 0), (OPEN, -1, EXTERNAL, 2)], YES, 0, False),
    "finer wins though silent": ([(YES, -1, EXTERNAL, 2), (OPEN, -9, OWNER, 0)], OPEN, 1, False),
    "later wins": ([(OPEN, -9, EXTERNAL, 0), (YES, -8, OWNER, 0)], YES, 1, False),
    "higher wins on one day, silent below": ([(YES, -9, EXTERNAL, 0), (OPEN, -9, OWNER, 0)], YES, 0, False),
    "finer positive does not silence an earlier coarser negative of a higher role": (
        [(NO, -9, INTERNAL, 2), (YES, -1, OWNER, 0)],
        NO,
        0,
        True,
    ),
    "finer, later, of equal role overrules": ([(NO, -9, INTERNAL, 2), (YES, -8, INTERNAL, 0)], YES, 1, False),
    "finer, later, of higher role overrules": ([(NO, -9, OWNER, 3), (YES, -8, REVIEWER, 1)], YES, 1, True),
    "finer, of higher role, earlier does not": ([(NO, -9, OWNER, 2), (YES, -10, EXTERNAL, 0)], NO, 0, True),
    "later, of higher role, coarser does not": ([(NO, -9, OWNER, 0), (YES, -8, EXTERNAL, 1)], NO, 0, False),
    "equal and later overrules": ([(NO, -9, OWNER, 0), (YES, -8, OWNER, 0)], YES, 1, False),
    "later and lower does not": ([(NO, -9, REVIEWER, 0), (YES, -8, OWNER, 0)], NO, 0, False),
    "the latest negative stands": ([(YES, -9, EXTERNAL, 0), (NO, -8, OWNER, 3)], NO, 1, True),
    "the other way round on one day": ([(NO, -9, OWNER, 0), (YES, -9, OWNER, 0)], None, 0, False),
    "higher positive on the same day is a conflict": ([(NO, -9, OWNER, 0), (YES, -9, EXTERNAL, 0)], None, 0, False),
    "finer positive on the same day is a conflict": ([(NO, -9, OWNER, 2), (YES, -9, OWNER, 0)], None, 0, True),
    "lower positive on the same day yields": ([(NO, -9, REVIEWER, 0), (YES, -9, OWNER, 0)], NO, 0, False),
    "coarser positive on the same day yields": ([(NO, -9, OWNER, 0), (YES, -9, OWNER, 1)], NO, 0, False),
    "an undisputed negative settles a disputed one": (
        [(NO, -9, OWNER, 0), (YES, -9, OWNER, 0), (NO, -8, OWNER, 2)],
        NO,
        0,
        False,
    ),
    "a later positive settles a dispute": (
        [(NO, -9, OWNER, 0), (YES, -9, OWNER, 0), (YES, -8, OWNER, 0)],
        YES,
        2,
        False,
    ),
    "yes and silence in the same breath": ([(YES, -9, OWNER, 0), (OPEN, -9, OWNER, 0)], None, 0, False),
    "two negatives, the finer decides": ([(NO, -9, OWNER, 0), (NO, -1, EXTERNAL, 2)], NO, 0, False),
    "overruled once, raised again": (
        [(NO, -9, OWNER, 0), (YES, -8, OWNER, 0), (NO, -7, OWNER, 0)],
        NO,
        2,
        False,
    ),
}


def voiced(voice: Voice, number: int = 0) -> Judgement:
    """Turn a row of the table into a judgement."""
    conformity, offset, role, above = voice
    return judgement(ABOVE[above], conformity=conformity, judged_on=day(offset), role=role, judged_by=f"Voice {number}")


@pytest.mark.parametrize("case", STANDING)
def test_who_overrules_whom(case: str) -> None:
    """A finer judgement wins, except that a negative one yields only to a later one as fine by as high a role."""
    voices, conformity, deciding, inherited = STANDING[case]
    said = [voiced(voice, number) for number, voice in enumerate(voices)]
    found = Judgements(said).standing(TARGET, None)
    assert found.conformity is conformity
    if deciding is None:
        assert (found.judgement, found.work_status) == (None, None)
    elif conformity is None:
        assert found.judgement in said
    else:
        assert found.judgement == said[deciding]
    assert found.inherited is inherited


def test_equals_who_see_different_progress_count_by_the_lesser() -> None:
    """Where equals agree on conformity and not on the work, the lesser progress counts."""
    said = [judgement(TARGET, work_status=status) for status in (WorkStatus.IMPLEMENTED, WorkStatus.PARTIAL)]
    for order in (said, said[::-1]):
        found = Judgements(order).standing(TARGET, None)
        assert (found.conformity, found.work_status) == (YES, WorkStatus.PARTIAL)


def test_units_are_judged_apart() -> None:
    """A judgement for one unit says nothing about another, and one without units speaks for all of them."""
    said = Judgements(
        [
            judgement(TARGET, judged_on=day(-9)),
            negative(TARGET, units=("PACK",), judged_on=day(-8)),
            judgement(ABOVE[2], units=("LAB",)),
        ]
    )
    assert [said.standing(TARGET, unit).conformity for unit in ("HQ", "PACK", "LAB", None)] == [YES, NO, YES, NO]
    alone = Judgements([judgement(TARGET, units=("HQ",))])
    assert alone.standing(TARGET, "PACK") == module.NOTHING_STANDS


def test_about_lists_everything_with_its_fineness() -> None:
    """What was judged about an item and above it is listed with how fine it is, 0 being the finest."""
    said = [voiced((YES, -1, OWNER, above), above) for above in (3, 0, 2)]
    found = Judgements([*said, judgement(ELSEWHERE[0])]).about(TARGET)
    assert found == ((0, said[1]), (-2, said[2]), (-3, said[0]))


voices = st.builds(
    judgement,
    st.sampled_from(ABOVE),
    conformity=st.sampled_from(Conformity),
    judged_on=st.integers(min_value=-3, max_value=0).map(day),
    role=st.sampled_from(Role),
    judged_by=st.sampled_from(("Ann", "Ben")),
    work_status=st.sampled_from(WorkStatus),
    units=st.sampled_from(((), (), ("HQ",), ("PACK",))),
)
many = st.lists(voices, max_size=6)
unit_names = st.sampled_from((None, "HQ", "PACK"))


def standing(said: Sequence[Judgement], unit: str | None = None) -> module.Standing:
    """Say what stands for the target of these laws."""
    return Judgements(said).standing(TARGET, unit)


@given(many.flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))), unit_names)
def test_the_order_of_the_list_never_matters(orders: tuple[list[Judgement], list[Judgement]], unit: str | None) -> None:
    """However the judgements are listed, the same stands, and the same one decides."""
    said, shuffled = orders
    found = standing(said, unit)
    event(f"{found.conformity}")
    assert standing(shuffled, unit) == found


@given(many, unit_names)
def test_saying_it_twice_changes_nothing(said: list[Judgement], unit: str | None) -> None:
    """The same judgements entered twice come to what they came to once."""
    assert standing([*said, *said], unit) == standing(said, unit)


@given(many, voices, st.sampled_from(ELSEWHERE), unit_names)
def test_other_targets_change_nothing(
    said: list[Judgement], other: Judgement, target: RequirementRef, unit: str | None
) -> None:
    """A judgement about something else changes nothing."""
    assert standing([*said, attrs.evolve(other, target=target)], unit) == standing(said, unit)


@given(many, voices)
def test_other_units_change_nothing(said: list[Judgement], other: Judgement) -> None:
    """What stands in a unit rests on the judgements that hold for it and on nothing else."""
    assert standing([*said, attrs.evolve(other, units=("LAB",))], "HQ") == standing(said, "HQ")
    relevant = [one for one in said if not one.units or "HQ" in one.units]
    assert standing(relevant, "HQ") == standing(said, "HQ")


@given(many, st.sampled_from(Role), unit_names)
def test_a_later_finest_positive_of_no_lower_role_always_overrules(
    said: list[Judgement], role: Role, unit: str | None
) -> None:
    """A later positive judgement of the item itself overrules all there is by equal and lower roles."""
    below = list(Role)[: list(Role).index(role) + 1]
    heard = [one for one in said if one.role in below]
    last = judgement(TARGET, judged_on=day(1), role=role)
    found = standing([*heard, last], unit)
    event(f"was {standing(heard, unit).conformity}")
    assert (found.conformity, found.judgement, found.inherited) == (YES, last, False)


@given(many, voices, unit_names)
def test_a_later_negative_always_stands(said: list[Judgement], last: Judgement, unit: str | None) -> None:
    """A negative judgement later than all others stands, however coarse and by whomever."""
    no = attrs.evolve(last, conformity=NO, judged_on=day(1), units=())
    assert standing([*said, no], unit).conformity is NO


@given(many, voices, voices, unit_names)
def test_an_overruled_negative_leaves_no_trace(
    said: list[Judgement], no: Judgement, yes: Judgement, unit: str | None
) -> None:
    """A negative judgement that a later, finer one by a higher role overrules might as well not be there."""
    yes = attrs.evolve(yes, conformity=YES, units=(), judged_on=day(1), role=EXTERNAL, target=TARGET)
    no = attrs.evolve(no, conformity=NO)
    assert standing([*said, yes, no], unit) == standing([*said, yes], unit)


@given(many, voices, unit_names)
def test_a_positive_never_makes_it_negative(said: list[Judgement], other: Judgement, unit: str | None) -> None:
    """One more positive judgement never turns into negative what was not."""
    before = standing(said, unit).conformity
    after = standing([*said, attrs.evolve(other, conformity=YES)], unit).conformity
    event(f"{before} to {after}")
    assert not (after is NO and before is not NO)


@given(many, voices, unit_names)
def test_a_negative_never_makes_it_positive(said: list[Judgement], other: Judgement, unit: str | None) -> None:
    """One more negative judgement never turns into positive what was not."""
    before = standing(said, unit).conformity
    after = standing([*said, attrs.evolve(other, conformity=NO)], unit).conformity
    event(f"{before} to {after}")
    assert not (after is YES and before is not YES)


@given(many, voices, unit_names)
def test_nothing_coarser_speaks_into_a_matter_without_negatives(
    said: list[Judgement], other: Judgement, unit: str | None
) -> None:
    """Where nothing negative was said, a coarser judgement that is not negative changes nothing."""
    heard = [one for one in said if one.conformity is not NO and (unit is None or one.units == ())]
    finest = min((ABOVE.index(one.target) for one in heard), default=3)
    coarser = [place for place in ABOVE if ABOVE.index(place) > finest]
    if not coarser or not heard or other.conformity is NO:
        return
    assert standing([*heard, attrs.evolve(other, target=coarser[0])], unit) == standing(heard, unit)


@given(many, unit_names)
def test_what_decides_is_one_of_them(said: list[Judgement], unit: str | None) -> None:
    """The deciding judgement is one of those given, is inherited if made above, and gives the progress."""
    found = standing(said, unit)
    if found.judgement is None:
        assert found == module.NOTHING_STANDS
        assert not [one for one in said if unit is None or not one.units or unit in one.units]
    else:
        assert found.judgement in said
        assert found.work_status is found.judgement.work_status
        assert found.inherited == (found.judgement.target != TARGET)
        assert found.conformity in (None, found.judgement.conformity)


# What counts on a day.

FUTURE = day(1)
KEPT = {"planned_on", "due_on", "review_on", "valid_until", "effective_on", "expires_on", "first", "last"}
"""Days that may lie ahead: schedules, the ends of certificates, and the times documents and records are about."""


def dates(value: object, name: str = "") -> Iterator[tuple[str, dt.date]]:
    """Find every day inside a value, with the name of the field it stands in."""
    if isinstance(value, dt.date):
        yield name, value
    elif isinstance(value, tuple):
        for one in value:
            yield from dates(one, name)
    elif attrs.has(type(value)) and not isinstance(value, RequirementRef | StandardRef):
        for inner in attrs.fields_dict(type(value)):  # type: ignore[arg-type]  # asked for the line before.
            yield from dates(getattr(value, inner), inner)


def full(on: dt.date) -> Assessment:
    """Return a record in which everything that can happen happens on a day."""
    seen = EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=on)
    return attrs.evolve(
        PERFECT,
        scope=ManagementSystemScope(statement="All.", approved_by="Mona", approved_on=on),
        judgements=(judgement(TARGET, judged_on=on),),
        applicability=(decision(ref("A.5.1"), decided_on=on),),
        evidence=(evidence("E", received_on=on, review=seen, withdrawn_on=on),),
        findings=(
            finding(
                "F",
                TARGET,
                raised_on=on,
                plan_accepted_on=on,
                verified_on=on,
                closed_on=on,
                corrective_actions=(CorrectiveAction(description="Mend it.", owner="Olga", due_on=on, done_on=on),),
                effectiveness=EffectivenessReview(effective="effective", by="Rita", on=on),
            ),
        ),
        audits=(
            audit(
                "A",
                planned_on=on,
                performed_on=on,
                reported_on=on,
                report="E",
                report_content=ReportContent.COMPLETE,
                deciders=("Dora",),
            ),
        ),
        certificates=(
            Certificate(
                id="C",
                standard=EDITION.ref,
                effective_on=on,
                expires_on=on,
                suspended_on=on,
                restored_on=on,
                withdrawn_on=on,
                mark_use=MarkUse.MISUSED,
                mark_use_checked_on=on,
            ),
        ),
        complaints=(Complaint(id="K", received_on=on, statement="Late.", handled_on=on),),
        changes=(NotifiableChange(id="N", description="New site.", changed_on=on, notified_on=on),),
        objectives=(
            Objective(
                id="O",
                statement="More.",
                standards=(EDITION.ref,),
                progress=ObjectiveProgress.BEHIND,
                due_on=on,
                evaluated_on=on,
                action="Hurry.",
            ),
        ),
        management_reviews=(review("M", planned_on=on, performed_on=on, inputs=(ref("9.3.2#a"),), minutes="E"),),
        risks=(
            risk(
                "R",
                level="high",
                assessed_on=on,
                treatment=attrs.evolve(TREATMENT, due_on=on, approved_by="Olga", approved_on=on),
                residual_accepted_by="Olga",
                residual_accepted_on=on,
            ),
        ),
        aspects=(attrs.evolve(PERFECT.aspects[0], evaluated_on=on),),
        hazards=(attrs.evolve(PERFECT.hazards[0], evaluated_on=on),),
        obligations=(obligation("O", status=ObligationStatus.BREACHED, evaluated_on=on, action="Stop it."),),
    )


def test_what_happens_tomorrow_does_not_count_today() -> None:
    """Everything that happens later is gone, with what it states; what is scheduled, or undated, stays."""
    gone = as_of(full(FUTURE), ON)
    assert gone == attrs.evolve(
        PERFECT,
        scope=ManagementSystemScope(statement="All."),
        judgements=(),
        applicability=(),
        evidence=(),
        findings=(),
        audits=(
            Audit(id="A", type=AuditType.INTERNAL, standards=(EDITION.ref,), planned_on=FUTURE, deciders=("Dora",)),
        ),
        certificates=(),
        complaints=(),
        changes=(),
        management_reviews=(ManagementReview(id="M", standards=(EDITION.ref,), planned_on=FUTURE),),
        risks=(risk("R", treatment=attrs.evolve(TREATMENT, due_on=FUTURE)),),
        aspects=(attrs.evolve(PERFECT.aspects[0], evaluated_on=None, significance=Significance.NOT_EVALUATED),),
        hazards=(attrs.evolve(PERFECT.hazards[0], evaluated_on=None, significance=Significance.NOT_EVALUATED),),
        obligations=(ComplianceObligation(id="O", title="Law", source="Law", status=ObligationStatus.NOT_EVALUATED),),
        objectives=(Objective(id="O", statement="More.", standards=(EDITION.ref,), due_on=FUTURE),),
    )


def test_what_happens_today_counts_today() -> None:
    """What happens on the day counts on the day."""
    assert as_of(full(ON), ON) == full(ON)


@pytest.mark.parametrize(
    ("field", "gone"),
    [
        ("plan_accepted_on", {"plan_accepted_on"}),
        ("verified_on", {"verified_on"}),
        ("closed_on", {"closed_on"}),
    ],
)
def test_a_finding_closed_tomorrow_is_open_today(field: str, gone: set[str]) -> None:
    """Each later step of a finding is taken back, and no other."""
    before = full(ON).findings[0]
    later: dict[str, Any] = {field: FUTURE}
    record = attrs.evolve(full(ON), findings=(attrs.evolve(before, **later),))
    after = as_of(record, ON).findings[0]
    changed = {one.name for one in attrs.fields(Finding) if getattr(after, one.name) != getattr(before, one.name)}
    assert changed == gone
    assert after.is_open(ON) == (field == "closed_on")


def test_actions_and_their_effect_are_taken_back() -> None:
    """An action done tomorrow is not done today, and its effect has not been looked at."""
    before = full(ON).findings[0]
    (action,) = before.corrective_actions
    assert before.effectiveness is not None
    later = attrs.evolve(
        before,
        corrective_actions=(action, attrs.evolve(action, done_on=FUTURE)),
        effectiveness=attrs.evolve(before.effectiveness, on=FUTURE),
    )
    after = as_of(attrs.evolve(full(ON), findings=(later,)), ON).findings[0]
    assert after.corrective_actions == (action, attrs.evolve(action, done_on=None))
    assert after.effectiveness is None


def test_a_report_made_tomorrow_is_not_there_today() -> None:
    """An audit performed today and reported tomorrow has taken place and has no report."""
    record = attrs.evolve(full(ON), audits=(attrs.evolve(full(ON).audits[0], reported_on=FUTURE),))
    (found,) = as_of(record, ON).audits
    assert (found.performed_on, found.reported_on, found.report) == (ON, None, None)
    assert found.report_content is None


def test_what_a_certified_client_does_tomorrow_is_not_done_today() -> None:
    """Certificates, complaints and changes of tomorrow are not there; what is done about those of today is not yet."""
    record = full(FUTURE)
    later = as_of(record, ON)
    assert (later.certificates, later.complaints, later.changes) == ((), (), ())
    (objective,) = later.objectives
    assert (objective.progress, objective.evaluated_on, objective.action) == (None, None, None)
    held = attrs.evolve(record.certificates[0], effective_on=ON)
    complaint = attrs.evolve(record.complaints[0], received_on=ON)
    change = attrs.evolve(record.changes[0], changed_on=ON)
    found = as_of(attrs.evolve(record, certificates=(held,), complaints=(complaint,), changes=(change,)), ON)
    plain = Certificate(id="C", standard=EDITION.ref, effective_on=ON, expires_on=FUTURE)
    assert found.certificates == (plain,)
    assert found.complaints == (attrs.evolve(complaint, handled_on=None),)
    assert found.changes == (attrs.evolve(change, notified_on=None),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"expires_on": day(-1)}, "expires_on"),
        ({"restored_on": ON}, "restored_on"),
        ({"suspended_on": ON, "restored_on": day(-1)}, "restored_on"),
    ],
)
def test_a_certificate_ends_after_it_begins_and_so_does_a_suspension(changes: dict[str, Any], field: str) -> None:
    """What ends before it begins, and a suspension that is lifted and never was, is refused."""
    base: dict[str, Any] = {"id": "C", "standard": EDITION.ref, "effective_on": ON, "expires_on": ON}
    with pytest.raises(InvariantError) as caught:
        Certificate(**(base | changes))
    assert (caught.value.noun, caught.value.field) == ("Certificate", field)


def test_a_certificate_is_suspended_until_the_day_it_is_restored() -> None:
    """Suspended from the first day, no longer on the day of restoration; without one it stays so."""
    held = Certificate(id="C", standard=EDITION.ref, effective_on=day(-9), expires_on=FUTURE, suspended_on=day(-5))
    assert [held.is_suspended(day(at)) for at in (-6, -5, 0)] == [False, True, True]
    lifted = attrs.evolve(held, restored_on=day(-2))
    assert [lifted.is_suspended(day(at)) for at in (-5, -3, -2)] == [True, True, False]


def test_evidence_judged_tomorrow_is_only_submitted_today() -> None:
    """Evidence received today and accepted or withdrawn tomorrow is here and neither accepted nor withdrawn."""
    tomorrow = EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=FUTURE)
    item = evidence("E", received_on=ON, review=tomorrow, withdrawn_on=FUTURE)
    (found,) = as_of(attrs.evolve(PERFECT, evidence=(item,)), ON).evidence
    assert found == attrs.evolve(item, review=None, withdrawn_on=None)


def test_ids_of_evidence_still_to_come_are_taken_back() -> None:
    """What points at evidence received tomorrow points nowhere today; an id that never was stays to be found."""
    coming = evidence("E", received_on=FUTURE, review=None)
    here = evidence("H", supersedes=("E", "nobody"))
    record = attrs.evolve(
        PERFECT,
        evidence=(here, coming),
        judgements=(judgement(TARGET, evidence=("H", "E", "nobody")),),
        audits=(audit("A", report="E"), audit("B", report="H")),
        management_reviews=(review("M", minutes="E"), review("N", minutes="H")),
    )
    found = as_of(record, ON)
    assert found.judgements[0].evidence == ("H", "nobody")
    assert found.evidence == (attrs.evolve(here, supersedes=("nobody",)),)
    assert [one.report for one in found.audits] == [None, "H"]
    assert [one.minutes for one in found.management_reviews] == [None, "H"]
    assert [one.performed_on for one in found.management_reviews] == [day(-20), day(-20)]


RECORDS = st.one_of(assessments(), NEAR.map(full))


@given(RECORDS, NEAR)
def test_nothing_of_tomorrow_is_left(record: Assessment, on: dt.date) -> None:
    """No day later than the one asked about is left, except schedules and the times that evidence is about."""
    found = as_of(record, on)
    event(f"lost {len(list(dates(record))) != len(list(dates(found)))}")
    assert not {name for name, one in dates(found) if one > on} - KEPT


@given(RECORDS, NEAR, NEAR)
def test_looking_back_twice_is_looking_back_once(record: Assessment, one: dt.date, other: dt.date) -> None:
    """An earlier day seen from a later one is that earlier day, and the same day twice is that day."""
    earlier, later = sorted((one, other))
    assert as_of(as_of(record, later), earlier) == as_of(record, earlier)
    assert as_of(as_of(record, later), later) == as_of(record, later)


@given(RECORDS)
def test_in_the_end_everything_counts(record: Assessment) -> None:
    """On the last of days the whole record counts."""
    assert as_of(record, dt.date.max) == record


@given(RECORDS, NEAR)
def test_looking_back_breaks_no_reference(record: Assessment, on: dt.date) -> None:
    """A day's record names nothing that is missing, unless the whole record does."""

    def missing(of: Assessment) -> set[tuple[str, str | None]]:
        found = issues(of, (SMALL, EDITION), on=on)
        return {(one.code, one.found) for one in found if one.code.startswith("unknown-")}

    assert missing(as_of(record, on)) <= missing(record)


# Editions, units, exclusions, names.


def test_edition_for() -> None:
    """The edition asked for is found among those given; another one never stands in for it."""
    assert edition_for(BOTH, iter((EDITION, SMALL)), SMALL.ref) is SMALL
    with pytest.raises(EditionMismatchError) as caught:
        edition_for(PERFECT, (EDITION, SMALL), SMALL.ref)
    assert (caught.value.wanted, caught.value.available) == ("ISO 99002:2030", ("ISO 99001:2030",))
    assert str(caught.value) == (
        "ISO 99002:2030 is not among the editions of assessment invented: ISO 99001:2030. "
        "ISO 99001:2030 is another edition and does not stand in for it."
    )
    with pytest.raises(EditionMismatchError) as caught:
        edition_for(PERFECT, (), EDITION.ref)
    assert str(caught.value) == "ISO 99001:2030 is not among the editions of the catalogue given: none."
    assert isinstance(caught.value, IsomodelError)
    assert isinstance(caught.value, LookupError)


PACK_ONLY = Unit(id="PACK", name="Packing", kind=UnitKind.PROCESS)


@pytest.mark.parametrize(
    ("units", "scope", "expected"),
    [
        ((), None, ()),
        ((), (), ()),
        (("HQ", "PACK"), None, ("HQ", "PACK")),
        (("HQ", "PACK"), (), ("HQ", "PACK")),
        (("HQ", "PACK"), ("PACK",), ("PACK",)),
        (("HQ", "PACK", "LAB"), ("LAB", "HQ"), ("HQ", "LAB")),
        (("HQ", "PACK"), ("HQ", "PAK"), ("HQ", "PACK")),
        (("HQ", "PACK"), ("PAK",), ("HQ", "PACK")),
        ((), ("PAK",), ()),
    ],
)
def test_units_in_scope(units: tuple[str, ...], scope: tuple[str, ...] | None, expected: tuple[str, ...]) -> None:
    """The scope narrows the units, in their own order; a scope that names an unknown unit leaves none out."""
    record = attrs.evolve(
        empty(units=[Unit(id=name, name=name, kind=UnitKind.SITE) for name in units]),
        scope=None if scope is None else ManagementSystemScope(statement="Some.", units=scope),
    )
    assert record.units_in_scope() == expected


@pytest.mark.parametrize("records", RecordList)
def test_lists_say_themselves_that_they_are_complete(records: RecordList) -> None:
    """A list is complete where the record says so, and nowhere else."""
    assert PERFECT.says_complete(records)
    assert not empty().says_complete(records)
    assert attrs.evolve(empty(), complete=(records,)).says_complete(records)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("7.1#1", True),
        ("7.2#a", False),
        ("8.3", True),
        ("7", False),
        ("8", False),
        ("A.5.1", True),
        ("A.5", True),
        ("Annex A", True),
        ("8.1#b", False),
        ("4", False),
    ],
)
def test_may_be_excluded(local: str, expected: bool) -> None:  # noqa: FBT001 - a row of a table.
    """Controls may be set aside, requirements by their rule, and clauses and lists if all they hold may be."""
    assert may_be_excluded(EDITION[local]) is expected


def test_a_clause_that_holds_nothing_is_not_excluded() -> None:
    """A clause without requirements or controls offers nothing to set aside."""
    assert not may_be_excluded(attrs.evolve(EDITION.clauses[0], requirements=(), clauses=()))


def test_lists_of_the_real_catalogue_may_be_excluded() -> None:
    """A nested list may be set aside where each of its items may."""
    edition = catalogue.load("ISO 9001:2015")
    assert may_be_excluded(edition["8.4.2#c"])
    assert not may_be_excluded(edition["9.3.2#c"])


def _with_names() -> StandardEdition:
    eight = next(clause for clause in EDITION.clauses if str(clause.number) == "8")
    first, second = eight.clauses
    items = [attrs.evolve(one, aliases=("c", "c.1")) if one.ref.item == "2" else one for one in first.requirements]
    changed = attrs.evolve(eight, clauses=(attrs.evolve(first, requirements=tuple(items)), second))
    return attrs.evolve(EDITION, clauses=tuple(changed if clause is eight else clause for clause in EDITION.clauses))


NAMED = _with_names()
NEW, OLD, OLDER = ref("8.1#2"), ref("8.1#c"), ref("8.1#c.1")


def test_other_names_are_read_as_the_name_of_now() -> None:
    """Wherever a record uses another name of an item, the item itself is meant; nothing else changes."""
    record = attrs.evolve(
        PERFECT,
        judgements=(judgement(OLD), judgement(TARGET)),
        applicability=(decision(OLDER), decision(ref("A.5.1"))),
        evidence=(evidence("E", supports=(OLD, NEW, OLDER, TARGET)), evidence("X", contradicts=(OLDER,))),
        findings=(finding("F", OLD, TARGET),),
        audits=(audit("A", covers=(OLD,)),),
        management_reviews=(review("M", inputs=(TARGET, OLDER)),),
    )
    found = current_names(record, (SMALL, NAMED))
    assert found == attrs.evolve(
        record,
        judgements=(judgement(NEW), judgement(TARGET)),
        applicability=(decision(NEW), decision(ref("A.5.1"))),
        evidence=(evidence("E", supports=(NEW, TARGET)), evidence("X", contradicts=(NEW,))),
        findings=(finding("F", NEW, TARGET),),
        audits=(audit("A", covers=(NEW,)),),
        management_reviews=(review("M", inputs=(TARGET, NEW)),),
    )
    assert current_names(found, (NAMED,)) == found
    assert current_names(record, (EDITION,)) is record


def test_contradictions_under_two_names_are_found() -> None:
    """A yes under one name of an item and a no under another contradict each other; evidence under either supports."""
    said = (judgement(OLD, judged_on=ON), negative(NEW, judged_on=ON))
    record = attrs.evolve(PERFECT, judgements=said, evidence=(evidence("E", supports=(OLDER,)),))
    found = issues(record, (NAMED,), on=ON)
    assert [(one.code, one.path) for one in found] == [("conflicting-judgements", "/judgements/0")]


def test_what_is_said_under_another_name_counts() -> None:
    """Readiness reads a judgement and a finding under another name of an item as being about the item."""

    def said(target: RequirementRef) -> Assessment:
        record = add("judgements", negative(target, judged_on=day(-1)))
        return add("findings", finding("F", target), record=record)

    def answer(record: Assessment) -> readiness.Readiness:
        return readiness.evaluate(record, (NAMED,), standard=EDITION.ref, gate="stage-2", on=ON)

    under_new, under_old = answer(said(NEW)), answer(said(OLD))
    assert under_old.entries == under_new.entries
    assert under_old.verdict is under_new.verdict
    assert under_new.entries != answer(PERFECT).entries


# The nouns themselves.


@pytest.mark.parametrize(
    ("changes", "field", "found", "expected"),
    [
        ({"grade": None}, "grade", "none", "major, minor or ungraded"),
        ({"type": FindingType.OBSERVATION}, "grade", "minor", "no grade on an observation"),
        ({"type": FindingType.AREA_OF_CONCERN}, "grade", "minor", "no grade on an area-of-concern"),
        ({"closed_on": day(-15)}, "closed_on", "2031-05-31", "2031-06-01 or later"),
    ],
)
def test_findings_that_contradict_themselves(changes: dict[str, Any], field: str, found: str, expected: str) -> None:
    """A finding is graded if and only if it is a nonconformity, and is closed no earlier than it is raised."""
    with pytest.raises(InvariantError) as caught:
        finding("F", TARGET, **changes)
    error = caught.value
    assert (error.noun, error.field, error.found, error.expected) == ("Finding", field, found, expected)


def test_a_finding_is_open_from_raising_to_closing() -> None:
    """A finding is open from the day it is raised until the day before it is closed."""
    one = finding("F", TARGET, raised_on=day(-3), closed_on=day(-1))
    assert [one.is_open(day(offset)) for offset in (-4, -3, -2, -1, 0)] == [False, True, True, False, False]
    assert attrs.evolve(one, closed_on=day(-3)).is_open(day(-3)) is False
    assert attrs.evolve(one, closed_on=None).is_open(dt.date.max)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: judgement(TARGET, effort_left=-1), "effort_left"),
        (lambda: Unit(id="U", name="U", kind=UnitKind.SITE, persons=-1), "persons"),
        (lambda: EffectivenessReview(effective="maybe", by="Rita", on=ON), "effective"),
    ],
)
def test_numbers_and_words_out_of_range(make: Any, message: str) -> None:  # noqa: ANN401 - any constructor.
    """Negative counts and unknown words are refused when a value is made."""
    with pytest.raises(ValueError, match=message):
        make()
    assert judgement(TARGET, effort_left=0).effort_left == 0


def test_a_record_prints_its_size() -> None:
    """The short print of a record names the organization, the editions and the size."""
    assert repr(PERFECT) == (
        "<Assessment invented of Invented Ltd: ISO 99001:2030; 59 judgements, 59 items of evidence>"
    )


def test_every_class_of_the_module_is_public() -> None:
    """All nouns of the module are in its list of public names, which is sorted."""
    assert list(module.__all__) == sorted(module.__all__, key=lambda name: (name[0].islower(), name))
    for name, value in vars(module).items():
        if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_"):
            assert name in module.__all__, name
