# SPDX-License-Identifier: Apache-2.0
"""Edits of a record that remove one blocker each and touch nothing else, for the law about blockers.

:func:`mended` removes every blocker of an answer, or every one but one. An edit never mends by accident what it was not
asked to: closing a finding, say, would mend each requirement it touches, so that a finding is only taken off the one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from invented import ON, day, decision, entries_of, evidence, judgement
from isomodel.assessment import (
    Applicability,
    Aspect,
    Assessment,
    Audit,
    AuditType,
    Certificate,
    ComplianceObligation,
    CorrectiveAction,
    EffectivenessReview,
    Finding,
    FindingGrade,
    FindingType,
    Hazard,
    Independence,
    ManagementReview,
    ManagementSystemScope,
    MarkUse,
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
    places,
)
from isomodel.evidence import EvidenceKind, Period
from isomodel.identifiers import ClauseNumber, RequirementRef
from isomodel.model import Clause, ClauseKind, DocumentedInformation, Requirement, StandardEdition, Topic
from isomodel.readiness import Blocker, BlockerKind, Readiness

__all__ = ["mended"]


@attrs.define
class _Bench:
    """A record on the bench, with what is to be mended and what is to stay broken."""

    record: Assessment
    edition: StandardEdition
    wanted: frozenset[str]
    kept: str | None

    def edit(self, **changes: Any) -> None:  # noqa: ANN401 - whatever the class takes.
        self.record = attrs.evolve(self.record, **changes)

    def change(self, name: str, make: Callable[[Any], Any]) -> None:
        self.edit(**{name: tuple(make(item) for item in getattr(self.record, name))})

    def good(self, fact: str) -> bool:
        """Say whether something new may satisfy this fact: always, but for the one that is to stay broken."""
        return fact != self.kept

    @property
    def keeps_an_entry(self) -> bool:
        """Whether a requirement or control is to stay broken: then no finding that touches it may be closed."""
        return self.kept is not None and ", " in self.kept

    def says_complete(self, records: RecordList) -> None:
        self.edit(complete=tuple({*self.record.complete, records}))


def mended(
    record: Assessment, edition: StandardEdition, answer: Readiness, *, kept: Blocker | None
) -> tuple[Assessment, StandardEdition]:
    """Return record and edition without the blockers of an answer, but for the one to be kept.

    The edition is part of it because nothing in a record can bring back the days when it could still be audited.
    """
    left = kept.subject if kept is not None else None
    wanted = frozenset(one.subject for one in answer.blockers if one.subject != left)
    bench = _Bench(record, edition, wanted, left)
    for fact, mend in _FACTS.items():
        if fact in wanted:
            mend(bench)
    for blocker in answer.blockers:
        if blocker.kind is BlockerKind.ENTRY and blocker.subject in wanted:
            _mend_entry(bench, RequirementRef.parse(blocker.subject))
    return bench.record, bench.edition


# Facts.


def _auditable(bench: _Bench) -> None:
    published = tuple(one for one in bench.edition.milestones if one.kind.value == "published")
    bench.edition = attrs.evolve(bench.edition, milestones=published)


def _content(bench: _Bench) -> None:
    bench.edition = attrs.evolve(bench.edition, clauses=tuple(_settled(one) for one in bench.edition.clauses))


def _settled(clause: Clause) -> Clause:
    """Return the clause with everything in it said to be stated."""
    return attrs.evolve(clause, content=None, clauses=tuple(_settled(one) for one in clause.clauses))


def _stated(bench: _Bench) -> None:
    scope = bench.record.scope or ManagementSystemScope(statement="")
    bench.edit(scope=attrs.evolve(scope, statement="Everything invented."))


def _approved(bench: _Bench) -> None:
    scope = bench.record.scope or ManagementSystemScope(statement="")
    bench.edit(scope=attrs.evolve(scope, approved_by="Mona", approved_on=ON))


def _objectives(bench: _Bench) -> None:
    bench.change("objectives", lambda one: attrs.evolve(one, measure=one.measure or "How many."))
    _some_objective(bench)


def _own(bench: _Bench, objective: Objective) -> bool:
    return bench.edition.ref in objective.standards


def _some_objective(bench: _Bench) -> None:
    evaluated = bench.good("objectives.evaluated")
    made = Objective(
        id="OB-new",
        statement="Mend.",
        standards=(bench.edition.ref,),
        measure="How many." if bench.good("objectives.measured") else None,
        progress=ObjectiveProgress.REACHED if evaluated else None,
        evaluated_on=ON if evaluated else None,
    )
    bench.edit(objectives=(*bench.record.objectives, made))


def _objectives_evaluated(bench: _Bench) -> None:
    def look(one: Objective) -> Objective:
        if not _own(bench, one):
            return one
        known = one.progress is not None and _by_now(one.evaluated_on)
        return attrs.evolve(one, evaluated_on=ON, progress=one.progress if known else ObjectiveProgress.ON_TRACK)

    bench.change("objectives", look)
    if not any(_own(bench, one) for one in bench.record.objectives):
        _some_objective(bench)


def _objectives_acted_on(bench: _Bench) -> None:
    bench.change(
        "objectives",
        lambda one: attrs.evolve(one, action="Hurry.") if one.progress is ObjectiveProgress.BEHIND else one,
    )


def _some_risk(bench: _Bench) -> None:
    if not bench.record.risks:
        bench.edit(risks=(Risk(id="R-new", description="Something.", owner="Olga"),))


def _risks_assessed(bench: _Bench) -> None:
    _some_risk(bench)
    bench.change("risks", lambda one: attrs.evolve(one, assessed_on=ON))


def _treatment(bench: _Bench, owner: str) -> RiskTreatment:
    approved = bench.good("risks.approved")
    return RiskTreatment(
        option=TreatmentOption.RETAIN, approved_by=owner if approved else None, approved_on=ON if approved else None
    )


def _risks_treated(bench: _Bench) -> None:
    _some_risk(bench)
    bench.change("risks", lambda one: attrs.evolve(one, treatment=one.treatment or _treatment(bench, one.owner)))


def _risks_approved(bench: _Bench) -> None:
    def approve(risk: Risk) -> Risk:
        treatment = risk.treatment
        if treatment is None or (treatment.approved_by == risk.owner and _by_now(treatment.approved_on)):
            return risk
        # An approved plan would put its controls on their way; approving no plan leaves them where they are.
        return attrs.evolve(risk, treatment=attrs.evolve(treatment, plan=None, approved_by=risk.owner, approved_on=ON))

    _some_risk(bench)
    if all(risk.treatment is None for risk in bench.record.risks):
        accepted = bench.good("risks.residual-accepted")
        made = Risk(
            id="R-approved",
            description="Something else.",
            owner="Olga",
            assessed_on=ON if bench.good("risks.assessed") else None,
            treatment=_treatment(bench, "Olga"),
            residual_accepted_by="Olga" if accepted else None,
            residual_accepted_on=ON if accepted else None,
        )
        bench.edit(risks=(*bench.record.risks, made))
    bench.change("risks", approve)


def _by_now(day_of: Any) -> bool:  # noqa: ANN401 - a day or nothing.
    return day_of is None or bool(day_of <= ON)


def _residual(bench: _Bench) -> None:
    _some_risk(bench)
    bench.change("risks", lambda one: attrs.evolve(one, residual_accepted_by=one.owner, residual_accepted_on=ON))


def _controls(bench: _Bench) -> list[RequirementRef]:
    return [control.ref for control in bench.edition.controls()]


def _decided(bench: _Bench, control: RequirementRef) -> list[Any]:
    """List the decisions that hold for a control: those of the latest day about the finest place."""
    for place in places(control):
        about = [one for one in bench.record.applicability if one.target == place and one.decided_on <= ON]
        if about:
            last = max(one.decided_on for one in about)
            return [one for one in about if one.decided_on == last]
    return []


def _applicable(bench: _Bench, control: RequirementRef, *, reasoned: bool = True) -> None:
    others = tuple(one for one in bench.record.applicability if one.target != control)
    made = decision(control, decided_on=ON)
    if not reasoned:
        made = attrs.evolve(made, justification=None, reasons=())
    bench.edit(applicability=(*others, made))


def _complete(bench: _Bench) -> None:
    for control in _controls(bench):
        if not _decided(bench, control):
            _applicable(bench, control)


def _justified(bench: _Bench) -> None:
    for control in _controls(bench):
        held = _decided(bench, control)
        bare = [one for one in held if not (one.justification or "").strip() and not _has_reason(one)]
        if not bare:
            continue
        both = len({one.decision for one in held}) > 1
        if both or all(one.decision is Applicability.APPLICABLE for one in held):
            own = [attrs.evolve(one, target=control, justification="It was decided.") for one in held]
            others = tuple(one for one in bench.record.applicability if one.target != control)
            bench.edit(applicability=(*others, *own))
        else:
            _applicable(bench, control)


def _has_reason(one: Any) -> bool:  # noqa: ANN401 - a decision.
    return one.decision is Applicability.APPLICABLE and bool(one.reasons or one.risks)


def _consistent(bench: _Bench) -> None:
    for control in _controls(bench):
        held = _decided(bench, control)
        if len({one.decision for one in held}) > 1:
            bare = any(not (one.justification or "").strip() and not _has_reason(one) for one in held)
            _applicable(bench, control, reasoned=bench.good("applicability.justified") or not bare)
        elif any(one.decision is Applicability.NOT_APPLICABLE for one in held):
            bench.edit(risks=tuple(_without_control(risk, control) for risk in bench.record.risks))


def _without_control(risk: Risk, control: RequirementRef) -> Risk:
    if risk.treatment is None:
        return risk
    left = tuple(one for one in risk.treatment.controls if one != control)
    return attrs.evolve(risk, treatment=attrs.evolve(risk.treatment, controls=left))


def _aspects(bench: _Bench) -> None:
    bench.change(
        "aspects",
        lambda one: (
            attrs.evolve(one, evaluated_on=ON, significance=Significance.NOT_SIGNIFICANT)
            if one.significance is Significance.NOT_EVALUATED or not _by_now(one.evaluated_on)
            else one
        ),
    )
    made = Aspect(id="AS-new", activity="A", description="B", significance=Significance.SIGNIFICANT, evaluated_on=ON)
    bench.edit(aspects=bench.record.aspects or (made,))


def _hazards(bench: _Bench) -> None:
    def evaluate(one: Hazard) -> Hazard:
        if one.significance is not Significance.NOT_EVALUATED and _by_now(one.evaluated_on):
            return one
        return attrs.evolve(one, evaluated_on=ON, significance=Significance.NOT_SIGNIFICANT)

    bench.change("hazards", evaluate)
    made = Hazard(id="HZ-new", activity="A", description="B", significance=Significance.SIGNIFICANT, evaluated_on=ON)
    bench.edit(hazards=(*bench.record.hazards, made))


def _determined(bench: _Bench) -> None:
    made = ComplianceObligation(
        id="CO-new", title="Law", source="Parliament", status=ObligationStatus.FULFILLED, evaluated_on=ON
    )
    bench.edit(obligations=(made,))


def _evaluated(bench: _Bench) -> None:
    def look(one: ComplianceObligation) -> ComplianceObligation:
        known = one.status is not ObligationStatus.NOT_EVALUATED and _by_now(one.evaluated_on)
        return attrs.evolve(one, evaluated_on=ON, status=one.status if known else ObligationStatus.FULFILLED)

    bench.change("obligations", look)


def _acted_on(bench: _Bench) -> None:
    bench.change(
        "obligations",
        lambda one: attrs.evolve(one, action="Something is done.") if one.status is ObligationStatus.BREACHED else one,
    )


def _bodies(bench: _Bench) -> tuple[RequirementRef, ...]:
    return tuple(
        RequirementRef(bench.edition.ref, clause.number)
        for clause in bench.edition.clauses
        if clause.kind is ClauseKind.CLAUSE
    )


def _internal(bench: _Bench, audit: Audit) -> bool:
    return audit.type is AuditType.INTERNAL and bench.edition.ref in audit.standards


def _some_audit(bench: _Bench, *, covers: tuple[RequirementRef, ...] = ()) -> None:
    made = Audit(
        id=f"IA-new-{len(bench.record.audits)}",
        type=AuditType.INTERNAL,
        standards=(bench.edition.ref,),
        performed_on=ON,
        reported_on=ON,
        covers=covers,
        independence=Independence.INDEPENDENT if bench.good("internal-audit.independent") else Independence.UNKNOWN,
    )
    bench.edit(audits=(*bench.record.audits, made))


def _covered(bench: _Bench) -> None:
    _some_audit(bench, covers=_bodies(bench))


def _independent(bench: _Bench) -> None:
    bench.change(
        "audits",
        lambda one: attrs.evolve(one, independence=Independence.INDEPENDENT) if _internal(bench, one) else one,
    )


def _inputs(bench: _Bench) -> tuple[RequirementRef, ...]:
    wanted = bench.edition.requirements()
    return tuple(one.ref for one in wanted if bench.edition.topic_of(one) is Topic.MANAGEMENT_REVIEW_INPUTS)


def _reviews(bench: _Bench) -> list[ManagementReview]:
    done = [one for one in bench.record.management_reviews if one.performed_on is not None and one.performed_on <= ON]
    return sorted(done, key=lambda one: (one.performed_on or ON, one.id, one.inputs))


def _reviewed(bench: _Bench) -> None:
    """Hold a review today that considers what the last one did, or everything where that is to be mended too."""
    done = _reviews(bench)
    considered = done[-1].inputs if done else ()
    considered = considered if not bench.good("management-review.inputs") else (*considered, *_inputs(bench))
    made = ManagementReview(id="MR-new", standards=(bench.edition.ref,), performed_on=ON, inputs=tuple(considered))
    bench.edit(management_reviews=(*bench.record.management_reviews, made))


def _considered(bench: _Bench) -> None:
    """Complete the inputs of the last review; where there is none, record one of years ago."""
    done = _reviews(bench)
    if not done:
        old = ManagementReview(id="MR-old", standards=(bench.edition.ref,), performed_on=day(-4000))
        bench.edit(management_reviews=(*bench.record.management_reviews, old))
        done = [old]
    last = done[-1]
    bench.change(
        "management_reviews",
        lambda one: attrs.evolve(one, inputs=(*one.inputs, *_inputs(bench))) if one == last else one,
    )


def _all_told(bench: _Bench) -> None:
    bench.says_complete(RecordList.FINDINGS)


def _resolved(grade: FindingGrade, *, theirs: bool) -> Callable[[_Bench], None]:
    """Return what closes findings of a grade: those of the certification body, or all others."""
    return lambda bench: _resolve(bench, grade, lambda one: _from_the_body(bench, one) is theirs)


def _resolve(bench: _Bench, grade: FindingGrade, which: Callable[[Finding], bool] = lambda _: True) -> None:
    """Close what is open of a grade; where an entry is to stay broken downgrade it, since closing would mend that."""

    def resolve(one: Finding) -> Finding:
        if one.grade is not grade or not one.is_open(ON) or not which(one):
            return one
        if bench.keeps_an_entry:
            return attrs.evolve(one, grade=FindingGrade.MINOR, plan_accepted_on=None)
        return attrs.evolve(one, closed_on=ON)

    bench.change("findings", resolve)


def _concerns(bench: _Bench) -> None:
    concern = FindingType.AREA_OF_CONCERN
    bench.change("findings", lambda one: attrs.evolve(one, correction="Mended.") if one.type is concern else one)


# What a certification body looks at.


def _from_the_body(bench: _Bench, one: Finding) -> bool:
    """Say whether the certification body raised it by now: in one of its audits, or in one that nobody knows."""
    own = {audit.id for audit in bench.record.audits if audit.type in (AuditType.INTERNAL, AuditType.CUSTOMER)}
    body = {audit.id for audit in bench.record.audits} - own
    theirs = one.audit is not None and (one.audit in body or one.audit not in own)
    return theirs and one.type is FindingType.NONCONFORMITY and one.raised_on <= ON


def _change_theirs(bench: _Bench, change: Callable[[Finding], Finding]) -> None:
    bench.change("findings", lambda one: change(one) if _from_the_body(bench, one) else one)


def _verified(bench: _Bench) -> None:
    def verify(one: Finding) -> Finding:
        if one.verified_on is not None and one.verified_on <= ON:
            return one
        ungraded = one.grade is FindingGrade.UNGRADED and one.is_open(ON)
        if (one.grade is FindingGrade.MAJOR or ungraded) and bench.kept == "findings.earlier-acted-on":
            # Verifying would show that the action worked.
            return attrs.evolve(one, grade=FindingGrade.MINOR, plan_accepted_on=ON)
        if one.grade is FindingGrade.MAJOR:
            return attrs.evolve(one, verified_on=ON)
        if ungraded:
            return attrs.evolve(one, audit=None) if bench.keeps_an_entry else attrs.evolve(one, closed_on=ON)
        return one

    _change_theirs(bench, verify)
    bench.says_complete(RecordList.FINDINGS)


def _minors_planned(bench: _Bench) -> None:
    def plan(one: Finding) -> Finding:
        if one.grade is not FindingGrade.MINOR or not one.is_open(ON) or _is_past(one.plan_accepted_on):
            return one
        # An accepted plan would make what it touches an expected minor.
        return attrs.evolve(one, audit=None) if bench.keeps_an_entry else attrs.evolve(one, plan_accepted_on=ON)

    _change_theirs(bench, plan)


def _is_past(day_of: Any) -> bool:  # noqa: ANN401 - a day or nothing.
    return day_of is not None and bool(day_of <= ON)


def _dispersed(bench: _Bench) -> None:
    """Close the minors; where closing would mend what is to stay broken there are too many minors besides."""
    if not bench.keeps_an_entry and not (bench.kept or "").startswith("findings."):
        _resolve(bench, FindingGrade.MINOR)


def _acted_on_earlier(bench: _Bench) -> None:
    done = CorrectiveAction(description="Mend.", owner="Olga", due_on=ON, done_on=ON)
    effect = EffectivenessReview(effective="effective", by="Rita", on=ON)
    _change_theirs(
        bench,
        lambda one: (
            attrs.evolve(one, corrective_actions=(done,), effectiveness=effect)
            if one.is_open(ON) and not _is_past(one.verified_on)
            else one
        ),
    )


def _complaints(bench: _Bench) -> None:
    bench.change("complaints", lambda one: attrs.evolve(one, action="Something is done."))
    bench.says_complete(RecordList.COMPLAINTS)


def _notified(bench: _Bench) -> None:
    bench.change("changes", lambda one: attrs.evolve(one, notified_on=ON) if one.changed_on <= ON else one)
    bench.says_complete(RecordList.CHANGES)


_LONG_AGO = day(-4000)


def _certificates(bench: _Bench, standard: Any) -> list[Certificate]:  # noqa: ANN401 - a reference.
    held = [one for one in bench.record.certificates if one.standard == standard and one.effective_on <= ON]
    return sorted(held, key=lambda one: (one.effective_on, one.expires_on, one.id))


def _certificate(bench: _Bench) -> Certificate | None:
    """Return the certificate whose cycle runs; none where that is what is to stay broken."""
    held = _certificates(bench, bench.edition.ref)
    valid = [
        one for one in held if one.expires_on >= ON and not one.is_suspended(ON) and not _is_past(one.withdrawn_on)
    ]
    return next(reversed(valid or held), None)


def _in_force(bench: _Bench) -> None:
    _hold(bench, bench.edition.ref)
    if bench.kept == "recertification.arranged":
        # A certificate that lives longer, or begins later, could make a day fit that did not.
        left = tuple(one for one in bench.record.audits if one.type is not AuditType.RECERTIFICATION)
        bench.edit(audits=left)


def _earlier_in_force(bench: _Bench) -> None:
    _hold(bench, bench.edition.supersedes[0])


def _hold(bench: _Bench, standard: Any) -> None:  # noqa: ANN401 - a reference.
    held = _certificates(bench, standard)
    if held:
        whole = attrs.evolve(
            held[-1],
            expires_on=max(held[-1].expires_on, day(900)),
            suspended_on=None,
            restored_on=None,
            withdrawn_on=None,
        )
        bench.change("certificates", lambda one: whole if one == held[-1] else one)
        return
    # A cycle that begins today has no gaps, one that began long ago has.
    gaps = bench.kept in ("internal-audit.throughout", "management-review.throughout")
    made = Certificate(
        id="C-new",
        standard=standard,
        effective_on=_LONG_AGO if gaps else ON,
        expires_on=day(900),
        mark_use=MarkUse.AS_AGREED,
    )
    bench.edit(certificates=(*bench.record.certificates, made))


def _marks(bench: _Bench) -> None:
    bench.change("certificates", lambda one: attrs.evolve(one, mark_use=MarkUse.AS_AGREED, mark_use_checked_on=None))


def _audit_of(bench: _Bench, number: str, kind: AuditType, **more: Any) -> None:  # noqa: ANN401 - as in the class.
    made = Audit(id=number, type=kind, standards=(bench.edition.ref,), **more)
    bench.edit(audits=(*bench.record.audits, made))


def _arranged(bench: _Bench) -> None:
    _audit_of(bench, "RC-new", AuditType.RECERTIFICATION, planned_on=ON)


def _surveyed(bench: _Bench) -> None:
    bench.change(
        "audits",
        lambda one: (
            attrs.evolve(one, reported_on=ON)
            if one.type is AuditType.SURVEILLANCE and not _is_past(one.reported_on)
            else one
        ),
    )
    _audit_of(bench, "SV-new", AuditType.SURVEILLANCE, performed_on=ON, reported_on=ON)


def _decided_on(bench: _Bench) -> Audit:
    kinds = (AuditType.STAGE_2, AuditType.RECERTIFICATION)
    done = [one for one in bench.record.audits if one.type in kinds and bench.edition.ref in one.standards]
    return max((one for one in done if _is_past(one.performed_on)), key=lambda one: (one.performed_on or ON, one.id))


def _change_decided(bench: _Bench, **changes: Any) -> None:  # noqa: ANN401 - whatever the class takes.
    decided = _decided_on(bench)
    bench.change("audits", lambda one: attrs.evolve(one, **changes) if one == decided else one)


def _performed(bench: _Bench) -> None:
    whole = {"report_content": ReportContent.COMPLETE, "auditors": ("Eve",), "deciders": ("Dora",)}
    _audit_of(bench, "S2-new", AuditType.STAGE_2, performed_on=ON, reported_on=ON, **whole)


def _report(bench: _Bench) -> None:
    reported = _decided_on(bench).reported_on
    on = reported if _is_past(reported) else ON
    _change_decided(bench, report_content=ReportContent.COMPLETE, reported_on=on)


def _deciders(bench: _Bench) -> None:
    bench.change("audits", lambda one: one if one.auditors else attrs.evolve(one, auditors=("Somebody",)))
    _change_decided(bench, deciders=("Dorothea",))


def _in_time(bench: _Bench) -> None:
    """Do the stage 2 again; a recertification finds a certificate that lives on."""
    if _decided_on(bench).type is AuditType.STAGE_2:
        _change_decided(bench, performed_on=ON)
    else:
        made = Certificate(id="C-next", standard=bench.edition.ref, effective_on=ON, expires_on=day(900))
        bench.edit(certificates=(*bench.record.certificates, made))


def _days_of_the_cycle(bench: _Bench) -> list[Any]:
    certificate = _certificate(bench)
    first = certificate.effective_on if certificate is not None else ON
    return [first + dt.timedelta(days=at) for at in range(0, (ON - first).days, 25)]


def _audits_throughout(bench: _Bench) -> None:
    independence = Independence.INDEPENDENT if bench.good("internal-audit.independent") else Independence.UNKNOWN
    for at, on in enumerate([*_days_of_the_cycle(bench), ON]):
        _audit_of(bench, f"IA-in-{at}", AuditType.INTERNAL, performed_on=on, reported_on=on, independence=independence)


def _reviews_throughout(bench: _Bench) -> None:
    held = tuple(
        ManagementReview(id=f"MR-in-{at}", standards=(bench.edition.ref,), performed_on=on)
        for at, on in enumerate(_days_of_the_cycle(bench))
    )
    _reviewed(bench)
    bench.edit(management_reviews=(*bench.record.management_reviews, *held))


_FACTS: dict[str, Callable[[_Bench], None]] = {
    "edition.auditable": _auditable,
    "edition.certifiable": _auditable,
    "edition.recertifiable": _auditable,
    "edition.content-known": _content,
    "certificate.in-force": _in_force,
    "certificate.earlier-in-force": _earlier_in_force,
    "certificate.mark-use": _marks,
    "recertification.arranged": _arranged,
    "surveillance.reported": _surveyed,
    "decision.audit-performed": _performed,
    "decision.report-complete": _report,
    "decision.decider-independent": _deciders,
    "decision.majors-in-time": _in_time,
    "scope.stated": _stated,
    "scope.approved": _approved,
    "objectives.measured": _objectives,
    "objectives.evaluated": _objectives_evaluated,
    "objectives.acted-on": _objectives_acted_on,
    "risks.treated": _risks_treated,
    "risks.approved": _risks_approved,
    "risks.residual-accepted": _residual,
    "risks.assessed": _risks_assessed,
    "applicability.complete": _complete,
    "applicability.justified": _justified,
    "applicability.consistent": _consistent,
    "aspects.evaluated": _aspects,
    "hazards.evaluated": _hazards,
    "obligations.determined": _determined,
    "obligations.evaluated": _evaluated,
    "obligations.acted-on": _acted_on,
    "internal-audit.throughout": _audits_throughout,
    "internal-audit.current": _some_audit,
    "internal-audit.coverage": _covered,
    "internal-audit.performed": _covered,
    "internal-audit.scheduled": _covered,
    "internal-audit.independent": _independent,
    "management-review.throughout": _reviews_throughout,
    "management-review.inputs": _considered,
    "management-review.current": _reviewed,
    "management-review.performed": _reviewed,
    "management-review.scheduled": _reviewed,
    "findings.complete": _all_told,
    "findings.no-open-major": _resolved(FindingGrade.MAJOR, theirs=True),
    "findings.no-open-internal-major": _resolved(FindingGrade.MAJOR, theirs=False),
    "findings.graded": _resolved(FindingGrade.UNGRADED, theirs=True),
    "findings.internal-graded": _resolved(FindingGrade.UNGRADED, theirs=False),
    "findings.concerns-resolved": _concerns,
    "findings.majors-verified": _verified,
    "findings.minors-planned": _minors_planned,
    "findings.no-accumulation": _dispersed,
    "findings.earlier-acted-on": _acted_on_earlier,
    "complaints.acted-on": _complaints,
    "changes.notified": _notified,
}


# Entries.


def _below(edition: StandardEdition, target: RequirementRef) -> Iterable[RequirementRef]:
    return (one for one in entries_of(edition) if target in places(one))


def _without(bench: _Bench, refs: tuple[RequirementRef, ...], entry: RequirementRef) -> tuple[RequirementRef, ...]:
    """Take one entry out of references, writing out what else the wider ones reach; a trace of the edition stays."""
    if not set(refs) & set(places(entry)):
        return refs
    left = [one for target in refs for one in (_below(bench.edition, target) if target in places(entry) else (target,))]
    nowhere = RequirementRef(bench.edition.ref, ClauseNumber.parse("11"))
    return (*(one for one in left if one != entry), nowhere)


def _taken_off(bench: _Bench, one: Finding, entry: RequirementRef) -> Finding:
    left = attrs.evolve(one, criteria=_without(bench, one.criteria, entry))
    if bench.kept is None and left != one and one.grade is FindingGrade.MINOR and one.is_open(ON):
        # Written out it could be one too many on a matter.
        return attrs.evolve(left, closed_on=ON)
    return left


def _mend_entry(bench: _Bench, entry: RequirementRef) -> None:
    """Close the matter for one requirement or control: an auditor found it conforming and saw what shows it."""
    if bench.kept != "findings.no-accumulation":
        bench.change("findings", lambda one: _taken_off(bench, one, entry))
    bench.change("evidence", lambda one: attrs.evolve(one, contradicts=_without(bench, one.contradicts, entry)))
    found = bench.edition[entry]
    document = isinstance(found, Requirement) and found.documented_information is DocumentedInformation.DOCUMENT
    kind = EvidenceKind.PROCEDURE if document else EvidenceKind.REPORT
    shown = evidence(
        f"EV+{entry.local}",
        kind,
        supports=(entry,),
        received_on=ON,
        period=None if document else Period(first=day(-5), last=day(-1)),
    )
    told = judgement(entry, role=Role.EXTERNAL_AUDITOR, judged_by="Eve", judged_on=ON, sample="all of it")
    bench.edit(evidence=(*bench.record.evidence, shown), judgements=(*bench.record.judgements, told))
