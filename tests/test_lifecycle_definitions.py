# SPDX-License-Identifier: Apache-2.0
"""The shipped processes keep the dates and guards of certification practice; every expected day is written by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from isomodel import lifecycle
from isomodel.lifecycle import Case, Certification, DeadlineKind

DECIDED = {"auditors": ["Auditor"], "deciders": ["Decider"], "majors-unverified": 0, "minors-without-plan": 0}


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


def issued(decision: str, **facts: object) -> Case:
    """Return a certificate issued on the day of its decision."""
    case = lifecycle.start(lifecycle.definition("certificate"), on=day(decision))
    told = {
        "decision-positive": True,
        "decision-day": day(decision),
        "effective-day": day(decision),
        **DECIDED,
        **facts,
    }
    return lifecycle.advance(case, "issue", on=day(decision), facts=told)


def last_days(case: Case, on: str) -> dict[str, str]:
    """Return the last day of every deadline that runs on a day."""
    return {item.deadline: item.on.isoformat() for item in lifecycle.due(case, on=day(on))}


@pytest.mark.parametrize(
    ("decision", "first", "expiry", "restorable"),
    [
        ("2026-11-20", "2027-11-20", "2029-11-19", "2030-05-19"),
        ("2026-03-01", "2027-03-01", "2029-02-28", "2029-08-28"),
        ("2028-02-29", "2029-02-28", "2031-02-27", "2031-08-27"),
        ("2026-09-01", "2027-09-01", "2029-08-31", "2030-02-28"),
    ],
)
def test_a_decision_sets_first_surveillance_expiry_and_restoration(
    decision: str, first: str, expiry: str, restorable: str
) -> None:
    """D2, D5 and D7: twelve months from the decision, three years less a day, six months after expiry; months clamp."""
    case = issued(decision)
    assert last_days(case, decision)["first-surveillance"] == first
    assert last_days(case, decision)["expiry"] == expiry
    assert lifecycle.state(case, on=day(expiry)) == "active"
    after = day(expiry) + dt.timedelta(days=1)
    assert lifecycle.state(case, on=after) == "expired"
    assert last_days(case, after.isoformat()) == {"restoration": restorable}
    assert lifecycle.state(case, on=day(restorable)) == "expired"
    assert lifecycle.state(case, on=day(restorable) + dt.timedelta(days=1)) == "lapsed"


def test_an_early_first_surveillance_leaves_the_whole_next_calendar_year() -> None:
    """D3: after a surveillance in January 2027 the next one is due in calendar 2028, not twelve months later."""
    case = lifecycle.advance(issued("2026-03-01"), "surveillance-performed", on=day("2027-01-15"))
    running = last_days(case, "2027-02-01")
    assert running["yearly-surveillance"] == "2028-12-31"
    assert "first-surveillance" not in running


def test_after_a_recertification_the_first_surveillance_rule_does_not_come_back() -> None:
    """D2 follows the initial certification only; afterwards the calendar year counts."""
    case = lifecycle.advance(issued("2026-11-20"), "surveillance-performed", on=day("2027-11-09"))
    case = lifecycle.advance(case, "surveillance-performed", on=day("2028-10-02"))
    told = {"decision-positive": True, "decision-day": day("2029-10-30"), **DECIDED}
    case = lifecycle.advance(case, "recertify", on=day("2029-10-30"), facts=told)
    running = last_days(case, "2029-11-01")
    assert case.date("expires-on") == day("2032-11-19")
    assert running["surveillance-after-recertification"] == "2030-12-31"
    assert "first-surveillance" not in running
    assert "yearly-surveillance" not in running


def test_recertification_after_expiry_is_refused_and_restoration_keeps_the_prior_cycle() -> None:
    """D4 and D5: validity is not extended; a restored certificate expires by the prior cycle."""
    case = issued("2026-11-20")
    told = {"decision-positive": True, "decision-day": day("2029-11-20"), **DECIDED}
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(case, "recertify", on=day("2029-11-20"), facts=told)
    assert refused.value.state == "expired"
    restored = lifecycle.advance(
        case,
        "restore",
        on=day("2030-05-19"),
        facts={**DECIDED, "decision-day": day("2030-05-19"), "recertification-completed": True},
    )
    assert restored.status == "active"
    assert restored.date("effective-on") == day("2030-05-19")
    assert restored.date("expires-on") == day("2032-11-19")


def test_passing_the_suspension_limit_makes_a_decision_due_and_decides_nothing() -> None:
    """D6: six months in most cases, of the kind a body's policy sets; the state stays suspended."""
    case = issued("2026-11-20")
    case = lifecycle.advance(
        case, "suspend", on=day("2027-08-31"), facts={"suspension-trigger": True, "decision-recorded": True}
    )
    (limit,) = (item for item in lifecycle.due(case, on=day("2027-09-01")) if item.deadline == "suspension-limit")
    assert (limit.on, limit.kind) == (day("2028-02-29"), DeadlineKind.POLICY)
    assert lifecycle.state(case, on=day("2028-06-01")) == "suspended"


