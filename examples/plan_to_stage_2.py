# SPDX-License-Identifier: Apache-2.0
"""Plan the least work to stage 2 with three people, and ask how sure the day is."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import Assessment, Calendar, Effort, Person, catalogue, planning

record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)
people = (
    Person(id="callum", name="Callum Strachan", capacity=300),
    Person(
        id="nkechi",
        name="Nkechi Adeyemi",
        capacity=240,
        absent=(isomodel.Period(first=dt.date(2026, 11, 30), last=dt.date(2026, 12, 4)),),
    ),
    Person(id="ida", name="Ida Wren", skills=("internal-auditor",)),
)
plan = planning.plan(
    record,
    catalogue.load_for(record),
    standard="ISO/IEC 27001:2022",
    gate="stage-2",
    on=dt.date(2026, 11, 23),
    by=dt.date(2026, 12, 11),
    people=people,
    effort={"hold-management-review": Effort(optimistic=6, likely=10, pessimistic=20)},
    calendar=Calendar(holidays=(dt.date(2026, 12, 8),)),
)
print(plan)
print(planning.forecast(plan, seed=2026))

# Prints (… stands for the rest of a line):
#   ISO/IEC 27001:2022 · stage-2 · as of 2026-11-23 · NOT READY
#     3 steps, 78 hours, done on 2026-12-15, not by 2026-12-11
#      1.   2026-11-23 – 2026-11-23  Nkechi Adeyemi   Renew what EV-063 showed, 1/4/12 h (12 d slack)
#      2. ● 2026-11-23 – 2026-12-10  Callum Strachan  Correct NC-26-05, remove its cause and have it closed, 48/64/…
#      3. ● 2026-12-11 – 2026-12-15  Nkechi Adeyemi   Hold a management review with every required input, 6/10/20 h
#     ● a day of delay moves the end; no plan of these steps ends on an earlier day
#     2 working days too late for 2026-12-11: 6 hours of work come after it
#       with 1 more person who can do everything it is done by then
#       nothing can be left open
#     numbers isomodel-planning 1; This is a plan computed from the organization's own record and from estimates; i…
#   ISO/IEC 27001:2022 · stage-2 · planned to be done on 2026-12-15
#     P10  2026-12-14
#     P50  2026-12-17
#     P80  2026-12-21
#     P95  2026-12-23
#     done by 2026-12-11 in 68 of 1000 runs
#     what moves the end most (rank correlation in thousandths; runs in which it decided)
#         949   1000  close-finding NC-26-05
#         237   1000  hold-management-review
#          -6      0  renew-evidence EV-063
#     1000 runs with seed 2026, everybody's order of steps kept
