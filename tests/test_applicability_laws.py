# SPDX-License-Identifier: Apache-2.0
"""The laws of the Statement of Applicability, each held on invented records and shown to fail on bugs seeded for it.

What a law expects is worked out here by other means than the library's: from the record, from readiness, from the text
that is written. A law names what has to occur among its cases; one that never met it has not been tested.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from invented import NEAR, ON, SMALL, UNITS, day, decision, empty, judgement, perfect, ref
from isomodel import readiness
from isomodel.applicability import (
    RULES,
    Implementation,
    Necessity,
    StatementOfApplicability,
    _building,
    _comparison,
    _issues,
    _nouns,
    _writing,
    compare,
    freeze,
    issues,
    non_applicable,
    statement,
    to_csv,
    to_markdown,
)
from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Assessment,
    ComplianceObligation,
    InclusionReason,
    ObligationKind,
    ObligationStatus,
    RecordList,
    Risk,
    RiskTreatment,
    TreatmentOption,
    WorkStatus,
    as_of,
)
from isomodel.documents import dumps, loads
from isomodel.errors import DocumentError
from isomodel.identifiers import RequirementRef
from isomodel.model import Extensions
from isomodel.readiness import Bucket
from isomodel.register import EXTENSION, read_register
from laws import Brief, Law, Patch, Seen, fails, hold, replaced, seeded

MonkeyPatch = pytest.MonkeyPatch
CONTROLS = tuple(control.ref for control in SMALL.controls())


@attrs.frozen(repr=False)
class Case(Brief):
    """A record, and a number for choices that need not be shrunk."""

    record: Assessment
    seed: int = 0

    def __repr__(self) -> str:
        """Tell what a statement reads of the record, briefly."""
        told = [f"seed {self.seed}"]
        told += [f"{one.target.local} {one.decision.value} {one.decided_on}" for one in self.record.applicability]
        told += [f"{risk.id} of {risk.owner}: {risk.treatment}" for risk in self.record.risks]
        return "\n".join(told)

    def built(self) -> StatementOfApplicability:
        """Build the statement."""
        return statement(self.record, SMALL, on=ON)


OWN = {"owner": ["Keeper"], "risks": ["R-7"], "evidence": ["old"]}
"""What an imported register left with a decision."""

TARGETS = (
    *CONTROLS,
    *CONTROLS,
    *(ref(local, SMALL) for local in ("A.5", "8.3", "8.3#1", "8.1", "8.1#a")),
)
"""What decisions are made on: controls, their group, and requirements that may or may not be set aside."""

TEXTS = st.one_of(
    st.sampled_from(("We do it.", "N/A", "=1+1", "-", 'a;b, "c"\n| d', "'=x", "+ e", "  f  ", "<b>", "tab\there")),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
)


@st.composite
def _decisions(draw: st.DrawFn) -> ApplicabilityDecision:
    """Draw a decision on a control, a group, or a requirement that may or may not be set aside."""
    kept: dict[str, object] = draw(st.sampled_from(({}, {}, {}, {EXTENSION: OWN})))
    return decision(
        draw(st.sampled_from(TARGETS)),
        decision=draw(st.sampled_from((*Applicability, Applicability.APPLICABLE))),
        justification=draw(st.one_of(st.sampled_from((None, " ")), TEXTS)),
        reasons=draw(st.sampled_from(((), (), *((one,) for one in InclusionReason), tuple(InclusionReason)))),
        risks=draw(st.sampled_from(((), (), ("R-1",), ("R-9", "R-2")))),
        decided_by=draw(st.sampled_from(("Mona", "Nils"))),
        decided_on=draw(st.sampled_from((day(-2), day(-1), ON, day(1)))),
        review_on=draw(st.none() | NEAR),
        extensions=Extensions(kept),
    )


@st.composite
def _risks(draw: st.DrawFn, name: str) -> Risk:
    """Draw a risk with its treatment, approved by its owner, by another, later, or by nobody."""
    chosen = draw(st.lists(st.sampled_from((*CONTROLS, ref("A.5.9", SMALL))), unique=True, max_size=2))
    treatment = RiskTreatment(
        option=draw(st.sampled_from(TreatmentOption)),
        controls=tuple(chosen),
        plan=draw(st.sampled_from(("Do it.", "Do it.", None))),
        due_on=draw(st.none() | NEAR),
        approved_by=draw(st.sampled_from(("Olga", "Ada", "Ada", None))),
        approved_on=draw(st.sampled_from((day(-5), day(-5), day(1), None))),
    )
    return Risk(id=name, description="x", owner="Olga", treatment=draw(st.sampled_from((treatment, treatment, None))))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw an invented record with decisions, risks, obligations and work that matter to a statement."""
    record = draw(st.sampled_from((perfect(SMALL, units=()), perfect(SMALL), empty(SMALL), empty(SMALL, units=UNITS))))
    obligations = tuple(
        ComplianceObligation(
            id=f"CO-{number}",
            title="Law",
            source="Law",
            kind=draw(st.none() | st.sampled_from(ObligationKind)),
            controls=(draw(st.sampled_from(CONTROLS)),),
            status=ObligationStatus.FULFILLED,
        )
        for number in range(draw(st.integers(min_value=0, max_value=2)))
    )
    worked = tuple(
        judgement(one, work_status=draw(st.sampled_from((*WorkStatus, WorkStatus.PARTIAL))), judged_on=day(-1))
        for one in draw(st.lists(st.sampled_from(CONTROLS), unique=True, max_size=3))
    )
    keep = draw(st.sampled_from((0, 0, 1, len(record.applicability))))
    decided = draw(st.lists(_decisions(), max_size=4))
    both_ways: bool = draw(st.sampled_from((True, False, False)))
    if decided and both_ways:
        # The same day, the other way: rare otherwise.
        other = next(one for one in Applicability if one is not decided[0].decision)
        decided.append(attrs.evolve(decided[0], decision=other, decided_by="Nils"))
    changed = attrs.evolve(
        record,
        judgements=(*record.judgements, *worked),
        applicability=(*record.applicability[:keep], *decided),
        risks=tuple(draw(_risks(f"R-{number}")) for number in range(1, draw(st.integers(min_value=1, max_value=4)))),
        obligations=obligations,
        complete=draw(st.sampled_from((record.complete, (RecordList.RISKS,), ()))),
    )
    # Drawn and not built: hypothesis would print the whole record as the call that built it.
    return Case(changed, draw(st.integers(min_value=0, max_value=10**6)))


