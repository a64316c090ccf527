# SPDX-License-Identifier: Apache-2.0
"""Every fact passes, fails and stays unknown when it is meant to, seen from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from invented import (
    EDITION,
    ON,
    STANDARD,
    day,
    decision,
    empty,
    evidence,
    finding,
    judgement,
    perfect,
    predecessor,
    ref,
    troubled,
)
from isomodel.assessment import (
    Applicability,
    Assessment,
    Audit,
    AuditType,
    Certificate,
    Conformity,
    CorrectiveAction,
    EffectivenessReview,
    Finding,
    FindingGrade,
    FindingType,
    Independence,
    ManagementReview,
    ObligationStatus,
    RecordList,
    Role,
    Significance,
    WorkStatus,
)
from isomodel.errors import UnknownNameError
from isomodel.evidence import EvidenceKind, add_months
from isomodel.identifiers import ClauseNumber, StandardRef
from isomodel.model import (
    Clause,
    ClauseContent,
    ClauseKind,
    MilestoneKind,
    Requirement,
    StandardEdition,
    Strength,
    UnknownClauseError,
)
from isomodel.policy import Parameter, Policy
from isomodel.readiness import (
    Assurance,
    Bucket,
    EvidenceState,
    Fact,
    Gate,
    NotADayError,
    Outcome,
    Readiness,
    Share,
    Verdict,
    default_policy,
    evaluate,
    gate_rules,
)

Change = Callable[[Assessment], Assessment]


def put(**changes: Any) -> Change:  # noqa: ANN401 - whatever the class takes.
    """Return a change of whole lists of a record."""
    return lambda record: attrs.evolve(record, **changes)


def first(name: str, **changes: Any) -> Change:  # noqa: ANN401 - whatever the class takes.
    """Return a change of the first item of a list."""

    def change(record: Assessment) -> Assessment:
        one, *others = getattr(record, name)
        lists: dict[str, Any] = {name: (attrs.evolve(one, **changes), *others)}
        return attrs.evolve(record, **lists)

    return change


def open_lists(*changes: Change) -> Change:
    """Return several changes after which no list says that it is complete."""

    def change(record: Assessment) -> Assessment:
        for one in changes:
            record = one(record)
        return attrs.evolve(record, complete=())

    return change


def both(*changes: Change) -> Change:
    """Return several changes in one."""

    def change(record: Assessment) -> Assessment:
        for one in changes:
            record = one(record)
        return record

    return change


def asked(
    change: Change,
    gate: str = "stage-2",
    edition: StandardEdition = EDITION,
    on: dt.date = ON,
    policy: Policy | None = None,
) -> Readiness:
    """Return the answer for the perfect record after a change."""
    known = [edition, predecessor(edition)]
    return evaluate(change(perfect()), known, standard=STANDARD, gate=gate, on=on, policy=policy)


PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
UNDONE = {"performed_on": None, "reported_on": None}
SCOPE = perfect().scope
assert SCOPE is not None
TREATED = perfect().risks[0].treatment
assert TREATED is not None

MAJOR = finding("NC", ref("7.1#1"), grade=FindingGrade.MAJOR)
CLOSED = attrs.evolve(MAJOR, closed_on=ON)
UNGRADED = attrs.evolve(MAJOR, grade=FindingGrade.UNGRADED)
CONCERN = finding("AC", ref("7.1#1"), type=FindingType.AREA_OF_CONCERN, grade=None, audit="S1")


def acted(*days: dt.date | None) -> Finding:
    """Return the area of concern with an action done on each day, or not yet."""
    actions = tuple(CorrectiveAction(description="Mend it.", owner="Olga", due_on=ON, done_on=on) for on in days)
    return attrs.evolve(CONCERN, corrective_actions=actions)


CASES: list[tuple[str, str, Change, Outcome, tuple[str, ...]]] = [
    ("scope.stated", "stage-1", put(scope=None), UNKNOWN, ("scope",)),
    ("scope.stated", "stage-1", put(scope=attrs.evolve(SCOPE, statement="  ")), FAILED, ("scope",)),
    ("scope.approved", "stage-1", put(scope=None), UNKNOWN, ("scope",)),
    ("scope.approved", "stage-1", put(scope=attrs.evolve(SCOPE, approved_on=None)), FAILED, ("scope",)),
    ("objectives.measured", "stage-1", put(objectives=()), FAILED, ("objectives",)),
    ("objectives.measured", "stage-1", open_lists(put(objectives=())), UNKNOWN, ("objectives",)),
    ("objectives.measured", "stage-1", first("objectives", measure=" "), FAILED, ("OB-1",)),
    ("objectives.measured", "stage-1", first("objectives", measure=None), FAILED, ("OB-1",)),
    ("objectives.measured", "stage-1", first("objectives", standards=()), FAILED, ("objectives",)),
    ("risks.assessed", "stage-1", put(risks=()), FAILED, ("risks",)),
    ("risks.assessed", "stage-1", open_lists(put(risks=())), UNKNOWN, ("risks",)),
    ("risks.assessed", "stage-1", first("risks", assessed_on=None), FAILED, ("R-1",)),
    ("risks.assessed", "stage-1", first("risks", assessed_on=day(-365)), PASSED, ()),
    ("risks.assessed", "stage-1", first("risks", assessed_on=day(-366)), FAILED, ("R-1",)),
    ("risks.treated", "stage-1", put(risks=()), FAILED, ("risks",)),
    ("risks.treated", "stage-1", first("risks", treatment=None), FAILED, ("R-1",)),
    ("risks.approved", "stage-2", first("risks", treatment=None), FAILED, ("risk treatments",)),
    ("risks.approved", "stage-2", open_lists(first("risks", treatment=None)), UNKNOWN, ("risk treatments",)),
    (
        "risks.approved",
        "stage-2",
        first("risks", treatment=attrs.evolve(TREATED, approved_by="Else")),
        FAILED,
        ("R-1",),
    ),
    ("risks.residual-accepted", "stage-2", put(risks=()), FAILED, ("risks",)),
    ("risks.residual-accepted", "stage-2", first("risks", residual_accepted_by=None), FAILED, ("R-1",)),
    ("applicability.complete", "stage-1", put(applicability=perfect().applicability[1:]), FAILED, ("A.5.1",)),
    (
        "applicability.complete",
        "stage-1",
        open_lists(put(applicability=perfect().applicability[1:])),
        UNKNOWN,
        ("A.5.1",),
    ),
    (
        "applicability.justified",
        "stage-1",
        first("applicability", justification=None, reasons=(), risks=()),
        FAILED,
        ("A.5.1",),
    ),
    (
        "applicability.justified",
        "stage-1",
        first("applicability", justification=None, risks=("R-1",), reasons=()),
        PASSED,
        (),
    ),
    (
        "applicability.consistent",
        "stage-1",
        first("applicability", decision=Applicability.NOT_APPLICABLE, justification="No."),
        FAILED,
        ("A.5.1",),
    ),
    (
        "applicability.consistent",
        "stage-1",
        put(
            applicability=(
                *perfect().applicability,
                decision(ref("A.6.1"), decision=Applicability.NOT_APPLICABLE, justification="No."),
            )
        ),
        FAILED,
        ("A.6.1",),
    ),
    ("aspects.evaluated", "stage-1", put(aspects=()), FAILED, ("aspects",)),
    ("aspects.evaluated", "stage-1", open_lists(put(aspects=())), UNKNOWN, ("aspects",)),
    ("aspects.evaluated", "stage-1", first("aspects", significance=Significance.NOT_EVALUATED), FAILED, ("AS-1",)),
    ("obligations.determined", "stage-1", put(obligations=()), FAILED, ("obligations",)),
    ("obligations.determined", "stage-1", open_lists(put(obligations=())), UNKNOWN, ("obligations",)),
    ("obligations.evaluated", "stage-2", first("obligations", evaluated_on=day(-365)), PASSED, ()),
    ("obligations.evaluated", "stage-2", first("obligations", evaluated_on=day(-366)), FAILED, ("CO-1",)),
    ("obligations.evaluated", "stage-2", first("obligations", evaluated_on=None), FAILED, ("CO-1",)),
    (
        "obligations.evaluated",
        "stage-2",
        first("obligations", status=ObligationStatus.NOT_EVALUATED),
        FAILED,
        ("CO-1",),
    ),
    ("obligations.acted-on", "stage-2", first("obligations", status=ObligationStatus.BREACHED), FAILED, ("CO-1",)),
    (
        "obligations.acted-on",
        "stage-2",
        first("obligations", status=ObligationStatus.BREACHED, action="Mend."),
        PASSED,
        (),
    ),
    ("internal-audit.performed", "stage-1", put(audits=()), FAILED, ("internal audit",)),
    ("internal-audit.performed", "stage-1", open_lists(put(audits=())), UNKNOWN, ("internal audit",)),
    ("internal-audit.performed", "stage-1", first("audits", type=AuditType.CUSTOMER), FAILED, ("internal audit",)),
    ("internal-audit.scheduled", "stage-1", first("audits", **UNDONE, planned_on=ON), PASSED, ()),
    ("internal-audit.scheduled", "stage-1", first("audits", **UNDONE, planned_on=day(-1)), FAILED, ("internal audit",)),
    ("internal-audit.coverage", "stage-2", first("audits", performed_on=day(-366)), FAILED, ("4.1 in HQ", "4.2 in HQ")),
    (
        "internal-audit.coverage",
        "stage-2",
        open_lists(first("audits", units=("HQ",))),
        UNKNOWN,
        ("4.1 in PACK", "4.2 in PACK"),
    ),
    ("internal-audit.coverage", "stage-2", first("audits", reported_on=None), FAILED, ("4.1 in HQ", "4.2 in HQ")),
    (
        "internal-audit.independent",
        "stage-2",
        first("audits", independence=Independence.NOT_INDEPENDENT),
        FAILED,
        ("IA-1",),
    ),
    ("internal-audit.independent", "stage-2", first("audits", independence=Independence.UNKNOWN), UNKNOWN, ("IA-1",)),
    ("management-review.performed", "stage-1", put(management_reviews=()), FAILED, ("management review",)),
    ("management-review.performed", "stage-1", open_lists(put(management_reviews=())), UNKNOWN, ("management review",)),
    (
        "management-review.scheduled",
        "stage-1",
        first("management_reviews", performed_on=None, planned_on=ON),
        PASSED,
        (),
    ),
    (
        "management-review.scheduled",
        "stage-1",
        first("management_reviews", performed_on=None, planned_on=day(-1)),
        FAILED,
        ("management review",),
    ),
    ("management-review.current", "stage-2", first("management_reviews", performed_on=day(-365)), PASSED, ()),
    ("management-review.current", "stage-2", first("management_reviews", performed_on=day(-366)), FAILED, ("MR-1",)),
    (
        "management-review.current",
        "stage-2",
        open_lists(first("management_reviews", performed_on=day(-366))),
        UNKNOWN,
        ("MR-1",),
    ),
    ("management-review.current", "stage-2", put(management_reviews=()), FAILED, ("management review",)),
    ("management-review.inputs", "stage-2", first("management_reviews", inputs=()), FAILED, ("9.3.2#a", "9.3.2#b")),
    ("management-review.inputs", "stage-2", put(management_reviews=()), FAILED, ("management review",)),
    ("hazards.evaluated", "stage-1", put(hazards=()), FAILED, ("hazards",)),
    ("hazards.evaluated", "stage-1", open_lists(put(hazards=())), UNKNOWN, ("hazards",)),
    ("hazards.evaluated", "stage-2", first("hazards", significance=Significance.NOT_EVALUATED), FAILED, ("HZ-1",)),
    ("hazards.evaluated", "stage-2", first("hazards", evaluated_on=day(1)), FAILED, ("HZ-1",)),
    ("hazards.evaluated", "stage-2", first("hazards", evaluated_on=ON), PASSED, ()),
    ("hazards.evaluated", "stage-2", open_lists(first("hazards", standards=())), PASSED, ()),
    ("findings.complete", "stage-2", put(complete=()), UNKNOWN, ("findings",)),
    ("findings.no-open-major", "stage-2", put(findings=(MAJOR,)), PASSED, ()),
    ("findings.no-open-major", "stage-2", put(findings=(attrs.evolve(MAJOR, audit="S2"),)), FAILED, ("NC",)),
    ("findings.no-open-major", "stage-2", put(findings=(attrs.evolve(MAJOR, audit="nowhere"),)), FAILED, ("NC",)),
    ("findings.no-open-major", "stage-2", put(findings=(attrs.evolve(CLOSED, audit="S2"),)), PASSED, ()),
    ("findings.no-open-internal-major", "stage-2", put(findings=(MAJOR,)), FAILED, ("NC",)),
    ("findings.no-open-internal-major", "stage-2", put(findings=(attrs.evolve(MAJOR, audit="IA-1"),)), FAILED, ("NC",)),
    ("findings.no-open-internal-major", "stage-2", put(findings=(attrs.evolve(MAJOR, audit="S2"),)), PASSED, ()),
    ("findings.no-open-internal-major", "stage-2", put(findings=(CLOSED,)), PASSED, ()),
    ("findings.graded", "stage-2", put(findings=(attrs.evolve(UNGRADED, audit="S2"),)), UNKNOWN, ("NC",)),
    ("findings.graded", "stage-2", put(findings=(UNGRADED,)), PASSED, ()),
    ("findings.internal-graded", "stage-2", put(findings=(UNGRADED,)), UNKNOWN, ("NC",)),
    ("findings.internal-graded", "stage-2", put(findings=(attrs.evolve(UNGRADED, audit="S2"),)), PASSED, ()),
    ("findings.concerns-resolved", "stage-2", put(findings=(CONCERN,)), FAILED, ("AC",)),
    ("findings.concerns-resolved", "stage-2", put(findings=(attrs.evolve(CONCERN, closed_on=ON),)), PASSED, ()),
    (
        "findings.concerns-resolved",
        "stage-2",
        put(findings=(attrs.evolve(CONCERN, closed_on=day(1)),)),
        FAILED,
        ("AC",),
    ),
    ("findings.concerns-resolved", "stage-2", put(findings=(attrs.evolve(CONCERN, correction=" "),)), FAILED, ("AC",)),
    ("findings.concerns-resolved", "stage-2", put(findings=(attrs.evolve(CONCERN, correction="Done."),)), PASSED, ()),
    ("findings.concerns-resolved", "stage-2", put(findings=(acted(ON),)), PASSED, ()),
    ("findings.concerns-resolved", "stage-2", put(findings=(acted(day(1)),)), FAILED, ("AC",)),
    ("findings.concerns-resolved", "stage-2", put(findings=(acted(ON, None),)), FAILED, ("AC",)),
    (
        "findings.concerns-resolved",
        "stage-2",
        put(findings=(attrs.evolve(CONCERN, criteria=(attrs.evolve(ref("7.1#1"), standard=EDITION.supersedes[0]),)),)),
        PASSED,
        (),
    ),
    (
        "findings.graded",
        "stage-2",
        put(findings=(finding("OBS", ref("7.1#1"), type=FindingType.OBSERVATION, grade=None),)),
        PASSED,
        (),
    ),
]


@pytest.mark.parametrize(("name", "gate", "change", "outcome", "told"), CASES)
def test_a_fact_is_settled_by_what_speaks_against_it_or_is_missing(
    name: str, gate: str, change: Change, outcome: Outcome, told: tuple[str, ...]
) -> None:
    """What speaks against a fact fails it, what is missing leaves it open, and it names which."""
    fact = asked(change, gate).fact(name)
    named = fact.against if outcome is FAILED else fact.missing
    assert (fact.outcome, named[: len(told)]) == (outcome, told)
    assert fact.sentence
    if outcome is PASSED:
        assert not fact.against
        assert not fact.missing


@pytest.mark.parametrize(
    ("name", "outcome", "told", "gate", "record"),
    [pytest.param(*case, id=f"{case[0]} {case[1]}, {case[2][0]}") for case in troubled()],
)
def test_a_fact_about_what_a_certification_body_looks_at_is_settled_in_the_same_way(
    name: str, outcome: str, told: tuple[str, ...], gate: str, record: Assessment
) -> None:
    """Each fails or stays open by what the record says or leaves out, names it, and holds the gate up."""
    result = asked(lambda _: record, gate)
    fact = result.fact(name)
    named = fact.against if outcome == "failed" else fact.missing
    assert (fact.outcome.value, named[: len(told)]) == (outcome, told)
    assert name in {blocker.subject for blocker in result.blockers}


def test_the_perfect_record_passes_every_rule() -> None:
    """No rule fails or is open where everything is recorded."""
    for gate in Gate:
        result = asked(put(), gate.value)
        assert result.verdict is Verdict.READY
        assert {rule.outcome for rule in result.rules} == {PASSED}
        assert not result.blockers


def milestones(kind: MilestoneKind, on: dt.date) -> StandardEdition:
    """Return the edition with one more milestone."""
    extra = attrs.evolve(EDITION.milestones[0], kind=kind, on=on)
    return attrs.evolve(EDITION, milestones=(*EDITION.milestones, extra))


@pytest.mark.parametrize(
    ("edition", "outcome"),
    [
        (EDITION, PASSED),
        (attrs.evolve(EDITION, milestones=(attrs.evolve(EDITION.milestones[0], on=day(1)),)), FAILED),
        (milestones(MilestoneKind.INITIAL_AUDITS_END, ON), PASSED),
        (milestones(MilestoneKind.INITIAL_AUDITS_END, day(-1)), FAILED),
        (milestones(MilestoneKind.TRANSITION_END, day(-1)), FAILED),
    ],
)
def test_an_edition_is_audited_from_its_publication_to_the_end_of_initial_audits(
    edition: StandardEdition, outcome: Outcome
) -> None:
    """Not before it is published, and not after its last day."""
    assert asked(put(), edition=edition).fact("edition.auditable").outcome is outcome


@pytest.mark.parametrize(
    ("on", "outcome", "against", "missing"),
    [
        (dt.date(2029, 12, 31), FAILED, ("2030",), ()),
        (dt.date(2030, 1, 1), UNKNOWN, (), ("publication date",)),
        (dt.date(2030, 12, 31), UNKNOWN, (), ("publication date",)),
        (dt.date(2031, 1, 1), PASSED, (), ()),
    ],
)
def test_an_edition_of_which_only_the_year_is_known_counts_when_the_year_is_over(
    on: dt.date, outcome: Outcome, against: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """Without a day of publication the year decides, and while it runs nobody can tell."""
    undated = attrs.evolve(EDITION, milestones=())
    result = asked(put(), edition=undated, on=on)
    fact = result.fact("edition.auditable")
    assert (fact.outcome, fact.against, fact.missing) == (outcome, against, missing)
    if outcome is not PASSED:
        assert result.next_change is not None
        turn = dt.date(2030, 1, 1) if outcome is FAILED else dt.date(2031, 1, 1)
        assert result.next_change.on <= turn


@pytest.mark.parametrize("content", [ClauseContent.NOT_KNOWN, ClauseContent.PARTLY_STATED])
def test_an_edition_whose_content_is_not_known_is_never_ready(content: ClauseContent) -> None:
    """Where the catalogue cannot say what a clause asks for, the verdict stays open and names the clause."""
    extra = Clause(number=ClauseNumber.parse("11"), title="More", content=content, source_confidence=0)
    if content is ClauseContent.PARTLY_STATED:
        extra = attrs.evolve(EDITION.clauses[3], content=content)
        clauses = tuple(extra if one.number == extra.number else one for one in EDITION.clauses)
    else:
        clauses = (*EDITION.clauses, extra)
    result = asked(put(), edition=attrs.evolve(EDITION, clauses=clauses))
    fact = result.fact("edition.content-known")
    assert (fact.outcome, fact.missing, result.verdict) == (UNKNOWN, (str(extra.number),), Verdict.UNDETERMINED)


def test_an_annex_that_is_not_known_leaves_the_answer_alone() -> None:
    """What an annex guides to is in no verdict."""
    annex = Clause(
        number=ClauseNumber.parse("Annex B"),
        kind=ClauseKind.ANNEX,
        content=ClauseContent.NOT_KNOWN,
        source_confidence=0,
    )
    result = asked(put(), edition=attrs.evolve(EDITION, clauses=(*EDITION.clauses, annex)))
    assert result.verdict is Verdict.READY


def test_recommendations_and_permissions_are_in_no_count() -> None:
    """Only what an edition requires is counted, whatever else it recommends or permits."""
    clause = EDITION.clauses[3]
    advice = [
        Requirement(
            ref=ref(f"{clause.number}#{90 + at}"), statement="It would be good.", strength=strength, consulted="x"
        )
        for at, strength in enumerate((Strength.SHOULD, Strength.MAY))
    ]
    advised = attrs.evolve(clause, requirements=(*clause.requirements, *advice))
    edition = attrs.evolve(
        EDITION, clauses=tuple(advised if one.number == clause.number else one for one in EDITION.clauses)
    )
    plain, more = asked(put()), asked(put(), edition=edition)
    assert [one.ref for one in more.entries] == [one.ref for one in plain.entries]
    assert more.verdict is Verdict.READY


TARGET = ref("7.5#1")


def standing(*changes: Change) -> tuple[str, str, str]:
    """Return bucket, row and why of one requirement after changes."""
    result = asked(both(*changes))
    entry = next(one for one in result.entries if one.ref == TARGET)
    return entry.bucket.value, entry.units[0].row, result.explain("7.5#1").sentence


def rejudged(**changes: Any) -> Change:  # noqa: ANN401 - whatever the class takes.
    """Return a change of the judgement on the requirement."""
    return lambda record: attrs.evolve(
        record,
        judgements=tuple(attrs.evolve(one, **changes) if one.target == TARGET else one for one in record.judgements),
    )


def reshown(**changes: Any) -> Change:  # noqa: ANN401 - whatever the class takes.
    """Return a change of the evidence of the requirement."""
    return lambda record: attrs.evolve(
        record,
        evidence=tuple(attrs.evolve(one, **changes) if TARGET in one.supports else one for one in record.evidence),
    )


def unshown(record: Assessment) -> Assessment:
    """Take the evidence of the requirement away."""
    return attrs.evolve(record, evidence=tuple(one for one in record.evidence if TARGET not in one.supports))


def against(**changes: Any) -> Change:  # noqa: ANN401 - whatever the class takes.
    """Return one more item that speaks against the requirement."""
    item = evidence("EV-NO", supports=(), contradicts=(TARGET,), **changes)
    return lambda record: attrs.evolve(record, evidence=(*record.evidence, item))


NONCONFORMING = {"conformity": Conformity.NONCONFORMING}
OPEN = finding("NC", TARGET)

STANDINGS: list[tuple[tuple[Change, ...], str, str, str]] = [
    ((), "met", "T16", "judged by"),
    ((put(findings=(attrs.evolve(OPEN, grade=FindingGrade.MAJOR),)),), "gap", "T02", "NC is open (major)"),
    ((put(findings=(attrs.evolve(OPEN, plan_accepted_on=None),)),), "gap", "T06", "NC is open (minor-open)"),
    (
        (put(findings=(attrs.evolve(OPEN, plan_accepted_on=ON),)),),
        "expected-minor",
        "T03",
        "NC is open with an accepted plan",
    ),
    ((against(),), "gap", "T05", "EV-NO speaks against it"),
    ((against(review=None),), "conflicting", "T13", "contradicts itself"),
    ((rejudged(**NONCONFORMING, work_status=WorkStatus.PARTIAL),), "partial", "T07", "work partial"),
    ((rejudged(**NONCONFORMING),), "gap", "T08", "work implemented"),
    ((rejudged(work_status=WorkStatus.PLANNED),), "gap", "T10", "work planned"),
    ((rejudged(work_status=WorkStatus.PARTIAL),), "partial", "T11", "work partial"),
    ((rejudged(conformity=Conformity.NOT_ASSESSED),), "not-assessed", "T12", "nobody has established it"),
    ((rejudged(evidence=()), unshown), "gap", "T14", "the complete record of evidence has nothing that shows it"),
    ((reshown(withdrawn_on=ON),), "stale", "T15", "no longer counts"),
    ((rejudged(evidence=()), unshown, put(complete=())), "asserted", "T17", "nothing accepted by somebody else"),
]


@pytest.mark.parametrize(("changes", "bucket", "row", "why"), STANDINGS)
def test_a_requirement_is_counted_by_the_row_that_applies_and_says_why(
    changes: tuple[Change, ...], bucket: str, row: str, why: str
) -> None:
    """Each way a requirement can stand leads to its bucket, its row and its words."""
    found = standing(*changes)
    assert found[:2] == (bucket, row)
    assert why in found[2]


def test_judgements_that_contradict_each_other_leave_it_open() -> None:
    """The same day, the same role, opposite words: conflicting, by the row for it."""
    twin = judgement(TARGET, conformity=Conformity.NONCONFORMING)
    mine = next(one for one in perfect().judgements if one.target == TARGET)
    twin = attrs.evolve(twin, judged_on=mine.judged_on, role=mine.role)
    bucket, row, _ = standing(lambda record: attrs.evolve(record, judgements=(*record.judgements, twin)))
    assert (bucket, row) == ("conflicting", "T09")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"role": Role.OWNER, "judged_by": "Olga"}, Assurance.EVIDENCED),
        ({"role": Role.REVIEWER}, Assurance.REVIEWED),
        ({"role": Role.INTERNAL_AUDITOR, "sample": "3 of 9"}, Assurance.INTERNALLY_AUDITED),
        ({"role": Role.INTERNAL_AUDITOR, "sample": None}, Assurance.REVIEWED),
        ({"role": Role.EXTERNAL_AUDITOR, "sample": "3 of 9"}, Assurance.EXTERNALLY_AUDITED),
        ({"conformity": Conformity.NONCONFORMING}, Assurance.ASSERTED),
    ],
)
def test_assurance_rises_with_the_role_and_an_audit_needs_its_sample(
    changes: dict[str, Any], expected: Assurance
) -> None:
    """An owner's claim is evidenced at most; without a recorded sample an audit is a review."""
    result = asked(rejudged(**changes))
    entry = next(one for one in result.entries if one.ref == TARGET)
    assert entry.units[0].axes.assurance is expected


