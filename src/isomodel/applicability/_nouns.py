# SPDX-License-Identifier: Apache-2.0
"""The nouns of the Statement of Applicability: frozen values that can count and print themselves, no more."""

from __future__ import annotations

import datetime as dt
import enum
import html
from collections import Counter
from collections.abc import Iterator
from typing import Final

import attrs

from isomodel.applicability._rules import GROUNDS, MEANING, Ground
from isomodel.assessment import Applicability, InclusionReason, ObligationKind, RecordList, TreatmentOption, WorkStatus
from isomodel.errors import InvariantError, IsomodelError, Issue, UnknownNameError, nearest
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Extensions
from isomodel.serialization import digest_of
from isomodel.text import printable, shortened

__all__ = [
    "CertificateCitation",
    "ControlEntry",
    "ControlOrigin",
    "FieldChange",
    "Implementation",
    "InclusionBasis",
    "Mention",
    "MentionedBy",
    "Necessity",
    "NoControlsError",
    "NonApplicabilityStatement",
    "ObligationLink",
    "PlanStanding",
    "RequirementApplicability",
    "RiskLink",
    "RowChange",
    "SetAside",
    "StatedBy",
    "StatementComparison",
    "StatementMismatchError",
    "StatementOfApplicability",
    "StatementVersion",
    "UnitImplementation",
    "count_lines",
    "flat_row",
    "local_name",
    "signature",
]


class ControlOrigin(enum.Enum):
    """Where a control comes from."""

    REFERENCE = "reference"
    """The annex of the standard: it has to be accounted for."""
    CUSTOM = "custom"
    """An edition of the organization's own."""


class Necessity(enum.Enum):
    """Whether a control is necessary."""

    NECESSARY = "necessary"
    """It was decided that it is."""
    EXCLUDED = "excluded"
    """It was decided that it is not."""
    UNDECIDED = "undecided"
    """Nobody has decided."""
    CONTRADICTED = "contradicted"
    """It was decided both ways on one day."""


class Implementation(enum.Enum):
    """Whether a control is implemented: the yes or no that a Statement of Applicability has to give."""

    IMPLEMENTED = "implemented"
    """In every unit of the scope."""
    NOT_IMPLEMENTED = "not-implemented"
    """Not in every unit; how far the work has come is another field."""
    UNKNOWN = "unknown"
    """Nobody has judged it in every unit, or judgements contradict each other."""
    NOT_REQUIRED = "not-required"
    """It is excluded."""


class StatedBy(enum.Enum):
    """Which part of the record says it."""

    DECISION = "decision"
    """The decision on the control."""
    REGISTER = "register"
    """The register of risks or of obligations, which names the control."""
    BOTH = "both"
    """Each of them."""


class PlanStanding(enum.Enum):
    """Whether a risk's treatment has a plan for a control, and whose approval it bears."""

    NONE = "none"
    """The treatment does not choose the control, or has no plan."""
    NOT_APPROVED = "not-approved"
    """There is a plan that nobody has approved on a recorded day."""
    APPROVED = "approved"
    """The owner of the risk has approved it."""
    APPROVED_BY_ANOTHER = "approved-by-another"
    """Somebody else than the owner of the risk has."""


class MentionedBy(enum.Enum):
    """What names a control that is none."""

    DECISION = "decision"
    """A decision on applicability."""
    RISK = "risk"
    """The treatment of a risk."""
    OBLIGATION = "obligation"
    """A compliance obligation."""


# The statement.


@attrs.frozen(kw_only=True)
class InclusionBasis:
    """One kind of reason for which a control is necessary, with the records behind it.

    Attributes:
        kind: The kind.
        stated_by: Whether the decision gives this kind, the links of the registers amount to it, or both.
        ids: Ids of the risks or obligations; none where the decision gives the kind and no record stands behind it.
    """

    kind: InclusionReason
    stated_by: StatedBy
    ids: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class UnitImplementation:
    """How far a control has come in one unit.

    Attributes:
        unit: The unit.
        implementation: Whether it is implemented there.
        work_status: How far the work has come; absent where it is not known.
    """

    unit: str
    implementation: Implementation
    work_status: WorkStatus | None = None


