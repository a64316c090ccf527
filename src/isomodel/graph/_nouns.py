# SPDX-License-Identifier: Apache-2.0
"""Nodes, edges and what each relation hands on: the words of the graph, and one table the queries read.

A path always runs from what leans to what it leans on, and each of its steps is an edge of the graph.
"""

from __future__ import annotations

import enum

import attrs

from isomodel.correspondence import SetRelation
from isomodel.errors import InvariantError, IsomodelError
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Extensions

__all__ = [
    "ONE_STEP",
    "ONWARDS",
    "PROPAGATION",
    "CircularRequirementsError",
    "Edge",
    "EdgeBasis",
    "Followed",
    "GraphDocument",
    "GraphFacts",
    "Hands",
    "Leaner",
    "Node",
    "NodeKind",
    "Propagation",
    "Relation",
    "Span",
    "Step",
]


class NodeKind(enum.Enum):
    """What a node stands for."""

    REQUIREMENT = "requirement"
    CONTROL = "control"
    """A reference control of an annex."""
    CLAUSE = "clause"
    """A clause, a subclause or an annex."""
    ITEM_GROUP = "item-group"
    """A lettered item that only introduces a nested list."""
    EVIDENCE = "evidence"
    FINDING = "finding"


class Relation(enum.Enum):
    """What one node has to do with another; :data:`PROPAGATION` says what each hands on."""

    CONTAINS = "contains"
    """The target is a part of the source."""
    REQUIRES = "requires"
    """The source cannot be fulfilled while the target is not."""
    FEEDS = "feeds"
    """The source takes an input from the target."""
    VERIFIES = "verifies"
    """The source checks whether the target works."""
    CITES = "cites"
    """The source names the target by its number."""
    CORRESPONDS = "corresponds"
    """The source asks for something that the target, of another edition, asks for as well."""
    SUPPORTED_BY = "supported-by"
    """The target is evidence for the source."""
    CONTRADICTED_BY = "contradicted-by"
    """The target is evidence against the source."""
    RAISED_AGAINST = "raised-against"
    """The source is a finding that touches the target."""


class EdgeBasis(enum.Enum):
    """What an edge rests on."""

    STRUCTURE = "structure"
    """The numbering of the edition itself."""
    CITED = "cited"
    """A public source that quotes the reference."""
    PUBLISHED = "published"
    """An official table, or a public source that quotes one."""
    DERIVED = "derived"
    """It follows from other facts, such as numbers and titles that agree."""
    JUDGEMENT = "judgement"
    """Somebody who knows the standard judged, and the reason says why."""
    RECORD = "record"
    """The organization's own record says so."""


class Leaner(enum.Enum):
    """Which end of an edge leans on the other."""

    SOURCE = "source"
    TARGET = "target"
    NEITHER = "neither"


class Span(enum.Enum):
    """What an end of an edge stands for where it is a clause or a group."""

    BELOW = "below"
    """For everything below it as well."""
    ENDS_ONLY = "ends-only"
    """For itself only."""


class Followed(enum.Enum):
    """Whether prerequisites, dependents, order, cycles and keystones follow a relation."""

    BY_DEFAULT = "by-default"
    WHEN_ASKED = "when-asked"
    NEVER = "never"


class Hands(enum.Enum):
    """How far an impact runs along a relation."""

    ONWARDS = "onwards"
    """Any number of steps."""
    ONE_STEP = "one-step"
    """One step from whatever is hit, no further: inputs run in circles, and following them would name everything."""
    FIRST_STEP = "first-step"
    """From the evidence or finding asked about to what it supports or touches."""
    NOTHING = "nothing"


@attrs.frozen(kw_only=True)
class Propagation:
    """What a relation hands on.

    Attributes:
        relation: The relation.
        leaner: The end that leans on the other.
        span: What the ends stand for.
        followed: Whether the queries about leaning follow it.
        impact: How far an impact runs along it.
        reason: Why, in one line.
    """

    relation: Relation
    leaner: Leaner
    span: Span
    followed: Followed
    impact: Hands
    reason: str


