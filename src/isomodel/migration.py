# SPDX-License-Identifier: Apache-2.0
"""What changes from one edition to another, and carrying an organization's records over.

Nothing is carried as conforming across a relation that is not *equal*: it asks for a review, and says why. The old
edition's records stay where they are, because a certificate to it stays valid until its transition ends; what is
carried is put beside them. Every decision is in a log, and the log takes all of it back.
"""

from __future__ import annotations

import datetime as dt
import enum
import html
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias, TypeVar

import attrs

from isomodel import catalogue
from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Assessment,
    Conformity,
    Judgement,
    Judgements,
    Role,
    WorkStatus,
    as_of,
    current_names,
    may_be_excluded,
    places,
)
from isomodel.correspondence import (
    BEST_MATCH,
    Basis,
    Composed,
    Correspondence,
    CorrespondenceTable,
    MatchedWith,
    SetRelation,
    Unmatched,
    compose_tables,
    entries_below,
    invert,
    through_core,
)
from isomodel.errors import InvariantError, IsomodelError, nearest
from isomodel.evidence import EvidenceKind, EvidenceStatus, statuses
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Clause, Control, Requirement, StandardEdition
from isomodel.text import printable, shortened

__all__ = [
    "LINKED",
    "Change",
    "ChangeKind",
    "Comparison",
    "Decision",
    "EntryOutcome",
    "Figure",
    "LinkChange",
    "MigrationError",
    "MigrationLog",
    "MigrationPlan",
    "Outcome",
    "RecordKind",
    "Reusable",
    "Reuse",
    "apply",
    "compare",
    "plan",
    "reuse",
    "undo",
]

EditionName: TypeAlias = StandardEdition | StandardRef | str


# What changes between two editions.


class ChangeKind(enum.Enum):
    """What became of a requirement or control."""

    UNCHANGED = "unchanged"
    """It asks for the same, in the same place."""
    REWORDED = "reworded"
    """It asks for the same in the same place; our statement of it is another one."""
    MOVED = "moved"
    """It asks for the same, in another place."""
    CHANGED = "changed"
    """One became one, and what it asks for is not the same."""
    SPLIT = "split"
    """It became several."""
    MERGED = "merged"
    """It became part of one that others went into as well."""
    NEW = "new"
    """The old edition has nothing like it."""
    WITHDRAWN = "withdrawn"
    """The new edition has nothing like it."""
    UNKNOWN = "unknown"
    """The table of correspondences does not speak of it."""


@attrs.frozen(kw_only=True)
class Change:
    """What became of one requirement or control; where it splits, one of these for each part.

    Attributes:
        kind: What became of it.
        source: The old one; absent for what is new.
        target: The new one; absent for what is withdrawn or unknown.
        relation: How the old relates to the new; absent where one of them is.
        reason: Why, in one line.
        basis: What that rests on; absent where nothing is known.
        source_confidence: How many independent sources agree; 0 is general knowledge only.
    """

    kind: ChangeKind
    source: RequirementRef | None = None
    target: RequirementRef | None = None
    relation: SetRelation | None = None
    reason: str
    basis: Basis | None = None
    source_confidence: int = 0


