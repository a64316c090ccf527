# SPDX-License-Identifier: Apache-2.0
"""Several standards at once and the period view: what is told in words and rows, and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import attrs
import pytest

import invented
from invented import EDITION, ON, SMALL, UNITS, day, decision, evidence, perfect, ref
from isomodel import catalogue, readiness
from isomodel.assessment import (
    Applicability,
    Assessment,
    Audit,
    AuditType,
    ComplianceObligation,
    EditionMismatchError,
    Hazard,
    ManagementReview,
    Objective,
    ObjectiveProgress,
    ObligationStatus,
    RecordList,
    Significance,
)
from isomodel.errors import InvariantError, UnknownNameError
from isomodel.evidence import EvidenceReview, Period, ReviewOutcome
from isomodel.identifiers import RequirementRef
from isomodel.model import Topic
from isomodel.policy import Policy
from isomodel.readiness import (
    NotADayError,
    NothingAskedError,
    OccurrenceKind,
    PeriodView,
    Recurrence,
    RecurrenceState,
    Verdict,
    worst_of,
)

PAGE = (Path(__file__).parent.parent / "docs" / "how-to" / "several-standards.md").read_text(encoding="utf-8")
BOTH = (EDITION, SMALL)


def both(**changes: Any) -> Assessment:  # noqa: ANN401 - whatever the class takes.
    """Return the record of an organization ready for the larger edition, against both."""
    return attrs.evolve(perfect(), editions=(EDITION.ref, SMALL.ref), **changes)


def seen(record: Assessment, first: int = -364, last: int = 0, on: int | None = 0, **changes: Any) -> PeriodView:  # noqa: ANN401 - as above.
    """Look at a window of days around the day of the unit tests: the year that ends with it where left out."""
    asked: dict[str, Any] = {
        "start": day(first),
        "end": day(last),
        "on": None if on is None else day(on),
        **changes,
    }
    return readiness.period(record, (EDITION,), standard=EDITION.ref, **asked)


def only(view: PeriodView, row: str) -> Recurrence:
    """Return the one line of a row."""
    (line,) = view.of(row)
    return line


def review(name: str, **changes: Any) -> ManagementReview:  # noqa: ANN401 - as above.
    """Return a management review for the larger edition."""
    return attrs.evolve(ManagementReview(id=name, standards=(EDITION.ref,)), **changes)


# Several standards.


def test_the_text_tells_the_worst_first_and_the_counts_side_by_side() -> None:
    """The first line names the worst verdict; a column is a standard, and what it has none of is a dash."""
    told = str(readiness.together(both(), BOTH, gates="stage-1", on=ON)).splitlines()
    assert told[0] == "Invented Ltd · 2 standards · as of 2031-06-15 · NOT READY"
    assert told[1] == "  stage-1: NOT READY by ISO 99002:2030"
    assert told[2:4] == ["    not-ready 1: ISO 99002:2030", "    ready 1: ISO 99001:2030"]
    assert re.fullmatch(r" +ISO 99001:2030  ISO 99002:2030", told[4])
    assert told[5].split() == ["requirements", "47", "14"]
    assert [line.split()[0] for line in told if line.startswith("      ")][1] == "met"
    assert sum(line.lstrip().startswith("share met") for line in told) == 2
    assert told[-1].startswith("  policy isomodel-default 1; This is an indicator")
    alone = str(
        readiness.together(perfect(SMALL), (attrs.evolve(SMALL, clauses=SMALL.clauses[:-1]),), gates="stage-1", on=ON)
    )
    assert "reference controls" not in alone
    assert "1 standard ·" in alone


def test_what_one_standard_has_none_of_is_a_dash() -> None:
    """An edition without reference controls has no numbers for them, which is not nought."""
    bare = attrs.evolve(SMALL, clauses=SMALL.clauses[:-1])
    told = str(readiness.together(both(), (EDITION, bare), gates="stage-2", on=ON)).splitlines()
    (line,) = [line for line in told if "reference controls" in line]
    assert line.split()[-2:] == ["12", "–"]
    found = readiness.together(both(), (EDITION, bare), gates="stage-2", on=ON)
    assert {count.standard for one in found.gates[0].controls for count in one.counts} == {EDITION.ref}


def test_one_standard_is_enough_and_none_is_told() -> None:
    """A question about one standard is answered; one about none says what would do."""
    found = readiness.together(perfect(), (EDITION,), gates="stage-2", on=ON)
    assert (found.verdict, found.gates[0].shared) == (Verdict.READY, ())
    assert found.standards == (EDITION.ref,)
    with pytest.raises(NothingAskedError, match="no standard to ask about; the assessment is against no edition"):
        readiness.together(attrs.evolve(perfect(), editions=()), BOTH, gates="stage-1", on=ON)
    with pytest.raises(NothingAskedError, match="no standard to ask about; leave standards out to ask about all"):
        readiness.together(perfect(), BOTH, standards=(), gates="stage-1", on=ON)
    with pytest.raises(NothingAskedError, match="no gate to ask about; there are stage-1, stage-2"):
        readiness.together(perfect(), BOTH, gates=(), on=ON)
    with pytest.raises(EditionMismatchError, match="ISO 99002:2030"):
        readiness.together(perfect(), BOTH, standards=("ISO 99002:2030",), gates="stage-1", on=ON)
    with pytest.raises(UnknownNameError, match="stage-1"):
        readiness.together(perfect(), BOTH, gates="stage-11", on=ON)


def test_standards_and_gates_named_twice_are_asked_once() -> None:
    """Naming something twice, or by text and value, is naming it."""
    named = (EDITION.ref, "ISO 99001:2030", SMALL.ref)
    gates = (readiness.Gate.STAGE_2, "stage-2", "stage-1")
    found = readiness.together(both(), BOTH, standards=named, gates=gates, on=ON)
    assert [(one.gate.value, str(one.standard)) for one in found.results] == [
        ("stage-1", "ISO 99001:2030"),
        ("stage-1", "ISO 99002:2030"),
        ("stage-2", "ISO 99001:2030"),
        ("stage-2", "ISO 99002:2030"),
    ]
    assert found == readiness.together(both(), BOTH, gates=("stage-1", "stage-2"), on=ON)


def test_rows_are_one_for_each_gate_and_standard() -> None:
    """Every row has every bucket, as text, and the day on which its verdict changes."""
    found = readiness.together(both(), BOTH, gates="stage-2", on=ON)
    first, second = found.rows()
    assert first["standard"] == "ISO 99001:2030"
    assert (first["verdict"], first["requirements met"], first["controls met"], first["blockers"]) == (
        "ready",
        "47",
        "12",
        "0",
    )
    assert first["changes_on"] == str(found.results[0].changes_on.on)  # type: ignore[union-attr]  # a perfect record lapses.
    assert (second["verdict"], second["changes_on"]) == ("not-ready", "")
    assert first.keys() == second.keys()
    assert repr(found) == "<Overview of 2 standards, stage-2, 2031-06-15: not-ready>"
    assert found._repr_html_().startswith("<pre>Invented Ltd · 2 standards")


def test_a_hazard_of_several_standards_holds_them_up_together_and_one_of_each_does_not() -> None:
    """A register that lacks something for each is no common matter; one hazard that concerns both is."""
    (hazard,) = perfect().hazards
    silent = tuple(one for one in RecordList if one is not RecordList.FINDINGS)

    def shared(*hazards: Hazard, **changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - whatever the class takes.
        found = readiness.together(both(hazards=hazards, **changes), BOTH, gates="stage-2", on=ON)
        told = ((one.kind.value, one.subject) for one in found.gates[0].shared)
        return [pair for pair in told if pair[1].startswith(("hazard", "findings"))]

    open_ = attrs.evolve(hazard, significance=Significance.NOT_EVALUATED)
    assert shared() == []
    assert shared(open_, attrs.evolve(open_, id="HZ-2", standards=(SMALL.ref,))) == []
    assert shared(hazard, attrs.evolve(open_, id="HZ-2", standards=())) == [("record", "hazard:HZ-2")]
    assert shared(hazard, complete=silent) == [("fact", "findings.complete")]


def test_what_is_shared_is_told_up_to_a_dozen() -> None:
    """Twelve lines are shown, the rest is counted; what only needs saying once is on one line."""
    record = attrs.evolve(both(), management_reviews=(), audits=(), risks=(), aspects=(), obligations=())
    found = readiness.together(record, BOTH, gates="stage-2", on=ON)
    told = [line.strip() for line in str(found).splitlines()]
    heads = [one.subject for one in found.gates[0].shared]
    assert "obligations.determined" in heads
    assert f"what holds up several standards at once ({len(heads)}):" in told
    uncut = [line for line in found.lines() if "…" not in line]
    assert len(uncut) == len(found.lines())
    assert all(len(line) <= 120 for line in str(found).splitlines()[:-1])
    assert f"1. ✗ {heads[0]}: 2 standards, 2 blockers: " in "".join(line for line in told if line.startswith("1. "))
    many = [attrs.evolve(SMALL, ref=SMALL.ref), _renamed("ISO 99003:2030")]
    editions = tuple(one.ref for one in many)
    wide = attrs.evolve(invented.empty(SMALL), editions=editions, complete=(RecordList.FINDINGS,))
    shared = readiness.together(wide, many, gates="stage-2", on=ON)
    assert len(shared.gates[0].shared) < 12


def _renamed(name: str) -> Any:  # noqa: ANN401 - an edition.
    return invented._edition(name, invented._SMALL_CLAUSES, (("A.5", 3),), day(10))


def test_more_than_a_dozen_are_counted() -> None:
    """What does not fit is said to be there."""
    found = readiness.together(both(), BOTH, gates="stage-2", on=ON)
    one = readiness.SharedBlocker(
        position=1,
        kind=readiness.SharedKind.FACT,
        subject="scope.stated",
        outcome=readiness.Outcome.UNKNOWN,
        standards=found.standards,
        held=(),
    )
    crowded = attrs.evolve(found, gates=(attrs.evolve(found.gates[0], shared=(one,) * 14),))
    assert "… and 2 more" in str(crowded)


def test_the_worst_of_verdicts() -> None:
    """What is known to fail is worse than what nobody can tell, and that is worse than ready."""
    assert worst_of([Verdict.READY, Verdict.NOT_READY, Verdict.UNDETERMINED]) is Verdict.NOT_READY
    assert worst_of([Verdict.READY]) is Verdict.READY
    with pytest.raises(ValueError, match="empty"):
        worst_of([])


def test_the_first_change_names_everything_of_that_day() -> None:
    """Where two verdicts change on one day, both are told, and in words."""
    found = readiness.together(perfect(), (EDITION,), gates=("stage-1", "stage-2"), on=ON)
    assert found.first_change is not None
    assert found.first_change.on == min(one.changes_on.on for one in found.results if one.changes_on is not None)
    (line,) = [line for line in str(found).splitlines() if "first verdict" in line]
    assert str(found.first_change.on) in line
    ended = readiness.together(perfect(), (EDITION,), gates="stage-1", on=dt.date(2040, 1, 1))
    assert ended.first_change is None
    assert "no verdict changes by time alone" in str(ended)


# The period view.


def test_a_perfect_record_has_run() -> None:
    """Everything recurring that took place in the year is performed, and the programme is shown beside."""
    view = seen(perfect())
    assert {line.by_policy for line in view.recurrences if line.row != "records-of-operation"} == {
        RecurrenceState.PERFORMED,
    }
    audit = only(view, "internal-audit")
    assert [(one.id, one.on, one.evidence) for one in audit.occurrences] == [("IA-1", day(-90), None)]
    assert [(one.planned_on, one.performed_on, one.days_after) for one in audit.planned] == [(day(-92), day(-90), 2)]
    assert audit.requirements == (ref("9.2#1"), ref("9.2.2#1"))
    assert (audit.interval, audit.parameter, audit.source) == (12, "internal-audit-cycle", "practice")
    assert only(view, "compliance-evaluation").subject == "CO-1"
    assert view.policy == "isomodel-default 1"
    assert view.provenance.catalogue_revision == 3


def test_intervals_are_laid_out_from_the_day_before_the_window() -> None:
    """Whole intervals end where those of months end; the last may go on after the window."""
    policy = readiness.default_policy().overridden({"management-review-interval": 6}, id="ours", source="procedure 12")
    record = perfect()
    view = readiness.period(
        record,
        (EDITION,),
        standard=str(EDITION.ref),
        start=dt.date(2030, 9, 1),
        end=dt.date(2031, 11, 15),
        policy=policy,
    )
    line = only(view, "management-review")
    assert [(str(one.first), str(one.last), str(one.due_on), one.state.value) for one in line.slots] == [
        ("2030-09-01", "2031-02-28", "2031-02-28", "missed"),
        ("2031-03-01", "2031-08-31", "2031-08-31", "performed"),
        ("2031-09-01", "2031-11-15", "2032-02-29", "overdue"),
    ]
    assert line.source == "procedure 12"
    assert line.slots[1].occurrences == ("MR-1",)
    assert line.by_policy is RecurrenceState.MISSED
    assert view.as_of == dt.date(2031, 11, 16)


@pytest.mark.parametrize(
    ("last", "state", "gap"),
    [
        (day(-365), RecurrenceState.OPEN, 0),
        (day(-366), RecurrenceState.OVERDUE, 1),
        (day(-400), RecurrenceState.OVERDUE, 35),
        (None, RecurrenceState.OPEN, 365),
    ],
)
def test_overdue_begins_the_day_after_the_interval(last: dt.date | None, state: RecurrenceState, gap: int) -> None:
    """Twelve months after the last review it is in time; a day later it is overdue; with none before it is open."""
    line = only(
        seen(attrs.evolve(perfect(), management_reviews=(review("MR", performed_on=last),))), "management-review"
    )
    assert (line.by_policy, line.gap_days()) == (state, gap)
    ahead = only(
        seen(attrs.evolve(perfect(), management_reviews=(review("MR", performed_on=last),)), last=800),
        "management-review",
    )
    assert [slot.state for slot in ahead.slots] == [
        state,
        RecurrenceState.OPEN,
        RecurrenceState.OPEN,
        RecurrenceState.OPEN,
    ]
    unsaid = attrs.evolve(perfect(), management_reviews=(review("MR", performed_on=last),), complete=())
    expected = RecurrenceState.OPEN if state is RecurrenceState.OPEN else RecurrenceState.UNKNOWN
    assert only(seen(unsaid), "management-review").by_policy is expected


def test_what_is_planned_for_today_is_open_and_yesterday_is_missed() -> None:
    """The programme is held against its own days, and a day is not over on itself."""
    record = attrs.evolve(
        perfect(),
        management_reviews=(
            review("MR-a", planned_on=day(-10)),
            review("MR-b", planned_on=day(0)),
            review("MR-c", planned_on=day(-30), performed_on=day(-33)),
            review("MR-d", planned_on=day(31)),
            review("MR-e", planned_on=day(-5), performed_on=day(4)),
        ),
    )
    line = only(seen(record), "management-review")
    assert [(one.id, one.state.value, one.days_after) for one in line.planned] == [
        ("MR-c", "performed", 0),
        ("MR-a", "missed", 10),
        ("MR-e", "missed", 5),
        ("MR-b", "open", 0),
    ]
    assert line.by_programme is RecurrenceState.MISSED
    told = str(seen(record))
    assert f"✗ planned {day(-10)}, MR-a: missed, 10 days after" in told
    assert f"… planned {day(0)}, MR-b: open" in told


def test_a_register_knows_nothing_before_its_last_day() -> None:
    """What was before the last evaluation is unknown; that nothing came after it is known, complete or not."""
    policy = readiness.default_policy().overridden({"compliance-evaluation-interval": 3}, id="ours", source="ours")
    (base,) = perfect().obligations
    dates = {"CO-1": day(-200), "CO-2": None, "CO-3": day(3)}
    obligations = tuple(attrs.evolve(base, id=name, evaluated_on=on) for name, on in dates.items())
    record = attrs.evolve(perfect(), obligations=obligations, complete=())
    first, never, later = seen(record, policy=policy).of("compliance-evaluation")
    assert [one.state.value for one in first.slots] == ["unknown", "performed", "missed", "overdue"]
    assert [one.state.value for one in never.slots] == ["missed", "missed", "missed", "open"]
    assert [one.state.value for one in later.slots] == ["unknown", "unknown", "unknown", "open"]
    assert later.gaps == ()
    nothing = attrs.evolve(record, obligations=())
    assert only(seen(nothing), "compliance-evaluation").by_policy is RecurrenceState.OPEN
    none = attrs.evolve(nothing, complete=(RecordList.OBLIGATIONS,))
    assert only(seen(none), "compliance-evaluation").by_policy is RecurrenceState.NOT_EXPECTED


def test_an_interval_of_nought_expects_nothing() -> None:
    """A policy may set no interval; then nothing is expected by it, and the words say so."""
    policy = readiness.default_policy().overridden({"management-review-interval": 0}, id="ours", source="ours")
    view = seen(perfect(), policy=policy)
    line = only(view, "management-review")
    assert (line.slots, line.gaps, line.by_policy) == ((), (), RecurrenceState.NOT_EXPECTED)
    assert [one.id for one in line.occurrences] == ["MR-1"]
    assert "Management review, no interval:" in str(view)
    assert view.counts()[RecurrenceState.NOT_EXPECTED] == 1


def test_units_are_told_apart_only_where_they_differ() -> None:
    """One line for all units, or one for each; an audit of a unit outside the scope counts nowhere."""
    assert only(seen(perfect()), "internal-audit").unit is None
    audits = (*perfect().audits, _audit("IA-2", units=("HQ",)), _audit("IA-3", units=("GONE",)))
    lines = seen(attrs.evolve(perfect(), audits=audits)).of("internal-audit")
    assert [(line.unit, [one.id for one in line.occurrences]) for line in lines] == [
        ("HQ", ["IA-1", "IA-2"]),
        ("PACK", ["IA-1"]),
    ]
    external = attrs.evolve(_audit("ST-1"), type=AuditType.STAGE_1)
    assert len(only(seen(attrs.evolve(perfect(), audits=(external,))), "internal-audit").occurrences) == 0


def _audit(name: str, **changes: Any) -> Audit:  # noqa: ANN401 - as above.
    base = Audit(id=name, type=AuditType.INTERNAL, standards=(EDITION.ref,), performed_on=day(-20))
    return attrs.evolve(base, **changes)


def test_records_cover_days_and_accounts_of_audits_do_not() -> None:
    """Overlaps count once; what an audit or a review is reported in shows only that it took place."""
    target = ref("8.1#2")
    accepted = EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=day(-1))
    spans = {"EV-a": (-400, -200), "EV-b": (-250, -150), "EV-c": (-100, -50), "EV-r": (-149, -101)}
    items = tuple(
        evidence(
            name,
            supports=(target,),
            period=Period(first=day(first), last=day(last)),
            received_on=day(-5),
            review=accepted,
        )
        for name, (first, last) in spans.items()
    )
    record = attrs.evolve(invented.empty(units=UNITS), evidence=items, audits=(_audit("IA-1", report="EV-r"),))
    (line,) = [one for one in seen(record, -300, -1, 5).of("records-of-operation") if one.subject == str(target)]
    assert line.gaps == (Period(first=day(-149), last=day(-101)), Period(first=day(-49), last=day(-1)))
    assert [one.id for one in line.occurrences] == ["EV-a", "EV-b", "EV-c"]
    assert line.by_policy is RecurrenceState.UNKNOWN
    whole = attrs.evolve(record, complete=(RecordList.EVIDENCE,))
    (line,) = [one for one in seen(whole, -300, -1, 5).of("records-of-operation") if one.subject == str(target)]
    assert line.by_policy is RecurrenceState.MISSED
    (line,) = [one for one in seen(whole, -300, 9, -101).of("records-of-operation") if one.subject == str(target)]
    assert line.by_policy is RecurrenceState.OPEN or line.gaps


def test_evidence_that_nobody_accepted_counts_for_nothing_and_leaves_it_open() -> None:
    """A record that is only handed in neither performs nor lets miss, and is named."""
    target = ref("8.1#2")
    item = evidence("EV-new", supports=(target,), review=None)
    record = attrs.evolve(invented.empty(), evidence=(item,), complete=(RecordList.EVIDENCE,))
    view = seen(record, -300, -1, 0)
    (line,) = [one for one in view.of("records-of-operation") if one.subject == str(target)]
    assert (line.by_policy, line.submitted, line.occurrences) == (RecurrenceState.UNKNOWN, ("EV-new",), ())


def test_a_judgement_names_evidence_too() -> None:
    """Evidence that a judgement rests on shows what was judged, as everywhere."""
    target = ref("8.1#2")
    item = evidence("EV-j")
    judged = invented.judgement(target, evidence=("EV-j",))
    record = attrs.evolve(invented.empty(), evidence=(item,), judgements=(judged,))
    (line,) = [one for one in seen(record).of("records-of-operation") if one.subject == str(target)]
    assert [one.id for one in line.occurrences] == ["EV-j"]


def test_what_is_set_aside_does_not_recur() -> None:
    """A requirement that does not apply asks for no records."""
    target = ref("8.3#c")
    assert any(line.subject == str(target) for line in seen(perfect()).recurrences)
    aside = decision(target, decision=Applicability.NOT_APPLICABLE, justification="Nothing is designed here.")
    record = attrs.evolve(perfect(), applicability=(*perfect().applicability, aside))
    assert not any(line.subject == str(target) for line in seen(record).recurrences)


def test_what_the_edition_does_not_ask_for_is_not_a_line() -> None:
    """The larger invented edition knows no exercises, and its view has none."""
    view = seen(perfect())
    assert view.of("exercise") == view.of("calibration") == ()
    with pytest.raises(UnknownNameError, match="internal-audit"):
        view.of("internal-audits")


def test_evidence_rows_are_read_from_what_supports_them() -> None:
    """An exercise is an accepted record that supports the requirement; what came before is told too."""
    rows = (("8", None, ""), ("8.5", "exercising-and-testing", "1"))
    edition = invented._edition("ISO 99007:2030", rows, (), day(-900))
    target = ref("8.5#1", edition)
    old = evidence("EV-1", supports=(target,), period=Period(first=day(-500), last=day(-499)))
    new = evidence("EV-2", supports=(target,), review=None)
    record = attrs.evolve(invented.empty(edition), evidence=(old, new), complete=tuple(RecordList))
    view = readiness.period(record, (edition,), standard=edition.ref, start=day(-364), end=ON, on=ON)
    line = only(view, "exercise")
    assert (line.by_policy, line.submitted) == (RecurrenceState.UNKNOWN, ("EV-2",))
    assert line.before is not None
    assert line.before.id == "EV-1"
    told = str(view)
    assert (
        f"? the whole system: unknown: not recorded in the window, last before it EV-1 on {day(-499)}; not accepted"
        in told
    )
    late = attrs.evolve(record, evidence=(old, attrs.evolve(new, review=evidence("EV-x").review)))
    view = readiness.period(late, (edition,), standard=edition.ref, start=day(-364), end=ON, on=ON)
    (done,) = only(view, "exercise").occurrences
    assert done.late_days == (day(-60) - day(-499)).days - 365
    assert f"EV-2 on {day(-60)} ({done.late_days} days late)" in str(view)


def test_an_exercise_in_one_unit_is_none_in_another() -> None:
    """Who exercises in one place has not exercised elsewhere; what names no unit was done in all of them."""
    edition = invented._edition(
        "ISO 99007:2030", (("8", None, ""), ("8.5", "exercising-and-testing", "1")), (), day(-9)
    )
    there = evidence("EV-1", supports=(ref("8.5#1", edition),), units=("HQ",))
    record = attrs.evolve(invented.empty(edition, units=UNITS), evidence=(there,), complete=tuple(RecordList))
    asked: dict[str, Any] = {"standard": edition.ref, "start": day(-400), "end": day(-1), "on": ON}
    view = readiness.period(record, (edition,), **asked)
    assert [(one.unit, one.by_policy, len(one.occurrences)) for one in view.of("exercise")] == [
        ("HQ", RecurrenceState.OPEN, 1),
        ("PACK", RecurrenceState.MISSED, 0),
    ]
    waiting = attrs.evolve(there, id="EV-2", units=("PACK",), review=None)
    view = readiness.period(attrs.evolve(record, evidence=(there, waiting)), (edition,), **asked)
    assert [one.submitted for one in view.of("exercise")] == [(), ("EV-2",)]
    everywhere = attrs.evolve(record, evidence=(attrs.evolve(there, units=()),))
    assert only(readiness.period(everywhere, (edition,), **asked), "exercise").unit is None


def test_each_objective_has_a_line_with_its_last_evaluation() -> None:
    """An objective tells when it was last looked at; a record of monitoring counts for all of them."""
    edition = catalogue.load("ISO 9001:2015")
    named = [
        Objective(id=name, statement="Less.", standards=(edition.ref,), progress=progress, evaluated_on=looked)
        for name, progress, looked in (
            ("OB-1", ObjectiveProgress.ON_TRACK, day(-100)),
            ("OB-2", None, None),
            ("OB-3", ObjectiveProgress.REACHED, day(30)),
        )
    ]
    other = attrs.evolve(named[0], id="OB-9", standards=(catalogue.load("ISO 14001:2015").ref,))
    record = attrs.evolve(invented.empty(edition), objectives=(*named, other))
    asked: dict[str, Any] = {"standard": edition.ref, "start": day(-400), "end": day(-1), "on": ON}

    def told(**changes: Any) -> list[tuple[str | None, str, tuple[str, ...]]]:  # noqa: ANN401 - whatever a record has.
        view = readiness.period(attrs.evolve(record, **changes), (edition,), **asked)
        return [
            (line.subject, line.by_policy.value, tuple(one.id for one in line.occurrences))
            for line in view.of("objectives-monitoring")
        ]

    assert told() == [("OB-1", "open", ("OB-1",)), ("OB-2", "unknown", ()), ("OB-3", "unknown", ())]
    target = RequirementRef.parse("ISO 9001:2015, 6.2.1#e")
    watched = evidence("EV-1", supports=(target,), period=Period(first=day(-60), last=day(-50)))
    assert [took for _, _, took in told(evidence=(watched,))] == [("OB-1", "EV-1"), ("EV-1",), ("EV-1",)]
    assert told(objectives=(other,), evidence=(watched,)) == [(None, "open", ("EV-1",))]
    assert told(objectives=(), complete=(RecordList.OBJECTIVES,)) == [(None, "not-expected", ())]
    assert [state for _, state, _ in told(complete=(RecordList.EVIDENCE,))] == ["open", "missed", "unknown"]


def test_rows_are_flat_and_tell_on_what_they_rest() -> None:
    """Planned occurrences, intervals and gaps are rows of one shape."""
    rows = [row for row in seen(perfect()).rows() if row["row"] == "internal-audit"]
    assert [row["basis"] for row in rows] == ["programme", "policy", "gap"]
    assert rows[0] == {
        "standard": "ISO 99001:2030",
        "row": "internal-audit",
        "subject": "",
        "unit": "",
        "basis": "programme",
        "first": str(day(-92)),
        "last": str(day(-92)),
        "state": "performed",
        "occurrences": "IA-1",
        "late_days": "2",
    }
    assert {frozenset(row) for row in seen(both()).rows()} == {frozenset(rows[0])}
    planned = attrs.evolve(perfect(), audits=(_audit("IA-2", performed_on=None, planned_on=day(5)),), complete=())
    rows = [row for row in seen(planned).rows() if row["row"] == "internal-audit"]
    assert (rows[0]["state"], rows[0]["occurrences"]) == ("open", "")
    assert rows[-1]["state"] == "unknown"


def test_the_text_groups_what_is_alike() -> None:
    """Entries of a register that are in order share a line; lines about days with the same records do too."""
    base = ComplianceObligation(
        id="CO-0", title="Law", source="Parliament", status=ObligationStatus.FULFILLED, evaluated_on=day(-10)
    )
    obligations = tuple(attrs.evolve(base, id=f"CO-{number}") for number in range(6))
    overdue = attrs.evolve(base, id="CO-9", evaluated_on=day(-400))
    record = attrs.evolve(perfect(), obligations=(*obligations, overdue))
    told = [line.strip() for line in str(seen(record)).splitlines()]
    shown = ", ".join(f"CO-{number} on {day(-10)}" for number in range(4))
    assert any(line.startswith(f"✓ 6 of 7: performed: {shown}"[:100]) for line in told)
    assert any(line.startswith("✗ CO-9: overdue: not recorded in the window") for line in told)
    assert told[0] == f"ISO 99001:2030 · Invented Ltd · {day(-364)} to {day(0)}, as known on {ON}"
    assert "overdue 1" in told[1]
    some = attrs.evolve(record, evidence=tuple(attrs.evolve(one, units=("HQ",)) for one in record.evidence[:30]))
    assert " in HQ: " in str(seen(some))
    assert repr(seen(perfect())).startswith(f"<PeriodView ISO 99001:2030, {day(-364)} to {day(0)}: ")
    assert seen(perfect())._repr_html_().startswith("<pre>ISO 99001:2030 · Invented Ltd")


def test_nothing_recurs_in_an_edition_that_asks_for_nothing() -> None:
    """An edition without a recurring requirement has no lines, and says nothing."""
    edition = invented._edition("ISO 99008:2030", (("4", None, ""), ("4.1", "context", "1")), (), day(-900))
    view = readiness.period(invented.empty(edition), (edition,), standard=edition.ref, start=ON, end=ON)
    assert (view.recurrences, view.rows()) == ((), ())
    assert repr(view).endswith(": nothing>")


def test_what_comes_from_documents_is_shown_safely() -> None:
    """Control characters of a record are written out in text, and markup in HTML."""
    nasty = "a\x1b[2J<b>"
    record = attrs.evolve(
        perfect(),
        organization=attrs.evolve(perfect().organization, name=nasty),
        management_reviews=(review(nasty, planned_on=day(-3)),),
    )
    for value in (seen(record), readiness.together(record, (EDITION,), gates="stage-1", on=ON)):
        assert "\x1b" not in str(value)
        assert "<b>" not in value._repr_html_()


def test_days_have_to_be_days_and_windows_windows() -> None:
    """A time of day is refused, and so is a window that ends before it begins; one day is a window."""
    with pytest.raises(NotADayError, match="datetime"):
        seen(perfect(), start=dt.datetime(2031, 1, 1))  # noqa: DTZ001 - what is refused.
    with pytest.raises(InvariantError, match="Period"):
        seen(perfect(), 10, 9)
    assert seen(perfect(), 0, 0).window == Period(first=ON, last=ON)
    first = readiness.period(
        perfect(), (EDITION,), standard=EDITION.ref, start=dt.date.min, end=dt.date.min, on=dt.date.max
    )
    assert only(first, "management-review").slots[0].first == dt.date.min
    last = readiness.period(perfect(), (EDITION,), standard=EDITION.ref, start=ON, end=dt.date.max)
    assert last.as_of == dt.date.max


def test_a_policy_without_the_number_is_told() -> None:
    """A policy has to have the parameter a row reads; the nearest is named."""
    default = readiness.default_policy()
    short = attrs.evolve(
        default, parameters=tuple(one for one in default.parameters if one.name != "calibration-interval")
    )
    rows = (("7", None, ""), ("7.1", "measuring-resources", "1"))
    edition = invented._edition("ISO 99009:2030", rows, (), day(-900))
    assert isinstance(short, Policy)
    with pytest.raises(UnknownNameError, match="calibration-interval"):
        readiness.period(invented.empty(edition), (edition,), standard=edition.ref, start=ON, end=ON, policy=short)


def test_a_picture_has_a_track_for_each_line_and_a_mark_for_each_occurrence() -> None:
    """Intervals are bands, what took place is in front of them, and what was planned and did not is told apart."""
    target = ref("8.1#2")
    span = evidence("EV-1", supports=(target,), period=Period(first=day(-200), last=day(-100)))
    record = attrs.evolve(
        invented.empty(),
        organization=attrs.evolve(invented.empty().organization, name="<b>"),
        evidence=(span,),
        audits=(_audit("IA-1"),),
        management_reviews=(
            review("MR-1", planned_on=day(-9)),
            review("MR-2", planned_on=day(-8), performed_on=day(-8)),
        ),
    )
    view = seen(record)
    picture = readiness.draw_period(view)
    assert "<b>" not in picture
    labels = re.findall(r'font-size="11">([^<]+)</text>', picture)
    assert len(labels) == len(view.recurrences)
    assert labels[:2] == ["Internal audit", "Management review"]
    assert "Records of operation · 8.1#2" in labels
    hints = re.findall(r"<title>([^<]+)</title>", picture)
    assert f"IA-1: {day(-20)} to {day(-20)}" in hints
    assert f"EV-1: {day(-200)} to {day(-100)}" in hints
    assert f"MR-1, planned {day(-9)}: unknown" in hints
    assert not any(hint.startswith("MR-2, planned") for hint in hints)
    assert f"{day(-364)} to {day(0)}: performed" in hints
    assert f"not covered: {day(-364)} to {day(-201)}" in hints
    assert f"as known on {ON}; policy isomodel-default 1" in picture
    units = attrs.evolve(record, organization=perfect().organization, audits=(_audit("IA-1", units=("HQ",)),))
    assert "Internal audit · HQ" in readiness.draw_period(seen(units))


@pytest.mark.parametrize(("last", "state"), [(-365, RecurrenceState.OPEN), (-366, RecurrenceState.UNKNOWN)])
def test_days_still_running_are_open_as_long_as_records_are_current(last: int, state: RecurrenceState) -> None:
    """Inside the window the days since the last record are open while that record still shows operation."""
    target = ref("8.1#2")
    span = evidence("EV-1", supports=(target,), period=Period(first=day(-500), last=day(last)))
    record = attrs.evolve(invented.empty(), evidence=(span,))
    (line,) = [one for one in seen(record, -400, 10).of("records-of-operation") if one.subject == str(target)]
    assert line.by_policy is state
    assert line.gaps == (Period(first=day(last + 1), last=ON),)


# The table.


def test_the_table_names_what_there_is() -> None:
    """Rows have names of their own, parameters of the policy, and places of the catalogue."""
    rows = readiness.recurring().rows
    names = {parameter.name for parameter in readiness.default_policy().parameters}
    assert len({row.id for row in rows}) == len(rows)
    assert {row.parameter for row in rows} <= names
    assert {row.occurrences for row in rows} == set(OccurrenceKind)
    claimed: list[Topic] = [topic for row in rows for topic in row.topics]
    assert len(set(claimed)) == len(claimed)
    for row in rows:
        assert row.topics or row.refs or row.documented_information
        for place in row.refs:
            assert place in catalogue.load(place.standard), place


def test_what_only_specialises_a_requirement_of_the_core_recurs_as_it_does() -> None:
    """The table names the requirement of the common core; each edition's own is found through it."""
    for name, local in (("ISO 9001:2015", "6.2.1#e"), ("ISO 14001:2015", "6.2.1#c"), ("ISO/IEC 27001:2022", "6.2#d")):
        edition = catalogue.load(name)
        view = readiness.period(invented.empty(edition), (edition,), standard=edition.ref, start=day(-10), end=ON)
        assert [one.local for one in only(view, "objectives-monitoring").requirements] == [local]


def test_every_row_has_an_edition_that_asks_for_it() -> None:
    """No row is dead: some edition of the catalogue has a requirement that it claims."""
    asked: set[str] = set()
    for standard in catalogue.editions():
        edition = catalogue.load(standard)
        record = invented.empty(edition)
        view = readiness.period(record, (edition,), standard=standard, start=day(-10), end=ON)
        asked.update(line.row for line in view.recurrences)
    assert asked == {row.id for row in readiness.recurring().rows}


def test_the_page_tells_every_state_in_its_own_words() -> None:
    """The states on the page are those of the enumeration."""
    assert set(re.findall(r"^\| \*([a-z-]+)\* \|", PAGE, re.MULTILINE)) == {state.value for state in RecurrenceState}
    kinds = set(re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE))
    assert kinds == {kind.value for kind in readiness.SharedKind}
