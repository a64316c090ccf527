# SPDX-License-Identifier: Apache-2.0
"""The command line about processes and cases: what it prints, what it tells the shell, what files cannot make it do."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shlex
import unicodedata
from pathlib import Path

import attrs
import pytest

import commands
from commands import Ran, Run
from isomodel import documents, lifecycle
from isomodel.cli import ExitCode
from isomodel.lifecycle import EXPORTS, Case, Definition, Occurrence
from isomodel.policy import Parameter, Policy
from isomodel.serialization import unstructure

PAGES = Path(__file__).parent.parent / "docs"
PAGE = (PAGES / "reference" / "command-line.md").read_text(encoding="utf-8")
NAMES = (
    "implementation-project",
    "engagement",
    "certificate",
    "finding",
    "evidence",
    "documented-information",
    "edition-transition",
)


plain = commands.plain
run = commands.runner("lifecycle")


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


def audit() -> Case:
    """Return an engagement that was accepted."""
    case = lifecycle.start(lifecycle.definition("engagement"), on=day("2026-08-04"), facts={"audit-type": "initial"})
    told = {"review-recorded": True, "body-competent": True}
    return lifecycle.advance(case, "accept", on=day("2026-08-11"), by="Planner", facts=told)


def certificate() -> Case:
    """Return a certificate that was issued on 2026-11-20 and suspended on 2027-08-31."""
    case = lifecycle.start(lifecycle.definition("certificate"), on=day("2026-11-20"))
    told = {
        "decision-positive": True,
        "decision-day": day("2026-11-20"),
        "effective-day": day("2026-11-20"),
        "auditors": ["Auditor"],
        "deciders": ["Decider"],
        "majors-unverified": 0,
        "minors-without-plan": 0,
    }
    case = lifecycle.advance(case, "issue", on=day("2026-11-20"), facts=told)
    grounds = {"suspension-trigger": True, "decision-recorded": True}
    return lifecycle.advance(case, "suspend", on=day("2027-08-31"), facts=grounds)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Lay out the log of an accepted engagement."""
    path = tmp_path / "audit.jsonl"
    path.write_text(lifecycle.write_log(audit(), name="Audit 2026"), encoding="utf-8")
    return path


@pytest.fixture
def suspended(tmp_path: Path) -> Path:
    """Lay out the log of a suspended certificate."""
    path = tmp_path / "certificate.jsonl"
    path.write_text(lifecycle.write_log(certificate(), name="Certificate"), encoding="utf-8")
    return path


# Processes.


def test_json_lists_the_seven_processes(run: Run) -> None:
    """The list is an array of objects with name, title and sizes, in the order of the journey."""
    ran = run("list", "--json")
    told = json.loads(ran.out)
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert [one["name"] for one in told] == list(NAMES)
    for one in told:
        definition = lifecycle.definition(one["name"])
        assert one == {
            "name": definition.name,
            "title": definition.title,
            "states": len(definition.states),
            "events": len(definition.events),
            "changes": len(definition.changes),
            "guards": len(definition.guards),
            "deadlines": len(definition.deadlines),
        }


def test_the_list_has_a_row_for_each_process(run: Run) -> None:
    """In a pipe each process is one line that begins with its name."""
    lines = run("list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["process", *NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_json_of_a_process_is_its_document(run: Run, name: str) -> None:
    """Showing a process as JSON gives the document the library writes, which is the file that comes along."""
    ran = run("show", name, "--json")
    assert ran == Ran(ExitCode.FINE, documents.dumps(lifecycle.definition(name)), "")
    data = Path(lifecycle.__file__).parent / "data" / f"{name}.json"
    assert ran.out.encode() == data.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_showing_a_process_prints_every_row(run: Run, name: str) -> None:
    """States, events, guards, facts, deadlines and numbers each stand on a line of their own, with their words."""
    definition = lifecycle.definition(name)
    lines = run("show", name).out.splitlines()
    rows = {
        **{row.name: row.meaning for row in definition.states},
        **{row.name: row.meaning for row in definition.events},
        **{row.name: row.sentence for row in definition.guards},
        **{row.name: row.sentence for row in definition.deadlines},
    }
    for row, words in rows.items():
        assert any(line.startswith(row) and words in line for line in lines), row
    for parameter in definition.policy.parameters:
        assert any(line.startswith(parameter.name) and f"{parameter.value} {parameter.unit}" in line for line in lines)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["mermaid", "dot", "scxml", "xstate", "svg", "markdown"])
