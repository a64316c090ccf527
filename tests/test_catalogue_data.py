# SPDX-License-Identifier: Apache-2.0
"""Whether the shipped editions say what is known about them.

Expected values are in ``data/``: files written by hand, or copies of the tables of public facts, that nothing in the
package reads. The comparisons are written out here; the catalogue's own check is not trusted with its own proof.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import attrs
import pytest

from isomodel import catalogue, documents, readiness
from isomodel.assessment import Assessment, Organization, places
from isomodel.identifiers import RequirementRef
from isomodel.model import (
    Clause,
    Control,
    DependencyBasis,
    DependencyKind,
    DocumentedInformation,
    ItemGroup,
    NonApplicability,
    Phase,
    Requirement,
    StandardEdition,
    Strength,
    Topic,
)

DATA = Path(__file__).parent / "data"
PACKAGED = resources.files(catalogue)
NAMES = ("ISO 9001:2015", "ISO 14001:2015", "ISO/IEC 27001:2022")
every_edition = pytest.mark.parametrize("name", NAMES)
ALL = (
    "ISO 9001:2015",
    "ISO 9001:2026",
    "ISO 13485:2016",
    "ISO 14001:2015",
    "ISO 14001:2026",
    "ISO 21001:2018",
    "ISO 22000:2018",
    "ISO 22301:2019",
    "ISO 37001:2016",
    "ISO 37001:2025",
    "ISO 37301:2021",
    "ISO 39001:2012",
    "ISO 45001:2018",
    "ISO 50001:2018",
    "ISO 55001:2014",
    "ISO 55001:2024",
    "ISO/IEC DIR 1 ISO SUP:2012",
    "ISO/IEC DIR 1 ISO SUP:2021",
    "ISO/IEC 20000-1:2018",
    "ISO/IEC 27001:2013",
    "ISO/IEC 27001:2022",
    "ISO/IEC 27701:2019",
    "ISO/IEC 27701:2025",
    "ISO/IEC 42001:2023",
)
all_editions = pytest.mark.parametrize("name", ALL)


def rows(file: str) -> list[dict[str, str]]:
    """Read a table of expected values."""
    lines = (DATA / file).read_text(encoding="utf-8").splitlines(keepends=True)
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def rows_of(file: str, name: str) -> list[dict[str, str]]:
    """Read the rows of one edition; a file without any would prove nothing."""
    found = [row for row in rows(file) if row["standard"] == name]
    assert found
    return found


def expected_of(name: str, kind: str) -> list[dict[str, str]]:
    """Read what somebody else than the writers of an edition expects of it, by kind; empty where nobody was sure."""
    return [row for row in rows(f"expected/{path_of(name)}.csv") if row["kind"] == kind]


def entries(edition: StandardEdition) -> list[Requirement | Control]:
    """List everything that has a statement."""
    return [*edition.requirements(), *edition.controls()]


def path_of(name: str) -> str:
    """Return the file name of an edition without its ending."""
    return name.replace("/", " ").replace(":", " ").lower().replace(" ", "-")


# Structure: numbers, titles, places, confidence.


def structure_rows(edition: StandardEdition) -> Iterator[tuple[str, str, str, str, str]]:
    """Turn an edition into rows of its structure table, by a walk of its own."""

    def below(clause: Clause, parent: str) -> Iterator[tuple[str, str, str, str, str]]:
        number = str(clause.number)
        yield number, clause.title or "", clause.kind.value, parent, str(clause.source_confidence)
        for control in clause.controls:
            assert str(control.ref.standard) == str(edition.ref)
            yield str(control.ref.clause), control.title, "control", number, str(control.source_confidence)
        for one in clause.clauses:
            yield from below(one, number)

    for clause in edition.clauses:
        yield from below(clause, "")


@all_editions
def test_structure_table_row_by_row(name: str) -> None:
    """An edition has every numbered part of its table, in its order, with its title, kind, parent and confidence."""
    expected = [
        (row["id"], row["title"], row["kind"], row["parent"], row["sources_agreeing"])
        for row in rows(f"structure/{path_of(name)}.csv")
    ]
    assert list(structure_rows(catalogue.load(name))) == expected


@pytest.mark.parametrize(
    ("name", "parts", "clauses", "controls", "untitled"),
    [
        ("ISO 9001:2015", 96, 94, 0, 16),
        ("ISO 9001:2026", 93, 92, 0, 12),
        ("ISO 14001:2015", 50, 48, 0, 0),
        ("ISO 14001:2026", 58, 56, 0, 1),
        ("ISO/IEC 27001:2022", 142, 44, 93, 0),
        ("ISO/IEC 27001:2013", 202, 38, 114, 0),
        ("ISO 45001:2018", 60, 59, 0, 0),
        ("ISO 22301:2019", 67, 67, 0, 0),
        ("ISO 50001:2018", 48, 46, 0, 0),
        ("ISO/IEC 42001:2023", 99, 46, 38, 0),
        ("ISO/IEC 20000-1:2018", 82, 82, 0, 0),
        ("ISO/IEC DIR 1 ISO SUP:2021", 39, 39, 0, 0),
        ("ISO/IEC DIR 1 ISO SUP:2012", 33, 33, 0, 0),
        ("ISO/IEC 27701:2019", 326, 271, 49, 0),
        ("ISO/IEC 27701:2025", 140, 45, 78, 0),
        ("ISO 13485:2016", 90, 88, 0, 0),
        ("ISO 37301:2021", 60, 59, 0, 0),
        ("ISO 37001:2016", 54, 53, 0, 0),
        ("ISO 37001:2025", 54, 53, 0, 0),
        ("ISO 22000:2018", 94, 92, 0, 0),
        ("ISO 55001:2014", 39, 39, 0, 0),
        ("ISO 55001:2024", 35, 35, 0, 0),
        ("ISO 21001:2018", 87, 86, 0, 0),
        ("ISO 39001:2012", 39, 38, 0, 0),
    ],
)
def test_size_of_structure(name: str, parts: int, clauses: int, controls: int, untitled: int) -> None:
    """The numbers of parts, clauses, controls and untitled paragraphs are those the sources were counted to."""
    found = list(structure_rows(catalogue.load(name)))
    kinds = Counter(kind for _, _, kind, _, _ in found)
    assert (len(found), kinds["clause"], kinds["control"]) == (parts, clauses, controls)
    assert sum(1 for _, title, *_ in found if not title) == untitled


@pytest.mark.parametrize(
    ("name", "confirmed", "one", "none"),
    [
        ("ISO 9001:2015", 75, 19, 2),
        ("ISO 9001:2026", 43, 42, 8),
        ("ISO 14001:2015", 44, 4, 2),
        ("ISO 14001:2026", 5, 33, 20),
        ("ISO/IEC 27001:2022", 135, 6, 1),
        ("ISO/IEC 27001:2013", 189, 9, 4),
        ("ISO 45001:2018", 55, 0, 5),
        ("ISO 22301:2019", 51, 13, 3),
        ("ISO 50001:2018", 36, 11, 1),
        ("ISO/IEC 42001:2023", 83, 9, 7),
        ("ISO/IEC 20000-1:2018", 55, 8, 19),
        ("ISO/IEC DIR 1 ISO SUP:2021", 30, 8, 1),
        ("ISO/IEC DIR 1 ISO SUP:2012", 18, 11, 4),
        ("ISO/IEC 27701:2019", 189, 110, 27),
        ("ISO/IEC 27701:2025", 87, 24, 29),
        ("ISO 13485:2016", 36, 46, 8),
        ("ISO 37301:2021", 6, 21, 33),
        ("ISO 37001:2016", 20, 15, 19),
        ("ISO 37001:2025", 3, 25, 26),
        ("ISO 22000:2018", 4, 48, 42),
        ("ISO 55001:2014", 9, 14, 16),
        ("ISO 55001:2024", 1, 3, 31),
        ("ISO 21001:2018", 0, 8, 79),
        ("ISO 39001:2012", 0, 5, 34),
    ],
)
def test_source_confidence_counts(name: str, confirmed: int, one: int, none: int) -> None:
    """As many parts rest on two or more sources, on one and on none as the research counted."""
    found = Counter(min(int(confidence), 2) for *_, confidence in structure_rows(catalogue.load(name)))
    assert (found[2], found[1], found[0]) == (confirmed, one, none)


@pytest.mark.parametrize("table", sorted(one.stem for one in (DATA / "structure").glob("iso-*.csv")))
def test_packaged_tables(table: str) -> None:
    """The tables the package checks itself against are the tables of public facts, and name their licence."""
    packaged = PACKAGED.joinpath("structure", f"{table}.csv").read_text(encoding="utf-8")
    licence, rest = packaged.split("\n", 1)
    assert licence == "# SPDX-License-Identifier: CC-BY-4.0"
    assert rest == (DATA / "structure" / f"{table}.csv").read_text(encoding="utf-8")


def test_nothing_else_is_packaged() -> None:
    """The catalogue ships the editions, their register, their tables and the attributes of controls, nothing else."""
    slugs = {path_of(name) for name in ALL}
    assert {one.name for one in PACKAGED.joinpath("data").iterdir()} == {
        "register.json",
        *(f"{slug}.json" for slug in slugs),
    }
    assert {one.name for one in PACKAGED.joinpath("structure").iterdir()} == {
        "iso-iec-27002-2022-attributes.csv",
        *(f"{slug}.csv" for slug in slugs),
    }
    assert {one.stem for one in (DATA / "structure").glob("iso-*.csv")} == {*slugs, "iso-iec-27002-2022-attributes"}
    assert tuple(map(str, catalogue.editions())) == ALL


def test_all_files_together_are_small() -> None:
    """All editions together stay below six million bytes, and below the limit of one document each."""
    sizes = [len(one.read_bytes()) for one in PACKAGED.joinpath("data").iterdir()]
    assert sum(sizes) < 6_000_000


# Files.


@all_editions
def test_files_are_canonical(name: str) -> None:
    """A shipped file is byte for byte what writing the edition it holds gives."""
    data = PACKAGED.joinpath("data", f"{path_of(name)}.json").read_bytes()
    assert documents.dumps(catalogue.load(name)).encode() == data


REVISIONS = {
    "ISO 13485:2016": 2,
    "ISO 14001:2015": 4,
    "ISO 14001:2026": 2,
    "ISO 21001:2018": 2,
    "ISO 22000:2018": 2,
    "ISO 22301:2019": 3,
    "ISO 37001:2016": 2,
    "ISO 37001:2025": 2,
    "ISO 37301:2021": 2,
    "ISO 39001:2012": 2,
    "ISO 45001:2018": 3,
    "ISO 50001:2018": 3,
    "ISO 55001:2014": 2,
    "ISO 55001:2024": 2,
    "ISO 9001:2015": 3,
    "ISO 9001:2026": 2,
    "ISO/IEC 20000-1:2018": 2,
    "ISO/IEC 27001:2013": 2,
    "ISO/IEC 27001:2022": 4,
    "ISO/IEC 27701:2025": 2,
    "ISO/IEC 42001:2023": 3,
    "ISO/IEC DIR 1 ISO SUP:2012": 2,
    "ISO/IEC DIR 1 ISO SUP:2021": 2,
}


@all_editions
def test_licence_and_revision(name: str) -> None:
    """Every edition file names its licence and the revision of its content, and no meaning has changed yet."""
    edition = catalogue.load(name)
    assert edition.provenance.licence == "CC-BY-4.0"
    assert edition.catalogue_revision == REVISIONS.get(name, 1)
    assert {entry.meaning_revision for entry in entries(edition)} == {1}
    assert edition.provenance.compiled_on in {dt.date(2026, 11, 23), dt.date(2026, 11, 26)}
    assert edition.provenance.sources


IDS = DATA / "requirement-ids.txt"


def test_ids_are_for_ever() -> None:
    """Every id of the last release still leads to the same item: under its name, or as an alias of its successor."""
    lines = [line for line in IDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 5_000
    held: dict[str, StandardEdition] = {name: catalogue.load(name) for name in ALL}
    for line in lines:
        ref = RequirementRef.parse(line)
        found = held[str(ref.standard)]._find(ref)
        assert isinstance(found, Requirement | Control), line
        assert ref.item is None or ref.item in (found.ref.item, *getattr(found, "aliases", ())), line


def test_the_list_of_ids_is_complete() -> None:
    """An id that is not in the list of the last release is new, and has to be put into it with the release."""
    lines = [line for line in IDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(set(lines)) == len(lines)
    known = set(lines)
    new = [str(entry.ref) for name in ALL for entry in entries(catalogue.load(name)) if str(entry.ref) not in known]
    assert not new


# Lettered items.


@every_edition
def test_letters_resolve(name: str) -> None:
    """Every lettered item auditors cite leads to the requirement of that letter, or to the one it is part of."""
    edition = catalogue.load(name)
    for row in rows_of("lettered-items.csv", name):
        for item in row["items"].split():
            found = edition[f"{row['clause']}#{item}"]
            assert isinstance(found, Requirement), f"{row['clause']}#{item}"
            assert item in (found.ref.item, *found.aliases)
            assert str(found.ref.clause) == row["clause"]


@every_edition
def test_no_letters_but_those_cited(name: str) -> None:
    """No clause has a letter that its list does not have; a second obligation under one letter says so in a note."""
    edition = catalogue.load(name)
    cited = {row["clause"]: row["items"].split() for row in rows_of("lettered-items.csv", name)}
    for requirement in edition.requirements():
        item = requirement.ref.item
        assert item is not None
        if item[0].isdigit():
            continue
        letters = cited[str(requirement.ref.clause)]
        letter, second, _ = item.partition("-")
        if second:
            assert requirement.note, requirement.ref
        parts = [one for one in letters if one.startswith(f"{letter}.")]
        assert letter in letters or parts, requirement.ref
        for part in parts:
            assert isinstance(edition[f"{requirement.ref.clause}#{part}"], Requirement)


@all_editions
def test_order_of_items(name: str) -> None:
    """Lettered items stand in the order of their letters, and running numbers are allocated without gaps."""
    for clause in catalogue.load(name).walk():
        items = [one.ref.item or "" for one in clause.requirements]
        letters = [item for item in items if item[0].isalpha()]
        assert letters == sorted(letters), clause.number
        numbers = [int(item) for item in items if item.isdigit()]
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), clause.number


SPLIT = {
    ("ISO 9001:2015", "7.1.5.2#a-2"),
    ("ISO 9001:2015", "8.1#e-2"),
    ("ISO 9001:2015", "9.2.2#a-2"),
    ("ISO/IEC 27001:2022", "6.1.3#f-2"),
    ("ISO/IEC 27001:2022", "9.1#b-2"),
}


def test_second_obligations_under_one_letter() -> None:
    """Few letters hold two obligations, and they are known by name."""
    found = {
        (name, one.ref.local)
        for name in NAMES
        for one in catalogue.load(name).requirements()
        if "-" in (one.ref.item or "")
    }
    assert found == SPLIT


ALIASES = {
    "8.1#e-2": ("e.1", "e.2"),
    "8.2.2#a": ("a.1", "a.2"),
    "8.4.3#b": ("b.1", "b.2", "b.3"),
    "8.5.1#a": ("a.1", "a.2"),
    "8.7.1#3": ("a", "b", "c", "d"),
}


def test_lists_that_are_one_obligation() -> None:
    """Where a list makes up one obligation, each of its marks leads to it, and no other item has another name."""
    found = {
        (name, one.ref.local): one.aliases
        for name in NAMES
        for one in catalogue.load(name).requirements()
        if one.aliases
    }
    assert found == {("ISO 9001:2015", local): aliases for local, aliases in ALIASES.items()}
    edition = catalogue.load("ISO 9001:2015")
    for local, aliases in ALIASES.items():
        clause = local.partition("#")[0]
        assert all(edition[f"{clause}#{alias}"] is edition[local] for alias in aliases)


@pytest.mark.parametrize(
    ("name", "place", "items"),
    [
        ("ISO 9001:2015", "9.3.2#c", ("c.1", "c.2", "c.3", "c.4", "c.5", "c.6", "c.7")),
        ("ISO 9001:2015", "10.2.1#b", ("b.1", "b.2", "b.3")),
        ("ISO 9001:2015", "8.4.2#c", ("c.1", "c.2")),
        ("ISO 14001:2015", "9.3#b", ("b.1", "b.2", "b.3", "b.4")),
        ("ISO 14001:2015", "6.1.4#a", ("a.1", "a.2", "a.3")),
        ("ISO/IEC 27001:2022", "6.1.2#d", ("d.1", "d.2", "d.3")),
        ("ISO/IEC 27001:2022", "9.3.2#d", ("d.1", "d.2", "d.3", "d.4")),
    ],
)
def test_letters_that_only_introduce_a_list(name: str, place: str, items: tuple[str, ...]) -> None:
    """A letter that only introduces a nested list leads to what the list holds, in order."""
    found = catalogue.load(name)[place]
    assert isinstance(found, ItemGroup)
    assert found.ref == RequirementRef.parse(f"{name}, {place}")
    assert tuple(one.ref.item for one in found.requirements) == items


# What has to be in writing, what may be set aside, what a review considers.


@every_edition
def test_documented_information(name: str) -> None:
    """Documents and records are asked for exactly where practitioners' lists have them, by kind and by letter."""
    edition = catalogue.load(name)
    expected: dict[str, list[tuple[str, str]]] = {}
    for row in rows_of("documented-information.csv", name):
        expected.setdefault(row["clause"], []).append((row["item"], row["kind"]))
    found: dict[str, list[tuple[str, str]]] = {}
    for one in edition.requirements():
        if one.documented_information is not DocumentedInformation.NONE:
            pair = (one.ref.item or "", one.documented_information.value)
            found.setdefault(str(one.ref.clause), []).append(pair)
    assert list(found) == list(expected)
    for clause, wanted in expected.items():
        have = found[clause]
        assert {kind for _, kind in have} == {kind for _, kind in wanted}, clause
        for item, kind in wanted:
            letters = [one.partition("-")[0] for one, of in have if of == kind]
            assert not item or item in letters, (clause, item, kind)
        if all(item for item, _ in wanted):
            assert len(have) == len(wanted), clause