def _planned(approved_by: str | None) -> Case:
    """Return a record with a necessary control that is partly done, under a plan that somebody approved."""
    treatment = RiskTreatment(
        option=TreatmentOption.MODIFY,
        controls=CONTROLS[:1],
        plan="Do it.",
        approved_by=approved_by,
        approved_on=None if approved_by is None else day(-5),
    )
    record = attrs.evolve(
        empty(SMALL),
        applicability=(decision(CONTROLS[0]),),
        judgements=(judgement(CONTROLS[0], work_status=WorkStatus.PARTIAL),),
        risks=(Risk(id="R-1", description="x", owner="Olga", treatment=treatment),),
    )
    return Case(record)


def _unplanned(*complete: RecordList) -> Case:
    """Return a record with a necessary control that is partly done without a plan, and these lists complete."""
    return Case(
        attrs.evolve(
            empty(SMALL),
            applicability=(decision(CONTROLS[0]),),
            judgements=(judgement(CONTROLS[0], work_status=WorkStatus.PARTIAL),),
            complete=complete,
        )
    )


def _aside(local: str, justification: str | None) -> Case:
    """Return a record that sets a clause or requirement aside."""
    no = decision(ref(local, SMALL), decision=Applicability.NOT_APPLICABLE, justification=justification)
    return Case(attrs.evolve(empty(SMALL), applicability=(no,)))


def _decided(*decisions: ApplicabilityDecision, controls: tuple[RequirementRef, ...] = ()) -> Case:
    """Return a record with decisions, and an obligation that asks for controls."""
    obligation = ComplianceObligation(
        id="CO-1", title="Law", source="Law", controls=controls, status=ObligationStatus.FULFILLED
    )
    return Case(attrs.evolve(empty(SMALL), applicability=decisions, obligations=(obligation,)))


