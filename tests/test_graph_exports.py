# SPDX-License-Identifier: Apache-2.0
"""What others read of a graph: each export read back by a program that is not ours, and the picture of a standard."""

from __future__ import annotations

import html
import io
import itertools
import json
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import networkx as nx  # type: ignore[import-untyped]  # it has no types of its own.
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_drawn import Case, cases, linked
from invented import EDITION, SMALL, empty, evidence, finding, ref
from isomodel import catalogue, dumps, loads
from isomodel.diagram import Cluster, Edge, Legend, LineKind, Node, Tile, mermaid_flowchart, tiles_svg
from isomodel.errors import DocumentError, InvariantError, UnknownNameError
from isomodel.graph import (
    EXPORTS,
    ColourClass,
    GraphDocument,
    Relation,
    RequirementGraph,
    build,
    draw,
    to_cytoscape,
    to_dot,
    to_graphml,
    to_mermaid,
)

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = '"]; end --> <script>alert(1)</script> \\ {}|*_`#%& \x1b[2J\u202e\uffff\n'


def hostile() -> RequirementGraph:
    """Return a graph with everything in it that could be taken for language."""
    record = attrs.evolve(
        empty(SMALL),
        evidence=(
            evidence(HOSTILE, title=HOSTILE, supports=(ref("4.1#1", SMALL),)),
            evidence("a\x1b", supports=(ref("4.1#1", SMALL),)),
            evidence("a\\x1b", supports=(ref("4.3", SMALL),)),
            evidence("end", supports=(ref("4.3", SMALL),)),
        ),
        findings=(finding("NC-1", ref("8.1", SMALL), statement=HOSTILE),),
    )
    edges = linked(("9.3", "requires", "8.1#a"), ("9.3", "feeds", "8.1#a"), ("4.1", "cites", "4.3"))
    return build([edges], assessment=record)


def company() -> RequirementGraph:
    """Return the graph of a real standard."""
    return build([catalogue.load("ISO 45001:2018")])


GRAPHS = {"hostile": hostile, "company": company}


def expected(graph: RequirementGraph) -> tuple[Any, Any]:
    """Return the nodes and the edges as networkx compares them, with all that is said about them."""
    whole = graph.to_networkx()
    nodes = {name: dict(data) for name, data in whole.nodes(data=True)}
    return nodes, sorted((one, other, sorted(data.items())) for one, other, data in whole.edges(data=True))


def without(data: dict[str, Any], *keys: str) -> dict[str, str]:
    """Return attributes as text, without some, and without what is not told."""
    return {key: str(value) for key, value in data.items() if key not in keys and value is not None}


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_gets_everything(name: str) -> None:
    """The view for networkx has every node and edge once, with what is said about it as plain text."""
    graph = GRAPHS[name]()
    whole = graph.to_networkx()
    assert isinstance(whole, nx.MultiDiGraph)
    assert list(whole.nodes) == [node.id for node in graph.nodes]
    told = Counter((one, other, data["relation"]) for one, other, data in whole.edges(data=True))
    assert told == Counter((edge.source, edge.target, edge.relation.value) for edge in graph.edges)
    assert all(type(value) is str for _, data in whole.nodes(data=True) for value in data.values())
    assert whole.graph == {"editions": [str(ref) for ref in graph.editions]}


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_reads_the_document(name: str) -> None:
    """The document of a graph is node-link JSON as networkx reads it, and what it reads is the graph."""
    graph = GRAPHS[name]()
    tree = json.loads(dumps(graph.document()))
    assert (tree["format"], tree["directed"], tree["multigraph"]) == ("isomodel/graph/1.0", True, True)
    read = nx.node_link_graph(tree, edges="edges")
    nodes, edges = expected(graph)
    assert {one: without(data) for one, data in read.nodes(data=True)} == nodes
    assert sorted((one, other, sorted(data.items())) for one, other, data in read.edges(data=True)) == edges


