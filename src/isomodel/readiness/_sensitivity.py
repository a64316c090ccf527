# SPDX-License-Identifier: Apache-2.0
"""On which single facts of a record a verdict hangs.

Each fact is taken away alone and the very same question asked again, so that the answer is exact. Whatever a fact has
nothing to do with is not worked out anew. Two facts that stand in for each other are no single one: losing either
changes nothing, and neither is listed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import html
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from isomodel.assessment import ApplicabilityDecision, Assessment, Judgement, RecordList
from isomodel.errors import InvariantError
from isomodel.identifiers import StandardRef
from isomodel.model import StandardEdition
from isomodel.policy import Policy
from isomodel.readiness._answer import question_about
from isomodel.readiness._nouns import Gate, Verdict
from isomodel.readiness._what_if import with_list
from isomodel.text import printable

__all__ = ["DecisiveFact", "Sensitivity", "losses", "sensitivity"]

_SHOWN = 10
"""How many facts of one kind are listed in the text before they are only counted."""


@attrs.frozen(kw_only=True)
class DecisiveFact:
    """A single fact whose loss makes the verdict another.

    Attributes:
        records: Where in the assessment it stands, such as ``evidence``, ``scope`` or ``complete``.
        subject: The id of the record; of judgements and decisions who made them, when and about what.
        part: What of it is lost while the rest stays, such as ``reported_on``; absent where all of it is.
        verdict: The verdict without it.
        rules: The rules that do not pass without it and pass with it, or the other way round.
    """

    records: str
    subject: str
    part: str | None = None
    verdict: Verdict
    rules: tuple[str, ...]

    @property
    def what(self) -> str:
        """The records and the part, in words."""
        part = (
            f" ({self.part.removesuffix('_on').replace('_', ' ').replace('.', ' ')})" if self.part is not None else ""
        )
        return f"{self.records.replace('_', ' ')}{part}"

    def __str__(self) -> str:
        """Say what is lost and what becomes of it."""
        return printable(f"without {self.what}, {self.subject}: {self.verdict.value} ({', '.join(self.rules)})")


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
        facts: Those whose loss makes it another, by where they stand; judgements and decisions in the order of the
            standard, others by name.
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
        alike: dict[tuple[str, Verdict, tuple[str, ...]], list[str]] = {}
        for fact in self.facts:
            alike.setdefault((fact.what, fact.verdict, fact.rules), []).append(fact.subject)
        for (what, verdict, rules), subjects in alike.items():
            lines.append(f"  without {what}: {verdict.value} ({', '.join(rules)})")
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
                "records": fact.records,
                "subject": fact.subject,
                "part": fact.part or "",
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

    Every item of every list is taken away alone, and so is each day on which something was done to an item, with who
    did it: approvals, acceptances, reviews, closures. So are the scope, its approval and the word that a list is
    complete. Several items of one id are one fact, and so are equal judgements.

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
    question = question_about(assessment, editions, standard, gate, on, policy)
    verdict, held = question.verdict()
    tried, found = 0, []
    for loss in losses(assessment, question.edition.ref):
        tried += 1
        other, then = question.of(loss.record).verdict()
        if other is not verdict:
            rules = tuple(sorted(set(held) ^ set(then)))
            fact = DecisiveFact(records=loss.records, subject=loss.subject, part=loss.part, verdict=other, rules=rules)
            found.append(fact)
    return Sensitivity(
        standard=question.edition.ref,
        organization=assessment.organization.name,
        gate=question.gate,
        as_of=on,
        verdict=verdict,
        tried=tried,
        facts=tuple(found),
    )


@attrs.frozen
class _Loss:
    """A record without one fact."""

    records: str
    subject: str
    part: str | None
    record: Assessment


def losses(record: Assessment, standard: StandardRef) -> Iterator[_Loss]:
    """Go through the single facts of a record, each with the record without it.

    Judgements and decisions about other editions are left out: no rule reads them.
    """
    yield from _history(record, standard)
    for field in attrs.fields(Assessment):
        items = getattr(record, field.name)
        if isinstance(items, tuple) and all(hasattr(item, "id") for item in items):
            yield from _listed(record, field.name, items)
    if record.scope is not None:
        yield _Loss("scope", "scope", None, attrs.evolve(record, scope=None))
        for part, scope in _parts(record.scope):
            yield _Loss("scope", "scope", part, attrs.evolve(record, scope=scope))
    for listed in RecordList:
        if record.says_complete(listed):
            complete = tuple(one for one in record.complete if one is not listed)
            yield _Loss("complete", listed.value, None, attrs.evolve(record, complete=complete))


def _listed(record: Assessment, name: str, items: tuple[Any, ...]) -> Iterator[_Loss]:
    for own in sorted({item.id for item in items}):
        left = tuple(item for item in items if item.id != own)
        yield _Loss(name, own, None, with_list(record, name, left))
    lost: dict[tuple[str, str], dict[int, object]] = {}
    for place, item in enumerate(items):
        for part, without in _parts(item):
            lost.setdefault((part, item.id), {})[place] = without
    for (part, own), places in sorted(lost.items(), key=lambda pair: pair[0]):
        changed = tuple(places.get(place, item) for place, item in enumerate(items))
        yield _Loss(name, own, part, with_list(record, name, changed))


def _parts(item: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - whatever an assessment holds.
    """Go through what an item says was done to it: the day with who did it, or the account of it, and it without."""
    for field in attrs.fields(type(item)):
        value, name = getattr(item, field.name), field.name
        if value is None or field.default is not None:
            continue
        if name.endswith("_on"):
            by = name.removesuffix("on") + "by"
            changes: dict[str, Any] = {name: None, **({by: None} if hasattr(item, by) else {})}
        elif name in _ACCOUNTS:
            changes = {name: None}
        elif attrs.has(type(value)):
            for part, without in _parts(value):
                yield f"{name}.{part}", attrs.evolve(item, **{name: without})
            continue
        else:
            continue
        # What cannot be without it, such as a document without the day it takes effect, cannot lose it.
        with contextlib.suppress(InvariantError):
            yield name, attrs.evolve(item, **changes)


_ACCOUNTS = ("review", "effectiveness")
"""Parts of an item that are an account of somebody's look at it."""


def _history(record: Assessment, standard: StandardRef) -> Iterator[_Loss]:
    own = {one for one in record.judgements if one.target.standard == standard}
    for judgement in sorted(own, key=lambda one: (one.target, _judged(one), repr(one))):
        judgements = tuple(one for one in record.judgements if one != judgement)
        yield _Loss("judgements", _judged(judgement), None, attrs.evolve(record, judgements=judgements))
    about = {one for one in record.applicability if one.target.standard == standard}
    for decision in sorted(about, key=lambda one: (one.target, _decided(one), repr(one))):
        decisions = tuple(one for one in record.applicability if one != decision)
        yield _Loss("applicability", _decided(decision), None, attrs.evolve(record, applicability=decisions))


def _judged(one: Judgement) -> str:
    where = f" in {', '.join(one.units)}" if one.units else ""
    return f"{one.target} by {one.judged_by}, {one.role.value}, {one.judged_on}{where}: {one.conformity.value}"


def _decided(one: ApplicabilityDecision) -> str:
    return f"{one.target} by {one.decided_by}, {one.decided_on}: {one.decision.value}"
