# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 (Cyrillic names and typographic marks are what is read here)
# ruff: noqa: SLF001 (the order of one class here is made of that of another)
"""How standards, their clauses and their requirements are cited: read, compared, ordered, printed.

Here live the three references everything else is keyed by, and the search for clause references in free text. What a
standard says, which editions exist and which clause an edition really has are not known here: a reference that reads
well may name nothing. Tables of bodies, stages, types and supplements govern the reading; adding a body is adding a
row.

The rule of this module: nothing is guessed. A reader takes the many spellings people use, every value prints in
exactly one way, reading that print gives the value back, and whatever is left over is refused with its place. A
national adoption is never equal to the text it adopts: that they correspond is data, not grammar.
"""

from __future__ import annotations

import abc
import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import attrs

from isomodel.errors import InvariantError, IsomodelError, nearest

__all__ = [
    "MAX_LENGTH",
    "AdoptionLayer",
    "ClauseNumber",
    "ClauseReference",
    "IdentifierError",
    "IdentifierTypeError",
    "RequirementRef",
    "StandardRef",
    "Supplement",
    "UrnError",
    "parse_clause_references",
]

MAX_LENGTH: Final = 512
"""How many characters the ``parse`` methods read at most; the longest printed reference known is a third of it."""


@attrs.define(eq=False)
class IdentifierError(IsomodelError, ValueError):
    """A text that is not the reference it was read as.

    ``noun`` says what was to be read, ``text`` is what was given, ``position`` counts characters from 0 to the place
    where reading stopped, ``expected`` says what would have been right there, ``nearest`` is the closest text that
    can be read, where one is known.
    """

    noun: str
    text: str
    position: int
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        """Say what was found, where, what was expected there and what comes closest."""
        found = (
            _shown(self.text[self.position : self.position + _SHOWN_FOUND])
            if self.position < len(self.text)
            else "the end"
        )
        hint = f"; the nearest valid one is {_shown(self.nearest)}" if self.nearest is not None else ""
        return (
            f"{_shown(self.text)} is not a {self.noun}: found {found} at position {self.position}, "
            f"expected {self.expected}{hint}"
        )


@attrs.define(eq=False)
class IdentifierTypeError(IdentifierError, TypeError):
    """A value that is not text given where a reference is read; ``text`` is its representation.

    Numbers are refused because they have already lost what they said: 4.10 is 4.1 before anyone can look.
    """

    def __str__(self) -> str:
        """Name the value and why only text will do."""
        return f"{_shown(self.text)} is not a {self.noun}: found a value that is not text, expected {self.expected}"


@attrs.define(eq=False)
class UrnError(IsomodelError, LookupError):
    """A reference that has no URN of RFC 5141; ``reference`` is its printed form, ``reason`` what stands in the way."""

    reference: str
    reason: str

    def __str__(self) -> str:
        """Name the reference and the reason."""
        return f"{self.reference} has no URN: {self.reason}"


class _Ordered:
    """Total order within one class, by a key that is equal only for equal values."""

    __slots__ = ()

    @abc.abstractmethod
    def _order(self) -> tuple[Any, ...]:
        """Return the key."""

    def __lt__(self, other: object) -> bool:
        return self._order() < other._order() if isinstance(other, type(self)) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self._order() <= other._order() if isinstance(other, type(self)) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self._order() > other._order() if isinstance(other, type(self)) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self._order() >= other._order() if isinstance(other, type(self)) else NotImplemented


@attrs.frozen(kw_only=True, order=False)
class Supplement(_Ordered):
    """An amendment, corrigendum, addendum or the like of a standard.

    ``kind`` is ``Amd``, ``Cor``, ``Add``, ``Suppl``, ``Ext``, a European ``A`` or ``AC``, an IEC ``ISH`` or ``FRAG``.
    ``stage`` is absent for a published one; drafts keep their printed stage (``CD``, ``DAM``, ``FDAM``, ``DCOR``). A
    missing ``number`` means that the supplement is the only one, a missing ``year`` that it is cited undated.
    ``incorporated`` tells a text that already contains the supplement (``+A1:2024``) from one that stands beside it
    (``/A1:2024``).
    """

    kind: str
    number: str | None = None
    year: str | None = None
    stage: str | None = None
    iteration: int | None = None
    incorporated: bool = False

    def _order(self) -> tuple[Any, ...]:
        return (
            self.kind,
            _natural(self.number),
            self.year or "",
            self.stage or "",
            self.iteration or 0,
            self.incorporated,
        )

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be printed and read back."""
        _require(self.kind in _SUPPLEMENT_KINDS, self, "kind", self.kind, "one of " + ", ".join(_SUPPLEMENT_KINDS))
        _require_text(self, "number", self.number, _SUPPLEMENT_NUMBER, "one to three digits")
        _require_text(self, "year", self.year, _YEAR, "a year such as 2015 or 2015-11")
        needed = self.number is not None or self.kind not in _NUMBERED_SUPPLEMENTS
        _require(needed, self, "number", self.number, "a number for this kind")
        whole = self.kind in _DIRECTIVES_SUPPLEMENTS
        _require(
            not whole or self.number is None,
            self,
            "number",
            self.number,
            "no number for a supplement of the directives",
        )
        _require(
            not whole or self.incorporated, self, "incorporated", self.incorporated, "True for one of the directives"
        )
        drafted = self.kind in _DRAFTED_SUPPLEMENTS
        stages = {*_SUPPLEMENT_STAGES, *_DRAFT_SUPPLEMENTS.get(self.kind, ())} if drafted else set()
        _require(self.stage is None or self.stage in stages, self, "stage", self.stage, "a stage of a supplement")
        _require_iteration(self, self.iteration, numbered=self.number is not None)

    def __str__(self) -> str:
        """Print the supplement without the slash or plus that joins it: ``Amd 1:2024``, ``A11:2021``, ``CD Amd 2``."""
        if self.stage is None:
            name = self.kind
        elif self.stage in _DRAFT_SUPPLEMENTS.get(self.kind, ()):
            name = self.stage
        else:
            name = f"{self.stage} {self.kind}"
        if self.number is not None:
            name += self.number if self.kind in _GLUED_SUPPLEMENTS else f" {self.number}"
        if self.iteration is not None:
            name += f".{self.iteration}"
        return name if self.year is None else f"{name}:{self.year}"

    @property
    def joined(self) -> str:
        """The supplement with its joining character: ``/Amd 1:2024``, ``+A11:2021``."""
        return f"{'+' if self.incorporated else '/'}{self}"


@attrs.frozen(order=False)
class AdoptionLayer(_Ordered):
    """One body that adopted the text behind it: ``DIN`` and ``EN`` in ``DIN EN ISO 9001:2015-11``.

    The year and supplements printed at the end of a reference stay on the reference, because the print does not say
    whose they are. A layer has its own only where the print separates them: ``DIN EN ISO 9001:2015-11 (ISO
    9001:2015)``. ``number`` and ``part`` are present only where the body gave the text a number of its own: ``GB/T
    19001-2016 (ISO 9001:2015)``.
    """

    body: str
    year: str | None = attrs.field(default=None, kw_only=True)
    supplements: tuple[Supplement, ...] = attrs.field(default=(), kw_only=True)
    number: str | None = attrs.field(default=None, kw_only=True)
    part: str | None = attrs.field(default=None, kw_only=True)

    def _order(self) -> tuple[Any, ...]:
        return (
            self.body,
            self.year or "",
            tuple(each._order() for each in self.supplements),
            _natural(self.number),
            _natural(self.part),
        )

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be printed and read back."""
        body = _BODIES.get(self.body)
        _require(body is not None and body.level <= _EUROPEAN, self, "body", self.body, "a national or European body")
        _require_text(self, "year", self.year, _YEAR, "a year such as 2015 or 2015-11")
        _require_supplements(self, self.supplements)
        style = "plain" if body is None else body.numbers
        _require_text(self, "number", self.number, _NUMBER_STYLES[style], "a number as this body writes it")
        alone = body is not None and body.alone
        _require(self.number is None or alone, self, "number", self.number, "none for a body that only adopts")
        _require(self.part is None or self.number is not None, self, "part", self.part, "none where there is no number")
        _require_text(self, "part", self.part, _WHOLE_PART, "parts such as 1, B06 or 2-60")

    @property
    def is_plain(self) -> bool:
        """Whether the layer has nothing of its own but the name of its body."""
        return self.year is None and not self.supplements and self.number is None


@attrs.frozen(kw_only=True, cache_hash=True, order=False)
class StandardRef(_Ordered):
    """A reference to a standard, an edition of it, or a supplement: ``ISO/IEC 27001:2022/Amd 1:2024``.

    ``publishers`` are the co-publishers of the text; ``adoption`` is the chain of bodies in front of them, outermost
    first. ``number`` keeps the letters of bodies that have them (``Q 27001``); ``part`` has no first hyphen
    (``2-60``). ``year`` is the printed one, with the month where it is printed (``2015-11``); absent means undated.
    ``stage`` is absent for a published document and keeps the printed abbreviation (``DIS``, ``CD``, ``DTS``);
    ``type`` is absent for a standard and otherwise normalised (``TS``, ``Guide``), also behind a typed stage: ``DTS``
    is stage ``DTS`` of type ``TS``. ``iteration`` counts repeated drafts (``CD 9001.2``). ``language`` has ISO 639-1
    codes; empty means that the reference does not name one. ``variant`` is a form of delivery (``CSV``, ``all
    parts``); ``reaffirmed`` is the year in which a CSA standard was confirmed.

    A company's own requirements are cited under a name with a leading ``X-`` (``X-ACME 12:2026``), which no standards
    body has. Order is by publishers, number (as a number), part, year, and the rest; adopted texts follow the original.

    >>> ref = StandardRef.parse("iso/iec 27001 : 2022 / AMD1-2024")
    >>> str(ref), ref.number, ref.supplements[0].year
    ('ISO/IEC 27001:2022/Amd 1:2024', '27001', '2024')
    >>> StandardRef.parse("BS EN ISO/IEC 27001:2023") == StandardRef.parse("ISO/IEC 27001:2022")
    False
    """

    publishers: tuple[str, ...]
    number: str
    part: str | None = None
    year: str | None = None
    stage: str | None = None
    type: str | None = None
    iteration: int | None = None
    supplements: tuple[Supplement, ...] = ()
    edition: int | None = None
    language: tuple[str, ...] = ()
    adoption: tuple[AdoptionLayer, ...] = ()
    variant: str | None = None
    reaffirmed: str | None = None

    def _order(self) -> tuple[Any, ...]:
        return _order_of(self)

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be printed and read back."""
        _require_standard(self)

    @staticmethod
    def parse(text: str) -> StandardRef:
        """Read a reference as printed, as loosely typed, or as a URN.

        Case, spaces, the kind of hyphen and the separators between bodies are free; Cyrillic and French names are
        read. A year is 1900 to 2099: a last hyphen group of that form is a year (``ISO 1000-1973``) unless a colon
        year follows. A CSA year of two digits is 20yy below 50, a GOST one is always 19yy. ``CEI`` is the Italian
        committee, except next to ISO or IEC and in front of a number in the 60000s. A bare number is refused: which
        publisher is meant is for a catalogue to say.

        Raises:
            IdentifierError: the text is not a reference, or is longer than :data:`MAX_LENGTH` characters.
        """
        return _parse_standard(_text_of(text, _A_STANDARD))

    def __str__(self) -> str:
        """Print the one canonical form."""
        return _print_standard(self)

    @property
    def publisher(self) -> str:
        """The whole printed prefix: layers by space, co-publishers by slash (``BS EN ISO/IEC``)."""
        return " ".join([*(layer.body for layer in self.adoption), "/".join(self.publishers)])

    @property
    def stage_or_type(self) -> str:
        """Stage, type and iteration in one text, say ``CD TS``, ``DIS.2`` or ``TR``; empty for a published standard."""
        words = _stage_words(self.stage, self.type)
        return words if self.iteration is None else f"{words}.{self.iteration}"

    @property
    def amendment(self) -> str:
        """The supplements in one text, empty for none: ``Amd 8:2005/Cor 1:2008``, ``+A1:2024``."""
        return "".join(each.joined for each in self.supplements).removeprefix("/")

    @property
    def is_dated(self) -> bool:
        """Whether the reference names one edition by its year."""
        return self.year is not None

    @property
    def undated(self) -> StandardRef:
        """The same standard, whichever edition: only publishers, number, part, stage, type and adoption stay."""
        layers = tuple(attrs.evolve(layer, year=None, supplements=()) for layer in self.adoption)
        return attrs.evolve(
            self, year=None, edition=None, supplements=(), language=(), variant=None, reaffirmed=None, adoption=layers
        )

    @property
    def base(self) -> StandardRef:
        """What the supplements supplement: the same reference without them, and without the language."""
        layers = tuple(attrs.evolve(layer, supplements=()) for layer in self.adoption)
        return attrs.evolve(self, supplements=(), language=(), adoption=layers)

    @property
    def slug(self) -> str:
        """A key for files and addresses, ``iso-9001-2015-amd-1-2024``; that of distinct references differs."""
        return _slug(self)

    def to_urn(self, *, edition: int | None = None) -> str:
        """Print the URN of RFC 5141, in which the edition stands for the year.

        Co-publishers and supplements follow the RFC (``amd:1``, without the year); the RFC lists fewer co-publishers
        than exist, the others are joined in the same way.

        Args:
            edition: The number of the edition; needed unless the reference has it, because a year does not give it.

        Raises:
            UrnError: The edition is not known, the document is not published, or it is no ISO document.

        >>> StandardRef.parse("ISO 9001:2015/Amd 1:2024").to_urn(edition=5)
        'urn:iso:std:iso:9001:ed-5:amd:1'
        """
        return _print_urn(self, edition)


@attrs.frozen(cache_hash=True, order=False)
class ClauseNumber(_Ordered):
    """The number of a clause: ``8.5.1``, ``A.5.23``, ``Annex A``.

    Numbers are compared as numbers and annexes come after the body: 4.2 < 4.10 < 10.2 < Annex A < A.5 < A.5.9 <
    A.5.10. ``annex`` is empty in the body; ``numbers`` is empty for an annex as a whole.

    >>> [str(each) for each in sorted(map(ClauseNumber.parse, ["A.5.10", "Annex A", "10.2", "A.5.9", "4.10"]))]
    ['4.10', '10.2', 'Annex A', 'A.5.9', 'A.5.10']
    """

    annex: str
    numbers: tuple[int, ...]

    def _order(self) -> tuple[Any, ...]:
        return (len(self.annex), self.annex, self.numbers)

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be printed and read back."""
        _require(
            _ANNEX_LETTERS.fullmatch(self.annex) is not None,
            self,
            "annex",
            self.annex,
            "one or two capital letters, or nothing",
        )
        small = all(type(number) is int and 0 <= number <= _LARGEST_COMPONENT for number in self.numbers)
        inner = self.numbers if self.annex else self.numbers[1:]
        _require(
            type(self.numbers) is tuple
            and small
            and 0 not in inner
            and len(self.numbers) + bool(self.annex) in _DEPTHS,
            self,
            "numbers",
            self.numbers,
            "a tuple of whole numbers with at most four digits, at most eight components in all, zero only in front",
        )

    @staticmethod
    def parse(text: str) -> ClauseNumber:
        """Read a clause number as it is printed.

        Only text is read, never a number: ``4.10`` is a clause of its own, which no float can tell from 4.1.

        Raises:
            IdentifierError: the text is not a clause number.
        """
        return _parse_clause(_text_of(text, _A_CLAUSE))

    def __str__(self) -> str:
        """Print the number; an annex as a whole is ``Annex A``."""
        if not self.numbers:
            return f"Annex {self.annex}"
        return ".".join([*([self.annex] if self.annex else []), *map(str, self.numbers)])

    @property
    def parent(self) -> ClauseNumber | None:
        """The clause this one is in; None for a main clause and for an annex."""
        if len(self.numbers) + bool(self.annex) == 1:
            return None
        return ClauseNumber(self.annex, self.numbers[:-1])

    @property
    def ancestors(self) -> tuple[ClauseNumber, ...]:
        """All clauses this one is in, the nearest first."""
        found = []
        parent = self.parent
        while parent is not None:
            found.append(parent)
            parent = parent.parent
        return tuple(found)

    @property
    def depth(self) -> int:
        """How many components the number has: 1 for a main clause and for an annex."""
        return len(self.numbers) + bool(self.annex)

    @property
    def is_annex(self) -> bool:
        """Whether this is an annex or a clause in one."""
        return bool(self.annex)

    def is_within(self, other: ClauseNumber) -> bool:
        """Whether this clause is the other one or lies in it."""
        return self.annex == other.annex and self.numbers[: len(other.numbers)] == other.numbers


