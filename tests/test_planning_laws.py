# SPDX-License-Identifier: Apache-2.0
"""The laws of plans, each held on drawn records, people and editions, and each shown to fail on a bug seeded for it.

A law is a check that tells which interesting things it met; a run in which one of them is missing fails. Whether a
plan does what it says is decided by :func:`isomodel.readiness.evaluate` alone, asked about records in which steps were
done with the edits of :mod:`readiness_mending`; order and days are worked out here from the edition and the calendar.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

import graph_drawn
from graph_drawn import ENTRIES, closed, linked
from invented import ON, SMALL, UNITS, assessments, day, empty, finding, judgement, perfect, ref
from isomodel import documents, planning, readiness
from isomodel.assessment import Assessment, Conformity, FindingGrade, RecordList, Role, WorkStatus
from isomodel.evidence import Period
from isomodel.identifiers import RequirementRef
from isomodel.model import Dependency, DependencyBasis, DependencyKind, StandardEdition
from isomodel.planning import (
    Calendar,
    Effort,
    Person,
    Plan,
    PlanOutcome,
    Step,
    WaitBasis,
    Weekday,
    _days,
    _forecast,
    _scheduling,
    _steps,
    is_done,
)
from isomodel.readiness import Blocker, Gate, Readiness, Verdict
from laws import Brief, Law, Patch, Seen, fails, hold, replaced, seeded
from readiness_mending import mended


@attrs.frozen(repr=False)
class Case(Brief):
    """A record, an edition with dependencies, and who works when."""

    record: Assessment
    edition: StandardEdition = SMALL
    gate: Gate = Gate.STAGE_2
    people: tuple[Person, ...] = ()
    effort: tuple[tuple[str, Effort], ...] = ()
    calendar: Calendar = attrs.field(factory=Calendar)
    by: dt.date | None = None

    def __repr__(self) -> str:
        """Tell what is short: a whole record fills pages."""
        links = [f"{one.source.local} requires {one.target.local}" for one in self.edition.dependencies]
        blockers = [f"{one.subject}: {one.sentence}" for one in self.answer().blockers]
        return "\n".join([self.gate.value, *links, *blockers, *map(str, (*self.people, self.effort, self.calendar))])

    def plan(self, **changes: Any) -> Plan:  # noqa: ANN401 - whatever the class takes.
        """Plan it, changed as named."""
        case = attrs.evolve(self, **changes)
        return planning.plan(
            case.record,
            [case.edition],
            standard=case.edition.ref,
            gate=case.gate,
            on=ON,
            by=case.by,
            people=case.people,
            effort=dict(case.effort),
            calendar=case.calendar,
        )

    def answer(self, record: Assessment | None = None, edition: StandardEdition | None = None) -> Readiness:
        """Say how ready the organization is."""
        used = edition or self.edition
        return readiness.evaluate(record or self.record, [used], standard=used.ref, gate=self.gate, on=ON)

    def done(self, blockers: Iterable[Blocker], kept: Blocker | None = None) -> Readiness:
        """Say how ready it is with some blockers mended and one certainly not."""
        record, edition = mended(
            self.record, self.edition, attrs.evolve(self.answer(), blockers=tuple(blockers)), kept=kept
        )
        return self.answer(record, edition)


ACTIVITIES = tuple(activity.id for activity in planning.activity_table().activities)
HOURS = st.sampled_from((0, 1, 2, 3, 5, 8, 13, 40))
EFFORTS = (
    st.lists(HOURS, min_size=3, max_size=3)
    .map(sorted)
    .map(lambda hours: Effort(optimistic=hours[0], likely=hours[1], pessimistic=hours[2]))
)
NAMES = ("Olga", "Rita", "Ines", "Someone else")


@st.composite
def teams(draw: st.DrawFn) -> tuple[Person, ...]:
    """Draw nobody or a few people, some of whom own things, can audit, or are away."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    return tuple(
        Person(
            id=f"P{NAMES.index(name)}",
            name=name,
            capacity=draw(st.sampled_from((60, 150, 240, 480, 480))),
            skills=draw(st.sampled_from(((), ("internal-auditor",)))),
            absent=draw(
                st.lists(
                    st.builds(
                        lambda first, length: Period(first=day(first), last=day(first + length)),
                        st.integers(-3, 12),
                        st.integers(0, 6),
                    ),
                    max_size=2,
                ).map(tuple)
            ),
        )
        for name in names
    )