SEVERAL_IN_ONE_CLAUSE = {
    ("ISO 9001:2015", "8.2.3.2"): 2,
    ("ISO 9001:2015", "8.3.6"): 4,
    ("ISO 9001:2015", "8.6"): 2,
    ("ISO 9001:2015", "8.7.2"): 4,
    ("ISO 9001:2015", "10.2.2"): 2,
    ("ISO 9001:2015", "4.4.2"): 2,
    ("ISO 9001:2015", "8.1"): 2,
    ("ISO/IEC 27001:2022", "6.1.3"): 3,
    ("ISO/IEC 27001:2022", "10.2"): 2,
}


def test_how_many_items_are_in_writing() -> None:
    """A clause asks for one thing in writing, unless its list names several."""
    found = Counter(
        (name, str(one.ref.clause))
        for name in NAMES
        for one in catalogue.load(name).requirements()
        if one.documented_information is not DocumentedInformation.NONE
    )
    assert {place: count for place, count in found.items() if count > 1} == SEVERAL_IN_ONE_CLAUSE


def test_statement_of_applicability_is_a_document() -> None:
    """The Statement of Applicability and the treatment plan are documents of their own letters."""
    edition = catalogue.load("ISO/IEC 27001:2022")
    for local in ("6.1.3#d", "6.1.3#e"):
        found = edition[local]
        assert isinstance(found, Requirement)
        assert found.documented_information is DocumentedInformation.DOCUMENT


