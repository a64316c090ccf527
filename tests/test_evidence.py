# SPDX-License-Identifier: Apache-2.0
"""What can be shown, and how long it counts: days written out by hand."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import evidence
from isomodel.errors import InvariantError, UnknownNameError
from isomodel.evidence import (
    NATURE,
    Evidence,
    EvidenceKind,
    EvidenceReview,
    EvidenceStatus,
    Period,
    ReviewOutcome,
    add_months,
    lapses_on,
    statuses,
    validities,
)
from isomodel.model import DocumentedInformation
from isomodel.policy import Parameter, Policy


def on(text: str) -> dt.date:
    """Return a day."""
    return dt.date.fromisoformat(text)


def review(day: str, outcome: ReviewOutcome = ReviewOutcome.ACCEPTED) -> EvidenceReview:
    """Return a review of a day."""
    return EvidenceReview(outcome=outcome, by="Rita", on=on(day))


def document(identifier: str = "D", **changes: Any) -> Evidence:  # noqa: ANN401 - whatever the class takes.
    """Return a procedure in force from 2031-01-10, received on the 12th and accepted on the 15th."""
    made = evidence(
        identifier,
        EvidenceKind.PROCEDURE,
        effective_on=on("2031-01-10"),
        received_on=on("2031-01-12"),
        review=review("2031-01-15"),
    )
    return attrs.evolve(made, **changes)


def record(identifier: str = "R", **changes: Any) -> Evidence:  # noqa: ANN401 - whatever the class takes.
    """Return minutes of the first quarter of 2031, received on 2031-04-02 and accepted on the 5th."""
    made = evidence(
        identifier,
        EvidenceKind.MINUTES,
        period=Period(first=on("2031-01-01"), last=on("2031-03-31")),
        received_on=on("2031-04-02"),
        review=review("2031-04-05"),
    )
    return attrs.evolve(made, **changes)


def status(item: Evidence, day: str, months: int = 12) -> str:
    """Return the status of an item on a day, in words."""
    return item.status(on(day), record_currency_months=months).value


# One item.


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2031-01-09", "not-received"),
        ("2031-01-11", "not-received"),
        ("2031-01-12", "submitted"),
        ("2031-01-14", "submitted"),
        ("2031-01-15", "current"),
        ("9999-12-31", "current"),
    ],
)
def test_a_document_counts_from_acceptance_and_for_good(day: str, expected: str) -> None:
    """A document without a last day of its own is received, submitted, and then in force for ever."""
    assert status(document(), day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2031-04-01", "not-received"),
        ("2031-04-04", "submitted"),
        ("2031-04-05", "current"),
        ("2032-03-31", "current"),
        ("2032-04-01", "lapsed"),
    ],
)
def test_a_record_counts_until_its_period_is_too_long_ago(day: str, expected: str) -> None:
    """A record of a quarter shows current operation for the months of the policy after the quarter's last day."""
    assert status(record(), day) == expected


@pytest.mark.parametrize(("months", "last"), [(0, "2031-03-31"), (1, "2031-04-30"), (3, "2031-06-30")])
def test_the_months_a_record_counts_are_those_of_the_policy(months: int, last: str) -> None:
    """The last day a record counts follows from the parameter alone."""
    item = record(received_on=on("2031-03-31"), review=review("2031-03-31"))
    assert status(item, last, months) == "current"
    assert item.status(on(last) + dt.timedelta(days=1), record_currency_months=months) is EvidenceStatus.LAPSED


def test_an_accepted_document_waits_until_it_takes_effect() -> None:
    """What is accepted before it takes effect does not count before."""
    item = document(effective_on=on("2031-02-01"))
    assert [status(item, day) for day in ("2031-01-31", "2031-02-01")] == ["not-yet-effective", "current"]
    assert item.counts_from == on("2031-02-01")


def test_a_last_day_of_its_own_ends_an_item_the_day_after() -> None:
    """An item is valid through its last day."""
    item = document(valid_until=on("2031-05-31"))
    assert [status(item, day) for day in ("2031-05-31", "2031-06-01")] == ["current", "lapsed"]


