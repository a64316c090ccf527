# SPDX-License-Identifier: Apache-2.0
"""Working days counted from a day on, and what a calendar and absences make of people."""

from __future__ import annotations

import bisect
import datetime as dt

import attrs

from isomodel.errors import IsomodelError
from isomodel.planning._nouns import Calendar, Person, Weekday
from isomodel.planning._scheduling import Worker

__all__ = ["BeyondHorizonError", "Days"]

HORIZON = 36_525
"""How many days are looked ahead: a hundred years, of which a plan that reaches them has no use."""


@attrs.define(eq=False)
class BeyondHorizonError(IsomodelError, ValueError):
    """A plan that would not end within a hundred years, or work that nobody is ever there for."""

    begins_on: dt.date
    days: int

    def __str__(self) -> str:
        """Say how far was looked, and what to change."""
        return (
            f"the plan would not end within {self.days} days from {self.begins_on}: "
            "give people more capacity or fewer absences, or steps less effort"
        )


class Days:
    """The working days from a day on, by number."""

    def __init__(self, calendar: Calendar, begins: dt.date) -> None:
        """Prepare to count; the first working day on or after ``begins`` has the number 0."""
        self._begins = begins
        self._week = [weekday in calendar.working_days for weekday in Weekday]
        self._holidays = frozenset(calendar.holidays)
        self._days: list[dt.date] = []
        self._looked = 0

    def _look(self) -> bool:
        """Look at one more day and say whether there was one."""
        if self._looked >= HORIZON or self._begins.toordinal() + self._looked > dt.date.max.toordinal():
            return False
        day = dt.date.fromordinal(self._begins.toordinal() + self._looked)
        self._looked += 1
        if self._week[day.weekday()] and day not in self._holidays:
            self._days.append(day)
        return True

    def day(self, number: int) -> dt.date:
        """Return the working day of a number; raises BeyondHorizonError where it is too far away."""
        while len(self._days) <= number:
            if number > HORIZON or not self._look():
                raise BeyondHorizonError(self._begins, HORIZON)
        return self._days[number]

    def until(self, day: dt.date) -> int:
        """Return how many working days there are from the first to a day, that day included."""
        while (not self._days or self._days[-1] < day) and self._look():
            pass
        return bisect.bisect_right(self._days, day)

    def worker(self, person: Person) -> Worker:
        """Return a person as one whose days have numbers."""
        away: list[range] = []
        # As spans: somebody who is gone for good would otherwise be as many numbers as there are days to come.
        for period in sorted(person.absent, key=lambda one: one.first):
            end = self.until(period.last) if period.last >= self._begins else 0
            begin = max(bisect.bisect_left(self._days, period.first), away[-1].stop if away else 0)
            if begin < end:
                away.append(range(begin, end))
        return Worker(capacity=person.capacity, absent=tuple(away))
