# SPDX-License-Identifier: Apache-2.0
"""What a process definition is made of, what a case remembers, what answers are made of, and what can go wrong.

Frozen values without judgement; how they are read together is the definition's business.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from isomodel.errors import IsomodelError

__all__ = [
    "ActorKind",
    "Allowed",
    "Arithmetic",
    "Condition",
    "Confidence",
    "DateDeclaration",
    "DateRule",
    "Deadline",
    "DeadlineKind",
    "Due",
    "Effect",
    "Event",
    "EventOrderError",
    "FactDeclaration",
    "FactError",
    "FactType",
    "Guard",
    "Occurrence",
    "Projected",
    "State",
    "StateKind",
    "Stated",
    "StatusChange",
    "Test",
    "UnmetGuard",
]


class StateKind(enum.Enum):
    """What part a state plays."""

    INITIAL = "initial"
    """Where every case begins."""
    NORMAL = "normal"
    """On the way."""
    FINAL = "final"
    """Where a case ends: nothing happens to it any more."""


class ActorKind(enum.Enum):
    """Who makes an event happen."""

    ORGANIZATION = "organization"
    CERTIFICATION_BODY = "certification-body"
    EITHER = "either"


class FactType(enum.Enum):
    """What kind of value a fact has, and how it is written in a record."""

    YES_NO = "yes-no"
    """``yes`` or ``no``; True or False in Python."""
    NUMBER = "number"
    """A whole number."""
    TEXT = "text"
    """Text."""
    DAY = "day"
    """A day, ISO 8601."""
    NAMES = "names"
    """Names or ids, none or more."""


class Test(enum.Enum):
    """How a condition compares its two sides."""

    __test__ = False  # A name of the domain, not a class of tests.

    IS = "is"
    """Both sides are the same."""
    IS_NOT = "is-not"
    """Both sides are known and differ."""
    AT_LEAST = "at-least"
    """The left number is not smaller than the right."""
    AT_MOST = "at-most"
    """The left number is not larger than the right."""
    ON_OR_AFTER = "on-or-after"
    """The left day is not before the right."""
    ON_OR_BEFORE = "on-or-before"
    """The left day is not after the right."""
    AFTER = "after"
    """The left day is later than the right."""
    NOT_EMPTY = "not-empty"
    """There is at least one name, or some text."""
    DISJOINT_FROM = "disjoint-from"
    """No name stands on both sides."""


class Confidence(enum.Enum):
    """How well founded a rule is."""

    HARD = "hard"
    """Read at a primary source, or at independent secondary ones that agree."""
    REPORTED = "reported"
    """From one secondary source."""
    EXPECTED = "expected"
    """General knowledge or practice; no source was at hand."""


class DeadlineKind(enum.Enum):
    """How binding a deadline is."""

    HARD = "hard"
    """A rule of the certification process; a body cannot grant more."""
    POLICY = "policy"
    """Left to the certification body; the number is its own."""
    EXPECTED = "expected"
    """Expected in practice; no rule was found that says so."""


class Arithmetic(enum.Enum):
    """How months are added to a day."""

    CLAMPED = "clamped"
    """The same day of the later month, or its last where that day does not exist."""
    END_OF_MONTH = "end-of-month"
    """The last day of the later month, as transition periods are counted."""
    BEFORE = "before"
    """The same day so many months earlier, clamped."""
    END_OF_YEAR = "end-of-year"
    """The last day of the later calendar year; the period counts twelve months as one year."""


@attrs.frozen(kw_only=True)
class State:
    """Where a case can stand.

    Attributes:
        name: Its name, kebab-case.
        phase: The phase it belongs to, for grouping.
        kind: What part it plays.
        meaning: What is so while a case stands here.
    """

    name: str
    phase: str
    kind: StateKind = StateKind.NORMAL
    meaning: str


@attrs.frozen(kw_only=True)
class Event:
    """Something that can happen to a case.

    Attributes:
        name: Its name, kebab-case.
        actor: Who makes it happen.
        meaning: What happened.
    """

    name: str
    actor: ActorKind
    meaning: str


@attrs.frozen(kw_only=True)
class FactDeclaration:
    """Something a guard or an effect may need to be told.

    Attributes:
        name: Its name, kebab-case.
        type: What kind of value it has.
        meaning: What it says.
        process: The process whose cases answer it, where cases run side by side; absent for what is only told.
    """

    name: str
    type: FactType
    meaning: str
    process: str | None = None


@attrs.frozen(kw_only=True)
class DateDeclaration:
    """A day that a case keeps, as effects set it.

    Attributes:
        name: Its name, ending in ``-on``.
        meaning: Which day it is.
    """

    name: str
    meaning: str


@attrs.frozen(kw_only=True)
class Condition:
    """One comparison.

    A side is ``fact:NAME``, ``date:NAME``, ``parameter:NAME``, ``deadline:NAME`` for its last day, ``value:TEXT`` on
    the right, or ``day`` for the day of the event. Names are compared whatever their case and the spaces around them.

    Attributes:
        left: What is compared.
        test: How.
        right: With what; absent where the test needs nothing.
    """

    left: str
    test: Test
    right: str | None = None


@attrs.frozen(kw_only=True)
class Guard:
    """What has to be so for an event to be allowed: every condition holds.

    Attributes:
        name: Its name, kebab-case.
        sentence: What has to be so, in words an auditor would use.
        citation: What the rule rests on.
        confidence: How well founded it is.
        conditions: The comparisons.
    """

    name: str
    sentence: str
    citation: str
    confidence: Confidence
    conditions: tuple[Condition, ...]


@attrs.frozen(kw_only=True)
class DateRule:
    """How a day is found: an anchor, and months added to it.

    Attributes:
        anchor: ``day`` for the day of the event, ``fact:NAME`` or ``date:NAME``; absent clears the date.
        parameter: The number of months, by its name in the policy; absent adds none.
        arithmetic: How the months are added.
        days: Days added afterwards, such as -1 for *three years minus one day*.
    """

    anchor: str | None = None
    parameter: str | None = None
    arithmetic: Arithmetic = Arithmetic.CLAMPED
    days: int = 0


@attrs.frozen(kw_only=True)
class Effect:
    """What an event does to a date of the case.

    Attributes:
        date: The date.
        rule: How it is found.
    """

    date: str
    rule: DateRule


@attrs.frozen(kw_only=True)
class StatusChange:
    """From one state to another by an event.

    Attributes:
        source: The states it starts from.
        event: The event.
        target: The state it leads to; the same state for an event that only sets dates.
        guards: Guards, by name; every one has to be met.
        effects: What it does to dates.
        order: Where several changes share a state and an event: which is tried first; absent where only one does.
        citation: What it rests on; absent where the guards say it.
    """

    source: tuple[str, ...]
    event: str
    target: str
    guards: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    order: int | None = None
    citation: str | None = None


@attrs.frozen(kw_only=True)
class Deadline:
    """Something that is due, and what follows when it is missed.

    Attributes:
        name: Its name, kebab-case.
        sentence: What is due.
        states: The states in which it runs.
        rule: The last day on which it is kept.
        kind: How binding it is.
        confidence: How well founded it is.
        consequence: What follows when it is missed.
        citation: What it rests on.
        met_by: The date that says it is done; it counts when it is not before the anchor. Absent where leaving the
            states is what ends it.
        becomes: The state that time alone leads to on the day after; absent where somebody has to act.
    """

    name: str
    sentence: str
    states: tuple[str, ...]
    rule: DateRule
    kind: DeadlineKind
    confidence: Confidence
    consequence: str
    citation: str
    met_by: str | None = None
    becomes: str | None = None


@attrs.frozen
class Stated:
    """A fact as somebody told it.

    Attributes:
        name: The fact.
        values: What was told, as text: one value, or the names of a list.
    """

    name: str
    values: tuple[str, ...]


@attrs.frozen
class Occurrence:
    """Something that happened to a case.

    Attributes:
        event: The event; ``start`` for the first.
        on: The day.
        target: The state it led to.
        by: Who made it happen; absent where nobody said.
        facts: What was told with it.
    """

    event: str
    on: dt.date
    target: str
    by: str | None = None
    facts: tuple[Stated, ...] = ()


@attrs.frozen(kw_only=True)
class UnmetGuard:
    """A guard that stands in the way.

    Attributes:
        name: The guard.
        sentence: What has to be so.
        citation: What the rule rests on.
        confidence: How well founded it is.
        missing: Facts and dates nobody told, in words.
        found: What was told and does not do, in words.
    """

    name: str
    sentence: str
    citation: str
    confidence: Confidence
    missing: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say what has to be so, and what is missing or does not do."""
        lacks = f" Still to be told: {', '.join(self.missing)}." if self.missing else ""
        wrong = f" Told: {'; '.join(self.found)}." if self.found else ""
        return f"{self.sentence.rstrip('.')} ({self.citation}).{lacks}{wrong}"


