# SPDX-License-Identifier: Apache-2.0
"""The laws of the graph, each held on drawn graphs and each shown to fail on a bug seeded for it.

A law is a check that tells which interesting things it met; a run in which one of them is missing fails. What is
compared with is worked out requirement by requirement in :mod:`graph_drawn`.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import networkx as nx  # type: ignore[import-untyped]  # it has no types of its own.
import pytest

from graph_drawn import ENDS, ENTRIES, EVIDENCE, FINDINGS, INPUTS, LEANING, Case, cases, closed, effects, linked
from invented import SMALL, empty, evidence, finding, ref
from isomodel import documents
from isomodel.assessment import FindingType, places
from isomodel.graph import (
    EXPORTS,
    CircleKind,
    CircularRequirementsError,
    Effect,
    NodeKind,
    Relation,
    RequirementGraph,
    Step,
    Tie,
    _building,
    _graph,
    _walking,
    build,
)
from isomodel.identifiers import RequirementRef
from isomodel.model import DependencyKind
from laws import Law, Patch, Seen, fails, hold, replaced, seeded

KINDS = {kind: Relation(kind.value) for kind in DependencyKind}
RANKS = list(Effect)


def entries(refs: Iterable[Any]) -> set[RequirementRef]:
    """Keep the requirements and controls among nodes."""
    return {node.ref for node in entries_among(refs)}


def entries_among(nodes: Iterable[Any]) -> set[Any]:
    """Keep the nodes that are requirements and controls."""
    return {node for node in nodes if node.kind in (NodeKind.REQUIREMENT, NodeKind.CONTROL)}


def proves(graph: RequirementGraph, path: tuple[Step, ...], begin: str, end: str) -> None:
    """Look whether a path is made of edges of the graph, hangs together, and leads from the one to the other."""
    known = set(graph.edges)
    at = begin
    for step in path:
        assert step.source == at
        assert step.edge in known
        assert {step.edge.source, step.edge.target} == {step.source, step.target}
        forward = step.edge.source == step.source
        if step.edge.relation is Relation.RAISED_AGAINST:
            assert not forward
        elif step.edge.relation is not Relation.CONTAINS:
            assert forward
        assert str(step).startswith(f"{step.source} {step.words} {step.target}")
        at = step.target
    assert at == end


def no_sibling(path: tuple[Step, ...]) -> None:
    """Look whether a path never goes up to a clause and straight down again."""
    for one, other in itertools.pairwise(path):
        up = one.edge.relation is Relation.CONTAINS and one.words == "is part of"
        down = other.edge.relation is Relation.CONTAINS and other.words == "contains"
        assert not (up and down)


def reaches_what_it_should(case: Case, draw: random.Random) -> Iterator[str]:
    """Prerequisites and dependents are what follows requirement by requirement, with paths that prove it."""
    graph = case.graph
    kinds = draw.choice((LEANING, (*LEANING, *INPUTS), tuple(DependencyKind)))
    relations = [KINDS[kind] for kind in kinds]
    whole = closed(case.leaning(kinds))
    of = draw.choice(ENDS)
    inside = {one for one in ENTRIES if of in places(one)}
    ahead = graph.prerequisites(of, relations=relations)
    back = graph.dependents(of, relations=relations)
    assert entries(one.node for one in ahead.reached) == set().union(*(whole[one] for one in inside)) - inside
    assert entries(one.node for one in back.reached) == {one for one in ENTRIES if whole[one] & inside} - inside
    assert set(ahead.entries) == {one.node.ref for one in ahead.reached if one.node.ref in ENTRIES}
    below = {node.id for node in graph.nodes if node.ref is not None and of in places(node.ref)}
    for answer, forward in ((ahead, True), (back, False)):
        assert len(answer.rows()) == len(answer.reached)
        for one in answer.reached:
            path = answer.path(one.node.id)
            assert one.steps == len(path) > 0
            no_sibling(path)
            begin, end = (path[0].source, one.node.id) if forward else (one.node.id, path[-1].target)
            proves(graph, path, begin, end)
            assert (path[0].source if forward else path[-1].target) in below
            if len(path) > 3:
                yield "long path"
            if path[0].edge.relation is Relation.CONTAINS or path[-1].edge.relation is Relation.CONTAINS:
                yield "through a clause"
    if ahead.reached and back.reached:
        yield "both ways"


def circular(case: Case, kinds: Iterable[DependencyKind]) -> bool:
    """Say whether a requirement leans on itself, or edges as they are given run in a circle."""
    wanted = set(kinds)
    whole = closed(case.leaning(wanted))
    literal = nx.DiGraph((link.source, link.target) for link in case.edition.dependencies if link.kind in wanted)
    return any(one in whole[one] for one in ENTRIES) or not nx.is_directed_acyclic_graph(literal)


def order_respects_edges(case: Case, draw: random.Random) -> Iterator[str]:
    """Waves are the longest chains, each edge leads to an earlier wave, and a circle is named instead of an order."""
    graph = case.graph
    kinds = draw.choice((LEANING, tuple(DependencyKind)))
    relations = [KINDS[kind] for kind in kinds]
    if circular(case, kinds):
        for ask in (graph.order, graph.critical_path):
            with pytest.raises(CircularRequirementsError) as told:
                ask(relations=relations)
            circle = told.value.circle
            proves(graph, circle, circle[0].source, circle[0].source)
            assert any(step.edge.relation is not Relation.CONTAINS for step in circle)
        yield "circle"
        return
    leaning = case.leaning(kinds)
    order = graph.order(relations=relations)
    wave = {one: place for place, refs in enumerate(order.waves) for one in refs}
    assert set(wave) == set(ENTRIES)
    for one in ENTRIES:
        assert wave[one] == max((wave[other] + 1 for other in leaning[one]), default=0)
        path = order.path(one)
        proves(graph, path, str(one), path[-1].target if path else str(one))
        met = set(ENTRIES) & {graph.node(step.target).ref for step in path}
        assert {wave[other] for other in met} >= set(range(wave[one]))
    assert len(order.rows()) == len(ENTRIES)
    if len(order.waves) > 2:
        yield "three waves"


def chains_are_the_heaviest(case: Case, draw: random.Random) -> Iterator[str]:
    """No chain of requirements weighs more than the critical path, which is a chain and weighs what it says."""
    if circular(case, LEANING):
        return
    graph, leaning = case.graph, case.leaning(LEANING)
    whole = closed(leaning)
    efforts: tuple[dict[RequirementRef, int], ...] = (
        {},
        {one: draw.randint(0, 5) for one in ENTRIES if draw.random() < 0.7},
        dict.fromkeys(ENTRIES, 1),
    )
    chains = [graph.critical_path(effort) for effort in efforts]
    for effort, chain in zip(efforts, chains, strict=True):
        heavy: dict[RequirementRef, int] = {}
        for one in itertools.chain.from_iterable(graph.order().waves):
            heavy[one] = max((heavy[other] for other in leaning[one]), default=0) + effort.get(one, 0)
        refs = [node.ref for node in chain.nodes if node.ref is not None]
        assert chain.total == max(heavy.values()) == sum(effort[ref] for ref in refs)
        assert all(before in whole[after] for before, after in itertools.pairwise(refs))
        if chain.nodes:
            last = chain.nodes[-1].id
            proves(graph, chain.steps, last, chain.steps[-1].target if chain.steps else last)
            assert set(refs) <= {graph.node(step.target).ref for step in chain.steps} | {chain.nodes[-1].ref}
        assert len(chain.rows()) == len(chain.nodes)
    assert chains[2] == graph.critical_path()
    if chains[1].nodes != chains[2].nodes:
        yield "effort matters"
    if len(chains[1].nodes) > 2:
        yield "long chain"


def circles_are_named(case: Case, _: random.Random) -> Iterator[str]:
    """Everything that requires itself is in exactly one contradiction, every loop of inputs in a feedback."""
    graph = case.graph
    circles = graph.cycles()
    for kind, kinds in ((CircleKind.CONTRADICTION, LEANING), (CircleKind.FEEDBACK, (*LEANING, *INPUTS))):
        found = [circle for circle in circles if circle.kind is kind]
        whole = closed(case.leaning(kinds))
        members = Counter(node.ref for circle in found for node in circle.members if node.ref in ENTRIES)
        knotted = {one for one in ENTRIES if one in whole[one]}
        if kind is CircleKind.CONTRADICTION:
            assert knotted <= set(members)
            assert bool(found) is circular(case, kinds)
        else:
            assert knotted <= {node.ref for circle in circles for node in circle.members}
        for circle in found:
            steps = circle.steps
            proves(graph, steps, steps[0].source, steps[0].source)
            assert {step.source for step in steps} <= {node.id for node in circle.members}
            relations = {step.edge.relation for step in steps} - {Relation.CONTAINS}
            assert relations <= {KINDS[one] for one in kinds}
            assert (kind is CircleKind.CONTRADICTION) or relations & {KINDS[one] for one in INPUTS}
            assert len(circle.rows()) == len(steps)
            assert str(circle).startswith(kind.value)
            inside = [node.ref for node in circle.members if node.ref in ENTRIES]
            handed = [one for one in inside if one in knotted]
            assert all(other in whole[one] for one in handed for other in handed if len(handed) == len(inside))
            yield kind.value
            if len(steps) > 3:
                yield "long way round"


def keystones_count(case: Case, _: random.Random) -> Iterator[str]:
    """The measure of a keystone is how many others lean on it, and the list is ordered by it."""
    graph = case.graph
    whole = closed(case.leaning(LEANING))
    expected = {one: sum(1 for other in ENTRIES if other != one and one in whole[other]) for one in ENTRIES}
    stones = graph.keystones(limit=len(ENTRIES))
    assert [(stone.node.ref, stone.leaning) for stone in stones] == sorted(
        ((one, count) for one, count in expected.items() if count),
        key=lambda pair: (-pair[1], [node.ref for node in graph.nodes].index(pair[0])),
    )
    known = set(graph.edges)
    for stone in stones:
        assert stone.of == len(ENTRIES)
        assert stone.because
        assert set(stone.because) <= known
        assert len(graph.dependents(stone.node.id).entries) == stone.leaning
        yield "keystone"
    if len({stone.leaning for stone in stones}) > 1:
        yield "different weights"
    assert graph.keystones(limit=1) == stones[:1]


def causes_of(case: Case, draw: random.Random) -> list[str | RequirementRef]:
    """Choose what happens."""
    there: list[str | RequirementRef] = [item.id for item in case.record.evidence]
    there += [one.id for one in case.record.findings]
    chosen = [one for one in there if draw.random() < 0.5]
    return [*chosen, *draw.sample(ENDS, draw.choice((0, 0, 1, 2)))]


def impact_is_what_follows(case: Case, draw: random.Random) -> Iterator[str]:
    """The effect on each requirement and control is what looking at each alone gives, with a path that proves it."""
    graph, causes = case.graph, causes_of(case, draw)
    answer = graph.impact(causes)
    found = {one.node.ref: one.effect for one in answer.impacted if one.node.ref in ENTRIES}
    assert found == effects(case, causes)
    ends = {graph.node(cause).id for cause in causes}
    for one in answer.impacted:
        path = answer.path(one.node.id)
        proves(graph, path, one.node.id, path[-1].target)
        assert path[-1].target in ends
        yield one.effect.value
    assert sum(count for _, count in answer.counts()) == len(answer.impacted) == len(answer.rows())
    assert answer.of == tuple(sorted((graph.node(end) for end in ends), key=graph.nodes.index))


def impact_is_monotone(case: Case, draw: random.Random) -> Iterator[str]:
    """More causes and more dependencies never spare anybody."""
    causes = causes_of(case, draw)
    fewer = [cause for cause in causes if draw.random() < 0.6]
    kept = tuple(link for link in case.edition.dependencies if draw.random() < 0.7)
    less = attrs.evolve(case, edition=attrs.evolve(case.edition, dependencies=kept))
    # What is asked about is no answer, nor is a clause or a group inside of it.
    ends = {case.graph.node(cause) for cause in causes}
    asked = {node.ref for node in ends}
    inside = {node for node in case.graph.nodes if node.ref is not None and asked & set(places(node.ref))}
    spared = {node.id for node in ends | (inside - entries_among(inside))}
    whole = {one.node.id: RANKS.index(one.effect) for one in case.graph.impact(causes).impacted}
    for smaller in (case.graph.impact(fewer), less.graph.impact(causes), less.graph.impact(fewer)):
        for one in smaller.impacted:
            if one.node.id not in spared:
                assert whole[one.node.id] <= RANKS.index(one.effect)
                if whole[one.node.id] < RANKS.index(one.effect):
                    yield "worse"
        if 0 < len(smaller.impacted) < len(whole):
            yield "more"


def explanations_are_the_strongest(case: Case, draw: random.Random) -> Iterator[str]:
    """A connection is found exactly where one leans on the other, by the strongest tie that there is."""
    graph = case.graph
    source, target = draw.choice(ENDS), draw.choice(ENDS)
    if case.edition.dependencies and draw.random() < 0.7:
        # Two ends of dependencies are connected more often than any two.
        source = draw.choice(case.edition.dependencies).source
        target = draw.choice(case.edition.dependencies).target
    inside = {one for one in ENTRIES if source in places(one)}
    goal = {one for one in ENTRIES if target in places(one)}
    answer = graph.explain(source, target)
    ties = ((Tie.REQUIRED, LEANING), (Tie.INFORMED, (*LEANING, *INPUTS)), (Tie.CITED, tuple(DependencyKind)))
    expected = Tie.NONE
    for tie, kinds in reversed(ties):
        whole = closed(case.leaning(kinds))
        if not inside & goal and any(whole[one] & goal for one in inside):
            expected = tie
    if not inside & goal:
        assert answer.tie is expected
    if answer.tie is not Tie.NONE:
        begin = str(source)
        proves(graph, answer.steps, begin, answer.steps[-1].target)
        end = graph.node(answer.steps[-1].target).ref
        assert end is not None
        assert target in places(end)
    assert len(answer.rows()) == len(answer.steps)
    assert str(answer)
    yield answer.tie.value


def shuffled(case: Case, draw: random.Random) -> Case:
    """Return the same with every list whose order says nothing in another order."""

    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(draw.sample(items, len(items)))

    record = case.record
    items = tuple(
        attrs.evolve(item, supports=mixed(item.supports), contradicts=mixed(item.contradicts))
        for item in record.evidence
    )
    return attrs.evolve(
        case,
        edition=attrs.evolve(case.edition, dependencies=mixed(case.edition.dependencies)),
        record=attrs.evolve(
            record, evidence=mixed(items), judgements=mixed(record.judgements), findings=mixed(record.findings)
        ),
    )


def order_of_input_says_nothing(case: Case, draw: random.Random) -> Iterator[str]:
    """The graph and everything written from it are the same whatever order things came in."""
    other = shuffled(case, draw)
    one, two = case.graph, other.graph
    assert one == two
    assert hash(one) == hash(two)
    assert one.document() == two.document()
    assert [export(one) for export in EXPORTS.values()] == [export(two) for export in EXPORTS.values()]
    if other != case:
        yield "other order"


def documents_come_back(case: Case, _: random.Random) -> Iterator[str]:
    """A graph that is written and read is the same graph."""
    graph = case.graph
    text = documents.dumps(graph.document())
    read = documents.loads(text)
    again = RequirementGraph.of_document(read)  # type: ignore[arg-type]  # the test fails where it is another class.
    assert again == graph
    assert documents.dumps(again.document()) == text
    if graph.unresolved:
        yield "unresolved"
    yield "read"


# Bugs, each of which breaks a law.


def _sideways(columns: Any, starts: Iterable[int], wanted: bytes) -> Any:  # noqa: ANN401 - as the original.
    """Walk as if everything in the clause of a requirement were leaned on with it."""
    trail = _walking.forward(columns, starts, wanted)
    for state in [state for state in trail if state & 1 and columns.parents[state >> 1] >= 0]:
        for sibling in _walking.children(columns, columns.parents[state >> 1]):
            trail.setdefault(2 * sibling + 1, state)
    return trail


def _forgetful(columns: Any, starts: Iterable[int], wanted: bytes) -> Any:  # noqa: ANN401 - as the original.
    """Walk back without what leans on a clause above."""
    trail = _walking.backward(columns, starts, wanted)
    # Along an edge a walk goes on to a leaner; between clauses it stays who is leaned on, or who leans.
    return {state: came for state, came in trail.items() if came < 0 or (state ^ came) & 1 or state >> 1 == came >> 1}


def _early(columns: Any, weights: Any, wanted: bytes) -> Any:  # noqa: ANN401 - as the original.
    """Weigh everything one too light."""
    leaner, leaned, endless = _walking.waves(columns, weights, wanted)
    for node, value in enumerate(leaner):
        leaner[node] = max(0, value - 1)
    return leaner, leaned, endless


def _endless(columns: Any, weights: Any, wanted: bytes) -> Any:  # noqa: ANN401 - as the original.
    """See no circle."""
    leaner, leaned, _ = _walking.waves(columns, weights, wanted)
    return leaner, leaned, []


def _twice(columns: Any, chosen: Any, wanted: bytes) -> Any:  # noqa: ANN401 - as the original.
    """Count what leans on a node, and the node itself."""
    return [total + 1 if total else 0 for total in _walking.counted(columns, chosen, wanted)]


def _turned(right: Any) -> Any:  # noqa: ANN401 - a function.
    """Write every edge from its target to its source."""
    return lambda edge, source, target: right(edge, target, source)


def _late(right: Any) -> Any:  # noqa: ANN401 - a function.
    """Tell edges apart by when they came."""

    def columns(**given_: Any) -> Any:  # noqa: ANN401 - as the original.
        rows = [(*row[:5], f"{place}. {row[5]}") for place, row in enumerate(given_["rows"])]
        return right(**{**given_, "rows": rows})

    return columns


def _many(*links: tuple[str, str, str], seeds: int = 4, **record: Any) -> tuple[Case, ...]:  # noqa: ANN401 - lists of it.
    """Return cases with these dependencies and this record that differ in what is chosen."""
    return tuple(Case(linked(*links), attrs.evolve(empty(SMALL), **record), seed) for seed in range(seeds))


def _instead(home: ModuleType, name: str, wrong: Any) -> Patch:  # noqa: ANN401 - a function or a table.
    """Return a bug that puts something wrong in the place of what is there."""
    return replaced(home, name, lambda _: wrong)


def _law(
    name: str,
    told: Callable[[Case, random.Random], Iterable[str]],
    *interesting: str,
    witnesses: tuple[Case, ...] = (),
    **bugs: Patch,
) -> Law[Case]:
    """Return a law whose check tells what it meets, and which fails in any of the ways a wrong graph shows."""

    def check(case: Case, seen: Seen) -> None:
        seen.update(told(case, random.Random(case.seed)))  # noqa: S311 - choices that can be made again.

    return Law(
        name=name,
        cases=cases(),
        check=check,
        interesting=interesting,
        witnesses=witnesses,
        bugs={bug.replace("_", " "): patch for bug, patch in bugs.items()},
        examples=32,
        noticed=(AssertionError, KeyError, RuntimeError, pytest.fail.Exception),
    )


_MILDEST = {effect: -rank for effect, rank in _graph._RANKS.items()}

_CHAIN = (("4.1#1", "requires", "6.1#1"), ("6.1#1", "requires", "6.2#1"), ("6.2#1", "requires", "A.5.1"))
_RING = (*_CHAIN, ("A.5.1", "requires", "4.1#1"))
_RECORDED = {
    "evidence": (
        evidence("EV-1", supports=(ref("6.1#1", SMALL), ref("8.1#a", SMALL))),
        evidence("EV-2", supports=(ref("8.1#a", SMALL),)),
    ),
    "findings": (
        finding("F-1", ref("6.1#1", SMALL)),
        finding("F-2", ref("9.1#1", SMALL), type=FindingType.OBSERVATION, grade=None),
    ),
}
_FEEDBACK = (*_CHAIN, ("A.5.1", "feeds", "4.1#1"))

LAWS = (
    _law(
        "reach",
        reaches_what_it_should,
        "both ways",
        "long path",
        "through a clause",
        witnesses=(*_many(("4", "requires", "6.1#1")), *_many(*_RING, ("6.2#1", "requires", "9.1#1"), seeds=24)),
        siblings_are_leaned_on=_instead(_graph, "forward", _sideways),
        clauses_hand_nothing_up=_instead(_graph, "backward", _forgetful),
    ),
    _law(
        "order",
        order_respects_edges,
        "circle",
        "three waves",
        witnesses=(*_many(*_CHAIN), *_many(*_RING)),
        waves_too_early=_instead(_graph, "waves", _early),
        circles_overlooked=_instead(_graph, "waves", _endless),
    ),
    _law(
        "chains",
        chains_are_the_heaviest,
        "effort matters",
        "long chain",
        witnesses=_many(*_CHAIN, seeds=12),
        waves_too_early=_instead(_graph, "waves", _early),
    ),
    _law(
        "circles",
        circles_are_named,
        "contradiction",
        "feedback",
        "long way round",
        witnesses=(*_many(*_RING), *_many(*_FEEDBACK)),
        circles_overlooked=_instead(_graph, "waves", _endless),
    ),
    _law(
        "keystones",
        keystones_count,
        "keystone",
        "different weights",
        witnesses=_many(*_CHAIN),
        keystones_count_themselves=_instead(_graph, "counted", _twice),
    ),
    _law(
        "impact",
        impact_is_what_follows,
        *(effect.value for effect in Effect),
        witnesses=(
            *_many(("4.1#1", "requires", "6.1#1"), ("5.2#1", "feeds", "6.1#1"), seeds=12, **_RECORDED),
            *_many(("4", "requires", "6.1#1"), seeds=6),
        ),
        weakened_falls=_instead(_graph, "_FALLS", (*_graph._FALLS, Effect.WEAKENED)),
        inputs_run_on=_instead(_graph, "ONWARDS", (Relation.REQUIRES, Relation.FEEDS)),
        the_mildest_counts=_instead(_graph, "_RANKS", _MILDEST),
    ),
    _law(
        "monotone",
        impact_is_monotone,
        "worse",
        "more",
        witnesses=_many(*_CHAIN, seeds=24, **_RECORDED),
        the_mildest_counts=_instead(_graph, "_RANKS", _MILDEST),
    ),
    _law(
        "explain",
        explanations_are_the_strongest,
        *(tie.value for tie in Tie),
        witnesses=(
            *_many(("4.1#1", "requires", "6.1#1")),
            *_many(("4.1#1", "feeds", "6.1#1")),
            *_many(("4.1#1", "cites", "6.1#1")),
        ),
        citing_is_requiring=_instead(_graph, "_TIES", ((Tie.REQUIRED, tuple(Relation)[1:5]),)),
    ),
    _law(
        "input order",
        order_of_input_says_nothing,
        "other order",
        edges_are_told_apart_by_when_they_came=replaced(_building, "columns", _late),
    ),
    _law(
        "documents",
        documents_come_back,
        "read",
        "unresolved",
        witnesses=_many(evidence=(evidence("EV-1", supports=(ref("8.9", SMALL),)),), seeds=1),
        edges_are_turned=replaced(_graph, "row_of", _turned),
    ),
)


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_law_holds(law: Law[Case]) -> None:
    """Each law holds on drawn graphs, and met everything that it is about."""
    hold(law)


@pytest.mark.parametrize(("law", "bug"), seeded(LAWS))
def test_law_fails_on_a_bug(law: Law[Case], bug: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each law notices a bug of the kind that it is there for."""
    bug(monkeypatch)
    assert fails(law)


