# SPDX-License-Identifier: Apache-2.0
"""What changes between two editions, carrying records over, taking it back, and how much of another standard is there.

The two editions here are invented; the last part is about facts of one published table. Laws over drawn cases are in
``test_migration_laws.py``.
"""

from __future__ import annotations

import datetime as dt
import json
import typing
from collections.abc import Sequence
from typing import Any

import attrs
import pytest

import invented
from invented import ON, SMALL, UNITS, day, decision, evidence, finding, judgement
from isomodel import catalogue, documents, migration
from isomodel.assessment import (
    Applicability,
    Assessment,
    Complaint,
    ComplianceObligation,
    Conformity,
    Hazard,
    NotifiableChange,
    Objective,
    ObligationStatus,
    Organization,
    Risk,
    RiskTreatment,
    Role,
    Significance,
    TreatmentOption,
    WorkStatus,
)
from isomodel.correspondence import (
    Basis,
    Composed,
    Correspondence,
    CorrespondenceTable,
    Extent,
    MatchedWith,
    SetRelation,
    Unmatched,
    gap_summary,
)
from isomodel.errors import DocumentError
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.migration import ChangeKind, MigrationError, MigrationPlan, Outcome, RecordKind
from isomodel.model import Clause, StandardEdition

EQUAL, SUBSET, SUPERSET, INTERSECTS, NONE = SetRelation

_MAIN: list[tuple[str, str | None, str]] = [("4", None, ""), ("8", None, ""), ("9", None, "")]
OLD = invented._edition(
    "ISO 99003:2030",
    [
        *_MAIN,
        ("4.1", None, "1 2"),
        ("4.2", None, "a b.1 b.2"),
        ("8.1", None, "a bx"),
        ("8.2", None, "1x"),
        ("9.1", None, "1"),
    ],
    (("A.5", 4),),
    day(10),
)
NEW = invented._edition(
    "ISO 99003:2035",
    [
        *_MAIN,
        ("4.1", None, "1 2"),
        ("4.2", None, "a b.1 b.2"),
        ("8.1", None, "a b"),
        ("8.3", None, "1x"),
        ("9.1", None, "1"),
        ("9.2", None, "1 2"),
    ],
    (("A.5", 2),),
    day(10),
)


def old(local: str) -> RequirementRef:
    """Return the address of something in the old edition."""
    return RequirementRef.parse(f"{OLD.ref}, {local}")


def new(local: str) -> RequirementRef:
    """Return the address of something in the new edition."""
    return RequirementRef.parse(f"{NEW.ref}, {local}")


def row(source: RequirementRef, target: RequirementRef, relation: SetRelation = EQUAL) -> Correspondence:
    """Return an invented row."""
    return Correspondence(
        source=source,
        target=target,
        relation=relation,
        rationale=f"{source.local} is {relation.value}.",
        basis=Basis.JUDGEMENT,
        stated_in="invented",
        source_confidence=1,
    )


def alone(ref: RequirementRef) -> Unmatched:
    """Return an invented line about something without a counterpart."""
    return Unmatched(
        ref=ref, reason="Nothing like it.", basis=Basis.PUBLISHED, stated_in="invented", source_confidence=2
    )


def table(rows: Sequence[Correspondence], **changes: Any) -> CorrespondenceTable:  # noqa: ANN401 - what the class takes.
    """Return an invented table from the old edition to the new one."""
    facts: dict[str, Any] = {
        "source": OLD.ref,
        "target": NEW.ref,
        "revision": 4,
        "extent": Extent.COMPLETE,
        "provenance": OLD.provenance,
    }
    return CorrespondenceTable(rows=tuple(rows), **{**facts, **changes})


SAME = ("4.1#1", "4.1#2", "4.2#a", "4.2#b.1", "4.2#b.2", "8.1#b", "A.5.1")
TABLE = table(
    [
        *(row(old(local), new(local)) for local in SAME),
        row(old("8.1#a"), new("8.1#a"), SUBSET),
        row(old("8.2#1"), new("8.3#1")),
        row(old("9.1#1"), new("9.1#1"), SUPERSET),
        row(old("9.1#1"), new("9.2#1"), SUPERSET),
        row(old("A.5.2"), new("A.5.2")),
        row(old("A.5.3"), new("A.5.2")),
        row(old("8"), new("8")),
        row(old("A.5.4"), new("A.5.1"), NONE),
    ],
    withdrawn=(alone(old("A.5.4")),),
    added=(alone(new("9.2#2")),),
)
"""Equal, strengthened, moved, split, merged, withdrawn and new."""


def record(**changes: Any) -> Assessment:  # noqa: ANN401 - what the class takes.
    """Return a record against the old edition that says only what is named."""
    start = Assessment(id="invented", organization=Organization(name="Invented Ltd"), editions=(OLD.ref,))
    return attrs.evolve(start, **changes)


def planned(start: Assessment, *, by: CorrespondenceTable = TABLE, to: StandardEdition = NEW) -> MigrationPlan:
    """Plan to carry a record over."""
    return migration.plan(start, to=to, source=OLD, table=by, on=ON)


def carried(start: Assessment, **how: Any) -> list[tuple[str, Conformity, Role]]:  # noqa: ANN401 - as above.
    """Tell the judgements that would be put into the record, briefly."""
    judged = [one.judgement for one in planned(start, **how).decisions if one.judgement is not None]
    return [(one.target.local, one.conformity, one.role) for one in judged]


def outcomes(start: Assessment, **how: Any) -> list[tuple[str, Outcome]]:  # noqa: ANN401 - as above.
    """Tell what becomes of what is recorded, briefly."""
    told = [one for one in planned(start, **how).decisions if one.record is not RecordKind.NONE]
    return [(one.target.local if one.target is not None else "", one.outcome) for one in told]


# What changes.


def test_a_comparison_tells_every_kind_of_change() -> None:
    """Everything of the old edition in its order, then what is new, each with its kind."""
    told = migration.compare(OLD, NEW, table=TABLE)
    assert [
        (one.kind.value, *(end.local if end else "" for end in (one.source, one.target))) for one in told.changes
    ] == [
        ("unchanged", "4.1#1", "4.1#1"),
        ("unchanged", "4.1#2", "4.1#2"),
        ("unchanged", "4.2#a", "4.2#a"),
        ("unchanged", "4.2#b.1", "4.2#b.1"),
        ("unchanged", "4.2#b.2", "4.2#b.2"),
        ("changed", "8.1#a", "8.1#a"),
        ("unchanged", "8.1#b", "8.1#b"),
        ("moved", "8.2#1", "8.3#1"),
        ("split", "9.1#1", "9.1#1"),
        ("split", "9.1#1", "9.2#1"),
        ("unchanged", "A.5.1", "A.5.1"),
        ("merged", "A.5.2", "A.5.2"),
        ("merged", "A.5.3", "A.5.2"),
        ("withdrawn", "A.5.4", ""),
        ("new", "", "9.2#2"),
    ]
    assert (told.source, told.target, told.revision) == (OLD.ref, NEW.ref, 4)
    assert {kind.value: count for kind, count in told.counts().items()} == {
        "unchanged": 7,
        "reworded": 0,
        "moved": 1,
        "changed": 1,
        "split": 2,
        "merged": 2,
        "new": 1,
        "withdrawn": 1,
        "unknown": 0,
    }
    assert [one.source for one in told.of(ChangeKind.MERGED)] == [old("A.5.2"), old("A.5.3")]
    assert repr(told) == "<Comparison ISO 99003:2030 → ISO 99003:2035: 15 changes>"


