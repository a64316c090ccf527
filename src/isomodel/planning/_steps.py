# SPDX-License-Identifier: Apache-2.0
"""From the blockers of an answer to steps in an order: what is done, to what, and which waits for which.

The table of activities decides what is done about a blocker and which of them one step resolves; the graph decides
what comes before what, and the table where the graph is silent. An order that practice suggests gives way where it
would run in a circle.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import attrs

from isomodel.assessment import Assessment, Judgement, Judgements, as_of
from isomodel.errors import UnknownNameError, nearest
from isomodel.graph import RequirementGraph, build
from isomodel.identifiers import RequirementRef
from isomodel.model import Control, DocumentedInformation, Requirement, StandardEdition, Topic
from isomodel.planning._nouns import (
    MOST_HOURS,
    Activity,
    ActivityTable,
    Effort,
    Mender,
    Purpose,
    Sharing,
    Wait,
    WaitBasis,
)
from isomodel.policy import Policy
from isomodel.readiness import (
    Blocker,
    BlockerKind,
    Bucket,
    EntryKind,
    EntryReadiness,
    EvidenceState,
    Outcome,
    Readiness,
    RuleReads,
    UnitReadiness,
)

__all__ = ["Draft", "drafts", "efforts"]


@attrs.define
class Draft:
    """A step before anybody has been given it."""

    id: str
    activity: Activity
    title: str
    resolves: tuple[Blocker, ...]
    entries: tuple[RequirementRef, ...]
    times: int
    after: dict[int, Wait] = attrs.field(factory=dict)

    @property
    def purpose(self) -> Purpose:
        """What the step is for."""
        failed = any(one.outcome is Outcome.FAILED for one in self.resolves)
        return Purpose.MEND if failed else Purpose.FIND_OUT

    @property
    def owner(self) -> str | None:
        """Who answers for the matter, where all blockers that say so agree."""
        owners = {one.owner for one in self.resolves if one.owner is not None}
        return owners.pop() if len(owners) == 1 else None


@attrs.frozen
class _Matter:
    """A blocker with what decides about it."""

    blocker: Blocker
    activity: Activity
    entry: RequirementRef | None
    unit: UnitReadiness | None
    findings: tuple[str, ...]
    judgement: Judgement | None

    @property
    def estimated_above(self) -> bool:
        """Whether an estimate of the work was made about a clause above, so that it covers more than this."""
        return self.judgement is not None and bool(self.judgement.effort_left) and self.judgement.target != self.entry


class _Reading:
    """The answer, the record and the edition, ready to be asked about blockers."""

    def __init__(
        self, assessment: Assessment, edition: StandardEdition, answer: Readiness, table: ActivityTable
    ) -> None:
        self.edition = edition.as_of(answer.as_of)
        self.answer = answer
        self.table = table
        self.entries = {str(entry.ref): entry for entry in answer.entries}
        self.facts = {fact.id: fact for fact in answer.facts}
        self.rules = {rule.id: rule for rule in answer.rules}
        self.judgements = Judgements(as_of(assessment, answer.as_of).judgements)
        self.named = {fact for activity in table.activities for fact in activity.facts}
        clauses = self.edition.walk()
        self.topics: dict[RequirementRef, Topic | None] = {
            one.ref: one.topic or clause.topic for clause in clauses for one in clause.requirements
        }

    def matter(self, blocker: Blocker) -> _Matter:
        """Say what is done about a blocker."""
        if blocker.kind is BlockerKind.FACT:
            activity = self._about_fact(blocker)
            against = self.facts[blocker.subject].against if activity.sharing is Sharing.FINDING else ()
            return _Matter(blocker, activity, None, None, against, None)
        entry = self.entries[blocker.subject]
        unit = self._deciding(blocker, entry)
        activity = self._about_entry(entry, unit)
        about = [judgement for _, judgement in self.judgements.about(entry.ref)]
        latest = max(about, key=lambda judgement: judgement.judged_on, default=None)
        found = (unit.finding,) if unit.finding is not None else ()
        return _Matter(blocker, activity, entry.ref, unit, found, latest)

    def _about_fact(self, blocker: Blocker) -> Activity:
        """Return what is done about a fact: where rules are content with any of several, the least work of them."""
        groups = {group for name in blocker.rules for group in self.rules[name].needs if blocker.subject in group}
        enough = groups.pop() if len(groups) == 1 else (blocker.subject,)
        fitting = [self._row(name, blocker.outcome) for name in enough]
        return min(fitting, key=lambda one: (one.mender is Mender.OTHERS, one.effort.likely))

    def _row(self, fact: str, outcome: Outcome) -> Activity:
        name = fact if fact in self.named else "*"
        for activity in self.table.activities:
            if name in activity.facts and (not activity.outcomes or outcome in activity.outcomes):
                return activity
        raise UnknownNameError("activity for the fact", fact, nearest(fact, sorted(self.named)))

    def _deciding(self, blocker: Blocker, entry: EntryReadiness) -> UnitReadiness:
        read = {self.rules[name].reads for name in blocker.rules}
        if RuleReads.BUCKET in read:
            return next(unit for unit in entry.units if unit.bucket is entry.bucket)
        applying = [unit for unit in entry.units if unit.bucket is not Bucket.NOT_APPLICABLE]
        return min(applying, key=lambda unit: _WORST_SHOWN.index(unit.axes.evidence))

    def _about_entry(self, entry: EntryReadiness, unit: UnitReadiness) -> Activity:
        source = self.edition[entry.ref]
        documented = source.documented_information if isinstance(source, Requirement) else DocumentedInformation.NONE
        seen: tuple[tuple[str, object], ...] = (
            ("over", EntryKind.CONTROLS if isinstance(source, Control) else EntryKind.REQUIREMENTS),
            ("topics", self.topics.get(entry.ref)),
            ("documented_information", documented),
            ("buckets", unit.bucket),
            ("findings", unit.axes.finding),
            ("evidence", unit.axes.evidence),
            ("conformity", unit.axes.conformity),
        )
        for activity in self.table.activities:
            if activity.over and all(
                not getattr(activity, name) or is_ in getattr(activity, name) for name, is_ in seen
            ):
                return activity
        raise UnknownNameError("activity for the entry", str(entry.ref), None)


_WORST_SHOWN = (
    EvidenceState.CONTRADICTED,
    EvidenceState.KNOWN_NONE,
    EvidenceState.LAPSED,
    EvidenceState.DISPUTED,
    EvidenceState.NONE,
    EvidenceState.CURRENT,
)


def drafts(
    assessment: Assessment,
    edition: StandardEdition,
    answer: Readiness,
    table: ActivityTable,
) -> tuple[list[Draft], tuple[Blocker, ...]]:
    """Return the steps in the order of their first blockers, and the blockers that the organization cannot mend."""
    reading = _Reading(assessment, edition, answer, table)
    matters = [reading.matter(blocker) for blocker in answer.blockers]
    beyond = tuple(one.blocker for one in matters if one.activity.mender is Mender.OTHERS)
    own = [one for one in matters if one.activity.mender is Mender.ORGANIZATION]
    leans = _Leans(build((reading.edition,)))
    entries = [one.entry for one in own if one.entry is not None]
    about = frozenset(entries)
    leaning = {ref: leans.among(ref, about) for ref in entries}
    groups = sorted(_apart(_grouped(own), leaning), key=lambda one: min(each.blocker.position for each in one.matters))
    steps = [_draft(group, reading) for group in groups]
    _named_once(steps)
    _order(steps, leaning, leans, reading)
    return steps, beyond


class _Leans:
    """What an entry leans on, by the graph, asked once."""

    def __init__(self, graph: RequirementGraph) -> None:
        self._graph = graph
        self._known: dict[RequirementRef, frozenset[RequirementRef]] = {}

    def on(self, ref: RequirementRef) -> frozenset[RequirementRef]:
        if ref not in self._known:
            self._known[ref] = frozenset(self._graph.prerequisites(ref).entries)
        return self._known[ref]

    def among(self, ref: RequirementRef, entries: frozenset[RequirementRef]) -> frozenset[RequirementRef]:
        """Return those of some entries that one leans on; two that lean on each other have no order."""
        return frozenset(other for other in self.on(ref) & entries if ref not in self.on(other))


# Which blockers one step resolves.

_Key: TypeAlias = tuple[str, ...]
_Leaning: TypeAlias = Mapping[RequirementRef, frozenset[RequirementRef]]


@attrs.frozen
class _Group:
    """The matters that one step is to settle; of a group that was taken apart, those of one wave."""

    matters: tuple[_Matter, ...]
    wave: int | None = None


def _grouped(matters: Sequence[_Matter]) -> dict[_Key, list[_Matter]]:
    lead: dict[str, str] = {}

    def leader(name: str) -> str:
        while lead.setdefault(name, name) != name:
            name = lead[name]
        return name

    for one in matters:
        for other in one.findings[1:]:
            # What names several findings at once is gone only with all of them: they are one step.
            low, high = sorted((leader(one.findings[0]), leader(other)))
            lead[high] = low
    groups: dict[_Key, list[_Matter]] = {}
    for one in matters:
        groups.setdefault((one.activity.id, *_shared(one, leader)), []).append(one)
    return groups


def _shared(one: _Matter, leader: Callable[[str], str]) -> _Key:
    own = (one.blocker.subject,)
    match one.activity.sharing:
        case Sharing.ONE:
            return ()
        case Sharing.FINDING:
            return ("finding", leader(one.findings[0])) if one.findings else own
        case Sharing.EVIDENCE:
            item = one.unit.evidence if one.unit is not None else None
            return ("evidence", item) if item is not None else own
        case Sharing.JUDGEMENT:
            judged = one.judgement if one.estimated_above else None
            return own if judged is None else (str(judged.target), judged.judged_on.isoformat(), judged.judged_by)
        case Sharing.EACH:
            return own


def _apart(groups: Mapping[_Key, list[_Matter]], leaning: _Leaning) -> list[_Group]:
    """Take groups apart that would have to come both before and after each other: by the waves of their entries."""
    home = {one.entry: key for key, group in groups.items() for one in group if one.entry is not None}
    before: dict[_Key, set[_Key]] = {key: set() for key in groups}
    for ref, leaned in leaning.items():
        before[home[ref]] |= {home[other] for other in leaned if home[other] != home[ref]}
    circles = _in_circles(before)
    waves = _waves(leaning) if circles else {}
    made: list[_Group] = []
    for key, group in groups.items():
        if key not in circles:
            made.append(_Group(tuple(group)))
            continue
        parted: dict[int, list[_Matter]] = {}
        for one in group:
            parted.setdefault(0 if one.entry is None else waves[one.entry], []).append(one)
        made.extend(_Group(tuple(some), wave) for wave, some in parted.items())
    return made


def _in_circles(before: Mapping[_Key, set[_Key]]) -> set[_Key]:
    """Return what comes before itself through others, and what lies between two such circles."""
    behind: dict[_Key, set[_Key]] = {key: set() for key in before}
    for key, keys in before.items():
        for other in keys:
            behind[other].add(key)
    left = set(before)
    for ahead, back in ((before, behind), (behind, before)):
        count = {key: len(ahead[key] & left) for key in left}
        free = [key for key in left if not count[key]]
        for key in free:
            left.discard(key)
            for other in back[key] & left:
                count[other] -= 1
                if not count[other]:
                    free.append(other)
    return left


def _waves(leaning: _Leaning) -> dict[RequirementRef, int]:
    """Return the number of the wave of each entry: what one leans on leans on less than it does itself."""
    waves: dict[RequirementRef, int] = {}
    for ref in sorted(leaning, key=lambda one: len(leaning[one])):
        waves[ref] = 1 + max((waves[other] for other in leaning[ref]), default=0)
    return waves


def _draft(group: _Group, reading: _Reading) -> Draft:
    first = group.matters[0]
    activity = first.activity
    match activity.sharing:
        case Sharing.ONE:
            named: tuple[str, ...] = ()
        case Sharing.FINDING:
            named = tuple(sorted({name for one in group.matters for name in one.findings}))
        case Sharing.EVIDENCE:
            named = tuple(sorted({one.unit.evidence or "" for one in group.matters if one.unit is not None}))
        case _:
            above = first.judgement.target.local if first.judgement is not None and first.estimated_above else None
            whole = above is not None and activity.sharing is Sharing.JUDGEMENT
            named = (
                (above or "",) if whole else (first.entry.local if first.entry is not None else first.blocker.subject,)
            )
    told = ", ".join(name for name in named if name)
    part = f"(part {group.wave})" if group.wave is not None else ""
    return Draft(
        id=" ".join(word for word in (activity.id, told, part) if word),
        activity=activity,
        title=activity.title.replace("{}", told or str(reading.edition.ref)),
        resolves=tuple(sorted((one.blocker for one in group.matters), key=lambda one: one.position)),
        entries=tuple(one.entry for one in group.matters if one.entry is not None),
        times=max(len(named), 1),
    )


def _named_once(steps: Sequence[Draft]) -> None:
    """Give a number to steps that would have the same name, such as two estimates of one clause."""
    counts: Counter[str] = Counter()
    taken: set[str] = set()
    for step in steps:
        name = step.id
        while step.id in taken:
            counts[name] += 1
            step.id = f"{name} #{counts[name] + 1}"
        taken.add(step.id)


# Which step waits for which.


def _order(steps: Sequence[Draft], leaning: _Leaning, leans: _Leans, reading: _Reading) -> None:
    """Put in what each step waits for: what the graph says of entries, then of facts, then what practice says."""
    order = _Order(len(steps))
    _order_by_graph(order, steps, leaning)
    _order_about_facts(order, steps, leans, reading)
    of: dict[str, list[int]] = {}
    for number, step in enumerate(steps):
        of.setdefault(step.activity.id, []).append(number)
    for number, step in enumerate(steps):
        for earlier in (one for name in step.activity.after for one in of.get(name, ())):
            order.put(earlier, number, WaitBasis.PRACTICE, step.activity.reason)
    for number, waits in enumerate(order.reduced()):
        for earlier, (basis, reason) in waits.items():
            steps[number].after[earlier] = Wait(step=steps[earlier].id, basis=basis, reason=reason)


def _order_by_graph(order: _Order, steps: Sequence[Draft], leaning: _Leaning) -> None:
    home = {ref: number for number, step in enumerate(steps) for ref in step.entries}
    rank = {ref: place for place, ref in enumerate(sorted(home))}
    reasons: dict[tuple[int, int], str] = {}
    for ref in sorted(leaning, key=rank.__getitem__):
        for other in sorted(leaning[ref], key=rank.__getitem__):
            reasons.setdefault((home[other], home[ref]), _leans_on(ref, other))
    count = Counter(later for _, later in reasons)
    # Those that wait for least come first, and of what they wait for what waits for most: the rest follows from it.
    for earlier, later in sorted(reasons, key=lambda pair: (count[pair[1]], -count[pair[0]], pair)):
        order.put(earlier, later, WaitBasis.REQUIRES, reasons[earlier, later])


def _order_about_facts(order: _Order, steps: Sequence[Draft], leans: _Leans, reading: _Reading) -> None:
    """Let a step about facts stand where the requirements stand that its activity is about."""
    stands = {number: own for number, step in enumerate(steps) if (own := _stands_for(step, reading))}
    if not stands:
        return
    places: dict[RequirementRef, list[int]] = {}
    for number, step in enumerate(steps):
        for ref in dict.fromkeys((*step.entries, *stands.get(number, ()))):
            places.setdefault(ref, []).append(number)
    about = frozenset(places)
    rank = {ref: place for place, ref in enumerate(sorted(about))}
    for ref in rank:
        for other in sorted(leans.among(ref, about), key=rank.__getitem__):
            for earlier, later in itertools.product(places[other], places[ref]):
                order.put(earlier, later, WaitBasis.REQUIRES, _leans_on(ref, other))


def _leans_on(ref: RequirementRef, other: RequirementRef) -> str:
    return f"{ref.local} leans on {other.local}"


def _stands_for(step: Draft, reading: _Reading) -> tuple[RequirementRef, ...]:
    """List the requirements that a step about facts is about: those of the topics of its activity."""
    if step.activity.topics and any(one.kind is BlockerKind.FACT for one in step.resolves):
        return tuple(ref for ref, topic in reading.topics.items() if topic in step.activity.topics)
    return ()


class _Order:
    """What comes before what, never in a circle."""

    def __init__(self, count: int) -> None:
        self._waits: list[dict[int, tuple[WaitBasis, str]]] = [{} for _ in range(count)]
        self._before: list[set[int]] = [set() for _ in range(count)]
        self._behind: list[set[int]] = [set() for _ in range(count)]

    def put(self, earlier: int, later: int, basis: WaitBasis, reason: str) -> None:
        """Let one wait for the other, unless that is known or would run in a circle."""
        if earlier == later or earlier in self._before[later] or later in self._before[earlier]:
            return
        self._waits[later][earlier] = basis, reason
        ahead, after = {earlier} | self._before[earlier], {later} | self._behind[later]
        for number in after:
            self._before[number] |= ahead
        for number in ahead:
            self._behind[number] |= after

    def reduced(self) -> list[dict[int, tuple[WaitBasis, str]]]:
        """Return the waits without those that follow from others."""
        found = []
        for waits in self._waits:
            known = set().union(*(self._before[other] for other in waits))
            found.append({earlier: why for earlier, why in sorted(waits.items()) if earlier not in known})
        return found


# How much work.


def efforts(  # noqa: PLR0913, PLR0917 - what says how much work there is, in order of precedence.
    steps: Sequence[Draft],
    given: Mapping[str, Effort],
    assessment: Assessment,
    answer: Readiness,
    table: ActivityTable,
    practice: Policy,
) -> list[Effort]:
    """Return the effort of each step: what was given for it, else what the record estimates, else the usual.

    Raises:
        UnknownNameError: An effort was given for something there is not.
    """
    locals_ = {str(entry.ref) for entry in answer.entries} | {entry.ref.local for entry in answer.entries}
    known = {step.id for step in steps} | {one.id for one in table.activities} | locals_
    known |= {fact.id for fact in answer.facts}
    for name in given:
        if name not in known:
            raise UnknownNameError("step, activity, requirement or fact", name, nearest(name, sorted(known)))
    judgements = Judgements(as_of(assessment, answer.as_of).judgements)
    counted: set[tuple[str, dt.date, str]] = set()
    return [_effort(step, given, judgements, counted, practice) for step in steps]


def _effort(
    step: Draft,
    given: Mapping[str, Effort],
    judgements: Judgements,
    counted: set[tuple[str, dt.date, str]],
    practice: Policy,
) -> Effort:
    names = [step.id, *(one.subject for one in step.resolves), *(ref.local for ref in step.entries)]
    told = [given[name] for name in dict.fromkeys(names) if name in given]
    if told:
        return max(told, key=lambda one: (one.likely, one.pessimistic, one.optimistic))
    days = 0
    for ref in step.entries:
        about = [judgement for _, judgement in judgements.about(ref)]
        latest = max(about, key=lambda judgement: judgement.judged_on, default=None)
        if latest is None or not latest.effort_left:
            continue
        # An estimate about a clause is one estimate, however many of its requirements are in the way.
        key = str(latest.target), latest.judged_on, latest.judged_by
        if key not in counted:
            counted.add(key)
            days += latest.effort_left
    if days:
        hours = min(days * practice["hours-a-person-day"], MOST_HOURS)
        least = hours * min(practice["effort-left-optimistic"], 100) // 100
        most = -(-hours * max(practice["effort-left-pessimistic"], 100) // 100)
        found = Effort(optimistic=least, likely=hours, pessimistic=min(most, MOST_HOURS))
    elif step.activity.id in given:
        found = given[step.activity.id]
    else:
        usual, most = step.activity.effort, MOST_HOURS
        low, mid, high = (min(one * step.times, most) for one in (usual.optimistic, usual.likely, usual.pessimistic))
        found = Effort(optimistic=low, likely=mid, pessimistic=high)
    if step.purpose is Purpose.FIND_OUT:
        return attrs.evolve(found, optimistic=min(found.optimistic, practice["find-out-least"]))
    return found
