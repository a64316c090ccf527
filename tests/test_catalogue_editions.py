# SPDX-License-Identifier: Apache-2.0
"""Whether the editions say what others expect of them, share what is really shared, and correspond as is known.

The expectations in ``data/expected`` were written by people who did not write the edition, from their own knowledge,
before they saw it: clause letters, what has to be in writing, what a management review considers, what may be set
aside, and what a clause is about. No code of the package reads them.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from isomodel import catalogue, documents
from isomodel.catalogue import EditionStatus, NoCorrespondenceError, Possibility, Purpose, UnknownEditionError
from isomodel.correspondence import Basis, Extent, SetRelation, coverage, entries_below, gap_summary
from isomodel.errors import Severity
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    ClauseContent,
    ClauseKind,
    Control,
    DocumentedInformation,
    ItemGroup,
    MilestoneKind,
    MilestoneStatus,
    NonApplicability,
    Requirement,
    StandardEdition,
    Topic,
    Verification,
)

DATA = Path(__file__).parent / "data"
TODAY = dt.date(2026, 11, 26)
EXPECTED = {one.stem: one for one in sorted((DATA / "expected").glob("*.csv"))}
SLUGS = {ref.slug: ref for ref in catalogue.editions()}
every_expected = pytest.mark.parametrize("slug", sorted(EXPECTED))
every_ref = pytest.mark.parametrize("ref", catalogue.editions(), ids=str)
every_pair = pytest.mark.parametrize("pair", catalogue.correspondences(), ids=lambda pair: f"{pair[0]} to {pair[1]}")


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table of expected values."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def expected(slug: str, kind: str) -> list[dict[str, str]]:
    """Read the rows of one kind."""
    return [row for row in rows(EXPECTED[slug]) if row["kind"] == kind]


def held(edition: StandardEdition, place: str) -> list[Requirement | Control]:
    """List the requirements and controls at or below a clause, letter or control."""
    found = [edition[ref] for ref in entries_below(edition[place])]
    return [one for one in found if isinstance(one, Requirement | Control)]


def known(edition: StandardEdition, number: str) -> bool:
    """Say whether the edition claims to state what a clause asks for."""
    clause = edition[number]
    return not (isinstance(clause, Clause) and clause.content is ClauseContent.NOT_KNOWN)


def test_what_is_expected_covers_the_editions() -> None:
    """Expectations exist for every edition but those that are held to older tables, and the old core."""
    older = {"iso-9001-2015", "iso-14001-2015", "iso-iec-27001-2022", "iso-iec-dir-1-iso-sup-2012"}
    assert set(EXPECTED) == set(SLUGS) - older
    assert Counter(row["kind"] for slug in EXPECTED for row in rows(EXPECTED[slug])).keys() == {
        "letters",
        "written",
        "review-input",
        "exclude",
        "content",
    }


@every_expected
def test_letters_auditors_cite(slug: str) -> None:
    """Every letter somebody else knows a clause to have leads to an item of that clause."""
    edition = catalogue.load(SLUGS[slug])
    for row in expected(slug, "letters"):
        for item in row["value"].split() if known(edition, row["clause"]) else ():
            found = edition[f"{row['clause']}#{item}"]
            assert isinstance(found, Requirement | ItemGroup), f"{row['clause']}#{item}"
            assert str(found.ref.clause) == row["clause"]


@every_expected
def test_what_has_to_be_in_writing(slug: str) -> None:
    """What somebody else knows to be asked for as a document or a record is flagged so, at or below that clause."""
    edition = catalogue.load(SLUGS[slug])
    for row in expected(slug, "written"):
        kind = DocumentedInformation(row["value"])
        found = [one for one in held(edition, row["clause"]) if isinstance(one, Requirement)]
        items = (
            {(one.ref.item or "").partition("-")[0] for one in found if one.documented_information is kind}
            if known(edition, row["clause"])
            else {row["item"]}
        )
        assert items, row
        assert not row["item"] or row["item"] in items, row


@every_expected
def test_what_a_management_review_considers(slug: str) -> None:
    """Every input somebody else knows is an item under its letter, and is about the inputs of the review."""
    edition = catalogue.load(SLUGS[slug])
    about = {Topic.MANAGEMENT_REVIEW, Topic.MANAGEMENT_REVIEW_INPUTS}
    for row in expected(slug, "review-input"):
        for one in held(edition, f"{row['clause']}#{row['item']}" if row["item"] else row["clause"]):
            assert isinstance(one, Requirement)
            assert edition.topic_of(one) in about, one.ref


MAY_EXCLUDE = {"ISO 9001:2015", "ISO 9001:2026", "ISO 13485:2016", "ISO 21001:2018"}


@every_expected
def test_what_may_be_set_aside(slug: str) -> None:
    """What somebody else knows may be determined not applicable may, and only editions that allow it have any."""
    edition = catalogue.load(SLUGS[slug])
    for row in expected(slug, "exclude"):
        place = f"{row['clause']}#{row['item']}" if row["item"] else row["clause"]
        for one in held(edition, place):
            assert isinstance(one, Requirement)
            assert one.non_applicability is NonApplicability.WITH_JUSTIFICATION, one.ref
    some = any(one.non_applicability is NonApplicability.WITH_JUSTIFICATION for one in edition.requirements())
    assert some == (str(edition.ref) in MAY_EXCLUDE)


@every_expected
def test_what_a_clause_is_about(slug: str) -> None:
    """Title, statements or evidence of a clause touch what somebody else says it is about."""
    edition = catalogue.load(SLUGS[slug])
    for row in expected(slug, "content"):
        entry = edition[row["clause"]]
        told = [entry.title or ""] if isinstance(entry, Clause | Control) else []
        for one in held(edition, row["clause"]):
            told += [one.statement, *one.typical_evidence]
        text = " ".join(told).casefold()
        stems = [word[:5] for word in re.findall(r"[a-z]{4,}", row["value"].casefold())]
        assert any(stem in text for stem in stems), row


# What is not known says so.


@every_ref
def test_every_clause_says_what_is_stated(ref: StandardRef) -> None:
    """A clause has requirements exactly where it says that it states some; guidance may have recommendations."""
    stating = {ClauseContent.STATED, ClauseContent.PARTLY_STATED}
    for clause in catalogue.load(ref).walk():
        assert clause.content is not None, clause.number
        assert (clause.content in stating) == bool(clause.requirements) or clause.content is ClauseContent.GUIDANCE
        if clause.content in {ClauseContent.PARTLY_STATED, ClauseContent.NOT_KNOWN}:
            assert clause.note, clause.number
        if clause.content is ClauseContent.HEADING:
            assert clause.clauses or clause.controls, clause.number


@every_ref
def test_doubtful_editions_warn(ref: StandardRef) -> None:
    """An edition verified in part or weakly carries a warning as data, and so does one that states clauses in part."""
    edition = catalogue.load(ref)
    partly = any(clause.content is ClauseContent.PARTLY_STATED for clause in edition.walk())
    if edition.verification in {Verification.PARTLY, Verification.WEAK} or partly:
        assert edition.warnings
    assert edition.verification is not Verification.UNVERIFIED


LEVELS = {
    "verified": (
        "ISO 9001:2015, ISO 14001:2015, ISO/IEC 27001:2022, ISO/IEC 27001:2013, ISO 45001:2018, ISO 22301:2019, "
        "ISO 50001:2018, ISO/IEC 42001:2023, ISO/IEC 20000-1:2018, ISO/IEC DIR 1 ISO SUP:2021"
    ),
    "mostly": "ISO/IEC DIR 1 ISO SUP:2012, ISO/IEC 27701:2019, ISO/IEC 27701:2025, ISO 13485:2016",
    "partly": "ISO 9001:2026, ISO 14001:2026, ISO 37301:2021, ISO 37001:2016, ISO 22000:2018, ISO 55001:2014",
    "weak": "ISO 37001:2025, ISO 55001:2024, ISO 21001:2018, ISO 39001:2012",
}


def test_levels_of_verification() -> None:
    """Each edition carries the level the research gave its table."""
    found: dict[str, set[str]] = {}
    for ref in catalogue.editions():
        found.setdefault(catalogue.load(ref).verification.value, set()).add(str(ref))
    assert found == {level: set(names.split(", ")) for level, names in LEVELS.items()}


def test_inferred_clauses_are_never_shown_as_confirmed() -> None:
    """Clauses 8 to 10 of ISO 14001:2026 rest on no source and say that they are inferred."""
    edition = catalogue.load("ISO 14001:2026")
    inferred = [clause for clause in edition.walk() if clause.number.numbers and clause.number.numbers[0] in {8, 9, 10}]
    assert len(inferred) == 17
    assert {clause.source_confidence for clause in inferred} == {0}
    assert all("inferred from the harmonized structure" in (clause.note or "") for clause in inferred)


@every_ref
def test_the_check_finds_nothing(ref: StandardRef) -> None:
    """The catalogue's own check reports no error for any edition, and no statement that nearly repeats another."""
    found = catalogue.check(catalogue.load(ref), cores=(catalogue.core(),))
    assert [one for one in found if one.severity is Severity.ERROR or one.code == "near-duplicate"] == []


