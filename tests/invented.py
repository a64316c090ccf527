# SPDX-License-Identifier: Apache-2.0
"""An invented standard and invented organizations for unit tests.

``ISO 99001:2030`` and its small sister ``ISO 99002:2030`` do not exist; their clauses only borrow the shape of a
management-system standard: clauses 4 to 10 with a topic for every gate rule, documents and records, items that may be
set aside, an annex of reference controls, and an amendment. :func:`perfect` is the record of an organization that is
ready for every gate on :data:`ON`; :func:`assessments` draws records that are better or worse than that. Each edition
replaces an older one, of which :func:`predecessor` gives what a transition reads: its days.

Everything here is data and builders; nothing here judges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Aspect,
    Assessment,
    Audit,
    AuditType,
    Certificate,
    Complaint,
    ComplianceObligation,
    Conformity,
    CorrectiveAction,
    EffectivenessReview,
    Finding,
    FindingGrade,
    FindingType,
    Hazard,
    InclusionReason,
    Independence,
    Judgement,
    ManagementReview,
    ManagementSystemScope,
    MarkUse,
    NotifiableChange,
    Objective,
    ObjectiveProgress,
    ObligationStatus,
    Organization,
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
)
from isomodel.evidence import NATURE, Evidence, EvidenceKind, EvidenceReview, Period, ReviewOutcome
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import (
    Amendment,
    Clause,
    ClauseKind,
    Control,
    DocumentedInformation,
    Milestone,
    MilestoneKind,
    MilestoneStatus,
    NonApplicability,
    Phase,
    Provenance,
    PublicationStage,
    Requirement,
    StandardEdition,
    Topic,
)

__all__ = [
    "EDITION",
    "ON",
    "SMALL",
    "STANDARD",
    "assessments",
    "damaged",
    "day",
    "decision",
    "empty",
    "evidence",
    "finding",
    "judgement",
    "perfect",
    "predecessor",
    "ref",
    "troubled",
]

STANDARD = "ISO 99001:2030"
"""How the larger invented edition is cited."""

ON = dt.date(2031, 6, 15)
"""The day tests ask about unless they need another."""

# Number, topic, items; an item is its name, then d for a document, r for a record, x for one that may be set aside,
# + for one that the amendment brings, h for one about the identification of hazards.
_CLAUSES: tuple[tuple[str, str | None, str], ...] = (
    ("4", None, ""),
    ("4.1", "context", "1 2+"),
    ("4.2", "interested-parties", "a b"),
    ("4.3", "scope", "1d"),
    ("4.4", "management-system", "1"),
    ("5", None, ""),
    ("5.1", "leadership", "a b"),
    ("5.2", "policy", "1 2d"),
    ("5.3", "roles", "1"),
    ("6", None, ""),
    ("6.1", "risks-and-opportunities", "1"),
    ("6.1.1", "risk-assessment", "1h 2d"),
    ("6.1.2", "risk-treatment", "1 2d"),
    ("6.1.3", "environmental-aspects", "1d"),
    ("6.1.4", "compliance-obligations", "1d"),
    ("6.1.5", "planning-action", "1"),
    ("6.2", "objectives", "1 2d"),
    ("7", None, ""),
    ("7.1", "resources", "1x"),
    ("7.2", "competence", "a b-2 cr"),
    ("7.5", "documented-information", "1"),
    ("8", None, ""),
    ("8.1", "operational-planning-and-control", "a b.1 b.2 2r"),
    ("8.3", "design-and-development", "ax bx crx"),
    ("9", None, ""),
    ("9.1", "monitoring-and-measurement", "1r"),
    ("9.1.2", "compliance-evaluation", "1 2r"),
    ("9.2", "internal-audit", "1"),
    ("9.2.2", "internal-audit-programme", "1r"),
    ("9.3", "management-review", "1"),
    ("9.3.2", "management-review-inputs", "a b c"),
    ("9.3.3", "management-review-results", "1 2r"),
    ("10", None, ""),
    ("10.1", "continual-improvement", "1"),
    ("10.2", "nonconformity-and-corrective-action", "1 2r"),
)

_SMALL_CLAUSES: tuple[tuple[str, str | None, str], ...] = (
    ("4", None, ""),
    ("4.1", "context", "1+"),
    ("4.3", "scope", "1"),
    ("5", None, ""),
    ("5.2", "policy", "1d"),
    ("6", None, ""),
    ("6.1", "risk-assessment", "1"),
    ("6.2", "risk-treatment", "1h"),
    ("6.3", "environmental-aspects", "1x"),
    ("6.4", "compliance-obligations", "1"),
    ("8", None, ""),
    ("8.1", "operational-planning-and-control", "a b.1r b.2"),
    ("8.3", "design-and-development", "1x 2rx"),
    ("9", None, ""),
    ("9.1", "compliance-evaluation", "1r"),
    ("9.3", "management-review-inputs", "a b"),
)

_PHASES = {4: Phase.PLAN, 5: Phase.PLAN, 6: Phase.PLAN, 7: Phase.PLAN, 8: Phase.DO, 9: Phase.CHECK, 10: Phase.ACT}


def day(offset: int) -> dt.date:
    """Return the day so many days after :data:`ON`, or before it."""
    return ON + dt.timedelta(days=offset)


def _requirement(standard: StandardRef, amendment: StandardRef, number: str, token: str) -> Requirement:
    name = token.rstrip("drxh+")
    marks = token[len(name) :]
    documented = (
        DocumentedInformation.DOCUMENT
        if "d" in marks
        else DocumentedInformation.RECORD
        if "r" in marks
        else DocumentedInformation.NONE
    )
    return Requirement(
        ref=RequirementRef(standard, ClauseNumber.parse(number), name),
        statement=f"Invented obligation {number} {name}.",
        documented_information=documented,
        non_applicability=NonApplicability.WITH_JUSTIFICATION if "x" in marks else NonApplicability.NEVER,
        consulted="invented",
        since=amendment if "+" in marks else None,
        topic=Topic.HAZARD_IDENTIFICATION if "h" in marks else None,
    )


def _clause(
    standard: StandardRef, amendment: StandardRef, rows: Sequence[tuple[str, str | None, str]], number: str
) -> Clause:
    topic, items = next((topic, items) for name, topic, items in rows if name == number)
    parsed = ClauseNumber.parse(number)
    below = [name for name, _, _ in rows if ClauseNumber.parse(name).parent == parsed]
    return Clause(
        number=parsed,
        title=f"Invented clause {number}",
        topic=Topic(topic) if topic is not None else None,
        phase=_PHASES[parsed.numbers[0]],
        source_confidence=0,
        requirements=tuple(_requirement(standard, amendment, number, token) for token in items.split()),
        clauses=tuple(_clause(standard, amendment, rows, name) for name in below),
    )


def _annex(standard: StandardRef, groups: Sequence[tuple[str, int]]) -> Clause:
    def control(number: str) -> Control:
        return Control(
            ref=RequirementRef(standard, ClauseNumber.parse(number)),
            title=f"Invented control {number}",
            statement=f"Invented control {number} operates.",
            theme="invented",
            source_confidence=0,
            consulted="invented",
        )

    return Clause(
        number=ClauseNumber.parse("Annex A"),
        title="Invented reference controls",
        kind=ClauseKind.ANNEX,
        source_confidence=0,
        clauses=tuple(
            Clause(
                number=ClauseNumber.parse(group),
                title=f"Invented group {group}",
                kind=ClauseKind.ANNEX,
                source_confidence=0,
                controls=tuple(control(f"{group}.{index}") for index in range(1, size + 1)),
            )
            for group, size in groups
        ),
    )


def _edition(
    name: str, rows: Sequence[tuple[str, str | None, str]], groups: Sequence[tuple[str, int]], amended_on: dt.date
) -> StandardEdition:
    standard = StandardRef.parse(name)
    amendment = StandardRef.parse(f"{name}/Amd 1:2031")
    mains = [number for number, _, _ in rows if "." not in number]
    return StandardEdition(
        ref=standard,
        title="Invented management systems",
        discipline="invented",
        publication_stage=PublicationStage.PUBLISHED,
        supersedes=(attrs.evolve(standard, year="2024"),),
        amendments=(Amendment(ref=amendment, title="Invented change", published_on=amended_on, source="invented"),),
        milestones=(
            Milestone(
                kind=MilestoneKind.PUBLISHED,
                on=dt.date(2030, 3, 1),
                status=MilestoneStatus.CONFIRMED,
                source="invented",
            ),
            Milestone(
                kind=MilestoneKind.INITIAL_AUDITS_END,
                on=dt.date(2036, 3, 31),
                status=MilestoneStatus.EXPECTED,
                source="invented",
            ),
            Milestone(
                kind=MilestoneKind.TRANSITION_END,
                on=dt.date(2037, 9, 30),
                status=MilestoneStatus.EXPECTED,
                source="invented",
            ),
        ),
        catalogue_revision=3,
        provenance=Provenance(compiled_on=dt.date(2030, 1, 1), method="invented for unit tests", licence="CC0-1.0"),
        warnings=("This standard does not exist.",),
        clauses=(*(_clause(standard, amendment, rows, number) for number in mains), _annex(standard, groups)),
    )


EDITION = _edition(STANDARD, _CLAUSES, (("A.5", 8), ("A.6", 4)), dt.date(2031, 2, 1))
"""The larger invented edition: 47 requirements, one of them brought by the amendment, and 12 reference controls."""

SMALL = _edition("ISO 99002:2030", _SMALL_CLAUSES, (("A.5", 3),), day(10))
"""The small one, for laws that ask about many days: 15 requirements, one of them only from ten days after
:data:`ON`, and 3 reference controls."""


def predecessor(edition: StandardEdition) -> StandardEdition:
    """Return what is known of the edition that an invented one replaces: until when certificates to it are valid."""
    return attrs.evolve(
        edition,
        ref=edition.supersedes[0],
        supersedes=(),
        amendments=(),
        dependencies=(),
        clauses=(),
        milestones=(
            Milestone(
                kind=MilestoneKind.TRANSITION_END,
                on=dt.date(2036, 12, 31),
                status=MilestoneStatus.CONFIRMED,
                source="invented",
            ),
        ),
    )


UNITS = (
    Unit(id="HQ", name="Head office", kind=UnitKind.SITE, persons=20),
    Unit(id="PACK", name="Packing, done by somebody else", kind=UnitKind.OUTSOURCED_PROCESS),
)


def ref(local: str, edition: StandardEdition = EDITION) -> RequirementRef:
    """Return the address of something in an invented edition, such as ``8.1#b.1``."""
    return RequirementRef.parse(f"{edition.ref}, {local}")


