# SPDX-License-Identifier: Apache-2.0
"""The command line about the catalogue: standings, correspondences, what is shared, and editions of one's own."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import re
from pathlib import Path

import attrs
import pytest

import commands
import invented
from commands import Ran, Run
from isomodel import catalogue, documents
from isomodel.catalogue import LicensedText, Overlay, PackManifest, Purpose
from isomodel.cli import ExitCode, main
from isomodel.correspondence import SetRelation
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    ClauseContent,
    Dependency,
    DependencyBasis,
    DependencyKind,
    Provenance,
    PublicationStage,
    Requirement,
    StandardEdition,
)
from isomodel.serialization import unstructure

DAY = dt.date(2026, 11, 26)


plain = commands.plain
run = commands.runner("catalogue")


def cells(line: str) -> list[str]:
    """Return the cells of a row as it is printed in a pipe."""
    return re.split(r"  +", line)


def row_of(out: str, first: str) -> list[str]:
    """Return the cells of the row that begins with this cell."""
    (found,) = (held for held in map(cells, out.splitlines()) if held[0] == first)
    return found


# The list.


def test_without_a_day_the_list_is_of_what_comes_along(run: Run) -> None:
    """The list has a row for each edition whose content comes along, in order, and says how well it was verified."""
    ran = run("list")
    head, *rows = map(cells, ran.out.splitlines())
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert head == ["edition", "level", "stage", "requirements", "controls", "clauses", "discipline", "title"]
    assert [row[0] for row in rows] == [str(ref) for ref in catalogue.editions()]
    assert [row[1] for row in rows] == [catalogue.load(ref).verification.value for ref in catalogue.editions()]


def test_with_a_day_the_list_is_of_everything_known(run: Run) -> None:
    """With --on there is a row for every registered edition, also of those whose content does not come along."""
    ran = run("list", "--on", DAY)
    head, *rows = map(cells, ran.out.splitlines())
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert head == ["edition", "status", "initial audits", "certificates until", "dates", "content", "reason"]
    standings = catalogue.editions(on=DAY)
    assert [row[0] for row in rows] == [str(one.ref) for one in standings]
    assert [row[1] for row in rows] == [one.status.value for one in standings]
    content = {row[0] for row in rows if row[5] == "yes"}
    assert content == {str(ref) for ref in catalogue.editions()}
    assert len(content) < len(rows)


def test_the_day_decides_where_an_edition_stands(run: Run) -> None:
    """ISO/IEC 27001:2013 was not published, then current, then being replaced, and ended with October 2025."""
    told = {}
    for on in ("2010-01-01", "2015-01-01", "2023-06-01", "2025-10-31", "2025-11-01"):
        _, status, initial, until, *_ = row_of(run("list", "--on", on).out, "ISO/IEC 27001:2013")
        told[on] = (status, initial, until)
    assert {on: status for on, (status, _, _) in told.items()} == {
        "2010-01-01": "not-published",
        "2015-01-01": "current",
        "2023-06-01": "being-replaced",
        "2025-10-31": "being-replaced",
        "2025-11-01": "ended",
    }
    assert told["2010-01-01"][1:] == ("no", "no")
    assert told["2015-01-01"][1] == "yes"
    assert told["2025-11-01"][1:] == ("no", "2025-10-31")


def test_json_of_standings_is_what_the_library_tells(run: Run) -> None:
    """With --on and --json every standing is an object with all the library knows, in the same order."""
    ran = run("list", "--on", DAY, "--json")
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert json.loads(ran.out) == [unstructure(one) for one in catalogue.editions(on=DAY)]


# Checking.


def requirement(local: str, statement: str, *, core: bool = False) -> Requirement:
    """Return a requirement of the small edition below; one of the core is named by an id that is for ever."""
    specialises = RequirementRef.parse(f"{catalogue.core().ref}, 7.2#b") if core else None
    ref = RequirementRef.parse(f"ISO 99005:2030, {local}")
    return Requirement(ref=ref, statement=statement, consulted="invented", specialises=specialises)


def part(number: str, sources: int, *requirements: Requirement, content: ClauseContent | None = None) -> Clause:
    """Return a clause of the small edition below."""
    return Clause(
        number=ClauseNumber.parse(number),
        title=f"Invented clause {number}",
        source_confidence=sources,
        requirements=requirements,
        content=content,
    )


SMALL = StandardEdition(
    ref=StandardRef.parse("ISO 99005:2030"),
    title="Small invented management systems",
    discipline="invented",
    publication_stage=PublicationStage.PUBLISHED,
    catalogue_revision=1,
    provenance=Provenance(compiled_on=dt.date(2030, 1, 1), method="invented for unit tests", licence="CC0-1.0"),
    clauses=(
        part("4", 0, requirement("4#1", "Ten chars.")),
        part("5", 1, requirement("5#1", "Twelve chars", core=True), requirement("5#2", "There are twenty now")),
        part("6", 2, requirement("6#1", "Sixteen of them.")),
        part("7", 3, content=ClauseContent.NOT_KNOWN),
    ),
    dependencies=(
        Dependency(
            source=RequirementRef.parse("ISO 99005:2030, 5#1"),
            target=RequirementRef.parse("ISO 99005:2030, 4#1"),
            kind=DependencyKind.FEEDS,
            basis=DependencyBasis.JUDGEMENT,
            reason="invented",
        ),
    ),
)


NOT_COMPARED = "there is no structure table for ISO 99005:2030: numbers and titles were not compared"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Lay out the small edition."""
    documents.dump(SMALL, tmp_path / "small.json")
    return tmp_path / "small.json"