# One core.


@every_ref
def test_what_specialises_the_core_exists_there(ref: StandardRef) -> None:
    """A requirement specialises a requirement of the core of 2021, and the core specialises nothing."""
    core = catalogue.core()
    edition = catalogue.load(ref)
    named = [one.specialises for one in edition.requirements() if one.specialises is not None]
    assert all(isinstance(core[one], Requirement) for one in named)
    if ref == core.ref:
        assert not named
    # An extension refines another standard, and ISO 13485 is older than the common structure.
    few = str(ref) in {"ISO/IEC 27701:2019", "ISO 13485:2016", str(core.ref)}
    assert (len(set(named)) >= 75) != few


def test_the_core_has_every_item_that_was_agreed_on() -> None:
    """The core has the items every edition refers to: 118, of which one came with the climate texts of 2024."""
    core = catalogue.core()
    assert len(core.requirements()) == 118
    assert isinstance(core["4.1#2"], Requirement)


def test_an_integrated_system_shares_what_is_really_shared() -> None:
    """Competence and document control are shared by four standards, operational control of each is its own."""
    names = ("ISO 9001:2015", "ISO 14001:2015", "ISO 45001:2018", "ISO/IEC 27001:2022")
    together = catalogue.shared([catalogue.load(name) for name in names])
    found = {one.core.local: [ref.standard for ref in one.requirements] for one in together}
    everywhere = [core for core, refs in found.items() if len(set(refs)) == len(names)]
    assert {"7.2#d", "7.5.2#c", "7.5.3#b", "9.2.2#c"} <= set(everywhere)
    assert len(everywhere) >= 30
    for refs in found.values():
        assert len(set(refs)) > 1


