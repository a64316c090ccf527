# SPDX-License-Identifier: Apache-2.0
"""What falls when something is gone: who loses support, which entries move, which gates flip, and when.

The graph says who loses support, by which path. What that does to an answer is found by asking again: the very same
question about the record without it. An item that lapses by itself is asked about on that day as well: the answer if it
had been renewed, and the answer as the record stands.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Iterator

import attrs

from isomodel import graph
from isomodel.assessment import Assessment, Conformity
from isomodel.errors import InvariantError, UnknownNameError, nearest
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import StandardEdition
from isomodel.policy import Policy
from isomodel.readiness._answer import Readiness, compare, gate_named, gate_rules, question_about
from isomodel.readiness._comparison import ReadinessComparison
from isomodel.readiness._nouns import Gate
from isomodel.readiness._what_if import Judge, Renew, changed, without
from isomodel.text import printable

__all__ = ["LapseImpact", "Loss", "ReadinessImpact", "impact", "impacts"]


@attrs.frozen(kw_only=True)
class Loss:
    """Something that loses support, leans on what does, or is touched.

    Attributes:
        id: The requirement, control or clause.
        effect: What the impact does to it.
        path: Why: step by step from it to what was asked about, each with its basis and reason.
    """

    id: str
    effect: graph.Effect
    path: tuple[str, ...]


@attrs.frozen(kw_only=True)
class LapseImpact:
    """What an item of evidence brings down on the day it lapses by time alone.

    Attributes:
        evidence: Its id.
        on: The first day on which it no longer counts.
        gates: For each gate the answer on that day had it been renewed, and the answer as the record stands.
    """

    evidence: str
    on: dt.date
    gates: tuple[ReadinessComparison, ...]


@attrs.frozen(kw_only=True, repr=False)
class ReadinessImpact:
    """What falls with evidence, a finding, a requirement or a clause, or with several together.

    Attributes:
        of: What was asked about: ids of nodes of the graph.
        standard: The edition.
        organization: Whose record it is.
        as_of: The day asked about.
        support: What loses support, as the graph says; it knows no day.
        gates: For each gate the answer about the record as it stands, and about the one where it is gone.
        lapses: For evidence that lapses later by time alone, what falls on that day, the first day first.
    """

    of: tuple[str, ...]
    standard: StandardRef
    organization: str
    as_of: dt.date
    support: graph.Impact
    gates: tuple[ReadinessComparison, ...]
    lapses: tuple[LapseImpact, ...]

    @property
    def flips(self) -> tuple[Gate, ...]:
        """The gates whose verdict is another without it."""
        return tuple(one.gate for one in self.gates if one.flips)

    def losses(self) -> Iterator[Loss]:
        """Go through what loses support, in the order of the standard, with the path that proves it.

        Paths are made when they are asked for: all of a long chain together would be as large as its square.
        """
        for one in self.support.impacted:
            path = tuple(str(step) for step in self.support.path(one.node.id))
            yield Loss(id=one.node.id, effect=one.effect, path=path)

    def __repr__(self) -> str:
        """Name what was asked about and the gates that flip."""
        flips = ", ".join(gate.value for gate in self.flips) or "no gate"
        return f"<ReadinessImpact of {', '.join(self.of)}, {self.as_of}: {len(self.support)} reached, flips {flips}>"

    def __str__(self) -> str:
        """Print the answer as text to be pasted into a mail."""
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def lines(self, *, shown: int | None = 12) -> tuple[str, ...]:
        """Return the text line by line.

        Args:
            shown: How many lines of a list are told before the rest is counted; all of them where None.
        """
        lines = [printable(line) for line in str(self.support).splitlines()]
        for one in self.gates:
            lines.extend(one.lines(shown=shown))
        for lapse in self.lapses:
            lines.append(
                printable(f"{lapse.evidence} lapses on {lapse.on}; renewed until then → as the record stands:")
            )
            for one in lapse.gates:
                lines.extend(f"  {line}" for line in one.lines(shown=shown))
        return tuple(lines)

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per difference, for any data frame; ``on`` is the day it shows."""
        causes = ", ".join(self.of)
        now = ((self.as_of, one) for one in self.gates)
        later = ((lapse.on, one) for lapse in self.lapses for one in lapse.gates)
        return tuple({"of": causes, "on": day.isoformat(), **row} for day, one in (*now, *later) for row in one.rows())


def impact(  # noqa: PLR0913 - the question has seven parts, six of them by name.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    standard: StandardRef | str,
    on: dt.date,
    of: str | RequirementRef | Iterable[str | RequirementRef],
    gates: Gate | str | Iterable[Gate | str] | None = None,
    policy: Policy | None = None,
) -> ReadinessImpact:
    """Say what falls when something is gone, with the path, the gates that flip, and the day on which that shows.

    Evidence and findings are taken away as :func:`without` does: what a finding's absence changes is what the finding
    holds down. A requirement, control or clause is judged nonconforming on the day by an external auditor, everything
    below it with it. Several things are gone together.

    Args:
        assessment: The record.
        editions: The content of the editions.
        standard: The edition asked about.
        on: The day asked about.
        of: The id of evidence or of a finding, or a requirement, control or clause such as ``9.2``; or several.
        gates: The gate or gates asked about; all that have rules where left out.
        policy: The numbers that standards leave open; the default policy where left out.

    Raises:
        UnknownNameError: The record and the edition have nothing of that name, or there is no such gate.
        EditionMismatchError: The assessment is not against that edition, or its content was not given.
        IdentifierError: The standard is not a reference.
        InvariantError: No gate is asked about, or nothing that could be judged is below the clause.
        NotADayError: The day is not a plain date.
    """
    return _Asking(assessment, editions, standard, on, gates, policy).of(of)


