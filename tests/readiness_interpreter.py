# SPDX-License-Identifier: Apache-2.0
"""A second, independent reading of an exported readiness document.

It knows plain JSON and nothing of the library: from the exported answer, the policy and the truth table it works out
every bucket, fact, rule, count, share, the blockers and the verdict again, the way a reviewer would by hand, and lists
what disagrees. Where it is given the record too, it establishes what a certification body looks at a second time. It is
written from the published description of the tables and of the facts, not from the code that runs them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

__all__ = ["LOOKS", "disagreements", "holds_with", "second_look"]

# The parameter says how long ago the occurrence named by last_on may be; these facts fail or stay open when even the
# latest one is too long ago. Of those that it decides alone nothing else can fail or leave them open; of the registers
# every line has to be recent.
_INTERVALS = {
    "compliance-evaluation-interval": {"obligations.evaluated"},
    "internal-audit-cycle": {"internal-audit.coverage", "internal-audit.current", "internal-audit.throughout"},
    "management-review-interval": {"management-review.current", "management-review.throughout"},
    "objective-evaluation-interval": {"objectives.evaluated"},
    "risk-assessment-interval": {"risks.assessed"},
}
_ALONE = {"internal-audit.current", "management-review.current"}
_OLD_ENOUGH = {"obligations.evaluated", "internal-audit.throughout", "management-review.throughout"}
"""Facts that can pass although nothing took place: nothing had to, or not yet."""
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
        found.extend(_compared(fact, policy, dt.date.fromisoformat(answer["as_of"])))

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


def _compared(fact: dict[str, Any], policy: dict[str, Any], on: dt.date) -> list[str]:
    """Compare a fact about how long ago something was, or how many there are, with its parameter."""
    timed = set().union(*_INTERVALS.values())
    if "parameter" not in fact:
        return [f"{fact['id']} names no parameter"] if fact["id"] in timed and "last_on" in fact else []
    limit = next(int(one["value"]) for one in policy["parameters"] if one["name"] == fact["parameter"])
    if fact["parameter"] == "minor-accumulation":
        few = [one for one in fact.get("against", ()) if len(one.rpartition(": ")[2].split(", ")) < limit]
        return [f"{fact['id']} calls {one} {limit} or more" for one in few]
    if fact["parameter"] == "major-verification-limit":
        due = _later(dt.date.fromisoformat(fact["last_on"]), limit)
        early = on <= due and fact["outcome"] != "passed"
        return [f"{fact['id']} {fact['outcome']} before {due}"] if early else []
    return _intervals(fact, limit, on)


def _intervals(fact: dict[str, Any], months: int, on: dt.date) -> list[str]:
    if fact["id"] not in _INTERVALS.get(fact["parameter"], ()):
        return [f"{fact['id']} compares with {fact['parameter']}"]
    if "last_on" not in fact:
        missed = fact["outcome"] == "passed" and fact["id"] not in _OLD_ENOUGH
        return [f"{fact['id']} passed although nothing ever took place"] if missed else []
    last = dt.date.fromisoformat(fact["last_on"])
    late = last > on or on > _later(last, months)
    if late and fact["outcome"] == "passed":
        return [f"{fact['id']} passed, and {last} is more than {months} months before {on}"]
    if not late and fact["outcome"] != "passed" and fact["id"] in _ALONE:
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
        read = rule["reads"]
        values = [entry["bucket"]] if read == "bucket" else [unit["axes"][read] for unit in applying]
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


# A second look at the record.


def second_look(
    answer_text: str, record_text: str, edition_text: str, replaced_text: str, policy_text: str
) -> list[str]:
    """List the facts of an exported answer that come out otherwise from the record itself.

    Args:
        answer_text: The readiness document.
        record_text: The assessment document.
        edition_text: The edition.
        replaced_text: The edition it replaces.
        policy_text: The policy document.
    """
    answer = json.loads(answer_text)
    look = _Look(
        json.loads(record_text),
        json.loads(edition_text),
        json.loads(replaced_text),
        {one["name"]: one["value"] for one in json.loads(policy_text)["parameters"]},
        dt.date.fromisoformat(answer["as_of"]),
    )
    found = []
    for fact in answer.get("facts", ()):
        ask = LOOKS.get(fact["id"])
        seen = ask(look) if ask is not None else fact["outcome"]
        if seen != fact["outcome"]:
            found.append(f"{fact['id']}: exported {fact['outcome']} ({fact['sentence']}), seen {seen}")
    return found


class _Look:
    """A record in plain JSON, asked about one day."""

    def __init__(
        self,
        record: dict[str, Any],
        edition: dict[str, Any],
        replaced: dict[str, Any],
        policy: dict[str, int],
        on: dt.date,
    ) -> None:
        self.record, self.edition, self.replaced, self.policy, self.on = record, edition, replaced, policy, on
        self.standard = edition["ref"]

    def complete(self, name: str) -> bool:
        return name in self.record.get("complete", ())

    def nothing(self, name: str) -> str:
        """Say what it comes to that a list has nothing of what is looked for."""
        return "failed" if self.complete(name) else "unknown"

    def by_now(self, item: dict[str, Any], key: str) -> dt.date | None:
        """Return a day that has come; None where there is none or it lies ahead."""
        day = dt.date.fromisoformat(item[key]) if key in item else None
        return day if day is not None and day <= self.on else None

    def certificates(self, standards: list[str]) -> list[dict[str, Any]]:
        held = [one for one in self.record.get("certificates", ()) if one["standard"] in standards]
        return sorted(
            (one for one in held if self.by_now(one, "effective_on")),
            key=lambda one: (one["effective_on"], one["expires_on"], one["id"]),
        )

    def state(self, certificate: dict[str, Any]) -> str:
        if self.by_now(certificate, "withdrawn_on"):
            return "withdrawn"
        if self.by_now(certificate, "suspended_on") and not self.by_now(certificate, "restored_on"):
            return "suspended"
        return "valid" if self.on <= dt.date.fromisoformat(certificate["expires_on"]) else "expired"

    def cycle(self) -> dict[str, Any] | None:
        """Return the certificate whose cycle runs."""
        held = self.certificates([self.standard])
        valid = [one for one in held if self.state(one) == "valid"]
        return next(reversed(valid or held), None)

    def in_force(self, standards: list[str]) -> str:
        held = self.certificates(standards)
        states = [self.state(one) for one in held]
        if "valid" in states:
            return "passed"
        return "failed" if states and states[-1] != "expired" else self.nothing("certificates")

    def audits(self, *types: str) -> list[dict[str, Any]]:
        """List audits that have taken place, latest last."""
        own = [one for one in self.record.get("audits", ()) if self.standard in one["standards"]]
        done = [one for one in own if one["type"] in types and self.by_now(one, "performed_on")]
        return sorted(done, key=lambda one: (one["performed_on"], one["id"]))

    def decided(self) -> dict[str, Any] | None:
        return next(reversed(self.audits("stage-2", "recertification")), None)

    def nonconformities(self) -> list[dict[str, Any]]:
        """List those the body raised: in one of its audits, or in an audit nobody knows."""
        own = {one["id"] for one in self.record.get("audits", ()) if one["type"] in ("internal", "customer")}
        body = {one["id"] for one in self.record.get("audits", ()) if one["type"] not in ("internal", "customer")}
        return [one for one in self.touching() if "audit" in one and (one["audit"] in body or one["audit"] not in own)]

    def touching(self, kind: str = "nonconformity") -> list[dict[str, Any]]:
        raised = [one for one in self.record.get("findings", ()) if self.by_now(one, "raised_on")]
        return [
            one
            for one in raised
            if one["type"] == kind and self.standard in {criterion.rpartition(", ")[0] for criterion in one["criteria"]}
        ]

    def about(self, name: str) -> list[dict[str, Any]]:
        return [one for one in self.record.get(name, ()) if self.standard in one.get("standards", [self.standard])]

    def topics(self) -> dict[str, str]:
        """Return what each clause, requirement and control is about: a topic, or the number of its clause."""
        found: dict[str, str] = {}
        amendments = self.edition.get("amendments", ())
        ahead = {one["ref"] for one in amendments if one["published_on"] > self.on.isoformat()}

        def walk(clause: dict[str, Any]) -> None:
            own = clause.get("topic", clause["number"])
            found[clause["number"]] = own
            for one in clause.get("requirements", ()):
                if one.get("since") in ahead:
                    continue
                local = one["ref"].rpartition(", ")[2]
                found[local] = one.get("topic", own)
                while "." in local.partition("#")[2]:
                    # An item that only introduces a list.
                    local = local.rpartition(".")[0]
                    found.setdefault(local, own)
            for one in clause.get("controls", ()):
                local = one["ref"].rpartition(", ")[2]
                found[local] = clause.get("topic", local)
            for below in clause.get("clauses", ()):
                walk(below)

        for clause in self.edition["clauses"]:
            walk(clause)
        return found


def _settle(against: object, missing: object) -> str:
    return "failed" if against else "unknown" if missing else "passed"


def _edition_until(look: _Look, *ends: str) -> str:
    days = {one["kind"]: dt.date.fromisoformat(one["on"]) for one in look.edition.get("milestones", ())}
    return _settle(
        look.on < days["published"] or any(days[end] < look.on for end in ends if end in days), missing=False
    )


def _open_transition(look: _Look) -> str:
    if not look.edition.get("supersedes"):
        return "unknown"
    ends = [one["on"] for one in look.replaced.get("milestones", ()) if one["kind"] == "transition-end"]
    if not ends:
        return "unknown"
    return _settle(dt.date.fromisoformat(ends[0]) < look.on, missing=False)


def _arranged(look: _Look) -> str:
    certificate = look.cycle()
    if certificate is None:
        return "unknown"
    days = [one["performed_on"] for one in look.audits("recertification")]
    days = [one for one in days if one >= certificate["effective_on"]]
    for one in look.record.get("audits", ()):
        planned = one["type"] == "recertification" and look.standard in one["standards"] and "planned_on" in one
        if planned and not look.by_now(one, "performed_on") and one["planned_on"] >= look.on.isoformat():
            days.append(one["planned_on"])
    return _settle(min(days) > certificate["expires_on"], missing=False) if days else look.nothing("audits")


def _surveyed(look: _Look) -> str:
    certificate = look.cycle()
    if certificate is None:
        return "unknown"
    done = [one for one in look.audits("surveillance") if one["performed_on"] >= certificate["effective_on"]]
    if not done:
        return look.nothing("audits")
    return _settle([one for one in done if not look.by_now(one, "reported_on")], missing=False)


def _report(look: _Look) -> str:
    audit = look.decided()
    if audit is None:
        return "passed"
    if not look.by_now(audit, "reported_on"):
        return "failed"
    return {"complete": "passed", "incomplete": "failed"}.get(audit.get("report_content", ""), "unknown")


def _deciders(look: _Look) -> str:
    audit = look.decided()
    if audit is None:
        return "passed"
    last = audit["performed_on"]
    before = [one["performed_on"] for one in look.audits("stage-2", "recertification") if one["performed_on"] < last]
    since = max(before, default="")
    stages = look.audits("stage-1") if audit["type"] == "stage-2" else []
    involved = [one for one in stages if since < one["performed_on"] <= last]
    involved += [one for one in look.audits("special") if one["performed_on"] >= last] + [audit]
    team = {name.strip().lower() for one in involved for name in one.get("auditors", ())}
    deciders = [name.strip().lower() for name in audit.get("deciders", ())]
    silent = not deciders or any(not one.get("auditors") for one in involved)
    return _settle([name for name in deciders if name in team], silent)


def _verified(look: _Look) -> str:
    loose = [one for one in look.nonconformities() if not look.by_now(one, "verified_on")]
    known = [one for one in loose if one["grade"] == "major" and not look.by_now(one, "closed_on")]
    closed = [one for one in loose if one["grade"] == "major" and look.by_now(one, "closed_on")]
    ungraded = [one for one in loose if one["grade"] == "ungraded" and not look.by_now(one, "closed_on")]
    return _settle(known, closed or ungraded or not look.complete("findings"))


def _open_of(look: _Look, grade: str, *, theirs: bool) -> bool:
    """Say whether a nonconformity of a grade is open: of the certification body, or of anybody else."""
    raised = look.nonconformities()
    ours = [one for one in look.touching() if one not in raised]
    return any(one["grade"] == grade and not look.by_now(one, "closed_on") for one in (raised if theirs else ours))


def _concerns(look: _Look) -> str:
    for one in look.touching("area-of-concern"):
        actions = one.get("corrective_actions", ())
        undone = [action for action in actions if not look.by_now(action, "done_on")]
        acted = one.get("correction", "").strip() or (actions and not undone)
        if not look.by_now(one, "closed_on") and not acted:
            return "failed"
    return "passed"


def _hazards(look: _Look) -> str:
    own = look.about("hazards")
    if not own:
        return look.nothing("hazards")
    ahead = [one for one in own if "evaluated_on" in one and not look.by_now(one, "evaluated_on")]
    return _settle([*ahead, *(one for one in own if one["significance"] == "not-evaluated")], missing=False)


def _in_time(look: _Look) -> str:
    audit = look.decided()
    if audit is None:
        return "passed"
    majors = [one for one in look.nonconformities() if one["grade"] == "major" and one["audit"] == audit["id"]]
    if audit["type"] == "stage-2":
        due = _later(dt.date.fromisoformat(audit["performed_on"]), look.policy["major-verification-limit"])
    else:
        certificate = look.cycle()
        if certificate is None:
            return _settle(against=False, missing=majors)
        due = dt.date.fromisoformat(certificate["expires_on"])
    late, silent = [], []
    for one in majors:
        verified, closed = look.by_now(one, "verified_on"), look.by_now(one, "closed_on")
        if verified is not None:
            late += [one] if verified > due else []
        elif closed is None:
            late += [one] if look.on > due else []
        else:
            silent += [one] if closed > due else []
    return _settle(late, silent)


def _planned(look: _Look) -> str:
    minors = [one for one in look.nonconformities() if one["grade"] == "minor" and not look.by_now(one, "closed_on")]
    return _settle([one for one in minors if not look.by_now(one, "plan_accepted_on")], missing=False)


def _accumulated(look: _Look) -> str:
    topics = look.topics()
    held: dict[str, set[str]] = {}
    for one in look.touching():
        if one["grade"] == "minor" and not look.by_now(one, "closed_on"):
            for standard, _, local in (criterion.rpartition(", ") for criterion in one["criteria"]):
                if standard == look.standard and local in topics:
                    held.setdefault(topics[local], set()).add(one["id"])
    return _settle([one for one in held.values() if len(one) >= look.policy["minor-accumulation"]], missing=False)


def _acted_on(look: _Look) -> str:
    against, missing = False, False
    for one in look.nonconformities():
        if look.by_now(one, "closed_on") or look.by_now(one, "verified_on"):
            continue
        effect = one.get("effectiveness")
        looked = effect["effective"] if effect is not None and look.by_now(effect, "on") else None
        actions = one.get("corrective_actions", ())
        undone = [action for action in actions if not look.by_now(action, "done_on")]
        against |= looked == "not-effective" or any(action["due_on"] < look.on.isoformat() for action in undone)
        missing |= not actions or (not undone and looked is None)
    return _settle(against, missing)


def _complaints(look: _Look) -> str:
    came = [one for one in look.about("complaints") if look.by_now(one, "received_on")]
    left = [one for one in came if not look.by_now(one, "handled_on") and not one.get("action", "").strip()]
    return _settle(left, not look.complete("complaints"))


def _notified(look: _Look) -> str:
    made = [one for one in look.about("changes") if look.by_now(one, "changed_on")]
    return _settle([one for one in made if not look.by_now(one, "notified_on")], not look.complete("changes"))


def _marks(look: _Look) -> str:
    certificate = look.cycle()
    if certificate is None:
        return "passed"
    ahead = "mark_use_checked_on" in certificate and not look.by_now(certificate, "mark_use_checked_on")
    use = "" if ahead else certificate.get("mark_use", "")
    return {"as-agreed": "passed", "misused": "failed"}.get(use, "unknown")


def _progress(look: _Look) -> tuple[list[dict[str, Any]], list[tuple[str | None, dt.date | None, str]]]:
    own = [one for one in look.record.get("objectives", ()) if look.standard in one["standards"]]
    told = []
    for one in own:
        ahead = "evaluated_on" in one and not look.by_now(one, "evaluated_on")
        progress = None if ahead else one.get("progress")
        told.append((progress, look.by_now(one, "evaluated_on"), "" if ahead else one.get("action", "").strip()))
    return own, told


def _evaluated(look: _Look) -> str:
    own, told = _progress(look)
    if not own:
        return look.nothing("objectives")
    months = look.policy["objective-evaluation-interval"]
    known = [on for progress, on, _ in told if progress is not None and on is not None]
    return _settle([on for on in known if look.on > _later(on, months)], len(known) < len(own))


def _pursued(look: _Look) -> str:
    return _settle(
        [1 for progress, _, action in _progress(look)[1] if progress == "behind" and not action], missing=False
    )


def _reported(look: _Look) -> list[dt.date]:
    done = [one for one in look.audits("internal") if look.by_now(one, "reported_on")]
    return [dt.date.fromisoformat(one["performed_on"]) for one in done]


def _current(look: _Look) -> str:
    recent = [on for on in _reported(look) if look.on <= _later(on, look.policy["internal-audit-cycle"])]
    return "passed" if recent else look.nothing("audits")


def _without_a_gap(look: _Look, days: list[dt.date], parameter: str, name: str) -> str:
    certificate = look.cycle()
    if certificate is None:
        return "unknown"
    first = dt.date.fromisoformat(certificate["effective_on"])
    covered = [first, *sorted(on for on in days if on >= first), look.on]
    gaps = [one for one, other in itertools.pairwise(covered) if other > _later(one, look.policy[parameter])]
    return look.nothing(name) if gaps else "passed"


def _reviews(look: _Look) -> list[dt.date]:
    own = [one for one in look.record.get("management_reviews", ()) if look.standard in one["standards"]]
    return [on for one in own if (on := look.by_now(one, "performed_on")) is not None]


LOOKS: dict[str, Callable[[_Look], str]] = {
    "certificate.earlier-in-force": lambda look: look.in_force(look.edition.get("supersedes", [])),
    "certificate.in-force": lambda look: look.in_force([look.standard]),
    "certificate.mark-use": _marks,
    "changes.notified": _notified,
    "complaints.acted-on": _complaints,
    "decision.audit-performed": lambda look: "passed" if look.decided() else look.nothing("audits"),
    "decision.decider-independent": _deciders,
    "decision.majors-in-time": _in_time,
    "decision.report-complete": _report,
    "edition.certifiable": lambda look: _edition_until(look, "transition-end"),
    "edition.recertifiable": lambda look: _edition_until(look, "transition-end", "recertification-audits-end"),
    "findings.complete": lambda look: _settle(against=False, missing=not look.complete("findings")),
    "findings.concerns-resolved": _concerns,
    "findings.earlier-acted-on": _acted_on,
    "findings.graded": lambda look: _settle(against=False, missing=_open_of(look, "ungraded", theirs=True)),
    "findings.internal-graded": lambda look: _settle(against=False, missing=_open_of(look, "ungraded", theirs=False)),
    "findings.majors-verified": _verified,
    "findings.minors-planned": _planned,
    "findings.no-accumulation": _accumulated,
    "findings.no-open-internal-major": lambda look: _settle(_open_of(look, "major", theirs=False), missing=False),
    "findings.no-open-major": lambda look: _settle(_open_of(look, "major", theirs=True), missing=False),
    "hazards.evaluated": _hazards,
    "internal-audit.current": _current,
    "internal-audit.throughout": lambda look: _without_a_gap(look, _reported(look), "internal-audit-cycle", "audits"),
    "management-review.throughout": lambda look: _without_a_gap(
        look, _reviews(look), "management-review-interval", "management-reviews"
    ),
    "objectives.acted-on": _pursued,
    "objectives.evaluated": _evaluated,
    "recertification.arranged": _arranged,
    "surveillance.reported": _surveyed,
    "transition.open": _open_transition,
}
"""How each fact about what a certification body looks at is seen in the record."""
