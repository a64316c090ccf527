# SPDX-License-Identifier: Apache-2.0
"""Registers as people keep them: what is read, what stays out and why, and that no row is lost."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from invented import EDITION, perfect
from isomodel.assessment import (
    Applicability,
    ApplicabilityDecision,
    Assessment,
    Conformity,
    InclusionReason,
    Judgement,
    Organization,
    Role,
    WorkStatus,
)
from isomodel.errors import InvariantError, Issue, Severity, UnknownNameError
from isomodel.identifiers import RequirementRef
from isomodel.model import Extensions, StandardEdition
from isomodel.register import (
    AMBIGUOUS_HEADERS,
    AMBIGUOUS_WORDS,
    ENCODINGS,
    EXTENSION,
    HEADER_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    BareNumbers,
    BlankReference,
    ColumnMapping,
    ColumnRule,
    DateOrder,
    Field,
    NamedEvidence,
    Outcome,
    RegisterImport,
    RegisterRow,
    RegisterTooLargeError,
    StatusWord,
    TableLimits,
    UnitName,
    neutralized,
    read_register,
    write_register,
)
from isomodel.register._words import fold
from isomodel.serialization import Source, structure, unstructure
from lighthouse import LIGHTHOUSE

FOLDER = Path(__file__).parent / "data" / "registers"
ON = dt.date(2032, 6, 1)
NORTH = (UnitName(name="All sites"), UnitName(name="North Tower", unit="north"))
TOLD: dict[str, dict[str, Any]] = {
    "anwendbarkeit.csv": {"encoding": "cp1252"},
    "merged.csv": {"mapping": ColumnMapping(blank_reference=BlankReference.AS_ABOVE)},
    "integrated.csv": {"mapping": ColumnMapping(unit_names=NORTH)},
}


def ref(local: str) -> RequirementRef:
    """Name something in the invented edition."""
    return RequirementRef.parse(f"{LIGHTHOUSE.ref}, {local}")


def read(table: str | bytes, *, edition: StandardEdition = LIGHTHOUSE, **told: Any) -> RegisterImport:  # noqa: ANN401 - as read_register.
    """Read a register of the invented standard."""
    data = table if isinstance(table, bytes) else table.encode()
    facts: dict[str, Any] = {"name": "soa.csv", "judged_by": "A. Beam", "judged_on": ON} | told
    return read_register(data, edition=edition, **facts)


def kept(name: str) -> RegisterImport:
    """Read one of the registers kept with the tests."""
    return read((FOLDER / name).read_bytes(), name=name, **TOLD.get(name, {}))


def codes(found: RegisterImport | RegisterRow) -> list[str]:
    """List the codes of the issues."""
    return [issue.code for issue in found.issues]


def one(table: str, **told: Any) -> RegisterRow:  # noqa: ANN401 - as read_register.
    """Return the last row of a register."""
    return read(table, **told).rows[-1]


def status(word: str, header: str = "Status", **told: Any) -> RegisterImport:  # noqa: ANN401 - as read_register.
    """Read a register of one control with one status word."""
    return read(f'Control,{header}\nA.5.1,"{word}"\n', **told)


def said(found: RegisterImport, row: RegisterRow) -> str:
    """Spell out the judgement and the decision that a row gave."""
    decisions = [item for item in found.applicability if row.number in item.extensions[EXTENSION]["rows"]]  # type: ignore[index]  # JSON.
    judged = [item for item in found.judgements if row.number in item.extensions[EXTENSION]["rows"]]  # type: ignore[index]  # JSON.
    words = {item.decision.value for item in decisions}
    pairs = {f"{item.work_status.value} {item.conformity.value}" for item in judged}
    return " ".join([*words, *pairs])


def expected_rows() -> Iterator[dict[str, str]]:
    """Go through the rows that were written down by hand."""
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


EXPECTED = list(expected_rows())
NAMES = sorted({row["file"] for row in EXPECTED})


# Layouts that people use.


@pytest.mark.parametrize("name", NAMES)
def test_layouts_are_read_row_by_row(name: str) -> None:
    """Each register kept with the tests gives, row by row, what was written down by hand."""
    found = kept(name)
    told = [
        {
            "file": name,
            "row": str(row.number),
            "outcome": row.outcome.value,
            "targets": " ".join(target.local for target in row.targets),
            "says": said(found, row) if row.outcome is Outcome.IMPORTED else "",
            "codes": " ".join(codes(row)),
        }
        for row in found.rows
    ]
    assert told == [row for row in EXPECTED if row["file"] == name]


def test_every_kept_register_is_expected() -> None:
    """No register lies beside the tests without being read."""
    assert sorted(path.name for path in FOLDER.glob("*.csv")) == sorted([*NAMES, "expected.csv"])


def test_columns_say_what_they_were_taken_for() -> None:
    """Every column of the table is listed with its field, unknown ones as text."""
    assert [(column.header, column.field.value) for column in kept("gaps.csv").columns] == [
        ("Clause", "reference"),
        ("Requirement", "title"),
        ("Compliant", "conformity"),
        ("Findings", "comment"),
        ("Action owner", "owner"),
        ("Target date", "due"),
        ("Maturity", "other"),
    ]


def test_a_header_of_two_lines_is_one_header() -> None:
    """Under a common heading the second line names the columns; both lines are the header."""
    found = kept("reasons.csv")
    assert [column.header for column in found.columns][4:] == ["LR", "CO", "BR/BP", "RRA"]
    assert [item.reasons for item in found.applicability] == [
        (InclusionReason.LEGAL, InclusionReason.RISK),
        (InclusionReason.CONTRACT, InclusionReason.PRACTICE),
        (InclusionReason.PRACTICE,),
    ]
    assert found.applicability[1].justification == "CO: Harbour contract 12"


def test_a_row_of_header_words_below_a_full_header_is_a_row() -> None:
    """A second line names only columns that the first leaves open; under full headers it is a row without a number."""
    found = read("Control,Status,Comments\n,Status,Note\nA.5.1,Planned,\n")
    assert [row.outcome.value for row in found.rows] == ["header", "refused", "imported"]
    assert codes(found.rows[1]) == ["no-reference"]


def test_a_repeated_header_is_a_header() -> None:
    """A header that a printer repeats on every page is no row of its own."""
    found = read("Control,Status\nA.5.1,Planned\nControl,Status\nA.5.2,Planned\n")
    assert [row.outcome for row in found.rows] == [Outcome.HEADER, Outcome.IMPORTED, Outcome.HEADER, Outcome.IMPORTED]


def test_what_is_judged_is_whole() -> None:
    """A judgement carries the reviewer's name and day, the remark and the catalogue's revision."""
    found = kept("audit.csv").judgements[0]
    assert found == Judgement(
        target=ref("4.1"),
        conformity=Conformity.CONFORMING,
        work_status=WorkStatus.IMPLEMENTED,
        judged_by="M. Foghorn",
        judged_on=dt.date(2032, 3, 1),
        role=Role.OWNER,
        catalogue_revision=7,
        note="looked at charts",
        extensions=found.extensions,
    )
    assert dict(found.extensions) == {EXTENSION: {"source": "audit.csv", "rows": [2]}}


def test_what_is_decided_is_whole() -> None:
    """A decision carries its justification, the day it is to be looked at again, and who stands behind the register."""
    found = kept("mesures.csv").applicability[2]
    assert (found.target, found.decision) == (ref("A.6.1"), Applicability.NOT_APPLICABLE)
    assert (found.justification, found.decided_by, found.decided_on) == ("Aucune embauche", "A. Beam", ON)
    assert kept("mesures.csv").applicability[0].review_on == dt.date(2033, 2, 1)


def test_texts_travel_with_the_judgement() -> None:
    """Owner, evidence, risks, dates and columns without a field go with the judgement as text, under one key."""
    table = (
        'Control,Status,Owner,Evidence,Risk IDs,Due date,Colour\nA.5.1,Planned,Keeper,P-1; P-2\xa0,"R-1,R-2",Q3,red\n'
    )
    found = read(table).judgements[0]
    assert found.extensions[EXTENSION] == {
        "source": "soa.csv",
        "rows": [2],
        "owner": ["Keeper"],
        "due": ["Q3"],
        "evidence": ["P-1", "P-2"],
        "risks": ["R-1", "R-2"],
        "other": {"Colour": ["red"]},
    }


def test_texts_of_an_exclusion_travel_with_the_decision() -> None:
    """Where nothing is judged the remark and the owner go with the decision."""
    found = read("Control,Applicable,Justification,Comments,Owner\nA.5.1,No,none here,see minutes,Keeper\n")
    assert found.judgements == ()
    assert found.applicability[0].justification == "none here"
    assert found.applicability[0].extensions[EXTENSION] == {
        "source": "soa.csv",
        "rows": [2],
        "owner": ["Keeper"],
        "comment": ["see minutes"],
    }


def test_evidence_is_named_not_made() -> None:
    """Names of evidence are listed with what they are for; no evidence is invented from them."""
    found = kept("statement.csv")
    assert found.evidence == (
        NamedEvidence(text="POL-1", targets=(ref("A.5.1"),), rows=(2,)),
        NamedEvidence(text="https://example.org/pol-2", targets=(ref("A.5.1"),), rows=(2,)),
        NamedEvidence(text="RACI chart", targets=(ref("A.5.3"),), rows=(4,)),
    )


def test_rows_that_agree_are_one_judgement() -> None:
    """Two rows that say the same of one clause give one judgement with the texts of both."""
    found = kept("merged.csv").judgements
    assert [(item.target.local, item.note) for item in found] == [("4.1", "Chart 7")]
    assert found[0].extensions[EXTENSION]["rows"] == [2, 3]  # type: ignore[index]  # JSON.


def test_rows_on_units_stand_beside_each_other() -> None:
    """What is judged of one unit does not contradict what is judged of all."""
    mapping = ColumnMapping(unit_names=NORTH)
    found = read("Clause,Site,Status\n4.1,North Tower,Planned\n4.1,All sites,Implemented\n", mapping=mapping)
    assert [(item.units, item.work_status.value) for item in found.judgements] == [
        (("north",), "planned"),
        ((), "implemented"),
    ]


def test_a_row_without_a_unit_is_of_all_units() -> None:
    """A dash in the column of units leaves the judgement to the whole organization."""
    mapping = ColumnMapping(unit_names=NORTH)
    assert read("Clause,Site,Status\n4.1,-,Planned\n", mapping=mapping).judgements[0].units == ()


def test_the_last_line_needs_no_end() -> None:
    """A file may end behind a delimiter, without a line break."""
    assert [len(read(f"Control,Status,Owner\nA.5.1,Planned{end}").judgements) for end in ("", ",", ",\n")] == [1, 1, 1]


# Words.


@pytest.mark.parametrize(
    ("word", "header", "expected"),
    [
        ("Yes", "Applicable", (Applicability.APPLICABLE, None, None)),
        ("No", "Applicable", (Applicability.NOT_APPLICABLE, None, None)),
        ("Yes", "Implemented", (None, Conformity.NOT_ASSESSED, WorkStatus.IMPLEMENTED)),
        ("No", "Implemented", (None, Conformity.NOT_ASSESSED, WorkStatus.NOT_STARTED)),
        ("✓", "Implemented", (None, Conformity.NOT_ASSESSED, WorkStatus.IMPLEMENTED)),
        ("✗", "Implemented", (None, Conformity.NOT_ASSESSED, WorkStatus.NOT_STARTED)),
        ("❌ No", "Implemented", (None, Conformity.NOT_ASSESSED, WorkStatus.NOT_STARTED)),
        ("75 %", "Implemented", (None, Conformity.NOT_ASSESSED, WorkStatus.PARTIAL)),
        ("Yes", "Compliant?", (None, Conformity.CONFORMING, WorkStatus.IMPLEMENTED)),
        ("No", "Compliant?", (None, Conformity.NONCONFORMING, WorkStatus.NOT_STARTED)),
        ("FALSE", "Compliant?", (None, Conformity.NONCONFORMING, WorkStatus.NOT_STARTED)),
        ("Implemented", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.IMPLEMENTED)),
        ("**Implemented**", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.IMPLEMENTED)),
        ("PARTIALLY IMPLEMENTED", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.PARTIAL)),
        ("Partial", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.PARTIAL)),
        ("In progress", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.PARTIAL)),
        ("Planned", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.PLANNED)),
        ("Not implemented", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.NOT_STARTED)),
        ("not_started", "Status", (None, Conformity.NOT_ASSESSED, WorkStatus.NOT_STARTED)),
        ("N/A", "Status", (Applicability.NOT_APPLICABLE, None, None)),
        ("Not Applicable", "Status", (Applicability.NOT_APPLICABLE, None, None)),
        ("Excluded", "Status", (Applicability.NOT_APPLICABLE, None, None)),
        ("Applicable", "Status", (Applicability.APPLICABLE, None, None)),
        ("Compliant", "Status", (None, Conformity.CONFORMING, WorkStatus.IMPLEMENTED)),
        ("Non-compliant", "Status", (None, Conformity.NONCONFORMING, WorkStatus.NOT_STARTED)),
        ("Conforming", "Status", (None, Conformity.CONFORMING, WorkStatus.IMPLEMENTED)),
        ("Nonconformity (minor)", "Status", (None, Conformity.NONCONFORMING, WorkStatus.NOT_STARTED)),
        ("Major NC", "Status", (None, Conformity.NONCONFORMING, WorkStatus.NOT_STARTED)),
        ("umgesetzt", "Umsetzungsstatus", (None, Conformity.NOT_ASSESSED, WorkStatus.IMPLEMENTED)),
        ("in Arbeit", "Umsetzungsstatus", (None, Conformity.NOT_ASSESSED, WorkStatus.PARTIAL)),
        ("nicht erfüllt", "Bewertung", (None, Conformity.NONCONFORMING, WorkStatus.NOT_STARTED)),
        ("Mis en œuvre", "Statut", (None, Conformity.NOT_ASSESSED, WorkStatus.IMPLEMENTED)),
        ("non conforme", "Statut", (None, Conformity.NONCONFORMING, WorkStatus.NOT_STARTED)),
        ("", "Status", (None, None, None)),
        ("—", "Status", (None, None, None)),
        ("Not assessed", "Status", (None, None, None)),
        ("TBD", "Applicable", (None, None, None)),
    ],
)
def test_words_say_what_they_say(
    word: str, header: str, expected: tuple[Applicability | None, Conformity | None, WorkStatus | None]
) -> None:
    """A status word is read by what it says, and a yes or no by what its column asks."""
    found = status(word, header)
    decision = found.applicability[0].decision if found.applicability else None
    judged = (found.judgements[0].conformity, found.judgements[0].work_status) if found.judgements else (None, None)
    assert (decision, *judged) == expected
    assert [issue for issue in found.issues if issue.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("word", "header", "code"),
    [
        ("Yes", "Status", "ambiguous-status"),
        ("✅", "Status", "ambiguous-status"),
        ("x", "Applicable", "ambiguous-status"),
        ("Partial", "Applicable", "ambiguous-status"),
        ("Implemented", "Applicable", "ambiguous-status"),
        ("✅ No", "Applicable", "ambiguous-status"),
        ("❌ Yes", "Applicable", "ambiguous-status"),
        ("Ongoing", "Status", "ambiguous-status"),
        ("Open", "Implemented", "ambiguous-status"),
        ("Implemented (mostly)", "Status", "unknown-status"),
        ("75 %", "Compliant", "unknown-status"),
        ("3", "Status", "unknown-status"),
        ("=TRUE()", "Applicable", "formula"),
        ("+1", "Status", "formula"),
        ("@SUM(A1)", "Status", "formula"),
    ],
)
def test_words_of_two_meanings_are_refused(word: str, header: str, code: str) -> None:
    """A word that is unknown, or could mean two things in its column, keeps the row out."""
    found = status(word, header)
    assert (found.judgements, found.applicability) == ((), ())
    assert found.rows[1].outcome is Outcome.REFUSED
    assert codes(found.rows[1]) == [code]
    issue = found.rows[1].issues[0]
    assert (issue.sheet, issue.row, issue.column_name, issue.found) == ("soa.csv", 2, header, word)


def test_an_unknown_word_has_its_nearest() -> None:
    """The refusal of a misspelt word names the known one."""
    assert status("Implementd").rows[1].issues[0] == Issue(
        code="unknown-status",
        message="'Implementd' is not a known status",
        found="Implementd",
        expected="a known word, or a mapping that says what it means",
        nearest="implemented",
        sheet="soa.csv",
        row=2,
        column_name="Status",
    )


def test_every_known_word_is_read() -> None:
    """Each word of the table means in a register what the table says it means."""
    headers = {
        Field.APPLICABLE: "Applicable",
        Field.IMPLEMENTED: "Implemented",
        Field.CONFORMITY: "Conformity",
        None: "Status",
    }
    for row in STATUS_WORDS:
        found = status(row.word, headers[row.column])
        assert codes(found.rows[1]) in ([], ["exclusion-without-reason"]), row.word
        assert [item.decision for item in found.applicability] == ([row.applicability] if row.applicability else [])
        assert [item.work_status for item in found.judgements] == ([row.work_status] if row.work_status else [])
        if row.conformity is not None:
            assert [item.conformity for item in found.judgements] == [row.conformity]


def test_the_vocabulary_says_one_thing_of_each_word() -> None:
    """No header stands in two groups, no word has two meanings in one column, and no ambiguous one is also known."""
    headers = [word for row in HEADER_WORDS for word in {fold(word) for word in row.words}]
    assert len(headers) == len(set(headers))
    assert not {fold(word) for word in AMBIGUOUS_HEADERS} & set(headers)
    meanings: dict[object, object] = {}
    for row in STATUS_WORDS:
        meaning = (row.applicability, row.conformity, row.work_status)
        assert meanings.setdefault((row.column, fold(row.word)), meaning) == meaning, row.word
    assert not {fold(word) for word in AMBIGUOUS_WORDS} & {fold(row.word) for row in STATUS_WORDS}
    assert all(row.reason for row in STATUS_WORDS)
    assert all(row.reason for row in HEADER_WORDS)
    assert set(REASON_WORDS.values()) == set(InclusionReason)


def test_every_field_has_headers_or_is_for_mappings_only() -> None:
    """Each field can be named by a header, but for the one that leaves a column out."""
    named = {row.field for row in HEADER_WORDS} | {row.otherwise for row in HEADER_WORDS}
    assert set(Field) - named == {Field.IGNORED}


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ("Yes,N/A", "Applicable,Status"),
        ("No,Implemented", "Applicable,Status"),
        ("No,Compliant", "Applicable,Conformity"),
        ("Compliant,No", "Conformity,Implemented"),
        ("Compliant,Planned", "Conformity,Implemented"),
        ("Implemented,Planned", "Implemented,Status"),
        ("No,x", "Applicable,Legal"),
    ],
)
def test_cells_that_contradict_each_other_are_refused(cells: str, columns: str) -> None:
    """A row that says two things of one requirement stays out, and the issue names both cells."""
    row = one(f"Control,{columns}\nA.5.1,{cells}\n")
    assert (row.outcome, codes(row)) == (Outcome.REFUSED, ["contradicting-cells"])
    assert all(f"{cell!r}" in row.issues[0].message for cell in [*cells.split(","), *columns.split(",")])


def test_columns_may_complete_each_other() -> None:
    """Conformity from one column and work from another go into one judgement."""
    found = read("Control,Conformity,Implemented\nA.5.1,nonconforming,Partial\nA.5.2,conforming,Partial\n")
    assert [(item.conformity.value, item.work_status.value) for item in found.judgements] == [
        ("nonconforming", "partial"),
        ("conforming", "partial"),
    ]


def test_implemented_is_told_not_to_be_conforming() -> None:
    """A register that only says implemented is told so once, and a mapping can claim more."""
    table = "Control,Status\nA.5.1,Implemented\nA.5.2,Implemented\nA.5.3,Planned\n"
    assert codes(read(table)) == ["implemented-is-not-conforming"]
    claimed = read(table, mapping=ColumnMapping(implemented_means=Conformity.CONFORMING))
    assert codes(claimed) == []
    assert [item.conformity.value for item in claimed.judgements] == ["conforming", "conforming", "not-assessed"]


def test_unsaid_applicability_is_asked_for() -> None:
    """Where some controls are set aside and others only have a status, the import asks; a mapping can answer."""
    table = "Control,Status,Justification\nA.5.1,Planned,\nA.5.2,N/A,no boat\n"
    found = read(table)
    assert (len(found.applicability), codes(found)) == (1, ["applicability-unsaid"])
    answered = read(table, mapping=ColumnMapping(unsaid_applicability=Applicability.APPLICABLE))
    assert [item.decision.value for item in answered.applicability] == ["applicable", "not-applicable"]
    assert codes(answered) == []


def test_reasons_by_kind_are_read() -> None:
    """A column of reason codes gives kinds of reasons; what is none is kept and told."""
    found = read('Control,Applicable,Reason codes\nA.5.1,Yes,"LR, best practice"\nA.5.2,Yes,magic\n')
    assert found.applicability[0].reasons == (InclusionReason.LEGAL, InclusionReason.PRACTICE)
    assert (found.applicability[1].reasons, codes(found)) == ((), ["unknown-reason"])
    assert found.applicability[1].extensions[EXTENSION]["other"] == {"Reason codes": ["magic"]}  # type: ignore[index]  # JSON.


# Numbers.


@pytest.mark.parametrize(
    ("cell", "targets"),
    [
        ("A.5.1", "A.5.1"),
        ("a.5.1", "A.5.1"),
        ("A5.1", "A.5.1"),
        ("A 5.1", "A.5.1"),
        ("A-5.1", "A.5.1"),
        ("A.5.1.", "A.5.1"),
        ("A.05.01", "A.5.1"),
        ("**A.5.1**", "A.5.1"),
        ("`A.5.1`", "A.5.1"),
        ("[A.5.1]", "A.5.1"),
        ("'A.5.1", "A.5.1"),
        ("Annex A 5.1", "A.5.1"),
        ("Annex A.5.1", "A.5.1"),
        ("Control A.5.1", "A.5.1"),
        ("5.10", "A.5.10"),
        ("'5.10", "A.5.10"),
        ("A.5.1 Lamp policies", "A.5.1"),
        ("A.5.1 - Lamp policies", "A.5.1"),
        ("A.5.1: Lamp policies", "A.5.1"),
        ("A.5.1\nLamp policies", "A.5.1"),
        ("Clause 4.1", "4.1"),
        ("cl. 4.1", "4.1"),
        ("§ 4.1", "4.1"),
        ("Abschnitt 4.1", "4.1"),
        ("99003 A.5.1", "A.5.1"),
        ("ISO/IEC 99003:2031 A.5.1", "A.5.1"),
        ("ISO/IEC 99003:2031, 4.1", "4.1"),
        ("ISO 99003 Clause 4.1", "4.1"),
        ("ISO99003-A.5.1", "A.5.1"),
        ("8.5.1 b)", "8.5.1#b"),
        ("8.5.1(b)", "8.5.1#b"),
        ("8.5.1 a), c)", "8.5.1#a 8.5.1#c"),
        ("A.5.1, A.5.2", "A.5.1 A.5.2"),
        ("A.5.1; A.5.2", "A.5.1 A.5.2"),
        ("A.5.1 & A.5.2", "A.5.1 A.5.2"),
        ("A.5.1\nA.5.2", "A.5.1 A.5.2"),
        ("A.5.9 – A.5.11", "A.5.9 A.5.10 A.5.11"),
        ("A.5.9-11", "A.5.9 A.5.10 A.5.11"),
        ("A.5", "A.5"),
        ("Annex A", "Annex A"),
        ("Clause 4", "4"),
        ("4 Bearings", "4"),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: str, targets: str) -> None:
    """Letters, brackets, words, titles, lists and ranges around numbers are taken for what they are."""
    row = one(f'Ref,Status\n"{cell}",Planned\n')
    assert " ".join(target.local for target in row.targets) == targets
    assert row.outcome is Outcome.IMPORTED


@pytest.mark.parametrize(
    ("cell", "code", "near"),
    [
        ("5.1", "ambiguous-reference", None),
        ("5", "ambiguous-reference", None),
        ("17", "ambiguous-reference", None),
        ("A.5.99", "unknown-reference", "A.5.12"),
        ("A.5.1.1", "unknown-reference", "A.5.1"),
        ("B.5.1", "unknown-reference", "8.5.1"),
        ("8.5.1 z)", "unknown-reference", "8.5.1#d"),
        ("Clause 5.10", "unknown-reference", "A.5.10"),
        ("Control 10.2", "unknown-reference", "10.2"),
        ("A.5.1 see also A.5.2", "unread-reference", None),
        ("not A.5.1", "unread-reference", None),
        ("A.5.1 Lamp policies (was 8.6)", "unread-reference", None),
        ("8.5.1 a) b)", "unread-reference", None),
        ("lamps", "no-reference", None),
        ("A.5.1 " + "x" * 400, "no-reference", None),
        ("A.5.10 - A.6.2", "bad-range", None),
        ("10. Feb", "date-as-reference", "10.2"),
        ("Feb-10", "date-as-reference", "10.2"),
        ("10-Feb", "date-as-reference", "10.2"),
        ("2032-10-02", "date-as-reference", "10.2"),
        ("10/02/2032", "date-as-reference", "10.2"),
        ("02.10.2032", "date-as-reference", "10.2"),
        ("8. Mrz", "date-as-reference", "8.3"),
        ("45323", "date-as-reference", None),
        ("5,10", "number-as-reference", "5.10"),
        ("ISO/IEC 99003:2025 A.5.1", "other-edition", None),
        ("BS EN ISO/IEC 99003:2031 A.5.1", "other-edition", None),
        ("=A5", "formula", None),
    ],
)
def test_numbers_of_two_readings_are_refused(cell: str, code: str, near: str | None) -> None:
    """What is no number of the edition, or could be two, or was mangled, keeps the row out and names the nearest."""
    row = one(f'Ref,Status,Comments\n"{cell}",Planned,c\n')
    assert (row.outcome, codes(row), row.issues[0].nearest) == (Outcome.REFUSED, [code], near)
    assert (row.issues[0].row, row.issues[0].column_name) == (2, "Ref")


@pytest.mark.parametrize(
    ("header", "cell", "target"),
    [
        ("Control", "5.1", "A.5.1"),
        ("Annex A", "5.1", "A.5.1"),
        ("ISO/IEC 99003:2031 Control", "5.1", "A.5.1"),
        ("Clause", "5.1", "5.1"),
        ("Clause", "A.5.1", "A.5.1"),
        ("Clause", "Control 5.1", "A.5.1"),
        ("Control", "Clause 5.1", "5.1"),
        ("Control", "5", "A.5"),
        ("Clause", "5", "5"),
        ("ISO 99003", "4.1", "4.1"),
    ],
)
def test_the_header_says_what_a_bare_number_is(header: str, cell: str, target: str) -> None:
    """Under Control a number is a control, under Clause a clause; a letter or a word in the cell says more."""
    assert [found.local for found in one(f"{header},Status\n{cell},Planned\n").targets] == [target]


def test_the_header_of_the_titles_says_it_too() -> None:
    """Beside a column of control names a neutral number is the number of a control."""
    assert one("Ref,Control name,Status\n5.1,,Planned\n").targets == (ref("A.5.1"),)


@pytest.mark.parametrize(("numbers", "target"), [(BareNumbers.ANNEX, "A.5.1"), (BareNumbers.BODY, "5.1")])
def test_a_mapping_says_what_a_bare_number_is(numbers: BareNumbers, target: str) -> None:
    """A mapping decides for the whole register, whatever the header says."""
    for header in ("Ref", "Control", "Clause"):
        table = f"{header},Status\n5.1,Planned\n"
        assert one(table, mapping=ColumnMapping(bare_numbers=numbers)).targets == (ref(target),)


def test_a_title_can_tell_two_readings_apart() -> None:
    """Number and title together name one of two readings; the title of a third is refused."""
    assert one("Ref,Title,Status\n5.1,Lamp policies,Planned\n").targets == (ref("A.5.1"),)
    assert one("Ref,Title,Status\n5.1,Standing watch,Planned\n").targets == (ref("5.1"),)
    assert codes(one("Ref,Title,Status\nA.5.1,Fog,Planned\n")) == ["title-of-another"]
    assert codes(one("Ref,Status\nA.5.1 Watch book,Planned\n")) == ["title-of-another"]


def test_strange_titles_are_told_once_or_each() -> None:
    """One strange title is told at its row; where most are strange the register may be of another edition."""
    rows = ["A.5.1,Lamp policies,Planned", "A.5.2,Roles of the watch,Planned", "A.5.3,Quite something else,Planned"]
    assert codes(read("\n".join(["Control ID,Title,Status", *rows])).rows[3]) == ["title-differs"]
    half = read("\n".join(["Control ID,Title,Status", *rows[1:]]))
    assert (codes(half.rows[2]), codes(half)) == (["title-differs"], ["title-differs"])
    strange = read("Control ID,Title,Status\nA.5.1,Grundsätze,Planned\nA.5.2,Wachplan,Planned\n")
    assert codes(strange) == ["titles-differ"]


def test_an_adoption_is_read_when_the_mapping_names_it() -> None:
    """A national adoption stands for the edition only where the mapping says so."""
    table = "Standard,Clause,Status\nBS EN ISO/IEC 99003:2032,4.1,Planned\n"
    assert codes(one(table)) == ["other-edition"]
    assert codes(one("Standard,Clause,Status\nISO/IEC 99003:2031/Amd 1:2032,4.1,Planned\n")) == ["other-edition"]
    mapping = ColumnMapping(standard_names=("BS EN ISO/IEC 99003:2032",))
    assert one(table, mapping=mapping).outcome is Outcome.IMPORTED


def test_an_edition_without_controls_has_clauses_under_any_header() -> None:
    """In an edition without reference controls a bare number is a clause, even under Control."""
    bodyonly = attrs.evolve(LIGHTHOUSE, clauses=LIGHTHOUSE.clauses[:-1])
    assert one("Control,Status\n5.1,Planned\n", edition=bodyonly).targets == (ref("5.1"),)


def test_a_number_that_lost_its_zero_is_found() -> None:
    """5.1 between 5.9 and 5.11 was 5.10; 7.1 twice without 7.10 may have been."""
    found = kept("damaged.csv")
    lost = [(issue.row, issue.severity.value, issue.nearest) for issue in found.issues if issue.code == "lost-zero"]
    assert lost == [(4, "error", "A.5.10"), (14, "warning", "A.7.10")]
    assert ref("A.5.1") not in [item.target for item in found.judgements]


def test_a_clause_without_a_title_takes_any() -> None:
    """Where the edition has no title there is nothing to differ from."""
    assert codes(read("Clause,Title,Status\n8.5.2,Whatever,Planned\n8.5.2,Else,Planned\n")) == []


def test_a_long_remark_is_a_remark() -> None:
    """A row of one long text is a heading or a remark, however long."""
    assert one(f"Clause,Status\n{'a long remark ' * 50},\n").outcome is Outcome.HEADING


def test_numbers_in_order_lose_no_zero() -> None:
    """A complete register is not suspected, in whichever order it stands."""
    numbers = [f"A.5.{index}" for index in range(1, 13)]
    for order in (numbers, numbers[::-1], sorted(numbers)):
        found = read("Control,Status\n" + "".join(f"{number},Planned\n" for number in order))
        assert (codes(found), len(found.judgements)) == ([], 12)


# Headers.


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Control ID,Control,Status", "reference title status"),
        ("Control,Title,Status", "reference title status"),
        ("No.,Control,Status", "other reference status"),
        ("ID,Control ID,Status", "other reference status"),
        ("No.,Title,Status", "reference title status"),
        ("Ref,Control,Status", "reference title status"),
        ("Control,Title,Status,Reference", "reference title status evidence"),
        ("Clause,Requirement,Status", "reference title status"),
        ("Requirement,Status", "reference status"),
        ("Control,Status,Implementation", "reference status comment"),
        ("Control,Implementation", "reference implemented"),
        ("Control,Applicable,Implementation", "reference applicable implemented"),
        ("ISO/IEC 99003:2031,ISO 9001:2015,Status", "reference other status"),
        ("ISO/IEC 99003:2025 Control,Control,Status", "other reference status"),
        ("Control,Status,Justification / Implementation reference", "reference status justification"),
        ("Control,Status,Something / else", "reference status other"),
        ("CONTROL_ID,IMPLEMENTATION_STATUS", "reference implemented"),
        ("Control,Status,Evidence,Policies", "reference status evidence evidence"),
    ],
)
def test_headers_of_two_meanings_take_the_one_that_is_left(header: str, fields: str) -> None:
    """A header that could be two things is what no other header is."""
    found = read(header + "\n")
    assert " ".join(column.field.value for column in found.columns) == fields
    assert [issue for issue in found.issues if issue.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Control ID,Clause,Status", "two-columns-for-one-field"),
        ("Control,Status,Status", "two-columns-for-one-field"),
        ("Control,Reference,Status", "ambiguous-header"),
        ("Title,Status", "no-header"),
        ("Something,Else", "no-header"),
        ("Control", "no-header"),
        ("", "no-header"),
        ("ISO/IEC 99003:2025 Control,Status", "no-header"),
    ],
)
def test_a_table_whose_columns_are_in_doubt_is_not_read(header: str, code: str) -> None:
    """Two columns for one thing, or none for the number: the table stays out, and every row is accounted for."""
    found = read(f"{header}\nA.5.1,Planned,x\n\n")
    assert code in codes(found)
    assert (found.judgements, found.applicability) == ((), ())
    assert [row.number for row in found.rows] == [1, 2, 3]
    assert found.rows[1].outcome is Outcome.REFUSED


def test_a_mapping_names_columns() -> None:
    """A mapping gives headers of one's own their fields, takes them from others, and leaves columns out."""
    table = "Was?,Wie weit?,Status,Geheim\nA.5.1,Planned,old,secret\n"
    rules = {"was": Field.REFERENCE, "Wie weit": Field.IMPLEMENTED, "Status": Field.COMMENT, "geheim": Field.IGNORED}
    columns = tuple(ColumnRule(header=header, field=field) for header, field in rules.items())
    found = read(table, mapping=ColumnMapping(columns=columns))
    assert (codes(found), found.judgements[0].work_status) == ([], WorkStatus.PLANNED)
    assert found.judgements[0].note == "old"
    assert "secret" not in repr(found.judgements)


