# SPDX-License-Identifier: Apache-2.0
"""The laws of several standards at once (T1 to T3) and of the period view (P1 to P5), and bugs each has to notice.

What a law compares is worked out here from public answers and from the record, day by day where days are what it is
about. A law counts how often what it is about occurred, and fails where it never did.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

import invented
from invented import ON, day, decision, evidence, finding, perfect
from isomodel import readiness
from isomodel.assessment import (
    Applicability,
    Assessment,
    Audit,
    AuditType,
    ComplianceObligation,
    ManagementReview,
    ObligationStatus,
    RecordList,
    Risk,
)
from isomodel.errors import IsomodelError
from isomodel.evidence import Evidence, EvidenceReview, EvidenceStatus, Period, ReviewOutcome, add_months
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Clause, StandardEdition
from isomodel.policy import Policy
from isomodel.readiness import (
    Blocker,
    BlockerKind,
    EvidenceState,
    Gate,
    HeldUp,
    Outcome,
    Overview,
    PeriodView,
    Readiness,
    Recurrence,
    RecurrenceState,
    SharedKind,
    Verdict,
    _period,
    _together,
)
from laws import Law, Patch, Seen, fails, hold, replaced, seeded

MonkeyPatch = pytest.MonkeyPatch

WORST_FIRST = [Verdict.NOT_READY, Verdict.UNDETERMINED, Verdict.READY]
STATES = list(RecurrenceState)
POLICY = readiness.default_policy()
NOTICED = (AssertionError, IsomodelError)
"""What tells that a bug is there: a record may contradict itself before anything is compared."""


# Several standards: three small editions that share a core, and one record against two or three of them.

CORE = StandardRef.parse("ISO 99000:2029")
_ROWS: tuple[tuple[str, str | None, str], ...] = (
    ("4", None, ""),
    ("4.3", "scope", "1 2x"),
    ("5", None, ""),
    ("5.2", "policy", "1d"),
    ("9", None, ""),
    ("9.2", "internal-audit", "1"),
    ("9.3", "management-review", "1 2r"),
    ("9.3.2", "management-review-inputs", "a"),
)


def _cored(clause: Clause) -> Clause:
    """Let every requirement specialise one of the core, as its number says; those of 5.2 are of the edition alone."""
    own = [
        one if one.ref.clause.numbers == (5, 2) else attrs.evolve(one, specialises=attrs.evolve(one.ref, standard=CORE))
        for one in clause.requirements
    ]
    return attrs.evolve(clause, requirements=tuple(own), clauses=tuple(_cored(below) for below in clause.clauses))


def _small(name: str, controls: int) -> StandardEdition:
    made = invented._edition(name, _ROWS, (("A.5", controls),) if controls else (), day(-900))
    return attrs.evolve(made, clauses=tuple(_cored(clause) for clause in made.clauses))


EDITIONS = (_small("ISO 99005:2030", 2), _small("ISO 99003:2030", 0), _small("ISO 99004:2030", 0))
"""In another order than theirs."""


def _named_anew(record: Assessment, prefix: str) -> Assessment:
    """Give the evidence and findings of a record other names, so that two records can become one."""
    return attrs.evolve(
        record,
        judgements=tuple(
            attrs.evolve(one, evidence=tuple(prefix + name for name in one.evidence)) for one in record.judgements
        ),
        evidence=tuple(
            attrs.evolve(one, id=prefix + one.id, supersedes=tuple(prefix + name for name in one.supersedes))
            for one in record.evidence
        ),
        findings=tuple(attrs.evolve(one, id=prefix + one.id) for one in record.findings),
        hazards=tuple(attrs.evolve(one, id=prefix + one.id) for one in record.hazards),
        objectives=tuple(attrs.evolve(one, id=prefix + one.id) for one in record.objectives),
    )


def merged(records: list[Assessment]) -> Assessment:
    """Make one record of several against different editions: the first's system, audits and reviews for all."""
    named = [_named_anew(record, f"{number}-") for number, record in enumerate(records)]
    editions = tuple(record.editions[0] for record in named)
    first = named[0]
    lists: dict[str, Any] = {
        name: tuple(one for record in named for one in getattr(record, name))
        for name in ("judgements", "applicability", "evidence", "findings", "hazards", "objectives")
    }
    covers = tuple(
        RequirementRef(ref, clause.number)
        for edition in EDITIONS
        for ref in [edition.ref]
        for clause in edition.clauses
    )
    inputs = tuple(ref for record in named for review in record.management_reviews for ref in review.inputs)
    return attrs.evolve(
        first,
        editions=editions,
        audits=tuple(
            attrs.evolve(one, standards=editions, covers=covers if one.covers else ()) for one in first.audits
        ),
        management_reviews=tuple(
            attrs.evolve(one, standards=editions, inputs=inputs if one.inputs else ())
            for one in first.management_reviews
        ),
        **lists,
    )


@attrs.frozen(repr=False)
class Several:
    """A question about several standards."""

    record: Assessment
    gates: tuple[Gate, ...] = (Gate.STAGE_2,)
    on: dt.date = ON

    def __repr__(self) -> str:
        """Tell the question briefly: whole records fill pages."""
        return f"Several({', '.join(map(str, self.record.editions))}; {self.gates}; {self.on})"

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:  # noqa: ANN401 - of hypothesis.
        """Print the same where hypothesis prints fields one by one."""
        assert not cycle
        printer.text(repr(self))

    def ask(self, **changes: Any) -> Overview:  # noqa: ANN401 - whatever the function takes.
        """Ask about all of them, or otherwise as named."""
        asked: dict[str, Any] = {"gates": self.gates, "on": self.on, **changes}
        return readiness.together(self.record, EDITIONS, **asked)


