# SPDX-License-Identifier: Apache-2.0
"""The rules asked of a statement: which facts hold of each of its parts, and the issues that they make."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from isomodel.applicability._nouns import (
    CertificateCitation,
    ControlEntry,
    Implementation,
    Necessity,
    PlanStanding,
    RiskLink,
    SetAside,
    StatedBy,
    StatementMismatchError,
    StatementOfApplicability,
    StatementVersion,
    local_name,
)
from isomodel.applicability._rules import NO_REASON, OUTSOURCING, PLACEHOLDERS, RULES, Ground, RuleSubject
from isomodel.assessment import InclusionReason, RecordList, WorkStatus, may_be_excluded
from isomodel.errors import Issue
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import StandardEdition, Topic
from isomodel.text import shortened

__all__ = ["certificate_issues", "clause_matter", "found_in", "holding", "issues"]


def certificate_issues(
    certificate: CertificateCitation, versions: Iterable[StatementVersion], *, on: dt.date
) -> tuple[Issue, ...]:
    """List what is wrong with what a certificate says about the Statement of Applicability; see :data:`RULES`.

    Args:
        certificate: What it says. Paths lead into it.
        versions: The versions there are, in any order.
        on: The day; versions signed later do not count.
    """
    signed = [version for version in versions if version.dated_on <= on]
    own = [version for version in signed if version.statement.standard == certificate.standard]
    cited = [version for version in own if version.number == certificate.version]
    newest = max(own, key=lambda version: (version.dated_on, version.number), default=None)
    facts = {
        "cites": bool((certificate.version or "").strip()),
        "same-standard": bool(own) or not signed,
        "known-version": bool(cited),
        "one-version": len(cited) <= 1,
        "signed-before": any(version.dated_on <= certificate.issued_on for version in cited),
        "replaced": newest is not None and all(version.dated_on < newest.dated_on for version in cited),
    }
    words = {
        "certificate": certificate.certificate,
        "version": certificate.version or "",
        "standard": str(certificate.standard),
        "issued_on": certificate.issued_on.isoformat(),
        "latest": "" if newest is None else newest.number,
    }
    matter = _Matter(subject=RuleSubject.CERTIFICATE, path="", facts=holding(facts), words=words)
    return tuple(found_in(matter, certificate.standard))


def issues(
    statement: StatementOfApplicability,
    edition: StandardEdition,
    *,
    on: dt.date,
    custom: Iterable[StandardEdition] = (),
) -> tuple[Issue, ...]:
    """List what an auditor would object to in a statement, in the order of the document; see :data:`RULES`.

    Only the statement is looked at, so that one from a file is judged like one just built. Paths lead into the document
    ``statement-of-applicability``.

    Args:
        statement: The statement.
        edition: The edition it is of.
        on: The day that decides what is overdue.
        custom: The editions of one's own that it names.

    Raises:
        StatementMismatchError: The editions are not those that the statement names.
    """
    editions = (edition, *custom)
    named = (statement.standard, *statement.custom)
    if tuple(one.ref for one in editions) != named:
        found = ", ".join(str(one.ref) for one in editions)
        raise StatementMismatchError(found, ", ".join(map(str, named)))
    matters = _matters(statement, editions, on)
    return tuple(issue for matter in matters for issue in found_in(matter, statement.standard))


@attrs.frozen(kw_only=True)
class _Matter:
    """Something that rules are asked of: what is so of it, and the words that tell about it."""

    subject: RuleSubject
    path: str
    facts: frozenset[str]
    words: Mapping[str, str]
    near: str | None = None


_BY_SUBJECT: Final = {subject: tuple(one for one in RULES if one.about is subject) for subject in RuleSubject}


def found_in(matter: _Matter, standard: StandardRef) -> Iterator[Issue]:
    words = {name: shortened(text, _SHOWN) for name, text in matter.words.items()}
    for one in _BY_SUBJECT[matter.subject]:
        if all(_holds(fact, matter.facts) for fact in one.when):
            yield Issue(
                code=one.code,
                severity=one.severity,
                path=matter.path if one.field is None else f"{matter.path}/{one.field}",
                message=one.message.format_map(words),
                expected=f"{one.sentence} ({one.citation(standard)})",
                nearest=matter.near,
            )


_SHOWN: Final = 80
"""How much of a text of the record a message shows, in characters."""


def _holds(fact: str, facts: frozenset[str]) -> bool:
    negated = fact.removeprefix("not ")
    return negated not in facts if negated != fact else fact in facts


def holding(facts: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(name for name, holds in facts.items() if holds)


def _matters(
    statement: StatementOfApplicability, editions: Sequence[StandardEdition], on: dt.date
) -> Iterator[_Matter]:
    necessary = [entry for entry in statement.entries if entry.necessity is Necessity.NECESSARY]
    alike = _most_alike(necessary)
    whole = {"scoped": bool((statement.scope or "").strip()), "same-words": alike > 1 and alike * 2 > len(necessary)}
    counts = {"alike": str(alike), "necessary": str(len(necessary))}
    yield _Matter(subject=RuleSubject.STATEMENT, path="", facts=holding(whole), words=counts)
    controls = {control.ref: None for edition in editions for control in edition.controls()}
    complete = RecordList.RISKS in statement.complete
    seen: set[RequirementRef] = set()
    for index, entry in enumerate(statement.entries):
        outside = {
            "in-edition": entry.control in controls,
            "repeated": entry.control in seen,
            "risks-complete": complete,
        }
        seen.add(entry.control)
        yield from _entry_matters(f"/entries/{index}", entry, holding(outside), on, statement.standard)
    for control in controls:
        if control not in seen:
            words = {"control": local_name(control, statement.standard)}
            yield _Matter(subject=RuleSubject.MISSING, path="", facts=frozenset(), words=words)
    for index, one in enumerate(statement.set_aside):
        yield clause_matter(f"/set_aside/{index}", one, editions[0].as_of(on), on)
    for index, mention in enumerate(statement.unplaced):
        edition = next((one for one in editions if one.ref == mention.target.standard), None)
        who = mention.mentioned_by.value if mention.record is None else f"{mention.mentioned_by.value} {mention.record}"
        yield _Matter(
            subject=RuleSubject.MENTION,
            path=f"/unplaced/{index}",
            facts=frozenset(),
            words={"target": local_name(mention.target, statement.standard), "mentioned_by": f"a {who}"},
            near=None if edition is None else edition.nearest(mention.target.local),
        )


def _most_alike(necessary: Sequence[ControlEntry]) -> int:
    """Count the controls that share one justification, of those that no risk and no obligation is linked to."""
    said = Counter(
        entry.justification for entry in necessary if entry.justification and not (entry.risks or entry.obligations)
    )
    return max(said.values(), default=0)


def _entry_matters(
    path: str, entry: ControlEntry, outside: frozenset[str], on: dt.date, standard: StandardRef
) -> Iterator[_Matter]:
    stated = (StatedBy.DECISION, StatedBy.BOTH)
    chosen = [link.risk for link in entry.risks if link.stated_by is not StatedBy.DECISION]
    named = [link.risk for link in entry.risks if link.stated_by in stated]
    kinds = [basis.kind for basis in entry.reasons if basis.stated_by in stated]
    facts = outside | _decision_facts(entry.justification, entry.decided_by, entry.review_on, on)
    facts |= {entry.origin.value, entry.necessity.value}
    facts |= holding(
        {
            "decided-above": entry.decided_at is not None,
            "reasoned": bool(entry.reasons or entry.risks or entry.obligations),
            "gives-inclusion-reason": bool(kinds or named),
            "implemented": entry.implementation is Implementation.IMPLEMENTED,
            "not-implemented": entry.implementation is Implementation.NOT_IMPLEMENTED,
            "implementation-unknown": entry.implementation is Implementation.UNKNOWN,
            "judged-implemented": entry.work_status is WorkStatus.IMPLEMENTED,
            "chosen": bool(chosen),
            "risk-stated": bool(named) or InclusionReason.RISK in kinds,
            "obliged": bool(entry.obligations),
            "planned": any(link.plan is not PlanStanding.NONE for link in entry.risks),
            "owned": _is_answer(entry.owner or ""),
            "evidenced": bool(entry.evidence) or any(map(_is_answer, entry.named_evidence)),
        }
    )
    unknown = [one.unit for one in entry.units if one.implementation is Implementation.UNKNOWN]
    words = {
        "control": local_name(entry.control, standard),
        "decided_by": entry.decided_by or "",
        "decided_on": "" if entry.decided_on is None else entry.decided_on.isoformat(),
        "decided_at": "" if entry.decided_at is None else local_name(entry.decided_at, standard),
        "justification": entry.justification or "",
        "review_on": "" if entry.review_on is None else entry.review_on.isoformat(),
        "chosen_by": ", ".join(chosen),
        "obliged_by": ", ".join(one.obligation for one in entry.obligations),
        "where": f" in {', '.join(unknown)}" if unknown else "",
    }
    yield _Matter(subject=RuleSubject.CONTROL, path=path, facts=facts, words=words)
    for index, link in enumerate(entry.risks):
        yield _risk_matter(f"{path}/risks/{index}", link, facts, words, on)
    for index, one in enumerate(entry.obligations):
        own = holding({"of-a-kind": one.kind is not None})
        told = {**words, "obligation": one.obligation}
        yield _Matter(subject=RuleSubject.OBLIGATION, path=f"{path}/obligations/{index}", facts=facts | own, words=told)


def _risk_matter(path: str, link: RiskLink, facts: frozenset[str], words: Mapping[str, str], on: dt.date) -> _Matter:
    own = holding(
        {
            "chosen": link.stated_by is not StatedBy.DECISION,
            "named": link.stated_by is not StatedBy.REGISTER,
            "in-register": link.owner is not None,
            "plan": link.plan is not PlanStanding.NONE,
            "plan-not-approved": link.plan is PlanStanding.NOT_APPROVED,
            "plan-approved-by-another": link.plan is PlanStanding.APPROVED_BY_ANOTHER,
            "plan-dated": link.due_on is not None,
            "plan-past": link.due_on is not None and link.due_on < on,
        }
    )
    told = {
        **words,
        "risk": link.risk,
        "owner": link.owner or "",
        "approved_by": link.approved_by or "",
        "due_on": "" if link.due_on is None else link.due_on.isoformat(),
    }
    return _Matter(subject=RuleSubject.RISK, path=path, facts=(facts - {"chosen"}) | own, words=told)


def clause_matter(path: str, one: SetAside, edition: StandardEdition, on: dt.date) -> _Matter:
    """Make the matter of a clause that is set aside, whatever the statement says of its ground."""
    topics = {edition.topic_of(item) for item in edition.requirements() if item.ref in one.covers}
    said = (one.justification or "").casefold()
    facts = _decision_facts(one.justification, one.decided_by, one.review_on, on) | holding(
        {
            "contradicted": one.ground is Ground.CONTRADICTED,
            "excluded": one.ground is not Ground.CONTRADICTED,
            "may-be-set-aside": one.target in edition and may_be_excluded(edition[one.target]),
            "argues-outsourcing": any(word in said for word in OUTSOURCING),
            "external-provision": Topic.EXTERNAL_PROVISION in topics,
            # What only the record can tell is added by whoever has one; without it nothing is held against anybody.
            "scope-tells": True,
        }
    )
    words = {
        "target": local_name(one.target, edition.ref),
        "justification": one.justification or "",
        "decided_on": one.decided_on.isoformat(),
    }
    return _Matter(subject=RuleSubject.CLAUSE, path=path, facts=facts, words=words)


def _decision_facts(
    justification: str | None, decided_by: str | None, review_on: dt.date | None, on: dt.date
) -> frozenset[str]:
    text = (justification or "").strip()
    folded = _folded(text)
    return holding(
        {
            "justified": bool(text),
            "says-nothing": bool(text) and (not folded or folded in NO_REASON),
            "approved": bool((decided_by or "").strip()),
            "review-set": review_on is not None,
            "review-past": review_on is not None and review_on < on,
        }
    )


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())


def _is_answer(text: str) -> bool:
    """Say whether a text names somebody or something, and does not only hold the place of a name."""
    return bool(text.strip()) and _folded(text) not in PLACEHOLDERS