def test_suspension_does_not_stop_the_validity_from_running_out() -> None:
    """A certificate suspended before its expiry is expired the day after it."""
    case = issued("2026-11-20")
    case = lifecycle.advance(
        case, "suspend", on=day("2029-10-01"), facts={"suspension-trigger": True, "decision-recorded": True}
    )
    assert lifecycle.state(case, on=day("2029-11-19")) == "suspended"
    assert lifecycle.state(case, on=day("2029-11-20")) == "expired"


def test_a_body_that_lost_its_accreditation_leaves_six_months_for_a_transfer() -> None:
    """D8: six months from the loss; a transfer within them keeps the expiry, and without one the certificate ends."""
    case = lifecycle.advance(issued("2026-11-20"), "body-lost-accreditation", on=day("2027-08-31"))
    assert last_days(case, "2027-09-01")["transfer-from-lost-body"] == "2028-02-29"
    told = {"transfer-reviewed": True, "majors-unverified": 0, "minors-without-plan": 0}
    moved = lifecycle.advance(case, "transfer", on=day("2028-02-29"), facts=told)
    assert moved.date("expires-on") == day("2029-11-19")
    assert "transfer-from-lost-body" not in last_days(moved, "2028-02-29")
    assert lifecycle.state(case, on=day("2028-03-01")) == "lapsed"


def test_expiry_comes_before_the_six_months_where_it_is_sooner() -> None:
    """D8: or the certificate's expiry, if sooner."""
    case = lifecycle.advance(issued("2026-11-20"), "body-lost-accreditation", on=day("2029-10-01"))
    assert lifecycle.state(case, on=day("2029-11-20")) == "expired"


def test_a_postponed_surveillance_has_six_months_and_the_expiry_stays() -> None:
    """D9: an extraordinary event moves the audit by up to six months and moves nothing else."""
    case = lifecycle.advance(
        issued("2026-11-20"),
        "postpone-surveillance",
        on=day("2027-11-01"),
        facts={"extraordinary-event": True, "due-day": day("2027-11-20")},
    )
    assert last_days(case, "2027-11-21")["postponed-surveillance"] == "2028-05-20"
    assert case.date("expires-on") == day("2029-11-19")
    case = lifecycle.advance(case, "surveillance-performed", on=day("2028-05-20"))
    assert "postponed-surveillance" not in last_days(case, "2028-05-21")


@pytest.mark.parametrize(
    ("published", "ready", "initial", "end"),
    [
        ("2022-10-25", "2023-10-31", "2024-04-30", "2025-10-31"),
        ("2026-04-15", "2027-04-30", "2027-10-31", "2029-04-30"),
        ("2026-09-16", "2027-09-30", "2028-03-31", "2029-09-30"),
        ("2026-04-30", "2027-04-30", "2027-10-31", "2029-04-30"),
    ],
)
def test_a_transition_runs_from_the_end_of_the_month_of_publication(
    published: str, ready: str, initial: str, end: str
) -> None:
    """D12: 12, 18 and 36 months, each to the last day of its month; the three known transitions fit."""
    case = lifecycle.start(lifecycle.definition("edition-transition"), on=day("2020-01-01"))
    case = lifecycle.advance(case, "publish", on=day(published))
    dates = dict(case.dates)
    assert dates["bodies-ready-on"] == day(ready)
    assert dates["initial-audits-end-on"] == day(initial)
    assert dates["transition-ends-on"] == day(end)
    assert lifecycle.state(case, on=day(initial)) == "open"
    assert lifecycle.state(case, on=day(initial) + dt.timedelta(days=1)) == "initial-closed"
    assert lifecycle.state(case, on=day(end)) == "initial-closed"
    assert lifecycle.state(case, on=day(end) + dt.timedelta(days=1)) == "ended"