@st.composite
def several(draw: st.DrawFn) -> Several:
    """Draw a record against two or three editions, with a finding or a lapsed item that touches more than one."""
    number = draw(st.integers(min_value=2, max_value=3))
    chosen = draw(st.permutations(EDITIONS))[:number]
    record = merged([draw(invented.assessments(edition, most=2)) for edition in chosen])
    local = draw(st.sampled_from(("9.3#1", "4.3#1", "5.2#1")))
    both = tuple(RequirementRef.parse(f"{edition.ref}, {local}") for edition in chosen[:2])
    if draw(st.booleans()):
        record = attrs.evolve(record, findings=(*record.findings, finding("NC-both", *both)))
    if draw(st.booleans()):
        item = evidence("EV-both", supports=both, period=Period(first=day(-800), last=day(-700)))
        kept = tuple(one for one in record.evidence if not set(both) & set(one.supports))
        record = attrs.evolve(record, evidence=(*kept, item))
    gates = draw(st.sampled_from(((Gate.STAGE_2,), (Gate.STAGE_1,), (Gate.STAGE_2, Gate.STAGE_1))))
    return Several(record, gates, draw(st.sampled_from((ON, day(30), day(400)))))


def _record(**changes: Any) -> Assessment:  # noqa: ANN401 - whatever the class takes.
    whole = merged([perfect(edition) for edition in EDITIONS])
    return attrs.evolve(whole, **changes)


def _at(edition: StandardEdition, local: str) -> RequirementRef:
    return RequirementRef.parse(f"{edition.ref}, {local}")


def _lapsing(number: int, **changes: Any) -> Assessment:  # noqa: ANN401 - as above.
    """Return the record with the evidence of one requirement in one edition changed."""
    targets = {_at(EDITIONS[number], "9.3#2")}
    whole = _record()
    items = tuple(attrs.evolve(one, **changes) if targets & set(one.supports) else one for one in whole.evidence)
    return attrs.evolve(whole, evidence=items)


def _one_item(local: str, **changes: Any) -> Assessment:  # noqa: ANN401 - as above.
    """Return the record with one item of evidence for a requirement in two editions."""
    targets = tuple(_at(edition, local) for edition in EDITIONS[:2])
    whole = _record()
    kept = tuple(one for one in whole.evidence if not set(targets) & set(one.supports))
    judged = tuple(attrs.evolve(one, evidence=()) if one.target in targets else one for one in whole.judgements)
    item = evidence("EV-both", supports=targets, **changes)
    return attrs.evolve(whole, evidence=(*kept, item), judgements=judged)


_OLD = Period(first=day(-800), last=day(-700))
_BOTH = finding("NC-1", *(_at(edition, "9.3#1") for edition in EDITIONS[:2]))
_WITNESSES = (
    Several(_record()),
    Several(_lapsing(0, valid_until=day(20))),
    Several(_lapsing(1, period=_OLD)),
    Several(_lapsing(2, period=_OLD)),
    Several(attrs.evolve(_lapsing(2, period=_OLD), audits=(), complete=())),
    Several(_one_item("9.3#2", period=_OLD)),
    Several(attrs.evolve(_one_item("9.3#1"), findings=(_BOTH,))),
    Several(
        _record(
            findings=(
                _BOTH,
                finding("NC-2", *(_at(edition, local) for edition in EDITIONS[:2] for local in ("9.2#1", "4.3#1"))),
            )
        )
    ),
    Several(_record(management_reviews=(), findings=(_BOTH,))),
    Several(_record(findings=(_BOTH,))),
    Several(_record(audits=(), complete=()), (Gate.STAGE_1, Gate.STAGE_2)),
)


# T1: every answer is that of evaluate, and what is told of them follows from them.


def check_t1(case: Several, seen: Seen) -> None:
    """Hold that results are those of one standard at a time, and worst and counts those of the results."""
    found = case.ask()
    refs = sorted(case.record.editions)
    gates = [gate for gate in Gate if gate in case.gates]
    alone = [
        readiness.evaluate(case.record, EDITIONS, standard=ref, gate=gate, on=case.on) for gate in gates for ref in refs
    ]
    assert list(found.results) == alone
    assert list(found.standards) == refs
    assert [one.gate for one in found.gates] == gates
    verdicts = [one.verdict for one in alone]
    assert found.verdict in verdicts
    assert all(WORST_FIRST.index(found.verdict) <= WORST_FIRST.index(one) for one in verdicts)
    for told in found.gates:
        own = [one for one in alone if one.gate is told.gate]
        assert told.held_by == tuple(one.standard for one in own if one.verdict is told.verdict) != ()
        assert all(WORST_FIRST.index(told.verdict) <= WORST_FIRST.index(one.verdict) for one in own)
        assert sum(one.count for one in told.verdicts) == len(refs)
        assert [(one.verdict, one.standards, one.count) for one in told.verdicts] == [
            (verdict, held, len(held))
            for verdict in WORST_FIRST
            if (held := tuple(one.standard for one in own if one.verdict is verdict))
        ]
        for result in own:
            for spread, tally in ((told.requirements, result.requirements), (told.controls, result.controls)):
                counted = {
                    one.bucket: count.count
                    for one in spread
                    for count in one.counts
                    if count.standard == result.standard
                }
                wanted = {one.bucket: one.count for one in tally.buckets} if tally is not None else {}
                assert {bucket: number for bucket, number in counted.items() if number} == wanted
                assert sum(counted.values()) == (tally.total if tally is not None else 0)
        seen["verdicts differ"] += len(told.verdicts) > 1
    days = [one.changes_on.on for one in alone if one.changes_on is not None]
    if days:
        assert found.first_change is not None
        assert found.first_change.on == min(days)
        assert [(one.gate, one.standard, one.verdict) for one in found.first_change.changes] == [
            (one.gate, one.standard, one.changes_on.verdict)
            for one in alone
            if one.changes_on is not None and one.changes_on.on == min(days)
        ]
        seen["changes on different days"] += len(set(days)) > 1
    else:
        assert found.first_change is None
        seen["no change"] += 1
    seen[found.verdict.value] += 1


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=WORST_FIRST.index)


