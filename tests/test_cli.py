# SPDX-License-Identifier: Apache-2.0
"""The command line: what it prints, what it tells the shell, and what documents cannot make it do."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import pty
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text

import commands
import invented
from commands import Ran, Run
from isomodel import assessment, catalogue, documents, readiness
from isomodel.assessment import Conformity, Role, WorkStatus
from isomodel.catalogue import PackManifest
from isomodel.cli import ExitCode, display, main
from isomodel.correspondence import Basis, CorrespondenceTable, Extent, Unmatched
from isomodel.errors import IsomodelError, Issue
from isomodel.evidence import EvidenceKind
from isomodel.identifiers import StandardRef
from isomodel.model import StandardEdition
from isomodel.policy import Parameter
from isomodel.readiness import Bucket, Explanation, Gate, Readiness, Share, Tally
from isomodel.register import RegisterImport, read_register
from isomodel.serialization import unstructure
from isomodel.version import VERSION

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
DAY = invented.ON.isoformat()


plain = commands.plain
run = commands.runner()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out the documents most tests read: an edition, a record that is ready, one that is not, an empty one."""
    folder = tmp_path_factory.mktemp("documents")
    perfect = invented.perfect()
    # Every third is not fulfilled, half of those with one cause and half with causes of their own; a few nobody judged.
    third = [
        attrs.evolve(
            one,
            conformity=Conformity.NONCONFORMING,
            work_status=WorkStatus.PARTIAL,
            effort_left=index if index < 30 else 3,
        )
        if index % 3 == 0
        else one
        for index, one in enumerate(perfect.judgements)
        if index % 10 != 1
    ]
    failing = attrs.evolve(perfect, judgements=tuple(third), management_reviews=())
    documents.dump(invented.EDITION, folder / "edition.json")
    documents.dump(perfect, folder / "ready.json")
    documents.dump(failing, folder / "failing.json")
    documents.dump(invented.empty(), folder / "empty.json")
    documents.dump(readiness.default_policy(), folder / "policy.json")
    return folder


def asking(files: Path, name: str, *words: object) -> tuple[object, ...]:
    """Return the words that ask about a record of the invented edition."""
    return ("readiness", files / name, "--gate", "stage-2", "--on", DAY, "--catalogue", files / "edition.json", *words)


def answer(files: Path, name: str, gate: Gate = Gate.STAGE_2) -> Readiness:
    """Return what the library itself says about a record of the invented edition."""
    record = documents.load(files / name)
    assert isinstance(record, assessment.Assessment)
    return readiness.evaluate(record, (invented.EDITION,), standard=invented.STANDARD, gate=gate, on=invented.ON)


# What a process of its own needs to know, and nothing of the terminal of whoever runs the tests.
BASE = {
    **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_") or name in ("PATH", "HOME")},
    "PYTHONPATH": os.pathsep.join(sys.path),
}


def spawned(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "isomodel", *map(str, words)],
        env={**BASE, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


# Exit codes.


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["catalogue", "list"], 0),
        (["catalogue", "search", "no-such-word-anywhere"], 0),
        (["rules"], 0),
        (["version"], 0),
        (["--version"], 0),
        (["--help"], 0),
        ([], 0),
        (["check", "{files}/missing.json"], 1),
        (["check", "{files}"], 1),
        (["readiness", "{files}/missing.json", "--gate", "stage-2"], 1),
        (["readiness", "{files}/edition.json", "--gate", "stage-2"], 1),
        (["catalogue", "show", "missing.json"], 1),
        (["catalogue", "check", "{files}/policy.json"], 1),
        (["check", "{files}/ready.json", "--on", DAY], 1),
        (["check", "{files}/ready.json", "--on", DAY, "--catalogue", "{files}/edition.json"], 0),
        (["check", "{files}/policy.json"], 0),
        (["check", "{files}/edition.json"], 0),
        (["nonsense"], 2),
        (["catalogue", "nonsense"], 2),
        (["check"], 2),
        (["check", "{files}/ready.json", "--nonsense"], 2),
        (["check", "{files}/ready.json", "--on", "yesterday"], 2),
        (["rules", "--gate", "stage-9"], 2),
        (["catalogue", "show", "ISO 99999"], 2),
        (["catalogue", "show", "27001:2022", "A.5.99"], 2),
        (["catalogue", "search"], 2),
        (["readiness", "{files}/ready.json"], 2),
        (["readiness", "{files}/ready.json", "--gate", "stage-2", "--on", DAY], 2),
    ],
)
def test_exit_codes(run: Run, files: Path, words: list[str], code: int) -> None:
    """Each way a command can end has its exit code."""
    assert run(*(word.format(files=files) for word in words)).code == code


def test_a_transition_reads_the_replaced_edition(run: Run, tmp_path: Path) -> None:
    """Whatever is asked, the days of the edition that is replaced are the bundled ones, or those of a given file."""
    record = attrs.evolve(invented.empty(), editions=(catalogue.load("ISO/IEC 27001:2022").ref,))
    documents.dump(record, tmp_path / "record.json")
    words: tuple[object, ...] = ("readiness", tmp_path / "record.json", "--gate", "transition", "--json")
    for day, outcome in (("2025-10-31", "passed"), ("2025-11-01", "failed")):
        facts = {fact["id"]: fact["outcome"] for fact in json.loads(run(*words, "--on", day).out)["facts"]}
        assert facts["transition.open"] == outcome
    documents.dump(invented.perfect(), tmp_path / "own.json")
    documents.dump(invented.EDITION, tmp_path / "edition.json")
    documents.dump(invented.predecessor(invented.EDITION), tmp_path / "replaced.json")
    asked = ("--gate", "transition", "--on", DAY, "--catalogue", tmp_path / "edition.json")
    given = ("--catalogue", tmp_path / "replaced.json")
    for name in ("readiness", "plan", "overview"):
        assert run(name, tmp_path / "own.json", *asked).code == ExitCode.GATE_NOT_MET
        assert run(name, tmp_path / "own.json", *asked, *given).code == ExitCode.FINE
    drawing = ("graph", "draw", "--assessment", tmp_path / "own.json", *asked)
    assert "undetermined" in run(*drawing).out.casefold()
    assert "undetermined" not in run(*drawing, *given).out.casefold()


@pytest.mark.parametrize(("name", "code"), [("ready.json", 0), ("failing.json", 3), ("empty.json", 3)])
def test_the_gate_decides_the_exit_code(run: Run, files: Path, name: str, code: int) -> None:
    """Ready exits 0; not-ready and undetermined exit 3."""
    assert run(*asking(files, name)).code == code


def test_no_traceback_and_nothing_on_standard_output_for_mistakes(run: Run, files: Path) -> None:
    """A mistake is told on standard error in sentences, so that a pipe gets nothing it could take for an answer."""
    for words in (["nonsense"], ["check", files / "x.json"], ["readiness", files / "ready.json", "--gate", "x"]):
        ran = run(*words)
        assert ran.out == ""
        assert ran.err.startswith("error: ")
        assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["chek"], 'Did you mean "check"?'),
        (["rules", "--gate", "Stage_1"], "recertification, transition; did you mean stage-1?"),
        (["check", "{files}/ready.json", "--jsno"], "Did you mean "),
        (
            ["readiness", "{files}/ready.json", "--gate", "stage2"],
            "recertification, transition; did you mean stage-2?",
        ),
        (["check", "{files}/ready.json", "--on", "2031-02-30"], "did you mean 2031-02-28?"),
        (["check", "{files}/ready.json", "--on", "2031-2-3"], "did you mean 2031-02-03?"),
        (["check", "{files}/ready.json", "--on", "20310203"], "did you mean 2031-02-03?"),
        (["check", "{files}/ready.json", "--on", "03.02.2031"], "did you mean 2031-02-03?"),
        (["check", "{files}/ready.json", "--on", "2031-13-03"], "did you mean 2031-12-03?"),
        (["check", "{files}/redy.json"], "did you mean {files}/ready.json?"),
        (["catalogue", "show", "ISO/IEC 27002:2022"], "Did you mean ISO/IEC 27001:2022?"),
        (["catalogue", "show", "27001"], "It could be ISO/IEC 27001:2013 or ISO/IEC 27001:2022."),
        (["catalogue", "show", "27001:2022", "A.5.77"], "the nearest is A.5.37"),
        (["catalogue", "show", "99999"], "There are ISO 9001:2015, ISO 9001:2026, ISO 13485:2016, "),
    ],
)
def test_mistakes_are_told_with_the_nearest_valid_value(run: Run, files: Path, words: list[str], hint: str) -> None:
    """A word that is nearly right is answered with the word it nearly is."""
    assert hint.format(files=files) in run(*(word.format(files=files) for word in words)).err


