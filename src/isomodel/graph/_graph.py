# SPDX-License-Identifier: Apache-2.0
"""The graph and what can be asked of it.

A graph is made once and never changes. Nodes stand in the order of the standards, and that order breaks every tie, so
that answers depend neither on the order of what went in nor on anything else.
"""

from __future__ import annotations

import enum
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from isomodel.assessment import FindingType
from isomodel.correspondence import SetRelation, compose
from isomodel.errors import InvariantError, UnknownNameError, nearest
from isomodel.graph._columns import COMPARISONS, KINDS, RELATIONS, Key, Row, columns, planted, row_of
from isomodel.graph._nouns import (
    ONE_STEP,
    ONWARDS,
    PROPAGATION,
    CircularRequirementsError,
    Edge,
    EdgeBasis,
    Followed,
    GraphDocument,
    GraphFacts,
    Node,
    NodeKind,
    Relation,
    Step,
)
from isomodel.graph._results import (
    Chain,
    Circle,
    CircleKind,
    Connection,
    Direction,
    Effect,
    Impact,
    Keystone,
    Lone,
    Order,
    Orphan,
    Reach,
    SharedPair,
    Tie,
    steps_of,
)
from isomodel.graph._walking import Trail, backward, children, counted, follower, forward, knots, taken, waves
from isomodel.graph._web import ENTRY, EVIDENCE, FINDING, Web, edition_of, wanted_of
from isomodel.identifiers import RequirementRef, StandardRef

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]  # it has no types of its own.

__all__ = ["BY_DEFAULT", "RequirementGraph", "plain"]

BY_DEFAULT = tuple(row.relation for row in PROPAGATION if row.followed is Followed.BY_DEFAULT)
"""The relations that queries about leaning follow where none are named."""

_FOLLOWED = {row.relation for row in PROPAGATION if row.followed is not Followed.NEVER}
_ENDS = (Relation.SUPPORTED_BY, Relation.RAISED_AGAINST)
_TIES = (
    (Tie.REQUIRED, (*ONWARDS, *_ENDS)),
    (Tie.INFORMED, (*ONWARDS, *_ENDS, *ONE_STEP)),
    (Tie.CITED, (*ONWARDS, *_ENDS, *ONE_STEP, Relation.CITES)),
)


