# SPDX-License-Identifier: Apache-2.0
"""When a plan may be done: the same people do the same steps in the same order, with work drawn from the estimates.

Every number is whole and every draw is made of bits of :class:`random.Random`, so that a seed gives the same forecast
on every machine.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence

from isomodel.errors import InvariantError
from isomodel.planning._days import Days
from isomodel.planning._nouns import Driver, Effort, Forecast, Percentile, Plan
from isomodel.planning._scheduling import Axis, Placed, Task, Worker, deciding, replay

__all__ = ["PERCENTILES", "forecast", "minutes_of"]

PERCENTILES = (10, 50, 80, 95)
"""Of a hundred runs: the early days, the middle, and those to promise by."""

MOST_RUNS = 100_000
_BITS = 53


def minutes_of(hours: int) -> int:
    """Return hours in minutes; a step takes at least one."""
    return max(60 * hours, 1)


def forecast(plan: Plan, *, seed: int, runs: int = 1000) -> Forecast:
    """Run through a plan again and again with other amounts of work, and say on which days it is done.

    The work of each step is drawn from the triangle of its three estimates, on its own. Who does what in which order
    stays as planned. Where the three are the same, every run is the plan. Takes time in proportion to runs and steps.

    Args:
        plan: The plan; it has to have steps.
        seed: Any whole number; the same plan, seed and runs give the same forecast on every machine.
        runs: How often, 1 to 100000.

    Raises:
        InvariantError: The plan has no steps, or the number of runs is not within its bounds.
        BeyondHorizonError: A run does not end within a hundred years.
    """
    if not plan.steps or plan.ends_on is None:
        raise InvariantError("Forecast", "plan", "no steps", "a plan with steps")
    if not 1 <= runs <= MOST_RUNS:
        raise InvariantError("Forecast", "runs", str(runs), f"1 to {MOST_RUNS}")
    number_of = {step.id: number for number, step in enumerate(plan.steps)}
    person_of = {person.id: number for number, person in enumerate(plan.people)}
    days = Days(plan.calendar, plan.as_of)
    workers = [days.worker(person) for person in plan.people]
    tasks = [
        Task(
            minutes=minutes_of(step.effort.likely),
            eligible=(person_of[step.person],),
            after=tuple(number_of[wait.step] for wait in step.after),
        )
        for step in plan.steps
    ]
    # The steps of a plan stand in the order in which they begin; more need not be known of it.
    order = [Placed(worker=task.eligible[0], start=number, end=number) for number, task in enumerate(tasks)]
    ends, drawn, decided = _runs(plan, tasks, workers, order, random.Random(seed), runs)  # noqa: S311 - no secret.
    length = max(worker.capacity for worker in workers)
    done = sorted(days.day((end - 1) // length) for end in ends)
    ranks = _ranks(ends)
    drivers = [
        Driver(step=step.id, correlation=_correlation(_ranks(drawn[number]), ranks), critical=decided[number])
        for number, step in enumerate(plan.steps)
    ]
    return Forecast(
        standard=plan.standard,
        gate=plan.gate,
        as_of=plan.as_of,
        by=plan.by,
        planned_on=plan.ends_on,
        seed=seed,
        runs=runs,
        percentiles=tuple(Percentile(percent=one, on=done[-(-one * runs // 100) - 1]) for one in PERCENTILES),
        in_time=None if plan.by is None else sum(day <= plan.by for day in done),
        drivers=tuple(sorted(drivers, key=lambda one: (-one.correlation, -one.critical, number_of[one.step]))),
    )


def _runs(  # noqa: PLR0913, PLR0917 - what is run through, by what, and how often.
    plan: Plan,
    tasks: Sequence[Task],
    workers: Sequence[Worker],
    order: Sequence[Placed],
    dice: random.Random,
    runs: int,
) -> tuple[list[int], list[list[int]], Counter[int]]:
    """Return the end of each run, the work drawn for each step, and in how many runs each step decided the end."""
    length = max(worker.capacity for worker in workers)
    axes = [Axis(worker, length) for worker in workers]
    ends: list[int] = []
    drawn: list[list[int]] = [[] for _ in tasks]
    decided: Counter[int] = Counter()
    for _ in range(runs):
        minutes = [_triangular(step.effort, dice.getrandbits(_BITS)) for step in plan.steps]
        for number, one in enumerate(minutes):
            drawn[number].append(one)
        placed = replay(tasks, axes, order, minutes)
        ends.append(max(one.end for one in placed))
        decided.update(deciding(tasks, placed))
    return ends, drawn, decided


def _triangular(effort: Effort, bits: int) -> int:
    """Return minutes of work of a triangle, for a number drawn evenly below two to the power of 53."""
    low, likely, high = (minutes_of(hours) for hours in (effort.optimistic, effort.likely, effort.pessimistic))
    whole, left = high - low, likely - low
    if not whole:
        return low
    # The inverse of the distribution; squares of whole numbers stand for what would otherwise be fractions.
    if bits * whole < left << _BITS:
        return max(low + math.isqrt(bits * whole * left >> _BITS), 1)
    return high - math.isqrt(((1 << _BITS) - bits) * whole * (high - likely) >> _BITS)


def _ranks(values: Sequence[int]) -> list[int]:
    """Return twice the rank of each value; equal ones share the middle of theirs."""
    ranks = [0] * len(values)
    order = sorted(range(len(values)), key=values.__getitem__)
    begin = 0
    while begin < len(order):
        end = begin
        while end < len(order) and values[order[end]] == values[order[begin]]:
            end += 1
        for place in range(begin, end):
            ranks[order[place]] = begin + end + 1
        begin = end
    return ranks


def _correlation(one: Sequence[int], other: Sequence[int]) -> int:
    """Return the correlation of two lists of ranks in thousandths; 0 where one does not vary."""
    count, first, second = len(one), sum(one), sum(other)
    both = count * sum(a * b for a, b in zip(one, other, strict=True)) - first * second
    spread = (count * sum(a * a for a in one) - first * first) * (count * sum(b * b for b in other) - second * second)
    if not spread:
        return 0
    size = math.isqrt(1_000_000 * both * both // spread)
    return size if both >= 0 else -size
