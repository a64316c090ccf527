# SPDX-License-Identifier: Apache-2.0
"""The commands about what leans on what: ``isomodel graph``.

A graph is made anew for each question, of editions, with an assessment or without; every answer tells the path that
proves it. Importing this module adds its commands to the command line.
"""

from __future__ import annotations

import enum
import functools
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import App, Parameter

from isomodel import assessment, catalogue, documents, graph, readiness
from isomodel.assessment import Assessment
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    AskedGate,
    Every,
    Json,
    Numbers,
    On,
    Own,
    UsageError,
    any_edition,
    app,
    asked_day,
    asked_edition,
    content_for,
    editions_of,
    load_file,
    member,
    naming,
    private_editions,
    write_text,
)
from isomodel.correspondence import CorrespondenceTable
from isomodel.errors import nearest
from isomodel.graph import CircleKind, Reach, Relation, RequirementGraph, Step, Tie
from isomodel.identifiers import StandardRef
from isomodel.policy import Policy
from isomodel.serialization import canonical, unstructure

__all__ = ["graphs"]

graphs = App(name="graph", help="Which requirements lean on which, and what follows from that.", version_flags=())
app.command(graphs)

_SHOWN = 20
"""How many rows are shown unless all are asked for."""


class Form(enum.Enum):
    """In which form a graph is handed over."""

    JSON = "json"
    """The graph document: node-link JSON."""
    GRAPHML = "graphml"
    DOT = "dot"
    MERMAID = "mermaid"
    CYTOSCAPE = "cytoscape"


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Made:
    """What the graph is made of.

    Attributes:
        standard: An edition, in any spelling; may be given several times, and left out with --assessment.
        record: An assessment, whose evidence and findings belong to the graph; its editions, where none are named.
        on: The day that decides which amendments and which part of the record count, as YYYY-MM-DD; all where left out.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
    """

    standard: tuple[str, ...] = ()
    record: Annotated[Path | None, Parameter(name="--assessment")] = None
    on: On = None
    own: Own = ()


Relations = Annotated[tuple[str, ...], Parameter(name="--relation")]
AskedForm = Annotated[Form, Parameter(name="--format", converter=functools.partial(member, Form))]
Out = Annotated[Path | None, Parameter(name="--out")]


# What is asked.


@graphs.command
def show(*, made: Made | None = None, as_json: Json = False) -> int:
    """Show how large a graph is: its nodes by kind, its edges by relation, and what leads to nothing in it.

    Args:
        made: What the graph is made of.
        as_json: Print one object with nodes, edges and unresolved.
    """
    built = _built(made)
    nodes, edges = Counter(node.kind for node in built.nodes), Counter(edge.relation for edge in built.edges)
    counts = {
        "nodes": {kind.value: nodes[kind] for kind in graph.NodeKind if nodes[kind]},
        "edges": {relation.value: edges[relation] for relation in Relation if edges[relation]},
    }
    screen = display.Screen(sys.stdout)
    if as_json:
        told = {"editions": list(map(str, built.editions)), **counts, "unresolved": len(built.unresolved)}
        screen.emit(canonical(told))
        return ExitCode.FINE
    screen.show(display.said(", ".join(map(str, built.editions)), "bold"))
    for what, held in counts.items():
        screen.show(display.said(f"{what} {sum(held.values())}: {', '.join(f'{one} {n}' for one, n in held.items())}"))
    for edge in built.unresolved[:_SHOWN]:
        screen.show(display.said(f"not in the graph: {edge.source} {edge.relation.value} {edge.target}", "yellow"))
    _more(screen, len(built.unresolved))
    return ExitCode.FINE


@graphs.command
def prerequisites(
    name: str, /, *, made: Made | None = None, relation: Relations = (), every: Every = False, as_json: Json = False
) -> int:
    """List what something leans on, directly or through others, each with the path that proves it.

    Args:
        name: A requirement, control or clause, such as 9.3 or A.5.7; with several editions its whole reference.
        made: What the graph is made of.
        relation: What to follow: requires, feeds, verifies or cites; may be given several times. requires where left
            out.
        every: Show every row.
        as_json: Print one object with of, direction, relations and reached.
    """
    built = _built(made)
    with naming("NAME"):
        found = built.prerequisites(name, relations=_relations(relation))
    return _reach(built, found, every=every, as_json=as_json)