def test_confirmed_dates_overrule_the_pattern() -> None:
    """D12: a transition document that moves a date wins over the prediction, with its source."""
    case = lifecycle.start(lifecycle.definition("edition-transition"), on=day("2022-10-01"))
    case = lifecycle.advance(case, "publish", on=day("2022-10-25"), facts={"initial-audits-end-day": day("2023-10-31")})
    assert case.date("initial-audits-end-on") == day("2023-10-31")
    case = lifecycle.advance(
        case,
        "confirm-dates",
        on=day("2023-02-15"),
        facts={"initial-audits-end-day": day("2024-04-30"), "source": "Issue 2"},
    )
    assert case.date("initial-audits-end-on") == day("2024-04-30")


def test_majors_are_verified_within_six_months_of_the_last_day_of_stage_2() -> None:
    """D1: from 2026-10-15 until 2027-04-15, a hard rule; afterwards only a further stage 2 is allowed."""
    told = {"origin": "external", "grade": "major", "audit-end-day": day("2026-10-15")}
    case = lifecycle.start(lifecycle.definition("finding"), on=day("2026-10-15"), facts=told)
    (limit,) = (item for item in lifecycle.due(case, on=day("2026-10-15")) if item.deadline == "verification-of-major")
    assert (limit.on, limit.kind) == (day("2027-04-15"), DeadlineKind.HARD)


@pytest.mark.parametrize(("on", "open_now"), [("2027-04-15", False), ("2027-04-16", True)])
def test_a_further_stage_2_is_allowed_only_after_the_six_months(on: str, open_now: bool) -> None:  # noqa: FBT001 - a column of the table.
    """D1: the repetition belongs to majors that are still unverified when the six months are over."""
    case = audited()
    answers = {item.event: item for item in lifecycle.allowed(case, on=day(on), facts={"majors-unverified": 1})}
    assert answers["repeat-audit"].is_open is open_now


def audited() -> Case:
    """Return an initial engagement whose stage 2 ended on 2026-10-15 with findings."""
    case = lifecycle.start(lifecycle.definition("engagement"), on=day("2026-08-04"))
    steps: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("accept", "2026-08-11", {"review-recorded": True, "body-competent": True}),
        ("sign-agreement", "2026-08-18", {"agreement-signed": True}),
        ("plan", "2026-08-25", PLANNED | {"audit-type": "initial"}),
        ("complete-stage-1", "2026-09-15", {"conclusion-recorded": True}),
        ("proceed", "2026-09-22", {"concerns-resolvable": True}),
        ("complete-audit", "2026-10-15", {"last-audit-day": day("2026-10-15")}),
        ("report-findings", "2026-10-20", {"report-made": True, "findings": ["NC-1"]}),
    )
    for event, on, facts in steps:
        case = lifecycle.advance(case, event, on=day(on), facts=facts)
    return case


PLANNED: dict[str, object] = {
    "audit-time-justified": True,
    "team": ["Lead"],
    "team-competent": True,
    "recent-consultants": [],
    "objection-resolved": True,
}


def test_the_gap_between_the_stages_is_the_bodys_own() -> None:
    """D10: no fixed minimum or maximum; a policy number that a body may overrule, shown beside the default."""
    definition = lifecycle.definition("engagement")
    case = lifecycle.replay(definition, audited().history[:5])
    own = definition.policy.overridden({"stage-gap": 2}, id="body", source="Cert Example AB")
    (gap,) = (
        item for item in lifecycle.due(case, on=day("2026-09-16"), policy=own) if item.deadline == "stage-2-follows"
    )
    assert (gap.on, gap.body_on, gap.kind) == (day("2027-03-15"), day("2026-11-15"), DeadlineKind.POLICY)


def test_the_response_to_findings_is_the_bodys_own() -> None:
    """D11: there is no universal value; the kind is policy and the source says practice."""
    (response,) = (item for item in lifecycle.due(audited(), on=day("2026-10-21")) if item.deadline == "response")
    assert (response.kind, response.source) == (DeadlineKind.POLICY, "practice")


