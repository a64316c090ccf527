# SPDX-License-Identifier: Apache-2.0
"""The nine steps of the certification journey, each with its date and what was due on it."""

from datetime import date as day

from isomodel import lifecycle
from isomodel.lifecycle import Certification

TEAM, DECIDER = ("Lead auditor Nkemelu", "Auditor Sørby"), ("Reviewer Castellanos",)
AUDITED = {
    "audit-complete": True,
    "audit-reported": True,
    "auditors": ["Ivarsson"],
    "audited-owners": ["Oduya", "Reyes"],
}
REVIEWED: dict[str, object] = {"inputs-left": 0, "results-recorded": True}


def show(step: str, client: Certification, on: day) -> Certification:
    """Print a step, where every case stands on its day, and what is due next."""
    print(f"\n{on}  {step}")
    for name, state in client.states(on=on):
        print(f"    {name} is {state}")
    for name, due in client.due(on=on)[:3]:
        print(f"    due by {due.on} ({due.days_left} days left), {name}: {due.sentence}")
    return client


def up_to_certificate() -> Certification:
    """Go through the first eight steps and return the certified client."""
    client = Certification().begin("project", lifecycle.definition("implementation-project"), on=day(2026, 1, 12))
    client = client.advance(
        "project",
        "select-standard",
        on=day(2026, 1, 20),
        facts={"standards": ["ISO/IEC 27001:2022"], "scope-drafted": True},
    )
    show("1 Select the standard", client, day(2026, 1, 20))
    client = client.advance(
        "project", "approve-plan", on=day(2026, 2, 16), facts={"requirements-unreviewed": 0, "plan-owner": ["Oduya"]}
    )
    show("2 Gap analysis", client, day(2026, 2, 16))
    in_force = ("scope-in-force", "policy-in-force", "objectives-in-force", "risk-process-in-force", "records-exist")
    client = client.advance("project", "declare-operating", on=day(2026, 6, 1), facts=dict.fromkeys(in_force, True))
    show("3 Implementation", client, day(2026, 6, 1))
    client = client.advance("project", "report-internal-audit", on=day(2026, 7, 10), facts=AUDITED)
    ready = {"readiness-stage-2": "ready", "readiness-digest": "sha256:" + "0" * 64}
    client = client.advance("project", "close-management-review", on=day(2026, 7, 24), facts=REVIEWED | ready)
    show("4 Internal audit and management review", client, day(2026, 7, 24))
    accredited = ("accredited-for-standard", "accredited-for-sector", "accredited-for-country", "impartial")
    client = client.advance(
        "project",
        "engage-body",
        on=day(2026, 8, 3),
        facts={"body": "Cert Example AB", **dict.fromkeys(accredited, True)},
    )
    show("5 Select the certification body", client, day(2026, 8, 3))

    client = client.begin(
        "audit", lifecycle.definition("engagement"), on=day(2026, 8, 4), facts={"audit-type": "initial"}
    )
    client = client.advance(
        "audit", "accept", on=day(2026, 8, 11), facts={"review-recorded": True, "body-competent": True}
    )
    client = client.advance("audit", "sign-agreement", on=day(2026, 8, 18), facts={"agreement-signed": True})
    planned = {
        "audit-type": "initial",
        "audit-time-justified": True,
        "team": TEAM,
        "team-competent": True,
        "recent-consultants": (),
        "objection-resolved": True,
    }
    client = client.advance("audit", "plan", on=day(2026, 8, 25), facts=planned)
    client = client.advance("audit", "complete-stage-1", on=day(2026, 9, 15), facts={"conclusion-recorded": True})
    client = client.advance("audit", "proceed", on=day(2026, 9, 22), facts={"concerns-resolvable": True})
    client = client.advance(
        "audit", "complete-audit", on=day(2026, 10, 15), facts={"last-audit-day": day(2026, 10, 15)}
    )
    show("6 External audit, stage 1 and stage 2", client, day(2026, 10, 15))

    raised = {"origin": "external", "grade": "major", "audit-end-day": day(2026, 10, 15), "raised-by": TEAM[:1]}
    client = client.begin("NC-1", lifecycle.definition("finding"), on=day(2026, 10, 15), facts=raised)
    client = client.advance(
        "audit", "report-findings", on=day(2026, 10, 20), facts={"report-made": True, "findings": ["NC-1"]}
    )
    client = client.advance("NC-1", "acknowledge", on=day(2026, 10, 21))
    client = client.advance(
        "NC-1", "determine-cause", on=day(2026, 10, 28), facts={"cause-recorded": True, "similar-cases-checked": True}
    )
    client = client.advance(
        "NC-1", "submit-plan", on=day(2026, 10, 29), facts={"planned-actions": ["quarterly access review"]}
    )
    judged = {"accepted-by": TEAM[:1], "action-owners": ["Reyes"]}
    client = client.advance("NC-1", "accept-plan", on=day(2026, 11, 3), facts=judged)
    client = client.advance("NC-1", "implement", on=day(2026, 11, 10))
    client = client.advance(
        "NC-1", "submit-evidence", on=day(2026, 11, 11), facts={"origin": "external", "evidence": ["EV-31"]}
    )
    try:
        client.advance("audit", "resolve-findings", on=day(2026, 11, 12))
    except lifecycle.EventNotAllowedError as refused:
        print(f"\n{refused}")
    client = client.advance(
        "NC-1", "verify", on=day(2026, 11, 13), facts={"verified-by": TEAM[:1], "action-owners": ["Reyes"]}
    )
    client = client.advance("audit", "resolve-findings", on=day(2026, 11, 16))
    show("7 Corrective actions", client, day(2026, 11, 16))

    client = client.advance("audit", "recommend", on=day(2026, 11, 17), facts={"recommendation": "certify"})
    decided = {"deciders": DECIDER, "team": TEAM, "information-sufficient": True, "decision-day": day(2026, 11, 20)}
    client = client.advance("audit", "grant", on=day(2026, 11, 20), facts=decided)
    client = client.begin("certificate", lifecycle.definition("certificate"), on=day(2026, 11, 20))
    issued = {"decision-day": day(2026, 11, 20), "effective-day": day(2026, 11, 20), "deciders": DECIDER}
    client = client.advance("certificate", "issue", on=day(2026, 11, 20), facts=issued)
    client = client.advance("project", "certificate-issued", on=day(2026, 11, 20))
    return show("8 Certification", client, day(2026, 11, 20))


