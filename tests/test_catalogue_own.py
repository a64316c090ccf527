# SPDX-License-Identifier: Apache-2.0
"""Content of one's own: packs, overlays of purchased text, and editions made from tables."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import pickle
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from invented import EDITION, SMALL
from isomodel import catalogue, documents
from isomodel.catalogue import LicensedText, Overlay, PackError, PackManifest
from isomodel.correspondence import CorrespondenceTable, Extent
from isomodel.errors import DocumentError, InvariantError, Issue, UnknownNameError
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    ClauseContent,
    ClauseKind,
    Control,
    Dependency,
    DependencyBasis,
    DependencyKind,
    DocumentedInformation,
    NonApplicability,
    Phase,
    Requirement,
    StandardEdition,
    Strength,
    Topic,
    UnknownClauseError,
)

OWN = StandardRef.parse("X-ACME 12:2026")
DAY = dt.date(2026, 11, 26)


# Overlays.


def text(local: str, words: str, language: str | None = None) -> LicensedText:
    """Return a piece of invented text about a part of the invented edition."""
    return LicensedText(ref=RequirementRef.parse(f"{EDITION.ref}, {local}"), text=words, language=language)


BOUGHT = "The invented organization shall keep seven blue notebooks in the second drawer of every desk."
FIRST = EDITION.requirements()[0]


def overlay(*texts: LicensedText) -> Overlay:
    """Return an overlay of the invented edition."""
    return Overlay(edition=EDITION.ref, licence="Bought by ACME, for ACME", texts=texts)


def test_purchased_text_is_found_under_every_name_of_its_part() -> None:
    """Text is found by the name or the reference of a clause, item or control, and nothing else has any."""
    control = EDITION.controls()[0].ref.local
    laid = catalogue.lay_over(
        EDITION, overlay(text(FIRST.ref.local, BOUGHT), text("4", "Clause four."), text(control, "A control."))
    )
    assert laid.text(FIRST.ref.local) == laid.text(FIRST.ref) == BOUGHT
    assert laid.text("4") == "Clause four."
    assert laid.text(control) == "A control."
    assert laid.text("5") is None
    assert laid[FIRST.ref.local] is FIRST
    with pytest.raises(UnknownClauseError):
        laid.text("99")


def test_purchased_text_has_a_language() -> None:
    """Where there is text in several languages, one of them can be asked for."""
    laid = catalogue.lay_over(EDITION, overlay(text("4", "Four.", "en"), text("4", "Quatre.", "fr")))
    assert (laid.text("4"), laid.text("4", language="fr"), laid.text("4", language="de")) == ("Four.", "Quatre.", None)


def test_purchased_text_is_never_written_by_the_way() -> None:
    """Neither the edition nor any print of it holds the text; only the overlay itself does, when it is written."""
    laid = catalogue.lay_over(EDITION, overlay(text(FIRST.ref.local, BOUGHT)))
    assert laid.edition is EDITION
    assert BOUGHT not in documents.dumps(laid.edition)
    assert BOUGHT not in repr(laid)
    assert BOUGHT not in str(laid)
    assert BOUGHT not in repr(laid.overlay)
    with pytest.raises(UnknownNameError):
        documents.dumps(laid)
    assert BOUGHT in documents.dumps(laid.overlay)
    assert documents.loads(documents.dumps(laid.overlay)) == laid.overlay


def test_an_overlay_of_something_else_is_refused_with_every_problem() -> None:
    """Every part that the edition does not have is told at once, and another edition is refused as a whole."""
    with pytest.raises(DocumentError) as caught:
        catalogue.lay_over(EDITION, overlay(text("4", "Four."), text("4.99", "No."), text("A.99.1", "Neither.")))
    assert [(one.code, one.path) for one in caught.value.issues] == [
        ("unknown-reference", "/texts/1/ref"),
        ("unknown-reference", "/texts/2/ref"),
    ]
    with pytest.raises(DocumentError) as caught:
        catalogue.lay_over(SMALL, attrs.evolve(overlay(), edition=StandardRef.parse("X-OTHER 1")))
    (issue,) = caught.value.issues
    assert (issue.code, issue.nearest) == ("other-edition", str(SMALL.ref))


@pytest.mark.parametrize(
    "texts",
    [
        (text("4", "a"), text("4", "b")),
        (LicensedText(ref=RequirementRef.parse("X-ACME 1, 4"), text="a"),),
    ],
)
def test_an_overlay_that_contradicts_itself_is_not_made(texts: tuple[LicensedText, ...]) -> None:
    """One reference has one text a language, and every text is of the edition."""
    with pytest.raises(InvariantError):
        overlay(*texts)


def test_the_lint_finds_what_was_copied_and_does_not_repeat_it() -> None:
    """A statement that shares eight words in a row with purchased text is named, wherever it stands, text unseen."""
    copied = "It holds seven blue notebooks in the second drawer of, say, a cupboard."
    other = EDITION.controls()[0]
    clauses = tuple(_restated(clause, {FIRST.ref: copied, other.ref: copied}) for clause in EDITION.clauses)
    edition = attrs.evolve(EDITION, clauses=clauses)
    found = catalogue.verbatim_runs(edition, overlay(text("5", BOUGHT)))
    assert {one.code for one in found} == {"verbatim-run"}
    tree = documents.dumps(edition)
    assert [_at(json.loads(tree), one.path) for one in found] == [copied, copied]
    assert "8 words in a row" in found[0].message
    assert "notebooks" not in " ".join(map(str, found))
    assert catalogue.verbatim_runs(edition, overlay(text("5", BOUGHT)), words=9) == ()
    assert catalogue.verbatim_runs(EDITION, overlay(text("5", BOUGHT))) == ()
    with pytest.raises(InvariantError):
        catalogue.verbatim_runs(EDITION, overlay(), words=0)


def _at(tree: Any, pointer: str) -> object:  # noqa: ANN401 - a JSON tree.
    for step in pointer.split("/")[1:]:
        tree = tree[int(step) if isinstance(tree, list) else step]
    return tree


def test_the_lint_counts_the_longest_run_and_not_all_of_them() -> None:
    """Two short runs of a statement are not told as one long one."""
    said = "Seven blue notebooks lie there, and the second drawer is locked."
    clauses = tuple(_restated(clause, {FIRST.ref: said}) for clause in EDITION.clauses)
    (issue,) = catalogue.verbatim_runs(
        attrs.evolve(EDITION, clauses=clauses), overlay(text("5", BOUGHT), text("4", "the second drawer is")), words=3
    )
    assert "shares 4 words in a row with the text of ISO 99001:2030, 5" in issue.message


def _restated(clause: Clause, statements: dict[RequirementRef, str]) -> Clause:
    def said(one: Any) -> Any:  # noqa: ANN401 - a requirement or a control.
        return attrs.evolve(one, statement=statements.get(one.ref, one.statement))

    return attrs.evolve(
        clause,
        requirements=tuple(map(said, clause.requirements)),
        controls=tuple(map(said, clause.controls)),
        clauses=tuple(_restated(one, statements) for one in clause.clauses),
    )


NEAR: Counter[str] = Counter()
SAID = st.lists(st.sampled_from([f"word{index}" for index in range(9)]), min_size=1, max_size=9)


@given(said=st.lists(SAID, min_size=2, max_size=12))
@example(said=[[f"word{index}" for index in range(many)] for many in (9, 8, 9)])
def test_statements_nearly_alike_are_those_that_share_four_fifths_of_their_words(said: list[list[str]]) -> None:
    """Whatever is stated, each statement that nearly repeats an earlier one is reported once, and no other."""
    rows = "".join(f"4,{at},{' '.join(words)}\n" for at, words in enumerate(said, start=1))
    edition = catalogue.scaffold("id,title\n4,Words\n", entries=f"clause,item,statement\n{rows}", **FACTS)
    found = [one.path for one in catalogue.check(edition) if one.code == "near-duplicate"]
    sets = [set(words) for words in said]
    repeated = [
        at for at, words in enumerate(sets) if any(len(words & other) / len(words | other) > 0.8 for other in sets[:at])
    ]
    assert found == [f"/clauses/0/requirements/{at}/statement" for at in repeated]
    NEAR["repeated"] += len(repeated)
    NEAR["of several, once"] += len({frozenset(sets[at]) for at in repeated}) < len(repeated)
    NEAR["not the same"] += any(sets[at] not in sets[:at] for at in repeated)


def test_statements_were_nearly_alike() -> None:
    """The property above met what it is about; it runs before, or again here."""
    if not NEAR:
        test_statements_nearly_alike_are_those_that_share_four_fifths_of_their_words()
    assert min(NEAR[kind] for kind in ("repeated", "of several, once", "not the same")) > 0


# Packs.


def own_edition(ref: StandardRef = OWN) -> StandardEdition:
    """Return a small edition of one's own."""
    return catalogue.scaffold(
        "id,title\n4,Access\n4.1,Visitors\n",
        ref=ref,
        title="Rules of the house",
        discipline="site-security",
        compiled_on=DAY,
        licence="LicenseRef-ACME",
        entries="clause,item,statement\n4.1,1,Visitors are met at the gate and signed in.\n",
    )


