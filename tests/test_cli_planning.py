# SPDX-License-Identifier: Apache-2.0
"""The command that plans: what it prints and writes, and what its exit codes say."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from pathlib import Path

import attrs
import pytest

import commands
from commands import Ran, Run
from invented import ON, SMALL, day, perfect
from isomodel import documents, planning
from isomodel.cli import ExitCode
from isomodel.planning import Calendar, Forecast, Person, Plan, Resources

plain = commands.plain
command = commands.runner()


@pytest.fixture
def run(command: Run, tmp_path: Path) -> Run:
    """Plan for stage 2 of a record that lacks a review and an audit, in this process."""
    record = attrs.evolve(perfect(SMALL), management_reviews=(), audits=())
    documents.dump(record, tmp_path / "record.json")
    documents.dump(SMALL, tmp_path / "edition.json")

    def call(*words: object, gate: str = "stage-2") -> Ran:
        asked = [tmp_path / "record.json", "--catalogue", tmp_path / "edition.json", "--gate", gate, "--on", ON]
        return command("plan", *asked, *words)

    return call


def expected(**changes: object) -> Plan:
    """Return the plan that the library makes."""
    record = attrs.evolve(perfect(SMALL), management_reviews=(), audits=())
    return planning.plan(record, [SMALL], standard=SMALL.ref, gate="stage-2", on=ON, **changes)  # type: ignore[arg-type]  # named as there.


def test_it_prints_the_plan(run: Run) -> None:
    """The text is the library's, and the exit code says whether the day is kept."""
    found = run()
    assert (found.code, found.err) == (ExitCode.FINE, "")
    assert found.out == str(expected()) + "\n"
    late = run("--by", day(1))
    assert late.code == ExitCode.GATE_NOT_MET
    assert late.out == str(expected(by=day(1))) + "\n"
    assert run("--by", day(200)).code == ExitCode.FINE


def test_json_is_the_document(run: Run) -> None:
    """``--json`` prints the plan, and with a forecast the forecast, byte for byte."""
    assert run("--json").out == documents.dumps(expected())
    ahead = run("--json", "--forecast", "--seed", 4, "--runs", 50)
    assert isinstance(documents.loads(ahead.out), Forecast)
    assert ahead.out == documents.dumps(planning.forecast(expected(), seed=4, runs=50))
    told = run("--forecast", "--seed", 4, "--runs", 50)
    assert told.out.endswith(f"\n{planning.forecast(expected(), seed=4, runs=50)}\n")


def test_nothing_to_do_is_fine(run: Run, tmp_path: Path) -> None:
    """A record that is ready already has no plan, no forecast and the exit code 0."""
    documents.dump(perfect(SMALL), tmp_path / "record.json", existing=documents.Existing.REPLACE)
    found = run("--forecast", "--seed", 1)
    assert found.code == ExitCode.FINE
    assert "nothing to do" in found.out


def test_people_come_from_a_table_or_a_document(run: Run, tmp_path: Path) -> None:
    """A table and a document of the same people give the same plan; the document brings the calendar too."""
    table = tmp_path / "people.csv"
    table.write_text("id,capacity,skills\nana,240,internal-auditor\n", encoding="utf-8")
    people = (Person(id="ana", name="ana", capacity=240, skills=("internal-auditor",)),)
    assert run("--people", table).out == str(expected(people=people)) + "\n"
    calendar = Calendar(holidays=(day(1),))
    documents.dump(Resources(people=people, calendar=calendar), tmp_path / "people.json")
    found = run("--people", tmp_path / "people.json")
    assert found.out == str(expected(people=people, calendar=calendar)) + "\n"


def test_a_huge_table_is_refused(run: Run, tmp_path: Path) -> None:
    """A table larger than a document may be is not read in part: those at its end would be left out unseen."""
    table = tmp_path / "people.csv"
    table.write_text("id,name\n" + "".join(f"p{number},{'x' * 100_000}\n" for number in range(168)), encoding="utf-8")
    found = run("--people", table)
    assert (found.code, found.out) == (ExitCode.ERROR, "")
    assert "[too-large]" in found.err


def test_wrong_tables_are_told(run: Run, tmp_path: Path) -> None:
    """What is wrong with a table is told with its row, and bytes that are no text by their place."""
    table = tmp_path / "people.csv"
    table.write_text("id,capacity\nana,8h\n", encoding="utf-8")
    found = run("--people", table)
    assert found.code == ExitCode.ERROR
    assert "row 2, column 'capacity'" in found.err
    table.write_bytes(b"id\n\xff\n")
    assert "byte 3 is no UTF-8" in run("--people", table).err


@pytest.mark.parametrize("suffix", [".svg", ".mmd", ".csv", ".json"])
def test_files(run: Run, tmp_path: Path, suffix: str) -> None:
    """The end of the name decides what is written; a file that is there stays unless it may be replaced."""
    path = tmp_path / f"plan{suffix}"
    assert run("--out", path).code == ExitCode.FINE
    text = path.read_text(encoding="utf-8")
    again = run("--out", path)
    assert again.code == ExitCode.ERROR
    assert "is there already" in again.err
    path.write_text("old", encoding="utf-8")
    assert run("--out", path, "--replace").code == ExitCode.FINE
    assert path.read_text(encoding="utf-8") == text
    made = expected()
    if suffix == ".svg":
        ET.fromstring(text)  # noqa: S314 - our own.
    elif suffix == ".csv":
        assert list(csv.DictReader(text.splitlines())) == list(made.rows())
    else:
        assert text == (planning.to_mermaid_gantt(made) if suffix == ".mmd" else documents.dumps(made))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--forecast",), "--seed"),
        (("--out", "plan.pdf"), "ends in one of .svg, .mmd, .csv, .json"),
        (("--by", "soon"), "--by"),
    ],
)
def test_wrong_words(run: Run, words: tuple[str, ...], told: str) -> None:
    """A forecast without a seed, a file of no known kind and a day that is none are wrong command lines."""
    found = run(*words)
    assert (found.code, found.out) == (ExitCode.USAGE, "")
    assert told in found.err
