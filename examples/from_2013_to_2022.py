# SPDX-License-Identifier: Apache-2.0
"""Carry a record against ISO/IEC 27001:2013, every control judged, over to the edition of 2022."""

import datetime as dt

from isomodel import Assessment, Judgement, Organization, RequirementRef, catalogue, dumps, migration
from isomodel.assessment import Conformity, Role, WorkStatus


def conforming(ref: RequirementRef) -> Judgement:
    """Return what a reviewer found in September 2025."""
    return Judgement(
        target=ref,
        conformity=Conformity.CONFORMING,
        work_status=WorkStatus.IMPLEMENTED,
        judged_by="Ida",
        judged_on=dt.date(2025, 9, 1),
        role=Role.REVIEWER,
    )


old = catalogue.load("ISO/IEC 27001:2013")
judged = [control.ref for control in old.controls()] + [RequirementRef.parse(f"{old.ref}, {n}") for n in range(4, 11)]
record = Assessment(
    id="old-record",
    organization=Organization(name="Brackwater Instruments"),
    editions=(old.ref,),
    judgements=tuple(map(conforming, judged)),
)
plan = migration.plan(record, to="ISO/IEC 27001:2022", on=dt.date(2026, 11, 26))
print("\n".join(plan.lines(shown=2)))
print(f"as JSON: {len(dumps(plan)) // 1000} kB")
moved, log = migration.apply(plan, record)
print(f"taken back: {migration.undo(moved, log) == record}")

# Prints:
#   ISO/IEC 27001:2013 → ISO/IEC 27001:2022 · old-record · on 2026-11-26
#     ISO/IEC 27001:2013 is ended: replaced by ISO/IEC 27001:2022; …
#   …
#     requirements 148: kept 137  needs review 5  new 6
#     controls 93: kept 35  needs review 47  new 11
#   …
#     not carried (1):
#   …
#   taken back: True