def packed(folder: Path) -> Path:
    """Write a pack with an edition, a table and an overlay."""
    folder.mkdir(exist_ok=True)
    edition = own_edition()
    table = CorrespondenceTable(
        source=OWN, target=EDITION.ref, extent=Extent.PARTIAL, provenance=edition.provenance, rows=()
    )
    manifest = PackManifest(
        id="acme",
        title="House rules",
        version="1",
        publisher="ACME",
        licence="LicenseRef-ACME",
        editions=("house.json",),
        correspondences=("table.json",),
        overlays=("overlay.json",),
    )
    documents.dump(manifest, folder / "pack.json")
    documents.dump(edition, folder / "house.json")
    documents.dump(table, folder / "table.json")
    documents.dump(overlay(), folder / "overlay.json")
    return folder


def test_a_pack_is_read_whole_and_says_where_it_comes_from(tmp_path: Path) -> None:
    """A folder gives its editions, tables and overlays, with origin and digest, and works like what comes along."""
    pack = catalogue.open_pack(packed(tmp_path / "acme"))
    assert [edition.ref for edition in pack.editions] == [OWN]
    assert (len(pack.correspondences), len(pack.overlays)) == (1, 1)
    assert pack.origin == str(tmp_path / "acme")
    assert len(pack.digest) == 64
    assert pack.digest[:12] in repr(pack)
    assert pack == catalogue.open_pack(f"{tmp_path}/acme")
    assert pack.editions[0]["4.1#1"].statement == "Visitors are met at the gate and signed in."  # type: ignore[union-attr]  # a requirement.
    assert OWN not in catalogue.editions()


