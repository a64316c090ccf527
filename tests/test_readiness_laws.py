# SPDX-License-Identifier: Apache-2.0
"""The laws R1 to R12 of readiness, each held on invented records and each shown to fail on bugs seeded for it.

A law is a strategy for cases, a check, and the interesting things that have to happen in a run: a law that never met
what it is about has not been tested. ``hypothesis`` is told of every such event, and a run in which one is missing
fails. What a law compares is worked out here by other means than the library's wherever that is possible.
"""

from __future__ import annotations

import datetime as dt
import enum
import html
import itertools
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import readiness_interpreter
from invented import (
    EDITION,
    FAR,
    NEAR,
    ON,
    SMALL,
    UNITS,
    assessments,
    day,
    decision,
    empty,
    entries_of,
    evidence,
    evidence_items,
    finding,
    judgement,
    perfect,
    predecessor,
    ref,
    troubled,
)
from isomodel import assessment as assessment_module
from isomodel import documents, readiness
from isomodel.assessment import (
    Applicability,
    Assessment,
    Conformity,
    EditionMismatchError,
    FindingGrade,
    FindingType,
    Judgements,
    RecordList,
    Risk,
    RiskTreatment,
    Role,
    TreatmentOption,
    WorkStatus,
    issues,
    may_be_excluded,
    places,
)
from isomodel.errors import Severity
from isomodel.evidence import (
    NATURE,
    Evidence,
    EvidenceKind,
    EvidenceReview,
    EvidenceStatus,
    Period,
    ReviewOutcome,
    add_months,
    statuses,
)
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import DocumentedInformation, MilestoneKind, StandardEdition
from isomodel.policy import Policy
from isomodel.readiness import Bucket, EvidenceState, Gate, Outcome, Readiness, Verdict, _answer, _evaluation, _facts
from laws import Brief, Law, Patch, Seen, fails, hold, seeded
from laws import replaced as patched
from readiness_mending import mended

MonkeyPatch = pytest.MonkeyPatch

POLICY = readiness.default_policy()
SHORT = POLICY.overridden({parameter.name: 1 for parameter in POLICY.parameters}, id="short", source="unit tests")
"""Everything has to be a month young at most: much happens within few days."""

VERDICTS = (Verdict.NOT_READY, Verdict.UNDETERMINED, Verdict.READY)
OUTCOMES = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED)
BUCKETS = tuple(Bucket)
"""Worst first, as the law needs them; a test below compares with the truth table."""


def brief(value: object) -> str:
    """Print a value without what is as it always is."""
    if isinstance(value, RequirementRef):
        return value.local if value.standard == SMALL.ref else str(value)
    if isinstance(value, tuple | list):
        return f"({', '.join(map(brief, value))})"
    if isinstance(value, enum.Enum):
        return str(value.value)
    if attrs.has(type(value)) and not isinstance(value, StandardRef):
        told = [
            f"{field.name}={brief(getattr(value, field.name))}"
            for field in attrs.fields(type(value))  # type: ignore[arg-type]  # it was looked whether it has any.
            if getattr(value, field.name) and field.name not in ("title", "statement", "extensions")
        ]
        return f"{type(value).__name__}({', '.join(told)})"
    return str(value)


@attrs.frozen(repr=False)
class Case(Brief):
    """A question about a record."""

    record: Assessment
    gate: Gate = Gate.STAGE_2
    on: dt.date = ON
    policy: Policy = POLICY
    edition: StandardEdition = SMALL
    more: Any = None
    old: StandardEdition | None = None
    """The edition that is replaced, where it is not the usual one."""

    @property
    def editions(self) -> tuple[StandardEdition, ...]:
        """The edition, and what a transition to it reads of the one it replaces."""
        return self.edition, self.old if self.old is not None else predecessor(self.edition)

    def __repr__(self) -> str:
        """Tell what the record has more or less than a perfect one, briefly: a whole record fills pages."""
        whole = perfect(self.edition, units=self.record.organization.units)
        told = [f"{self.edition.ref}, {self.gate.value}, {self.on}, {self.policy.id}"]
        for field in attrs.fields(Assessment):
            own, other = getattr(self.record, field.name), getattr(whole, field.name)
            if own == other:
                continue
            if not isinstance(own, tuple):
                told.append(f"{field.name}: {brief(own)}")
                continue
            added, removed = [one for one in own if one not in other], [one for one in other if one not in own]
            told.extend(f"+ {field.name}: {brief(one)}" for one in added)
            told.append(f"- {field.name}: {brief(tuple(removed)) if len(removed) < 4 else len(removed)}")
        return "\n".join([*told, f"more: {brief(self.more)}"])

    def ask(self, **changes: Any) -> Readiness:  # noqa: ANN401 - whatever the class takes.
        """Answer the question, changed as named."""
        asked = attrs.evolve(self, **changes)
        return readiness.evaluate(
            asked.record,
            asked.editions,
            standard=asked.edition.ref,
            gate=asked.gate,
            on=asked.on,
            policy=asked.policy,
        )


# Cases.


@st.composite
def questions(
    draw: st.DrawFn,
    edition: StandardEdition = SMALL,
    days: st.SearchStrategy[dt.date] = NEAR,
    on: st.SearchStrategy[dt.date] = st.just(ON),  # noqa: B008 - a strategy is a value.
    more: st.SearchStrategy[Any] = st.none(),  # noqa: B008 - the same.
) -> Case:
    """Draw a record, a question about it, and something more that a law does to it."""
    # Drawn and not built: hypothesis would print the whole record as the call that built it.
    return Case(
        draw(assessments(edition, days=days)),
        draw(st.sampled_from((Gate.STAGE_2, Gate.STAGE_2, *Gate))),
        draw(on),
        draw(st.sampled_from((POLICY, POLICY, SHORT))),
        edition,
        draw(more),
    )


def with_more(more: Callable[[StandardEdition], st.SearchStrategy[Any]]) -> st.SearchStrategy[Case]:
    """Draw a question and something more that the law does to it."""
    return questions(more=more(SMALL))


SEEDS = st.integers(min_value=0, max_value=10**6)
"""For choices that need not be shrunk."""


def exported(answer: Readiness) -> str:
    """Return the document of an answer without its provenance, which tells the bytes of the record apart on purpose."""
    tree = json.loads(documents.dumps(answer))
    del tree["provenance"]
    return json.dumps(tree)


# Comparing two answers.


def _steps(before: Readiness, after: Readiness) -> Iterator[tuple[str, int]]:
    """Say how far each part of an answer rose (positive) or fell (negative)."""
    yield "verdict", VERDICTS.index(after.verdict) - VERDICTS.index(before.verdict)
    rules = {rule.id: rule for rule in before.rules}
    assert [rule.id for rule in after.rules] == list(rules)
    for rule in after.rules:
        yield f"rule {rule.id}", OUTCOMES.index(rule.outcome) - OUTCOMES.index(rules[rule.id].outcome)
    entries = {entry.ref: entry for entry in before.entries}
    assert [entry.ref for entry in after.entries] == list(entries)
    for entry in after.entries:
        old = entries[entry.ref].bucket
        yield f"bucket of {entry.ref.local}", BUCKETS.index(entry.bucket) - BUCKETS.index(old)
    for one, two in ((before.requirements, after.requirements), (before.controls, after.controls)):
        assert one is not None
        assert two is not None
        # What falls short of all that applies: what applies may itself become more or less.
        yield "share, low", (one.share.of - one.share.low) - (two.share.of - two.share.low)
        yield "share, high", (one.share.of - one.share.high) - (two.share.of - two.share.high)


def never_better(before: Readiness, after: Readiness, seen: Seen, what: str) -> None:
    """Hold that nothing in the second answer is better, and note where something is worse."""
    steps = list(_steps(before, after))
    assert [step for step in steps if step[1] > 0] == []
    _note(steps, seen, f"{what} lowered", -1)


def never_worse(before: Readiness, after: Readiness, seen: Seen, what: str) -> None:
    """Hold that nothing in the second answer is worse, and note where something is better."""
    steps = list(_steps(before, after))
    assert [step for step in steps if step[1] < 0] == []
    _note(steps, seen, f"{what} raised", 1)


def _note(steps: Sequence[tuple[str, int]], seen: Seen, what: str, sign: int) -> None:
    for name, step in steps:
        if step * sign > 0:
            seen[f"{what} {name.split()[0]}"] += 1


def _mixed() -> Case:
    """Return a case with something in every bucket, and a unit that differs."""
    whole = perfect(SMALL)
    worked: dict[str, dict[str, Any]] = {
        "4.1#1": {"conformity": Conformity.NONCONFORMING, "work_status": WorkStatus.NOT_STARTED},
        "4.3#1": {"conformity": Conformity.NOT_ASSESSED, "work_status": WorkStatus.PARTIAL},
        "5.2#1": {"conformity": Conformity.NOT_ASSESSED, "work_status": WorkStatus.PLANNED},
        "6.1#1": {"conformity": Conformity.NONCONFORMING, "units": ("HQ",)},
        "6.2#1": {"role": Role.OWNER},
        "A.5.1": {"conformity": Conformity.NOT_ASSESSED, "work_status": WorkStatus.PLANNED},
    }
    judged = [attrs.evolve(one, **worked.get(one.target.local, {})) for one in whole.judgements]
    judged.append(judgement(ref("6.3#1", SMALL), conformity=Conformity.NONCONFORMING))
    chosen = RiskTreatment(
        option=TreatmentOption.MODIFY,
        controls=(ref("A.5.1", SMALL),),
        plan="Do it.",
        approved_by="Olga",
        approved_on=day(-5),
    )
    return Case(
        attrs.evolve(
            whole,
            judgements=tuple(one for one in judged if one.target.local != "9.1#1"),
            applicability=(*whole.applicability, decision(ref("8.3", SMALL), decision=Applicability.NOT_APPLICABLE)),
            findings=(finding("NC-1", ref("8.1#a", SMALL), plan_accepted_on=day(-1)),),
            evidence=tuple(
                attrs.evolve(one, valid_until=day(-1)) if ref("6.4#1", SMALL) in one.supports else one
                for one in whole.evidence
            ),
            risks=(Risk(id="R-1", description="It breaks.", owner="Olga", treatment=chosen),),
        )
    )


