# SPDX-License-Identifier: Apache-2.0
"""What headers and status words of registers mean: ``vocabulary.json``, and the mapping that adds to it.

A word is in a table only where it has one meaning to practitioners; what has two is in the table of ambiguous words
with the reason, and is refused until a :class:`ColumnMapping` says what it means in this register. Words are compared
folded: case, punctuation, markup and emoji around them do not count.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from importlib import resources
from typing import Final

import attrs

from isomodel.assessment import Applicability, Conformity, InclusionReason, WorkStatus
from isomodel.errors import InvariantError
from isomodel.model import Extensions
from isomodel.register._table import DELIMITERS
from isomodel.serialization import parse, structure

__all__ = [
    "AMBIGUOUS_HEADERS",
    "AMBIGUOUS_WORDS",
    "HEADER_WORDS",
    "REASON_WORDS",
    "STATUS_WORDS",
    "BareNumbers",
    "BlankReference",
    "ColumnMapping",
    "ColumnRule",
    "DateOrder",
    "Field",
    "HeaderWord",
    "StatusWord",
    "UnitName",
]


class Field(enum.Enum):
    """What a column of a register holds."""

    REFERENCE = "reference"
    """The number of the clause or control."""
    STANDARD = "standard"
    """The standard the row is about, in registers of several."""
    TITLE = "title"
    """The title of the clause or control: compared with the edition's, not carried over."""
    UNIT = "unit"
    """The site or process the row is about."""
    APPLICABLE = "applicable"
    """Whether it applies."""
    IMPLEMENTED = "implemented"
    """How far the work has come."""
    CONFORMITY = "conformity"
    """What somebody found about it."""
    STATUS = "status"
    """Any of the three; the word says which."""
    JUSTIFICATION = "justification"
    """Why it applies, or why it does not."""
    INCLUSION = "inclusion"
    """Why it applies."""
    EXCLUSION = "exclusion"
    """Why it does not."""
    REASONS = "reasons"
    """Why a control is necessary, by kind."""
    LEGAL = "legal"
    """A tick or a text: a law or regulation asks for the control."""
    CONTRACT = "contract"
    """A tick or a text: a contract asks for it."""
    PRACTICE = "practice"
    """A tick or a text: it is good practice or a business requirement."""
    RISK = "risk"
    """A tick or a text: the risk assessment asks for it."""
    RISKS = "risks"
    """The risks it treats, by their names in the risk register."""
    OWNER = "owner"
    """Who answers for it."""
    EVIDENCE = "evidence"
    """What shows it: names or links, separated by semicolons or line breaks."""
    COMMENT = "comment"
    """A remark, or how it is done."""
    JUDGED_ON = "judged-on"
    """The day it was looked at."""
    JUDGED_BY = "judged-by"
    """Who looked at it."""
    REVIEW_ON = "review-on"
    """The day the decision is to be looked at again."""
    DUE = "due"
    """Until when the work is to be done."""
    OTHER = "other"
    """Something else, kept as text."""
    IGNORED = "ignored"
    """Something the mapping wants left out."""


class BareNumbers(enum.Enum):
    """What a number without a letter means where an edition has both clauses and annex controls."""

    AS_HEADER = "as-header"
    """What the header says (Control, Annex A: a control; Clause: a clause); where it says neither, a number is read
    only if one of the two exists."""
    ANNEX = "annex"
    """A control of the annex."""
    BODY = "body"
    """A clause of the body."""


class BlankReference(enum.Enum):
    """What a row without a number means."""

    REFUSE = "refuse"
    """Nothing that can be known: it is refused."""
    AS_ABOVE = "as-above"
    """The number above it: merged cells lose theirs when a sheet is saved as CSV."""


class DateOrder(enum.Enum):
    """How a day such as 03/04/2026 is to be read."""

    UNAMBIGUOUS = "unambiguous"
    """Not at all, unless one of the two numbers can be no month."""
    DAY_FIRST = "day-first"
    """The 3rd of April."""
    MONTH_FIRST = "month-first"
    """The 4th of March."""