MEANINGS = {
    "8.2": {
        "ISO 9001:2015": Topic.CUSTOMER_REQUIREMENTS,
        "ISO 14001:2015": Topic.EMERGENCY_PREPAREDNESS,
        "ISO/IEC 27001:2022": Topic.RISK_ASSESSMENT,
    },
    "6.3": {"ISO 9001:2015": Topic.PLANNING_OF_CHANGES, "ISO 50001:2018": Topic.ENERGY_REVIEW},
    "10.1": {
        "ISO 9001:2015": Topic.IMPROVEMENT,
        "ISO/IEC 27001:2022": Topic.CONTINUAL_IMPROVEMENT,
        "ISO/IEC 27001:2013": Topic.NONCONFORMITY_AND_CORRECTIVE_ACTION,
        "ISO 22301:2019": Topic.NONCONFORMITY_AND_CORRECTIVE_ACTION,
    },
    "10.2": {
        "ISO 9001:2015": Topic.NONCONFORMITY_AND_CORRECTIVE_ACTION,
        "ISO 9001:2026": Topic.NONCONFORMITY_AND_CORRECTIVE_ACTION,
        "ISO 22301:2019": Topic.CONTINUAL_IMPROVEMENT,
    },
}


@pytest.mark.parametrize("number", sorted(MEANINGS))
def test_equal_numbers_are_not_equal_meaning(number: str) -> None:
    """The same number is about another thing in another standard; the topic says which, never the number."""
    for name, topic in MEANINGS[number].items():
        clause = catalogue.load(name)[number]
        assert isinstance(clause, Clause)
        assert clause.topic is topic, name
    topics = set(MEANINGS[number].values())
    assert len(topics) > 1


