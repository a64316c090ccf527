# SPDX-License-Identifier: Apache-2.0
"""What an edition of a standard is made of.

An edition is data: clauses with their titles, requirements in this project's own words, reference controls of an
annex, and the links between them. Nothing here knows where an edition came from or what an organization has; nothing
here holds text of a standard. What is checked when an edition is made is that it does not contradict itself; whether
it says the right thing is a matter for the catalogue's checks.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from isomodel.errors import InvariantError, IsomodelError, nearest
from isomodel.identifiers import ClauseNumber, IdentifierError, RequirementRef, StandardRef

__all__ = [
    "Amendment",
    "Clause",
    "ClauseContent",
    "ClauseKind",
    "Control",
    "ControlAttribute",
    "Dependency",
    "DependencyBasis",
    "DependencyKind",
    "DocumentedInformation",
    "Entry",
    "Extensions",
    "ItemGroup",
    "Milestone",
    "MilestoneKind",
    "MilestoneStatus",
    "NonApplicability",
    "Phase",
    "Provenance",
    "PublicationStage",
    "Requirement",
    "StandardEdition",
    "Strength",
    "Topic",
    "UnknownClauseError",
    "Verification",
]

STATEMENT_LIMIT = 240
"""The longest statement of a requirement or control, in characters: own words are short."""

EXTENSION_KEY = r"[a-z0-9][a-z0-9-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)+"
"""What a key of :class:`Extensions` looks like, as a regular expression that Python and JavaScript read alike."""


class Extensions(Mapping[str, object]):
    """Data of other programs that travels with a noun: an immutable mapping from reverse-domain keys to JSON values.

    Values are kept as canonical JSON text, so that the mapping can be compared, hashed, pickled and copied; reading
    one gives a fresh value that may be changed without touching the mapping.

    >>> Extensions({"org.example.ticket": [1, 2]})["org.example.ticket"]
    [1, 2]
    """

    __slots__ = ("_items",)
    _items: tuple[tuple[str, str], ...]

    def __init__(self, values: Mapping[str, object] | None = None) -> None:
        """Take the values over; raises InvariantError for a key that is not text or a value that is not JSON."""
        if not values:
            # Nearly every noun has none.
            object.__setattr__(self, "_items", ())
            return
        pairs = []
        for key, value in values.items():
            if type(key) is not str or not _EXTENSION_KEY.fullmatch(key):
                raise InvariantError(
                    "Extensions", "key", repr(key), "a reverse-domain name such as 'org.example.ticket'"
                )
            if _has_float(value):
                raise InvariantError(
                    "Extensions", key, "a number with a fraction", "integers or text: documents hold no floats"
                )
            try:
                text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
            except (TypeError, ValueError, RecursionError) as error:
                raise InvariantError("Extensions", key, repr(type(value)), "a JSON value") from error
            pairs.append((key, text))
        object.__setattr__(self, "_items", tuple(sorted(pairs)))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: extensions do not change."""
        raise AttributeError(name)

    def __getitem__(self, key: str) -> object:
        """Return a fresh copy of the value under the key."""
        for known, text in self._items:
            if known == key:
                value: object = json.loads(text)
                return value
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in order."""
        return (key for key, _ in self._items)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        """Compare by content, with other extensions only."""
        return self._items == other._items if isinstance(other, Extensions) else NotImplemented

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self._items)

    def __repr__(self) -> str:
        """Show the content."""
        return f"Extensions({dict(self)!r})"

    def __reduce__(self) -> tuple[type[Extensions], tuple[dict[str, object]]]:
        """Pickle and copy by content."""
        return Extensions, (dict(self),)


def _has_float(value: object) -> bool:
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, float):
            return True
        if isinstance(node, Mapping):
            pending.extend(node.values())
        elif isinstance(node, list | tuple):
            pending.extend(node)
    return False


_EXTENSION_KEY = re.compile(EXTENSION_KEY, re.ASCII)


class Strength(enum.Enum):
    """How binding a provision is, by the verbal form of the ISO/IEC Directives, Part 2."""

    SHALL = "shall"
    """A requirement: conformity depends on it."""
    SHOULD = "should"
    """A recommendation."""
    MAY = "may"
    """A permission."""


class DocumentedInformation(enum.Enum):
    """What has to exist in writing, independent of the verb an edition happens to use."""

    NONE = "none"
    """Nothing in writing is asked for here."""
    DOCUMENT = "document"
    """Information that is kept current: it holds until it is replaced."""
    RECORD = "record"
    """Evidence of what was done: it covers a period."""


class NonApplicability(enum.Enum):
    """Whether an organization may determine that a requirement does not apply to it."""

    NEVER = "never"
    """Not while conformity with the standard is claimed."""
    WITH_JUSTIFICATION = "with-justification"
    """When it cannot be applied, the reason is recorded and conformity of the results is not affected."""


class Phase(enum.Enum):
    """Where a clause sits in the plan-do-check-act cycle: a view, not part of any standard's requirements."""

    PLAN = "plan"
    """Clauses 4 to 7."""
    DO = "do"
    """Clause 8."""
    CHECK = "check"
    """Clause 9."""
    ACT = "act"
    """Clause 10."""