def test_a_comparison_is_told_as_text_without_what_stays() -> None:
    """Counts, then a line for each change that somebody has to know."""
    assert str(migration.compare(OLD, NEW, table=TABLE)).splitlines() == [
        "ISO 99003:2030 → ISO 99003:2035",
        "  unchanged 7  moved 1  changed 1  split 2  merged 2  new 1  withdrawn 1",
        "  changed 8.1#a → 8.1#a: 8.1#a is subset.",
        "  moved 8.2#1 → 8.3#1: 8.2#1 is equal.",
        "  split 9.1#1 → 9.1#1: 9.1#1 is superset.",
        "  split 9.1#1 → 9.2#1: 9.1#1 is superset.",
        "  merged A.5.2 → A.5.2: A.5.2 is equal.",
        "  merged A.5.3 → A.5.2: A.5.3 is equal.",
        "  withdrawn A.5.4: Nothing like it.",
        "  new 9.2#2: Nothing like it.",
    ]


def test_a_comparison_is_told_as_flat_rows() -> None:
    """Absent ends are empty, everything else is its value."""
    rows = migration.compare(OLD, NEW, table=TABLE).rows()
    assert rows[5] == {
        "kind": "changed",
        "source": "ISO 99003:2030, 8.1#a",
        "target": "ISO 99003:2035, 8.1#a",
        "relation": "subset",
        "reason": "8.1#a is subset.",
        "basis": "judgement",
        "source_confidence": 1,
    }
    assert rows[-1] == {
        "kind": "new",
        "source": "",
        "target": "ISO 99003:2035, 9.2#2",
        "relation": "",
        "reason": "Nothing like it.",
        "basis": "published",
        "source_confidence": 2,
    }


def restated(edition: StandardEdition, local: str) -> StandardEdition:
    """Return the edition with another statement for one requirement."""

    def changed(clause: Clause) -> Clause:
        return attrs.evolve(
            clause,
            requirements=tuple(
                attrs.evolve(one, statement="Another one.") if one.ref.local == local else one
                for one in clause.requirements
            ),
            clauses=tuple(map(changed, clause.clauses)),
        )

    return attrs.evolve(edition, clauses=tuple(map(changed, edition.clauses)))


def test_the_same_obligation_in_other_words_is_reworded() -> None:
    """Equal, in the same place, with another statement of ours."""
    told = migration.compare(OLD, restated(NEW, "4.1#1"), table=TABLE)
    assert [one.target for one in told.of(ChangeKind.REWORDED)] == [new("4.1#1")]


PARTIAL = table([row(old("4.1#1"), new("4.1#1"))], extent=Extent.PARTIAL)


def test_what_a_table_does_not_speak_of_is_unknown() -> None:
    """Neither withdrawn nor new: nobody said what became of it, or where it comes from."""
    told = migration.compare(OLD, NEW, table=PARTIAL)
    counts = told.counts()
    assert (counts[ChangeKind.UNCHANGED], counts[ChangeKind.UNKNOWN]) == (1, 12 + 12)
    first, last = told.of(ChangeKind.UNKNOWN)[0], told.of(ChangeKind.UNKNOWN)[-1]
    assert (first.source, first.target, first.basis) == (old("4.1#2"), None, None)
    assert first.reason == "the table does not say what became of 4.1#2"
    assert (last.source, last.target) == (None, new("A.5.2"))
    assert last.reason == "the table does not say where A.5.2 comes from"


def test_a_table_of_other_editions_is_refused() -> None:
    """A table is never read for editions it is not about."""
    with pytest.raises(MigrationError, match=r"^ISO 99003:2035 → ISO 99003:2030: the table is one from ISO 99003:2030"):
        migration.compare(NEW, OLD, table=TABLE)


def test_what_is_said_of_a_letter_is_never_more_than_that_about_its_parts() -> None:
    """A part asks for less than the whole, what is uncertain is an overlap, and the row about the least decides."""
    kinds = {
        (source, target, relation): migration.compare(
            OLD, NEW, table=table([row(old(source), new(target), relation)])
        ).changes
        for source, target in (("4.2#b", "4.1#1"), ("4.1#1", "4.2#b"), ("4.2#b", "4.2#b"))
        for relation in SetRelation
    }
    told = {
        key: sorted({one.relation.value for one in changes if one.relation is not None})
        for key, changes in kinds.items()
    }
    assert told == {
        ("4.2#b", "4.1#1", EQUAL): ["subset"],
        ("4.2#b", "4.1#1", SUBSET): ["subset"],
        ("4.2#b", "4.1#1", SUPERSET): ["intersects"],
        ("4.2#b", "4.1#1", INTERSECTS): ["intersects"],
        ("4.2#b", "4.1#1", NONE): [],
        ("4.1#1", "4.2#b", EQUAL): ["superset"],
        ("4.1#1", "4.2#b", SUBSET): ["intersects"],
        ("4.1#1", "4.2#b", SUPERSET): ["superset"],
        ("4.1#1", "4.2#b", INTERSECTS): ["intersects"],
        ("4.1#1", "4.2#b", NONE): [],
        ("4.2#b", "4.2#b", EQUAL): ["intersects"],
        ("4.2#b", "4.2#b", SUBSET): ["intersects"],
        ("4.2#b", "4.2#b", SUPERSET): ["intersects"],
        ("4.2#b", "4.2#b", INTERSECTS): ["intersects"],
        ("4.2#b", "4.2#b", NONE): [],
    }
    both = [row(old("4.2#b.1"), new("4.1#1"), NONE), row(old("4.2#b"), new("4.1#1"))]
    for rows in (both, both[::-1]):
        pairs = [one.source for one in migration.compare(OLD, NEW, table=table(rows)).changes if one.relation]
        assert pairs == [old("4.2#b.2")]


# Which editions.


def test_the_edition_to_carry_from_may_be_left_out_where_there_is_one() -> None:
    """Of one standard the assessment has one other edition: that is meant."""
    two = ("ISO/IEC 27001:2013", "ISO 9001:2015")
    start = record(editions=tuple(map(StandardRef.parse, two)))
    told = migration.plan(start, to="ISO/IEC 27001:2022", on=ON)
    assert str(told.source) == "ISO/IEC 27001:2013"