# R1: counts add up.


def numbers_in_text(text: str, kind: str) -> tuple[int, dict[str, int], str]:
    """Read total, counts and share of one kind of entry off the text form."""
    match = re.search(rf"^  {kind} (\d+): (.*)\n    share met (.*?) of (\d+) that apply", text, re.MULTILINE)
    if match is None:
        share = re.search(rf"^  {kind} (\d+): (.*)\n    share met (nothing applies)", text, re.MULTILINE)
        assert share is not None, text
        match = share
    counts = {}
    for told in filter(None, match[2].split("  ")):
        name, number = told.rsplit(" ", 1)
        counts[name.replace(" ", "-")] = int(number)
    return int(match[1]), counts, match[3]


def check_r1(case: Case, seen: Seen) -> None:
    """Hold that the counts add up to the size of the edition, known by hand, in every rendering."""
    answer = case.ask()
    amended = case.on >= (day(10) if case.edition is SMALL else dt.date(2031, 2, 1))
    sizes = (14, 3) if case.edition is SMALL else (46, 12)
    expected = {"requirements": sizes[0] + amended, "controls": sizes[1]}
    tree = json.loads(documents.dumps(answer))
    text = str(answer)
    rows = {(row["clause"], row["item"]) for row in answer.rows()}
    assert answer.controls is not None
    for kind, tally, said in (
        ("requirements", answer.requirements, "requirements"),
        ("controls", answer.controls, "reference controls"),
    ):
        total, counts, _ = numbers_in_text(text, said)
        assert tally.total == tree[kind]["total"] == total == expected[kind]
        assert sum(one.count for one in tally.buckets) == expected[kind]
        assert sum(one["count"] for one in tree[kind]["buckets"]) == expected[kind]
        assert sum(counts.values()) == expected[kind]
        assert sum(bool(item) is (kind == "requirements") for _, item in rows) == expected[kind]
        seen["four buckets at once"] += len(counts) >= 4
        seen["something set aside"] += "not-applicable" in counts
    explained = sum(
        int(number)
        for main in ("4", "5", "6", "8", "9")
        for number in re.findall(r" (\d+)", answer.explain(main).sentence.partition(":")[2])
    )
    if case.edition is SMALL:
        assert explained == expected["requirements"]
    seen["amended"] += amended
    seen["not yet amended"] += not amended
    seen["a unit differs"] += any(len(entry.units) > 1 for entry in answer.entries)


def _mutated_tally(change: Callable[[Any], Any]) -> Patch:
    original = _answer._tally

    def patch(monkeypatch: MonkeyPatch) -> None:
        monkeypatch.setattr(_answer, "_tally", lambda *args: change(original(*args)))

    return patch


R1 = Law(
    name="R1",
    cases=st.one_of(questions(on=NEAR), questions(EDITION, on=NEAR), questions(days=FAR, on=NEAR)),
    check=check_r1,
    interesting=("four buckets at once", "something set aside", "amended", "not yet amended", "a unit differs"),
    bugs={
        "the best bucket is left out": _mutated_tally(lambda one: attrs.evolve(one, buckets=one.buckets[:-1])),
        "the amendment counts from the start": patched(StandardEdition, "as_of", lambda _: lambda self, _: self),
        "what is set aside leaves the total": _mutated_tally(
            lambda one: attrs.evolve(
                one, total=one.total - sum(b.count for b in one.buckets if b.bucket is Bucket.NOT_APPLICABLE)
            )
        ),
        "the text leaves gaps out": patched(
            _answer,
            "_tally_lines",
            lambda original: lambda name, tally: [re.sub(r"  gap \d+$", "", line) for line in original(name, tally)],
        ),
    },
    witnesses=(_mixed(),),
)


def test_r1_counts_add_up_to_the_edition_in_every_rendering() -> None:
    """Requirements and controls are each counted exactly once, in object, JSON, text, rows and tree."""
    hold(R1)


# R2: an empty record is undetermined.


def check_r2(case: Case, seen: Seen) -> None:
    """Hold that nothing known leaves everything open."""
    answer = case.ask()
    assert answer.verdict is Verdict.UNDETERMINED
    assert answer.controls is not None
    for tally, said in ((answer.requirements, "requirements"), (answer.controls, "reference controls")):
        assert (tally.share.low, tally.share.high, tally.share.of) == (0, tally.total, tally.total)
        assert [one.bucket for one in tally.buckets] == [Bucket.NOT_ASSESSED]
        assert numbers_in_text(str(answer), said)[2] == "0–100 %"
    assert answer.blockers
    assert Outcome.FAILED not in {rule.outcome for rule in answer.rules}
    seen[case.gate.value] += 1
    seen["units"] += bool(case.record.organization.units)
    seen["undivided"] += not case.record.organization.units


@st.composite
def _nothing(draw: st.DrawFn) -> Case:
    edition = draw(st.sampled_from((SMALL, EDITION)))
    return Case(
        empty(edition, units=draw(st.sampled_from(((), UNITS)))),
        draw(st.sampled_from(Gate)),
        draw(st.dates(dt.date(2030, 3, 1), dt.date(2036, 3, 31))),
        draw(st.sampled_from((POLICY, SHORT))),
        edition,
    )


R2 = Law(
    name="R2",
    cases=_nothing(),
    check=check_r2,
    interesting=(*(gate.value for gate in Gate), "units", "undivided"),
    bugs={
        "silence means none": patched(Assessment, "says_complete", lambda _: lambda _self, _list: True),
        "what is unknown counts as failed in the share": _mutated_tally(
            lambda one: attrs.evolve(one, share=attrs.evolve(one.share, high=one.share.low))
        ),
        "what is unknown passes": patched(
            _answer,
            "verdict_of",
            lambda _: lambda outcomes: Verdict.NOT_READY if Outcome.FAILED in set(outcomes) else Verdict.READY,
        ),
        "nobody having looked is a gap": lambda monkeypatch: _with_row(monkeypatch, "T12", bucket=Bucket.GAP),
    },
    examples=24,
)


def _with_row(monkeypatch: MonkeyPatch, name: str, **changes: Any) -> None:  # noqa: ANN401 - whatever a row takes.
    _with_rows(
        monkeypatch, [attrs.evolve(row, **changes) if row.id == name else row for row in readiness.truth_table().rows]
    )


def _with_rows(monkeypatch: MonkeyPatch, rows: Sequence[readiness.TruthRow]) -> None:
    tables = _evaluation.Tables(attrs.evolve(readiness.truth_table(), rows=tuple(rows)), readiness.gate_rules())
    monkeypatch.setattr(_answer, "_tables", lambda: tables)


def test_r2_an_empty_record_is_undetermined_from_0_to_100_per_cent() -> None:
    """A record that says nothing is neither ready nor not ready, and its share is the whole interval."""
    hold(R2)


# R3: evidence is monotone.


@st.composite
def _changes_of_evidence(draw: st.DrawFn) -> Case:
    case = draw(questions())
    kind = draw(st.sampled_from(("support", "support", "contradict", "contradict", "expire", "withdraw")))
    target = draw(st.sampled_from(entries_of(SMALL)))
    wider = draw(st.sampled_from(places(target)))
    if kind == "support":
        units = draw(st.sampled_from(((), (), ("HQ",))))
        kind_of = draw(st.sampled_from(EvidenceKind))
        lately = Period(first=day(-9), last=day(-5)) if NATURE[kind_of] is DocumentedInformation.RECORD else None
        item = evidence("EV-new", kind_of, supports=(wider,), units=units)
        item = attrs.evolve(item, period=lately)
        if draw(st.booleans()):
            # Make room, so that often the new item is what was missing.
            record = draw(st.sampled_from((case.record, perfect(SMALL))))
            left = tuple(one for one in record.evidence if target not in one.supports)
            case = attrs.evolve(case, record=attrs.evolve(record, evidence=left), policy=POLICY)
        return attrs.evolve(case, more=(kind, item))
    if kind == "contradict":
        item = draw(evidence_items(SMALL, NEAR, ()))
        return attrs.evolve(case, more=(kind, attrs.evolve(item, id="EV-new", supports=(), contradicts=(wider,))))
    if kind == "withdraw" and draw(st.booleans()):
        # Often nobody has looked at anything yet.
        bare = tuple(attrs.evolve(one, review=None) for one in case.record.evidence)
        case = attrs.evolve(case, record=attrs.evolve(case.record, evidence=bare))
    return attrs.evolve(case, more=(kind, (draw(st.integers(0, 40)), draw(st.integers(-60, 0)))))


def check_r3(case: Case, seen: Seen) -> None:
    """Hold that one change of evidence moves the answer in its own direction only."""
    kind, drawn = case.more
    before = case.ask()
    if kind in ("support", "contradict"):
        after = case.ask(record=attrs.evolve(case.record, evidence=(*case.record.evidence, drawn)))
        (never_worse if kind == "support" else never_better)(before, after, seen, kind)
        return
    index, offset = drawn
    items = list(case.record.evidence)
    if not items:
        return
    item = items[index % len(items)]
    if kind == "expire":
        if item.begins_on >= ON:
            return
        items[index % len(items)] = attrs.evolve(item, valid_until=max(day(offset - 1), item.begins_on))
    else:
        items[index % len(items)] = attrs.evolve(item, withdrawn_on=day(offset))
        seen["withdrawn before it was accepted"] += item.review is None
    never_better(before, case.ask(record=attrs.evolve(case.record, evidence=tuple(items))), seen, kind)
    seen[f"{kind} what contradicts"] += bool(item.contradicts)