@pytest.mark.parametrize(
    ("standard", "told"),
    [
        ("ISO 99001:2031", "ISO 99001:2030"),
        ("27001:2022", "ISO 99001:2030"),
        ("27001", "ISO/IEC 27001:2013 or ISO/IEC 27001:2022"),
        ("99999", "ISO 9001:2015"),
        ("not a standard", "is no reference to a standard"),
    ],
)
def test_an_edition_is_never_taken_for_another(run: Run, files: Path, standard: str, told: str) -> None:
    """Asking about an edition the record is not against is a usage error that names what there is."""
    ran = run(*asking(files, "ready.json", "--standard", standard))
    assert ran.code == ExitCode.USAGE
    assert ran.err.startswith("error: --standard: ")
    assert told in ran.err


def test_standard_is_needed_only_where_there_is_a_choice(run: Run, files: Path, tmp_path: Path) -> None:
    """With one edition in the record --standard may be left out; with two it has to be said which."""
    both = attrs.evolve(invented.perfect(), editions=(invented.EDITION.ref, catalogue.resolve("9001:2015")))
    documents.dump(both, tmp_path / "both.json")
    words = ("readiness", tmp_path / "both.json", "--gate", "stage-2", "--on", DAY)
    ran = run(*words)
    assert ran.code == ExitCode.USAGE
    assert "ISO 99001:2030 or ISO 9001:2015" in ran.err
    assert run(*words, "--standard", "9001:2015").code == ExitCode.GATE_NOT_MET
    assert run(*asking(files, "ready.json")).code == ExitCode.FINE


def test_an_edition_that_is_nowhere_is_asked_for(run: Run, files: Path) -> None:
    """A record against an edition that did not come along says which option gives its content."""
    ran = run("readiness", files / "ready.json", "--gate", "stage-2", "--on", DAY, "--standard", "ISO 99001:2030")
    assert ran.code == ExitCode.USAGE
    assert "ISO 99001:2030 is not in the catalogue; --catalogue FILE gives its content" in ran.err


def test_a_failure_of_the_system_is_told_in_one_line(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses without naming a file, such as a full disk, is told in its own words."""

    def full(*_: object, **__: object) -> None:
        message = "no space left"
        raise OSError(message)

    monkeypatch.setattr(readiness, "evaluate", full)
    assert run(*asking(files, "ready.json")) == Ran(ExitCode.ERROR, "", "error: no space left\n")


def test_interrupting_exits_130(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command without a word."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(readiness, "evaluate", interrupted)
    ran = run(*asking(files, "ready.json"))
    assert ran == Ran(ExitCode.INTERRUPTED, "", "")


@pytest.mark.parametrize("words", [["catalogue", "list"], ["catalogue", "show", "9001:2015", "--json"], ["--help"]])
def test_a_closed_pipe_is_no_event(words: list[str]) -> None:
    """When the reader is gone the command stops without complaint, with the code other programs have then."""
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen([sys.executable, "-m", "isomodel", *words], stdout=writer, stderr=subprocess.PIPE) as process:
        os.close(writer)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (ExitCode.PIPE_CLOSED, b"")


# The missing extra.


@pytest.mark.parametrize("missing", ["cyclopts", "rich"])
def test_without_the_extra_one_line_says_how_to_install_it(missing: str) -> None:
    """Without the libraries of the command line it prints the install command and nothing else."""
    code = f"import sys; sys.modules[{missing!r}] = None; from isomodel.cli import main; sys.exit(main(['demo']))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60)
    assert ran.returncode == ExitCode.ERROR
    assert ran.stdout == ""
    assert ran.stderr == 'The command line needs an optional dependency: pip install "isomodel[cli]"\n'


def test_importing_the_command_line_loads_none_of_its_libraries() -> None:
    """The module can be imported without the extra; only running it needs the libraries."""
    code = "import sys, isomodel.cli; print(sorted({'rich', 'cyclopts', 'cattrs'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60)
    assert ran.stdout == "[]\n"


def test_an_import_that_fails_for_another_reason_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the libraries of the extra are excused; a defect of the package itself stays visible."""
    monkeypatch.setitem(sys.modules, "isomodel.cli.commands", None)
    with pytest.raises(ImportError, match=r"isomodel\.cli\.commands"):
        main(["version"])


# Help and version.

GRAPH = (
    "show", "prerequisites", "dependents", "impact", "explain", "cycles", "keystones", "order", "shared", "orphans",
    "export", "draw",
)  # fmt: skip
SOA = ("build", "check", "freeze", "compare", "export", "certificate")
COMMANDS = [
    [],
    ["demo"],
    ["readiness"],
    ["check"],
    ["rules"],
    ["version"],
    ["import-register"],
    ["catalogue"],
    ["catalogue", "list"],
    ["catalogue", "show"],
    ["catalogue", "search"],
    ["catalogue", "check"],
    ["catalogue", "shared"],
    ["catalogue", "correspondence"],
    ["catalogue", "titles"],
    ["catalogue", "new"],
    ["catalogue", "pack"],
    ["migrate"],
    ["migrate", "compare"],
    ["migrate", "plan"],
    ["migrate", "apply"],
    ["migrate", "undo"],
    ["migrate", "reuse"],
    ["graph"],
    *(["graph", one] for one in GRAPH),
    ["soa"],
    *(["soa", one] for one in SOA),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_and_a_place_in_the_reference(run: Run, words: list[str]) -> None:
    """The help of each command is plain, fits a page, and the reference names the command and each of its options."""
    ran = run(*words, "--help")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.startswith(f"Usage: {' '.join(['isomodel', *words])}")
    assert max(len(line) for line in ran.out.splitlines()) <= 100
    assert "isomodel " + " ".join(words) in PAGE
    for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", ran.out):
        assert f"`{option}" in PAGE, option


def test_the_reference_lists_the_exit_codes() -> None:
    """The table of exit codes in the reference is the one the command has."""
    assert re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE) == [str(code.value) for code in ExitCode]


def test_the_version_is_printed_in_one_line(run: Run) -> None:
    """Both spellings print the name and the version."""
    assert run("version").out == run("--version").out == f"isomodel {VERSION}\n"


# What is printed for machines.


@pytest.mark.parametrize("name", ["ready.json", "failing.json", "empty.json"])
def test_json_of_an_answer_is_the_readiness_document(run: Run, files: Path, name: str) -> None:
    """What --json prints is byte for byte what the library writes, and the verdict still reaches whoever watches."""
    ran = run(*asking(files, name, "--json"))
    result = answer(files, name)
    assert ran.out == documents.dumps(result)
    assert ran.err == ("" if name == "ready.json" else display.verdict_line(result) + "\n")


def test_the_verdict_line_counts_rules(files: Path) -> None:
    """The one-line verdict says how many rules fail and how many nobody can answer."""
    line = display.verdict_line(answer(files, "empty.json"))
    assert re.fullmatch(r"ISO 99001:2030, stage-2, as of 2031-06-15: undetermined \(0 of 23 rules fail, \d+ .*\)", line)


def test_json_lists_the_editions(run: Run) -> None:
    """The list of editions has the reference and the counts of each, requirements and controls apart."""
    listed = json.loads(run("catalogue", "list", "--json").out)
    assert [one["ref"] for one in listed] == [str(ref) for ref in catalogue.editions()]
    assert {"ISO 9001:2015", "ISO 14001:2015", "ISO/IEC 27001:2022"} <= {one["ref"] for one in listed}
    for one in listed:
        edition = catalogue.load(one["ref"])
        assert one == {
            "ref": str(edition.ref),
            "title": edition.title,
            "discipline": edition.discipline,
            "publication_stage": edition.publication_stage.value,
            "verification": edition.verification.value,
            "requirements": len(edition.requirements()),
            "controls": len(edition.controls()),
            "clauses": len(tuple(edition.walk())),
        }
    assert [one["controls"] for one in listed if one["ref"] == "ISO/IEC 27001:2022"] == [93]


@pytest.mark.parametrize("name", ["9001:2015", "ISO 14001:2015", "iso/iec 27001:2022", "22301"])
def test_json_of_an_edition_is_the_document(run: Run, name: str) -> None:
    """Showing an edition as JSON prints the standard-edition document itself."""
    assert run("catalogue", "show", name, "--json").out == documents.dumps(catalogue.load(name))


@pytest.mark.parametrize("clause", ["8.5.1", "8.5.1#c", "4"])
def test_json_of_a_part_is_the_part(run: Run, clause: str) -> None:
    """Showing a clause or requirement as JSON prints that part of the edition."""
    assert json.loads(run("catalogue", "show", "9001:2015", clause, "--json").out) == unstructure(
        catalogue.load("9001:2015")[clause]
    )


def test_json_of_issues_is_what_the_library_found(run: Run, files: Path) -> None:
    """Checking an assessment prints every issue the library finds, each with its line and column."""
    record = invented.perfect()
    found = assessment.issues(record, (), on=invented.ON)
    listed = json.loads(run("check", files / "ready.json", "--on", DAY, "--json").out)
    assert [(one["code"], one["path"], one["severity"]) for one in listed] == [
        (one.code, one.path, one.severity.value) for one in found
    ]
    lines = (files / "ready.json").read_text(encoding="utf-8").splitlines()
    first = listed[0]
    assert first["code"] == "edition-not-given"
    assert lines[first["line"] - 1][first["column"] - 1 :].startswith('"ISO 99001:2030"')


def test_checking_a_broken_document_tells_every_problem(run: Run, tmp_path: Path) -> None:
    """A document that cannot be read is checked to its end: each problem with its place and the nearest valid value."""
    broken = tmp_path / "broken.json"
    text = '{"format": "isomodel/policy/1.0", "id": 7, "version": "1", "titel": "x", "parameters": []}'
    broken.write_text(text)
    with pytest.raises(IsomodelError) as caught:
        documents.load(broken)
    listed = json.loads(run("check", broken, "--json").out)
    assert listed == [unstructure(issue) for issue in caught.value.issues]  # type: ignore[attr-defined]  # a DocumentError.
    assert [one["code"] for one in listed] == ["missing-key", "wrong-type", "unknown-key"]
    shown = run("check", broken)
    assert shown.code == ExitCode.ERROR
    assert f"{broken}:1:{text.index('7') + 1}: error: /id: " in shown.out
    assert "did you mean 'title'? [unknown-key]\n" in shown.out
    assert shown.out.endswith("3 errors, 0 warnings, 0 remarks\n")


def test_a_document_of_another_kind_is_refused_by_its_name(run: Run, files: Path) -> None:
    """Asking about a policy as if it were an assessment says what it is and what is expected."""
    ran = run("readiness", files / "policy.json", "--gate", "stage-1", "--on", DAY)
    assert ran.code == ExitCode.ERROR
    assert (
        f"{files}/policy.json:3:13: error: /format: this is a policy; expected assessment [wrong-document]" in ran.err
    )
    ran = run("compare", files / "ready.json", files / "ready.json")
    assert "this is an assessment; expected readiness [wrong-document]" in ran.err


def test_many_problems_are_counted_and_not_all_shown_on_the_way_to_an_answer(run: Run, tmp_path: Path) -> None:
    """Where an answer was wanted twenty problems are shown, their number is told, and where to see all of them."""
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({"format": "isomodel/assessment/1.0", **{f"key{index}": 1 for index in range(40)}}))
    ran = run("readiness", broken, "--gate", "stage-1")
    assert ran.err.count("[unknown-key]") + ran.err.count("[missing-key]") == 20
    assert "cannot be read: 43 errors, 0 warnings, 0 remarks; 23 more, isomodel check lists all" in ran.err
    assert run("check", broken).out.count("[unknown-key]") == 40


