# SPDX-License-Identifier: Apache-2.0
"""Read a Statement of Applicability that is kept as a table, and list what an auditor would object to."""

import datetime as dt
from pathlib import Path

from isomodel import applicability, catalogue
from isomodel.register import read_register

table = Path(__file__).parent / "registers" / "soa-27001.csv"
edition = catalogue.load("ISO/IEC 27001:2022")
on = dt.date(2026, 10, 2)
came = read_register(table.read_bytes(), name=table.name, edition=edition, judged_by="Mara Lind", judged_on=on)
print(came.summary())
record = came.to_assessment(id="brackwater", organization="Brackwater Instruments")
statement = applicability.statement(record, edition, on=on)
print(statement)
found = applicability.issues(statement, edition, on=on)
for code in sorted({issue.code for issue in found}):
    first = next(issue for issue in found if issue.code == code)
    print(f"{first.severity.value} {code}: {first.message}")

# Prints (… stands for the rest of a line):
#   rows: 101 (93 imported, 2 above-header, 1 header, 4 heading, 1 blank); judgements: 91; applicability decisions…
#   ISO/IEC 27001:2022 · Statement of Applicability · Brackwater Instruments
#     as of 2026-10-02
#     reference controls 93: necessary 91, excluded 2, undecided 0, contradicted 0
#     of those necessary: implemented 89, not implemented 2, unknown 0
#       A.8.11 Data masking: excluded: The cloud service holds flow readings and login names only. No data set lea…
#       A.8.12 Data leakage prevention: not implemented (partial)
#       A.8.13 Information backup: not implemented (partial)
#       A.8.30 Outsourced development: excluded: All firmware and software is developed by our own staff since the…
#   warning plan-not-recorded: A.8.12 is necessary and not implemented; no plan is recorded, and the register of r…
#   warning statement-without-scope: the record has no scope, so that nobody can tell what the controls are necess…