@attrs.frozen(kw_only=True)
class StatusWord:
    """What one word of a register says.

    Attributes:
        word: The word, or several; compared folded.
        column: The kind of column in which it says so; absent: in every column that states something.
        applicability: What it says about applicability; absent where it says nothing.
        conformity: What it says about conformity; absent where it says nothing.
        work_status: What it says about the work. Beside a conformity it is only what follows where no other column says
            more.
        reason: Why the word is read so.
    """

    word: str
    column: Field | None = None
    applicability: Applicability | None = None
    conformity: Conformity | None = None
    work_status: WorkStatus | None = None
    reason: str = "as the mapping says"

    def __attrs_post_init__(self) -> None:
        """Refuse a word that folds to nothing, and a column that states nothing."""
        if not fold(self.word):
            raise InvariantError("StatusWord", "word", repr(self.word), "a word")
        if self.column is not None and self.column not in STATEMENTS:
            listed = ", ".join(field.value for field in STATEMENTS)
            raise InvariantError("StatusWord", "column", self.column.value, f"one of {listed}")


@attrs.frozen(kw_only=True)
class HeaderWord:
    """What headers of one meaning look like.

    Attributes:
        words: The headers, folded or not, in several languages.
        field: What the column holds.
        otherwise: What it holds instead where another column surely holds ``field``; absent where the header is beyond
            doubt.
        numbers: What it says about numbers without a letter; absent where it says nothing.
        last: Whether the header is considered only after all others.
        reason: Why it is read so.
    """

    words: tuple[str, ...]
    field: Field
    otherwise: Field | None = None
    numbers: BareNumbers | None = None
    last: bool = False
    reason: str


@attrs.frozen(kw_only=True)
class ColumnRule:
    """What one column of a register holds, by its header.

    Attributes:
        header: The header as it stands in the register; compared folded.
        field: What the column holds.
    """

    header: str
    field: Field


@attrs.frozen(kw_only=True)
class UnitName:
    """How a register calls a unit of the organization.

    Attributes:
        name: The name in the register; compared folded.
        unit: The id of the unit; absent where the name means the whole organization.
    """

    name: str
    unit: str | None = None