def test_no_requirement_is_shared_because_of_its_number() -> None:
    """Items of 8.2, 6.3 and 10.1 that share a number across standards share no core item unless their topics agree."""
    for number in ("8.2", "6.3", "10.1"):
        seen: dict[RequirementRef, Topic | None] = {}
        for ref in catalogue.editions():
            edition = catalogue.load(ref)
            if RequirementRef.parse(f"{ref}, {number}") in edition:
                for one in held(edition, number):
                    if isinstance(one, Requirement) and one.specialises is not None:
                        topic = edition.topic_of(one)
                        assert seen.setdefault(one.specialises, topic) == topic, one.ref


# The register.


def test_register_and_files_agree() -> None:
    """What a file says about its edition is what the register says: title, dates, amendments, and where it stands."""
    stages = {
        EditionStatus.CURRENT: "published",
        EditionStatus.BEING_REPLACED: "being-replaced",
        EditionStatus.ENDED: "withdrawn",
    }
    for standing in catalogue.editions(on=TODAY):
        if standing.edition.file is None:
            continue
        edition = catalogue.load(standing.ref)
        entry = standing.edition
        assert (edition.title, edition.discipline) == (entry.title, entry.discipline)
        assert edition.milestones == entry.milestones
        assert edition.amendments == entry.amendments
        assert edition.publication_stage.value == stages[standing.status], edition.ref
        if entry.replaced_by is not None and entry.replaced_by in catalogue.editions():
            assert edition.ref in catalogue.load(entry.replaced_by).supersedes


AMENDED = """
    9001 14001 14298 15378 16000-40 18788 19443 19770-1 20000-1 21001 21101 21401 22000 22163 22301 27001 28000 29001
    30301 30401 34101-1 35001 37001 37101 37301 39001 41001 44001 45001 46001 50001
"""


def test_thirty_one_standards_have_the_climate_amendment() -> None:
    """Amendment 1:2024 of 2024-02-23 was published to 31 standards at once, and to no edition after it."""
    amended = [one.edition for one in catalogue.editions(on=TODAY) if one.edition.amendments]
    numbers = ["-".join(filter(None, (one.ref.number, one.ref.part))) for one in amended]
    assert len(numbers) == 31
    assert sorted(numbers) == sorted(AMENDED.split())
    for one in amended:
        (amendment,) = one.amendments
        assert str(amendment.ref) == f"{one.ref}/Amd 1:2024"
        assert amendment.published_on == dt.date(2024, 2, 23)


def standing_of(name: str, on: dt.date) -> tuple[str, str, str, str | None]:
    """Return status, initial audits, certificates and last day of an edition on a day."""
    (found,) = [one for one in catalogue.editions(on=on) if str(one.ref) == name]
    last = found.valid_until.isoformat() if found.valid_until is not None else None
    return found.status.value, found.initial_audits.value, found.certificates.value, last


