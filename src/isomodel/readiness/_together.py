# SPDX-License-Identifier: Apache-2.0
"""Several standards at once: the worst answer first, then how the answers are distributed, never a mean.

An integrated system is one system and several certificates: each standard has an answer of its own, and one that is
not ready is not made up for by another that is. What stands beside the answers is what they have in common: the one
review, finding or requirement of the common core that holds up several of them.
"""

from __future__ import annotations

import datetime as dt
import enum
import html
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from isomodel.assessment import Assessment
from isomodel.errors import IsomodelError
from isomodel.identifiers import StandardRef
from isomodel.model import Extensions, StandardEdition
from isomodel.policy import Policy
from isomodel.readiness._answer import LIMITS, Readiness, default_policy, evaluate
from isomodel.readiness._nouns import (
    Blocker,
    BlockerKind,
    Bucket,
    EntryReadiness,
    EvidenceState,
    Gate,
    Outcome,
    Tally,
    Verdict,
)
from isomodel.text import printable, shortened

__all__ = [
    "BucketSpread",
    "FirstChange",
    "GateOverview",
    "HeldUp",
    "NothingAskedError",
    "Overview",
    "SharedBlocker",
    "SharedKind",
    "StandardCount",
    "VerdictChange",
    "VerdictCount",
    "together",
    "worst_of",
]

WORST_FIRST = (Verdict.NOT_READY, Verdict.UNDETERMINED, Verdict.READY)
"""The order in which a verdict decides over others: what is known to fail before what nobody can tell."""

ONE_FOR_ALL = (
    "aspects.",
    "findings.complete",
    "internal-audit.",
    "management-review.",
    "obligations.",
    "risks.",
    "scope.",
)
"""How facts begin that are the same matter in every standard: what an integrated system has, does or says once.

Facts about an edition, its controls, or hazards, objectives and findings are a matter of each standard; what those have
in common is the record they name.
"""


class SharedKind(enum.Enum):
    """What several standards have in common."""

    FACT = "fact"
    """A fact about what an integrated system does once, such as its management review."""
    RECORD = "record"
    """A finding, a hazard, an objective or an item of evidence, named with its kind, such as ``finding:NC-1``."""
    REQUIREMENT = "requirement"
    """A requirement of the common core that requirements of several standards only specialise."""


@attrs.define(eq=False)
class NothingAskedError(IsomodelError, ValueError):
    """A question about several things that names none; ``what`` is what was to be named, ``nearest`` what would do."""

    what: str
    hint: str

    def __str__(self) -> str:
        """Say what is missing and what would do."""
        return f"no {self.what} to ask about; {self.hint}"


@attrs.frozen(kw_only=True)
class StandardCount:
    """How many entries of one standard are in a bucket.

    Attributes:
        standard: The edition.
        count: The number.
    """

    standard: StandardRef
    count: int


@attrs.frozen(kw_only=True)
class BucketSpread:
    """One bucket, the standards side by side; the numbers of different standards are not added.

    Attributes:
        bucket: The bucket.
        counts: Entries in it for each standard, in the order of the standards.
    """

    bucket: Bucket
    counts: tuple[StandardCount, ...]


@attrs.frozen(kw_only=True)
class VerdictCount:
    """How many standards have a verdict.

    Attributes:
        verdict: The verdict.
        count: The number of standards.
        standards: Which, in order.
    """

    verdict: Verdict
    count: int
    standards: tuple[StandardRef, ...]


@attrs.frozen(kw_only=True)
class HeldUp:
    """One blocker of one standard that comes from a common matter.

    Attributes:
        standard: The edition it holds up.
        subject: The fact, requirement or control that blocks there.
        outcome: Known to fail, or not known.
        sentence: What is the matter there, in words.
    """

    standard: StandardRef
    subject: str
    outcome: Outcome
    sentence: str


