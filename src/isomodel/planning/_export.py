# SPDX-License-Identifier: Apache-2.0
"""Pictures of a plan: when each step is done, and what waits for what; as SVG and as Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

from isomodel import diagram
from isomodel.diagram import Bar, BarKind, LineKind
from isomodel.planning._nouns import Plan, WaitBasis

__all__ = ["draw", "draw_gantt", "to_mermaid", "to_mermaid_gantt"]


def draw_gantt(plan: Plan) -> str:
    """Return a Gantt chart as SVG: a line for each step, by person, with its slack, and the day it was to be done."""
    notes = [
        f"Red: a day of delay moves the end. Grey: room to be later. {plan.gap_told().capitalize()}.",
        *plan.limits,
    ]
    return diagram.gantt_svg(tuple(_bars(plan)), title=_title(plan), by=plan.by, notes=notes)


def to_mermaid_gantt(plan: Plan) -> str:
    """Return a Gantt chart in Mermaid's language, a section for each person."""
    return diagram.mermaid_gantt(tuple(_bars(plan)), title=_title(plan))


def draw(plan: Plan) -> str:
    """Return what waits for what as SVG, in waves; where only practice says so, the arrow is dashed."""
    return diagram.svg(_nodes(plan), _edges(plan), title=_title(plan), legend=("dashed: practice, not the graph",))


def to_mermaid(plan: Plan) -> str:
    """Return what waits for what as a Mermaid flowchart, in waves."""
    return diagram.mermaid_flowchart(_nodes(plan), _edges(plan))


def _title(plan: Plan) -> str:
    return f"{plan.organization}: {plan.standard}, {plan.gate.value}, planned on {plan.as_of}"


def _bars(plan: Plan) -> Iterator[Bar]:
    names = {person.id: person.name for person in plan.people}
    for step in plan.steps:
        yield Bar(
            id=step.id,
            label=step.title,
            group=names[step.person],
            first=step.starts_on,
            last=step.ends_on,
            until=step.latest_end_on,
            kind=BarKind.CRITICAL if step.critical else BarKind.PLAIN,
            after=tuple(wait.step for wait in step.after),
        )


def _nodes(plan: Plan) -> tuple[diagram.Node, ...]:
    return tuple(
        diagram.Node(id=step.id, label=f"{step.title} ({step.ends_on})", group=f"wave {step.wave}")
        for step in sorted(plan.steps, key=lambda one: one.wave)
    )


def _edges(plan: Plan) -> tuple[diagram.Edge, ...]:
    return tuple(
        diagram.Edge(
            source=wait.step,
            target=step.id,
            line=LineKind.SOLID if wait.basis is WaitBasis.REQUIRES else LineKind.DASHED,
        )
        for step in plan.steps
        for wait in step.after
    )