_NO = decision(CONTROLS[0], decision=Applicability.NOT_APPLICABLE, justification=None, reasons=())
_NOT_HERE = decision(ref("8.3", SMALL), decision=Applicability.NOT_APPLICABLE, justification="We invent nothing.")

_SO = decision(CONTROLS[0], decision=Applicability.NOT_APPLICABLE)
_LINES = 'a;b, "c"\n| d'
_OWNED = Extensions({EXTENSION: OWN})

WITNESSES = (
    _decided(decision(CONTROLS[0], justification=None, reasons=())),
    _decided(_NO, controls=CONTROLS[:1]),
    _decided(_NO, decision(CONTROLS[0])),
    _decided(_SO, decision(CONTROLS[1], justification="=1+1"), decision(CONTROLS[2], justification=_LINES)),
    _decided(decision(CONTROLS[0]), attrs.evolve(_SO, decided_on=day(1))),
    _decided(*(decision(one, extensions=_OWNED) for one in CONTROLS)),
    _decided(decision(ref("A.5", SMALL))),
    _decided(_NOT_HERE, decision(ref("8.3", SMALL), decided_by="Nils")),
    *(_planned(name) for name in ("Olga", "Ada", None)),
    Case(attrs.evolve(_planned("Olga").record, applicability=(_SO,))),
    _unplanned(),
    _unplanned(RecordList.RISKS),
    _aside("8.3", "We invent nothing."),
    _aside("8.3", None),
    _aside("8.1", "We do nothing."),
)
"""Cases that every run begins with: what is rare, or what some bug cannot pass."""


# Worked out from the record, by hand.


def latest(record: Assessment, control: RequirementRef) -> list[ApplicabilityDecision]:
    """Return what was last decided about a control by the day, on itself or else on its group."""
    for local in (control.local, control.local.rpartition(".")[0]):
        about = [one for one in record.applicability if one.target.local == local and one.decided_on <= ON]
        about = [one for one in about if one.target.standard == SMALL.ref]
        if about:
            last = max(one.decided_on for one in about)
            return [one for one in about if one.decided_on == last]
    return []


# Every control is accounted for, and the counts add up.


def check_accounted(case: Case, seen: Seen) -> None:
    """Hold that each of the three controls has one entry in every rendering, and is what was decided."""
    soa = case.built()
    assert [entry.control.local for entry in soa.entries] == ["A.5.1", "A.5.2", "A.5.3"]
    assert [row["control"] for row in json.loads(dumps(soa))["entries"]] == [str(one) for one in CONTROLS]
    assert [row["control"] for row in soa.rows()] == [one.local for one in CONTROLS]
    written = list(csv.reader(io.StringIO(to_csv(soa), newline="")))
    assert [row[0] for row in written[1:]] == [one.local for one in CONTROLS]
    page = re.findall(r"^\| (A\.5\.\d) \|", to_markdown(soa), re.MULTILINE)
    assert sorted(page) == [one.local for one in CONTROLS]
    counts = re.search(r"controls 3: necessary (\d), excluded (\d), undecided (\d), contradicted (\d)", str(soa))
    assert counts is not None
    assert list(map(int, counts.groups())) == list(soa.counts().values())
    assert sum(soa.counts().values()) == 3
    assert sum(soa.implementation().values()) == soa.counts()[Necessity.NECESSARY]
    for entry in soa.entries:
        ways = {one.decision for one in latest(case.record, entry.control)}
        expected = {
            frozenset(): Necessity.UNDECIDED,
            frozenset({Applicability.APPLICABLE}): Necessity.NECESSARY,
            frozenset({Applicability.NOT_APPLICABLE}): Necessity.EXCLUDED,
        }.get(frozenset(ways), Necessity.CONTRADICTED)
        assert entry.necessity is expected
        assert (entry.implementation is Implementation.NOT_REQUIRED) is (expected is Necessity.EXCLUDED)
        seen[expected.value] += 1
        seen["decided for the group"] += entry.decided_at is not None