@attrs.frozen(kw_only=True)
class RiskLink:
    """A risk that a control treats.

    Attributes:
        risk: Its id.
        stated_by: Whether the decision names the risk, the risk's treatment chooses the control, or both.
        owner: Who answers for the risk; absent where the record has no risk of this id.
        option: What is done about the risk; absent while nothing is decided.
        plan: Whether the treatment has a plan for the control, and whose approval it bears.
        due_on: Until when the plan is to be carried out; absent where it names no day.
        approved_by: Who approved the plan; absent while nobody has.
        approved_on: The day; absent while nobody has.
    """

    risk: str
    stated_by: StatedBy
    owner: str | None = None
    option: TreatmentOption | None = None
    plan: PlanStanding = PlanStanding.NONE
    due_on: dt.date | None = None
    approved_by: str | None = None
    approved_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class ObligationLink:
    """A compliance obligation that asks for a control.

    Attributes:
        obligation: Its id.
        kind: Where it comes from; absent where nobody recorded it: then it is no reason of any kind.
    """

    obligation: str
    kind: ObligationKind | None = None


@attrs.frozen(kw_only=True)
class ControlEntry:
    """What is decided about one control and how far it has come: a row of the statement.

    Attributes:
        control: The control.
        title: Its title.
        origin: Where it comes from.
        necessity: Whether it is necessary.
        reasons: Why it is, by kind.
        justification: Why it is necessary or why it is excluded, in words; absent where nobody wrote any.
        decided_by: Who decided; of an exclusion, who approved it. Absent while nobody has.
        decided_on: The day.
        review_on: The day the decision is to be looked at again; absent where none is set.
        decided_at: The group that the decision was made on; absent where it was made on the control itself.
        implementation: Whether it is implemented.
        work_status: How far the work has come, by the unit in which it is least far; absent where it is not known. An
            excluded control has one where it was judged all the same.
        units: How far it has come per unit, where units differ.
        owner: Who answers for the control; absent where the record does not say.
        evidence: Ids of the evidence that shows it; what was rejected, replaced or withdrawn is left out.
        named_evidence: What a register or a judgement names as evidence, and no item of the record answers to.
        risks: The risks it treats.
        obligations: The obligations that ask for it.
    """

    control: RequirementRef
    title: str
    origin: ControlOrigin = ControlOrigin.REFERENCE
    necessity: Necessity
    reasons: tuple[InclusionBasis, ...] = ()
    justification: str | None = None
    decided_by: str | None = None
    decided_on: dt.date | None = None
    review_on: dt.date | None = None
    decided_at: RequirementRef | None = None
    implementation: Implementation
    work_status: WorkStatus | None = None
    units: tuple[UnitImplementation, ...] = ()
    owner: str | None = None
    evidence: tuple[str, ...] = ()
    named_evidence: tuple[str, ...] = ()
    risks: tuple[RiskLink, ...] = ()
    obligations: tuple[ObligationLink, ...] = ()


@attrs.frozen(kw_only=True)
class SetAside:
    """A decision that something which is no control does not apply.

    Attributes:
        target: The clause, group of requirements or requirement.
        ground: Whether the decision holds, or why it does not.
        covers: The requirements it reaches.
        justification: Why; absent where nobody wrote it.
        decided_by: Who decided.
        decided_on: The day.
        review_on: The day it is to be looked at again; absent where none is set.
    """

    target: RequirementRef
    ground: Ground
    covers: tuple[RequirementRef, ...] = ()
    justification: str | None = None
    decided_by: str
    decided_on: dt.date
    review_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Mention:
    """A control named somewhere in the record that no edition of the statement has.

    Attributes:
        target: What is named.
        mentioned_by: What names it.
        record: The id of the risk or obligation; absent for a decision, which has none.
    """

    target: RequirementRef
    mentioned_by: MentionedBy
    record: str | None = None