def test_json_of_the_rules_is_two_documents(run: Run) -> None:
    """The rules as JSON are the gate-rules and the truth-table document; a gate leaves the others' rules out."""
    told = json.loads(run("rules", "--json").out)
    assert told == {
        "gate_rules": json.loads(documents.dumps(readiness.gate_rules())),
        "truth_table": json.loads(documents.dumps(readiness.truth_table())),
    }
    first = json.loads(run("rules", "--gate", "stage-1", "--json").out)["gate_rules"]["rules"]
    assert [rule["id"] for rule in first] == [
        rule.id for rule in readiness.gate_rules().rules if Gate.STAGE_1 in rule.gates
    ]


def test_json_of_a_search_cites_what_was_found(run: Run) -> None:
    """A search as JSON gives edition, citation and text of each place that holds every word."""
    found = catalogue.search("internal audit")
    assert found
    listed = json.loads(run("catalogue", "search", "internal", "audit", "--json").out)
    assert [(one["edition"], one["text"]) for one in listed] == [(str(match.edition), match.text) for match in found]
    assert all(one["ref"].startswith(f"{one['edition']}, ") for one in listed)
    assert run("catalogue", "search", "zzz", "--json").out == "[]\n"


def test_json_of_an_explanation_is_the_tree(run: Run, files: Path) -> None:
    """With --explain the JSON is the explanation of that part."""
    ran = run(*asking(files, "failing.json", "--explain", "9.3", "--json"))
    assert ran.code == ExitCode.GATE_NOT_MET
    assert json.loads(ran.out) == unstructure(answer(files, "failing.json").explain("9.3"))


def test_json_stays_utf8_whatever_the_locale(files: Path) -> None:
    """The bytes of a document do not depend on the encoding of the terminal."""
    ran = spawned("catalogue", "show", "9001:2015", "--json", PYTHONIOENCODING="ascii", LANG="C")
    assert ran.returncode == 0
    assert ran.stdout == documents.dumps(catalogue.load("9001:2015")).encode()
    assert "—".encode() in ran.stdout
    del files


def test_json_for_a_terminal_hides_nothing_in_it() -> None:
    """A terminal gets what it could obey as JSON escapes; the value read back is the same."""
    value = {"note": "a\x9b2Jb\u202ec\x7fd\U000e0041 é"}
    document = json.dumps(value, ensure_ascii=False) + "\n"
    screen = Terminal()
    display.Screen(screen).emit(document)
    assert screen.getvalue() == '{"note": "a\\u009b2Jb\\u202ec\\u007fd\\udb40\\udc41 é"}\n'
    assert json.loads(screen.getvalue()) == value
    pipe = io.StringIO()
    display.Screen(pipe).emit(document)
    assert pipe.getvalue() == '{"note": "a\\u009b2Jb\u202ec\\u007fd\U000e0041 é"}\n'


# What is printed for people.


def test_the_view_tells_the_whole_answer(run: Run, files: Path) -> None:
    """Verdict, both counts, every rule with its mark, the work, the next change and the limits are shown."""
    out = run(*asking(files, "failing.json")).out
    result = answer(files, "failing.json")
    lines = out.splitlines()
    assert lines[0] == "NOT READY  ISO 99001:2030 · stage 2 · as of 2031-06-15"
    for name, tally in (("Requirements", result.requirements), ("Reference controls", result.controls)):
        assert tally is not None
        at = lines.index(f"{name}: {tally.total}")
        assert len(lines[at + 1]) == 36
        assert lines[at + 1].count("█") == tally.share.low * 36 // tally.share.of
        unknown = sum(one.count for one in tally.buckets if one.bucket is Bucket.NOT_ASSESSED)
        assert unknown > 0
        assert lines[at + 2] == f"met {tally.share} of {tally.share.of} that apply, {unknown} unknown"
        assert lines[at + 1].count("▒") == tally.share.high * 36 // tally.share.of - lines[at + 1].count("█")
        counts = dict(re.findall(r"([a-z ]+) (\d+)(?: · |$)", lines[at + 3]))
        assert {key.strip(): int(number) for key, number in counts.items()} == {
            one.bucket.value.replace("-", " "): one.count for one in tally.buckets
        }
        assert sum(map(int, counts.values())) == tally.total
    marks = {"passed": "✓", "failed": "✗", "unknown": "?"}
    for rule in result.rules:
        assert f"{marks[rule.outcome.value]} {rule.id}  {rule.sentence}  [{rule.citation}]" in lines
    assert f"To be done, in this order: {len(result.blockers)}" in lines
    assert "When this changes" in lines
    assert all(limit in lines for limit in result.limits)


