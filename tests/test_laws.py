# SPDX-License-Identifier: Apache-2.0
"""The frame that laws are held by: it counts, it asks for what is interesting, and it tells a bug from none."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from laws import Brief, Law, Seen, fails, hold, replaced, seeded


class Doubling:
    """Something to hold a law of."""

    @staticmethod
    def double(number: int) -> int:
        """Return twice the number."""
        return 2 * number


def check(number: int, seen: Seen) -> None:
    """Hold that what is doubled is the sum with itself."""
    assert Doubling.double(number) == number + number
    seen["something"] += number > 0
    seen["a million"] += number == 10**6


LAW: Law[int] = Law(
    name="doubling",
    cases=st.integers(0, 9),
    check=check,
    interesting=("something",),
    bugs={"the last is lost": replaced(Doubling, "double", lambda _: staticmethod(lambda number: 2 * number - 1))},
    examples=10,
)


def test_a_law_that_holds_tells_what_it_met(capsys: pytest.CaptureFixture[str]) -> None:
    """What occurred is printed with the number of cases it occurred in, beside the number of all."""
    hold(LAW)
    told = capsys.readouterr().out
    assert told.startswith("doubling met, in cases:\n")
    assert "10  all cases\n" in told


def test_what_never_occurs_fails_the_law_unless_a_witness_shows_it() -> None:
    """Something interesting that is never drawn is a failure; a case written by hand that every run has is enough."""
    rare = attrs.evolve(LAW, interesting=("a million",))
    with pytest.raises(AssertionError, match=r"never met: \['a million'\]"):
        hold(rare)
    hold(attrs.evolve(rare, witnesses=(10**6,)))


def test_a_thorough_run_holds_laws_on_more_cases(capsys: pytest.CaptureFixture[str]) -> None:
    """As much as hypothesis draws more than its own hundred, so much more does each law."""
    used = settings.get_current_profile_name()
    law = attrs.evolve(LAW, cases=st.integers(0, 10**6))
    for profile, least in (("isomodel", 10), ("thorough", 100)):
        settings.load_profile(profile)
        try:
            hold(law)
        finally:
            settings.load_profile(used)
        assert f"{least}  all cases\n" in capsys.readouterr().out


def test_a_case_that_breaks_the_law_fails_it() -> None:
    """Drawn or a witness, one case that does not fit is enough."""

    def below(most: int) -> Law[int]:
        def limited(number: int, seen: Seen) -> None:
            assert number < most
            check(number, seen)

        return attrs.evolve(LAW, check=limited, examples=100)

    hold(below(10))
    with pytest.raises(AssertionError):
        hold(below(9))
    with pytest.raises(AssertionError):
        hold(attrs.evolve(below(10), witnesses=(10,)))


def test_a_bug_is_told_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A law does not fail on what is right, and fails with the bug, which is gone afterwards."""
    assert not fails(LAW)
    with monkeypatch.context() as patched:
        LAW.bugs["the last is lost"](patched)
        assert fails(LAW)
    assert not fails(LAW)


def test_only_what_is_noticed_counts_as_failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that a law does not name ends the test: it is no bug that was noticed."""
    monkeypatch.setattr(Doubling, "double", staticmethod(lambda number: number / 0))
    with pytest.raises(ZeroDivisionError):
        fails(LAW)
    assert fails(attrs.evolve(LAW, noticed=(ZeroDivisionError,)))


def test_every_bug_of_every_law_is_listed() -> None:
    """The parameters of a test have each law with each of its bugs, named by both."""
    listed: list[Any] = seeded([LAW, attrs.evolve(LAW, name="other", bugs={})])
    assert [one.id for one in listed] == ["doubling: the last is lost"]
    assert listed[0].values == (LAW, LAW.bugs["the last is lost"])


def test_a_brief_case_prints_as_it_says() -> None:
    """Hypothesis prints such a case by its own words."""

    @attrs.frozen(repr=False)
    class Case(Brief):
        def __repr__(self) -> str:
            return "brief"

    class Printer:
        told = ""

        def text(self, text: str) -> None:
            self.told += text

    printer = Printer()
    Case()._repr_pretty_(printer, cycle=False)
    assert printer.told == "brief"
