# SPDX-License-Identifier: Apache-2.0
"""What can be done with a case and asked of it; every verb reads the tables of its definition and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from isomodel.errors import IsomodelError, nearest
from isomodel.lifecycle._definition import (
    Case,
    Choice,
    Definition,
    Facts,
    apply_effects,
    check_day,
    check_text,
    last_day,
    read_facts,
    state_facts,
    unmet,
)
from isomodel.lifecycle._parts import Allowed, Deadline, Due, Event, EventOrderError, Occurrence, Projected, UnmetGuard
from isomodel.policy import Policy

__all__ = [
    "EventNotAllowedError",
    "ReplayError",
    "advance",
    "allowed",
    "due",
    "explain",
    "project",
    "replay",
    "start",
    "state",
]

_NOTHING: Facts = {}


@attrs.define(eq=False)
class EventNotAllowedError(IsomodelError, ValueError):
    """An event that may not happen now.

    ``case`` is the case as it was, ``event``, ``on`` and ``facts`` what was asked. What stands in the way is worked
    out when it is read, so that refusing costs no more than advancing.
    """

    case: Case
    event: str
    on: dt.date
    facts: Facts

    @property
    def state(self) -> str:
        """Where the case stood on that day."""
        return state(self.case, on=self.on)

    @property
    def answers(self) -> tuple[Allowed, ...]:
        """Every event that belongs to that state, with met and unmet guards."""
        return allowed(self.case, on=self.on, facts=self.facts)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The events that may happen, by name."""
        return tuple(item.event for item in self.answers if item.is_open)

    @property
    def unmet(self) -> tuple[UnmetGuard, ...]:
        """The guards in the way; none when the event does not belong to the state at all."""
        return next((item.unmet for item in self.answers if item.event == self.event), ())

    @property
    def known(self) -> tuple[str, ...]:
        """Every event the process knows, by name."""
        return tuple(event.name for event in self.case.definition.events)

    def __str__(self) -> str:
        """Say why, and what may happen instead."""
        process = self.case.definition.name
        may = self.allowed
        instead = f"Allowed now: {', '.join(may)}." if may else "Nothing is allowed with what was told."
        if self.event not in self.known:
            close = nearest(self.event, self.known)
            hint = f"; did you mean {close!r}?" if close is not None else "."
            return f"The process {process} knows no event {self.event!r}{hint} {instead}"
        if not self.unmet:
            return f"{self.event!r} does not happen in the state {self.state!r} of {process}. {instead}"
        reasons = "".join(f"\n  - {guard}" for guard in self.unmet)
        return (
            f"{self.event!r} is not allowed on {self.on} in the state {self.state!r} of {process}:{reasons}\n{instead}"
        )