def test_evidence_accepted_by_the_claimant_leaves_a_claim() -> None:
    """An owner who accepts the evidence of the own claim still only asserts."""
    item = next(one for one in perfect().evidence if TARGET in one.supports)
    assert item.review is not None
    own = attrs.evolve(item.review, by="Same")
    bucket, row, _ = standing(rejudged(role=Role.OWNER, judged_by="Same"), reshown(review=own))
    assert (bucket, row) == ("asserted", "T17")


def test_a_positive_judgement_on_a_clause_only_asserts_and_a_negative_one_counts() -> None:
    """What is inherited is claimed where positive, and in full where negative."""
    above = judgement(ref("7.5"))
    only = tuple(one for one in perfect().judgements if one.target != TARGET)
    bucket, row, why = standing(put(judgements=(*only, above)))
    assert (bucket, row) == ("asserted", "T17")
    assert "about 7.5" in why
    assert standing(put(judgements=(*only, attrs.evolve(above, **NONCONFORMING))))[:2] == ("gap", "T08")  # type: ignore[arg-type]  # a conformity.


def test_only_what_fits_shows_a_requirement() -> None:
    """A document does not show what asks for a record."""
    target = ref("7.2#c")
    result = asked(
        lambda record: attrs.evolve(
            record,
            evidence=tuple(
                evidence(one.id, EvidenceKind.POLICY, supports=one.supports) if target in one.supports else one
                for one in record.evidence
            ),
        )
    )
    entry = next(one for one in result.entries if one.ref == target)
    assert entry.units[0].axes.evidence is EvidenceState.KNOWN_NONE


