# SPDX-License-Identifier: Apache-2.0
"""From the record of an assessment to a statement: what counts on the day, control by control, and nothing guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import attrs

from isomodel.applicability._issues import clause_matter, found_in, holding
from isomodel.applicability._nouns import (
    ControlEntry,
    ControlOrigin,
    Implementation,
    InclusionBasis,
    Mention,
    MentionedBy,
    Necessity,
    NoControlsError,
    NonApplicabilityStatement,
    ObligationLink,
    PlanStanding,
    RequirementApplicability,
    RiskLink,
    SetAside,
    StatedBy,
    StatementOfApplicability,
    StatementVersion,
    UnitImplementation,
)
from isomodel.applicability._rules import Ground
from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Assessment,
    Conformity,
    InclusionReason,
    Judgement,
    Judgements,
    ObligationKind,
    RecordList,
    Risk,
    Role,
    Standing,
    WorkStatus,
    as_of,
    current_names,
    edition_for,
    may_be_excluded,
    places,
)
from isomodel.errors import Issue
from isomodel.evidence import Evidence, EvidenceStatus, statuses
from isomodel.identifiers import RequirementRef
from isomodel.model import Control, Extensions, Requirement, StandardEdition
from isomodel.register import EXTENSION
from isomodel.serialization import digest_of

__all__ = ["IMPLEMENTATION_OF", "REASON_OF", "freeze", "non_applicable", "statement"]

IMPLEMENTATION_OF: Final[Mapping[WorkStatus, Implementation]] = {
    WorkStatus.NOT_STARTED: Implementation.NOT_IMPLEMENTED,
    WorkStatus.PLANNED: Implementation.NOT_IMPLEMENTED,
    WorkStatus.PARTIAL: Implementation.NOT_IMPLEMENTED,
    WorkStatus.IMPLEMENTED: Implementation.IMPLEMENTED,
}
"""How the scale of work reduces to yes or no (ISO/IEC 27001:2022, 6.1.3 d)): partly implemented is not implemented."""

REASON_OF: Final[Mapping[ObligationKind, InclusionReason]] = {
    ObligationKind.LEGAL: InclusionReason.LEGAL,
    ObligationKind.CONTRACT: InclusionReason.CONTRACT,
    ObligationKind.COMMITMENT: InclusionReason.PRACTICE,
}
"""Which kind of reason for inclusion an obligation of each kind is."""


def statement(
    assessment: Assessment, edition: StandardEdition, *, on: dt.date, custom: Iterable[StandardEdition] = ()
) -> StatementOfApplicability:
    """Return the Statement of Applicability that a record comes to on a day.

    Every control has an entry, decided or not. Of several decisions on a control the one made on the control itself
    goes before one on its group, and then the latest. What is implemented is what stands by the judgements of the day,
    in every unit of the scope.

    Args:
        assessment: The record.
        edition: The edition whose reference controls are accounted for.
        on: The day; nothing decided, judged or received later counts.
        custom: Editions of one's own whose controls belong to it too.

    Raises:
        EditionMismatchError: The assessment is not against one of the editions.
        NoControlsError: One of the editions has no controls.
    """
    others = tuple(custom)
    for one in (edition, *others):
        edition_for(assessment, (one,), one.ref)
        if not one.controls():
            raise NoControlsError(str(one.ref))
    record = current_names(as_of(assessment, on), (edition, *others))
    builder = _Builder(record, on)
    entries = [
        builder.entry(control, ControlOrigin.REFERENCE if one is edition else ControlOrigin.CUSTOM)
        for one in (edition, *others)
        for control in one.controls()
    ]
    scope = record.scope
    return StatementOfApplicability(
        standard=edition.ref,
        organization=record.organization.name,
        scope=scope.statement if scope is not None and scope.statement.strip() else None,
        as_of=on,
        custom=tuple(one.ref for one in others),
        catalogue_revision=edition.catalogue_revision,
        complete=tuple(records for records in RecordList if record.says_complete(records)),
        entries=tuple(entries),
        set_aside=tuple(_set_aside(builder.decisions, edition.as_of(on))),
        unplaced=tuple(_unplaced(record, builder.decisions, (edition, *others))),
    )


def freeze(statement: StatementOfApplicability, *, number: str, on: dt.date, signed_by: str) -> StatementVersion:
    """Return a statement as a version, with its digest.

    Args:
        statement: What is signed.
        number: The number of the version.
        on: The day it is signed.
        signed_by: Who signs.

    Raises:
        InvariantError: Number or signature are empty, or the day is before the one the statement speaks of.
    """
    return StatementVersion(
        number=number, dated_on=on, signed_by=signed_by, digest=digest_of(statement), statement=statement
    )


def non_applicable(assessment: Assessment, edition: StandardEdition, *, on: dt.date) -> NonApplicabilityStatement:
    """Return what of an edition's requirements is set aside on a day, what may be, what may not, and why.

    A requirement applies until it is validly set aside: by a decision with a reason, on something of which everything
    may be determined not applicable (ISO 9001:2015, 4.3). Whether a reason is a good one no program can tell. Decisions
    on clauses that the edition does not have are told by :func:`isomodel.assessment.issues`.

    Raises:
        EditionMismatchError: The assessment is not against this edition.
    """
    amended = edition_for(assessment, (edition,), edition.ref).as_of(on)
    record = current_names(as_of(assessment, on), (edition,))
    decided = _decisions(record)
    found = {one.target: one for one in _set_aside(decided, amended)}
    lets = any(may_be_excluded(requirement) for requirement in amended.requirements())
    requirements = []
    for requirement in amended.requirements():
        at = next((place for place in places(requirement.ref) if place in decided and place in amended), None)
        ground = found[at].ground if at in found else _unsaid(requirement, lets=lets)
        requirements.append(
            RequirementApplicability(requirement=requirement.ref, ground=ground, decided_at=at if at in found else None)
        )
    matters = [clause_matter(f"/decisions/{index}", one, amended, on) for index, one in enumerate(found.values())]
    judged = {place for one in record.judgements if _says_done(one) for place in places(one.target)}
    approved = record.scope.approved_on if record.scope is not None and record.scope.statement.strip() else None
    told: list[Issue] = []
    for matter, one in zip(matters, found.values(), strict=True):
        more = {
            "judged": not judged.isdisjoint({one.target, *one.covers}),
            "scope-tells": approved is not None and approved >= one.decided_on,
        }
        told.extend(found_in(attrs.evolve(matter, facts=(matter.facts - {"scope-tells"}) | holding(more)), edition.ref))
    return NonApplicabilityStatement(
        standard=edition.ref,
        organization=record.organization.name,
        as_of=on,
        decisions=tuple(found.values()),
        requirements=tuple(requirements),
        issues=tuple(told),
    )


_Decided: TypeAlias = Mapping[RequirementRef, Sequence[ApplicabilityDecision]]


def _decisions(record: Assessment) -> _Decided:
    """Return for each target the decisions of its latest day, in an order that is not that of the list."""
    latest: dict[RequirementRef, list[ApplicabilityDecision]] = {}
    for decision in sorted(dict.fromkeys(record.applicability), key=_decision_order):
        known = latest.setdefault(decision.target, [])
        if known and known[0].decided_on != decision.decided_on:
            known.clear()
        known.append(decision)
    return latest


def _decision_order(decision: ApplicabilityDecision) -> tuple[dt.date, str, str, str]:
    return decision.decided_on, decision.decided_by, decision.justification or "", repr(decision)


class _Builder:
    """The making of entries from one record, already that of the day."""

    def __init__(self, record: Assessment, on: dt.date) -> None:
        self.decisions = _decisions(record)
        self._units = record.units_in_scope() or (None,)
        self._judgements = Judgements(record.judgements)
        self._risks: dict[str, list[Risk]] = {}
        self._choosing: dict[RequirementRef, set[str]] = {}
        for risk in sorted(record.risks, key=lambda risk: (risk.id, repr(risk))):
            self._risks.setdefault(risk.id, []).append(risk)
            for ref in risk.treatment.controls if risk.treatment is not None else ():
                self._choosing.setdefault(ref, set()).add(risk.id)
        self._asking: dict[RequirementRef, dict[ObligationLink, None]] = {}
        for obligation in sorted(record.obligations, key=lambda one: (one.id, repr(one))):
            link = ObligationLink(obligation=obligation.id, kind=obligation.kind)
            for ref in obligation.controls:
                self._asking.setdefault(ref, {})[link] = None
        # How long a record counts does not matter here: what has lapsed stays named in the statement.
        standing = statuses(record.evidence, on, record_currency_months=12)
        self._evidence = {name for name, status in standing.items() if status not in _NO_LONGER}
        self._known = {item.id for item in record.evidence}
        self._supporting: dict[RequirementRef, list[Evidence]] = {}
        for item in record.evidence:
            for ref in item.supports:
                self._supporting.setdefault(ref, []).append(item)

    def entry(self, control: Control, origin: ControlOrigin) -> ControlEntry:
        """Make the entry of one control."""
        ref = control.ref
        at = next((place for place in places(ref) if place in self.decisions), None)
        decided = () if at is None else self.decisions[at]
        necessity = _necessity(decided)
        standings = [self._judgements.standing(ref, unit) for unit in self._units]
        judged = [standing.judgement for standing in standings if standing.judgement is not None]
        units = tuple(
            UnitImplementation(unit=unit or "", implementation=_implementation(one), work_status=_work_status(one))
            for unit, one in zip(self._units, standings, strict=True)
        )
        whole = _together(units)
        said = [*(item.extensions for item in decided), *(item.extensions for item in judged)]
        risks = self._risk_links(ref, decided)
        obligations = tuple(self._asking.get(ref, ()))
        named = {name for item in judged for name in item.evidence} | {
            name for one in said for name in _kept(one, "evidence")
        }
        shown = named | {item.id for place in places(ref) for item in self._supporting.get(place, ())}
        one_way = () if necessity is Necessity.CONTRADICTED else decided
        return ControlEntry(
            control=ref,
            title=control.title,
            origin=origin,
            necessity=necessity,
            reasons=tuple(_bases(one_way, risks, obligations)),
            justification=_joined(one.justification for one in one_way),
            decided_by=_joined((one.decided_by for one in decided), ", "),
            decided_on=decided[0].decided_on if decided else None,
            review_on=min((one.review_on for one in one_way if one.review_on is not None), default=None),
            decided_at=at if at != ref else None,
            implementation=Implementation.NOT_REQUIRED if necessity is Necessity.EXCLUDED else whole.implementation,
            work_status=whole.work_status,
            units=units if len({(one.implementation, one.work_status) for one in units}) > 1 else (),
            owner=_joined((name for one in said for name in _kept(one, "owner")), ", ") or self._owner(ref),
            evidence=tuple(sorted(shown & self._evidence)),
            named_evidence=tuple(sorted(named - self._known)),
            risks=risks,
            obligations=obligations,
        )

    def _risk_links(self, ref: RequirementRef, decided: Sequence[ApplicabilityDecision]) -> tuple[RiskLink, ...]:
        named = {name for one in decided for name in (*one.risks, *_kept(one.extensions, "risks"))}
        links = []
        for name in sorted(named | self._choosing.get(ref, set())):
            for risk in self._risks.get(name, ()):
                chosen = risk.treatment is not None and ref in risk.treatment.controls
                if chosen or name in named:
                    links.append(_risk_link(risk, chosen=chosen, named=name in named))
            if name not in self._risks:
                links.append(RiskLink(risk=name, stated_by=StatedBy.DECISION))
        return tuple(links)

    def _owner(self, ref: RequirementRef) -> str | None:
        """Return who judged it as its owner, by the finest and latest such judgements.

        Who stands behind an imported register as a whole answers for the register, not for each control in it.
        """
        about = [
            pair
            for pair in self._judgements.about(ref)
            if pair[1].role is Role.OWNER and EXTENSION not in pair[1].extensions
        ]
        if not about:
            return None
        finest = max(fineness for fineness, _ in about)
        latest: dict[tuple[str, ...], Judgement] = {}
        for fineness, judgement in about:
            known = latest.get(judgement.units)
            if fineness == finest and (known is None or known.judged_on <= judgement.judged_on):
                latest[judgement.units] = judgement
        return _joined((judgement.judged_by for judgement in latest.values()), ", ")


_NO_LONGER: Final = frozenset({EvidenceStatus.REJECTED, EvidenceStatus.SUPERSEDED, EvidenceStatus.WITHDRAWN})


def _necessity(decided: Sequence[ApplicabilityDecision]) -> Necessity:
    found = {one.decision for one in decided}
    if not found:
        return Necessity.UNDECIDED
    if len(found) > 1:
        return Necessity.CONTRADICTED
    return Necessity.EXCLUDED if Applicability.NOT_APPLICABLE in found else Necessity.NECESSARY


def _work_status(standing: Standing) -> WorkStatus | None:
    return None if standing.conformity is None else standing.work_status


def _implementation(standing: Standing) -> Implementation:
    status = _work_status(standing)
    return Implementation.UNKNOWN if status is None else IMPLEMENTATION_OF[status]


def _together(units: Sequence[UnitImplementation]) -> UnitImplementation:
    """Say how far a control has come on the whole: not implemented where it is known not to be somewhere."""
    order = (Implementation.NOT_IMPLEMENTED, Implementation.UNKNOWN, Implementation.IMPLEMENTED)
    whole = min((one.implementation for one in units), key=order.index)
    known = [one.work_status for one in units if one.work_status is not None]
    least = None if whole is Implementation.UNKNOWN else min(known, key=tuple(WorkStatus).index)
    return UnitImplementation(unit="", implementation=whole, work_status=least)


def _kept(extensions: Extensions, key: str) -> list[str]:
    """Return the texts that an imported register left under a key."""
    kept = extensions.get(EXTENSION)
    found = kept.get(key) if isinstance(kept, dict) else None
    return [text for text in found if isinstance(text, str) and text.strip()] if isinstance(found, list) else []


def _joined(texts: Iterable[str | None], between: str = "\n") -> str | None:
    """Put texts together, each once and sorted; None where there is none."""
    found = sorted({text for text in texts if text is not None and text.strip()})
    return between.join(found) or None


def _risk_link(risk: Risk, *, chosen: bool, named: bool) -> RiskLink:
    treatment = risk.treatment
    stated_by = StatedBy.BOTH if chosen and named else StatedBy.REGISTER if chosen else StatedBy.DECISION
    link = RiskLink(risk=risk.id, stated_by=stated_by, owner=risk.owner)
    if treatment is None:
        return link
    if not chosen or not (treatment.plan or "").strip():
        return attrs.evolve(link, option=treatment.option)
    approved = treatment.approved_by is not None and treatment.approved_on is not None
    by_owner = treatment.approved_by == risk.owner
    standing = PlanStanding.APPROVED if by_owner else PlanStanding.APPROVED_BY_ANOTHER
    return attrs.evolve(
        link,
        option=treatment.option,
        plan=standing if approved else PlanStanding.NOT_APPROVED,
        due_on=treatment.due_on,
        approved_by=treatment.approved_by,
        approved_on=treatment.approved_on,
    )


def _bases(
    decided: Sequence[ApplicabilityDecision], risks: Sequence[RiskLink], obligations: Sequence[ObligationLink]
) -> Iterator[InclusionBasis]:
    stated = {reason for one in decided for reason in one.reasons}
    ids: dict[InclusionReason, dict[str, None]] = {}
    for link in risks:
        ids.setdefault(InclusionReason.RISK, {})[link.risk] = None
    for one in obligations:
        if one.kind is not None:
            ids.setdefault(REASON_OF[one.kind], {})[one.obligation] = None
    for kind in InclusionReason:
        if kind in stated or kind in ids:
            linked = StatedBy.BOTH if kind in stated else StatedBy.REGISTER
            yield InclusionBasis(
                kind=kind, stated_by=linked if kind in ids else StatedBy.DECISION, ids=tuple(ids.get(kind, ()))
            )


def _set_aside(decided: _Decided, edition: StandardEdition) -> Iterator[SetAside]:
    """Go through the decisions that set aside something that is no control, in the order of the standard."""
    order = {ref: place for place, ref in enumerate(_addresses(edition))}
    for target in sorted((ref for ref in decided if ref in order), key=order.__getitem__):
        known = decided[target]
        if all(one.decision is Applicability.APPLICABLE for one in known):
            continue
        yield SetAside(
            target=target,
            ground=_ground(known, edition),
            covers=tuple(one.ref for one in edition.requirements() if target in places(one.ref)),
            justification=_joined(one.justification for one in known),
            decided_by=_joined((one.decided_by for one in known), ", ") or "",
            decided_on=known[0].decided_on,
            review_on=min((one.review_on for one in known if one.review_on is not None), default=None),
        )


def _addresses(edition: StandardEdition) -> Iterator[RequirementRef]:
    """Go through what a decision can set aside that is neither a control nor a group of controls only."""
    for clause in edition.walk():
        below = tuple(clause.walk())
        if any(one.controls for one in below) and not any(one.requirements for one in below):
            continue
        yield RequirementRef(edition.ref, clause.number)
        items: dict[RequirementRef, None] = {}
        for requirement in clause.requirements:
            items.update(dict.fromkeys(place for place in reversed(places(requirement.ref)) if place.item is not None))
        yield from items


def _ground(known: Sequence[ApplicabilityDecision], edition: StandardEdition) -> Ground:
    if len({one.decision for one in known}) > 1:
        return Ground.CONTRADICTED
    if not may_be_excluded(edition[known[0].target]):
        return Ground.NOT_ALLOWED
    reasoned = all((one.justification or "").strip() for one in known)
    return Ground.SET_ASIDE if reasoned else Ground.WITHOUT_REASON


def _unsaid(requirement: Requirement, *, lets: bool) -> Ground:
    if may_be_excluded(requirement):
        return Ground.MAY_BE_SET_ASIDE
    return Ground.MUST_APPLY_HERE if lets else Ground.MUST_APPLY


def _says_done(judgement: Judgement) -> bool:
    begun = judgement.work_status in (WorkStatus.PARTIAL, WorkStatus.IMPLEMENTED)
    return begun or judgement.conformity is not Conformity.NOT_ASSESSED


def _unplaced(record: Assessment, decided: _Decided, editions: Sequence[StandardEdition]) -> Iterator[Mention]:
    by_ref = {one.ref: one for one in editions}

    def strange(ref: RequirementRef, *, controls_only: bool) -> bool:
        edition = by_ref.get(ref.standard)
        if edition is None:
            return False
        return ref not in edition or (controls_only and not isinstance(edition[ref], Control))

    for target in sorted(decided):
        if strange(target, controls_only=False):
            yield Mention(target=target, mentioned_by=MentionedBy.DECISION)
    chosen = {(risk.id, ref) for risk in record.risks if risk.treatment is not None for ref in risk.treatment.controls}
    for identifier, ref in sorted(chosen):
        if strange(ref, controls_only=True):
            yield Mention(target=ref, mentioned_by=MentionedBy.RISK, record=identifier)
    asked = {(one.id, ref) for one in record.obligations for ref in one.controls}
    for identifier, ref in sorted(asked):
        if strange(ref, controls_only=True):
            yield Mention(target=ref, mentioned_by=MentionedBy.OBLIGATION, record=identifier)
