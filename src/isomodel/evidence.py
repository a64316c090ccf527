# SPDX-License-Identifier: Apache-2.0
"""What an organization can show, and how long it counts.

A *document* is kept current: it holds from the day it takes effect until an approved successor replaces it or its own
last day passes. A *record* covers a period and does not expire: the period moves on, and how long ago it may have
ended is a parameter of the policy. Three days are kept apart: what the evidence is about, when it was received, and
until when it is valid. Evidence supports, or contradicts. Locations are text and are never opened here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from collections.abc import Iterable, Mapping

import attrs

from isomodel.errors import InvariantError, UnknownNameError, nearest
from isomodel.identifiers import RequirementRef
from isomodel.model import DocumentedInformation, Extensions
from isomodel.policy import Policy

__all__ = [
    "Evidence",
    "EvidenceKind",
    "EvidenceRegister",
    "EvidenceReview",
    "EvidenceStatus",
    "Period",
    "ReviewOutcome",
    "add_months",
    "lapses_on",
    "statuses",
    "validities",
]


class EvidenceKind(enum.Enum):
    """What kind of evidence an item is; the kind decides whether it is a document or a record."""

    POLICY = "policy"
    """A statement of intent by top management."""
    PROCEDURE = "procedure"
    """How something is to be done."""
    PLAN = "plan"
    """What is to be done, by whom, until when."""
    REGISTER = "register"
    """A list kept current, such as risks, assets or obligations."""
    DESCRIPTION = "description"
    """A scope statement, process description, chart or similar."""
    CONTRACT = "contract"
    """An agreement with a customer or an external provider."""
    RECORD = "record"
    """What was done, seen or measured."""
    REPORT = "report"
    """The account of an audit, a review, a test or an analysis."""
    MINUTES = "minutes"
    """What a meeting considered and decided."""
    LOG = "log"
    """Entries made as things happen."""
    CERTIFICATE = "certificate"
    """An attestation by somebody else: calibration, training, certification."""


NATURE = {
    EvidenceKind.POLICY: DocumentedInformation.DOCUMENT,
    EvidenceKind.PROCEDURE: DocumentedInformation.DOCUMENT,
    EvidenceKind.PLAN: DocumentedInformation.DOCUMENT,
    EvidenceKind.REGISTER: DocumentedInformation.DOCUMENT,
    EvidenceKind.DESCRIPTION: DocumentedInformation.DOCUMENT,
    EvidenceKind.CONTRACT: DocumentedInformation.DOCUMENT,
    EvidenceKind.RECORD: DocumentedInformation.RECORD,
    EvidenceKind.REPORT: DocumentedInformation.RECORD,
    EvidenceKind.MINUTES: DocumentedInformation.RECORD,
    EvidenceKind.LOG: DocumentedInformation.RECORD,
    EvidenceKind.CERTIFICATE: DocumentedInformation.RECORD,
}
"""Which kinds are documents, kept current, and which are records of a period."""


class ReviewOutcome(enum.Enum):
    """What a person found who looked at a piece of evidence."""

    ACCEPTED = "accepted"
    """It shows what it is said to show."""
    REJECTED = "rejected"
    """It does not."""


class EvidenceStatus(enum.Enum):
    """Where a piece of evidence stands on a day; derived, never stored."""

    NOT_RECEIVED = "not-received"
    """It had not been received by that day."""
    SUBMITTED = "submitted"
    """Received, and not judged by that day."""
    REJECTED = "rejected"
    """Looked at and refused."""
    NOT_YET_EFFECTIVE = "not-yet-effective"
    """Accepted, and about a time still to come."""
    CURRENT = "current"
    """Accepted and in force."""
    LAPSED = "lapsed"
    """Accepted once; its last day has passed, or the period it covers is too long ago."""
    SUPERSEDED = "superseded"
    """Replaced by an accepted successor in force."""
    WITHDRAWN = "withdrawn"
    """Taken back by its owner."""


@attrs.frozen(kw_only=True)
class Period:
    """A span of days, both ends included.

    Attributes:
        first: The first day.
        last: The last day.
    """

    first: dt.date
    last: dt.date

    def __attrs_post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise InvariantError("Period", "last", self.last.isoformat(), f"{self.first.isoformat()} or later")


@attrs.frozen(kw_only=True)
class EvidenceReview:
    """A person's judgement of a piece of evidence.

    Attributes:
        outcome: What was found.
        by: Who looked.
        on: The day.
        note: Why, in a few words.
    """

    outcome: ReviewOutcome
    by: str
    on: dt.date
    note: str | None = None


@attrs.frozen(kw_only=True)
class Evidence:
    """Something an organization can show.

    Attributes:
        id: Its identifier in the organization's register, stable.
        kind: What kind of evidence it is.
        title: What it is called.
        location: Where it is kept: free text, never opened by this library.
        digest: SHA-256 of its content as ``sha256:`` and 64 hexadecimal digits.
        effective_on: For a document: the day it takes effect. For a record use ``period``.
        period: For a record: the days it covers.
        received_on: The day it was received.
        valid_until: Its own last day; absent where it states none.
        owner: Who answers for it.
        review: What a person found who looked at it; absent while nobody has.
        supersedes: The items it replaces.
        withdrawn_on: The day it was taken back.
        supports: The requirements, clauses or controls it supports.
        contradicts: Those it speaks against, such as a failed restore test against the backup control.
        units: The units it holds for; none means the whole organization.
        note: A remark.
        extensions: Data of other programs.
    """

    id: str
    kind: EvidenceKind
    title: str
    location: str | None = None
    digest: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.matches_re(r"sha256:[0-9a-f]{64}"))
    )
    effective_on: dt.date | None = None
    period: Period | None = None
    received_on: dt.date
    valid_until: dt.date | None = None
    owner: str
    review: EvidenceReview | None = None
    supersedes: tuple[str, ...] = ()
    withdrawn_on: dt.date | None = None
    supports: tuple[RequirementRef, ...] = ()
    contradicts: tuple[RequirementRef, ...] = ()
    units: tuple[str, ...] = ()
    note: str | None = None
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse evidence without exactly one time it is about, or valid only before it begins."""
        record = self.nature is DocumentedInformation.RECORD
        if record and (self.period is None or self.effective_on is not None):
            raise InvariantError("Evidence", "period", "none" if self.period is None else "effective_on", "a period")
        if not record and (self.effective_on is None or self.period is not None):
            found = "none" if self.effective_on is None else "period"
            raise InvariantError("Evidence", "effective_on", found, "the day the document takes effect")
        if self.valid_until is not None and self.valid_until < self.begins_on:
            found = self.valid_until.isoformat()
            raise InvariantError("Evidence", "valid_until", found, f"{self.begins_on.isoformat()} or later")

    @property
    def nature(self) -> DocumentedInformation:
        """Whether it is a document, kept current, or a record of a period."""
        return NATURE[self.kind]

    @property
    def begins_on(self) -> dt.date:
        """The first day it says anything about: of a record, the day its period is over and it can be shown."""
        day = self.effective_on if self.period is None else self.period.last
        return day if day is not None else self.received_on

    @property
    def counts_from(self) -> dt.date:
        """The first day on which it can count: effective, received, and accepted if it was looked at."""
        days = [self.begins_on, self.received_on]
        if self.review is not None:
            days.append(self.review.on)
        return max(days)

    def status(
        self, on: dt.date, *, record_currency_months: int, validity_months: Mapping[EvidenceKind, int] | None = None
    ) -> EvidenceStatus:
        """Say where this item stands on a day, leaving aside what may have superseded it.

        Args:
            on: The day.
            record_currency_months: Months after its period for which a record shows current operation.
            validity_months: Months for which single kinds count, as :func:`validities` reads them from a policy.
        """
        if self.withdrawn_on is not None and self.withdrawn_on <= on:
            return EvidenceStatus.WITHDRAWN
        if self.received_on > on:
            return EvidenceStatus.NOT_RECEIVED
        if self.review is None or self.review.on > on:
            return EvidenceStatus.SUBMITTED
        if self.review.outcome is ReviewOutcome.REJECTED:
            return EvidenceStatus.REJECTED
        if self.begins_on > on:
            return EvidenceStatus.NOT_YET_EFFECTIVE
        lapse = lapses_on(self, record_currency_months=record_currency_months, validity_months=validity_months)
        return EvidenceStatus.LAPSED if lapse is not None and lapse <= on else EvidenceStatus.CURRENT