def test_documents_are_read_strictly() -> None:
    """A document with an unknown relation or an id that says something else is refused with its place."""
    graph = build([linked(("9.3", "requires", "8.1"))])
    text = dumps(graph.document())
    value = loads(text)
    assert isinstance(value, GraphDocument)
    for right, wrong, path in (
        ('"relation": "requires"', '"relation": "require"', "/edges/31/relation"),
        ('"id": "ISO 99002:2030, 4"', '"id": "ISO 99002:2030, 44"', "/nodes/0/id"),
        ('"directed": true', '"directed": false', "/directed"),
    ):
        assert right in text
        with pytest.raises(DocumentError) as caught:
            loads(text.replace(right, wrong, 1))
        assert [issue.path for issue in caught.value.issues] == [path]


def shown(value: str) -> str:
    """Write out what a reader cannot see, as the exports do; by other means than theirs."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in value
    )


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_reads_graphml(name: str) -> None:
    """GraphML read by networkx has every node and edge with all that is said about it, written out where invisible."""
    graph = GRAPHS[name]()
    read = nx.read_graphml(io.BytesIO(to_graphml(graph).encode()), force_multigraph=True)
    assert isinstance(read, nx.MultiDiGraph)
    nodes, edges = expected(graph)
    plain = {shown(one): {key: shown(text) for key, text in data.items()} for one, data in nodes.items()}
    told = {one: data for one, data in read.nodes(data=True) if not one.endswith(" (2)")}
    assert {one: data for one, data in plain.items() if one in told} == told
    assert len(read) == len(graph)
    assert len(read.edges) == len(graph.edges)
    assert sorted(sorted(data.items()) for _, _, data in read.edges(data=True)) == sorted(
        [(key, shown(text)) for key, text in data] for _, _, data in edges
    )


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_reads_cytoscape_json(name: str) -> None:
    """Cytoscape JSON read by networkx has every node and edge with all that is said about it, as it is."""
    graph = GRAPHS[name]()
    tree = json.loads(to_cytoscape(graph))
    read = nx.cytoscape_graph(tree)
    assert isinstance(read, nx.MultiDiGraph)
    nodes, edges = expected(graph)
    assert {one: without(data, "id", "name", "value") for one, data in read.nodes(data=True)} == nodes
    assert (
        sorted(
            (one, other, sorted(without(data, "id", "key", "source", "target").items()))
            for one, other, data in read.edges(data=True)
        )
        == edges
    )
    ids = [item["data"]["id"] for part in tree["elements"].values() for item in part]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", GRAPHS)
def test_graphviz_reads_dot(name: str) -> None:
    """Graphviz reads DOT as the very same nodes and edges: a number of a clause never becomes another edge."""
    pygraphviz = pytest.importorskip("pygraphviz")
    graph = GRAPHS[name]()
    read = pygraphviz.AGraph(string=to_dot(graph))
    assert (read.is_directed(), read.is_strict()) == (True, False)
    names = [shown(node.id).replace("\\", "\\\\") for node in graph.nodes]
    told = Counter(names)
    assert Counter(one.replace(" (2)", "") for one in map(str, read.nodes())) == told
    assert Counter(edge.attr["label"] for edge in read.edges()) == Counter(
        edge.relation.value.replace("-", " ") for edge in graph.edges
    )
    ends = Counter((shown(edge.source), shown(edge.target)) for edge in graph.edges)
    assert Counter(
        (one.replace(" (2)", ""), other.replace(" (2)", "")) for one, other in map(tuple, read.edges())
    ) == Counter(
        {(one.replace("\\", "\\\\"), other.replace("\\", "\\\\")): count for (one, other), count in ends.items()}
    )
    assert len(read.subgraphs()) == len(
        {
            node.ref.clause.numbers[:1] or node.ref.clause.annex if not node.ref.clause.annex else node.ref.clause.annex
            for node in graph.nodes
            if node.ref
        }
    ) + len({node.kind for node in graph.nodes if node.ref is None})


def test_mermaid_reads_the_flowchart() -> None:
    """Mermaid itself draws every node with its label and every edge, with nothing of a label taken for language."""
    mermaidx = pytest.importorskip("mermaidx")
    nodes = [
        Node(id="end", label=HOSTILE, group='one "two"; end'),
        Node(id="4.1", label="8.5.1#c", group='one "two"; end'),
        Node(id="4.1.2", label=""),
    ]
    edges = [
        Edge(source="end", target="4.1", label='"requires"|'),
        Edge(source="4.1", target="4.1.2", line=LineKind.DASHED),
        Edge(source="4.1.2", target="4.1.2", label="again"),
    ]
    text = mermaid_flowchart(nodes, edges)
    drawn = mermaidx.render(text).svg()
    assert {"s1", "s2", "s3"} == set(re.findall(r'id="[\w-]*flowchart-(s\d+)-\d+"', drawn))
    assert {"L_s1_s2_0", "L_s2_s3_0"} <= set(re.findall(r'id="(L_s\d+_s\d+_\d+)"', drawn))
    assert "<script" not in drawn
    plain = html.unescape(re.sub(r"<[^>]+>", " ", drawn))
    for label in ("8.5.1#c", '"requires"|', 'one "two"; end', "again", "<script>alert(1)</script>", "{}|*_`#%&"):
        assert label in plain, label


def test_mermaid_reads_a_whole_graph() -> None:
    """Mermaid draws every node of a graph, and as many arrows as it has edges."""
    mermaidx = pytest.importorskip("mermaidx")
    graph = hostile()
    drawn = mermaidx.render(to_mermaid(graph)).svg()
    assert len(set(re.findall(r'id="[\w-]*flowchart-(s\d+)-\d+"', drawn))) == len(graph)
    assert len(set(re.findall(r'id="(L_s\d+_s\d+_\d+)"', drawn))) == len(graph.edges)


def test_a_flowchart_is_what_it_is_word_for_word() -> None:
    """Ids are made here, labels are quoted, and dashes are dashes."""
    nodes = [Node(id="a", label="A", group="g"), Node(id="end", label='"x"')]
    edges = [Edge(source="a", target="end", label="go"), Edge(source="end", target="a", line=LineKind.DASHED)]
    assert mermaid_flowchart(nodes, edges) == (
        'flowchart LR\n  subgraph g1["g"]\n    s1["A"]\n  end\n  s2["#34;x#34;"]\n  s1 -->|"go"| s2\n  s2 -.-> s1\n'
    )


def test_several_editions_are_told_apart() -> None:
    """Where a graph has several editions, labels and clusters name them."""
    text = to_dot(build([SMALL, EDITION]))
    assert '"ISO 99001:2030, 4.1" [label="ISO 99001:2030, 4.1: Invented clause 4.1"]' in text
    assert 'label="ISO 99002:2030, Annex A"' in text
    assert to_dot(build([])).startswith('digraph "requirements" {')


def test_exports_are_listed() -> None:
    """Every form has a name, and gives the same text each time."""
    assert list(EXPORTS) == ["graphml", "dot", "mermaid", "cytoscape"]
    graph = hostile()
    for export in EXPORTS.values():
        assert export(graph) == export(hostile())


@settings(max_examples=30, deadline=None)
@given(cases())
def test_any_graph_can_be_exported_and_drawn(case: Case) -> None:
    """Whatever a graph holds, its exports are well-formed and its picture has every requirement and control."""
    graph = case.graph
    read = nx.read_graphml(io.BytesIO(to_graphml(graph).encode()), force_multigraph=True)
    assert len(read.edges) == len(graph.edges)
    assert to_mermaid(graph).count("\n") > len(graph)
    root = ET.fromstring(draw(graph, SMALL.ref, relations=list(Relation)))  # noqa: S314 - our own drawing.
    assert len(root.findall(f"{NAMESPACE}g")) == 18


# The picture.


def texts(drawn: str) -> list[tuple[float, float, float, float, str]]:
    """Return the room each text of a picture takes: left, top, right, bottom, text."""
    found = []
    for element in ET.fromstring(drawn).iter(f"{NAMESPACE}text"):  # noqa: S314 - our own drawing.
        size = float(element.get("font-size", "10"))
        told = element.text or ""
        wide = len(told) * size * 0.5
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        left = x - wide / 2 if element.get("text-anchor") == "middle" else x
        found.append((left, y - size * 0.8, left + wide, y + size * 0.2, told))
    return found


def overlapping(drawn: str) -> list[tuple[str, str]]:
    """List the pairs of texts that cover each other."""
    found = []
    for one, other in itertools.combinations(texts(drawn), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        if not apart:
            found.append((one[4], other[4]))
    return found


@pytest.mark.parametrize("name", ["ISO 9001:2015", "ISO/IEC 27001:2022", "ISO 45001:2018"])
def test_a_whole_standard_can_be_read(name: str) -> None:
    """Every requirement and control has its tile, every clause its frame, no text covers another or leaves the page."""
    edition = catalogue.load(name)
    drawn = draw(build([edition]), name, relations=[Relation.REQUIRES, Relation.FEEDS])
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing.
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    assert 0.8 < width / height < 2.6
    assert len(root.findall(f"{NAMESPACE}g")) == len(edition.requirements()) + len(edition.controls())
    headings = " ".join(told for *_, told in texts(drawn))
    for clause in edition.walk():
        assert f"{clause.number} {(clause.title or '').split(' ')[0]}".strip() in headings
    for left, top, right, bottom, told in texts(drawn):
        assert left >= 0, told
        assert top >= 0, told
        assert right <= width, told
        assert bottom <= height, told
    assert overlapping(drawn) == []
    assert drawn == draw(build([edition]), edition.ref, relations=[Relation.FEEDS, Relation.REQUIRES])


def test_colours_are_the_callers() -> None:
    """Each class has its colour and count in the legend, in the order given; what has none is white and counted."""
    classes = {
        ref("4.1#1", SMALL): "met",
        ref("4.3#1", SMALL): "gap",
        ref("A.5.1", SMALL): "met",
        ref("5.2#1", SMALL): "odd",
    }
    legend = [ColourClass(name="gap", fill="#b91c1c", meaning="Not there"), ColourClass(name="met", fill="#15803d")]
    graph = build([linked(("9.3", "requires", "8.1#a"), ("9.3#a", "requires", "8.1"), ("9.1", "requires", "A.5.1"))])
    drawn = draw(graph, SMALL.ref, classes=classes, legend=legend)
    told = [text for *_, text in texts(drawn)]
    assert told[-6:-2] == ["Not there: 1", "met: 2", "odd: 1", "not told: 14"]
    assert told[-1] == "An arrow runs from a clause to one that something in it leans on (requires)."
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing.
    tiles = {(tile.findtext(f"{NAMESPACE}title") or ""): tile[1].get("fill") for tile in root.findall(f"{NAMESPACE}g")}
    assert tiles["4.3#1: Invented obligation 4.3 1. [Not there]"] == "#b91c1c"
    assert tiles["A.5.1: Invented control A.5.1 [met]"] == "#15803d"
    assert tiles["5.2#1: Invented obligation 5.2 1. [odd]"] == "#009e73"
    assert tiles["9.1#1: Invented obligation 9.1 1."] == "#ffffff"
    arrows = [path for path in root.findall(f"{NAMESPACE}path") if path.get("marker-end")]
    hints = [path.findtext(f"{NAMESPACE}title") or "" for path in arrows]
    assert len(arrows) == 2
    assert hints[0] == ("ISO 99002:2030, 9.1 requires ISO 99002:2030, A.5.1")
    assert hints[1] == (
        "ISO 99002:2030, 9.3 requires ISO 99002:2030, 8.1#a; ISO 99002:2030, 9.3#a requires ISO 99002:2030, 8.1"
    )
    plain = draw(graph, str(SMALL.ref), relations=[])
    assert "not told" not in plain
    assert "marker-end" not in plain
    assert "(none are drawn)" in plain


def test_only_editions_and_nodes_of_the_graph_are_drawn() -> None:
    """Another edition and a colour for something that is not there are refused."""
    graph = build([SMALL])
    with pytest.raises(UnknownNameError):
        draw(graph, EDITION.ref)
    with pytest.raises(UnknownNameError):
        draw(graph, SMALL.ref, classes={ref("4.1#1"): "met"})
    for make in (ColourClass, Legend):
        with pytest.raises(ValueError, match="fill"):
            make(**{"name" if make is ColourClass else "label": "x", "fill": "red"})
    with pytest.raises(ValueError, match="fill"):
        Tile(id="a", label="a", fill='"/><script>')
    assert issubclass(InvariantError, ValueError)


def test_tiles_hold_any_text() -> None:
    """Labels, hints, headings and notes are shown as they are, whatever they hold, and deep nests are drawn."""
    deep = Cluster(
        id="deep", label=HOSTILE, tiles=tuple(Tile(id=str(n), label=f"t{n}", hint=HOSTILE) for n in range(40))
    )
    for number in range(30):
        deep = Cluster(id=f"c{number}", label=HOSTILE, clusters=(deep,))
    clusters = [deep, Cluster(id="last", label=""), Cluster(id="tiled", label="T", tiles=(Tile(id="x", label="x"),))]
    clusters.append(
        Cluster(id="both", label="B", tiles=(Tile(id="y", label="y"),), clusters=(Cluster(id="in", label="i"),))
    )
    edges = [
        Edge(source="last", target="deep", label=HOSTILE),
        Edge(source="deep", target="last", line=LineKind.DASHED),
        Edge(source="in", target="in", label="nothing"),
        Edge(source="tiled", target="in", label="same"),
        Edge(source="tiled", target="in", label="same"),
    ]
    legend = [Legend(label=f"{HOSTILE} {number}", fill="#000000") for number in range(20)]
    drawn = tiles_svg(clusters, edges, title=HOSTILE, legend=legend, notes=(HOSTILE,))
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing.
    tags = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert tags == {"svg", "title", "defs", "marker", "path", "rect", "text", "g"}
    assert len(root.findall(f"{NAMESPACE}g")) == 42
    assert len(root.findall(f"{NAMESPACE}path")) == 3
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e\uffff]", drawn)
    assert ET.fromstring(tiles_svg([], [], title="", legend=())).tag == f"{NAMESPACE}svg"  # noqa: S314 - the same.


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=12), min_size=1, max_size=8),
    st.lists(st.text(max_size=8), max_size=4),
)
def test_no_two_tiles_overlap(sizes: list[list[int]], labels: list[str]) -> None:
    """However many tiles and frames there are, no tile covers another, and each is inside the page."""
    names = labels or ["a"]
    clusters = [
        Cluster(
            id=f"m{number}",
            label=f"Main {number}",
            clusters=tuple(
                Cluster(
                    id=f"m{number}.{inner}",
                    label=names[inner % len(names)] * 9,
                    tiles=tuple(Tile(id=f"{number}.{inner}.{n}", label=names[n % len(names)]) for n in range(size)),
                )
                for inner, size in enumerate(some)
            ),
        )
        for number, some in enumerate(sizes)
    ]
    root = ET.fromstring(tiles_svg(clusters, [], title="Any", legend=()))  # noqa: S314 - our own drawing.
    boxes = []
    for tile in root.findall(f"{NAMESPACE}g"):
        box = tile.find(f"{NAMESPACE}rect")
        assert box is not None
        x, y, wide, high = (float(box.get(key, "0")) for key in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + wide <= float(root.get("width", "0"))
        assert y + high <= float(root.get("height", "0"))
        boxes.append((x, y, x + wide, y + high))
    assert len(boxes) == sum(map(sum, sizes))
    boxes.sort(key=lambda box: box[1])
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            if other[1] >= one[3]:
                break
            assert one[2] <= other[0] or other[2] <= one[0]