class Topic(enum.Enum):
    """What a clause is about, across standards and editions; the number alone never says it.

    The topics of the harmonized structure come first, those that only some disciplines have after them.
    """

    CONTEXT = "context"
    INTERESTED_PARTIES = "interested-parties"
    SCOPE = "scope"
    MANAGEMENT_SYSTEM = "management-system"
    LEADERSHIP = "leadership"
    POLICY = "policy"
    ROLES = "roles"
    RISKS_AND_OPPORTUNITIES = "risks-and-opportunities"
    OBJECTIVES = "objectives"
    PLANNING_OF_CHANGES = "planning-of-changes"
    RESOURCES = "resources"
    COMPETENCE = "competence"
    AWARENESS = "awareness"
    COMMUNICATION = "communication"
    DOCUMENTED_INFORMATION = "documented-information"
    OPERATIONAL_PLANNING_AND_CONTROL = "operational-planning-and-control"
    MONITORING_AND_MEASUREMENT = "monitoring-and-measurement"
    INTERNAL_AUDIT = "internal-audit"
    INTERNAL_AUDIT_PROGRAMME = "internal-audit-programme"
    MANAGEMENT_REVIEW = "management-review"
    MANAGEMENT_REVIEW_INPUTS = "management-review-inputs"
    MANAGEMENT_REVIEW_RESULTS = "management-review-results"
    CONTINUAL_IMPROVEMENT = "continual-improvement"
    NONCONFORMITY_AND_CORRECTIVE_ACTION = "nonconformity-and-corrective-action"

    ANALYSIS_AND_EVALUATION = "analysis-and-evaluation"
    COMPLIANCE_EVALUATION = "compliance-evaluation"
    COMPLIANCE_OBLIGATIONS = "compliance-obligations"
    CUSTOMER_FOCUS = "customer-focus"
    CUSTOMER_REQUIREMENTS = "customer-requirements"
    CUSTOMER_SATISFACTION = "customer-satisfaction"
    DESIGN_AND_DEVELOPMENT = "design-and-development"
    EMERGENCY_PREPAREDNESS = "emergency-preparedness"
    ENVIRONMENTAL_ASPECTS = "environmental-aspects"
    EXTERNAL_PROVISION = "external-provision"
    IMPROVEMENT = "improvement"
    NONCONFORMING_OUTPUTS = "nonconforming-outputs"
    PLANNING_ACTION = "planning-action"
    PRODUCTION_AND_SERVICE_PROVISION = "production-and-service-provision"
    RELEASE = "release"
    RISK_ASSESSMENT = "risk-assessment"
    RISK_TREATMENT = "risk-treatment"

    ASSET_MANAGEMENT = "asset-management"
    BUSINESS_IMPACT_ANALYSIS = "business-impact-analysis"
    COMPLAINT_HANDLING = "complaint-handling"
    COMPLIANCE_FUNCTION = "compliance-function"
    CONSULTATION_AND_PARTICIPATION = "consultation-and-participation"
    CONTINUITY_PLANS = "continuity-plans"
    CONTINUITY_STRATEGIES = "continuity-strategies"
    DUE_DILIGENCE = "due-diligence"
    ENERGY_BASELINE = "energy-baseline"
    ENERGY_REVIEW = "energy-review"
    EXERCISING_AND_TESTING = "exercising-and-testing"
    FINANCIAL_CONTROLS = "financial-controls"
    HAZARD_CONTROL = "hazard-control"
    HAZARD_IDENTIFICATION = "hazard-identification"
    IMPACT_ASSESSMENT = "impact-assessment"
    INCIDENT_MANAGEMENT = "incident-management"
    INFRASTRUCTURE = "infrastructure"
    INVESTIGATION = "investigation"
    LEARNER_REQUIREMENTS = "learner-requirements"
    MANAGEMENT_OF_CHANGE = "management-of-change"
    MEASURING_RESOURCES = "measuring-resources"
    ORGANIZATIONAL_KNOWLEDGE = "organizational-knowledge"
    PERFORMANCE_INDICATORS = "performance-indicators"
    PREREQUISITE_PROGRAMMES = "prerequisite-programmes"
    PREVENTIVE_ACTION = "preventive-action"
    RAISING_CONCERNS = "raising-concerns"
    SERVICE_MANAGEMENT = "service-management"
    TRACEABILITY = "traceability"
    WORK_ENVIRONMENT = "work-environment"