T1 = Law(
    noticed=NOTICED,
    name="T1",
    cases=several(),
    check=check_t1,
    interesting=("verdicts differ", "ready", "undetermined", "not-ready", "changes on different days"),
    bugs={
        "the best decides": replaced(_together, "worst_of", lambda _: _best),
        "undetermined is worse than not ready": replaced(
            _together, "WORST_FIRST", lambda _: (Verdict.UNDETERMINED, Verdict.NOT_READY, Verdict.READY)
        ),
        "the last change is told": replaced(
            _together, "_first_change", lambda original: lambda results: original(list(results)[-1:])
        ),
        "the first standard is counted for all": replaced(
            _together,
            "_spread",
            lambda original: lambda tallies: original(dict.fromkeys(tallies, next(iter(tallies.values()), None))),
        ),
    },
    witnesses=_WITNESSES,
    examples=8,
)


def test_t1_several_answers_are_those_of_each_standard_and_the_worst_of_them_decides() -> None:
    """Nothing is told of several standards that does not follow from the answer for each."""
    hold(T1)


# T2: adding a standard never makes it better, and the order of anything does not matter.


def check_t2(case: Several, seen: Seen) -> None:
    """Hold that fewer standards are at least as good, and that shuffled questions have the same answer."""
    found = case.ask()
    for left in found.standards:
        fewer = case.ask(standards=[ref for ref in found.standards if ref != left])
        assert WORST_FIRST.index(found.verdict) <= WORST_FIRST.index(fewer.verdict)
        assert set(fewer.results) <= set(found.results)
        seen["one held up the rest"] += fewer.verdict is not found.verdict
    turn = random.Random(len(found.results))  # noqa: S311 - an order, no secret.
    turned: dict[str, Any] = {
        name: tuple(turn.sample(getattr(case.record, name), len(getattr(case.record, name))))
        for name in ("editions", "judgements", "evidence", "findings", "audits", "objectives")
    }
    again = Several(attrs.evolve(case.record, **turned), tuple(reversed(case.gates)), case.on).ask(
        standards=[str(ref) for ref in reversed(found.standards)]
    )
    # The digest of the record is that of its bytes: all else is alike.
    assert attrs.evolve(again, results=()) == attrs.evolve(found, results=())
    assert [attrs.evolve(one, provenance=found.results[0].provenance) for one in again.results] == [
        attrs.evolve(one, provenance=found.results[0].provenance) for one in found.results
    ]
    seen["shared"] += any(one.shared for one in found.gates)


T2 = Law(
    noticed=NOTICED,
    name="T2",
    cases=several(),
    check=check_t2,
    interesting=("one held up the rest", "shared"),
    bugs={
        "the most frequent decides": replaced(
            _together, "worst_of", lambda _: lambda verdicts: Counter(verdicts).most_common(1)[0][0]
        ),
        "the first decides": replaced(_together, "worst_of", lambda _: lambda verdicts: next(iter(verdicts))),
    },
    witnesses=_WITNESSES,
    examples=5,
)


def test_t2_another_standard_never_makes_it_better_and_order_does_not_matter() -> None:
    """The worst over more standards is at least as bad; how the question is put changes nothing."""
    hold(T2)


# T3: what holds up several standards is listed once, with everything it blocks.


def _cause(blocker: Blocker) -> tuple[SharedKind, str] | None:
    if blocker.kind is BlockerKind.ENTRY:
        ref = RequirementRef.parse(blocker.subject)
        core = ref.item is not None and ref.clause.numbers != (5, 2)
        return SharedKind.REQUIREMENT, str(attrs.evolve(ref, standard=CORE)) if core else blocker.subject
    return (
        (SharedKind.FACT, blocker.subject)
        if blocker.subject.startswith(("internal-audit", "management", "scope", "findings.complete"))
        else None
    )


def _check_named(results: list[Readiness], subject: str) -> None:
    """Hold that an item of evidence that is the matter with something does not count as evidence for it."""
    kind, _, name = subject.partition(":")
    units = [unit for result in results for entry in result.entries for unit in entry.units]
    assert kind != "evidence" or EvidenceState.CURRENT not in {
        unit.axes.evidence for unit in units if unit.evidence == name
    }


def check_t3(case: Several, seen: Seen) -> None:
    """Hold that every shared line is true, that none is missing, and that the most is first."""
    found = case.ask()
    for told in found.gates:
        own = [one for one in found.results if one.gate is told.gate]
        blockers = {one.standard: {blocker.subject: blocker for blocker in one.blockers} for one in own}
        keys = [(one.kind, one.subject) for one in told.shared]
        assert len(set(keys)) == len(keys)
        assert [one.position for one in told.shared] == list(range(1, len(keys) + 1))
        assert [len(one.standards) for one in told.shared] == sorted(
            (len(one.standards) for one in told.shared), reverse=True
        )
        ranks = [
            (-len(one.standards), one.outcome is Outcome.UNKNOWN, list(SharedKind).index(one.kind), -len(one.held))
            for one in told.shared
        ]
        assert ranks == sorted(ranks)
        for one in told.shared:
            assert len(set(one.standards)) == len(one.standards) > 1
            assert set(one.standards) == {held.standard for held in one.held}
            assert list(one.standards) == sorted(one.standards)
            assert (one.outcome is Outcome.FAILED) is any(held.outcome is Outcome.FAILED for held in one.held)
            for held in one.held:
                blocker = blockers[held.standard][held.subject]
                assert (held.outcome, held.sentence) == (blocker.outcome, blocker.sentence)
                if one.kind is not SharedKind.RECORD:
                    assert _cause(blocker) == (one.kind, one.subject)
            _check_named(own, one.subject)
            seen[one.kind.value] += 1
            seen["held up by a finding"] += one.subject.startswith("finding:")
            seen["held up by evidence"] += one.subject.startswith("evidence:")
        causes: dict[tuple[SharedKind, str], set[StandardRef]] = {}
        for ref, own_ones in blockers.items():
            for blocker in own_ones.values():
                cause = _cause(blocker)
                if cause is not None:
                    causes.setdefault(cause, set()).add(ref)
        covered = [set(one.held) for one in told.shared if one.kind is SharedKind.RECORD]
        held_by = {
            cause: {
                HeldUp(standard=ref, subject=one.subject, outcome=one.outcome, sentence=one.sentence)
                for ref, own_ones in blockers.items()
                for one in own_ones.values()
                if _cause(one) == cause
            }
            for cause in causes
        }
        wanted = {
            cause: refs
            for cause, refs in causes.items()
            if len(refs) > 1 and not any(held_by[cause] <= record for record in covered)
        }
        seen["a record stands for a requirement"] += len(wanted) < sum(len(refs) > 1 for refs in causes.values())
        assert {
            (one.kind, one.subject): set(one.standards) for one in told.shared if one.kind is not SharedKind.RECORD
        } == wanted
        records = {one.subject: set(one.standards) for one in told.shared if one.kind is SharedKind.RECORD}
        for item in case.record.findings:
            touched = {
                ref
                for ref, own_ones in blockers.items()
                if any(f"{item.id} is open" in blocker.sentence for blocker in own_ones.values())
            }
            if len(touched) > 1:
                assert touched <= records.get(f"finding:{item.id}", set())


