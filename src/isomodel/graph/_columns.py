# SPDX-License-Identifier: Apache-2.0
"""The graph as plain numbers: nodes numbered so that whatever is below a node follows it, edges as columns.

Every edge of a column runs from the node that leans to the one it leans on. An edge between a node and something
inside it would make parts lean on themselves, so it is kept apart and never handed down.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress
from typing import NamedTuple, TypeAlias

import attrs

from isomodel.correspondence import SetRelation
from isomodel.errors import InvariantError
from isomodel.graph._nouns import PROPAGATION, Edge, EdgeBasis, Leaner, NodeKind, Relation
from isomodel.identifiers import RequirementRef

__all__ = ["BASES", "COMPARISONS", "KINDS", "LEANERS", "RELATIONS", "Columns", "Key", "Links", "Row", "columns"]

Key: TypeAlias = RequirementRef | str
"""What a node is found by: its reference, or its id where it has none."""

Row: TypeAlias = tuple[int, int, int, int, int, str]
"""Who leans, relation, on whom, basis, comparison, reason: in the order in which edges are sorted."""

KINDS = tuple(NodeKind)
RELATIONS = tuple(Relation)
BASES = tuple(EdgeBasis)
COMPARISONS = (None, *SetRelation)
LEANERS = tuple(next(row.leaner for row in PROPAGATION if row.relation is relation) for relation in Relation)
"""Which end leans, in the order of the relations."""


class Links(NamedTuple):
    """The edges of some relations, from both ends, as what a walk goes through; see :mod:`isomodel.graph._walking`.

    Attributes:
        starts: For each node its first place in ``leaned``, and behind the last node the number of edges.
        leaned: The state of the node leaned on by each edge.
        back_starts: For each node its first place in ``leaners``, and behind the last node the number of edges.
        leaners: The state of the node that leans, of the edges sorted by the node leaned on.
    """

    starts: array[int]
    leaned: array[int]
    back_starts: array[int]
    leaners: array[int]


@attrs.frozen(kw_only=True)
class Columns:
    """Nodes and edges.

    Attributes:
        keys: What each node is found by.
        kinds: Its kind, as a place in :data:`KINDS`.
        labels: Its label.
        details: Its detail.
        notes: Its note.
        parents: The node it is a part of, or -1.
        ends: The first node behind it that is not below it.
        leaners: Of each edge, the node that leans; edges are sorted by it.
        leaned: The node it leans on.
        relations: The relation, as a place in :data:`RELATIONS`.
        bases: The basis, as a place in :data:`BASES`.
        comparisons: The comparison, as a place in :data:`COMPARISONS`.
        reasons: The reason; empty for none.
        starts: For each node the first edge by which it leans, and behind the last node the number of edges.
        backs: The edges sorted by the node leaned on.
        back_starts: For each node its first place in ``backs``.
        inside: The edges between a node and something inside it.
        numbers: The node that is found by each key.
        links: All edges, as what a walk goes through.
    """

    keys: list[Key]
    kinds: bytes
    labels: list[str]
    details: dict[int, str]
    notes: dict[int, str]
    parents: array[int]
    ends: array[int]
    leaners: array[int]
    leaned: array[int]
    relations: bytes
    bases: bytes
    comparisons: bytes
    reasons: list[str]
    starts: array[int]
    backs: array[int]
    back_starts: array[int]
    inside: tuple[Row, ...]
    numbers: dict[Key, int] = attrs.field(eq=False)
    links: Links = attrs.field(eq=False)
    _followed: dict[bytes, Links] = attrs.field(factory=dict, eq=False, repr=False)

    def __hash__(self) -> int:
        """Hash by size and by the ends of the edges."""
        return hash((len(self.keys), self.leaners.tobytes(), self.leaned.tobytes()))

    def following(self, wanted: bytes) -> Links:
        """Return the edges of some relations; ``wanted`` says of each relation whether it is one of them."""
        found = self._followed.get(wanted)
        if found is None:
            found = self._followed[wanted] = self.links if self._all(wanted) else self._some(wanted)
        return found

    def _all(self, wanted: bytes) -> bool:
        return all(wanted[relation] for relation in set(self.relations))

    def _some(self, wanted: bytes) -> Links:
        kept = self.relations.translate(wanted.ljust(256, b"\0"))
        back = bytes(map(kept.__getitem__, self.backs))
        until, back_until = [0, *accumulate(kept)], [0, *accumulate(back)]
        return Links(
            array("I", map(until.__getitem__, self.starts)),
            array("I", compress(self.links.leaned, kept)),
            array("I", map(back_until.__getitem__, self.back_starts)),
            array("I", compress(self.links.leaners, back)),
        )

    def edge(self, leaner: int, leaned: int, wanted: bytes) -> int:
        """Return the first edge of some relations between two nodes that have one."""
        return next(
            edge
            for edge in range(self.starts[leaner], self.starts[leaner + 1])
            if self.leaned[edge] == leaned and wanted[self.relations[edge]]
        )


def columns(  # noqa: PLR0913 - the columns of the nodes, which are made before the edges.
    *,
    keys: list[Key],
    kinds: Sequence[int],
    labels: list[str],
    details: dict[int, str],
    notes: dict[int, str],
    parents: array[int],
    ends: array[int],
    numbers: dict[Key, int],
    rows: Iterable[Row],
) -> Columns:
    """Sort the edges, take out what is there twice, and index them from both ends."""
    outside: list[Row] = []
    inside: list[Row] = []
    for row in rows:
        one, other = row[0], row[2]
        nested = one <= other < ends[one] or other <= one < ends[other]
        (inside if nested else outside).append(row)
    outside.sort()
    kept = [row for place, row in enumerate(outside) if place == 0 or row != outside[place - 1]]
    size, many = len(keys), len(kept)
    leaners, leaned = array("I", [row[0] for row in kept]), array("I", [row[2] for row in kept])
    backs = array("I", sorted(range(many), key=leaned.__getitem__))
    starts, back_starts = _starts(size, leaners), _starts(size, leaned)
    links = Links(
        starts,
        array("I", [2 * node + 1 for node in leaned]),
        back_starts,
        array("I", [2 * leaners[edge] for edge in backs]),
    )
    return Columns(
        keys=keys,
        kinds=bytes(kinds),
        labels=labels,
        details=details,
        notes=notes,
        parents=parents,
        ends=ends,
        leaners=leaners,
        leaned=leaned,
        relations=bytes([row[1] for row in kept]),
        bases=bytes([row[3] for row in kept]),
        comparisons=bytes([row[4] for row in kept]),
        reasons=[row[5] for row in kept],
        starts=starts,
        backs=backs,
        back_starts=back_starts,
        inside=tuple(sorted(set(inside))),
        numbers=numbers,
        links=links,
    )


def _starts(size: int, ends: Iterable[int]) -> array[int]:
    counts = [0] * (size + 1)
    for node in ends:
        counts[node + 1] += 1
    total = 0
    for node in range(size + 1):
        total += counts[node]
        counts[node] = total
    return array("I", counts)


def row_of(edge: Edge, source: int, target: int) -> Row:
    """Return an edge as a row, turned so that it runs from the node that leans."""
    relation = RELATIONS.index(edge.relation)
    one, other = (target, source) if LEANERS[relation] is Leaner.TARGET else (source, target)
    basis, compared = BASES.index(edge.basis), COMPARISONS.index(edge.comparison)
    return one, relation, other, basis, compared, edge.reason or ""


def planted(count: int, contains: Iterable[tuple[int, int]]) -> tuple[list[int], list[int], list[int]]:
    """Put nodes into an order in which what is below a node follows it, those of one parent as they were given.

    Returns:
        The old numbers in the new order, and parent and end of each new number.

    Raises:
        InvariantError: A node is in two others, or in itself.
    """
    above = [-1] * count
    below: list[list[int]] = [[] for _ in range(count)]
    for parent, child in contains:
        if above[child] not in (-1, parent):
            raise InvariantError("RequirementGraph", "edges", "a node inside two others", "one that it is inside of")
        if above[child] == -1:
            above[child] = parent
            below[parent].append(child)
    order: list[int] = []
    parents: list[int] = []
    ends = [0] * count
    pending = [(node, -1) for node in reversed(range(count)) if above[node] == -1]
    while pending:
        node, parent = pending.pop()
        if node < 0:
            ends[parent] = len(order)
            continue
        place = len(order)
        order.append(node)
        parents.append(parent)
        pending.append((-1, place))
        pending.extend((child, place) for child in sorted(below[node], reverse=True))
    if len(order) != count:
        raise InvariantError("RequirementGraph", "edges", "a node inside itself", "nodes inside each other as a tree")
    return order, parents, ends