def test_of_two_ends_of_a_record_the_earlier_counts() -> None:
    """A record with a last day of its own lapses by whichever comes first."""
    assert lapses_on(record(valid_until=on("2031-06-30")), record_currency_months=12) == on("2031-07-01")
    assert lapses_on(record(valid_until=on("2040-06-30")), record_currency_months=12) == on("2032-04-01")


def test_a_document_without_a_last_day_never_lapses() -> None:
    """There is no day on which it would lapse, nor where its last day is the last there is."""
    assert lapses_on(document(), record_currency_months=12) is None
    assert lapses_on(document(valid_until=dt.date.max), record_currency_months=12) is None


def test_the_validity_of_a_kind_counts_from_the_day_an_item_begins() -> None:
    """For records it takes the place of the currency, a document gets an end by it, and its own last day stays."""
    months = {EvidenceKind.MINUTES: 3, EvidenceKind.PROCEDURE: 24}
    told = functools.partial(lapses_on, record_currency_months=12, validity_months=months)
    assert told(record()) == on("2031-07-01")
    assert told(record(kind=EvidenceKind.LOG)) == on("2032-04-01")
    assert told(record(valid_until=on("2031-04-30"))) == on("2031-05-01")
    assert told(document()) == on("2033-01-11")
    assert told(document(kind=EvidenceKind.POLICY)) is None
    assert lapses_on(document(), record_currency_months=12, validity_months={}) is None
    assert lapses_on(document(), record_currency_months=12, validity_months={EvidenceKind.PROCEDURE: 12 * 9000}) is None


def test_where_an_item_stands_follows_the_validity_of_its_kind() -> None:
    """On its last day it counts, on the next it does not; so for one item and for many."""
    item = record(review=EvidenceReview(outcome=ReviewOutcome.ACCEPTED, by="Rita", on=on("2031-04-02")))
    months = {EvidenceKind.MINUTES: 3}
    for day, expected in (("2031-06-30", EvidenceStatus.CURRENT), ("2031-07-01", EvidenceStatus.LAPSED)):
        assert item.status(on(day), record_currency_months=12, validity_months=months) is expected
        found = statuses([item], on(day), record_currency_months=12, validity_months=months)
        assert found == {item.id: expected}


def policy(*parameters: Parameter) -> Policy:
    """Return a policy that has these parameters."""
    return Policy(id="ours", version="1", title="Ours", parameters=parameters)


def test_a_policy_says_for_how_long_a_kind_counts() -> None:
    """Each parameter for a kind is read; others are not, and none means that no kind is treated apart."""
    other = Parameter(name="record-currency", value=12, unit="months", source="us")
    report = Parameter(name="validity.report", value=6, unit="months", source="us")
    assert validities(policy(other)) == {}
    assert validities(policy(other, report)) == {EvidenceKind.REPORT: 6}


def test_a_validity_of_no_kind_or_in_another_unit_is_refused() -> None:
    """A name misspelt, or days taken for months, would change answers without a word."""
    with pytest.raises(UnknownNameError) as unknown:
        validities(policy(Parameter(name="validity.reports", value=6, unit="months", source="us")))
    assert (unknown.value.kind, unknown.value.name, unknown.value.nearest) == ("kind of evidence", "reports", "report")
    with pytest.raises(InvariantError) as wrong:
        validities(policy(Parameter(name="validity.report", value=90, unit="days", source="us")))
    assert (wrong.value.noun, wrong.value.field, wrong.value.found) == ("Parameter", "unit", "days")


def test_a_refused_item_is_rejected_and_not_lapsed() -> None:
    """What was refused stays refused, however long ago it was."""
    item = record(review=review("2031-04-05", ReviewOutcome.REJECTED))
    assert [status(item, day) for day in ("2031-04-04", "2031-04-05", "2039-01-01")] == [
        "submitted",
        "rejected",
        "rejected",
    ]


