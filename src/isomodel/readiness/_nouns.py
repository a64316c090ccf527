# SPDX-License-Identifier: Apache-2.0
"""The nouns of readiness: what the tables say and what an answer is made of.

Everything here is a frozen value without judgement of its own; the one exception is :func:`verdict_of`, which is the
rule that turns outcomes into a verdict, so that a reader of a result can apply it by hand.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable

import attrs

from isomodel.assessment import Applicability, Role, WorkStatus
from isomodel.identifiers import RequirementRef
from isomodel.model import Dependency, DocumentedInformation, Topic
from isomodel.text import printable

__all__ = [
    "AnswerChange",
    "Assurance",
    "Axes",
    "Blocker",
    "BlockerKind",
    "Bucket",
    "BucketCount",
    "BucketMeaning",
    "EntryKind",
    "EntryReadiness",
    "EntrySelection",
    "EvidenceState",
    "Explanation",
    "Fact",
    "FindingState",
    "Gate",
    "GateRule",
    "GateRules",
    "Outcome",
    "PlanState",
    "Provenance",
    "RuleConfidence",
    "RuleKind",
    "RuleReads",
    "RuleResult",
    "Share",
    "StandingConformity",
    "TruthRow",
    "TruthTable",
    "Undermined",
    "UnitReadiness",
    "Verdict",
    "WorkState",
    "verdict_of",
]


class Gate(enum.Enum):
    """An audit, or a decision of a certification body, that an organization and its record can be ready for.

    A gate is about the organization's side only: it guards nothing that a certification body does.
    """

    STAGE_1 = "stage-1"
    """The first stage of an initial certification audit: the system is documented and planned."""
    STAGE_2 = "stage-2"
    """The second stage: it is implemented and works."""
    CERTIFICATION_DECISION = "certification-decision"
    """The decision after the audit: what the record says that would stand in the way of a positive one."""
    SURVEILLANCE = "surveillance"
    """A surveillance audit: what is looked at every time, which is not the whole system again."""
    RECERTIFICATION = "recertification"
    """The audit before a certificate ends: the whole system, and how it did over the cycle."""
    TRANSITION = "transition"
    """The move of a certificate to the edition that replaces the one it is to."""


class Verdict(enum.Enum):
    """The answer for one gate."""

    READY = "ready"
    """Every rule of the gate passes."""
    NOT_READY = "not-ready"
    """At least one rule is known to fail."""
    UNDETERMINED = "undetermined"
    """No rule is known to fail, and at least one cannot be answered from the record."""


class Outcome(enum.Enum):
    """What became of a fact or a rule."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class RuleKind(enum.Enum):
    """How a rule decides."""

    KNOCK_OUT = "knock-out"
    """One thing that has to be so."""
    SCORE_LIKE = "score-like"
    """Many things of one kind, each of which has to be so."""


class RuleConfidence(enum.Enum):
    """How well founded a rule is."""

    HARD = "hard"
    """A document of the certification process or the standard asks for it."""
    EXPECTED = "expected"
    """Auditors expect it; no document was read that says so."""


class EntryKind(enum.Enum):
    """What is counted: requirements and reference controls are never counted together."""

    REQUIREMENTS = "requirements"
    CONTROLS = "controls"


class RuleReads(enum.Enum):
    """Which answer about an entry a rule looks at."""

    BUCKET = "bucket"
    """The bucket the truth table puts it in."""
    EVIDENCE = "evidence"
    """The state of its evidence alone; entries set aside are not looked at."""
    CONFORMITY = "conformity"
    """What the judgements come to alone; entries set aside are not looked at."""


class Bucket(enum.Enum):
    """Where a requirement or control is counted; each is counted exactly once."""

    GAP = "gap"
    PARTIAL = "partial"
    STALE = "stale"
    CONFLICTING = "conflicting"
    NOT_ASSESSED = "not-assessed"
    ASSERTED = "asserted"
    PLANNED = "planned"
    EXPECTED_MINOR = "expected-minor"
    MET = "met"
    NOT_APPLICABLE = "not-applicable"


