# SPDX-License-Identifier: Apache-2.0
"""Whether what recurs has run: expected against performed occurrences in a window of days.

Stage 2 asks not only whether there is a procedure but whether it was followed. Which requirements recur, what counts as
an occurrence and which parameter of the policy tells how often, is a table beside this module. Standards say *planned
intervals* and no number, so the organization's own programme comes first, the interval of the policy beside it: both
are shown, and neither is made to look like the other. Nothing is called missed while its time is not over, or where
nothing says that the list it would be in is complete.
"""

from __future__ import annotations

import bisect
import datetime as dt
import enum
import functools
import html
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Protocol, TypeVar

import attrs

from isomodel import diagram
from isomodel.assessment import Assessment, AuditType, RecordList, as_of, current_names, edition_for, places
from isomodel.errors import UnknownNameError, nearest
from isomodel.evidence import Evidence, EvidenceStatus, Period, add_months, statuses
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import DocumentedInformation, Extensions, StandardEdition, Topic
from isomodel.policy import Policy
from isomodel.readiness._answer import LIMITS, NotADayError, default_policy, gate_rules, truth_table
from isomodel.readiness._evaluation import Material, Tables
from isomodel.readiness._facts import holds_for
from isomodel.readiness._nouns import Bucket, Gate, Provenance
from isomodel.serialization import digest_of, parse, structure
from isomodel.text import printable, shortened
from isomodel.version import VERSION

__all__ = [
    "Occurrence",
    "OccurrenceKind",
    "PeriodView",
    "PlannedOccurrence",
    "Recurrence",
    "RecurrenceState",
    "RecurringRequirement",
    "RecurringTable",
    "Slot",
    "draw_period",
    "period",
    "recurring",
]


class OccurrenceKind(enum.Enum):
    """Where the occurrences of something that recurs are recorded."""

    INTERNAL_AUDITS = "internal-audits"
    """The list of audits: one line for each unit."""
    MANAGEMENT_REVIEWS = "management-reviews"
    """The list of management reviews."""
    OBLIGATIONS = "obligations"
    """The register of compliance obligations, which keeps the last evaluation: one line for each obligation."""
    RISKS = "risks"
    """The risk register, which keeps the last assessment: one line for each risk."""
    OBJECTIVES = "objectives"
    """The objectives, each with its last evaluation, and records that support the requirements: one line for each
    objective, and for all of them what a record shows."""
    EVIDENCE = "evidence"
    """Records that support the requirements."""
    EVIDENCE_BY_UNIT = "evidence-by-unit"
    """The same where it is done in a place: one line for each unit."""
    PERIODS = "periods"
    """The days that records cover: one line for each requirement, and for each unit where units differ."""


class RecurrenceState(enum.Enum):
    """What became of something expected, from good to bad."""

    NOT_EXPECTED = "not-expected"
    """Nothing is expected: no interval is set, nothing is planned, or there is nothing it would be done about."""
    PERFORMED = "performed"
    """It took place; of days: records cover all of them."""
    OPEN = "open"
    """It has not taken place yet, and its time is not over."""
    UNKNOWN = "unknown"
    """Its time is over, it is not recorded, and nothing says that everything is."""
    OVERDUE = "overdue"
    """The last one is longer ago than the interval, and nothing has taken place since; the interval of the window goes
    on, so that it can be made up for."""
    MISSED = "missed"
    """Its time is over, and the record says that it did not take place."""


@attrs.frozen(kw_only=True)
class RecurringRequirement:
    """One row of the table of what recurs.

    Attributes:
        id: Its name.
        title: What recurs, in words.
        topics: Requirements about these topics ask for it.
        refs: Requirements that ask for it where no topic tells, with what only specialises them, or everything below a
            clause.
        documented_information: Requirements that ask for these kinds ask for it, where no row above claims them.
        occurrences: Where its occurrences are recorded.
        counts: What counts as an occurrence, in words.
        parameter: The parameter of the policy that gives the interval, in months; where days are covered, how long
            after them they may be recorded.
        citation: What the row rests on.
    """

    id: str
    title: str
    topics: tuple[Topic, ...] = ()
    refs: tuple[RequirementRef, ...] = ()
    documented_information: tuple[DocumentedInformation, ...] = ()
    occurrences: OccurrenceKind
    counts: str
    parameter: str
    citation: str


@attrs.frozen(kw_only=True)
class RecurringTable:
    """What recurs, and what counts as an occurrence.

    Attributes:
        licence: SPDX identifier.
        rows: The rows; a requirement belongs to the first that claims it.
    """

    licence: str
    rows: tuple[RecurringRequirement, ...]


