# SPDX-License-Identifier: Apache-2.0
"""The cases of one client for one certificate, side by side, each reading the state of the others.

What one process needs to know of another is a row of ``data/cross-facts.json``; such a fact is read from the cases
and cannot be told, so that nobody can grant over a major that is on record. The bundle is complete by itself: what
has no case does not exist in it.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
from importlib import resources

import attrs

from isomodel.errors import InvariantError, UnknownNameError, nearest
from isomodel.lifecycle._definition import Case, Definition, Facts, FactValue
from isomodel.lifecycle._parts import Allowed, Due, FactError, Projected, Stated
from isomodel.lifecycle._verbs import advance, allowed, due, project, start, state
from isomodel.policy import Policy
from isomodel.serialization import parse, structure

__all__ = ["Certification", "CrossFact", "Measure", "NamedCase", "cross_facts"]


class Measure(enum.Enum):
    """What a fact says about the cases it is read from."""

    COUNT = "count"
    """How many stand in one of the states."""
    ANY = "any"
    """Whether at least one stands in one of the states."""
    LATEST_IN = "latest-in"
    """Whether the one begun last stands in one of the states."""
    NAMES = "names"
    """The names last told in the one begun last."""


@attrs.frozen(kw_only=True)
class CrossFact:
    """A fact of one process that the cases of another answer.

    Attributes:
        process: The process that needs it.
        fact: The fact.
        about: The process whose cases answer.
        measure: What it says about them.
        states: The states it looks for.
        where: Only cases in which one of these values was last told of each fact.
        told: The fact of the other process, where names are asked for.
        citation: What it rests on.
    """

    process: str
    fact: str
    about: str
    measure: Measure
    states: tuple[str, ...] = ()
    where: tuple[Stated, ...] = ()
    told: str | None = None
    citation: str


@attrs.frozen(kw_only=True)
class CrossFacts:
    """Every fact that one process reads from another.

    Attributes:
        licence: SPDX identifier.
        facts: The facts.
    """

    licence: str
    facts: tuple[CrossFact, ...]


@functools.cache
def cross_facts() -> tuple[CrossFact, ...]:
    """List every fact that one process reads from the cases of another."""
    data = resources.files(__package__).joinpath("data", "cross-facts.json").read_bytes()
    return structure(parse(data, name="cross-facts.json"), CrossFacts).facts


@attrs.frozen(kw_only=True)
class NamedCase:
    """A case under the name its owner gives it.

    Attributes:
        name: The name.
        case: The case.
    """

    name: str
    case: Case


@attrs.frozen(kw_only=True)
class Certification:
    """The cases of one client, side by side; a frozen value, like everything in it.

    Attributes:
        cases: The cases, in the order in which they were begun.
    """

    cases: tuple[NamedCase, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a name that stands twice."""
        names = [named.name for named in self.cases]
        for name in names:
            if names.count(name) > 1:
                raise InvariantError("Certification", "cases", f"{name} twice", "a name of its own for each case")

    def __getitem__(self, name: str) -> Case:
        """Return a case; raises UnknownNameError with the nearest name."""
        for named in self.cases:
            if named.name == name:
                return named.case
        raise UnknownNameError("case", name, nearest(name, (named.name for named in self.cases)))

    def begin(
        self, name: str, definition: Definition, *, on: dt.date, by: str | None = None, facts: Facts | None = None
    ) -> Certification:
        """Return the certification with one more case; raises FactError and InvariantError."""
        case = start(definition, on=on, by=by, facts=facts or {})
        return Certification(cases=(*self.cases, NamedCase(name=name, case=case)))

    def advance(
        self, name: str, event: str, *, on: dt.date, by: str | None = None, facts: Facts | None = None
    ) -> Certification:
        """Return the certification after an event of one case, the others read as they stand on that day.

        Raises:
            UnknownNameError: There is no such case.
            FactError: A fact that the process does not know, of another type, or not for the caller to tell.
            EventNotAllowedError: The event may not happen.
            EventOrderError: The event is dated before the last one of its case.
        """
        case = self[name]
        after = advance(case, event, on=on, by=by, facts=self.facts_for(name, on=on, told=facts))
        cases = tuple(attrs.evolve(named, case=after) if named.name == name else named for named in self.cases)
        return Certification(cases=cases)

    def allowed(self, name: str, *, on: dt.date, facts: Facts | None = None) -> tuple[Allowed, ...]:
        """List every event that belongs to the present state of one case; see :func:`isomodel.lifecycle.allowed`."""
        return allowed(self[name], on=on, facts=self.facts_for(name, on=on, told=facts))

    def due(self, *, on: dt.date, policy: Policy | None = None) -> tuple[tuple[str, Due], ...]:
        """List what is due in any case, soonest first, each with the name of its case."""
        found = [
            (named.name, item)
            for named in self.cases
            if named.case.started_on <= on
            for item in due(named.case, on=on, policy=policy)
        ]
        return tuple(sorted(found, key=lambda pair: (pair[1].on, pair[0], pair[1].deadline)))

    def project(self, *, until: dt.date) -> tuple[tuple[str, Projected], ...]:
        """List what time alone will do to any case, date by date, each with the name of its case."""
        found = [(named.name, step) for named in self.cases for step in project(named.case, until=until)]
        return tuple(sorted(found, key=lambda pair: (pair[1].on, pair[0])))

    def states(self, *, on: dt.date) -> tuple[tuple[str, str], ...]:
        """List where each case stands on a day; a case not begun by then is left out."""
        return tuple((named.name, state(named.case, on=on)) for named in self.cases if named.case.started_on <= on)

    def facts_for(self, name: str, *, on: dt.date, told: Facts | None = None) -> Facts:
        """Return what was told, together with what the other cases answer on that day.

        Raises:
            FactError: Somebody told a fact that the other cases answer.
        """
        definition = self[name].definition
        facts: dict[str, object] = dict(told or {})
        for cross in cross_facts():
            if cross.process != definition.name or cross.fact not in definition.fact_types:
                continue
            if cross.fact in facts:
                expected = f"nothing: the cases of {cross.about} answer it"
                raise FactError(cross.fact, repr(facts[cross.fact])[:80], expected)
            answer = self._read(cross, on)
            if answer is not None:
                facts[cross.fact] = answer
        return facts

    def _read(self, cross: CrossFact, on: dt.date) -> FactValue | None:
        cases = [
            named.case
            for named in self.cases
            if named.case.definition.name == cross.about
            and named.case.started_on <= on
            and all((named.case.told(fact.name) or ("",))[0] in fact.values for fact in cross.where)
        ]
        standing = [state(case, on=on) in cross.states for case in cases]
        if cross.measure is Measure.COUNT:
            return sum(standing)
        if cross.measure is Measure.ANY:
            return any(standing)
        if cross.measure is Measure.LATEST_IN:
            return bool(standing) and standing[-1]
        return next((names for names in (case.told(cross.told or "") for case in reversed(cases)) if names), None)
