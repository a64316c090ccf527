# SPDX-License-Identifier: Apache-2.0
"""What falls, what would be if, what a verdict hangs on, what differs: the words, the errors, the corners.

The laws are in ``test_readiness_impact_laws``; here are the promises a law does not hold.
"""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from typing import Any

import attrs
import pytest

from invented import EDITION, ON, SMALL, UNITS, day, empty, evidence, finding, judgement, perfect, ref
from isomodel import documents, readiness
from isomodel.assessment import Assessment, Conformity, EditionMismatchError, RecordList, Role
from isomodel.errors import DocumentError, InvariantError, UnknownNameError
from isomodel.evidence import EvidenceKind, Period
from isomodel.graph import Effect
from isomodel.identifiers import IdentifierError
from isomodel.model import Dependency, DependencyBasis, DependencyKind, StandardEdition, UnknownClauseError
from isomodel.readiness import (
    Additions,
    Attribution,
    Blocker,
    Bucket,
    ChangeCause,
    ChangeList,
    Close,
    Drop,
    Gate,
    Judge,
    NotADayError,
    NotComparableError,
    On,
    Outcome,
    Put,
    Renew,
    Verdict,
)
from isomodel.readiness._leaning import Leaning, Waiting
from isomodel.serialization import parse, structure

ASKED: dict[str, Any] = {"standard": SMALL.ref, "on": ON}


def linked(*links: tuple[str, str, str], edition: StandardEdition = SMALL) -> StandardEdition:
    """Return an edition in which the first of each three requires the second, for the reason told."""
    return attrs.evolve(
        edition,
        dependencies=tuple(
            Dependency(
                source=ref(source, edition),
                target=ref(target, edition),
                kind=DependencyKind.REQUIRES,
                basis=DependencyBasis.JUDGEMENT,
                reason=reason,
            )
            for source, target, reason in links
        ),
    )


LINKED = linked(("9.3", "9.1", "A review looks at results."), ("9.1", "6.2", "Results are of what was planned."))


def broken(*locals_: str, units: tuple[str, ...] = ()) -> Assessment:
    """Return a record in which some requirements are known not to be fulfilled."""
    whole = perfect(SMALL)
    bad = tuple(
        judgement(ref(one, SMALL), conformity=Conformity.NONCONFORMING, judged_on=day(-2), units=units)
        for one in locals_
    )
    return attrs.evolve(whole, judgements=(*whole.judgements, *bad))


# Undermined.


def test_an_answer_tells_what_leans_on_what_is_not_met_and_why() -> None:
    """The list, the text and the explanation name the leaner, the unmet requirement and the reasons on the way."""
    answer = readiness.evaluate(broken("6.2#1"), [LINKED], gate=Gate.STAGE_2, **ASKED)
    assert [(one.ref.local, one.by.local) for one in answer.undermined] == [
        ("9.1#1", "6.2#1"),
        ("9.3#a", "6.2#1"),
        ("9.3#b", "6.2#1"),
    ]
    (_, review, _) = answer.undermined
    assert str(review) == (
        "9.3#a (met) leans on 6.2#1 (gap): 9.3 requires 9.1: A review looks at results.;"
        " 9.1 requires 6.2: Results are of what was planned."
    )
    text = str(answer)
    assert "leaning on what is not met, whatever its own record says (3, 3 met):" in text
    assert "    9.1#1 (met) leans on 6.2#1 (gap): 9.1 requires 6.2: Results are of what was planned." in text
    told = str(answer.explain("9.3#b"))
    assert "undermined: it leans on 6.2#1, which is gap" in told
    assert "9.3 requires 9.1 [judgement]: A review looks at results." in told
    assert "undermined" not in str(answer.explain("6.2#1"))
    assert answer.verdict is Verdict.NOT_READY
    assert [one.subject for one in answer.blockers] == ["ISO 99002:2030, 6.2#1"]