@every_edition
def test_what_is_in_writing_names_its_source(name: str) -> None:
    """An item that asks for something in writing was compared with practitioners' lists, and says so."""
    for one in catalogue.load(name).requirements():
        listed = one.documented_information is not DocumentedInformation.NONE
        assert (one.consulted == "practitioner lists of documented information") == listed, one.ref


@every_edition
def test_non_applicability(name: str) -> None:
    """Exactly the requirements that organizations realistically set aside may be set aside, and no others."""
    edition = catalogue.load(name)
    places = {row["place"] for row in rows("non-applicability.csv") if row["standard"] == name}
    expected = {
        one.ref.local
        for one in edition.requirements()
        if one.ref.local in places or any(f"{one.ref.clause}.".startswith(f"{place}.") for place in places)
    }
    found = {
        one.ref.local for one in edition.requirements() if one.non_applicability is NonApplicability.WITH_JUSTIFICATION
    }
    assert found == expected
    assert bool(found) == (name == "ISO 9001:2015")


@every_edition
def test_management_review_inputs(name: str) -> None:
    """The inputs of the management review are those every practitioner's list has, each under its own letter."""
    edition = catalogue.load(name)
    expected = [row["item"] for row in rows_of("management-review-inputs.csv", name)]
    found = [one.ref.local for one in edition.requirements() if edition.topic_of(one) is Topic.MANAGEMENT_REVIEW_INPUTS]
    assert found == expected


