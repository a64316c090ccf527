# SPDX-License-Identifier: Apache-2.0
"""The example company is what its page says, scripts print what they promise, broken files are told as listed."""

from __future__ import annotations

import datetime as dt
import functools
import re
import runpy
from collections import Counter
from pathlib import Path

import attrs
import pytest

from isomodel import documents, evidence, migration, planning, readiness
from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Assessment,
    Conformity,
    EffectivenessReview,
    Finding,
    FindingGrade,
    FindingType,
    Judgement,
    ManagementReview,
    Role,
    UnitKind,
    WorkStatus,
    issues,
)
from isomodel.catalogue import load_for
from isomodel.errors import DocumentError, Issue
from isomodel.evidence import Evidence, EvidenceKind, EvidenceReview, EvidenceStatus, Period, ReviewOutcome
from isomodel.identifiers import RequirementRef
from isomodel.model import StandardEdition

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
RECORD = EXAMPLES / "brackwater" / "assessment.json"
TODAY = dt.date(2026, 11, 23)
QUALITY, ENVIRONMENT, SECURITY = "ISO 9001:2015", "ISO 14001:2015", "ISO/IEC 27001:2022"


@functools.cache
def brackwater() -> Assessment:
    """Read the example company's record."""
    record = documents.load(RECORD)
    assert isinstance(record, Assessment)
    return record


@functools.cache
def editions() -> tuple[StandardEdition, ...]:
    """Read the editions it is an assessment against."""
    return load_for(brackwater())


@functools.cache
def answer(standard: str, gate: str, on: dt.date) -> readiness.Readiness:
    """Evaluate the record, once for each question."""
    return readiness.evaluate(brackwater(), editions(), standard=standard, gate=gate, on=on)


def held_up(result: readiness.Readiness) -> dict[str, str]:
    """Return the rules that do not pass, with their outcome."""
    return {rule.id: rule.outcome.value for rule in result.rules if rule.outcome is not readiness.Outcome.PASSED}


def table(page: Path, columns: int) -> list[tuple[str, ...]]:
    """Return the rows of a page's tables that have so many columns."""
    rows = (line.strip().strip("|").split("|") for line in page.read_text().splitlines() if line.startswith("| "))
    cells = (tuple(cell.strip().strip("`") for cell in row) for row in rows)
    return [row for row in cells if len(row) == columns]


# The file.


def test_the_demo_of_the_command_line_reads_the_same_bytes() -> None:
    """The copy inside the package equals the example byte for byte."""
    copy = ROOT / "src" / "isomodel" / "cli" / "demo-assessment.json"
    assert copy.read_bytes() == RECORD.read_bytes()


def test_the_record_is_canonical() -> None:
    """Reading the record and writing it again gives the same bytes, of moderate size."""
    assert documents.dumps(brackwater()).encode() == RECORD.read_bytes()
    assert len(RECORD.read_bytes()) < 700_000


# The company.


def test_the_company_has_two_sites_and_outsourced_processes_for_85_people() -> None:
    """The organization is the small integrated one the page describes."""
    record = brackwater()
    units = record.organization.units
    assert [(unit.id, unit.kind) for unit in units] == [
        ("aldmere", UnitKind.SITE),
        ("skelby", UnitKind.SITE),
        ("anodizing", UnitKind.OUTSOURCED_PROCESS),
        ("hosting", UnitKind.OUTSOURCED_PROCESS),
    ]
    assert sum(unit.persons or 0 for unit in units) == 85
    assert record.units_in_scope() == ("aldmere", "skelby", "anodizing", "hosting")
    assert [str(edition) for edition in record.editions] == [QUALITY, ENVIRONMENT, SECURITY]


def test_every_requirement_and_necessary_control_is_judged_on_its_own() -> None:
    """Nothing that applies rests on a judgement of a clause above it alone."""
    judged = {judgement.target for judgement in brackwater().judgements}
    asked = [
        ref
        for edition in editions()
        for ref in (*(item.ref for item in edition.requirements()), *(control.ref for control in edition.controls()))
    ]
    left = [str(ref) for ref in asked if ref not in judged]
    assert left == [f"{QUALITY}, 7.1.5.2#a-2", f"{SECURITY}, A.8.11", f"{SECURITY}, A.8.30"]


