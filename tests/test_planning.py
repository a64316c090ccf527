# SPDX-License-Identifier: Apache-2.0
"""Plans of an invented company, worked out by hand: who does what when, what is said when it is late, and pictures."""

from __future__ import annotations

import datetime as dt
import math
import random
import sys
import xml.etree.ElementTree as ET
from typing import Any

import attrs
import pytest

from graph_drawn import linked
from invented import EDITION, ON, SMALL, day, empty, evidence, finding, judgement, perfect, ref
from isomodel import documents, planning, readiness
from isomodel.assessment import Assessment, Conformity, FindingGrade, FindingType, RecordList, Role, WorkStatus
from isomodel.errors import DocumentError, InvariantError, UnknownNameError
from isomodel.evidence import Period
from isomodel.model import StandardEdition
from isomodel.planning import (
    ActivityTable,
    BeyondHorizonError,
    Calendar,
    Effort,
    Mender,
    Person,
    Plan,
    PlanOutcome,
    Purpose,
    Resources,
    Sharing,
    WaitBasis,
    Weekday,
    activity_table,
    default_practice,
    draw,
    draw_gantt,
    forecast,
    is_done,
    plan,
    read_people,
    to_mermaid,
    to_mermaid_gantt,
)
from isomodel.planning._days import Days
from isomodel.readiness import Gate, Outcome, Verdict

HOSTILE = "<script>alert('x')</script>\x1b[2J : ; # section \"quoted\" `x`\nnewline"
MONDAY = dt.date(2031, 6, 16)


def planned(record: Assessment, edition: StandardEdition = SMALL, **changes: Any) -> Plan:  # noqa: ANN401 - whatever the function takes.
    """Plan for stage 2 on the day of the invented company, changed as named."""
    asked = {"standard": edition.ref, "gate": Gate.STAGE_2, "on": ON, **changes}
    return plan(record, [edition], **asked)


def undone(*locals_: str, **changes: Any) -> Assessment:  # noqa: ANN401 - whatever a judgement has.
    """Return a perfect record, but for requirements that are done in part."""
    whole = perfect(SMALL)
    parts = tuple(
        judgement(
            ref(local, SMALL),
            conformity=Conformity.NONCONFORMING,
            work_status=WorkStatus.PARTIAL,
            judged_on=day(-1),
            **changes,
        )
        for local in locals_
    )
    return attrs.evolve(whole, judgements=(*whole.judgements, *parts))


def hours(count: int) -> Effort:
    """Return an estimate that is certain."""
    return Effort(optimistic=count, likely=count, pessimistic=count)


def days_of(made: Plan) -> dict[str, tuple[str, str]]:
    """Return the days of each step."""
    return {step.id: (step.starts_on.isoformat(), step.ends_on.isoformat()) for step in made.steps}


# Steps.


def test_nothing_to_do() -> None:
    """Where the organization is ready there is no step, no end and no picture to miss."""
    made = planned(perfect(SMALL), by=day(-100))
    assert (made.outcome, made.verdict, made.steps, made.ends_on) == (
        PlanOutcome.NOTHING_TO_DO,
        Verdict.READY,
        (),
        None,
    )
    assert made.shortfall is None
    assert "ready: nothing to do" in str(made)
    assert repr(made) == "<Plan ISO 99002:2030, stage-2, 2031-06-15: 0 steps>"
    for picture in (draw, draw_gantt):
        ET.fromstring(picture(made))  # noqa: S314 - our own.
    with pytest.raises(InvariantError, match="a plan with steps"):
        forecast(made, seed=1)


def test_one_finding_is_one_step() -> None:
    """A major, what it touches and the rule about majors are one step that closes it."""
    major = finding("NC-1", ref("8.1", SMALL), ref("9.1#1", SMALL), grade=FindingGrade.MAJOR)
    made = planned(attrs.evolve(perfect(SMALL), findings=(major,)))
    (step,) = made.steps
    assert step.id == "close-finding NC-1"
    assert step.title == "Correct NC-1, remove its cause and have it closed"
    assert {one.subject.rpartition(", ")[2] for one in step.resolves} == {
        "findings.no-open-internal-major", "8.1#a", "8.1#b.1", "8.1#b.2", "9.1#1",
    }  # fmt: skip
    assert step.effort == activity_table()["close-finding"].effort
    assert step.purpose is Purpose.MEND
    assert "no-open-internal-major" in step.passes


