# SPDX-License-Identifier: Apache-2.0
"""Ask whether a company is ready for an audit, what stands in the way, and when the answer changes."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import Assessment, catalogue, readiness

record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)
editions = catalogue.load_for(record)
for gate in ("stage-1", "stage-2"):
    result = readiness.evaluate(record, editions, standard="ISO/IEC 27001:2022", gate=gate, on=dt.date(2026, 11, 23))
    print(f"{result.gate.value}: {result.verdict.value}")
    for blocker in result.blockers:
        print(f"  {blocker.position:>2} {blocker.subject.rpartition(', ')[2]}: {blocker.sentence}")
    change = result.changes_on or result.next_change
    if change is not None:
        print(f"  until {change.on}, then {change.verdict.value}: {change.causes[0]}")

# Prints (… stands for lines left out here):
#   stage-1: ready
#     until 2027-02-01, then not-ready: 6.1.3#d: met → stale: EV-011 no longer counts
#   stage-2: not-ready
#      1 management-review.current: the last management review was on 2025-09-30 (MR-25-2), more than 12 months ago
#      2 findings.no-open-internal-major: open internal major nonconformities: NC-26-05
#      3 8.2#1: gap in hosting: NC-26-05 is open (major)
#      4 9.3.2#a: stale: EV-049 no longer counts
#   …
#     17 A.5.18: stale in skelby: EV-063 no longer counts
#     until 2027-02-01, then not-ready: 6.1.3#d: met → stale: EV-011 no longer counts
