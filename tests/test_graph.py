# SPDX-License-Identifier: Apache-2.0
"""The graph by hand: what becomes a node or an edge, what each answer says, and what is refused."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import pickle
import re
from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest

from graph_drawn import dependency, linked
from invented import EDITION, SMALL, day, empty, evidence, finding, judgement, perfect, ref
from isomodel import catalogue
from isomodel import graph as graphs
from isomodel.assessment import Audit, AuditType, FindingType, ManagementReview
from isomodel.correspondence import Basis, Correspondence, CorrespondenceTable, Extent, SetRelation
from isomodel.errors import InvariantError, UnknownNameError
from isomodel.graph import (
    BY_DEFAULT,
    PROPAGATION,
    CircleKind,
    CircularRequirementsError,
    Edge,
    EdgeBasis,
    Effect,
    Followed,
    GraphDocument,
    GraphFacts,
    Lone,
    Node,
    NodeKind,
    Reach,
    Relation,
    RequirementGraph,
    Step,
    Tie,
    build,
)
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import Clause, Dependency, DependencyBasis, DependencyKind, Requirement, StandardEdition


def local(nodes: Iterable[Node | RequirementRef]) -> list[str]:
    """Name nodes by what follows the name of the edition."""
    refs = ((node, node.ref if isinstance(node, Node) else node) for node in nodes)
    return [ref.local if ref is not None else getattr(node, "id", "") for node, ref in refs]


def reached(answer: Reach) -> list[str]:
    """Name what an answer reached."""
    return local(tuple(one.node for one in answer.reached))


def words(path: tuple[Step, ...]) -> str:
    """Read a path."""
    return " ".join([path[0].source.split(", ")[1], *(f"{step.words} {step.target.split(', ')[-1]}" for step in path)])


def row(source: RequirementRef, relation: SetRelation, target: RequirementRef) -> Correspondence:
    """Return a row of a table of correspondences."""
    return Correspondence(
        source=source,
        target=target,
        relation=relation,
        rationale="Invented.",
        basis=Basis.PUBLISHED,
        stated_in="invented",
        source_confidence=1,
    )


def table(*rows: Correspondence) -> CorrespondenceTable:
    """Return a table between the editions of its rows."""
    return CorrespondenceTable(
        source=rows[0].source.standard,
        target=rows[0].target.standard,
        extent=Extent.PARTIAL,
        provenance=SMALL.provenance,
        rows=rows,
    )


# What becomes a node or an edge.


def test_nodes_stand_in_the_order_of_the_standard() -> None:
    """Whatever is below a node follows it; evidence and findings come last, in the order of their ids."""
    record = attrs.evolve(
        empty(SMALL),
        evidence=(evidence("EV-2"), evidence("EV-10"), evidence("EV-2", title="again")),
        findings=(finding("NC-2"), finding("NC-1"), finding("NC-1")),
    )
    graph = build([SMALL], assessment=record)
    assert local(graph.nodes)[:8] == ["4", "4.1", "4.1#1", "4.3", "4.3#1", "5", "5.2", "5.2#1"]
    assert local(graph.nodes)[18:24] == ["8.1", "8.1#a", "8.1#b", "8.1#b.1", "8.1#b.2", "8.3"]
    assert local(graph.nodes)[-9:] == [
        *("Annex A", "A.5", "A.5.1", "A.5.2", "A.5.3"),
        *("evidence:EV-10", "evidence:EV-2", "finding:NC-1", "finding:NC-2"),
    ]
    assert len(graph) == len(graph.nodes) == 41
    kinds = {node.id.split(", ")[-1]: node.kind for node in graph.nodes}
    assert kinds["8.1"] is NodeKind.CLAUSE
    assert kinds["8.1#b"] is NodeKind.ITEM_GROUP
    assert kinds["8.1#b.1"] is NodeKind.REQUIREMENT
    assert kinds["A.5.1"] is NodeKind.CONTROL
    assert graph.node("8.1#b.1").detail == "record"
    assert graph.node("EV-2").detail == "record"
    assert graph.node("NC-1").detail == "nonconformity"
    assert graph.node("4.1").label == "Invented clause 4.1"


def test_what_contains_what_is_the_numbering() -> None:
    """A clause contains its items and subclauses, a letter the nested items it introduces."""
    graph = build([SMALL])
    contains = [edge for edge in graph.edges if edge.relation is Relation.CONTAINS]
    pairs = {(edge.source.split(", ")[1], edge.target.split(", ")[1]) for edge in contains}
    assert {("8", "8.1"), ("8.1", "8.1#a"), ("8.1", "8.1#b"), ("8.1#b", "8.1#b.1"), ("A.5", "A.5.2")} <= pairs
    assert ("8.1", "8.1#b.1") not in pairs
    assert all(edge.basis is EdgeBasis.STRUCTURE and edge.reason is None for edge in contains)
    assert len(contains) == 37 - 6


def nested(*items: str, aliases: dict[str, tuple[str, ...]] | None = None) -> StandardEdition:
    """Return an edition of one clause with these items."""
    number = ClauseNumber.parse("4")
    clause = next(clause for clause in SMALL.walk() if clause.number == number)
    requirements = tuple(
        Requirement(
            ref=RequirementRef(SMALL.ref, number, item),
            statement=f"Invented {item}.",
            consulted="invented",
            aliases=(aliases or {}).get(item, ()),
        )
        for item in items
    )
    return attrs.evolve(SMALL, clauses=(attrs.evolve(clause, requirements=requirements, clauses=()),), dependencies=())


def test_nested_items_are_inside_the_letter_that_is_there() -> None:
    """Items of a list stand together whatever stands between them, inside a requirement where their letter is one."""
    graph = build([nested("b.1", "c", "b.2.1", "c.1", "d")])
    assert local(graph.nodes) == ["4", "4#b", "4#b.1", "4#b.2", "4#b.2.1", "4#c", "4#c.1", "4#d"]
    assert graph.node("4#c").kind is NodeKind.REQUIREMENT
    assert graph.edges_of("4#c.1")[0].source == "ISO 99002:2030, 4#c"


def test_another_name_of_a_requirement_names_its_node() -> None:
    """An alias leads to its requirement and is no letter with a list of its own."""
    edition = nested("1", "b.1", aliases={"1": ("b", "z")})
    graph = build([attrs.evolve(edition, dependencies=(dependency("4#z", "requires", "4#b.1", edition),))])
    assert local(graph.nodes) == ["4", "4#1", "4#b.1"]
    assert graph.node("4#b") == graph.node("4#1")
    assert reached(graph.prerequisites("4#1")) == ["4#b.1"]


def test_dependencies_keep_their_basis_and_reason() -> None:
    """Each dependency of an edition is an edge that says what it rests on and why; twice the same counts once."""
    link = dependency("9.3", "feeds", "4.1")
    graph = build([attrs.evolve(SMALL, dependencies=(link, link, dependency("9.3", "feeds", "4.1", reason="Other.")))])
    edges = [edge for edge in graph.edges if edge.relation is Relation.FEEDS]
    assert [(edge.basis, edge.reason) for edge in edges] == [
        (EdgeBasis.JUDGEMENT, "9.3 feeds 4.1."),
        (EdgeBasis.JUDGEMENT, "Other."),
    ]
    assert graph.edges_of("9.3")[-2:] == tuple(edges)


def test_a_record_makes_edges_of_what_it_says() -> None:
    """Evidence, judgements and findings become edges on the basis of the record, one for each pair."""
    target = ref("8.1#a", SMALL)
    record = attrs.evolve(
        empty(SMALL),
        evidence=(evidence("EV-1", supports=(target,), contradicts=(ref("9.1", SMALL),)), evidence("EV-2")),
        judgements=(
            judgement(target, evidence=("EV-2", "EV-1")),
            judgement(target, evidence=("EV-2",), judged_on=day(-90)),
        ),
        findings=(
            finding("NC-1", target),
            finding("OB-1", ref("9", SMALL), type=FindingType.OBSERVATION, grade=None),
        ),
    )
    graph = build([SMALL], assessment=record)
    told = {
        (edge.source.split(", ")[-1], edge.relation, edge.target.split(", ")[-1]): edge.reason
        for edge in graph.edges
        if edge.basis is EdgeBasis.RECORD
    }
    assert told == {
        ("8.1#a", Relation.SUPPORTED_BY, "evidence:EV-1"): "A judgement of 2031-05-16 rests on it.",
        ("8.1#a", Relation.SUPPORTED_BY, "evidence:EV-2"): "A judgement of 2031-03-17 rests on it.",
        ("9.1", Relation.CONTRADICTED_BY, "evidence:EV-1"): "The evidence speaks against it.",
        ("finding:NC-1", Relation.RAISED_AGAINST, "8.1#a"): "It is a criterion of the finding: minor nonconformity.",
        ("finding:OB-1", Relation.RAISED_AGAINST, "9"): "It is a criterion of the finding: observation.",
    }
    assert graph.assessment == "invented"


def test_what_is_not_there_is_kept_apart() -> None:
    """References to other editions and to evidence nobody has are told as unresolved, and are no edges."""
    record = attrs.evolve(
        empty(SMALL),
        evidence=(evidence("EV-1", supports=(ref("4.1"),)),),
        judgements=(judgement(ref("4.1", SMALL), evidence=("EV-9",)),),
        findings=(finding("NC-1", ref("4.9", SMALL)),),
    )
    graph = build([SMALL], assessment=record)
    assert [(edge.source.split(", ")[-1], edge.target.split(", ")[-1]) for edge in graph.unresolved] == [
        ("4.1", "evidence:EV-1"),
        ("4.1", "evidence:EV-9"),
        ("finding:NC-1", "4.9"),
    ]
    assert not [edge for edge in graph.edges if edge.basis is EdgeBasis.RECORD]


def test_two_contents_of_one_edition_are_refused() -> None:
    """The same edition may be given twice, another content under its name may not."""
    assert build([SMALL, SMALL]) == build([SMALL])
    with pytest.raises(InvariantError, match="ISO 99002:2030 twice"):
        build([SMALL, linked(("9.3", "feeds", "4.1"))])


# What the relations hand on.


GRAPH = build(
    [
        linked(
            ("9.3", "requires", "8.1"),
            ("8.1#a", "requires", "6.1#1"),
            ("6.1", "feeds", "4.1"),
            ("9.1", "verifies", "8.1#b.1"),
            ("5.2", "cites", "6.2"),
        )
    ]
)


def test_a_dependency_between_clauses_reaches_what_is_below() -> None:
    """Each requirement of the one clause leans on each of the other, and on what those lean on, and on no sibling."""
    assert reached(GRAPH.prerequisites("9.3#a")) == ["6.1#1", "8.1", "8.1#a", "8.1#b", "8.1#b.1", "8.1#b.2"]
    assert reached(GRAPH.prerequisites("8.1#b.1")) == []
    assert reached(GRAPH.prerequisites("8.1")) == ["6.1#1"]
    assert reached(GRAPH.dependents("6.1")) == ["8.1#a", "9.3", "9.3#a", "9.3#b"]
    assert reached(GRAPH.dependents("8.1#b")) == ["9.3", "9.3#a", "9.3#b"]
    assert words(GRAPH.prerequisites("9.3#a").path("6.1#1")) == (
        "9.3#a is part of 9.3 requires 8.1 contains 8.1#a requires 6.1#1"
    )
    assert words(GRAPH.dependents("6.1").path(ref("9.3#b", SMALL))) == (
        "9.3#b is part of 9.3 requires 8.1 contains 8.1#a requires 6.1#1"
    )


def test_relations_are_followed_when_asked() -> None:
    """Inputs, checks and citations are followed where they are named, and what hands nothing on never is."""
    both = (Relation.REQUIRES, Relation.FEEDS)
    assert reached(GRAPH.prerequisites("8.1#a", relations=both)) == ["4.1", "4.1#1", "6.1#1"]
    assert reached(GRAPH.dependents("6.2", relations=[Relation.CITES])) == ["5.2", "5.2#1"]
    assert BY_DEFAULT == (Relation.REQUIRES,)
    never = [one.relation for one in PROPAGATION if one.followed is Followed.NEVER]
    assert never == [Relation.CONTAINS, Relation.CORRESPONDS, Relation.CONTRADICTED_BY]
    for relation in never:
        for ask in (GRAPH.order, GRAPH.keystones, GRAPH.critical_path):
            with pytest.raises(UnknownNameError, match="relation that can be followed"):
                ask(relations=[relation])


def test_the_table_has_every_relation_once() -> None:
    """What each relation hands on is told once, in the order of the relations."""
    assert [one.relation for one in PROPAGATION] == list(Relation)


def test_an_edge_to_a_part_is_not_handed_down() -> None:
    """A clause that requires a part of itself makes no part lean on itself."""
    graph = build([linked(("9", "requires", "9.3"), ("9.3#a", "requires", "9"))])
    assert reached(graph.prerequisites("9.1#1")) == []
    assert len([edge for edge in graph.edges if edge.relation is Relation.REQUIRES]) == 2
    assert [edge.relation for edge in graph.edges_of("9.3#a")] == [Relation.CONTAINS, Relation.REQUIRES]
    assert len(graph.order().waves) == 1


def cells(page: Path, header: str) -> list[list[str]]:
    """Return the rows of the table of a page that has this header."""
    lines = iter(page.read_text(encoding="utf-8").splitlines())
    assert header in lines
    next(lines)
    rows = itertools.takewhile(lambda line: line.startswith("|"), lines)
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in rows]


PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "graph.md"


def test_the_table_on_the_page_is_the_one_that_is_read() -> None:
    """The page on the graph shows what each relation hands on as it is read, and every effect from the worst."""
    told = cells(PAGE, "| relation | who leans | stands for | followed | impact | because |")
    assert told == [
        [one.relation.value, one.leaner.value, one.span.value, one.followed.value, one.impact.value, one.reason]
        for one in PROPAGATION
    ]
    assert [row[0] for row in cells(PAGE, "| relation | leads from | to | comes from |")] == [
        relation.value for relation in Relation
    ]
    assert [row[0] for row in cells(PAGE, "| effect | means |")] == [effect.value for effect in Effect]


# Impact.


RECORD = attrs.evolve(
    empty(SMALL),
    evidence=(
        evidence("EV-1", supports=(ref("6.1#1", SMALL), ref("8.1", SMALL))),
        evidence("EV-2", supports=(ref("8.1#b", SMALL),)),
        evidence("EV-3", contradicts=(ref("4.1#1", SMALL),)),
    ),
    findings=(
        finding("NC-1", ref("4.1", SMALL)),
        finding("OB-1", ref("6.1#1", SMALL), type=FindingType.OBSERVATION, grade=None),
    ),
)
HELD = build(
    [linked(("9.3", "requires", "8.1#a"), ("6.1", "feeds", "4.1"), ("9.1", "verifies", "9.3"))], assessment=RECORD
)


def impact(of: str | list[str]) -> dict[str, str]:
    """Say what an impact does, by name."""
    answer = HELD.impact(of)
    return {local((one.node,))[0]: one.effect.value for one in answer.impacted}


def test_impact_of_evidence() -> None:
    """What had no other evidence is unsupported, the rest weakened; who requires that is undermined, one step more."""
    assert impact("EV-1") == {
        "6.1#1": "unsupported",
        "8.1#a": "unsupported",
        "8.1#b.1": "weakened",
        "8.1#b.2": "weakened",
        "9.1": "input",
        "9.1#1": "input",
        "9.3": "undermined",
        "9.3#a": "undermined",
        "9.3#b": "undermined",
    }
    assert impact(["EV-1", "EV-2"])["8.1#b.1"] == "unsupported"
    assert impact("EV-3") == {}
    assert words(HELD.impact("EV-1").path("9.1#1")) == (
        "9.1#1 is part of 9.1 verifies 9.3 requires 8.1#a is part of 8.1 is supported by evidence:EV-1"
    )
    assert str(HELD.impact("EV-3")) == "impact of evidence:EV-3 (Invented record EV-3): nothing"


def test_impact_of_a_finding() -> None:
    """A nonconformity goes on from what it touches, another finding does not."""
    assert impact("NC-1") == {"4.1#1": "raised-against", "6.1": "input", "6.1#1": "input"}
    assert impact("OB-1") == {"6.1#1": "noted"}
    assert words(HELD.impact("NC-1").path("6.1#1")) == (
        "6.1#1 is part of 6.1 takes an input from 4.1 contains 4.1#1 is part of 4.1 is touched by finding:NC-1"
    )


def test_impact_of_a_requirement_and_of_a_clause() -> None:
    """What is asked about is no answer itself; what is below a clause is hit with it."""
    assert impact("8.1#a")["9.3"] == "undermined"
    assert "8.1#a" not in impact("8.1#a")
    assert {one: effect for one, effect in impact("8").items() if one.startswith("8")} == dict.fromkeys(
        ("8.1#a", "8.1#b.1", "8.1#b.2", "8.3#1", "8.3#2"), "below"
    )
    assert impact([]) == {}
    answer = HELD.impact(ref("8.1#a", SMALL))
    with pytest.raises(UnknownNameError, match=re.escape("No node of this answer is called 'ISO 99002:2030, 4.1'")):
        answer.path("4.1")
    assert repr(answer) == "<Impact of ISO 99002:2030, 8.1#a: 5>"
    assert str(answer).splitlines()[0].endswith("undermined 3, input 2")
    assert answer.rows()[0]["effect"] == "input"
    assert [effect for effect, count in answer.counts() if count] == [Effect.UNDERMINED, Effect.INPUT]


def test_a_long_answer_is_counted() -> None:
    """A printed answer has twenty lines at most and says how many more there are."""
    graph = build([EDITION], assessment=perfect(EDITION))
    told = str(graph.impact(["8", "7", "6", "5"])).splitlines()
    assert len(told) == 22
    assert told[-1] == "  … and 7 more"
    assert "below 27" in told[0]


# The other questions.


def test_explain_gives_the_strongest_tie() -> None:
    """A path of requirements is given before one through inputs, and that before one through citations."""
    graph = build([linked(("9.3", "feeds", "4.1"), ("9.3#b", "requires", "6.1"), ("6.1", "requires", "4"))])
    strong = graph.explain("9.3", "4.1")
    assert strong.tie is Tie.REQUIRED
    assert str(strong).splitlines() == [
        "ISO 99002:2030, 9.3 (Invented clause 9.3) leans on ISO 99002:2030, 4.1 (Invented clause 4.1) (required):",
        "  ISO 99002:2030, 9.3 contains ISO 99002:2030, 9.3#b [structure]",
        "  ISO 99002:2030, 9.3#b requires ISO 99002:2030, 6.1 [judgement]: 9.3#b requires 6.1.",
        "  ISO 99002:2030, 6.1 requires ISO 99002:2030, 4 [judgement]: 6.1 requires 4.",
        "  ISO 99002:2030, 4 contains ISO 99002:2030, 4.1 [structure]",
    ]
    assert graph.explain("9.3#a", "4.1#1").tie is Tie.INFORMED
    assert GRAPH.explain("5.2#1", "6.2#1").tie is Tie.CITED
    none = graph.explain("4.1", "9.3")
    assert (none.tie, none.steps) == (Tie.NONE, ())
    assert str(none).endswith("does not lean on ISO 99002:2030, 9.3 (Invented clause 9.3)")
    assert graph.explain("4.1", "4.1").tie is Tie.NONE


def test_explain_ends_at_evidence_and_findings() -> None:
    """Why something depends on an item of evidence or is touched by a finding is explained through what it requires."""
    assert words(HELD.explain("9.3", "EV-1").steps) == "9.3 requires 8.1#a is part of 8.1 is supported by evidence:EV-1"
    assert words(HELD.explain("6.1", "NC-1").steps) == "6.1 takes an input from 4.1 is touched by finding:NC-1"
    assert HELD.explain("EV-1", "8.1").tie is Tie.NONE


def test_circles_are_named_in_full() -> None:
    """What requires itself comes first with its way round; feedback is shown as such."""
    graph = build(
        [
            linked(
                ("9.3", "requires", "8.1#a"),
                ("8.1", "requires", "6.1"),
                ("6.1#1", "requires", "9.3#b"),
                ("4.1", "feeds", "4.3"),
                ("4.3", "verifies", "4.1#1"),
            )
        ]
    )
    wrong, feedback = graph.cycles()
    assert wrong.kind is CircleKind.CONTRADICTION
    assert local(wrong.members) == ["6.1", "6.1#1", "8.1", "8.1#a", "9.3", "9.3#b"]
    assert words(wrong.steps) == (
        "6.1 contains 6.1#1 requires 9.3#b is part of 9.3 requires 8.1#a is part of 8.1 requires 6.1"
    )
    assert feedback.kind is CircleKind.FEEDBACK
    assert str(feedback) == (
        "feedback of 4: ISO 99002:2030, 4.1 → ISO 99002:2030, 4.3 → ISO 99002:2030, 4.1#1 → ISO 99002:2030, 4.1"
    )
    with pytest.raises(CircularRequirementsError) as caught:
        graph.order()
    assert {step.edge for step in caught.value.circle} == {step.edge for step in wrong.steps}
    assert str(caught.value).startswith("there is no order: ISO 99002:2030, ")
    assert pickle.loads(pickle.dumps(caught.value)).circle == caught.value.circle  # noqa: S301 - made one line above.


def test_circles_through_a_part_and_to_itself_are_named() -> None:
    """An edge to oneself, and edges between a clause and its own part, are circles as they are given."""
    graph = build([linked(("4.1", "requires", "4.1"), ("9", "feeds", "9.3"), ("9.3", "feeds", "9"))])
    wrong, feedback = graph.cycles()
    assert [step.edge.source for step in wrong.steps] == ["ISO 99002:2030, 4.1"]
    assert local(feedback.members) == ["9", "9.3"]
    assert [step.words for step in feedback.steps] == ["takes an input from"] * 2
    with pytest.raises(
        CircularRequirementsError, match=re.escape("ISO 99002:2030, 4.1 → ISO 99002:2030, 4.1 is a circle")
    ):
        graph.order()
    longer = build([linked(("9", "requires", "9.3"), ("9.3", "requires", "8.1"), ("8.1", "cites", "9"))])
    assert longer.cycles() == ()
    both = build([linked(("9", "requires", "9.3"), ("9.3", "requires", "8.1"), ("8.1", "requires", "9"))])
    assert [circle.kind for circle in both.cycles()] == [CircleKind.CONTRADICTION]


def test_order_is_as_early_as_can_be() -> None:
    """Everything stands in the first wave after all it requires, and a path through every wave shows why."""
    order = GRAPH.order()
    assert [len(wave) for wave in order.waves] == [15, 1, 2]
    assert [local(wave) for wave in order.waves[1:]] == [["8.1#a"], ["9.3#a", "9.3#b"]]
    assert words(order.path("9.3#b")) == "9.3#b is part of 9.3 requires 8.1 contains 8.1#a requires 6.1#1"
    assert order.path("4.1#1") == ()
    assert repr(order) == "<Order: 3 waves of 15, 1, 2>"
    assert str(order).splitlines()[1] == "2. ISO 99002:2030, 8.1#a"
    assert order.rows()[-1]["wave"] == "3"
    with pytest.raises(UnknownNameError):
        order.path("4.1")
    many = str(build([EDITION]).order())
    assert many.endswith("… and 39 more")


def test_the_critical_path_weighs_what_is_given() -> None:
    """Without efforts the longest chain, with them the heaviest; who is not named weighs nothing."""
    assert str(GRAPH.critical_path()) == ("3: ISO 99002:2030, 6.1#1 → ISO 99002:2030, 8.1#a → ISO 99002:2030, 9.3#a")
    effort = {ref("9.3#b", SMALL): 2, ref("8.1#b.2", SMALL): 9, ref("6.1#1", SMALL): 4}
    chain = GRAPH.critical_path(effort)
    assert (local(chain.nodes), chain.total) == (["8.1#b.2", "9.3#b"], 11)
    assert GRAPH.critical_path({}).nodes == ()
    assert GRAPH.critical_path(dict.fromkeys(effort, 0)).total == 0
    for wrong in ({ref("9.3#b", SMALL): -1}, {ref("9.3", SMALL): 1}):
        with pytest.raises(InvariantError, match="for a requirement or control"):
            GRAPH.critical_path(wrong)


def test_keystones_say_what_they_measure() -> None:
    """The one most leaned on comes first, with the number of those that lean and the edges by which they do."""
    first, second = GRAPH.keystones(limit=2)
    assert (first.node.ref, first.leaning, first.of) == (ref("6.1#1", SMALL), 3, 18)
    assert [edge.source for edge in first.because] == ["ISO 99002:2030, 8.1#a"]
    assert (second.node.ref, second.leaning) == (ref("8.1#a", SMALL), 2)
    assert str(first) == (
        "ISO 99002:2030, 6.1#1 (Invented obligation 6.1 1.): 3 of 18 requirements and controls lean on it"
    )
    assert first.rows()[0]["leaning"] == "3"
    assert GRAPH.keystones(limit=0) == GRAPH.keystones(limit=-1) == ()
    assert GRAPH.keystones(relations=[Relation.CITES])[0].node.ref == ref("6.2#1", SMALL)


def test_shared_requirements_are_proved_by_correspondences() -> None:
    """What two editions ask for alike comes from tables in either direction, or through one third node."""
    third = attrs.evolve(
        nested("1"), ref=attrs.evolve(SMALL.ref, number="99003"), clauses=(), amendments=(), dependencies=()
    )
    clause = attrs.evolve(nested("1").clauses[0], requirements=(), clauses=())
    requirement = Requirement(ref=RequirementRef(third.ref, clause.number, "1"), statement="Third.", consulted="x")
    third = attrs.evolve(third, clauses=(attrs.evolve(clause, requirements=(requirement,)),))
    middle = requirement.ref
    tables = [
        table(
            row(ref("4.1#1"), SetRelation.EQUAL, ref("4.1#1", SMALL)),
            row(ref("4.3#1"), SetRelation.SUBSET, ref("4.3#1", SMALL)),
            row(ref("5.1#a"), SetRelation.NONE, ref("5.2#1", SMALL)),
            row(ref("5.2"), SetRelation.INTERSECTS, ref("5.2", SMALL)),
        ),
        table(
            row(ref("9.3#1"), SetRelation.SUPERSET, middle),
            row(ref("4.2#a"), SetRelation.SUBSET, middle),
            row(ref("4.1#1"), SetRelation.INTERSECTS, middle),
        ),
        table(row(middle, SetRelation.SUPERSET, ref("9.3#a", SMALL))),
    ]
    graph = build([third, SMALL, EDITION], correspondences=tables)
    pairs = {
        (local((one.first,))[0], local((one.second,))[0]): one for one in graph.shared(EDITION.ref, str(SMALL.ref))
    }
    assert {pair: one.possible for pair, one in pairs.items()} == {
        ("4.1#1", "4.1#1"): (SetRelation.EQUAL,),
        ("4.3#1", "4.3#1"): (SetRelation.SUBSET,),
        ("5.2", "5.2"): (SetRelation.INTERSECTS,),
        ("9.3#1", "9.3#a"): (SetRelation.SUPERSET,),
    }
    assert [edge.target for edge in pairs["9.3#1", "9.3#a"].edges] == [str(middle), str(ref("9.3#a", SMALL))]
    back = {(local((one.first,))[0], one.possible) for one in graph.shared(SMALL.ref, EDITION.ref)}
    assert ("4.3#1", (SetRelation.SUPERSET,)) in back
    assert str(pairs["4.3#1", "4.3#1"]) == "ISO 99001:2030, 4.3#1 ~ ISO 99002:2030, 4.3#1: subset"
    assert pairs["5.2", "5.2"].rows()[0]["possible"] == "intersects"
    with pytest.raises(UnknownNameError, match="No edition of the graph is called 'ISO 99009:2030'"):
        graph.shared("ISO 99009:2030", SMALL.ref)
    assert len(build([SMALL], correspondences=tables).unresolved) == 7


def test_two_ways_narrow_what_is_shared() -> None:
    """Where a pair is connected twice, only what both allow is possible, and both are cited."""
    one, other, middle = ref("4.1#1"), ref("4.1#1", SMALL), ref("4.2#a")
    wide = attrs.evolve(EDITION, ref=attrs.evolve(EDITION.ref, number="98999"), clauses=(), amendments=())
    third = RequirementRef(wide.ref, middle.clause, "a")
    clause = next(clause for clause in EDITION.walk() if str(clause.number) == "4.2")
    home = attrs.evolve(clause, requirements=(attrs.evolve(clause.requirements[0], ref=third),), clauses=())
    wide = attrs.evolve(wide, clauses=(attrs.evolve(home, number=clause.number),))
    tables = [
        table(row(one, SetRelation.SUBSET, third)),
        table(row(third, SetRelation.INTERSECTS, other)),
        table(row(one, SetRelation.SUBSET, other)),
    ]
    graph = build([EDITION, SMALL, wide], correspondences=tables)
    (pair,) = graph.shared(EDITION.ref, SMALL.ref)
    assert pair.possible == (SetRelation.SUBSET,)
    assert {len(pair.edges)} <= {1, 3}


def test_what_compares_nothing_shares_nothing() -> None:
    """Other relations of a node say nothing about what it shares, and a wide correspondence widens no narrow one."""
    tables = [
        table(row(ref("4.1#1"), SetRelation.EQUAL, ref("4.1#1", SMALL))),
        table(row(ref("4.1#1", SMALL), SetRelation.EQUAL, ref("4.1#1"))),
        table(row(ref("4", SMALL), SetRelation.EQUAL, ref("4.1", SMALL))),
        table(row(ref("4.1#1", SMALL), SetRelation.INTERSECTS, ref("5.2#1", SMALL))),
    ]
    leaning = linked(("4.1#1", "requires", "8.1"), ("9.3", "requires", "4.1#1"))
    graph = build([EDITION, leaning], correspondences=tables)
    (pair,) = graph.shared(SMALL.ref, EDITION.ref)
    assert pair.possible == (SetRelation.EQUAL,)
    assert len(pair.edges) == 1
    assert ref("4.3#1", SMALL) in {one.node.ref for one in graph.orphans() if one.lone is Lone.WITHOUT_LINK}


def test_a_core_makes_requirements_correspond() -> None:
    """Requirements that specialise one of a core among the editions correspond to it, and so to each other."""

    def specialised(edition: StandardEdition, name: str, core: RequirementRef) -> StandardEdition:
        def evolved(clause: Clause) -> Clause:
            return attrs.evolve(
                clause,
                requirements=tuple(
                    attrs.evolve(one, specialises=core) if one.ref.local == name else one for one in clause.requirements
                ),
                clauses=tuple(evolved(below) for below in clause.clauses),
            )

        return attrs.evolve(edition, clauses=tuple(evolved(clause) for clause in edition.clauses))

    core = nested("1")
    core = attrs.evolve(
        core,
        ref=attrs.evolve(SMALL.ref, number="98000"),
        amendments=(),
        clauses=(
            attrs.evolve(
                core.clauses[0],
                requirements=(
                    attrs.evolve(
                        core.clauses[0].requirements[0],
                        ref=RequirementRef(attrs.evolve(SMALL.ref, number="98000"), ClauseNumber.parse("4"), "1"),
                    ),
                ),
            ),
        ),
    )
    base = core.requirements()[0].ref
    editions = [specialised(EDITION, "4.1#1", base), specialised(SMALL, "4.1#1", base)]
    (pair,) = build([*editions, core]).shared(EDITION.ref, SMALL.ref)
    assert (pair.first.ref, pair.second.ref, pair.possible) == (ref("4.1#1"), ref("4.1#1", SMALL), (SetRelation.EQUAL,))
    assert build(editions).shared(EDITION.ref, SMALL.ref) == ()


def test_orphans_are_told_with_what_they_lack() -> None:
    """Evidence and findings that lead nowhere, requirements without evidence or without any link."""
    record = attrs.evolve(
        empty(SMALL),
        evidence=(
            evidence("EV-1", supports=(ref("4", SMALL),)),
            evidence("EV-2"),
            evidence("EV-3"),
            evidence("EV-4"),
            evidence("EV-5", contradicts=(ref("5.2#1", SMALL),)),
        ),
        findings=(finding("NC-1"), finding("NC-2", ref("9", SMALL))),
        audits=(
            Audit(id="IA-1", type=AuditType.INTERNAL, standards=(SMALL.ref,), report="EV-3"),
            Audit(id="IA-2", type=AuditType.INTERNAL, standards=(SMALL.ref,)),
        ),
        management_reviews=(
            ManagementReview(id="MR-1", standards=(SMALL.ref,), minutes="EV-4"),
            ManagementReview(id="MR-2", standards=(SMALL.ref,), minutes="EV-4"),
            ManagementReview(id="MR-3", standards=(SMALL.ref,)),
        ),
    )
    graph = build(
        [linked(("9.3", "requires", "8.1"), ("A.5.1", "cites", "6"), ("5", "feeds", "5.2"))], assessment=record
    )
    lone: dict[Lone, list[str]] = {}
    for one in graph.orphans():
        lone.setdefault(one.lone, []).extend(local((one.node,)))
    assert lone[Lone.SUPPORTS_NOTHING] == ["evidence:EV-2"]
    assert lone[Lone.TOUCHES_NOTHING] == ["finding:NC-1"]
    assert lone[Lone.WITHOUT_LINK] == ["4.1#1", "4.3#1", "8.3#1", "8.3#2", "9.1#1", "A.5.2", "A.5.3"]
    assert len(lone[Lone.WITHOUT_EVIDENCE]) == 18 - 3
    assert graph.node("EV-3").note == "report of IA-1"
    assert graph.node("EV-4").note == "minutes of MR-1, minutes of MR-2"
    assert str(graph.orphans()[0]) == "ISO 99002:2030, 4.1#1 (Invented obligation 4.1 1.): without-link"
    assert graph.orphans()[-1].rows() == ({"id": "finding:NC-1", "kind": "finding", "lone": "touches-nothing"},)
    assert not [one for one in build([SMALL]).orphans() if one.lone is Lone.WITHOUT_EVIDENCE]


# Names.


def test_nodes_are_found_by_the_names_people_use() -> None:
    """A node is found by its id, its reference in any spelling, its id in the record, and briefly in one edition."""
    graph = HELD
    assert graph.node("ISO 99002:2030, 8.1#a") == graph.node(ref("8.1#a", SMALL)) == graph.node("8.1#a")
    assert graph.node("iso 99002:2030 clause 8.1 a)") == graph.node("8.1#a")
    assert graph.node("evidence:EV-1") == graph.node("EV-1")
    assert "EV-1" in graph
    assert ref("8.1#a", SMALL) in graph
    assert ref("8.1#a") not in graph
    assert "nothing" not in graph
    assert 7 not in graph
    with pytest.raises(UnknownNameError, match=re.escape("The nearest is 'ISO 99002:2030, 8.1#a'")) as caught:
        graph.node("ISO 99002:2030, 8.1#c")
    assert caught.value.name == "ISO 99002:2030, 8.1#c"
    with pytest.raises(UnknownNameError):
        graph.node(ref("4.1"))
    both = build([SMALL, EDITION])
    with pytest.raises(UnknownNameError):
        both.node("8.1#a")


def test_a_name_of_two_things_is_refused() -> None:
    """An id that an item of evidence and a finding share names neither."""
    record = attrs.evolve(empty(SMALL), evidence=(evidence("X"),), findings=(finding("X"),))
    graph = build([SMALL], assessment=record)
    assert "X" not in graph
    assert graph.node("finding:X").kind is NodeKind.FINDING
    with pytest.raises(UnknownNameError):
        graph.impact("X")


def test_graphs_are_values() -> None:
    """A graph and its answers can be compared, hashed, pickled and copied, and say in a line what they are."""
    assert repr(GRAPH) == "<RequirementGraph of ISO 99002:2030: 37 nodes, 36 edges>"
    assert repr(RequirementGraph.of([], [])) == "<RequirementGraph of no edition: 0 nodes, 0 edges>"
    answers = [GRAPH, GRAPH.prerequisites("9.3"), GRAPH.order(), GRAPH.critical_path(), HELD.impact("EV-1")]
    for answer in answers:
        assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301 - made on this line.
        assert copy.deepcopy(answer) == answer
        assert hash(copy.deepcopy(answer)) == hash(answer)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        GRAPH.assessment = "other"  # type: ignore[misc]  # it is refused, which is the point.
    reach = GRAPH.prerequisites("9.3")
    assert repr(reach) == "<Reach prerequisites of ISO 99002:2030, 9.3: 6>"
    assert str(reach).splitlines()[0] == "prerequisites of ISO 99002:2030, 9.3 (Invented clause 9.3): 6"
    assert reach.rows()[0] == {
        "of": "ISO 99002:2030, 9.3",
        "direction": "prerequisites",
        "id": "ISO 99002:2030, 6.1#1",
        "kind": "requirement",
        "label": "Invented obligation 6.1 1.",
        "steps": "3",
    }
    with pytest.raises(UnknownNameError, match=re.escape("No node of this answer is called 'ISO 99002:2030, 4.1'")):
        reach.path("4.1")


def test_what_is_shown_is_printable() -> None:
    """Text of a record reaches no line of an answer unescaped."""
    record = attrs.evolve(empty(SMALL), evidence=(evidence("\x1b[2J", title="a\nb", supports=(ref("4.1#1", SMALL),)),))
    graph = build([SMALL], assessment=record)
    told = [str(graph.impact("\x1b[2J")), str(graph.explain("4.1", "\x1b[2J")), *map(str, graph.orphans())]
    assert all("\x1b" not in text for text in told)
    assert len(str(graph.explain("4.1", "\x1b[2J")).splitlines()) == 3


# Graphs put together by hand.


def requirement(name: str) -> Node:
    """Return a node of the small edition."""
    target = ref(name, SMALL)
    return Node(id=str(target), kind=NodeKind.REQUIREMENT, ref=target)


def edge(source: Node, relation: Relation, target: Node, **changes: object) -> Edge:
    """Return an edge that rests on a judgement."""
    basis = EdgeBasis.STRUCTURE if relation is Relation.CONTAINS else EdgeBasis.JUDGEMENT
    made = Edge(source=source.id, target=target.id, relation=relation, basis=basis)
    return attrs.evolve(made, **changes)  # type: ignore[arg-type]  # whatever the class takes.


def test_a_graph_that_contradicts_itself_is_refused() -> None:
    """Nodes twice, unknown ends, nodes inside two others or themselves, and ends of the wrong kind are refused."""
    one, two, three = requirement("4.1#1"), requirement("4.3#1"), requirement("5.2#1")
    item = Node(id="evidence:EV-1", kind=NodeKind.EVIDENCE)
    contains, requires = Relation.CONTAINS, Relation.REQUIRES
    wrong: list[tuple[list[Node], list[Edge], str]] = [
        ([one, one], [], "twice"),
        ([one], [edge(one, requires, two)], "the id of a node of the graph"),
        ([one, two, three], [edge(one, contains, three), edge(two, contains, three)], "inside two others"),
        ([one, two], [edge(one, contains, two), edge(two, contains, one)], "inside itself"),
        ([one], [edge(one, contains, one)], "inside itself"),
        ([one, item], [edge(one, requires, item)], "a requirement, control, clause or group at evidence:EV-1"),
        ([one, two], [edge(one, Relation.SUPPORTED_BY, two)], "evidence at"),
        ([one, two], [edge(one, Relation.RAISED_AGAINST, two)], "finding at"),
        ([one, two], [edge(one, contains, two, basis=EdgeBasis.JUDGEMENT)], "by structure"),
        ([one, two], [edge(one, contains, two, reason="Why not.")], "by structure"),
    ]
    for nodes, edges, told in wrong:
        with pytest.raises(InvariantError, match=told):
            RequirementGraph.of(nodes, edges)
    twice = [edge(one, contains, two), edge(one, contains, two)]
    assert len(RequirementGraph.of([one, two], twice).edges) == 1


def test_nouns_refuse_what_contradicts_itself() -> None:
    """An id has to say what its node is; only correspondences compare; no reason is empty; the document is directed."""
    with pytest.raises(InvariantError, match="the reference of the node"):
        Node(id="x", kind=NodeKind.CLAUSE)
    with pytest.raises(InvariantError, match=r"evidence:…"):
        Node(id="x", kind=NodeKind.EVIDENCE)
    one, two = requirement("4.1#1"), requirement("4.3#1")
    with pytest.raises(InvariantError, match=re.escape("Edge.comparison: found none")):
        edge(one, Relation.CORRESPONDS, two)
    with pytest.raises(InvariantError, match=re.escape("Edge.comparison: found equal")):
        edge(one, Relation.FEEDS, two, comparison=SetRelation.EQUAL)
    with pytest.raises(InvariantError, match="an empty text"):
        edge(one, Relation.FEEDS, two, reason="")
    with pytest.raises(InvariantError, match="directed: found false"):
        GraphDocument(directed=False, graph=GraphFacts(), nodes=(), edges=())
    with pytest.raises(InvariantError, match="multigraph: found false"):
        GraphDocument(multigraph=False, graph=GraphFacts(), nodes=(), edges=())


def chain(length: int, *, closed: bool = False) -> RequirementGraph:
    """Return a chain of requirements, each requiring the next."""
    refs = [
        RequirementRef(SMALL.ref, ClauseNumber("", (place // 9999 + 1, place % 9999 + 1)), "1")
        for place in range(length)
    ]
    nodes = [Node(id=str(target), kind=NodeKind.REQUIREMENT, ref=target) for target in refs]
    edges = [edge(one, Relation.REQUIRES, other) for one, other in itertools.pairwise(nodes)]
    if closed:
        edges.append(edge(nodes[-1], Relation.REQUIRES, nodes[0]))
    return RequirementGraph.of(nodes, edges, editions=[SMALL.ref])


def test_no_chain_is_too_long() -> None:
    """Every question about a chain of five thousand is answered without recursion."""
    graph = chain(5_000)
    first, last = graph.nodes[0].id, graph.nodes[-1].id
    assert len(graph.order().waves) == 5_000
    assert graph.critical_path().total == 5_000
    assert len(graph.prerequisites(first).path(last)) == 4_999
    assert len(graph.impact(last).path(first)) == 4_999
    assert graph.explain(first, last).tie is Tie.REQUIRED
    assert graph.cycles() == ()


def test_a_circle_of_thousands_is_named() -> None:
    """A circle through five thousand requirements is named with every one of them."""
    graph = chain(5_000, closed=True)
    (circle,) = graph.cycles()
    assert len(circle.members) == len(circle.steps) == 5_000
    with pytest.raises(CircularRequirementsError) as caught:
        graph.order()
    assert len(caught.value.circle) == 5_000


def test_no_nesting_is_too_deep() -> None:
    """Nodes inside each other five thousand deep are taken in and walked through."""
    refs = [RequirementRef(SMALL.ref, ClauseNumber("", (place + 1,))) for place in range(5000)]
    nodes = [Node(id=str(target), kind=NodeKind.CLAUSE, ref=target) for target in refs]
    contains = [edge(one, Relation.CONTAINS, other) for one, other in itertools.pairwise(nodes)]
    out, leaf = requirement("4.1#1"), requirement("4.3#1")
    more = [edge(nodes[-1], Relation.CONTAINS, leaf), edge(nodes[0], Relation.REQUIRES, out)]
    graph = RequirementGraph.of([*nodes, leaf, out], [*contains, *more], editions=[SMALL.ref])
    assert len(graph.prerequisites(leaf.id).path(out.id)) == 5001
    assert [len(wave) for wave in graph.order().waves] == [1, 1]
    assert len(graph.explain(nodes[0].id, out.id).steps) == 1


def test_what_is_reached_twice_is_walked_once() -> None:
    """A clause reached from inside and by leaning on it, and a part reached with and before its clause, count once."""
    own = StandardRef.parse("X-ACME 12:2026")
    plain = catalogue.scaffold(
        "id,title\n4,A\n4.1,B\n4.2,C\n5,D\n5.1,E\n",
        entries="clause,item,statement\n4.1,1,One is done.\n4.2,1,Two is done.\n5.1,1,Three is done.\n",
        ref=own,
        title="Rules",
        discipline="rules",
        compiled_on=dt.date(2026, 11, 26),
        licence="CC0-1.0",
    )
    links = tuple(
        Dependency(
            source=RequirementRef.parse(f"{own}, {source}"),
            target=RequirementRef.parse(f"{own}, {target}"),
            kind=DependencyKind.REQUIRES,
            basis=DependencyBasis.JUDGEMENT,
            reason="It does.",
        )
        for source, target in (("4.1#1", "5"), ("5.1#1", "4.1"), ("5.1#1", "4"))
    )
    held = graphs.build([attrs.evolve(plain, dependencies=links)])
    for start in ("5.1#1", "4.1#1"):
        found = [str(row["id"]) for row in held.prerequisites(f"{own}, {start}").rows()]
        assert len(found) == len(set(found))
        assert f"{own}, 4.2#1" in found
