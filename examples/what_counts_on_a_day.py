# SPDX-License-Identifier: Apache-2.0
"""Read one record on several days: what came later does not count yet, and what is old no longer does."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import Assessment, catalogue, readiness

record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)
editions = catalogue.load_for(record)
for day in ("2026-02-27", "2026-08-31", "2026-09-15", "2026-10-05", "2026-11-23", "2027-02-01"):
    on = dt.date.fromisoformat(day)
    result = readiness.evaluate(record, editions, standard="ISO/IEC 27001:2022", gate="stage-2", on=on)
    held_up = [rule.id for rule in result.rules if rule.outcome is not readiness.Outcome.PASSED]
    print(f"{on} {result.verdict.value}: {', '.join(held_up) or 'nothing stands in the way'}")

# Prints:
#   2026-02-27 not-ready: internal-audit-cycle, treatment-approved, pillars-hold, documented-information, …
#   2026-08-31 ready: nothing stands in the way
#   2026-09-15 not-ready: no-open-internal-major, pillars-hold, requirements-conform
#   2026-10-05 not-ready: management-review-done, no-open-internal-major, pillars-hold, records-of-operation, …
#   2026-11-23 not-ready: management-review-done, no-open-internal-major, pillars-hold, records-of-operation, …
#   2027-02-01 not-ready: management-review-done, no-open-internal-major, pillars-hold, documented-information, …
