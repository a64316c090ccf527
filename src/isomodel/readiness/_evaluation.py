# SPDX-License-Identifier: Apache-2.0
"""From an assessment and an edition to facts, buckets and rule outcomes for one day.

What does not depend on the day is indexed once; :meth:`Material.answer` then reads the tables. A fact fails when
something speaks against it, is unknown when something is missing that would tell, and passes otherwise: no fact
decides otherwise.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

import attrs

from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Assessment,
    Audit,
    AuditType,
    Certificate,
    Conformity,
    Finding,
    FindingGrade,
    FindingType,
    Judgements,
    RecordList,
    Role,
    Standing,
    as_of,
    may_be_excluded,
    places,
)
from isomodel.evidence import (
    Evidence,
    EvidenceKind,
    EvidenceStatus,
    ReviewOutcome,
    add_months,
    lapses_on,
    statuses,
    validities,
)
from isomodel.identifiers import ClauseNumber, RequirementRef
from isomodel.model import (
    Control,
    DocumentedInformation,
    Phase,
    Requirement,
    StandardEdition,
    Strength,
    Topic,
)
from isomodel.policy import Policy
from isomodel.readiness._facts import FACTS, holds_for, year_of
from isomodel.readiness._leaning import Leaning
from isomodel.readiness._nouns import (
    ASSURANCE_OF_ROLE,
    Assurance,
    Axes,
    Bucket,
    EntryKind,
    EntryReadiness,
    EvidenceState,
    Fact,
    FindingState,
    Gate,
    GateRule,
    GateRules,
    Outcome,
    PlanState,
    RuleReads,
    RuleResult,
    StandingConformity,
    TruthRow,
    TruthTable,
    UnitReadiness,
    WorkState,
)

__all__ = ["Answer", "Material"]


@attrs.frozen
class Answer:
    """What the tables say on one day, before anything is counted."""

    entries: tuple[EntryReadiness, ...]
    facts: Mapping[str, Fact]
    rules: tuple[RuleResult, ...]


@attrs.frozen
class _Entry:
    """A requirement or control with what the rules select by."""

    ref: RequirementRef
    source: Requirement | Control
    kind: EntryKind
    topic: Topic | None
    within: frozenset[Topic]
    phase: Phase | None
    documented: DocumentedInformation
    places: tuple[RequirementRef, ...]
    set_aside_at: frozenset[RequirementRef]


@attrs.frozen
class _Established:
    """What is established about an entry, and what the rules that look at it and do not pass make of it."""

    entry: EntryReadiness
    held_up: tuple[tuple[str, Outcome], ...]


class Tables:
    """The truth table and the gate rules, ready to be looked up in."""

    def __init__(self, truth: TruthTable, gates: GateRules) -> None:
        """Take the tables over."""
        self.truth = truth
        self.gates = gates
        self.rank = {meaning.bucket: meaning.rank for meaning in truth.buckets}
        self.outcome = {meaning.bucket: meaning.outcome for meaning in truth.buckets}
        self._rows: dict[Axes, TruthRow] = {}

    def row(self, axes: Axes) -> TruthRow:
        """Return the first row that applies."""
        row = self._rows.get(axes)
        if row is None:
            row = self._rows[axes] = self.truth.row(axes)
        return row


class Material:
    """An assessment and an edition, indexed, ready to be asked about days."""

    def __init__(  # noqa: PLR0913, PLR0917 - what an answer is made of.
        self,
        assessment: Assessment,
        edition: StandardEdition,
        gate: Gate,
        policy: Policy,
        tables: Tables,
        replaced: Sequence[StandardEdition] = (),
        like: Material | None = None,
    ) -> None:
        """Index what does not depend on the day.

        Args:
            assessment: The record, under the names the edition gives now.
            edition: The edition.
            gate: The gate.
            policy: The numbers.
            tables: The tables.
            replaced: The editions that it replaces, for a transition.
            like: The material of the same question about another record: whatever does not differ is taken over.
        """
        rules = (rule for rule in tables.gates.rules if gate in rule.gates)
        self.needed = frozenset(name for rule in rules for group in rule.needs for name in group)
        self.replaced = tuple(replaced)
        self.validity = validities(policy)
        # In an order of their own: that of the lists must not show in the answer, not even where ids are taken twice.
        self.assessment = attrs.evolve(
            assessment,
            audits=_in_order(assessment.audits),
            certificates=_in_order(assessment.certificates),
            findings=_in_order(assessment.findings),
        )
        self.edition = edition
        self.gate = gate
        self.policy = policy
        self.tables = tables
        # In an order of their own: that of the list must not show in the answer.
        self.units: tuple[str | None, ...] = tuple(sorted(set(assessment.units_in_scope()))) or (None,)
        self.evidence = _without_twins(assessment.evidence)
        self.judgements = _judgements(assessment, like)
        self.by_id: dict[str, list[Evidence]] = {}
        self.supporting: dict[RequirementRef, list[Evidence]] = {}
        self.contradicting: dict[RequirementRef, list[Evidence]] = {}
        for item in self.evidence:
            self.by_id.setdefault(item.id, []).append(item)
            for ref in item.supports:
                self.supporting.setdefault(ref, []).append(item)
            for ref in item.contradicts:
                self.contradicting.setdefault(ref, []).append(item)
        self._editions: dict[tuple[bool, ...], StandardEdition] = {}
        self._entries: dict[tuple[bool, ...], tuple[_Entry, ...]] = {}
        self._leanings: dict[tuple[bool, ...], Leaning] = {}
        self._watches: dict[RequirementRef, _Watch] = {}
        self._watched = _watched(self.assessment)
        self._known: dict[RequirementRef, dict[object, _Established]] = {}
        if like is not None:
            self._editions, self._entries = like._editions, like._entries  # noqa: SLF001 - one of its own kind.
            self._leanings = like._leanings  # noqa: SLF001 - the same.
            self._known = dict(like._untouched_by(self))  # noqa: SLF001 - the same.

    def answer(self, on: dt.date) -> Answer:
        """Say what the tables say on a day."""
        return _Day(self, on).answer()

    def edition_on(self, on: dt.date) -> tuple[StandardEdition, tuple[_Entry, ...]]:
        """Return the edition as in force on a day, with its entries; both are made once for each state of it."""
        state = self._state(on)
        if state not in self._editions:
            self._editions[state] = self.edition.as_of(on)
            self._entries[state] = tuple(_entries(self.edition.as_of(on)))
        return self._editions[state], self._entries[state]

    def leaning(self, on: dt.date) -> Leaning:
        """Return what requires what in the edition as in force on a day."""
        edition, entries = self.edition_on(on)
        state = self._state(on)
        if state not in self._leanings:
            self._leanings[state] = Leaning(edition, {entry.ref: entry.places for entry in entries})
        return self._leanings[state]

    def _state(self, on: dt.date) -> tuple[bool, ...]:
        return tuple(amendment.published_on <= on for amendment in self.edition.amendments)

    def watch(self, entry: _Entry) -> _Watch:
        """Return what an entry depends on that a day can change."""
        watch = self._watches.get(entry.ref)
        if watch is None:
            judged, evidence, findings, decided = self._watched
            named = {name for place in entry.places for name in evidence.get(place, ())}
            watch = self._watches[entry.ref] = _Watch(
                judged=tuple(sorted(day for place in entry.places for day in judged.get(place, ()))),
                evidence=tuple(sorted(name for name in named if name in self.by_id)),
                findings=tuple(sorted({number for place in entry.places for number in findings.get(place, ())})),
                decided=tuple(sorted(day for place in entry.places for day in decided.get(place, ()))),
            )
        return watch

    def unchanged(self, ref: RequirementRef, key: object) -> _Established | None:
        """Return what was established about an entry on another day on which everything it depends on stood alike."""
        return self._known.get(ref, {}).get(key)

    def remember(self, ref: RequirementRef, key: object, found: _Established) -> _Established:
        """Keep what was established about an entry, for other days on which everything it depends on stands alike."""
        self._known.setdefault(ref, {})[key] = found
        return found

    def _untouched_by(self, other: Material) -> Iterator[tuple[RequirementRef, dict[object, _Established]]]:
        """Go through what is established about entries that another record says nothing else about."""
        mine, its = self.assessment, other.assessment
        counted = mine.says_complete(RecordList.EVIDENCE) is its.says_complete(RecordList.EVIDENCE)
        if self.units != other.units or not counted:
            return
        refs = {judgement.target for judgement in _differing(mine.judgements, its.judgements)}
        refs.update(decision.target for decision in _differing(mine.applicability, its.applicability))
        refs.update(ref for finding in _differing(mine.findings, its.findings) for ref in finding.criteria)
        items = _differing(mine.evidence, its.evidence)
        refs.update(ref for item in items for ref in (*item.supports, *item.contradicts))
        names = {item.id for item in items}
        every = {entry.ref: entry for entries in self._entries.values() for entry in entries}
        for ref, known in self._known.items():
            entry = every[ref]
            if refs.isdisjoint(entry.places) and names.isdisjoint(self.watch(entry).evidence):
                # A copy, so that neither learns of what the other works out.
                yield ref, dict(known)

    def lapse(self, item: Evidence) -> dt.date | None:
        """Return the first day on which an item no longer counts by time alone, under the policy."""
        return lapses_on(item, record_currency_months=self.policy["record-currency"], validity_months=self.validity)

    def asks(self, *beginnings: str) -> bool:
        """Say whether a rule of the gate needs a fact whose name begins in one of these ways."""
        return any(name.startswith(beginnings) for name in self.needed)

    def candidate_days(self, on: dt.date) -> tuple[dt.date, ...]:
        """List the days after ``on`` on which anything in the record can start or stop to count, in order."""
        return tuple(sorted(day for day in set(_turning_days(self)) if day > on))


@attrs.frozen
class _Watch:
    """What an entry depends on that a day can change."""

    judged: tuple[dt.date, ...]
    evidence: tuple[str, ...]
    findings: tuple[int, ...]
    decided: tuple[dt.date, ...]


def _judgements(assessment: Assessment, like: Material | None) -> Judgements:
    if like is None:
        return Judgements(assessment.judgements)
    known = {id(judgement) for judgement in like.assessment.judgements}
    left = {id(judgement) for judgement in assessment.judgements}
    if not left <= known:
        return Judgements(assessment.judgements)
    return like.judgements.without(one for one in like.assessment.judgements if id(one) not in left)


_Listed = TypeVar("_Listed")


def _differing(one: Sequence[_Listed], other: Sequence[_Listed]) -> list[_Listed]:
    """List what stands in one of two lists only; the same value made twice counts as two, which costs time only."""
    common = {id(item) for item in one} & {id(item) for item in other}
    return [item for item in (*one, *other) if id(item) not in common]


_Watched: TypeAlias = tuple[
    dict[RequirementRef, list[dt.date]],
    dict[RequirementRef, list[str]],
    dict[RequirementRef, list[int]],
    dict[RequirementRef, list[dt.date]],
]


def _watched(record: Assessment) -> _Watched:
    judged: dict[RequirementRef, list[dt.date]] = {}
    evidence: dict[RequirementRef, list[str]] = {}
    findings: dict[RequirementRef, list[int]] = {}
    decided: dict[RequirementRef, list[dt.date]] = {}
    for judgement in record.judgements:
        judged.setdefault(judgement.target, []).append(judgement.judged_on)
        evidence.setdefault(judgement.target, []).extend(judgement.evidence)
    for item in record.evidence:
        for ref in (*item.supports, *item.contradicts):
            evidence.setdefault(ref, []).append(item.id)
    for number, finding in enumerate(record.findings):
        for ref in finding.criteria:
            findings.setdefault(ref, []).append(number)
    for decision in record.applicability:
        decided.setdefault(decision.target, []).append(decision.decided_on)
    return judged, evidence, findings, decided


def _entries(edition: StandardEdition) -> Iterator[_Entry]:
    # A clause can be set aside only where everything in it can; it is never set aside in part.
    fixed = {place for item in edition.requirements() if not may_be_excluded(item) for place in places(item.ref)}
    about = _topics_above(edition)
    for clause in edition.walk():
        within = about[clause.number]
        for requirement in clause.requirements:
            if requirement.strength is not Strength.SHALL:
                # Conformity does not depend on a recommendation or a permission: it is in no count and in no rule.
                continue
            yield _Entry(
                ref=requirement.ref,
                source=requirement,
                kind=EntryKind.REQUIREMENTS,
                topic=requirement.topic or clause.topic,
                within=within | {requirement.topic} if requirement.topic is not None else within,
                phase=clause.phase,
                documented=requirement.documented_information,
                places=places(requirement.ref),
                set_aside_at=frozenset(places(requirement.ref)) - fixed,
            )
        for control in clause.controls:
            yield _Entry(
                ref=control.ref,
                source=control,
                kind=EntryKind.CONTROLS,
                topic=None,
                within=within,
                phase=None,
                documented=DocumentedInformation.NONE,
                places=places(control.ref),
                set_aside_at=frozenset(places(control.ref)) - fixed,
            )


def _topics_above(edition: StandardEdition) -> dict[ClauseNumber, frozenset[Topic]]:
    """Return what each clause is about, and all clauses above it."""
    about: dict[ClauseNumber, frozenset[Topic]] = {}
    for clause in edition.walk():
        own = frozenset((clause.topic,)) if clause.topic is not None else frozenset[Topic]()
        for below in clause.walk():
            about[below.number] = about.get(below.number, frozenset()) | own
    return about


def _without_twins(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    # The same item entered twice shows nothing more than once; the order must not depend on that of the list.
    return _in_order(tuple(dict.fromkeys(items)))


_Item = TypeVar("_Item", Audit, Certificate, Evidence, Finding)


def _in_order(items: Sequence[_Item]) -> tuple[_Item, ...]:
    # Only what shares its id has to be told apart by all it holds: of many items that is most of the work of sorting.
    counts = Counter(item.id for item in items)
    return tuple(sorted(items, key=lambda item: (item.id, repr(item) if counts[item.id] > 1 else "")))


def _turning_days(material: Material) -> Iterator[dt.date]:
    record, policy = material.assessment, material.policy
    for item in material.evidence:
        yield from (item.begins_on, item.received_on, item.counts_from)
        yield from _some(item.withdrawn_on, material.lapse(item))
    yield from (judgement.judged_on for judgement in record.judgements)
    yield from (decision.decided_on for decision in record.applicability)
    for audit in record.audits:
        yield from _aged(audit.performed_on, policy, "internal-audit-cycle")
        if audit.type is AuditType.STAGE_2:
            yield from _aged(audit.performed_on, policy, "major-verification-limit")
        yield from _some(audit.reported_on)
        yield from _after(audit.planned_on)
    for review in record.management_reviews:
        yield from _aged(review.performed_on, policy, "management-review-interval")
        yield from _after(review.planned_on)
    yield from _turns_of_findings(material)
    yield from _turns_of_registers(material)
    yield from _turns_of_certification(material)
    yield from _some(record.scope.approved_on if record.scope is not None else None)
    yield from (amendment.published_on for amendment in material.edition.amendments)
    for edition in (material.edition, *material.replaced):
        yield from _turns_of_the_edition(edition)


def _turns_of_findings(material: Material) -> Iterator[dt.date]:
    # What only some gates look at turns nothing in the others, and each day that may turn something costs an answer.
    followed = material.asks(
        "decision.", "findings.concerns-resolved", "findings.earlier-acted-on", "findings.majors-verified"
    )
    for finding in material.assessment.findings:
        yield finding.raised_on
        yield from _some(finding.plan_accepted_on, finding.closed_on)
        if not followed:
            continue
        yield from _some(finding.verified_on)
        yield from _some(finding.effectiveness.on if finding.effectiveness is not None else None)
        for action in finding.corrective_actions:
            yield from _some(action.done_on)
            yield from _after(action.due_on)


def _turns_of_registers(material: Material) -> Iterator[dt.date]:
    record, policy = material.assessment, material.policy
    for risk in record.risks:
        yield from _aged(risk.assessed_on, policy, "risk-assessment-interval")
        yield from _some(risk.residual_accepted_on, risk.treatment.approved_on if risk.treatment is not None else None)
    yield from _some(*(aspect.evaluated_on for aspect in record.aspects))
    yield from _some(*(hazard.evaluated_on for hazard in record.hazards if material.asks("hazards.")))
    for obligation in record.obligations:
        yield from _aged(obligation.evaluated_on, policy, "compliance-evaluation-interval")
    for objective in record.objectives if material.asks("objectives.acted-on", "objectives.evaluated") else ():
        yield from _aged(objective.evaluated_on, policy, "objective-evaluation-interval")
    for complaint in record.complaints if material.asks("complaints.") else ():
        yield from _some(complaint.received_on, complaint.handled_on)
    for change in record.changes if material.asks("changes.") else ():
        yield from _some(change.changed_on, change.notified_on)


def _turns_of_certification(material: Material) -> Iterator[dt.date]:
    record, policy = material.assessment, material.policy
    cycles = ("internal-audit.throughout", "management-review.throughout", "recertification.", "surveillance.")
    if not material.asks("certificate.", "decision.", "transition.", "findings.majors-verified", *cycles):
        return
    for certificate in record.certificates:
        # The first internal audit and management review of a cycle are due counting from its beginning.
        yield from _aged(certificate.effective_on, policy, "internal-audit-cycle")
        yield from _aged(certificate.effective_on, policy, "management-review-interval")
        yield from _after(certificate.expires_on)
        yield from _some(certificate.suspended_on, certificate.restored_on, certificate.withdrawn_on)
        yield from _some(certificate.mark_use_checked_on)


def _turns_of_the_edition(edition: StandardEdition) -> Iterator[dt.date]:
    for milestone in edition.milestones:
        yield milestone.on
        yield from _after(milestone.on)
    year = year_of(edition)
    if edition.published_on() is None and year:
        yield from (dt.date(year, 1, 1), dt.date(year + 1, 1, 1))


def _aged(day: dt.date | None, policy: Policy, parameter: str) -> Iterator[dt.date]:
    """Go through the day of something and the first day on which it is too long ago under the policy."""
    # A number that the policy lacks is missed by the facts that need it; those of another gate do without.
    if day is not None:
        yield day
        yield from _after(add_months(day, policy[parameter]) if parameter in policy else None)


def _some(*days: dt.date | None) -> Iterator[dt.date]:
    return (day for day in days if day is not None)


def _after(day: dt.date | None) -> Iterator[dt.date]:
    if day is not None and day < dt.date.max:
        yield day + dt.timedelta(days=1)


class _Day:
    """One day of the material: what counts on it, and what the tables say."""

    def __init__(self, material: Material, on: dt.date) -> None:
        self.material = material
        self.on = on
        self.policy = material.policy
        self.record = as_of(material.assessment, on)
        self.edition, self.entries = material.edition_on(on)
        self.statuses = statuses(
            material.evidence,
            on,
            record_currency_months=material.policy["record-currency"],
            validity_months=material.validity,
        )
        self.findings: dict[RequirementRef, list[Finding]] = {}
        for finding in sorted(self.record.findings, key=lambda finding: finding.id):
            if finding.type is FindingType.NONCONFORMITY and finding.is_open(on):
                for ref in finding.criteria:
                    self.findings.setdefault(ref, []).append(finding)
        self.decisions = _decisions(self.record.applicability)
        self.plans = _plans(self.record)
        self.facts: dict[str, Fact] = {}
        # What an item says and whether it was looked at: all that an entry reads of a day through its evidence.
        self.shown = {
            name: tuple(
                (self.statuses[name], self._speaks(item), self._reviewed(item), self._counted(item)) for item in items
            )
            for name, items in material.by_id.items()
        }
        self.open_findings = tuple(
            (finding.grade, finding.plan_accepted_on is not None and finding.plan_accepted_on <= on)
            if finding.is_open(on)
            else None
            for finding in material.assessment.findings
        )

    def answer(self) -> Answer:
        rules = [rule for rule in self.material.tables.gates.rules if self._belongs(rule)]
        names = tuple(rule.id for rule in rules)
        found = [self._known_entry(entry, rules, names) for entry in self.entries]
        looked = Counter(name for one in found for name in one.entry.rules)
        held_up: dict[tuple[str, Outcome], list[RequirementRef]] = {}
        for one in found:
            for held in one.held_up:
                held_up.setdefault(held, []).append(one.entry.ref)
        results = tuple(self._rule(rule, looked[rule.id], held_up) for rule in rules)
        return Answer(entries=tuple(one.entry for one in found), facts=self.facts, rules=results)

    def _belongs(self, rule: GateRule) -> bool:
        if self.material.gate not in rule.gates:
            return False
        if rule.where is None:
            return True
        entries = self.entries
        if rule.where == EntryKind.CONTROLS.value:
            return any(entry.kind is EntryKind.CONTROLS for entry in entries)
        return any(entry.topic is not None and entry.topic.value == rule.where for entry in entries)

    # Entries.

    def _known_entry(self, entry: _Entry, rules: Sequence[GateRule], names: tuple[str, ...]) -> _Established:
        """Return what is established about an entry, worked out again only if what it depends on stands otherwise."""
        watch = self.material.watch(entry)
        key = (
            names,
            bisect.bisect_right(watch.judged, self.on),
            bisect.bisect_right(watch.decided, self.on),
            tuple(self.shown[name] for name in watch.evidence),
            tuple(self.open_findings[number] for number in watch.findings),
            self.plans.get(entry.ref) if entry.kind is EntryKind.CONTROLS else None,
        )
        known = self.material.unchanged(entry.ref, key)
        return known if known is not None else self.material.remember(entry.ref, key, self._entry(entry, rules))

    def _entry(self, entry: _Entry, rules: Sequence[GateRule]) -> _Established:
        about = self.material.judgements.about(entry.ref, until=self.on)
        found = [self._unit(entry, unit, about) for unit in self.material.units]
        if all(attrs.evolve(one, unit=None) == attrs.evolve(found[0], unit=None) for one in found):
            found = [attrs.evolve(found[0], unit=None)]
        worst = min((one.bucket for one in found), key=self.material.tables.rank.__getitem__)
        looking = [rule for rule in rules if _selects(rule, entry, found)]
        looked = tuple(rule.id for rule in looking)
        own = EntryReadiness(ref=entry.ref, bucket=worst, rules=looked, units=tuple(found))
        read = ((rule.id, _read(rule, own)) for rule in looking)
        return _Established(own, tuple(one for one in read if one[1] is not Outcome.PASSED))

    def _unit(self, entry: _Entry, unit: str | None, about: Sequence[tuple[int, object]]) -> UnitReadiness:
        standing = Judgements.resolve(about, unit)  # type: ignore[arg-type]  # what about() returned.
        decision = self._decision(entry)
        state, item = self._evidence(entry, unit, standing)
        grade, finding = self._finding(entry, unit)
        axes = Axes(
            applicability=Applicability.NOT_APPLICABLE if decision is not None else Applicability.APPLICABLE,
            finding=grade,
            plan=self.plans.get(entry.ref, PlanState.NONE) if entry.kind is EntryKind.CONTROLS else PlanState.NONE,
            evidence=state,
            conformity=_conformity(standing),
            work_status=WorkState(standing.work_status.value)
            if standing.work_status is not None
            else WorkState.UNKNOWN,
            assurance=self._assurance(entry, unit, standing, state),
        )
        row = self.material.tables.row(axes)
        return UnitReadiness(
            unit=unit,
            axes=axes,
            row=row.id,
            bucket=row.bucket,
            judged=_told(standing),
            evidence=item.id if item is not None else None,
            finding=finding.id if finding is not None else None,
            decision=decision.justification if decision is not None else None,
        )

    def _decision(self, entry: _Entry) -> ApplicabilityDecision | None:
        """Return the decision that sets the entry aside, if one does: with a reason, where it may be."""
        for place in entry.places:
            decided = self.decisions.get(place)
            if decided is not None:
                if place not in entry.set_aside_at:
                    return None
                aside = all(
                    one.decision is Applicability.NOT_APPLICABLE and (one.justification or "").strip()
                    for one in decided
                )
                return decided[0] if aside else None
        return None

    def _evidence(self, entry: _Entry, unit: str | None, standing: Standing) -> tuple[EvidenceState, Evidence | None]:
        against = [
            item
            for place in entry.places
            for item in self.material.contradicting.get(place, ())
            if holds_for(item.units, unit) and self._speaks(item)
        ]
        accepted = [item for item in against if self._reviewed(item)]
        if accepted:
            return EvidenceState.CONTRADICTED, min(accepted, key=lambda item: item.id)
        state, item = self._support(self._fitting(entry, unit, standing))
        # An item nobody has looked at raises doubt; it never makes what is known to be missing less certain.
        if against and state in (EvidenceState.CURRENT, EvidenceState.NONE):
            return EvidenceState.DISPUTED, min(against, key=lambda item: item.id)
        return state, item

    def _support(self, fitting: Sequence[Evidence]) -> tuple[EvidenceState, Evidence | None]:
        current = [item for item in fitting if self.statuses[item.id] is EvidenceStatus.CURRENT]
        if current:
            return EvidenceState.CURRENT, min(current, key=self._lasting)
        lapsed = [item for item in fitting if self.statuses[item.id] in _LAPSED and self._counted(item)]
        if lapsed:
            return EvidenceState.LAPSED, max(lapsed, key=lambda item: (item.begins_on, item.id))
        complete = self.record.says_complete(RecordList.EVIDENCE)
        return (EvidenceState.KNOWN_NONE if complete else EvidenceState.NONE), None

    def _counted(self, item: Evidence) -> bool:
        """Say whether an item that does not count any more ever did: what was never accepted has nothing to lose."""
        accepted = item.review is not None and item.review.outcome is ReviewOutcome.ACCEPTED
        return accepted and item.counts_from <= self.on

    def _fitting(self, entry: _Entry, unit: str | None, standing: Standing) -> list[Evidence]:
        named = standing.judgement.evidence if standing.judgement is not None else ()
        items = [item for place in entry.places for item in self.material.supporting.get(place, ())]
        items.extend(item for name in named for item in self.material.by_id.get(name, ()))
        return [item for item in items if holds_for(item.units, unit) and _fits(item, entry)]

    def _speaks(self, item: Evidence) -> bool:
        """Say whether contradicting evidence counts: it never lapses, and only refusal or a successor ends it."""
        refused = (
            item.review is not None and item.review.outcome is ReviewOutcome.REJECTED and item.review.on <= self.on
        )
        known = item.received_on <= self.on and item.begins_on <= self.on
        return known and not refused and self.statuses[item.id] is not EvidenceStatus.SUPERSEDED

    def _reviewed(self, item: Evidence) -> bool:
        return item.review is not None and item.review.on <= self.on

    def _lasting(self, item: Evidence) -> tuple[int, str]:
        lapse = self.material.lapse(item)
        return (-(lapse or dt.date.max).toordinal(), item.id)

    def _finding(self, entry: _Entry, unit: str | None) -> tuple[FindingState, Finding | None]:
        worst: tuple[FindingState, Finding | None] = (FindingState.NONE, None)
        order = list(FindingState)
        for place in entry.places:
            for finding in self.findings.get(place, ()):
                state = _finding_state(finding)
                if holds_for(finding.units, unit) and order.index(state) > order.index(worst[0]):
                    worst = (state, finding)
        return worst

    def _assurance(self, entry: _Entry, unit: str | None, standing: Standing, state: EvidenceState) -> Assurance:
        judgement = standing.judgement
        if judgement is None or standing.conformity is not Conformity.CONFORMING:
            return Assurance.ASSERTED
        if standing.inherited or state is not EvidenceState.CURRENT:
            return Assurance.ASSERTED
        if judgement.role is Role.OWNER:
            accepted_by = (
                item.review.by
                for item in self._fitting(entry, unit, standing)
                if self.statuses[item.id] is EvidenceStatus.CURRENT and item.review is not None
            )
            return Assurance.EVIDENCED if any(by != judgement.judged_by for by in accepted_by) else Assurance.ASSERTED
        level = ASSURANCE_OF_ROLE[judgement.role]
        return level if judgement.role is Role.REVIEWER or judgement.sample else Assurance.REVIEWED

    # Rules.

    def _rule(
        self, rule: GateRule, looked_at: int, held_up: Mapping[tuple[str, Outcome], Sequence[RequirementRef]]
    ) -> RuleResult:
        failing, undecided = (held_up.get((rule.id, how), ()) for how in (Outcome.FAILED, Outcome.UNKNOWN))
        if rule.over is not None:
            outcome = Outcome.FAILED if failing else Outcome.UNKNOWN if undecided else Outcome.PASSED
        else:
            outcome = all_of(any_of(self._fact(name).outcome for name in group) for group in rule.needs)
        return RuleResult(
            id=rule.id,
            kind=rule.kind,
            outcome=outcome,
            sentence=rule.sentence,
            citation=rule.citation,
            confidence=rule.confidence,
            needs=rule.needs,
            reads=rule.reads,
            passes=rule.passes,
            unknown=rule.unknown,
            looked_at=looked_at,
            failing=tuple(failing),
            open=tuple(undecided),
        )

    def _fact(self, name: str) -> Fact:
        if name not in self.facts:
            self.facts[name] = FACTS[name](self, name)
        return self.facts[name]


_LAPSED = (EvidenceStatus.LAPSED, EvidenceStatus.SUPERSEDED, EvidenceStatus.WITHDRAWN)


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Return what several outcomes come to when every one is needed."""
    found = set(outcomes)
    return (
        Outcome.FAILED if Outcome.FAILED in found else Outcome.UNKNOWN if Outcome.UNKNOWN in found else Outcome.PASSED
    )


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Return what several outcomes come to when any one will do."""
    found = set(outcomes)
    return (
        Outcome.PASSED if Outcome.PASSED in found else Outcome.UNKNOWN if Outcome.UNKNOWN in found else Outcome.FAILED
    )


def _read(rule: GateRule, entry: EntryReadiness) -> Outcome:
    applying = [unit.axes for unit in entry.units if unit.bucket is not Bucket.NOT_APPLICABLE]
    if rule.reads is RuleReads.BUCKET:
        values = [entry.bucket.value]
    elif rule.reads is RuleReads.EVIDENCE:
        values = [axes.evidence.value for axes in applying]
    else:
        values = [axes.conformity.value for axes in applying]
    return all_of(
        Outcome.PASSED if value in rule.passes else Outcome.UNKNOWN if value in rule.unknown else Outcome.FAILED
        for value in values
    )


def _selects(rule: GateRule, entry: _Entry, found: Sequence[UnitReadiness]) -> bool:
    over = rule.over
    if over is None or over.entries is not entry.kind:
        return False
    if over.topics and entry.topic not in over.topics:
        return False
    if over.within and entry.within.isdisjoint(over.within):
        return False
    if over.documented_information and entry.documented not in over.documented_information:
        return False
    return rule.reads is RuleReads.BUCKET or any(one.bucket is not Bucket.NOT_APPLICABLE for one in found)


def _fits(item: Evidence, entry: _Entry) -> bool:
    """Say whether an item can show what the entry asks for; a policy never shows operation."""
    if entry.documented is not DocumentedInformation.NONE:
        return item.nature is entry.documented
    return entry.phase in (Phase.PLAN, None) or item.kind is not EvidenceKind.POLICY


def _conformity(standing: Standing) -> StandingConformity:
    if standing.conformity is None:
        return StandingConformity.CONFLICTING
    return StandingConformity(standing.conformity.value)


def _told(standing: Standing) -> str | None:
    judgement = standing.judgement
    if judgement is None:
        return None
    where = f" about {judgement.target.local}" if standing.inherited else ""
    return f"{judgement.judged_by}, {judgement.role.value}, {judgement.judged_on.isoformat()}{where}"


def _finding_state(finding: Finding) -> FindingState:
    if finding.grade is FindingGrade.MAJOR:
        return FindingState.MAJOR
    if finding.grade is FindingGrade.MINOR and finding.plan_accepted_on is not None:
        return FindingState.MINOR_PLANNED
    return FindingState.MINOR_OPEN


def _decisions(decided: Iterable[ApplicabilityDecision]) -> dict[RequirementRef, tuple[ApplicabilityDecision, ...]]:
    """Return for each target the decisions of its latest day; several only where they were made on the same day."""
    latest: dict[RequirementRef, list[ApplicabilityDecision]] = {}
    for decision in sorted(decided, key=lambda one: (one.decided_on, one.decided_by, one.justification or "")):
        known = latest.get(decision.target)
        if known is not None and known[0].decided_on == decision.decided_on:
            known.append(decision)
        else:
            latest[decision.target] = [decision]
    return {target: tuple(known) for target, known in latest.items()}


def _plans(record: Assessment) -> dict[RequirementRef, PlanState]:
    plans: dict[RequirementRef, PlanState] = {}
    for risk in record.risks:
        treatment = risk.treatment
        if treatment is None or treatment.plan is None:
            continue
        approved = treatment.approved_by == risk.owner and treatment.approved_on is not None
        for control in treatment.controls:
            if plans.get(control) is not PlanState.APPROVED:
                plans[control] = PlanState.APPROVED if approved else PlanState.UNAPPROVED
    return plans
