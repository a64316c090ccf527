# SPDX-License-Identifier: Apache-2.0
"""Pictures of plain nodes and edges: what reaches them, and that no text of a caller's becomes language."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isomodel import lifecycle as lc
from isomodel.diagram import (
    Edge,
    Legend,
    LineKind,
    Mark,
    MarkKind,
    Node,
    NodeKind,
    Track,
    dot,
    mermaid_states,
    svg,
    timeline_svg,
)
from isomodel.lifecycle._export import _drawing

NODES = [
    Node(id="end", label="Begin", group="first", kind=NodeKind.START),
    Node(id="4.1", label="Middle", group="first"),
    Node(id="4.1.2", label="Late", group="last", kind=NodeKind.END),
    Node(id="x", label="Alone"),
]
EDGES = [
    Edge(source="end", target="4.1", label="go"),
    Edge(source="4.1", target="4.1", label="stay"),
    Edge(source="4.1", target="4.1.2", label="run out", line=LineKind.DASHED),
    Edge(source="4.1", target="end", label="back"),
    Edge(source="end", target="4.1.2"),
    Edge(source="4.1.2", target="x", label="leave", line=LineKind.DASHED),
    Edge(source="4.1.2", target="x", label="go"),
]
HOSTILE = '"; ]--> </text><script>alert(1)</script> {}:#%\\ \x1b[2J\u202e\n'
NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_mermaid_diagram_is_what_it_is_word_for_word() -> None:
    """Groups are composite states, ids are made here, and labels say the rest."""
    assert mermaid_states(NODES, EDGES) == (
        "stateDiagram-v2\n"
        "  direction TB\n"
        '  state "first" as g1 {\n'
        '    state "Begin" as s1\n'
        '    state "Middle" as s2\n'
        "  }\n"
        '  state "last" as g2 {\n'
        '    state "Late" as s3\n'
        "  }\n"
        '  state "Alone" as s4\n'
        "  [*] --> s1\n"
        "  s1 --> s2 : go\n"
        "  s2 --> s2 : stay\n"
        "  s2 --> s3 : run out\n"
        "  s2 --> s1 : back\n"
        "  s1 --> s3\n"
        "  s3 --> s4 : leave\n"
        "  s3 --> s4 : go\n"
        "  s3 --> [*]\n"
    )


def test_a_dot_graph_quotes_every_id() -> None:
    """An unquoted ``4.1.2`` or ``end`` would be read as something else."""
    text = dot(NODES, EDGES, title='A "title"')
    assert text.startswith('digraph "A \\"title\\"" {\n')
    assert '    "end" [label="Begin", penwidth=2];\n' in text
    assert '    "4.1.2" [label="Late", peripheries=2];\n' in text
    assert '  "4.1" -> "4.1.2" [label="run out", style=dashed];\n' in text
    assert '  "end" -> "4.1.2" [label=""];\n' in text
    assert text.count("subgraph cluster_") == 2


def test_no_text_of_a_caller_becomes_language() -> None:
    """Labels, ids and titles are shown as they are, whatever they hold."""
    nodes = [Node(id=HOSTILE, label=HOSTILE, group=HOSTILE, kind=NodeKind.START), Node(id="b", label="")]
    edges = [Edge(source=HOSTILE, target="b", label=HOSTILE), Edge(source=HOSTILE, target=HOSTILE, label=HOSTILE)]
    root = ET.fromstring(svg(nodes, edges, title=HOSTILE, legend=(HOSTILE,)))  # noqa: S314 - made one call below.
    assert {element.tag.removeprefix(NAMESPACE) for element in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "text",
        "path",
        "polygon",
        "circle",
    }
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", svg(nodes, edges, title=HOSTILE))
    for line in mermaid_states(nodes, edges).splitlines():
        assert not re.search(r"[<>#;%]", line.replace(" --> ", " ")), line
    for line in dot(nodes, edges, title=HOSTILE).splitlines()[1:-1]:
        assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0


def boxes(text: str) -> list[tuple[float, float, float, float, str]]:
    """Return the room each text of a picture takes, on the safe side: left, top, right, bottom, text."""
    found = []
    for element in ET.fromstring(text).iter(f"{NAMESPACE}text"):  # noqa: S314 - our own drawing.
        size = float(element.get("font-size", "11"))
        told = element.text or ""
        wide = len(told) * size * 0.55
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        left = x - wide / 2 if element.get("text-anchor") == "middle" else x
        found.append((left, y - size * 0.8, left + wide, y + size * 0.2, told))
    return found


@pytest.mark.parametrize("name", lc.definitions())
def test_no_two_texts_of_a_process_overlap(name: str) -> None:
    """Every label of a drawn process can be read, and stands inside the picture."""
    text = lc.EXPORTS["svg"](lc.definition(name))
    root = ET.fromstring(text)  # noqa: S314 - our own drawing.
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    placed = boxes(text)
    for left, top, right, bottom, told in placed:
        assert left >= 0, told
        assert right <= width, told
        assert top >= 0, told
        assert bottom <= height, told
    for one, other in itertools.combinations(placed, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


@pytest.mark.parametrize("name", lc.definitions())
def test_every_state_and_every_arrow_of_a_process_is_drawn(name: str) -> None:
    """Each label stands in the picture, each phase has one frame, and each arrow has a tip."""
    definition = lc.definition(name)
    nodes, edges = _drawing(definition)
    text = lc.EXPORTS["svg"](definition)
    shown = " ".join(told for *_, told in boxes(text))
    for label in [*(node.label for node in nodes), *(edge.label for edge in edges)]:
        assert label in shown
    assert text.count('stroke-opacity="0.35"') == len({state.phase for state in definition.states})
    position = {node.id: number for number, node in enumerate(sorted(nodes, key=lambda node: groups(nodes, node)))}
    near = {(edge.source, edge.line) for edge in edges if position[edge.target] == position[edge.source] + 1}
    selves = [edge for edge in edges if edge.source == edge.target]
    lanes = {
        (edge.target, edge.line)
        for edge in edges
        if edge.source != edge.target and position[edge.target] != position[edge.source] + 1
    }
    assert text.count("<polygon") == len(near) + len(selves) + len(lanes)
    assert ("stroke-dasharray" in text) is any(edge.line is LineKind.DASHED for edge in edges)


def groups(nodes: list[Node], node: Node) -> int:
    """Return the place of a node's group."""
    return [other.group for other in nodes].index(node.group)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(LineKind), st.text(max_size=30))),
    st.lists(st.sampled_from([None, "a", "b"]), min_size=6, max_size=6),
)
def test_any_graph_can_be_drawn(arrows: list[tuple[int, int, LineKind, str]], groups: list[str | None]) -> None:
    """Circles, several arrows between two boxes, no arrows: always well-formed, always the same bytes."""
    nodes = [Node(id=str(number), label=f"n{number}", group=group) for number, group in enumerate(groups)]
    edges = [Edge(source=str(a), target=str(b), line=line, label=text) for a, b, line, text in arrows]
    drawn = svg(nodes, edges, title="Any")
    ET.fromstring(drawn)  # noqa: S314 - our own drawing.
    assert drawn == svg(nodes, edges, title="Any")
    assert mermaid_states(nodes, edges).count(" --> ") == len(edges)
    assert dot(nodes, edges, title="Any").count(" -> ") >= len(edges)


