# SPDX-License-Identifier: Apache-2.0
"""The tables of readiness, complete and in force, and what an answer says in words."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from importlib import resources

import attrs
import pytest

from invented import (
    EDITION,
    ON,
    SMALL,
    UNITS,
    day,
    decision,
    empty,
    evidence,
    finding,
    judgement,
    perfect,
    predecessor,
    ref,
)
from isomodel import catalogue, readiness
from isomodel.assessment import (
    Applicability,
    Assessment,
    Conformity,
    FindingGrade,
    RecordList,
    Role,
    WorkStatus,
)
from isomodel.evidence import EvidenceKind, EvidenceReview, Period, ReviewOutcome
from isomodel.model import StandardEdition, Topic
from isomodel.readiness import (
    Assurance,
    Axes,
    BlockerKind,
    Bucket,
    EntryKind,
    EvidenceState,
    Explanation,
    FindingState,
    Gate,
    Outcome,
    PlanState,
    Readiness,
    RuleReads,
    StandingConformity,
    Verdict,
    WorkState,
    _evaluation,
    _facts,
)
from isomodel.readiness._leaning import _nearest


def ask(record: Assessment, gate: Gate = Gate.STAGE_2, on: dt.date = ON, edition: StandardEdition = SMALL) -> Readiness:
    """Ask about the small edition."""
    return readiness.evaluate(record, [edition, predecessor(edition)], standard=edition.ref, gate=gate, on=on)


def bucket_of(answer: Readiness, local: str) -> str:
    """Return the bucket of an entry, in words."""
    return next(entry.bucket.value for entry in answer.entries if entry.ref.local == local)


def without_evidence(record: Assessment, local: str) -> Assessment:
    """Take out what supports one entry."""
    target = ref(local, SMALL)
    return attrs.evolve(record, evidence=tuple(one for one in record.evidence if target not in one.supports))


# The truth table.


def every_combination() -> Iterator[Axes]:
    """Go through every combination of what can be established about an entry."""
    for values in itertools.product(
        Applicability, FindingState, PlanState, EvidenceState, StandingConformity, WorkState, Assurance
    ):
        yield Axes(
            applicability=values[0],
            finding=values[1],
            plan=values[2],
            evidence=values[3],
            conformity=values[4],
            work_status=values[5],
            assurance=values[6],
        )


def test_the_truth_table_has_a_row_for_every_combination_and_needs_every_row() -> None:
    """Whatever is established, some row applies; and there is no row that others always come before."""
    tables = _evaluation.Tables(readiness.truth_table(), readiness.gate_rules())
    reached = {tables.row(axes).id for axes in every_combination()}
    assert reached == {row.id for row in readiness.truth_table().rows}


def test_rows_are_named_once_in_order_and_each_says_what_it_rests_on() -> None:
    """Row T01 comes first, no name is used twice, and no row lacks its citation or repeats a value."""
    rows = readiness.truth_table().rows
    assert [row.id for row in rows] == [f"T{number:02}" for number in range(1, len(rows) + 1)]
    assert all(row.citation.strip() for row in rows)
    for row in rows:
        for field in attrs.fields(Axes):
            values = getattr(row, field.name)
            assert len(set(values)) == len(values)


def test_every_bucket_has_a_meaning_a_rank_of_its_own_and_some_row_that_leads_to_it() -> None:
    """Buckets, ranks, outcomes and meanings are complete; each bucket can occur."""
    table = readiness.truth_table()
    assert [meaning.bucket for meaning in table.buckets] == list(Bucket)
    assert sorted(meaning.rank for meaning in table.buckets) == list(range(1, len(Bucket) + 1))
    assert all(meaning.meaning.strip() for meaning in table.buckets)
    assert {row.bucket for row in table.rows} == set(Bucket)


def test_how_each_bucket_counts() -> None:
    """What fails, what is open and what passes, written out by hand."""
    counted = {meaning.bucket.value: meaning.outcome.value for meaning in readiness.truth_table().buckets}
    assert counted == {
        "gap": "failed",
        "partial": "failed",
        "stale": "failed",
        "conflicting": "unknown",
        "not-assessed": "unknown",
        "asserted": "unknown",
        "planned": "passed",
        "expected-minor": "passed",
        "met": "passed",
        "not-applicable": "passed",
    }


# The order of evidence from worse to better, as the laws about evidence need it.
_SUPPORT = (EvidenceState.LAPSED, EvidenceState.CURRENT)
_SILENCE = (EvidenceState.NONE, EvidenceState.CURRENT)
_KNOWN = (EvidenceState.KNOWN_NONE, EvidenceState.CURRENT)
_DOUBT = (EvidenceState.CONTRADICTED, EvidenceState.DISPUTED, EvidenceState.CURRENT)
_DOUBT_IN_SILENCE = (EvidenceState.CONTRADICTED, EvidenceState.DISPUTED, EvidenceState.NONE)


@pytest.mark.parametrize("order", [_SUPPORT, _SILENCE, _KNOWN, _DOUBT, _DOUBT_IN_SILENCE], ids=str)
def test_better_evidence_never_leads_to_a_worse_bucket(order: tuple[EvidenceState, ...]) -> None:
    """With everything else alike, the table itself respects the order of evidence, combination by combination."""
    tables = _evaluation.Tables(readiness.truth_table(), readiness.gate_rules())
    for axes in every_combination():
        if axes.evidence is not order[0]:
            continue
        ranks = [tables.rank[tables.row(attrs.evolve(axes, evidence=state)).bucket] for state in order]
        assert ranks == sorted(ranks), axes


def test_what_is_met_is_conforming_implemented_shown_and_on_somebody_elses_word() -> None:
    """The only way to *met* is through all of it, and no open major or minor, contradiction or doubt leads there."""
    tables = _evaluation.Tables(readiness.truth_table(), readiness.gate_rules())
    for axes in every_combination():
        if tables.row(axes).bucket is Bucket.MET:
            assert axes.applicability is Applicability.APPLICABLE
            assert axes.conformity is StandingConformity.CONFORMING
            assert axes.evidence is EvidenceState.CURRENT
            assert axes.assurance is not Assurance.ASSERTED
            assert axes.finding in (FindingState.NONE, FindingState.MINOR_PLANNED)
            assert axes.work_status in (WorkState.IMPLEMENTED, WorkState.UNKNOWN)


# The gate rules.


def test_every_fact_a_rule_needs_is_established_and_every_fact_established_is_needed() -> None:
    """The rules and the code know the same facts."""
    needed = {name for rule in readiness.gate_rules().rules for group in rule.needs for name in group}
    assert needed == set(_facts.FACTS)


def test_rules_are_named_once_belong_to_a_gate_and_are_about_facts_or_entries() -> None:
    """Each rule has a name of its own, a gate, a sentence, a citation, and exactly one way to decide."""
    rules = readiness.gate_rules().rules
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.gates
        assert rule.sentence.endswith(".")
        assert rule.citation.strip()
        assert bool(rule.needs) is not (rule.over is not None)
        assert (rule.reads is None) is (rule.over is None)
        assert all(group for group in rule.needs)
    for gate in Gate:
        assert [rule for rule in rules if gate in rule.gates]


def test_rules_over_entries_name_values_there_are_and_none_twice() -> None:
    """What passes and what is left open are values of what the rule reads, and none is both."""
    values = {
        RuleReads.BUCKET: {bucket.value for bucket in Bucket},
        RuleReads.EVIDENCE: {state.value for state in EvidenceState},
        RuleReads.CONFORMITY: {state.value for state in StandingConformity},
    }
    for rule in readiness.gate_rules().rules:
        if rule.reads is None:
            assert not (rule.passes)
            assert not (rule.unknown)
            continue
        assert rule.passes
        assert set(rule.passes) | set(rule.unknown) <= values[rule.reads]
        assert not set(rule.passes) & set(rule.unknown)


def test_where_a_rule_applies_is_a_topic_or_the_controls() -> None:
    """The condition of a rule names something an edition can have, and the invented editions have all of it."""
    conditions = {rule.where for rule in readiness.gate_rules().rules if rule.where is not None}
    assert conditions <= {topic.value for topic in Topic} | {EntryKind.CONTROLS.value}
    for edition in (SMALL, EDITION):
        held = {topic.value for one in edition.requirements() if (topic := edition.topic_of(one)) is not None}
        assert conditions - {EntryKind.CONTROLS.value} <= held
        assert edition.controls()


def test_a_bucket_that_a_rule_lets_pass_or_leaves_open_counts_so_in_the_table() -> None:
    """No rule calls passed what the table calls failed or open, nor open what the table knows to fail."""
    outcome = {meaning.bucket.value: meaning.outcome for meaning in readiness.truth_table().buckets}
    for rule in readiness.gate_rules().rules:
        if rule.reads is RuleReads.BUCKET:
            assert {outcome[value] for value in rule.passes} == {Outcome.PASSED}
            assert {outcome[value] for value in rule.unknown} == {Outcome.UNKNOWN}


def test_a_rule_applies_only_where_the_edition_has_what_it_is_about() -> None:
    """An edition without an annex or without a topic is not asked for a statement of controls, aspects or hazards."""
    plain = attrs.evolve(SMALL, clauses=SMALL.clauses[:1])
    answer = ask(attrs.evolve(empty(SMALL), complete=()), edition=plain)
    names = {rule.id for rule in answer.rules}
    assert answer.controls is None
    assert not names & {"statement-of-applicability", "controls-operate", "aspects-evaluated", "hazards-evaluated"}
    assert not names & {"risks-treated", "treatment-approved"}
    assert "scope-determined" in names
    assert "reference controls" not in str(answer)


@pytest.mark.parametrize("name", ["ISO 45001:2018", "ISO 22301:2019", "ISO 55001:2014", "ISO/IEC 20000-1:2018"])
def test_a_treatment_of_risks_is_asked_of_no_standard_without_controls(name: str) -> None:
    """Assessed they have to be everywhere; a treatment, and the approval of an owner, belong to reference controls."""
    edition = catalogue.load(name)
    record = attrs.evolve(empty(SMALL), editions=(edition.ref,))
    answer = readiness.evaluate(record, [edition], standard=edition.ref, gate=Gate.STAGE_2, on=ON)
    names = {rule.id for rule in answer.rules}
    assert "risks-assessed" in names
    assert not names & {"risks-treated", "treatment-approved"}


@pytest.mark.parametrize("gate", Gate)
def test_rules_look_at_the_entries_their_selection_names(gate: Gate) -> None:
    """From the tables' own text and the edition alone follows which rules look at which entry."""
    text = resources.files("isomodel.readiness").joinpath("gates.json").read_text(encoding="utf-8")
    rules = [rule for rule in json.loads(text)["rules"] if gate.value in rule["gates"] and "over" in rule]
    answer = ask(perfect(EDITION), gate, edition=EDITION)
    for entry in answer.entries:
        found = EDITION[entry.ref]
        control = entry.ref.item is None
        topic = None if control else EDITION.topic_of(found)  # type: ignore[arg-type]  # an item makes it a requirement.
        asked = "none" if control else found.documented_information.value  # type: ignore[union-attr]  # the same.
        above = [attrs.evolve(entry.ref, clause=number, item=None) for number in entry.ref.clause.ancestors]
        clauses = [] if control else [EDITION[one] for one in (attrs.evolve(entry.ref, item=None), *above)]
        within = {one.value for one in (topic, *(clause.topic for clause in clauses)) if one is not None}  # type: ignore[union-attr]  # clauses.
        expected = [
            rule["id"]
            for rule in rules
            if rule["over"]["entries"] == ("controls" if control else "requirements")
            and (topic.value if topic else None) in rule["over"].get("topics", [topic.value if topic else None])
            and ("within" not in rule["over"] or within & set(rule["over"]["within"]))
            and asked in rule["over"].get("documented_information", [asked])
        ]
        assert list(entry.rules) == expected, entry.ref