def test_judgements_come_from_several_roles_and_audits_tell_their_sample() -> None:
    """Owners, reviewers and internal auditors have judged, and every internal auditor says what was looked at."""
    judgements = brackwater().judgements
    assert {judgement.role for judgement in judgements} == {Role.OWNER, Role.REVIEWER, Role.INTERNAL_AUDITOR}
    assert all(judgement.sample for judgement in judgements if judgement.role is Role.INTERNAL_AUDITOR)
    assert len({judgement.judged_by for judgement in judgements}) >= 10
    assert any(judgement.units == ("skelby",) for judgement in judgements)


def latest(decisions: tuple[ApplicabilityDecision, ...]) -> dict[str, ApplicabilityDecision]:
    """Return the decision that counts for each target."""
    return {one.target.local: one for one in sorted(decisions, key=lambda one: one.decided_on)}


def test_the_statement_of_applicability_accounts_for_93_controls_and_excludes_two() -> None:
    """Every control has a justification of its own, the included ones a kind of reason; exactly two are excluded."""
    decided = {local: one for local, one in latest(brackwater().applicability).items() if local.startswith("A.")}
    security = next(edition for edition in editions() if str(edition.ref) == SECURITY)
    assert set(decided) == {control.ref.local for control in security.controls()}
    assert len(decided) == 93
    excluded = {local for local, one in decided.items() if one.decision is Applicability.NOT_APPLICABLE}
    assert excluded == {"A.8.11", "A.8.30"}
    assert len({one.justification for one in decided.values()}) == 93
    assert all(one.reasons for local, one in decided.items() if local not in excluded)


def test_a_quality_item_is_set_aside_with_a_reason_and_design_is_not() -> None:
    """In ISO 9001 one item is determined not applicable; design and development applies."""
    decided = {local: one for local, one in latest(brackwater().applicability).items() if not local.startswith("A.")}
    assert list(decided) == ["7.1.5.2#a-2"]
    assert decided["7.1.5.2#a-2"].justification
    buckets = {entry.ref.local: entry.bucket.value for entry in answer(QUALITY, "stage-2", TODAY).entries}
    assert buckets["7.1.5.2#a-2"] == "not-applicable"
    assert {bucket for local, bucket in buckets.items() if local.startswith("8.3.")} == {"met"}


def test_evidence_stands_where_the_page_says() -> None:
    """Of some sixty to seventy items all are current except those listed, each for its own reason."""
    items = brackwater().evidence
    found = evidence.statuses(items, TODAY, record_currency_months=12)
    told = {
        name: state
        for names, state, _ in table(EXAMPLES / "brackwater" / "README.md", 3)
        for name in re.findall(r"EV-\d+", names)
    }
    assert told == {name: state.value for name, state in found.items() if state is not EvidenceStatus.CURRENT}
    assert set(told.values()) == {"superseded", "rejected", "lapsed", "submitted", "withdrawn"}
    assert 60 <= len(items) <= 75
    assert all(item.digest is not None for item in items)
    assert all(item.review is None or item.review.by != item.owner for item in items)


def test_a_failed_restore_test_spoke_against_the_backups_until_it_was_corrected() -> None:
    """A contradicting report makes the control a gap; the corrected report of the same test ends that."""
    between = {entry.ref.local: entry for entry in answer(SECURITY, "stage-2", dt.date(2026, 5, 20)).entries}
    after = {entry.ref.local: entry for entry in answer(SECURITY, "stage-2", dt.date(2026, 8, 31)).entries}
    assert between["A.8.13"].units[0].axes.evidence is readiness.EvidenceState.CONTRADICTED
    assert between["A.8.13"].bucket is readiness.Bucket.GAP
    assert after["A.8.13"].bucket is readiness.Bucket.MET


def test_findings_are_of_every_kind() -> None:
    """There are closed and open minors with plans, one open major, an opportunity and an observation."""

    def told(finding: Finding) -> tuple[str, str, bool]:
        return (finding.type.value, finding.grade.value if finding.grade else "", finding.is_open(TODAY))

    assert Counter(told(finding) for finding in brackwater().findings) == {
        ("nonconformity", "minor", False): 2,
        ("nonconformity", "minor", True): 2,
        ("nonconformity", "major", True): 1,
        ("opportunity-for-improvement", "", True): 1,
        ("observation", "", True): 1,
    }
    for finding in brackwater().findings:
        if finding.type is FindingType.NONCONFORMITY:
            assert finding.cause
            assert finding.corrective_actions
            assert finding.plan_accepted_on
        if finding.closed_on is not None:
            assert finding.effectiveness is not None


