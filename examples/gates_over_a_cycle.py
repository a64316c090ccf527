# SPDX-License-Identifier: Apache-2.0
"""Follow a company from stage 2 through the decision and a surveillance to recertification, gate by gate."""

import datetime as dt
from pathlib import Path

import attrs

import isomodel
from isomodel import Assessment, Audit, Certificate, Complaint, Finding, catalogue, readiness
from isomodel.assessment import AuditType, FindingGrade, FindingType, RecordList, ReportContent
from isomodel.identifiers import RequirementRef, StandardRef

STANDARD = StandardRef.parse("ISO/IEC 27001:2022")
record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)
editions = catalogue.load_for(record)


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


def show(gate: str, on: str, record: Assessment) -> None:
    """Print the verdict, the first things that stand in the way, and when it changes."""
    result = readiness.evaluate(record, editions, standard=STANDARD, gate=gate, on=day(on))
    print(f"{on} {gate}: {result.verdict.value}, {len(result.blockers)} things in the way")
    for blocker in result.blockers[:4]:
        print(f"  {blocker.subject.rpartition(', ')[2]}: {blocker.sentence}")


show("stage-2", "2026-08-31", record)

stage_2 = Audit(
    id="S2",
    type=AuditType.STAGE_2,
    standards=(STANDARD,),
    performed_on=day("2026-09-11"),
    reported_on=day("2026-09-18"),
    auditors=("Jorun Ek", "Tomas Reyes"),
)
major = Finding(
    id="CB-1",
    type=FindingType.NONCONFORMITY,
    grade=FindingGrade.MAJOR,
    criteria=(RequirementRef.parse(f"{STANDARD}, 8.2#1"),),
    statement="The move of the data centre was not assessed.",
    audit="S2",
    raised_by="Jorun Ek",
    raised_on=day("2026-09-11"),
)
record = attrs.evolve(record, audits=(*record.audits, stage_2), findings=(*record.findings, major))
show("certification-decision", "2026-09-20", record)

stage_2 = attrs.evolve(stage_2, report_content=ReportContent.COMPLETE, deciders=("Ada Okafor",))
major = attrs.evolve(major, verified_on=day("2027-01-22"), closed_on=day("2027-01-22"))
record = attrs.evolve(record, audits=(*record.audits[:-1], stage_2), findings=(*record.findings[:-1], major))
show("certification-decision", "2027-01-25", record)

certificate = Certificate(
    id="ISMS-0815", standard=STANDARD, effective_on=day("2027-02-01"), expires_on=day("2030-01-31")
)
complaint = Complaint(id="K-1", received_on=day("2027-09-14"), statement="Readings were shown to another customer.")
record = attrs.evolve(
    record,
    certificates=(certificate,),
    complaints=(complaint,),
    complete=(*record.complete, RecordList.CERTIFICATES, RecordList.COMPLAINTS),
)
show("surveillance", "2027-11-15", record)
show("recertification", "2029-10-15", record)

# Prints:
#   2026-08-31 stage-2: ready, 0 things in the way
#   2026-09-20 certification-decision: not-ready, 3 things in the way
#     findings.majors-verified: 1 majors of the certification body are not verified
#     decision.report-complete: nobody recorded whether the report of S2 is complete
#     decision.decider-independent: of 0 who decide after S2 0 were in the audit team; not recorded: deciders after S2
#   2027-01-25 certification-decision: ready, 0 things in the way
#   2027-11-15 surveillance: not-ready, 8 things in the way
#     management-review.current: the last management review was on 2025-09-30 (MR-25-2), more than 12 months ago
#     complaints.acted-on: 1 of 1 complaints are neither dealt with nor acted on
#     internal-audit.current: the last reported internal audit ended on 2026-09-02, more than 12 months ago
#     objectives.evaluated: of 3 objectives 0 were evaluated too long ago, and of 3 no evaluation is recorded
#   2029-10-15 recertification: not-ready, 84 things in the way
#     risks.assessed: 11 risks, 11 not assessed within the interval
#     management-review.throughout: 0 since the certificate of 2027-02-01, and 1 times none within 12 months
#     complaints.acted-on: 1 of 1 complaints are neither dealt with nor acted on
#     recertification.arranged: no recertification audit is recorded or scheduled before 2030-01-31
