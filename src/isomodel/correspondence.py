# SPDX-License-Identifier: Apache-2.0
"""What one edition asks for compared with what another does: set relations between requirements, and their algebra.

A requirement is taken as the set of what it asks for. Two of them are equal, one holds the other, they overlap, or
they have nothing in common: exactly one of the five. Composing two relations gives the relations that remain possible,
so an answer can be *undetermined* and then says which ones are left; nothing is rounded up. What a published table says
and what somebody judged are told apart in every row, and a chain is as well founded as its weakest link.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterable, Mapping

import attrs

from isomodel.errors import InvariantError, IsomodelError
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Clause, Control, Entry, ItemGroup, Provenance, Requirement, StandardEdition

__all__ = [
    "BEST_MATCH",
    "Basis",
    "Composed",
    "Correspondence",
    "CorrespondenceTable",
    "Coverage",
    "Extent",
    "GapSummary",
    "MatchedWith",
    "SetRelation",
    "TablesDoNotMeetError",
    "Unmatched",
    "compose",
    "compose_tables",
    "coverage",
    "entries_below",
    "gap_summary",
    "invert",
    "through_core",
]


class SetRelation(enum.Enum):
    """How what the source asks for relates to what the target asks for."""

    EQUAL = "equal"
    """Both ask for the same in substance."""
    SUBSET = "subset"
    """The target asks for all that the source does, and for more."""
    SUPERSET = "superset"
    """The source asks for all that the target does, and for more."""
    INTERSECTS = "intersects"
    """They share something, and each asks for something the other does not."""
    NONE = "none"
    """They share nothing, however much number or title look alike."""

    @property
    def inverse(self) -> SetRelation:
        """The same relation, read from the target."""
        return _INVERSE.get(self, self)


_INVERSE = {SetRelation.SUBSET: SetRelation.SUPERSET, SetRelation.SUPERSET: SetRelation.SUBSET}

_EVERY = frozenset(SetRelation)
_EQ, _SUB, _SUP, _MEET, _NO = SetRelation

# What can hold from A to C where one relation holds from A to B and another from B to C. The five relations are those
# between sets that are not empty, and so is their composition (in the literature: RCC-5); a test recomputes the table
# from all sets over a small universe.
_COMPOSED: Mapping[tuple[SetRelation, SetRelation], frozenset[SetRelation]] = {
    (_SUB, _SUB): frozenset({_SUB}),
    (_SUB, _SUP): _EVERY,
    (_SUB, _MEET): frozenset({_SUB, _MEET, _NO}),
    (_SUB, _NO): frozenset({_NO}),
    (_SUP, _SUB): _EVERY - {_NO},
    (_SUP, _SUP): frozenset({_SUP}),
    (_SUP, _MEET): frozenset({_SUP, _MEET}),
    (_SUP, _NO): frozenset({_SUP, _MEET, _NO}),
    (_MEET, _SUB): frozenset({_SUB, _MEET}),
    (_MEET, _SUP): frozenset({_SUP, _MEET, _NO}),
    (_MEET, _MEET): _EVERY,
    (_MEET, _NO): frozenset({_SUP, _MEET, _NO}),
    (_NO, _SUB): frozenset({_SUB, _MEET, _NO}),
    (_NO, _SUP): frozenset({_NO}),
    (_NO, _MEET): frozenset({_SUB, _MEET, _NO}),
    (_NO, _NO): _EVERY,
}


def compose(first: SetRelation, second: SetRelation) -> frozenset[SetRelation]:
    """Return the relations that can hold from A to C, where the first holds from A to B and the second from B to C.

    Several members mean that the answer is undetermined.

    >>> sorted(relation.value for relation in compose(SetRelation.SUBSET, SetRelation.EQUAL))
    ['subset']
    >>> sorted(relation.value for relation in compose(SetRelation.SUPERSET, SetRelation.INTERSECTS))
    ['intersects', 'superset']
    """
    if first is SetRelation.EQUAL:
        return frozenset({second})
    if second is SetRelation.EQUAL:
        return frozenset({first})
    return _COMPOSED[first, second]


class Basis(enum.Enum):
    """What a correspondence rests on, from the weakest."""

    JUDGEMENT = "judgement"
    """Somebody who knows both editions judged."""
    DERIVED = "derived"
    """It follows from other facts: numbers and titles that agree, or a chain of other correspondences."""
    PUBLISHED = "published"
    """An official table, or a public source that quotes one, has the pair; the relation may still be judged."""


_WEAKEST_FIRST = {basis: rank for rank, basis in enumerate(Basis)}


@attrs.frozen(kw_only=True)
class Correspondence:
    """How one requirement, control or clause relates to one of another edition.

    Attributes:
        source: Where the comparison starts.
        target: What it is compared with.
        relation: How the source relates to the target.
        rationale: One line a reviewer can disagree with.
        basis: What the row rests on.
        stated_in: Where it comes from, in a few words.
        source_confidence: How many independent sources agree; 0 is general knowledge only.
    """

    source: RequirementRef
    target: RequirementRef
    relation: SetRelation
    rationale: str
    basis: Basis
    stated_in: str
    source_confidence: int = attrs.field(validator=attrs.validators.ge(0))


@attrs.frozen(kw_only=True)
class Unmatched:
    """A requirement, control or clause with no counterpart in the other edition.

    Attributes:
        ref: What it is; of a clause, everything below it is meant.
        reason: Why it has none.
        basis: What that rests on.
        stated_in: Where it comes from, in a few words.
        source_confidence: How many independent sources agree; 0 is general knowledge only.
    """

    ref: RequirementRef
    reason: str
    basis: Basis
    stated_in: str
    source_confidence: int = attrs.field(validator=attrs.validators.ge(0))


class Extent(enum.Enum):
    """Whether a table accounts for everything in its two editions."""

    COMPLETE = "complete"
    """Every requirement and control of both editions is in a row, or said to have no counterpart."""
    PARTIAL = "partial"
    """What is not in the table is unknown, neither related nor unrelated."""


@attrs.frozen(kw_only=True)
class CorrespondenceTable:
    """How two editions correspond, many to many.

    Attributes:
        source: The edition compared.
        target: The edition it is compared with.
        revision: Revision of this content, raised with every change of it.
        extent: Whether everything is accounted for.
        provenance: Where the content comes from.
        rows: The correspondences, in the order of the source.
        withdrawn: What only the source has.
        added: What only the target has.
    """

    source: StandardRef
    target: StandardRef
    revision: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    extent: Extent
    provenance: Provenance
    rows: tuple[Correspondence, ...]
    withdrawn: tuple[Unmatched, ...] = ()
    added: tuple[Unmatched, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse rows of other editions, a pair twice, and what is both matched and unmatched."""
        pairs: set[tuple[RequirementRef, RequirementRef]] = set()
        for row in self.rows:
            if row.source.standard != self.source or row.target.standard != self.target:
                found = f"{row.source} → {row.target}"
                raise InvariantError("CorrespondenceTable", "rows", found, f"rows from {self.source} to {self.target}")
            if (row.source, row.target) in pairs:
                found = f"{row.source} → {row.target} twice"
                raise InvariantError("CorrespondenceTable", "rows", found, "each pair once")
            pairs.add((row.source, row.target))
        related = [row for row in self.rows if row.relation is not SetRelation.NONE]
        sides = (
            ("withdrawn", self.withdrawn, self.source, {row.source for row in related}),
            ("added", self.added, self.target, {row.target for row in related}),
        )
        for field, unmatched, edition, matched in sides:
            refs = [one.ref for one in unmatched]
            for ref in refs:
                if ref.standard != edition:
                    raise InvariantError("CorrespondenceTable", field, str(ref), f"something of {edition}")
                if ref in matched:
                    raise InvariantError("CorrespondenceTable", field, f"{ref}, which is in a row", "one or the other")
            if len(set(refs)) != len(refs):
                raise InvariantError("CorrespondenceTable", field, "the same twice", "each once")

    def __repr__(self) -> str:
        """Name the editions and the size."""
        return f"<CorrespondenceTable {self.source} → {self.target}: {len(self.rows)} rows>"

    def of(self, ref: RequirementRef) -> tuple[Correspondence, ...]:
        """List the rows that start at this very reference, in the order of the table."""
        return tuple(row for row in self.rows if row.source == ref)

    def to(self, ref: RequirementRef) -> tuple[Correspondence, ...]:
        """List the rows that end at this very reference, in the order of the table."""
        return tuple(row for row in self.rows if row.target == ref)

    def rows_as_dicts(self) -> list[dict[str, object]]:
        """Give the rows as flat dicts, for any data frame; what has no counterpart has an empty other side."""
        told: list[dict[str, object]] = [
            _flat(row, str(row.source), str(row.target), row.rationale) for row in self.rows
        ]
        told.extend(_flat(one, str(one.ref), "", one.reason) for one in self.withdrawn)
        told.extend(_flat(one, "", str(one.ref), one.reason) for one in self.added)
        return told


