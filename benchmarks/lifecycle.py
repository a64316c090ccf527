# SPDX-License-Identifier: Apache-2.0
"""A guarded status change with a typed history, here and in two state-machine libraries, side by side.

The same four states in a circle, one guard that reads one fact, and a history of values of one class. Every contender
runs in fresh processes of its own, taking turns; the figures are medians, and what is promised are their ratios. Run it
in an environment that has ``transitions`` and ``python-statemachine`` beside this package; it ends with 1 where a
promise is not kept.
"""

from __future__ import annotations

import datetime as dt
import statistics
import subprocess
import sys
import timeit
from collections.abc import Callable
from importlib import metadata

ROUNDS = 7
"""Fresh processes for each contender."""
REPEATS = 5
"""Measurements in each process, of which the fastest counts."""
CIRCLE = (
    ("draft", "review", "reviewed"),
    ("reviewed", "approve", "approved"),
    ("approved", "release", "released"),
    ("released", "reopen", "draft"),
)
STATES = tuple(source for source, _, _ in CIRCLE)
LEAST = {"transitions": 3.0, "python-statemachine": 30.0}
"""How many times faster than each peer a status change has to be."""
DAY = dt.date(2026, 1, 2)
LAPS = 25
"""Rounds of the circle in one history, so that nobody is measured on an endless one."""


def ours() -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what goes round the circle and what is refused as often, in this package."""
    from isomodel import lifecycle as lc  # noqa: PLC0415 - each contender is loaded in its own process only.
    from isomodel.policy import Policy  # noqa: PLC0415 - the same.

    definition = lc.Definition(
        name="circle",
        title="Circle",
        revision=1,
        summary="Four states in a circle.",
        states=tuple(
            lc.State(
                name=name,
                phase="circle",
                kind=lc.StateKind.INITIAL if name == STATES[0] else lc.StateKind.NORMAL,
                meaning="It is so.",
            )
            for name in STATES
        ),
        events=tuple(lc.Event(name=event, actor=lc.ActorKind.EITHER, meaning="It was so.") for _, event, _ in CIRCLE),
        facts=(lc.FactDeclaration(name="accepted", type=lc.FactType.YES_NO, meaning="It is accepted."),),
        guards=(
            lc.Guard(
                name="accepted",
                sentence="It is accepted.",
                citation="this page",
                confidence=lc.Confidence.EXPECTED,
                conditions=(lc.Condition(left="fact:accepted", test=lc.Test.IS, right="value:yes"),),
            ),
        ),
        changes=tuple(
            lc.StatusChange(source=(source,), event=event, target=target, guards=("accepted",))
            for source, event, target in CIRCLE
        ),
        policy=Policy(id="circle", version="1", title="No numbers", parameters=()),
    )
    first = lc.start(definition, on=DAY)
    events = tuple(event for _, event, _ in CIRCLE)

    def go() -> None:
        case = first
        for _ in range(LAPS):
            for event in events:
                case = lc.advance(case, event, on=DAY, by="A", facts={"accepted": True})
        assert len(case.history) == 4 * LAPS + 1

    def refuse() -> None:
        refused = 0
        for _ in range(4 * LAPS):
            try:
                lc.advance(first, "review", on=DAY, by="A", facts={"accepted": False})
            except lc.EventNotAllowedError:
                refused += 1
        assert refused == 4 * LAPS

    return go, refuse


def logging() -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what writes the log of a case of as many events, and what verifies it."""
    from isomodel import lifecycle as lc  # noqa: PLC0415 - each contender is loaded in its own process only.

    case = lc.start(lc.definition("certificate"), on=DAY)
    case = lc.Case(case.definition, case.history * (4 * LAPS), case.status, case.dates)
    text = lc.write_log(case, name="one")
    return lambda: assert_equal(lc.write_log(case, name="one"), text), lambda: assert_equal(lc.verify(text), ())