@attrs.frozen(cache_hash=True, order=False)
class RequirementRef(_Ordered):
    """The address of one requirement or reference control: ``ISO 9001:2015, 8.5.1#c``.

    ``item`` is the letter path of the standard's own list (``c``, ``b.1``), else an allocated running number (``1``),
    with ``-2`` and so on for a further obligation under one letter; absent means the clause or control itself.

    >>> ref = RequirementRef.parse("ISO 9001:2015 Clause 8.5.1 c)")
    >>> str(ref), ref.citation, ref.slug
    ('ISO 9001:2015, 8.5.1#c', 'ISO 9001:2015, 8.5.1 c)', 'iso-9001-2015/8.5.1/c')
    """

    standard: StandardRef
    clause: ClauseNumber
    item: str | None = None

    def _order(self) -> tuple[Any, ...]:
        return (self.standard._order(), self.clause._order(), _item_order(self.item))

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be printed and read back."""
        if self.item is not None:
            _require_text(self, "item", self.item, _ITEM, "a letter path such as c or b.1, or a running number")

    @staticmethod
    def parse(text: str) -> RequirementRef:
        """Read an address in the canonical form, as an auditor cites it, or as loosely typed.

        Raises:
            IdentifierError: the text is not a standard followed by one clause and at most one item.
        """
        checked = _text_of(text, _A_REQUIREMENT)
        standard, comma, local = checked.rpartition(", ")
        clause, mark, item = local.partition("#")
        if comma and bool(mark) == bool(item):
            try:
                return RequirementRef(_parse_standard(standard), _parse_clause(clause), item or None)
            except (IdentifierError, InvariantError):
                # Not the canonical form: the slow reader knows the others, and says what is wrong.
                pass
        return _parse_requirement(checked)

    def __str__(self) -> str:
        """Print the one canonical form."""
        return f"{self.standard}, {self.local}"

    @property
    def local(self) -> str:
        """The address within the standard: ``8.5.1#c``."""
        return str(self.clause) if self.item is None else f"{self.clause}#{self.item}"

    @property
    def citation(self) -> str:
        """The address as an auditor writes it: ``ISO 9001:2015, 8.5.1 c)``; a running number is ``8.5.1 (item 1)``."""
        return f"{self.standard}, {self.clause}{_cite_item(self.item)}"

    @property
    def slug(self) -> str:
        """A key for files and addresses: ``iso-9001-2015/8.5.1/c``."""
        parts = [self.standard.slug, str(self.clause).lower().replace(" ", "-")]
        if self.item is not None:
            parts.append(self.item)
        return "/".join(parts)


@attrs.frozen(kw_only=True)
class ClauseReference:
    """A clause reference found in a text, with its place.

    ``standard`` is the one named directly before or after, None where there is none: it is not guessed from further
    away. ``through`` is the last clause of a range, absent for a single clause. ``start`` and ``end`` count
    characters of the text, from the locator's first to behind its last; they cover neither the standard nor the
    clause word.
    """

    standard: StandardRef | None
    clause: ClauseNumber
    item: str | None
    through: ClauseNumber | None
    start: int
    end: int

    def __str__(self) -> str:
        """Print the reference as it would be cited."""
        head = "" if self.standard is None else f"{self.standard}, "
        tail = "" if self.through is None else f" to {self.through}"
        return f"{head}{self.clause}{_cite_item(self.item)}{tail}"

    def expand(self) -> tuple[ClauseNumber, ...]:
        """List the clauses of a range between siblings; a single clause is a list of one.

        Raises:
            IdentifierError: the ends are not siblings, so that only an edition can say what lies between them.
        """
        if self.through is None:
            return (self.clause,)
        return _siblings(self.clause, self.through)


def parse_clause_references(text: str) -> tuple[ClauseReference, ...]:
    """Find every clause reference in a text, in order, in time proportional to its length.

    A number counts as a clause only if something says so: a clause word or sign in front of it (``clause 4``,
    ``§8.6``, ``Abschn.``, ``п.``, ``条款``), a standard directly in front of it (``ISO 9001:2015, 8.5.1``; then it
    needs a dot), the letter of an annex (``A.5.7``), an item behind it (``8.5.1 h)``), or that the whole text is a
    list of such numbers, as in a table cell. Lists and ranges go on as long as separators do. So dates, versions,
    amounts, decimals and bare whole numbers are left alone, also behind *table*, *figure* and *version*. In free text
    a component has at most two digits.

    The standard is the one named directly before the list, or behind it with *of* or in brackets; resolve it against
    an edition before calling a clause unknown, since numbers change between editions.

    Raises:
        IdentifierTypeError: The value is not text.

    >>> text = "ISO/IEC 27001:2022 A.5.7 & A.8.8 were seen on 2026-11-23; so was 8.5.1 h)."
    >>> [str(each) for each in parse_clause_references(text)]
    ['ISO/IEC 27001:2022, A.5.7', 'ISO/IEC 27001:2022, A.8.8', '8.5.1 h)']
    """
    if not isinstance(text, str):
        raise IdentifierTypeError("text with clause references", repr(text), 0, "text")
    return tuple(_Finder(text).find())


# What is allowed where. Rows name their source where one is known; the rest is printed on the bodies' own documents.

_SHOWN_FOUND: Final = 12
_SHOWN_TEXT: Final = 80
_LARGEST_COMPONENT: Final = 9999
_DEPTHS: Final = range(1, 9)
_NATIONAL: Final = 0
_EUROPEAN: Final = 1
_INTERNATIONAL: Final = 2
_SCHEME: Final = 3


@attrs.frozen
class _Body:
    """A body whose name stands in front of a number.

    ``numbers`` and ``years`` name the way it writes them, ``joiner`` stands behind its name in front of an adopted
    one, ``members`` are the bodies of a joint name. ``exact`` names are read in this case only, because they are
    words; those not ``alone`` need another body.
    """

    name: str
    level: int
    numbers: str = "plain"
    years: str = "four"
    joiner: str = " "
    members: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    exact: bool = False
    alone: bool = True


def _bodies() -> dict[str, _Body]:
    rows: list[_Body] = []
    # Co-publishers of ISO and IEC documents, as counted in the public ISO catalogue.
    rows += [
        _Body("ISO", _INTERNATIONAL, "iso", spellings=("ИСО",)),
        _Body("IEC", _INTERNATIONAL, "iso", spellings=("МЭК",)),
        _Body("IWA", _INTERNATIONAL, "iso"),
        _Body("CISPR", _INTERNATIONAL, "iso", spellings=("СИСПР",)),
        _Body("OECD", _INTERNATIONAL, "iso"),
        *(
            _Body(name, _INTERNATIONAL, "iso", alone=False)
            for name in (
                "IEEE",
                "ASTM",
                "CIE",
                "SAE",
                "HL7",
                "UNDP",
                "ASME",
                "CIW",
                "IDF",
                "IULTCS",
                "WMO",
                "FDI",
                "ECMA",
            )
        ),
    ]
    # European bodies; ENV (pre-standards) and HD (harmonization documents) are series of their own.
    rows += [
        _Body("EN", _EUROPEAN, spellings=("ЕН",)),
        *(_Body(name, _EUROPEAN) for name in ("ENV", "CWA")),
        _Body("HD", _EUROPEAN, "dotted"),
        # Reports of CEN and European specifications, as BSI still lists them.
        _Body("CR", _EUROPEAN, exact=True),
        _Body("ES", _EUROPEAN, exact=True),
        _Body("CEN", _EUROPEAN),
        _Body("CLC", _EUROPEAN, spellings=("CENELEC",)),
        _Body("CEN/CLC", _EUROPEAN, members=("CEN", "CLC"), spellings=("CEN/CENELEC",)),
        _Body("ETSI EN", _EUROPEAN, "etsi"),
    ]
    # National bodies, by the separator they print behind their name.
    rows += [
        *(
            _Body(name, _NATIONAL, "lettered")
            for name in (
                "BS",
                "PD",
                "DIN",
                "VDE",
                "UNI",
                "NF",
                "FD",
                "XP",
                "STN",
                "NBN",
                "MSZ",
                "SR",
                "SIST",
                "HRN",
                "SRPS",
                "BDS",
                "LST",
                "LVS",
                "ELOT",
                "CYS",
                "NMX",
                "TCVN",
                "SNI",
                "SANS",
                "SLS",
                "PNS",
                "CNS",
                "SASO",
                "GSO",
                "NTA",
                "SN",
                "IST",
                "MSA",
                "ASQ",
                "AAMI",
                "NSF",
                "INCITS",
                "STB",
                "NZS",
                "NBR",
                "ILNAS",
                "OHSAS",
                "TL",
            )
        ),
        *(_Body(name, _NATIONAL, "lettered", exact=True) for name in ("DD", "AS", "NP", "SI", "MS", "PAS")),
        *(
            _Body(name, _NATIONAL, "lettered", joiner="-")
            for name in ("NEN", "NPR", "NVN", "UNE", "PN", "SIS", "EVS", "NTC", "NTP", "NCh", "SFS", "IRAM", "UNIT")
        ),
        *(_Body(name, _NATIONAL, "lettered", joiner="-", exact=True) for name in ("SS", "NS")),
        _Body("DS", _NATIONAL, "lettered", joiner="/", exact=True),
        _Body("IS", _NATIONAL, "lettered", joiner="/", exact=True),
        _Body("I.S.", _NATIONAL, "lettered", spellings=("I.S",)),
        _Body("ČSN", _NATIONAL, "lettered", spellings=("CSN",)),
        _Body("ÖNORM", _NATIONAL, "lettered", spellings=("OENORM", "ONORM")),
        _Body("DIN VDE", _NATIONAL, "lettered"),
        _Body("ABNT NBR", _NATIONAL, "lettered"),
        _Body("NTE INEN", _NATIONAL, "lettered"),
        # TS is also the Technical Specification: the Turkish one must have a body behind it.
        _Body("TS", _NATIONAL, exact=True, alone=False),
        # The Italian committee; reading it as French for IEC is decided in _Reader.head.
        _Body("CEI", _NATIONAL, "lettered"),
        _Body("JIS", _NATIONAL, "jis", spellings=("JIS",)),
        _Body("KS", _NATIONAL, "jis"),
        *(_Body(f"KS {letter}", _NATIONAL, alone=False) for letter in "ABCDEFGHIKLMPQRSTVWX"),
        *(_Body(name, _NATIONAL, "dotted") for name in ("GB/T", "GB/Z", "GB", "SN/T", "SJ/T", "YY/T", "NB/T")),
        _Body("GOST R", _NATIONAL, "dotted", "gost", spellings=("ГОСТ Р",)),
        _Body("GOST", _NATIONAL, "dotted", "gost", spellings=("ГОСТ",)),
        _Body("ST RK", _NATIONAL, "dotted", "gost", spellings=("СТ РК",)),
        _Body("DSTU", _NATIONAL, "dotted", spellings=("ДСТУ",)),
        _Body("AS/NZS", _NATIONAL, "lettered", members=("AS", "NZS")),
        _Body("CAN/CSA", _NATIONAL, "csa", "csa", "-", members=("CAN", "CSA")),
        _Body("CAN3", _NATIONAL, "csa", "csa", "-"),
        _Body("CSA", _NATIONAL, "csa", "csa"),
        _Body("CSA/ANSI", _NATIONAL, "csa", "csa", members=("CSA", "ANSI")),
        _Body("ANSI", _NATIONAL, "lettered"),
        _Body("ANSI/ASQ", _NATIONAL, "lettered", members=("ANSI", "ASQ")),
        _Body("ANSI/AAMI", _NATIONAL, "lettered", members=("ANSI", "AAMI")),
        _Body("NSF/ANSI", _NATIONAL, "lettered", members=("NSF", "ANSI")),
    ]
    # Scheme documents cited beside ISO's.
    rows += [
        *(_Body(f"IAF {series}", _SCHEME) for series in ("MD", "ML", "GD", "ID", "PR", "PL", "TN")),
        _Body("IATF", _SCHEME),
        _Body("ILAC", _SCHEME, "lettered"),
        _Body("JCGM", _SCHEME),
        _Body("FSSC", _SCHEME),
        _Body("VDA", _SCHEME, "lettered"),
        _Body("SA", _SCHEME, exact=True),
    ]
    return {row.name: row for row in rows}


