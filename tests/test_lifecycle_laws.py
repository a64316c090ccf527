# SPDX-License-Identifier: Apache-2.0
"""Laws of the engine, on every process of the package: thousands of random steps beside a plain reading of the tables.

The plain reading below shares no code with the engine: it goes through the rows of a definition one by one, counts
months its own way, and lets time pass a day at a time.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from isomodel import lifecycle as lc
from isomodel.lifecycle import _definition, _verbs

DAY = dt.timedelta(days=1)
STEPS, WALKS = 60, 64
"""Steps of a walk at most, and walks through each process."""


# The plain reading.


def months_later(day: dt.date, months: int, arithmetic: lc.Arithmetic) -> dt.date:
    """Count months one at a time, keeping the day of the month in mind."""
    year, month = day.year, day.month
    back = arithmetic is lc.Arithmetic.BEFORE
    for _ in range(months):
        month += -1 if back else 1
        if month == 13:
            year, month = year + 1, 1
        elif month == 0:
            year, month = year - 1, 12
    if arithmetic is lc.Arithmetic.END_OF_YEAR:
        return dt.date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, last if arithmetic is lc.Arithmetic.END_OF_MONTH else min(day.day, last))


@attrs.define
class Plain:
    """A case as the plain reading knows it."""

    definition: lc.Definition
    status: str
    dates: dict[str, dt.date] = attrs.Factory(dict)

    def found(self, rule: lc.DateRule, on: dt.date | None, facts: dict[str, object]) -> dt.date | None:
        """Find a day by its rule."""
        anchor: object = None
        if rule.anchor == "day":
            anchor = on
        elif rule.anchor is not None and rule.anchor.startswith("date:"):
            anchor = self.dates.get(rule.anchor[5:])
        elif rule.anchor is not None:
            anchor = facts.get(rule.anchor[5:])
        if not isinstance(anchor, dt.date):
            return None
        months = 0
        for parameter in self.definition.policy.parameters:
            if parameter.name == rule.parameter:
                months = parameter.value
        return months_later(anchor, months, rule.arithmetic) + rule.days * DAY

    def value(self, side: str, on: dt.date, facts: dict[str, object], like: object = None) -> object:
        """Read a side of a condition; a literal is of the type of what it is compared with."""
        kind, _, name = side.partition(":")
        if kind == "deadline":
            (deadline,) = [one for one in self.definition.deadlines if one.name == name]
            return self.found(deadline.rule, None, {})
        if kind == "value" and isinstance(like, int):
            return name == "yes" if isinstance(like, bool) else int(name)
        numbers = {one.name: one.value for one in self.definition.policy.parameters}
        return {
            "day": on,
            "fact": facts.get(name),
            "date": self.dates.get(name),
            "parameter": numbers.get(name),
            "value": name,
        }[kind]

    def holds(self, condition: lc.Condition, on: dt.date, facts: dict[str, object]) -> bool:
        """Compare the two sides of a condition."""
        left = self.value(condition.left, on, facts)
        if left is None:
            return False
        if condition.test is lc.Test.NOT_EMPTY:
            assert isinstance(left, (str, tuple))
            return bool("".join(left).strip())
        right = self.value(condition.right or "", on, facts, left)
        if right is None:
            return False
        if condition.test is lc.Test.DISJOINT_FROM:
            assert isinstance(left, tuple)
            assert isinstance(right, tuple)
            return not [name for name in left if name in right]
        order = int(left > right) - int(left < right)  # type: ignore[operator]  # of one type.
        return {
            lc.Test.IS: order == 0,
            lc.Test.IS_NOT: order != 0,
            lc.Test.AT_LEAST: order >= 0,
            lc.Test.AT_MOST: order <= 0,
            lc.Test.ON_OR_AFTER: order >= 0,
            lc.Test.ON_OR_BEFORE: order <= 0,
            lc.Test.AFTER: order > 0,
        }[condition.test]

    def pass_to(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, str]]:
        """Let time pass day by day, telling each day and the state on it."""
        day = first
        while day <= last:
            moved = True
            while moved:
                moved = False
                ripe = []
                for deadline in self.definition.deadlines:
                    if deadline.becomes is None or self.status not in deadline.states:
                        continue
                    end = self.found(deadline.rule, None, {})
                    done = self.dates.get(deadline.met_by or "")
                    anchor = self.dates.get((deadline.rule.anchor or "").partition(":")[2])
                    met = done is not None and anchor is not None and done >= anchor
                    if end is not None and end < day and not met:
                        ripe.append((end, deadline.name, deadline.becomes))
                if ripe:
                    self.status = min(ripe)[2]
                    moved = True
            yield day, self.status
            day += DAY

    def step(self, event: str, on: dt.date, facts: dict[str, object]) -> bool:
        """Take the first row whose guards hold; say whether there is one."""
        guards = {guard.name: guard for guard in self.definition.guards}
        rows = [row for row in self.definition.changes if self.status in row.source and row.event == event]
        for row in sorted(rows, key=lambda row: row.order or 0):
            if all(self.holds(one, on, facts) for name in row.guards for one in guards[name].conditions):
                self.set(row.effects, on, facts)
                self.status = row.target
                return True
        return False

    def set(self, effects: tuple[lc.Effect, ...], on: dt.date, facts: dict[str, object]) -> None:
        """Set the days that effects set."""
        for effect in effects:
            if effect.rule.anchor is None:
                self.dates.pop(effect.date, None)
                continue
            day = self.found(effect.rule, on, facts)
            if day is not None:
                self.dates[effect.date] = day


# Random walks.


def wanted(definition: lc.Definition, event: str) -> dict[str, set[str]]:
    """List the facts that changes by an event read, each with the literals it is asked to be."""
    conditions = {guard.name: guard.conditions for guard in definition.guards}
    found: dict[str, set[str]] = {}
    for row in definition.changes:
        if row.event != event:
            continue
        for effect in row.effects:
            found.setdefault(effect.rule.anchor or "", set())
        for condition in (one for name in row.guards for one in conditions[name]):
            found.setdefault(condition.right or "", set())
            literals = found.setdefault(condition.left, set())
            if condition.test is lc.Test.IS:
                literals.add((condition.right or "").removeprefix("value:"))
    return {side[5:]: literals for side, literals in sorted(found.items()) if side.startswith("fact:")}


def invent(draw: random.Random, definition: lc.Definition, event: str, on: dt.date) -> dict[str, object]:
    """Invent the facts that an event needs: mostly such as let it happen, sometimes others, sometimes none."""
    types = {fact.name: fact.type for fact in definition.facts}
    facts: dict[str, object] = {}
    for name, literals in wanted(definition, event).items():
        wrong = draw.random() < 0.05
        # Everybody has one duty, but for Ann, who now and then has several.
        person = "Ann" if draw.random() < 0.25 else f"Person of {name}"
        made: dict[lc.FactType, object] = {
            lc.FactType.YES_NO: wrong is not ("yes" in literals or not literals),
            lc.FactType.NUMBER: draw.choice([1, 2] if wrong else [0, 0, 0, 1]),
            lc.FactType.TEXT: draw.choice(["", "other"] if wrong else (sorted(literals) or ["text"])),
            lc.FactType.DAY: on + draw.choice([-40, 0, 0, 0, 1, 300, 900]) * DAY,
            lc.FactType.NAMES: () if wrong else (person,),
        }
        if draw.random() > 0.03:
            facts[name] = made[types[name]]
    return facts


class Walk:
    """A way through a process, every law held at each step."""

    def __init__(self, definition: lc.Definition, draw: random.Random, tally: Counter[str]) -> None:
        """Begin on some day."""
        self.tally = tally
        self.on = dt.date(2026, 1, 31) + draw.randrange(1200) * DAY
        types = {fact.name: fact.type for fact in definition.facts}
        told: dict[str, object] = {name: self.on + 400 * DAY for name, kind in types.items() if kind is lc.FactType.DAY}
        self.case = lc.start(definition, on=self.on, by="Ann", facts=told)
        self.plain = Plain(definition, definition.initial)
        self.plain.set(definition.opening, self.on, told)
        self.over = False
        # Some go straight ahead and come to the end; the others wander.
        self.straight = draw.random() < 0.3

    def step(self, draw: random.Random) -> None:
        """Let some time pass, and try something."""
        if self.over:
            return
        definition = self.case.definition
        before, self.on = self.on, self.on + draw.choice([0, 0, 1, 3, 20, 20, 60, 200, 420]) * DAY
        check_time(self.case, dict(self.plain.pass_to(before, self.on)), self.tally)
        status = lc.state(self.case, on=self.on)
        assert status == self.plain.status
        assert status in {state.name for state in definition.states}
        self.tally["steps"] += 1
        self.tally[f"{definition.name}: {status}"] += 1
        event = self._chosen(draw, status)
        facts = invent(draw, definition, event, self.on)
        self.case = check_step(self.case, self.plain, event, self.on, facts, self.tally)
        check_replay(self.case, self.on, self.tally)
        self.over = not any(source == status for source, _ in definition.choices)
        self.tally["after the end"] += self.over

    def _chosen(self, draw: random.Random, status: str) -> str:
        """Choose an event: mostly of the state, and mostly not one that ends everything."""
        definition = self.case.definition
        ends = {state.name for state in definition.states if state.kind is lc.StateKind.FINAL}
        of_state = {event: choices for (source, event), choices in definition.choices.items() if source == status}
        onward = [event for event, choices in of_state.items() if any(one.target not in ends for one in choices)]
        luck = draw.random()
        if not of_state or luck < 0.1:
            names = [event.name for event in definition.events]
            return draw.choice([*names, "no-such-event", f"{names[0]}e"])
        order = {state.name: place for place, state in enumerate(definition.states)}
        ahead = [
            event for event, choices in of_state.items() if any(order[one.target] > order[status] for one in choices)
        ]
        if self.straight and ahead and luck < 0.87:
            return min(ahead, key=lambda event: (min(order[one.target] for one in of_state[event]), event))
        return draw.choice(sorted(onward if onward and luck < 0.87 else of_state))


def check_time(case: lc.Case, lived: dict[dt.date, str], tally: Counter[str]) -> None:
    """Time foretold is time lived through, day by day; what is foretold early is foretold late."""
    until = max(lived)
    steps = lc.project(case, until=until)
    status = case.status
    pending = list(steps)
    for day, expected in lived.items():
        while pending and pending[0].on <= day:
            assert pending[0].source == status
            status = pending.pop(0).target
        assert status == expected
    for day in [*list(lived)[:3], *list(lived)[-3:], *(step.on for step in steps), *(step.on - DAY for step in steps)]:
        if day in lived:
            assert lc.state(case, on=day) == lived[day]
            assert lc.project(case, until=day) == tuple(step for step in steps if step.on <= day)
    tally["days lived through"] += len(lived)
    tally["changes by time"] += sum(step.source != step.target for step in steps)
    tally["deadlines passed in place"] += sum(step.source == step.target for step in steps)


def check_step(  # noqa: PLR0913, PLR0917 - a step is all of this.
    case: lc.Case, plain: Plain, event: str, on: dt.date, facts: dict[str, object], tally: Counter[str]
) -> lc.Case:
    """Asking, advancing and the plain reading agree; whatever is refused names a reason."""
    with pytest.raises(lc.EventOrderError):
        lc.advance(case, event, on=case.last_on - DAY, facts=facts)
    answers = {item.event: item for item in lc.allowed(case, on=on, facts=facts)}
    target = answers[event].target if event in answers else None
    try:
        after = lc.advance(case, event, on=on, by="Ben", facts=facts)
    except lc.EventNotAllowedError as error:
        assert target is None
        assert not plain.step(event, on, facts)
        check_reasons(error, event, answers, tally)
        return case
    assert target == after.status
    assert plain.step(event, on, facts)
    assert (after.status, dict(after.dates)) == (plain.status, plain.dates)
    assert after.history[:-1] == case.history
    last = after.history[-1]
    assert (last.event, last.on, last.target, last.by) == (event, on, after.status, "Ben")
    assert {fact.name for fact in last.facts} == set(facts)
    tally["advanced"] += 1
    return after


def check_reasons(
    error: lc.EventNotAllowedError, event: str, answers: dict[str, lc.Allowed], tally: Counter[str]
) -> None:
    """A refusal names an unmet guard, or another state, or a name that is none."""
    text = str(error)
    if event not in error.known:
        assert f"knows no event {event!r}" in text
        tally["refused: unknown event"] += 1
    elif event not in answers:
        assert f"does not happen in the state {error.state!r}" in text
        tally["refused: of another state"] += 1
    else:
        assert error.unmet
        for guard in error.unmet:
            assert guard.missing or guard.found
            assert guard.sentence.rstrip(".") in text
        tally["refused: unmet guard"] += 1
        tally["refused: a person in two duties"] += any("stands both in" in text for text in text.splitlines())
    assert error.allowed == tuple(name for name, item in answers.items() if item.is_open)


def check_replay(case: lc.Case, on: dt.date, tally: Counter[str]) -> None:
    """A history replayed is the case that lived it; so is every earlier part of it."""
    again = lc.replay(case.definition, case.history)
    assert (again, again.status, again.dates) == (case, case.status, case.dates)
    assert lc.state(again, on=on) == lc.state(case, on=on)
    tally["replayed"] += 1


def walk_all(definition: lc.Definition, walks: int, tally: Counter[str]) -> None:
    """Take several walks, the same ones every time, and count what happens on them."""
    for seed in range(walks):
        draw = random.Random(f"{definition.name} {seed}")  # noqa: S311 - a walk that can be taken again, no secret.
        walk = Walk(definition, draw, tally)
        for _ in range(STEPS):
            walk.step(draw)


RANDOMS = st.randoms(use_true_random=False)


@pytest.mark.parametrize("name", lc.definitions())
def test_every_process_keeps_the_laws_on_any_walk(name: str) -> None:
    """Asking, advancing, replaying, time and the plain reading agree at every step that hypothesis can think of."""

    class Machine(RuleBasedStateMachine):
        walk: Walk

        @initialize(draw=RANDOMS)
        def begin(self, draw: random.Random) -> None:
            self.walk = Walk(lc.definition(name), draw, Counter())

        @rule(draw=RANDOMS)
        def step(self, draw: random.Random) -> None:
            self.walk.step(draw)

    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=checks)
    )


LEAST = {
    "steps": 5000,
    "advanced": 3000,
    "refused: unmet guard": 1000,
    "refused: of another state": 200,
    "refused: unknown event": 60,
    "refused: a person in two duties": 30,
    "changes by time": 100,
    "deadlines passed in place": 100,
    "after the end": 100,
}


def test_the_interesting_cases_happen() -> None:
    """Walks that are the same every time keep the laws and meet every state and every kind of answer, often."""
    tally: Counter[str] = Counter()
    for name in lc.definitions():
        walk_all(lc.definition(name), WALKS, tally)
    told = {kind: count for kind, count in sorted(tally.items()) if kind.partition(":")[0] not in lc.definitions()}
    print(told)  # noqa: T201 - shown by `pytest -s`.
    assert {kind: tally[kind] for kind in LEAST if tally[kind] < LEAST[kind]} == {}
    every = {f"{name}: {state.name}" for name in lc.definitions() for state in lc.definition(name).states}
    assert {place for place in every if not tally[place]} == set()


# Bugs the laws find.


def guard_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget every guard of several conditions."""
    monkeypatch.setattr(_definition, "_holding", lambda _: lambda _dates, _on, _facts: True)


