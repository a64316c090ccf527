# SPDX-License-Identifier: Apache-2.0
"""A process as data, and one run of it.

A definition is checked when it is made, so that nothing here ever meets a name that leads nowhere. From its own
tables it makes, once, what the engine looks things up in; there is no other copy of a rule. A side of a condition is
``fact:NAME``, ``date:NAME``, ``parameter:NAME``, ``deadline:NAME``, ``value:TEXT`` or ``day``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from isomodel.errors import InvariantError, nearest
from isomodel.evidence import add_months
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
    "Dates",
    "Definition",
    "FactValue",
    "Facts",
    "add_period",
    "apply_effects",
    "last_day",
    "read_fact",
    "state_facts",
    "unmet",
]

FactValue: TypeAlias = bool | int | str | dt.date | Sequence[str]
# What callers tell may be of any type: every fact is checked against its declaration when it is told.
Facts: TypeAlias = Mapping[str, object]
Dates: TypeAlias = tuple[tuple[str, dt.date], ...]
Holds: TypeAlias = Callable[[Dates, dt.date, Facts], bool]


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
        for problem, found, expected in _faults(self):
            raise InvariantError("Definition", f"{self.name}.{problem}", found, expected)

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
        holds = {guard.name: _holding(self, guard) for guard in self.guards}
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
    def timed(self) -> frozenset[str]:
        """The states that time alone can end."""
        return frozenset(
            name for deadline in self.deadlines if deadline.becomes is not None for name in deadline.states
        )

    @functools.cached_property
    def fact_types(self) -> Mapping[str, FactType]:
        """The type of each fact."""
        return {fact.name: fact.type for fact in self.facts}


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


# What can be wrong with a definition.


_SIDES = ("fact", "date", "parameter", "deadline", "value")


def side(text: str) -> tuple[str, str]:
    """Split a side of a condition or an anchor into its kind and its name; ``day`` has no name."""
    kind, _, name = text.partition(":")
    return kind, name


def _faults(definition: Definition) -> Iterable[tuple[str, str, str]]:
    """List what is wrong with a definition: the place, what was found, what was expected."""
    yield from _name_faults(definition)
    names = {state.name for state in definition.states}
    initial = [state.name for state in definition.states if state.kind is StateKind.INITIAL]
    if len(initial) != 1:
        yield "states", f"{len(initial)} initial states", "exactly one"
        return
    yield from _choice_faults(definition)
    onward: dict[str, set[str]] = {name: set() for name in names}
    for change in definition.changes:
        for source in change.source:
            onward[source].add(change.target)
    for deadline in definition.deadlines:
        if deadline.becomes is not None:
            for name in deadline.states:
                onward[name].add(deadline.becomes)
    reached, pending = set(initial), list(initial)
    while pending:
        new = onward[pending.pop()] - reached
        reached |= new
        pending.extend(new)
    for state in definition.states:
        leads = onward[state.name] - {state.name}
        if state.name not in reached:
            yield "states", f"{state.name} is never reached", "every state reachable"
        if state.kind is StateKind.FINAL and onward[state.name]:
            yield "states", f"the final state {state.name} leads on", "nothing after a final state"
        if state.kind is not StateKind.FINAL and not leads:
            yield "states", f"{state.name} is a trap", "a way on, or a final state"


def _name_faults(definition: Definition) -> Iterable[tuple[str, str, str]]:
    known: dict[str, set[str]] = {}
    for kind, items in (
        ("state", definition.states),
        ("event", definition.events),
        ("fact", definition.facts),
        ("date", definition.dates),
        ("guard", definition.guards),
        ("deadline", definition.deadlines),
    ):
        names = [item.name for item in items]  # type: ignore[attr-defined]  # every one of them has a name.
        known[kind] = set(names)
        for name in known[kind]:
            if names.count(name) > 1:
                yield f"{kind}s", f"{name} twice", f"each {kind} once"
    known["parameter"] = {parameter.name for parameter in definition.policy.parameters}
    for place, kind, name in _uses(definition):
        if name not in known[kind]:
            yield place, f"the {kind} {name}", "a name that the definition declares"
    for kind, place in (("guard", "guards"), ("event", "events")):
        used = {name for _, use, name in _uses(definition) if use == kind}
        for name in sorted(known[kind] - used):
            yield place, f"{name} is never used", f"every {kind} used"


def _uses(definition: Definition) -> Iterable[tuple[str, str, str]]:
    """List every use of a name: where, what kind of name, which."""
    for change in definition.changes:
        for source in change.source:
            yield "changes", "state", source
        yield "changes", "state", change.target
        yield "changes", "event", change.event
        for guard in change.guards:
            yield "changes", "guard", guard
        for effect in change.effects:
            yield "changes", "date", effect.date
            yield from _rule_uses("changes", effect.rule)
    for effect in definition.opening:
        yield "opening", "date", effect.date
        yield from _rule_uses("opening", effect.rule)
    for item in definition.guards:
        for condition in item.conditions:
            for text in (condition.left, condition.right):
                if text is not None:
                    yield from _side_uses("guards", text)
    for deadline in definition.deadlines:
        for name in deadline.states:
            yield "deadlines", "state", name
        if deadline.becomes is not None:
            yield "deadlines", "state", deadline.becomes
        if deadline.met_by is not None:
            yield "deadlines", "date", deadline.met_by
        yield from _rule_uses("deadlines", deadline.rule)


def _rule_uses(place: str, rule: DateRule) -> Iterable[tuple[str, str, str]]:
    if rule.anchor is not None:
        yield from _side_uses(place, rule.anchor)
    if rule.parameter is not None:
        yield place, "parameter", rule.parameter


def _side_uses(place: str, text: str) -> Iterable[tuple[str, str, str]]:
    kind, name = side(text)
    if text == "day" or kind == "value":
        return
    yield place, kind if kind in _SIDES else "fact", name if kind in _SIDES else text


def _choice_faults(definition: Definition) -> Iterable[tuple[str, str, str]]:
    sharing: dict[tuple[str, str], list[StatusChange]] = {}
    for change in definition.changes:
        for source in change.source:
            sharing.setdefault((source, change.event), []).append(change)
    for (source, event), changes in sharing.items():
        orders = [change.order for change in changes]
        where = f"{event} in {source}"
        if len(changes) > 1 and (None in orders or len(set(orders)) < len(orders)):
            yield "changes", f"{len(changes)} changes for {where} with orders {orders}", "an order of its own for each"
        ranked = sorted(changes, key=lambda change: change.order or 0)
        if any(not change.guards for change in ranked[:-1]):
            yield "changes", f"an unguarded change for {where} before another", "the unguarded one last"


# Facts.


def state_facts(definition: Definition, facts: Facts) -> tuple[Stated, ...]:
    """Return facts as a record keeps them, in the order of their names; raises FactError for any that does not fit."""
    stated = []
    for name in sorted(facts):
        kind = definition.fact_types.get(name)
        if kind is None:
            expected = "a fact of the process " + definition.name
            raise FactError(
                name, "a fact that the process does not know", expected, nearest(name, definition.fact_types)
            )
        stated.append(Stated(name, _written(name, kind, facts[name])))
    return tuple(stated)


def read_fact(definition: Definition, fact: Stated) -> FactValue:
    """Return a fact of a record as a Python value; raises FactError where it is not what the process declares."""
    kind = definition.fact_types.get(fact.name)
    if kind is FactType.NAMES:
        return fact.values
    text = fact.values[0] if len(fact.values) == 1 else ""
    try:
        if kind is FactType.YES_NO:
            return {"yes": True, "no": False}[text]
        if kind is FactType.NUMBER:
            return int(text)
        if kind is FactType.DAY:
            return dt.date.fromisoformat(text)
    except (KeyError, ValueError) as error:
        raise FactError(fact.name, repr(text), _EXPECTED[kind]) from error
    return text


_EXPECTED = {
    FactType.YES_NO: "True or False",
    FactType.NUMBER: "a whole number",
    FactType.TEXT: "text",
    FactType.DAY: "a datetime.date",
    FactType.NAMES: "a sequence of names",
}


def _written(name: str, kind: FactType, value: object) -> tuple[str, ...]:
    if kind is FactType.YES_NO and isinstance(value, bool):
        return ("yes" if value else "no",)
    if kind is FactType.NUMBER and type(value) is int:
        return (str(value),)
    if kind is FactType.TEXT and isinstance(value, str):
        return (value,)
    if kind is FactType.DAY and type(value) is dt.date:
        return (value.isoformat(),)
    if (
        kind is FactType.NAMES
        and isinstance(value, tuple | list | frozenset | set)
        and all(type(one) is str for one in value)
    ):
        return tuple(sorted(value)) if isinstance(value, frozenset | set) else tuple(value)
    raise FactError(name, repr(value)[:80], _EXPECTED[kind])


# Days.


def add_period(day: dt.date, months: int, arithmetic: Arithmetic) -> dt.date:
    """Return the day so many months later, by the arithmetic a rule names.

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
    kind, _, name = (rule.anchor or "").partition(":")
    anchor: object = on
    if kind == "date":
        anchor = _date(dates, name)
    elif kind == "fact":
        anchor = facts.get(name)
    if not isinstance(anchor, dt.date):
        return None
    months = policy[rule.parameter] if rule.parameter is not None else 0
    return add_period(anchor, months, rule.arithmetic) + dt.timedelta(days=rule.days)


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