def _row(  # noqa: PLR0913, PLR0917 - a row of a table, in the order of its columns.
    relation: Relation, leaner: Leaner, span: Span, followed: Followed, impact: Hands, reason: str
) -> Propagation:
    return Propagation(relation=relation, leaner=leaner, span=span, followed=followed, impact=impact, reason=reason)


PROPAGATION = (
    _row(
        Relation.CONTAINS,
        Leaner.NEITHER,
        Span.ENDS_ONLY,
        Followed.NEVER,
        Hands.NOTHING,
        "It is no reason by itself: it takes the other relations of a clause down to what is below it.",
    ),
    _row(
        Relation.REQUIRES,
        Leaner.SOURCE,
        Span.BELOW,
        Followed.BY_DEFAULT,
        Hands.ONWARDS,
        "What cannot be fulfilled without the target falls with it, and so does what requires that.",
    ),
    _row(
        Relation.FEEDS,
        Leaner.SOURCE,
        Span.BELOW,
        Followed.WHEN_ASKED,
        Hands.ONE_STEP,
        "An input that is missing is noticed by whoever takes it; what that does to its own outputs is open.",
    ),
    _row(
        Relation.VERIFIES,
        Leaner.SOURCE,
        Span.BELOW,
        Followed.WHEN_ASKED,
        Hands.ONE_STEP,
        "A check of something that does not work finds that out; the check itself may be in order.",
    ),
    _row(
        Relation.CITES,
        Leaner.SOURCE,
        Span.BELOW,
        Followed.WHEN_ASKED,
        Hands.NOTHING,
        "That a number is named says nothing about what happens when it is not fulfilled.",
    ),
    _row(
        Relation.CORRESPONDS,
        Leaner.NEITHER,
        Span.ENDS_ONLY,
        Followed.NEVER,
        Hands.NOTHING,
        "Two editions ask for something alike, and neither needs the other; which parts of two clauses do is open.",
    ),
    _row(
        Relation.SUPPORTED_BY,
        Leaner.SOURCE,
        Span.BELOW,
        Followed.WHEN_ASKED,
        Hands.FIRST_STEP,
        "Evidence for a clause is evidence for everything below it.",
    ),
    _row(
        Relation.CONTRADICTED_BY,
        Leaner.NEITHER,
        Span.BELOW,
        Followed.NEVER,
        Hands.NOTHING,
        "Nothing loses support when evidence against it is gone.",
    ),
    _row(
        Relation.RAISED_AGAINST,
        Leaner.TARGET,
        Span.BELOW,
        Followed.WHEN_ASKED,
        Hands.FIRST_STEP,
        "A finding against a clause touches everything below it; only a nonconformity goes on from there.",
    ),
)
"""The table that every query reads."""

ONWARDS = tuple(row.relation for row in PROPAGATION if row.impact is Hands.ONWARDS)
"""The relations along which an impact runs on and on."""
ONE_STEP = tuple(row.relation for row in PROPAGATION if row.impact is Hands.ONE_STEP)
"""The relations along which it runs one step."""


