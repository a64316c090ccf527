# SPDX-License-Identifier: Apache-2.0
"""Relations between requirements and their algebra, tables of correspondences, and what they cover."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import attrs
import pytest

from invented import EDITION, SMALL, ref
from isomodel.correspondence import (
    BEST_MATCH,
    Basis,
    Correspondence,
    CorrespondenceTable,
    Extent,
    MatchedWith,
    SetRelation,
    TablesDoNotMeetError,
    Unmatched,
    compose,
    compose_tables,
    coverage,
    entries_below,
    gap_summary,
    invert,
    through_core,
)
from isomodel.errors import InvariantError
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Clause, Provenance, StandardEdition

EQUAL, SUBSET, SUPERSET, INTERSECTS, NONE = SetRelation
A, B, C = (StandardRef.parse(f"ISO 99003:{year}") for year in (2030, 2035, 2040))
PROVENANCE = EDITION.provenance


def at(edition: StandardRef, local: str) -> RequirementRef:
    """Return the address of something in an edition that exists by name only."""
    return RequirementRef.parse(f"{edition}, {local}")


def row(
    source: RequirementRef,
    target: RequirementRef,
    relation: SetRelation = EQUAL,
    basis: Basis = Basis.PUBLISHED,
    confidence: int = 3,
) -> Correspondence:
    """Return an invented row."""
    return Correspondence(
        source=source,
        target=target,
        relation=relation,
        rationale="Invented.",
        basis=basis,
        stated_in="invented",
        source_confidence=confidence,
    )


def alone(target: RequirementRef) -> Unmatched:
    """Return an invented line about something without a counterpart."""
    return Unmatched(
        ref=target, reason="Nothing like it.", basis=Basis.JUDGEMENT, stated_in="invented", source_confidence=1
    )


def table(
    rows: Iterable[Correspondence],
    *,
    source: StandardRef = A,
    target: StandardRef = B,
    withdrawn: Iterable[Unmatched] = (),
    added: Iterable[Unmatched] = (),
) -> CorrespondenceTable:
    """Return an invented table."""
    return CorrespondenceTable(
        source=source,
        target=target,
        extent=Extent.PARTIAL,
        provenance=PROVENANCE,
        rows=tuple(rows),
        withdrawn=tuple(withdrawn),
        added=tuple(added),
    )


# Relations.


def between(one: frozenset[int], other: frozenset[int]) -> SetRelation:
    """Return how two sets that are not empty relate, read off the sets."""
    if one == other:
        return EQUAL
    if not one & other:
        return NONE
    if one < other:
        return SUBSET
    return SUPERSET if one > other else INTERSECTS


UNIVERSE = range(5)
SETS = [frozenset(some) for size in range(1, 6) for some in itertools.combinations(UNIVERSE, size)]


def test_composition_is_what_all_sets_over_a_small_universe_show() -> None:
    """For each pair of relations exactly those can hold that hold between some three sets that are not empty."""
    shown: dict[tuple[SetRelation, SetRelation], set[SetRelation]] = {}
    relations = {(one, other): between(one, other) for one in SETS for other in SETS}
    for one, through, other in itertools.product(SETS, repeat=3):
        pair = relations[one, through], relations[through, other]
        shown.setdefault(pair, set()).add(relations[one, other])
    assert len(SETS) == 31
    assert len(shown) == 25
    assert {pair: compose(*pair) for pair in itertools.product(SetRelation, repeat=2)} == shown


def test_the_inverse_is_the_relation_read_from_the_other_set() -> None:
    """Subset and superset change places, the others stay."""
    assert all(between(other, one) is between(one, other).inverse for one in SETS for other in SETS)
    assert [one.inverse for one in SetRelation] == [EQUAL, SUPERSET, SUBSET, INTERSECTS, NONE]


@pytest.mark.parametrize("first", SetRelation)
@pytest.mark.parametrize("second", SetRelation)
def test_a_composition_read_backwards_is_the_composition_of_the_inverses(
    first: SetRelation, second: SetRelation
) -> None:
    """From C to A the inverses can hold, in the other order."""
    backwards = {one.inverse for one in compose(first, second)}
    assert compose(second.inverse, first.inverse) == backwards


# Tables.


def test_a_table_tells_the_rows_that_start_or_end_at_a_reference() -> None:
    """Rows are found by their very ends, in the order of the table."""
    first, second = row(at(A, "4.1#1"), at(B, "4.1#1")), row(at(A, "4.1#1"), at(B, "4.2#a"), SUPERSET)
    third = row(at(A, "4.2#a"), at(B, "4.2#a"), SUBSET)
    held = table([first, second, third])
    assert held.of(at(A, "4.1#1")) == (first, second)
    assert held.to(at(B, "4.2#a")) == (second, third)
    assert held.of(at(A, "4.1")) == ()
    assert held.to(at(A, "4.1#1")) == ()
    assert repr(held) == "<CorrespondenceTable ISO 99003:2030 → ISO 99003:2035: 3 rows>"


def test_a_table_is_told_as_flat_rows_with_what_has_no_counterpart() -> None:
    """What only one side has is a row with the other side empty."""
    held = table(
        [row(at(A, "4.1#1"), at(B, "4.1#2"), INTERSECTS)], withdrawn=[alone(at(A, "9"))], added=[alone(at(B, "8"))]
    )
    assert held.rows_as_dicts() == [
        {
            "source": "ISO 99003:2030, 4.1#1",
            "relation": "intersects",
            "target": "ISO 99003:2035, 4.1#2",
            "rationale": "Invented.",
            "basis": "published",
            "stated_in": "invented",
            "source_confidence": 3,
        },
        {
            "source": "ISO 99003:2030, 9",
            "relation": "withdrawn",
            "target": "",
            "rationale": "Nothing like it.",
            "basis": "judgement",
            "stated_in": "invented",
            "source_confidence": 1,
        },
        {
            "source": "",
            "relation": "added",
            "target": "ISO 99003:2035, 8",
            "rationale": "Nothing like it.",
            "basis": "judgement",
            "stated_in": "invented",
            "source_confidence": 1,
        },
    ]


X, Y = at(A, "4.1#1"), at(B, "4.1#1")


@pytest.mark.parametrize(
    ("changes", "field", "found"),
    [
        ({"rows": (row(at(C, "4.1#1"), Y),)}, "rows", "ISO 99003:2040, 4.1#1 → ISO 99003:2035, 4.1#1"),
        ({"rows": (row(X, at(C, "4.1#1")),)}, "rows", "ISO 99003:2030, 4.1#1 → ISO 99003:2040, 4.1#1"),
        ({"rows": (row(X, Y), row(X, Y, NONE))}, "rows", "ISO 99003:2030, 4.1#1 → ISO 99003:2035, 4.1#1 twice"),
        ({"withdrawn": (alone(Y),)}, "withdrawn", "ISO 99003:2035, 4.1#1"),
        ({"added": (alone(X),)}, "added", "ISO 99003:2030, 4.1#1"),
        ({"rows": (row(X, Y),), "withdrawn": (alone(X),)}, "withdrawn", "ISO 99003:2030, 4.1#1, which is in a row"),
        ({"rows": (row(X, Y),), "added": (alone(Y),)}, "added", "ISO 99003:2035, 4.1#1, which is in a row"),
        ({"withdrawn": (alone(X), alone(X))}, "withdrawn", "the same twice"),
        ({"added": (alone(Y), alone(Y))}, "added", "the same twice"),
    ],
)
def test_a_table_refuses_what_contradicts_itself(
    changes: dict[str, tuple[object, ...]], field: str, found: str
) -> None:
    """Rows of other editions, pairs told twice, and what is both matched and unmatched are no table."""
    with pytest.raises(InvariantError) as caught:
        attrs.evolve(table([]), **changes)  # type: ignore[arg-type]  # what is wrong is the point.
    assert (caught.value.field, caught.value.found) == (field, found)


def test_what_is_said_to_share_nothing_may_be_unmatched_as_well() -> None:
    """A row that relates nothing is no counterpart."""
    held = table([row(X, Y, NONE)], withdrawn=[alone(X)], added=[alone(Y)])
    assert [one.ref for one in (*held.withdrawn, *held.added)] == [X, Y]


@pytest.mark.parametrize("confidence", [-1, -7])
def test_confidence_and_revision_are_counts(confidence: int) -> None:
    """Fewer sources than none, and a revision before the first, are refused."""
    with pytest.raises(ValueError, match="source_confidence"):
        row(X, Y, confidence=confidence)
    with pytest.raises(ValueError, match="source_confidence"):
        attrs.evolve(alone(X), source_confidence=confidence)
    with pytest.raises(ValueError, match="revision"):
        attrs.evolve(table([]), revision=0)


def test_inverting_twice_gives_the_rows_back() -> None:
    """Every relation is turned, and turned back; what only one side has changes sides."""
    rows = [row(at(A, f"4.{index}#1"), at(B, "4.1#1"), relation) for index, relation in enumerate(SetRelation, start=1)]
    start = table(rows, withdrawn=[alone(at(A, "9"))], added=[alone(at(B, "8"))])
    turned = invert(start)
    assert (turned.source, turned.target) == (B, A)
    assert [(one.source, one.target) for one in turned.rows] == [(one.target, one.source) for one in rows]
    assert [one.relation for one in turned.rows] == [EQUAL, SUPERSET, SUBSET, INTERSECTS, NONE]
    assert (turned.withdrawn, turned.added) == (start.added, start.withdrawn)
    assert invert(turned) == start


def test_an_inverted_table_is_in_the_order_of_its_own_source() -> None:
    """Rows are sorted by the side they are read from."""
    crossed = table([row(at(A, "4.1#1"), at(B, "4.10#1")), row(at(A, "4.2#1"), at(B, "4.9#1"))])
    assert [one.source.local for one in invert(crossed).rows] == ["4.9#1", "4.10#1"]


# Two tables, one after the other.


def test_a_chain_is_as_well_founded_as_its_weakest_link() -> None:
    """Basis and confidence are the lowest of all links, and a chain is never better than derived."""
    first = table([row(X, Y, SUBSET, Basis.PUBLISHED, 4)])
    strong = table([row(Y, at(C, "4.1#1"), EQUAL, Basis.PUBLISHED, 2)], source=B, target=C)
    (told,) = compose_tables(first, strong)
    assert (told.relation, told.basis, told.source_confidence) == (SUBSET, Basis.DERIVED, 2)
    assert (told.source, told.target, told.through) == (X, at(C, "4.1#1"), (Y,))
    weak = table([row(Y, at(C, "4.1#1"), EQUAL, Basis.JUDGEMENT, 5)], source=B, target=C)
    (told,) = compose_tables(first, weak)
    assert (told.basis, told.source_confidence) == (Basis.JUDGEMENT, 4)


def test_several_chains_between_a_pair_narrow_what_can_hold() -> None:
    """Each chain leaves some relations, and what all of them leave is the answer."""
    end = at(C, "4.1#1")
    first = table([row(X, at(B, "4.1#1"), SUPERSET), row(X, at(B, "4.2#1"), INTERSECTS)])
    second = [row(at(B, "4.1#1"), end, SUBSET), row(at(B, "4.2#1"), end, SUPERSET)]
    (one,) = compose_tables(first, table(second[:1], source=B, target=C))
    assert one.possible == (EQUAL, SUBSET, SUPERSET, INTERSECTS)
    assert one.relation is None
    (both,) = compose_tables(first, table(second, source=B, target=C))
    assert both.possible == (SUPERSET, INTERSECTS)
    assert both.through == (at(B, "4.1#1"), at(B, "4.2#1"))


def test_chains_that_leave_one_relation_determine_it() -> None:
    """Two chains, each undetermined, can have one relation in common."""
    end = at(C, "4.1#1")
    first = table([row(X, at(B, "4.1#1"), SUPERSET), row(X, at(B, "4.2#1"), SUBSET)])
    second = table([row(at(B, "4.1#1"), end, INTERSECTS), row(at(B, "4.2#1"), end, INTERSECTS)], source=B, target=C)
    (told,) = compose_tables(first, second)
    assert told.relation is INTERSECTS


def test_chains_that_contradict_each_other_are_refused() -> None:
    """Where nothing remains possible one of the rows is wrong, and the error says where to look."""
    end = at(C, "4.1#1")
    first = table([row(X, at(B, "4.1#1")), row(X, at(B, "4.2#1"))])
    second = table([row(at(B, "4.1#1"), end, SUBSET), row(at(B, "4.2#1"), end, NONE)], source=B, target=C)
    with pytest.raises(TablesDoNotMeetError) as caught:
        compose_tables(first, second)
    assert str(caught.value) == (
        "ISO 99003:2030 → ISO 99003:2035 and ISO 99003:2035 → ISO 99003:2040 cannot be composed: between ISO"
        " 99003:2030, 4.1#1 and ISO 99003:2040, 4.1#1 the chains through 4.1#1, 4.2#1 leave nothing possible"
    )


def test_tables_that_do_not_meet_are_refused() -> None:
    """The first has to end where the second begins."""
    with pytest.raises(TablesDoNotMeetError, match=r"the first ends in ISO 99003:2035$"):
        compose_tables(table([row(X, Y)]), table([], source=C, target=A))


def test_a_pair_that_no_chain_connects_is_not_told() -> None:
    """What leads to nothing in the second table is unknown and left out."""
    second = table([row(at(B, "4.2#1"), at(C, "4.2#1"))], source=B, target=C)
    assert compose_tables(table([row(X, Y)]), second) == ()


# What is covered.


def covering(rows: Iterable[Correspondence] = (), added: Iterable[Unmatched] = ()) -> CorrespondenceTable:
    """Return a table that leads to the small invented edition."""
    return table(rows, target=SMALL.ref, added=added)


def test_coverage_adds_up_to_the_edition() -> None:
    """Requirements and controls are each counted once, whatever a table says."""
    rows = [
        row(X, ref("4.1#1", SMALL)),
        row(X, ref("5.2#1", SMALL), SUPERSET),
        row(X, ref("6.1#1", SMALL), SUBSET),
        row(X, ref("6.2#1", SMALL), INTERSECTS),
        row(X, ref("6.3#1", SMALL), NONE),
        row(X, ref("A.5.1", SMALL)),
        row(X, at(SMALL.ref, "77")),
    ]
    added = [alone(ref("9", SMALL)), alone(ref("A.5.2", SMALL)), alone(at(SMALL.ref, "78"))]
    told = coverage(covering(rows, added), SMALL)
    assert told.counts() == {
        "requirements": {"equal": 1, "contained": 1, "partly": 2, "unrelated": 4, "unknown": 7},
        "controls": {"equal": 1, "contained": 0, "partly": 0, "unrelated": 1, "unknown": 1},
    }
    assert [one for one, _ in told.requirements] == [one.ref for one in SMALL.requirements()]
    assert [one for one, _ in told.controls] == [one.ref for one in SMALL.controls()]


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (EQUAL, MatchedWith.PARTLY),
        (SUPERSET, MatchedWith.PARTLY),
        (SUBSET, MatchedWith.PARTLY),
        (INTERSECTS, MatchedWith.PARTLY),
        (NONE, MatchedWith.UNRELATED),
    ],
)
def test_a_row_about_a_clause_or_letter_speaks_of_its_parts_only_partly(
    relation: SetRelation, expected: MatchedWith
) -> None:
    """That a whole is related leaves open which of its parts are; that it shares nothing holds for each."""
    told = dict(coverage(covering([row(X, ref("8.1", SMALL), relation)]), SMALL).requirements)
    assert {told[ref(local, SMALL)] for local in ("8.1#a", "8.1#b.1", "8.1#b.2")} == {expected}
    assert told[ref("8.3#1", SMALL)] is MatchedWith.UNKNOWN
    told = dict(coverage(covering([row(X, ref("8.1#b", SMALL), relation)]), SMALL).requirements)
    assert {told[ref(local, SMALL)] for local in ("8.1#b.1", "8.1#b.2")} == {expected}
    assert told[ref("8.1#a", SMALL)] is MatchedWith.UNKNOWN


def test_the_best_that_is_said_counts() -> None:
    """Rows of several levels speak of an entry, in any order."""
    rows = [row(X, ref("8.1", SMALL)), row(X, ref("8.1#a", SMALL)), row(at(A, "9#1"), ref("8.1#a", SMALL), NONE)]
    for order in itertools.permutations(rows):
        told = dict(coverage(covering(order), SMALL).requirements)
        assert told[ref("8.1#a", SMALL)] is MatchedWith.EQUAL
        assert told[ref("8.1#b.1", SMALL)] is MatchedWith.PARTLY


def test_every_relation_means_something_for_the_target() -> None:
    """All five have a match, and only equal and superset ask for no more than there is."""
    assert set(BEST_MATCH) == set(SetRelation)
    whole = {one for one, match in BEST_MATCH.items() if match in {MatchedWith.EQUAL, MatchedWith.CONTAINED}}
    assert whole == {EQUAL, SUPERSET}


def test_coverage_of_another_edition_is_refused() -> None:
    """A table is never read for an edition it does not lead to."""
    with pytest.raises(TablesDoNotMeetError, match="the table leads elsewhere"):
        coverage(covering(), EDITION)


def test_entries_below_are_the_entry_itself_or_all_it_holds() -> None:
    """A clause stands for everything in it and under it, a letter for its parts."""
    locals_of = {
        local: [one.local for one in entries_below(SMALL[local])]
        for local in ("4.1#1", "8.1#b", "8", "A.5.2", "Annex A", "5")
    }
    assert locals_of == {
        "4.1#1": ["4.1#1"],
        "8.1#b": ["8.1#b.1", "8.1#b.2"],
        "8": ["8.1#a", "8.1#b.1", "8.1#b.2", "8.3#1", "8.3#2"],
        "A.5.2": ["A.5.2"],
        "Annex A": ["A.5.1", "A.5.2", "A.5.3"],
        "5": ["5.2#1"],
    }


def test_a_gap_summary_tells_what_merges_and_splits_and_what_one_side_has_alone() -> None:
    """Counts of relations, mergers by target, splits by source; rows that share nothing join nothing."""
    rows = [
        row(at(A, "4.1#1"), at(B, "4.1#1")),
        row(at(A, "4.2#1"), at(B, "4.2#1"), SUBSET),
        row(at(A, "4.3#1"), at(B, "4.2#1"), SUBSET),
        row(at(A, "4.4#1"), at(B, "4.5#1"), SUPERSET),
        row(at(A, "4.4#1"), at(B, "4.4#1"), SUPERSET),
        row(at(A, "4.1#1"), at(B, "4.9#1"), NONE),
    ]
    told = gap_summary(table(rows, withdrawn=[alone(at(A, "9"))], added=[alone(at(B, "8"))]))
    assert (told.source, told.target) == (A, B)
    assert told.relations == ((EQUAL, 1), (SUBSET, 2), (SUPERSET, 2), (INTERSECTS, 0), (NONE, 1))
    assert told.merged == ((at(B, "4.2#1"), (at(A, "4.2#1"), at(A, "4.3#1"))),)
    assert told.split == ((at(A, "4.4#1"), (at(B, "4.4#1"), at(B, "4.5#1"))),)
    assert (told.withdrawn, told.added) == ((alone(at(A, "9")),), (alone(at(B, "8")),))


# Through the common core.


def built_on(core: StandardEdition, names: dict[str, RequirementRef]) -> StandardEdition:
    """Return the small edition with some requirements that only specialise one of a core."""

    def changed(clause: Clause) -> Clause:
        return attrs.evolve(
            clause,
            requirements=tuple(attrs.evolve(one, specialises=names.get(one.ref.local)) for one in clause.requirements),
            clauses=tuple(map(changed, clause.clauses)),
        )

    assert core.ref != SMALL.ref
    return attrs.evolve(SMALL, clauses=tuple(map(changed, SMALL.clauses)))


def test_what_only_specialises_a_core_requirement_is_its_equal() -> None:
    """The table through the core has those pairs alone, in the order of the core, and claims no more."""
    names = {"8.1#a": ref("8.1#a"), "4.1#1": ref("4.1#1"), "5.2#1": at(A, "5.2#1"), "6.1#1": ref("77#1")}
    edition = built_on(EDITION, names)
    held = through_core(EDITION, edition)
    assert [(one.source.local, one.relation, one.target.local) for one in held.rows] == [
        ("4.1#1", EQUAL, "4.1#1"),
        ("8.1#a", EQUAL, "8.1#a"),
    ]
    assert (held.source, held.target, held.extent) == (EDITION.ref, SMALL.ref, Extent.PARTIAL)
    assert (held.revision, held.withdrawn, held.added) == (3, (), ())
    assert {(one.basis, one.source_confidence) for one in held.rows} == {(Basis.JUDGEMENT, 0)}
    assert held.rows[0].stated_in == "the edition file of ISO 99002:2030"


def test_two_editions_built_on_one_core_meet_where_both_only_specialise() -> None:
    """From one through the core to the other, equals stay equal, and are a judgement."""
    one = through_core(EDITION, built_on(EDITION, {"8.1#a": ref("8.1#a"), "4.1#1": ref("4.1#1")}))
    target = at(B, "9.9#1")
    other = table([row(ref("8.1#a"), target)], source=EDITION.ref, target=B)
    (told,) = compose_tables(invert(one), other)
    assert (told.source, told.target, told.relation) == (ref("8.1#a", SMALL), target, EQUAL)
    assert (told.basis, told.source_confidence) == (Basis.JUDGEMENT, 0)


def test_the_provenance_of_a_table_is_part_of_it() -> None:
    """Two tables that differ in where they come from are not equal."""
    other = Provenance(compiled_on=PROVENANCE.compiled_on, method="another", licence="CC0-1.0")
    assert table([]) != attrs.evolve(table([]), provenance=other)
