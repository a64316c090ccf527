# SPDX-License-Identifier: Apache-2.0
"""Who leans on whom by what an edition says that it requires, without making a graph of everything.

The rule is that of :data:`isomodel.graph.PROPAGATION`: a link between two places holds for everything below both, and
one between a place and something inside it holds for nobody else. Only places that links name are looked at, each in
two states: as leaner (``2 n``) it also leans on what the places above it lean on; as leaned on (``2 n + 1``)
everything below it is leaned on, and so is what that leans on. Walking takes time in proportion to places and links.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from isomodel.assessment import places
from isomodel.identifiers import RequirementRef
from isomodel.model import Dependency, DependencyKind, StandardEdition

__all__ = ["Leaning", "Line", "Waiting"]


@attrs.frozen
class Waiting:
    """One thing to be done: where it stands in the standard, where nothing does, and what decides among equals."""

    place: RequirementRef | None
    rank: tuple[int, ...]


@attrs.frozen
class Line:
    """The place of one thing to be done in the order of work; others are named by their number in what was given."""

    number: int
    unlocks: int
    waits_for: int
    after: tuple[int, ...]


class Leaning:
    """What requires what in an edition."""

    def __init__(
        self, edition: StandardEdition, above: Mapping[RequirementRef, tuple[RequirementRef, ...]] | None = None
    ) -> None:
        """Take the links over, each end under the name it has now.

        Args:
            edition: The edition.
            above: Of some requirements and controls what :func:`isomodel.assessment.places` says, where it is known.
        """
        self._above = dict(above or {})
        self._numbers: dict[RequirementRef, int] = {}
        self._parents: list[int] = []
        self._links: list[tuple[int, int, Dependency]] = []
        required = [link for link in edition.dependencies if link.kind is DependencyKind.REQUIRES]
        if required:
            names = {
                attrs.evolve(item.ref, item=alias): item.ref
                for item in edition.requirements()
                for alias in item.aliases
            }
            ends = [(names.get(one.source, one.source), names.get(one.target, one.target), one) for one in required]
            # In an order of their own: that of the list must not show in the answer.
            for source, target, link in sorted(ends, key=_link_order):
                if source not in self._places(target) and target not in self._places(source):
                    self._links.append((self._number(source), self._number(target), link))
        size = len(self._parents)
        self._children: list[list[int]] = [[] for _ in range(size)]
        for node, parent in enumerate(self._parents):
            if parent >= 0:
                self._children[parent].append(node)
        self._ahead: list[list[int]] = [[] for _ in range(size)]
        self._back: list[list[int]] = [[] for _ in range(size)]
        for number, (source_node, target_node, _) in enumerate(self._links):
            self._ahead[source_node].append(number)
            self._back[target_node].append(number)

    def __bool__(self) -> bool:
        """Say whether anything leans on anything."""
        return bool(self._links)

    def _number(self, ref: RequirementRef) -> int:
        above = -1
        for place in reversed(self._places(ref)):
            if place not in self._numbers:
                self._numbers[place] = len(self._parents)
                self._parents.append(above)
            above = self._numbers[place]
        return above

    def _place(self, ref: RequirementRef) -> int | None:
        """Return the finest place that a link names, or something below it, and that reaches down to this."""
        return next((self._numbers[place] for place in self._places(ref) if place in self._numbers), None)

    def _places(self, ref: RequirementRef) -> tuple[RequirementRef, ...]:
        if ref not in self._above:
            self._above[ref] = places(ref)
        return self._above[ref]

    # From what is not met to whoever leans on it.

    def leaners(
        self, unmet: Iterable[RequirementRef], among: Iterable[RequirementRef]
    ) -> Iterator[tuple[RequirementRef, RequirementRef, tuple[Dependency, ...]]]:
        """Go through those that lean on something unmet: each with the nearest and the links on the way to it."""
        start: dict[int, RequirementRef] = {}
        for ref in unmet:
            node = self._place(ref)
            if node is not None:
                start.setdefault(2 * node + 1, ref)
        # For each state the one before it, and the link that was taken; -1 for neither.
        came: dict[int, tuple[int, int]] = dict.fromkeys(start, (-1, -1))
        queue = list(came)
        for state in queue:
            for before, link in self._before(state):
                if before not in came:
                    came[before] = (state, link)
                    queue.append(before)
        for ref in among:
            node = self._place(ref)
            if node is not None and 2 * node in came:
                end, through = self._followed(came, 2 * node)
                # In a circle something leans on itself; that is for the check of the edition to tell.
                if start[end] != ref:
                    yield ref, start[end], through

    def _followed(self, came: Mapping[int, tuple[int, int]], state: int) -> tuple[int, tuple[Dependency, ...]]:
        taken = []
        while came[state][0] >= 0:
            state, link = came[state]
            if link >= 0:
                taken.append(self._links[link][2])
        return state, tuple(taken)

    def _before(self, state: int) -> Iterator[tuple[int, int]]:
        """Go through the states from which one comes to this one, with the link taken, or -1."""
        node = state >> 1
        if state & 1:
            if self._parents[node] >= 0:
                yield 2 * self._parents[node] + 1, -1
            for link in self._back[node]:
                yield 2 * self._links[link][0], link
        else:
            yield state + 1, -1
            for child in self._children[node]:
                yield 2 * child, -1

    def _behind(self, state: int) -> Iterator[int]:
        """Go through the states to which one comes from this one."""
        node = state >> 1
        if state & 1:
            yield state - 1
            for child in self._children[node]:
                yield 2 * child + 1
        else:
            if self._parents[node] >= 0:
                yield 2 * self._parents[node]
            for link in self._ahead[node]:
                yield 2 * self._links[link][1] + 1

    # The order of work.

    def line_up(self, waiting: Sequence[Waiting]) -> list[Line]:
        """Put things to be done into an order in which nothing stands before what it leans on.

        Among those that wait for nothing any more the first rank goes first, then whoever more others wait for, then
        the further ranks. Where something requires itself there is no such order: then nobody waits for anybody.
        """
        groups: dict[int, list[int]] = {}
        for number, one in enumerate(waiting):
            node = self._place(one.place) if one.place is not None else None
            if node is not None:
                groups.setdefault(node, []).append(number)
        node_of = {number: node for node, held in groups.items() for number in held}
        needs, needed = self._closures(groups)
        nearest = {node: _nearest(found, needs) for node, found in needs.items()}

        def weight(found: Iterable[int]) -> int:
            return sum(len(groups[node]) for node in found)

        unlocks = {node: weight(found) for node, found in needed.items()}
        waits_for = {node: weight(found) for node, found in needs.items()}
        keys = [
            (*one.rank[:-1], -unlocks.get(node_of.get(number, -1), 0), one.rank[-1], number)
            for number, one in enumerate(waiting)
        ]
        placed = {number: place for place, number in enumerate(_lined_up(keys, groups, nearest))}
        lines = []
        for number in placed:
            node = node_of.get(number, -1)
            before = [other for group in nearest.get(node, ()) for other in groups[group]]
            after = tuple(sorted(before, key=placed.__getitem__))
            line = Line(number=number, unlocks=unlocks.get(node, 0), waits_for=waits_for.get(node, 0), after=after)
            lines.append(line)
        return lines

    def _closures(self, groups: Mapping[int, object]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Say of each place with something to do which others it leans on, through whatever, and which lean on it."""
        if not self._links:
            return {}, {}
        order = self._sorted()
        if order is None:
            return {}, {}
        nodes = list(groups)
        bits = {node: 1 << place for place, node in enumerate(nodes)}
        ahead: dict[int, int] = {}
        for state in reversed(order):
            ahead[state] = _union(ahead, self._behind(state)) | (bits.get(state >> 1, 0) if state & 1 else 0)
        back: dict[int, int] = {}
        for state in order:
            own = 0 if state & 1 else bits.get(state >> 1, 0)
            back[state] = _union(back, (before for before, _ in self._before(state))) | own
        listed = _listing(nodes)
        return {node: listed(ahead[2 * node]) for node in nodes}, {node: listed(back[2 * node + 1]) for node in nodes}

    def _sorted(self) -> list[int] | None:
        """Return the states in an order in which each stands before those one comes to from it; None in a circle."""
        size = 2 * len(self._parents)
        waits = [0] * size
        for state in range(size):
            for after in self._behind(state):
                waits[after] += 1
        order = [state for state in range(size) if not waits[state]]
        for state in order:
            for after in self._behind(state):
                waits[after] -= 1
                if not waits[after]:
                    order.append(after)
        return order if len(order) == size else None