@pytest.mark.parametrize(
    ("name", "on", "answer"),
    [
        ("ISO 9001:2015", "2015-09-14", ("not-published", "no", "no", None)),
        ("ISO 9001:2015", "2015-09-15", ("current", "yes", "yes", "2029-09-30")),
        ("ISO 9001:2015", "2026-09-15", ("current", "yes", "yes", "2029-09-30")),
        ("ISO 9001:2015", "2026-09-16", ("being-replaced", "yes", "yes", "2029-09-30")),
        ("ISO 9001:2015", "2028-03-31", ("being-replaced", "yes", "yes", "2029-09-30")),
        ("ISO 9001:2015", "2028-04-01", ("being-replaced", "no", "yes", "2029-09-30")),
        ("ISO 9001:2015", "2029-09-30", ("being-replaced", "no", "yes", "2029-09-30")),
        ("ISO 9001:2015", "2029-10-01", ("ended", "no", "no", "2029-09-30")),
        ("ISO 9001:2026", "2026-09-15", ("not-published", "no", "no", None)),
        ("ISO 9001:2026", "2026-09-16", ("current", "yes", "yes", None)),
        ("ISO/IEC 27001:2013", "2024-04-30", ("being-replaced", "yes", "yes", "2025-10-31")),
        ("ISO/IEC 27001:2013", "2024-05-01", ("being-replaced", "no", "yes", "2025-10-31")),
        ("ISO/IEC 27001:2013", "2025-11-01", ("ended", "no", "no", "2025-10-31")),
        ("ISO 37001:2016", "2026-11-26", ("being-replaced", "unknown", "unknown", None)),
        ("ISO 55001:2014", "2026-11-26", ("being-replaced", "unknown", "yes", "2027-07-31")),
        ("ISO 55001:2014", "2027-08-01", ("ended", "no", "no", "2027-07-31")),
        ("ISO 50001:2018", "2018-06-30", ("unknown", "unknown", "unknown", None)),
        ("ISO 50001:2018", "2017-12-31", ("not-published", "no", "no", None)),
        ("ISO 50001:2018", "2026-11-26", ("current", "yes", "yes", None)),
        ("ISO 19011:2018", "2026-11-26", ("ended", "no", "no", None)),
        ("ISO 19011:2026", "2026-11-26", ("current", "no", "no", None)),
        ("ISO/IEC 17021-1:2015", "2026-11-26", ("current", "no", "no", None)),
        ("ISO/IEC DIR 1 ISO SUP:2012", "2020-01-01", ("current", "no", "no", "2021-05-01")),
    ],
)
def test_where_an_edition_stands(name: str, on: str, answer: tuple[str, str, str, str | None]) -> None:
    """A date of a transition is the last day of what it ends, and one that is not known leaves the answer open."""
    assert standing_of(name, dt.date.fromisoformat(on)) == answer


def test_recertification_has_its_own_last_day() -> None:
    """Where the transition names a last day of recertification audits it counts, else it is open until the end."""
    by_name = {str(one.ref): one for one in catalogue.editions(on=dt.date(2024, 5, 1))}
    assert by_name["ISO/IEC 27001:2013"].recertification_audits is Possibility.NO
    by_name = {str(one.ref): one for one in catalogue.editions(on=TODAY)}
    assert by_name["ISO 9001:2015"].recertification_audits is Possibility.UNKNOWN
    assert by_name["ISO 9001:2026"].recertification_audits is Possibility.YES


def test_an_answer_is_as_sure_as_its_weakest_date() -> None:
    """Dates that one source gives leave the answer expected; it says on which dates it rests."""
    by_name = {str(one.ref): one for one in catalogue.editions(on=TODAY)}
    assert by_name["ISO 9001:2015"].status_of_dates is MilestoneStatus.CONFIRMED
    assert by_name["ISO 14001:2015"].status_of_dates is MilestoneStatus.EXPECTED
    assert by_name["ISO 9001:2026"].status_of_dates is None
    assert "transition end 2029-04-30 (expected)" in by_name["ISO 14001:2015"].reason
    assert "only the year of publication, 2018, is known" in next(
        one.reason for one in catalogue.editions(on=dt.date(2018, 1, 1)) if str(one.ref) == "ISO 50001:2018"
    )


