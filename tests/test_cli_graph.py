# SPDX-License-Identifier: Apache-2.0
"""The command line about what leans on what: each command tells what the library answers, with the path."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest

import commands
from commands import Ran, Run
from graph_drawn import linked
from invented import ON, SMALL, day, empty, evidence, finding, perfect, ref
from isomodel import documents, graph, readiness
from isomodel.cli import ExitCode
from isomodel.graph import EXPORTS, Relation, RequirementGraph

plain = commands.plain
run = commands.runner("graph")

EDITION = linked(
    ("9.3#a", "requires", "8.1#a"),
    ("8.1#a", "requires", "6.1#1"),
    ("A.5.1", "requires", "6.1#1"),
    ("9.3#b", "feeds", "9.1#1"),
    ("9.1#1", "feeds", "9.3#b"),
    ("6.2#1", "cites", "4.3#1"),
)
RECORD = attrs.evolve(
    empty(SMALL),
    evidence=(
        evidence("EV-1", supports=(ref("8.1#a", SMALL),)),
        evidence("EV-2", supports=(ref("8.1#a", SMALL), ref("6.1#1", SMALL))),
        evidence("EV-late", supports=(ref("5.2#1", SMALL),), received_on=day(5)),
    ),
    findings=(finding("NC-1", ref("6.1#1", SMALL)),),
)
WHOLE = ("--standard", str(SMALL.ref))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Lay out the invented edition with links, one with a circle, and records."""
    documents.dump(EDITION, tmp_path / "edition.json")
    documents.dump(linked(("4.1#1", "requires", "6.1#1"), ("6.1#1", "requires", "4.1#1")), tmp_path / "circle.json")
    documents.dump(RECORD, tmp_path / "record.json")
    documents.dump(perfect(SMALL), tmp_path / "perfect.json")
    return tmp_path


def own(files: Path) -> tuple[object, ...]:
    """Return the words that ask about the edition alone."""
    return (*WHOLE, "--catalogue", files / "edition.json")


def recorded(files: Path) -> tuple[object, ...]:
    """Return the words that ask about the edition with the record."""
    return ("--assessment", files / "record.json", "--catalogue", files / "edition.json")


def cells(out: str) -> list[list[str]]:
    """Return the rows of what is printed in a pipe, cell by cell."""
    return [[cell for cell in line.split("  ") if cell] for line in out.splitlines()]


BUILT = graph.build([EDITION])
WITH = graph.build([EDITION], assessment=RECORD)


def test_the_size_is_told_by_kind_and_relation(run: Run, files: Path) -> None:
    """Nodes are counted by kind and edges by relation, and what leads to nothing is named."""
    ran = run("show", *recorded(files))
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert ran.out.splitlines()[0] == "ISO 99002:2030"
    assert "requirement 15" in ran.out
    assert "evidence 3" in ran.out
    told = json.loads(run("show", *recorded(files), "--json").out)
    assert sum(told["nodes"].values()) == len(WITH)
    assert sum(told["edges"].values()) == len(WITH.edges)
    assert (told["edges"]["requires"], told["unresolved"]) == (3, 0)
    gone = attrs.evolve(RECORD, findings=(finding("NC-9", ref("7.7", SMALL)),))
    documents.dump(gone, files / "gone.json")
    ran = run("show", "--assessment", files / "gone.json", "--catalogue", files / "edition.json")
    assert ran.out.splitlines()[-1] == "not in the graph: finding:NC-9 raised-against ISO 99002:2030, 7.7"


def test_prerequisites_and_dependents_have_the_path(run: Run, files: Path) -> None:
    """What is leaned on is listed with the way that leads there; by default only requirements lean."""
    ran = run("prerequisites", "9.3", *own(files))
    assert cells(ran.out)[0] == ["prerequisites of 9.3: 2"]
    assert [row[0] for row in cells(ran.out)[2:]] == ["6.1#1", "8.1#a"]
    assert cells(ran.out)[2][-1].strip() == "9.3#a requires 8.1#a requires 6.1#1"
    ran = run("dependents", "6.1", *own(files))
    assert [row[0] for row in cells(ran.out)[2:]] == ["8.1#a", "9.3#a", "A.5.1"]
    assert run("prerequisites", "9.3#b", *own(files)).out == "prerequisites of 9.3#b: 0\n"
    fed = run("prerequisites", "9.3#b", *own(files), "--relation", "feeds", "--relation", "requires")
    assert [row[0] for row in cells(fed.out)[2:]] == ["9.1#1"]