@pytest.mark.parametrize("kind", ["surveillance", "recertification", "special", "transfer"])
def test_an_engagement_of_another_type_has_no_stage_1_and_needs_a_living_certificate(kind: str) -> None:
    """Only an initial audit has two stages; nothing is planned for a withdrawn certificate."""
    case = lifecycle.replay(lifecycle.definition("engagement"), audited().history[:3])
    facts = PLANNED | {"audit-type": kind, "certificate-alive": True}
    assert lifecycle.advance(case, "plan", on=day("2026-08-25"), facts=facts).status == "audit-planned"
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(case, "plan", on=day("2026-08-25"), facts=facts | {"certificate-alive": False})
    assert [guard.name for guard in refused.value.unmet] == ["certificate-alive"]


def test_whoever_audited_does_not_decide() -> None:
    """Duties are separate: a decider on the team is refused by name of the guard, for grant and for issue."""
    case = lifecycle.advance(
        audited(), "resolve-findings", on=day("2026-11-16"), facts={"majors-unverified": 0, "minors-without-plan": 0}
    )
    case = lifecycle.advance(case, "recommend", on=day("2026-11-17"), facts={"recommendation": "certify"})
    facts = {
        "deciders": ["Lead"],
        "team": ["Lead"],
        "information-sufficient": True,
        "majors-unverified": 0,
        "minors-without-plan": 0,
    }
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(case, "grant", on=day("2026-11-20"), facts=facts)
    assert [guard.name for guard in refused.value.unmet] == ["separate-decider"]
    with pytest.raises(lifecycle.EventNotAllowedError) as again:
        issued("2026-11-20", deciders=["Auditor"])
    assert [guard.name for guard in again.value.unmet] == ["separate-decider"]


def finding(grade: str, origin: str) -> Case:
    """Return a nonconformity whose action is implemented."""
    facts = {"origin": origin, "grade": grade, "audit-end-day": day("2026-10-15")}
    case = lifecycle.start(lifecycle.definition("finding"), on=day("2026-10-15"), facts=facts)
    steps: tuple[tuple[str, dict[str, object]], ...] = (
        ("acknowledge", {}),
        ("correct", {}),
        ("determine-cause", {"cause-recorded": True, "similar-cases-checked": True}),
        ("submit-plan", {"planned-actions": ["train"]}),
        ("accept-plan", {"accepted-by": ["Lead"], "action-owners": ["Owner"]}),
        ("implement", {}),
    )
    for event, told in steps:
        case = lifecycle.advance(case, event, on=day("2026-11-01"), facts=told)
    return case


def test_correction_is_not_corrective_action() -> None:
    """A corrected nonconformity goes on to its cause, unless an evaluation records that no cause needs removing."""
    case = lifecycle.start(lifecycle.definition("finding"), on=day("2026-10-15"))
    case = lifecycle.advance(case, "correct", on=day("2026-10-16"))
    told: dict[str, object] = {"no-cause-needed": True, "origin": "internal"}
    assert "close" not in {item.event for item in lifecycle.allowed(case, on=day("2026-10-16"))}
    with pytest.raises(lifecycle.EventNotAllowedError):
        lifecycle.advance(case, "stop-after-correction", on=day("2026-10-17"))
    stopped = lifecycle.advance(case, "stop-after-correction", on=day("2026-10-17"), facts=told)
    assert stopped.status == "effective"
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(case, "stop-after-correction", on=day("2026-10-17"), facts=told | {"origin": "external"})
    assert [guard.name for guard in refused.value.unmet] == ["internal"]


def test_an_internal_nonconformity_closes_only_on_an_effective_action() -> None:
    """Not effective leads back to the cause; effective leads to closing."""
    case = finding("minor", "internal")
    told: dict[str, object] = {"origin": "internal", "risks-reconsidered": True}
    back = lifecycle.advance(case, "review-effectiveness", on=day("2027-01-10"), facts={"result": "not-effective"})
    assert back.status == "corrected"
    found = {"origin": "internal", "result": "effective"}
    done = lifecycle.advance(case, "review-effectiveness", on=day("2027-01-10"), facts=found)
    assert lifecycle.advance(done, "close", on=day("2027-01-11"), facts=told).status == "closed"
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(done, "close", on=day("2027-01-11"), facts={"origin": "internal"})
    assert [guard.name for guard in refused.value.unmet] == ["risks-reconsidered"]