# Builders with defaults: whatever a test does not name is unremarkable and favourable.


def judgement(target: RequirementRef, **changes: Any) -> Judgement:  # noqa: ANN401 - whatever the class takes.
    """Return a reviewer's positive judgement of a month ago, changed as named."""
    return attrs.evolve(
        Judgement(
            target=target,
            conformity=Conformity.CONFORMING,
            work_status=WorkStatus.IMPLEMENTED,
            judged_by="Rita",
            judged_on=day(-30),
            role=Role.REVIEWER,
        ),
        **changes,
    )


def evidence(
    identifier: str,
    kind: EvidenceKind = EvidenceKind.RECORD,
    **changes: Any,  # noqa: ANN401 - whatever the class takes.
) -> Evidence:
    """Return accepted evidence that counts on :data:`ON`: a document in force, or a record of two months ago."""
    record = NATURE[kind] is DocumentedInformation.RECORD
    base = Evidence(
        id=identifier,
        kind=kind,
        title=f"Invented {kind.value} {identifier}",
        effective_on=None if record else day(-200),
        period=Period(first=day(-120), last=day(-60)) if record else None,
        received_on=day(-50),
        owner="Olga",
        review=EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=day(-40)),
    )
    return attrs.evolve(base, **changes)


def finding(identifier: str, *criteria: RequirementRef, **changes: Any) -> Finding:  # noqa: ANN401 - as above.
    """Return an open minor nonconformity of two weeks ago without an accepted plan."""
    base = Finding(
        id=identifier,
        type=FindingType.NONCONFORMITY,
        grade=FindingGrade.MINOR,
        criteria=criteria,
        statement="Something invented was not done.",
        raised_by="Ines",
        raised_on=day(-14),
    )
    return attrs.evolve(base, **changes)