def impacts(  # noqa: PLR0913 - the question has six parts, five of them by name.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    standard: StandardRef | str,
    on: dt.date,
    gates: Gate | str | Iterable[Gate | str] | None = None,
    policy: Policy | None = None,
) -> tuple[ReadinessImpact, ...]:
    """Say of each item of evidence what falls when it alone is gone, in the order of their ids.

    This is :func:`impact` of each, in much less time: what the answers have in common is worked out once.

    Args:
        assessment: The record.
        editions: The content of the editions.
        standard: The edition asked about.
        on: The day asked about.
        gates: The gate or gates asked about; all that have rules where left out.
        policy: The numbers that standards leave open; the default policy where left out.

    Raises:
        UnknownNameError: There is no such gate.
        EditionMismatchError: The assessment is not against that edition, or its content was not given.
        IdentifierError: The standard is not a reference.
        InvariantError: No gate is asked about.
        NotADayError: The day is not a plain date.
    """
    asking = _Asking(assessment, editions, standard, on, gates, policy)
    return tuple(asking.of(f"evidence:{name}") for name in sorted({item.id for item in assessment.evidence}))


class _Asking:
    """The questions that an impact asks, with the answers about the record as it is."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of a question.
        self,
        assessment: Assessment,
        editions: Iterable[StandardEdition],
        standard: StandardRef | str,
        on: dt.date,
        gates: Gate | str | Iterable[Gate | str] | None,
        policy: Policy | None,
    ) -> None:
        given = tuple(editions)
        named = _every_gate() if gates is None else (gates,) if isinstance(gates, Gate | str) else gates
        asked = tuple(dict.fromkeys(gate_named(one) if isinstance(one, str) else one for one in named))
        if not asked:
            raise InvariantError("impact", "gates", "none", "one gate at least")
        self.questions = [question_about(assessment, given, standard, gate, on, policy) for gate in asked]
        self.record, self.on = assessment, on
        self.edition = self.questions[0].edition
        self.graph = graph.build([self.edition.as_of(on)], assessment=assessment)
        self.answers: dict[tuple[int, dt.date], Readiness] = {}

    def of(self, of: str | RequirementRef | Iterable[str | RequirementRef]) -> ReadinessImpact:
        support = _support(self.graph, of, self.record, self.edition)
        gone = _without(self.record, support.of, self.edition, self.on)
        return ReadinessImpact(
            of=tuple(node.id for node in support.of),
            standard=self.edition.ref,
            organization=self.record.organization.name,
            as_of=self.on,
            support=support,
            gates=self._between(gone, self.on),
            lapses=tuple(self._lapses(_id(node) for node in support.of if node.kind is graph.NodeKind.EVIDENCE)),
        )

    def _between(self, other: Assessment, on: dt.date) -> tuple[ReadinessComparison, ...]:
        """Compare, for each gate, the record as it is with another one."""
        found = []
        for place, question in enumerate(self.questions):
            asked = attrs.evolve(question, on=on)
            if (place, on) not in self.answers:
                # Before the other record is asked about, so that what the two have in common is worked out once.
                self.answers[place, on] = asked.answer()
            found.append(compare(self.answers[place, on], asked.of(other).answer()))
        return tuple(found)

    def _lapses(self, ids: Iterable[str]) -> Iterator[LapseImpact]:
        material = self.questions[0].material
        wanted = set(ids)
        days: dict[str, dt.date] = {}
        for item in self.record.evidence:
            day = material.lapse(item) if item.id in wanted else None
            if day is not None and day > self.on:
                days[item.id] = min(day, days.get(item.id, day))
        for day, name in sorted((day, name) for name, day in days.items()):
            record, _ = changed(self.record, [Renew(name)], edition=self.edition, on=day)
            gates = tuple(one.reversed() for one in self._between(record, day))
            yield LapseImpact(evidence=name, on=day, gates=gates)


def _support(
    whole: graph.RequirementGraph,
    of: str | RequirementRef | Iterable[str | RequirementRef],
    record: Assessment,
    edition: StandardEdition,
) -> graph.Impact:
    keys = (of,) if isinstance(of, str | RequirementRef) else tuple(of)
    for key in keys:
        try:
            whole.node(key)
        except UnknownNameError as error:
            ids = [*(item.id for item in record.evidence), *(finding.id for finding in record.findings)]
            close = nearest(str(key), ids) or edition.nearest(str(key).rpartition(", ")[2])
            raise UnknownNameError("evidence, finding or requirement", str(key), close) from error
    return whole.impact(keys)


def _every_gate() -> tuple[Gate, ...]:
    ruled = {gate for rule in gate_rules().rules for gate in rule.gates}
    return tuple(gate for gate in Gate if gate in ruled)


def _id(node: graph.Node) -> str:
    return node.id.partition(":")[2]


def _without(record: Assessment, nodes: Iterable[graph.Node], edition: StandardEdition, on: dt.date) -> Assessment:
    recorded = [_id(node) for node in nodes if node.ref is None]
    unmet = [Judge(ref=node.id, conformity=Conformity.NONCONFORMING) for node in nodes if node.ref is not None]
    return changed(without(record, *recorded), unmet, edition=edition, on=on)[0]