def _flat(entry: Correspondence | Unmatched, source: str, target: str, why: str) -> dict[str, object]:
    relation = entry.relation.value if isinstance(entry, Correspondence) else "withdrawn" if source else "added"
    return {
        "source": source,
        "relation": relation,
        "target": target,
        "rationale": why,
        "basis": entry.basis.value,
        "stated_in": entry.stated_in,
        "source_confidence": entry.source_confidence,
    }


def invert(table: CorrespondenceTable) -> CorrespondenceTable:
    """Return the table read from its target; inverting twice gives the same rows, in the order of the other side."""
    turned = (
        attrs.evolve(row, source=row.target, target=row.source, relation=row.relation.inverse) for row in table.rows
    )
    return attrs.evolve(
        table,
        source=table.target,
        target=table.source,
        rows=tuple(sorted(turned, key=lambda row: (row.source, row.target))),
        withdrawn=table.added,
        added=table.withdrawn,
    )


@attrs.frozen(kw_only=True)
class Composed:
    """What two tables together say about a pair.

    Attributes:
        source: Where the chain starts.
        target: Where it ends.
        possible: The relations that can hold; one member means that the answer is determined.
        through: What the chains run through, in order.
        basis: The weakest basis of any link; a chain is never better than derived.
        source_confidence: The weakest confidence of any link.
    """

    source: RequirementRef
    target: RequirementRef
    possible: tuple[SetRelation, ...]
    through: tuple[RequirementRef, ...]
    basis: Basis
    source_confidence: int

    @property
    def relation(self) -> SetRelation | None:
        """The one relation that can hold, or None where the answer is undetermined."""
        return self.possible[0] if len(self.possible) == 1 else None