def test_a_withdrawn_item_is_withdrawn_from_that_day_on() -> None:
    """Taking back counts from its day, whatever else is known about the item."""
    item = document(withdrawn_on=on("2031-02-01"))
    assert [status(item, day) for day in ("2031-01-31", "2031-02-01")] == ["current", "withdrawn"]
    assert status(document(withdrawn_on=on("2031-01-01")), "2031-01-01") == "withdrawn"


def test_an_item_begins_where_it_says_something_and_counts_when_all_three_days_are_past() -> None:
    """The days evidence is about, was received and was accepted are kept apart."""
    assert (document().begins_on, document().counts_from) == (on("2031-01-10"), on("2031-01-15"))
    assert (record().begins_on, record().counts_from) == (on("2031-03-31"), on("2031-04-05"))
    assert document(review=None).counts_from == on("2031-01-12")


@pytest.mark.parametrize("kind", EvidenceKind)
def test_every_kind_is_a_document_or_a_record(kind: EvidenceKind) -> None:
    """Each kind of evidence has a nature, and an item of it has it too."""
    assert NATURE[kind] in (DocumentedInformation.DOCUMENT, DocumentedInformation.RECORD)
    assert evidence("E", kind).nature is NATURE[kind]


def test_plans_and_registers_are_documents_and_certificates_are_records() -> None:
    """What is kept current is a document; what attests something that happened is a record."""
    documents = {kind.value for kind, nature in NATURE.items() if nature is DocumentedInformation.DOCUMENT}
    assert documents == {"policy", "procedure", "plan", "register", "description", "contract"}


# What cannot be made.


@pytest.mark.parametrize(
    ("kind", "changes", "field", "found"),
    [
        (EvidenceKind.RECORD, {"period": None}, "period", "none"),
        (EvidenceKind.RECORD, {"effective_on": on("2031-01-01")}, "period", "effective_on"),
        (EvidenceKind.POLICY, {"effective_on": None}, "effective_on", "none"),
        (
            EvidenceKind.POLICY,
            {"period": Period(first=on("2031-01-01"), last=on("2031-01-02"))},
            "effective_on",
            "period",
        ),
        (EvidenceKind.POLICY, {"valid_until": on("2020-01-01")}, "valid_until", "2020-01-01"),
    ],
)
def test_evidence_is_about_exactly_one_time(
    kind: EvidenceKind, changes: dict[str, Any], field: str, found: str
) -> None:
    """A record without a period, a document with one, or an item that ends before it begins is refused by name."""
    with pytest.raises(InvariantError) as caught:
        evidence("E", kind, **changes)
    assert (caught.value.noun, caught.value.field, caught.value.found) == ("Evidence", field, found)


def test_an_item_may_be_valid_for_one_day() -> None:
    """The last day may be the day it begins."""
    assert document(valid_until=on("2031-01-10")).valid_until == on("2031-01-10")


def test_a_period_does_not_end_before_it_begins() -> None:
    """One day is a period; less is none."""
    assert Period(first=on("2031-01-01"), last=on("2031-01-01")).last == on("2031-01-01")
    with pytest.raises(InvariantError) as caught:
        Period(first=on("2031-01-02"), last=on("2031-01-01"))
    assert (caught.value.field, caught.value.found) == ("last", "2031-01-01")


@pytest.mark.parametrize(
    "digest", ["sha256:" + "0" * 63, "sha256:" + "G" * 64, "md5:" + "0" * 32, "sha256:" + "A" * 64]
)
def test_a_digest_names_its_algorithm_and_is_whole(digest: str) -> None:
    """Anything but ``sha256:`` and 64 small hexadecimal digits is refused."""
    with pytest.raises(ValueError, match="digest"):
        document(digest=digest)
    assert document(digest="sha256:" + "0f" * 32).digest == "sha256:" + "0f" * 32


# Several items.


def all_statuses(day: str, *items: Evidence) -> dict[str, str]:
    """Return the statuses of items on a day, in words."""
    return {name: one.value for name, one in statuses(items, on(day), record_currency_months=12).items()}