@attrs.define(eq=False)
class ReplayError(IsomodelError, ValueError):
    """A history that does not lead where it says it leads: written by another revision of the process, or changed.

    ``position`` counts the occurrences from 0; ``found`` is the state the history names, ``expected`` where the step
    leads.
    """

    process: str
    position: int
    event: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Name the step, the state it names and the state it leads to."""
        step = f"step {self.position} ({self.event!r})"
        return f"{step} of a case of {self.process} is said to lead to {self.found!r}; it leads to {self.expected!r}"


# Beginning and going on.


def start(definition: Definition, *, on: dt.date, by: str | None = None, facts: Facts = _NOTHING) -> Case:
    """Begin a case.

    Args:
        definition: The process.
        on: The day it begins.
        by: Who began it.
        facts: What the process needs to be told to set its first dates, and what is worth remembering.

    Raises:
        FactError: A fact the process does not know, or of another type.
    """
    check_day("on", on)
    if by is not None:
        check_text("by", by)
    stated = state_facts(definition, facts)
    dates = apply_effects(definition, definition.opening, (), on, facts)
    first = Occurrence("start", on, definition.initial, by, stated)
    return Case(definition, (first,), definition.initial, dates)


def advance(case: Case, event: str, *, on: dt.date, by: str | None = None, facts: Facts = _NOTHING) -> Case:
    """Return the case after an event.

    Args:
        case: The case so far.
        event: What happened.
        on: The day; not before the last event.
        by: Who made it happen.
        facts: What guards and effects need to be told.

    Raises:
        EventNotAllowedError: It may not happen; every unmet guard is in ``unmet``, what may happen in ``allowed``.
        EventOrderError: It is dated before the last event.
        FactError: A fact the process does not know, or of another type.
    """
    if type(on) is not dt.date:
        check_day("on", on)
    if by is not None:
        check_text("by", by)
    history = case.history
    if on < history[-1].on:
        raise EventOrderError(event, on, history[-1].on)
    definition = case.definition
    status = case.status
    if status in definition.timed:
        status = state(case, on=on)
    stated = state_facts(definition, facts) if facts else ()
    kept = case.dates
    for choice in definition.choices.get((status, event), ()):
        for holds in choice.holds:
            if not holds(kept, on, facts):
                break
        else:
            dates = apply_effects(definition, choice.effects, kept, on, facts) if choice.effects else kept
            target = choice.target
            return Case(definition, (*history, Occurrence(event, on, target, by, stated)), target, dates)
    # What was told is copied: the reasons are worked out when somebody asks for them.
    raise EventNotAllowedError(case, event, on, dict(facts))


def replay(definition: Definition, history: Iterable[Occurrence]) -> Case:
    """Rebuild a case from what happened, checking every step again.

    Raises:
        EventNotAllowedError: A step that the process does not allow.
        ReplayError: A step that led elsewhere, or no step at all.
        EventOrderError: The steps are not in the order of their days.
        FactError: A fact the process does not know, or of another type.
    """
    case: Case | None = None
    for position, occurrence in enumerate(history):
        facts = read_facts(definition, occurrence)
        if case is None:
            case = start(definition, on=occurrence.on, by=occurrence.by, facts=facts)
        else:
            case = advance(case, occurrence.event, on=occurrence.on, by=occurrence.by, facts=facts)
        last = case.history[-1]
        if (last.event, last.target) != (occurrence.event, occurrence.target):
            found = occurrence.target if last.event == occurrence.event else occurrence.event
            expected = last.target if last.event == occurrence.event else last.event
            raise ReplayError(definition.name, position, occurrence.event, found, expected)
    if case is None:
        raise ReplayError(definition.name, 0, "start", "nothing", definition.initial)
    return case


# Asking.


def state(case: Case, *, on: dt.date) -> str:
    """Say where a case stands at the end of a day, what time alone has done included.

    A day before the last event answers for that day: the events up to it are read, the later ones are not.
    """
    case = _until(case, on)
    status = case.status
    for step in _timed(case, status, on):
        status = step.target
    return status


def allowed(case: Case, *, on: dt.date, facts: Facts = _NOTHING) -> tuple[Allowed, ...]:
    """List every event that belongs to the present state, with the guards that are met and those that are not.

    An event is open exactly when :func:`advance` with the same day and facts would take it.

    Raises:
        EventOrderError: The day is before the last event.
        FactError: A fact the process does not know, or of another type.
    """
    check_day("on", on)
    if on < case.last_on:
        raise EventOrderError(None, on, case.last_on)
    definition = case.definition
    state_facts(definition, facts)
    status = state(case, on=on)
    found = []
    for event in definition.events:
        choices = definition.choices.get((status, event.name), ())
        if not choices:
            continue
        answers = [_answer(case, event, choice, on, facts) for choice in choices]
        taken = next((item for item in answers if item.is_open), None)
        # Of changes equally far away the last is told: it is the one that asks for less.
        found.append(taken or min(reversed(answers), key=_distance))
    return tuple(found)


def _distance(item: Allowed) -> tuple[int, int]:
    """Tell how far a change is from being taken: what is told otherwise weighs more than what is only not told."""
    return len(item.unmet), sum(1 for guard in item.unmet if guard.found)


def due(case: Case, *, on: dt.date, policy: Policy | None = None) -> tuple[Due, ...]:
    """List what is due on a day or will be, soonest first, with what a certification body's own policy says beside it.

    Args:
        case: The case.
        on: The day asked about.
        policy: The certification body's numbers, where they are known; it may name only some of them.
    """
    case = _until(case, on)
    status = state(case, on=on)
    found: list[Due] = []
    for deadline in case.definition.deadlines:
        if status not in deadline.states or _is_met(case, deadline):
            continue
        last = last_day(deadline, case.definition.policy, case.dates)
        if last is None:
            continue
        own = _by_body(case, deadline, policy)
        found.append(
            Due(
                deadline=deadline.name,
                sentence=deadline.sentence,
                on=last,
                body_on=own if own != last else None,
                days_left=(last - on).days,
                kind=deadline.kind,
                confidence=deadline.confidence,
                consequence=deadline.consequence,
                citation=deadline.citation,
                source=_source(case.definition.policy, deadline),
            )
        )
    return tuple(sorted(found, key=lambda item: (item.on, item.deadline)))


def project(case: Case, *, until: dt.date) -> tuple[Projected, ...]:
    """Say what time alone will do from the last event to a day, date by date.

    Deadlines that pass without changing the state are told too: somebody has to act.
    """
    check_day("until", until)
    status = case.status
    told: list[Projected] = []
    since = case.last_on
    while True:
        steps = list(_timed(case, status, until))
        end = steps[0].on if steps else until
        told.extend(_passed(case, status, since, end, becoming=steps[0].deadline if steps else None))
        if not steps:
            return tuple(told)
        told.append(steps[0])
        status, since = steps[0].target, steps[0].on


def explain(case: Case, *, on: dt.date) -> str:
    """Tell the story of a case in prose: what happened, where it stands on a day, what may happen and what is due."""
    definition = case.definition
    meanings = {event.name: event.meaning for event in definition.events}
    states = {item.name: item for item in definition.states}
    seen = _until(case, on)
    lines = [f"{definition.title}, begun on {case.started_on}."]
    for occurrence in seen.history[1:]:
        who = f" ({occurrence.by})" if occurrence.by is not None else ""
        lines.append(f"{occurrence.on}: {meanings[occurrence.event]}{who} → {occurrence.target}.")
    lines.extend(
        f"{step.on}: {step.deadline} has passed → {step.target}. {step.consequence}" for step in project(seen, until=on)
    )
    status = state(seen, on=on)
    lines.append(f"On {on} it stands at {status}: {states[status].meaning}")
    for item in allowed(seen, on=on):
        need = "" if item.is_open else " once: " + "; ".join(guard.sentence.rstrip(".") for guard in item.unmet)
        lines.append(f"Next may come {item.event}{need}.")
    lines.extend(
        f"Due by {item.on} ({item.days_left} days left): {item.sentence} {item.consequence} ({item.citation})"
        for item in due(seen, on=on)
    )
    return "\n".join(lines)


# Reading.


def _answer(case: Case, event: Event, choice: Choice, on: dt.date, facts: Facts) -> Allowed:
    """Say whether one change may be taken, and what stands in its way."""
    told = {guard.name: unmet(case.definition, guard, case.dates, on, facts) for guard in choice.guards}
    lacking = tuple(one for one in told.values() if one is not None)
    return Allowed(
        event=event.name,
        actor=event.actor,
        meaning=event.meaning,
        target=None if lacking else choice.target,
        met=tuple(name for name, one in told.items() if one is None),
        unmet=lacking,
    )


def _by_body(case: Case, deadline: Deadline, policy: Policy | None) -> dt.date | None:
    """Return the last day by a body's own numbers, or None where it has none for this deadline."""
    named = deadline.rule.parameter
    if policy is None or all(parameter.name != named for parameter in policy.parameters):
        return None
    return last_day(deadline, policy, case.dates)


