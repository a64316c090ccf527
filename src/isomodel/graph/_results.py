# SPDX-License-Identifier: Apache-2.0
"""Answers of the graph: each knows the path that proves it.

An answer holds the nodes it names and, in numbers, how each was reached; paths are put together when they are asked
for, because all paths of a long chain together would be as large as its square.
"""

from __future__ import annotations

import enum
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from isomodel.correspondence import SetRelation
from isomodel.errors import UnknownNameError
from isomodel.graph._columns import Key
from isomodel.graph._nouns import ONE_STEP, ONWARDS, Edge, Node, Relation, Step
from isomodel.graph._walking import Trail, taken, wayfarer
from isomodel.graph._web import Web, wanted_of
from isomodel.identifiers import RequirementRef
from isomodel.text import printable, shortened

__all__ = [
    "Chain",
    "Circle",
    "CircleKind",
    "Connection",
    "Direction",
    "Effect",
    "Impact",
    "Impacted",
    "Keystone",
    "Lone",
    "Order",
    "Orphan",
    "Reach",
    "Reached",
    "SharedPair",
    "Tie",
    "steps_of",
]

_SHOWN = 20
"""How many lines a printed answer has before it only counts; the answer itself always holds all of them."""


class Direction(enum.Enum):
    """Which way somebody asked."""

    PREREQUISITES = "prerequisites"
    """What the node leans on."""
    DEPENDENTS = "dependents"
    """What leans on the node."""


@attrs.frozen(kw_only=True)
class Reached:
    """A node that was reached, and in how many steps.

    Attributes:
        node: The node.
        steps: Steps of the shortest path, those from a clause to its parts and back included.
    """

    node: Node
    steps: int