@attrs.frozen(kw_only=True)
class Node:
    """Something that edges lead to or from.

    Attributes:
        id: The reference of a requirement, control, clause or group; ``evidence:`` or ``finding:`` and the id in the
            organization's record for the others.
        kind: What it stands for.
        ref: The reference; absent for evidence and findings.
        label: Its title, or its statement in our own words; of a finding what was found.
        detail: What a requirement asks for in writing, the kind of an item of evidence, the type of a finding.
        note: What else names an item of evidence: the audit it reports on, the review it has the minutes of.
    """

    id: str
    kind: NodeKind
    ref: RequirementRef | None = None
    label: str = ""
    detail: str | None = None
    note: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse an id that does not say what the node stands for."""
        expected = f"{self.kind.value}:…"
        if self.kind in (NodeKind.EVIDENCE, NodeKind.FINDING):
            fits = self.ref is None and self.id.startswith(f"{self.kind.value}:")
        else:
            expected = "the reference of the node"
            fits = self.ref is not None and self.id == str(self.ref)
        if not fits:
            raise InvariantError("Node", "id", repr(self.id), expected)


@attrs.frozen(kw_only=True)
class Edge:
    """A relation between two nodes, with what it rests on.

    Attributes:
        source: Id of the node it starts from.
        target: Id of the node it leads to.
        relation: What the source has to do with the target.
        basis: What that rests on.
        reason: One line a reviewer can disagree with; absent where the edition's own numbering is the reason.
        comparison: How what the source asks for compares with what the target does; only where they correspond.
    """

    source: str
    target: str
    relation: Relation
    basis: EdgeBasis
    reason: str | None = None
    comparison: SetRelation | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a comparison where nothing is compared, a correspondence without one, and an empty reason."""
        if (self.comparison is not None) is not (self.relation is Relation.CORRESPONDS):
            found = "none" if self.comparison is None else self.comparison.value
            raise InvariantError("Edge", "comparison", found, "one exactly where source and target correspond")
        if self.reason == "":
            raise InvariantError("Edge", "reason", "an empty text", "a reason, or none")


@attrs.frozen(kw_only=True)
class Step:
    """One step of a path, along an edge or against it.

    Attributes:
        source: Id of the node it leaves.
        target: Id of the node it reaches.
        edge: The edge that proves it.
    """

    source: str
    target: str
    edge: Edge

    @property
    def words(self) -> str:
        """What stands between the two nodes when the step is read."""
        read = _READ if self.edge.source == self.source else _READ_BACKWARDS
        return read[self.edge.relation]

    def __str__(self) -> str:
        """Read the step with its basis and reason, as it stands."""
        why = "" if self.edge.reason is None else f": {self.edge.reason}"
        return f"{self.source} {self.words} {self.target} [{self.edge.basis.value}]{why}"


_READ = {
    Relation.CONTAINS: "contains",
    Relation.REQUIRES: "requires",
    Relation.FEEDS: "takes an input from",
    Relation.VERIFIES: "verifies",
    Relation.CITES: "cites",
    Relation.CORRESPONDS: "corresponds to",
    Relation.SUPPORTED_BY: "is supported by",
    Relation.CONTRADICTED_BY: "is contradicted by",
    Relation.RAISED_AGAINST: "is raised against",
}
_READ_BACKWARDS = {
    Relation.CONTAINS: "is part of",
    Relation.RAISED_AGAINST: "is touched by",
}
"""How a step against an edge is read; only these are ever taken so."""


@attrs.frozen(kw_only=True)
class GraphFacts:
    """What a graph was made from.

    Attributes:
        editions: The editions, in order.
        assessment: Id of the assessment; absent where there is none.
    """

    editions: tuple[StandardRef, ...] = ()
    assessment: str | None = None


@attrs.frozen(kw_only=True)
class GraphDocument:
    """A graph as node-link JSON: what other programs read, and what a document of the kind *graph* holds.

    Attributes:
        directed: Always true.
        multigraph: Always true: two nodes may have several edges.
        graph: What it was made from.
        nodes: The nodes, in the order that breaks ties.
        edges: The edges.
        unresolved: Edges that lead to something that is not in the graph.
        extensions: Data of other programs.
    """

    directed: bool = True
    multigraph: bool = True
    graph: GraphFacts
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    unresolved: tuple[Edge, ...] = ()
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a document that says that its edges have no direction, or that there is one at most."""
        for field in ("directed", "multigraph"):
            if getattr(self, field) is not True:
                raise InvariantError("GraphDocument", field, "false", "true")


@attrs.define(eq=False)
class CircularRequirementsError(IsomodelError, ValueError):
    """An order was asked for, and something requires itself; ``circle`` holds the steps, closed."""

    circle: tuple[Step, ...]

    def __str__(self) -> str:
        """Name every node of the circle, in order."""
        told = " → ".join((*(step.source for step in self.circle), self.circle[0].source))
        return f"there is no order: {told} is a circle"
