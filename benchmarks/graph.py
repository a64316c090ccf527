# SPDX-License-Identifier: Apache-2.0
"""The graph of 50,000 nodes and 150,000 edges, here and in networkx, side by side.

A hundred invented editions of 500 nodes each, a tree of clauses with requirements in it, and a thousand edges of what
requires what in each. Both contenders are given the same editions and answer the same questions, and their answers are
compared. networkx is given the easier task: what contains what and what requires what are two graphs, so that it never
looks at a relation, and dependencies run between requirements only, so that it never has to hand one down. Each runs in
fresh processes of its own, taking turns; the figures are medians, and what is promised are their ratios. It ends with 1
where a promise is not kept.
"""

from __future__ import annotations

import datetime as dt
import functools
import gc
import json
import random
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    Dependency,
    DependencyBasis,
    DependencyKind,
    Provenance,
    PublicationStage,
    Requirement,
    StandardEdition,
)

ROUNDS = 5
"""Fresh processes for each contender."""
REPEATS = 3
"""Measurements in each process, of which the fastest counts."""
EDITIONS, CLAUSES, ITEMS = 100, 50, 9
NODES = EDITIONS * CLAUSES * (ITEMS + 1)
EDGES = 150_000
MAINS = 10
ASKED = 50
"""Impacts asked for; what is timed is all of them."""
SLOWER = {"build": 1.0, "order": 1.0, "impact": 1.0, "critical path": 1.0, "circle": 1.0}
"""What each may take at most, in what networkx takes."""
MEMORY = 0.5
"""What the finished graph may hold at most, in what that of networkx holds."""