class StandingConformity(enum.Enum):
    """What the judgements come to."""

    CONFORMING = "conforming"
    NONCONFORMING = "nonconforming"
    NOT_ASSESSED = "not-assessed"
    CONFLICTING = "conflicting"


class WorkState(enum.Enum):
    """How far the work has come, by the judgement that decides."""

    UNKNOWN = "unknown"
    NOT_STARTED = WorkStatus.NOT_STARTED.value
    PLANNED = WorkStatus.PLANNED.value
    PARTIAL = WorkStatus.PARTIAL.value
    IMPLEMENTED = WorkStatus.IMPLEMENTED.value


class EvidenceState(enum.Enum):
    """What the evidence comes to."""

    CURRENT = "current"
    """At least one fitting item counts on the day."""
    LAPSED = "lapsed"
    """Fitting items exist, and none counts any more."""
    NONE = "none"
    """Nothing fitting is recorded, and the record does not say that it is complete."""
    KNOWN_NONE = "known-none"
    """Nothing fitting is recorded, and the record says that it is complete."""
    CONTRADICTED = "contradicted"
    """An accepted item speaks against it."""
    DISPUTED = "disputed"
    """An item that nobody has looked at yet speaks against it."""


class FindingState(enum.Enum):
    """The worst open nonconformity."""

    NONE = "none"
    MINOR_PLANNED = "minor-planned"
    """A minor one whose plan is accepted."""
    MINOR_OPEN = "minor-open"
    """A minor or ungraded one without an accepted plan."""
    MAJOR = "major"


class PlanState(enum.Enum):
    """Whether a control is on its way under a risk treatment plan."""

    NONE = "none"
    UNAPPROVED = "unapproved"
    APPROVED = "approved"
    """Approved by the owner of the risk."""


class Assurance(enum.Enum):
    """On whose word a positive judgement rests, rising."""

    ASSERTED = "asserted"
    """A claim: by the owner without evidence that somebody else accepted, or inherited from a clause above."""
    EVIDENCED = "evidenced"
    """The owner's claim with evidence that somebody else accepted."""
    REVIEWED = "reviewed"
    """A competent person other than the owner looked."""
    INTERNALLY_AUDITED = "internally-audited"
    """An internal auditor looked at a sample that is recorded."""
    EXTERNALLY_AUDITED = "externally-audited"
    """An external auditor looked at a sample that is recorded."""


ASSURANCE_OF_ROLE = {
    Role.OWNER: Assurance.EVIDENCED,
    Role.REVIEWER: Assurance.REVIEWED,
    Role.INTERNAL_AUDITOR: Assurance.INTERNALLY_AUDITED,
    Role.EXTERNAL_AUDITOR: Assurance.EXTERNALLY_AUDITED,
}
"""What a role's own positive judgement is worth where evidence counts; audits also need a recorded sample."""


# The tables.


@attrs.frozen(kw_only=True)
class BucketMeaning:
    """What a bucket stands for.

    Attributes:
        bucket: The bucket.
        outcome: How it counts where a rule asks for conformity, and in the share.
        rank: Its place from worst to best: of several units the worst decides.
        meaning: In words.
    """

    bucket: Bucket
    outcome: Outcome
    rank: int
    meaning: str


@attrs.frozen(kw_only=True)
class TruthRow:
    """One row of the truth table: it applies when every axis it names has one of the values it lists.

    Attributes:
        id: Its name.
        applicability: Values of this axis; none means any.
        finding: Values of this axis; none means any.
        plan: Values of this axis; none means any.
        evidence: Values of this axis; none means any.
        conformity: Values of this axis; none means any.
        work_status: Values of this axis; none means any.
        assurance: Values of this axis; none means any.
        bucket: Where the entry is counted.
        citation: What the row rests on.
    """

    id: str
    applicability: tuple[Applicability, ...] = ()
    finding: tuple[FindingState, ...] = ()
    plan: tuple[PlanState, ...] = ()
    evidence: tuple[EvidenceState, ...] = ()
    conformity: tuple[StandingConformity, ...] = ()
    work_status: tuple[WorkState, ...] = ()
    assurance: tuple[Assurance, ...] = ()
    bucket: Bucket
    citation: str

    def applies(self, axes: Axes) -> bool:
        """Say whether every axis that the row names has one of the values it lists."""
        return all(not getattr(self, axis) or getattr(axes, axis) in getattr(self, axis) for axis in _AXES)


