# SPDX-License-Identifier: Apache-2.0
"""Read a Statement of Applicability as people keep it: first as it is, then with a mapping that says what it means."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import catalogue
from isomodel.register import ColumnMapping, RegisterImport, read_register

FOLDER = Path(__file__).parent / "registers"


def imported(name: str, mapping: ColumnMapping | None = None, encoding: str | None = None) -> RegisterImport:
    """Read one of the registers against ISO/IEC 27001:2022."""
    return read_register(
        (FOLDER / name).read_bytes(),
        name=name,
        edition=catalogue.load("ISO/IEC 27001:2022"),
        mapping=mapping,
        judged_by="Information security manager",
        judged_on=dt.date(2026, 10, 2),
        encoding=encoding,
    )


print(imported("soa-27001.csv").summary())
print(imported("messy-soa.csv").issues[0])
print(imported("messy-soa.csv", encoding="cp1252").summary())

rules = isomodel.load(FOLDER / "messy-soa.mapping.json", ColumnMapping)
read = imported("messy-soa.csv", rules, "cp1252")
print(read.summary())
for issue in read.issues:
    if issue.row is not None:
        print(f"  {issue}")
record = read.to_assessment(id="draft", organization="Brackwater Instruments")
print(record)

# It prints (… stands for the rest of a line):
#   rows: 101 (93 imported, 2 above-header, 1 header, 4 heading, 1 blank); judgements: 91; …
#   line 5, column 1 (the document): byte 171 is not utf-8 [not-in-encoding]
#   rows: 17 (6 imported, 1 silent, 1 above-header, 1 header, 2 heading, 1 blank, 5 refused); judgements: 8; …
#   rows: 17 (7 imported, 1 above-header, 1 header, 2 heading, 1 blank, 5 refused); judgements: 8; …
#     sheet 'messy-soa.csv', row 8, column 'Ref': A.5.1 stands between A.5.9 and A.5.11: a spreadsheet took its zero; …
#     sheet 'messy-soa.csv', row 11, column 'Status': 'In use?' says 'nein' and 'Status' says 'umgesetzt': …
#     sheet 'messy-soa.csv', row 12, column 'Ref': '8. Mai' is a day: a spreadsheet makes one of a number that is …
#     sheet 'messy-soa.csv', row 14, column 'Ref': ISO/IEC 27001:2022 has no A.9.2; …
#     sheet 'messy-soa.csv', row 16, column 'Ref': a formula is not read here: what it says depends on where it is …
#   <Assessment draft of Brackwater Instruments: ISO/IEC 27001:2022; 8 judgements, 0 items of evidence>
