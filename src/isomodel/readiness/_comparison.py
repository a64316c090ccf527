# SPDX-License-Identifier: Apache-2.0
"""What is different between two answers, and whether the facts changed or the rules.

Facts are the record and the day. Rules are what reads them: the gate rules and the truth table, the policy, the content
of the edition, the library. Where both changed, what each of them did cannot be told from the two answers alone.
"""

from __future__ import annotations

import datetime as dt
import enum
import html
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs

from isomodel.errors import IsomodelError
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.readiness._nouns import (
    AnswerChange,
    Blocker,
    Bucket,
    EntryReadiness,
    Fact,
    Gate,
    Outcome,
    RuleResult,
    Undermined,
    Verdict,
)
from isomodel.text import printable, shortened

if TYPE_CHECKING:
    from isomodel.readiness._answer import Readiness

__all__ = [
    "Attribution",
    "ChangeCause",
    "EntryMove",
    "NotComparableError",
    "OutcomeChange",
    "ReadinessComparison",
    "compared",
]


class ChangeCause(enum.Enum):
    """What is not the same behind two answers."""

    RECORD = "record"
    """What the organization recorded."""
    TIME = "time"
    """The day asked about."""
    POLICY = "policy"
    """The numbers that standards leave open."""
    TABLES = "tables"
    """The gate rules or the truth table."""
    EDITION = "edition"
    """The content of the edition in the catalogue, or of one that it replaces."""
    LIBRARY = "library"
    """The version of the library."""


FACTS_CHANGED = (ChangeCause.RECORD, ChangeCause.TIME)
"""The causes that are facts; every other one is a rule."""


class Attribution(enum.Enum):
    """To what a difference between two answers can be put down."""

    NOTHING = "nothing"
    """Record, day and rules are the same."""
    FACTS = "facts"
    """Only the record or the day is another."""
    RULES = "rules"
    """Only what reads them is another."""
    MIXED = "mixed"
    """Both are: ask for the old facts under the new rules, and compare that with each of the two."""