def test_drawing_prints_what_the_library_exports(run: Run, name: str, form: str, tmp_path: Path) -> None:
    """A drawing is the export of the library, on standard output and in a file."""
    drawn = EXPORTS[form](lifecycle.definition(name))
    assert run("draw", name, "--format", form) == Ran(ExitCode.FINE, drawn, "")
    ran = run("draw", name, "--format", form, "--out", tmp_path / "drawn")
    assert (ran.code, ran.out) == (ExitCode.FINE, "")
    assert (tmp_path / "drawn").read_text(encoding="utf-8") == drawn


def test_a_drawing_replaces_a_file_only_when_told(run: Run, tmp_path: Path) -> None:
    """A file that is there stays as it is until --replace is given."""
    out = tmp_path / "drawn"
    out.write_text("mine")
    ran = run("draw", "finding", "--format", "dot", "--out", out)
    assert (ran.code, out.read_text()) == (ExitCode.ERROR, "mine")
    assert "--replace" in ran.err
    assert run("draw", "finding", "--format", "dot", "--out", out, "--replace").code == ExitCode.FINE
    assert out.read_text().startswith("digraph")


# Exit codes and mistakes.


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["nonsense"], 2, "nonsense"),
        (["show", "certificat"], 2, "The nearest is 'certificate'"),
        (["show", "x"], 2, "There are implementation-project, engagement"),
        (["show", "{folder}/none.json"], 1, "No such file"),
        (["draw", "finding", "--format", "svgg"], 2, "did you mean svg?"),
        (["draw", "finding"], 2, "--format"),
        (["start", "finding", "--log", "{log}", "--case", "NC-1", "--on", "2026-10-15"], 1, "never replaced"),
        (["advance", "{log}", "sign", "--on", "2026-08-12"], 2, "knows no event 'sign'"),
        (["advance", "{log}", "cancle", "--on", "2026-08-12"], 2, "did you mean cancel?"),
        (["advance", "{log}", "cancel", "--on", "2026-08-10", "--fact", "reasons=x"], 2, "--on: "),
        (["advance", "{log}", "cancel", "--on", "2026-8-12"], 2, "did you mean 2026-08-12?"),
        (["advance", "{folder}/audit.json", "cancel"], 1, "did you mean {folder}/audit.jsonl?"),
        (["allowed", "{log}", "--on", "2026-08-12", "--fact", "reasons"], 2, "'reasons' is not written as name=value"),
        (["allowed", "{log}", "--on", "2026-08-12", "--fact", "resons=x"], 2, "did you mean reasons?"),
        (["due", "{log}", "--on", "2026-08-01"], 2, "--on: "),
        (["replay", "{log}", "--on", "2026-08-01"], 2, "--on: "),
        (["verify", "{folder}"], 1, "directory"),
    ],
)
def test_mistakes_are_told_with_the_nearest_valid_value(
    run: Run, log: Path, words: list[str], code: int, hint: str
) -> None:
    """A mistake has its exit code, a sentence on standard error and nothing on standard output."""
    before = log.read_bytes()
    ran = run(*(word.format(log=log, folder=log.parent) for word in words))
    assert (ran.code, ran.out) == (code, "")
    assert hint.format(folder=log.parent) in ran.err
    assert "Traceback" not in ran.err
    assert log.read_bytes() == before