def _single_current(original: Any) -> Any:  # noqa: ANN401 - a method.
    def evidence_of(self: Any, entry: Any, unit: Any, standing: Any) -> Any:  # noqa: ANN401 - as in the library.
        state, item = original(self, entry, unit, standing)
        fitting = [
            one for one in self._fitting(entry, unit, standing) if self.statuses[one.id] is EvidenceStatus.CURRENT
        ]
        return (EvidenceState.LAPSED if len({one.id for one in fitting}) > 1 else state), item

    return evidence_of


def _disputed_first(original: Any) -> Any:  # noqa: ANN401 - a method.
    def evidence_of(self: Any, entry: Any, unit: Any, standing: Any) -> Any:  # noqa: ANN401 - as in the library.
        state, item = original(self, entry, unit, standing)
        disputing = [
            one
            for place in entry.places
            for one in self.material.contradicting.get(place, ())
            if one.review is None and self._speaks(one)
        ]
        return (EvidenceState.DISPUTED, disputing[0]) if disputing else (state, item)

    return evidence_of


def _evidence_witnesses() -> tuple[Case, ...]:
    target = ref("8.1#a", SMALL)
    whole = perfect(SMALL)
    against = evidence("EV-against", contradicts=(target,))
    unread = evidence("EV-unread", contradicts=(target,), review=None)
    second = evidence("EV-new", supports=(target,))
    spoken = attrs.evolve(whole, evidence=(against, *whole.evidence))
    bare = attrs.evolve(whole, evidence=tuple(one for one in whole.evidence if target not in one.supports))
    claimed = attrs.evolve(bare, complete=())
    unlooked = attrs.evolve(
        whole,
        evidence=tuple(attrs.evolve(one, review=None) if target in one.supports else one for one in whole.evidence),
    )
    at = next(at for at, one in enumerate(unlooked.evidence) if one.review is None)
    return (
        Case(whole, more=("support", second)),
        Case(bare, more=("support", second)),
        Case(spoken, more=("expire", (0, -1))),
        Case(spoken, more=("withdraw", (0, -1))),
        Case(bare, more=("contradict", unread)),
        Case(claimed, more=("contradict", against)),
        Case(unlooked, more=("withdraw", (at, -1))),
        Case(whole, more=("expire", (0, -1))),
        Case(whole, more=("withdraw", (0, -1))),
    )


R3 = Law(
    name="R3",
    cases=_changes_of_evidence(),
    check=check_r3,
    interesting=(
        "support raised verdict",
        "support raised bucket",
        "contradict lowered verdict",
        "contradict lowered bucket",
        "expire lowered bucket",
        "withdraw lowered bucket",
        "withdrawn before it was accepted",
    ),
    bugs={
        "a second item makes the first one lapse": patched(_evaluation._Day, "_evidence", _single_current),
        "what contradicts lapses": patched(
            _evaluation._Day,
            "_speaks",
            lambda original: (
                lambda self, item: original(self, item) and self.statuses[item.id] is not EvidenceStatus.LAPSED
            ),
        ),
        "what contradicts can be taken back": patched(
            _evaluation._Day,
            "_speaks",
            lambda original: (
                lambda self, item: original(self, item) and (item.withdrawn_on is None or item.withdrawn_on > self.on)
            ),
        ),
        "an unread contradiction hides a known gap": patched(_evaluation._Day, "_evidence", _disputed_first),
    },
    witnesses=_evidence_witnesses(),
    examples=60,
)


def test_r3_support_never_worsens_and_contradiction_expiry_or_withdrawal_never_improve() -> None:
    """Evidence moves every part of an answer in its own direction only; what supersedes may do either."""
    hold(R3)


# R4: what may not be set aside stays.


@st.composite
def _bad_decisions(draw: st.DrawFn) -> Case:
    case = draw(questions())
    both = [ref(local, SMALL) for local in ("6", "8", "6.3", "8.3", "A.5")]
    target = draw(st.one_of(st.sampled_from(entries_of(SMALL)), st.sampled_from(both)))
    if draw(st.booleans()):
        # Often something there is set aside already, as it may be.
        aside = draw(st.sampled_from([ref(local, SMALL) for local in ("6.3", "8.3", "8.3#1", "A.5", "A.5.2")]))
        before = decision(aside, decision=Applicability.NOT_APPLICABLE)
        case = attrs.evolve(case, record=attrs.evolve(case.record, applicability=(*case.record.applicability, before)))
        target = draw(st.sampled_from([one for one in (aside, *entries_of(SMALL)) if aside in places(one)]))
    excludable = may_be_excluded(SMALL[target])
    bare = st.sampled_from((None, "", "  "))
    justification = draw(bare if excludable else st.one_of(bare, st.just("It is not done here.")))
    made = decision(
        target,
        decision=Applicability.NOT_APPLICABLE,
        justification=justification,
        decided_on=draw(st.sampled_from((day(-200), day(-150), day(-1), day(-1), ON, ON))),
    )
    return attrs.evolve(case, more=(made, excludable))


def check_r4(case: Case, seen: Seen) -> None:
    """Hold that a decision that may not be is reported and helps nothing."""
    made, excludable = case.more
    record = attrs.evolve(case.record, applicability=(*case.record.applicability, made))
    here = f"/applicability/{len(case.record.applicability)}"
    found = issues(record, [SMALL], on=ON)
    told = {(issue.code, issue.path) for issue in found if issue.severity is Severity.ERROR}
    bare = not (made.justification or "").strip()
    if bare:
        assert ("not-applicable-without-reason", here) in told
    if not excludable:
        assert ("not-excludable", f"{here}/target") in told
    before, after = case.ask(), case.ask(record=record)
    never_better(before, after, seen, "exclusion")
    seen["without a reason"] += bare and excludable
    seen["reasoned, and not excludable"] += not bare
    seen["of a clause that holds both"] += not bare and any(
        made.target in places(one.ref) and may_be_excluded(one) for one in SMALL.requirements()
    )
    good = attrs.evolve(made, justification="It is not done here.", decided_on=ON)
    allowed = case.ask(record=attrs.evolve(case.record, applicability=(*case.record.applicability, good)))
    seen["a reason would have helped"] += excludable and exported(allowed) != exported(before)


def _decision_by_place(allowed: Callable[[Any, Any, RequirementRef], bool]) -> Callable[[Any], Any]:
    def wrap(_: Any) -> Any:  # noqa: ANN401 - a method.
        def decided(self: Any, entry: Any) -> Any:  # noqa: ANN401 - as in the library.
            place = next((place for place in entry.places if place in self.decisions), None)
            if place is None:
                return None
            found = self.decisions[place]
            aside = all(one.decision is Applicability.NOT_APPLICABLE for one in found)
            return found[0] if aside and allowed(entry, found, place) else None

        return decided

    return wrap


def _reasoned(found: Any) -> bool:  # noqa: ANN401 - decisions.
    return all((one.justification or "").strip() for one in found)


def _exclusion_witnesses() -> tuple[Case, ...]:
    whole = perfect(SMALL)
    gap = ref("8.3#1", SMALL)
    broken = attrs.evolve(whole, judgements=tuple(one for one in whole.judgements if one.target != gap))
    fixed = ref("8.1#a", SMALL)
    missing = attrs.evolve(whole, judgements=tuple(one for one in whole.judgements if one.target != fixed))
    no = Applicability.NOT_APPLICABLE
    return (
        Case(broken, more=(decision(gap, decision=no, justification=None), True)),
        Case(missing, more=(decision(fixed, decision=no), False)),
        Case(broken, more=(decision(ref("8", SMALL), decision=no), False)),
    )


R4 = Law(
    name="R4",
    cases=_bad_decisions(),
    check=check_r4,
    interesting=(
        "without a reason",
        "reasoned, and not excludable",
        "of a clause that holds both",
        "a reason would have helped",
        "exclusion lowered bucket",
    ),
    bugs={
        "no reason is asked for": patched(
            _evaluation._Day, "_decision", _decision_by_place(lambda entry, _, place: place in entry.set_aside_at)
        ),
        "everything may be set aside": patched(
            _evaluation._Day, "_decision", _decision_by_place(lambda _entry, found, _place: _reasoned(found))
        ),
        "a clause is set aside in part": patched(
            _evaluation._Day,
            "_decision",
            _decision_by_place(lambda entry, found, _: entry.ref in entry.set_aside_at and _reasoned(found)),
        ),
        "a bare exclusion is no issue": patched(
            assessment_module._Check, "_decision", lambda _: lambda _self, _path, _decision: iter(())
        ),
    },
    witnesses=_exclusion_witnesses(),
    examples=32,
)


def test_r4_an_exclusion_without_reason_or_right_is_an_error_and_never_improves() -> None:
    """Setting aside without a reason, or what may not be, is reported at its place and makes nothing better."""
    hold(R4)


# R5: what is not about it changes nothing.


@st.composite
def _idle_evidence(draw: st.DrawFn, edition: StandardEdition) -> tuple[int | None, Evidence, int]:
    item: Evidence = draw(evidence_items(edition, NEAR, ()))
    elsewhere = draw(
        st.sampled_from(
            ((), (ref("4.3#1", EDITION),), (ref("11", SMALL),), (ref("A.5.77", SMALL), ref("8.1#a", EDITION)))
        )
    )
    against = bool(item.contradicts)
    idle = attrs.evolve(
        item, id="EV-idle", supports=() if against else elsewhere, contradicts=elsewhere if against else ()
    )
    copied = draw(st.one_of(st.none(), st.integers(min_value=0, max_value=40), st.just(-1)))
    return copied, idle, draw(st.integers(min_value=0, max_value=40))


def check_r5(case: Case, seen: Seen) -> None:
    """Hold that an idle item or a copy leaves the document as it was."""
    copied, idle, at = case.more
    items = list(case.record.evidence)
    if copied is not None and items:
        idle = items[copied % len(items)]
        seen["copy of what contradicts"] += bool(idle.contradicts)
        seen["copy of what counts"] += idle.status(ON, record_currency_months=12) is EvidenceStatus.CURRENT
    else:
        seen["about nothing here"] += bool(idle.supports or idle.contradicts)
        seen["about nothing at all"] += not (idle.supports or idle.contradicts)
    items.insert(at % (len(items) + 1), idle)
    assert exported(case.ask(record=attrs.evolve(case.record, evidence=tuple(items)))) == exported(case.ask())


