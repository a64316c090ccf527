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
    judgements,
    perfect,
    ref,
)

from isomodel import assessment as module
from isomodel import catalogue
from isomodel.assessment import (
    Applicability,
    Aspect,
    Assessment,
    Audit,
    AuditType,
    ComplianceObligation,
    Conformity,
    CorrectiveAction,
    EditionMismatchError,
    EffectivenessReview,
    Finding,
    FindingGrade,
    FindingType,
    InclusionReason,
    Independence,
    Judgement,
    Judgements,
    ManagementReview,
    ManagementSystemScope,
    Objective,
    ObligationStatus,
    RecordList,
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

PERFECT = perfect()
ERROR, WARNING, INFORMATION = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
OTHER = RequirementRef.parse("ISO 99002:2030, 4.1#1")
BOTH = attrs.evolve(PERFECT, editions=(EDITION.ref, SMALL.ref))


def put(name: str, index: int, record: Assessment = PERFECT, **changes: Any) -> Assessment:  # noqa: ANN401 - any field.
    """Return the record with one item of one of its lists changed."""
    items = list(getattr(record, name))
    items[index] = attrs.evolve(items[index], **changes)
    return attrs.evolve(record, **{name: tuple(items)})


def add(name: str, *items: object, record: Assessment = PERFECT) -> Assessment:
    """Return the record with more items at the end of one of its lists."""
    return attrs.evolve(record, **{name: (*getattr(record, name), *items)})


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
    base = ComplianceObligation(id=identifier, title="Law", source="Law", status=ObligationStatus.FULFILLED)
    return attrs.evolve(base, evaluated_on=day(-9), **changes)


TREATMENT = RiskTreatment(option=TreatmentOption.MODIFY, controls=(ref("A.5.1"),), plan="Mend it.")
UNAPPROVED = ManagementSystemScope(statement="All of it.")
LAPSED = Period(first=day(-800), last=day(-700))

# Issues. The invented record has none; it holds 59 judgements and items of evidence, 12 decisions, an audit, a review, a
# risk, an aspect, an obligation and an objective. Each case: the record, then all that is said about it as code, place,
# severity, found and nearest.
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
    "audit twice": (add("audits", audit("IA-1")), [("duplicate-id", "/audits/1/id", ERROR, "IA-1", None)]),
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
    "obligation twice": (
        add("obligations", obligation("CO-1")),
        [("duplicate-id", "/obligations/1/id", ERROR, "CO-1", None)],
    ),
    "objective twice": (
        add("objectives", PERFECT.objectives[0]),
        [("duplicate-id", "/objectives/1/id", ERROR, "OB-1", None)],
    ),
    "unit of a scope": (
        attrs.evolve(PERFECT, scope=attrs.evolve(PERFECT.scope, units=("HQ", "PAK"))),  # type: ignore[type-var]  # it is there.
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
        [("unknown-clause", "/judgements/59/target", ERROR, "ISO 99001:2030, 8.1#c", "ISO 99001:2030, 8.1#a")],
    ),
    "clause decided": (
        add("applicability", decision(ref("A.5.9"))),
        [("unknown-clause", "/applicability/12/target", ERROR, "ISO 99001:2030, A.5.9", "ISO 99001:2030, A.5")],
    ),
    "clause supported": (
        put("evidence", 0, supports=(ref("4.1#9"),)),
        [("unknown-clause", "/evidence/0/supports/0", ERROR, "ISO 99001:2030, 4.1#9", "ISO 99001:2030, 4.1#1")],
    ),
    "clause in a finding": (
        add("findings", finding("F", ref("4.1#1"), ref("4.1#9"))),
        [("unknown-clause", "/findings/0/criteria/1", ERROR, "ISO 99001:2030, 4.1#9", "ISO 99001:2030, 4.1#1")],
    ),
    "clause audited": (
        put("audits", 0, covers=(ref("4"), ref("4.1#9"))),
        [("unknown-clause", "/audits/0/covers/1", ERROR, "ISO 99001:2030, 4.1#9", "ISO 99001:2030, 4.1#1")],
    ),
    "clause as input": (
        put("management_reviews", 0, inputs=(ref("4.1#9"),)),
        [
            (
                "unknown-clause",
                "/management_reviews/0/inputs/0",
                ERROR,
                "ISO 99001:2030, 4.1#9",
                "ISO 99001:2030, 4.1#1",
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
                "ISO 99001:2030, A.6",
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
            ("evidence-not-current", "/judgements/0/evidence/0", WARNING, "lapsed", "current"[:0] or None),
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
        [("audit-overdue", "/audits/1/planned_on", WARNING, "2031-06-14", None)],
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
    given = (EDITION,) if code == "edition-not-given" else (EDITION, SMALL)
    for record in NEAR_MISSES[code]:
        known = given if code != "unknown-clause" else (EDITION,)
        assert code not in {one.code for one in issues(record, known, on=ON)}


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
    assert len(codes) == 35
    assert shown == codes
    assert set(NEAR_MISSES) == codes


@pytest.mark.parametrize(("months", "count"), [(23, 2), (24, 0), (25, 0)])
def test_how_long_a_record_shows_operation_is_a_parameter(months: int, count: int) -> None:
    """Evidence lapses after as many months as asked for."""
    two_years_ago = Period(first=dt.date(2029, 6, 1), last=dt.date(2029, 6, 15))
    record = put("evidence", 0, period=two_years_ago)
    assert len(issues(record, (EDITION,), on=ON, record_currency_months=months)) == count


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
