# SPDX-License-Identifier: Apache-2.0
"""The command line about the Statement of Applicability: what it builds, objects to, signs, compares and hands over."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest

import commands
from commands import Ran, Run
from invented import EDITION, ON, SMALL, day, decision, perfect, ref
from isomodel import applicability, documents
from isomodel.applicability import StatementOfApplicability, StatementVersion
from isomodel.assessment import Applicability, Assessment
from isomodel.cli import ExitCode
from isomodel.identifiers import StandardRef
from isomodel.serialization import canonical, parse, unstructure

plain = commands.plain
run = commands.runner("soa")

NO = decision(ref("A.5.3", SMALL), decision=Applicability.NOT_APPLICABLE, justification="Nobody works from home.")
OTHERS = tuple(one for one in perfect(SMALL).applicability if one.target != NO.target)
GOOD = attrs.evolve(perfect(SMALL), applicability=(*OTHERS, NO))
BAD = attrs.evolve(GOOD, applicability=(attrs.evolve(NO, justification=None),))
SOA = applicability.statement(GOOD, SMALL, on=ON)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Lay out the edition, a record, one with a mistake, a statement and a version."""
    documents.dump(SMALL, tmp_path / "edition.json")
    documents.dump(GOOD, tmp_path / "good.json")
    documents.dump(BAD, tmp_path / "bad.json")
    documents.dump(SOA, tmp_path / "soa.json")
    documents.dump(applicability.freeze(SOA, number="1", on=ON, signed_by="Mona"), tmp_path / "v1.json")
    return tmp_path


def asking(files: Path, name: str, *words: object) -> tuple[object, ...]:
    """Return the words that ask about a file on the usual day."""
    return (files / name, "--catalogue", files / "edition.json", "--on", ON, *words)


def test_a_statement_is_built_from_a_record(run: Run, files: Path) -> None:
    """What is shown, printed and written is what the library builds for the day."""
    assert run("build", *asking(files, "good.json")).out == f"{SOA}\n"
    assert run("build", *asking(files, "good.json", "--json")) == Ran(ExitCode.FINE, documents.dumps(SOA), "")
    path = files / "made.json"
    ran = run("build", *asking(files, "good.json", "--out", path))
    assert (ran.code, ran.err) == (ExitCode.FINE, f"written: {path}\n")
    assert documents.load(path, StatementOfApplicability) == SOA
    assert run("build", *asking(files, "good.json", "--out", path)).code == ExitCode.ERROR
    assert run("build", *asking(files, "good.json", "--out", path, "--replace")).code == ExitCode.FINE
    assert run("build", *asking(files, "soa.json")).code == ExitCode.ERROR


def test_without_a_day_it_is_today_and_that_is_said(run: Run, files: Path) -> None:
    """The day that was taken is told on standard error."""
    ran = run("build", files / "good.json", "--catalogue", files / "edition.json")
    assert "which is today" in ran.err


def test_of_several_editions_the_one_with_controls_is_taken(run: Run, files: Path) -> None:
    """A record against several standards has one statement where one of them has controls, and is asked otherwise."""
    both = attrs.evolve(GOOD, editions=(StandardRef.parse("ISO 9001:2015"), SMALL.ref))
    documents.dump(both, files / "both.json")
    assert run("build", *asking(files, "both.json")).code == ExitCode.FINE
    documents.dump(attrs.evolve(both, editions=(SMALL.ref, EDITION.ref)), files / "two.json")
    documents.dump(EDITION, files / "large.json")
    ran = run("build", *asking(files, "two.json", "--catalogue", files / "large.json"))
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "--standard: needed" in ran.err
    ran = run("build", *asking(files, "two.json", "--catalogue", files / "large.json", "--standard", str(SMALL.ref)))
    assert ran.code == ExitCode.FINE
    more = ("--catalogue", files / "large.json", "--standard", str(SMALL.ref), "--custom", str(EDITION.ref))
    ran = run("build", *asking(files, "two.json", *more))
    assert "and 12 of one's own" in ran.out


def test_issues_are_those_of_the_library(run: Run, files: Path) -> None:
    """What an auditor would object to is listed and counted; an error makes the exit code 1."""
    bad = applicability.statement(BAD, SMALL, on=ON)
    found = applicability.issues(bad, SMALL, on=ON)
    ran = run("check", *asking(files, "bad.json"))
    assert ran.code == ExitCode.ERROR
    assert [line.rpartition("[")[2] for line in ran.out.splitlines()[:-1]] == [f"{one.code}]" for one in found]
    assert ran.out.splitlines()[0].startswith(f"{files / 'bad.json'}: ")
    printed = run("check", *asking(files, "bad.json", "--json"))
    assert printed.out == canonical([unstructure(issue) for issue in found])
    fine = [one for one in applicability.issues(SOA, SMALL, on=ON) if one.severity.value == "error"]
    assert fine == []
    assert run("check", *asking(files, "good.json")).code == ExitCode.FINE


@pytest.mark.parametrize(("name", "at"), [("soa.json", ""), ("v1.json", "/statement")])
def test_issues_of_a_document_have_their_line(run: Run, files: Path, name: str, at: str) -> None:
    """The place of an issue is that in the file, of a version behind ``statement``."""
    late = day(800)
    asked = (files / name, "--catalogue", files / "edition.json", "--on", late)
    found = [attrs.evolve(one, path=f"{at}{one.path}") for one in applicability.issues(SOA, SMALL, on=late)]
    placed = parse((files / name).read_bytes(), name=name).located(found)
    assert all(one.line for one in placed)
    ran = run("check", *asked, "--json")
    assert ran.out == canonical([unstructure(one) for one in placed])
    first = placed[0]
    assert f"{name}:{first.line}:{first.column}: {first.severity.value}: {first.path}: " in run("check", *asked).out