def test_json_of_prerequisites_has_every_step(run: Run, files: Path) -> None:
    """Each node has its path, each step its words, relation, basis and reason."""
    told = json.loads(run("prerequisites", "9.3", *own(files), "--json").out)
    assert (told["of"], told["direction"], told["relations"]) == ("ISO 99002:2030, 9.3", "prerequisites", ["requires"])
    found = BUILT.prerequisites("9.3")
    assert [one["id"] for one in told["reached"]] == [one.node.id for one in found.reached]
    assert told["reached"][1]["path"] == [
        {
            "source": "ISO 99002:2030, 9.3#a",
            "words": "requires",
            "target": "ISO 99002:2030, 8.1#a",
            "relation": "requires",
            "basis": "judgement",
            "reason": "9.3#a requires 8.1#a.",
        }
    ]


def test_a_long_answer_is_counted_and_shown_whole_when_asked(run: Run, tmp_path: Path) -> None:
    """Twenty rows are shown, the others counted; --all shows every one."""
    links = [("6.1#1", "requires", clause) for clause in ("4", "5", "8", "9", "A.5")]
    documents.dump(linked(*links), tmp_path / "edition.json")
    words = ("prerequisites", "6.1", *own(tmp_path))
    found = json.loads(run(*words, "--json").out)["reached"]
    assert len(found) > 20
    short = run(*words).out.splitlines()
    assert (len(short), short[-1]) == (23, f"… and {len(found) - 20} more; --all shows them")
    assert len(run(*words, "--all").out.splitlines()) == 2 + len(found)


def test_impact_tells_the_worst_effect_on_each(run: Run, files: Path) -> None:
    """What is gone together is named, effects are counted, and each row has the effect and the path."""
    ran = run("impact", "EV-1", "EV-2", *recorded(files))
    head, _, *rows = cells(ran.out)
    found = WITH.impact(["EV-1", "EV-2"])
    counts = ", ".join(f"{effect.value} {count}" for effect, count in found.counts() if count)
    assert head == [f"impact of evidence:EV-1, evidence:EV-2: {counts}"]
    assert [(row[0], row[1].strip()) for row in rows] == [
        (one.node.id.removeprefix("ISO 99002:2030, "), one.effect.value) for one in found.impacted
    ]
    told = json.loads(run("impact", "EV-1", *recorded(files), "--json").out)
    assert told["counts"]["weakened"] == 1
    assert [(one["id"], one["effect"]) for one in told["impacted"]] == [("ISO 99002:2030, 8.1#a", "weakened")]
    assert told["impacted"][0]["path"][0]["words"] == "is supported by"


def test_a_day_decides_what_is_in_the_graph(run: Run, files: Path) -> None:
    """What was received later is not there on a day, and is there where no day is given."""
    assert run("impact", "EV-late", *recorded(files)).code == ExitCode.FINE
    ran = run("impact", "EV-late", *recorded(files), "--on", ON)
    assert ran.code == ExitCode.USAGE
    assert "EV-late" in ran.err


def test_an_explanation_has_each_step_with_its_reason(run: Run, files: Path) -> None:
    """The strongest tie is named, with basis and reason of each step; where there is none that is said."""
    ran = run("explain", "9.3", "6.1#1", *own(files))
    assert ran.out.splitlines() == [
        "9.3 leans on 6.1#1 (required)",
        "  9.3 contains 9.3#a [structure]",
        "  9.3#a requires 8.1#a [judgement]: 9.3#a requires 8.1#a.",
        "  8.1#a requires 6.1#1 [judgement]: 8.1#a requires 6.1#1.",
    ]
    assert run("explain", "6.1#1", "9.3", *own(files)).out == "6.1#1 does not lean on 9.3\n"
    told = json.loads(run("explain", "9.3#b", "9.1", *own(files), "--json").out)
    assert (told["tie"], [step["relation"] for step in told["steps"]]) == ("informed", ["feeds"])


