# SPDX-License-Identifier: Apache-2.0
"""How far schedules are from the shortest there can be, by an exact solver, on two hundred cases of fixed seeds."""

from __future__ import annotations

import math
import random
import re
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest

from isomodel.planning import _scheduling
from isomodel.planning._scheduling import Axis, Placed, Task, Worker, bound, chain, schedule

CASES = 200
LENGTH = 480
UNIT = 60
"""Everything in the cases is a multiple of an hour, so that the solver may count in hours."""
PLACEMENTS = 8000
PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "plan-the-work.md"


@attrs.frozen
class Problem:
    """Tasks and workers."""

    tasks: tuple[Task, ...]
    workers: tuple[Worker, ...]


def problem(seed: int) -> Problem:
    """Draw 5 to 25 tasks with an order, and 1 to 4 workers of different skill and capacity, some of them away."""
    dice = random.Random(seed)  # noqa: S311 - no secret.
    count, crew = dice.randint(5, 25), dice.randint(1, 4)
    workers = tuple(
        Worker(
            capacity=dice.choice((120, 240, 360, 480, 480)),
            absent=runs(dice.sample(range(12), dice.choice((0, 0, 2, 4)))),
        )
        for _ in range(crew)
    )
    tasks = tuple(
        Task(
            minutes=UNIT * dice.choice((1, 2, 3, 4, 6, 8, 12, 16, 24)),
            eligible=tuple(sorted(dice.sample(range(crew), dice.randint(1, crew)))),
            after=tuple(sorted(dice.sample(range(number), min(number, dice.choice((0, 0, 1, 1, 2, 3)))))),
        )
        for number in range(count)
    )
    return Problem(tasks, workers)


def runs(days: Sequence[int]) -> tuple[range, ...]:
    """Return days as spans that are as long as can be."""
    firsts = sorted(day for day in days if day - 1 not in days)
    lasts = sorted(day for day in days if day + 1 not in days)
    return tuple(range(first, last + 1) for first, last in zip(firsts, lasts, strict=True))


def is_away(worker: Worker, day: int) -> bool:
    """Say whether somebody does not work on a day."""
    return any(day in run for run in worker.absent)