CALENDARS = st.builds(
    lambda week, holidays: Calendar(working_days=tuple(week), holidays=tuple(map(day, holidays))),
    st.sampled_from((tuple(Weekday)[:5], tuple(Weekday)[:5], tuple(Weekday)[1:3], tuple(Weekday))),
    st.lists(st.integers(-2, 14), max_size=4),
)
LINKS = st.lists(
    st.builds(
        lambda source, target: Dependency(
            source=source,
            target=target,
            kind=DependencyKind.REQUIRES,
            basis=DependencyBasis.JUDGEMENT,
            reason="Invented.",
        ),
        st.sampled_from(graph_drawn.ENDS),
        st.sampled_from(graph_drawn.ENDS),
    ),
    max_size=8,
)


@st.composite
def unjudged(draw: st.DrawFn) -> Assessment:
    """Draw a record in which some requirements and controls are not judged, or done in part."""
    some = draw(st.lists(st.sampled_from(ENTRIES), unique=True, min_size=2, max_size=8))
    whole = perfect(SMALL, units=draw(st.sampled_from(((), UNITS))))
    kept = tuple(one for one in whole.judgements if one.target not in some)
    partial = (
        judgement(one, conformity=Conformity.NONCONFORMING, work_status=WorkStatus.PARTIAL, judged_on=day(-1))
        for one in some
        if draw(st.booleans())
    )
    return attrs.evolve(whole, judgements=(*kept, *partial))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a record, an edition with dependencies, people, estimates and a calendar."""
    return Case(
        draw(st.one_of(assessments(SMALL), unjudged())),
        attrs.evolve(SMALL, dependencies=tuple(draw(LINKS))),
        draw(st.sampled_from((Gate.STAGE_2, Gate.STAGE_2, Gate.STAGE_2, *Gate))),
        draw(teams()),
        tuple(draw(st.dictionaries(st.sampled_from(ACTIVITIES), EFFORTS, max_size=4)).items()),
        draw(CALENDARS),
        draw(st.none() | st.integers(-5, 30).map(day)),
    )


Check = Callable[[Case, random.Random], Iterator[str]]


# The order and the days.


def behind(plan: Plan) -> dict[str, set[str]]:
    """Say of each step which others come before it, by what steps say they wait for."""
    before: dict[str, set[str]] = {}
    for step in plan.steps:
        before[step.id] = set().union(*({wait.step} | before[wait.step] for wait in step.after))
    return before


def order_respects_edges(case: Case, _: random.Random) -> Iterator[str]:
    """What is leaned on is done before what leans on it, in one step with it, or neither can be first."""
    plan = case.plan()
    before = behind(plan)
    home = {blocker.subject: step for step in plan.steps for blocker in step.resolves}
    leaning = closed(graph_drawn.Case(case.edition.as_of(ON), case.record).leaning((DependencyKind.REQUIRES,)))
    for one in ENTRIES:
        for other in leaning[one]:
            later, earlier = home.get(str(one)), home.get(str(other))
            if later is None or earlier is None or later is earlier or one in leaning[other]:
                continue
            assert earlier.id in before[later.id]
            yield "one leans on another"
    for step in plan.steps:
        waited = [plan[wait.step] for wait in step.after]
        assert step.wave == 1 + max((one.wave for one in waited), default=0)
        assert all(one.ends_on <= step.starts_on for one in waited)
        assert {one.id for one in plan.steps if step.id in {wait.step for wait in one.after}} == set(step.before)
        for wait in step.after:
            assert not any(wait.step in before[other.step] for other in step.after)
            yield f"waits by {wait.basis.value}"
        if any(part.id.startswith(step.activity) and part is not step for part in plan.steps if "(part" in part.id):
            yield "a step taken apart"


def capacity_is_kept(case: Case, _: random.Random) -> Iterator[str]:
    """Nobody works on two things at once, beyond their capacity, on holidays or when they are away."""
    plan = case.plan()
    assert {step.person for step in plan.steps} == {person.id for person in plan.people}
    for person in plan.people:
        own = [step for step in plan.steps if step.person == person.id]
        days = working_days(plan, person)
        for step in own:
            assert {step.starts_on, step.ends_on} <= set(days)
        for one, other in itertools.pairwise(own):
            assert one.ends_on <= other.starts_on
        yield from windows_hold(own, person.capacity, {one: number for number, one in enumerate(days)})
        if person.absent and own:
            yield "somebody is away"
    if plan.steps and not case.calendar.is_working_day(ON):
        assert plan.steps[0].starts_on > ON
        yield "begins on a day off"


def windows_hold(own: list[Step], capacity: int, place: dict[dt.date, int]) -> Iterator[str]:
    """Look at every span of days of somebody: what begins and ends within it is no more than they have time for."""
    for first, last in itertools.product(own, own):
        if first.starts_on > last.ends_on:
            continue
        inside = [one for one in own if first.starts_on <= one.starts_on and one.ends_on <= last.ends_on]
        work, days = sum(60 * one.effort.likely for one in inside), place[last.ends_on] - place[first.starts_on] + 1
        assert work <= capacity * days
        yield "a full window" if work > capacity * (days - 1) else "room"


def steps_go_to_whom_they_may(case: Case, _: random.Random) -> Iterator[str]:
    """A step goes to the owner of the matter where that is one of the people, and to nobody without the skill."""
    plan = case.plan()
    people = {person.id: person for person in plan.people}
    for step in plan.steps:
        able = [one for one in case.people if step.skill is None or step.skill in one.skills]
        owners = [one.id for one in able if one.name == step.owner]
        if owners:
            assert step.person in owners
            yield "the owner does it"
        if step.skill is not None:
            assert step.skill in people[step.person].skills
            yield "it takes a skill"
        assert (step.person in plan.to_be_found) is (bool(case.people) and not able)
        if step.person in plan.to_be_found:
            yield "somebody is to be found"


def working_days(plan: Plan, person: Person) -> list[dt.date]:
    """List the days on which somebody works, from the day of the plan to its end."""
    assert plan.ends_on is not None
    every = (plan.as_of + dt.timedelta(days=more) for more in range((plan.ends_on - plan.as_of).days + 1))
    return [
        one
        for one in every
        if plan.calendar.is_working_day(one) and not any(away.first <= one <= away.last for away in person.absent)
    ]


def slack_is_what_it_says(case: Case, _: random.Random) -> Iterator[str]:
    """Days lie between the earliest and the latest, slack is what is between, and a critical step ends everything."""
    plan = case.plan()
    assert plan.least_length <= plan.length
    for step in plan.steps:
        assert plan.ends_on is not None
        assert plan.as_of <= step.starts_on <= step.ends_on <= step.latest_end_on <= plan.ends_on
        assert step.starts_on <= step.latest_start_on <= step.latest_end_on
        span = range((step.latest_end_on - step.ends_on).days)
        between = sum(plan.calendar.is_working_day(step.latest_end_on - dt.timedelta(days=back)) for back in span)
        assert step.slack == between
        assert step.critical is (step.latest_end_on == step.ends_on)
        yield "critical" if step.critical else "slack"
    assert bool(plan.critical_path) is bool(plan.steps)
    if plan.steps:
        assert max(step.ends_on for step in plan.steps) == plan.ends_on
        assert plan.critical_path[-1].ends_on == plan.ends_on
        yield from slack_can_be_used(plan)


def slack_can_be_used(plan: Plan) -> Iterator[str]:
    """Look whether a step that takes all its slack but a day longer leaves the end of the plan where it is."""
    people = {person.id: person for person in plan.people}
    for step in plan.steps:
        more, person = step.slack - 1, people[step.person]
        if more < 1 or person.absent or person.capacity % 60:
            continue
        hours = step.effort.likely + more * person.capacity // 60
        longer = attrs.evolve(step, effort=Effort(optimistic=hours, likely=hours, pessimistic=hours))
        steps = [longer if one is step else attrs.evolve(one, effort=flat(one)) for one in plan.steps]
        found = planning.forecast(attrs.evolve(plan, steps=tuple(steps)), seed=0, runs=1)
        assert found.on(50) == plan.ends_on
        yield "slack used"


# What it comes to.


def steps_flip_the_verdict(case: Case, draw: random.Random) -> Iterator[str]:
    """Every blocker is in one step; the last step makes it ready, and without any one step it is not."""
    plan, answer = case.plan(), case.answer()
    resolved = [blocker for step in plan.steps for blocker in step.resolves]
    assert Counter((*resolved, *plan.beyond)) == Counter(answer.blockers)
    assert all(step.resolves for step in plan.steps)
    passing = [name for step in plan.steps for name in step.passes]
    assert len(set(passing)) == len(passing)
    if not resolved and not plan.beyond:
        assert plan.outcome is PlanOutcome.NOTHING_TO_DO
        assert answer.verdict is Verdict.READY
        yield "nothing to do"
        return
    if plan.beyond:
        assert plan.outcome is PlanOutcome.FALLS_SHORT
        assert case.done(resolved, kept=plan.beyond[0]).verdict is not Verdict.READY
        yield "beyond the organization"
        return
    assert plan.outcome in (PlanOutcome.REACHES, PlanOutcome.LATE)
    end = case.done(resolved)
    assert end.verdict is Verdict.READY
    assert all(is_done(step, end) for step in plan.steps)
    last = plan.steps[-1]
    for left in (last, *draw.sample(plan.steps, min(3, len(plan.steps)))):
        rest = [blocker for blocker in resolved if blocker not in left.resolves]
        kept = draw.choice(left.resolves)
        found = case.done([*rest, kept], kept=kept)
        assert found.verdict is not Verdict.READY
        assert not is_done(left, found)
        yield left.purpose.value
        yield f"left {kept.kind.value}"
        if len(left.resolves) > 1:
            yield "several in one step"
    if len(plan.steps) > 1:
        first = plan.steps[: draw.randrange(1, len(plan.steps))]
        kept = last.resolves[0]
        part = case.done([*(blocker for step in first for blocker in step.resolves), kept], kept=kept)
        assert part.verdict is not Verdict.READY
        assert all(is_done(step, part) for step in first)
        yield "half-way"


def the_day_changes_nothing(case: Case, draw: random.Random) -> Iterator[str]:
    """Asking for an earlier day changes what is said about being late, and no step."""
    plan = case.plan(by=None)
    if plan.ends_on is None:
        yield "nothing to plan"
        return
    for by in (plan.ends_on, *(plan.ends_on - dt.timedelta(days=draw.randrange(-3, 30)) for _ in range(2))):
        asked = case.plan(by=by)
        same = attrs.evolve(asked, by=None, shortfall=None, outcome=plan.outcome)
        assert same == plan
        short = asked.shortfall
        assert (short is not None) is (by < plan.ends_on)
        if short is None:
            assert asked.outcome is plan.outcome
            yield "in time"
            continue
        assert asked.outcome is (PlanOutcome.FALLS_SHORT if plan.beyond else PlanOutcome.LATE)
        span = (plan.ends_on - by).days
        assert short.working_days == sum(
            plan.calendar.is_working_day(plan.ends_on - dt.timedelta(days=back))
            and plan.ends_on - dt.timedelta(days=back) >= plan.as_of
            for back in range(span)
        )
        work = sum(max(60 * step.effort.likely, 1) for step in plan.steps)
        assert 0 < short.work_after <= work
        yield "late"
        yield from more_people_help(asked, by)


def more_people_help(plan: Plan, by: dt.date) -> Iterator[str]:
    """Look whether people are said to help only where the longest chain alone is in time."""
    assert plan.shortfall is not None
    count = plan.shortfall.more_people
    if count is None:
        yield "people do not help"
        return
    assert plan.shortfall.chain_ends_on <= by
    yield "people help"


def what_is_left_open_passes(case: Case, _: random.Random) -> Iterator[str]:
    """With the steps left open as accepted minors and all others done it is ready, and no later than planned."""
    plan = case.plan(by=case.by or day(2))
    if plan.shortfall is None or not plan.shortfall.leave or plan.beyond:
        return
    short, left = plan.shortfall, [plan[name] for name in plan.shortfall.leave]
    assert short.leave_ends_on is not None
    assert plan.ends_on is not None
    assert short.leave_ends_on <= plan.ends_on
    rest = [blocker for step in plan.steps if step not in left for blocker in step.resolves]
    answer = attrs.evolve(case.answer(), blockers=tuple(rest))
    record, edition = mended(case.record, case.edition, answer, kept=None)
    assert case.answer(record, edition).verdict is not Verdict.READY
    open_ = tuple(
        finding(f"NC+{number}", RequirementRef.parse(blocker.subject), plan_accepted_on=ON)
        for number, blocker in enumerate(blocker for step in left for blocker in step.resolves)
    )
    record = attrs.evolve(record, findings=(*record.findings, *open_))
    assert case.answer(record, edition).verdict is Verdict.READY
    yield "left open"


# Always the same.


def input_order_does_not_show(case: Case, draw: random.Random) -> Iterator[str]:
    """The same record, edition and people in another order give the same bytes."""
    lists = [field.name for field in attrs.fields(Assessment) if isinstance(getattr(case.record, field.name), tuple)]
    turned: dict[str, Any] = {name: shuffled(getattr(case.record, name), draw) for name in lists if name != "editions"}
    plan = case.plan()
    other = case.plan(
        record=attrs.evolve(case.record, **turned),
        edition=attrs.evolve(case.edition, dependencies=shuffled(case.edition.dependencies, draw)),
        people=shuffled(case.people, draw),
        effort=shuffled(case.effort, draw),
    )
    assert documents.dumps(plan) == documents.dumps(other)
    assert documents.loads(documents.dumps(plan)) == plan
    if len(case.people) > 1 and len({step.person for step in plan.steps}) > 1:
        yield "several people"


def shuffled(items: tuple[Any, ...], draw: random.Random) -> tuple[Any, ...]:
    """Return the same in another order."""
    return tuple(draw.sample(items, len(items)))


def a_certain_forecast_is_the_plan(case: Case, draw: random.Random) -> Iterator[str]:
    """Where estimates do not vary every run is the plan; where they do, percentiles rise between the extremes."""
    plan = case.plan()
    if not plan.steps:
        yield "nothing to run through"
        return
    seed = draw.randrange(1000)
    certain = attrs.evolve(plan, steps=tuple(attrs.evolve(step, effort=flat(step)) for step in plan.steps))
    found = planning.forecast(certain, seed=seed, runs=3)
    assert {one.on for one in found.percentiles} == {plan.ends_on}
    assert all(one.correlation == 0 for one in found.drivers)
    assert {one.critical for one in found.drivers} <= {0, 3}
    if plan.by is not None and plan.ends_on is not None:
        assert found.in_time == (3 if plan.ends_on <= plan.by else 0)
    runs = planning.forecast(plan, seed=seed, runs=40)
    assert runs == planning.forecast(documents.loads(documents.dumps(plan)), seed=seed, runs=40)  # type: ignore[arg-type]  # it is a plan.
    days = [one.on for one in runs.percentiles]
    assert days == sorted(days)
    ends = [
        planning.forecast(
            attrs.evolve(plan, steps=tuple(attrs.evolve(step, effort=flat(step, name)) for step in plan.steps)),
            seed=0,
            runs=1,
        ).on(50)
        for name in ("optimistic", "pessimistic")
    ]
    assert ends[0] <= days[0]
    assert days[-1] <= ends[1]
    yield "certain"
    if days[0] < days[-1]:
        yield "spread"


def flat(step: Step, name: str = "likely") -> Effort:
    """Return one of three estimates, three times."""
    hours = getattr(step.effort, name)
    return Effort(optimistic=hours, likely=hours, pessimistic=hours)


def _witnesses() -> tuple[Case, ...]:
    """Return cases in which rare things occur."""
    whole = perfect(SMALL)
    partial = tuple(
        judgement(target, conformity=Conformity.NONCONFORMING, work_status=WorkStatus.PARTIAL, judged_on=day(-1))
        for target in (ref("8.1#a", SMALL), ref("8.1#b.1", SMALL), ref("9.1#1", SMALL))
    )
    owned = attrs.evolve(partial[0], role=Role.OWNER, judged_by="Olga", effort_left=3)
    over = tuple(attrs.evolve(one, on=min(one.on, day(-1))) for one in SMALL.milestones)
    audit = attrs.evolve(whole.audits[0], covers=())
    some = attrs.evolve(whole, judgements=(*whole.judgements, *partial), audits=(audit,))
    major = finding("NC-2", ref("8.1", SMALL), ref("9.1#1", SMALL), grade=FindingGrade.MAJOR)
    found = attrs.evolve(whole, findings=(major, attrs.evolve(major, id="NC-1", criteria=(ref("6.2", SMALL),))))
    nothing = empty(SMALL, units=UNITS)
    # A review waits for something that waits for a review: one activity that cannot be one step.
    between = linked(("9.3#b", "requires", "8.1#a"), ("8.1#a", "requires", "9.3#a"), ("8.1#b", "requires", "9.1"))
    known = attrs.evolve(nothing, complete=tuple(RecordList))
    away = (Period(first=day(2), last=day(4)),)
    two = (
        Person(id="a", name="Olga", capacity=120),
        Person(id="b", name="Bo", skills=("internal-auditor",), absent=away),
    )
    return (
        Case(whole),
        Case(some, people=two),
        Case(some, by=day(1)),
        Case(found, people=two[:1]),
        Case(nothing, between, people=two),
        Case(known, between),
        Case(known, between, Gate.STAGE_1),
        Case(attrs.evolve(whole, management_reviews=(), audits=()), gate=Gate.STAGE_1),
        Case(some, people=two[:1]),
        Case(attrs.evolve(whole, judgements=(*whole.judgements, owned)), people=two),
        Case(attrs.evolve(whole, audits=(audit,)), attrs.evolve(SMALL, milestones=over)),
        Case(whole, attrs.evolve(SMALL, milestones=over)),
        Case(nothing, calendar=Calendar(holidays=tuple(day(more) for more in range(5)))),
    )


# Bugs, each of which breaks a law.


def _forgetting(original: Any) -> Any:  # noqa: ANN401 - a function.
    def drafts(*args: Any) -> Any:  # noqa: ANN401 - as in the library.
        steps, beyond = original(*args)
        for step in steps:
            step.resolves = step.resolves[: max(1, len(step.resolves) - 1)]
        return steps, beyond

    return drafts


def _unreduced(original: Any) -> Any:  # noqa: ANN401 - a function.
    def reduced(self: Any) -> Any:  # noqa: ANN401 - as in the library.
        original(self)
        return [dict.fromkeys(before, (WaitBasis.PRACTICE, "")) for before in self._before]

    return reduced


def _at_once(original: Any) -> Any:  # noqa: ANN401 - a function.
    def replay(tasks: Any, axes: Any, placed: Any, minutes: Any) -> Any:  # noqa: ANN401 - as in the library.
        found = list(original(tasks, axes, placed, minutes))
        for number, one in enumerate(found):
            ready = max((found[other].end for other in tasks[number].after), default=0)
            start = axes[one.worker].worked(ready)
            ends = axes[one.worker].ends(start + minutes[number])
            found[number] = attrs.evolve(one, start=axes[one.worker].at(start), end=ends)
        return tuple(found)

    return replay


def _always_there(original: Any) -> Any:  # noqa: ANN401 - a function.
    return lambda self, person: original(self, attrs.evolve(person, absent=()))


def _a_day_more(original: Any) -> Any:  # noqa: ANN401 - a function.
    def shortfall(*args: Any) -> Any:  # noqa: ANN401 - as in the library.
        found = original(*args)
        return attrs.evolve(found, working_days=found.working_days + 1)

    return shortfall


def _later(original: Any) -> Any:  # noqa: ANN401 - a function.
    return lambda *args: tuple((start, end + 480) for start, end in original(*args))


# Holding.


def _law(name: str, check: Check, interesting: tuple[str, ...], bugs: dict[str, Patch], examples: int) -> Law[Any]:
    """Return a law of what a check tells of a case and of choices that can be made again."""

    def counted(case: tuple[Case, int], seen: Seen) -> None:
        seen.update(set(check(case[0], random.Random(case[1]))))  # noqa: S311 - no secret.

    return Law(
        name=name,
        cases=st.tuples(cases(), st.integers(0, 10**6)),
        check=counted,
        interesting=interesting,
        bugs=bugs,
        witnesses=tuple((case, 1) for case in _witnesses()),
        examples=examples,
        noticed=(AssertionError, LookupError, ValueError),
    )


def _unsorted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take people in the order in which they come."""
    monkeypatch.setattr(planning, "sorted", lambda items, **_: list(items), raising=False)


