# SPDX-License-Identifier: Apache-2.0
"""Say what a client's record is worth in the new edition, carry it over, and take it back."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import Assessment, catalogue, migration

day = dt.date(2026, 11, 26)
record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)

for standing in catalogue.editions(on=day):
    if standing.ref.number == "9001":
        print(f"{standing.ref}: {standing.reason}")
print(migration.compare("ISO 9001:2015", "ISO 9001:2026").counts()[migration.ChangeKind.NEW], "requirements are new")

plan = migration.plan(record, to="ISO 9001:2026", on=day)
print(plan)
moved, log = migration.apply(plan, record)
print(f"left to carry: {not migration.plan(moved, to='ISO 9001:2026', on=day).is_empty}")
print(f"taken back: {migration.undo(moved, log) == record}")
print(migration.reuse(record, toward="ISO 45001:2018", on=day))

# Prints:
#   ISO 9001:2015: being replaced by ISO 9001:2026; …
#   ISO 9001:2026: current: no newer edition is out
#   4 requirements are new
#   ISO 9001:2015 → ISO 9001:2026 · brackwater-2026 · on 2026-11-26
#   …
#     requirements 306: kept 293  needs review 9  new 4
#   …
#     new (4):
#   …
#     links added beside the old ones: 32 of evidence, 3 of findings, 4 of objectives
#   left to carry: False
#   taken back: True
#   …
#     structure    36 of 40 clauses are about something that a held edition is about too
#   …