@every_edition
def test_recommendations_are_rare(name: str) -> None:
    """All that is counted binds, but for one recommendation that auditors cite."""
    weaker = {one.ref.local for one in catalogue.load(name).requirements() if one.strength is not Strength.SHALL}
    assert weaker == ({"9.1#b-2"} if name == "ISO/IEC 27001:2022" else set())


# The pillars of a system.


@all_editions
def test_a_pillar_is_the_clause_of_that_title(name: str) -> None:
    """Where an edition has each pillar is written by hand, and the clause is called so in its structure table."""
    titles = {row["id"]: row["title"].casefold() for row in rows(f"structure/{path_of(name)}.csv")}
    listed = rows_of("pillars.csv", name)
    assert [row for row in listed if row["pillar"] not in titles[row["clause"]]] == []
    every = {"scope", "policy", "risks and opportunities", "objectives", "internal audit", "management review"}
    lacks = {
        # Not in the Harmonized Structure; and an extension, which asks for nothing more about what it does not list.
        "ISO 13485:2016": {"scope", "risks and opportunities"},
        "ISO/IEC 27701:2019": every - {"scope", "risks and opportunities"} | {"corrective action"},
    }
    assert {row["pillar"] for row in listed} - {"planning"} == (every | {"corrective action"}) - lacks.get(name, set())


