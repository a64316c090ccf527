# SPDX-License-Identifier: Apache-2.0
"""Which requirements lean on which, what evidence holds them up, and what falls with what.

A graph is made once, by :func:`build`, of any editions, with an organization's record or without, and never changes.
Each edge says what it rests on and why, so that a reviewer can disagree with it, and each answer cites the path that
proves it. One table, :data:`PROPAGATION`, says what a relation hands on; a dependency between clauses reaches the
requirements below them. This package is the only home of networkx, which nobody waits for who does not ask for it.
"""

from __future__ import annotations

from isomodel.graph._building import build
from isomodel.graph._export import EXPORTS, ColourClass, draw, to_cytoscape, to_dot, to_graphml, to_mermaid
from isomodel.graph._graph import BY_DEFAULT, RequirementGraph
from isomodel.graph._nouns import (
    PROPAGATION,
    CircularRequirementsError,
    Edge,
    EdgeBasis,
    Followed,
    GraphDocument,
    GraphFacts,
    Hands,
    Leaner,
    Node,
    NodeKind,
    Propagation,
    Relation,
    Span,
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
    Impacted,
    Keystone,
    Lone,
    Order,
    Orphan,
    Reach,
    Reached,
    SharedPair,
    Tie,
)

__all__ = [
    "BY_DEFAULT",
    "EXPORTS",
    "PROPAGATION",
    "Chain",
    "Circle",
    "CircleKind",
    "CircularRequirementsError",
    "ColourClass",
    "Connection",
    "Direction",
    "Edge",
    "EdgeBasis",
    "Effect",
    "Followed",
    "GraphDocument",
    "GraphFacts",
    "Hands",
    "Impact",
    "Impacted",
    "Keystone",
    "Leaner",
    "Lone",
    "Node",
    "NodeKind",
    "Order",
    "Orphan",
    "Propagation",
    "Reach",
    "Reached",
    "Relation",
    "RequirementGraph",
    "SharedPair",
    "Span",
    "Step",
    "Tie",
    "build",
    "draw",
    "to_cytoscape",
    "to_dot",
    "to_graphml",
    "to_mermaid",
]