def test_the_bodys_verification_and_the_clients_own_review_are_two_things() -> None:
    """An external nonconformity is verified by the body and closes after the client's review of the effect."""
    case = lifecycle.advance(
        finding("major", "external"),
        "submit-evidence",
        on=day("2026-11-11"),
        facts={"origin": "external", "evidence": ["EV-1"]},
    )
    case = lifecycle.advance(
        case, "verify", on=day("2026-11-13"), facts={"verified-by": ["Lead"], "action-owners": ["Owner"]}
    )
    assert case.status == "verified"
    with pytest.raises(lifecycle.EventNotAllowedError):
        lifecycle.advance(case, "close", on=day("2027-01-10"), facts={"origin": "external"})


def test_no_positive_decision_with_an_unverified_major_on_record() -> None:
    """Side by side: the engagement reads the findings, and nobody may tell it otherwise."""
    client = Certification().begin("audit", lifecycle.definition("engagement"), on=day("2026-08-04"))
    facts = {"origin": "external", "grade": "major", "audit-end-day": day("2026-10-15")}
    client = client.begin("NC-1", lifecycle.definition("finding"), on=day("2026-10-15"), facts=facts)
    assert client.facts_for("audit", on=day("2026-10-15"))["majors-unverified"] == 1
    with pytest.raises(lifecycle.FactError) as refused:
        client.advance("audit", "accept", on=day("2026-10-15"), facts={"majors-unverified": 0})
    assert refused.value.fact == "majors-unverified"


def test_no_surveillance_on_a_withdrawn_certificate() -> None:
    """Side by side: the engagement reads where the certificate stands."""
    case = lifecycle.advance(issued("2026-11-20"), "withdraw", on=day("2027-01-05"), facts={"decision-recorded": True})
    client = Certification(cases=(lifecycle.NamedCase(name="certificate", case=case),))
    client = client.begin("audit", lifecycle.definition("engagement"), on=day("2027-02-01"))
    assert client.facts_for("audit", on=day("2027-02-01"))["certificate-alive"] is False
    assert client.facts_for("audit", on=day("2027-02-01"))["majors-unverified"] == 0


def test_a_certificate_to_an_old_edition_is_capped_at_the_end_of_the_transition() -> None:
    """The edition's end comes first where it is before expiry; a transition decided in time keeps the expiry."""
    case = issued("2027-11-20", **{"edition-ends-day": day("2029-09-30")})
    assert case.date("expires-on") == day("2030-11-19")
    assert lifecycle.state(case, on=day("2029-09-30")) == "active"
    assert lifecycle.state(case, on=day("2029-10-01")) == "edition-ended"
    moved = lifecycle.advance(
        case, "transition", on=day("2029-05-02"), facts={"transition-audited": True, "decision-positive": True}
    )
    assert lifecycle.state(moved, on=day("2029-10-01")) == "active"
    assert moved.date("expires-on") == day("2030-11-19")


@pytest.mark.parametrize("step", ["stop-after-correction", "review-effectiveness"])
def test_a_client_cannot_clear_a_major_that_the_body_has_not_verified(step: str) -> None:
    """Neither a correction nor the client's own review takes an external major off the decider's list."""
    case = finding("major", "external")
    if step == "stop-after-correction":
        case = lifecycle.start(case.definition, on=day("2026-10-15"), facts={"origin": "external", "grade": "major"})
        case = lifecycle.advance(case, "correct", on=day("2026-10-16"))
    told = {"origin": "external", "result": "effective", "no-cause-needed": True}
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(case, step, on=day("2027-01-10"), facts=told)
    assert [guard.name for guard in refused.value.unmet] == ["internal"]


def test_grading_keeps_the_place_and_moves_the_dates() -> None:
    """A nonconformity graded major gets the six months of stage 2, graded minor it loses them; nothing else changes."""
    case = finding("minor", "external")
    case = lifecycle.replay(case.definition, case.history[:-1])
    told: dict[str, object] = {"verified-by": ["Lead"], "grade": "minor"}
    minor = lifecycle.advance(case, "regrade", on=day("2026-11-02"), facts=told)
    assert (minor.status, "verification-of-major" in last_days(minor, "2026-11-02")) == ("plan-accepted", False)
    told |= {"grade": "major", "audit-end-day": day("2026-10-15")}
    major = lifecycle.advance(minor, "regrade", on=day("2026-11-03"), facts=told)
    assert (major.status, last_days(major, "2026-11-03")["verification-of-major"]) == ("plan-accepted", "2027-04-15")