ACCOUNTED = Law(
    name="every control is accounted for",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_accounted,
    interesting=(*(one.value for one in Necessity), "decided for the group"),
    bugs={
        "the last control is left out": replaced(
            type(SMALL), "controls", lambda original: lambda self: original(self)[:-1]
        ),
        "a contradiction is a yes": replaced(
            _building,
            "_necessity",
            lambda original: (
                lambda decided: (
                    Necessity.NECESSARY if original(decided) is Necessity.CONTRADICTED else original(decided)
                )
            ),
        ),
        "the first decision counts": replaced(
            _building,
            "_decisions",
            lambda _: (
                lambda record: {
                    one.target: [one]
                    for one in sorted(record.applicability, key=lambda one: one.decided_on, reverse=True)
                }
            ),
        ),
        "a group does not reach its controls": replaced(_building, "places", lambda _: lambda target: (target,)),
        "later decisions count": replaced(_building, "as_of", lambda _: lambda record, _: record),
        "the excluded are left off the page": replaced(
            _writing, "_named_row", lambda original: lambda entry, fields: ("", *original(entry, fields)[1:])
        ),
    },
)


# What is set aside is what readiness sets aside.


def check_readiness(case: Case, seen: Seen) -> None:
    """Hold that exclusions with a reason, and requirements set aside, are those that readiness leaves out."""
    answer = readiness.evaluate(case.record, [SMALL], standard=SMALL.ref, gate="stage-2", on=ON)
    aside = {entry.ref for entry in answer.entries if entry.bucket is Bucket.NOT_APPLICABLE}
    reasoned = {
        entry.control
        for entry in case.built().entries
        if entry.necessity is Necessity.EXCLUDED
        and all((one.justification or "").strip() for one in latest(case.record, entry.control))
    }
    told = non_applicable(case.record, SMALL, on=ON)
    assert reasoned == {one for one in aside if one in CONTROLS}
    assert set(told.set_aside()) == {one for one in aside if one not in CONTROLS}
    seen["a control"] += bool(reasoned)
    seen["a requirement"] += bool(told.set_aside())
    heard = {one.decided_at for one in told.requirements if one.applicability is Applicability.NOT_APPLICABLE}
    seen["a decision that sets nothing aside"] += len(told.decisions) > len(heard)
    seen["both ways"] += "clause-decided-both-ways" in {one.code for one in told.issues}
    seen["not allowed"] += "not-excludable" in {one.code for one in told.issues}


READINESS = Law(
    name="what is set aside is what readiness sets aside",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_readiness,
    interesting=("a control", "a requirement", "a decision that sets nothing aside", "both ways", "not allowed"),
    bugs={
        "everything may be set aside": replaced(_building, "may_be_excluded", lambda _: lambda _: True),
        "no reason is needed": replaced(
            _building, "_ground", lambda original: lambda known, edition: original(
                [attrs.evolve(one, justification=one.justification or "x") for one in known], edition
            ),
        ),
        "a contradiction sets aside": replaced(
            _building, "_ground", lambda original: lambda known, edition: original(known[:1], edition)
        ),
        "later decisions count": replaced(_building, "as_of", lambda _: lambda record, _: record),
    },
)  # fmt: skip


# The order of lists, and what comes later, do not matter.


def shuffled(record: Assessment, seed: int) -> Assessment:
    """Put every list of a record into another order."""
    order = random.Random(seed)  # noqa: S311 - no secret.
    names = ("judgements", "applicability", "evidence", "risks", "obligations")
    lists: dict[str, tuple[object, ...]] = {}
    for name in names:
        items = list(getattr(record, name))
        order.shuffle(items)
        lists[name] = tuple(items)
    return attrs.evolve(record, **lists)  # type: ignore[arg-type]  # the lists of the record, reordered.


def check_stable(case: Case, seen: Seen) -> None:
    """Hold that statement, issues and non-applicability depend on nothing but what the record says by the day."""
    soa = case.built()
    for record in (shuffled(case.record, case.seed), as_of(case.record, ON)):
        assert statement(record, SMALL, on=ON) == soa
        assert non_applicable(record, SMALL, on=ON) == non_applicable(case.record, SMALL, on=ON)
    seen["something later"] += as_of(case.record, ON) != case.record
    seen["two decisions of one day"] += any(len(latest(case.record, one)) > 1 for one in CONTROLS)
    seen["two risks"] += any(len(entry.risks) > 1 for entry in soa.entries)