@attrs.frozen(kw_only=True)
class SharedBlocker:
    """One matter that holds up several standards: dealt with once, it is dealt with in each.

    Attributes:
        position: Its place, from 1: what holds up most standards first, then what is known to fail, then what blocks
            most.
        kind: What it is.
        subject: The fact, the requirement of the core, or the record.
        outcome: Known to fail in at least one standard, or not known in any.
        standards: The standards it holds up, in order; at least two.
        held: What it blocks in each of them.
    """

    position: int
    kind: SharedKind
    subject: str
    outcome: Outcome
    standards: tuple[StandardRef, ...]
    held: tuple[HeldUp, ...]


@attrs.frozen(kw_only=True)
class VerdictChange:
    """One standard whose verdict becomes another by time alone.

    Attributes:
        standard: The edition.
        gate: The audit asked about.
        verdict: The verdict from that day on.
    """

    standard: StandardRef
    gate: Gate
    verdict: Verdict


@attrs.frozen(kw_only=True)
class FirstChange:
    """The first day on which any verdict becomes another by time alone.

    Attributes:
        on: The day.
        changes: The verdicts that do on that day, by gate and standard.
    """

    on: dt.date
    changes: tuple[VerdictChange, ...]


@attrs.frozen(kw_only=True)
class GateOverview:
    """The answers of all standards for one gate.

    Attributes:
        gate: The audit asked about.
        verdict: The worst of the verdicts.
        held_by: The standards that make it so.
        verdicts: How many standards have each verdict, the worst first, those of none left out.
        requirements: Counts of requirements per bucket, the worst first, standards side by side.
        controls: Counts of reference controls, apart, for the standards that have any.
        shared: What holds up several standards.
    """

    gate: Gate
    verdict: Verdict
    held_by: tuple[StandardRef, ...]
    verdicts: tuple[VerdictCount, ...]
    requirements: tuple[BucketSpread, ...]
    controls: tuple[BucketSpread, ...]
    shared: tuple[SharedBlocker, ...]


@attrs.frozen(kw_only=True)
class Overview:
    """The answers of several standards for one or more gates on one day.

    Attributes:
        organization: Whose record it is.
        as_of: The day asked about.
        verdict: The worst of all verdicts.
        policy: Name and version of the policy.
        standards: The editions asked about, in order.
        gates: The answers per gate, in the order of the gates.
        first_change: The first day on which any verdict changes by time alone; absent where none ever does.
        results: The answer for each gate and standard, whole.
        limits: What the answer is not.
        extensions: Data of other programs.
    """

    organization: str
    as_of: dt.date
    verdict: Verdict
    policy: str
    standards: tuple[StandardRef, ...]
    gates: tuple[GateOverview, ...]
    first_change: FirstChange | None = None
    results: tuple[Readiness, ...]
    limits: tuple[str, ...] = LIMITS
    extensions: Extensions = attrs.field(factory=Extensions)

    def __repr__(self) -> str:
        """Name the worst verdict in one line."""
        gates = ", ".join(one.gate.value for one in self.gates)
        return f"<Overview of {len(self.standards)} standards, {gates}, {self.as_of}: {self.verdict.value}>"

    def __str__(self) -> str:
        """Print the answers as text to be pasted into a mail."""
        return "\n".join(self.lines(width=_WIDTH))

    def lines(self, *, width: int | None = None) -> tuple[str, ...]:
        """Return the text line by line.

        Args:
            width: How many characters of a long line are kept; all of them where left out.
        """
        return tuple(_lines(self, width))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per gate and standard, for any data frame."""
        return tuple(
            {
                "gate": result.gate.value,
                "standard": str(result.standard),
                "verdict": result.verdict.value,
                **_counted("requirements", result.requirements),
                **_counted("controls", result.controls),
                "blockers": str(len(result.blockers)),
                "changes_on": str(result.changes_on.on) if result.changes_on is not None else "",
                "changes_to": result.changes_on.verdict.value if result.changes_on is not None else "",
            }
            for result in self.results
        )


def worst_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several verdicts; there has to be one.

    >>> worst_of([Verdict.READY, Verdict.UNDETERMINED]).value
    'undetermined'
    """
    return min(verdicts, key=WORST_FIRST.index)


