# SPDX-License-Identifier: Apache-2.0
"""Pictures of plain nodes and edges: Mermaid, DOT and SVG.

Nothing here knows what is drawn. Ids are quoted or replaced everywhere, since unquoted ones are silently read as
something else (``4.1 -> 4.1.2``, ``end``); labels are escaped for the language they go into.
"""

from __future__ import annotations

import datetime as dt
import enum
import html
import textwrap
from collections.abc import Callable, Iterator, Sequence

import attrs

from isomodel.text import printable

__all__ = [
    "Bar",
    "BarKind",
    "Cluster",
    "Edge",
    "Legend",
    "LineKind",
    "Mark",
    "MarkKind",
    "Node",
    "NodeKind",
    "Tile",
    "Track",
    "dot",
    "gantt_svg",
    "mermaid_flowchart",
    "mermaid_gantt",
    "mermaid_states",
    "svg",
    "tiles_svg",
    "timeline_svg",
]


class NodeKind(enum.Enum):
    """What part a node plays in the picture."""

    PLAIN = "plain"
    START = "start"
    """Where everything begins."""
    END = "end"
    """Where something ends."""


class LineKind(enum.Enum):
    """How an arrow is drawn."""

    SOLID = "solid"
    DASHED = "dashed"


@attrs.frozen(kw_only=True)
class Node:
    """Something drawn as a box.

    Attributes:
        id: Its id, any text.
        label: What is written in it.
        group: The group it is drawn with; absent for none.
        kind: What part it plays.
    """

    id: str
    label: str
    group: str | None = None
    kind: NodeKind = NodeKind.PLAIN


@attrs.frozen(kw_only=True)
class Edge:
    """Something drawn as an arrow.

    Attributes:
        source: Id of the node it leaves.
        target: Id of the node it points to.
        label: What is written beside it.
        line: How it is drawn; a Mermaid state diagram knows only solid lines.
    """

    source: str
    target: str
    label: str = ""
    line: LineKind = LineKind.SOLID


class BarKind(enum.Enum):
    """How a bar is drawn."""

    PLAIN = "plain"
    CRITICAL = "critical"
    """Strong: a delay of it is one of everything."""


_COLOUR = attrs.validators.matches_re(r"#[0-9a-f]{6}")


@attrs.frozen(kw_only=True)
class Tile:
    """One of many small coloured boxes.

    Attributes:
        id: Its id, any text.
        label: What is written in it, a few letters.
        mark: A letter behind it that says what the colour says, for those who do not see the colour.
        hint: What is shown when it is pointed at.
        fill: Its colour, as ``#`` and six hexadecimal digits in lower case.
    """

    id: str
    label: str
    mark: str = ""
    hint: str = ""
    fill: str = attrs.field(default="#ffffff", validator=_COLOUR)


@attrs.frozen(kw_only=True)
class Cluster:
    """A frame around tiles and other frames.

    Attributes:
        id: Its id, any text.
        label: Its heading.
        tiles: What is directly in it.
        clusters: The frames inside, below the tiles.
    """

    id: str
    label: str
    tiles: tuple[Tile, ...] = ()
    clusters: tuple[Cluster, ...] = ()


@attrs.frozen(kw_only=True)
class Legend:
    """What a colour means.

    Attributes:
        label: What is written beside it.
        fill: The colour, as ``#`` and six hexadecimal digits in lower case.
        mark: The letter that goes with it; absent where none does.
    """

    label: str
    fill: str = attrs.field(validator=_COLOUR)
    mark: str = ""


@attrs.frozen(kw_only=True)
class Bar:
    """Something that lasts for some days.

    Attributes:
        id: Its id, any text.
        label: What is written beside it.
        group: The bars it is drawn with.
        first: The first day.
        last: The last day.
        until: The day it may last to; absent where that is nothing to draw.
        kind: How it is drawn.
        after: Ids of the bars it waits for.
    """

    id: str
    label: str
    group: str
    first: dt.date
    last: dt.date
    until: dt.date | None = None
    kind: BarKind
    after: tuple[str, ...] = ()


class MarkKind(enum.Enum):
    """How a mark is drawn."""

    BAND = "band"
    """Over the whole height of the track, from day to day."""
    PIN = "pin"
    """In front of the bands, however few days it takes."""


@attrs.frozen(kw_only=True)
class Mark:
    """Something on a track, from one day to another.

    Attributes:
        first: The first day.
        last: The last day.
        kind: How it is drawn.
        fill: Its colour, as ``#`` and six hexadecimal digits in lower case.
        hint: What is shown where one points at it.
    """

    first: dt.date
    last: dt.date
    kind: MarkKind = MarkKind.BAND
    fill: str = attrs.field(validator=_COLOUR)
    hint: str = ""


@attrs.frozen(kw_only=True)
class Track:
    """A line of a timeline.

    Attributes:
        label: What is written left of it.
        marks: What is on it; pins are in front.
    """

    label: str
    marks: tuple[Mark, ...] = ()


def _groups(nodes: Sequence[Node]) -> dict[str | None, list[Node]]:
    groups: dict[str | None, list[Node]] = {}
    for node in nodes:
        groups.setdefault(node.group, []).append(node)
    return groups


# Mermaid.