@attrs.define(eq=False)
class NotComparableError(IsomodelError, ValueError):
    """Two answers that answer different questions; ``field`` names the part, ``before`` and ``after`` tell it."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        """Say what the two answers are about, and what to do instead."""
        return (
            f"the answers are about another {self.field}: {self.before} and {self.after}."
            f" Compare answers about the same {self.field}.{_INSTEAD.get(self.field, '')}"
        )


_INSTEAD = {
    "standard": " What changes between editions is for isomodel.migration.compare to say.",
    "gate": " What the gates ask for is in isomodel.readiness.gate_rules.",
}


@attrs.frozen(kw_only=True)
class EntryMove:
    """A requirement or control that is counted elsewhere.

    Attributes:
        ref: The requirement or control.
        before: Where it was counted; absent where it was not in the edition.
        after: Where it is counted; absent where it is not in the edition.
        before_sentence: Why it was.
        after_sentence: Why it is.
    """

    ref: RequirementRef
    before: Bucket | None = None
    after: Bucket | None = None
    before_sentence: str | None = None
    after_sentence: str | None = None


@attrs.frozen(kw_only=True)
class OutcomeChange:
    """A fact or a rule of which something else became.

    Attributes:
        id: The fact or rule.
        before: What became of it before; absent where it was not asked.
        after: What becomes of it after; absent where it is not asked.
        before_sentence: What was found before; of a rule, what has to be so.
        after_sentence: The same after.
    """

    id: str
    before: Outcome | None = None
    after: Outcome | None = None
    before_sentence: str | None = None
    after_sentence: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class ReadinessComparison:
    """What is different between two answers about one standard and gate.

    Attributes:
        standard: The edition.
        organization: Whose record it is.
        gate: The gate.
        before_on: The day of the first answer.
        after_on: The day of the second answer.
        before: The first verdict.
        after: The second verdict.
        causes: What is not the same behind the answers.
        attribution: To what the difference can be put down.
        entries: The requirements and controls that are counted elsewhere, in the order of the standard.
        facts: The facts that flip, by name.
        rules: The rules that flip, in the order of the gate.
        blockers_gone: What stood in the way and does not any more, in the order of the first answer.
        blockers_new: What stands in the way and did not, in the order of the second answer.
        undermined_gone: What leaned on something unmet and does not any more.
        undermined_new: What leans on something unmet and did not.
        before_changes_on: When the first verdict changes by time alone; absent where it never does.
        after_changes_on: When the second verdict does.
    """

    standard: StandardRef
    organization: str
    gate: Gate
    before_on: dt.date
    after_on: dt.date
    before: Verdict
    after: Verdict
    causes: tuple[ChangeCause, ...] = ()
    attribution: Attribution
    entries: tuple[EntryMove, ...] = ()
    facts: tuple[OutcomeChange, ...] = ()
    rules: tuple[OutcomeChange, ...] = ()
    blockers_gone: tuple[Blocker, ...] = ()
    blockers_new: tuple[Blocker, ...] = ()
    undermined_gone: tuple[RequirementRef, ...] = ()
    undermined_new: tuple[RequirementRef, ...] = ()
    before_changes_on: AnswerChange | None = None
    after_changes_on: AnswerChange | None = None

    @property
    def flips(self) -> bool:
        """Whether the verdict is another."""
        return self.before is not self.after

    @property
    def differs(self) -> bool:
        """Whether anything in the answers is another, but for the days on which they change."""
        own = (self.entries, self.facts, self.rules, self.blockers_gone, self.blockers_new)
        return self.flips or any(own) or bool(self.undermined_gone or self.undermined_new)

    def reversed(self) -> ReadinessComparison:
        """Return the same comparison the other way round."""
        return attrs.evolve(
            self,
            before_on=self.after_on,
            after_on=self.before_on,
            before=self.after,
            after=self.before,
            entries=tuple(_turned(one) for one in self.entries),
            facts=tuple(_turned(one) for one in self.facts),
            rules=tuple(_turned(one) for one in self.rules),
            blockers_gone=self.blockers_new,
            blockers_new=self.blockers_gone,
            undermined_gone=self.undermined_new,
            undermined_new=self.undermined_gone,
            before_changes_on=self.after_changes_on,
            after_changes_on=self.before_changes_on,
        )

    def __repr__(self) -> str:
        """Name the verdicts and the size of the difference."""
        return f"<ReadinessComparison {self.headline}: {len(self.entries)} entries, {len(self.rules)} rules>"

    @property
    def headline(self) -> str:
        """The question and both verdicts, in one line."""
        verdicts = f"{self.before.value} → {self.after.value}" if self.flips else f"{self.before.value} as before"
        days = f"{self.after_on}" if self.before_on == self.after_on else f"{self.before_on} → {self.after_on}"
        return f"{self.standard}, {self.gate.value}, {days}: {verdicts}"

    def __str__(self) -> str:
        """Print the difference as text to be pasted into a mail."""
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def lines(self, *, shown: int | None = 12) -> tuple[str, ...]:
        """Return the text line by line.

        Args:
            shown: How many lines of a list are told before the rest is counted; all of them where None.
        """
        lines = [self.headline, f"  {self._because()}"]
        if not self.differs:
            lines.append("  nothing in the answer is different")
        moved = Counter((one.before, one.after) for one in self.entries)
        if moved:
            told = ", ".join(f"{_named(was)} → {_named(now)} {count}" for (was, now), count in moved.items())
            lines.append(f"  counted elsewhere: {told}")
            lines.extend(_some((f"{one.ref.local}: {_step(one)}" for one in self.entries), len(self.entries), shown))
        for what, changes in (("facts", self.facts), ("rules", self.rules)):
            if changes:
                lines.append(f"  {what} that flip: {len(changes)}")
                lines.extend(_some((f"{one.id}: {_step(one)}" for one in changes), len(changes), shown))
        for what, blockers in (("in the way now", self.blockers_new), ("not in the way any more", self.blockers_gone)):
            if blockers:
                lines.append(f"  {what}: {len(blockers)}")
                told_of = (f"{one.subject.partition(', ')[2] or one.subject}: {one.sentence}" for one in blockers)
                lines.extend(_some(told_of, len(blockers), shown))
        for what, refs in (
            ("leaning on what is not met now", self.undermined_new),
            ("not leaning on it any more", self.undermined_gone),
        ):
            if refs:
                lines.append(f"  {what}: {len(refs)}")
                lines.extend(_some((ref.local for ref in refs), len(refs), shown))
        if self.before_changes_on != self.after_changes_on:
            was, now = _when(self.before_changes_on), _when(self.after_changes_on)
            lines.append(f"  by time alone the verdict changes: {was} → {now}")
        return tuple(printable(line) for line in lines)

    def _because(self) -> str:
        if not self.causes:
            return "record, day and rules are the same"
        told = ", ".join(cause.value for cause in self.causes)
        if self.attribution is Attribution.MIXED:
            return f"facts and rules changed ({told}): which of them did it cannot be told from these two answers"
        return f"{self.attribution.value} changed: {told}"

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per entry, fact, rule and blocker that differs, for any data frame."""
        changes = [
            *(("entry", str(one.ref), _named(one.before), _named(one.after)) for one in self.entries),
            *(("fact", one.id, _named(one.before), _named(one.after)) for one in self.facts),
            *(("rule", one.id, _named(one.before), _named(one.after)) for one in self.rules),
            *(("blocker", one.subject, one.outcome.value, "gone") for one in self.blockers_gone),
            *(("blocker", one.subject, "not there", one.outcome.value) for one in self.blockers_new),
        ]
        return tuple(
            {"gate": self.gate.value, "kind": kind, "name": name, "before": was, "after": now}
            for kind, name, was, now in changes
        )


_Turned = TypeVar("_Turned", EntryMove, OutcomeChange)


def _turned(one: _Turned) -> _Turned:
    return attrs.evolve(
        one,
        before=one.after,
        after=one.before,
        before_sentence=one.after_sentence,
        after_sentence=one.before_sentence,
    )


def _named(state: Bucket | Outcome | None) -> str:
    return state.value if state is not None else "not there"