def _by_number_alone(original: Any) -> Any:  # noqa: ANN401 - a method.
    def start(self: Any, record: Assessment, edition: StandardEdition, *more: Any) -> None:  # noqa: ANN401 - as there.
        original(self, record, edition, *more)
        for item in self.evidence:
            for named in item.supports:
                self.supporting.setdefault(attrs.evolve(named, standard=edition.ref), []).append(item)
            for named in item.contradicts:
                self.contradicting.setdefault(attrs.evolve(named, standard=edition.ref), []).append(item)

    return start


def _twins_supersede(original: Any) -> Any:  # noqa: ANN401 - a function.
    def made(items: Any, on: dt.date, **more: Any) -> Any:  # noqa: ANN401 - as in the library.
        found = original(items, on, **more)
        names = Counter(item.id for item in items)
        return {name: EvidenceStatus.SUPERSEDED if names[name] > 1 else status for name, status in found.items()}

    return made


def _keep_twins_and_supersede(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(_evaluation, "_without_twins", lambda items: tuple(sorted(items, key=lambda item: item.id)))
    monkeypatch.setattr(_evaluation, "statuses", _twins_supersede(statuses))


R5 = Law(
    name="R5",
    cases=with_more(_idle_evidence),
    check=check_r5,
    interesting=("copy of what contradicts", "copy of what counts", "about nothing here", "about nothing at all"),
    bugs={
        "a copy counts as a contradiction in the register": _keep_twins_and_supersede,
        "the edition named is not looked at": patched(_evaluation.Material, "__init__", _by_number_alone),
        "any item says that the list is complete": patched(
            Assessment,
            "says_complete",
            lambda original: (
                lambda self, one: original(self, one) or (one is RecordList.EVIDENCE and len(self.evidence) % 2 == 1)
            ),
        ),
        "the number of items is part of the answer": patched(
            readiness,
            "evaluate",
            lambda original: (
                lambda record, *args, **more: attrs.evolve(
                    original(record, *args, **more), organization=f"{len(record.evidence)}"
                )
            ),
        ),
    },
    witnesses=(
        Case(perfect(SMALL), more=(None, evidence("EV-idle", contradicts=(ref("8.1#a", EDITION),)), 3)),
        Case(perfect(SMALL), more=(0, evidence("EV-idle"), 0)),
        Case(
            attrs.evolve(perfect(SMALL), evidence=(evidence("EV-c", contradicts=(ref("8.1#a", SMALL),)),)),
            more=(0, evidence("EV-idle"), 0),
        ),
    ),
    examples=24,
)


def test_r5_duplicate_or_unrelated_evidence_changes_nothing() -> None:
    """A copy, or an item about nothing in this edition, leaves the document as it was but for its provenance."""
    hold(R5)


# R6: the order of lists, the hash seed and the time zone of the host do not matter.


def shuffled(value: Any, rng: random.Random) -> Any:  # noqa: ANN401 - any part of a record.
    """Return the value with every list in it in another order."""
    if isinstance(value, tuple):
        items = [shuffled(item, rng) for item in value]
        rng.shuffle(items)
        return tuple(items)
    if attrs.has(type(value)) and not isinstance(value, RequirementRef | StandardRef):
        changes = {
            field.name: shuffled(getattr(value, field.name), rng)
            for field in attrs.fields(type(value))
            if isinstance(getattr(value, field.name), tuple) or attrs.has(type(getattr(value, field.name)))
        }
        return attrs.evolve(value, **changes)
    return value


def check_r6(case: Case, seen: Seen) -> None:
    """Hold that another order of every list gives the same document."""
    other = shuffled(case.record, random.Random(case.more))  # noqa: S311 - no secret.
    seen["another order"] += other != case.record
    answer = case.ask()
    seen["a unit differs"] += any(len(entry.units) > 1 for entry in answer.entries)
    seen["judged twice"] += len({one.target for one in case.record.judgements}) < len(case.record.judgements)
    seen["two items under one id"] += len({one.id for one in case.record.evidence}) < len(set(case.record.evidence))
    seen["a verdict that changes"] += answer.changes_on is not None
    assert exported(case.ask(record=other)) == exported(answer)


def _first_come(_: Any) -> Any:  # noqa: ANN401 - a function.
    return lambda decided: {one.target: (one,) for one in decided}


def _unsorted_judgements(_: Any) -> Any:  # noqa: ANN401 - a method.
    def start(self: Any, judgements: Any) -> None:  # noqa: ANN401 - as in the library.
        self._by_target = {}
        for one in judgements:
            self._by_target.setdefault(one.target, []).append(one)

    return start


def _units_as_entered(original: Any) -> Any:  # noqa: ANN401 - a method.
    def start(self: Any, record: Assessment, *more: Any) -> None:  # noqa: ANN401 - as in the library.
        original(self, record, *more)
        self.units = record.units_in_scope() or (None,)

    return start


def _last_item_counts(monkeypatch: MonkeyPatch) -> None:
    def last(items: Iterable[Evidence], on: dt.date, **more: Any) -> dict[str, EvidenceStatus]:  # noqa: ANN401 - as there.
        return {item.id: item.status(on, **more) for item in items}

    monkeypatch.setattr(_evaluation, "_without_twins", tuple)
    monkeypatch.setattr(_evaluation, "statuses", last)


def _order_witnesses() -> tuple[Case, ...]:
    whole = perfect(SMALL)
    target = ref("8.1#a", SMALL)
    equals = (
        judgement(target, judged_by="Adam", role=Role.EXTERNAL_AUDITOR, judged_on=day(-1), sample="one"),
        judgement(target, judged_by="Berta", role=Role.EXTERNAL_AUDITOR, judged_on=day(-1), sample="two"),
    )
    shared = ((target,), (ref("8.1#b.2", SMALL),))
    twins = tuple(
        attrs.evolve(one, id="EV-x", valid_until=day(-1) if one.supports == (target,) else None)
        for one in whole.evidence
        if one.supports in shared
    )
    others = tuple(one for one in whole.evidence if one.supports not in shared)
    records = (
        attrs.evolve(whole, judgements=(*whole.judgements, *equals)),
        attrs.evolve(whole, evidence=(*others, *twins)),
        attrs.evolve(whole, applicability=(*whole.applicability, decision(ref("A.5.1", SMALL), decided_on=day(-3)))),
        attrs.evolve(whole, audits=()),
    )
    return tuple(Case(record, more=seed) for record in records for seed in range(8))


R6 = Law(
    name="R6",
    cases=questions(more=SEEDS),
    check=check_r6,
    interesting=(
        "another order",
        "a unit differs",
        "judged twice",
        "two items under one id",
        "a verdict that changes",
    ),
    bugs={
        "the decision entered last decides": patched(_evaluation, "_decisions", _first_come),
        "of equal judgements the first entered is told": patched(Judgements, "__init__", _unsorted_judgements),
        "units are told as they were entered": patched(_evaluation.Material, "__init__", _units_as_entered),
        "of two items under one id the last entered counts": _last_item_counts,
    },
    witnesses=_order_witnesses(),
    examples=40,
)

_ELSEWHERE = """
import sys, datetime as dt
sys.path[:0] = sys.argv[1:2]
from invented import SMALL, predecessor
from isomodel import documents, readiness
known, gates = [SMALL, predecessor(SMALL)], list(readiness.Gate)
for number, path in enumerate(sys.argv[2:]):
    record, gate = documents.load(path), gates[number % len(gates)]
    answer = readiness.evaluate(record, known, standard=SMALL.ref, gate=gate, on=dt.date(2031, 6, 15))
    sys.stdout.write(documents.dumps(answer))
    sys.stdout.write(str(answer) + "\\n")
"""


def test_r6_order_hash_seed_and_time_zone_do_not_matter(tmp_path: Path) -> None:
    """The record in another order gives the same bytes, and so does a process under another seed and zone."""
    hold(R6)
    kept: list[Assessment] = []

    @settings(max_examples=25, derandomize=True, database=None, phases=(Phase.generate,))
    @given(assessments(SMALL))
    def collect(record: Assessment) -> None:
        kept.append(record)

    collect()
    paths = []
    for index, record in enumerate(kept):
        paths.append(str(tmp_path / f"{index}.json"))
        documents.dump(record, paths[-1])
    told = set()
    for seed, zone in (("0", "UTC"), ("1", "Pacific/Kiritimati"), ("4242", "America/Los_Angeles")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-c", _ELSEWHERE, str(Path(__file__).parent), *paths],
            env=environment,
            capture_output=True,
            check=True,
        )
        told.add(done.stdout)
    assert len(told) == 1
    assert told.pop().count(b'"format": "isomodel/readiness/1.0"') == len(kept)


# R7: the verdict follows from the rules, and the numbers from what the verdict followed from.


def check_r7(case: Case, seen: Seen) -> None:
    """Hold that the interpreter agrees with everything in the document."""
    answer = case.ask()
    text = documents.dumps(answer)
    policy = documents.dumps(case.policy)
    assert readiness_interpreter.disagreements(text, policy, documents.dumps(_TRUTH)) == []
    edition, old = (documents.dumps(one) for one in case.editions)
    assert readiness_interpreter.second_look(text, documents.dumps(case.record), edition, old, policy) == []
    assert documents.loads(text) == answer
    seen[answer.verdict.value] += 1
    seen["a unit differs"] += any(len(entry.units) > 1 for entry in answer.entries)
    for entry in answer.entries:
        seen[entry.bucket.value] += 1
    for fact in answer.facts:
        seen[f"fact {fact.outcome.value}"] += 1
        seen[f"{fact.id} {fact.outcome.value}"] += 1


_TRUTH = readiness.truth_table()


def _lenient(original: Any) -> Any:  # noqa: ANN401 - a function.
    def read(rule: Any, entry: Any) -> Outcome:  # noqa: ANN401 - as in the library.
        outcome: Outcome = original(rule, entry)
        return Outcome.PASSED if outcome is Outcome.UNKNOWN else outcome

    return read


def _best_unit(monkeypatch: MonkeyPatch) -> None:
    tables = _evaluation.Tables(_TRUTH, readiness.gate_rules())
    tables.rank = {bucket: -rank for bucket, rank in tables.rank.items()}
    monkeypatch.setattr(_answer, "_tables", lambda: tables)


def _by_majority(outcomes: Iterable[Outcome]) -> Verdict:
    found = list(outcomes)
    return Verdict.READY if found.count(Outcome.PASSED) * 2 > len(found) else Verdict.NOT_READY


def _trouble() -> tuple[Case, ...]:
    """List one record for each thing that a certification body looks at, and editions that are past their time."""
    over = attrs.evolve(
        SMALL,
        milestones=tuple(
            attrs.evolve(one, on=day(-1)) if one.kind is MilestoneKind.TRANSITION_END else one
            for one in SMALL.milestones
        ),
    )
    ended = attrs.evolve(
        predecessor(SMALL), milestones=tuple(attrs.evolve(one, on=day(-1)) for one in predecessor(SMALL).milestones)
    )
    whole = perfect(SMALL)
    # One of each fact and outcome will do here; unit tests have them all.
    records = {(fact, outcome): (gate, record) for fact, outcome, _, gate, record in troubled(SMALL)}
    return (
        *(Case(record, Gate(gate), more=0) for gate, record in records.values()),
        Case(whole, Gate.CERTIFICATION_DECISION, edition=over, more=0),
        Case(whole, Gate.RECERTIFICATION, edition=over, more=0),
        Case(whole, Gate.TRANSITION, old=ended, more=0),
        Case(whole, Gate.TRANSITION, old=attrs.evolve(ended, milestones=()), more=0),
        Case(empty(SMALL, units=UNITS), Gate.RECERTIFICATION, more=0),
    )


_LOOKED_AT = sorted(readiness_interpreter.LOOKS)
"""The facts about what a certification body looks at."""

_NEVER_FAILS = ("findings.complete", "findings.graded", "findings.internal-graded")
"""Facts that something may only be missing for."""


def _patched_fact(name: str, forgiven: Callable[[Any], bool]) -> Patch:
    """Return a bug by which a fact does not see some findings."""

    def patch(monkeypatch: MonkeyPatch) -> None:
        facts = dict(_facts.FACTS)
        original = facts[name]

        def lenient(day: Any, name: str) -> Any:  # noqa: ANN401 - as in the library.
            left = tuple(one for one in day.record.findings if not forgiven(one))
            blind = object.__new__(_evaluation._Day)
            blind.__dict__.update({**day.__dict__, "record": attrs.evolve(day.record, findings=left)})
            return original(blind, name)

        monkeypatch.setattr(_evaluation, "FACTS", facts | {name: lenient})

    return patch


R7 = Law(
    name="R7",
    cases=st.one_of(questions(), questions(EDITION, days=FAR), questions(days=FAR, on=FAR)),
    check=check_r7,
    interesting=(
        *(verdict.value for verdict in Verdict),
        *(bucket.value for bucket in Bucket),
        *(f"fact {outcome.value}" for outcome in Outcome),
        "a unit differs",
        *(f"{fact} passed" for fact in _LOOKED_AT),
        *(f"{fact} {'unknown' if fact in _NEVER_FAILS else 'failed'}" for fact in _LOOKED_AT),
    ),
    bugs={
        "what is open passes": patched(_evaluation, "_read", _lenient),
        "of several units the best decides": _best_unit,
        "the share forgives one": _mutated_tally(
            lambda one: attrs.evolve(one, share=attrs.evolve(one.share, high=min(one.share.high + 1, one.share.of)))
        ),
        "most rules decide": patched(_answer, "verdict_of", lambda _: _by_majority),
        "stale is met": lambda monkeypatch: _with_row(monkeypatch, "T15", bucket=Bucket.MET),
        "an accepted plan closes a major": _patched_fact(
            "findings.majors-verified", lambda one: one.plan_accepted_on is not None
        ),
        "a minor needs no plan": _patched_fact("findings.minors-planned", lambda _: True),
        "whatever an audit found the certification body found": patched(
            _facts, "_is_theirs", lambda _: lambda found, _theirs: found.audit is not None
        ),
        "one action of several is enough about a concern": patched(
            _facts, "_is_corrected", lambda _: lambda found: any(one.done_on for one in found.corrective_actions)
        ),
        "a hazard counts for every standard": patched(
            _facts, "_own_hazards", lambda _: lambda asked: list(asked.record.hazards)
        ),
    },
    witnesses=(*_trouble(), _mixed()),
    examples=32,
)


def test_r7_an_independent_interpreter_reaches_the_same_from_the_export_and_the_tables() -> None:
    """Buckets, facts, rules, counts, shares, blockers and verdict can be worked out again from JSON alone."""
    hold(R7)


# R8: one derivation, the same numbers everywhere.


def check_r8(case: Case, seen: Seen) -> None:
    """Hold that the renderings tell the same numbers, read off each on its own."""
    answer = case.ask()
    tree = json.loads(documents.dumps(answer))
    text = str(answer)
    assert html.unescape(answer._repr_html_()) == f"<pre>{text}</pre>"
    assert tree["verdict"] == answer.verdict.value
    assert text.splitlines()[0].endswith(f" · {answer.verdict.value.replace('-', ' ').upper()}")
    assert answer.explain().sentence.endswith(f": {answer.verdict.value}")
    assert answer.controls is not None
    rows = Counter[str]()
    worst: dict[tuple[str, str], str] = {}
    for row in answer.rows():
        key = (row["clause"], row["item"])
        worst[key] = min(worst.get(key, row["bucket"]), row["bucket"], key=lambda one: BUCKETS.index(Bucket(one)))
    for kind, tally, said in (
        ("requirements", answer.requirements, "requirements"),
        ("controls", answer.controls, "reference controls"),
    ):
        api = {one.bucket.value: one.count for one in tally.buckets}
        rows = Counter(bucket for (_, item), bucket in worst.items() if bool(item) is (kind == "requirements"))
        assert {one["bucket"]: one["count"] for one in tree[kind]["buckets"]} == api
        assert numbers_in_text(text, said) == (tally.total, api, str(tally.share))
        assert dict(rows) == api
        assert tree[kind]["share"] == attrs.asdict(tally.share)
        seen["nothing applies"] += tally.share.of == 0
    _check_rules_in_text(answer, text)
    _check_ahead_in_text(answer, tree, text, seen)
    seen[answer.verdict.value] += 1


def _check_rules_in_text(answer: Readiness, text: str) -> None:
    for kind, name in ((readiness.RuleKind.KNOCK_OUT, "knock-outs"), (readiness.RuleKind.SCORE_LIKE, "over many")):
        own = [rule for rule in answer.rules if rule.kind is kind]
        held = [rule for rule in own if rule.outcome is not Outcome.PASSED]
        assert f"\n  {name}: {len(held)} of {len(own)} not passed\n" in text
        for rule in held:
            mark = "✗" if rule.outcome is Outcome.FAILED else "?"
            assert f"\n    {mark} {rule.id}: " in text
            if rule.reads is not None:
                line = next(line for line in text.splitlines() if line.startswith(f"    {mark} {rule.id}: "))
                told = {word: int(number) for number, word in re.findall(r"(\d+) (fail|open)", line)}
                assert told.get("fail", 0) == len(rule.failing)
                assert told.get("open", 0) == len(rule.open)
                assert f" of {rule.looked_at} (" in line


def _check_ahead_in_text(answer: Readiness, tree: dict[str, Any], text: str, seen: Seen) -> None:
    assert len(tree.get("blockers", ())) == len(answer.blockers)
    said = re.search(r"to be done, in this order \((\d+)\):", text)
    assert (int(said[1]) if said is not None else 0) == len(answer.blockers)
    listed = re.findall(r"^ +(\d+)\. [✗?] ", text, re.MULTILINE)
    more = re.search(r"… and (\d+) more", text)
    assert len(listed) + (int(more[1]) if more is not None else 0) == len(answer.blockers)
    seen["more blockers than lines"] += more is not None
    for change, key, what in (
        (answer.changes_on, "changes_on", "the verdict changes"),
        (answer.next_change, "next_change", "the answer changes"),
    ):
        assert tree.get(key, {}).get("on") == (None if change is None else change.on.isoformat())
        if change is not None and (key == "changes_on" or change != answer.changes_on):
            assert f"\n  {what} on {change.on} to {change.verdict.value}: " in text
            seen[what] += 1


def _off_by_one(original: Any) -> Any:  # noqa: ANN401 - a function.
    def lines(name: str, tally: Any) -> list[str]:  # noqa: ANN401 - as in the library.
        share = attrs.evolve(tally.share, low=min(tally.share.low + 1, tally.share.of))
        told: list[str] = original(name, attrs.evolve(tally, share=share))
        return told

    return lines


R8 = Law(
    name="R8",
    cases=st.one_of(questions(), questions(EDITION)),
    check=check_r8,
    interesting=(
        *(verdict.value for verdict in Verdict),
        "more blockers than lines",
        "the verdict changes",
        "the answer changes",
    ),
    bugs={
        "the text rounds up": patched(_answer, "_tally_lines", _off_by_one),
        "the rows show the first unit only": patched(
            Readiness,
            "rows",
            lambda original: (
                lambda self: tuple({(row["clause"], row["item"]): row for row in reversed(original(self))}.values())
            ),
        ),
        "the text counts the blockers it shows": patched(
            _answer,
            "_lines",
            lambda original: lambda result: original(attrs.evolve(result, blockers=result.blockers[:12])),
        ),
        "the document counts something else": patched(
            documents,
            "unstructure",
            lambda original: (
                lambda value: {
                    **original(value),
                    "requirements": {**original(value)["requirements"], "buckets": []},
                }
            ),
        ),
    },
    examples=40,
)


def test_r8_object_json_text_rows_and_html_show_the_same_numbers() -> None:
    """Every rendering of an answer tells the same verdict, counts, shares, rules, blockers and days."""
    hold(R8)


def test_r8_the_command_line_shows_them_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command prints has the library's numbers, its JSON is the document, its exit code the verdict."""
    command = pytest.importorskip("isomodel.cli.commands").run
    documents.dump(SMALL, tmp_path / "edition.json")
    documents.dump(predecessor(SMALL), tmp_path / "replaced.json")
    for number, case in enumerate((*_blocker_witnesses()[::2], *_trouble()[::4])):
        if case.old is not None or case.edition is not SMALL:
            continue
        path = tmp_path / f"{number}.json"
        documents.dump(case.record, path)
        answer = case.ask(policy=POLICY)
        words = ["readiness", str(path), "--catalogue", str(tmp_path / "edition.json")]
        words += ["--catalogue", str(tmp_path / "replaced.json")]
        words += ["--gate", case.gate.value, "--on", case.on.isoformat()]
        expected = 0 if answer.verdict is Verdict.READY else 3
        assert command([*words, "--json"]) == expected
        assert capsys.readouterr().out == documents.dumps(answer)
        assert command([*words, "--all"]) == expected
        text = capsys.readouterr().out
        assert text.startswith(answer.verdict.value.replace("-", " ").upper() + "  ")
        assert answer.controls is not None
        for tally, said in ((answer.requirements, "Requirements"), (answer.controls, "Reference controls")):
            told = text.partition(f"{said}: {tally.total}\n")[2].partition("\n\n")[0]
            assert f"met {tally.share} of {tally.share.of} that apply" in told
            counted = {one.bucket.value.replace("-", " "): one.count for one in tally.buckets}
            listed = re.search(r"^((?:[a-z ]+ \d+(?: · )?)+)$", told, re.MULTILINE)
            assert listed is not None, told
            assert {name: int(count) for name, count in re.findall(r"([a-z ]+?) (\d+)(?: · |$)", listed[1])} == counted
        said_blockers = re.search(r"To be done, in this order: (\d+)", text)
        assert (int(said_blockers[1]) if said_blockers is not None else 0) == len(answer.blockers)


# R9: an answer is valid until the day it says.


def outcomes_of(answer: Readiness) -> dict[str, str]:
    """Return what became of every entry, fact and rule."""
    told = {str(entry.ref): entry.bucket.value for entry in answer.entries}
    told.update((fact.id, fact.outcome.value) for fact in answer.facts)
    told.update((rule.id, rule.outcome.value) for rule in answer.rules)
    return told


_HORIZON = 50


def check_r9(case: Case, seen: Seen) -> None:
    """Hold that asking on every single day confirms what was announced."""
    answer = case.ask()
    first, change = answer.next_change, answer.changes_on
    assert change is None or first is not None
    assert change is None or first is None or first.on <= change.on
    assert change is None or change.verdict is not answer.verdict
    now = outcomes_of(answer)
    for offset in range(1, _HORIZON):
        on = case.on + dt.timedelta(days=offset)
        if change is not None and on > change.on:
            break
        later = case.ask(on=on)
        expected = change.verdict if change is not None and on == change.on else answer.verdict
        assert later.verdict is expected, on
        if first is not None and on == first.on:
            assert outcomes_of(later) != now, on
            assert later.verdict is first.verdict
            seen["something changes within the horizon"] += 1
            seen[f"{case.gate.value} changes"] += 1
        elif first is None or on < first.on:
            assert outcomes_of(later) == now, on
    if change is not None and (change.on - case.on).days < _HORIZON:
        seen[f"{answer.verdict.value} until then, {change.verdict.value} from then"] += 1
        seen["the amendment is the cause"] += any("4.1#1" in cause for cause in change.causes)
        seen["the edition is the cause"] += any("edition" in cause for cause in change.causes)
    seen["never changes"] += first is None


def _late(on: dt.date) -> tuple[tuple[Gate, Assessment], ...]:
    """List records of which one thing is only in order from a day to come, or no longer, with the gate that asks."""
    whole = perfect(SMALL)
    decision_, surveillance, recertification = Gate.CERTIFICATION_DECISION, Gate.SURVEILLANCE, Gate.RECERTIFICATION

    def first(name: str, *, at: int = 0, **changes: Any) -> Assessment:  # noqa: ANN401 - whatever the class takes.
        items = list(getattr(whole, name))
        items[at] = attrs.evolve(items[at], **changes)
        lists: dict[str, Any] = {name: tuple(items)}
        return attrs.evolve(whole, **lists)

    treatment, scope = whole.risks[0].treatment, whole.scope
    assert treatment is not None
    assert scope is not None
    open_until = finding("NC-1", ref("8.1#a", SMALL), grade=FindingGrade.MAJOR, closed_on=on)
    theirs = finding("NC-1", ref("4.3#1", SMALL), audit="S2", plan_accepted_on=day(-9), raised_on=day(-180))
    major = attrs.evolve(theirs, grade=FindingGrade.MAJOR)
    action = assessment_module.CorrectiveAction(description="Mend it.", owner="Olga", due_on=on)
    effect = assessment_module.EffectivenessReview(effective="effective", by="Rita", on=on)
    done = attrs.evolve(action, done_on=day(-1))
    concern = attrs.evolve(theirs, type=FindingType.AREA_OF_CONCERN, grade=None, audit="S1")
    months = POLICY["major-verification-limit"]
    limit = next(day(at) for at in range(-260, 0) if add_months(day(at), months) == on - dt.timedelta(days=1))
    again = attrs.evolve(whole.audits[2], performed_on=limit)
    stages = (
        first("evidence", received_on=on),
        first("judgements", judged_on=on),
        first("audits", reported_on=on),
        first("management_reviews", performed_on=on),
        first("risks", assessed_on=on),
        first("risks", treatment=attrs.evolve(treatment, approved_on=on)),
        first("aspects", evaluated_on=on),
        first("hazards", evaluated_on=on),
        attrs.evolve(whole, findings=(attrs.evolve(concern, corrective_actions=(attrs.evolve(action, done_on=on),)),)),
        attrs.evolve(whole, findings=(open_until,)),
        attrs.evolve(whole, scope=attrs.evolve(scope, approved_on=on)),
    )
    return (
        *((Gate.STAGE_2, record) for record in stages),
        (decision_, attrs.evolve(whole, audits=(attrs.evolve(whole.audits[2], reported_on=on),))),
        (decision_, attrs.evolve(whole, findings=(attrs.evolve(major, verified_on=on),))),
        (decision_, attrs.evolve(whole, findings=(attrs.evolve(major, verified_on=on),), audits=(again,))),
        (decision_, attrs.evolve(whole, findings=(attrs.evolve(theirs, plan_accepted_on=on),))),
        (surveillance, first("certificates", at=1, effective_on=on)),
        (surveillance, first("certificates", at=1, expires_on=on)),
        (surveillance, first("certificates", at=1, suspended_on=day(-1), restored_on=on)),
        (surveillance, first("certificates", at=1, withdrawn_on=on)),
        (surveillance, first("certificates", at=1, mark_use_checked_on=on)),
        (surveillance, first("complaints", handled_on=on)),
        (surveillance, first("complaints", received_on=on, handled_on=None)),
        (surveillance, first("changes", notified_on=on)),
        (surveillance, first("changes", changed_on=on, notified_on=None)),
        (surveillance, first("objectives", evaluated_on=on)),
        (surveillance, attrs.evolve(whole, findings=(attrs.evolve(theirs, corrective_actions=(action,)),))),
        (
            surveillance,
            attrs.evolve(whole, findings=(attrs.evolve(theirs, corrective_actions=(done,), effectiveness=effect),)),
        ),
        (recertification, first("audits", at=3, reported_on=on)),
        (recertification, first("audits", at=4, planned_on=on)),
    )


@st.composite
def _restless(draw: st.DrawFn) -> Case:
    case = draw(questions(on=st.sampled_from((day(-20), day(-3), ON))))
    if draw(st.integers(0, 3)) == 0:
        gate, late = draw(st.integers(2, 20).map(day).flatmap(lambda on: st.sampled_from(_late(on))))
        case = attrs.evolve(case, record=late, gate=gate, on=ON, policy=POLICY)
    stones = tuple(
        attrs.evolve(one, on=draw(NEAR))
        if one.kind is MilestoneKind.INITIAL_AUDITS_END and draw(st.integers(0, 3)) == 0
        else one
        for one in SMALL.milestones
    )
    old = predecessor(SMALL)
    end = draw(st.one_of(st.just(old.milestones[0].on), NEAR))
    return attrs.evolve(
        case,
        edition=attrs.evolve(SMALL, milestones=stones),
        old=attrs.evolve(old, milestones=(attrs.evolve(old.milestones[0], on=end),)),
    )


def _without_days(which: Callable[[Any], Any]) -> Patch:
    """Return a bug that forgets the turning days of some records."""

    def patch(monkeypatch: MonkeyPatch) -> None:
        original = _evaluation._turning_days

        def days(material: Any) -> Any:  # noqa: ANN401 - as in the library.
            blind = object.__new__(_evaluation.Material)
            blind.__dict__.update(material.__dict__)
            which(blind)
            return original(blind)

        monkeypatch.setattr(_evaluation, "_turning_days", days)

    return patch


def _no_evidence(material: Any) -> None:  # noqa: ANN401 - as in the library.
    material.evidence = ()


def _no_milestones(material: Any) -> None:  # noqa: ANN401 - as in the library.
    material.edition = attrs.evolve(material.edition, milestones=())


def _no_replaced(material: Any) -> None:  # noqa: ANN401 - as in the library.
    material.replaced = ()


def _without_turns(name: str) -> Patch:
    """Return a bug that forgets the days of some lists."""
    return patched(_evaluation, name, lambda _: lambda *_: iter(()))


def _no_amendments(material: Any) -> None:  # noqa: ANN401 - as in the library.
    material.edition = empty_of_amendments(material.edition)


def empty_of_amendments(edition: StandardEdition) -> Any:  # noqa: ANN401 - a stand-in with the days only.
    """Return something that has the milestones of an edition and no amendment."""
    days = attrs.make_class("Days", ["amendments", "milestones", "ref", "published_on"])
    return days((), edition.milestones, edition.ref, edition.published_on)


def _hidden_from_turning(item: Evidence, original: Any) -> dt.date:  # noqa: ANN401 - a property.
    """Return the day received to whoever lists turning days, and the true day to everybody else."""
    lists = sys._getframe(2).f_code.co_name == "_turning_days"
    found: dt.date = item.received_on if lists else original.fget(item)
    return found


def _time_witnesses() -> tuple[Case, ...]:
    whole = perfect(SMALL)
    stones = tuple(
        attrs.evolve(one, on=day(12)) if one.kind is MilestoneKind.INITIAL_AUDITS_END else one
        for one in SMALL.milestones
    )
    added = ref("4.1#1", SMALL)
    ending = predecessor(SMALL)
    ending = attrs.evolve(ending, milestones=(attrs.evolve(ending.milestones[0], on=day(12)),))
    unprepared = attrs.evolve(whole, judgements=tuple(one for one in whole.judgements if one.target != added))
    ahead = evidence(
        "EV-ahead",
        contradicts=(ref("8.1#a", SMALL),),
        review=EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=day(20)),
        period=Period(first=day(2), last=day(7)),
    )
    return (
        Case(whole, edition=attrs.evolve(SMALL, milestones=stones)),
        Case(unprepared),
        Case(attrs.evolve(whole, evidence=(*whole.evidence, ahead))),
        Case(whole, Gate.TRANSITION, old=ending),
        *(Case(record, gate) for gate, record in _late(day(4))),
    )


