# SPDX-License-Identifier: Apache-2.0
"""The engine: what a definition is refused for, how days are found, what errors say. Invented processes throughout."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from typing import Any

import attrs
import pytest

from isomodel import lifecycle as lc
from isomodel.errors import InvariantError, UnknownNameError
from isomodel.policy import Parameter, Policy

DAY = dt.date(2026, 3, 31)


def state(name: str, kind: lc.StateKind = lc.StateKind.NORMAL) -> lc.State:
    """Make a state."""
    return lc.State(name=name, phase="only", kind=kind, meaning=f"It is {name}.")


def event(name: str) -> lc.Event:
    """Make an event."""
    return lc.Event(name=name, actor=lc.ActorKind.EITHER, meaning=f"There was a {name}.")


def guard(name: str, left: str, test: lc.Test = lc.Test.IS, right: str | None = "value:yes") -> lc.Guard:
    """Make a guard of one condition."""
    return lc.Guard(
        name=name,
        sentence=f"The {name} holds.",
        citation="clause 1",
        confidence=lc.Confidence.HARD,
        conditions=(lc.Condition(left=left, test=test, right=right),),
    )


def change(source: str, name: str, target: str, *guards: str, order: int | None = None) -> lc.StatusChange:
    """Make a status change."""
    return lc.StatusChange(source=(source,), event=name, target=target, guards=guards, order=order)


def deadline(name: str, states: tuple[str, ...], *, becomes: str | None = None, **rule: Any) -> lc.Deadline:  # noqa: ANN401 - fields of a rule.
    """Make a deadline that counts from the day of entering."""
    return lc.Deadline(
        name=name,
        sentence="It is done.",
        states=states,
        rule=lc.DateRule(**{"anchor": "date:entered-on", "parameter": "span", **rule}),
        kind=lc.DeadlineKind.HARD,
        confidence=lc.Confidence.HARD,
        consequence="It is over.",
        citation="clause 2",
        becomes=becomes,
    )


FACTS = (
    ("agreed", lc.FactType.YES_NO),
    ("count", lc.FactType.NUMBER),
    ("note", lc.FactType.TEXT),
    ("held-on", lc.FactType.DAY),
    ("authors", lc.FactType.NAMES),
    ("judges", lc.FactType.NAMES),
)


def process(**changes: Any) -> lc.Definition:  # noqa: ANN401 - fields of a definition.
    """Make an invented process: asked, then granted or refused, and granted runs out by time."""
    entered = lc.Effect(date="entered-on", rule=lc.DateRule(anchor="day"))
    parts: dict[str, Any] = {
        "name": "request",
        "title": "Request",
        "revision": 1,
        "summary": "An invented process for unit tests.",
        "states": (
            state("asked", lc.StateKind.INITIAL),
            state("granted"),
            state("over", lc.StateKind.FINAL),
            state("refused", lc.StateKind.FINAL),
        ),
        "events": (event("grant"), event("refuse"), event("prolong")),
        "facts": tuple(lc.FactDeclaration(name=name, type=kind, meaning=f"The {name}.") for name, kind in FACTS),
        "dates": (lc.DateDeclaration(name="entered-on", meaning="Day of the grant."),),
        "guards": (guard("agreed", "fact:agreed"),),
        "changes": (
            attrs.evolve(change("asked", "grant", "granted", "agreed"), effects=(entered,)),
            change("asked", "refuse", "refused"),
            attrs.evolve(change("granted", "prolong", "granted", "agreed"), effects=(entered,)),
        ),
        "deadlines": (deadline("validity", ("granted",), becomes="over"),),
        "policy": Policy(
            id="request",
            version="1",
            title="Numbers",
            parameters=(Parameter(name="span", value=6, unit="months", source="the rule"),),
        ),
        **changes,
    }
    return lc.Definition(**parts)


def with_guard(one: lc.Guard) -> lc.Definition:
    """Make the process with one guard more, which refusing needs."""
    base = process()
    changes = (base.changes[0], attrs.evolve(base.changes[1], guards=(one.name,)), base.changes[2])
    return process(guards=(*base.guards, one), changes=changes)


# What a definition is refused for.

BASE = process()
GRANT, REFUSE, PROLONG = BASE.changes
RULE = lc.DateRule

FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no initial state": ({"states": (state("asked"), *BASE.states[1:])}, "states", "0 initial states"),
    "two initial states": (
        {"states": (*BASE.states, state("more", lc.StateKind.INITIAL))},
        "states",
        "2 initial states",
    ),
    "name not kebab-case": ({"name": "My Process"}, "name", "'My Process'"),
    "state name not kebab-case": (
        {"states": (*BASE.states, state("a'); x('"))},
        "states[4].name",
        repr("a'); x('"),
    ),
    "state twice": ({"states": (*BASE.states, state("granted"))}, "states[4].name", "granted twice"),
    "event twice": ({"events": (*BASE.events, event("grant"))}, "events[3].name", "grant twice"),
    "an event called start": ({"events": (*BASE.events, event("start"))}, "events[3].name", "start"),
    "fact twice": ({"facts": (*BASE.facts, BASE.facts[0])}, "facts[6].name", "agreed twice"),
    "unreachable state": (
        {
            "states": (*BASE.states, state("island")),
            "changes": (*BASE.changes, change("island", "grant", "granted")),
        },
        "states[4]",
        "island, which nothing leads to",
    ),
    "trap": (
        {
            "states": (*BASE.states, state("pit")),
            "changes": (*BASE.changes, change("granted", "refuse", "pit")),
        },
        "states[4]",
        "the trap pit",
    ),
    "two states that never end": (
        {
            "states": (*BASE.states, state("ping"), state("pong")),
            "changes": (
                *BASE.changes,
                change("granted", "refuse", "ping"),
                change("ping", "grant", "pong"),
                change("pong", "grant", "ping"),
            ),
        },
        "states[4]",
        "ping, from which no final state can be reached",
    ),
    "final state leading on": (
        {"changes": (*BASE.changes, change("refused", "grant", "granted"))},
        "states[3]",
        "the final state refused leading on",
    ),
    "choice without order": (
        {"changes": (*BASE.changes, change("asked", "grant", "refused"))},
        "changes[0].order",
        "no order for grant in asked",
    ),
    "choice with the same order": (
        {"changes": (attrs.evolve(GRANT, order=1), REFUSE, PROLONG, change("asked", "grant", "refused", order=1))},
        "changes[3].order",
        "order 1 again for grant in asked",
    ),
    "unguarded before another": (
        {"changes": (attrs.evolve(GRANT, order=2), REFUSE, PROLONG, change("asked", "grant", "refused", order=1))},
        "changes[3].guards",
        "none for grant in asked, before another change",
    ),
    "order without choice": (
        {"changes": (GRANT, attrs.evolve(REFUSE, order=4), PROLONG)},
        "changes[1].order",
        "4",
    ),
    "source twice": (
        {"changes": (GRANT, attrs.evolve(REFUSE, source=("asked", "asked")), PROLONG)},
        "changes[1].source[1]",
        "asked twice",
    ),
    "unknown source": (
        {"changes": (*BASE.changes, change("nowhere", "grant", "granted"))},
        "changes[3].source[0]",
        "the state nowhere",
    ),
    "unknown target": (
        {"changes": (*BASE.changes, change("asked", "prolong", "x"))},
        "changes[3].target",
        "the state x",
    ),
    "unknown event": ({"changes": (*BASE.changes, change("asked", "x", "granted"))}, "changes[3].event", "the event x"),
    "unknown guard": (
        {"changes": (GRANT, attrs.evolve(REFUSE, guards=("agreed", "x")), PROLONG)},
        "changes[1].guards[1]",
        "the guard x",
    ),
    "unknown date of an effect": (
        {"changes": (GRANT, attrs.evolve(REFUSE, effects=(lc.Effect(date="x-on", rule=RULE()),)), PROLONG)},
        "changes[1].effects[0].date",
        "the date x-on",
    ),
    "unknown anchor of an opening": (
        {"opening": (lc.Effect(date="entered-on", rule=RULE(anchor="fact:x")),)},
        "opening[0].rule.anchor",
        "the fact x",
    ),
    "anchor that is no day": (
        {"opening": (lc.Effect(date="entered-on", rule=RULE(anchor="fact:note")),)},
        "opening[0].rule.anchor",
        "fact:note",
    ),
    "anchor that is a literal": (
        {"opening": (lc.Effect(date="entered-on", rule=RULE(anchor="value:2026-01-01")),)},
        "opening[0].rule.anchor",
        "value:2026-01-01",
    ),
    "unknown parameter": (
        {"deadlines": (deadline("validity", ("granted",), becomes="over", parameter="x"),)},
        "deadlines[0].rule.parameter",
        "the parameter x",
    ),
    "unknown state of a deadline": (
        {"deadlines": (*BASE.deadlines, deadline("more", ("asked", "x")))},
        "deadlines[1].states[1]",
        "the state x",
    ),
    "unknown state that time leads to": (
        {"deadlines": (deadline("validity", ("granted",), becomes="x"),)},
        "deadlines[0].becomes",
        "the state x",
    ),
    "unknown date that ends a deadline": (
        {"deadlines": (attrs.evolve(BASE.deadlines[0], met_by="x-on"),)},
        "deadlines[0].met_by",
        "the date x-on",
    ),
    "deadline counted from a day nobody keeps": (
        {"deadlines": (deadline("validity", ("granted",), becomes="over", anchor="day"),)},
        "deadlines[0].rule.anchor",
        "day",
    ),
    "time going in a circle": (
        {
            "states": (*BASE.states, state("paused")),
            "changes": (*BASE.changes, change("paused", "grant", "granted")),
            "deadlines": (
                *BASE.deadlines,
                deadline("pause", ("granted",), becomes="paused"),
                deadline("back", ("paused",), becomes="granted"),
            ),
        },
        "deadlines[1].becomes",
        "paused, from which time alone leads back",
    ),
    "unused guard": ({"guards": (*BASE.guards, guard("idle", "fact:agreed"))}, "guards[1]", "idle, which nothing uses"),
    "unused event": ({"events": (*BASE.events, event("idle"))}, "events[3]", "idle, which nothing uses"),
    "guard without conditions": (
        {"guards": (attrs.evolve(BASE.guards[0], conditions=()),)},
        "guards[0].conditions",
        "none",
    ),
    "unknown kind of side": (
        {"guards": (guard("agreed", "clock:now"),)},
        "guards[0].conditions[0].left",
        "'clock:now'",
    ),
    "side without a kind": ({"guards": (guard("agreed", "agreed"),)}, "guards[0].conditions[0].left", "'agreed'"),
    "unknown fact": ({"guards": (guard("agreed", "fact:x"),)}, "guards[0].conditions[0].left", "the fact x"),
    "literal on the left": (
        {"guards": (guard("agreed", "value:yes"),)},
        "guards[0].conditions[0].left",
        "value:yes, a literal",
    ),
    "days compared as numbers": (
        {"guards": (guard("agreed", "fact:held-on", lc.Test.AT_LEAST, "value:1"),)},
        "guards[0].conditions[0].left",
        "fact:held-on, day",
    ),
    "two types compared": (
        {"guards": (guard("agreed", "fact:held-on", lc.Test.AFTER, "fact:count"),)},
        "guards[0].conditions[0].right",
        "fact:count",
    ),
    "nothing to compare with": (
        {"guards": (guard("agreed", "fact:count", lc.Test.AT_LEAST, None),)},
        "guards[0].conditions[0].right",
        "nothing",
    ),
    "something compared with nothing": (
        {"guards": (guard("agreed", "fact:note", lc.Test.NOT_EMPTY, "value:x"),)},
        "guards[0].conditions[0].right",
        "value:x",
    ),
    "literal that is neither yes nor no": (
        {"guards": (guard("agreed", "fact:agreed", right="value:maybe"),)},
        "guards[0].conditions[0].right",
        "value:maybe",
    ),
    "literal that is no number": (
        {"guards": (guard("agreed", "fact:count", right="value:007"),)},
        "guards[0].conditions[0].right",
        "value:007",
    ),
    "literal that is no day": (
        {"guards": (guard("agreed", "fact:held-on", right="value:2026-02-30"),)},
        "guards[0].conditions[0].right",
        "value:2026-02-30",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_definition_is_refused_with_the_place(fault: str) -> None:
    """Whatever is wrong with a definition is named where it stands, and nothing is made."""
    changes, place, found = FAULTS[fault]
    with pytest.raises(InvariantError) as refused:
        process(**changes)
    name = changes.get("name", "request")
    assert (refused.value.field, refused.value.found) == (f"{name}.{place}", found)


def test_a_choice_with_an_order_is_tried_in_that_order() -> None:
    """Where two changes compete, the lower order is tried first, wherever it stands in the table."""
    changes = (change("asked", "grant", "refused", order=2), attrs.evolve(GRANT, order=1), REFUSE, PROLONG)
    case = lc.start(process(changes=changes), on=DAY)
    assert lc.advance(case, "grant", on=DAY, facts={"agreed": True}).status == "granted"
    assert lc.advance(case, "grant", on=DAY, facts={"agreed": False}).status == "refused"
    told = {item.event: (item.target, item.met) for item in lc.allowed(case, on=DAY, facts={"agreed": True})}
    assert told["grant"] == ("granted", ("agreed",))
    assert {item.event: item.target for item in lc.allowed(case, on=DAY)}["grant"] == "refused"


# Days.

PERIODS = [
    ("2026-08-31", 6, lc.Arithmetic.CLAMPED, "2027-02-28"),
    ("2027-08-31", 6, lc.Arithmetic.CLAMPED, "2028-02-29"),
    ("2028-02-29", 12, lc.Arithmetic.CLAMPED, "2029-02-28"),
    ("2028-02-29", 48, lc.Arithmetic.CLAMPED, "2032-02-29"),
    ("2026-10-31", 2, lc.Arithmetic.CLAMPED, "2026-12-31"),
    ("2026-12-31", 1, lc.Arithmetic.CLAMPED, "2027-01-31"),
    ("2026-01-31", 0, lc.Arithmetic.CLAMPED, "2026-01-31"),
    ("2026-04-30", 18, lc.Arithmetic.END_OF_MONTH, "2027-10-31"),
    ("2026-04-01", 22, lc.Arithmetic.END_OF_MONTH, "2028-02-29"),
    ("2026-04-01", 0, lc.Arithmetic.END_OF_MONTH, "2026-04-30"),
    ("2100-01-15", 1, lc.Arithmetic.END_OF_MONTH, "2100-02-28"),
    ("2027-03-31", 1, lc.Arithmetic.BEFORE, "2027-02-28"),
    ("2027-01-15", 1, lc.Arithmetic.BEFORE, "2026-12-15"),
    ("2027-01-15", 12, lc.Arithmetic.END_OF_YEAR, "2028-12-31"),
    ("2027-12-31", 0, lc.Arithmetic.END_OF_YEAR, "2027-12-31"),
    ("9999-12-31", 1, lc.Arithmetic.CLAMPED, "9999-12-31"),
    ("9999-11-30", 1, lc.Arithmetic.END_OF_MONTH, "9999-12-31"),
    ("9999-11-30", 999_999_999_999_999_999, lc.Arithmetic.END_OF_YEAR, "9999-12-31"),
    ("0001-01-31", 1, lc.Arithmetic.BEFORE, "0001-01-01"),
    ("0001-03-31", 1, lc.Arithmetic.BEFORE, "0001-02-28"),
]


@pytest.mark.parametrize(("day", "months", "arithmetic", "expected"), PERIODS)
def test_periods_end_on_the_day_worked_out_by_hand(
    day: str, months: int, arithmetic: lc.Arithmetic, expected: str
) -> None:
    """Clamped, end-of-month, backward and end-of-year counting, across leap days and the ends of the calendar."""
    assert lc.add_period(dt.date.fromisoformat(day), months, arithmetic).isoformat() == expected


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max, dt.date(9999, 7, 1)])
@pytest.mark.parametrize("days", [-(10**17), -1, 0, 1, 10**17])
@pytest.mark.parametrize("arithmetic", lc.Arithmetic)
def test_the_ends_of_the_calendar_bound_every_deadline(day: dt.date, days: int, arithmetic: lc.Arithmetic) -> None:
    """A case at the first or the last day there is answers every question; nothing overflows."""
    definition = process(
        deadlines=(deadline("validity", ("granted",), becomes="over", arithmetic=arithmetic, days=days),)
    )
    case = lc.advance(lc.start(definition, on=day), "grant", on=day, facts={"agreed": True})
    for on in (day, dt.date.max):
        last = [item.on for item in lc.due(case, on=on)]
        assert lc.state(case, on=on) == ("granted" if last else "over")
        assert lc.replay(definition, case.history) == case
        assert bool(lc.project(case, until=on)) == (not last)
        assert str(on) in lc.explain(case, on=on)


def test_a_deadline_counts_from_the_last_event_that_set_its_day() -> None:
    """Prolonging moves the deadline; the last day still counts, the day after does not."""
    case = lc.advance(lc.start(BASE, on=DAY), "grant", on=DAY, facts={"agreed": True})
    assert [(item.on, item.days_left) for item in lc.due(case, on=DAY)] == [(dt.date(2026, 9, 30), 183)]
    last = dt.date(2026, 9, 30)
    assert (lc.state(case, on=last), lc.state(case, on=last + dt.timedelta(days=1))) == ("granted", "over")
    later = lc.advance(case, "prolong", on=last, facts={"agreed": True})
    assert [item.on for item in lc.due(later, on=last)] == [dt.date(2027, 3, 30)]
    assert lc.state(later, on=DAY) == "granted"
    with pytest.raises(lc.EventNotAllowedError) as refused:
        lc.advance(case, "prolong", on=dt.date(2026, 10, 1), facts={"agreed": True})
    assert (refused.value.state, refused.value.unmet) == ("over", ())


def test_a_body_that_counts_differently_stands_beside_the_rule() -> None:
    """A certification body's own number moves its own day, never the rule's; other numbers say nothing."""
    case = lc.advance(lc.start(BASE, on=DAY), "grant", on=DAY, facts={"agreed": True})
    strict = BASE.policy.overridden({"span": 3}, id="body", source="contract")
    (item,) = lc.due(case, on=DAY, policy=strict)
    assert (item.on, item.body_on, item.source) == (dt.date(2026, 9, 30), dt.date(2026, 6, 30), "the rule")
    assert lc.due(case, on=DAY, policy=BASE.policy)[0].body_on is None
    other = Policy(id="other", version="1", title="Other numbers", parameters=())
    assert lc.due(case, on=DAY, policy=other)[0].body_on is None


# What is refused, and what is said.


def refusal(definition: lc.Definition, name: str, facts: dict[str, object], on: dt.date = DAY) -> str:
    """Return what a refused event says."""
    with pytest.raises(lc.EventNotAllowedError) as refused:
        lc.advance(lc.start(definition, on=DAY), name, on=on, facts=facts)
    return str(refused.value)


def test_an_unmet_guard_says_what_to_bring() -> None:
    """A fact nobody told is asked for in the words of its declaration, with the name to tell it by."""
    assert refusal(BASE, "grant", {}) == (
        "'grant' is not allowed on 2026-03-31 in the state 'asked' of request:\n"
        "  - The agreed holds (clause 1). Still to be told: “The agreed” [agreed].\n"
        "Allowed now: refuse."
    )


NEEDED = [
    (guard("g", "fact:agreed"), {"agreed": False}, "“The agreed” [agreed] is no; needed: yes"),
    (guard("g", "fact:note", right="value:ok"), {"note": "bad"}, "“The note” [note] is 'bad'; needed: 'ok'"),
    (
        guard("g", "fact:note", lc.Test.IS_NOT, "value:bad"),
        {"note": "bad"},
        "“The note” [note] is 'bad'; needed: anything but 'bad'",
    ),
    (guard("g", "fact:count", right="value:0"), {"count": 2}, "“The count” [count] is 2; needed: 0"),
    (
        guard("g", "fact:count", lc.Test.AT_LEAST, "value:3"),
        {"count": 2},
        "“The count” [count] is 2; needed: 3 or more",
    ),
    (
        guard("g", "fact:count", lc.Test.AT_MOST, "parameter:span"),
        {"count": 9},
        "“The count” [count] is 9; needed: 6 or fewer, by the parameter span",
    ),
    (
        guard("g", "fact:held-on", lc.Test.ON_OR_BEFORE, "day"),
        {"held-on": dt.date(2026, 4, 1)},
        "“The held-on” [held-on] is 2026-04-01; needed: 2026-03-31 or earlier, by the day of the event",
    ),
    (
        guard("g", "fact:held-on", lc.Test.ON_OR_AFTER, "value:2027-01-01"),
        {"held-on": dt.date(2026, 4, 1)},
        "“The held-on” [held-on] is 2026-04-01; needed: 2027-01-01 or later",
    ),
    (
        guard("g", "fact:held-on", lc.Test.AFTER, "value:2026-04-01"),
        {"held-on": dt.date(2026, 4, 1)},
        "“The held-on” [held-on] is 2026-04-01; needed: a day after 2026-04-01",
    ),
    (
        guard("g", "fact:judges", lc.Test.NOT_EMPTY, None),
        {"judges": ["  "]},
        "“The judges” [judges] is empty; needed: at least one",
    ),
    (
        guard("g", "fact:note", lc.Test.NOT_EMPTY, None),
        {"note": " "},
        "“The note” [note] is empty; needed: at least one",
    ),
    (
        guard("g", "fact:judges", lc.Test.DISJOINT_FROM, "fact:authors"),
        {"judges": ["Berg", "Adé  Oko"], "authors": ["adé oko", "Lin"]},
        "Adé  Oko stands both in “The judges” [judges] and in “The authors” [authors]; needed: nobody in both",
    ),
]


@pytest.mark.parametrize(("one", "facts", "sentence"), NEEDED)
def test_what_was_told_and_what_is_needed_stand_side_by_side(
    one: lc.Guard, facts: dict[str, object], sentence: str
) -> None:
    """Each comparison that fails names the fact, what was told and what would do, in words."""
    assert f"(clause 1). Told: {sentence}." in refusal(with_guard(one), "refuse", facts)


def test_days_a_case_keeps_and_deadlines_are_named_when_they_are_not_set() -> None:
    """A guard that needs a day the case does not keep yet says which one."""
    for side, named in (
        ("date:entered-on", "“Day of the grant” [entered-on]"),
        ("deadline:validity", "the last day of"),
    ):
        told = refusal(with_guard(guard("g", "day", lc.Test.ON_OR_BEFORE, side)), "refuse", {})
        assert f"Still to be told: {named}" in told


def test_an_event_of_another_state_and_an_unknown_event_read_differently() -> None:
    """Nobody has to guess whether a name is wrong, or right at another time."""
    assert (
        refusal(BASE, "prolong", {})
        == "'prolong' does not happen in the state 'asked' of request. Allowed now: refuse."
    )
    unknown = refusal(BASE, "refused", {})
    assert unknown == "The process request knows no event 'refused'; did you mean 'refuse'? Allowed now: refuse."
    assert refusal(BASE, "zzz", {}).startswith("The process request knows no event 'zzz'. ")
    case = lc.advance(lc.start(BASE, on=DAY), "refuse", on=DAY)
    with pytest.raises(lc.EventNotAllowedError, match="Nothing is allowed with what was told"):
        lc.advance(case, "grant", on=DAY, facts={"agreed": True})


def test_reasons_are_worked_out_when_they_are_asked_for() -> None:
    """A refusal keeps what was told then, even where the caller changes it afterwards."""
    facts: dict[str, object] = {"agreed": False}
    with pytest.raises(lc.EventNotAllowedError) as refused:
        lc.advance(lc.start(BASE, on=DAY), "grant", on=DAY, facts=facts)
    facts["agreed"] = True
    error = refused.value
    assert ([one.name for one in error.unmet], error.allowed, error.known) == (
        ["agreed"],
        ("refuse",),
        ("grant", "refuse", "prolong"),
    )


def test_events_out_of_the_order_of_days_are_refused() -> None:
    """Neither before the last event nor before the beginning; a question about such a day is refused too."""
    early = DAY - dt.timedelta(days=1)
    case = lc.start(BASE, on=DAY)
    with pytest.raises(lc.EventOrderError) as refused:
        lc.advance(case, "refuse", on=early)
    assert (refused.value.event, refused.value.on, refused.value.last) == ("refuse", early, DAY)
    assert "already has an event of 2026-03-31" in str(refused.value)
    for question in (lc.state, lc.due, lc.explain, lc.allowed):
        with pytest.raises(lc.EventOrderError, match="the question is about 2026-03-30; the case answers it from"):
            question(case, on=early)


def test_a_day_before_the_last_event_answers_for_that_day() -> None:
    """The past is told as it stood: later events are not read."""
    case = lc.advance(lc.start(BASE, on=DAY), "refuse", on=dt.date(2026, 5, 1))
    assert (lc.state(case, on=dt.date(2026, 4, 30)), lc.state(case, on=dt.date(2026, 5, 1))) == ("asked", "refused")


WRONG: list[tuple[str, object, str]] = [
    ("agreed", 1, "True or False"),
    ("agreed", "yes", "True or False"),
    ("count", True, "a whole number of at most 18 digits"),
    ("count", 2.0, "a whole number of at most 18 digits"),
    ("count", 10**18, "a whole number of at most 18 digits"),
    ("count", -(10**5000), "a whole number of at most 18 digits"),
    ("note", 5, "text"),
    ("note", "half \ud800", "text"),
    ("held-on", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "a datetime.date"),
    ("held-on", "2026-01-01", "a datetime.date"),
    ("authors", "Ann", "a sequence of names"),
    ("authors", ["Ann", 5], "a sequence of names"),
    ("authors", ["half \udfff"], "a sequence of names"),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG, ids=range(len(WRONG)))
def test_a_fact_of_another_type_is_refused(name: str, value: object, expected: str) -> None:
    """No fact is coerced, and advancing and asking refuse alike."""
    case = lc.start(BASE, on=DAY)
    for ask in (
        lambda: lc.advance(case, "grant", on=DAY, facts={name: value}),
        lambda: lc.allowed(case, on=DAY, facts={name: value}),
        lambda: lc.start(BASE, on=DAY, facts={name: value, "count": 1} if name != "count" else {name: value}),
    ):
        with pytest.raises(lc.FactError) as refused:
            ask()
        assert (refused.value.fact, refused.value.expected) == (name, expected)
        assert str(refused.value).isprintable()


def test_an_unknown_fact_is_refused_with_the_nearest() -> None:
    """A misspelt fact must not be lost in silence."""
    with pytest.raises(lc.FactError, match=r"did you mean 'agreed'\?") as refused:
        lc.advance(lc.start(BASE, on=DAY), "grant", on=DAY, facts={"agred": True, "count": 1})
    assert (refused.value.fact, refused.value.nearest) == ("agred", "agreed")
    keys: Any = {5: True, "agreed": True}
    with pytest.raises(lc.FactError, match="fact '5'"):
        lc.start(BASE, on=DAY, facts=keys)


def test_moments_and_persons_that_no_record_can_hold_are_refused() -> None:
    """A day is a date, never a moment of it; a person is text."""
    case = lc.start(BASE, on=DAY)
    moment: Any = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    for ask in (
        lambda: lc.start(BASE, on=moment),
        lambda: lc.advance(case, "refuse", on=moment),
        lambda: lc.allowed(case, on=moment),
        lambda: lc.state(case, on=moment),
        lambda: lc.project(case, until=moment),
    ):
        with pytest.raises(lc.FactError, match=r"expected a datetime\.date"):
            ask()
    person: Any = 7
    with pytest.raises(lc.FactError, match="fact 'by'"):
        lc.start(BASE, on=DAY, by=person)
    with pytest.raises(lc.FactError, match="fact 'by'"):
        lc.advance(case, "refuse", on=DAY, by="\ud800")


def test_facts_are_kept_in_the_order_of_their_names() -> None:
    """A history is the same however the facts were given; a set of names is sorted."""
    one = lc.start(BASE, on=DAY, facts={"note": "n", "authors": {"B", "A"}, "count": -3, "held-on": DAY})
    assert [(fact.name, fact.values) for fact in one.history[0].facts] == [
        ("authors", ("A", "B")),
        ("count", ("-3",)),
        ("held-on", ("2026-03-31",)),
        ("note", ("n",)),
    ]
    assert (one.told("count"), one.told("agreed"), one.date("entered-on")) == (("-3",), None, None)
    assert lc.replay(BASE, one.history) == one


# Replaying.


def occurrence(name: str, target: str, *facts: lc.Stated) -> lc.Occurrence:
    """Make an occurrence."""
    return lc.Occurrence(name, DAY, target, None, facts)


@pytest.mark.parametrize(
    ("history", "position", "found", "expected"),
    [
        ((), 0, "nothing", "asked"),
        ((occurrence("begin", "asked"),), 0, "begin", "start"),
        ((occurrence("start", "granted"),), 0, "granted", "asked"),
        ((occurrence("start", "asked"), occurrence("refuse", "granted")), 1, "granted", "refused"),
    ],
)
def test_a_history_that_says_otherwise_is_refused(
    history: tuple[lc.Occurrence, ...], position: int, found: str, expected: str
) -> None:
    """Replaying believes no state a history names: it goes there itself."""
    with pytest.raises(lc.ReplayError) as refused:
        lc.replay(BASE, history)
    error = refused.value
    assert (error.position, error.found, error.expected) == (position, found, expected)
    assert f"step {position}" in str(error)


@pytest.mark.parametrize(
    "facts",
    [
        (lc.Stated("agreed", ("maybe",)),),
        (lc.Stated("agreed", ("yes", "no")),),
        (lc.Stated("agreed", ()),),
        (lc.Stated("count", ("1_000",)),),
        (lc.Stated("count", (" 1",)),),
        (lc.Stated("count", ("9" * 5000,)),),
        (lc.Stated("held-on", ("20260101",)),),
        (lc.Stated("held-on", ("2026-02-30",)),),
        (lc.Stated("x", ("1",)),),
        (lc.Stated("note", ("a",)), lc.Stated("note", ("a",))),
    ],
)
def test_a_recorded_fact_that_this_library_would_not_write_is_refused(facts: tuple[lc.Stated, ...]) -> None:
    """What is read back is what was written, letter by letter."""
    with pytest.raises(lc.FactError):
        lc.replay(BASE, (occurrence("start", "asked", *facts),))


# Values.


def test_everything_can_be_pickled_copied_compared_and_hashed() -> None:
    """Definitions, cases and every error go to another process and come back saying the same."""
    case = lc.advance(lc.start(BASE, on=DAY), "grant", on=DAY, by="Ann", facts={"agreed": True})
    for again in (pickle.loads(pickle.dumps(case)), copy.deepcopy(case)):  # noqa: S301 - made one line above.
        assert again == case
        assert hash(again) == hash(case)
        assert (again.status, again.dates) == (case.status, case.dates)
        assert lc.advance(again, "prolong", on=DAY, facts={"agreed": True}).status == "granted"
    errors = [
        lc.EventNotAllowedError(case, "grant", DAY, {"agreed": True}),
        lc.EventOrderError("grant", DAY, DAY),
        lc.EventOrderError(None, DAY, DAY),
        lc.FactError("a", "b", "c", "d"),
        lc.ReplayError("p", 1, "e", "f", "g"),
        lc.LogConflictError("p", "e", "f"),
    ]
    for error in errors:
        again_error = pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above.
        assert (type(again_error), str(again_error)) == (type(error), str(error))


def test_the_processes_of_the_package_are_found_by_name() -> None:
    """A name that is none is refused with the nearest; the same name gives the same definition."""
    assert lc.definition("certificate") is lc.definition("certificate")
    assert repr(BASE) == "<Definition request: 4 states, 3 status changes>"
    with pytest.raises(UnknownNameError) as refused:
        lc.definition("certificat")
    assert refused.value.nearest == "certificate"


def test_a_story_is_told_in_the_order_of_the_days() -> None:
    """What happened, who did it, what time did, where it stands, what may come and what is due."""
    case = lc.advance(lc.start(BASE, on=DAY), "grant", on=DAY, by="Ann", facts={"agreed": True})
    assert lc.explain(case, on=dt.date(2026, 4, 1)).splitlines() == [
        "Request, begun on 2026-03-31.",
        "2026-03-31: There was a grant. (Ann) → granted.",
        "On 2026-04-01 it stands at granted: It is granted.",
        "Next may come prolong once: The agreed holds.",
        "Due by 2026-09-30 (182 days left): It is done. It is over. (clause 2)",
    ]
    assert "2026-10-01: validity has passed → over. It is over." in lc.explain(case, on=dt.date(2027, 1, 1))
    assert "Next may come refuse." in lc.explain(lc.start(BASE, on=DAY), on=DAY)


def test_a_deadline_done_in_time_is_not_due_any_more() -> None:
    """A deadline met by a later event neither changes the state nor is told; one that needs somebody is told."""
    done = lc.Effect(date="done-on", rule=RULE(anchor="day"))
    reminder = attrs.evolve(deadline("reminder", ("granted",), parameter=None, days=10), met_by="done-on")
    definition = process(
        dates=(*BASE.dates, lc.DateDeclaration(name="done-on", meaning="Day it was done.")),
        changes=(GRANT, REFUSE, attrs.evolve(PROLONG, guards=(), effects=(done,))),
        deadlines=(*BASE.deadlines, reminder),
    )
    case = lc.advance(lc.start(definition, on=DAY), "grant", on=DAY, facts={"agreed": True})
    assert [item.deadline for item in lc.due(case, on=DAY)] == ["reminder", "validity"]
    steps = lc.project(case, until=dt.date(2026, 12, 31))
    assert [(str(step.on), step.deadline, step.target) for step in steps] == [
        ("2026-04-11", "reminder", "granted"),
        ("2026-10-01", "validity", "over"),
    ]
    met = lc.advance(case, "prolong", on=dt.date(2026, 4, 2))
    assert [item.deadline for item in lc.due(met, on=dt.date(2026, 4, 2))] == ["validity"]
    assert [step.deadline for step in lc.project(met, until=dt.date(2026, 12, 31))] == ["validity"]


def test_an_effect_can_clear_a_day_and_one_without_anchor_value_leaves_it() -> None:
    """Clearing removes the day; a fact nobody told changes nothing."""
    clear = lc.Effect(date="entered-on", rule=RULE())
    told = lc.Effect(date="entered-on", rule=RULE(anchor="fact:held-on", days=-1))
    definition = process(
        changes=(GRANT, attrs.evolve(REFUSE, effects=(clear,)), attrs.evolve(PROLONG, effects=(told,)))
    )
    case = lc.advance(lc.start(definition, on=DAY), "grant", on=DAY, facts={"agreed": True})
    kept = lc.advance(case, "prolong", on=DAY, facts={"agreed": True})
    assert kept.date("entered-on") == DAY
    moved = lc.advance(case, "prolong", on=DAY, facts={"agreed": True, "held-on": dt.date(2028, 3, 1)})
    assert moved.date("entered-on") == dt.date(2028, 2, 29)
    opened = process(opening=(lc.Effect(date="entered-on", rule=RULE(anchor="day")),), changes=definition.changes)
    case = lc.start(opened, on=DAY)
    assert (case.date("entered-on"), lc.advance(case, "refuse", on=DAY).date("entered-on")) == (DAY, None)