def test_a_contradiction_is_an_error_and_feedback_is_not(run: Run, files: Path) -> None:
    """Something that requires itself exits with 1 and is named; a loop of inputs is told and is fine."""
    ran = run("cycles", *own(files))
    assert ran.code == ExitCode.FINE
    assert ran.out.splitlines()[0] == "feedback of 2"
    assert len(json.loads(run("cycles", *own(files), "--json").out)) == 1
    ran = run("cycles", *WHOLE, "--catalogue", files / "circle.json")
    assert ran.code == ExitCode.ERROR
    assert ran.out.splitlines()[:2] == [
        "contradiction of 2",
        "  4.1#1 requires 6.1#1 [judgement]: 4.1#1 requires 6.1#1.",
    ]
    ran = run("order", *WHOLE, "--catalogue", files / "circle.json")
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert "is a circle" in ran.err
    documents.dump(SMALL, files / "bare.json")
    assert run("cycles", *WHOLE, "--catalogue", files / "bare.json").out == "nothing runs in a circle\n"


def test_keystones_say_how_many_lean_on_them(run: Run, files: Path) -> None:
    """The requirement that most others lean on comes first, with how many and where the leaning arrives."""
    ran = run("keystones", *own(files))
    first = cells(ran.out)[1]
    assert (first[0], first[1].strip()) == ("6.1#1", "3 of 18")
    assert first[-1].strip() == "8.1#a, A.5.1"
    (only,) = json.loads(run("keystones", *own(files), "--limit", 1, "--json").out)
    assert (only["id"], only["leaning"], only["of"]) == ("ISO 99002:2030, 6.1#1", 3, 18)
    assert [edge["relation"] for edge in only["because"]] == ["requires", "requires"]
    nobody = run("keystones", *own(files), "--relation", "verifies")
    assert nobody == Ran(ExitCode.FINE, "nothing leans on anything by these relations\n", "")


@pytest.mark.parametrize("limit", [0, -3])
def test_no_keystones_at_all_are_not_asked_for(run: Run, files: Path, limit: int) -> None:
    """To ask for none is refused: an empty list would say that nothing leans on anything."""
    ran = run("keystones", *own(files), "--limit", limit)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "--limit: has to be 1 or more" in ran.err


def test_order_has_a_row_for_each_wave(run: Run, files: Path) -> None:
    """Each wave is a row with its number and size; --json gives the references."""
    found = BUILT.order()
    ran = run("order", *own(files))
    assert [[row[0], row[1].strip()] for row in cells(ran.out)[1:]] == [
        [str(place), str(len(wave))] for place, wave in enumerate(found.waves, start=1)
    ]
    assert cells(ran.out)[3][-1].strip() == "9.3#a"
    told = json.loads(run("order", *own(files), "--json").out)
    assert told == {"relations": ["requires"], "waves": [[str(ref) for ref in wave] for wave in found.waves]}


def test_two_editions_share_what_corresponds(run: Run) -> None:
    """Pairs of two editions that come along are told with how they can compare."""
    told = json.loads(run("shared", "9001:2015", "14001:2015", "--json").out)
    assert {"first", "second", "possible"} == set(told[0])
    assert len(told) > 100
    ran = run("shared", "9001:2015", "14001:2015")
    assert ran.out.splitlines()[0] == f"ISO 9001:2015 and ISO 14001:2015: {len(told)} pairs"
    assert ran.out.splitlines()[-1] == f"… and {len(told) - 20} more; --all shows them"
    assert len(run("shared", "9001:2015", "14001:2015", "--all").out.splitlines()) == len(told) + 2


def test_orphans_are_counted_by_what_they_lack(run: Run, files: Path) -> None:
    """The first line counts, the rows name; --json has every one."""
    ran = run("orphans", *recorded(files))
    found = WITH.orphans()
    lacking = [one for one in found if one.lone is graph.Lone.WITHOUT_EVIDENCE]
    assert f"without-evidence {len(lacking)}" in ran.out.splitlines()[0]
    assert json.loads(run("orphans", *recorded(files), "--json").out) == [row for one in found for row in one.rows()]


