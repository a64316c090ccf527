# SPDX-License-Identifier: Apache-2.0
"""A client misses its surveillance audit, is suspended, does nothing, and ends withdrawn."""

from datetime import date as day

from isomodel import lifecycle

certificate = lifecycle.start(lifecycle.definition("certificate"), on=day(2026, 3, 2))
issued = {
    "decision-positive": True,
    "decision-day": day(2026, 3, 2),
    "effective-day": day(2026, 3, 2),
    "auditors": ["Nkemelu"],
    "deciders": ["Castellanos"],
    "majors-unverified": 0,
    "minors-without-plan": 0,
}
certificate = lifecycle.advance(certificate, "issue", on=day(2026, 3, 2), facts=issued)
for due in lifecycle.due(certificate, on=day(2027, 2, 20)):
    print(f"due by {due.on}: {due.sentence}")
for step in lifecycle.project(certificate, until=day(2027, 4, 1)):
    print(f"{step.on}: {step.deadline} has passed, still {step.target}. {step.consequence}")

grounds = {"suspension-trigger": True, "decision-recorded": True}
certificate = lifecycle.advance(certificate, "suspend", on=day(2027, 4, 12), by="Cert Example AB", facts=grounds)
limit = next(due for due in lifecycle.due(certificate, on=day(2027, 4, 12)) if due.deadline == "suspension-limit")
print(f"suspended on 2027-04-12; resolved by {limit.on}, or: {limit.consequence}")
print(f"on 2027-11-01, past the limit: {lifecycle.state(certificate, on=day(2027, 11, 1))}")
try:
    lifecycle.advance(
        certificate,
        "restore",
        on=day(2027, 11, 2),
        facts={"cause-resolved": False, "majors-unverified": 0, "minors-without-plan": 0, "decision-recorded": True},
    )
except lifecycle.EventNotAllowedError as refused:
    print(refused)
certificate = lifecycle.advance(certificate, "withdraw", on=day(2027, 11, 15), facts={"decision-recorded": True})
print(f"on 2027-11-15: {lifecycle.state(certificate, on=day(2027, 11, 15))}")

# Prints:
#   due by 2027-03-02: The first surveillance audit takes place within twelve months of the first certification …
#   due by 2028-12-01: The recertification audit is planned and done in time for a decision before expiry.
#   due by 2029-03-01: The recertification decision comes before the validity runs out.
#   2027-03-03: first-surveillance has passed, still active. The client has not allowed surveillance at the required …
#   suspended on 2027-04-12; resolved by 2027-10-12, or: A decision is due: withdrawal or reduction of the scope. …
#   on 2027-11-01, past the limit: suspended
#   'restore' is not allowed on 2027-11-02 in the state 'suspended' of certificate:
#     - What led to the suspension is resolved (ISO/IEC 17021-1, 9.6.5.3). Told: “What led to the suspension is …
#   Allowed now: surveillance-performed, withdraw, reduce-scope, body-lost-accreditation.
#   on 2027-11-15: withdrawn