def test_registers_hold_risks_aspects_obligations_and_objectives() -> None:
    """Each risk's owner approved its treatment and accepted what remains; each standard has measured objectives."""
    record = brackwater()
    assert len(record.risks) == 11
    for risk in record.risks:
        assert risk.treatment is not None
        assert risk.treatment.approved_by == risk.owner == risk.residual_accepted_by
    assert (len(record.aspects), len(record.obligations), len(record.objectives)) == (8, 9, 9)
    for edition in record.editions:
        assert sum(edition in objective.standards for objective in record.objectives) >= 3
    assert all(objective.measure for objective in record.objectives)


def test_issues_are_the_warnings_the_page_lists() -> None:
    """The content has no error on the day, and exactly the warnings that the page gives with their number."""
    found = issues(brackwater(), editions(), on=TODAY)
    assert {issue.severity.value for issue in found} == {"warning"}
    listed = {
        code: int(number) for code, number, _ in table(EXAMPLES / "brackwater" / "README.md", 3) if number.isdigit()
    }
    assert Counter(issue.code for issue in found) == listed
    assert listed == {
        "conforming-without-evidence": 10,
        "evidence-lapsed": 3,
        "evidence-not-current": 14,
        "management-review-overdue": 1,
    }


# The answers.


VERDICTS = (
    (QUALITY, "stage-1", "ready"),
    (QUALITY, "stage-2", "undetermined"),
    (ENVIRONMENT, "stage-1", "ready"),
    (ENVIRONMENT, "stage-2", "not-ready"),
    (SECURITY, "stage-1", "ready"),
    (SECURITY, "stage-2", "not-ready"),
)


@pytest.mark.parametrize(("standard", "gate", "verdict"), VERDICTS)
def test_the_verdicts_are_those_of_the_page(standard: str, gate: str, verdict: str) -> None:
    """Each standard and gate has the verdict the page's table gives."""
    assert answer(standard, gate, TODAY).verdict.value == verdict
    rows = {row[0]: row[1:] for row in table(EXAMPLES / "brackwater" / "README.md", 3) if row[0].startswith("ISO")}
    assert rows[standard][("stage-1", "stage-2").index(gate)] == verdict


@pytest.mark.parametrize("standard", [QUALITY, ENVIRONMENT, SECURITY])
def test_everything_was_in_order_at_the_end_of_august(standard: str) -> None:
    """On 31 August 2026 each of the three is ready for stage 2."""
    assert answer(standard, "stage-2", dt.date(2026, 8, 31)).verdict is readiness.Verdict.READY


def test_quality_is_undetermined_by_the_audit_of_the_anodizer_alone() -> None:
    """One rule is open, for one unit, and calibration certificates running out turn it into not-ready."""
    result = answer(QUALITY, "stage-2", TODAY)
    assert held_up(result) == {"internal-audit-cycle": "unknown"}
    missing = result.fact("internal-audit.coverage").missing
    assert missing
    assert all(one.endswith(" in anodizing") for one in missing if not one.startswith("and "))
    assert result.changes_on is not None
    assert (result.changes_on.on, result.changes_on.verdict.value) == (dt.date(2026, 12, 16), "not-ready")


def test_environment_fails_by_an_evaluation_and_a_sample() -> None:
    """An overdue evaluation and water samples stand in the way; the breach that is acted on does not."""
    result = answer(ENVIRONMENT, "stage-2", TODAY)
    assert held_up(result) == {
        "internal-audit-cycle": "unknown",
        "compliance-evaluated": "failed",
        "requirements-conform": "failed",
    }
    assert result.fact("obligations.evaluated").against == ("CO-06",)
    assert result.fact("obligations.acted-on").outcome is readiness.Outcome.PASSED
    assert [ref.local for ref in result.rule("requirements-conform").failing] == ["8.1#2"]