@attrs.define(eq=False)
class TablesDoNotMeetError(IsomodelError, ValueError):
    """Two tables where the first does not end where the second begins, or chains that contradict each other."""

    first: str
    second: str
    reason: str

    def __str__(self) -> str:
        """Name both and say why they cannot be composed."""
        return f"{self.first} and {self.second} cannot be composed: {self.reason}"


def compose_tables(first: CorrespondenceTable, second: CorrespondenceTable) -> tuple[Composed, ...]:
    """Follow two tables one after the other; of several chains between a pair, each narrows what can hold.

    Pairs that no chain connects are not in the answer: they are unknown, not unrelated.

    Raises:
        TablesDoNotMeetError: The first does not end in the edition the second starts from, or two chains leave
            nothing possible for a pair: then one of the rows is wrong.
    """
    names = (f"{first.source} → {first.target}", f"{second.source} → {second.target}")
    if first.target != second.source:
        raise TablesDoNotMeetError(*names, f"the first ends in {first.target}")
    onward: dict[RequirementRef, list[Correspondence]] = {}
    for row in second.rows:
        onward.setdefault(row.source, []).append(row)
    chains: dict[tuple[RequirementRef, RequirementRef], list[tuple[Correspondence, Correspondence]]] = {}
    for row in first.rows:
        for following in onward.get(row.target, ()):
            chains.setdefault((row.source, following.target), []).append((row, following))
    return tuple(_composed(pair, links, names) for pair, links in sorted(chains.items()))