def _link_order(end: tuple[RequirementRef, RequirementRef, Dependency]) -> tuple[str, ...]:
    source, target, link = end
    return str(source), str(target), link.basis.value, link.reason


def _lined_up(
    keys: Sequence[tuple[int, ...]], groups: Mapping[int, Sequence[int]], nearest: Mapping[int, Sequence[int]]
) -> Iterator[int]:
    """Go through the numbers that end the keys: the least key goes first of those that wait for no group any more."""
    node_of = {number: node for node, held in groups.items() for number in held}
    left = {node: len(found) for node, found in nearest.items()}
    undone = {node: len(held) for node, held in groups.items()}
    behind: dict[int, list[int]] = {}
    for node, found in nearest.items():
        for other in found:
            behind.setdefault(other, []).append(node)
    ready = [key for key in keys if not left.get(node_of.get(key[-1], -1), 0)]
    heapq.heapify(ready)
    while ready:
        number = heapq.heappop(ready)[-1]
        yield number
        done = node_of.get(number, -1)
        if done >= 0:
            undone[done] -= 1
        freed = [node for node in behind.get(done, ()) if not undone[done]]
        for node in freed:
            left[node] -= 1
            if not left[node]:
                for other in groups[node]:
                    heapq.heappush(ready, keys[other])


def _union(known: Mapping[int, int], states: Iterable[int]) -> int:
    found = 0
    for state in states:
        found |= known[state]
    return found


def _listing(nodes: Sequence[int]) -> Callable[[int], list[int]]:
    """Return a function that reads a set of bits as the places they stand for."""

    def listed(bits: int) -> list[int]:
        found = []
        while bits:
            low = bits & -bits
            found.append(nodes[low.bit_length() - 1])
            bits ^= low
        return found

    return listed


def _nearest(found: Iterable[int], needs: Mapping[int, Sequence[int]]) -> list[int]:
    """Leave out whatever is needed by another one that is found as well."""
    every = list(found)
    further: set[int] = set()
    # Whatever one of them needs that needs more is in already: in a chain the first of them brings all the others.
    for one in sorted(every, key=lambda one: len(needs[one]), reverse=True):
        if one not in further:
            further.update(needs[one])
    return [one for one in every if one not in further]