def decision(target: RequirementRef, **changes: Any) -> ApplicabilityDecision:  # noqa: ANN401 - as above.
    """Return a reasoned decision that something applies."""
    base = ApplicabilityDecision(
        target=target,
        decision=Applicability.APPLICABLE,
        justification="It treats an invented risk.",
        reasons=(InclusionReason.RISK,),
        decided_by="Mona",
        decided_on=day(-150),
    )
    return attrs.evolve(base, **changes)


_KIND_FOR = {
    DocumentedInformation.DOCUMENT: EvidenceKind.PROCEDURE,
    DocumentedInformation.RECORD: EvidenceKind.MINUTES,
    DocumentedInformation.NONE: EvidenceKind.REPORT,
}


def evidence_id(target: RequirementRef) -> str:
    """Return the id under which :func:`perfect` keeps the evidence of a requirement or control."""
    return f"EV-{target.local}"


def entries_of(edition: StandardEdition) -> list[RequirementRef]:
    """List the requirements and controls of an edition, in this order."""
    return [one.ref for one in edition.requirements()] + [control.ref for control in edition.controls()]


def empty(edition: StandardEdition = EDITION, *, units: Sequence[Unit] = ()) -> Assessment:
    """Return a record that says nothing at all."""
    return Assessment(
        id="invented", organization=Organization(name="Invented Ltd", units=tuple(units)), editions=(edition.ref,)
    )


def perfect(edition: StandardEdition = EDITION, *, units: Sequence[Unit] = UNITS) -> Assessment:
    """Return the record of an organization that is ready for every gate on :data:`ON`.

    It has certificates to both the edition and the one which that replaces, so that each gate has what it asks for.
    """
    entries = [(one.ref, one.documented_information) for one in edition.requirements()]
    entries += [(control.ref, DocumentedInformation.NONE) for control in edition.controls()]
    controls = [control.ref for control in edition.controls()]
    bodies = tuple(
        RequirementRef(edition.ref, clause.number) for clause in edition.clauses if clause.kind is ClauseKind.CLAUSE
    )
    inputs = tuple(one.ref for one in edition.requirements() if edition.topic_of(one) is Topic.MANAGEMENT_REVIEW_INPUTS)
    return Assessment(
        id="invented",
        organization=Organization(name="Invented Ltd", units=tuple(units)),
        scope=ManagementSystemScope(
            statement="Inventing things, everywhere.", approved_by="Mona", approved_on=day(-300)
        ),
        editions=(edition.ref,),
        judgements=tuple(judgement(target, evidence=(evidence_id(target),)) for target, _ in entries),
        applicability=tuple(decision(control) for control in controls),
        evidence=tuple(
            evidence(evidence_id(target), _KIND_FOR[documented], supports=(target,)) for target, documented in entries
        ),
        audits=(
            Audit(
                id="IA-1",
                type=AuditType.INTERNAL,
                standards=(edition.ref,),
                planned_on=day(-92),
                performed_on=day(-90),
                reported_on=day(-80),
                covers=bodies,
                auditors=("Ines",),
                independence=Independence.INDEPENDENT,
            ),
            Audit(
                id="S1",
                type=AuditType.STAGE_1,
                standards=(edition.ref,),
                performed_on=day(-240),
                reported_on=day(-235),
                auditors=("Eve",),
            ),
            Audit(
                id="S2",
                type=AuditType.STAGE_2,
                standards=(edition.ref,),
                performed_on=day(-180),
                reported_on=day(-170),
                auditors=("Eve", "Emil"),
                report_content=ReportContent.COMPLETE,
                deciders=("Dora",),
            ),
            Audit(
                id="SV-1",
                type=AuditType.SURVEILLANCE,
                standards=(edition.ref,),
                performed_on=day(-40),
                reported_on=day(-33),
                auditors=("Emil",),
            ),
            Audit(id="RC-1", type=AuditType.RECERTIFICATION, standards=(edition.ref,), planned_on=day(300)),
        ),
        certificates=(
            *(
                Certificate(
                    id="C-0",
                    standard=old,
                    effective_on=day(-700),
                    expires_on=day(390),
                    mark_use=MarkUse.AS_AGREED,
                    mark_use_checked_on=day(-35),
                )
                for old in edition.supersedes
            ),
            Certificate(
                id="C-1",
                standard=edition.ref,
                effective_on=day(-150),
                expires_on=day(945),
                mark_use=MarkUse.AS_AGREED,
                mark_use_checked_on=day(-35),
            ),
        ),
        complaints=(Complaint(id="KL-1", received_on=day(-66), statement="Too few inventions.", handled_on=day(-61)),),
        changes=(
            NotifiableChange(
                id="CH-1", description="Another invented owner.", changed_on=day(-65), notified_on=day(-64)
            ),
        ),
        management_reviews=(
            ManagementReview(
                id="MR-1", standards=(edition.ref,), planned_on=day(-70), performed_on=day(-70), inputs=inputs
            ),
        ),
        risks=(
            Risk(
                id="R-1",
                description="Something invented breaks.",
                owner="Olga",
                level="high",
                assessed_on=day(-100),
                treatment=RiskTreatment(
                    option=TreatmentOption.MODIFY,
                    controls=tuple(controls[:2]),
                    plan="Invent a spare.",
                    approved_by="Olga",
                    approved_on=day(-95),
                ),
                residual_accepted_by="Olga",
                residual_accepted_on=day(-95),
            ),
        ),
        aspects=(
            Aspect(
                id="AS-1",
                activity="Inventing",
                description="Paper is used.",
                significance=Significance.SIGNIFICANT,
                evaluated_on=day(-110),
            ),
        ),
        hazards=(
            Hazard(
                id="HZ-1",
                activity="Testing",
                description="Something invented explodes.",
                significance=Significance.SIGNIFICANT,
                standards=(edition.ref,),
                evaluated_on=day(-108),
            ),
        ),
        obligations=(
            ComplianceObligation(
                id="CO-1",
                title="Invented law",
                source="Invented parliament",
                status=ObligationStatus.FULFILLED,
                evaluated_on=day(-105),
            ),
        ),
        objectives=(
            Objective(
                id="OB-1",
                statement="Invent more.",
                standards=(edition.ref,),
                measure="Inventions a year",
                owner="Olga",
                progress=ObjectiveProgress.ON_TRACK,
                evaluated_on=day(-75),
            ),
        ),
        complete=tuple(RecordList),
    )