@attrs.frozen(kw_only=True)
class TruthTable:
    """How the axes of an entry turn into a bucket: the first row that applies decides.

    Attributes:
        licence: SPDX identifier.
        buckets: The buckets and how each counts.
        rows: The rows, in order.
    """

    licence: str
    buckets: tuple[BucketMeaning, ...]
    rows: tuple[TruthRow, ...]

    def row(self, axes: Axes) -> TruthRow:
        """Return the first row that applies."""
        return next(row for row in self.rows if row.applies(axes))


@attrs.frozen(kw_only=True)
class EntrySelection:
    """Which entries of an edition a rule looks at.

    Attributes:
        entries: Requirements or controls.
        topics: Only these topics; none means all.
        within: Only these topics, its own or that of the clause it is in or of a clause above; none means all.
        documented_information: Only entries that ask for these kinds; none means all.
    """

    entries: EntryKind
    topics: tuple[Topic, ...] = ()
    within: tuple[Topic, ...] = ()
    documented_information: tuple[DocumentedInformation, ...] = ()


@attrs.frozen(kw_only=True)
class GateRule:
    """One rule of one or more gates, either about facts or about entries.

    Attributes:
        id: Its name.
        gates: The gates it belongs to.
        kind: How it decides.
        where: The topic an edition must have, or ``controls``, for the rule to apply; absent for every edition.
        sentence: What has to be so.
        citation: What it rests on.
        confidence: How well founded it is.
        needs: Facts: every group is needed, and any fact of a group will do.
        over: Entries it looks at, instead of facts.
        reads: What it looks at in them.
        passes: The values that pass.
        unknown: The values that leave it open; every other value fails.
    """

    id: str
    gates: tuple[Gate, ...]
    kind: RuleKind
    where: str | None = None
    sentence: str
    citation: str
    confidence: RuleConfidence
    needs: tuple[tuple[str, ...], ...] = ()
    over: EntrySelection | None = None
    reads: RuleReads | None = None
    passes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class GateRules:
    """The rules of every gate.

    Attributes:
        licence: SPDX identifier.
        rules: The rules, in the order in which blockers are worked off.
    """

    licence: str
    rules: tuple[GateRule, ...]


# The answer.


@attrs.frozen(kw_only=True)
class Axes:
    """What is established about an entry in a unit: the input of the truth table.

    Attributes:
        applicability: Whether it applies.
        finding: The worst open nonconformity.
        plan: Whether a control is on its way under a treatment plan.
        evidence: What the evidence comes to.
        conformity: What the judgements come to.
        work_status: How far the work has come.
        assurance: On whose word a positive judgement rests.
    """

    applicability: Applicability
    finding: FindingState
    plan: PlanState
    evidence: EvidenceState
    conformity: StandingConformity
    work_status: WorkState
    assurance: Assurance


_AXES = tuple(field.name for field in attrs.fields(Axes))


@attrs.frozen(kw_only=True)
class UnitReadiness:
    """What is established about an entry in one unit, or in all of them where they do not differ.

    Attributes:
        unit: The unit; absent where the statement holds for the whole scope.
        axes: What is established.
        row: The row of the truth table that applied.
        bucket: Where that row puts it.
        judged: Who judged, in which role, when and about what; absent where nobody did.
        evidence: The item of evidence that decides; absent where there is none.
        finding: The finding that decides; absent where there is none.
        decision: Why it does not apply; absent where it does.
    """

    unit: str | None = None
    axes: Axes
    row: str
    bucket: Bucket
    judged: str | None = None
    evidence: str | None = None
    finding: str | None = None
    decision: str | None = None