@pytest.mark.parametrize(
    ("editions", "to", "reason"),
    [
        (
            ("ISO/IEC 27001:2013", "ISO/IEC 27001:2005"),
            "ISO/IEC 27001:2022",
            "several of its editions could be carried to ISO/IEC 27001:2022: ISO/IEC 27001:2013, ISO/IEC 27001:2005; ",
        ),
        (
            ("ISO 9001:2015",),
            "ISO 14001:2026",
            "none of its editions (ISO 9001:2015) is another edition of ISO 14001; ISO 9001:2015 is another standard",
        ),
        (
            ("ISO/IEC 27001:2022",),
            "ISO/IEC 27001:2022",
            "none of its editions (ISO/IEC 27001:2022) is another edition of ISO/IEC 27001",
        ),
        ((), "ISO/IEC 27001:2022", "none of its editions () is another edition of ISO/IEC 27001"),
    ],
)
def test_no_edition_to_carry_from_is_guessed(editions: tuple[str, ...], to: str, reason: str) -> None:
    """None or several of the same standard are refused, and the error names what there is."""
    with pytest.raises(MigrationError) as caught:
        migration.plan(record(editions=tuple(map(StandardRef.parse, editions))), to=to, on=ON)
    assert caught.value.what == "assessment invented"
    assert caught.value.reason.startswith(reason)


def test_an_edition_that_the_record_is_not_against_is_refused() -> None:
    """Only what the assessment says it is about is carried."""
    with pytest.raises(MigrationError, match=r"it is against ISO 99002:2030, not against ISO 99003:2030$"):
        planned(record(editions=(SMALL.ref,)))


# Judgements.

YES, NO, OPEN = Conformity


@pytest.mark.parametrize(
    ("local", "found", "expected"),
    [
        ("4.1#1", YES, [("4.1#1", YES)]),
        ("4.1#1", NO, [("4.1#1", NO)]),
        ("4.1#1", OPEN, [("4.1#1", OPEN)]),
        ("8.1#a", YES, [("8.1#a", OPEN)]),
        ("8.1#a", NO, [("8.1#a", NO)]),
        ("8.2#1", YES, [("8.3#1", YES)]),
        ("9.1#1", YES, [("9.1#1", OPEN), ("9.2#1", OPEN)]),
        ("9.1#1", NO, [("9.1#1", OPEN), ("9.2#1", OPEN)]),
        ("A.5.3", YES, [("A.5.2", YES)]),
        ("A.5.4", YES, []),
        ("9.9", YES, []),
    ],
)
def test_a_judgement_is_carried_as_far_as_the_relation_allows(
    local: str, found: Conformity, expected: list[tuple[str, Conformity]]
) -> None:
    """Equal keeps it, more asked keeps what fails, everything else is to be looked at, nothing is invented."""
    told = carried(record(judgements=(judgement(old(local), conformity=found),)))
    assert told == [(target, conformity, Role.REVIEWER) for target, conformity in expected]


def test_a_carried_judgement_tells_where_it_comes_from() -> None:
    """Its remark stays, the origin is added, and the revision is that of the new content."""
    start = record(judgements=(judgement(old("4.1#1"), note="Seen.", catalogue_revision=1, sample="3 of 4"),))
    (one,) = [one.judgement for one in planned(start).decisions if one.judgement is not None]
    assert one.note == "Seen. Carried over from ISO 99003:2030, 4.1#1: 4.1#1 is equal."
    assert (one.catalogue_revision, one.sample, one.judged_on) == (3, "3 of 4", day(-30))
    start = record(judgements=(judgement(old("8.1#a"), evidence=("EV",)),))
    (one,) = [one.judgement for one in planned(start).decisions if one.judgement is not None]
    assert one.note == ("Carried over for review from ISO 99003:2030, 8.1#a (conforming), subset: 8.1#a is subset.")
    assert one.evidence == ("EV",)


@pytest.mark.parametrize(
    ("local", "before", "after"),
    [
        ("8.1#a", WorkStatus.IMPLEMENTED, WorkStatus.PARTIAL),
        ("8.1#a", WorkStatus.PLANNED, WorkStatus.PLANNED),
        ("9.1#1", WorkStatus.IMPLEMENTED, WorkStatus.IMPLEMENTED),
        ("4.1#1", WorkStatus.IMPLEMENTED, WorkStatus.IMPLEMENTED),
    ],
)
def test_work_that_was_done_is_partial_where_more_is_asked(local: str, before: WorkStatus, after: WorkStatus) -> None:
    """Where the old one asked for more, or the same, the work stays as far as it was."""
    start = record(judgements=(judgement(old(local), work_status=before),))
    told = {one.judgement.work_status for one in planned(start).decisions if one.judgement is not None}
    assert told == {after}


def test_a_nonconformity_that_was_overruled_does_not_come_back() -> None:
    """Only what stands nonconforming stays so where more is asked."""
    failed = judgement(old("8.1#a"), conformity=NO, judged_on=day(-40))
    solved = judgement(old("8.1#a"), judged_on=day(-20))
    assert [one[1] for one in carried(record(judgements=(failed, solved)))] == [OPEN, OPEN]
    elsewhere = attrs.evolve(solved, units=("HQ",))
    units = Organization(name="Invented Ltd", units=UNITS)
    assert [one[1] for one in carried(record(organization=units, judgements=(failed, elsewhere)))] == [NO, OPEN]
    one_unit = attrs.evolve(failed, units=("HQ",))
    assert [one[1] for one in carried(record(organization=units, judgements=(one_unit, elsewhere)))] == [OPEN, OPEN]


def test_a_judgement_on_a_clause_stays_one_where_the_clause_is_equal_as_a_whole() -> None:
    """One judgement, on the clause or letter, in the role it was made."""
    start = record(judgements=tuple(judgement(old(local)) for local in ("4", "4.2", "4.2#b", "A.5.1")))
    assert carried(start) == [(local, YES, Role.REVIEWER) for local in ("4", "4.2", "4.2#b", "A.5.1")]
    (first, *_) = planned(start).decisions
    assert (first.source, first.through, first.target, first.relation) == (old("4"), None, new("4"), EQUAL)
    assert first.reason == "every requirement below 4 has its equal below 4, and nothing is added"


def test_a_clause_whose_number_changed_is_found_by_what_it_holds() -> None:
    """The clause that holds the equals, and nothing else, takes its place."""
    assert carried(record(judgements=(judgement(old("8.2")),))) == [("8.3", YES, Role.REVIEWER)]


def test_a_judgement_on_a_clause_that_is_not_equal_is_told_of_its_parts_as_a_claim() -> None:
    """What was positive counted as a claim only, and stays one; what was negative keeps its role."""
    start = record(judgements=(judgement(old("8")),))
    assert carried(start) == [("8.1#a", OPEN, Role.REVIEWER), ("8.1#b", YES, Role.OWNER), ("8.3#1", YES, Role.OWNER)]
    assert [(one.through, one.source) for one in planned(start).decisions[:2]] == [
        (old("8.1#a"), old("8")),
        (old("8.1#b"), old("8")),
    ]
    start = record(judgements=(judgement(old("8"), conformity=NO),))
    assert carried(start) == [(local, NO, Role.REVIEWER) for local in ("8.1#a", "8.1#b", "8.3#1")]


