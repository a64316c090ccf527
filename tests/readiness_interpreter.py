# SPDX-License-Identifier: Apache-2.0
"""A second, independent reading of an exported readiness document.

It knows plain JSON and nothing of the library: from the exported answer, the policy and the truth table it works out
every bucket, fact, rule, count, share, the blockers and the verdict again, the way a reviewer would by hand, and lists
what disagrees. It is written from the published description of the tables, not from the code that runs them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
from collections import Counter
from typing import Any

__all__ = ["disagreements", "holds_with"]

# The parameter says how long ago the occurrence named by last_on may be; these facts fail or stay open when even the
# latest one is too long ago. For the review it decides alone; of the registers every line has to be recent.
_INTERVALS = {
    "compliance-evaluation-interval": "obligations.evaluated",
    "internal-audit-cycle": "internal-audit.coverage",
    "management-review-interval": "management-review.current",
    "risk-assessment-interval": "risks.assessed",
}
_AXES = ("applicability", "finding", "plan", "evidence", "conformity", "work_status", "assurance")
_LEVELS = ("asserted", "evidenced", "reviewed", "internally-audited", "externally-audited")


def disagreements(answer_text: str, policy_text: str, truth_text: str) -> list[str]:
    """List everything in an exported answer that does not follow from the tables; nothing when all of it does.

    Args:
        answer_text: The readiness document.
        policy_text: The policy document.
        truth_text: The truth-table document.
    """
    answer, policy, truth = json.loads(answer_text), json.loads(policy_text), json.loads(truth_text)
    meanings = {row["bucket"]: row for row in truth["buckets"]}
    entries = answer["entries"]
    found: list[str] = []

    def hold(what: str, told: object, worked_out: object) -> None:
        if told != worked_out:
            found.append(f"{what}: exported {told!r}, worked out {worked_out!r}")

    for entry in entries:
        for unit in entry["units"]:
            row = _row(unit["axes"], truth["rows"])
            where = f"{entry['ref']} in {unit.get('unit', 'the whole scope')}"
            hold(f"row of {where}", unit["row"], row["id"])
            hold(f"bucket of {where}", unit["bucket"], row["bucket"])
        worst = min((unit["bucket"] for unit in entry["units"]), key=lambda bucket: int(meanings[bucket]["rank"]))
        hold(f"bucket of {entry['ref']}", entry["bucket"], worst)

    facts = {fact["id"]: fact for fact in answer.get("facts", ())}
    hold("number of facts", len(answer.get("facts", ())), len(facts))
    for fact in facts.values():
        hold(f"fact {fact['id']}", fact["outcome"], _fact(fact))
        found.extend(_intervals(fact, policy, dt.date.fromisoformat(answer["as_of"])))

    outcomes = {}
    for rule in answer["rules"]:
        failing, unknown, looked_at, outcome = _rule(rule, entries, facts)
        outcomes[rule["id"]] = outcome
        hold(f"entries failing {rule['id']}", rule.get("failing", []), failing)
        hold(f"entries leaving {rule['id']} open", rule.get("open", []), unknown)
        hold(f"entries {rule['id']} looked at", rule.get("looked_at", 0), looked_at)
        hold(f"rule {rule['id']}", rule["outcome"], outcome)
    needed = {name for rule in answer["rules"] for group in rule.get("needs", ()) for name in group}
    hold("facts listed", sorted(facts), sorted(needed))

    hold("verdict", answer["verdict"], _verdict(set(outcomes.values())))
    controls = [entry for entry in entries if "#" not in entry["ref"]]
    requirements = [entry for entry in entries if "#" in entry["ref"]]
    hold("requirements", _told(answer["requirements"]), _tally(requirements, meanings))
    hold("controls", _told(answer["controls"]) if "controls" in answer else None, _tally(controls, meanings) or None)
    listed = [(one["subject"], one["outcome"], sorted(one["rules"])) for one in answer.get("blockers", ())]
    hold("blockers", listed, _blockers(answer["rules"], facts, entries, outcomes))
    hold("positions", [one["position"] for one in answer.get("blockers", ())], list(range(1, len(listed) + 1)))
    return found


def _row(axes: dict[str, str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if all(axis not in row or axes[axis] in row[axis] for axis in _AXES))


def _fact(fact: dict[str, Any]) -> str:
    if fact.get("against"):
        return "failed"
    return "unknown" if fact.get("missing") else "passed"


def _intervals(fact: dict[str, Any], policy: dict[str, Any], on: dt.date) -> list[str]:
    """Compare a fact about how long ago something was with its parameter."""
    if "parameter" not in fact:
        return [f"{fact['id']} names no parameter"] if fact["id"] in _INTERVALS.values() and "last_on" in fact else []
    name = fact["parameter"]
    if _INTERVALS.get(name) != fact["id"]:
        return [f"{fact['id']} compares with {name}"]
    if "last_on" not in fact:
        # Where there are no obligations none is late; that there are any is another fact's business.
        missed = fact["outcome"] == "passed" and name != "compliance-evaluation-interval"
        return [f"{fact['id']} passed although nothing ever took place"] if missed else []
    last = dt.date.fromisoformat(fact["last_on"])
    months = next(one["value"] for one in policy["parameters"] if one["name"] == name)
    late = last > on or on > _later(last, months)
    if late and fact["outcome"] == "passed":
        return [f"{fact['id']} passed, and {last} is more than {months} months before {on}"]
    if not late and fact["outcome"] != "passed" and name == "management-review-interval":
        return [f"{fact['id']} {fact['outcome']}, and {last} is within {months} months before {on}"]
    return []


def _later(day: dt.date, months: int) -> dt.date:
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _rule(
    rule: dict[str, Any], entries: list[dict[str, Any]], facts: dict[str, dict[str, Any]]
) -> tuple[list[str], list[str], int, str]:
    """Work out a rule: entries that fail it, entries that leave it open, how many it looks at, and what it comes to."""
    if "reads" not in rule:
        return [], [], 0, _every([_any([_fact(facts[name]) for name in group]) for group in rule["needs"]])
    looked = [entry for entry in entries if rule["id"] in entry.get("rules", ())]
    failing, unknown = [], []
    for entry in looked:
        applying = [unit for unit in entry["units"] if unit["bucket"] != "not-applicable"]
        values = [entry["bucket"]] if rule["reads"] == "bucket" else [unit["axes"]["evidence"] for unit in applying]
        outcome = _every([_value(value, rule) for value in values])
        if outcome == "failed":
            failing.append(entry["ref"])
        elif outcome == "unknown":
            unknown.append(entry["ref"])
    outcome = "failed" if failing else "unknown" if unknown else "passed"
    return failing, unknown, len(looked), outcome


def _value(value: str, rule: dict[str, Any]) -> str:
    if value in rule["passes"]:
        return "passed"
    return "unknown" if value in rule.get("unknown", ()) else "failed"


def _every(outcomes: list[str]) -> str:
    return next((one for one in ("failed", "unknown") if one in outcomes), "passed")


def _any(outcomes: list[str]) -> str:
    return next((one for one in ("passed", "unknown") if one in outcomes), "failed")


def _verdict(outcomes: set[str]) -> str:
    return {"failed": "not-ready", "unknown": "undetermined", "passed": "ready"}[_every(sorted(outcomes))]


def _tally(entries: list[dict[str, Any]], meanings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Count entries per bucket and assurance, and work out the share; empty where there is nothing to count."""
    if not entries:
        return {}
    buckets = Counter(entry["bucket"] for entry in entries)
    unknown = sum(number for bucket, number in buckets.items() if meanings[bucket]["outcome"] == "unknown")
    met = [entry for entry in entries if entry["bucket"] == "met"]
    levels = Counter(min((unit["axes"]["assurance"] for unit in entry["units"]), key=_LEVELS.index) for entry in met)
    return {
        "total": len(entries),
        "buckets": dict(buckets),
        "share": {"low": len(met), "high": len(met) + unknown, "of": len(entries) - buckets["not-applicable"]},
        "assurance": dict(levels),
    }


