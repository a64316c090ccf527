# SPDX-License-Identifier: Apache-2.0
"""The graph of editions, correspondences and a record: what becomes a node, what an edge, and on what it rests."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from isomodel.assessment import Assessment, FindingType
from isomodel.correspondence import Basis, CorrespondenceTable, SetRelation
from isomodel.errors import InvariantError
from isomodel.graph._columns import BASES, KINDS, RELATIONS, Key, Row, columns, row_of
from isomodel.graph._graph import RequirementGraph
from isomodel.graph._nouns import Edge, EdgeBasis, NodeKind, Relation
from isomodel.graph._web import Web
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Clause, DependencyBasis, DependencyKind, DocumentedInformation, Requirement, StandardEdition

__all__ = ["build"]


def build(
    editions: Iterable[StandardEdition],
    *,
    assessment: Assessment | None = None,
    correspondences: Iterable[CorrespondenceTable] = (),
) -> RequirementGraph:
    """Return the graph of editions, with a record of an organization or without.

    The graph knows no day. Give it the edition and the record as they are on one, ``edition.as_of(on)`` and
    ``assessment.as_of(record, on)``, where that matters. Whatever names something that is not in the graph is kept in
    ``unresolved``. A requirement corresponds to the one of a common core that it specialises, where that core is among
    the editions; rows that say that two have nothing in common make no edge.

    Args:
        editions: The editions, in any order.
        assessment: The record whose evidence and findings are nodes; none without.
        correspondences: Tables between the editions.

    Raises:
        InvariantError: Two editions have the same reference and are not the same.

    >>> from isomodel import catalogue
    >>> graph = build([catalogue.load("ISO 9001:2015")])
    >>> [edge.target for edge in graph.edges_of("9.3.2#a") if edge.source.endswith("9.3.2")]
    ['ISO 9001:2015, 9.3.2#a']
    """
    given: dict[StandardRef, StandardEdition] = {}
    for edition in editions:
        if given.setdefault(edition.ref, edition) != edition:
            raise InvariantError("RequirementGraph", "editions", f"{edition.ref} twice", "each edition once")
    builder = _Builder()
    ordered = [given[ref] for ref in sorted(given)]
    for edition in ordered:
        builder.clauses(edition)
    if assessment is not None:
        builder.recorded(assessment)
    for edition in ordered:
        builder.dependencies(edition)
    for table in correspondences:
        builder.correspondences(table)
    if assessment is not None:
        builder.record(assessment)
    return builder.graph(tuple(edition.ref for edition in ordered), assessment.id if assessment is not None else None)


_KIND = {kind: place for place, kind in enumerate(KINDS)}
_RELATION = {
    kind: RELATIONS.index(relation)
    for kind, relation in (
        (DependencyKind.REQUIRES, Relation.REQUIRES),
        (DependencyKind.FEEDS, Relation.FEEDS),
        (DependencyKind.VERIFIES, Relation.VERIFIES),
        (DependencyKind.CITES, Relation.CITES),
    )
}
_BASIS = {
    DependencyBasis.CITED: EdgeBasis.CITED,
    DependencyBasis.JUDGEMENT: EdgeBasis.JUDGEMENT,
    Basis.PUBLISHED: EdgeBasis.PUBLISHED,
    Basis.DERIVED: EdgeBasis.DERIVED,
    Basis.JUDGEMENT: EdgeBasis.JUDGEMENT,
}
_PLACE = {basis: BASES.index(known) for basis, known in _BASIS.items()}
_WRITTEN: dict[DocumentedInformation, str] = {
    one: one.value for one in DocumentedInformation if one is not DocumentedInformation.NONE
}


class _Builder:
    """Nodes and edges while they are put together."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._keys: list[Key] = []
        self._kinds: list[int] = []
        self._labels: list[str] = []
        self._details: dict[int, str] = {}
        self._notes: dict[int, str] = {}
        self._parents = array("i")
        self._ends = array("I")
        self._numbers: dict[Key, int] = {}
        self._rows: list[Row] = []
        self._unresolved: set[Edge] = set()
        self._specialised: list[tuple[int, RequirementRef]] = []

    def graph(self, editions: tuple[StandardRef, ...], assessment: str | None) -> RequirementGraph:
        """Return what was put together."""
        for number, core in self._specialised:
            if core in self._numbers:
                edge = Edge(
                    source=str(self._keys[number]),
                    target=str(core),
                    relation=Relation.CORRESPONDS,
                    basis=EdgeBasis.JUDGEMENT,
                    reason="It asks for what the common core does, of its own discipline, and for nothing else.",
                    comparison=SetRelation.EQUAL,
                )
                self._rows.append(row_of(edge, number, self._numbers[core]))
        return RequirementGraph(
            assessment=assessment,
            unresolved=tuple(sorted(self._unresolved, key=_edge_order)),
            web=Web(
                editions=editions,
                columns=columns(
                    keys=self._keys,
                    kinds=self._kinds,
                    labels=self._labels,
                    details=self._details,
                    notes=self._notes,
                    parents=self._parents,
                    ends=self._ends,
                    numbers=self._numbers,
                    rows=self._rows,
                ),
            ),
        )

    # Nodes.

    def _add(self, key: Key, kind: NodeKind, label: str, parent: int, detail: str | None = None) -> int:
        number = len(self._keys)
        self._keys.append(key)
        self._kinds.append(_KIND[kind])
        self._labels.append(label)
        self._parents.append(parent)
        self._ends.append(number + 1)
        self._numbers[key] = number
        if detail is not None:
            self._details[number] = detail
        return number

    def clauses(self, edition: StandardEdition) -> None:
        """Make nodes of the clauses of an edition and of what they hold, what is below a node right behind it."""
        pending: list[tuple[Clause | None, int]] = [(clause, -1) for clause in reversed(edition.clauses)]
        while pending:
            clause, parent = pending.pop()
            if clause is None:
                self._ends[parent] = len(self._keys)
                continue
            ref = RequirementRef(edition.ref, clause.number)
            number = self._add(ref, NodeKind.CLAUSE, clause.title or "", parent)
            self._items(clause, ref, number)
            for control in clause.controls:
                self._add(control.ref, NodeKind.CONTROL, control.title, number)
            pending.append((None, number))
            pending.extend((below, number) for below in reversed(clause.clauses))

    def _items(self, clause: Clause, ref: RequirementRef, number: int) -> None:
        """Make nodes of the requirements of a clause, those of a nested list inside the letter that introduces it."""
        if not any("." in (one.ref.item or "") for one in clause.requirements):
            for one in clause.requirements:
                self._requirement(one, number)
            return
        stated = {one.ref.item: one for one in clause.requirements}
        aliases = {alias for one in clause.requirements for alias in one.aliases}
        below: dict[str | None, dict[str, None]] = {}
        for one in clause.requirements:
            item: str | None = one.ref.item
            while item is not None:
                above: str | None = item.rpartition(".")[0] or None
                while above in aliases and above not in stated:
                    # Another name of a requirement: no list of its own.
                    above = str(above).rpartition(".")[0] or None
                below.setdefault(above, {}).setdefault(item)
                item = above
        pending: list[tuple[str | None, int]] = [(item, number) for item in reversed(below[None])]
        while pending:
            item, parent = pending.pop()
            if item is None:
                self._ends[parent] = len(self._keys)
                continue
            if item in stated:
                place = self._requirement(stated[item], parent)
            else:
                place = self._add(RequirementRef(ref.standard, ref.clause, item), NodeKind.ITEM_GROUP, "", parent)
            pending.append((None, place))
            pending.extend((inner, place) for inner in reversed(below.get(item, {})))

    def _requirement(self, one: Requirement, parent: int) -> int:
        detail = _WRITTEN.get(one.documented_information)
        number = self._add(one.ref, NodeKind.REQUIREMENT, one.statement, parent, detail)
        for alias in one.aliases:
            self._numbers[RequirementRef(one.ref.standard, one.ref.clause, alias)] = number
        if one.specialises is not None:
            self._specialised.append((number, one.specialises))
        return number

    def recorded(self, record: Assessment) -> None:
        """Make nodes of evidence and findings; items that share an id are one node, of the first in any order."""
        notes: dict[str, set[str]] = {}
        for audit in record.audits:
            if audit.report is not None:
                notes.setdefault(audit.report, set()).add(f"report of {audit.id}")
        for review in record.management_reviews:
            if review.minutes is not None:
                notes.setdefault(review.minutes, set()).add(f"minutes of {review.id}")
        for item in sorted(record.evidence, key=lambda item: (item.id, item.kind.value, item.title)):
            if f"evidence:{item.id}" not in self._numbers:
                number = self._add(f"evidence:{item.id}", NodeKind.EVIDENCE, item.title, -1, item.kind.value)
                if item.id in notes:
                    self._notes[number] = ", ".join(sorted(notes[item.id]))
        for finding in sorted(record.findings, key=lambda one: (one.id, _TYPES.index(one.type), one.statement)):
            if f"finding:{finding.id}" not in self._numbers:
                self._add(f"finding:{finding.id}", NodeKind.FINDING, finding.statement, -1, finding.type.value)

    # Edges.

    def dependencies(self, edition: StandardEdition) -> None:
        """Make edges of what leans on what in an edition, which has both ends."""
        numbers, rows = self._numbers, self._rows
        for link in edition.dependencies:
            rows.append(
                (numbers[link.source], _RELATION[link.kind], numbers[link.target], _PLACE[link.basis], 0, link.reason)
            )

    def correspondences(self, table: CorrespondenceTable) -> None:
        """Make edges of the rows of a table."""
        for row in table.rows:
            if row.relation is not SetRelation.NONE:
                edge = Edge(
                    source=str(row.source),
                    target=str(row.target),
                    relation=Relation.CORRESPONDS,
                    basis=_BASIS[row.basis],
                    reason=row.rationale or None,
                    comparison=row.relation,
                )
                self._link(edge, row.source, row.target)

    def record(self, record: Assessment) -> None:
        """Make edges of what evidence is for and against, what judgements rest on, and what findings touch."""
        told: dict[tuple[Key, Relation, Key], str] = {}
        for source, relation, target, reason in _recorded(record):
            # One edge for each pair, whatever the number of judgements; the first reason in the alphabet stands.
            known = told.get((source, relation, target), reason)
            told[source, relation, target] = min(known, reason)
        for (source, relation, target), reason in told.items():
            edge = Edge(
                source=str(source), target=str(target), relation=relation, basis=EdgeBasis.RECORD, reason=reason
            )
            self._link(edge, source, target)

    def _link(self, edge: Edge, source: Key, target: Key) -> None:
        one, other = self._numbers.get(source), self._numbers.get(target)
        if one is None or other is None:
            self._unresolved.add(edge)
        else:
            self._rows.append(row_of(edge, one, other))


_TYPES = tuple(FindingType)


def _recorded(record: Assessment) -> Iterator[tuple[Key, Relation, Key, str]]:
    for item in record.evidence:
        own = f"evidence:{item.id}"
        for ref in item.supports:
            yield ref, Relation.SUPPORTED_BY, own, "The evidence names it."
        for ref in item.contradicts:
            yield ref, Relation.CONTRADICTED_BY, own, "The evidence speaks against it."
    for judgement in record.judgements:
        for name in judgement.evidence:
            reason = f"A judgement of {judgement.judged_on.isoformat()} rests on it."
            yield judgement.target, Relation.SUPPORTED_BY, f"evidence:{name}", reason
    for finding in record.findings:
        told = finding.type.value if finding.grade is None else f"{finding.grade.value} {finding.type.value}"
        for ref in finding.criteria:
            yield f"finding:{finding.id}", Relation.RAISED_AGAINST, ref, f"It is a criterion of the finding: {told}."


def _edge_order(edge: Edge) -> tuple[str, ...]:
    compared = edge.comparison.value if edge.comparison is not None else ""
    return edge.source, edge.relation.value, edge.target, edge.basis.value, compared, edge.reason or ""
