# SPDX-License-Identifier: Apache-2.0
"""Changes of a record that are tried out and never written: what would the answer be if this were so.

A change is a value; :func:`what_if` makes another record with the changes in it, asks the same question of both, and
compares the answers. The record that was given stays as it is. A name that the record does not have is refused: a
change that changes nothing would look like an answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, get_args, get_type_hints

import attrs

from isomodel.assessment import (
    ApplicabilityDecision,
    Aspect,
    Assessment,
    Audit,
    Certificate,
    Complaint,
    ComplianceObligation,
    Conformity,
    Finding,
    Hazard,
    Judgement,
    ManagementReview,
    NotifiableChange,
    Objective,
    RecordList,
    Risk,
    Role,
    WorkStatus,
    places,
)
from isomodel.errors import InvariantError, UnknownNameError, nearest
from isomodel.evidence import Evidence, Period
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import StandardEdition
from isomodel.policy import Policy
from isomodel.readiness._answer import NotADayError, Readiness, compare, question_about
from isomodel.readiness._comparison import ReadinessComparison
from isomodel.readiness._nouns import Gate

__all__ = [
    "Addition",
    "Additions",
    "Change",
    "ChangeList",
    "Close",
    "Drop",
    "Judge",
    "On",
    "Put",
    "Renew",
    "WhatIf",
    "changed",
    "renewed",
    "what_if",
    "without",
]

Addition: TypeAlias = (
    Judgement
    | ApplicabilityDecision
    | Evidence
    | Finding
    | Audit
    | ManagementReview
    | Risk
    | Aspect
    | Hazard
    | ComplianceObligation
    | Objective
    | Certificate
    | Complaint
    | NotifiableChange
)
"""Whatever a list of an assessment holds."""


@attrs.frozen(kw_only=True)
class Drop:
    """Take something out of its list, as if it had never been recorded.

    Every item of that name goes; nothing else is touched. Judgements that rest on evidence that is gone go on resting
    on a name that nothing answers to, and what the evidence replaced counts again.

    Attributes:
        records: The list.
        id: Its id; of decisions about applicability what they are about, such as ``A.5.7``.
    """

    records: RecordList
    id: str


@attrs.frozen
class Put:
    """Record something: in the place of the item of that id, or as a new one. Judgements and decisions are history.

    Attributes:
        item: The item; its class says which list it belongs to.
    """

    item: Addition


@attrs.frozen(kw_only=True)
class Judge:
    """Judge a requirement or control on the day asked about; of a clause everything below it, each by itself.

    A judgement alone shows nothing: conforming is met only with evidence that counts, and with no finding open.

    Attributes:
        ref: What is judged, such as ``9.2`` or ``8.5.1#c``.
        conformity: What is found.
        work_status: How far the work is; *implemented* where it conforms, and *not-started* otherwise, where left out.
        role: In which capacity.
        evidence: Ids of the evidence it rests on.
        units: The units it holds for; none means all.
    """

    ref: str
    conformity: Conformity
    work_status: WorkStatus | None = None
    role: Role = Role.EXTERNAL_AUDITOR
    evidence: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@attrs.frozen
class Close:
    """Close a finding on the day asked about.

    Attributes:
        finding: Its id.
    """

    finding: str


@attrs.frozen
class Renew:
    """Let evidence count as if it had been renewed by the day asked about.

    Its own last day no longer ends it, a record covers a period up to the day, and a document takes effect on it anew.

    Attributes:
        evidence: Its id.
    """

    evidence: str


@attrs.frozen
class On:
    """Ask about another day.

    Attributes:
        day: The day.
    """

    day: dt.date

    def __attrs_post_init__(self) -> None:
        """Refuse a time of day."""
        if type(self.day) is not dt.date:
            raise NotADayError(type(self.day).__name__)


Change: TypeAlias = Drop | Put | Judge | Close | Renew | On
"""What can be tried out."""


@attrs.frozen(kw_only=True)
class Additions:
    """Items to be recorded, by the list they belong to; each takes the place of the item of its id.

    Attributes:
        judgements: Judgements, added to the history.
        applicability: Decisions about applicability, added to the history.
        evidence: Evidence.
        findings: Findings.
        audits: Audits.
        management_reviews: Management reviews.
        risks: Risks.
        aspects: Environmental aspects.
        hazards: Hazards.
        obligations: Compliance obligations.
        objectives: Objectives.
        certificates: Certificates.
        complaints: Complaints.
        changes: Changes that the certification body has to be told.
    """

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


@attrs.frozen(kw_only=True)
class ChangeList:
    """Changes as a file holds them.

    Attributes:
        drop: What is taken out.
        put: What is recorded.
        judge: What is judged.
        close: Ids of findings that are closed.
        renew: Ids of evidence that is renewed.
        on: The day asked about instead; absent for the same day.
    """

    drop: tuple[Drop, ...] = ()
    put: Additions = attrs.field(factory=Additions)
    judge: tuple[Judge, ...] = ()
    close: tuple[str, ...] = ()
    renew: tuple[str, ...] = ()
    on: dt.date | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes, in the order in which they are made: out, in, closed, renewed, judged, and the day."""
        return (
            *self.drop,
            *(Put(item) for field in attrs.fields(Additions) for item in getattr(self.put, field.name)),
            *map(Close, self.close),
            *map(Renew, self.renew),
            *self.judge,
            *((On(self.on),) if self.on is not None else ()),
        )