def _told(tally: dict[str, Any]) -> dict[str, Any]:
    return {
        "total": tally["total"],
        "buckets": {one["bucket"]: one["count"] for one in tally["buckets"]},
        "share": tally["share"],
        "assurance": {one["assurance"]: one["count"] for one in tally.get("assurance", ())},
    }


def _blockers(
    rules: list[dict[str, Any]],
    facts: dict[str, dict[str, Any]],
    entries: list[dict[str, Any]],
    outcomes: dict[str, str],
) -> list[tuple[str, str, list[str]]]:
    """Work out the blockers: facts before entries, what fails before what is unknown, else in order of the rules."""
    held: dict[str, list[str]] = {}
    worst: dict[str, str] = {}
    order: list[str] = []
    known = {entry["ref"] for entry in entries}
    for rule in rules:
        if outcomes[rule["id"]] == "passed":
            continue
        pairs = [(ref, "failed") for ref in rule.get("failing", ())] + [
            (ref, "unknown") for ref in rule.get("open", ())
        ]
        for group in rule.get("needs", ()):
            comes_to = _any([_fact(facts[name]) for name in group])
            if comes_to != "passed":
                pairs.append((next(name for name in group if _fact(facts[name]) == comes_to), comes_to))
        for subject, outcome in pairs:
            if subject not in held:
                order.append(subject)
            held.setdefault(subject, []).append(rule["id"])
            worst[subject] = "failed" if "failed" in (outcome, worst.get(subject)) else "unknown"
    order.sort(key=lambda subject: (subject in known, worst[subject] == "unknown"))
    return [(subject, worst[subject], sorted(held[subject])) for subject in order]


def holds_with(answer_text: str, resolved: set[str]) -> str:
    """Return the verdict that an exported answer's rules come to once the named facts and entries are in order."""
    answer = json.loads(answer_text)
    outcomes = []
    facts = {fact["id"]: "passed" if fact["id"] in resolved else _fact(fact) for fact in answer.get("facts", ())}
    for rule in answer["rules"]:
        if "reads" in rule:
            failing = [ref for ref in rule.get("failing", ()) if ref not in resolved]
            unknown = [ref for ref in rule.get("open", ()) if ref not in resolved]
            outcomes.append("failed" if failing else "unknown" if unknown else "passed")
        else:
            outcomes.append(_every([_any([facts[name] for name in group]) for group in rule["needs"]]))
    return _verdict(set(outcomes))