@attrs.frozen(kw_only=True)
class EntryReadiness:
    """What is established about one requirement or reference control.

    Attributes:
        ref: The requirement or control.
        bucket: Where it is counted: the worst of its units.
        rules: The rules of this gate that look at it.
        units: What is established, per unit where units differ.
    """

    ref: RequirementRef
    bucket: Bucket
    rules: tuple[str, ...] = ()
    units: tuple[UnitReadiness, ...]


@attrs.frozen(kw_only=True)
class Fact:
    """One thing a rule needs to know.

    It fails when something speaks against it, is unknown when something is missing that would tell, and passes
    otherwise.

    Attributes:
        id: Its name.
        outcome: What became of it.
        sentence: What was found, in words.
        against: What speaks against it: ids of records, or words.
        missing: What would have to be recorded to know.
        last_on: The day of the latest occurrence, for facts about how long ago something was.
        parameter: The parameter of the policy it was compared with.
    """

    id: str
    outcome: Outcome
    sentence: str
    against: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    last_on: dt.date | None = None
    parameter: str | None = None


@attrs.frozen(kw_only=True)
class RuleResult:
    """What became of a rule.

    Attributes:
        id: The rule.
        kind: How it decides.
        outcome: What became of it.
        sentence: What has to be so.
        citation: What the rule rests on.
        confidence: How well founded it is.
        needs: The facts it needs, as in the rule.
        reads: What it looks at in entries, for a rule about entries.
        passes: The values that pass.
        unknown: The values that leave it open.
        looked_at: How many entries it looked at.
        failing: The entries that fail it.
        open: The entries that leave it open.
    """

    id: str
    kind: RuleKind
    outcome: Outcome
    sentence: str
    citation: str
    confidence: RuleConfidence
    needs: tuple[tuple[str, ...], ...] = ()
    reads: RuleReads | None = None
    passes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    looked_at: int = 0
    failing: tuple[RequirementRef, ...] = ()
    open: tuple[RequirementRef, ...] = ()


@attrs.frozen(kw_only=True)
class BucketCount:
    """How many entries are in a bucket.

    Attributes:
        bucket: The bucket.
        count: The number.
    """

    bucket: Bucket
    count: int


@attrs.frozen(kw_only=True)
class Share:
    """The share met of what applies, as an interval: what is unknown counted as failed, and as met.

    Attributes:
        low: Entries met.
        high: Entries met or unknown.
        of: Entries that apply; 0 means that nothing applies and there is no share.
    """

    low: int
    high: int
    of: int

    def __str__(self) -> str:
        """Print whole per cent, rounded towards the cautious side at both ends."""
        if self.of == 0:
            return "nothing applies"
        low, high = self.low * 100 // self.of, self.high * 100 // self.of
        return f"{low} %" if low == high else f"{low}–{high} %"


@attrs.frozen(kw_only=True)
class AssuranceCount:
    """How many entries that count as met rest on which assurance.

    Attributes:
        assurance: The level: the weakest of its units.
        count: The number.
    """

    assurance: Assurance
    count: int


@attrs.frozen(kw_only=True)
class Tally:
    """The counts of one kind of entry; they add up to what the edition holds.

    Attributes:
        total: Entries of the edition on the day.
        buckets: Entries per bucket, worst first, empty ones left out.
        share: The share met of what applies.
        assurance: On whose word the met ones rest.
    """

    total: int
    buckets: tuple[BucketCount, ...]
    share: Share
    assurance: tuple[AssuranceCount, ...] = ()


class BlockerKind(enum.Enum):
    """What stands in the way."""

    FACT = "fact"
    """Something about the system as a whole."""
    ENTRY = "entry"
    """One requirement or control."""


