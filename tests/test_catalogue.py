# SPDX-License-Identifier: Apache-2.0
"""Which editions exist, how they are found, loaded and searched, and what the check of an edition finds."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import EDITION, SMALL, empty
from isomodel import documents
from isomodel.catalogue import Match, UnknownEditionError, check, editions, load, load_for, resolve, search
from isomodel.errors import DocumentError, IsomodelError, Issue, Severity
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    ClauseContent,
    Control,
    ItemGroup,
    Requirement,
    StandardEdition,
    UnknownClauseError,
    Verification,
)

QUALITY = "ISO 9001:2015"
ENVIRONMENT = "ISO 14001:2015"
SECURITY = "ISO/IEC 27001:2022"


# Finding an edition.


def test_editions_in_order() -> None:
    """The editions are listed in the order of their numbers."""
    known = editions()
    assert list(known) == sorted(known)
    assert {QUALITY, ENVIRONMENT, SECURITY} <= set(map(str, known))
    assert len(known) >= 22


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISO 9001:2015", QUALITY),
        ("iso9001:2015", QUALITY),
        ("iso 9001:2015", QUALITY),
        ("ISO-9001:2015", QUALITY),
        ("9001-2015", QUALITY),
        ("  9001:2015 ", QUALITY),
        ("9001:2015", QUALITY),
        ("ISO 9001:2015(E)", QUALITY),
        ("iso-9001-2015", QUALITY),
        ("20000-1", "ISO/IEC 20000-1:2018"),
        ("ISO 14001:2015", ENVIRONMENT),
        ("14001:2015", ENVIRONMENT),
        ("ISO/IEC 27001:2022", SECURITY),
        ("ISO 27001:2022", SECURITY),
        ("ISO 42001", "ISO/IEC 42001:2023"),
        ("iso/iec 27001:2022", SECURITY),
        ("harmonized structure", "ISO/IEC DIR 1 ISO SUP:2021"),
        ("27001:2022", SECURITY),
    ],
)
def test_spellings(text: str, expected: str) -> None:
    """Any spelling that leaves no doubt leads to the edition, also without publisher, co-publisher or year."""
    assert str(resolve(text)) == expected
    assert str(load(text).ref) == expected


@pytest.mark.parametrize(
    ("text", "nearest", "reason"),
    [
        ("ISO 9002", "ISO 9001:2026", "is not in the catalogue"),
        ("ISO 9001:2008", "ISO 9001:2026", "is not in the catalogue"),
        ("ISO 41001:2018", ENVIRONMENT, "is known to the register, but its content does not come along"),
        ("19011:2026", "ISO 9001:2026", "is known to the register, but its content does not come along"),
        ("ISO 9001:2015/Amd 1:2024", QUALITY, "is not in the catalogue"),
        ("ISO/DIS 9001", "ISO 9001:2026", "is not in the catalogue"),
        ("ISO/TS 9001", "ISO 9001:2026", "is not in the catalogue"),
        ("ISO 9001-1", QUALITY, "is not in the catalogue"),
        ("ISO 9001 ED4", "ISO 9001:2026", "is not in the catalogue"),
        ("ISO 9001:2015 CSV", QUALITY, "is not in the catalogue"),
        ("ISO/IEC/IEEE 27001:2022", SECURITY, "is not in the catalogue"),
        ("27002", SECURITY, "is not in the catalogue"),
        ("9001:2008", "ISO 9001:2026", "is not in the catalogue"),
        ("BS EN ISO 22301", "ISO 22301:2019", "is a national or regional adoption, not the ISO text"),
        ("DIN EN ISO 50001:2018-12", "ISO 50001:2018", "is a national or regional adoption, not the ISO text"),
        ("EN ISO 9002", None, "is a national or regional adoption, not the ISO text"),
        ("ISO 9001:15", QUALITY, "is no reference to a standard"),
        ("ISO 9001:2015, 8.5.1", QUALITY, "is no reference to a standard"),
        ("٩٠٠١", None, "is no reference to a standard"),
        ("junk", None, "is no reference to a standard"),
        ("", None, "is no reference to a standard"),
    ],
)
def test_refused_names(text: str, nearest: str | None, reason: str) -> None:
    """A name that no edition answers to is refused with the reason and the nearest edition, never taken for another."""
    with pytest.raises(UnknownEditionError) as caught:
        resolve(text)
    error = caught.value
    assert (error.wanted, error.candidates, error.nearest) == (text, (), nearest)
    assert error.reason.startswith(reason)
    assert isinstance(error, IsomodelError)
    assert isinstance(error, LookupError)
    assert str(error).startswith(f"{text!r} {reason}")
    assert (f"Did you mean {nearest}?" in str(error)) == (nearest is not None)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes.


def test_references_resolve_to_themselves() -> None:
    """A reference that is in the catalogue is returned as it is, and another one is refused by its print."""
    for ref in editions():
        assert resolve(ref) == ref
    assert resolve(StandardRef.parse("ISO 27001:2022")) == StandardRef.parse(SECURITY)
    with pytest.raises(UnknownEditionError, match="'ISO 22301:2012' is not in the catalogue"):
        resolve(StandardRef.parse("ISO 22301:2012"))


@pytest.mark.parametrize("text", ["9001", "ISO 9001", "urn:iso:std:iso:9001"])
def test_two_editions_make_a_bare_name_ambiguous(text: str) -> None:
    """Where two editions answer to a name it is refused with both of them, and the year or a day settles it."""
    with pytest.raises(UnknownEditionError) as caught:
        resolve(text)
    assert caught.value.candidates == (QUALITY, "ISO 9001:2026")
    assert str(caught.value) == f"{text!r} means several editions. It could be ISO 9001:2015 or ISO 9001:2026."
    assert str(resolve(text, on=dt.date(2026, 9, 15))) == QUALITY
    assert str(resolve(text, on=dt.date(2026, 9, 16))) == "ISO 9001:2026"
    assert str(resolve("9001:2015", on=dt.date(2026, 9, 16))) == QUALITY
    assert load(text, on=dt.date(2026, 9, 15)) is load(QUALITY)


def test_no_edition_is_in_force_before_the_first() -> None:
    """A day before anything was published is refused, and so is a year in which nobody can tell."""
    with pytest.raises(UnknownEditionError):
        resolve("ISO 9001", on=dt.date(2015, 9, 14))
    with pytest.raises(UnknownEditionError):
        resolve("ISO 50001", on=dt.date(2018, 12, 31))
    assert str(resolve("ISO 50001", on=dt.date(2019, 1, 1))) == "ISO 50001:2018"


@pytest.mark.parametrize("text", ["BS EN ISO 9001", "BS EN ISO 9001:2015", "DIN EN ISO 9001:2015-11"])
def test_an_adoption_of_one_of_several_editions_is_refused_with_all_of_them(text: str) -> None:
    """The year of an adoption is its own: every edition it could adopt is named, and none is taken."""
    with pytest.raises(UnknownEditionError) as caught:
        resolve(text)
    assert caught.value.candidates == (QUALITY, "ISO 9001:2026")
    assert caught.value.reason == "is a national or regional adoption, not the ISO text"


@given(st.text(max_size=40))
def test_any_text_resolves_or_is_refused(text: str) -> None:
    """Whatever is asked for, the answer is one of the editions or a typed refusal."""
    try:
        found = resolve(text)
    except UnknownEditionError:
        return
    assert found in editions()


# Loading.


def test_loading_twice_gives_the_same_edition() -> None:
    """A bundled edition is read once, under whatever name it is asked for."""
    assert load("27001:2022") is load(SECURITY) is load(StandardRef.parse(SECURITY))


_WATCH = """
import sys
opened = []
def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".json", ".csv")):
        opened.append(str(arguments[0]).replace("\\\\", "/").rpartition("/")[2])