@attrs.frozen(kw_only=True, repr=False)
class WhatIf:
    """Two answers to one question, and what is different.

    Attributes:
        before: The answer about the record as it is.
        after: The answer about the changed record.
        comparison: What is different.
        record: The changed record; nobody has written it.
    """

    before: Readiness
    after: Readiness
    comparison: ReadinessComparison
    record: Assessment

    def __repr__(self) -> str:
        """Name the verdicts."""
        return f"<WhatIf {self.comparison.headline}>"

    def __str__(self) -> str:
        """Print the difference as text to be pasted into a mail."""
        return str(self.comparison)

    def _repr_html_(self) -> str:
        return self.comparison._repr_html_()

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per entry, fact, rule and blocker that differs, for any data frame."""
        return self.comparison.rows()


def what_if(  # noqa: PLR0913 - the question has six parts, four of them by name, and the changes.
    assessment: Assessment,
    changes: Iterable[Change],
    editions: Iterable[StandardEdition],
    *,
    standard: StandardRef | str,
    gate: Gate | str,
    on: dt.date,
    policy: Policy | None = None,
) -> WhatIf:
    """Say what the answer would be if these changes were so; the record itself stays as it is.

    Args:
        assessment: The record.
        changes: What is tried out, in this order.
        editions: The content of the editions.
        standard: The edition asked about.
        gate: The gate asked about.
        on: The day asked about; judgements are made and findings closed on it, or on the day that :class:`On` gives.
        policy: The numbers that standards leave open; the default policy where left out.

    Raises:
        UnknownNameError: The record has nothing of a name that a change gives, or there is no such gate.
        UnknownClauseError: The edition has nothing of the name that is to be judged.
        IdentifierError: A text is not a reference.
        InvariantError: A change would make something that contradicts itself, or two days are asked about.
        EditionMismatchError: The assessment is not against that edition, or its content was not given.
        NotADayError: The day is not a plain date.
    """
    question = question_about(assessment, editions, standard, gate, on, policy)
    record, day = changed(assessment, changes, edition=question.edition, on=on)
    before = question.answer()
    after = attrs.evolve(question.of(record), on=day).answer()
    return WhatIf(before=before, after=after, comparison=compare(before, after), record=record)


def without(assessment: Assessment, *ids: str) -> Assessment:
    """Return the record without these items of evidence or findings, and with nothing else touched.

    This is what :func:`isomodel.readiness.impact` takes an item of evidence away by. Every item of that id goes. What
    names it goes on naming it and finds nothing; what it replaced counts again, because nothing replaces it.

    Args:
        assessment: The record.
        ids: The ids, as they stand in the record.

    Raises:
        UnknownNameError: Neither evidence nor a finding has that id.
    """
    known = {item.id for item in assessment.evidence}, {finding.id for finding in assessment.findings}
    for name in ids:
        if not any(name in some for some in known):
            raise UnknownNameError("evidence or finding", name, nearest(name, sorted(known[0] | known[1])))
    return attrs.evolve(
        assessment,
        evidence=tuple(item for item in assessment.evidence if item.id not in ids),
        findings=tuple(finding for finding in assessment.findings if finding.id not in ids),
    )


def renewed(item: Evidence, on: dt.date) -> Evidence:
    """Return evidence as it would be if it had been renewed by a day.

    Its own last day is gone, a record covers a period up to the day, and a document takes effect on it anew.

    Args:
        item: The evidence.
        on: The day.
    """
    period = item.period
    if period is not None and period.last < on:
        period = Period(first=period.first, last=on)
    effective = item.effective_on if item.effective_on is None else max(item.effective_on, on)
    return attrs.evolve(item, valid_until=None, period=period, effective_on=effective)


def changed(
    assessment: Assessment, changes: Iterable[Change], *, edition: StandardEdition, on: dt.date
) -> tuple[Assessment, dt.date]:
    """Return the record with the changes made, in their order, and the day that is then asked about.

    Args:
        assessment: The record; it stays as it is.
        changes: The changes.
        edition: The edition that what is judged belongs to.
        on: The day asked about where no change names another.

    Raises:
        UnknownNameError: The record has nothing of a name that a change gives.
        UnknownClauseError: The edition has nothing of the name that is to be judged.
        IdentifierError: A text is not a reference.
        InvariantError: A change would make something that contradicts itself, or two days are asked about.
    """
    every = tuple(changes)
    days = {change.day for change in every if isinstance(change, On)}
    if len(days) > 1:
        raise InvariantError("On", "day", " and ".join(sorted(str(day) for day in days)), "one day to ask about")
    day = next(iter(days), on)
    record = assessment
    for change in every:
        record = _changed(record, change, edition, day)
    return record, day


def _changed(record: Assessment, change: Change, edition: StandardEdition, on: dt.date) -> Assessment:
    if isinstance(change, Drop):
        return _dropped(record, change, edition)
    if isinstance(change, Put):
        return _put(record, change.item)
    if isinstance(change, Judge):
        return attrs.evolve(record, judgements=(*record.judgements, *_judged(record, change, edition, on)))
    if isinstance(change, Close):
        _known("finding", change.finding, [finding.id for finding in record.findings])
        return attrs.evolve(
            record,
            findings=tuple(
                attrs.evolve(one, closed_on=on) if one.id == change.finding and one.is_open(on) else one
                for one in record.findings
            ),
        )
    if isinstance(change, Renew):
        _known("evidence", change.evidence, [item.id for item in record.evidence])
        return attrs.evolve(
            record,
            evidence=tuple(renewed(item, on) if item.id == change.evidence else item for item in record.evidence),
        )
    return record


def with_list(record: Assessment, field: str, items: tuple[Any, ...]) -> Assessment:
    """Return the record with another list under a name."""
    changes: dict[str, Any] = {field: items}
    return attrs.evolve(record, **changes)


def _known(kind: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        raise UnknownNameError(kind, name, nearest(name, names))


def _list_of(cls: type) -> str:
    """Return the list of an assessment that holds what is of a class."""
    for name, kind in get_type_hints(Assessment).items():
        if get_args(kind)[:1] == (cls,):
            return name
    raise InvariantError("Put", "item", cls.__name__, "something that a list of an assessment holds")


def _dropped(record: Assessment, change: Drop, edition: StandardEdition) -> Assessment:
    field = change.records.name.lower()
    items = getattr(record, field)
    if change.records is RecordList.APPLICABILITY:
        target = RequirementRef.parse(change.id if "," in change.id else f"{edition.ref}, {change.id}")
        name, names = str(target), [str(item.target) for item in items]
    else:
        name, names = change.id, [item.id for item in items]
    _known(f"record among the {change.records.value}", name, names)
    left = tuple(item for item, own in zip(items, names, strict=True) if own != name)
    return with_list(record, field, left)


def _put(record: Assessment, item: Addition) -> Assessment:
    field = _list_of(type(item))
    items: tuple[Addition, ...] = getattr(record, field)
    if isinstance(item, Judgement | ApplicabilityDecision):
        return with_list(record, field, (*items, item))
    left = tuple(one for one in items if getattr(one, "id", None) != item.id)
    return with_list(record, field, (*left, item))


def _judged(record: Assessment, change: Judge, edition: StandardEdition, on: dt.date) -> tuple[Judgement, ...]:
    for name in change.evidence:
        _known("evidence", name, [item.id for item in record.evidence])
    for name in change.units:
        _known("unit", name, [unit.id for unit in record.organization.units])
    current = edition.as_of(on)
    text = change.ref if "," in change.ref else f"{edition.ref}, {change.ref}"
    wanted = RequirementRef.parse(text)
    found = current[wanted]
    # What an item is called now; a clause and a group of items are called as they were asked for.
    wanted = getattr(found, "ref", wanted)
    conforms = change.conformity is Conformity.CONFORMING
    work = change.work_status or (WorkStatus.IMPLEMENTED if conforms else WorkStatus.NOT_STARTED)
    every = [*(one.ref for one in current.requirements()), *(control.ref for control in current.controls())]
    below = [ref for ref in every if wanted in places(ref)]
    if not below:
        raise InvariantError("Judge", "ref", wanted.local, "something with requirements or controls in it")
    return tuple(
        Judgement(
            target=ref,
            units=change.units,
            conformity=change.conformity,
            work_status=work,
            evidence=change.evidence,
            judged_by="what if",
            judged_on=on,
            role=change.role,
            sample="what if",
        )
        for ref in below
    )