def mermaid_states(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """Return a Mermaid state diagram; groups become composite states, and no id of the caller's appears as an id."""
    ids = {node.id: f"s{number}" for number, node in enumerate(nodes, start=1)}
    lines = ["stateDiagram-v2", "  direction TB"]
    for number, (group, members) in enumerate(_groups(nodes).items(), start=1):
        indent = "  "
        if group is not None:
            lines.append(f'  state "{_mermaid(group)}" as g{number} {{')
            indent = "    "
        lines.extend(f'{indent}state "{_mermaid(node.label)}" as {ids[node.id]}' for node in members)
        if group is not None:
            lines.append("  }")
    lines.extend(f"  [*] --> {ids[node.id]}" for node in nodes if node.kind is NodeKind.START)
    for edge in edges:
        label = f" : {_mermaid(edge.label)}" if edge.label else ""
        lines.append(f"  {ids[edge.source]} --> {ids[edge.target]}{label}")
    lines.extend(f"  {ids[node.id]} --> [*]" for node in nodes if node.kind is NodeKind.END)
    return "\n".join(lines) + "\n"


_MERMAID = str.maketrans(
    {'"': "'", ";": ",", ":": " ", "{": "(", "}": ")", "<": "(", ">": ")", "#": "no. ", "%": " per cent"}
)


def _mermaid(text: str) -> str:
    return printable(text).translate(_MERMAID)


def mermaid_flowchart(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """Return a Mermaid flowchart; groups become subgraphs, and no id of the caller's appears as an id."""
    ids = {node.id: f"s{number}" for number, node in enumerate(nodes, start=1)}
    lines = ["flowchart LR"]
    for number, (group, members) in enumerate(_groups(nodes).items(), start=1):
        indent = "  "
        if group is not None:
            lines.append(f'  subgraph g{number}["{_entities(group)}"]')
            indent = "    "
        lines.extend(f'{indent}{ids[node.id]}["{_entities(node.label)}"]' for node in members)
        if group is not None:
            lines.append("  end")
    for edge in edges:
        arrow = "-.->" if edge.line is LineKind.DASHED else "-->"
        label = f'|"{_entities(edge.label)}"|' if edge.label else ""
        lines.append(f"  {ids[edge.source]} {arrow}{label} {ids[edge.target]}")
    return "\n".join(lines) + "\n"


_ENTITIES = {ord(letter): f"#{ord(letter)};" for letter in '"#%&;<>\\`{}|*_[]'}


def _entities(text: str) -> str:
    """Write out whatever a flowchart could take for its own language, for HTML or for Markdown."""
    return printable(text).translate(_ENTITIES) or " "


def mermaid_gantt(bars: Sequence[Bar], *, title: str) -> str:
    """Return a Mermaid Gantt chart, a section for each group; no id of the caller's appears as an id.

    A number stands before each label, so that none of them begins with a word of the language.
    """
    lines = ["gantt", f"  title {_mermaid(title)}", "  dateFormat YYYY-MM-DD", "  axisFormat %Y-%m-%d"]
    group: str | None = None
    places: dict[str, int] = {}
    for bar in bars:
        places.setdefault(bar.group, len(places))
    for number, bar in sorted(enumerate(bars, start=1), key=lambda one: places[one[1].group]):
        if bar.group != group:
            group = bar.group
            lines.append(f"  section {_mermaid(group) or '-'}")
        kind = "crit, " if bar.kind is BarKind.CRITICAL else ""
        # The day after, if there is one: to Mermaid the end of a bar is the morning of a day.
        end = bar.last + dt.timedelta(days=1 if bar.last < dt.date.max else 0)
        lines.append(f"  {number}. {_mermaid(bar.label)} :{kind}s{number}, {bar.first.isoformat()}, {end.isoformat()}")
    return "\n".join(lines) + "\n"


# DOT.


def dot(nodes: Sequence[Node], edges: Sequence[Edge], *, title: str) -> str:
    """Return a directed graph for Graphviz; groups become clusters, every id and label is quoted."""
    lines = [
        f"digraph {_quoted(title)} {{",
        f"  label={_quoted(title)}; labelloc=t; fontname=Helvetica; rankdir=TB; compound=true;",
        '  node [shape=box, style="rounded,filled", fillcolor=white, fontname=Helvetica, fontsize=11];',
        "  edge [fontname=Helvetica, fontsize=9];",
    ]
    for number, (group, members) in enumerate(_groups(nodes).items()):
        indent = "  "
        if group is not None:
            lines.append(f"  subgraph cluster_{number} {{ label={_quoted(group)}; color=gray70; style=rounded;")
            indent = "    "
        for node in members:
            shape = {NodeKind.START: ", penwidth=2", NodeKind.END: ", peripheries=2"}.get(node.kind, "")
            lines.append(f"{indent}{_quoted(node.id)} [label={_quoted(node.label)}{shape}];")
        if group is not None:
            lines.append("  }")
    for edge in edges:
        style = ", style=dashed" if edge.line is LineKind.DASHED else ""
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [label={_quoted(edge.label)}{style}];")
    lines.append("}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# SVG. The boxes stand in one column, each group in a frame. An arrow to the next box runs straight down; every other
# leaves its box to the right on a line of its own and joins the lane of its target, so that no two labels can meet.

_MARGIN = 24
_TITLE_LETTER = 11
"""Width of a letter of a title, on the safe side."""
_GUTTER = 118
"""Room for the name of a group, left of its boxes."""
_BOX = 180
_PAD = 10
_ROW = 15
"""Height of one line of a label."""
_SPREAD = 6.8
"""Width of a letter of a label, on the safe side."""
_WRAP = 46
_LANE = 18
_LEAST = 34
"""Height of a box that no arrow leaves to the right."""
_FILLS = ("#eff6ff", "#f0fdf4", "#fffbeb", "#fdf2f8", "#f5f3ff", "#ecfeff", "#fef2f2", "#f8fafc", "#f7fee7", "#fff7ed")
_STROKES = (
    "#1d4ed8",
    "#15803d",
    "#b45309",
    "#be185d",
    "#6d28d9",
    "#0e7490",
    "#b91c1c",
    "#475569",
    "#4d7c0f",
    "#c2410c",
)


@attrs.define
class _Port:
    """A line that leaves a box to the right: an arrow out, or the lane that comes in."""

    edge: Edge | None
    lines: list[str]
    y: float = 0.0


@attrs.define
class _Box:
    """A node in its place."""

    node: Node
    ports: list[_Port]
    down: list[Edge]
    y: float = 0.0
    height: float = 0.0
    gap: float = 0.0


@attrs.define
class _Lane:
    """What runs into one box from afar, all of one kind of line."""

    target: str
    line: LineKind
    inward: _Port
    joining: list[_Port]
    column: int = 0

    @property
    def span(self) -> tuple[float, float]:
        """The highest and the lowest point of it."""
        heights = [self.inward.y, *(port.y for port in self.joining)]
        return min(heights), max(heights)


def svg(nodes: Sequence[Node], edges: Sequence[Edge], *, title: str, legend: Sequence[str] = ()) -> str:
    """Return a picture that needs no program but a browser.

    Args:
        nodes: The boxes, from top to bottom; those of a group are brought together.
        edges: The arrows.
        title: What is written above.
        legend: Lines written below, beside what the drawing itself explains.
    """
    boxes, lanes = _arranged(nodes, edges)
    bottom = _stacked(boxes)
    columns = _allotted(lanes)
    frame = _MARGIN + _GUTTER
    labels = [line for box in boxes for port in box.ports for line in port.lines]
    fork = frame + _BOX + _PAD + 24 + _SPREAD * max((len(line) for line in labels), default=0)
    below = [line for box in boxes for edge in box.down for line in _label(edge)]
    reach = frame + _BOX / 2 + 12 + _SPREAD * max((len(line) for line in below), default=0)
    width = round(
        max(fork + _LANE * (columns + 1), reach, _TITLE_LETTER * len(printable(title)) + 2 * _MARGIN) + _MARGIN
    )
    drawn = [*_frames(boxes), *(part for lane in lanes for part in _lane(lane, boxes, fork))]
    drawn.extend(part for box in boxes for part in _box(box))
    drawn.extend(_legend(bottom, legend))
    height = round(bottom + _ROW * len(legend) + _MARGIN)
    return _picture(title, drawn, size=(width, height), font=11)


def _arranged(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[list[_Box], list[_Lane]]:
    """Bring groups together, and share the arrows out between the way straight down and the lanes."""
    boxes = [_Box(node, [], []) for members in _groups(nodes).values() for node in members]
    position = {box.node.id: number for number, box in enumerate(boxes)}
    lanes: dict[tuple[str, LineKind], _Lane] = {}
    for edge in edges:
        source, target = position[edge.source], position[edge.target]
        if target == source + 1:
            boxes[source].down.append(edge)
            continue
        port = _Port(edge, _label(edge))
        boxes[source].ports.append(port)
        if target != source:
            key = (edge.target, edge.line)
            lane = lanes.setdefault(key, _Lane(edge.target, edge.line, _Port(None, []), []))
            lane.joining.append(port)
    for lane in lanes.values():
        boxes[position[lane.target]].ports.insert(0, lane.inward)
    return boxes, list(lanes.values())


def _stacked(boxes: Sequence[_Box]) -> float:
    """Give every box and line its height on the page, and return where the column ends."""
    y = _MARGIN + 50.0
    before: _Box | None = None
    for box in boxes:
        if before is not None:
            before.gap = (16 if before.node.group == box.node.group else 32) + (
                8 + _ROW * sum(len(_label(edge)) for edge in before.down) if before.down else 0
            )
            y += before.gap
        box.y = y
        inner = y + _PAD
        for port in box.ports:
            tall = _ROW * max(1, len(port.lines))
            port.y = inner + tall / 2
            inner += tall + 3
        box.height = max(inner + _PAD - 3 - y, _LEAST)
        y += box.height
        before = box
    return y + 34


def _allotted(lanes: Sequence[_Lane]) -> int:
    """Give each lane a column in which it meets no other, short ones first, and return the number of columns."""
    taken: list[list[tuple[float, float]]] = []
    for lane in sorted(lanes, key=lambda lane: lane.span[1] - lane.span[0]):
        top, low = lane.span
        for number, spans in enumerate(taken):
            if all(low < other_top or top > other_low for other_top, other_low in spans):
                lane.column = number
                break
        else:
            lane.column = len(taken)
            taken.append([])
        taken[lane.column].append((top, low))
    return len(taken)


def _frames(boxes: Sequence[_Box]) -> Iterator[str]:
    groups = _groups([box.node for box in boxes])
    for number, (group, members) in enumerate(groups.items()):
        inside = [box for box in boxes if any(box.node is node for node in members)]
        if group is None:
            continue
        top, low = inside[0].y - _PAD, inside[-1].y + inside[-1].height + _PAD
        stroke = _STROKES[number % len(_STROKES)]
        yield (
            f'<rect x="{_MARGIN}" y="{top:g}" width="{_GUTTER + _BOX + _PAD}" height="{low - top:g}" rx="8" '
            f'fill="{_FILLS[number % len(_FILLS)]}" stroke="{stroke}" stroke-opacity="0.35"/>'
        )
        lines = textwrap.wrap(printable(group), 16) or [""]
        y = (top + low) / 2 + 4 - _ROW * (len(lines) - 1) / 2
        for row, line in enumerate(lines):
            yield (
                f'<text x="{_MARGIN + 10}" y="{y + row * _ROW:g}" font-weight="bold" fill="{stroke}">'
                f"{html.escape(line)}</text>"
            )


def _box(box: _Box) -> Iterator[str]:
    left, centre = _MARGIN + _GUTTER, _MARGIN + _GUTTER + _BOX / 2
    thick = 3 if box.node.kind is NodeKind.START else 1.2
    yield (
        f'<rect x="{left}" y="{box.y:g}" width="{_BOX}" height="{box.height:g}" rx="7" fill="white" '
        f'stroke="#0f172a" stroke-width="{thick}"/>'
    )
    if box.node.kind is NodeKind.END:
        yield (
            f'<rect x="{left + 4}" y="{box.y + 4:g}" width="{_BOX - 8}" height="{box.height - 8:g}" rx="4" '
            'fill="none" stroke="#0f172a"/>'
        )
    lines = textwrap.wrap(printable(box.node.label), 24) or [""]
    y = box.y + box.height / 2 + 4 - _ROW * (len(lines) - 1) / 2
    for row, line in enumerate(lines):
        place = f'x="{centre:g}" y="{y + row * _ROW:g}"'
        yield f'<text {place} font-size="12" text-anchor="middle">{html.escape(line)}</text>'
    yield from _downward(box, centre)
    right = left + _BOX
    for port in box.ports:
        yield from _written(port.lines, right + 20, port.y)
        if port.edge is not None and port.edge.source == port.edge.target:
            path = f"M{right},{port.y - 5:g} h7 a5,5 0 0 1 0,10 h-2"
            yield f'<path d="{path}" fill="none" stroke="#334155"{_dash(port.edge.line)}/>'
            yield _tip(right, port.y + 5, "left", "#334155")


def _downward(box: _Box, x: float) -> Iterator[str]:
    """Draw the arrows to the next box as one, with every label beside it."""
    if not box.down:
        return
    top = box.y + box.height
    kinds = {edge.line for edge in box.down}
    for number, kind in enumerate(sorted(kinds, key=lambda kind: kind.value)):
        at = x - 8 * number
        path = f"M{at:g},{top:g} v{box.gap - 1:g}"
        yield f'<path d="{path}" fill="none" stroke="#334155" stroke-width="1.4"{_dash(kind)}/>'
        yield _tip(at, top + box.gap, "down", "#334155")
    lines = [line for edge in box.down for line in _label(edge)]
    yield from _written(lines, x + 10, top + box.gap / 2)


def _lane(lane: _Lane, boxes: Sequence[_Box], fork: float) -> Iterator[str]:
    """Draw a lane: its vertical line, the arrow into its box, and a dot where an arrow joins."""
    number = next(index for index, box in enumerate(boxes) if box.node.id == lane.target)
    stroke, dash = _STROKES[number % len(_STROKES)], _dash(lane.line)
    x, right = fork + _LANE * (lane.column + 1), _MARGIN + _GUTTER + _BOX
    top, low = lane.span
    path = f"M{x:g},{top:g} V{low:g} M{x:g},{lane.inward.y:g} H{right + 1}"
    yield f'<path d="{path}" fill="none" stroke="{stroke}"{dash}/>'
    yield _tip(right, lane.inward.y, "left", stroke)
    for port in lane.joining:
        longest = max((len(line) for line in port.lines), default=0)
        begin = right + 24 + _SPREAD * longest if longest else right
        lead = f"M{right},{port.y:g} h16 " if longest else ""
        yield f'<path d="{lead}M{begin:g},{port.y:g} H{x:g}" fill="none" stroke="{stroke}"{dash}/>'
        yield f'<circle cx="{x:g}" cy="{port.y:g}" r="2.6" fill="{stroke}"/>'


def _written(lines: Sequence[str], x: float, middle: float) -> Iterator[str]:
    y = middle + 4 - _ROW * (len(lines) - 1) / 2
    for row, line in enumerate(lines):
        yield f'<text x="{x:g}" y="{y + row * _ROW:g}" fill="#0f172a">{html.escape(line)}</text>'


def _tip(x: float, y: float, direction: str, colour: str) -> str:
    points = {"left": f"{x:g},{y:g} {x + 8:g},{y - 4:g} {x + 8:g},{y + 4:g}"}.get(
        direction, f"{x:g},{y:g} {x - 4:g},{y - 8:g} {x + 4:g},{y - 8:g}"
    )
    return f'<polygon points="{points}" fill="{colour}"/>'


def _legend(y: float, legend: Sequence[str]) -> Iterator[str]:
    x = _MARGIN
    yield f'<rect x="{x}" y="{y - 9:g}" width="22" height="12" rx="3" fill="white" stroke="#0f172a" stroke-width="3"/>'
    yield f'<text x="{x + 30}" y="{y + 1:g}">begins here</text>'
    yield f'<rect x="{x + 118}" y="{y - 9:g}" width="22" height="12" rx="3" fill="white" stroke="#0f172a"/>'
    yield f'<rect x="{x + 120}" y="{y - 7:g}" width="18" height="8" rx="2" fill="none" stroke="#0f172a"/>'
    yield f'<text x="{x + 148}" y="{y + 1:g}">ends here</text>'
    for row, line in enumerate(legend, start=1):
        yield f'<text x="{x}" y="{y + 2 + row * _ROW:g}">{_text(line)}</text>'


def _label(edge: Edge) -> list[str]:
    return textwrap.wrap(printable(edge.label), _WRAP)


def _dash(line: LineKind) -> str:
    return ' stroke-dasharray="5 4"' if line is LineKind.DASHED else ""


def _text(text: str) -> str:
    return html.escape(printable(text))


def _picture(title: str, parts: Sequence[str], *, size: tuple[int, int], font: int, defs: str = "") -> str:
    """Return a whole picture: what was drawn, under its title, on white."""
    width, height = size
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
        f'  role="img" font-family="Helvetica, Arial, sans-serif" font-size="{font}">',
        f"<title>{_text(title)}</title>",
        *((defs,) if defs else ()),
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="{_MARGIN}" y="{_MARGIN + 14}" font-size="18" font-weight="bold">{_text(title)}</text>',
    )
    return "\n".join([*head, *parts, "</svg>"]) + "\n"


# Timelines: a track for each subject, its label left of it, the days of a window across.


_LABELS_WIDE = 330
"""Room for labels."""
_LABEL_LETTERS = 52
"""How many letters of a label fit there."""
_DAYS_WIDE = 720
"""Room for the days."""
_TRACK = 20
"""Height of a track."""


def timeline_svg(  # noqa: PLR0913 - what is drawn, from when to when, and what is written around it.
    tracks: Sequence[Track],
    *,
    first: dt.date,
    last: dt.date,
    title: str,
    legend: Sequence[Legend],
    notes: Sequence[str] = (),
) -> str:
    """Return a picture of what is when; it needs no program but a browser, and holds no script.

    Args:
        tracks: The lines, from top to bottom.
        first: The first day drawn; marks are cut off there.
        last: The last day drawn.
        title: What is written above.
        legend: What the colours mean.
        notes: Lines written below.
    """
    scale = _DAYS_WIDE / ((last - first).days + 1)
    left, top = _MARGIN + _LABELS_WIDE, _MARGIN + 56

    def at(day: dt.date) -> float:
        return left + scale * (day - first).days

    drawn: list[str] = []
    below = top + _TRACK * len(tracks)
    for number in range(_TICKS + 1):
        day = first + (last - first) * number // _TICKS
        drawn.append(f'<path d="M{at(day):g},{top - 6} V{below}" stroke="#e2e8f0"/>')
        anchor = "start" if number == 0 else "end" if number == _TICKS else "middle"
        drawn.append(f'<text x="{at(day):g}" y="{top - 10}" text-anchor="{anchor}" fill="#475569">{day}</text>')
    for number, track in enumerate(tracks):
        y = top + _TRACK * number
        drawn.append(f'<text x="{_MARGIN}" y="{y + 14}" font-size="11">{_cut(track.label)}</text>')
        for mark in sorted(track.marks, key=lambda mark: mark.kind is MarkKind.PIN):
            if mark.first <= last and first <= mark.last:
                x, end = at(max(mark.first, first)), at(min(mark.last, last)) + scale
                drawn.append(_on_track(mark, x, end - x, y))
    width = round(max(left + _DAYS_WIDE + _MARGIN, _TITLE_LETTER * len(printable(title)) + 2 * _MARGIN))
    written, height = _explained(below + 26, width, legend, notes)
    return _picture(title, [*drawn, *written], size=(width, height), font=10)


def _cut(label: str) -> str:
    """Return what fits into the room for labels."""
    safe = printable(label)
    return html.escape(safe if len(safe) <= _LABEL_LETTERS else safe[: _LABEL_LETTERS - 1] + "…")


def _on_track(mark: Mark, x: float, wide: float, y: float) -> str:
    low, high, wide = (6, 8, max(wide, 4)) if mark.kind is MarkKind.PIN else (2, 16, wide)
    hint = f"<title>{_text(mark.hint)}</title>" if mark.hint else ""
    return (
        f'<rect x="{x:g}" y="{y + low}" width="{wide:g}" height="{high}" fill="{mark.fill}" '
        f'stroke="#ffffff" stroke-width="0.5">{hint}</rect>'
    )


_TICKS = 6
"""Into how many parts the days are divided."""


# Gantt charts: a line for each bar, in the same room; weeks or months across.

_LINE = 22
_BARS = {BarKind.PLAIN: ("#bfdbfe", "#1d4ed8"), BarKind.CRITICAL: ("#fca5a5", "#b91c1c")}


def gantt_svg(bars: Sequence[Bar], *, title: str, by: dt.date | None = None, notes: Sequence[str] = ()) -> str:
    """Return a Gantt chart that needs no program but a browser, and holds no script.

    Args:
        bars: The bars, from top to bottom; those of a group are brought together.
        title: What is written above.
        by: A day that is marked by a line across.
        notes: Lines written below.
    """
    days = [day for bar in bars for day in (bar.first, bar.until or bar.last)] + ([by] if by is not None else [])
    begin = min(days, default=dt.date.min)
    count = (max(days, default=begin) - begin).days + 1
    scale = min(_DAYS_WIDE / count, 24.0)
    left = _MARGIN + _LABELS_WIDE

    def at(day: dt.date) -> float:
        return left + scale * (day - begin).days

    groups: dict[str, list[Bar]] = {}
    for bar in bars:
        groups.setdefault(bar.group, []).append(bar)
    top = y = _MARGIN + 66.0
    drawn: list[str] = []
    middles: dict[str, tuple[Bar, float]] = {}
    for group, own in groups.items():
        drawn.append(f'<text x="{_MARGIN}" y="{y + 14:g}" font-weight="bold">{_cut(group)}</text>')
        y += _LINE
        for bar in own:
            middles[bar.id] = bar, y + _LINE / 2
            drawn.extend(_drawn_bar(bar, at, scale, y))
            y += _LINE
    for bar, middle in middles.values():
        for name in bar.after:
            if name in middles:
                before, height = middles[name]
                x, end = at(before.last) + scale, at(bar.first)
                path = f"M{x:g},{height:g} h4 V{middle:g} H{end:g}"
                drawn.append(f'<path d="{path}" fill="none" stroke="#64748b" stroke-width="0.8" opacity="0.6"/>')
    width = round(max(left + scale * count + _MARGIN, _TITLE_LETTER * len(printable(title)) + 2 * _MARGIN))
    below = y
    if by is not None:
        x = at(by) + scale
        drawn.append(f'<path d="M{x:g},{top - 8:g} V{y:g}" stroke="#15803d" stroke-width="2" stroke-dasharray="5 4"/>')
        drawn.append(f'<text x="{x - 4:g}" y="{y + 12:g}" text-anchor="end" fill="#15803d">{by.isoformat()}</text>')
    y += 20
    for line in notes:
        y += _ROW
        drawn.append(f'<text x="{_MARGIN}" y="{y:g}">{_text(line)}</text>')
    height = round(y + _MARGIN)
    return _picture(title, [*_dated(begin, count, at, scale, (top, below)), *drawn], size=(width, height), font=11)


def _drawn_bar(bar: Bar, at: Callable[[dt.date], float], scale: float, y: float) -> Iterator[str]:
    fill, stroke = _BARS[bar.kind]
    x, wide = at(bar.first), max(scale * ((bar.last - bar.first).days + 1), 1.5)
    hint = f"<title>{_text(f'{bar.label}: {bar.first} to {bar.last}')}</title>"
    label = _cut(bar.label)
    yield f'<g>{hint}<text x="{_MARGIN + 8}" y="{y + 15:g}">{label}</text>'
    if bar.until is not None and bar.until > bar.last:
        room = scale * ((bar.until - bar.first).days + 1)
        yield f'<rect x="{x:g}" y="{y + 8:g}" width="{room:g}" height="6" rx="3" fill="#e2e8f0"/>'
    yield f'<rect x="{x:g}" y="{y + 4:g}" width="{wide:g}" height="14" rx="3" fill="{fill}" stroke="{stroke}"/></g>'


def _dated(
    begin: dt.date, count: int, at: Callable[[dt.date], float], scale: float, span: tuple[float, float]
) -> Iterator[str]:
    """Draw a thin line with its day about every ninety points, on Mondays where that fits."""
    step = max(7, -(-90 // max(round(7 * scale), 1)) * 7)
    day, last = begin, begin + dt.timedelta(days=count - 1)
    monday = (7 - begin.weekday()) % 7
    if monday < count:
        day += dt.timedelta(days=monday)
    while True:
        x = at(day)
        yield f'<path d="M{x:g},{span[0] - 6:g} V{span[1]:g}" stroke="#e2e8f0"/>'
        yield f'<text x="{x + 3:g}" y="{span[0] - 10:g}" fill="#475569" font-size="10">{day.isoformat()}</text>'
        if (last - day).days < step:
            return
        day += dt.timedelta(days=step)


# Tiles. Frames stand one below the other in columns of one width, as text does in a newspaper; arrows run from heading
# to heading, in front of the frames and behind everything that is to be read.

_COLUMN = 250
"""Width of a column."""
_BETWEEN = 46
"""Room between columns, where the arrows bend."""
_INSET = 8
_TILE = 17
"""Height of a tile."""
_LETTER = 5.6
"""Width of a letter in a tile, on the safe side."""
_BOLD = 6.1
"""Width of a letter in a heading."""
_HEADING = 13
"""Height of one line of a heading."""
_SHAPE = 1.5
"""How much wider than high a page of tiles is to be."""


@attrs.define
class _Frame:
    """A cluster in its place."""

    cluster: Cluster
    x: float
    y: float
    width: float
    height: float
    heading: list[str]
    level: int


@attrs.define
class _Chip:
    """A tile in its place."""

    tile: Tile
    x: float
    y: float
    width: float


def tiles_svg(
    clusters: Sequence[Cluster],
    edges: Sequence[Edge],
    *,
    title: str,
    legend: Sequence[Legend],
    notes: Sequence[str] = (),
) -> str:
    """Return a picture of many things at once: coloured tiles in frames inside each other, and arrows between frames.

    It needs no program but a browser, and holds no script. A main cluster that does not fit into its column goes on in
    the next one, under its heading.

    Args:
        clusters: The main clusters, in order.
        edges: Arrows between ids of clusters; those between the same two are drawn once, with every label as a hint.
        title: What is written above.
        legend: What the colours mean.
        notes: Lines written below.
    """
    frames, chips, columns, bottom = _paged(clusters)
    places: dict[str, _Frame] = {}
    for frame in frames:
        places.setdefault(frame.cluster.id, frame)
    width = round(
        max(2 * _MARGIN + columns * (_COLUMN + _BETWEEN), _TITLE_LETTER * len(printable(title)) + 2 * _MARGIN)
    )
    drawn = [_framed(frame) for frame in frames]
    drawn.extend(_arrows(edges, places))
    drawn.extend(part for frame in frames for part in _titled(frame))
    drawn.extend(part for chip in chips for part in _chipped(chip))
    below, height = _explained(bottom + 30, width, legend, notes)
    return _picture(title, [*drawn, *below], size=(width, height), font=10, defs=_MARKER)


_MARKER = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
    '<path d="M0,0 L8,4 L0,8 z" fill="#334155"/></marker></defs>'
)


def _paged(clusters: Sequence[Cluster]) -> tuple[list[_Frame], list[_Chip], int, float]:
    """Put everything into columns, and say how many there are and where the lowest ends."""
    parts = [(main, part) for main in clusters for part in _parts(main)]
    tall = sum(_measured(main, part) for main, part in parts)
    count = max(1, round((_SHAPE * tall / (_COLUMN + _BETWEEN)) ** 0.5))
    most = tall / count
    top = _MARGIN + 40.0
    frames: list[_Frame] = []
    chips: list[_Chip] = []
    column, y, lowest = 0, top, top
    panel: _Frame | None = None
    begun: Cluster | None = None
    for main, part in parts:
        need = _measured(main, part)
        if y > top and y + need / 2 > top + most and column < count - 1:
            column, y = column + 1, top
            panel = None
        x = _MARGIN + column * (_COLUMN + _BETWEEN)
        if panel is None or panel.cluster is not main:
            heading = f"{main.label}, continued" if begun is main else main.label
            panel = _Frame(main, x, y, _COLUMN, 0, _headed(heading, _COLUMN), 0)
            frames.append(panel)
            begun = main
            y += _INSET + _HEADING * len(panel.heading)
        if not part:
            y = _flowed(main.tiles, x + _INSET, y, _COLUMN - 2 * _INSET, chips)
        for cluster in part:
            y = _nested(cluster, x + _INSET, y, _COLUMN - 2 * _INSET, frames, chips)
        y += _INSET
        panel.height = y - panel.y
        y += _INSET / 2
        lowest = max(lowest, y)
    return frames, chips, column + 1, lowest


def _parts(main: Cluster) -> list[tuple[Cluster, ...]]:
    """Say between what a main cluster may be taken apart: its own tiles, and each cluster in it."""
    own: list[tuple[Cluster, ...]] = [()] if main.tiles or not main.clusters else []
    return [*own, *((one,) for one in main.clusters)]


def _measured(main: Cluster, part: Sequence[Cluster]) -> float:
    """Say how high a part of a main cluster will be."""
    if not part:
        return _flowed(main.tiles, 0, _INSET + _HEADING, _COLUMN - 2 * _INSET, []) + 1.5 * _INSET
    return _nested(part[0], 0, 0, _COLUMN - 2 * _INSET, [], []) + 1.5 * _INSET


def _nested(  # noqa: PLR0913, PLR0917 - what, where, and into which lists.
    cluster: Cluster, x: float, y: float, width: float, frames: list[_Frame], chips: list[_Chip]
) -> float:
    """Put a cluster and everything in it below a height, and return where the next one may begin."""
    # Frames inside each other open on the way down and close on the way up: a stack, so that no depth is too deep.
    pending: list[tuple[Cluster | _Frame, float, float, int]] = [(cluster, x, width, 1)]
    while pending:
        one, left, wide, level = pending.pop()
        if isinstance(one, _Frame):
            y += _INSET / 2
            one.height = y - one.y
            y += _INSET / 2
            continue
        frame = _Frame(one, left, y, wide, 0, _headed(one.label, wide), level)
        frames.append(frame)
        y += 3 + _HEADING * len(frame.heading)
        y = _flowed(one.tiles, left + _INSET / 2, y, wide - _INSET, chips)
        pending.append((frame, left, wide, level))
        inner = max(wide - _INSET, 8 * _LETTER)
        pending.extend((below, left + _INSET / 2, inner, level + 1) for below in reversed(one.clusters))
    return y


def _flowed(tiles: Sequence[Tile], x: float, y: float, width: float, chips: list[_Chip]) -> float:
    """Put tiles beside each other, line by line, and return where they end."""
    if not tiles:
        return y
    at = x
    for tile in tiles:
        wide = max(18.0, _LETTER * len(printable(tile.label)) + 8) + _marked(tile)
        if at > x and at + wide > x + width:
            at, y = x, y + _TILE + 3
        chips.append(_Chip(tile, at, y, wide))
        at += wide + 3
    return y + _TILE + 3


def _headed(label: str, width: float) -> list[str]:
    return textwrap.wrap(printable(label), max(8, int((width - _INSET) / _BOLD))) or [""]


def _framed(frame: _Frame) -> str:
    number = frame.level % len(_FILLS)
    fill, stroke = (
        ("#f1f5f9", "#475569") if frame.level == 0 else (_FILLS[7] if number % 2 == 0 else "#ffffff", "#94a3b8")
    )
    return (
        f'<rect x="{frame.x:g}" y="{frame.y:g}" width="{frame.width:g}" height="{frame.height:g}" rx="5" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def _titled(frame: _Frame) -> Iterator[str]:
    weight = ' font-weight="bold"' if frame.level < 2 else ""  # noqa: PLR2004 - main clusters and those in them.
    for row, line in enumerate(frame.heading):
        y = frame.y + _HEADING * (row + 0.85)
        yield f'<text x="{frame.x + 5:g}" y="{y:g}"{weight} fill="#0f172a">{html.escape(line)}</text>'


def _chipped(chip: _Chip) -> Iterator[str]:
    tile, ink = chip.tile, _ink(chip.tile.fill)
    hint = f"<title>{_text(tile.hint)}</title>" if tile.hint else ""
    behind = _marked(tile) / 2
    yield (
        f'<g>{hint}<rect x="{chip.x:g}" y="{chip.y:g}" width="{chip.width:g}" height="{_TILE}" rx="3" '
        f'fill="{tile.fill}" stroke="#64748b" stroke-width="0.7"/>'
        f'<text x="{chip.x + chip.width / 2 - behind:g}" y="{chip.y + 12:g}" text-anchor="middle" fill="{ink}">'
        f"{_text(tile.label)}</text>{_mark(tile.mark, chip.x + chip.width - behind - 3, chip.y + 12, ink)}</g>"
    )


def _marked(tile: Tile) -> float:
    """Return the room that the mark of a tile takes."""
    return 3 + _BOLD * len(printable(tile.mark)) if tile.mark else 0.0


def _mark(mark: str, x: float, y: float, ink: str) -> str:
    if not mark:
        return ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-weight="bold" fill="{ink}">{_text(mark)}</text>'


def _ink(fill: str) -> str:
    """Return the colour of text that can be read on a colour."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return "#0f172a" if 299 * red + 587 * green + 114 * blue > 140_000 else "#ffffff"  # noqa: PLR2004 - a middle grey.


def _arrows(edges: Sequence[Edge], places: dict[str, _Frame]) -> Iterator[str]:
    labels: dict[tuple[str, str, LineKind], list[str]] = {}
    for edge in edges:
        if edge.source != edge.target:
            told = labels.setdefault((edge.source, edge.target, edge.line), [])
            if edge.label and edge.label not in told:
                told.append(edge.label)
    for (source, target, line), told in labels.items():
        one, other = places[source], places[target]
        begin, end = one.y + 8, other.y + 8
        if one.x + one.width < other.x:
            left, right = one.x + one.width, other.x
            path = f"M{left:g},{begin:g} C{left + 60:g},{begin:g} {right - 60:g},{end:g} {right:g},{end:g}"
        elif other.x + other.width < one.x:
            left, right = other.x + other.width, one.x
            path = f"M{right:g},{begin:g} C{right - 60:g},{begin:g} {left + 60:g},{end:g} {left:g},{end:g}"
        else:
            far = max(one.x + one.width, other.x + other.width) + min(_BETWEEN - 8, 12 + abs(end - begin) / 30)
            path = (
                f"M{one.x + one.width:g},{begin:g} C{far:g},{begin:g} {far:g},{end:g} {other.x + other.width:g},{end:g}"
            )
        hint = f"<title>{_text('; '.join(told))}</title>" if told else ""
        yield (
            f'<path d="{path}" fill="none" stroke="#334155" stroke-opacity="0.55" marker-end="url(#tip)"'
            f"{_dash(line)}>{hint}</path>"
        )


def _explained(y: float, width: float, legend: Sequence[Legend], notes: Sequence[str]) -> tuple[list[str], int]:
    """Draw the legend and the notes, and say where the picture ends."""
    drawn = []
    x = float(_MARGIN)
    for entry in legend:
        room = 30 + _LETTER * len(printable(entry.label)) + 16
        if x > _MARGIN and x + room > width - _MARGIN:
            x, y = float(_MARGIN), y + _TILE + 4
        drawn.append(
            f'<rect x="{x:g}" y="{y - 11:g}" width="22" height="14" rx="3" fill="{entry.fill}" stroke="#64748b"/>'
        )
        if entry.mark:
            drawn.append(_mark(entry.mark, x + 11, y, _ink(entry.fill)))
        drawn.append(f'<text x="{x + 28:g}" y="{y:g}">{_text(entry.label)}</text>')
        x += room
    for line in notes:
        y += _ROW
        drawn.append(f'<text x="{_MARGIN}" y="{y + 6:g}">{_text(line)}</text>')
    return drawn, round(y + 6 + _MARGIN)