def transitions() -> tuple[Callable[[], None], Callable[[], None]]:  # noqa: C901 - five short functions.
    """Return the same for ``transitions``, with a history of values of one class."""
    from transitions import Machine  # noqa: PLC0415 - each contender is loaded in its own process only.

    from isomodel.lifecycle import Occurrence  # noqa: PLC0415 - the same.

    class Model:
        state: str

        def __init__(self) -> None:
            self.history: list[Occurrence] = []

        def accepted(self, event: object) -> bool:
            return event.kwargs["facts"]["accepted"] is True  # type: ignore[attr-defined]  # EventData is untyped.

        def keep(self, event: object) -> None:
            told = event.kwargs  # type: ignore[attr-defined]  # EventData is untyped.
            self.history.append(Occurrence(event.event.name, told["on"], self.state, told["by"]))  # type: ignore[attr-defined]  # the same.

    machine = Machine(model=None, states=list(STATES), initial=STATES[0], send_event=True, auto_transitions=False)
    for source, event, target in CIRCLE:
        machine.add_transition(event, source, target, conditions="accepted", after="keep")

    def fresh() -> Model:
        # Making one is measured nowhere: only what happens to it is.
        model = Model()
        machine.add_model(model)
        return model

    going, still = fresh(), fresh()

    def go() -> None:
        going.history.clear()
        for _ in range(LAPS):
            for _, event, _ in CIRCLE:
                getattr(going, event)(on=DAY, by="A", facts={"accepted": True})
        assert len(going.history) == 4 * LAPS

    def refuse() -> None:
        for _ in range(4 * LAPS):
            assert not still.review(on=DAY, by="A", facts={"accepted": False})  # type: ignore[attr-defined]  # made at run time.

    return go, refuse


def statemachine() -> tuple[Callable[[], None], Callable[[], None]]:
    """Return the same for ``python-statemachine``, with a history of values of one class."""
    from statemachine import State, StateMachine  # noqa: PLC0415 - each contender is loaded in its own process only.
    from statemachine.exceptions import TransitionNotAllowed  # noqa: PLC0415 - the same.

    from isomodel.lifecycle import Occurrence  # noqa: PLC0415 - the same.

    class Circle(StateMachine):  # type: ignore[misc]  # the peer's types are not there where it is not installed.
        draft = State(initial=True)
        reviewed = State()
        approved = State()
        released = State()
        review = draft.to(reviewed, cond="accepted")
        approve = reviewed.to(approved, cond="accepted")
        release = approved.to(released, cond="accepted")
        reopen = released.to(draft, cond="accepted")

        def __init__(self) -> None:
            self.history: list[Occurrence] = []
            super().__init__()

        def accepted(self, facts: dict[str, object]) -> bool:
            return facts["accepted"] is True

        def after_transition(self, event: str, target: State, on: dt.date, by: str) -> None:
            self.history.append(Occurrence(event, on, target.id, by))

    going, still = Circle(), Circle()

    def go() -> None:
        going.history.clear()
        for _ in range(LAPS):
            for _, event, _ in CIRCLE:
                going.send(event, on=DAY, by="A", facts={"accepted": True})
        assert len(going.history) == 4 * LAPS

    def refuse() -> None:
        refused = 0
        for _ in range(4 * LAPS):
            try:
                still.send("review", on=DAY, by="A", facts={"accepted": False})
            except TransitionNotAllowed:
                refused += 1
        assert refused == 4 * LAPS

    return go, refuse


CONTENDERS = {"isomodel": ours, "transitions": transitions, "python-statemachine": statemachine, "log": logging}


def assert_equal(found: object, expected: object) -> None:
    """Stop where a contender did not do its work."""
    assert found == expected


def measure(name: str) -> None:
    """Print the microseconds of one step of each of the two things a contender does."""
    for work in CONTENDERS[name]():
        work()
        number = max(1, int(0.05 / max(timeit.timeit(work, number=1), 1e-6)))
        print(min(timeit.repeat(work, number=number, repeat=REPEATS)) / number / (4 * LAPS) * 1e6)


def main() -> int:
    """Measure all, taking turns, and compare."""
    figures: dict[str, list[list[float]]] = {name: [] for name in CONTENDERS}
    for _ in range(ROUNDS):
        for name in CONTENDERS:
            told = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
            figures[name].append([float(line) for line in told.stdout.split()])
    median = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in figures.items()}
    go, refuse = median["isomodel"]
    print(f"Python {sys.version.split()[0]}; medians of {ROUNDS} fresh processes, microseconds")
    print(f"{'isomodel':<28} advance {go:8.2f}   refuse {refuse:8.2f}")
    kept = [refuse <= go]
    print(f"  refusing costs {refuse / go:.2f} of advancing: at most 1 {'kept' if kept[0] else 'MISSED'}")
    for name, least in LEAST.items():
        there, refused = median[name]
        ratio = there / go
        kept.append(ratio >= least)
        print(f"{name + ' ' + metadata.version(name):<28} advance {there:8.2f}   refuse {refused:8.2f}")
        print(f"  {ratio:.1f} times as long: at least {least:g} {'kept' if kept[-1] else 'MISSED'}")
    written, verified = median["log"]
    print(f"{'log, each line':<28} write   {written:8.2f}   verify {verified:8.2f}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        sys.exit(main())
