# SPDX-License-Identifier: Apache-2.0
"""Who does what when, in whole minutes: tasks in an order, workers with a calendar, and as early an end as is found.

Time is counted on an axis of working days, each as long as the longest day anybody works: minute ``m`` of day ``d`` is
``d * length + m``. A worker works the first ``capacity`` minutes of each day that is not an absence, on one task at a
time, and goes on with it the next day. Schedules come from lists: several rules of priority, each improved by packing
it from the end and from the beginning in turn, then a search that is bounded by a number of placements, never by a
clock. Nothing here knows a date or a requirement.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import attrs

__all__ = ["Axis", "Placed", "Task", "Worker", "bound", "chain", "deciding", "latest", "replay", "schedule"]


@attrs.frozen(kw_only=True)
class Task:
    """A piece of work that one worker does.

    Attributes:
        minutes: How much work it is, from 1.
        eligible: The workers who can do it, rising; at least one.
        after: The tasks that have to be done before.
    """

    minutes: int
    eligible: tuple[int, ...]
    after: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Worker:
    """Somebody who works.

    Attributes:
        capacity: Minutes of work a day, from 1.
        absent: The days on which there is none, as spans that rise and do not overlap.
    """

    capacity: int
    absent: tuple[range, ...] = ()


@attrs.frozen(kw_only=True)
class Placed:
    """A task in its place.

    Attributes:
        worker: Who does it.
        start: The minute in which it begins.
        end: The minute after its last.
    """

    worker: int
    start: int
    end: int


class Axis:
    """A worker's own minutes, counted through, and where they lie on the axis that all share."""

    def __init__(self, worker: Worker, length: int, mirrored: int | None = None) -> None:
        """Prepare the counting.

        Args:
            worker: The worker.
            length: The length of a day of the shared axis.
            mirrored: The number of days after which time is to run backwards from; forwards where left out.
        """
        self.capacity, self.length = worker.capacity, length
        if mirrored is None:
            self._away: Sequence[range] = worker.absent
            self._begins = 0
        else:
            self._away = [
                range(mirrored - min(away.stop, mirrored), mirrored - away.start)
                for away in reversed(worker.absent)
                if away.start < mirrored
            ]
            self._begins = length - worker.capacity
        self._firsts = [away.start for away in self._away]
        self._gone = list(itertools.accumulate((len(away) for away in self._away), initial=0))
        # How many days were worked before each absence.
        self._before = [first - gone for first, gone in zip(self._firsts, self._gone, strict=False)]

    def worked(self, at: int) -> int:
        """Return how many minutes the worker has before a minute of the shared axis."""
        day, minute = divmod(at, self.length)
        begun = bisect_right(self._firsts, day)
        if begun and day < self._away[begun - 1].stop:
            return self._before[begun - 1] * self.capacity
        return (day - self._gone[begun]) * self.capacity + min(max(minute - self._begins, 0), self.capacity)

    def at(self, worked: int) -> int:
        """Return where the worker's minute of that number lies."""
        number, minute = divmod(worked, self.capacity)
        day = number + self._gone[bisect_right(self._before, number)]
        return day * self.length + self._begins + minute

    def ends(self, worked: int) -> int:
        """Return the minute of the shared axis after the worker's minute before that number."""
        return self.at(worked - 1) + 1


@attrs.frozen(slots=True)
class _Schedule:
    placed: tuple[Placed, ...]
    end: int
    total: int

    @property
    def quality(self) -> tuple[int, int]:
        return self.end, self.total