@attrs.frozen(kw_only=True, repr=False)
class Reach:
    """What something leans on, or what leans on it, directly or through others, in the order of the standards.

    Attributes:
        of: What was asked about.
        direction: Which way.
        relations: The relations that were followed.
    """

    of: Node
    direction: Direction
    relations: tuple[Relation, ...]
    _web: Web
    _states: tuple[int, ...]
    _trail: Trail = attrs.field(eq=False)

    def __repr__(self) -> str:
        """Name the question and the size of the answer."""
        return f"<Reach {self.direction.value} of {self.of.id}: {len(self)}>"

    def __len__(self) -> int:
        """Count what was found."""
        return len(self._states)

    def __str__(self) -> str:
        """List what was found, each with the path that proves it, at most twenty."""
        lines = [f"{self.direction.value} of {_told(self.of)}: {len(self)}"]
        lines.extend(f"  {_path(self._path(state))}" for state in self._states[:_SHOWN])
        return "\n".join([*lines, *_more(len(self))])

    @property
    def reached(self) -> tuple[Reached, ...]:
        """What was found: requirements, controls, clauses and groups, evidence and findings where those are followed.

        Nothing in it is the node asked about or below it.
        """
        steps: dict[int, int] = {}
        # What was reached first stands first in a trail, so the state before is always counted already.
        for state, before in self._trail.items():
            steps[state] = 0 if before < 0 else steps[before] + (before >> 1 != state >> 1)
        return tuple(Reached(node=self._web.node(state >> 1), steps=steps[state]) for state in self._states)

    @property
    def entries(self) -> tuple[RequirementRef, ...]:
        """The requirements and controls among what was found."""
        return self._web.entries([state >> 1 for state in self._states])

    def path(self, key: Key) -> tuple[Step, ...]:
        """Return the shortest path, from what leans to what it leans on.

        Raises:
            UnknownNameError: The graph has nothing of that name, or it is no part of the answer.
        """
        number = self._web.number(key)
        ahead = self.direction is Direction.PREREQUISITES
        state = 2 * number + 1 if ahead else 2 * number
        if self._trail.get(state, -1) < 0:
            raise UnknownNameError("node of this answer", self._web.name(number), None)
        return self._path(state)

    def _path(self, state: int) -> tuple[Step, ...]:
        ahead = self.direction is Direction.PREREQUISITES
        return steps_of(self._web, self._trail, state, self.relations, ahead=ahead)

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per node found, for any data frame."""
        return tuple(
            {
                "of": self.of.id,
                "direction": self.direction.value,
                "id": one.node.id,
                "kind": one.node.kind.value,
                "label": one.node.label,
                "steps": str(one.steps),
            }
            for one in self.reached
        )


class Effect(enum.Enum):
    """What an impact does to a node, from the worst."""

    UNSUPPORTED = "unsupported"
    """It loses the last evidence that supports it."""
    RAISED_AGAINST = "raised-against"
    """A nonconformity touches it."""
    BELOW = "below"
    """It is below the clause or group asked about."""
    UNDERMINED = "undermined"
    """It requires something hit, directly or through others."""
    WEAKENED = "weakened"
    """It loses evidence, and other evidence remains."""
    INPUT = "input"
    """It takes an input from something hit, or checks it."""
    NOTED = "noted"
    """A finding that is no nonconformity touches it."""


@attrs.frozen(kw_only=True)
class Impacted:
    """A node that an impact reaches.

    Attributes:
        node: The node.
        effect: What the impact does to it; where it is hit in several ways, the worst.
    """

    node: Node
    effect: Effect


@attrs.frozen(kw_only=True, repr=False)
class Impact:
    """What loses support when something is gone or not fulfilled, in the order of the standards.

    Attributes:
        of: What was asked about.
    """

    of: tuple[Node, ...]
    _web: Web
    _effects: dict[int, Effect] = attrs.field(eq=False)
    _trails: dict[Effect, Trail] = attrs.field(eq=False)
    _down: dict[int, int] = attrs.field(eq=False)

    def __repr__(self) -> str:
        """Name what was asked about and the size of the answer."""
        return f"<Impact of {', '.join(node.id for node in self.of)}: {len(self)}>"

    def __str__(self) -> str:
        """Count the effects, and list what is reached with the path that proves it, at most twenty."""
        told = ", ".join(f"{effect.value} {count}" for effect, count in self.counts() if count) or "nothing"
        lines = [f"impact of {', '.join(_told(node) for node in self.of)}: {told}"]
        lines.extend(f"  {one.effect.value}: {_path(self.path(one.node.id))}" for one in self.impacted[:_SHOWN])
        return "\n".join([*lines, *_more(len(self))])

    def __len__(self) -> int:
        """Count what is reached."""
        return len(self._effects)

    @property
    def impacted(self) -> tuple[Impacted, ...]:
        """What it reaches: requirements and controls, and clauses and groups that require or take an input."""
        return tuple(Impacted(node=self._web.node(node), effect=effect) for node, effect in self._effects.items())

    def counts(self) -> tuple[tuple[Effect, int], ...]:
        """Count the nodes by effect, the worst effect first."""
        counted = Counter(self._effects.values())
        return tuple((effect, counted[effect]) for effect in Effect)

    def path(self, key: Key) -> tuple[Step, ...]:
        """Return why a node is reached: the path from it to what was asked about.

        Raises:
            UnknownNameError: The graph has nothing of that name, or it is no part of the answer.
        """
        number = self._web.number(key)
        effect = self._effects.get(number)
        if effect is None:
            raise UnknownNameError("node of this answer", self._web.name(number), None)
        if effect is not Effect.INPUT:
            return self._proof(number)
        path = list(steps_of(self._web, self._trails[Effect.INPUT], 2 * number, FOLLOWED[Effect.INPUT], ahead=False))
        place = self._web.number(path[-1].target)
        while self._down[place] != place:
            path.append(self._web.step(place, self._down[place], -1))
            place = self._down[place]
        return (*path, *self._proof(place))

    def _proof(self, number: int) -> tuple[Step, ...]:
        """Return the path from something hit, or from what was asked about itself, to what was asked about."""
        effect = self._effects.get(number, Effect.BELOW)
        path = steps_of(self._web, self._trails[effect], 2 * number, FOLLOWED[effect], ahead=False)
        if effect is not Effect.UNDERMINED:
            return path
        return (*path, *self._proof(self._web.number(path[-1].target)))

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per node reached, for any data frame."""
        causes = ", ".join(node.id for node in self.of)
        return tuple(
            {
                "of": causes,
                "id": one.node.id,
                "kind": one.node.kind.value,
                "label": one.node.label,
                "effect": one.effect.value,
            }
            for one in self.impacted
        )


class Tie(enum.Enum):
    """How strong a connection is, from the strongest."""

    REQUIRED = "required"
    """Every relation on the way is a requirement of the other, or evidence or a finding at its end."""
    INFORMED = "informed"
    """Inputs and checks are on the way."""
    CITED = "cited"
    """On the way something is only named by its number."""
    NONE = "none"
    """The one does not lean on the other."""