def last_day_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a deadline pass a day early."""
    real = _definition.last_day
    monkeypatch.setattr(_verbs, "last_day", lambda *arguments: None if (day := real(*arguments)) is None else day - DAY)


def fact_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lose a name of every list on the way back from a record."""
    real = _definition.read_facts

    def read(definition: lc.Definition, occurrence: lc.Occurrence) -> dict[str, object]:
        return {
            name: value[1:] if isinstance(value, tuple) else value
            for name, value in real(definition, occurrence).items()
        }

    monkeypatch.setattr(_verbs, "read_facts", read)


def day_not_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a day that an effect clears."""
    real = _definition.apply_effects

    def apply(
        definition: lc.Definition, effects: tuple[lc.Effect, ...], *rest: object
    ) -> tuple[tuple[str, dt.date], ...]:
        kept = [effect for effect in effects if effect.rule.anchor is not None]
        return real(definition, kept, *rest)  # type: ignore[arg-type]  # handed on as it came.

    monkeypatch.setattr(_verbs, "apply_effects", apply)


@pytest.mark.parametrize("bug", [guard_forgotten, last_day_lost, fact_lost, day_not_cleared])
def test_a_seeded_bug_breaks_a_law(bug: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The laws are able to fail: each of four small mistakes in the engine is noticed."""
    # A definition of its own: the shared one has its tables already.
    definition = attrs.evolve(lc.definition("certificate"), revision=2)
    walk_all(definition, 3, Counter())
    bug(monkeypatch)
    definition = attrs.evolve(definition, revision=3)
    with pytest.raises((AssertionError, lc.EventNotAllowedError, lc.ReplayError)):
        walk_all(definition, WALKS, Counter())
