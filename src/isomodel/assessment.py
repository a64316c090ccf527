# SPDX-License-Identifier: Apache-2.0
"""What an organization has established about itself.

An assessment is the organization's own record: units and scope, judgements, applicability decisions, evidence,
findings, audits, management reviews and registers. It refers to editions and does not know where they come from. A
list says *none* only where the record says that the list is complete; otherwise what is not in it is unknown.
:func:`issues` tells everything that is wrong with the content; :func:`as_of` is the one place that decides what
counts on a day.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import attrs

from isomodel.errors import InvariantError, IsomodelError, Issue, Severity, nearest
from isomodel.evidence import Evidence, EvidenceKind, EvidenceStatus, ReviewOutcome, statuses
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Clause, Control, Entry, Extensions, NonApplicability, Requirement, StandardEdition

__all__ = [
    "Applicability",
    "ApplicabilityDecision",
    "Aspect",
    "Assessment",
    "Audit",
    "AuditType",
    "Certificate",
    "Complaint",
    "ComplianceObligation",
    "Conformity",
    "CorrectiveAction",
    "EditionMismatchError",
    "EffectivenessReview",
    "Finding",
    "FindingGrade",
    "FindingType",
    "Hazard",
    "InclusionReason",
    "Independence",
    "Judgement",
    "Judgements",
    "ManagementReview",
    "ManagementSystemScope",
    "MarkUse",
    "NotifiableChange",
    "Objective",
    "ObjectiveProgress",
    "ObligationKind",
    "ObligationStatus",
    "Organization",
    "RecordList",
    "ReportContent",
    "Risk",
    "RiskTreatment",
    "Role",
    "Significance",
    "Standing",
    "TreatmentOption",
    "Unit",
    "UnitKind",
    "WorkStatus",
    "as_of",
    "current_names",
    "edition_for",
    "issues",
    "may_be_excluded",
    "places",
]


class UnitKind(enum.Enum):
    """What part of an organization a unit is."""

    SITE = "site"
    """A place where work is done."""
    PROCESS = "process"
    """A process run by the organization itself."""
    OUTSOURCED_PROCESS = "outsourced-process"
    """A process run by somebody else on its behalf, inside the scope all the same."""


class Conformity(enum.Enum):
    """What was found about a requirement."""

    CONFORMING = "conforming"
    """It is fulfilled."""
    NONCONFORMING = "nonconforming"
    """It is not fulfilled."""
    NOT_ASSESSED = "not-assessed"
    """Nobody has established either."""


class WorkStatus(enum.Enum):
    """How far the work towards a requirement has come: another axis than conformity."""

    NOT_STARTED = "not-started"
    """Nothing is done."""
    PLANNED = "planned"
    """It is decided what will be done, by whom and until when."""
    PARTIAL = "partial"
    """Some of it works, some does not yet, or not everywhere."""
    IMPLEMENTED = "implemented"
    """It works as intended."""


class Role(enum.Enum):
    """In which capacity somebody judged, in rising order of independence."""

    OWNER = "owner"
    """Answers for the matter; a claim."""
    REVIEWER = "reviewer"
    """Competent, and does not answer for the matter."""
    INTERNAL_AUDITOR = "internal-auditor"
    """In an internal audit."""
    EXTERNAL_AUDITOR = "external-auditor"
    """In an audit by a certification body or a customer."""


class Applicability(enum.Enum):
    """Whether a requirement or control applies."""

    APPLICABLE = "applicable"
    """It applies; a control is necessary."""
    NOT_APPLICABLE = "not-applicable"
    """It does not; a control is excluded."""


class InclusionReason(enum.Enum):
    """Why a control is necessary."""

    RISK = "risk"
    """A risk is treated by it."""
    LEGAL = "legal"
    """A law or regulation asks for it."""
    CONTRACT = "contract"
    """A contract asks for it."""
    PRACTICE = "practice"
    """It is good practice and already in place."""


class FindingType(enum.Enum):
    """What kind of finding it is."""

    NONCONFORMITY = "nonconformity"
    """A requirement is not fulfilled."""
    OPPORTUNITY_FOR_IMPROVEMENT = "opportunity-for-improvement"
    """It is fulfilled and could be done better; no reply is required."""
    OBSERVATION = "observation"
    """A remark; never blocking."""
    AREA_OF_CONCERN = "area-of-concern"
    """Stage 1: could be classified as a nonconformity at stage 2; not graded."""


class FindingGrade(enum.Enum):
    """How grave a nonconformity is (ISO/IEC 17021-1, 3.12 and 3.13)."""

    MAJOR = "major"
    """It affects the capability of the system to achieve its intended results."""
    MINOR = "minor"
    """It does not."""
    UNGRADED = "ungraded"
    """Nobody has graded it; a person grades, not a program."""


class AuditType(enum.Enum):
    """Whose audit it is."""

    INTERNAL = "internal"
    """By or for the organization itself."""
    STAGE_1 = "stage-1"
    """The certification body's first stage."""
    STAGE_2 = "stage-2"
    """The certification body's second stage."""
    SURVEILLANCE = "surveillance"
    """The certification body's, between certifications."""
    RECERTIFICATION = "recertification"
    """The certification body's, before a certificate ends."""
    SPECIAL = "special"
    """The certification body's, on a particular cause."""
    CUSTOMER = "customer"
    """By a customer."""


class Independence(enum.Enum):
    """Whether the auditors were objective and impartial towards what they audited."""

    INDEPENDENT = "independent"
    """They do not answer for what they audited."""
    NOT_INDEPENDENT = "not-independent"
    """They do, for some of it."""
    UNKNOWN = "unknown"
    """Nobody recorded it."""


class ReportContent(enum.Enum):
    """Whether the report of an audit has all that a decision needs, conclusion and recommendation included."""

    COMPLETE = "complete"
    """It has."""
    INCOMPLETE = "incomplete"
    """Something is missing."""


class ObjectiveProgress(enum.Enum):
    """How far an objective has come by its own measure."""

    REACHED = "reached"
    """It is reached."""
    ON_TRACK = "on-track"
    """It will be, as things go."""
    BEHIND = "behind"
    """It will not be, unless something is done."""


class MarkUse(enum.Enum):
    """Whether the marks of certification are used as the certification body allows."""

    AS_AGREED = "as-agreed"
    """They are, wherever somebody looked."""
    MISUSED = "misused"
    """They are not, somewhere."""


class TreatmentOption(enum.Enum):
    """What is done about a risk."""

    MODIFY = "modify"
    """It is made smaller by controls."""
    RETAIN = "retain"
    """It is accepted as it is."""
    AVOID = "avoid"
    """What causes it is given up."""
    SHARE = "share"
    """Others bear part of it."""


class Significance(enum.Enum):
    """Whether an environmental aspect, or the risk from a hazard, is significant by the organization's own criteria."""

    SIGNIFICANT = "significant"
    """It is, and has to be managed."""
    NOT_SIGNIFICANT = "not-significant"
    """It is not."""
    NOT_EVALUATED = "not-evaluated"
    """Nobody has applied the criteria yet."""


class ObligationKind(enum.Enum):
    """Where a compliance obligation comes from."""

    LEGAL = "legal"
    """A law, a regulation or a permit."""
    CONTRACT = "contract"
    """A contract or an agreement with others."""
    COMMITMENT = "commitment"
    """A promise of the organization's own."""


class ObligationStatus(enum.Enum):
    """What the evaluation of a compliance obligation found."""

    FULFILLED = "fulfilled"
    """It is kept."""
    BREACHED = "breached"
    """It is not kept."""
    NOT_EVALUATED = "not-evaluated"
    """Nobody has evaluated it yet."""


