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
    Finding,
    FindingGrade,
    FindingType,
    Independence,
    ObligationStatus,
    RecordList,
    Significance,
)
from isomodel.evidence import add_months
from isomodel.identifiers import RequirementRef
from isomodel.model import ClauseContent, ClauseKind, MilestoneKind, StandardEdition, Topic
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


def _edition_auditable(day: _Day, name: str) -> Fact:
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
    ends = [
        milestone
        for milestone in edition.milestones
        if milestone.kind in (MilestoneKind.INITIAL_AUDITS_END, MilestoneKind.TRANSITION_END) and milestone.on < on
    ]
    if ends:
        end = min(ends, key=lambda milestone: milestone.on)
        return _settled(
            name, f"{end.kind.value} of {edition.ref} was on {end.on} ({end.status.value})", against=(str(end.on),)
        )
    return _settled(name, f"{edition.ref} can be audited")


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
    own = [objective for objective in day.record.objectives if day.edition.ref in objective.standards]
    if not own:
        return _settled(name, "no objective is recorded", **_absent(day, RecordList.OBJECTIVES, "objectives"))
    bare = sorted(objective.id for objective in own if not (objective.measure or "").strip())
    sentence = (
        f"{len(bare)} of {len(own)} objectives have no measure"
        if bare
        else f"{len(own)} objectives, each with a measure"
    )
    return _settled(name, sentence, against=bare)


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


def _touching(day: _Day) -> list[Finding]:
    return sorted(
        (
            finding
            for finding in day.record.findings
            if finding.type is FindingType.NONCONFORMITY
            and finding.is_open(day.on)
            and any(ref.standard == day.edition.ref for ref in finding.criteria)
        ),
        key=lambda finding: finding.id,
    )


def _no_open_major(day: _Day, name: str) -> Fact:
    majors = [finding.id for finding in _touching(day) if finding.grade is FindingGrade.MAJOR]
    if majors:
        return _settled(name, f"open major nonconformities: {', '.join(majors)}", against=majors)
    if day.record.says_complete(RecordList.FINDINGS):
        return _settled(name, "no major nonconformity is open")
    return _settled(name, "the record does not say that its list of findings is complete", missing=("findings",))


def _findings_graded(day: _Day, name: str) -> Fact:
    loose = [finding.id for finding in _touching(day) if finding.grade is FindingGrade.UNGRADED]
    return _settled(name, f"{len(loose)} open nonconformities are ungraded", missing=loose)


FACTS: Mapping[str, Callable[[_Day, str], Fact]] = {
    "applicability.complete": _applicability_complete,
    "applicability.consistent": _applicability_consistent,
    "applicability.justified": _applicability_justified,
    "aspects.evaluated": _aspects,
    "edition.auditable": _edition_auditable,
    "edition.content-known": _content_known,
    "findings.graded": _findings_graded,
    "findings.no-open-major": _no_open_major,
    "internal-audit.coverage": _audit_coverage,
    "internal-audit.independent": _audit_independent,
    "internal-audit.performed": _audit_performed,
    "internal-audit.scheduled": _audit_scheduled,
    "management-review.current": _review_current,
    "management-review.inputs": _review_inputs,
    "management-review.performed": _review_performed,
    "management-review.scheduled": _review_scheduled,
    "objectives.measured": _objectives,
    "obligations.acted-on": _obligations_acted_on,
    "obligations.determined": _obligations_determined,
    "obligations.evaluated": _obligations_evaluated,
    "risks.approved": _risks_approved,
    "risks.assessed": _risks_assessed,
    "risks.residual-accepted": _residual_accepted,
    "risks.treated": _risks_treated,
    "scope.approved": _scope_approved,
    "scope.stated": _scope_stated,
}
"""Every fact a rule may need, and what establishes it."""
