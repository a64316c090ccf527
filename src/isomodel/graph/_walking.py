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

__all__ = [
    "Trail",
    "Waves",
    "backward",
    "children",
    "counted",
    "follower",
    "forward",
    "knots",
    "taken",
    "waves",
    "wayfarer",
]

Trail: TypeAlias = dict[int, int]
"""For each state reached, the state before, or -1 at a start."""

Waves: TypeAlias = "tuple[array[int], array[int], list[int]]"
"""The weight of the heaviest chain below each node as leaner and as leaned on, and the states without an end."""


def children(columns: Columns, node: int) -> Iterator[int]:
    """Go through the nodes directly below one, in order."""
    ends = columns.ends
    child, end = node + 1, ends[node]
    while child < end:
        yield child
        child = ends[child]


def forward(columns: Columns, starts: Iterable[int], wanted: bytes) -> Trail:
    """Walk from leaners to what they lean on, nearest first; ``wanted`` says of each relation whether it is taken."""
    parents, ends = columns.parents, columns.ends
    first, leaned, *_ = columns.following(wanted)
    trail: Trail = dict.fromkeys(starts, -1)
    # Only states in which something is left to do wait: who is leaned on leans itself at once, in no step of its own.
    queue = list(trail)
    for waiting in queue:
        state = waiting
        node = state >> 1
        if state & 1:
            end, child = ends[node], node + 1
            while child < end:
                below = 2 * child + 1
                if below not in trail:
                    trail[below] = state
                    queue.append(below)
                child = ends[child]
            if state - 1 in trail:
                continue
            trail[state - 1] = state
            state -= 1
        above = 2 * parents[node]
        if above >= 0 and above not in trail:
            trail[above] = state
            queue.append(above)
        for target in leaned[first[node] : first[node + 1]]:
            if target not in trail:
                trail[target] = state
                queue.append(target)
    return trail


def backward(columns: Columns, starts: Iterable[int], wanted: bytes) -> Trail:
    """Walk from what is leaned on to its leaners, nearest first."""
    parents, ends = columns.parents, columns.ends
    *_, first, leaners = columns.following(wanted)
    trail: Trail = dict.fromkeys(starts, -1)
    queue = list(trail)
    for waiting in queue:
        state = waiting
        node = state >> 1
        if not state & 1:
            end, child = ends[node], node + 1
            while child < end:
                below = 2 * child
                if below not in trail:
                    trail[below] = state
                    queue.append(below)
                child = ends[child]
            if state + 1 in trail:
                continue
            trail[state + 1] = state
            state += 1
        above = 2 * parents[node] + 1
        if above > 0 and above not in trail:
            trail[above] = state
            queue.append(above)
        for source in leaners[first[node] : first[node + 1]]:
            if source not in trail:
                trail[source] = state
                queue.append(source)
    return trail


def wayfarer(trail: Trail, state: int) -> Iterator[tuple[int, int]]:
    """Follow a trail back to its start: each time a state, and the one it came from."""
    before = trail[state]
    while before >= 0:
        yield state, before
        state, before = before, trail[before]


def taken(columns: Columns, one: int, other: int, wanted: bytes) -> int:
    """Return the edge between two states next to each other on a way, in either order; -1 where it is none.

    Between a node and its clause, and between the two states of a node, there is no edge: only an edge leads from who
    leans to another who is leaned on.
    """
    if not (one ^ other) & 1 or one >> 1 == other >> 1:
        return -1
    leaner, leaned = (other, one) if one & 1 else (one, other)
    return columns.edge(leaner >> 1, leaned >> 1, wanted)


def waves(  # noqa: C901, PLR0912 - as above.
    columns: Columns, weights: Sequence[int], wanted: bytes
) -> Waves:
    """Weigh, from the ends backwards, the heaviest chain that each node leans on; a node counts its own weight once.

    What leans on itself has no end, and neither has what leans on that: their states are listed, in order.
    """
    parents, ends = columns.parents, columns.ends
    starts, _, first, leaners = columns.following(wanted)
    size = len(columns.keys)
    leaner, leaned = array("q", bytes(8 * size)), array("q", bytes(8 * size))
    # How much each state still waits for: its clause and its edges; its parts and itself as leaner.
    waits_leaner, waits_leaned = [0] * size, [1] * size
    for node, parent in enumerate(parents):
        if parent >= 0:
            waits_leaner[node] += 1
            waits_leaned[parent] += 1
    for node in range(size):
        waits_leaner[node] += starts[node + 1] - starts[node]
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
            for above in leaners[first[node] : first[node + 1]]:
                source = above >> 1
                if value > leaner[source]:  # noqa: PLR1730 - max() takes longer.
                    leaner[source] = value
                waits_leaner[source] -= 1
                if not waits_leaner[source]:
                    ready.append(above)
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


def follower(columns: Columns, wanted: bytes) -> Callable[[int], list[int]]:
    """Return what lists the states that follow a state."""
    parents, ends = columns.parents, columns.ends
    first, leaned, *_ = columns.following(wanted)

    def following(state: int) -> list[int]:
        node = state >> 1
        if state & 1:
            found, child, end = [state - 1], node + 1, ends[node]
            while child < end:
                found.append(2 * child + 1)
                child = ends[child]
            return found
        above = parents[node]
        found = [] if above < 0 else [2 * above]
        found.extend(leaned[first[node] : first[node + 1]])
        return found

    return following


def knots(states: Iterable[int], following: Callable[[int], Iterable[int]]) -> list[list[int]]:
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
        walk = [(start, iter(following(start)))]
        while walk:
            state, onward = walk[-1]
            after = next(onward, None)
            if after is not None:
                if after not in numbers:
                    numbers[after] = lowest[after] = len(numbers)
                    held.append(after)
                    holding.add(after)
                    walk.append((after, iter(following(after))))
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
                    for after in following(state):
                        bits[after] |= told
        for node in range(size):
            totals[node] += bits[2 * node + 1].bit_count()
        for place, node in enumerate(entries[begin : begin + _CHUNK]):
            totals[node] -= bits[2 * node + 1] >> place & 1
    return totals