def editions(*, circular: bool = False) -> list[StandardEdition]:
    """Return the editions; with a circle through a whole edition where one is to be found."""
    draw = random.Random(5)  # noqa: S311 - the same editions every time.
    contained = EDITIONS * (CLAUSES * (ITEMS + 1) - MAINS)
    each, more = divmod(EDGES - contained, EDITIONS)
    made = []
    for number in range(EDITIONS):
        standard = StandardRef.parse(f"ISO {90000 + number}:2030")
        mains = []
        refs = []
        for main in range(1, MAINS + 1):
            below = []
            for sub in range(CLAUSES // MAINS):
                place = ClauseNumber("", (main, sub) if sub else (main,))
                items = tuple(
                    Requirement(
                        ref=RequirementRef(standard, place, str(item)), statement="Invented.", consulted="invented"
                    )
                    for item in range(1, ITEMS + 1)
                )
                refs.extend(one.ref for one in items)
                below.append(Clause(number=place, title="Invented", source_confidence=0, requirements=items))
            mains.append(
                Clause(
                    number=below[0].number,
                    title="Invented",
                    source_confidence=0,
                    requirements=below[0].requirements,
                    clauses=tuple(below[1:]),
                )
            )
        pairs: set[tuple[int, int]] = set()
        while len(pairs) < each + (number < more):
            one = draw.randrange(1, len(refs))
            pairs.add((one, draw.randrange(max(0, one - 40), one)))
        if circular and number == EDITIONS - 1:
            pairs |= {(place + 1, place) for place in range(len(refs) - 1)} | {(0, len(refs) - 1)}
        made.append(
            StandardEdition(
                ref=standard,
                title="Invented",
                discipline="invented",
                publication_stage=PublicationStage.PUBLISHED,
                catalogue_revision=1,
                provenance=Provenance(compiled_on=dt.date(2030, 1, 1), method="invented", licence="CC0-1.0"),
                clauses=tuple(mains),
                dependencies=tuple(
                    Dependency(
                        source=refs[one],
                        target=refs[other],
                        kind=DependencyKind.REQUIRES,
                        basis=DependencyBasis.JUDGEMENT,
                        reason="Invented.",
                    )
                    for one, other in sorted(pairs)
                ),
            )
        )
    return made


Contender = tuple[Callable[[list[StandardEdition]], Any], dict[str, Callable[[Any], Any]]]


def asked(given: list[StandardEdition]) -> list[RequirementRef]:
    """Say what impacts are asked for: early requirements of many editions, on which much leans."""
    return [given[number * 2].requirements()[number % 20].ref for number in range(ASKED)]


def ours(given: list[StandardEdition]) -> Contender:
    """Return how this package builds and answers."""
    from isomodel import graph  # noqa: PLC0415 - each contender is loaded in its own process only.

    wanted = asked(given)

    def impact(made: Any) -> list[int]:  # noqa: ANN401 - the graph of this contender.
        return [len(made.dependents(ref).entries) for ref in wanted]

    def order(made: Any) -> list[int]:  # noqa: ANN401 - as above.
        return [len(wave) for wave in made.order().waves]

    def critical(made: Any) -> int:  # noqa: ANN401 - as above.
        return int(made.critical_path().total)

    def circle(made: Any) -> int:  # noqa: ANN401 - as above.
        return len(made.cycles()[0].members)

    return graph.build, {"order": order, "impact": impact, "critical path": critical, "circle": circle}


def networkx(given: list[StandardEdition]) -> Contender:  # noqa: C901 - five short functions.
    """Return how one builds and answers with networkx: what contains what, and what requires what."""
    import networkx as nx  # type: ignore[import-untyped]  # noqa: PLC0415 - as above; it has no types of its own.

    wanted = asked(given)

    def build(all_of_them: list[StandardEdition]) -> Any:  # noqa: ANN401 - two graphs of networkx.
        contains, requires = nx.DiGraph(), nx.DiGraph()
        for edition in all_of_them:
            for clause in edition.walk():
                ref = RequirementRef(edition.ref, clause.number)
                contains.add_node(ref, kind="clause", label=clause.title)
                for one in clause.requirements:
                    contains.add_node(one.ref, kind="requirement", label=one.statement)
                    contains.add_edge(ref, one.ref, basis="structure")
                    requires.add_node(one.ref)
                for below in clause.clauses:
                    contains.add_edge(ref, RequirementRef(edition.ref, below.number), basis="structure")
            for link in edition.dependencies:
                requires.add_edge(link.source, link.target, basis=link.basis.value, reason=link.reason)
        return contains, requires

    def impact(made: Any) -> list[int]:  # noqa: ANN401 - as above.
        return [len(nx.ancestors(made[1], ref)) for ref in wanted]

    def order(made: Any) -> list[int]:  # noqa: ANN401 - as above.
        return [len(wave) for wave in nx.topological_generations(made[1].reverse(copy=False))]

    def critical(made: Any) -> int:  # noqa: ANN401 - as above.
        return len(nx.dag_longest_path(made[1]))

    def circle(made: Any) -> int:  # noqa: ANN401 - as above.
        # `find_cycle` takes minutes where it begins far from the circle: knots are found first, as one would by hand.
        knot = next(one for one in nx.strongly_connected_components(made[1]) if len(one) > 1)
        nx.find_cycle(made[1].subgraph(knot))
        return len(knot)

    return build, {"order": order, "impact": impact, "critical path": critical, "circle": circle}


CONTENDERS = {"isomodel": ours, "networkx": networkx}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the milliseconds something takes, and what it gives."""
    fastest, found = float("inf"), None
    for _ in range(REPEATS):
        del found
        gc.collect()
        begun = time.perf_counter()
        found = work()
        fastest = min(fastest, time.perf_counter() - begun)
    return fastest * 1000, found


def measure(name: str) -> None:
    """Print the milliseconds of each thing a contender does, what it answers, and the bytes its graph holds."""
    given = editions()
    build, questions = CONTENDERS[name](given)
    build(given[:2])
    figures: dict[str, float] = {}
    answers: dict[str, Any] = {}
    figures["build"], made = timed(lambda: build(given))
    for question in ("order", "impact", "critical path"):
        figures[question], answers[question] = timed(functools.partial(questions[question], made))
    circular = build(editions(circular=True))
    figures["circle"], answers["circle"] = timed(functools.partial(questions["circle"], circular))
    del made, circular
    gc.collect()
    tracemalloc.start()
    kept = build(given)
    gc.collect()
    figures["memory"] = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del kept
    print(json.dumps({"figures": figures, "answers": answers}))


def main() -> int:
    """Measure all, taking turns, and compare."""
    from importlib import metadata  # noqa: PLC0415 - only the process that prints needs it.

    figures: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    for _ in range(ROUNDS):
        answers = []
        for name in CONTENDERS:
            told = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
            read = json.loads(told.stdout)
            figures[name].append(read["figures"])
            answers.append(read["answers"])
        assert answers[0] == answers[1], "the contenders disagree"
    median = {
        name: {key: statistics.median(row[key] for row in rows) for key in rows[0]} for name, rows in figures.items()
    }
    mine, other = median["isomodel"], median["networkx"]
    print(f"Python {sys.version.split()[0]}, networkx {metadata.version('networkx')}; {NODES} nodes, {EDGES} edges")
    print(f"medians of {ROUNDS} fresh processes; milliseconds, {ASKED} impacts, bytes held by the graph")
    kept = True
    for key, most in {**SLOWER, "memory": MEMORY}.items():
        ratio = mine[key] / other[key]
        kept = kept and ratio <= most
        unit, scale = ("MB", 1e6) if key == "memory" else ("ms", 1)
        print(
            f"{key:<14} isomodel {mine[key] / scale:9.1f} {unit}   networkx {other[key] / scale:9.1f} {unit}   "
            f"ratio {ratio:.2f}: at most {most:g} {'kept' if ratio <= most else 'MISSED'}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        sys.exit(main())