def _until(case: Case, on: dt.date) -> Case:
    """Return the case as it was at the end of a day; raises EventOrderError for a day before it began."""
    check_day("on", on)
    if on >= case.last_on:
        return case
    if on < case.started_on:
        raise EventOrderError(None, on, case.started_on)
    return replay(case.definition, (one for one in case.history if one.on <= on))


def _is_met(case: Case, deadline: Deadline) -> bool:
    if deadline.met_by is None:
        return False
    done, anchor = case.date(deadline.met_by), (deadline.rule.anchor or "").partition(":")[2]
    since = case.date(anchor)
    return done is not None and since is not None and done >= since


def _timed(case: Case, status: str, until: dt.date) -> Iterator[Projected]:
    """Go through what time alone does from a state on, in the order of the days."""
    definition = case.definition
    while status in definition.timed:
        steps = []
        for deadline in definition.timed[status]:
            if deadline.becomes is None or _is_met(case, deadline):
                continue
            last = last_day(deadline, definition.policy, case.dates)
            if last is not None and last < until:
                day = last + dt.timedelta(days=1)
                steps.append(
                    Projected(
                        on=day,
                        deadline=deadline.name,
                        source=status,
                        target=deadline.becomes,
                        consequence=deadline.consequence,
                    )
                )
        if not steps:
            return
        first = min(steps, key=lambda step: (step.on, step.deadline))
        yield first
        status = first.target


def _passed(case: Case, status: str, since: dt.date, end: dt.date, *, becoming: str | None) -> list[Projected]:
    """List the deadlines that pass in a state without changing it: somebody has to act."""
    found = []
    for deadline in case.definition.deadlines:
        if (
            status not in deadline.states
            or deadline.becomes is not None
            or deadline.name == becoming
            or _is_met(case, deadline)
        ):
            continue
        last = last_day(deadline, case.definition.policy, case.dates)
        if last is not None and since <= last < end:
            day = last + dt.timedelta(days=1)
            found.append(
                Projected(
                    on=day, deadline=deadline.name, source=status, target=status, consequence=deadline.consequence
                )
            )
    return sorted(found, key=lambda step: (step.on, step.deadline))


def _source(policy: Policy, deadline: Deadline) -> str:
    return (
        policy.parameter(deadline.rule.parameter).source if deadline.rule.parameter is not None else deadline.citation
    )