class _Bench:
    """Tasks and workers, ready to be scheduled again and again."""

    def __init__(self, tasks: Sequence[Task], axes: Sequence[Axis]) -> None:
        self.tasks = tasks
        self.axes = axes
        self.after = [task.after for task in tasks]
        self.before: list[list[int]] = [[] for _ in tasks]
        for number, task in enumerate(tasks):
            for other in task.after:
                self.before[other].append(number)
        self.placements = 0

    def reversed(self, axes: Sequence[Axis]) -> _Bench:
        """Return the same with every order turned round."""
        tasks = [attrs.evolve(task, after=tuple(self.before[number])) for number, task in enumerate(self.tasks)]
        return _Bench(tasks, axes)

    def run(self, keys: Sequence[object], fixed: Sequence[int | None]) -> _Schedule:
        """Place the tasks one by one, of those whose turn can come the one of the least key, as early as possible."""
        tasks, axes = self.tasks, self.axes
        open_after = [len(after) for after in self.after]
        ready: list[tuple[object, int]] = [(keys[number], number) for number, left in enumerate(open_after) if not left]
        heapq.heapify(ready)
        earliest = [0] * len(tasks)
        placed: list[Placed | None] = [None] * len(tasks)
        begun: list[list[int]] = [[] for _ in axes]
        ended: list[list[int]] = [[] for _ in axes]
        given = [0] * len(axes)
        end = total = 0
        while ready:
            number = heapq.heappop(ready)[1]
            task, wanted, from_on = tasks[number], fixed[number], earliest[number]
            best: tuple[int, int, int, int, int] | None = None
            for worker in task.eligible if wanted is None else (wanted,):
                axis = axes[worker]
                first, slot = _gap(begun[worker], ended[worker], axis.worked(from_on), task.minutes)
                tried = (axis.ends(first + task.minutes), given[worker], worker, first, slot)
                if best is None or tried < best:
                    best = tried
            assert best is not None  # noqa: S101 - a task has somebody who can do it.
            finish, _, worker, first, slot = best
            _take(begun[worker], ended[worker], slot, first, first + task.minutes)
            given[worker] += 1
            placed[number] = Placed(worker=worker, start=axes[worker].at(first), end=finish)
            end, total = max(end, finish), total + finish
            for follower in self.before[number]:
                earliest[follower] = max(earliest[follower], finish)
                open_after[follower] -= 1
                if not open_after[follower]:
                    heapq.heappush(ready, (keys[follower], follower))
        self.placements += len(tasks)
        return _Schedule(tuple(one for one in placed if one is not None), end, total)


def _gap(begun: Sequence[int], ended: Sequence[int], first: int, minutes: int) -> tuple[int, int]:
    """Return where the first room for a task is among a worker's minutes, and its place in the list."""
    slot = bisect_right(ended, first)
    while slot < len(begun) and begun[slot] < first + minutes:
        first = max(first, ended[slot])
        slot += 1
    return first, slot


def _take(begun: list[int], ended: list[int], slot: int, first: int, last: int) -> None:
    """Take a worker's minutes, as one with those that they touch: what is full need not be gone through."""
    if slot < len(begun) and begun[slot] == last:
        begun[slot] = first
    else:
        begun.insert(slot, first)
        ended.insert(slot, last)
    if slot and ended[slot - 1] == first:
        del begun[slot], ended[slot - 1]


def schedule(tasks: Sequence[Task], workers: Sequence[Worker], length: int, *, placements: int) -> tuple[Placed, ...]:
    """Return a place for each task, with as early an end as was found.

    Args:
        tasks: The tasks; ``after`` runs in no circle.
        workers: The workers.
        length: The length of a day, at least the greatest capacity.
        placements: How many tasks may be placed in all before the search stops; it always looks at each rule once.
    """
    if not tasks:
        return ()
    axes = [Axis(worker, length) for worker in workers]
    bench = _Bench(tasks, axes)
    free: list[int | None] = [None] * len(tasks)
    least = bound(tasks, workers, length)
    best: _Schedule | None = None
    for keys in _rules(bench):
        found = _packed(bench, bench.run(keys, free), workers, length)
        if best is None or found.quality < best.quality:
            best = found
        if best.end <= least:
            break
    assert best is not None  # noqa: S101 - there are rules.
    if best.end > least:
        best = _searched(bench, best, workers, length, least, placements)
    return _tidied(bench, best).placed


