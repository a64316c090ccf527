# SPDX-License-Identifier: Apache-2.0
"""A certificate runs out before the recertification is finished, and is restored within six months."""

from datetime import date as day

from isomodel import lifecycle

certificate = lifecycle.start(lifecycle.definition("certificate"), on=day(2023, 11, 20))
decided = {"auditors": ["Nkemelu"], "deciders": ["Castellanos"], "majors-unverified": 0, "minors-without-plan": 0}
first = {"decision-positive": True, "decision-day": day(2023, 11, 20), "effective-day": day(2023, 11, 20), **decided}
certificate = lifecycle.advance(certificate, "issue", on=day(2023, 11, 20), facts=first)
certificate = lifecycle.advance(certificate, "surveillance-performed", on=day(2024, 10, 8))
certificate = lifecycle.advance(certificate, "surveillance-performed", on=day(2025, 10, 14))

for step in lifecycle.project(certificate, until=day(2027, 12, 31)):
    print(f"{step.on} {step.deadline}: {step.source} → {step.target}")
print(f"on 2026-11-19: {lifecycle.state(certificate, on=day(2026, 11, 19))}")
print(f"on 2026-11-20: {lifecycle.state(certificate, on=day(2026, 11, 20))}")

late = {"decision-day": day(2027, 3, 1), "recertification-completed": True, **decided}
try:
    lifecycle.advance(certificate, "recertify", on=day(2027, 3, 1), facts={"decision-positive": True, **decided})
except lifecycle.EventNotAllowedError as refused:
    print(refused)
restored = lifecycle.advance(certificate, "restore", on=day(2027, 3, 1), facts=late)
print(f"on 2027-03-01: {lifecycle.state(restored, on=day(2027, 3, 1))}, valid until {restored.date('expires-on')}")
try:
    lifecycle.advance(certificate, "restore", on=day(2027, 5, 20), facts={**late, "decision-day": day(2027, 5, 20)})
except lifecycle.EventNotAllowedError as refused:
    print(refused)

# Prints:
#   2026-08-20 recertification-window: active → active
#   2026-11-20 expiry: active → expired
#   2027-05-20 restoration: expired → lapsed
#   on 2026-11-19: active
#   on 2026-11-20: expired
#   'recertify' does not happen in the state 'expired' of certificate. Nothing is allowed with what was told.
#   on 2027-03-01: active, valid until 2029-11-19
#   'restore' does not happen in the state 'lapsed' of certificate. Nothing is allowed with what was told.