sys.addaudithook(hook)
import isomodel
from isomodel import catalogue
opened.append("imported")
catalogue.load(sys.argv[1])
print(*opened)
"""


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("9001:2015", ["imported", "register.json", "iso-9001-2015.json"]),
        ("ISO/IEC 27001:2022", ["imported", "register.json", "iso-iec-27001-2022.json"]),
    ],
)
def test_loading_one_edition_reads_no_other_file(name: str, files: list[str]) -> None:
    """Importing reads no file of data, and loading an edition reads the register and its own file only."""
    command = [sys.executable, "-c", _WATCH, name]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == files


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    """A private file is loaded by its path, as text or as path, and works like a bundled one."""
    path = tmp_path / "own.json"
    documents.dump(EDITION, path)
    assert load(path) == EDITION
    assert load(str(path)) == EDITION
    assert EDITION.ref not in editions()


def test_a_missing_file_is_the_callers_business(tmp_path: Path) -> None:
    """A path that leads nowhere raises what opening it raises."""
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.json")
    with pytest.raises(FileNotFoundError):
        load("none.json")


@pytest.mark.parametrize(
    ("text", "code", "path", "line"),
    [
        ('{"format": "isomodel/standard-edition/1.0", "ref": ', "not-json", "", 1),
        ("[]", "wrong-type", "", 1),
        ("{}", "missing-key", "", 1),
        ('{\n "format": "isomodel/assessment/1.0"}', "unknown-format", "/format", 2),
        ('{\n "format": 7}', "unknown-format", "/format", 2),
        ('{\n"format": "isomodel/standard-edition/1.0",\n"format": "x"}', "duplicate-key", "/format", 3),
    ],
)
def test_what_is_no_edition_file(tmp_path: Path, text: str, code: str, path: str, line: int) -> None:
    """A file that holds no edition is refused with one problem, in its line."""
    file = tmp_path / "own.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load(file)
    assert caught.value.source == str(file)
    (issue,) = caught.value.issues
    assert (issue.code, issue.path, issue.line) == (code, path, line)


def test_load_for() -> None:
    """The editions of an assessment are loaded in its order; one that is not in the catalogue is refused."""
    record = attrs.evolve(empty(), editions=(StandardRef.parse(SECURITY), StandardRef.parse(QUALITY)))
    assert load_for(record) == (load(SECURITY), load(QUALITY))
    with pytest.raises(UnknownEditionError, match="ISO 99001:2030"):
        load_for(empty())


# What an edition answers to.


@pytest.mark.parametrize(
    ("name", "key", "kind"),
    [
        (QUALITY, "8.5.1", Clause),
        (QUALITY, "8.5.1#c", Requirement),
        (QUALITY, "ISO 9001:2015, 8.5.1#c", Requirement),
        (QUALITY, "8.7.1#a", Requirement),
        (QUALITY, "9.3.2#c", ItemGroup),
        (QUALITY, "Annex A", Clause),
        (SECURITY, "A.5.7", Control),
        (SECURITY, "A.5", Clause),
    ],
)
def test_what_an_edition_answers_to(name: str, key: str, kind: type) -> None:
    """Clauses, items, groups of items and controls are reached by the names auditors use."""
    assert type(load(name)[key]) is kind


@pytest.mark.parametrize(
    ("name", "key", "wanted"),
    [
        (QUALITY, "8.5.1#z", "8.5.1#z"),
        (QUALITY, "8.5.7", "8.5.7"),
        (SECURITY, "A.5.38", "A.5.38"),
        (SECURITY, "ISO 9001:2015, 8.5.1#c", "ISO 9001:2015, 8.5.1#c"),
    ],
)
def test_what_an_edition_does_not_have(name: str, key: str, wanted: str) -> None:
    """An unknown name, or one of another edition, is refused with the edition and something near that it has."""
    edition = load(name)
    with pytest.raises(UnknownClauseError) as caught:
        edition[key]
    assert (caught.value.standard, caught.value.wanted) == (name, wanted)
    assert caught.value.nearest is not None
    assert not isinstance(edition[caught.value.nearest], ItemGroup)


# Searching.


def test_search_finds_every_word_in_any_case() -> None:
    """A search finds what holds every word, whatever its case, in the order of editions and clauses."""
    within = [load(QUALITY), load(ENVIRONMENT), load(SECURITY)]
    found = search("CALIBRATED verified", within=within)
    assert [str(match.entry.ref) for match in found if isinstance(match.entry, Requirement)] == [
        "ISO 9001:2015, 7.1.5.2#a"
    ]
    assert all("calibrated" in match.text.casefold() and "verified" in match.text.casefold() for match in found)
    assert search("verified CALIBRATED", within=within) == found
    everywhere = search("CALIBRATED verified")
    assert set(found) < set(everywhere)
    assert list(dict.fromkeys(one.edition for one in everywhere)) == sorted({one.edition for one in everywhere})


def test_search_covers_clauses_requirements_and_controls() -> None:
    """Titles of clauses, statements of requirements and both of controls are searched."""
    within = [load(QUALITY), load(ENVIRONMENT), load(SECURITY)]
    found = search("internal audit", within=within)
    assert [(str(one.edition), str(one.entry.number)) for one in found if isinstance(one.entry, Clause)] == [
        (QUALITY, "9.2"),
        (ENVIRONMENT, "9.2"),
        (ENVIRONMENT, "9.2.2"),
        (SECURITY, "9.2"),
        (SECURITY, "9.2.2"),
    ]
    (control,) = [one for one in load(SECURITY).controls() if one.title == "Threat intelligence"]
    text = f"Threat intelligence: {control.statement}"
    assert search("threat intelligence", within=within) == (
        Match(edition=StandardRef.parse(SECURITY), entry=control, text=text),
    )


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "calibrated xyzzy"])
def test_search_without_words_or_hits(words: str) -> None:
    """No words find nothing, and neither do words of which one is nowhere."""
    assert search(words) == ()


# Checking.

Damage = Callable[[dict[str, Any]], None]


def place(tree: object, pointer: str) -> Any:  # noqa: ANN401 - a JSON tree has no better type.
    """Follow a JSON Pointer; raises where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]  # type: ignore[index]  # a container or an error.
    return tree


