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
year = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31), "on": dt.date(2026, 11, 23)}
print(readiness.period(record, editions, standard="ISO/IEC 27001:2022", **year))