def test_blockers_with_one_cause_share_a_line(run: Run, files: Path) -> None:
    """The first lines of work are shown with their places in the order; the rest is counted, and --all shows it."""
    result = answer(files, "failing.json")
    short, long = (run(*asking(files, "failing.json", *more)).out for more in ((), ("--all",)))
    places = re.findall(r"^ *(\d+)(?:–(\d+))?\. [✗?] ", long, re.MULTILINE)
    numbers = [number for first, last in places for number in range(int(first), int(last or first) + 1)]
    assert numbers == [blocker.position for blocker in result.blockers]
    assert len(places) < len(result.blockers)
    shown = re.findall(r"^ *(\d+)(?:–(\d+))?\. [✗?] ", short, re.MULTILINE)
    assert shown == places[: display.BLOCKERS_SHOWN]
    left = len(result.blockers) - int(shown[-1][1] or shown[-1][0])
    assert left > 0
    assert f"… and {left} more; --all lists them\n" in short
    assert "more; --all" not in long
    assert "  (12 person-days)\n" in long
    assert "  (3 person-days each)\n" in long


def test_a_ready_answer_lists_no_work(run: Run, files: Path) -> None:
    """Where nothing stands in the way there is no list of work, and the day the verdict changes is named."""
    out = run(*asking(files, "ready.json")).out
    result = answer(files, "ready.json")
    assert result.changes_on is not None
    assert out.startswith("READY  ")
    assert "To be done" not in out
    assert f"{result.changes_on.on}  The verdict becomes {result.changes_on.verdict.value}: " in out


def test_the_empty_record_has_the_whole_interval(run: Run, files: Path) -> None:
    """With nothing recorded the bar is all unknown and the share runs from nothing to everything."""
    out = run(*asking(files, "empty.json")).out
    assert out.startswith("UNDETERMINED  ")
    assert "▒" * 36 in out
    assert "met 0–100 % of 47 that apply, 47 unknown" in out


@pytest.mark.parametrize("subject", ["9.3", "5.2#1", "A.5.1"])
def test_explaining_prints_every_sentence_of_the_tree(run: Run, files: Path, subject: str) -> None:
    """Each sentence of the explanation stands on a line of its own, in the order of the tree."""
    ran = run(*asking(files, "failing.json", "--explain", subject))
    told = [re.sub(r"^[│├└─ ]*", "", line) for line in ran.out.splitlines()]
    assert told == [line.strip() for line in str(answer(files, "failing.json").explain(subject)).splitlines()]
    assert ran.code == ExitCode.GATE_NOT_MET
    assert ran.err.startswith("ISO 99001:2030, stage-2, as of 2031-06-15: not-ready")


def test_the_verdict_itself_can_be_explained(run: Run, files: Path) -> None:
    """The word verdict explains every rule."""
    out = run(*asking(files, "ready.json", "--explain", "verdict")).out
    assert out.splitlines()[0] == answer(files, "ready.json").explain().sentence
    assert all(f"[{rule.id}; " in out for rule in answer(files, "ready.json").rules)


def test_explaining_something_that_is_not_there_is_a_usage_error(run: Run, files: Path) -> None:
    """A clause the edition does not have is refused, and no answer is printed for it."""
    ran = run(*asking(files, "ready.json", "--explain", "8.99"))
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err.startswith("error: --explain: ISO 99001:2030 has no 8.99")


def test_a_policy_changes_the_answer_and_is_named(run: Run, files: Path, tmp_path: Path) -> None:
    """Numbers of one's own are read from the policy file, and the answer says whose they were."""
    strict = readiness.default_policy().overridden({"management-review-interval": 1}, id="strict", source="us")
    documents.dump(strict, tmp_path / "policy.json")
    ran = run(*asking(files, "ready.json", "--policy", tmp_path / "policy.json"))
    assert ran.code == ExitCode.GATE_NOT_MET
    assert "✗ management-review-done" in ran.out
    assert "policy strict 1." in ran.out


def test_a_policy_decides_what_has_lapsed_in_a_record(run: Run, files: Path, tmp_path: Path) -> None:
    """How long a kind of evidence counts by a policy holds for what is told of the record as well."""
    kinds = [Parameter(name=f"validity.{kind.value}", value=0, unit="months", source="us") for kind in EvidenceKind]
    documents.dump(readiness.default_policy().extended(*kinds, id="strict"), tmp_path / "policy.json")
    words = ("check", files / "ready.json", "--on", DAY, "--catalogue", files / "edition.json")
    assert "evidence-lapsed" not in run(*words).out
    ran = run(*words, "--policy", tmp_path / "policy.json")
    assert ran.code == ExitCode.FINE
    assert "evidence-lapsed" in ran.out


def test_errors_in_the_record_are_mentioned_beside_the_answer(run: Run, files: Path, tmp_path: Path) -> None:
    """Content that is wrong does not stop an answer; standard error says that there is some and who lists it."""
    record = invented.perfect()
    first = attrs.evolve(record.judgements[0], evidence=("EV-none",))
    documents.dump(attrs.evolve(record, judgements=(first, *record.judgements[1:])), tmp_path / "typo.json")
    words = ("readiness", tmp_path / "typo.json", "--gate", "stage-2", "--on", DAY)
    ran = run(*words, "--catalogue", files / "edition.json")
    assert f"note: the record has 1 error, 0 warnings, 0 remarks; isomodel check {tmp_path}/typo.json" in ran.err
    assert run(*asking(files, "ready.json")).err == ""


def test_today_is_used_aloud(run: Run, files: Path) -> None:
    """Without --on the command asks about today and says so on standard error, not in the answer."""
    words = ("check", files / "ready.json", "--catalogue", files / "edition.json")
    before = dt.datetime.now().astimezone().date()
    ran = run(*words)
    after = dt.datetime.now().astimezone().date()
    assert ran.err in {f"as of {day}, which is today; --on asks about another day\n" for day in (before, after)}
    assert "which is today" not in ran.out


def test_the_list_of_editions_is_a_row_a_line(run: Run) -> None:
    """In a pipe each edition is one line that holds all of it."""
    lines = run("catalogue", "list").out.splitlines()
    assert len(lines) == 1 + len(catalogue.editions())
    (row,) = (line for line in lines if line.startswith("ISO/IEC 27001:2022 "))
    assert re.split(r"  +", row)[:7] == [
        "ISO/IEC 27001:2022",
        "verified",
        "published",
        "148",
        "93",
        "49",
        "information-security",
    ]


def test_showing_an_edition_draws_its_clauses(run: Run) -> None:
    """The clauses of an edition come as a tree in the order of the standard, with their number of requirements."""
    edition = catalogue.load("27001:2022")
    drawn = re.findall(r"^[│├└─ ]+(\S.*?)  ", run("catalogue", "show", "27001:2022").out, re.MULTILINE)
    expected = [
        number
        for clause in edition.walk()
        for number in (str(clause.number), *(one.ref.local for one in clause.controls))
    ]
    assert drawn == expected


def test_showing_a_clause_prints_every_statement_below_it(run: Run) -> None:
    """Everything below a clause is printed whole, with what has to exist in writing and what it leans on."""
    out = run("catalogue", "show", "9001:2015", "8.5").out
    edition = catalogue.load("9001:2015")
    below = [one for one in edition.requirements() if str(one.ref.clause).startswith("8.5")]
    assert below
    assert all(f"  {one.ref.item}  {one.statement}" in out for one in below)
    assert "Leans on\n" in out
    assert "[asks for a document" in out