def test_answers_are_found_by_name_or_refused_with_the_nearest() -> None:
    """Rules, facts, gates and clauses that do not exist are told with what comes closest."""
    result = asked(put())
    assert result.rule("no-open-major").outcome is PASSED
    assert isinstance(result.fact("scope.stated"), Fact)
    with pytest.raises(UnknownNameError) as rule:
        result.rule("no-open-mayor")
    with pytest.raises(UnknownNameError) as fact:
        result.fact("scope.states")
    with pytest.raises(UnknownNameError) as gate:
        asked(put(), "stage-3")
    assert (rule.value.nearest, fact.value.nearest, gate.value.nearest) == ("no-open-major", "scope.stated", "stage-1")
    with pytest.raises(UnknownClauseError) as clause:
        result.explain("7.9")
    assert clause.value.nearest is not None


def test_only_a_plain_day_is_a_day() -> None:
    """A time of day would make the answer depend on a time zone."""
    with pytest.raises(NotADayError) as refused:
        evaluate(perfect(), [EDITION], standard=STANDARD, gate="stage-1", on=dt.datetime(2031, 6, 15))  # noqa: DTZ001 - a time of day without a zone is what is refused.
    assert refused.value.found == "datetime"
    assert "datetime" in str(refused.value)


def test_references_and_gates_are_taken_as_values_or_as_text() -> None:
    """Both forms of the question have one answer."""
    text = asked(put())
    values = evaluate(perfect(), [EDITION], standard=StandardRef.parse(STANDARD), gate=Gate.STAGE_2, on=ON)
    assert text == values