def test_a_major_of_the_body_and_an_internal_one_are_two_steps() -> None:
    """What the certification body found is closed by itself, and each step says which rule it settles."""
    theirs = finding("NC-1", ref("8.1#a", SMALL), grade=FindingGrade.MAJOR, audit="S2")
    ours = finding("NC-2", ref("9.1#1", SMALL), grade=FindingGrade.MAJOR, audit="IA-1")
    made = planned(attrs.evolve(perfect(SMALL), findings=(theirs, ours)))
    assert {step.id: next(one.subject for one in step.resolves) for step in made.steps} == {
        "close-finding NC-1": "findings.no-open-major",
        "close-finding NC-2": "findings.no-open-internal-major",
    }


def test_what_stage_1_brought_up_is_one_step_and_so_is_a_register_of_hazards() -> None:
    """Areas of concern are resolved together, hazards evaluated together, and a list is completed once."""
    concerns = tuple(
        finding(name, ref("8.1#a", SMALL), type=FindingType.AREA_OF_CONCERN, grade=None, audit="S1")
        for name in ("AC-1", "AC-2")
    )
    whole = perfect(SMALL)
    silent = tuple(one for one in RecordList if one is not RecordList.FINDINGS)
    made = planned(attrs.evolve(whole, findings=concerns, hazards=(), complete=silent))
    assert {step.id: [one.subject for one in step.resolves] for step in made.steps} == {
        "list-findings": ["findings.complete"],
        "resolve-concerns": ["findings.concerns-resolved"],
        "evaluate-hazards": ["hazards.evaluated"],
    }
    assert made["list-findings"].passes == ("no-open-major", "no-open-internal-major", "concerns-resolved")
    partly = planned(attrs.evolve(undone("6.2#1"), hazards=()))
    assert [step.id for step in partly.steps] == ["evaluate-hazards"]


def test_majors_that_one_fact_names_are_one_step() -> None:
    """Two majors are closed in one step of twice the work, since the rule about majors passes only with both."""
    one = finding("NC-1", ref("8.1#a", SMALL), grade=FindingGrade.MAJOR)
    other = finding("NC-2", ref("9.1#1", SMALL), grade=FindingGrade.MAJOR)
    made = planned(attrs.evolve(perfect(SMALL), findings=(one, other)))
    (step,) = made.steps
    assert step.id == "close-finding NC-1, NC-2"
    assert step.effort.likely == 2 * activity_table()["close-finding"].effort.likely


def test_minors_of_their_own_are_steps_of_their_own() -> None:
    """Two open minors are two steps: nothing is gone only with both."""
    some = (finding("NC-1", ref("8.1#a", SMALL)), finding("NC-2", ref("9.1#1", SMALL)))
    made = planned(attrs.evolve(perfect(SMALL), findings=some))
    assert sorted(step.id for step in made.steps) == ["close-finding NC-1", "close-finding NC-2"]


def test_what_one_item_showed_is_renewed_once() -> None:
    """Requirements that rest on one lapsed item are one step."""
    whole = perfect(SMALL)
    targets = (ref("8.3#1", SMALL), ref("8.3#2", SMALL))
    kept = tuple(item for item in whole.evidence if not set(item.supports) & set(targets))
    old = evidence("EV-old", supports=targets, period=Period(first=day(-900), last=day(-800)))
    made = planned(attrs.evolve(whole, evidence=(*kept, old)))
    (step,) = made.steps
    assert step.id == "renew-evidence EV-old"
    assert len(step.resolves) == 2


def test_one_review_settles_all_that_is_about_reviews() -> None:
    """Facts and requirements of management review are one step, after the audit; what is unknown is to be found out."""
    made = planned(attrs.evolve(perfect(SMALL), management_reviews=(), audits=(), complete=()))
    review = made["hold-management-review"]
    assert {one.subject for one in review.resolves} >= {"management-review.current", "management-review.inputs"}
    assert [(wait.step, wait.basis) for wait in review.after] == [("perform-internal-audit", WaitBasis.PRACTICE)]
    assert made["perform-internal-audit"].before == ("hold-management-review",)
    assert made["perform-internal-audit"].purpose is Purpose.FIND_OUT
    assert made["perform-internal-audit"].effort.optimistic == default_practice()["find-out-least"]
    assert [step.wave for step in made.steps if step.id in (review.id, "perform-internal-audit")] == [1, 2]