def test_a_document_is_superseded_on_the_day_its_successor_takes_effect() -> None:
    """Until the successor is accepted and in force the old one holds."""
    new = document("N", effective_on=on("2031-03-01"), supersedes=("D",))
    assert all_statuses("2031-02-28", document(), new) == {"D": "current", "N": "not-yet-effective"}
    assert all_statuses("2031-03-01", document(), new) == {"D": "superseded", "N": "current"}


@pytest.mark.parametrize("outcome", [None, ReviewOutcome.REJECTED])
def test_a_successor_that_nobody_accepted_supersedes_nothing(outcome: ReviewOutcome | None) -> None:
    """A draft, or a refused version, leaves the old one in force."""
    new = document("N", supersedes=("D",), review=None if outcome is None else review("2031-01-15", outcome))
    assert all_statuses("2031-12-01", document(), new)["D"] == "current"


def test_withdrawing_a_successor_does_not_bring_the_old_one_back() -> None:
    """A document once superseded stays so."""
    new = document("N", supersedes=("D",), withdrawn_on=on("2031-06-01"))
    assert all_statuses("2031-07-01", document(), new) == {"D": "superseded", "N": "withdrawn"}


def test_withdrawing_what_is_superseded_leaves_it_superseded() -> None:
    """Superseded is for good."""
    old = document(withdrawn_on=on("2031-06-01"))
    assert all_statuses("2031-07-01", old, document("N", supersedes=("D",)))["D"] == "superseded"


def test_a_chain_leaves_only_its_last_link_in_force() -> None:
    """Each successor supersedes the one it names."""
    chain = (document("A"), document("B", supersedes=("A",)), document("C", supersedes=("B",)))
    assert all_statuses("2031-02-01", *chain) == {"A": "superseded", "B": "superseded", "C": "current"}


def test_a_cycle_supersedes_everything_in_it_and_an_item_never_itself() -> None:
    """Two items that name each other are both superseded; one that names itself, or nothing there is, is not."""
    cycle = (document("A", supersedes=("B",)), document("B", supersedes=("A",)))
    assert all_statuses("2031-02-01", *cycle) == {"A": "superseded", "B": "superseded"}
    assert all_statuses("2031-02-01", document("A", supersedes=("A", "nowhere"))) == {"A": "current"}


def test_a_record_is_superseded_by_a_correction_of_the_same_period_only() -> None:
    """Another period's record stands beside it."""
    same = record("S", supersedes=("R",))
    other = attrs.evolve(same, period=Period(first=on("2031-01-01"), last=on("2031-04-01")))
    assert all_statuses("2031-05-01", record(), same)["R"] == "superseded"
    assert all_statuses("2031-05-01", record(), other)["R"] == "current"


def test_of_several_items_under_one_id_the_one_that_counts_least_decides() -> None:
    """Where nobody knows which item is meant, the order of the list does not decide either."""
    items = (document("X"), document("X", valid_until=on("2031-02-01")), document("X", review=None))
    for order in (items, items[::-1], (items[1], items[0], items[2])):
        assert all_statuses("2031-03-01", *order) == {"X": "lapsed"}


# Months.


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2031-01-31", 1, "2031-02-28"),
        ("2032-01-31", 1, "2032-02-29"),
        ("2032-02-29", 12, "2033-02-28"),
        ("2032-02-29", 48, "2036-02-29"),
        ("2031-12-15", 1, "2032-01-15"),
        ("2031-11-30", 3, "2032-02-29"),
        ("2031-05-31", 0, "2031-05-31"),
        ("2031-08-31", 13, "2032-09-30"),
        ("9999-11-30", 1, "9999-12-30"),
        ("9999-12-15", 1, "9999-12-31"),
        ("2031-01-01", 10**6, "9999-12-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    """Month ends, leap days and the end of the calendar come out as people expect."""
    assert add_months(on(day), months) == on(expected)


@given(st.dates(max_value=dt.date(9000, 1, 1)), st.integers(min_value=0, max_value=600))
def test_months_later_never_falls_behind_and_stays_in_the_month_meant(day: dt.date, months: int) -> None:
    """The month is exactly that many later, and a later day never gives an earlier result."""
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
    assert add_months(day + dt.timedelta(days=1), months) >= later