@graphs.command
def dependents(
    name: str, /, *, made: Made | None = None, relation: Relations = (), every: Every = False, as_json: Json = False
) -> int:
    """List what leans on something, directly or through others, each with the path that proves it.

    Args:
        name: A requirement, control or clause, such as 9.3 or A.5.7; with several editions its whole reference.
        made: What the graph is made of.
        relation: What to follow: requires, feeds, verifies or cites; may be given several times. requires where left
            out.
        every: Show every row.
        as_json: Print one object with of, direction, relations and reached.
    """
    built = _built(made)
    with naming("NAME"):
        found = built.dependents(name, relations=_relations(relation))
    return _reach(built, found, every=every, as_json=as_json)


def _reach(built: RequirementGraph, found: Reach, *, every: bool, as_json: bool) -> int:
    screen = display.Screen(sys.stdout)
    if as_json:
        rows = [{**_of(one.node), "steps": one.steps, "path": _steps(found.path(one.node.id))} for one in found.reached]
        told = {
            "of": found.of.id,
            "direction": found.direction.value,
            "relations": [relation.value for relation in found.relations],
            "reached": rows,
        }
        screen.emit(canonical(told))
        return ExitCode.FINE
    screen.show(display.said(f"{found.direction.value} of {_called(built, found.of.id)}: {len(found)}", "bold"))
    shown = found.reached if every else found.reached[:_SHOWN]
    if shown:
        rows_ = (
            (
                display.said(_called(built, one.node.id), "bold"),
                display.said(one.node.label),
                display.said(_told(built, found.path(one.node.id))),
            )
            for one in shown
        )
        screen.show(display.table(screen, ("what", "title or statement", "path"), rows_))
    _more(screen, 0 if every else len(found))
    return ExitCode.FINE


@graphs.command
def impact(*names: str, made: Made | None = None, every: Every = False, as_json: Json = False) -> int:
    """Say what loses support when evidence is gone, a finding weighs, or a requirement is not fulfilled.

    What that does to a verdict is not asked here.

    Args:
        names: Evidence, findings, requirements, controls or clauses; all of them happen together.
        made: What the graph is made of.
        every: Show every row.
        as_json: Print one object with of, counts and impacted.
    """
    if not names:
        raise UsageError("NAMES", "needed: what is gone, weighs or is not fulfilled")
    built = _built(made)
    with naming("NAMES"):
        found = built.impact(names)
    screen = display.Screen(sys.stdout)
    if as_json:
        told = {
            "of": [node.id for node in found.of],
            "counts": {effect.value: count for effect, count in found.counts()},
            "impacted": [
                {**_of(one.node), "effect": one.effect.value, "path": _steps(found.path(one.node.id))}
                for one in found.impacted
            ],
        }
        screen.emit(canonical(told))
        return ExitCode.FINE
    counts = ", ".join(f"{effect.value} {count}" for effect, count in found.counts() if count) or "nothing"
    screen.show(display.said(f"impact of {', '.join(_called(built, node.id) for node in found.of)}: {counts}", "bold"))
    shown = found.impacted if every else found.impacted[:_SHOWN]
    if shown:
        rows = (
            (
                display.said(_called(built, one.node.id), "bold"),
                display.said(one.effect.value),
                display.said(one.node.label),
                display.said(_told(built, found.path(one.node.id))),
            )
            for one in shown
        )
        screen.show(display.table(screen, ("what", "effect", "title or statement", "path"), rows))
    _more(screen, 0 if every else len(found))
    return ExitCode.FINE


@graphs.command
def explain(name: str, on_what: str, /, *, made: Made | None = None, as_json: Json = False) -> int:
    """Say why one thing leans on another: the strongest tie there is, step by step, each with its basis and reason.

    Args:
        name: What leans: a requirement, control, clause or finding.
        on_what: What it leans on: the same, or evidence.
        made: What the graph is made of.
        as_json: Print one object with source, target, tie and steps.
    """
    built = _built(made)
    with naming("NAME"):
        built.node(name)
    with naming("ON-WHAT"):
        found = built.explain(name, on_what)
    screen = display.Screen(sys.stdout)
    if as_json:
        told = {"source": found.source.id, "target": found.target.id, "tie": found.tie.value}
        screen.emit(canonical({**told, "steps": _steps(found.steps)}))
    elif found.tie is Tie.NONE:
        ends = (_called(built, found.source.id), _called(built, found.target.id))
        screen.show(display.said(f"{ends[0]} does not lean on {ends[1]}"))
    else:
        ends = (_called(built, found.source.id), _called(built, found.target.id))
        screen.show(display.said(f"{ends[0]} leans on {ends[1]} ({found.tie.value})", "bold"))
        screen.show(*(display.said(f"  {line}") for line in _reasons(built, found.steps)))
    return ExitCode.FINE