def test_the_digest_is_that_of_every_byte_and_name(tmp_path: Path) -> None:
    """A changed byte or another name gives another digest; the same files elsewhere give the same."""
    first = catalogue.open_pack(packed(tmp_path / "a")).digest
    assert catalogue.open_pack(packed(tmp_path / "b")).digest == first
    file = tmp_path / "b" / "house.json"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = catalogue.open_pack(tmp_path / "b").digest
    (tmp_path / "a" / "house.json").rename(tmp_path / "a" / "home.json")
    manifest = tmp_path / "a" / "pack.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("house.json", "home.json"), encoding="utf-8")
    assert len({first, changed, catalogue.open_pack(tmp_path / "a").digest}) == 3


Damage = Callable[[Path], object]


def _no_file(make: Callable[[Path], None]) -> Damage:
    """Put something else where the edition was."""

    def damage(folder: Path) -> None:
        (folder / "house.json").unlink()
        make(folder / "house.json")

    return damage


DAMAGES: dict[str, tuple[Damage, list[tuple[str, str]]]] = {
    "missing file": (lambda folder: (folder / "house.json").unlink(), [("house.json", "unreadable-file")]),
    "other kind": (
        lambda folder: (folder / "table.json").write_bytes((folder / "house.json").read_bytes()),
        [("table.json", "unknown-format")],
    ),
    "no object": (lambda folder: (folder / "table.json").write_text("[]"), [("table.json", "unknown-format")]),
    "no JSON": (lambda folder: (folder / "overlay.json").write_text("{"), [("overlay.json", "not-json")]),
    "two files": (
        lambda folder: [(folder / name).write_text("{}") for name in ("house.json", "overlay.json")],
        [("house.json", "unknown-format"), ("overlay.json", "unknown-format")],
    ),
    "a pipe": (_no_file(os.mkfifo), [("house.json", "unreadable-file")]),
    "a folder": (_no_file(os.mkdir), [("house.json", "unreadable-file")]),
    "one edition in two files": (
        lambda folder: [
            (folder / "home.json").write_bytes((folder / "house.json").read_bytes()),
            (folder / "pack.json").write_text(
                (folder / "pack.json").read_text(encoding="utf-8").replace('"house.json"', '"house.json", "home.json"'),
                encoding="utf-8",
            ),
        ],
        [("home.json", "same-content")],
    ),
    "one file twice": (
        lambda folder: (folder / "pack.json").write_text(
            (folder / "pack.json").read_text(encoding="utf-8").replace('"house.json"', '"house.json", "house.json"'),
            encoding="utf-8",
        ),
        [("pack.json", "contradiction")],
    ),
    "no manifest": (lambda folder: (folder / "pack.json").unlink(), [("pack.json", "unreadable-file")]),
    "manifest of another kind": (
        lambda folder: (folder / "pack.json").write_bytes((folder / "house.json").read_bytes()),
        [("pack.json", "unknown-format")],
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_pack_tells_every_problem_under_its_file(tmp_path: Path, name: str) -> None:
    """Nothing of a damaged pack is used, and each file says what is wrong with it."""
    damage, expected = DAMAGES[name]
    damage(packed(tmp_path / "acme"))
    with pytest.raises(PackError) as caught:
        catalogue.open_pack(tmp_path / "acme")
    assert [(file, issue.code) for file, issue in caught.value.issues] == expected
    assert all(file in str(caught.value) for file, _ in expected)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes.


def test_a_pack_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    """A link to a file elsewhere is refused, and so is a manifest that names one by its path."""
    folder = packed(tmp_path / "acme")
    secret = tmp_path / "secret.json"
    secret.write_bytes((folder / "house.json").read_bytes())
    (folder / "house.json").unlink()
    (folder / "house.json").symlink_to(secret)
    with pytest.raises(PackError) as caught:
        catalogue.open_pack(folder)
    assert [(file, issue.code) for file, issue in caught.value.issues] == [("house.json", "linked-file")]
    for name in ("../secret.json", "/etc/passwd.json", "a/b.json", "a\\b.json", "pack.json", "x.txt", ".json", ""):
        with pytest.raises(InvariantError):
            PackManifest(id="x", title="x", version="1", publisher="x", licence="x", editions=(name,))
        manifest = json.loads((packed(tmp_path / "other") / "pack.json").read_text(encoding="utf-8"))
        manifest["editions"] = [name]
        (tmp_path / "other" / "pack.json").write_text(json.dumps(manifest), encoding="utf-8")
        with pytest.raises(PackError):
            catalogue.open_pack(tmp_path / "other")
        (tmp_path / "other" / "pack.json").unlink()
        for file in (tmp_path / "other").iterdir():
            file.unlink()


def test_many_problems_are_counted(tmp_path: Path) -> None:
    """A message lists twenty problems and counts the others; the error holds all of them."""
    error = PackError("x", "bad", tuple(("f", Issue(code="c", message="m")) for _ in range(23)))
    assert str(error).endswith("… and 3 more")
    assert str(error).count("[c]") == 20
    assert tmp_path.exists()


def test_a_pack_of_an_installed_distribution_is_found_by_its_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry point is followed when it is named, and none of its code runs before."""
    package = packed(tmp_path / "acme_rules")
    (package / "__init__.py").write_text("import sys\nsys.acme_was_imported = True\n", encoding="utf-8")
    info = tmp_path / "acme_rules-3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 3\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[isomodel.packs]\nacme = acme_rules\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PackError, match=r"did you mean acme\?"):
        catalogue.open_pack("acne")
    assert not hasattr(sys, "acme_was_imported")
    pack = catalogue.open_pack("acme")
    assert hasattr(sys, "acme_was_imported")
    assert pack.origin == "entry point acme of acme-rules 3"
    assert [edition.ref for edition in pack.editions] == [OWN]
    monkeypatch.delattr(sys, "acme_was_imported")
    sys.modules.pop("acme_rules", None)


def test_what_is_no_pack_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not there and a name nobody offers are refused with what would do."""
    with pytest.raises(PackError, match="there is no such folder"):
        catalogue.open_pack(tmp_path / "none")
    with pytest.raises(PackError, match="there is no such folder"):
        catalogue.open_pack(tmp_path / ("n" * 5_000))
    with pytest.raises(PackError, match=r"A folder is named with its path: \./none"):
        catalogue.open_pack("none")
    entry = importlib.metadata.EntryPoint(name="bare", value="json", group="isomodel.packs")
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: [entry])
    with pytest.raises(PackError) as caught:
        catalogue.open_pack("bare")
    assert caught.value.origin == "entry point bare"
    for module in ("nowhere_to_be_found", "csv"):
        entry = importlib.metadata.EntryPoint(name="bare", value=module, group="isomodel.packs")
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda found=entry, **_: [found])
        with pytest.raises(PackError):
            catalogue.open_pack("bare")