def test_showing_what_an_amendment_brought_names_it(run: Run) -> None:
    """An item of an amendment says since when it counts."""
    assert "  [since ISO 9001:2015/Amd 1:2024]\n" in run("catalogue", "show", "9001:2015", "4.1").out


def test_where_nothing_applies_there_is_no_share(files: Path) -> None:
    """Without anything that applies the view says so instead of inventing a share."""
    nothing = Tally(total=0, buckets=(), share=Share(low=0, high=0, of=0))
    stream = io.StringIO()
    result = attrs.evolve(answer(files, "ready.json"), requirements=nothing)
    display.Screen(stream).show(*display.readiness_view(result))
    assert f"Requirements: 0\n{'░' * 36}\nnothing applies\n" in stream.getvalue()


@pytest.mark.parametrize("name", ["8.5.1#c", "8.5.1"])
def test_showing_a_requirement_prints_its_statement(run: Run, name: str) -> None:
    """A requirement can be shown by its own name."""
    item = catalogue.load("9001:2015")["8.5.1#c"]
    assert item.statement in run("catalogue", "show", "9001:2015", name).out  # type: ignore[union-attr]  # it is a requirement.


def test_showing_a_control_prints_its_attributes(run: Run) -> None:
    """A control is shown with its title, theme and attribute families."""
    out = run("catalogue", "show", "27001:2022", "A.5.7").out
    assert "A.5.7  Threat intelligence: " in out
    assert "control type: preventive, detective, corrective" in out
    assert "theme: organizational" in out


def test_showing_a_letter_that_only_introduces_a_list_prints_the_list(run: Run, files: Path) -> None:
    """A letter with a nested list shows the items of that list."""
    out = run("catalogue", "show", files / "edition.json", "8.1#b").out
    assert "  b.1  Invented obligation 8.1 b.1." in out
    assert "  b.2  Invented obligation 8.1 b.2." in out


def test_a_private_edition_is_shown_by_its_path(run: Run, files: Path) -> None:
    """A file of one's own works like an edition that came along."""
    assert run("catalogue", "show", files / "edition.json").out.startswith("ISO 99001:2030  ")


def test_checking_the_catalogue_reports_counts_and_confidence(run: Run) -> None:
    """The bundled editions agree with their tables, and each is told with its counts by source confidence."""
    ran = run("catalogue", "check")
    assert ran.code == ExitCode.FINE
    assert ran.out.count("\n  0 errors, ") == len(catalogue.editions())
    told = json.loads(run("catalogue", "check", "--json").out)
    assert [one["ref"] for one in told] == [str(ref) for ref in catalogue.editions()]
    for one in told:
        assert sum(one["by_source_confidence"].values()) == one["clauses"] + one["controls"]


def test_checking_a_damaged_edition_names_the_place(run: Run, tmp_path: Path) -> None:
    """A title that differs from its table is an error with file, line, pointer, and what the table has."""
    text = documents.dumps(catalogue.load("27001:2022")).replace('"title": "Leadership"', '"title": "Ledership"', 1)
    damaged = tmp_path / "damaged.json"
    damaged.write_text(text, encoding="utf-8")
    line = text[: text.index("Ledership")].count("\n") + 1
    ran = run("catalogue", "check", damaged)
    assert ran.code == ExitCode.ERROR
    assert f"{damaged}:{line}:" in ran.out
    assert "did you mean 'Leadership'? [wrong-title]" in ran.out
    unreadable = tmp_path / "unreadable.json"
    unreadable.write_text("{", encoding="utf-8")
    told = json.loads(run("catalogue", "check", unreadable, damaged, "--json").out)
    assert [[issue["code"] for issue in one["issues"]] for one in told] == [["not-json"], ["wrong-title"]]


def test_the_rules_are_shown_with_what_they_read(run: Run) -> None:
    """Each rule is shown with its sentence, what it needs or reads, and its citation; the truth table row by row."""
    out = run("rules").out
    for rule in readiness.gate_rules().rules:
        assert f"\n{rule.id}  {rule.kind.value}; " in out
        assert f"\n  {rule.sentence}\n" in out
    assert "needs internal-audit.performed or internal-audit.scheduled" in out.replace("(", "").replace(")", "")
    assert "the bucket of all requirements on, or in clauses on, scope, policy, " in out.replace("\n  ", " ")
    for row in readiness.truth_table().rows:
        assert re.search(rf"^{row.id} .*  {row.bucket.value} ", out, re.MULTILINE)
    only = run("rules", "--gate", "stage-1").out
    assert "\ninternal-audit-arranged  " in only
    assert "\nno-open-major  " not in only


# The demonstration.


def test_the_demonstration_needs_nothing_and_is_always_the_same(run: Run) -> None:
    """The demonstration answers for its own company and day, exits 0, and prints the document the library computes."""
    from isomodel.cli import commands  # noqa: PLC0415 - the module loads what the other tests of this file do without.

    shown = run("demo")
    assert shown.code == ExitCode.FINE
    assert shown.out.startswith("NOT READY  ISO/IEC 27001:2022 · stage 2 · as of ")
    told = documents.loads(run("demo", "--json").out)
    assert isinstance(told, Readiness)
    assert (told.as_of, told.gate) == (commands.DEMO_DAY, commands.DEMO_GATE)


def test_the_demonstration_can_be_taken_home(run: Run, tmp_path: Path) -> None:
    """The saved record gives the same answer when asked about, and is not overwritten unasked."""
    home = tmp_path / "mine.json"
    first = run("demo", "--json", "--save", home)
    assert first.err == f"written: {home}\n"
    result = json.loads(first.out)
    words = ("--standard", result["standard"], "--gate", result["gate"], "--on", result["as_of"], "--json")
    assert run("readiness", home, *words).out == first.out
    again = run("demo", "--save", home)
    assert (again.code, again.out) == (ExitCode.ERROR, "")
    assert again.err == f"error: {home} is there already; --replace puts the new file in its place\n"
    assert run("demo", "--save", home, "--replace").code == ExitCode.FINE


# Registers.

REGISTER = """Control,Applicable,Status,Justification
A.5.1,Yes,Implemented,Risk
5.10,Yes,Partially Implemented,Legal
A.5.99,Yes,Implemented,
A.7.1,N/A,N/A,We have no offices
A.8.1,Yes,maybe,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Lay out a Statement of Applicability as people keep it, two of its five rows being wrong."""
    path = tmp_path / "Our SoA.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


def importing(table: Path, *words: object) -> tuple[object, ...]:
    """Return the words that read the register."""
    return ("import-register", table, "--standard", "27001:2022", "--by", "Anna", "--on", "2026-11-01", *words)


def library_reading(table: Path, role: Role = Role.OWNER) -> RegisterImport:
    """Return what the library itself reads in the register."""
    return read_register(
        table.read_bytes(),
        name=table.name,
        edition=catalogue.load("27001:2022"),
        judged_by="Anna",
        judged_on=dt.date(2026, 11, 1),
        role=role,
    )


def test_a_dry_run_tells_row_by_row(run: Run, table: Path) -> None:
    """A dry run prints the report of the library, writes nothing, and fails because rows stayed out."""
    ran = run(*importing(table, "--dry-run", "--out", table.with_name("out.json")))
    assert ran.code == ExitCode.ERROR
    assert ran.out == library_reading(table).report(width=100_000)
    assert "A.5.99" in ran.out
    assert "did you mean 'A.5.37'?" in ran.out
    assert [path.name for path in table.parent.iterdir()] == [table.name]


def test_a_register_becomes_an_assessment(run: Run, table: Path) -> None:
    """Without --out the new assessment is printed, and what stayed out is told beside it with row and column."""
    ran = run(*importing(table, "--organization", "Us", "--role", "reviewer"))
    expected = library_reading(table, Role.REVIEWER).to_assessment(id="our-soa", organization="Us")
    assert ran.code == ExitCode.ERROR
    assert ran.out == documents.dumps(expected)
    assert f"{table}: error: row 4, column 'Control': ISO/IEC 27001:2022 has no A.5.99" in ran.err
    assert f"{table}: error: row 6, column 'Status': 'maybe' is not a known status" in ran.err
    assert ran.err.endswith(library_reading(table).summary() + "\n")