def test_an_audit_comes_after_the_evidence_that_it_will_ask_for() -> None:
    """What has lapsed is renewed, and what is spoken against settled, before the internal audit looks at it."""
    whole = attrs.evolve(perfect(SMALL), audits=())
    lapsing, disputed = ref("8.3#1", SMALL), ref("8.1#a", SMALL)
    kept = tuple(item for item in whole.evidence if lapsing not in item.supports)
    old = evidence("EV-old", supports=(lapsing,), period=Period(first=day(-900), last=day(-800)))
    against = evidence("EV-against", contradicts=(disputed,))
    made = planned(attrs.evolve(whole, evidence=(*kept, old, against)))
    audit = made["perform-internal-audit"]
    assert {wait.step: wait.basis for wait in audit.after} == {
        "renew-evidence EV-old": WaitBasis.PRACTICE,
        "settle-evidence EV-against": WaitBasis.PRACTICE,
    }


def test_before_stage_1_the_least_is_to_set_a_date() -> None:
    """Where a rule is content with a date, setting it is what is planned, not the audit itself."""
    made = planned(attrs.evolve(perfect(SMALL), management_reviews=(), audits=()), gate="stage-1")
    assert {step.activity for step in made.steps} == {"arrange-internal-audit", "arrange-management-review"}


def test_what_an_estimate_covers_is_one_step() -> None:
    """Requirements that one judgement about their clause estimates are one step, with that estimate in hours."""
    made = planned(undone("8.3", effort_left=3))
    (step,) = made.steps
    assert step.id == "implement-requirement 8.3"
    assert step.effort == Effort(optimistic=18, likely=24, pessimistic=39)


def test_an_estimate_given_comes_first() -> None:
    """An estimate for a requirement or step is taken before the record's, one for an activity after it."""
    record = undone("8.1#a", effort_left=3)
    name = "implement-requirement 8.1#a"
    assert planned(record)[name].effort.likely == 24
    assert planned(record, effort={"implement-requirement": hours(2)})[name].effort.likely == 24
    for key in (name, "8.1#a", str(ref("8.1#a", SMALL))):
        assert planned(record, effort={key: hours(2), "implement-requirement": hours(7)})[name].effort == hours(2)
    assert planned(undone("8.1#a", effort_left=0))[name].effort.likely == 16
    assert planned(undone("8.1#a"), effort={"implement-requirement": hours(7)})[name].effort == hours(7)
    with pytest.raises(UnknownNameError, match="implement-requirement"):
        planned(record, effort={"implement-requirements": hours(1)})


def test_what_nobody_here_can_mend_is_told() -> None:
    """An edition that can no longer be audited is not planned for, and the plan falls short whatever else is done."""
    over = tuple(attrs.evolve(one, on=min(one.on, day(-1))) for one in SMALL.milestones)
    edition = attrs.evolve(SMALL, milestones=over)
    made = planned(undone("8.1#a"), edition, by=day(300))
    assert [blocker.subject for blocker in made.beyond] == ["edition.auditable"]
    assert made.outcome is PlanOutcome.FALLS_SHORT
    assert len(made.steps) == 1
    assert made.steps[0].passes == ("pillars-hold",) or "edition-in-force" not in made.steps[0].passes
    assert "nothing the organization does mends: edition.auditable" in str(made)
    assert "that is not enough" in str(made)
    alone = planned(perfect(SMALL), edition)
    assert (alone.outcome, alone.steps) == (PlanOutcome.FALLS_SHORT, ())
    assert "nothing to plan" in str(alone)


def test_what_time_adds_until_the_end() -> None:
    """What lapses before the plan is done is told, and is no step of it."""
    whole = undone("8.1#a")
    target = ref("8.3#1", SMALL)
    kept = tuple(item for item in whole.evidence if target not in item.supports)
    short = evidence("EV-short", supports=(target,), valid_until=day(3))
    made = planned(attrs.evolve(whole, evidence=(*kept, short)), effort={"8.1#a": hours(80)})
    assert [one.subject for one in made.arising] == [str(target)]
    assert "until then time alone adds: ISO 99002:2030, 8.3#1" in str(made)
    assert planned(attrs.evolve(whole, evidence=(*kept, short)), effort={"8.1#a": hours(8)}).arising == ()


def test_parts_of_one_activity_where_it_cannot_be_one() -> None:
    """An activity that would have to come before and after another is taken apart by the graph's order."""
    edition = linked(("9.3#b", "requires", "8.1#a"), ("8.1#a", "requires", "9.3#a"))
    made = planned(empty(SMALL), edition)
    parts = [step.id for step in made.steps if step.activity == "hold-management-review"]
    assert len(parts) > 1
    first = next(step for step in made.steps if any(one.subject.endswith("9.3#a") for one in step.resolves))
    middle = next(step for step in made.steps if any(one.subject.endswith("8.1#a") for one in step.resolves))
    assert first.ends_on <= middle.starts_on
    (wait,) = middle.after
    assert (wait.basis, wait.reason) == (WaitBasis.REQUIRES, "8.1#a leans on 9.3#a")