def _composed(
    pair: tuple[RequirementRef, RequirementRef],
    chains: list[tuple[Correspondence, Correspondence]],
    names: tuple[str, str],
) -> Composed:
    possible = _EVERY
    for one, other in chains:
        possible &= compose(one.relation, other.relation)
    if not possible:
        through = ", ".join(one.target.local for one, _ in chains)
        reason = f"between {pair[0]} and {pair[1]} the chains through {through} leave nothing possible"
        raise TablesDoNotMeetError(*names, reason)
    links = [link for chain in chains for link in chain]
    weakest = min((Basis.DERIVED, *(link.basis for link in links)), key=_WEAKEST_FIRST.__getitem__)
    return Composed(
        source=pair[0],
        target=pair[1],
        possible=tuple(relation for relation in SetRelation if relation in possible),
        through=tuple(one.target for one, _ in chains),
        basis=weakest,
        source_confidence=min(link.source_confidence for link in links),
    )


# What of an edition a table covers.


class MatchedWith(enum.Enum):
    """The best a table says about one requirement or control of the target."""

    EQUAL = "equal"
    """Something of the source asks for the same."""
    CONTAINED = "contained"
    """Something of the source asks for all of it, and for more."""
    PARTLY = "partly"
    """Something of the source asks for a part of it."""
    UNRELATED = "unrelated"
    """It is said to have no counterpart."""
    UNKNOWN = "unknown"
    """The table does not speak of it."""


BEST_MATCH: Mapping[SetRelation, MatchedWith] = {
    SetRelation.EQUAL: MatchedWith.EQUAL,
    SetRelation.SUPERSET: MatchedWith.CONTAINED,
    SetRelation.SUBSET: MatchedWith.PARTLY,
    SetRelation.INTERSECTS: MatchedWith.PARTLY,
    SetRelation.NONE: MatchedWith.UNRELATED,
}
"""What a relation from the source means for the target."""
_MATCH_ORDER = {match: rank for rank, match in enumerate(MatchedWith)}