@attrs.define
class _Troubles:
    """A perfect record, and what was made of it."""

    edition: StandardEdition
    whole: Assessment
    found: list[tuple[str, str, tuple[str, ...], str, Assessment]] = attrs.field(factory=list)

    def put(self, fact: str, outcome: str, told: str, gate: str, **lists: Any) -> None:  # noqa: ANN401 - of the record.
        """Note what becomes of a fact, and what it names, once lists of the record are others."""
        self.found.append((fact, outcome, (told,), gate, attrs.evolve(self.whole, **lists)))

    def one(self, name: str, at: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - of the item.
        """Return a list of the record with one item changed."""
        items = list(getattr(self.whole, name))
        items[at] = attrs.evolve(items[at], **changes)
        return {name: tuple(items)}

    def theirs(self, number: str = "NC-1", **changes: Any) -> Finding:  # noqa: ANN401 - of the finding.
        """Return a minor of stage 2 whose plan is accepted, changed as named."""
        criterion = ref("4.3#1", self.edition)
        base = finding(number, criterion, audit="S2", plan_accepted_on=day(-9), raised_on=day(-180))
        return attrs.evolve(base, **changes)


def _but(*names: RecordList) -> tuple[RecordList, ...]:
    """Return all lists but some, as those that are complete."""
    return tuple(one for one in RecordList if one not in names)


def troubled(edition: StandardEdition = EDITION) -> list[tuple[str, str, tuple[str, ...], str, Assessment]]:
    """List records in which one thing is the matter that a certification body looks at, or cannot be told.

    Each comes with the fact, what becomes of it, what it names, and the gate; written by hand.
    """
    troubles = _Troubles(edition, perfect(edition))
    _troubled_certificates(troubles)
    _troubled_decisions(troubles)
    _troubled_clients(troubles)
    _troubled_stages(troubles)
    return troubles.found


def _troubled_certificates(troubles: _Troubles) -> None:
    whole, put, one = troubles.whole, troubles.put, troubles.one
    surveillance, recertification = "surveillance", "recertification"
    for name, at, gate in (
        ("certificate.in-force", 1, surveillance),
        ("certificate.earlier-in-force", 0, "transition"),
    ):
        number = f"C-{at}"
        left = tuple(item for item in whole.certificates if item.id != number)
        silent = _but(RecordList.CERTIFICATES)
        put(name, "failed", number, gate, **one("certificates", at, expires_on=day(-1)))
        put(name, "failed", number, gate, **one("certificates", at, suspended_on=ON))
        put(name, "failed", number, gate, **one("certificates", at, withdrawn_on=ON), complete=silent)
        put(name, "failed", "certificate", gate, certificates=left)
        put(name, "unknown", "certificate", gate, certificates=left, complete=silent)
        put(name, "unknown", number, gate, **one("certificates", at, expires_on=day(-1)), complete=silent)
    put("certificate.mark-use", "failed", "C-1", surveillance, **one("certificates", 1, mark_use=MarkUse.MISUSED))
    put("certificate.mark-use", "unknown", "C-1", surveillance, **one("certificates", 1, mark_use=None))
    put("recertification.arranged", "failed", "RC-1", recertification, **one("audits", 4, planned_on=day(946)))
    put("recertification.arranged", "failed", "recertification audit", recertification, audits=whole.audits[:4])
    put(
        "recertification.arranged",
        "unknown",
        "recertification audit",
        recertification,
        audits=whole.audits[:4],
        complete=_but(RecordList.AUDITS),
    )
    put("recertification.arranged", "unknown", "certificate", recertification, certificates=whole.certificates[:1])
    put("surveillance.reported", "failed", "SV-1", recertification, **one("audits", 3, reported_on=None))
    put("surveillance.reported", "failed", "surveillance audit", recertification, **one("audits", 3, performed_on=None))
    put("surveillance.reported", "unknown", "certificate", recertification, certificates=whole.certificates[:1])


def _troubled_decisions(troubles: _Troubles) -> None:
    whole, put, one, theirs = troubles.whole, troubles.put, troubles.one, troubles.theirs
    decision_ = "certification-decision"
    put("decision.audit-performed", "failed", "stage 2 audit", decision_, audits=whole.audits[:2])
    put(
        "decision.audit-performed",
        "unknown",
        "stage 2 audit",
        decision_,
        audits=whole.audits[:2],
        complete=_but(RecordList.AUDITS),
    )
    incomplete, silent = ReportContent.INCOMPLETE, None
    put("decision.report-complete", "failed", "S2", decision_, **one("audits", 2, reported_on=None))
    put("decision.report-complete", "failed", "S2", decision_, **one("audits", 2, report_content=incomplete))
    put("decision.report-complete", "unknown", "S2", decision_, **one("audits", 2, report_content=silent))
    put("decision.decider-independent", "failed", "EVE ", decision_, **one("audits", 2, deciders=("Dora", "EVE ")))
    put("decision.decider-independent", "unknown", "deciders after S2", decision_, **one("audits", 2, deciders=()))
    put("decision.decider-independent", "unknown", "auditors of S1", decision_, **one("audits", 1, auditors=()))
    major, ungraded = FindingGrade.MAJOR, FindingGrade.UNGRADED
    findings_ = "findings.majors-verified"
    put(findings_, "failed", "NC-1", decision_, findings=(theirs(grade=major),))
    put(findings_, "failed", "NC-1", decision_, findings=(theirs(grade=major, audit="nowhere"),))
    put(findings_, "unknown", "verification of NC-1", decision_, findings=(theirs(grade=major, closed_on=day(-3)),))
    put(findings_, "unknown", "grade of NC-1", decision_, findings=(theirs(grade=ungraded),))
    put(findings_, "unknown", "findings", decision_, complete=_but(RecordList.FINDINGS))
    long_ago = one("audits", 2, performed_on=day(-200))
    late, closed = theirs(grade=major, verified_on=day(-18)), theirs(grade=major, closed_on=day(-18))
    put("decision.majors-in-time", "failed", "NC-1", decision_, findings=(late,), **long_ago)
    put("decision.majors-in-time", "unknown", "NC-1", decision_, findings=(closed,), **long_ago)
    put("findings.minors-planned", "failed", "NC-1", decision_, findings=(theirs(plan_accepted_on=None),))
    three = tuple(theirs(f"NC-{number}") for number in (3, 1, 2))
    put("findings.no-accumulation", "failed", "scope: NC-1, NC-2, NC-3", decision_, findings=three)


def _troubled_clients(troubles: _Troubles) -> None:
    whole, put, one, theirs = troubles.whole, troubles.put, troubles.one, troubles.theirs
    surveillance, recertification = "surveillance", "recertification"
    action = CorrectiveAction(description="Mend it.", owner="Olga", due_on=day(-1))
    done = attrs.evolve(action, done_on=day(-1))
    vain = EffectivenessReview(effective="not-effective", by="Rita", on=ON)
    for outcome, told, changes in (
        ("failed", "NC-1: overdue", {"corrective_actions": (action,)}),
        ("failed", "NC-1: not effective", {"corrective_actions": (done,), "effectiveness": vain}),
        ("unknown", "NC-1: corrective action", {}),
        ("unknown", "NC-1: effect of the corrective action", {"corrective_actions": (done,)}),
    ):
        put("findings.earlier-acted-on", outcome, told, surveillance, findings=(theirs(**changes),))
    put("complaints.acted-on", "failed", "KL-1", surveillance, **one("complaints", 0, handled_on=None, action=" "))
    put("complaints.acted-on", "unknown", "complaints", surveillance, complete=_but(RecordList.COMPLAINTS))
    put("changes.notified", "failed", "CH-1", surveillance, **one("changes", 0, notified_on=None))
    put("changes.notified", "unknown", "changes", surveillance, complete=_but(RecordList.CHANGES))
    behind, unlooked = ObjectiveProgress.BEHIND, None
    put("objectives.evaluated", "failed", "OB-1", surveillance, **one("objectives", 0, evaluated_on=day(-366)))
    put("objectives.evaluated", "unknown", "OB-1", surveillance, **one("objectives", 0, progress=unlooked))
    put("objectives.evaluated", "unknown", "OB-1", surveillance, **one("objectives", 0, evaluated_on=None))
    put("objectives.evaluated", "failed", "objectives", surveillance, objectives=())
    put("objectives.acted-on", "failed", "OB-1", surveillance, **one("objectives", 0, progress=behind))
    old, unreported = one("audits", 0, performed_on=day(-366)), one("audits", 0, reported_on=None)
    silent_ = _but(RecordList.AUDITS, RecordList.MANAGEMENT_REVIEWS)
    put("internal-audit.current", "failed", "internal audit", surveillance, **old)
    put("internal-audit.current", "failed", "internal audit", surveillance, **unreported)
    put("internal-audit.current", "unknown", "internal audit", surveillance, **old, complete=silent_)
    longer = one("certificates", 1, effective_on=day(-800))
    for name in ("internal-audit.throughout", "management-review.throughout"):
        put(name, "failed", f"after {day(-800)}", recertification, **longer)
        put(name, "unknown", f"after {day(-800)}", recertification, **longer, complete=silent_)
        put(name, "unknown", "certificate", recertification, certificates=whole.certificates[:1])


def _troubled_stages(troubles: _Troubles) -> None:
    whole, put, one, theirs = troubles.whole, troubles.put, troubles.one, troubles.theirs
    stage_1, stage_2 = "stage-1", "stage-2"
    hazards = "hazards.evaluated"
    put(hazards, "failed", "HZ-1", stage_1, **one("hazards", 0, significance=Significance.NOT_EVALUATED))
    put(hazards, "failed", "HZ-1", stage_2, **one("hazards", 0, evaluated_on=day(1), standards=()))
    put(hazards, "failed", "hazards", stage_1, hazards=())
    put(hazards, "unknown", "hazards", stage_1, hazards=(), complete=_but(RecordList.HAZARDS))
    elsewhere = (attrs.evolve(whole.editions[0], number="99009"),)
    put(hazards, "failed", "hazards", "recertification", **one("hazards", 0, standards=elsewhere))
    put("findings.complete", "unknown", "findings", stage_2, complete=_but(RecordList.FINDINGS))
    major, ungraded = FindingGrade.MAJOR, FindingGrade.UNGRADED
    for audit, open_, graded in (
        ("S1", "findings.no-open-major", "findings.graded"),
        ("nowhere", "findings.no-open-major", "findings.graded"),
        (None, "findings.no-open-internal-major", "findings.internal-graded"),
        ("IA-1", "findings.no-open-internal-major", "findings.internal-graded"),
    ):
        put(open_, "failed", "NC-1", stage_2, findings=(theirs(grade=major, audit=audit),))
        put(graded, "unknown", "NC-1", stage_2, findings=(theirs(grade=ungraded, audit=audit),))
    concern = theirs("AC-1", type=FindingType.AREA_OF_CONCERN, grade=None, audit="S1", plan_accepted_on=None)
    action = CorrectiveAction(description="Mend it.", owner="Olga", due_on=day(9))
    done = attrs.evolve(action, done_on=day(-1))
    for changes in ({}, {"correction": " "}, {"closed_on": day(1)}, {"corrective_actions": (done, action)}):
        put("findings.concerns-resolved", "failed", "AC-1", stage_2, findings=(attrs.evolve(concern, **changes),))


# Records drawn by hypothesis: a perfect, a half-filled or an empty one, damaged and mended a few times.

NEAR = st.integers(min_value=-45, max_value=45).map(day)
"""Days within six weeks of :data:`ON`: many things happen on few days."""

FAR = st.sampled_from((-800, -500, -396, -367, -366, -365, -364, -200, -60, -31, -1, 0, 1, 30, 200, 366)).map(day)
"""Days that matter under the default policy."""

Damage = Callable[[Assessment], Assessment]


def damaged(record: Assessment, *damages: Damage) -> Assessment:
    """Return the record after each of the damages, in order."""
    for damage in damages:
        record = damage(record)
    return record


def _list(name: str, change: Callable[[Any], Any], index: int = 0) -> Damage:
    """Change one item of a list of the record, or take it out (None); an empty list stays as it is."""

    def damage(record: Assessment) -> Assessment:
        items = list(getattr(record, name))
        if not items:
            return record
        place = index % len(items)
        changed = change(items[place])
        items[place : place + 1] = [] if changed is None else [changed]
        return _set({name: tuple(items)})(record)

    return damage


def _set(changes: dict[str, Any]) -> Damage:
    return lambda record: attrs.evolve(record, **changes)


def _add(name: str, item: Any) -> Damage:  # noqa: ANN401 - an item of any list.
    return lambda record: _set({name: (*getattr(record, name), item)})(record)


def _in_units() -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from(((), (), ("HQ",), ("PACK",)))


def _targets(edition: StandardEdition) -> st.SearchStrategy[RequirementRef]:
    entries = entries_of(edition)
    clauses = [RequirementRef(edition.ref, clause.number) for clause in edition.walk()]
    return st.one_of(st.sampled_from(entries), st.sampled_from(entries), st.sampled_from(clauses))


@st.composite
def judgements(draw: st.DrawFn, edition: StandardEdition, days: st.SearchStrategy[dt.date]) -> Judgement:
    """Draw any judgement about anything in the edition."""
    target = draw(_targets(edition))
    return Judgement(
        target=target,
        units=draw(_in_units()),
        conformity=draw(st.sampled_from(Conformity)),
        work_status=draw(st.sampled_from(WorkStatus)),
        evidence=draw(st.sampled_from(((), (evidence_id(target),)))),
        judged_by=draw(st.sampled_from(("Olga", "Rita", "Ines"))),
        judged_on=draw(days),
        role=draw(st.sampled_from(Role)),
        sample=draw(st.sampled_from((None, "3 of 12 orders"))),
        effort_left=draw(st.sampled_from((None, 0, 5))),
    )


@st.composite
def evidence_items(
    draw: st.DrawFn, edition: StandardEdition, days: st.SearchStrategy[dt.date], identifiers: Sequence[str]
) -> Evidence:
    """Draw any evidence about anything in the edition; it may carry the id of another item and supersede others."""
    kind = draw(st.sampled_from(EvidenceKind))
    record = NATURE[kind] is DocumentedInformation.RECORD
    begins = draw(days)
    about = tuple(draw(st.lists(_targets(edition), max_size=2)))
    against = draw(st.booleans())
    reviewed = draw(st.sampled_from((None, ReviewOutcome.ACCEPTED, ReviewOutcome.ACCEPTED, ReviewOutcome.REJECTED)))
    by = draw(st.sampled_from(("Olga", "Rita")))
    return Evidence(
        id=draw(st.sampled_from(("EV-x", "EV-y", "EV-z"))),
        kind=kind,
        title="Invented",
        effective_on=None if record else begins,
        period=Period(first=begins - dt.timedelta(days=3), last=begins) if record else None,
        received_on=draw(days),
        valid_until=draw(st.sampled_from((None, None, begins, begins + dt.timedelta(days=20)))),
        owner="Olga",
        review=EvidenceReview(outcome=reviewed, by=by, on=draw(days)) if reviewed is not None else None,
        supersedes=draw(st.sampled_from(((), (), tuple(identifiers[:1]), tuple(identifiers[1:3])))),
        withdrawn_on=draw(st.one_of(st.none(), st.none(), days)),
        supports=() if against else about,
        contradicts=about if against else (),
        units=draw(_in_units()),
    )


@st.composite
def findings(draw: st.DrawFn, edition: StandardEdition, days: st.SearchStrategy[dt.date]) -> Finding:
    """Draw any finding; most are nonconformities."""
    kind = draw(st.sampled_from((FindingType.NONCONFORMITY,) * 5 + tuple(FindingType)))
    raised = draw(days)
    done = draw(st.one_of(st.none(), days))
    looked = draw(st.sampled_from((None, "effective", "effective", "not-effective")))
    action = CorrectiveAction(description="Mend it.", owner="Olga", due_on=draw(days), done_on=done)
    concern = kind is FindingType.AREA_OF_CONCERN
    return Finding(
        id=draw(st.sampled_from(("NC-1", "NC-2", "NC-3"))),
        type=kind,
        grade=draw(st.sampled_from(FindingGrade)) if kind is FindingType.NONCONFORMITY else None,
        criteria=tuple(draw(st.lists(_targets(edition), min_size=0, max_size=2))),
        units=draw(_in_units()),
        statement="Something invented was not done.",
        audit=draw(st.sampled_from((None, "IA-1", "S2", "S2", "SV-1", "nowhere"))),
        raised_by="Ines",
        raised_on=raised,
        correction=draw(st.sampled_from((None, " ", "It was put right."))) if concern else None,
        corrective_actions=draw(st.sampled_from(((), (action,)))),
        plan_accepted_on=draw(st.one_of(st.none(), days)),
        verified_on=draw(st.one_of(st.none(), st.none(), days)),
        effectiveness=EffectivenessReview(effective=looked, by="Rita", on=draw(days)) if looked is not None else None,
        closed_on=draw(st.sampled_from((None, None, raised, raised + dt.timedelta(days=9)))),
    )


@st.composite
def decisions(draw: st.DrawFn, edition: StandardEdition, days: st.SearchStrategy[dt.date]) -> ApplicabilityDecision:
    """Draw any decision about applicability, allowed or not."""
    return ApplicabilityDecision(
        target=draw(_targets(edition)),
        decision=draw(st.sampled_from(Applicability)),
        justification=draw(st.sampled_from((None, " ", "Nothing of the kind is done here.", "Other words."))),
        reasons=draw(st.sampled_from(((), (InclusionReason.LEGAL,)))),
        decided_by="Mona",
        decided_on=draw(days),
    )


@st.composite
def _damages(draw: st.DrawFn, edition: StandardEdition, days: st.SearchStrategy[dt.date]) -> Damage:
    kind = draw(st.sampled_from(_KINDS))
    entries = entries_of(edition)
    ids = [evidence_id(one) for one in entries]
    index = draw(st.integers(min_value=0, max_value=len(ids) - 1))
    if kind in _ADDED:
        drawn = {
            "judgements": judgements(edition, days),
            "evidence": evidence_items(edition, days, ids[index:]),
            "findings": findings(edition, days),
            "applicability": decisions(edition, days),
        }
        return _add(kind, draw(drawn[kind]))
    if kind == "usual":
        return draw(_usual(edition, days, entries[index]))
    if kind == "drop":
        return _list(draw(st.sampled_from(("judgements", "evidence", "applicability"))), lambda _: None, index)
    if kind == "worse evidence":
        change, value = draw(st.sampled_from(_WORSE)), draw(days)
        return _list("evidence", lambda item: _worse_evidence(item, change, value), index)
    if kind == "one of a list":
        name, changes = draw(
            st.one_of(
                _certificate_changes(days).map(lambda one: ("certificates", one)),
                _objective_changes(days).map(lambda one: ("objectives", one)),
                _complaint_changes(days).map(lambda one: ("complaints", one)),
                _notice_changes(days).map(lambda one: ("changes", one)),
                _decided_changes(days).map(lambda one: ("audits", one)),
                *(_audit_changes(edition, days).map(lambda one: ("audits", one)) for _ in range(2)),
                _review_changes(days).map(lambda one: ("management_reviews", one)),
                _risk_changes(edition, days).map(lambda one: ("risks", one)),
            )
        )
        if name == "audits" and not {"deciders", "report_content"} & set(changes):
            # Most often the internal audit, sometimes one of the certification body's.
            index = draw(st.sampled_from((0, 0, 0, 1, 2, 3, 4)))
        elif name == "audits":
            index = 2
        return _list(name, lambda item: attrs.evolve(item, **_agreeing(item, changes)), index)
    changed = draw(
        st.one_of(
            _register_changes(days),
            st.sampled_from(_REGISTERS).map(lambda name: {name: ()}),
            st.sampled_from(_SCOPES).map(lambda scope: {"scope": scope}),
            st.lists(st.sampled_from(RecordList), unique=True).map(lambda some: {"complete": tuple(some)}),
        )
    )
    return _set(changed)


_ADDED = ("judgements", "evidence", "findings", "applicability")
_KINDS = (
    *_ADDED,
    *("usual",) * 8,
    "judgements",
    "evidence",
    "drop",
    *("worse evidence",) * 2,
    *("one of a list",) * 2,
    "set",
)
_WORSE = (
    "valid_until",
    "valid_until",
    "received_on",
    "withdrawn_on",
    "unreviewed",
    "accepted by its owner",
    "elsewhere",
    "rejected",
)
_REGISTERS = (
    *("audits", "management_reviews", "risks", "aspects", "hazards", "obligations", "objectives"),
    *("certificates", "complaints", "changes"),
)
_SCOPES = (
    None,
    ManagementSystemScope(statement=" "),
    ManagementSystemScope(statement="All of it."),
    ManagementSystemScope(statement="Head office.", units=("HQ",), approved_on=ON),
)


def _usual(
    edition: StandardEdition, days: st.SearchStrategy[dt.date], target: RequirementRef
) -> st.SearchStrategy[Damage]:
    """What is met again and again: something set aside, an open minor, a claim, a plan, a failed test."""
    aside = [one.ref for one in edition.requirements() if one.non_applicability is NonApplicability.WITH_JUSTIFICATION]
    aside += [control.ref for control in edition.controls()]
    no = Applicability.NOT_APPLICABLE
    where = _in_units()
    claims = st.builds(
        lambda on, units: judgement(target, role=Role.OWNER, judged_by="Olga", judged_on=on, units=units), days, where
    )
    partial = st.builds(
        lambda work, on, units: judgement(
            target, conformity=Conformity.NONCONFORMING, work_status=work, judged_on=on, units=units
        ),
        st.sampled_from(WorkStatus),
        days,
        where,
    )
    minors = st.builds(
        lambda on, accepted, units, audit: finding(
            "NC-9", target, raised_on=on, plan_accepted_on=accepted, units=units, audit=audit
        ),
        days,
        days,
        where,
        st.sampled_from((None, "S2")),
    )
    tests = st.builds(
        lambda review, on, units: evidence("EV-t", contradicts=(target,), received_on=on, review=review, units=units),
        st.sampled_from((None, EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=day(-2)))),
        days,
        where,
    )
    decided = st.builds(lambda one, on: decision(one, decision=no, decided_on=on), st.sampled_from(aside), days)
    return st.one_of(
        decided.map(lambda item: _add("applicability", item)),
        minors.map(lambda item: _add("findings", item)),
        claims.map(lambda item: _add("judgements", item)),
        partial.map(lambda item: _add("judgements", item)),
        tests.map(lambda item: _add("evidence", item)),
    )