def test_security_at_stage_1_is_ready_until_a_signature_runs_out() -> None:
    """The Statement of Applicability is valid until the end of January 2027, and the verdict changes the day after."""
    change = answer(SECURITY, "stage-1", TODAY).changes_on
    assert change is not None
    assert (change.on, change.verdict.value) == (dt.date(2027, 2, 1), "not-ready")
    assert change.causes[0].startswith("6.1.3#d: met → stale")


def test_access_rights_fail_at_one_site_only() -> None:
    """The control is stale in Skelby and met everywhere else; the review nobody has looked at does not count."""
    entry = next(entry for entry in answer(SECURITY, "stage-2", TODAY).entries if entry.ref.local == "A.5.18")
    assert {unit.unit: unit.bucket.value for unit in entry.units} == {
        "aldmere": "met",
        "skelby": "stale",
        "anodizing": "met",
        "hosting": "met",
    }


def review_held(record: Assessment) -> Assessment:
    """Hold the overdue management review and file its minutes."""

    def held(review: ManagementReview) -> ManagementReview:
        if review.id != "MR-26-2":
            return review
        before = next(one for one in record.management_reviews if one.id == "MR-25-2")
        return attrs.evolve(review, performed_on=dt.date(2026, 10, 15), inputs=before.inputs)

    minutes = Evidence(
        id="EV-090",
        kind=EvidenceKind.MINUTES,
        title="Management review of information security, October 2026",
        period=Period(first=dt.date(2026, 10, 15), last=dt.date(2026, 10, 15)),
        received_on=dt.date(2026, 10, 20),
        owner="Nkechi Adeyemi",
        review=EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Marit Solheim", on=dt.date(2026, 10, 21)),
        supports=(RequirementRef.parse(f"{SECURITY}, 9.3"),),
    )
    reviews = tuple(held(review) for review in record.management_reviews)
    return attrs.evolve(record, management_reviews=reviews, evidence=(*record.evidence, minutes))


def major_closed(record: Assessment) -> Assessment:
    """Close the major nonconformity after its effect was reviewed."""

    def closed(finding: Finding) -> Finding:
        if finding.grade is not FindingGrade.MAJOR:
            return finding
        effect = EffectivenessReview(effective="effective", by="Greta Malinowska", on=dt.date(2026, 11, 19))
        return attrs.evolve(finding, effectiveness=effect, closed_on=dt.date(2026, 11, 20))

    again = Judgement(
        target=RequirementRef.parse(f"{SECURITY}, 8.2#1"),
        conformity=Conformity.CONFORMING,
        work_status=WorkStatus.IMPLEMENTED,
        evidence=("EV-059",),
        judged_by="Greta Malinowska",
        judged_on=dt.date(2026, 11, 20),
        role=Role.INTERNAL_AUDITOR,
        sample="the finished assessment of the new data centre",
    )
    findings = tuple(closed(finding) for finding in record.findings)
    return attrs.evolve(record, findings=findings, judgements=(*record.judgements, again))


def access_review_accepted(record: Assessment) -> Assessment:
    """Accept the access review that has been handed in."""
    accepted = EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Nkechi Adeyemi", on=dt.date(2026, 11, 20))
    items = tuple(attrs.evolve(item, review=accepted) if item.id == "EV-064" else item for item in record.evidence)
    return attrs.evolve(record, evidence=items)


REMEDIES = (review_held, major_closed, access_review_accepted)


@pytest.mark.parametrize("left", [None, *range(len(REMEDIES))])
def test_security_is_not_ready_for_exactly_three_reasons(left: int | None) -> None:
    """With the three reasons put right the verdict is ready, and with any one of them left it is not-ready."""
    record = brackwater()
    for index, remedy in enumerate(REMEDIES):
        if index != left:
            record = remedy(record)
    result = readiness.evaluate(record, editions(), standard=SECURITY, gate="stage-2", on=TODAY)
    assert result.verdict.value == ("ready" if left is None else "not-ready")


def audit_at_the_anodizer(record: Assessment) -> Assessment:
    """Perform and report the internal audit that is planned for December."""
    held, told = dt.date(2026, 11, 18), dt.date(2026, 11, 20)
    audits = tuple(
        attrs.evolve(one, performed_on=held, reported_on=told) if one.id == "IA-26-6" else one for one in record.audits
    )
    return attrs.evolve(record, audits=audits)


