# SPDX-License-Identifier: Apache-2.0
"""Say what a client's record is worth in the new edition, carry it over, and take it back."""

import datetime as dt

from isomodel import catalogue, load, migration
from isomodel.assessment import Assessment

day = dt.date(2026, 11, 26)
record = load("examples/brackwater/assessment.json", Assessment)

for standing in catalogue.editions(on=day):
    if standing.ref.number == "9001":
        print(f"{standing.ref}: {standing.reason}")
print(migration.compare("ISO 9001:2015", "ISO 9001:2026"))

plan = migration.plan(record, to="ISO 9001:2026", on=day)
print(plan)
moved, log = migration.apply(plan, record)
print(f"carried again: {not migration.plan(moved, to='ISO 9001:2026', on=day).is_empty}")
print(f"taken back: {migration.undo(moved, log) == record}")
print(migration.reuse(record, toward="ISO 45001:2018", on=day))