_BODIES: Final = _bodies()

# A publisher that is no standards body, such as a company that keeps requirements of its own: never mistaken for one.
_PRIVATE: Final = re.compile(r"X-[A-Z][A-Z0-9]{1,23}(?:-[A-Z][A-Z0-9]{0,23}){0,3}(?![\w-])", re.ASCII)


@functools.lru_cache(maxsize=256)
def _body_named(name: str) -> _Body | None:
    """Return the body of a name, or a private one where the name is written as such; None where it is neither."""
    known = _BODIES.get(name)
    private = known is None and _PRIVATE.fullmatch(name) is not None
    return _Body(name, _SCHEME, exact=True) if private else known


# Two national bodies in one chain.
_LAYERED: Final = frozenset(
    {("UNI", "CEI"), ("CAN/CSA", "CEI"), ("CSA", "CEI"), ("PD", "PAS"), ("BS", "PAS"), ("BS", "OHSAS")}
)

# Document types by the spellings read for them (ISO/IEC Directives, Part 1, and the ISO catalogue).
_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "TS": ("ТС", "ТУ"),
    "TR": ("ТО",),
    "PAS": (),
    "Guide": ("GUIDES", "РУКОВОДСТВО", "РУКОВОДСТВА"),
    "ISP": ("МФС",),
    "R": ("Р",),
    "DATA": (),
    "TTA": (),
    "DIR": ("DIRECTIVES",),
    "SRD": (),
    "SPEC": (),
    "PdR": (),
}

# Stages (the first of each row is printed) and typed stages, which name stage and type in one word.
_STAGES: Final[dict[str, tuple[str, ...]]] = {
    "PWI": (),
    "NP": ("NWIP",),
    "AWI": (),
    "WD": (),
    "CD": ("FCD",),
    "CDV": (),
    "DIS": ("ПМС",),
    "FDIS": ("ОПМС",),
    "PRF": ("FPD",),
    "Draft": (),
}
_TYPED_STAGES: Final[dict[str, tuple[str, str]]] = {
    **{
        f"{stage}{kind}": (f"{stage}{kind}", kind)
        for stage in ("D", "FD")
        for kind in ("TS", "TR", "PAS", "Guide", "ISP")
    },
    **{f"P{stage}": ("CD", kind) for stage, kind in (("DTR", "TR"), ("DTS", "TS"), ("DISP", "ISP"), ("DPAS", "PAS"))},
}
_PREFIX_STAGES: Final = {"pr": "pr", "fpr": "Fpr", "e": "E"}

_SUPPLEMENT_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "Amd": ("AM", "AMEND", "AMENDMENT", "ИЗМ"),
    "Cor": ("CORR", "CORRIGENDUM", "TC"),
    "Add": ("ADDENDUM",),
    "Suppl": ("SUP", "SUPP", "SUPPLEMENT"),
    "Ext": ("EXTENSION",),
    "A": (),
    "AC": (),
    "ISH": (),
    "FRAG": (),
    "ISO SUP": (),
    "IEC SUP": (),
    "JTC 1 SUP": (),
}
_GLUED_SUPPLEMENTS: Final = frozenset({"A", "AC", "ISH", "FRAG"})
_DIRECTIVES_SUPPLEMENTS: Final = frozenset({"ISO SUP", "IEC SUP", "JTC 1 SUP"})
_NUMBERED_SUPPLEMENTS: Final = frozenset({"A", "FRAG", "ISH"})
_DRAFTED_SUPPLEMENTS: Final = frozenset({"Amd", "Cor", "Add", "Suppl", "Ext"})
_SUPPLEMENT_STAGES: Final = frozenset({"PWI", "NP", "AWI", "WD", "CD", "PRF"})
_DRAFT_SUPPLEMENTS: Final[dict[str, tuple[str, ...]]] = {
    "Amd": ("DAM", "FDAM"),
    "Cor": ("DCOR", "FDCOR"),
    "Add": ("DAD", "FDAD"),
    "Suppl": ("DSuppl", "FDSuppl"),
}
# Older names of drafts: a proposed draft is what the committee stage was called.
_DRAFT_SPELLINGS: Final[dict[str, tuple[str, str]]] = {
    "DAMD": ("DAM", "Amd"),
    "FDAMD": ("FDAM", "Amd"),
    "PDAM": ("CD", "Amd"),
    "PDAMD": ("CD", "Amd"),
    "FPDAM": ("CD", "Amd"),
    "FPDAMD": ("CD", "Amd"),
    "PDCOR": ("CD", "Cor"),
    "FPDCOR": ("CD", "Cor"),
    "PDAD": ("CD", "Add"),
    "FPDAD": ("CD", "Add"),
    "DADD": ("DAD", "Add"),
    "FCOR": ("FDCOR", "Cor"),
}

# One-letter language codes are ISO's own; the words are BSI's.
_LANGUAGE_LETTERS: Final = {"E": "en", "F": "fr", "R": "ru", "A": "ar", "D": "de", "S": "es", "C": "zh"}
_LANGUAGE_WORDS: Final = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "russian": "ru", "italian": "it", "dutch": "nl",
    "arabic": "ar", "chinese": "zh", "polish": "pl", "portuguese": "pt", "welsh": "cy",
}  # fmt: skip

_VARIANTS: Final = ("CSV", "CMV", "RLV", "EXV", "PRV", "SER", "SERIES", "CONSOLIDATED", "DB", "TC", "all parts")

_NUMBER_STYLES: Final[dict[str, re.Pattern[str]]] = {
    "iso": re.compile(r"[1-9][0-9]{0,4}"),
    "plain": re.compile(r"[1-9][0-9]{0,5}"),
    "etsi": re.compile(r"[1-9][0-9]{2} [0-9]{3}"),
    "dotted": re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4}){0,4}"),
    "jis": re.compile(r"[A-Z] [0-9]{4,5}"),
    "lettered": re.compile(r"(?:[A-Z]{1,2})?[0-9]{1,6}(?:\.[0-9]{1,3}){0,3}[A-Z]?"),
    "csa": re.compile(
        r"[A-Z]{0,2}[0-9]{1,6}(?:\.[0-9]{1,4}){0,4}(?:[A-Z]{1,2}[0-9]?)?"
        r"(?: NO\. [0-9]{1,5}(?:\.[0-9]{1,3}){0,3}[A-Z]{0,2}| MH| RV)?"
    ),
    "directives": re.compile(r"(?:[0-9](?: (?:ISO|IEC))?|ISO|IEC|JTC 1)(?: SUP)?"),
}
_PART_GROUP: Final = r"(?:[0-9]{1,6}[A-Z]{0,2}|[IVX]{1,5}|[A-Z][0-9]{0,4})"
_WHOLE_PART: Final = re.compile(rf"{_PART_GROUP}(?:-{_PART_GROUP}){{0,5}}(?:\.[1-9][0-9]{{0,2}}){{0,3}}")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?")
_SUPPLEMENT_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}")
_LANGUAGE: Final = re.compile(r"[a-z]{2}|other")
_ANNEX_LETTERS: Final = re.compile(r"[A-Z]{0,2}")
_ITEM: Final = re.compile(
    r"(?:[a-z]{1,2}(?:\.(?:[1-9][0-9]{0,2}|[ivx]{1,5}|[a-z]{1,2})){0,3}(?:-(?:[2-9]|[1-9][0-9]))?)|[1-9][0-9]{0,3}"
)
_CLAUSE: Final = re.compile(r"(?:Annex ([A-Z]{1,2})|(?:([A-Z]{1,2})|(0|[1-9][0-9]{0,3}))((?:\.[1-9][0-9]{0,3}){0,7}))")


# Printing.


def _stage_words(stage: str | None, kind: str | None) -> str:
    if stage is None:
        return kind or ""
    return stage if kind is None or stage in _TYPED_STAGES else f"{stage} {kind}"


def _print_head(bodies: tuple[str, ...], ref: StandardRef, number: str, part: str | None) -> str:
    """Print everything in front of the year; ``bodies`` are the layers that stand in this print."""
    core = "/".join(ref.publishers)
    prefix = ref.stage if ref.stage in _PREFIX_STAGES.values() else None
    words = _stage_words(None if prefix else ref.stage, ref.type)
    names = [*bodies, core]
    if prefix == "E":
        names[0] = f"E {names[0]}"
    elif prefix is not None:
        place = next((at for at, name in enumerate(names) if _is_european(name)), 0)
        names[place] = f"{prefix}{names[place]}"
    throughout = bodies[:1] in _HYPHENATED
    chain = "".join(
        name + ("-" if throughout else _BODIES[body].joiner) for name, body in zip(names[:-1], bodies, strict=True)
    )
    if not words:
        head = f"{chain}{names[-1]}"
    elif ref.publishers == ("IWA",) and words != "NP":
        # NP in front would be the Portuguese body.
        head = f"{chain}{words} {names[-1]}"
    else:
        head = f"{chain}{names[-1]}{_type_joiner(ref, words)}{words}"
    tail = number if part is None else f"{number}-{part}"
    return f"{head} {tail}" if ref.iteration is None else f"{head} {tail}.{ref.iteration}"


# The Dutch bodies hyphenate the whole chain: NEN-EN-ISO.
_HYPHENATED: Final = frozenset({("NEN",), ("NPR",), ("NVN",)})


def _is_european(name: str) -> bool:
    return name in _BODIES and _BODIES[name].level == _EUROPEAN


def _type_joiner(ref: StandardRef, words: str) -> str:
    """Choose what stands before stage and type: a slash behind one publisher, a space behind several.

    ISO prints its Guides, DIN its SPEC by a space; the European bodies keep the slash also when there are two.
    """
    slashed = ref.publishers in {("ISO",), ("IEC",), ("CEN",), ("CLC",), ("CEN", "CLC"), ("UNI",), ("DIN",)}
    return "/" if slashed and words not in {"Guide", "SPEC", "DIR"} else " "


def _year_style(ref: StandardRef, start: int) -> str:
    """Say how the outermost body of this print writes years; GOST's way holds in its brackets too."""
    if start < len(ref.adoption):
        style = _BODIES[ref.adoption[start].body].years
    else:
        body = _body_named("/".join(ref.publishers))
        style = "four" if body is None else body.years
    within = any(_BODIES[layer.body].years == "gost" for layer in ref.adoption[:start])
    return "gost" if within and style == "four" else style


def _print_dates(style: str, part: str | None, year: str | None, supplements: tuple[Supplement, ...]) -> str:
    text = "" if year is None else f":{year}"
    if year is None and part is not None and (_YEAR_GROUPS[style].search(part) or "." in part):
        # Undated on purpose: without this the last part would be read as a year.
        text = ":--"
    return text + "".join(each.joined for each in supplements)


def _print_tail(ref: StandardRef) -> str:
    text = ""
    if ref.variant is not None:
        text += f" ({ref.variant})" if ref.variant in {"all parts", "CONSOLIDATED"} else f" {ref.variant}"
    if ref.reaffirmed is not None:
        text += f" (R{ref.reaffirmed})"
    if ref.edition is not None:
        text += f" ED{ref.edition}"
    if ref.language:
        text += f"({','.join(ref.language)})"
    return text


@functools.lru_cache(maxsize=4096)
def _print_standard(ref: StandardRef) -> str:
    layers = ref.adoption
    plain = all(layer.is_plain for layer in layers)
    text = _print_core(ref, 0) if plain else _print_layers(ref, 0, outermost=True)
    return text + _print_tail(ref)


def _print_core(ref: StandardRef, start: int) -> str:
    bodies = tuple(layer.body for layer in ref.adoption[start:])
    head = _print_head(bodies, ref, ref.number, ref.part)
    return head + _print_dates(_year_style(ref, start), ref.part, ref.year, ref.supplements)


def _print_layers(ref: StandardRef, start: int, *, outermost: bool) -> str:
    """Print the chain from a layer on, each layer with data of its own in front of a bracket with what it adopted."""
    layers = ref.adoption
    if start == len(layers):
        return _print_core(ref, start)
    layer = layers[start]
    if layer.number is not None:
        part = "" if layer.part is None else f"-{layer.part}"
        own = f"{layer.body} {layer.number}{part}"
        own += _print_dates(_year_style(ref, start), layer.part, layer.year, layer.supplements)
        return f"{own} ({_print_layers(ref, start + 1, outermost=False)})"
    bodies = tuple(each.body for each in layers[start:])
    own = _print_head(bodies, ref, ref.number, ref.part)
    own += _print_dates(_year_style(ref, start), ref.part, layer.year, layer.supplements)
    for later in range(start + 1, len(layers)):
        if not layers[later].is_plain:
            return f"{own} ({_print_layers(ref, later, outermost=False)})"
    if outermost or ref.year is not None or ref.supplements:
        return f"{own} ({_print_core(ref, len(layers))})"
    return own


@functools.lru_cache(maxsize=4096)
def _slug(ref: StandardRef) -> str:
    words = [ref.publisher, _stage_words(ref.stage, ref.type), ref.number]
    words += _slug_dates(ref.part, ref.iteration, ref.year, ref.supplements)
    for layer in ref.adoption:
        if not layer.is_plain:
            words += [
                "by",
                layer.body,
                "" if layer.number is None else f"no {layer.number}",
                *_slug_dates(layer.part, None, layer.year, layer.supplements),
            ]
    words.append("" if ref.edition is None else f"ed {ref.edition}")
    words.append("" if ref.reaffirmed is None else f"reaffirmed {ref.reaffirmed}")
    words.append(ref.variant or "")
    words.append("" if not ref.language else "lang " + " ".join(ref.language))
    plain = unicodedata.normalize("NFKD", " ".join(words)).lower()
    return _SLUG_GAPS.sub("-", _SLUG_DOTS.sub(" ", _SLUG_MARKS.sub("", plain))).strip("-")


