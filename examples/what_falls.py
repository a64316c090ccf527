# SPDX-License-Identifier: Apache-2.0
"""Ask what falls when a piece of evidence is gone, what falls on the day it lapses, and what would mend the rest."""

import datetime as dt
from pathlib import Path

import isomodel
from isomodel import Assessment, catalogue, readiness
from isomodel.readiness import Close, Renew

record = isomodel.load(Path(__file__).parent / "brackwater" / "assessment.json", Assessment)
editions, standard, today = catalogue.load_for(record), "ISO/IEC 27001:2022", dt.date(2026, 11, 23)
gates = ("stage-1", "stage-2")
falls = readiness.impact(record, editions, standard=standard, on=today, of="EV-011", gates=gates)
for loss in falls.losses():
    print(f"{loss.effect.value}: {loss.path[0]}")
for gate in falls.gates:
    print(f"without it {gate.headline}")
for lapse in falls.lapses:
    print(f"on {lapse.on} it lapses: " + ", ".join(one.headline for one in lapse.gates if one.flips))
mends = readiness.what_if(
    record, [Renew("EV-049"), Close("NC-26-05")], editions, standard=standard, gate="stage-2", on=today
)
print(f"left of {len(mends.before.blockers)}: {', '.join(one.subject for one in mends.after.blockers)}")

# Prints:
#   weakened: ISO/IEC 27001:2022, 6.1.3#c is supported by evidence:EV-011 [record]: A judgement of 2026-03-12 …
#   weakened: ISO/IEC 27001:2022, 6.1.3#d is supported by evidence:EV-011 [record]: A judgement of 2026-03-12 …
#   without it ISO/IEC 27001:2022, stage-1, 2026-11-23: ready → undetermined
#   without it ISO/IEC 27001:2022, stage-2, 2026-11-23: not-ready as before
#   on 2027-02-01 it lapses: ISO/IEC 27001:2022, stage-1, 2027-02-01: ready → not-ready
#   left of 17: management-review.current, ISO/IEC 27001:2022, 8.2#1, ISO/IEC 27001:2022, A.5.18