@attrs.frozen(kw_only=True)
class Occurrence:
    """One time that something took place.

    Attributes:
        id: The audit, review, obligation, risk or item of evidence that records it.
        on: Its day; of something that took several, the last.
        covers: The days a record covers; absent for what took place on a day.
        evidence: Id of the evidence of it; absent where none is named.
        late_days: Days after the last day the policy leaves from the one before; 0 when in time, absent where none
            before is known.
    """

    id: str
    on: dt.date
    covers: Period | None = None
    evidence: str | None = None
    late_days: int | None = None


@attrs.frozen(kw_only=True)
class PlannedOccurrence:
    """One entry of the organization's own programme.

    Attributes:
        id: The audit or review.
        planned_on: The day it is planned for.
        performed_on: The day it took place; absent where it has not.
        state: What became of it.
        days_after: Days from the day it was planned for to the day it ended, or to the day asked about where it has
            not taken place; 0 when not after. An audit may take several days.
    """

    id: str
    planned_on: dt.date
    performed_on: dt.date | None = None
    state: RecurrenceState
    days_after: int = 0


@attrs.frozen(kw_only=True)
class Slot:
    """One interval of the policy, in which one occurrence at least is expected.

    Attributes:
        first: The first day.
        last: The last day inside the window.
        due_on: The last day of the interval; later than ``last`` where the window ends before.
        occurrences: Ids of what took place in it.
        state: What became of it.
    """

    first: dt.date
    last: dt.date
    due_on: dt.date
    occurrences: tuple[str, ...] = ()
    state: RecurrenceState


@attrs.frozen(kw_only=True)
class Recurrence:
    """One thing that recurs: in one unit, about one obligation or risk, or for one requirement.

    Attributes:
        row: The row of the table.
        subject: The obligation, risk or requirement; absent for what is done for the system as a whole.
        unit: The unit; absent where it is the same in all of them.
        requirements: The requirements that ask for it, in order.
        interval: Months by the policy; 0 where it sets none.
        parameter: The parameter of the policy.
        source: Who says so.
        complete: Whether what is not recorded is known not to have taken place: the list says that it is complete, or
            it is about an entry of a register, which tells its last day. Where not, nothing is missed.
        planned: The organization's own programme in the window, by day.
        by_programme: The worst state of what is planned.
        slots: The intervals of the policy, which fill the window without gap or overlap.
        by_policy: The worst state of these intervals; where days are covered, that of the days.
        before: The last occurrence before the window; absent where none is known.
        occurrences: What took place in the window, by day.
        submitted: Ids of evidence in the window that nobody has accepted or refused yet; it counts for nothing.
        gaps: Days of the window, up to the day asked about, on which the last known occurrence was longer ago than the
            interval; where days are covered, those no record covers.
    """

    row: str
    subject: str | None = None
    unit: str | None = None
    requirements: tuple[RequirementRef, ...]
    interval: int
    parameter: str
    source: str
    complete: bool
    planned: tuple[PlannedOccurrence, ...] = ()
    by_programme: RecurrenceState
    slots: tuple[Slot, ...] = ()
    by_policy: RecurrenceState
    before: Occurrence | None = None
    occurrences: tuple[Occurrence, ...] = ()
    submitted: tuple[str, ...] = ()
    gaps: tuple[Period, ...] = ()

    def gap_days(self) -> int:
        """Return how many days the gaps have together."""
        return sum((gap.last - gap.first).days + 1 for gap in self.gaps)


