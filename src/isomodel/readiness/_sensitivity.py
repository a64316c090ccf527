# SPDX-License-Identifier: Apache-2.0
"""On which single facts of a record a verdict hangs.

Each fact is taken away alone and the very same question asked again, so that the answer is exact. Whatever a fact has
nothing to do with is not worked out anew. Two facts that stand in for each other are no single one: losing either
changes nothing, and neither is listed.
"""

from __future__ import annotations

import datetime as dt
import enum
import html
from collections.abc import Iterable, Iterator

import attrs

from isomodel.assessment import ApplicabilityDecision, Assessment, Judgement, RecordList
from isomodel.identifiers import StandardRef
from isomodel.model import StandardEdition
from isomodel.policy import Policy
from isomodel.readiness import Gate, Verdict, _asked
from isomodel.readiness._what_if import with_list
from isomodel.text import printable

__all__ = ["DecisiveFact", "RecordFact", "Sensitivity", "losses", "sensitivity"]

_SHOWN = 10
"""How many facts of one kind are listed in the text before they are only counted."""


class RecordFact(enum.Enum):
    """What kind of fact of a record can be lost."""

    JUDGEMENT = "judgement"
    APPLICABILITY_DECISION = "applicability-decision"
    EVIDENCE = "evidence"
    EVIDENCE_REVIEW = "evidence-review"
    """That somebody looked at it; the item itself stays."""
    FINDING = "finding"
    FINDING_PLAN = "finding-plan"
    """That its plan was accepted."""
    FINDING_CLOSURE = "finding-closure"
    """That it was closed."""
    AUDIT = "audit"
    AUDIT_REPORT = "audit-report"
    """That it was reported."""
    MANAGEMENT_REVIEW = "management-review"
    SCOPE = "scope"
    SCOPE_APPROVAL = "scope-approval"
    RISK = "risk"
    TREATMENT_APPROVAL = "treatment-approval"
    RESIDUAL_ACCEPTANCE = "residual-acceptance"
    """That the owner of the risk accepted what remains."""
    ASPECT = "aspect"
    OBLIGATION = "obligation"
    OBLIGATION_EVALUATION = "obligation-evaluation"
    """That fulfilment was evaluated."""
    OBJECTIVE = "objective"
    COMPLETENESS = "completeness"
    """That a list says that it is complete."""


@attrs.frozen(kw_only=True)
class DecisiveFact:
    """A single fact whose loss makes the verdict another.

    Attributes:
        kind: What kind of fact it is.
        subject: The id of the record, or of judgements and decisions whom and what they are about.
        verdict: The verdict without it.
        rules: The rules that do not pass without it and pass with it, or the other way round.
    """

    kind: RecordFact
    subject: str
    verdict: Verdict
    rules: tuple[str, ...]

    def __str__(self) -> str:
        """Say what is lost and what becomes of it."""
        return printable(f"{self.kind.value} {self.subject}: {self.verdict.value} ({', '.join(self.rules)})")


