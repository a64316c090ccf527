# SPDX-License-Identifier: Apache-2.0
"""Walking the graph: reach, waves and knots, iterative and in time linear in nodes and edges.

Whoever walks is in one of two states at a node. *As leaner* (``2 n``) the node also leans on what its clauses lean on,
so the way goes up, and along edges. *As leaned on* (``2 n + 1``) everything below the node is leaned on, so the way
goes down, and on to what those lean on. Never up and then down: a requirement does not lean on its siblings.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from isomodel.graph._columns import Columns

__all__ = ["Trail", "Waves", "backward", "children", "counted", "forward", "knots", "waves", "wayfarer"]

Trail: TypeAlias = dict[int, int]
"""For each state reached, the state before and the edge taken: ``state << 32 | edge + 1``, or -1 at a start."""

Waves: TypeAlias = "tuple[array[int], array[int], list[int]]"
"""The weight of the heaviest chain below each node as leaner and as leaned on, and the states without an end."""

_EDGE = (1 << 32) - 1


def children(columns: Columns, node: int) -> Iterator[int]:
    """Go through the nodes directly below one, in order."""
    ends = columns.ends
    child, end = node + 1, ends[node]
    while child < end:
        yield child
        child = ends[child]


def forward(columns: Columns, starts: Iterable[int], wanted: bytes) -> Trail:
    """Walk from leaners to what they lean on, nearest first; ``wanted`` says of each relation whether it is taken."""
    parents, ends, first = columns.parents, columns.ends, columns.starts
    leaned, relations = columns.leaned, columns.relations
    trail: Trail = dict.fromkeys(starts, -1)
    # Only states in which something is left to do wait: who is leaned on leans itself at once, in no step of its own.
    queue = list(trail)
    for waiting in queue:
        state = waiting
        node, back = state >> 1, state << 32
        if state & 1:
            end, child = ends[node], node + 1
            while child < end:
                below = 2 * child + 1
                if below not in trail:
                    trail[below] = back
                    queue.append(below)
                child = ends[child]
            if state - 1 in trail:
                continue
            state -= 1
            trail[state], back = back, state << 32
        above = 2 * parents[node]
        if above >= 0 and above not in trail:
            trail[above] = back
            queue.append(above)
        for edge in range(first[node], first[node + 1]):
            if wanted[relations[edge]]:
                target = 2 * leaned[edge] + 1
                if target not in trail:
                    trail[target] = back | edge + 1
                    queue.append(target)
    return trail


def backward(columns: Columns, starts: Iterable[int], wanted: bytes) -> Trail:
    """Walk from what is leaned on to its leaners, nearest first."""
    parents, ends, first, backs = columns.parents, columns.ends, columns.back_starts, columns.backs
    leaners, relations = columns.leaners, columns.relations
    trail: Trail = dict.fromkeys(starts, -1)
    queue = list(trail)
    for waiting in queue:
        state = waiting
        node, back = state >> 1, state << 32
        if not state & 1:
            end, child = ends[node], node + 1
            while child < end:
                below = 2 * child
                if below not in trail:
                    trail[below] = back
                    queue.append(below)
                child = ends[child]
            if state + 1 in trail:
                continue
            state += 1
            trail[state], back = back, state << 32
        above = 2 * parents[node] + 1
        if above > 0 and above not in trail:
            trail[above] = back
            queue.append(above)
        for edge in backs[first[node] : first[node + 1]]:
            if wanted[relations[edge]]:
                source = 2 * leaners[edge]
                if source not in trail:
                    trail[source] = back | edge + 1
                    queue.append(source)
    return trail


def wayfarer(trail: Trail, state: int) -> Iterator[tuple[int, int, int]]:
    """Follow a trail back to its start: each time the state, the edge taken or -1, and the state it came from."""
    came = trail[state]
    while came >= 0:
        before = came >> 32
        yield state, (came & _EDGE) - 1, before
        state, came = before, trail[before]


def waves(  # noqa: C901, PLR0912 - as above.
    columns: Columns, weights: Sequence[int], wanted: bytes
) -> Waves:
    """Weigh, from the ends backwards, the heaviest chain that each node leans on; a node counts its own weight once.

    What leans on itself has no end, and neither has what leans on that: their states are listed, in order.
    """
    parents, ends, backs, first = columns.parents, columns.ends, columns.backs, columns.back_starts
    leaners, relations, starts = columns.leaners, columns.relations, columns.starts
    size = len(columns.keys)
    leaner, leaned = array("q", bytes(8 * size)), array("q", bytes(8 * size))
    # How much each state still waits for: its clause and its edges; its parts and itself as leaner.
    waits_leaner, waits_leaned = [0] * size, [1] * size
    for node, parent in enumerate(parents):
        if parent >= 0:
            waits_leaner[node] += 1
            waits_leaned[parent] += 1
    for node in range(size):
        for edge in range(starts[node], starts[node + 1]):
            if wanted[relations[edge]]:
                waits_leaner[node] += 1
    ready = [2 * node for node in range(size) if not waits_leaner[node]]
    while ready:
        state = ready.pop()
        node = state >> 1
        if state & 1:
            value = leaned[node]
            parent = parents[node]
            if parent >= 0:
                if value > leaned[parent]:  # noqa: PLR1730 - max() takes longer.
                    leaned[parent] = value
                waits_leaned[parent] -= 1
                if not waits_leaned[parent]:
                    ready.append(2 * parent + 1)
            for place in range(first[node], first[node + 1]):
                edge = backs[place]
                if wanted[relations[edge]]:
                    source = leaners[edge]
                    if value > leaner[source]:  # noqa: PLR1730 - max() takes longer.
                        leaner[source] = value
                    waits_leaner[source] -= 1
                    if not waits_leaner[source]:
                        ready.append(2 * source)
            continue
        value = leaner[node]
        own = value + weights[node]
        if own > leaned[node]:  # noqa: PLR1730 - max() takes longer.
            leaned[node] = own
        waits_leaned[node] -= 1
        if not waits_leaned[node]:
            ready.append(state + 1)
        child, end = node + 1, ends[node]
        while child < end:
            if value > leaner[child]:  # noqa: PLR1730 - max() takes longer.
                leaner[child] = value
            waits_leaner[child] -= 1
            if not waits_leaner[child]:
                ready.append(2 * child)
            child = ends[child]
    endless = [
        state
        for node in range(size)
        for state in (2 * node, 2 * node + 1)
        if (waits_leaned if state & 1 else waits_leaner)[node]
    ]
    return leaner, leaned, endless


def follower(columns: Columns, wanted: bytes) -> Callable[[int], Iterator[tuple[int, int]]]:
    """Return what goes through the states that follow a state, each with the edge that leads there or -1."""

    def following(state: int) -> Iterator[tuple[int, int]]:
        node = state >> 1
        if state & 1:
            yield state - 1, -1
            for child in children(columns, node):
                yield 2 * child + 1, -1
            return
        if columns.parents[node] >= 0:
            yield 2 * columns.parents[node], -1
        for edge in range(columns.starts[node], columns.starts[node + 1]):
            if wanted[columns.relations[edge]]:
                yield 2 * columns.leaned[edge] + 1, edge

    return following


def knots(states: Iterable[int], following: Callable[[int], Iterator[tuple[int, int]]]) -> list[list[int]]:
    """Group states into knots, where each can be reached from each; what is reached comes before what reaches it.

    The members of a knot are in order; a state in no circle is a knot of one. After Tarjan, without recursion.
    """
    found: list[list[int]] = []
    numbers: dict[int, int] = {}
    lowest: dict[int, int] = {}
    held: list[int] = []
    holding: set[int] = set()
    for start in states:
        if start in numbers:
            continue
        numbers[start] = lowest[start] = len(numbers)
        held.append(start)
        holding.add(start)
        walk = [(start, following(start))]
        while walk:
            state, onward = walk[-1]
            step = next(onward, None)
            if step is not None:
                after = step[0]
                if after not in numbers:
                    numbers[after] = lowest[after] = len(numbers)
                    held.append(after)
                    holding.add(after)
                    walk.append((after, following(after)))
                elif after in holding and numbers[after] < lowest[state]:
                    lowest[state] = numbers[after]
                continue
            walk.pop()
            if walk and lowest[state] < lowest[walk[-1][0]]:
                lowest[walk[-1][0]] = lowest[state]
            if lowest[state] == numbers[state]:
                knot: list[int] = []
                while not knot or knot[-1] != state:
                    knot.append(held.pop())
                holding.difference_update(knot)
                found.append(sorted(knot))
    return found


_CHUNK = 2048
"""How many leaners are counted at once: more is faster and takes more memory, one bit for each and each state."""


def counted(columns: Columns, entries: Sequence[int], wanted: bytes) -> list[int]:
    """Count for each node the entries that lean on it or on anything that it is below, each once, never itself."""
    size = len(columns.keys)
    following = follower(columns, wanted)
    order = knots(range(2 * size), following)
    # From leaners to what they lean on: knots are found the other way round.
    order.reverse()
    totals = [0] * size
    for begin in range(0, len(entries), _CHUNK):
        bits = [0] * (2 * size)
        for place, node in enumerate(entries[begin : begin + _CHUNK]):
            bits[2 * node] |= 1 << place
        for knot in order:
            told = 0
            for state in knot:
                told |= bits[state]
            if told:
                for state in knot:
                    bits[state] = told
                    for after, _ in following(state):
                        bits[after] |= told
        for node in range(size):
            totals[node] += bits[2 * node + 1].bit_count()
        for place, node in enumerate(entries[begin : begin + _CHUNK]):
            totals[node] -= bits[2 * node + 1] >> place & 1
    return totals