def test_the_whole_is_explained_rule_by_rule() -> None:
    """The tree has a branch for each rule, with facts, entries and what speaks against them."""
    told = str(asked(both(put(audits=(), management_reviews=()), rejudged(**NONCONFORMING))).explain())
    assert told.splitlines()[0] == f"{STANDARD}, stage-2, as of {ON}: not-ready"
    assert "      against: 4.1 in HQ" in told.splitlines()
    assert "7.5#1 gap" in told
    missing = str(asked(put(complete=())).explain())
    assert "missing: findings" in missing


def test_a_clause_is_explained_by_what_it_holds() -> None:
    """The head counts, the branches tell each entry; a control says which rules read it."""
    tree = asked(put()).explain("7.2")
    assert tree.sentence == "7.2: met 3"
    assert len(tree.because) == 3
    assert "read by: controls-operate" in str(asked(put()).explain("A.5.1"))


def test_rows_and_html_show_what_the_answer_holds() -> None:
    """One flat row per entry and differing unit; the page is the text, escaped."""
    result = asked(rejudged(units=("HQ",)))
    rows = [row for row in result.rows() if row["clause"] == "7.5"]
    assert {row["unit"]: row["bucket"] for row in rows}["HQ"] == "met"
    assert len(rows) > 1
    assert all(type(value) is str for row in result.rows() for value in row.values())
    page = attrs.evolve(result, organization="<b>")._repr_html_()
    assert page.startswith("<pre>")
    assert "&gt;" in page or "<b>" not in page
    assert repr(result) == f"<Readiness {STANDARD}, stage-2, {ON}: {result.verdict.value}>"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Share(low=0, high=0, of=0), "nothing applies"),
        (Share(low=2, high=2, of=3), "66 %"),
        (Share(low=1, high=2, of=3), "33–66 %"),
        (Share(low=199, high=199, of=200), "99 %"),
    ],
)
def test_a_share_is_printed_on_the_cautious_side(share: Share, text: str) -> None:
    """Whole per cent, never rounded up; no share where nothing applies."""
    assert str(share) == text