def test_a_register_is_added_to_an_assessment(run: Run, table: Path) -> None:
    """With --into and --out the record grows in place, and only when that is said."""
    home = table.with_name("record.json")
    record = assessment.Assessment(
        id="ours", organization=assessment.Organization(name="Us"), editions=(catalogue.resolve("27001:2022"),)
    )
    documents.dump(record, home)
    words = importing(table, "--into", home, "--out", home)
    refused = run(*words)
    assert refused.code == ExitCode.ERROR
    assert refused.err.startswith(f"error: {home} is there already; --replace")
    assert documents.load(home) == record
    written = run(*words, "--replace")
    assert (written.code, written.out) == (ExitCode.ERROR, "")
    assert f"written: {home}\n" in written.err
    assert documents.load(home) == library_reading(table).merged_into(record)


def test_many_wrong_rows_are_counted(run: Run, table: Path) -> None:
    """Of many wrong rows the first twenty are told and the rest is counted; a dry run tells all of them."""
    table.write_text("Control,Status\nA.5.1,Implemented\n" + "A.5.99,Implemented\n" * 30, encoding="utf-8")
    wrong = len(library_reading(table).issues)
    ran = run(*importing(table, "--organization", "Us"))
    assert f"… and {wrong - 20} more; --dry-run tells all of them\n" in ran.err
    assert run(*importing(table, "--dry-run")).out.count("[unknown-reference]") == 30


def test_a_clean_register_exits_0_and_a_mapping_is_obeyed(run: Run, table: Path) -> None:
    """A word of one's own is explained by a mapping; a register without a wrong row is fine."""
    lines = REGISTER.splitlines(keepends=True)
    table.write_text("".join((*lines[:3], lines[5])), encoding="utf-8")
    mapping = table.with_name("mapping.json")
    row = {"word": "maybe", "work_status": "planned"}
    mapping.write_text(json.dumps({"format": "isomodel/column-mapping/1.0", "status_words": [row]}), encoding="utf-8")
    assert run(*importing(table, "--dry-run")).code == ExitCode.ERROR
    assert run(*importing(table, "--dry-run", "--mapping", mapping)).code == ExitCode.FINE
    mapping.write_text(json.dumps({"format": "isomodel/column-mapping/1.0", "status_wrods": [row]}), encoding="utf-8")
    wrong = run(*importing(table, "--dry-run", "--mapping", mapping))
    assert wrong.code == ExitCode.ERROR
    assert "did you mean 'status_words'? [unknown-key]" in wrong.err