def together(  # noqa: PLR0913 - the question has six parts, four of them by name.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    standards: Iterable[StandardRef | str] | None = None,
    gates: Gate | str | Iterable[Gate | str],
    on: dt.date,
    policy: Policy | None = None,
) -> Overview:
    """Say for several standards at once whether an organization is ready, and what they have in common.

    Each answer is that of :func:`evaluate`. The worst comes first, then how the answers are distributed; nothing is
    ever averaged over standards, and adding a standard never makes the worst better.

    Args:
        assessment: The organization's record.
        editions: The content of the editions, as :func:`isomodel.catalogue.load_for` gives it.
        standards: The editions asked about; all of the assessment where left out.
        gates: The audit or audits asked about.
        on: The day asked about; the library reads no clock.
        policy: The numbers that standards leave open; :func:`default_policy` where left out.

    Raises:
        NothingAskedError: No standard or no gate is named.
        EditionMismatchError: The assessment is not against a standard, or its content was not given.
        IdentifierError: A standard is not a reference.
        UnknownNameError: There is no such gate, or the policy lacks a parameter.
        NotADayError: The day is not a plain date.
    """
    named = assessment.editions if standards is None else standards
    refs = sorted({StandardRef.parse(one) if isinstance(one, str) else one for one in named})
    asked = dict.fromkeys((gates,) if isinstance(gates, Gate | str) else gates)
    if not refs:
        hint = "the assessment is against no edition" if standards is None else "leave standards out to ask about all"
        raise NothingAskedError("standard", hint)
    if not asked:
        raise NothingAskedError("gate", f"there are {', '.join(gate.value for gate in Gate)}")
    known = tuple(editions)
    used = policy if policy is not None else default_policy()
    found = {
        (result.gate, result.standard): result
        for gate in asked
        for ref in refs
        for result in (evaluate(assessment, known, standard=ref, gate=gate, on=on, policy=used),)
    }
    order = [gate for gate in Gate if (gate, refs[0]) in found]
    results = tuple(found[gate, ref] for gate in order for ref in refs)
    common = _Common(assessment, [edition for edition in known if edition.ref in refs])
    return Overview(
        organization=assessment.organization.name,
        as_of=on,
        verdict=worst_of(result.verdict for result in results),
        policy=results[0].policy,
        standards=tuple(refs),
        gates=tuple(gate_named(gate, [found[gate, ref] for ref in refs], common) for gate in order),
        first_change=_first_change(results),
        results=results,
    )


def gate_named(gate: Gate, results: Sequence[Readiness], common: _Common) -> GateOverview:
    worst = worst_of(result.verdict for result in results)
    by_verdict = {verdict: [one.standard for one in results if one.verdict is verdict] for verdict in WORST_FIRST}
    return GateOverview(
        gate=gate,
        verdict=worst,
        held_by=tuple(by_verdict[worst]),
        verdicts=tuple(
            VerdictCount(verdict=verdict, count=len(refs), standards=tuple(refs))
            for verdict, refs in by_verdict.items()
            if refs
        ),
        requirements=_spread({result.standard: result.requirements for result in results}),
        controls=_spread({result.standard: result.controls for result in results if result.controls is not None}),
        shared=common.of(results),
    )


def _spread(tallies: Mapping[StandardRef, Tally]) -> tuple[BucketSpread, ...]:
    counts = {ref: {one.bucket: one.count for one in tally.buckets} for ref, tally in tallies.items()}
    return tuple(
        BucketSpread(
            bucket=bucket,
            counts=tuple(StandardCount(standard=ref, count=held.get(bucket, 0)) for ref, held in counts.items()),
        )
        for bucket in Bucket
        if any(bucket in held for held in counts.values())
    )