class RecordList(enum.Enum):
    """A list of an assessment that can say that it is complete."""

    EVIDENCE = "evidence"
    FINDINGS = "findings"
    AUDITS = "audits"
    MANAGEMENT_REVIEWS = "management-reviews"
    APPLICABILITY = "applicability"
    RISKS = "risks"
    ASPECTS = "aspects"
    HAZARDS = "hazards"
    OBLIGATIONS = "obligations"
    OBJECTIVES = "objectives"
    CERTIFICATES = "certificates"
    COMPLAINTS = "complaints"
    CHANGES = "changes"


@attrs.frozen(kw_only=True)
class Unit:
    """A site, a process or an outsourced process.

    Attributes:
        id: Its identifier, stable.
        name: What it is called.
        kind: What part of the organization it is.
        persons: People doing work there under the organization's control; absent where nobody counted.
    """

    id: str
    name: str
    kind: UnitKind
    persons: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(0)))


@attrs.frozen(kw_only=True)
class Organization:
    """Whose management system it is.

    Attributes:
        name: Its name.
        units: Its units; none means that the organization is one undivided unit.
    """

    name: str
    units: tuple[Unit, ...] = ()


@attrs.frozen(kw_only=True)
class ManagementSystemScope:
    """The boundaries of the management system: not the scope of an audit nor that of a certificate.

    Attributes:
        statement: What the scope statement says, in the organization's words.
        units: The units inside; none means all of them.
        approved_by: Who approved it; absent while nobody has.
        approved_on: The day it was approved; absent while nobody has.
    """

    statement: str
    units: tuple[str, ...] = ()
    approved_by: str | None = None
    approved_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Judgement:
    """What somebody established about a requirement, a control, or everything below a clause.

    Attributes:
        target: The requirement, control or clause.
        units: The units it holds for; none means all.
        conformity: What was found.
        work_status: How far the work has come.
        evidence: Ids of the evidence it rests on.
        judged_by: Who judged.
        judged_on: The day; the judgement does not count before it.
        role: In which capacity.
        sample: What was looked at, where the judgement rests on a sample.
        effort_left: Person-days of work left, where estimated.
        catalogue_revision: The revision of the edition's content it was made against, where known.
        note: A remark.
        extensions: Data of other programs.
    """

    target: RequirementRef
    units: tuple[str, ...] = ()
    conformity: Conformity
    work_status: WorkStatus
    evidence: tuple[str, ...] = ()
    judged_by: str
    judged_on: dt.date
    role: Role
    sample: str | None = None
    effort_left: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(0)))
    catalogue_revision: int | None = None
    note: str | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class ApplicabilityDecision:
    """Whether a requirement or reference control applies, and why.

    The decisions on the controls of an annex are the rows of a Statement of Applicability.

    Attributes:
        target: The requirement, control or clause.
        decision: What was decided.
        justification: Why.
        reasons: Why a control is necessary, by kind.
        risks: Ids of the risks it treats.
        decided_by: Who decided.
        decided_on: The day; the decision does not count before it.
        review_on: The day it is to be looked at again; absent where none is set.
        extensions: Data of other programs.
    """

    target: RequirementRef
    decision: Applicability
    justification: str | None = None
    reasons: tuple[InclusionReason, ...] = ()
    risks: tuple[str, ...] = ()
    decided_by: str
    decided_on: dt.date
    review_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class CorrectiveAction:
    """What is done to remove the cause of a nonconformity; a correction only removes the instance.

    Attributes:
        description: What is done.
        owner: Who does it.
        due_on: Until when.
        done_on: The day it was done; absent while it is not.
    """

    description: str
    owner: str
    due_on: dt.date
    done_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class EffectivenessReview:
    """The client's own look at whether a corrective action worked; not the certification body's verification.

    Attributes:
        effective: ``effective`` or ``not-effective``.
        by: Who looked.
        on: The day.
    """

    effective: str = attrs.field(validator=attrs.validators.in_(("effective", "not-effective")))
    by: str
    on: dt.date