def test_who_is_done_is_for_the_answer_to_say() -> None:
    """A step is done when a later answer no longer holds it up, and another question is no answer."""
    record = undone("8.1#a")
    (step,) = planned(record).steps
    before = readiness.evaluate(record, [SMALL], standard=SMALL.ref, gate="stage-2", on=ON)
    after = readiness.evaluate(perfect(SMALL), [SMALL], standard=SMALL.ref, gate="stage-2", on=ON)
    assert not is_done(step, before)
    assert is_done(step, after)
    other = readiness.evaluate(perfect(SMALL), [SMALL], standard=SMALL.ref, gate="stage-1", on=ON)
    with pytest.raises(UnknownNameError, match="rule"):
        is_done(step, other)


# Days.


def test_days_by_hand() -> None:
    """Hours become days of somebody's capacity, past days off, holidays and absences; the rest of a day is used."""
    ana = Person(
        id="ana",
        name="Rita",
        capacity=240,
        absent=(Period(first=MONDAY + dt.timedelta(3), last=MONDAY + dt.timedelta(3)),),
    )
    record = undone("8.1#a", "9.1#1", role=Role.OWNER)
    made = planned(
        record,
        on=MONDAY - dt.timedelta(days=1),
        people=[ana],
        effort={"8.1#a": hours(6), "9.1#1": hours(8)},
        calendar=Calendar(holidays=(MONDAY + dt.timedelta(days=1),)),
        by=MONDAY,
    )
    # Monday 4 h, Tuesday is a holiday, Wednesday 4 h, Thursday away, Friday 4 h, Monday the last 2 h.
    assert made.ends_on == MONDAY + dt.timedelta(days=7)
    assert made.steps[0].starts_on == MONDAY
    assert made.least_ends_on == made.ends_on
    assert {step.person for step in made.steps} == {"ana"}
    assert made.shortfall is not None
    assert made.shortfall.working_days == 4
    assert made.shortfall.work_after == 10 * 60


def test_two_work_side_by_side() -> None:
    """Steps that do not wait for each other are shared out; one person alone takes the sum."""
    record = undone("8.1#a", "9.1#1", "8.3#1")
    effort = {"8.1#a": hours(16), "9.1#1": hours(8), "8.3#1": hours(8)}
    one = planned(record, on=MONDAY, effort=effort)
    both = [Person(id=name, name=name) for name in "ab"]
    two = planned(record, on=MONDAY, effort=effort, people=both)
    assert one.ends_on == MONDAY + dt.timedelta(days=3)
    assert two.ends_on == MONDAY + dt.timedelta(days=1)
    assert [person.id for person in one.people] == ["anyone"]
    assert two.critical_path == two.steps
    assert "no plan of these steps ends on an earlier day" in str(two)


def test_skills_and_those_to_be_found() -> None:
    """A skill nobody has is planned for somebody still to be found; whoever has it does the step."""
    record = attrs.evolve(perfect(SMALL), audits=())
    without = planned(record, people=[Person(id="a", name="Ana")])
    assert without.to_be_found == ("internal-auditor",)
    assert "internal-auditor is still to be found" in str(without)
    clash = planned(record, people=[Person(id="internal-auditor", name="Ana")])
    assert clash.to_be_found == ("internal-auditor 2",)
    able = Person(id="b", name="Bo", skills=("internal-auditor",))
    assert planned(record, people=[Person(id="a", name="Ana"), able]).steps[0].person == "b"
    assert planned(record).to_be_found == ()


def test_what_would_help_when_it_is_late() -> None:
    """A late plan says by how much, how many people would do, and what the gate lets stay open."""
    record = undone("8.3#1", "8.3#2")
    late = planned(record, on=MONDAY, by=MONDAY, effort={"8.3#1": hours(8), "8.3#2": hours(8)})
    short = late.shortfall
    assert late.outcome is PlanOutcome.LATE
    assert short is not None
    assert (short.working_days, short.work_after, short.more_people) == (1, 480, 1)
    assert short.chain_ends_on == MONDAY
    assert short.leave == ("implement-requirement 8.3#1", "implement-requirement 8.3#2")
    assert short.leave_ends_on == MONDAY
    assert "1 working day too late" in str(late)
    assert "with 1 more person" in str(late)
    assert "left open as minors with accepted plans, it ends on 2031-06-16" in str(late)
    alone = planned(undone("8.1#a"), on=MONDAY, by=MONDAY, effort={"8.1#a": hours(20)})
    assert alone.shortfall is not None
    assert alone.shortfall.more_people is None
    assert alone.shortfall.chain_ends_on == MONDAY + dt.timedelta(days=2)
    assert "one chain of steps alone lasts until 2031-06-18" in str(alone)
    review = planned(attrs.evolve(perfect(SMALL), management_reviews=()), on=MONDAY, by=MONDAY)
    assert review.shortfall is not None
    assert review.shortfall.leave == ()
    assert "nothing can be left open" in str(review)