@attrs.frozen(kw_only=True, repr=False)
class Sensitivity:
    """The single facts that a verdict hangs on.

    Attributes:
        standard: The edition.
        organization: Whose record it is.
        gate: The gate.
        as_of: The day.
        verdict: The verdict with all of them.
        tried: How many facts were taken away, one at a time.
        facts: Those whose loss makes it another, by kind; judgements and decisions in the order of the standard, others
            by name.
    """

    standard: StandardRef
    organization: str
    gate: Gate
    as_of: dt.date
    verdict: Verdict
    tried: int
    facts: tuple[DecisiveFact, ...]

    def __repr__(self) -> str:
        """Name the verdict and how many facts it hangs on."""
        return (
            f"<Sensitivity {self.standard}, {self.gate.value}, {self.as_of}: {len(self.facts)} of {self.tried} facts>"
        )

    def __str__(self) -> str:
        """List the facts by what becomes of the verdict and by which rules, at most ten of each."""
        head = (
            f"{self.standard}, {self.gate.value}, {self.as_of}: {self.verdict.value};"
            f" {len(self.facts)} of {self.tried} facts would each change that alone"
        )
        lines = [head]
        alike: dict[tuple[RecordFact, Verdict, tuple[str, ...]], list[str]] = {}
        for fact in self.facts:
            alike.setdefault((fact.kind, fact.verdict, fact.rules), []).append(fact.subject)
        for (kind, verdict, rules), subjects in alike.items():
            lines.append(f"  without {kind.value}: {verdict.value} ({', '.join(rules)})")
            lines.extend(f"    {printable(subject)}" for subject in subjects[:_SHOWN])
            if len(subjects) > _SHOWN:
                lines.append(f"      … and {len(subjects) - _SHOWN} more")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per fact, for any data frame."""
        return tuple(
            {
                "gate": self.gate.value,
                "kind": fact.kind.value,
                "subject": fact.subject,
                "verdict": fact.verdict.value,
                "rules": ", ".join(fact.rules),
            }
            for fact in self.facts
        )


def sensitivity(  # noqa: PLR0913 - the question has six parts, four of them by name.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    standard: StandardRef | str,
    gate: Gate | str,
    on: dt.date,
    policy: Policy | None = None,
) -> Sensitivity:
    """Name the single facts of a record whose loss makes the verdict another, and what it then is.

    Every item of every list is taken away alone, and so are approvals, acceptances, reviews, closures and the word
    that a list is complete. Several items of one id are one fact, and so are equal judgements.

    Args:
        assessment: The record.
        editions: The content of the editions.
        standard: The edition asked about.
        gate: The gate asked about.
        on: The day asked about.
        policy: The numbers that standards leave open; the default policy where left out.

    Raises:
        EditionMismatchError: The assessment is not against that edition, or its content was not given.
        IdentifierError: The standard is not a reference.
        UnknownNameError: There is no such gate, or the policy lacks a parameter.
        NotADayError: The day is not a plain date.
    """
    question = _asked(assessment, editions, standard, gate, on, policy)
    verdict, held = question.verdict()
    tried, found = 0, []
    for kind, subject, record in losses(assessment, question.edition.ref):
        tried += 1
        other, then = question.of(record).verdict()
        if other is not verdict:
            rules = tuple(sorted(set(held) ^ set(then)))
            found.append(DecisiveFact(kind=kind, subject=subject, verdict=other, rules=rules))
    return Sensitivity(
        standard=question.edition.ref,
        organization=assessment.organization.name,
        gate=question.gate,
        as_of=on,
        verdict=verdict,
        tried=tried,
        facts=tuple(found),
    )


_WHOLE = (
    (RecordFact.EVIDENCE, "evidence"),
    (RecordFact.FINDING, "findings"),
    (RecordFact.AUDIT, "audits"),
    (RecordFact.MANAGEMENT_REVIEW, "management_reviews"),
    (RecordFact.RISK, "risks"),
    (RecordFact.ASPECT, "aspects"),
    (RecordFact.OBLIGATION, "obligations"),
    (RecordFact.OBJECTIVE, "objectives"),
)
"""Lists of what has an id."""

_PARTS: tuple[tuple[RecordFact, str, dict[str, None]], ...] = (
    (RecordFact.EVIDENCE_REVIEW, "evidence", {"review": None}),
    (RecordFact.FINDING_PLAN, "findings", {"plan_accepted_on": None}),
    (RecordFact.FINDING_CLOSURE, "findings", {"closed_on": None}),
    (RecordFact.AUDIT_REPORT, "audits", {"reported_on": None}),
    (RecordFact.RESIDUAL_ACCEPTANCE, "risks", {"residual_accepted_by": None, "residual_accepted_on": None}),
    (RecordFact.OBLIGATION_EVALUATION, "obligations", {"evaluated_on": None}),
)
"""What an item says that can be lost while the item stays."""


def losses(record: Assessment, standard: StandardRef) -> Iterator[tuple[RecordFact, str, Assessment]]:
    """Go through the single facts of a record: the kind, whose it is, and the record without it.

    Judgements and decisions about other editions are left out: no rule reads them.
    """
    yield from _history(record, standard)
    for kind, field in _WHOLE:
        items = getattr(record, field)
        for name in sorted({item.id for item in items}):
            left = tuple(item for item in items if item.id != name)
            yield kind, name, with_list(record, field, left)
    for kind, field, lost in _PARTS:
        items = getattr(record, field)
        for name in sorted({item.id for item in items if any(getattr(item, part) is not None for part in lost)}):
            left = tuple(attrs.evolve(item, **lost) if item.id == name else item for item in items)
            yield kind, name, with_list(record, field, left)
    for name in sorted({risk.id for risk in record.risks if _approved(risk.treatment)}):
        risks = tuple(
            attrs.evolve(risk, treatment=attrs.evolve(risk.treatment, approved_by=None, approved_on=None))
            if risk.id == name and risk.treatment is not None
            else risk
            for risk in record.risks
        )
        yield RecordFact.TREATMENT_APPROVAL, name, attrs.evolve(record, risks=risks)
    if record.scope is not None:
        yield RecordFact.SCOPE, "scope", attrs.evolve(record, scope=None)
        if record.scope.approved_on is not None or record.scope.approved_by is not None:
            scope = attrs.evolve(record.scope, approved_by=None, approved_on=None)
            yield RecordFact.SCOPE_APPROVAL, "scope", attrs.evolve(record, scope=scope)
    for listed in RecordList:
        if record.says_complete(listed):
            complete = tuple(one for one in record.complete if one is not listed)
            yield RecordFact.COMPLETENESS, listed.value, attrs.evolve(record, complete=complete)


def _approved(treatment: object) -> bool:
    return getattr(treatment, "approved_by", None) is not None or getattr(treatment, "approved_on", None) is not None


def _history(record: Assessment, standard: StandardRef) -> Iterator[tuple[RecordFact, str, Assessment]]:
    own = {one for one in record.judgements if one.target.standard == standard}
    for judgement in sorted(own, key=lambda one: (one.target, _judged(one), repr(one))):
        judgements = tuple(one for one in record.judgements if one != judgement)
        yield RecordFact.JUDGEMENT, _judged(judgement), attrs.evolve(record, judgements=judgements)
    about = {one for one in record.applicability if one.target.standard == standard}
    for decision in sorted(about, key=lambda one: (one.target, _decided(one), repr(one))):
        decisions = tuple(one for one in record.applicability if one != decision)
        yield RecordFact.APPLICABILITY_DECISION, _decided(decision), attrs.evolve(record, applicability=decisions)


def _judged(one: Judgement) -> str:
    where = f" in {', '.join(one.units)}" if one.units else ""
    return f"{one.target} by {one.judged_by}, {one.role.value}, {one.judged_on}{where}: {one.conformity.value}"


def _decided(one: ApplicabilityDecision) -> str:
    return f"{one.target} by {one.decided_by}, {one.decided_on}: {one.decision.value}"