@attrs.frozen(kw_only=True)
class StatementOfApplicability:
    """Which controls are necessary, why, and whether they are implemented: on one day, by the record of that day.

    Attributes:
        standard: The edition whose reference controls are accounted for.
        organization: Whose it is.
        scope: The scope statement of the management system; absent while none is recorded.
        as_of: The day.
        custom: The editions of one's own whose controls are in it too.
        catalogue_revision: The revision of the edition's content.
        complete: The lists of the record that say they are complete: only there absence means none.
        entries: Every control, in the order of the edition, custom ones behind.
        set_aside: Decisions that something which is no control does not apply.
        unplaced: Controls that the record names and no edition has.
        extensions: Data of other programs.
    """

    standard: StandardRef
    organization: str
    scope: str | None = None
    as_of: dt.date
    custom: tuple[StandardRef, ...] = ()
    catalogue_revision: int
    complete: tuple[RecordList, ...] = ()
    entries: tuple[ControlEntry, ...]
    set_aside: tuple[SetAside, ...] = ()
    unplaced: tuple[Mention, ...] = ()
    extensions: Extensions = attrs.field(factory=Extensions)

    def __getitem__(self, name: str) -> ControlEntry:
        """Return the entry of a control (``"A.5.7"``); raises UnknownNameError with the nearest.

        A custom control whose number a reference control has too is found under its whole reference.
        """
        for entry in self.entries:
            if name in (entry.control.local, str(entry.control)):
                return entry
        raise UnknownNameError("control", name, nearest(name, (entry.control.local for entry in self.entries)))

    def __repr__(self) -> str:
        """Name the edition and count the entries by necessity."""
        told = ", ".join(f"{count} {necessity.value}" for necessity, count in self.counts().items() if count)
        return f"<StatementOfApplicability {self.standard}, {self.as_of}: {told or 'no entries'}>"

    def __str__(self) -> str:
        """Print counts, exclusions and what is left open, as text to be pasted into a mail."""
        return "\n".join(_lines(self))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def counts(self) -> dict[Necessity, int]:
        """Count the entries by necessity, every member named; the counts add up to the entries."""
        found = Counter(entry.necessity for entry in self.entries)
        return {necessity: found[necessity] for necessity in Necessity}

    def implementation(self) -> dict[Implementation, int]:
        """Count the necessary controls by implementation, every member named; they add up to the necessary ones."""
        found = Counter(entry.implementation for entry in self.entries if entry.necessity is Necessity.NECESSARY)
        return {implementation: found[implementation] for implementation in Implementation}

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per entry, for any data frame; what is absent is an empty text."""
        return tuple(flat_row(entry) for entry in self.entries)


@attrs.frozen(kw_only=True)
class StatementVersion:
    """A statement as it was signed: number, day, signature and digest make it the one a certificate cites.

    Nothing in it can be changed unnoticed: a version whose digest does not fit its content is refused. Who signed is
    taken at their word; a digest is no signature.

    Attributes:
        number: The number of the version, free text.
        dated_on: The day it was signed.
        signed_by: Who signed.
        digest: SHA-256 of the statement in canonical form, as ``sha256:`` and 64 hexadecimal digits.
        statement: What was signed.
        extensions: Data of other programs; not covered by the digest.
    """

    number: str
    dated_on: dt.date
    signed_by: str
    digest: str
    statement: StatementOfApplicability
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a version without number or signature, one signed before its day, and a digest that does not fit."""
        for field, value in (("number", self.number), ("signed_by", self.signed_by)):
            if not value.strip():
                raise InvariantError("StatementVersion", field, repr(value), "some text")
        if self.dated_on < self.statement.as_of:
            found, expected = self.dated_on.isoformat(), f"{self.statement.as_of}, which it speaks of, or later"
            raise InvariantError("StatementVersion", "dated_on", found, expected)
        digest = digest_of(self.statement)
        if self.digest != digest:
            raise InvariantError("StatementVersion", "digest", self.digest, f"{digest}, the digest of the statement")

    def __repr__(self) -> str:
        """Name the version."""
        return f"<StatementVersion {self.number!r} of {self.statement.standard}, {self.dated_on}, {self.signed_by!r}>"

    def __str__(self) -> str:
        """Print who signed what, and the statement."""
        return "\n".join([*signature(self), str(self.statement)])

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


@attrs.frozen(kw_only=True)
class CertificateCitation:
    """What a certificate says about the Statement of Applicability.

    Attributes:
        certificate: The number of the certificate.
        standard: The edition it certifies conformity with.
        issued_on: The day it takes effect.
        version: The number of the version it names; absent where it names none.
    """

    certificate: str
    standard: StandardRef
    issued_on: dt.date
    version: str | None = None


@attrs.define(eq=False)
class NoControlsError(IsomodelError, ValueError):
    """An edition without controls, of which there can be no Statement of Applicability."""

    standard: str

    def __str__(self) -> str:
        """Name the edition and what is there for it instead."""
        return f"{self.standard} has no controls; what may be set aside of its requirements is told by non_applicable"


@attrs.define(eq=False)
class StatementMismatchError(IsomodelError, ValueError):
    """Statements, or a statement and editions, that are of different standards and cannot be held together."""

    found: str
    expected: str

    def __str__(self) -> str:
        """Name both."""
        return f"expected something of {self.expected}, found {self.found}"


@attrs.frozen(kw_only=True)
class RequirementApplicability:
    """Whether one requirement applies, and why.

    Attributes:
        requirement: The requirement.
        ground: Why it applies or does not; what each ground means is in :data:`GROUNDS`.
        decided_at: The clause or requirement of the decision that reaches it; absent where none does.
    """

    requirement: RequirementRef
    ground: Ground
    decided_at: RequirementRef | None = None

    @property
    def applicability(self) -> Applicability:
        """Whether it applies."""
        return MEANING[self.ground].applicability