def _rules(bench: _Bench) -> Iterator[list[tuple[int, ...]]]:
    """Give the keys of each rule of priority: the less, the sooner."""
    tasks = bench.tasks
    tail = tails(tasks)
    behind = _behind(bench)
    weight = [task.minutes + sum(tasks[other].minutes for other in behind[number]) for number, task in enumerate(tasks)]
    yield [(-tail[number] - task.minutes, number) for number, task in enumerate(tasks)]
    yield [(-weight[number], number) for number in range(len(tasks))]
    yield [(-len(bench.before[number]), -tail[number], number) for number in range(len(tasks))]
    yield [(len(task.eligible), -tail[number] - task.minutes, number) for number, task in enumerate(tasks)]
    yield [(-task.minutes, number) for number, task in enumerate(tasks)]
    yield [(task.minutes, number) for number, task in enumerate(tasks)]


def _behind(bench: _Bench) -> list[set[int]]:
    behind: list[set[int]] = [set() for _ in bench.tasks]
    for number in reversed(_in_order(bench.tasks)):
        for follower in bench.before[number]:
            behind[number] |= {follower} | behind[follower]
    return behind


def _in_order(tasks: Sequence[Task]) -> list[int]:
    """List the tasks so that each comes after those it has to; those of a circle are left out."""
    left = [len(task.after) for task in tasks]
    before: list[list[int]] = [[] for _ in tasks]
    for number, task in enumerate(tasks):
        for other in task.after:
            before[other].append(number)
    ready = [number for number, count in enumerate(left) if not count]
    for number in ready:
        for follower in before[number]:
            left[follower] -= 1
            if not left[follower]:
                ready.append(follower)
    return ready


def tails(tasks: Sequence[Task]) -> list[int]:
    """Return for each task the least number of minutes from its end to the end of everything."""
    tail = [0] * len(tasks)
    for number in reversed(_in_order(tasks)):
        for other in tasks[number].after:
            tail[other] = max(tail[other], tail[number] + tasks[number].minutes)
    return tail


_ROUNDS = 4
"""How often a schedule is packed from the end and the beginning, as long as that helps."""