@attrs.frozen(kw_only=True)
class PeriodView:
    """What was expected of an organization in a window of days, and what took place.

    Attributes:
        standard: The edition.
        organization: Whose record it is.
        window: The days asked about.
        as_of: The day whose knowledge counts: nothing performed or received later is looked at.
        policy: Name and version of the policy.
        recurrences: What recurs, in the order of the table, then of the standard or by name, then by unit.
        provenance: From what it was computed.
        limits: What the answer is not.
        extensions: Data of other programs.
    """

    standard: StandardRef
    organization: str
    window: Period
    as_of: dt.date
    policy: str
    recurrences: tuple[Recurrence, ...]
    provenance: Provenance
    limits: tuple[str, ...] = LIMITS
    extensions: Extensions = attrs.field(factory=Extensions)

    def __repr__(self) -> str:
        """Count the states in one line."""
        span = f"{self.window.first} to {self.window.last}"
        return f"<PeriodView {self.standard}, {span}: {_told(self.counts())}>"

    def __str__(self) -> str:
        """Print the view as text to be pasted into a mail."""
        return "\n".join(self.lines(width=_WIDTH))

    def lines(self, *, width: int | None = None) -> tuple[str, ...]:
        """Return the text line by line.

        Args:
            width: How many characters of a long line are kept; all of them where left out.
        """
        return tuple(_lines(self, width))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def counts(self) -> dict[RecurrenceState, int]:
        """Return how many recurrences are in each state by the policy; the numbers add up."""
        found = Counter(line.by_policy for line in self.recurrences)
        return {state: found[state] for state in RecurrenceState}

    def of(self, row: str) -> tuple[Recurrence, ...]:
        """Return what recurs by a row of the table; raises UnknownNameError with the nearest name."""
        known = [one.id for one in recurring().rows]
        if row not in known:
            raise UnknownNameError("row", row, nearest(row, known))
        return tuple(line for line in self.recurrences if line.row == row)

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per planned occurrence, per interval and per gap, for any data frame."""
        return tuple(
            {
                "standard": str(self.standard),
                "row": line.row,
                "subject": line.subject or "",
                "unit": line.unit or "",
                **row,
            }
            for line in self.recurrences
            for row in _flat(line)
        )


def period(  # noqa: PLR0913 - the question has seven parts, five of them by name.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    standard: StandardRef | str,
    start: dt.date,
    end: dt.date,
    on: dt.date | None = None,
    policy: Policy | None = None,
) -> PeriodView:
    """Compare what was expected to recur in a window of days with what took place.

    The intervals of the policy are laid out from the day before the window: where the last occurrence was never longer
    ago than the interval, every whole interval has one. An interval that goes on after the window stays *open* while
    nothing took place in it.

    Args:
        assessment: The organization's record.
        editions: The content of the editions, as :func:`isomodel.catalogue.load_for` gives it.
        standard: The edition asked about.
        start: The first day of the window.
        end: The last day of the window.
        on: The day whose knowledge counts; the day after the window where left out, as the library reads no clock. A
            day is not over on itself: what is due on it can still be done.
        policy: The numbers that standards leave open; :func:`default_policy` where left out.

    Raises:
        EditionMismatchError: The assessment is not against that very edition, or its content was not given.
        IdentifierError: The standard is not a reference.
        InvariantError: The window ends before it begins.
        NotADayError: One of the days is not a plain date.
        UnknownNameError: The policy lacks a parameter.
    """
    for day in (start, end, end if on is None else on):
        if type(day) is not dt.date:
            raise NotADayError(type(day).__name__)
    known = on if on is not None else min(end, dt.date.max - _DAY) + _DAY
    ref = StandardRef.parse(standard) if isinstance(standard, str) else standard
    edition = edition_for(assessment, editions, ref)
    used = policy if policy is not None else default_policy()
    view = _View(current_names(assessment, (edition,)), edition, Period(first=start, last=end), known, used)
    return PeriodView(
        standard=ref,
        organization=assessment.organization.name,
        window=view.window,
        as_of=known,
        policy=f"{used.id} {used.version}",
        recurrences=tuple(line for row in recurring().rows for line in view.lines(row)),
        provenance=Provenance(
            library=VERSION,
            catalogue_revision=edition.catalogue_revision,
            edition_digest=digest_of(edition),
            assessment_digest=digest_of(assessment),
            policy_digest=digest_of(used),
            tables_digest=digest_of(recurring()),
        ),
    )


def draw_period(view: PeriodView) -> str:
    """Return a picture of a window as SVG: a track for each line, what took place on it, and what did not."""
    titles = {row.id: row.title for row in recurring().rows}
    return diagram.timeline_svg(
        tuple(
            diagram.Track(label=_label(titles[line.row], line), marks=tuple(_marks(line))) for line in view.recurrences
        ),
        first=view.window.first,
        last=view.window.last,
        title=f"{view.standard} · {view.organization}",
        legend=[
            *(diagram.Legend(label=state.value, fill=fill) for state, fill in _FILLS.items()),
            diagram.Legend(label="took place", fill=_TOOK_PLACE),
            diagram.Legend(label="planned, not performed", fill=_PLANNED),
        ],
        notes=(f"as known on {view.as_of}; policy {view.policy}", LIMITS[0]),
    )


@functools.cache
def recurring() -> RecurringTable:
    """Return the table of what recurs and what counts as an occurrence."""
    data = resources.files("isomodel.readiness").joinpath("recurring.json").read_bytes()
    return structure(parse(data, name="recurring.json"), RecurringTable)


_STATES = list(RecurrenceState)
_DAY = dt.timedelta(days=1)


def _worst(states: Iterable[RecurrenceState]) -> RecurrenceState:
    return max(states, key=_STATES.index, default=RecurrenceState.NOT_EXPECTED)


@attrs.frozen(kw_only=True)
class _Asked:
    """What the lines of a row share."""

    row: RecurringRequirement
    requirements: tuple[RequirementRef, ...]
    interval: int
    source: str


@attrs.frozen(kw_only=True)
class _Known:
    """What is known about one line before anything is compared.

    ``planned`` holds ids with the day planned and the day performed. ``since`` is the day before which nothing is
    known, where a register keeps the last day only; ``expected`` is false where there is nothing it could be about.
    """

    subject: str | None = None
    unit: str | None = None
    occurrences: Sequence[Occurrence] = ()
    planned: Sequence[tuple[str, dt.date | None, dt.date | None]] = ()
    submitted: Sequence[Evidence] = ()
    complete: bool
    since: dt.date | None = None
    expected: bool = True


class _View:
    """One record and one edition, indexed for a window."""

    def __init__(
        self, record: Assessment, edition: StandardEdition, window: Period, known_on: dt.date, policy: Policy
    ) -> None:
        self.window = window
        self.until = min(window.last, known_on)
        self.on = known_on
        self.policy = policy
        self.standard = edition.ref
        self.whole = record
        self.record = as_of(record, known_on)
        self.units: tuple[str | None, ...] = tuple(sorted(set(record.units_in_scope()))) or (None,)
        self.claimed = _claims(record, edition, known_on, policy)
        standing = statuses(self.record.evidence, known_on, record_currency_months=policy["record-currency"])
        self.supporting: dict[RequirementRef, list[int]] = {}
        self.waiting: dict[RequirementRef, list[int]] = {}
        named: dict[str, list[RequirementRef]] = {}
        for judgement in self.record.judgements:
            for name in judgement.evidence:
                named.setdefault(name, []).append(judgement.target)
        # The account of an audit or a review shows that it took place, not that what it looked at did.
        accounts = {one.report for one in self.record.audits} | {one.minutes for one in self.record.management_reviews}
        self.items = _ordered(one for one in self.record.evidence if one.id not in accounts)
        for number, item in enumerate(self.items):
            index = {
                EvidenceStatus.CURRENT: self.supporting,
                EvidenceStatus.LAPSED: self.supporting,
                EvidenceStatus.SUBMITTED: self.waiting,
            }.get(standing[item.id])
            if index is not None and item.period is not None and item.period.last <= known_on:
                for ref in dict.fromkeys((*item.supports, *named.get(item.id, ()))):
                    index.setdefault(ref, []).append(number)

    def lines(self, row: RecurringRequirement) -> Iterator[Recurrence]:
        """Go through the lines of a row; none where the edition does not ask for it, or it is set aside."""
        refs = self.claimed[row.id]
        if not refs:
            return
        parameter = self.policy.parameter(row.parameter)
        asked = _Asked(row=row, requirements=refs, interval=parameter.value, source=parameter.source)
        if row.occurrences is OccurrenceKind.PERIODS:
            for ref in refs:
                one = attrs.evolve(asked, requirements=(ref,))
                yield from _merged([self._covered(one, ref, unit) for unit in self.units])
        else:
            yield from _merged([self._compared(asked, known) for known in _SOURCES[row.occurrences](self, refs)])

    # What the record knows.

    def _audits(self, _: Sequence[RequirementRef]) -> Iterator[_Known]:
        own = [
            audit
            for audit in _ordered(self.record.audits)
            if audit.type is AuditType.INTERNAL and self.standard in audit.standards
        ]
        complete = self.record.says_complete(RecordList.AUDITS)
        for unit in self.units:
            held = [audit for audit in own if holds_for(audit.units, unit)]
            yield _Known(
                unit=unit,
                occurrences=[_occurrence(one.id, one.performed_on, one.report) for one in held if one.performed_on],
                planned=[(one.id, one.planned_on, one.performed_on) for one in held],
                complete=complete,
            )

    def _reviews(self, _: Sequence[RequirementRef]) -> Iterator[_Known]:
        held = [one for one in _ordered(self.record.management_reviews) if self.standard in one.standards]
        yield _Known(
            occurrences=[_occurrence(one.id, one.performed_on, one.minutes) for one in held if one.performed_on],
            planned=[(one.id, one.planned_on, one.performed_on) for one in held],
            complete=self.record.says_complete(RecordList.MANAGEMENT_REVIEWS),
        )

    def _obligations(self, _: Sequence[RequirementRef]) -> Iterator[_Known]:
        entries = [(one.id, one.evaluated_on) for one in _ordered(self.whole.obligations)]
        return self._register(entries, RecordList.OBLIGATIONS)

    def _risks(self, _: Sequence[RequirementRef]) -> Iterator[_Known]:
        return self._register([(one.id, one.assessed_on) for one in _ordered(self.whole.risks)], RecordList.RISKS)

    def _register(self, entries: Sequence[tuple[str, dt.date | None]], records: RecordList) -> Iterator[_Known]:
        """Read the last day of each entry: what was before it nobody keeps, and that nothing came after it is known."""
        for name, last in entries:
            if last is None:
                yield _Known(subject=name, complete=True)
            elif last <= self.on:
                yield _Known(subject=name, occurrences=[_occurrence(name, last)], complete=True, since=last)
            else:
                yield _Known(subject=name, complete=True, since=dt.date.max)
        if not entries:
            complete = self.record.says_complete(records)
            yield _Known(complete=complete, expected=not complete)

    def _records(self, refs: Sequence[RequirementRef]) -> Iterator[_Known]:
        yield _Known(
            occurrences=[_recorded(item) for item in self._of(self.supporting, refs)],
            submitted=self._of(self.waiting, refs),
            complete=self.record.says_complete(RecordList.EVIDENCE),
        )

    def _records_by_unit(self, refs: Sequence[RequirementRef]) -> Iterator[_Known]:
        for unit in self.units:
            yield _Known(
                unit=unit,
                occurrences=[
                    _recorded(item) for item in self._of(self.supporting, refs) if holds_for(item.units, unit)
                ],
                submitted=[item for item in self._of(self.waiting, refs) if holds_for(item.units, unit)],
                complete=self.record.says_complete(RecordList.EVIDENCE),
            )

    def _objectives(self, refs: Sequence[RequirementRef]) -> Iterator[_Known]:
        """Read the last evaluation of each objective, and records of monitoring, which hold for all of them.

        An objective without a day is one of which nobody recorded a look, which does not say that there was none.
        """
        (shown,) = self._records(refs)
        own = [one for one in _ordered(self.whole.objectives) if self.standard in one.standards]
        for one in own:
            last = one.evaluated_on
            if last is None:
                yield attrs.evolve(shown, subject=one.id)
            elif last <= self.on:
                looked = (*shown.occurrences, _occurrence(one.id, last))
                yield attrs.evolve(shown, subject=one.id, occurrences=looked, complete=True, since=last)
            else:
                yield attrs.evolve(shown, subject=one.id, complete=True, since=dt.date.max)
        if not own:
            yield attrs.evolve(shown, expected=not self.record.says_complete(RecordList.OBJECTIVES))

    def _of(self, index: Mapping[RequirementRef, Sequence[int]], refs: Sequence[RequirementRef]) -> list[Evidence]:
        """Return what an index has about requirements or anything above them, each item once, in order."""
        held = {number for ref in refs for place in places(ref) for number in index.get(place, ())}
        return [self.items[number] for number in sorted(held)]

    # What was expected, and what took place.

    def _compared(self, asked: _Asked, known: _Known) -> Recurrence:
        window, months = self.window, asked.interval if known.expected else 0
        every = _with_lateness(sorted(known.occurrences, key=lambda one: (one.on, one.id)), months)
        inside = [one for one in every if window.first <= one.on <= window.last]
        waiting = [item for item in known.submitted if item.begins_on in _Days(window)]
        last = max((one.on for one in every if one.on <= self.until), default=None)
        due = add_months(last, months) if last is not None else dt.date.max
        slots = tuple(self._slot(cut, known, inside, waiting, due) for cut in _cut(window, months))
        planned = self._planned(known)
        first = window.first if known.since is None else max(window.first, known.since)
        held = [Period(first=one.on, last=add_months(one.on, months)) for one in every]
        return Recurrence(
            row=asked.row.id,
            subject=known.subject,
            unit=known.unit,
            requirements=asked.requirements,
            interval=asked.interval,
            parameter=asked.row.parameter,
            source=asked.source,
            complete=known.complete,
            planned=planned,
            by_programme=_worst(one.state for one in planned),
            slots=slots,
            by_policy=_worst(slot.state for slot in slots),
            before=next((one for one in reversed(every) if one.on < window.first), None),
            occurrences=tuple(inside),
            submitted=tuple(item.id for item in waiting),
            gaps=tuple(_left(held, first, self.until)) if slots else (),
        )

    def _slot(
        self,
        cut: tuple[Period, dt.date],
        known: _Known,
        inside: Sequence[Occurrence],
        waiting: Sequence[Evidence],
        next_due: dt.date,
    ) -> Slot:
        span, due = cut
        certain = known.complete and not any(item.begins_on in _Days(span) for item in waiting)
        begin = bisect.bisect_left(inside, span.first, key=lambda one: one.on)
        stop = bisect.bisect_right(inside, span.last, key=lambda one: one.on)
        if stop > begin:
            state = RecurrenceState.PERFORMED
        elif due > self.window.last or due >= self.on:
            late = span.first <= self.until and next_due < self.until
            state = RecurrenceState.OPEN if not late else _if(certain, RecurrenceState.OVERDUE)
        else:
            since = known.since if known.since is not None else dt.date.min
            state = _if(certain and span.last >= since, RecurrenceState.MISSED)
        held = tuple(one.id for one in inside[begin:stop])
        return Slot(first=span.first, last=span.last, due_on=due, occurrences=held, state=state)

    def _planned(self, known: _Known) -> tuple[PlannedOccurrence, ...]:
        found = []
        for name, planned_on, performed_on in known.planned:
            if planned_on is None or planned_on not in _Days(self.window):
                continue
            if performed_on is not None:
                state = RecurrenceState.PERFORMED
            elif planned_on >= self.on:
                state = RecurrenceState.OPEN
            else:
                state = RecurrenceState.MISSED if known.complete else RecurrenceState.UNKNOWN
            late = ((performed_on or self.on) - planned_on).days
            found.append(
                PlannedOccurrence(
                    id=name, planned_on=planned_on, performed_on=performed_on, state=state, days_after=max(0, late)
                )
            )
        return tuple(sorted(found, key=lambda one: (one.planned_on, one.id)))

    def _covered(self, asked: _Asked, ref: RequirementRef, unit: str | None) -> Recurrence:
        window = self.window
        every = [item for item in self._of(self.supporting, (ref,)) if holds_for(item.units, unit)]
        spans = [item.period for item in every if item.period is not None]
        touching = _Touching(window)
        complete = self.record.says_complete(RecordList.EVIDENCE)
        gaps = tuple(_left(spans, window.first, self.until))
        waiting = [item for item in self._of(self.waiting, (ref,)) if holds_for(item.units, unit)]
        waiting = [item for item in waiting if item.period is not None and item.period in touching]
        last = max((span.last for span in spans), default=None)
        # Days still running are recorded when they are over; how long that may take, the policy says.
        running = self.on < window.last and last is not None and self.on <= add_months(last, asked.interval)
        closed = [gap for gap in gaps if not (running and gap.last == self.until)]
        if closed:
            state = RecurrenceState.MISSED if complete and not waiting else RecurrenceState.UNKNOWN
        else:
            state = RecurrenceState.OPEN if gaps or self.until < window.last else RecurrenceState.PERFORMED
        told = sorted((_recorded(item) for item in every), key=lambda one: (one.on, one.id))
        return Recurrence(
            row=asked.row.id,
            subject=str(ref),
            unit=unit,
            requirements=(ref,),
            interval=asked.interval,
            parameter=asked.row.parameter,
            source=asked.source,
            complete=complete,
            by_programme=RecurrenceState.NOT_EXPECTED,
            by_policy=state,
            before=next((one for one in reversed(told) if one.on < window.first), None),
            occurrences=tuple(one for one in told if one.covers is not None and one.covers in touching),
            submitted=tuple(item.id for item in waiting),
            gaps=gaps,
        )


def _if(certain: bool, state: RecurrenceState) -> RecurrenceState:  # noqa: FBT001 - what is certain is what it is about.
    return state if certain else RecurrenceState.UNKNOWN


_SOURCES: Mapping[OccurrenceKind, Callable[[_View, Sequence[RequirementRef]], Iterator[_Known]]] = {
    OccurrenceKind.INTERNAL_AUDITS: _View._audits,  # noqa: SLF001 - the class is of this module.
    OccurrenceKind.MANAGEMENT_REVIEWS: _View._reviews,  # noqa: SLF001 - as above.
    OccurrenceKind.OBLIGATIONS: _View._obligations,  # noqa: SLF001 - as above.
    OccurrenceKind.RISKS: _View._risks,  # noqa: SLF001 - as above.
    OccurrenceKind.OBJECTIVES: _View._objectives,  # noqa: SLF001 - as above.
    OccurrenceKind.EVIDENCE: _View._records,  # noqa: SLF001 - as above.
    OccurrenceKind.EVIDENCE_BY_UNIT: _View._records_by_unit,  # noqa: SLF001 - as above.
}


def _claims(
    record: Assessment, edition: StandardEdition, on: dt.date, policy: Policy
) -> dict[str, tuple[RequirementRef, ...]]:
    """Return the requirements of each row that apply on a day; each belongs to the first row that claims it."""
    material = Material(record, edition, Gate.STAGE_2, policy, Tables(truth_table(), gate_rules()))
    applying = {entry.ref for entry in material.answer(on).entries if entry.bucket is not Bucket.NOT_APPLICABLE}
    claimed: dict[str, list[RequirementRef]] = {row.id: [] for row in recurring().rows}
    for clause in edition.as_of(on).walk():
        for one in clause.requirements:
            if one.ref not in applying:
                continue
            topic, above = one.topic or clause.topic, set(places(one.ref))
            for row in recurring().rows:
                if (
                    topic in row.topics
                    or not above.isdisjoint(row.refs)
                    or one.specialises in row.refs
                    or one.documented_information in row.documented_information
                ):
                    claimed[row.id].append(one.ref)
                    break
    return {name: tuple(refs) for name, refs in claimed.items()}


@attrs.frozen
class _Days:
    """The days of a span, to ask whether a day is one of them."""

    span: Period

    def __contains__(self, day: dt.date) -> bool:
        return self.span.first <= day <= self.span.last


@attrs.frozen
class _Touching:
    """The spans that have a day in common with one."""

    span: Period

    def __contains__(self, other: Period) -> bool:
        return other.first <= self.span.last and self.span.first <= other.last


class _Named(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Named)


def _ordered(items: Iterable[_Item]) -> list[_Item]:
    """Return items in an order of their own, each once: that of the list must not show in the answer."""
    return sorted(dict.fromkeys(items), key=lambda one: (one.id, repr(one)))


def _occurrence(name: str, on: dt.date, evidence: str | None = None) -> Occurrence:
    return Occurrence(id=name, on=on, evidence=evidence)


def _recorded(item: Evidence) -> Occurrence:
    return Occurrence(id=item.id, on=item.begins_on, covers=item.period, evidence=item.id)


def _with_lateness(occurrences: Sequence[Occurrence], months: int) -> list[Occurrence]:
    found: list[Occurrence] = []
    for number, one in enumerate(occurrences):
        if number and months:
            late = (one.on - add_months(occurrences[number - 1].on, months)).days
            found.append(attrs.evolve(one, late_days=max(0, late)))
        else:
            found.append(one)
    return found


def _cut(window: Period, months: int) -> Iterator[tuple[Period, dt.date]]:
    """Cut a window into intervals, each with the day it would end on if the window did not end before."""
    if not months:
        return
    # From the day before the window: an occurrence of that day at the latest leaves until the first end.
    anchor = window.first - _DAY if window.first > dt.date.min else window.first
    first, number = window.first, 1
    while True:
        due = add_months(anchor, months * number)
        last = min(due, window.last)
        yield Period(first=first, last=last), due
        if last == window.last:
            return
        first, number = last + _DAY, number + 1


def _left(spans: Iterable[Period], first: dt.date, last: dt.date) -> Iterator[Period]:
    """Go through the days from one to another that no span covers, as spans."""
    at = first
    for span in sorted(spans, key=lambda one: (one.first, one.last)):
        if at > last:
            return
        if span.first > at:
            end = min(span.first - _DAY, last)
            yield Period(first=at, last=end)
        if span.last >= at:
            if span.last >= last:
                return
            at = span.last + _DAY
    if at <= last:
        yield Period(first=at, last=last)


def _merged(lines: Sequence[Recurrence]) -> Iterator[Recurrence]:
    """Go through lines, as one for the whole scope where units do not differ."""
    if len(lines) > 1 and all(attrs.evolve(one, unit=None) == attrs.evolve(lines[0], unit=None) for one in lines):
        lines = (attrs.evolve(lines[0], unit=None),)
    yield from lines


# In a picture.

_FILLS = {
    RecurrenceState.PERFORMED: "#bbf7d0",
    RecurrenceState.OPEN: "#e2e8f0",
    RecurrenceState.UNKNOWN: "#fef08a",
    RecurrenceState.OVERDUE: "#fdba74",
    RecurrenceState.MISSED: "#fca5a5",
}
_TOOK_PLACE = "#1d4ed8"
_PLANNED = "#7e22ce"


def _label(title: str, line: Recurrence) -> str:
    subject = (line.subject or "").rpartition(", ")[2]
    return " · ".join(part for part in (title, subject, line.unit or "") if part)


def _marks(line: Recurrence) -> Iterator[diagram.Mark]:
    for slot in line.slots:
        yield diagram.Mark(
            first=slot.first,
            last=slot.last,
            fill=_FILLS[slot.state],
            hint=f"{slot.first} to {slot.last}: {slot.state.value}",
        )
    if not line.slots:
        for gap in line.gaps:
            yield diagram.Mark(
                first=gap.first,
                last=gap.last,
                fill=_FILLS[line.by_policy],
                hint=f"not covered: {gap.first} to {gap.last}",
            )
    for one in line.occurrences:
        first, last = (
            (one.covers.first, one.covers.last) if one.covers is not None and not line.slots else (one.on, one.on)
        )
        pin = diagram.MarkKind.PIN
        yield diagram.Mark(first=first, last=last, kind=pin, fill=_TOOK_PLACE, hint=f"{one.id}: {first} to {last}")
    for planned in line.planned:
        if planned.performed_on is None:
            on = planned.planned_on
            hint = f"{planned.id}, planned {on}: {planned.state.value}"
            yield diagram.Mark(first=on, last=on, kind=diagram.MarkKind.PIN, fill=_PLANNED, hint=hint)


# In words.

_MARKS = {
    RecurrenceState.NOT_EXPECTED: "·",
    RecurrenceState.PERFORMED: "✓",
    RecurrenceState.OPEN: "…",
    RecurrenceState.UNKNOWN: "?",
    RecurrenceState.OVERDUE: "✗",
    RecurrenceState.MISSED: "✗",
}
_SHOWN = 4
_WIDTH = 110


def _flat(line: Recurrence) -> Iterator[dict[str, str]]:
    def row(  # noqa: PLR0913 - one parameter a column.
        basis: str, first: dt.date, last: dt.date, state: str, *, took: Iterable[str] = (), late: int | None = None
    ) -> dict[str, str]:
        return {
            "basis": basis,
            "first": str(first),
            "last": str(last),
            "state": state,
            "occurrences": ", ".join(took),
            "late_days": "" if late is None else str(late),
        }

    for one in line.planned:
        took = (one.id,) if one.performed_on is not None else ()
        yield row("programme", one.planned_on, one.planned_on, one.state.value, took=took, late=one.days_after)
    for slot in line.slots:
        yield row("policy", slot.first, slot.last, slot.state.value, took=slot.occurrences)
    for gap in line.gaps:
        late = (gap.last - gap.first).days + 1
        yield row("gap", gap.first, gap.last, "known" if line.complete else "unknown", late=late)


def _told(counts: Mapping[RecurrenceState, int]) -> str:
    return ", ".join(f"{state.value} {counts[state]}" for state in reversed(_STATES) if counts[state]) or "nothing"


def _lines(view: PeriodView, width: int | None) -> Iterator[str]:
    span = f"{view.window.first} to {view.window.last}"
    yield f"{view.standard} · {printable(view.organization)} · {span}, as known on {view.as_of}"
    yield f"  by policy: {_told(view.counts())}"
    for row in recurring().rows:
        own = [line for line in view.recurrences if line.row == row.id]
        if not own:
            continue
        if row.occurrences is OccurrenceKind.PERIODS:
            yield f"  {row.title}: {_told(Counter(line.by_policy for line in own))}"
            yield from _covered_lines(own, width)
            continue
        months = own[0].interval
        yield f"  {row.title}, {f'every {_months(months)} by {printable(own[0].source)}' if months else 'no interval'}:"
        alike: dict[Recurrence, list[str]] = {}
        for line in own:
            alike.setdefault(attrs.evolve(line, unit=None), []).append(line.unit or "")
        plain = [line for line in alike if line.subject is not None and _is_plain(line)]
        if plain:
            took = _few([f"{line.subject} on {line.occurrences[-1].on}" for line in plain])
            yield "    " + _kept(f"✓ {len(plain)} of {len(own)}: performed: {took}", width)
        for line, units in alike.items():
            if line.subject is None or not _is_plain(line):
                where = [line.subject or "", _few([unit for unit in units if unit])]
                yield from _line(line, " in ".join(part for part in where if part) or "the whole system", width)
    yield f"  policy {printable(view.policy)}; {LIMITS[0]}"


def _is_plain(line: Recurrence) -> bool:
    return line.by_policy is RecurrenceState.PERFORMED and not line.gaps


def _line(line: Recurrence, who: str, width: int | None) -> Iterator[str]:
    took = [
        f"{one.id} on {one.on}{f' ({_days(one.late_days)} late)' if one.late_days else ''}" for one in line.occurrences
    ]
    told = _few(took) or "not recorded in the window"
    if not line.occurrences and line.before is not None:
        told += f", last before it {line.before.id} on {line.before.on}"
    if line.submitted:
        told += f"; not accepted yet: {_few(line.submitted)}"
    yield "    " + _kept(f"{_MARKS[line.by_policy]} {who}: {line.by_policy.value}: {told}", width)
    for slot in line.slots:
        if slot.state is not RecurrenceState.PERFORMED:
            left = f", the interval ends on {slot.due_on}" if slot.due_on > slot.last else ""
            yield f"        {slot.first} to {slot.last}: {slot.state.value}{left}"
    for gap in line.gaps:
        sure = "" if line.complete else ", as far as recorded"
        days = _days((gap.last - gap.first).days + 1)
        yield f"        none in the {_months(line.interval)} before, {gap.first} to {gap.last}: {days}{sure}"
    for one in line.planned:
        after = f", {_days(one.days_after)} after" if one.days_after else ""
        done = f"ended {one.performed_on}" if one.performed_on is not None else one.state.value
        yield "        " + _kept(f"{_MARKS[one.state]} planned {one.planned_on}, {one.id}: {done}{after}", width)


def _covered_lines(lines: Sequence[Recurrence], width: int | None) -> Iterator[str]:
    """Print lines about days, those with the same records and gaps on one."""
    by_subject: dict[Recurrence, list[str]] = {}
    for line in lines:
        alone = attrs.evolve(line, unit=None, before=None)
        by_subject.setdefault(alone, []).append(line.unit or "")
    alike: dict[tuple[Recurrence, tuple[str, ...]], list[str]] = {}
    for line, units in by_subject.items():
        alone = attrs.evolve(line, subject=None, requirements=())
        alike.setdefault((alone, tuple(unit for unit in units if unit)), []).append(line.subject or "")
    for (line, where), subjects in alike.items():
        names = _few([subject.rpartition(", ")[2] for subject in subjects])
        shown = _few([one.id for one in line.occurrences]) or "nothing"
        left = _few([f"{gap.first} to {gap.last}" for gap in line.gaps])
        gaps = f"; not covered: {left}" if left else ""
        head = f"{_MARKS[line.by_policy]} {names}{f' in {_few(where)}' if where else ''}"
        yield "    " + _kept(f"{head}: {shown}{gaps}", width)


def _months(number: int) -> str:
    return "month" if number == 1 else f"{number} months"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _kept(line: str, width: int | None) -> str:
    return printable(line) if width is None else shortened(line, width)


def _few(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