COMMANDS = ["", "list", "show", "draw", "start", "advance", "allowed", "due", "replay", "verify"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_place_in_the_reference(run: Run, command: str) -> None:
    """The help of each command is plain, fits a page, and the reference names the command and each of its options."""
    words = [command] if command else []
    ran = run(*words, "--help")
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert ran.out.startswith(f"Usage: {' '.join(['isomodel', 'lifecycle', *words])}")
    assert max(len(line) for line in ran.out.splitlines()) <= 100
    assert " ".join(["isomodel lifecycle", *words]) in PAGE
    for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", ran.out):
        assert f"`{option}" in PAGE, option


# Facts.


@pytest.mark.parametrize(
    ("name", "fact", "told"),
    [
        ("engagement", "review-recorded=yes", ("yes",)),
        ("engagement", "review-recorded=no", ("no",)),
        ("engagement", "majors-unverified=0", ("0",)),
        ("engagement", "majors-unverified=12", ("12",)),
        ("engagement", "last-audit-day=2026-10-15", ("2026-10-15",)),
        ("engagement", "team=Lead, Sørby", ("Lead", "Sørby")),
        ("engagement", "team=", ()),
        ("engagement", "recommendation=a=b, c", ("a=b, c",)),
    ],
)
def test_facts_are_read_as_the_process_declares_them(
    run: Run, tmp_path: Path, name: str, fact: str, told: tuple[str, ...]
) -> None:
    """What is told on the command line stands in the log in the type the process declares."""
    path = tmp_path / "case.jsonl"
    assert run("start", name, "--log", path, "--case", "C", "--on", "2026-08-04", "--fact", fact).code == ExitCode.FINE
    _, (first,) = lifecycle.read_log(path.read_bytes())
    assert [(one.name, one.values) for one in first.facts] == [(fact.partition("=")[0], told)]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (["review-recorded=True"], "review-recorded: 'True' is not yes or no"),
        (["review-recorded="], "review-recorded: '' is not yes or no"),
        (["majors-unverified=-1"], "majors-unverified: '-1' is not a whole number from 0"),
        (["majors-unverified=1.0"], "majors-unverified: '1.0' is not a whole number from 0"),
        (["majors-unverified=٣"], "is not a whole number from 0"),
        ([f"majors-unverified={'9' * 5000}"], "is not a whole number from 0"),
        (["last-audit-day=15.10.2026"], "did you mean 2026-10-15?"),
        (["last-audit-day=2026-02-30"], "did you mean 2026-02-28?"),
        (["last-audit-day=soon"], "last-audit-day: 'soon' is not a day written as YYYY-MM-DD"),
        (["team=Lead,,Sørby"], "team: 'Lead,,Sørby' is not names separated by commas"),
        (["team=Lead", "team=Sørby"], "team is told twice"),
    ],
)
def test_a_fact_of_another_type_is_refused_by_name(run: Run, tmp_path: Path, facts: list[str], told: str) -> None:
    """The complaint names the fact and what is expected, and no log is begun."""
    path = tmp_path / "case.jsonl"
    words = [word for fact in facts for word in ("--fact", fact)]
    ran = run("start", "engagement", "--log", path, "--case", "C", "--on", "2026-08-04", *words)
    assert ran.code == ExitCode.USAGE
    assert ran.err.startswith("error: --fact: ")
    assert told in ran.err
    assert not path.exists()


# Cases.


def test_a_case_written_step_by_step_is_the_log_of_the_library(run: Run, log: Path, tmp_path: Path) -> None:
    """Beginning and advancing on the command line give byte for byte the log the library writes."""
    path = tmp_path / "mine.jsonl"
    begun = run(
        "start",
        "engagement",
        "--log",
        path,
        "--case",
        "Audit 2026",
        "--on",
        "2026-08-04",
        "--fact",
        "audit-type=initial",
    )
    assert begun.out.splitlines()[0].startswith("Audit 2026, 2026-08-04: start → applied. ")
    facts = ("--fact", "review-recorded=yes", "--fact", "body-competent=yes")
    ran = run("advance", path, "accept", "--on", "2026-08-11", "--by", "Planner", *facts)
    head = lifecycle.head(audit(), name="Audit 2026")
    assert ran.code == ExitCode.FINE
    assert ran.out.splitlines() == [
        "Audit 2026, 2026-08-11: accept → accepted. The application was reviewed and accepted.",
        "Next: sign-agreement, cancel.",
        f"head {head}",
    ]
    assert path.read_bytes() == log.read_bytes()


def test_an_empty_file_is_no_log_yet(run: Run, tmp_path: Path) -> None:
    """A case can be begun in a file that a run left empty which was killed before it wrote."""
    path = tmp_path / "case.jsonl"
    path.touch()
    words = ("start", "finding", "--log", path, "--case", "NC-1", "--on", "2026-10-15")
    assert run(*words).code == ExitCode.FINE
    assert run("verify", path).code == ExitCode.FINE
    assert run(*words).code == ExitCode.ERROR