def test_checking_tells_an_edition_in_numbers(run: Run, small: Path) -> None:
    """The numbers of an edition stand before its issues: sizes, sources, lengths of statements, dependencies."""
    ran = run("check", small)
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert ran.out.splitlines() == [
        f"ISO 99005:2030  4 requirements, 0 controls, 4 clauses  {small}",
        "  clauses and controls by how many sources agree on number and title: 0: 1, 1: 1, 2: 1, 3: 1",
        "  unverified; 1 requirements only specialise the core; clauses not known 1, stated in part 0",
        "  statements of 10 to 20 characters, half of them up to 12; near-duplicates 0",
        "  dependencies: feeds 1; clauses that none touches: 1",
        f"{small}:1:1: warning: {NOT_COMPARED} [no-structure-table]",
        "  0 errors, 1 warning, 0 remarks",
    ]


def test_json_of_a_check_holds_the_numbers(run: Run, small: Path) -> None:
    """With --json an edition is an object with its statistics, flat as they go into a data frame."""
    (told,) = json.loads(run("check", small, "--json").out)
    assert told["by_source_confidence"] == {"0": 1, "1": 1, "2": 1, "3": 1}
    assert [one["code"] for one in told["issues"]] == ["no-structure-table"]
    assert told["statistics"] == {
        "edition": "ISO 99005:2030",
        "verification": "unverified",
        "clauses": 4,
        "requirements": 4,
        "controls": 0,
        "specialising": 1,
        "confirmed": 2,
        "one_source": 1,
        "no_source": 1,
        "not_known": 1,
        "partly_stated": 0,
        "shortest": 10,
        "median": 12,
        "longest": 20,
        "dependencies_cites": 0,
        "dependencies_feeds": 1,
        "dependencies_requires": 0,
        "dependencies_verifies": 0,
        "unlinked": "6",
        "errors": 0,
        "near_duplicates": 0,
        "warnings": 1,
    }


def test_a_core_that_lacks_what_is_specialised_is_an_error(run: Run, tmp_path: Path) -> None:
    """A requirement that specialises what the common core does not have is told with its place as an error."""
    wrong = RequirementRef.parse(f"{catalogue.core().ref}, 7.2#zz")
    first = attrs.evolve(SMALL.clauses[0].requirements[0], specialises=wrong)
    changed = attrs.evolve(SMALL.clauses[0], requirements=(first,))
    documents.dump(attrs.evolve(SMALL, clauses=(changed, *SMALL.clauses[1:])), tmp_path / "wrong.json")
    ran = run("check", tmp_path / "wrong.json")
    assert ran.code == ExitCode.ERROR
    assert "error: /clauses/0/requirements/0/specialises: " in ran.out
    assert "[unknown-core]\n" in ran.out
    (told,) = json.loads(run("check", tmp_path / "wrong.json", "--json").out)
    assert told["statistics"]["errors"] == 1


def test_the_numbers_of_a_file_can_be_had_as_a_page(run: Run, small: Path) -> None:
    """With --markdown the page of the library is printed, without issues, and the exit code is 0."""
    assert run("check", small, "--markdown") == Ran(ExitCode.FINE, catalogue.statistics_page([SMALL]), "")