def _packed(bench: _Bench, found: _Schedule, workers: Sequence[Worker], length: int) -> _Schedule:
    """Push everything towards the end, then towards the beginning: what has room to wait makes way."""
    free: list[int | None] = [None] * len(bench.tasks)
    for _ in range(_ROUNDS):
        days = -(-found.end // length)
        turned = bench.reversed([Axis(worker, length, mirrored=days) for worker in workers])
        late = turned.run([(-one.end, number) for number, one in enumerate(found.placed)], free)
        again = bench.run([(-one.end, number) for number, one in enumerate(late.placed)], free)
        bench.placements += turned.placements
        if again.quality >= found.quality:
            return found
        found = again
    return found


class _Dice:
    """Numbers that look random and are the same everywhere: a linear congruential generator."""

    def __init__(self) -> None:
        self._state = 0x9E3779B97F4A7C15

    def below(self, limit: int) -> int:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit


_ROOMS = (3, 5, 8)
"""How many per cent longer than the best a schedule may be for the search to go on from it, as a round begins."""
_FROM_BEST = 150
"""After how many changes that brought nothing the search goes on from the best."""


def _searched(  # noqa: PLR0913, PLR0917 - what it searches in, what it knows, and how long it may.
    bench: _Bench, best: _Schedule, workers: Sequence[Worker], length: int, least: int, placements: int
) -> _Schedule:
    """Change the order or somebody's tasks a little, again and again, from whatever is not much longer than the best.

    How much longer it may be falls to nothing in each round: first the search gets about, then it settles.
    """
    dice, count = _Dice(), len(bench.tasks)
    share = placements // len(_ROOMS)
    for most in _ROOMS if count > 1 else ():
        until = bench.placements + share
        keys, fixed, idle = _as_list(best), _workers_of(best), 0
        while bench.placements < until and best.end > least:
            tried_keys, tried_fixed = list(keys), list(fixed)
            for _ in range(1 + dice.below(3)):
                _change(bench, tried_keys, tried_fixed, dice)
            found = bench.run(tried_keys, tried_fixed)
            room = best.end * most * (until - bench.placements) // (100 * share)
            idle += 1
            if found.quality < best.quality:
                best = _packed(bench, found, workers, length)
                keys, fixed, idle = _as_list(best), _workers_of(best), 0
            elif found.end <= best.end + room:
                keys, fixed = tried_keys, tried_fixed
            if idle >= _FROM_BEST:
                keys, fixed, idle = _as_list(best), _workers_of(best), 0
    return best


def _change(bench: _Bench, keys: list[int], fixed: list[int | None], dice: _Dice) -> None:
    """Give a task to somebody else, or let two tasks take each other's turn."""
    number, other = dice.below(len(keys)), dice.below(len(keys))
    eligible = bench.tasks[number].eligible
    if len(eligible) > 1 and dice.below(2):
        # Now and then nobody is named, and whoever can end it first takes it.
        choice = dice.below(len(eligible) + 1)
        fixed[number] = eligible[choice] if choice < len(eligible) else None
    else:
        keys[number], keys[other] = keys[other], keys[number]


def _workers_of(found: _Schedule) -> list[int | None]:
    return [one.worker for one in found.placed]


def _as_list(found: _Schedule) -> list[int]:
    """Return the rank of each task by when it begins."""
    ranks = [0] * len(found.placed)
    in_turn = sorted(range(len(found.placed)), key=lambda number: (found.placed[number].start, number))
    for rank, number in enumerate(in_turn):
        ranks[number] = rank
    return ranks


def _tidied(bench: _Bench, found: _Schedule) -> _Schedule:
    """Let everything begin as early as it can with everybody's tasks in the order they have."""
    placed = replay(bench.tasks, bench.axes, found.placed, [task.minutes for task in bench.tasks])
    return _Schedule(placed, max(one.end for one in placed), sum(one.end for one in placed))


def replay(
    tasks: Sequence[Task], axes: Sequence[Axis], placed: Sequence[Placed], minutes: Sequence[int]
) -> tuple[Placed, ...]:
    """Return what becomes of a schedule where the tasks take other times, with the same workers in the same order."""
    done: list[Placed | None] = [None] * len(tasks)
    free = [0] * len(axes)
    for number in sorted(range(len(tasks)), key=lambda one: (placed[one].start, placed[one].end, one)):
        worker = placed[number].worker
        before = (done[other] for other in tasks[number].after)
        ready = max((one.end for one in before if one is not None), default=0)
        first = max(free[worker], axes[worker].worked(ready))
        free[worker] = first + minutes[number]
        done[number] = Placed(worker=worker, start=axes[worker].at(first), end=axes[worker].ends(free[worker]))
    return tuple(one for one in done if one is not None)


def deciding(tasks: Sequence[Task], placed: Sequence[Placed]) -> list[int]:
    """List a chain that decides the end: from the last task back, each time to what ended last of all it waited for."""
    last: dict[int, int] = {}
    before: dict[int, int] = {}
    for number in sorted(range(len(placed)), key=lambda one: (placed[one].start, placed[one].end, one)):
        worker = placed[number].worker
        if worker in last:
            before[number] = last[worker]
        last[worker] = number
    at = max(range(len(placed)), key=lambda number: (placed[number].end, -number))
    found = [at]
    while True:
        waited = [*tasks[at].after, *([before[at]] if at in before else [])]
        if not waited:
            return found
        at = max(waited, key=lambda number: (placed[number].end, -number))
        found.append(at)


def latest(tasks: Sequence[Task], axes: Sequence[Axis], placed: Sequence[Placed]) -> tuple[tuple[int, int], ...]:
    """Return the latest start and end of each task that do not move the end of everything, everybody's order kept."""
    end = max((one.end for one in placed), default=0)
    until = [end] * len(tasks)
    free = [axis.worked(end) for axis in axes]
    found: list[tuple[int, int]] = [(0, 0)] * len(tasks)
    for number in sorted(range(len(tasks)), key=lambda one: (placed[one].start, placed[one].end, one), reverse=True):
        axis, worker = axes[placed[number].worker], placed[number].worker
        last = min(free[worker], axis.worked(until[number]))
        free[worker] = last - tasks[number].minutes
        start = axis.at(free[worker])
        found[number] = start, axis.ends(last)
        for other in tasks[number].after:
            until[other] = min(until[other], start)
    return tuple(found)


_THRESHOLDS = 30
"""How many different heads and tails of the tasks of a crew the bound looks at."""
_CREWS = 40


def bound(tasks: Sequence[Task], workers: Sequence[Worker], length: int) -> int:
    """Return a minute before which no schedule can end.

    It is the longest chain with everybody free for it, or more where those who alone can do some tasks have too much to
    do between the earliest begin and the least that comes after.
    """
    axes = [Axis(worker, length) for worker in workers]
    heads, ends = _with_everybody_free(tasks, axes)
    tail = tails(tasks)
    least = max((end + rest for end, rest in zip(ends, tail, strict=True)), default=0)
    for crew in _crews(tasks):
        own = [number for number, task in enumerate(tasks) if crew.issuperset(task.eligible)]
        crew_axes = [axes[worker] for worker in sorted(crew)]
        for head in _spread(heads[number] for number in own):
            late = [number for number in own if heads[number] >= head]
            for rest in _spread(tail[number] for number in late):
                load = sum(tasks[number].minutes for number in late if tail[number] >= rest)
                least = max(least, _through(crew_axes, head, load, least - rest, length) + rest)
    return least


def chain(tasks: Sequence[Task], workers: Sequence[Worker], length: int) -> int:
    """Return the end of everything where all who can do a task are free for it: that of the longest chain."""
    return max(_with_everybody_free(tasks, [Axis(worker, length) for worker in workers])[1], default=0)


def _with_everybody_free(tasks: Sequence[Task], axes: Sequence[Axis]) -> tuple[list[int], list[int]]:
    heads, ends = [0] * len(tasks), [0] * len(tasks)
    for number in _in_order(tasks):
        task = tasks[number]
        heads[number] = max((ends[other] for other in task.after), default=0)
        ends[number] = min(_ended(axes[worker], heads[number], task.minutes) for worker in task.eligible)
    return heads, ends


def _ended(axis: Axis, ready: int, minutes: int) -> int:
    return axis.ends(axis.worked(ready) + minutes)


def _crews(tasks: Sequence[Task]) -> list[frozenset[int]]:
    """List the sets of workers whose load is looked at: those who share a task, two such sets together, and all."""
    alone = sorted({frozenset(task.eligible) for task in tasks}, key=sorted)
    pairs = (one | other for place, one in enumerate(alone) for other in alone[place + 1 :])
    every = frozenset(worker for crew in alone for worker in crew)
    # One by one: of many crews all the pairs would be as many as their square, and only a few are looked at.
    found: dict[frozenset[int], None] = {}
    for crew in itertools.chain((every,), alone, pairs):
        found[crew] = None
        if len(found) == _CREWS:
            break
    return list(found)


def _spread(values: Iterator[int]) -> list[int]:
    """List different values, rising; of many only some, the least always among them."""
    found = sorted(set(values))
    return found[:: -(-len(found) // _THRESHOLDS)] if found else []


def _through(axes: Sequence[Axis], head: int, load: int, known: int, length: int) -> int:
    """Return the first minute by which workers can have done a load, or less where that does not beat what is known."""
    done_before = sum(axis.worked(head) for axis in axes)

    def done(at: int) -> int:
        return sum(axis.worked(at) for axis in axes) - done_before

    if done(max(known, head)) >= load:
        return 0
    low, step = max(known, head), length
    while done(low + step) < load:
        low, step = low + step, 2 * step
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if done(middle) >= load else (middle, high)
    return high