class ClauseKind(enum.Enum):
    """What a numbered part of a standard is."""

    CLAUSE = "clause"
    """A clause or subclause of the body."""
    ANNEX = "annex"
    """An annex, or a group of reference controls inside one."""


class ClauseContent(enum.Enum):
    """How much of what a clause asks for is stated here; nothing is invented to fill a gap."""

    STATED = "stated"
    """Its obligations are stated as requirements."""
    PARTLY_STATED = "partly-stated"
    """Some are; of others nothing certain is known."""
    NOT_KNOWN = "not-known"
    """Number and title are known, what it asks for is not; that it has no requirements here means nothing."""
    HEADING = "heading"
    """It asks for nothing itself; its subclauses or controls do."""
    GUIDANCE = "guidance"
    """It recommends or explains; whatever is stated are recommendations."""
    NONE = "none"
    """It asks for nothing: a scope, references, terms."""


_WITHOUT_REQUIREMENTS = frozenset({ClauseContent.NOT_KNOWN, ClauseContent.HEADING, ClauseContent.NONE})


class Verification(enum.Enum):
    """How far the numbers and titles of an edition are confirmed by independent public sources, on the whole.

    It sums up what ``source_confidence`` says clause by clause, and claims nothing about statements.
    """

    VERIFIED = "verified"
    """Nearly every number and title by two or more sources."""
    MOSTLY = "mostly"
    """Most by one source or more; some rest on general knowledge."""
    PARTLY = "partly"
    """A good part rests on one source or on general knowledge; some of it may be inferred."""
    WEAK = "weak"
    """Most rests on general knowledge."""
    UNVERIFIED = "unverified"
    """Nothing was compared: the usual case for an edition of one's own."""


class DependencyKind(enum.Enum):
    """What one clause or requirement has to do with another that it leans on."""

    REQUIRES = "requires"
    """The source cannot be fulfilled while the target is not: a judgement, with a reason, and without cycles."""
    FEEDS = "feeds"
    """The source takes an input from the target; inputs may run in circles, as the improvement cycle does."""
    VERIFIES = "verifies"
    """The source checks whether the target works."""
    CITES = "cites"
    """The source names the target by its number."""