# Evidence that improves or worsens only in its own direction, case by case.

TARGET = ref("8.1#a", SMALL)
UNREAD = evidence("EV-unread", contradicts=(TARGET,), review=None)


def test_an_unread_contradiction_raises_doubt_where_something_was_shown() -> None:
    """What is met becomes conflicting, and the doubtful item is named."""
    record = perfect(SMALL)
    answer = ask(attrs.evolve(record, evidence=(*record.evidence, UNREAD)))
    assert bucket_of(answer, "8.1#a") == "conflicting"
    assert answer.verdict is Verdict.UNDETERMINED
    assert answer.blockers[0].sentence.startswith("conflicting: what the record says contradicts itself")
    assert "EV-unread" in answer.blockers[0].sentence


def test_an_unread_contradiction_does_not_soften_a_known_gap() -> None:
    """Where the complete record shows nothing, or what showed it has lapsed, it stays known to fail."""
    bare = without_evidence(perfect(SMALL), "8.1#a")
    answer = ask(attrs.evolve(bare, evidence=(*bare.evidence, UNREAD)))
    assert (bucket_of(answer, "8.1#a"), answer.verdict) == ("gap", Verdict.NOT_READY)
    old = evidence("EV-old", EvidenceKind.PROCEDURE, supports=(TARGET,), valid_until=day(-1))
    answer = ask(attrs.evolve(bare, evidence=(*bare.evidence, old, UNREAD)))
    assert (bucket_of(answer, "8.1#a"), answer.verdict) == ("stale", Verdict.NOT_READY)