@attrs.frozen(kw_only=True)
class EvidenceRegister:
    """A list of evidence on its own, as a tool that collects evidence hands it over.

    Attributes:
        id: Its identifier, stable.
        organization: Whose evidence it is.
        evidence: The items.
        extensions: Data of other programs.
    """

    id: str
    organization: str
    evidence: tuple[Evidence, ...]
    extensions: Extensions = attrs.field(factory=Extensions)


VALIDITY = "validity."
"""How the parameters of a policy begin that say for how long one kind of evidence counts."""


def validities(policy: Policy) -> dict[EvidenceKind, int]:
    """Return for how many months the kinds of evidence count of which the policy says so: ``validity.report``.

    Raises:
        UnknownNameError: A validity of no kind of evidence.
        InvariantError: A validity in another unit than months.
    """
    kinds = {kind.value: kind for kind in EvidenceKind}
    found: dict[EvidenceKind, int] = {}
    for parameter in policy.parameters:
        if not parameter.name.startswith(VALIDITY):
            continue
        name = parameter.name.removeprefix(VALIDITY)
        if name not in kinds:
            raise UnknownNameError("kind of evidence", name, nearest(name, kinds))
        if parameter.unit != "months":
            raise InvariantError("Parameter", "unit", parameter.unit, f"months, for {parameter.name}")
        found[kinds[name]] = parameter.value
    return found


