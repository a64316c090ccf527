# SPDX-License-Identifier: Apache-2.0
"""The command line about several standards and about a period: each command is one call, and prints what it returns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

import commands
from commands import Ran, Run
from invented import EDITION, ON, SMALL, perfect
from isomodel import documents, readiness
from isomodel.cli import ExitCode, main

DAY = ON.isoformat()
RECORD = attrs.evolve(perfect(), editions=(EDITION.ref, SMALL.ref))


plain = commands.plain
command = commands.runner()


@pytest.fixture
def run(command: Run, tmp_path: Path) -> Run:
    """Run a command on the record, its editions given as files."""
    documents.dump(RECORD, tmp_path / "record.json")
    own = []
    for number, edition in enumerate((EDITION, SMALL)):
        documents.dump(edition, tmp_path / f"edition-{number}.json")
        own += ["--catalogue", str(tmp_path / f"edition-{number}.json")]
    documents.dump(
        readiness.default_policy().overridden({"management-review-interval": 1}, id="ours", source="ours"),
        tmp_path / "policy.json",
    )

    def call(name: str, *words: object) -> Ran:
        return command(name, tmp_path / "record.json", *(str(word).format(tmp_path) for word in words), *own)

    return call


def test_an_overview_is_what_the_library_says(run: Run) -> None:
    """The text is that of the value, the document its bytes, and the exit code tells whether all is ready."""
    asked = readiness.together(RECORD, (EDITION, SMALL), gates=("stage-1", "stage-2"), on=ON)
    told = run("overview", "--gate", "stage-1", "--gate", "stage-2", "--on", DAY)
    assert (told.code, told.out.splitlines(), told.err) == (ExitCode.GATE_NOT_MET, list(asked.lines()), "")
    assert run("overview", "--gate", "stage-1", "--gate", "stage-2", "--on", DAY, "--json").out == documents.dumps(
        asked
    )
    one = run("overview", "--gate", "stage-2", "--standard", "ISO 99001:2030", "--on", DAY)
    assert one.code == ExitCode.FINE
    assert one.out.startswith("Invented Ltd · 1 standard · ")


def test_an_overview_uses_the_policy_it_is_given(run: Run) -> None:
    """Other numbers lead to another answer, and are named in it."""
    told = run(
        "overview", "--gate", "stage-2", "--standard", "ISO 99001:2030", "--on", DAY, "--policy", "{}/policy.json"
    )
    assert told.code == ExitCode.GATE_NOT_MET
    assert "policy ours 1;" in told.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", DAY), "--gate"),
        (("--gate", "stage-3", "--on", DAY), "recertification, transition; did you mean stage-1?"),
        (("--gate", "stage-1", "--standard", "ISO 99009:2030", "--on", DAY), "--standard: ISO 99009:2030 is not among"),
        (("--gate", "stage-1", "--standard", "?", "--on", DAY), "--standard: "),
        (("--gate", "stage-1", "--on", "yesterday"), "--on"),
    ],
)
def test_a_wrong_overview_names_the_option(run: Run, words: tuple[str, ...], said: str) -> None:
    """What is wrong is told with its option and the nearest that would do; standard output stays empty."""
    told = run("overview", *words)
    assert (told.code, told.out) == (ExitCode.USAGE, "")
    assert said in told.err


def test_a_period_is_what_the_library_says(run: Run) -> None:
    """The text is that of the value, the document its bytes, and no gate is asked about."""
    days = ("--from", "2030-06-16", "--to", DAY, "--on", DAY)
    asked = readiness.period(RECORD, (EDITION,), standard=EDITION.ref, start=dt.date(2030, 6, 16), end=ON, on=ON)
    told = run("period", "--standard", "ISO 99001:2030", *days)
    assert (told.code, told.out.splitlines(), told.err) == (ExitCode.FINE, list(asked.lines()), "")
    assert run("period", "--standard", "iso 99001:2030", *days, "--json").out == documents.dumps(asked)
    assert run("period", "--standard", "ISO 99001:2030", *days, "--svg").out == readiness.draw_period(asked)
    other = run("period", "--standard", "ISO 99001:2030", *days, "--policy", "{}/policy.json")
    assert "Management review, every month by ours:" in other.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2031-01-01", "--to", "2030-01-01"), "--to: has to be 2031-01-01 or later"),
        (("--from", "2031-01-01", "--to", "2031-12-31", "--on", DAY), "--standard: needed, because"),
        (("--from", "2031-01-01", "--to", "2031-12-31", "--json", "--svg"), "--svg: cannot be with --json"),
        (("--from", "2031-01-01"), "--to"),
        (("--from", "1.2.2031", "--to", "2031-12-31"), "did you mean 2031-02-01?"),
    ],
)
def test_a_wrong_period_names_the_option(run: Run, words: tuple[str, ...], said: str) -> None:
    """What is wrong is told with its option; standard output stays empty."""
    told = run("period", *words)
    assert (told.code, told.out) == (ExitCode.USAGE, "")
    assert said in told.err


def test_the_day_is_said_where_it_was_assumed(run: Run) -> None:
    """Without a day the command asks about today, and says so on standard error."""
    told = run("period", "--standard", "ISO 99001:2030", "--from", "2030-06-16", "--to", DAY)
    assert "which is today; --on asks about another day" in told.err
    assert run("overview", "--gate", "stage-1").err == told.err


def test_a_standard_without_content_is_told(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a record has an edition nobody gave the content of, that is an error and not another answer."""
    run("overview", "--gate", "stage-1", "--on", DAY)
    code = main(["overview", str(tmp_path / "record.json"), "--gate", "stage-1", "--on", DAY])
    assert code == ExitCode.ERROR
    assert "ISO 99001:2030 is not among the editions of the catalogue given" in capsys.readouterr().err