T3 = Law(
    noticed=NOTICED,
    name="T3",
    cases=several(),
    check=check_t3,
    interesting=(
        "fact",
        "requirement",
        "record",
        "held up by a finding",
        "held up by evidence",
        "a record stands for a requirement",
    ),
    bugs={
        "the core is not looked at": replaced(
            _together._Common,
            "__init__",
            lambda original: lambda self, *args: (original(self, *args), self._cores.clear())[0],
        ),
        "what is done once is not shared": replaced(_together, "ONE_FOR_ALL", lambda _: ()),
        "findings are not shared": replaced(
            _together, "_named", lambda original: lambda entry: (name for name in original(entry) if name[0] != "f")
        ),
        "what holds up fewest comes first": replaced(
            _together, "_weight", lambda original: lambda matter, held: tuple(reversed(original(matter, held)))
        ),
    },
    witnesses=_WITNESSES,
    examples=10,
)


def test_t3_what_holds_up_several_standards_is_listed_once_with_all_it_blocks() -> None:
    """A matter is shared exactly where it blocks more than one standard."""
    hold(T3)


# The period view: one edition in which everything recurs, and records whose days are drawn.

RUNNING = invented._edition(
    "ISO 99006:2030",
    (
        ("6", None, ""),
        ("6.1", "risk-assessment", "1"),
        ("8", None, ""),
        ("8.1", "operational-planning-and-control", "1r 2rx"),
        ("8.5", "exercising-and-testing", "1"),
        ("9", None, ""),
        ("9.1", "compliance-evaluation", "1"),
        ("9.2", "internal-audit", "1"),
        ("9.3", "management-review", "1 2r"),
    ),
    (),
    day(-3000),
)
UNITS = (("HQ",), ("PACK",), (), ())
LISTED = ("internal-audit", "management-review", "exercise")
"""The rows whose occurrences are a list; those of registers keep the last day only."""


@attrs.frozen(repr=False)
class Window:
    """A question about a window of days."""

    record: Assessment
    start: dt.date
    end: dt.date
    on: dt.date
    policy: Policy = POLICY

    def __repr__(self) -> str:
        """Tell days and lists briefly."""
        told = [f"{self.start} to {self.end} on {self.on}", str(self.policy.parameters[1].value)]
        told += [f"{one.id} {one.units} {one.planned_on} {one.performed_on}" for one in self.record.audits]
        told += [f"{one.id} {one.planned_on} {one.performed_on}" for one in self.record.management_reviews]
        told += [f"{one.id} {one.evaluated_on}" for one in self.record.obligations]
        told += [f"{one.id} {one.assessed_on}" for one in self.record.risks]
        told += [f"{one.id} {one.period} {one.supports} {one.units} {one.review}" for one in self.record.evidence]
        told += [f"{one.target} aside on {one.decided_on}" for one in self.record.applicability]
        return "\n".join([*told, str(self.record.complete), str(self.record.units_in_scope())])

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:  # noqa: ANN401 - of hypothesis.
        """Print the same where hypothesis prints fields one by one."""
        assert not cycle
        printer.text(repr(self))

    def ask(self, record: Assessment | None = None, **changes: Any) -> PeriodView:  # noqa: ANN401 - as above.
        """Ask about it, or otherwise as named."""
        asked: dict[str, Any] = {"start": self.start, "end": self.end, "on": self.on, "policy": self.policy, **changes}
        return readiness.period(record or self.record, (RUNNING,), standard=RUNNING.ref, **asked)


def _audit(number: int, **changes: Any) -> Audit:  # noqa: ANN401 - whatever the class takes.
    return attrs.evolve(Audit(id=f"IA-{number}", type=AuditType.INTERNAL, standards=(RUNNING.ref,)), **changes)


def _review(number: int, **changes: Any) -> ManagementReview:  # noqa: ANN401 - as above.
    return attrs.evolve(ManagementReview(id=f"MR-{number}", standards=(RUNNING.ref,)), **changes)


def _obligation(number: int, on: dt.date | None) -> ComplianceObligation:
    status = ObligationStatus.FULFILLED if on is not None else ObligationStatus.NOT_EVALUATED
    return ComplianceObligation(id=f"CO-{number}", title="Law", source="Parliament", status=status, evaluated_on=on)


def _risk(number: int, on: dt.date | None) -> Risk:
    return Risk(id=f"R-{number}", description="It breaks.", owner="Olga", assessed_on=on)


def _shown(number: int, local: str, first: dt.date, days: int, **changes: Any) -> Evidence:  # noqa: ANN401 - as above.
    last = first + dt.timedelta(days=days)
    base = evidence(
        f"EV-{number}",
        supports=(_at(RUNNING, local),),
        period=Period(first=first, last=last),
        received_on=last,
        review=EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=last),
    )
    return attrs.evolve(base, **changes)