def test_json_of_an_import_is_what_the_library_read(run: Run, table: Path) -> None:
    """With --json a dry run gives every row as data."""
    ran = run(*importing(table, "--dry-run", "--json"))
    assert json.loads(ran.out) == unstructure(library_reading(table))
    assert [row["outcome"] for row in json.loads(ran.out)["rows"]].count("refused") == 2


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ("--standard", "27001:2022", "--by", "A", "--on", "2026-11-01"),
            2,
            "--organization: needed for a new assessment",
        ),
        (("--standard", "4711", "--by", "A", "--dry-run"), 2, "--standard: '4711' is not in the catalogue"),
        (("--standard", "27001:2022", "--dry-run"), 2, "--by"),
        (
            ("--standard", "27001:2022", "--by", "A", "--role", "auditor", "--dry-run"),
            2,
            "is not one of owner, reviewer,",
        ),
        (("--standard", "27001:2022", "--by", " ", "--on", "2026-11-01", "--dry-run"), 1, "judged_by"),
        (("--standard", "27001:2022", "--by", "A", "--on", "2026-11-01", "--encoding", "x", "--dry-run"), 1, "'x'"),
    ],
)
def test_a_register_needs_to_be_told_what_it_is(
    run: Run, table: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    """What a table cannot say by itself has to be said, and what is wrong is told in one line."""
    ran = run("import-register", table, *words)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err


# Terminals, encodings, widths.


class Terminal(io.StringIO):
    """A terminal that keeps what it is told."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def on_terminal(*words: object, **environment: str) -> tuple[int, str]:
    """Run the command on a pseudo-terminal, both streams, and return the exit code and everything shown.

    Nothing moves on it: a machine that is slow enough would show that work is going on, which has a test of its own.
    """
    control, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "isomodel", *map(str, words)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**BASE, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "TTY_INTERACTIVE": "0", **environment},
    ) as process:
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # Linux ends a pseudo-terminal with an error.
            while part := os.read(control, 65536):
                shown += part
        os.close(control)
    return process.returncode, shown.decode().replace("\r\n", "\n")


SGR = re.compile(r"\x1b\[[0-9;]*m")


def test_a_terminal_gets_colours_and_a_pipe_does_not(files: Path) -> None:
    """The verdict is coloured on a terminal; NO_COLOR and dumb terminals get no escape at all."""
    words = asking(files, "failing.json")
    code, shown = on_terminal(*words)
    assert code == ExitCode.GATE_NOT_MET
    assert "\x1b[1;31mNOT READY\x1b[0m" in shown
    assert "\x1b" not in SGR.sub("", shown)
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        code, plain = on_terminal(*words, **environment)
        assert code == ExitCode.GATE_NOT_MET
        assert "\x1b" not in plain
        assert "NOT READY" in plain
    assert b"\x1b" not in spawned(*words).stdout


def test_every_view_fits_the_width(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the width, no line is longer and no word but the head of a first column is lost."""
    commands: list[tuple[object, ...]] = [
        asking(files, "failing.json"),
        asking(files, "failing.json", "--explain", "9.3"),
        ("catalogue", "list"),
        ("catalogue", "list", "--on", "2026-11-26"),
        ("catalogue", "shared", "9001:2015", "14001:2015"),
        ("catalogue", "correspondence", "27001:2013", "27001:2022"),
        ("catalogue", "titles", "9001:2015", "fr"),
        ("migrate", "compare", "27001:2013", "27001:2022"),
        ("catalogue", "show", "14001:2015"),
        ("catalogue", "show", "27001:2022", "A.5.7"),
        ("catalogue", "search", "internal", "audit"),
        ("catalogue", "check"),
        ("rules",),
        ("check", files / "ready.json", "--on", DAY),
        ("--help",),
    ]
    for words in commands:
        monkeypatch.delenv("COLUMNS", raising=False)
        whole = run(*words).out
        for width in (40, 60, 200):
            monkeypatch.setenv("COLUMNS", str(width))
            told = run(*words).out
            assert max(len(line) for line in told.splitlines()) <= width, words
            if words != ("--help",):
                assert letters(whole) - {"edition", "where", "bucket", "core", "from", "number"} <= letters(told), words


def letters(text: str) -> set[str]:
    """Return the long words of a text, as far as a line break cannot part them."""
    return set(re.findall(r"(?<![\w/.#-])[a-z]{4,12}(?![\w/.#-])", text))


WORD = "".join(f"part{number:02}" for number in range(20))


def test_a_word_longer_than_the_terminal_is_folded(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name or a sentence that fits no line goes on in the next; nothing of it is lost."""
    monkeypatch.setenv("COLUMNS", "40")
    result = answer(files, "failing.json")
    step = attrs.evolve(result.blockers[0], sentence=WORD)
    stream = io.StringIO()
    long = attrs.evolve(result, organization=WORD, blockers=(step,))
    display.Screen(stream).show(*display.readiness_view(long))
    assert stream.getvalue().replace("\n", "").replace(" ", "").count(WORD) == 2
    stream = io.StringIO()
    display.Screen(stream).show(
        display.explanation_view(Explanation(sentence=WORD, because=(Explanation(sentence=WORD),)))
    )
    assert re.sub(r"[│├└─ \n]", "", stream.getvalue()) == WORD * 2


@pytest.mark.parametrize("width", [40, 80])
def test_a_cell_longer_than_its_column_is_folded(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """In a table, and in the block that stands for its row on a narrow terminal, no cell is cut."""
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    screen = display.Screen(stream)
    screen.show(display.table(screen, ("one", "two"), [(display.said(WORD), display.said(WORD.upper()))]))
    told = stream.getvalue()
    assert max(len(line) for line in told.splitlines()) <= width
    letters_only = re.sub(r"[^a-zA-Z]", "", told)
    assert letters_only.count("a") + letters_only.count("A") == 40
    assert sum(told.count(digit) for digit in "0123456789") == 80
    assert "…" not in told


def test_a_pipe_is_never_cut(run: Run, tmp_path: Path) -> None:
    """In a pipe a long text stays on its line, whole."""
    name = "A very long name indeed, " * 60
    record = attrs.evolve(invented.perfect(), organization=attrs.evolve(invented.perfect().organization, name=name))
    documents.dump(record, tmp_path / "long.json")
    documents.dump(invented.EDITION, tmp_path / "edition.json")
    assert run(*asking(tmp_path, "long.json")).out.splitlines()[1] == name.rstrip()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_any_encoding_will_do(files: Path, encoding: str) -> None:
    """An encoding without the marks gets others in their place; nothing crashes."""
    ran = spawned(*asking(files, "failing.json"), PYTHONIOENCODING=encoding, LANG="C", LC_ALL="C")
    assert ran.stderr == b""
    assert ran.returncode == ExitCode.GATE_NOT_MET
    out = ran.stdout.decode(encoding)
    marked = "✗ requirements-conform" if encoding == "utf-8" else "x requirements-conform"
    assert f"\n{marked}  " in out
    assert ("█" if encoding == "utf-8" else "####") in out


def test_a_mark_that_cannot_be_encoded_has_another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mark of ours has an ASCII form; any other character is written out."""
    binary = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(binary, encoding="ascii"))
    display.Screen(sys.stdout).show(display.said("✓ ✗ █▒░ a–b … → · é 文"))
    sys.stdout.flush()
    assert binary.getvalue() == rb"+ x #?. a-b ... -> - \xe9 \u6587" + b"\n"


def test_help_and_trees_are_shown_in_ascii() -> None:
    """Boxes and branches have an ASCII form."""
    for words in (["--help"], ["catalogue", "show", "14001:2015"], ["rules"]):
        ran = spawned(*words, PYTHONIOENCODING="ascii", LANG="C")
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.decode("ascii").count("\\u") == 0


def test_work_that_takes_long_is_announced_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while a terminal is told what goes on; a quick run and a pipe are not."""
    monkeypatch.setenv("TERM", "xterm")
    for screen, after, announced in ((Terminal(), 0.0, True), (Terminal(), 3600.0, False), (io.StringIO(), 0.0, False)):
        monkeypatch.setattr(display, "BUSY_AFTER", after)
        monkeypatch.setattr(sys, "stderr", screen)
        with display.busy("counting"):
            # However slow the machine is: the word comes, or the test fails here.
            for _ in range(3000 if announced else 0):
                if "counting" in screen.getvalue():
                    break
                time.sleep(0.01)
        assert ("counting" in screen.getvalue()) is announced


# Hostile documents.

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08\x7f\n\nREADY\u2028READY\u202edesrever\u200b\ufeff[bold red]x[/] :smile: [link=https://e]"


def bare(text: str) -> list[str]:
    """Return the characters of printed text that could do more than be seen."""
    found = (one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co"))
    return sorted(set(found))


Place = tuple[str | int, ...]


def texts(node: object, place: Place = ()) -> Iterator[Place]:
    """Return the place of every text of a JSON tree but those that say what the document is."""
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in below:
        if isinstance(value, str) and (*place, key) not in {("$schema",), ("format",)}:
            yield (*place, key)
        else:
            yield from texts(value, (*place, key))


def replaced(tree: Any, place: Place, text: str) -> Any:  # noqa: ANN401 - a JSON tree has no better type.
    """Return a JSON tree in which another text stands at a place."""
    changed = json.loads(json.dumps(tree))
    node = changed
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = text
    return changed


def readable(tree: object) -> bool:
    """Say whether a JSON tree is a document."""
    try:
        documents.loads(json.dumps(tree))
    except IsomodelError:
        return False
    return True


def poisoned(value: object) -> object:
    """Put hostile text into every text of a document that takes any text, once for each kind of place."""
    tree = json.loads(documents.dumps(value))
    takes: dict[Place, bool] = {}
    for place in list(texts(tree)):
        kind = tuple("*" if isinstance(key, int) else key for key in place)
        changed = replaced(tree, place, HOSTILE)
        if kind not in takes:
            takes[kind] = readable(changed)
        if takes[kind]:
            tree = changed
    return documents.loads(json.dumps(tree))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out an edition, a record, and broken files in which every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    edition = poisoned(invented.EDITION)
    assert isinstance(edition, StandardEdition)
    documents.dump(edition, folder / "edition.json")
    perfect = invented.perfect()
    record = attrs.evolve(
        perfect,
        judgements=tuple(
            attrs.evolve(one, conformity=Conformity.NONCONFORMING) if index % 2 else one
            for index, one in enumerate(perfect.judgements)
        ),
        findings=(invented.finding("NC-1", invented.ref("5.2#1")),),
    )
    documents.dump(poisoned(record), folder / "record.json")
    broken = {"format": "isomodel/assessment/1.0", HOSTILE: 1, "id": 3, "editions": [HOSTILE], "complete": [HOSTILE]}
    (folder / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    cell = HOSTILE.replace("\n", " ").replace("\r", " ")
    register = f"Control,Status,Justification,{cell}\nA.5.1,{cell},{cell},x\n{cell},Implemented,{cell},{cell}\n"
    (folder / "register.csv").write_text(register, encoding="utf-8", newline="")
    (folder / "format.json").write_text(json.dumps({"format": HOSTILE}), encoding="utf-8")
    numbers = f'id,title,note\n4,"{cell}","{cell}"\n"{cell}",x,\n'
    (folder / "numbers.csv").write_text(numbers, encoding="utf-8", newline="")
    (folder / "titles.csv").write_text(f'id,title\n4,"{cell}"\n', encoding="utf-8", newline="")
    (folder / "columns.csv").write_text(f'id,"{cell}"\n4,x\n', encoding="utf-8", newline="")
    (folder / "pack").mkdir()
    documents.dump(edition, folder / "pack" / "edition.json")
    manifest = PackManifest(
        id="p", title="t", version="1", publisher="p", licence="l", editions=("edition.json",), overlays=()
    )
    documents.dump(poisoned(manifest), folder / "pack" / "pack.json")
    newer = attrs.evolve(
        invented.SMALL, ref=StandardRef.parse("ISO 99001:2035"), clauses=(), amendments=(), dependencies=()
    )
    documents.dump(newer, folder / "newer.json")
    gone = Unmatched(
        ref=invented.ref("5"), reason="gone", basis=Basis.JUDGEMENT, stated_in="invented", source_confidence=0
    )
    correspondence = CorrespondenceTable(
        source=invented.EDITION.ref,
        target=newer.ref,
        extent=Extent.PARTIAL,
        provenance=invented.EDITION.provenance,
        rows=(),
        withdrawn=(gone,),
    )
    documents.dump(poisoned(correspondence), folder / "table.json")
    return folder


def attacks(hostile: Path) -> list[tuple[object, ...]]:
    """Return every command that shows something of a document; a table of cells is data, where a line is a line."""
    edition, record = hostile / "edition.json", hostile / "record.json"
    asked = ("readiness", record, "--gate", "stage-2", "--on", DAY, "--catalogue", edition)
    made = ("--ref", "X-ACME 12:2026", "--title", HOSTILE, "--discipline", "x", "--licence", HOSTILE, "--on", DAY)
    moved = ("--table", hostile / "table.json", "--catalogue", edition, "--catalogue", hostile / "newer.json")
    graphed = ("--assessment", record, "--catalogue", edition, "--on", DAY)
    stated = (record, "--catalogue", edition, "--on", DAY)
    finding = json.loads(record.read_text(encoding="utf-8"))["findings"][0]["id"]
    return [
        *(("graph", name, *graphed) for name in ("show", "cycles", "keystones", "orphans", "order")),
        *(
            ("graph", "export", "--format", name, *graphed)
            for name in ("json", "graphml", "dot", "mermaid", "cytoscape")
        ),
        ("graph", "orphans", *graphed, "--json", "--all"),
        ("graph", "impact", finding, *graphed),
        ("graph", "impact", finding, *graphed, "--json"),
        ("graph", "explain", finding, "5.2#1", *graphed),
        ("graph", "prerequisites", HOSTILE, *graphed, "--relation", HOSTILE),
        ("graph", "draw", *graphed, "--gate", "stage-2"),
        ("soa", "build", *stated),
        ("soa", "build", *stated, "--json"),
        ("soa", "check", *stated),
        ("soa", "check", *stated, "--json"),
        ("soa", "export", *stated, "--format", "markdown"),
        ("soa", "compare", record, record, "--catalogue", edition, "--on", DAY),
        ("soa", "certificate", "--number", HOSTILE, "--standard", "27001:2022", "--issued-on", DAY, "--cites", HOSTILE),
        asked,
        (*asked, "--all"),
        (*asked, "--json"),
        (*asked, "--explain", "5.2"),
        (*asked, "--explain", "verdict"),
        (*asked, "--explain", "verdict", "--json"),
        (*asked, "--explain", HOSTILE),
        (*asked, "--standard", HOSTILE),
        ("check", record, "--on", DAY),
        ("check", record, "--on", DAY, "--json", "--catalogue", edition),
        ("check", hostile / "broken.json"),
        ("check", hostile / "broken.json", "--json"),
        ("check", hostile / "format.json"),
        ("readiness", hostile / "broken.json", "--gate", "stage-2"),
        ("catalogue", "show", edition),
        ("catalogue", "show", edition, "5"),
        ("catalogue", "show", edition, "5.2#1"),
        ("catalogue", "show", edition, "A.5.1"),
        ("catalogue", "show", edition, HOSTILE),
        ("catalogue", "show", HOSTILE),
        ("catalogue", "show", edition, "5.2", "--json"),
        ("catalogue", "check", edition),
        ("catalogue", "check", edition, hostile / "broken.json", "--json"),
        ("catalogue", "check", edition, "--markdown"),
        ("catalogue", "search", HOSTILE),
        ("catalogue", "shared", HOSTILE, HOSTILE),
        ("catalogue", "correspondence", HOSTILE, HOSTILE),
        ("catalogue", "titles", "9001:2015", HOSTILE),
        ("catalogue", "list", "--on", HOSTILE),
        ("catalogue", "pack", hostile / "pack"),
        ("catalogue", "pack", hostile / "pack", "--json"),
        ("catalogue", "pack", HOSTILE),
        ("catalogue", "new", hostile / "numbers.csv", *made),
        ("catalogue", "new", hostile / "titles.csv", *made),
        ("catalogue", "new", hostile / "columns.csv", *made),
        ("catalogue", "new", hostile / "titles.csv", *made, "--entries", hostile / "columns.csv"),
        ("migrate", "compare", "ISO 99001:2030", "ISO 99001:2035", *moved),
        ("migrate", "compare", "ISO 99001:2030", "ISO 99001:2035", *moved, "--json"),
        ("migrate", "compare", HOSTILE, HOSTILE),
        ("migrate", "plan", record, "--to", "ISO 99001:2035", "--from", "ISO 99001:2030", "--on", DAY, *moved),
        (
            "migrate",
            "plan",
            record,
            "--to",
            "ISO 99001:2035",
            "--from",
            "ISO 99001:2030",
            "--on",
            DAY,
            *moved,
            "--json",
        ),
        ("migrate", "plan", record, "--to", HOSTILE, "--on", DAY),
        ("migrate", "undo", record, hostile / "table.json", "--out", hostile / "back.json"),
        ("migrate", "reuse", record, "--toward", "9001:2015", "--on", DAY, "--catalogue", edition),
        ("migrate", "reuse", record, "--toward", "9001:2015", "--on", DAY, "--catalogue", edition, "--json"),
        importing(hostile / "register.csv", "--dry-run"),
        importing(hostile / "register.csv", "--dry-run", "--json"),
        importing(hostile / "register.csv", "--organization", HOSTILE),
        ("check", HOSTILE),
        (HOSTILE,),
        ("check", record, "--on", HOSTILE),
        ("check", record, f"--{HOSTILE}"),
    ]


def test_documents_cannot_emit_controls_markup_or_lines(run: Run, hostile: Path) -> None:
    """Whatever texts hold, printed is only what can be seen: no escape, no forged line, markup as it was written."""
    literal = 0
    for words in attacks(hostile):
        ran = run(*words)
        assert ran.code in (0, 1, 2, 3)
        shown = ran.out + ran.err
        assert shown
        # JSON in a pipe keeps what is text and no control, such as marks of direction.
        document = ran.out.startswith(("{", "["))
        allowed = {"\u2028", "\u202e", "\u200b", "\ufeff"} if document else set()
        assert set(bare(shown)) <= allowed, words
        assert not any(line.startswith("READY") for line in shown.split("\n")), words
        literal += shown.count("[bold red]x[/] :smile:")
    assert literal > 100


def test_documents_cannot_drive_a_terminal(hostile: Path) -> None:
    """On a terminal too the only escapes are our own colours."""
    edition, record = hostile / "edition.json", hostile / "record.json"
    for words in (
        ("readiness", record, "--gate", "stage-2", "--on", DAY, "--catalogue", edition),
        ("readiness", record, "--gate", "stage-2", "--on", DAY, "--catalogue", edition, "--json"),
        ("check", hostile / "broken.json"),
        ("catalogue", "show", edition, "5"),
    ):
        _, shown = on_terminal(*words)
        assert bare(SGR.sub("", shown)) == [], words


def test_the_poison_is_where_it_was_meant_to_be(hostile: Path) -> None:
    """The hostile record really holds hostile text in names, ids, statements, notes of every list."""
    tree = json.loads((hostile / "record.json").read_text(encoding="utf-8"))
    for text in (
        tree["organization"]["name"],
        tree["scope"]["statement"],
        tree["judgements"][0]["judged_by"],
        tree["evidence"][0]["title"],
        tree["evidence"][0]["id"],
        tree["findings"][0]["statement"],
        tree["risks"][0]["owner"],
    ):
        assert "\x1b[2J" in text


@settings(max_examples=200)
@given(st.text())
def test_any_text_is_shown_on_one_line_without_controls(text: str) -> None:
    """Text of any kind becomes one line of visible characters, and its markup stays text."""
    stream = io.StringIO()
    display.Screen(stream).show(display.said(text))
    assert stream.getvalue().count("\n") == 1
    assert [one for one in bare(stream.getvalue()) if unicodedata.category(one) in ("Cc", "Cs")] == []


def test_even_text_that_was_not_made_safe_is_stopped_at_the_screen() -> None:
    """The screen itself lets no control through, so that one forgotten call does not open a hole."""
    stream = Terminal()
    display.Screen(stream).show(Text("a\x1b[2Jb\x9b"), "[bold]c[/bold]")
    assert stream.getvalue() == "a\\x1b[2Jb\\x9b\n[bold]c[/bold]\n"


def test_issues_are_lines_an_editor_understands() -> None:
    """An issue is file, line, column, severity, pointer, message, hint and code, in that order."""
    stream = io.StringIO()
    found = [
        Issue(code="c-1", message="m", path="/a", line=3, column=4, nearest="near", expected="unsaid"),
        Issue(code="c-2", message="m", expected="e"),
        Issue(code="c-3", message="m", row=7, column_name="Status"),
    ]
    display.Screen(stream).show(*display.issue_lines("f.json", found))
    assert stream.getvalue().splitlines() == [
        "f.json:3:4: error: /a: m; did you mean 'near'? [c-1]",
        "f.json: error: m; expected e [c-2]",
        "f.json: error: row 7, column 'Status': m [c-3]",
    ]