def _slug_dates(
    part: str | None, iteration: int | None, year: str | None, supplements: tuple[Supplement, ...]
) -> Iterator[str]:
    unclear = part is not None and _LIKE_YEAR.search(part) is not None
    if part is not None:
        yield f"part {part}" if unclear else part
    if iteration is not None:
        yield f"draft {iteration}"
    if year is not None:
        yield f"year {year}" if unclear else year
    for each in supplements:
        yield f"plus {each}" if each.incorporated else str(each)


_LIKE_YEAR: Final = re.compile(r"(?<![0-9A-Z])(?:19|20)[0-9]{2}(?![0-9A-Z])")
# What a last hyphen group must look like to be a year, by the body's way of writing years.
_YEAR_GROUPS: Final[dict[str, re.Pattern[str]]] = {
    "four": re.compile(r"(?<![0-9A-Z])(?:19|20)[0-9]{2}$"),
    "csa": re.compile(r"(?<![0-9A-Z])(?:(?:19|20)[0-9]{2}|M?[0-9]{2}|M(?:19|20)[0-9]{2})$"),
    "gost": re.compile(r"(?<![0-9A-Z])(?:(?:19|20)[0-9]{2}|[0-9]{2})$"),
}
_SLUG_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_SLUG_DOTS: Final = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
_SLUG_GAPS: Final = re.compile(r"[^a-z0-9.]+")


# Validation.


def _require(condition: object, value: object, field: str, found: object, expected: str) -> None:
    if not condition:
        raise InvariantError(type(value).__name__, field, _shown(found), expected)


def _require_text(value: object, field: str, found: object, pattern: re.Pattern[str], expected: str) -> None:
    _require(found is None or (isinstance(found, str) and pattern.fullmatch(found)), value, field, found, expected)


def _require_iteration(value: object, iteration: object, *, numbered: bool) -> None:
    small = iteration is None or (type(iteration) is int and iteration in _ITERATIONS)
    _require(small, value, "iteration", iteration, "a whole number from 1 to 99")
    _require(iteration is None or numbered, value, "iteration", iteration, "none for what is not a draft")


def _is_tuple_of(value: object, kind: type) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, kind) for each in value)


def _require_supplements(value: object, supplements: object) -> None:
    right = _is_tuple_of(supplements, Supplement)
    few = isinstance(supplements, tuple) and len(supplements) <= _MOST_SUPPLEMENTS
    expected = f"a tuple of at most {_MOST_SUPPLEMENTS} supplements"
    _require(right and few, value, "supplements", supplements, expected)


def _require_standard(ref: StandardRef) -> None:
    _require(
        _group_level(ref.publishers) is not None, ref, "publishers", ref.publishers, "bodies that publish together"
    )
    style = _number_style(ref.publishers, ref.type)
    _require_text(ref, "number", ref.number, _NUMBER_STYLES[style], "a number as this publisher writes it")
    _require(ref.number is not None, ref, "number", ref.number, "a number")
    _require_text(ref, "part", ref.part, _WHOLE_PART, "parts such as 1, B06 or 2-60")
    dotted = ref.part is not None and "." in ref.part
    drafted = ref.stage is not None and ref.stage not in _PREFIX_STAGES.values()
    _require(
        not (dotted and drafted), ref, "part", ref.part, "no dot in the part of a draft, where it counts iterations"
    )
    _require_text(ref, "year", ref.year, _YEAR, "a year such as 2015 or 2015-11")
    _require(
        ref.type is None or _may_have_type(ref.publishers, ref.type), ref, "type", ref.type, "a type this publisher has"
    )
    _require(ref.stage is None or _may_have_stage(ref), ref, "stage", ref.stage, "a stage this publisher has")
    _require_iteration(ref, ref.iteration, numbered=ref.stage is not None)
    _require_supplements(ref, ref.supplements)
    whole = ref.edition is None or (type(ref.edition) is int and ref.edition in _EDITIONS)
    _require(whole, ref, "edition", ref.edition, "a whole number from 0 to 99")
    languages = _is_tuple_of(ref.language, str) and all(map(_LANGUAGE.fullmatch, ref.language))
    _require(languages, ref, "language", ref.language, "a tuple of ISO 639-1 codes")
    _require_chain(ref)
    _require(
        ref.variant is None or ref.variant in _VARIANTS, ref, "variant", ref.variant, "one of " + ", ".join(_VARIANTS)
    )
    _require_text(ref, "reaffirmed", ref.reaffirmed, _PLAIN_YEAR, "a year such as 2025")


_ITERATIONS: Final = range(1, 100)
_EDITIONS: Final = range(100)
_PLAIN_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def _require_chain(ref: StandardRef) -> None:
    right = _is_tuple_of(ref.adoption, AdoptionLayer)
    _require(right, ref, "adoption", ref.adoption, "a tuple of layers, the outermost first")
    level = _group_level(ref.publishers)
    names = [layer.body for layer in ref.adoption]
    follow = [*names[1:], "/".join(ref.publishers)][: len(names)]
    for at, (name, following) in enumerate(zip(names, follow, strict=True)):
        below = level if at + 1 == len(names) else _BODIES[following].level
        numbered = ref.adoption[at].number is not None
        first = at == 0 or ref.adoption[at - 1].number is not None
        _require(
            below is not None and _may_adopt(name, following, below),
            ref,
            "adoption",
            f"{name} {following}",
            "national bodies before European ones before international ones",
        )
        _require(first or not numbered, ref, "adoption", name, "layers with numbers of their own outside of the others")


def _group_level(publishers: object) -> int | None:
    """Say on which level these co-publishers stand; None if they do not publish together."""
    return _level_of(publishers) if isinstance(publishers, tuple) and _is_tuple_of(publishers, str) else None


@functools.lru_cache(maxsize=256)
def _level_of(publishers: tuple[str, ...]) -> int | None:
    whole = _body_named("/".join(publishers))
    if whole is not None and (whole.members or (whole.name,)) == publishers:
        return whole.level if whole.alone or len(publishers) > 1 else None
    bodies = [_BODIES.get(name) for name in publishers]
    together = all(body is not None and body.level == _INTERNATIONAL and body.name != "IWA" for body in bodies)
    return _INTERNATIONAL if together and 0 < len(set(publishers)) == len(publishers) <= _MOST_PUBLISHERS else None


_MOST_PUBLISHERS: Final = 5


def _may_adopt(name: str, following: str, level: int) -> bool:
    body = _body_named(name)
    return body is not None and (body.level < level != _SCHEME or (name, following) in _LAYERED)


def _number_style(publishers: tuple[str, ...], kind: str | None) -> str:
    if kind == "DIR":
        return "directives"
    body = _body_named("/".join(publishers))
    return "iso" if body is None else body.numbers


def _may_have_type(publishers: tuple[str, ...], kind: str | None) -> bool:
    level = _group_level(publishers)
    if kind is None or level is None or publishers == ("IWA",):
        return kind is None
    if level == _EUROPEAN:
        return kind in {"TS", "TR", "Guide"}
    return kind in (_NATIONAL_TYPES.get(publishers[0], ()) if level != _INTERNATIONAL else _INTERNATIONAL_TYPES)


_INTERNATIONAL_TYPES: Final = ("TS", "TR", "PAS", "Guide", "ISP", "R", "DATA", "TTA", "DIR", "SRD")
_NATIONAL_TYPES: Final = {
    "DIN": ("TS", "TR", "SPEC"),
    "UNI": ("TS", "TR", "PdR"),
    "JIS": ("TS", "TR"),
    "SIS": ("TS", "TR"),
}


def _may_have_stage(ref: StandardRef) -> bool:
    if ref.type == "DIR":
        return False
    if ref.stage in _TYPED_STAGES:
        return _TYPED_STAGES[ref.stage] == (ref.stage, ref.type) and _group_level(ref.publishers) == _INTERNATIONAL
    if ref.stage == "E":
        return "DIN" in {layer.body for layer in ref.adoption[:1]} or ref.publishers == ("DIN",)
    return ref.stage in _PREFIX_STAGES.values() or (
        ref.stage in _STAGES and _group_level(ref.publishers) == _INTERNATIONAL
    )


# Reading.


def _shown(value: object) -> str:
    """Quote a value for a message: one line, no control characters, not long."""
    text = value if isinstance(value, str) else repr(value)
    return repr(text if len(text) <= _SHOWN_TEXT else text[:_SHOWN_TEXT] + "…")


@functools.lru_cache(maxsize=4096)
def _order_of(ref: StandardRef) -> tuple[Any, ...]:
    return (
        ref.publishers,
        _natural(ref.number),
        _natural(ref.part),
        ref.year or "",
        ref.stage or "",
        ref.type or "",
        ref.iteration or 0,
        tuple(each._order() for each in ref.supplements),
        -1 if ref.edition is None else ref.edition,
        ref.language,
        tuple(each._order() for each in ref.adoption),
        ref.variant or "",
        ref.reaffirmed or "",
    )


def _natural(value: str | None) -> tuple[tuple[int, int, str], ...]:
    """Order digits as numbers, between letters as text; nothing comes first."""
    if value is None:
        return ()
    return tuple((0, int(piece), piece) if piece.isdigit() else (1, 0, piece) for piece in _PIECES.findall(value))


_PIECES: Final = re.compile(r"[0-9]+|[^0-9]+")


@functools.lru_cache(maxsize=1024)
def _item_order(item: str | None) -> tuple[tuple[int, int, str], ...]:
    """Order items: running numbers, then letters a to z, then aa; a clause itself before its items."""
    if item is None:
        return ()
    return tuple(
        (0, int(piece), piece) if piece.isdigit() else (1, len(piece), piece) for piece in _ITEM_PIECES.findall(item)
    )


_ITEM_PIECES: Final = re.compile(r"[0-9]+|[a-z]+|-")

# Every mark that people and word processors put for another one, replaced one for one so that positions stay true.
_SAME: Final = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
    ),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    "\uff1a": ":",
    "\ufe55": ":",
    "\uff0f": "/",
    "\u2044": "/",
    "\uff08": "(",
    "\uff09": ")",
    "\uff0b": "+",
    "\uff0c": ",",
    "\uff0e": ".",
    **{chr(ord("\uff10") + digit): str(digit) for digit in range(10)},
}
_NORMAL: Final = str.maketrans(_SAME)


def _text_of(value: object, noun: str) -> str:
    if not isinstance(value, str):
        raise IdentifierTypeError(noun, repr(value), 0, "text, in quotes where a document has it as a number")
    if len(value) > MAX_LENGTH:
        raise IdentifierError(noun, value, MAX_LENGTH, f"at most {MAX_LENGTH} characters")
    return str(value)


_A_STANDARD: Final = "standard reference"
_A_CLAUSE: Final = "clause number"
_A_REQUIREMENT: Final = "requirement reference"


@functools.lru_cache(maxsize=4096)
def _parse_standard(text: str) -> StandardRef:
    folded = text.lstrip().casefold()
    if folded.startswith(("urn:", "iso:std:")):
        return _UrnReader(text.translate(_NORMAL)).read()
    reader = _Reader(text.translate(_NORMAL))
    reader.skip_spaces()
    ref = reader.standard()
    if ref is not None:
        reader.skip_spaces()
        if reader.at == reader.end:
            return ref
        reader.wanted("the end of the reference")
    close = None if ref is None else str(ref)
    if ref is None and not reader.headed:
        close = nearest(
            re.split("[ /]", text[:_SHOWN_TEXT])[0],
            [name for name in _BODIES if name.isalpha() and len(name) >= len("ISO")],
        )
    raise IdentifierError(_A_STANDARD, text, reader.furthest, reader.expected, close)


@functools.lru_cache(maxsize=8192)
def _parse_clause(text: str) -> ClauseNumber:
    found = _CLAUSE.fullmatch(text)
    if found is not None:
        clause = _clause_of(found)
        if clause is not None:
            return clause
    reader = _Reader(text.translate(_NORMAL))
    clause = reader.clause()
    if clause is not None and reader.at == reader.end:
        return clause
    at = reader.at if clause is not None else 0
    raise IdentifierError(_A_CLAUSE, text, at, _CLAUSE_EXPECTED, None if clause is None else str(clause))


_CLAUSE_EXPECTED: Final = (
    "numbers of one to four digits joined by dots, without leading zeros, after an annex letter if any"
)


def _clause_of(found: re.Match[str]) -> ClauseNumber | None:
    annex, letters, first, rest = found.groups()
    if annex is not None:
        return ClauseNumber(annex, ())
    numbers = tuple(map(int, rest.split(".")[1:]))
    if letters is not None:
        return ClauseNumber(letters, numbers) if numbers else None
    return ClauseNumber("", (int(first), *numbers)) if len(numbers) < len(_DEPTHS) else None


