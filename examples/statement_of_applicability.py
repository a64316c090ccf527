# SPDX-License-Identifier: Apache-2.0
"""Build a Statement of Applicability, list what an auditor would object to, sign it, compare it with an older one."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import Assessment, applicability, catalogue

record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)
edition = catalogue.load("ISO/IEC 27001:2022")
earlier, today = dt.date(2026, 6, 30), dt.date(2026, 11, 23)
current = applicability.statement(record, edition, on=today)
print(current)
for issue in applicability.issues(current, edition, on=dt.date(2027, 4, 1)):
    print(f"{issue.message}; expected: {issue.expected}")
version = applicability.freeze(current, number="4", on=today, signed_by="Nkechi Adeyemi")
print(applicability.compare(applicability.statement(record, edition, on=earlier), version))
print(applicability.to_csv(current).splitlines()[1])

# Prints (… stands for the rest of a line):
#   ISO/IEC 27001:2022 · Statement of Applicability · Brackwater Instruments
#     as of 2026-11-23
#     reference controls 93: necessary 91, excluded 2, undecided 0, contradicted 0
#     of those necessary: implemented 90, not implemented 1, unknown 0
#       A.8.11 Data masking: excluded: The cloud service holds flow readings and login names only. No data set leaves…
#       A.8.12 Data leakage prevention: not implemented (partial)
#       A.8.30 Outsourced development: excluded: All firmware and software is developed by our own staff since the con…
#   the decision on A.8.11 was to be looked at again on 2027-02-12; expected: a later day, after the decision was look…
#   the plan for R-06 was to be carried out by 2027-03-31, and A.8.12 is not implemented; expected: the control implem…
#   the decision on A.8.30 was to be looked at again on 2027-02-12; expected: a later day, after the decision was look…
#   ISO/IEC 27001:2022 · 2026-06-30 → version 4
#     0 added, 0 removed, 3 changed, 90 unchanged
#     A.5.18 changed evidence: EV-062; EV-063 → EV-062; EV-063; EV-064
#     A.5.35 changed implementation: not-implemented → implemented
#     A.5.35 changed work_status: partial → implemented
#     A.6.3 changed evidence: EV-022 → EV-021; EV-022
#     about as_of: 2026-06-30 → 2026-11-23
#   A.5.1,Policies for information security,ISO/IEC 27001:2022,yes,Staff and customers ask by which rules we work; the…