@attrs.frozen(kw_only=True)
class Allowed:
    """An event that belongs to the present state, and whether it may happen.

    Attributes:
        event: The event.
        actor: Who makes it happen.
        meaning: What would have happened.
        target: The state it would lead to now; absent while it may not happen.
        met: Guards that are met, by name.
        unmet: Guards that are not, of the change that comes closest.
    """

    event: str
    actor: ActorKind
    meaning: str
    target: str | None
    met: tuple[str, ...]
    unmet: tuple[UnmetGuard, ...]

    @property
    def is_open(self) -> bool:
        """Whether it may happen now."""
        return self.target is not None


@attrs.frozen(kw_only=True)
class Due:
    """Something that is due.

    Attributes:
        deadline: The deadline.
        sentence: What is due.
        on: The last day, by the rule.
        body_on: The last day by the certification body's own policy, where it differs.
        days_left: Days from the day asked about to ``on``; negative when it has passed.
        kind: How binding it is.
        confidence: How well founded it is.
        consequence: What follows when it is missed.
        citation: What it rests on.
        source: Where the number comes from.
    """

    deadline: str
    sentence: str
    on: dt.date
    body_on: dt.date | None
    days_left: int
    kind: DeadlineKind
    confidence: Confidence
    consequence: str
    citation: str
    source: str


