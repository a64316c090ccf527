# SPDX-License-Identifier: Apache-2.0
"""A process as data, and one run of it.

A definition is checked when it is made, so that nothing here ever meets a name that leads nowhere. From its own
tables it makes, once, what the engine looks things up in; there is no other copy of a rule.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from isomodel.errors import InvariantError, nearest
from isomodel.evidence import add_months
from isomodel.lifecycle._checks import faults, side_type, split
from isomodel.lifecycle._parts import (
    Arithmetic,
    Condition,
    DateDeclaration,
    DateRule,
    Deadline,
    Effect,
    Event,
    FactDeclaration,
    FactError,
    FactType,
    Guard,
    Occurrence,
    State,
    Stated,
    StateKind,
    StatusChange,
    Test,
    UnmetGuard,
)
from isomodel.model import Extensions
from isomodel.policy import Policy

__all__ = [
    "Case",
    "Choice",
    "Comparison",
    "Dates",
    "Definition",
    "FactValue",
    "Facts",
    "add_period",
    "apply_effects",
    "check_day",
    "check_text",
    "last_day",
    "read_facts",
    "state_facts",
    "unmet",
]

FactValue: TypeAlias = bool | int | str | dt.date | Sequence[str]
# What callers tell may be of any type: every fact is checked against its declaration when it is told.
Facts: TypeAlias = Mapping[str, object]
Dates: TypeAlias = tuple[tuple[str, dt.date], ...]
Holds: TypeAlias = Callable[[Dates, dt.date, Facts], bool]
Reader: TypeAlias = Callable[[Dates, dt.date, Facts], object]
Writer: TypeAlias = Callable[[object], Stated]


@attrs.frozen
class Choice:
    """A status change ready to be tried: its guards, and for each whether it holds."""

    target: str
    guards: tuple[Guard, ...]
    holds: tuple[Holds, ...]
    effects: tuple[Effect, ...]


@attrs.frozen(kw_only=True)
class Definition:
    """A process as data.

    Attributes:
        name: Its name, kebab-case.
        title: What it is called.
        revision: Raised with every change of it.
        summary: What it describes, in a few sentences.
        states: The states; one is initial.
        events: The events.
        facts: What guards and effects may need to be told.
        dates: The days a case keeps.
        guards: The guards.
        changes: The status changes.
        deadlines: The deadlines.
        policy: The numbers, each with its source.
        opening: What starting a case does to its dates.
        extensions: Data of other programs.
    """

    name: str
    title: str
    revision: int
    summary: str
    states: tuple[State, ...]
    events: tuple[Event, ...]
    facts: tuple[FactDeclaration, ...] = ()
    dates: tuple[DateDeclaration, ...] = ()
    guards: tuple[Guard, ...] = ()
    changes: tuple[StatusChange, ...]
    deadlines: tuple[Deadline, ...] = ()
    policy: Policy
    opening: tuple[Effect, ...] = ()
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a definition with a name that leads nowhere, a trap, an unreachable state or an undecided choice."""
        for fault in faults(self):
            raise InvariantError("Definition", f"{self.name}.{fault.place}", fault.found, fault.expected)

    def __repr__(self) -> str:
        """Name the process and its size."""
        return f"<Definition {self.name}: {len(self.states)} states, {len(self.changes)} status changes>"

    @functools.cached_property
    def initial(self) -> str:
        """The name of the state every case begins in."""
        return next(state.name for state in self.states if state.kind is StateKind.INITIAL)

    @functools.cached_property
    def choices(self) -> Mapping[tuple[str, str], tuple[Choice, ...]]:
        """What can become of each state and event, in the order in which it is tried."""
        guards = {guard.name: guard for guard in self.guards}
        holds = {name: _holding(comparisons) for name, comparisons in self.comparisons.items()}
        found: dict[tuple[str, str], list[Choice]] = {}
        for change in sorted(self.changes, key=lambda change: change.order or 0):
            choice = Choice(
                change.target,
                tuple(guards[name] for name in change.guards),
                tuple(holds[name] for name in change.guards),
                change.effects,
            )
            for source in change.source:
                found.setdefault((source, change.event), []).append(choice)
        return {key: tuple(several) for key, several in found.items()}

    @functools.cached_property
    def comparisons(self) -> Mapping[str, tuple[Comparison, ...]]:
        """The conditions of each guard, ready to be asked."""
        return {
            guard.name: tuple(_comparison(self, condition) for condition in guard.conditions) for guard in self.guards
        }

    @functools.cached_property
    def timed(self) -> Mapping[str, tuple[Deadline, ...]]:
        """The states that time alone can end, each with the deadlines that do."""
        found: dict[str, list[Deadline]] = {}
        for deadline in self.deadlines:
            if deadline.becomes is not None:
                for name in deadline.states:
                    found.setdefault(name, []).append(deadline)
        return {name: tuple(deadlines) for name, deadlines in found.items()}

    @functools.cached_property
    def fact_types(self) -> Mapping[str, FactType]:
        """The type of each fact."""
        return {fact.name: fact.type for fact in self.facts}

    @functools.cached_property
    def writers(self) -> Mapping[str, Writer]:
        """What turns a value of each fact into what a record keeps."""
        return {fact.name: _writer(fact.name, fact.type) for fact in self.facts}