def test_json_of_an_advanced_case_tells_where_it_stands(run: Run, log: Path) -> None:
    """The new state and the head of the log come as one object."""
    ran = run("advance", log, "sign-agreement", "--on", "2026-08-18", "--fact", "agreement-signed=yes", "--json")
    after = lifecycle.advance(audit(), "sign-agreement", on=day("2026-08-18"), facts={"agreement-signed": True})
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert json.loads(ran.out) == {
        "case": "Audit 2026",
        "process": "engagement",
        "revision": after.definition.revision,
        "state": "contracted",
        "event": "sign-agreement",
        "on": "2026-08-18",
        "head": lifecycle.head(after, name="Audit 2026"),
    }


def test_a_refused_event_tells_every_unmet_guard_and_writes_nothing(run: Run, suspended: Path) -> None:
    """The exit code is 3; each guard has its sentence, and what is allowed instead is named."""
    before = suspended.read_bytes()
    facts = ("--fact", "cause-resolved=no", "--fact", "decision-recorded=yes", "--fact", "majors-unverified=2")
    ran = run("advance", suspended, "restore", "--on", "2027-10-01", *facts)
    assert (ran.code, ran.err) == (ExitCode.GATE_NOT_MET, "")
    first, *guards, last = ran.out.splitlines()
    assert first == "restore is not allowed on 2027-10-01 in the state suspended:"
    assert [line.split("✗ ")[1].split(" (")[0] for line in guards] == [
        "What led to the suspension is resolved",
        "Every major nonconformity is verified",
        "Every minor nonconformity has an accepted plan",
    ]
    assert "[cause-resolved]" in guards[0]
    assert "[minors-without-plan]" in guards[2]
    assert last == (
        "Allowed with what was told: surveillance-performed, withdraw, reduce-scope, body-lost-accreditation."
    )
    assert suspended.read_bytes() == before


def test_json_of_a_refusal_is_what_the_library_raises(run: Run, suspended: Path) -> None:
    """The refusal comes as one object on standard output, and nothing else."""
    facts = {"cause-resolved": False}
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(certificate(), "restore", on=day("2027-10-01"), facts=facts)
    ran = run("advance", suspended, "restore", "--on", "2027-10-01", "--fact", "cause-resolved=no", "--json")
    assert (ran.code, ran.err) == (ExitCode.GATE_NOT_MET, "")
    assert json.loads(ran.out) == {
        "event": "restore",
        "on": "2027-10-01",
        "state": "suspended",
        "unmet": [unstructure(guard) for guard in refused.value.unmet],
        "allowed": list(refused.value.allowed),
    }


def test_an_event_of_another_state_is_refused_as_such(run: Run, log: Path) -> None:
    """An event the process knows and the state does not is answered with those that belong to it."""
    ran = run("advance", log, "grant", "--on", "2026-08-12")
    assert ran.code == ExitCode.GATE_NOT_MET
    assert ran.out.splitlines() == [
        "grant does not happen on 2026-08-12 in the state accepted.",
        "To this state belong: sign-agreement, cancel.",
        "Allowed with what was told: nothing.",
    ]


def test_json_of_what_is_allowed_is_the_answer_of_the_library(run: Run, log: Path) -> None:
    """Every event that belongs to the state, with met and unmet guards."""
    ran = run("allowed", log, "--on", "2026-08-12", "--fact", "agreement-signed=yes", "--json")
    found = lifecycle.allowed(audit(), on=day("2026-08-12"), facts={"agreement-signed": True})
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert json.loads(ran.out) == [unstructure(item) for item in found]


def test_what_is_allowed_is_told_with_what_is_missing(run: Run, log: Path) -> None:
    """An open event says where it leads, another one what has to be told."""
    lines = run("allowed", log, "--on", "2026-08-12", "--fact", "agreement-signed=yes").out.splitlines()
    assert lines[0] == "Audit 2026, on 2026-08-12: accepted"
    assert lines[1] == "✓ sign-agreement → contracted  The agreement was signed."
    assert lines[2] == "✗ cancel  The engagement was ended."
    assert lines[3].startswith("  ✗ The reasons are recorded and told to the client")
    assert lines[3].rstrip(".").endswith("[reasons]")