@attrs.frozen(kw_only=True)
class ColumnMapping:
    """How to read one organization's register: what its headers and words mean, beyond the tables of this library.

    What is said here goes before the tables. Nothing has to be said; a register whose headers and words are in the
    tables is read without a mapping.

    Attributes:
        columns: What columns hold, by header.
        status_words: What words mean; one that names no meaning at all says that nothing is known yet.
        standard_names: Names in the register that mean the edition it is read against, such as a national adoption.
        unit_names: Names in the register that mean units of the organization.
        bare_numbers: What a number without a letter means.
        blank_reference: What a row without a number means.
        date_order: How a day such as 03/04/2026 is to be read.
        implemented_means: What *implemented* says about conformity: by default nothing, because work and conformity are
            two things.
        unsaid_applicability: What a row with a status says about applicability where no word of it does; absent:
            nothing.
        header_row: The row of the header, from 1; absent: the first row that reads as one.
        delimiter: What stands between cells; absent: what the header shows.
        extensions: Data of other programs.
    """

    columns: tuple[ColumnRule, ...] = ()
    status_words: tuple[StatusWord, ...] = ()
    standard_names: tuple[str, ...] = ()
    unit_names: tuple[UnitName, ...] = ()
    bare_numbers: BareNumbers = BareNumbers.AS_HEADER
    blank_reference: BlankReference = BlankReference.REFUSE
    date_order: DateOrder = DateOrder.UNAMBIGUOUS
    implemented_means: Conformity = Conformity.NOT_ASSESSED
    unsaid_applicability: Applicability | None = None
    header_row: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(1)))
    delimiter: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.in_(DELIMITERS))
    )
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a mapping that says two things of one header, word or name, or takes implemented for a failure."""
        for field, keys in (
            ("columns", [fold(rule.header) for rule in self.columns]),
            ("status_words", [f"{fold(row.word)} in {row.column}" for row in self.status_words]),
            ("unit_names", [fold(row.name) for row in self.unit_names]),
        ):
            twice = next((key for key in keys if keys.count(key) > 1), None)
            if twice is not None:
                raise InvariantError("ColumnMapping", field, f"{twice!r} twice", "each once")
        if self.implemented_means is Conformity.NONCONFORMING:
            expected = "conforming or not-assessed"
            raise InvariantError("ColumnMapping", "implemented_means", "nonconforming", expected)


# Folding.

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD: Final = re.compile(r"[^\w%#°+]+|_+")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
TICKS: Final = frozenset("✓✔✅☑🗹")
"""Signs that are ticked."""
CROSSES: Final = frozenset("✗✘❌☒❎🗷")
"""Signs that are crossed out."""
_SIGNS: Final = re.compile(f"[{''.join(sorted(TICKS | CROSSES))}]")
# Presentation selectors and joiners come with emoji and mean nothing here.
_JOINERS: Final = re.compile("[\ufe0e\ufe0f\u200b-\u200d\u2060\ufeff]")


def fold(text: str) -> str:
    """Reduce a word to what is compared: case, punctuation and markup do not count; a sign alone stays."""
    plain = _JOINERS.sub("", unicodedata.normalize("NFKC", text))
    words = " ".join(_NOT_WORD.sub(" ", plain).casefold().split())
    return words.replace(" %", "%") or "".join(plain.casefold().split())


def fold_header(text: str) -> tuple[str, ...]:
    """Give the folded forms of a header: as it stands, and without what is in brackets."""
    spaced = _CAMEL.sub(" ", _JOINERS.sub("", text))
    forms = (fold(spaced), fold(_BRACKETS.sub(" ", spaced)))
    return tuple(dict.fromkeys(form for form in forms if form))


def signs(text: str) -> tuple[frozenset[str], str]:
    """Take the ticks and crosses off a text that says more than them; a text of nothing else stays as it is."""
    rest = _SIGNS.sub("", _JOINERS.sub("", text)).strip()
    return (frozenset(_SIGNS.findall(text)), rest) if rest else (frozenset(), text)


# The tables.


@attrs.frozen(kw_only=True)
class _StatusRow:
    """Status words of one meaning, as the file groups them."""

    words: tuple[str, ...]
    column: Field | None = None
    applicability: Applicability | None = None
    conformity: Conformity | None = None
    work_status: WorkStatus | None = None
    reason: str


@attrs.frozen(kw_only=True)
class _DoubtRow:
    """Words or headers that are two things, and which two."""

    words: tuple[str, ...]
    reason: str


@attrs.frozen(kw_only=True)
class _ReasonRow:
    """Words for one kind of reason."""

    words: tuple[str, ...]
    kind: InclusionReason


@attrs.frozen(kw_only=True)
class _Vocabulary:
    """The content of the file."""

    licence: str
    status_words: tuple[_StatusRow, ...]
    ambiguous_words: tuple[_DoubtRow, ...]
    reason_words: tuple[_ReasonRow, ...]
    headers: tuple[HeaderWord, ...]
    ambiguous_headers: tuple[_DoubtRow, ...]


def _read() -> _Vocabulary:
    data = resources.files(__package__).joinpath("vocabulary.json").read_bytes()
    return structure(parse(data, name="vocabulary.json"), _Vocabulary)


_FILE: Final = _read()

STATEMENTS: Final = (Field.APPLICABLE, Field.IMPLEMENTED, Field.CONFORMITY, Field.STATUS)
"""The columns that state something about a requirement or control."""

STATUS_WORDS: Final = tuple(
    StatusWord(
        word=word,
        column=row.column,
        applicability=row.applicability,
        conformity=row.conformity,
        work_status=row.work_status,
        reason=row.reason,
    )
    for row in _FILE.status_words
    for word in row.words
)
"""What each known word says.