def test_every_date_has_a_source() -> None:
    """Nothing in the register is a date without a word on where it comes from, and ends lie in order."""
    order = [MilestoneKind.PUBLISHED, MilestoneKind.BODIES_READY, MilestoneKind.INITIAL_AUDITS_END]
    order += [MilestoneKind.RECERTIFICATION_AUDITS_END, MilestoneKind.TRANSITION_END]
    for standing in catalogue.editions(on=TODAY):
        milestones = standing.edition.milestones
        assert all(one.source for one in milestones)
        assert [one.kind for one in milestones] == sorted((one.kind for one in milestones), key=order.index)
        assert [one.on for one in milestones] == sorted(one.on for one in milestones)


def test_successors_are_registered() -> None:
    """Whatever replaces an edition is in the register itself, and an unknown one is refused with the nearest."""
    for standing in catalogue.editions(on=TODAY):
        if standing.edition.replaced_by is not None:
            assert (
                catalogue.registered(standing.edition.replaced_by).purpose is standing.edition.purpose
                or str(standing.ref) == "ISO/IEC 27701:2019"
            )
    with pytest.raises(UnknownEditionError, match="ISO 9001:2015"):
        catalogue.registered(StandardRef.parse("ISO 9001:2014"))


def test_nobody_is_certified_to_what_is_no_requirement_standard() -> None:
    """Guidance, structures and standards for bodies are in the register, and no certificate to them is possible."""
    for standing in catalogue.editions(on=TODAY):
        if standing.edition.purpose not in {Purpose.REQUIREMENTS, Purpose.EXTENSION}:
            assert standing.certificates is Possibility.NO


# Correspondences.


@every_pair
def test_rows_lead_from_something_to_something(pair: tuple[StandardRef, StandardRef]) -> None:
    """Both ends of every row exist, every row says why, and what is unmatched exists on its side."""
    table = catalogue.correspondence(*pair)
    source, target = catalogue.load(pair[0]), catalogue.load(pair[1])
    assert (table.source, table.target) == pair
    for row in table.rows:
        assert row.source in source, row.source
        assert row.target in target, row.target
        assert row.rationale
        assert row.stated_in
    for one in table.withdrawn:
        assert one.ref in source
        assert one.reason
    for one in table.added:
        assert one.ref in target
        assert one.reason


@every_pair
def test_complete_tables_account_for_everything(pair: tuple[StandardRef, StandardRef]) -> None:
    """In a table between editions of one standard nothing of either is left without an answer."""
    table = catalogue.correspondence(*pair)
    same = pair[0].undated == pair[1].undated
    assert (table.extent is Extent.COMPLETE) == same
    if same:
        for turned in (table, catalogue.correspondence(pair[1], pair[0])):
            found = coverage(turned, catalogue.load(turned.target)).counts()
            assert found["requirements"]["unknown"] == found["controls"]["unknown"] == 0


@every_pair
def test_what_specialises_the_same_core_item_is_equal(pair: tuple[StandardRef, StandardRef]) -> None:
    """A row between two requirements that only specialise the same core item never says that one asks for more."""
    source, target = catalogue.load(pair[0]), catalogue.load(pair[1])
    for row in catalogue.correspondence(*pair).rows:
        ends = (source[row.source], target[row.target])
        cores = [one.specialises for one in ends if isinstance(one, Requirement)]
        if len(cores) == 2 and cores[0] is not None and cores[0] == cores[1]:
            assert row.relation is SetRelation.EQUAL, (str(row.source), str(row.target))