def test_a_clause_that_something_else_went_into_is_not_equal_as_a_whole() -> None:
    """A judgement on it would speak of what was never part of it."""
    more = table([*TABLE.rows, row(old("9.1#1"), new("4.1#1"), INTERSECTS)])
    assert carried(record(judgements=(judgement(old("4.1")),)), by=more) == [
        ("4.1#1", YES, Role.OWNER),
        ("4.1#2", YES, Role.OWNER),
    ]


def test_a_letter_that_became_one_obligation_is_no_judgement_on_that_alone() -> None:
    """What was said of a letter or group stays a claim where a single requirement takes its number."""
    single = invented._edition("ISO 99003:2030", [*_MAIN, ("4.1", None, "a.1")], (("A.5", 1),), day(10))
    plain = invented._edition("ISO 99003:2035", [*_MAIN, ("4.1", None, "a 2")], (("A.5", 1),), day(10))
    start = record(judgements=(judgement(old("4.1#a")),))
    told = migration.plan(start, to=plain, source=single, on=ON, table=table([row(old("4.1#a.1"), new("4.1#a"))]))
    (one,) = [one.judgement for one in told.decisions if one.judgement is not None]
    assert (one.target, one.role) == (new("4.1#a"), Role.OWNER)


def test_of_clauses_that_hold_the_same_the_coarser_stays_coarser() -> None:
    """Where the new edition has one place for two, the record is told of its parts, and the finer has the last word."""
    flat = invented._edition("ISO 99003:2035", [*_MAIN, ("9.1", None, "1"), ("9.2", None, "1")], (("A.5", 1),), day(10))
    rows = table([row(old("9.1#1"), new("9.2#1"))])
    told = (judgement(old("9"), judged_on=day(-5)), judgement(old("9.1"), conformity=NO, role=Role.OWNER))
    assert carried(record(judgements=told), by=rows, to=flat) == [("9.2#1", NO, Role.OWNER)]
    assert carried(record(judgements=told), by=table([row(old("9.1#1"), new("9.1#1"))]), to=flat) == [
        ("9.1#1", NO, Role.OWNER)
    ]
    assert carried(record(judgements=told[:1])) == [("9.1#1", OPEN, Role.REVIEWER), ("9.2#1", OPEN, Role.REVIEWER)]


@pytest.mark.parametrize("later", [-40, -5])
def test_a_claim_on_a_clause_does_not_overrule_what_was_said_of_a_part(later: int) -> None:
    """The finer judgement had the last word, and has it still, whichever was earlier."""
    claim = judgement(old("8"), judged_on=day(later))
    failed = judgement(old("8.1#b"), conformity=NO, role=Role.OWNER, judged_on=day(-20))
    told = carried(record(judgements=(claim, failed)))
    assert told == [("8.1#a", OPEN, Role.REVIEWER), ("8.3#1", YES, Role.OWNER), ("8.1#b", NO, Role.OWNER)]
    (left,) = [one for one in planned(record(judgements=(claim, failed))).decisions if one.through == old("8.1#b")]
    assert (left.outcome, left.judgement) == (Outcome.KEPT, None)
    assert left.reason == "what was said of it alone, or since, has the last word: 8.1#b is equal."


def test_a_claim_on_a_clause_is_carried_for_the_units_in_which_nothing_finer_was_said() -> None:
    """A finer judgement in one unit takes nothing from the others."""
    units = Organization(name="Invented Ltd", units=UNITS)
    told = (judgement(old("8")), judgement(old("8.1#b"), conformity=OPEN, units=("HQ",)))
    judged = [one.judgement for one in planned(record(organization=units, judgements=told)).decisions]
    assert [(one.target.local, one.units) for one in judged if one is not None] == [
        ("8.1#a", ()),
        ("8.1#b", ("PACK",)),
        ("8.3#1", ()),
        ("8.1#b", ("HQ",)),
    ]
    nowhere = (attrs.evolve(told[0], units=("HQ",)), told[1])
    judged = [one.judgement for one in planned(record(organization=units, judgements=nowhere)).decisions]
    assert [one.target.local for one in judged if one is not None] == ["8.1#a", "8.3#1", "8.1#b"]


def test_a_nonconforming_clause_that_was_put_right_is_not_carried_as_nonconforming() -> None:
    """The later judgement on the clause is only a claim now, and would not overrule it again."""
    told = (judgement(old("8"), conformity=NO, judged_on=day(-40)), judgement(old("8"), judged_on=day(-20)))
    assert carried(record(judgements=told)) == [
        ("8.1#a", OPEN, Role.REVIEWER),
        ("8.1#b", YES, Role.OWNER),
        ("8.3#1", YES, Role.OWNER),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((YES, Role.REVIEWER), (YES, Role.OWNER), [YES, YES]),
        ((YES, Role.REVIEWER), (NO, Role.REVIEWER), [OPEN, NO]),
        ((YES, Role.REVIEWER), (NO, Role.OWNER), [OPEN, NO]),
        ((YES, Role.OWNER), (NO, Role.REVIEWER), [YES, NO]),
        ((YES, Role.REVIEWER), (OPEN, Role.REVIEWER), [OPEN, OPEN]),
        ((YES, Role.REVIEWER), (OPEN, Role.OWNER), [YES, OPEN]),
    ],
)
def test_parts_of_a_merger_that_disagree_leave_nothing_positive(
    first: tuple[Conformity, Role], second: tuple[Conformity, Role], expected: list[Conformity]
) -> None:
    """What would contradict it on the same day turns a positive judgement into something to look at."""
    start = record(
        judgements=(
            judgement(old("A.5.2"), conformity=first[0], role=first[1], note="Seen."),
            judgement(old("A.5.3"), conformity=second[0], role=second[1]),
        )
    )
    told = [one for one in planned(start).decisions if one.judgement is not None]
    assert [one.judgement.conformity for one in told if one.judgement is not None] == expected
    if expected[0] is OPEN:
        assert told[0].outcome is Outcome.NEEDS_REVIEW
        assert told[0].reason == "what came from A.5.3 is not conforming: A.5.2 is equal."
        assert told[0].judgement is not None
        assert told[0].judgement.note == (
            "Seen. Carried over for review from ISO 99003:2030, A.5.2 (conforming): what came from A.5.3 is not"
            " conforming: A.5.2 is equal."
        )


def test_parts_of_a_merger_that_disagree_in_different_units_do_not_contradict() -> None:
    """What was found at one site says nothing against another."""
    units = Organization(name="Invented Ltd", units=UNITS)
    told = (judgement(old("A.5.2"), units=("HQ",)), judgement(old("A.5.3"), conformity=NO, units=("PACK",)))
    assert [one[1] for one in carried(record(organization=units, judgements=told))] == [YES, NO]
    assert [one[1] for one in carried(record(judgements=told))] == [OPEN, NO]


def test_a_claim_on_a_clause_that_was_contradicted_on_its_day_is_to_be_looked_at() -> None:
    """As a claim it would meet one of its own weight that it outweighed before."""
    told = (judgement(old("8")), judgement(old("8"), conformity=OPEN, role=Role.OWNER))
    assert [one for one in carried(record(judgements=told)) if one[1] is YES] == []