def _step(one: EntryMove | OutcomeChange) -> str:
    why = f" ({one.after_sentence})" if one.after_sentence is not None else ""
    return f"{_named(one.before)} → {_named(one.after)}{why}"


_WIDTH = 110


def _some(lines: Iterable[str], count: int, shown: int | None) -> Iterator[str]:
    limit = count if shown is None else shown
    for place, line in enumerate(lines):
        if place == limit:
            break
        yield f"    {shortened(line, _WIDTH)}" if shown is not None else f"    {line}"
    if count > limit:
        yield f"      … and {count - limit} more"


def _when(change: AnswerChange | None) -> str:
    return "never" if change is None else f"on {change.on} to {change.verdict.value}"


def compared(before: Readiness, after: Readiness, why: Callable[[EntryReadiness], str]) -> ReadinessComparison:
    """Compare two answers; ``why`` says in one line why an entry is where it is counted."""
    for field in ("standard", "gate", "organization"):
        one, other = getattr(before, field), getattr(after, field)
        if one != other:
            raise NotComparableError(field, *(str(getattr(each, "value", each)) for each in (one, other)))
    causes = tuple(_causes(before, after))
    facts = any(cause in FACTS_CHANGED for cause in causes)
    rules = any(cause not in FACTS_CHANGED for cause in causes)
    was, now = _by_subject(before.blockers), _by_subject(after.blockers)
    leaned, leans = _undermined(before.undermined), _undermined(after.undermined)
    return ReadinessComparison(
        standard=before.standard,
        organization=before.organization,
        gate=before.gate,
        before_on=before.as_of,
        after_on=after.as_of,
        before=before.verdict,
        after=after.verdict,
        causes=causes,
        attribution=_ATTRIBUTED[facts, rules],
        entries=tuple(_moves(before.entries, after.entries, why)),
        facts=tuple(_outcomes(before.facts, after.facts)),
        rules=tuple(_outcomes(before.rules, after.rules)),
        blockers_gone=tuple(one for key, one in was.items() if key not in now),
        blockers_new=tuple(one for key, one in now.items() if key not in was),
        undermined_gone=tuple(ref for ref in leaned if ref not in leans),
        undermined_new=tuple(ref for ref in leans if ref not in leaned),
        before_changes_on=before.changes_on,
        after_changes_on=after.changes_on,
    )


_ATTRIBUTED = {
    (False, False): Attribution.NOTHING,
    (True, False): Attribution.FACTS,
    (False, True): Attribution.RULES,
    (True, True): Attribution.MIXED,
}


def _causes(before: Readiness, after: Readiness) -> Iterator[ChangeCause]:
    one, other = before.provenance, after.provenance
    if one.assessment_digest != other.assessment_digest:
        yield ChangeCause.RECORD
    if before.as_of != after.as_of:
        yield ChangeCause.TIME
    if one.policy_digest != other.policy_digest:
        yield ChangeCause.POLICY
    if one.tables_digest != other.tables_digest:
        yield ChangeCause.TABLES
    if (one.edition_digest, one.replaced_digests) != (other.edition_digest, other.replaced_digests):
        yield ChangeCause.EDITION
    if one.library != other.library:
        yield ChangeCause.LIBRARY


_Key = TypeVar("_Key", str, RequirementRef)


def _merged(one: Mapping[_Key, object], other: Mapping[_Key, object]) -> list[_Key]:
    """List the keys of both in an order that does not depend on which comes first."""
    if list(one) == list(other):
        return list(one)
    keys = set(one)
    keys.update(other)
    return sorted(keys)


def _moves(
    before: Iterable[EntryReadiness], after: Iterable[EntryReadiness], why: Callable[[EntryReadiness], str]
) -> Iterator[EntryMove]:
    was, now = {entry.ref: entry for entry in before}, {entry.ref: entry for entry in after}
    for ref in _merged(was, now):
        one, other = was.get(ref), now.get(ref)
        if one is None or other is None or one.bucket is not other.bucket:
            yield EntryMove(
                ref=ref,
                before=one.bucket if one is not None else None,
                after=other.bucket if other is not None else None,
                before_sentence=why(one) if one is not None else None,
                after_sentence=why(other) if other is not None else None,
            )


def _outcomes(
    before: Iterable[Fact] | Iterable[RuleResult], after: Iterable[Fact] | Iterable[RuleResult]
) -> Iterator[OutcomeChange]:
    was, now = {one.id: one for one in before}, {one.id: one for one in after}
    for name in _merged(was, now):
        one, other = was.get(name), now.get(name)
        if one is None or other is None or one.outcome is not other.outcome:
            yield OutcomeChange(
                id=name,
                before=one.outcome if one is not None else None,
                after=other.outcome if other is not None else None,
                before_sentence=one.sentence if one is not None else None,
                after_sentence=other.sentence if other is not None else None,
            )


def _by_subject(blockers: Iterable[Blocker]) -> dict[tuple[object, str], Blocker]:
    return {(one.kind, one.subject): one for one in blockers}


def _undermined(found: Iterable[Undermined]) -> dict[RequirementRef, Undermined]:
    return {one.ref: one for one in found}