def test_a_major_of_a_recertification_is_bound_to_the_expiry() -> None:
    """Such a major has no six months: it is verified before the validity runs out."""
    told = {"origin": "external", "grade": "major", "expiry-day": day("2029-11-19")}
    case = lifecycle.start(lifecycle.definition("finding"), on=day("2029-09-20"), facts=told)
    running = last_days(case, "2029-09-20")
    assert running["verification-before-expiry"] == "2029-11-19"
    assert "verification-of-major" not in running


def test_a_minor_is_verified_at_the_next_audit() -> None:
    """Once its plan is accepted a minor waits for the next audit, where somebody said when that is."""
    case = finding("minor", "external")
    case = lifecycle.replay(case.definition, case.history[:5])
    told = {"accepted-by": ["Lead"], "action-owners": ["Owner"], "next-audit-day": day("2027-11-09")}
    case = lifecycle.advance(case, "accept-plan", on=day("2026-11-05"), facts=told)
    assert last_days(case, "2026-11-05")["verification-at-next-audit"] == "2027-11-09"


def test_a_finding_nobody_graded_counts_until_its_plan_is_accepted() -> None:
    """Side by side: what was raised without a grade is not overlooked by the decider."""
    client = Certification().begin("audit", lifecycle.definition("engagement"), on=day("2026-08-04"))
    facts = {"origin": "external"}
    client = client.begin("NC-1", lifecycle.definition("finding"), on=day("2026-10-15"), facts=facts)
    assert client.facts_for("audit", on=day("2026-10-15"))["minors-without-plan"] == 1


RESOLVED: dict[str, object] = {"majors-unverified": 0, "minors-without-plan": 0}


@pytest.mark.parametrize(
    ("on", "told", "open_now"),
    [
        ("2027-04-15", {}, True),
        ("2027-04-16", {}, False),
        ("2027-04-16", {"majors-in-time": True}, True),
        ("2027-04-16", {"majors-in-time": False}, False),
        ("2027-04-16", {"majors-in-time": False, "audit-type": "recertification"}, True),
    ],
)
def test_a_major_verified_too_late_does_not_count(on: str, told: dict[str, object], open_now: bool) -> None:  # noqa: FBT001 - a column of the table.
    """D1: after the six months a recommendation needs majors verified in time; other audits have no six months."""
    answers = {item.event: item for item in lifecycle.allowed(audited(), on=day(on), facts=RESOLVED | told)}
    assert answers["resolve-findings"].is_open is open_now


def test_late_majors_lead_to_a_further_stage_2() -> None:
    """D1: also where they were verified meanwhile."""
    again = lifecycle.advance(audited(), "repeat-audit", on=day("2027-04-16"), facts={"majors-in-time": False})
    assert again.status == "audit-planned"


def planned(kind: str, **facts: object) -> Case:
    """Return an engagement of another type than initial, planned."""
    case = lifecycle.replay(lifecycle.definition("engagement"), audited().history[:3])
    told = PLANNED | {"audit-type": kind, "certificate-alive": True} | facts
    return lifecycle.advance(case, "plan", on=day("2026-08-25"), facts=told)


def test_the_six_months_run_in_an_initial_audit_only() -> None:
    """D1 speaks of stage 2 of an initial audit; the response runs from the report in any audit."""
    case = lifecycle.advance(
        planned("surveillance"), "complete-audit", on=day("2026-10-16"), facts={"last-audit-day": day("2026-10-15")}
    )
    case = lifecycle.advance(
        case, "report-findings", on=day("2026-10-20"), facts={"report-made": True, "findings": ["NC-1"]}
    )
    assert last_days(case, "2026-10-20") == {"response": "2027-01-20"}
    told = {"audit-type": "surveillance", "report-made": True, "escalated": True}
    assert lifecycle.advance(case, "escalate", on=day("2026-10-21"), facts=told).status == "decision-pending"


def test_a_recertification_has_a_stage_1_after_a_great_change() -> None:
    """A recertification goes to stage 1 first where somebody says that a change calls for it."""
    assert planned("recertification").status == "audit-planned"
    assert planned("recertification", **{"stage-1-needed": True}).status == "stage-1-planned"