def test_an_earlier_name_of_an_item_is_followed_like_its_name_now() -> None:
    """What was said under an alias is about the item."""

    def aliased(clause: Clause) -> Clause:
        return attrs.evolve(
            clause,
            requirements=tuple(
                attrs.evolve(one, aliases=("z",)) if one.ref == old("4.1#2") else one for one in clause.requirements
            ),
            clauses=tuple(map(aliased, clause.clauses)),
        )

    named = attrs.evolve(OLD, clauses=tuple(map(aliased, OLD.clauses)))
    start = record(judgements=(judgement(old("4.1#z")),), evidence=(evidence("EV", supports=(old("4.1#z"),)),))
    told = migration.plan(start, to=NEW, source=named, table=TABLE, on=ON)
    assert [one.target for one in told.decisions if one.judgement is not None] == [new("4.1#2")]
    assert [one.added for one in told.links] == [("ISO 99003:2035, 4.1#2",)]


def test_what_a_partial_table_does_not_speak_of_is_to_be_looked_at() -> None:
    """It is neither dropped nor carried, and what is there counts as new."""
    start = record(judgements=(judgement(old("4.1#1")), judgement(old("4.1#2"))))
    told = planned(start, by=PARTIAL)
    assert outcomes(start, by=PARTIAL) == [("4.1#1", Outcome.KEPT), ("", Outcome.NEEDS_REVIEW)]
    assert told.decisions[1].reason == "the table does not say what became of 4.1#2"
    assert told.decisions[-1].reason == "the table does not say where A.5.2 comes from"
    assert told.counts()["requirements"]["new"] == 10


def test_a_clause_that_asks_for_nothing_is_not_carried() -> None:
    """There is nothing a judgement on it could be about."""
    bare = invented._edition("ISO 99003:2030", [*_MAIN, ("4.1", None, "1")], (("A.5", 1),), day(10))
    start = record(judgements=(judgement(old("9")), judgement(old("7"))))
    told = migration.plan(start, to=NEW, source=bare, on=ON, table=table([]))
    assert [(one.outcome, one.reason) for one in told.decisions[:2]] == [
        (Outcome.DROPPED, "9 holds no requirement that could have been carried"),
        (Outcome.DROPPED, "ISO 99003:2030 has no 7"),
    ]


# Applicability.

NOT = Applicability.NOT_APPLICABLE


def decided(start: Assessment) -> list[tuple[str, Applicability]]:
    """Tell the decisions on applicability that would be put into the record, briefly."""
    told = [one.applicability for one in planned(start).decisions if one.applicability is not None]
    return [(one.target.local, one.decision) for one in told]


@pytest.mark.parametrize(
    ("local", "expected"),
    [("A.5.1", ["A.5.1"]), ("8.2#1", ["8.3#1"]), ("8.2", ["8.3"]), ("9.1#1", []), ("A.5.4", []), ("8.1#b", [])],
)
def test_an_exclusion_is_carried_to_what_is_equal_and_may_be_excluded(local: str, expected: list[str]) -> None:
    """8.1 b) may no longer be set aside in the new edition: that is for somebody to look at."""
    start = record(applicability=(decision(old(local), decision=NOT),))
    assert decided(start) == [(target, NOT) for target in expected]
    if local == "8.1#b":
        assert outcomes(start) == [("8.1#b", Outcome.NEEDS_REVIEW)]
        (told, *_) = planned(start).decisions
        assert told.reason == "ISO 99003:2035 does not let 8.1#b be set aside: 8.1#b is equal."


def test_what_applied_in_part_applies() -> None:
    """A decision that something applies is carried to each part, and told of the parts of a clause."""
    start = record(applicability=(decision(old("9.1#1")), decision(old("8"))))
    assert [local for local, _ in decided(start)] == ["9.1#1", "9.2#1", "8.1#a", "8.1#b", "8.3#1"]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), []),
        ((decision(old("A.5.3")),), [Applicability.APPLICABLE]),
        ((decision(old("A.5.3"), decision=NOT, justification=None),), [NOT]),
        ((decision(old("A.5.3"), decision=NOT, decided_on=day(-9)),), [NOT, NOT]),
        ((decision(old("A.5"), decision=NOT),), [NOT]),
    ],
)
def test_a_merger_is_excluded_only_where_all_it_was_made_of_is(
    others: tuple[Any, ...], expected: list[Applicability]
) -> None:
    """Where a part of it applies, or nobody has decided on it with a reason, it applies."""
    start = record(applicability=(decision(old("A.5.2"), decision=NOT), *others))
    assert [told for local, told in decided(start) if local == "A.5.2"] == expected
    if not others:
        (told, *_) = planned(start).decisions
        assert (told.outcome, told.reason) == (
            Outcome.NEEDS_REVIEW,
            "another part of what it became applies: A.5.2 is equal.",
        )


def test_a_decision_on_a_group_does_not_overrule_one_on_a_control() -> None:
    """The finer decision had the last word, and has it still."""
    start = record(applicability=(decision(old("A.5.1")), decision(old("A.5"), decision=NOT, decided_on=day(-2))))
    assert ("A.5.1", NOT) not in decided(start)
    assert ("A.5.1", Applicability.APPLICABLE) in decided(start)


# Links.


def test_what_points_at_the_old_edition_points_at_the_new_one_as_well() -> None:
    """Evidence, findings, treatments, obligations and what names an edition keep what they have and get the new."""
    treatment = RiskTreatment(option=TreatmentOption.MODIFY, controls=(old("A.5.3"),))
    start = record(
        evidence=(evidence("EV", supports=(old("9.1#1"), old("4.2")), contradicts=(old("A.5.4"), old("7.7"))),),
        findings=(finding("NC", old("8.1#a"), new("8.1#b")),),
        risks=(
            Risk(id="R", description="It breaks.", owner="Olga", treatment=treatment),
            Risk(id="Q", description="It breaks.", owner="Olga"),
        ),
        objectives=(
            Objective(id="OB", statement="More.", standards=(OLD.ref,)),
            Objective(id="OC", statement="More.", standards=(SMALL.ref,)),
        ),
        obligations=(
            ComplianceObligation(
                id="LAW",
                title="A law.",
                source="law",
                controls=(old("A.5.3"),),
                status=ObligationStatus.FULFILLED,
            ),
        ),
        hazards=(
            Hazard(
                id="H",
                activity="Lifting.",
                description="It falls.",
                significance=Significance.SIGNIFICANT,
                standards=(OLD.ref,),
            ),
        ),
        complaints=(
            Complaint(id="C", received_on=day(-3), statement="It broke.", standards=(OLD.ref,)),
            Complaint(id="D", received_on=day(-3), statement="It broke."),
        ),
        changes=(NotifiableChange(id="CH", description="A new site.", changed_on=day(-3), standards=(OLD.ref,)),),
    )
    moved, log = migration.apply(planned(start), start)
    assert moved.evidence[0].supports == (old("9.1#1"), old("4.2"), new("9.1#1"), new("9.2#1"), new("4.2"))
    assert moved.evidence[0].contradicts == (old("A.5.4"), old("7.7"))
    assert moved.findings[0].criteria == (old("8.1#a"), new("8.1#b"), new("8.1#a"))
    assert moved.risks[0].treatment == attrs.evolve(treatment, controls=(old("A.5.3"), new("A.5.2")))
    assert moved.risks[1] == start.risks[1]
    assert [one.standards for one in moved.objectives] == [(OLD.ref, NEW.ref), (SMALL.ref,)]
    assert moved.obligations[0].controls == (old("A.5.3"), new("A.5.2"))
    assert [one.standards for one in moved.hazards] == [(OLD.ref, NEW.ref)]
    assert [one.standards for one in moved.complaints] == [(OLD.ref, NEW.ref), ()]
    assert [one.standards for one in moved.changes] == [(OLD.ref, NEW.ref)]
    assert migration.undo(moved, log) == start