def test_what_was_never_accepted_has_nothing_to_lose() -> None:
    """Withdrawing a draft does not turn a known gap into something that has merely lapsed."""
    bare = without_evidence(perfect(SMALL), "8.1#a")
    draft = evidence("EV-draft", supports=(TARGET,), review=None)
    for item in (draft, attrs.evolve(draft, withdrawn_on=day(-3))):
        assert bucket_of(ask(attrs.evolve(bare, evidence=(*bare.evidence, item))), "8.1#a") == "gap"


def test_superseding_evidence_may_improve_and_may_worsen() -> None:
    """A successor that covers less worsens, a correction of what contradicted improves: no law holds for it."""
    record = perfect(SMALL)
    shown = next(one for one in record.evidence if TARGET in one.supports)
    less = attrs.evolve(shown, id="EV-new", supersedes=(shown.id,), supports=())
    assert bucket_of(ask(attrs.evolve(record, evidence=(*record.evidence, less))), "8.1#a") == "stale"
    failed = evidence("EV-failed", contradicts=(TARGET,))
    repeated = attrs.evolve(failed, id="EV-repeated", contradicts=(), supersedes=("EV-failed",))
    broken = attrs.evolve(record, evidence=(*record.evidence, failed))
    assert bucket_of(ask(broken), "8.1#a") == "gap"
    assert bucket_of(ask(attrs.evolve(broken, evidence=(*broken.evidence, repeated))), "8.1#a") == "met"