def test_statements_that_repeat_bought_text_are_warned_of(run: Run, small: Path, tmp_path: Path) -> None:
    """With --overlay a statement that shares a run of words is named and the words counted; they are not repeated."""
    words = "nine invented words in a row are a run"
    copied = attrs.evolve(SMALL.clauses[3], content=None, requirements=(requirement("7#1", f"So {words}."),))
    documents.dump(attrs.evolve(SMALL, clauses=(*SMALL.clauses[:3], copied)), tmp_path / "copied.json")
    text = LicensedText(ref=RequirementRef.parse("ISO 99005:2030, 4"), text=f"Bought: {words}, they say.")
    documents.dump(Overlay(edition=SMALL.ref, licence="ours", texts=(text,)), tmp_path / "bought.json")
    ran = run("check", tmp_path / "copied.json", "--overlay", tmp_path / "bought.json")
    assert ran.code == ExitCode.FINE
    assert "ISO 99005:2030, 7#1 shares 9 words in a row with the text of ISO 99005:2030, 4 [verbatim-run]\n" in ran.out
    assert "in a row are" not in ran.out
    (line,) = [line for line in ran.out.splitlines() if "[verbatim-run]" in line]
    _, number, column, _ = line.rsplit(str(tmp_path / "copied.json"), 1)[1].split(":", 3)
    told_at = (tmp_path / "copied.json").read_text(encoding="utf-8").splitlines()[int(number) - 1][int(column) - 1 :]
    assert told_at.startswith(f'"So {words}."')
    (told,) = json.loads(run("check", small, "--overlay", tmp_path / "bought.json", "--json").out)
    assert [one["code"] for one in told["issues"]] == ["no-structure-table"]


def test_bought_text_is_shown_beside_its_clause_and_in_no_document(run: Run, tmp_path: Path) -> None:
    """With --overlay the text of a clause and its parts is shown with the licence, harmless, and never as JSON."""
    whole, bought = tmp_path / "small.json", tmp_path / "bought.json"
    documents.dump(invented.SMALL, whole)
    texts = tuple(
        LicensedText(
            ref=RequirementRef.parse(f"{invented.SMALL.ref}, {local}"), text=f"Bought {at},\n  of\x1b[2J two lines."
        )
        for at, local in enumerate(("8", "8.1#a", "8.1#b.2", "9.1#1"))
    )
    documents.dump(Overlay(edition=invented.SMALL.ref, licence="for us", texts=texts), bought)

    def shown(place: str) -> list[str]:
        ran = run("show", whole, place, "--overlay", bought)
        assert (ran.code, ran.err) == (ExitCode.FINE, "")
        _, rest = ran.out.split("Text you bought (for us)\n")
        return rest.splitlines()

    assert shown("8") == [
        f"  {local}  Bought {at}, of\\x1b[2J two lines." for at, local in enumerate(("8", "8.1#a", "8.1#b.2"))
    ]
    assert [line.split()[0] for line in shown("8.1")] == ["8.1#a", "8.1#b.2"]
    assert [line.split()[0] for line in shown("8.1#b")] == ["8.1#b.2"]
    assert [line.split()[0] for line in shown("9.1#1")] == ["9.1#1"]
    for words in (("8", "--json"), ()):
        ran = run("show", whole, *words, "--overlay", bought)
        assert ran.code == ExitCode.USAGE
        assert "Bought" not in ran.out


# What editions share, and how they correspond.


def test_what_editions_share_is_a_row_a_requirement_of_the_core(run: Run) -> None:
    """Each row names a requirement of the core and those that only specialise it, edition by edition."""
    ran = run("shared", "9001:2015", "ISO 14001:2015")
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    lines = ran.out.splitlines()
    assert cells(lines[0]) == ["core", "ISO 9001:2015", "ISO 14001:2015"]
    assert row_of(ran.out, "7.2#b") == ["7.2#b", "7.2#b", "7.2#b"]
    found = catalogue.shared([catalogue.load("ISO 9001:2015"), catalogue.load("ISO 14001:2015")])
    assert [cells(line)[0] for line in lines[1:]] == [one.core.local for one in found]