# Editions from tables.

FACTS: dict[str, Any] = {
    "ref": OWN,
    "title": "Rules of the house",
    "discipline": "site-security",
    "compiled_on": DAY,
    "licence": "LicenseRef-ACME",
}
NUMBERS = """\
# A comment.
id,title,kind,parent,sources_agreeing,note,topic,content
1,Scope,,,2,,,none
4,Access,clause,,1,,,
4.1,Visitors,clause,4,1,Since 2020.,context,
4.2,,,,,,,
8,Operation,,,,,,
8.1,Rounds,,,,,,partly-stated
Annex A,Controls,annex,,,,,
A.1,Doors and gates,annex,Annex A,,,,
A.1.1,Locks,control,A.1,3,,,
"""
HEADER = "clause,item,statement,strength,documented_information,non_applicability,topic,specialises,typical_evidence"
ENTRIES = f"""\
{HEADER},consulted,note
4.1,a,Visitors are met at the gate and signed in.,shall,record,with-justification,awareness,"ISO 9001:2015, 7.3#a",\
visitor book; badge list,handbook,Old.
4.1,1,Guests may use the canteen if they like it.,may,,,,,,,
8.1,1,Guards walk the fence after dark every night.,,,,,,,,
A.1.1,,Doors that lead outside are locked at night.,,,,,,,,
"""