def tree_of(name: str) -> dict[str, Any]:
    """Return the document of an edition as plain JSON values."""
    tree: dict[str, Any] = json.loads(documents.dumps(load(name)))
    return tree


def clause_in(tree: dict[str, Any], number: str) -> dict[str, Any]:
    """Find a clause of a document by its number."""
    pending = list(tree["clauses"])
    while pending:
        clause = pending.pop()
        if clause["number"] == number:
            return clause  # type: ignore[no-any-return]  # the very object of the tree, to be changed in place.
        pending.extend(clause.get("clauses", ()))
    raise KeyError(number)


def edited(number: str, **changes: object) -> Damage:
    """Give a clause other values; None takes the key out."""

    def damage(tree: dict[str, Any]) -> None:
        clause = clause_in(tree, number)
        for key, value in changes.items():
            if value is None:
                del clause[key]
            else:
                clause[key] = value

    return damage


def without(parent: str, key: str, index: int) -> Damage:
    """Take a part out of its parent, and with it every link."""

    def damage(tree: dict[str, Any]) -> None:
        home = tree if parent == "" else clause_in(tree, parent)
        del home[key][index]
        tree["dependencies"] = []

    return damage


def with_clause(parent: str, **clause: object) -> Damage:
    """Put one more clause behind those of a parent."""
    return lambda tree: clause_in(tree, parent)["clauses"].append(clause)