def test_what_shows_one_part_of_a_merger_and_refutes_another_does_not_show_the_merger() -> None:
    """The contradiction is what is carried."""
    item = evidence("EV", supports=(old("A.5.2"),), contradicts=(old("A.5.3"),))
    start = record(evidence=(item,))
    moved, _ = migration.apply(planned(start), start)
    assert moved.evidence[0].supports == (old("A.5.2"),)
    assert moved.evidence[0].contradicts == (old("A.5.3"), new("A.5.2"))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"records": "nothing"}, "bad-value"),
        ({"records": "organization"}, "bad-value"),
        ({"records": "judgements"}, "bad-value"),
        ({"field": "__class__"}, "bad-value"),
        ({"field": "title"}, "bad-value"),
        ({"records": "findings"}, "contradiction"),
        ({"field": "standards"}, "contradiction"),
    ],
)
def test_a_log_reaches_nothing_but_what_points_at_an_edition(changed: dict[str, str], code: str) -> None:
    """A log that names another list or field of the record is refused where it is read."""
    start = record(evidence=(evidence("EV", supports=(old("9.1#1"),)),))
    _, log = migration.apply(planned(start), start)
    tree = json.loads(documents.dumps(log))
    tree["plan"]["links"][0].update(changed)
    with pytest.raises(DocumentError) as caught:
        documents.loads(json.dumps(tree))
    assert [one.code for one in caught.value.issues] == [code]
    assert (caught.value.issues[0].path or "").startswith("/plan/links/0")


def test_everything_that_points_at_an_edition_follows() -> None:
    """Every field of a record's lists that names requirements or editions is followed, or stays for a reason."""
    staying = {
        "judgements": {"target"},  # Carried as records of their own, as decisions on applicability are.
        "applicability": {"target"},
        "audits": {"standards", "covers"},  # They stay with the edition they were made against.
        "management_reviews": {"standards", "inputs"},
        "certificates": {"standard"},
    }
    found: dict[str, set[str]] = {}
    for one in attrs.fields(attrs.resolve_types(Assessment)):
        (kind, *_) = typing.get_args(one.type) or (None,)
        if typing.get_origin(one.type) is not tuple or not attrs.has(kind) or one.name == "editions":
            continue
        parts = [kind, *([RiskTreatment] if kind is Risk else [])]
        for field in (each for part in parts for each in attrs.fields(attrs.resolve_types(part))):
            if {RequirementRef, StandardRef} & {field.type, *typing.get_args(field.type)}:
                found.setdefault(one.name, set()).add(field.name)
    assert found == {**staying, **{name: set(fields) for name, fields in migration.LINKED.items()}}


# Plans, told.


def full() -> Assessment:
    """Return a record with something of everything."""
    return record(
        judgements=tuple(judgement(old(local)) for local in ("4", "8.1#a", "9.1#1", "A.5.4")),
        applicability=(decision(old("A.5.1"), decision=NOT),),
        evidence=(evidence("EV", supports=(old("4.1#1"),)),),
        findings=(finding("NC", old("8.1#a")), finding("ND", old("8.1#b"))),
    )


def test_a_plan_counts_the_new_edition_and_tells_what_needs_somebody() -> None:
    """Requirements and controls apart, each adding up, then a line for each thing to be done."""
    told = planned(full())
    assert told.counts() == {
        "requirements": {"kept": 5, "needs-review": 3, "new": 1, "dropped": 0, "nothing-recorded": 2},
        "controls": {"kept": 0, "needs-review": 0, "new": 0, "dropped": 0, "nothing-recorded": 2},
    }
    assert str(told).splitlines() == [
        "ISO 99003:2030 → ISO 99003:2035 · invented · on 2031-06-15",
        "  requirements 11: kept 5  needs review 3  new 1  nothing recorded 2",
        "  controls 2: nothing recorded 2",
        "  to be reviewed (3):",
        "    8.1#a → 8.1#a: 8.1#a is subset.",
        "    9.1#1 → 9.1#1: 9.1#1 is superset.",
        "    9.1#1 → 9.2#1: 9.1#1 is superset.",
        "  new (1):",
        "    9.2#2: Nothing like it.",
        "  not carried (1):",
        "    A.5.4: Nothing like it.",
        "  links added beside the old ones: 1 of evidence, 2 of findings",
    ]
    assert "    … and 2 more" in told.lines(shown=1)
    assert told.lines(shown=None) == told.lines()
    assert told._repr_html_().startswith("<pre>ISO 99003:2030 → ISO 99003:2035 ·")
    assert repr(told) == "<MigrationPlan invented: ISO 99003:2030 → ISO 99003:2035, 7 decisions>"


def test_a_plan_counts_decisions_on_applicability_where_not_all_are_kept() -> None:
    """The counts above are about judgements; what is set aside and has to be looked at is told in a line of its own."""
    decisions = (decision(old("A.5.1"), decision=NOT), decision(old("A.5.2"), decision=NOT))
    told = planned(record(applicability=decisions)).lines()
    assert told[3] == "  decisions on applicability, followed to 2: kept 1  needs review 1"
    assert not [line for line in planned(record(applicability=decisions[:1])).lines() if "applicability" in line]


def test_a_plan_of_an_edition_without_controls_tells_of_requirements_alone() -> None:
    """A line that counts nothing is not printed, and a plan that changes nothing says so."""
    plain = attrs.evolve(NEW, clauses=NEW.clauses[:-1])
    lines = planned(record(), to=plain).lines()
    assert lines[1:3] == ("  requirements 11: new 1  nothing recorded 10", "  new (1):")
    assert lines[-1] == "  nothing is left to carry"


def test_a_plan_is_told_as_flat_rows() -> None:
    """What is carried is told by what it says."""
    rows = planned(full()).rows()
    assert rows[1] == {
        "record": "judgement",
        "position": 1,
        "source": "ISO 99003:2030, 8.1#a",
        "through": "",
        "target": "ISO 99003:2035, 8.1#a",
        "outcome": "needs-review",
        "relation": "subset",
        "reason": "8.1#a is subset.",
        "judgement": "not-assessed",
        "applicability": "",
    }
    assert [(one["judgement"], one["applicability"]) for one in rows[4:6]] == [("", ""), ("", "not-applicable")]