def test_somebody_who_is_gone_for_good_is_one_span() -> None:
    """Absences are kept as spans of working days: neither how long they are nor how often they are told costs much."""
    gone = Period(first=MONDAY + dt.timedelta(2), last=dt.date.max)
    days = [Period(first=MONDAY, last=MONDAY), Period(first=dt.date.min, last=dt.date(2000, 1, 1))]
    who = Person(id="gone", name="Gone", absent=(gone, *days, gone, gone))
    worker = Days(Calendar(), MONDAY).worker(who)
    assert [away.start for away in worker.absent] == [0, 2]
    assert worker.absent[0].stop == 1
    assert worker.absent[1].stop > 20_000


def test_a_plan_that_never_ends_is_refused() -> None:
    """Work that takes more than a hundred years, or a person who is never there, is an error that says what to do."""
    slow = Person(id="slow", name="Slow", capacity=1)
    with pytest.raises(BeyondHorizonError, match="more capacity") as caught:
        planned(undone("8.1#a"), people=[slow], effort={"8.1#a": hours(100_000)})
    assert caught.value.begins_on == ON
    never = Person(id="never", name="Never", absent=(Period(first=dt.date.min, last=dt.date.max),))
    with pytest.raises(BeyondHorizonError):
        planned(undone("8.1#a"), people=[never])
    with pytest.raises(BeyondHorizonError):
        planned(
            undone("8.1#a"), on=dt.date(9999, 12, 31), effort={"8.1#a": hours(16)}, people=[Person(id="a", name="a")]
        )


def _grown(count: int) -> StandardEdition:
    """Return the small edition with so many more requirements in its clause 8.1."""
    [eight, *_] = [clause for clause in SMALL.clauses if str(clause.number) == "8"]
    below = eight.clauses[0]
    more = [attrs.evolve(below.requirements[0], ref=ref(f"8.1#{number}", SMALL)) for number in range(1, count + 1)]
    below = attrs.evolve(below, requirements=(*below.requirements, *more))
    grown = attrs.evolve(eight, clauses=(below, *eight.clauses[1:]))
    return attrs.evolve(SMALL, clauses=tuple(grown if clause is eight else clause for clause in SMALL.clauses))


def _calls(count: int) -> int:
    """Return how many functions are called to plan a grown edition of which nothing is done, too late by far."""
    edition = _grown(count)
    record = empty(edition)
    told = 0

    def tell(_: object, event: str, __: object) -> None:
        nonlocal told
        told += event in {"call", "c_call"}

    sys.setprofile(tell)
    try:
        made = planned(record, edition, by=ON)
    finally:
        sys.setprofile(None)
    assert len(made.steps) > count
    return told


def test_the_work_of_planning_grows_with_the_steps() -> None:
    """A hundred steps more cost about as many calls wherever they are added, not more and more."""
    none, some, many = (_calls(count) for count in (0, 100, 200))
    assert many - some < 1.3 * (some - none), (none, some, many)


# What contradicts itself.


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Effort(optimistic=2, likely=1, pessimistic=3), "rising"),
        (lambda: Effort(optimistic=-1, likely=1, pessimistic=3), "whole hours"),
        (lambda: Effort(optimistic=0, likely=1, pessimistic=100_001), "whole hours"),
        (lambda: Person(id="a", name="a", capacity=0), "1 to 1440"),
        (lambda: Person(id="a", name="a", capacity=1441), "1 to 1440"),
        (lambda: Person(id="a", name="a", capacity=7.5), "whole minutes"),  # type: ignore[arg-type]  # on purpose.
        (lambda: Calendar(working_days=()), "at least one day"),
        (lambda: Resources(people=(Person(id="a", name="a"), Person(id="a", name="b"))), "a twice"),
        (lambda: ActivityTable(licence="x", activities=activity_table().activities[:1] * 2), "twice"),
    ],
)
def test_what_contradicts_itself_is_refused(make: Any, told: str) -> None:  # noqa: ANN401 - a function.
    """Estimates out of order, impossible capacities and names that are there twice are no values."""
    with pytest.raises(InvariantError, match=told):
        make()