# Timelines.

JANUARY, DECEMBER = dt.date(2031, 1, 1), dt.date(2031, 12, 31)


def timeline(*marks: Mark, label: str = "Track", **changes: object) -> ET.Element:
    """Draw one track over a year, and read the picture back."""
    asked = {"first": JANUARY, "last": DECEMBER, "title": "Any", "legend": (Legend(label="did", fill="#00ff00"),)}
    drawn = timeline_svg([Track(label=label, marks=marks)], **{**asked, **changes})  # type: ignore[arg-type]  # by name.
    return ET.fromstring(drawn)  # noqa: S314 - our own drawing.


def drawn_marks(root: ET.Element) -> list[tuple[str, float, float]]:
    """Return colour, left end and width of every mark."""
    return [
        (element.get("fill", ""), float(element.get("x", "0")), float(element.get("width", "0")))
        for element in root.iter(f"{NAMESPACE}rect")
        if element.get("stroke") == "#ffffff"
    ]


def test_marks_lie_on_their_days_and_are_cut_off_at_the_window() -> None:
    """A mark over the whole window is as wide as it, one outside is not drawn, and a pin is never too thin to see."""
    before, after = dt.date(2030, 1, 1), dt.date(2032, 1, 1)
    root = timeline(
        Mark(first=JANUARY, last=JANUARY, kind=MarkKind.PIN, fill="#111111", hint="first day"),
        Mark(first=before, last=after, fill="#222222"),
        Mark(first=before, last=before, fill="#333333"),
        Mark(first=after, last=after, fill="#444444"),
        Mark(first=dt.date(2031, 7, 2), last=DECEMBER, fill="#555555"),
    )
    whole, half, pin = drawn_marks(root)
    assert whole == ("#222222", 354.0, 720.0)
    assert half[0] == "#555555"
    assert list(half[1:]) == pytest.approx([354 + 720 * 182 / 365, 720 * 183 / 365], abs=0.01)
    assert pin == ("#111111", 354.0, 4.0)
    assert [element.text for element in root.iter(f"{NAMESPACE}title")] == ["Any", "first day"]
    told = [element.text for element in root.iter(f"{NAMESPACE}text")]
    assert told[:2] == ["Any", "2031-01-01"]
    assert told[-2:] == ["Track", "did"]
    assert "2031-12-31" in told


def test_one_day_is_a_timeline_and_long_labels_are_cut() -> None:
    """A window of a day is drawn, and a label that does not fit ends in an ellipsis."""
    day = Mark(first=JANUARY, last=JANUARY, fill="#111111")
    root = timeline(day, label="x" * 80, last=JANUARY)
    assert drawn_marks(root) == [("#111111", 354, 720)]
    assert "x" * 51 + "…" in [element.text for element in root.iter(f"{NAMESPACE}text")]
    assert drawn_marks(timeline(day, first=dt.date.min, last=dt.date.max))


def test_no_text_of_a_caller_becomes_language_in_a_timeline() -> None:
    """Labels, hints, titles, legends and notes are shown as they are, whatever they hold."""
    mark = Mark(first=JANUARY, last=DECEMBER, fill="#111111", hint=HOSTILE)
    root = timeline(
        mark, label=HOSTILE, title=HOSTILE, legend=(Legend(label=HOSTILE, fill="#111111"),), notes=(HOSTILE,)
    )
    found = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert found == {"svg", "title", "rect", "text", "path"}
    assert not any(re.search(r"[\x00-\x09\x0b-\x1f\u202e]", element.text or "") for element in root.iter())
    with pytest.raises(ValueError, match="fill"):
        Mark(first=JANUARY, last=JANUARY, fill="red")