def test_an_edition_is_made_from_two_tables() -> None:
    """Numbers, titles, requirements and controls come from the tables, and nothing else is in the edition."""
    edition = catalogue.scaffold("\ufeff" + NUMBERS, entries=ENTRIES, **FACTS)
    assert documents.loads(documents.dumps(edition)) == edition
    by_number = {str(clause.number): clause for clause in edition.walk()}
    assert list(by_number) == ["1", "4", "4.1", "4.2", "8", "8.1", "Annex A", "A.1"]
    assert [by_number[one].content for one in by_number] == [
        ClauseContent.NONE,
        ClauseContent.HEADING,
        ClauseContent.STATED,
        ClauseContent.NOT_KNOWN,
        ClauseContent.HEADING,
        ClauseContent.PARTLY_STATED,
        ClauseContent.HEADING,
        ClauseContent.HEADING,
    ]
    visitors = by_number["4.1"]
    assert (visitors.topic, visitors.phase, visitors.note) == (Topic.CONTEXT, Phase.PLAN, "Since 2020.")
    assert (visitors.source_confidence, by_number["4.2"].source_confidence) == (1, 0)
    assert by_number["4"].phase is None
    assert by_number["8.1"].phase is Phase.DO
    assert by_number["A.1"].kind is ClauseKind.ANNEX
    assert edition["4.1#a"] == Requirement(
        ref=RequirementRef.parse("X-ACME 12:2026, 4.1#a"),
        statement="Visitors are met at the gate and signed in.",
        documented_information=DocumentedInformation.RECORD,
        non_applicability=NonApplicability.WITH_JUSTIFICATION,
        topic=Topic.AWARENESS,
        specialises=RequirementRef.parse("ISO 9001:2015, 7.3#a"),
        typical_evidence=("visitor book", "badge list"),
        consulted="handbook",
        note="Old.",
    )
    permission = edition["4.1#1"]
    assert isinstance(permission, Requirement)
    assert permission.strength is Strength.MAY
    control = edition["A.1.1"]
    assert isinstance(control, Control)
    assert (control.title, control.theme, control.source_confidence) == ("Locks", "doors-and-gates", 3)
    assert edition.provenance.licence == "LicenseRef-ACME"
    assert edition.provenance.compiled_on == DAY