class _Reader:
    """Reads one normalised text from left to right; every method either moves on or leaves the place as it was.

    What was wanted at the furthest place is what an error says.
    """

    __slots__ = ("at", "draft", "end", "expected", "furthest", "headed", "text", "years")

    def __init__(self, text: str, at: int = 0, end: int | None = None) -> None:
        self.text = text
        self.at = at
        self.end = len(text) if end is None else end
        self.furthest = at
        self.expected = "the name of a publisher such as ISO"
        self.headed = False
        self.years: str | None = None
        self.draft: str | None = None

    def wanted(self, expected: str, at: int | None = None) -> None:
        """Note what would have been right at a place."""
        place = self.at if at is None else at
        if place > self.furthest or (place == self.furthest and not self.headed):
            self.furthest = place
            self.expected = expected

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Move behind a match that begins here."""
        found = pattern.match(self.text, self.at, self.end)
        if found is not None:
            self.at = found.end()
        return found

    def skip_spaces(self) -> None:
        """Move behind spaces."""
        self.take(_SPACES)

    # The head: bodies, stage and type.

    def body(self) -> _Body | None:
        """Read the longest name of a body that begins here."""
        private = self.take(_PRIVATE)
        if private is not None:
            return _body_named(private[0])
        word = _WORD.match(self.text, self.at, self.end)
        if word is None:
            return None
        for first_letters in (word[0].casefold(), word[0].casefold()[:3]):
            for pattern, body in _heads(first_letters):
                if self.take(pattern):
                    return body
        return None

    def chain(self) -> list[_Body] | None:
        """Read the bodies in front of a number, the outermost first; co-publishers follow one another."""
        body = self.body()
        if body is None:
            return None
        self.headed = True
        self.draft = None
        bodies = [body]
        while len(bodies) <= _LONGEST_CHAIN:
            start = self.at
            gap = self.take(_BODY_GAP)
            draft = None if gap is None or self.draft is not None else self.take(_INNER_PREFIX)
            following = None if gap is None else self.body()
            if following is None or not self._append(bodies, following, gap[0] if gap is not None else ""):
                self.at = start
                break
            self.draft = self.draft if draft is None else _PREFIX_STAGES[draft[1].casefold()]
        return bodies

    def _append(self, bodies: list[_Body], body: _Body, gap: str) -> bool:
        last = bodies[-1]
        french = {last.name, body.name} == {"IEC", "CEI"} or (body.name == "CEI" and last.level == _INTERNATIONAL)
        if french and (last.name != "CEI" or "/" in gap):
            # CEI beside ISO or IEC is the French name of IEC; once is enough.
            if last.name == "CEI":
                bodies[-1] = body
            elif last.name != "IEC":
                bodies.append(_BODIES["IEC"])
            return True
        if body.level == _INTERNATIONAL == last.level:
            if body.name == "IWA":
                bodies[-1] = body
                return last.name == "ISO"
            if body.name in {each.name for each in bodies}:
                return False
        elif not _may_adopt(last.name, body.name, body.level):
            return False
        bodies.append(body)
        return True

    def words(self) -> tuple[str | None, str | None, int | None]:
        """Read stage and type behind the bodies: ``/CD TS``, ``DTR``, ``/FDIS``, ``CD2``."""
        stage: str | None = None
        kind: str | None = None
        iteration = None
        while True:
            start = self.at
            self.take(_WORD_GAP)
            word = self.take(_WORD)
            meaning = None if word is None else _WORDS.get(word[0].upper())
            if meaning is None or (meaning[0] and stage) or (meaning[1] and kind):
                self.at = start
                return stage, kind, iteration
            stage = meaning[0] or stage
            kind = meaning[1] or kind
            repeated = None if stage is None or meaning[0] is None else self.take(_GLUED_ITERATION)
            iteration = iteration if repeated is None else int(repeated[1])

    # The number and what follows it.

    def _designation(self) -> tuple[dict[str, Any], tuple[str, ...]] | None:
        """Read everything up to the year, as attributes and the names of the layers."""
        stage, kind = self._prefix()
        bodies = self.chain()
        if bodies is None:
            self.wanted("the name of a publisher such as ISO")
            return None
        stage_behind, kind_behind, iteration = self._words_behind(bodies)
        if sum(map(bool, (stage, self.draft, stage_behind))) > 1 or (kind and kind_behind):
            self.wanted("one stage and one type")
            return None
        kind = kind or kind_behind
        split = len(bodies) - 1
        while split and bodies[split].level == bodies[split - 1].level == _INTERNATIONAL:
            split -= 1
        core = bodies[split:]
        publishers = core[0].members or tuple(body.name for body in core)
        if not _may_have_type(publishers, kind) or _group_level(publishers) is None:
            self.wanted("a publisher with a number or a type of its own")
            return None
        if kind is None and "/".join(publishers) not in _BODIES and self.take(_JOINT_COMMITTEE):
            kind, number = "DIR", "JTC 1"
        else:
            self.take(_NUMBER_GAP)
            number = self._number(_number_style(publishers, kind)) or ""
        if not number:
            self.wanted("a number")
            return None
        if publishers == ("CEI",) and split == 0 and _IEC_SERIES.fullmatch(number):
            publishers = ("IEC",)
        stage = stage or self.draft or stage_behind
        facts: dict[str, Any] = {"publishers": publishers, "number": number, "type": kind, "stage": stage}
        self.years = self.years if self.years == "gost" and bodies[0].years == "four" else bodies[0].years
        self._dates(facts, self.years, iteration)
        return facts, tuple(body.name for body in bodies[:split])

    def _words_behind(self, bodies: list[_Body]) -> tuple[str | None, str | None, int | None]:
        """Read stage and type behind the bodies, and what only then shows which body was meant."""
        start = self.at
        stage, kind, iteration = (None, None, None) if bodies[-1].level == _SCHEME else self.words()
        last = bodies[-1]
        if stage and last.name != "IWA" and self.take(_WORKSHOP):
            bodies[-1:] = [_BODIES["IWA"]] if last.name == "ISO" else [last, _BODIES["IWA"]]
        if last.name.startswith("KS ") and self.at == start:
            # The division letter is the number's, unless what follows is an adopted standard.
            self.at -= len("Q")
            bodies[-1] = _BODIES["KS"]
        return stage, kind, iteration

    def _prefix(self) -> tuple[str | None, str | None]:
        """Read a stage or type in front of the bodies: ``prEN``, ``AWI IWA``, ``Guide ISO``."""
        found = self.take(_PREFIX)
        if found is None:
            return None, None
        draft, word = found.groups()
        if draft is not None:
            return _PREFIX_STAGES[draft.casefold()], None
        stage, kind = _WORDS[word.upper()]
        return stage, kind

    def _number(self, style: str) -> str | None:
        found = self.take(_NUMBERS_READ[style])
        if found is None:
            return None
        text = found[0].upper()
        if style == "jis":
            return f"{text[0]} {text[1:].lstrip(' -')}"
        if style == "etsi":
            return f"{text[:3]} {text[-3:]}"
        if style == "directives":
            name = _CONSOLIDATED.sub("", found[1].upper()).strip(", ")
            return f"{name} SUP" if found[2] else name
        if style == "csa":
            return _SPACES.sub(" ", text.replace("NO", " NO.").replace("..", ".").replace("NO.", "NO. ")).strip()
        return text.replace(" ", "").replace("-", "")

    def _dates(self, facts: dict[str, Any], years: str, iteration: int | None) -> None:
        """Read part, iteration and year."""
        international = _group_level(facts["publishers"]) == _INTERNATIONAL
        drafted = facts["stage"] not in {None, *_PREFIX_STAGES.values()}
        groups = self._groups(facts, by_dot=years == "csa" and international and not drafted)
        before = self.at
        dot = self.take(_DOT_ITERATION if drafted or not groups else _DOTTED_PART)
        year = self._year(facts, years, groups if dot is None else [])
        if dot is not None:
            if drafted:
                iteration = int(dot[1])
            elif groups and (year or not international):
                groups[-1] += dot[0]
            else:
                self.at = before
                self.wanted("a dot only in a draft")
        facts["iteration"] = iteration
        facts["part"] = "-".join(groups) or None

    def _groups(self, facts: dict[str, Any], *, by_dot: bool) -> list[str]:
        """Read the parts behind a number."""
        groups: list[str] = []
        if by_dot and (group := self.take(_CSA_PART)):
            groups.append(group[1])
        while len(groups) < _MOST_PARTS and (group := self.take(_PART)):
            groups.append(group[1].upper())
        if not groups and (group := self.take(_OLD_PART)):
            groups.append((group[1] or group[2]).upper())
        if self.take(_SERIES):
            facts["variant"] = "SERIES"
            groups += [group[1].upper()] if (group := self.take(_PART)) else []
        return groups

    def _year(self, facts: dict[str, Any], years: str, groups: list[str]) -> bool:
        """Read the year, which may be the last of the groups; say whether it was behind a colon."""
        if found := self.take(_COLON_YEAR[years]):
            facts["year"] = _full_year(found[1], years)
            if found[1][0] in "Ff":
                facts["language"] = ("fr",)
            return True
        if groups and _YEAR_GROUPS[years].search(groups[-1]):
            facts["year"] = _full_year(groups.pop(), years)
        elif found := self.take(_OTHER_YEAR):
            facts["year"] = found[1] or found[2]
        elif found := _COLON.match(self.text, self.at, self.end):
            self.wanted("a year from 1900 to 2099", found.end())
        return False

    def _tail(self, facts: dict[str, Any], years: str) -> None:
        """Read supplements, edition, language and the like, in any order."""
        supplements: list[Supplement] = list(facts.get("supplements", ()))
        while True:
            start = self.at
            supplement = self._supplement(years) if len(supplements) < _MOST_SUPPLEMENTS else None
            if supplement is not None:
                supplements.append(supplement)
            elif "edition" not in facts and (found := self.take(_EDITION)):
                facts["edition"] = int(found[1])
            elif "reaffirmed" not in facts and (found := self.take(_REAFFIRMED)):
                facts["reaffirmed"] = _full_year(found[1], "csa")
            elif "variant" not in facts and (found := self.take(_VARIANT)):
                facts["variant"] = _VARIANT_NAMES[(found[1] or found[2]).casefold()]
            elif "language" not in facts and (languages := self._language()):
                facts["language"] = languages
            if self.at == start:
                facts["supplements"] = tuple(supplements)
                return

    def _language(self) -> tuple[str, ...]:
        found = _LANGUAGE_LIST.match(self.text, self.at, self.end)
        if found is None:
            return ()
        codes = tuple(_language_code(word) for word in _WORD.findall(found[1]))
        if None in codes:
            return ()
        self.at = found.end()
        return tuple(code for code in codes if code is not None)

    def _supplement(self, years: str) -> Supplement | None:
        start = self.at
        if directives := self.take(_DIRECTIVES_SUPPLEMENT):
            year = self.take(_SUPPLEMENT_YEAR[years])
            name = f"{directives[1].upper()} SUP"
            return Supplement(kind=name, year=None if year is None else year[1], incorporated=True)
        joint = self.take(_SUPPLEMENT_JOINT)
        stage: str | None = None
        kind: str | None = None
        if joint is not None:
            word = self.take(_WORD)
            stage, kind = _SUPPLEMENT_WORDS.get("" if word is None else word[0].upper(), (None, None))
            if stage is not None and kind is None and self.take(_SPACES) and (word := self.take(_WORD)):
                later, kind = _SUPPLEMENT_WORDS.get(word[0].upper(), (None, None))
                kind = kind if later is None else None
        number = None if kind is None else self.take(_SUPPLEMENT_NUMBERS[kind in _GLUED_SUPPLEMENTS])
        spaced = joint is not None and not joint[0].strip()
        if joint is None or kind is None or (number is None and (spaced or kind in _NUMBERED_SUPPLEMENTS)):
            if joint is not None and not spaced:
                self.wanted("a supplement such as Amd 1", joint.end())
            self.at = start
            return None
        iteration = self.take(_DOT_ITERATION) if number is not None else None
        year = self.take(_SUPPLEMENT_YEAR[years])
        return Supplement(
            kind=kind,
            number=None if number is None else number[1],
            year=None if year is None else _full_year(year[1] or year[2], years),
            stage=stage,
            iteration=None if iteration is None else int(iteration[1]),
            incorporated="+" in joint[0],
        )

    # What was adopted, in brackets or behind a slash.

    def standard(self, *, nested: int = 0) -> StandardRef | None:
        """Read one reference with everything that belongs to it; None if there is none here."""
        start = self.at
        read = self._designation()
        if read is None:
            self.at = start
            return None
        facts, layers = read
        self._tail(facts, self.years or "four")
        adopted = self._adopted(facts, layers, nested) if nested < _DEEPEST_BRACKET else None
        try:
            ref = adopted or StandardRef(**facts, adoption=tuple(map(AdoptionLayer, layers)))
        except InvariantError as error:
            self.wanted(error.expected)
            self.at = start
            return None
        if adopted is not None:
            return ref if nested else self._with_tail(ref)
        return _with_own_year(ref) if nested and layers else ref

    def _with_tail(self, ref: StandardRef) -> StandardRef:
        facts: dict[str, Any] = {"supplements": ()}
        start = self.at
        self._tail(facts, "four")
        if facts.pop("supplements"):
            self.at = start
            return ref
        return attrs.evolve(ref, **facts)

    def _adopted(self, facts: dict[str, Any], layers: tuple[str, ...], nested: int) -> StandardRef | None:
        start = self.at
        bracket = self.take(_ADOPTED)
        inner = None if bracket is None else self.standard(nested=nested + 1)
        closed = inner is not None and (bracket is None or "/" in bracket[0] or self.take(_ADOPTED_END) is not None)
        ref = None if inner is None or not closed else _joined(facts, layers, inner)
        if ref is None:
            self.at = start
        return ref

    # Clauses and items.

    def clause(self) -> ClauseNumber | None:
        """Read one clause number, also of an annex in local words."""
        start = self.at
        if found := self.take(_CLAUSE):
            clause = _clause_of(found)
            if clause is not None and not (
                clause.annex and not clause.numbers and _ANNEX_NUMBERS.match(self.text, self.at)
            ):
                return clause
            self.at = start
        word = self.take(_WORD)
        if word is not None and (word[0].casefold() in _ANNEX_WORDS or word[0].endswith(_ANNEX_ENDINGS)):
            self.skip_spaces()
            behind = self.at
            if (found := self.take(_CLAUSE)) and (clause := _clause_of(found)) and clause.annex and clause.numbers:
                return clause
            self.at = behind
            if (letters := self.take(_LETTERS)) is not None:
                numbers = self.take(_ANNEX_NUMBERS)
                return ClauseNumber(letters[0], () if numbers is None else tuple(map(int, numbers[1].split("."))))
        self.at = start
        return None

    def before_clause(self) -> bool:
        """Read what stands between a standard and a clause, say a comma and a clause word; nothing will not do."""
        gap = self.take(_CLAUSE_GAP)
        if gap is None:
            return False
        self.clause_word()
        return True

    def clause_word(self) -> bool:
        """Read a word or sign for clause in some language."""
        if self.take(_CLAUSE_SIGN):
            return True
        start = self.at
        word = self.take(_WORD)
        if word is None or not (word[0].casefold() in _CLAUSE_WORDS or word[0].endswith(_CLAUSE_ENDINGS)):
            self.at = start
            return False
        self.take(_AFTER_WORD)
        return True

    def item(self) -> str | None:
        """Read an item in canonical or cited form."""
        for pattern in (_ITEM_CANONICAL, _ITEM_RUNNING):
            found = self.take(pattern)
            if found is not None:
                return found[1]
        parts: list[str] = []
        while len(parts) < _DEEPEST_ITEM and (found := self.take(_ITEM_CITED if parts else _ITEM_FIRST)):
            parts.append(next(group for group in found.groups() if group is not None))
        if not parts:
            return None
        obligation = self.take(_OBLIGATION)
        return ".".join(parts) + (f"-{obligation[1]}" if obligation else "")


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _full_year(text: str, years: str) -> str | None:
    """Write out a year of two digits; None for a year printed as dashes."""
    digits = text.strip("-").lstrip("MFmf")
    if len(digits) == len("15"):
        return ("19" if years == "gost" or digits >= _CSA_CENTURY else "20") + digits
    return digits or None


# CSA wrote years with two digits until its first standards of the 1950s come round again.
_CSA_CENTURY: Final = "50"


def _language_code(word: str) -> str | None:
    if len(word) == 1:
        return _LANGUAGE_LETTERS.get(word)
    folded = word.casefold()
    return folded if folded in _LANGUAGES else _LANGUAGE_WORDS.get(folded)


def _with_own_year(ref: StandardRef) -> StandardRef:
    """Give year and supplements of an adopted text in brackets to the body that stands in front there."""
    first = attrs.evolve(ref.adoption[0], year=ref.year, supplements=ref.supplements)
    return attrs.evolve(ref, adoption=(first, *ref.adoption[1:]), year=None, supplements=())


def _joined(facts: dict[str, Any], layers: tuple[str, ...], inner: StandardRef) -> StandardRef | None:
    """Join a reference with the adopted one printed behind it; None if they are not of one chain."""
    dates = {"year": facts.get("year"), "supplements": facts["supplements"]}
    behind = tuple(layer.body for layer in inner.adoption)
    extra = layers[: len(layers) - len(behind)]
    if facts.keys() & {"edition", "language", "variant", "reaffirmed"}:
        return None
    same = all(
        facts.get(name) == getattr(inner, name)
        for name in ("publishers", "number", "part", "type", "stage", "iteration")
    )
    if same and extra and layers[len(extra) :] == behind and all(each.number is None for each in inner.adoption):
        outer = (AdoptionLayer(extra[0], **dates), *map(AdoptionLayer, extra[1:]))
    elif not layers and facts["type"] is None and facts["stage"] is None:
        name = "/".join(facts["publishers"])
        following = behind[0] if behind else "/".join(inner.publishers)
        level = _BODIES[following].level if behind else _group_level(inner.publishers)
        if (
            name not in _BODIES
            or _BODIES[name].level > _EUROPEAN
            or level is None
            or not _may_adopt(name, following, level)
        ):
            return None
        outer = (AdoptionLayer(name, **dates, number=facts["number"], part=facts["part"]),)
    else:
        return None
    return attrs.evolve(inner, adoption=(*outer, *inner.adoption))


_SPACES: Final = re.compile(r" +")
_CLAUSE_GAP: Final = re.compile(r" {0,4}[,;:] {0,4}| {1,4}(?:[-–] {1,4})?|(?=§)")
_CLAUSE_SIGN: Final = re.compile(r"§{1,2} {0,4}")
_AFTER_WORD: Final = re.compile(r"\.? {0,4}")
_DEEPEST_ITEM: Final = 4
_ITEM_CANONICAL: Final = re.compile(rf"#({_ITEM.pattern})(?![\w.-])")
_ITEM_RUNNING: Final = re.compile(r" ?\(item ([1-9][0-9]{0,3})\)")
_ITEM_FIRST: Final = re.compile(r" ?\(?([a-z]{1,2})\)|\.([a-z])(?!\w)|([a-z])(?![\w])| ([a-z])(?= {0,8}$)")
_ITEM_CITED: Final = re.compile(r" ?\(?([1-9][0-9]{0,2}|[ivx]{1,5}|[a-z]{1,2})\)|\.([1-9][0-9]{0,2}|[a-z])(?!\w)")
_OBLIGATION: Final = re.compile(r" \(obligation ([2-9]|[1-9][0-9])\)")
_HAN: Final = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LETTER: Final = rf"(?:(?![{_HAN}])[^\W\d_])"
# A word is of one script: Chinese, Japanese and Korean are written without spaces.
_WORD: Final = re.compile(rf"[{_HAN}]+|{_LETTER}+")
_BODY_GAP: Final = re.compile(r" {0,4}[/-] {0,4}| {1,4}")
_WORD_GAP: Final = re.compile(r" ?[/-]? ?")
_WORKSHOP: Final = re.compile(r" ?IWA(?= ?[0-9])")
_LETTERS: Final = re.compile(r"[A-Z]{1,2}(?![^\W\d_])")
_ANNEX_NUMBERS: Final = re.compile(r"[. ]((?:[1-9][0-9]{0,3})(?:\.[1-9][0-9]{0,3}){0,6})")
_NUMBER_GAP: Final = re.compile(r"-| {0,8}")
_GLUED_ITERATION: Final = re.compile(r"([1-9][0-9]?)(?= {1,8}[0-9])")
_PART: Final = re.compile(rf"-({_PART_GROUP})(?!\w)", re.IGNORECASE)
# An A with a number behind a slash is a European amendment, not a part.
_OLD_PART: Final = re.compile(
    r"/([1-9][0-9]?[A-Z]?|[IVX]{1,5}|A|[B-Z][0-9]{0,2})(?![\w.])|\(([0-9]{3})\)", re.IGNORECASE
)
_SERIES: Final = re.compile(r" {1,8}SERIES(?=[:-])", re.IGNORECASE)
_DOT_ITERATION: Final = re.compile(r"\.([1-9][0-9]?)(?![0-9]|\.[0-9])")
_DOTTED_PART: Final = re.compile(r"(?:\.[1-9][0-9]{0,2}){1,3}(?![0-9]|\.[0-9])")
# CSA once wrote the part of an adopted standard behind a dot.
_CSA_PART: Final = re.compile(r"\.([1-9][0-9]?)(?=-[0-9]{2}(?![0-9]))")
_COLON: Final = re.compile(r" {0,8}: {0,8}")
_FOUR_DIGITS: Final = r"(?:19|20)[0-9]{2}"
_MONTH: Final = r"(?:-(?:0[1-9]|1[0-2])(?![\w.-]))?"
_COLON_YEAR: Final[dict[str, re.Pattern[str]]] = {
    "four": re.compile(rf" {{0,8}}: {{0,8}}({_FOUR_DIGITS}(?![0-9]){_MONTH}|--?(?![0-9]))"),
    "gost": re.compile(rf" {{0,8}}: {{0,8}}({_FOUR_DIGITS}(?![0-9]){_MONTH}|[0-9]{{2}}(?![0-9])|--?(?![0-9]))"),
    "csa": re.compile(
        rf" {{0,8}}: {{0,8}}([MF]?{_FOUR_DIGITS}(?![0-9]){_MONTH}|[MF]?[0-9]{{2}}(?![0-9])|--?(?![0-9]))",
        re.IGNORECASE,
    ),
}
_OTHER_YEAR: Final = re.compile(rf"/({_FOUR_DIGITS})(?![0-9])| {{0,8}}- {{0,8}}({_FOUR_DIGITS})(?![\w.-])")
_SUPPLEMENT_YEAR: Final[dict[str, re.Pattern[str]]] = {
    style: re.compile(rf"{pattern.pattern}|-({_FOUR_DIGITS})(?![\w.-])", re.IGNORECASE)
    for style, pattern in _COLON_YEAR.items()
}
_EDITION: Final = re.compile(r" {1,8}ED(?:ITION)?[. ]{0,4}(0|[1-9][0-9]?)(?:\.0)?(?![\w.])", re.IGNORECASE)
_REAFFIRMED: Final = re.compile(rf" {{0,8}}\(R({_FOUR_DIGITS}|[0-9]{{2}})\)")
_VARIANT: Final = re.compile(
    r" {1,8}(?:- {1,8}(?=TC))?(CSV|CMV|RLV|EXV|PRV|SER|SERIES|DB|TC)(?!\w)| {0,8}\((all parts|CONSOLIDATED)\)",
    re.IGNORECASE,
)
_VARIANT_NAMES: Final = {name.casefold(): name for name in _VARIANTS}
_LANGUAGE_LIST: Final = re.compile(r" ?\(([A-Za-z]{1,10}(?:(?: ?[,/] ?| and )[A-Za-z]{1,10}){0,9})(?: version)?\)")
_SUPPLEMENT_JOINT: Final = re.compile(
    r" {0,4}[/+] {0,4}|,? {1,4}(?=(?:amd|amendment|cor|corr|corrigendum|frag|addendum|supplement)(?![^\W\d_]))",
    re.IGNORECASE,
)
_DIRECTIVES_SUPPLEMENT: Final = re.compile(r" {0,8}\+ {0,8}(ISO|IEC|JTC 1) SUP(?:PLEMENT)?(?!\w)", re.IGNORECASE)
_SUPPLEMENT_NUMBERS: Final = {
    False: re.compile(r"\.? {0,4}(?:No\.? {0,4})?([1-9][0-9]{0,2})(?![0-9])", re.IGNORECASE),
    True: re.compile(r"([1-9][0-9]{0,2})(?![0-9])"),
}
_ADOPTED: Final = re.compile(r" ?\((?=[^\W\d_]{2})|/(?=(?:ISO|IEC|EN)[ /])")
_ADOPTED_END: Final = re.compile(r"(?:, ?IDT)?\)")
_JOINT_COMMITTEE: Final = re.compile(r" JTC 1 DIR(?!\w)")
_CONSOLIDATED: Final = re.compile(r" {0,8}-- {0,8}CONSOLIDATED")
_IEC_SERIES: Final = re.compile(r"6[0-3][0-9]{3}")
_PREFIX: Final = re.compile(
    r"(Fpr|pr|PR(?=EN)|FPR(?=EN)|E(?= DIN)) ?(?=[^\W\d_])"
    rf"|(?i:({'|'.join(stage for stage in _STAGES if stage != 'NP')}|NWIP|GUIDES?|РУКОВОДСТВ[ОА])[ /]"
    r"(?=(?:ISO|IEC|IWA|ИСО|МЭК)(?!\w)))"
)
_INNER_PREFIX: Final = re.compile(r"(Fpr|pr)(?=(?i:EN|CEN|CLC|CENELEC|ENV|HD|CWA|CR|ES|ETSI)(?!\w))")
_MOST_PARTS: Final = 6
_MOST_SUPPLEMENTS: Final = 8
_LONGEST_CHAIN: Final = 8
_DEEPEST_BRACKET: Final = 5

_NUMBERS_READ: Final[dict[str, re.Pattern[str]]] = {
    "iso": re.compile(r"[1-9][0-9]{0,4}(?![0-9])"),
    "plain": re.compile(r"[1-9][0-9]{0,5}(?![0-9])"),
    "etsi": re.compile(r"[1-9][0-9]{2} ?[0-9]{3}(?![0-9])"),
    "dotted": re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4}){0,4}(?![0-9])"),
    "jis": re.compile(r"[A-Z][ -]?[0-9]{4,5}(?![0-9])", re.IGNORECASE),
    "lettered": re.compile(r"(?:[A-Z]{1,2}[ -]?)?[0-9]{1,6}(?:\.[0-9]{1,3}){0,3}[A-Z]?(?!\w)", re.IGNORECASE),
    "csa": re.compile(
        r"[A-Z]{0,2}[0-9]{1,6}(?:\.[0-9]{1,4}){0,4}(?:[A-Z]{1,2}[0-9]?)?"
        r"(?: {1,8}NO\.? ?[0-9]{1,5}(?:\.[0-9]{1,3}){0,3}[A-Z]{0,2}| MH| RV)?(?!\w)",
        re.IGNORECASE,
    ),
    "directives": re.compile(
        r"(?:,? ?Part )?([0-9](?: {0,8}-- {0,8}Consolidated)?(?: (?:ISO|IEC))?|,? ?(?:ISO|IEC|JTC 1))"
        r"( SUP(?:PLEMENT)?)?(?!\w)",
        re.IGNORECASE,
    ),
}

_LANGUAGES: Final = _word_set(
    "ar bg cs cy da de el en es et fa fi fr he hr hu id it ja kk ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr"
    " uk vi zh other"
)


def _words_read() -> dict[str, tuple[str | None, str | None]]:
    """Collect what each word behind a publisher means, as stage and type."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for kind, spellings in _TYPES.items():
        found.update(dict.fromkeys((kind.upper(), *spellings), (None, kind)))
    for stage, spellings in _STAGES.items():
        found.update(dict.fromkeys((stage.upper(), *spellings), (stage, None)))
    for word, meaning in _TYPED_STAGES.items():
        found[word.upper()] = meaning
    return found