@attrs.frozen
class Case:
    """One run of a process: what happened so far. Compared by what happened; what follows from it is kept beside it.

    Attributes:
        definition: The process.
        history: What happened, in order; the first is the start.
        status: The state the last event led to; ask :func:`isomodel.lifecycle.state` where it stands on a day.
        dates: The days it keeps, by name.
    """

    definition: Definition = attrs.field(repr=lambda definition: definition.name)
    history: tuple[Occurrence, ...]
    status: str = attrs.field(eq=False)
    dates: Dates = attrs.field(eq=False)

    @property
    def started_on(self) -> dt.date:
        """The day the case began."""
        return self.history[0].on

    @property
    def last_on(self) -> dt.date:
        """The day of the last event."""
        return self.history[-1].on

    def date(self, name: str) -> dt.date | None:
        """Return a day the case keeps, or None where it is not set."""
        return next((day for known, day in self.dates if known == name), None)

    def told(self, name: str) -> tuple[str, ...] | None:
        """Return what was last told about a fact, as text, or None where nobody told."""
        for occurrence in reversed(self.history):
            for fact in occurrence.facts:
                if fact.name == name:
                    return fact.values
        return None


# Facts.


def state_facts(definition: Definition, facts: Facts) -> tuple[Stated, ...]:
    """Return facts as a record keeps them, in the order of their names; raises FactError for any that does not fit."""
    writers = definition.writers
    try:
        names = facts if len(facts) == 1 else sorted(facts)
        return tuple([writers[name](facts[name]) for name in names])
    except (KeyError, TypeError):
        for name in facts:
            if name not in writers:
                raise _unknown(definition, name) from None
        raise


def read_facts(definition: Definition, occurrence: Occurrence) -> dict[str, object]:
    """Return the facts of a record as Python values.

    Raises:
        FactError: One that is not what the process declares, not as it would be written, or told twice.
    """
    found: dict[str, object] = {}
    for fact in occurrence.facts:
        if fact.name in found:
            raise FactError(fact.name, "it twice in one event", "each fact once")
        if fact.name not in definition.fact_types:
            raise _unknown(definition, fact.name)
        found[fact.name] = _read(fact, definition.fact_types[fact.name])
    return found


def check_text(name: str, value: object) -> None:
    """Refuse what is no text that a record can hold; raises FactError."""
    if type(value) is not str or not _is_writable(value):
        raise FactError(name, _shown(value), _EXPECTED[FactType.TEXT])


def check_day(name: str, value: object) -> None:
    """Refuse what is no day, a moment of a day included; raises FactError."""
    if type(value) is not dt.date:
        raise FactError(name, _shown(value), _EXPECTED[FactType.DAY])