def test_numbers_alone_make_an_edition_that_says_nothing_is_known() -> None:
    """Without requirements every clause at the end of a branch says that its content is not known."""
    edition = catalogue.scaffold("id,title\n4,Access\n4.1,Visitors\n4.1.1,Badges\n", **FACTS)
    found = {str(clause.number): clause.content for clause in edition.walk()}
    assert found == {
        "4": ClauseContent.HEADING,
        "4.1": ClauseContent.HEADING,
        "4.1.1": ClauseContent.NOT_KNOWN,
    }
    assert edition.requirements() == ()


WRONG: dict[str, tuple[str, str, list[tuple[str, int | None, str | None]]]] = {
    "unknown column": ("id,titel\n4,x\n", "", [("unknown-column", 1, "titel")]),
    "no id": ("title\nx\n", "", [("missing-column", 1, None)]),
    "column twice": ("id,id\n4,4\n", "", [("duplicate-column", 1, None)]),
    "empty": ("", "", [("missing-column", 1, None)]),
    "not a number": ("id,title\nfour,x\n", "", [("bad-reference", 2, "id")]),
    "no number": ("id,title\n,x\n", "", [("missing-value", 2, "id")]),
    "twice": ("id,title\n4,x\n4,y\n", "", [("duplicate-number", 3, "id")]),
    "unknown parent": ("id,parent\n4.1,5\n", "", [("unknown-parent", 2, "parent")]),
    "wrong parent": ("id,parent\n4,\n5,\n4.1,5\n", "", [("wrong-parent", 4, "parent")]),
    "kind": ("id,kind\n4,claus\n", "", [("unknown-value", 2, "kind")]),
    "topic": ("id,topic\n4,contxt\n", "", [("unknown-value", 2, "topic")]),
    "sources": ("id,sources_agreeing\n4,many\n", "", [("bad-number", 2, "sources_agreeing")]),
    "sources written otherwise": ("id,sources_agreeing\n4,٣\n", "", [("bad-number", 2, "sources_agreeing")]),
    "sources of a control": (
        "id,kind,title,sources_agreeing\nAnnex A,annex,x,\nA.1,control,y,many\n",
        "clause,statement\nA.1,Doors are locked.\n",
        [("bad-number", 3, "sources_agreeing")],
    ),
    "inside a control": (
        "id,kind,title\nAnnex A,annex,x\nA.1,control,y\nA.1.1,control,z\nA.1.2,clause,z\n",
        "clause,statement\nA.1,Doors are locked.\nA.1.1,Windows are locked.\n",
        [("wrong-parent", 4, "id"), ("wrong-parent", 5, "id")],
    ),
    "control without group": ("id,kind\nA.1,control\n", "", [("missing-parent", 2, "parent")]),
    "control without statement": (
        "id,kind,title\nAnnex A,annex,x\nA.1,control,y\n",
        "",
        [("missing-statement", 3, "id")],
    ),
    "more cells": ("id,title\n4,x,y\n", "", [("too-many-cells", 2, None)]),
    "open quote": ('id,title\n4,"x\n', "", [("bad-table", 2, None)]),
    "content": (
        "id,content\n4,none\n",
        "clause,item,statement\n4,a,Something is done here.\n",
        [("bad-value", 2, "content")],
    ),
    "unknown clause": (
        "id\n4\n",
        "clause,item,statement\n5,a,Something is done here.\n",
        [("unknown-clause", 2, "clause")],
    ),
    "no clause": ("id\n4\n", "clause,item,statement\n,a,Something is done here.\n", [("missing-value", 2, "clause")]),
    "clause is no number": ("id\n4\n", "clause,item,statement\nx,a,Done.\n", [("bad-reference", 2, "clause")]),
    "no item": ("id\n4\n", "clause,item,statement\n4,,Something is done here.\n", [("missing-value", 2, "item")]),
    "bad item": ("id\n4\n", "clause,item,statement\n4,?,Something is done here.\n", [("bad-value", 2, "item")]),
    "item twice": (
        "id\n4\n",
        "clause,item,statement\n4,a,Something is done here.\n4,a,Something else is done.\n",
        [("duplicate-item", 3, "item")],
    ),
    "no statement": ("id\n4\n", "clause,item,statement\n4,a,\n", [("bad-value", 2, "statement")]),
    "long statement": ("id\n4\n", f"clause,item,statement\n4,a,{'x' * 241}\n", [("bad-value", 2, "statement")]),
    "specialises itself": (
        "id\n4\n",
        'clause,item,statement,specialises\n4,a,Something is done here.,"X-ACME 12:2026, 4#b"\n',
        [("bad-value", 2, "specialises")],
    ),
    "control with item": (
        "id,kind,title\nAnnex A,annex,x\nA.1,control,y\n",
        "clause,item,statement\nA.1,a,Doors are locked.\nA.1,,Doors are locked.\nA.1,,Doors are locked.\n",
        [("unexpected-value", 2, "item"), ("duplicate-item", 4, "clause")],
    ),
    "behind a comment": ("# Ours.\nid,title\n# Mine.\nfour,x\n", "", [("bad-reference", 4, "id")]),
    "several": (
        "id,kind\n4,x\n4,\n",
        "clause,item,statement,strength\n4,a,Something is done here.,must\n9,a,No.,\n",
        [
            ("duplicate-number", 3, "id"),
            ("unknown-value", 2, "kind"),
            ("unknown-value", 2, "strength"),
            ("unknown-clause", 3, "clause"),
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_everything_wrong_with_a_table_is_told_at_once(name: str) -> None:
    """Each problem has its code, row and column, of both tables, and nothing is made."""
    numbers, entries, expected = WRONG[name]
    with pytest.raises(DocumentError) as caught:
        catalogue.scaffold(numbers, entries=entries, **FACTS)
    assert [(one.code, one.row, one.column_name) for one in caught.value.issues] == expected


def test_a_near_value_is_offered() -> None:
    """A misspelt column, kind or clause comes with the nearest valid one."""
    for numbers, entries, close in (
        ("id,titel\n4,x\n", "", "title"),
        ("id,kind\n4,claus\n", "", "clause"),
        ("id\n4.1\n", "clause,item,statement\n4.11,a,Something is done here.\n", "4.1"),
    ):
        with pytest.raises(DocumentError) as caught:
            catalogue.scaffold(numbers, entries=entries, **FACTS)
        assert caught.value.issues[0].nearest == close


def test_a_near_value_is_offered_for_the_first_problems_only() -> None:
    """Looking for near values does not make a wrong table of thousands of rows slow."""
    rows = "".join(f"4.{index},5.{index}\n" for index in range(1, 400))
    with pytest.raises(DocumentError) as caught:
        catalogue.scaffold(f"id,parent\n{rows}", **FACTS)
    near = [one.nearest is not None for one in caught.value.issues]
    assert near == [True] * 50 + [False] * 349


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_may_be_separated_as_spreadsheets_of_many_countries_do(separator: str) -> None:
    """Semicolons and tabs separate cells where the header has no comma; a comma is then text like any other."""
    numbers = "id|title\n4|Access, and leaving\n".replace("|", separator)
    entries = "clause|item|statement|typical_evidence\n4|a|Doors, if any, are locked.|'key list; round sheet'\n"
    edition = catalogue.scaffold(numbers, entries=entries.replace("|", separator).replace("'", '"'), **FACTS)
    (requirement,) = edition.requirements()
    assert edition.clauses[0].title == "Access, and leaving"
    assert requirement.statement == "Doors, if any, are locked."
    assert requirement.typical_evidence == ("key list", "round sheet")


def test_facts_that_no_table_has_are_held_to_their_form() -> None:
    """A discipline that is no kebab-case word is refused, and so is a table of more than a document may have."""
    with pytest.raises(DocumentError) as caught:
        catalogue.scaffold("id\n4\n", **{**FACTS, "discipline": "Site Security"})
    assert [one.code for one in caught.value.issues] == ["bad-value"]
    with pytest.raises(DocumentError) as caught:
        catalogue.scaffold("id\n" + "#" * (16 * 1024 * 1024), **FACTS)
    assert [one.code for one in caught.value.issues] == ["too-large"]


OUTCOMES: Counter[str] = Counter()
CELLS = st.sampled_from(
    ["", "4", "4.1", "A.1", "Annex A", "a", "clause", "control", "none", "x", '"', "9", "context", "ü\n"]
)


@given(st.lists(st.lists(CELLS, max_size=9), max_size=5), st.lists(st.lists(CELLS, max_size=6), max_size=4))
def test_any_table_is_read_or_refused(numbers: list[list[str]], entries: list[list[str]]) -> None:
    """Whatever a table holds, the answer is an edition that can be written and read, or typed problems."""
    first = "id,title,kind,parent,sources_agreeing,note,topic,content\n" + "\n".join(map(",".join, numbers))
    second = "clause,item,statement,note,topic,strength\n" + "\n".join(map(",".join, entries))
    try:
        edition = catalogue.scaffold(first, entries=second, **FACTS)
    except DocumentError:
        OUTCOMES["refused"] += 1
    else:
        OUTCOMES["made"] += 1
        assert documents.loads(documents.dumps(edition)) == edition


# Statistics.


def test_statistics_of_a_small_edition() -> None:
    """An edition is counted part by part, and what nothing leads to is named."""
    edition = catalogue.scaffold(NUMBERS, entries=ENTRIES, **FACTS)
    found = catalogue.statistics(edition)
    row = found.row()
    assert (found.clauses, found.requirements, found.controls, found.specialising) == (8, 3, 1, 1)
    assert (found.confirmed, found.one_source, found.no_source) == (2, 2, 5)
    assert (found.not_known, found.partly_stated) == (1, 1)
    assert (found.shortest, found.median, found.longest) == (43, 43, 45)
    assert found.dependencies == ()
    assert [str(one) for one in found.unlinked] == ["4.1", "8.1"]
    assert (found.errors, found.near_duplicates, found.warnings) == (0, 0, 1)
    assert row["unlinked"] == "4.1 8.1"
    assert row["dependencies_requires"] == 0
    assert row["verification"] == "unverified"
    assert row["edition"] == "X-ACME 12:2026"


def test_statistics_of_what_is_linked() -> None:
    """Dependencies are counted by kind, and a clause is linked where what is above or below it is."""
    edition = catalogue.scaffold(NUMBERS, entries=ENTRIES, **FACTS)
    ends = (RequirementRef.parse("X-ACME 12:2026, 4.1#a"), RequirementRef.parse("X-ACME 12:2026, 8"))
    link = Dependency(
        source=ends[0],
        target=ends[1],
        kind=DependencyKind.REQUIRES,
        basis=DependencyBasis.JUDGEMENT,
        reason="Without rounds nobody meets anybody.",
    )
    found = catalogue.statistics(attrs.evolve(edition, dependencies=(link,)))
    assert found.dependencies == ((DependencyKind.REQUIRES, 1),)
    assert (found.row()["dependencies_requires"], found.row()["dependencies_feeds"]) == (1, 0)
    assert found.unlinked == ()
    only = catalogue.statistics(attrs.evolve(edition, dependencies=(attrs.evolve(link, target=ends[0]),)))
    assert [str(one) for one in only.unlinked] == ["8.1"]
    empty = catalogue.statistics(catalogue.scaffold("id,title\n4,Access\n", **FACTS))
    assert (empty.shortest, empty.median, empty.longest) == (0, 0, 0)


def test_tables_were_made_and_refused() -> None:
    """Both outcomes occurred among the tables that were tried."""
    test_any_table_is_read_or_refused()
    assert OUTCOMES["made"] > 0
    assert OUTCOMES["refused"] > 0