@graphs.command
def cycles(*, made: Made | None = None, as_json: Json = False) -> int:
    """List what runs in a circle: what requires itself and must not, then the feedback of the improvement cycle.

    The exit code is 1 when something requires itself: one of its edges is wrong.

    Args:
        made: What the graph is made of.
        as_json: Print an array of objects with kind, members and steps.
    """
    built = _built(made)
    found = built.cycles()
    screen = display.Screen(sys.stdout)
    if as_json:
        rows = [
            {"kind": one.kind.value, "members": [node.id for node in one.members], "steps": _steps(one.steps)}
            for one in found
        ]
        screen.emit(canonical(rows))
    else:
        for one in found:
            style = "bold red" if one.kind is CircleKind.CONTRADICTION else "bold"
            screen.show(display.said(f"{one.kind.value} of {len(one.members)}", style))
            screen.show(*(display.said(f"  {line}") for line in _reasons(built, one.steps)))
        if not found:
            screen.show(display.said("nothing runs in a circle"))
    return ExitCode.ERROR if any(one.kind is CircleKind.CONTRADICTION for one in found) else ExitCode.FINE


@graphs.command
def keystones(*, made: Made | None = None, relation: Relations = (), limit: int = 10, as_json: Json = False) -> int:
    """List the requirements and controls that most others lean on, and where the leaning arrives.

    Args:
        made: What the graph is made of.
        relation: What to follow: requires, feeds, verifies or cites; may be given several times. requires where left
            out.
        limit: How many at most, from 1.
        as_json: Print an array of objects with id, kind, label, leaning, of and because.
    """
    if limit < 1:
        raise UsageError("--limit", "has to be 1 or more")
    built = _built(made)
    found = built.keystones(relations=_relations(relation), limit=limit)
    screen = display.Screen(sys.stdout)
    if as_json:
        rows = [
            {
                **_of(one.node),
                "leaning": one.leaning,
                "of": one.of,
                "because": [unstructure(edge) for edge in one.because],
            }
            for one in found
        ]
        screen.emit(canonical(rows))
        return ExitCode.FINE
    if not found:
        screen.show(display.said("nothing leans on anything by these relations"))
        return ExitCode.FINE
    rows_ = (
        (
            display.said(_called(built, one.node.id), "bold"),
            display.said(f"{one.leaning} of {one.of}"),
            display.said(one.node.label),
            display.said(", ".join(dict.fromkeys(_called(built, edge.source) for edge in one.because))),
        )
        for one in found
    )
    screen.show(display.table(screen, ("keystone", "lean on it", "title or statement", "directly"), rows_))
    return ExitCode.FINE


@graphs.command
def order(*, made: Made | None = None, relation: Relations = (), every: Every = False, as_json: Json = False) -> int:
    """Put requirements and controls into waves, each leaning on earlier waves only and as early as can be.

    The exit code is 1 when something requires itself: then there is no order, and the circle is named.

    Args:
        made: What the graph is made of.
        relation: What to follow: requires, feeds, verifies or cites; may be given several times. requires where left
            out.
        every: Name everything in a wave.
        as_json: Print one object with relations and waves.
    """
    built = _built(made)
    found = built.order(relations=_relations(relation))
    screen = display.Screen(sys.stdout)
    if as_json:
        told = {
            "relations": [one.value for one in found.relations],
            "waves": [list(map(str, wave)) for wave in found.waves],
        }
        screen.emit(canonical(told))
        return ExitCode.FINE
    rows = []
    for place, wave in enumerate(found.waves, start=1):
        shown = wave if every else wave[:_SHOWN]
        rest = f", … and {len(wave) - len(shown)} more" if len(wave) > len(shown) else ""
        names = ", ".join(_called(built, str(ref)) for ref in shown)
        rows.append((display.said(place, "bold"), display.said(len(wave)), display.said(f"{names}{rest}")))
    screen.show(display.table(screen, ("wave", "how many", "requirements and controls"), rows))
    return ExitCode.FINE