@all_editions
def test_whatever_stands_in_a_pillar_is_looked_at_as_a_pillar(name: str) -> None:
    """Every requirement at and below those clauses is read by the rule about pillars, whatever its own topic."""
    edition = catalogue.load(name)
    record = Assessment(id="nothing", organization=Organization(name="Nobody"), editions=(edition.ref,))
    answer = readiness.evaluate(record, [edition], standard=name, gate="stage-2", on=dt.date(2026, 11, 26))
    looked = {entry.ref for entry in answer.entries if "pillars-hold" in entry.rules}
    for row in rows_of("pillars.csv", name):
        place = RequirementRef.parse(f"{name}, {row['clause']}")
        below = {entry.ref for entry in answer.entries if place in places(entry.ref)}
        assert below
        assert below - looked == set(), row


# Topics, phases, amendments, dates.


@every_edition
def test_phases(name: str) -> None:
    """Clauses 4 to 7 plan, 8 does, 9 checks and 10 acts; nothing else has a phase."""
    expected = {4: Phase.PLAN, 5: Phase.PLAN, 6: Phase.PLAN, 7: Phase.PLAN, 8: Phase.DO, 9: Phase.CHECK, 10: Phase.ACT}
    for clause in catalogue.load(name).walk():
        main = None if clause.number.is_annex else clause.number.numbers[0]
        assert clause.phase is (None if main is None else expected.get(main)), clause.number