@attrs.frozen(kw_only=True)
class Finding:
    """The result of evaluating evidence against criteria.

    Attributes:
        id: Its identifier, stable.
        type: What kind it is.
        grade: How grave a nonconformity is; absent for everything else.
        criteria: The requirements it touches, in each standard.
        units: The units it was found in; none means all.
        statement: What was found.
        audit: Id of the audit it comes from; absent for findings from elsewhere.
        raised_by: Who raised it.
        raised_on: The day.
        correction: What was done about the instance; absent while nothing was.
        cause: Why it happened; absent while nobody knows.
        corrective_actions: What is done about the cause.
        plan_accepted_on: The day the plan was accepted by whoever raised the finding.
        verified_on: The day the certification body verified correction and corrective action.
        effectiveness: The client's own review of the effect.
        closed_on: The day it was closed; absent while it is open.
        extensions: Data of other programs.
    """

    id: str
    type: FindingType
    grade: FindingGrade | None = None
    criteria: tuple[RequirementRef, ...]
    units: tuple[str, ...] = ()
    statement: str
    audit: str | None = None
    raised_by: str
    raised_on: dt.date
    correction: str | None = None
    cause: str | None = None
    corrective_actions: tuple[CorrectiveAction, ...] = ()
    plan_accepted_on: dt.date | None = None
    verified_on: dt.date | None = None
    effectiveness: EffectivenessReview | None = None
    closed_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a grade on what is not a nonconformity, a nonconformity without one, and closing before raising."""
        graded = self.type is FindingType.NONCONFORMITY
        if graded and self.grade is None:
            raise InvariantError("Finding", "grade", "none", "major, minor or ungraded")
        if not graded and self.grade is not None:
            raise InvariantError("Finding", "grade", self.grade.value, f"no grade on an {self.type.value}")
        if self.closed_on is not None and self.closed_on < self.raised_on:
            raise InvariantError("Finding", "closed_on", self.closed_on.isoformat(), f"{self.raised_on} or later")

    def is_open(self, on: dt.date) -> bool:
        """Say whether the finding was raised and not closed by the end of a day."""
        return self.raised_on <= on and (self.closed_on is None or self.closed_on > on)


@attrs.frozen(kw_only=True)
class Audit:
    """One audit: what was planned, what was done, what it covered.

    Attributes:
        id: Its identifier, stable.
        type: Whose audit it is.
        standards: The editions it was an audit against.
        planned_on: The day it is scheduled for; absent where none is set.
        performed_on: The last day it took place; absent while it has not.
        reported_on: The day the report was made; absent while there is none.
        covers: The clauses, requirements and controls it covered; a clause covers everything below it.
        units: The units it covered; none means all.
        auditors: Who audited.
        independence: Whether they were objective and impartial towards what they audited.
        report: Id of the evidence that is its report.
        report_content: Whether the report has all that a decision needs; absent where nobody recorded it.
        deciders: Who decides on certification after it; none means that nobody has recorded it.
        extensions: Data of other programs.
    """

    id: str
    type: AuditType
    standards: tuple[StandardRef, ...]
    planned_on: dt.date | None = None
    performed_on: dt.date | None = None
    reported_on: dt.date | None = None
    covers: tuple[RequirementRef, ...] = ()
    units: tuple[str, ...] = ()
    auditors: tuple[str, ...] = ()
    independence: Independence = Independence.UNKNOWN
    report: str | None = None
    report_content: ReportContent | None = None
    deciders: tuple[str, ...] = ()
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class ManagementReview:
    """One review of the management system by top management.

    Attributes:
        id: Its identifier, stable.
        standards: The editions it was a review for.
        planned_on: The day it is scheduled for; absent where none is set.
        performed_on: The day it took place; absent while it has not.
        inputs: The inputs that were considered, as the standard's requirements name them.
        minutes: Id of the evidence that is its record.
        extensions: Data of other programs.
    """

    id: str
    standards: tuple[StandardRef, ...]
    planned_on: dt.date | None = None
    performed_on: dt.date | None = None
    inputs: tuple[RequirementRef, ...] = ()
    minutes: str | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class RiskTreatment:
    """What is done about a risk, and who agreed.

    Attributes:
        option: What is done.
        controls: The controls chosen.
        plan: The plan, in a few words.
        due_on: Until when.
        approved_by: Who approved the plan: the risk's owner, nobody else.
        approved_on: The day.
    """

    option: TreatmentOption
    controls: tuple[RequirementRef, ...] = ()
    plan: str | None = None
    due_on: dt.date | None = None
    approved_by: str | None = None
    approved_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Risk:
    """A risk with its owner and treatment.

    Attributes:
        id: Its identifier, stable.
        description: What may happen.
        owner: Who answers for it.
        level: How large it is, in the organization's own scale.
        assessed_on: The day it was last assessed; absent while it has not been.
        treatment: What is done about it; absent while nothing is decided.
        residual_accepted_by: Who accepted what remains.
        residual_accepted_on: The day.
        extensions: Data of other programs.
    """

    id: str
    description: str
    owner: str
    level: str | None = None
    assessed_on: dt.date | None = None
    treatment: RiskTreatment | None = None
    residual_accepted_by: str | None = None
    residual_accepted_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class Aspect:
    """An environmental aspect with its significance.

    Attributes:
        id: Its identifier, stable.
        activity: Where it arises.
        description: The aspect and its impact.
        significance: What the criteria gave.
        units: The units it arises in; none means all.
        evaluated_on: The day the criteria were applied; absent while nobody has.
        extensions: Data of other programs.
    """

    id: str
    activity: str
    description: str
    significance: Significance
    units: tuple[str, ...] = ()
    evaluated_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class Hazard:
    """Something that can do harm, with what was made of the risk from it.

    To people at work (ISO 45001:2018, 6.1.2), or to whoever eats a product (ISO 22000:2018, 8.5.2): two analyses, which
    one register can hold, since each hazard can say which editions it concerns.

    Attributes:
        id: Its identifier, stable.
        activity: Where it arises: work, a place, a step of a process.
        description: The hazard and the harm it can do.
        significance: What the criteria gave for the risk from it.
        standards: The editions whose system it concerns; none means all of the assessment.
        units: The units it arises in; none means all.
        evaluated_on: The day the criteria were applied; absent while nobody has.
        extensions: Data of other programs.
    """

    id: str
    activity: str
    description: str
    significance: Significance
    standards: tuple[StandardRef, ...] = ()
    units: tuple[str, ...] = ()
    evaluated_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class ComplianceObligation:
    """Something the organization has to comply with, or chose to, and whether it does.

    Attributes:
        id: Its identifier, stable.
        title: What it is.
        source: Which law, permit, contract or commitment.
        kind: Which of these it is; absent where nobody recorded it, or where it is several.
        controls: The controls it asks for.
        status: What the last evaluation found.
        evaluated_on: The day; absent while nobody has evaluated it.
        action: What is done about a breach.
        extensions: Data of other programs.
    """

    id: str
    title: str
    source: str
    kind: ObligationKind | None = None
    controls: tuple[RequirementRef, ...] = ()
    status: ObligationStatus
    evaluated_on: dt.date | None = None
    action: str | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class Objective:
    """An objective of the management system and how it is measured.

    Attributes:
        id: Its identifier, stable.
        statement: What is to be reached.
        standards: The editions it is an objective for.
        measure: How it is measured; absent where it is not.
        owner: Who answers for it.
        due_on: Until when.
        progress: What the last look at it found; absent where nobody recorded one.
        evaluated_on: The day of that look; absent where nobody recorded one.
        action: What is done where it falls behind.
        extensions: Data of other programs.
    """

    id: str
    statement: str
    standards: tuple[StandardRef, ...]
    measure: str | None = None
    owner: str | None = None
    due_on: dt.date | None = None
    progress: ObjectiveProgress | None = None
    evaluated_on: dt.date | None = None
    action: str | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class Certificate:
    """A certificate of the management system, as the organization holds it: one per standard and cycle.

    Attributes:
        id: Its number, as printed on it.
        standard: The edition it is to.
        effective_on: The first day it is valid.
        expires_on: The last day it is valid.
        suspended_on: The day it was last suspended; absent where it never was.
        restored_on: The day that suspension was lifted; absent while it lasts.
        withdrawn_on: The day it was withdrawn or given back; absent while it is not.
        mark_use: Whether the marks that come with it are used as agreed; absent where nobody recorded a look.
        mark_use_checked_on: The day somebody last looked at the use of marks; absent where nobody recorded it.
        extensions: Data of other programs.
    """

    id: str
    standard: StandardRef
    effective_on: dt.date
    expires_on: dt.date
    suspended_on: dt.date | None = None
    restored_on: dt.date | None = None
    withdrawn_on: dt.date | None = None
    mark_use: MarkUse | None = None
    mark_use_checked_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a certificate that ends before it begins, and a suspension that is lifted before it began."""
        if self.expires_on < self.effective_on:
            raise InvariantError(
                "Certificate", "expires_on", self.expires_on.isoformat(), f"{self.effective_on} or later"
            )
        if self.restored_on is not None and (self.suspended_on is None or self.restored_on < self.suspended_on):
            expected = "no day without a suspension" if self.suspended_on is None else f"{self.suspended_on} or later"
            raise InvariantError("Certificate", "restored_on", self.restored_on.isoformat(), expected)

    def is_suspended(self, on: dt.date) -> bool:
        """Say whether it is suspended on a day; on the day it is restored it is not."""
        begun = self.suspended_on is not None and self.suspended_on <= on
        return begun and (self.restored_on is None or self.restored_on > on)


@attrs.frozen(kw_only=True)
class Complaint:
    """A complaint about what the organization delivers or does, and what became of it.

    Attributes:
        id: Its identifier, stable.
        received_on: The day it came in; it does not count before it.
        statement: What somebody complained about.
        standards: The editions whose system it concerns; none means all of the assessment.
        action: What is done about it; absent while nothing is.
        handled_on: The day it was dealt with; absent while it is not.
        extensions: Data of other programs.
    """

    id: str
    received_on: dt.date
    statement: str
    standards: tuple[StandardRef, ...] = ()
    action: str | None = None
    handled_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class NotifiableChange:
    """A change that a certified client has to tell the certification body: owners, sites, scope, major processes.

    Attributes:
        id: Its identifier, stable.
        description: What changed.
        changed_on: The day it took effect.
        standards: The editions whose certification it concerns; none means all of the assessment.
        notified_on: The day the certification body was told; absent while it was not.
        extensions: Data of other programs.
    """

    id: str
    description: str
    changed_on: dt.date
    standards: tuple[StandardRef, ...] = ()
    notified_on: dt.date | None = None
    extensions: Extensions = attrs.field(factory=Extensions)