def swapped(tree: dict[str, Any]) -> None:
    """Exchange 8.5.1 and 8.5.2."""
    clauses = clause_in(tree, "8.5")["clauses"]
    clauses[0], clauses[1] = clauses[1], clauses[0]


def renumbered(tree: dict[str, Any]) -> None:
    """Make 8.5.6 an 8.5.7."""
    clause = clause_in(tree, "8.5.6")
    clause["number"] = "8.5.7"
    for requirement in clause["requirements"]:
        requirement["ref"] = requirement["ref"].replace("8.5.6", "8.5.7")
    tree["dependencies"] = []


def moved_up(tree: dict[str, Any]) -> None:
    """Make 10.3 a main clause."""
    tree["clauses"].insert(10, clause_in(tree, "10")["clauses"].pop())


def control_in(tree: dict[str, Any], local: str) -> dict[str, Any]:
    """Find a control of a document."""
    group = clause_in(tree, local.rpartition(".")[0])
    return next(one for one in group["controls"] if one["ref"].endswith(f", {local}"))


def with_control(local: str, change: Callable[[dict[str, Any]], object]) -> Damage:
    """Change a control."""

    def damage(tree: dict[str, Any]) -> None:
        change(control_in(tree, local))

    return damage


def requiring(*links: tuple[str, str]) -> Damage:
    """Put links of the kind that must not run in circles in front of the others."""

    def damage(tree: dict[str, Any]) -> None:
        for source, target in reversed(links):
            link = {"kind": "requires", "basis": "judgement", "reason": "For the sake of it."}
            ends = {"source": f"{tree['ref']}, {source}", "target": f"{tree['ref']}, {target}"}
            tree["dependencies"].insert(0, ends | link)

    return damage