def test_json_of_what_is_shared_is_what_the_library_found(run: Run) -> None:
    """With --json each is an object with the core's requirement and those of the editions, in the order named."""
    names = ("ISO 14001:2015", "ISO 9001:2015", "22301")
    ran = run("shared", *names, "--json")
    expected = catalogue.shared([catalogue.load(name) for name in names])
    assert len(expected) > 0
    assert (ran.code, json.loads(ran.out)) == (ExitCode.FINE, [unstructure(one) for one in expected])


def test_the_tables_that_come_along_are_listed(run: Run) -> None:
    """Without names every pair is a line, in the direction its table was written."""
    ran = run("correspondence")
    pairs = [(str(one), str(other)) for one, other in catalogue.correspondences()]
    assert ran == Ran(ExitCode.FINE, "".join(f"{one} → {other}\n" for one, other in pairs), "")
    assert ("ISO/IEC 27001:2013", "ISO/IEC 27001:2022") in pairs
    told = json.loads(run("correspondence", "--json").out)
    assert told == [{"source": one, "target": other} for one, other in pairs]


def test_a_correspondence_is_told_row_by_row(run: Run) -> None:
    """First how many of each relation, then a row for each pair and for each part without a counterpart."""
    table = catalogue.correspondence("27001:2013", "27001:2022")
    ran = run("correspondence", "27001:2013", "27001:2022")
    head, sizes, columns, *rows = ran.out.splitlines()
    assert ran.code == ExitCode.FINE
    assert head.startswith("ISO/IEC 27001:2013 → ISO/IEC 27001:2022  complete: ")
    counts = {name: int(count) for count, name in re.findall(r"(\d+) ([a-z-]+)", head.partition("complete: ")[2])}
    assert counts == {
        relation.value: sum(1 for one in table.rows if one.relation is relation)
        for relation in SetRelation
        if any(one.relation is relation for one in table.rows)
    }
    assert sizes.endswith(f", {len(table.withdrawn)} withdrawn, {len(table.added)} new")
    assert cells(columns) == ["from", "relation", "to", "why"]
    assert len(rows) == len(table.rows) + len(table.withdrawn) + len(table.added)
    held = [cells(line) for line in rows]
    # What the publisher's own table of the controls has: one control went into two, and a new one came from nowhere.
    assert [line[2] for line in held if line[0] == "A.18.2.3"] == ["A.5.36", "A.8.8"]
    assert [line[1:3] for line in held if "A.5.7" in line] == [["new", "A.5.7"]]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("27001:2013", "ISO/IEC 27001:2022"),
        ("27001:2022", "ISO/IEC 27001:2013"),
        ("Harmonized Structure 2021", "22301"),
        ("22301", "Harmonized Structure 2021"),
    ],
)
def test_json_of_a_correspondence_is_the_document(run: Run, source: str, target: str) -> None:
    """What --json prints is byte for byte the document, in the direction asked for and from the core as well."""
    expected = documents.dumps(catalogue.correspondence(source, target))
    assert run("correspondence", source, target, "--json") == Ran(ExitCode.FINE, expected, "")


# Titles.


def test_titles_are_told_in_another_language(run: Run) -> None:
    """Each title is a row with its number and how many sources agree on it; accents stay."""
    ran = run("titles", "9001:2015", "fr")
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    head, *rows = map(cells, ran.out.splitlines())
    found = catalogue.titles("ISO 9001:2015", "fr")
    assert head == ["number", "title", "sources"]
    assert rows == [[str(one.number), one.title, str(one.source_confidence)] for one in found]
    assert row_of(ran.out, "9.3")[1] == "Revue de direction"
    told = json.loads(run("titles", "9001:2015", "fr", "--json").out)
    assert told == [unstructure(one) for one in found]


def test_without_a_language_those_that_there_are_are_told(run: Run) -> None:
    """Each language of an edition is a line, and an edition without translations has none."""
    assert run("titles", "9001:2015") == Ran(ExitCode.FINE, "fr\n", "")
    assert run("titles", "22301") == Ran(ExitCode.FINE, "", "")


def test_json_of_languages_is_an_array(run: Run) -> None:
    """With --json the languages are an array too, so that a program that reads it always gets JSON."""
    assert json.loads(run("titles", "9001:2015", "--json").out) == ["fr"]
    assert json.loads(run("titles", "22301", "--json").out) == []