def _date(dates: Dates, name: str) -> dt.date | None:
    return next((day for known, day in dates if known == name), None)


# Guards.


def _holding(definition: Definition, guard: Guard) -> Holds:
    """Make the question whether a guard is met out of its conditions."""
    conditions = guard.conditions
    if len(conditions) == 1 and conditions[0].test is Test.IS and conditions[0].right == "value:yes":
        kind, name = conditions[0].left.split(":", 1)
        if kind == "fact":
            # The commonest guard by far: somebody says that something is so.
            return lambda _dates, _on, facts: facts.get(name) is True
    return lambda dates, on, facts: all(
        _compare(definition, condition, dates, on, facts) is True for condition in conditions
    )


def unmet(definition: Definition, guard: Guard, dates: Dates, on: dt.date, facts: Facts) -> UnmetGuard | None:
    """Return why a guard is not met, or None when it is."""
    missing, found = [], []
    for condition in guard.conditions:
        answer = _compare(definition, condition, dates, on, facts)
        if answer is None:
            sides = [text for text in (condition.left, condition.right) if text is not None]
            unknown = [text for text in sides if _side(definition, condition, text, dates, on, facts) is None]
            missing.extend(_named(definition, text) for text in unknown)
        elif not answer:
            told = _told(_side(definition, condition, condition.left, dates, on, facts))
            wanted = (
                f"{condition.test.value.replace('-', ' ')} {_wanted(definition, condition, dates, on, facts)}".rstrip()
            )
            found.append(f"{_named(definition, condition.left)} is {told}, has to be: {wanted}")
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