@graphs.command
def shared(first: str, second: str, /, *, own: Own = (), every: Every = False, as_json: Json = False) -> int:
    """List what two editions both ask for, by the correspondences between them or through the common core.

    Args:
        first: An edition, in any spelling.
        second: The other.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        every: Show every row.
        as_json: Print an array of objects with first, second and possible.
    """
    private = private_editions(own)
    ends = [any_edition(name, private, option=option) for option, name in (("FIRST", first), ("SECOND", second))]
    held = {edition.ref: edition for edition in (*ends, catalogue.core())}
    built = graph.build(held.values(), correspondences=_tables(held))
    found = built.shared(ends[0].ref, ends[1].ref)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([row for pair in found for row in pair.rows()]))
        return ExitCode.FINE
    screen.show(display.said(f"{ends[0].ref} and {ends[1].ref}: {len(found)} pairs", "bold"))
    shown = found if every else found[:_SHOWN]
    if shown:
        rows = (
            (
                display.said(pair.first.id.removeprefix(f"{ends[0].ref}, "), "bold"),
                display.said(" or ".join(one.value for one in pair.possible)),
                display.said(pair.second.id.removeprefix(f"{ends[1].ref}, "), "bold"),
                display.said(pair.first.label),
            )
            for pair in shown
        )
        headers = (str(ends[0].ref), "compares as", str(ends[1].ref), "title or statement")
        screen.show(display.table(screen, headers, rows))
    _more(screen, 0 if every else len(found))
    return ExitCode.FINE


@graphs.command
def orphans(*, made: Made | None = None, every: Every = False, as_json: Json = False) -> int:
    """List what lacks what others have: evidence for nothing, requirements without evidence or without any link.

    Args:
        made: What the graph is made of.
        every: Show every row.
        as_json: Print an array of objects with id, kind and lone.
    """
    built = _built(made)
    found = built.orphans()
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([row for one in found for row in one.rows()]))
        return ExitCode.FINE
    counts = Counter(one.lone for one in found)
    told = ", ".join(f"{lone.value} {counts[lone]}" for lone in graph.Lone if counts[lone]) or "nothing is alone"
    screen.show(display.said(told, "bold"))
    shown = found if every else found[:_SHOWN]
    if shown:
        rows = (
            (
                display.said(_called(built, one.node.id), "bold"),
                display.said(one.lone.value),
                display.said(one.node.label),
            )
            for one in shown
        )
        screen.show(display.table(screen, ("what", "lacks", "title or statement"), rows))
    _more(screen, 0 if every else len(found))
    return ExitCode.FINE


@graphs.command
def export(*, as_form: AskedForm, made: Made | None = None, out: Out = None, replace: bool = False) -> int:
    """Hand a graph over to another program.

    Args:
        as_form: json for the graph document, which is node-link JSON; graphml, dot, mermaid or cytoscape.
        made: What the graph is made of.
        out: The file to write to; printed where left out.
        replace: Let the file take the place of one that is there.
    """
    built = _built(made)
    if as_form is Form.JSON:
        return _deliver(documents.dumps(built.document()), out, replace=replace)
    return _deliver(graph.EXPORTS[as_form.value](built), out, replace=replace)