def test_a_language_that_is_not_there_is_told_with_those_that_are(run: Run) -> None:
    """An unknown language is a usage error that names the languages, and does not list editions."""
    ran = run("titles", "9001:2015", "xx")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "'ISO 9001:2015' has no titles in 'xx'; there are fr" in ran.err
    assert "ISO 14001" not in ran.err


# Editions of one's own.

NUMBERS = """# Whoever made it may keep a remark here.
id,title,sources_agreeing
1,Scope,
4,Access,1
4.1,"Visitors, and those who meet them",2
"""
ENTRIES = """clause,item,statement,documented_information
4.1,1,Visitors are met at the gate and signed in.,
4.1,2,The list of visitors is kept.,record
"""
SAID = {
    "ref": "X-ACME 12:2026",
    "title": "Rules of the house",
    "discipline": "site-security",
    "licence": "LicenseRef-X",
}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Lay out a table of numbers and titles, and one of requirements."""
    (tmp_path / "numbers.csv").write_text(NUMBERS, encoding="utf-8")
    (tmp_path / "entries.csv").write_text(ENTRIES, encoding="utf-8")
    return tmp_path


def making(tables: Path, *words: object, **said: str) -> tuple[object, ...]:
    """Return the words that make an edition of the table of numbers."""
    options = [word for name, value in {**SAID, **said}.items() for word in (f"--{name}", value)]
    return ("new", tables / "numbers.csv", *options, "--on", DAY, *words)


def made(entries: str = "") -> StandardEdition:
    """Return what the library itself makes of the tables."""
    return catalogue.scaffold(
        NUMBERS,
        ref=StandardRef.parse(SAID["ref"]),
        title=SAID["title"],
        discipline=SAID["discipline"],
        compiled_on=DAY,
        licence=SAID["licence"],
        entries=entries,
    )


def test_a_table_becomes_an_edition(run: Run, tables: Path) -> None:
    """Without --out the edition is printed, byte for byte what the library makes; of its clauses nothing is known."""
    ran = run(*making(tables))
    assert ran == Ran(ExitCode.FINE, documents.dumps(made()), "")
    edition = documents.loads(ran.out)
    assert isinstance(edition, StandardEdition)
    contents = {str(clause.number): clause.content for clause in edition.walk()}
    assert contents["4.1"] is ClauseContent.NOT_KNOWN
    assert edition["4.1"].title == "Visitors, and those who meet them"  # type: ignore[union-attr]  # it is a clause.
    assert edition.requirements() == ()


def test_two_tables_become_an_edition_in_a_file(run: Run, tables: Path) -> None:
    """With --entries and --out the edition with its requirements is written, and can be shown by its path."""
    home = tables / "acme.json"
    ran = run(*making(tables, "--entries", tables / "entries.csv", "--out", home))
    assert ran == Ran(ExitCode.FINE, "", f"written: {home}\n")
    assert home.read_bytes() == documents.dumps(made(ENTRIES)).encode()
    assert "  1  Visitors are met at the gate and signed in." in run("show", home, "4.1").out
    assert run("check", home).code == ExitCode.FINE


def test_making_an_edition_never_overwrites_unasked(run: Run, tables: Path) -> None:
    """A file that is there stays until --replace says otherwise, also where it is the table itself."""
    home = tables / "acme.json"
    home.write_text("precious", encoding="utf-8")
    for there in (home, tables / "numbers.csv"):
        before = there.read_bytes()
        ran = run(*making(tables, "--out", there))
        assert ran.code == ExitCode.ERROR
        assert ran.err == f"error: {there} is there already; --replace puts the new file in its place\n"
        assert there.read_bytes() == before
    assert run(*making(tables, "--out", home, "--replace")).code == ExitCode.FINE
    assert documents.load(home) == made()


def test_an_edition_without_a_day_is_compiled_today(run: Run, tables: Path) -> None:
    """Without --on the tables were compiled today, and that is said."""
    words = [word for word in making(tables) if word not in ("--on", DAY)]
    before = dt.datetime.now().astimezone().date()
    ran = run(*words)
    after = dt.datetime.now().astimezone().date()
    edition = documents.loads(ran.out)
    assert isinstance(edition, StandardEdition)
    assert before <= edition.provenance.compiled_on <= after
    assert ran.err.startswith(f"as of {edition.provenance.compiled_on}, which is today")


def test_everything_wrong_with_the_tables_is_told_at_once(run: Run, tables: Path) -> None:
    """Each problem of both tables is told with its row, column and code; nothing is printed and nothing written."""
    (tables / "numbers.csv").write_text("id,title\n4,Access\n4,Again\n5,\n", encoding="utf-8")
    (tables / "entries.csv").write_text(
        "clause,item,statement\n4,1,\n9,1,It is done.\n4,,So is this.\n", encoding="utf-8"
    )
    home = tables / "acme.json"
    ran = run(*making(tables, "--entries", tables / "entries.csv", "--out", home))
    assert (ran.code, ran.out, home.exists()) == (ExitCode.ERROR, "", False)
    told = re.findall(r"(\w+\.csv)', row (\d+), column '(\w+)': .* \[([a-z-]+)\]", ran.err)
    assert told == [
        ("numbers.csv", "3", "id", "duplicate-number"),
        ("entries.csv", "2", "statement", "bad-value"),
        ("entries.csv", "3", "clause", "unknown-clause"),
        ("entries.csv", "4", "item", "missing-value"),
    ]
    assert ran.err.endswith("cannot be read: 4 errors, 0 warnings, 0 remarks\n")


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ({"ref": "ACME"}, 2, "--ref: "),
        ({"discipline": "Site Security"}, 1, "[bad-value]"),
    ],
)
def test_what_is_said_beside_the_tables_has_to_fit(
    run: Run, tables: Path, said: dict[str, str], code: int, told: str
) -> None:
    """A reference that is none is a usage error; a discipline of another form is one of the content."""
    ran = run(*making(tables, **said))
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err


def test_a_table_in_another_encoding_is_refused(run: Run, tables: Path) -> None:
    """A table that is not UTF-8 is told with the byte at which that shows."""
    (tables / "numbers.csv").write_bytes("id,title\n1,Größe\n".encode("cp1252"))
    ran = run(*making(tables))
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert "byte 13 is not UTF-8; save the table as UTF-8 [not-utf-8]" in ran.err


# Packs.


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Lay out a pack with one edition."""
    folder = tmp_path / "ours"
    folder.mkdir()
    documents.dump(invented.EDITION, folder / "edition.json")
    manifest = PackManifest(
        id="invented-pack",
        title="Invented editions",
        version="1.2",
        publisher="Invented Ltd",
        licence="CC0-1.0",
        editions=("edition.json",),
    )
    documents.dump(manifest, folder / "pack.json")
    return folder