def test_a_mapping_that_names_what_is_not_there_is_told() -> None:
    """A header of the mapping that the register does not have is an issue with the nearest one."""
    mapping = ColumnMapping(columns=(ColumnRule(header="Statuss", field=Field.STATUS),))
    issue = read("Control,Status\nA.5.1,Planned\n", mapping=mapping).issues[0]
    assert (issue.code, issue.nearest) == ("mapping-unused", "Status")


def test_a_mapping_says_where_the_header_is() -> None:
    """A header row of the mapping is taken, and one that is not there is told."""
    table = "Control,Status\nControl,Status\nA.5.1,Planned\n"
    assert read(table, mapping=ColumnMapping(header_row=2)).rows[0].outcome is Outcome.ABOVE
    assert codes(read(table, mapping=ColumnMapping(header_row=9))) == ["no-header"]


def test_a_header_without_numbers_is_no_header() -> None:
    """A row that the mapping calls the header still needs a column for the numbers."""
    found = read("Title,Status\nFences,Planned\n", mapping=ColumnMapping(header_row=1))
    assert codes(found) == ["no-reference-column"]


def test_a_mapping_explains_words() -> None:
    """A word of one's own, or a known one that means something else here, is read as the mapping says."""
    words = (
        StatusWord(word="🟢", work_status=WorkStatus.IMPLEMENTED),
        StatusWord(word="Partial", column=Field.APPLICABLE, applicability=Applicability.APPLICABLE),
        StatusWord(word="x", column=Field.IMPLEMENTED, work_status=WorkStatus.IMPLEMENTED),
        StatusWord(word="later"),
    )
    table = "Control,Applicable,Implemented\nA.5.1,Partial,🟢\nA.5.2,yes,X\nA.5.3,yes,Later\n"
    found = read(table, mapping=ColumnMapping(status_words=words))
    assert [row.outcome.value for row in found.rows[1:]] == ["imported"] * 3
    assert [item.work_status.value for item in found.judgements] == ["implemented", "implemented"]
    assert len(found.applicability) == 3