def test_the_new_controls_of_2022() -> None:
    """114 controls became 93: 58 one to one, 24 merged from 57, 11 new, and A.18.2.3 went to A.5.36 and A.8.8."""
    table = catalogue.correspondence("ISO/IEC 27001:2013", "ISO/IEC 27001:2022")
    related = [row for row in table.rows if row.source.item is None and row.source.clause.is_annex]
    assert len({row.source for row in related}) == 114
    assert len({row.target for row in related} | {one.ref for one in table.added if one.ref.item is None}) == 93
    new = [one.ref.local for one in table.added if one.ref.clause.is_annex]
    assert new == [
        "A.5.7",
        "A.5.23",
        "A.5.30",
        "A.7.4",
        "A.8.9",
        "A.8.10",
        "A.8.11",
        "A.8.12",
        "A.8.16",
        "A.8.23",
        "A.8.28",
    ]
    arriving, leaving = Counter(row.target for row in related), Counter(row.source for row in related)
    merged = [row for row in related if arriving[row.target] > 1]
    assert (len(merged), len({row.target for row in merged})) == (57, 24)
    assert sum(1 for row in related if arriving[row.target] == 1 and leaving[row.source] == 1) == 58
    split = [(row.source.local, row.target.local) for row in related if leaving[row.source] > 1]
    assert split == [("A.18.2.3", "A.5.36"), ("A.18.2.3", "A.8.8")]
    assert {row.basis for row in related} == {Basis.PUBLISHED}


def test_the_new_controls_row_by_row() -> None:
    """The pairs of controls are those of the public table, row by row."""
    table = catalogue.correspondence("ISO/IEC 27001:2013", "ISO/IEC 27001:2022")
    found = [(row.source.local, row.target.local) for row in table.rows if row.source.clause.is_annex]
    wanted = rows(DATA / "structure" / "27001-2013-to-2022-controls.csv")
    assert sorted(found) == sorted((row["id_2013"], row["id_2022"]) for row in wanted if row["id_2013"])
    assert len(wanted) == 126


def test_privacy_controls_keep_their_order() -> None:
    """Each privacy control of 2019 became one of 2025 by the rule: 7.x.y is A.1.x.(y+1), 8.x.y is A.2.x.(y+1)."""
    table = catalogue.correspondence("ISO/IEC 27701:2019", "ISO/IEC 27701:2025")
    pairs = {(row.source.local, row.target.local) for row in table.rows if row.source.clause.is_annex}
    wanted = set()
    for control in catalogue.load("ISO/IEC 27701:2019").controls():
        part, group, number = control.ref.clause.numbers
        wanted.add((control.ref.local, f"A.{part - 6}.{group}.{number + 1}"))
    assert len(wanted) == 49
    assert wanted <= pairs


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ISO 9001:2015", "ISO 9001:2026"),
        ("ISO 14001:2015", "ISO 14001:2026"),
        ("ISO/IEC 27001:2013", "ISO/IEC 27001:2022"),
        ("ISO/IEC 27701:2019", "ISO/IEC 27701:2025"),
        ("ISO 37001:2016", "ISO 37001:2025"),
        ("ISO 55001:2014", "ISO 55001:2024"),
        ("ISO 9001:2015", "ISO 14001:2015"),
        ("ISO 14001:2015", "ISO 45001:2018"),
        ("ISO 9001:2015", "ISO 45001:2018"),
        ("ISO 9001:2015", "ISO/IEC 27001:2022"),
        ("ISO 14001:2015", "ISO/IEC 27001:2022"),
        ("ISO 45001:2018", "ISO/IEC 27001:2022"),
        ("ISO 13485:2016", "ISO 9001:2015"),
        ("ISO/IEC 42001:2023", "ISO/IEC 27001:2022"),
    ],
)
def test_tables_that_come_along(old: str, new: str) -> None:
    """The tables people ask for come along, and can be read from either side."""
    table = catalogue.correspondence(old, new)
    turned = catalogue.correspondence(new, old)
    assert table.rows
    assert {(row.source, row.target, row.relation) for row in turned.rows} == {
        (row.target, row.source, row.relation.inverse) for row in table.rows
    }
    assert sum(count for _, count in gap_summary(table).relations) == len(table.rows)