def packaging_evaluated(record: Assessment) -> Assessment:
    """Evaluate the obligation to report packaging."""
    looked = dt.date(2026, 11, 20)
    obligations = tuple(
        attrs.evolve(one, evaluated_on=looked) if one.id == "CO-06" else one for one in record.obligations
    )
    return attrs.evolve(record, obligations=obligations)


def samples_corrected(record: Assessment) -> Assessment:
    """Replace the report on water samples by a corrected one of the same days, which speaks against nothing."""
    old = next(one for one in record.evidence if one.id == "EV-054")
    accepted = EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Tobias Achterberg", on=dt.date(2026, 11, 20))
    corrected = attrs.evolve(old, id="EV-091", contradicts=(), supersedes=("EV-054",), review=accepted)
    return attrs.evolve(record, evidence=(*record.evidence, corrected))


EDITS = {
    "perform-internal-audit": audit_at_the_anodizer,
    "evaluate-compliance": packaging_evaluated,
    "settle-evidence EV-054": samples_corrected,
    "close-finding NC-26-05": major_closed,
    "hold-management-review": review_held,
    "renew-evidence EV-063": access_review_accepted,
}
"""What doing each step of the company's plans to stage 2 leaves in its record."""


@pytest.mark.parametrize("standard", [QUALITY, ENVIRONMENT, SECURITY])
def test_a_plan_for_the_company_is_an_order_whose_last_step_makes_it_ready(standard: str) -> None:
    """Done one after the other, the last step and no earlier one makes it ready; without any one step it is not."""
    plan = planning.plan(brackwater(), editions(), standard=standard, gate="stage-2", on=TODAY)
    names = tuple(step.id for step in plan.steps)
    assert names
    assert not plan.beyond

    @functools.cache
    def ask(done: tuple[str, ...]) -> readiness.Readiness:
        record = functools.reduce(lambda whole, name: EDITS[name](whole), done, brackwater())
        return readiness.evaluate(record, editions(), standard=standard, gate="stage-2", on=TODAY)

    for place, step in enumerate(plan.steps):
        assert {wait.step for wait in step.after} <= set(names[:place])
        assert ask(names[:place]).verdict is not readiness.Verdict.READY
        after = ask(names[: place + 1])
        assert all(planning.is_done(one, after) for one in plan.steps[: place + 1])
        assert not any(planning.is_done(one, after) for one in plan.steps[place + 1 :])
        without = ask(tuple(name for name in names if name != step.id))
        assert without.verdict is not readiness.Verdict.READY
        assert not planning.is_done(step, without)
    assert ask(names).verdict is readiness.Verdict.READY


# The scripts.


def promised(script: Path) -> list[str]:
    """Return the lines at the end of a script that say what it prints."""
    lines = script.read_text().splitlines()
    start = max(number for number, line in enumerate(lines) if re.match(r"# .*\b[Pp]rints\b.*:$", line))
    return ["" if line == "#" else line.removeprefix("#   ") for line in lines[start + 1 :]]