def test_a_pack_tells_what_is_in_it_and_where_it_comes_from(run: Run, pack: Path) -> None:
    """The manifest, the folder, the digest and a row for each edition are shown."""
    held = catalogue.open_pack(pack)
    ran = run("pack", pack)
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert lines[:3] == [
        "invented-pack 1.2  Invented editions",
        "by Invented Ltd, under CC0-1.0",
        f"from {pack}, sha256 {held.digest}",
    ]
    assert row_of(ran.out, "ISO 99001:2030")[1:5] == ["unverified", "published", "47", "12"]
    assert lines[-1] == "0 tables of correspondences, 0 overlays"


def test_json_of_a_pack_is_one_object(run: Run, pack: Path) -> None:
    """With --json it is the manifest with where it comes from, the digest, and the size of each edition."""
    told = json.loads(run("pack", pack, "--json").out)
    content = told.pop("content")
    assert told == {
        "id": "invented-pack",
        "title": "Invented editions",
        "version": "1.2",
        "publisher": "Invented Ltd",
        "licence": "CC0-1.0",
        "editions": ["edition.json"],
        "origin": str(pack),
        "sha256": catalogue.open_pack(pack).digest,
    }
    assert [(one["ref"], one["requirements"], one["controls"]) for one in content] == [("ISO 99001:2030", 47, 12)]


def test_one_changed_byte_gives_another_digest(run: Run, pack: Path) -> None:
    """The digest that is told is of the very bytes of the files."""
    first = json.loads(run("pack", pack, "--json").out)["sha256"]
    file = pack / "edition.json"
    file.write_bytes(file.read_bytes() + b"\n")
    assert json.loads(run("pack", pack, "--json").out)["sha256"] != first