@attrs.frozen(kw_only=True)
class Assessment:
    """Everything an organization has established about its management system, for one or more standards.

    Attributes:
        id: Its identifier, stable.
        organization: Whose it is.
        scope: The boundaries of the system; absent while they are not determined.
        editions: The editions it is an assessment against.
        judgements: What was established, the whole history.
        applicability: What was decided about applicability, the whole history.
        evidence: What can be shown.
        findings: What audits and others found.
        audits: Audits planned and performed.
        management_reviews: Management reviews planned and performed.
        risks: The risk register.
        aspects: The register of environmental aspects.
        hazards: The register of hazards.
        obligations: The register of compliance obligations.
        objectives: The objectives.
        certificates: The certificates held, past ones included.
        complaints: The complaints that came in.
        changes: The changes a certification body has to be told.
        complete: The lists that say they are complete: only there absence means none.
        extensions: Data of other programs.
    """

    id: str
    organization: Organization
    scope: ManagementSystemScope | None = None
    editions: tuple[StandardRef, ...]
    judgements: tuple[Judgement, ...] = ()
    applicability: tuple[ApplicabilityDecision, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    audits: tuple[Audit, ...] = ()
    management_reviews: tuple[ManagementReview, ...] = ()
    risks: tuple[Risk, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    obligations: tuple[ComplianceObligation, ...] = ()
    objectives: tuple[Objective, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    changes: tuple[NotifiableChange, ...] = ()
    complete: tuple[RecordList, ...] = ()
    extensions: Extensions = attrs.field(factory=Extensions)

    def __repr__(self) -> str:
        """Name the organization and the size of the record."""
        editions = ", ".join(str(edition) for edition in self.editions)
        sizes = f"{len(self.judgements)} judgements, {len(self.evidence)} items of evidence"
        return f"<Assessment {self.id} of {self.organization.name}: {editions}; {sizes}>"

    def says_complete(self, records: RecordList) -> bool:
        """Say whether what is not in that list is known not to exist."""
        return records in self.complete

    def units_in_scope(self) -> tuple[str, ...]:
        """List the ids of the units the management system covers, in order; empty for an undivided organization.

        A scope that names a unit nobody knows leaves none out: what it means to cover cannot be told.
        """
        every = tuple(unit.id for unit in self.organization.units)
        if self.scope is None or not self.scope.units or not set(self.scope.units).issubset(every):
            return every
        return tuple(unit for unit in every if unit in self.scope.units)


@attrs.define(eq=False)
class EditionMismatchError(IsomodelError, LookupError):
    """An assessment asked about an edition that it, or the caller, does not have.

    ``wanted`` is the edition asked for, ``available`` what there is; another edition of the same standard is never
    taken in its place.
    """

    wanted: str
    available: tuple[str, ...]
    where: str

    def __str__(self) -> str:
        """Name the edition wanted, what is there and the nearest."""
        listed = ", ".join(self.available) or "none"
        close = nearest(self.wanted, self.available)
        hint = f" {close} is another edition and does not stand in for it." if close is not None else ""
        return f"{self.wanted} is not among the editions of {self.where}: {listed}.{hint}"


def edition_for(assessment: Assessment, editions: Iterable[StandardEdition], standard: StandardRef) -> StandardEdition:
    """Return the edition an assessment is to be read against.

    Raises:
        EditionMismatchError: The assessment is not against this very edition, or its content was not given.
    """
    if standard not in assessment.editions:
        listed = tuple(str(edition) for edition in assessment.editions)
        raise EditionMismatchError(str(standard), listed, f"assessment {assessment.id}")
    given = tuple(editions)
    for edition in given:
        if edition.ref == standard:
            return edition
    raise EditionMismatchError(str(standard), tuple(str(edition.ref) for edition in given), "the catalogue given")


_Item = TypeVar("_Item", bound=attrs.AttrsInstance)


def current_names(assessment: Assessment, editions: Iterable[StandardEdition]) -> Assessment:
    """Return the assessment with every reference under the name its edition gives now.

    An item may answer to other names: earlier ones, or those of a list whose parts are one obligation together. What is
    said under such a name is said about the item.
    """
    names = {
        attrs.evolve(requirement.ref, item=alias): requirement.ref
        for edition in editions
        for requirement in edition.requirements()
        for alias in requirement.aliases
    }

    def renamed(item: _Item, *fields: str) -> _Item:
        changes: dict[str, object] = {}
        for field in fields:
            value = getattr(item, field)
            one = isinstance(value, RequirementRef)
            named = names.get(value, value) if one else tuple(dict.fromkeys(names.get(ref, ref) for ref in value))
            if named != value:
                changes[field] = named
        if not changes:
            return item
        return attrs.evolve(item, **changes)  # type: ignore[misc]  # mypy asks for a concrete class; all of them are.

    if not names:
        return assessment
    return attrs.evolve(
        assessment,
        judgements=tuple(renamed(item, "target") for item in assessment.judgements),
        applicability=tuple(renamed(item, "target") for item in assessment.applicability),
        evidence=tuple(renamed(item, "supports", "contradicts") for item in assessment.evidence),
        findings=tuple(renamed(item, "criteria") for item in assessment.findings),
        audits=tuple(renamed(item, "covers") for item in assessment.audits),
        management_reviews=tuple(renamed(item, "inputs") for item in assessment.management_reviews),
    )


def as_of(assessment: Assessment, on: dt.date) -> Assessment:
    """Return what counts of an assessment on a day: nothing judged, decided, raised, received or performed later.

    Dates inside a record that lie after the day are taken out with what they state, so that a finding closed tomorrow
    is open today, and so are the ids of evidence that is still to come. Schedules stay: a planned day is a fact of the
    day it was planned, and the record does not say which that was.
    """
    received = {item.id for item in assessment.evidence if item.received_on <= on}
    to_come = {item.id for item in assessment.evidence} - received
    return attrs.evolve(
        assessment,
        scope=_scope_on(assessment.scope, on),
        judgements=tuple(_judgement_on(item, to_come) for item in assessment.judgements if item.judged_on <= on),
        applicability=tuple(item for item in assessment.applicability if item.decided_on <= on),
        evidence=tuple(_evidence_on(item, on, to_come) for item in assessment.evidence if item.received_on <= on),
        findings=tuple(_finding_on(item, on) for item in assessment.findings if item.raised_on <= on),
        audits=tuple(_audit_on(item, on, to_come) for item in assessment.audits),
        management_reviews=tuple(_review_on(item, on, to_come) for item in assessment.management_reviews),
        risks=tuple(_risk_on(item, on) for item in assessment.risks),
        aspects=tuple(_evaluated_by(item, on) for item in assessment.aspects),
        hazards=tuple(_evaluated_by(item, on) for item in assessment.hazards),
        obligations=tuple(_obligation_on(item, on) for item in assessment.obligations),
        objectives=tuple(_objective_on(item, on) for item in assessment.objectives),
        certificates=tuple(_certificate_on(item, on) for item in assessment.certificates if item.effective_on <= on),
        complaints=tuple(_complaint_on(item, on) for item in assessment.complaints if item.received_on <= on),
        changes=tuple(_notifiable_on(item, on) for item in assessment.changes if item.changed_on <= on),
    )


@attrs.frozen(kw_only=True)
class Standing:
    """What the judgements of a record come to for one requirement or control in one unit.

    Attributes:
        conformity: What stands; absent where judgements contradict each other and none overrules the other.
        work_status: How far the work has come, by the same judgement; absent where there is none.
        judgement: The one that decides; absent where there is none.
        inherited: Whether it was made on a clause above: then a positive one is asserted only.
    """

    conformity: Conformity | None = None
    work_status: WorkStatus | None = None
    judgement: Judgement | None = None
    inherited: bool


NOTHING_STANDS = Standing(conformity=Conformity.NOT_ASSESSED, work_status=None, judgement=None, inherited=False)
"""What stands where nobody has judged."""


def places(ref: RequirementRef) -> tuple[RequirementRef, ...]:
    """List a reference and everything above it, finest first: what is said about any of them reaches it.

    >>> [place.local for place in places(RequirementRef.parse("ISO 9001:2015, 9.3.2#c.1"))]
    ['9.3.2#c.1', '9.3.2#c', '9.3.2', '9.3', '9']
    """
    found = [ref]
    item = ref.item
    while item is not None:
        item = item.rpartition(".")[0] or None
        found.append(attrs.evolve(ref, item=item))
    found.extend(attrs.evolve(ref, clause=above, item=None) for above in ref.clause.ancestors)
    return tuple(found)


class Judgements:
    """The judgements of a record, ready to be asked what stands.

    A finer judgement overrules a coarser one. A negative one is overruled only by a later judgement that is at least
    as fine and by an equal or higher role. What contradicts on the same day, in the same role and of the same
    fineness is a conflict.
    """

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        """Index the judgements by what they are about; what counts on a day is decided before."""
        self._by_target: dict[RequirementRef, list[Judgement]] = {}
        for judgement in sorted(judgements, key=_judgement_order):
            self._by_target.setdefault(judgement.target, []).append(judgement)

    def about(self, ref: RequirementRef, *, until: dt.date = dt.date.max) -> tuple[tuple[int, Judgement], ...]:
        """List what was judged about a requirement or anything above it, each with its fineness, 0 being the finest.

        Args:
            ref: The requirement or control.
            until: The last day that counts.
        """
        return tuple(
            (-distance, judgement)
            for distance, place in enumerate(places(ref))
            for judgement in self._by_target.get(place, ())
            if judgement.judged_on <= until
        )

    def without(self, lost: Iterable[Judgement]) -> Judgements:
        """Return the same judgements but for these very ones, in less time than it takes to index all others."""
        gone: dict[RequirementRef, set[int]] = {}
        for judgement in lost:
            gone.setdefault(judgement.target, set()).add(id(judgement))
        left = Judgements(())
        left._by_target = {
            target: [one for one in held if id(one) not in gone[target]] if target in gone else held
            for target, held in self._by_target.items()
        }
        return left

    def standing(self, ref: RequirementRef, unit: str | None) -> Standing:
        """Say what stands for one requirement or control in one unit (None: an undivided organization)."""
        return self.resolve(self.about(ref), unit)

    @staticmethod
    def resolve(about: Sequence[tuple[int, Judgement]], unit: str | None) -> Standing:
        """Say what stands in one unit, given what was judged about the requirement."""
        ranked = [
            (fineness, judgement)
            for fineness, judgement in about
            if unit is None or not judgement.units or unit in judgement.units
        ]
        if not ranked:
            return NOTHING_STANDS
        negative = [pair for pair in ranked if pair[1].conformity is Conformity.NONCONFORMING]
        positive = [pair for pair in ranked if pair[1].conformity is Conformity.CONFORMING]
        standing = [no for no in negative if not any(_overrules(yes, no) for yes in positive)]
        if standing:
            disputed = all(any(_disputes(yes, no) for yes in positive) for no in standing)
            deciding = max(standing, key=_weight)
            conformity = None if disputed else Conformity.NONCONFORMING
        else:
            finest = max(fineness for fineness, _ in ranked)
            deciding = max((pair for pair in ranked if pair[0] == finest), key=_weight)
            conformity = deciding[1].conformity
            equal = [pair for pair in ranked if _weight(pair) == _weight(deciding)]
            if any(pair[1].conformity is not conformity for pair in equal):
                conformity = None
            elif len({pair[1].work_status for pair in equal}) > 1:
                deciding = min(equal, key=lambda pair: _WORK_ORDER[pair[1].work_status])
        fineness, judgement = deciding
        return Standing(
            conformity=conformity,
            work_status=judgement.work_status,
            judgement=judgement,
            inherited=fineness < 0,
        )


_ROLE_ORDER = {role: rank for rank, role in enumerate(Role)}
_WORK_ORDER = {status: rank for rank, status in enumerate(WorkStatus)}


def _judgement_order(judgement: Judgement) -> tuple[object, ...]:
    # Any total order will do as long as it does not depend on the order of the list.
    return (judgement.judged_on, _ROLE_ORDER[judgement.role], judgement.judged_by, repr(judgement))


def _weight(pair: tuple[int, Judgement]) -> tuple[int, dt.date, int]:
    fineness, judgement = pair
    return fineness, judgement.judged_on, _ROLE_ORDER[judgement.role]


def _at_least(yes: tuple[int, Judgement], no: tuple[int, Judgement]) -> bool:
    return yes[0] >= no[0] and _ROLE_ORDER[yes[1].role] >= _ROLE_ORDER[no[1].role]


def _overrules(yes: tuple[int, Judgement], no: tuple[int, Judgement]) -> bool:
    return _at_least(yes, no) and yes[1].judged_on > no[1].judged_on


def _disputes(yes: tuple[int, Judgement], no: tuple[int, Judgement]) -> bool:
    return _at_least(yes, no) and yes[1].judged_on == no[1].judged_on


# What counts on a day.


def _later(day: dt.date | None, on: dt.date) -> bool:
    return day is not None and day > on


def _scope_on(scope: ManagementSystemScope | None, on: dt.date) -> ManagementSystemScope | None:
    if scope is None or not _later(scope.approved_on, on):
        return scope
    return attrs.evolve(scope, approved_by=None, approved_on=None)


def _judgement_on(judgement: Judgement, to_come: AbstractSet[str]) -> Judgement:
    if to_come.isdisjoint(judgement.evidence):
        return judgement
    return attrs.evolve(judgement, evidence=tuple(name for name in judgement.evidence if name not in to_come))


def _evidence_on(item: Evidence, on: dt.date, to_come: AbstractSet[str]) -> Evidence:
    reviewed = item.review is None or item.review.on <= on
    if reviewed and not _later(item.withdrawn_on, on) and to_come.isdisjoint(item.supersedes):
        return item
    return attrs.evolve(
        item,
        review=item.review if reviewed else None,
        withdrawn_on=None if _later(item.withdrawn_on, on) else item.withdrawn_on,
        supersedes=tuple(name for name in item.supersedes if name not in to_come),
    )


def _finding_on(finding: Finding, on: dt.date) -> Finding:
    effect = finding.effectiveness
    done = (finding.plan_accepted_on, finding.verified_on, finding.closed_on, effect.on if effect is not None else None)
    if not any(_later(day, on) for day in (*done, *(action.done_on for action in finding.corrective_actions))):
        return finding
    return attrs.evolve(
        finding,
        plan_accepted_on=None if _later(finding.plan_accepted_on, on) else finding.plan_accepted_on,
        verified_on=None if _later(finding.verified_on, on) else finding.verified_on,
        closed_on=None if _later(finding.closed_on, on) else finding.closed_on,
        effectiveness=None if effect is not None and effect.on > on else effect,
        corrective_actions=tuple(
            attrs.evolve(action, done_on=None) if _later(action.done_on, on) else action
            for action in finding.corrective_actions
        ),
    )


def _audit_on(audit: Audit, on: dt.date, to_come: AbstractSet[str]) -> Audit:
    performed = not _later(audit.performed_on, on)
    reported = performed and not _later(audit.reported_on, on)
    return attrs.evolve(
        audit,
        performed_on=audit.performed_on if performed else None,
        reported_on=audit.reported_on if reported else None,
        report=audit.report if reported and audit.report not in to_come else None,
        report_content=audit.report_content if reported else None,
    )


def _review_on(review: ManagementReview, on: dt.date, to_come: AbstractSet[str]) -> ManagementReview:
    if _later(review.performed_on, on):
        return attrs.evolve(review, performed_on=None, inputs=(), minutes=None)
    return attrs.evolve(review, minutes=None) if review.minutes in to_come else review


def _risk_on(risk: Risk, on: dt.date) -> Risk:
    treatment = risk.treatment
    if treatment is not None and _later(treatment.approved_on, on):
        treatment = attrs.evolve(treatment, approved_by=None, approved_on=None)
    accepted = not _later(risk.residual_accepted_on, on)
    assessed = not _later(risk.assessed_on, on)
    return attrs.evolve(
        risk,
        level=risk.level if assessed else None,
        assessed_on=risk.assessed_on if assessed else None,
        treatment=treatment,
        residual_accepted_by=risk.residual_accepted_by if accepted else None,
        residual_accepted_on=risk.residual_accepted_on if accepted else None,
    )


_Evaluated = TypeVar("_Evaluated", Aspect, Hazard)


def _evaluated_by(item: _Evaluated, on: dt.date) -> _Evaluated:
    if not _later(item.evaluated_on, on):
        return item
    return attrs.evolve(item, evaluated_on=None, significance=Significance.NOT_EVALUATED)


def _obligation_on(obligation: ComplianceObligation, on: dt.date) -> ComplianceObligation:
    if not _later(obligation.evaluated_on, on):
        return obligation
    return attrs.evolve(obligation, evaluated_on=None, status=ObligationStatus.NOT_EVALUATED, action=None)


def _objective_on(objective: Objective, on: dt.date) -> Objective:
    if not _later(objective.evaluated_on, on):
        return objective
    return attrs.evolve(objective, evaluated_on=None, progress=None, action=None)


def _certificate_on(certificate: Certificate, on: dt.date) -> Certificate:
    suspended = not _later(certificate.suspended_on, on)
    checked = not _later(certificate.mark_use_checked_on, on)
    return attrs.evolve(
        certificate,
        suspended_on=certificate.suspended_on if suspended else None,
        restored_on=certificate.restored_on if suspended and not _later(certificate.restored_on, on) else None,
        withdrawn_on=None if _later(certificate.withdrawn_on, on) else certificate.withdrawn_on,
        mark_use=certificate.mark_use if checked else None,
        mark_use_checked_on=certificate.mark_use_checked_on if checked else None,
    )


def _complaint_on(complaint: Complaint, on: dt.date) -> Complaint:
    return attrs.evolve(complaint, handled_on=None) if _later(complaint.handled_on, on) else complaint


def _notifiable_on(change: NotifiableChange, on: dt.date) -> NotifiableChange:
    return attrs.evolve(change, notified_on=None) if _later(change.notified_on, on) else change


# What is wrong with the content.


def issues(
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    on: dt.date,
    record_currency_months: int = 12,
    validity_months: Mapping[EvidenceKind, int] | None = None,
) -> tuple[Issue, ...]:
    """List everything that is wrong with the content of an assessment, in the order of the document.

    Errors are what makes the record contradict itself or the standard: dangling ids, unknown clauses, exclusions
    without a reason or of what cannot be excluded, plans approved by somebody else than the risk's owner. Warnings
    are what an auditor would ask about: conformity without evidence, evidence past its last day, reviews overdue.

    Args:
        assessment: The record.
        editions: The content of its editions.
        on: The day that decides what is past.
        record_currency_months: Months after its period for which a record shows current operation.
        validity_months: Months for which single kinds of evidence count, as :func:`isomodel.evidence.validities` reads
            them from a policy.
    """
    standing = statuses(
        assessment.evidence, on, record_currency_months=record_currency_months, validity_months=validity_months
    )
    return tuple(_Check(assessment, editions, on, standing).run())


class _Check:
    """One run over one assessment, list by list."""

    def __init__(
        self,
        assessment: Assessment,
        editions: Iterable[StandardEdition],
        on: dt.date,
        standing: Mapping[str, EvidenceStatus],
    ) -> None:
        self.record = assessment
        self.on = on
        self.editions = {edition.ref: edition for edition in editions}
        self.units = [unit.id for unit in assessment.organization.units]
        self.evidence = {item.id: item for item in assessment.evidence}
        self.risks = {risk.id: risk for risk in assessment.risks}
        self.audits = [audit.id for audit in assessment.audits]
        self.statuses = standing
        self.named = current_names(assessment, self.editions.values())
        self.supported = {target for item in self.named.evidence for target in item.supports}
        self.decided_on: dict[RequirementRef, dt.date] = {}
        for decision in assessment.applicability:
            if decision.decided_on <= on:
                known = self.decided_on.get(decision.target, decision.decided_on)
                self.decided_on[decision.target] = max(known, decision.decided_on)

    def run(self) -> Iterator[Issue]:
        yield from self._unique("/organization/units", self.units)
        yield from self._scope()
        yield from self._editions()
        for index, judgement in enumerate(self.record.judgements):
            supported = not self.supported.isdisjoint(places(self.named.judgements[index].target))
            yield from self._judgement(f"/judgements/{index}", judgement, supported=supported)
        yield from self._conflicts()
        for index, decision in enumerate(self.record.applicability):
            yield from self._decision(f"/applicability/{index}", decision)
        yield from self._unique("/evidence", [item.id for item in self.record.evidence])
        for index, item in enumerate(self.record.evidence):
            yield from self._evidence(f"/evidence/{index}", item)
        yield from self._unique("/findings", [item.id for item in self.record.findings])
        for index, finding in enumerate(self.record.findings):
            yield from self._finding(f"/findings/{index}", finding)
        yield from self._unique("/audits", self.audits)
        for index, audit in enumerate(self.record.audits):
            yield from self._audit(f"/audits/{index}", audit)
        yield from self._unique("/management_reviews", [item.id for item in self.record.management_reviews])
        for index, review in enumerate(self.record.management_reviews):
            yield from self._review(f"/management_reviews/{index}", review)
        yield from self._unique("/risks", [item.id for item in self.record.risks])
        for index, risk in enumerate(self.record.risks):
            yield from self._risk(f"/risks/{index}", risk)
        yield from self._registers()

    # The small questions every list asks.

    def _unique(self, path: str, ids: Sequence[str]) -> Iterator[Issue]:
        first: dict[str, int] = {}
        for index, name in enumerate(ids):
            if name in first:
                message = f"the id {name!r} is taken by {path}/{first[name]}"
                yield Issue(
                    code="duplicate-id",
                    message=message,
                    path=f"{path}/{index}/id",
                    found=name,
                    expected="an id of its own",
                )
            first.setdefault(name, index)

    def _known(self, path: str, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Issue]:
        have = list(known)
        for index, name in enumerate(names):
            if name not in have:
                yield self._dangling(f"{path}/{index}", kind, name, have)

    def _one(self, path: str, kind: str, name: str | None, known: Iterable[str]) -> Iterator[Issue]:
        have = list(known)
        if name is not None and name not in have:
            yield self._dangling(path, kind, name, have)

    @staticmethod
    def _dangling(path: str, kind: str, name: str, have: Sequence[str]) -> Issue:
        message = f"there is no {kind} {name!r} in this record"
        return Issue(
            code=f"unknown-{kind}",
            message=message,
            path=path,
            found=name,
            expected=f"the id of a {kind} of this record",
            nearest=nearest(name, have),
        )

    def _reference(self, path: str, ref: RequirementRef) -> Iterator[Issue]:
        if ref.standard not in self.record.editions:
            listed = [str(edition) for edition in self.record.editions]
            message = f"{ref.standard} is not an edition of this assessment"
            yield Issue(
                code="undeclared-edition",
                message=message,
                path=path,
                found=str(ref),
                expected="a reference into " + ", ".join(listed),
                nearest=nearest(str(ref.standard), listed),
            )
        elif ref.standard in self.editions and ref not in self.editions[ref.standard]:
            edition = self.editions[ref.standard]
            close = edition.nearest(ref.local)
            yield Issue(
                code="unknown-clause",
                message=f"{edition.ref} has no {ref.local}",
                path=path,
                found=str(ref),
                expected=f"a clause, requirement or control of {edition.ref}",
                nearest=f"{edition.ref}, {close}" if close is not None else None,
            )

    def _references(self, path: str, refs: Iterable[RequirementRef]) -> Iterator[Issue]:
        for index, ref in enumerate(refs):
            yield from self._reference(f"{path}/{index}", ref)

    def _standards(self, path: str, standards: Iterable[StandardRef]) -> Iterator[Issue]:
        listed = [str(edition) for edition in self.record.editions]
        for index, standard in enumerate(standards):
            if standard not in self.record.editions:
                yield Issue(
                    code="undeclared-edition",
                    message=f"{standard} is not an edition of this assessment",
                    path=f"{path}/{index}",
                    found=str(standard),
                    expected="one of " + ", ".join(listed),
                    nearest=nearest(str(standard), listed),
                )

    @staticmethod
    def _warning(code: str, path: str, message: str, *, found: str | None = None, expected: str | None = None) -> Issue:
        return Issue(code=code, severity=Severity.WARNING, path=path, message=message, found=found, expected=expected)

    # The lists.

    def _scope(self) -> Iterator[Issue]:
        scope = self.record.scope
        if scope is not None:
            yield from self._known("/scope/units", "unit", scope.units, self.units)
            if scope.approved_on is None:
                yield self._warning("scope-not-approved", "/scope", "the scope statement has not been approved")

    def _editions(self) -> Iterator[Issue]:
        for index, ref in enumerate(self.record.editions):
            if ref not in self.editions:
                listed = [str(edition) for edition in self.editions]
                yield Issue(
                    code="edition-not-given",
                    message=f"the content of {ref} was not given, so nothing that refers to it was checked",
                    path=f"/editions/{index}",
                    found=str(ref),
                    expected="one of " + ", ".join(listed) if listed else "the content of the edition",
                    nearest=nearest(str(ref), listed),
                )

    def _judgement(self, path: str, judgement: Judgement, *, supported: bool) -> Iterator[Issue]:
        yield from self._reference(f"{path}/target", judgement.target)
        yield from self._known(f"{path}/units", "unit", judgement.units, self.units)
        yield from self._known(f"{path}/evidence", "evidence", judgement.evidence, self.evidence)
        positive = judgement.conformity is Conformity.CONFORMING
        if positive and judgement.work_status in (WorkStatus.NOT_STARTED, WorkStatus.PLANNED):
            yield Issue(
                code="conforming-before-work",
                message=f"{judgement.target.local} is conforming while the work is {judgement.work_status.value}",
                path=f"{path}/work_status",
                found=judgement.work_status.value,
                expected="partial or implemented, or another conformity",
            )
        if positive and not judgement.evidence and not supported:
            message = f"{judgement.target.local} is judged conforming and nothing is named that shows it"
            yield self._warning(
                "conforming-without-evidence", path, message, expected="the id of at least one item of evidence"
            )
        for index, name in enumerate(judgement.evidence):
            item = self.evidence.get(name)
            if (
                positive
                and item is not None
                and self.statuses[name] not in (EvidenceStatus.CURRENT, EvidenceStatus.SUBMITTED)
            ):
                message = f"{judgement.target.local} rests on {name}, which is {self.statuses[name].value} on {self.on}"
                place = f"{path}/evidence/{index}"
                yield self._warning(
                    "evidence-not-current", place, message, found=self.statuses[name].value, expected="current"
                )
        if judgement.judged_on > self.on:
            message = f"the judgement is of {judgement.judged_on} and does not count on {self.on}"
            yield Issue(code="not-yet", severity=Severity.INFORMATION, path=f"{path}/judged_on", message=message)
        edition = self.editions.get(judgement.target.standard)
        revision = judgement.catalogue_revision
        if edition is not None and revision is not None and revision > edition.catalogue_revision:
            yield Issue(
                code="unknown-revision",
                message="the judgement was made against a revision of the catalogue that is newer than the one given",
                path=f"{path}/catalogue_revision",
                found=str(revision),
                expected=f"at most {edition.catalogue_revision}",
            )

    def _conflicts(self) -> Iterator[Issue]:
        counted = Judgements(judgement for judgement in self.named.judgements if judgement.judged_on <= self.on)
        reported: set[RequirementRef] = set()
        for index, judgement in enumerate(self.named.judgements):
            if judgement.judged_on > self.on:
                continue
            for unit in self.record.units_in_scope() or (None,):
                if judgement.target in reported:
                    break
                if counted.standing(judgement.target, unit).conformity is None:
                    reported.add(judgement.target)
                    where = f" in {unit}" if unit is not None else ""
                    message = f"judgements on {judgement.target.local}{where} contradict and none overrules the other"
                    yield Issue(code="conflicting-judgements", path=f"/judgements/{index}", message=message)

    def _decision(self, path: str, decision: ApplicabilityDecision) -> Iterator[Issue]:
        yield from self._reference(f"{path}/target", decision.target)
        yield from self._known(f"{path}/risks", "risk", decision.risks, self.risks)
        excluded = decision.decision is Applicability.NOT_APPLICABLE
        edition = self.editions.get(decision.target.standard)
        found = edition[decision.target] if edition is not None and decision.target in edition else None
        if not (decision.justification or "").strip():
            if excluded:
                message = f"{decision.target.local} is set aside without a reason"
                yield Issue(
                    code="not-applicable-without-reason", path=path, message=message, expected="a justification"
                )
            elif isinstance(found, Control) and not decision.reasons:
                message = f"nothing says why the control {decision.target.local} is necessary"
                yield self._warning(
                    "control-without-reason", path, message, expected="a justification or a kind of reason"
                )
        if excluded and found is not None and not may_be_excluded(found):
            yield Issue(
                code="not-excludable",
                message=f"{decision.target.local} cannot be determined not applicable while conformity is claimed",
                path=f"{path}/target",
                found=str(decision.target),
                expected="a reference control, or a requirement that the standard lets be set aside",
            )
        if excluded and self.decided_on.get(decision.target) == decision.decided_on:
            for risk in self.record.risks:
                if risk.treatment is not None and decision.target in risk.treatment.controls:
                    message = f"{decision.target.local} is excluded and is the treatment of risk {risk.id}"
                    yield Issue(code="excluded-treatment", path=path, message=message, found=risk.id)
        if decision.review_on is not None and decision.review_on < self.on:
            message = f"the decision on {decision.target.local} was to be looked at again on {decision.review_on}"
            yield self._warning("review-overdue", f"{path}/review_on", message, found=decision.review_on.isoformat())

    def _evidence(self, path: str, item: Evidence) -> Iterator[Issue]:
        yield from self._references(f"{path}/supports", item.supports)
        yield from self._references(f"{path}/contradicts", item.contradicts)
        yield from self._known(f"{path}/units", "unit", item.units, self.units)
        yield from self._known(f"{path}/supersedes", "evidence", item.supersedes, self.evidence)
        if self._supersedes_itself(item):
            yield Issue(
                code="supersession-cycle", path=f"{path}/supersedes", message=f"{item.id} supersedes itself in the end"
            )
        if self.statuses[item.id] is EvidenceStatus.LAPSED and item.supports:
            message = f"{item.id} is past its validity on {self.on} and still named as support"
            yield self._warning("evidence-lapsed", path, message, found=item.id)
        if item.received_on < item.begins_on and item.period is not None:
            message = f"{item.id} was received on {item.received_on}, before the period it covers was over"
            yield self._warning(
                "received-before-the-end", f"{path}/received_on", message, found=item.received_on.isoformat()
            )
        both = set(item.supports) & set(item.contradicts)
        for ref in sorted(both):
            message = f"{item.id} is said to support and to contradict {ref.local}"
            yield Issue(code="supports-and-contradicts", path=path, message=message, found=str(ref))
        review = item.review
        if review is not None and review.outcome is ReviewOutcome.ACCEPTED and review.by == item.owner:
            message = f"{item.id} was accepted by its owner: the claim stays a claim"
            yield self._warning(
                "self-accepted", f"{path}/review/by", message, found=review.by, expected="somebody else"
            )

    def _supersedes_itself(self, item: Evidence) -> bool:
        pending, seen = list(item.supersedes), set[str]()
        while pending:
            name = pending.pop()
            if name == item.id:
                return True
            if name not in seen and name in self.evidence:
                seen.add(name)
                pending.extend(self.evidence[name].supersedes)
        return False

    def _finding(self, path: str, finding: Finding) -> Iterator[Issue]:
        yield from self._references(f"{path}/criteria", finding.criteria)
        yield from self._known(f"{path}/units", "unit", finding.units, self.units)
        yield from self._one(f"{path}/audit", "audit", finding.audit, self.audits)
        if not finding.criteria:
            message = f"{finding.id} names no criterion: a finding evaluates evidence against one"
            yield Issue(
                code="finding-without-criterion", path=f"{path}/criteria", message=message, expected="a requirement"
            )
        for index, ref in enumerate(finding.criteria):
            edition = self.editions.get(ref.standard)
            if edition is not None and ref in edition and isinstance(edition[ref], Control):
                message = f"{finding.id} cites the reference control {ref.local}; a nonconformity cites a requirement"
                place = f"{path}/criteria/{index}"
                yield self._warning(
                    "control-as-criterion", place, message, found=str(ref), expected="a requirement of clauses 4 to 10"
                )
        graded = finding.type is FindingType.NONCONFORMITY
        if graded and finding.grade is FindingGrade.UNGRADED and finding.is_open(self.on):
            message = f"nobody has graded {finding.id}"
            yield self._warning("ungraded", f"{path}/grade", message, found="ungraded", expected="major or minor")
        if graded and finding.closed_on is not None and finding.effectiveness is None and finding.verified_on is None:
            message = f"{finding.id} is closed and nobody looked whether the action worked"
            yield self._warning("closed-without-effectiveness", path, message, expected="a review of effectiveness")
        if (
            graded
            and finding.closed_on is not None
            and finding.effectiveness is not None
            and finding.effectiveness.effective != "effective"
        ):
            message = f"{finding.id} is closed although its action was found not effective"
            yield Issue(
                code="closed-not-effective", path=path, message=message, found="not-effective", expected="effective"
            )

    def _audit(self, path: str, audit: Audit) -> Iterator[Issue]:
        yield from self._standards(f"{path}/standards", audit.standards)
        yield from self._references(f"{path}/covers", audit.covers)
        yield from self._known(f"{path}/units", "unit", audit.units, self.units)
        yield from self._one(f"{path}/report", "evidence", audit.report, self.evidence)
        if audit.independence is Independence.NOT_INDEPENDENT:
            message = f"the auditors of {audit.id} answer for some of what they audited"
            yield self._warning("auditor-not-independent", f"{path}/independence", message, found="not-independent")
        both = {decider for decider in audit.deciders if decider in audit.auditors}
        for decider in sorted(both):
            message = f"{decider} audited in {audit.id} and is to decide on certification after it"
            yield Issue(
                code="decider-in-audit-team",
                path=f"{path}/deciders",
                message=message,
                found=decider,
                expected="somebody who was not in the audit team",
            )
        if audit.performed_on is None and audit.planned_on is not None and audit.planned_on < self.on:
            message = f"{audit.id} was planned for {audit.planned_on} and is not recorded as performed"
            yield self._warning("audit-overdue", f"{path}/planned_on", message, found=audit.planned_on.isoformat())

    def _review(self, path: str, review: ManagementReview) -> Iterator[Issue]:
        yield from self._standards(f"{path}/standards", review.standards)
        yield from self._references(f"{path}/inputs", review.inputs)
        yield from self._one(f"{path}/minutes", "evidence", review.minutes, self.evidence)
        if review.performed_on is None and review.planned_on is not None and review.planned_on < self.on:
            message = f"{review.id} was planned for {review.planned_on} and is not recorded as performed"
            yield self._warning(
                "management-review-overdue", f"{path}/planned_on", message, found=review.planned_on.isoformat()
            )

    def _risk(self, path: str, risk: Risk) -> Iterator[Issue]:
        treatment = risk.treatment
        if treatment is None:
            return
        yield from self._references(f"{path}/treatment/controls", treatment.controls)
        if treatment.approved_by is not None and treatment.approved_by != risk.owner:
            yield Issue(
                code="not-the-risk-owner",
                message=f"the plan for {risk.id} was approved by somebody else than the risk's owner",
                path=f"{path}/treatment/approved_by",
                found=treatment.approved_by,
                expected=risk.owner,
            )
        if risk.residual_accepted_by is not None and risk.residual_accepted_by != risk.owner:
            yield Issue(
                code="not-the-risk-owner",
                message=f"what remains of {risk.id} was accepted by somebody else than the risk's owner",
                path=f"{path}/residual_accepted_by",
                found=risk.residual_accepted_by,
                expected=risk.owner,
            )

    def _registers(self) -> Iterator[Issue]:
        yield from self._unique("/aspects", [item.id for item in self.record.aspects])
        for index, aspect in enumerate(self.record.aspects):
            yield from self._known(f"/aspects/{index}/units", "unit", aspect.units, self.units)
        yield from self._unique("/hazards", [item.id for item in self.record.hazards])
        for index, hazard in enumerate(self.record.hazards):
            yield from self._standards(f"/hazards/{index}/standards", hazard.standards)
            yield from self._known(f"/hazards/{index}/units", "unit", hazard.units, self.units)
        yield from self._unique("/obligations", [item.id for item in self.record.obligations])
        for index, obligation in enumerate(self.record.obligations):
            yield from self._references(f"/obligations/{index}/controls", obligation.controls)
            if obligation.status is ObligationStatus.BREACHED and not (obligation.action or "").strip():
                message = f"{obligation.id} is known to be breached and nothing is done about it"
                yield self._warning("breach-without-action", f"/obligations/{index}", message, expected="an action")
        yield from self._unique("/objectives", [item.id for item in self.record.objectives])
        for index, objective in enumerate(self.record.objectives):
            yield from self._standards(f"/objectives/{index}/standards", objective.standards)
        yield from self._unique("/certificates", [item.id for item in self.record.certificates])
        yield from self._unique("/complaints", [item.id for item in self.record.complaints])
        for index, complaint in enumerate(self.record.complaints):
            yield from self._standards(f"/complaints/{index}/standards", complaint.standards)
        yield from self._unique("/changes", [item.id for item in self.record.changes])
        for index, change in enumerate(self.record.changes):
            yield from self._standards(f"/changes/{index}/standards", change.standards)


def may_be_excluded(entry: Entry) -> bool:
    """Say whether an entry may be set aside.

    A control always may, a requirement by its rule, a clause or group when everything it holds may.
    """
    if isinstance(entry, Control):
        return True
    if isinstance(entry, Requirement):
        return entry.non_applicability is NonApplicability.WITH_JUSTIFICATION
    held: list[Requirement | Control] = []
    if isinstance(entry, Clause):
        for clause in entry.walk():
            held.extend(clause.requirements)
            held.extend(clause.controls)
    else:
        held.extend(entry.requirements)
    return bool(held) and all(may_be_excluded(below) for below in held)
