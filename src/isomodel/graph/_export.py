# SPDX-License-Identifier: Apache-2.0
"""A graph as others read it: GraphML, DOT, Mermaid, Cytoscape JSON, and a picture of a whole standard.

Node-link JSON is the document of a graph: ``dumps(graph.document())``. Ids and labels are made printable; should two
ids look alike then, the later one is told apart by a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import attrs

from isomodel import diagram
from isomodel.graph._graph import BY_DEFAULT, RequirementGraph, plain
from isomodel.graph._nouns import Edge, Node, NodeKind, Relation
from isomodel.graph._web import edition_of
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.serialization import canonical
from isomodel.text import printable, shortened

__all__ = ["EXPORTS", "ColourClass", "draw", "to_cytoscape", "to_dot", "to_graphml", "to_mermaid"]


def _ids(nodes: Sequence[Node]) -> dict[str, str]:
    taken: set[str] = set()
    found = {}
    for node in nodes:
        shown = name = printable(node.id)
        number = 2
        while shown in taken:
            shown, number = f"{name} ({number})", number + 1
        taken.add(shown)
        found[node.id] = shown
    return found


def to_graphml(graph: RequirementGraph) -> str:
    """Return GraphML, in which every attribute is text."""
    nodes, edges = graph.nodes, graph.edges
    ids = _ids(nodes)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for domain, cls in (("node", Node), ("edge", Edge)):
        lines.extend(
            f'  <key id="{domain}-{name}" for="{domain}" attr.name="{name}" attr.type="string"/>'
            for name in _fields(cls)
        )
    lines.append('  <graph edgedefault="directed">')
    lines.extend(f"    <node id={quoteattr(ids[node.id])}>{''.join(_data('node', node))}</node>" for node in nodes)
    for number, edge in enumerate(edges):
        ends = f"source={quoteattr(ids[edge.source])} target={quoteattr(ids[edge.target])}"
        lines.append(f'    <edge id="e{number}" {ends}>{"".join(_data("edge", edge))}</edge>')
    lines.extend(["  </graph>", "</graphml>"])
    return "\n".join(lines) + "\n"


def _fields(cls: type[Node | Edge]) -> Iterator[str]:
    return (field.name for field in attrs.fields(cls) if field.name not in {"id", "source", "target"})


def _data(domain: str, value: Node | Edge) -> Iterator[str]:
    for name, text in plain(value).items():
        yield f'<data key="{domain}-{name}">{escape(printable(text))}</data>'


def to_cytoscape(graph: RequirementGraph) -> str:
    """Return Cytoscape JSON: what ``cytoscape`` takes as ``elements``, with what the graph was made from beside it."""
    nodes, edges = graph.nodes, graph.edges
    tree = {
        "data": [["editions", ", ".join(map(str, graph.editions))]],
        "directed": True,
        "multigraph": True,
        "elements": {
            "nodes": [{"data": {"id": node.id, "value": node.id, "name": node.id, **plain(node)}} for node in nodes],
            "edges": [
                {
                    "data": {
                        "id": f"e{number}",
                        "key": number,
                        "source": edge.source,
                        "target": edge.target,
                        **plain(edge),
                    }
                }
                for number, edge in enumerate(edges)
            ],
        },
    }
    return canonical(tree)


def to_dot(graph: RequirementGraph) -> str:
    """Return a Graphviz graph, a cluster for each main clause and annex; dashes mark what contains what."""
    nodes, edges = _drawing(graph)
    return diagram.dot(nodes, edges, title=", ".join(map(str, graph.editions)) or "requirements")


def to_mermaid(graph: RequirementGraph) -> str:
    """Return a Mermaid flowchart, a subgraph for each main clause and annex; dashes mark what contains what."""
    return diagram.mermaid_flowchart(*_drawing(graph))


EXPORTS: Mapping[str, Callable[[RequirementGraph], str]] = {
    "graphml": to_graphml,
    "dot": to_dot,
    "mermaid": to_mermaid,
    "cytoscape": to_cytoscape,
}
"""What writes a graph for other programs, by the name of the form."""


def _drawing(graph: RequirementGraph) -> tuple[list[diagram.Node], list[diagram.Edge]]:
    ids = _ids(graph.nodes)
    nodes = [diagram.Node(id=ids[node.id], label=_label(node, graph), group=_group(node)) for node in graph.nodes]
    lines = {Relation.CONTAINS: diagram.LineKind.DASHED}
    edges = [
        diagram.Edge(
            source=ids[edge.source],
            target=ids[edge.target],
            label=edge.relation.value.replace("-", " "),
            line=lines.get(edge.relation, diagram.LineKind.SOLID),
        )
        for edge in graph.edges
    ]
    return nodes, edges


def _label(node: Node, graph: RequirementGraph) -> str:
    if node.ref is None:
        name = node.id.partition(":")[2]
    else:
        name = node.ref.local if len(graph.editions) == 1 else str(node.ref)
    return f"{name}: {shortened(node.label, 60)}" if node.label else name


def _main(ref: RequirementRef) -> ClauseNumber:
    """Return the main clause or the annex that something is in."""
    return ref.clause.ancestors[-1] if ref.clause.ancestors else ref.clause


def _group(node: Node) -> str:
    if node.ref is None:
        return node.kind.value
    return f"{node.ref.standard}, {_main(node.ref)}"


# The picture.


@attrs.frozen(kw_only=True)
class ColourClass:
    """A colour and what it says about the requirements that have it.

    Attributes:
        name: The name by which requirements are put into it.
        fill: The colour, as ``#`` and six hexadecimal digits in lower case.
        meaning: What it means, where the name does not say it.
        mark: A letter on each tile that says the same as the colour; absent where colour alone says it.
    """

    name: str
    fill: str = attrs.field(validator=attrs.validators.matches_re(r"#[0-9a-f]{6}"))
    meaning: str = ""
    mark: str = ""


# Colours that people with the usual kinds of colour blindness tell apart (Okabe and Ito, 2008).
_PALETTE = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00", "#999999")
_UNTOLD = "#ffffff"


def draw(  # noqa: PLR0913 - one parameter an aspect, all but two by name.
    graph: RequirementGraph,
    standard: StandardRef | str,
    *,
    classes: Mapping[RequirementRef, str] | None = None,
    legend: Iterable[ColourClass] = (),
    title: str | None = None,
    relations: Iterable[Relation] = BY_DEFAULT,
) -> str:
    """Return a picture of a whole standard as SVG, which a browser shows: a tile for each requirement and control.

    Tiles stand in frames, one for each clause; pointing at one tells its statement. Arrows run between clauses, where
    anything in the one leans on anything in the other; pointing at one tells which. ``readiness.colours`` makes the
    classes and the legend of an answer about readiness.

    Args:
        graph: The graph.
        standard: Which of its editions.
        classes: The name of a colour class for each requirement and control; what has none is white.
        legend: The classes in the order of the legend; those that are only named get a colour and come last.
        title: What is written above; the edition where not told.
        relations: Which arrows are drawn; ``requires`` where not told.

    Raises:
        IdentifierError: The text is not a reference.
        UnknownNameError: The graph is not of that edition.
    """
    ref = edition_of(graph.editions, standard)
    told = {graph.node(key).id: name for key, name in (classes or {}).items()}
    listed = {one.name: one for one in legend}
    for name in sorted(set(told.values()) - set(listed)):
        listed[name] = ColourClass(name=name, fill=_PALETTE[len(listed) % len(_PALETTE)])
    shown = [(node, node.ref) for node in graph.nodes if node.ref is not None and node.ref.standard == ref]
    places, clusters = _clustered(shown, told, listed)
    wanted = set(relations)
    arrows = [
        diagram.Edge(
            source=places[edge.source],
            target=places[edge.target],
            label=f"{edge.source} {edge.relation.value} {edge.target}",
        )
        for edge in graph.edges
        if edge.relation in wanted and edge.source in places and edge.target in places
    ]
    counts = Counter(told.get(node.id) for node, _ in shown if node.kind in _TILES)
    entries = [
        diagram.Legend(label=f"{one.meaning or one.name}: {counts[one.name]}", fill=one.fill, mark=one.mark)
        for one in listed.values()
    ]
    if counts[None] and listed:
        entries.append(diagram.Legend(label=f"not told: {counts[None]}", fill=_UNTOLD))
    followed = ", ".join(relation.value for relation in Relation if relation in wanted)
    notes = [
        f"{sum(counts.values())} requirements and controls, each a tile with its letter or number; frames are clauses.",
        f"An arrow runs from a clause to one that something in it leans on ({followed or 'none are drawn'}).",
    ]
    return diagram.tiles_svg(clusters, arrows, title=title or str(ref), legend=entries, notes=notes)


_TILES = (NodeKind.REQUIREMENT, NodeKind.CONTROL)


@attrs.define
class _Frame:
    """A clause whose content is being collected."""

    node: Node
    ref: RequirementRef
    tiles: list[diagram.Tile]
    frames: list[_Frame]


def _clustered(
    nodes: Sequence[tuple[Node, RequirementRef]], told: Mapping[str, str], listed: Mapping[str, ColourClass]
) -> tuple[dict[str, str], list[diagram.Cluster]]:
    """Return for each node the clause that it is drawn in, and the clauses with what is in them."""
    frames: dict[RequirementRef, _Frame] = {}
    places: dict[str, str] = {}
    tops: list[_Frame] = []
    for node, ref in nodes:
        above = [RequirementRef(ref.standard, number) for number in ref.clause.ancestors]
        if node.kind is NodeKind.CLAUSE:
            frame = frames[ref] = _Frame(node, ref, [], [])
            home = next((frames[one] for one in above if one in frames), None)
            (tops if home is None else home.frames).append(frame)
            places[node.id] = node.id
            continue
        own = RequirementRef(ref.standard, ref.clause)
        home = next(frames[one] for one in (own, *above) if one in frames)
        places[node.id] = home.node.id
        if node.kind in _TILES:
            name = told.get(node.id)
            state = "" if name is None else f" [{listed[name].meaning or name}]"
            label = ref.item or str(ref.clause)
            fill, mark = (_UNTOLD, "") if name is None else (listed[name].fill, listed[name].mark)
            hint = f"{ref.local}: {node.label}{state}"
            home.tiles.append(diagram.Tile(id=node.id, label=label, mark=mark, hint=hint, fill=fill))
    return places, [_cluster(frame) for frame in tops]


def _cluster(top: _Frame) -> diagram.Cluster:
    # Clause numbers have at most eight parts, so this goes no deeper.
    label = f"{top.ref.clause} {top.node.label}".strip()
    return diagram.Cluster(
        id=top.node.id, label=label, tiles=tuple(top.tiles), clusters=tuple(map(_cluster, top.frames))
    )
