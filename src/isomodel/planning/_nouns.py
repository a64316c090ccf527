# SPDX-License-Identifier: Apache-2.0
"""The nouns of planning: what goes in, the table of activities, and what a plan and a forecast are made of.

Work is given in whole hours and planned in minutes; days are working days of the calendar. Everything is a frozen
value, and a plan that contradicts itself is refused.
"""

from __future__ import annotations

import datetime as dt
import enum
import html
from collections import Counter
from collections.abc import Iterable

import attrs

from isomodel.errors import InvariantError, UnknownNameError, nearest
from isomodel.evidence import Period
from isomodel.identifiers import StandardRef
from isomodel.model import DocumentedInformation, Extensions, Topic
from isomodel.readiness import (
    Blocker,
    Bucket,
    EntryKind,
    EvidenceState,
    FindingState,
    Gate,
    Outcome,
    StandingConformity,
    Verdict,
)
from isomodel.text import printable, shortened

__all__ = [
    "LIMITS",
    "Activity",
    "ActivityTable",
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
]

LIMITS = (
    "This is a plan computed from the organization's own record and from estimates; it promises no decision.",
    "Each step is done by one person without a break but nights, days off and absences.",
)
"""What every rendering of a plan says about itself."""


class Weekday(enum.Enum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_WEEK = tuple(Weekday)


@attrs.frozen(kw_only=True)
class Calendar:
    """On which days work is done.

    Attributes:
        working_days: The days of the week; at least one.
        holidays: Days on which nobody works.
    """

    working_days: tuple[Weekday, ...] = _WEEK[:5]
    holidays: tuple[dt.date, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a week without work."""
        if not self.working_days:
            raise InvariantError("Calendar", "working_days", "none", "at least one day of the week")

    def is_working_day(self, day: dt.date) -> bool:
        """Say whether work is done on a day."""
        return _WEEK[day.weekday()] in self.working_days and day not in self.holidays


MINUTES_A_DAY = 1440


def _check_capacity(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int or not 1 <= value <= MINUTES_A_DAY:
        raise InvariantError(
            type(instance).__name__, attribute.name, repr(value), f"whole minutes a day, 1 to {MINUTES_A_DAY}"
        )


@attrs.frozen(kw_only=True)
class Person:
    """Somebody who can be given steps.

    Attributes:
        id: Their identifier, stable.
        name: What they are called; a step goes to the owner of the matter where this is the name the record gives.
        capacity: Minutes a working day that they have for the plan.
        skills: What they can do that not everybody can, in the words of the table of activities.
        absent: When they do not work.
    """

    id: str
    name: str
    capacity: int = attrs.field(
        default=480, validator=_check_capacity, metadata={"schema": {"minimum": 1, "maximum": MINUTES_A_DAY}}
    )
    skills: tuple[str, ...] = ()
    absent: tuple[Period, ...] = ()


MOST_HOURS = 100_000


def _check_hours(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int or not 0 <= value <= MOST_HOURS:
        raise InvariantError(type(instance).__name__, attribute.name, repr(value), f"whole hours, 0 to {MOST_HOURS}")


_HOURS = {"schema": {"minimum": 0, "maximum": MOST_HOURS}}


@attrs.frozen(kw_only=True)
class Effort:
    """A three-point estimate of work, in hours of one person.

    Attributes:
        optimistic: If all goes well.
        likely: What is planned with.
        pessimistic: If little goes well.
    """

    optimistic: int = attrs.field(validator=_check_hours, metadata=_HOURS)
    likely: int = attrs.field(validator=_check_hours, metadata=_HOURS)
    pessimistic: int = attrs.field(validator=_check_hours, metadata=_HOURS)

    def __attrs_post_init__(self) -> None:
        """Refuse estimates that are not in order."""
        if not self.optimistic <= self.likely <= self.pessimistic:
            found = f"{self.optimistic}, {self.likely}, {self.pessimistic}"
            raise InvariantError("Effort", "likely", found, "optimistic, likely and pessimistic rising")

    def __str__(self) -> str:
        """Print the three hours."""
        return f"{self.optimistic}/{self.likely}/{self.pessimistic} h"


def _once(noun: str, field: str, names: Iterable[str]) -> None:
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise InvariantError(noun, field, f"{printable(twice)} twice", "each once")


@attrs.frozen(kw_only=True)
class Resources:
    """Who works on a plan, and when: the document that is kept beside an assessment.

    Attributes:
        people: Who can be given steps, each once.
        calendar: On which days work is done.
        extensions: Data of other programs.
    """

    people: tuple[Person, ...] = ()
    calendar: Calendar = attrs.field(factory=Calendar)
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a person who is there twice."""
        _once("Resources", "people", (person.id for person in self.people))


# The table of activities.


class Sharing(enum.Enum):
    """Which blockers of an activity one step resolves."""

    ONE = "one"
    """All of them."""
    FINDING = "finding"
    """Those that the same open nonconformity holds up."""
    EVIDENCE = "evidence"
    """Those that rest on the same item of evidence."""
    JUDGEMENT = "judgement"
    """Those that one judgement about a clause above estimates together; else each on its own."""
    EACH = "each"
    """Each on its own."""


class Mender(enum.Enum):
    """Whose work it is."""

    ORGANIZATION = "organization"
    OTHERS = "others"
    """Nothing in the organization's own record can mend it; it is told, not planned."""


@attrs.frozen(kw_only=True)
class Activity:
    """One row of the table: what is done about a blocker; for an entry the first row that fits decides.

    Attributes:
        id: Its name, kebab-case.
        title: What is done, as an order; ``{}`` stands for what it is done to.
        mender: Whose work it is.
        facts: The facts it settles; ``*`` for those that no other row names.
        outcomes: Only facts with these outcomes; none means any.
        over: The kinds of entry it can settle; none where it is about facts only.
        topics: Only entries of these topics; none means any.
        documented_information: Only entries that ask for these kinds; none means any.
        buckets: Only entries in these buckets; none means any.
        findings: Only entries with such an open nonconformity; none means any.
        evidence: Only entries whose evidence comes to this; none means any.
        conformity: Only entries whose judgements come to this; none means any.
        sharing: Which of its blockers one step resolves.
        skill: What not everybody can; absent where anybody will do.
        effort: How much work one step is, where the record does not estimate it.
        record: What the record holds when it is done.
        after: The activities whose steps come before, unless the graph says otherwise.
        reason: Why these belong together, or why in this order.
        citation: What the row rests on; ``practice`` where no document says so.
    """

    id: str
    title: str
    mender: Mender = Mender.ORGANIZATION
    facts: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    over: tuple[EntryKind, ...] = ()
    topics: tuple[Topic, ...] = ()
    documented_information: tuple[DocumentedInformation, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    findings: tuple[FindingState, ...] = ()
    evidence: tuple[EvidenceState, ...] = ()
    conformity: tuple[StandingConformity, ...] = ()
    sharing: Sharing
    skill: str | None = None
    effort: Effort
    record: str
    after: tuple[str, ...] = ()
    reason: str
    citation: str


@attrs.frozen(kw_only=True)
class ActivityTable:
    """What is done about blockers, with how much work that usually is.

    Attributes:
        licence: SPDX identifier.
        activities: The rows, in order, each name once.
        extensions: Data of other programs.
    """

    licence: str
    activities: tuple[Activity, ...]
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a name that stands twice."""
        _once("ActivityTable", "activities", (one.id for one in self.activities))

    def __getitem__(self, name: str) -> Activity:
        """Return an activity; raises UnknownNameError with the nearest name."""
        for activity in self.activities:
            if activity.id == name:
                return activity
        raise UnknownNameError("activity", name, nearest(name, (one.id for one in self.activities)))


# The plan.


class Purpose(enum.Enum):
    """What a step is for."""

    MEND = "mend"
    """Something is known to fail."""
    FIND_OUT = "find-out"
    """Nothing is known to fail; the record does not tell, and the work may turn out to be done already."""


class WaitBasis(enum.Enum):
    """Why a step waits for another."""

    REQUIRES = "requires"
    """The graph: what it is about leans on what the other is about."""
    PRACTICE = "practice"
    """The table of activities."""


@attrs.frozen(kw_only=True)
class Wait:
    """A step that has to be done before.

    Attributes:
        step: Its id.
        basis: Why it has to be.
        reason: In words.
    """

    step: str
    basis: WaitBasis
    reason: str


@attrs.frozen(kw_only=True)
class Step:
    """One piece of work of a plan.

    Attributes:
        id: Its name in the plan: the activity and what it is done to.
        activity: The row of the table of activities.
        title: What is done.
        purpose: What it is for.
        resolves: The blockers that are gone when it is done; at least one.
        record: What the record holds when it is done.
        passes: The rules of the gate that pass with it, when all before it in the plan is done.
        after: The steps it waits for; what follows from these is left out.
        before: The steps that wait for it directly.
        wave: The number of steps in the longest chain that ends with it.
        owner: Who answers for the matter, where the record says.
        skill: What it takes that not everybody can.
        person: Id of the person who does it.
        effort: How much work it is.
        starts_on: The day it begins.
        ends_on: The day it is done.
        latest_start_on: The day it may begin without moving the end of the plan, everybody's order kept.
        latest_end_on: The day it has to be done by for that.
        slack: Working days between the two ends; at 0 a day of delay moves the end of the plan.
    """

    id: str
    activity: str
    title: str
    purpose: Purpose
    resolves: tuple[Blocker, ...]
    record: str
    passes: tuple[str, ...] = ()
    after: tuple[Wait, ...] = ()
    before: tuple[str, ...] = ()
    wave: int
    owner: str | None = None
    skill: str | None = None
    person: str
    effort: Effort
    starts_on: dt.date
    ends_on: dt.date
    latest_start_on: dt.date
    latest_end_on: dt.date
    slack: int

    @property
    def critical(self) -> bool:
        """Whether it is on the critical path: a day of delay moves the end of the plan."""
        return not self.slack


class PlanOutcome(enum.Enum):
    """What a plan comes to."""

    NOTHING_TO_DO = "nothing-to-do"
    """The organization is ready already."""
    REACHES = "reaches"
    """The last step makes it ready; no day was given, or it is kept."""
    LATE = "late"
    """The last step makes it ready, after the day that was given."""
    FALLS_SHORT = "falls-short"
    """Something stays in the way that the organization cannot mend."""


@attrs.frozen(kw_only=True)
class Shortfall:
    """By how much a plan misses its day, and what would help.

    Attributes:
        working_days: Working days from the day that was given to the end of the plan.
        work_after: Minutes of work that are planned after that day.
        chain_ends_on: The day on which the longest chain of steps ends with somebody free for each: no number of people
            makes it earlier.
        more_people: How many more people, each with every skill and a usual working day, would make it; absent where
            as many as are tried do not.
        leave: Steps to leave open as a minor nonconformity with an accepted plan, which the gate lets pass; as many as
            help.
        leave_ends_on: The day the plan would end then; absent where there is nothing to leave.
    """

    working_days: int
    work_after: int
    chain_ends_on: dt.date
    more_people: int | None = None
    leave: tuple[str, ...] = ()
    leave_ends_on: dt.date | None = None


_SHOWN = 40
_WIDTH = 118


@attrs.frozen(kw_only=True, repr=False)
class Plan:
    """The least work that makes an organization ready for an audit, in an order that holds, with people and days.

    Attributes:
        standard: The edition.
        organization: Whose plan it is.
        gate: The audit.
        as_of: The day of the record; work begins on it or on the first working day after.
        by: The day by which it was to be done; absent where none was given.
        verdict: The answer on that day.
        outcome: What the plan comes to.
        steps: What is to be done, in the order in which it begins; each waits only for earlier ones.
        beyond: Blockers that the organization cannot mend; not planned.
        arising: Blockers that time alone adds until the end of the plan; not planned, and worth looking at.
        ends_on: The day the last step is done; absent where there is none.
        length: Minutes from begin to end on an axis of working days, each as long as anybody's longest.
        least_length: A length that no plan of these steps and people can go below.
        least_ends_on: The day that belongs to it.
        shortfall: By how much it misses its day; absent where it does not.
        people: Who has steps; where nobody was given, one who can do everything, and for a skill that nobody has one
            who is still to be found.
        to_be_found: Those of them who are still to be found.
        calendar: On which days work is done.
        practice: Name and version of the numbers it was planned with.
        policy: Name and version of the policy of the verdict.
        limits: What the plan is not.
        extensions: Data of other programs.
    """

    standard: StandardRef
    organization: str
    gate: Gate
    as_of: dt.date
    by: dt.date | None = None
    verdict: Verdict
    outcome: PlanOutcome
    steps: tuple[Step, ...] = ()
    beyond: tuple[Blocker, ...] = ()
    arising: tuple[Blocker, ...] = ()
    ends_on: dt.date | None = None
    length: int = 0
    least_length: int = 0
    least_ends_on: dt.date | None = None
    shortfall: Shortfall | None = None
    people: tuple[Person, ...] = ()
    to_be_found: tuple[str, ...] = ()
    calendar: Calendar = attrs.field(factory=Calendar)
    practice: str
    policy: str
    limits: tuple[str, ...] = LIMITS
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse steps that are there twice, wait for later ones or are given to nobody, and a least that is none."""
        if self.ends_on != self.least_ends_on and not 1 <= self.least_length <= self.length:
            found = f"{self.least_length} of {self.length}"
            raise InvariantError("Plan", "least_length", found, "1 to the length of the plan")
        _once("Plan", "people", (person.id for person in self.people))
        known = {person.id for person in self.people}
        done: set[str] = set()
        for step in self.steps:
            if step.id in done:
                raise InvariantError("Plan", "steps", f"{printable(step.id)} twice", "each step once")
            if step.person not in known:
                raise InvariantError("Plan", "steps", f"{printable(step.person)} as person", "one of the plan's people")
            for wait in step.after:
                if wait.step not in done:
                    found = f"{printable(step.id)} before {printable(wait.step)}"
                    raise InvariantError("Plan", "steps", found, "each step after those it waits for")
            done.add(step.id)

    def __getitem__(self, name: str) -> Step:
        """Return a step; raises UnknownNameError with the nearest name."""
        for step in self.steps:
            if step.id == name:
                return step
        raise UnknownNameError("step", name, nearest(name, (step.id for step in self.steps)))

    def __repr__(self) -> str:
        """Name the question and the outcome in one line."""
        end = f", done on {self.ends_on}" if self.ends_on is not None else ""
        return f"<Plan {self.standard}, {self.gate.value}, {self.as_of}: {len(self.steps)} steps{end}>"

    def __str__(self) -> str:
        """Print the plan as text to be pasted into a mail."""
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    @property
    def critical_path(self) -> tuple[Step, ...]:
        """The steps of which a day of delay moves the end, in order."""
        return tuple(step for step in self.steps if step.critical)

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per step, for any data frame or spreadsheet."""
        names = {person.id: person.name for person in self.people}
        return tuple(
            {
                "position": str(place),
                "step": step.id,
                "title": step.title,
                "purpose": step.purpose.value,
                "wave": str(step.wave),
                "person": names[step.person],
                "owner": step.owner or "",
                "hours_optimistic": str(step.effort.optimistic),
                "hours_likely": str(step.effort.likely),
                "hours_pessimistic": str(step.effort.pessimistic),
                "starts_on": step.starts_on.isoformat(),
                "ends_on": step.ends_on.isoformat(),
                "latest_end_on": step.latest_end_on.isoformat(),
                "slack": str(step.slack),
                "critical": "yes" if step.critical else "no",
                "after": "; ".join(wait.step for wait in step.after),
                "before": "; ".join(step.before),
                "resolves": "; ".join(blocker.subject for blocker in step.resolves),
            }
            for place, step in enumerate(self.steps, start=1)
        )

    def lines(self, *, shown: int | None = _SHOWN) -> tuple[str, ...]:
        """Return the text line by line.

        Args:
            shown: How many steps are listed before the rest is counted; all of them where None.
        """
        verdict = self.verdict.value.replace("-", " ").upper()
        lines = [f"{self.standard} · {self.gate.value} · as of {self.as_of} · {verdict}", f"  {self._head()}"]
        names = {person.id: printable(person.name) for person in self.people}
        steps = self.steps if shown is None else self.steps[:shown]
        room = max((len(names[step.person]) for step in steps), default=0)
        for place, step in enumerate(steps, start=1):
            mark = "●" if step.critical else " "
            days = f"{step.starts_on} – {step.ends_on}"
            slack = "" if step.critical else f" ({step.slack} d slack)"
            line = f"{place:>4}. {mark} {days}  {names[step.person]:<{room}}  {step.title}, {step.effort}{slack}"
            lines.append(shortened(line, _WIDTH))
        if len(steps) < len(self.steps):
            lines.append(f"        … and {len(self.steps) - len(steps)} more")
        if self.steps:
            lines.append(f"  ● a day of delay moves the end; {self.gap_told()}")
        lines.extend(self._shortfall_lines())
        for head, blockers in (
            ("nothing the organization does mends", self.beyond),
            ("until then time alone adds", self.arising),
        ):
            lines.extend(shortened(f"  {head}: {one.subject}: {one.sentence}", _WIDTH) for one in blockers[:_SHOWN])
            if len(blockers) > _SHOWN:
                lines.append(f"  … and {len(blockers) - _SHOWN} more")
        lines.extend(f"  {printable(name)} is still to be found" for name in self.to_be_found)
        lines.append(f"  numbers {printable(self.practice)}; {LIMITS[0]}")
        return tuple(lines)

    def gap_told(self) -> str:
        """Say in words how far the plan is at most from the shortest there can be."""
        if self.ends_on == self.least_ends_on:
            return "no plan of these steps ends on an earlier day"
        over = -(-(self.length - self.least_length) * 100 // self.least_length)
        return f"at most {over} % longer than the shortest there can be, which ends on {self.least_ends_on} or later"

    def _head(self) -> str:
        hours = sum(step.effort.likely for step in self.steps)
        size = f"{len(self.steps)} step{'' if len(self.steps) == 1 else 's'}, {hours} hours, done on {self.ends_on}"
        if self.outcome is PlanOutcome.NOTHING_TO_DO:
            return "ready: nothing to do"
        if self.outcome is PlanOutcome.FALLS_SHORT:
            return f"{size if self.steps else 'nothing to plan'}; that is not enough"
        if self.by is None:
            return size
        return f"{size}, {'not ' if self.outcome is PlanOutcome.LATE else ''}by {self.by}"

    def _shortfall_lines(self) -> list[str]:
        short = self.shortfall
        if short is None:
            return []
        hours = -(-short.work_after // 60)
        days = f"{short.working_days} working day{'' if short.working_days == 1 else 's'}"
        lines = [f"  {days} too late for {self.by}: {hours} hours of work come after it"]
        if short.more_people is None:
            lines.append(f"    more people do not do it: one chain of steps alone lasts until {short.chain_ends_on}")
        else:
            word = "person" if short.more_people == 1 else "people"
            lines.append(f"    with {short.more_people} more {word} who can do everything it is done by then")
        if short.leave:
            told = shortened(", ".join(short.leave), _WIDTH)
            lines.append(f"    left open as minors with accepted plans, it ends on {short.leave_ends_on}: {told}")
        else:
            lines.append("    nothing can be left open")
        return lines


# The forecast.


@attrs.frozen(kw_only=True)
class Percentile:
    """A day by which so many of a hundred runs were done.

    Attributes:
        percent: Of a hundred runs.
        on: The day.
    """

    percent: int
    on: dt.date


@attrs.frozen(kw_only=True)
class Driver:
    """A step and how much the end of the plan moves with it.

    Attributes:
        step: Its id.
        correlation: How the ranks of its work and of the end go together over the runs, in thousandths, from -1000 to
            1000; 0 where it does not vary.
        critical: Number of runs in which it was on the chain that decides the end.
    """

    step: str
    correlation: int
    critical: int


@attrs.frozen(kw_only=True, repr=False)
class Forecast:
    """When a plan may be done, by a simulation with a seed.

    Attributes:
        standard: The edition.
        gate: The audit.
        as_of: The day of the record.
        by: The day by which it is to be done; absent where none was given.
        planned_on: The day the plan ends.
        seed: The seed; the same plan and seed give the same forecast.
        runs: How often the plan was run through.
        percentiles: The days by which so many of a hundred runs were done, rising.
        in_time: Runs that were done by the day; absent where none was given.
        drivers: The steps, the one that moves the end most first.
        extensions: Data of other programs.
    """

    standard: StandardRef
    gate: Gate
    as_of: dt.date
    by: dt.date | None = None
    planned_on: dt.date
    seed: int
    runs: int
    percentiles: tuple[Percentile, ...]
    in_time: int | None = None
    drivers: tuple[Driver, ...]
    extensions: Extensions = attrs.field(factory=Extensions)

    def __repr__(self) -> str:
        """Name the question and the middle of the answer."""
        told = ", ".join(f"P{one.percent} {one.on}" for one in self.percentiles)
        return f"<Forecast {self.standard}, {self.gate.value}, {self.runs} runs: {told}>"

    def __str__(self) -> str:
        """Print the forecast as text to be pasted into a mail."""
        lines = [f"{self.standard} · {self.gate.value} · planned to be done on {self.planned_on}"]
        lines.extend(f"  P{one.percent:<3} {one.on}" for one in self.percentiles)
        if self.in_time is not None:
            lines.append(f"  done by {self.by} in {self.in_time} of {self.runs} runs")
        lines.append("  what moves the end most (rank correlation in thousandths; runs in which it decided)")
        lines.extend(
            shortened(f"    {one.correlation:>5}  {one.critical:>5}  {one.step}", _WIDTH) for one in self.drivers[:8]
        )
        lines.append(f"  {self.runs} runs with seed {self.seed}, everybody's order of steps kept")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def on(self, percent: int) -> dt.date:
        """Return the day by which so many of a hundred runs were done; raises UnknownNameError for other numbers."""
        for one in self.percentiles:
            if one.percent == percent:
                return one.on
        listed = [str(one.percent) for one in self.percentiles]
        raise UnknownNameError("percentile", str(percent), nearest(str(percent), listed))

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per step with what it does to the end, for any data frame."""
        return tuple(
            {
                "step": one.step,
                "correlation": str(one.correlation),
                "critical": str(one.critical),
                "runs": str(self.runs),
            }
            for one in self.drivers
        )