@pytest.mark.parametrize("name", ["missing.json", "pack.json"])
def test_a_pack_that_cannot_be_read_whole_is_not_used(run: Run, pack: Path, name: str) -> None:
    """Where a file of the pack is missing or broken nothing of it is shown, and the file is named."""
    if name == "missing.json":
        (pack / "edition.json").rename(pack / name)
    else:
        (pack / name).write_text("{", encoding="utf-8")
    ran = run("pack", pack)
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert ran.err.startswith(f"error: {pack}: ")
    assert ("edition.json" if name == "missing.json" else "pack.json") in ran.err


def test_a_pack_that_nobody_offers_is_told_with_how_to_name_a_folder(run: Run) -> None:
    """A bare name is never looked for in a folder; two sentences say so."""
    ran = run("pack", "ours")
    assert ran == Ran(
        ExitCode.ERROR,
        "",
        "error: ours: no installed distribution offers a pack of that name. A folder is named with its path: ./ours\n",
    )


def test_the_folder_of_a_pack_gives_the_content_of_an_edition(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever --catalogue takes an edition of one's own it takes a pack as well, with the same answer."""
    documents.dump(invented.perfect(), tmp_path / "ready.json")
    on = invented.ON.isoformat()
    told = []
    for own in (pack, pack / "edition.json"):
        words = ["readiness", tmp_path / "ready.json", "--gate", "stage-2", "--on", on, "--catalogue", own, "--json"]
        assert main([str(word) for word in words]) == ExitCode.FINE
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


def test_a_pack_of_an_installed_distribution_is_named_where_an_edition_of_ones_own_is(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """--catalogue takes the name of an entry point; an edition that two of them hold is refused."""
    (pack / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    entry = importlib.metadata.EntryPoint(name="invented-rules", value="ours", group="isomodel.packs")
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: [entry])
    documents.dump(invented.perfect(), tmp_path / "ready.json")
    words = ["readiness", "ready.json", "--gate", "stage-2", "--on", invented.ON.isoformat(), "--json"]
    assert main([*words, "--catalogue", "ours"]) == ExitCode.FINE
    told = capsys.readouterr().out
    assert main([*words, "--catalogue", "invented-rules"]) == ExitCode.FINE
    assert capsys.readouterr().out == told
    assert main([*words, "--catalogue", "ours", "--catalogue", "invented-rules"]) == ExitCode.USAGE
    assert "gives ISO 99001:2030 twice" in capsys.readouterr().err
    assert main([*words, "--catalogue", "invented-rule"]) != ExitCode.FINE
    assert "did you mean invented-rules?" in capsys.readouterr().err


# Exit codes.


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("list", "--on", "soon"), 2, "'soon' is not a day"),
        (("list", "--on", "2026-02-30"), 2, "did you mean 2026-02-28?"),
        (("shared", "9001:2015"), 2, "needs two editions or more"),
        (("shared",), 2, "NAMES"),
        (("shared", "9001", "14001:2015"), 2, "It could be ISO 9001:2015 or ISO 9001:2026."),
        (("correspondence", "9001:2015"), 2, "TARGET: needed beside SOURCE"),
        (("correspondence", "27001", "27001:2022"), 2, "It could be ISO/IEC 27001:2013 or ISO/IEC 27001:2022."),
        (("correspondence", "27001:2013", "9001:2015"), 1, "there are tables to ISO/IEC 27001:2022."),
        (("titles",), 2, "REF"),
        (("titles", "14001"), 2, "It could be ISO 14001:2015 or ISO 14001:2026."),
        (("pack",), 2, "NAME"),
        (("pack", "./no-such-folder"), 1, "./no-such-folder: there is no such folder"),
        (("new",), 2, "NUMBERS"),
        (("check", "no-such-file.json"), 1, "no-such-file.json: No such file"),
    ],
)
def test_mistakes_have_their_exit_code(run: Run, words: tuple[str, ...], code: int, told: str) -> None:
    """What is wrong with the command line is 2, what cannot be read or is not there 1; standard output stays empty."""
    ran = run(*words)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err


def test_an_edition_whose_content_does_not_come_along_is_not_shown(run: Run) -> None:
    """Of an edition that is only in the register nothing is shown, and the message says which of the two is missing."""
    bare = [one for one in catalogue.editions(on=DAY) if one.edition.file is None]
    named = next(one.ref for one in bare if one.edition.purpose is Purpose.REQUIREMENTS)
    ran = run("show", named)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "is known to the register, but its content does not come along" in ran.err