@pytest.mark.parametrize("form", ["json", *EXPORTS])
def test_every_form_is_what_the_library_writes(run: Run, files: Path, form: str) -> None:
    """An export printed and one written are the same bytes as those of the library."""
    expected = documents.dumps(BUILT.document()) if form == "json" else EXPORTS[form](BUILT)
    assert run("export", "--format", form, *own(files)) == Ran(ExitCode.FINE, expected, "")
    path = files / "out"
    ran = run("export", "--format", form, *own(files), "--out", path)
    assert ran == Ran(ExitCode.FINE, "", f"written: {path}\n")
    assert path.read_bytes() == expected.encode()
    assert run("export", "--format", form, *own(files), "--out", path).code == ExitCode.ERROR
    assert run("export", "--format", form, *own(files), "--out", path, "--replace").code == ExitCode.FINE


def test_the_document_is_the_graph(run: Run, files: Path) -> None:
    """What is exported as JSON can be read and is the graph again."""
    read = documents.loads(run("export", "--format", "json", *recorded(files)).out)
    assert isinstance(read, graph.GraphDocument)
    assert RequirementGraph.of_document(read) == WITH


def test_a_drawing_is_the_librarys(run: Run, files: Path) -> None:
    """Without a gate tiles are white; arrows are of the relations asked for."""
    assert run("draw", *own(files)).out == graph.draw(BUILT, SMALL.ref)
    wanted = graph.draw(BUILT, SMALL.ref, relations=[Relation.FEEDS])
    assert run("draw", *own(files), "--relation", "feeds").out == wanted


def test_a_gate_colours_the_drawing(run: Run, files: Path) -> None:
    """With an assessment and a gate the tiles are those of the answer about readiness, on the day that is said."""
    words = ("draw", "--assessment", files / "perfect.json", "--catalogue", files / "edition.json")
    answer = readiness.evaluate(perfect(SMALL), [EDITION], standard=SMALL.ref, gate="stage-2", on=ON)
    built = graph.build([EDITION.as_of(ON)], assessment=perfect(SMALL))
    expected = graph.draw(built, SMALL.ref, **readiness.colours(answer))
    assert run(*words, "--gate", "stage-2", "--on", ON) == Ran(ExitCode.FINE, expected, "")
    documents.dump(readiness.default_policy(), files / "policy.json")
    with_policy = run(*words, "--gate", "stage-2", "--on", ON, "--policy", files / "policy.json")
    assert with_policy.out == expected
    assert "which is today" in run(*words, "--gate", "stage-2").err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show",), "--standard: needed"),
        (("prerequisites", "9.3", "--standard", "9001"), "--standard: "),
        (("prerequisites", "9.33", "--standard", "9001:2015"), "NAME: "),
        (("impact", "--standard", "9001:2015"), "NAMES: needed"),
        (("impact", "X", "--standard", "9001:2015"), "NAMES: "),
        (("explain", "9.3", "99", "--standard", "9001:2015"), "ON-WHAT: "),
        (("explain", "99", "9.3", "--standard", "9001:2015"), "NAME: "),
        (("keystones", "--standard", "9001:2015", "--relation", "requries"), "did you mean requires?"),
        (("keystones", "--standard", "9001:2015", "--relation", "contains"), "--relation: "),
        (("export", "--standard", "9001:2015", "--format", "dott"), "did you mean dot?"),
        (("shared", "9001:2015", "x"), "SECOND: "),
        (("draw", "--standard", "9001:2015", "--standard", "14001:2015"), "one edition is drawn, not 2"),
        (("draw", "--standard", "9001:2015", "--gate", "stage-2"), "--assessment: needed with --gate"),
        (("draw", "--standard", "9001:2015", "--policy", "p.json"), "--policy: needs --gate"),
        (
            ("draw", "--standard", "9001:2015", "--standard", "x", "--gate", "stage-2", "--assessment", "a.json"),
            "one edition is drawn, not 2",
        ),
    ],
)
def test_mistakes_are_told_by_the_word_at_fault(run: Run, words: tuple[str, ...], told: str) -> None:
    """A wrong name, relation or combination is a usage error that says which word is at fault."""
    ran = run(*words)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert told in ran.err