def test_the_empty_record_is_undetermined_and_prints_what_is_open() -> None:
    """Many open entries are counted, the first are named, and the rest is a number."""
    result = evaluate(empty(), [EDITION], standard=STANDARD, gate="stage-2", on=ON)
    text = str(result)
    assert "UNDETERMINED" in text.splitlines()[0]
    assert f"… and {len(result.blockers) - 12} more" in text
    assert "requirements-conform: 47 open of 47 (4.1#1, 4.1#2, 4.2#a, 4.2#b, …)" in text


def test_what_changes_by_time_is_told_with_the_day_and_the_cause() -> None:
    """The first day on which anything is counted otherwise, and the first with another verdict."""
    result = asked(reshown(valid_until=day(9)))
    assert result.changes_on is not None
    assert (result.changes_on.on, result.changes_on.verdict) == (day(10), Verdict.NOT_READY)
    assert any(cause.startswith("7.5#1: met → stale") for cause in result.changes_on.causes)
    assert result.next_change == result.changes_on
    later = asked(both(reshown(valid_until=day(9)), put(scope=None)))
    assert later.next_change is not None
    assert "the answer changes on" in str(later) or "the verdict changes on" in str(later)


def test_of_several_alternatives_the_nearest_is_the_blocker() -> None:
    """Where either an audit done or one scheduled will do, one blocker stands for both."""
    result = asked(put(audits=()), "stage-1")
    assert [one.subject for one in result.blockers] == ["internal-audit.performed"]
    assert result.blockers[0].rules == ("internal-audit-arranged",)


def test_other_audits_and_reviews_do_not_count_for_this_standard() -> None:
    """What was done for another edition is not done for this one."""
    other = StandardRef.parse("ISO 99009:2030")
    audit = Audit(id="X", type=AuditType.INTERNAL, standards=(other,), performed_on=day(-3), reported_on=day(-2))
    review = ManagementReview(id="Y", standards=(other,), performed_on=day(-3))
    result = asked(put(audits=(audit,), management_reviews=(review,)))
    assert result.fact("internal-audit.coverage").outcome is FAILED
    assert result.fact("management-review.current").outcome is FAILED


def test_lists_that_can_be_complete_are_the_lists_there_are() -> None:
    """Every list a fact reads can say that it is complete."""
    assert {one.value.replace("-", "_") for one in RecordList} <= {field.name for field in attrs.fields(Assessment)}


def test_an_exclusion_counts_only_with_a_reason_where_it_is_allowed() -> None:
    """Set aside with a reason where the standard lets it be; otherwise it stays where it was."""
    for target, reason, expected in (
        ("7.1#1", "No people.", Bucket.NOT_APPLICABLE),
        ("7.1#1", " ", Bucket.MET),
        ("7.5#1", "No.", Bucket.MET),
    ):
        one = decision(ref(target), decision=Applicability.NOT_APPLICABLE, justification=reason, reasons=())
        result = asked(put(applicability=(*perfect().applicability, one)))
        assert next(entry.bucket for entry in result.entries if entry.ref == ref(target)) is expected


def test_an_edition_without_controls_has_no_tally_of_them() -> None:
    """Requirements and controls are counted apart, and none where there is nothing to count."""
    bare = attrs.evolve(
        EDITION, clauses=tuple(one for one in EDITION.clauses if not one.number.is_annex), dependencies=()
    )
    result = asked(put(), edition=bare)
    assert result.controls is None
    assert "reference controls" not in str(result)
    assert "controls-operate" not in {rule.id for rule in result.rules}


@pytest.mark.parametrize(
    ("supports", "changes", "told"),
    [
        (True, {"withdrawn_on": ON}, "evidence lapsed: EV-4.3#1"),
        (False, {}, "evidence known-none"),
    ],
)
def test_a_document_that_is_not_shown_blocks_in_words_of_its_evidence(
    supports: bool,  # noqa: FBT001 - a row of the table.
    changes: dict[str, Any],
    told: str,
) -> None:
    """A rule about documents says what is the matter with the evidence, whatever is judged."""
    target = ref("4.3#1")

    def change(record: Assessment) -> Assessment:
        items = tuple(attrs.evolve(one, **changes) if target in one.supports else one for one in record.evidence)
        kept = items if supports else tuple(one for one in items if target not in one.supports)
        judged = tuple(attrs.evolve(one, evidence=()) if one.target == target else one for one in record.judgements)
        return attrs.evolve(record, evidence=kept, judgements=judged)

    result = asked(change, "stage-1")
    blocker = next(one for one in result.blockers if one.subject.endswith("4.3#1"))
    assert blocker.rules == ("documented-information",)
    assert blocker.sentence.startswith(told)


# Policies.

EARLIER = Policy(
    id="earlier",
    version="1",
    title="As policies were before there were six gates",
    parameters=default_policy().parameters[:5],
)


@pytest.mark.parametrize("gate", ["stage-1", "stage-2", "transition"])
def test_a_policy_without_the_numbers_of_other_gates_answers_as_before(gate: str) -> None:
    """An older policy document is enough for the gates that need nothing new, whatever else the record holds."""
    assert [one.name for one in EARLIER.parameters][-1] == "risk-assessment-interval"
    minors = tuple(finding(f"NC-{at}", ref("7.1#1"), plan_accepted_on=day(-3)) for at in range(9))
    result = asked(put(findings=minors), gate, policy=EARLIER)
    assert result.verdict is Verdict.READY
    assert result.policy == "earlier 1"


@pytest.mark.parametrize(
    ("gate", "name"),
    [
        ("certification-decision", "major-verification-limit"),
        ("surveillance", "objective-evaluation-interval"),
        ("recertification", "objective-evaluation-interval"),
    ],
)
def test_a_policy_that_lacks_what_a_gate_needs_is_refused_by_name(gate: str, name: str) -> None:
    """A number that is not there is not made up."""
    with pytest.raises(UnknownNameError) as caught:
        asked(put(), gate, policy=EARLIER)
    assert (caught.value.kind, caught.value.name) == ("parameter", name)