STABLE = Law(
    name="order and later facts do not matter",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_stable,
    interesting=("something later", "two decisions of one day", "two risks"),
    bugs={
        "later decisions count": replaced(_building, "as_of", lambda _: lambda record, _: record),
        "the last of the list counts": replaced(
            _building,
            "_decisions",
            lambda original: (
                lambda record: {
                    target: [one for one in record.applicability if one in known][-1:]
                    for target, known in original(record).items()
                }
            ),
        ),
        "risks come in the order of the list": lambda monkeypatch: monkeypatch.setattr(
            _building, "sorted", lambda items, **_: list(items), raising=False
        ),
    },
)


# Nothing is invented.


def check_traceable(case: Case, seen: Seen) -> None:
    """Hold that every id, name and text of an entry stands in the record, and that nothing undecided has a reason."""
    record = case.record
    ids = {item.id for item in record.evidence}
    risks = {risk.id: risk for risk in record.risks}
    for entry in case.built().entries:
        decided = latest(record, entry.control)
        assert set(entry.evidence) <= ids
        assert not set(entry.named_evidence) & ids
        texts = sorted({one.justification for one in decided if (one.justification or "").strip()}, key=str)
        both = entry.necessity is Necessity.CONTRADICTED
        assert entry.justification == ("\n".join(map(str, texts)) or None if not both else None)
        choosing = {
            one.id for one in record.risks if one.treatment is not None and entry.control in one.treatment.controls
        }
        named = {name for one in decided for name in one.risks}
        named |= {"R-7"} if any(one.extensions for one in decided) else set()
        assert {link.risk for link in entry.risks} == choosing | named
        for link in entry.risks:
            assert (link.owner is None) is (link.risk not in risks)
            assert link.plan.value == plan_of(risks.get(link.risk), entry.control)
            seen[f"plan {link.plan.value}"] += 1
        stated = {} if both else {kind.value for one in decided for kind in one.reasons}
        asked = {REASONS[one.kind] for one in record.obligations if one.kind and entry.control in one.controls}
        given_ = {basis.kind.value for basis in entry.reasons}
        assert given_ == {*stated, *asked, *({"risk"} if choosing | named else set())}
        seen["a reason only a register gives"] += any(basis.stated_by.value == "register" for basis in entry.reasons)
        seen["evidence that is only named"] += bool(entry.named_evidence)


REASONS = {
    ObligationKind.LEGAL: "legal",
    ObligationKind.CONTRACT: "contract",
    ObligationKind.COMMITMENT: "practice",
}


def plan_of(risk: Risk | None, control: RequirementRef) -> str:
    """Say by hand whether a risk has a plan for a control, and who approved it by the day."""
    treatment = None if risk is None else risk.treatment
    if risk is None or treatment is None or control not in treatment.controls or not treatment.plan:
        return "none"
    if treatment.approved_by is None or treatment.approved_on is None or treatment.approved_on > ON:
        return "not-approved"
    return "approved" if treatment.approved_by == risk.owner else "approved-by-another"


TRACEABLE = Law(
    name="nothing is invented",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_traceable,
    interesting=(
        "plan none",
        "plan not-approved",
        "plan approved",
        "plan approved-by-another",
        "a reason only a register gives",
        "evidence that is only named",
    ),
    bugs={
        "anybody approves": replaced(
            _building,
            "_risk_link",
            lambda original: (
                lambda risk, **sides: original(
                    attrs.evolve(risk, owner=(risk.treatment and risk.treatment.approved_by) or risk.owner), **sides
                )
            ),
        ),
        "a plan covers what is only named": replaced(
            _building,
            "_risk_link",
            lambda original: lambda risk, *, chosen, named: original(risk, chosen=True, named=named or chosen),
        ),
        "every obligation is a law": replaced(
            _building, "REASON_OF", lambda table: dict.fromkeys(table, InclusionReason.LEGAL)
        ),
        "names of evidence are evidence": replaced(
            _building,
            "ControlEntry",
            lambda original: (
                lambda **fields: original(**{**fields, "evidence": fields["evidence"] + fields["named_evidence"]})
            ),
        ),
    },
)