R9 = Law(
    name="R9",
    cases=_restless(),
    check=check_r9,
    interesting=(
        "something changes within the horizon",
        "ready until then, not-ready from then",
        "not-ready until then, ready from then",
        "the amendment is the cause",
        "the edition is the cause",
        *(f"{gate.value} changes" for gate in Gate),
    ),
    bugs={
        "evidence never turns": _without_days(_no_evidence),
        "milestones are forgotten": _without_days(_no_milestones),
        "the edition that is replaced is forgotten": _without_days(_no_replaced),
        "findings never turn": _without_turns("_turns_of_findings"),
        "certificates never turn": _without_turns("_turns_of_certification"),
        "what is registered never turns": _without_turns("_turns_of_registers"),
        "amendments are forgotten": _without_days(_no_amendments),
        "the day itself is the first day after": patched(
            _evaluation, "_after", lambda _: lambda found: iter(() if found is None else (found,))
        ),
        "the day what is shown begins is forgotten": patched(
            Evidence, "begins_on", lambda original: property(lambda self: _hidden_from_turning(self, original))
        ),
    },
    witnesses=_time_witnesses(),
    examples=6,
)


def test_r9_the_verdict_holds_until_the_day_it_says_and_changes_on_it() -> None:
    """Asking again on every day gives the same verdict until the day announced, and on that day the one announced."""
    hold(R9)