@attrs.frozen(kw_only=True)
class NonApplicabilityStatement:
    """What of an edition an organization has determined not to apply, what may be, and what may not.

    Attributes:
        standard: The edition.
        organization: Whose record it is.
        as_of: The day.
        decisions: Decisions in force that set something aside, or contradict each other about it.
        requirements: Every requirement of the edition, in its order.
        issues: What is wrong with the decisions; paths lead into this statement.
    """

    standard: StandardRef
    organization: str
    as_of: dt.date
    decisions: tuple[SetAside, ...]
    requirements: tuple[RequirementApplicability, ...]
    issues: tuple[Issue, ...]

    def __repr__(self) -> str:
        """Count what is set aside."""
        return f"<NonApplicabilityStatement {self.standard}, {self.as_of}: {len(self.set_aside())} set aside>"

    def __str__(self) -> str:
        """Print what is set aside and what may be, with the reasons, as text to be pasted into a mail."""
        return "\n".join(_non_applicability_lines(self))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def set_aside(self) -> tuple[RequirementRef, ...]:
        """List the requirements that do not apply."""
        return self._with(Ground.SET_ASIDE)

    def may_be_set_aside(self) -> tuple[RequirementRef, ...]:
        """List the requirements that apply and may be set aside."""
        return self._with(Ground.MAY_BE_SET_ASIDE)

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per requirement, for any data frame."""
        return tuple(
            {
                "standard": str(self.standard),
                "clause": str(one.requirement.clause),
                "item": one.requirement.item or "",
                "applicability": one.applicability.value,
                "ground": one.ground.value,
                "why": MEANING[one.ground].sentence,
                "decided_at": "" if one.decided_at is None else one.decided_at.local,
            }
            for one in self.requirements
        )

    def _with(self, ground: Ground) -> tuple[RequirementRef, ...]:
        return tuple(one.requirement for one in self.requirements if one.ground is ground)


# Comparing.


@attrs.frozen(kw_only=True)
class FieldChange:
    """One field that is different.

    Attributes:
        field: Its name, with the id of the link where it is in one: ``risks[R-1].plan``.
        before: What it was, as text; absent where there was nothing.
        after: What it is, as text; absent where there is nothing any more.
    """

    field: str
    before: str | None = None
    after: str | None = None


@attrs.frozen(kw_only=True)
class RowChange:
    """A control whose entry is different.

    Attributes:
        control: The control.
        changes: The fields that are.
    """

    control: RequirementRef
    changes: tuple[FieldChange, ...]


@attrs.frozen(kw_only=True)
class StatementComparison:
    """What is different between two statements of one standard.

    Attributes:
        standard: The edition.
        before: What the older one is called: its version, or its day.
        after: The same of the newer one.
        added: Entries that only the newer one has.
        removed: Entries that only the older one has.
        changed: Entries that both have and that are different, in the order of the newer one.
        unchanged: How many entries are the same.
        about: What is different outside the entries: the scope, the day, clauses set aside.
    """

    standard: StandardRef
    before: str
    after: str
    added: tuple[ControlEntry, ...]
    removed: tuple[ControlEntry, ...]
    changed: tuple[RowChange, ...]
    unchanged: int
    about: tuple[FieldChange, ...]

    def __repr__(self) -> str:
        """Count what is different."""
        counts = f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed"
        return f"<StatementComparison {self.before} → {self.after}: {counts}, {self.unchanged} unchanged>"

    def __str__(self) -> str:
        """Print every difference, a line for each field."""
        return "\n".join(_comparison_lines(self))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per difference, for any data frame; one outside the entries has no control."""
        whole = (("added", self.added), ("removed", self.removed))
        rows = [_difference(kind, entry.control.local) for kind, entries in whole for entry in entries]
        rows += [_difference("changed", row.control.local, one) for row in self.changed for one in row.changes]
        return (*rows, *(_difference("about", "", one) for one in self.about))


# How they print.

_WIDTH: Final = 130