Work and conformity are two axes: *implemented* says nothing about conformity, *compliant* speaks of both.
"""

YES_WORDS: Final = frozenset(
    fold(row.word)
    for row in STATUS_WORDS
    if row.column is Field.APPLICABLE and row.applicability is Applicability.APPLICABLE
)
"""Answers that say yes to whatever the column asks."""

NO_WORDS: Final = frozenset(
    fold(row.word)
    for row in STATUS_WORDS
    if row.column is Field.APPLICABLE and row.applicability is Applicability.NOT_APPLICABLE
)
"""Answers that say no to whatever the column asks."""

AMBIGUOUS_WORDS: Final = {word: row.reason for row in _FILE.ambiguous_words for word in row.words}
"""Words that practitioners use for two things, each with what they are; refused until a mapping says which is meant."""

_LEFT_OUT: Final = re.compile(r"[-–—_.:…/?*|]*")
_NO_TEXT: Final = frozenset(
    ["n/a", "na", "n.a.", "none", "nil", "keine", "keiner", "entfällt", "aucun", "aucune", "s.o."]
)


def is_left_out(text: str) -> bool:
    """Say whether nothing but dashes, dots or question marks stands in a cell."""
    return _LEFT_OUT.fullmatch(text) is not None


def is_no_text(text: str) -> bool:
    """Say whether a cell for text says that there is none; a justification of this kind is none."""
    return is_left_out(text) or text.casefold() in _NO_TEXT


REASON_WORDS: Final = {fold(word): row.kind for row in _FILE.reason_words for word in row.words}
"""How registers call the kinds of reasons for a control, folded."""

REASON_FIELDS: Final = {
    Field.LEGAL: InclusionReason.LEGAL,
    Field.CONTRACT: InclusionReason.CONTRACT,
    Field.PRACTICE: InclusionReason.PRACTICE,
    Field.RISK: InclusionReason.RISK,
}
"""The columns to be ticked where a control is necessary for that reason."""

# Headers.

SINGLE: Final = frozenset(
    {
        Field.REFERENCE, Field.STANDARD, Field.UNIT, Field.APPLICABLE, Field.IMPLEMENTED, Field.CONFORMITY,
        Field.STATUS, Field.JUDGED_ON, Field.JUDGED_BY, Field.REVIEW_ON, Field.LEGAL, Field.CONTRACT, Field.PRACTICE,
        Field.RISK,
    }
)  # fmt: skip
"""Fields of which a register has one column: two would contradict each other or one be overlooked."""

RIVALS: Final = {Field.IMPLEMENTED: frozenset({Field.IMPLEMENTED, Field.STATUS, Field.CONFORMITY})}
"""Fields that are taken also where a column of another kind says the same thing."""


HEADER_WORDS: Final = _FILE.headers
"""What known headers mean, by groups of one meaning; each header stands in one group only."""

AMBIGUOUS_HEADERS: Final = {word: row.reason for row in _FILE.ambiguous_headers for word in row.words}
"""Headers whose cells could be read two ways, each with why; kept as text until a mapping says which is meant."""


def _indexed() -> dict[str, HeaderWord]:
    found: dict[str, HeaderWord] = {}
    for row in HEADER_WORDS:
        for word in row.words:
            found.setdefault(fold(word), row)
    return found


HEADERS_BY_WORD: Final = _indexed()
"""Every known header, folded."""


def words_by_column(rows: tuple[StatusWord, ...]) -> dict[tuple[Field | None, str], StatusWord]:
    """Index status words by column and folded word."""
    found: dict[tuple[Field | None, str], StatusWord] = {}
    for row in rows:
        found.setdefault((row.column, fold(row.word)), row)
    return found


KNOWN_WORDS: Final = words_by_column(STATUS_WORDS)
"""Every known status word by column and folded word."""
