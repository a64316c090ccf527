# SPDX-License-Identifier: Apache-2.0
"""A process as a page to read: the drawing, and every table of its definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from isomodel.lifecycle._definition import Definition
from isomodel.lifecycle._export import to_mermaid
from isomodel.lifecycle._parts import Condition, DateRule, Effect

__all__ = ["to_markdown"]


def to_markdown(definition: Definition) -> str:
    """Return the page of a process in Markdown, with its drawing in Mermaid; nothing on it is written by hand."""
    blocks = [
        f"<!-- SPDX-License-Identifier: Apache-2.0 -->\n# {definition.title}",
        definition.summary,
        f"```mermaid\n{to_mermaid(definition)}```",
        "A star marks an event with guards; *by time* is what happens without anybody.",
        "## States",
        _table(
            ("state", "phase", "kind", "meaning"),
            ((s.name, s.phase, s.kind.value, s.meaning) for s in definition.states),
        ),
        "## Events and status changes",
        _table(
            ("from", "event", "to", "guards", "dates", "rests on"),
            (
                (
                    ", ".join(change.source),
                    change.event,
                    change.target,
                    ", ".join(change.guards) or "none",
                    "; ".join(_effect(effect) for effect in change.effects) or "none",
                    change.citation or "its guards",
                )
                for change in definition.changes
            ),
        ),
        _table(("event", "made by", "meaning"), ((e.name, e.actor.value, e.meaning) for e in definition.events)),
    ]
    if definition.guards:
        blocks += [
            "## Guards",
            _table(
                ("guard", "what has to be so", "condition", "rests on", "confidence"),
                (
                    (g.name, g.sentence, "; ".join(map(_condition, g.conditions)), g.citation, g.confidence.value)
                    for g in definition.guards
                ),
            ),
        ]
    if definition.facts:
        blocks += [
            "## Facts",
            _table(("fact", "type", "meaning"), ((f.name, f.type.value, f.meaning) for f in definition.facts)),
        ]
    if definition.dates:
        blocks += ["## Dates", _table(("date", "meaning"), ((d.name, d.meaning) for d in definition.dates))]
    if definition.deadlines:
        blocks += [
            "## Deadlines",
            _table(
                ("deadline", "what is due", "last day", "kind", "confidence", "if missed", "by time", "rests on"),
                (
                    (
                        d.name,
                        d.sentence,
                        _rule(d.rule),
                        d.kind.value,
                        d.confidence.value,
                        d.consequence,
                        d.becomes or "nothing",
                        d.citation,
                    )
                    for d in definition.deadlines
                ),
            ),
        ]
    if definition.policy.parameters:
        blocks += [
            "## Numbers",
            _table(
                ("parameter", "value", "source", "note"),
                ((p.name, f"{p.value} {p.unit}", p.source, p.note or "") for p in definition.policy.parameters),
            ),
        ]
    return "\n\n".join(blocks) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    lines.extend(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    return "\n".join(lines)


def _condition(condition: Condition) -> str:
    right = f" `{condition.right}`" if condition.right is not None else ""
    return f"`{condition.left}` {condition.test.value.replace('-', ' ')}{right}"


def _effect(effect: Effect) -> str:
    return f"{effect.date} cleared" if effect.rule.anchor is None else f"{effect.date} := {_rule(effect.rule)}"


def _rule(rule: DateRule) -> str:
    anchor = {"day": "day of the event"}.get(rule.anchor or "", (rule.anchor or "").partition(":")[2])
    months = f" + {rule.parameter} ({rule.arithmetic.value})" if rule.parameter is not None else ""
    days = f" {'+' if rule.days > 0 else '−'} {abs(rule.days)} day" if rule.days else ""  # noqa: RUF001 - a minus sign.
    return f"{anchor}{months}{days}"