def _leaning(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    named = set(relations)
    for relation in named - _FOLLOWED:
        listed = (one.value for one in Relation if one in _FOLLOWED)
        raise UnknownNameError("relation that can be followed", relation.value, nearest(relation.value, listed))
    return tuple(relation for relation in RELATIONS if relation in named)


@attrs.frozen(kw_only=True, repr=False)
class RequirementGraph:
    """Requirements, controls, clauses, evidence and findings, and what leans on what; made by :func:`build`.

    A node is named by its reference, by its id, by the id of evidence or a finding in the record, and where the graph
    is of one edition by what follows its name: ``8.5.1#c``.

    Attributes:
        assessment: Id of the assessment; absent where there is none.
        unresolved: Edges that lead to something that is not in the graph.
    """

    assessment: str | None = None
    unresolved: tuple[Edge, ...] = ()
    _web: Web

    def __repr__(self) -> str:
        """Name the editions and the size."""
        told = ", ".join(map(str, self.editions)) or "no edition"
        return f"<RequirementGraph of {told}: {len(self)} nodes, {self._size()} edges>"

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self._web.columns.keys)

    def __contains__(self, key: object) -> bool:
        """Say whether the graph has a node of that reference or id."""
        return key in self._web.columns.numbers or (isinstance(key, str) and self._web.known(key) is not None)

    # Making one.

    @classmethod
    def of(
        cls,
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        *,
        editions: Iterable[StandardRef] = (),
        assessment: str | None = None,
        unresolved: Iterable[Edge] = (),
    ) -> RequirementGraph:
        """Return the graph of these very nodes and edges.

        The order of the nodes breaks ties; what is contained in a node comes right behind it.

        Args:
            nodes: The nodes.
            edges: The edges; an edge that is there twice counts once.
            editions: The editions it is about.
            assessment: Id of the assessment, where there is one.
            unresolved: Edges that lead to something that is not there.

        Raises:
            InvariantError: A node is there twice or inside two others, an edge names a node that is not there, or
                evidence or a finding is at the wrong end.
        """
        given = tuple(nodes)
        numbers: dict[str, int] = {}
        for place, node in enumerate(given):
            if numbers.setdefault(node.id, place) != place:
                raise InvariantError("RequirementGraph", "nodes", f"{node.id} twice", "each node once")
        links = [(edge, _end(numbers, edge.source), _end(numbers, edge.target)) for edge in edges]
        for edge, source, target in links:
            _check_ends(edge, given[source], given[target])
        inside = [(source, target) for edge, source, target in links if edge.relation is Relation.CONTAINS]
        order, parents, ends = planted(len(given), inside)
        place_of = [0] * len(given)
        for place, number in enumerate(order):
            place_of[number] = place
        ordered = [given[number] for number in order]
        keys: list[Key] = [node.id if node.ref is None else node.ref for node in ordered]
        return cls(
            assessment=assessment,
            unresolved=tuple(unresolved),
            web=Web(
                editions=tuple(editions),
                columns=columns(
                    keys=keys,
                    kinds=[KINDS.index(node.kind) for node in ordered],
                    labels=[node.label for node in ordered],
                    details={place: node.detail for place, node in enumerate(ordered) if node.detail is not None},
                    notes={place: node.note for place, node in enumerate(ordered) if node.note is not None},
                    parents=array("i", parents),
                    ends=array("I", ends),
                    numbers={key: place for place, key in enumerate(keys)},
                    rows=(
                        row_of(edge, place_of[source], place_of[target])
                        for edge, source, target in links
                        if edge.relation is not Relation.CONTAINS
                    ),
                ),
            ),
        )

    @classmethod
    def of_document(cls, document: GraphDocument) -> RequirementGraph:
        """Return the graph a document holds; see :meth:`of` for what is refused."""
        return cls.of(
            document.nodes,
            document.edges,
            editions=document.graph.editions,
            assessment=document.graph.assessment,
            unresolved=document.unresolved,
        )

    def document(self) -> GraphDocument:
        """Return the graph as the document that ``dump`` writes: node-link JSON."""
        facts = GraphFacts(editions=self.editions, assessment=self.assessment)
        return GraphDocument(graph=facts, nodes=self.nodes, edges=self.edges, unresolved=self.unresolved)

    # Looking at it.

    @property
    def editions(self) -> tuple[StandardRef, ...]:
        """The editions it is about, in order."""
        return self._web.editions

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, in the order of the standards; evidence and findings come last."""
        return tuple(map(self._web.node, range(len(self))))

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All edges: what contains what first, then the others by the node that leans."""
        held = self._web.columns
        contains = (self._web.contains(node) for node, parent in enumerate(held.parents) if parent >= 0)
        return (*contains, *map(self._web.edge, range(len(held.leaners))), *map(self._web.of_row, held.inside))

    def node(self, key: Key) -> Node:
        """Return a node.

        Raises:
            UnknownNameError: The graph has nothing of that name, or an item of evidence and a finding share it.
        """
        return self._web.node(self._web.number(key))

    def edges_of(self, key: Key) -> tuple[Edge, ...]:
        """List the edges that start from or lead to this very node; raises UnknownNameError as :meth:`node` does."""
        held, number = self._web.columns, self._web.number(key)
        above = [number] if held.parents[number] >= 0 else []
        contains = [self._web.contains(node) for node in (*above, *children(held, number))]
        numbers = list(range(held.starts[number], held.starts[number + 1]))
        numbers.extend(held.backs[held.back_starts[number] : held.back_starts[number + 1]])
        inside = (self._web.of_row(row) for row in held.inside if number in (row[0], row[2]))
        return (*contains, *map(self._web.edge, numbers), *inside)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph as networkx has them, for whatever is not asked here; nodes are ids.

        Attributes of nodes and edges are those of :class:`Node` and :class:`Edge` as plain text, without what is
        absent.
        """
        import networkx as nx  # noqa: PLC0415 - only who wants networkx waits for it.

        graph: Any = nx.MultiDiGraph(editions=[str(ref) for ref in self.editions])
        graph.add_nodes_from((node.id, plain(node)) for node in self.nodes)
        graph.add_edges_from((edge.source, edge.target, plain(edge)) for edge in self.edges)
        whole: nx.MultiDiGraph[str] = graph
        return whole

    # Asking.

    def prerequisites(self, of: Key, *, relations: Iterable[Relation] = BY_DEFAULT) -> Reach:
        """List what something leans on, directly or through others.

        What a clause leans on, everything below it leans on; who leans on a clause leans on everything below it. Of a
        clause it is asked for all of it, and what is inside it is no answer.

        Args:
            of: What is asked about.
            relations: What to follow; ``requires`` where not told.

        Raises:
            UnknownNameError: The graph has nothing of that name, or a relation is not one that leans.
        """
        number, followed = self._web.number(of), _leaning(relations)
        end = self._web.columns.ends[number]
        trail = forward(self._web.columns, range(2 * number, 2 * end, 2), wanted_of(followed))
        found = sorted([state for state in trail if state & 1 and not 2 * number <= state < 2 * end])
        return self._reach(number, Direction.PREREQUISITES, followed, trail, found)

    def dependents(self, of: Key, *, relations: Iterable[Relation] = BY_DEFAULT) -> Reach:
        """List what leans on something, directly or through others; see :meth:`prerequisites`."""
        number, followed = self._web.number(of), _leaning(relations)
        end = self._web.columns.ends[number]
        trail = backward(self._web.columns, range(2 * number + 1, 2 * end + 1, 2), wanted_of(followed))
        found = sorted([state for state in trail if not state & 1 and not 2 * number <= state < 2 * end])
        return self._reach(number, Direction.DEPENDENTS, followed, trail, found)

    def impact(self, of: Key | Iterable[Key]) -> Impact:
        """Say what loses support when evidence is gone, a finding weighs, or a requirement or clause is not fulfilled.

        The graph knows no day: that other evidence remains says that there is some, not that it counts. What that does
        to a verdict is for readiness to say. The table of propagation tells how far an impact runs.

        Args:
            of: Evidence, a finding, a requirement, a control or a clause; or several, all of which happen together.

        Raises:
            UnknownNameError: The graph has nothing of that name.
        """
        keys = (of,) if isinstance(of, str | RequirementRef) else tuple(of)
        return _Impacts(self._web, sorted({self._web.number(key) for key in keys})).run()

    def explain(self, source: Key, target: Key) -> Connection:
        """Say why one thing leans on another, by the strongest tie there is and the shortest path of that strength.

        Of a clause, a path may begin at anything below it, and end at anything below the target.

        Raises:
            UnknownNameError: The graph has nothing of that name.
        """
        held, begin, end = self._web.columns, self._web.number(source), self._web.number(target)
        goals = {2 * node + 1 for node in range(end, held.ends[end])}
        for tie, relations in _TIES:
            trail = forward(held, [2 * node for node in range(begin, held.ends[begin])], wanted_of(relations))
            met = next((state for state in trail if state in goals), None)
            if met is not None:
                path = steps_of(self._web, trail, met, relations, ahead=True)
                lead = self._descent(begin, self._web.number(path[0].source))
                return Connection(source=self._web.node(begin), target=self._web.node(end), tie=tie, steps=lead + path)
        return Connection(source=self._web.node(begin), target=self._web.node(end), tie=Tie.NONE, steps=())

    def cycles(self) -> tuple[Circle, ...]:
        """List what runs in a circle: first what requires itself and must not, then feedback, which may.

        Each is a knot of nodes that can all be reached from each other, told once with all its members and a shortest
        way round; where a way is taken out, ask again. Takes time in proportion to nodes and edges.
        """
        wrong = tuple(self._circles(ONWARDS, CircleKind.CONTRADICTION))
        held, back = self._web.columns, wanted_of(ONE_STEP)
        if not any(back[relation] for relation in {*held.relations, *(row[1] for row in held.inside)}):
            return wrong
        return (*wrong, *self._circles((*ONWARDS, *ONE_STEP), CircleKind.FEEDBACK))

    def keystones(self, *, relations: Iterable[Relation] = BY_DEFAULT, limit: int = 10) -> tuple[Keystone, ...]:
        """List the requirements and controls that most others lean on, the one most leaned on first.

        The measure is the number of requirements and controls that lean on it, directly or through others, each
        counted once. Ties go to the order of the standards. ``dependents`` gives the paths.

        Args:
            relations: What to follow; ``requires`` where not told.
            limit: How many at most.

        Raises:
            UnknownNameError: A relation is not one that leans.
        """
        wanted = wanted_of(_leaning(relations))
        entries = [node for node, own in enumerate(self._web.ones()) if own]
        totals = counted(self._web.columns, entries, wanted)
        leading = sorted((node for node in entries if totals[node]), key=lambda node: (-totals[node], node))
        return tuple(
            Keystone(
                node=self._web.node(node),
                leaning=totals[node],
                of=len(entries),
                because=tuple(
                    self._web.edge(edge) for edge in self._arriving(node) if wanted[self._web.columns.relations[edge]]
                ),
            )
            for node in leading[: max(limit, 0)]
        )

    def order(self, *, relations: Iterable[Relation] = BY_DEFAULT) -> Order:
        """Put requirements and controls into waves, each leaning on earlier ones only and as early as can be.

        Args:
            relations: What to follow; ``requires`` where not told. Inputs and checks usually run in circles.

        Raises:
            CircularRequirementsError: Something leans on itself; the circle is named.
            UnknownNameError: A relation is not one that leans.
        """
        followed, ones = _leaning(relations), self._web.ones()
        leaner, leaned = self._weighed(followed, ones)
        found: list[list[int]] = []
        for node, own in enumerate(ones):
            if own:
                while len(found) <= leaner[node]:
                    found.append([])
                found[leaner[node]].append(node)
        ordered = tuple(map(self._web.entries, found))
        return Order(relations=followed, waves=ordered, web=self._web, weights=(leaner, leaned))

    def critical_path(
        self, effort: Mapping[RequirementRef, int] | None = None, *, relations: Iterable[Relation] = BY_DEFAULT
    ) -> Chain:
        """Return the heaviest chain of requirements and controls, each leaning on the one before it.

        Args:
            effort: The weight of each; what is not named weighs nothing. Each weighs one where no effort is given.
            relations: What to follow; ``requires`` where not told.

        Raises:
            CircularRequirementsError: Something leans on itself; the circle is named.
            InvariantError: An effort is negative.
            UnknownNameError: The graph has nothing of a name, or a relation is not one that leans.
        """
        followed, ones = _leaning(relations), self._web.ones()
        weights = ones if effort is None else self._efforts(effort, ones)
        leaner, leaned = self._weighed(followed, weights)
        total = max((leaner[node] + own for node, own in enumerate(weights) if own), default=0)
        if not total:
            return Chain(nodes=(), total=0, steps=())
        last = next(node for node, own in enumerate(weights) if own and leaner[node] + own == total)
        steps, met = self._web.heaviest(last, (leaner, leaned), weights, followed)
        return Chain(nodes=tuple(map(self._web.node, (*reversed(met), last))), total=total, steps=steps)

    def shared(self, first: StandardRef | str, second: StandardRef | str) -> tuple[SharedPair, ...]:
        """List what two editions both ask for, by correspondences between them or through one third node.

        Left out is what may have nothing in common: of several correspondences each narrows what is possible. That two
        clauses correspond says nothing about their requirements.

        Raises:
            IdentifierError: A text is not a reference.
            UnknownNameError: The graph is not of that edition.
        """
        one, other = edition_of(self.editions, first), edition_of(self.editions, second)
        found: dict[tuple[int, int], tuple[frozenset[SetRelation], tuple[Edge, ...]]] = {}
        for node, key in enumerate(self._web.columns.keys):
            if isinstance(key, RequirementRef) and key.standard == one:
                for end, possible, edges in self._alike(node, other):
                    known = found.get((node, end))
                    if known is None:
                        found[node, end] = (possible, edges)
                    elif possible & known[0] != known[0]:
                        found[node, end] = (possible & known[0], (*known[1], *edges))
        return tuple(
            SharedPair(
                first=self._web.node(node),
                second=self._web.node(end),
                possible=tuple(relation for relation in SetRelation if relation in possible),
                edges=edges,
            )
            for (node, end), (possible, edges) in sorted(found.items(), key=lambda pair: pair[0])
            if SetRelation.NONE not in possible
        )

    def orphans(self) -> tuple[Orphan, ...]:
        """List what lacks what others have, in the order of the nodes.

        That evidence is missing is told only where the graph has an assessment.
        """
        held = self._web.columns
        supported = self._above(Relation.SUPPORTED_BY, Relation.CONTRADICTED_BY)
        linked = self._linked()
        found = []
        for node, kind in enumerate(held.kinds):
            arriving = held.back_starts[node + 1] > held.back_starts[node]
            if kind == EVIDENCE and not arriving and node not in held.notes:
                found.append(Orphan(node=self._web.node(node), lone=Lone.SUPPORTS_NOTHING))
            elif kind == FINDING and not arriving:
                found.append(Orphan(node=self._web.node(node), lone=Lone.TOUCHES_NOTHING))
            elif kind in ENTRY:
                if self.assessment is not None and not supported[node]:
                    found.append(Orphan(node=self._web.node(node), lone=Lone.WITHOUT_EVIDENCE))
                if not linked[node]:
                    found.append(Orphan(node=self._web.node(node), lone=Lone.WITHOUT_LINK))
        return tuple(found)

    # Numbers and names.

    def _size(self) -> int:
        held = self._web.columns
        return len(held.leaners) + len(held.inside) + sum(1 for parent in held.parents if parent >= 0)

    def _descent(self, above: int, below: int) -> tuple[Step, ...]:
        """Return the steps from a node down to one below it."""
        found = []
        while below != above:
            parent = self._web.columns.parents[below]
            found.append(self._web.step(parent, below, -1))
            below = parent
        return tuple(reversed(found))

    def _reach(
        self,
        number: int,
        direction: Direction,
        relations: tuple[Relation, ...],
        trail: Trail,
        states: Sequence[int],
    ) -> Reach:
        return Reach(
            of=self._web.node(number),
            direction=direction,
            relations=relations,
            web=self._web,
            states=tuple(states),
            trail=trail,
        )

    def _arriving(self, node: int) -> Iterator[int]:
        """Go through the edges that lead to a node or to anything it is inside of."""
        held = self._web.columns
        while node >= 0:
            yield from held.backs[held.back_starts[node] : held.back_starts[node + 1]]
            node = held.parents[node]

    def _above(self, *relations: Relation) -> bytearray:
        """Mark each node that has such an edge as leaner, or that is inside of one that has."""
        held, wanted = self._web.columns, wanted_of(relations)
        found = bytearray(len(self))
        for node, parent in enumerate(held.parents):
            own = any(wanted[held.relations[edge]] for edge in range(held.starts[node], held.starts[node + 1]))
            found[node] = own or (parent >= 0 and found[parent])
        return found

    def _linked(self) -> bytearray:
        """Mark each node that leans or is leaned on, itself or through what it is inside of."""
        held, wanted = self._web.columns, wanted_of((*ONWARDS, *ONE_STEP, Relation.CITES))
        found = self._above(*ONWARDS, *ONE_STEP, Relation.CITES)
        for edge, relation in enumerate(held.relations):
            if wanted[relation]:
                found[held.leaned[edge]] = 1
        for one, relation, other, *_ in held.inside:
            if wanted[relation]:
                found[one] = found[other] = 1
        for node, parent in enumerate(held.parents):
            found[node] |= parent >= 0 and found[parent]
        return found

    # Weighing.

    def _weighed(self, relations: Sequence[Relation], weights: Sequence[int]) -> tuple[array[int], array[int]]:
        wanted = wanted_of(relations)
        rings = self._rings(wanted)
        if rings:
            raise CircularRequirementsError(min(rings, key=lambda ring: min(ring[0]))[1])
        leaner, leaned, endless = waves(self._web.columns, weights, wanted)
        if endless:
            raise CircularRequirementsError(self._way_round(endless, wanted))
        return leaner, leaned

    def _way_round(self, endless: Sequence[int], wanted: bytes) -> tuple[Step, ...]:
        """Follow states without an end until one comes again: each has one behind it that is without an end too."""
        among, following = set(endless), follower(self._web.columns, wanted)
        seen: dict[int, int] = {}
        path: list[tuple[int, int, int]] = []
        state = endless[0]
        while state not in seen:
            seen[state] = len(path)
            after = next(one for one in following(state) if one in among)
            path.append((state >> 1, after >> 1, taken(self._web.columns, state, after, wanted)))
            state = after
        return tuple(self._web.step(*one) for one in path[seen[state] :] if one[0] != one[1])

    def _efforts(self, effort: Mapping[RequirementRef, int], ones: Sequence[int]) -> list[int]:
        weights = [0] * len(self)
        for ref, own in effort.items():
            number = self._web.number(ref)
            if own < 0 or not ones[number]:
                raise InvariantError(
                    "RequirementGraph", "effort", f"{own} for {ref}", "0 or more for a requirement or control"
                )
            weights[number] = own
        return weights

    # Circles.

    def _circles(self, relations: Sequence[Relation], kind: CircleKind) -> Iterator[Circle]:
        wanted = wanted_of(relations)
        told: list[tuple[set[int], tuple[Step, ...]]] = []
        following = follower(self._web.columns, wanted)
        endless = waves(self._web.columns, self._web.ones(), wanted)[2]
        among = set(endless)
        for knot in knots(endless, lambda state: [one for one in following(state) if one in among]):
            if len(knot) > 1:
                steps = self._round(knot, wanted, kind)
                if steps:
                    told.append(({state >> 1 for state in knot}, steps))
        for ring, steps in self._rings(wanted):
            told_already = any(ring <= members for members, _ in told)
            if not told_already and (kind is CircleKind.CONTRADICTION or any(map(_loops_back, steps))):
                told.append((ring, steps))
        told.sort(key=lambda one: min(one[0]))
        for members, steps in told:
            yield Circle(kind=kind, members=tuple(map(self._web.node, sorted(members))), steps=steps)

    def _round(self, knot: Sequence[int], wanted: bytes, kind: CircleKind) -> tuple[Step, ...]:
        """Return a shortest way round a knot; none where feedback was asked for and it has no input or check."""
        held, inside = self._web.columns, set(knot)
        if kind is CircleKind.CONTRADICTION:
            return self._shortest(knot[0], knot[0], inside, wanted)
        back = wanted_of(ONE_STEP)
        loops = follower(held, back)
        for state in knot:
            if not state & 1:
                for after in loops(state):
                    if after & 1 and after in inside:
                        first = self._web.step(state >> 1, after >> 1, taken(held, state, after, back))
                        return (first, *self._shortest(after, state, inside, wanted))
        return ()

    def _shortest(self, start: int, goal: int, inside: set[int], wanted: bytes) -> tuple[Step, ...]:
        """Return the shortest way between two states of a knot; once round where they are the same."""
        held = self._web.columns
        following = follower(held, wanted)
        came: dict[int, int] = {}
        queue = [start]
        place = 0
        while goal not in came:
            for after in following(queue[place]):
                if after in inside and after not in came:
                    came[after] = queue[place]
                    queue.append(after)
            place += 1
        path: list[tuple[int, int, int]] = []
        state = goal
        while not path or state != start:
            before = came[state]
            path.append((before >> 1, state >> 1, taken(held, before, state, wanted)))
            state = before
        return tuple(self._web.step(*one) for one in reversed(path) if one[0] != one[1])

    def _rings(self, wanted: bytes) -> list[tuple[set[int], tuple[Step, ...]]]:
        """Find the circles that need an edge between a node and something inside it, or from a node to itself.

        Such an edge is not handed down, so edges count here as they are given.
        """
        held = self._web.columns
        rows = [row for row in held.inside if wanted[row[1]]]
        if not rows:
            return []
        leaning: dict[int, list[tuple[int, Row | int]]] = {}
        for row in rows:
            leaning.setdefault(row[0], []).append((row[2], row))
        for edge, relation in enumerate(held.relations):
            if wanted[relation]:
                leaning.setdefault(held.leaners[edge], []).append((held.leaned[edge], edge))
        found = []
        for knot in knots(sorted(leaning), lambda node: [after for after, _ in leaning.get(node, ())]):
            inside = set(knot)
            first = next((row for row in rows if row[0] in inside and row[2] in inside), None)
            if first is not None:
                came: dict[int, tuple[int, Row | int]] = {first[2]: (first[0], first)}
                queue = [first[2]]
                for node in queue:
                    for after, link in leaning.get(node, ()):
                        if after in inside and after not in came:
                            came[after] = (node, link)
                            queue.append(after)
                found.append((inside, self._ring(came, first[0])))
        return found

    def _ring(self, came: Mapping[int, tuple[int, Row | int]], start: int) -> tuple[Step, ...]:
        steps: list[Step] = []
        node = start
        while not steps or node != start:
            before, link = came[node]
            edge = self._web.edge(link) if isinstance(link, int) else self._web.of_row(link)
            steps.append(Step(source=edge.source, target=edge.target, edge=edge))
            node = before
        return tuple(reversed(steps))

    # Correspondences.

    def _compared(self, node: int) -> Iterator[tuple[int, SetRelation, int]]:
        """Go through what corresponds to a node: the other, how the node compares with it, the edge."""
        held = self._web.columns
        for edge in range(held.starts[node], held.starts[node + 1]):
            compared = COMPARISONS[held.comparisons[edge]]
            if compared is not None:
                yield held.leaned[edge], compared, edge
        for edge in held.backs[held.back_starts[node] : held.back_starts[node + 1]]:
            compared = COMPARISONS[held.comparisons[edge]]
            if compared is not None:
                yield held.leaners[edge], compared.inverse, edge

    def _alike(self, node: int, other: StandardRef) -> Iterator[tuple[int, frozenset[SetRelation], tuple[Edge, ...]]]:
        """Go through what of another edition a node compares with, directly or through a third edition."""
        own = self._standard(node)
        for met, compared, edge in self._compared(node):
            standard = self._standard(met)
            if standard == other:
                yield met, frozenset({compared}), (self._web.edge(edge),)
            elif standard != own:
                for end, onward, next_edge in self._compared(met):
                    if self._standard(end) == other:
                        yield end, compose(compared, onward), (self._web.edge(edge), self._web.edge(next_edge))

    def _standard(self, node: int) -> StandardRef | None:
        key = self._web.columns.keys[node]
        return key.standard if isinstance(key, RequirementRef) else None


class _Impacts:
    """One question about an impact."""

    def __init__(self, web: Web, causes: Sequence[int]) -> None:
        """Note what happens, all of it together."""
        self._web = web
        self._held = web.columns
        self._causes = causes
        self._effects: dict[int, Effect] = {}

    def run(self) -> Impact:
        """Work out who is hit, from what is asked about outwards."""
        held, web = self._held, self._web
        kinds = held.kinds
        evidence = [node for node in self._causes if kinds[node] == EVIDENCE]
        findings = [node for node in self._causes if kinds[node] == FINDING]
        weighing = [node for node in findings if held.details.get(node) == FindingType.NONCONFORMITY.value]
        others = [node for node in findings if node not in set(weighing)]
        trails = {
            Effect.UNSUPPORTED: self._handed_down(evidence, Relation.SUPPORTED_BY),
            Effect.RAISED_AGAINST: self._handed_down(weighing, Relation.RAISED_AGAINST),
            Effect.BELOW: self._everything_below(),
            Effect.NOTED: self._handed_down(others, Relation.RAISED_AGAINST),
        }
        trails[Effect.WEAKENED] = trails[Effect.UNSUPPORTED]
        remaining = self._remaining(set(evidence))
        for effect in (Effect.UNSUPPORTED, Effect.RAISED_AGAINST, Effect.BELOW, Effect.NOTED):
            for state in trails[effect]:
                node = state >> 1
                if kinds[node] in ENTRY:
                    weak = effect is Effect.UNSUPPORTED and remaining[node]
                    self._tell(node, Effect.WEAKENED if weak else effect)
        fallen = {node for node, effect in self._effects.items() if effect in _FALLS}
        fallen.update(state >> 1 for state in trails[Effect.BELOW])
        trails[Effect.UNDERMINED] = backward(held, [2 * node + 1 for node in sorted(fallen)], wanted_of(ONWARDS))
        leaning = {state >> 1 for state in trails[Effect.UNDERMINED] if not state & 1} - fallen
        for node in leaning:
            self._tell(node, Effect.UNDERMINED)
        down = self._upwards(fallen | leaning)
        trails[Effect.INPUT] = self._taking(down)
        for state in trails[Effect.INPUT]:
            if not state & 1 and state >> 1 not in fallen:
                self._tell(state >> 1, Effect.INPUT)
        return Impact(
            of=tuple(map(web.node, self._causes)),
            web=web,
            effects=dict(sorted(self._effects.items())),
            trails=trails,
            down=down,
        )

    def _tell(self, node: int, effect: Effect) -> None:
        """Note what becomes of a node; the worst counts, and what is asked about is no answer."""
        if node not in self._causes:
            known = self._effects.get(node)
            if known is None or _RANKS[effect] < _RANKS[known]:
                self._effects[node] = effect

    def _handed_down(self, causes: Iterable[int], relation: Relation) -> Trail:
        """Go from evidence or findings to whom they concern, and to everything below those."""
        held, wanted = self._held, RELATIONS.index(relation)
        trail: Trail = {}
        for cause in causes:
            trail[2 * cause + 1] = -1
            for edge in held.backs[held.back_starts[cause] : held.back_starts[cause + 1]]:
                if held.relations[edge] == wanted:
                    trail.setdefault(2 * held.leaners[edge], 2 * cause + 1)
        return self._with_parts(trail)

    def _everything_below(self) -> Trail:
        """Go from requirements, controls and clauses to everything below them."""
        kinds = self._held.kinds
        return self._with_parts({2 * node: -1 for node in self._causes if kinds[node] not in (EVIDENCE, FINDING)})

    def _with_parts(self, trail: Trail) -> Trail:
        queue = [state for state in trail if not state & 1]
        for state in queue:
            for child in children(self._held, state >> 1):
                if 2 * child not in trail:
                    trail[2 * child] = state
                    queue.append(2 * child)
        return trail

    def _remaining(self, gone: set[int]) -> bytearray:
        """Mark each node that has, itself or above it, other evidence."""
        held, wanted = self._held, RELATIONS.index(Relation.SUPPORTED_BY)
        found = bytearray(len(held.keys))
        for node, parent in enumerate(held.parents):
            own = any(
                held.relations[edge] == wanted and held.leaned[edge] not in gone
                for edge in range(held.starts[node], held.starts[node + 1])
            )
            found[node] = own or (parent >= 0 and found[parent])
        return found

    def _upwards(self, hit: Iterable[int]) -> dict[int, int]:
        """For each node hit and each that holds one, say in which part of it; of a node hit, in itself."""
        parents = self._held.parents
        down = {node: node for node in sorted(hit)}
        for node in list(down):
            below, above = node, parents[node]
            while above >= 0 and above not in down:
                down[above] = below
                below, above = above, parents[above]
        return down

    def _taking(self, down: Iterable[int]) -> Trail:
        """Go one step along inputs and checks, to whoever takes one from these nodes, and to everything below."""
        held, wanted = self._held, wanted_of(ONE_STEP)
        trail: Trail = {}
        for node in sorted(down):
            for edge in held.backs[held.back_starts[node] : held.back_starts[node + 1]]:
                if wanted[held.relations[edge]]:
                    trail[2 * node + 1] = -1
                    trail.setdefault(2 * held.leaners[edge], 2 * node + 1)
        return self._with_parts(trail)


_FALLS = (Effect.UNSUPPORTED, Effect.RAISED_AGAINST, Effect.BELOW)
"""What an impact does that makes others fall as well."""
_RANKS = {effect: rank for rank, effect in enumerate(Effect)}


def _loops_back(step: Step) -> bool:
    return step.edge.relation in ONE_STEP


def _end(numbers: Mapping[str, int], name: str) -> int:
    if name not in numbers:
        raise InvariantError("RequirementGraph", "edges", repr(name), "the id of a node of the graph")
    return numbers[name]


def _check_ends(edge: Edge, source: Node, target: Node) -> None:
    """Refuse an edge that leads to or from what cannot be at its end."""
    recorded = (NodeKind.EVIDENCE, NodeKind.FINDING)
    kinds = {
        Relation.SUPPORTED_BY: (None, NodeKind.EVIDENCE),
        Relation.CONTRADICTED_BY: (None, NodeKind.EVIDENCE),
        Relation.RAISED_AGAINST: (NodeKind.FINDING, None),
    }.get(edge.relation, (None, None))
    for end, kind in zip((source, target), kinds, strict=True):
        fits = end.kind not in recorded if kind is None else end.kind is kind
        if not fits:
            wanted = kind.value if kind is not None else "a requirement, control, clause or group"
            found = f"{edge.source} {edge.relation.value} {edge.target}"
            raise InvariantError("RequirementGraph", "edges", found, f"{wanted} at {end.id}")
    if edge.relation is Relation.CONTAINS and (edge.basis is not EdgeBasis.STRUCTURE or edge.reason is not None):
        found = f"{edge.source} contains {edge.target} by {edge.basis.value}"
        raise InvariantError("RequirementGraph", "edges", found, "what contains what by structure, without a reason")


def plain(value: Node | Edge) -> dict[str, str]:
    """Return what is said about a node or edge as plain text, without what is absent and without its ends."""
    told: dict[str, str] = {}
    for field in attrs.fields(type(value)):
        item = getattr(value, field.name)
        if field.name not in {"id", "source", "target"} and item is not None:
            told[field.name] = str(item.value) if isinstance(item, enum.Enum) else str(item)
    return told