@attrs.frozen(kw_only=True)
class Comparison:
    """What changes from one edition to another.

    Attributes:
        source: The old edition.
        target: The new edition.
        revision: Revision of the table of correspondences it rests on.
        changes: What became of everything, in the order of the old edition, then what is new.
    """

    source: StandardRef
    target: StandardRef
    revision: int
    changes: tuple[Change, ...]

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """List the changes of one kind, in order."""
        return tuple(change for change in self.changes if change.kind is kind)

    def counts(self) -> dict[ChangeKind, int]:
        """Count the changes by kind, those of every kind; a part of a split or a merger counts once each."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in ChangeKind}

    def rows(self) -> list[dict[str, object]]:
        """Give the changes as flat dicts, for any data frame."""
        return [_row(change) for change in self.changes]

    def __repr__(self) -> str:
        """Name the editions and the size."""
        return f"<Comparison {self.source} → {self.target}: {len(self.changes)} changes>"

    def __str__(self) -> str:
        """Say what changes, for a person: counts first, then everything that is not unchanged."""
        lines = [f"{self.source} → {self.target}", f"  {_counted(self.counts())}"]
        quiet = {ChangeKind.UNCHANGED, ChangeKind.REWORDED}
        lines.extend(f"  {_arrow(one)}: {printable(one.reason)}" for one in self.changes if one.kind not in quiet)
        return "\n".join(lines)


def _row(value: attrs.AttrsInstance) -> dict[str, object]:
    row: dict[str, object] = {}
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name)
        plain = held.value if isinstance(held, enum.Enum) else str(held) if isinstance(held, RequirementRef) else held
        row[field.name] = "" if plain is None else ", ".join(plain) if isinstance(plain, tuple) else plain
    return row


def _counted(counts: Mapping[ChangeKind, int] | Mapping[Outcome, int]) -> str:
    return "  ".join(f"{kind.value.replace('-', ' ')} {count}" for kind, count in counts.items() if count)


def _arrow(change: Change) -> str:
    ends = [end.local for end in (change.source, change.target) if end is not None]
    return f"{change.kind.value} {' → '.join(ends)}"


def compare(old: EditionName, new: EditionName, *, table: CorrespondenceTable | None = None) -> Comparison:
    """Say what became of every requirement and control of an edition, and what is new in the other.

    Args:
        old: The old edition, or its name in any spelling.
        new: The new one.
        table: How they correspond; the table that comes along where none is given.

    Raises:
        UnknownEditionError: An edition is not in the catalogue.
        NoCorrespondenceError: No table was given and none comes along.
        MigrationError: The table is one of other editions.

    >>> found = compare("27001:2013", "27001:2022")
    >>> [(one.source.local, one.target.local) for one in found.of(ChangeKind.SPLIT)][-2:]
    [('A.18.2.3', 'A.5.36'), ('A.18.2.3', 'A.8.8')]
    """
    first, second = _edition(old), _edition(new)
    known = _table(first, second, table)
    moves = _Moves(known, first, second)
    changes: list[Change] = []
    for ref in _entries(first):
        changes.extend(_changes(ref, moves, first, second))
    for ref in _entries(second):
        if ref in moves.arriving:
            continue
        added = moves.added.get(ref)
        if added is None:
            reason = f"the table does not say where {ref.local} comes from"
            changes.append(Change(kind=ChangeKind.UNKNOWN, target=ref, reason=reason))
        else:
            changes.append(
                Change(
                    kind=ChangeKind.NEW,
                    target=ref,
                    reason=added.reason,
                    basis=added.basis,
                    source_confidence=added.source_confidence,
                )
            )
    return Comparison(source=first.ref, target=second.ref, revision=known.revision, changes=tuple(changes))


def _changes(ref: RequirementRef, moves: _Moves, old: StandardEdition, new: StandardEdition) -> Iterator[Change]:
    rows = moves.leaving.get(ref, ())
    if not rows:
        gone = moves.withdrawn.get(ref)
        if gone is None:
            reason = f"the table does not say what became of {ref.local}"
            yield Change(kind=ChangeKind.UNKNOWN, source=ref, reason=reason)
        else:
            yield Change(
                kind=ChangeKind.WITHDRAWN,
                source=ref,
                reason=gone.reason,
                basis=gone.basis,
                source_confidence=gone.source_confidence,
            )
    for row in rows:
        yield Change(
            kind=_kind(row, moves, old, new),
            source=ref,
            target=row.target,
            relation=row.relation,
            reason=row.rationale,
            basis=row.basis,
            source_confidence=row.source_confidence,
        )


def _kind(row: Correspondence, moves: _Moves, old: StandardEdition, new: StandardEdition) -> ChangeKind:
    if len(moves.leaving[row.source]) > 1:
        return ChangeKind.SPLIT
    if len(moves.arriving[row.target]) > 1:
        return ChangeKind.MERGED
    if row.relation is not SetRelation.EQUAL:
        return ChangeKind.CHANGED
    if row.source.local != row.target.local:
        return ChangeKind.MOVED
    before, after = old[row.source], new[row.target]
    alike = getattr(before, "statement", None) == getattr(after, "statement", None)
    return ChangeKind.UNCHANGED if alike else ChangeKind.REWORDED


def _edition(name: EditionName) -> StandardEdition:
    return name if isinstance(name, StandardEdition) else catalogue.load(name)


def _entries(edition: StandardEdition) -> tuple[RequirementRef, ...]:
    return tuple(ref for clause in edition.clauses for ref in entries_below(clause))


def _table(old: StandardEdition, new: StandardEdition, table: CorrespondenceTable | None) -> CorrespondenceTable:
    known = table if table is not None else catalogue.correspondence(old.ref, new.ref)
    if (known.source, known.target) != (old.ref, new.ref):
        reason = f"the table is one from {known.source} to {known.target}"
        raise MigrationError(f"{old.ref} → {new.ref}", reason)
    return known


class _Moves:
    """A table, ready to be asked about single requirements and controls."""

    def __init__(self, table: CorrespondenceTable, old: StandardEdition, new: StandardEdition) -> None:
        self.leaving: dict[RequirementRef, tuple[Correspondence, ...]] = {}
        self.arriving: dict[RequirementRef, tuple[Correspondence, ...]] = {}
        pairs: dict[tuple[RequirementRef, RequirementRef], tuple[int, Correspondence]] = {}
        for row in table.rows:
            if row.source not in old or row.target not in new:
                continue
            # A row about clauses says that they are related, and not which of their requirements are.
            if isinstance(old[row.source], Clause) or isinstance(new[row.target], Clause):
                continue
            sources, targets = entries_below(old[row.source]), entries_below(new[row.target])
            relation = _of_parts(row.relation, len(sources), len(targets))
            for source in sources:
                for target in targets:
                    # Of several rows that speak of a pair, the one about less has the last word.
                    known = pairs.get((source, target))
                    if known is None or len(sources) * len(targets) < known[0]:
                        pair = attrs.evolve(row, source=source, target=target, relation=relation)
                        pairs[source, target] = (len(sources) * len(targets), pair)
        for (source, target), (_, pair) in pairs.items():
            if pair.relation is not SetRelation.NONE:
                self.leaving[source] = (*self.leaving.get(source, ()), pair)
                self.arriving[target] = (*self.arriving.get(target, ()), pair)
        self.withdrawn = _spread(table.withdrawn, old)
        self.added = _spread(table.added, new)


def _of_parts(relation: SetRelation, sources: int, targets: int) -> SetRelation:
    """Say how one part of a source relates to one of a target, where only they as a whole are said to be related.

    A part asks for less than the whole; what is not certain is told as an overlap, which is always looked at.
    """
    if relation is SetRelation.NONE or sources == targets == 1:
        return relation
    if targets == 1 and relation in {SetRelation.EQUAL, SetRelation.SUBSET}:
        return SetRelation.SUBSET
    if sources == 1 and relation in {SetRelation.EQUAL, SetRelation.SUPERSET}:
        return SetRelation.SUPERSET
    return SetRelation.INTERSECTS


def _spread(unmatched: Iterable[Unmatched], edition: StandardEdition) -> dict[RequirementRef, Unmatched]:
    return {ref: one for one in unmatched if one.ref in edition for ref in entries_below(edition[one.ref])}


# What becomes of an organization's records.


class RecordKind(enum.Enum):
    """Which list of an assessment a decision is about."""

    JUDGEMENT = "judgement"
    APPLICABILITY = "applicability"
    NONE = "none"
    """No record at all: what the new edition asks for that the old one does not."""


class Outcome(enum.Enum):
    """What becomes of a record, for one part of the new edition."""

    KEPT = "kept"
    """It is carried as it stands: both editions ask for the same."""
    NEEDS_REVIEW = "needs-review"
    """It is carried as something to look at; nothing is claimed until somebody has."""
    NEW = "new"
    """The new edition asks for it and the old one did not: there is nothing to carry."""
    DROPPED = "dropped"
    """It is not carried: the new edition has nothing it could be about."""
    NOTHING_RECORDED = "nothing-recorded"
    """The old edition asks for it too, and nobody has judged it there."""


@attrs.frozen(kw_only=True)
class Decision:
    """What becomes of one record for one part of the new edition.

    Attributes:
        record: Which list the record is in.
        position: Where in that list it stands, from 0; absent where there is no record.
        source: What the record is about; absent where there is no record.
        through: The requirement or control of the old edition that was followed, where the record is about more.
        target: What it leads to; absent where it leads nowhere.
        outcome: What becomes of it.
        relation: How the old relates to the new; absent where one of them is.
        reason: Why, in one line.
        judgement: What is put into the new record; absent where no judgement is.
        applicability: What is put into the new record; absent where no decision on applicability is.
    """

    record: RecordKind
    position: int | None = None
    source: RequirementRef | None = None
    through: RequirementRef | None = None
    target: RequirementRef | None = None
    outcome: Outcome
    relation: SetRelation | None = None
    reason: str
    judgement: Judgement | None = None
    applicability: ApplicabilityDecision | None = None


LINKED: Mapping[str, tuple[str, ...]] = {
    "evidence": ("supports", "contradicts"),
    "findings": ("criteria",),
    "risks": ("controls",),
    "obligations": ("controls",),
    "objectives": ("standards",),
    "hazards": ("standards",),
    "complaints": ("standards",),
    "changes": ("standards",),
}
"""Which lists of an assessment point at an edition, and by which fields; those of a risk are in its treatment."""


@attrs.frozen(kw_only=True)
class LinkChange:
    """References of the new edition that are put beside those of the old one in a record.

    Attributes:
        records: The list of the assessment, such as ``evidence``.
        id: The record's identifier.
        field: The field, such as ``supports``.
        added: The references added, in the order they stand behind the others.
    """

    records: str = attrs.field(validator=attrs.validators.in_(tuple(LINKED)))
    id: str
    field: str = attrs.field(validator=attrs.validators.in_(tuple(dict.fromkeys(itertools.chain(*LINKED.values())))))
    added: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        """Refuse a field that the records of the list do not have, or that points at no edition."""
        if self.field not in LINKED[self.records]:
            expected = " or ".join(LINKED[self.records])
            raise InvariantError("LinkChange", "field", f"{self.field} of {self.records}", expected)


@attrs.frozen(kw_only=True)
class EntryOutcome:
    """What one requirement or control of the new edition comes to.

    Attributes:
        ref: The requirement or control.
        outcome: The one outcome; where several records lead to it, the one that asks for most.
    """

    ref: RequirementRef
    outcome: Outcome


@attrs.frozen(kw_only=True)
class MigrationPlan:
    """What would become of an assessment's records in a new edition. Nothing has been changed yet.

    Attributes:
        assessment: Id of the assessment.
        source: The edition the records are about.
        target: The edition they are carried to.
        on: The day it was planned for.
        revision: Revision of the table of correspondences it rests on.
        standing: Where both editions stand on that day, in words.
        decisions: What becomes of every record, in the order of the lists, then what is new.
        links: What evidence, findings, risks, obligations and whatever names an edition get beside what they have.
        entries: Every requirement and control of the new edition, in its order, with the one outcome it comes to.
    """

    assessment: str
    source: StandardRef
    target: StandardRef
    on: dt.date
    revision: int
    standing: tuple[str, ...] = ()
    decisions: tuple[Decision, ...]
    links: tuple[LinkChange, ...] = ()
    entries: tuple[EntryOutcome, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not self.links and not any(one.judgement or one.applicability for one in self.decisions)

    def counts(self) -> dict[str, dict[str, int]]:
        """Count the entries of the new edition by outcome, requirements and controls apart; each adds up to it."""
        parts: dict[str, list[Outcome]] = {"requirements": [], "controls": []}
        for one in self.entries:
            parts["requirements" if one.ref.item is not None else "controls"].append(one.outcome)
        return {name: {outcome.value: held.count(outcome) for outcome in Outcome} for name, held in parts.items()}

    def rows(self) -> list[dict[str, object]]:
        """Give the decisions as flat dicts, for any data frame."""
        rows = []
        for one in self.decisions:
            row = _row(one)
            row["judgement"] = one.judgement.conformity.value if one.judgement is not None else ""
            row["applicability"] = one.applicability.decision.value if one.applicability is not None else ""
            rows.append(row)
        return rows

    def __repr__(self) -> str:
        """Name the editions and the size."""
        return f"<MigrationPlan {self.assessment}: {self.source} → {self.target}, {len(self.decisions)} decisions>"

    def __str__(self) -> str:
        """Say what becomes of the record, for a person."""
        return "\n".join(self.lines())

    def lines(self, *, shown: int | None = 12) -> tuple[str, ...]:
        """Say what becomes of the record, line by line: counts, then what needs somebody, by outcome.

        Args:
            shown: How many lines of each outcome; all of them for None.
        """
        told = [f"{self.source} → {self.target} · {printable(self.assessment)} · on {self.on}"]
        told.extend(f"  {printable(one)}" for one in self.standing)
        for name, counts in self.counts().items():
            if sum(counts.values()):
                parts = "  ".join(f"{key.replace('-', ' ')} {count}" for key, count in counts.items() if count)
                told.append(f"  {name} {sum(counts.values())}: {parts}")
        decided = Counter(one.outcome for one in self.decisions if one.record is RecordKind.APPLICABILITY)
        if set(decided) - {Outcome.KEPT}:
            parts = _counted({outcome: decided[outcome] for outcome in Outcome})
            told.append(f"  decisions on applicability, followed to {decided.total()}: {parts}")
        heads = {
            Outcome.NEEDS_REVIEW: "to be reviewed",
            Outcome.NEW: "new",
            Outcome.DROPPED: "not carried",
        }
        for outcome, head in heads.items():
            # What was said of a clause and is left to finer records is in them already.
            telling = [one for one in self.decisions if not one.reason.startswith(_SPOKEN_FOR)]
            lines = list(dict.fromkeys(_told(one) for one in telling if one.outcome is outcome))
            if lines:
                told.append(f"  {head} ({len(lines)}):")
                told.extend(f"    {line}" for line in lines[:shown])
                if shown is not None and len(lines) > shown:
                    told.append(f"    … and {len(lines) - shown} more")
        if self.links:
            lists = Counter(one.records for one in self.links)
            counted = ", ".join(f"{count} of {name.replace('_', ' ')}" for name, count in lists.items())
            told.append(f"  links added beside the old ones: {counted}")
        if self.is_empty:
            told.append("  nothing is left to carry")
        return tuple(told)

    def _repr_html_(self) -> str:
        """Show the text, escaped."""
        return f"<pre>{html.escape(str(self))}</pre>"


def _told(one: Decision) -> str:
    followed = one.through or one.source
    ends = " → ".join(end.local for end in (followed, one.target) if end is not None)
    return f"{ends}: {shortened(one.reason, 110)}"


@attrs.frozen(kw_only=True)
class MigrationLog:
    """What applying a plan did, complete enough to take it back.

    Attributes:
        plan: The plan that was applied, with the reason for every decision.
        edition_added: Whether the new edition was put among those of the assessment: ``added`` or ``there-already``.
        judgements: How many judgements were put behind the others.
        applicability: How many decisions on applicability were.
    """

    plan: MigrationPlan
    edition_added: str = attrs.field(validator=attrs.validators.in_(("added", "there-already")))
    judgements: int
    applicability: int

    def __repr__(self) -> str:
        """Name the plan."""
        return f"<MigrationLog of {self.plan!r}>"


@attrs.define(eq=False)
class MigrationError(IsomodelError, ValueError):
    """Records that cannot be carried over, or a log that does not fit the assessment it is to be taken back from.

    ``what`` names the editions or the assessment, ``reason`` says what is in the way.
    """

    what: str
    reason: str

    def __str__(self) -> str:
        """Name both."""
        return f"{self.what}: {self.reason}"


def plan(
    assessment: Assessment,
    *,
    to: EditionName,
    on: dt.date,
    source: EditionName | None = None,
    table: CorrespondenceTable | None = None,
) -> MigrationPlan:
    """Say what would become of every record of an assessment in a new edition.

    Judgements and decisions on applicability are followed requirement by requirement. Where both editions ask for the
    same they are kept. Everything else needs a review: a judgement is carried as *not assessed*, with its evidence and
    where it comes from; what was known to be nonconforming stays so where the new edition asks for all that the old
    one did. A judgement on a whole clause stays one where the clause is equal as a whole; else it is carried to its
    parts, as far as nothing finer or later has the last word there, and a positive one as its owner's claim, which is
    what it counted for. An exclusion is carried where everything that something was made of is excluded. Audits and
    management reviews stay with the edition they were made against. What has been carried before is not carried again.

    Args:
        assessment: The record.
        to: The edition to carry it to, or its name in any spelling.
        on: The day it is planned for.
        source: The edition to carry from; may be left out where the assessment has one other edition of that standard.
        table: How they correspond; the table that comes along where none is given.

    Raises:
        UnknownEditionError: An edition is not in the catalogue.
        NoCorrespondenceError: No table was given and none comes along.
        MigrationError: The assessment is not against the edition to carry from, it is not clear which that is, or the
            table is one of other editions.
    """
    new = _edition(to)
    old = _edition(source if source is not None else _predecessor(assessment, new))
    if old.ref not in assessment.editions:
        listed = ", ".join(map(str, assessment.editions))
        raise MigrationError(f"assessment {assessment.id}", f"it is against {listed}, not against {old.ref}")
    known = _table(old, new, table)
    planning = _Planning(assessment, old.as_of(on), new.as_of(on), known, on)
    return planning.plan()


def _predecessor(assessment: Assessment, new: StandardEdition) -> StandardRef:
    same = [ref for ref in assessment.editions if ref.undated == new.ref.undated and ref != new.ref]
    if len(same) == 1:
        return same[0]
    listed = ", ".join(map(str, assessment.editions))
    if same:
        reason = f"several of its editions could be carried to {new.ref}: {', '.join(map(str, same))}; name one"
    else:
        close = nearest(str(new.ref), map(str, assessment.editions))
        hint = f"; {close} is another standard" if close is not None else ""
        reason = f"none of its editions ({listed}) is another edition of {new.ref.undated}{hint}"
    raise MigrationError(f"assessment {assessment.id}", reason)


@attrs.frozen
class _Step:
    """One requirement or control of the old edition that a record reaches, and where it leads."""

    through: RequirementRef | None
    row: Correspondence | None
    reason: str
    outcome: Outcome


class _Planning:
    """Works one plan out."""

    def __init__(
        self,
        assessment: Assessment,
        old: StandardEdition,
        new: StandardEdition,
        table: CorrespondenceTable,
        on: dt.date,
    ) -> None:
        self.assessment = assessment
        self.named = current_names(assessment, (old, new))
        self.old = old
        self.new = new
        self.table = table
        self.moves = _Moves(table, old, new)
        self.on = on
        self.standing = Judgements(self.named.judgements)
        self.units = assessment.units_in_scope() or (None,)
        self.every_unit = tuple(unit.id for unit in assessment.organization.units)
        # What is asked again for every judgement on a clause.
        self.finer: dict[tuple[RequirementRef, int, str | None], bool] = {}
        self.positive: dict[RequirementRef, list[tuple[int, Judgement]]] = {}

    def plan(self) -> MigrationPlan:
        judged = [
            decision
            for position, one in enumerate(self.named.judgements)
            if one.target.standard == self.old.ref
            for decision in self._judgement(position, one)
        ]
        decided = [
            decision
            for position, one in enumerate(self.named.applicability)
            if one.target.standard == self.old.ref
            for decision in self._applicability(position, one)
        ]
        judged = self._agreed(judged)
        decided = self._one_answer(decided)
        entries = self._entries(judged)
        return MigrationPlan(
            assessment=self.assessment.id,
            source=self.old.ref,
            target=self.new.ref,
            on=self.on,
            revision=self.table.revision,
            standing=tuple(self._standing()),
            decisions=(*self._not_again(judged), *self._not_again(decided), *self._new()),
            links=tuple(self._links()),
            entries=entries,
        )

    def _standing(self) -> Iterator[str]:
        for standing in catalogue.editions(on=self.on):
            if standing.ref in {self.old.ref, self.new.ref}:
                yield f"{standing.ref} is {standing.reason}"

    # Following a record.

    def _steps(self, target: RequirementRef) -> tuple[list[_Step], RequirementRef | None]:
        """Follow what a record is about; the second value is the clause that takes its place as a whole, if any."""
        if target not in self.old:
            reason = f"{self.old.ref} has no {target.local}"
            return [_Step(None, None, reason, Outcome.DROPPED)], None
        below = entries_below(self.old[target])
        if not below:
            reason = f"{target.local} holds no requirement that could have been carried"
            return [_Step(None, None, reason, Outcome.DROPPED)], None
        steps = [step for ref in below for step in self._followed(ref)]
        return steps, self._whole(target, steps) if target not in below else None

    def _followed(self, ref: RequirementRef) -> Iterator[_Step]:
        rows = self.moves.leaving.get(ref, ())
        for row in rows:
            equal = row.relation is SetRelation.EQUAL
            yield _Step(ref, row, row.rationale, Outcome.KEPT if equal else Outcome.NEEDS_REVIEW)
        if not rows and ref in self.moves.withdrawn:
            yield _Step(ref, None, self.moves.withdrawn[ref].reason, Outcome.DROPPED)
        elif not rows:
            reason = f"the table does not say what became of {ref.local}"
            yield _Step(ref, None, reason, Outcome.NEEDS_REVIEW)

    def _whole(self, target: RequirementRef, steps: Sequence[_Step]) -> RequirementRef | None:
        """Return the part of the new edition that holds the equals of everything below the target, and nothing else.

        Each has to be the only counterpart of the other; and where several parts of an edition hold the same, it has to
        be clear which took whose place: what is coarser stays coarser.
        """
        rows = [step.row for step in steps if step.row is not None and step.outcome is Outcome.KEPT]
        sources, reached = {row.source for row in rows}, {row.target for row in rows}
        alone = len(sources) == len(reached) == len(steps) and all(
            len(self.moves.arriving[ref]) == 1 for ref in reached
        )
        if not alone:
            return None
        before = _holding(self.old, rows[0].source, sources)
        after = _holding(self.new, rows[0].target, reached)
        same = [attrs.evolve(place, standard=self.new.ref) for place in before]
        if set(same) <= set(after):
            return attrs.evolve(target, standard=self.new.ref)
        return after[0] if len(before) == 1 and after else None

    def _judgement(self, position: int, one: Judgement) -> Iterator[Decision]:
        steps, whole = self._steps(one.target)
        if whole is not None:
            told = f"every requirement below {one.target.local} has its equal below {whole.local}, and nothing is added"
            carried = self._carried(one, whole, told, exact=True)
            yield self._decided(position, one.target, None, whole, Outcome.KEPT, SetRelation.EQUAL, told, carried)
            return
        exact = one.target in {step.through for step in steps}
        for step in steps:
            if step.row is None:
                yield self._decided(position, one.target, step.through, None, step.outcome, None, step.reason, None)
                continue
            left = one if exact else self._left_of(one, step.row.source)
            put: Judgement | None
            reason = step.reason
            if left is None:
                put, reason = None, f"{_SPOKEN_FOR}: {reason}"
            elif step.outcome is Outcome.KEPT:
                put = self._carried(left, step.row.target, reason, exact=exact)
            else:
                put = self._to_review(left, step.row)
            yield self._decided(
                position,
                one.target,
                None if exact else step.through,
                step.row.target,
                step.outcome,
                step.row.relation,
                reason,
                put,
            )

    def _left_of(self, one: Judgement, ref: RequirementRef) -> Judgement | None:
        """Return a judgement on a clause for the units in which it still says something about a requirement below.

        Carried to the requirement it would be as fine as what was said of that alone: what a finer judgement has
        overruled, or a later one, does not come back.
        """
        fineness = -places(ref).index(one.target)
        failed = one.conformity is Conformity.NONCONFORMING

        def speaks(unit: str | None) -> bool:
            if not failed:
                return not self._said_finer(ref, fineness, unit)
            positive = self._positive(ref)
            return Judgements.resolve([(fineness, one), *positive], unit).conformity is not Conformity.CONFORMING

        if not self.every_unit:
            return one if speaks(None) else None
        named = one.units or self.every_unit
        units = tuple(unit for unit in named if speaks(unit))
        if len(units) == len(named):
            return one
        return attrs.evolve(one, units=units) if units else None

    def _said_finer(self, ref: RequirementRef, fineness: int, unit: str | None) -> bool:
        """Say whether anything stands in a unit that is closer to a requirement; many judgements ask the same."""
        key = (ref, fineness, unit)
        if key not in self.finer:
            closer = [pair for pair in self.standing.about(ref) if pair[0] > fineness]
            self.finer[key] = Judgements.resolve(closer, unit).judgement is not None
        return self.finer[key]

    def _positive(self, ref: RequirementRef) -> list[tuple[int, Judgement]]:
        if ref not in self.positive:
            about = self.standing.about(ref)
            self.positive[ref] = [pair for pair in about if pair[1].conformity is Conformity.CONFORMING]
        return self.positive[ref]

    @staticmethod
    def _decided(  # noqa: PLR0913, PLR0917 - the facts of a decision.
        position: int,
        source: RequirementRef,
        through: RequirementRef | None,
        target: RequirementRef | None,
        outcome: Outcome,
        relation: SetRelation | None,
        reason: str,
        carried: Judgement | ApplicabilityDecision | None,
        record: RecordKind = RecordKind.JUDGEMENT,
    ) -> Decision:
        return Decision(
            record=record,
            position=position,
            source=source,
            through=through,
            target=target,
            outcome=outcome,
            relation=relation,
            reason=reason,
            judgement=carried if isinstance(carried, Judgement) else None,
            applicability=carried if isinstance(carried, ApplicabilityDecision) else None,
        )

    def _carried(self, one: Judgement, target: RequirementRef, reason: str, *, exact: bool) -> Judgement:
        # A positive judgement that reached a requirement from a clause counted as a claim: it is not made stronger.
        claimed = not exact and one.conformity is Conformity.CONFORMING
        return attrs.evolve(
            one,
            target=target,
            role=Role.OWNER if claimed else one.role,
            catalogue_revision=self.new.catalogue_revision,
            note=_noted(one.note, f"Carried over from {one.target}: {reason}"),
        )

    def _to_review(self, one: Judgement, row: Correspondence) -> Judgement:
        fails = row.relation is SetRelation.SUBSET and self._stands_failed(one, row.source)
        begun = one.work_status is WorkStatus.IMPLEMENTED and row.relation is not SetRelation.SUPERSET
        told = (
            f"Carried over for review from {one.target} ({one.conformity.value}), {row.relation.value}: {row.rationale}"
        )
        return attrs.evolve(
            one,
            target=row.target,
            conformity=Conformity.NONCONFORMING if fails else Conformity.NOT_ASSESSED,
            work_status=WorkStatus.PARTIAL if begun else one.work_status,
            catalogue_revision=self.new.catalogue_revision,
            note=_noted(one.note, told),
        )

    def _stands_failed(self, one: Judgement, ref: RequirementRef) -> bool:
        if one.conformity is not Conformity.NONCONFORMING:
            return False
        units = [unit for unit in self.units if unit is None or not one.units or unit in one.units]
        return any(self.standing.standing(ref, unit).conformity is Conformity.NONCONFORMING for unit in units)

    def _agreed(self, decisions: list[Decision]) -> list[Decision]:
        """Where records that come from different places contradict each other in one, let nothing positive stand.

        Only what was judged on one day contradicts: a later judgement has the last word, and so has a negative one of
        a higher role. A claim made on a clause counts as one that comes from elsewhere.
        """
        together: dict[tuple[RequirementRef, dt.date], list[tuple[Decision, Judgement]]] = {}
        for one in decisions:
            if one.judgement is not None:
                together.setdefault((one.judgement.target, one.judgement.judged_on), []).append((one, one.judgement))
        agreed = []
        for one in decisions:
            judgement = one.judgement
            if judgement is None or judgement.conformity is not Conformity.CONFORMING:
                agreed.append(one)
                continue
            rivals = [
                other
                for other, told in together[judgement.target, judgement.judged_on]
                if (_origin(other) != _origin(one) or one.through is not None) and self._contradicts(told, judgement)
            ]
            if not rivals:
                agreed.append(one)
                continue
            others = sorted({_origin(other).local for other in rivals})
            reason = f"what came from {', '.join(others)} is not conforming: {one.reason}"
            told_of = f"Carried over for review from {one.source} ({judgement.conformity.value}): {reason}"
            note = _noted(self.named.judgements[one.position or 0].note, told_of)
            open_again = attrs.evolve(judgement, conformity=Conformity.NOT_ASSESSED, note=note)
            agreed.append(attrs.evolve(one, outcome=Outcome.NEEDS_REVIEW, reason=reason, judgement=open_again))
        return agreed

    def _contradicts(self, other: Judgement, positive: Judgement) -> bool:
        """Say whether another judgement on the same thing, of the same day, leaves nothing of a positive one."""
        apart = self.every_unit and other.units and positive.units and set(other.units).isdisjoint(positive.units)
        if apart or other.conformity is Conformity.CONFORMING:
            return False
        if other.conformity is Conformity.NOT_ASSESSED:
            return other.role is positive.role
        return _ROLES.index(positive.role) >= _ROLES.index(other.role)

    def _applicability(self, position: int, one: ApplicabilityDecision) -> Iterator[Decision]:
        kind = RecordKind.APPLICABILITY
        steps, whole = self._steps(one.target)
        if whole is not None:
            told = f"every requirement below {one.target.local} has its equal below {whole.local}, and nothing is added"
            kept = attrs.evolve(one, target=whole)
            yield self._decided(position, one.target, None, whole, Outcome.KEPT, SetRelation.EQUAL, told, kept, kind)
            return
        exact = one.target in {step.through for step in steps}
        for step in steps:
            # What applied in part applies; what did not apply says nothing about what it became a part of.
            carried, reason = None, step.reason
            if step.row is not None and not exact and self._decided_finer(one, step.row.source):
                reason = f"{_SPOKEN_FOR}: {reason}"
            elif step.row is not None and (step.outcome is Outcome.KEPT or one.decision is Applicability.APPLICABLE):
                carried = attrs.evolve(one, target=step.row.target)
            yield self._decided(
                position,
                one.target,
                None if exact else step.through,
                step.row.target if step.row is not None else None,
                step.outcome,
                step.row.relation if step.row is not None else None,
                reason,
                carried,
                kind,
            )

    def _decided_finer(self, one: ApplicabilityDecision, ref: RequirementRef) -> bool:
        """Say whether something closer to a requirement than the clause a decision is about was decided on."""
        above = places(ref)
        closer = above[: above.index(one.target)]
        return any(other.target in closer for other in self.named.applicability)

    def _one_answer(self, decisions: list[Decision]) -> list[Decision]:
        """Carry an exclusion only to what may be excluded, and where all that it was made of is excluded."""
        answered = []
        for one in decisions:
            against = None
            if one.applicability is not None and one.applicability.decision is Applicability.NOT_APPLICABLE:
                target = one.applicability.target
                others = {row.source for row in self.moves.arriving.get(target, ())} - {_origin(one)}
                if not may_be_excluded(self.new[target]):
                    against = f"{self.new.ref} does not let {target.local} be set aside"
                elif not all(map(self._set_aside, others)):
                    against = "another part of what it became applies"
            if against is None:
                answered.append(one)
            else:
                reason = f"{against}: {one.reason}"
                answered.append(attrs.evolve(one, outcome=Outcome.NEEDS_REVIEW, reason=reason, applicability=None))
        return answered

    def _set_aside(self, ref: RequirementRef) -> bool:
        """Say whether the finest and latest that was decided on a requirement sets it aside, with a reason."""
        for place in places(ref):
            about = [one for one in self.named.applicability if one.target == place]
            if about:
                last = max(one.decided_on for one in about)
                return all(
                    one.decision is Applicability.NOT_APPLICABLE and (one.justification or "").strip()
                    for one in about
                    if one.decided_on == last
                )
        return False

    def _not_again(self, decisions: list[Decision]) -> Iterator[Decision]:
        """Take out what is in the record already, and what two decisions would put there twice.

        A later version of the catalogue may give other reasons for the same: that is not carried a second time.
        """
        there, decided = set(self.named.judgements), set(self.named.applicability)
        planned = {one.judgement for one in decisions if one.judgement is not None}
        # Each judgement that is there answers for one that would be put there, first of all for its very equal.
        left = Counter(map(_bare, there - planned))
        seen: set[Judgement] = set()
        for one in decisions:
            judgement = one.judgement
            if judgement is not None and judgement not in seen and judgement not in there and left[_bare(judgement)]:
                left[_bare(judgement)] -= 1
                there.add(judgement)
            again = judgement in there or judgement in seen or one.applicability in decided
            yield (
                attrs.evolve(one, judgement=None, applicability=None, reason=f"{_THERE}: {one.reason}")
                if again
                else one
            )
            if judgement is not None:
                seen.add(judgement)
            if one.applicability is not None:
                decided.add(one.applicability)

    # The new edition as a whole.

    def _entries(self, decisions: Sequence[Decision]) -> tuple[EntryOutcome, ...]:
        reached: dict[RequirementRef, set[Outcome]] = {}
        for one in decisions:
            if one.target is not None:
                for ref in entries_below(self.new[one.target]):
                    reached.setdefault(ref, set()).add(one.outcome)
        entries = []
        for ref in _entries(self.new):
            outcomes = reached.get(ref, set())
            if Outcome.NEEDS_REVIEW in outcomes:
                outcome = Outcome.NEEDS_REVIEW
            elif outcomes:
                outcome = Outcome.KEPT
            elif ref in self.moves.arriving:
                outcome = Outcome.NOTHING_RECORDED
            else:
                # What the table does not account for counts as new: nothing of the record is about it.
                outcome = Outcome.NEW
            entries.append(EntryOutcome(ref=ref, outcome=outcome))
        return tuple(entries)

    def _new(self) -> Iterator[Decision]:
        for ref in _entries(self.new):
            if ref not in self.moves.arriving:
                added = self.moves.added.get(ref)
                reason = added.reason if added is not None else f"the table does not say where {ref.local} comes from"
                yield Decision(record=RecordKind.NONE, target=ref, outcome=Outcome.NEW, reason=reason)

    # What other records point at.

    def _links(self) -> Iterator[LinkChange]:
        for item in self.assessment.evidence:
            # What shows one part of a merger and speaks against another does not show what they became.
            against = {target for ref in item.contradicts for target in self._led(ref)}
            yield from self._beside("evidence", item.id, "supports", item.supports, against)
            yield from self._beside("evidence", item.id, "contradicts", item.contradicts)
        for finding in self.assessment.findings:
            yield from self._beside("findings", finding.id, "criteria", finding.criteria)
        for risk in self.assessment.risks:
            if risk.treatment is not None:
                yield from self._beside("risks", risk.id, "controls", risk.treatment.controls)
        for obligation in self.assessment.obligations:
            yield from self._beside("obligations", obligation.id, "controls", obligation.controls)
        # An objective, a hazard, an open complaint and a change that is still to be told outlive the edition.
        for name in (name for name, fields in LINKED.items() if fields == ("standards",)):
            for one in getattr(self.assessment, name):
                if self.old.ref in one.standards and self.new.ref not in one.standards:
                    yield LinkChange(records=name, id=one.id, field="standards", added=(str(self.new.ref),))

    def _beside(
        self,
        records: str,
        name: str,
        field: str,
        refs: Sequence[RequirementRef],
        against: AbstractSet[RequirementRef] = frozenset(),
    ) -> Iterator[LinkChange]:
        led = [target for ref in refs for target in self._led(ref)]
        added = tuple(dict.fromkeys(str(ref) for ref in led if ref not in refs and ref not in against))
        if added:
            yield LinkChange(records=records, id=name, field=field, added=added)

    def _led(self, ref: RequirementRef) -> list[RequirementRef]:
        if ref.standard != self.old.ref:
            return []
        steps, whole = self._steps(self._current(ref))
        return [whole] if whole is not None else [step.row.target for step in steps if step.row is not None]

    def _current(self, ref: RequirementRef) -> RequirementRef:
        if ref not in self.old:
            return ref
        entry = self.old[ref]
        return entry.ref if isinstance(entry, Requirement | Control) else ref


_THERE = "it has been carried before"
_SPOKEN_FOR = "what was said of it alone, or since, has the last word"
_ROLES = tuple(Role)


def _bare(one: Judgement) -> Judgement:
    """Return what a judgement says without what the catalogue of its day added to it."""
    return attrs.evolve(one, note=None, catalogue_revision=None)


def _holding(
    edition: StandardEdition, ref: RequirementRef, held: AbstractSet[RequirementRef]
) -> tuple[RequirementRef, ...]:
    """List what stands above a requirement and holds these, and nothing else, finest first."""
    above = [place for place in places(ref)[1:] if place in edition]
    return tuple(place for place in above if set(entries_below(edition[place])) == held)


def _origin(one: Decision) -> RequirementRef:
    origin = one.through or one.source
    assert origin is not None  # noqa: S101 - only decisions about a record are asked.
    return origin


def _noted(note: str | None, told: str) -> str:
    return told if note is None else f"{note} {told}"


def apply(plan: MigrationPlan, assessment: Assessment) -> tuple[Assessment, MigrationLog]:
    """Put what a plan carries into the assessment, beside what is there, and return both it and a log.

    Raises:
        MigrationError: The plan is one of another assessment, or the assessment has changed since.
    """
    if plan.assessment != assessment.id:
        raise MigrationError(f"assessment {assessment.id}", f"the plan is one for {plan.assessment}")
    judgements = tuple(one.judgement for one in plan.decisions if one.judgement is not None)
    applicability = tuple(one.applicability for one in plan.decisions if one.applicability is not None)
    there = set(judgements) & set(assessment.judgements) or set(applicability) & set(assessment.applicability)
    if there:
        raise MigrationError(f"assessment {assessment.id}", "part of the plan is in it already; plan again")
    editions = assessment.editions
    added = plan.target not in editions
    moved = attrs.evolve(
        assessment,
        editions=(*editions, plan.target) if added else editions,
        judgements=(*assessment.judgements, *judgements),
        applicability=(*assessment.applicability, *applicability),
    )
    moved = _linked(moved, plan.links, _put)
    log = MigrationLog(
        plan=plan,
        edition_added="added" if added else "there-already",
        judgements=len(judgements),
        applicability=len(applicability),
    )
    return moved, log


def undo(assessment: Assessment, log: MigrationLog) -> Assessment:
    """Take back what a log says was done; what was recorded since stays.

    Raises:
        MigrationError: Something that was put there has been changed or is gone: it is not taken back in part.
    """
    plan = log.plan
    if plan.assessment != assessment.id:
        raise MigrationError(f"assessment {assessment.id}", f"the log is one of {plan.assessment}")
    judgements = _without(assessment.judgements, [one.judgement for one in plan.decisions if one.judgement is not None])
    applicability = _without(
        assessment.applicability, [one.applicability for one in plan.decisions if one.applicability is not None]
    )
    if judgements is None or applicability is None:
        raise MigrationError(f"assessment {assessment.id}", "a record that was carried over has been changed since")
    editions = assessment.editions
    if log.edition_added == "added":
        targets = [*(one.target for one in judgements), *(one.target for one in applicability)]
        if any(target.standard == plan.target for target in targets):
            reason = f"records about {plan.target} were added since; take them out first"
            raise MigrationError(f"assessment {assessment.id}", reason)
        editions = tuple(ref for ref in editions if ref != plan.target)
    back = attrs.evolve(assessment, editions=editions, judgements=judgements, applicability=applicability)
    return _linked(back, plan.links, _taken)


_R = TypeVar("_R")


def _without(held: tuple[_R, ...], carried: Sequence[_R]) -> tuple[_R, ...] | None:
    """Return what is held without what was carried, the last of equals first; None where something is missing."""
    left = list(held)
    for one in reversed(carried):
        for at in reversed(range(len(left))):
            if left[at] == one:
                del left[at]
                break
        else:
            return None
    return tuple(left)


Refs: TypeAlias = tuple[Any, ...]


def _put(held: Refs, added: Refs) -> Refs | None:
    return (*held, *added) if not set(held) & set(added) else None


def _taken(held: Refs, added: Refs) -> Refs | None:
    return tuple(ref for ref in held if ref not in added) if set(added) <= set(held) else None


def _linked(
    assessment: Assessment, links: Sequence[LinkChange], change: Callable[[Refs, Refs], Refs | None]
) -> Assessment:
    """Change the references of records, each found by its id."""
    lists: dict[str, list[Any]] = {}
    for link in links:
        records = lists.setdefault(link.records, list(getattr(assessment, link.records)))
        at = [index for index, record in enumerate(records) if record.id == link.id]
        if len(at) != 1:
            found = "is gone" if not at else "is the id of several records"
            raise MigrationError(f"assessment {assessment.id}", f"{link.id} in {link.records} {found}")
        kind = StandardRef if link.field == "standards" else RequirementRef
        added = tuple(kind.parse(one) for one in link.added)
        record = records[at[0]]
        holder = record.treatment if link.records == "risks" else record
        changed = change(getattr(holder, link.field), added) if holder is not None else None
        if changed is None:
            reason = f"the {link.field} of {link.id} in {link.records} are not what they were"
            raise MigrationError(f"assessment {assessment.id}", reason)
        holder = attrs.evolve(holder, **{link.field: changed})
        records[at[0]] = attrs.evolve(record, treatment=holder) if link.records == "risks" else holder
    changed_lists: dict[str, Any] = {name: tuple(records) for name, records in lists.items()}
    return attrs.evolve(assessment, **changed_lists)


# How much of another standard is there already.


@attrs.frozen(kw_only=True)
class Figure:
    """A share that keeps its parts: so many of so many.

    Attributes:
        numerator: How many are there.
        denominator: Of how many.
        counts: What was counted, in words.
    """

    numerator: int
    denominator: int
    counts: str

    def __str__(self) -> str:
        """Print both numbers."""
        return f"{self.numerator} of {self.denominator} {self.counts}"


@attrs.frozen(kw_only=True)
class Reusable:
    """What of the record serves one requirement or control of the other standard.

    Attributes:
        ref: The requirement or control.
        match: The best that anything held has for it.
        through: What is held: the requirements or controls with that match.
        evidence: Ids of current evidence that shows it as it stands; only an equal or containing match lends any.
        extend: What would have to be extended or looked at; absent where nothing is known to be missing.
    """

    ref: RequirementRef
    match: MatchedWith
    through: tuple[RequirementRef, ...] = ()
    evidence: tuple[str, ...] = ()
    extend: str | None = None


@attrs.frozen(kw_only=True)
class Reuse:
    """How much of another standard an organization has already: three figures, never one.

    Attributes:
        assessment: Id of the assessment.
        toward: The other standard's edition.
        held: The editions compared with it.
        on: The day that decides which evidence is current.
        structure: Clauses whose subject a held edition has too; it says nothing about what they ask for.
        requirement: Requirements that ask for no more than one held does.
        evidence: Requirements that current evidence shows as it stands.
        requirements: Every requirement of the other standard, in order.
        controls: Every reference control, in order; they are in no figure.
    """

    assessment: str
    toward: StandardRef
    held: tuple[StandardRef, ...]
    on: dt.date
    structure: Figure
    requirement: Figure
    evidence: Figure
    requirements: tuple[Reusable, ...]
    controls: tuple[Reusable, ...] = ()

    def rows(self) -> list[dict[str, object]]:
        """Give the requirements and controls as flat dicts, for any data frame."""
        return [
            {
                "ref": str(one.ref),
                "match": one.match.value,
                "through": ", ".join(map(str, one.through)),
                "evidence": ", ".join(one.evidence),
                "extend": one.extend or "",
            }
            for one in (*self.requirements, *self.controls)
        ]

    def __repr__(self) -> str:
        """Name the editions."""
        return f"<Reuse {self.assessment}: {', '.join(map(str, self.held))} toward {self.toward}>"

    def __str__(self) -> str:
        """Give the three figures, and what has to be extended."""
        lines = [
            f"{', '.join(map(str, self.held))} toward {self.toward} · {printable(self.assessment)} · on {self.on}",
            f"  structure    {self.structure}",
            f"  requirement  {self.requirement}",
            f"  evidence     {self.evidence}",
        ]
        partly = [one for one in self.requirements if one.match is MatchedWith.PARTLY]
        if partly:
            lines.append(f"  to be extended ({len(partly)}):")
            lines.extend(f"    {one.ref.local}: {shortened(one.extend or '', 110)}" for one in partly[:_EXTENDED])
            if len(partly) > _EXTENDED:
                lines.append(f"    … and {len(partly) - _EXTENDED} more")
        return "\n".join(lines)


_EXTENDED = 12


def reuse(  # noqa: PLR0913 - what is compared, and what decides.
    assessment: Assessment,
    *,
    toward: EditionName,
    on: dt.date,
    editions: Iterable[StandardEdition] = (),
    tables: Iterable[CorrespondenceTable] = (),
    record_currency_months: int = 12,
    validity_months: Mapping[EvidenceKind, int] | None = None,
) -> Reuse:
    """Say how much of another standard an organization has already, in three figures that are never made one.

    Tables that come along between the editions of the assessment and the other one are used, and what both share with
    the common core. A pair for which a chain leaves several relations open lends nothing.

    Args:
        assessment: The record.
        toward: The other standard's edition, or its name.
        on: The day that decides which evidence is current.
        editions: The content of the assessment's editions; the catalogue's where none is given.
        tables: Further correspondences from an edition of the assessment to the other one.
        record_currency_months: Months after its period for which a record shows current operation.
        validity_months: Months for which single kinds of evidence count, as :func:`isomodel.evidence.validities` reads
            them from a policy.

    Raises:
        UnknownEditionError: An edition is not in the catalogue.
    """
    wanted = _edition(toward).as_of(on)
    held = [one.as_of(on) for one in editions or catalogue.load_for(assessment) if one.ref != wanted.ref]
    given = tuple(tables)
    record = current_names(as_of(assessment, on), held)
    standing = statuses(
        record.evidence, on, record_currency_months=record_currency_months, validity_months=validity_months
    )
    current = {name for name, status in standing.items() if status is EvidenceStatus.CURRENT}
    shown = _shown(record, current)
    best: dict[RequirementRef, _Best] = {}
    for have in held:
        for row in _rows_toward(have, wanted, given):
            best.setdefault(row.target, _Best()).take(row)
    told = {ref: _reusable(ref, best.get(ref), shown) for ref in _entries(wanted)}
    requirements = tuple(told[one.ref] for one in wanted.requirements())
    whole = {MatchedWith.EQUAL, MatchedWith.CONTAINED}
    topics = {clause.topic for have in held for clause in have.walk() if clause.topic is not None}
    clauses = [clause for clause in wanted.walk() if clause.requirements]
    return Reuse(
        assessment=assessment.id,
        toward=wanted.ref,
        held=tuple(one.ref for one in held),
        on=on,
        structure=Figure(
            numerator=sum(1 for clause in clauses if clause.topic in topics),
            denominator=len(clauses),
            counts="clauses are about something that a held edition is about too",
        ),
        requirement=Figure(
            numerator=sum(1 for one in requirements if one.match in whole),
            denominator=len(requirements),
            counts="requirements ask for no more than one that is held",
        ),
        evidence=Figure(
            numerator=sum(1 for one in requirements if one.evidence),
            denominator=len(requirements),
            counts="requirements are shown by current evidence as it stands",
        ),
        requirements=requirements,
        controls=tuple(told[one.ref] for one in wanted.controls()),
    )


def _shown(record: Assessment, current: set[str]) -> Mapping[RequirementRef, set[str]]:
    """Say which current evidence shows which requirement, itself or through a judgement."""
    shown: dict[RequirementRef, set[str]] = {}
    for item in record.evidence:
        for ref in item.supports if item.id in current else ():
            shown.setdefault(ref, set()).add(item.id)
    for judgement in record.judgements:
        if judgement.conformity is Conformity.CONFORMING:
            shown.setdefault(judgement.target, set()).update(current.intersection(judgement.evidence))
    return shown


@attrs.define
class _Best:
    """The best rows that lead to one requirement."""

    match: MatchedWith = MatchedWith.UNKNOWN
    rows: list[Correspondence] = attrs.field(factory=list)

    def take(self, row: Correspondence) -> None:
        """Keep the row where it is at least as good as what is there."""
        match = BEST_MATCH[row.relation]
        if _MATCHES.index(match) < _MATCHES.index(self.match):
            self.match, self.rows = match, [row]
        elif match is self.match:
            self.rows.append(row)


_MATCHES = tuple(MatchedWith)


def _reusable(ref: RequirementRef, best: _Best | None, shown: Mapping[RequirementRef, set[str]]) -> Reusable:
    if best is None:
        return Reusable(ref=ref, match=MatchedWith.UNKNOWN, extend="nothing held is known to be about it")
    through = tuple(dict.fromkeys(row.source for row in sorted(best.rows, key=lambda row: row.source)))
    whole = best.match in {MatchedWith.EQUAL, MatchedWith.CONTAINED}
    named = sorted({name for one in through for place in places(one) for name in shown.get(place, ())}) if whole else []
    extend = None
    if not whole:
        extend = "; ".join(dict.fromkeys(row.rationale for row in best.rows))
    return Reusable(ref=ref, match=best.match, through=through, evidence=tuple(named), extend=extend)


def _rows_toward(
    have: StandardEdition, wanted: StandardEdition, given: Sequence[CorrespondenceTable]
) -> Iterator[Correspondence]:
    """List what relates an edition to another, requirement by requirement: given, bundled, or through the core."""
    for table in (*given, *_bundled(have.ref, wanted.ref)):
        if (table.source, table.target) == (have.ref, wanted.ref):
            for row in table.rows:
                if row.source in have and row.target in wanted and not isinstance(wanted[row.target], Clause):
                    for ref in entries_below(wanted[row.target]):
                        yield attrs.evolve(row, target=ref)
    core = catalogue.core()
    for chain in compose_tables(invert(through_core(core, have)), through_core(core, wanted)):
        yield from _determined(chain)


def _bundled(source: StandardRef, target: StandardRef) -> tuple[CorrespondenceTable, ...]:
    try:
        return (catalogue.correspondence(source, target),)
    except (catalogue.NoCorrespondenceError, catalogue.UnknownEditionError):
        return ()


def _determined(chain: Composed) -> Iterator[Correspondence]:
    if chain.relation is not None:
        yield Correspondence(
            source=chain.source,
            target=chain.target,
            relation=chain.relation,
            rationale="Both only specialise the same requirement of the common core.",
            basis=chain.basis,
            stated_in="the common core",
            source_confidence=chain.source_confidence,
        )