def test_a_long_list_of_what_leans_is_shortened_in_the_text_only() -> None:
    """Four are listed, those that are met themselves first, and the rest is counted."""
    edition = linked(("8", "6.2", "Work is planned."), ("9", "6.2", "Results are of a plan."))
    answer = readiness.evaluate(broken("6.2#1", "8.1#a"), [edition], gate=Gate.STAGE_2, **ASKED)
    assert len(answer.undermined) > 5
    assert f"… and {len(answer.undermined) - 4} more" in str(answer)
    listed = [line for line in str(answer).splitlines() if " leans on " in line]
    assert len(listed) == 4
    assert all("(met)" in line for line in listed)


def test_an_edition_that_says_nothing_about_requiring_says_nothing_about_leaning() -> None:
    """Without such dependencies the list is empty and the text silent."""
    answer = readiness.evaluate(broken("6.2#1"), [SMALL], gate=Gate.STAGE_2, **ASKED)
    assert not answer.undermined
    assert "leaning" not in str(answer)
    assert not Leaning(SMALL)
    assert Leaning(LINKED)


def test_a_circle_of_what_requires_what_gives_no_order_and_no_one_leans_on_itself() -> None:
    """Blockers then stand in the order of the rules, and an entry is never undermined by itself."""
    edition = linked(("9.1", "6.2", "One way."), ("6.2", "9.1", "And back."))
    answer = readiness.evaluate(broken("9.1#1", "6.2#1"), [edition], gate=Gate.STAGE_2, **ASKED)
    plain = readiness.evaluate(broken("9.1#1", "6.2#1"), [SMALL], gate=Gate.STAGE_2, **ASKED)
    assert [one.subject for one in answer.blockers] == [one.subject for one in plain.blockers]
    assert all(one.unlocks == one.waits_for == 0 and one.after == () for one in answer.blockers)
    assert all(one.ref != one.by for one in answer.undermined)
    alone = readiness.evaluate(broken("6.2#1"), [edition], gate=Gate.STAGE_2, **ASKED)
    assert [(one.ref.local, one.by.local) for one in alone.undermined] == [("9.1#1", "6.2#1")]


def test_a_link_between_a_clause_and_something_inside_it_holds_for_nobody_else() -> None:
    """Such a link would make parts lean on themselves."""
    edition = linked(("8", "8.1", "Inside."), ("8.1#a", "8", "Inside as well."))
    assert not Leaning(edition)


def test_a_link_holds_under_the_name_an_item_has_now() -> None:
    """An end under an alias is the item that answers to it."""
    clauses = tuple(_renamed(clause) for clause in SMALL.clauses)
    edition = attrs.evolve(linked(("9.1", "9.3#a", "Why."), edition=SMALL), clauses=clauses)
    old = attrs.evolve(edition, dependencies=(attrs.evolve(edition.dependencies[0], target=ref("9.3#c", SMALL)),))
    record = broken("9.3#a")
    for one in (edition, old):
        answer = readiness.evaluate(record, [one], gate=Gate.STAGE_2, **ASKED)
        assert [(found.ref.local, found.by.local) for found in answer.undermined] == [("9.1#1", "9.3#a")]


def _renamed(clause: Any) -> Any:  # noqa: ANN401 - a clause.
    return attrs.evolve(
        clause,
        requirements=tuple(
            attrs.evolve(one, aliases=("c",)) if one.ref.local == "9.3#a" else one for one in clause.requirements
        ),
        clauses=tuple(_renamed(one) for one in clause.clauses),
    )


def test_what_an_amendment_brings_leans_from_its_day() -> None:
    """The requirement that comes ten days later is no blocker before, and everybody's prerequisite after."""
    edition = linked(("9.3", "4.1", "Context first."))
    record = attrs.evolve(
        perfect(SMALL), judgements=tuple(one for one in broken("4.1#1").judgements if one.target.local != "x")
    )
    asked: dict[str, Any] = {"standard": SMALL.ref, "gate": Gate.STAGE_2}
    assert not readiness.evaluate(record, [edition], on=ON, **asked).undermined
    later = readiness.evaluate(record, [edition], on=day(12), **asked)
    assert {one.by.local for one in later.undermined} == {"4.1#1"}