HARMONIZED = {
    "4.1": Topic.CONTEXT,
    "4.2": Topic.INTERESTED_PARTIES,
    "4.3": Topic.SCOPE,
    "4.4": Topic.MANAGEMENT_SYSTEM,
    "5.1": Topic.LEADERSHIP,
    "5.2": Topic.POLICY,
    "5.3": Topic.ROLES,
    "6.1": Topic.RISKS_AND_OPPORTUNITIES,
    "6.2": Topic.OBJECTIVES,
    "7.1": Topic.RESOURCES,
    "7.2": Topic.COMPETENCE,
    "7.3": Topic.AWARENESS,
    "7.4": Topic.COMMUNICATION,
    "7.5": Topic.DOCUMENTED_INFORMATION,
    "8.1": Topic.OPERATIONAL_PLANNING_AND_CONTROL,
    "9.1": Topic.MONITORING_AND_MEASUREMENT,
    "9.2": Topic.INTERNAL_AUDIT,
    "9.2.2": Topic.INTERNAL_AUDIT_PROGRAMME,
    "9.3": Topic.MANAGEMENT_REVIEW,
    "10.2": Topic.NONCONFORMITY_AND_CORRECTIVE_ACTION,
}
DEVIATING = {
    "ISO 9001:2015": {"6.3": Topic.PLANNING_OF_CHANGES, "10.1": Topic.IMPROVEMENT, "10.3": Topic.CONTINUAL_IMPROVEMENT},
    "ISO 14001:2015": {"10.1": Topic.IMPROVEMENT, "10.3": Topic.CONTINUAL_IMPROVEMENT},
    "ISO/IEC 27001:2022": {
        "6.3": Topic.PLANNING_OF_CHANGES,
        "9.3.2": Topic.MANAGEMENT_REVIEW_INPUTS,
        "9.3.3": Topic.MANAGEMENT_REVIEW_RESULTS,
        "10.1": Topic.CONTINUAL_IMPROVEMENT,
    },
}


@every_edition
def test_harmonized_topics(name: str) -> None:
    """Clauses carry the topic of the harmonized structure; clause 10 in the order of the edition."""
    edition = catalogue.load(name)
    for number, topic in {**HARMONIZED, **DEVIATING[name]}.items():
        clause = edition[number]
        assert isinstance(clause, Clause)
        assert clause.topic is topic, number


@every_edition
def test_every_requirement_has_a_topic_and_a_phase(name: str) -> None:
    """Nothing is required that no topic or phase leads to, and nothing outside clauses 4 to 10."""
    edition = catalogue.load(name)
    for one in edition.requirements():
        clause = edition.clause_of(one.ref)
        assert edition.topic_of(one) is not None, one.ref
        assert clause.phase is not None, one.ref
        assert not one.ref.clause.is_annex
        assert 4 <= one.ref.clause.numbers[0] <= 10


@pytest.mark.parametrize(("name", "item"), [(NAMES[0], "3"), (NAMES[1], "3"), (NAMES[2], "2")])
def test_amendment(name: str, item: str) -> None:
    """The climate amendment brings one item of 4.1, which counts from the day it was published and not a day before."""
    edition = catalogue.load(name)
    (amendment,) = edition.amendments
    assert str(amendment.ref) == f"{name}/Amd 1:2024"
    assert amendment.published_on == dt.date(2024, 2, 23)
    added = RequirementRef.parse(f"{name}, 4.1#{item}")
    assert [one.ref for one in edition.requirements() if one.since is not None] == [added]
    requirement = edition[added]
    assert isinstance(requirement, Requirement)
    assert requirement.since == amendment.ref
    assert requirement.consulted == "public notices of Amd 1:2024"
    assert "climate" in requirement.statement
    before, after = edition.as_of(dt.date(2024, 2, 22)), edition.as_of(dt.date(2024, 2, 23))
    assert added not in before
    assert len(before.requirements()) == len(edition.requirements()) - 1
    assert after == edition
    assert not any(one.until for one in edition.requirements())


@pytest.mark.parametrize(
    ("name", "stage", "dates"),
    [
        (
            "ISO 9001:2015",
            "being-replaced",
            [
                ("published", "2015-09-15", "expected"),
                ("bodies-ready", "2027-09-30", "expected"),
                ("initial-audits-end", "2028-03-31", "confirmed"),
                ("transition-end", "2029-09-30", "confirmed"),
            ],
        ),
        (
            "ISO 14001:2015",
            "being-replaced",
            [
                ("published", "2015-09-15", "expected"),
                ("bodies-ready", "2027-04-30", "expected"),
                ("initial-audits-end", "2027-10-31", "expected"),
                ("transition-end", "2029-04-30", "expected"),
            ],
        ),
        ("ISO/IEC 27001:2022", "published", [("published", "2022-10-25", "confirmed")]),
    ],
)
def test_dates(name: str, stage: str, dates: list[tuple[str, str, str]]) -> None:
    """Stage and dates of an edition are as announced, and say how sure they are."""
    edition = catalogue.load(name)
    assert edition.publication_stage.value == stage
    found = [(one.kind.value, one.on.isoformat(), one.status.value) for one in edition.milestones]
    assert found == dates
    assert all(one.source for one in edition.milestones)