def test_a_case_that_has_ended_says_so(run: Run, log: Path) -> None:
    """After a final state nothing belongs to it, and the last event says that it was the last."""
    ran = run("advance", log, "cancel", "--on", "2026-08-12", "--fact", "reasons=the client gave up")
    assert ran.out.splitlines()[1] == "Next: nothing; this is its end."
    lines = run("allowed", log, "--on", "2026-08-13").out.splitlines()
    assert lines == ["Audit 2026, on 2026-08-13: closed", "Nothing happens to it any more."]
    assert run("advance", log, "accept", "--on", "2026-08-13").out.splitlines()[1] == (
        "To this state belong: no events; this is its end."
    )


def test_json_of_what_is_due_is_the_answer_of_the_library(run: Run, suspended: Path) -> None:
    """Deadlines with day, days left, kind and consequence."""
    ran = run("due", suspended, "--on", "2027-12-01", "--json")
    found = lifecycle.due(certificate(), on=day("2027-12-01"))
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert json.loads(ran.out) == [unstructure(item) for item in found]
    assert [item["on"] for item in json.loads(ran.out)] == ["2027-11-20", "2028-02-29", "2029-11-19"]


def test_a_policy_of_a_body_stands_beside_the_rule(run: Run, suspended: Path, tmp_path: Path) -> None:
    """A policy needs to hold only what differs; the rule's own day stays, and the body's is added where it differs."""
    four = Parameter(name="suspension-limit", value=4, unit="months", source="Cert Example AB")
    documents.dump(
        Policy(id="body", version="1", title="Cert Example AB", parameters=(four,)), tmp_path / "policy.json"
    )
    words = ("due", suspended, "--on", "2027-09-01", "--policy", tmp_path / "policy.json")
    told = {item["deadline"]: item.get("body_on") for item in json.loads(run(*words, "--json").out)}
    assert told == {"first-surveillance": None, "suspension-limit": "2027-12-31", "expiry": None}
    line = next(line for line in run(*words).out.splitlines() if line.startswith("2028-02-29"))
    assert line.endswith("2027-12-31")


def test_a_policy_with_a_number_the_process_does_not_have_is_refused(run: Run, suspended: Path, tmp_path: Path) -> None:
    """A misspelt number is told with the one it nearly is, instead of being passed over."""
    four = Parameter(name="suspension-limits", value=4, unit="months", source="x")
    documents.dump(Policy(id="body", version="1", title="x", parameters=(four,)), tmp_path / "policy.json")
    ran = run("due", suspended, "--on", "2027-09-01", "--policy", tmp_path / "policy.json")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "did you mean suspension-limit?" in ran.err


def test_where_nothing_is_due_that_is_said(run: Run, log: Path) -> None:
    """An empty answer is a sentence, and an empty array as JSON."""
    assert run("due", log, "--on", "2026-08-12").out == "Audit 2026: nothing is due\n"
    assert run("due", log, "--on", "2026-08-12", "--json").out == "[]\n"


def test_replaying_tells_the_story(run: Run, suspended: Path) -> None:
    """The story is the one the library tells, under the name of the case."""
    ran = run("replay", suspended, "--on", "2027-12-01")
    assert ran.out == f"Certificate\n{lifecycle.explain(certificate(), on=day('2027-12-01'))}\n"


def test_json_of_a_replay_is_the_case(run: Run, suspended: Path) -> None:
    """State on the day, dates and the whole history."""
    told = json.loads(run("replay", suspended, "--on", "2030-01-01", "--json").out)
    case = certificate()
    assert told == {
        "case": "Certificate",
        "process": "certificate",
        "revision": case.definition.revision,
        "state": "expired",
        "on": "2030-01-01",
        "dates": {name: on.isoformat() for name, on in case.dates},
        "history": [unstructure(one) for one in case.history],
    }


def test_today_is_used_aloud(run: Run, log: Path) -> None:
    """Without --on the day is today, and that is said on standard error."""
    ran = run("allowed", log)
    today = dt.datetime.now().astimezone().date()
    assert ran.err == f"as of {today}, which is today; --on asks about another day\n"
    assert f"on {today}: accepted" in ran.out