_WORDS: Final = _words_read()


def _supplement_words_read() -> dict[str, tuple[str | None, str | None]]:
    found: dict[str, tuple[str | None, str | None]] = {stage: (stage, None) for stage in _SUPPLEMENT_STAGES}
    for kind, spellings in _SUPPLEMENT_KINDS.items():
        found.update(dict.fromkeys((kind.upper(), *spellings), (None, kind)))
    for kind, drafts in _DRAFT_SUPPLEMENTS.items():
        found.update({draft.upper(): (draft, kind) for draft in drafts})
    found.update(_DRAFT_SPELLINGS)
    return found


_SUPPLEMENT_WORDS: Final = _supplement_words_read()


def _spellings_read() -> dict[str, tuple[tuple[str, _Body], ...]]:
    """Index the names of bodies by their first word, the longest spelling first."""
    rows: dict[str, list[tuple[str, _Body]]] = {}
    for body in _BODIES.values():
        for spelling in (body.name, *body.spellings):
            first = _WORD.match(spelling)
            rows.setdefault("" if first is None else first[0].casefold(), []).append((spelling, body))
    return {word: tuple(sorted(found, key=lambda row: -len(row[0]))) for word, found in rows.items()}


@functools.lru_cache(maxsize=512)
def _heads(word: str) -> tuple[tuple[re.Pattern[str], _Body], ...]:
    """Compile the names that begin with a word, when they are first met: all of them would slow the import down."""
    return tuple((_head_pattern(spelling, body), body) for spelling, body in _SPELLINGS.get(word, ()))