_EXPECTED = {
    FactType.YES_NO: "True or False",
    FactType.NUMBER: "a whole number of at most 18 digits",
    FactType.TEXT: "text",
    FactType.DAY: "a datetime.date",
    FactType.NAMES: "a sequence of names",
}
_DIGITS = 18


def _unknown(definition: Definition, name: object) -> FactError:
    told = name if isinstance(name, str) else _shown(name)
    expected = f"a fact of the process {definition.name}"
    return FactError(told, "a fact that the process does not know", expected, nearest(told, definition.fact_types))


def _shown(value: object) -> str:
    """Write out a value for a message; one too large to be written is named by its type."""
    try:
        return repr(value)[:80]
    except ValueError:
        return f"a huge {type(value).__name__}"


def _writer(name: str, kind: FactType) -> Writer:
    """Return what turns a value of a fact into what a record keeps."""
    if kind is FactType.YES_NO:
        # There are two of them, made once.
        yes, no = Stated(name, ("yes",)), Stated(name, ("no",))

        def decide(value: object) -> Stated:
            if value is True:
                return yes
            if value is False:
                return no
            raise FactError(name, _shown(value), _EXPECTED[kind])

        return decide

    written = _WRITTEN[kind]

    def write(value: object) -> Stated:
        values = written(value)
        if values is None:
            raise FactError(name, _shown(value), _EXPECTED[kind])
        return Stated(name, values)

    return write


def _number(value: object) -> tuple[str, ...] | None:
    return (str(value),) if type(value) is int and -(10**_DIGITS) < value < 10**_DIGITS else None


def _text(value: object) -> tuple[str, ...] | None:
    return (value,) if type(value) is str and _is_writable(value) else None


def _day(value: object) -> tuple[str, ...] | None:
    return (value.isoformat(),) if type(value) is dt.date else None


def _names(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, (tuple, list, set, frozenset)):
        return None
    names = [name for name in value if type(name) is str and _is_writable(name)]
    if len(names) < len(value):
        return None
    return tuple(sorted(names) if isinstance(value, (set, frozenset)) else names)


_WRITTEN: Mapping[FactType, Callable[[object], tuple[str, ...] | None]] = {
    FactType.NUMBER: _number,
    FactType.TEXT: _text,
    FactType.DAY: _day,
    FactType.NAMES: _names,
}


def _is_writable(text: str) -> bool:
    """Say whether a record can hold a text: half of a surrogate pair is no character."""
    return text.isascii() or not _SURROGATE.search(text)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _read(fact: Stated, kind: FactType) -> object:
    """Return a fact of a record as a Python value, if it is written just as this library writes it."""
    if kind is FactType.NAMES:
        return fact.values
    text = fact.values[0] if len(fact.values) == 1 else ""
    value: object = text
    try:
        if kind is FactType.YES_NO:
            value = {"yes": True, "no": False}[text]
        elif kind is FactType.NUMBER:
            value = int(text)
        elif kind is FactType.DAY:
            value = dt.date.fromisoformat(text)
        if _writer(fact.name, kind)(value) == fact:
            return value
    except (KeyError, ValueError):
        pass
    raise FactError(fact.name, _shown(fact.values), f"{_EXPECTED[kind]}, as a record writes it")


# Days.


def add_period(day: dt.date, months: int, arithmetic: Arithmetic) -> dt.date:
    """Return the day so many months later, by the arithmetic a rule names; the calendar's first and last day bound it.

    >>> add_period(dt.date(2026, 4, 30), 18, Arithmetic.END_OF_MONTH).isoformat()
    '2027-10-31'
    >>> add_period(dt.date(2026, 8, 31), 6, Arithmetic.CLAMPED).isoformat()
    '2027-02-28'
    """
    later = add_months(day, -months if arithmetic is Arithmetic.BEFORE else months)
    if arithmetic is Arithmetic.END_OF_MONTH:
        return later.replace(day=calendar.monthrange(later.year, later.month)[1])
    return later.replace(month=12, day=31) if arithmetic is Arithmetic.END_OF_YEAR else later