def test_withdrawing_what_a_successor_silenced_does_not_make_it_speak_again() -> None:
    """A superseded contradiction stays superseded when it is taken back."""
    record = perfect(SMALL)
    failed = evidence("EV-failed", contradicts=(TARGET,), withdrawn_on=day(-1))
    repeated = attrs.evolve(failed, id="EV-repeated", contradicts=(), supersedes=("EV-failed",), withdrawn_on=None)
    answer = ask(attrs.evolve(record, evidence=(*record.evidence, failed, repeated)))
    assert bucket_of(answer, "8.1#a") == "met"


def test_an_item_entered_under_an_id_twice_does_not_lend_its_standing_to_the_other() -> None:
    """Where two items share an id, neither counts for more than the weaker of them."""
    record = perfect(SMALL)
    shown = next(one for one in record.evidence if TARGET in one.supports)
    lapsed = attrs.evolve(shown, valid_until=day(-1))
    other = evidence(shown.id, supports=(ref("8.1#b.2", SMALL),))
    rest = tuple(one for one in record.evidence if one is not shown)
    for items in ((lapsed, other), (other, lapsed)):
        assert bucket_of(ask(attrs.evolve(record, evidence=(*rest, *items))), "8.1#a") == "stale"


# What may be set aside.


def test_a_clause_is_set_aside_as_a_whole_or_not_at_all() -> None:
    """Excluding a clause that holds something that cannot be excluded excludes nothing in it."""
    no = Applicability.NOT_APPLICABLE
    record = perfect(SMALL)
    whole = decision(ref("8", SMALL), decision=no)
    answer = ask(attrs.evolve(record, applicability=(*record.applicability, whole)))
    assert (bucket_of(answer, "8.1#a"), bucket_of(answer, "8.3#1")) == ("met", "met")
    part = decision(ref("8.3", SMALL), decision=no)
    answer = ask(attrs.evolve(record, applicability=(*record.applicability, part)))
    assert (bucket_of(answer, "8.3#1"), bucket_of(answer, "8.3#2")) == ("not-applicable", "not-applicable")
    assert answer.explain("8.3#1").sentence.endswith("is not-applicable: set aside with a reason")
    assert "set aside because: It treats an invented risk." in str(answer.explain("8.3#1"))
    assert answer.requirements.share.of == 12