@attrs.frozen(kw_only=True)
class Connection:
    """Why one node leans on another.

    Attributes:
        source: What leans.
        target: What it leans on.
        tie: How strong the connection is.
        steps: The shortest path of that strength; none where there is no connection.
    """

    source: Node
    target: Node
    tie: Tie
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Tell each step with its basis and reason."""
        if self.tie is Tie.NONE:
            return f"{_told(self.source)} does not lean on {_told(self.target)}"
        head = f"{_told(self.source)} leans on {_told(self.target)} ({self.tie.value}):"
        return "\n".join([head, *(f"  {printable(str(step))}" for step in self.steps)])

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per step, for any data frame."""
        return tuple(_row(step) for step in self.steps)


class CircleKind(enum.Enum):
    """What it means that something runs in a circle."""

    CONTRADICTION = "contradiction"
    """Something requires itself: one of the edges is wrong."""
    FEEDBACK = "feedback"
    """Inputs and checks come back to where they started, as the improvement cycle does."""


@attrs.frozen(kw_only=True)
class Circle:
    """Nodes each of which can be reached from each, and one way round.

    Attributes:
        kind: What it means.
        members: All of them, in the order of the standards.
        steps: A shortest way round, closed: through the first member of a contradiction, and of a feedback through its
            first input or check.
    """

    kind: CircleKind
    members: tuple[Node, ...]
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Name the way round."""
        told = " → ".join((*(step.source for step in self.steps), self.steps[0].source))
        return printable(f"{self.kind.value} of {len(self.members)}: {told}")

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per step of the way round, for any data frame."""
        return tuple({"circle": self.kind.value, **_row(step)} for step in self.steps)


@attrs.frozen(kw_only=True)
class Keystone:
    """A requirement or control that others lean on.

    Attributes:
        node: The requirement or control.
        leaning: How many requirements and controls lean on it, directly or through others, each counted once.
        of: How many requirements and controls there are.
        because: The edges that lead to it, or to a clause it is in: where the leaning arrives.
    """

    node: Node
    leaning: int
    of: int
    because: tuple[Edge, ...]

    def __str__(self) -> str:
        """Explain the measure in one line."""
        return f"{_told(self.node)}: {self.leaning} of {self.of} requirements and controls lean on it"

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary, for any data frame."""
        told = {"id": self.node.id, "kind": self.node.kind.value, "label": self.node.label}
        return ({**told, "leaning": str(self.leaning), "of": str(self.of)},)


@attrs.frozen(kw_only=True)
class Chain:
    """The heaviest chain of requirements and controls, each leaning on the one before it.

    Attributes:
        nodes: The requirements and controls on it, in the order of work.
        total: The sum of their efforts, or their number where no effort was given.
        steps: The path that proves it, from the last to the first.
    """

    nodes: tuple[Node, ...]
    total: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Name the nodes in the order of work."""
        return printable(f"{self.total}: {' → '.join(node.id for node in self.nodes)}")

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per node in the order of work, for any data frame."""
        return tuple(
            {"place": str(place), "id": node.id, "label": node.label} for place, node in enumerate(self.nodes, start=1)
        )


@attrs.frozen(kw_only=True, repr=False)
class Order:
    """An order of work: each wave leans on earlier waves only, and everything is in the earliest wave it can be in.

    Attributes:
        relations: The relations that were followed.
        waves: The requirements and controls of each wave, in the order of the standards.
    """

    relations: tuple[Relation, ...]
    waves: tuple[tuple[RequirementRef, ...], ...]
    _web: Web
    _weights: tuple[array[int], array[int]] = attrs.field(eq=False)

    def __repr__(self) -> str:
        """Give the sizes of the waves."""
        return f"<Order: {len(self.waves)} waves of {', '.join(str(len(wave)) for wave in self.waves)}>"

    def __str__(self) -> str:
        """List each wave, a wave of more than twenty shortened."""
        lines = []
        for place, wave in enumerate(self.waves, start=1):
            more = f" … and {len(wave) - _SHOWN} more" if len(wave) > _SHOWN else ""
            lines.append(f"{place}. {'; '.join(map(str, wave[:_SHOWN]))}{more}")
        return "\n".join(printable(line) for line in lines)

    def path(self, key: Key) -> tuple[Step, ...]:
        """Return why something is in its wave: a path that meets a requirement or control of every earlier wave.

        Raises:
            UnknownNameError: The graph has nothing of that name, or it is in no wave.
        """
        number = self._web.number(key)
        if not self._web.ones()[number]:
            raise UnknownNameError("node of this answer", self._web.name(number), None)
        return self._web.heaviest(number, self._weights, self._web.ones(), self.relations)[0]

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per requirement or control, for any data frame."""
        return tuple(
            {"wave": str(place), "id": node.id, "kind": node.kind.value, "label": node.label}
            for place, wave in enumerate(self.waves, start=1)
            for node in (self._web.node(self._web.number(ref)) for ref in wave)
        )