def resolve(rule: DateRule, policy: Policy, dates: Dates, on: dt.date | None, facts: Facts) -> dt.date | None:
    """Return the day a rule gives, or None where its anchor is not known."""
    kind, name = split(rule.anchor or "")
    anchor: object = on
    if kind == "date":
        anchor = _date(dates, name)
    elif kind == "fact":
        anchor = facts.get(name)
    if not isinstance(anchor, dt.date):
        return None
    months = policy[rule.parameter] if rule.parameter is not None else 0
    return _days_later(add_period(anchor, months, rule.arithmetic), rule.days)


def last_day(deadline: Deadline, policy: Policy, dates: Dates) -> dt.date | None:
    """Return the last day on which a deadline is kept, or None where its anchor is not set."""
    return resolve(deadline.rule, policy, dates, None, {})


def apply_effects(definition: Definition, effects: Sequence[Effect], dates: Dates, on: dt.date, facts: Facts) -> Dates:
    """Return the dates after some effects; an effect whose anchor nobody told leaves its date as it is."""
    kept = dict(dates)
    for effect in effects:
        if effect.rule.anchor is None:
            kept.pop(effect.date, None)
            continue
        day = resolve(effect.rule, definition.policy, tuple(kept.items()), on, facts)
        if day is not None:
            kept[effect.date] = day
    return tuple(sorted(kept.items()))


def _days_later(day: dt.date, days: int) -> dt.date:
    ordinal = min(max(day.toordinal() + days, dt.date.min.toordinal()), dt.date.max.toordinal())
    return dt.date.fromordinal(ordinal)


def _date(dates: Dates, name: str) -> dt.date | None:
    return next((day for known, day in dates if known == name), None)


# Guards.


@attrs.frozen
class Comparison:
    """A condition ready to be asked: what each side is on a day, with some dates and facts."""

    condition: Condition
    left: Reader
    right: Reader

    def holds(self, dates: Dates, on: dt.date, facts: Facts) -> bool | None:
        """Return whether the condition holds, or None where a side of it is not known."""
        left, right = self.left(dates, on, facts), self.right(dates, on, facts)
        return None if left is None or right is None else _TESTS[self.condition.test](left, right)


def _same(names: Iterable[str]) -> dict[str, str]:
    """Return names by what makes two of them one person: letters, whatever their case and the spaces around them."""
    return {" ".join(unicodedata.normalize("NFKC", name).casefold().split()): name for name in names}


_TESTS: Mapping[Test, Callable[[Any, Any], bool]] = {
    Test.IS: lambda left, right: left == right,
    Test.IS_NOT: lambda left, right: left != right,
    Test.AT_LEAST: lambda left, right: left >= right,
    Test.AT_MOST: lambda left, right: left <= right,
    Test.ON_OR_AFTER: lambda left, right: left >= right,
    Test.ON_OR_BEFORE: lambda left, right: left <= right,
    Test.AFTER: lambda left, right: left > right,
    Test.NOT_EMPTY: lambda left, _: any(text.strip() for text in ((left,) if isinstance(left, str) else left)),
    Test.DISJOINT_FROM: lambda left, right: _same(left).keys().isdisjoint(_same(right)),
}


def _comparison(definition: Definition, condition: Condition) -> Comparison:
    if condition.right is None:
        return Comparison(condition, _reader(definition, condition.left, None), lambda _dates, _on, _facts: "")
    # A literal has the type of what it is compared with.
    kind = side_type(definition.fact_types, condition.left)
    return Comparison(condition, _reader(definition, condition.left, None), _reader(definition, condition.right, kind))


def _reader(definition: Definition, side: str, literal: FactType | None) -> Reader:
    """Return what reads a side of a condition; what never changes is worked out here."""
    kind, name = split(side)
    if kind == "day":
        return lambda _dates, on, _facts: on
    if kind == "fact":
        return lambda _dates, _on, facts: facts.get(name)
    if kind == "date":
        return lambda dates, _on, _facts: _date(dates, name)
    policy = definition.policy
    if kind == "deadline":
        deadline = next(deadline for deadline in definition.deadlines if deadline.name == name)
        return lambda dates, _on, _facts: last_day(deadline, policy, dates)
    constant = policy[name] if kind == "parameter" else read_literal(name, literal)
    return lambda _dates, _on, _facts: constant