def test_cases_of_one_client_answer_each_other(run: Run, tmp_path: Path) -> None:
    """What another case knows is read from its log, and cannot be told otherwise."""
    path, finding = tmp_path / "certificate.jsonl", tmp_path / "finding.jsonl"
    path.write_text(lifecycle.write_log(certificate(), name="Certificate"), encoding="utf-8")
    facts = ("--fact", "origin=external", "--fact", "grade=major")
    run("start", "finding", "--log", finding, "--case", "NC-1", "--on", "2027-09-01", *facts)
    told = ("--fact", "cause-resolved=yes", "--fact", "decision-recorded=yes", "--on", "2027-10-01")
    ran = run("advance", path, "restore", *told, "--beside", finding)
    assert ran.code == ExitCode.GATE_NOT_MET
    assert "Every major nonconformity is verified" in ran.out
    assert "has an accepted plan" not in ran.out
    ran = run("advance", path, "restore", *told, "--fact", "majors-unverified=0", "--beside", finding)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err.startswith("error: --fact: ")
    assert "majors-unverified" in ran.err


@pytest.mark.parametrize("width", [40, 72, 120])
def test_every_view_fits_the_width(run: Run, suspended: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Whatever the width, no line is longer."""
    monkeypatch.setenv("COLUMNS", str(width))
    on = ("--on", "2027-12-01")
    for words in (
        ("list",),
        *(("show", name) for name in NAMES),
        ("allowed", suspended, *on),
        ("advance", suspended, "restore", *on),
        ("due", suspended, *on),
        ("replay", suspended, *on),
    ):
        lines = run(*words).out.splitlines()
        assert lines
        assert max(map(len, lines)) <= width, words


# Logs that are not what they say.


def test_verifying_prints_the_head(run: Run, log: Path) -> None:
    """A log whose chain holds gives the digest of its last line, which --head takes again."""
    head = lifecycle.head(audit(), name="Audit 2026")
    assert run("verify", log) == Ran(ExitCode.FINE, f"{head}\n", "")
    assert run("verify", log, "--head", head) == Ran(ExitCode.FINE, f"{head}\n", "")
    assert json.loads(run("verify", log, "--json").out) == {"head": head, "issues": []}


def test_a_changed_log_is_told_by_line(run: Run, log: Path) -> None:
    """A changed line, a cut tail and a torn line exit 1 with their issues; no other command reads such a log."""
    whole = log.read_bytes()
    head = lifecycle.head(audit(), name="Audit 2026")
    log.write_bytes(whole.replace(b"Planner", b"Plonner"))
    ran = run("verify", log)
    assert ran.code == ExitCode.ERROR
    assert ran.out.startswith(f"{log}:3:1: error: ")
    assert "[changed-line]" in ran.out
    assert [issue["code"] for issue in json.loads(run("verify", log, "--json").out)["issues"]] == ["changed-line"]
    refused = run("allowed", log, "--on", "2026-08-12")
    assert (refused.code, refused.out) == (ExitCode.ERROR, "")
    assert "[changed-line]" in refused.err
    log.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert run("verify", log).code == ExitCode.FINE
    assert "[other-head]" in run("verify", log, "--head", head).out
    log.write_bytes(whole[:-5])
    assert "[torn-line]" in run("verify", log).out


def test_a_torn_line_is_taken_away_and_shown(run: Run, log: Path) -> None:
    """What a killed program left is cut off and printed; a whole log is left alone."""
    whole = log.read_bytes()
    assert run("mend", log) == Ran(ExitCode.FINE, f"{log} ends with a whole line; nothing was taken away\n", "")
    log.write_bytes(whole + b'{"occ\x1b[2J')
    ran = run("mend", log)
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert ran.out.startswith(f"{log}: took away 9 bytes of a line that was never complete: ")
    assert "\x1b" not in ran.out
    assert log.read_bytes() == whole
    log.write_bytes(whole + b"\xff")
    assert json.loads(run("mend", log, "--json").out) == {"taken": "\ufffd", "bytes": 1}


def rewritten(path: Path, last: Occurrence) -> None:
    """Write the log of a case whose last step was changed, with a chain that holds."""
    case = audit()
    forged = attrs.evolve(case, history=(*case.history[:-1], last))
    path.write_text(lifecycle.write_log(forged, name="Forged"), encoding="utf-8")


def test_a_log_that_says_what_is_not_allowed_is_told_by_line(run: Run, tmp_path: Path) -> None:
    """A whole new chain passes for unchanged; taking its steps again shows what the process does not allow."""
    path = tmp_path / "forged.jsonl"
    last = audit().history[-1]
    rewritten(path, attrs.evolve(last, facts=()))
    assert run("verify", path).code == ExitCode.FINE
    ran = run("replay", path, "--on", "2026-09-01")
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert ran.err.startswith(f"{path}:3:1: error: 'accept' may not happen in the state 'applied'")
    rewritten(path, attrs.evolve(last, target="granted"))
    assert f"{path}:3:1: error: " in run("replay", path, "--on", "2026-09-01").err
    rewritten(path, attrs.evolve(last, on=day("2026-08-01")))
    assert "[impossible-step]" in run("replay", path, "--on", "2026-09-01").err


def own(revision: int = 1) -> Definition:
    """Return a process of somebody's own."""
    return attrs.evolve(lifecycle.definition("documented-information"), name="own-documents", revision=revision)


def test_a_process_of_ones_own_is_run_from_its_document(run: Run, tmp_path: Path) -> None:
    """A definition is data: shown, drawn and run from a file; without the file its log is not understood."""
    documents.dump(own(), tmp_path / "own.json")
    path = tmp_path / "case.jsonl"
    assert run("show", tmp_path / "own.json", "--json").out == documents.dumps(own())
    assert run("draw", tmp_path / "own.json", "--format", "mermaid").out == EXPORTS["mermaid"](own())
    words = ("--log", path, "--case", "Policy", "--on", "2026-01-05")
    assert run("start", tmp_path / "own.json", *words).code == ExitCode.FINE
    facts = ("--fact", "identified=yes", "--fact", "author=A", "--fact", "reviewer=B")
    ran = run("advance", path, "review", "--on", "2026-01-06", *facts, "--definition", tmp_path / "own.json")
    assert "review → reviewed" in ran.out
    ran = run("advance", path, "approve", "--on", "2026-01-07")
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert "[unknown-process]" in ran.err
    assert "--definition FILE" in run("replay", path, "--definition", tmp_path / "none.json").err + ran.err


def test_a_log_of_another_revision_is_read_aloud_and_not_continued(run: Run, tmp_path: Path) -> None:
    """Reading says that the definition has changed since; nothing is appended to such a log."""
    documents.dump(own(), tmp_path / "own.json")
    documents.dump(own(revision=7), tmp_path / "newer.json")
    path = tmp_path / "case.jsonl"
    run("start", tmp_path / "own.json", "--log", path, "--case", "Policy", "--on", "2026-01-05")
    before = path.read_bytes()
    ran = run("replay", path, "--on", "2026-01-05", "--definition", tmp_path / "newer.json")
    assert ran.code == ExitCode.FINE
    assert "[other-revision]" in ran.err
    facts = ("--fact", "identified=yes", "--fact", "author=A", "--fact", "reviewer=B")
    ran = run("advance", path, "review", "--on", "2026-01-06", *facts, "--definition", tmp_path / "newer.json")
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert path.read_bytes() == before


def test_a_huge_log_is_refused_unread(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file larger than a document may be no more is read than tells so."""
    monkeypatch.setattr("isomodel.cli.lifecycle.read_bytes", lambda _: b"x" * (16 * 1024 * 1024 + 1))
    ran = run("verify", tmp_path / "huge.jsonl")
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert "[too-large]" in ran.err


# Hostile files.

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08\x7f\n\nREADY\u2028READY\u202edesrever\u200b\ufeff[bold red]x[/] :smile:"


def bare(text: str) -> set[str]:
    """Return the characters of printed text that could do more than be seen."""
    return {one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")}


def poisoned(definition: Definition) -> Definition:
    """Put hostile text into every sentence of a process."""
    return attrs.evolve(
        definition,
        name="own-documents",
        title=HOSTILE,
        summary=HOSTILE,
        states=tuple(attrs.evolve(one, meaning=HOSTILE, phase=HOSTILE) for one in definition.states),
        events=tuple(attrs.evolve(one, meaning=HOSTILE) for one in definition.events),
        facts=tuple(attrs.evolve(one, meaning=HOSTILE) for one in definition.facts),
        guards=tuple(attrs.evolve(one, sentence=HOSTILE, citation=HOSTILE) for one in definition.guards),
        deadlines=tuple(
            attrs.evolve(one, sentence=HOSTILE, consequence=HOSTILE, citation=HOSTILE) for one in definition.deadlines
        ),
    )


def compact(tree: object) -> str:
    """Write a line of a log."""
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Lay out a process and logs in which every text is hostile, and a line that is none."""
    definition = poisoned(lifecycle.definition("documented-information"))
    documents.dump(definition, tmp_path / "own.json")
    case = lifecycle.start(definition, on=day("2026-01-05"), by=HOSTILE, facts={"author": [HOSTILE]})
    told: dict[str, object] = {"identified": True, "author": [HOSTILE], "reviewer": ["B"]}
    case = lifecycle.advance(case, "review", on=day("2026-01-06"), by=HOSTILE, facts=told)
    (tmp_path / "case.jsonl").write_text(lifecycle.write_log(case, name=HOSTILE), encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text(json.dumps({"format": HOSTILE, HOSTILE: HOSTILE}) + "\n", encoding="utf-8")
    stray = json.loads(lifecycle.write_log(case, name=HOSTILE).split("\n")[0])
    stray["header"]["process"] = HOSTILE
    del stray["sha256"]
    stray["sha256"] = hashlib.sha256(compact(stray).encode()).hexdigest()
    (tmp_path / "stray.jsonl").write_text(compact(stray) + "\n", encoding="utf-8")
    return tmp_path


def test_files_cannot_emit_controls_markup_or_lines(run: Run, hostile: Path) -> None:
    """Whatever texts hold, printed is only what can be seen: no escape, no forged line, markup as it was written."""
    case, definition = hostile / "case.jsonl", hostile / "own.json"
    on = ("--on", "2026-01-07", "--definition", definition)
    literal = 0
    for words in (
        ("show", definition),
        ("show", definition, "--json"),
        *(("draw", definition, "--format", form) for form in EXPORTS),
        ("allowed", case, *on),
        ("allowed", case, *on, "--json"),
        ("advance", case, "release", *on),
        ("advance", case, "approve", *on),
        ("advance", case, "approve", *on, "--json"),
        ("advance", case, "return", *on, "--by", HOSTILE),
        ("advance", case, HOSTILE, *on),
        ("due", case, *on),
        ("replay", case, *on),
        ("replay", case, *on, "--json"),
        ("verify", case),
        ("verify", case, "--head", HOSTILE),
        ("verify", hostile / "broken.jsonl"),
        ("replay", hostile / "broken.jsonl"),
        ("replay", hostile / "stray.jsonl"),
        ("replay", case),
        ("replay", HOSTILE),
        ("show", HOSTILE),
        ("draw", "finding", "--format", HOSTILE),
        ("allowed", case, *on, "--fact", HOSTILE),
        ("allowed", case, *on, "--fact", f"identified={HOSTILE}"),
        ("start", "finding", "--log", hostile / "new.jsonl", "--case", HOSTILE, "--on", "2026-01-05"),
    ):
        ran = run(*words)
        assert ran.code in (0, 1, 2, 3), words
        shown = ran.out + ran.err
        # JSON in a pipe keeps what is text and no control, such as marks of direction.
        kept = {"\u2028", "\u202e", "\u200b", "\ufeff"} if ran.out.startswith(("{", "[")) else set()
        assert bare(shown) <= kept, words
        assert not any(line.startswith("READY") for line in shown.split("\n")), words
        literal += shown.count("[bold red]x[/] :smile:")
    assert literal > 30


# The pages.


def test_the_guide_shows_what_the_command_prints(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the guide prints the lines below it; … stands for the rest of a line."""
    guide = PAGES / "how-to" / "follow-a-certification.md"
    (block,) = re.findall(r"^```text\n(.*?)^```", guide.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    shown = ("\n" + block).split("\n$ isomodel lifecycle ")[1:]
    assert len(shown) == 4
    for each in shown:
        command, _, expected = each.strip().partition("\n")
        pattern = re.escape(expected).replace("…", ".+")
        assert re.fullmatch(pattern, run(*shlex.split(command)).out.strip()), command