# R10: blockers are minimal.


def check_r10(case: Case, seen: Seen) -> None:
    """Hold that mending what is listed suffices, and that nothing of it can be left out."""
    answer = case.ask()
    assert [blocker.position for blocker in answer.blockers] == list(range(1, len(answer.blockers) + 1))
    assert bool(answer.blockers) is (answer.verdict is not Verdict.READY)
    text = documents.dumps(answer)
    subjects = [blocker.subject for blocker in answer.blockers]
    assert len(set(subjects)) == len(subjects)
    assert readiness_interpreter.holds_with(text, set(subjects)) == "ready"
    for kept in subjects:
        assert readiness_interpreter.holds_with(text, set(subjects) - {kept}) != "ready"
    record, edition = mended(case.record, case.edition, answer, kept=None)
    done = case.ask(record=record, edition=edition)
    assert done.verdict is Verdict.READY, [(one.subject, one.sentence) for one in done.blockers]
    choice = random.Random(case.more)  # noqa: S311 - no secret.
    for kept_one in choice.sample(answer.blockers, min(4, len(answer.blockers))):
        record, edition = mended(case.record, case.edition, answer, kept=kept_one)
        left = case.ask(record=record, edition=edition)
        assert left.verdict is not Verdict.READY, kept_one.subject
        assert kept_one.subject in {one.subject for one in left.blockers}, kept_one.subject
        seen[f"{kept_one.kind.value} kept"] += 1
        seen[f"{kept_one.outcome.value} kept"] += 1
        seen[f"{kept_one.subject} kept"] += kept_one.kind is readiness.BlockerKind.FACT
    seen["nothing in the way"] += not answer.blockers
    seen["one thing in the way"] += len(answer.blockers) == 1
    seen["many things in the way"] += len(answer.blockers) > 10