@attrs.frozen(kw_only=True)
class Coverage:
    """How far the source of a table covers its target, entry by entry; requirements and controls stay apart.

    Attributes:
        requirements: Each requirement of the target with the best that is said about it, in the order of the standard.
        controls: The same for its reference controls.
    """

    requirements: tuple[tuple[RequirementRef, MatchedWith], ...]
    controls: tuple[tuple[RequirementRef, MatchedWith], ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """Count the requirements and the controls by what is said about them; each adds up to the edition."""
        parts = {"requirements": self.requirements, "controls": self.controls}
        return {
            name: {match.value: sum(1 for _, one in part if one is match) for match in MatchedWith}
            for name, part in parts.items()
        }


def coverage(table: CorrespondenceTable, target: StandardEdition) -> Coverage:
    """Say for every requirement and control of the target what the table has for it.

    A row about a clause speaks of everything below it, but only as *partly*: that two clauses are related leaves open
    which of their requirements are. Where rows of several levels speak of an entry, the best counts.

    Raises:
        TablesDoNotMeetError: The table does not lead to this edition.
    """
    if table.target != target.ref:
        raise TablesDoNotMeetError(f"{table.source} → {table.target}", str(target.ref), "the table leads elsewhere")
    said: dict[RequirementRef, MatchedWith] = {}

    def tell(ref: RequirementRef, match: MatchedWith) -> None:
        said[ref] = min(said.get(ref, MatchedWith.UNKNOWN), match, key=_MATCH_ORDER.__getitem__)

    for row in table.rows:
        if row.target in target:
            entry = target[row.target]
            exact = isinstance(entry, Requirement | Control)
            match = BEST_MATCH[row.relation]
            for ref in entries_below(entry):
                tell(ref, match if exact or match is MatchedWith.UNRELATED else MatchedWith.PARTLY)
    for one in table.added:
        if one.ref in target:
            for ref in entries_below(target[one.ref]):
                tell(ref, MatchedWith.UNRELATED)
    return Coverage(
        requirements=tuple((one.ref, said.get(one.ref, MatchedWith.UNKNOWN)) for one in target.requirements()),
        controls=tuple((one.ref, said.get(one.ref, MatchedWith.UNKNOWN)) for one in target.controls()),
    )


def entries_below(entry: Entry) -> tuple[RequirementRef, ...]:
    """List the requirements and controls an entry stands for: itself, or everything below a clause or letter."""
    if isinstance(entry, Clause):
        parts: list[tuple[Requirement | Control, ...]] = [
            (*clause.requirements, *clause.controls) for clause in entry.walk()
        ]
        return tuple(one.ref for part in parts for one in part)
    if isinstance(entry, ItemGroup):
        return tuple(one.ref for one in entry.requirements)
    return (entry.ref,)


@attrs.frozen(kw_only=True)
class GapSummary:
    """What a table leaves to do for somebody who has the source and wants the target.

    Attributes:
        source: The edition one has.
        target: The edition one wants.
        relations: How many rows have each relation.
        merged: Targets that several sources lead to, with those sources.
        split: Sources that lead to several targets, with those targets.
        withdrawn: What only the source has.
        added: What only the target has.
    """

    source: StandardRef
    target: StandardRef
    relations: tuple[tuple[SetRelation, int], ...]
    merged: tuple[tuple[RequirementRef, tuple[RequirementRef, ...]], ...]
    split: tuple[tuple[RequirementRef, tuple[RequirementRef, ...]], ...]
    withdrawn: tuple[Unmatched, ...]
    added: tuple[Unmatched, ...]


def gap_summary(table: CorrespondenceTable) -> GapSummary:
    """Sum up a table: its relations, what merges, what splits, what only one side has."""
    related = [row for row in table.rows if row.relation is not SetRelation.NONE]
    arriving = _grouped((row.target, row.source) for row in related)
    leaving = _grouped((row.source, row.target) for row in related)
    return GapSummary(
        source=table.source,
        target=table.target,
        relations=tuple((one, sum(1 for row in table.rows if row.relation is one)) for one in SetRelation),
        merged=tuple((ref, ends) for ref, ends in arriving if len(ends) > 1),
        split=tuple((ref, ends) for ref, ends in leaving if len(ends) > 1),
        withdrawn=table.withdrawn,
        added=table.added,
    )


def _grouped(
    pairs: Iterable[tuple[RequirementRef, RequirementRef]],
) -> list[tuple[RequirementRef, tuple[RequirementRef, ...]]]:
    ordered = sorted(pairs)
    return [
        (ref, tuple(end for _, end in group)) for ref, group in itertools.groupby(ordered, key=lambda pair: pair[0])
    ]


def through_core(core: StandardEdition, edition: StandardEdition) -> CorrespondenceTable:
    """Return how a common core corresponds to an edition built on it, from what the edition's requirements say.

    A requirement that only specialises a core one is its equal. What the edition adds to the core has no counterpart
    in it; what of the core no requirement specialises is left open, because the edition may have strengthened it.
    """
    known = {one.ref for one in core.requirements()}
    rows = tuple(
        Correspondence(
            source=one.specialises,
            target=one.ref,
            relation=SetRelation.EQUAL,
            rationale="It asks for what the core does, of its own discipline, and for nothing else.",
            basis=Basis.JUDGEMENT,
            stated_in=f"the edition file of {edition.ref}",
            source_confidence=0,
        )
        for one in edition.requirements()
        if one.specialises is not None and one.specialises in known
    )
    return CorrespondenceTable(
        source=core.ref,
        target=edition.ref,
        revision=edition.catalogue_revision,
        extent=Extent.PARTIAL,
        provenance=edition.provenance,
        rows=tuple(sorted(rows, key=lambda row: (row.source, row.target))),
    )