def test_so_many_minors_on_one_matter_hold_a_gate_up_as_the_policy_says() -> None:
    """With three as the limit two minors pass and three fail, wherever in the topic they are; five let all pass."""
    minors = [
        finding("NC-1", ref("9.3.2#a"), plan_accepted_on=day(-3)),
        finding("NC-2", ref("9.3.2"), plan_accepted_on=day(-3)),
        finding("NC-3", ref("9.3.2#b"), ref("7.2#a"), plan_accepted_on=day(-3)),
        finding("NC-4", ref("7.2"), plan_accepted_on=day(-3), closed_on=ON),
    ]
    name = "findings.no-accumulation"
    for gate in ("stage-2", "certification-decision", "surveillance", "recertification"):
        few = asked(put(findings=tuple(minors[1:])), gate).fact(name)
        assert (few.outcome, few.sentence) == (PASSED, "on no matter 3 or more minors are open")
        result = asked(put(findings=tuple(minors)), gate)
        assert result.fact(name).against == ("management-review-inputs: NC-1, NC-2, NC-3",)
        assert result.fact(name).sentence.startswith("on 1 matter 3 or more minors are open: somebody has to judge")
        assert result.verdict is Verdict.NOT_READY
        assert name in {blocker.subject for blocker in result.blockers}
    more = default_policy().overridden({"minor-accumulation": 5}, id="ours", source="our certification body")
    decided = asked(put(findings=tuple(minors)), "certification-decision", policy=more)
    assert (decided.verdict, decided.policy) == (Verdict.READY, "ours 1")


def test_other_findings_are_not_counted_as_minors_on_one_matter() -> None:
    """Majors, what is not graded, observations and minors of another matter or standard add nothing."""
    elsewhere = StandardRef.parse("ISO 99002:2030")
    far = attrs.evolve(ref("7.1#1"), standard=elsewhere)
    others = (
        finding("A", ref("7.1#1")),
        finding("A", ref("7.1#1"), statement="Entered twice."),
        finding("B", far),
        finding("C", ref("7.2#a")),
        finding("D", ref("7.1#1"), grade=FindingGrade.MAJOR),
        finding("E", ref("7.1#1"), grade=FindingGrade.UNGRADED),
        finding("F", ref("7.1#1"), type=FindingType.OBSERVATION, grade=None),
        finding("G", ref("7.1#9")),
        finding("H", ref("7.1#1"), raised_on=day(1)),
    )
    assert asked(put(findings=others)).fact("findings.no-accumulation").outcome is PASSED
    controls = tuple(finding(f"X-{at}", ref("A.5.1")) for at in range(3))
    told = asked(put(findings=controls)).fact("findings.no-accumulation").against
    assert told == ("A.5.1: X-0, X-1, X-2",)


def test_the_validity_of_a_kind_changes_verdicts() -> None:
    """Records of two months ago are too old under a month's validity of their kind, and of no other."""
    kinds = {
        kind: Parameter(name=f"validity.{kind}", value=1, unit="months", source="us") for kind in ("minutes", "log")
    }
    assert asked(put()).verdict is Verdict.READY
    shorter = asked(put(), policy=default_policy().extended(kinds["minutes"], id="ours"))
    assert shorter.verdict is Verdict.NOT_READY
    assert {rule.id for rule in shorter.rules if rule.outcome is FAILED} >= {"records-of-operation"}
    assert asked(put(), policy=default_policy().extended(kinds["log"], id="ours")).verdict is Verdict.READY
    longer = Parameter(name="validity.minutes", value=36, unit="months", source="us")
    later = asked(put(), policy=default_policy().extended(longer, id="ours"), on=day(300))
    assert later.rule("records-of-operation").outcome is PASSED
    assert asked(put(), on=day(310)).rule("records-of-operation").outcome is FAILED


def test_a_document_gets_an_end_by_the_validity_of_its_kind_and_it_is_announced() -> None:
    """A procedure in force for two hundred days lapses after a year of validity, on the day foretold."""
    year = Parameter(name="validity.procedure", value=12, unit="months", source="us")
    result = asked(put(), "stage-1", policy=default_policy().extended(year, id="ours"))
    change = result.changes_on
    assert change is not None
    assert change.on == add_months(day(-200), 12) + dt.timedelta(days=1)
    assert any("no longer counts" in cause for cause in change.causes)


def test_a_validity_that_is_none_stops_an_evaluation() -> None:
    """A misspelt kind is refused whatever gate is asked about."""
    odd = Parameter(name="validity.minute", value=1, unit="months", source="us")
    with pytest.raises(UnknownNameError, match="minute"):
        asked(put(), "stage-1", policy=default_policy().extended(odd, id="ours"))


# Gates after the first certification.


@pytest.mark.parametrize(
    ("gate", "kind", "fact"),
    [
        ("stage-2", MilestoneKind.INITIAL_AUDITS_END, "edition.auditable"),
        ("recertification", MilestoneKind.RECERTIFICATION_AUDITS_END, "edition.recertifiable"),
        ("recertification", MilestoneKind.TRANSITION_END, "edition.recertifiable"),
        ("certification-decision", MilestoneKind.TRANSITION_END, "edition.certifiable"),
        ("surveillance", MilestoneKind.TRANSITION_END, "edition.certifiable"),
        ("transition", MilestoneKind.TRANSITION_END, "edition.certifiable"),
    ],
)
def test_each_gate_closes_with_its_own_day_of_the_edition(gate: str, kind: MilestoneKind, fact: str) -> None:
    """On the last day the gate is open, on the next it is closed, and it is closed by no other day."""
    plain = attrs.evolve(EDITION, milestones=EDITION.milestones[:1])
    ends = attrs.evolve(EDITION.milestones[0], kind=kind, on=ON)
    edition = attrs.evolve(plain, milestones=(*plain.milestones, ends))
    assert asked(put(), gate, edition).fact(fact).outcome is PASSED
    assert asked(put(), gate, edition, on=day(1)).fact(fact).outcome is FAILED
    others = set(MilestoneKind) - {kind, MilestoneKind.PUBLISHED, MilestoneKind.TRANSITION_END}
    for other in others - {MilestoneKind.INITIAL_AUDITS_END} if gate == "stage-2" else others:
        late = attrs.evolve(plain, milestones=(*plain.milestones, attrs.evolve(ends, kind=other, on=day(-9))))
        read = other is MilestoneKind.RECERTIFICATION_AUDITS_END and gate == "recertification"
        assert asked(put(), gate, late).fact(fact).outcome is (FAILED if read else PASSED)


def test_a_gate_after_certification_reads_only_what_belongs_to_it() -> None:
    """The rules of each later gate, written out by hand: a surveillance is not stage 2 again, nor is a decision."""
    rules = {gate: {rule.id for rule in gate_rules().rules if gate in rule.gates} for gate in Gate}
    assert rules[Gate.CERTIFICATION_DECISION] == {
        *("edition-certifiable", "decided-audit-performed", "report-complete", "decider-not-in-team"),
        *("majors-verified", "majors-verified-in-time", "minors-planned", "no-systemic-failure"),
    }
    assert rules[Gate.SURVEILLANCE] == {
        *("edition-certifiable", "certificate-in-force", "internal-audit-kept-up", "management-review-kept-up"),
        *("majors-verified", "minors-planned", "no-systemic-failure", "earlier-findings-acted-on"),
        *("complaints-acted-on", "objectives-pursued", "changes-notified", "marks-used-as-agreed"),
        "operation-and-improvement",
    }
    again = rules[Gate.STAGE_2] - {
        *("edition-in-force", "management-review-done"),
        *("no-open-major", "no-open-internal-major", "concerns-resolved"),
    }
    assert rules[Gate.RECERTIFICATION] - again == {
        *("edition-open-to-recertification", "certificate-in-force", "recertification-arranged"),
        *("internal-audits-throughout", "management-reviews-throughout", "surveillance-reviewed"),
        *("majors-verified", "minors-planned", "earlier-findings-acted-on", "complaints-acted-on"),
        "objectives-pursued",
    }
    assert again <= rules[Gate.RECERTIFICATION]
    assert rules[Gate.TRANSITION] == {
        *("edition-to-move-to", "transition-period-open", "earlier-certificate-in-force"),
        *("risks-assessed", "risks-treated", "statement-of-applicability", "treatment-approved"),
        *("internal-audit-cycle", "management-review-done", "gap-analysis-done", "controls-reviewed"),
        *("documented-information", "requirements-conform", "controls-operate"),
    }


