# SPDX-License-Identifier: Apache-2.0
"""The commands about what would change an answer: what they print, that they write nothing, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

import commands
import invented
from commands import Ran, Run
from isomodel import documents, readiness
from isomodel.assessment import Assessment
from isomodel.cli import ExitCode, main
from isomodel.readiness import Gate
from isomodel.serialization import unstructure

DAY = invented.ON.isoformat()


plain = commands.plain
command = commands.runner()


@pytest.fixture
def record() -> Assessment:
    """Return a record that is ready, but for one finding."""
    opened = invented.finding("NC-1", invented.ref("8.1#a", invented.SMALL))
    whole = invented.perfect(invented.SMALL)
    lapsing = tuple(
        attrs.evolve(one, valid_until=invented.day(20)) if one.id == "EV-5.2#1" else one for one in whole.evidence
    )
    return attrs.evolve(whole, findings=(opened,), evidence=lapsing)


@pytest.fixture
def files(tmp_path: Path, record: Assessment) -> Path:
    """Write a record and its edition."""
    documents.dump(record, tmp_path / "record.json")
    documents.dump(invented.SMALL, tmp_path / "edition.json")
    return tmp_path


@pytest.fixture
def run(command: Run, files: Path) -> Run:
    """Run a command about the record in this process, and see that no file is written or changed."""

    def call(name: str, *words: object, on: str | None = DAY) -> Ran:
        before = {path: path.read_bytes() for path in files.iterdir()}
        asked = ["--catalogue", files / "edition.json", *(["--on", on] if on else [])]
        done = command(name, files / "record.json", *asked, *words)
        assert {path: path.read_bytes() for path in files.iterdir()} == before
        return done

    return call


def asked() -> dict[str, Any]:
    """Return what every question is about."""
    return {"standard": invented.SMALL.ref, "on": invented.ON}


def test_impact_prints_what_falls_now_and_on_the_day_it_lapses(run: Run, record: Assessment) -> None:
    """Support, then each gate, then the day of the lapse; the exit code is fine whatever falls."""
    done = run("impact", "--of", "EV-5.2#1", "--gate", "stage-1")
    assert (done.code, done.err) == (ExitCode.FINE, "")
    found = readiness.impact(record, [invented.SMALL], of="EV-5.2#1", gates=["stage-1"], **asked())
    lines = done.out.splitlines()
    assert lines[0] == str(found.support).splitlines()[0]
    assert found.gates[0].headline in lines
    assert f"EV-5.2#1 lapses on {invented.day(21)}: renewed → as the record stands" in lines
    assert found.lapses[0].gates[0].headline in lines
    assert lines[-1] == found.lapses[0].gates[0].lines()[-1]


def test_impact_as_json_holds_paths_gates_and_lapses(run: Run, record: Assessment) -> None:
    """Everything is there for another program, each loss with its path."""
    done = run("impact", "--of", "EV-5.2#1", "--of", "NC-1", "--json")
    told = json.loads(done.out)
    found = readiness.impact(record, [invented.SMALL], of=["EV-5.2#1", "NC-1"], **asked())
    assert told["of"] == ["evidence:EV-5.2#1", "finding:NC-1"]
    assert told["as_of"] == DAY
    assert told["losses"] == [
        {"id": one.id, "effect": one.effect.value, "path": list(one.path)} for one in found.losses()
    ]
    assert [one["gate"] for one in told["gates"]] == [one.gate.value for one in found.gates]
    assert told["lapses"] == [json.loads(json.dumps(unstructure(one))) for one in found.lapses]


def test_what_if_takes_changes_from_options_and_from_a_file(run: Run, files: Path) -> None:
    """Both say the same, and nothing is written."""
    options = run("what-if", "--gate", "stage-2", "--close", "NC-1", "--without", "EV-6.2#1", "--then", "2031-06-20")
    assert options.code == ExitCode.FINE
    assert options.out.startswith("ISO 99002:2030, stage-2, 2031-06-15 → 2031-06-20: not-ready as before\n")
    changes = files / "changes.json"
    changes.write_text(
        '{"close": ["NC-1"], "drop": [{"records": "evidence", "id": "EV-6.2#1"}], "on": "2031-06-20"}',
        encoding="utf-8",
    )
    assert run("what-if", "--gate", "stage-2", "--changes", changes).out == options.out
    mended = run("what-if", "--gate", "stage-2", "--close", "NC-1", "--renew", "EV-5.2#1", "--judge", "9.1=conforming")
    assert mended.out.splitlines()[0].endswith("not-ready → ready")


def test_what_if_as_json_holds_the_comparison_and_the_answer(run: Run) -> None:
    """The answer about the changed record is there in full."""
    told = json.loads(run("what-if", "--gate", "stage-2", "--close", "NC-1", "--json").out)
    assert told["comparison"]["before"] == "not-ready"
    assert told["after"]["verdict"] == told["comparison"]["after"] == "ready"


def test_sensitivity_prints_what_a_verdict_hangs_on(run: Run, record: Assessment) -> None:
    """The text and the object are those of the library."""
    found = readiness.sensitivity(record, [invented.SMALL], gate=Gate.STAGE_1, **asked())
    assert run("sensitivity", "--gate", "stage-1").out.splitlines() == str(found).splitlines()
    told = json.loads(run("sensitivity", "--gate", "stage-1", "--json").out)
    assert told["tried"] == found.tried
    assert len(told["facts"]) == len(found.facts)


def test_compare_reads_two_answers(files: Path, record: Assessment, capsys: pytest.CaptureFixture[str]) -> None:
    """The difference as text and as an object; answers to other questions are refused."""
    january, march = files / "january.json", files / "march.json"
    question: dict[str, Any] = {"standard": invented.SMALL.ref, "gate": "stage-1"}
    first = readiness.evaluate(record, [invented.SMALL], on=invented.ON, **question)
    second = readiness.evaluate(record, [invented.SMALL], on=invented.day(30), **question)
    documents.dump(first, january)
    documents.dump(second, march)
    assert main(["compare", str(january), str(march)]) == ExitCode.FINE
    found = readiness.compare(first, second)
    assert capsys.readouterr().out.splitlines() == list(found.lines())
    assert main(["compare", str(january), str(march), "--json"]) == ExitCode.FINE
    assert json.loads(capsys.readouterr().out)["attribution"] == "facts"
    documents.dump(attrs.evolve(second, organization="Other"), files / "other.json")
    assert main(["compare", str(january), str(files / "other.json")]) == ExitCode.ERROR
    held = capsys.readouterr()
    assert not held.out
    assert "another organization" in held.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("impact", "--of", "EV-5.2"), "The nearest is 'EV-5.2#1'"),
        (("impact", "--of", "NC-1", "--gate", "stage1"), "did you mean stage-1?"),
        (("what-if", "--gate", "stage-2"), "needs a change"),
        (("what-if", "--gate", "stage-2", "--judge", "9.1"), "'9.1' is not a reference, = and one of"),
        (("what-if", "--gate", "stage-2", "--judge", "9.1=conformng"), "did you mean conforming?"),
        (("what-if", "--gate", "stage-2", "--judge", "9.11=conforming"), "9.1"),
        (("what-if", "--gate", "stage-2", "--close", "NC-2"), "The nearest is 'NC-1'"),
    ],
)
def test_a_wrong_word_is_told_with_the_nearest_right_one(run: Run, words: tuple[str, ...], told: str) -> None:
    """The exit code is that of a wrong command line, and standard output stays empty."""
    done = run(*words)
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert told in done.err


def test_a_file_of_changes_that_cannot_be_read_is_told_with_its_places(run: Run, files: Path) -> None:
    """Line, column and the nearest key, as for any document."""
    changes = files / "changes.json"
    changes.write_text('{"clos": ["NC-1"]}', encoding="utf-8")
    done = run("what-if", "--gate", "stage-2", "--changes", changes)
    assert (done.code, done.out) == (ExitCode.ERROR, "")
    assert "did you mean 'close'?" in done.err


def test_readiness_shows_what_leans_on_what_is_not_met_and_what_unlocks(
    files: Path, record: Assessment, capsys: pytest.CaptureFixture[str]
) -> None:
    """A part of its own, cut as the blockers are, and a word beside the blocker that others wait for."""
    from isomodel.model import Dependency, DependencyBasis, DependencyKind  # noqa: PLC0415 - this test only.

    links = tuple(
        Dependency(
            source=invented.ref(source, invented.SMALL),
            target=invented.ref(target, invented.SMALL),
            kind=DependencyKind.REQUIRES,
            basis=DependencyBasis.JUDGEMENT,
            reason="Invented.",
        )
        for source, target in (("9", "8.1#a"), ("A.5", "8.1#a"), ("6", "8.1#a"), ("5.2", "8.1#a"), ("8.3", "8.1#a"))
    )
    documents.dump(attrs.evolve(invented.SMALL, dependencies=links), files / "linked.json")
    more = attrs.evolve(record, findings=(*record.findings, invented.finding("NC-2", links[0].source)))
    documents.dump(more, files / "more.json")
    words = ["readiness", str(files / "more.json"), "--catalogue", str(files / "linked.json"), "--gate", "stage-2"]
    assert main([*words, "--on", DAY]) == ExitCode.GATE_NOT_MET
    cut = capsys.readouterr().out
    assert "Leaning on what is not met: 13" in cut
    assert "… and 1 more; --all lists them" in cut
    assert "unlocks 3" in cut
    assert main([*words, "--on", DAY, "--all"]) == ExitCode.GATE_NOT_MET
    assert "--all" not in capsys.readouterr().out