# There and back.


def check_back(case: Case, seen: Seen) -> None:
    """Hold that the table read as a register gives the decisions again, and none where there was none."""
    soa = case.built()
    read = read_register(to_csv(soa).encode(), name="soa.csv", edition=SMALL, judged_by="x", judged_on=ON)
    assert {row.outcome.value for row in read.rows} <= {"header", "imported", "silent"}
    again = {one.target: one for one in read.merged_into(attrs.evolve(case.record, applicability=())).applicability}
    for entry in soa.entries:
        open_ = entry.necessity in (Necessity.UNDECIDED, Necessity.CONTRADICTED)
        assert (entry.control in again) is not open_
        if open_:
            continue
        one = again[entry.control]
        assert (one.decision is Applicability.NOT_APPLICABLE) is (entry.necessity is Necessity.EXCLUDED)
        assert (one.decided_by, one.decided_on, one.review_on) == (entry.decided_by, entry.decided_on, entry.review_on)
        assert cell_of(one.justification) == cell_of(entry.justification)
        assert set(one.risks) == {link.risk for link in entry.risks if link.owner is not None}
        if entry.necessity is Necessity.NECESSARY:
            stated = {basis.kind for basis in entry.reasons if basis.stated_by.value != "register"}
            assert set(one.reasons) == stated
        seen[entry.necessity.value] += 1
        seen["what could be a formula"] += (entry.justification or "").strip()[:1] in set("=+-@")
        seen["lines"] += "\n" in (entry.justification or "")
    judged = {one.target: one.work_status for one in read.judgements}
    for entry in soa.entries:
        known = entry.implementation in (Implementation.IMPLEMENTED, Implementation.NOT_IMPLEMENTED)
        assert judged.get(entry.control) == (entry.work_status if known else None)


def cell_of(text: str | None) -> str:
    """Return what a cell can say of a text: what is no text is none, spaces around it are not kept."""
    # Lines are compared by their words: the white space around a cell and a tab are not kept.
    plain = re.sub(r"\r\n|\r", "\n", text or "")
    plain = _writing._plain(plain).strip()
    return "" if re.fullmatch(r"[-–—_.:…/?*|]*", plain) or plain.casefold() in NO_TEXT else plain


NO_TEXT = {"n/a", "na", "n.a.", "none", "nil", "keine", "keiner", "entfällt", "aucun", "aucune", "s.o."}

BACK = Law(
    name="the table gives the same decisions",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_back,
    interesting=("necessary", "excluded", "what could be a formula", "lines"),
    bugs={
        "yes and no are swapped": replaced(
            _writing,
            "_ANSWERS",
            lambda table: {**table, Necessity.NECESSARY: "no", Necessity.EXCLUDED: "yes"},
        ),
        "undecided is no": replaced(_writing, "_ANSWERS", lambda table: {**table, Necessity.UNDECIDED: "no"}),
        "formulas are left as they are": replaced(_writing, "neutralized", lambda _: lambda text: text),
        "justifications are cut": replaced(_writing, "_plain", lambda original: lambda text: original(text)[:5]),
        "reasons of registers are stated": replaced(
            _writing, "StatedBy", lambda _: type("Nobody", (), {"REGISTER": None})
        ),
    },
)


# Comparing.