def test_a_decision_does_not_wait_for_the_organizations_own_findings_or_requirements() -> None:
    """A major of an internal audit, and a requirement nobody has judged, are no matter of the decision."""
    own = finding("NC", ref("8.1#a"), grade=FindingGrade.MAJOR, audit="IA-1")
    elsewhere = finding("NX", ref("8.1#a"), grade=FindingGrade.MAJOR)
    result = asked(put(findings=(own, elsewhere), judgements=(), evidence=()), "certification-decision")
    assert result.verdict is Verdict.READY
    theirs = attrs.evolve(own, audit="S2", raised_on=day(-180))
    assert asked(put(findings=(theirs,)), "certification-decision").verdict is Verdict.NOT_READY
    verified = attrs.evolve(theirs, verified_on=day(-1))
    assert asked(put(findings=(verified,)), "certification-decision").verdict is Verdict.READY


def test_after_the_limit_another_stage_2_is_needed_and_resets_it() -> None:
    """The limit counts from the last day of stage 2; a later stage 2 takes its place, not its findings."""
    stage = perfect().audits[2]
    late = finding("NC", ref("8.1#a"), grade=FindingGrade.MAJOR, audit="S2", raised_on=day(-250), verified_on=day(-1))
    first_ = attrs.evolve(stage, performed_on=day(-250))
    result = asked(put(audits=(first_,), findings=(late,)), "certification-decision")
    fact = result.fact("decision.majors-in-time")
    assert (fact.outcome, fact.last_on, fact.parameter) == (FAILED, day(-250), "major-verification-limit")
    assert "another stage 2 is needed" in fact.sentence
    again = attrs.evolve(stage, id="S2-2", performed_on=day(-20), reported_on=day(-9))
    repeated = asked(put(audits=(first_, again), findings=(late,)), "certification-decision")
    assert repeated.verdict is Verdict.READY


def test_majors_of_a_recertification_bind_to_the_last_day_of_the_certificate() -> None:
    """Verified on that day is in time, a day later is not, and without a certificate nobody can tell."""
    audit = attrs.evolve(
        perfect().audits[2], id="RC", type=AuditType.RECERTIFICATION, performed_on=day(-300), reported_on=day(-290)
    )
    major = finding("NC", ref("8.1#a"), grade=FindingGrade.MAJOR, audit="RC", raised_on=day(-300), verified_on=day(-5))
    certificate = perfect().certificates[1]
    name = "decision.majors-in-time"

    def decided(**changes: Any) -> Readiness:  # noqa: ANN401 - whatever the class takes.
        held = (attrs.evolve(certificate, effective_on=day(-1000), **changes),)
        return asked(put(audits=(audit,), findings=(major,), certificates=held), "certification-decision")

    assert decided(expires_on=day(-5)).fact(name).outcome is PASSED
    assert decided(expires_on=day(-6)).fact(name).against == ("NC",)
    bare = asked(put(audits=(audit,), findings=(major,), certificates=()), "certification-decision")
    assert bare.fact(name).missing == ("certificate, for NC",)
    clean = asked(put(audits=(audit,), certificates=()), "certification-decision")
    assert clean.fact(name).outcome is PASSED


@pytest.mark.parametrize(
    ("kind", "performed", "outcome"),
    [
        (AuditType.STAGE_1, -200, FAILED),
        (AuditType.STAGE_1, -100, PASSED),
        (AuditType.SPECIAL, -100, FAILED),
        (AuditType.SPECIAL, -200, PASSED),
        (AuditType.SURVEILLANCE, -100, PASSED),
        (AuditType.INTERNAL, -100, PASSED),
    ],
)
def test_the_team_that_must_not_decide_is_that_of_the_whole_engagement(
    kind: AuditType, performed: int, outcome: Outcome
) -> None:
    """Stage 1 before it and special audits after it belong to stage 2; other audits do not."""
    other = Audit(id="X", type=kind, standards=(EDITION.ref,), performed_on=day(performed), auditors=("Dora",))
    result = asked(put(audits=(*perfect().audits, other)), "certification-decision")
    assert result.fact("decision.decider-independent").outcome is outcome


def test_a_stage_1_of_an_earlier_certification_is_another_engagement() -> None:
    """Who audited years ago may decide now."""
    stage_1, stage_2 = perfect().audits[1:3]
    earlier = attrs.evolve(stage_2, id="S2-0", performed_on=day(-1200), auditors=("Else",))
    before = attrs.evolve(stage_1, id="S1-0", performed_on=day(-1300), auditors=("Dora",))
    result = asked(put(audits=(before, earlier, stage_1, stage_2)), "certification-decision")
    assert result.fact("decision.decider-independent").outcome is PASSED


def test_a_transition_reads_the_days_of_the_edition_that_is_replaced() -> None:
    """Its last day is the last of the gate; an edition that is not given, or replaces nothing, leaves it open."""
    old = predecessor(EDITION)
    ends = attrs.evolve(old, milestones=(attrs.evolve(old.milestones[0], on=ON),))
    record = perfect()

    def transition(*known: StandardEdition, on: dt.date = ON) -> Readiness:
        return evaluate(record, known, standard=STANDARD, gate="transition", on=on)

    result = transition(EDITION, ends)
    assert result.verdict is Verdict.READY
    assert result.changes_on is not None
    assert (result.changes_on.on, result.changes_on.verdict) == (day(1), Verdict.NOT_READY)
    assert len(result.provenance.replaced_digests) == 1
    assert transition(EDITION, ends, on=day(1)).fact("transition.open").against == (f"ISO 99001:2024 on {ON}",)
    assert transition(EDITION).fact("transition.open").missing == ("ISO 99001:2024",)
    assert transition(EDITION).provenance.replaced_digests == ()
    first_ = attrs.evolve(EDITION, supersedes=())
    for name in ("transition.open", "certificate.earlier-in-force"):
        assert transition(first_, ends).fact(name).missing == ("replaced edition",)


def test_of_several_editions_that_are_replaced_the_one_with_a_certificate_matters() -> None:
    """A certificate to one of them decides whose transition is looked at; without any, one that is open will do."""
    older = StandardRef.parse("ISO 99001:2018")
    edition = attrs.evolve(EDITION, supersedes=(*EDITION.supersedes, older))
    old = predecessor(EDITION)
    over = attrs.evolve(old, ref=older, milestones=(attrs.evolve(old.milestones[0], on=day(-1)),))

    def opened(*certificates: Certificate) -> Outcome:
        record = attrs.evolve(perfect(), certificates=certificates)
        result = evaluate(record, [edition, old, over], standard=STANDARD, gate="transition", on=ON)
        return result.fact("transition.open").outcome

    held = perfect().certificates[0]
    assert opened(held) is PASSED
    assert opened(attrs.evolve(held, standard=older)) is FAILED
    assert opened() is PASSED


