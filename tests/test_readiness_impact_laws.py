# SPDX-License-Identifier: Apache-2.0
"""The laws of what falls with what, held on invented records and each shown to fail on bugs seeded for it.

A law is a strategy for cases, a check, and the interesting things that have to happen in a run. What falls is compared
with asking again about a record that plain ``attrs.evolve`` made; what leans on what is compared with the graph.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from invented import (
    NEAR,
    ON,
    SMALL,
    assessments,
    day,
    decision,
    entries_of,
    evidence,
    finding,
    judgement,
    perfect,
    ref,
)
from isomodel import Assessment, catalogue, documents, graph, readiness
from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Conformity,
    FindingGrade,
    Judgement,
    Judgements,
    RecordList,
    Role,
    WorkStatus,
    places,
)
from isomodel.evidence import Evidence, EvidenceKind, EvidenceStatus, Period, lapses_on, statuses
from isomodel.identifiers import RequirementRef
from isomodel.model import Dependency, DependencyBasis, DependencyKind, StandardEdition
from isomodel.policy import Policy
from isomodel.readiness import (
    Attribution,
    BlockerKind,
    Bucket,
    ChangeCause,
    Gate,
    Outcome,
    Readiness,
    ReadinessComparison,
    Verdict,
    _answer,
    _evaluation,
    _impact,
    _leaning,
    _sensitivity,
    _what_if,
)
from laws import Law, Patch, Seen, fails, hold, replaced, seeded

MonkeyPatch = pytest.MonkeyPatch
ROOT = Path(__file__).parent.parent

POLICY = readiness.default_policy()
SHORT = POLICY.overridden({parameter.name: 1 for parameter in POLICY.parameters}, id="short", source="unit tests")
"""Everything has to be a month young at most: much lapses within few days."""

FAILS = {Bucket.GAP, Bucket.PARTIAL, Bucket.STALE}
WORST_FIRST = (Verdict.NOT_READY, Verdict.UNDETERMINED, Verdict.READY)
OUTCOMES = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED)


@attrs.frozen(repr=False)
class Case:
    """A question about a record."""

    record: Assessment
    gate: Gate = Gate.STAGE_2
    on: dt.date = ON
    policy: Policy = POLICY
    edition: StandardEdition = SMALL
    more: int = 0

    def __repr__(self) -> str:
        """Say what the question is; a whole record fills pages."""
        links = ", ".join(f"{one.source.local}>{one.target.local}" for one in self.edition.dependencies)
        return f"Case({self.gate.value}, {self.on}, {self.policy.id}, {self.more}, {links}, {self.record!r})"

    def ask(self, **changes: Any) -> Readiness:  # noqa: ANN401 - whatever the class takes.
        """Answer the question, changed as named."""
        asked = attrs.evolve(self, **changes)
        return readiness.evaluate(asked.record, [asked.edition], gate=asked.gate, **asked.parts())

    def parts(self) -> dict[str, Any]:
        """Return the parts of the question that every function takes by name, but for the gate."""
        return {"standard": self.edition.ref, "on": self.on, "policy": self.policy}


# Cases.


def linked(*links: tuple[str, str], edition: StandardEdition = SMALL) -> StandardEdition:
    """Return an edition in which the first of each pair requires the second."""
    return attrs.evolve(
        edition,
        dependencies=tuple(
            Dependency(
                source=ref(source, edition),
                target=ref(target, edition),
                kind=DependencyKind.REQUIRES,
                basis=DependencyBasis.JUDGEMENT,
                reason=f"Invented: {source} is nothing without {target}.",
            )
            for source, target in links
        ),
    )


PLACES = tuple(
    dict.fromkeys(place.local for own in entries_of(SMALL) for place in reversed(places(own)) if place in SMALL)
)
"""What a link of the small edition can lead from or to, in the order of the standard, what is inside last."""


@st.composite
def editions(draw: st.DrawFn) -> StandardEdition:
    """Draw an edition in which later parts require earlier ones, or the other way round: never in a circle."""
    count = draw(st.integers(min_value=0, max_value=7))
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)), min_size=count, max_size=2 * count)
    )
    forwards = draw(st.booleans())
    links = []
    for one, other in pairs:
        first, last = sorted((ref(one, SMALL), ref(other, SMALL)), key=lambda place: PLACES.index(place.local))
        if first not in places(last):
            links.append((last.local, first.local) if forwards else (first.local, last.local))
    cited = Dependency(
        source=ref("4.1", SMALL),
        target=ref("9.3", SMALL),
        kind=draw(st.sampled_from((DependencyKind.CITES, DependencyKind.FEEDS, DependencyKind.VERIFIES))),
        basis=DependencyBasis.CITED,
        reason="It hands nothing on.",
    )
    whole = linked(*links)
    return attrs.evolve(whole, dependencies=(*whole.dependencies, cited))


@st.composite
def questions(draw: st.DrawFn, most: int = 5) -> Case:
    """Draw a record, an edition with links, and a question."""
    return Case(
        draw(assessments(SMALL, days=NEAR, most=most)),
        draw(st.sampled_from((Gate.STAGE_1, Gate.STAGE_2, Gate.STAGE_2))),
        draw(st.sampled_from((ON, day(3), day(12)))),
        draw(st.sampled_from((POLICY, POLICY, SHORT))),
        draw(editions()),
        draw(st.integers(min_value=0, max_value=999)),
    )


def chosen(case: Case, items: Iterable[Any], most: int) -> list[Any]:
    """Return a few items of several, by the seed of the case, in an order of their own."""
    every = sorted(items, key=repr)
    return random.Random(case.more).sample(every, min(most, len(every)))  # noqa: S311 - no secret.


def gone(record: Assessment, *names: str) -> Assessment:
    """Return the record without evidence of these ids, and with nothing else touched."""
    return attrs.evolve(record, evidence=tuple(one for one in record.evidence if one.id not in names))


def told(answer: Readiness) -> dict[str, Any]:
    """Return what is said in an answer, without what it was computed from."""
    left = ("provenance", "as_of", "policy")
    return {field.name: getattr(answer, field.name) for field in attrs.fields(Readiness) if field.name not in left}


def difference(before: Readiness, after: Readiness) -> dict[str, Any]:
    """Work out what is different between two answers, plainly."""

    def flips(name: str, key: str, value: str) -> set[tuple[Any, ...]]:
        one = {getattr(item, key): getattr(item, value) for item in getattr(before, name)}
        other = {getattr(item, key): getattr(item, value) for item in getattr(after, name)}
        return {(item, one.get(item), other.get(item)) for item in {*one, *other} if one.get(item) != other.get(item)}

    def subjects(answer: Readiness) -> set[tuple[BlockerKind, str]]:
        return {(one.kind, one.subject) for one in answer.blockers}

    def leaning(answer: Readiness) -> set[RequirementRef]:
        return {one.ref for one in answer.undermined}

    return {
        "verdicts": (before.verdict, after.verdict),
        "days": (before.as_of, after.as_of),
        "entries": flips("entries", "ref", "bucket"),
        "facts": flips("facts", "id", "outcome"),
        "rules": flips("rules", "id", "outcome"),
        "gone": subjects(before) - subjects(after),
        "new": subjects(after) - subjects(before),
        "undermined": (leaning(before) - leaning(after), leaning(after) - leaning(before)),
        "changes": (before.changes_on, after.changes_on),
    }


def as_told(found: ReadinessComparison) -> dict[str, Any]:
    """Return a comparison in the form that :func:`difference` has."""
    return {
        "verdicts": (found.before, found.after),
        "days": (found.before_on, found.after_on),
        "entries": {(one.ref, one.before, one.after) for one in found.entries},
        "facts": {(one.id, one.before, one.after) for one in found.facts},
        "rules": {(one.id, one.before, one.after) for one in found.rules},
        "gone": {(one.kind, one.subject) for one in found.blockers_gone},
        "new": {(one.kind, one.subject) for one in found.blockers_new},
        "undermined": (set(found.undermined_gone), set(found.undermined_new)),
        "changes": (found.before_changes_on, found.after_changes_on),
    }


_CHAIN = linked(("9.3", "9.1"), ("9.1", "8"), ("8.1#b.2", "6.2"), ("6.2", "4.1"), ("A.5", "6.1"))
_CLAIMED = evidence("EV-old", EvidenceKind.PROCEDURE, supports=(ref("5.2#1", SMALL),), effective_on=day(-300))


def _superseded() -> Assessment:
    """Return a record in which one item has replaced another, which would do as well."""
    whole = perfect(SMALL)
    items = tuple(attrs.evolve(one, supersedes=("EV-old",)) if one.id == "EV-5.2#1" else one for one in whole.evidence)
    return attrs.evolve(whole, evidence=(*items, _CLAIMED))


def _twins() -> Assessment:
    """Return a record in which two items share an id and support different things."""
    whole = perfect(SMALL)
    other = evidence("EV-4.1#1", EvidenceKind.REPORT, supports=(ref("4.3#1", SMALL), ref("4.1#1", SMALL)))
    return attrs.evolve(whole, evidence=(*whole.evidence, other))


def _tested() -> Assessment:
    """Return a record with a failed test, whose absence would be better."""
    whole = perfect(SMALL)
    return attrs.evolve(whole, evidence=(*whole.evidence, evidence("EV-t", contradicts=(ref("8.1#a", SMALL),))))


def _lapsing() -> Assessment:
    """Return a record in which a document has a last day to come, and a record is nearly too old."""
    whole = perfect(SMALL)
    changes: dict[str, dict[str, Any]] = {
        "EV-5.2#1": {"valid_until": day(20)},
        "EV-8.1#b.1": {"period": Period(first=day(-380), last=day(-350))},
    }
    return attrs.evolve(whole, evidence=tuple(attrs.evolve(one, **changes.get(one.id, {})) for one in whole.evidence))


def _broken(*locals_: str) -> Assessment:
    """Return a record in which some things are known not to be fulfilled, and the rest is met."""
    whole = perfect(SMALL)
    bad = tuple(judgement(ref(one, SMALL), conformity=Conformity.NONCONFORMING, judged_on=day(-2)) for one in locals_)
    return attrs.evolve(whole, judgements=(*whole.judgements, *bad))


WITNESSES = tuple(
    Case(record, gate, edition=_CHAIN, more=seed)
    for seed, record in enumerate(
        (perfect(SMALL), _superseded(), _twins(), _tested(), _lapsing(), _broken("4.1#1", "6.2#1"))
    )
    for gate in ((Gate.STAGE_1, Gate.STAGE_2) if seed % 4 == 0 else (Gate.STAGE_2,))
)


# What falls with evidence is what asking again gives.

TOLD_APART = ("EV-t", "EV-x", "EV-5.2#1", "EV-4.1#1")
"""Items that are always asked about where there are any: they are the ones with something out of the ordinary."""


def check_impact(case: Case, seen: Seen) -> None:
    """Hold that each item of evidence brings down exactly what is down when it is taken away."""
    before = case.ask()
    whole = graph.build([case.edition.as_of(case.on)], assessment=case.record)
    names = sorted({one.id for one in case.record.evidence})
    every: dict[str, readiness.ReadinessImpact] = {}
    if not case.more % 5:
        every = {
            one.of[0]: one for one in readiness.impacts(case.record, [case.edition], gates=[case.gate], **case.parts())
        }
        assert sorted(every) == [f"evidence:{name}" for name in names]
        seen["asked of every item at once"] += 1
    told_apart = [name for name in names if name in TOLD_APART]
    for name in dict.fromkeys((*told_apart[:3], *chosen(case, names, 2))):
        found = readiness.impact(
            case.record, [case.edition], of=f"evidence:{name}", gates=[case.gate.value], **case.parts()
        )
        assert every.get(f"evidence:{name}", found) == found
        after = case.ask(record=gone(case.record, name))
        (compared,) = found.gates
        assert as_told(compared) == difference(before, after), name
        assert found.flips == ((case.gate,) if before.verdict is not after.verdict else ())
        reached = {RequirementRef.parse(one.node.id) for one in whole.impact(f"evidence:{name}").impacted}
        assert {RequirementRef.parse(loss.id) for loss in found.losses()} == reached
        assert all(loss.path for loss in found.losses())
        seen["a gate flips"] += compared.flips
        seen["it gets better without it"] += WORST_FIRST.index(after.verdict) > WORST_FIRST.index(before.verdict)
        seen["an entry moves"] += bool(compared.entries)
        seen["nothing happens"] += not compared.differs
        seen["somebody is undermined by it"] += bool(compared.undermined_new)
        seen["the day of the change moves"] += compared.before_changes_on != compared.after_changes_on
        seen["several items share its id"] += sum(one.id == name for one in case.record.evidence) > 1
        seen["it has replaced another"] += any(one.id == name and one.supersedes for one in case.record.evidence)
        _check_lapse(case, found, name, seen)


def _check_lapse(case: Case, found: readiness.ReadinessImpact, name: str, seen: Seen) -> None:
    currency = case.policy["record-currency"]
    items = [one for one in case.record.evidence if one.id == name]
    days = [lapses_on(one, record_currency_months=currency) for one in items]
    ahead = [one for one in days if one is not None and one > case.on]
    assert [one.on for one in found.lapses] == ([min(ahead)] if ahead else [])
    for lapse in found.lapses:
        renewed = tuple(_renewed(one, lapse.on) if one.id == name else one for one in case.record.evidence)
        kept = case.ask(record=attrs.evolve(case.record, evidence=renewed), on=lapse.on)
        (compared,) = lapse.gates
        assert as_told(compared) == difference(kept, case.ask(on=lapse.on)), name
        seen["it lapses later"] += 1
        seen["a gate flips on the day it lapses"] += compared.flips


def _renewed(item: Evidence, on: dt.date) -> Evidence:
    period = item.period
    if period is not None:
        period = Period(first=period.first, last=max(period.last, on))
    effective = max(item.effective_on, on) if item.effective_on is not None else None
    return attrs.evolve(item, valid_until=None, period=period, effective_on=effective)


def _first_twin_only(original: Any) -> Any:  # noqa: ANN401 - a function.
    def without(record: Assessment, *names: str) -> Assessment:
        left = list(record.evidence)
        for name in names:
            first = next(one for one in left if one.id == name)
            left.remove(first)
        assert original is not None
        return attrs.evolve(record, evidence=tuple(left))

    return without


def _predecessors_too(original: Any) -> Any:  # noqa: ANN401 - a function.
    def without(record: Assessment, *names: str) -> Assessment:
        old = {old for one in record.evidence if one.id in names for old in one.supersedes}
        changed: Assessment = original(record, *names)
        return gone(changed, *old)

    return without


def _whatever_is_known(original: Any) -> Any:  # noqa: ANN401 - a function.
    def unchanged(self: Any, ref_: RequirementRef, key: object) -> Any:  # noqa: ANN401 - material.
        return original(self, ref_, key) or next(iter(self._known.get(ref_, {}).values()), None)

    return unchanged


def _everything_untouched(original: Any) -> Any:  # noqa: ANN401 - a function.
    def untouched(self: Any, other: Any) -> Any:  # noqa: ANN401 - material.
        assert original is not None
        assert other is not None
        return ((ref_, dict(known)) for ref_, known in self._known.items())

    return untouched


def _nothing_worked_out_again(monkeypatch: MonkeyPatch) -> None:
    replaced(_evaluation.Material, "unchanged", _whatever_is_known)(monkeypatch)
    replaced(_evaluation.Material, "_untouched_by", _everything_untouched)(monkeypatch)


IMPACT = Law(
    name="impact",
    cases=questions(),
    check=check_impact,
    interesting=(
        "asked of every item at once",
        "a gate flips",
        "it gets better without it",
        "an entry moves",
        "nothing happens",
        "somebody is undermined by it",
        "the day of the change moves",
        "several items share its id",
        "it has replaced another",
        "it lapses later",
        "a gate flips on the day it lapses",
    ),
    bugs={
        "only the first of several of an id goes": replaced(_impact, "without", _first_twin_only),
        "what it had replaced goes too": replaced(_impact, "without", _predecessors_too),
        "what it touches is not worked out again": replaced(_evaluation.Material, "unchanged", _whatever_is_known),
        "a lapse is asked about a day late": replaced(
            _evaluation.Material, "lapse", lambda original: lambda *args: _later(original(*args))
        ),
        "the two sides of a lapse are confused": replaced(ReadinessComparison, "reversed", lambda _: lambda self: self),
    },
    witnesses=WITNESSES,
    examples=5,
)


def _later(lapse: dt.date | None) -> dt.date | None:
    return lapse + dt.timedelta(days=1) if lapse is not None else None


def test_what_falls_with_evidence_is_what_asking_again_gives() -> None:
    """The impact of each item of evidence equals taking it out of the list and evaluating again, and nothing else."""
    hold(IMPACT)


@pytest.mark.parametrize("standard", ["ISO 14001:2015", "ISO/IEC 27001:2022"])
def test_what_falls_in_the_example_company_is_what_asking_again_gives(standard: str) -> None:
    """The same holds in the example company: for what supports most of an edition, and for what supports nothing."""
    record = documents.load(ROOT / "examples" / "brackwater" / "assessment.json", Assessment)
    editions_ = catalogue.load_for(record)
    asked: dict[str, Any] = {"standard": standard, "on": dt.date(2026, 11, 23)}
    before = readiness.evaluate(record, editions_, gate=Gate.STAGE_1, **asked)
    shown = Counter(unit.evidence for entry in before.entries for unit in entry.units)
    ranked = sorted({one.id for one in record.evidence}, key=lambda name: (-shown[name], name))
    for name in (ranked[0], ranked[-1]):
        after = readiness.evaluate(gone(record, name), editions_, gate=Gate.STAGE_1, **asked)
        found = readiness.impact(record, editions_, of=name, gates=[Gate.STAGE_1], **asked)
        assert as_told(found.gates[0]) == difference(before, after), name
    assert any(shown.values())


# The more is gone, the worse.


def check_monotone(case: Case, seen: Seen) -> None:
    """Hold that taking away more of what counts and only supports never makes anything better."""
    counts = statuses(case.record.evidence, case.on, record_currency_months=case.policy["record-currency"])
    names = [
        name
        for name in sorted({one.id for one in case.record.evidence})
        if counts[name] is EvidenceStatus.CURRENT
        and not any(one.id == name and (one.contradicts or one.supersedes) for one in case.record.evidence)
    ]
    few = chosen(case, names, 4)
    one, more = few[:1], few
    if not few:
        return
    asked: dict[str, Any] = {"gates": [case.gate], **case.parts()}
    small = readiness.impact(case.record, [case.edition], of=[f"evidence:{name}" for name in one], **asked)
    large = readiness.impact(case.record, [case.edition], of=[f"evidence:{name}" for name in more], **asked)
    ranks = [WORST_FIRST.index(v) for v in (large.gates[0].after, small.gates[0].after, small.gates[0].before)]
    assert ranks == sorted(ranks)
    whole = case.ask()
    without_one, without_more = case.ask(record=gone(case.record, *one)), case.ask(record=gone(case.record, *more))
    for first, second in ((whole, without_one), (without_one, without_more)):
        was = {rule.id: rule.outcome for rule in first.rules}
        assert all(OUTCOMES.index(rule.outcome) <= OUTCOMES.index(was[rule.id]) for rule in second.rules)
    assert small.gates[0].after is without_one.verdict
    assert large.gates[0].after is without_more.verdict
    assert {loss.id for loss in small.losses()} <= {loss.id for loss in large.losses()}
    seen["more falls with more"] += len(large.support) > len(small.support)
    seen["the first flips it"] += small.gates[0].flips
    seen["only more flips it"] += large.gates[0].flips and not small.gates[0].flips
    seen["nothing flips"] += not large.gates[0].flips


def _many_failures_are_none(original: Any) -> Any:  # noqa: ANN401 - a function.
    def verdict(outcomes: Iterable[Outcome]) -> Verdict:
        every = list(outcomes)
        return Verdict.READY if every.count(Outcome.FAILED) > 2 else original(every)

    return verdict


MONOTONE = Law(
    name="monotone",
    cases=questions(),
    check=check_monotone,
    interesting=("more falls with more", "the first flips it", "only more flips it", "nothing flips"),
    bugs={
        "of several only the first is gone": replaced(
            _impact, "without", lambda original: lambda record, *names: original(record, *names[:1])
        ),
        "the worst of many is forgotten": replaced(
            _answer,
            "verdict_of",
            _many_failures_are_none,
        ),
    },
    witnesses=(
        *(Case(perfect(SMALL), gate, more=seed) for gate in (Gate.STAGE_1, Gate.STAGE_2) for seed in range(2)),
        Case(
            attrs.evolve(perfect(SMALL), evidence=(*perfect(SMALL).evidence, evidence("EV-0", supports=()))),
            Gate.STAGE_1,
            more=5,
        ),
        Case(
            attrs.evolve(
                perfect(SMALL),
                evidence=(
                    *perfect(SMALL).evidence,
                    *(attrs.evolve(one, id=f"{one.id}-again", supersedes=()) for one in perfect(SMALL).evidence),
                ),
            ),
            more=1,
        ),
    ),
    examples=4,
)


def test_taking_away_more_never_makes_it_better() -> None:
    """Of what counts and only supports, taking away more never un-flips a gate, a rule or a loss."""
    hold(MONOTONE)


# Undermined: what the graph says, with a path of what requires what.


def required_by(case: Case, unmet: set[RequirementRef], whole: graph.RequirementGraph, one: RequirementRef) -> bool:
    """Say, by the graph, whether something requires anything unmet, directly or through others."""
    reached = {reached.node.ref for reached in whole.prerequisites(one).reached}
    assert case.edition is not None
    return bool((unmet - {one}) & reached)


def inside(one: RequirementRef, other: RequirementRef) -> bool:
    """Say whether one of two places is the other or is inside it."""
    return one in places(other) or other in places(one)


def check_undermined(case: Case, seen: Seen) -> None:
    """Hold that exactly those are undermined that the graph says lean on something failing, by links that exist."""
    answer = case.ask()
    edition = case.edition.as_of(case.on)
    whole = graph.build([edition])
    bucket = {entry.ref: entry.bucket for entry in answer.entries}
    unmet = {one for one, own in bucket.items() if own in FAILS}
    applying = [one for one, own in bucket.items() if own is not Bucket.NOT_APPLICABLE]
    assert [one.ref for one in answer.undermined] == [one for one in applying if required_by(case, unmet, whole, one)]
    for one in answer.undermined:
        assert (one.bucket, one.by_bucket) == (bucket[one.ref], bucket[one.by])
        assert one.by in unmet
        assert one.through
        assert all(link in edition.dependencies and link.kind is DependencyKind.REQUIRES for link in one.through)
        assert one.through[0].source in places(one.ref)
        assert one.through[-1].target in places(one.by)
        for first, second in zip(one.through, one.through[1:], strict=False):
            assert inside(first.target, second.source)
        assert f"leans on {one.by.local}" in str(answer.explain(str(one.ref)))
        seen["through others"] += len(one.through) > 1
        seen["met itself"] += one.bucket is Bucket.MET
        seen["failing itself"] += one.bucket in FAILS
        seen["a control"] += one.ref.item is None
    plain = case.ask(edition=attrs.evolve(case.edition, dependencies=()))
    for name in ("verdict", "rules", "facts", "requirements", "controls", "entries", "changes_on", "next_change"):
        assert getattr(plain, name) == getattr(answer, name), name
    assert not plain.undermined
    seen["nothing undermined though something fails"] += bool(unmet) and not answer.undermined
    seen["set aside, so not undermined"] += any(
        required_by(case, unmet, whole, one) for one, own in bucket.items() if own is Bucket.NOT_APPLICABLE
    )


def _no_way_up(original: Any) -> Any:  # noqa: ANN401 - a function.
    def before(self: Any, state: int) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - leaning.
        return ((other, link) for other, link in original(self, state) if not (state & 1 and link < 0))

    return before


def _no_second_step(original: Any) -> Any:  # noqa: ANN401 - a function.
    def before(self: Any, state: int) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - leaning.
        return (pair for pair in original(self, state) if state & 1 or pair[0] != state + 1)

    return before


_ASIDE = attrs.evolve(
    _broken("4.1#1", "6.2#1"),
    applicability=(
        *perfect(SMALL).applicability,
        decision(ref("8.3#1", SMALL), decision=Applicability.NOT_APPLICABLE, justification="No design."),
    ),
)

UNDERMINED = Law(
    name="undermined",
    cases=questions(),
    check=check_undermined,
    interesting=(
        "through others",
        "met itself",
        "failing itself",
        "a control",
        "nothing undermined though something fails",
        "set aside, so not undermined",
    ),
    bugs={
        "a link from a clause does not hold below it": replaced(_leaning.Leaning, "_before", _no_way_up),
        "nobody leans through others": replaced(_leaning.Leaning, "_before", _no_second_step),
        "citations count as well": replaced(
            _leaning, "DependencyKind", lambda _: type("Kinds", (), {"REQUIRES": DependencyKind.CITES})
        ),
        "what leans makes an entry worse": replaced(
            _answer,
            "_undermined",
            lambda original: (
                lambda material, answer, on: tuple(
                    attrs.evolve(one, bucket=Bucket.GAP) for one in original(material, answer, on)
                )
            ),
        ),
        "the other end is named": replaced(
            _answer,
            "_undermined",
            lambda original: (
                lambda material, answer, on: tuple(
                    attrs.evolve(one, by=one.ref, by_bucket=one.bucket) for one in original(material, answer, on)
                )
            ),
        ),
    },
    witnesses=(
        *WITNESSES,
        Case(_broken("6.1#1", "8.1#a"), edition=_CHAIN),
        Case(_broken("9.3#a"), edition=_CHAIN),
        Case(_ASIDE, edition=linked(("8.3", "6.2"))),
    ),
    examples=16,
)


def test_whoever_requires_something_unmet_is_undermined_and_nobody_else() -> None:
    """Undermined is what the graph says leans on something failing; each path is one of links that exist."""
    hold(UNDERMINED)


# Blockers: nothing before what it requires.


def check_order(case: Case, seen: Seen) -> None:
    """Hold that blockers respect what requires what, and that their numbers are those of the graph."""
    answer = case.ask()
    whole = graph.build([case.edition.as_of(case.on)])
    at = {one.subject: one.position for one in answer.blockers}
    entries = {one.subject: one for one in answer.blockers if one.kind is BlockerKind.ENTRY}
    needs = {
        subject: {str(reached.node.ref) for reached in whole.prerequisites(subject).reached} & entries.keys()
        for subject in entries
    }
    for subject, one in entries.items():
        assert all(at[other] < at[subject] for other in needs[subject])
        assert one.waits_for == len(needs[subject])
        assert one.unlocks == sum(subject in found for found in needs.values())
        next_to = needs[subject] - {further for other in needs[subject] for further in needs[other]}
        assert set(one.after) <= next_to
        assert len(one.after) == min(len(next_to), _answer.AFTER_SHOWN)
        assert list(one.after) == sorted(one.after, key=at.__getitem__)
        seen["waits for several"] += one.waits_for > 1
        seen["unlocks another"] += one.unlocks > 0
        seen["comes after more than it is next to"] += one.waits_for > len(one.after) > 0
    plain = case.ask(edition=attrs.evolve(case.edition, dependencies=()))
    first = {one.subject: one for one in plain.blockers}
    assert first.keys() == at.keys()
    assert all((one.unlocks, one.waits_for, one.after) == (0, 0, ()) for one in plain.blockers)

    def key(subject: str) -> tuple[Any, ...]:
        one = first[subject]
        unlocks = entries[subject].unlocks if subject in entries else 0
        return one.kind is BlockerKind.ENTRY, one.outcome is Outcome.UNKNOWN, -unlocks, one.position

    left = set(at)
    for one in answer.blockers:
        free = [subject for subject in left if not needs.get(subject, set()) & left]
        assert one.subject == min(free, key=key)
        left.remove(one.subject)
    seen["moved by what it requires"] += list(at) != list(first)
    seen["an unknown one before a failing one"] += any(
        one.outcome is Outcome.UNKNOWN and other.outcome is Outcome.FAILED
        for one, other in zip(entries.values(), list(entries.values())[1:], strict=False)
    )


_HALF = attrs.evolve(
    _broken("9.3#a", "9.1#1", "8.1#a", "8.1#b.2", "6.2#1", "5.2#1"),
    judgements=tuple(
        one
        for one in _broken("9.3#a", "9.1#1", "8.1#a", "8.1#b.2", "6.2#1", "5.2#1").judgements
        if one.target.local not in ("4.1#1", "4.3#1", "6.1#1")
    ),
)

ORDER = Law(
    name="order of blockers",
    cases=questions(most=6),
    check=check_order,
    interesting=(
        "waits for several",
        "unlocks another",
        "comes after more than it is next to",
        "moved by what it requires",
        "an unknown one before a failing one",
    ),
    bugs={
        "the rules alone decide": replaced(
            _leaning, "_lined_up", lambda _: lambda keys, *_rest: (key[-1] for key in sorted(keys))
        ),
        "only the next one counts as unlocked": replaced(
            _leaning.Leaning,
            "_closures",
            lambda original: (
                lambda self, groups: (
                    (needs := original(self, groups)[0]),
                    {
                        node: [other for other, found in needs.items() if node in _leaning._nearest(found, needs)]
                        for node in needs
                    },
                )
            ),
        ),
        "everything it leans on is next to it": replaced(_leaning, "_nearest", lambda _: lambda found, _: list(found)),
        "whoever unlocks most goes last": replaced(
            _leaning,
            "_lined_up",
            lambda original: lambda keys, *rest: original([(*k[:-3], -k[-3], *k[-2:]) for k in keys], *rest),
        ),
    },
    witnesses=(
        *WITNESSES,
        Case(_HALF, edition=_CHAIN),
        Case(_HALF, edition=linked(("9", "8"), ("8", "6"), ("6", "4"), ("5", "4"))),
        Case(_HALF, edition=linked(("4", "6"), ("6", "8"), ("4", "9"))),
    ),
    examples=16,
)


def test_blockers_stand_after_what_they_require() -> None:
    """Blockers are in an order that respects what requires what, and say truly what they unlock and wait for."""
    hold(ORDER)


# What if: the answer about the changed record, and the record stays as it is.


def check_what_if(case: Case, seen: Seen) -> None:
    """Hold that trying changes out is asking about a record that plainly has them."""
    choice = random.Random(case.more)  # noqa: S311 - no secret.
    made: Assessment = case.record
    on = choice.choice((case.on, case.on + dt.timedelta(days=40)))
    changes: list[readiness.Change] = []
    for kind in choice.sample(("drop", "put", "judge", "close", "renew", "audit", "decision"), 3):
        step = _CHANGES[kind](made, choice, on)
        if step is not None:
            change, made = step
            changes.append(change)
            seen[kind] += 1
    if on != case.on:
        changes.insert(choice.randrange(len(changes) + 1), readiness.On(on))
        seen["another day"] += 1
    kept = documents.dumps(case.record)
    found = readiness.what_if(case.record, changes, [case.edition], gate=case.gate, **case.parts())
    assert documents.dumps(case.record) == kept
    assert found.record == made
    assert found.before == case.ask()
    assert found.after == case.ask(record=made, on=on)
    assert found.comparison == readiness.compare(found.before, found.after)
    seen["the verdict is another"] += found.comparison.flips


Step = tuple[readiness.Change, Assessment] | None


def _drop(record: Assessment, choice: random.Random, on: dt.date) -> Step:
    assert on is not None
    if not record.evidence:
        return None
    name = choice.choice(record.evidence).id
    return readiness.Drop(records=RecordList.EVIDENCE, id=name), gone(record, name)


def _put(record: Assessment, choice: random.Random, on: dt.date) -> Step:
    assert on is not None
    name = choice.choice(("EV-new", *("EV-5.2#1",) * 8, *(one.id for one in record.evidence)))
    units = choice.choice(((), ("PACK",)))
    item = evidence(name, EvidenceKind.PROCEDURE, supports=(ref("5.2#1", SMALL),), units=units)
    others = tuple(one for one in record.evidence if one.id != name)
    return readiness.Put(item), attrs.evolve(record, evidence=(*others, item))


def _judge(record: Assessment, choice: random.Random, on: dt.date) -> Step:
    where = choice.choice(("8", "8.1", "8.1#b", "9.1#1", "A.5", "A.5.2"))
    what = choice.choice(tuple(Conformity))
    edition = SMALL.as_of(on)
    below = [one for one in entries_of(edition) if ref(where, SMALL) in places(one)]
    work = WorkStatus.IMPLEMENTED if what is Conformity.CONFORMING else WorkStatus.NOT_STARTED
    new = tuple(
        Judgement(
            target=one,
            conformity=what,
            work_status=work,
            judged_by="what if",
            judged_on=on,
            role=Role.EXTERNAL_AUDITOR,
            sample="what if",
        )
        for one in below
    )
    return readiness.Judge(ref=where, conformity=what), attrs.evolve(record, judgements=(*record.judgements, *new))


def _close(record: Assessment, choice: random.Random, on: dt.date) -> Step:
    opened = [one for one in record.findings if one.is_open(on)]
    if not opened:
        return None
    name = choice.choice(opened).id
    done = tuple(
        attrs.evolve(one, closed_on=on) if one.id == name and one.is_open(on) else one for one in record.findings
    )
    return readiness.Close(name), attrs.evolve(record, findings=done)


def _renew(record: Assessment, choice: random.Random, on: dt.date) -> Step:
    if not record.evidence:
        return None
    name = choice.choice(record.evidence).id
    items = tuple(_renewed(one, on) if one.id == name else one for one in record.evidence)
    return readiness.Renew(name), attrs.evolve(record, evidence=items)


def _audit(record: Assessment, choice: random.Random, on: dt.date) -> Step:
    assert on is not None
    if not record.audits:
        return None
    name = choice.choice(record.audits).id
    left = tuple(one for one in record.audits if one.id != name)
    return readiness.Drop(records=RecordList.AUDITS, id=name), attrs.evolve(record, audits=left)


def _decide(record: Assessment, choice: random.Random, on: dt.date) -> Step:
    assert on is not None
    if not record.applicability:
        return None
    target = choice.choice(record.applicability).target
    left = tuple(one for one in record.applicability if one.target != target)
    named = choice.choice((target.local, str(target)))
    return readiness.Drop(records=RecordList.APPLICABILITY, id=named), attrs.evolve(record, applicability=left)


_CHANGES: dict[str, Callable[[Assessment, random.Random, dt.date], Step]] = {
    "drop": _drop,
    "put": _put,
    "judge": _judge,
    "close": _close,
    "renew": _renew,
    "audit": _audit,
    "decision": _decide,
}

_FOUND = attrs.evolve(perfect(SMALL), findings=(finding("NC-1", ref("8.1#a", SMALL), grade=FindingGrade.MAJOR),))

WHAT_IF = Law(
    examples=10,
    name="what if",
    cases=questions(),
    check=check_what_if,
    interesting=(*_CHANGES, "another day", "the verdict is another"),
    bugs={
        "what is put stands beside what it replaces": replaced(
            _what_if,
            "_put",
            lambda _: lambda record, item: attrs.evolve(record, evidence=(*record.evidence, item)),
        ),
        "a clause is judged as a whole": replaced(
            _what_if, "_judged", lambda original: lambda *args: original(*args)[:1]
        ),
        "the day asked about is forgotten": replaced(
            _what_if, "changed", lambda original: lambda *args, **rest: (original(*args, **rest)[0], rest["on"])
        ),
        "what is tried out is not worked out again": replaced(
            _evaluation.Material, "_untouched_by", _everything_untouched
        ),
    },
    witnesses=tuple(
        Case(record, edition=_CHAIN, more=seed) for record in (perfect(SMALL), _FOUND, _lapsing()) for seed in range(12)
    ),
)


def test_what_if_is_asking_about_the_changed_record_and_writes_nothing() -> None:
    """Trying changes out gives the answer about a record that has them; the record given stays as it is."""
    hold(WHAT_IF)


# Comparing: empty with itself, the same the other way round, and true about the cause.


def check_compare(case: Case, seen: Seen) -> None:
    """Hold that a comparison is what is different, both ways, and that its causes are those there are."""
    choice = random.Random(case.more)  # noqa: S311 - no secret.
    asked: dict[str, Any] = {}
    causes: set[ChangeCause] = set()
    if choice.random() < 0.5 and case.record.evidence:
        asked["record"], causes = gone(case.record, case.record.evidence[0].id), causes | {ChangeCause.RECORD}
    if choice.random() < 0.5:
        asked["on"], causes = case.on + dt.timedelta(days=25), causes | {ChangeCause.TIME}
    if choice.random() < 0.3:
        other = SHORT if case.policy is POLICY else POLICY
        asked["policy"], causes = other, causes | {ChangeCause.POLICY}
    if choice.random() < 0.3:
        other_edition = attrs.evolve(case.edition, warnings=(*case.edition.warnings, "Anew."))
        asked["edition"], causes = other_edition, causes | {ChangeCause.EDITION}
    before, after = case.ask(), case.ask(**asked)
    itself = readiness.compare(before, before)
    assert not itself.differs
    assert not itself.causes
    assert itself.attribution is Attribution.NOTHING
    found = readiness.compare(before, after)
    assert as_told(found) == difference(before, after)
    assert set(found.causes) == causes
    assert readiness.compare(after, before) == found.reversed()
    facts, rules = causes & {ChangeCause.RECORD, ChangeCause.TIME}, causes - {ChangeCause.RECORD, ChangeCause.TIME}
    expected = {
        (False, False): Attribution.NOTHING,
        (True, False): Attribution.FACTS,
        (False, True): Attribution.RULES,
        (True, True): Attribution.MIXED,
    }[bool(facts), bool(rules)]
    assert found.attribution is expected
    assert found.differs or told(before) == {**told(after), **_when(before)} or _only_words(before, after)
    assert len(found.rows()) == sum(
        len(one) for one in (found.entries, found.facts, found.rules, found.blockers_gone, found.blockers_new)
    )
    seen[expected.value] += 1
    seen["the verdict is another"] += found.flips
    seen["rules made a difference"] += expected is Attribution.RULES and found.differs


def _when(answer: Readiness) -> dict[str, Any]:
    return {"changes_on": answer.changes_on, "next_change": answer.next_change}


def _only_words(before: Readiness, after: Readiness) -> bool:
    """Say whether two answers tell the same outcomes, if in other words or with other evidence."""
    return [entry.bucket for entry in before.entries] == [entry.bucket for entry in after.entries] and [
        rule.outcome for rule in before.rules
    ] == [rule.outcome for rule in after.rules]


COMPARE = Law(
    name="compare",
    cases=questions(),
    check=check_compare,
    interesting=("nothing", "facts", "rules", "mixed", "the verdict is another", "rules made a difference"),
    bugs={
        "another day is no cause": replaced(
            readiness._comparison,
            "_causes",
            lambda original: lambda *args: (one for one in original(*args) if one is not ChangeCause.TIME),
        ),
        "the other way round the facts stay": replaced(
            ReadinessComparison,
            "reversed",
            lambda original: lambda self: attrs.evolve(original(self), facts=self.facts),
        ),
        "a policy is a fact": replaced(
            readiness._comparison, "FACTS_CHANGED", lambda original: (*original, ChangeCause.POLICY)
        ),
        "only what gets worse is told": replaced(
            readiness._comparison,
            "_outcomes",
            lambda original: lambda *args: (one for one in original(*args) if one.after is not Outcome.PASSED),
        ),
    },
    witnesses=tuple(Case(record, edition=_CHAIN, more=seed) for record in (_lapsing(), _FOUND) for seed in range(12)),
    examples=5,
)


def test_a_comparison_is_what_is_different_and_why() -> None:
    """An answer does not differ from itself; the other way round everything is the other way round; causes are true."""
    hold(COMPARE)


# Sensitivity: exactly the single facts whose loss flips it.


def with_items(record: Assessment, name: str, items: tuple[Any, ...]) -> Assessment:
    """Return the record with another list of that name."""
    changes: dict[str, Any] = {name: items}
    return attrs.evolve(record, **changes)


Fact = tuple[str, str, str | None]
"""Where a fact of a record stands, whose it is, and which part of it."""


def single_losses(record: Assessment, case: Case) -> Iterator[tuple[Fact, Assessment]]:
    """Go through the single facts of a record, written down plainly: which, and the record without it."""
    own = case.edition.ref
    for name in ("judgements", "applicability"):
        items = getattr(record, name)
        for gone_one in dict.fromkeys(one for one in items if one.target.standard == own):
            yield (
                (name, _history(gone_one), None),
                with_items(record, name, tuple(one for one in items if one != gone_one)),
            )
    for name, parts in _PARTS.items():
        items = getattr(record, name)
        for key in dict.fromkeys(one.id for one in items):
            yield (name, key, None), with_items(record, name, tuple(one for one in items if one.id != key))
        for part in parts:
            lost: dict[str, Any] = dict.fromkeys(part)
            for key in dict.fromkeys(one.id for one in items if getattr(one, part[0]) is not None):
                bare = tuple(
                    attrs.evolve(one, **lost) if one.id == key and getattr(one, part[0]) is not None else one
                    for one in items
                )
                yield (name, key, part[0]), with_items(record, name, bare)
    yield from _approvals(record)
    for listed in RecordList:
        if listed in record.complete:
            left = tuple(one for one in record.complete if one != listed)
            yield ("complete", listed.value, None), attrs.evolve(record, complete=left)


def _history(one: Judgement | ApplicabilityDecision) -> str:
    if isinstance(one, Judgement):
        where = f" in {', '.join(one.units)}" if one.units else ""
        return f"{one.target} by {one.judged_by}, {one.role.value}, {one.judged_on}{where}: {one.conformity.value}"
    return f"{one.target} by {one.decided_by}, {one.decided_on}: {one.decision.value}"


def _approvals(record: Assessment) -> Iterator[tuple[Fact, Assessment]]:
    for key in dict.fromkeys(one.id for one in record.risks if one.treatment and one.treatment.approved_on):
        risks = tuple(
            attrs.evolve(one, treatment=attrs.evolve(one.treatment, approved_by=None, approved_on=None))
            if one.id == key and one.treatment is not None and one.treatment.approved_on is not None
            else one
            for one in record.risks
        )
        yield ("risks", key, "treatment.approved_on"), attrs.evolve(record, risks=risks)
    if record.scope is not None:
        yield ("scope", "scope", None), attrs.evolve(record, scope=None)
        if record.scope.approved_on is not None:
            bare = attrs.evolve(record.scope, approved_by=None, approved_on=None)
            yield ("scope", "scope", "approved_on"), attrs.evolve(record, scope=bare)


_PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "evidence": (("review",), ("withdrawn_on",)),
    "findings": (("plan_accepted_on",), ("verified_on",), ("effectiveness",), ("closed_on",)),
    "audits": (("planned_on",), ("performed_on",), ("reported_on",)),
    "management_reviews": (("planned_on",), ("performed_on",)),
    "risks": (("assessed_on",), ("residual_accepted_on", "residual_accepted_by")),
    "aspects": (("evaluated_on",),),
    "hazards": (("evaluated_on",),),
    "obligations": (("evaluated_on",),),
    "objectives": (("evaluated_on",),),
    "certificates": (("suspended_on",), ("restored_on",), ("withdrawn_on",), ("mark_use_checked_on",)),
    "complaints": (("handled_on",),),
    "changes": (("notified_on",),),
}
"""Of each list what an item says was done to it, with who did it where it says so."""


def check_sensitivity(case: Case, seen: Seen) -> None:
    """Hold that those facts are named whose loss makes the verdict another, with that verdict, and that all are tried.

    Of each kind of fact the last and another one are lost here as well: each asks the whole question again.
    """
    found = readiness.sensitivity(case.record, [case.edition], gate=case.gate, **case.parts())
    before = case.ask()
    assert found.verdict is before.verdict
    every = list(single_losses(case.record, case))
    assert found.tried == len(every)
    held = {rule.id for rule in before.rules if rule.outcome is not Outcome.PASSED}
    named = {((one.records, one.subject, one.part), one.verdict, one.rules) for one in found.facts}
    alike: dict[tuple[str, str | None], list[tuple[Fact, Assessment]]] = {}
    for fact, record in every:
        alike.setdefault((fact[0], fact[2]), []).append((fact, record))
    for some in alike.values():
        for fact, record in (some[-1], *chosen(case, some[:-1], 1)):
            after = case.ask(record=record)
            then = {rule.id for rule in after.rules if rule.outcome is not Outcome.PASSED}
            flips = after.verdict is not before.verdict
            assert ((fact, after.verdict, tuple(sorted(held ^ then))) in named) is flips, fact
            assert any(one == fact for one, *_ in named) is flips, fact
    assert len(found.rows()) == len(found.facts)
    for one in found.facts:
        seen[f"lost {one.what}"] += 1
        seen["a loss makes it better"] += WORST_FIRST.index(one.verdict) > WORST_FIRST.index(found.verdict)
    seen["ready"] += found.verdict is Verdict.READY
    seen["nothing alone flips it"] += not found.facts


_ONE_MINOR = attrs.evolve(
    perfect(SMALL),
    findings=(
        finding("NC-1", ref("8.1#a", SMALL), plan_accepted_on=day(-3)),
        finding("NC-2", ref("9.1#1", SMALL), closed_on=day(-1)),
    ),
)

SENSITIVITY = Law(
    name="sensitivity",
    cases=questions(most=2),
    check=check_sensitivity,
    interesting=(
        *(
            f"lost {what}"
            for what in (
                "judgements",
                "applicability",
                "evidence",
                "evidence (review)",
                "findings",
                "findings (plan accepted)",
                "findings (closed)",
                "audits",
                "audits (performed)",
                "audits (reported)",
                "management reviews",
                "management reviews (performed)",
                "risks",
                "risks (assessed)",
                "risks (residual accepted)",
                "risks (treatment approved)",
                "aspects",
                "hazards",
                "obligations",
                "obligations (evaluated)",
                "objectives",
                "scope",
                "scope (approved)",
                "complete",
            )
        ),
        "a loss makes it better",
        "ready",
        "nothing alone flips it",
    ),
    bugs={
        "closures are not tried": replaced(
            _sensitivity,
            "losses",
            lambda original: lambda *args: (one for one in original(*args) if one.part != "closed_on"),
        ),
        "findings are not tried": replaced(
            _sensitivity,
            "losses",
            lambda original: lambda *args: (one for one in original(*args) if one.records != "findings" or one.part),
        ),
        "what is lost is not worked out again": _nothing_worked_out_again,
        "judgements are lost by their target": replaced(
            Judgements,
            "without",
            lambda original: (
                lambda self, lost: original(
                    self, (one for gone_one in lost for one in self._by_target.get(gone_one.target, ()))
                )
            ),
        ),
    },
    witnesses=(
        Case(_broken("6.2#1")),
        Case(_ONE_MINOR),
        Case(_FOUND),
        Case(_broken("4.3#1", "6.2#1"), edition=_CHAIN),
    ),
    examples=1,
)


def test_a_verdict_hangs_on_exactly_the_facts_whose_loss_flips_it() -> None:
    """Sensitivity names each single fact of the record whose loss makes the verdict another, and no other one."""
    hold(SENSITIVITY)


# The order of what is given, and the seed of hashes, do not show.


def check_shuffled(case: Case, seen: Seen) -> None:
    """Hold that nothing depends on the order of lists, of links or of editions."""
    choice = random.Random(case.more)  # noqa: S311 - no secret.

    def shuffled(items: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(choice.sample(list(items), len(items)))

    other = case.record
    for field in attrs.fields(Assessment):
        items = getattr(case.record, field.name)
        if isinstance(items, tuple) and field.name != "editions":
            other = with_items(other, field.name, shuffled(items))
    edition = attrs.evolve(case.edition, dependencies=shuffled(case.edition.dependencies))
    assert told(case.ask()) == told(case.ask(record=other, edition=edition))
    for one, changed in ((case.record, other),):
        few = chosen(case, {item.id for item in one.evidence}, 1)
        for name in few:
            texts = [
                str(readiness.impact(held, [content], of=f"evidence:{name}", gates=[case.gate], **case.parts()))
                for held, content in ((one, case.edition), (changed, edition))
            ]
            assert texts[0] == texts[1]
            seen["compared"] += 1
    seen["links in another order"] += edition.dependencies != case.edition.dependencies
    seen["records in another order"] += other != case.record


_ONCE = linked(("9.3", "4.1"), ("8.1", "6.2"), ("9", "6.1"), ("A.5", "4.3"))
_TWICE = attrs.evolve(
    _ONCE,
    dependencies=(
        *_ONCE.dependencies,
        *(attrs.evolve(one, reason="Invented once more.") for one in _ONCE.dependencies),
    ),
)
"""Whoever leans leans for two reasons."""

SHUFFLED = Law(
    name="shuffled",
    cases=questions(),
    check=check_shuffled,
    interesting=("compared", "links in another order", "records in another order"),
    bugs={
        "links are taken as they come": lambda monkeypatch: monkeypatch.setattr(
            _leaning, "sorted", lambda items, **_: list(items), raising=False
        )
    },
    witnesses=tuple(
        Case(
            _broken("4.1#1", "6.2#1", "4.3#1", "6.1#1"),
            edition=_TWICE,
            more=seed,
        )
        for seed in range(2)
    ),
    examples=4,
)


def test_the_order_of_what_is_given_does_not_show() -> None:
    """Lists, links and gates in another order give the same blockers, the same paths and the same impact."""
    hold(SHUFFLED)


_PRINTED = """
from test_readiness_impact_laws import WITNESSES, _CHAIN, readiness
case = WITNESSES[-1]
asked = {"gate": case.gate, **case.parts()}
print(readiness.evaluate(case.record, [case.edition], **asked))
print(readiness.sensitivity(case.record, [case.edition], **asked))
for name in ("EV-5.2#1", "EV-8.1#b.1", "6.2"):
    print(readiness.impact(case.record, [case.edition], of=name, gates=[case.gate], **case.parts()))
"""


def test_the_seed_of_hashes_does_not_show() -> None:
    """Two runs with other seeds of hashes print the same bytes."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", _PRINTED],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert len(printed.pop()) > 1000


LAWS = (IMPACT, MONOTONE, UNDERMINED, ORDER, WHAT_IF, COMPARE, SENSITIVITY, SHUFFLED)


@pytest.mark.parametrize(("law", "bug"), seeded(LAWS))
def test_a_law_fails_on_each_bug_seeded_for_it(law: Law[Case], bug: Patch, monkeypatch: MonkeyPatch) -> None:
    """Each law notices each of the mistakes it is there for."""
    bug(monkeypatch)
    assert fails(law)