class DependencyBasis(enum.Enum):
    """What a dependency rests on."""

    CITED = "cited"
    """The number was found in a public source that quotes the reference."""
    JUDGEMENT = "judgement"
    """General knowledge of the standard, not checked against a source."""


class PublicationStage(enum.Enum):
    """Where an edition stands in its own life."""

    DRAFT = "draft"
    """Not published yet: nobody can be certified to it."""
    PUBLISHED = "published"
    """The current edition."""
    BEING_REPLACED = "being-replaced"
    """A newer edition is published and the transition is running."""
    WITHDRAWN = "withdrawn"
    """Replaced, and the transition is over."""


class MilestoneKind(enum.Enum):
    """Which date in the life of an edition a milestone gives."""

    PUBLISHED = "published"
    """The day of publication."""
    BODIES_READY = "bodies-ready"
    """The day by which certification bodies have to be ready to audit the edition that replaces it."""
    INITIAL_AUDITS_END = "initial-audits-end"
    """The last day of initial audits to this edition."""
    RECERTIFICATION_AUDITS_END = "recertification-audits-end"
    """The last day of recertification audits to this edition."""
    TRANSITION_END = "transition-end"
    """The last day a certificate to this edition can be valid."""


class MilestoneStatus(enum.Enum):
    """How sure a milestone is."""

    CONFIRMED = "confirmed"
    """Stated by the body that decides it, or by independent sources that agree."""
    EXPECTED = "expected"
    """From one source, or derived from the usual pattern."""


@attrs.frozen(kw_only=True)
class Milestone:
    """A date in the life of an edition.

    Attributes:
        kind: Which date it is.
        on: The day.
        status: How sure it is.
        source: Where it comes from, in a few words.
    """

    kind: MilestoneKind
    on: dt.date
    status: MilestoneStatus
    source: str


@attrs.frozen(kw_only=True)
class Amendment:
    """A published change to an edition that leaves its year as it is.

    Attributes:
        ref: The amendment as it is cited.
        title: Its title.
        published_on: The day of publication; its items count from that day.
        source: Where this comes from, in a few words.
    """

    ref: StandardRef
    title: str
    published_on: dt.date
    source: str


@attrs.frozen(kw_only=True)
class Provenance:
    """Where the content of an edition file comes from and under which terms it may be used.

    Attributes:
        compiled_on: The day the file was compiled.
        method: How the content was made.
        sources: What kinds of sources the titles were compared with.
        licence: SPDX identifier of the licence of this file.
    """

    compiled_on: dt.date
    method: str
    sources: tuple[str, ...] = ()
    licence: str


@attrs.frozen(kw_only=True)
class ControlAttribute:
    """The values a reference control has in one attribute family.

    Attributes:
        family: The family, such as ``control-type``.
        values: The values, in the order of the source.
    """

    family: str
    values: tuple[str, ...]


# What the check below accepts, for schemas, which cannot look into a function.
_STATEMENT = {"schema": {"minLength": 1, "maxLength": STATEMENT_LIMIT}}