# Units.


def test_units_are_told_by_their_ids_in_order_and_the_worst_decides() -> None:
    """However the units are listed, the answer tells them in one order; head office does not cover a failing site."""
    record = perfect(SMALL)
    failing = judgement(
        TARGET, units=("PACK",), conformity=Conformity.NONCONFORMING, work_status=WorkStatus.PARTIAL, judged_on=day(-1)
    )
    for units in (UNITS, UNITS[::-1]):
        organization = attrs.evolve(record.organization, units=units)
        answer = ask(attrs.evolve(record, organization=organization, judgements=(*record.judgements, failing)))
        entry = next(entry for entry in answer.entries if entry.ref == TARGET)
        assert [(unit.unit, unit.bucket.value) for unit in entry.units] == [("HQ", "met"), ("PACK", "partial")]
        assert entry.bucket is Bucket.PARTIAL
        assert answer.blockers[0].sentence == "partial in PACK: work partial, judged by Rita, reviewer, 2031-06-14"


# What is told about each bucket.

_CLAIM = judgement(TARGET, role=Role.OWNER, judged_by="Olga", judged_on=day(-1))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "met: judged by Rita, reviewer, 2031-05-16, shown by EV-8.1#a"),
        (
            {"judgements": (judgement(TARGET, conformity=Conformity.NONCONFORMING, work_status=WorkStatus.PLANNED),)},
            "gap: work planned, judged by Rita, reviewer, 2031-05-16",
        ),
        (
            {"judgements": (judgement(TARGET, conformity=Conformity.NONCONFORMING, work_status=WorkStatus.PARTIAL),)},
            "partial: work partial, judged by Rita, reviewer, 2031-05-16",
        ),
        (
            {"findings": (finding("NC-1", TARGET, grade=FindingGrade.MAJOR),)},
            "gap: NC-1 is open (major)",
        ),
        ({"findings": (finding("NC-1", TARGET),)}, "gap: NC-1 is open (minor-open)"),
        (
            {"findings": (finding("NC-1", TARGET, plan_accepted_on=day(-1)),)},
            "expected-minor: NC-1 is open with an accepted plan",
        ),
        ({"evidence": (evidence("EV-c", contradicts=(TARGET,)),)}, "gap: EV-c speaks against it"),
        (
            {"evidence": ()},
            "gap: judged conforming, and the complete record of evidence has nothing that shows it",
        ),
        (
            {"evidence": (), "complete": ()},
            "asserted: claimed by Rita, reviewer, 2031-05-16; nothing accepted by somebody else shows it",
        ),
        ({"judgements": ()}, "not-assessed: nobody has established it"),
        (
            {"evidence": (evidence("EV-o", supports=(TARGET,), valid_until=day(-1)),)},
            "stale: EV-o no longer counts",
        ),
        (
            {
                "judgements": (judgement(TARGET), judgement(TARGET, conformity=Conformity.NONCONFORMING)),
            },
            (
                "conflicting: what the record says contradicts itself (judged by Rita, reviewer, 2031-05-16, "
                "evidence EV-8.1#a)"
            ),
        ),
    ],
)
def test_each_bucket_is_told_in_one_line(changes: dict[str, object], expected: str) -> None:
    """The sentence about an entry names who judged, what shows it or what speaks against it."""
    answer = ask(attrs.evolve(perfect(SMALL, units=()), **changes))  # type: ignore[arg-type]  # names of its fields.
    assert answer.explain("8.1#a").sentence == f"ISO 99002:2030, 8.1 a) is {expected}"