def test_a_plan_tells_where_the_editions_stand_on_its_day() -> None:
    """What the register knows about both is in the plan, for a person."""
    start = record(editions=(StandardRef.parse("ISO/IEC 27001:2013"),))
    told = migration.plan(start, to="ISO/IEC 27001:2022", on=dt.date(2026, 11, 26))
    assert len(told.standing) == 2
    assert told.standing[0].startswith("ISO/IEC 27001:2013 is ")
    assert all(f"  {one}" in told.lines() for one in told.standing)


# Applying and taking back.


def test_applying_puts_the_new_beside_the_old_and_the_log_takes_it_back() -> None:
    """What was there stays, in its place; the log knows what was put where."""
    start = full()
    moved, log = migration.apply(planned(start), start)
    assert moved.editions == (OLD.ref, NEW.ref)
    assert moved.judgements[:4] == start.judgements
    assert [one.target for one in moved.judgements[4:]] == [new("4"), new("8.1#a"), new("9.1#1"), new("9.2#1")]
    assert (log.edition_added, log.judgements, log.applicability) == ("added", 4, 1)
    assert repr(log).startswith("<MigrationLog of <MigrationPlan invented: ")
    assert migration.undo(moved, log) == start


def test_an_edition_that_was_there_stays_when_it_is_taken_back() -> None:
    """Only what was put there goes."""
    start = attrs.evolve(full(), editions=(NEW.ref, OLD.ref))
    moved, log = migration.apply(planned(start), start)
    assert (moved.editions, log.edition_added) == ((NEW.ref, OLD.ref), "there-already")
    assert migration.undo(moved, log) == start


def test_a_plan_is_applied_to_the_record_it_was_made_for_and_once() -> None:
    """Another assessment, or one that has it already, is refused; planning again then has nothing to carry."""
    start = full()
    told = planned(start)
    with pytest.raises(MigrationError, match=r"^assessment other: the plan is one for invented$"):
        migration.apply(told, attrs.evolve(start, id="other"))
    moved, _ = migration.apply(told, start)
    with pytest.raises(MigrationError, match="part of the plan is in it already; plan again"):
        migration.apply(told, moved)
    decided_only = record(applicability=start.applicability)
    moved_only, _ = migration.apply(planned(decided_only), decided_only)
    with pytest.raises(MigrationError, match="part of the plan is in it already; plan again"):
        migration.apply(planned(decided_only), moved_only)
    again = planned(moved)
    assert again.is_empty
    assert again.decisions[0].reason.startswith("it has been carried before: ")
    assert again.decisions[4].applicability is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"evidence": ()}, "EV in evidence is gone"),
        ({"evidence": (evidence("EV"), evidence("EV"))}, "EV in evidence is the id of several records"),
        (
            {"evidence": (evidence("EV", supports=(new("4.1#1"),)),)},
            "the supports of EV in evidence are not what they were",
        ),
    ],
)
def test_a_plan_whose_records_have_changed_since_is_refused(change: dict[str, Any], reason: str) -> None:
    """A link is put only where the plan saw none."""
    start = full()
    with pytest.raises(MigrationError) as caught:
        migration.apply(planned(start), attrs.evolve(start, **change))
    assert caught.value.reason == reason


def test_a_risk_whose_treatment_is_gone_is_refused() -> None:
    """There is nothing left that could get the control."""
    treatment = RiskTreatment(option=TreatmentOption.MODIFY, controls=(old("A.5.1"),))
    risk = Risk(id="R", description="It breaks.", owner="Olga", treatment=treatment)
    told = planned(record(risks=(risk,)))
    with pytest.raises(MigrationError, match="the controls of R in risks are not what they were"):
        migration.apply(told, record(risks=(attrs.evolve(risk, treatment=None),)))


def without(moved: Assessment, position: int) -> Assessment:
    """Return the record with one judgement less."""
    return attrs.evolve(moved, judgements=(*moved.judgements[:position], *moved.judgements[position + 1 :]))


def test_undo_refuses_a_record_that_was_changed() -> None:
    """What was carried and then edited is not taken back in part."""
    start = full()
    moved, log = migration.apply(planned(start), start)
    with pytest.raises(MigrationError, match="the log is one of invented"):
        migration.undo(attrs.evolve(moved, id="other"), log)
    edited = attrs.evolve(moved.judgements[5], conformity=YES)
    added = judgement(new("8.3#1"))
    changed: dict[str, tuple[Assessment, str]] = {
        "a judgement gone": (without(moved, 5), "a record that was carried over has been changed since"),
        "a judgement edited": (
            attrs.evolve(without(moved, 5), judgements=(*without(moved, 5).judgements, edited)),
            "a record that was carried over has been changed since",
        ),
        "a decision gone": (
            attrs.evolve(moved, applicability=start.applicability),
            "a record that was carried over has been changed since",
        ),
        "a judgement added": (
            attrs.evolve(moved, judgements=(*moved.judgements, added)),
            "records about ISO 99003:2035 were added since; take them out first",
        ),
        "a link gone": (
            attrs.evolve(moved, findings=start.findings),
            "the criteria of NC in findings are not what they were",
        ),
    }
    for name, (after, reason) in changed.items():
        with pytest.raises(MigrationError) as caught:
            migration.undo(after, log)
        assert caught.value.reason == reason, name


def test_of_equal_records_the_last_is_taken_back() -> None:
    """What was recorded twice before is there twice afterwards, in its place."""
    twice = judgement(new("4.1#1"), judged_by="Somebody")
    start = record(editions=(OLD.ref, NEW.ref), judgements=(twice, judgement(old("4.1#1")), twice))
    moved, log = migration.apply(planned(start), start)
    assert migration.undo(moved, log) == start


# How much of another standard is there.