def test_a_readiness_document_holds_what_is_undermined_and_what_blockers_unlock() -> None:
    """It is read back as it was, and one written before these keys existed is still read."""
    answer = readiness.evaluate(broken("6.2#1", "9.1#1"), [LINKED], gate=Gate.STAGE_2, **ASKED)
    first, second = answer.blockers
    assert (first.unlocks, first.waits_for, first.after) == (1, 0, ())
    assert (second.unlocks, second.waits_for, second.after) == (0, 1, ("ISO 99002:2030, 6.2#1",))
    assert "; unlocks 1" in str(answer)
    assert documents.loads(documents.dumps(answer)) == answer
    bare = Blocker(position=1, kind=first.kind, subject="x", outcome=Outcome.FAILED, sentence="s", rules=("r",))
    assert (bare.unlocks, bare.waits_for, bare.after) == (0, 0, ())


def test_ten_at_most_are_named_right_before_a_blocker() -> None:
    """The number of all is told beside them, and those named are the ones it comes right after."""
    edition = linked(("10.2", "8", "Why."), ("10.2", "7", "Why."), ("10.2", "6", "Why."), edition=EDITION)
    whole = perfect(EDITION)
    bad = tuple(
        judgement(one.ref, conformity=Conformity.NONCONFORMING, judged_on=day(-2)) for one in EDITION.requirements()
    )
    record = attrs.evolve(whole, judgements=(*whole.judgements, *bad))
    answer = readiness.evaluate(record, [edition], standard=EDITION.ref, gate=Gate.STAGE_2, on=ON)
    last = next(one for one in answer.blockers if one.subject.endswith("10.2#1"))
    assert last.waits_for > 10
    at = {one.subject: one.position for one in answer.blockers}
    before = [at[one] for one in last.after]
    assert before == sorted(before)
    assert len(before) == 10


def test_work_that_nobody_waits_for_stands_by_rank() -> None:
    """Without links the ranks decide alone, whatever was given first."""
    lines = Leaning(SMALL).line_up([Waiting(None, (1, 5)), Waiting(None, (0, 9)), Waiting(None, (1, 2))])
    assert [one.number for one in lines] == [1, 2, 0]