def printed_as_promised(printed: list[str], promise: list[str]) -> bool:
    """Say whether the lines are those promised; … stands for lines left out, or for the rest of a line."""
    pattern = "".join(
        r"(?:.*\n)*?"
        if line == "…"
        else re.escape(line[:-1]) + ".+\n"
        if line.endswith("…")
        else re.escape(line) + "\n"
        for line in promise
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.py")), ids=lambda script: script.name)
def test_a_script_prints_what_it_promises(
    script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each example runs from anywhere and prints the lines at its end."""
    monkeypatch.chdir(ROOT.anchor)
    monkeypatch.setattr("sys.argv", [str(script)])
    runpy.run_path(str(script), run_name="__main__")
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) >= 5
    assert printed_as_promised(printed, promised(script)), printed


def test_a_broken_promise_is_noticed() -> None:
    """A line that is missing, another or out of order does not pass for what was promised."""
    assert printed_as_promised(["a", "b", "c d"], ["a", "…", "c …"])
    assert not printed_as_promised(["a", "b"], ["a"])
    assert not printed_as_promised(["b", "a"], ["a", "b"])
    assert not printed_as_promised(["a", "bc"], ["a", "b"])


# The broken files.


BROKEN = (
    ("bad-date.json", [("bad-date", "/evidence/0/received_on", None)]),
    ("bad-enum.json", [("unknown-value", "/judgements/0/work_status", "implemented")]),
    ("dangling-evidence.json", [("unknown-evidence", "/judgements/0/evidence/0", "EV-1")]),
    ("duplicate-key.json", [("duplicate-key", "/evidence/0/id", None)]),
    ("exclusion-without-reason.json", [("not-applicable-without-reason", "/applicability/0", None)]),
    (
        "misspelt-key.json",
        [("missing-key", "/judgements/0", None), ("unknown-key", "/judgements/0/juged_on", "judged_on")],
    ),
    ("unknown-clause.json", [("unknown-clause", "/judgements/0/target", "ISO/IEC 27001:2022, A.8.34")]),
    ("wrong-edition.json", [("undeclared-edition", "/judgements/0/target", "ISO/IEC 27001:2022")]),
)


def problems(path: Path) -> tuple[Issue, ...]:
    """Return what keeps a file from being read, or what is wrong in its content."""
    try:
        record = documents.load(path)
    except DocumentError as error:
        return error.issues
    assert isinstance(record, Assessment)
    return issues(record, load_for(record), on=TODAY)


@pytest.mark.parametrize(("name", "expected"), BROKEN)
def test_a_broken_file_is_told_by_code_place_and_nearest(
    name: str, expected: list[tuple[str, str, str | None]]
) -> None:
    """Each broken file gives exactly its own problem, at its place, with the nearest valid value where there is one."""
    found = problems(EXAMPLES / "broken" / name)
    assert [(issue.code, issue.path, issue.nearest) for issue in found] == expected
    assert {issue.severity.value for issue in found} == {"error"}


@pytest.mark.parametrize("name", ["bad-date.json", "bad-enum.json", "duplicate-key.json", "misspelt-key.json"])
def test_a_file_that_cannot_be_read_says_in_which_line(name: str) -> None:
    """Every problem that keeps a file from being read has a line and a column."""
    with pytest.raises(DocumentError) as caught:
        documents.load(EXAMPLES / "broken" / name)
    assert all(issue.line is not None and issue.column is not None for issue in caught.value.issues)


def test_the_page_lists_every_broken_file_with_what_is_said_about_it() -> None:
    """The table of the page, the files in the folder and the problems found are the same."""
    rows = [row for row in table(EXAMPLES / "broken" / "README.md", 4) if row[0].endswith(".json")]
    assert sorted(rows) == sorted(
        (name, code, path, near or "") for name, expected in BROKEN for code, path, near in expected
    )
    assert sorted(path.name for path in (EXAMPLES / "broken").glob("*.json")) == [name for name, _ in BROKEN]


def test_the_issues_script_reads_the_file_it_is_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a path as argument the script tells what is wrong in that file, with line and column."""
    monkeypatch.setattr("sys.argv", ["issues.py", str(EXAMPLES / "broken" / "misspelt-key.json")])
    runpy.run_path(str(EXAMPLES / "issues.py"), run_name="__main__")
    printed = capsys.readouterr().out
    assert "line 20, column 7 (/judgements/0/juged_on)" in printed
    assert "did you mean 'judged_on'?" in printed


def test_the_issues_script_refuses_another_kind_of_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is no assessment ends the script with its name."""
    path = tmp_path / "policy.json"
    documents.dump(readiness.default_policy(), path)
    monkeypatch.setattr("sys.argv", ["issues.py", str(path)])
    with pytest.raises(SystemExit, match=re.escape("policy.json holds something else than an assessment")):
        runpy.run_path(str(EXAMPLES / "issues.py"), run_name="__main__")


def test_what_was_carried_for_review_and_what_is_new_leave_the_gap_analysis_open() -> None:
    """Of the record carried to ISO 9001:2026 nine requirements need a review and four are new: thirteen are open."""
    plan = migration.plan(brackwater(), to="ISO 9001:2026", on=TODAY)
    assert "needs review 9  new 4" in str(plan)
    moved, _ = migration.apply(plan, brackwater())
    known = load_for(moved)
    result = readiness.evaluate(moved, known, standard="ISO 9001:2026", gate="transition", on=TODAY)
    rule = result.rule("gap-analysis-done")
    assert (rule.outcome, len(rule.open), len(rule.failing)) == (readiness.Outcome.UNKNOWN, 13, 0)
    assert result.fact("transition.open").sentence.endswith("2029-09-30")