def test_a_planned_control_is_told_with_its_plan() -> None:
    """A control on its way under an approved plan is no gap and says why."""
    record = perfect(SMALL)
    control = ref("A.5.1", SMALL)
    started = judgement(
        control, conformity=Conformity.NOT_ASSESSED, work_status=WorkStatus.PARTIAL, judged_on=day(-1), evidence=()
    )
    answer = ask(attrs.evolve(record, judgements=(*record.judgements, started)))
    assert answer.explain("A.5.1").sentence.endswith("is planned: work partial, under an approved treatment plan")
    assert answer.verdict is Verdict.READY


# What is told where only the evidence is read.


@pytest.mark.parametrize(
    ("items", "complete", "expected"),
    [
        ((), (), "evidence none: nothing that fits is recorded"),
        ((), (RecordList.EVIDENCE,), "evidence known-none: the complete record of evidence has nothing that fits"),
        (
            (evidence("EV-d", EvidenceKind.POLICY, supports=(ref("5.2", SMALL),), valid_until=day(-1)),),
            (),
            "evidence lapsed: EV-d no longer counts",
        ),
        (
            (evidence("EV-c", contradicts=(ref("5.2", SMALL),)),),
            (),
            "evidence contradicted: EV-c speaks against it",
        ),
        (
            (evidence("EV-c", contradicts=(ref("5.2", SMALL),), review=None),),
            (),
            "evidence disputed: EV-c speaks against it, and nobody has looked at that yet",
        ),
    ],
)
def test_a_missing_document_is_told_as_such_at_stage_1(
    items: tuple[object, ...], complete: tuple[object, ...], expected: str
) -> None:
    """A blocker from a rule that reads evidence alone speaks of the evidence, whoever judged what."""
    bare = without_evidence(perfect(SMALL, units=()), "5.2#1")
    others = tuple(one for one in RecordList if one is not RecordList.EVIDENCE)
    record = attrs.evolve(bare, evidence=(*bare.evidence, *items), complete=(*others, *complete))  # type: ignore[arg-type]  # as listed.
    answer = ask(record, Gate.STAGE_1)
    assert [(one.subject, one.sentence) for one in answer.blockers] == [("ISO 99002:2030, 5.2#1", expected)]
    assert answer.blockers[0].rules == ("policy-documented", "documented-information")
    assert f"5.2#1 {expected}" in str(answer.explain())


def test_the_unit_without_evidence_is_named() -> None:
    """Where one unit lacks the record, the blocker says which."""
    record = perfect(SMALL)
    local = ref("8.1#b.1", SMALL)
    items = tuple(attrs.evolve(one, units=("HQ",)) if local in one.supports else one for one in record.evidence)
    minor = finding("NC-1", local, plan_accepted_on=day(-1))
    answer = ask(attrs.evolve(record, evidence=items, findings=(minor,)))
    assert [(one.kind, one.sentence) for one in answer.blockers] == [
        (BlockerKind.ENTRY, "evidence known-none in PACK: the complete record of evidence has nothing that fits")
    ]


# Owner and effort of a blocker.


def test_a_blocker_names_its_owner_and_the_effort_last_estimated() -> None:
    """Who claimed something answers for it, and the latest estimate counts."""
    record = perfect(SMALL, units=())
    told = (
        judgement(TARGET, role=Role.OWNER, judged_by="Olga", judged_on=day(-9), effort_left=8),
        judgement(
            TARGET,
            conformity=Conformity.NONCONFORMING,
            work_status=WorkStatus.PARTIAL,
            judged_on=day(-2),
            effort_left=3,
        ),
    )
    answer = ask(attrs.evolve(record, judgements=(*record.judgements, *told)))
    (blocker,) = answer.blockers
    assert (blocker.owner, blocker.effort_left, blocker.outcome) == ("Olga", 3, Outcome.FAILED)
    assert "     1. ✗ 8.1#a: partial: work partial, judged by Rita, reviewer, 2031-06-13 (Olga)" in str(answer)


# Safe to show.