def _head_pattern(spelling: str, body: _Body) -> re.Pattern[str]:
    # The letter in GB/T is joined by a slash only: GB T19001 would be another number.
    gap = " ?/ ?" if spelling.endswith(("/T", "/Z")) else " ?[ /-] ?"
    words = gap.join(map(re.escape, re.split("[ /]", spelling)))
    behind = r"(?:(?=[A-Z][ -]?[0-9])|(?![^\W\d_]))" if body.numbers in {"jis", "lettered"} else r"(?![^\W\d_])"
    return re.compile(words + behind, 0 if body.exact else re.IGNORECASE)


_SPELLINGS: Final = _spellings_read()


# URNs.


# What URNs call types and supplements (RFC 5141, 2.4.1), and the stages of the harmonized stage codes by their
# hundreds.
_URN_TYPES: Final = {
    "data": "DATA", "guide": "Guide", "isp": "ISP", "pas": "PAS", "r": "R", "tr": "TR", "ts": "TS", "tta": "TTA",
    "dir": "DIR",
}  # fmt: skip
_URN_SUPPLEMENTS: Final = {"amd": "Amd", "cor": "Cor", "add": "Add", "sup": "Suppl", "ext": "Ext"}
_URN_STAGES: Final = {"00": "PWI", "10": "NP", "20": "WD", "30": "CD", "40": "DIS", "50": "FDIS"}
_URN_PUBLISHED: Final = frozenset({"60", "90", "95"})
_URN_HEAD: Final = re.compile(r"\s*(?:urn:)?(?:iso|iec):std:", re.IGNORECASE)
_URN_FIELD: Final = re.compile(r"[^:]*")
_URN_STAGE: Final = re.compile(r"stage-([0-9]{2})\.([0-9]{2})(?:\.v?([1-9][0-9]?))?")
_URN_VERSION: Final = re.compile(r"v([1-9][0-9]{0,2})")
_URN_INCORPORATED: Final = re.compile(r"v[1-9][0-9]{0,2}((?:-(?:amd|cor|add)[1-9][0-9]{0,2}(?:\.v[0-9]{1,2})?)+)")
_URN_ONE_INCORPORATED: Final = re.compile(r"-(amd|cor|add)([1-9][0-9]{0,2})")
_URN_NUMBER: Final = re.compile(rf"([1-9][0-9]{{0,4}})(?:-({_PART_GROUP}(?:-{_PART_GROUP}){{0,5}}))?", re.IGNORECASE)
_URN_PART: Final = re.compile(rf"-({_PART_GROUP}(?:-{_PART_GROUP}){{0,5}})", re.IGNORECASE)
_URN_LANGUAGES: Final = re.compile(r"[a-z]{2}(?:,(?:[a-z]{2}|other)){0,9}")
_URN_EDITION: Final = re.compile(r"ed-(0|[1-9][0-9]?)")


class _UrnReader:
    """Reads the fields of a URN one after the other, in the dialects that are about.

    RFC 5141 numbers editions and supplements; public catalogues give years, harmonized stage codes and stage names in
    their place. The version of a text (``v1``) is read and dropped: it says which file, not which document.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        head = _URN_HEAD.match(text)
        self.at = 0 if head is None else head.end()
        self.end = len(text.rstrip())
        self.started = head is not None

    def field(self) -> str | None:
        """Take the next field; None at the end."""
        if self.at > self.end:
            return None
        found = _URN_FIELD.match(self.text, self.at, self.end)
        text = "" if found is None else found[0]
        self.at += len(text) + 1
        return text.casefold()

    def refuse(self, field: str | None, expected: str) -> IdentifierError:
        """Say what was wrong with the field just taken."""
        at = min(self.at - 1 - len(field or ""), self.end) if self.started else 0
        return IdentifierError(_A_STANDARD, self.text, max(at, 0), expected)

    def read(self) -> StandardRef:
        """Read the whole URN."""
        if not self.started:
            raise self.refuse(None, "urn:iso:std:")
        facts: dict[str, Any] = self.document()
        supplements: list[Supplement] = []
        stage: tuple[str, int | None] | None = None
        while (field := self.field()) is not None:
            if found := _URN_STAGE.fullmatch(field):
                stage = self.stage(found, field)
            elif field in _URN_SUPPLEMENTS:
                supplements.append(self.supplement(_URN_SUPPLEMENTS[field], stage))
                stage = None
            elif not self.simple(field, facts, supplements):
                raise self.refuse(field, "an edition, a stage, a language or a supplement")
        if stage is not None:
            self.apply(stage, facts, supplements)
        facts["supplements"] = tuple(supplements)
        self.typed(facts)
        try:
            return StandardRef(**facts)
        except InvariantError as error:
            raise IdentifierError(_A_STANDARD, self.text, self.end, error.expected) from error

    def document(self) -> dict[str, Any]:
        """Read originator, type and number."""
        facts: dict[str, Any] = {"publishers": self.originator()}
        field = self.field()
        if field == "iwa":
            facts["publishers"] = ("IWA",)
            field = self.field()
        elif field in _URN_TYPES:
            facts["type"] = _URN_TYPES[field]
            field = self.field()
        number = None if field is None else _URN_NUMBER.fullmatch(field)
        if number is None:
            raise self.refuse(field, "a number")
        return facts | {"number": number[1], "part": None if number[2] is None else number[2].upper()}

    def originator(self) -> tuple[str, ...]:
        """Read the co-publishers: ``iso-iec``."""
        field = self.field()
        names = tuple((field or "").upper().split("-"))
        if _group_level(names) != _INTERNATIONAL:
            raise self.refuse(field, "an originator such as iso or iso-iec")
        return names

    def stage(self, found: re.Match[str], field: str) -> tuple[str, int | None]:
        """Translate a harmonized stage code; an empty stage is a published one."""
        if found[1] in _URN_PUBLISHED:
            return "", None
        stage = "AWI" if found[0].startswith("stage-20.00") else _URN_STAGES.get(found[1])
        if stage is None:
            raise self.refuse(field, "a harmonized stage code")
        return stage, None if found[3] is None else int(found[3])

    def supplement(self, kind: str, stage: tuple[str, int | None] | None) -> Supplement:
        """Read number, or year and number, of a supplement; a stage in front of it is the supplement's."""
        field = self.field()
        year = None
        if field is not None and _YEAR.fullmatch(field):
            year, field = field, self.field()
        version = None if field is None else _URN_VERSION.fullmatch(field)
        number = version[1] if version and year else field
        if number is None or not _SUPPLEMENT_NUMBER.fullmatch(number):
            raise self.refuse(field, "the number of the supplement")
        after = self.at
        version_field = self.field()
        if version_field is None or year is not None or not _URN_VERSION.fullmatch(version_field):
            self.at = after
        name, iteration = stage or ("", None)
        drafts = _DRAFT_SUPPLEMENTS.get(kind, ("", ""))
        name = {"DIS": drafts[0], "FDIS": drafts[1]}.get(name, name)
        try:
            return Supplement(kind=kind, number=number, year=year, stage=name or None, iteration=iteration)
        except InvariantError as error:
            raise self.refuse(field, error.expected) from error

    def simple(self, field: str, facts: dict[str, Any], supplements: list[Supplement]) -> bool:
        """Read a field that stands for itself; say whether it was one."""
        if found := _URN_INCORPORATED.fullmatch(field):
            supplements += [
                Supplement(kind=_URN_SUPPLEMENTS[kind], number=number, incorporated=True)
                for kind, number in _URN_ONE_INCORPORATED.findall(found[1])
            ]
            return True
        if field in {"", "cancelled", "ser"} or _URN_VERSION.fullmatch(field):
            return True
        name, value = self.fact(field)
        if value is None or (facts.get(name) is not None and not (name == "language" and supplements)):
            return False
        facts[name] = value
        return True

    def fact(self, field: str) -> tuple[str, object]:
        """Say which attribute a field gives, and its value."""
        name: str = ""
        value: object = None
        stage, kind = _WORDS.get(field.upper(), (None, None))
        if found := _URN_PART.fullmatch(field):
            name, value = "part", found[1].upper()
        elif found := _URN_EDITION.fullmatch(field):
            name, value = "edition", int(found[1])
        elif _YEAR.fullmatch(field):
            name, value = "year", field
        elif field == "stage-draft" or (stage and not kind):
            name, value = "stage", stage or "Draft"
        elif _URN_LANGUAGES.fullmatch(field) and _LANGUAGES.issuperset(field.split(",")):
            name, value = "language", tuple(field.split(","))
        return name, value

    def apply(self, stage: tuple[str, int | None], facts: dict[str, Any], supplements: list[Supplement]) -> None:
        """Give a stage at the end to the last supplement, or to the document."""
        if stage[0] and not supplements:
            facts.update(stage=stage[0], iteration=stage[1])
        elif stage[0]:
            drafts = _DRAFT_SUPPLEMENTS.get(supplements[-1].kind, ("", ""))
            name = {"DIS": drafts[0], "FDIS": drafts[1]}.get(stage[0], stage[0])
            try:
                supplements[-1] = attrs.evolve(supplements[-1], stage=name or None, iteration=stage[1])
            except InvariantError as error:
                raise IdentifierError(_A_STANDARD, self.text, self.end, error.expected) from error

    @staticmethod
    def typed(facts: dict[str, Any]) -> None:
        """Write an enquiry draft of a typed document as it is called: DTS, not DIS TS."""
        letter = {"DIS": "D", "FDIS": "FD"}.get(facts.get("stage", ""))
        name = f"{letter}{facts.get('type')}"
        if name in _TYPED_STAGES:
            facts["stage"] = name


def _print_urn(ref: StandardRef, edition: int | None) -> str:
    number = ref.edition if edition is None else edition
    kinds = {kind: name for name, kind in _URN_SUPPLEMENTS.items() if name in {"amd", "cor", "add"}}
    types = {kind: name for name, kind in _URN_TYPES.items() if name != "dir"}
    obstacles = (
        (ref.adoption, "an adopted text is not ISO's own"),
        (ref.publishers[0] not in {"ISO", "IWA"}, "only ISO documents have one"),
        (ref.stage or any(each.stage for each in ref.supplements), "only published documents have one"),
        (ref.type is not None and ref.type not in types, "there is no URN for documents of this type"),
        (ref.part is not None and "." in ref.part, "there is no URN for such a part"),
        (ref.variant, "there is no URN for a form of delivery"),
        (
            any(each.kind not in kinds or not each.number for each in ref.supplements),
            "there is no URN for such a supplement",
        ),
        (any(each.incorporated for each in ref.supplements), "there is no URN for a consolidated text"),
        (number is None, "the number of the edition is not known, and the year does not give it"),
        (number is not None and number not in _ITERATIONS, "the number of the edition is not one from 1 to 99"),
        (ref.edition not in {None, number}, f"the reference is to edition {ref.edition}"),
    )
    for stands, reason in obstacles:
        if stands:
            raise UrnError(str(ref), reason)
    fields = ["urn:iso:std", "iso" if ref.publishers == ("IWA",) else "-".join(ref.publishers).lower()]
    fields += ["iwa"] if ref.publishers == ("IWA",) else [types[ref.type]] if ref.type is not None else []
    fields.append(ref.number)
    fields += [] if ref.part is None else [f"-{ref.part}".lower()]
    fields.append(f"ed-{number}")
    fields += [f"{kinds[each.kind]}:{each.number}" for each in ref.supplements]
    fields += [",".join(ref.language)] if ref.language else []
    return ":".join(fields)


def _siblings(first: ClauseNumber, last: ClauseNumber) -> tuple[ClauseNumber, ...]:
    """List what lies between two clauses under one parent, or between two annexes."""
    if first.parent == last.parent and first.annex == last.annex and first.numbers and last.numbers:
        *front, low = first.numbers
        return tuple(ClauseNumber(first.annex, (*front, number)) for number in range(low, last.numbers[-1] + 1))
    if not first.numbers and not last.numbers and len(first.annex) == len(last.annex) == 1:
        return tuple(ClauseNumber(chr(letter), ()) for letter in range(ord(first.annex), ord(last.annex) + 1))
    text = f"{first} to {last}"
    raise IdentifierError("range of clauses", text, len(text) - len(str(last)), f"a sibling of {first}")


def _cite_item(item: str | None) -> str:
    if item is None:
        return ""
    if item.isdigit():
        return f" (item {item})"
    letters, _, obligation = item.partition("-")
    cited = "".join(f" {each})" for each in letters.split("."))
    return f"{cited} (obligation {obligation})" if obligation else cited


def _parse_requirement(text: str) -> RequirementRef:
    reader = _Reader(text.translate(_NORMAL))
    reader.skip_spaces()
    standard = reader.standard()
    if standard is None:
        raise IdentifierError(_A_REQUIREMENT, text, reader.furthest, reader.expected)
    clause = reader.clause() if reader.before_clause() else None
    if clause is None:
        at = max(reader.at, reader.furthest)
        raise IdentifierError(_A_REQUIREMENT, text, at, "a clause number", f"{standard}, 4.1")
    item = reader.item()
    reader.skip_spaces()
    if reader.at != reader.end:
        close = RequirementRef(standard, clause, item)
        raise IdentifierError(_A_REQUIREMENT, text, reader.at, "the end of the reference", str(close))
    return RequirementRef(standard, clause, item)


# Clause references in free text.

