# SPDX-License-Identifier: Apache-2.0
"""Which editions there are, what became of them, and what may be done with each on a day.

The register is one file of facts with their sources; nothing here reads the content of an edition. Where an edition
stands on a day is worked out from its dates and never stored.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from importlib import resources

import attrs

from isomodel.errors import IsomodelError, nearest
from isomodel.identifiers import IdentifierError, StandardRef
from isomodel.model import Amendment, Milestone, MilestoneKind, MilestoneStatus
from isomodel.serialization import parse, structure

__all__ = [
    "EditionStanding",
    "EditionStatus",
    "Possibility",
    "Purpose",
    "RegisteredEdition",
    "UnknownEditionError",
    "bundled",
    "register",
    "registered",
    "resolve",
    "standings",
]


@attrs.define(eq=False)
class UnknownEditionError(IsomodelError, LookupError):
    """No edition answers to the name, or several do.

    ``wanted`` is the text asked for, ``candidates`` are the editions it could mean, ``nearest`` is the closest one
    that exists.
    """

    wanted: str
    candidates: tuple[str, ...]
    nearest: str | None
    reason: str

    def __str__(self) -> str:
        """Say why nothing was loaded and what could be."""
        hint = f" Did you mean {self.nearest}?" if self.nearest is not None and not self.candidates else ""
        listed = f" It could be {' or '.join(self.candidates)}." if self.candidates else ""
        return f"{self.wanted!r} {self.reason}.{listed}{hint}"


class Purpose(enum.Enum):
    """What an edition is for."""

    REQUIREMENTS = "requirements"
    """Organizations are certified to it."""
    EXTENSION = "extension"
    """It adds to another standard and is certified together with it only."""
    STRUCTURE = "structure"
    """What standards of management systems are built on; nobody is certified to it."""
    GUIDANCE = "guidance"
    """It recommends; nobody is certified to it."""
    BODIES = "bodies"
    """It is for certification bodies, which are accredited to it."""


@attrs.frozen(kw_only=True)
class RegisteredEdition:
    """What the register has about one edition, whether or not its content comes along.

    Attributes:
        ref: The edition.
        title: Its title.
        discipline: Its subject in one kebab-case word or two.
        purpose: What it is for.
        names: Other names it answers to.
        milestones: Dates in its life, each with status and source.
        amendments: Published amendments, oldest first.
        replaced_by: The edition that replaces it; absent while none is published.
        file: The file of its content; absent where no content comes along.
        note: What else is known.
    """

    ref: StandardRef
    title: str
    discipline: str
    purpose: Purpose
    names: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    replaced_by: StandardRef | None = None
    file: str | None = None
    note: str | None = None

    def milestone(self, kind: MilestoneKind) -> Milestone | None:
        """Return a milestone with its status and source, or None where it is not known."""
        return next((one for one in self.milestones if one.kind is kind), None)


@attrs.frozen(kw_only=True)
class _Register:
    """What is known about editions."""

    licence: str
    compiled_on: dt.date
    editions: tuple[RegisteredEdition, ...]


class EditionStatus(enum.Enum):
    """Where an edition stands on a day."""

    NOT_PUBLISHED = "not-published"
    """It is not out yet."""
    CURRENT = "current"
    """Nothing replaces it."""
    BEING_REPLACED = "being-replaced"
    """A newer edition is out, and the transition is running as far as is known."""
    ENDED = "ended"
    """The transition is over: no certificate to it is valid any more."""
    UNKNOWN = "unknown"
    """The register cannot tell: a date that decides it is not known."""


class Possibility(enum.Enum):
    """Whether something can be done on a day."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """A date that decides it is not known."""


@attrs.frozen(kw_only=True)
class EditionStanding:
    """Where an edition stands on a day, and what may be done with it.

    Attributes:
        edition: What the register has about it.
        on: The day.
        status: Where it stands.
        initial_audits: Whether an initial audit to it may begin.
        recertification_audits: Whether a recertification audit to it may begin.
        certificates: Whether a certificate to it can be valid.
        valid_until: The last day a certificate to it can be valid; absent where there is none or it is not known.
        status_of_dates: How sure the answer is: the weakest of the dates it rests on; absent where it rests on none.
        reason: The answer in one sentence, with its dates.
    """

    edition: RegisteredEdition
    on: dt.date
    status: EditionStatus
    initial_audits: Possibility
    recertification_audits: Possibility
    certificates: Possibility
    valid_until: dt.date | None = None
    status_of_dates: MilestoneStatus | None = None
    reason: str

    @property
    def ref(self) -> StandardRef:
        """The edition."""
        return self.edition.ref


@functools.cache
def register() -> _Register:
    """Read the register, once."""
    data = resources.files("isomodel.catalogue").joinpath("data", "register.json").read_bytes()
    return structure(parse(data, name="register.json"), _Register)


def registered(ref: StandardRef) -> RegisteredEdition:
    """Return what the register has about an edition; raises UnknownEditionError."""
    found = next((one for one in register().editions if one.ref == ref), None)
    if found is None:
        known = [str(one.ref) for one in register().editions]
        raise UnknownEditionError(str(ref), (), nearest(str(ref), known), "is not in the register")
    return found


def bundled() -> tuple[StandardRef, ...]:
    """List the editions whose content comes along, in the order of their numbers."""
    return tuple(sorted(one.ref for one in register().editions if one.file is not None))


def standings(on: dt.date) -> tuple[EditionStanding, ...]:
    """Tell where every registered edition stands on a day, in the order of their numbers."""
    return tuple(_standing(one, on) for one in sorted(register().editions, key=lambda one: one.ref))


def _standing(edition: RegisteredEdition, on: dt.date) -> EditionStanding:
    published, _ = _published(edition, on)
    if published is not Possibility.YES:
        return _before(edition, on, published)
    certifiable = edition.purpose in {Purpose.REQUIREMENTS, Purpose.EXTENSION}
    successor = next((one for one in register().editions if one.ref == edition.replaced_by), None)
    follows, dated = _published(successor, on) if successor is not None else (Possibility.NO, False)
    if follows is Possibility.NO:
        yes = Possibility.YES if certifiable else Possibility.NO
        reason = "current: no newer edition is out" if certifiable else f"current; it is for {edition.purpose.value}"
        return _answer(edition, on, EditionStatus.CURRENT, (yes, yes, yes), (), reason)
    # The publication of the successor, and the ends of the transition, are what the answer rests on.
    start = successor.milestone(MilestoneKind.PUBLISHED) if successor is not None and dated else None
    ends = [edition.milestone(kind) for kind in _ENDS]
    rests = [one for one in (start, *ends) if one is not None]
    initial, renewal, end = ends
    told = _told(rests) or "the dates of the transition are not known"
    no = Possibility.NO
    if (end is not None and on > end.on) or (follows is Possibility.YES and not certifiable):
        reason = f"ended: replaced by {edition.replaced_by}; {told}"
        return _answer(edition, on, EditionStatus.ENDED, (no, no, no), rests, reason)
    possible = (
        _until(initial or end, on, known=initial is not None),
        _until(renewal or end, on, known=renewal is not None),
        _until(end, on, known=end is not None),
    )
    status = EditionStatus.BEING_REPLACED if follows is Possibility.YES else EditionStatus.UNKNOWN
    reason = f"being replaced by {edition.replaced_by}; {told}"
    return _answer(edition, on, status, possible if certifiable else (no, no, no), rests, reason)


_ENDS = (MilestoneKind.INITIAL_AUDITS_END, MilestoneKind.RECERTIFICATION_AUDITS_END, MilestoneKind.TRANSITION_END)


def _before(edition: RegisteredEdition, on: dt.date, published: Possibility) -> EditionStanding:
    """Answer for a day on which the edition is not out, or on which nobody can tell."""
    status = EditionStatus.NOT_PUBLISHED if published is Possibility.NO else EditionStatus.UNKNOWN
    day = edition.milestone(MilestoneKind.PUBLISHED)
    told = _told([day]) if day is not None else f"only the year of publication, {edition.ref.year}, is known"
    rests = [day] if day is not None else []
    return _answer(edition, on, status, (published,) * 3, rests, f"{status.value}: {told}")


def _published(edition: RegisteredEdition, on: dt.date) -> tuple[Possibility, bool]:
    """Say whether an edition is out on a day, and whether a recorded day decided it."""
    published = edition.milestone(MilestoneKind.PUBLISHED)
    if published is not None:
        return (Possibility.YES if published.on <= on else Possibility.NO), True
    year = int((edition.ref.year or "0")[:4])
    if on.year == year:
        return Possibility.UNKNOWN, False
    return (Possibility.YES if on.year > year else Possibility.NO), False


def _until(last: Milestone | None, on: dt.date, *, known: bool) -> Possibility:
    """Say whether something is still possible: unknown where only another, later date is known and not passed."""
    if last is None:
        return Possibility.UNKNOWN
    if on > last.on:
        return Possibility.NO
    return Possibility.YES if known else Possibility.UNKNOWN


def _told(milestones: list[Milestone]) -> str:
    return ", ".join(f"{one.kind.value.replace('-', ' ')} {one.on} ({one.status.value})" for one in milestones)


def _answer(  # noqa: PLR0913, PLR0917 - the facts of an answer.
    edition: RegisteredEdition,
    on: dt.date,
    status: EditionStatus,
    possible: tuple[Possibility, ...],
    rests: list[Milestone] | tuple[Milestone, ...],
    reason: str,
) -> EditionStanding:
    end = edition.milestone(MilestoneKind.TRANSITION_END)
    sure = {one.status for one in rests}
    weakest = MilestoneStatus.EXPECTED if MilestoneStatus.EXPECTED in sure else MilestoneStatus.CONFIRMED
    initial, renewal, certificates = possible
    return EditionStanding(
        edition=edition,
        on=on,
        status=status,
        initial_audits=initial,
        recertification_audits=renewal,
        certificates=certificates,
        valid_until=end.on if end is not None and status is not EditionStatus.NOT_PUBLISHED else None,
        status_of_dates=weakest if sure else None,
        reason=reason,
    )


def resolve(name: str | StandardRef, *, on: dt.date | None = None) -> StandardRef:
    """Return the edition a name means, where the register leaves no doubt.

    Any spelling that parses will do, as will a number without publisher or year, or with a co-publisher missing, as
    long as one edition only answers to it. An adoption such as ``BS EN ISO 9001`` is never taken for the ISO text.

    Args:
        name: A reference in any spelling, or another name the register has, such as ``Harmonized Structure``.
        on: The day that decides between editions where the year is missing: the one in force then, that is the latest
            published by that day. Without a day, a name that several editions answer to is refused.

    Raises:
        UnknownEditionError: No edition answers to the name, or several do.

    >>> str(resolve("27001:2022"))
    'ISO/IEC 27001:2022'
    >>> import datetime as dt
    >>> str(resolve("ISO 9001", on=dt.date(2026, 9, 15))), str(resolve("ISO 9001", on=dt.date(2026, 9, 16)))
    ('ISO 9001:2015', 'ISO 9001:2026')
    """
    known = bundled()
    if isinstance(name, StandardRef) and name in known:
        return name
    text = str(name).strip()
    other = {one.casefold(): entry.ref for entry in register().editions for one in entry.names}
    if text.casefold() in other:
        return other[text.casefold()]
    named = [*map(str, known), *(one for entry in register().editions for one in entry.names)]
    bare = _BARE.fullmatch(text) is not None
    try:
        wanted = name if isinstance(name, StandardRef) else StandardRef.parse(f"ISO {text}" if bare else text)
    except IdentifierError as error:
        raise UnknownEditionError(text, (), nearest(text, named), f"is no reference to a standard ({error})") from error
    if wanted.adoption:
        adopted = [str(ref) for ref in known if (ref.number, ref.part) == (wanted.number, wanted.part)]
        close = adopted[0] if len(adopted) == 1 else None
        raise UnknownEditionError(text, tuple(adopted[1:] and adopted), close, _ADOPTED)
    answering = [ref for ref in known if _answers(ref, wanted)]
    if on is not None and wanted.year is None:
        answering = [ref for ref in answering if _published(registered(ref), on)[0] is Possibility.YES][-1:]
    if len(answering) == 1:
        return answering[0]
    listed = tuple(str(ref) for ref in answering)
    without = any(_answers(one.ref, wanted) for one in register().editions)
    reason = "means several editions" if answering else _CONTENT_MISSING if without else "is not in the catalogue"
    raise UnknownEditionError(text, listed, _closest(wanted, known) or nearest(str(wanted), named), reason)


def _closest(wanted: StandardRef, known: tuple[StandardRef, ...]) -> str | None:
    """Return the edition closest by its number, the newest first: year and publisher tell less about what was meant."""
    number = nearest(wanted.number, (ref.number for ref in known))
    return nearest(str(wanted), (str(ref) for ref in reversed(known) if ref.number == number))


_ADOPTED = "is a national or regional adoption, not the ISO text"
_CONTENT_MISSING = "is known to the register, but its content does not come along"
_BARE = re.compile(r"[0-9]+(?:-[0-9]+)?(?::[0-9]{4})?", re.ASCII)


def _answers(ref: StandardRef, wanted: StandardRef) -> bool:
    # A language or a reaffirmation leaves the edition as it is; an edition counted instead of dated is not looked up.
    other = wanted.supplements or wanted.variant or (wanted.edition and wanted.year is None)
    same = (ref.number, ref.part, ref.stage_or_type) == (wanted.number, wanted.part, wanted.stage_or_type)
    return same and not other and wanted.year in (None, ref.year) and set(wanted.publishers) <= set(ref.publishers)