def test_what_was_carried_over_for_review_leaves_the_gap_analysis_open() -> None:
    """Not assessed is open, known to fail is judged, and nothing said by a clause is lost."""
    told = {judgement.target: judgement for judgement in perfect().judgements}

    def judged(conformity: Conformity, work: WorkStatus) -> Readiness:
        target = ref("8.1#a")
        changed = attrs.evolve(told[target], conformity=conformity, work_status=work, note="Carried over for review.")
        others = tuple(one for one in perfect().judgements if one.target != target)
        return asked(put(judgements=(*others, changed)), "transition")

    carried = judged(Conformity.NOT_ASSESSED, WorkStatus.PARTIAL)
    assert carried.rule("gap-analysis-done").open == (ref("8.1#a"),)
    known = judged(Conformity.NONCONFORMING, WorkStatus.PARTIAL)
    assert known.rule("gap-analysis-done").outcome is PASSED
    assert known.rule("requirements-conform").failing == (ref("8.1#a"),)
    assert "8.1#a not-assessed" not in str(known.explain())
    assert "gap-analysis-done" in str(carried.explain())


def test_what_is_set_aside_needs_no_judgement_in_a_gap_analysis() -> None:
    """A requirement that does not apply, and an excluded control, are not looked at."""
    no = Applicability.NOT_APPLICABLE
    aside = (decision(ref("7.1#1"), decision=no), decision(ref("A.6.1"), decision=no, decided_on=ON))
    judgements = tuple(one for one in perfect().judgements if one.target not in (ref("7.1#1"), ref("A.6.1")))
    result = asked(put(applicability=(*perfect().applicability, *aside), judgements=judgements), "transition")
    assert (result.rule("gap-analysis-done").looked_at, result.rule("controls-reviewed").looked_at) == (46, 11)
    assert result.verdict is Verdict.READY


def test_the_cycle_is_that_of_the_certificate_in_force() -> None:
    """A certificate that is withdrawn, though later, does not begin a cycle while another is in force."""
    first_ = perfect().certificates[1]
    later = attrs.evolve(first_, id="C-2", effective_on=day(-20), withdrawn_on=day(-10))
    result = asked(put(certificates=(first_, later)), "recertification")
    assert result.fact("certificate.in-force").outcome is PASSED
    assert result.fact("surveillance.reported").outcome is PASSED
    assert "C-1" in result.fact("recertification.arranged").sentence


@pytest.mark.parametrize("audit", [None, "IA-1", "S1", "S2", "SV-1", "nowhere"])
@pytest.mark.parametrize("grade", FindingGrade)
@pytest.mark.parametrize("complete", [(), tuple(RecordList)])
def test_majors_hold_stage_2_up_whoever_raised_them(
    audit: str | None, grade: FindingGrade, complete: tuple[RecordList, ...]
) -> None:
    """An open major fails its rule, an ungraded one leaves it open, and a list that may lack some leaves both open."""
    rules = ("no-open-major", "no-open-internal-major")
    found = finding("NC", ref("7.1#1"), grade=grade, audit=audit, plan_accepted_on=ON)
    result = asked(put(findings=(found,), complete=complete))
    ours, theirs = "no-open-internal-major", "no-open-major"
    own, other = (ours, theirs) if audit in (None, "IA-1") else (theirs, ours)
    told = {FindingGrade.MAJOR: FAILED, FindingGrade.UNGRADED: UNKNOWN, FindingGrade.MINOR: PASSED}[grade]
    listed = PASSED if complete else UNKNOWN
    assert result.rule(other).outcome is listed
    assert result.rule(own).outcome is (listed if told is PASSED else told)
    confidences = {rule: result.rule(rule).confidence.value for rule in rules}
    assert confidences == {"no-open-major": "hard", "no-open-internal-major": "expected"}


def test_a_record_that_does_not_say_that_its_findings_are_complete_says_so_once() -> None:
    """Three rules wait for one word, and it is one blocker."""
    result = asked(put(complete=tuple(one for one in RecordList if one is not RecordList.FINDINGS)))
    (blocker,) = result.blockers
    assert blocker.subject == "findings.complete"
    assert blocker.rules == ("no-open-major", "no-open-internal-major", "concerns-resolved")
    assert result.verdict is Verdict.UNDETERMINED


def test_hazards_may_concern_one_standard_only() -> None:
    """In an integrated system what can harm people at work is no hazard of the food that is made, nor the reverse."""
    other = StandardRef.parse("ISO 99002:2030")
    name = "hazards.evaluated"
    (own,) = perfect().hazards
    far = attrs.evolve(own, id="HZ-2", significance=Significance.NOT_EVALUATED, standards=(other,))
    assert asked(put(hazards=(own, far))).fact(name).outcome is PASSED
    assert asked(put(hazards=(far,))).fact(name).against == ("hazards",)
    common = attrs.evolve(far, standards=())
    found = asked(put(hazards=(own, common, attrs.evolve(common, id="HZ-0", standards=(other, EDITION.ref))))).fact(
        name
    )
    assert found.against == ("HZ-0", "HZ-2")
    assert found.sentence == "the risk from 2 of 3 hazards is not evaluated"


def test_aspects_are_no_hazards() -> None:
    """A register of the one says nothing about the other."""
    result = asked(put(hazards=()), "stage-1")
    assert [one.subject for one in result.blockers] == ["hazards.evaluated"]
    result = asked(put(aspects=()), "stage-1")
    assert [one.subject for one in result.blockers] == ["aspects.evaluated"]


def test_complaints_and_changes_may_concern_one_standard_only() -> None:
    """What names another standard does not hold this one up."""
    other = StandardRef.parse("ISO 99002:2030")
    complaint = attrs.evolve(perfect().complaints[0], handled_on=None, standards=(other,))
    change = attrs.evolve(perfect().changes[0], notified_on=None, standards=(other,))
    assert asked(put(complaints=(complaint,), changes=(change,)), "surveillance").verdict is Verdict.READY
    both_ = (other, EDITION.ref)
    result = asked(
        put(complaints=(attrs.evolve(complaint, standards=both_),), changes=(attrs.evolve(change, standards=both_),)),
        "surveillance",
    )
    assert [one.subject for one in result.blockers] == ["complaints.acted-on", "changes.notified"]


def test_a_recertification_in_time_is_performed_or_still_ahead() -> None:
    """Performed within the cycle counts, performed before it does not, and a planned day that passed is none."""
    name = "recertification.arranged"
    planned = perfect().audits[4]

    def arranged(**changes: Any) -> Outcome:  # noqa: ANN401 - whatever the class takes.
        audits = (*perfect().audits[:4], attrs.evolve(planned, **changes))
        return asked(put(audits=audits), "recertification").fact(name).outcome

    assert arranged(planned_on=ON) is PASSED
    assert arranged(planned_on=day(945)) is PASSED
    assert arranged(planned_on=day(-1)) is FAILED
    assert arranged(planned_on=day(-9), performed_on=day(-9)) is PASSED
    assert arranged(planned_on=None, performed_on=day(-151)) is FAILED
    assert arranged(planned_on=None) is FAILED


def test_corrective_actions_under_way_or_effective_are_in_order() -> None:
    """An action not yet due is on time, one that worked is done, and what is verified or closed is over."""
    action = CorrectiveAction(description="Mend it.", owner="Olga", due_on=ON)
    done = attrs.evolve(action, due_on=day(-9), done_on=day(-5))
    worked = EffectivenessReview(effective="effective", by="Rita", on=day(-1))
    theirs = finding("NC", ref("4.3#1"), audit="SV-1", plan_accepted_on=day(-9))
    name = "findings.earlier-acted-on"
    for changes in (
        {"corrective_actions": (action,)},
        {"corrective_actions": (done,), "effectiveness": worked},
        {"verified_on": ON},
        {"closed_on": ON},
    ):
        result = asked(put(findings=(attrs.evolve(theirs, **changes),)), "surveillance")
        assert (result.fact(name).outcome, result.verdict) == (PASSED, Verdict.READY)
    late = asked(put(findings=(attrs.evolve(theirs, corrective_actions=(action,)),)), "surveillance", on=day(1))
    assert late.fact(name).against == ("NC: overdue",)
