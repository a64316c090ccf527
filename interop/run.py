# SPDX-License-Identifier: Apache-2.0
"""Hand every exported process to the programs that read such exports, and compare the paths they take with ours.

Needs Node with the packages of ``package.json``, and ``pygraphviz``. Random sequences of events are taken through each
process here; at each step it is noted which guards held, which state followed, and what time alone did. XState and
SCION are given the same events and guards and have to be in the same state after every step. Ends with 1 otherwise.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

import pygraphviz  # type: ignore[import-not-found]  # noqa: E402 - only this optional session has it.

from isomodel import lifecycle as lc  # noqa: E402 - after the path is set.
from test_lifecycle_laws import invent  # noqa: E402 - found by the line above.

SEQUENCES = 1000
"""Random sequences for each process."""
EVENTS = 14
"""Events of a sequence."""


def sequence(definition: lc.Definition, seed: int) -> list[dict[str, Any]]:
    """Take random events through a process, noting for each the guards that held and the state that followed."""
    draw = random.Random(f"{definition.name} {seed}")  # noqa: S311 - a path that can be taken again, no secret.
    names = [event.name for event in definition.events]
    on = dt.date(2026, 1, 31)
    days = {fact.name: on + dt.timedelta(days=700) for fact in definition.facts if fact.type is lc.FactType.DAY}
    case = lc.start(definition, on=on, facts=days)
    steps: list[dict[str, Any]] = []
    told = 0
    for _ in range(EVENTS):
        on += dt.timedelta(days=draw.choice([0, 1, 10, 40, 200, 500]))
        passed = [step for step in lc.project(case, until=on) if step.source != step.target]
        steps.extend(
            {"event": f"deadline.{step.deadline}", "guards": {}, "state": step.target} for step in passed[told:]
        )
        told = len(passed)
        status = lc.state(case, on=on)
        of_state = sorted({event for source, event in definition.choices if source == status})
        event = draw.choice(of_state if of_state and draw.random() < 0.85 else [*names, "no-such-event"])
        facts = invent(draw, definition, event, on)
        guards = {
            guard: all(one.holds(case.dates, on, facts) is True for one in comparisons)
            for guard, comparisons in definition.comparisons.items()
        }
        try:
            case = lc.advance(case, event, on=on, facts=facts)
        except lc.EventNotAllowedError:
            pass
        else:
            status, told = case.status, 0
        steps.append({"event": event, "guards": guards, "state": status})
    return steps


def drawn(definition: lc.Definition) -> list[str]:
    """Let Graphviz read and lay out a process, and list what it sees otherwise."""
    graph = pygraphviz.AGraph(string=lc.EXPORTS["dot"](definition))
    wrong = []
    if set(graph.nodes()) != {state.name for state in definition.states}:
        wrong.append("other nodes")
    pairs = {(source, row.target) for row in definition.changes for source in row.source}
    pairs |= {(name, one.becomes) for one in definition.deadlines if one.becomes is not None for name in one.states}
    if {tuple(edge) for edge in graph.edges()} != pairs:
        wrong.append("other edges")
    if len(graph.subgraphs()) != len({state.phase for state in definition.states}):
        wrong.append("other clusters")
    graph.layout(prog="dot")
    return wrong


def main() -> int:
    """Try every program on every process, and tell."""
    cases = []
    for name in lc.definitions():
        definition = lc.definition(name)
        exports = {kind: lc.EXPORTS[kind](definition) for kind in ("xstate", "scxml", "mermaid")}
        sequences = [sequence(definition, seed) for seed in range(SEQUENCES)]
        cases.append({"name": name, **exports, "sequences": sequences})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.json"
        path.write_text(json.dumps(cases), encoding="utf-8")
        command = ["node", "run.mjs", str(path)]
        told = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    print(f"interop of {dt.datetime.now(tz=dt.UTC).date()}, Python {sys.version.split()[0]}")
    right = told.returncode == 0
    results = [json.loads(line) for line in told.stdout.splitlines()]
    tried = {(result.get("program"), result.get("name")) for result in results}
    right &= {(program, name) for program in ("xstate", "scxml", "mermaid") for name in lc.definitions()} <= tried
    for result in results:
        if "versions" in result:
            print(*(f"{name} {number}" for name, number in result["versions"].items()), sep=", ")
            continue
        right &= not result["wrong"]
        counted = f" {result['sequences']} sequences, {result['steps']} steps" if "steps" in result else ""
        print(f"{result['program']:<8} {result['name']:<23}{counted}: {result['wrong'] or 'the same'}")
    print(f"pygraphviz {metadata.version('pygraphviz')}")
    for name in lc.definitions():
        wrong = drawn(lc.definition(name))
        right &= not wrong
        print(f"dot      {name:<23}: {wrong or 'the same'}")
    print("everything the same" if right else f"NOT THE SAME\n{told.stderr[-2000:]}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