def main() -> None:
    """Go through the journey and look at the years after."""
    client = up_to_certificate()
    for year, on in ((2027, day(2027, 11, 9)), (2028, day(2028, 11, 14))):
        client = client.advance("project", "report-internal-audit", on=day(year, 6, 30), facts=AUDITED)
        client = client.advance("project", "close-management-review", on=day(year, 7, 14), facts=REVIEWED)
        client = client.advance("certificate", "surveillance-performed", on=on)
        show("9 The years after: audits, reviews and a surveillance", client, on)
    print("\nWhat time alone would do from here:")
    for name, step in client.project(until=day(2030, 12, 31)):
        if name == "certificate":
            print(f"    {step.on} {step.deadline}: {step.source} → {step.target}. {step.consequence}")


if __name__ == "__main__":
    main()

# Prints:
#
#   2026-01-20  1 Select the standard
#       project is gap-analysis
#
#   2026-02-16  2 Gap analysis
#       project is implementation
#
#   2026-06-01  3 Implementation
#       project is internal-audit
#
#   2026-07-24  4 Internal audit and management review
#       project is ready-for-external-audit
#       due by 2027-07-10 (351 days left), project: The next internal audit cycle is completed.
#       due by 2027-07-24 (365 days left), project: The next management review is held.
#
#   2026-08-03  5 Select the certification body
#       project is under-external-audit
#       due by 2027-07-10 (341 days left), project: The next internal audit cycle is completed.
#       due by 2027-07-24 (355 days left), project: The next management review is held.
#
#   2026-10-15  6 External audit, stage 1 and stage 2
#       project is under-external-audit
#       audit is audit-complete
#       due by 2027-07-10 (268 days left), project: The next internal audit cycle is completed.
#       due by 2027-07-24 (282 days left), project: The next management review is held.
#
#   'resolve-findings' is not allowed on 2026-11-12 in the state 'findings-open' of engagement:
#     - Every major nonconformity is verified (ISO/IEC 17021-1, 9.5.2). Told: “Major nonconformities that are not …
#   Nothing is allowed with what was told.
#
#   2026-11-16  7 Corrective actions
#       project is under-external-audit
#       audit is report-complete
#       NC-1 is verified
#       due by 2027-07-10 (236 days left), project: The next internal audit cycle is completed.
#       due by 2027-07-24 (250 days left), project: The next management review is held.
#
#   2026-11-20  8 Certification
#       project is certified
#       audit is granted
#       NC-1 is verified
#       certificate is active
#       due by 2027-07-10 (232 days left), project: The next internal audit cycle is completed.
#       due by 2027-07-24 (246 days left), project: The next management review is held.
#       due by 2027-11-20 (365 days left), certificate: The first surveillance audit takes place within twelve months …
#
#   2027-11-09  9 The years after: audits, reviews and a surveillance
#       project is certified
#       audit is granted
#       NC-1 is verified
#       certificate is active
#       due by 2028-06-30 (234 days left), project: The next internal audit cycle is completed.
#       due by 2028-07-14 (248 days left), project: The next management review is held.
#       due by 2028-12-31 (418 days left), certificate: A surveillance audit takes place in every calendar year …
#
#   2028-11-14  9 The years after: audits, reviews and a surveillance
#       project is certified
#       audit is granted
#       NC-1 is verified
#       certificate is active
#       due by 2029-06-30 (228 days left), project: The next internal audit cycle is completed.
#       due by 2029-07-14 (242 days left), project: The next management review is held.
#       due by 2029-08-19 (278 days left), certificate: The recertification audit is planned and done in time for a …
#
#   What time alone would do from here:
#       2029-08-20 recertification-window: active → active. Time for closing nonconformities before expiry runs short.
#       2029-11-20 expiry: active → expired. The certificate is not valid any more; validity is not extended.
#       2030-05-20 restoration: expired → lapsed. Restoration is over: at least a stage 2 is needed.