def test_a_version_is_what_was_signed(run: Run, files: Path) -> None:
    """A record or a statement is signed as it is; number, day, signature and digest are told."""
    expected = applicability.freeze(SOA, number="2", on=day(3), signed_by="Mona")
    for name in ("good.json", "soa.json"):
        out = files / f"signed-{name}"
        words = ("--number", "2", "--by", "Mona", "--out", out, "--signed-on", day(3))
        ran = run("freeze", *asking(files, name, *words))
        assert (ran.code, ran.err) == (ExitCode.FINE, f"written: {out}\n")
        assert ran.out.splitlines() == [f"version 2 of {day(3)}, signed by Mona", expected.digest]
        assert documents.load(out, StatementVersion) == expected
    once = ("--number", "2", "--by", "Mona", "--out", files / "day.json")
    run("freeze", *asking(files, "good.json", *once))
    assert documents.load(files / "day.json", StatementVersion).dated_on == ON


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("v1.json", ("--number", "2", "--by", "M"), "is a version already: 1"),
        ("good.json", ("--number", " ", "--by", "M"), "--number: "),
        ("good.json", ("--number", "2", "--by", ""), "--by: "),
        ("good.json", ("--number", "2", "--by", "M", "--signed-on", "2001-01-01"), "--signed-on: "),
    ],
)
def test_what_cannot_be_signed_is_refused(run: Run, files: Path, name: str, words: tuple[str, ...], told: str) -> None:
    """A version of a version, an empty number or signature, and a day before the statement's are usage errors."""
    ran = run("freeze", *asking(files, name, *words, "--out", files / "x.json"))
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert told in ran.err
    assert not (files / "x.json").exists()


def test_two_statements_are_compared_whatever_they_stand_in(run: Run, files: Path) -> None:
    """Records, statements and versions compare as in the library; a day is asked for only where one is built."""
    bad = applicability.statement(BAD, SMALL, on=ON)
    found = applicability.compare(documents.load(files / "v1.json", StatementVersion), bad)
    own = ("--catalogue", files / "edition.json")
    ran = run("compare", files / "v1.json", files / "bad.json", *own, "--on", ON)
    assert ran == Ran(ExitCode.FINE, f"{found}\n", "")
    ran = run("compare", files / "v1.json", files / "bad.json", *own, "--on", ON, "--json")
    assert ran.out == canonical(unstructure(found))
    same = run("compare", files / "soa.json", files / "v1.json", *own)
    assert same.err == ""
    assert "0 added, 0 removed, 0 changed, 3 unchanged" in same.out


@pytest.mark.parametrize("name", ["good.json", "soa.json", "v1.json"])
def test_every_form_is_what_the_library_writes(run: Run, files: Path, name: str) -> None:
    """A document, a table and a page are handed over byte for byte, printed or written."""
    value = documents.load(files / "v1.json", StatementVersion) if name == "v1.json" else SOA
    forms = {
        "json": documents.dumps(value),
        "csv": applicability.to_csv(SOA),
        "markdown": applicability.to_markdown(value),
    }
    asked = asking(files, name) if name == "good.json" else (files / name, "--catalogue", files / "edition.json")
    for form, expected in forms.items():
        out = files / f"out.{form}"
        assert run("export", *asked, "--format", form, "--out", out).code == ExitCode.FINE
        assert out.read_bytes() == expected.encode()
        printed = run("export", *asked, "--format", form)
        assert (printed.out, printed.err) == (expected.replace("\r\n", "\n"), "")
        assert run("export", *asked, "--format", form, "--out", out).code == ExitCode.ERROR


def test_a_certificate_cites_a_version_that_is_signed(run: Run, files: Path) -> None:
    """A version that nobody signed, and none at all, are errors; the right one is fine."""
    cited: tuple[object, ...] = ("--number", "C-7", "--standard", str(SMALL.ref), "--catalogue", files / "edition.json")
    cited = (*cited, "--issued-on", day(2), "--on", day(9))
    assert run("certificate", files / "v1.json", *cited, "--cites", "1").code == ExitCode.FINE
    ran = run("certificate", files / "v1.json", *cited, "--cites", "9")
    assert ran.code == ExitCode.ERROR
    assert "certificate C-7: error: certificate C-7 cites version 9" in ran.out
    (none,) = json.loads(run("certificate", files / "v1.json", *cited, "--json").out)
    assert none["code"] == "certificate-without-version"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "soa.json", "--standard", "27001:2022"), "--standard: "),
        (("export", "v1.json", "--format", "csv", "--custom", "X-A 1:2020"), "--custom: "),
        (("compare", "soa.json", "v1.json", "--standard", "27001:2022"), "--standard: "),
        (("freeze", "soa.json", "--number", "1", "--by", "M", "--out", "o", "--custom", "27001:2022"), "--custom: "),
        (("build", "good.json", "--custom", "no such"), "--custom: "),
        (("export", "good.json", "--format", "cvs"), "did you mean csv?"),
        (("certificate", "--number", "1", "--standard", "x", "--issued-on", "2026-01-01"), "--standard: "),
    ],
)
def test_mistakes_are_told_by_the_word_at_fault(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    """Options that say what to build are refused where nothing is built, and names that are none."""
    monkeypatch.chdir(files)
    ran = run(*words, "--on", ON, "--catalogue", "edition.json")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert told in ran.err


def test_a_file_of_another_kind_is_refused(run: Run, files: Path) -> None:
    """An edition is no record and no statement."""
    ran = run("check", *asking(files, "edition.json"))
    assert ran.code == ExitCode.ERROR
    assert "wrong-document" in ran.err
    assert isinstance(documents.load(files / "good.json"), Assessment)