def _first_change(results: Iterable[Readiness]) -> FirstChange | None:
    dated = [(one.changes_on.on, one, one.changes_on) for one in results if one.changes_on is not None]
    if not dated:
        return None
    first = min(day for day, _, _ in dated)
    return FirstChange(
        on=first,
        changes=tuple(
            VerdictChange(standard=one.standard, gate=one.gate, verdict=change.verdict)
            for day, one, change in dated
            if day == first
        ),
    )


# What is in common.

_Matter = tuple[SharedKind, str]


class _Common:
    """What blockers of different standards come from."""

    def __init__(self, assessment: Assessment, editions: Sequence[StandardEdition]) -> None:
        self._cores = {
            str(one.ref): str(one.specialises)
            for edition in editions
            for one in edition.requirements()
            if one.specialises is not None
        }
        self._records = {one.id: f"hazard:{one.id}" for one in assessment.hazards}
        self._records.update({one.id: f"finding:{one.id}" for one in assessment.findings})
        self._records.update({one.id: f"objective:{one.id}" for one in assessment.objectives})

    def of(self, results: Sequence[Readiness]) -> tuple[SharedBlocker, ...]:
        """List what holds up more than one of the standards, each matter once.

        A requirement is left out where one record is the matter with it everywhere: the record is listed instead.
        """
        held: dict[_Matter, list[HeldUp]] = {}
        for result in results:
            entries = {str(entry.ref): entry for entry in result.entries}
            for blocker in result.blockers:
                one = HeldUp(
                    standard=result.standard,
                    subject=blocker.subject,
                    outcome=blocker.outcome,
                    sentence=blocker.sentence,
                )
                for matter in dict.fromkeys(self._matters(result, blocker, entries)):
                    held.setdefault(matter, []).append(one)
        shared = [(matter, ones) for matter, ones in held.items() if len({one.standard for one in ones}) > 1]
        named: dict[HeldUp, set[_Matter]] = {}
        for matter, ones in shared:
            if matter[0] is SharedKind.RECORD:
                for one in ones:
                    named.setdefault(one, set()).add(matter)
        shared = [
            (matter, ones)
            for matter, ones in shared
            if matter[0] is not SharedKind.REQUIREMENT or not set.intersection(*(named.get(one, set()) for one in ones))
        ]
        shared.sort(key=lambda pair: _weight(*pair))
        return tuple(
            SharedBlocker(
                position=position,
                kind=kind,
                subject=subject,
                outcome=_worst(ones),
                standards=tuple(dict.fromkeys(one.standard for one in ones)),
                held=tuple(ones),
            )
            for position, ((kind, subject), ones) in enumerate(shared, start=1)
        )

    def _matters(self, result: Readiness, blocker: Blocker, entries: Mapping[str, EntryReadiness]) -> Iterator[_Matter]:
        if blocker.kind is BlockerKind.ENTRY:
            yield SharedKind.REQUIREMENT, self._cores.get(blocker.subject, blocker.subject)
            yield from ((SharedKind.RECORD, name) for name in _named(entries[blocker.subject]))
        elif blocker.subject.startswith(ONE_FOR_ALL):
            yield SharedKind.FACT, blocker.subject
        else:
            fact = result.fact(blocker.subject)
            ids = (*fact.against, *fact.missing)
            yield from ((SharedKind.RECORD, self._records[name]) for name in ids if name in self._records)


_SPEAKS = (EvidenceState.LAPSED, EvidenceState.CONTRADICTED, EvidenceState.DISPUTED)


def _named(entry: EntryReadiness) -> Iterator[str]:
    """Name the records that are the matter with an entry in any unit."""
    for unit in entry.units:
        if unit.finding is not None:
            yield f"finding:{unit.finding}"
        if unit.evidence is not None and unit.axes.evidence in _SPEAKS:
            yield f"evidence:{unit.evidence}"


def _worst(held: Iterable[HeldUp]) -> Outcome:
    return Outcome.FAILED if any(one.outcome is Outcome.FAILED for one in held) else Outcome.UNKNOWN