def test_a_plan_that_contradicts_itself_is_refused() -> None:
    """A step twice, before what it waits for, or of a person who is not there is no plan, from a document either."""
    made = planned(attrs.evolve(perfect(SMALL), management_reviews=(), audits=()))
    with pytest.raises(InvariantError, match="after those it waits for"):
        attrs.evolve(made, steps=made.steps[::-1])
    with pytest.raises(InvariantError, match="one of the plan's people"):
        attrs.evolve(made, people=())
    with pytest.raises(InvariantError, match="each step once"):
        attrs.evolve(made, steps=made.steps[:1] * 2)
    for least, length in ((0, made.length), (made.length + 1, made.length), (-1, -1)):
        with pytest.raises(InvariantError, match="1 to the length of the plan"):
            attrs.evolve(made, least_ends_on=MONDAY, least_length=least, length=length)
    text = documents.dumps(made).replace('"person": "anyone"', '"person": "nobody"')
    with pytest.raises(DocumentError, match="one of the plan's people"):
        documents.loads(text)
    with pytest.raises(InvariantError, match="a twice"):
        planned(perfect(SMALL), people=[Person(id="a", name="a"), Person(id="a", name="b")])


def test_lookups_name_the_nearest() -> None:
    """Steps, activities and percentiles are found by name, and the nearest is told."""
    made = planned(undone("8.1#a"))
    assert made["implement-requirement 8.1#a"] is made.steps[0]
    with pytest.raises(UnknownNameError, match=r"implement-requirement 8\.1#a"):
        made["implement-requirement 8.1#b"]
    with pytest.raises(UnknownNameError, match="judge"):
        activity_table()["judges"]
    told = forecast(made, seed=1, runs=10)
    assert told.on(50) == next(one.on for one in told.percentiles if one.percent == 50)
    with pytest.raises(UnknownNameError, match="51"):
        told.on(51)


# The table.


def test_every_fact_of_the_gates_has_its_activity() -> None:
    """Each fact that a gate needs is named by a row of the table, and no row names a fact there is not."""
    needed = {fact for rule in readiness.gate_rules().rules for group in rule.needs for fact in group}
    assert {fact for row in activity_table().activities for fact in row.facts} - {"*"} == needed


def test_the_table_hangs_together() -> None:
    """Rows that come after others name rows there are; each says why; the last of each kind takes whatever is left."""
    rows = activity_table().activities
    names = [row.id for row in rows]
    for row in rows:
        assert set(row.after) <= set(names) - {row.id}
        assert row.reason
        assert row.citation
        assert row.record
        assert bool(row.facts) or bool(row.over)
        assert "{}" in row.title or row.sharing is Sharing.ONE
        assert (row.mender is Mender.OTHERS) is (row.effort.pessimistic == 0)
    for name in ("implement-requirement", "implement-control"):
        row = activity_table()[name]
        assert not any((row.topics, row.buckets, row.findings, row.evidence, row.conformity))


def test_a_table_of_ones_own() -> None:
    """Another table is planned with; one without a row for a blocker is refused by name."""
    rows = activity_table().activities
    mine = tuple(attrs.evolve(row, title="Mend {}") if row.id == "implement-requirement" else row for row in rows)
    made = planned(undone("8.1#a"), activities=ActivityTable(licence="x", activities=mine))
    assert made.steps[0].title == "Mend 8.1#a"
    nothing = tuple(row for row in rows if row.id not in ("implement-requirement", "settle-fact", "state-scope"))
    with pytest.raises(UnknownNameError, match="activity for the entry"):
        planned(undone("8.1#a"), activities=ActivityTable(licence="x", activities=nothing))
    with pytest.raises(UnknownNameError, match="activity for the fact"):
        planned(attrs.evolve(perfect(SMALL), scope=None), activities=ActivityTable(licence="x", activities=nothing))


# Forecasts.


def test_a_forecast_by_hand() -> None:
    """One step that takes one to three days is done on one of them, on the middle one most often."""
    made = planned(
        undone("8.1#a"), on=MONDAY, effort={"8.1#a": Effort(optimistic=1, likely=12, pessimistic=23)}, by=MONDAY
    )
    told = forecast(made, seed=7, runs=2000)
    assert [one.percent for one in told.percentiles] == [10, 50, 80, 95]
    assert told.on(10) == MONDAY
    assert told.on(50) == MONDAY + dt.timedelta(days=1)
    assert told.on(95) == MONDAY + dt.timedelta(days=2)
    # 7 of 22 hours below the mode: half of (7/11) squared, about a fifth of the runs.
    assert told.in_time is not None
    assert 0.17 < told.in_time / 2000 < 0.24
    (driver,) = told.drivers
    assert (driver.correlation, driver.critical) == (1000, 2000)
    assert told != forecast(made, seed=8, runs=2000)
    assert documents.loads(documents.dumps(told)) == told
    assert told.rows() == (
        {"step": "implement-requirement 8.1#a", "correlation": "1000", "critical": "2000", "runs": "2000"},
    )
    assert f"done by {MONDAY} in {told.in_time} of 2000 runs" in str(told)
    assert repr(told).startswith("<Forecast ISO 99002:2030, stage-2, 2000 runs: P10 2031-06-16")
    assert "<pre>" in told._repr_html_()