@every_ref
def test_the_core_corresponds_to_everything_built_on_it(ref: StandardRef) -> None:
    """From the core to an edition the correspondence is worked out from what the edition specialises."""
    core = catalogue.core().ref
    edition = catalogue.load(ref)
    special = [one for one in edition.requirements() if one.specialises is not None]
    if ref == core or not special:
        return
    table = catalogue.correspondence(core, ref)
    if (ref, core) not in catalogue.correspondences():
        assert {row.target for row in table.rows} == {one.ref for one in special}
        assert {row.relation for row in table.rows} == {SetRelation.EQUAL}


def test_what_is_not_related_is_refused() -> None:
    """A pair without a table is refused with those there are, and never composed behind the caller's back."""
    with pytest.raises(NoCorrespondenceError) as caught:
        catalogue.correspondence("ISO 13485:2016", "ISO 50001:2018")
    assert caught.value.known == ("ISO 9001:2015",)
    assert str(caught.value).endswith("From ISO 13485:2016 there are tables to ISO 9001:2015.")
    with pytest.raises(NoCorrespondenceError) as caught:
        catalogue.correspondence("ISO 22000:2018", "ISO 39001:2012")
    assert str(caught.value) == "no correspondence from ISO 22000:2018 to ISO 39001:2012 comes along."
    with pytest.raises(NoCorrespondenceError):
        catalogue.correspondence("HS 2021", "ISO/IEC 27701:2019")


@every_pair
def test_tables_are_canonical(pair: tuple[StandardRef, StandardRef]) -> None:
    """A shipped table is byte for byte what writing it gives, and names its licence."""
    table = catalogue.correspondence(*pair)
    name = f"{pair[0].slug}--{pair[1].slug}.json"
    data = resources.files(catalogue).joinpath("correspondence", name).read_bytes()
    assert documents.dumps(table).encode() == data
    assert table.provenance.licence == "CC-BY-4.0"


# Titles.


@pytest.mark.parametrize("name", ["ISO 9001:2015", "ISO 14001:2015", "ISO/IEC 27001:2022"])
def test_french_titles(name: str) -> None:
    """Every titled part has a French title, in the order of the standard, with a count of sources for each."""
    edition = catalogue.load(name)
    numbered = [str(clause.number) for clause in edition.walk() if clause.title]
    for group in edition.walk():
        at = numbered.index(str(group.number)) + 1 if group.controls else 0
        numbered[at:at] = [control.ref.local for control in group.controls]
    found = catalogue.titles(name, "fr")
    assert catalogue.languages(name) == ("fr",)
    assert [str(one.number) for one in found] == numbered
    assert all(one.title.strip() == one.title and one.title for one in found)
    confirmed = sum(1 for one in found if one.source_confidence > 1)
    assert confirmed * 3 >= len(found)


def test_titles_in_another_language_are_refused() -> None:
    """What is not translated is refused, with what there is."""
    with pytest.raises(UnknownEditionError, match="has no titles in 'de'; there are fr"):
        catalogue.titles("ISO 9001:2015", "de")
    with pytest.raises(UnknownEditionError, match="has no titles in 'fr'"):
        catalogue.titles("ISO 50001:2018", "fr")
    assert catalogue.languages("ISO 50001:2018") == ()


def test_annexes_that_hold_controls_are_groups_of_annexes() -> None:
    """Controls live in annexes only, in every edition that has some."""
    counts: dict[str, int] = {}
    for ref, clause in itertools.chain.from_iterable(
        ((ref, clause) for clause in catalogue.load(ref).walk()) for ref in catalogue.editions()
    ):
        if clause.controls:
            assert clause.kind is ClauseKind.ANNEX
            counts[str(ref)] = counts.get(str(ref), 0) + len(clause.controls)
    assert counts == {
        "ISO/IEC 27001:2013": 114,
        "ISO/IEC 27001:2022": 93,
        "ISO/IEC 27701:2019": 49,
        "ISO/IEC 27701:2025": 78,
        "ISO/IEC 42001:2023": 38,
    }