def test_text_of_a_record_cannot_forge_a_line_or_reach_a_terminal() -> None:
    """Control characters in ids and names are written out wherever an answer is printed."""
    record = perfect(SMALL, units=())
    forged = evidence(
        "EV\x1b[2J\nREADY", EvidenceKind.MINUTES, contradicts=(TARGET,), period=Period(first=ON, last=day(5))
    )
    policy = attrs.evolve(readiness.default_policy(), id="mine\x1b[0m")
    answer = readiness.evaluate(
        attrs.evolve(record, evidence=(*record.evidence, forged)),
        [SMALL],
        standard=SMALL.ref,
        gate="stage-2",
        on=ON,
        policy=policy,
    )
    assert answer.changes_on is not None
    texts = (
        str(answer),
        str(ask(attrs.evolve(record, evidence=(*record.evidence, forged)), on=day(9)).explain("8.1#a")),
    )
    for text in texts:
        assert "\x1b" not in text
        assert "\nREADY" not in text
        assert "EV\\x1b[2J\\nREADY" in text
    assert "policy mine\\x1b[0m 1;" in texts[0]


def test_an_explanation_prints_as_an_indented_tree() -> None:
    """Two spaces a level, in order."""
    tree = Explanation(
        sentence="a",
        because=(Explanation(sentence="b", because=(Explanation(sentence="c"),)), Explanation(sentence="d")),
    )
    assert str(tree) == "a\n  b\n    c\n  d"


# Time.


def test_an_unread_contradiction_to_come_is_announced_for_the_day_it_begins() -> None:
    """The record received today about a period that ends next week speaks from then, though it is read only later."""
    record = perfect(SMALL)
    ahead = evidence(
        "EV-ahead",
        contradicts=(TARGET,),
        period=Period(first=day(2), last=day(7)),
        review=EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=day(20)),
    )
    answer = ask(attrs.evolve(record, evidence=(*record.evidence, ahead)))
    assert answer.changes_on is not None
    assert (answer.changes_on.on, answer.changes_on.verdict) == (day(7), Verdict.UNDETERMINED)


def test_many_causes_of_a_change_are_counted_beyond_ten() -> None:
    """A change tells ten causes and the number of the rest."""
    record = perfect(SMALL)
    late = tuple(attrs.evolve(one, judged_on=day(5)) for one in record.judgements)
    answer = ask(attrs.evolve(record, judgements=late))
    assert answer.changes_on is not None
    assert answer.changes_on.on == day(5)
    assert len(answer.changes_on.causes) == 10
    assert answer.changes_on.more > 0
    assert f" and {answer.changes_on.more + 9} more" in str(answer)


# The worst of several.


def test_of_several_findings_and_plans_the_weightier_decides() -> None:
    """A minor beside a major, or an unapproved plan beside an approved one, changes nothing, in either order."""
    record = perfect(SMALL, units=())
    major, minor = finding("NC-1", TARGET, grade=FindingGrade.MAJOR), finding("NC-2", TARGET)
    for findings in ((major, minor), (attrs.evolve(minor, id="NC-0"), major)):
        answer = ask(attrs.evolve(record, findings=findings))
        assert answer.explain("8.1#a").sentence.endswith("is gap: NC-1 is open (major)")
    (risk,) = record.risks
    treatment = risk.treatment
    assert treatment is not None
    loose = attrs.evolve(risk, id="R-2", treatment=attrs.evolve(treatment, approved_by="Rita"))
    control = ref("A.5.1", SMALL)
    started = judgement(control, conformity=Conformity.NOT_ASSESSED, work_status=WorkStatus.PLANNED, judged_on=day(-1))
    for risks in ((risk, loose), (loose, risk)):
        answer = ask(attrs.evolve(record, risks=risks, judgements=(*record.judgements, started)))
        assert bucket_of(answer, "A.5.1") == "planned"
        assert answer.fact("risks.approved").against == ("R-2",)


def test_the_nearest_of_a_chain_are_found_by_reading_what_the_first_needs_alone() -> None:
    """What something needs that is needed itself is not read again: a chain would take time as its cube."""

    class Read(list[int]):
        def __iter__(self) -> Iterator[int]:
            read.extend(list.copy(self))
            return super().__iter__()

    read: list[int] = []
    needs = {number: Read(range(number)) for number in range(60)}
    assert _nearest(list(range(50)), needs) == [49]
    assert read == list(range(49))
    assert _nearest([3, 7], {3: [1], 7: [1, 2]}) == [3, 7]
