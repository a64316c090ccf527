# SPDX-License-Identifier: Apache-2.0
"""The least work, in an order that holds, to reach a gate: who does what, from when to when, and how sure that is.

The blockers of :func:`isomodel.readiness.evaluate` are all that has to be done and nothing that has not; a table of
activities says what is done about each, and which of them are one piece of work. The graph says what comes before
what. A plan is done when :func:`evaluate` says *ready*, never because a list is ticked off: see :func:`is_done`.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import TypeVar

import attrs

from isomodel.assessment import Assessment, current_names, edition_for
from isomodel.identifiers import StandardRef
from isomodel.model import StandardEdition
from isomodel.planning._days import BeyondHorizonError, Days
from isomodel.planning._export import draw, draw_gantt, to_mermaid, to_mermaid_gantt
from isomodel.planning._forecast import PERCENTILES, forecast, minutes_of
from isomodel.planning._nouns import (
    LIMITS,
    Activity,
    ActivityTable,
    Calendar,
    Driver,
    Effort,
    Forecast,
    Mender,
    Percentile,
    Person,
    Plan,
    PlanOutcome,
    Purpose,
    Resources,
    Sharing,
    Shortfall,
    Step,
    Wait,
    WaitBasis,
    Weekday,
)
from isomodel.planning._people import read_people
from isomodel.planning._scheduling import Axis, Placed, Task, Worker, bound, chain, latest, replay, schedule
from isomodel.planning._steps import Draft, drafts, efforts
from isomodel.policy import Policy
from isomodel.readiness import (
    Blocker,
    BlockerKind,
    FindingState,
    Gate,
    Outcome,
    Readiness,
    RuleReads,
    UnitReadiness,
    Verdict,
    evaluate,
    truth_table,
)
from isomodel.serialization import parse, structure

__all__ = [
    "LIMITS",
    "PERCENTILES",
    "Activity",
    "ActivityTable",
    "BeyondHorizonError",
    "Calendar",
    "Driver",
    "Effort",
    "Forecast",
    "Mender",
    "Percentile",
    "Person",
    "Plan",
    "PlanOutcome",
    "Purpose",
    "Resources",
    "Sharing",
    "Shortfall",
    "Step",
    "Wait",
    "WaitBasis",
    "Weekday",
    "activity_table",
    "default_practice",
    "draw",
    "draw_gantt",
    "forecast",
    "is_done",
    "plan",
    "read_people",
    "to_mermaid",
    "to_mermaid_gantt",
]


def plan(  # noqa: PLR0913 - the question has this many parts, most of them by name and with a usual answer.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    standard: StandardRef | str,
    gate: Gate | str,
    on: dt.date,
    by: dt.date | None = None,
    people: Iterable[Person] = (),
    effort: Mapping[str, Effort] | None = None,
    calendar: Calendar | None = None,
    policy: Policy | None = None,
    practice: Policy | None = None,
    activities: ActivityTable | None = None,
) -> Plan:
    """Give the least work that makes an organization ready for an audit, in an order that holds, with people and days.

    Steps come from the blockers of the answer on the day: no step can be left out. A step goes to the owner of the
    matter where that is one of the people, else to whoever has the skill and can end it first. The schedule is as short
    as a bounded search finds it, and the plan says how far from the shortest it is at most. More people or a longer day
    usually help; as in every schedule made from lists, it can happen that they do not, and nothing here promises it.
    ``by`` changes no step and no day, only what is said about being late.

    Args:
        assessment: The organization's record.
        editions: The content of the editions, as :func:`isomodel.catalogue.load_for` gives it.
        standard: The edition asked about.
        gate: The audit asked about.
        on: The day of the record; work begins on it or on the first working day after.
        by: The day by which it is to be done.
        people: Who can be given steps; one who can do everything where nobody is given.
        effort: Estimates that take precedence: by step, requirement, control or fact before what the record estimates,
            by activity after it.
        calendar: On which days work is done; Monday to Friday where left out.
        policy: The numbers the verdict is computed with; those of :func:`isomodel.readiness.default_policy`.
        practice: The numbers of planning; :func:`default_practice` where left out.
        activities: What is done about blockers; :func:`activity_table` where left out.

    Raises:
        EditionMismatchError: The assessment is not against that very edition, or its content was not given.
        IdentifierError: The standard is not a reference.
        UnknownNameError: There is no such gate, a policy lacks a parameter, or an effort is for nothing there is.
        NotADayError: The day is not a plain date.
        InvariantError: A person is there twice.
        BeyondHorizonError: The plan would not end within a hundred years.
    """
    given = tuple(editions)
    numbers = practice if practice is not None else default_practice()
    table = activities if activities is not None else activity_table()
    answer = evaluate(assessment, given, standard=standard, gate=gate, on=on, policy=policy)
    edition = edition_for(assessment, given, answer.standard)
    record = current_names(assessment, (edition,))
    steps, beyond = drafts(record, edition, answer, table)
    sizes = efforts(steps, effort or {}, record, answer, table, numbers)
    team = Resources(people=tuple(sorted(people, key=lambda person: person.id))).people
    bench = _Bench.of(steps, sizes, team, Days(calendar or Calendar(), on), numbers)
    ends_on = bench.day(bench.end) if steps else None
    short = None
    if by is not None and ends_on is not None and ends_on > by:
        short = _shortfall(bench, by, numbers, _may_stay_open(steps, answer))
    return Plan(
        standard=answer.standard,
        organization=answer.organization,
        gate=answer.gate,
        as_of=on,
        by=by,
        verdict=answer.verdict,
        outcome=_outcome(answer, beyond, short),
        steps=_scheduled(bench, answer),
        beyond=beyond,
        arising=_arising(assessment, given, answer, ends_on, policy),
        ends_on=ends_on,
        length=bench.end,
        least_length=bench.least,
        least_ends_on=bench.day(bench.least) if steps else None,
        shortfall=short,
        people=tuple(sorted({bench.people[one.worker] for one in bench.placed}, key=lambda person: person.id)),
        to_be_found=tuple(
            person.id for number, person in enumerate(bench.people) if number in bench.found and bench.busy(number)
        ),
        calendar=calendar or Calendar(),
        practice=f"{numbers.id} {numbers.version}",
        policy=answer.policy,
    )


def is_done(step: Step, answer: Readiness) -> bool:
    """Say whether a later answer about the same standard and gate shows that a step is done.

    It is done when nothing it resolves holds up a rule any more; who ticked it off, and whether more was done than it
    asks for, does not matter.

    Raises:
        UnknownNameError: The answer has no rule or fact that the step is about: it answers another question.
    """
    return not any(_holds_up(blocker, answer) for blocker in step.resolves)


def _holds_up(blocker: Blocker, answer: Readiness) -> bool:
    for rule in map(answer.rule, blocker.rules):
        if blocker.kind is BlockerKind.ENTRY:
            if blocker.subject in {str(ref) for ref in (*rule.failing, *rule.open)}:
                return True
        elif any(
            blocker.subject in group and all(answer.fact(name).outcome is not Outcome.PASSED for name in group)
            for group in rule.needs
        ):
            return True
    return False


@functools.cache
def activity_table() -> ActivityTable:
    """Return what is done about blockers, which of them are one step, and how much work that usually is."""
    return _read("activities.json", ActivityTable)


@functools.cache
def default_practice() -> Policy:
    """Return the numbers that plans are made with where nobody gives others; each names its source."""
    return _read("policy.json", Policy)


T = TypeVar("T")


def _read(name: str, cls: type[T]) -> T:
    data = resources.files(__name__).joinpath(name).read_bytes()
    return structure(parse(data, name=name), cls)


# Who does what when.


@attrs.frozen
class _Bench:
    """Steps and people in their places, on an axis of minutes."""

    steps: tuple[Draft, ...]
    sizes: tuple[Effort, ...]
    people: tuple[Person, ...]
    found: frozenset[int]
    days: Days
    length: int
    workers: tuple[Worker, ...]
    axes: tuple[Axis, ...]
    tasks: tuple[Task, ...]
    placed: tuple[Placed, ...]
    end: int
    least: int

    @classmethod
    def of(
        cls, steps: Sequence[Draft], sizes: Sequence[Effort], team: Sequence[Person], days: Days, numbers: Policy
    ) -> _Bench:
        """Give every step to somebody, for some days."""
        people = list(team)
        skills = sorted({step.activity.skill for step in steps if step.activity.skill is not None})
        if not people:
            everything = Person(id="anyone", name="anyone", capacity=numbers["minutes-a-day"], skills=tuple(skills))
            people = [everything]
        known = {person.id for person in people}
        for skill in skills:
            if not any(skill in person.skills for person in people):
                name = next(
                    name
                    for name in itertools.chain((skill,), (f"{skill} {number}" for number in itertools.count(2)))
                    if name not in known
                )
                known.add(name)
                people.append(Person(id=name, name=name, capacity=numbers["minutes-a-day"], skills=(skill,)))
        found = frozenset(range(len(team) or 1, len(people)))
        order = sorted(range(len(steps)), key=lambda number: steps[number].id)
        # The order of the blockers is the record's; that of the names is nobody's, so that ties never depend on either.
        rank = {number: place for place, number in enumerate(order)}
        tasks = tuple(
            Task(
                minutes=minutes_of(sizes[number].likely),
                eligible=_eligible(steps[number], people, found),
                after=tuple(sorted(rank[other] for other in steps[number].after)),
            )
            for number in order
        )
        workers = tuple(days.worker(person) for person in people)
        length = max(numbers["minutes-a-day"], *(worker.capacity for worker in workers))
        placed = schedule(tasks, workers, length, placements=numbers["search-placements"])
        return cls(
            steps=tuple(steps[number] for number in order),
            sizes=tuple(sizes[number] for number in order),
            people=tuple(people),
            found=found,
            days=days,
            length=length,
            workers=workers,
            axes=tuple(Axis(worker, length) for worker in workers),
            tasks=tasks,
            placed=placed,
            end=max((one.end for one in placed), default=0),
            least=bound(tasks, workers, length),
        )

    def day(self, minute: int) -> dt.date:
        """Return the day of the minute before one."""
        return self.days.day((minute - 1) // self.length)

    def busy(self, number: int) -> bool:
        """Say whether somebody has a step."""
        return any(one.worker == number for one in self.placed)


def _eligible(step: Draft, people: Sequence[Person], found: frozenset[int]) -> tuple[int, ...]:
    """List who can do a step: the owner where that is one of the people, else everybody with the skill."""
    skill = step.activity.skill
    able = [
        number
        for number, person in enumerate(people)
        if (skill in person.skills if skill is not None else number not in found)
    ]
    owner = step.owner
    own = [number for number in able if owner is not None and owner in (people[number].name, people[number].id)]
    return tuple(own or able)


def _scheduled(bench: _Bench, answer: Readiness) -> tuple[Step, ...]:
    late = latest(bench.tasks, bench.axes, bench.placed)
    waves: dict[int, int] = {}
    before: dict[int, list[int]] = {}
    in_turn = sorted(range(len(bench.steps)), key=lambda one: (bench.placed[one].start, bench.placed[one].end, one))
    for number in in_turn:
        waves[number] = 1 + max((waves[other] for other in bench.tasks[number].after), default=0)
        for other in bench.tasks[number].after:
            before.setdefault(other, []).append(number)
    passing = _passing([bench.steps[number] for number in in_turn], answer)
    made = []
    for number in in_turn:
        step, placed, (start, end) = bench.steps[number], bench.placed[number], late[number]
        made.append(
            Step(
                id=step.id,
                activity=step.activity.id,
                title=step.title,
                purpose=step.purpose,
                resolves=step.resolves,
                record=step.activity.record,
                passes=passing[step.id],
                after=tuple(sorted(step.after.values(), key=lambda wait: wait.step)),
                before=tuple(sorted(bench.steps[other].id for other in before.get(number, ()))),
                wave=waves[number],
                owner=step.owner,
                skill=step.activity.skill,
                person=bench.people[placed.worker].id,
                effort=bench.sizes[number],
                starts_on=bench.day(placed.start + 1),
                ends_on=bench.day(placed.end),
                latest_start_on=bench.day(start + 1),
                latest_end_on=bench.day(end),
                slack=(end - 1) // bench.length - (placed.end - 1) // bench.length,
            )
        )
    return tuple(made)


def _passing(steps: Sequence[Draft], answer: Readiness) -> dict[str, tuple[str, ...]]:
    """Return for each step the rules that nothing holds up any more once it and all before it are done."""
    last: dict[str, str] = {}
    planned = {blocker.subject for step in steps for blocker in step.resolves}
    for step in steps:
        for blocker in step.resolves:
            last.update(dict.fromkeys(blocker.rules, step.id))
    stuck = {name for blocker in answer.blockers if blocker.subject not in planned for name in blocker.rules}
    return {
        step.id: tuple(rule.id for rule in answer.rules if last.get(rule.id) == step.id and rule.id not in stuck)
        for step in steps
    }


def _outcome(answer: Readiness, beyond: Sequence[Blocker], short: Shortfall | None) -> PlanOutcome:
    if answer.verdict is Verdict.READY:
        return PlanOutcome.NOTHING_TO_DO
    if beyond:
        return PlanOutcome.FALLS_SHORT
    return PlanOutcome.LATE if short is not None else PlanOutcome.REACHES


def _arising(
    assessment: Assessment,
    editions: Sequence[StandardEdition],
    answer: Readiness,
    ends_on: dt.date | None,
    policy: Policy | None,
) -> tuple[Blocker, ...]:
    """List what blocks on the day the plan ends, with the record as it is, and does not block today."""
    if ends_on is None or answer.next_change is None or ends_on < answer.next_change.on:
        return ()
    later = evaluate(assessment, editions, standard=answer.standard, gate=answer.gate, on=ends_on, policy=policy)
    known = {blocker.subject for blocker in answer.blockers}
    return tuple(blocker for blocker in later.blockers if blocker.subject not in known)


# What would help.


def _may_stay_open(steps: Iterable[Draft], answer: Readiness) -> dict[str, bool]:
    """Say whether the gate lets all that a step resolves stay open as a minor nonconformity with an accepted plan."""
    entries = {str(entry.ref): entry for entry in answer.entries}

    def may(blocker: Blocker) -> bool:
        if blocker.kind is not BlockerKind.ENTRY:
            return False
        rules = [answer.rule(name) for name in blocker.rules]
        buckets = {_as_minor(unit) for unit in entries[blocker.subject].units}
        return all(rule.reads is RuleReads.BUCKET and buckets.issubset(rule.passes) for rule in rules)

    return {step.id: all(may(blocker) for blocker in step.resolves) for step in steps}


def _as_minor(unit: UnitReadiness) -> str:
    """Return the bucket something would be in with a minor nonconformity whose plan is accepted; a major stays one."""
    if unit.axes.finding is FindingState.MAJOR:
        return unit.bucket.value
    axes = attrs.evolve(unit.axes, finding=FindingState.MINOR_PLANNED)
    return truth_table().row(axes).bucket.value


def _shortfall(bench: _Bench, by: dt.date, numbers: Policy, may: Mapping[str, bool]) -> Shortfall:
    last = bench.days.until(by) * bench.length
    after = 0
    for task, placed in zip(bench.tasks, bench.placed, strict=True):
        axis = bench.axes[placed.worker]
        after += task.minutes - min(max(axis.worked(last) - axis.worked(placed.start), 0), task.minutes)
    leave, end = _left_open(bench, last, minutes_of(numbers["minor-plan"]), may)
    more, chain_end = _more_people(bench, last, numbers)
    return Shortfall(
        working_days=(bench.end - 1) // bench.length + 1 - bench.days.until(by),
        work_after=after,
        chain_ends_on=bench.day(chain_end),
        more_people=more,
        leave=leave,
        leave_ends_on=bench.day(end) if leave else None,
    )


def _left_open(bench: _Bench, last: int, instead: int, may: Mapping[str, bool]) -> tuple[tuple[str, ...], int]:
    """Leave open the longest step that moves the end until it is in time; then do again what did not help."""
    tasks, placed = list(bench.tasks), bench.placed
    left: list[int] = []

    def end_with(some: Sequence[Task]) -> tuple[tuple[Placed, ...], int]:
        found = replay(some, bench.axes, bench.placed, [task.minutes for task in some])
        return found, max(one.end for one in found)

    end = bench.end
    while end > last:
        late = latest(tasks, bench.axes, placed)
        helping = [
            number
            for number, task in enumerate(tasks)
            if may[bench.steps[number].id] and task.minutes > instead and late[number][1] == placed[number].end
        ]
        if not helping:
            break
        number = max(helping, key=lambda one: (tasks[one].minutes, -one))
        tasks[number] = attrs.evolve(tasks[number], minutes=instead)
        left.append(number)
        placed, end = end_with(tasks)
    # What only saves hours of a last day is done after all.
    last_day = max(end, last) - 1
    for number in reversed(left):
        trial = [*tasks[:number], bench.tasks[number], *tasks[number + 1 :]]
        if (end_with(trial)[1] - 1) // bench.length <= last_day // bench.length:
            tasks = trial
    left = [number for number in left if tasks[number] != bench.tasks[number]]
    return tuple(sorted(bench.steps[number].id for number in left)), end_with(tasks)[1]


def _more_people(bench: _Bench, last: int, numbers: Policy) -> tuple[int | None, int]:
    """Return how many more people would do, None where as many as are tried do not, and the end with any number."""
    capacity = numbers["minutes-a-day"]
    helper = Worker(capacity=capacity)

    def with_more(count: int) -> tuple[list[Task], list[Worker]]:
        added = tuple(range(len(bench.workers), len(bench.workers) + count))
        tasks = [attrs.evolve(task, eligible=(*task.eligible, *added)) for task in bench.tasks]
        return tasks, [*bench.workers, *(helper for _ in added)]

    tasks, workers = with_more(1)
    chain_end = chain(tasks, workers, bench.length)
    if chain_end > last:
        return None, chain_end
    for count in range(1, numbers["most-added-people"] + 1):
        tasks, workers = with_more(count)
        placed = schedule(tasks, workers, bench.length, placements=0)
        if max(one.end for one in placed) <= last:
            return count, chain_end
    return None, chain_end
