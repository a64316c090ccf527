# SPDX-License-Identifier: Apache-2.0
"""Ask about three standards at once: the worst first, what they have in common, and whether what recurs has run."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import Assessment, catalogue, readiness

record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)
editions = catalogue.load_for(record)
overview = readiness.together(record, editions, gates="stage-2", on=dt.date(2027, 4, 15))
print(overview)
first, last, today = dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 11, 23)
print(readiness.period(record, editions, standard="ISO/IEC 27001:2022", start=first, end=last, on=today))

# Prints (… stands for lines left out here):
#   Brackwater Instruments · 3 standards · as of 2027-04-15 · NOT READY
#     stage-2: NOT READY by ISO 9001:2015, ISO 14001:2015, ISO/IEC 27001:2022
#       not-ready 3: ISO 9001:2015, ISO 14001:2015, ISO/IEC 27001:2022
#                           ISO 9001:2015  ISO 14001:2015  ISO/IEC 27001:2022
#       requirements                  299             173                 147
#   …
#         met                         202             162                 125
#   …
#         share met                  67 %            93 %                85 %
#   …
#       what holds up several standards at once (3):
#        1. ✗ evidence:EV-043: 3 standards, 15 blockers: stale: EV-043 no longer counts
#        2. ? internal-audit.coverage: 3 standards, 3 blockers: 84 combinations of clause and unit are not covered …
#   …
#   ISO/IEC 27001:2022 · Brackwater Instruments · 2026-01-01 to 2026-12-31, as known on 2026-11-23
#     by policy: overdue 1, unknown 1, open 5, performed 18
#   …
#     Management review, every 12 months by practice:
#       ✗ the whole system: overdue: not recorded in the window, last before it MR-25-2 on 2025-09-30
#   …
#           none in the 12 months before, 2026-10-01 to 2026-11-23: 54 days
#           ✗ planned 2026-10-15, MR-26-2: missed, 39 days after
#   …