# Dependencies.

TURNED = {"supports", "feeds"}


def inside(part: RequirementRef, whole: str) -> bool:
    """Say whether a requirement or clause is the one named or lies inside it."""
    number, _, item = whole.partition("#")
    if item:
        return str(part.clause) == number and f"{part.item}.".startswith(f"{item}.")
    return f"{part.clause}.".startswith(f"{number}.")


@every_edition
def test_dependencies(name: str) -> None:
    """Every known link is held, by itself or between finer parts; what supports is written as what leans on it.

    An input is held by an input, or by the stronger word that nothing works without it. A citation is held by a
    citation on the same basis, and none is there that is not known.
    """
    links = catalogue.load(name).dependencies
    known: list[tuple[str, str]] = []
    for row in rows_of("structure/dependencies.csv", path_of(name)):
        kind, ends = row["kind"], (row["source_id"], row["target_id"])
        source, target = ends[::-1] if kind in TURNED else ends
        held = [one for one in links if inside(one.source, source) and inside(one.target, target)]
        if kind in {"explicit_reference", "reference_set"}:
            known.append((source, target))
            cited = "general knowledge" not in row["source_of_claim"]
            basis = DependencyBasis.CITED if cited else DependencyBasis.JUDGEMENT
            assert any(one.kind is DependencyKind.CITES and one.basis is basis for one in held), row
        else:
            assert any(one.kind in {DependencyKind.FEEDS, DependencyKind.REQUIRES} for one in held), row
    for link in links:
        if link.kind is DependencyKind.CITES:
            targets = [target for source, target in known if inside(link.source, source)]
            assert any(inside(link.target, target) for target in targets), (link.source.local, link.target.local)


@pytest.mark.parametrize(
    ("name", "cites", "requires", "feeds", "verifies"),
    [
        ("ISO 9001:2015", 11, 108, 148, 11),
        ("ISO 14001:2015", 21, 83, 82, 8),
        ("ISO 45001:2018", 51, 89, 113, 10),
        ("ISO/IEC 27001:2022", 9, 85, 148, 11),
    ],
)
def test_dependency_counts(name: str, cites: int, requires: int, feeds: int, verifies: int) -> None:
    """The numbers of links by kind are those counted by hand."""
    found = Counter(dict.fromkeys(DependencyKind, 0))
    found.update(one.kind for one in catalogue.load(name).dependencies)
    assert found == {
        DependencyKind.CITES: cites,
        DependencyKind.REQUIRES: requires,
        DependencyKind.FEEDS: feeds,
        DependencyKind.VERIFIES: verifies,
    }


# Controls.