def test_a_forecast_is_the_same_everywhere() -> None:
    """A run draws 53 bits for each step and takes the work that so much of its triangle lies below."""
    made = planned(undone("8.1#a"), on=MONDAY, effort={"8.1#a": Effort(optimistic=2, likely=30, pessimistic=100)})
    dice, ends = random.Random(99), []  # noqa: S311 - no secret.
    for _ in range(200):
        share = dice.getrandbits(53) / 2**53
        low = 2 + math.sqrt(share * 98 * 28)
        work = low if low <= 30 else 100 - math.sqrt((1 - share) * 98 * 70)
        ends.append(MONDAY + dt.timedelta(days=int(work * 60) // 480 // 5 * 7 + int(work * 60) // 480 % 5))
    told = forecast(made, seed=99, runs=200)
    assert [one.on for one in told.percentiles] == [sorted(ends)[percent * 2 - 1] for percent in (10, 50, 80, 95)]


@pytest.mark.parametrize("runs", [0, -1, 100_001])
def test_runs_have_bounds(runs: int) -> None:
    """No run and far too many are refused."""
    with pytest.raises(InvariantError, match="1 to 100000"):
        forecast(planned(undone("8.1#a")), seed=1, runs=runs)


def test_what_moves_the_end_comes_first() -> None:
    """Of two steps one after the other, the one that varies more drives the end."""
    people = [Person(id="a", name="a", skills=("internal-auditor",))]
    made = planned(
        attrs.evolve(perfect(SMALL), management_reviews=(), audits=()),
        people=people,
        effort={
            "perform-internal-audit": Effort(optimistic=1, likely=10, pessimistic=90),
            "hold-management-review": Effort(optimistic=9, likely=10, pessimistic=11),
        },
    )
    told = forecast(made, seed=3, runs=300)
    assert [one.step for one in told.drivers][:1] == ["perform-internal-audit"]
    assert told.drivers[0].correlation > 900
    assert all(one.critical == 300 for one in told.drivers)


# People from a table.


def test_people_from_a_table() -> None:
    """A table of people gives people; what is empty is as usual."""
    text = (
        "\ufeffID,Name,capacity,skills,absent\r\n"
        "ana,Ana,240,internal-auditor; scribe,2031-03-04/2031-03-06; 2031-04-01\r\n\r\nbo,,,,\r\n"
    )
    ana, bo = read_people(text)
    assert ana == Person(
        id="ana",
        name="Ana",
        capacity=240,
        skills=("internal-auditor", "scribe"),
        absent=(
            Period(first=dt.date(2031, 3, 4), last=dt.date(2031, 3, 6)),
            Period(first=dt.date(2031, 4, 1), last=dt.date(2031, 4, 1)),
        ),
    )
    assert bo == Person(id="bo", name="bo")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["missing-column"]),
        ("id,hours\na,8\n", ["unknown-column"]),
        ("id,id\na,8\n", ["unknown-column", "unknown-column"]),
        ("id,capacity\na,8h\nb,0\nc,1441\nd,٤\ne,99999999999999\n", ["bad-value"] * 5),
        ("id,absent\na,tomorrow\nb,2031-03-06/2031-03-04\n", ["bad-value", "bad-value"]),
        ("id\na\na\n", ["duplicate-id"]),
        ("id,name\n,Ana\n", ["bad-value"]),
        ("name,id\nAna\n", ["bad-value"]),
        ('id\n"a', ["bad-table"]),
        ("id\n" + "a\n" * 10_001, ["bad-table"]),
        ("id" + ",id" * 256 + "\na\n", ["bad-table"]),
    ],
)
def test_tables_of_people_that_are_wrong(text: str, codes: list[str]) -> None:
    """Every problem of a table is told at once, with row and column."""
    with pytest.raises(DocumentError) as caught:
        read_people(text, name="people.csv")
    assert [issue.code for issue in caught.value.issues] == codes
    assert caught.value.source == "people.csv"


# Pictures and tables.


