# SPDX-License-Identifier: Apache-2.0
"""The cases of one client side by side: each reads the others, and nobody can tell what is on record."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from isomodel import lifecycle as lc
from isomodel.errors import InvariantError, UnknownNameError

DAY = dt.date(2026, 5, 4)
MAJOR = {"grade": "major", "origin": "external"}


def client(*findings: dict[str, str]) -> lc.Certification:
    """Return a client with an engagement, a certificate and some findings."""
    bundle = lc.Certification().begin("audit", lc.definition("engagement"), on=DAY)
    bundle = bundle.begin("certificate", lc.definition("certificate"), on=DAY + dt.timedelta(days=1))
    for number, facts in enumerate(findings):
        bundle = bundle.begin(f"finding-{number}", lc.definition("finding"), on=DAY, facts=facts)
    return bundle


def test_open_findings_are_counted_by_grade_and_origin() -> None:
    """A decision reads how many majors are unverified, and how many minors have no plan, from the findings."""
    bundle = client(MAJOR, MAJOR, {"grade": "minor", "origin": "external"}, {"grade": "major", "origin": "internal"})
    facts = bundle.facts_for("audit", on=DAY)
    assert (facts["majors-unverified"], facts["minors-without-plan"], facts["certificate-alive"]) == (2, 1, False)
    assert client().facts_for("audit", on=DAY)["majors-unverified"] == 0


def test_what_is_on_record_cannot_be_told_otherwise() -> None:
    """Nobody grants over a major by saying that there is none."""
    with pytest.raises(lc.FactError) as refused:
        client(MAJOR).advance("audit", "accept", on=DAY, facts={"majors-unverified": 0})
    assert (refused.value.fact, refused.value.expected) == (
        "majors-unverified",
        "nothing: the cases of finding answer it",
    )


def test_the_team_of_the_engagement_and_its_outcome_are_read_by_the_certificate() -> None:
    """Names told in one case are the names the other compares with; without them the guard asks for them."""
    bundle = client()
    later = DAY + dt.timedelta(days=1)
    assert "auditors" not in bundle.facts_for("certificate", on=later)
    assert bundle.facts_for("certificate", on=later)["decision-positive"] is False
    unmet = {one.name for item in bundle.allowed("certificate", on=later) for one in item.unmet}
    assert {"positive-decision", "separate-decider"} <= unmet
    team = lc.start(lc.definition("engagement"), on=DAY, facts={"team": ["Ann"]})
    told = lc.Certification(cases=(lc.NamedCase(name="audit", case=team), *bundle.cases[1:]))
    assert told.facts_for("certificate", on=later)["auditors"] == ("Ann",)


def test_a_case_begun_later_does_not_exist_before() -> None:
    """States, deadlines and answers of a day leave out what had not begun; time is foretold for all."""
    bundle = client(MAJOR)
    assert [name for name, _ in bundle.states(on=DAY)] == ["audit", "finding-0"]
    assert len(bundle.states(on=DAY + dt.timedelta(days=1))) == 3
    evidence = lc.start(lc.definition("evidence"), on=DAY)
    for event, facts in (
        ("submit", {"digest": "d"}),
        ("accept", {"owner": ["A"], "reviewer": ["B"], "valid-until-day": DAY + dt.timedelta(days=30)}),
    ):
        evidence = lc.advance(evidence, event, on=DAY, facts=facts)
    bundle = lc.Certification(cases=(*bundle.cases, lc.NamedCase(name="ev", case=evidence)))
    assert [(name, item.deadline, item.days_left) for name, item in bundle.due(on=DAY) if name == "ev"] == [
        ("ev", "validity", 30)
    ]
    steps = [(name, step.target) for name, step in bundle.project(until=dt.date(2027, 1, 1)) if name == "ev"]
    assert steps == [("ev", "expired")]
    assert bundle.due(on=DAY, policy=lc.definition("finding").policy) is not None


def test_names_of_cases_are_their_own() -> None:
    """A name stands once, an unknown one is refused with the nearest, and the bundle is a value."""
    bundle = client()
    with pytest.raises(InvariantError, match="audit twice"):
        bundle.begin("audit", lc.definition("engagement"), on=DAY)
    with pytest.raises(UnknownNameError) as refused:
        bundle.advance("audti", "accept", on=DAY)
    assert refused.value.nearest == "audit"
    assert pickle.loads(pickle.dumps(bundle)) == bundle  # noqa: S301 - made here.
    after = bundle.advance("audit", "accept", on=DAY, facts={"review-recorded": True, "body-competent": True})
    assert (after["audit"].status, bundle["audit"].status) == ("accepted", "applied")
    assert after["certificate"] is bundle["certificate"]