def _all_of_the_group(original: Any) -> Any:  # noqa: ANN401 - a function.
    def blockers(material: Any, answer: Any, on: dt.date) -> Any:  # noqa: ANN401 - as in the library.
        found = original(material, answer, on)
        subjects = {one.subject for one in found}
        extra = [
            attrs.evolve(found[0], position=len(found) + 1, kind=readiness.BlockerKind.FACT, subject=fact.id)
            for fact in answer.facts.values()
            if found and fact.outcome is not Outcome.PASSED and fact.id not in subjects
        ]
        return (*found, *extra[:1])

    return blockers


def _blockers_from(change: Callable[[Any], Any]) -> Patch:
    def patch(monkeypatch: MonkeyPatch) -> None:
        original = _answer._blockers
        monkeypatch.setattr(_answer, "_blockers", lambda *args: change(original(*args)))

    return patch


def _minors_too(original: Any) -> Any:  # noqa: ANN401 - a function.
    def blockers(material: Any, answer: Any, on: dt.date) -> Any:  # noqa: ANN401 - as in the library.
        found = original(material, answer, on)
        minors = [
            readiness.Blocker(
                position=len(found) + 1,
                kind=readiness.BlockerKind.ENTRY,
                subject=str(entry.ref),
                outcome=Outcome.UNKNOWN,
                sentence="a minor is open",
                rules=("requirements-conform",),
            )
            for entry in answer.entries
            if entry.bucket is Bucket.EXPECTED_MINOR and str(entry.ref) not in {one.subject for one in found}
        ]
        return (*found, *minors[:1])

    return blockers


def _blocker_witnesses() -> tuple[Case, ...]:
    whole = perfect(SMALL)
    minor = finding("NC-1", ref("8.1#a", SMALL), plan_accepted_on=day(-3))
    major = finding("NC-2", ref("8.1", SMALL), ref("9.1#1", SMALL), grade=FindingGrade.MAJOR)
    unreported = attrs.evolve(
        whole.audits[0], reported_on=None, independence=assessment_module.Independence.NOT_INDEPENDENT
    )
    records = (
        whole,
        empty(SMALL, units=UNITS),
        attrs.evolve(whole, findings=(minor,)),
        attrs.evolve(whole, findings=(major,)),
        attrs.evolve(whole, audits=(unreported,)),
        attrs.evolve(whole, audits=(), management_reviews=(), risks=(), obligations=(), aspects=(), hazards=()),
        attrs.evolve(whole, objectives=(), hazards=()),
        attrs.evolve(whole, evidence=()),
        attrs.evolve(whole, scope=None, applicability=()),
    )
    stages = (Gate.STAGE_1, Gate.STAGE_2)
    return tuple(Case(record, gate, more=seed) for record in records for gate in stages for seed in range(2))


R10 = Law(
    name="R10",
    cases=questions(days=NEAR.filter(lambda one: one != ON), more=SEEDS),
    check=check_r10,
    interesting=(
        "fact kept",
        "entry kept",
        "failed kept",
        "unknown kept",
        "nothing in the way",
        "one thing in the way",
        "many things in the way",
        *(f"{fact} kept" for fact in _LOOKED_AT if fact != "transition.open"),
    ),
    bugs={
        "the last one is forgotten": _blockers_from(lambda found: found[:-1]),
        "a fact that would do instead is listed too": patched(_answer, "_blockers", _all_of_the_group),
        "what is open is no blocker": _blockers_from(
            lambda found: tuple(
                attrs.evolve(one, position=at)
                for at, one in enumerate((one for one in found if one.outcome is Outcome.FAILED), start=1)
            )
        ),
        "a blocker is listed once per rule": _blockers_from(
            lambda found: tuple(
                attrs.evolve(one, position=at)
                for at, one in enumerate(
                    itertools.chain.from_iterable([one] * len(one.rules) for one in found), start=1
                )
            )
        ),
        "an expected minor is listed": patched(_answer, "_blockers", _minors_too),
    },
    witnesses=(*_blocker_witnesses(), *(case for case in _trouble() if case.old is None)),
    examples=16,
)


def test_r10_all_blockers_removed_make_it_ready_and_any_one_kept_does_not() -> None:
    """Mending the record for every blocker gives a ready verdict; leaving any single one out does not."""
    hold(R10)


# R11: surplus does not offset.


@st.composite
def _surplus(draw: st.DrawFn, edition: StandardEdition) -> tuple[RequirementRef, ...]:
    entries = entries_of(edition)
    kept = draw(st.integers(min_value=0, max_value=len(entries) - 1))
    mask = draw(st.lists(st.booleans(), min_size=len(entries), max_size=len(entries)))
    return tuple(one for at, one in enumerate(entries) if at != kept and mask[at])