def hostile() -> Plan:
    """Return a plan in which every text is meant to break out of where it stands."""
    people = [Person(id=HOSTILE, name=HOSTILE, skills=("internal-auditor",)), Person(id="section x", name="end")]
    major = finding(HOSTILE, ref("8.1#a", SMALL), grade=FindingGrade.MAJOR)
    record = attrs.evolve(perfect(SMALL), findings=(major,), management_reviews=(), audits=())
    named = attrs.evolve(record.organization, name=HOSTILE)
    return planned(attrs.evolve(record, organization=named), people=people, by=ON)


def test_pictures_hold_whatever_they_are_given() -> None:
    """SVG is well-formed, holds no element of its texts, and has a bar or box for each step."""
    made = hostile()
    for picture in (draw_gantt, draw):
        text = picture(made)
        root = ET.fromstring(text)  # noqa: S314 - our own.
        assert "\x1b" not in text
        assert not any(element.tag.endswith("script") for element in root.iter())
        boxes = [element for element in root.iter() if element.tag.endswith("rect")]
        assert len(boxes) > len(made.steps)
    told = str(made)
    assert "\x1b" not in told
    assert "<script>" not in made._repr_html_()


def test_mermaid_reads_the_pictures() -> None:
    """A parser of Mermaid of its own draws every step, whatever it is called."""
    mermaidx = pytest.importorskip("mermaidx")
    made = hostile()
    chart = to_mermaid_gantt(made)
    assert chart.startswith("gantt\n")
    assert len([line for line in chart.splitlines() if " :" in line]) == len(made.steps)
    assert mermaidx.render(chart).svg()
    plain = to_mermaid_gantt(planned(undone("8.1#a"), on=MONDAY, effort={"8.1#a": hours(20)}))
    assert "  section anyone\n  1. Fulfil 8.1no. a :crit, s1, 2031-06-16, 2031-06-19\n" in plain
    assert mermaidx.render(to_mermaid(made)).svg()
    assert to_mermaid(made).count("-.->") + to_mermaid(made).count("-->") == sum(len(step.after) for step in made.steps)


def test_rows_say_what_the_plan_says() -> None:
    """There is a row for each step with plain text in every cell."""
    made = planned(attrs.evolve(perfect(SMALL), management_reviews=(), audits=()))
    rows = made.rows()
    assert [row["step"] for row in rows] == [step.id for step in made.steps]
    assert rows[0]["before"] == "hold-management-review"
    assert rows[1]["after"] == "perform-internal-audit"
    assert all(isinstance(cell, str) for row in rows for cell in row.values())
    assert made.lines(shown=1)[3].strip() == "… and 1 more"
    assert len(made.lines(shown=None)) == len(str(made).splitlines())


def test_the_last_day_there_is() -> None:
    """A plan on the last day that dates can tell is drawn like any other."""
    last = dt.date.max
    assert last.weekday() == 4
    stale = evidence("EV-t", contradicts=(ref("8.1#a", SMALL),))
    made = planned(attrs.evolve(perfect(SMALL), evidence=(*perfect(SMALL).evidence, stale)))
    moved = tuple(attrs.evolve(one, starts_on=last, ends_on=last, latest_end_on=last) for one in made.steps)
    there = attrs.evolve(made, steps=moved, ends_on=last, by=last)
    assert "9999-12-31" in to_mermaid_gantt(there)
    ET.fromstring(draw_gantt(there))  # noqa: S314 - our own.


def test_another_week() -> None:
    """Work is done on the days of the week that the calendar names."""
    weekend = Calendar(working_days=(Weekday.SATURDAY, Weekday.SUNDAY))
    made = planned(undone("8.1#a"), on=MONDAY, effort={"8.1#a": hours(20)}, calendar=weekend)
    assert days_of(made) == {"implement-requirement 8.1#a": ("2031-06-21", "2031-06-28")}


def test_the_larger_edition_from_nothing() -> None:
    """From an empty record everything is planned, in waves, and no work is thought to be known to fail."""
    made = plan(empty(EDITION), [EDITION], standard=str(EDITION.ref), gate="stage-2", on=ON)
    answer = readiness.evaluate(empty(EDITION), [EDITION], standard=EDITION.ref, gate="stage-2", on=ON)
    assert sum(len(step.resolves) for step in made.steps) + len(made.beyond) == len(answer.blockers)
    assert max(step.wave for step in made.steps) >= 3
    unknown = {one.subject for one in answer.blockers if one.outcome is Outcome.UNKNOWN}
    found_out = [step for step in made.steps if step.purpose is Purpose.FIND_OUT]
    assert found_out
    assert all({one.subject for one in step.resolves} <= unknown for step in found_out)
    assert planning.to_mermaid(made).startswith("flowchart LR\n")