def test_reuse_is_told_in_three_figures() -> None:
    """Structure, requirement and evidence are counted apart, with what has to be extended."""
    start = full()
    shown, failed = judgement(old("8.2#1"), evidence=("EW", "EX")), judgement(old("8.1#b"), evidence=("EW",))
    failed = attrs.evolve(failed, conformity=NO)
    start = attrs.evolve(start, judgements=(*start.judgements, shown, failed))
    start = attrs.evolve(start, evidence=(*start.evidence, evidence("EW"), evidence("EX", withdrawn_on=day(-1))))
    told = migration.reuse(start, toward=NEW, on=ON, editions=[OLD, NEW], tables=[TABLE])
    assert (told.held, told.toward) == ((OLD.ref,), NEW.ref)
    assert str(told.structure) == "0 of 6 clauses are about something that a held edition is about too"
    assert str(told.requirement) == "9 of 11 requirements ask for no more than one that is held"
    assert str(told.evidence) == "2 of 11 requirements are shown by current evidence as it stands"
    by_ref = {one.ref.local: one for one in (*told.requirements, *told.controls)}
    assert by_ref["4.1#1"].evidence == ("EV",)
    assert (by_ref["8.3#1"].match, by_ref["8.3#1"].through) == (MatchedWith.EQUAL, (old("8.2#1"),))
    assert by_ref["8.3#1"].evidence == ("EW",)
    assert (by_ref["8.1#b"].match, by_ref["8.1#b"].evidence) == (MatchedWith.EQUAL, ())
    assert (by_ref["8.1#a"].match, by_ref["8.1#a"].extend) == (MatchedWith.PARTLY, "8.1#a is subset.")
    assert by_ref["9.2#1"].match is MatchedWith.CONTAINED
    assert (by_ref["9.2#2"].match, by_ref["9.2#2"].extend) == (
        MatchedWith.UNKNOWN,
        "nothing held is known to be about it",
    )
    assert by_ref["A.5.2"].through == (old("A.5.2"), old("A.5.3"))
    assert told.rows()[0] == {
        "ref": "ISO 99003:2035, 4.1#1",
        "match": "equal",
        "through": "ISO 99003:2030, 4.1#1",
        "evidence": "EV",
        "extend": "",
    }
    assert repr(told) == "<Reuse invented: ISO 99003:2030 toward ISO 99003:2035>"
    kind = next(one for one in start.evidence if one.id == "EW").kind
    short = migration.reuse(start, toward=NEW, on=ON, editions=[OLD, NEW], tables=[TABLE], validity_months={kind: 0})
    assert short.evidence.numerator < told.evidence.numerator


def test_what_has_to_be_extended_is_listed_up_to_a_dozen() -> None:
    """The text names the first twelve and says how many more there are."""
    wide = table([row(old("4.1#1"), ref, SUBSET) for ref in invented.entries_of(NEW)])
    text = str(migration.reuse(record(), toward=NEW, on=ON, editions=[OLD], tables=[wide]))
    assert text.splitlines()[4:7] == [
        "  to be extended (11):",
        "    4.1#1: 4.1#1 is subset.",
        "    4.1#2: 4.1#1 is subset.",
    ]
    more = attrs.evolve(SMALL, ref=NEW.ref, clauses=SMALL.clauses[:0])
    assert "to be extended" not in str(migration.reuse(record(), toward=more, on=ON, editions=[OLD], tables=[]))
    rows = [
        row(old("4.1#1"), RequirementRef(SMALL.ref, one.ref.clause, one.ref.item), SUBSET)
        for one in SMALL.requirements()
    ]
    many = table(rows, target=SMALL.ref)
    lines = str(migration.reuse(record(), toward=SMALL, on=day(20), editions=[OLD], tables=[many])).splitlines()
    assert (lines[4], len(lines), lines[-1]) == ("  to be extended (15):", 18, "    … and 3 more")


def test_of_what_is_held_the_best_counts_and_a_table_of_other_editions_does_not() -> None:
    """Equal before contained before partly; evidence of what is only partly the same lends nothing."""
    rows = [
        row(old("4.1#2"), new("4.1#1"), INTERSECTS),
        row(old("8.1#a"), new("4.1#1"), SUPERSET),
        row(old("8.1#b"), new("4.1#1"), SUBSET),
        row(old("8.1#b"), new("4.1#2"), SUBSET),
        row(old("4.2#a"), new("4.2#b"), SUPERSET),
        row(old("7#1"), new("4.2#a")),
        row(old("4.2#a"), new("7#1")),
    ]
    start = record(evidence=tuple(evidence(f"EV-{local}", supports=(old(local),)) for local in ("8.1", "8.1#b")))
    told = migration.reuse(start, toward=NEW, on=ON, editions=[OLD], tables=[table(rows), table([], target=SMALL.ref)])
    by_ref = {one.ref.local: one for one in told.requirements}
    assert (by_ref["4.1#1"].match, by_ref["4.1#1"].through) == (MatchedWith.CONTAINED, (old("8.1#a"),))
    assert by_ref["4.1#1"].evidence == ("EV-8.1",)
    assert (by_ref["4.1#2"].match, by_ref["4.1#2"].evidence) == (MatchedWith.PARTLY, ())
    assert by_ref["4.2#b.2"].match is MatchedWith.CONTAINED
    assert by_ref["4.2#a"].match is MatchedWith.UNKNOWN


def test_two_standards_share_what_both_only_specialise_of_the_core() -> None:
    """The tables that come along and the common core are used without being asked for."""
    start = record(editions=tuple(map(StandardRef.parse, ("ISO 9001:2015", "ISO 14001:2015"))))
    told = migration.reuse(start, toward="ISO 14001:2015", on=ON)
    assert told.held == (StandardRef.parse("ISO 9001:2015"),)
    (one,) = [one for one in told.requirements if one.ref.local == "7.2#b"]
    assert one.match is MatchedWith.EQUAL
    assert "ISO 9001:2015, 7.2#b" in map(str, one.through)
    assert len(told.requirements) == told.requirement.denominator


def test_a_chain_that_leaves_several_relations_open_lends_nothing() -> None:
    """Only what is determined is told."""
    chain = Composed(
        source=old("4.1#1"),
        target=new("4.1#1"),
        possible=(EQUAL, SUBSET),
        through=(),
        basis=Basis.DERIVED,
        source_confidence=0,
    )
    assert list(migration._determined(chain)) == []
    (told,) = migration._determined(attrs.evolve(chain, possible=(SUBSET,)))
    assert (told.relation, told.basis, told.stated_in) == (SUBSET, Basis.DERIVED, "the common core")


# Facts of one published table.


def test_the_controls_of_27001_became_93_as_published() -> None:
    """114 old and 93 new controls: 11 new, 58 from one, 24 merged from 57 rows, one old control split in two."""
    known = catalogue.correspondence("ISO/IEC 27001:2013", "ISO/IEC 27001:2022")
    before = {one.ref for one in catalogue.load("ISO/IEC 27001:2013").controls()}
    after = {one.ref for one in catalogue.load("ISO/IEC 27001:2022").controls()}
    rows = [one for one in known.rows if one.source in before]
    summary = gap_summary(known)
    merged = [(target, sources) for target, sources in summary.merged if target in after]
    assert (len(before), len(after), len(rows)) == (114, 93, 115)
    assert {one.source for one in rows} == before
    assert {one.target for one in rows} | {one.ref for one in known.added if one.ref in after} == after
    assert sum(one.ref in after for one in known.added) == 11
    assert sum(len(known.to(one.target)) == 1 for one in rows) == 58
    assert (len(merged), sum(len(sources) for _, sources in merged)) == (24, 57)
    split = {source.local: [one.local for one in targets] for source, targets in summary.split if source in before}
    assert split == {"A.18.2.3": ["A.5.36", "A.8.8"]}
    assert [one.target.local for one in known.of(RequirementRef.parse("ISO/IEC 27001:2013, A.18.2.3"))] == [
        "A.5.36",
        "A.8.8",
    ]
    assert known.extent is Extent.COMPLETE