def read_literal(text: str, kind: FactType | None) -> object:
    """Return a literal of a condition as a value of the type it is compared with."""
    if kind is FactType.YES_NO:
        return text == "yes"
    if kind is FactType.NUMBER:
        return int(text)
    return dt.date.fromisoformat(text) if kind is FactType.DAY else text


def _holding(comparisons: Sequence[Comparison]) -> Holds:
    """Make the question whether a guard is met out of its comparisons."""
    condition = comparisons[0].condition
    kind, name = split(condition.left)
    if len(comparisons) == 1 and kind == "fact" and (condition.test, condition.right) == (Test.IS, "value:yes"):
        # The commonest guard by far: somebody says that something is so.
        return lambda _dates, _on, facts: facts.get(name) is True

    def holds(dates: Dates, on: dt.date, facts: Facts) -> bool:
        for one in comparisons:  # noqa: SIM110 - a generator would cost more than the comparisons.
            if one.holds(dates, on, facts) is not True:
                return False
        return True

    return holds


def unmet(definition: Definition, guard: Guard, dates: Dates, on: dt.date, facts: Facts) -> UnmetGuard | None:
    """Return why a guard is not met, or None when it is."""
    missing: list[str] = []
    found: list[str] = []
    for one in definition.comparisons[guard.name]:
        answer = one.holds(dates, on, facts)
        if answer is True:
            continue
        left, right = one.left(dates, on, facts), one.right(dates, on, facts)
        sides = ((one.condition.left, left), (one.condition.right or "", right))
        missing.extend(_named(definition, side) for side, value in sides if value is None)
        if answer is False:
            found.append(_found(definition, one.condition, left, right))
    if not missing and not found:
        return None
    return UnmetGuard(
        name=guard.name,
        sentence=guard.sentence,
        citation=guard.citation,
        confidence=guard.confidence,
        missing=tuple(dict.fromkeys(missing)),
        found=tuple(found),
    )


_NEEDED = {
    Test.IS: "{}",
    Test.IS_NOT: "anything but {}",
    Test.AT_LEAST: "{} or more",
    Test.AT_MOST: "{} or fewer",
    Test.ON_OR_AFTER: "{} or later",
    Test.ON_OR_BEFORE: "{} or earlier",
    Test.AFTER: "a day after {}",
}


def _found(definition: Definition, condition: Condition, left: object, right: object) -> str:
    """Say what was told and does not do, and what would."""
    named = _named(definition, condition.left)
    if condition.test is Test.NOT_EMPTY:
        return f"{named} is empty; needed: at least one"
    other = _named(definition, condition.right or "")
    if condition.test is Test.DISJOINT_FROM and isinstance(left, Iterable) and isinstance(right, Iterable):
        ours, theirs = _same(left), _same(right)
        both = ", ".join(sorted(name for key, name in ours.items() if key in theirs))
        return f"{both} stands both in {named} and in {other}; needed: nobody in both"
    needed = _NEEDED[condition.test].format(_told(right))
    origin = f", by {other}" if other else ""
    return f"{named} is {_told(left)}; needed: {needed}{origin}"


def _named(definition: Definition, side: str) -> str:
    """Return what a side of a condition is, in the words of its declaration, with its name to tell it by."""
    kind, name = split(side)
    if kind == "day":
        return "the day of the event"
    if kind == "parameter":
        return f"the parameter {name}"
    if kind == "deadline":
        return f"the last day of “{name}”"
    meanings = {f"fact:{fact.name}": fact.meaning for fact in definition.facts}
    meanings.update((f"date:{date.name}", date.meaning) for date in definition.dates)
    return f"“{meanings[side].rstrip('.')}” [{name}]" if side in meanings else ""


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, str) else str(value)