def _wanted(definition: Definition, condition: Condition, dates: Dates, on: dt.date, facts: Facts) -> str:
    if condition.right is None:
        return ""
    value = _told(_side(definition, condition, condition.right, dates, on, facts))
    return value if condition.right.startswith("value:") else f"{_named(definition, condition.right)}, {value}"


def _named(definition: Definition, text: str) -> str:
    """Return what a side of a condition is, in the words of its declaration, with its name to tell it by."""
    kind, _, name = text.partition(":")
    if kind == "day":
        return "the day of the event"
    if kind == "parameter":
        return f"the parameter {name}"
    items = {"fact": definition.facts, "date": definition.dates}.get(kind)
    if items is None:
        return f"the last day of {name}"
    meaning = next(item.meaning for item in items if item.name == name)
    return f"“{meaning.rstrip('.')}” [{name}]"


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(sorted(value)) or "none"
    return str(value)


def _compare(definition: Definition, condition: Condition, dates: Dates, on: dt.date, facts: Facts) -> bool | None:
    """Return whether a condition holds, or None where a side of it is not known."""
    left = _side(definition, condition, condition.left, dates, on, facts)
    if left is None:
        return None
    if condition.test is Test.NOT_EMPTY:
        return bool(left)
    right = _side(definition, condition, condition.right or "", dates, on, facts)
    return None if right is None else _TESTS[condition.test](left, right)


_TESTS: Mapping[Test, Callable[[object, object], bool]] = {
    Test.IS: lambda left, right: left == right,
    Test.IS_NOT: lambda left, right: left != right,
    Test.AT_LEAST: lambda left, right: left >= right,  # type: ignore[operator]  # types are those declared.
    Test.AT_MOST: lambda left, right: left <= right,  # type: ignore[operator]  # types are those declared.
    Test.ON_OR_AFTER: lambda left, right: left >= right,  # type: ignore[operator]  # types are those declared.
    Test.ON_OR_BEFORE: lambda left, right: left <= right,  # type: ignore[operator]  # types are those declared.
    Test.AFTER: lambda left, right: left > right,  # type: ignore[operator]  # types are those declared.
    Test.DISJOINT_FROM: lambda left, right: not set(left) & set(right),  # type: ignore[call-overload]  # names.
}


def _side(
    definition: Definition, condition: Condition, text: str, dates: Dates, on: dt.date, facts: Facts
) -> object | None:
    kind, _, name = text.partition(":")
    if kind == "day":
        return on
    if kind == "fact":
        return facts.get(name)
    if kind == "date":
        return _date(dates, name)
    if kind == "parameter":
        return definition.policy[name]
    if kind == "deadline":
        deadline = next(deadline for deadline in definition.deadlines if deadline.name == name)
        return last_day(deadline, definition.policy, dates)
    # A literal has the type of the fact it is compared with.
    other = definition.fact_types.get(condition.left.partition(":")[2])
    return read_literal(name, other)


def read_literal(text: str, kind: FactType | None) -> object:
    """Return a literal of a condition as a value of the type it is compared with."""
    if kind is FactType.YES_NO:
        return text == "yes"
    if kind is FactType.NUMBER:
        return int(text)
    return dt.date.fromisoformat(text) if kind is FactType.DAY else text