@attrs.frozen(kw_only=True)
class Blocker:
    """One thing that stands between the record and a ready verdict; without any one of them left it is not ready.

    Attributes:
        position: Its place in the order of work, from 1.
        kind: What it is.
        subject: The fact, requirement or control.
        outcome: Known to fail, or not known.
        sentence: What is the matter, in words.
        rules: The rules it holds up.
        owner: Who answers for the matter, where the record says.
        effort_left: Person-days of work left, where the record estimates it.
        unlocks: How many other blockers lean on it, directly or through others, by what requires what.
        waits_for: How many other blockers it leans on in that way; each of them comes before it.
        after: The subjects of those it leans on next, without those that these lean on in turn; at most ten.
    """

    position: int
    kind: BlockerKind
    subject: str
    outcome: Outcome
    sentence: str
    rules: tuple[str, ...]
    owner: str | None = None
    effort_left: int | None = None
    unlocks: int = 0
    waits_for: int = 0
    after: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Undermined:
    """A requirement or control that applies and leans on one that is known not to be met.

    It is counted where its own record puts it: what it leans on changes no bucket, no rule and no verdict.

    Attributes:
        ref: The requirement or control.
        bucket: Where it is counted itself.
        by: The nearest one it leans on that fails.
        by_bucket: Where that one is counted.
        through: What requires what on the way there, in order; each is a dependency of the edition.
    """

    ref: RequirementRef
    bucket: Bucket
    by: RequirementRef
    by_bucket: Bucket
    through: tuple[Dependency, ...]

    def __str__(self) -> str:
        """Say on what it leans, and why."""
        why = "; ".join(f"{one.source.local} requires {one.target.local}: {one.reason}" for one in self.through)
        head = f"{self.ref.local} ({self.bucket.value}) leans on {self.by.local} ({self.by_bucket.value})"
        return printable(f"{head}: {why}")


@attrs.frozen(kw_only=True)
class AnswerChange:
    """A day on which the answer becomes another by time alone.

    Attributes:
        on: The day.
        verdict: The verdict from that day on.
        causes: What is different, in words, at most ten.
        more: How many further causes there are.
    """

    on: dt.date
    verdict: Verdict
    causes: tuple[str, ...]
    more: int = 0


@attrs.frozen(kw_only=True)
class Provenance:
    """From what an answer was computed.

    Attributes:
        library: Version of the library.
        catalogue_revision: Revision of the edition's content.
        edition_digest: SHA-256 of the edition, canonical form.
        replaced_digests: SHA-256 of each edition that it replaces and that was given, canonical form; for a transition.
        assessment_digest: SHA-256 of the assessment, canonical form.
        policy_digest: SHA-256 of the policy, canonical form.
        tables_digest: SHA-256 of the gate rules and the truth table, canonical form.
    """

    library: str
    catalogue_revision: int
    edition_digest: str
    replaced_digests: tuple[str, ...] = ()
    assessment_digest: str
    policy_digest: str
    tables_digest: str


@attrs.frozen(kw_only=True)
class Explanation:
    """Why something is as it is: a sentence, and what it rests on.

    Attributes:
        sentence: What is so.
        because: What it rests on.
    """

    sentence: str
    because: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        """Print the tree, two spaces a level."""
        lines, pending = [], [(0, self)]
        while pending:
            depth, node = pending.pop()
            lines.append("  " * depth + printable(node.sentence))
            pending.extend((depth + 1, child) for child in reversed(node.because))
        return "\n".join(lines)


def verdict_of(outcomes: Iterable[Outcome]) -> Verdict:
    """Return the verdict that the outcomes of a gate's rules come to.

    A known failure decides before anything unknown does.

    >>> verdict_of([Outcome.PASSED, Outcome.UNKNOWN, Outcome.FAILED]).value
    'not-ready'
    """
    found = set(outcomes)
    if Outcome.FAILED in found:
        return Verdict.NOT_READY
    return Verdict.UNDETERMINED if Outcome.UNKNOWN in found else Verdict.READY