def check_compared(case: Case, seen: Seen) -> None:
    """Hold that a comparison is silent of what is the same, tells all that is not, and both ways alike."""
    old = case.built()
    order = random.Random(case.seed)  # noqa: S311 - no secret.
    record = attrs.evolve(
        case.record,
        applicability=tuple(one for one in case.record.applicability if order.random() < 0.7),
        risks=tuple(one for one in case.record.risks if order.random() < 0.7),
    )
    new = statement(record, SMALL, on=ON)
    if order.random() < 0.5:
        new = attrs.evolve(new, entries=new.entries[1:])
    there, back = compare(old, new), compare(new, old)
    assert compare(old, copy.deepcopy(old)).rows() == ()
    assert [one.control for one in there.added] == [one.control for one in back.removed]
    assert [one.control for one in there.removed] == [one.control for one in back.added]
    were = {entry.control: entry for entry in old.entries}
    expected = [entry.control for entry in new.entries if were[entry.control] != entry]
    assert [row.control for row in there.changed] == expected
    assert there.unchanged + len(there.changed) + len(there.added) == len(new.entries)
    assert there.unchanged + len(there.changed) + len(there.removed) == len(old.entries)
    for row, same in zip(there.changed, back.changed, strict=True):
        assert [(one.field, one.after, one.before) for one in same.changes] == [
            (one.field, one.before, one.after) for one in row.changes
        ]
        was, now = were[row.control], next(entry for entry in new.entries if entry.control == row.control)
        fields = {one.field.partition("[")[0].partition(".")[0] for one in row.changes}
        names = (field.name for field in attrs.fields(type(was)))
        differing = {name for name in names if getattr(was, name) != getattr(now, name)}
        assert fields == differing
    seen["changed"] += bool(there.changed)
    seen["removed"] += bool(there.removed)
    seen["unchanged"] += bool(there.unchanged)
    seen["a link"] += any("[" in one.field for row in there.changed for one in row.changes)


COMPARED = Law(
    name="a comparison tells every difference and no other",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_compared,
    interesting=("changed", "removed", "unchanged", "a link"),
    bugs={
        "only texts are compared": replaced(
            _comparison,
            "_leaves",
            lambda original: lambda path, node: (pair for pair in original(path, node) if isinstance(pair[1], str)),
        ),
        "links are left out": replaced(
            _comparison,
            "_leaves",
            lambda original: lambda path, node: (pair for pair in original(path, node) if "[" not in pair[0]),
        ),
        "what is gone is forgotten": replaced(
            _comparison,
            "_changes",
            lambda original: lambda before, after: tuple(
                one for one in original(before, after) if one.after is not None
            ),
        ),
    },
)  # fmt: skip


# What is wrong.


def by_hand(case: Case) -> Iterator[tuple[str, str]]:
    """Work out from the record which of the weightiest rules object to which control."""
    record = case.record
    for entry in case.built().entries:
        control = entry.control
        decided = latest(record, control)
        choosing = [one for one in record.risks if one.treatment and control in one.treatment.controls]
        asking = [one for one in record.obligations if control in one.controls]
        written = any((one.justification or "").strip() for one in decided)
        reasoned = any(one.reasons or one.risks or one.extensions for one in decided) or choosing or asking
        ways = {one.decision for one in decided}
        wrong = {"undecided-control": not ways, "decided-both-ways": len(ways) > 1}
        if ways == {Applicability.NOT_APPLICABLE}:
            wrong["excluded-treatment"] = bool(choosing)
            wrong["excluded-obligation"] = bool(asking)
            wrong["not-applicable-without-reason"] = not written
        if ways == {Applicability.APPLICABLE}:
            wrong["control-without-reason"] = not written and not reasoned
        yield from ((code, control.local) for code, holds in wrong.items() if holds)
        if ways == {Applicability.APPLICABLE} and entry.implementation is Implementation.NOT_IMPLEMENTED:
            yield from ((code, control.local) for code in plans_by_hand(record, control, choosing))


def plans_by_hand(record: Assessment, control: RequirementRef, choosing: list[Risk]) -> Iterator[str]:
    """Work out what is wrong with the plans for a control that is necessary and not implemented."""
    planning = [one for one in choosing if one.treatment and one.treatment.plan]
    if not planning:
        yield "no-plan" if RecordList.RISKS in record.complete else "plan-not-recorded"
    codes = {"approved-by-another": "not-the-risk-owner", "not-approved": "plan-not-approved"}
    yield from (codes[plan_of(one, control)] for one in planning if plan_of(one, control) in codes)


WEIGHTIEST = (
    "undecided-control", "decided-both-ways", "excluded-treatment", "excluded-obligation",
    "not-applicable-without-reason", "control-without-reason", "no-plan", "plan-not-recorded", "not-the-risk-owner",
    "plan-not-approved",
)  # fmt: skip