@attrs.frozen(kw_only=True)
class Projected:
    """What time alone will do.

    Attributes:
        on: The day.
        deadline: The deadline that has passed by then.
        source: The state before.
        target: The state from that day on; the same where somebody has to act.
        consequence: What follows.
    """

    on: dt.date
    deadline: str
    source: str
    target: str
    consequence: str


@attrs.define(eq=False)
class EventOrderError(IsomodelError, ValueError):
    """An event dated before the one it would follow, or a question about a day the case cannot answer for.

    ``event`` is absent for a question; ``last`` is the first day that would do.
    """

    event: str | None
    on: dt.date
    last: dt.date

    def __str__(self) -> str:
        """Name both days, and say which would do."""
        if self.event is None:
            return f"the question is about {self.on}; the case answers it from {self.last} on"
        return (
            f"{self.event!r} is dated {self.on}, and the case already has an event of {self.last}: "
            "events are told in the order of their days"
        )


@attrs.define(eq=False)
class FactError(IsomodelError, ValueError):
    """A fact that the process does not know, of another type than declared, or not for the caller to tell.

    ``fact`` is its name, or ``on`` or ``by`` for the day and the person of an event; ``found`` what was given,
    ``expected`` what would do, ``nearest`` the closest name.
    """

    fact: str
    found: str
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        """Name the fact, what was found and expected, and what comes closest."""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest is not None else ""
        return f"fact {self.fact!r}: found {self.found}, expected {self.expected}{hint}"