def lapses_on(
    evidence: Evidence, *, record_currency_months: int, validity_months: Mapping[EvidenceKind, int] | None = None
) -> dt.date | None:
    """Return the first day on which an item no longer counts by time alone, or None when that day never comes.

    A document lapses after its own last day; a record also when its period ended more than the given months ago. Where
    a validity is given for the kind, it counts from the day a document takes effect, and takes the place of the
    currency of records; an item's own last day stays.
    """
    days = []
    if evidence.valid_until is not None and evidence.valid_until < dt.date.max:
        days.append(evidence.valid_until + dt.timedelta(days=1))
    months = (validity_months or {}).get(evidence.kind)
    if months is None and evidence.period is not None:
        months = record_currency_months
    last = add_months(evidence.begins_on, months) if months is not None else dt.date.max
    if last < dt.date.max:
        days.append(last + dt.timedelta(days=1))
    return min(days, default=None)


def statuses(
    items: Iterable[Evidence],
    on: dt.date,
    *,
    record_currency_months: int,
    validity_months: Mapping[EvidenceKind, int] | None = None,
) -> dict[str, EvidenceStatus]:
    """Say where each item stands on a day, supersession included; keys are evidence ids.

    A document is superseded for good on the day a successor that names it has been accepted and takes effect:
    withdrawing the successor later does not bring it back, and withdrawing what is superseded leaves it so. A record is
    superseded only by a record of the same period, that is by a correction: another period's record stands beside it.
    """
    every = tuple(items)
    known: dict[str, list[Evidence]] = {}
    found: dict[str, EvidenceStatus] = {}
    for item in every:
        known.setdefault(item.id, []).append(item)
        status = item.status(on, record_currency_months=record_currency_months, validity_months=validity_months)
        # Where several items carry one id nobody knows which is meant: the one that counts least.
        found[item.id] = min(found.get(item.id, status), status, key=_COUNTS_LEAST_FIRST.index)
    for successor in every:
        accepted = successor.review is not None and successor.review.outcome is ReviewOutcome.ACCEPTED
        if not accepted or successor.counts_from > on:
            continue
        for old in successor.supersedes:
            if old == successor.id:
                continue
            if any(one.period is None or one.period == successor.period for one in known.get(old, ())):
                found[old] = EvidenceStatus.SUPERSEDED
    return found


_COUNTS_LEAST_FIRST = (
    EvidenceStatus.WITHDRAWN,
    EvidenceStatus.SUPERSEDED,
    EvidenceStatus.LAPSED,
    EvidenceStatus.REJECTED,
    EvidenceStatus.NOT_YET_EFFECTIVE,
    EvidenceStatus.SUBMITTED,
    EvidenceStatus.NOT_RECEIVED,
    EvidenceStatus.CURRENT,
)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, the last day of the month where that day does not exist.

    >>> add_months(dt.date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