def test_control_counts() -> None:
    """Annex A has 93 reference controls in four groups of 37, 8, 14 and 34, and 11 of them are new."""
    edition = catalogue.load("ISO/IEC 27001:2022")
    annex = edition["Annex A"]
    assert isinstance(annex, Clause)
    assert [(str(group.number), len(group.controls)) for group in annex.clauses] == [
        ("A.5", 37),
        ("A.6", 8),
        ("A.7", 14),
        ("A.8", 34),
    ]
    assert len(edition.controls()) == 93
    assert [one.ref.local for one in edition.controls() if (one.note or "").startswith("new in 2022")] == [
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
    assert sum(1 for one in edition.controls() if "merged from 2013" in (one.note or "")) == 24


def test_control_attributes_row_by_row() -> None:
    """Every control has its theme and its values in the five attribute families, in the order of the table."""

    def words(text: str) -> tuple[str, ...]:
        return tuple(one.lower().replace("_", "-") for one in text.split(";"))

    families = (
        "control_type",
        "information_security_properties",
        "cybersecurity_concepts",
        "operational_capabilities",
        "security_domains",
    )
    expected = [
        (f"A.{row['id']}", words(row["theme"])[0], [(one.replace("_", "-"), words(row[one])) for one in families])
        for row in rows("structure/iso-iec-27002-2022-attributes.csv")
    ]
    found = [
        (one.ref.local, one.theme, [(attribute.family, attribute.values) for attribute in one.attributes])
        for one in catalogue.load("ISO/IEC 27001:2022").controls()
    ]
    assert found == expected


def test_control_attribute_counts() -> None:
    """Each value of each attribute family belongs to as many controls as counted."""
    found: Counter[tuple[str, str]] = Counter()
    for control in catalogue.load("ISO/IEC 27001:2022").controls():
        found[("theme", control.theme)] += 1
        found.update((one.family, value) for one in control.attributes for value in one.values)
    assert found == {(row["family"], row["value"]): int(row["controls"]) for row in rows("attribute-counts.csv")}


# Statements.


@pytest.mark.parametrize(
    ("name", "requirements", "controls"),
    [("ISO 9001:2015", 299, 0), ("ISO 14001:2015", 173, 0), ("ISO/IEC 27001:2022", 148, 93)],
)
def test_number_of_statements(name: str, requirements: int, controls: int) -> None:
    """An edition has as many requirements as its clauses were counted to ask, and controls are counted apart."""
    edition = catalogue.load(name)
    assert (len(edition.requirements()), len(edition.controls())) == (requirements, controls)


def words_of(statement: str) -> list[str]:
    """Split a statement into words without case or marks."""
    return re.findall(r"[a-z0-9]+", statement.casefold())


@all_editions
def test_statements_are_short_sentences_of_our_own(name: str) -> None:
    """A statement is one short sentence, says what is there to be found, and never speaks in a standard's verbs."""
    for entry in entries(catalogue.load(name)):
        statement = entry.statement
        assert 20 <= len(statement) <= 240, entry.ref
        assert statement == statement.strip()
        assert statement[0].isupper(), entry.ref
        assert statement.endswith("."), entry.ref
        assert ". " not in statement.replace("e.g. ", ""), entry.ref
        assert "shall" not in words_of(statement), entry.ref
        assert "the organization shall" not in statement.casefold()
        assert "as applicable" not in statement, entry.ref
        assert "including but not limited" not in statement


LEANING = re.compile(
    r"(?:They|These|Their|This|Its|Them|Such)\b|It (?!is\b|was\b|has been\b|can be\b)|Both (?:are|were)\b"
)
OTHERS = re.compile(r"\b(?:these|those) (?:parties|roles|jobs|criteria)\b", re.IGNORECASE)


@all_editions
def test_a_statement_can_be_read_alone(name: str) -> None:
    """No statement speaks of something that only another statement names: each is shown by itself."""
    for entry in entries(catalogue.load(name)):
        assert not LEANING.match(entry.statement), (entry.ref, entry.statement)
        assert not OTHERS.search(entry.statement), (entry.ref, entry.statement)


@all_editions
def test_statements_differ(name: str) -> None:
    """No two statements of an edition are the same or share eight words in a row."""
    seen: dict[tuple[str, ...], RequirementRef] = {}
    shortest: set[str] = set()
    for entry in entries(catalogue.load(name)):
        words = words_of(entry.statement)
        assert " ".join(words) not in shortest, entry.ref
        shortest.add(" ".join(words))
        for start in range(len(words) - 7):
            run = tuple(words[start : start + 8])
            assert seen.setdefault(run, entry.ref) == entry.ref, (" ".join(run), seen[run], entry.ref)


@all_editions
def test_evidence_and_sources_are_named(name: str) -> None:
    """Every item says what was consulted and gives one to three short examples of evidence, never the same twice."""
    for entry in entries(catalogue.load(name)):
        assert entry.consulted in {
            "recalled",
            "practitioner lists of documented information",
            "practitioner lists of management review inputs",
            "public notices of Amd 1:2024",
        }, entry.ref
        assert 1 <= len(entry.typical_evidence) <= 3, entry.ref
        assert len(set(entry.typical_evidence)) == len(entry.typical_evidence)
        assert all(3 <= len(one) <= 120 and one == one.strip() for one in entry.typical_evidence), entry.ref


BRITISH_ISE = re.compile(
    r"\b\w*(?:organis|recognis|realis|minimis|utilis|authoris|anonymis|pseudonymis|prioritis|standardis"
    r"|summaris|initialis|synchronis|emphasis(?:e|ing))\w*\b"
)
FOREIGN = re.compile(r"\b(?:program|programs|catalog|color|behavior|center|license|stakeholders?|non-conform\w*)\b")


@all_editions
def test_spelling(name: str) -> None:
    """Text is in ISO's spelling and in the field's own words: organization, programme, interested party."""
    for entry in entries(catalogue.load(name)):
        for text in (entry.statement, *entry.typical_evidence, entry.note or ""):
            assert not BRITISH_ISE.search(text.casefold()), (entry.ref, text)
            assert not FOREIGN.search(text.casefold()), (entry.ref, text)


@all_editions
def test_notes_can_be_read_by_anybody(name: str) -> None:
    """No note names a source by a code that only its collector could resolve."""
    edition = catalogue.load(name)
    notes = [one.note or "" for one in (*edition.walk(), *entries(edition))]
    assert not [note for note in notes if re.search(r"\b[A-Z]-[A-Z0-9]{2,}", note)]


@all_editions
def test_editions_survive_change_and_copy(name: str) -> None:
    """An edition compares equal to its copy and differs from one with another word in it."""
    edition = catalogue.load(name)
    assert attrs.evolve(edition) == edition
    assert attrs.evolve(edition, title="Another") != edition
    assert documents.loads(documents.dumps(edition)) == edition