def _weight(matter: _Matter, held: Sequence[HeldUp]) -> tuple[int, bool, int, int, str]:
    kind, subject = matter
    standards = len({one.standard for one in held})
    return -standards, _worst(held) is Outcome.UNKNOWN, list(SharedKind).index(kind), -len(held), subject


# In words.

_MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.UNKNOWN: "?"}
_SHOWN = 12
_WIDTH = 110


def _counted(name: str, tally: Tally | None) -> dict[str, str]:
    counts = Counter({one.bucket: one.count for one in tally.buckets}) if tally is not None else Counter[Bucket]()
    told = {f"{name} {bucket.value}": str(counts[bucket]) for bucket in Bucket}
    return {f"{name} total": str(tally.total if tally is not None else 0), **told}


def _lines(overview: Overview, width: int | None) -> Iterator[str]:
    number = f"{len(overview.standards)} standard{'s' if len(overview.standards) > 1 else ''}"
    yield f"{printable(overview.organization)} · {number} · as of {overview.as_of} · {_loud(overview.verdict)}"
    for one in overview.gates:
        own = [result for result in overview.results if result.gate is one.gate]
        yield f"  {one.gate.value}: {_loud(one.verdict)} by {', '.join(map(str, one.held_by))}"
        for told in one.verdicts:
            yield f"    {told.verdict.value} {told.count}: {', '.join(map(str, told.standards))}"
        yield from _table(own)
        yield from _shared_lines(one.shared, width)
    if overview.first_change is None:
        yield "  no verdict changes by time alone"
    else:
        changes = [f"{one.standard} {one.gate.value} to {one.verdict.value}" for one in overview.first_change.changes]
        yield f"  the first verdict changes on {overview.first_change.on}: {'; '.join(changes)}"
    yield f"  policy {printable(overview.policy)}; {LIMITS[0]}"


def _loud(verdict: Verdict) -> str:
    return verdict.value.upper().replace("-", " ")


def _table(results: Sequence[Readiness]) -> Iterator[str]:
    """Print the counts, a column for each standard."""
    rows: list[tuple[str, list[str]]] = [("", [str(result.standard) for result in results])]
    pick: tuple[tuple[str, Callable[[Readiness], Tally | None]], ...] = (
        ("requirements", lambda result: result.requirements),
        ("reference controls", lambda result: result.controls),
    )
    for name, of in pick:
        tallies = [of(result) for result in results]
        if all(tally is None for tally in tallies):
            continue
        rows.append((name, ["–" if tally is None else str(tally.total) for tally in tallies]))
        counts = [{} if tally is None else {one.bucket: one.count for one in tally.buckets} for tally in tallies]
        for bucket in reversed(Bucket):
            if any(bucket in held for held in counts):
                told = [
                    "–" if tally is None else str(held.get(bucket, 0))
                    for tally, held in zip(tallies, counts, strict=True)
                ]
                rows.append((f"  {bucket.value}", told))
        rows.append(("  share met", ["–" if tally is None else str(tally.share) for tally in tallies]))
    left = max(len(name) for name, _ in rows)
    widths = [max(len(row[number]) for _, row in rows) for number in range(len(results))]
    for name, row in rows:
        cells = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield f"    {name.ljust(left)}  {cells}"


def _shared_lines(shared: Sequence[SharedBlocker], width: int | None) -> Iterator[str]:
    if not shared:
        return
    yield f"    what holds up several standards at once ({len(shared)}):"
    for one in shared[:_SHOWN]:
        told = "; ".join(dict.fromkeys(held.sentence for held in one.held))
        size = f"{len(one.standards)} standards, {len(one.held)} blockers"
        line = f"{one.position:>4}. {_MARKS[one.outcome]} {one.subject}: {size}: {told}"
        yield "  " + _kept(line, width)
    if len(shared) > _SHOWN:
        yield f"          … and {len(shared) - _SHOWN} more"


def _kept(line: str, width: int | None) -> str:
    return printable(line) if width is None else shortened(line, width)