def flat_row(entry: ControlEntry) -> dict[str, str]:
    return {
        "standard": str(entry.control.standard),
        "control": entry.control.local,
        "title": entry.title,
        "origin": entry.origin.value,
        "necessity": entry.necessity.value,
        "reasons": "; ".join(map(_told_basis, entry.reasons)),
        "justification": entry.justification or "",
        "decided_by": entry.decided_by or "",
        "decided_on": "" if entry.decided_on is None else entry.decided_on.isoformat(),
        "review_on": "" if entry.review_on is None else entry.review_on.isoformat(),
        "decided_at": "" if entry.decided_at is None else entry.decided_at.local,
        "implementation": entry.implementation.value,
        "work_status": "" if entry.work_status is None else entry.work_status.value,
        "owner": entry.owner or "",
        "evidence": "; ".join(entry.evidence),
        "named_evidence": "; ".join(entry.named_evidence),
        "risks": "; ".join(dict.fromkeys(link.risk for link in entry.risks)),
        "obligations": "; ".join(dict.fromkeys(one.obligation for one in entry.obligations)),
    }


def _told_basis(basis: InclusionBasis) -> str:
    return f"{basis.kind.value} ({', '.join(basis.ids)})" if basis.ids else basis.kind.value


def signature(version: StatementVersion) -> list[str]:
    signed = f"version {version.number} of {version.dated_on}, signed by {version.signed_by}"
    return [printable(signed), printable(version.digest)]


def count_lines(statement: StatementOfApplicability) -> list[str]:
    reference = sum(entry.origin is ControlOrigin.REFERENCE for entry in statement.entries)
    counts = ", ".join(f"{necessity.value} {count}" for necessity, count in statement.counts().items())
    custom = len(statement.entries) - reference
    states = statement.implementation()
    del states[Implementation.NOT_REQUIRED]
    told = ", ".join(f"{state.value.replace('-', ' ')} {count}" for state, count in states.items())
    own = f" and {custom} of one's own" if custom else ""
    return [f"reference controls {reference}{own}: {counts}", f"of those necessary: {told}"]


def _lines(statement: StatementOfApplicability) -> Iterator[str]:
    yield shortened(f"{statement.standard} · Statement of Applicability · {statement.organization}", _WIDTH)
    yield f"  as of {statement.as_of}"
    for line in count_lines(statement):
        yield f"  {line}"
    for entry in statement.entries:
        name = local_name(entry.control, statement.standard)
        if entry.necessity is Necessity.NECESSARY and entry.implementation is Implementation.IMPLEMENTED:
            continue
        if entry.necessity is Necessity.NECESSARY:
            far = f" ({entry.work_status.value})" if entry.work_status is not None else ""
            told = f"{entry.implementation.value.replace('-', ' ')}{far}"
        else:
            told = entry.necessity.value + (f": {entry.justification}" if entry.justification else "")
        yield shortened(f"    {name} {entry.title}: {told}", _WIDTH)
    for one in statement.set_aside:
        yield shortened(f"  {one.target.local}: {MEANING[one.ground].sentence}", _WIDTH)
    for mention in statement.unplaced:
        yield shortened(f"  {mention.target} is named by a {mention.mentioned_by.value} and is no control", _WIDTH)


def _non_applicability_lines(found: NonApplicabilityStatement) -> Iterator[str]:
    yield shortened(f"{found.standard} · not applicable · {found.organization} · as of {found.as_of}", _WIDTH)
    counts = Counter(one.ground for one in found.requirements)
    for meaning in GROUNDS:
        if counts[meaning.ground]:
            yield f"  {counts[meaning.ground]} of {len(found.requirements)} {meaning.ground.value}: {meaning.sentence}"
    for one in found.decisions:
        reason = one.justification or "no reason"
        yield shortened(
            f"  {one.target.local} {one.ground.value}, {one.decided_by}, {one.decided_on}: {reason}", _WIDTH
        )


def _comparison_lines(found: StatementComparison) -> Iterator[str]:
    yield shortened(f"{found.standard} · {found.before} → {found.after}", _WIDTH)
    counts = f"{len(found.added)} added, {len(found.removed)} removed, {len(found.changed)} changed"
    yield f"  {counts}, {found.unchanged} unchanged"
    for row in found.rows():
        name = f"{row['control']} " if row["control"] else ""
        values = f" {row['field']}: {row['before'] or '–'} → {row['after'] or '–'}" if row["field"] else ""
        yield shortened(f"  {name}{row['change']}{values}", _WIDTH)


def _difference(kind: str, control: str, one: FieldChange | None = None) -> dict[str, str]:
    return {
        "change": kind,
        "control": control,
        "field": "" if one is None else one.field,
        "before": "" if one is None else one.before or "",
        "after": "" if one is None else one.after or "",
    }


def local_name(ref: RequirementRef, standard: StandardRef) -> str:
    return ref.local if ref.standard == standard else str(ref)