def test_evaluating_loads_no_networkx() -> None:
    """Whoever asks for readiness does not wait for it."""
    script = (
        "import sys, datetime as dt\n"
        "from isomodel import catalogue, load, readiness\n"
        "company = load('examples/brackwater/assessment.json')\n"
        "asked = {'standard': 'ISO 14001:2015', 'on': dt.date(2026, 11, 23)}\n"
        "editions = catalogue.load_for(company)\n"
        "readiness.impact(company, editions, of='EV-002', gates=['stage-1'], **asked)\n"
        "print('networkx' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


# Impact.


def test_what_falls_with_a_requirement_is_judged_and_told() -> None:
    """A requirement that is not fulfilled takes those with it that require it; the gate that asks for it flips."""
    found = readiness.impact(perfect(SMALL), [LINKED], of="6.2", **ASKED)
    assert found.of == ("ISO 99002:2030, 6.2",)
    assert [one.gate for one in found.gates if one.flips] == list(found.flips)
    assert Gate.STAGE_2 in found.flips
    (stage,) = (one for one in found.gates if one.gate is Gate.STAGE_2)
    assert [(one.ref.local, one.after) for one in stage.entries] == [("6.2#1", Bucket.GAP)]
    assert [one.local for one in stage.undermined_new] == ["9.1#1", "9.3#a", "9.3#b"]
    effects = {loss.id.partition(", ")[2]: loss.effect for loss in found.losses()}
    assert effects["6.2#1"] is Effect.BELOW
    assert effects["9.3#a"] is Effect.UNDERMINED
    assert not found.lapses
    assert f"flips {', '.join(gate.value for gate in found.flips)}>" in repr(found)
    assert "    9.1#1\n" in str(found)
    assert {row["on"] for row in found.rows()} == {ON.isoformat()}
    assert found._repr_html_().startswith("<pre>impact of")


def test_what_a_finding_holds_down_is_what_its_absence_changes() -> None:
    """Taking an open major nonconformity away frees what it holds down."""
    record = attrs.evolve(perfect(SMALL), findings=(finding("NC-1", ref("8.1#a", SMALL)),))
    (found,) = readiness.impact(record, [SMALL], of="finding:NC-1", gates=["stage-2"], **ASKED).gates
    assert readiness.impact(record, [SMALL], of="finding:NC-1", gates="stage-2", **ASKED).gates == (found,)
    assert (found.before, found.after) == (Verdict.NOT_READY, Verdict.READY)
    assert [one.subject for one in found.blockers_gone] == ["ISO 99002:2030, 8.1#a"]


def test_several_things_fall_together() -> None:
    """Two items that stand in for each other bring nothing down alone, and something together."""
    whole = perfect(SMALL)
    twin = evidence("EV-also", EvidenceKind.PROCEDURE, supports=(ref("5.2#1", SMALL),))
    record = attrs.evolve(whole, evidence=(*whole.evidence, twin))
    asked: dict[str, Any] = {"gates": [Gate.STAGE_1], **ASKED}
    for name in ("EV-also", "EV-5.2#1"):
        assert not readiness.impact(record, [SMALL], of=name, **asked).flips
    both = readiness.impact(record, [SMALL], of=["EV-also", "EV-5.2#1"], **asked)
    assert both.flips == (Gate.STAGE_1,)
    assert both.of == ("evidence:EV-5.2#1", "evidence:EV-also")


def test_evidence_with_a_last_day_is_asked_about_on_that_day() -> None:
    """The day it lapses, what falls then, and nothing where it lapsed before or never does."""
    whole = perfect(SMALL)
    days: dict[str, dict[str, Any]] = {
        "EV-5.2#1": {"valid_until": day(20)},
        "EV-8.1#b.1": {"period": Period(first=day(-500), last=day(-480))},
    }
    record = attrs.evolve(whole, evidence=tuple(attrs.evolve(one, **days.get(one.id, {})) for one in whole.evidence))
    found = readiness.impact(record, [SMALL], of=["EV-5.2#1", "EV-8.1#b.1"], gates=["stage-1"], **ASKED)
    (lapse,) = found.lapses
    assert (lapse.evidence, lapse.on) == ("EV-5.2#1", day(21))
    (gate,) = lapse.gates
    assert (gate.before, gate.after, gate.before_on, gate.after_on) == (
        Verdict.READY,
        Verdict.NOT_READY,
        day(21),
        day(21),
    )
    assert [(one.ref.local, one.after) for one in gate.entries] == [("5.2#1", Bucket.STALE)]
    assert f"EV-5.2#1 lapses on {day(21)}" in str(found)
    assert {row["on"] for row in found.rows()} == {ON.isoformat(), day(21).isoformat()}


@pytest.mark.parametrize(
    ("of", "close"),
    [("EV-5.2", "EV-5.2#1"), ("9.33", "9.3"), ("NC-0", None)],
)
def test_what_nobody_knows_cannot_fall(of: str, close: str | None) -> None:
    """The error names what was asked for and the nearest there is."""
    with pytest.raises(UnknownNameError) as caught:
        readiness.impact(perfect(SMALL), [SMALL], of=of, **ASKED)
    assert caught.value.name == of
    assert close is None or caught.value.nearest == close


def test_a_question_that_cannot_be_asked_is_refused() -> None:
    """No gate, an unknown gate, another edition, a time of day."""
    record = perfect(SMALL)
    with pytest.raises(InvariantError, match="one gate at least"):
        readiness.impact(record, [SMALL], of="6.2", gates=[], **ASKED)
    with pytest.raises(UnknownNameError, match="stage-2"):
        readiness.impacts(record, [SMALL], gates=["stage2"], **ASKED)
    with pytest.raises(EditionMismatchError):
        readiness.impact(record, [EDITION], of="6.2", **ASKED)
    with pytest.raises(NotADayError):
        readiness.impact(record, [SMALL], of="6.2", standard=SMALL.ref, on=dt.datetime(2031, 6, 15))  # noqa: DTZ001 - refused.


# What if.


def test_without_takes_out_what_is_named_and_nothing_else() -> None:
    """Every item of the id goes, what names it goes on naming it, and an unknown id is refused with the nearest."""
    record = attrs.evolve(perfect(SMALL), findings=(finding("NC-1", ref("8.1#a", SMALL)),))
    left = readiness.without(record, "EV-6.2#1", "NC-1")
    assert {one.id for one in record.evidence} - {one.id for one in left.evidence} == {"EV-6.2#1"}
    assert not left.findings
    assert left.judgements == record.judgements
    assert readiness.without(record) == record
    with pytest.raises(UnknownNameError, match=r"EV-6\.2#1"):
        readiness.without(record, "EV-6.2#")


def test_a_change_of_what_is_not_there_is_refused() -> None:
    """Each kind of change names what it does not find, with the nearest there is; none is passed over in silence."""
    record = attrs.evolve(perfect(SMALL), findings=(finding("NC-1", ref("8.1#a", SMALL)),))
    refused: list[tuple[readiness.Change, type[Exception], str]] = [
        (
            Drop(records=RecordList.AUDITS, id="IA-2"),
            UnknownNameError,
            "No record among the audits is called 'IA-2'. The nearest",
        ),
        (
            Drop(records=RecordList.MANAGEMENT_REVIEWS, id="x"),
            UnknownNameError,
            "No record among the management-reviews",
        ),
        (Drop(records=RecordList.APPLICABILITY, id="A.5.9"), UnknownNameError, "A.5"),
        (Drop(records=RecordList.APPLICABILITY, id="nothing"), IdentifierError, "nothing"),
        (Close("NC-2"), UnknownNameError, "No finding is called 'NC-2'. The nearest is 'NC-1'"),
        (Renew("EV-6.2"), UnknownNameError, "No evidence is called 'EV-6.2'"),
        (Judge(ref="6.22", conformity=Conformity.CONFORMING), UnknownClauseError, "6.2"),
        (Judge(ref="6.2", conformity=Conformity.CONFORMING, evidence=("E",)), UnknownNameError, "No evidence"),
        (Judge(ref="6.2", conformity=Conformity.CONFORMING, units=("H",)), UnknownNameError, "No unit"),
    ]
    for change, error, text in refused:
        with pytest.raises(error, match=text):
            readiness.what_if(record, [change], [SMALL], gate="stage-2", **ASKED)
    with pytest.raises(InvariantError, match="one day to ask about"):
        readiness.what_if(record, [On(day(1)), On(day(2))], [SMALL], gate="stage-2", **ASKED)
    with pytest.raises(NotADayError):
        On(dt.datetime(2031, 6, 15))  # noqa: DTZ001 - refused.


def test_a_clause_without_anything_to_judge_is_refused() -> None:
    """A judgement that judges nothing would look like an answer."""
    empty = attrs.evolve(
        SMALL, clauses=tuple(attrs.evolve(one, clauses=()) if str(one.number) == "5" else one for one in SMALL.clauses)
    )
    with pytest.raises(InvariantError, match="found 5, expected something with requirements or controls"):
        readiness.changed(perfect(SMALL), [Judge(ref="5", conformity=Conformity.CONFORMING)], edition=empty, on=ON)


def test_judging_takes_everything_below_a_clause_by_itself() -> None:
    """Each requirement below gets a judgement of its own, on the day, in the role and with the work that was said."""
    record, on = readiness.changed(
        perfect(SMALL),
        [Judge(ref="8.1#b", conformity=Conformity.NONCONFORMING, role=Role.REVIEWER, units=("HQ",))],
        edition=SMALL,
        on=ON,
    )
    new = record.judgements[len(perfect(SMALL).judgements) :]
    assert [one.target.local for one in new] == ["8.1#b.1", "8.1#b.2"]
    assert {(one.role, one.judged_on, one.units, one.work_status.value) for one in new} == {
        (Role.REVIEWER, ON, ("HQ",), "not-started")
    }
    assert on == ON


def test_what_is_put_takes_the_place_of_what_has_its_id_in_every_list() -> None:
    """Items with an id replace; judgements and decisions are history and come on top."""
    record = perfect(SMALL)
    for name in (
        "evidence",
        "audits",
        "management_reviews",
        "risks",
        "aspects",
        "hazards",
        "obligations",
        "objectives",
    ):
        (item, *_) = getattr(record, name)
        left, _ = readiness.changed(record, [Put(item)], edition=SMALL, on=ON)
        assert sorted(getattr(left, name), key=repr) == sorted(getattr(record, name), key=repr), name
    for name in ("judgements", "applicability"):
        (item, *_) = getattr(record, name)
        left, _ = readiness.changed(record, [Put(item)], edition=SMALL, on=ON)
        assert getattr(left, name) == (*getattr(record, name), item), name
    opened = finding("NC-1", ref("8.1#a", SMALL))
    left, _ = readiness.changed(record, [Put(opened)], edition=SMALL, on=ON)
    assert left.findings == (opened,)
    with pytest.raises(InvariantError, match="found Unit, expected something that a list of an assessment holds"):
        readiness.changed(record, [Put(UNITS[0])], edition=SMALL, on=ON)  # type: ignore[arg-type]  # refused.


def test_a_file_of_changes_is_read_strictly_and_in_one_order() -> None:
    """Out, in, closed, renewed, judged, and the day; what does not belong there is told with its place."""
    text = """{"on": "2031-07-01", "renew": ["EV-1"], "close": ["NC-1"],
    "judge": [{"ref": "9.1", "conformity": "conforming"}],
    "drop": [{"records": "audits", "id": "IA-1"}],
    "put": {"objectives": [{"id": "OB-1", "statement": "Invent.", "standards": ["ISO 99002:2030"]}]}}"""
    held = structure(parse(text, name="changes"), ChangeList)
    assert [type(one) for one in held.changes] == [Drop, Put, Close, Renew, Judge, On]
    assert ChangeList().changes == ()
    assert Additions() == ChangeList().put
    with pytest.raises(DocumentError, match="did you mean 'audits'"):
        structure(parse('{"drop": [{"records": "audit", "id": "x"}]}', name="changes"), ChangeList)


def test_what_if_tells_both_answers_in_all_its_forms() -> None:
    """The text, the rows and the HTML are those of the comparison."""
    found = readiness.what_if(
        broken("6.2#1"),
        [Judge(ref="6.2", conformity=Conformity.CONFORMING, evidence=("EV-6.2#1",))],
        [LINKED],
        gate="stage-2",
        **ASKED,
    )
    assert repr(found) == "<WhatIf ISO 99002:2030, stage-2, 2031-06-15: not-ready → ready>"
    assert str(found) == str(found.comparison)
    assert found.rows() == found.comparison.rows()
    assert found._repr_html_() == found.comparison._repr_html_()
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - what was just made.
    assert found.comparison.lines()[:4] == (
        "ISO 99002:2030, stage-2, 2031-06-15: not-ready → ready",
        "  facts changed: record",
        "  counted elsewhere: gap → met 1",
        "    6.2#1: gap → met (met: judged by what if, external-auditor, 2031-06-15, shown by EV-6.2#1)",
    )
    assert "  not leaning on it any more: 3" in str(found)


# Sensitivity.


def test_sensitivity_lists_what_a_verdict_hangs_on() -> None:
    """What stands in for each other is not listed; alike facts are told together and shortened."""
    whole = perfect(SMALL)
    twin = evidence("EV-also", EvidenceKind.PROCEDURE, supports=(ref("5.2#1", SMALL),))
    record = attrs.evolve(whole, evidence=(*whole.evidence, twin))
    found = readiness.sensitivity(record, [SMALL], gate="stage-2", **ASKED)
    assert found.verdict is Verdict.READY
    lost = [one.subject for one in found.facts if (one.records, one.part) == ("evidence", None)]
    assert "EV-6.2#1" in lost
    assert "EV-also" not in lost
    assert "EV-5.2#1" not in lost
    text = str(found)
    assert text.startswith(f"ISO 99002:2030, stage-2, 2031-06-15: ready; {len(found.facts)} of {found.tried} facts")
    assert "  without scope: undetermined (scope-determined)\n    scope\n" in text
    assert "… and " not in text
    many = str(attrs.evolve(found, facts=found.facts * 11))
    assert "    scope\n      … and 1 more\n" in many
    assert (
        repr(found) == f"<Sensitivity ISO 99002:2030, stage-2, 2031-06-15: {len(found.facts)} of {found.tried} facts>"
    )
    assert found._repr_html_().startswith("<pre>ISO 99002")
    (scope,) = (one for one in found.facts if one.records == "scope" and one.part is None)
    assert str(scope) == "without scope, scope: undetermined (scope-determined)"
    assert found.rows()[0].keys() == {"gate", "records", "subject", "part", "verdict", "rules"}


def test_judgements_are_named_with_their_units() -> None:
    """Whom, when, about what and where: so that a person finds it."""
    found = readiness.sensitivity(broken("6.2#1", units=("HQ",)), [SMALL], gate="stage-2", **ASKED)
    assert "ISO 99002:2030, 6.2#1 by Rita, reviewer, 2031-06-13 in HQ: nonconforming" in [
        one.subject for one in found.facts
    ]


def test_a_record_that_says_nothing_hangs_on_nothing() -> None:
    """There is nothing to lose."""
    found = readiness.sensitivity(empty(SMALL), [SMALL], gate="stage-2", **ASKED)
    assert (found.verdict, found.tried, found.facts) == (Verdict.UNDETERMINED, 0, ())


# Comparing.


def test_answers_to_other_questions_are_not_compared() -> None:
    """The error names the part, both values and what to ask instead."""
    answer = readiness.evaluate(perfect(SMALL), [SMALL], gate="stage-1", **ASKED)
    gate = readiness.evaluate(perfect(SMALL), [SMALL], gate="stage-2", **ASKED)
    with pytest.raises(NotComparableError, match=r"another gate: stage-1 and stage-2\..*gate_rules"):
        readiness.compare(answer, gate)
    with pytest.raises(NotComparableError, match="another organization: Invented Ltd and Other"):
        readiness.compare(answer, attrs.evolve(answer, organization="Other"))
    with pytest.raises(NotComparableError, match=r"another standard: .*migration\.compare"):
        readiness.compare(answer, attrs.evolve(answer, standard=EDITION.ref))
    error = NotComparableError("gate", "stage-1", "stage-2")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - what was just made.


def test_a_comparison_says_when_it_cannot_say_what_did_it() -> None:
    """Facts and rules are told apart where one of them changed, and not where both did."""
    answer = readiness.evaluate(perfect(SMALL), [SMALL], gate="stage-1", **ASKED)
    same = readiness.compare(answer, answer)
    assert same.lines() == (
        "ISO 99002:2030, stage-1, 2031-06-15: ready as before",
        "  record, day and rules are the same",
        "  nothing in the answer is different",
    )
    tables = attrs.evolve(answer, provenance=attrs.evolve(answer.provenance, tables_digest="sha256:0", library="9"))
    rules = readiness.compare(answer, tables)
    assert rules.causes == (ChangeCause.TABLES, ChangeCause.LIBRARY)
    assert rules.attribution is Attribution.RULES
    assert "rules changed: tables, library" in str(rules)
    both = readiness.compare(answer, attrs.evolve(tables, as_of=day(1)))
    assert both.attribution is Attribution.MIXED
    assert "facts and rules changed (time, tables, library): which of them did it cannot be told" in str(both)
    assert both.headline == "ISO 99002:2030, stage-1, 2031-06-15 → 2031-06-16: ready as before"
    assert (
        repr(same) == "<ReadinessComparison ISO 99002:2030, stage-1, 2031-06-15: ready as before: 0 entries, 0 rules>"
    )


@pytest.mark.parametrize(
    ("digests", "cause"),
    [
        ({"assessment_digest": "sha256:0"}, ChangeCause.RECORD),
        ({"policy_digest": "sha256:0"}, ChangeCause.POLICY),
        ({"edition_digest": "sha256:0"}, ChangeCause.EDITION),
        ({"replaced_digests": ("sha256:0",)}, ChangeCause.EDITION),
    ],
)
def test_each_cause_is_told_from_what_an_answer_was_computed_from(digests: dict[str, Any], cause: ChangeCause) -> None:
    """One digest that is another names one cause, and no other."""
    answer = readiness.evaluate(perfect(SMALL), [SMALL], gate="stage-1", **ASKED)
    other = attrs.evolve(answer, provenance=attrs.evolve(answer.provenance, **digests))
    assert readiness.compare(answer, other).causes == (cause,)
    assert readiness.compare(other, answer).causes == (cause,)


def test_asking_about_all_evidence_gives_what_asking_about_each_gives() -> None:
    """What two items have in common is worked out once, and changes nothing; they come in the order of their ids."""
    record = attrs.evolve(perfect(SMALL), evidence=perfect(SMALL).evidence[:3])
    every = readiness.impacts(record, [SMALL], gates=["stage-1", "stage-2"], **ASKED)
    names = sorted(one.id for one in record.evidence)
    each = tuple(readiness.impact(record, [SMALL], of=name, gates=["stage-1", "stage-2"], **ASKED) for name in names)
    assert [one.of for one in every] == [(f"evidence:{name}",) for name in names]
    assert every == each


def test_what_comes_and_goes_between_two_answers_is_told() -> None:
    """An entry of an amendment and a fact of another table are not there on one side, and lists are shortened."""
    record = perfect(SMALL, units=UNITS)
    first = readiness.evaluate(record, [SMALL], gate="stage-2", standard=SMALL.ref, on=ON)
    later = readiness.evaluate(
        attrs.evolve(record, evidence=()), [SMALL], gate="stage-2", standard=SMALL.ref, on=day(11)
    )
    found = readiness.compare(first, later)
    (new,) = (one for one in found.entries if one.ref.local == "4.1#1")
    assert (new.before, new.before_sentence, new.after) == (None, None, Bucket.GAP)
    assert "not there → gap 1" in str(found)
    assert "… and " in str(found)
    assert len(found.lines(shown=None)) > len(found.lines())
    assert "… and " not in "\n".join(found.lines(shown=None))
    assert {row["kind"] for row in found.rows()} == {"entry", "rule", "blocker"}
    back = found.reversed()
    assert {(row["before"], row["after"]) for row in back.rows() if row["name"].endswith("4.1#1")} >= {
        ("gap", "not there")
    }
    fewer = readiness.compare(first, attrs.evolve(first, facts=first.facts[1:]))
    (gone,) = fewer.facts
    assert (gone.before, gone.after) == (Outcome.PASSED, None)
    assert "passed → not there" in str(fewer)