def _worse_evidence(item: Evidence, change: str, value: dt.date) -> Evidence:
    made: dict[str, dict[str, Any]] = {
        "received_on": {"received_on": value},
        "withdrawn_on": {"withdrawn_on": value},
        "valid_until": {"valid_until": max(value, item.begins_on)},
        "unreviewed": {"review": None},
        "accepted by its owner": {"review": EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Olga", on=value)},
        "elsewhere": {"units": ("PACK",)},
        "rejected": {"review": EvidenceReview(outcome=ReviewOutcome.REJECTED, by="Rita", on=value)},
    }
    return attrs.evolve(item, **made[change])


def _audit_changes(edition: StandardEdition, days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        days.map(lambda on: {"performed_on": on}),
        days.map(lambda on: {"performed_on": None, "reported_on": None, "planned_on": on}),
        days.map(lambda on: {"reported_on": on}),
        st.just({"reported_on": None}),
        st.sampled_from(Independence).map(lambda one: {"independence": one}),
        _targets(edition).map(lambda target: {"covers": (target,)}),
        st.just({"units": ("HQ",)}),
    )


def _decided_changes(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    """What is recorded of the stage 2 that a decision is about."""
    return st.one_of(
        st.sampled_from((None, *ReportContent)).map(lambda one: {"report_content": one}),
        st.sampled_from(((), ("Dora", "Eve"), ("emil  ",), ("Dora", "Dan"))).map(lambda some: {"deciders": some}),
        days.map(lambda on: {"report_content": ReportContent.COMPLETE, "reported_on": on}),
    )


def _certificate_changes(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        days.map(lambda on: {"expires_on": on}),
        days.map(lambda on: {"effective_on": on}),
        days.map(lambda on: {"withdrawn_on": on}),
        days.map(lambda on: {"suspended_on": on, "restored_on": None}),
        days.map(lambda on: {"suspended_on": on, "restored_on": on + dt.timedelta(days=9)}),
        st.builds(
            lambda use, on: {"mark_use": use, "mark_use_checked_on": on},
            st.sampled_from((None, *MarkUse)),
            st.none() | days,
        ),
    )


def _agreeing(item: Any, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - an item of any list.
    """Return changes after which a certificate still ends after it begins."""
    if not isinstance(item, Certificate):
        return changes
    first = changes.get("effective_on", item.effective_on)
    return {**changes, "expires_on": max(first, changes.get("expires_on", item.expires_on))}


def _objective_changes(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda progress, on, action: {"progress": progress, "evaluated_on": on, "action": action},
        st.sampled_from((None, *ObjectiveProgress)),
        st.none() | days,
        st.sampled_from((None, " ", "Invent faster.")),
    )


def _complaint_changes(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda received, handled, action: {"received_on": received, "handled_on": handled, "action": action},
        days,
        st.none() | days,
        st.sampled_from((None, " ", "Ask what is wanted.")),
    )


def _notice_changes(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda on, told: {"changed_on": on, "notified_on": told}, days, st.none() | days)


def _review_changes(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        days.map(lambda on: {"performed_on": on}),
        days.map(lambda on: {"performed_on": None, "planned_on": on}),
        st.just({"inputs": ()}),
    )


def _risk_changes(edition: StandardEdition, days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    controls = tuple(control.ref for control in edition.controls())
    return st.one_of(
        st.just({"treatment": None}),
        st.just({"assessed_on": None}),
        days.map(lambda on: {"assessed_on": on}),
        days.map(lambda on: {"residual_accepted_on": on}),
        st.just({"residual_accepted_by": "Rita"}),
        st.builds(
            lambda by, on, plan: {
                "treatment": RiskTreatment(
                    option=TreatmentOption.MODIFY, controls=controls, plan=plan, approved_by=by, approved_on=on
                )
            },
            st.sampled_from((None, "Olga", "Rita")),
            st.one_of(st.none(), days),
            st.sampled_from((None, "Invent a spare.")),
        ),
    )


def _register_changes(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dict[str, Any]]:
    obligations = st.builds(
        lambda status, on, action: ComplianceObligation(
            id="CO-2", title="Invented permit", source="Invented office", status=status, evaluated_on=on, action=action
        ),
        st.sampled_from(ObligationStatus),
        st.one_of(st.none(), days),
        st.sampled_from((None, "Ask again.")),
    )
    aspects = st.builds(
        lambda significance, on: Aspect(
            id="AS-2", activity="Testing", description="Noise.", significance=significance, evaluated_on=on
        ),
        st.sampled_from(Significance),
        st.one_of(st.none(), days),
    )
    hazards = st.builds(
        lambda significance, on, standards: Hazard(
            id="HZ-2",
            activity="Testing",
            description="Heat.",
            significance=significance,
            standards=standards,
            evaluated_on=on,
        ),
        st.sampled_from(Significance),
        st.one_of(st.none(), days),
        st.sampled_from(((), (SMALL.ref, EDITION.ref), (EDITION.supersedes[0],))),
    )
    return st.one_of(
        obligations.map(lambda one: {"obligations": (one,)}),
        aspects.map(lambda one: {"aspects": (one,)}),
        hazards.map(lambda one: {"hazards": (one,)}),
        st.just({"objectives": (Objective(id="OB-2", statement="Be nice.", standards=(), measure=None),)}),
    )


@st.composite
def assessments(
    draw: st.DrawFn,
    edition: StandardEdition = SMALL,
    *,
    days: st.SearchStrategy[dt.date] = NEAR,
    most: int = 6,
) -> Assessment:
    """Draw a record against an invented edition: perfect, half-filled or empty, then changed up to ``most`` times."""
    units = draw(st.sampled_from(((), UNITS, UNITS)))
    base = draw(st.sampled_from((*("perfect",) * 8, "half", "claimed", "empty")))
    record = empty(edition, units=units) if base == "empty" else perfect(edition, units=units)
    if base == "half":
        keep = draw(st.integers(min_value=0, max_value=len(record.judgements)))
        record = attrs.evolve(
            record,
            judgements=record.judgements[:keep],
            evidence=record.evidence[:keep],
            complete=draw(st.sampled_from((record.complete, ()))),
        )
    if base == "claimed":
        shown = draw(st.integers(min_value=0, max_value=5))
        record = attrs.evolve(record, evidence=record.evidence[:shown], complete=())
    count = draw(st.integers(min_value=0, max_value=most))
    return damaged(record, *draw(st.lists(_damages(edition, days), min_size=count, max_size=count)))
