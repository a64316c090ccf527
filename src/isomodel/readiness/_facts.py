# SPDX-License-Identifier: Apache-2.0
"""The facts that rules need: what a record says about the system as a whole on one day.

A fact fails when something speaks against it, is unknown when something is missing that would tell, and passes
otherwise: no fact decides otherwise. Each is one function of a day of the material; :data:`FACTS` names them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Audit,
    AuditType,
    Certificate,
    Finding,
    FindingGrade,
    FindingType,
    Hazard,
    Independence,
    MarkUse,
    Objective,
    ObjectiveProgress,
    ObligationStatus,
    RecordList,
    ReportContent,
    Significance,
)
from isomodel.evidence import add_months
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    ClauseContent,
    ClauseKind,
    Control,
    MilestoneKind,
    Requirement,
    StandardEdition,
    Topic,
)
from isomodel.readiness._nouns import EntryKind, Fact, Outcome

if TYPE_CHECKING:
    from isomodel.readiness._evaluation import _Day, _Entry

__all__ = ["FACTS", "holds_for", "year_of"]


def holds_for(units: Sequence[str], unit: str | None) -> bool:
    """Say whether what names these units, none meaning all, holds for a unit, or for the undivided organization."""
    return unit is None or not units or unit in units


def year_of(edition: StandardEdition) -> int:
    """Return the year an edition is cited by; 0 where it has none."""
    return int((edition.ref.year or "0")[:4])


def _settled(  # noqa: PLR0913 - a fact has this many sides, most of them by name.
    name: str,
    sentence: str,
    *,
    against: Iterable[str] = (),
    missing: Iterable[str] = (),
    last_on: dt.date | None = None,
    parameter: str | None = None,
) -> Fact:
    speaks, lacks = tuple(against), tuple(missing)
    outcome = Outcome.FAILED if speaks else Outcome.UNKNOWN if lacks else Outcome.PASSED
    return Fact(
        id=name, outcome=outcome, sentence=sentence, against=speaks, missing=lacks, last_on=last_on, parameter=parameter
    )


class _Sides(TypedDict, total=False):
    """On which side of a fact something stands."""

    against: tuple[str, ...]
    missing: tuple[str, ...]


def _absent(day: _Day, records: RecordList, what: str) -> _Sides:
    """Say what an empty list means: that there is none where the record says it is complete, and nothing otherwise."""
    return {"against": (what,)} if day.record.says_complete(records) else {"missing": (what,)}


def _unless_complete(day: _Day, records: RecordList, missing: list[str]) -> str:
    """Note that a list may lack something unless the record says it is complete, and say so in words."""
    if day.record.says_complete(records):
        return ""
    missing.append(records.value)
    return f"; the record does not say that its list of {records.value} is complete"


def _edition_auditable(day: _Day, name: str) -> Fact:
    ends = (MilestoneKind.INITIAL_AUDITS_END, MilestoneKind.TRANSITION_END)
    return _edition_until(day, name, ends, "can be audited")


def _edition_recertifiable(day: _Day, name: str) -> Fact:
    ends = (MilestoneKind.RECERTIFICATION_AUDITS_END, MilestoneKind.TRANSITION_END)
    return _edition_until(day, name, ends, "can be the edition of a recertification")


def _edition_certifiable(day: _Day, name: str) -> Fact:
    return _edition_until(day, name, (MilestoneKind.TRANSITION_END,), "can be the edition of a certificate")


def _edition_until(day: _Day, name: str, kinds: Sequence[MilestoneKind], can: str) -> Fact:
    """Say whether an edition is published and none of the ends of those kinds has passed."""
    edition, on = day.edition, day.on
    published = edition.published_on()
    if published is None:
        year = year_of(edition)
        if on.year < year:
            return _settled(name, f"{edition.ref} is not published before {year}", against=(str(year),))
        if on.year == year or not year:
            return _settled(name, f"when {edition.ref} was published is not recorded", missing=("publication date",))
    elif on < published:
        return _settled(name, f"{edition.ref} is not published before {published}", against=(str(published),))
    ends = [milestone for milestone in edition.milestones if milestone.kind in kinds and milestone.on < on]
    if ends:
        end = min(ends, key=lambda milestone: milestone.on)
        return _settled(
            name, f"{end.kind.value} of {edition.ref} was on {end.on} ({end.status.value})", against=(str(end.on),)
        )
    return _settled(name, f"{edition.ref} {can}")


_NOT_STATED = (ClauseContent.NOT_KNOWN, ClauseContent.PARTLY_STATED)


def _content_known(day: _Day, name: str) -> Fact:
    # An annex that is not known guides, or holds controls. What else a clause asks for, nobody here knows.
    clauses = [clause for clause in day.edition.walk() if clause.kind is ClauseKind.CLAUSE]
    doubtful = [str(clause.number) for clause in clauses if clause.content in _NOT_STATED]
    if not doubtful:
        return _settled(name, f"what {day.edition.ref} asks for is stated")
    sentence = f"what {len(doubtful)} clauses of {day.edition.ref} ask for is not known, or in part only"
    return _settled(name, sentence, missing=doubtful)


def _scope_stated(day: _Day, name: str) -> Fact:
    scope = day.record.scope
    if scope is None:
        return _settled(name, "no scope is recorded", missing=("scope",))
    if not scope.statement.strip():
        return _settled(name, "the scope statement is empty", against=("scope",))
    return _settled(name, "the scope is stated")


def _scope_approved(day: _Day, name: str) -> Fact:
    scope = day.record.scope
    if scope is None:
        return _settled(name, "no scope is recorded", missing=("scope",))
    if scope.approved_on is None:
        return _settled(name, "the scope has not been approved", against=("scope",))
    return _settled(name, f"the scope was approved on {scope.approved_on}")


def _objectives(day: _Day, name: str) -> Fact:
    own = _own_objectives(day)
    if not own:
        return _settled(name, "no objective is recorded", **_absent(day, RecordList.OBJECTIVES, "objectives"))
    bare = [objective.id for objective in own if not (objective.measure or "").strip()]
    sentence = (
        f"{len(bare)} of {len(own)} objectives have no measure"
        if bare
        else f"{len(own)} objectives, each with a measure"
    )
    return _settled(name, sentence, against=bare)


def _own_objectives(day: _Day) -> list[Objective]:
    own = (objective for objective in day.record.objectives if day.edition.ref in objective.standards)
    return sorted(own, key=lambda objective: objective.id)


def _objectives_evaluated(day: _Day, name: str) -> Fact:
    own = _own_objectives(day)
    parameter = "objective-evaluation-interval"
    if not own:
        absent = _absent(day, RecordList.OBJECTIVES, "objectives")
        return _settled(name, "no objective is recorded", parameter=parameter, **absent)
    months = day.policy[parameter]
    looked = {one.id: one.evaluated_on for one in own if one.progress is not None and one.evaluated_on is not None}
    late = [number for number, on in looked.items() if day.on > add_months(on, months)]
    silent = [one.id for one in own if one.id not in looked]
    sentence = (
        f"of {len(own)} objectives {len(late)} were evaluated too long ago, "
        f"and of {len(silent)} no evaluation is recorded"
    )
    last = max(looked.values(), default=None)
    return _settled(name, sentence, against=late, missing=silent, last_on=last, parameter=parameter)


def _objectives_acted_on(day: _Day, name: str) -> Fact:
    # That there are any, and that somebody looked, is a fact of its own.
    behind = [one for one in _own_objectives(day) if one.progress is ObjectiveProgress.BEHIND]
    left = [one.id for one in behind if not (one.action or "").strip()]
    return _settled(
        name, f"{len(left)} of {len(behind)} objectives that fall behind are without an action", against=left
    )


def _risks_assessed(day: _Day, name: str) -> Fact:
    risks = sorted(day.record.risks, key=lambda risk: risk.id)
    if not risks:
        return _settled(name, "no risk is recorded", **_absent(day, RecordList.RISKS, "risks"))
    parameter = "risk-assessment-interval"
    stale = [
        risk.id
        for risk in risks
        if risk.assessed_on is None or day.on > add_months(risk.assessed_on, day.policy[parameter])
    ]
    days = [risk.assessed_on for risk in risks if risk.assessed_on is not None]
    sentence = f"{len(risks)} risks, {len(stale)} not assessed within the interval"
    return _settled(name, sentence, against=stale, last_on=max(days, default=None), parameter=parameter)


def _risks_treated(day: _Day, name: str) -> Fact:
    risks = sorted(day.record.risks, key=lambda risk: risk.id)
    if not risks:
        return _settled(name, "no risk is recorded", **_absent(day, RecordList.RISKS, "risks"))
    untreated = [risk.id for risk in risks if risk.treatment is None]
    return _settled(name, f"{len(untreated)} of {len(risks)} risks have no treatment", against=untreated)


def _risks_approved(day: _Day, name: str) -> Fact:
    treated = sorted((risk for risk in day.record.risks if risk.treatment is not None), key=lambda risk: risk.id)
    if not treated:
        return _settled(name, "no risk treatment is recorded", **_absent(day, RecordList.RISKS, "risk treatments"))
    loose = [risk.id for risk in treated if risk.treatment is not None and risk.treatment.approved_by != risk.owner]
    return _settled(
        name, f"{len(loose)} of {len(treated)} treatments lack the approval of the risk's owner", against=loose
    )


def _residual_accepted(day: _Day, name: str) -> Fact:
    risks = sorted(day.record.risks, key=lambda risk: risk.id)
    if not risks:
        return _settled(name, "no risk is recorded", **_absent(day, RecordList.RISKS, "risks"))
    loose = [risk.id for risk in risks if risk.residual_accepted_by != risk.owner]
    return _settled(
        name, f"{len(loose)} of {len(risks)} residual risks are not accepted by the risk's owner", against=loose
    )


def _controls(day: _Day) -> list[_Entry]:
    return [entry for entry in day.entries if entry.kind is EntryKind.CONTROLS]


def _decided(day: _Day, entry: _Entry) -> tuple[ApplicabilityDecision, ...]:
    return next((day.decisions[place] for place in entry.places if place in day.decisions), ())


def _applicability_complete(day: _Day, name: str) -> Fact:
    left = [entry.ref.local for entry in _controls(day) if not _decided(day, entry)]
    sentence = f"{len(left)} of {len(_controls(day))} reference controls are not accounted for"
    complete = day.record.says_complete(RecordList.APPLICABILITY)
    return _settled(name, sentence, against=left if complete else (), missing=() if complete else left)


def _applicability_justified(day: _Day, name: str) -> Fact:
    bare = [
        entry.ref.local
        for entry in _controls(day)
        if any(not (one.justification or "").strip() and not _reasoned(one) for one in _decided(day, entry))
    ]
    return _settled(name, f"{len(bare)} reference controls are decided without a reason", against=bare)


def _reasoned(decision: ApplicabilityDecision) -> bool:
    return decision.decision is Applicability.APPLICABLE and bool(decision.reasons or decision.risks)


def _applicability_consistent(day: _Day, name: str) -> Fact:
    chosen = {control for risk in day.record.risks if risk.treatment is not None for control in risk.treatment.controls}
    clashing = [
        entry.ref.local
        for entry in _controls(day)
        if len({one.decision for one in _decided(day, entry)}) > 1
        or (entry.ref in chosen and any(one.decision is Applicability.NOT_APPLICABLE for one in _decided(day, entry)))
    ]
    sentence = (
        f"{len(clashing)} reference controls are excluded and used in a treatment, or decided both ways on one day"
    )
    return _settled(name, sentence, against=clashing)


def _aspects(day: _Day, name: str) -> Fact:
    aspects = sorted(day.record.aspects, key=lambda aspect: aspect.id)
    if not aspects:
        return _settled(name, "no aspect is recorded", **_absent(day, RecordList.ASPECTS, "aspects"))
    left = [aspect.id for aspect in aspects if aspect.significance is Significance.NOT_EVALUATED]
    return _settled(name, f"{len(left)} of {len(aspects)} aspects are not evaluated", against=left)


def _hazards(day: _Day, name: str) -> Fact:
    hazards = _own_hazards(day)
    if not hazards:
        return _settled(name, "no hazard is recorded", **_absent(day, RecordList.HAZARDS, "hazards"))
    left = [hazard.id for hazard in hazards if hazard.significance is Significance.NOT_EVALUATED]
    return _settled(name, f"the risk from {len(left)} of {len(hazards)} hazards is not evaluated", against=left)


def _own_hazards(day: _Day) -> list[Hazard]:
    own = (one for one in day.record.hazards if not one.standards or day.edition.ref in one.standards)
    return sorted(own, key=lambda hazard: hazard.id)


def _obligations_determined(day: _Day, name: str) -> Fact:
    if not day.record.obligations:
        return _settled(name, "no obligation is recorded", **_absent(day, RecordList.OBLIGATIONS, "obligations"))
    return _settled(name, f"{len(day.record.obligations)} obligations are recorded")


def _obligations_evaluated(day: _Day, name: str) -> Fact:
    # That there are any is a fact of its own.
    obligations = sorted(day.record.obligations, key=lambda one: one.id)
    parameter = "compliance-evaluation-interval"
    late = [
        one.id
        for one in obligations
        if one.status is ObligationStatus.NOT_EVALUATED
        or one.evaluated_on is None
        or day.on > add_months(one.evaluated_on, day.policy[parameter])
    ]
    days = [one.evaluated_on for one in obligations if one.evaluated_on is not None]
    sentence = f"{len(late)} of {len(obligations)} obligations are not evaluated within the interval"
    return _settled(name, sentence, against=late, last_on=max(days, default=None), parameter=parameter)


def _obligations_acted_on(day: _Day, name: str) -> Fact:
    left = sorted(
        one.id
        for one in day.record.obligations
        if one.status is ObligationStatus.BREACHED and not (one.action or "").strip()
    )
    return _settled(name, f"{len(left)} known breaches without an action", against=left)


def _internal_audits(day: _Day) -> list[Audit]:
    ref = day.edition.ref
    audits = (audit for audit in day.record.audits if audit.type is AuditType.INTERNAL and ref in audit.standards)
    return sorted(audits, key=lambda audit: audit.id)


def _counting_audits(day: _Day) -> list[Audit]:
    """List the internal audits that count: within the cycle, and reported, since what is not reported shows nothing."""
    return [audit for audit in _audits_in_cycle(day) if audit.reported_on is not None]


def _audits_in_cycle(day: _Day) -> list[Audit]:
    cycle = day.policy["internal-audit-cycle"]
    return [
        audit
        for audit in _internal_audits(day)
        if audit.performed_on is not None and day.on <= add_months(audit.performed_on, cycle)
    ]


def _audit_performed(day: _Day, name: str) -> Fact:
    done = [audit.performed_on for audit in _internal_audits(day) if audit.performed_on is not None]
    if not done:
        return _settled(name, "no internal audit is recorded", **_absent(day, RecordList.AUDITS, "internal audit"))
    return _settled(name, f"the last internal audit ended on {max(done)}", last_on=max(done))


def _audit_scheduled(day: _Day, name: str) -> Fact:
    ahead = [
        audit.planned_on
        for audit in _internal_audits(day)
        if audit.performed_on is None and audit.planned_on is not None and audit.planned_on >= day.on
    ]
    if not ahead:
        return _settled(name, "no internal audit is scheduled", **_absent(day, RecordList.AUDITS, "internal audit"))
    return _settled(name, f"an internal audit is scheduled for {min(ahead)}")


def _audit_current(day: _Day, name: str) -> Fact:
    parameter = "internal-audit-cycle"
    done = [audit.performed_on for audit in _reported_audits(day) if audit.performed_on is not None]
    if not done:
        absent = _absent(day, RecordList.AUDITS, "internal audit")
        return _settled(name, "no reported internal audit is recorded", parameter=parameter, **absent)
    last, months = max(done), day.policy[parameter]
    sentence = f"the last reported internal audit ended on {last}"
    if day.on <= add_months(last, months):
        return _settled(name, sentence, last_on=last, parameter=parameter)
    absent = _absent(day, RecordList.AUDITS, "internal audit")
    return _settled(name, f"{sentence}, more than {months} months ago", last_on=last, parameter=parameter, **absent)


def _reported_audits(day: _Day) -> list[Audit]:
    return [
        audit for audit in _internal_audits(day) if audit.performed_on is not None and audit.reported_on is not None
    ]


def _audit_throughout(day: _Day, name: str) -> Fact:
    done = [audit.performed_on for audit in _reported_audits(day) if audit.performed_on is not None]
    return _throughout(day, name, done, "internal-audit-cycle", RecordList.AUDITS)


def _throughout(day: _Day, name: str, done: Iterable[dt.date], parameter: str, records: RecordList) -> Fact:
    """Say whether something took place throughout the cycle of the certificate, never longer apart than allowed."""
    certificate = _certificate_of_the_cycle(day)
    if certificate is None:
        sentence = "no certificate is recorded, so that nobody knows when the cycle began"
        return _settled(name, sentence, missing=("certificate",), parameter=parameter)
    months, last = day.policy[parameter], certificate.effective_on
    within = sorted({on for on in done if on >= certificate.effective_on})
    gaps = []
    for on in (*within, day.on):
        if on > add_months(last, months):
            gaps.append(f"after {last}")
        last = on
    complete = day.record.says_complete(records)
    sentence = (
        f"{len(within)} since the certificate of {certificate.effective_on}, "
        f"and {len(gaps)} times none within {months} months"
    )
    return _settled(
        name,
        sentence,
        against=gaps if complete else (),
        missing=() if complete else gaps,
        last_on=max(within, default=None),
        parameter=parameter,
    )


def _audit_coverage(day: _Day, name: str) -> Fact:
    audits = _counting_audits(day)
    parameter = "internal-audit-cycle"
    latest = max((audit.performed_on for audit in audits if audit.performed_on is not None), default=None)
    covered: dict[str | None, set[RequirementRef]] = {unit: set() for unit in day.material.units}
    for audit in audits:
        for unit, refs in covered.items():
            if holds_for(audit.units, unit):
                refs.update(audit.covers)
    left: list[str] = []
    wanted = [entry for entry in day.entries if entry.kind is EntryKind.REQUIREMENTS]
    for unit, refs in covered.items():
        bare = dict.fromkeys(str(entry.ref.clause) for entry in wanted if not refs.intersection(entry.places))
        left.extend(number if unit is None else f"{number} in {unit}" for number in bare)
    if not left:
        sentence = "internal audits within the cycle cover every clause in every unit"
        return _settled(name, sentence, last_on=latest, parameter=parameter)
    complete = day.record.says_complete(RecordList.AUDITS)
    sentence = f"{len(left)} combinations of clause and unit are not covered by internal audits within the cycle"
    silent = [audit.id for audit in _audits_in_cycle(day) if audit.reported_on is None]
    if silent:
        sentence += f" ({', '.join(silent)} not reported)"
    told = (*left[:20], *((f"and {len(left) - 20} more",) if len(left) > 20 else ()))  # noqa: PLR2004 - a list a person reads.
    return _settled(
        name,
        sentence,
        against=told if complete else (),
        missing=() if complete else told,
        last_on=latest,
        parameter=parameter,
    )


def _audit_independent(day: _Day, name: str) -> Fact:
    # That there are any is a matter of what they cover.
    audits = _counting_audits(day)
    biased = [audit.id for audit in audits if audit.independence is Independence.NOT_INDEPENDENT]
    silent = [audit.id for audit in audits if audit.independence is Independence.UNKNOWN]
    sentence = f"of {len(audits)} internal audits {len(biased)} were not independent and {len(silent)} do not say"
    return _settled(name, sentence, against=biased, missing=silent)


def _reviews(day: _Day) -> list[tuple[dt.date, str, tuple[RequirementRef, ...]]]:
    return sorted(
        (review.performed_on, review.id, review.inputs)
        for review in day.record.management_reviews
        if review.performed_on is not None and day.edition.ref in review.standards
    )


def _review_performed(day: _Day, name: str) -> Fact:
    done = _reviews(day)
    if not done:
        return _settled(
            name, "no management review is recorded", **_absent(day, RecordList.MANAGEMENT_REVIEWS, "management review")
        )
    return _settled(name, f"the last management review was on {done[-1][0]} ({done[-1][1]})", last_on=done[-1][0])


def _review_scheduled(day: _Day, name: str) -> Fact:
    ahead = [
        review.planned_on
        for review in day.record.management_reviews
        if review.performed_on is None
        and review.planned_on is not None
        and review.planned_on >= day.on
        and day.edition.ref in review.standards
    ]
    if not ahead:
        return _settled(
            name,
            "no management review is scheduled",
            **_absent(day, RecordList.MANAGEMENT_REVIEWS, "management review"),
        )
    return _settled(name, f"a management review is scheduled for {min(ahead)}")


def _review_current(day: _Day, name: str) -> Fact:
    done = _reviews(day)
    parameter = "management-review-interval"
    if not done:
        absent = _absent(day, RecordList.MANAGEMENT_REVIEWS, "management review")
        return _settled(name, "no management review is recorded", parameter=parameter, **absent)
    last, review, _ = done[-1]
    months = day.policy[parameter]
    late = day.on > add_months(last, months)
    sentence = f"the last management review was on {last} ({review})"
    if not late:
        return _settled(name, sentence, last_on=last, parameter=parameter)
    absent = _absent(day, RecordList.MANAGEMENT_REVIEWS, review)
    return _settled(name, f"{sentence}, more than {months} months ago", last_on=last, parameter=parameter, **absent)


def _review_throughout(day: _Day, name: str) -> Fact:
    done = [on for on, _, _ in _reviews(day)]
    return _throughout(day, name, done, "management-review-interval", RecordList.MANAGEMENT_REVIEWS)


def _review_inputs(day: _Day, name: str) -> Fact:
    wanted = [entry for entry in day.entries if entry.topic is Topic.MANAGEMENT_REVIEW_INPUTS]
    done = _reviews(day)
    if not done:
        return _settled(
            name, "no management review is recorded", **_absent(day, RecordList.MANAGEMENT_REVIEWS, "management review")
        )
    considered = set(done[-1][2])
    left = [entry.ref.local for entry in wanted if not considered.intersection(entry.places)]
    sentence = f"{done[-1][1]} considered {len(wanted) - len(left)} of {len(wanted)} required inputs"
    return _settled(name, sentence, against=left)


def _open(day: _Day, kind: FindingType) -> list[Finding]:
    """List the open findings of a type that touch this edition."""
    return sorted(
        (
            finding
            for finding in day.record.findings
            if finding.type is kind
            and finding.is_open(day.on)
            and any(ref.standard == day.edition.ref for ref in finding.criteria)
        ),
        key=lambda finding: finding.id,
    )


def _touching(day: _Day) -> list[Finding]:
    return _open(day, FindingType.NONCONFORMITY)


def _findings_complete(day: _Day, name: str) -> Fact:
    # A fact of its own: what is missing in the list may be anybody's finding.
    if day.record.says_complete(RecordList.FINDINGS):
        return _settled(name, "the record says that its list of findings is complete")
    return _settled(name, "the record does not say that its list of findings is complete", missing=("findings",))


def _no_open_major(day: _Day, name: str) -> Fact:
    return _majors(name, _touching_from_the_body(day), "major nonconformities of the certification body")


def _no_open_internal_major(day: _Day, name: str) -> Fact:
    return _majors(name, _touching_from_elsewhere(day), "internal major nonconformities")


def _majors(name: str, findings: Iterable[Finding], what: str) -> Fact:
    majors = [finding.id for finding in findings if finding.grade is FindingGrade.MAJOR]
    return _settled(name, f"open {what}: {', '.join(majors)}" if majors else f"no open {what}", against=majors)


def _findings_graded(day: _Day, name: str) -> Fact:
    return _graded(name, _touching_from_the_body(day), "nonconformities of the certification body")


def _internal_graded(day: _Day, name: str) -> Fact:
    return _graded(name, _touching_from_elsewhere(day), "internal nonconformities")


def _graded(name: str, findings: Iterable[Finding], what: str) -> Fact:
    loose = [finding.id for finding in findings if finding.grade is FindingGrade.UNGRADED]
    return _settled(name, f"{len(loose)} open {what} are ungraded", missing=loose)


def _touching_from_the_body(day: _Day) -> list[Finding]:
    theirs = _ids_of_the_body(day)
    return [finding for finding in _touching(day) if _is_theirs(finding, theirs)]


def _touching_from_elsewhere(day: _Day) -> list[Finding]:
    theirs = _ids_of_the_body(day)
    return [finding for finding in _touching(day) if not _is_theirs(finding, theirs)]


def _concerns_resolved(day: _Day, name: str) -> Fact:
    concerns = _open(day, FindingType.AREA_OF_CONCERN)
    left = [finding.id for finding in concerns if not _is_corrected(finding)]
    sentence = f"{len(left)} of {len(concerns)} open areas of concern are neither corrected nor acted on"
    return _settled(name, sentence, against=left)


def _is_corrected(finding: Finding) -> bool:
    """Say whether something was done about it: a correction, or every action that was decided."""
    done = bool(finding.corrective_actions) and all(one.done_on is not None for one in finding.corrective_actions)
    return done or bool((finding.correction or "").strip())


def _no_accumulation(day: _Day, name: str) -> Fact:
    parameter = "minor-accumulation"
    if parameter not in day.policy:
        return _settled(name, "the policy does not say how many minors on one matter are too many")
    limit = day.policy[parameter]
    held: dict[str, set[str]] = {}
    for finding in _touching(day):
        if finding.grade is FindingGrade.MINOR:
            for ref in finding.criteria:
                if ref.standard == day.edition.ref and ref in day.edition:
                    held.setdefault(_matter(day.edition, ref), set()).add(finding.id)
    many = [f"{matter}: {', '.join(sorted(ids))}" for matter, ids in sorted(held.items()) if len(ids) >= limit]
    sentence = f"on {len(many) or 'no'} matter{'s' if len(many) > 1 else ''} {limit} or more minors are open"
    if many:
        sentence += ": somebody has to judge whether together they are a major"
    return _settled(name, sentence, against=many, parameter=parameter)


def _matter(edition: StandardEdition, ref: RequirementRef) -> str:
    """Say what a criterion is about: its topic, or its number where it has none."""
    found = edition[ref]
    if isinstance(found, Requirement):
        topic = edition.topic_of(found)
    elif isinstance(found, Clause):
        topic = found.topic
    else:
        topic = edition.clause_of(found.ref if isinstance(found, Control) else found.requirements[0].ref).topic
    return topic.value if topic is not None else str(ref.clause)


# What the certification body found and decides.


_BODY = (AuditType.STAGE_1, AuditType.STAGE_2, AuditType.SURVEILLANCE, AuditType.RECERTIFICATION, AuditType.SPECIAL)
_DECIDED = (AuditType.STAGE_2, AuditType.RECERTIFICATION)
_LIMIT = "major-verification-limit"


def _body_audits(day: _Day, *types: AuditType) -> list[Audit]:
    """List the performed audits of those types by a certification body against this edition, latest last."""
    done = [
        (audit.performed_on, audit)
        for audit in day.record.audits
        if audit.type in types and audit.performed_on is not None and day.edition.ref in audit.standards
    ]
    return [audit for _, audit in sorted(done, key=lambda one: one[0])]


def _decided_audit(day: _Day) -> Audit | None:
    """Return the audit a decision would be about: the last stage 2 or recertification audit."""
    return next(reversed(_body_audits(day, *_DECIDED)), None)


def _from_the_body(day: _Day) -> list[Finding]:
    """List the nonconformities from audits of a certification body that touch this edition, closed ones too.

    An audit that the record does not have counts as one of the body's: nothing says that it is the organization's own.
    """
    theirs = _ids_of_the_body(day)
    return [
        finding
        for finding in day.record.findings
        if finding.type is FindingType.NONCONFORMITY
        and _is_theirs(finding, theirs)
        and any(ref.standard == day.edition.ref for ref in finding.criteria)
    ]


def _ids_of_the_body(day: _Day) -> dict[str, bool]:
    """Return for each audit of the record whether it is one of a certification body."""
    theirs: dict[str, bool] = {}
    for audit in day.record.audits:
        theirs[audit.id] = theirs.get(audit.id, False) or audit.type in _BODY
    return theirs


def _is_theirs(finding: Finding, theirs: Mapping[str, bool]) -> bool:
    return finding.audit is not None and theirs.get(finding.audit, True)


def _names(people: Iterable[str]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in people}


_NO_DECIDED_AUDIT = "no stage 2 or recertification audit is recorded as performed"


def _decision_audit(day: _Day, name: str) -> Fact:
    audit = _decided_audit(day)
    if audit is None:
        return _settled(name, _NO_DECIDED_AUDIT, **_absent(day, RecordList.AUDITS, "stage 2 audit"))
    return _settled(name, f"the decision is about {audit.id}, {audit.type.value}, which ended on {audit.performed_on}")


def _report_complete(day: _Day, name: str) -> Fact:
    # That there is such an audit is a fact of its own; so it is below.
    audit = _decided_audit(day)
    if audit is None:
        return _settled(name, _NO_DECIDED_AUDIT)
    if audit.reported_on is None:
        return _settled(name, f"{audit.id} is not reported", against=(audit.id,))
    if audit.report_content is ReportContent.INCOMPLETE:
        return _settled(name, f"the report of {audit.id} is incomplete", against=(audit.id,))
    if audit.report_content is None:
        return _settled(name, f"nobody recorded whether the report of {audit.id} is complete", missing=(audit.id,))
    return _settled(name, f"the report of {audit.id} of {audit.reported_on} is complete")


def _decider_independent(day: _Day, name: str) -> Fact:
    audit = _decided_audit(day)
    if audit is None:
        return _settled(name, _NO_DECIDED_AUDIT)
    audits = _audits_of_the_decision(day, audit)
    team = _names(person for one in audits for person in one.auditors)
    both = sorted(person for person in audit.deciders if _names([person]) & team)
    silent = [f"auditors of {one.id}" for one in audits if not one.auditors]
    if not audit.deciders:
        silent.insert(0, f"deciders after {audit.id}")
    sentence = f"of {len(audit.deciders)} who decide after {audit.id} {len(both)} were in the audit team"
    if silent:
        sentence += f"; not recorded: {', '.join(silent)}"
    return _settled(name, sentence, against=both, missing=silent)


def _audits_of_the_decision(day: _Day, audit: Audit) -> list[Audit]:
    """List the audits whose teams must not decide: the audit itself, its stage 1, and special audits that followed."""
    last = audit.performed_on or day.on
    earlier = [one.performed_on for one in _body_audits(day, *_DECIDED) if one.performed_on is not None]
    since = max((on for on in earlier if on < last), default=dt.date.min)
    stages = _body_audits(day, AuditType.STAGE_1) if audit.type is AuditType.STAGE_2 else []
    return [
        *(one for one in stages if one.performed_on is not None and since < one.performed_on <= last),
        audit,
        *(
            one
            for one in _body_audits(day, AuditType.SPECIAL)
            if one.performed_on is not None and one.performed_on >= last
        ),
    ]


def _majors_verified(day: _Day, name: str) -> Fact:
    loose = [finding for finding in _from_the_body(day) if finding.verified_on is None]
    open_majors = [one.id for one in loose if one.grade is FindingGrade.MAJOR and one.closed_on is None]
    missing = [f"verification of {one.id}" for one in loose if one.grade is FindingGrade.MAJOR and one.closed_on]
    missing += [f"grade of {one.id}" for one in loose if one.grade is FindingGrade.UNGRADED and one.closed_on is None]
    told = _unless_complete(day, RecordList.FINDINGS, missing)
    certificate = _certificate_of_the_cycle(day)
    until = f"; {certificate.id} expires on {certificate.expires_on}" if certificate is not None and open_majors else ""
    sentence = f"{len(open_majors)} majors of the certification body are not verified{until}{told}"
    return _settled(name, sentence, against=open_majors, missing=missing)


def _majors_in_time(day: _Day, name: str) -> Fact:
    audit = _decided_audit(day)
    if audit is None or audit.performed_on is None:
        return _settled(name, _NO_DECIDED_AUDIT)
    majors = [one for one in _from_the_body(day) if one.grade is FindingGrade.MAJOR and one.audit == audit.id]
    if audit.type is AuditType.STAGE_2:
        due, bound = add_months(audit.performed_on, day.policy[_LIMIT]), f"{day.policy[_LIMIT]} months after {audit.id}"
        sides: _Bound = {"last_on": audit.performed_on, "parameter": _LIMIT}
    else:
        certificate = _certificate_of_the_cycle(day)
        if certificate is None:
            missing = [f"certificate, for {one.id}" for one in majors]
            return _settled(name, "when the certificate expires is not recorded", missing=missing)
        due, bound, sides = certificate.expires_on, f"the last day of {certificate.id}", {}
    late = [one.id for one in majors if (one.verified_on or (day.on if one.closed_on is None else due)) > due]
    silent = [one.id for one in majors if one.verified_on is None and one.closed_on is not None and one.closed_on > due]
    again = "; another stage 2 is needed" if late and audit.type is AuditType.STAGE_2 else ""
    sentence = f"{len(late)} of {len(majors)} majors were not verified by {due}, {bound}{again}"
    return _settled(name, sentence, against=late, missing=silent, **sides)


class _Bound(TypedDict, total=False):
    """What a fact about time was compared with."""

    last_on: dt.date
    parameter: str


def _minors_planned(day: _Day, name: str) -> Fact:
    minors = [one for one in _from_the_body(day) if one.grade is FindingGrade.MINOR and one.closed_on is None]
    bare = [one.id for one in minors if one.plan_accepted_on is None]
    sentence = f"{len(bare)} of {len(minors)} open minors of the certification body are without an accepted plan"
    return _settled(name, sentence, against=bare)


def _earlier_acted_on(day: _Day, name: str) -> Fact:
    against, missing = [], []
    left = [one for one in _from_the_body(day) if one.closed_on is None and one.verified_on is None]
    for finding in left:
        undone = [action for action in finding.corrective_actions if action.done_on is None]
        if finding.effectiveness is not None and finding.effectiveness.effective != "effective":
            against.append(f"{finding.id}: not effective")
        elif any(action.due_on < day.on for action in undone):
            against.append(f"{finding.id}: overdue")
        elif not finding.corrective_actions:
            missing.append(f"{finding.id}: corrective action")
        elif not undone and finding.effectiveness is None:
            missing.append(f"{finding.id}: effect of the corrective action")
    sentence = (
        f"of {len(left)} open nonconformities of the certification body {len(against)} are overdue or without effect, "
        f"and of {len(missing)} it is not known how far they are"
    )
    return _settled(name, sentence, against=against, missing=missing)


# Certificates, and what a certified client has to do.


def _certificates(day: _Day, standards: Iterable[StandardRef]) -> list[Certificate]:
    """List the certificates to those editions, the latest last."""
    to = set(standards)
    own = (one for one in day.record.certificates if one.standard in to)
    return sorted(own, key=lambda one: (one.effective_on, one.expires_on))


def _is_in_force(day: _Day, certificate: Certificate) -> bool:
    within = certificate.effective_on <= day.on <= certificate.expires_on
    return within and certificate.withdrawn_on is None and not certificate.is_suspended(day.on)


def _certificate_of_the_cycle(day: _Day) -> Certificate | None:
    """Return the certificate whose cycle runs: the latest in force, else the latest there is."""
    own = _certificates(day, [day.edition.ref])
    return next((one for one in reversed(own) if _is_in_force(day, one)), own[-1] if own else None)


def _certificate_in_force(day: _Day, name: str) -> Fact:
    return _some_in_force(day, name, [day.edition.ref], f"a certificate to {day.edition.ref}")


def _earlier_in_force(day: _Day, name: str) -> Fact:
    if not day.edition.supersedes:
        return _settled(name, f"nothing says which edition {day.edition.ref} replaces", missing=("replaced edition",))
    return _some_in_force(day, name, day.edition.supersedes, "a certificate to the edition that is replaced")


def _some_in_force(day: _Day, name: str, standards: Sequence[StandardRef], what: str) -> Fact:
    own = _certificates(day, standards)
    if not own:
        return _settled(name, f"{what} is not recorded", **_absent(day, RecordList.CERTIFICATES, "certificate"))
    valid = [one for one in own if _is_in_force(day, one)]
    if valid:
        return _settled(name, f"{valid[-1].id} to {valid[-1].standard} is valid until {valid[-1].expires_on}")
    last = own[-1]
    if last.withdrawn_on is not None:
        return _settled(name, f"{last.id} was withdrawn on {last.withdrawn_on}", against=(last.id,))
    if last.is_suspended(day.on):
        return _settled(name, f"{last.id} is suspended since {last.suspended_on}", against=(last.id,))
    # A later one may be there that nobody recorded.
    return _settled(name, f"{last.id} expired on {last.expires_on}", **_absent(day, RecordList.CERTIFICATES, last.id))


def _mark_use(day: _Day, name: str) -> Fact:
    certificate = _certificate_of_the_cycle(day)
    if certificate is None:
        return _settled(name, "no certificate is recorded, and so no mark")
    if certificate.mark_use is MarkUse.MISUSED:
        return _settled(name, f"the marks of {certificate.id} are misused", against=(certificate.id,))
    if certificate.mark_use is None:
        return _settled(name, f"nobody recorded how the marks of {certificate.id} are used", missing=(certificate.id,))
    return _settled(name, f"the marks of {certificate.id} are used as agreed")


def _transition_open(day: _Day, name: str) -> Fact:
    replaced = day.edition.supersedes
    if not replaced:
        return _settled(name, f"nothing says which edition {day.edition.ref} replaces", missing=("replaced edition",))
    # Where the record has certificates to some of them, only those matter.
    held = {one.standard for one in _certificates(day, replaced)} or set(replaced)
    given = {edition.ref: edition.milestone(MilestoneKind.TRANSITION_END) for edition in day.material.replaced}
    ends = {ref: given.get(ref) for ref in sorted(held, key=str)}
    ahead = [f"{ref} on {end}" for ref, end in ends.items() if end is not None and end >= day.on]
    if ahead:
        return _settled(name, f"the transition ends for {', '.join(ahead)}")
    unknown = [str(ref) for ref, end in ends.items() if end is None]
    if unknown:
        return _settled(name, f"when the transition from {', '.join(unknown)} ends is not known", missing=unknown)
    told = [f"{ref} on {end}" for ref, end in ends.items()]
    return _settled(name, f"the transition has ended for {', '.join(told)}", against=told)


def _recertification_arranged(day: _Day, name: str) -> Fact:
    certificate = _certificate_of_the_cycle(day)
    if certificate is None:
        return _settled(name, "no certificate is recorded that could be renewed", missing=("certificate",))
    audits = [
        (audit.performed_on or audit.planned_on, audit.id)
        for audit in day.record.audits
        if audit.type is AuditType.RECERTIFICATION and day.edition.ref in audit.standards
        if (certificate.effective_on <= audit.performed_on if audit.performed_on else _is_ahead(day, audit))
    ]
    days = sorted((on, number) for on, number in audits if on is not None)
    if not days:
        absent = _absent(day, RecordList.AUDITS, "recertification audit")
        return _settled(
            name, f"no recertification audit is recorded or scheduled before {certificate.expires_on}", **absent
        )
    first, number = days[0]
    if first > certificate.expires_on:
        return _settled(
            name, f"{number} is on {first}, and {certificate.id} expires on {certificate.expires_on}", against=(number,)
        )
    return _settled(name, f"{number} is on {first}; {certificate.id} expires on {certificate.expires_on}")


def _is_ahead(day: _Day, audit: Audit) -> bool:
    return audit.planned_on is not None and audit.planned_on >= day.on


def _surveillance_reported(day: _Day, name: str) -> Fact:
    certificate = _certificate_of_the_cycle(day)
    if certificate is None:
        sentence = "no certificate is recorded, so that nobody knows when the cycle began"
        return _settled(name, sentence, missing=("certificate",))
    done = [
        one
        for one in _body_audits(day, AuditType.SURVEILLANCE)
        if (one.performed_on or day.on) >= certificate.effective_on
    ]
    if not done:
        absent = _absent(day, RecordList.AUDITS, "surveillance audit")
        return _settled(name, f"no surveillance audit since {certificate.effective_on} is recorded", **absent)
    silent = [one.id for one in done if one.reported_on is None]
    sentence = f"{len(silent)} of {len(done)} surveillance audits since {certificate.effective_on} are not reported"
    return _settled(name, sentence, against=silent)


def _complaints_acted_on(day: _Day, name: str) -> Fact:
    own = [one for one in day.record.complaints if not one.standards or day.edition.ref in one.standards]
    left = sorted(one.id for one in own if one.handled_on is None and not (one.action or "").strip())
    missing: list[str] = []
    told = _unless_complete(day, RecordList.COMPLAINTS, missing)
    sentence = f"{len(left)} of {len(own)} complaints are neither dealt with nor acted on{told}"
    return _settled(name, sentence, against=left, missing=missing)


def _changes_notified(day: _Day, name: str) -> Fact:
    own = [one for one in day.record.changes if not one.standards or day.edition.ref in one.standards]
    left = sorted(one.id for one in own if one.notified_on is None)
    missing: list[str] = []
    told = _unless_complete(day, RecordList.CHANGES, missing)
    sentence = f"{len(left)} of {len(own)} changes were not told to the certification body{told}"
    return _settled(name, sentence, against=left, missing=missing)


FACTS: Mapping[str, Callable[[_Day, str], Fact]] = {
    "applicability.complete": _applicability_complete,
    "applicability.consistent": _applicability_consistent,
    "applicability.justified": _applicability_justified,
    "aspects.evaluated": _aspects,
    "certificate.earlier-in-force": _earlier_in_force,
    "certificate.in-force": _certificate_in_force,
    "certificate.mark-use": _mark_use,
    "changes.notified": _changes_notified,
    "complaints.acted-on": _complaints_acted_on,
    "decision.audit-performed": _decision_audit,
    "decision.decider-independent": _decider_independent,
    "decision.majors-in-time": _majors_in_time,
    "decision.report-complete": _report_complete,
    "edition.auditable": _edition_auditable,
    "edition.certifiable": _edition_certifiable,
    "edition.content-known": _content_known,
    "edition.recertifiable": _edition_recertifiable,
    "findings.complete": _findings_complete,
    "findings.concerns-resolved": _concerns_resolved,
    "findings.earlier-acted-on": _earlier_acted_on,
    "findings.graded": _findings_graded,
    "findings.internal-graded": _internal_graded,
    "findings.majors-verified": _majors_verified,
    "findings.minors-planned": _minors_planned,
    "findings.no-accumulation": _no_accumulation,
    "findings.no-open-internal-major": _no_open_internal_major,
    "findings.no-open-major": _no_open_major,
    "hazards.evaluated": _hazards,
    "internal-audit.coverage": _audit_coverage,
    "internal-audit.current": _audit_current,
    "internal-audit.independent": _audit_independent,
    "internal-audit.performed": _audit_performed,
    "internal-audit.scheduled": _audit_scheduled,
    "internal-audit.throughout": _audit_throughout,
    "management-review.current": _review_current,
    "management-review.inputs": _review_inputs,
    "management-review.performed": _review_performed,
    "management-review.scheduled": _review_scheduled,
    "management-review.throughout": _review_throughout,
    "objectives.acted-on": _objectives_acted_on,
    "objectives.evaluated": _objectives_evaluated,
    "objectives.measured": _objectives,
    "obligations.acted-on": _obligations_acted_on,
    "obligations.determined": _obligations_determined,
    "obligations.evaluated": _obligations_evaluated,
    "recertification.arranged": _recertification_arranged,
    "risks.approved": _risks_approved,
    "risks.assessed": _risks_assessed,
    "risks.residual-accepted": _residual_accepted,
    "risks.treated": _risks_treated,
    "scope.approved": _scope_approved,
    "scope.stated": _scope_stated,
    "surveillance.reported": _surveillance_reported,
    "transition.open": _transition_open,
}
"""Every fact a rule may need, and what establishes it."""