@graphs.command
def draw(  # noqa: PLR0913 - one parameter an option.
    *,
    made: Made | None = None,
    gate: Annotated[AskedGate | None, Parameter(name="--gate")] = None,
    policy: Numbers = None,
    relation: Relations = (),
    out: Out = None,
    replace: bool = False,
) -> int:
    """Draw a whole standard as SVG, for a browser: a tile for each requirement and control, in frames for the clauses.

    With --assessment and --gate the tiles are coloured by readiness, each with a letter that says the same.

    Args:
        made: What the graph is made of; one edition is drawn.
        gate: The audit whose readiness colours the tiles; needs --assessment.
        policy: A policy document with other numbers than the usual ones.
        relation: Which arrows are drawn: requires, feeds, verifies or cites; may be given several times. requires where
            left out.
        out: The file to write to; printed where left out.
        replace: Let the file take the place of one that is there.
    """
    asked = made or Made()
    if gate is None and policy is not None:
        raise UsageError("--policy", "needs --gate: only readiness has numbers")
    if gate is None:
        built = _built(asked)
        if len(built.editions) != 1:
            raise UsageError("--standard", f"one edition is drawn, not {len(built.editions)}")
        drawn = graph.draw(built, built.editions[0], relations=_relations(relation))
        return _deliver(drawn, out, replace=replace)
    if asked.record is None:
        raise UsageError("--assessment", "needed with --gate: readiness is that of a record")
    if len(asked.standard) > 1:
        raise UsageError("--standard", f"one edition is drawn, not {len(asked.standard)}")
    private = private_editions(asked.own)
    record = load_file(asked.record, Assessment)
    edition = asked_edition(asked.standard[0] if asked.standard else None, record, private)
    day = asked_day(asked.on)
    numbers = load_file(policy, Policy) if policy is not None else None
    with display.busy("reading the record"):
        known = content_for([gate], [edition], private)
        answer = readiness.evaluate(record, known, standard=edition.ref, gate=gate, on=day, policy=numbers)
        built = graph.build([edition.as_of(day)], assessment=assessment.as_of(record, day))
    drawn = graph.draw(built, edition.ref, relations=_relations(relation), **readiness.colours(answer))
    return _deliver(drawn, out, replace=replace)


# What it is made of.


def _built(made: Made | None) -> RequirementGraph:
    asked = made or Made()
    private = private_editions(asked.own)
    record = load_file(asked.record, Assessment) if asked.record is not None else None
    if asked.standard:
        held = {edition.ref: edition for edition in (any_edition(name, private) for name in asked.standard)}
    elif record is not None:
        held = {edition.ref: edition for edition in editions_of(record, private)}
    else:
        raise UsageError("--standard", "needed: which editions the graph is of; --assessment takes those of a record")
    if asked.on is not None:
        held = {ref: edition.as_of(asked.on) for ref, edition in held.items()}
        record = assessment.as_of(record, asked.on) if record is not None else None
    with display.busy("building the graph"):
        return graph.build(held.values(), assessment=record, correspondences=_tables(held))


def _tables(held: Iterable[StandardRef]) -> Iterable[CorrespondenceTable]:
    """Return the tables that come along between editions; what only goes through the core needs none."""
    known = set(held)
    return tuple(catalogue.correspondence(*pair) for pair in catalogue.correspondences() if known.issuperset(pair))


def _relations(names: Sequence[str]) -> tuple[Relation, ...]:
    if not names:
        return graph.BY_DEFAULT
    known = [row.relation.value for row in graph.PROPAGATION if row.followed is not graph.Followed.NEVER]
    for name in names:
        if name not in known:
            close = nearest(name, known)
            hint = f"; did you mean {close}?" if close is not None else ""
            raise UsageError("--relation", f"{name!r} is not one of {', '.join(known)}{hint}")
    return tuple(map(Relation, names))


# How it is told.


def _called(built: RequirementGraph, name: str) -> str:
    """Return the id of a node without the edition where there is one only."""
    return name.removeprefix(f"{built.editions[0]}, ") if len(built.editions) == 1 else name


def _told(built: RequirementGraph, path: Sequence[Step]) -> str:
    return " ".join([_called(built, path[0].source), *(f"{one.words} {_called(built, one.target)}" for one in path)])


def _reasons(built: RequirementGraph, path: Sequence[Step]) -> Iterable[str]:
    for step in path:
        why = f": {step.edge.reason}" if step.edge.reason is not None else ""
        yield f"{_called(built, step.source)} {step.words} {_called(built, step.target)} [{step.edge.basis.value}]{why}"


def _of(node: graph.Node) -> dict[str, str]:
    return {"id": node.id, "kind": node.kind.value, "label": node.label}


def _steps(path: Iterable[Step]) -> list[dict[str, str]]:
    return [
        {
            "source": step.source,
            "words": step.words,
            "target": step.target,
            "relation": step.edge.relation.value,
            "basis": step.edge.basis.value,
            **({} if step.edge.reason is None else {"reason": step.edge.reason}),
        }
        for step in path
    ]


def _more(screen: display.Screen, count: int) -> None:
    if count > _SHOWN:
        screen.show(display.said(f"… and {count - _SHOWN} more; --all shows them", "dim"))


def _deliver(text: str, out: Path | None, *, replace: bool) -> int:
    if out is None:
        display.Screen(sys.stdout).emit(text)
    else:
        write_text(text, out, replace=replace)
    return ExitCode.FINE