def _check_statement(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not 0 < len(value) <= STATEMENT_LIMIT:
        raise InvariantError(
            type(instance).__name__, attribute.name, f"{len(value)} characters", f"1 to {STATEMENT_LIMIT} characters"
        )


@attrs.frozen(kw_only=True)
class Requirement:
    """One obligation of a standard, as auditors cite it, in this project's own words.

    Attributes:
        ref: Edition, clause and item.
        statement: What an organization has to have or do, in our words.
        strength: How binding it is.
        documented_information: What has to exist in writing.
        non_applicability: Whether it may be determined not applicable.
        topic: What it is about, where that differs from its clause.
        specialises: The requirement of a common core that it asks for, of its own discipline and with nothing added
            or left out; absent where it asks for more, for less, or for something of its own.
        typical_evidence: What an auditor is typically shown.
        consulted: What the item was compared with, or ``recalled``.
        meaning_revision: Raised by one when the statement changes in substance.
        since: The amendment that brought it; absent for an item of the edition as published.
        until: The amendment that removed it; absent while it stands.
        aliases: Earlier item names that still resolve to this one.
        note: A remark of ours.
        extensions: Data of other programs.
    """

    ref: RequirementRef
    statement: str = attrs.field(validator=_check_statement, metadata=_STATEMENT)
    strength: Strength = Strength.SHALL
    documented_information: DocumentedInformation = DocumentedInformation.NONE
    non_applicability: NonApplicability = NonApplicability.NEVER
    topic: Topic | None = None
    specialises: RequirementRef | None = None
    typical_evidence: tuple[str, ...] = ()
    consulted: str
    meaning_revision: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    since: StandardRef | None = None
    until: StandardRef | None = None
    aliases: tuple[str, ...] = ()
    note: str | None = None
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a reference that stops at the clause, and a requirement that specialises its own edition."""
        if self.ref.item is None:
            raise InvariantError("Requirement", "ref", str(self.ref), "a reference with an item, such as 8.5.1#c")
        core = self.specialises
        if core is not None and (core.item is None or core.standard == self.ref.standard):
            raise InvariantError("Requirement", "specialises", str(core), "a requirement of another edition, the core")


@attrs.frozen(kw_only=True)
class Control:
    """A reference control of an annex: something to compare with, not a requirement.

    Attributes:
        ref: Edition and number, such as ``A.5.7``.
        title: Its title.
        statement: What is in place when it operates, in our words.
        theme: The group it belongs to.
        attributes: Its values in the attribute families.
        typical_evidence: What an auditor is typically shown.
        source_confidence: How many independent sources agree on number and title.
        consulted: What the statement was compared with, or ``recalled``.
        meaning_revision: Raised by one when the statement changes in substance.
        note: A remark of ours.
        extensions: Data of other programs.
    """

    ref: RequirementRef
    title: str
    statement: str = attrs.field(validator=_check_statement, metadata=_STATEMENT)
    theme: str
    attributes: tuple[ControlAttribute, ...] = ()
    typical_evidence: tuple[str, ...] = ()
    source_confidence: int = attrs.field(validator=attrs.validators.ge(0))
    consulted: str
    meaning_revision: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    note: str | None = None
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a reference with an item: a control is addressed by its number alone."""
        if self.ref.item is not None:
            raise InvariantError("Control", "ref", str(self.ref), "a reference without an item, such as A.5.7")


@attrs.frozen(kw_only=True)
class Clause:
    """A numbered part of a standard.

    Attributes:
        number: Its number.
        title: Its title; absent for a numbered paragraph that the standard leaves untitled.
        kind: Clause or annex.
        topic: What it is about, across standards; absent where no topic fits.
        phase: Its place in the plan-do-check-act cycle; absent outside clauses 4 to 10.
        content: How much of what it asks for is stated here; absent where the edition does not say.
        source_confidence: How many independent sources agree on number and title; 0 is general knowledge only.
        note: A remark of ours.
        requirements: Its own requirements, in the order of the standard.
        controls: Its reference controls, in the order of the standard.
        clauses: Its subclauses, in the order of the standard.
        extensions: Data of other programs.
    """

    number: ClauseNumber
    title: str | None = None
    kind: ClauseKind = ClauseKind.CLAUSE
    topic: Topic | None = None
    phase: Phase | None = None
    content: ClauseContent | None = None
    source_confidence: int = attrs.field(validator=attrs.validators.ge(0))
    note: str | None = None
    requirements: tuple[Requirement, ...] = ()
    controls: tuple[Control, ...] = ()
    clauses: tuple[Clause, ...] = ()
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse requirements in a clause that says it states none."""
        if self.requirements and self.content in _WITHOUT_REQUIREMENTS:
            expected = "stated, partly-stated or guidance in a clause with requirements"
            raise InvariantError("Clause", "content", self.content.value, expected)

    def walk(self) -> Iterator[Clause]:
        """Go through this clause and everything below it, in the order of the standard."""
        pending = [self]
        while pending:
            clause = pending.pop()
            yield clause
            pending.extend(reversed(clause.clauses))


@attrs.frozen(kw_only=True)
class Dependency:
    """One clause or requirement leaning on another of the same edition.

    Attributes:
        source: What leans.
        target: What it leans on.
        kind: How.
        basis: What the link rests on.
        reason: One line a reviewer can disagree with.
    """

    source: RequirementRef
    target: RequirementRef
    kind: DependencyKind
    basis: DependencyBasis
    reason: str


@attrs.define(eq=False)
class UnknownClauseError(IsomodelError, LookupError):
    """A clause, requirement or control that the edition does not have.

    ``standard`` and ``wanted`` are texts; ``nearest`` is the closest reference the edition has.
    """

    standard: str
    wanted: str
    nearest: str | None

    def __str__(self) -> str:
        """Name the edition, what was asked for and what comes closest."""
        hint = f"; the nearest is {self.nearest}" if self.nearest is not None else ""
        return f"{self.standard} has no {self.wanted}{hint}"


@attrs.frozen(kw_only=True)
class ItemGroup:
    """A lettered item that only introduces a nested list, as auditors cite it: ``9.3.2 c)``.

    Attributes:
        ref: Edition, clause and letter.
        requirements: The requirements of the nested list, in the order of the standard.
    """

    ref: RequirementRef
    requirements: tuple[Requirement, ...]


Entry: TypeAlias = Clause | ItemGroup | Requirement | Control


@attrs.frozen(kw_only=True)
class StandardEdition:
    """One edition of a standard with its clauses, requirements, reference controls and dependencies.

    Attributes:
        ref: How the edition is cited.
        title: Its title.
        discipline: Its subject in one kebab-case word or two, such as ``information-security``.
        publication_stage: Where the edition stands.
        supersedes: The editions it replaces.
        amendments: Published amendments, oldest first.
        milestones: Dates in its life, each with status and source.
        catalogue_revision: Revision of this content, raised with every change of it.
        provenance: Where the content comes from.
        verification: How far its numbers and titles are confirmed, on the whole.
        warnings: What a reader must know before relying on the content.
        clauses: The main clauses and annexes, in the order of the standard.
        dependencies: What leans on what.
        extensions: Data of other programs.
    """

    ref: StandardRef
    title: str
    discipline: str = attrs.field(validator=attrs.validators.matches_re(r"[a-z0-9]+(-[a-z0-9]+)*"))
    publication_stage: PublicationStage
    supersedes: tuple[StandardRef, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    catalogue_revision: int = attrs.field(validator=attrs.validators.ge(1))
    provenance: Provenance
    verification: Verification = Verification.UNVERIFIED
    warnings: tuple[str, ...] = ()
    clauses: tuple[Clause, ...]
    dependencies: tuple[Dependency, ...] = ()
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse an edition that contradicts itself: places, references, amendments and dependencies."""
        amendments = {amendment.ref for amendment in self.amendments}
        seen: set[ClauseNumber] = set()
        for clause in self.walk():
            self._check(clause.number not in seen, "clauses", "{} twice", "each clause number once", clause.number)
            seen.add(clause.number)
            for below in clause.clauses:
                inside = below.number.parent == clause.number
                self._check(
                    inside, "clauses", "{} inside {}", "subclauses inside their parent", below.number, clause.number
                )
            self._check_requirements(clause, amendments)
            for control in clause.controls:
                ref = control.ref
                self._check(ref.standard == self.ref, "clauses", "{}", "a control of {1}", ref, self.ref)
                # Not every annex has a numbered group for each level of its controls' numbers.
                inside = clause.number in ref.clause.ancestors
                self._check(inside, "clauses", "{} inside {}", "controls inside their group", ref, clause.number)
                self._check(ref.clause not in seen, "clauses", "{} twice", "each control once", ref)
                seen.add(ref.clause)
        for dependency in self.dependencies:
            for end in (dependency.source, dependency.target):
                self._check(self._find(end) is not None, "dependencies", "{}", "something {1} has", end, self.ref)

    def _check_requirements(self, clause: Clause, amendments: set[StandardRef]) -> None:
        items: set[str | None] = set()
        for requirement in clause.requirements:
            ref = requirement.ref
            at_home = ref.standard == self.ref and ref.clause == clause.number
            self._check(at_home, "clauses", "{}", "a requirement of {1}, {2}", ref, self.ref, clause.number)
            for item in (ref.item, *requirement.aliases):
                self._check(item not in items, "clauses", "{}#{} twice", "each item or alias once", clause.number, item)
                items.add(item)
            for amendment in (requirement.since, requirement.until):
                known = amendment is None or amendment in amendments
                self._check(known, "amendments", "{} for {}", "an amendment that the edition lists", amendment, ref)

    @staticmethod
    def _check(
        holds: bool,  # noqa: FBT001 - a private assertion.
        field: str,
        found: str,
        expected: str,
        *facts: object,
    ) -> None:
        if not holds:
            # Printing thousands of references for sentences that nobody needs would cost more than the checks.
            raise InvariantError("StandardEdition", field, found.format(*facts), expected.format(*facts))

    def __getitem__(self, key: str | ClauseNumber | RequirementRef) -> Entry:
        """Return the clause (``"8.5.1"``), item (``"8.5.1#c"``) or control (``"A.5.7"``) of that name.

        Raises:
            IdentifierError: The text is not a clause number or reference.
            UnknownClauseError: The edition has nothing of that name, or the reference is to another edition.
        """
        if isinstance(key, RequirementRef):
            ref = key
        elif isinstance(key, ClauseNumber):
            ref = RequirementRef(standard=self.ref, clause=key)
        else:
            ref = RequirementRef.parse(key if "," in key else f"{self.ref}, {key}")
        found = self._find(ref)
        if found is None:
            wanted = ref.local if ref.standard == self.ref else str(ref)
            raise UnknownClauseError(str(self.ref), wanted, self.nearest(ref.local))
        return found

    def __contains__(self, ref: object) -> bool:
        """Say whether the reference names something in this edition."""
        return isinstance(ref, RequirementRef) and self._find(ref) is not None

    def __repr__(self) -> str:
        """Name the edition and its size."""
        return f"<StandardEdition {self.ref}: {len(self.requirements())} requirements, {len(self.controls())} controls>"

    def _find(self, ref: RequirementRef) -> Entry | None:
        return self._index.get((ref.clause, ref.item)) if ref.standard == self.ref else None

    @functools.cached_property
    def _index(self) -> dict[tuple[ClauseNumber, str | None], Entry]:
        index: dict[tuple[ClauseNumber, str | None], Entry] = {}
        for clause in self.walk():
            index[clause.number, None] = clause
            for requirement in clause.requirements:
                for item in (requirement.ref.item, *requirement.aliases):
                    index[clause.number, item] = requirement
            for item, group in _groups(clause.requirements).items():
                ref = RequirementRef(standard=self.ref, clause=clause.number, item=item)
                index.setdefault((clause.number, item), ItemGroup(ref=ref, requirements=tuple(group)))
            for control in clause.controls:
                index[control.ref.clause, None] = control
        return index

    @functools.cached_property
    def _homes(self) -> dict[RequirementRef, Clause]:
        homes: dict[RequirementRef, Clause] = {}
        for clause in self.walk():
            homes.update((requirement.ref, clause) for requirement in clause.requirements)
            homes.update((control.ref, clause) for control in clause.controls)
        return homes

    def walk(self) -> Iterator[Clause]:
        """Go through every clause and annex, in the order of the standard."""
        for clause in self.clauses:
            yield from clause.walk()

    def requirements(self) -> tuple[Requirement, ...]:
        """List every requirement, in the order of the standard; controls are not requirements and not here."""
        return tuple(requirement for clause in self.walk() for requirement in clause.requirements)

    def controls(self) -> tuple[Control, ...]:
        """List every reference control, in the order of the annex."""
        return tuple(control for clause in self.walk() for control in clause.controls)

    def clause_of(self, ref: RequirementRef) -> Clause:
        """Return the clause that holds a requirement, or the group that holds a control; raises UnknownClauseError."""
        found = self._homes.get(ref)
        if found is None:
            raise UnknownClauseError(str(self.ref), str(ref), self.nearest(ref.local))
        return found

    def topic_of(self, requirement: Requirement) -> Topic | None:
        """Return what a requirement is about: its own topic, or its clause's."""
        return requirement.topic or self.clause_of(requirement.ref).topic

    def nearest(self, local: str) -> str | None:
        """Return the reference of this edition, without its name, that comes closest to the text, or None.

        Of a number that does not exist the sibling next to it comes closest, else the clause above; of an item that
        does not exist, an item of the same clause that looks alike, else the clause.
        """
        text, _, item = local.partition("#")
        try:
            number = ClauseNumber.parse(text)
        except IdentifierError:
            return nearest(local, (str(known) for known, inside in self._index if inside is None))
        if (number, None) in self._index:
            items = [inside for known, inside in self._index if known == number and inside is not None]
            close = (nearest(item, items) or _next_to(item, items)) if item else None
            return str(number) if close is None else f"{number}#{close}"
        clauses = [known for known, inside in self._index if inside is None and known.numbers]
        siblings = [known for known in clauses if known.parent == number.parent]
        if siblings and number.numbers:
            return str(min(siblings, key=lambda known: abs(known.numbers[-1] - number.numbers[-1])))
        above = next((str(above) for above in number.ancestors if (above, None) in self._index), None)
        return above or nearest(local, (str(known) for known, inside in self._index if inside is None))

    def published_on(self) -> dt.date | None:
        """Return the day of publication, or None where it is not recorded."""
        return self.milestone(MilestoneKind.PUBLISHED)

    def milestone(self, kind: MilestoneKind) -> dt.date | None:
        """Return the day of a milestone, or None where it is not recorded."""
        return next((milestone.on for milestone in self.milestones if milestone.kind is kind), None)

    def as_of(self, on: dt.date) -> StandardEdition:
        """Return the edition as in force on a day; what an amendment brought counts from its publication."""
        brought = {amendment.ref for amendment in self.amendments if amendment.published_on <= on}
        amended = {item.ref for item in self.requirements() if item.since is not None or item.until is not None}
        if not amended:
            return self
        kept = {
            item.ref
            for item in self.requirements()
            if (item.since is None or item.since in brought) and (item.until is None or item.until not in brought)
        }
        if len(kept) == len(self.requirements()):
            return self
        pruned = attrs.evolve(self, clauses=tuple(_pruned(clause, kept) for clause in self.clauses), dependencies=())
        # An end may be a group of items, or another name of one: what is still there under any name stays linked.
        links = tuple(link for link in self.dependencies if link.source in pruned and link.target in pruned)
        return attrs.evolve(pruned, dependencies=links)


def _next_to(item: str, items: Sequence[str]) -> str | None:
    """Return the item of the same kind, letter or number, that stands closest; None where there is none."""
    alike = [known for known in items if len(known) == len(item) == 1 and known.isdigit() is item.isdigit()]
    return min(alike, key=lambda known: abs(ord(known) - ord(item)), default=None)


def _groups(requirements: Iterable[Requirement]) -> dict[str, list[Requirement]]:
    groups: dict[str, list[Requirement]] = {}
    for requirement in requirements:
        above = (requirement.ref.item or "").rpartition(".")[0]
        while above:
            groups.setdefault(above, []).append(requirement)
            above = above.rpartition(".")[0]
    return groups


def _pruned(clause: Clause, kept: set[RequirementRef]) -> Clause:
    return attrs.evolve(
        clause,
        requirements=tuple(requirement for requirement in clause.requirements if requirement.ref in kept),
        clauses=tuple(_pruned(below, kept) for below in clause.clauses),
    )
