# SPDX-License-Identifier: Apache-2.0
"""The nine steps of the certification journey, each with its date and what was due on it."""

from datetime import date as day

from isomodel import lifecycle
from isomodel.lifecycle import Certification

TEAM, DECIDER = ("Lead auditor Nkemelu", "Auditor Sørby"), ("Reviewer Castellanos",)


def show(step: str, client: Certification, on: day) -> Certification:
    """Print a step, where every case stands on its day, and what is due next."""
    print(f"\n{on}  {step}")
    for name, state in client.states(on=on):
        print(f"    {name}: {state}")
    for name, due in client.due(on=on)[:3]:
        print(f"    due by {due.on} ({due.days_left} days left) {name}: {due.sentence}")
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
    audited = {
        "audit-complete": True,
        "audit-reported": True,
        "auditors": ["Ivarsson"],
        "audited-owners": ["Oduya", "Reyes"],
    }
    client = client.advance("project", "report-internal-audit", on=day(2026, 7, 10), facts=audited)
    reviewed = {
        "inputs-left": 0,
        "results-recorded": True,
        "readiness-stage-2": "ready",
        "readiness-digest": "sha256:" + "0" * 64,
    }
    client = client.advance("project", "close-management-review", on=day(2026, 7, 24), facts=reviewed)
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
    client = client.advance("certificate", "surveillance-performed", on=day(2027, 11, 9))
    show("9 The years after: first surveillance", client, day(2027, 11, 9))
    client = client.advance("certificate", "surveillance-performed", on=day(2028, 11, 14))
    show("9 The years after: second surveillance", client, day(2028, 11, 14))
    print("\nWhat time alone would do from here:")
    for name, step in client.project(until=day(2030, 12, 31)):
        if name == "certificate":
            print(f"    {step.on} {step.deadline}: {step.source} → {step.target}. {step.consequence}")


if __name__ == "__main__":
    main()