# The seed of hashing.

SCRIPT = """
import sys
sys.path.insert(0, "tests")
import attrs
from graph_drawn import linked
from invented import SMALL, empty, evidence, finding, ref
from isomodel.graph import EXPORTS, build
from isomodel import dumps
rows = [("4.1#1", "requires", "8.1"), ("8.1#a", "requires", "9.3"), ("9.3", "feeds", "4.1"), ("6.1", "cites", "6.2")]
rows += [("9.3#a", "verifies", "8.1#b"), ("A.5.1", "requires", "6.2"), ("6.2", "requires", "4.3")]
record = attrs.evolve(
    empty(SMALL),
    evidence=(evidence("EV-1", supports=(ref("8.1", SMALL),)), evidence("EV-2", supports=(ref("8.1#a", SMALL),))),
    findings=(finding("F-1", ref("6.2", SMALL)),),
)
graph = build([linked(*rows)], assessment=record)
told = [dumps(graph.document()), *(export(graph) for export in EXPORTS.values())]
told += map(str, [graph.order(), graph.cycles(), graph.keystones(), graph.impact(["EV-1", "F-1"]), graph.orphans()])
told += map(str, [graph.prerequisites("4.1"), graph.dependents("4.3"), graph.explain("4", "9.3")])
told.append(str(graph.critical_path()))
print("\\n".join(told))
"""


def test_hash_seed_says_nothing() -> None:
    """Every answer and every export is the same under any hash seed."""
    root = Path(__file__).parent.parent
    digests = set()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            check=True,
            capture_output=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert len(done.stdout) > 5000
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1


def test_the_reference_says_what_it_should() -> None:
    """The requirement-by-requirement reference, tried by hand on one graph."""
    case = Case(
        linked(("9.3", "requires", "8.1"), ("8.1#a", "requires", "6.1"), ("9.3", "requires", "9.3#a")),
        empty(SMALL),
    )
    local = {
        one.local: {other.local for other in others} for one, others in closed(case.leaning(LEANING)).items() if others
    }
    assert local == {
        "9.3#a": {"8.1#a", "8.1#b.1", "8.1#b.2", "6.1#1"},
        "9.3#b": {"8.1#a", "8.1#b.1", "8.1#b.2", "6.1#1"},
        "8.1#a": {"6.1#1"},
    }
    assert EVIDENCE
    assert FINDINGS
    assert build([case.edition]).editions == (SMALL.ref,)
