# SPDX-License-Identifier: Apache-2.0
"""A definition as others read it: Mermaid, DOT, SCXML, XState, SVG.

Each export is made from the definition that runs. Guards keep their names, so that another interpreter can be told
which of them hold; a change by time alone appears as the event ``deadline.NAME``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from xml.sax.saxutils import quoteattr

import attrs

from isomodel import diagram
from isomodel.lifecycle._definition import Definition
from isomodel.lifecycle._parts import StateKind

__all__ = ["EXPORTS", "to_dot", "to_mermaid", "to_scxml", "to_svg", "to_xstate"]


def _edges(definition: Definition) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """List every change as source, target, event and guards, in the order in which they are tried."""
    edges: list[tuple[str, str, str, tuple[str, ...]]] = []
    for (source, event), choices in definition.choices.items():
        edges.extend((source, choice.target, event, tuple(guard.name for guard in choice.guards)) for choice in choices)
    for deadline in definition.deadlines:
        if deadline.becomes is not None:
            edges.extend((source, deadline.becomes, f"deadline.{deadline.name}", ()) for source in deadline.states)
    return edges


def _drawing(definition: Definition) -> tuple[list[diagram.Node], list[diagram.Edge]]:
    """Return what a person wants to see: one line per pair of states, with the events that lead along it."""
    kinds = {StateKind.INITIAL: diagram.NodeKind.START, StateKind.FINAL: diagram.NodeKind.END}
    nodes = [
        diagram.Node(
            id=state.name,
            label=state.name.replace("-", " "),
            group=state.phase,
            kind=kinds.get(state.kind, diagram.NodeKind.PLAIN),
        )
        for state in definition.states
    ]
    labels: dict[tuple[str, str, diagram.LineKind], list[str]] = {}
    for source, target, event, guards in _edges(definition):
        line = diagram.LineKind.DASHED if event.startswith("deadline.") else diagram.LineKind.SOLID
        label = event.removeprefix("deadline.").replace("-", " ") + (" *" if guards else "")
        told = labels.setdefault((source, target, line), [])
        if label not in told:
            told.append(label)
    edges = [
        diagram.Edge(source=source, target=target, label=", ".join(told), line=line)
        for (source, target, line), told in labels.items()
    ]
    return nodes, edges


def to_mermaid(definition: Definition) -> str:
    """Return a Mermaid state diagram, phases grouped; a star marks guarded events, time alone is marked so."""
    nodes, edges = _drawing(definition)
    marked = [
        attrs.evolve(edge, label=f"{edge.label} (by time)") if edge.line is diagram.LineKind.DASHED else edge
        for edge in edges
    ]
    return diagram.mermaid_states(nodes, marked)


def to_dot(definition: Definition) -> str:
    """Return a Graphviz graph, phases as clusters; a star marks guarded events, dashes mark time alone."""
    nodes, edges = _drawing(definition)
    return diagram.dot(nodes, edges, title=definition.title)


def to_svg(definition: Definition) -> str:
    """Return a picture, phases framed; a star marks guarded events, dashes mark time alone."""
    nodes, edges = _drawing(definition)
    return diagram.svg(nodes, edges, title=definition.title, legend=_LEGEND)


_LEGEND = ("* only where its guards are met", "a broken line: time alone, the day after the deadline it names")


def to_scxml(definition: Definition) -> str:
    """Return the process as W3C State Chart XML, ECMAScript data model; guards are read from ``_event.data.guards``."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript"',
        # Some interpreters make an identifier of the name.
        f"  name={quoteattr(definition.name.replace('-', '_'))} initial={quoteattr(definition.initial)}>",
    ]
    for state in definition.states:
        if state.kind is StateKind.FINAL:
            lines.append(f"  <final id={quoteattr(state.name)}/>")
            continue
        lines.append(f"  <state id={quoteattr(state.name)}>")
        for source, target, event, guards in _edges(definition):
            if source == state.name:
                told = " && ".join(f"_event.data.guards['{guard}']" for guard in guards)
                cond = f" cond={quoteattr(told)}" if told else ""
                lines.append(f"    <transition event={quoteattr(event)}{cond} target={quoteattr(target)}/>")
        lines.append("  </state>")
    lines.append("</scxml>")
    return "\n".join(lines) + "\n"


def to_xstate(definition: Definition) -> str:
    """Return the process as an XState v5 machine configuration.

    A guarded transition names the guard ``all`` with the names of its guards as parameters: supply one implementation
    that says whether all of them hold.
    """
    states: dict[str, dict[str, object]] = {}
    for state in definition.states:
        on: dict[str, list[dict[str, object]]] = {}
        for source, target, event, guards in _edges(definition):
            if source == state.name:
                step: dict[str, object] = {"target": target}
                if guards:
                    step["guard"] = {"type": "all", "params": {"guards": list(guards)}}
                on.setdefault(event, []).append(step)
        states[state.name] = {"type": "final"} if state.kind is StateKind.FINAL else {"on": on}
        states[state.name]["description"] = state.meaning
        states[state.name]["tags"] = [state.phase]
    machine = {"id": definition.name, "initial": definition.initial, "states": states}
    return json.dumps(machine, ensure_ascii=False, indent=2) + "\n"


EXPORTS: Mapping[str, Callable[[Definition], str]] = {
    "mermaid": to_mermaid,
    "dot": to_dot,
    "scxml": to_scxml,
    "xstate": to_xstate,
    "svg": to_svg,
}
"""The formats a definition can be drawn or handed over in; the JSON document is the definition itself."""
