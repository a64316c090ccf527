# SPDX-License-Identifier: Apache-2.0
"""Pictures of plain nodes and edges: Mermaid, DOT and SVG.

Nothing here knows what is drawn. Ids are quoted or replaced everywhere, since unquoted ones are silently read as
something else (``4.1 -> 4.1.2``, ``end``); labels are escaped for the language they go into.
"""

from __future__ import annotations

import enum
import html
from collections.abc import Mapping, Sequence

import attrs

from isomodel.text import printable

__all__ = ["Edge", "Node", "NodeKind", "dot", "mermaid_states", "svg"]


class NodeKind(enum.Enum):
    """What part a node plays in the picture."""

    PLAIN = "plain"
    START = "start"
    """Where everything begins."""
    END = "end"
    """Where something ends."""


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
        dashed: ``True`` for a dashed line.
    """

    source: str
    target: str
    label: str = ""
    dashed: bool = False


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
        marked = f"{label} (by time)" if edge.dashed and label else label
        lines.append(f"  {ids[edge.source]} --> {ids[edge.target]}{marked}")
    lines.extend(f"  {ids[node.id]} --> [*]" for node in nodes if node.kind is NodeKind.END)
    return "\n".join(lines) + "\n"


_MERMAID = str.maketrans(
    {'"': "'", ";": ",", ":": " ", "{": "(", "}": ")", "<": "‹", ">": "›", "#": "no. ", "%": " per cent"}
)


def _mermaid(text: str) -> str:
    return printable(text).translate(_MERMAID)


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
        style = ", style=dashed" if edge.dashed else ""
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [label={_quoted(edge.label)}{style}];")
    lines.append("}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# SVG.

_BOX_WIDTH, _BOX_HEIGHT = 150, 40
_GAP_X, _GAP_Y = 46, 92
_MARGIN = 24
_LINE = 22
_COLOURS = (
    "#dbeafe",
    "#dcfce7",
    "#fef3c7",
    "#fce7f3",
    "#ede9fe",
    "#cffafe",
    "#fee2e2",
    "#f1f5f9",
    "#ecfccb",
    "#ffedd5",
)


def svg(nodes: Sequence[Node], edges: Sequence[Edge], *, title: str) -> str:
    """Return a picture that needs no program but a browser: layers from top to bottom, groups by colour, with a legend."""
    rows = _layers(nodes, edges)
    place = _placed(rows)
    groups = [group for group in _groups(nodes) if group is not None]
    colour = {group: _COLOURS[index % len(_COLOURS)] for index, group in enumerate(groups)}
    widest = max(len(row) for row in rows)
    width = max(2 * _MARGIN + widest * (_BOX_WIDTH + _GAP_X) + 120, 640)
    top = _MARGIN + 3 * _LINE
    height = top + len(rows) * (_BOX_HEIGHT + _GAP_Y) + _LINE * (1 + len(groups))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="Helvetica, Arial, sans-serif">',
        f"<title>{html.escape(printable(title))}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#475569"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="{_MARGIN}" y="{_MARGIN + 12}" font-size="18" font-weight="bold">{html.escape(printable(title))}</text>',
    ]
    centre = {
        node: (_MARGIN + 60 + column * (_BOX_WIDTH + _GAP_X) + _BOX_WIDTH // 2, top + row * (_BOX_HEIGHT + _GAP_Y))
        for node, (column, row) in place.items()
    }
    parts.extend(_arrow(edge, centre, number) for number, edge in enumerate(edges))
    for node in nodes:
        x, y = centre[node.id]
        stroke = {NodeKind.START: 3, NodeKind.END: 1}.get(node.kind, 1)
        parts.append(
            f'<rect x="{x - _BOX_WIDTH // 2}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="8" '
            f'fill="{colour.get(node.group or "", "#ffffff")}" stroke="#334155" stroke-width="{stroke}"/>'
        )
        if node.kind is NodeKind.END:
            parts.append(
                f'<rect x="{x - _BOX_WIDTH // 2 + 4}" y="{y + 4}" width="{_BOX_WIDTH - 8}" height="{_BOX_HEIGHT - 8}" rx="6" '
                'fill="none" stroke="#334155"/>'
            )
        parts.append(
            f'<text x="{x}" y="{y + 24}" font-size="12" text-anchor="middle">{html.escape(printable(node.label))}</text>'
        )
    base = top + len(rows) * (_BOX_HEIGHT + _GAP_Y)
    for number, group in enumerate(groups):
        y = base + number * _LINE
        parts.append(f'<rect x="{_MARGIN}" y="{y}" width="16" height="14" fill="{colour[group]}" stroke="#334155"/>')
        parts.append(f'<text x="{_MARGIN + 24}" y="{y + 12}" font-size="12">{html.escape(printable(group))}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _arrow(edge: Edge, centre: Mapping[str, tuple[int, int]], number: int) -> str:
    (x1, y1), (x2, y2) = centre[edge.source], centre[edge.target]
    dash = ' stroke-dasharray="6 4"' if edge.dashed else ""
    half = _BOX_WIDTH // 2
    if edge.source == edge.target:
        path = f"M{x1 + half},{y1 + 10} c36,-8 36,28 0,20"
        label = (x1 + half + 30, y1 + 24, "start")
    elif y2 > y1:
        bend = 12 * (number % 5 - 2)
        path = f"M{x1},{y1 + _BOX_HEIGHT} C{x1 + bend},{y1 + _BOX_HEIGHT + 46} {x2 + bend},{y2 - 46} {x2},{y2}"
        label = ((x1 + x2) // 2 + bend, (y1 + y2 + _BOX_HEIGHT) // 2 - 14 + 11 * (number % 4), "middle")
    else:
        # Against the current: round the right-hand side.
        out = max(x1, x2) + half + 26 + 14 * (number % 6)
        path = f"M{x1 + half},{y1 + 20} C{out},{y1 + 20} {out},{y2 + 20} {x2 + half},{y2 + 20}"
        label = ((3 * out + max(x1, x2) + half) // 4, (y1 + y2) // 2 + 20 + 11 * (number % 3), "middle")
    text = html.escape(printable(edge.label))
    return (
        f'<path d="{path}" fill="none" stroke="#475569"{dash} marker-end="url(#arrow)"/>'
        f'<text x="{label[0]}" y="{label[1]}" font-size="10" text-anchor="{label[2]}" fill="#1e293b" '
        f'stroke="white" stroke-width="3" paint-order="stroke">{text}</text>'
    )


def _layers(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[list[str]]:
    """Put every node below all that lead to it, edges that close a circle left aside, and lessen crossings."""
    onward: dict[str, list[str]] = {node.id: [] for node in nodes}
    for edge in edges:
        if edge.source != edge.target and edge.target not in onward[edge.source]:
            onward[edge.source].append(edge.target)
    forward = _without_circles(onward)
    depth = dict.fromkeys(onward, 0)
    for node in _ordered(forward):
        for target in forward[node]:
            depth[target] = max(depth[target], depth[node] + 1)
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for node in onward:
        rows[depth[node]].append(node)
    above: dict[str, list[str]] = {node: [] for node in onward}
    for source, targets in forward.items():
        for target in targets:
            above[target].append(source)
    for _ in range(4):
        for upper, row in zip(rows, rows[1:], strict=False):
            index = {node: number for number, node in enumerate(upper)}
            known = {node: [index[one] for one in above[node] if one in index] for node in row}
            row.sort(key=lambda node: sum(known[node]) / len(known[node]) if known[node] else 0.0)
    return rows


def _without_circles(onward: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {node: [] for node in onward}
    done: set[str] = set()
    for start in onward:
        path: list[tuple[str, int]] = [(start, 0)] if start not in done else []
        inside = {start}
        while path:
            node, number = path.pop()
            if number == len(onward[node]):
                inside.discard(node)
                done.add(node)
                continue
            path.append((node, number + 1))
            target = onward[node][number]
            if target in inside:
                continue
            kept[node].append(target)
            if target not in done:
                path.append((target, 0))
                inside.add(target)
    return kept


def _ordered(forward: Mapping[str, Sequence[str]]) -> list[str]:
    waiting = dict.fromkeys(forward, 0)
    for targets in forward.values():
        for target in targets:
            waiting[target] += 1
    ready = [node for node, count in waiting.items() if count == 0]
    order = []
    while ready:
        node = ready.pop(0)
        order.append(node)
        for target in forward[node]:
            waiting[target] -= 1
            if waiting[target] == 0:
                ready.append(target)
    return order


def _placed(rows: Sequence[Sequence[str]]) -> dict[str, tuple[float, int]]:
    widest = max(len(row) for row in rows)
    return {
        node: (number + (widest - len(row)) / 2, depth)
        for depth, row in enumerate(rows)
        for number, node in enumerate(row)
    }