def twin(tree: dict[str, Any]) -> None:
    """Let 8.5.1 d) say nearly what 8.5.1 c) says."""
    items = clause_in(tree, "8.5.1")["requirements"]
    items[3]["statement"] = items[2]["statement"].replace("early", "soon")


# What was damaged, what the check says: code, place, found, expected, nearest.
Said = tuple[str, str, str | None, str | None, str | None]
BROKEN: dict[str, tuple[str, Damage, list[Said]]] = {
    "wrong title": (
        QUALITY,
        edited("8.5.4", title="Preserving"),
        [("wrong-title", "/clauses/7/clauses/4/clauses/3/title", "Preserving", "Preservation", "Preservation")],
    ),
    "title lost": (
        QUALITY,
        edited("8.5.4", title=None),
        [("wrong-title", "/clauses/7/clauses/4/clauses/3", "", "Preservation", "Preservation")],
    ),
    "title where there is none": (
        QUALITY,
        edited("4.4.1", title="Processes"),
        [("wrong-title", "/clauses/3/clauses/3/clauses/0/title", "Processes", "", None)],
    ),
    "title of a control": (
        SECURITY,
        with_control("A.7.13", lambda one: one.update(title="Equipment service")),
        [
            (
                "wrong-title",
                "/clauses/10/clauses/2/controls/12/title",
                "Equipment service",
                "Equipment maintenance",
                "Equipment maintenance",
            )
        ],
    ),
    "missing subclause": (
        QUALITY,
        without("8.5", "clauses", 3),
        [("missing-clause", "/clauses/7/clauses/4", None, "8.5.4 Preservation", None)],
    ),
    "missing untitled paragraph": (
        QUALITY,
        without("4.4", "clauses", 1),
        [("missing-clause", "/clauses/3/clauses/3", None, "4.4.2", None)],
    ),
    "missing main clause": (
        ENVIRONMENT,
        without("", "clauses", 2),
        [("missing-clause", "/clauses", None, "3 Terms and definitions", None)],
    ),
    "missing control": (
        SECURITY,
        without("A.8", "controls", 10),
        [("missing-clause", "/clauses/10/clauses/3", None, "A.8.11 Data masking", None)],
    ),
    "extra clause": (
        QUALITY,
        with_clause("8.5", number="8.5.7", title="Invented", source_confidence=0),
        [
            ("unknown-clause", "/clauses/7/clauses/4/clauses/6", "8.5.7", None, None),
            ("silent-clause", "/clauses/7/clauses/4/clauses/6", None, "none, guidance or not-known", None),
        ],
    ),
    "other number": (
        QUALITY,
        renumbered,
        [
            ("missing-clause", "/clauses/7/clauses/4", None, "8.5.6 Control of changes", None),
            ("unknown-clause", "/clauses/7/clauses/4/clauses/5", "8.5.7", None, "8.5.6"),
        ],
    ),
    "wrong order": (
        QUALITY,
        swapped,
        [("wrong-order", "/clauses/7/clauses/4/clauses/0", "8.5.2", "8.5.1", None)],
    ),
    "wrong confidence": (
        ENVIRONMENT,
        edited("9.3", source_confidence=1),
        [("wrong-source-confidence", "/clauses/8/clauses/2/source_confidence", "1", "5", "5")],
    ),
    "confidence of a control": (
        SECURITY,
        with_control("A.5.1", lambda one: one.update(source_confidence=0)),
        [("wrong-source-confidence", "/clauses/10/clauses/0/controls/0/source_confidence", "0", "4", "4")],
    ),
    "wrong parent": (
        QUALITY,
        moved_up,
        [("wrong-parent", "/clauses/10", "", "10", "10")],
    ),
    "wrong kind": (
        QUALITY,
        edited("8.5.4", kind="annex"),
        [("wrong-kind", "/clauses/7/clauses/4/clauses/3", "annex", "clause", "clause")],
    ),
    "wrong theme": (
        SECURITY,
        with_control("A.6.3", lambda one: one.update(theme="physical")),
        [("wrong-attribute", "/clauses/10/clauses/1/controls/2/theme", "physical", "people", None)],
    ),
    "wrong attribute value": (
        SECURITY,
        with_control("A.6.3", lambda one: one["attributes"][0].update(values=["detective"])),
        [("wrong-attribute", "/clauses/10/clauses/1/controls/2/attributes/0", "detective", "preventive", None)],
    ),
    "attribute family lost": (
        SECURITY,
        with_control("A.6.3", lambda one: one["attributes"].pop(0)),
        [("wrong-attribute", "/clauses/10/clauses/1/controls/2", "", "preventive", None)],
    ),
    "attribute family invented": (
        SECURITY,
        with_control("A.6.3", lambda one: one["attributes"].append({"family": "colour", "values": ["red", "blue"]})),
        [("wrong-attribute", "/clauses/10/clauses/1/controls/2/attributes/5", "red, blue", "", None)],
    ),
    "near-duplicate statement": (
        QUALITY,
        twin,
        [
            (
                "near-duplicate",
                "/clauses/7/clauses/4/clauses/0/requirements/3/statement",
                "Checks are built into the work at fitting points, so that drift or defects show soon.",
                None,
                None,
            )
        ],
    ),
    "circle of two": (
        QUALITY,
        requiring(("9.2", "8.1"), ("4.1", "4.2"), ("8.1", "9.2")),
        [("circular-requires", "/dependencies/2", "9.2 → 8.1 → 9.2", None, None)],
    ),
    "circle of one": (
        QUALITY,
        requiring(("9.2", "9.2")),
        [("circular-requires", "/dependencies/0", "9.2 → 9.2", None, None)],
    ),
    "circle behind a straight line": (
        QUALITY,
        requiring(("4.3", "4.4.1"), ("4.4.1", "6.1"), ("4.3", "6.1"), ("6.1", "9.3.2#a"), ("9.3.2#a", "4.4.1")),
        [("circular-requires", "/dependencies/4", "4.4.1 → 6.1 → 9.3.2#a → 4.4.1", None, None)],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_copy_fails_the_check(case: str) -> None:
    """A damaged copy of a shipped file fails the check with the code of the damage, at a place that is in the file."""
    name, damage, expected = BROKEN[case]
    tree = tree_of(name)
    damage(tree)
    edition = documents.loads(json.dumps(tree))
    assert isinstance(edition, StandardEdition)
    found = check(edition)
    assert [(one.code, one.path, one.found, one.expected, one.nearest) for one in found] == expected
    for issue in found:
        place(tree, issue.path)
        weak = issue.code in {"near-duplicate", "silent-clause"}
        assert issue.severity is (Severity.WARNING if weak else Severity.ERROR)
        assert issue.message


def test_no_circle_without_a_way_back() -> None:
    """Links that meet again without a way back are no circle, and only one kind of link is asked about."""
    tree = tree_of(QUALITY)
    requiring(("4.3", "4.1"), ("4.3", "4.2"), ("4.2", "4.1"), ("4.4.1", "4.3"))(tree)
    assert check(documents.loads(json.dumps(tree))) == ()  # type: ignore[arg-type]  # it is an edition.
    feeding = [one for one in tree["dependencies"] if one["kind"] == "feeds"]
    back = [copy.deepcopy(one) | {"source": one["target"], "target": one["source"]} for one in feeding[:3]]
    tree["dependencies"] += back
    assert check(documents.loads(json.dumps(tree))) == ()  # type: ignore[arg-type]  # it is an edition.


@pytest.mark.parametrize("name", [QUALITY, ENVIRONMENT, SECURITY])
def test_the_shipped_files_pass_the_check(name: str) -> None:
    """Every shipped edition agrees with its tables and with itself."""
    assert check(load(name)) == ()


@pytest.mark.parametrize("edition", [EDITION, SMALL], ids=str)
def test_an_edition_without_a_table_says_so(edition: StandardEdition) -> None:
    """An edition without a table is not called right: a warning says that nothing was compared."""
    found = [one for one in check(edition) if one.code != "near-duplicate"]
    assert [(one.code, one.severity, one.path) for one in found] == [("no-structure-table", Severity.WARNING, "")]
    assert str(edition.ref) in found[0].message


REFUSED: dict[str, tuple[str, Damage, str, str]] = {
    "clause in another parent": (
        QUALITY,
        lambda tree: clause_in(tree, "8.6").update(clauses=[clause_in(tree, "8.5")["clauses"].pop()]),
        "8.5.6 inside 8.6",
        "subclauses inside their parent",
    ),
    "clause twice": (
        QUALITY,
        lambda tree: clause_in(tree, "8.5")["clauses"].append(copy.deepcopy(clause_in(tree, "8.5.6"))),
        "8.5.6 twice",
        "each clause number once",
    ),
    "link to nowhere": (
        QUALITY,
        requiring(("8.5.1", "8.9.1")),
        "ISO 9001:2015, 8.9.1",
        "something ISO 9001:2015 has",
    ),
    "control in another group": (
        SECURITY,
        lambda tree: clause_in(tree, "A.6")["controls"].append(clause_in(tree, "A.5")["controls"].pop()),
        "A.5.37 inside A.6",
        "controls inside their group",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_edition_that_contradicts_itself_is_not_made(case: str, tmp_path: Path) -> None:
    """What contradicts itself is refused while it is read, with what was found and what would do."""
    name, damage, found, expected = REFUSED[case]
    tree = tree_of(name)
    damage(tree)
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load(path)
    (issue,) = caught.value.issues
    assert isinstance(issue, Issue)
    assert found in (issue.found or "")
    assert issue.expected == expected
    place(tree, issue.path)


def test_broken_text_is_refused_with_its_line(tmp_path: Path) -> None:
    """A file cut off in the middle is refused with the line where it ends."""
    text = documents.dumps(load(ENVIRONMENT))
    path = tmp_path / "cut.json"
    path.write_text(text[: text.index('"clauses"') + 11], encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load(path)
    (issue,) = caught.value.issues
    assert (issue.code, issue.line) == ("not-json", text[: text.index('"clauses"')].count("\n") + 1)


# What an edition does not say about itself.


def test_a_doubtful_edition_without_a_warning_is_reported() -> None:
    """An edition that is verified in part says what to be careful about."""
    doubtful = attrs.evolve(EDITION, verification=Verification.WEAK, warnings=())
    assert "missing-warning" in [issue.code for issue in check(doubtful)]
    warned = attrs.evolve(doubtful, warnings=("Titles rest on memory.",))
    assert "missing-warning" not in [issue.code for issue in check(warned)]


def test_a_clause_that_states_nothing_says_why() -> None:
    """A clause said to be stated has a requirement of its own; one that holds nothing says what that means."""
    bare = Clause(number=ClauseNumber.parse("11"), title="More", source_confidence=0)
    for content, code in (
        (None, "silent-clause"),
        (ClauseContent.HEADING, "silent-clause"),
        (ClauseContent.STATED, "nothing-stated"),
        (ClauseContent.PARTLY_STATED, "nothing-stated"),
        (ClauseContent.NONE, None),
        (ClauseContent.NOT_KNOWN, None),
        (ClauseContent.GUIDANCE, None),
    ):
        edition = attrs.evolve(SMALL, clauses=(*SMALL.clauses, attrs.evolve(bare, content=content)))
        here = f"/clauses/{len(SMALL.clauses)}"
        found = [issue.code for issue in check(edition) if issue.path in {here, f"{here}/content"}]
        assert found == ([code] if code is not None else [])


def test_what_specialises_nothing_is_reported() -> None:
    """A requirement that specialises what a core does not have is reported, with the nearest that it has."""
    first = SMALL.requirements()[0]
    core = EDITION
    missing = attrs.evolve(EDITION.requirements()[0].ref, item="zz")

    def specialising(ref: RequirementRef) -> StandardEdition:
        def changed(clause: Clause) -> Clause:
            own = tuple(attrs.evolve(one, specialises=ref) if one == first else one for one in clause.requirements)
            return attrs.evolve(clause, requirements=own, clauses=tuple(map(changed, clause.clauses)))

        return attrs.evolve(SMALL, clauses=tuple(map(changed, SMALL.clauses)))

    found = [one for one in check(specialising(missing), cores=(core,)) if one.code == "unknown-core"]
    assert len(found) == 1
    assert found[0].path.endswith("/requirements/0/specialises")
    assert found[0].found == str(missing)
    assert found[0].nearest is not None
    assert "unknown-core" not in [one.code for one in check(specialising(missing))]
    assert "unknown-core" not in [one.code for one in check(specialising(core.requirements()[0].ref), cores=(core,))]