# Around a year before the day asked about, with the days on which something turns.
_DAYS = st.one_of(
    st.integers(min_value=-500, max_value=60), st.sampled_from((-367, -366, -365, -364, -184, -183, -1, 0, 1))
).map(day)
_MAYBE = st.one_of(_DAYS, _DAYS, st.none())


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Draw a record with a few of everything, a window, a day and intervals of the policy."""
    few = st.integers(min_value=0, max_value=3)
    audits = [
        _audit(number, units=draw(st.sampled_from(UNITS)), planned_on=draw(_MAYBE), performed_on=draw(_MAYBE))
        for number in range(draw(few))
    ]
    reviews = [_review(number, planned_on=draw(_MAYBE), performed_on=draw(_MAYBE)) for number in range(draw(few))]
    items = []
    for number in range(draw(st.integers(min_value=0, max_value=5))):
        local = draw(st.sampled_from(("8.1#1", "8.1", "8.1#2", "8.5#1", "8")))
        item = _shown(
            number, local, draw(_DAYS), draw(st.sampled_from((0, 1, 30, 90, 200))), units=draw(st.sampled_from(UNITS))
        )
        if draw(st.sampled_from((False, False, True))):
            item = attrs.evolve(item, review=None)
        items.append(item)
    decided = _at(RUNNING, "8.1#2")
    aside = decision(
        decided, decision=Applicability.NOT_APPLICABLE, justification="Nothing of the kind.", decided_on=day(-900)
    )
    record = attrs.evolve(
        invented.empty(RUNNING, units=draw(st.sampled_from(((), invented.UNITS)))),
        audits=tuple(audits),
        management_reviews=tuple(reviews),
        obligations=tuple(_obligation(number, draw(_MAYBE)) for number in range(draw(few))),
        risks=tuple(_risk(number, draw(_MAYBE)) for number in range(draw(few))),
        evidence=tuple(items),
        applicability=draw(st.sampled_from(((), (aside,)))),
        complete=draw(st.sampled_from((tuple(RecordList), tuple(RecordList), (), (RecordList.AUDITS,)))),
    )
    start = draw(st.one_of(_DAYS, st.just(day(-365))))
    length = draw(st.sampled_from((0, 30, 90, 181, 364, 365, 400, 800)))
    end = start + dt.timedelta(days=length)
    on = draw(st.sampled_from((ON, end, end + dt.timedelta(days=1), start + dt.timedelta(days=length // 2), start)))
    months = draw(st.sampled_from((0, 1, 2, 3, 6, 12, 12)))
    ours = POLICY.overridden({one.name: months for one in POLICY.parameters}, id="ours", source="unit tests")
    return Window(record, start, end, on, draw(st.sampled_from((POLICY, ours, ours))))


def _window(start: int, end: int, on: int, months: int = 12, **changes: Any) -> Window:  # noqa: ANN401 - as above.
    ours = POLICY.overridden({one.name: months for one in POLICY.parameters}, id="ours", source="unit tests")
    units = changes.pop("units", ())
    record = attrs.evolve(invented.empty(RUNNING, units=units), complete=tuple(RecordList), **changes)
    return Window(record, day(start), day(end), day(on), ours)


_RAN = (
    _window(-730, -1, 5, management_reviews=(_review(1, performed_on=day(-700)), _review(2, performed_on=day(-100)))),
    _window(-364, 30, 0, management_reviews=(_review(1, performed_on=day(-366)),)),
    _window(-60, -1, 0, 1, obligations=(_obligation(1, day(-40)), _obligation(2, None), _obligation(3, day(9)))),
    _window(-300, -1, 0, 3, evidence=(_shown(1, "8.5#1", day(-30), 0, review=None), _shown(2, "8.1", day(-310), 400))),
    _window(-300, -1, 200, 3, evidence=(_shown(1, "8.1", day(-310), 320), _shown(2, "8.5", day(-200), 10))),
    _window(
        -90, -1, -20, 1, audits=(_audit(1, planned_on=day(-50), performed_on=day(-48)), _audit(2, planned_on=day(-30)))
    ),
    _window(-90, -1, 5, 1, audits=(_audit(1, performed_on=day(-85)), _audit(2, performed_on=day(-120)))),
    _window(-90, -1, 5, 1, units=invented.UNITS, evidence=(_shown(1, "8.5#1", day(-40), 0, units=("HQ",)),)),
)


def span(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Go through the days from one to another, both included."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield dt.date.fromordinal(number)


def recorded(case: Window, line: Recurrence) -> list[tuple[str, dt.date, dt.date]]:
    """List what the record says took place, with first and last day, at any time up to the day asked about."""
    record, found = case.record, []
    if line.row == "internal-audit":
        units = record.units_in_scope()
        for audit in record.audits:
            asked = [line.unit] if line.unit is not None else units
            if audit.performed_on is not None and all(not audit.units or one in audit.units for one in asked):
                found.append((audit.id, audit.performed_on, audit.performed_on))
    elif line.row == "management-review":
        found = [(one.id, one.performed_on, one.performed_on) for one in record.management_reviews if one.performed_on]
    elif line.row == "compliance-evaluation":
        found = [
            (one.id, one.evaluated_on, one.evaluated_on)
            for one in record.obligations
            if one.id == line.subject and one.evaluated_on
        ]
    elif line.row == "risk-assessment":
        found = [
            (one.id, one.assessed_on, one.assessed_on)
            for one in record.risks
            if one.id == line.subject and one.assessed_on
        ]
    else:
        for item in record.evidence:
            assert item.period is not None
            local = {"exercise": "8.5#1"}.get(line.row) or str(line.subject).rpartition(", ")[2]
            fits = any(
                local == place.local or local.partition("#")[0].startswith(place.local) for place in item.supports
            )
            asked = [line.unit] if line.unit is not None else record.units_in_scope()
            where = all(not item.units or one in item.units for one in asked)
            if fits and where and item.review is not None and item.review.on <= case.on and item.received_on <= case.on:
                found.append((item.id, item.period.first, item.period.last))
    return [one for one in found if one[2] <= case.on]


# P1: intervals fill the window, and each occurrence of the record is counted once.


def _check_programme(case: Window, line: Recurrence, seen: Seen) -> None:
    """Hold that what is planned in the window has the state and the days its own dates give it."""
    assert line.by_programme is max((one.state for one in line.planned), key=STATES.index, default=STATES[0])
    for one in line.planned:
        assert case.start <= one.planned_on <= case.end
        if one.performed_on is not None:
            assert one.state is RecurrenceState.PERFORMED
            assert one.days_after == max(0, (one.performed_on - one.planned_on).days)
            seen["planned, and after its day"] += one.days_after > 0
        elif one.planned_on >= case.on:
            assert (one.state, one.days_after) == (RecurrenceState.OPEN, 0)
        else:
            assert one.state is (RecurrenceState.MISSED if line.complete else RecurrenceState.UNKNOWN)
            assert one.days_after == (case.on - one.planned_on).days
        seen[f"planned: {one.state.value}"] += 1


def _check_slots(case: Window, line: Recurrence, seen: Seen) -> None:
    """Hold that intervals lie end to end, hold the occurrences in order, and are open until they are over."""
    assert line.slots[0].first == case.start
    assert line.slots[-1].last == case.end
    for slot, following in itertools.pairwise(line.slots):
        assert (following.first - slot.last).days == 1
        assert slot.due_on == slot.last
    assert [name for slot in line.slots for name in slot.occurrences] == [one.id for one in line.occurrences]
    on = {one.id: one.on for one in line.occurrences}
    for slot in line.slots:
        assert slot.first <= slot.last <= slot.due_on
        assert all(slot.first <= on[name] <= slot.last for name in slot.occurrences)
        assert (slot.state is RecurrenceState.PERFORMED) is bool(slot.occurrences)
        over = slot.due_on <= case.end and slot.due_on < case.on
        assert over or slot.state is not RecurrenceState.MISSED
        assert not over or slot.state not in (RecurrenceState.OPEN, RecurrenceState.OVERDUE)
        seen[slot.state.value] += 1
    assert line.by_policy is max((slot.state for slot in line.slots), key=STATES.index)
    seen["several intervals"] += len(line.slots) > 1
    seen["before the window"] += line.before is not None


def check_p1(case: Window, seen: Seen) -> None:
    """Hold that intervals partition the window and hold what the record holds, no more and no less."""
    view = case.ask()
    assert sum(view.counts().values()) == len(view.recurrences)
    assert len({(one.row, one.subject, one.unit) for one in view.recurrences}) == len(view.recurrences)
    for line in view.recurrences:
        took = recorded(case, line)
        if line.row == "records-of-operation":
            assert line.slots == ()
            inside = {name for name, first, last in took if first <= case.end and last >= case.start}
            if line.unit is not None or not case.record.units_in_scope():
                assert {one.id for one in line.occurrences} == inside
            continue
        inside = {name for name, _, last in took if case.start <= last <= case.end}
        assert {one.id for one in line.occurrences} == inside
        assert len(line.occurrences) == len(inside)
        assert [one.on for one in line.occurrences] == sorted(one.on for one in line.occurrences)
        earlier = [last for _, _, last in took if last < case.start]
        assert (line.before.on if line.before is not None else None) == max(earlier, default=None)
        if line.interval == 0 or not line.slots:
            empty = not (case.record.obligations if line.row == "compliance-evaluation" else case.record.risks)
            assert line.interval == 0 or (empty and line.complete)
            assert (line.slots, line.gaps, line.by_policy) == ((), (), RecurrenceState.NOT_EXPECTED)
            seen["nothing expected"] += 1
            continue
        _check_slots(case, line, seen)
    for line in view.of("internal-audit") + view.of("management-review"):
        _check_programme(case, line, seen)


P1 = Law(
    noticed=NOTICED,
    name="P1",
    cases=windows(),
    check=check_p1,
    interesting=(
        "nothing expected",
        "performed",
        "open",
        "unknown",
        "overdue",
        "missed",
        "several intervals",
        "before the window",
        "planned, and after its day",
        "planned: missed",
    ),
    bugs={
        "intervals overlap by a day": replaced(
            _period,
            "_cut",
            lambda original: (
                lambda window, months: (
                    (attrs.evolve(cut, first=max(window.first, cut.first - dt.timedelta(days=1))), due)
                    for cut, due in original(window, months)
                )
            ),
        ),
        "the end of the window is left out": replaced(
            _period, "_cut", lambda original: lambda window, months: list(original(window, months))[:-1]
        ),
        "an audit of one unit counts in all": replaced(_period, "holds_for", lambda _: lambda _units, _unit: True),
        "what nobody accepted counts": replaced(
            _period,
            "statuses",
            lambda original: lambda *args, **named: dict.fromkeys(original(*args, **named), EvidenceStatus.CURRENT),
        ),
        "nothing is ever overdue": replaced(_period, "_if", lambda _: lambda _certain, _state: RecurrenceState.OPEN),
    },
    witnesses=_RAN,
)


def test_p1_intervals_fill_the_window_and_hold_each_occurrence_once() -> None:
    """Every day of the window is in one interval, and every occurrence of the record in the interval of its day."""
    hold(P1)


# P2: gaps, day by day.


def _missing(case: Window, line: Recurrence) -> set[dt.date]:
    """List the days of the window, up to the day asked about, on which the last was longer ago than the interval."""
    took = recorded(case, line)
    first, last = case.start, min(case.end, case.on)
    if line.row == "records-of-operation":
        return {one for one in span(first, last) if not any(begin <= one <= end for _, begin, end in took)}
    if line.row in ("compliance-evaluation", "risk-assessment") and line.subject is not None:
        registers: tuple[Any, ...] = (*case.record.obligations, *case.record.risks)
        (entry,) = [one for one in registers if one.id == line.subject]
        known = entry.evaluated_on if line.row == "compliance-evaluation" else entry.assessed_on
        if known is not None:
            first = max(first, known)
    months = line.interval
    ends = [(day, add_months(day, months)) for _, _, day in took]
    return {one for one in span(first, last) if not any(begin <= one <= end for begin, end in ends)}


def _check_covered(case: Window, line: Recurrence, seen: Seen) -> None:
    """Hold that days are covered, still running, not covered, or not known to be."""
    seen["covered in part"] += bool(line.gaps) and bool(line.occurrences)
    seen["two gaps"] += len(line.gaps) > 1
    if not line.gaps:
        whole = min(case.end, case.on) == case.end
        assert line.by_policy is (RecurrenceState.PERFORMED if whole else RecurrenceState.OPEN)
        seen["covered wholly"] += whole
    elif line.by_policy is RecurrenceState.OPEN:
        last = max(end for _, _, end in recorded(case, line))
        assert line.gaps[-1].last == case.on < case.end
        assert case.on <= add_months(last, line.interval)
        seen["still running"] += 1
    else:
        certain = line.complete and not line.submitted
        assert line.by_policy is (RecurrenceState.MISSED if certain else RecurrenceState.UNKNOWN)
        seen["not covered"] += 1


def check_p2(case: Window, seen: Seen) -> None:
    """Hold that the gaps are those days, as spans that neither touch nor overlap, in order."""
    view = case.ask()
    for line in view.recurrences:
        if line.row == "records-of-operation" and line.unit is None and case.record.units_in_scope():
            continue
        days = [one for gap in line.gaps for one in span(gap.first, gap.last)]
        assert len(days) == len(set(days)) == line.gap_days()
        for gap, following in itertools.pairwise(line.gaps):
            assert (following.first - gap.last).days > 1
        if line.slots or line.row == "records-of-operation":
            assert set(days) == _missing(case, line)
        if line.row == "records-of-operation":
            _check_covered(case, line, seen)
        elif line.slots:
            seen["late"] += any(one.late_days for one in line.occurrences)
            took = sorted((last, name) for name, _, last in recorded(case, line))
            for one in line.occurrences:
                place = took.index((one.on, one.id))
                due = add_months(took[place - 1][0], line.interval) if place else None
                assert one.late_days == (max(0, (one.on - due).days) if due is not None else None)


P2 = Law(
    noticed=NOTICED,
    name="P2",
    cases=windows(),
    check=check_p2,
    interesting=("covered in part", "two gaps", "covered wholly", "still running", "not covered", "late"),
    bugs={
        "overlapping records end with the first": replaced(
            _period,
            "_left",
            lambda original: (
                lambda spans, first, last: original(
                    functools.reduce(
                        lambda kept, one: kept if kept and one.first <= kept[-1].last else [*kept, one],
                        sorted(spans, key=lambda one: (one.first, one.last)),
                        [],
                    ),
                    first,
                    last,
                )
            ),
        ),
        "a gap begins a day late": replaced(
            _period,
            "_left",
            lambda original: (
                lambda spans, first, last: original(
                    [attrs.evolve(one, last=one.last + dt.timedelta(days=1)) for one in spans], first, last
                )
            ),
        ),
        "days to come are missing": replaced(
            _period,
            "_left",
            lambda original: lambda spans, first, last: original(list(spans), first, last + dt.timedelta(days=1)),
        ),
        "months have thirty days": replaced(
            _period, "add_months", lambda _: lambda day, months: day + dt.timedelta(days=30 * months)
        ),
    },
    witnesses=_RAN,
)


def test_p2_gaps_are_the_days_on_which_the_last_was_too_long_ago() -> None:
    """Gaps are the days nothing covers, counted day by day."""
    hold(P2)


# P3: less done is never better, and nothing is missed where nothing says that everything is there.


def _without_one(case: Window) -> Iterator[Assessment]:
    """Go through the records that lack one thing that took place."""
    record = case.record
    lists: tuple[tuple[str, dict[str, Any]], ...] = (
        ("audits", {"performed_on": None}),
        ("management_reviews", {"performed_on": None}),
        ("obligations", {"evaluated_on": None, "status": ObligationStatus.NOT_EVALUATED}),
        ("risks", {"assessed_on": None}),
    )
    for name, nothing in lists:
        items = getattr(record, name)
        for place, item in enumerate(items):
            done = [item for key in nothing if key.endswith("_on") and getattr(item, key) is not None]
            # What the register knows only later would be known not to have been: another record, not a poorer one.
            if done and not any(getattr(item, key) > case.on for key in nothing if key.endswith("_on")):
                left: Any = (*items[:place], attrs.evolve(item, **nothing), *items[place + 1 :])
                yield attrs.evolve(record, **{name: left})
    for place in range(len(record.evidence)):
        yield attrs.evolve(record, evidence=(*record.evidence[:place], *record.evidence[place + 1 :]))


def _by_key(view: PeriodView, units: tuple[str, ...]) -> dict[tuple[str, str | None, str | None], Recurrence]:
    """Return the lines by what they are about, those of all units once for each."""
    return {
        (line.row, line.subject, unit): line
        for line in view.recurrences
        for unit in ([line.unit] if line.unit is not None else [None, *units])
    }


def check_p3(case: Window, seen: Seen) -> None:
    """Hold that taking one thing away never lowers what is missed or the days not covered."""
    units = case.record.units_in_scope()
    view = _by_key(case.ask(), units)
    for poorer in _without_one(case):
        for key, line in _by_key(case.ask(poorer), units).items():
            before = view.get(key)
            if before is None:
                continue
            missed = [sum(slot.state is RecurrenceState.MISSED for slot in one.slots) for one in (before, line)]
            assert missed[0] <= missed[1]
            if line.row in (*LISTED, "records-of-operation"):
                assert before.gap_days() <= line.gap_days()
            seen["more is missed"] += missed[0] < missed[1]
            seen["fewer days are covered"] += before.gap_days() < line.gap_days()
    said = case.ask(attrs.evolve(case.record, complete=()))
    for line in said.recurrences:
        if line.row in (*LISTED, "records-of-operation"):
            assert not line.complete
            told = {line.by_programme, line.by_policy, *(slot.state for slot in line.slots)}
            assert told.isdisjoint({RecurrenceState.MISSED, RecurrenceState.OVERDUE})
            seen["unknown where nothing says so"] += RecurrenceState.UNKNOWN in told


P3 = Law(
    noticed=NOTICED,
    name="P3",
    cases=windows(),
    check=check_p3,
    interesting=("more is missed", "fewer days are covered", "unknown where nothing says so"),
    bugs={
        "silence is known": replaced(_period, "_if", lambda _: lambda _certain, state: state),
        "an empty list misses nothing": replaced(
            _period._View,
            "_slot",
            lambda original: (
                lambda self, cut, known, inside, *rest: (
                    original(self, cut, known, inside, *rest)
                    if known.occurrences
                    else attrs.evolve(original(self, cut, known, inside, *rest), state=RecurrenceState.OPEN)
                )
            ),
        ),
    },
    witnesses=_RAN,
    examples=10,
)


def test_p3_less_done_is_never_better_and_silence_is_not_missing() -> None:
    """Removing an occurrence never lowers what is missed; an incomplete list misses nothing."""
    hold(P3)


# P4: 28 years later, when the calendar is the same again, everything is the same.

LATER = 28 * 12


def _moved(value: Any) -> Any:  # noqa: ANN401 - a value of any class.
    """Move every day in a value by 28 years; between 1901 and 2099 that keeps leap days and days of the week."""
    if isinstance(value, dt.date):
        return add_months(value, LATER)
    if isinstance(value, tuple):
        return tuple(_moved(one) for one in value)
    if attrs.has(type(value)) and not isinstance(value, StandardRef | RequirementRef):
        return attrs.evolve(
            value, **{field.name: _moved(getattr(value, field.name)) for field in attrs.fields(type(value))}
        )
    return value


def check_p4(case: Window, seen: Seen) -> None:
    """Hold that moving record, window and day moves the answer, and that shuffling lists changes nothing."""
    view = case.ask()
    later = Window(_moved(case.record), _moved(case.start), _moved(case.end), _moved(case.on), case.policy).ask()
    assert later.recurrences == _moved(view.recurrences)
    seen["with gaps"] += any(line.gaps for line in view.recurrences)
    turned: dict[str, Any] = {
        name: tuple(reversed(getattr(case.record, name)))
        for name in ("audits", "management_reviews", "obligations", "risks", "evidence", "complete")
    }
    again = case.ask(attrs.evolve(case.record, **turned))
    assert again.recurrences == view.recurrences
    assert str(again) == str(view)
    seen["many of one list"] += len(case.record.audits) > 1


P4 = Law(
    noticed=NOTICED,
    name="P4",
    cases=windows(),
    check=check_p4,
    interesting=("with gaps", "many of one list"),
    bugs={
        "lists keep their order": replaced(_period, "_ordered", lambda _: lambda items: list(dict.fromkeys(items))),
        "intervals begin with the year": replaced(
            _period,
            "_cut",
            lambda original: (
                lambda window, months: (
                    original(window, months) if window.first.year < 2050 else original(window, 2 * months)
                )
            ),
        ),
    },
    witnesses=_RAN,
    examples=16,
)


def test_p4_moving_everything_moves_the_answer_and_order_does_not_matter() -> None:
    """The answer depends on days only relative to each other, and not on the order of any list."""
    hold(P4)


# P5: what is overdue is what the gate finds too long ago.

_FACTS = {
    "management-review": "management-review.current",
    "compliance-evaluation": "obligations.evaluated",
    "risk-assessment": "risks.assessed",
}


def check_p5(case: Window, seen: Seen) -> None:
    """Hold that, for a day inside the window, the view and the facts of a gate agree on what is too late."""
    on = min(max(case.on, case.start), case.end)
    months = case.policy["management-review-interval"]
    if months == 0:
        return
    view = case.ask(on=on)
    asked = readiness.evaluate(
        case.record, (RUNNING,), standard=RUNNING.ref, gate=Gate.STAGE_2, on=on, policy=case.policy
    )
    for row, name in _FACTS.items():
        late: set[str | None] = set()
        silent: set[str | None] = set()
        for line in view.of(row):
            slot = next(one for one in line.slots if one.first <= on <= one.last) if line.slots else None
            if slot is None:
                continue
            known = line.before is not None or any(one.on <= on for one in line.occurrences)
            if slot.state is RecurrenceState.OVERDUE:
                late.add(line.subject)
                assert line.gaps[-1].last == on
            elif not known:
                silent.add(line.subject)
            else:
                assert slot.state in (RecurrenceState.PERFORMED, RecurrenceState.OPEN, RecurrenceState.UNKNOWN)
        fact = next((one for one in asked.facts if one.id == name), None)
        if fact is None or not late | silent:
            continue
        if row == "management-review":
            certain = RecordList.MANAGEMENT_REVIEWS in case.record.complete
            assert (fact.outcome is Outcome.FAILED) is bool(late or (silent and certain))
        elif fact.last_on is not None:
            assert {one for one in late if one is not None} <= set(fact.against) <= late | silent
        seen[row] += bool(late)


P5 = Law(
    noticed=NOTICED,
    name="P5",
    cases=windows(),
    check=check_p5,
    interesting=tuple(_FACTS),
    bugs={
        "overdue a month early": replaced(
            _period,
            "add_months",
            lambda original: lambda day, months: original(day, months - 1 if months > 0 else months),
        ),
        "overdue a month late": replaced(
            _period,
            "_with_lateness",
            lambda original: lambda found, months: original(list(found)[:-1] or found, months),
        ),
    },
    witnesses=(
        _window(-364, 30, 0, management_reviews=(_review(1, performed_on=day(-366)),)),
        _window(-364, 30, 0, management_reviews=(_review(1, performed_on=day(-365)),)),
        _window(-200, 300, 0, obligations=(_obligation(1, day(-400)), _obligation(2, day(-90)))),
        _window(-200, 300, 0, risks=(_risk(1, day(-400)), _risk(2, day(-90)))),
    ),
)


def test_p5_the_view_and_the_gates_agree_on_what_is_too_late() -> None:
    """What is overdue on a day is what the facts of stage 2 hold against the record on that day."""
    hold(P5)


# The laws themselves.

LAWS = (T1, T2, T3, P1, P2, P3, P4, P5)


@pytest.mark.parametrize(("law", "bug"), seeded(LAWS))
def test_a_law_fails_on_each_bug_seeded_for_it(law: Law[Any], bug: Patch, monkeypatch: MonkeyPatch) -> None:
    """With the bug in the library the law finds a case that breaks it."""
    bug(monkeypatch)
    assert fails(law)


def test_every_law_has_at_least_two_bugs_seeded() -> None:
    """Each law is shown to fail on two bugs or more."""
    assert min(len(law.bugs) for law in LAWS) >= 2