@pytest.mark.parametrize(
    "facts",
    [
        {"columns": (ColumnRule(header="A b", field=Field.STATUS), ColumnRule(header="a_B", field=Field.TITLE))},
        {"status_words": (StatusWord(word="x"), StatusWord(word="X"))},
        {"unit_names": (UnitName(name="x"), UnitName(name="X"))},
        {"implemented_means": Conformity.NONCONFORMING},
        {"delimiter": "x"},
        {"header_row": 0},
    ],
)
def test_a_mapping_that_contradicts_itself_is_not_made(facts: dict[str, Any]) -> None:
    """Two meanings of one header, word or name, and a delimiter that is none, are refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - attrs' own validators raise it bare.
        ColumnMapping(**facts)


@pytest.mark.parametrize(("word", "column"), [(" ", None), ("x", Field.OWNER)])
def test_a_word_that_could_never_be_read_is_not_made(word: str, column: Field | None) -> None:
    """A status word of nothing, or in a column that states nothing, is refused."""
    with pytest.raises(InvariantError):
        StatusWord(word=word, column=column)


# Days.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2032-03-04", dt.date(2032, 3, 4)),
        ("2032/03/04", dt.date(2032, 3, 4)),
        ("2032-03-04 00:00:00", dt.date(2032, 3, 4)),
        ("04.03.2032", dt.date(2032, 3, 4)),
        ("4 March 2032", dt.date(2032, 3, 4)),
        ("4-Mar-2032", dt.date(2032, 3, 4)),
        ("4. März 2032", dt.date(2032, 3, 4)),
        ("1er août 2031", dt.date(2031, 8, 1)),
        ("March 4, 2032", dt.date(2032, 3, 4)),
        ("14/03/2032", dt.date(2032, 3, 14)),
        ("03/14/2032", dt.date(2032, 3, 14)),
        ("04/04/2032", dt.date(2032, 4, 4)),
    ],
)
def test_days_of_one_reading_are_read(text: str, day: dt.date) -> None:
    """A day is read where it can only be one."""
    found = read(f'Control,Status,Assessed on\nA.5.1,Planned,"{text}"\n')
    assert [item.judged_on for item in found.judgements] == [day]


@pytest.mark.parametrize(
    "text", ["03/04/2032", "12/05/2032", "05/12/2032", "45323", "31.02.2032", "spring", "4 Smarch 2032", "2032"]
)
def test_days_of_two_readings_are_refused(text: str) -> None:
    """A day that could be two, or is none, keeps the row out where it is the day of the judgement."""
    assert codes(one(f"Control,Status,Assessed on\nA.5.1,Planned,{text}\n")) == ["bad-date"]


@pytest.mark.parametrize(
    ("order", "day"), [(DateOrder.DAY_FIRST, dt.date(2032, 4, 3)), (DateOrder.MONTH_FIRST, dt.date(2032, 3, 4))]
)
def test_a_mapping_orders_days(order: DateOrder, day: dt.date) -> None:
    """A mapping says which number is the month."""
    table = "Control,Status,Assessed on\nA.5.1,Planned,03/04/2032\n"
    assert read(table, mapping=ColumnMapping(date_order=order)).judgements[0].judged_on == day


# Bytes.


def test_marks_of_byte_order_are_obeyed() -> None:
    """UTF-8 and UTF-16 with their marks are read without being named."""
    table = "Control;Status\nA.5.1;Mis en œuvre\n"
    for data in (b"\xef\xbb\xbf" + table.encode(), table.encode("utf-16"), b"\xfe\xff" + table.encode("utf-16-be")):
        assert read(data).judgements[0].work_status is WorkStatus.IMPLEMENTED


@pytest.mark.parametrize(
    ("data", "encoding", "code", "line"),
    [
        ("Control,Status\nA.5.1,erfüllt\n".encode("cp1252"), None, "not-in-encoding", 2),
        (b"Control,Status\n\nA.5.1,\x81\n", "cp1252", "not-in-encoding", 3),
        (b"\xef\xbb\xbfControl,Status\n", "cp1252", "encoding-contradicts-mark", None),
        (b"Control,Status\nA.5.1,\x00\n", None, "not-text", 2),
        (b"PK\x03\x04 and so on", None, "not-a-table", None),
        (b'Control,Status\n"A.5.1,Planned\n', None, "bad-quoting", 2),
        (b'Control,Status\n"A.5.1" x,Planned\n', None, "bad-quoting", 2),
    ],
)
def test_bytes_that_are_no_table_are_told(data: bytes, encoding: str | None, code: str, line: int | None) -> None:
    """What cannot be read as text or as a table gives one issue with its line, and nothing is imported."""
    found = read(data, encoding=encoding)
    assert [(issue.code, issue.line) for issue in found.issues] == [(code, line)]
    assert (found.judgements, found.applicability) == ((), ())


def test_a_table_named_wrongly_is_suspected() -> None:
    """UTF-8 read as Windows text on request is read so, with a warning."""
    found = read("Control,Status,Comments\nA.5.1,Planned,Wärter\n", encoding="cp1252")
    assert codes(found) == ["probably-utf-8"]
    assert found.judgements[0].note == "WÃ¤rter"


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_named_encoding_is_read(name: str) -> None:
    """A register of plain letters is read in every encoding that may be named."""
    assert len(read("Control,Status\nA.5.1,Planned\n".encode(name), encoding=name).judgements) == 1


@pytest.mark.parametrize("name", ["utf8", "UTF-8-SIG", "Windows-1252", "latin-1"])
def test_encodings_have_other_names(name: str) -> None:
    """The usual other names of an encoding are understood."""
    assert len(read("Control,Status\nA.5.1,Planned\n", encoding=name).judgements) == 1


@pytest.mark.parametrize("name", ["utf-9", "base64", "unicode_escape", "idna"])
def test_other_encodings_are_a_mistake_of_the_caller(name: str) -> None:
    """An encoding that is none, or is no encoding of text, raises."""
    with pytest.raises(UnknownNameError):
        read("", encoding=name)


@pytest.mark.parametrize(
    ("limits", "what", "found"),
    [
        (TableLimits(size=20), "bytes", 29),
        (TableLimits(rows=1), "rows", 2),
        (TableLimits(columns=1), "cells in a row", 2),
    ],
)
def test_a_table_that_is_too_large_raises(limits: TableLimits, what: str, found: int) -> None:
    """More bytes, rows or columns than the limits allow is an error that counts."""
    with pytest.raises(RegisterTooLargeError, match=what) as caught:
        read("Control,Status\nA.5.1,Planned\n", limits=limits)
    assert (caught.value.what, caught.value.found) == (what, found)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - made on the line.


def test_a_cell_that_is_too_long_keeps_its_row_out() -> None:
    """One oversized cell costs its row, not the register; the limit of the csv module is neither asked nor changed."""
    limit = csv.field_size_limit()
    found = read(f"Control,Status,Comments\nA.5.1,Planned,{'x' * 200_000}\nA.5.2,Planned,\n")
    assert [row.outcome.value for row in found.rows] == ["header", "refused", "imported"]
    assert codes(found.rows[1]) == ["cell-too-long"]
    assert csv.field_size_limit() == limit


def test_a_cell_may_be_as_long_as_the_limit() -> None:
    """The limit itself is allowed, one character more is not."""
    for length, count in ((13, 1), (14, 0)):
        table = f"Control,Status,Comments\nA.5.1,Planned,{'x' * length}\n"
        assert len(read(table, limits=TableLimits(cell=13)).judgements) == count


def test_nobody_cannot_stand_behind_a_register() -> None:
    """A register without a name behind it is a mistake of the caller."""
    with pytest.raises(InvariantError):
        read("Control,Status\nA.5.1,Planned\n", judged_by=" ")


# Results.


def test_an_import_becomes_an_assessment() -> None:
    """The assessment holds what was read and nothing else."""
    found = kept("statement.csv")
    record = found.to_assessment(id="ours", organization="Lighthouse Ltd")
    assert record == Assessment(
        id="ours",
        organization=Organization(name="Lighthouse Ltd"),
        editions=(LIGHTHOUSE.ref,),
        judgements=found.judgements,
        applicability=found.applicability,
    )
    assert found.to_assessment(id="ours", organization=record.organization) == record


def test_an_import_is_merged_once() -> None:
    """Merging adds the edition and the rows to what is there; merging again adds nothing."""
    record = perfect()
    found = kept("statement.csv")
    merged = found.merged_into(record)
    assert merged.editions == (*record.editions, LIGHTHOUSE.ref)
    assert merged.judgements == (*record.judgements, *found.judgements)
    assert merged.applicability == (*record.applicability, *found.applicability)
    assert found.merged_into(merged) == merged


def test_merging_links_what_is_named_by_its_id() -> None:
    """Evidence and risks named by an id of the assessment are linked; other names stay text."""
    record = perfect()
    risk = record.risks[0].id
    proof = record.evidence[0].id
    table = f"Control,Applicable,Status,Evidence,Risks\nA.5.1,Yes,Planned,{proof}; a photo,{risk}/R-none\n"
    found = read(table, edition=EDITION)
    merged = found.merged_into(record)
    assert merged.judgements[-1].evidence == (proof,)
    assert merged.applicability[-1].risks == (risk,)
    assert found.judgements[0].evidence == ()


def test_reports_are_safe_to_show() -> None:
    """Whatever stands in a register, its report has no control characters but line breaks."""
    table = 'Control,Status,Comments,\x1b[2Jx\nA.5.1,Planned,"a\x1b[2Jb\nc\u202e"\n\x07A.5.2,\x1b]0;x\x07,\u2028\n'
    told = read(table, name="so\x1b[2Ja.csv").report()
    assert not [character for character in told if not character.isprintable() and character != "\n"]
    assert "\\x1b[2J" in told


def test_reports_tell_every_row_and_reason() -> None:
    """The dry run has a line for each row, the words that were read, and each issue with what was expected."""
    lines = kept("statement.csv").report().splitlines()
    assert "     3  imported        A.5.2             applicable: applicable; implemented: partial" in lines
    assert "  Control ID = reference (the number of a control, and the header says control)" in lines
    wrong = next(line for line in lines if "[unknown-reference]" in line)
    assert wrong.endswith(
        "column 'Control ID': ISO/IEC 99003:2031 has no A.7.12; "
        "expected a clause or control of ISO/IEC 99003:2031; did you mean 'A.7.11'? [unknown-reference]"
    )
    assert lines[-1] == (
        "rows: 12 (6 imported, 1 header, 5 refused); judgements: 4; applicability decisions: 6; "
        "issues: 5 error, 1 information"
    )
    assert repr(kept("statement.csv")) == f"<RegisterImport 'statement.csv': {lines[-1]}>"


@pytest.mark.parametrize("name", NAMES)
def test_results_are_values(name: str) -> None:
    """An import compares, hashes, copies, pickles, and reads back from its own JSON; so does its mapping."""
    found = kept(name)
    assert found == kept(name)
    assert hash(found) == hash(kept(name))
    assert copy.deepcopy(found) == found
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - made on the line.
    assert structure(Source(name="x", tree=unstructure(found)), RegisterImport) == found


def test_mappings_read_back_from_json() -> None:
    """A mapping is a document: what it says survives being written and read."""
    mapping = ColumnMapping(
        columns=(ColumnRule(header="Stand", field=Field.STATUS),),
        status_words=(StatusWord(word="grün", column=Field.STATUS, work_status=WorkStatus.IMPLEMENTED),),
        standard_names=("DIN EN ISO/IEC 99003:2032",),
        unit_names=NORTH,
        bare_numbers=BareNumbers.ANNEX,
        blank_reference=BlankReference.AS_ABOVE,
        date_order=DateOrder.DAY_FIRST,
        implemented_means=Conformity.CONFORMING,
        unsaid_applicability=Applicability.APPLICABLE,
        header_row=3,
        delimiter=";",
    )
    assert structure(Source(name="x", tree=unstructure(mapping)), ColumnMapping) == mapping


# Writing.


PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    '"=1',
    "'=1",
    "''=1",
    " \"'=1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_written_cell_starts_a_formula(payload: str) -> None:
    """Text that a spreadsheet could compute is written with an apostrophe in front, and plain text as it is."""
    assert neutralized(payload) == "'" + payload
    record = perfect()
    noted = attrs.evolve(record, judgements=tuple(attrs.evolve(item, note=payload) for item in record.judgements))
    cells = [cell for row in csv.reader(io.StringIO(write_register(noted, EDITION))) for cell in row]
    assert f"'{payload}" in cells
    assert not [cell for cell in cells if cell.lstrip(" \"'")[:1] in tuple("=+-@\t\r\n") and cell[:1] != "'" and cell]


@pytest.mark.parametrize("text", ["plain", "5.10", "", "A.5.1", "x=1", "1-2", "'quoted'", "’s"])
def test_plain_text_is_written_as_it_is(text: str) -> None:
    """Nothing is put in front of what can be no formula."""
    assert neutralized(text) == text


def test_a_written_register_lists_every_control() -> None:
    """Every reference control has a row, decided or not; clauses only where something is recorded."""
    empty = Assessment(id="x", organization=Organization(name="x"), editions=(LIGHTHOUSE.ref,))
    rows = list(csv.DictReader(io.StringIO(write_register(empty, LIGHTHOUSE))))
    assert [row["Reference"] for row in rows] == [control.ref.local for control in LIGHTHOUSE.controls()]
    assert {row["Applicable"] for row in rows} == {""}


def test_the_latest_statement_is_written() -> None:
    """Of several judgements on a requirement the last one of the whole organization is in the table."""
    item = kept("statement.csv").judgements[0]
    later = attrs.evolve(item, judged_on=ON + dt.timedelta(days=1), work_status=WorkStatus.PARTIAL)
    single = attrs.evolve(later, units=("north",), judged_on=ON + dt.timedelta(days=2))
    record = Assessment(
        id="x", organization=Organization(name="x"), editions=(LIGHTHOUSE.ref,), judgements=(later, item, single)
    )
    rows = list(csv.DictReader(io.StringIO(write_register(record, LIGHTHOUSE))))
    assert (rows[0]["Reference"], rows[0]["Implementation status"]) == ("A.5.1", "partial")


def test_of_one_day_the_last_statement_is_written() -> None:
    """Of two judgements of one day the later one in the record is in the table."""
    item = kept("statement.csv").judgements[0]
    second = attrs.evolve(item, work_status=WorkStatus.PLANNED)
    record = Assessment(
        id="x", organization=Organization(name="x"), editions=(LIGHTHOUSE.ref,), judgements=(item, second)
    )
    assert "A.5.1,Lamp policies,,,,planned,,2032-06-01,A. Beam,,\r\n" in write_register(record, LIGHTHOUSE)


def test_what_is_excluded_is_written_without_a_judgement() -> None:
    """A control that was judged and then excluded has only the exclusion in its row, so that the row can be read."""
    found = kept("statement.csv")
    out = attrs.evolve(found.applicability[0], decision=Applicability.NOT_APPLICABLE, reasons=())
    record = Assessment(
        id="x",
        organization=Organization(name="x"),
        editions=(LIGHTHOUSE.ref,),
        judgements=found.judgements[:1],
        applicability=(out,),
    )
    again = read(write_register(record, LIGHTHOUSE))
    assert (again.judgements, [item.decision.value for item in again.applicability]) == ((), ["not-applicable"])


# Laws.

ENTRIES = [control.ref.local for control in LIGHTHOUSE.controls()] + [
    "4.1", "4.2#1", "5.2#a", "8.3", "8.5.1", "8.5.1#c", "10.2",
]  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12).map(str.strip)
CELLS = st.one_of(
    st.sampled_from(
        ["A.5.1", "5.1", "5.10", "4.1", "4 Bearings", "Yes", "No", "Implemented", "Planned", "N/A", "x", "-", "=1",
         "Keepers", "10. Feb", "A.5.1 - A.5.4", "ISO 9001 4.1", "Compliant", "2032-01-01", "01/02/2032",
         "A.5.1\nLamp policies", '"', "'"]
    ),
    TEXTS,
)  # fmt: skip
HEADERS = st.sampled_from(
    ["Control", "Control ID", "Clause", "Ref", "No.", "Title", "Applicable", "Status", "Implemented", "Conformity",
     "Evidence", "Justification", "Comments", "Standard", "Assessed on", "LR", "", "Whatever", "ISO/IEC 99003:2031"]
)  # fmt: skip


def written(rows: list[list[str]], delimiter: str, quoting: int) -> str:
    """Write a table as the csv module does."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]  # a constant of csv.
    return file.getvalue()