# Words for clause, by their plural: behind a plural, whole numbers go on in a list.
_CLAUSE_WORDS_SINGULAR: Final = _word_set(
    # English, German, French
    "clause subclause cl section sec requirement para paragraph chapter article art control"
    " abschnitt abschn unterabschnitt kapitel kap ziffer ziff klausel punkt artikel anforderung"
    " chapitre paragraphe exigence"
    # Spanish, Portuguese, Italian, Romanian
    " cláusula clausula apartado punto capítulo capitulo numeral requisito artículo articulo"
    " seção secção requisitos subcláusula capitolo paragrafo clausola articolo sezione capitolul punctul clauza"
    # Dutch, Swedish, Danish, Norwegian, Finnish
    " hoofdstuk paragraaf clausule eis avsnitt krav afsnit kapittel kohta luku"
    # Polish, Czech, Slovak, Croatian, Hungarian, Turkish
    " rozdział rozdzial pkt klauzula kapitola článek clanek čl bod točka tocka poglavlje fejezet madde"
    # Russian, Ukrainian, Bulgarian, Greek
    " п пп пункт пункте пункта пунктом пунктов раздел разделе раздела подраздел подпункт пункту розділ точка раздел"
    " κεφάλαιο παράγραφος ρήτρα"
)
_CLAUSE_WORDS_PLURAL: Final = _word_set(
    "clauses subclauses cls sections requirements paras paragraphs chapters articles controls"
    " abschnitte abschnitten abschnitts kapiteln ziffern klauseln punkte punkten"
    " chapitres paragraphes exigences cláusulas clausulas apartados puntos capítulos numerales requisitos"
    " punti capitoli paragrafi clausole hoofdstukken paragrafen artikelen rozdziały punkty kapitoly body"
    " пункты пунктах разделы разделах пунктам"
)
_CLAUSE_WORDS: Final = _CLAUSE_WORDS_SINGULAR | _CLAUSE_WORDS_PLURAL
_ANNEX_WORDS: Final = _word_set(
    "annex annexes annexe appendix anhang anhänge anlage anexo anexos anexa allegato appendice"
    " bijlage bilaga bilagor bilag vedlegg liite załącznik zalacznik"
    " příloha priloha melléklet приложение приложении приложения додаток ek"
)
# Chinese, Japanese and Korean write without spaces: a word ends with one of these.
_CLAUSE_ENDINGS: Final = ("条款", "條款", "章节", "第", "条", "箇条", "조항", "항")
_ANNEX_ENDINGS: Final = ("附录", "附錄", "附属書", "부속서")
_OTHER_NUMBERED: Final = _word_set(
    "table tables figure figures fig note example version ver v release rev page p step equation"
    " tabelle bild abbildung tableau tabla figura tabela tabel таблица рисунок"
)
_LOWER_CASE_HEADS: Final = frozenset({"iso", "iec", "iatf", "din"})
_LIST_WORDS: Final = r"and|und|y|et|e|och|og|en|ja|i|oraz|или|or|oder|ou|o|u|eller|of|и|та|及|和|와"
_SEPARATOR: Final = re.compile(
    rf" {{0,3}}(?:[,;/&+、](?: {{0,3}}(?:{_LIST_WORDS})(?= |§))?|(?<= )(?:{_LIST_WORDS})(?= |§)) {{0,3}}", re.IGNORECASE
)
_RANGE_MARK: Final = re.compile(
    r" {0,2}(?:(-)|(?<= )(?:to|through|thru|until|bis|à|a|até|hasta|tot|till|til|do|до|по)(?= )|至|から|~) {0,2}"
)
_DOTTED: Final = re.compile(r"(?:0|[1-9][0-9]?)(?:\.[1-9][0-9]?){1,7}(?![0-9]|\.[0-9]|%|[^\W\d_]{2})")
_WHOLE: Final = re.compile(r"(?:0|[1-9][0-9]?)(?![0-9]|[.,][0-9]|%|[:/][0-9]|[^\W\d_]{2})")
_LETTERED: Final = re.compile(r"([A-Z]{1,2})((?:\.[1-9][0-9]?){1,7})(?![0-9]|\.[0-9]|[^\W\d_]{2})")
_ANNEX_LETTER: Final = re.compile(
    r"([A-Z]{1,2})(?![^\W\d_])(?:[. ]?((?:[1-9][0-9]?)(?:\.[1-9][0-9]?){0,6})(?![0-9]|\.[0-9]|%|-[0-9]{3}))?"
)
_LAST_COMPONENT: Final = re.compile(r"[1-9][0-9]?(?![0-9]|[.:/-][0-9]|%|[^\W\d_]{2})")
_TEXT_ITEM: Final = re.compile(
    r" ?\(?([a-z]{1,2})\)|\.([a-z])(?![\w.])|([a-z])(?!\w)|#(" + _ITEM.pattern + r")(?![\w.-])"
)
_TEXT_NESTED: Final = re.compile(r" ?\(?([1-9][0-9]?|[ivx]{1,5})\)")
_FURTHER_ITEM: Final = re.compile(rf"(?: ?, ?| (?:{_LIST_WORDS}) | ?[/&] ?|, (?:and|or) )\(?([a-z])\)")
_AFTER_STANDARD: Final = re.compile(
    r" {0,3}(?:[,;:(-]|\([^()]{0,40}\),?)? {0,3}(?:the |de la |la |der |den |le |o |a )?"
)
_BEFORE_STANDARD: Final = re.compile(
    r" {0,3}(?:(?:of|in|from|der|des|von|de|de la|du|del|della|da|do|van|uit|i|av|af|из|z) (?:the |la |der |den )?|\()"
)
_TOKEN: Final = re.compile(rf"§{{1,2}}|{_WORD.pattern}|[0-9]+(?:[.,:/-][0-9]+)*")
_WINDOW: Final = 200
_NUMBER_SOON: Final = re.compile(r"[^0-9]{1,60}[0-9]")


class _Finder:
    """Walks through a text once; every step moves on."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(_NORMAL)
        self.found: list[ClauseReference] = []

    def find(self) -> list[ClauseReference]:
        """Find all references."""
        start = len(self.text) - len(self.text.lstrip())
        if len(self.text) <= MAX_LENGTH and self.run(start, None, whole=False) == len(self.text.rstrip()):
            return self.found
        self.found.clear()
        at = 0
        while (token := _TOKEN.search(self.text, at)) is not None:
            at = self.step(token)
        return self.found

    def step(self, token: re.Match[str]) -> int:
        """Look at one token; return where to go on."""
        text, start, end = token[0], token.start(), token.end()
        before = self.text[start - 1] if start else " "
        if text[0] == "§":
            return self.run(self.behind(_SPACES, end), None, whole=True) or end
        if text[0].isdigit():
            return (self.alone(start) if before not in _JOINED_BEFORE else None) or end
        word = text.casefold()
        if word in _OTHER_NUMBERED:
            return self.behind(_NUMBERED, end)
        if before in "._" or before.isdigit():
            return end
        return (
            self.standard(text, start)
            or self.introduced(word, start, end)
            or (
                self.run(start, None, whole=False) if _LETTERED.match(self.text, start) and before not in "-/" else None
            )
            or end
        )

    def behind(self, pattern: re.Pattern[str], at: int) -> int:
        """Say where a match that begins here ends; here, if there is none."""
        found = pattern.match(self.text, at)
        return at if found is None else found.end()

    def alone(self, start: int) -> int | None:
        """Read a dotted number with nothing before it, which needs an item behind it."""
        locator = self.locator(start, whole=False)
        if locator is None or _TEXT_ITEM.match(self.text, locator[1]) is None:
            return None
        return self.run(start, None, whole=False)

    def standard(self, word: str, start: int) -> int | None:
        """Read a standard that begins here, and the clauses directly behind it."""
        folded = word.casefold()
        if not (word.isupper() or folded in _LOWER_CASE_HEADS or word.startswith(("pr", "Fpr", "Guide"))):
            return None
        if not (
            folded in _SPELLINGS or folded[:3] == "jis" or word.startswith(("pr", "Fpr", "Guide")) or word in _WORDS
        ):
            return None
        if _NUMBER_SOON.match(self.text, start) is None:
            return None
        reader = _Reader(self.text, start, min(len(self.text), start + _WINDOW))
        ref = reader.standard()
        if ref is None:
            return None
        at = self.behind(_AFTER_STANDARD, reader.at)
        if at == reader.at and self.text[at : at + 1] != "§":
            return reader.at
        return self.introduction(at, ref) or self.run(at, ref, whole=False) or reader.at

    def introduction(self, at: int, ref: StandardRef | None) -> int | None:
        """Read a clause word or sign here, and the clauses behind it."""
        if self.text.startswith("§", at):
            return self.run(self.behind(_CLAUSE_SIGN, at), ref, whole=True)
        word = _WORD.match(self.text, at)
        return None if word is None else self.introduced(word[0].casefold(), at, word.end(), ref)

    def introduced(self, word: str, start: int, end: int, ref: StandardRef | None = None) -> int | None:
        """Read the clauses behind a word, if it is one for clause or annex."""
        if word in _ANNEX_WORDS or word.endswith(_ANNEX_ENDINGS):
            return self.run(start, ref, whole=False)
        if word in _CLAUSE_WORDS or word.endswith(_CLAUSE_ENDINGS):
            at = self.behind(_AFTER_WORD, end)
            return self.run(at, ref, whole=True, plural=word in _CLAUSE_WORDS_PLURAL)
        return None

    def run(self, at: int, ref: StandardRef | None, *, whole: bool, plural: bool = False) -> int | None:
        """Read a list of locators; return its end, None if there is none here.

        ``whole`` allows whole numbers: in front always, later as long as they are joined closely, behind a plural
        anywhere.
        """
        first = len(self.found)
        end = None
        while (locator := self.locator(at, whole=whole)) is not None:
            end = self.reference(locator, at, ref, whole=whole)
            gap = _SEPARATOR.match(self.text, end)
            if gap is None:
                break
            at = gap.end()
            close = gap[0].strip() in {",", "/", "&"} and not locator[0].depth > 1
            whole = plural or (whole and close and self.closed(at))
            word = _WORD.match(self.text, at)
            if self.text.startswith("§", at):
                at, whole = self.behind(_CLAUSE_SIGN, at), True
            elif word is not None and word[0].casefold() in _CLAUSE_WORDS:
                at, whole = self.behind(_AFTER_WORD, word.end()), True
        if end is not None and ref is None:
            end = self.of_standard(first, end)
        return end

    def closed(self, at: int) -> bool:
        """Say whether the whole number here ends a phrase: what is counted would follow it."""
        return _COUNTED.match(self.text, at) is None

    def of_standard(self, first: int, end: int) -> int:
        """Give a list the standard named behind it with *of* or in brackets."""
        gap = _BEFORE_STANDARD.match(self.text, end)
        word = None if gap is None else _WORD.match(self.text, gap.end())
        if gap is None or word is None or not (word[0].isupper() or word[0].casefold() in _LOWER_CASE_HEADS):
            return end
        reader = _Reader(self.text, gap.end(), min(len(self.text), gap.end() + _WINDOW))
        ref = reader.standard()
        if ref is None:
            return end
        behind = len(self.found)
        follows = self.standard(word[0], gap.end())
        if len(self.found) > behind:
            return end if follows is None else follows
        self.found[first:] = [attrs.evolve(each, standard=ref) for each in self.found[first:]]
        return reader.at

    def locator(self, at: int, *, whole: bool) -> tuple[ClauseNumber, int] | None:
        """Read one clause number; return it with its end."""
        if found := _LETTERED.match(self.text, at):
            return ClauseNumber(found[1], tuple(map(int, found[2][1:].split(".")))), found.end()
        found = _DOTTED.match(self.text, at) or (_WHOLE.match(self.text, at) if whole else None)
        if found is not None:
            return ClauseNumber("", tuple(map(int, found[0].split(".")))), found.end()
        word = _WORD.match(self.text, at)
        if word is not None and (word[0].casefold() in _ANNEX_WORDS or word[0].endswith(_ANNEX_ENDINGS)):
            start = self.behind(_SPACES, word.end())
            lettered = self.locator(start, whole=False) if _LETTERED.match(self.text, start) else None
            if lettered is not None:
                return lettered
            found = _ANNEX_LETTER.match(self.text, start)
            if found is not None:
                numbers = () if found[2] is None else tuple(map(int, found[2].split(".")))
                return ClauseNumber(found[1], numbers), found.end()
        return None

    def reference(self, locator: tuple[ClauseNumber, int], start: int, ref: StandardRef | None, *, whole: bool) -> int:
        """Note one locator with its items, or the range it begins; return the end."""
        clause, end = locator
        item = _TEXT_ITEM.match(self.text, end) if clause.numbers else None
        if item is None:
            through, end = self.through(clause, end, whole=whole)
            self.note(start, end, standard=ref, clause=clause, through=through)
            return end
        path = next(group for group in item.groups() if group is not None)
        end = item.end()
        while (
            (nested := _TEXT_NESTED.match(self.text, end)) is not None
            and path.count(".") < _DEEPEST_ITEM - 1
            and "-" not in path
        ):
            path, end = f"{path}.{nested[1]}", nested.end()
        self.note(start, end, standard=ref, clause=clause, item=path)
        while (further := _FURTHER_ITEM.match(self.text, end)) is not None:
            end = further.end()
            self.note(further.start(1), end, standard=ref, clause=clause, item=further[1])
        return end

    def note(self, start: int, end: int, **facts: Any) -> None:  # noqa: ANN401 - the attributes of ClauseReference
        """Keep one reference."""
        self.found.append(ClauseReference(**({"item": None, "through": None} | facts), start=start, end=end))

    def through(self, clause: ClauseNumber, end: int, *, whole: bool) -> tuple[ClauseNumber | None, int]:
        """Read the end of a range; it must come later than its beginning, and be of the same kind."""
        mark = _RANGE_MARK.match(self.text, end)
        if mark is None:
            return None, end
        last = self.locator(mark.end(), whole=whole and clause.depth == 1)
        if last is None and mark[1] and clause.numbers and (found := _LAST_COMPONENT.match(self.text, mark.end())):
            last = ClauseNumber(clause.annex, (*clause.numbers[:-1], int(found[0]))), found.end()
        if last is None or last[0].is_annex != clause.is_annex or not clause < last[0]:
            return None, end
        return last


_JOINED_BEFORE: Final = frozenset("._-/:,$€£¥#+~\\@=") | frozenset("0123456789")
_NUMBERED: Final = re.compile(r"\.? {0,2}(?:[A-Z]\.)?[0-9]*(?:[.-][0-9]+)*")
_COUNTED: Final = re.compile(r"[0-9]+ [^\W\d_]")