LAWS = (
    _law(
        "order",
        order_respects_edges,
        ("one leans on another", "waits by requires", "waits by practice", "a step taken apart"),
        {
            "the graph is not asked": replaced(_steps, "_order_by_graph", lambda _: lambda *_: None),
            "what follows is said again": replaced(_steps._Order, "reduced", _unreduced),
        },
        16,
    ),
    _law(
        "capacity",
        capacity_is_kept,
        ("somebody is away", "a full window", "begins on a day off"),
        {
            "absences are forgotten": replaced(_days.Days, "worker", _always_there),
            "two things at once": replaced(_scheduling, "replay", _at_once),
        },
        12,
    ),
    _law(
        "people",
        steps_go_to_whom_they_may,
        ("the owner does it", "it takes a skill", "somebody is to be found"),
        {"anybody audits": replaced(planning, "_eligible", lambda _: lambda _, people, __: tuple(range(len(people))))},
        8,
    ),
    _law(
        "slack",
        slack_is_what_it_says,
        ("critical", "slack", "slack used"),
        {"there is more room than there is": replaced(planning, "latest", _later)},
        10,
    ),
    _law(
        "flips",
        steps_flip_the_verdict,
        (
            "mend",
            "find-out",
            "left fact",
            "left entry",
            "several in one step",
            "half-way",
            "nothing to do",
            "beyond the organization",
        ),
        {
            "a blocker is forgotten": replaced(planning, "drafts", _forgetting),
            "what was begun is done": replaced(planning, "_holds_up", lambda _: lambda *_: False),
        },
        8,
    ),
    _law(
        "day",
        the_day_changes_nothing,
        ("in time", "late", "people help", "people do not help", "nothing to plan"),
        {"late by one day more": replaced(planning, "_shortfall", _a_day_more)},
        8,
    ),
    _law(
        "left open",
        what_is_left_open_passes,
        ("left open",),
        {
            "anything may stay open": replaced(
                planning, "_may_stay_open", lambda _: lambda steps, _: {step.id: True for step in steps}
            ),
            "minors are on their way": replaced(planning, "_as_minor", lambda _: lambda _: "planned"),
        },
        12,
    ),
    _law(
        "input order",
        input_order_does_not_show,
        ("several people",),
        {"the order of people shows": _unsorted},
        10,
    ),
    _law(
        "forecast",
        a_certain_forecast_is_the_plan,
        ("certain", "spread", "nothing to run through"),
        {
            "the worst always happens": replaced(
                _forecast, "_triangular", lambda _: lambda effort, _: 60 * effort.pessimistic + 60
            ),
            "nobody keeps the seed": replaced(
                _forecast, "_triangular", lambda original: lambda effort, _: original(effort, random.getrandbits(53))
            ),
        },
        10,
    ),
)


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_law_holds(law: Law[Any]) -> None:
    """Each law holds on drawn records, people and editions, and met everything that it is about."""
    hold(law)


@pytest.mark.parametrize(("law", "bug"), seeded(LAWS))
def test_law_fails_on_a_bug(law: Law[Any], bug: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each law notices a bug of the kind that it is there for."""
    bug(monkeypatch)
    assert fails(law)