@attrs.frozen(kw_only=True)
class SharedPair:
    """A requirement, control or clause of one edition that asks for something one of another edition asks for as well.

    Attributes:
        first: Of the first edition.
        second: Of the second.
        possible: How the first can compare with the second; several where more than one is left.
        edges: The correspondences that prove it: one that leads from the one to the other, or two through a third.
    """

    first: Node
    second: Node
    possible: tuple[SetRelation, ...]
    edges: tuple[Edge, ...]

    def __str__(self) -> str:
        """Name both and how they compare."""
        how = " or ".join(relation.value for relation in self.possible)
        return f"{self.first.id} ~ {self.second.id}: {how}"

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary, for any data frame."""
        how = ", ".join(relation.value for relation in self.possible)
        return ({"first": self.first.id, "second": self.second.id, "possible": how},)


class Lone(enum.Enum):
    """What a node is without."""

    SUPPORTS_NOTHING = "supports-nothing"
    """Evidence that is for or against nothing in the graph, and neither a report nor minutes."""
    TOUCHES_NOTHING = "touches-nothing"
    """A finding that is raised against nothing in the graph."""
    WITHOUT_EVIDENCE = "without-evidence"
    """A requirement or control for which neither it nor anything above it names evidence."""
    WITHOUT_LINK = "without-link"
    """A requirement or control that leans on nothing and that nothing leans on, whatever the relation."""


@attrs.frozen(kw_only=True)
class Orphan:
    """A node that lacks what others have.

    Attributes:
        node: The node.
        lone: What it is without.
    """

    node: Node
    lone: Lone

    def __str__(self) -> str:
        """Name the node and what it is without."""
        return f"{_told(self.node)}: {self.lone.value}"

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary, for any data frame."""
        return ({"id": self.node.id, "kind": self.node.kind.value, "lone": self.lone.value},)


# Telling.


def _told(node: Node) -> str:
    label = f" ({shortened(node.label, 60)})" if node.label else ""
    return f"{printable(node.id)}{label}"


def _path(path: tuple[Step, ...]) -> str:
    return printable("".join([path[0].source, *(f" {step.words} {step.target}" for step in path)]))


def _more(count: int) -> list[str]:
    return [f"  … and {count - _SHOWN} more"] if count > _SHOWN else []


def _row(step: Step) -> dict[str, str]:
    return {
        "source": step.source,
        "words": step.words,
        "target": step.target,
        "basis": step.edge.basis.value,
        "reason": step.edge.reason or "",
    }


FOLLOWED: Mapping[Effect, tuple[Relation, ...]] = {
    Effect.UNSUPPORTED: (Relation.SUPPORTED_BY,),
    Effect.WEAKENED: (Relation.SUPPORTED_BY,),
    Effect.RAISED_AGAINST: (Relation.RAISED_AGAINST,),
    Effect.NOTED: (Relation.RAISED_AGAINST,),
    Effect.BELOW: (),
    Effect.UNDERMINED: ONWARDS,
    Effect.INPUT: ONE_STEP,
}
"""Along which relations each effect runs, besides from what contains to what is contained."""


def steps_of(web: Web, trail: Trail, state: int, relations: Iterable[Relation], *, ahead: bool) -> tuple[Step, ...]:
    """Put a path together; ``ahead`` where the trail ran from what leans, so that it is followed the other way."""
    found, wanted = [], wanted_of(relations)
    for here, before in wayfarer(trail, state):
        one, other = (before >> 1, here >> 1) if ahead else (here >> 1, before >> 1)
        if one != other:
            found.append(web.step(one, other, taken(web.columns, here, before, wanted)))
    return tuple(reversed(found)) if ahead else tuple(found)
