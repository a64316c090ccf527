# SPDX-License-Identifier: Apache-2.0
"""Edits of a record that remove one blocker each and touch nothing else, for the law about blockers.

:func:`mended` removes every blocker of an answer, or every one but one. An edit never mends by accident what it was not
asked to: closing a finding, say, would mend each requirement it touches, so that a finding is only taken off the one.
"""

from __future__ import annotations

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
    ComplianceObligation,
    FindingGrade,
    Independence,
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
    made = Objective(id="OB-new", statement="Mend.", standards=(bench.edition.ref,), measure="How many.")
    bench.edit(objectives=(*bench.record.objectives, made))


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


def _no_major(bench: _Bench) -> None:
    """Downgrade: closing would mend what the finding touches as well."""
    bench.change(
        "findings",
        lambda one: (
            attrs.evolve(one, grade=FindingGrade.MINOR, plan_accepted_on=None)
            if one.grade is FindingGrade.MAJOR
            else one
        ),
    )
    bench.edit(complete=tuple({*bench.record.complete, RecordList.FINDINGS}))


def _graded(bench: _Bench) -> None:
    bench.change(
        "findings",
        lambda one: (
            attrs.evolve(one, grade=FindingGrade.MINOR, plan_accepted_on=None)
            if one.grade is FindingGrade.UNGRADED
            else one
        ),
    )


_FACTS: dict[str, Callable[[_Bench], None]] = {
    "edition.auditable": _auditable,
    "edition.content-known": _content,
    "scope.stated": _stated,
    "scope.approved": _approved,
    "objectives.measured": _objectives,
    "risks.treated": _risks_treated,
    "risks.approved": _risks_approved,
    "risks.residual-accepted": _residual,
    "risks.assessed": _risks_assessed,
    "applicability.complete": _complete,
    "applicability.justified": _justified,
    "applicability.consistent": _consistent,
    "aspects.evaluated": _aspects,
    "obligations.determined": _determined,
    "obligations.evaluated": _evaluated,
    "obligations.acted-on": _acted_on,
    "internal-audit.coverage": _covered,
    "internal-audit.performed": _covered,
    "internal-audit.scheduled": _covered,
    "internal-audit.independent": _independent,
    "management-review.inputs": _considered,
    "management-review.current": _reviewed,
    "management-review.performed": _reviewed,
    "management-review.scheduled": _reviewed,
    "findings.no-open-major": _no_major,
    "findings.graded": _graded,
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


def _mend_entry(bench: _Bench, entry: RequirementRef) -> None:
    """Close the matter for one requirement or control: an auditor found it conforming and saw what shows it."""
    bench.change("findings", lambda one: attrs.evolve(one, criteria=_without(bench, one.criteria, entry)))
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