def is_valid(case: Problem, placed: Sequence[Placed]) -> bool:
    """Say minute by minute whether a schedule keeps the order, and nobody does two things or works when away."""
    taken: set[tuple[int, int]] = set()
    for number, (task, one) in enumerate(zip(case.tasks, placed, strict=True)):
        worker = case.workers[one.worker]
        if one.worker not in task.eligible or any(placed[other].end > one.start for other in task.after):
            return False
        minutes = [
            minute
            for minute in range(one.start, one.end)
            if minute % LENGTH < worker.capacity and not is_away(worker, minute // LENGTH)
        ]
        if len(minutes) != task.minutes or minutes[0] != one.start or minutes[-1] != one.end - 1:
            return False
        own = {(one.worker, minute) for minute in minutes}
        if own & taken:
            return False
        taken |= own
        assert number >= 0
    return True


def exact(case: Problem, end: int, least: int) -> tuple[int | None, int]:
    """Ask the solver for the shortest end between two: what it found, and below what it proved that there is nothing.

    Each worker's own hours are counted through; where they lie on the axis of all is linear in days and hours, and
    which day a worker's day is comes from a table.
    """
    cp_model = pytest.importorskip("ortools.sat.python.cp_model")
    model, hours, horizon = cp_model.CpModel(), LENGTH // UNIT, end // UNIT
    count = horizon // hours + 2
    last = model.new_int_var(-(-least // UNIT), horizon, "last")
    begins, ends = [], []
    busy: list[list[object]] = [[] for _ in case.workers]
    for task in case.tasks:
        begin, finish = model.new_int_var(0, horizon, ""), model.new_int_var(0, horizon, "")
        begins.append(begin)
        ends.append(finish)
        given = []
        for number in task.eligible:
            worker = case.workers[number]
            capacity = worker.capacity // UNIT
            away = sum(len(run) for run in worker.absent)
            days = [day for day in range(count + away) if not is_away(worker, day)]
            places = []
            for low in (0, 1):
                which, real = model.new_int_var(0, len(days) - 1, ""), model.new_int_var(0, max(days), "")
                hour = model.new_int_var(low, capacity - 1 + low, "")
                model.add_element(which, days, real)
                places.append((capacity * which + hour, hours * real + hour))
            chosen = model.new_bool_var("")
            given.append(chosen)
            own = [model.new_int_var(0, len(days) * capacity, "") for _ in places]
            for (worked, at), variable, shared in zip(places, own, (begin, finish), strict=True):
                model.add(variable == worked)
                model.add(shared == at).only_enforce_if(chosen)
            busy[number].append(model.new_optional_interval_var(own[0], task.minutes // UNIT, own[1], chosen, ""))
        model.add_exactly_one(given)
        model.add(last >= finish)
        for other in task.after:
            model.add(begin >= ends[other])
    for intervals in busy:
        model.add_no_overlap(intervals)
    model.minimize(last)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = 0.6
    status = solver.solve(model)
    proved = round(solver.best_objective_bound) * UNIT
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (round(solver.objective_value) * UNIT if found else None), proved


def stated() -> tuple[int, int]:
    """Return what the page states, rounded up: the mean distance in tenths of a per cent, and the worst in per cent."""
    found = re.search(r"(\d+)\.(\d) % above the optimum on average and (\d+) % in the worst case", PAGE.read_text())
    assert found is not None
    return 10 * int(found[1]) + int(found[2]), int(found[3])


def test_schedules_are_near_the_shortest_there_can_be() -> None:
    """The distance from the optimum is what the page says, and below 5 % on average.

    Where an optimum is not proved, the distance is that from what is proved, and may only be less than the page says.
    """
    gaps: list[float] = []
    tight = asked = unproved = apart = 0
    for seed in range(CASES):
        case = problem(seed)
        placed = schedule(case.tasks, case.workers, LENGTH, placements=PLACEMENTS)
        assert is_valid(case, placed)
        end = max(one.end for one in placed)
        least = bound(case.tasks, case.workers, LENGTH)
        assert least <= end
        tight += end > chain(case.tasks, case.workers, LENGTH)
        best = least
        if -(-least // UNIT) * UNIT < end:
            # Only what the bound leaves open is worth an exact answer.
            asked += 1
            found, proved = exact(case, end, least)
            assert found is None or least <= found <= end
            unproved += found != proved
            best = max(best, proved)
        apart += end > best
        gaps.append((end - best) / best)
    mean = sum(gaps) / CASES
    sys.stdout.write(
        f"{CASES} cases: mean gap {100 * mean:.2f} %, worst {100 * max(gaps):.1f} %, {apart} not at the optimum; "
        f"{tight} longer than their longest chain, {asked} asked of the solver, {unproved} of them not proved\n"
    )
    assert mean <= 0.05
    told = math.ceil(1000 * mean), math.ceil(100 * max(gaps))
    assert told == stated() if not unproved else all(one <= most for one, most in zip(told, stated(), strict=True))
    assert tight >= CASES // 4
    assert asked >= CASES // 10
    assert unproved <= asked // 2


@pytest.mark.parametrize("seed", range(12))
def test_the_last_that_does_not_move_the_end(seed: int) -> None:
    """Latest places are a schedule with the same end, in which everybody keeps the order."""
    case = problem(seed)
    placed = schedule(case.tasks, case.workers, LENGTH, placements=0)
    axes = [Axis(worker, LENGTH) for worker in case.workers]
    late = [
        Placed(worker=one.worker, start=start, end=end)
        for one, (start, end) in zip(placed, _scheduling.latest(case.tasks, axes, placed), strict=True)
    ]
    assert is_valid(case, late)
    assert max(one.end for one in late) == max(one.end for one in placed)
    assert all(one.start <= other.start and one.end <= other.end for one, other in zip(placed, late, strict=True))


def test_a_bound_for_many_who_work_alone_takes_little_room() -> None:
    """Of many crews only some are looked at, and no more than these are made."""
    tasks = [Task(minutes=UNIT, eligible=(worker,)) for worker in range(500)]
    tracemalloc.start()
    try:
        assert bound(tasks, [Worker(capacity=LENGTH)] * len(tasks), LENGTH) == UNIT
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("turned_after", [30, 7])
@pytest.mark.parametrize("seed", range(12))
def test_the_axes_agree_with_counting(seed: int, turned_after: int) -> None:
    """A worker's minutes are where counting through the days puts them, forwards and backwards."""
    case = problem(seed)
    for worker in case.workers:
        minutes = [
            minute
            for minute in range(30 * LENGTH)
            if minute % LENGTH < worker.capacity and not is_away(worker, minute // LENGTH)
        ]
        axis, back = Axis(worker, LENGTH), Axis(worker, LENGTH, mirrored=turned_after)
        until = turned_after * LENGTH
        turned = [until - 1 - minute for minute in reversed(minutes) if minute < until]
        for number in range(0, len(minutes), 37):
            assert axis.at(number) == minutes[number]
            assert axis.worked(minutes[number]) == number
        for number in range(0, len(turned), 37):
            assert back.at(number) == turned[number]
            assert back.worked(turned[number]) == number
        for minute in range(0, 30 * LENGTH, 97):
            assert axis.worked(minute) == sum(one < minute for one in minutes)
        assert axis.ends(len(minutes)) == minutes[-1] + 1