def check_wrong(case: Case, seen: Seen) -> None:
    """Hold that issues are those worked out by hand, come from the document alone, and lead to a place in it."""
    soa = case.built()
    found = issues(soa, SMALL, on=ON)
    again = loads(dumps(soa))
    assert isinstance(again, StatementOfApplicability)
    assert issues(again, SMALL, on=ON) == found
    tree = json.loads(dumps(soa))
    codes = {one.code: one for one in RULES}
    for issue in found:
        assert issue.severity is codes[issue.code].severity
        node: Any = tree
        for step in issue.path.split("/")[1:-1]:
            node = node[int(step)] if isinstance(node, list) else node[step]
        assert node
    weighty = Counter(
        (issue.code, soa.entries[int(issue.path.split("/")[2])].control.local)
        for issue in found
        if issue.code in WEIGHTIEST
    )
    assert weighty == Counter(by_hand(case))
    seen.update(code for code, _ in weighty)
    seen["nothing weighty"] += not weighty


def without(fact: str) -> Patch:
    """Return a bug by which one fact never holds."""
    return replaced(
        _issues,
        "holding",
        lambda original: lambda facts: original({name: holds and name != fact for name, holds in facts.items()}),
    )


WRONG = Law(
    name="what is wrong is what is wrong in the record",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_wrong,
    interesting=(*WEIGHTIEST, "nothing weighty"),
    bugs={
        "treatments are not looked at": without("chosen"),
        "obligations are not looked at": without("obliged"),
        "plans are not looked at": without("planned"),
        "anybody may approve": without("plan-approved-by-another"),
        "nobody need approve": without("plan-not-approved"),
        "reasons are not needed": without("justified"),
        "the register is never complete": without("risks-complete"),
        "one rule is left out": replaced(
            _issues,
            "_BY_SUBJECT",
            lambda table: {
                about: tuple(one for one in rules if one.code != "undecided-control") for about, rules in table.items()
            },
        ),
    },
)


# Versions.


def check_sealed(case: Case, seen: Seen) -> None:
    """Hold that a version is read back as it was, and refused as soon as one text of its statement is another."""
    version = freeze(case.built(), number="1", on=ON, signed_by="Mona")
    tree = json.loads(dumps(version))
    assert loads(dumps(version)) == version
    entry = random.Random(case.seed).choice(tree["statement"]["entries"])  # noqa: S311 - no secret.
    for key in ("title", "justification", "owner", "necessity"):
        if key in entry:
            changed = copy.deepcopy(tree)
            place = tree["statement"]["entries"].index(entry)
            other = {"necessity": "undecided" if entry[key] != "undecided" else "excluded"}
            changed["statement"]["entries"][place][key] = other.get(key, entry[key] + "x")
            assert is_refused(json.dumps(changed))
            seen[key] += 1


def is_refused(text: str) -> bool:
    """Say whether a document is refused because it contradicts itself."""
    try:
        loads(text)
    except DocumentError as error:
        return {one.code for one in error.issues} == {"contradiction"}
    return False


def digested(wrap: Callable[[Any], Any]) -> Patch:
    """Return a bug in the digest, wherever it is worked out."""

    def patch(monkeypatch: MonkeyPatch) -> None:
        for home in (_nouns, _building):
            replaced(home, "digest_of", wrap)(monkeypatch)

    return patch


SEALED = Law(
    name="a changed version is refused",
    cases=cases(),
    witnesses=WITNESSES,
    examples=16,
    check=check_sealed,
    interesting=("title", "justification", "owner", "necessity"),
    bugs={
        "the digest is of nothing": digested(lambda _: lambda _: "sha256:" + "0" * 64),
        "entries are not covered": digested(lambda original: lambda soa: original(attrs.evolve(soa, entries=()))),
    },
)

LAWS = (ACCOUNTED, READINESS, STABLE, TRACEABLE, BACK, COMPARED, WRONG, SEALED)


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_the_law_holds(law: Law[Case]) -> None:
    """Each law holds on every drawn record, and everything it names occurs among them."""
    hold(law)


@pytest.mark.parametrize(("law", "bug"), seeded(LAWS))
def test_the_law_notices_a_bug(law: Law[Case], bug: Patch, monkeypatch: MonkeyPatch) -> None:
    """Each law fails on each bug seeded for it."""
    bug(monkeypatch)
    assert fails(law)