@given(
    header=st.lists(HEADERS, min_size=1, max_size=6),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=12),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    above=st.booleans(),
)
@settings(max_examples=250, deadline=None)
def test_every_row_is_accounted_for(
    header: list[str],
    rows: list[list[str]],
    delimiter: str,
    quoting: int,
    above: bool,  # noqa: FBT001 - drawn.
) -> None:
    """Each row of any table is there once, and what is imported is in the edition, was stated, and is not in doubt."""
    table = [*([["Title"]] if above else []), ["Control", *header], *rows]
    found = read(written(table, delimiter, quoting), mapping=ColumnMapping(delimiter=delimiter))
    assert [row.number for row in found.rows] == list(range(1, len(table) + 1))
    assert sum(found.counts().values()) == len(table)
    for row, cells in zip(found.rows, table, strict=True):
        assert [cell.text for cell in row.cells] == [cell.strip() for cell in cells if cell.strip()]
        wrong = [issue for issue in row.issues if issue.severity is Severity.ERROR]
        assert bool(wrong) <= (row.outcome is Outcome.REFUSED)
        assert row.outcome is not Outcome.REFUSED or wrong or not found.judgements
        event(row.outcome.value)
    imported = {target for row in found.rows if row.outcome is Outcome.IMPORTED for target in row.targets}
    given_by_rows = {item.target for item in found.judgements} | {item.target for item in found.applicability}
    assert given_by_rows == imported
    assert all(target in LIGHTHOUSE for target in imported)
    assert all(issue.row is None or issue.row <= len(table) for issue in found.issues)
    found.report()


