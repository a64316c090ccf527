# SPDX-License-Identifier: Apache-2.0
"""Names for numbers: what the graph and its answers share."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import attrs

from isomodel.errors import UnknownNameError, nearest
from isomodel.graph._columns import BASES, COMPARISONS, KINDS, LEANERS, RELATIONS, Columns, Key, Row
from isomodel.graph._nouns import Edge, EdgeBasis, Leaner, Node, NodeKind, Relation, Step
from isomodel.graph._walking import follower, taken
from isomodel.identifiers import IdentifierError, RequirementRef, StandardRef

__all__ = ["ENTRY", "EVIDENCE", "FINDING", "Web", "edition_of", "wanted_of"]

ENTRY = {KINDS.index(NodeKind.REQUIREMENT), KINDS.index(NodeKind.CONTROL)}
"""The kinds that are counted, as places in ``KINDS``."""
EVIDENCE, FINDING = KINDS.index(NodeKind.EVIDENCE), KINDS.index(NodeKind.FINDING)

_RECORDED = ("evidence", "finding")


def wanted_of(relations: Iterable[Relation]) -> bytes:
    """Say of each relation, in their order, whether it is among these."""
    named = set(relations)
    return bytes(relation in named for relation in RELATIONS)


def edition_of(editions: Sequence[StandardRef], name: StandardRef | str) -> StandardRef:
    """Return which of the editions is meant; raises UnknownNameError where it is none of them."""
    ref = StandardRef.parse(name) if isinstance(name, str) else name
    if ref not in editions:
        raise UnknownNameError("edition of the graph", str(ref), nearest(str(ref), map(str, editions)))
    return ref


@attrs.frozen(kw_only=True, repr=False)
class Web:
    """Columns, and the editions they are about.

    Attributes:
        columns: Nodes and edges as numbers.
        editions: The editions, in order.
    """

    columns: Columns
    editions: tuple[StandardRef, ...]

    def known(self, key: str) -> int | None:
        """Find a node by its id, by its id in the record, or by its reference in any spelling."""
        numbers = self.columns.numbers
        if key in numbers:
            return numbers[key]
        recorded = [numbers[f"{kind}:{key}"] for kind in _RECORDED if f"{kind}:{key}" in numbers]
        if recorded:
            return recorded[0] if len(recorded) == 1 else None
        spellings = [key, *(f"{edition}, {key}" for edition in self.editions if len(self.editions) == 1)]
        for spelling in spellings:
            try:
                return numbers.get(RequirementRef.parse(spelling))
            except IdentifierError:
                continue
        return None

    def number(self, key: Key) -> int:
        """Return the number of a node; raises UnknownNameError with the nearest name."""
        found = self.known(key) if isinstance(key, str) else self.columns.numbers.get(key)
        if found is None:
            named = key if isinstance(key, str) else str(key)
            raise UnknownNameError("node of the graph", named, nearest(named, map(str, self.columns.keys)))
        return found

    def name(self, number: int) -> str:
        """Return the id of a node."""
        return str(self.columns.keys[number])

    def ones(self) -> list[int]:
        """Weigh each requirement and control as one, everything else as nothing."""
        return [int(kind in ENTRY) for kind in self.columns.kinds]

    def entries(self, numbers: Iterable[int]) -> tuple[RequirementRef, ...]:
        """Keep the requirements and controls, by their references."""
        keys, kinds = self.columns.keys, self.columns.kinds
        refs = [keys[number] for number in numbers if kinds[number] in ENTRY]
        # Lists, and not one step at a time: of large answers this takes as long as finding them.
        return tuple([ref for ref in refs if isinstance(ref, RequirementRef)])

    def node(self, number: int) -> Node:
        """Return a node."""
        held = self.columns
        key = held.keys[number]
        return Node(
            id=str(key),
            kind=KINDS[held.kinds[number]],
            ref=key if isinstance(key, RequirementRef) else None,
            label=held.labels[number],
            detail=held.details.get(number),
            note=held.notes.get(number),
        )

    def contains(self, node: int) -> Edge:
        """Return the edge from what contains a node."""
        above = self.columns.parents[node]
        return Edge(
            source=self.name(above), target=self.name(node), relation=Relation.CONTAINS, basis=EdgeBasis.STRUCTURE
        )

    def edge(self, number: int) -> Edge:
        """Return an edge."""
        held = self.columns
        return self.of_row(
            (
                held.leaners[number],
                held.relations[number],
                held.leaned[number],
                held.bases[number],
                held.comparisons[number],
                held.reasons[number],
            )
        )

    def of_row(self, row: Row) -> Edge:
        """Return the edge of a row, from its source to its target."""
        one, relation, other, basis, compared, reason = row
        source, target = (other, one) if LEANERS[relation] is Leaner.TARGET else (one, other)
        return Edge(
            source=self.name(source),
            target=self.name(target),
            relation=RELATIONS[relation],
            basis=BASES[basis],
            reason=reason or None,
            comparison=COMPARISONS[compared],
        )

    def step(self, one: int, other: int, edge: int) -> Step:
        """Return a step along an edge, or between a node and what contains it where there is none."""
        if edge < 0:
            inner = other if self.columns.parents[other] == one else one
            return Step(source=self.name(one), target=self.name(other), edge=self.contains(inner))
        return Step(source=self.name(one), target=self.name(other), edge=self.edge(edge))

    def heaviest(
        self, node: int, weighed: tuple[array[int], array[int]], weights: Sequence[int], relations: Sequence[Relation]
    ) -> tuple[tuple[Step, ...], list[int]]:
        """Follow the heaviest chain that a node leans on to its end, the first in order where several weigh the same.

        Returns:
            The steps, and the nodes on the way that weigh something.
        """
        leaner, leaned = weighed
        wanted = wanted_of(relations)
        following = follower(self.columns, wanted)
        state, left = 2 * node, leaner[node]
        steps: list[Step] = []
        met: list[int] = []
        while left:
            here = state >> 1
            if state & 1 and leaner[here] + weights[here] == left:
                if weights[here]:
                    met.append(here)
                left, state = leaner[here], state - 1
                continue
            after = next(one for one in following(state) if (leaned if one & 1 else leaner)[one >> 1] == left)
            steps.append(self.step(here, after >> 1, taken(self.columns, state, after, wanted)))
            state = after
        return tuple(steps), met