def check_r11(case: Case, seen: Seen) -> None:
    """Hold that what gains leaves everything else where it was."""
    before = case.ask()
    targets = case.more
    told = tuple(
        judgement(one, role=Role.EXTERNAL_AUDITOR, judged_by="Eve", judged_on=ON, sample="all of it", effort_left=0)
        for one in targets
    )
    shown = tuple(
        evidence(f"EV+{one.local}-{kind.value}", kind, supports=(one,), received_on=ON)
        for one in targets
        for kind in (EvidenceKind.PROCEDURE, EvidenceKind.REPORT)
    )
    record = attrs.evolve(
        case.record, judgements=(*case.record.judgements, *told), evidence=(*case.record.evidence, *shown)
    )
    after = case.ask(record=record)
    entries = {entry.ref: entry for entry in before.entries}
    for entry in after.entries:
        if entry.ref not in targets:
            assert entry == entries[entry.ref]
    for old, new in zip(before.rules, after.rules, strict=True):
        left = {one for one in (*old.failing, *old.open) if one not in targets}
        assert left <= {*new.failing, *new.open}
        assert new.outcome is not Outcome.PASSED or not left
        seen["one left, the others perfect"] += len(left) == 1 and {*new.failing, *new.open} == left
    assert after.controls is not None
    for tally in (after.requirements, after.controls):
        assert tally.share.low <= sum(one.count for one in tally.buckets if one.bucket is Bucket.MET)
        assert tally.share.high <= tally.share.of
    met = {entry.ref for entry in after.entries if entry.bucket is Bucket.MET}
    assert after.requirements.share.low + after.controls.share.low == len(met)
    seen["others gained"] += outcomes_of(before) != outcomes_of(after)


def _siblings_too(original: Any) -> Any:  # noqa: ANN401 - a method.
    def about(self: Any, target: RequirementRef, **more: Any) -> Any:  # noqa: ANN401 - as in the library.
        found = original(self, target, **more)
        near = [
            (0, one)
            for other, told in self._by_target.items()
            if other.clause == target.clause and other.item is not None
            for one in told
        ]
        return (*found, *near)

    return about


def _four_fifths(original: Any) -> Any:  # noqa: ANN401 - a method.
    def ruled(self: Any, rule: Any, *found: Any) -> Any:  # noqa: ANN401 - as in the library.
        result = original(self, rule, *found)
        lenient = result.looked_at and len(result.failing) * 5 <= result.looked_at
        return attrs.evolve(result, outcome=Outcome.PASSED, failing=(), open=()) if lenient else result

    return ruled


def _one_left() -> Case:
    """Return a case in which everything fails, and everything gains but one requirement."""
    whole, left = perfect(SMALL), ref("8.1#a", SMALL)
    failing = tuple(attrs.evolve(one, conformity=Conformity.NONCONFORMING) for one in whole.judgements)
    gaining = tuple(one for one in entries_of(SMALL) if one != left)
    return Case(attrs.evolve(whole, judgements=failing), more=gaining)


R11 = Law(
    name="R11",
    cases=with_more(_surplus),
    check=check_r11,
    interesting=("others gained", "one left, the others perfect"),
    bugs={
        "four fifths are enough": patched(_evaluation._Day, "_rule", _four_fifths),
        "a judgement reaches its neighbours": patched(Judgements, "about", _siblings_too),
        "evidence reaches its neighbours": patched(
            _evaluation._Day,
            "_fitting",
            lambda _: (
                lambda self, entry, _unit, _standing: [
                    item
                    for item in self.material.evidence
                    if any(one.clause == entry.ref.clause for one in item.supports) and _evaluation._fits(item, entry)
                ]
            ),
        ),
        "assurance is worth more than one": _mutated_tally(
            lambda one: attrs.evolve(
                one,
                share=attrs.evolve(
                    one.share, low=one.share.low + sum(a.count for a in one.assurance if a.assurance.value[0] == "e")
                ),
            )
        ),
    },
    witnesses=(_one_left(),),
    examples=24,
)


def test_r11_surplus_in_one_item_never_offsets_another() -> None:
    """However much is shown for some entries, every other entry and every rule over it stays as it was."""
    hold(R11)


# R12: one edition is never read for another.

_ELSE = tuple(
    StandardRef.parse(text)
    for text in (
        "ISO 99002:2030",
        "ISO 99001:2030",
        "ISO 99002:2024",
        "ISO 99002:2030/Amd 1:2031",
        "BS EN ISO 99002:2030",
        "ISO/IEC 99002:2030",
    )
)


@st.composite
def _mismatches(draw: st.DrawFn) -> Case:
    case = draw(questions())
    asked = draw(st.sampled_from(_ELSE))
    listed = draw(st.sampled_from(((SMALL.ref,), (SMALL.ref,), (SMALL.ref, EDITION.ref), (EDITION.ref,), ())))
    given_ = draw(st.sampled_from(((SMALL,), (EDITION,), (EDITION, SMALL), ())))
    return attrs.evolve(case, record=attrs.evolve(case.record, editions=listed), more=(asked, given_))


def _moved(value: Any, to: StandardRef) -> Any:  # noqa: ANN401 - any part of a record.
    if isinstance(value, RequirementRef):
        return attrs.evolve(value, standard=to)
    if isinstance(value, StandardRef):
        return to
    if isinstance(value, tuple):
        return tuple(_moved(item, to) for item in value)
    if attrs.has(type(value)):
        return attrs.evolve(
            value,
            **{field.name: _moved(getattr(value, field.name), to) for field in attrs.fields(type(value)) if field.init},
        )
    return value


def refusal(ask: Callable[[], Readiness]) -> EditionMismatchError | None:
    """Ask, and return the refusal; None where there was an answer."""
    try:
        ask()
    except EditionMismatchError as error:
        return error
    return None


def check_r12(case: Case, seen: Seen) -> None:
    """Hold that only the very edition answers, and that nothing said about another one counts."""
    asked, given_ = case.more
    listed = asked in case.record.editions
    there = [edition for edition in given_ if edition.ref == asked]

    def ask() -> Readiness:
        return readiness.evaluate(
            case.record, given_, standard=str(asked), gate=case.gate, on=case.on, policy=case.policy
        )

    if listed and there:
        assert ask().standard == asked
        seen["asked about the very edition"] += 1
    else:
        known = [str(one.ref) for one in given_] if listed else [str(one) for one in case.record.editions]
        refused = refusal(ask)
        assert refused is not None
        assert (refused.wanted, list(refused.available)) == (str(asked), known)
        seen["content missing"] += listed
        seen["another year"] += asked == _ELSE[2] and SMALL.ref in case.record.editions
        seen["an adoption"] += bool(asked.adoption) and SMALL.ref in case.record.editions
    old = attrs.evolve(_moved(case.record, _ELSE[2]), editions=(SMALL.ref,))
    before = case.ask(record=old)
    bare = case.ask(record=attrs.evolve(old, judgements=(), evidence=(), findings=(), applicability=()))
    assert [entry.bucket for entry in before.entries] == [entry.bucket for entry in bare.entries]
    assert before.verdict is not Verdict.READY
    seen["a perfect record of an older edition"] += case.record.judgements == perfect(SMALL).judgements


def _edition_by(same: Callable[[StandardRef, StandardRef], bool]) -> Patch:
    def edition_for(record: Assessment, editions: Any, standard: StandardRef) -> StandardEdition:  # noqa: ANN401 - as there.
        for edition in editions:
            if same(edition.ref, standard) and any(same(one, standard) for one in record.editions):
                return edition  # type: ignore[no-any-return]  # the caller's list is not looked into here.
        raise EditionMismatchError(str(standard), (), "nothing")

    return lambda monkeypatch: monkeypatch.setattr(_answer, "edition_for", edition_for)


def _any_standard(original: Any) -> Any:  # noqa: ANN401 - a method.
    def start(self: Any, judgements: Any) -> None:  # noqa: ANN401 - as in the library.
        original(self, [attrs.evolve(one, target=attrs.evolve(one.target, standard=SMALL.ref)) for one in judgements])

    return start


R12 = Law(
    name="R12",
    cases=_mismatches(),
    check=check_r12,
    interesting=(
        "asked about the very edition",
        "content missing",
        "another year",
        "an adoption",
        "a perfect record of an older edition",
    ),
    bugs={
        "the year is not looked at": _edition_by(lambda one, two: one.number == two.number),
        "any edition will do": _edition_by(lambda _one, _two: True),
        "an adoption is the standard": _edition_by(
            lambda one, two: attrs.evolve(one, adoption=()) == attrs.evolve(two, adoption=())
        ),
        "judgements count by their number": patched(Judgements, "__init__", _any_standard),
    },
    # The very edition, its content missing, another year of it, an adoption of it.
    witnesses=tuple(
        Case(perfect(SMALL), more=more)
        for more in ((SMALL.ref, (SMALL,)), (SMALL.ref, ()), (_ELSE[2], (SMALL,)), (_ELSE[4], (SMALL,)))
    ),
    examples=24,
)


def test_r12_one_edition_is_never_read_for_another() -> None:
    """Another edition, amendment or adoption is refused, and what was said about one never counts for another."""
    hold(R12)


# The laws themselves.

LAWS = (R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12)


@pytest.mark.parametrize(("law", "bug"), seeded(LAWS))
def test_a_law_fails_on_each_bug_seeded_for_it(law: Law[Case], bug: Patch, monkeypatch: MonkeyPatch) -> None:
    """With the bug in the library the law finds a case that breaks it."""
    bug(monkeypatch)
    assert fails(law)


def test_every_law_has_at_least_three_bugs_seeded() -> None:
    """Each of the twelve laws is shown to fail on three bugs or more."""
    assert [law.name for law in LAWS] == [f"R{number}" for number in range(1, 13)]
    assert min(len(law.bugs) for law in LAWS) >= 3


def test_the_order_of_buckets_the_laws_compare_by_is_that_of_the_truth_table() -> None:
    """From worst to best: the laws and the table mean the same by better."""
    ranks = {meaning.bucket: meaning.rank for meaning in readiness.truth_table().buckets}
    assert sorted(ranks, key=ranks.__getitem__) == list(BUCKETS)