@pytest.mark.parametrize("steps", [5, 6])
def test_stage_1_is_repeated_for_a_reason(steps: int) -> None:
    """After stage 1, and before stage 2 as well, stage 1 is repeated once it is said what changed."""
    case = lifecycle.replay(lifecycle.definition("engagement"), audited().history[:steps])
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(case, "repeat-stage-1", on=day("2026-10-01"))
    assert [guard.name for guard in refused.value.unmet] == ["repeat-reasoned"]
    again = lifecycle.advance(case, "repeat-stage-1", on=day("2026-10-01"), facts={"reasons": "a second site"})
    assert again.status == "stage-1-planned"


def test_a_recertification_to_the_new_edition_ends_the_cap() -> None:
    """A certificate renewed to the new edition is not ended by the transition; renewed to the old one it is."""
    case = issued("2026-11-20", **{"edition-ends-day": day("2029-12-31")})
    told = {"decision-positive": True, "decision-day": day("2029-10-30"), **DECIDED}
    old = lifecycle.advance(case, "recertify", on=day("2029-10-30"), facts=told)
    new = lifecycle.advance(case, "recertify", on=day("2029-10-30"), facts={**told, "transition-audited": True})
    assert lifecycle.state(old, on=day("2030-01-01")) == "edition-ended"
    assert lifecycle.state(new, on=day("2030-01-01")) == "active"


def test_a_suspended_certificate_is_restored_without_open_majors_and_not_transferred() -> None:
    """Restoring is a decision like others: majors are verified first. A suspended certificate cannot be transferred."""
    case = lifecycle.advance(
        issued("2026-11-20"),
        "suspend",
        on=day("2027-08-31"),
        facts={"suspension-trigger": True, "decision-recorded": True},
    )
    told = {"cause-resolved": True, "decision-recorded": True, "majors-unverified": 1, "minors-without-plan": 0}
    answers = {item.event: item for item in lifecycle.allowed(case, on=day("2027-10-01"), facts=told)}
    assert [guard.name for guard in answers["restore"].unmet] == ["no-unverified-major"]
    assert "transfer" not in answers
    assert lifecycle.advance(case, "body-lost-accreditation", on=day("2027-10-01")).status == "suspended"


def test_an_extension_is_decided_by_people_who_have_not_audited() -> None:
    """Extending the scope is a certification decision with all that belongs to one."""
    told = DECIDED | {"decision-positive": True, "decision-recorded": True, "deciders": ["Auditor"]}
    with pytest.raises(lifecycle.EventNotAllowedError) as refused:
        lifecycle.advance(issued("2026-11-20"), "extend-scope", on=day("2027-03-01"), facts=told)
    assert [guard.name for guard in refused.value.unmet] == ["separate-decider"]


def test_predicted_and_confirmed_milestones_are_told_apart() -> None:
    """D12: a date by the pattern is expected; only a confirmed one is a hard rule."""
    case = lifecycle.start(lifecycle.definition("edition-transition"), on=day("2026-04-01"))
    case = lifecycle.advance(case, "publish", on=day("2026-04-15"))
    kinds = {item.deadline: item.kind.value for item in lifecycle.due(case, on=day("2026-05-01"))}
    assert kinds == {"bodies-ready": "expected", "initial-audits-end": "expected", "transition-end": "expected"}
    told = {"transition-end-day": day("2029-04-30"), "source": "the transition document"}
    case = lifecycle.advance(case, "confirm-dates", on=day("2026-06-01"), facts=told)
    kinds = {item.deadline: item.kind.value for item in lifecycle.due(case, on=day("2026-06-01"))}
    assert kinds["transition-end-confirmed"] == "hard"
    assert "initial-audits-end-confirmed" not in kinds


def reviewed(**facts: object) -> Case:
    """Return an implementation project after its management review of 2026-07-24."""
    case = lifecycle.start(lifecycle.definition("implementation-project"), on=day("2026-01-12"))
    in_force = ("scope-in-force", "policy-in-force", "objectives-in-force", "risk-process-in-force", "records-exist")
    steps: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("select-standard", "2026-01-20", {"standards": ["ISO 99001:2030"], "scope-drafted": True}),
        ("approve-plan", "2026-02-16", {"requirements-unreviewed": 0, "plan-owner": ["Oduya"]}),
        ("declare-operating", "2026-06-01", dict.fromkeys(in_force, True)),
        ("report-internal-audit", "2026-07-10", AUDITED),
        ("close-management-review", "2026-07-24", {"inputs-left": 0, "results-recorded": True, **facts}),
    )
    for event, on, told in steps:
        case = lifecycle.advance(case, event, on=day(on), facts=told)
    return case