@given(data=st.binary(max_size=200), encoding=st.sampled_from([None, "utf-8", "cp1252", "utf-16", "shift_jis"]))
@settings(max_examples=200, deadline=None)
def test_bytes_never_raise(data: bytes, encoding: str | None) -> None:
    """Whatever the bytes are, reading them gives a result."""
    for table in (data, b"Control,Status\n" + data):
        assert isinstance(read(table, encoding=encoding), RegisterImport)


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(ENTRIES), st.sampled_from(["Planned", "Implemented", "No"])), min_size=1, max_size=12
    ),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_the_order_of_rows_does_not_matter(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    """The same rows in another order give the same statements; rows that disagree stay out in either."""
    shuffled = data.draw(st.permutations(rows))
    statements = []
    for order in (rows, shuffled):
        table = "Clause/Control,Implemented\n" + "".join(
            f"{'' if name.startswith('A') else 'Clause '}{name},{word}\n" for name, word in order
        )
        found = read(table)
        if any(issue.code == "lost-zero" and issue.severity is Severity.ERROR for issue in found.issues):
            # A neighbourhood that looks like a lost zero is about the order.
            return
        statements.append(
            (
                {(item.target, item.work_status) for item in found.judgements},
                sorted(row.targets[0].local for row in found.rows if row.outcome is Outcome.REFUSED),
            )
        )
    assert statements[0] == statements[1]


@st.composite
def records(draw: st.DrawFn) -> Assessment:
    """Draw what a register can hold: one judgement and one decision of one day and person on each of some entries."""
    texts = st.one_of(st.sampled_from([*PAYLOADS, "a\nb", 'say "so"', "a, b; c", "'it"]).map(str.strip), TEXTS).filter(
        lambda text: (
            any(character.isalnum() for character in text)
            and text.casefold()
            not in {"n/a", "na", "n.a.", "none", "nil", "keine", "keiner", "entfällt", "aucun", "aucune", "s.o."}
            and "\r" not in text
        )
    )
    judgements, decisions = [], []
    for name in draw(st.lists(st.sampled_from(ENTRIES), unique=True)):
        on = draw(st.dates(dt.date(2030, 1, 1), ON))
        by = draw(texts)
        if draw(st.booleans()):
            conformity = draw(st.sampled_from(Conformity))
            allowed = (
                (WorkStatus.PARTIAL, WorkStatus.IMPLEMENTED)
                if conformity is Conformity.CONFORMING
                else tuple(WorkStatus)
            )
            judgements.append(
                Judgement(
                    target=ref(name),
                    conformity=conformity,
                    work_status=draw(st.sampled_from(allowed)),
                    judged_by=by,
                    judged_on=on,
                    role=Role.OWNER,
                    catalogue_revision=7,
                    note=draw(st.none() | texts),
                )
            )
        if draw(st.booleans()):
            excludable = name.startswith("A") or name == "8.3"
            judged = bool(judgements) and judgements[-1].target == ref(name)
            out = excludable and not judged and draw(st.booleans())
            decisions.append(
                ApplicabilityDecision(
                    target=ref(name),
                    decision=Applicability.NOT_APPLICABLE if out else Applicability.APPLICABLE,
                    justification=draw(st.none() | texts),
                    reasons=() if out else tuple(draw(st.lists(st.sampled_from(InclusionReason), unique=True))),
                    decided_by=by,
                    decided_on=on,
                    review_on=draw(st.none() | st.dates(ON, dt.date(2040, 1, 1))),
                )
            )
    return Assessment(
        id="x",
        organization=Organization(name="x"),
        editions=(LIGHTHOUSE.ref,),
        judgements=tuple(judgements),
        applicability=tuple(decisions),
    )


@given(record=records())
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(record: Assessment) -> None:
    """A register that was written reads back as the judgements and decisions it was written from."""
    found = read(write_register(record, LIGHTHOUSE))
    assert [issue for issue in found.issues if issue.severity is Severity.ERROR] == []
    bare: dict[str, Any] = {"extensions": Extensions()}
    order = {name: place for place, name in enumerate(ENTRIES)}
    key = lambda item: order[item.target.local]  # noqa: E731 - of one use.
    event(f"judgements: {min(len(record.judgements), 5)}, decisions: {min(len(record.applicability), 5)}")
    assert sorted((attrs.evolve(item, **bare) for item in found.judgements), key=key) == sorted(
        record.judgements, key=key
    )
    assert sorted((attrs.evolve(item, **bare) for item in found.applicability), key=key) == sorted(
        record.applicability, key=key
    )


PLANTED = [
    (3, "A.5.2,Roles of the watch,Yes,Implemnted", "unknown-status"),
    (4, "A.5.33,Separation of duties,Yes,Planned", "unknown-reference"),
    (5, "A.5.5,Watch book,Yes,Planned", "title-of-another"),
    (6, "A.5.5,Spare lamp,No,Implemented", "contradicting-cells"),
    (7, "6. Mai,Oil,Yes,Planned", "date-as-reference"),
    (8, "A.5.7,Lenses,=TRUE,Planned", "formula"),
    (9, "A.5.8,Clockwork,x,Planned", "ambiguous-status"),
    (10, "A.5.9,Log, with a comma,Yes,Planned", "too-many-cells"),
    (11, ",,Yes,Planned", "no-reference"),
    (12, "A.5.1,Lamp policies,Yes,Planned", "rows-disagree"),
]


@pytest.mark.parametrize(("number", "line", "code"), PLANTED)
def test_planted_defects_are_each_found(number: int, line: str, code: str) -> None:
    """One wrong row in a sound register is found at its place, and the sound rows are imported all the same."""
    lines = [f"{control.ref.local},{control.title},Yes,Implemented" for control in LIGHTHOUSE.controls()]
    sound = read("\n".join(["Control ID,Control Name,Applicable,Status", *lines]))
    assert (len(sound.judgements), codes(sound)) == (26, ["implemented-is-not-conforming"])
    lines[number - 2] = line
    found = read("\n".join(["Control ID,Control Name,Applicable,Status", *lines]))
    wrong = [(issue.code, issue.row) for issue in found.issues if issue.severity is Severity.ERROR]
    assert (code, number) in wrong
    assert len(found.judgements) == (24 if code == "rows-disagree" else 25)
    assert {row for _, row in wrong} == ({2, number} if code == "rows-disagree" else {number})


@pytest.mark.parametrize(
    "table",
    [
        "Control,Status\n" + "A.5.1,nonsense\n" * 3000,
        "Control,Status\n" + "".join(f"A.5.1,nonsense {index}\n" for index in range(3000)),
        "Control,Status\n" + "".join(f"A.5.{index},Planned\n" for index in range(3000)),
        "Control,Status,Comments\n" + "".join(f"A.5.1,Planned,remark {index}\n" for index in range(3000)),
        "Control,Status\n" + "A.5.1,Planned\nA.5.1,Implemented\n" * 1500,
        'Control,Status,Comments\nA.5.1,Planned,"' + "'" * 32_000 + '"\n',
        'Control,Status,Comments\nA.5.1,Planned,"' + "'" + " " * 32_000 + 'x"\n',
        "Control,Status\n" + '"' + "* " * 16_000 + '",Planned\n',
        ",".join(["Control", "Status", *(f"unheard of {index}" for index in range(250))]) + "\nA.5.1,Planned\n",
        "Control,Status," + "ISO 9 " * 5_000 + "\nA.5.1,Planned,\n",
    ],
)
def test_hostile_tables_cost_little(table: str) -> None:
    """Thousands of wrong, repeated or contradicting rows and cells of a repeated sign are read in linear time."""
    found = read(table)
    assert sum(found.counts().values()) == table.count("\n")
    assert len(found.report()) > 0