AUDITED: dict[str, object] = {
    "audit-complete": True,
    "audit-reported": True,
    "auditors": ["Ivarsson"],
    "audited-owners": ["Oduya"],
}
READY: dict[str, object] = {"readiness-stage-2": "ready", "readiness-digest": "sha256:00"}


def test_a_review_is_recorded_and_only_a_ready_answer_leads_on() -> None:
    """A management review that was held is on record; the project waits for a readiness answer that is ready."""
    case = reviewed(**{"readiness-stage-2": "not-ready"})
    assert (case.status, case.date("reviewed-on")) == ("management-review", day("2026-07-24"))
    assert reviewed(**READY).status == "ready-for-external-audit"


def test_the_organizations_own_programme_stands_beside_the_usual_interval() -> None:
    """The next review is due by the organization's own programme, and by the usual interval or a body's policy."""
    case = reviewed(**READY, **{"next-review-day": day("2027-01-29")})
    running = last_days(case, "2026-08-01")
    assert (running["own-review-programme"], running["next-management-review"]) == ("2027-01-29", "2027-07-24")
    case = lifecycle.advance(
        case, "close-management-review", on=day("2027-01-20"), facts={"inputs-left": 0, "results-recorded": True}
    )
    assert case.status == "ready-for-external-audit"
    assert last_days(case, "2027-01-20")["next-management-review"] == "2028-01-20"
    assert "own-review-programme" not in last_days(case, "2027-01-20")


def test_a_project_goes_on_after_certification_and_after_an_engagement_without_one() -> None:
    """Audits and reviews go on, and a significant change leads back to the gap analysis."""
    engaged = dict.fromkeys(
        ("accredited-for-standard", "accredited-for-sector", "accredited-for-country", "impartial"), True
    )
    told = {"body": "Cert Example AB", **engaged}
    case = lifecycle.advance(reviewed(**READY), "engage-body", on=day("2026-08-03"), facts=told)
    assert lifecycle.advance(case, "engagement-ended", on=day("2026-09-01")).status == "ready-for-external-audit"
    case = lifecycle.advance(case, "certificate-issued", on=day("2026-11-20"))
    case = lifecycle.advance(case, "report-internal-audit", on=day("2027-06-30"), facts=AUDITED)
    assert (case.status, last_days(case, "2027-07-01")["next-internal-audit"]) == ("certified", "2028-06-30")
    case = lifecycle.advance(case, "significant-change", on=day("2027-09-01"), facts={"change": "a second site"})
    assert case.status == "gap-analysis"


def test_what_rests_on_general_knowledge_is_never_hard() -> None:
    """Rules without a source at hand are marked so, by name."""
    engagement = {guard.name: guard.confidence.value for guard in lifecycle.definition("engagement").guards}
    project = {guard.name: guard.confidence.value for guard in lifecycle.definition("implementation-project").guards}
    certificate = {item.name: item.confidence.value for item in lifecycle.definition("certificate").deadlines}
    assert engagement["report-made"] == "expected"
    assert (
        engagement["no-recent-consultant"] == engagement["objection-resolved"] == engagement["escalated"] == "reported"
    )
    assert project["accredited-for-sector"] == "expected"
    assert project["audit-complete"] == project["auditors-impartial"] == "expected"
    assert certificate["surveillance-after-recertification"] == "expected"
    assert certificate["transfer-from-lost-body"] == "reported"
    assert certificate["first-surveillance"] == certificate["restoration"] == "hard"


def test_every_rule_cites_something_and_marks_general_knowledge() -> None:
    """Guards and deadlines carry a citation and a sentence, numbers a source, states a meaning."""
    for name in lifecycle.definitions():
        definition = lifecycle.definition(name)
        assert all(guard.citation and guard.sentence.endswith(".") for guard in definition.guards)
        assert all(item.citation and item.consequence.endswith(".") for item in definition.deadlines)
        assert all(parameter.source for parameter in definition.policy.parameters)
        assert all(state.meaning.endswith(".") for state in definition.states)
